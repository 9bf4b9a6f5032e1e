"""What all kernels read: texts as one run of UTF-8, what kind each character is, and tables of words.

Layout. ``Texts.bytes`` is one array of uint8; text ``k`` is ``bytes[starts[k]:ends[k]]``. Kernels count in bytes and the
rest of the house in characters (code points), so ``characters_at`` and ``bytes_at`` lead from one to the other. A lone
surrogate takes three bytes like its neighbours in Unicode.
"""

from __future__ import annotations

import string
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from helpers.compiled import kernel, part, stored

# the kinds of a character, as bits. Python's: what str.isupper, islower, isspace and isalnum say, and title case
UPPER, LOWER, TITLE, SPACE, ALNUM = 1, 2, 4, 8, 256
# those of NLTK's regular expressions, whose engine knows other blanks, letters and digits than Python: \s \d [^\W\d]
BLANK, DIGIT, LETTER = 16, 32, 64
PUNCTUATION = 128  # of ASCII
KIND_BITS = 9
HASH_START, HASH_STEP = np.uint64(14695981039346656037), np.uint64(1099511628211)  # FNV-1a
HASH_FOLD = np.uint64(32)
STRIDE = 64  # bytes that are counted at once


class Texts(NamedTuple):
    """Texts in one run of ``bytes`` (uint8): text ``k`` at ``[starts[k], ends[k])`` (int64)."""

    bytes: np.ndarray
    starts: np.ndarray
    ends: np.ndarray


class Words(NamedTuple):
    """Words in small letters, to be looked up by what a text says; the row of a word is its place in the list.

    ``letters`` (int32) holds of each word its row, its length and its code points. ``slots`` are records of ``hash``
    (uint64) and ``at`` (int32), where the word begins in ``letters``: at the place of the hash or the next free one.
    Free is -1. They are as many as a power of two, half of them free at least.
    """

    slots: np.ndarray
    letters: np.ndarray


def pack(texts: Iterable[str]) -> Texts:
    """``texts`` as one run of bytes."""
    parts = [text.encode("utf-8", "surrogatepass") for text in texts]
    lengths = np.fromiter(map(len, parts), np.int64, len(parts))
    ends = np.cumsum(lengths)
    return Texts(np.frombuffer(bytearray().join(parts), np.uint8), ends - lengths, ends)


@cache
def characters() -> np.ndarray:
    """By code point (int32): the bits of its kinds, and above them the code point of its small letter.

    The one capital that becomes two letters (dotted I) stands for itself there, and no sigma is a final one: words with
    them are in no table.
    """
    return stored("characters", lambda: {"characters": _build_characters()})["characters"]


def _build_characters() -> np.ndarray:
    from nltk import redos  # a second, once

    every = "".join(map(chr, range(sys.maxunicode + 1)))
    kinds = np.zeros(len(every), np.int32)
    of_python = ((UPPER, str.isupper), (LOWER, str.islower), (SPACE, str.isspace), (ALNUM, str.isalnum))
    for bit, is_kind in of_python:
        kinds[np.fromiter(map(is_kind, every), bool, len(every))] |= bit
    for bit, pattern in ((BLANK, r"\s"), (DIGIT, r"\d"), (LETTER, r"[^\W\d]")):
        for run in redos.compile(pattern + "+").finditer(every):
            kinds[run.start() : run.end()] |= bit
    kinds[list(map(ord, string.punctuation))] |= PUNCTUATION
    small = [letter.lower() for letter in every]
    title = [place for place, letter in enumerate(every) if letter.istitle() and not letter.isupper()]
    kinds[title] |= TITLE
    lowered = [ord(letter if len(letter) == 1 else capital) for letter, capital in zip(small, every)]
    return np.array(lowered, np.int32) << KIND_BITS | kinds


def table_of(words: Sequence[str]) -> Words:
    """The table of ``words``; one that is not in small letters is never found."""
    slots = np.zeros(1 << max(4, (2 * len(words)).bit_length()), [("hash", np.uint64), ("at", np.int32)])
    slots["at"] = -1
    letters: list[int] = []
    for row, word in enumerate(words):
        if word != word.lower():
            continue
        value = int(HASH_START)
        for letter in word:
            value = (value ^ ord(letter)) * int(HASH_STEP) & 0xFFFFFFFFFFFFFFFF
        slot = (value ^ value >> int(HASH_FOLD)) & len(slots) - 1
        while slots[slot]["at"] >= 0:
            slot = slot + 1 & len(slots) - 1
        slots[slot] = value, len(letters)
        letters += [row, len(word), *map(ord, word)]
    return Words(slots, np.array(letters, np.int32))


