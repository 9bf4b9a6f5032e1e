"""What every reader yields, and what several of them need: decoding, and the usual names of fields."""

from __future__ import annotations

import codecs
import io
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, TextIO

from charset_normalizer import from_bytes

from helpers.ingest.clean import clean_line
from helpers.ingest.readers.worded_dates import iso_date

# What sources call the fields; the first that a record has, in this order, is taken. English first, then others.
FIELD_NAMES = {
    "title": (
        "title", "headline", "article_title", "titre", "titel", "titulo", "titolo", "uberschrift", "schlagzeile",
        "заголовок", "название", "标题", "標題", "見出し", "タイトル",
    ),
    "summary": (
        "subtitle", "standfirst", "summary", "description", "lead", "abstract", "chapeau", "sous_titre", "untertitel",
        "vorspann", "entradilla", "sottotitolo", "анонс", "аннотация", "подзаголовок",
    ),
    "text": (
        "text", "body", "content", "article_text", "full_text", "fulltext", "maintext", "article_body", "full_article",
        "article_content", "news_text", "story", "article", "texte", "texte_integral", "contenu", "volltext", "inhalt",
        "texto", "texto_completo", "contenido", "conteudo", "testo", "tekst", "текст", "полный_текст", "本文", "正文",
        "内容",
    ),
    "published": (
        "published", "published_at", "publish_date", "publishedat", "date", "pub_date", "pubdate", "date_published",
        "publication_date", "published_date", "publicationdate", "date_of_publication", "datetime", "timestamp",
        "date_de_publication", "datum", "veroffentlichungsdatum", "fecha", "fecha_de_publicacion",
        "data_de_publicacao", "data_di_pubblicazione", "дата", "дата_публикации", "发布日期", "日付", "発行日",
    ),
    "url": (
        "url", "link", "article_source_link", "article_url", "permalink", "web_url", "source_url", "document_url",
        "lien", "enlace", "ссылка", "链接",
    ),
    "outlet": (
        "outlet", "source", "media_name", "publisher", "publication", "site_name", "domain", "publication_title",
        "pubtitle", "publication_name", "source_name", "news_source", "newspaper", "media_outlet", "media", "medium",
        "journal", "quelle", "zeitung", "fuente", "medio", "fonte", "источник", "издание", "来源", "媒体", "新聞名",
    ),
    "author": (
        "author", "authors", "byline", "creator", "writer", "journalist", "reporter", "auteur", "auteurs", "autor",
        "autoren", "autores", "autore", "автор", "作者", "著者",
    ),
    "language": (
        "language", "lang", "language_of_publication", "langue", "sprache", "idioma", "lingua", "taal", "язык", "语言",
        "言語",
    ),
    "source_key": (
        "id", "article_id", "stories_id", "guid", "uuid", "document_id", "doc_id", "news_id", "proquest_document_id",
        "accession_number",
    ),
}  # fmt: skip

# ... and those of dates in languages in which 05.02.2005 has one reading.
DAY_FIRST = frozenset(("дата", "дата_публикации", "datum", "veroffentlichungsdatum"))


@dataclass(frozen=True)
class Unit:
    """One input unit as it was found: a file, or a row or record in one.

    ``raw`` is what its hash is made of; ``member`` places it in its file (``row 17``). The rest is as written, not
    yet cleaned. ``fault`` holds a stable reason code and a message when no article could be read from it. ``zone`` is
    an IANA name or an offset that the source is known to keep; ``html`` says that the text still holds mark-up;
    ``notes`` are stable flags such as ``truncated_text``; and ``fetched`` is when it was fetched, if the source says so.
    """

    raw: bytes
    member: str = ""
    title: str | None = None
    summary: str | None = None
    text: str | None = None
    published: str | None = None
    published_basis: str = "metadata"
    url: str | None = None
    outlet: str | None = None
    author: str | None = None
    language: str | None = None
    source_key: str | None = None
    fault: tuple[str, str] | None = None
    agency: str | None = None
    section: str | None = None
    zone: str | None = None
    html: bool = False
    notes: tuple[str, ...] = ()
    fetched: datetime | None = None


