"""JSON: one article, a list of them, or a list inside an answer of a news service; and JSON Lines, one a line."""

from __future__ import annotations

import json
from collections.abc import Iterator

from helpers.ingest.readers.unit import FIELD_NAMES, Unit, decode, normalise_name, unit_of_record


def read(raw: bytes, name: str) -> Iterator[Unit]:
    """One unit for each article of the file."""
    try:
        held = json.loads(decode(raw))
    except (ValueError, RecursionError) as why:
        yield Unit(raw, fault=("bad_json", str(why)))
        return
    records = find_records(held)
    if not records:
        yield Unit(raw, fault=("missing_column", f"no object has one of {', '.join(FIELD_NAMES['text'])}"))
    for number, record in enumerate(records, 1):
        yield unit_of_record(record, f"record {number}" if len(records) > 1 else "")


def read_lines(raw: bytes, name: str) -> Iterator[Unit]:
    """One unit a line; blank lines are none."""
    for number, line in enumerate(decode(raw).splitlines(), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as why:
            yield Unit(line.encode(), f"line {number}", fault=("bad_json", str(why)))
            continue
        if isinstance(record, dict):
            yield unit_of_record(record, f"line {number}")
        else:
            yield Unit(line.encode(), f"line {number}", fault=("bad_json", f"a {type(record).__name__}, not an object"))


def find_records(held: object) -> list[dict]:
    """The outermost list of objects that hold text, or the one object that does."""
    if isinstance(held, list):
        records = [one for one in held if isinstance(one, dict)]
        return records if any(_has_text(one) for one in records) else []
    if not isinstance(held, dict):
        return []
    if _has_text(held):
        return [held]
    return next((found for value in held.values() if (found := find_records(value))), [])


def _has_text(record: dict) -> bool:
    return any(normalise_name(str(name)) in FIELD_NAMES["text"] for name in record)
