"""Groups articles into stories: one report and its copies.

Every article has a short MinHash signature. Signatures that agree in several places make two articles candidates;
the texts of the candidates alone are then compared word by word, and what is decided there decides. So the cost grows
with the number of articles, and a text that was read once need not be read again unless another resembles it.

A copy has the same words. A near copy was cut, given another head, a paragraph or an order of its own, or edited
lightly. These make no copy: a passage that stands in three or more otherwise different articles; a common background
below different news; a form that is filled in with other numbers; a short brief on a long page.

The stories are a function of the set of articles and corrections alone: the order in which they came does not matter.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from helpers.corpus.schema import TABLES
from helpers.ingest.kernels.overlap import Overlap, Reading, overlap, read_texts, shared_spans, shared_words
from helpers.ingest.kernels.signatures import BINS, Bands, minhash
from helpers.ingest.kernels.words import hash_words

SIGNATURE = ["article_id", "published", "length", "n_words", "words", "title", "minhash"]
BATCH = 1 << 19  # characters whose words are hashed at once: they fit into the processor's cache
HELD = 2_000  # texts that are compared at once

MIN_SHARED = 25  # words; less is a phrase
SHORT = 200  # words; a shorter text may be nothing but a notice, and its title is asked
MIN_JACCARD = 0.25  # below, one is a page that holds a brief of the other
MIN_CONTAINED = 0.85  # of the shorter text
MIN_CONTAINED_CUT = 0.9  # if one is much shorter, or the two begin differently
MUCH_ALIKE = 0.3  # Jaccard
MIN_LEAD = 0.7  # of the first words: news stands first, background last
MIN_KNOWN = 0.5  # of the first words, anywhere in the other text: another head names what the report names
MIN_NUMBERS = 0.6  # of the shorter text: a form that is filled in anew has other numbers
MIN_NUMBERS_FILLED, FILLED = 0.8, 0.25  # if a quarter of what is not shared are numbers
LOOSE_CONTAINED, LOOSE_JACCARD = 0.6, 0.2  # what a copy of a copy must still share with the original

Texts = Callable[[list[str]], Mapping[str, str]]


def group_stories(
    articles: pd.DataFrame,
    known: pd.DataFrame | None = None,
    texts: Texts | None = None,
    corrections: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The stories of a set of articles: one report and its copies are one.

    Parameters
    ----------
    articles : DataFrame, one row per article
        Needs ``article_id`` and ``text``; ``title`` and ``published`` are used when present.
    known : DataFrame, optional
        Signatures of further articles, as :func:`signatures_of` gave them when they were read.
    texts : callable, optional
        Gives the texts of a list of known articles, by ``article_id``. It is asked for candidates only. Needed with
        ``known``.
    corrections : DataFrame, optional
        Rows of ``corrections.csv``. ``split`` makes ``subject`` a story of its own; ``join`` makes the stories of
        ``from`` and ``to`` one. The later row (``when``) counts. Other actions and unknown articles are passed over.

    Returns
    -------
    DataFrame, one row per article of both tables, by article_id
        ``article_id``; ``story_id``, the smallest article_id of the story; ``relation``, ``original`` for the article
        that speaks for the story (the earliest dated; else the longest; else the smallest id), ``copy`` for one with
        the same words, ``near_copy`` for the others; ``of``, the original of a copy; ``similarity``, the share of the
        shorter one's words that stand in passages of the other one, standing passages apart: 1.0 for a copy.
        ``shared``, if the schema has it: where the passages shared with the original stand in the text of a near copy.

    Raises
    ------
    ValueError
        If an article_id is there twice, or the text of a candidate is not given.
    """
    table = new = signatures_of(articles)
    if known is not None:
        table = pd.concat([known.loc[~known["article_id"].isin(new["article_id"]), SIGNATURE], new])
    supply = _Supply(dict(zip(new["article_id"].tolist(), _texts(articles))), texts)
    columns = _Grouping(_in_order(table), supply, _Corrections.of(corrections)).columns()
    stories = (
        pd.DataFrame(columns).astype({"similarity": float, "of": "str", "shared": "str"}).sort_values("article_id")
    )
    return stories.reset_index(drop=True).reindex(columns=TABLES["stories"].names)


