"""Feeds: RSS, RDF, Atom (feedparser reads these) and JSON Feed (which it does not).

Each entry is a unit. Its text is the entry's content, else its description, tags left in (``html``); many feeds give
no more than a headline, which is kept as metadata. What the feed says is taken as it is: titles are not made safe here,
dates are not read, and only an address of http or https becomes the unit's.

Source
------
RSS 2.0 (rssboard.org), RFC 4287, RSS 1.0 (purl.org/rss/1.0), JSON Feed 1.1 (jsonfeed.org).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from urllib.parse import urlsplit

import feedparser

from helpers.ingest.readers.faulty import never_raises
from helpers.ingest.readers.news_services import author_of, http_only, load_json, raw_of, text_in, text_of
from helpers.ingest.readers.opening import entity_fault, first_element, opening
from helpers.ingest.readers.unit import Unit, decode

KIND = "feed"

JSON_FEED = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version', re.IGNORECASE)
TAG = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:[a-zA-Z]+|#\d+|#x[\da-fA-F]+);")
CUT = re.compile(r"(?:\[\s*(?:…|\.\.\.|&#8230;|&hellip;)\s*\])(?=(?:\s|</?[a-z][^<>]*>)*$)", re.IGNORECASE)
BREAKS_OFF = re.compile(r"(?:…|\.\.\.|&#8230;|&hellip;)(?:\s|</?[a-z][^<>]*>)*$", re.IGNORECASE)
NO_BLANK = re.compile(r"(:\d\d)([+-]\d{4})$")  # "13:08:54+0900" in a date of RFC 822, which wants a blank between
FIRST_TAG = re.compile(rb"<[A-Za-z]")
BLANKS = re.compile(rb"\s{50,}")
LONG_NAME = re.compile(
    rb"(<(?:\w{1,20}:)?(?:author|creator|contributor|publisher|name|email|owner|managingEditor|webMaster)\b[^<>]{0,200}>"
    rb"\s{0,20}(?:<!\[CDATA\[)?[^<\]]{400})[^<\]]+",
    re.IGNORECASE,
)
PLAIN = ("text/plain", "text/markdown")
NOT_TEXT = ("application/", "audio/", "image/", "video/")


def recognise(raw: bytes, name: str) -> bool:
    """Whether the first element is that of a feed, or the file is a JSON Feed."""
    head = opening(raw)
    if head.lstrip()[:1] == "{":
        return JSON_FEED.search(head) is not None
    element, tag, _ = first_element(head)
    if element in ("rss", "channel"):
        return True
    if element == "feed":
        return "Atom" in tag or "purl.org/atom" in tag or "<entry" in head
    return element == "RDF" and ("purl.org/rss" in head or "purl.org/net/rss" in head or "netscape.com/rdf" in head)


@never_raises("bad_feed")
def read(raw: bytes, name: str) -> Iterator[Unit]:
    """One unit an entry."""
    yield from read_answer(raw, {})


def read_answer(raw: bytes, headers: Mapping[str, str]) -> Iterator[Unit]:
    """As :func:`read`, of an answer that has headers: they may name its charset, and the address that links are relative to."""
    head = opening(raw)
    if head.lstrip()[:1] == "{":
        yield from _read_json(raw)
    elif fault := entity_fault(head):
        yield Unit(raw, fault=fault)
    elif not first_element(head).name:
        yield Unit(raw, fault=("not_a_feed", "no feed that is known here: no RSS, RDF or Atom"))
    else:
        yield from _read_xml(raw, headers)


def _read_xml(raw: bytes, headers: Mapping[str, str]) -> Iterator[Unit]:
    # A stream and not the bytes: of bytes, feedparser first tries whether they are the name of a file. Tags are taken
    # out with those of all other text, so its sanitizer (quadratic in the length of a style) is left out.
    stream = io.BytesIO(_without_traps(raw))
    held = feedparser.parse(stream, response_headers=dict(headers), sanitize_html=False)
    if not held.version and not held.entries:
        yield Unit(raw, fault=("not_a_feed", "no feed that is known here: no RSS, RDF or Atom"))
        return
    notes = ("malformed_feed",) if _is_malformed(held) else ()
    for number, entry in enumerate(held.entries, 1):
        yield _unit_of(entry, held.feed, f"entry {number}", notes)
    if not held.entries:
        yield Unit(raw, fault=("empty", "the feed has no entries"))


def _without_traps(raw: bytes) -> bytes:
    """The feed without what feedparser's patterns take quadratic time for: blanks without end in its head, and names so."""
    start = FIRST_TAG.search(raw)
    at = start.start() if start else 0
    return BLANKS.sub(b"\n", raw[:at]) + LONG_NAME.sub(rb"\1", raw[at:])


def _is_malformed(held: Mapping) -> bool:
    """A feed that no strict parser reads; another charset than was declared is not that."""
    return bool(held.get("bozo")) and not isinstance(
        held.get("bozo_exception"), (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType)
    )


