"""How many words texts have.

Layout. A row a text of :class:`~helpers.annotate.kernels.text.Texts`, as everywhere; the result is one array of int64.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from helpers.annotate.kernels.text import ALNUM, SPACE, characters, decode, pack
from helpers.compiled import kernel


def count(texts: Iterable[str]) -> np.ndarray:
    """The words of each text: what stands between blanks, if there is a letter or figure in it."""
    return count_all(*pack(texts), characters())


@kernel
def count_all(text, starts, ends, characters):
    """How many words ``[starts[k], ends[k])`` has."""
    counted = np.zeros(starts.size, np.int64)
    for k in range(starts.size):
        at, in_word = starts[k], False
        while at < ends[k]:
            code, size = decode(text, at)
            if characters[code] & SPACE:
                in_word = False
            elif characters[code] & ALNUM and not in_word:
                in_word = True
                counted[k] += 1
            at += size
    return counted