def signatures_of(articles: pd.DataFrame) -> pd.DataFrame:
    """What grouping needs to remember of each article, about 300 bytes: table ``signatures``.

    Parameters
    ----------
    articles : DataFrame
        Needs ``article_id`` and ``text``; ``title`` and ``published`` are used when present.

    Returns
    -------
    DataFrame, one row per article, in the order of ``articles``
        ``article_id``; ``published``; ``length``, characters of the text; ``n_words``; ``words``, 16 bytes that are
        the same for the same words in the same order (empty: no words); ``title``, such bytes of the title of a short
        text (empty: no title, or no short text); ``minhash``, 64 little-endian uint32.
    """
    texts = _texts(articles)
    published = articles["published"] if "published" in articles else pd.Series(pd.NaT, articles.index)
    n_words, digests, signatures = [np.empty(0, np.int64)], [], []
    for batch in _batches(texts):
        words = hash_words(batch)
        n_words.append(np.diff(words.bounds))
        digests += words.digests
        rows = minhash(words).astype("<u4").tobytes()
        signatures += [rows[at : at + 4 * BINS] for at in range(0, len(rows), 4 * BINS)]
    return pd.DataFrame(
        {
            "article_id": articles["article_id"].to_numpy(object),
            "published": pd.to_datetime(published, utc=True).astype("datetime64[us, UTC]").reset_index(drop=True),
            "length": np.array([len(text) for text in texts], np.int64),
            "n_words": np.concatenate(n_words),
            "words": pd.Series(digests, dtype=object),
            "title": pd.Series(_titles(articles, np.concatenate(n_words)), dtype=object),
            "minhash": pd.Series(signatures, dtype=object),
        }
    )


def is_copy(pair: Overlap) -> bool:
    """Whether two different texts that share this are one report."""
    if pair.words < MIN_SHARED or pair.jaccard < MIN_JACCARD or pair.contained < MIN_CONTAINED or _is_form(pair):
        return False
    if pair.contained >= MIN_CONTAINED_CUT:
        return pair.lead >= MIN_LEAD or pair.known >= MIN_KNOWN
    return pair.jaccard >= MUCH_ALIKE and pair.lead >= MIN_LEAD


def is_kin(pair: Overlap) -> bool:
    """Whether a copy of a copy still shares so much with the original that the three are one report."""
    return pair.words >= MIN_SHARED and pair.jaccard >= LOOSE_JACCARD and pair.contained >= LOOSE_CONTAINED


def _is_form(pair: Overlap) -> bool:
    return pair.numbers < (MIN_NUMBERS_FILLED if pair.filled >= FILLED else MIN_NUMBERS)


def _texts(articles: pd.DataFrame) -> list[str]:
    return articles["text"].fillna("").tolist()


def _titles(articles: pd.DataFrame, n_words: np.ndarray) -> list[bytes]:
    digests = [b""] * len(articles)
    short = np.flatnonzero(n_words < SHORT)
    if "title" in articles and len(short):
        titles = articles["title"].iloc[short].fillna("").tolist()
        for place, digest in zip(short.tolist(), hash_words(titles).digests):
            digests[place] = digest
    return digests


def _batches(texts: list[str]) -> Iterator[list[str]]:
    batch, size = [], 0
    for text in texts:
        batch.append(text)
        size += len(text)
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _in_order(signatures: pd.DataFrame) -> pd.DataFrame:
    """Signatures in the order in which articles speak for their story."""
    twice = signatures.loc[signatures["article_id"].duplicated(), "article_id"]
    if len(twice):
        raise ValueError(f"article_id {twice.iloc[0]!r} is there twice; give each article once")
    order = signatures.assign(longest=-signatures["length"]).sort_values(
        ["published", "longest", "article_id"], na_position="last"
    )
    return order.reset_index(drop=True)


