"""The visible lines of a page round its headline, where its byline and its date stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice

from lxml import etree
from lxml.etree import XPath
from lxml.html import HtmlElement

from helpers.ingest.clean import clean_line
from helpers.ingest.page_data import MAX_LINE, bare

MAX_WITHIN = 300  # elements in one that is read as a line
SEARCHED = 1_500  # characters of visible text after the headline in which its date is looked for
BEFORE = 250  # ... and before it
MAX_DATED = 150  # characters of a line that gives a date
MAX_ELEMENTS = 500  # looked at on the way
UNSEEN = frozenset("script style noscript template svg nav form iframe select".split())
ELSEWHERE = re.compile(
    r"related|recommend|comment(?!ary)|sidebar|footer|widget|trending|popular|latest|teaser|promo", re.IGNORECASE
)
DATE_ATTRIBUTES = (  # as scripts, and elements that pages make up for themselves, keep the moment that they show
    "datetime", "data-datetime", "data-date", "data-timestamp", "data-time", "data-published", "data-published-at",
    "data-published-date", "data-publish-date", "data-publication-date", "data-pubdate", "data-date-published",
)  # fmt: skip
IS_DATED = frozenset(DATE_ATTRIBUTES)
HEADINGS = XPath("//h1 | //h2 | //*[@itemprop='headline']")


def text_of(element: HtmlElement, limit: int = MAX_LINE) -> str:
    """The text within, in one line, cut beyond ``limit``; none if the element is too large to be a line."""
    if sum(1 for _ in islice(element.iterdescendants(), MAX_WITHIN + 1)) > MAX_WITHIN:
        return ""
    parts, length = [], 0
    for part in element.itertext():
        length += len(part)
        parts.append(part)
        if length > 20 * limit:
            break
    words = "".join(parts).split()  # before it is cleaned, which is quick where there are no tabs
    return (clean_line(" ".join(words)) or "")[: limit + 1]


def _is_long(element: HtmlElement) -> bool:
    """Whether the text within is clearly more than a line that gives a date; told by its first words."""
    solid = length = 0
    for part in element.itertext():
        solid += len("".join(part.split()))
        length += len(part)
        if solid > 4 * MAX_DATED or length > 20 * MAX_DATED:
            break
    return solid > 4 * MAX_DATED


def heading_elements(tree: HtmlElement, title: str | None) -> list[HtmlElement]:
    """The headings that say the title, the first two."""
    wanted = bare(title or "")
    return [one for one in islice(HEADINGS(tree), 40) if wanted and bare(text_of(one)) == wanted][:2]


def after(start: HtmlElement) -> Iterator[HtmlElement]:
    """The elements behind one, in the order of the page."""
    for level in chain([start], start.iterancestors()):
        for beside in level.itersiblings():
            yield from beside.iter(etree.Element)


def before(start: HtmlElement) -> Iterator[HtmlElement]:
    """The elements right before one, the nearest first."""
    for level in chain([start], islice(start.iterancestors(), 4)):
        for beside in level.itersiblings(preceding=True):
            yield beside
            yield from list(islice(beside.iterdescendants(etree.Element), 60))[::-1]


def lines(elements: Iterator[HtmlElement], length: int) -> Iterator[tuple[HtmlElement, str]]:
    """Elements with their text, if that is short enough to be a line, or if they have a date of their own.

    No more of them once ``length`` characters of other text were passed.
    """
    passed = 0
    for element in islice(elements, MAX_ELEMENTS):
        if element.tag in UNSEEN:
            continue
        if element.tag == "time" or not IS_DATED.isdisjoint(element.keys()):
            yield element, text_of(element, MAX_DATED)
            continue
        text = "" if len(element) and _is_long(element) else text_of(element, MAX_DATED)
        if 5 < len(text) <= MAX_DATED:
            yield element, text
        passed += len((element.text or "").strip()) + len((element.tail or "").strip())
        if passed > length:
            return
