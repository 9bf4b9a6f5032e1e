"""Dates that databases print in words, in the languages of their pages, as ISO 8601, so that no reader has to guess."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import NamedTuple

from helpers.ingest.date_forms import SHARED
from helpers.ingest.months import MONTHS, plain

MONTH = r"(?P<month>[^\W\d_]{3,12})\.?"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|[.ºª°])?"
YEAR = r"(?P<year>\d{4})(?!\d)"
OF = r"(?:\s+(?:de|of|del))?"
FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?P<year>\d{4})\s*年\s*(?P<number>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日",
        rf"(?<![\d.:]){DAY}{OF}\s*{MONTH}{OF},?\s*{YEAR}",  # 29 décembre 2011; 5. Juli 2019; 1 de mayo de 2003
        rf"(?<![^\W_]){MONTH}\s*{DAY}\s*,?\s*{YEAR}",  # July 5, 2019; Sept. 5 2019
        r"(?<![\d-])(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})(?!\d)",
    )
)
DOTTED = re.compile(r"(?<![\d.])(?P<day>\d{1,2})\.(?P<number>\d{1,2})\.(?P<year>\d{4}|\d{2})(?![\d.])")

CLOCK = re.compile(
    r"[\s,T–-]*(?:um|at|à|alle|om|в)?\s*(?P<hour>\d{1,2})[:h](?P<minute>\d{2})(?::\d{2}(?:\.\d+)?)?(?!\d)"
    r"(?:\s*(?P<half>[AP])\.?M\b\.?)?(?:\s*\(?(?P<zone>(?:UTC|GMT)?\s?[+-]\d{1,2}(?::?\d{2})?|Z\b|[A-Z]{2,5}\b))?",
    re.IGNORECASE,
)
BETWEEN = re.compile(r"^[\s,]*[^\W\d_]{3,14}(?=[\s,])")  # a weekday between the day and the clock

# Abbreviations that stand for one offset; those that stand for several are handed on as they are.
OFFSETS = {
    "Z": "+00:00", "UTC": "+00:00", "GMT": "+00:00", "EDT": "-04:00", "CDT": "-05:00", "MDT": "-06:00",
    "PDT": "-07:00", "CET": "+01:00", "CEST": "+02:00", "EET": "+02:00", "EEST": "+03:00", "MSK": "+03:00",
    "JST": "+09:00", "KST": "+09:00", "HKT": "+08:00", "SGT": "+08:00", "AEST": "+10:00", "AEDT": "+11:00",
    "NZST": "+12:00", "NZDT": "+13:00",
}  # fmt: skip


class Found(NamedTuple):
    """A date in a text, and where it stands: a day, or a minute with its zone if that is stated, as ISO 8601.

    A zone of several meanings follows as it is written (``2020-10-01T03:50 IST``): other evidence has to settle it.
    """

    iso: str
    start: int
    end: int


def iso_date(text: str | None, dotted: bool = False) -> str | None:
    """The first date that ``text`` prints, as ISO 8601; ``None`` if there is none.

    ``dotted`` also reads 28.02.05 as day, month, year: only for a source that is known to write so.
    """
    found = find_date(text or "", dotted)
    return found.iso if found else None


def find_date(text: str, dotted: bool = False) -> Found | None:
    """The first date in ``text`` and its place; a day that does not exist is passed over."""
    text = _same_length_digits(text)
    matches = [match for form in (*FORMS, *([DOTTED] if dotted else [])) for match in form.finditer(text)]
    for match in sorted(matches, key=re.Match.start):
        day = _day_of(match)
        if day:
            clock, end = _clock_after(text, match.end())
            return Found(f"{day.isoformat()}{clock}", match.start(), end)
    return None


def _same_length_digits(text: str) -> str:
    return "".join(str(unicodedata.digit(letter)) if letter.isdigit() and letter > "9" else letter for letter in text)


def _day_of(match: re.Match) -> date | None:
    parts = match.groupdict()
    month = MONTHS.get(plain(parts["month"])) if parts.get("month") else int(parts["number"])
    year = int(parts["year"])
    if len(parts["year"]) == 2:
        year += 1900 if year >= 70 else 2000
    try:
        return date(year, month or 0, int(parts["day"]))
    except ValueError:
        return None


def _clock_after(text: str, start: int) -> tuple[str, int]:
    """``T09:31+01:00``, ``T09:31`` or nothing, and the end of what was read."""
    weekday = BETWEEN.match(text[start : start + 40])
    for at in (start, start + weekday.end() if weekday else start):
        found = CLOCK.match(text, at)
        if found:
            break
    else:
        return "", start
    hour, minute = int(found["hour"]), int(found["minute"])
    if found["half"]:
        hour = hour % 12 + (12 if found["half"].upper() == "P" else 0)
    if hour > 23 or minute > 59:
        return "", start
    return f"T{hour:02}:{minute:02}{_zone(found['zone'])}", found.end()


def _zone(written: str | None) -> str:
    """``+01:00``, `` IST`` if it stands for several, or nothing if none is stated that is known."""
    name = (written or "").replace(" ", "").upper()
    if name in SHARED and written.isupper():
        return f" {name}"
    signed = re.search(r"([+-])(\d{1,2}):?(\d{2})?$", name)
    if signed and int(signed[2]) <= 14:
        return f"{signed[1]}{int(signed[2]):02}:{signed[3] or '00'}"
    return OFFSETS.get(name, "")
