"""Finds the words that say that somebody speaks: verbs, nouns and "according to", outside quotation marks."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import ahocorasick_rs

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


@lru_cache(maxsize=4)
def cues_of(lexicons: Lexicons) -> tuple[ahocorasick_rs.AhoCorasick | None, list[str], list[bool]]:
    """The search for cues; of each of its patterns the kind, and whether it is a verb as a dictionary has it.

    A form that is a verb and a noun counts as the verb: the words before it tell the two apart.
    """
    patterns: dict[str, tuple[str, bool]] = {}
    for row in sorted(lexicons.rows["cues"], key=lambda row: row["kind"] == "noun"):
        for form in cell(row["forms"]):
            what = row["kind"], form == row["form"]
            patterns.setdefault(f" {form}", what)
            patterns.setdefault(form[:1].upper() + form[1:], what)
    if not patterns:
        return None, [], []
    search = ahocorasick_rs.AhoCorasick(
        list(patterns),
        matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
        implementation=ahocorasick_rs.Implementation.DFA,
    )
    return search, [kind for kind, _ in patterns.values()], [base for _, base in patterns.values()]


def find_cues(text: str, lexicons: Lexicons, quoted: list[Stretch]) -> list[Cue]:
    """The cues of a text that stand outside quotation marks, in order."""
    search, kinds, is_base = cues_of(lexicons)
    if search is None:
        return []
    found, number, n_quoted, following = [], 0, len(quoted), text + " "
    spaced = text.replace("-", " ").replace("\n", " ").replace("\u00a0", " ")
    for index, start, end in search.find_matches_as_indexes(spaced):
        after = following[end]
        if after.isalnum() or after in "-'’":
            continue
        while number < n_quoted and quoted[number].closes <= start:
            number += 1
        if number < n_quoted and quoted[number].opens <= start and not quoted[number].single:
            continue
        first = text[start]
        if first == " ":
            start += 1
        elif first.isalpha():  # with a capital
            if text[start - 1 : start].isalnum() or _before(text, start) not in SENTENCE_ENDS:
                continue
        elif first == "-" and _before(text, start).isalpha() and not BLANK_LOST.search(text, max(0, start - 30), start):
            continue
        else:
            start += 1
        kind = kinds[index]
        if kind in ("state", "speak") and start > 1 and text[start - 1] == " " and text[end - 3 : end] != "ing":
            word = text[max(0, start - LONGEST_WORD - 1) : start - 1].rpartition(" ")[2]
            if is_noun_behind(word) or (is_base[index] and not is_verb_behind(word)):
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
