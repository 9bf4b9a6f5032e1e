"""Splits articles into sentences, by Punkt as NLTK runs it, with the house's own abbreviations.

NLTK ships no Punkt data, and its data loader refuses many ordinary folders; the kernel needs neither. Punkt (Kiss and
Strunk 2006, Computational Linguistics 32:485-525) does not break at a newline, so paragraphs are split first: a
headline, a byline or a subheading never runs into the sentence that follows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from helpers.annotate import kernels
from helpers.annotate.kernels.sentences import Parameters, parameters_of
from helpers.annotate.kernels.sentences import Sentences as Split
from helpers.annotate.kernels.text import pack
from helpers.lexicons import Lexicons

FARTHEST = np.int64(1 << 40)  # more characters than an article has


class Sentences(NamedTuple):
    """The sentences of a batch of articles: arrays of one number a sentence, in order, the title of each article first.

    ``start`` and ``end`` count characters of the title or the text, ``paragraph`` from 0 within the part. The sentences
    of article ``k`` are ``first[k]`` to ``first[k + 1]``, its text's from ``first_of_text[k]`` on.
    """

    article: np.ndarray
    is_title: np.ndarray
    paragraph: np.ndarray
    start: np.ndarray
    end: np.ndarray
    first: np.ndarray
    first_of_text: np.ndarray

    def of_articles(self) -> Iterator[tuple[int, int, int]]:
        """Of each article where its sentences begin, where those of its text do, and where they end."""
        return zip(*(column.tolist() for column in (self.first, self.first_of_text, self.first[1:])))

    def find(self, article: np.ndarray, at: np.ndarray, shift: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The sentence in which each place ``at`` lies, of the text laid behind the title, ``shift`` characters from its
        beginning in each article; and by how much the place is to be shifted back to count within its part."""
        begins = self.article * FARTHEST + self.start + np.where(self.is_title, 0, shift[self.article])
        found = np.searchsorted(begins, article * FARTHEST + at, "right") - 1
        return found, np.where(self.is_title[found], 0, shift[article])


@lru_cache(maxsize=4)
def punkt_of(lexicons: Lexicons) -> Parameters:
    """Punkt's tables with the abbreviations and sentence starters of ``abbreviations.csv``."""
    rows = lexicons.rows["abbreviations"]
    return parameters_of(
        *({row["form"] for row in rows if row["kind"] == kind} for kind in ("abbreviation", "starter"))
    )


def split_many(texts: Sequence[str], lexicons: Lexicons) -> Split:
    """The sentences of many texts as flat arrays, a row a sentence in order."""
    kernels.warm_up()
    return kernels.sentences.split(pack(texts), punkt_of(lexicons))


def split_sentences(titles: Sequence[str], texts: Sequence[str], lexicons: Lexicons) -> Sentences:
    """The sentences of each article in order: the title first, whole, if there is one; then those of the text."""
    found = split_many(texts, lexicons)
    titled = np.array([number for number, title in enumerate(titles) if title.strip()], np.int64)
    lengths = np.array([len(titles[number]) for number in titled], np.int64)
    at = np.searchsorted(found.text, titled)
    article = np.insert(found.text, at, titled)
    is_title = np.insert(np.zeros(found.text.size, bool), at, True)
    first = np.searchsorted(article, np.arange(len(texts) + 1))
    first_of_text = first[:-1].copy()
    first_of_text[titled] += 1
    columns = (np.insert(column, at, value) for column, value in zip(found[1:4], (0, 0, lengths), strict=True))
    return Sentences(article, is_title, *columns, first, first_of_text)
