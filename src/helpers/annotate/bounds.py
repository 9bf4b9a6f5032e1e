"""When an undated article can have been published: bounds from what it says, never a guess.

A day written in the text has come when the text was written, unless its sentence looks ahead. An office written with
its holder's name, unqualified and in the narrator's own words, was held when the text was written: it bounds from
below anywhere, and from above in the first third, where background and biography are rare, or in a sentence that says
that it speaks of the present. What contradicts itself bounds nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import NamedTuple

from helpers.lexicons import Lexicons, Office
from helpers.lexicons.rows import cell, in_title_case

FIRST_PART = 1 / 3
REACH = 1_000  # characters to either side within which a sentence ends
SENTENCE_MARKS = (". ", "\n", "? ", "! ")
MARK = re.compile(r"[\"“”\n]")
FOREVER = "9999-12-31"
MONTHS = {name: number for number, name in enumerate(
    "January February March April May June July August September October November December".split(), 1
)}  # fmt: skip
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"Sept": 9}
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
DAY = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month>{MONTH})\.?,? (?P<year>(?:19|20)\d\d)"
    rf"|(?P<month2>{MONTH})\.? (?:\d{{1,2}} ?[-–] ?)?(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year2>(?:19|20)\d\d))\b"
)
AHEAD = re.compile(
    r"\b(?:will|would|shall|plans?|planned|planning|due|expects?|expected|scheduled|upcoming|next|until|till|by|before|deadline"
    r"|expires?|set (?:for|to)|slated|from|starting|beginning|if|may|could|should|to be held|to take place|through|target)\b",
    re.IGNORECASE,
)
PAST = re.compile(
    r"\b(?:\w+ed|was|were|had|been|held|took|met|said|told|made|went|came|began|left|won|lost|gave|got|sent|spoke|wrote|saw|found"
    r"|became|fell|fought|hit|broke|brought|led|paid|put|read|ran|set|shot|stood|struck|visit)\b",
    re.IGNORECASE,
)
EARLIER = re.compile(
    r"\b(?:1[6-9]|20)\d\d\b|\bago\b|\blast (?:year|month|\w+ber|\w+ary|spring|summer|autumn|fall|winter)\b"
    r"|\b(?:first|second|previous) term\b|\bat the time\b|\bera\b|\bhistor|\blegacy\b|\bpredecessor",
    re.IGNORECASE,
)
PRESENT = re.compile(
    r"\b(?:now|nowadays|currently|presently|these days|at present|at the moment|(?:have|has) (?:just|recently|so far))\b",
    re.IGNORECASE,
)
FORMER = (
    "former|formerly|ex|then|late|past|previous|ousted|deposed|toppled|overthrown|slain|assassinated|disgraced|retired"
    "|onetime|one-time|erstwhile"
)
QUALIFIED = re.compile(
    rf"\b(?:{FORMER}|vice|deputy|incoming|future|next|elect|would-be|acting|interim|shadow|designate|ailing|under|since|fake"
    r"|honorary)\b[^.;,]{0,40}$",
    re.IGNORECASE,
)
ABBREVIATED = {"prime minister": ("PM", "Premier"), "foreign minister": ("FM",), "president": ("Pres.",)}
# These outlive what they name: people are called so long after they left, or the dates are of a term among several.
UNBOUNDED = (
    "senator",
    "governor",
    "member of congress",
    "candidate",
    "leader",
    "spokes",
    "king",
    "queen",
    "pope",
    "speaker",
)


class Evidence(NamedTuple):
    """One clue: the article is not older than ``since`` (ISO), nor newer than ``until``; either may be empty."""

    since: str
    until: str
    words: str


def read_bounds(
    title: str, text: str, mentions: list[dict], lexicons: Lexicons, fetched: str | None = None
) -> dict | None:
    """The bounds of one article without a stated date.

    Parameters
    ----------
    mentions : list of dict
        The article's mentions; those of people are used.
    fetched : str, optional
        The ISO day on which it was fetched: it is not newer than that.

    Returns
    -------
    dict or None
        ``published_from``, ``published_to`` (UTC; null is open) and ``evidence``; ``None`` if nothing bounds it, or if
        the clues contradict each other.
    """
    clues = [*_days(text), *_offices(title, text, mentions, lexicons)]
    if fetched:
        clues.append(Evidence("", fetched, f"fetched on {fetched}"))
    since = max((clue for clue in clues if clue.since), key=lambda clue: clue.since, default=None)
    until = min((clue for clue in clues if clue.until), key=lambda clue: clue.until, default=None)
    if since is None and until is None:
        return None
    if since and until and since.since >= until.until:
        return None
    said = dict.fromkeys(clue.words for clue in (since, until) if clue)
    return {
        "published_from": _time(since.since) if since else None,
        "published_to": _time(until.until) if until else None,
        "evidence": "; ".join(said),
    }


def days_between(bounds: dict | None) -> tuple[str, str] | None:
    """The first and the last ISO day on which an undated article can have been published; ``None`` if it has no first."""
    if not bounds or not bounds["published_from"]:
        return None
    times = bounds["published_from"], bounds["published_to"]
    return tuple(time.date().isoformat() if time else FOREVER for time in times)


def _time(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


def _days(text: str):
    """Whole days written in the text, but for those whose sentence looks ahead."""
    for found in DAY.finditer(text):
        year = int(found["year"] or found["year2"])
        month, day = MONTHS[found["month"] or found["month2"]], int(found["day"] or found["day2"])
        start, _ = sentence_around(text, found.start())
        if AHEAD.search(text, start, found.start()) or not PAST.search(text, start, found.start()):
            continue
        try:
            written = date(year, month, day).isoformat()
        except ValueError:
            continue
        yield Evidence(written, "", f"“{found.group()}”")


def sentence_around(text: str, at: int) -> tuple[int, int]:
    """Roughly the sentence round ``at``."""
    floor, ceiling = max(0, at - REACH), min(len(text), at + REACH)
    starts = [start + 1 for mark in SENTENCE_MARKS if (start := text.rfind(mark, floor, at)) >= 0]
    ends = [end for mark in SENTENCE_MARKS if (end := text.find(mark, at, ceiling)) >= 0]
    return max(starts, default=floor), min(ends, default=ceiling)


def _offices(title: str, text: str, mentions: list[dict], lexicons: Lexicons):
    """Offices written with the name of their holder, in the narrator's words."""
    forms = _forms_of(lexicons)
    for mention in mentions:
        if mention["kind"] != "person":
            continue
        part = title if mention["part"] == "title" else text
        offices = lexicons.offices[mention["entity"]]
        readings = [
            (written, name, before)
            for before, name in _readings(part, mention, forms.get(mention["entity"], ()))
            for office in offices
            for written in _titles(office)
            if before.endswith(written)
        ]
        # a deputy crown prince is no crown prince: the longest title that stands there is the one that is meant
        written, name, before = max(readings, key=lambda reading: len(reading[0]), default=("", "", ""))
        held = [office for office in offices if written in _titles(office)]
        if not held or not all(office.since for office in held):
            continue
        ahead_of_it = before[: -len(written)]
        if (
            QUALIFIED.search(ahead_of_it)
            or re.match(r"[ -]?elect\b", part[mention["end"] :])
            or _in_quotes(part, mention["start"])
        ):
            continue
        words = f"“{written} {name}”"
        since = min(office.since for office in held)
        ends = [office.until for office in held]
        sentence = sentence_around(part, mention["start"])
        early = mention["part"] == "title" or mention["start"] <= FIRST_PART * len(text)
        of_now = (early or PRESENT.search(part, *sentence)) and not EARLIER.search(part, *sentence)
        yield Evidence(since, max(ends) if of_now and all(ends) else "", words)


