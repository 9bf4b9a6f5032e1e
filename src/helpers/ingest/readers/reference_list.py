"""Lists of references: RIS (Zotero, EndNote, databases), Zotero items as JSON, and CSL-JSON.

A reference has the metadata of an article, and at best its abstract: the text is then the abstract, with the note
``abstract_only``; without one it is empty, with ``metadata_only``.

Source
------
Zotero schema (api.zotero.org/schema), CSL 1.0.2 input schema, RIS as rispy reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import rispy
from rispy.config import TAG_KEY_MAPPING

from helpers.ingest.readers.faulty import never_raises
from helpers.ingest.readers.news_services import (
    http_only,
    language_of,
    parse_json,
    raw_of,
    text_in,
    text_of,
)
from helpers.ingest.readers.opening import opening
from helpers.ingest.readers.unit import Unit, decode_noted

KIND = "reference_list"

RIS_START = re.compile(r"^[ \t]*TY {2}-", re.MULTILINE)
RIS_END = re.compile(r"^ER {2}-[^\n]*$", re.MULTILINE)
RIS_TAGS = {tag: tag for tag in (*TAG_KEY_MAPPING, "RI", "UK")}  # rispy's names differ by version; the tags do not
RIS_DATE = re.compile(r"(\d{4})/(\d\d?)?/?(\d\d?)?/?(.*)", re.DOTALL)

ZOTERO = re.compile(r'"itemType"\s*:')
CSL_TYPE = re.compile(r'"type"\s*:\s*"(?:article[\w-]*|webpage|post[\w-]*|broadcast|report)"')
CSL_FIELD = re.compile(r'"(?:container-title|date-parts|citation-key)"\s*:')
NO_ARTICLE = {"attachment", "note", "annotation"}  # Zotero keeps these in the same list


def recognise(raw: bytes, name: str) -> bool:
    """Whether the file begins as RIS, or is JSON with the fields of Zotero or CSL."""
    head = opening(raw)
    if head.lstrip()[:1] in ("{", "["):
        return bool(ZOTERO.search(head) or (CSL_TYPE.search(head) and CSL_FIELD.search(head)))
    start = RIS_START.search(head) if "TY  -" in head else None
    return start is not None and "<" not in head[: start.start()]


@never_raises("bad_reference_list")
def read(raw: bytes, name: str) -> Iterator[Unit]:
    """One unit a reference."""
    text, notes = decode_noted(raw)
    units = _read_json(text) if text.lstrip("\ufeff \t\r\n")[:1] in ("{", "[") else _read_ris(text)
    n_units = 0
    for unit in units:
        n_units += 1
        yield unit if unit.raw.isascii() else replace(unit, notes=(*unit.notes, *notes))
    if not n_units:
        yield Unit(raw, fault=("empty", "the list holds no references"))


def _read_ris(text: str) -> Iterator[Unit]:
    """References between their ``TY`` lines; a last line ``ER`` is often left out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    starts = [found.start() for found in RIS_START.finditer(text)]
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True), 1):
        written = RIS_END.sub("", text[start:end]).strip()
        try:
            (fields,) = rispy.loads(f"{written}\nER  - ", mapping=RIS_TAGS, list_tags=list(RIS_TAGS),
                                    delimiter_tags_mapping={}, skip_unknown_tags=True)  # fmt: skip
        except (ValueError, KeyError, AttributeError, TypeError) as why:
            yield Unit(written.encode("utf-8", "surrogatepass"), f"record {number}",
                       fault=("bad_record", f"the reference cannot be read: {why}"))  # fmt: skip
            continue
        yield _unit_of_ris(fields, written, f"record {number}")


def _unit_of_ris(fields: dict[str, list[str] | str], written: str, member: str) -> Unit:
    def first(*tags: str) -> str | None:
        return next((found for tag in tags if (found := _first(fields.get(tag)))), None)

    abstract = "\n".join(line for line in _lines(fields.get("AB")) or _lines(fields.get("N2")) if line.strip())
    return Unit(
        written.encode("utf-8", "surrogatepass"),
        member,
        title=first("TI", "T1", "CT"),
        text=abstract,
        published=_ris_date(first("DA", "Y1", "PY")),
        url=http_only(first("UR", "L2")),
        outlet=first("T2", "JF", "JO", "JA", "J2", "BT"),
        author="; ".join(_lines(fields.get("AU")) or _lines(fields.get("A1"))) or None,
        language=first("LA"),
        section=first("SE"),
        source_key=first("ID", "AN"),
        notes=("abstract_only",) if abstract else ("metadata_only",),
    )


