"""Splits articles into sentences, by Punkt as NLTK runs it, with the house's own abbreviations.

NLTK ships no Punkt data, and its data loader refuses many ordinary folders; the kernel needs neither. Punkt (Kiss and
Strunk 2006, Computational Linguistics 32:485-525) does not break at a newline, so paragraphs are split first: a
headline, a byline or a subheading never runs into the sentence that follows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from helpers.annotate import kernels
from helpers.annotate.kernels.sentences import Parameters, Sentences, parameters_of
from helpers.annotate.kernels.text import pack
from helpers.lexicons import Lexicons


class Span(NamedTuple):
    """A sentence at ``[start, end)`` of its part (``title`` or ``text``); ``paragraph`` counts from 0 within the part."""

    part: str
    paragraph: int
    start: int
    end: int


@lru_cache(maxsize=4)
def punkt_of(lexicons: Lexicons) -> Parameters:
    """Punkt's tables with the abbreviations and sentence starters of ``abbreviations.csv``."""
    rows = lexicons.rows["abbreviations"]
    return parameters_of(
        *({row["form"] for row in rows if row["kind"] == kind} for kind in ("abbreviation", "starter"))
    )


def split_many(texts: Sequence[str], lexicons: Lexicons) -> Sentences:
    """The sentences of many texts as flat arrays, a row a sentence in order."""
    kernels.warm_up()
    return kernels.sentences.split(pack(texts), punkt_of(lexicons))


def split_sentences(titles: Sequence[str], texts: Sequence[str], lexicons: Lexicons) -> list[list[Span]]:
    """The sentences of each article in order: the title first, whole, if there is one; then those of the text."""
    each = [[Span("title", 0, 0, len(title))] if title.strip() else [] for title in titles]
    found = split_many(texts, lexicons)
    for number, *row in zip(*(column.tolist() for column in found[:4])):
        each[number].append(Span("text", *row))
    return each
