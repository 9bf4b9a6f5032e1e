"""Finds every form of the lexicons in a text: whole words, leftmost and longest, under the rules of its row.

A search that stops at the leftmost longest form would return "Nigeria" inside "Nigerian", drop it at the boundary
check, and lose a shorter form that was right. So every form that starts at a word is looked at: first the boundaries,
then the row's rules, and only among those that pass does the longest win.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from helpers.lexicons.kernels import gazetteer as kernel
from helpers.lexicons.letters import fold, lower
from helpers.lexicons.rows import Form, Lexicons
from helpers.lexicons.tables import kept_tables


class Match(NamedTuple):
    """A form found at ``[start, end)`` of the text; ``rule`` names the rule that let it count, if it has any."""

    start: int
    end: int
    form: Form
    rule: str | None


class Found(NamedTuple):
    """What is found in several texts: arrays (int32) of one number a match, in the order of the texts and within them.

    ``text`` numbers the texts, ``form`` the ``forms`` of the matcher, ``rule`` its ``rules``. ``start`` and ``end`` are
    those of a :class:`Match`.
    """

    text: np.ndarray
    start: np.ndarray
    end: np.ndarray
    form: np.ndarray
    rule: np.ndarray


def in_order(forms: Iterable[Form]) -> list[Form]:
    """``forms`` as they are tried: of one text, the one with most rules is the narrowest reading, and a blocker the last."""
    return sorted(forms, key=lambda form: (-form.n_rules, form.kind == "none"))


class Finder:
    """Forms, in the order in which they are tried, with their tables: ready to search with."""

    def __init__(self, forms: list[Form], tables: kernel.Tables):
        self.forms, self._tables = forms, tables

    def find_all(self, texts: Sequence[str]) -> Found:
        """The matches in each of ``texts``, as :meth:`Matcher.find` finds them; several hundred at once are fastest."""
        encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
        buffer = np.frombuffer(b"".join(encoded), np.uint8)
        offsets = np.cumsum([0, *map(len, encoded)])
        finals = _final_sigmas(texts)
        out = np.empty((buffer.size // 32 + 8, 5), np.int32)
        n_found = kernel.find(buffer, offsets, finals, self._tables, out)
        if n_found > len(out):
            out = np.empty((n_found, 5), np.int32)
            kernel.find(buffer, offsets, finals, self._tables, out)
        return Found(*out[:n_found].T)


class Matcher(Finder):
    """All forms of the lexicons, ready to search with.

    Parameters
    ----------
    lexicons : Lexicons

    Attributes
    ----------
    forms : list of Form
    rules : tuple of str or None
        What a match may say of the rule that let it count.
    """

    rules = kernel.RULES

    def __init__(self, lexicons: Lexicons):
        forms = in_order(lexicons.forms())
        super().__init__(forms, kept_tables(forms, lexicons))

    def find(self, text: str) -> list[Match]:
        """The matches in ``text``, in order; forms that only block are left out.

        Names do not overlap each other, nor do terms of themes. A term may hold a name ("US sanctions" is one, and
        names the US), but a term within a name is none ("security" in "UN Security Council"). ``with`` and ``without``
        rules look at the whole of ``text``, so give an article's title and text together.
        """
        return self.find_each([text])[0]

    def find_each(self, texts: Sequence[str]) -> list[list[Match]]:
        """The matches of each of ``texts``, as a list for each."""
        each: list[list[Match]] = [[] for _ in texts]
        for text, start, end, form, rule in zip(*(column.tolist() for column in self.find_all(texts))):
            each[text].append(Match(start, end, self.forms[form], self.rules[rule]))
        return each


def _final_sigmas(texts: Sequence[str]) -> np.ndarray:
    """Where a capital sigma ends a word, in code points of the texts laid end to end: lower case alone depends on that."""
    places, before = [], 0
    for text in texts:
        if "Σ" in text:
            small = lower(fold(text))
            places += [before + k for k, letter in enumerate(text) if letter == "Σ" and small[k] == "ς"]
        before += len(text)
    return np.array(places, np.int64)


@lru_cache(maxsize=4)
def matcher_of(lexicons: Lexicons) -> Matcher:
    """The matcher of these lexicons, built once a process."""
    return Matcher(lexicons)
