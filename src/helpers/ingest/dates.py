"""Reads a stated publication date by explicit formats. A date that two readings fit is settled by other evidence of the
same source, or not read; nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from helpers.ingest.date_forms import ROUND_A_DATE, SHARED, Reading, days_of, find_dates, read_alone
from helpers.ingest.months import MONTHS

EARLIEST = 1800  # older is not in news databases, and is how some programs misread seconds since 1970 (1793613600)
TOLERANCE = timedelta(hours=48)  # clocks and zones differ; later than this after now is the future
NO_ZONE = "no zone stated, read as UTC"


class Dated(NamedTuple):
    """``published`` (UTC) with its ``precision`` (``minute`` or ``day``), or neither and the ``reason``.

    ``note`` says what had to be assumed or brought as evidence, such as the zone.
    """

    published: datetime | None = None
    precision: str | None = None
    reason: str | None = None
    note: str = ""


class Stated(NamedTuple):
    """A date as a source writes it, and where it stands (``metadata: article:published_time``, ``url``)."""

    text: str
    basis: str = ""


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
        ``date_ambiguous`` (12-10-2024, 03:50 IST), or ``date_future``. A clock without a zone is read as UTC, which
        ``note`` says; :func:`settle` knows better where there is other evidence.
    """
    text = " ".join((text or "").split())
    if not text:
        return Dated(reason="undated")
    reading = read_alone(text)
    if reading is None:
        return Dated(reason="date_invalid")
    clock, zone, _ = _one_zone(reading.days[0], reading, [], None, None) if reading.zone else (reading.clock, None, "")
    if len(reading.days) > 1 or isinstance(zone, str):
        return Dated(reason="date_ambiguous")
    return _believed(reading.days[0], clock, zone or UTC, now, NO_ZONE if clock and not zone else "")


def _believed(day: date, clock: time | None, zone: tzinfo, now: datetime | None, note: str = "") -> Dated:
    """A day and a clock as a moment, unless it lies in the future or before what news databases hold."""
    try:
        when = datetime.combine(day, clock or time(), zone if clock else UTC).astimezone(UTC)
    except OverflowError:  # year 1 east of Greenwich, and year 9999 west of it
        return Dated(reason="date_invalid")
    if day.year < EARLIEST:
        return Dated(reason="date_invalid")
    if when > (now or datetime.now(UTC)) + TOLERANCE:
        return Dated(reason="date_future")
    return Dated(when, "minute" if clock else "day", note=note)


# --- what other evidence settles ---

# Abbreviations that are American unless the outlet is of another of the countries.
AMERICAN = frozenset("EST MST PST".split())

MONTH_FIRST = frozenset("USA PHL PLW FSM MHL GUM PRI".split())  # countries that write the month before the day
EITHER_FIRST = frozenset("CAN KEN GHA ZAF".split())  # ... and those where both are usual


def settle(
    stated: Iterable[Stated | str],
    *,
    evidence: Iterable[Stated | str] = (),
    zone: str | None = None,
    country: str | None = None,
    language: str | None = None,
    now: datetime | None = None,
) -> Dated:
    """The publication date by the first of ``stated`` that can be read, made exact by the others.

    Parameters
    ----------
    stated : dates of publication as written, the most trusted first
    evidence : other dates of the same source, such as that of its last change; they settle, and are never taken
    zone : str, optional
        The outlet's zone (IANA). It settles a shared abbreviation (IST), and stands in where no zone is stated.
    country : str, optional
        The outlet's country (ISO 3166-1 alpha-3). It settles which number is the month, and a shared abbreviation.
    language : str, optional
        Of the source (ISO 639-1). English alone is written with either number first.
    now : datetime, optional
        As in :func:`parse_date`.

    Returns
    -------
    Dated
        To the minute if clock and zone are known, else to the day as stated. ``note`` names where the date came from
        and each piece of evidence. ``date_ambiguous`` if two readings are left; then ``note`` is the date as far as it is
        settled (``2024-10-12 03:50 IST``), which more evidence may settle later.
    """
    written = [one if isinstance(one, Stated) else Stated(one) for one in stated]
    if not any(one.text.strip() for one in written):
        return Dated(reason="undated")
    read = [(one, reading) for one in written if (reading := read_alone(" ".join(one.text.split())))]
    if not read:
        return Dated(reason="date_invalid")
    more = [one if isinstance(one, Stated) else Stated(one) for one in evidence]
    known = read + [(one, reading) for one in more if (reading := read_alone(" ".join(one.text.split())))]
    unsettled = None
    for lead, reading in read:
        dated = _settled(lead, reading, known, _region(zone), country, language, now)
        if dated.published or dated.reason == "date_ambiguous":
            return dated
        unsettled = unsettled or dated
    return unsettled


