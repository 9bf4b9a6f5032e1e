"""Who and what is mentioned: what was found in articles, with what it stands for and by which route."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from helpers.annotate.corrected import Replayed, correct_found
from helpers.annotate.sentences import Sentences
from helpers.annotate.themes import read_themes
from helpers.corpus.corrections import FILE
from helpers.corpus.schema import TABLES, TEXT, columns_of
from helpers.lexicons import Form, Lexicons, Matcher, Office, matcher_of
from helpers.lexicons.rows import NAMED_ROUTES

NAMELESS = ("holder", "bounds", "counterpart")  # rules of mentions of people that are an office's words, and no name


class Referent(NamedTuple):
    """What a mention stands for, and by which route; the fields are columns of ``mentions``."""

    kind: str
    entity: str
    country: str | None
    historic: str | None
    route: str | None
    named: bool
    lexicon_row: str | None


def referent_of(form: Form, offices: dict[str, list[Office]] | None = None, day: str | None = None) -> Referent:
    """What a form stands for.

    A person who holds an office on ``day`` (ISO, the day of publication) speaks for the country of that office, by the
    route ``office``. On an unknown day, or out of office, the person's own country is meant, by the route ``person``;
    :func:`settle_office` puts that right once the day is known to lie between two others.
    """
    entity = form.country if form.kind == "country" else form.entity
    referent = Referent(
        form.kind, entity, form.country, form.historic, form.route, form.route in NAMED_ROUTES, form.row
    )
    return Referent(**settle_office(referent._asdict(), offices, (day, day))) if day else referent


def settle_office(mention: dict, offices: dict[str, list[Office]], days: tuple[str, str]) -> dict:
    """``mention``, and if it is of a person, then for the country of an office held from the first of ``days`` to the last."""
    if mention["kind"] == "person":
        held = next((office for office in offices[mention["entity"]] if office.held_through(*days)), None)
        if held:
            mention |= {"country": held.country, "route": "office"}
            if not mention["lexicon_row"].startswith(FILE):  # a correction is what decided
                mention["lexicon_row"] = held.row
    return mention


class Terms(NamedTuple):
    """The terms of themes in a batch of articles: arrays of one number a mention, in order.

    ``form`` and ``rule`` are the numbers of the lexicons' matcher, ``sentence`` that of the batch's sentences; ``start``
    and ``end`` count characters of the sentence's part.
    """

    article: np.ndarray
    start: np.ndarray
    end: np.ndarray
    form: np.ndarray
    rule: np.ndarray
    sentence: np.ndarray


@lru_cache(maxsize=4)
def referents_of(lexicons: Lexicons, added: tuple[Form, ...] = ()) -> list[Referent]:
    """What each form of the matcher stands for while no day is known, and then each that corrections ``added``."""
    return [referent_of(form) for form in (*matcher_of(lexicons).forms, *added)]


def find_mentions(
    titles: Sequence[str],
    texts: Sequence[str],
    days: Sequence[str | None],
    sentences: Sentences,
    lexicons: Lexicons,
    corrected: Sequence[Replayed] = (),
    added: tuple[Form, ...] = (),
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
    corrected : sequence of Replayed, optional
        The corrections that hold for each article.
    added : tuple of Form, optional
        What corrections may make of forms, numbered behind those of the matcher.

    Returns
    -------
    list of list of dict
        Of each article its mentions of countries, people, bodies and places, in order, as in ``mentions``, without the
        article's id.
    Terms
    """
    matcher, referents = matcher_of(lexicons), referents_of(lexicons, added)
    forms = [*matcher.forms, *added]
    # title and text are searched as one, so that rules see the whole article
    wholes = [f"{title}\n{text}" for title, text in zip(titles, texts, strict=True)]
    found = correct_found(matcher.find_all(wholes), wholes, corrected, forms)
    sentence, shift = sentences.find(found.text, found.start, np.array([len(title) + 1 for title in titles], np.int64))
    found = found._replace(start=found.start - shift, end=found.end - shift)
    terms = _themes_of(lexicons, added)[1][found.form] >= 0
    of_article = sentence - sentences.first[found.text], sentences.is_title[sentence]
    names: list[list[dict]] = [[] for _ in texts]
    known: dict[tuple[int, str | None], dict] = {}
    named = (column[~terms].tolist() for column in (*found, *of_article))
    for article, start, end, form, rule, number, in_title in zip(*named):
        day = days[article] if referents[form].kind == "person" else None
        referent = known.get((form, day))
        if referent is None:
            referent = known[form, day] = referent_of(forms[form], lexicons.offices, day)._asdict()
        part, whole = ("title", titles[article]) if in_title else ("text", texts[article])
        names[article].append(
            {
                **referent,
                "part": part,
                "sentence": number,
                "start": start,
                "end": end,
                "surface": whole[start:end],
                "rule": matcher.rules[rule],
            }
        )
    for own in names:
        _leave_homes_of_firms(own, firms_of(lexicons))
    return names, Terms(*(column[terms] for column in (*found, sentence)))


def _leave_homes_of_firms(names: list[dict], firms: frozenset[str]) -> None:
    """Takes the country from firms and societies of a country that nothing else in the article names or implies.

    A report on a bank's view of the market is none on Switzerland; one on Germany's car makers is on Germany.
    """
    is_firm = [name["kind"] == "organisation" and name["entity"] in firms for name in names]
    if any(is_firm):
        others = {name["country"] for name, of_firm in zip(names, is_firm, strict=True) if not of_firm}
        for name, of_firm in zip(names, is_firm, strict=True):
            if of_firm and name["country"] not in others:
                name["country"] = None


