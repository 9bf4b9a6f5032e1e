"""Reads a stated publication date by explicit formats. A date that two readings fit is settled by other evidence of the
same source, or not read; nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from itertools import islice
from typing import NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

EARLIEST = 1700  # the first years of newspapers; older is a fault of the source
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


class Reading(NamedTuple):
    """What a written date can mean: several ``days`` if two readings fit, a clock and a zone if it has them.

    ``zone`` is a ``str`` where an abbreviation stands for several (``IST``).
    """

    days: tuple[date, ...]
    clock: time | None = None
    zone: tzinfo | str | None = None


# --- how dates are written ---

MONTHS = {  # in the languages of the pages that are read most; as dates have them, so in the genitive where there is one
    name: number
    for number, names in enumerate(
        (
            "january jan januar janvier enero ene janeiro januari gennaio gen stycznia января janeiro ocak jänner ianuarie "
            "січня ιανουαρίου يناير",
            "february feb februar février fevrier fév febrero fevereiro fev februari febbraio lutego февраля şubat februarie "
            "лютого φεβρουαρίου فبراير",
            "march mar märz mars marzo março marco maart marca марта mart maret mrz mär martie березня μαρτίου مارس",
            "april apr avril avr abril abr aprile kwietnia апреля nisan aprilie квітня απριλίου أبريل ابريل",
            "may mai mayo maio mei maggio mag maja мая mayıs травня μαΐου مايو",
            "june jun juni juin junio junho giugno giu czerwca июня haziran iunie червня ιουνίου يونيو يونيه",
            "july jul juli juillet juil julio julho luglio lug lipca июля temmuz iulie липня ιουλίου يوليو يوليه",
            "august aug août aout agosto ago augustus agustus sierpnia августа ağustos серпня αυγούστου أغسطس اغسطس",
            "september sep sept septembre septiembre setembro set settembre września сентября eylül septembrie вересня "
            "σεπτεμβρίου سبتمبر",
            "october oct oktober okt octobre octubre outubro out ottobre ott października октября ekim octombrie жовтня "
            "οκτωβρίου أكتوبر اكتوبر",
            "november nov novembre noviembre novembro listopada ноября kasım noiembrie листопада νοεμβρίου نوفمبر",
            "december dec dezember dez décembre decembre déc diciembre dic dezembro desember dicembre grudnia декабря aralık "
            "decembrie грудня δεκεμβρίου ديسمبر",
        ),
        1,
    )
    for name in names.split()
}
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))

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
AMERICAN = frozenset(
    "EST MST PST".split()
)  # ... and those that are American unless the outlet is of another of the countries
# RFC 5322 gives these one meaning, in the dates of mails and feeds.
IN_MAIL = re.compile(
    r"(?:[A-Za-z]{3,9},?\s+)?\d{1,2}[\s-][A-Za-z]{3}[\s-]\d{2,4}\s+\d{1,2}:\d\d(?::\d\d)?(?:\s+(?:UTC?|GMT|[ECMP][SD]T|[+-]\d{4}))?"
)

MONTH_FIRST = frozenset("USA PHL PLW FSM MHL GUM PRI".split())  # countries that write the month before the day
EITHER_FIRST = frozenset("CAN KEN GHA ZAF".split())  # ... and those where both are usual

CLOCK = r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d{1,9})?)?)?"
HALF = r"(?:\s?(?P<half>[apAP])\.?\s?[mM]\b\.?)?"
ZONE = (
    r"(?:\s?\(?(?P<zone>(?:UTC|GMT)\s?[+-]\d{1,2}(?::?\d\d)?(?!\d)|[+-]\d\d:?\d\d(?!\d)|[A-Z]{1,5}\b|Eastern\b|Pacific\b)"
    r"\)?)?"
)
TIME = re.compile(rf"{CLOCK}{HALF}{ZONE}(?:\s*(?:hrs|hours|Uhr|h)\b\.?)?")
BETWEEN = re.compile(r"(?:\s*[,|@•·–—\-/]\s*|\s+(?:at|um|à|a las|às|alle|om|kl\.?)\s+|\s*T(?=\d)|\s+)", re.IGNORECASE)

DAY = re.compile(
    rf"""(?<![\w.:/+-])(?:
      (?P<y1>\d{{4}})(?P<s1>[-/.])(?P<m1>\d{{1,2}})(?P=s1)(?P<d1>\d{{1,2}})(?![\d/]|[-.]\d{{1,2}}(?!\d|:))
    | (?P<y2>\d{{4}})\s?[年년]\s?(?P<m2>\d{{1,2}})\s?[月월]\s?(?P<d2>\d{{1,2}})\s?[日일]
    | (?P<a3>\d{{1,2}})(?P<s3>[-/.])(?P<b3>\d{{1,2}})(?P=s3)(?P<y3>\d{{4}})(?!\d|[-/]\d)
    | (?P<d4>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?(?:\s+(?:of|de|di)\s+|[\s-]+)(?P<m4>{MONTH})\.?
      (?:,?\s+(?:de\s+|del\s+)?|-)(?P<y4>\d{{4}})(?!\d)
    | (?P<m5>{MONTH})\.?\s*(?P<d5>\d{{1,2}})(?:st|nd|rd|th)?(?:\s*,\s*|\s+)(?P<y5>\d{{4}})(?!\d)
    | (?P<y6>(?:19|20)\d\d)(?P<m6>0[1-9]|1[0-2])(?P<d6>0[1-9]|[12]\d|3[01])(?=T\d|\s|$)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
WEEKDAY = re.compile(r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s*$", re.IGNORECASE)


def read_day(found: re.Match) -> tuple[date, ...]:
    """The days that a match of :data:`DAY` can mean; none if there is no such day."""
    part = found.groupdict()
    for n in "12456":
        if part[f"y{n}"]:
            month = part[f"m{n}"]
            return _days((part[f"y{n}"], month if month.isdigit() else MONTHS[month.lower()], part[f"d{n}"]))
    first, second = part["a3"], part["b3"]
    return _days((part["y3"], second, first), (part["y3"], first, second))


def _days(*wanted: tuple) -> tuple[date, ...]:
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
    """A day and a clock as a moment, unless it lies in the future or before the first newspapers."""
    try:
        when = datetime.combine(day, clock or time(), zone if clock else UTC).astimezone(UTC)
    except OverflowError:  # year 1 east of Greenwich, and year 9999 west of it
        return Dated(reason="date_invalid")
    if when.year < EARLIEST:
        return Dated(reason="date_invalid")
    if when > (now or datetime.now(UTC)) + TOLERANCE:
        return Dated(reason="date_future")
    return Dated(when, "minute" if clock else "day", note=note)


def read_alone(text: str) -> Reading | None:
    """What ``text`` can mean if it is a date and nothing else but labels, a weekday, a clock and a zone."""
    if found := YEAR_FIRST.fullmatch(text):
        year, month, day, *clock = found.groups()
        return _local(_days((year, month, day)), clock)
    if found := YEAR_LAST.fullmatch(text):
        first, second, year, *clock = found.groups()
        return _local(_days((year, second, first), (year, first, second)), clock)
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


# --- what other evidence settles ---


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


# --- dates in running text, lines and addresses ---


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
        days = _days((found["year"], month, found["day"])) if month else ()
        if days and (dated := _believed(days[0], None, UTC, now, "url")).published:
            return dated
    return Dated(reason="undated")
