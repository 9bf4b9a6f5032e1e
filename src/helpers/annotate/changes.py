"""What an edit of the lexicons changes in a corpus, before it is annotated anew."""

from __future__ import annotations

import pandas as pd

from helpers.annotate.articles import days_of
from helpers.annotate.corrected import Replay
from helpers.annotate.mentions import referent_of
from helpers.corpus import Corpus
from helpers.corpus.corrections import read_corrections
from helpers.lexicons import Lexicons, matcher_of


def changed_mentions(held: Corpus, lexicons: Lexicons) -> pd.DataFrame:
    """Rows of the lexicons that have more or fewer mentions in a corpus than when it was last annotated.

    The corpus's corrections are replayed; one that changed counts as a row.

    Returns
    -------
    DataFrame, one row per row of a lexicon whose mentions change, the largest change first
        ``lexicon_row``, ``n_before``, ``n_after`` (mentions), ``n_articles`` (in which they differ). Empty if nothing
        changes. In a corpus that was never annotated everything is new.
    """
    by = ["article_id", "lexicon_row"]
    before = held.read("mentions", by).groupby(by).size().rename("n_before")
    after = _rows_found(held, lexicons).groupby(by).size().rename("n_after")
    both = pd.concat([before, after], axis=1).fillna(0).astype("int64").reset_index()
    both["n_articles"] = (both["n_before"] != both["n_after"]).astype("int64")
    table = both.groupby("lexicon_row", as_index=False)[["n_before", "n_after", "n_articles"]].sum()
    table = table[table["n_articles"] > 0]
    order = (table["n_before"] - table["n_after"]).abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order].reset_index(drop=True)


def _rows_found(held: Corpus, lexicons: Lexicons) -> pd.DataFrame:
    """One row per mention that annotation would find now."""
    articles = held.read("articles", ["article_id", "title", "text", "published"]).fillna({"title": ""})
    texts, days = list(articles["title"] + "\n" + articles["text"]), days_of(articles["published"])
    found, replay = matcher_of(lexicons).find_each(texts), Replay(read_corrections(held.folder), lexicons)
    rows = [
        (article_id, referent_of(match.form, lexicons.offices, day).lexicon_row)
        for article_id, day, text, matches in zip(articles["article_id"], days, texts, found, strict=True)
        for match in replay.at(article_id, day).correct_matches(matches, text)
    ]
    return pd.DataFrame(rows, columns=["article_id", "lexicon_row"])
