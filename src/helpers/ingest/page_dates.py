"""When a page was published: what it states as data, the dated line beside its headline, the day in its address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from helpers.ingest.date_forms import find_dates, read_alone
from helpers.ingest.dates import Dated, Stated, date_of_url, settle
from helpers.ingest.page_data import line_of, said_in, script_data, types_of
from helpers.ingest.page_lines import (
    BEFORE,
    DATE_ATTRIBUTES,
    ELSEWHERE,
    SEARCHED,
    after,
    before,
    heading_elements,
    lines,
    text_of,
)

if TYPE_CHECKING:
    from helpers.ingest.page import Page

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
PROPERTIES = ("datePublished", "schema:datePublished")
CLASSES = frozenset(("dt-published", "entry-date"))
IN_SCRIPT = re.compile(  # as pages built by scripts carry their article
    r"\"(?P<name>(?:first|date|original)_?publi(?:shed|cation)(?:_?(?:date|time|at|on))?|publi(?:shed?|cation)_?(?:date|time|at|on)|"
    r"createdDate|dateCreated)\"\s*:\s*\"(?P<date>[^\"\\]{8,40})\"",
    re.IGNORECASE,
)
CHANGED_MARK = re.compile(
    r"modif|updat|changed|edited(?! by)|aktualis|aktualiz|geändert|actualiz|atualiz|aggiorn|mis à jour|bijgewerkt|uppdater|oppdater|"
    r"opdater|päivitet|frissít|güncelle|diperbarui|обновл|оновлен|изменен|ενημέρωσ|تحديث|به.?روز|更新|수정|업데이트",
    re.IGNORECASE,
)
DATE_CLASS = re.compile(r"date|publish|posted", re.IGNORECASE)
OF_STAMPS = ("datetime", "content", "title", *DATE_ATTRIBUTES)
MAX_ROUND = 70  # characters beside the date in a line that gives it


class Dates(NamedTuple):
    """The dates that a page states of itself, by what they are."""

    published: tuple[Stated, ...] = ()  # metadata made for the purpose
    weak: tuple[Stated, ...] = ()  # metadata that may mean another date of the article
    changed: tuple[Stated, ...] = ()


def dates_of(meta: dict[str, list[str]], nodes: list[dict], node: dict | None) -> Dates:
    """The dates that meta tags and the nodes of JSON-LD state; ``node`` is that of the article."""
    pages = [one for one in nodes if one is not node and set(types_of(one)) & {"WebPage", "ItemPage", "CollectionPage"}]
    published = [(said_in(node, "datePublished"), "metadata: JSON-LD datePublished")]
    published += [(meta[name][0], f"metadata: {name}") for name in PUBLISHED_NAMES if name in meta]
    weak = [(said_in(one, "datePublished"), "metadata: JSON-LD datePublished of the page") for one in pages]
    weak += [(meta[name][0], f"metadata: {name}") for name in WEAK_NAMES if name in meta]
    weak += [
        (said_in(one, name), f"metadata: JSON-LD {name}") for one in [node] for name in ("dateCreated", "uploadDate")
    ]
    changed = [(said_in(one, "dateModified"), "metadata: JSON-LD dateModified") for one in [node, *pages]]
    changed += [(meta[name][0], f"metadata: {name}") for name in CHANGED_NAMES if name in meta]
    return Dates(
        *(
            tuple(Stated(text, basis) for text, basis in some if text and len(text) <= 120)
            for some in (published, weak, changed)
        )
    )


def _stamp(element: HtmlElement) -> str | None:
    """The date of an element that is marked as one: as its attribute has it, else as its text."""
    stamps = find_dates(text_of(element))
    return _in_attributes(element, OF_STAMPS) or (stamps[0].text if stamps else None)


def _in_attributes(element: HtmlElement, names: Iterable[str]) -> str | None:
    values = (line_of(element.get(name)) for name in names)
    return next((value for value in values if value and read_alone(value)), None)


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
    and the day in the address, which a line has to agree with. A later date of the same source never takes the place of
    an earlier one.
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
        if dated.published and not (some in (visible, marked) and _is_denied(dated, in_url)):
            return dated
        ambiguous = dated if dated.reason == "date_ambiguous" else ambiguous
    return ambiguous


def _is_denied(dated: Dated, in_url: Dated) -> bool:
    """Whether the address has another day: then the line is that of another article, or of the page's delivery."""
    return bool(in_url.published) and abs(dated.published - in_url.published) > timedelta(hours=48)


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
    marked = (one for one in tree.iter("*") if _is_marked(one))
    stamps = [stamp for one in islice(marked, 30) if (stamp := _stamp(one))]
    days = {reading.days for stamp in stamps if (reading := read_alone(stamp))}
    return [Stated(stamps[0], "text: datePublished")] if len(days) == 1 else []


