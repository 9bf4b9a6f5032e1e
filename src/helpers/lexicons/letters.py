"""Letters as the matcher compares them: folded, so that quotes and dashes are one; and spelled, in lower case."""

from __future__ import annotations

import re
from functools import cache

import numpy as np

# Same length before and after, so that offsets hold: curly quotes, dashes, no-break blanks.
FOLD = str.maketrans("‘’‛ʼ“”„«»–—‑\u00a0\u202f", '\'\'\'\'"""""---  ')

# Letters of scripts that put no blank between a name and what follows it: Thai, Lao, Burmese, Khmer, kana, Han, Hangul.
# A form may begin and end among them, so that a name is found as a part of a line.
UNPARTED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003fffd"
)

# In the number of a spelled letter: the code point in lower case, and two marks.
CODE = 0x1FFFFF
FINAL = 1 << 29  # the sigma at the end of a word, whose code point is that of the other sigma
ALNUM = 1 << 30
TOP = 0x40000  # no letter has a code point beyond


def fold(text: str) -> str:
    """``text`` with plain quotes, dashes and blanks."""
    return text if text.isascii() else text.translate(FOLD)


def lower(text: str) -> str:
    """``text`` in lower case, of the same length: the Turkish dotted capital I, the one letter that would grow, as ``i``."""
    return text.replace("İ", "i").lower()


def codes(text: str) -> np.ndarray:
    """The code points of ``text`` (int32); halves of surrogate pairs count as they stand."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.int32)


def spell(text: str) -> np.ndarray:
    """The spelled letters of ``text`` (int32), which is in lower case already."""
    found = codes(text)
    return np.where(found < TOP, spelled_letters()[np.minimum(found, TOP - 1)], found)


@cache
def folded_letters() -> np.ndarray:
    """What each code point is folded to (uint16), as far as any is folded."""
    table = np.arange(max(FOLD) + 1, dtype=np.uint16)
    table[list(FOLD)] = list(FOLD.values())
    return table


@cache
def spelled_letters() -> np.ndarray:
    """The spelled letter of each code point below ``TOP`` (int32), marked ``ALNUM`` unless it is ``UNPARTED``.

    A capital sigma is spelled as one that ends no word; whether it ends one depends on its neighbours.
    """
    every = "".join(map(chr, range(TOP)))
    table = codes(lower(every)).copy()
    table[ord("ς")] = ord("σ") | FINAL
    for run in re.finditer(rf"[^\W_{UNPARTED}]+", every.translate(FOLD)):
        table[run.start() : run.end()] |= ALNUM
    return table
