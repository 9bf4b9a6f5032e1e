"""Annotates articles: a pure function of a batch and the lexicons."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from helpers.annotate.bounds import days_between, read_bounds
from helpers.annotate.corrected import Replay
from helpers.annotate.mentions import find_mentions, mention_table, settle_office, theme_table
from helpers.annotate.office_holders import read_office_holders
from helpers.annotate.quotes import find_places, read_quotes, read_voices
from helpers.annotate.roles import read_roles
from helpers.annotate.sentences import Sentences, split_sentences
from helpers.annotate.valence import SCORES, is_scored, score_spans
from helpers.corpus.schema import TEXT, columns_of
from helpers.lexicons import Lexicons, load_lexicons

Rows = list[list[dict]]  # of each article its rows of one table, without the article's id


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
    corrected: pd.DataFrame


def annotate(
    articles: pd.DataFrame, lexicons: Lexicons | None = None, corrections: pd.DataFrame | None = None
) -> Annotations:
    """Sentences, mentions, roles, themes and quotations of a batch of articles.

    Parameters
    ----------
    articles : DataFrame, one row per article
        Needs ``article_id`` and ``text``; ``title``, ``published``, ``fetched``, ``notes`` and ``language`` are used when
        present. What ``notes`` call no article, and what is not in English, gets no valence.
    lexicons : Lexicons, optional
        The shipped ones, unless given.
    corrections : DataFrame, optional
        Rows of ``corrections.csv``, as :func:`helpers.corpus.corrections.read_corrections` gives them.

    Raises
    ------
    ValueError
        If ``article_id`` or ``text`` is missing.
    Failure
        If a correction names what the lexicons do not know.
    """
    tables = annotation_tables(articles, lexicons or load_lexicons(), corrections)
    return Annotations(**{name: table.to_pandas() for name, table in tables.items()})


def annotation_tables(
    articles: pd.DataFrame, lexicons: Lexicons, corrections: pd.DataFrame | None = None
) -> dict[str, pa.Table]:
    """The tables of :func:`annotate`, by name."""
    missing = [name for name in ("article_id", "text") if name not in articles]
    if missing:
        raise ValueError(f"articles lacks {', '.join(missing)}; it has {', '.join(map(str, articles.columns))}")
    ids = articles["article_id"].to_numpy(object)
    titles, texts, notes, languages = (_words(articles, name) for name in ("title", "text", "notes", "language"))
    published, fetched = (
        days_of(articles[name]) if name in articles else [None] * len(articles) for name in ("published", "fetched")
    )
    sentences = split_sentences(titles, texts, lexicons)
    replay = Replay(corrections, lexicons)
    corrected = [replay.at(*of) for of in zip(ids, published, strict=True)]
    names, terms = find_mentions(titles, texts, published, sentences, lexicons, corrected, replay.forms)
    bounds = _tell_people(titles, texts, published, fetched, sentences, names, lexicons)
    voices, quotes = _read_speech(titles, texts, sentences, names, lexicons)
    roles = read_roles([[name for name in own if name["country"]] for own in names], titles, texts)
    roles = [one.correct_roles(own) for one, own in zip(corrected, roles, strict=True)]
    scored = np.array([is_scored(*of) for of in zip(notes, languages, strict=True)], bool)
    return {
        "sentences": _sentence_table(ids, sentences, voices, _score(titles, texts, sentences, names, scored)),
        "mentions": mention_table(ids, titles, texts, sentences, names, terms, lexicons, replay.forms),
        "country_roles": _table("country_roles", ids, roles),
        "article_themes": theme_table(ids, sentences, terms, lexicons, replay.forms),
        "quotes": _table("quotes", ids, quotes),
        "bounds": _table("bounds", ids, bounds),
        "corrected": _table("corrected", ids, [one.changes for one in corrected]),
    }


def _words(articles: pd.DataFrame, name: str) -> list[str]:
    """A column of text, empty where it is null, or where there is no such column."""
    return list(articles[name].fillna("")) if name in articles else [""] * len(articles)


def days_of(times: pd.Series) -> list[str | None]:
    """The ISO day (UTC) of each time, or ``None``."""
    days = np.datetime_as_string(pd.to_datetime(times, utc=True).dt.tz_localize(None).to_numpy(), unit="D").tolist()
    return [None if day == "NaT" else day for day in days]


def _table(table: str, ids: np.ndarray, each: Rows) -> pa.Table:
    """The rows of all articles as a table."""
    rows = [row for own in each for row in own]
    return columns_of(table, rows, article_id=np.repeat(ids, [len(own) for own in each]))


def _tell_people(
    titles: list[str],
    texts: list[str],
    published: list[str | None],
    fetched: list[str | None],
    sentences: Sentences,
    names: Rows,
    lexicons: Lexicons,
) -> Rows:
    """Adds the people whom articles tell by office to ``names``, in place; and gives the bounds of undated articles."""
    bounds: Rows = []
    starts = sentences.start.tolist()
    each = zip(names, titles, texts, published, fetched, sentences.of_articles(), strict=True)
    for own, title, text, day, last, (first, of_text, end) in each:
        found = None if day else read_bounds(title, text, own, lexicons, last)
        bounds.append([found] if found else [])
        days = (day, day) if day else days_between(found)
        if days and not day:
            for name in own:
                settle_office(name, lexicons.offices, days)
        parts = {"title": title, "text": text}
        begins = {"title": starts[first:of_text], "text": starts[of_text:end]}
        if holders := read_office_holders(own, parts, begins, days, lexicons):
            own += holders
            own.sort(key=lambda name: (name["part"] != "title", name["start"]))
    return bounds


def _read_speech(
    titles: list[str], texts: list[str], sentences: Sentences, names: Rows, lexicons: Lexicons
) -> tuple[dict[int, dict], Rows]:
    """The voice of each sentence that is not the narrator's alone, by its number in the batch; and the quotations."""
    said = []
    starts, ends = sentences.start.tolist(), sentences.end.tolist()
    in_titles, in_texts = (find_places(part, lexicons) for part in (titles, texts))
    each = zip(titles, texts, names, in_titles, in_texts, sentences.of_articles(), strict=True)
    for title, text, own, in_title, in_text, (first, of_text, last) in each:
        # names of the title come first
        n_title = next((number for number, name in enumerate(own) if name["part"] == "text"), len(own))
        said.append(
            (
                read_quotes(title, starts[first:of_text], ends[first:of_text], own[:n_title], in_title, lexicons),
                read_quotes(text, starts[of_text:last], ends[of_text:last], own[n_title:], in_text, lexicons),
            )
        )
    return read_voices(titles, texts, sentences, said), [of_text for _, of_text in said]


