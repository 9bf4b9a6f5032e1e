"""Finds what is not the article in its text: by the rules of ``boilerplate.csv``, by the form of headlines, by counting.

Nothing here changes a text: passages are found as :class:`Cut`, and :func:`helpers.ingest.clean.clean_article` takes
them out and keeps the account. A text may have lost its line breaks; so an end is looked for within running text,
peeled passage by passage from both ends, and nothing counts as an end that leaves half a sentence behind.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import blake2b

from ahocorasick_rs import AhoCorasick, Implementation

from helpers.errors import Failure
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
NAME = r"[^\W\d_a-z][\w.'’-]{0,30}(?: (?:[^\W\d_a-z][\w.'’-]{0,30}|al|bin|da|de|del|der|di|la|van|von|el)){0,4}"
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


@dataclass(frozen=True, slots=True)
class Cut:
    """A passage at ``[start, end)`` that is not the article, the rule that says so, and what it tells of the article."""

    start: int
    end: int
    rule: str
    found: tuple[tuple[str, str], ...] = ()


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


def markers_of(pattern: str) -> tuple[str, ...]:
    """Strings, one of which stands in all that ``pattern`` matches; empty if none can be told.

    Of all that must be there, the strings are taken of which the commonest is rarest, as length and capitals tell.
    """
    needed, _ = _needed(pattern, 0)
    return tuple(sorted(needed or ()))


def _holds_one(text: str, markers: tuple[str, ...]) -> bool:
    for marker in markers:  # not any(): this is the inmost loop of cleaning
        if marker in text:
            return True
    return not markers


def _needed(pattern: str, at: int) -> tuple[frozenset[str] | None, int]:
    """Of the group that begins at ``at``: strings, one of which it needs, or ``None``; and where it ends."""
    choices: list[frozenset[str] | None] = []
    factors: list[frozenset[str]] = []
    run = ""
    while at < len(pattern) and pattern[at] != ")":
        char, plain, group = pattern[at], "", None
        if char == "|":
            choices.append(_rarest([*factors, frozenset({run})]))
            factors, run, at = [], "", at + 1
            continue
        if char == "\\":
            following = pattern[at + 1]
            plain, at = "" if following.isalnum() else following, at + 2
        elif char == "[":
            at = _end_of_class(pattern, at)
        elif char == "(":
            opened = re.compile(r"\((?:\?(?:[a-z]+\)|[a-z]*:|P<\w+>|<?[=!]))?").match(pattern, at)
            group, at = (None, at) if opened[0].endswith(")") else _needed(pattern, opened.end())
            at = opened.end() if opened[0].endswith(")") else at + 1
            group = None if opened[0][-1] in "=!" else group
        else:
            plain, at = "" if char in ".^$" else char, at + 1
        count = re.compile(r"[?*+][?+]?|\{\d*,?\d*\}\??").match(pattern, at)
        at = count.end() if count else at
        if count and count[0][:2] not in ("+", "+?", "{1", "{2", "{3", "{4", "{5"):
            plain, group = "", None
        if plain and not count:
            run += plain
            continue
        factors += [frozenset({run + plain})] + ([group] if group else [])
        run = ""
    choices.append(_rarest([*factors, frozenset({run})]))
    return (None if None in choices else frozenset().union(*choices)), at


def _rarest(factors: list[frozenset[str]]) -> frozenset[str] | None:
    best = max(factors, key=lambda strings: min(map(_rarity, strings)))
    return best if all(best) else None


def _rarity(marker: str) -> int:
    return len(marker.replace(" ", "")) + 6 * marker.count("@") + 2 * marker.count("/") + sum(map(str.isupper, marker))


def _end_of_class(pattern: str, at: int) -> int:
    at += 2 if pattern[at + 1] == "^" else 1
    at += pattern[at] == "]"
    while pattern[at] != "]":
        at += 2 if pattern[at] == "\\" else 1
    return at + 1


# --- passages that rules find ---


def find_passages(text: str, rules: Rules) -> list[Cut]:
    """The passages that the rules find, in the order of the text; none overlaps another."""
    active = rules.marked_in(text)
    cuts: list[Cut] = []
    if "\n" in text:
        _add(cuts, _lines(text, [rule for rule in active if rule.scope == "line"]))
    for rule in active:
        if rule.scope != "line" and rule.where in ("inside", "any"):
            _add(cuts, _inside(text, rule))
    heads = [rule for rule in active if rule.where == "head" and rule.scope != "line"]
    tails = [rule for rule in active if rule.where == "tail" and rule.scope != "line"]
    _add(cuts, _peel_head(text, heads, cuts) if heads else ())
    _add(cuts, _peel_tail(text, tails, cuts) if tails else ())
    return sorted(cuts, key=lambda cut: cut.start)


def _add(cuts: list[Cut], more: Iterable[Cut]) -> None:
    for cut in more:
        if not any(cut.start < held.end and held.start < cut.end for held in cuts):
            cuts.append(cut)


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


def _peel_head(text: str, rules: Sequence[Rule], cuts: Sequence[Cut]) -> Iterable[Cut]:
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


def _after(text: str, start: int, cuts: Sequence[Cut]) -> int:
    """Where the text begins behind ``start``: blanks and passages that were cut already are passed over."""
    while True:
        while start < len(text) and (text[start].isspace() or text[start] in "-–—*•|_"):
            start += 1
        ahead = next((cut for cut in cuts if cut.start <= start < cut.end), None)
        if not ahead:
            return start
        start = ahead.end


def _peel_tail(text: str, rules: Sequence[Rule], cuts: Sequence[Cut]) -> Iterable[Cut]:
    end = len(text)
    for _ in range(PEELS):
        end = _before(text, end, cuts)
        line = text.rfind("\n", 0, end) + 1
        for rule in rules:
            begin = max(line, end - rule.reach)
            window = text[begin:end]
            if not _holds_one(window.lower() if rule.folded else window, rule.markers):
                continue
            if cut := _at_end(text, begin, end, rule):
                yield cut
                end = cut.start
                break
        else:
            return


def _before(text: str, end: int, cuts: Sequence[Cut]) -> int:
    while True:
        while end and (text[end - 1].isspace() or text[end - 1] in "-–—*•|_"):
            end -= 1
        behind = next((cut for cut in cuts if cut.start < end <= cut.end), None)
        if not behind:
            return end
        end = behind.start


def _at_end(text: str, begin: int, end: int, rule: Rule) -> Cut | None:
    for found in rule.pattern.finditer(text, begin, end):
        if rule.scope == "span" or begins_sentence(text, found.start()):
            return Cut(found.start(), end, rule.id, _told(found, rule))
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


# --- headlines of other articles ---

STARTERS = frozenset(
    "A About According Additionally After All Also Although Among An And Another Any As At Because Before Besides Both "
    "But By Critics Despite During Each Earlier Either Even Every Few Following For Former From He Her Here His How "
    "However I If In Indeed Instead It Its It's Just Last Later Like Many May Meanwhile Moreover More Most Much My "
    "Nearly Neither Nevertheless No None Nor Not Now Of Officials On Once One Only Or Other Others Our Over Police "
    "Reports Several She Since So Some Soon Still Such That That's The Their Then There There's These They This Those "
    "Though Thousands Three Through Thus To Today Two Under Until Unlike We What When Where Whether Which While Who Why "
    "With Within Without Yet You Hundreds Dozens Four Five Six Seven Eight Nine Ten Tens Millions".split()
)
LINKING = frozenset(
    "a an the of in on at to for from with by and or but as is are was were be over under into vs about after before "
    "between against during his her their its who which that than near amid via de la al".split()
)
RELATIVE = frozenset(("who", "whose", "which", "where"))
LONGEST_HEADLINE = 16  # words
QUOTES = "\"'“”‘’"


def headline_end(text: str, at: int) -> int | None:
    """Where the headline ends that a prompt such as ``READ MORE:`` announces at ``at``; ``None`` if that is not clear.

    At a question mark, a wide blank or the end of its line; else, in text that lost its breaks, before the word that
    begins a new sentence: one that sentences begin with, or the first capital after a small word. In a headline in
    title case only the first tells, and only before a small word.
    """
    line = text[at : at + 220].split("\n")[0]
    wide = line.find("  ", len(line) - len(line.lstrip()))
    if wide > 0 and len(line[:wide].split()) <= LONGEST_HEADLINE:
        return at + wide
    words = list(re.finditer(r"\S+", line))[: LONGEST_HEADLINE + 1]
    plain = [word.group().strip(QUOTES) for word in words]
    named = [word[:1].isupper() for word in plain[1:8] if word.lower() not in LINKING]
    in_title_case = sum(named) * 2 > len(named)
    ended = at + len(line) == len(text) or text[at + len(line)] == "\n"
    guess = (
        at + len(line.rstrip()) if ended and 0 < len(words) <= LONGEST_HEADLINE and line.rstrip()[-1] != "." else None
    )
    for number in range(len(words) - 1):
        here, end = words[number].group(), at + words[number].end()
        if number and here.rstrip("'\"”’)-")[-1:] in ("?", "!"):
            return end
        if here[-1] == "." and len(here) > 4:
            break  # headlines have no stop: a sentence of the article ends here
        if number and plain[number] in RELATIVE and words[number - 1].group()[-1] == ",":
            break  # and no clause of this kind
        if number < 2 or here[-1] in ",:–—-" or plain[number].lower() in LINKING:
            continue
        if _begins_anew(words[number + 1].group(), plain[number : number + 3], in_title_case, guess is None):
            return end
        small = plain[number][:1].islower() and plain[number][-1:].isalpha()
        if guess is None and number > 2 and small and plain[number + 1][:1].isupper() and not in_title_case:
            guess = end
    return guess


def _begins_anew(written: str, plain: Sequence[str], in_title_case: bool, may_quote: bool) -> bool:
    """Whether a sentence begins with ``written``, the second of the ``plain`` words; the first is the one before it."""
    before, word, after = (*plain, "")[:3]
    if may_quote and written[0] in '"“' and written[1:2].isupper():
        return True
    word = word.strip(",.:;")
    if in_title_case:
        return word in STARTERS and after[:1].islower() and after not in LINKING
    return word in STARTERS or (word[:1].isupper() and (word == before or (word.endswith("ly") and written[-1] == ",")))


WORD = re.compile(r"[^\W\d_]{4,}")
SENTENCE_END = re.compile(r"[.!?…:;,][\"'”’)\]]*$")


def find_headlines(text: str, title: str | None, stopwords: frozenset[str], cuts: Sequence[Cut] = ()) -> list[Cut]:
    """Headlines of other articles: lines that stand alone, without a stop, and share hardly a word with this one.

    Below the article lines in title case may share a quarter of their words; others must be three, and share none. In
    its midst, where crossheads stand, a line must be long, in title case, and share none.
    """
    spans = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text) if m.group().strip()]
    spans = [span for span in spans if not any(cut.start <= span[0] and span[1] <= cut.end + 1 for cut in cuts)]
    shaped = [number for number, span in enumerate(spans) if _has_form(text[slice(*span)].strip())]
    prose = len(spans) - len(shaped)
    if not shaped or prose < 2:
        return []
    known = _words(
        f"{title or ''}\n" + "\n".join(text[slice(*span)] for n, span in enumerate(spans) if n not in shaped)
    )
    shares = {number: _share(text[slice(*spans[number])], known, stopwords) for number in shaped}
    below = []
    while len(spans) - 1 - len(below) in shares:
        number = len(spans) - 1 - len(below)
        if shares[number] > 0.25 or (title and text[slice(*spans[number])].strip() == title.strip()):
            break
        below.append(number)
    if len(below) < 3 or any(shares[number] for number in below):
        titled = [_in_title_case(text[slice(*spans[number])]) for number in below]
        below = below[: titled.index(False)] if False in titled else below
    inside = [
        number
        for number in shaped
        if 0 < number < len(spans) - 1
        and number not in below
        and not shares[number]
        and len(_words(text[slice(*spans[number])]) - stopwords) >= 6
        and _in_title_case(text[slice(*spans[number])])
    ]
    return [Cut(*spans[number], "unrelated_headline") for number in sorted(below + inside)]


def _share(line: str, known: set[str], stopwords: frozenset[str]) -> float:
    """How many of the words of ``line`` the article has too; all, if there are too few to tell."""
    words = _words(line) - stopwords
    return sum(word in known for word in words) / len(words) if len(words) >= 3 else 1.0


def _has_form(line: str) -> bool:
    return (
        25 <= len(line) <= 160
        and len(line.split()) >= 4
        and line[0] not in "-–—*•\"“'‘(["
        and (line[0].isupper() or line[0].isdigit())
        and not SENTENCE_END.search(line)
        and not re.search(r"[a-z]{2}[.!?] +[A-Z]", line)
    )


def _words(text: str) -> set[str]:
    return {word[:7] for word in WORD.findall(text.lower())}  # the first letters: `climate` and `climates` are one


def _in_title_case(line: str) -> bool:
    long = [word for word in re.findall(r"[^\W\d_][\w'’-]*", line) if len(word) > 3]
    return bool(long) and sum(word[0].isupper() for word in long) >= 0.8 * len(long)


# --- passages that an outlet repeats ---

BETWEEN_SENTENCES = re.compile(r"[.!?:…\n](?:(?<=\n)|[\"'”’)\]]*(?=\s))")
EDGE = 3  # sentences at either end that count as such
SHORTEST, SHORTEST_INSIDE = 12, 60  # characters
KEPT_ANCHORS = 64  # of one passage; more say no more
MOST_ONCE = 300_000  # passages that came once, of which is known that they did: those of about 10,000 articles


@dataclass
class Count:
    """In how many articles a passage stands: their ``anchors``, as far as they are kept, and how many ``more``."""

    anchors: set[str] = field(default_factory=set)
    more: int = 0

    @property
    def n(self) -> int:
        return len(self.anchors) + self.more

    def add(self, anchor: str) -> None:
        if anchor not in self.anchors:
            if len(self.anchors) < KEPT_ANCHORS:
                self.anchors.add(anchor)
            else:
                self.more += 1  # enough to tell copies from articles; from here on, copies may count


@dataclass
class Passages:
    """How often outlets repeat a sentence or line, and where; small enough to be kept between runs.

    A passage counts once for each *anchor*, the two longest other sentences of the article: copies and new versions of
    an article share them, and so never make what they repeat look like furniture. The order of articles does not matter,
    but for this: of what came once nothing is held but a number and its anchor, and in a long run these are let go from
    time to time. What makes furniture comes again soon enough.
    """

    articles: dict[str, int] = field(default_factory=Counter)
    counts: dict[str, dict[tuple[str, str], Count]] = field(default_factory=dict)
    once: dict[int, str] = field(default_factory=dict)

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping]) -> Passages:
        """Counts that :meth:`rows` gave, from an earlier run."""
        held = cls()
        for row in rows:
            if not row["passage"]:
                held.articles[row["outlet"]] += row["n_articles"]
                continue
            anchors = set(row["anchors"].split())
            of_outlet = held.counts.setdefault(row["outlet"], {})
            of_outlet[row["place"], row["passage"]] = Count(anchors, row["n_articles"] - len(anchors))
        return held

    def add(self, outlet: str, text: str) -> None:
        """Counts the sentences of one article, cleaned by the rules."""
        sentences = [text[start:end] for start, end in _sentences(text)]
        self.articles[outlet] += 1
        if len(sentences) < 3:
            return
        of_outlet = self.counts.setdefault(outlet, {})
        longest = sorted(sentences, key=lambda sentence: (-len(sentence), sentence))[:3]
        anchor = _fingerprint("\n".join(longest[:2]))
        last = len(sentences) - EDGE
        for number, sentence in enumerate(sentences):
            place = "head" if number < EDGE - 1 else "tail" if number >= last else "inside"
            if len(sentence) >= (SHORTEST_INSIDE if place == "inside" else SHORTEST):
                others = [other for other in longest if other != sentence][:2] if sentence in longest[:2] else None
                own = _fingerprint("\n".join(others)) if others else anchor
                if count := of_outlet.get((place, sentence)):
                    count.add(own)
                elif (first := self.once.setdefault(hash((outlet, place, sentence)), own)) != own:
                    of_outlet[place, sentence] = Count({first, own})
        if len(self.once) > MOST_ONCE:
            self.once.clear()

    def repeated(self, outlet: str) -> dict[str, frozenset[str]]:
        """The passages that ``outlet`` repeats, by place: ``head``, ``tail``, ``inside``. Ask once for each outlet."""
        n_of_outlet = self.articles.get(outlet, 0)
        found: dict[str, set[str]] = {place: set() for place in ("head", "tail", "inside")}
        for (place, passage), count in self.counts.get(outlet, {}).items():
            if is_repeated(count.n, n_of_outlet, place):
                found[place].add(passage)
        return {place: frozenset(passages) for place, passages in found.items()}

    def rows(self) -> list[dict]:
        """What to keep: ``outlet``, ``place``, ``passage``, ``n_articles`` and ``anchors``; what came once is let go.

        A row without a passage holds how many articles of the outlet were counted.
        """
        rows = [
            {"outlet": outlet, "place": "", "passage": "", "n_articles": n, "anchors": ""}
            for outlet, n in self.articles.items()
        ]
        for outlet, of_outlet in self.counts.items():
            for (place, passage), count in of_outlet.items():
                anchors = " ".join(sorted(count.anchors))
                row = {"outlet": outlet, "place": place, "passage": passage, "n_articles": count.n}
                rows.append({**row, "anchors": anchors})
        return sorted(rows, key=lambda row: (row["outlet"], row["place"], row["passage"]))


def is_repeated(n_articles: int, n_of_outlet: int, place: str) -> bool:
    """Whether a passage is furniture: in 8 articles and 2 % of the outlet's, or in 4 and 40 %; inside, in 12 and 5 %."""
    if place == "inside":
        return n_articles >= 12 and n_articles >= 0.05 * n_of_outlet
    return (n_articles >= 8 and n_articles >= 0.02 * n_of_outlet) or (
        n_articles >= 4 and n_articles >= 0.4 * n_of_outlet
    )


