"""Finds the words that say that somebody speaks: verbs, nouns and "according to", outside quotation marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from helpers.annotate import kernels
from helpers.annotate.kernels.cues import Trie, trie_of
from helpers.annotate.kernels.text import pack
from helpers.annotate.quotes.stretches import Stretch
from helpers.lexicons import Lexicons
from helpers.lexicons.rows import cell

# the word before tells a noun from a verb of the same form: "his claim", "they claim"
NOUN_BEFORE = re.compile(
    r"(?:\b(?:the|a|an|his|her|their|its|our|my|your|this|that|these|those|such|no|any|some|of|in|for|with|by|from)|['’]s|s['’])\Z",
    re.IGNORECASE,
)
VERB_BEFORE = re.compile(
    r"(?:\b(?:to|I|you|we|they|who|would|will|can|could|may|might|should|must|did|do|does|not|people|police|men|women)|[a-z]s|ly|also"
    r"|n['’]t|\W)\Z"
)
LONGEST_WORD = 16  # characters before a cue that are looked at
# a hyphen that stands for a lost blank, as in "Lopez-said"; not that of "so-called"
BLANK_LOST = re.compile(r"\b(?:[A-Z]\w+|he|she|they|it|who)$")
SENTENCE_ENDS = ("", ".", "?", "!", '"', "”", "'", ",", "-", ":", ";")  # before a cue with a capital


class Cue(NamedTuple):
    """A cue at ``[start, end)``; ``kind`` as in ``cues.csv``, and ``noun`` for a verb's form that is a noun here."""

    start: int
    end: int
    kind: str


class Forms(NamedTuple):
    """What cues are written as: of each form its kind, and whether it is a verb as a dictionary has it."""

    trie: Trie
    kinds: list[str]
    is_base: list[bool]


Places = list[list[tuple[int, int, int]]]  # of each text where forms of cues begin and end, and which they are


@lru_cache(maxsize=4)
def forms_of(lexicons: Lexicons) -> Forms:
    """The forms of cues. One that is a verb and a noun counts as the verb: the words before it tell the two apart."""
    forms: dict[str, tuple[str, bool]] = {}
    for row in sorted(lexicons.rows["cues"], key=lambda row: row["kind"] == "noun"):
        for form in cell(row["forms"]):
            forms.setdefault(form, (row["kind"], form == row["form"]))
    return Forms(trie_of(list(forms)), [kind for kind, _ in forms.values()], [base for _, base in forms.values()])


def find_places(texts: Sequence[str], lexicons: Lexicons) -> Places:
    """Where forms of cues stand in each text, in order."""
    kernels.warm_up()
    found = kernels.cues.find(pack(texts), forms_of(lexicons).trie)
    first = np.searchsorted(found[:, 0], np.arange(len(texts) + 1)).tolist()
    rows = list(zip(*found[:, 1:].T.tolist()))
    return [rows[begin:end] for begin, end in pairwise(first)]


def find_cues(text: str, places: list[tuple[int, int, int]], lexicons: Lexicons, quoted: list[Stretch]) -> list[Cue]:
    """The cues of a text that stand outside quotation marks, in order, of the ``places`` with their forms."""
    _, kinds, is_base = forms_of(lexicons)
    found, number, n_quoted = [], 0, len(quoted)
    for start, end, form in places:
        while number < n_quoted and quoted[number].closes <= start:
            number += 1
        if number < n_quoted and quoted[number].opens <= start and not quoted[number].single:
            continue
        if text[start].isupper():
            if _before(text, start) not in SENTENCE_ENDS:
                continue
        elif text[start - 1] == "-":
            at = start - 1
            if _before(text, at).isalpha() and not BLANK_LOST.search(text, max(0, at - 30), at):
                continue
        kind = kinds[form]
        if text[end : end + 1] == "-" and (is_base[form] or kind != "say"):
            continue
        if kind in ("state", "speak") and start > 1 and text[start - 1] == " " and text[end - 3 : end] != "ing":
            word = text[max(0, start - LONGEST_WORD - 1) : start - 1].rpartition(" ")[2]
            if is_noun_behind(word) or (is_base[form] and not is_verb_behind(word)):
                kind = "noun"
        found.append(Cue(start, end, kind))
    return found


def _before(text: str, start: int) -> str:
    """The last character before ``start`` that is no blank."""
    return text[max(0, start - 2) : start].strip()[-1:]


@lru_cache(maxsize=20_000)
def is_noun_behind(word: str) -> bool:
    """Whether what could be a verb is a noun behind this word."""
    return NOUN_BEFORE.search(word) is not None


@lru_cache(maxsize=20_000)
def is_verb_behind(word: str) -> bool:
    """Whether what could be a noun is a verb behind this word."""
    return VERB_BEFORE.search(word) is not None
