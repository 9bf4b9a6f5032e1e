"""Finds what is not the article in its text by the rules of ``boilerplate.csv``.

Nothing here changes a text: passages are found as :class:`Cut`, and :func:`helpers.ingest.clean.clean_article` takes
them out and keeps the account. A text may have lost its line breaks; so an end is looked for within running text,
peeled passage by passage from both ends, and nothing counts as an end that leaves half a sentence behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from ahocorasick_rs import AhoCorasick, Implementation

from helpers.errors import Failure
from helpers.ingest.cuts import Cut, Cuts
from helpers.ingest.headlines import headline_end
from helpers.ingest.markers import markers_of
from helpers.lexicons import Lexicons
from helpers.lexicons.rows import cell

HEAD, TAIL = 500, 900  # characters at either end in which passages of running text are looked for
HEAD_LINES, TAIL_LINES = 8, 24
LONGEST_LINE = 520  # characters; what is longer is a paragraph, which no rule takes as a whole
PEELS = 16  # passages taken from one end at most
LEFT_AT_END = 3  # marks and blanks that may stand between such a passage and the end
SCOPES = ("line", "sentence", "span", "headline")
PLACES = ("head", "tail", "inside", "any")
FIELDS = ("author", "agency", "outlet", "published", "section", "dateline")

# What patterns may say in short. A name is a few words with capitals; a list of names has commas and an "and".
NAME = r"[^\W\d_a-z][\w.'’\ufffd-]{0,30}(?: (?:[^\W\d_a-z][\w.'’\ufffd-]{0,30}|al|bin|da|de|del|der|di|la|van|von|el)){0,4}"
SHORT = {
    "NAME": NAME,
    "NAMES": rf"{NAME}(?:(?:, (?:and )?| and | & ){NAME}){{0,12}}",
    "DAY": r"(?:\d{1,4}[-./]\d{1,2}[-./]\d{2,4}|\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8}\.?,? \d{4}"
    r"|[A-Z][a-z]{2,8}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4})",
    "MONTH": r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?",
}


@dataclass(frozen=True)
class Rule:
    """A row of ``boilerplate.csv``, compiled. One of ``markers`` stands in all that it matches; they are looked for first.

    A rule that is ``folded`` goes by small letters, and so do its markers. What it matches at the end of a text begins
    at most ``reach`` characters before it.
    """

    id: str
    pattern: re.Pattern
    where: str
    scope: str
    keeps: tuple[str, ...]
    markers: tuple[str, ...]
    folded: bool
    reach: int


@dataclass(frozen=True)
class Rules:
    """The rules in the order of the file, the names of agencies, by which a credit is told from an outlet's own, and
    the words that say nothing of what an article is about."""

    all: tuple[Rule, ...]
    agencies: Mapping[str, str] = field(default_factory=dict)
    stopwords: frozenset[str] = frozenset()

    def marked_in(self, text: str) -> list[Rule]:
        """The rules that may find something in ``text``: those a marker of which stands in the part that they read."""
        parts = {"head": text[: HEAD * 2], "tail": text[-TAIL * 2 :], "any": text}
        if "\n" in text:
            parts["line"] = "\n".join(line for line in text.split("\n") if len(line) <= LONGEST_LINE)
        marked: set[int] = set()
        for place, part in parts.items():
            for written in (False, True):
                automaton, numbers, always = self._markers[place, written]
                marked.update(always)
                if numbers:
                    searched = part if written else part.lower()
                    for marker in {found[0] for found in automaton.find_matches_as_indexes(searched, overlapping=True)}:
                        marked.update(numbers[marker])
        return [self.all[number] for number in sorted(marked)]

    @cached_property
    def _markers(self) -> dict[tuple[str, bool], tuple[AhoCorasick, list[list[int]], list[int]]]:
        """For each part of a text, small or as written: the markers as one automaton, the rules that each is of, and
        the rules that have none."""
        found = {}
        for place in ("head", "tail", "any", "line"):
            for written in (False, True):
                of: dict[str, list[int]] = {}
                always = []
                for number, rule in enumerate(self.all):
                    where = "line" if rule.scope == "line" else "any" if rule.where == "inside" else rule.where
                    if where == place and rule.folded != written:
                        always += [] if rule.markers else [number]
                        for marker in rule.markers:
                            of.setdefault(marker, []).append(number)
                found[place, written] = (
                    AhoCorasick(list(of), implementation=Implementation.DFA),
                    list(of.values()),
                    always,
                )
        return found

    @cached_property
    def _agency(self) -> re.Pattern | None:
        names = sorted(self.agencies, key=len, reverse=True)
        return re.compile(rf"(?i)(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)") if names else None

    def agencies_in(self, credit: str) -> list[str]:
        """The agencies that a credit names, in its order, each as the lexicon calls it; none for ``news agencies``."""
        found = self._agency.findall(credit) if self._agency else []
        return list(dict.fromkeys(self.agencies[name.lower()] for name in found))


# --- rules ---


@lru_cache(maxsize=4)
def rules_of(lexicons: Lexicons) -> Rules:
    """The rules of ``boilerplate.csv`` and the agencies of ``outlets.csv``, compiled once.

    Raises
    ------
    Failure
        If a pattern is no regular expression, or a closed column has another value.
    """
    agencies = {
        name.lower(): row["name"]
        for row in lexicons.rows["outlets"]
        if row["kind"] == "agency"
        for name in (row["name"], *cell(row["aliases"]))
    }
    stopwords = frozenset(word[:7] for word in lexicons.stopwords())
    return Rules(tuple(_rule(row) for row in lexicons.rows["boilerplate"]), agencies, stopwords)


def _rule(row: Mapping[str, str]) -> Rule:
    for column, allowed in (("where", PLACES), ("scope", SCOPES)):
        if row[column] not in allowed:
            raise Failure(
                f"boilerplate.csv, {row['id']}: {column} is '{row[column]}'; write one of {', '.join(allowed)}"
            )
    keeps = cell(row["keeps"])
    if strange := set(keeps) - set(FIELDS):
        raise Failure(f"boilerplate.csv, {row['id']}: keeps is '{strange.pop()}'; write one of {', '.join(FIELDS)}")
    written = re.sub(r"\{([A-Z]+)\}", lambda short: SHORT.get(short[1], short[0]), row["pattern"])
    if row["where"] == "tail":  # it must reach the end, so it is told to: else it might settle for less
        flags = "(?i)" if written.startswith("(?i)") else ""
        written = rf"{flags}(?:{written.removeprefix(flags)})(?=[\s.,\"'”’)?-]{{0,{LEFT_AT_END}}}\Z)"
    try:
        pattern = re.compile(written)
    except re.error as why:
        raise Failure(f"boilerplate.csv, {row['id']}: the pattern is no regular expression: {why}") from None
    folded = bool(pattern.flags & re.IGNORECASE) or "(?i:" in written
    markers = tuple(sorted({marker.lower() for marker in markers_of(written)})) if folded else markers_of(written)
    widest = re._parser.parse(written).getwidth()[1]  # no public function tells how much a pattern can match
    return Rule(row["id"], pattern, row["where"], row["scope"], keeps, markers, folded, min(TAIL, widest + LEFT_AT_END))


# --- passages that rules find ---


def find_passages(text: str, rules: Rules) -> list[Cut]:
    """The passages that the rules find, in the order of the text; none overlaps another."""
    active = rules.marked_in(text)
    cuts = Cuts()
    if "\n" in text:
        _add(cuts, _lines(text, [rule for rule in active if rule.scope == "line"]))
    for rule in active:
        if rule.scope != "line" and rule.where in ("inside", "any"):
            _add(cuts, _inside(text, rule))
    heads = [rule for rule in active if rule.where == "head" and rule.scope != "line"]
    tails = [rule for rule in active if rule.where == "tail" and rule.scope != "line"]
    _add(cuts, _peel_head(text, heads, cuts) if heads else ())
    _add(cuts, _peel_tail(text, tails, cuts) if tails else ())
    return list(cuts)


def _add(cuts: Cuts, more: Iterable[Cut]) -> None:
    for cut in more:
        cuts.add(cut)


def _lines(text: str, rules: Sequence[Rule]) -> list[Cut]:
    """Lines that a rule matches as a whole, among the first, the last, or all."""
    cuts: list[Cut] = []
    if not rules:
        return cuts
    lines = [line for line in re.finditer(r"[^\n]+", text) if line.group().strip()]
    for number, line in enumerate(lines):
        start, end = line.start(), line.end()
        if end - start > LONGEST_LINE:
            continue
        start += len(line.group()) - len(line.group().lstrip())
        end -= len(line.group()) - len(line.group().rstrip())
        for rule in rules:
            if (rule.where == "head" and number >= HEAD_LINES) or (
                rule.where == "tail" and number < len(lines) - TAIL_LINES
            ):
                continue
            if found := rule.pattern.fullmatch(text, start, end):
                cuts.append(Cut(start, end, rule.id, _told(found, rule)))
                break
    return cuts


def _inside(text: str, rule: Rule) -> Iterable[Cut]:
    for found in rule.pattern.finditer(text):
        start, end = found.span()
        if rule.scope == "headline":
            end = headline_end(text, end) or start
        elif rule.scope == "sentence" and not ends_sentence(text, end):
            continue
        if end > start and (rule.scope == "span" or begins_sentence(text, start)):
            yield Cut(start, end, rule.id, _told(found, rule))


def _peel_head(text: str, rules: Sequence[Rule], cuts: Cuts) -> Iterable[Cut]:
    start = 0
    for _ in range(PEELS):
        start = _after(text, start, cuts)
        for rule in rules:
            found = rule.pattern.match(text, start, start + HEAD)
            if found and found.end() > start and (rule.scope == "span" or ends_sentence(text, found.end())):
                yield Cut(start, found.end(), rule.id, _told(found, rule))
                start = found.end()
                break
        else:
            return


def _after(text: str, start: int, cuts: Cuts) -> int:
    """Where the text begins behind ``start``: blanks and passages that were cut already are passed over."""
    while True:
        while start < len(text) and (text[start].isspace() or text[start] in "-–—*•|_"):
            start += 1
        ahead = cuts.before(start + 1)
        if not ahead or ahead.end <= start:
            return start
        start = ahead.end


def _peel_tail(text: str, rules: Sequence[Rule], cuts: Cuts) -> Iterable[Cut]:
    end = len(text)
    for _ in range(PEELS):
        end = _before(text, end, cuts)
        behind = cuts.before(end)
        first = max(text.rfind("\n", 0, end) + 1, behind.end if behind else 0)
        for rule in rules:
            begin = max(first, end - rule.reach)
            window = text[begin:end]
            if not _holds_one(window.lower() if rule.folded else window, rule.markers):
                continue
            if cut := _at_end(text, begin, end, rule):
                yield cut
                end = cut.start
                break
        else:
            return


def _before(text: str, end: int, cuts: Cuts) -> int:
    while True:
        while end and (text[end - 1].isspace() or text[end - 1] in "-–—*•|_"):
            end -= 1
        behind = cuts.before(end)
        if not behind or behind.end < end:
            return end
        end = behind.start


def _holds_one(text: str, markers: tuple[str, ...]) -> bool:
    for marker in markers:  # not any(): this is the inmost loop of cleaning
        if marker in text:
            return True
    return not markers


def _at_end(text: str, begin: int, end: int, rule: Rule) -> Cut | None:
    while found := rule.pattern.search(text, begin, end):
        if rule.scope == "span" or begins_sentence(text, found.start()):
            return Cut(found.start(), end, rule.id, _told(found, rule))
        begin = found.start() + 1  # a name may seem to begin in the sentence before: "… of Europe. Ama Osei is …"
    return None


STOPS = frozenset(".!?:;…|")
ADDRESS = re.compile(r"(?:@|https?:|www\.|\.(?:com|org|net|uk)\b)\S*$")


def begins_sentence(text: str, at: int) -> bool:
    """Whether a sentence, a line, a part after a wide blank or after an address may begin at ``at``."""
    before = text[max(0, at - 60) : at]
    bare = before.rstrip(" \"'”’)]-–—_*")
    return not bare or before[-1] == "\n" or before.endswith("  ") or bare[-1] in STOPS or bool(ADDRESS.search(bare))


def ends_sentence(text: str, at: int) -> bool:
    """Whether what follows ``at`` is a new sentence or line, or nothing."""
    after = text[at : at + 3]
    if not after.strip(" -.") or after[0] == "\n" or after.startswith("  "):
        return True
    return after[0].isspace() and text[at - 1] in ".!?:\"'”’)]"


def _told(found: re.Match, rule: Rule) -> tuple[tuple[str, str], ...]:
    groups = found.re.groupindex
    told = ((name, found[name] if name in groups else found[0]) for name in rule.keeps)
    return tuple((name, value.strip(" \t-–—|:;,.")) for name, value in told if value and value.strip())
