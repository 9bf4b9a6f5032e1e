"""Finds the headline of another article behind the last sentence of a text that lost its line breaks.

Lines are looked at by :func:`helpers.ingest.boilerplate.find_headlines`. In running text a headline is told by what
sentences have and headlines lack: a stop, articles, auxiliaries, the past tense. What may be half a sentence stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from helpers.ingest.author_notes import end_before
from helpers.ingest.cuts import Cut
from helpers.ingest.headlines import LINKING, STARTERS

SHORTEST, LONGEST = 25, 110  # characters
FEWEST, MOST = 4, 14  # words
SENTENCES_BEFORE = 3
LAST_STOP = re.compile(r".*[.!?][\"'”’)\]]{0,2}\s+(?=[A-Z])", re.DOTALL)
STOP = re.compile(r"[.!?][\"'”’)\]]{0,2}\s")
# No stop within (initials, vs.), no address, no bracket.
FORM = re.compile(r"[A-Z][\w'’:,$%? -]*[\w?]")
OF_SENTENCES = frozenset(
    "a an the is are was were be been has have had do does did he she it we you i they said says told him them that "
    "this these those which who there not also".split()
)


def find_last_headline(text: str, cuts: Sequence[Cut] = ()) -> list[Cut]:
    """The headline behind the last sentence, or before what was cut from the end; none, if it may be the article's."""
    end = end_before(text, cuts)
    begin = max(0, end - 3 * LONGEST, text.rfind("\n", 0, end) + 1)
    if not end or text[end - 1] in '.!…"”)' or not (stop := LAST_STOP.match(text[begin:end])):
        return []
    start = begin + stop.end()
    if len(STOP.findall(text[:start])) < SENTENCES_BEFORE or not _has_form(text[start:end]):
        return []
    return [Cut(start, end, "unrelated_headline")]


def _has_form(line: str) -> bool:
    words = [word.strip(",:?") for word in line.split()]
    small = [word for word in words[1:] if len(word) >= 4 and word.islower()]
    return (
        SHORTEST <= len(line) <= LONGEST
        and FEWEST <= len(words) <= MOST
        and bool(FORM.fullmatch(line))
        and line.split()[0][-1] != ":"  # a label: "Verdict: true but misleading"
        and words[0] not in STARTERS - {"How"}
        and words[-1].lower() not in LINKING
        and bool(small)
        and not any(word.lower() in OF_SENTENCES or re.search(r"[a-z]{2}ed$", word) for word in words)
        and not re.match(r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)+, ", line)  # who was quoted last, and what that person is
    )
