"""Who and what is mentioned: what was found in articles, with what it stands for and by which route."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from helpers.annotate.sentences import Sentences
from helpers.lexicons import Form, Lexicons, Office, matcher_of
from helpers.lexicons.rows import NAMED_ROUTES


class Referent(NamedTuple):
    """What a mention stands for, and by which route; the fields are columns of ``mentions``."""

    kind: str
    entity: str
    country: str | None
    historic: str | None
    route: str | None
    named: bool
    lexicon_row: str


def referent_of(form: Form, offices: dict[str, list[Office]] | None = None, day: str | None = None) -> Referent:
    """What a form stands for.

    A person who holds an office on ``day`` (ISO, the day of publication) speaks for the country of that office, by the
    route ``office``. On an unknown day, or out of office, the person's own country is meant, by the route ``person``.
    """
    country, route, row = form.country, form.route, form.row
    if form.kind == "person" and day:
        held = next((office for office in offices[form.entity] if office.held_on(day)), None)
        if held:
            country, route, row = held.country, "office", held.row
    entity = form.country if form.kind == "country" else form.entity
    return Referent(form.kind, entity, country, form.historic, route, form.route in NAMED_ROUTES, row)


class Terms(NamedTuple):
    """The terms of themes in a batch of articles: arrays of one number a mention, in order.

    ``sentence`` numbers the batch's sentences, ``form`` the forms of the lexicons' matcher; ``start`` and ``end`` count
    characters of the sentence's part.
    """

    article: np.ndarray
    sentence: np.ndarray
    start: np.ndarray
    end: np.ndarray
    form: np.ndarray
    rule: np.ndarray


@lru_cache(maxsize=4)
def referents_of(lexicons: Lexicons) -> tuple[list[Referent], np.ndarray]:
    """What each form of the matcher stands for while no day is known; and (bool) whether it is a term of a theme."""
    forms = matcher_of(lexicons).forms
    return [referent_of(form) for form in forms], np.array([form.kind == "theme" for form in forms], bool)


@lru_cache(maxsize=4)
def columns_of(lexicons: Lexicons) -> dict[str, np.ndarray]:
    """The fields of :class:`Referent`, each as an array of one value a form of the matcher."""
    referents, _ = referents_of(lexicons)
    return {name: np.array([getattr(referent, name) for referent in referents], object) for name in Referent._fields}


@lru_cache(maxsize=4)
def theme_terms_of(lexicons: Lexicons) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of each form of the matcher the theme, the number of its spelling in small letters, and its weight."""
    forms = matcher_of(lexicons).forms
    spellings = {text: number for number, text in enumerate(dict.fromkeys(form.text.lower() for form in forms))}
    return (
        np.array([form.entity for form in forms], object),
        np.array([spellings[form.text.lower()] for form in forms], np.int64),
        np.array([form.weight for form in forms]),
    )


def find_mentions(
    titles: Sequence[str], texts: Sequence[str], days: Sequence[str | None], sentences: Sentences, lexicons: Lexicons
) -> tuple[list[list[dict]], Terms]:
    """The names of each article, and the terms of all.

    Parameters
    ----------
    titles, texts : sequence of str
    days : sequence of str or None
        The ISO day of publication of each.
    sentences : Sentences
        Those of the same articles.
    lexicons : Lexicons

    Returns
    -------
    list of list of dict
        Of each article its mentions of countries, people, bodies and places, in order, as in ``mentions``, without the
        article's id.
    Terms
    """
    matcher = matcher_of(lexicons)
    referents, is_term = referents_of(lexicons)
    # title and text are searched as one, so that rules see the whole article
    found = matcher.find_all([f"{title}\n{text}" for title, text in zip(titles, texts, strict=True)])
    sentence, shift = sentences.find(found.text, found.start, np.array([len(title) + 1 for title in titles], np.int64))
    number = sentence - sentences.first[found.text]
    columns = (found.text, sentence, found.start - shift, found.end - shift, found.form, found.rule)
    terms = is_term[found.form]
    named = [column[~terms].tolist() for column in (*columns, number, sentences.is_title[sentence])]
    names: list[list[dict]] = [[] for _ in texts]
    known: dict[tuple[int, str | None], dict] = {}
    for article, _, start, end, form, rule, of_article, is_title in zip(*named):
        day = days[article] if referents[form].kind == "person" else None
        if (form, day) not in known:
            known[form, day] = referent_of(matcher.forms[form], lexicons.offices, day)._asdict()
        part, whole = ("title", titles[article]) if is_title else ("text", texts[article])
        names[article].append(
            {
                **known[form, day],
                "part": part,
                "sentence": of_article,
                "start": start,
                "end": end,
                "surface": whole[start:end],
                "rule": matcher.rules[rule],
            }
        )
    return names, Terms(*(column[terms] for column in columns))
