"""What a web page says of itself: JSON-LD (schema.org), Open Graph, Dublin Core and other meta tags, microformats, HTML5.

Every page is written by others: all of it is text to read, none of it is followed or run. Each lookup is one pass over the
tree, so that the cost grows with the page and no faster.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain, islice
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml.etree import XPath
from lxml.html import HtmlElement

from helpers.ingest.clean import clean_line
from helpers.ingest.dates import Dated, Stated, date_of_url, find_dates, read_alone, settle

MAX_LINE = 400  # characters of a title, a name, a stamp; what is longer is something else
MAX_WITHIN = 300  # elements in one that is read as a line
MAX_BLOCKS = 60  # JSON-LD blocks of a page
MAX_NODES = 3_000  # objects in them
MAX_DEPTH = 12


class Dates(NamedTuple):
    """The dates that a page states of itself, by what they are."""

    published: tuple[Stated, ...] = ()  # metadata made for the purpose
    weak: tuple[Stated, ...] = ()  # metadata that may mean another date of the article
    changed: tuple[Stated, ...] = ()


class Page(NamedTuple):
    """What a page says of itself; ``None`` and empty where it says nothing.

    ``dates`` are as written. ``body`` is the article's text where the page carries it as data. ``authors`` is joined by ``, ``.
    """

    title: str | None = None
    authors: str | None = None
    outlet: str | None = None
    section: str | None = None
    language: str | None = None
    url: str | None = None
    dates: Dates = Dates()
    body: str | None = None
    paywall: bool = False
    live: bool = False


def describe(tree: HtmlElement, url: str | None = None) -> Page:
    """What the page in ``tree`` says of itself; ``url`` is where it came from, if that is known."""
    meta = _meta(tree)
    blocks = _linked_data(tree)
    headings = _headings(tree)
    address = _address(tree, meta, url)
    node = _article_node(blocks, headings + meta.get("og:title", []), address)
    outlet = _outlet(meta, blocks, node) or _outlet_in_title(tree, address)
    title = _title(tree, meta, node, headings, outlet, address)
    return Page(
        title=title,
        authors=_authors(tree, meta, blocks, node, title, _site_names(outlet, meta, address)),
        outlet=outlet,
        section=_section(meta, node, title),
        language=_language(tree, meta, node),
        url=address,
        dates=_dates(tree, meta, blocks, node),
        body=_body(node),
        paywall=_is_paid(meta, blocks, node),
        live="LiveBlogPosting" in _types(node),
    )


# --- meta tags and links ---

META = XPath("//meta[@content]")
CANONICAL = XPath("//link[@href][@rel='canonical' or @rel='CANONICAL' or @rel='Canonical']/@href")


def _meta(tree: HtmlElement) -> dict[str, list[str]]:
    """The contents of the meta tags by name (lower case), in order, whichever attribute names them."""
    found: dict[str, list[str]] = {}
    for tag in META(tree):
        content = _line(tag.get("content"))
        if content:
            for attribute in ("property", "name", "itemprop", "http-equiv"):
                if name := tag.get(attribute):
                    found.setdefault(name.strip().lower(), []).append(content)
    return found


def _first(meta: dict[str, list[str]], names: Iterable[str]) -> str | None:
    return next((meta[name][0] for name in names if name in meta), None)


def _line(text: str | None) -> str | None:
    """Text in one line, entities that were escaped twice resolved, tags out; ``None`` if nothing or too much is left."""
    if not text or len(text) > 20 * MAX_LINE:
        return None
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = re.sub(r"</?[a-zA-Z][^<>]*>", " ", text)
    return clean_line(text)


def _text(element: HtmlElement, limit: int = MAX_LINE) -> str:
    """The text within, in one line, cut beyond ``limit``; none if the element is too large to be a line."""
    if sum(1 for _ in islice(element.iterdescendants(), MAX_WITHIN + 1)) > MAX_WITHIN:
        return ""
    parts, length = [], 0
    for part in element.itertext():
        length += len(part)
        parts.append(part)
        if length > 20 * limit:
            break
    return (clean_line("".join(parts)) or "")[: limit + 1]


def _address(tree: HtmlElement, meta: dict[str, list[str]], url: str | None) -> str | None:
    stated = [*islice(CANONICAL(tree), 2), *meta.get("og:url", [])[:1], *meta.get("twitter:url", [])[:1]]
    for one in (*stated, url or ""):
        try:
            full = urljoin(url or "", one.strip())
            parts = urlsplit(full)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.hostname and (parts.path.strip("/") or parts.query):
            return full
    return url


# --- JSON-LD ---

SCRIPTS = XPath("//script[contains(@type, 'ld+json')]/text()")
ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|LiveBlogPosting|SocialMediaPosting)$")
HELD_IN = ("@graph", "mainEntity", "mainEntityOfPage", "liveBlogUpdate")
TRAILING_COMMA = re.compile(r",\s*(?=[}\]])")


def _linked_data(tree: HtmlElement) -> list[dict]:
    """Every object at the top of the page's JSON-LD, or in what holds the page's main thing; damaged blocks left out."""
    nodes: list[dict] = []
    for script in islice(SCRIPTS(tree), MAX_BLOCKS):
        _gather(_parse(script), nodes, 0)
    return nodes


def _parse(script: str) -> object:
    text = script.strip().removeprefix("<!--").removesuffix("-->").strip()
    text = (
        text.removeprefix("//")
        .strip()
        .removeprefix("<![CDATA[")
        .removesuffix("]]>")
        .strip()
        .removesuffix("//")
        .strip()
        .rstrip(";")
    )
    for attempt in (lambda: text, lambda: TRAILING_COMMA.sub("", text), lambda: html.unescape(text)):
        try:
            return json.loads(attempt(), strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _gather(value: object, nodes: list[dict], depth: int) -> None:
    if depth > MAX_DEPTH or len(nodes) > MAX_NODES:
        return
    if isinstance(value, list):
        for one in value:
            _gather(one, nodes, depth + 1)
    elif isinstance(value, dict):
        nodes.append(value)
        for name in HELD_IN[:3]:
            if isinstance(value.get(name), list | dict):
                _gather(value[name], nodes, depth + 1)


def _types(node: dict | None) -> list[str]:
    kinds = (node or {}).get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return [kind.rsplit("/", 1)[-1] for kind in kinds if isinstance(kind, str)]


def _said(node: dict | None, name: str) -> str | None:
    """A text of a node, the first if there are several."""
    value = (node or {}).get(name)
    if isinstance(value, list):
        value = next((one for one in value if isinstance(one, str | dict)), None)
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    return _line(value) if isinstance(value, str) else None


def _article_node(nodes: list[dict], titles: list[str], url: str | None) -> dict | None:
    """The node that describes the article of the page: that of the page's headline, else of its address, else the first."""
    articles = [node for node in nodes if any(ARTICLE.search(kind) for kind in _types(node))]
    if len(articles) < 2:
        return articles[0] if articles else None
    wanted = {_norm(title) for title in titles}
    path = _path(url)

    def agreement(node: dict) -> tuple:
        addresses = [_said(node, "url"), _said(node, "@id"), _reference(node.get("mainEntityOfPage"))]
        return (
            _norm(_said(node, "headline") or "") in wanted,
            bool(path) and path in map(_path, addresses),
            "LiveBlogPosting" in _types(node),
            "datePublished" in node,
        )

    return max(articles, key=agreement)  # the first of equals