def _is_marked(element: HtmlElement) -> bool:
    names = element.get("class", "")
    return (
        element.get("itemprop") == "datePublished"
        or element.get("property") in PROPERTIES
        or element.get("pubdate") is not None
        or ("-" in names and not CLASSES.isdisjoint(names.split()))
        or (element.tag == "abbr" and "published" in names)
    )


def dated_lines(tree: HtmlElement, title: str | None) -> tuple[list[Stated], list[Stated]]:
    """Dates in lines of their own beside the headline: that of publication (the nearest), and those of changes."""
    published: list[Stated] = []
    changed: list[Stated] = []
    for heading in heading_elements(tree, title):
        around = [(one, "") for one in (heading, *heading.iterancestors("article"))]
        over = lines(heading.itersiblings(etree.Element, preceding=True), BEFORE)
        for element, text in chain(around, over, lines(after(heading), SEARCHED), lines(before(heading), BEFORE)):
            for stamp, is_change in _line_stamps(element, text):
                is_held = any(stamp == one.text for one in changed)  # the line within a line says less of its date
                (changed if is_change or is_held else published).append(Stated(stamp, f"text: {text or stamp}"))
            if published:
                return published, changed
    return published, changed


def _line_stamps(element: HtmlElement, text: str) -> Iterator[tuple[str, bool]]:
    """The dates of a line, each with whether it is that of a change; none if the line is more than a stamp.

    An attribute says a date more exactly than the text does, unless the text is of another day, or gives several.
    """
    parent = element.getparent()
    marks = " ".join((_marks(element), _marks(parent) if parent is not None else ""))
    is_quoted = element.tag == "blockquote" or next(element.iterancestors("blockquote"), None) is not None
    if is_quoted or ELSEWHERE.search(marks):
        return
    stamps = find_dates(text)
    exact = _in_attributes(element, OF_STAMPS if element.tag == "time" else DATE_ATTRIBUTES)
    if exact and (not stamps or (len(stamps) == 1 and _near(exact, stamps[0].text))):
        yield exact, bool(CHANGED_MARK.search(f"{marks} {text}"))
        return
    rest = len(text) - sum(stamp.end - stamp.start for stamp in stamps)
    if not stamps or rest > MAX_ROUND or (text.endswith(".") and rest > 25) or element.find(".//time") is not None:
        return
    for stamp in stamps:
        late = stamp.label == "updated" or (
            stamp.label is None and CHANGED_MARK.search(f"{marks} {text[: stamp.start]}")
        )
        yield stamp.text, bool(late)


def _marks(element: HtmlElement) -> str:
    """Class and id; without ``updated`` beside another name of a date, as themes have it where nothing was changed."""
    names = (element.get("class") or "").split()
    if any(DATE_CLASS.search(name) for name in names):
        names = [name for name in names if name != "updated"]
    return " ".join((*names, element.get("id") or ""))


def _near(one: str, other: str) -> bool:
    """Whether two dates can be of one day, as two zones see it."""
    readings = read_alone(one), read_alone(other)
    return all(readings) and any(abs(a - b) <= timedelta(days=1) for a in readings[0].days for b in readings[1].days)


def _in_scripts(tree: HtmlElement) -> list[Stated]:
    """The dates of publication in the data of scripts, if all of one name give one day: a list of articles has many."""
    found: dict[str, list[str]] = {}
    for script in script_data(tree, "ubli", "reated"):
        for one in islice(IN_SCRIPT.finditer(script), 200):
            if read_alone(one["date"]):
                found.setdefault(one["name"], []).append(one["date"])
    single = {name: values[0] for name, values in found.items() if len({value[:10] for value in values}) == 1}
    return [Stated(value, f"metadata: {name} in a script") for name, value in single.items()]
