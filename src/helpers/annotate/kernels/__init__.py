"""Kernels: the loops over every byte of every text, compiled by numba. Everything above them is plain pandas.

A batch is one run of UTF-8 with offsets (:func:`text.pack`); kernels return flat arrays. ``sentences`` splits as NLTK's
Punkt does, ``valence`` scores as NLTK's VADER does; NLTK is only imported to build their tables, once. ``cues`` finds
words of a list, ``words`` counts, and ``beside`` reads what stands beside mentions.
"""

from __future__ import annotations

import sys
from functools import cache

import numpy as np

from helpers import compiled
from helpers.annotate.kernels import beside, cues, sentences, text, valence, words

__all__ = ["beside", "cues", "sentences", "text", "valence", "warm_up", "words"]


@cache
def warm_up() -> None:
    """Runs each kernel once: compiles all and says so on a terminal, or loads what an earlier run compiled."""
    folder = compiled.cache_folder()
    ready = folder / "ready" if folder else None
    if not (ready and ready.exists()) and sys.stderr.isatty():
        print("compiling kernels, once (about 15 s)", file=sys.stderr)
    texts = text.pack(["Good. Bad."])
    found = sentences.split(texts, sentences.parameters_of(["mr"], ["the"]))
    masks = valence.masks_of(len(found.first), np.zeros(1, np.int64), found.first[:1], found.last[:1])
    valence.score(texts, found.first, found.last, valence.lexicon_of("good\t1.9"), masks)
    cues.find(texts, cues.trie_of(["good"]))
    words.count(["Good."])
    first = np.zeros(1, np.int64)
    beside.read(texts, first, *text.bytes_at(texts, (first, first), (first, first)), beside.vocabulary_of({}, {}))
    if ready:
        ready.touch()