def _settled(
    lead: Stated,
    reading: Reading,
    known: list[tuple[Stated, Reading]],
    region: tzinfo | None,
    country: str | None,
    language: str | None,
    now: datetime | None,
) -> Dated:
    day, by_day = _one_day(reading, known, country, language)
    if day is None:
        return Dated(reason="date_ambiguous", note=" ".join(lead.text.split()))
    clock, zone, by_zone = _one_zone(day, reading, known, region, country)
    if isinstance(zone, str):
        return Dated(reason="date_ambiguous", note=f"{day} {clock:%H:%M} {zone}")
    note = "; ".join(part for part in (lead.basis, by_day, by_zone) if part)
    return _believed(day, clock, zone or UTC, now, note)


def _one_day(
    reading: Reading, known: list[tuple[Stated, Reading]], country: str | None, language: str | None
) -> tuple[date | None, str]:
    """Which of the days is meant, and what says so: another date, or how the source's country or language writes dates."""
    if len(reading.days) == 1:
        return reading.days[0], ""
    for other, its in known:
        near = [day for day in reading.days if len(its.days) == 1 and abs(day - its.days[0]) <= timedelta(days=1)]
        if near:
            return near[0], f"day by {_named(other)}"
    if language not in (None, "en"):
        return reading.days[0], f"day by the order of the language {language}"
    if country is None or country in EITHER_FIRST:
        return None, ""
    return reading.days[country in MONTH_FIRST], f"day by the order of {country}"


def _one_zone(
    day: date, reading: Reading, known: list[tuple[Stated, Reading]], region: tzinfo | None, country: str | None
) -> tuple[time | None, tzinfo | str | None, str]:
    """The clock, its zone, and what says so; no clock if no zone is known for it."""
    clock, zone = reading.clock, reading.zone
    if clock is None:  # another date of the same day may have one
        for other, its in known:
            if its.days == (day,) and its.clock and isinstance(its.zone, tzinfo):
                return its.clock, its.zone, f"time by {_named(other)}"
        return None, None, ""
    if isinstance(zone, tzinfo):
        return clock, zone, ""
    same = (
        (other, its)
        for other, its in known
        if day in its.days and its.clock and its.clock.replace(second=0, microsecond=0) == clock.replace(second=0)
    )
    for other, its in same:  # the same moment, written with its zone
        if isinstance(its.zone, tzinfo):
            return clock, its.zone, f"zone by {_named(other)}"
    if isinstance(zone, str):
        return _one_shared(day, clock, zone, region, country)
    if region:
        return clock, region, f"in the outlet's zone {region}"
    return None, None, f"{clock:%H:%M} without a zone"


def _one_shared(
    day: date, clock: time, name: str, region: tzinfo | None, country: str | None
) -> tuple[time, tzinfo | str, str]:
    when = datetime.combine(day, clock)
    for place, countries in SHARED[name]:
        its = ZoneInfo(place)
        if region and when.replace(tzinfo=region).utcoffset() == when.replace(tzinfo=its).utcoffset():
            return clock, its, f"{name} by the outlet's zone {region}"
        if country in countries.split():
            return clock, its, f"{name} by the outlet's country {country}"
    return clock, ZoneInfo(SHARED[name][0][0]) if name in AMERICAN else name, ""