LATIN_ACCENT = re.compile("(?<=[a-z])[\u0300-\u036f]+")


def normalise_name(name: object) -> str:
    """A field's name as :data:`FIELD_NAMES` writes it, in any script: small letters, Latin ones without accents."""
    return _normalised("" if name is None else str(name))


@lru_cache(maxsize=4096)  # every record of a file has the same names
def _normalised(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[\W_]+", "_", unicodedata.normalize("NFC", LATIN_ACCENT.sub("", letters))).strip("_")


def unit_of_record(record: Mapping[str, object], member: str) -> Unit:
    """A unit from a row or an object whose fields have one of the usual names."""
    names = _names_of_fields(tuple(record))
    by_field = {field: _first_text(record, usual) for field, usual in names.items()}
    found = {field: text for field, (_, text) in by_field.items()}
    if by_field["published"][0] in DAY_FIRST:
        found["published"] = iso_date(found["published"], dotted=True) or found["published"]
    raw = json.dumps(record, ensure_ascii=False, sort_keys=True, default=str).encode("utf-8", "surrogatepass")
    fault = None if found["text"] else ("no_text", "the text is empty")
    return Unit(raw, member, **found, fault=fault)


@lru_cache(maxsize=256)
def _names_of_fields(names: tuple[object, ...]) -> dict[str, list[tuple[str, object]]]:
    """By which of the ``names`` of a record each field may go, the most usual first; the same for all rows of a table."""
    by_usual = {normalise_name(str(name)): name for name in names if name is not None}
    return {
        field: [(name, by_usual[name]) for name in usual if name in by_usual] for field, usual in FIELD_NAMES.items()
    }


def _first_text(record: Mapping[str, object], names: list[tuple[str, object]]) -> tuple[str | None, str | None]:
    """The usual name of the first field that holds text, and the text; twice ``None`` if none does."""
    for usual, name in names:
        value = record[name]
        if isinstance(value, Mapping):
            value = value.get("name") or value.get("title")
        if isinstance(value, list | tuple):
            value = ", ".join(str(part) for part in value if isinstance(part, str | int))
        if value is not None and str(value).strip():
            return usual, str(value)
    return None, None


def below_heading(title: str | None, text: str) -> str:
    """``text`` without the title as its first line, which pages and exports repeat above it."""
    first, _, below = text.partition("\n")
    return below if clean_line(first) == clean_line(title) and below.strip() else text


# What pages and mails call an encoding, and the larger one that writers of it use (the labels of the WHATWG standard).
LABELS = {
    "ascii": "cp1252", "us-ascii": "cp1252", "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252",
    "iso8859-1": "cp1252", "iso-8859-9": "cp1254", "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932",
    "sjis": "cp932", "gb2312": "gb18030", "gbk": "gb18030", "euc-kr": "cp949", "ks_c_5601-1987": "cp949",
    "big5": "big5hkscs", "tis-620": "cp874", "iso-8859-11": "cp874", "x-gbk": "gb18030", "windows-31j": "cp932",
    "windows-874": "cp874", "x-mac-cyrillic": "mac_cyrillic", "iso-8859-8-i": "iso-8859-8",
}  # fmt: skip
UNICODE_NAMES = frozenset(("utf-8", "utf8", "utf-16", "utf-16le", "utf-16be", "unicode"))
FEW = 0.05  # of all bytes
WESTERN_MARKS = "‘’“”‚„–—…«»•€£°·\u00a0"
STRAY = 0.2  # of what is not ASCII; with more bad bytes than that, it is not UTF-8 at all


def decode(raw: bytes, declared: str | None = None) -> str:
    """Text of ``raw``: by its byte-order mark, else as UTF-8, else as declared, else by its look."""
    return decode_noted(raw, declared)[0]


def decode_noted(raw: bytes, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """As :func:`decode`, with notes on what was wrong.

    ``charset_conflict`` if the bytes are not in the encoding that is declared; ``mixed_encoding`` if they are UTF-8 but
    for some, which are read as Windows-1252; ``charset_guessed`` if only the look of the text decided.
    """
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),  # begins as the next one does
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
        (codecs.BOM_UTF32_BE, "utf-32"),
    ):
        if raw.startswith(mark):
            return raw.decode(encoding, "replace"), ()
    if encoding := _utf16(raw):
        return raw.decode(encoding, "replace"), ()
    label = (declared or "").strip().lower()
    try:
        text = raw.decode("utf-8")
        is_wrong = label and label not in UNICODE_NAMES and not raw.isascii() and not _is_escaped(raw, label)
        return (
            (text, ("charset_conflict",) if is_wrong else ())
            if not _is_escaped(raw, label)
            else (raw.decode(label), ())
        )
    except (ValueError, LookupError):  # the latter and some of the former: no such encoding
        pass
    text, share = _as_mixed(raw)
    if share <= STRAY:
        return text, ("mixed_encoding",)
    for encoding in dict.fromkeys((LABELS.get(label, label), label)):
        try:
            if encoding:
                return raw.decode(encoding), ()
        except (ValueError, LookupError):
            continue
    notes = ("charset_conflict",) if label else ()
    best = None if _is_western(raw) else from_bytes(raw).best()
    return (str(best) if best else raw.decode("cp1252", "replace")), (*notes, "charset_guessed")


