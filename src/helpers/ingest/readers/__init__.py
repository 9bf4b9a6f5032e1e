"""One reader a kind of input. Each takes a unit's bytes and its name, and yields a :class:`Unit` for all that it holds.

A reader is a module with ``KIND``, ``recognise(raw, name)`` and ``read(raw, name)``. Exports are told by what they hold;
the suffix decides only between the general kinds, which come last.
"""

from __future__ import annotations

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePath
from types import ModuleType

from helpers.ingest.containers import kind_of, open_members
from helpers.ingest.readers import (
    docx,
    eml,
    europresse,
    factiva,
    feed,
    gdelt,
    html,
    integrum,
    json_records,
    kikuzo,
    media_cloud,
    news_services,
    nexis,
    opml,
    pdf,
    proquest,
    reference_list,
    rtf,
    table,
    text,
    unsupported,
    warc,
    workbook,
)
from helpers.ingest.readers.unit import Unit

READERS = (
    warc, opml, feed, reference_list, news_services, gdelt, media_cloud, nexis, factiva, proquest, europresse, kikuzo,
    integrum, table, unsupported, workbook, docx, rtf, pdf, eml, json_records, html, text,
)  # fmt: skip

HEAD = 2**20  # bytes, by which the kind of a file is told that is not read as a whole
BLANK = b" \t\r\n\v\f\0" + BOM_UTF8 + BOM_UTF16_LE + BOM_UTF16_BE


def read_units(raw: bytes | Path, name: str, url: str | None = None) -> Iterator[Unit]:
    """Everything in one input, the members of an archive included: at least one unit, if only to say why there is none.

    Of a file of which the path is given, no more is held at a time than a member of an archive, or a row of a table.
    """
    head = raw if isinstance(raw, bytes) else _head(raw)
    if kind_of(head):
        for member in open_members(raw, name):
            if member.fault:
                yield Unit(member.raw, member.name, fault=member.fault)
                continue
            for unit in _read_one(member.raw, member.name):
                yield replace(unit, member="#".join(filter(None, (member.name, unit.member))))
    elif isinstance(raw, Path) and head.strip(BLANK) and _reader_of(head, name) is table:
        yield from table.read(raw, name)
    else:
        whole = raw if isinstance(raw, bytes) else raw.read_bytes()
        empty = Unit(whole, fault=("empty", "the file is empty"))
        yield from _read_one(whole, name, url) if whole.strip(BLANK) else [empty]


def _head(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.read(HEAD)


def _reader_of(raw: bytes, name: str) -> ModuleType | None:
    return next((reader for reader in READERS if reader.recognise(raw, name)), None)


def _read_one(raw: bytes, name: str, url: str | None = None) -> Iterator[Unit]:
    reader = _reader_of(raw, name)
    if reader is None:
        kinds = ", ".join(reader.KIND.replace("_", " ") for reader in READERS)
        message = f"{PurePath(name).suffix or 'no suffix'}; readable are {kinds}"
        yield Unit(raw, fault=("unknown_format", message))
    elif reader is html:
        yield from html.read(raw, name, url)
    else:
        yield from reader.read(raw, name)
