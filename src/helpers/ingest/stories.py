"""Groups articles into stories: one report and its copies."""

from __future__ import annotations

import re
from hashlib import sha256

import pandas as pd

from helpers.corpus.schema import TABLES


def group_stories(articles: pd.DataFrame) -> pd.DataFrame:
    """The stories of a set of articles: those whose texts have the same words in the same order are one.

    Parameters
    ----------
    articles : DataFrame, one row per article
        Needs ``article_id`` and ``text``; ``published`` is used when present.

    Returns
    -------
    DataFrame, one row per article, by article_id
        ``article_id``; ``story_id``, the smallest article_id of the group; ``relation``, ``original`` for the article
        that speaks for the story (the earliest dated; else the longest; else the smallest id) and ``copy`` for the
        others; ``of``, the original of a copy; ``similarity``, 1.0 for a copy. The order of the rows does not matter.
    """
    rows = articles.reindex(columns=["article_id", "text", "published"])
    rows = rows.assign(
        words=[_fingerprint(text) for text in rows["text"]],
        published=pd.to_datetime(rows["published"], utc=True),
        length=-rows["text"].str.len(),
    ).sort_values(["words", "published", "length", "article_id"], na_position="last")
    groups = rows.groupby("words")["article_id"]
    original = groups.transform("first")
    is_copy = original != rows["article_id"]
    stories = pd.DataFrame(
        {
            "article_id": rows["article_id"],
            "story_id": groups.transform("min"),
            "relation": is_copy.map({True: "copy", False: "original"}),
            "of": original.where(is_copy, None),
            "similarity": is_copy.map({True: 1.0, False: None}),
        }
    )
    return stories.sort_values("article_id").reset_index(drop=True)[TABLES["stories"].names]


def _fingerprint(text: str) -> str:
    return sha256(" ".join(re.findall(r"\w+", text.lower())).encode()).hexdigest()
