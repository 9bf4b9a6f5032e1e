"""Tables of GDELT 2: Global Knowledge Graph, events, mentions. Rows of addresses and codes, without text.

The tables have no header; they are told by the number of tab-separated fields and the form of the first ones. What
GDELT states is when it saw an article, which is given as the date with that basis; a publication time that it read
from the page itself (``PAGE_PRECISEPUBTIMESTAMP``) comes before. The date of an event is not a date of its article.

Source
------
GDELT codebooks: Global Knowledge Graph 2.1 (27 fields) and 1.0 (with header), Event Database 2.0 (61 fields, and 58
or 57 in 1.0) with its mentions (16).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape

from helpers.ingest.readers.faulty import never_raises
from helpers.ingest.readers.news_services import http_only, language_of
from helpers.ingest.readers.opening import SNIFFED
from helpers.ingest.readers.unit import Unit

KIND = "gdelt"

SEEN = "metadata: when GDELT saw it"
GKG_HEADER = b"DATE\tNUMARTS\tCOUNTS\tTHEMES\t"


def recognise(raw: bytes, name: str) -> bool:
    """Whether the first line has the fields of one of the tables."""
    return _table_of(raw) is not None


@never_raises("bad_table")
def read(raw: bytes, name: str) -> Iterator[Unit]:
    """One unit a row, kept as metadata; several rows of events and mentions can have one address."""
    table = _table_of(raw)
    widths, unit_of = table if table else ((), None)
    lines = raw.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    if lines[0].startswith(GKG_HEADER):
        lines[0] = b""
    number = 0
    for line in lines:
        line = line.rstrip(b"\r")
        if not line.strip():
            continue
        number += 1
        fields = line.decode("utf-8", "replace").split("\t")
        if len(fields) in widths and unit_of:
            yield unit_of(fields, line, f"row {number}")
        else:
            fault = ("ragged_row", f"{len(fields)} fields where there should be {' or '.join(map(str, widths))}")
            yield Unit(line, f"row {number}", fault=fault)
    if not number:
        yield Unit(raw, fault=("empty", "the table has no rows"))


def _gkg(fields: list[str], line: bytes, member: str) -> Unit:
    extras = fields[26]
    stated = re.fullmatch(r"\d{14}", _extra(extras, "PAGE_PRECISEPUBTIMESTAMP"))
    translated = re.search(r"srclc:(\w+)", fields[25])
    return Unit(
        line,
        member,
        title=_extra(extras, "PAGE_TITLE") or None,
        text="",
        published=_instant(stated.group() if stated else fields[1]),
        published_basis="metadata" if stated else SEEN,
        url=http_only(fields[4]),
        outlet=fields[3] or None,
        author=_extra(extras, "PAGE_AUTHORS").replace(";", ", ") or None,
        language=language_of(translated.group(1)) if translated else "en",  # empty means English, says the codebook
        source_key=fields[0],
        notes=("metadata_only",),
    )


def _gkg_1(fields: list[str], line: bytes, member: str) -> Unit:
    sources, addresses = fields[9].split(";"), re.split(r"<UDIV>|;(?=https?://)", fields[10])
    return _seen(line, member, fields[0], addresses[0], outlet=sources[0] or None)


def _event(fields: list[str], line: bytes, member: str) -> Unit:
    added = fields[59] if len(fields) == 61 else fields[56]
    return _seen(line, member, added, fields[-1] if len(fields) > 57 else "", source_key=fields[0])


def _mention(fields: list[str], line: bytes, member: str) -> Unit:
    return _seen(line, member, fields[2], fields[5], outlet=fields[4] or None, source_key=fields[0])


def _seen(line: bytes, member: str, when: str, address: str, **known: str | None) -> Unit:
    """An article of which GDELT says no more than where it is and when it was seen."""
    notes = ("metadata_only",)
    date = {"published": _instant(when), "published_basis": SEEN}
    return Unit(line, member, text="", url=http_only(address), notes=notes, **date, **known)


def _extra(extras: str, name: str) -> str:
    held, closed, _ = extras.partition(f"<{name}>")[2].partition(f"</{name}>")
    return unescape(held).strip() if closed else ""


def _instant(stamp: str) -> str | None:
    """``20240305121500`` as 2024-03-05T12:15:00Z (GDELT keeps UTC), and 20240305 as a day."""
    found = re.fullmatch(r"(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d))?", stamp.strip())
    if not found:
        return stamp or None
    day, clock = "-".join(found.groups()[:3]), found.groups()[3:]
    return f"{day}T{':'.join(clock)}Z" if clock[0] else day


Reader = Callable[[list[str], bytes, str], Unit]

# How the first line of a table begins, how many fields it has, and what reads a row.
TABLES: tuple[tuple[re.Pattern[bytes], tuple[int, ...], Reader], ...] = (
    (re.compile(rb"\d{14}-T?\d+\t\d{14}\t\d?\t"), (27,), _gkg),
    (re.compile(rb"\d+\t\d{14}\t\d{14}\t\d\t"), (14, 15, 16), _mention),
    (re.compile(rb"\d+\t\d{8}\t\d{6}\t\d{4}\t[\d.]+\t"), (61, 58, 57), _event),
)


def _table_of(raw: bytes) -> tuple[tuple[int, ...], Reader] | None:
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    if raw.startswith(GKG_HEADER):
        return (11,), _gkg_1
    end = raw.find(b"\n")
    first = raw[: end if end >= 0 else len(raw)] if end <= 16 * SNIFFED else b""  # a row of the graph can be long
    n_fields = first.rstrip(b"\r").count(b"\t") + 1
    return next(((w, reader) for form, w, reader in TABLES if form.match(first) and n_fields in w), None)
