"""The matcher as it was before it was compiled: slow, plain, and the definition of what the compiled one must find."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

import ahocorasick_rs

from helpers.lexicons.letters import UNPARTED
from helpers.lexicons.rows import Form, Lexicons

# Same length before and after, so that offsets hold: curly quotes, dashes, no-break blanks.
FOLD = str.maketrans("‘’‛ʼ“”„«»–—‑\u00a0\u202f", '\'\'\'\'"""""---  ')

WORDY = (
    rf"^\W{UNPARTED}"  # what words are made of, to stand behind the bracket of a class: letters, figures, underscore
)
LETTER = re.compile(rf"[{WORDY}_]")


class Match(NamedTuple):
    """A form found at ``[start, end)`` of the text; ``rule`` names the rule that let it count, if it has any."""

    start: int
    end: int
    form: Form
    rule: str | None


Search = tuple[ahocorasick_rs.AhoCorasick, list[list[Form]], Callable[[str], str]]


class Matcher:
    """All forms of the lexicons, ready to search with.

    Parameters
    ----------
    lexicons : Lexicons
    """

    def __init__(self, lexicons: Lexicons):
        self.titles = lexicons.titles
        # of one text, the form with most rules is the narrowest reading, and a blocker the last
        forms = sorted(lexicons.forms(), key=lambda form: (-form.n_rules, form.kind == "none"))
        self._names = _searches(form for form in forms if not form.of_theme)
        self._themes = _searches(form for form in forms if form.of_theme)

    def find(self, text: str) -> list[Match]:
        """The matches in ``text``, in order; forms that only block are left out.

        Names do not overlap each other, nor do terms of themes. A term may hold a name ("US sanctions" is one, and
        names the US), but a term within a name is none ("security" in "UN Security Council"). ``with`` and ``without``
        rules look at the whole of ``text``, so give an article's title and text together.
        """
        folded = text.translate(FOLD)
        names = self._longest(self._names, folded)
        starts = [name.start for name in names]

        def in_a_name(term: Match) -> bool:
            before = bisect_right(starts, term.start) - 1
            return before >= 0 and term.end <= names[before].end

        terms = [term for term in self._longest(self._themes, folded) if not in_a_name(term)]
        return sorted([*names, *terms], key=lambda match: match[:2])

    def _longest(self, searches: list[Search], folded: str) -> list[Match]:
        candidates = []
        for search, forms, spell in searches:
            for index, start, end in search.find_matches_as_indexes(spell(folded), overlapping=True):
                if not LETTER.match(folded[max(0, start - 1) : start]) and not LETTER.match(folded, end):
                    candidates.append((start, -end, forms[index]))
        candidates.sort(key=lambda candidate: candidate[:2])
        found, last = [], 0
        for start, minus_end, forms in candidates:
            if start < last:
                continue
            for form in forms:
                rule = self._rule(form, folded, start, -minus_end) if form.n_rules else ""
                if rule is not None:
                    last = -minus_end
                    if form.kind != "none":
                        found.append(Match(start, last, form, rule or None))
                    break
        return found

    def _rule(self, form: Form, text: str, start: int, end: int) -> str | None:
        """The rule that lets ``form`` count here; ``None`` if one forbids it."""
        if form.not_after and stands_before(form.not_after, text, start):
            return None
        if form.not_before and stands_after(form.not_before, text, end):
            return None
        if form.without and any(word in text for word in form.without):
            return None
        if form.after and not stands_before(form.after, text, start):
            return None
        if form.together and not any(word in text for word in form.together):
            return None
        if form.introduced:
            if stands_before(self.titles, text, start):
                return "title"
            if not any(name in text for name in form.introduced):
                return None
            return "introduced"
        return "after" if form.after else "with" if form.together else "without" if form.without else "beside"


def _searches(forms: Iterable[Form]) -> list[Search]:
    """An automaton for the forms that count as written and one for those of any case, each with how to spell a text."""
    written: dict[str, list[Form]] = {}
    lowered: dict[str, list[Form]] = {}
    for form in forms:
        text = form.text.translate(FOLD)
        if form.case == "any":
            lowered.setdefault(lower(text), []).append(form)
        else:
            written.setdefault(text, []).append(form)
            if form.case == "caps" and text.upper() != text:
                written.setdefault(text.upper(), []).append(form)
    return [
        (ahocorasick_rs.AhoCorasick(list(found)), list(found.values()), spell)
        for found, spell in ((written, str), (lowered, lower))
        if found
    ]


def lower(text: str) -> str:
    """``text`` in lower case, of the same length: the Turkish dotted capital I, the one letter that would grow, as ``i``."""
    return text.replace("İ", "i").lower()


def stands_before(words: tuple[str, ...], text: str, start: int) -> bool:
    """Whether one of ``words`` ends where only blanks or a comma separate it from ``start``."""
    return _beside(words, True).search(text, max(0, start - 60), start) is not None


def stands_after(words: tuple[str, ...], text: str, end: int) -> bool:
    """Whether one of ``words`` begins where only blanks or a comma separate it from ``end``."""
    return _beside(words, False).match(text, end) is not None


@cache
def _beside(words: tuple[str, ...], before: bool) -> re.Pattern:
    """``$`` needs no boundary of its own ("US$5"); a word does."""
    ends = [rf"(?![{WORDY}])" * bool(LETTER.match(word[-1])) for word in words]
    bounded = (
        rf"(?<![{WORDY}]){re.escape(word)}" if before else re.escape(word) + end for word, end in zip(words, ends)
    )
    any_word = "|".join(sorted(bounded, key=len, reverse=True))
    return re.compile(rf"(?:{any_word}),? *\Z" if before else rf",? *(?:{any_word})")