class _Supply:
    """Texts by article_id: those at hand, and those that are fetched."""

    def __init__(self, held: dict[str, str], fetch: Texts | None):
        self.held, self.fetch = held, fetch

    def get(self, article_ids: list[str]) -> list[str]:
        """The texts of these articles, in this order."""
        absent = [name for name in article_ids if name not in self.held]
        fetched = dict(self.fetch(absent)) if absent and self.fetch else {}
        missing = [name for name in absent if name not in fetched]
        if missing:
            raise ValueError(f"no text of article {missing[0]!r}, which resembles another; give `texts` that knows it")
        return [self.held[name] if name in self.held else fetched[name] for name in article_ids]


class _Corrections(NamedTuple):
    """What the analyst decided: articles that stand alone, and pairs whose stories are one."""

    alone: frozenset[str]
    joined: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, corrections: pd.DataFrame | None) -> _Corrections:
        alone: set[str] = set()
        joined: list[tuple[str, str]] = []
        if corrections is not None and len(corrections):
            rows = corrections.sort_values("when", kind="stable") if "when" in corrections else corrections
            for row in rows.to_dict("records"):
                if row["action"] == "split":
                    alone.add(row["subject"])
                    joined = [pair for pair in joined if row["subject"] not in pair]
                elif row["action"] == "join":
                    joined.append((row["from"], row["to"]))
        return cls(frozenset(alone), tuple(joined))


class _Grouping:
    """One grouping of one set of articles. A row is a place in the order in which articles speak for a story."""

    def __init__(self, signatures: pd.DataFrame, supply: _Supply, corrections: _Corrections):
        self.ids: list[str] = signatures["article_id"].tolist()
        self.supply, self.corrections = supply, corrections
        n_words = signatures["n_words"].to_numpy()
        titles = signatures["title"].tolist()
        digests = signatures["words"].tolist()
        keys = [
            words + title if n < MIN_SHARED and words else words
            for words, title, n in zip(digests, titles, n_words.tolist())
        ]
        self.first = self._first_with(keys)
        alone = [name in corrections.alone for name in self.ids]
        self.texts = np.array(sorted({row for row in self.first if not alone[row]}), np.int64)
        minhashes = b"".join(signatures["minhash"].iloc[self.texts])
        bands = Bands(np.frombuffer(minhashes, "<u4").reshape(-1, BINS), n_words[self.texts])
        candidates = bands.candidates()
        several = {self.first[row] for row, head in enumerate(self.first) if titles[row] != titles[head]}
        doubtful = np.array(sorted(several), np.int64)
        rows = np.concatenate([np.unique(candidates), np.searchsorted(self.texts, doubtful)])
        self.standing = bands.standing(rows)
        self.candidates = self.texts[candidates]
        bare = {row for row, text in self._read(self._texts(doubtful.tolist())).items() if text.own.sum() < MIN_SHARED}
        if bare:  # nothing but what stands elsewhere: another title makes another article
            keys = [key + title if head in bare else key for key, title, head in zip(keys, titles, self.first)]
            self.first = self._first_with(keys)

    def columns(self) -> dict[str, list]:
        """The columns of ``stories``, in the order of rows."""
        near = self._near_heads()
        heads = self._join([near.get(row, row) for row in self.first])
        smallest: dict[int, str] = {}
        for head, name in zip(heads, self.ids):
            if name < smallest.get(head, name + " "):
                smallest[head] = name
        columns = {
            "article_id": self.ids,
            "story_id": [smallest[head] for head in heads],
            "relation": ["original" if row == head else "copy" for row, head in enumerate(heads)],
            "of": [None if row == head else self.ids[head] for row, head in enumerate(heads)],
            "similarity": [None if row == head else 1.0 for row, head in enumerate(heads)],
            "shared": [None] * len(heads),
        }
        others = [(head, row) for row, head in enumerate(heads) if self.first[row] != self.first[head]]
        for row, (similarity, shared) in self._explain(others).items():
            columns["relation"][row] = "near_copy"
            columns["similarity"][row], columns["shared"][row] = similarity, shared
        return columns

    def _first_with(self, keys: list[bytes]) -> list[int]:
        """For each row the first one with its key: no other, if the key is empty or the row stands alone."""
        first: dict[bytes, int] = {}
        alone = self.corrections.alone
        return [
            row if not key or name in alone else first.setdefault(key, row)
            for row, (key, name) in enumerate(zip(keys, self.ids))
        ]

    def _near_heads(self) -> dict[int, int]:
        """The original of each row that is a near copy, or a copy of one."""
        heads: dict[int, int] = {}
        for pairs in _together(self.candidates):
            read = self._read(self._texts(np.unique(pairs).tolist()))
            heads |= _assign(
                _neighbours(pairs),
                lambda a, b, read=read: is_copy(overlap(read[a], read[b], MIN_CONTAINED)),
                lambda a, b, read=read: is_kin(overlap(read[a], read[b], LOOSE_CONTAINED)),
            )
        return heads

    def _join(self, heads: list[int]) -> list[int]:
        """Makes the stories one that the analyst joined."""
        place = {name: row for row, name in enumerate(self.ids)}
        for a, b in self.corrections.joined:
            if a in place and b in place:
                one, other = sorted((heads[place[a]], heads[place[b]]))
                heads = [one if head == other else head for head in heads]
        return heads

    def _explain(self, pairs: list[tuple[int, int]]) -> dict[int, tuple[float, str]]:
        """How similar each near copy is to its original, and where its shared passages stand."""
        explained = {}
        for start in range(0, len(pairs), HELD):
            part = pairs[start : start + HELD]
            texts = self._texts({row for pair in part for row in pair})
            read = self._read(texts)
            for head, row in part:
                mask = shared_words(read[row], read[head]) & read[row].own
                spans = " ".join(f"{begin}-{end}" for begin, end in shared_spans(texts[row], mask))
                contained = overlap(read[head], read[row], least=np.inf).contained
                explained[row] = (round(contained, 4), spans)
        return explained

    def _texts(self, rows: Iterable[int]) -> dict[int, str]:
        rows = sorted(rows)
        return dict(zip(rows, self.supply.get([self.ids[row] for row in rows])))

    def _read(self, texts: dict[int, str]) -> dict[int, Reading]:
        return dict(zip(texts, read_texts(list(texts.values()), self.standing)))


