"""What every reader yields, and what several of them need: decoding, and the usual names of fields."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from charset_normalizer import from_bytes

# What sources call the fields; the first that a record has, in this order, is taken.
FIELD_NAMES = {
    "title": ("title", "headline", "article_title"),
    "summary": ("subtitle", "standfirst", "summary", "description", "lead", "abstract"),
    "text": ("text", "body", "content", "article_text", "full_text", "fulltext", "maintext"),
    "published": (
        "published", "published_at", "publish_date", "publishedat", "date", "pub_date", "pubdate", "date_published",
        "publication_date",
    ),
    "url": ("url", "link", "article_source_link", "article_url", "permalink"),
    "outlet": ("outlet", "source", "media_name", "publisher", "publication", "site_name", "domain"),
    "author": ("author", "authors", "byline", "creator"),
    "language": ("language", "lang"),
    "source_key": ("id", "article_id", "stories_id", "guid", "uuid"),
}  # fmt: skip


@dataclass(frozen=True)
class Unit:
    """One input unit as it was found: a file, or a row or record in one.

    ``raw`` is what its hash is made of; ``member`` places it in its file (``row 17``). The rest is as written, not
    yet cleaned. ``fault`` holds a stable reason code and a message when no article could be read from it.
    """

    raw: bytes
    member: str = ""
    title: str | None = None
    summary: str | None = None
    text: str | None = None
    published: str | None = None
    published_basis: str = "metadata"
    url: str | None = None
    outlet: str | None = None
    author: str | None = None
    language: str | None = None
    source_key: str | None = None
    fault: tuple[str, str] | None = None


def normalise_name(name: str) -> str:
    """A field's name as :data:`FIELD_NAMES` writes it."""
    return re.sub(r"[^a-z0-9]+", "_", name.strip().lower().lstrip("\ufeff")).strip("_")


def unit_of_record(record: Mapping[str, object], member: str) -> Unit:
    """A unit from a row or an object whose fields have one of the usual names."""
    by_name = {normalise_name(str(name)): value for name, value in record.items() if name is not None}
    found = {field: _text_of(by_name, names) for field, names in FIELD_NAMES.items()}
    raw = json.dumps(record, ensure_ascii=False, sort_keys=True, default=str).encode("utf-8", "surrogatepass")
    fault = None if (found["text"] or "").strip() else ("no_text", "the text is empty")
    return Unit(raw, member, **found, fault=fault)


def _text_of(record: dict[str, object], names: tuple[str, ...]) -> str | None:
    for name in names:
        value = record.get(name)
        if isinstance(value, Mapping):
            value = value.get("name") or value.get("title")
        if isinstance(value, list | tuple):
            value = ", ".join(str(part) for part in value if isinstance(part, str | int))
        if value is not None and str(value).strip():
            return str(value)
    return None


def decode(raw: bytes, declared: str | None = None) -> str:
    """Text of ``raw``: by its byte-order mark, else as UTF-8, else as declared, else by its look."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if raw.startswith(mark):
            return raw.decode(encoding, "replace")
    for encoding in filter(None, ("utf-8", declared)):
        try:
            return raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    best = from_bytes(raw).best()
    return str(best) if best else raw.decode("cp1252", "replace")
