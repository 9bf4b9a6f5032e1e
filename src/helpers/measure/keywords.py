"""Which words mark a set of articles against others, and which phrases one article."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy import sparse, stats

from helpers.annotate.mentions import NAMELESS
from helpers.lexicons import load_lexicons
from helpers.measure.selection import with_stories
from helpers.measure.uncertainty import LEVEL, q_values, story_interval

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
POSSESSIVE = re.compile(r"(?<=\w)['’]s\b")
INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}")
COLUMNS = (
    "term n_mentions n_articles n_stories n_reference per_million per_million_reference "
    "log_ratio low high level g2 dispersion q_value"
).split()


def words_of(text: str) -> list[str]:
    """The words of ``text`` as written, without a possessive ``'s`` and without the dots of initials (``US`` for ``U.S.``)."""
    return WORD.findall(POSSESSIVE.sub("", INITIALS.sub(lambda found: found.group().replace(".", ""), text)))


def terms(text: str, stopwords: frozenset[str]) -> list[str]:
    """The words of ``text`` in lower case, and its pairs of neighbouring words; stop words and single letters are none."""
    kept = [word if len(word) > 1 and word not in stopwords else "" for word in words_of(text.lower())]
    pairs = [f"{one} {two}" for one, two in pairwise(kept) if one and two]
    return [*filter(None, kept), *pairs]


def words_that_name(mentions: pd.DataFrame, country: str) -> set[str]:
    """The lower-case words by which ``mentions`` name or imply a country: they mark its articles by definition.

    Bodies and offices without a name do not count here: they are made of words that say what an article is about.
    """
    of_words = (mentions["route"] == "organisation") | mentions["rule"].isin(NAMELESS)
    surfaces = mentions.loc[(mentions["country"] == country) & ~of_words, "surface"]
    return {word for surface in surfaces.str.lower().unique() for word in words_of(surface)}


def keyness(
    target: pd.DataFrame,
    reference: pd.DataFrame,
    *,
    leave_out: Iterable[str] = (),
    min_stories: int = 5,
    top: int = 50,
    level: float = LEVEL,
) -> pd.DataFrame:
    """Words and pairs of words that mark one set of articles against another.

    Parameters
    ----------
    target, reference : DataFrame, one row per article
        Need ``article_id`` and ``text``; ``story_id`` and ``relation`` are used when present. The two should not
        share an article.
    leave_out : iterable of str
        Words that mark the target by definition, such as the country's own name; terms that hold one are dropped.
    min_stories : int
        Terms in fewer stories of the target are not tested.
    top : int
        How many rows to return; the q-values are over all terms tested.
    level : float

    Returns
    -------
    DataFrame, one row per term more frequent in the target, highest ``g2`` first
        ``term``, as most often written in the target; ``n_mentions``, ``n_articles``, ``n_stories`` in the target;
        ``n_reference``, mentions in originals of the reference; ``per_million`` and ``per_million_reference`` words,
        in originals; ``log_ratio`` (log2 of the two; Hardie 2014; half a mention stands for none) with ``low``,
        ``high``, ``level``; ``g2`` (Dunning 1993); ``dispersion``, Gries's DP (2008, IJCL 13:403-437): 0 even over
        stories, 1 all in one; ``q_value``.
        Empty when a side has no words, or no term is in stories enough.
    """
    # sorted, so that the draws, and with them the intervals, do not hang on the order of rows
    target, reference = (with_stories(side).sort_values("article_id") for side in (target, reference))
    both = pd.concat([target, reference], ignore_index=True)
    counts = _TermCounts(both)
    return counts.compare(np.arange(len(both)) < len(target), set(leave_out), min_stories, top, level)


