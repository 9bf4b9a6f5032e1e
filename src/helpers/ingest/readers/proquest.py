"""Exports of ProQuest: mails, pages and text files of one record after another, each a list of labelled fields."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpers.ingest.months import plain
from helpers.ingest.readers.bylines import split_byline
from helpers.ingest.readers.eml import is_mail, parts_of_mail
from helpers.ingest.readers.faulty import never_raises
from helpers.ingest.readers.language_names import language_code
from helpers.ingest.readers.markup import damage, decode_markup, is_markup, lines_of, parse_page
from helpers.ingest.readers.unit import Unit, decode
from helpers.ingest.readers.worded_dates import iso_date

KIND = "proquest"

# The labels in the languages of the pages, without blanks, since exports lose some ("Language ofpublication").
LABELS = {
    "title": "Title|Titre|Titel|Título|Titolo",
    "author": "Author|Authors|Auteur|Autor|Autore|Verfasser|Autor(en)",
    "info": "Publication info|Informations sur la publication|Veröffentlichungsinfo|Información de publicación|"
    "Informações da publicação|Informazioni sulla pubblicazione",
    "abstract": "Abstract|Résumé|Zusammenfassung|Resumen|Resumo",
    "text": "Full text|Texte intégral|Volltext|Texto completo|Testo completo",
    "links": "Links|Liens|Enlaces|Vínculos|Collegamenti",
    "outlet": "Publication title|Titre de la publication|Titel der Publikation|Título de publicación|"
    "Título de la publicación|Título da publicação|Titolo della pubblicazione",
    "published": "Publication date|Date de publication|Veröffentlichungsdatum|Fecha de publicación|"
    "Data de publicação|Data di pubblicazione",
    "section": "Section|Rubrique|Abschnitt|Sección|Seção|Sezione",
    "language": "Language of publication|Language|Langue de publication|Sprache der Publikation|"
    "Idioma de la publicación|Idioma da publicação|Lingua della pubblicazione",
    "key": "ProQuest document ID|ID du document ProQuest|Identifiant de document ProQuest|ProQuest-Dokument-ID|"
    "ID del documento de ProQuest|ID del documento ProQuest|ID de documento ProQuest|ID do documento ProQuest",
    "url": "Document URL|URL du document|Dokument-URL|URL del documento|URL do documento",
    "other": "Subject|Business indexing term|People|Person|Location|Company / organization|Classification|Publisher|"
    "Publication year|Pages|First page|Number of pages|Volume|Issue|Edition|Place of publication|"
    "Country of publication|Publication subject|ISSN|e-ISSN|CODEN|Source type|Document type|Document feature|"
    "Copyright|Last updated|Database|Dateline|Column|Company|Identifier / keyword|Credit|Illustration|"
    "Alternate title|Supplement|Number of references|Source|Accession number|Sujet|Lieu|Personnes|Éditeur|Pays|"
    "Année de publication|Type de source|Type de document|Base de données|Dernière mise à jour|Schlagwort|Ort|"
    "Verlag|Erscheinungsjahr|Datenbank|Materia|Lugar|Editorial|Año de publicación|Base de datos|Assunto",
}
FIELDS = {re.sub(r"\W", "", plain(label)): field for field, labels in LABELS.items() for label in labels.split("|")}
NONE = re.compile(r"^\W*(?:none ?available|not ?available|n/?a|non disponible|nicht verfügbar|no disponible)\W*$", re.I)

SNIFFED = 256 * 1024  # bytes; a first record of ordinary length ends before
RECORD = re.compile(r"<a\s[^<>]*name=[\"']?DocID_", re.IGNORECASE)
RULE = re.compile(r"^_{20,}[ \t]*\r?$", re.MULTILINE)
SIGNS = re.compile(rb"<a\s[^<>]*name=[\"']?DocID_|<strong\b[^<>]*>[^<]*</strong>", re.IGNORECASE)
STRONG = re.compile(r"<strong\b[^<>]*>([^<]{2,60}?)[\s\xa0:]{0,200}</strong>", re.IGNORECASE)
LINE_LABEL = re.compile(r"^([^\W\d_][^:\n]{2,60}?):(?:\s+|$)")
LINE_START = re.compile(r"^([^\W\d_][^:\n]{2,60}?):(?=\s)", re.MULTILINE)
MARK = "\ue01e"  # of private use: stands before a label in the text of a record

WHOLE_PAGE = re.compile(r"</?(?:html|head|body)\b[^<>]*>", re.IGNORECASE)
INFO_DATE = re.compile(r"\d{1,2} \w+\.? \d{4}")
LINK_DATE = re.compile(r"[?&;]date=(\d{4}-\d{2}-\d{2})")
BROKEN_TAG = re.compile(r"^\s*(?:html|body|head|text)\s*>\s*", re.IGNORECASE)
DOCVIEW = re.compile(r"/docview/(\d+)")
CREDIT = re.compile(r"^credit:\s*(.{0,200})$", re.IGNORECASE)
TEXT_BREAK = re.compile(r"\n[ \t]*\n")


def recognise(raw: bytes, name: str) -> bool:
    """A mail, a page or a text file with the labels of ProQuest's records."""
    if is_mail(raw):
        return b"proquest" in raw[:65536].lower() and any(
            _records_of_page(text) if is_page else _records_of_text(text) for text, is_page in _parts(raw)
        )
    if is_markup(raw):  # of a page, only what may be a sign is decoded
        return bool(_records_of_page(b" ".join(SIGNS.findall(raw[:SNIFFED])).decode("utf-8", "replace")))
    head = raw[:SNIFFED].decode("utf-8", "replace")
    return bool(RULE.search(head) and _records_of_text(head))


