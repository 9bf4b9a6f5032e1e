"""Exports of Europresse (Eureka in Canada): saved pages of the classic and of the present site, French or English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from helpers.ingest.readers.bylines import split_byline
from helpers.ingest.readers.faulty import never_raises
from helpers.ingest.readers.markup import (
    bytes_of,
    damage,
    decode_markup,
    has_class,
    is_markup,
    line_of,
    lines_of,
    parse_page,
)
from helpers.ingest.readers.unit import Unit
from helpers.ingest.readers.worded_dates import find_date, iso_date

KIND = "europresse"

MARK = "\ue01e"  # of private use: stands where the title ends
ISSUE = re.compile(r"\s*,\s*(?:no|n°|nº|nr|num)\.?\s*\d.*$", re.IGNORECASE)
RIGHTS = re.compile(r"^(?:©|\(c\)|copyright\b|tous droits réservés)", re.IGNORECASE)
NUMBER = re.compile(r"(?:Numéro de document|Document number)\s*:?\s*|(?=news[·.]\d{8})", re.IGNORECASE)
KEY = re.compile(r"news[·.](\d{8})[·.]([\w·.-]+)")
PAGES = re.compile(r"^\W*(?:pp?|pages?)\.?\s*\S+(?:\s*[-,]\s*\S+)?$", re.IGNORECASE)
MAX_AUTHOR = 10  # words; a longer first line is the article's


def recognise(raw: bytes, name: str) -> bool:
    """A page that names each publication in Europresse's way."""
    named = is_markup(raw) and b"DocPublicationName" in raw
    return named and bool(re.search(rb"class=[\"'][^\"']*\bDocPublicationName\b", raw))


@never_raises("bad_export")
def read(raw: bytes, name: str) -> Iterator[Unit]:
    """A unit an article."""
    tree = parse_page(decode_markup(raw))
    seen = set()
    for publication in tree.xpath(f"//span[{has_class('DocPublicationName')}]"):
        article = next(publication.iterancestors("article"), None)
        is_classic = article is None
        if is_classic:
            article = next(publication.iterancestors("td", "div", "body"))
        if article not in seen:
            seen.add(article)
            part = bytes_of(article)  # before the tree is taken apart
            found = (_classic if is_classic else _present)(article, publication)
            yield _unit(part, f"article {len(seen)}", found)


class Parts(NamedTuple):
    """What stands where in an article; ``headers`` hold section, weekday, date and page."""

    outlet: str | None
    headers: list[str]
    title: str | None
    subtitle: str | None
    author: str | None
    lines: list[str]


def _present(article, publication) -> Parts:
    """The present site: a header, a division of text and a footer in an ``article``."""
    headers = _headers(article)
    if not any(map(iso_date, headers)):  # a section with a title of its own moves the date beside it
        beside = article.xpath(f".//span[{has_class('DocTitreSousSection')}]/following-sibling::span")
        headers += [line_of(one) or "" for one in beside]
    author = _first(article, "docAuthors")
    wrapper = _first(article, "titreArticle")
    if author is None and wrapper is not None and wrapper.getnext() is not None:
        after = wrapper.getnext()
        author = after if after.get("class", "").strip() == "sm-margin-bottomNews" else None
    held = (lines_of(_first(article, name)) for name in ("docOcurrContainer", "DocText"))
    lines = next((lines for lines in held if lines), [])
    return Parts(
        line_of(publication),
        headers,
        line_of(_first(article, "titreArticleVisu", "titreArticle")),
        line_of(_first(article, "rdp__subtitle")),
        line_of(author),
        [line for line in lines if not RIGHTS.match(line)],
    )


def _classic(article, publication) -> Parts:
    """The classic site: everything in one cell, divided by breaks. Takes the tree apart."""
    outlet, headers = line_of(publication), _headers(article)
    heading = _first(article, "TitreArticleVisu", "titreArticleVisu")
    title = line_of(heading)
    if heading is not None:
        heading.tail = f"{MARK}{heading.tail or ''}"
    for element in [publication, *article.xpath(f".//span[{has_class('DocHeader')}]")]:
        element.text = None
        element[:] = []
    above, below = [], lines_of(article)
    marked = next((at for at, line in enumerate(below) if MARK in line), None)
    if marked is not None:
        rest = below[marked].partition(MARK)[2].strip()
        above, below = below[:marked], [*filter(None, [rest]), *below[marked + 1 :]]
    lines = list(takewhile(lambda line: not NUMBER.match(line), below))
    while lines and RIGHTS.match(lines[-1]):
        lines.pop()
    author = lines.pop(0) if len(lines) > 1 and _is_name(lines[0]) else None
    return Parts(outlet, headers, title, " ".join(above) or None, author, lines)


def _headers(article) -> list[str]:
    return [line_of(element) or "" for element in article.xpath(f".//span[{has_class('DocHeader')}]")]


def _unit(raw: bytes, member: str, parts: Parts) -> Unit:
    header = " ".join(parts.headers)
    found = find_date(header)
    key = KEY.search(raw.decode("utf-8", "replace"))
    author, agency = split_byline(parts.author)
    text = "\n".join(parts.lines)
    empty = ("no_text", "the document has no text in the export; save it with its full text")
    return Unit(
        raw,
        member,
        title=parts.title,
        summary=parts.subtitle,
        text=text,
        published=found.iso if found else (key[1] if key else None),  # the number of a document begins with a day
        outlet=ISSUE.sub("", parts.outlet or "") or None,
        author=author,
        source_key=key[0] if key else None,
        fault=None if text.strip() else empty,
        agency=agency,
        section=_section_of(header[: found.start] if found else header),
        notes=damage(parts.title, text),
    )


def _section_of(before_date: str) -> str | None:
    """What stands before the date in the header, without the weekday."""
    parts = [part.strip() for part in before_date.split(",")]
    parts = [part for part in parts if part and not PAGES.match(part)]
    weekday = re.compile(r"^(?:lun|mar|mercre|jeu|vendre|same)di|^dimanche|^\w+day$", re.IGNORECASE)
    return ", ".join(part for part in parts if not weekday.match(part)) or None


def _is_name(line: str) -> bool:
    words = line.split()
    return (
        len(words) <= MAX_AUTHOR and not re.search(r"[.!?:;»”\"]$", line) and any(word[0].isupper() for word in words)
    )


def _first(article, *classes: str):
    for name in classes:
        held = article.xpath(f".//*[{has_class(name)}]")
        if held:
            return held[0]
    return None
