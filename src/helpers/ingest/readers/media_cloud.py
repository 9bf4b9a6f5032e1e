"""Story lists of Media Cloud: who published what and when, with a headline and an address, and no text.

The columns of the present download and of the older ones (Explorer, Topic Mapper) differ; their names are enough to
tell. ``indexed_date`` and ``collect_date`` are when Media Cloud saw a story, and are not taken for its date.

Source
------
Media Cloud's own downloads; names of columns as at mediacloud.org.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from helpers.ingest.readers.faulty import never_raises
from helpers.ingest.readers.news_services import http_only, language_of, raw_of
from helpers.ingest.readers.opening import opening
from helpers.ingest.readers.unit import Unit, decode, normalise_name

KIND = "media_cloud"

NEEDED = {"title", "url", "publish_date", "media_name"}
OWN = {"media_url", "media_id", "indexed_date", "stories_id", "ap_syndicated", "collect_date"}  # two of these as well
TEXTS = ("text", "story_text", "article_text", "content")  # of people who fetched the articles themselves

csv.field_size_limit(5_000_000)


def recognise(raw: bytes, name: str) -> bool:
    """Whether the first line names the columns of a story list."""
    head = opening(raw).lstrip("\ufeff\r\n \t")
    first = head.split("\n", 1)[0].rstrip("\r")
    names = {normalise_name(field.strip('"')) for field in first.split(_delimiter(first))}
    return names >= NEEDED and len(names & OWN) >= 2


@never_raises("bad_table")
def read(raw: bytes, name: str) -> Iterator[Unit]:
    """One unit a story, without text; a row with too few or too many fields is a fault of its own."""
    text = decode(raw).lstrip("\ufeff\r\n \t")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text.split("\n", 1)[0]))
    names: list[str] = []
    number = 0
    while True:
        try:
            fields = next(rows, None)
        except csv.Error as why:
            number += 1
            yield Unit(f"row {number}: {why}".encode(), f"row {number}", fault=("bad_row", str(why)))
            continue
        if fields is None:
            break
        if fields and not names:
            names = [normalise_name(field) for field in fields]
        elif fields:
            number += 1
            yield _unit_of(fields, names, f"row {number}")
    if not number:
        yield Unit(raw, fault=("empty", "a header and no stories"))


def _unit_of(fields: list[str], names: list[str], member: str) -> Unit:
    raw = "\x1f".join(fields).encode("utf-8", "surrogatepass")
    if len(fields) != len(names):
        return Unit(raw, member, fault=("ragged_row", f"{len(fields)} fields where the header has {len(names)}"))
    row = dict(zip(names, fields, strict=True))
    text = next((row[name] for name in TEXTS if row.get(name, "").strip()), "")
    return Unit(
        raw_of(row),
        member,
        title=row["title"] or None,
        text=text,
        published=row["publish_date"] or None,
        url=http_only(row["url"]),
        outlet=row["media_name"] or row.get("media_url") or None,
        language=language_of(row.get("language")),
        source_key=row.get("stories_id") or row.get("id") or None,
        notes=() if text else ("metadata_only",),
    )


def _delimiter(line: str) -> str:
    return max(",\t;", key=line.count)
