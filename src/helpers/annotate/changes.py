"""What an edit of the lexicons changes in a corpus, before it is annotated anew."""

from __future__ import annotations

import pandas as pd

from helpers.annotate.articles import annotate
from helpers.annotate.update import BATCH, READ
from helpers.corpus import Corpus
from helpers.lexicons import Lexicons


def changed_mentions(held: Corpus, lexicons: Lexicons) -> pd.DataFrame:
    """Rows of the lexicons that have more or fewer mentions in a corpus than when it was last annotated.

    Returns
    -------
    DataFrame, one row per row of a lexicon whose mentions change, the largest change first
        ``lexicon_row``, ``n_before``, ``n_after`` (mentions), ``n_articles`` (in which they differ). Empty if nothing
        changes. In a corpus that was never annotated everything is new.
    """
    by = ["article_id", "lexicon_row"]
    before = held.read("mentions", by).groupby(by).size().rename("n_before")
    after = _rows_found(held, lexicons, by).groupby(by).size().rename("n_after")
    both = pd.concat([before, after], axis=1).fillna(0).astype("int64").reset_index()
    both["n_articles"] = (both["n_before"] != both["n_after"]).astype("int64")
    table = both.groupby("lexicon_row", as_index=False)[["n_before", "n_after", "n_articles"]].sum()
    table = table[table["n_articles"] > 0]
    order = (table["n_before"] - table["n_after"]).abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order].reset_index(drop=True)


def _rows_found(held: Corpus, lexicons: Lexicons, by: list[str]) -> pd.DataFrame:
    """One row per mention that annotation would find now; what no row of a lexicon stands for counts nowhere."""
    articles = held.read("articles", READ)
    starts = range(0, max(len(articles), 1), BATCH)
    return pd.concat([annotate(articles.iloc[start : start + BATCH], lexicons).mentions[by] for start in starts])
