"""Exports of Nexis (Nexis Uni, Lexis Advance, nexis.com): Word documents and HTML, in the languages of their pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile

from helpers.ingest.months import plain
from helpers.ingest.readers.bylines import split_byline
from helpers.ingest.readers.docx import Paragraph, paragraphs
from helpers.ingest.readers.faulty import never_raises
from helpers.ingest.readers.language_names import language_code
from helpers.ingest.readers.markup import damage, decode_markup, is_markup, lines_of, parse_page
from helpers.ingest.readers.office import member, member_names, package_fault
from helpers.ingest.readers.unit import Unit
from helpers.ingest.readers.worded_dates import find_date

KIND = "nexis"

# The labels of fields, as `plain` writes them, by what they hold. Those of TRAILING stand below the text.
LABELS = {
    "title": ("headline", "schlagzeile", "titre", "titel"),
    "author": ("byline", "author", "autor", "auteur", "autore", "autores", "verfasser"),
    "section": ("section", "rubrik", "rubrique", "seccion", "sezione", "rubriek", "secao", "ressort"),
    "dateline": ("dateline", "ortsmarke"),
    "summary": ("highlight", "encart", "insert", "zusammenfassung"),
    "length": ("length", "lange", "longueur", "longitud", "lunghezza", "lengte", "tamanho", "series", "guests"),
    "load": ("load-date", "update", "date-chargement", "ladedatum", "fecha-carga", "laaddatum", "data-caricamento"),
    "language": ("language", "sprache", "langue", "idioma", "lingua", "taal"),
    "url": ("url",),
    "other": (
        "graphic", "grafik", "publication-type", "type", "type-publication", "publikationstyp", "zeitungstyp",
        "journal-code", "journal code", "subject", "sujet", "thema", "company", "organization", "organisation",
        "person", "geographic", "industry", "ticker", "state", "city", "country", "document-type", "dokumententyp",
        "correction", "correction-date", "distribution", "notes", "pub-type", "acc-no", "jahr", "ausgabe", "edition",
        "copyright", "publisher", "upd", "series-title", "category", "column", "issn", "dist", "cite", "volume",
        "activity-sector", "geo-localization", "stock-symbol", "localisation-geo", "societe", "secteur-activite",
    ),
}  # fmt: skip
FIELDS = {label: field for field, labels in LABELS.items() for label in labels}
HEADING = {"title", "author", "section", "dateline", "summary", "length"}  # fields above the text

LABELLED = re.compile(r"^\s*([^\W\d_][\w\- ]{1,24}?)\s*:\s*", re.UNICODE)
COPYRIGHT = re.compile(r"^(?:Copyright|Copr\.|©|Copy \d{4}|Alle Rechte|Tous droits|All Rights Reserved)", re.IGNORECASE)
COUNTER = re.compile(
    r"^\s*(?:\d+ \w{2,3} \d+ (?:DOCUMENT|DOKUMENT|DOCUMENTO|DOCUMENTI)\w*|(?:Dokument|Document|Documento) \d+ \w{2,3} \d+)"
    r"\s*$",
    re.IGNORECASE,
)
ERROR = re.compile(r"^We are sorry but there is an error in this document", re.IGNORECASE)
NO_TITLE = re.compile(r"^\W*(?:no headline(?: in original)?|kein titel|sans titre)\W*$", re.IGNORECASE)
SECTION_AGENCY = re.compile(r"\((AP|AFP|Reuters?|dpa|PA|UPI|CP|TASS|EFE|ANSA|Xinhua)\)")

END = re.compile(
    r"^\s*(?:End of Document|Ende des Dokuments|Dokumentende|Fin du document|Fin del documento|Fine del documento|"
    r"Fim do documento|Einde van document)\s*$",
    re.IGNORECASE,
)
BODY = re.compile(r"^\s*(?:Body|Text|Textk[öo]rper|Corps|Cuerpo|Corpo)\s*$")
BELOW = re.compile(
    r"^\s*(?:Graphic|Grafik|Classification|Klassifikation|Klassifizierung|Classement|Clasificación|Correction|Notes)\s*$"
)
ABSTRACT, FULL_TEXT = re.compile(r"^\s*ABSTRACT\s*$"), re.compile(r"^\s*FULL TEXT\s*$")
COVER = re.compile(
    r"^\s*(?:User Name|Date and Time|Job Number|Documents? \(|Client/Matter|Search Terms|Search Type|Narrowed by|"
    r"Content Type)\b"
)
SNIFFED = 16 * 2**20  # bytes of a document; the first article ends before
NEARBY = 25  # characters that a weekday or the like may take before a date in its line


def recognise(raw: bytes, name: str) -> bool:
    """A Word document with the marks that Nexis sets round each article, or a page with its hidden document tags."""
    if raw.startswith(b"PK"):
        if "word/document.xml" not in member_names(raw):
            return False
        parts = member(raw, "word/document.xml", SNIFFED).decode("utf-8", "replace").split("</w:p>")
        lines = ["".join(re.findall(r"<w:t(?: [^<>]*)?>([^<]*)", part)) for part in parts]
        return any(map(END.match, lines)) and any(BODY.match(line) or LABELLED.match(line) for line in lines)
    return is_markup(raw) and (b"<DOCFULL>" in raw or b"LXNComment" in raw[:65536])


@never_raises("bad_export")
def read(raw: bytes, name: str) -> Iterator[Unit]:
    """A unit an article; a document that Nexis could not show is one with the fault ``export_error``."""
    yield from _read_document(raw) if raw.startswith(b"PK") else _read_page(raw)


# --- Word ---


def _read_document(raw: bytes) -> Iterator[Unit]:
    if fault := package_fault(raw):
        yield Unit(raw, fault=fault)
        return
    held: list[Paragraph] = []
    number = 0
    for paragraph in paragraphs(raw):
        held.append(paragraph)
        if END.match(paragraph.text):
            number += 1
            yield _of_paragraphs(held, f"article {number}", number == 1)
            held = []
    if any(LABELLED.match(one.text) or BODY.match(one.text) for one in held):  # cut before its end
        unit = _of_paragraphs(held, f"article {number + 1}", number == 0)
        yield replace(unit, notes=(*unit.notes, "truncated_text"))


def _of_paragraphs(held: list[Paragraph], member_name: str, is_first: bool) -> Unit:
    if is_first:  # a cover page and a list of the hits, before the first article
        above = list(takewhile(lambda one: not BODY.match(one.text), held))
        last = max((at for at, one in enumerate(above) if COVER.match(one.text)), default=-1)
        after = held[last + 1 :]
        held = after[len(list(takewhile(lambda one: one.in_table or not one.text.strip(), after))) :]
    lines = [line.replace("\xa0", " ").strip() for one in held for line in one.text.split("\n")]
    start = next((at for at, line in enumerate(lines) if BODY.match(line)), None)
    head = lines if start is None else lines[:start]
    below = [] if start is None else lines[start + 1 :]
    fields, top = _fields_of(head)
    text, trailing = _split_below(below)
    fields = {**_fields_of(trailing)[0], **fields}
    title, outlet, published = _masthead(top)
    raw = "\n".join(line for line in lines if line and not END.match(line)).encode()
    return _unit(raw, member_name, fields, title, outlet, published, "\n".join(text))


def _fields_of(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    """The labelled lines by what they hold, and those above the first."""
    fields: dict[str, str] = {}
    top: list[str] = []
    for line in lines:
        label = LABELLED.match(line)
        field = FIELDS.get(plain(label[1])) if label else None
        if field:
            fields.setdefault(field, line[label.end() :].strip())
        elif not fields:
            top.append(line)
    return fields, top


def _split_below(lines: list[str]) -> tuple[list[str], list[str]]:
    """The text, and what stands below it: the first heading or label that only stands there ends the text."""
    end = len(lines)
    for at, line in enumerate(lines):
        label = LABELLED.match(line)
        field = FIELDS.get(plain(label[1])) if label else None
        heading = BELOW.match(line) and not any(lines[at + 1 : at + 2])
        if heading or END.match(line) or field in ("load", "language") or (field == "url" and at > 2):
            end = at
            break
    text = lines[:end]
    abstract = next((at for at, line in enumerate(text) if ABSTRACT.match(line)), None)
    full = next((at for at, line in enumerate(text) if FULL_TEXT.match(line)), None)
    if full is not None:  # an indexer's abstract above the article's own words
        text = (text[:abstract] if abstract is not None and abstract < full else []) + text[full + 1 :]
    return [line for line in text if line], lines[end:]


def _masthead(lines: list[str]) -> tuple[str | None, str | None, str | None]:
    """Title, outlet and date of the lines above the fields: the outlet stands right above the date."""
    filled = [line for line in lines if line and not COPYRIGHT.match(line)]
    for at, line in enumerate(filled):
        found = find_date(line)
        if at and found and found.start <= NEARBY:
            title = " ".join(filled[: at - 1])
            return title or None, filled[at - 1], found.iso
    return (filled[0] if filled else None), (filled[1] if len(filled) > 1 else None), None


# --- HTML ---

HIDDEN = re.compile(r"<!--\s*Hide XML section from browser|(?<=>)\s*-->|</?DOCFULL>", re.IGNORECASE)
DOCUMENT = re.compile(r"<DOC\s+NUMBER\s*=\s*\"?\d+\"?\s*>", re.IGNORECASE)


def _read_page(raw: bytes) -> Iterator[Unit]:
    page = HIDDEN.sub("", decode_markup(raw))
    parts = DOCUMENT.split(page)[1:]
    if not parts:
        yield Unit(raw, fault=("unsupported_export", "a page of Nexis without documents; download them as .docx"))
    for number, part in enumerate(parts, 1):
        whole, _, _ = part.partition("</DOC>")
        unit = _of_part(whole, f"article {number}")
        cut = "</DOC" not in part.upper() and number == len(parts)
        yield replace(unit, notes=(*unit.notes, "truncated_text")) if cut else unit


def _of_part(part: str, member_name: str) -> Unit:
    blocks = [block for block in _blocks(part) if block]
    if blocks and COUNTER.match(blocks[0][0]):  # not of the article: it counts the hits of one search
        blocks = blocks[1:]
    raw = "\n\n".join("\n".join(block) for block in blocks).encode()
    if any(ERROR.match(block[0]) for block in blocks):
        message = "Nexis could not show the document when it was exported; download it again"
        return Unit(raw, member_name, fault=("export_error", message))
    outlet, published, rest = _top_blocks(blocks)
    fields: dict[str, str] = {}
    loose: list[tuple[list[str], bool]] = []  # blocks without a label, and whether fields stood above them
    for block in rest:
        label = LABELLED.match(block[0])
        field = FIELDS.get(plain(label[1])) if label and label[1].isupper() else None
        if field:
            fields.setdefault(field, "\n".join([block[0][label.end() :], *block[1:]]).strip())
            if field not in HEADING and any(after for _, after in loose):
                loose.append(([], True))  # below the text
        elif not COPYRIGHT.match(block[0]):
            loose.append((block, bool(fields)))
    title, summary, text = _title_and_text(loose)
    if summary and "summary" not in fields:
        fields["summary"] = summary
    if "title" in fields:
        title = " ".join(fields["title"].split())
    return _unit(raw, member_name, fields, title, outlet, published, text)


def _blocks(part: str) -> list[list[str]]:
    """The divisions of a document and the tables between them, each as its lines."""
    body = parse_page(part).find("body")
    return [] if body is None else [block for element in body for block in _blocks_in(element)]


def _blocks_in(element) -> list[list[str]]:
    nested = [child for child in element if child.tag in ("div", "table")]
    if element.tag == "div" and nested:  # what the parser put into an unclosed division
        own = lines_of(element)
        inner = [block for child in element for block in _blocks_in(child)]
        return inner if sum(map(len, inner)) >= len(own) else [own]
    return [lines_of(element)]


def _top_blocks(blocks: list[list[str]]) -> tuple[str | None, str | None, list[list[str]]]:
    """Outlet and date, which stand among the first blocks, and the blocks that are left."""
    for at, block in enumerate(blocks[:6]):
        found = find_date(block[0])
        if found and found.start <= NEARBY and len(block[0]) < 200 and not COPYRIGHT.match(block[0]) and at:
            above = [one for one in blocks[:at] if not COPYRIGHT.match(one[0])]
            outlet = " ".join(above[0]) if above else None
            return outlet, found.iso, [*above[1:], *blocks[at + 1 :]]
    return (" ".join(blocks[0]) if blocks else None), None, blocks[1:]


def _title_and_text(loose: list[tuple[list[str], bool]]) -> tuple[str | None, str | None, str]:
    """Title and its standfirst from the block above the fields, and the text: the blocks between the fields."""
    above = [block for block, after in loose if not after]
    runs: list[list[str]] = [[]]
    for block, after in loose:
        if after and block:
            runs[-1] += block
        elif after:
            runs.append([])
    text = "\n".join(max(runs, key=lambda run: sum(map(len, run))))
    if not text and len(above) > 1:  # no fields at all
        above, text = above[:1], "\n".join(line for block in above[1:] for line in block)
    if not above:
        return None, None, text
    lines = [line for block in above for line in block]
    if any(line.endswith(";") for line in lines[:-1]):
        return " ".join(lines), None, text
    return lines[0], " ".join(lines[1:]) or None, text


# --- both ---


def _unit(
    raw: bytes,
    member_name: str,
    fields: dict[str, str],
    title: str | None,
    outlet: str | None,
    published: str | None,
    text: str,
) -> Unit:
    author, agency = split_byline(fields.get("author"))
    found = SECTION_AGENCY.search(fields.get("dateline", ""))
    url = fields.get("url", "").split()[:1]
    fault = None if text.strip() else ("no_text", "the export holds no text of this document, perhaps a picture alone")
    return Unit(
        raw,
        member_name,
        title=None if NO_TITLE.match(title or "") else title,
        summary=fields.get("summary"),
        text=text,
        published=published,
        url=url[0] if url and url[0].startswith("http") else None,
        outlet=outlet,
        author=author,
        language=language_code(fields.get("language")),
        fault=fault,
        agency=agency or (found[1] if found else None),
        section=fields.get("section"),
        notes=damage(title, text),
    )
