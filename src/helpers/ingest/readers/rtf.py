"""Rich text: one article a file. What databases export as rich text is recognised and not guessed at."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpers.ingest.readers.faulty import never_raises
from helpers.ingest.readers.text import split_title
from helpers.ingest.readers.unit import Unit
from helpers.ingest.readers.unsupported import vendor_fault

KIND = "rtf"

PICTURE = re.compile(r"\{\\\*?\\?(?:pict|objdata|shppict|nonshppict)\b[^{}]*\}")
CODE_PAGE = re.compile(rb"\\ansicpg(\d{3,5})")


def recognise(raw: bytes, name: str) -> bool:
    """Rich text begins with its own mark."""
    return raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf")


@never_raises("bad_document")
def read(raw: bytes, name: str) -> Iterator[Unit]:
    """The one article of a file."""
    from striprtf.striprtf import rtf_to_text

    found = CODE_PAGE.search(raw[:1024])
    page = f"cp{found[1].decode()}" if found else "cp1252"
    source = PICTURE.sub("", raw.decode("latin-1"))  # what is not ASCII is written as codes
    try:
        text = rtf_to_text(source, encoding=page, errors="replace")
    except LookupError:  # a code page that Python does not have
        text = rtf_to_text(source, encoding="cp1252", errors="replace")
    if fault := vendor_fault(text):
        yield Unit(raw, fault=fault)
    elif not text.strip():
        yield Unit(raw, fault=("no_text", "the file holds no text"))
    else:
        title, below = split_title(text)
        cut = raw.rstrip()[-1:] != b"}"
        yield Unit(raw, title=title, text=below, notes=("truncated_text",) if cut else ())
