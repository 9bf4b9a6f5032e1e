"""One reader a kind of input. Each takes a unit's bytes and its name, and yields a :class:`Unit` for all that it holds.

A reader is a module with ``KIND``, ``recognise(raw, name)`` and ``read(raw, name)``. Exports are told by what they hold;
the suffix decides only between the general kinds, which come last.
"""

from __future__ import annotations

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath

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

BLANK = b" \t\r\n\v\f\0" + BOM_UTF8 + BOM_UTF16_LE + BOM_UTF16_BE


def read_units(raw: bytes, name: str, url: str | None = None) -> Iterator[Unit]:
    """Everything in one input, the members of an archive included: at least one unit, if only to say why there is none."""
    if not raw.strip(BLANK):
        yield Unit(raw, fault=("empty", "the file is empty"))
    elif kind_of(raw):
        for member in open_members(raw, name):
            if member.fault:
                yield Unit(member.raw, member.name, fault=member.fault)
                continue
            for unit in _read_one(member.raw, member.name):
                yield replace(unit, member="#".join(filter(None, (member.name, unit.member))))
    else:
        yield from _read_one(raw, name, url)


def _read_one(raw: bytes, name: str, url: str | None = None) -> Iterator[Unit]:
    reader = next((reader for reader in READERS if reader.recognise(raw, name)), None)
    if reader is None:
        kinds = ", ".join(reader.KIND.replace("_", " ") for reader in READERS)
        message = f"{PurePath(name).suffix or 'no suffix'}; readable are {kinds}"
        yield Unit(raw, fault=("unknown_format", message))
    elif reader is html:
        yield from html.read(raw, name, url)
    else:
        yield from reader.read(raw, name)
