"""Which countries, and which themes, are written about together beyond chance."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse

from helpers.measure.selection import with_stories
from helpers.measure.uncertainty import LEVEL, q_values, story_interval, two_sided_p

COLUMNS = "a b n_both n_articles n_stories n_a n_b n_units expected log_ratio low high level npmi g2 q_value".split()


def cooccurrence(
    left: pd.DataFrame,
    right: pd.DataFrame | None,
    articles: pd.DataFrame,
    *,
    sentences: pd.DataFrame | None = None,
    min_stories: int = 5,
    level: float = LEVEL,
) -> pd.DataFrame:
    """Pairs of things that stand in one article, or in one sentence, against what chance would bring together.

    Parameters
    ----------
    left, right : DataFrame, one row per mention
        ``article_id``, ``thing``, and ``sentence`` when counting within sentences. Without ``right``, pairs are of
        things of ``left`` with each other, each pair once, in the order of the alphabet.
    articles : DataFrame, one row per article
    sentences : DataFrame, optional
        When given, the unit is the sentence, else the article. Only the original of each story is counted.
    min_stories : int
        Pairs in fewer stories are not tested and not returned.
    level : float

    Returns
    -------
    DataFrame, one row per pair, highest ``npmi`` first
        ``a``, ``b``; ``n_both``, ``n_a``, ``n_b``, ``n_units`` (units with both, with each, in all), ``n_articles`` and
        ``n_stories`` with both in one unit; ``expected`` units with both, were they independent; ``log_ratio`` (log2
        of ``n_both`` over ``expected``) with ``low``, ``high``, ``level``; ``npmi`` (normalised pointwise mutual
        information, -1..1; Bouma 2009); ``g2`` (log-likelihood ratio of the 2 x 2 table; Dunning 1993,
        Computational Linguistics 19:61-74); ``q_value`` over all pairs returned, from the error over stories, since
        sentences of one story are not independent.
    """
    articles = with_stories(articles)
    # sorted, so that the draws, and with them the intervals, do not hang on the order of rows
    stories = pd.Index(articles.loc[articles["relation"] == "original", "article_id"].sort_values())
    key = ["article_id", "sentence"] if sentences is not None else ["article_id"]
    units = (sentences if sentences is not None else articles)[key].drop_duplicates()
    units = units[units["article_id"].isin(stories)].reset_index(drop=True)
    every_left = _present(left, key)
    pairs = _pairs(every_left, None if right is None else _present(right, key), key)
    n_articles = pairs.groupby(["a", "b"])["article_id"].nunique()
    spoken = pairs[pairs["article_id"].isin(stories)]
    table = spoken.groupby(["a", "b"]).agg(n_both=("a", "size"), n_stories=("article_id", "nunique"))
    table = table[table["n_stories"] >= min_stories]
    table = table.assign(n_articles=n_articles.reindex(table.index))
    if table.empty:
        return pd.DataFrame(columns=COLUMNS)
    table = table.reset_index()

    lefts = every_left[every_left["article_id"].isin(stories)]
    rights = lefts if right is None else _present(right, key).query("article_id in @stories")
    counts = _StoryCounts(stories)
    both = counts.add(spoken.set_index(["a", "b"])["article_id"], pd.MultiIndex.from_frame(table[["a", "b"]]))
    of_a = counts.add(lefts.set_index("thing")["article_id"], pd.Index(sorted(set(table["a"]))))
    of_b = counts.add(rights.set_index("thing")["article_id"], pd.Index(sorted(set(table["b"]))))
    total = counts.add(pd.Series(units["article_id"].to_numpy(), index=np.zeros(len(units), int)), pd.Index([0]))
    at_a, at_b = of_a.get_indexer(table["a"]), of_b.get_indexer(table["b"])
    edges = np.cumsum([0, len(both), len(of_a), len(of_b), len(total)])

    def cells(sums: np.ndarray):
        part = [sums[..., edges[i] : edges[i + 1]] for i in range(4)]
        return part[0], part[1][..., at_a], part[2][..., at_b], part[3]

    def log_ratio(sums: np.ndarray) -> np.ndarray:
        joint, one, other, units = cells(sums)
        return np.log2(joint * units / (one * other))

    matrix = counts.matrix()
    sums = np.asarray(matrix.sum(axis=0)).ravel()
    n_both, n_a, n_b, n_units = cells(sums)
    value = log_ratio(sums)
    # few together tell as much where many were expected
    enough = np.maximum(table["n_stories"], n_a * n_b / n_units)
    interval = story_interval(matrix, log_ratio, enough, level=level)
    with np.errstate(divide="ignore", invalid="ignore"):
        npmi = np.where(n_both < n_units, value / -np.log2(n_both / n_units), 1.0).clip(-1, 1)  # rounding
    table = table.assign(
        n_a=n_a.astype(int), n_b=n_b.astype(int), n_units=int(n_units[0]), expected=n_a * n_b / n_units,
        log_ratio=value, low=interval.low, high=interval.high, level=level, npmi=npmi,
        g2=log_likelihood(n_both, n_a, n_b, n_units), q_value=q_values(two_sided_p(value, interval.error)),
    )  # fmt: skip
    return table.sort_values(["npmi", "a", "b"], ascending=[False, True, True], ignore_index=True)[COLUMNS]


def log_likelihood(n_both, n_a, n_b, n_units) -> np.ndarray:
    """G2 of the 2 x 2 table of two things over units: twice the sum of observed times log of observed over expected."""
    n_both, n_a, n_b = (np.asarray(part, dtype=float) for part in (n_both, n_a, n_b))
    g2 = np.zeros_like(n_both)
    cells = (
        (n_both, n_a * n_b),
        (n_a - n_both, n_a * (n_units - n_b)),
        (n_b - n_both, (n_units - n_a) * n_b),
        (n_units - n_a - n_b + n_both, (n_units - n_a) * (n_units - n_b)),
    )
    for observed, expected in cells:
        with np.errstate(divide="ignore", invalid="ignore"):
            g2 += np.where(observed > 0, 2 * observed * np.log(observed * n_units / expected), 0)
    return g2


def _present(rows: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    return rows[[*key, "thing"]].dropna().drop_duplicates()


def _pairs(left: pd.DataFrame, right: pd.DataFrame | None, key: list[str]) -> pd.DataFrame:
    pairs = left.merge(left if right is None else right, on=key, suffixes=("_a", "_b"))
    pairs = pairs.rename(columns={"thing_a": "a", "thing_b": "b"})
    return pairs[pairs["a"] < pairs["b"]] if right is None else pairs


class _StoryCounts:
    """Columns of counts by story, gathered into one sparse matrix."""

    def __init__(self, stories: pd.Index):
        self.stories, self.blocks = stories, []

    def add(self, article_of_thing: pd.Series, things: pd.Index) -> pd.Index:
        """A column for each of ``things``, from one row a unit (indexed by thing, value the story's article)."""
        column = things.get_indexer(article_of_thing.index)
        row = self.stories.get_indexer(article_of_thing)
        kept = (column >= 0) & (row >= 0)
        shape = (len(self.stories), len(things))
        self.blocks.append(sparse.csr_matrix((np.ones(kept.sum()), (row[kept], column[kept])), shape=shape))
        return things

    def matrix(self) -> sparse.csr_matrix:
        return sparse.hstack(self.blocks, format="csr")