def keyness_by_outlet(
    articles: pd.DataFrame, *, min_stories: int = 5, top: int = 5, level: float = LEVEL
) -> pd.DataFrame:
    """The words that mark each outlet against all others: :func:`keyness`, ``top`` rows an outlet, led by ``outlet``.

    Words of the outlet's own name are left out. Empty when there is but one outlet.
    """
    articles = with_stories(articles).sort_values("article_id")
    counts = _TermCounts(articles)
    tables = []
    for outlet in articles["outlet"].value_counts().index if articles["outlet"].nunique() > 1 else ():
        own = {*outlet.lower().split(), outlet.lower().replace(" ", "")}
        table = counts.compare(articles["outlet"].eq(outlet).to_numpy(), own, min_stories, top, level)
        if len(table):
            tables.append(table.assign(outlet=outlet))
    columns = ["outlet", *COLUMNS]
    return pd.concat(tables, ignore_index=True)[columns] if tables else pd.DataFrame(columns=columns)


def written_forms(lowered: list[str], texts: Iterable[str]) -> list[str]:
    """Each term in the capitals in which its words most often stand in ``texts``: ``White House`` for ``white house``."""
    wanted = {word for term in lowered for word in term.split()}
    seen = Counter(word for text in texts for word in words_of(text) if word.lower() in wanted)
    best: dict[str, str] = {}
    for word, _ in seen.most_common():
        best.setdefault(word.lower(), word)
    return [" ".join(best.get(word, word) for word in term.split()) for term in lowered]


class _TermCounts:
    """Terms by article, counted once and compared as often as one likes."""

    def __init__(self, articles: pd.DataFrame):
        vocabulary: dict[str, int] = {}
        self.counts = _count_terms(articles["text"], load_lexicons().stopwords(), vocabulary)
        self.terms = np.array(list(vocabulary), dtype=object)
        self.words = np.array([" " not in term for term in vocabulary], dtype=bool)
        self.sizes = np.asarray(self.counts[:, self.words].sum(axis=1)).ravel()
        self.spoken = articles["relation"].eq("original").to_numpy()
        self.texts = articles["text"].to_numpy()

    def compare(self, side: np.ndarray, own: set[str], min_stories: int, top: int, level: float) -> pd.DataFrame:
        """:func:`keyness` of the articles on one ``side`` (a boolean for each) against the rest."""
        ours, theirs = self.counts[self.spoken & side], self.counts[self.spoken & ~side]
        sizes, sizes_reference = self.sizes[self.spoken & side], self.sizes[self.spoken & ~side]
        size, size_reference = sizes.sum(), sizes_reference.sum()
        if not size or not size_reference:
            return pd.DataFrame(columns=COLUMNS)
        a, b = (np.asarray(part.sum(axis=0)).ravel() for part in (ours, theirs))
        n_stories = ours.getnnz(axis=0)
        tested = np.flatnonzero(n_stories >= min_stories)
        tested = tested[[own.isdisjoint(term.split()) for term in self.terms[tested]]]
        g2 = _two_cell_g2(a[tested], b[tested], size, size_reference)
        q = q_values(stats.chi2.sf(g2, 1))
        log_ratio = _log_ratio(a[tested], b[tested], size, size_reference)
        names = self.terms[tested]
        order = [i for i in np.lexsort((names.astype(str), -g2)) if log_ratio[i] > 0]
        order = _without_parts(order, names, a[tested])[:top]
        chosen, k = tested[order], len(order)
        per_story = sparse.bmat(
            [
                [ours[:, chosen], None, sizes[:, None], None],
                [None, theirs[:, chosen], None, sizes_reference[:, None]],
            ],
            format="csr",
        )
        interval = story_interval(
            per_story,
            lambda s: _log_ratio(s[:, :k], s[:, k : 2 * k], s[:, [2 * k]], s[:, [2 * k + 1]]),
            n_stories[chosen],
            level=level,
        )
        every = self.counts[side][:, chosen]
        table = pd.DataFrame(
            {
                "term": written_forms(list(names[order]), self.texts[side]),
                "n_mentions": np.asarray(every.sum(axis=0)).ravel(),
                "n_articles": every.getnnz(axis=0),
                "n_stories": n_stories[chosen],
                "n_reference": b[chosen],
                "per_million": 1e6 * a[chosen] / size,
                "per_million_reference": 1e6 * b[chosen] / size_reference,
                "log_ratio": log_ratio[order],
                "low": interval.low,
                "high": interval.high,
                "level": level,
                "g2": g2[order],
                "dispersion": _dispersion(ours[:, chosen], sizes),
                "q_value": q[order],
            }
        )
        return table[COLUMNS]


