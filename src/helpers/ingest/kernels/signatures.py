"""MinHash signatures of texts, the pairs that they make likely copies, and the shingles that stand in many articles.

One-permutation MinHash (Li, Owen and Zhang 2012): one hash per shingle, of which six bits choose a bin and the
smallest of each bin is kept. Two texts agree in a bin with a chance that is the Jaccard similarity of their shingles.
Every bin is a band of its own, so that a short cut of a long text is still found; what then counts is in how many
bands a pair meets.
"""

from __future__ import annotations

import numpy as np

from helpers.ingest.kernels.words import Words, shingles

SHINGLE = 5  # words
BINS = 64
EMPTY = np.uint32(0xFFFFFFFF)  # the bin of a text too short to fill it

MIN_BANDS = 4  # bands in which a candidate pair meets
MIN_CONTAINED = 0.4  # estimated share of the shorter text's shingles that the longer one has
CROWD = 32  # texts in one band of which every pair is looked at; of more, each with its neighbours and the first
DIFFERENT = 0.4  # two articles are otherwise different when they share less of the shorter one
PASSAGE_BANDS = 3  # bands in which two articles meet that share a passage, and not only a phrase
WITNESSES = 12  # of the articles with a shingle, the shortest are asked: a passage shows best in them

_BIN, _VALUE, _ROW = np.uint64(58), np.uint64(26), np.uint64((1 << 26) - 1)


def minhash(words: Words) -> np.ndarray:
    """A uint32 array of ``BINS`` columns, one row per text; ``EMPTY`` where no shingle fell."""
    counts = np.diff(words.bounds)
    whole = np.maximum(counts - SHINGLE + 1, 0)
    n = len(counts)
    # the last words of a text begin shingles that run into the next text: these go to a row of their own
    rows = np.stack([np.arange(n), np.full(n, n)], 1).ravel()
    marks = shingles(words.hashes, SHINGLE)
    row = np.repeat(rows * BINS, np.stack([whole, counts - whole], 1).ravel())[: len(marks)]
    least = np.full((n + 1) * BINS, EMPTY)
    np.minimum.at(least, row + (marks >> _BIN).astype(np.int64), (marks >> _VALUE).astype(np.uint32))
    return least.reshape(n + 1, BINS)[:n]


def shingle_keys(hashes: np.ndarray) -> np.ndarray:
    """The shingles of one text as they are called in a signature: bin and value in one number."""
    return shingles(hashes, SHINGLE) >> _VALUE


