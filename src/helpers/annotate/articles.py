"""Annotates articles: a pure function of a batch and the lexicons."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

import pandas as pd

from helpers.annotate.bounds import read_bounds
from helpers.annotate.countries import read_mention
from helpers.annotate.roles import read_roles
from helpers.annotate.sentences import split_sentences
from helpers.annotate.themes import read_themes
from helpers.annotate.valence import mask, score_sentence
from helpers.corpus.schema import ANNOTATION_TABLES, TABLES, frame
from helpers.lexicons import Lexicons, load_lexicons, matcher_of


@dataclass(frozen=True)
class Annotations:
    """The tables that annotation makes, each in the columns of ``data/README.md``.

    ``bounds`` has a row for each undated article that evidence bounds. ``quotes`` is empty, and ``voice`` and
    ``speaker`` null: voices are not read yet.
    """

    sentences: pd.DataFrame
    mentions: pd.DataFrame
    country_roles: pd.DataFrame
    article_themes: pd.DataFrame
    quotes: pd.DataFrame
    bounds: pd.DataFrame


def annotate(articles: pd.DataFrame, lexicons: Lexicons | None = None) -> Annotations:
    """Sentences, mentions, roles and themes of a batch of articles.

    Parameters
    ----------
    articles : DataFrame, one row per article
        Needs ``article_id`` and ``text``; ``title`` and ``published`` are used when present.
    lexicons : Lexicons, optional
        The shipped ones, unless given.

    Raises
    ------
    ValueError
        If ``article_id`` or ``text`` is missing.
    """
    missing = [name for name in ("article_id", "text") if name not in articles]
    if missing:
        raise ValueError(f"articles lacks {', '.join(missing)}; it has {', '.join(map(str, articles.columns))}")
    lexicons = lexicons or load_lexicons()
    rows: dict[str, list[dict]] = {table: [] for table in ANNOTATION_TABLES}
    titles = articles["title"].fillna("") if "title" in articles else [""] * len(articles)
    published = pd.to_datetime(articles["published"], utc=True) if "published" in articles else [None] * len(articles)
    fetched = pd.to_datetime(articles["fetched"], utc=True) if "fetched" in articles else [None] * len(articles)
    for article_id, title, text, when, got in zip(
        articles["article_id"], titles, articles["text"].fillna(""), published, fetched, strict=True
    ):
        day, got_on = (time.date().isoformat() if pd.notna(time) else None for time in (when, got))
        for table, found in annotate_article(title, text, day, lexicons, got_on).items():
            rows[table] += [{"article_id": article_id, **row} for row in found]
    return Annotations(**{table: frame(table, found) for table, found in rows.items()})


def annotate_article(
    title: str, text: str, day: str | None, lexicons: Lexicons, fetched: str | None = None
) -> dict[str, list[dict]]:
    """The rows of one article, by table, without its id; ``day`` is that of publication, ``fetched`` that of fetching."""
    offset = len(title) + 1  # title and text are searched as one, so that rules see the whole article
    spans = split_sentences(title, text, lexicons)
    starts = [span.start if span.part == "title" else offset + span.start for span in spans]
    texts = {"title": title, "text": text}
    mentions: list[dict] = []
    masks: list[list[tuple[int, int]]] = [[] for _ in spans]
    for match in matcher_of(lexicons).find(f"{title}\n{text}"):
        number = bisect_right(starts, match.start) - 1
        span = spans[number]
        shift = 0 if span.part == "title" else offset
        start, end = match.start - shift, match.end - shift
        mention = read_mention(match, lexicons.offices, day)
        mention |= {"part": span.part, "sentence": number, "start": start, "end": end}
        mentions.append({**mention, "surface": texts[span.part][start:end], "weight": match.form.weight})
        if match.form.kind != "theme":
            masks[number].append((start - span.start, min(end, span.end) - span.start))
    sentences = []
    for number, (span, masked) in enumerate(zip(spans, masks, strict=True)):
        scores = score_sentence(mask(texts[span.part][span.start : span.end], masked)) or {}
        sentences.append(
            {
                **span._asdict(),
                "sentence": number,
                "valence": scores.get("compound"),
                "negative": scores.get("neg"),
                "neutral": scores.get("neu"),
                "positive": scores.get("pos"),
            }
        )
    first = sum(span.part == "title" for span in spans)
    bounds = None if day else read_bounds(title, text, mentions, lexicons, fetched)
    return {
        "sentences": sentences,
        "mentions": [{name: m[name] for name in TABLES["mentions"].names if name in m} for m in mentions],
        "country_roles": read_roles([m for m in mentions if m["country"]], texts, first),
        "article_themes": read_themes([m for m in mentions if m["kind"] == "theme"]),
        "bounds": [bounds] if bounds else [],
    }
