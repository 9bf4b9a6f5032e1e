"""Keeps the corrections that annotation replayed, and says which articles a change of them touches."""

from __future__ import annotations

import pandas as pd

from helpers.annotate.articles import days_of
from helpers.annotate.corrected import Replay
from helpers.corpus import Corpus
from helpers.corpus.corrections import OF_STORIES, with_ids
from helpers.corpus.store import Change
from helpers.lexicons import load_lexicons
from helpers.lexicons.letters import FOLD

AT_ONCE = 1000  # articles


def touched_articles(held: Corpus, corrections: pd.DataFrame) -> set[str]:
    """The ids of articles whose annotation may differ now that these are the corrections.

    They are those in which a row that is gone changed something, and those in which a new row may: which have its form,
    are its subject, or have a country whose role it says.
    """
    before, now = _replayed(held.read("corrections")), _replayed(with_ids(corrections))
    gone, new = set(before) - set(now), set(now) - set(before)
    if [row for row in before if row not in gone] != [row for row in now if row not in new]:
        gone, new = set(before), set(now)  # what stays is replayed in another order
    corrected = held.read("corrected")
    touched = set(corrected.loc[corrected["correction"].isin(gone), "article_id"])
    return touched | (_may_touch(held, corrections, new) if new else set())


def _replayed(rows: pd.DataFrame) -> list[str]:
    """The ids of the rows of ``corrections`` that annotation replays, in order."""
    return rows.loc[~rows["action"].isin(OF_STORIES), "correction"].tolist()


def _may_touch(held: Corpus, corrections: pd.DataFrame, new: set[str]) -> set[str]:
    replay = Replay(corrections, load_lexicons(held.folder))
    of_country = [held.read(table, ["article_id", "country"]).dropna() for table in ("mentions", "country_roles")]
    countries = set(pd.concat(of_country).itertuples(index=False, name=None))
    touched = set()
    for articles in held.batches("articles", ["article_id", "title", "text", "published"], None, AT_ONCE):
        whole, days = articles["title"].fillna("") + "\n" + articles["text"], days_of(articles["published"])
        for article_id, text, day in zip(articles["article_id"], whole, days, strict=True):
            if rows := [row for row in replay.rows if row.id in new and row.holds(article_id, day)]:
                by_case = text.translate(FOLD).casefold()
                if any(
                    one.subject or one.may_stand_in(by_case) or (article_id, one.written) in countries for one in rows
                ):
                    touched.add(article_id)
    return touched


def are_corrections_held(held: Corpus, corrections: pd.DataFrame) -> bool:
    """Whether table ``corrections`` has these rows, notes and days included."""
    now = with_ids(corrections)
    return held.read("corrections").to_dict("list") == now.to_dict("list")


def hold_corrections(change: Change, corrections: pd.DataFrame) -> None:
    """Makes these the rows of table ``corrections``, unless they are."""
    if not are_corrections_held(change, corrections):
        change.replace("corrections", with_ids(corrections))