def _unit_of(entry: Mapping, feed: Mapping, member: str, notes: tuple[str, ...]) -> Unit:
    text, is_html = _content(entry)
    summary = text_of(entry.get("summary")) if "content" in entry else None
    stated = next(
        (text_of(entry.get(when)) for when in ("published", "created", "updated") if text_of(entry.get(when))), None
    )
    fields = {
        "title": text_of(entry.get("title")),
        "summary": summary if summary != text else None,
        "text": CUT.sub("", text),
        "html": is_html,
        "published": NO_BLANK.sub(r"\1 \2", stated.strip()) if stated else None,
        "url": http_only(entry.get("link")),
        "outlet": _outlet(entry, feed),
        "author": _author(entry) or _author(feed),
        "language": text_of(entry.get("language")) or text_of(feed.get("language")),
        "section": next(
            (text_of(tag.get("term")) for tag in entry.get("tags") or [] if text_of(tag.get("term"))), None
        ),
    }
    is_cut = fields["text"] != text or ("content" not in entry and BREAKS_OFF.search(text) is not None)
    return _finished(fields, text_of(entry.get("id")), member, notes, is_cut)


def _finished(fields: dict, identity: str | None, member: str, notes: tuple[str, ...], is_cut: bool = False) -> Unit:
    """The unit of an entry: its id is the one it has, else its address, else a hash of what it says."""
    says = {
        name: fields[name] for name in ("title", "summary", "text", "published", "url", "author") if fields.get(name)
    }
    raw = raw_of({**says, "id": identity} if identity else says)
    if not identity and not says.keys() & {"title", "summary", "text", "url"}:
        return Unit(raw, member, fault=("empty", "an entry with neither title, text, address nor id"))
    if is_cut:
        notes = (*notes, "truncated_text")
    if not (fields["text"] or "").strip():
        notes = (*notes, "metadata_only")
    key = identity or fields["url"] or sha256(raw).hexdigest()[:16]
    return Unit(raw, member, **fields, source_key=key, notes=notes)


def _content(entry: Mapping) -> tuple[str, bool]:
    """The longest content that is text, else the description; and whether it holds tags."""
    contents = [one for one in entry.get("content") or [] if not (one.get("type") or "").startswith(NOT_TEXT)]
    contents = contents or [one for one in entry.get("content") or [] if "xhtml" in (one.get("type") or "")]
    best = max(contents, key=lambda one: len(one.get("value") or ""), default=None)
    if best is None or not text_of(best.get("value")):
        best = entry.get("summary_detail") or {"value": entry.get("summary")}
    text = text_of(best.get("value")) or ""
    return text, (best.get("type") or "") not in PLAIN and TAG.search(text) is not None


def _author(held: Mapping) -> str | None:
    """The person's name without the e-mail address that RSS wants; several are joined by commas."""
    people = [one for one in held.get("authors") or [] if one]
    names = [author_of(one.get("name")) for one in people] if len(people) > 1 else []
    if any(names):
        return ", ".join(dict.fromkeys(filter(None, names)))
    stated = text_of(held.get("author"))
    if stated and "@" in stated:  # feedparser cuts an e-mail address after four letters of its last part
        return author_of(stated)
    return author_of(text_in(held.get("author_detail"), "name")) or author_of(stated)


def _outlet(entry: Mapping, feed: Mapping) -> str | None:
    """The feed's title; but the source that an entry names, if that is another site: the feed then only passes it on."""
    source = entry.get("source") or {}
    address = text_of(source.get("href")) or text_of(source.get("link"))
    if text_of(source.get("title")) and address and feed.get("link") and _site(address) != _site(feed["link"]):
        return source["title"]
    return text_of(feed.get("title"))


def _site(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _read_json(raw: bytes) -> Iterator[Unit]:
    try:
        held = load_json(decode(raw).lstrip("\ufeff"))
    except (ValueError, RecursionError) as why:
        yield Unit(raw, fault=("bad_json", str(why)))
        return
    items = held.get("items") if isinstance(held, dict) else None
    if not isinstance(items, list) or not items:
        yield Unit(raw, fault=("empty", "the feed has no entries"))
        return
    for number, item in enumerate(items, 1):
        if isinstance(item, dict):
            yield _unit_of_item(item, held, f"entry {number}")
        else:
            yield Unit(
                raw_of(item), f"entry {number}", fault=("unknown_record", f"a {type(item).__name__}, not an entry")
            )


def _unit_of_item(item: dict, feed: dict, member: str) -> Unit:
    plain, html, summary = (text_of(item.get(name)) for name in ("content_text", "content_html", "summary"))
    identity = item.get("id")
    tags = item.get("tags")
    fields = {
        "title": text_of(item.get("title")),
        "summary": summary if plain or html else None,
        "text": plain or html or summary or "",
        "html": not plain and bool(html),
        "published": text_of(item.get("date_published")) or text_of(item.get("date_modified")),
        "url": http_only(item.get("url")) or http_only(item.get("external_url")) or http_only(identity),
        "outlet": text_of(feed.get("title")),
        "author": _json_authors(item) or _json_authors(feed),
        "language": text_of(item.get("language")) or text_of(feed.get("language")),
        "section": next(filter(None, map(text_of, tags)), None) if isinstance(tags, list) else None,
    }
    is_id = isinstance(identity, str | int | float) and not isinstance(identity, bool) and str(identity).strip()
    return _finished(fields, str(identity) if is_id else None, member, ())


def _json_authors(held: dict) -> str | None:
    authors = held.get("authors")
    people = authors if isinstance(authors, list) else []
    names = [author_of(text_in(one, "name")) for one in (*people, held.get("author"))]
    return ", ".join(dict.fromkeys(filter(None, names))) or None
