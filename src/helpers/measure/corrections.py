"""What an analyst's corrections changed in the articles that are looked at."""

from __future__ import annotations

import pandas as pd

from helpers.corpus.corrections import OF_STORIES


def correction_effects(corrections: pd.DataFrame, corrected: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """How much each correction changed.

    Parameters
    ----------
    corrections : DataFrame, one row per correction that was replayed
    corrected : DataFrame, one row per article and correction that changed something in its annotation
    articles : DataFrame, one row per article

    Returns
    -------
    DataFrame, one row per correction, in the order of ``corrections``
        Its columns, and ``n_mentions`` and ``n_articles`` of ``articles`` that it changed: null for corrections of
        stories, which are not counted. One of a role changes articles, and no mention.
    """
    rows = corrected[corrected["article_id"].isin(articles["article_id"])]
    counts = rows.groupby("correction").agg(n_mentions=("n_mentions", "sum"), n_articles=("article_id", "nunique"))
    counts = counts.reindex(corrections["correction"], fill_value=0).reset_index(drop=True)
    counts = counts.mask(corrections["action"].isin(OF_STORIES).reset_index(drop=True))
    return pd.concat([corrections.reset_index(drop=True), counts], axis=1)
