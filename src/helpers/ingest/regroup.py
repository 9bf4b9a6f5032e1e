"""Keeps the stories of a corpus in step with its articles and the analyst's corrections."""

from __future__ import annotations

import pandas as pd

from helpers.corpus.corrections import are_stories_current, fingerprint_of, read_corrections
from helpers.corpus.store import Change
from helpers.ingest.stories import group_stories


def update_stories(change: Change, articles_changed: bool) -> None:
    """Groups all that is held, from its signatures, if articles or corrections have changed.

    Texts are read again for candidates only.
    """

    def texts(article_ids: list[str]) -> pd.Series:
        return change.read("articles", ["article_id", "text"], article_ids).set_index("article_id")["text"]

    if articles_changed or not are_stories_current(change):
        none = pd.DataFrame({"article_id": [], "text": []}, dtype=str)
        corrections = read_corrections(change.folder)
        change.replace("stories", group_stories(none, change.read("signatures"), texts, corrections))
        change.commit["corrections"] = fingerprint_of(change.folder)