def _together(pairs: np.ndarray) -> Iterator[np.ndarray]:
    """``pairs`` in parts of about ``HELD`` texts, such that no text is in two parts."""
    if not len(pairs):
        return
    rows, places = np.unique(pairs, return_inverse=True)
    places = places.reshape(-1, 2)
    graph = coo_array((np.ones(len(places), bool), places.T), shape=(len(rows), len(rows)))
    _, component = connected_components(graph, directed=False)
    part_of = np.cumsum(np.bincount(component)) // HELD
    part = part_of[component[places[:, 0]]]
    for number in np.unique(part):
        yield pairs[part == number]


def _neighbours(pairs: np.ndarray) -> dict[int, list[int]]:
    """The candidates of each row, in order."""
    both = np.concatenate([pairs, pairs[:, ::-1]])
    both = both[np.lexsort(both.T[::-1])]
    rows, begins = np.unique(both[:, 0], return_index=True)
    return dict(zip(rows.tolist(), [part.tolist() for part in np.split(both[:, 1], begins[1:])]))


def _assign(
    candidates: Mapping[int, list[int]], copies: Callable[[int, int], bool], kin: Callable[[int, int], bool]
) -> dict[int, int]:
    """The original of every row that has one: the first row, of those linked to it by copies, that it is like.

    A copy of a copy belongs to the same story while it is still like the original; beyond that, a story of its own
    begins, so that chains do not form.
    """
    heads: dict[int, int] = {}
    left = set(candidates)
    for head in sorted(candidates):
        if head in left:
            reached = _reach(head, candidates, left, copies)
            story = [row for row, is_direct in reached.items() if is_direct or kin(head, row)]
            heads |= dict.fromkeys(story, head)
            left.difference_update(story, [head])
    return heads


def _reach(
    head: int, candidates: Mapping[int, list[int]], within: set[int], copies: Callable[[int, int], bool]
) -> dict[int, bool]:
    """Rows linked to ``head`` by copies of copies; true for its own copies. Whoever is reached is not asked again."""
    reached, ahead = {head: True}, deque([head])
    while ahead:
        row = ahead.popleft()
        for other in candidates[row]:
            if other in within and other not in reached and copies(*sorted((row, other))):
                reached[other] = row == head
                ahead.append(other)
    del reached[head]
    return reached