@lru_cache(maxsize=4)
def _forms_of(lexicons: Lexicons) -> dict[str, tuple[str, ...]]:
    return {row["person"]: (*cell(row["forms"]), *cell(row["short"])) for row in lexicons.rows["people"]}


def _readings(part: str, mention: dict, forms: tuple[str, ...]) -> list[tuple[str, str]]:
    """What stands before the name, and the name: the matched form may hold a title itself ("Prince Mohammed ...")."""
    written = part[max(0, mention["start"] - 90) : mention["end"]]
    names = {mention["surface"], *(form for form in forms if " " in form and written.endswith(form))}
    return [(written[: len(written) - len(name)].rstrip(), name) for name in sorted(names, key=len)]


def _titles(office: Office) -> tuple[str, ...]:
    """How an office is written before a name; nothing if its holders are called so long after they left."""
    if any(word in office.office for word in UNBOUNDED):
        return ()
    return (in_title_case(office.office), *ABBREVIATED.get(office.office, ()))


def _in_quotes(part: str, at: int) -> bool:
    places, quoted = _marks_of(part)
    number = bisect_left(places, at)
    return number > 0 and quoted[number - 1]


@lru_cache(maxsize=2)  # the title and the text of the article that is being read
def _marks_of(part: str) -> tuple[list[int], list[bool]]:
    """Where quotation marks and line ends stand, and whether what follows each is quoted: no quotation outlasts its line."""
    places, quoted = [], []
    n_straight = n_open = 0
    for found in MARK.finditer(part):
        mark = found.group()
        if mark == "\n":
            n_straight = n_open = 0
        elif mark == '"':
            n_straight += 1
        else:
            n_open += 1 if mark == "“" else -1
        places.append(found.start())
        quoted.append(n_straight % 2 == 1 or n_open > 0)
    return places, quoted
