"""What a web page says of itself: JSON-LD (schema.org), Open Graph, Dublin Core and other meta tags, microformats, HTML5.

Every page is written by others: all of it is text to read, none of it is followed or run. Each lookup is one pass over the
tree, so that the cost grows with the page and no faster.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from helpers.ingest.page_authors import authors_of
from helpers.ingest.page_data import MAX_LINE, article_node, bare, first_named, linked_data, meta_of, said_in, types_of
from helpers.ingest.page_dates import Dates, dates_of
from helpers.ingest.page_lines import text_of


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
    meta = meta_of(tree)
    blocks = linked_data(tree)
    headings = _headings(tree)
    address = _address(tree, meta, url)
    node = article_node(blocks, headings + meta.get("og:title", []), address)
    outlet = _outlet(meta, blocks, node) or _outlet_in_title(tree, address)
    title = _title(tree, meta, node, headings, outlet, address)
    return Page(
        title=title,
        authors=authors_of(tree, meta, blocks, node, title, _site_names(outlet, meta, address)),
        outlet=outlet,
        section=_section(meta, node, title),
        language=_language(tree, meta, node),
        url=address,
        dates=dates_of(meta, blocks, node),
        body=_body(node),
        paywall=_is_paid(meta, blocks, node),
        live="LiveBlogPosting" in types_of(node),
    )


# --- address, text, access ---

CANONICAL = ("canonical", "CANONICAL", "Canonical")


def _address(tree: HtmlElement, meta: dict[str, list[str]], url: str | None) -> str | None:
    links = (one.get("href") for one in tree.iter("link") if one.get("rel") in CANONICAL)
    canonical = (address for address in links if address is not None)
    stated = [*islice(canonical, 2), *meta.get("og:url", [])[:1], *meta.get("twitter:url", [])[:1]]
    for one in (*stated, url or ""):
        try:
            full = urljoin(url or "", one.strip())
            parts = urlsplit(full)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.hostname and (parts.path.strip("/") or parts.query):
            return full
    return url


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
    return (first_named(meta, ("article:content_tier",)) or "").lower() in PAID_TIERS


# --- title ---

HEADLINE = frozenset(("entry-title", "p-name"))  # classes
TITLE_NAMES = (
    "og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "dcterms.title", "dc:title", "headline",
    "citation_title", "fb_title", "hdl", "title",
)  # fmt: skip
BREAK = re.compile(r"\s+[|\-–—·•:»›/~]+\s+|\s*[|»]\s*|\s+::\s+")


def _headings(tree: HtmlElement) -> list[str]:
    """The first-level headings; failing these, what is marked as headline."""
    texts = [text_of(one) for one in islice(tree.iter("h1"), 20)]
    texts = texts or [text_of(one) for one in islice(_marked_headlines(tree), 3)]
    return [text for text in texts if 1 < len(text) <= MAX_LINE]


def _marked_headlines(tree: HtmlElement) -> Iterator[HtmlElement]:
    for one in tree.iter("*"):
        if one.get("itemprop") == "headline" or not HEADLINE.isdisjoint(one.get("class", "").split()):
            yield one


def _titles(tree: HtmlElement) -> Iterator[HtmlElement]:
    """What names the page in its head, or where the head ended too early; drawings have titles too."""
    for one in tree.iter("title"):
        if one.getparent().tag == "body" or next(one.iterancestors("head"), None) is not None:
            yield one


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
    in_head = next((text for one in _titles(tree) if (text := text_of(one))), None)
    stated = [said_in(node, "headline"), *(meta[name][0] for name in TITLE_NAMES if name in meta), in_head]
    stated = [
        text for text in dict.fromkeys(stated) if text and bare(text) and bare(text).replace(" ", "") not in sites
    ]
    own = [text for text in headings if bare(text) and bare(text).replace(" ", "") not in sites]
    own = [text for text in own if not _is_site_part(text, in_head, stated)]
    agreed = max(own, key=lambda text: _agreement(text, stated), default=None)
    if agreed and (_agreement(agreed, stated) >= 0.5 or (len(own) == 1 and len(agreed.split()) > 3)):
        return _without_kicker(agreed, stated)
    known = [*headings, *(text_of(one) for one in islice(tree.iter("h2"), 40))]
    return next((without_site(text, sites, known) for text in stated), agreed)


def _is_site_part(heading: str, in_head: str | None, stated: list[str]) -> bool:
    """Whether a heading is the site's own: what stands behind or before the article's title in the ``title`` of the page."""
    whole, own = bare(in_head or ""), bare(heading)
    rests = (whole.replace(bare(one), "", 1).strip() for one in stated if bare(one) != whole and bare(one) in whole)
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
    words = set(bare(heading).split())
    shares = (
        len(words & other) / max(1, len(words), min(len(other), 2 * len(words)))
        for one in stated
        if (other := set(bare(one).split()))
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
        first_named(meta, ("application-name",)),
        first_named(meta, ("og:site_name",)),
    ]
    names = {bare(name).replace(" ", "") for name in names if name}
    plain = {name.removeprefix("the") for name in names}
    return {name for name in names | plain | {f"the{name}" for name in plain} if len(name) > 1}


def without_site(title: str, sites: set[str], headings: Iterable[str] = ()) -> str:
    """A title without the site's name (and its section) behind or before it, such as ``... | BBC News``."""
    breaks = list(BREAK.finditer(title))
    known = {bare(heading) for heading in headings}
    for one in breaks:
        for part in (title[: one.start()], title[one.end() :]):
            if bare(part) in known and len(part.split()) > 2:
                return part.strip()
    for one in breaks:  # from the first on: what follows may be "Section | Site"
        tail = [bare(part).replace(" ", "") for part in BREAK.split(title[one.end() :])]
        if any(part in sites for part in tail) and len(title[: one.start()].split()) >= 2 and len(" ".join(tail)) < 60:
            return title[: one.start()].strip()
    if breaks and bare(title[: breaks[0].start()]).replace(" ", "") in sites:
        return title[breaks[0].end() :].strip()
    if breaks and "|" in breaks[-1].group() and len(title[breaks[-1].end() :].split()) <= 4:
        return title[: breaks[-1].start()].strip()
    return title


# --- outlet, section, language ---


def _outlet(meta: dict[str, list[str]], nodes: list[dict], node: dict | None) -> str | None:
    stated = [first_named(meta, ("og:site_name",)), said_in(node, "publisher")]
    stated += [said_in(one, "name") for one in nodes if set(types_of(one)) & {"WebSite", "NewsMediaOrganization"}]
    stated += [
        first_named(
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
    parts = (part.strip() for one in islice(_titles(tree), 1) for part in BREAK.split(text_of(one)))
    return next((part for part in parts if bare(part).replace(" ", "") in sites), None)


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
    said = said_in(node, "articleSection") or first_named(meta, SECTION)
    return said if said and len(said) <= 80 and "://" not in said and said != title else None


def _language(tree: HtmlElement, meta: dict[str, list[str]], node: dict | None) -> str | None:
    """The language as an ISO 639 code: of the article, else of the page."""
    root = tree.getroottree().getroot()
    stated = (
        said_in(node, "inLanguage"), root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang"),
        root.get("xml:lang"), first_named(meta, ("content-language", "language", "dc.language", "og:locale")),
    )  # fmt: skip
    for one in stated:
        if found := re.match(r"([a-z]{2,3})(?:[-_]|$)", (one or "").strip().lower()):
            return found[1]
    return None