def _named(stated: Stated) -> str:
    return stated.basis or stated.text.strip()


def _region(zone: str | None) -> tzinfo | None:
    try:
        return ZoneInfo(zone) if zone else None
    except (KeyError, ValueError, OSError):  # no such zone, or no name of one
        return None


# --- dates in lines of a text and in addresses ---

HEAD_LINES, TAIL_LINES = 12, 6  # where texts carry their stamps
MAX_STAMP_LINE = 200
PART = re.compile(r"\s*[|•·¦]\s*|\s{3,}|\t")


def date_of_text(text: str, zone: str | None = None, country: str | None = None, now: datetime | None = None) -> Dated:
    """The publication date that a plain text states in a line of its own; ``undated`` if there is none.

    Such a line holds a date alone, or a date behind a label (``Updated:``, ``Published:``, ``date``), perhaps beside a
    byline. Dates in sentences say nothing of the day of publication, and are not read. ``note`` begins with the
    stamp as written. A date alone counts only if no other one contradicts it.
    """
    labelled, alone = stamp_lines(text)
    for wanted in ("published", "updated"):
        of_kind = [one for one in labelled if one[0] == wanted]
        if of_kind:
            stated = [one for _, one in of_kind]
            return settle(
                stated[:1], evidence=[one for _, one in labelled] + alone, zone=zone, country=country, now=now
            )
    days = {reading.days for one in alone if (reading := read_alone(one.text))}
    if len(days) > 1:
        return Dated(reason="date_ambiguous")
    return settle(alone[:1], zone=zone, country=country, now=now)


def stamp_lines(text: str) -> tuple[list[tuple[str, Stated]], list[Stated]]:
    """Dates behind a label, each with its kind; and dates that are a line of their own, those with a clock first."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    near = lines if len(lines) <= HEAD_LINES + TAIL_LINES else lines[:HEAD_LINES] + lines[-TAIL_LINES:]
    labelled, alone = [], []
    for line in near:
        if len(line) > MAX_STAMP_LINE:
            continue
        for part in PART.split(line):
            for stamp in find_dates(part):
                before, after = part[: stamp.start], part[stamp.end :]
                if not ROUND_A_DATE.fullmatch(before) or len(after.split()) > 4 or re.search(r"[.,;]\s|[.;]$", after):
                    continue
                said = Stated(stamp.text, f"{before.strip()} {stamp.text}".strip())
                if stamp.label:
                    labelled.append((stamp.label, said))
                elif ROUND_A_DATE.fullmatch(after) and part == line:
                    alone.append(said)
    # "date 2024-10-12" is the weakest of labels: any word beside it says more
    labelled.sort(key=lambda one: one[1].basis.lower().startswith("date"))
    return labelled, alone


IN_PATH = re.compile(
    r"(?<![\d.])(?P<year>(?:19|20)\d\d)(?P<mark>[-/_.]?)(?P<month>0[1-9]|1[0-2]|[1-9](?=[-/_.])|[a-z]{3}(?=/))"
    r"(?P=mark)(?P<day>0[1-9]|[12]\d|3[01]|[1-9])(?![\d])"
)


def date_of_url(url: str | None, now: datetime | None = None) -> Dated:
    """The day in the path of an address (``/2017/03/19/``, ``/2017/mar/19/``, ``2017-03-19``); ``undated`` if none."""
    try:
        path = urlsplit((url or "").strip()).path
    except ValueError:
        return Dated(reason="undated")
    for found in IN_PATH.finditer(path[:2000].lower()):
        month = MONTHS.get(found["month"]) if found["month"].isalpha() else found["month"]
        days = days_of((found["year"], month, found["day"])) if month else ()
        if days and (dated := _believed(days[0], None, UTC, now, "url")).published:
            return dated
    return Dated(reason="undated")