def _reference(value: object) -> str | None:
    if isinstance(value, dict):
        value = value.get("@id") or value.get("url")
    return value if isinstance(value, str) else None


def _path(url: str | None) -> str:
    try:
        return urlsplit(url or "").path.rstrip("/").lower()
    except ValueError:
        return ""


def _body(node: dict | None) -> str | None:
    value = (node or {}).get("articleBody")
    if isinstance(value, list):
        value = "\n".join(one for one in value if isinstance(one, str))
    if not isinstance(value, str) or not value.strip():
        return None
    if "&" in value:
        value = html.unescape(value)
    if "<" in value:
        value = re.sub(
            r"<(?:script|style)\b.{0,100000}?</(?:script|style)>", " ", value, flags=re.DOTALL | re.IGNORECASE
        )
        value = re.sub(r"</?(?:p|div|br|h\d|li|blockquote)\b[^<>]*>", "\n", value, flags=re.IGNORECASE)
        value = re.sub(r"</?[a-zA-Z][^<>]*>", "", value)
    return value


PAID_TIERS = {"locked", "premium", "paid", "subscriber", "subscribers"}


def _is_paid(meta: dict[str, list[str]], nodes: list[dict], node: dict | None) -> bool:
    """Whether the page says that its article is not free to read."""
    stated = [one.get("isAccessibleForFree") for one in ([node] if node else nodes) if "isAccessibleForFree" in one]
    if any(str(value).strip().lower() in ("false", "0", "no", "http://schema.org/false") for value in stated):
        return True
    return (_first(meta, ("article:content_tier",)) or "").lower() in PAID_TIERS


# --- title ---

H1 = XPath("//h1")
H2 = XPath("//h2")
HEADLINE = XPath(
    "//*[@itemprop='headline' or contains(concat(' ', normalize-space(@class), ' '), ' entry-title ')"
    " or contains(concat(' ', normalize-space(@class), ' '), ' p-name ')]"
)
TITLE = XPath("//head//title | //body/title")
TITLE_NAMES = (
    "og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "dcterms.title", "dc:title", "headline",
    "citation_title", "fb_title", "hdl", "title",
)  # fmt: skip
BREAK = re.compile(r"\s+[|\-–—·•:»›/~]+\s+|\s*[|»]\s*|\s+::\s+")


