"""The beginning of an input as text: what readers look at to tell kinds apart by content."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from typing import NamedTuple

SNIFFED = 64 * 1024  # bytes; a kind that does not show in these is not recognised

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins with the mark of UTF-16, so it comes first
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
ELEMENT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)[^>]*>?")
ENCODING = re.compile(rb"^[\s\S]{0,200}?<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]+)[\"']")

ENTITY = re.compile(r"<!ENTITY\s+(%\s+)?[^\s>]+\s+(?:(?:SYSTEM|PUBLIC)\b|\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
REFERENCE = re.compile(r"&(?!#)|%")  # a reference to a character is harmless
MAX_ENTITY = 200  # characters that one declared entity may stand for


def opening(raw: bytes) -> str:
    """The first 64 KB as text; what does not decode is replaced, since only ASCII is looked for."""
    return _decoded(raw[:SNIFFED])


@lru_cache(maxsize=1)  # each reader asks anew
def _decoded(head: bytes) -> str:
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "replace")
    if head[1:2] == b"\0" and head[3:4] == b"\0":
        return head.decode("utf-16-le", "replace")
    if head[:1] == b"\0" and head[2:3] == b"\0":
        return head.decode("utf-16-be", "replace")
    return head.decode("utf-8", "replace")


class Element(NamedTuple):
    """The first element of a markup text: name without prefix, whole start tag, and where it begins."""

    name: str = ""
    tag: str = ""
    at: int = 0


def first_element(text: str) -> Element:
    """What a markup text begins with: blanks, text, comments, instructions and a document type before it are passed over.

    Its ``name`` is empty if there is no element.
    """
    at = 0
    while (at := text.find("<", at)) >= 0:
        if text.startswith("<!--", at):
            end, width = text.find("-->", at), 3
        elif text.startswith("<?", at):
            end, width = text.find("?>", at), 2
        elif text.startswith("<!", at):
            end, width = text.find(">", at), 1
            bracket = text.find("[", at, max(end, at))
            end = text.find("]", bracket) if bracket >= 0 else end
        else:
            found = ELEMENT.match(text, at)
            return Element(found.group(1), found.group(), at) if found else Element()
        if end < 0:
            break
        at = end + width
    return Element()


def declared_encoding(raw: bytes) -> str | None:
    """The encoding that an XML declaration names."""
    found = ENCODING.match(raw[:1024])
    return found.group(1).decode("ascii") if found else None


def entity_fault(text: str) -> tuple[str, str] | None:
    """A fault if the text declares entities that could grow or fetch: billion laughs, quadratic growth, external files."""
    for found in ENTITY.finditer(text):
        value = found.group(2) if found.group(2) is not None else found.group(3)
        if found.group(1) or value is None or len(value) > MAX_ENTITY or REFERENCE.search(value):
            return "xml_entities", "it declares entities that expand or load other things; they are not followed"
    return None
