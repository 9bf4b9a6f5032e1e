"""Annotates articles: a pure function of a batch and the lexicons."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

import pandas as pd

from helpers.annotate.bounds import read_bounds
from helpers.annotate.countries import read_mention
from helpers.annotate.quotes import read_quotes, read_voices
from helpers.annotate.roles import read_roles
from helpers.annotate.sentences import split_sentences
from helpers.annotate.themes import read_themes
from helpers.annotate.valence import is_scored, mask, score_sentence
from helpers.corpus.schema import ANNOTATION_TABLES, TABLES, frame
from helpers.lexicons import Lexicons, load_lexicons, matcher_of


@dataclass(frozen=True)
class Annotations:
    """The tables that annotation makes, each in the columns of ``data/README.md``.

    ``bounds`` has a row for each undated article that evidence bounds; ``quotes`` has those of the text, while the voice
    of a title follows from its own quotation marks.
    """

    sentences: pd.DataFrame
    mentions: pd.DataFrame
    country_roles: pd.DataFrame
    article_themes: pd.DataFrame
    quotes: pd.DataFrame
    bounds: pd.DataFrame


def annotate(articles: pd.DataFrame, lexicons: Lexicons | None = None) -> Annotations:
    """Sentences, mentions, roles, themes and quotations of a batch of articles.

    Parameters
    ----------
    articles : DataFrame, one row per article
        Needs ``article_id`` and ``text``; ``title``, ``published``, ``fetched``, ``notes`` and ``language`` are used when
        present. What ``notes`` call no article, and what is not in English, gets no valence.
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
    titles, texts, notes, languages = (_words(articles, name) for name in ("title", "text", "notes", "language"))
    published, fetched = (
        days_of(articles[name]) if name in articles else [None] * len(articles) for name in ("published", "fetched")
    )
    for article_id, title, text, note, language, day, got_on in zip(
        articles["article_id"], titles, texts, notes, languages, published, fetched, strict=True
    ):
        scored = is_scored(note, language)
        for table, found in annotate_article(title, text, day, lexicons, got_on, scored=scored).items():
            rows[table] += [{"article_id": article_id, **row} for row in found]
    return Annotations(**{table: frame(table, found) for table, found in rows.items()})


def _words(articles: pd.DataFrame, name: str) -> list[str]:
    """A column of text, empty where it is null, or where there is no such column."""
    return list(articles[name].fillna("")) if name in articles else [""] * len(articles)


def days_of(times: pd.Series) -> list[str | None]:
    """The ISO day (UTC) of each time, or ``None``."""
    return [time.date().isoformat() if pd.notna(time) else None for time in pd.to_datetime(times, utc=True)]


def annotate_article(
    title: str, text: str, day: str | None, lexicons: Lexicons, fetched: str | None = None, *, scored: bool = True
) -> dict[str, list[dict]]:
    """The rows of one article, by table, without its id.

    ``day`` is that of publication, ``fetched`` that of fetching; ``scored`` says whether its sentences get a valence.
    """
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
    first = sum(span.part == "title" for span in spans)
    quotes, voices = [], []
    for part, own in (("title", spans[:first]), ("text", spans[first:])):
        quotes = read_quotes(texts[part], own, [m for m in mentions if m["part"] == part], lexicons)
        voices += read_voices(texts[part], own, quotes)
    sentences = []
    for number, (span, masked, voice) in enumerate(zip(spans, masks, voices, strict=True)):
        sentence = mask(texts[span.part][span.start : span.end], masked)
        scores = (scored and score_sentence(sentence)) or {}
        sentences.append(
            {
                **span._asdict(),
                **voice,
                "sentence": number,
                "valence": scores.get("compound"),
                "negative": scores.get("neg"),
                "neutral": scores.get("neu"),
                "positive": scores.get("pos"),
            }
        )
    bounds = None if day else read_bounds(title, text, mentions, lexicons, fetched)
    return {
        "sentences": sentences,
        "mentions": [{name: m[name] for name in TABLES["mentions"].names if name in m} for m in mentions],
        "country_roles": read_roles([m for m in mentions if m["country"]], texts, first),
        "article_themes": read_themes([m for m in mentions if m["kind"] == "theme"]),
        "quotes": quotes,  # those of the text, which was read last
        "bounds": [bounds] if bounds else [],
    }