def _norm(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


def _headings(tree: HtmlElement) -> list[str]:
    """The first-level headings; failing these, what is marked as headline."""
    texts = [_text(one) for one in islice(H1(tree), 20)] or [_text(one) for one in islice(HEADLINE(tree), 3)]
    return [text for text in texts if 1 < len(text) <= MAX_LINE]


def _title(
    tree: HtmlElement,
    meta: dict[str, list[str]],
    node: dict | None,
    headings: list[str],
    outlet: str | None,
    url: str | None,
) -> str | None:
    """The visible headline that agrees with what the page's metadata call it; else the latter, without the site's name."""
    sites = _site_names(outlet, meta, url)
    in_head = next((text for one in TITLE(tree) if (text := _text(one))), None)
    stated = [_said(node, "headline"), *(meta[name][0] for name in TITLE_NAMES if name in meta), in_head]
    stated = [
        text for text in dict.fromkeys(stated) if text and _norm(text) and _norm(text).replace(" ", "") not in sites
    ]
    own = [text for text in headings if _norm(text) and _norm(text).replace(" ", "") not in sites]
    own = [text for text in own if not _is_site_part(text, in_head, stated)]
    agreed = max(own, key=lambda text: _agreement(text, stated), default=None)
    if agreed and (_agreement(agreed, stated) >= 0.5 or (len(own) == 1 and len(agreed.split()) > 3)):
        return _without_kicker(agreed, stated)
    known = [*headings, *(_text(one) for one in islice(H2(tree), 40))]
    return next((without_site(text, sites, known) for text in stated), agreed)


def _is_site_part(heading: str, in_head: str | None, stated: list[str]) -> bool:
    """Whether a heading is the site's own: what stands behind or before the article's title in the ``title`` of the page."""
    whole, own = _norm(in_head or ""), _norm(heading)
    rests = (whole.replace(_norm(one), "", 1).strip() for one in stated if _norm(one) != whole and _norm(one) in whole)
    return bool(own) and any(rest == own for rest in rests)


KICKER = re.compile(r"[^|:]{2,40}\s*\|\s+(?=\S+\s+\S+\s+\S)")


def _without_kicker(heading: str, stated: list[str]) -> str:
    """A heading without the section or genre before it (``Opinion | ...``), where a stated title shows where it ends."""
    for title in stated:
        plain = KICKER.sub("", title, count=1)
        before = heading[: -len(plain)] if heading.lower().endswith(plain.lower()) else ""
        if 0 < len(before.split()) <= 3 and len(plain.split()) >= 3:
            return heading[-len(plain) :]
    return heading


def _agreement(heading: str, stated: list[str]) -> float:
    """The largest share of words that a heading and one of the stated titles have in common."""
    words = set(_norm(heading).split())
    shares = (
        len(words & other) / max(1, len(words), min(len(other), 2 * len(words)))
        for one in stated
        if (other := set(_norm(one).split()))
    )
    return max(shares, default=0.0)


def _site_names(outlet: str | None, meta: dict[str, list[str]], url: str | None) -> set[str]:
    """The names by which the site goes, without blanks, as titles carry them."""
    try:
        host = (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        host = ""
    names = [
        outlet,
        host,
        host.rsplit(".", 1)[0],
        host.split(".")[0],
        _first(meta, ("application-name",)),
        _first(meta, ("og:site_name",)),
    ]
    names = {_norm(name).replace(" ", "") for name in names if name}
    plain = {name.removeprefix("the") for name in names}
    return {name for name in names | plain | {f"the{name}" for name in plain} if len(name) > 1}


def without_site(title: str, sites: set[str], headings: Iterable[str] = ()) -> str:
    """A title without the site's name (and its section) behind or before it, such as ``... | BBC News``."""
    breaks = list(BREAK.finditer(title))
    known = {_norm(heading) for heading in headings}
    for one in breaks:
        for part in (title[: one.start()], title[one.end() :]):
            if _norm(part) in known and len(part.split()) > 2:
                return part.strip()
    for one in breaks:  # from the first on: what follows may be "Section | Site"
        tail = [_norm(part).replace(" ", "") for part in BREAK.split(title[one.end() :])]
        if any(part in sites for part in tail) and len(title[: one.start()].split()) >= 2 and len(" ".join(tail)) < 60:
            return title[: one.start()].strip()
    if breaks and _norm(title[: breaks[0].start()]).replace(" ", "") in sites:
        return title[breaks[0].end() :].strip()
    if breaks and "|" in breaks[-1].group() and len(title[breaks[-1].end() :].split()) <= 4:
        return title[: breaks[-1].start()].strip()
    return title


# --- outlet, section, language ---


def _outlet(meta: dict[str, list[str]], nodes: list[dict], node: dict | None) -> str | None:
    stated = [_first(meta, ("og:site_name",)), _said(node, "publisher")]
    stated += [_said(one, "name") for one in nodes if set(_types(one)) & {"WebSite", "NewsMediaOrganization"}]
    stated += [
        _first(
            meta,
            (
                "dc.publisher",
                "dcterms.publisher",
                "dc:publisher",
                "publisher",
                "citation_journal_title",
                "application-name",
            ),
        )
    ]
    names = (name.lstrip("@").strip() for name in stated if name and len(name) <= 80)
    return next((name for name in names if name and not name.lower().startswith(("http:", "https:"))), None)


def _outlet_in_title(tree: HtmlElement, url: str | None) -> str | None:
    """The part of the page's ``title`` that spells out its host (``... - The Daily Example``, dailyexample.com)."""
    sites = _site_names(None, {}, url)
    parts = (part.strip() for one in islice(TITLE(tree), 1) for part in BREAK.split(_text(one)))
    return next((part for part in parts if _norm(part).replace(" ", "") in sites), None)


SECTION = (
    "article:section",
    "og:article:section",
    "parsely-section",
    "sailthru.section",
    "cxenseparse:section",
    "section",
    "dc.subject.section",
)


def _section(meta: dict[str, list[str]], node: dict | None, title: str | None) -> str | None:
    said = _said(node, "articleSection") or _first(meta, SECTION)
    return said if said and len(said) <= 80 and "://" not in said and said != title else None


def _language(tree: HtmlElement, meta: dict[str, list[str]], node: dict | None) -> str | None:
    """The language as an ISO 639 code: of the article, else of the page."""
    root = tree.getroottree().getroot()
    stated = (
        _said(node, "inLanguage"), root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang"),
        root.get("xml:lang"), _first(meta, ("content-language", "language", "dc.language", "og:locale")),
    )  # fmt: skip
    for one in stated:
        if found := re.match(r"([a-z]{2,3})(?:[-_]|$)", (one or "").strip().lower()):
            return found[1]
    return None


# --- authors ---

AUTHOR_NAMES = (
    "author", "article:author", "og:article:author", "og:author", "article:author_name", "parsely-author", "sailthru.author",
    "dc.creator", "dcterms.creator", "dc:creator", "byl", "citation_author", "cxenseparse:author", "authors", "creator",
    "dcsext.author", "shareaholic:article_author_name", "vr:author",
)  # fmt: skip
BYLINE = XPath(
    "//*[@itemprop='author' or @rel='author' or contains(concat(' ', @rel, ' '), ' author ')"
    " or contains(concat(' ', normalize-space(@class), ' '), ' p-author ')]"
)
BY_CLASS = XPath(
    "//*[self::a or self::span or self::p or self::div or self::address or self::li or self::cite or self::strong or self::em"
    " or self::h3 or self::h4 or self::h5 or self::h6]"
    "[contains(@class, 'author') or contains(@class, 'Author') or contains(@class, 'byline') or contains(@class, 'Byline')"
    " or contains(@class, 'by-line') or contains(@class, 'writer') or contains(@data-testid, 'byline')"
    " or contains(@data-testid, 'author')]"
)
PROFILE = re.compile(
    r"/(?:authors?|contributors?|writers?|columnists?|journalists?|reporters?|staff|by)/[^/?#]+/?(?:[?#]|$)",
    re.IGNORECASE,
)
NAME_WITHIN = XPath(".//*[@itemprop='name'] | .//*[contains(@class, 'fn')] | .//*[contains(@class, 'name')] | .//a")
NOT_A_BYLINE = re.compile(
    r"comment(?!ary)|related|recommend|bio\b|avatar|image|photo|credit|share|social|follow|footer|sidebar|widget",
    re.IGNORECASE,
)
LEADING_BY = re.compile(
    r"^\W*(?:(?:written|reported|posted|published|story|words|text|analysis|reviewed|review|opinion|commentary|compiled|edited|"
    r"photos\s+and\s+story|story\s+and\s+photos)\s+)?(?:by|von|par|por|di|door|przez|av|af|автор|текст)\b[\s:]*"
    r"|^\W*(?:author|autor|autore|auteur|text|words)s?\b\s*:\s*",
    re.IGNORECASE,
)
KOREAN_REPORTER = re.compile(r"^\W*([가-힣]{2,4})\s*(?:선임|수습|인턴)?\s?기자\b")
SAYS_BY = re.compile(
    r"^\W*(?:(?:written|reported|posted|published|story|words|text|analysis|review|reviewed|opinion|photos and story)\s+)?by\b",
    re.IGNORECASE,
)
JOINED = re.compile(r"\s*(?:,|;|\||/|•|·|\n|\s&\s|\sand\s|\sund\s|\set\s|\sy\s|\swith\s)\s*", re.IGNORECASE)
NOT_A_NAME = re.compile(
    r"https?:|www\.|[@#{}<>=_\[\]]|\d|\.(?:com|org|net|co|tv|news|info)\b|^(?:admin|administrator|root|webmaster|editors?|"
    r"editorial|guest|correspondent|reporter|author|null|none|undefined|unknown|anonymous|user|test|home|news|web|online|"
    r"agencies|agency|view|more|profile|follow|about|contact|e-?mail|share|facebook|twitter|image|photo|getty images|reuters|ap|afp)$|"
    r"\b(?:staff|desk|newsroom|bureau|editorial board|editorial team|news service|press release|team|correspondents|"
    r"contributors?|redaktion|redazione|redaction|redacción|redacao|redação|redakcja|rédaction|редакция|updated|published|posted|"
    r"minutes?|ago|subscribe|sign|log|manage|view|see|read|copyright|getty)\b",
    re.IGNORECASE,
)
ROLE = re.compile(
    r"(?:\s*\(|\s+[Ii]n\s+[A-Z]|(?:,\s*|\s+)(?:[A-Z][\w-]+\s+)?(?:staff|senior|chief|special|political|science|health|"
    r"business|sports?|deputy|managing|associate|assistant|contributing|national|world|foreign|digital|general|data|features?)\s+"
    r"(?:[a-z-]+\s+)?(?:editor|reporter|correspondent|writer|columnist|journalist|producer|contributor|fellow)\b|"
    r"(?:,\s*|\s+)(?:editor|reporter|correspondent|writer|columnist|journalist|producer|contributor)s?\b).*$",
    re.IGNORECASE,
)
IS_ROLE = re.compile(
    r"\b(?:editor|reporter|correspondent|writer|columnist|journalist|producer|contributor|fellow)s?$", re.IGNORECASE
)
AS_NAMED = re.compile(  # each word begins with a capital, or is one of the small words of names; or the script has none
    r"(?:(?:[^\W\d_a-zа-яα-ω]|Mc|Mac|O['’]|d['’]|al-)[^\s,]*|de|del|della|den|der|di|da|dos|du|la|le|van|von|bin|ibn|al|el|ben|y|e|ter|ten)"
    r"(?:\s+|$)"
)


def _authors(
    tree: HtmlElement,
    meta: dict[str, list[str]],
    nodes: list[dict],
    node: dict | None,
    title: str | None,
    sites: set[str],
) -> str | None:
    """The people who wrote the article, joined by ``, ``: as data, else as meta tags, else as its byline names them.

    Where data and meta tags name different people, those that the byline names as well are taken.
    """
    stated = [names for some in _stated_authors(meta, nodes, node) if (names := _names(some, sites))]
    if len({names[0].casefold() for names in stated}) > 1:
        seen = _norm(" ".join(chain.from_iterable(_bylines(tree, title))))
        stated = [names for names in stated if _norm(names[0]) in seen] or stated
    if not stated:
        bylines = (_names(some, sites) for some in _bylines(tree, title))
        stated = [named for names in bylines if (named := [name for name in names if _is_name(name)])]
    if not stated:
        stated = [names for some in _authors_in_scripts(tree) if (names := _names(some, sites))]
    return ", ".join(stated[0][:8]) if stated else None


def _names(stated: Iterable[str], sites: set[str]) -> list[str]:
    return list(dict.fromkeys(name for one in stated for name in names_in(one, sites)))


def _is_name(text: str) -> bool:
    words = AS_NAMED.findall(text)
    return len(words) == len(text.split()) and (len(words) > 1 or not text.isascii())


def _stated_authors(meta: dict[str, list[str]], nodes: list[dict], node: dict | None) -> Iterator[list[str]]:
    by_id = {one["@id"]: one for one in nodes if isinstance(one.get("@id"), str) and "name" in one}
    pages = [one for one in nodes if set(_types(one)) & {"WebPage", "ItemPage"} and one is not node]
    for one in [*([node] if node else []), *pages]:
        for field in ("author", "creator"):
            yield _people(one.get(field), by_id)
    yield from (meta[name] for name in AUTHOR_NAMES if name in meta)
    for number in "12":
        if re.match(r"(?:written by|author|by)\b", _first(meta, (f"twitter:label{number}",)) or "", re.IGNORECASE):
            yield meta.get(f"twitter:data{number}", [])


def _people(value: object, by_id: dict[str, dict], depth: int = 0) -> list[str]:
    """Names of the people in an ``author``; organisations are none."""
    if depth > 3:
        return []
    if isinstance(value, list):
        return [name for one in value[:20] for name in _people(one, by_id, depth + 1)]
    if isinstance(value, dict):
        if "name" not in value and isinstance(value.get("@id"), str):
            value = by_id.get(value["@id"], value)
        if any(kind.endswith("Organization") for kind in _types(value)):
            return []
        name = value.get("name")
        return _people(name, by_id, depth + 1) if isinstance(name, str | list) else []
    return [said] if isinstance(value, str) and (said := _line(value)) else []


def _bylines(tree: HtmlElement, title: str | None) -> Iterator[list[str]]:
    """What is marked as the author in the page, outside of comments and lists of other articles; then lines with "By"."""
    for find in (BYLINE, BY_CLASS):
        for element in islice(find(tree), 12):
            if _is_elsewhere(element):
                continue
            if element.get("content"):
                yield [_line(element.get("content")) or ""]
            within = [_text(one) for one in islice(NAME_WITHIN(element), 6)]
            text = _text(element)
            if SAYS_BY.match(text) and len(text) <= MAX_DATED:
                yield [text]
            if within:
                yield within
            if len(text) <= MAX_DATED:
                yield [text]
    for heading in _heading_elements(tree, title):
        for element, text in chain(_lines(_after(heading), SEARCHED), _lines(_before(heading), BEFORE)):
            if reporter := KOREAN_REPORTER.match(text):
                yield [reporter[1]]
            profile = element.tag == "a" and PROFILE.search(element.get("href") or "")
            if (profile or SAYS_BY.match(text)) and not NOT_A_BYLINE.search(element.get("class") or ""):
                yield [text]


def _is_elsewhere(element: HtmlElement) -> bool:
    own = f"{element.get('class') or ''} {element.get('id') or ''}"
    above = (f"{up.get('class') or ''} {up.get('id') or ''}" for up in islice(element.iterancestors(), 6))
    return bool(NOT_A_BYLINE.search(own)) or any(ELSEWHERE.search(marks) for marks in above)


IN_AUTHORS = re.compile(
    r"\"(?:authors?|byline)\"\s*:\s*\[?\s*(?:\"([^\"\\]{3,60})\"|\{[^{}]{0,300}?\"name\"\s*:\s*\"([^\"\\]{3,60})\")"
)


def _authors_in_scripts(tree: HtmlElement) -> list[list[str]]:
    """The author in the data of scripts, if there is one only: a list of articles has many."""
    found = dict.fromkeys(
        one[1] or one[2]
        for script in _script_data(tree, "uthor", "yline")
        for one in islice(IN_AUTHORS.finditer(script), 50)
    )
    return [[name] for name in found if len(found) == 1 and _is_name(name)]


def names_in(text: str, sites: set[str] = frozenset()) -> list[str]:
    """The names of people in a byline; no outlets, desks, addresses or handles."""
    text = LEADING_BY.sub("", " ".join(text.split()))
    if text.startswith(","):  # an empty name, and the role behind it
        return []
    names = []
    for part in JOINED.split(text):
        if names and IS_ROLE.search(part):
            continue
        part = ROLE.sub("", LEADING_BY.sub("", part)).strip(" .,-–—:*'\"“”")
        if not 2 < len(part) <= 60 or len(part.split()) > 6 or NOT_A_NAME.search(part):
            continue
        if _norm(part).replace(" ", "") in sites or (part.islower() and " " not in part):
            continue
        names.append(part)
    return names


# --- dates ---

PUBLISHED_NAMES = (
    "article:published_time", "article:published", "og:published_time", "og:article:published_time", "datepublished",
    "parsely-pub-date", "publish-date", "publish_date", "publishdate", "published", "published_at", "published_time",
    "published-date", "publisheddate", "pubdate", "pub_date", "publication_date", "publication-date", "date_published",
    "dc.date.issued", "dcterms.issued", "dc.issued", "dc.date.published", "iso-8601-publish-date", "article.published",
    "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "bt:pubdate", "article_date_original", "ptime",
    "citation_publication_date", "originalpublicationdate", "rnews:datepublished", "vr:published_time",
)  # fmt: skip
WEAK_NAMES = (
    "sailthru.date", "dcterms.created", "dc.date.created", "dc.date", "dcterms.date", "dc:date", "date", "article:date",
    "article.created", "datecreated", "citation_date", "displaydate", "uploaddate", "release:date",
)  # fmt: skip
CHANGED_NAMES = (
    "article:modified_time", "article:modified", "og:updated_time", "datemodified", "last-modified", "lastmod",
    "dcterms.modified", "dc.date.modified", "article_date_updated", "bt:moddate", "last_updated_date",
)  # fmt: skip
MARKED = XPath(
    "//*[@itemprop='datePublished' or @property='datePublished' or @property='schema:datePublished' or @pubdate"
    " or contains(concat(' ', normalize-space(@class), ' '), ' dt-published ')"
    " or contains(concat(' ', normalize-space(@class), ' '), ' entry-date ')"
    " or (self::abbr and contains(@class, 'published'))]"
)
IN_SCRIPT = re.compile(  # as pages built by scripts carry their article
    r"\"(?P<name>(?:first|date|original)_?publi(?:shed|cation)(?:_?(?:date|time|at|on))?|publi(?:shed?|cation)_?(?:date|time|at|on)|"
    r"createdDate|dateCreated)\"\s*:\s*\"(?P<date>[^\"\\]{8,40})\"",
    re.IGNORECASE,
)
SCRIPT_TEXT = XPath("//script[not(@src)]/text()")
CHANGED_MARK = re.compile(r"modif|updat|changed|aktualis|actualiz|aggiorn|mis à jour|обновл", re.IGNORECASE)
ELSEWHERE = re.compile(
    r"related|recommend|comment(?!ary)|sidebar|footer|widget|trending|popular|latest|teaser|promo", re.IGNORECASE
)
SEARCHED = 1_500  # characters of visible text after the headline in which its date is looked for
BEFORE = 250  # ... and before it
MAX_SCRIPT = 500_000  # characters of a script that are searched
MAX_DATED = 150  # characters of a line that gives a date
MAX_ELEMENTS = 500  # looked at on the way
UNSEEN = frozenset("script style noscript template svg nav form iframe select".split())
MAX_ROUND = 70  # characters beside the date in a line that gives it


def _dates(tree: HtmlElement, meta: dict[str, list[str]], nodes: list[dict], node: dict | None) -> Dates:
    pages = [one for one in nodes if one is not node and set(_types(one)) & {"WebPage", "ItemPage", "CollectionPage"}]
    published = [(_said(node, "datePublished"), "metadata: JSON-LD datePublished")]
    published += [(meta[name][0], f"metadata: {name}") for name in PUBLISHED_NAMES if name in meta]
    weak = [(_said(one, "datePublished"), "metadata: JSON-LD datePublished of the page") for one in pages]
    weak += [(meta[name][0], f"metadata: {name}") for name in WEAK_NAMES if name in meta]
    weak += [
        (_said(one, name), f"metadata: JSON-LD {name}") for one in [node] for name in ("dateCreated", "uploadDate")
    ]
    changed = [(_said(one, "dateModified"), "metadata: JSON-LD dateModified") for one in [node, *pages]]
    changed += [(meta[name][0], f"metadata: {name}") for name in CHANGED_NAMES if name in meta]
    return Dates(
        *(
            tuple(Stated(text, basis) for text, basis in some if text and len(text) <= 120)
            for some in (published, weak, changed)
        )
    )


def _stamp(element: HtmlElement) -> str | None:
    """The date of an element: as its attribute has it, else as its text."""
    for attribute in ("datetime", "content", "title"):
        if (value := _line(element.get(attribute))) and read_alone(value):
            return value
    stamps = find_dates(_text(element))
    return stamps[0].text if stamps else None


def publication(
    tree: HtmlElement,
    page: Page,
    *,
    zone: str | None = None,
    country: str | None = None,
    now: datetime | None = None,
) -> Dated:
    """When the page was first published, by its own word; ``note`` says which.

    Metadata made for the purpose come first, then the dated line beside the headline, then weaker metadata, data in scripts
    and the day in the address. A later date of the same source never takes the place of an earlier one.
    """
    known = {"zone": zone, "country": country, "language": page.language, "now": now}
    in_url = date_of_url(page.url, now)
    day_in_url = [Stated(f"{in_url.published:%Y-%m-%d}", "url")] if in_url.published else []
    dates = page.dates
    trusted = _first_of(dates.published, [*dates.weak, *dates.changed, *day_in_url], known)
    if trusted.published or (trusted.reason == "date_ambiguous" and not dates.weak):
        return trusted
    visible, changed = dated_lines(tree, page.title)
    held = _in_scripts(tree)
    marked = [] if visible else _marked(tree)
    evidence = [*visible, *marked, *dates.weak, *held, *day_in_url, *dates.changed, *changed]
    ambiguous = trusted
    for some in (visible, marked, dates.weak, held, day_in_url):
        dated = _first_of(some, evidence, known)
        if dated.published:
            return dated
        ambiguous = dated if dated.reason == "date_ambiguous" else ambiguous
    return ambiguous


def _first_of(stated: Sequence[Stated], evidence: Sequence[Stated], known: dict) -> Dated:
    """The earliest of several statements, each made exact by all; those to the minute before bare days."""
    found = [settle([one], evidence=[*stated, *evidence], **known) for one in stated]
    dated = [one for one in found if one.published]
    if not dated:
        return next(
            (one for one in found if one.reason == "date_ambiguous"), found[0] if found else Dated(reason="undated")
        )
    first = min(dated, key=lambda one: one.published)
    exact = [
        one for one in dated if one.precision == "minute" and one.published - first.published < timedelta(hours=36)
    ]
    return min(exact, key=lambda one: one.published) if exact else first


def _marked(tree: HtmlElement) -> list[Stated]:
    """The date that is marked as that of publication, if all that are so marked are of one day."""
    stamps = [stamp for one in islice(MARKED(tree), 30) if (stamp := _stamp(one))]
    days = {reading.days for stamp in stamps if (reading := read_alone(stamp))}
    return [Stated(stamps[0], "text: datePublished")] if len(days) == 1 else []


def dated_lines(tree: HtmlElement, title: str | None) -> tuple[list[Stated], list[Stated]]:
    """Dates in lines of their own beside the headline: that of publication (the nearest), and those of changes."""
    published: list[Stated] = []
    changed: list[Stated] = []
    for heading in _heading_elements(tree, title):
        for element, text in chain(
            [(heading, "")], _lines(_after(heading), SEARCHED), _lines(_before(heading), BEFORE)
        ):
            for stamp, is_change in _line_stamps(element, text):
                (changed if is_change else published).append(Stated(stamp, f"text: {text or stamp}"))
            if published:
                return published, changed
    return published, changed


HEADINGS = XPath("//h1 | //h2 | //*[@itemprop='headline']")


def _heading_elements(tree: HtmlElement, title: str | None) -> list[HtmlElement]:
    wanted = _norm(title or "")
    return [one for one in islice(HEADINGS(tree), 40) if wanted and _norm(_text(one)) == wanted][:2]


def _after(start: HtmlElement) -> Iterator[HtmlElement]:
    """The elements behind one, in the order of the page."""
    for level in chain([start], start.iterancestors()):
        for beside in level.itersiblings():
            yield from beside.iter(etree.Element)


def _before(start: HtmlElement) -> Iterator[HtmlElement]:
    """The elements right before one, the nearest first."""
    for level in chain([start], islice(start.iterancestors(), 4)):
        for beside in level.itersiblings(preceding=True):
            yield beside
            yield from list(islice(beside.iterdescendants(etree.Element), 60))[::-1]


def _lines(elements: Iterator[HtmlElement], length: int) -> Iterator[tuple[HtmlElement, str]]:
    """Elements short enough to be a line, with their text, until ``length`` characters of other text were passed."""
    passed = 0
    for element in islice(elements, MAX_ELEMENTS):
        if element.tag in UNSEEN:
            continue
        if element.tag == "time":
            yield element, _text(element, MAX_DATED)
            continue
        text = _text(element, MAX_DATED)
        if 5 < len(text) <= MAX_DATED:
            yield element, text
        passed += len((element.text or "").strip()) + len((element.tail or "").strip())
        if passed > length:
            return


def _line_stamps(element: HtmlElement, text: str) -> Iterator[tuple[str, bool]]:
    """The dates of a line, each with whether it is that of a change; none if the line is more than a stamp."""
    marks = " ".join(
        filter(
            None,
            (
                element.get("class"),
                element.get("id"),
                (element.getparent() is not None and element.getparent().get("class")) or "",
            ),
        )
    )
    if ELSEWHERE.search(marks):
        return
    if element.tag == "time":
        stamp = _stamp(element)
        if stamp:
            yield stamp, bool(CHANGED_MARK.search(f"{marks} {text}"))
        return
    stamps = find_dates(text)
    rest = len(text) - sum(stamp.end - stamp.start for stamp in stamps)
    if not stamps or rest > MAX_ROUND or (text.endswith(".") and rest > 25) or element.find(".//time") is not None:
        return
    for stamp in stamps:
        late = stamp.label == "updated" or (
            stamp.label is None and CHANGED_MARK.search(f"{marks} {text[: stamp.start]}")
        )
        yield stamp.text, bool(late)


def _in_scripts(tree: HtmlElement) -> list[Stated]:
    """The dates of publication in the data of scripts, if all of one name give one day: a list of articles has many."""
    found: dict[str, list[str]] = {}
    for script in _script_data(tree, "ubli", "reated"):
        for one in islice(IN_SCRIPT.finditer(script), 200):
            if read_alone(one["date"]):
                found.setdefault(one["name"], []).append(one["date"])
    single = {name: values[0] for name, values in found.items() if len({value[:10] for value in values}) == 1}
    return [Stated(value, f"metadata: {name} in a script") for name, value in single.items()]


def _script_data(tree: HtmlElement, *marks: str) -> Iterator[str]:
    """The scripts that hold one of ``marks``, their quotes no longer escaped; nothing of them is run."""
    for script in SCRIPT_TEXT(tree):
        if any(mark in script for mark in marks):
            yield script[:MAX_SCRIPT].replace("&quot;", '"').replace('\\"', '"')
