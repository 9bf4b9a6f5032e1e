"""Thematic maps of Integrum: workbooks with Russian heads, whose announcement column holds the whole text."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator

from helpers.ingest.readers.bylines import split_byline
from helpers.ingest.readers.faulty import never_raises
from helpers.ingest.readers.office import member, member_names, package_fault
from helpers.ingest.readers.unit import Unit, below_heading, normalise_name
from helpers.ingest.readers.worded_dates import iso_date
from helpers.ingest.readers.workbook import sheets_of

KIND = "integrum"

NEEDED = frozenset(("источник", "дата", "заголовок", "анонс"))
SNIFFED = 64 * 1024  # bytes of a part, in which the heads stand first
SEARCHED = 20  # rows in which the header is looked for
DATE_LINE = re.compile(r"\s*\d{1,2}\.\d{1,2}\.(?:\d{2}|\d{4})(?:[ ,]+\d{1,2}:\d{2})?\s*")
MIDNIGHT = re.compile(r"^0?0:00(?::00)?$")  # what stands where no time is known


def recognise(raw: bytes, name: str) -> bool:
    """A workbook with a sheet whose header has source, date, heading and announcement, in Russian."""
    parts = [one for one in member_names(raw) if one == "xl/sharedStrings.xml" or one.startswith("xl/worksheets/sheet")]
    if not any("Источник" in (head := _head(raw, one)) and "Заголовок" in head for one in parts) or package_fault(raw):
        return False
    try:
        return any(_header(rows) for _, rows in sheets_of(raw))
    except Exception:  # a damaged workbook; its own reader says what is wrong
        return False


def _head(raw: bytes, part: str) -> str:
    return html.unescape(member(raw, part, SNIFFED).decode("utf-8", "replace"))


@never_raises("bad_export")
def read(raw: bytes, name: str) -> Iterator[Unit]:
    """A unit a row."""
    number = 0
    for _, rows in sheets_of(raw):
        header = _header(rows)
        if header is None:
            continue
        for cells in rows:
            values = {
                name: "" if cell is None else str(cell) for name, cell in zip(header, cells, strict=False) if name
            }
            if any(value.strip() for value in values.values()):
                number += 1
                yield _unit(values, f"row {number}")


def _header(rows: Iterator) -> list[str] | None:
    for _, cells in zip(range(SEARCHED), rows, strict=False):
        names = [normalise_name(cell) for cell in cells]
        if set(names) >= NEEDED:
            return names
    return None


def _unit(values: dict[str, str], place: str) -> Unit:
    title = values.get("заголовок")
    day = iso_date(values.get("дата"), dotted=True)
    clock = re.match(r"^\d{1,2}:\d{2}", values.get("время", "").strip())
    published = f"{day}T{clock[0].zfill(5)}" if day and clock and not MIDNIGHT.match(values["время"].strip()) else day
    bodies = (_without_blanks(values.get(name, "")) for name in ("оригинал", "текст", "анонс"))
    text = max((_below_date(below_heading(title, body)) for body in bodies), key=len)
    author, agency = split_byline(values.get("автор"))
    return Unit(
        json.dumps(values, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass"),
        place,
        title=title,
        text=text,
        published=published,
        outlet=values.get("источник"),
        author=author,
        language="ru",
        fault=None if text.strip() else ("no_text", "the row has no text; export with the full text"),
        agency=agency,
    )


def _without_blanks(text: str) -> str:
    return "\n".join(line for line in text.replace("\r", "").split("\n") if line.strip())


def _below_date(text: str) -> str:
    """``text`` without the date that the export repeats above it."""
    first, _, below = text.partition("\n")
    return below if below and DATE_LINE.fullmatch(first) else text
