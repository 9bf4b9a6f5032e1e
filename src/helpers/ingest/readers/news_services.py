"""Answers of news services as JSON: NewsAPI, Guardian, New York Times, Event Registry, and the article lists of GDELT.

Each record is recognised by the names of its fields, so that a whole answer, several pages of answers in a list, the
bare records, and JSON Lines of any of these are all read.

Source
------
The services' own documentation: newsapi.org/docs, open-platform.theguardian.com, developer.nytimes.com,
github.com/EventRegistry, blog.gdeltproject.org (DOC 2.0 API).
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from helpers.ingest.readers.faulty import never_raises
from helpers.ingest.readers.opening import opening
from helpers.ingest.readers.unit import Unit, decode

KIND = "news_service"

CUT = re.compile(r"\[\+?\d+ char(?:acter)?s\]\s*$")  # how NewsAPI and its like say that the rest is not there
ADDRESS = re.compile(r"^(?:https?:)?//|^www\.|^[\w.-]+/[\w./-]+$", re.IGNORECASE)
MAIL = re.compile(r"\S+@\S+")
IN_BRACKETS = re.compile(r"\(([^()@]+)\)")
NO_RECORDS = re.compile(r'"(?:totalResults|totalArticles|userTier|docs)"\s*:')  # fields of answers that found nothing
MAX_EMPTY = 4096  # bytes of such an answer
BY = re.compile(r"^\s*by\s+", re.IGNORECASE)
SPECIAL = re.compile(r"[,;]?\s*\bspecial to\b.*$", re.IGNORECASE)
MAX_NAMES = 500  # characters of a line of authors
REMOVED = "[Removed]"  # what NewsAPI leaves of an article that its outlet took back
MAX_DEPTH = 40  # of the JSON around the records

# ISO 639-2/3 codes of services, as ISO 639-1; a code that is not here is kept as stated.
LANGUAGES = {
    "ara": "ar", "bul": "bg", "cat": "ca", "ces": "cs", "dan": "da", "deu": "de", "ell": "el", "eng": "en",
    "est": "et", "fas": "fa", "fin": "fi", "fra": "fr", "heb": "he", "hin": "hi", "hrv": "hr", "hun": "hu",
    "ind": "id", "ita": "it", "jpn": "ja", "kor": "ko", "lav": "lv", "lit": "lt", "nld": "nl", "nor": "no",
    "pol": "pl", "por": "pt", "ron": "ro", "rus": "ru", "slk": "sk", "slv": "sl", "spa": "es", "sqi": "sq",
    "srp": "sr", "swe": "sv", "tha": "th", "tur": "tr", "ukr": "uk", "urd": "ur", "vie": "vi", "zho": "zh",
}  # fmt: skip


class Service(NamedTuple):
    """A news service: the fields that every record of it has, those of which it has one, and how one is read."""

    name: str
    all_of: frozenset[str]
    one_of: frozenset[str]
    read: Callable[[dict], dict]


def recognise(raw: bytes, name: str) -> bool:
    """Whether the file is JSON, and its first records have the fields of a service."""
    head = opening(raw)
    if head.lstrip()[:1] not in ("{", "["):
        return False
    is_empty_answer = len(raw) < MAX_EMPTY and NO_RECORDS.search(head) is not None and "[]" in head.replace(" ", "")
    return is_empty_answer or any(_shows(service, head) for service in SERVICES)


@never_raises("bad_json")
def read(raw: bytes, name: str) -> Iterator[Unit]:
    """One unit a record; a list without text is kept as metadata, a text that the service cut says so."""
    found: list[tuple[Service | None, object]] = []
    broken: list[Unit] = []
    for held in parse_json(decode(raw)):
        if isinstance(held, Unit):
            broken.append(held)
        else:
            found.extend(_records(held))
    if not found and not broken:
        broken.append(Unit(raw, fault=("empty", "the answer of the service holds no articles")))
    repeated = _repeated_summaries(record for service, record in found if service)
    for number, (service, record) in enumerate(found, 1):
        yield _unit_of(service, record, f"record {number}" if len(found) > 1 else "", repeated)
    yield from broken


def parse_json(text: str) -> Iterator[object]:
    """What a JSON text holds, or each line of JSON Lines; for what cannot be read, a unit with the fault ``bad_json``."""
    text = text.lstrip("\ufeff")
    try:
        yield load_json(text)
        return
    except (ValueError, RecursionError) as why:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) < 2 or not _is_json(lines[0]):
            yield Unit(text.encode("utf-8", "surrogatepass"), fault=("bad_json", str(why)))
            return
    for number, line in enumerate(lines, 1):
        try:
            yield load_json(line)
        except (ValueError, RecursionError) as why:
            yield Unit(line.encode("utf-8", "surrogatepass"), f"line {number}", fault=("bad_json", str(why)))


def load_json(text: str) -> object:
    """JSON with ``NaN`` read as nothing, which is what exporters mean by it."""
    return json.loads(text, parse_constant=lambda name: None)


def _is_json(line: str) -> bool:
    try:
        load_json(line)
    except (ValueError, RecursionError):
        return False
    return True


def _shows(service: Service, head: str) -> bool:
    def has(field: str) -> bool:
        return re.search(rf'"{field}"\s*:', head) is not None

    return all(map(has, service.all_of)) and any(map(has, service.one_of))


def _service_of(held: object) -> Service | None:
    if not isinstance(held, dict):
        return None
    return next((one for one in SERVICES if one.all_of <= held.keys() and one.one_of & held.keys()), None)


def _records(held: object, depth: int = 0) -> Iterator[tuple[Service | None, object]]:
    """Every record in ``held`` with its service; what stands between records and is none of them has no service."""
    if service := _service_of(held):
        yield service, held
    elif isinstance(held, dict) and depth < MAX_DEPTH:
        for value in held.values():
            yield from _records(value, depth + 1)
    elif isinstance(held, list) and depth < MAX_DEPTH:
        among_records = any(map(_service_of, held))
        for value in held:
            inside = list(_records(value, depth + 1))
            yield from inside or ([(None, value)] if among_records else [])


def _repeated_summaries(records: Iterator[dict]) -> set[str]:
    """Descriptions that stand at records with different titles: the outlet's words about itself."""
    titles: dict[str, set[str]] = defaultdict(set)
    for record in records:
        if summary := text_of(record.get("description")):
            titles[summary].add(text_of(record.get("title")) or "")
    return {summary for summary, held in titles.items() if len(held) > 1}


