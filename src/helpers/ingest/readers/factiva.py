"""Exports of Factiva: pages with two-letter field tags or without them, and XML of its web service."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from helpers.ingest.readers.bylines import split_byline
from helpers.ingest.readers.faulty import never_raises
from helpers.ingest.readers.language_names import language_code
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

KIND = "factiva"

NAMESPACE = b"global.factiva.com"
WORDS = re.compile(r"^\d[\d.,\s]*\s?[^\W\d]+$")  # 295 mots, 1,080 words, 664 Wörter, 512 字
CLOCK = re.compile(r"^\d{1,2}:\d{2}(?::\d{2})?(?:\s*\w+)?$")
ACCESSION = re.compile(r"\b([A-Za-z]{2,8}0{2}\d{10,}\w*)\s*$")
RIGHTS = re.compile(r"^(?:\(c\)|©|copyright)", re.IGNORECASE)
ARTICLE = re.compile(rb"class=[\"']article \w{2,6}Article[\"']")


def recognise(raw: bytes, name: str) -> bool:
    """A page whose articles have Factiva's classes, or XML in its name space."""
    if not is_markup(raw):
        return False
    if NAMESPACE in raw[:8192] or b"<ppsarticle" in raw[:65536]:
        return True
    return bool(
        ARTICLE.search(raw)
        or (b"articleParagraph" in raw and re.search(rb"class=[\"'][^\"']*\w\warticleParagraph", raw))
    )


@never_raises("bad_export")
def read(raw: bytes, name: str) -> Iterator[Unit]:
    """A unit an article."""
    if NAMESPACE in raw[:8192] or b"<ppsarticle" in raw[:65536]:
        yield from _read_xml(raw)
        return
    tree = parse_page(decode_markup(raw))
    for number, article in enumerate(_articles(tree), 1):
        parts = _tagged(article) if article.xpath(".//td[contains(@class, 'index')]") else _untagged(article)
        yield _unit(bytes_of(article), f"article {number}", parts)


def _articles(tree) -> list:
    """The divisions of the class ``article xxArticle``, xx being the language; else those named after their number."""
    held = [
        division
        for division in tree.xpath("//div[contains(@class, 'Article')]")
        if re.search(r"(?:^|\s)[a-z]{2,6}Article(?:\s|$)", division.get("class"))
    ]
    return held or tree.xpath(f"//div[starts-with(@id, 'article-') and {has_class('article')}]")


# --- with tags: a table of two columns ---


def _tagged(article) -> dict:
    cells: dict[str, list] = {}
    for row in article.xpath(".//tr[td[contains(@class, 'index')]]"):
        tag = line_of(row.find("td"))
        if tag and len(row.findall("td")) > 1:
            cells.setdefault(tag.upper().rstrip(": "), []).append(row.findall("td")[1])

    def line(*tags: str) -> str | None:
        return next((found for tag in tags for cell in cells.get(tag, []) if (found := line_of(cell))), None)

    text = [line for tag in ("LP", "TD") for cell in cells.get(tag, []) for line in lines_of(cell)]
    return {
        "title": line("HD"),
        "text": "\n".join(text),
        "published": _with_clock(iso_date(line("PD")), line("ET")),
        "outlet": line("SN", "NGC"),
        "byline": line("BY"),
        "credit": line("CR"),
        "language": line("LA"),
        "section": line("SE", "CLM"),
        "number": line("AN"),
    }


# --- without tags: a division a field, in a fixed order ---


def _untagged(article) -> dict:
    top, paragraphs = _top_and_text(article)
    heading = next((at for at, (kind, _) in enumerate(top) if kind == "title"), None)
    below = [(kind, line) for kind, line in top[(heading or 0) :] if kind != "title"]
    plain_lines = [line for kind, line in below if kind == "field"]
    start = next((at for at, line in enumerate(plain_lines) if WORDS.match(line)), -1)
    dated = next((at for at in range(start + 1, len(plain_lines)) if find_date(plain_lines[at])), None)
    published = outlet = None
    rest: list[str] = []
    if dated is not None:
        published, rest = iso_date(plain_lines[dated]), plain_lines[dated + 1 :]
        if rest and CLOCK.match(rest[0]):
            published, rest = _with_clock(published, rest[0]), rest[1:]
        outlet = rest[0] if rest else None
    authors = [line for kind, line in below if kind == "author"]
    before_words = plain_lines[: max(start, 0)]  # older pages have the author in a division like any other
    rights = next((at for at, line in enumerate(rest) if RIGHTS.match(line)), len(rest))
    tail = [line for line in lines_of(article)[-4:] if ACCESSION.search(line)]
    return {
        "title": top[heading][1] if heading is not None else None,
        "text": "\n".join(paragraphs),
        "published": published,
        "outlet": outlet,
        "byline": " ".join(authors or before_words[:1]) or None,
        "credit": None,
        "language": rest[rights - 1] if 0 < rights <= len(rest) and rights > 1 else None,
        "section": next((line for kind, line in top[: heading or 0] if kind == "field"), None),
        "number": tail[-1] if tail else None,
    }


