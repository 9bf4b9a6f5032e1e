"""PDF: one article a file, its lines joined into paragraphs again. Scanned pages hold no text and say so."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator

from helpers.ingest.clean import clean_line
from helpers.ingest.readers.faulty import never_raises
from helpers.ingest.readers.text import split_title
from helpers.ingest.readers.unit import Unit
from helpers.ingest.readers.unsupported import vendor_fault

KIND = "pdf"

MAX_PAGES = 500
MAX_CHARACTERS = 5_000_000
HYPHEN = re.compile(r"(?<=[^\W\d_])-\n(?=[a-zà-ÿа-я])")
SENTENCE_END = re.compile(r"[.!?…:;][\"'”’»)]*$")
PAGE_NUMBER = re.compile(r"^\W*(?:page|seite|p\.)?\s*\d{1,4}(?:\s*(?:/|of|von|de)\s*\d{1,4})?\W*$", re.IGNORECASE)


def recognise(raw: bytes, name: str) -> bool:
    """The mark of PDF stands in the first kilobyte."""
    return b"%PDF-" in raw[:1024]


@never_raises("bad_document")
def read(raw: bytes, name: str) -> Iterator[Unit]:
    """The one article of a file."""
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.ERROR)  # what it warns of is no matter of the reader's
    try:
        document = pypdf.PdfReader(io.BytesIO(raw))
        if document.is_encrypted and not document.decrypt(""):
            yield Unit(raw, fault=("encrypted", "it is protected by a password; save it without one"))
            return
        pages, cut = _pages(document)
    except pypdf.errors.DependencyError as why:
        yield Unit(raw, fault=("encrypted", f"{why}"))
        return
    text = "\n".join(pages)
    if fault := vendor_fault(text):
        yield Unit(raw, fault=fault)
    elif not text.strip():
        yield Unit(raw, fault=("no_text", "the pages are pictures; run text recognition (OCR) on the file first"))
    else:
        yield _unit(raw, document, pages, cut)


def _pages(document) -> tuple[list[str], bool]:
    pages: list[str] = []
    for number, page in enumerate(document.pages):
        if number >= MAX_PAGES or sum(map(len, pages)) > MAX_CHARACTERS:
            return pages, True
        pages.append(page.extract_text() or "")
    return pages, False


def _unit(raw: bytes, document, pages: list[str], cut: bool) -> Unit:
    text = paragraphs_of(pages)
    named = clean_line(str((document.metadata or {}).get("/Title") or ""))
    title, below = split_title(text)
    if title is None and named and clean_line(text[: len(named) + 40] or "").startswith(named):
        title, below = named, text[len(named) :]  # the name that the file gives stands above the text
    return Unit(raw, title=title, text=below, notes=("truncated_text",) if cut else ())


def paragraphs_of(pages: list[str]) -> str:
    """The text of pages with a line a paragraph: a line that ends a sentence and is short, or a blank line, ends one.

    Numbers of pages are left out, and words that were divided at the end of a line are whole again.
    """
    lines: list[str] = []
    for page in pages:
        held = HYPHEN.sub("", page.replace("\r", "")).split("\n")
        while held and (not held[-1].strip() or PAGE_NUMBER.match(held[-1])):
            held.pop()
        while held and PAGE_NUMBER.match(held[0]) and held[0].strip():
            held.pop(0)
        lines += [" ".join(line.split()) for line in held]
    lengths = sorted(len(line) for line in lines if line)
    usual = lengths[int(len(lengths) * 0.8)] if lengths else 0
    paragraphs: list[str] = [""]
    for at, line in enumerate(lines):
        if not line:
            paragraphs.append("")
            continue
        paragraphs[-1] = f"{paragraphs[-1]} {line}".strip()
        is_heading = at < 3 and len(line) < 0.8 * usual and not SENTENCE_END.search(line)
        if is_heading or (SENTENCE_END.search(line) and len(line) < 0.9 * usual):
            paragraphs.append("")
    return "\n".join(paragraph for paragraph in paragraphs if paragraph)