def find_repeated(texts_by_outlet: Mapping[str, Iterable[str]], held: Passages | None = None) -> Passages:
    """Counts a batch of texts on top of what was ``held``, which is changed and given back."""
    held = held or Passages()
    for outlet, texts in texts_by_outlet.items():
        for text in texts:
            held.add(outlet, text)
    return held


def cut_repeated(text: str, repeated: Mapping[str, frozenset[str]]) -> list[Cut]:
    """The passages of ``text`` that its outlet repeats: peeled from the ends, and long ones wherever they stand."""
    if not any(repeated.values()):
        return []
    sentences = _sentences(text)
    cuts = []
    first, last = 0, len(sentences)
    while first < last and text[slice(*sentences[first])] in repeated["head"]:
        first += 1
    while last > first and text[slice(*sentences[last - 1])] in repeated["tail"]:
        last -= 1
    for number, (start, end) in enumerate(sentences):
        if number < first or number >= last or text[start:end] in repeated["inside"]:
            cuts.append(Cut(start, end, "repeated_by_outlet"))
    return cuts


def _sentences(text: str) -> list[tuple[int, int]]:
    """Where sentences and lines of a cleaned text lie, roughly: every article is counted, so Punkt would take too long."""
    spans, start = [], 0
    for end in (*(found.end() for found in BETWEEN_SENTENCES.finditer(text)), len(text)):
        sentence = text[start:end]
        if bare := sentence.strip():
            start += len(sentence) - len(sentence.lstrip())
            spans.append((start, start + len(bare)))
        start = end
    return spans


def _fingerprint(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
