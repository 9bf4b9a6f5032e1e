"""In what tone each country is written about."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse

from helpers.measure.selection import with_stories
from helpers.measure.uncertainty import LEVEL, q_values, story_interval, two_sided_p

COLUMNS = (
    "country n_mentions n_articles n_stories n_sentences n_scored valence low high level valence_abroad overall q_value"
).split()


def sentiment_by_country(
    mentions: pd.DataFrame,
    sentences: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    min_stories: int = 20,
    level: float = LEVEL,
) -> pd.DataFrame:
    """Mean valence of the sentences that name each country.

    Parameters
    ----------
    mentions : DataFrame, one row per mention
        Only those that name a country count (name, adjective or demonym), not those that imply it.
    sentences : DataFrame, one row per sentence
        ``valence`` is null where nothing was scored; such sentences are counted and left out of the mean.
    articles : DataFrame, one row per article
    min_stories : int
        Countries with fewer stories that have a scored sentence are left out.
    level : float

    Returns
    -------
    DataFrame, one row per country, lowest mean first
        ``country``; ``n_mentions``, ``n_articles``, ``n_stories`` (with a scored sentence); ``n_sentences`` that name
        it and ``n_scored`` of them, in originals; ``valence`` (-1..1), ``low``, ``high``, ``level``; ``valence_abroad``,
        the mean over outlets of other countries (NaN where there are none); ``overall``, the mean over all scored
        sentences; ``q_value`` of the difference from it, over all countries in the table.
    """
    articles = with_stories(articles)
    # sorted, so that the draws, and with them the intervals, do not hang on the order of rows
    originals = articles.loc[articles["relation"] == "original", "article_id"].sort_values()
    naming = mentions[mentions["named"] & mentions["country"].notna()]
    totals = naming.groupby("country").agg(n_mentions=("article_id", "size"), n_articles=("article_id", "nunique"))

    spoken = sentences.loc[sentences["article_id"].isin(originals), ["article_id", "sentence", "valence"]]
    once = naming[["article_id", "sentence", "country"]].drop_duplicates()
    rows = once.merge(spoken, on=["article_id", "sentence"])
    n_sentences = rows.groupby("country").size()
    scored = rows.dropna(subset=["valence"])
    by_country = scored.groupby("country")
    table = pd.DataFrame(
        {
            "n_stories": by_country["article_id"].nunique(),
            "n_scored": by_country.size(),
            "valence": by_country["valence"].mean(),
        }
    )
    table = table[table["n_stories"] >= min_stories]
    table = totals.join(table, how="inner")
    table["n_sentences"] = n_sentences.reindex(table.index)
    home = articles.set_index("article_id").reindex(scored["article_id"]).get("outlet_country")
    abroad = scored if home is None else scored[home.to_numpy() != scored["country"].to_numpy()]
    table["valence_abroad"] = abroad.groupby("country")["valence"].mean().reindex(table.index)

    per_story, sums = _per_story(scored, spoken.dropna(subset=["valence"]), pd.Index(originals), table.index)
    k = len(table)
    interval = story_interval(
        per_story, lambda s: s[:, :k] / s[:, k : 2 * k], table["n_stories"].to_numpy(), level=level
    )
    apart = story_interval(
        per_story,
        lambda s: s[:, :k] / s[:, k : 2 * k] - s[:, [2 * k]] / s[:, [2 * k + 1]],
        table["n_stories"].to_numpy(),
        level=level,
    )
    overall = sums[2 * k] / sums[2 * k + 1] if sums[2 * k + 1] else np.nan
    p = two_sided_p(table["valence"] - overall, apart.error)
    table = table.assign(low=interval.low, high=interval.high, level=level, overall=overall, q_value=q_values(p))
    return table.reset_index().sort_values(["valence", "country"], ignore_index=True)[COLUMNS]


def _per_story(scored: pd.DataFrame, every: pd.DataFrame, stories: pd.Index, countries: pd.Index):
    """Sums by story: valence and count of each country's sentences, then of all sentences."""
    k = len(countries)
    column = countries.get_indexer(scored["country"])
    wanted = scored[column >= 0]
    column, row = column[column >= 0], stories.get_indexer(scored["article_id"])[column >= 0]
    all_rows = stories.get_indexer(every["article_id"])
    values = np.concatenate([wanted["valence"], np.ones(len(wanted)), every["valence"], np.ones(len(every))])
    rows = np.concatenate([row, row, all_rows, all_rows])
    columns = np.concatenate([column, column + k, np.full(len(every), 2 * k), np.full(len(every), 2 * k + 1)])
    matrix = sparse.csr_matrix((values, (rows, columns)), shape=(len(stories), 2 * k + 2))
    return matrix, np.asarray(matrix.sum(axis=0)).ravel()
