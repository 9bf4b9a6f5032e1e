"""CSV and TSV: one article a row, columns recognised by their usual names, everything read as text (NA is Namibia)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from helpers.ingest.readers.unit import FIELD_NAMES, Unit, decode, normalise_name, unit_of_record

csv.field_size_limit(5_000_000)


def read(raw: bytes, name: str) -> Iterator[Unit]:
    """One unit a row; a row with too few or too many fields is a fault of its own, and a bad header one of the file."""
    text = decode(raw)
    if text.lstrip()[:1] == "<":
        yield Unit(raw, fault=("looks_like_html", "the file holds a web page, not a table; fetch it again"))
        return
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    header = next(lines)
    names = [normalise_name(column) for column in header]
    fault = _header_fault(names)
    if fault:
        yield Unit(raw, fault=fault)
        return
    number = 0
    while True:
        number += 1
        try:
            fields = next(lines)
        except StopIteration:
            if number == 1:
                yield Unit(raw, fault=("empty", "a header and no rows"))
            return
        except csv.Error as why:
            yield Unit(f"row {number}: {why}".encode(), f"row {number}", fault=("bad_row", str(why)))
            continue
        if not fields:
            number -= 1
            continue
        if len(fields) != len(header):
            message = f"{len(fields)} fields where the header has {len(header)} (line {lines.line_num})"
            yield Unit("\x1f".join(fields).encode(), f"row {number}", fault=("ragged_row", message))
            continue
        yield unit_of_record(dict(zip(names, fields, strict=True)), f"row {number}")


def _delimiter(text: str) -> str:
    header = text.lstrip("\ufeff").split("\n", 1)[0]
    return max(",\t;|", key=header.count)


def _header_fault(names: list[str]) -> tuple[str, str] | None:
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        return "duplicate_header", f"two columns are called {twice[0]}"
    if not set(names) & set(FIELD_NAMES["text"]):
        return (
            "missing_column",
            f"no column holds the text; found {', '.join(names)}; wanted one of {', '.join(FIELD_NAMES['text'])}",
        )
    return None
