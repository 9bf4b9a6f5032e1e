"""What two texts share, word by word: the exact check behind every near copy."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from helpers.ingest.kernels.signatures import SHINGLE, shingle_keys
from helpers.ingest.kernels.words import hash_words, shingles, word_spans

RUN = 3  # words in a row that count as shared
LIGHT = 2  # words between two shared runs that count as a light edit
STANDING_GAP = 20  # words between two standing shingles that belong to one standing passage
LEAD = 40  # words


class Reading(NamedTuple):
    """One text as it is compared.

    Attributes
    ----------
    hashes : its words
    runs, run_set : its shingles of ``RUN`` words, as they come and sorted
    keys : its shingles of ``SHINGLE`` words, sorted
    numbers : which words are numbers
    own : which words do not stand in a standing passage
    """

    hashes: np.ndarray
    runs: np.ndarray
    run_set: np.ndarray
    keys: np.ndarray
    numbers: np.ndarray
    own: np.ndarray


class Overlap(NamedTuple):
    """What two texts share, standing passages apart.

    Attributes
    ----------
    contained : share of the words of the shorter text that the other one has in the same passages
    jaccard : of the words of both, the share that is shared; or of their shingles, if that is less
    words : number of shared words
    lead : share of a text's first words that is shared; of the two texts, the one that has more of it
    known : share of a text's first words that the other one has anywhere; the lesser of the two
    numbers : share of the shorter text's numbers that the other one has; 1 if there are not three to tell by
    filled : share of numbers among the words that are not shared
    """

    contained: float
    jaccard: float
    words: int
    lead: float = 0.0
    known: float = 0.0
    numbers: float = 0.0
    filled: float = 1.0


def read_texts(texts: list[str], standing: np.ndarray) -> list[Reading]:
    """``standing``: sorted keys of the shingles that make no copy."""
    words = hash_words(texts)
    runs, keys = shingles(words.hashes, RUN), shingle_keys(words.hashes)
    common = _among(keys, standing)
    readings = []
    for start, end in zip(words.bounds[:-1].tolist(), words.bounds[1:].tolist()):
        hashes = words.hashes[start:end]
        own_keys = slice(start, max(start, end - SHINGLE + 1))
        own_runs = runs[start : max(start, end - RUN + 1)]
        own = ~_covered(common[own_keys], SHINGLE, end - start, STANDING_GAP)
        readings.append(
            Reading(hashes, own_runs, np.sort(own_runs), np.sort(keys[own_keys]), words.numbers[start:end], own)
        )
    return readings


def overlap(a: Reading, b: Reading, least: float = 0.0) -> Overlap:
    """What two texts share; which comes first does not matter. Below ``least`` contained, no more than that is found."""
    if (a.own.sum(), len(a.hashes)) > (b.own.sum(), len(b.hashes)):
        a, b = b, a
    strict_a = _among(a.runs, b.run_set)
    in_b = _covered(strict_a, RUN, len(a.hashes), LIGHT) & a.own
    n_a, n_b, shared = int(a.own.sum()), int(b.own.sum()), int(in_b.sum())
    contained = shared / max(n_a, 1)
    if contained < least:
        return Overlap(contained, 0.0, shared)
    strict_b = _among(b.runs, a.run_set)
    in_a = _covered(strict_b, RUN, len(b.hashes), LIGHT) & b.own
    both = min(shared, int(in_a.sum()))
    leads = [float(mask[own][:LEAD].mean()) for mask, own in ((in_b, a.own), (in_a, b.own)) if own.any()]
    return Overlap(
        contained=contained,
        jaccard=min(both / max(n_a + n_b - both, 1), _jaccard(a.keys, b.keys)),
        words=shared,
        lead=max(leads, default=0.0),
        known=min(_known(a, b), _known(b, a)),
        numbers=_numbers(a, b),
        filled=_filled((a, strict_a), (b, strict_b)),
    )


def shared_words(a: Reading, b: Reading) -> np.ndarray:
    """Which words of ``a`` stand in passages that ``b`` has as well, in whatever order."""
    return _covered(_among(a.runs, b.run_set), RUN, len(a.hashes), LIGHT)


def shared_spans(text: str, shared: np.ndarray) -> list[tuple[int, int]]:
    """Where the shared words stand in ``text``: one span per passage, in code points."""
    spans = word_spans(text)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], shared, [False]])))
    return list(zip(spans[edges[::2], 0].tolist(), spans[edges[1::2] - 1, 1].tolist()))


def _covered(begins: np.ndarray, width: int, n: int, gap: int) -> np.ndarray:
    """Words in runs of ``width`` that begin where ``begins`` is true, and the gaps of up to ``gap`` words between."""
    covered = np.zeros(n, bool)
    if not begins.any():
        return covered
    for shift in range(width):
        covered[shift : shift + len(begins)] |= begins
    if gap:
        places = np.flatnonzero(covered)
        steps = np.diff(places)
        near = np.flatnonzero((steps > 1) & (steps <= gap + 1))
        edges = np.zeros(n, np.int8)
        edges[places[near] + 1] = 1
        edges[places[near + 1]] = -1
        covered |= np.cumsum(edges, dtype=np.int8) > 0
    return covered


def _among(values: np.ndarray, ordered: np.ndarray) -> np.ndarray:
    if not len(ordered):
        return np.zeros(len(values), bool)
    place = np.minimum(np.searchsorted(ordered, values), len(ordered) - 1)
    return ordered[place] == values


def _once(ordered: np.ndarray) -> np.ndarray:
    return ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])] if len(ordered) else ordered


def _known(a: Reading, b: Reading) -> float:
    lead = a.hashes[a.own][:LEAD]
    return float(_among(lead, np.sort(b.hashes)).mean()) if len(lead) else 0.0


def _jaccard(a: np.ndarray, b: np.ndarray) -> float:
    a, b = _once(a), _once(b)
    both = int(_among(a, b).sum())
    return both / max(len(a) + len(b) - both, 1)


def _filled(*texts: tuple[Reading, np.ndarray]) -> float:
    unshared = [text.own & ~_covered(begins, RUN, len(text.hashes), 0) for text, begins in texts]
    numbers = sum(int((text.numbers & mask).sum()) for (text, _), mask in zip(texts, unshared))
    return numbers / max(sum(int(mask.sum()) for mask in unshared), 1)


def _numbers(a: Reading, b: Reading) -> float:
    mine, theirs = _once(np.sort(a.hashes[a.numbers & a.own])), np.sort(b.hashes[b.numbers])
    return float(_among(mine, theirs).mean()) if len(mine) > 2 else 1.0