def _score(titles: list[str], texts: list[str], sentences: Sentences, names: Rows, scored: np.ndarray) -> np.ndarray:
    """VADER of each sentence; NaN throughout for articles that are not ``scored``."""
    kept = np.flatnonzero(scored[sentences.article])
    place = np.cumsum(scored[sentences.article]) - 1  # of a sentence among those
    masks = [(first, own) for first, own, wanted in zip(sentences.first.tolist(), names, scored.tolist()) if wanted]
    of = np.array([first + name["sentence"] for first, own in masks for name in own], np.int64)
    start = np.array([name["start"] for _, own in masks for name in own], np.int64)
    end = np.array([name["end"] for _, own in masks for name in own], np.int64)
    spans = np.array([place[of], start, np.minimum(end, sentences.end[of])])
    text = sentences.article + np.where(sentences.is_title, 0, len(titles))  # titles first, then texts
    found = np.full((text.size, len(SCORES)), np.nan)
    found[kept] = score_spans([*titles, *texts], text[kept], sentences.start[kept], sentences.end[kept], spans)
    return found


def _sentence_table(ids: np.ndarray, sentences: Sentences, voices: dict[int, dict], scores: np.ndarray) -> pa.Table:
    whose = {name: [None] * len(scores) for name in ("speaker", "speaker_country")} | {
        "voice": ["narrator"] * len(scores)
    }
    for number, voice in voices.items():
        for name, value in voice.items():
            whose[name][number] = value
    return columns_of(
        "sentences",
        article_id=pa.array(ids, TEXT).take(pa.array(sentences.article)),
        part=pa.array(["text", "title"]).take(pa.array(sentences.is_title.astype(np.int8))),
        paragraph=sentences.paragraph,
        sentence=np.arange(len(scores)) - sentences.first[sentences.article],
        start=sentences.start,
        end=sentences.end,
        **whose,
        **{name: pa.array(column, from_pandas=True) for name, column in zip(SCORES, scores.T, strict=True)},
    )
