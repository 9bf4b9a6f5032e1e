"""Valence of a sentence: VADER, as NLTK computes it, with the names of countries, people and bodies masked.

VADER (Hutto and Gilbert 2014, ICWSM) scores words of a rated list; "united" and "security" are among them, so
without the mask "The United States and the UN Security Council met." would be warm praise.
"""

from __future__ import annotations

import re
import string
from functools import lru_cache
from importlib.resources import files

import numpy as np
import pandas as pd

from helpers.lexicons import Lexicons, load_lexicons, matcher_of

MASK = "xx"  # in no word list; VADER leaves out words of one letter, which would bring the neighbours nearer
PUNCTUATION = string.punctuation + "“”‘’–—…"
# notes of articles without a tone to measure: what is no article (see :mod:`helpers.ingest.triage`), and what is not English
NOT_SCORED = frozenset(
    "empty too_short error_page paywall_stub menu headline_list photo_gallery not_prose other_language".split()
)


@lru_cache(maxsize=1)
def analyser():
    """NLTK's analyser on the word list that the vaderSentiment wheel carries: no download, no data folder."""
    from nltk.sentiment.vader import SentimentIntensityAnalyzer, VaderConstants  # a second, which readers need not pay

    vader = object.__new__(
        SentimentIntensityAnalyzer
    )  # its own __init__ would look for the list in NLTK's data folders
    vader.lexicon_file = files("vaderSentiment").joinpath("vader_lexicon.txt").read_text("utf-8")
    vader.lexicon = vader.make_lex_dict()
    vader.constants = VaderConstants()
    return vader


def is_scored(notes: str, language: str) -> bool:
    """Whether the sentences of an article get a valence; ``notes`` and ``language`` as in ``articles``, empty if unknown."""
    return NOT_SCORED.isdisjoint(notes.split()) and (not language or language.lower().startswith("en"))


def score_sentence(sentence: str) -> dict[str, float] | None:
    """VADER's ``compound`` (-1..1), ``neg``, ``neu`` and ``pos`` (shares that sum to 1); ``None`` if nothing bears valence."""
    vader = analyser()
    if not any(word in vader.lexicon or word.strip(PUNCTUATION) in vader.lexicon for word in sentence.lower().split()):
        return None
    scores = vader.polarity_scores(sentence)
    return scores if scores["pos"] or scores["neg"] or scores["compound"] else None


def mask(sentence: str, spans: list[tuple[int, int]]) -> str:
    """``sentence`` with each span, given from its own beginning and in order, replaced by one word that means nothing.

    A name in capitals stays in capitals: VADER takes shouted words for stronger, unless all are shouted.
    """
    parts, last = [], 0
    for start, end in spans:
        parts += [sentence[last:start], MASK.upper() if sentence[start:end].isupper() else MASK]
        last = end
    return "".join([*parts, sentence[last:]])


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
    find = matcher_of(lexicons or load_lexicons()).find
    scores = []
    for sentence in text.fillna(""):
        spans = [(match.start, match.end) for match in find(sentence) if match.form.kind != "theme"]
        scored = score_sentence(mask(re.sub(r"\s", " ", sentence), spans))
        scores.append(scored["compound"] if scored else np.nan)
    return pd.Series(scores, index=text.index, dtype="float64", name="valence")
