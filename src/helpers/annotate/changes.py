"""What an edit of the lexicons changes in a corpus, before it is annotated anew."""

from __future__ import annotations

import pandas as pd

from helpers.annotate.articles import days_of
from helpers.annotate.countries import read_mention
from helpers.annotate.update import due_articles
from helpers.corpus import Corpus
from helpers.lexicons import Lexicons, matcher_of

READING = ["lexicon_row", "kind", "entity", "country", "route"]


def changed_mentions(held: Corpus, lexicons: Lexicons) -> pd.DataFrame:
    """Rows of the lexicons whose mentions in a corpus are more, fewer or read otherwise than when it was annotated last.

    Returns
    -------
    DataFrame, one row per row of a lexicon whose mentions change, the largest change first
        ``lexicon_row``, ``n_before``, ``n_after`` (mentions), ``n_articles`` (in which they differ). Empty if nothing
        changes. In a corpus that was never annotated everything is new.
    """
    missing, again = due_articles(held)
    article_ids = None if again is None else [*missing, *again]
    by = ["article_id", *READING]
    sizes = [
        rows.groupby(by, dropna=False).size()
        for rows in (held.read("mentions", by, article_ids), _mentions_now(held, lexicons, article_ids))
    ]
    both = pd.concat(sizes, axis=1, keys=["n_before", "n_after"]).fillna(0).astype("int64")
    both["differs"] = both["n_before"] != both["n_after"]
    by_article = both.groupby(["lexicon_row", "article_id"]).agg(
        {"n_before": "sum", "n_after": "sum", "differs": "any"}
    )
    table = by_article.groupby("lexicon_row", as_index=False).sum().rename(columns={"differs": "n_articles"})
    table = table[table["n_articles"] > 0]
    order = (table["n_before"] - table["n_after"]).abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order].reset_index(drop=True)


def _mentions_now(held: Corpus, lexicons: Lexicons, article_ids: list[str] | None) -> pd.DataFrame:
    """One row per mention that annotation would find now, with how it reads it."""
    articles = held.read("articles", ["article_id", "title", "text", "published"], article_ids).fillna({"title": ""})
    found = matcher_of(lexicons).find_each(list(articles["title"] + "\n" + articles["text"]))
    rows = [
        {"article_id": article_id, **read_mention(match, lexicons.offices, day)}
        for article_id, day, matches in zip(articles["article_id"], days_of(articles["published"]), found, strict=True)
        for match in matches
    ]
    return pd.DataFrame(rows, columns=["article_id", *READING])
