"""What a page says of its article as data: meta tags, JSON-LD (schema.org), and what its scripts hold.

All of it is text to read; none of it is followed or run.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from helpers.ingest.clean import clean_line

MAX_LINE = 400  # characters of a title, a name, a stamp; what is longer is something else
MAX_BLOCKS = 60  # JSON-LD blocks of a page
MAX_NODES = 3_000  # objects in them
MAX_DEPTH = 12
MAX_SCRIPT = 500_000  # characters of a script that are searched


def line_of(text: str | None) -> str | None:
    """Text in one line, entities that were escaped twice resolved, tags out; ``None`` if nothing or too much is left."""
    if not text or len(text) > 20 * MAX_LINE:
        return None
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = re.sub(r"</?[a-zA-Z][^<>]*>", " ", text)
    return clean_line(text)


def bare(text: str) -> str:
    """The words of ``text`` and nothing else, in small letters: what titles and names are compared by."""
    return re.sub(r"\W+", " ", text.lower()).strip()


# --- meta tags ---


def meta_of(tree: HtmlElement) -> dict[str, list[str]]:
    """The contents of the meta tags by name (lower case), in order, whichever attribute names them."""
    found: dict[str, list[str]] = {}
    for tag in tree.iter("meta"):
        content = line_of(tag.get("content"))
        if content:
            for attribute in ("property", "name", "itemprop", "http-equiv"):
                if name := tag.get(attribute):
                    found.setdefault(name.strip().lower(), []).append(content)
    return found


def first_named(meta: dict[str, list[str]], names: Iterable[str]) -> str | None:
    """The first content of the first of ``names`` that is there."""
    return next((meta[name][0] for name in names if name in meta), None)


# --- JSON-LD ---

ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|LiveBlogPosting|SocialMediaPosting)$")
HELD_IN = ("@graph", "mainEntity", "mainEntityOfPage")
TRAILING_COMMA = re.compile(r",\s*(?=[}\]])")


def linked_data(tree: HtmlElement) -> list[dict]:
    """Every object at the top of the page's JSON-LD, or in what holds the page's main thing; damaged blocks left out."""
    nodes: list[dict] = []
    blocks = (one.text for one in tree.iter("script") if one.text and "ld+json" in one.get("type", ""))
    for block in islice(blocks, MAX_BLOCKS):
        _gather(_parse(block), nodes, 0)
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
        for name in HELD_IN:
            if isinstance(value.get(name), list | dict):
                _gather(value[name], nodes, depth + 1)


def types_of(node: dict | None) -> list[str]:
    kinds = (node or {}).get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return [kind.rsplit("/", 1)[-1] for kind in kinds if isinstance(kind, str)]


def said_in(node: dict | None, name: str) -> str | None:
    """A text of a node, the first if there are several."""
    value = (node or {}).get(name)
    if isinstance(value, list):
        value = next((one for one in value if isinstance(one, str | dict)), None)
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    return line_of(value) if isinstance(value, str) else None


def article_node(nodes: list[dict], titles: list[str], url: str | None) -> dict | None:
    """The node that describes the article of the page: that of the page's headline, else of its address, else the first."""
    articles = [node for node in nodes if any(ARTICLE.search(kind) for kind in types_of(node))]
    if len(articles) < 2:
        return articles[0] if articles else None
    wanted = {bare(title) for title in titles}
    path = _path(url)

    def agreement(node: dict) -> tuple:
        addresses = [said_in(node, "url"), said_in(node, "@id"), _reference(node.get("mainEntityOfPage"))]
        return (
            bare(said_in(node, "headline") or "") in wanted,
            bool(path) and path in map(_path, addresses),
            "LiveBlogPosting" in types_of(node),
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


# --- scripts ---


def script_data(tree: HtmlElement, *marks: str) -> Iterator[str]:
    """The scripts that hold one of ``marks``, their quotes no longer escaped; nothing of them is run."""
    for script in tree.iter("script"):
        text = script.text or ""
        if any(mark in text for mark in marks) and script.get("src") is None:
            yield text[:MAX_SCRIPT].replace("&quot;", '"').replace('\\"', '"')
