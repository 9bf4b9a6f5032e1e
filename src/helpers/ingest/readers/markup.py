"""What the readers of saved pages share: decoding that survives a bad byte, parsing, and text with its paragraphs."""

from __future__ import annotations

import re

import lxml.html
from lxml import etree

from helpers.ingest.readers.unit import decode

DECLARED = re.compile(rb"<meta[^<>]+charset=[\"']?\s*([\w-]+)|<\?xml[^>]+encoding=[\"']([\w-]+)", re.IGNORECASE)
BLOCKS = frozenset(
    "address article aside blockquote br center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr li main nav ol p pre section table tbody tfoot thead title tr ul".split()
)
CELLS = frozenset(("td", "th"))
UNSEEN = frozenset(
    ("script", "style", "noscript", "template", "head", "meta", "link", "button", "select", "option", "input")
)
MAX_BAD_SHARE = 0.02  # of the characters beyond ASCII; above it the bytes are not damaged UTF-8 but something else


def is_markup(raw: bytes) -> bool:
    """Whether the bytes begin like a page: the first thing that is no blank is a tag."""
    return raw[:1024].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1] == b"<"


def decode_markup(raw: bytes) -> str:
    """The page as text. UTF-8 goes before what the page declares: databases declare what they once were.

    A few bytes that are not UTF-8, as in a file that was cut, do not turn the rest into another encoding; they become
    U+FFFD, of which :func:`damage` tells.
    """
    declared = DECLARED.search(raw[:4096])
    if not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = raw.decode("utf-8-sig", "replace")
        bad = text.count("\ufffd")
        beyond = bad and len(text) - len(text.encode("ascii", "ignore"))
        if bad == 0 or (beyond > bad and bad <= max(1, MAX_BAD_SHARE * beyond)):
            return text
    return decode(raw, (declared[1] or declared[2]).decode("ascii") if declared else None)


def damage(*texts: str | None) -> tuple[str, ...]:
    """The note ``mixed_encoding`` if bytes of one of the texts fitted no encoding."""
    return ("mixed_encoding",) if any("\ufffd" in (text or "") for text in texts) else ()


def parse_page(text: str) -> lxml.html.HtmlElement:
    """The tree of a page or of a part of one; an empty ``body`` if there is nothing to parse."""
    parser = lxml.html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\0", "").lstrip("\ufeff"))
    try:
        tree = lxml.html.document_fromstring(text or "<body></body>", parser=parser)
    except (etree.ParserError, ValueError):
        return lxml.html.document_fromstring("<body></body>")
    return tree


def has_class(name: str) -> str:
    """The XPath condition that an element is of a class."""
    return f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"


def lines_of(element: etree._Element | None) -> list[str]:
    """The text of an element as it is seen: a line a block, blanks collapsed, no empty lines."""
    if element is None:
        return []
    pieces: list[str] = []
    _gather(element, pieces)
    lines = (re.sub(r"[^\S\n]+", " ", line).strip() for line in "".join(pieces).split("\n"))
    return [line for line in lines if line]


def _gather(root: etree._Element, pieces: list[str]) -> None:
    """Walks without recursion: pages may be nested deeper than Python goes."""
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        if event == "start":
            if element.tag in BLOCKS:
                pieces.append("\n")
            if element.text and not _unseen(element, root):
                pieces.append(_flat(element.text, element))
            continue
        if element.tag in BLOCKS:
            pieces.append("\n")
        elif element.tag in CELLS:
            pieces.append(" ")
        if element is not root and element.tail and not _unseen(element.getparent(), root):
            pieces.append(_flat(element.tail, element.getparent()))


def _unseen(element: etree._Element, root: etree._Element) -> bool:
    return element.tag in UNSEEN and element is not root


def _flat(text: str, element: etree._Element) -> str:
    return text if element.tag == "pre" else re.sub(r"\s+", " ", text)


def line_of(element: etree._Element | None) -> str | None:
    """The text of an element in one line; ``None`` if there is none."""
    return " ".join(lines_of(element)) or None


def bytes_of(*elements: etree._Element) -> bytes:
    """The elements as they stand in the file, without what follows them."""
    return b"\n".join(etree.tostring(element, encoding="utf-8", with_tail=False) for element in elements)
