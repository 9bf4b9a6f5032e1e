"""Text as it is kept: one form of Unicode, no control characters, one newline between paragraphs."""

from __future__ import annotations

import re
import unicodedata

LINE_BREAK = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")  # and the newline itself

# C0 and C1 controls but tab and newline, bidirectional overrides and isolates, byte-order mark, lone surrogates.
UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def clean_text(text: str) -> str:
    """``text`` in NFC, without controls, blanks collapsed, paragraphs separated by one newline."""
    text = unicodedata.normalize("NFC", UNWANTED.sub("", LINE_BREAK.sub("\n", text)))
    lines = (re.sub(r"\s+", " ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def clean_line(text: str | None) -> str | None:
    """A title, a name: as :func:`clean_text`, in one line; ``None`` if nothing is left."""
    return clean_text(text or "").replace("\n", " ") or None


def with_summary(summary: str | None, text: str) -> str:
    """``text`` below its standfirst, unless it holds it already."""
    lead = clean_line(summary)
    return text if not lead or lead[:60] in text.replace("\n", " ") else f"{lead}\n{text}"
