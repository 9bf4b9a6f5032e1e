"""How dates are written, in the languages of the pages that are read most: forms, clocks, zones; nothing is guessed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from itertools import islice
from typing import NamedTuple
from zoneinfo import ZoneInfo

from helpers.ingest.months import MONTH, MONTHS, plain


class Reading(NamedTuple):
    """What a written date can mean: several ``days`` if two readings fit, a clock and a zone if it has them.

    ``zone`` is a ``str`` where an abbreviation stands for several (``IST``).
    """

    days: tuple[date, ...]
    clock: time | None = None
    zone: tzinfo | str | None = None


# --- days, clocks, zones ---

# Abbreviations with one meaning, as minutes east of Greenwich.
ZONES = {
    "UTC": 0, "GMT": 0, "UT": 0, "Z": 0, "WET": 0, "WEST": 60, "CET": 60, "MEZ": 60, "CEST": 120, "MESZ": 120,
    "EET": 120, "EEST": 180, "MSK": 180, "TRT": 180, "EAT": 180, "CAT": 120, "SAST": 120, "WAT": 60, "IRST": 210,
    "AFT": 270, "PKT": 300, "NPT": 345, "WIB": 420, "ICT": 420, "SGT": 480, "HKT": 480, "MYT": 480, "PHT": 480,
    "JST": 540, "KST": 540, "AEST": 600, "AEDT": 660, "ACST": 570, "ACDT": 630, "AWST": 480, "NZST": 720,
    "NZDT": 780, "EDT": -240, "CDT": -300, "MDT": -360, "PDT": -420, "AKST": -540, "AKDT": -480, "HST": -600,
    "BRT": -180, "ART": -180, "CLT": -240, "NST": -210, "NDT": -150,
}  # fmt: skip
REGIONS = {
    "ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles",
    "EASTERN": "America/New_York", "PACIFIC": "America/Los_Angeles",
}  # fmt: skip

# Abbreviations that stand for several zones: the region of each, and the countries whose outlets write it so.
SHARED = {
    "IST": (("Asia/Kolkata", "IND LKA"), ("Asia/Jerusalem", "ISR"), ("Europe/Dublin", "IRL")),
    "CST": (("Etc/GMT+6", "USA CAN MEX"), ("Asia/Shanghai", "CHN TWN HKG MAC")),
    "BST": (("Europe/London", "GBR"), ("Asia/Dhaka", "BGD")),
    "AST": (("Etc/GMT+4", "CAN PRI"), ("Asia/Riyadh", "SAU KWT QAT BHR IRQ YEM")),
    "EST": (("Etc/GMT+5", "USA CAN JAM PAN"), ("Etc/GMT-10", "AUS")),
    "PST": (("Etc/GMT+8", "USA CAN MEX"), ("Asia/Manila", "PHL"), ("Asia/Karachi", "PAK")),
    "MST": (("Etc/GMT+7", "USA CAN MEX"), ("Asia/Kuala_Lumpur", "MYS"), ("Asia/Yangon", "MMR")),
    "GST": (("Asia/Dubai", "ARE OMN"), ("Pacific/Guam", "GUM")),
}

# RFC 5322 gives these one meaning, in the dates of mails and feeds.
IN_MAIL = re.compile(
    r"(?:[A-Za-z]{3,9},?\s+)?\d{1,2}[\s-][A-Za-z]{3}[\s-]\d{2,4}\s+\d{1,2}:\d\d(?::\d\d)?(?:\s+(?:UTC?|GMT|[ECMP][SD]T|[+-]\d{4}))?"
)

CLOCK = r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d{1,9})?)?)?"
HALF = r"(?:\s?(?P<half>[apAP])\.?\s?[mM]\b\.?)?"
ZONE = (
    r"(?:\s?\(?(?P<zone>(?:UTC|GMT)\s?[+-]\d{1,2}(?::?\d\d)?(?!\d)|[+-]\d\d:?\d\d(?!\d)|[A-Z]{1,5}\b|Eastern\b|Pacific\b)"
    r"\)?)?"
)
TIME = re.compile(rf"{CLOCK}{HALF}{ZONE}(?:\s*(?:hrs|hours|Uhr|h)\b\.?)?")
BETWEEN = re.compile(
    r"(?:\s*[,|@•·–—\-/]\s*|\s+(?:at|um|à|a las|às|alle|om|kl\.?|klo|v|ve|o|в|о)\s+|\s*T(?=\d)|\s+)", re.IGNORECASE
)

DAY = re.compile(
    rf"""(?<![\w.:/+-])(?:
      (?P<y1>\d{{4}})(?P<s1>[-/.])(?P<m1>\d{{1,2}})(?P=s1)(?P<d1>\d{{1,2}})(?![\d/]|[-.]\d{{1,2}}(?!\d|:))
    | (?P<y2>\d{{4}})\s?[年년]\s?(?P<m2>\d{{1,2}})\s?[月월]\s?(?P<d2>\d{{1,2}})\s?[日일]
    | (?P<a3>\d{{1,2}})(?P<s3>[-/]|\.\s?)(?P<b3>\d{{1,2}})(?P=s3)(?P<y3>\d{{4}})(?!\d|[-/]\d)
    | (?P<d4>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?(?:\s+(?:of|de|di)\s+|[\s-]+)(?P<m4>{MONTH})\.?
      (?:,?\s+(?:de\s+|del\s+)?|-)(?P<y4>\d{{4}})(?!\d)
    | (?=[^\d\n]{{2,16}}\d)(?P<m5>{MONTH})\.?\s*(?P<d5>\d{{1,2}})(?:st|nd|rd|th)?(?:\s*,\s*|\s+)(?P<y5>\d{{4}})(?!\d)
    | (?P<y7>(?:19|20)\d\d)(?:\.|\s+m\.)?\s+(?P<m7>{MONTH})\.?\s+(?P<d7>\d{{1,2}})(?!\d|[:.]\d|,?\s+\d{{4}})
    | (?P<y6>(?:19|20)\d\d)(?P<m6>0[1-9]|1[0-2])(?P<d6>0[1-9]|[12]\d|3[01])(?=T\d|\s|$)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
WEEKDAY = re.compile(r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s*$", re.IGNORECASE)


def read_day(found: re.Match) -> tuple[date, ...]:
    """The days that a match of :data:`DAY` can mean; none if there is no such day."""
    part = found.groupdict()
    for n in "124567":
        if part[f"y{n}"]:
            month = part[f"m{n}"]
            return days_of((part[f"y{n}"], month if month.isdigit() else MONTHS[plain(month)], part[f"d{n}"]))
    first, second = part["a3"], part["b3"]
    return days_of((part["y3"], second, first), (part["y3"], first, second))


def days_of(*wanted: tuple) -> tuple[date, ...]:
    """Those of (year, month, day) that are days, each once."""
    days = []
    for year, month, day in wanted:
        try:
            days.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return tuple(dict.fromkeys(days))


def read_stamp(text: str, found: re.Match) -> tuple[Reading | None, int, int]:
    """The date at ``found`` (of :data:`DAY`) with the clock after or before it, and where it begins and ends."""
    days, start, end = read_day(found), found.start(), found.end()
    if not days:
        return None, start, end
    if between := BETWEEN.match(text, end):
        clock = TIME.match(text, between.end())
        if clock and (moment := _moment(clock)):
            return Reading(days, *moment), start, clock.end()
    before = text[max(0, start - 40) : start]
    before = before[: WEEKDAY.search(before).start()] if WEEKDAY.search(before) else before
    for clock in TIME.finditer(before):
        if BETWEEN.fullmatch(before, clock.end()) and (moment := _moment(clock)):
            return Reading(days, *moment), start - (found.start() - max(0, start - 40)) + clock.start(), end
    return Reading(days), start, end


def _moment(found: re.Match) -> tuple[time, tzinfo | str | None] | None:
    """Clock and zone; a bare number without am or pm is no clock."""
    part = found.groupdict()
    if not part["minute"] and not part["half"]:
        return None
    hour = int(part["hour"])
    if part["half"]:
        if not 1 <= hour <= 12:
            return None if hour > 23 or hour == 0 else (time(hour, int(part["minute"] or 0)), _zone(part["zone"]))
        hour = hour % 12 + 12 * (part["half"].lower() == "p")
    try:
        return time(hour, int(part["minute"] or 0), int(part["second"] or 0)), _zone(part["zone"])
    except ValueError:
        return None


def _zone(name: str | None) -> tzinfo | str | None:
    name = (name or "").replace(" ", "").upper()
    if found := re.fullmatch(r"(?:UTC|GMT)?([+-])(\d{1,2}):?(\d\d)?", name):
        east = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
        return timezone(east if found[1] == "+" else -east) if east < timedelta(hours=15) else None
    if name in ZONES:
        return timezone(timedelta(minutes=ZONES[name]))
    if name in REGIONS:
        return ZoneInfo(REGIONS[name])
    return name if name in SHARED else None


# --- a date that is stated alone, as metadata has it ---

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
MAX_STAMP = 120  # characters; a longer text states more than its date

PUBLISHED = r"(?:first\s+)?(?:published|posted|created|issued|publication\s+date|publish\s+date|date(?:\s+published)?)"
UPDATED = r"(?:last\s+)?(?:updated|modified|edited|revised)"
LABEL = re.compile(rf"(?P<published>{PUBLISHED})|(?P<updated>{UPDATED})", re.IGNORECASE)
ROUND_A_DATE = re.compile(  # labels, a weekday in any language, marks
    rf"(?:[^\W\d_]+(?:[-\s][^\W\d_]+)?[,،]\s)?(?>\b(?:{PUBLISHED}|{UPDATED}|on|at|am|um|le|el|em|il|op|den|de|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|wed|thu(?:rs)?|fri|sat|sun)\b|\W)*+",
    re.IGNORECASE,
)


def read_alone(text: str) -> Reading | None:
    """What ``text`` can mean if it is a date and nothing else but labels, a weekday, a clock and a zone."""
    if found := YEAR_FIRST.fullmatch(text):
        year, month, day, *clock = found.groups()
        return _local(days_of((year, month, day)), clock)
    if found := YEAR_LAST.fullmatch(text):
        first, second, year, *clock = found.groups()
        return _local(days_of((year, second, first), (year, first, second)), clock)
    if text.isdecimal() and len(text) in (10, 13):  # seconds or milliseconds since 1970
        when = datetime.fromtimestamp(int(text) / (1000 if len(text) == 13 else 1), UTC)
        return Reading((when.date(),), when.time(), UTC)
    if len(text) > MAX_STAMP:
        return None
    for read in (datetime.fromisoformat, _from_mail):
        try:
            when = read(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        has_clock = when.tzinfo or ":" in text or when.hour or when.minute
        return Reading((when.date(),), when.time() if has_clock else None, when.tzinfo)
    for form in IN_WORDS:
        try:
            return Reading((datetime.strptime(text, form).date(),))
        except ValueError:
            continue
    for found in islice(DAY.finditer(text), 1):
        reading, start, end = read_stamp(text, found)
        if reading and ROUND_A_DATE.fullmatch(text[:start]) and ROUND_A_DATE.fullmatch(text[end:]):
            return reading
    return None


def _from_mail(text: str) -> datetime:
    if not IN_MAIL.fullmatch(text):
        raise ValueError(f"{text!r} is not a date as mails have it")
    return parsedate_to_datetime(text)


def _local(days: tuple[date, ...], clock: list[str | None]) -> Reading | None:
    if not days:
        return None
    if clock[0] is None:
        return Reading(days)
    try:
        return Reading(days, time(*(int(part or 0) for part in clock)))
    except ValueError:
        return None


# --- dates in running text ---


class Stamp(NamedTuple):
    """A date found in a text: as written with its clock, its label (``published``, ``updated`` or none), its span."""

    text: str
    label: str | None
    start: int
    end: int


LABEL_BEFORE = re.compile(rf"(?:{LABEL.pattern})\W{{0,3}}(?:on\W|at\W)?\W{{0,3}}$", re.IGNORECASE)


def find_dates(text: str) -> list[Stamp]:
    """Every full date in ``text`` (day, month and year), in order; linear in the length of ``text``."""
    stamps, last = [], 0
    for found in DAY.finditer(text):
        reading, start, end = read_stamp(text, found)
        if reading is None or start < last:
            continue
        head = text[max(last, start - 40) : start]
        weekday = WEEKDAY.search(head)
        label = LABEL_BEFORE.search(head[: weekday.start()] if weekday else head)
        kind = next((name for name in ("published", "updated") if label and label[name]), None)
        stamps.append(Stamp(text[start:end], kind, start, end))
        last = end
    return stamps
