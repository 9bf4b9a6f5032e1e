"""Finds what stands in quotation marks: straight, curly, low, guillemets, doubled and single; apostrophes are none.

A mark opens where a blank or bracket stands before it and no blank behind it; else it closes, if something is open. A
stretch that is opened anew before it was closed goes on (each paragraph of a long quotation opens with a mark), unless
the two next marks show a quotation within it, or a cue before the new mark shows that a closing mark was lost.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

MARKS = '"“”„«»'
MARK_OR_DOUBLED = re.compile(r"[\"“”„«»]|``|''")
SINGLE_MARKS = "'‘"
BEFORE_SINGLE = "([—–:-"  # or a blank
SINGLE = re.compile(
    r"['‘](?=[\w\"“(\[\u2026])(?!\d0s|(?:em|tis|twas|til|cause|bout|round|n)\b)"
    r"((?:[^\n'‘’]|['’](?=\w)){1,1000})['’](?!\w)"
)
SENTENCE_END = (".", "?", "!", "…", ".'", ".’", "?'", "?’", "!'", "!’", ")", ":")
LOST_CLOSE = re.compile(
    r"[,?!] (?=(?:[\w.'’-]+ ){1,4}(?:said|says|added|told|wrote)\b|(?:said|says|added) (?:[A-Z]|the |a ))[^\"“”]{3,160}\Z"
)
STOP = re.compile(r"[.?!](?= [A-Z\"“])")
STOP_BEFORE = re.compile(r"[.?!] (?=[A-Z])")
LONGEST_PARAGRAPH = 1500  # characters; a longer one that no mark closes has lost it

FEW_WORDS = 3  # a stretch of no more words than this is speech only where its sentence has a cue
MANY_WORDS = 7  # one of more words than this always is
# a title or a name in quotation marks, and no speech
NAMING = re.compile(
    r"\b(?:so-called|self-[a-z]+ed|known as|nicknamed|titled|entitled|dubbed|named"
    r"|the (?:book|song|film|movie|album|show|series|programme|program|musical|play|novel))[ ,:]*$",
    re.IGNORECASE,
)
WORK = re.compile(
    r"\b(?:told|tells|telling)(?:[ -]the)?[ -]$"
    r"|\b(?:on|in|of|to|for|from|host|hosts|watch|CBS|NBC|ABC|CNN|Fox|MSNBC|BBC|News)(?:['’]s?)? $"
    r"|\b(?:daily|newspaper|magazine|tabloid|weekly|website|blog|show|book|film|movie|song|album|series|program|programme"
    r"|podcast|novel|documentary|play),? $"
)
LABELLED = re.compile(  # "Free Port" (FP), the "Gazette" newspaper
    r"[\"”'’»]? (?:\([A-Z]|(?:newspaper|magazine|daily|weekly|website|blog|programme|program|show|party|group|movement"
    r"|campaign|hashtag)\b)"
)
SMALL = frozenset("a an and as at by for from in of on or the to with".split())


class Stretch(NamedTuple):
    """What stands at ``[start, end)`` of the text between marks at ``[opens, closes)``, outer marks included there."""

    start: int
    end: int
    opens: int
    closes: int
    single: bool = False


def find_stretches(text: str) -> list[Stretch]:
    """The quoted stretches of a text, in order, none within another."""
    singles = _places(text, SINGLE_MARKS)
    is_doubled = any(after - at == 1 for at, after in pairwise(singles)) or "``" in text
    found = _doubled(text, is_doubled)
    n_found, number, last = len(found), 0, 0
    for at in singles:
        before = text[at - 1 : at]
        if at < last or not (before in BEFORE_SINGLE or before.isspace()) or not (match := SINGLE.match(text, at)):
            continue
        last = match.end()
        while number < n_found and found[number].closes <= at:
            number += 1
        if number == n_found or last <= found[number].opens:
            found.append(Stretch(match.start(1), match.end(1), at, last, single=True))
    return sorted(found) if len(found) > n_found else found


def _places(text: str, marks: str) -> list[int]:
    """Where one of ``marks`` stands, in order; a search for one character at a time is the fastest there is."""
    places = []
    for mark in marks:
        at = text.find(mark)
        while at >= 0:
            places.append(at)
            at = text.find(mark, at + 1)
    places.sort()
    return places


def _doubled(text: str, is_doubled: bool) -> list[Stretch]:
    """The stretches between marks that are not single; ``is_doubled`` says whether some are two single ones."""
    if is_doubled:
        spans = [match.span() for match in MARK_OR_DOUBLED.finditer(text)]
    else:
        spans = [(at, at + 1) for at in _places(text, MARKS)]
    marks = []
    for start, end in spans:
        if side := _side(text[start - 1 : start], text[start:end], text[end : end + 1]):
            marks.append((start, end, side))
    if not marks:
        return []
    found: list[Stretch] = []
    opened: tuple[int, int] | None = None
    skip = last = 0  # last: where the newest paragraph of an open stretch begins
    for number, (start, end, side) in enumerate(marks):
        if skip:
            skip -= 1
        elif side == "close" or (side == "either" and opened):
            if opened:
                _add(found, text, opened, start, end)
                opened = None
            elif side == "close":
                _add_without_opening(found, text, start, end)
        elif opened is None:
            opened, last = (start, end), end
        elif _is_within(text, marks, number):
            skip = 1  # the mark that closes the inner quotation
        elif (lost := LOST_CLOSE.search(text, max(opened[1], start - 200), start)) is not None:
            _add(found, text, opened, lost.start() + 1, lost.start() + 1)
            opened, last = (start, end), end
        elif _goes_on(text[last:start]):
            last = end
        else:
            _add_without_closing(found, text, opened, start)
            opened, last = (start, end), end
    if opened:
        _add_without_closing(found, text, opened, len(text))
    return found


@lru_cache(maxsize=10_000)
def _side(before: str, mark: str, after: str) -> str:
    """``open``, ``close``, ``either``, or nothing for what is no quotation mark (inches, a tag's value).

    ``before`` and ``after`` are the characters beside it, empty at the ends of the text.
    """
    if before == "=" or (before.isdigit() and mark in ('"', "''") and after.isalnum()):
        return ""
    if mark in ("``", "„"):
        return "open"
    if mark == "”":
        return "close"
    if (mark == "“" and before not in (",", ".")) or (mark == "«" and not after.isspace()):
        return "open"
    blank_before = not before or before.isspace() or before in "([{—–/-'‘\u200b"
    blank_after = not after or after.isspace() or after in ")]}—–/-,.;:!?'’"
    if blank_before and not blank_after:
        return "open"
    if blank_after and not blank_before:
        return "close"
    if before.isspace() and after in (".", ":"):  # ". . ." opens a quotation
        return "either"
    return "close" if before in ("'", "’", "-", "—", "–") and after.isspace() else "either"


def _is_within(text: str, marks: list[tuple[int, int, str]], number: int) -> bool:
    """Whether an opening mark in an open stretch opens a quotation within it: two closing marks come next, near by."""
    ends = [side for _, _, side in marks[number + 1 : number + 3]]
    return ends == ["close", "close"] and "\n" not in text[marks[number][0] : marks[number + 1][0]]


def _goes_on(paragraph: str) -> bool:
    """Whether a mark behind ``paragraph``, one of an open stretch, opens its next one."""
    said = paragraph.rstrip()
    return said.endswith(SENTENCE_END) and "\n" not in said and len(said) < LONGEST_PARAGRAPH


def _add(found: list[Stretch], text: str, opened: tuple[int, int], start: int, end: int) -> None:
    if text[opened[1] : start].strip():
        found.append(Stretch(opened[1], start, opened[0], end))


def _add_without_closing(found: list[Stretch], text: str, opened: tuple[int, int], limit: int) -> None:
    """To the end of its paragraph; in a text of one long paragraph, of its sentence."""
    line = text.find("\n", opened[1], limit)
    end = limit if line < 0 else line
    if end - opened[1] > 600 or end == len(text):
        stop = STOP.search(text, opened[1], end)
        end = stop.end() if stop else end
    if end - opened[1] >= 20:
        end = opened[1] + len(text[opened[1] : end].rstrip())
        _add(found, text, opened, end, end)


def _add_without_opening(found: list[Stretch], text: str, start: int, end: int) -> None:
    """From the beginning of its sentence, if it closes like speech: the opening mark was lost."""
    if text[start - 1 : start] not in (",", ".", "?", "!"):
        return
    floor = max(text.rfind("\n", 0, start) + 1, found[-1].closes if found else 0, start - 400)
    begin = floor
    for stop in STOP_BEFORE.finditer(text, floor, start - 1):
        begin = stop.end()
    if begin == floor and found and floor == found[-1].closes:
        return
    begin += len(text[begin:start]) - len(text[begin:start].lstrip())
    if len(text[begin:start].split()) >= 4:
        found.append(Stretch(begin, start, begin, end))


def is_speech(text: str, stretch: Stretch, place: str, kind: str) -> bool:
    """Whether a stretch is speech, and no title, nickname or word held at arm's length.

    ``place`` says where its cue stands (``before`` and ``after`` are beside it), ``kind`` what the cue is; both are empty
    if it has none.
    """
    words = text[stretch.start : stretch.end].split(None, MANY_WORDS)  # the last holds whatever is more
    n_words, beside = len(words), place in ("before", "after")
    named = _is_named(words[:MANY_WORDS]) and _is_named(" ".join(words[MANY_WORDS:]).split())
    if named or n_words <= FEW_WORDS:
        before = text[max(0, stretch.opens - 30) : stretch.opens]
        if named and (WORK.search(before) or LABELLED.match(text, stretch.end)):
            return False
        if n_words <= FEW_WORDS and NAMING.search(before):
            return False
    if stretch.single and not beside:
        return n_words > MANY_WORDS and bool(place)
    if n_words > MANY_WORDS or beside:
        return True
    if place:
        return not named or (kind != "noun" and place != "late")
    return n_words > (MANY_WORDS if named else FEW_WORDS)


def _is_named(words: list[str]) -> bool:
    """Whether all words are written as those of a title or name are."""
    for word in words:
        first = word[0]
        if not first.isupper() and first.isalpha() and word not in SMALL:
            return False
    return True
