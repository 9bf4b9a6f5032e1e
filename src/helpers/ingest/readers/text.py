"""Plain text and Markdown: one article a file, its title perhaps in the first line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpers.ingest.readers.unit import Unit, decode

MAX_TITLE = 160
NO_TITLE = re.compile(r"\d{4}-\d\d-\d\d|\b(?:menu|updated|published|news id)\b|@|https?:|^by\s", re.IGNORECASE)
ENDS_SENTENCE = re.compile(r"[.:;,…]['\"”’)]*$")


def read(raw: bytes, name: str) -> Iterator[Unit]:
    """The one article of a text file."""
    title, text = split_title(decode(raw))
    yield Unit(raw, title=title, text=text)


def split_title(text: str) -> tuple[str | None, str]:
    """The title, if the first line that could be one reads like one, and the text without it.

    A title is short, does not end like a sentence, holds no date stamp, and has longer text below it. Lines above it
    stay in the text: what is not the article is cut by cleaning, which keeps an account.
    """
    lines = text.splitlines()
    filled = [number for number, line in enumerate(lines) if line.strip()]
    for number in filled[:3]:
        line = lines[number].strip().lstrip("#").strip()
        if NO_TITLE.search(line):
            continue
        below = max((len(lines[later]) for later in filled if later > number), default=0)
        if len(line) <= MAX_TITLE and len(line.split()) >= 3 and not ENDS_SENTENCE.search(line) and below > len(line):
            return line, "\n".join(lines[:number] + lines[number + 1 :])
        break
    return None, text
