"""Words of a list in many texts at once: whole words, in small letters or with a capital first.

Layout. The list is a trie (:class:`Trie`): a row of ``edges`` a state, of which 0 is the root, and a column a letter; what
leads back to the root leads nowhere. The result is one array of int64, a row a find, in order: which text, where in it
the form begins and ends in characters, and which form it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from helpers.annotate.kernels.text import ALNUM, KIND_BITS, UPPER, Texts, characters, decode
from helpers.compiled import kernel, part

BLANK, NO_LETTER = 1, 0  # columns of ``edges``
BLANKS = (10, 32, 45, 160)  # newline, blank, hyphen (which may stand for a lost blank), no-break space
GOES_ON = (39, 0x2019)  # apostrophes, behind what is no whole word
LETTER_A, LETTER_Z = map(ord, "az")
SMALL = 32  # the bit that makes a letter of ASCII a small one
FIND = 4  # numbers a find


class Trie(NamedTuple):
    """``edges`` (int32[state, column]): the next state; ``columns`` (int32[code point]): the column of a letter;
    ``forms`` (int32[state]): which form ends there, or -1."""

    edges: np.ndarray
    columns: np.ndarray
    forms: np.ndarray


def trie_of(forms: Sequence[str]) -> Trie:
    """The trie of forms in small letters; a blank in them stands for any of ``BLANKS``, and no other of these is found."""
    letters = sorted({ord(letter) for form in forms for letter in form}.difference(BLANKS))
    columns = np.full(max(*letters, *BLANKS) + 1, NO_LETTER, np.int32)
    columns[letters] = range(BLANK + 1, BLANK + 1 + len(letters))
    columns[list(BLANKS)] = BLANK
    edges, ends = [[0] * (BLANK + 1 + len(letters))], [-1]
    for number, form in enumerate(forms):
        state = 0
        for letter in form:
            column = columns[ord(letter)] if letter == " " or ord(letter) not in BLANKS else NO_LETTER
            if not edges[state][column]:
                edges[state][column] = len(edges)
                edges.append([0] * len(edges[0]))
                ends.append(-1)
            state = edges[state][column]
        ends[state] = number
    edges = np.array(edges, np.int32)
    edges[:, NO_LETTER] = 0
    return Trie(edges, columns, np.array(ends, np.int32))


def find(texts: Texts, trie: Trie) -> np.ndarray:
    """The finds in ``texts``, an array of four numbers a row."""
    found = np.empty((texts.bytes.size // 3 + 1, FIND), np.int64)
    return found[: find_all(*texts, *trie, characters(), found)]


@kernel
def find_all(text, starts, ends, edges, columns, forms, characters, found):
    """Writes the finds into ``found``, and returns how many there are."""
    n_found = 0
    for k in range(starts.size):
        at, n = starts[k], 0  # the same place in bytes and in characters
        begins, is_behind_blank = True, False
        while at < ends[k]:
            code, size = decode(text, at)
            if begins and (is_behind_blank or characters[code] & UPPER):
                end, length, form = longest(text, at, ends[k], edges, columns, forms, characters)
                if form >= 0:
                    row = found[n_found]
                    row[0], row[1], row[2], row[3] = k, n, n + length, form
                    n_found += 1
                    at, n, begins = end, n + length, False
                    continue
            begins = characters[code] & ALNUM == 0
            is_behind_blank = begins and code in BLANKS
            at, n = at + size, n + 1
            if not begins:
                while at < ends[k] and LETTER_A <= text[at] | SMALL <= LETTER_Z:  # the rest of most words
                    at, n = at + 1, n + 1
    return n_found


@part
def longest(text, at, end, edges, columns, forms, characters):
    """The longest form that begins at ``at`` and ends as a word: where it ends, how many characters it has, and which."""
    code, size = decode(text, at)
    column = column_of(np.int64(characters[code] >> KIND_BITS), columns)
    state, n = np.int64(0), 0
    best, best_end, best_n = np.int64(-1), at, 0
    while True:
        state = np.int64(edges[state, column])
        if state == 0:
            return best_end, best_n, best
        at, n, code = at + size, n + 1, np.int64(0)
        if at < end:
            code, size = decode(text, at)
        if not characters[code] & ALNUM and code not in GOES_ON and forms[state] >= 0:
            best, best_end, best_n = np.int64(forms[state]), at, n
        column = column_of(code, columns)


@part
def column_of(code, columns):
    """The column of a letter; that of no letter leads nowhere."""
    return columns[code] if code < columns.size else NO_LETTER