@lru_cache(maxsize=4)
def firms_of(lexicons: Lexicons) -> frozenset[str]:
    """The companies and societies, by id, which speak for no country; but for those named after theirs (Air France)."""
    named = {(row["country"], row["form"]) for row in lexicons.rows["countries"] if row["route"] in NAMED_ROUTES}
    rows = (row for row in lexicons.rows["organisations"] if row["kind"] in ("company", "ngo"))
    return frozenset(
        row["id"]
        for row in rows
        if not any((row["country"], word) in named for word in re.findall(r"\w+", row["forms"]))
    )


def mention_table(
    ids: np.ndarray,
    titles: Sequence[str],
    texts: Sequence[str],
    sentences: Sentences,
    names: list[list[dict]],
    terms: Terms,
    lexicons: Lexicons,
    added: tuple[Form, ...] = (),
) -> pa.Table:
    """``mentions``: names and terms together, in order; a name stands before a term that begins where it does."""
    numbers, of_forms, fields = _numbered(lexicons, added)
    rows = [name for own in names for name in own]
    more: dict[tuple, int] = {}  # referents that no form has by itself: people in office
    meant = []
    for referent in map(itemgetter(*Referent._fields), rows):
        number = numbers.get(referent)
        meant.append(more.setdefault(referent, len(numbers) + len(more)) if number is None else number)
    rules = {rule: number for number, rule in enumerate(Matcher.rules)}
    by = [rules.setdefault(row["rule"], len(rules)) for row in rows]

    in_title = sentences.is_title[terms.sentence]
    spans = zip(terms.article.tolist(), in_title.tolist(), terms.start.tolist(), terms.end.tolist())
    surfaces = [row["surface"] for row in rows]
    surfaces += [(titles if of_title else texts)[article][start:end] for article, of_title, start, end in spans]
    sentence, start, end, is_text, article, referent, rule = (
        np.concatenate([np.array(of_names, np.int64), of_terms])
        for of_names, of_terms in (
            ([row["sentence"] for row in rows], terms.sentence - sentences.first[terms.article]),
            ([row["start"] for row in rows], terms.start),
            ([row["end"] for row in rows], terms.end),
            ([row["part"] == "text" for row in rows], ~in_title),
            (np.repeat(np.arange(len(names)), [len(own) for own in names]), terms.article),
            (meant, of_forms[terms.form]),
            (by, terms.rule),
        )
    )
    order = np.lexsort((np.arange(article.size) >= len(rows), start, is_text, article))
    fields = pa.concat_tables([fields, _fields_of(list(more))]).combine_chunks().take(pa.array(referent[order]))
    return columns_of(
        "mentions",
        **{name: fields[name] for name in Referent._fields},
        article_id=pa.array(ids, TEXT).take(pa.array(article[order])),
        part=pa.array(["title", "text"]).take(pa.array(is_text[order])),
        sentence=sentence[order],
        start=start[order],
        end=end[order],
        surface=pa.array(surfaces, TEXT).take(pa.array(order)),
        rule=pa.array(list(rules), TEXT).take(pa.array(rule[order])),
    )


@lru_cache(maxsize=4)
def _numbered(lexicons: Lexicons, added: tuple[Form, ...]) -> tuple[dict[tuple, int], np.ndarray, pa.Table]:
    """What forms stand for, numbered; of each form the number; and the fields by that number."""
    numbers: dict[tuple, int] = {}
    of_forms = [numbers.setdefault(tuple(referent), len(numbers)) for referent in referents_of(lexicons, added)]
    return numbers, np.array(of_forms, np.int64), _fields_of(list(numbers))


def _fields_of(referents: list[tuple]) -> pa.Table:
    schema = pa.schema([TABLES["mentions"].field(name) for name in Referent._fields])
    columns = zip(*referents) if referents else [()] * len(Referent._fields)
    return pa.Table.from_pydict(dict(zip(Referent._fields, columns)), schema=schema)


def theme_table(
    ids: np.ndarray, sentences: Sentences, terms: Terms, lexicons: Lexicons, added: tuple[Form, ...] = ()
) -> pa.Table:
    """``article_themes``: what each article is about, by the terms in it."""
    names, of_forms, spellings, weights = _themes_of(lexicons, added)
    in_title = sentences.is_title[terms.sentence]
    found = read_themes(terms.article, of_forms[terms.form], spellings[terms.form], weights[terms.form], in_title)
    return columns_of(
        "article_themes",
        article_id=ids[found.article],
        theme=pa.array(names, TEXT).take(pa.array(found.theme)),
        score=found.score,
        n_mentions=found.n_mentions,
    )


@lru_cache(maxsize=4)
def _themes_of(lexicons: Lexicons, added: tuple[Form, ...]) -> tuple[list[str], np.ndarray, np.ndarray, np.ndarray]:
    """The names of the themes; of each form the number of its theme (-1: none) and of its spelling, and its weight."""
    forms = [*matcher_of(lexicons).forms, *added]
    names = sorted({form.entity for form in forms if form.kind == "theme"})
    themes = {name: number for number, name in enumerate(names)}
    spellings = {text: number for number, text in enumerate(dict.fromkeys(form.text.lower() for form in forms))}
    return (
        names,
        np.array([themes[form.entity] if form.kind == "theme" else -1 for form in forms], np.int64),
        np.array([spellings[form.text.lower()] for form in forms], np.int64),
        np.array([form.weight for form in forms]),
    )
