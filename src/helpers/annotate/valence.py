"""Valence of a sentence: VADER, as NLTK computes it, with the names of countries, people and bodies masked.

VADER (Hutto and Gilbert 2014, ICWSM) scores words of a rated list; "united" and "security" are among them, so
without the mask "The United States and the UN Security Council met." would be warm praise.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd

from helpers.annotate import kernels
from helpers.annotate.kernels.text import bytes_at, pack
from helpers.lexicons import Lexicons, load_lexicons, matcher_of

# notes of articles without a tone to measure: what is no article (see :mod:`helpers.ingest.triage`), and what is not English
NOT_SCORED = frozenset(
    "empty too_short error_page paywall_stub menu headline_list photo_gallery not_prose other_language".split()
)

SCORES = ["negative", "neutral", "positive", "valence"]


@cache
def word_list() -> str:
    """The rated words that the vaderSentiment wheel carries: no download, no data folder."""
    return files("vaderSentiment").joinpath("vader_lexicon.txt").read_text("utf-8")


def is_scored(notes: str, language: str) -> bool:
    """Whether the sentences of an article get a valence; ``notes`` and ``language`` as in ``articles``, empty if unknown."""
    return NOT_SCORED.isdisjoint(notes.split()) and (not language or language.lower().startswith("en"))


def score_sentences(sentences: Sequence[str], masks: Sequence[list[tuple[int, int]]] | None = None) -> pd.DataFrame:
    """VADER of each sentence, its names masked.

    Parameters
    ----------
    sentences : sequence of str
    masks : sequence of lists, optional
        The names of each sentence, as spans from its own beginning and in order. Each counts as one word that means
        nothing, in capitals if all of the name is: VADER takes shouted words for stronger, unless all are shouted.

    Returns
    -------
    DataFrame of float, one row per sentence
        ``negative``, ``neutral`` and ``positive`` (shares that sum to 1) and ``valence`` (VADER's compound, -1..1); all
        NaN where no word bears valence.
    """
    spans = [(k, start, end) for k, names in enumerate(masks or ()) for start, end in names]
    names = np.array(spans, np.int64).reshape(-1, 3).T.copy()
    every = np.arange(len(sentences))
    ends = np.fromiter(map(len, sentences), np.int64, len(sentences))
    return pd.DataFrame(score_spans(sentences, every, np.zeros_like(ends), ends, names), columns=SCORES)


def score_spans(
    texts: Sequence[str], text: np.ndarray, start: np.ndarray, end: np.ndarray, names: np.ndarray
) -> np.ndarray:
    """VADER of the sentences at ``[start, end)`` of ``texts``: a row each, in the columns of :func:`score_sentences`.

    Parameters
    ----------
    texts : sequence of str
    text, start, end : arrays of one number a sentence
        Which of ``texts`` it is in, and where; those of one text follow each other.
    names : array of three rows, one number a name
        Its sentence, in order, and where in the text it begins and ends.
    """
    kernels.warm_up()
    packed, (of, *spans) = pack(texts), names
    first, last, *masked = bytes_at(packed, (text, start), (text, end), *((text[of], column) for column in spans))
    masks = kernels.valence.masks_of(len(text), of, *masked)
    scores = kernels.valence.score(packed, first, last, kernels.valence.lexicon_of(word_list()), masks)
    scores[~scores[:, [0, 2, 3]].any(axis=1)] = np.nan
    return scores


def valence(text: pd.Series, lexicons: Lexicons | None = None) -> pd.Series:
    """Valence of each sentence or headline.

    Parameters
    ----------
    text : Series of str, one sentence or headline a row

    Returns
    -------
    Series of float, same index
        -1 (most negative) to 1 (most positive); NaN where no word bears valence, which is not the same as 0.
    """
    sentences = list(text.fillna(""))
    found = matcher_of(lexicons or load_lexicons()).find_each(sentences)
    names = [[(m.start, m.end) for m in matches if m.form.kind != "theme"] for matches in found]
    return score_sentences(sentences, names)["valence"].set_axis(text.index)
