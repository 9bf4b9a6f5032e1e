"""CSV and TSV: one article a row, columns recognised by their usual names, everything read as text (NA is Namibia)."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from helpers.ingest.readers.unit import FIELD_NAMES, Unit, decode_noted, normalise_name, unit_of_record

csv.field_size_limit(5_000_000)

KIND = "table"
SUFFIXES = (".csv", ".tsv")
MAX_COLUMNS = 1_000
END = "\x1eend of the table"  # stands behind the last line; in a row, it says that a quote was never closed


def recognise(raw: bytes, name: str) -> bool:
    """By the suffix alone: any text can be a table of one column."""
    return name.lower().endswith(SUFFIXES)


def read(raw: bytes, name: str) -> Iterator[Unit]:
    """One unit a row; a row with too few or too many fields is a fault of its own, and a bad header one of the file."""
    text, notes = decode_noted(raw)
    if text.lstrip()[:1] == "<":
        yield Unit(raw, fault=("looks_like_html", "the file holds a web page, not a table; fetch it again"))
        return
    lines = csv.reader(chain(io.StringIO(text, newline=""), [END]), delimiter=_delimiter(text))
    try:
        header = next(fields for fields in lines if fields)
    except csv.Error as why:
        yield Unit(raw, fault=("bad_row", f"the header cannot be read: {why}"))
        return
    names = [normalise_name(column) for column in header]
    fault = _header_fault(names)
    if fault:
        yield Unit(raw, fault=fault)
        return
    number = 0
    while True:
        try:
            fields = next(lines, [END])
        except csv.Error as why:
            number += 1
            yield Unit(f"row {number}: {why}".encode(), f"row {number}", fault=("bad_row", str(why)))
            continue
        if fields == [END]:
            break
        if fields:
            number += 1
            unit = _unit_of(fields, names, f"row {number}", lines.line_num)
            yield (
                unit if unit.raw.isascii() else replace(unit, notes=notes)
            )  # its encoding is in doubt only if it shows
    if not number:
        yield Unit(raw, fault=("empty", "a header and no rows"))


def _unit_of(fields: list[str], names: list[str], member: str, line: int) -> Unit:
    raw = "\x1f".join(fields).removesuffix(END).encode()
    if fields[-1].endswith(END):
        return Unit(
            raw, member, fault=("bad_row", "a quote is opened and never closed; all that follows is in this row")
        )
    if len(fields) != len(names):
        message = f"{len(fields)} fields where the header has {len(names)} (line {line})"
        return Unit(raw, member, fault=("ragged_row", message))
    return unit_of_record(dict(zip(names, fields, strict=True)), member)


def _delimiter(text: str) -> str:
    header = re.match(r"[\r\n]*([^\r\n]*)", text).group(1)
    return max(",\t;|", key=header.count)


def _header_fault(names: list[str]) -> tuple[str, str] | None:
    if names[-1].endswith(normalise_name(END)):
        return "bad_row", "a quote is opened in the header and never closed"
    if len(names) > MAX_COLUMNS:
        return "too_many_columns", f"{len(names):,} columns; at most {MAX_COLUMNS:,}"
    twice = sorted(name for name, count in Counter(names).items() if name and count > 1)
    if twice:
        return "duplicate_header", f"two columns are called {twice[0]}"
    if not set(names) & set(FIELD_NAMES["text"]):
        return (
            "missing_column",
            f"no column holds the text; found {', '.join(names)}; wanted one of {', '.join(FIELD_NAMES['text'])}",
        )
    return None