@part
def decode(text, at):
    """The code point at byte ``at``, and how many bytes it takes."""
    byte = np.int64(text[at])
    if byte < 0x80:
        return byte, 1
    if byte < 0xE0:
        return (byte & 0x1F) << 6 | text[at + 1] & 0x3F, 2
    if byte < 0xF0:
        return (byte & 0x0F) << 12 | np.int64(text[at + 1] & 0x3F) << 6 | text[at + 2] & 0x3F, 3
    high = (byte & 0x07) << 18 | np.int64(text[at + 1] & 0x3F) << 12
    return high | np.int64(text[at + 2] & 0x3F) << 6 | text[at + 3] & 0x3F, 4


@part
def mixed(value, letter):
    """The hash of a word, one letter on."""
    return (value ^ np.uint64(letter)) * HASH_STEP


@part
def hash_of(text, start, end, characters):
    """The hash of the small letters of ``[start, end)``."""
    value, at = HASH_START, start
    while at < end:
        code, size = decode(text, at)
        value = mixed(value, characters[code] >> KIND_BITS)
        at += size
    return value


@part
def look_up(text, start, end, value, slots, letters, characters):
    """The row of the word at ``[start, end)``, in whichever case, whose hash is ``value``; -1 if it is in no row."""
    last = np.uint64(slots.size - 1)
    slot = (value ^ value >> HASH_FOLD) & last
    while slots[slot].at >= 0:
        if slots[slot].hash == value:
            letter = np.int64(slots[slot].at)
            row, word_end = np.int64(letters[letter]), letter + 2 + letters[letter + 1]
            at, letter = start, letter + 2
            while at < end and letter < word_end:
                code, size = decode(text, at)
                if characters[code] >> KIND_BITS != letters[letter]:
                    break
                at, letter = at + size, letter + 1
            if at == end and letter == word_end:
                return row
        slot = (slot + np.uint64(1)) & last
    return np.int64(-1)


@part
def find(text, start, end, slots, letters, characters):
    """The row of the word at ``[start, end)``, in whichever case; -1 if it is in no row."""
    return look_up(text, start, end, hash_of(text, start, end, characters), slots, letters, characters)


@kernel
def characters_at(text, starts, owner, offsets):
    """Offsets in characters, from the beginning of text ``owner[k]``, of those in bytes of the whole run.

    Counts on from the offset before, so give them in order.
    """
    counted = np.empty(offsets.size, np.int64)
    last, at, n = -1, 0, 0
    for k in range(offsets.size):
        if owner[k] != last or offsets[k] < at:
            last, at, n = owner[k], starts[owner[k]], 0
        for byte in text[at : offsets[k]]:
            n += (byte & 0xC0) != 0x80
        at, counted[k] = offsets[k], n
    return counted


def bytes_at(texts: Texts, *places: tuple[np.ndarray, np.ndarray]) -> list[np.ndarray]:
    """Offsets in bytes of the whole run, of each of ``places``: texts, and as many offsets in characters of these.

    Counts on from the offset before; in order they take the least time.
    """
    return [count_bytes(*texts, owner, offsets) for owner, offsets in places]


@kernel
def count_bytes(text, starts, ends, owner, offsets):
    """Offsets in bytes of the whole run, of those in characters from the beginning of text ``owner[k]``."""
    counted = np.empty(offsets.size, np.int64)
    last, at, n = -1, 0, 0
    for k in range(offsets.size):
        if owner[k] != last or offsets[k] < n:
            last, at, n = owner[k], starts[owner[k]], 0
        end = ends[last]
        while offsets[k] - n >= STRIDE and at + STRIDE <= end:  # so many characters are as many bytes at least
            n_begun = 0
            for byte in text[at : at + STRIDE]:
                n_begun += (byte & 0xC0) != 0x80
            at, n = at + STRIDE, n + n_begun
        while at < end and (text[at] & 0xC0 == 0x80 or n < offsets[k]):
            n += text[at] & 0xC0 != 0x80
            at += 1
        counted[k] = at
    return counted