@never_raises("bad_export")
def read(raw: bytes, name: str) -> Iterator[Unit]:
    """A unit a record; one of which only an abstract was exported has no text and says so."""
    number = 0
    for part, is_page in _parts(raw):
        for record in _records_of_page(part) if is_page else _records_of_text(part):
            number += 1
            yield _unit(record, f"article {number}", is_page)


def _parts(raw: bytes) -> Iterator[tuple[str, bool]]:
    """The texts in a file, and whether they are pages."""
    if is_mail(raw):
        yield from ((text, kind == "text/html") for kind, text in parts_of_mail(raw))
    elif is_markup(raw):
        yield decode_markup(raw), True
    else:
        yield decode(raw), False


def _records_of_page(page: str) -> list[str]:
    starts = [found.start() for found in RECORD.finditer(page)] if "docid_" in page.lower() else []
    if not starts:  # one record that was cut out of a page
        labels = {_field(label) for label in STRONG.findall(page)}
        return [page] if "text" in labels and {"key", "outlet"} & labels else []
    return [page[start:end] for start, end in zip(starts, [*starts[1:], len(page)], strict=True)]


def _records_of_text(text: str) -> list[str]:
    parts = RULE.split(text.replace("\r\n", "\n"))
    return [part for part in parts if {"text", "info"} & {_field(label) for label in LINE_START.findall(part)}]


def _unit(record: str, member: str, is_page: bool) -> Unit:
    title, fields = _fields_of_page(record) if is_page else _fields_of_text(record)
    text, credit = _text_of(fields.get("text", []))
    published = _published(fields)
    author, agency = split_byline("; ".join(_filled(fields.get("author", []))))
    outlet = re.split(r"\s*;\s*", " ".join(fields.get("outlet", [])))[0] or None
    outlet = outlet or _outlet_of_info(" ".join(fields.get("info", [])))
    key = re.search(r"\d{6,}", " ".join([*_views(record), *fields.get("key", [])]))
    has_abstract = bool(_filled(fields.get("abstract", [])))
    message = "the export holds an abstract and no full text" if has_abstract else "the record has no full text"
    return Unit(
        record.strip().encode("utf-8", "surrogatepass"),
        member,
        title=title or " ".join(fields.get("title", [])) or None,
        text=text,
        published=published,
        url=f"https://www.proquest.com/docview/{key[0]}" if key and outlet else None,
        outlet=outlet,
        author=author or credit,
        language=language_code(" ".join(fields.get("language", []))),
        source_key=key[0] if key else None,
        fault=None if text else ("no_text", f"{message}; export with *Full text* ticked"),
        agency=agency,
        section=" ".join(fields.get("section", [])) or None,
        notes=damage(title, text) if text else ("metadata_only",),
    )


def _field(label: str) -> str | None:
    return FIELDS.get(re.sub(r"\W", "", plain(label)))


