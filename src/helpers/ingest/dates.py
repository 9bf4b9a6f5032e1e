"""Reads a stated publication date by explicit formats. A date that two readings fit is not read; nothing is guessed."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import NamedTuple

EARLIEST = 1700  # the first years of newspapers; older is a fault of the source
TOLERANCE = timedelta(hours=48)  # clocks and zones differ; later than this after now is the future

YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?")
YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:,? +(\d{1,2}):(\d{2})(?::(\d{2}))?)?")
IN_WORDS = (
    "%d %B %Y",
    "%B %d, %Y",
    "%d %b %Y",
    "%b %d, %Y",
    "%B %d %Y",
    "%A, %B %d, %Y",
    "%A, %d %B %Y",
    "%A %d %B %Y",
    "%Y%m%d",
)


class Dated(NamedTuple):
    """``published`` (UTC) with its ``precision`` (``minute`` or ``day``), or neither and the ``reason``.

    ``note`` says what had to be assumed, such as the zone.
    """

    published: datetime | None = None
    precision: str | None = None
    reason: str | None = None
    note: str = ""


def parse_date(text: str | None, now: datetime | None = None) -> Dated:
    """The date that ``text`` states.

    Parameters
    ----------
    text : str or None
        As the source writes it; blanks round it do no harm.
    now : datetime, optional
        When the article was read; a date over 48 hours later is not believed. The present, unless given.

    Returns
    -------
    Dated
        With ``reason`` ``undated`` (nothing stated), ``date_invalid`` (no such day, or no date that is known here),
        ``date_ambiguous`` (12-10-2024), or ``date_future``.
    """
    text = " ".join((text or "").split())
    if not text:
        return Dated(reason="undated")
    dated = _read(text)
    if dated.published is None:
        return dated
    if dated.published.year < EARLIEST:
        return Dated(reason="date_invalid")
    if dated.published > (now or datetime.now(UTC)) + TOLERANCE:
        return Dated(reason="date_future")
    return dated


def _read(text: str) -> Dated:
    if found := YEAR_FIRST.fullmatch(text):
        year, month, day, *clock = found.groups()
        return _local(year, month, day, clock)
    if found := YEAR_LAST.fullmatch(text):
        first, second, year, *clock = found.groups()
        if int(first) > 12:
            return _local(year, second, first, clock)
        if int(second) > 12 or first == second:
            return _local(year, first, second, clock)
        return Dated(reason="date_ambiguous")
    if text.isdecimal() and len(text) in (10, 13):  # seconds or milliseconds since 1970
        return Dated(datetime.fromtimestamp(int(text) / (1000 if len(text) == 13 else 1), UTC), "minute")
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            when = read(text)
            if when.tzinfo:
                return Dated(when.astimezone(UTC), "minute")
        except (ValueError, TypeError, IndexError, OverflowError):  # the last: year 1 east of Greenwich
            continue
        has_clock = ":" in text or when.hour or when.minute
        when = when.replace(tzinfo=UTC)
        return Dated(when, "minute", note=NO_ZONE) if has_clock else Dated(when, "day")
    for form in IN_WORDS:
        try:
            return Dated(datetime.strptime(text, form).replace(tzinfo=UTC), "day")
        except ValueError:
            continue
    return Dated(reason="date_invalid")


NO_ZONE = "no zone stated, read as UTC"


def _local(year: str, month: str, day: str, clock: list[str | None]) -> Dated:
    hour, minute, second = (int(part or 0) for part in clock)
    try:
        when = datetime(int(year), int(month), int(day), hour, minute, second, tzinfo=UTC)
    except ValueError:
        return Dated(reason="date_invalid")
    return Dated(when, "minute", note=NO_ZONE) if clock[0] else Dated(when, "day")