def open_text(raw: bytes | Path) -> tuple[TextIO, tuple[str, ...]]:
    """As :func:`decode_noted`, for reading line by line: the text is held as a whole only if it is not UTF-8."""
    stream = io.BytesIO(raw) if isinstance(raw, bytes) else raw.open("rb")
    if _is_utf8(stream):
        return io.TextIOWrapper(stream, "utf-8-sig", newline=""), ()
    with stream:
        text, notes = decode_noted(stream.read())
    return io.StringIO(text, newline=""), notes


def _is_utf8(stream: BinaryIO) -> bool:
    """Whether all of a stream is UTF-8; it stands at its beginning again then."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        if _utf16(stream.read(2000)):
            return False
        stream.seek(0)
        while part := stream.read(2**20):
            decoder.decode(part)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        stream.seek(0)
    return True


def _is_escaped(raw: bytes, label: str) -> bool:
    """Whether ``raw`` is in an encoding that writes all by ASCII bytes and escapes (ISO-2022-JP)."""
    return label.startswith("iso-2022") and b"\x1b" in raw


def _is_western(raw: bytes) -> bool:
    """Whether ``raw`` is ASCII with a few letters and marks of Windows-1252: too few for their look to tell more."""
    foreign = raw.translate(None, bytes(range(128)))
    if len(foreign) > FEW * len(raw):
        return False
    try:
        return all(letter.isalpha() or letter in WESTERN_MARKS for letter in foreign.decode("cp1252"))
    except UnicodeDecodeError:
        return False


def _utf16(raw: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of Latin text, and of mark-up, is zero."""
    start = raw[:2000]
    if len(start) < 8 or start.count(0) < len(start) // 4:
        return None
    even, odd = start[::2].count(0), start[1::2].count(0)
    return "utf-16-le" if odd > 8 * even else "utf-16-be" if even > 8 * odd else None


def _as_mixed(raw: bytes) -> tuple[str, float]:
    """``raw`` as UTF-8 with its bad bytes as Windows-1252, and the share of the bad in what is not ASCII."""
    text = raw.decode("utf-8", "surrogateescape")
    bad = len(STRAY_BYTE.findall(text))
    good = sum(len(run) for run in BEYOND_ASCII.findall(text))
    readable = STRAY_BYTE.sub(lambda one: bytes((ord(one[0]) - 0xDC00,)).decode("cp1252", "replace"), text)
    return readable, bad / max(1, bad + good)


STRAY_BYTE = re.compile("[\udc80-\udcff]")
BEYOND_ASCII = re.compile("[\x80-\ud7ff\ue000-\U0010ffff]+")