def _top_and_text(article) -> tuple[list[tuple[str, str]], list[str]]:
    """The lines above the text, each with what it is (``title``, ``author``, ``field``), and the text's lines."""
    top: list[tuple[str, str]] = []
    text: list[str] = []
    for element in article.iter("div", "p", "pre", "span"):
        classes = element.get("class", "")
        if "articleParagraph" in classes:
            text += lines_of(element)
        elif text or element is article:
            continue
        elif element.get("id") == "hd" or (
            element.tag == "span" and "Headline" in classes and not _in_heading(element)
        ):
            top.append(("title", line_of(element) or ""))
        elif _is_field(element) and (line := line_of(element)):
            top.append(("author" if "author" in classes else "field", line))
    return top, text


def _is_field(element) -> bool:
    return element.tag == "div" and not element.xpath(".//div|.//p") and not _in_heading(element)


def _in_heading(element) -> bool:
    return any(parent.get("id") == "hd" for parent in element.iterancestors("div"))


# --- XML ---


def _read_xml(raw: bytes) -> Iterator[Unit]:
    if b"<!ENTITY" in raw:
        message = "it declares entities, which may expand without end; they are not followed"
        yield Unit(raw, fault=("xml_entities", message))
        return
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True, remove_comments=True
    )
    tree = etree.fromstring(raw.lstrip(b"\xef\xbb\xbf \t\r\n"), parser)
    articles = [] if tree is None else tree.xpath("//*[local-name()='article']")
    notes = ("truncated_text",) if b"</" not in raw[-64:] else ()
    for number, article in enumerate(articles, 1):
        parts = _of_xml(article)
        yield _unit(bytes_of(article), f"article {number}", parts, notes if number == len(articles) else ())


def _of_xml(article) -> dict:
    def line(*names: str) -> str | None:
        for name in names:
            for element in article.xpath(f"./*[local-name()='{name}']"):
                if found := " ".join("".join(element.itertext()).split()):
                    return found
        return None

    paragraphs = article.xpath(
        "./*[local-name()='leadParagraph' or local-name()='tailParagraphs' or local-name()='body']"
        "/*[local-name()='paragraph']"
    )
    text = (" ".join("".join(paragraph.itertext()).split()) for paragraph in paragraphs)
    return {
        "title": line("headline"),
        "text": "\n".join(text),
        "published": line("publicationDateTime", "publicationDate"),
        "outlet": line("sourceName", "publisherName"),
        "byline": line("byline", "author"),
        "credit": line("credit"),
        "language": line("baseLanguage"),
        "section": line("sectionName", "columnName"),
        "number": line("accessionNo"),
    }


# --- all three ---


def _with_clock(day: str | None, clock: str | None) -> str | None:
    return f"{day}T{clock[:5].strip().zfill(5)}" if day and clock and "T" not in day and CLOCK.match(clock) else day


def _unit(raw: bytes, member: str, parts: dict, notes: tuple[str, ...] = ()) -> Unit:
    author, agency = split_byline(parts["byline"])
    number = ACCESSION.search(parts["number"] or "")
    empty = ("no_text", "the article has no text in the export; save it with its full text")
    return Unit(
        raw,
        member,
        title=parts["title"],
        text=parts["text"],
        published=parts["published"],
        outlet=parts["outlet"],
        author=author,
        language=language_code(parts["language"]),
        source_key=number[1].upper() if number else None,
        fault=None if parts["text"].strip() else empty,
        agency=agency or parts["credit"],
        section=parts["section"],
        notes=(*notes, *damage(parts["title"], parts["text"])),
    )
