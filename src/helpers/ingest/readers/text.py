"""Plain text and Markdown: one article a file, as it was saved, with or without lines that say what they are.

What a file says of itself is read where it says so plainly: lines such as ``Author: ...`` or a block between dashes at
its head. Else only the title is looked for, in the first lines; bylines, stamps and menus stay in the text, from which
cleaning takes them and keeps an account.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from helpers.ingest.readers.unit import Unit, decode_noted, normalise_name

KIND = "text"
SUFFIXES = (".txt", ".text", ".md", ".markdown")
MAX_BYTES = 50 * 2**20  # of one article, as of a page

MAX_TITLE, MAX_TITLE_WORDS = 160, 28
LOOKED_AT = 4  # filled lines among which a title is looked for
NO_TITLE = re.compile(
    r"\d{4}-\d\d-\d\d|\d\d?[-./]\d\d?[-./]\d{4}|\d{1,2}:\d\d\b|\b(?:menu|updated|published|posted|news id|min read|subscribe"
    r"|sign in|log in|cookies?|share this|click here|all rights reserved|getty images)\b|@|https?:|www\.|©|\|"
    r"|^(?:by|from|source|photo|image|file photo|picture|video|updated|date|section|category|tags?|share)\b"
    r"|^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?(?:\d{1,2}(?:st|nd|rd|th)? )?[a-z]{3,9}\.? (?:\d{1,2},? )?\d{4}$"
    r"|^(?:home|world|news|politics|sports?|business)(?: ?[>»›/] ?[\w &]+)+$",
    re.IGNORECASE,
)
BYLINE = re.compile(
    r"^[\w.'’ -]{3,40}, (?:\w+ ){0,3}(?:correspondent|reporter|editor|writer)$|\b(?:staff|news desk|bureau)$", re.I
)
ENDS_SENTENCE = re.compile(r"[.:;,…]['\"”’)]*$")
ABBREVIATED = re.compile(r"\b(?:[A-Z]\.){2,}['\"”’)]*$")  # a title may end in ``U.S.``
TWO_SENTENCES = re.compile(r"[a-z]{3}[.!?]['\"”’)]* +[A-Z“\"]")
DATELINE = re.compile(
    r"^[A-Z][\w '’.,/-]{1,50}(?:\([A-Z][\w ]{1,20}\)|/[A-Z]{2,12}/)|^[A-Z][A-Z .'’-]{2,30}(?:, [\w .]{2,30})? ?[—–-]{1,2} "
)

LABELS = {
    "title": "title headline",
    "author": "author authors byline writer by",
    "published": "date published published_on published_at publication_date posted updated date_published",
    "outlet": "source outlet publisher publication newspaper site website",
    "url": "url link permalink",
    "section": "section category rubric",
    "language": "language lang",
    "summary": "summary subtitle standfirst description",
    "agency": "agency",
}
FIELD_OF = {label: name for name, labels in LABELS.items() for label in labels.split()}
LABELLED = re.compile(r"\s*[*_]{0,2}([A-Za-z][A-Za-z _-]{1,18})[*_]{0,2}\s*:[*_]{0,2}\s+(\S.*)")


def recognise(raw: bytes, name: str) -> bool:
    """By its suffix, or as UTF-16 by its mark. To be asked last: tables and mark-up are text too."""
    return name.lower().endswith(SUFFIXES) or raw.startswith((b"\xff\xfe", b"\xfe\xff"))


def read(raw: bytes, name: str) -> Iterator[Unit]:
    """The one article of a text file."""
    if len(raw) > MAX_BYTES:
        yield Unit(raw, fault=("too_large", f"a text of {len(raw):,} bytes; at most {MAX_BYTES:,} are read as one"))
        return
    decoded, notes = decode_noted(raw)
    fields, text = split_labels(decoded)
    text = unwrap(text)
    title, below = split_title(text)
    if "title" in fields:
        title, below = fields["title"], below if title == fields["title"] else text
    yield Unit(raw, text=below, notes=notes, **{**fields, "title": title})


def split_labels(text: str) -> tuple[dict[str, str], str]:
    """What labelled lines at the head say, by field, and the text below them.

    A block between lines of dashes, as before Markdown, or lines ``Label: value``. Of the latter there must be two,
    or one that can be nothing else (``Title:``, ``Headline:``), so that a sentence with a colon stays a sentence.
    """
    lines = text.lstrip("\ufeff\r\n ").splitlines()
    fenced = bool(lines) and lines[0].strip() == "---" and "---" in (line.strip() for line in lines[1:40])
    start = 1 if fenced else 0
    fields: dict[str, str] = {}
    number = start
    for number in range(start, min(len(lines), 40) + 1):
        line = lines[number] if number < len(lines) else ""
        if fenced and line.strip() == "---":
            number += 1
            break
        said = LABELLED.fullmatch(line)
        name = FIELD_OF.get(normalise_name(said[1])) if said else None
        if name:
            fields.setdefault(name, said[2].strip().strip("\"'"))
        elif line.strip() and not fenced:
            break
    if not fenced and len(fields) < 2 and "title" not in fields:
        return {}, text
    return fields, "\n".join(lines[number:])


def unwrap(text: str) -> str:
    """``text`` with its paragraphs in one line each, if its lines were broken at a fixed width."""
    lines = text.splitlines()
    pairs = [(one.rstrip(), other) for one, other in pairwise(lines) if one.strip() and other.strip()]
    if len(pairs) < 4:
        return text
    broken = sum(not re.search(r"[.!?:;\"”’)]$", one) for one, _ in pairs)
    running = sum(other.lstrip()[:1].islower() for _, other in pairs)
    longest = max(map(len, lines))
    if longest > 130 or broken < 0.5 * len(pairs) or running < 0.3 * len(pairs):
        return text
    paragraphs = re.split(r"\n[^\S\n]*\n", "\n".join(lines))
    return "\n\n".join(" ".join(part.split()) for part in paragraphs if part.strip())


def split_title(text: str) -> tuple[str | None, str]:
    """The title, if one of the first lines reads like one, and the text without it.

    A title is short, is one sentence at most and does not end like one, holds no stamp, and has longer text below it.
    Lines above it stay in the text: what is not the article is cut by cleaning, which keeps an account.
    """
    lines = text.splitlines()
    filled = [number for number, line in enumerate(lines) if line.strip()]
    for number in filled[:LOOKED_AT]:
        heading = lines[number].strip().startswith("#")
        line = lines[number].strip().strip("#").strip().strip("*_").strip()
        if NO_TITLE.search(line) or BYLINE.search(line) or (len(line.split()) < 3 and not heading):
            continue
        below = max((len(lines[later]) for later in filled if later > number), default=0)
        if reads_like_title(line, heading) and below > len(line):
            after = number + 1
            after += bool(re.fullmatch(r"\s*[=-]{3,}\s*", lines[after] if after < len(lines) else ""))  # underlined
            return line, "\n".join(lines[:number] + lines[after:])
        break
    return None, text


def reads_like_title(line: str, heading: bool = False) -> bool:
    """Whether a line standing alone has the form of a title. A ``heading`` is marked as one, and may be shorter."""
    return (
        len(line) <= MAX_TITLE
        and (2 if heading else 3) <= len(line.split()) <= MAX_TITLE_WORDS
        and (not ENDS_SENTENCE.search(line) or bool(ABBREVIATED.search(line)))
        and not TWO_SENTENCES.search(line)
        and not DATELINE.search(line)
        and not line[:1].islower()
    )
