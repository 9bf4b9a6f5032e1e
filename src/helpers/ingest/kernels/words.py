"""Words of many texts as numbers, in whole-array steps: what grouping compares.

A word is a run of letters and digits in lower case, of any script; what stands between words (blanks, punctuation,
marks) does not count. Scripts written without blanks (Chinese, Japanese, Thai, Lao, Khmer, Burmese) give one word a
character.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

import numpy as np

LANE = 8  # bytes of a word that are read at once
LONGEST = 32 * LANE  # bytes of a word that count towards its hash; the digest of a text counts all of them

UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
ASTRAL = "\ud800-\udfff\U00010000-\U0010ffff"
WORD = re.compile(rf"[{UNSPACED}](?<=\w)|(?:(?![{UNSPACED}])[^\W_]|[{ASTRAL}])+")

_FIRST_UNSPACED = 0x0E00
_EACH_ALONE = re.compile(f"[{UNSPACED}]")
_ASCII = bytes(ord(chr(byte).lower()) if byte > 127 or chr(byte).isalnum() else 32 for byte in range(256))
_MASKS = np.array([(1 << 8 * n) - 1 for n in range(LANE + 1)], np.uint64)
_ODD = np.uint64(0x9E3779B97F4A7C15)


class Words(NamedTuple):
    """The words of a batch of texts.

    Attributes
    ----------
    hashes : uint64 array, one per word, text after text
    bounds : int array, one more than there are texts
        Words of text ``i`` are ``hashes[bounds[i]:bounds[i + 1]]``.
    numbers : bool array, one per word
        Whether it begins with an ASCII digit.
    digests : list of bytes, one per text
        16 bytes that stand for its words in their order; empty for a text without words.
    """

    hashes: np.ndarray
    bounds: np.ndarray
    numbers: np.ndarray
    digests: list[bytes]


def hash_words(texts: Sequence[str]) -> Words:
    """The words of ``texts``; equal words have equal hashes, in every batch and on every machine."""
    parts = [_fold(text) for text in texts]
    padded = b" ".join([b"", *parts, b" " * LANE])
    letters = np.frombuffer(padded, np.uint8) > 32
    edges = np.flatnonzero(letters[1:] != letters[:-1])
    starts = edges[::2] + 1
    lengths = edges[1::2] + 1 - starts
    lanes = np.ndarray((len(padded) - LANE + 1,), "<u8", buffer=padded, strides=(1,))
    first = lanes[starts] & _MASKS[np.minimum(lengths, LANE)]
    hashes = _mix(first)
    longer, read = np.flatnonzero(lengths > LANE), LANE
    while longer.size and read < LONGEST:
        left = lengths[longer] - read
        hashes[longer] = _mix(hashes[longer] ^ (lanes[starts[longer] + read] & _MASKS[np.minimum(left, LANE)]))
        longer, read = longer[left > LANE], read + LANE
    ends = np.cumsum([len(part) + 1 for part in parts])
    bounds = np.concatenate([[0], np.searchsorted(starts, ends)])
    head = first & np.uint64(0xFF)
    return Words(hashes, bounds, (head >= 48) & (head <= 57), _digests(hashes, bounds, parts, longer))


def shingles(hashes: np.ndarray, n: int) -> np.ndarray:
    """A number for every ``n`` words in a row; ``n - 1`` fewer than there are words, or none."""
    count = max(len(hashes) - n + 1, 0)
    rolled = hashes[:count].copy()
    for k in range(1, n):
        rolled *= _ODD
        rolled += hashes[k : k + count]
    return _mix(rolled)


def word_spans(text: str) -> np.ndarray:
    """Where each word of :func:`hash_words` stands in ``text``, in code points: begin and end, one row per word."""
    if text.isascii():
        letters = np.frombuffer(b" %b " % _fold(text), np.uint8) > 32
        return np.flatnonzero(letters[1:] != letters[:-1]).reshape(-1, 2)
    return np.array([match.span() for match in WORD.finditer(text)], np.int64).reshape(-1, 2)


def _fold(text: str) -> bytes:
    """Words of ``text`` in lower case as UTF-8, blanks for all that is no word."""
    if text.isascii():
        return text.encode().translate(_ASCII)
    folded = _basic_plane()[np.frombuffer(text.encode("utf-16-le", "surrogatepass"), "<u2")]
    kept = folded.tobytes().decode("utf-16-le", "surrogatepass")
    if (folded >= _FIRST_UNSPACED).any():
        kept = _EACH_ALONE.sub(r" \g<0> ", kept)
    return kept.encode("utf-8", "surrogatepass")


@lru_cache(maxsize=1)
def _basic_plane() -> np.ndarray:
    """What each UTF-16 unit becomes. Surrogates stay: letters and pictures beyond the basic plane are words."""
    table = np.full(0x10000, 32, "<u2")
    for code in range(0x10000):
        letter = chr(code)
        if letter.isalnum():
            lower = letter.lower()
            table[code] = ord(lower) if len(lower) == 1 else code
    table[0xD800:0xE000] = np.arange(0xD800, 0xE000)
    return table


def _mix(numbers: np.ndarray) -> np.ndarray:
    mixed = numbers * _ODD
    mixed ^= mixed >> np.uint64(32)
    mixed *= _ODD
    mixed ^= mixed >> np.uint64(29)
    return mixed


def _digests(hashes: np.ndarray, bounds: np.ndarray, parts: list[bytes], cut: np.ndarray) -> list[bytes]:
    """``cut``: words longer than what was hashed; the texts that hold any are told apart by all of their bytes."""
    whole = set((np.searchsorted(bounds, cut, "right") - 1).tolist())
    raw = memoryview((hashes >> np.uint64(32)).astype("<u4")).cast("B")
    bounds = bounds.tolist()
    digests = []
    for i, part in enumerate(parts):
        words = b" ".join(part.split()) if i in whole else raw[4 * bounds[i] : 4 * bounds[i + 1]]
        digests.append(blake2b(words, digest_size=16).digest() if len(words) else b"")
    return digests