def _fields_of_page(record: str) -> tuple[str | None, dict[str, list[str]]]:
    """The title and the fields of a record in a page, as lines. Bold words of the text that are no label stay text."""

    def mark(found: re.Match) -> str:
        known = _field(found[1])
        return f"<br>{MARK}{found[1]}:<br>" if (known and known != "other") or _is_own(found[1]) else found[0]

    fields: dict[str, list[str]] = {}
    above: list[str] = []
    field = None
    body = parse_page(STRONG.sub(mark, WHOLE_PAGE.sub("", record))).find("body")  # a text may be a page in the page
    for division in body.xpath(".//div[contains(@class, 'Illustration_content')]") if body is not None else []:
        division.drop_tree()  # captions, which ProQuest marks as such
    for line in lines_of(body):
        if line.startswith(MARK):
            field = _field(line[1:]) or "other"
            fields.setdefault(field, [])
        elif field:
            fields[field].append(line)
        else:
            above.append(line)
    return (" ".join(above) or None), fields


def _is_own(label: str) -> bool:
    """Whether a label that only ends a field is ProQuest's own and not a bold word of a text."""
    return _field(label) == "other" and not re.fullmatch(r"(?i)column|company|credit|source|illustration|ort", label)


def _fields_of_text(record: str) -> tuple[str | None, dict[str, list[str]]]:
    """The title and the fields of a record in a text file: the text ends where only labelled paragraphs follow."""
    begin = next((at for at in LINE_START.finditer(record) if _field(at[1]) == "text"), None)
    above, below = (record[: begin.start()], record[begin.end() :]) if begin else (record, "")
    fields: dict[str, list[str]] = {}
    head = [block for block in TEXT_BREAK.split(above) if block.strip()]
    title = None if not head or _labelled(head[0]) else " ".join(head.pop(0).split())
    blocks = TEXT_BREAK.split(below)
    end = len(blocks)
    while end and (not blocks[end - 1].strip() or _labelled(blocks[end - 1])):
        end -= 1
    if begin:
        fields["text"] = [line for block in blocks[:end] for line in block.split("\n")]
    for block in [*head, *blocks[end:]]:
        label = LINE_LABEL.match(block.strip())
        if label and (field := _field(label[1])):
            fields.setdefault(field, []).append(" ".join(block.strip()[label.end() :].split()))
    return title, fields


def _labelled(block: str) -> bool:
    label = LINE_LABEL.match(block.strip())
    return bool(label and _field(label[1]) and label[1].lower() != "credit")


def _text_of(lines: list[str]) -> tuple[str, str | None]:
    """The text without the remains of a tag before it, and who is credited in its last line."""
    lines = [line.strip() for line in lines if line.strip()]
    if lines:
        lines[0] = BROKEN_TAG.sub("", lines[0])
    while lines and re.fullmatch(r"(?i)illustration|-+", lines[-1]):
        lines.pop()
    lines = _filled(lines)
    credit = CREDIT.match(lines[-1]) if lines else None
    author = None
    if credit:
        author, _ = split_byline(credit[1].rstrip("; "))
        lines.pop()
    return "\n".join(lines), author


def _filled(lines: list[str]) -> list[str]:
    return [line for line in lines if line and not NONE.match(line)]


def _published(fields: dict[str, list[str]]) -> str | None:
    """By the field of its own, even if blanks were lost or put into it; else by other fields that repeat it."""
    written = " ".join(fields.get("published", []))
    info, links = " ".join(fields.get("info", [])), " ".join(fields.get("links", []))
    repeated = LINK_DATE.search(links)
    squeezed = re.sub(r"(?<=\d)\s+(?=\d)", "", written)
    return (
        iso_date(written)
        or (iso_date(squeezed) if len(re.findall(r"\d{4}", squeezed)) == 1 else None)
        or next((found for part in INFO_DATE.findall(info) if (found := iso_date(part))), None)
        or iso_date(info)
        or (repeated[1] if repeated else None)
    )


def _outlet_of_info(info: str) -> str | None:
    """``Some Times`` of *Some Times ; Somewhere [Somewhere]08 May 2010: A.2.*"""
    found = re.match(r"\s*([^;\[\d]{3,80}?)\s*[;\[,]", info)
    return None if not found or iso_date(info[: found.end() + 12]) else found[1]


def _views(record: str) -> list[str]:
    return DOCVIEW.findall(record)[:1]
