"""Says why an article is tagged as it is: every mention with its route, row and rule, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from helpers.corpus import Corpus
from helpers.corpus.corrections import in_words, on_one_line
from helpers.corpus.schema import ANNOTATION_TABLES
from helpers.errors import WrongUse
from helpers.ingest.metadata import canonical_url


def explain_article(held: Corpus, article: str) -> list[str]:
    """What annotation found in one article, line by line.

    Parameters
    ----------
    held : Corpus
        Annotated.
    article : str
        Its ``article_id``, its ``source_key`` if no other has the same, or its address.

    Returns
    -------
    list of str
        The head, then each sentence that has a mention with its mentions (as written, what it stands for, route, row of
        the lexicon or correction, rule that decided), then countries with role and salience, themes, quotations with
        speakers, and the corrections that changed something in it.

    Raises
    ------
    WrongUse
        If no article or more than one is meant.
    """
    row = _article(held, article)
    own = {table: held.read(table, article_ids=[row.article_id]) for table in ANNOTATION_TABLES}
    when = f"{row.published:%Y-%m-%d}" if pd.notna(row.published) else "undated"
    outlet = row.outlet if pd.notna(row.outlet) else "outlet unknown"
    lines = [f"{row.article_id}  {row.title or ''}".rstrip(), f"{outlet}, {when}"]
    lines += [f"not dated, but bounded: {bounds.evidence}" for bounds in own["bounds"].itertuples()]
    lines += _mentions(row, own["sentences"], own["mentions"])
    lines += [
        f"{one.country}: {one.role}, salience {one.salience:.2f}, {one.n_mentions} mentions"
        for one in own["country_roles"].sort_values("salience", ascending=False).itertuples()
    ]
    lines += [
        f"theme {one.theme}: {one.score:.2f} of the weight of all, {one.n_mentions} terms"
        for one in own["article_themes"].sort_values("score", ascending=False).itertuples()
    ]
    for quote in own["quotes"].sort_values("start").itertuples():
        speaker = quote.speaker if pd.notna(quote.speaker) else "speaker unknown"
        country = f" ({quote.speaker_country})" if pd.notna(quote.speaker_country) else ""
        kind = "direct" if quote.direct else "indirect"
        lines.append(f"{kind} speech of {speaker}{country}: {_short(quote.text)}")
    return [*lines, *_corrections(held.read("corrections"), own["corrected"])]


def _article(held: Corpus, article: str):
    articles = held.read("articles", ["article_id", "source_key", "url", "title", "text", "outlet", "published"])
    is_meant = articles["article_id"] == article
    if not is_meant.any() and (address := canonical_url(article)):
        is_meant = articles["url"].map(canonical_url) == address
    if not is_meant.any():
        is_meant = articles["source_key"] == article
    if is_meant.sum() != 1:
        found = "no article" if not is_meant.any() else f"{is_meant.sum()} articles"
        raise WrongUse(f"{found} in {held.folder} for {article!r}; give an article_id, as tables and evidence name it")
    return next(articles[is_meant].fillna({"title": ""}).itertuples())


def _mentions(article, sentences: pd.DataFrame, mentions: pd.DataFrame) -> Iterator[str]:
    spans = sentences.set_index("sentence")
    for number, found in mentions.groupby("sentence"):
        span = spans.loc[number]
        yield f"{number}. {_short((article.title if span['part'] == 'title' else article.text)[span['start'] : span['end']])}"
        for one in found.sort_values("start").itertuples():
            meant = one.entity if pd.isna(one.country) or one.country == one.entity else f"{one.entity}, {one.country}"
            by = [one.kind if pd.isna(one.route) else one.route, one.lexicon_row]
            by += [] if pd.isna(one.rule) else [f"rule {one.rule}"]
            yield f"   {one.surface} -> {meant} ({', '.join(filter(pd.notna, by))})"


def _corrections(corrections: pd.DataFrame, corrected: pd.DataFrame) -> Iterator[str]:
    changed = dict(zip(corrected["correction"], corrected["n_mentions"], strict=True))
    for row in corrections[corrections["correction"].isin(changed)].to_dict("records"):
        n = changed[row["correction"]]
        aside = [f"{n} mention{'s' * (n != 1)}"] if n else []
        aside += [on_one_line(row[column]) for column in ("when", "note") if row[column]]
        yield f"correction {row['correction']}: {in_words(row)}" + (f" ({'; '.join(aside)})" if aside else "")


def _short(text: str, longest: int = 110) -> str:
    text = " ".join(text.split())
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
