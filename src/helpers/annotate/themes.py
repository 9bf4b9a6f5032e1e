"""What an article is about: the themes whose terms weigh most in it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

MIN_WEIGHT = 2.0  # two clear terms, or one in the title
MIN_SHARE = 0.12  # of the weight of all themes
MAX_THEMES = 4
TITLE_FACTOR = 2


def read_themes(
    article: np.ndarray, theme: Sequence[str], term: Sequence[str], weight: np.ndarray, in_title: np.ndarray
) -> pd.DataFrame:
    """The themes that each article is about, heaviest first; none if no theme has weight enough.

    Parameters
    ----------
    article, theme, term, weight, in_title : sequences of one value a mention of a term, in order
        Which article it is in, what it is a term of, how it is spelled in small letters, its weight in the lexicon, and
        whether it stands in the title.

    Returns
    -------
    DataFrame, one row per article and theme
        ``article``, ``theme``, ``score`` (share of the weight of all themes, 0..1), ``n_mentions``. Each further use of
        the same term adds half as much as the one before, so that one repeated word does not make a theme.
    """
    terms = pd.DataFrame({"article": article, "theme": theme, "term": term})
    n_before = terms.groupby(["article", "theme", "term"], sort=False).cumcount()
    terms["weight"] = np.where(in_title, TITLE_FACTOR, 1) * weight * 0.5**n_before
    rows = terms.groupby(["article", "theme"], as_index=False).agg(
        weight=("weight", "sum"), n_mentions=("term", "size")
    )
    rows["score"] = rows["weight"] / rows.groupby("article")["weight"].transform("sum")
    rows = rows[(rows["weight"] >= MIN_WEIGHT) & (rows["score"] >= MIN_SHARE)]
    rows = rows.sort_values(["article", "score", "theme"], ascending=[True, False, True])
    return rows[rows.groupby("article").cumcount() < MAX_THEMES][["article", "theme", "score", "n_mentions"]]
