"""Web pages: trafilatura finds the article in the page and what the page says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpers.ingest.clean import clean_line
from helpers.ingest.readers.unit import Unit, decode

CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?([\w-]+)", re.IGNORECASE)


def read(raw: bytes, name: str) -> Iterator[Unit]:
    """The one article of a page."""
    import trafilatura  # costs a quarter of a second, which other formats need not pay

    declared = CHARSET.search(raw[:4096])
    page = decode(raw, declared.group(1).decode("ascii") if declared else None)
    found = trafilatura.bare_extraction(page, with_metadata=True, include_comments=False)
    if found is None or not (found.text or "").strip():
        yield Unit(raw, fault=("no_text", "no article was found in the page"))
        return
    yield Unit(
        raw,
        title=found.title,
        text=_below_heading(found.title, found.text),
        published=found.date,
        url=found.url,
        outlet=found.sitename or found.hostname,
        author=found.author,
        language=found.language,
    )


def _below_heading(title: str | None, text: str) -> str:
    """``text`` without the title as its first line: a page has it as a heading too."""
    first, _, below = text.partition("\n")
    return below if clean_line(first) == clean_line(title) and below.strip() else text
