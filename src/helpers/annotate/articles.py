"""Annotates articles: a pure function of a batch and the lexicons."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.annotate.bounds import read_bounds
from helpers.annotate.mentions import Terms, columns_of, find_mentions, theme_terms_of
from helpers.annotate.quotes import find_places, read_quotes, read_voices
from helpers.annotate.roles import read_roles
from helpers.annotate.sentences import Sentences, split_sentences
from helpers.annotate.themes import read_themes
from helpers.annotate.valence import SCORES, is_scored, score_spans
from helpers.corpus.schema import TABLES, frame_of
from helpers.lexicons import Lexicons, load_lexicons
from helpers.lexicons.matcher import Matcher

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
    ids = articles["article_id"].to_numpy(object)
    titles, texts, notes, languages = (_words(articles, name) for name in ("title", "text", "notes", "language"))
    published, fetched = (
        days_of(articles[name]) if name in articles else [None] * len(articles) for name in ("published", "fetched")
    )
    sentences = split_sentences(titles, texts, lexicons)
    names, terms = find_mentions(titles, texts, published, sentences, lexicons)
    voices, quotes = _read_speech(titles, texts, sentences, names, lexicons)
    roles = [
        read_roles([name for name in own if name["country"]], {"title": title, "text": text}, int(bool(title.strip())))
        for title, text, own in zip(titles, texts, names, strict=True)
    ]
    bounds = [
        [found] if not day and (found := read_bounds(title, text, own, lexicons, last)) else []
        for title, text, own, day, last in zip(titles, texts, names, published, fetched, strict=True)
    ]
    scored = np.array([is_scored(*of) for of in zip(notes, languages, strict=True)], bool)
    return Annotations(
        sentences=_sentence_rows(ids, sentences, voices, _score(titles, texts, sentences, names, scored)),
        mentions=_mention_rows(ids, titles, texts, sentences, names, terms, lexicons),
        country_roles=_rows("country_roles", ids, roles),
        article_themes=_theme_rows(ids, sentences, terms, lexicons),
        quotes=_rows("quotes", ids, quotes),
        bounds=_rows("bounds", ids, bounds),
    )


def _words(articles: pd.DataFrame, name: str) -> list[str]:
    """A column of text, empty where it is null, or where there is no such column."""
    return list(articles[name].fillna("")) if name in articles else [""] * len(articles)


def days_of(times: pd.Series) -> list[str | None]:
    """The ISO day (UTC) of each time, or ``None``."""
    times = pd.to_datetime(times, utc=True)
    return times.dt.strftime("%Y-%m-%d").astype(object).where(times.notna(), None).tolist()


def _rows(table: str, ids: np.ndarray, each: Rows) -> pd.DataFrame:
    """The rows of all articles as a table."""
    rows = [row for own in each for row in own]
    columns = {name: [row.get(name) for row in rows] for name in TABLES[table].names}
    return frame_of(table, {**columns, "article_id": np.repeat(ids, [len(own) for own in each])})


def _read_speech(
    titles: list[str], texts: list[str], sentences: Sentences, names: Rows, lexicons: Lexicons
) -> tuple[dict[int, dict], Rows]:
    """The voice of each sentence that is not the narrator's alone, by its number in the batch; and the quotations."""
    said = []
    starts, ends = sentences.start.tolist(), sentences.end.tolist()
    bounds = zip(*(column.tolist() for column in (sentences.first, sentences.first_of_text, sentences.first[1:])))
    in_titles, in_texts = (find_places(part, lexicons) for part in (titles, texts))
    each = zip(titles, texts, names, in_titles, in_texts, bounds, strict=True)
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


def _score(titles: list[str], texts: list[str], sentences: Sentences, names: Rows, scored: np.ndarray) -> pd.DataFrame:
    """VADER of each sentence; NaN throughout for articles that are not ``scored``."""
    kept = np.flatnonzero(scored[sentences.article])
    spans = [
        (first + name["sentence"], name["start"], name["end"])
        for first, own, wanted in zip(sentences.first.tolist(), names, scored.tolist())
        if wanted
        for name in own
    ]
    of, start, end = np.array(spans, np.int64).reshape(-1, 3).T.copy()
    end = np.minimum(end, sentences.end[of])
    # titles first, then texts
    text = sentences.article[kept] + np.where(sentences.is_title[kept], 0, len(titles))
    masks = np.array([np.searchsorted(kept, of), start, end])
    found = score_spans([*titles, *texts], text, sentences.start[kept], sentences.end[kept], masks)
    return found.set_axis(kept).reindex(range(sentences.article.size))


def _sentence_rows(
    ids: np.ndarray, sentences: Sentences, voices: dict[int, dict], scores: pd.DataFrame
) -> pd.DataFrame:
    columns = {
        "article_id": ids[sentences.article],
        "part": np.where(sentences.is_title, "title", "text").astype(object),
        "paragraph": sentences.paragraph,
        "sentence": np.arange(sentences.article.size) - sentences.first[sentences.article],
        "start": sentences.start,
        "end": sentences.end,
        "voice": np.full(sentences.article.size, "narrator", object),
        "speaker": np.full(sentences.article.size, None, object),
        "speaker_country": np.full(sentences.article.size, None, object),
    }
    for number, voice in voices.items():
        for name, value in voice.items():
            columns[name][number] = value
    return frame_of("sentences", columns | {name: scores[name] for name in SCORES})


def _mention_rows(
    ids: np.ndarray,
    titles: list[str],
    texts: list[str],
    sentences: Sentences,
    names: Rows,
    terms: Terms,
    lexicons: Lexicons,
) -> pd.DataFrame:
    """Names and terms together, in order; a name before a term that begins where it does."""
    of_names = [name for own in names for name in own]
    n_names, n_terms = len(of_names), terms.article.size
    is_title = sentences.is_title[terms.sentence]
    spans = zip(terms.article.tolist(), is_title.tolist(), terms.start.tolist(), terms.end.tolist())
    of_terms = {
        "part": np.where(is_title, "title", "text").astype(object),
        "sentence": terms.sentence - sentences.first[terms.article],
        "start": terms.start,
        "end": terms.end,
        "surface": [(titles if in_title else texts)[article][start:end] for article, in_title, start, end in spans],
        **{name: column[terms.form] for name, column in columns_of(lexicons).items()},
        "rule": np.array(Matcher.rules, object)[terms.rule],
    }
    columns = {}
    for name, values in of_terms.items():
        columns[name] = np.empty(n_names + n_terms, object)
        columns[name][:n_names] = [row[name] for row in of_names]
        columns[name][n_names:] = values
    article = np.concatenate([np.repeat(np.arange(len(names)), [len(own) for own in names]), terms.article])
    order = np.lexsort((np.arange(article.size) >= n_names, columns["start"], columns["part"] == "text", article))
    columns["article_id"] = ids[article]
    return frame_of("mentions", {name: values[order] for name, values in columns.items()})


def _theme_rows(ids: np.ndarray, sentences: Sentences, terms: Terms, lexicons: Lexicons) -> pd.DataFrame:
    theme, term, weight = theme_terms_of(lexicons)
    in_title = sentences.is_title[terms.sentence]
    rows = read_themes(terms.article, theme[terms.form], term[terms.form], weight[terms.form], in_title)
    return frame_of("article_themes", {**rows.drop(columns="article"), "article_id": ids[rows["article"]]})
