"""Annotates articles: a pure function of a batch and the lexicons."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

import pandas as pd

from helpers.annotate.bounds import read_bounds
from helpers.annotate.countries import read_mention
from helpers.annotate.quotes import read_quotes, read_voices
from helpers.annotate.roles import read_roles
from helpers.annotate.sentences import Span, split_sentences
from helpers.annotate.themes import read_themes
from helpers.annotate.valence import is_scored, score_sentences
from helpers.corpus.schema import ANNOTATION_TABLES, TABLES, frame
from helpers.lexicons import Lexicons, Match, load_lexicons, matcher_of


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
    spans = split_sentences(titles, texts, lexicons)
    # title and text are searched as one, so that rules see the whole article
    matches = matcher_of(lexicons).find_each([f"{title}\n{text}" for title, text in zip(titles, texts, strict=True)])
    to_score: list[tuple[dict, str, list[tuple[int, int]]]] = []
    of_countries: list[list[dict]] = []
    for number, article_id in enumerate(articles["article_id"]):
        parts = {"title": titles[number], "text": texts[number]}
        found, names = _read_article(
            parts, spans[number], matches[number], published[number], fetched[number], lexicons
        )
        for table, own in found.items():
            own = [{"article_id": article_id, **row} for row in own]
            rows[table] += own
            if table == "sentences" and is_scored(notes[number], languages[number]):
                words = (parts[span.part][span.start : span.end] for span in spans[number])
                to_score += zip(own, words, names, strict=True)
        of_countries.append([mention for mention in found["mentions"] if mention["country"]])
    for article_id, own in zip(articles["article_id"], read_roles(of_countries, titles, texts), strict=True):
        rows["country_roles"] += [{"article_id": article_id, **row} for row in own]
    _score(to_score)
    return Annotations(**{table: frame(table, found) for table, found in rows.items()})


def _score(sentences: list[tuple[dict, str, list[tuple[int, int]]]]) -> None:
    """Gives rows of ``sentences`` their valence, where a word bears any; beside each its words, and where its names are."""
    scores = score_sentences([words for _, words, _ in sentences], [names for *_, names in sentences])
    has_valence = scores["valence"].notna().tolist()
    for (row, *_), bears_any, values in zip(sentences, has_valence, scores.to_dict("records"), strict=True):
        if bears_any:
            row |= values


def _words(articles: pd.DataFrame, name: str) -> list[str]:
    """A column of text, empty where it is null, or where there is no such column."""
    return list(articles[name].fillna("")) if name in articles else [""] * len(articles)


def days_of(times: pd.Series) -> list[str | None]:
    """The ISO day (UTC) of each time, or ``None``."""
    return [time.date().isoformat() if pd.notna(time) else None for time in pd.to_datetime(times, utc=True)]


def _read_article(
    texts: dict[str, str],
    spans: list[Span],
    matches: list[Match],
    day: str | None,
    fetched: str | None,
    lexicons: Lexicons,
) -> tuple[dict[str, list[dict]], list[list[tuple[int, int]]]]:
    """The rows of one article, by table, without its id and valence; and of each sentence, where names stand in it.

    ``texts`` are its ``title`` and ``text``; ``day`` is that of publication, ``fetched`` that of fetching.
    """
    offset = len(texts["title"]) + 1
    starts = [span.start if span.part == "title" else offset + span.start for span in spans]
    mentions: list[dict] = []
    names: list[list[tuple[int, int]]] = [[] for _ in spans]
    for match in matches:
        number = bisect_right(starts, match.start) - 1
        span = spans[number]
        shift = 0 if span.part == "title" else offset
        start, end = match.start - shift, match.end - shift
        mention = read_mention(match, lexicons.offices, day)
        mention |= {"part": span.part, "sentence": number, "start": start, "end": end}
        mentions.append({**mention, "surface": texts[span.part][start:end], "weight": match.form.weight})
        if match.form.kind != "theme":
            names[number].append((start - span.start, min(end, span.end) - span.start))
    first = sum(span.part == "title" for span in spans)
    quotes, voices = [], []
    for part, own in (("title", spans[:first]), ("text", spans[first:])):
        quotes = read_quotes(texts[part], own, [m for m in mentions if m["part"] == part], lexicons)
        voices += read_voices(texts[part], own, quotes)
    sentences = [
        {**span._asdict(), **voice, "sentence": number}
        for number, (span, voice) in enumerate(zip(spans, voices, strict=True))
    ]
    bounds = None if day else read_bounds(texts["title"], texts["text"], mentions, lexicons, fetched)
    found = {
        "sentences": sentences,
        "mentions": [{name: m[name] for name in TABLES["mentions"].names if name in m} for m in mentions],
        "article_themes": read_themes([m for m in mentions if m["kind"] == "theme"]),
        "quotes": quotes,  # those of the text, which was read last
        "bounds": [bounds] if bounds else [],
    }
    return found, names