def _lines(value: list[str] | str | None) -> list[str]:
    return [line for line in ([value] if isinstance(value, str) else value or []) if line.strip()]


def _first(value: list[str] | str | None) -> str | None:
    return next(iter(_lines(value)), None)


def _ris_date(stated: str | None) -> str | None:
    """``1939/10/30/`` as 1939-10-30, and 1939/10// as 1939-10; what is no date of RIS stays as it is."""
    found = RIS_DATE.fullmatch(stated.strip()) if stated else None
    if not found:
        return stated
    return "-".join(part.zfill(2) for part in found.groups()[:3] if part)


def _read_json(text: str) -> Iterator[Unit]:
    number = 0
    for held in parse_json(text):
        if isinstance(held, Unit):
            yield held
            continue
        for item in _items(held):
            number += 1
            yield _unit_of_item(item, f"record {number}")


def _items(held: object) -> list:
    """The list of items: bare, in the answer of Zotero's interface, or in a file of Better BibTeX; or a single item."""
    if isinstance(held, list):
        return held
    if isinstance(held, dict):
        return held["items"] if isinstance(held.get("items"), list) else [held]
    return []


def _unit_of_item(item: object, member: str) -> Unit:
    if isinstance(item, dict) and isinstance(item.get("data"), dict):  # the interface wraps each item
        item = item["data"]
    if not isinstance(item, dict) or not ({"itemType", "type"} & item.keys()):
        return Unit(raw_of(item), member, fault=("unknown_record", "not a reference of Zotero or CSL"))
    if item.get("itemType") in NO_ARTICLE:
        return Unit(raw_of(item), member, fault=("not_an_article", f"a Zotero {item['itemType']}"))
    fields = _zotero(item) if "itemType" in item else _csl(item)
    note = "abstract_only" if fields["text"] else "metadata_only"
    return Unit(raw_of(item), member, **fields, notes=(note,))


OUTLETS = ("publicationTitle", "websiteTitle", "blogTitle", "programTitle", "forumTitle", "bookTitle", "institution",
           "publisher")  # fmt: skip


def _zotero(item: dict) -> dict:
    return {
        "title": text_of(item.get("title")) or text_of(item.get("subject")),
        "text": text_of(item.get("abstractNote")) or "",
        "published": text_of(item.get("date")),
        "url": http_only(item.get("url")),
        "outlet": next(filter(None, (text_of(item.get(field)) for field in OUTLETS)), None),
        "author": _people(item.get("creators"), "firstName", "lastName"),
        "language": language_of(item.get("language")),
        "section": text_of(item.get("section")),
        "source_key": text_of(item.get("key")) or text_of(item.get("itemKey")),
    }


def _people(creators: object, given: str, family: str) -> str | None:
    """Names of authors; where a list tells kinds of creators apart, of no others."""
    names = []
    for one in creators if isinstance(creators, list) else []:
        if isinstance(one, dict) and one.get("creatorType", "author") in ("author", "reporter", "contributor"):
            parts = (text_of(one.get(given)), text_of(one.get("non-dropping-particle")), text_of(one.get(family)))
            names.append(" ".join(filter(None, parts)) or text_of(one.get("name")) or text_of(one.get("literal")))
    return ", ".join(filter(None, names)) or None


def _csl(item: dict) -> dict:
    return {
        "title": text_of(item.get("title")),
        "text": text_of(item.get("abstract")) or "",
        "published": _csl_date(item.get("issued")),
        "url": http_only(item.get("URL")),
        "outlet": text_of(item.get("container-title")) or text_of(item.get("publisher")),
        "author": _people(item.get("author"), "given", "family"),
        "language": language_of(item.get("language")),
        "section": text_of(item.get("section")),
        "source_key": text_of(item.get("id")) or text_of(item.get("citation-key")),
    }


def _csl_date(issued: object) -> str | None:
    """``{"date-parts": [[2024, 3, 5]]}`` as 2024-03-05; of a range the first day; a date in words as it is."""
    parts = issued.get("date-parts") if isinstance(issued, dict) else None
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    if first and all(isinstance(part, int) or (isinstance(part, str) and part.isdecimal()) for part in first):
        return "-".join(str(part).zfill(2) for part in first)
    return text_in(issued, "raw") or text_in(issued, "literal")
