"""Splits an article into sentences, by NLTK's Punkt with the house's own abbreviations.

NLTK ships no Punkt data, and its data loader refuses many ordinary folders; the class needs neither. Punkt (Kiss and
Strunk 2006, Computational Linguistics 32:485-525) does not break at a newline, so paragraphs are split first: a
headline, a byline or a subheading never runs into the sentence that follows it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from helpers.lexicons import Lexicons


class Span(NamedTuple):
    """A sentence at ``[start, end)`` of its part (``title`` or ``text``); ``paragraph`` counts from 0 within the part."""

    part: str
    paragraph: int
    start: int
    end: int


@lru_cache(maxsize=4)
def tokenizer_of(lexicons: Lexicons):
    """Punkt with the abbreviations and sentence starters of ``abbreviations.csv``."""
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer  # a second, which readers need not pay

    parameters = PunktParameters()
    rows = lexicons.rows["abbreviations"]
    parameters.abbrev_types = {row["form"] for row in rows if row["kind"] == "abbreviation"}
    parameters.sent_starters = {row["form"] for row in rows if row["kind"] == "starter"}
    return PunktSentenceTokenizer(parameters)


def split_sentences(title: str, text: str, lexicons: Lexicons) -> list[Span]:
    """The sentences of an article in order: the title first, whole, if there is one; then those of the text."""
    spans = [Span("title", 0, 0, len(title))] if title.strip() else []
    tokenizer = tokenizer_of(lexicons)
    for paragraph, line in enumerate(re.finditer(r"\S[^\n]*", text)):
        spans += [
            Span("text", paragraph, line.start() + start, line.start() + end)
            for start, end in tokenizer.span_tokenize(line.group())
        ]
    return spans
