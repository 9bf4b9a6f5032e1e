"""Lists of feeds (OPML): each feed is a unit with its label and address, and nothing to read yet.

Source
------
OPML 1.0 and 2.0 (opml.org); names of attributes in any case, groups nested to any depth, as readers export them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape

from lxml import etree

from helpers.ingest.readers.faulty import never_raises
from helpers.ingest.readers.news_services import http_only, raw_of
from helpers.ingest.readers.opening import declared_encoding, entity_fault, first_element, opening
from helpers.ingest.readers.unit import Unit, decode

KIND = "opml"

AMPERSAND = re.compile(r"&(#\w{1,10};|\w{1,32};)?")
OF_XML = ("amp;", "lt;", "gt;", "quot;", "apos;")
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
MAX_FEEDS = 10_000


def recognise(raw: bytes, name: str) -> bool:
    """Whether the first element is ``opml``."""
    return first_element(opening(raw)).name.lower() == "opml"


@never_raises("bad_opml")
def read(raw: bytes, name: str) -> Iterator[Unit]:
    """One unit a feed, in the order of the list; feeds that are listed twice are two units."""
    text = decode(raw, declared_encoding(raw))
    if fault := entity_fault(text):
        yield Unit(raw, fault=fault)
        return
    number = 0
    for number, (outline, group) in enumerate(_feeds(text), 1):
        if number > MAX_FEEDS:
            yield Unit(
                b"",
                f"feed {number}",
                fault=("too_many_feeds", f"only the first {MAX_FEEDS:,} are taken; split the list"),
            )
            return
        yield _unit_of(outline, group, f"feed {number}")
    if not number:
        yield Unit(raw, fault=("empty", "the list names no feeds"))


def _feeds(text: str) -> Iterator[tuple[dict[str, str], str | None]]:
    """The attributes of every outline with an address, and the label of its group.

    Two lists in one file are read as one, so all stands in an element of our own; broken markup is mended.
    """
    body = AMPERSAND.sub(_mended, NOT_IN_XML.sub("", text[first_element(text).at :]))
    # libxml2 resolves no entity and fetches nothing here; without huge_tree it stops at 256 levels
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        root = etree.fromstring(f"<lists>{body}</lists>".encode(), parser)
    except etree.XMLSyntaxError:
        root = None
    for element in root.iter() if root is not None else ():
        if isinstance(element.tag, str) and etree.QName(element).localname.lower() == "outline":
            attributes = {etree.QName(name).localname.lower(): value for name, value in element.attrib.items()}
            if attributes.get("xmlurl", "").strip():
                yield attributes, _label(element.getparent())


def _mended(found: re.Match[str]) -> str:
    """An ampersand as XML wants it: many lists hold a bare one, or a name that only HTML knows."""
    name = found.group(1) or ""
    if name.startswith("#") or name in OF_XML:
        return found.group()
    return escape(unescape(found.group()))


def _label(element: etree._Element | None) -> str | None:
    return (element.get("title") or element.get("text")) if element is not None else None


def _unit_of(outline: dict[str, str], group: str | None, member: str) -> Unit:
    label = next((outline[name].strip() for name in ("title", "text") if outline.get(name, "").strip()), None)
    address = outline["xmlurl"].strip()
    raw = raw_of({"title": label, "url": address})
    if not http_only(address):
        return Unit(raw, member, title=label, fault=("bad_url", f"{address[:200]} is no address of http or https"))
    return Unit(
        raw,
        member,
        title=label,
        text="",
        url=address,
        outlet=label,
        language=outline.get("language") or None,
        section=group,
        notes=("feed_address",),
    )
