"""Finds the words that say that somebody speaks: verbs, nouns and "according to", outside quotation marks."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import ahocorasick_rs

from helpers.annotate.quotes.stretches import Stretch
from helpers.lexicons import Lexicons
from helpers.lexicons.rows import cell

# what tells a noun from a verb of the same form: "his claim", "they claim"
NOUN_BEFORE = re.compile(
    r"(?:\b(?:the|a|an|his|her|their|its|our|my|your|this|that|these|those|such|no|any|some|of|in|for|with|by|from)|['’]s|s['’]) $",
    re.IGNORECASE,
)
VERB_BEFORE = re.compile(
    r"(?:^|\b(?:to|I|you|we|they|who|would|will|can|could|may|might|should|must|did|do|does|not|people|police|men|women)|[a-z]s|ly|also"
    r"|n['’]t|[^\w ]) ?$"
)
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
    search = ahocorasick_rs.AhoCorasick(list(patterns), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    return search, [kind for kind, _ in patterns.values()], [base for _, base in patterns.values()]


def find_cues(text: str, lexicons: Lexicons, quoted: list[Stretch]) -> list[Cue]:
    """The cues of a text that stand outside quotation marks, in order."""
    search, kinds, is_base = cues_of(lexicons)
    if search is None:
        return []
    found, number, size = [], 0, len(text)
    spaced = text.replace("-", " ").replace("\n", " ").replace("\u00a0", " ")
    for index, start, end in search.find_matches_as_indexes(spaced):
        if end < size and (text[end].isalnum() or text[end] in "-'’"):
            continue
        while number < len(quoted) and quoted[number].closes <= start:
            number += 1
        if number < len(quoted) and quoted[number].opens <= start and not quoted[number].single:
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
        if kind in ("state", "speak") and text[end - 3 : end] != "ing" and _is_noun(text, start, is_base[index]):
            kind = "noun"
        found.append(Cue(start, end, kind))
    return found


def _before(text: str, start: int) -> str:
    """The last character before ``start`` that is no blank."""
    return text[max(0, start - 2) : start].strip()[-1:]


def _is_noun(text: str, start: int, is_base: bool) -> bool:
    """Whether the form of a verb that begins at ``start`` is a noun."""
    if NOUN_BEFORE.search(text, max(0, start - 8), start):
        return True
    return is_base and not VERB_BEFORE.search(text, max(0, start - 16), start)