def keyphrases(texts: pd.Series, n: int = 10) -> pd.Series:
    """The words and phrases that tell most of what each text is about.

    Parameters
    ----------
    texts : Series of str, one text a row
        All together are the background: a word that most of them use tells little of any.
    n : int
        At most so many for each text.

    Returns
    -------
    Series of lists of str, same index
        Best first, by term frequency times inverse document frequency (Salton and Buckley 1988), in lower case; a word
        that stands almost only within a phrase already listed is left out. Empty for a text without words.
    """
    stopwords = load_lexicons().stopwords()
    counted = [Counter(terms(text, stopwords)) for text in texts.fillna("")]
    in_texts = Counter(term for counts in counted for term in counts)
    found = []
    for counts in counted:
        weight = {
            term: count * np.log((1 + len(counted)) / in_texts[term]) * (1.0 if " " not in term else 0.9)
            for term, count in counts.items()
            if " " not in term or count > 1
        }
        ranked = sorted(weight, key=lambda term: (-weight[term], term))[: 4 * n]
        numbers = np.array([counts[term] for term in ranked])
        found.append([ranked[i] for i in _without_parts(range(len(ranked)), ranked, numbers)[:n]])
    return pd.Series(found, index=texts.index, dtype=object, name="keyphrases")


def _count_terms(texts: Iterable[str], stopwords: frozenset[str], vocabulary: dict[str, int]) -> sparse.csr_matrix:
    """Terms by text; ``vocabulary`` is filled with the column of each term."""
    columns, values, ends = [], [], [0]
    for text in texts:
        counts = Counter(terms(text, stopwords))
        columns += [vocabulary.setdefault(term, len(vocabulary)) for term in counts]
        values += counts.values()
        ends.append(len(columns))
    counted = (np.array(values, dtype=np.int64), np.array(columns, dtype=np.int64), ends)
    return sparse.csr_matrix(counted, shape=(len(ends) - 1, len(vocabulary)))


def _log_ratio(a, b, size, size_reference):
    return np.log2(np.maximum(a, 0.5) / size) - np.log2(np.maximum(b, 0.5) / size_reference)


def _two_cell_g2(a: np.ndarray, b: np.ndarray, size: float, size_reference: float) -> np.ndarray:
    expected = (a + b) * size / (size + size_reference)
    expected_reference = (a + b) - expected
    with np.errstate(divide="ignore", invalid="ignore"):
        return 2 * (a * np.log(a / expected) + np.where(b > 0, b * np.log(b / expected_reference), 0))


def _dispersion(counts: sparse.csr_matrix, sizes: np.ndarray) -> np.ndarray:
    """Half the sum over stories of how far the term's share in each is from the story's share of all words."""
    share = sizes / sizes.sum()
    total = np.asarray(counts.sum(axis=0)).ravel()
    found = counts.tocoo()
    apart = np.abs(found.data / total[found.col] - share[found.row]) - share[found.row]
    return ((1 + np.bincount(found.col, weights=apart, minlength=counts.shape[1])) / 2).clip(0, 1)  # rounding


def _without_parts(order: Iterable[int], names, counts: np.ndarray) -> list[int]:
    """``order`` without words that occur mostly in a phrase of the list, and phrases that a stronger word outdoes."""
    order = list(order)[:400]
    of_word: dict[str, int] = {}
    for i in order:
        if " " in names[i]:
            for word in names[i].split():
                of_word[word] = max(of_word.get(word, 0), int(counts[i]))
    by_word = {names[i]: int(counts[i]) for i in order if " " not in names[i]}
    kept = []
    for i in order:
        name, count = names[i], int(counts[i])
        if " " not in name and of_word.get(name, 0) >= 0.6 * count:
            continue
        if " " in name and any(count < 0.6 * by_word.get(word, 0) for word in name.split()):
            continue
        kept.append(i)
    return kept
