"""Word documents: one article a file, its title by style or by look. Exports of databases have readers of their own."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import NamedTuple

from helpers.ingest.readers.faulty import never_raises
from helpers.ingest.readers.office import member_names, package_fault
from helpers.ingest.readers.text import split_title
from helpers.ingest.readers.unit import Unit
from helpers.ingest.readers.unsupported import vendor_fault

KIND = "docx"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
TITLE_STYLES = ("title", "heading 1", "heading1", "titel", "titre", "titolo", "título", "заголовок 1", "überschrift 1")


class Paragraph(NamedTuple):
    """A paragraph of a document in its order; ``in_table`` if it stands in a cell."""

    text: str
    style: str
    in_table: bool


def recognise(raw: bytes, name: str) -> bool:
    """An office archive that holds a Word document."""
    return "word/document.xml" in (names := member_names(raw)) or (
        "[Content_Types].xml" in names and any(one.startswith("word/") for one in names)
    )


@never_raises("bad_document")
def read(raw: bytes, name: str) -> Iterator[Unit]:
    """The one article of a document."""
    if fault := package_fault(raw):
        yield Unit(raw, fault=fault)
        return
    held = paragraphs(raw)
    filled = [one for one in held if one.text.strip()]
    text = "\n".join(one.text for one in held)
    if fault := vendor_fault(text):
        yield Unit(raw, fault=fault)
    elif not filled:
        yield Unit(raw, fault=("no_text", "the document holds no text; pictures of text have to be made text first"))
    elif len(filled) > 1 and filled[0].style.lower() in TITLE_STYLES:
        yield Unit(raw, title=filled[0].text, text="\n".join(one.text for one in filled[1:]))
    else:
        title, text = split_title(text)
        yield Unit(raw, title=title, text=text)


def paragraphs(raw: bytes) -> list[Paragraph]:
    """Every paragraph of the body, of its tables, links and insertions too; what was deleted is left out."""
    import docx  # python-docx; other formats need not pay for it

    document = docx.Document(io.BytesIO(raw))
    styles = {style.style_id: style.name or "" for style in document.styles}
    found = []
    for element in document.element.body.iter(f"{W}p"):
        if any(parent.tag == FALLBACK for parent in element.iterancestors(FALLBACK)):
            continue  # the same text once more, for older programs
        held = element.find(f"{W}pPr/{W}pStyle")
        style = styles.get(held.get(f"{W}val"), "") if held is not None else ""
        in_table = next(element.iterancestors(f"{W}tc"), None) is not None
        found.append(Paragraph(_text_of(element), style, in_table))
    return found


def _text_of(paragraph) -> str:
    pieces = []
    for node in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}cr", f"{W}noBreakHyphen"):
        if next(node.iterancestors(f"{W}p")) is not paragraph or node.getparent().tag != f"{W}r":
            continue  # of a text box, which is a paragraph by itself, or a tab stop
        if node.tag == f"{W}t":
            pieces.append(node.text or "")
        else:
            pieces.append({f"{W}tab": "\t", f"{W}noBreakHyphen": "-"}.get(node.tag, "\n"))
    return "".join(pieces)
