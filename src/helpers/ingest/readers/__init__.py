"""One reader a kind of input. Each takes a unit's bytes and its name, and yields a :class:`Unit` for all that it holds."""

from __future__ import annotations

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterator
from pathlib import PurePath

from helpers.ingest.readers import html, json_records, table, text
from helpers.ingest.readers.unit import Unit

READERS: dict[str, Callable[[bytes, str], Iterator[Unit]]] = {
    ".txt": text.read,
    ".md": text.read,
    ".html": html.read,
    ".htm": html.read,
    ".csv": table.read,
    ".tsv": table.read,
    ".json": json_records.read,
    ".jsonl": json_records.read_lines,
}

BLANK = b" \t\r\n\v\f\0" + BOM_UTF8 + BOM_UTF16_LE + BOM_UTF16_BE


def read_units(raw: bytes, name: str) -> Iterator[Unit]:
    """Everything in one input: at least one unit, if only to say why nothing could be read."""
    reader = READERS.get(PurePath(name).suffix.lower())
    if reader is None:
        yield Unit(
            raw, fault=("unknown_format", f"{PurePath(name).suffix or 'no suffix'}; readable are {', '.join(READERS)}")
        )
    elif not raw.strip(BLANK):
        yield Unit(raw, fault=("empty", "the file is empty"))
    else:
        yield from reader(raw, name)