class Bands:
    """All signatures of a corpus, sorted so that equal values in one bin stand together.

    Parameters
    ----------
    signatures : uint32 array, one row per text
    n_words : int array, one per text
    """

    def __init__(self, signatures: np.ndarray, n_words: np.ndarray):
        self.signatures = signatures
        self.sizes = np.maximum(n_words - SHINGLE + 1, 0)
        packed = signatures.astype(np.uint64) << _VALUE  # 512 bytes for each text, so that all else is done in place
        packed |= np.arange(BINS, dtype=np.uint64) << _BIN
        packed |= np.arange(len(signatures), dtype=np.uint64)[:, None]
        packed = packed[signatures != EMPTY]
        packed.sort()
        keys = packed >> _VALUE
        alike = keys[1:] == keys[:-1]
        shared = np.zeros(len(keys), bool)  # most values stand in one text alone, and say nothing
        shared[1:] |= alike
        shared[:-1] |= alike
        keys, self.rows = keys[shared], (packed[shared] & _ROW).view(np.int64)
        self.begins = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])[: len(keys)])
        self.keys, self.counts = keys[self.begins], np.diff(np.append(self.begins, len(keys)))

    def candidates(self) -> np.ndarray:
        """Pairs of rows, the smaller first, that may be copies: an int array of two columns."""
        pairs = [np.empty((0, 2), np.int64)]
        for size in np.unique(self.counts):
            begins = self.begins[self.counts == size]
            first, second = _pairs_within(int(size))
            pairs.append(np.stack([self.rows[begins[:, None] + first], self.rows[begins[:, None] + second]], -1))
            pairs[-1] = pairs[-1].reshape(-1, 2)
        a, b = np.concatenate(pairs).T
        packed = (a.astype(np.uint64) << np.uint64(32)) | b.astype(np.uint64)
        packed.sort()
        # a pair that meets in four bands stands four times in a row
        often = packed[MIN_BANDS - 1 :][packed[MIN_BANDS - 1 :] == packed[: len(packed) - MIN_BANDS + 1]]
        often = np.unique(often)
        found = np.stack([often >> np.uint64(32), often & np.uint64(0xFFFFFFFF)], 1).astype(np.int64)
        return found[self.contained(*self.meetings(*found.T), *found.T) >= MIN_CONTAINED]

    def meetings(self, a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """In how many bins the texts of rows ``a`` and ``b`` agree, and in how many either has a value."""
        met, filled = np.empty(a.shape, np.int64), np.empty(a.shape, np.int64)
        for start in range(0, len(a), 4096):
            part = slice(start, start + 4096)
            left, right = self.signatures[a[part]], self.signatures[b[part]]
            some = (left != EMPTY) | (right != EMPTY)
            met[part], filled[part] = ((left == right) & some).sum(-1), some.sum(-1)
        return met, filled

    def contained(self, met: np.ndarray, filled: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        """Estimated share of the shorter text's shingles that the other one has."""
        jaccard = met / np.maximum(filled, 1)
        both = jaccard * (self.sizes[a] + self.sizes[b]) / (1 + jaccard)
        return both / np.maximum(np.minimum(self.sizes[a], self.sizes[b]), 1)

    def standing(self, rows: np.ndarray) -> np.ndarray:
        """Keys of shingles of these rows' texts that stand in three or more otherwise different articles.

        Three articles that share a passage two by two, and less than ``DIFFERENT`` of the shorter one altogether.
        """
        asked = np.zeros(len(self.signatures), bool)
        asked[rows] = True
        bucket = np.repeat(np.arange(len(self.counts)), self.counts)
        place = np.arange(len(bucket)) - np.repeat(np.cumsum(self.counts) - self.counts, self.counts)
        members = self.rows[np.repeat(self.begins, self.counts) + place]
        chosen = (self.counts >= 3) & (np.bincount(bucket, asked[members], len(self.counts)) > 0)
        kept = chosen[bucket]
        bucket, place, members = bucket[kept], place[kept], members[kept]
        members = members[np.lexsort((members, self.sizes[members], bucket))]  # the shortest of a bucket first
        first = place < WITNESSES
        table = np.full((len(self.counts), WITNESSES), -1)
        table[bucket[first], place[first]] = members[first]
        sets, which = np.unique(table[chosen], axis=0, return_inverse=True)
        return self.keys[np.flatnonzero(chosen)[self._three_differ(sets)[which.ravel()]]]

    def _three_differ(self, sets: np.ndarray) -> np.ndarray:
        """Of each row of articles (-1: none), whether three of them are otherwise different."""
        differ = np.zeros((len(sets), WITNESSES, WITNESSES), np.int32)
        which, i, j = np.nonzero((sets[:, :, None] >= 0) & (sets[:, None, :] > sets[:, :, None]))
        a, b = sets[which, i], sets[which, j]
        met, filled = self.meetings(a, b)
        apart = (met >= PASSAGE_BANDS) & (self.contained(met, filled, a, b) < DIFFERENT)
        differ[which, i, j] = differ[which, j, i] = apart
        return ((differ @ differ) * differ).any(axis=(1, 2))


def _pairs_within(size: int) -> tuple[np.ndarray, np.ndarray]:
    """Places of the pairs to look at among ``size`` texts: all, or of a crowd so many that the cost stays linear."""
    if size <= CROWD:
        return np.triu_indices(size, 1)
    places = np.arange(size)
    steps = [(np.zeros(size - 3, int), places[3:]), (places[:-1], places[1:]), (places[:-2], places[2:])]
    return np.concatenate([a for a, _ in steps]), np.concatenate([b for _, b in steps])
