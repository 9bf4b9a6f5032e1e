"""What an edit of the lexicons changes in a corpus, before it is annotated anew."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa

from helpers.annotate.update import annotate_batches, due_articles
from helpers.corpus import Corpus
from helpers.corpus.schema import columns_of

COLUMNS = ["article_id", "lexicon_row", "kind", "entity", "country", "route"]


def changed_mentions(held: Corpus) -> pd.DataFrame:
    """Rows of the lexicons whose mentions in a corpus are more, fewer or read otherwise than when it was annotated last.

    The corpus's corrections are replayed; one that changed counts as a row.

    Returns
    -------
    DataFrame, one row per row of a lexicon whose mentions change, the largest change first
        ``lexicon_row``, ``n_before``, ``n_after`` (mentions), ``n_articles`` (in which they differ). Empty if nothing
        changes. In a corpus that was never annotated everything is new.
    """
    due = due_articles(held)
    sizes = [
        rows[COLUMNS].groupby(COLUMNS, dropna=False).size()
        for rows in (held.read("mentions", COLUMNS, due.article_ids), _mentions_now(held, due.article_ids))
    ]
    both = pd.concat(sizes, axis=1, keys=["n_before", "n_after"]).fillna(0).astype("int64")
    both["n_articles"] = both["n_before"] != both["n_after"]
    by_article = both.groupby(["lexicon_row", "article_id"]).agg(
        {"n_before": "sum", "n_after": "sum", "n_articles": "any"}
    )
    table = by_article.groupby("lexicon_row", as_index=False).sum()
    table = table[table["n_articles"] > 0]
    order = (table["n_before"] - table["n_after"]).abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order].reset_index(drop=True)


def _mentions_now(held: Corpus, article_ids: list[str] | None) -> pd.DataFrame:
    parts = (part["mentions"].select(COLUMNS) for part, _ in annotate_batches(held, article_ids))
    return pa.concat_tables([columns_of("mentions").select(COLUMNS), *parts]).to_pandas()
