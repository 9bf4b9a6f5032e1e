"""Web pages: trafilatura finds the article in the page, :mod:`helpers.ingest.page` what the page says of itself.

The page is parsed once, with the parser's limits lifted; what is nested too deeply even so is read without its containers.
"""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement, document_fromstring

from helpers.ingest.dates import Dated
from helpers.ingest.metadata import outlet_of, zone_of
from helpers.ingest.page import Page, describe
from helpers.ingest.page_dates import publication
from helpers.ingest.readers.unit import Unit, below_heading, decode_noted
from helpers.lexicons import load_lexicons

KIND = "html"
LOG = logging.getLogger(__name__)

SNIFFED = 64 * 2**10
LONG_PARAGRAPH = 20  # characters; what is shorter may stand elsewhere by chance
MAX_BYTES = 50 * 2**20  # of one page; a hundred times the largest that news sites send
LONG = 2**20  # characters; from here on a page is compared with a linear reading of it
MARKUP = re.compile(rb"<!doctype\s+html|<html\b|<head\b|<body\b", re.IGNORECASE)
CHARSET = re.compile(
    rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([\w:-]{1,40})|^\s*<\?xml[^>]{1,100}?encoding=[\"']([\w:-]{1,40})",
    re.IGNORECASE,
)
CONTROLS = bytes(set(range(32)) - set(b"\t\n\r"))
DECLARATION = re.compile(rb"\s*<\?xml[^>]{0,200}\?>")
SELF_CLOSED = re.compile(rb"<html\b([^<>]{0,500})/>", re.IGNORECASE)
CONTAINERS = re.compile(
    r"</?(?>div|span|font|b|i|u|em|strong|small|big|center|section|blockquote|article|main|aside|ul|ol|dl|table|tbody|tr|td|th|"
    r"ins|del|a|q|sub|sup|form|fieldset|figure|details|[a-z]{1,30}-[a-z-]{1,60})(?=[\s/>])[^<>]{0,2000}+>",
    re.IGNORECASE,
)
UNSEEN = re.compile(r"<(script|style|noscript|template|svg)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
TAG = re.compile(r"<[^<>]*>")
LOST = 0.8  # of the letters of a linear reading; a tree with fewer has lost text

# All elements of one class: by that of lxml.html, Python would be asked for the class of every element that is touched.
ELEMENTS = etree.ElementDefaultClassLookup(element=HtmlElement)

LONGER = 1.5  # times as long as what was found, before the text that the page carries as data takes its place
SHORT = 250  # characters; an article with fewer is looked for elsewhere too


def recognise(raw: bytes, name: str) -> bool:
    """Whether this is a web page: mark-up of a page near its beginning, else its suffix."""
    start = raw[:SNIFFED].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if start[:1] == b"<":
        return bool(MARKUP.search(start)) and not start.startswith((b"<rss", b"<feed", b"<rdf:RDF", b"<opml"))
    return name.lower().endswith((".html", ".htm", ".xhtml"))


def read(raw: bytes, name: str, url: str | None = None) -> Iterator[Unit]:
    """The one article of a page; ``url`` is where the page came from, if that is known.

    Faults: ``too_large``, ``no_text``. Notes: those of decoding; ``too_deep`` and ``too_large_text`` if the parser's
    limits were met, ``paywall`` if the page says that it is not free, ``live_blog`` if it goes on (it is one
    article all the same), ``repeated_paragraphs`` if some that follow themselves were taken once.
    """
    if len(raw) > MAX_BYTES:
        yield Unit(raw, fault=("too_large", f"a page of {len(raw):,} bytes; at most {MAX_BYTES:,} are read as one"))
        return
    found = CHARSET.search(raw[:4096].replace(b"\0", b""))
    declared = (found[1] or found[2]).decode("ascii") if found else None
    markup, notes = decode_noted(raw, declared)
    tree, more = parse(markup)
    page = describe(tree, url) if tree is not None else Page()
    repeated = _repeated_paragraphs(tree) if tree is not None else set()
    text = article_text(tree, page) if tree is not None else ""
    if not text.strip():
        yield Unit(raw, fault=("no_text", "no article was found in the page"), notes=(*notes, *more))
        return
    zone, country = _place_of(page)
    published, basis = _published(publication(tree, page, zone=zone, country=country))
    is_merged = any(text.count(one) == 1 for one in repeated)
    flags = [
        flag
        for flag, is_set in (("paywall", page.paywall), ("live_blog", page.live), ("repeated_paragraphs", is_merged))
        if is_set
    ]
    yield Unit(
        raw,
        title=page.title,
        text=below_heading(page.title, text),
        published=published,
        published_basis=basis,
        url=page.url,
        outlet=page.outlet,
        author=page.authors,
        language=page.language,
        section=page.section,
        notes=(*notes, *more, *flags),
    )


def _repeated_paragraphs(tree: HtmlElement) -> set[str]:
    """Paragraphs that follow themselves: trafilatura takes them once."""
    return {
        text
        for one in tree.iter("p")
        if len(text := (one.text or "").strip()) >= LONG_PARAGRAPH
        and (before := one.getprevious()) is not None
        and before.tag == "p"
        and (before.text or "").strip() == text
    }


def _published(dated: Dated) -> tuple[str | None, str]:
    """The date in a form that leaves nothing open, and its basis; as far as it is settled, if two readings are left."""
    if dated.published is None:
        return (dated.note, f"text: {dated.note}") if dated.reason == "date_ambiguous" else (None, "metadata")
    day_or_minute = f"{dated.published:%Y-%m-%d}" if dated.precision == "day" else dated.published.isoformat()
    return day_or_minute, dated.note


def _place_of(page: Page) -> tuple[str | None, str | None]:
    """Zone and country of the page's outlet, as the shipped lexicon knows them."""
    lexicons = load_lexicons()
    name, country = outlet_of(page.url, page.outlet, lexicons)
    return zone_of(name, lexicons), country


def parse(markup: str) -> tuple[HtmlElement | None, tuple[str, ...]]:
    """The tree of a page, ``None`` if there is none; and the limits that were met."""
    page = _legal(markup)
    tree, is_cut = _tree(page)
    if not is_cut and (len(markup) < LONG or tree is None or _letters(tree) >= LOST * _letters_by_scan(page.decode())):
        return tree, ()
    flat, is_still_cut = _tree(CONTAINERS.sub(" ", page.decode()).encode())
    return flat, ("too_deep",) if is_cut and not is_still_cut else ("too_large_text",)


def _legal(markup: str) -> bytes:
    """A page as UTF-8, without what the parser would stop at."""
    characters = markup.replace("\ufffe", "").replace("\uffff", "")
    page = characters.encode("utf-8", "ignore").translate(None, CONTROLS)  # half of a surrogate pair has no bytes
    declaration = DECLARATION.match(page)
    return SELF_CLOSED.sub(rb"<html\1>", page[declaration.end() :] if declaration else page, count=1)


def _tree(page: bytes) -> tuple[HtmlElement | None, bool]:
    """The tree, and whether the parser gave up on the way."""
    parser = etree.HTMLParser(
        collect_ids=False,
        default_doctype=False,
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,
    )
    parser.set_element_class_lookup(ELEMENTS)
    try:
        tree = document_fromstring(page, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):  # nothing in it, or nothing but a comment
        tree = None
    return tree, any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log.filter_from_fatals())


def _letters(tree: HtmlElement) -> int:
    hidden = sum(
        len(text) for one in tree.iter("script", "style", "noscript", "template", "svg") for text in one.itertext()
    )
    return sum(map(len, tree.itertext())) - hidden


def _letters_by_scan(markup: str) -> int:
    return len(html.unescape(TAG.sub("", UNSEEN.sub("", markup))))


def article_text(tree: HtmlElement, page: Page) -> str:
    """The article in a page: as trafilatura finds it, or as the page carries it as data if that is clearly more.

    Some pages show nothing without their scripts, and what is found in them is a biography or a notice.
    """
    from trafilatura import bare_extraction  # costs a quarter of a second, which other formats need not pay

    try:
        found = bare_extraction(tree, include_comments=False)
    except Exception as why:  # of any kind: hostile pages bring out more than its documented errors
        LOG.debug("trafilatura: %r", why)
        found = None
    text = ((found.text if found else "") or "").strip()
    body = (page.body or "").strip()
    if len(body) > max(SHORT, LONGER * len(text)):
        return body
    return text