def _unit_of(service: Service | None, record: object, member: str, repeated: set[str]) -> Unit:
    if service is None:
        return Unit(raw_of(record), member, fault=("unknown_record", "it has not the fields of the records beside it"))
    if text_of(record.get("title")) == REMOVED:
        return Unit(raw_of(record), member, fault=("removed_by_source", "the service has taken the article back"))
    fields = service.read(record)
    if fields.get("summary") in repeated:
        fields["summary"] = None
    unit = Unit(raw_of(record), member, **{"text": "", **fields})
    return with_cut_marked(unit) if (unit.text or "").strip() else replace(unit, text="", notes=("metadata_only",))


def with_cut_marked(unit: Unit) -> Unit:
    """The unit without the marker ``[+594 chars]`` at the end of its text, and with the note that says so."""
    text = CUT.sub("", unit.text or "")
    if text == unit.text:
        return unit
    if "truncated_text" in unit.notes:
        return replace(unit, text=text.rstrip())
    return replace(unit, text=text.rstrip(), notes=(*unit.notes, "truncated_text"))


def raw_of(record: object) -> bytes:
    """A record as bytes, the same whatever the order of its fields."""
    return json.dumps(record, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")


def text_of(value: object) -> str | None:
    """A string with something in it; any other type is not what a service means by text."""
    return value if isinstance(value, str) and value.strip() else None


def text_in(record: object, *path: str) -> str | None:
    """The string at a path of field names; ``None`` if the path ends early."""
    for name in path:
        record = record.get(name) if isinstance(record, dict) else None
    return text_of(record)


def author_of(value: object) -> str | None:
    """A name, without ``By``, an e-mail address, or an address of a page, which is no name."""
    name = BY.sub("", " ".join((text_of(value) or "").split()))[:MAX_NAMES]
    if "@" in name:
        found = IN_BRACKETS.search(name)
        name = found.group(1).strip() if found else MAIL.sub("", name).strip(" <>()[],;:-")
    return name if any(map(str.isalpha, name)) and not ADDRESS.search(name) else None


def language_of(value: object) -> str | None:
    """A language, by its code of two letters where that is known."""
    stated = text_of(value)
    return LANGUAGES.get(stated.strip().lower(), stated.strip()) if stated else None


def http_only(value: object) -> str | None:
    """An address of a page; nothing else is followed or linked."""
    stated = (text_of(value) or "").strip()
    return stated if stated.lower().startswith(("http://", "https://")) else None


def _newsapi(record: dict) -> dict:
    source = record.get("source")
    text = next(filter(None, (text_of(record.get(name)) for name in ("content", "text", "body"))), None)
    summary = text_of(record.get("description"))
    fields = {
        "title": text_of(record.get("title")),
        "summary": summary if text else None,
        "text": text or summary or "",
        "published": text_of(record.get("publishedAt")),
        "url": http_only(record.get("url")),
        "outlet": text_in(source, "name") or text_of(source) or text_in(source, "id"),
        "author": author_of(record.get("author")),
        "language": language_of(record.get("language") or record.get("lang")),
    }
    return fields if text else {**fields, "notes": ("truncated_text",)}  # a description is a teaser


def _guardian(record: dict) -> dict:
    fields = record.get("fields")
    plain, body = text_in(fields, "bodyText"), text_in(fields, "body")
    return {
        "title": text_of(record.get("webTitle")) or text_in(fields, "headline"),
        "summary": text_in(fields, "standfirst") if not plain else None,
        "text": plain or body or "",
        "html": not plain and bool(body),
        "published": text_of(record.get("webPublicationDate")),
        "url": http_only(record.get("webUrl")),
        "outlet": text_in(fields, "publication") or "The Guardian",
        "author": author_of(text_in(fields, "byline")),
        "language": language_of(text_in(fields, "lang")),
        "section": text_of(record.get("sectionName")),
        "source_key": text_of(record.get("id")),
    }


def _nyt(record: dict) -> dict:
    text = text_of(record.get("lead_paragraph"))
    summary = text_of(record.get("abstract")) or text_of(record.get("snippet"))
    return {
        "title": text_in(record, "headline", "main") or text_of(record.get("headline")) or text_of(record.get("title")),
        "summary": text_of(record.get("abstract")) if text else None,
        "text": text or summary or "",
        "published": _day_if_midnight(text_of(record.get("pub_date")) or text_of(record.get("published_date"))),
        "url": http_only(record.get("web_url") or record.get("url")),
        "outlet": text_of(record.get("source")) or "The New York Times",
        "author": _nyt_author(record.get("byline")),
        "section": text_of(record.get("section_name")) or text_of(record.get("section")),
        "source_key": text_of(record.get("_id")) or text_of(record.get("uri")),
        "notes": ("truncated_text",),
    }


def _nyt_author(byline: object) -> str | None:
    """The names of the line as printed: the fields of persons take ``Special to ...`` for a surname."""
    printed = text_in(byline, "original") or text_of(byline)
    return author_of(SPECIAL.sub("", " ".join(printed.split())[:MAX_NAMES])) if printed else None


def _day_if_midnight(stated: str | None) -> str | None:
    """Print editions have a day; the hour is then midnight, and no news."""
    return re.sub(r"T00:00:00(?:\.0+)?(?:Z|\+00:?00)$", "", stated) if stated else None


def _event_registry(record: dict) -> dict:
    published, seen = text_of(record.get("dateTimePub")), text_of(record.get("dateTime"))
    authors = record.get("authors")
    people = [one for one in authors if isinstance(one, dict)] if isinstance(authors, list) else []
    return {
        "title": text_of(record.get("title")),
        "text": text_of(record.get("body")) or "",
        "published": published or seen or text_of(record.get("date")),
        "published_basis": "metadata" if published else "metadata: when the service saw it",
        "url": http_only(record.get("url")),
        "outlet": text_in(record, "source", "title") or text_in(record, "source", "uri"),
        "author": ", ".join(filter(None, (author_of(one.get("name")) for one in people if not one.get("isAgency"))))
        or None,
        "agency": next((text_of(one.get("name")) for one in people if one.get("isAgency")), None),
        "language": language_of(record.get("lang")),
        "source_key": text_of(record.get("uri")),
    }


def _gdelt_list(record: dict) -> dict:
    return {
        "title": text_of(record.get("title")),
        "published": text_of(record.get("seendate")) and _iso_instant(record["seendate"]),
        "published_basis": "metadata: when GDELT saw it",
        "url": http_only(record.get("url")),
        "outlet": text_of(record.get("domain")),
        "language": text_of(record.get("language")),
    }


def _iso_instant(stamp: str) -> str:
    """``20240305T121500Z`` or ``20240305121500`` as ISO 8601; anything else as it is."""
    found = re.fullmatch(r"(\d{4})(\d\d)(\d\d)T?(\d\d)(\d\d)(\d\d)Z?", stamp.strip())
    return "{}-{}-{}T{}:{}:{}Z".format(*found.groups()) if found else stamp


SERVICES = (
    Service("guardian", frozenset({"webTitle", "webUrl"}), frozenset({"webPublicationDate", "sectionId"}), _guardian),
    Service("nyt", frozenset({"web_url", "headline"}), frozenset({"lead_paragraph", "pub_date", "snippet"}), _nyt),
    Service("nyt", frozenset({"published_date", "byline", "abstract"}), frozenset({"des_facet", "uri"}), _nyt),
    Service(
        "event_registry",
        frozenset({"uri", "url", "title", "source"}),
        frozenset({"dateTimePub", "dateTime", "isDuplicate"}),
        _event_registry,
    ),
    Service("gdelt_list", frozenset({"url", "seendate"}), frozenset({"domain", "sourcecountry"}), _gdelt_list),
    Service(
        "newsapi",
        frozenset({"publishedAt", "title", "url"}),
        frozenset({"urlToImage", "content", "description", "image"}),
        _newsapi,
    ),
)
