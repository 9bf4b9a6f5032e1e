"""JSON: one article, a list of them, or a list inside an answer of a news service; and JSON Lines, one a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from helpers.ingest.readers.unit import FIELD_NAMES, Unit, decode_noted, normalise_name, unit_of_record

KIND = "json"
SUFFIXES = (".json", ".jsonl", ".ndjson")


def recognise(raw: bytes, name: str) -> bool:
    """By the suffix, or by the first character of a list or an object."""
    return name.lower().endswith(SUFFIXES) or raw[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")


def read(raw: bytes, name: str) -> Iterator[Unit]:
    """One unit for each article of the file, of JSON Lines one a line."""
    text, notes = decode_noted(raw)
    for unit in _lines(text) if name.lower().endswith(SUFFIXES[1:]) else _whole(raw, text):
        yield unit if unit.raw.isascii() else replace(unit, notes=notes)  # its encoding is in doubt only if it shows


def _whole(raw: bytes, text: str) -> Iterator[Unit]:
    try:
        records = find_records(_parse(text))
    except (ValueError, RecursionError) as why:
        yield Unit(raw, fault=("bad_json", str(why)))
        return
    if not records:
        yield Unit(raw, fault=("missing_column", f"no object has one of {', '.join(FIELD_NAMES['text'])}"))
    for number, record in enumerate(records, 1):
        yield _unit_of(record, f"record {number}" if len(records) > 1 else "")


def _lines(text: str) -> Iterator[Unit]:
    """One unit a line; blank lines are none."""
    for number, line in enumerate(text.split("\n"), 1):  # only a newline: text may hold U+2028 as it is
        if not line.strip(" \t\r"):
            continue
        try:
            record = _parse(line)
        except (ValueError, RecursionError) as why:
            yield Unit(line.encode(), f"line {number}", fault=("bad_json", str(why)))
            continue
        yield _unit_of(record, f"line {number}")


def _parse(text: str) -> object:
    return json.loads(text, parse_constant=lambda name: None)  # NaN is how some exports write an empty field


def _unit_of(record: object, member: str) -> Unit:
    if isinstance(record, dict):
        return unit_of_record(record, member)
    raw = json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return Unit(raw, member, fault=("bad_json", f"a {type(record).__name__}, not an object"))


def find_records(held: object) -> list:
    """The outermost list that holds objects with text, with whatever else it holds; or the one object that has some."""
    if isinstance(held, list):
        return held if any(isinstance(one, dict) and _has_text(one) for one in held) else []
    if not isinstance(held, dict):
        return []
    if _has_text(held):
        return [held]
    return next((found for value in held.values() if (found := find_records(value))), [])


def _has_text(record: dict) -> bool:
    return any(normalise_name(str(name)) in FIELD_NAMES["text"] for name in record)
