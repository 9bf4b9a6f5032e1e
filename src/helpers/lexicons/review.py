"""What somebody who knows the facts should look at: offices that overlap, and rows that nobody confirmed for a year.

None of it need be wrong: two may claim one office, and an office may be held for long. So these are no faults.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import combinations

from helpers.lexicons.check import is_day
from helpers.lexicons.rows import Lexicons

SINGLE = re.compile(  # offices of which a country has one
    r"president|king|queen|emperor|emir|sultan|pope|supreme leader|prime minister|premier|chancellor|taoiseach"
    r"|(?!deputy |junior |state )[\w ]*\bminister|minister (?:for|of) .+"
)
AGING = ("people", "memberships")  # files whose rows without an end hold until somebody looks
HANDOVER = timedelta(days=7)  # sources differ by days on when an office passed from one to the next
SHOWN = 3  # of each kind


def review_lexicons(lexicons: Lexicons, today: date) -> list[str]:
    """One line for each kind of row to look at, by file: how many there are, and the first few; empty if there are none.

    Parameters
    ----------
    lexicons : Lexicons
    today : date
        Rows without an end that were confirmed over a year before, or never, are listed.
    """
    found = {
        "people.csv: {} offices of a person overlap": _offices_held_twice(lexicons),
        "people.csv: {} offices have two holders at a time": _offices_with_two_holders(lexicons),
    }
    for file in AGING:
        found[f"{file}.csv: {{}} rows without an end were not confirmed for a year"] = _aged(lexicons.rows[file], today)
    listed = {what: list(rows) for what, rows in found.items()}
    return [f"{what.format(f'{len(rows):,}')}: {_first(rows)}" for what, rows in listed.items() if rows]


def _first(rows: list[str]) -> str:
    return ", ".join(rows[:SHOWN]) + (" ..." if len(rows) > SHOWN else "")


def _offices_held_twice(lexicons: Lexicons) -> Iterator[str]:
    """Rows of one person and one office on the same days."""
    held = defaultdict(list)
    for row in lexicons.rows["people"]:
        held[row["person"], row["office"], row["country"], row["organisation"]].append(row)
    return _overlaps(held.values())


def _offices_with_two_holders(lexicons: Lexicons) -> Iterator[str]:
    """Rows of two persons who are both head of state, head of government or the same minister of a country."""
    held = defaultdict(list)
    for row in lexicons.rows["people"]:
        if row["country"] and SINGLE.fullmatch(row["office"]):
            held[row["country"], row["office"]].append(row)
    for same in held.values():
        yield from _overlaps([one, other] for one, other in combinations(same, 2) if one["person"] != other["person"])


def _overlaps(groups: Iterable[list[dict[str, str]]]) -> Iterator[str]:
    """The pairs within each of ``groups`` whose days overlap by more than a handover; rows without a beginning have none."""
    for rows in groups:
        dated = sorted((row for row in rows if is_day(row["from"])), key=lambda row: row["from"])
        for one, other in combinations(dated, 2):
            until = min(row["to"] if is_day(row["to"]) else date.max.isoformat() for row in (one, other))
            if date.fromisoformat(until) - date.fromisoformat(other["from"]) > HANDOVER:
                yield f"{one['id']} and {other['id']} from {other['from']}"


def _aged(rows: list[dict[str, str]], today: date) -> Iterator[str]:
    """Rows without an end that were confirmed more than a year before ``today``; those never confirmed come first."""
    day = (today - timedelta(days=365)).isoformat()
    is_open = (row for row in rows if not row["to"])
    aged = [row for row in is_open if row["confirmed"] < day[: len(row["confirmed"])] or not row["confirmed"]]
    return (row["id"] for row in sorted(aged, key=lambda row: row["confirmed"]))
