"""Who wrote the article of a page: by its data, by its meta tags, or by its byline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from lxml.html import HtmlElement

from helpers.ingest.page_data import bare, first_named, line_of, script_data, types_of
from helpers.ingest.page_lines import (
    BEFORE,
    ELSEWHERE,
    MAX_DATED,
    SEARCHED,
    after,
    before,
    heading_elements,
    lines,
    text_of,
)

AUTHOR_NAMES = (
    "author", "article:author", "og:article:author", "og:author", "article:author_name", "parsely-author", "sailthru.author",
    "dc.creator", "dcterms.creator", "dc:creator", "byl", "citation_author", "cxenseparse:author", "authors", "creator",
    "dcsext.author", "shareaholic:article_author_name", "vr:author",
)  # fmt: skip
OF_BYLINES = ("a", "span", "p", "div", "address", "li", "cite", "strong", "em", "h3", "h4", "h5", "h6")
BY_CLASS = re.compile(r"[Aa]uthor|[Bb]yline|by-line|writer")
BY_TEST = re.compile(r"byline|author")
PROFILE = re.compile(
    r"/(?:authors?|contributors?|writers?|columnists?|journalists?|reporters?|staff|by)/[^/?#]+/?(?:[?#]|$)",
    re.IGNORECASE,
)
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


def authors_of(
    tree: HtmlElement,
    meta: dict[str, list[str]],
    nodes: list[dict],
    node: dict | None,
    title: str | None,
    sites: set[str],
) -> str | None:
    """The people who wrote the article, joined by ``, ``: as data, else as meta tags, else as its byline names them.

    Where data and meta tags name different people, the first of them that the byline names is taken.
    """
    stated = [names for some in _stated_authors(meta, nodes, node) if (names := _names(some, sites))]
    if len({names[0].casefold() for names in stated}) > 1:
        stated = [_agreed(stated, chain.from_iterable(_bylines(tree, title)))]
    if not stated:
        bylines = (_names(some, sites) for some in _bylines(tree, title))
        named = ([name for name in names if _is_name(name)] for names in bylines)
        stated = list(islice(filter(None, named), 1))  # the page is read no further than it takes
    if not stated:
        stated = [names for some in _authors_in_scripts(tree) if (names := _names(some, sites))]
    return ", ".join(stated[0][:8]) if stated else None


def _agreed(stated: list[list[str]], bylines: Iterable[str]) -> list[str]:
    """The first of ``stated`` that the bylines name, of which no more are read than it takes; else the first."""
    first, seen = bare(stated[0][0]), ""
    for words in filter(None, map(bare, bylines)):
        seen = f"{seen} {words}"
        if first in seen:
            return stated[0]
    return next((names for names in stated if bare(names[0]) in seen), stated[0])


def _names(stated: Iterable[str], sites: set[str]) -> list[str]:
    return list(dict.fromkeys(name for one in stated for name in names_in(one, sites)))


def _is_name(text: str) -> bool:
    words = AS_NAMED.findall(text)
    return len(words) == len(text.split()) and (len(words) > 1 or not text.isascii())


def _stated_authors(meta: dict[str, list[str]], nodes: list[dict], node: dict | None) -> Iterator[list[str]]:
    by_id = {one["@id"]: one for one in nodes if isinstance(one.get("@id"), str) and "name" in one}
    pages = [one for one in nodes if set(types_of(one)) & {"WebPage", "ItemPage"} and one is not node]
    for one in [*([node] if node else []), *pages]:
        for field in ("author", "creator"):
            yield _people(one.get(field), by_id)
    yield from (meta[name] for name in AUTHOR_NAMES if name in meta)
    for number in "12":
        if re.match(r"(?:written by|author|by)\b", first_named(meta, (f"twitter:label{number}",)) or "", re.IGNORECASE):
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
        if any(kind.endswith("Organization") for kind in types_of(value)):
            return []
        name = value.get("name")
        return _people(name, by_id, depth + 1) if isinstance(name, str | list) else []
    return [said] if isinstance(value, str) and (said := line_of(value)) else []


def _bylines(tree: HtmlElement, title: str | None) -> Iterator[list[str]]:
    """What is marked as the author in the page, outside of comments and lists of other articles; then lines with "By"."""
    for find in (_marked, _marked_by_class):
        for element in islice(find(tree), 12):
            if _is_elsewhere(element):
                continue
            if element.get("content"):
                yield [line_of(element.get("content")) or ""]
            within = [text_of(one) for one in islice(_names_within(element), 6)]
            text = text_of(element)
            if SAYS_BY.match(text) and len(text) <= MAX_DATED:
                yield [text]
            if within:
                yield within
            if len(text) <= MAX_DATED:
                yield [text]
    for heading in heading_elements(tree, title):
        for element, text in chain(lines(after(heading), SEARCHED), lines(before(heading), BEFORE)):
            if reporter := KOREAN_REPORTER.match(text):
                yield [reporter[1]]
            profile = element.tag == "a" and PROFILE.search(element.get("href") or "")
            if (profile or SAYS_BY.match(text)) and not NOT_A_BYLINE.search(element.get("class") or ""):
                yield [text]


def _marked(tree: HtmlElement) -> Iterator[HtmlElement]:
    for one in tree.iter("*"):
        names, relation = one.get("class", ""), one.get("rel", "")
        if (
            one.get("itemprop") == "author"
            or ("author" in relation and "author" in relation.split(" "))
            or ("p-author" in names and "p-author" in names.split())
        ):
            yield one


def _marked_by_class(tree: HtmlElement) -> Iterator[HtmlElement]:
    for one in tree.iter(OF_BYLINES):
        if BY_CLASS.search(one.get("class", "")) or BY_TEST.search(one.get("data-testid", "")):
            yield one


def _names_within(element: HtmlElement) -> Iterator[HtmlElement]:
    for one in element.iterdescendants("*"):
        names = one.get("class", "")
        if one.tag == "a" or "name" in names or "fn" in names or one.get("itemprop") == "name":
            yield one


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
        for script in script_data(tree, "uthor", "yline")
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
        if bare(part).replace(" ", "") in sites or (part.islower() and " " not in part):
            continue
        names.append(part)
    return names
