"""Kinds that are recognised and not read, since no real one was at hand to read them by: each says what to export."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpers.ingest.readers.office import OLE, member_names
from helpers.ingest.readers.unit import Unit

KIND = "unsupported"
SNIFFED = 64 * 1024

COUNTER = (
    r"^[ \t]*(?:\d+ (?:of|von|de|di|van) \d+ (?:DOCUMENTS?|DOKUMENTEN?|DOCUMENTI?)|Dokument \d+ von \d+)[ \t]*\r?$"
)

# Signs of a vendor's layout in plain text, in the order in which they are tried, and what can be read instead.
VENDORS = (
    (
        "Nexis",
        re.compile(rf"{COUNTER}|^[ \t]*End of Document[ \t]*\r?$", re.MULTILINE),
        re.compile(r"^[ \t]*(?:LENGTH|L[ÄA]NGE|LONGUEUR|LOAD-DATE|LANGUAGE|SPRACHE|LANGUE|BODY|BYLINE)\b", re.I | re.M),
        "download the documents as .docx",
    ),
    (
        "Factiva",
        re.compile(r"^[ \t]*Document[ \t]+[A-Za-z]{2,8}0{2}\d{10,}\w*[ \t]*\r?$", re.MULTILINE),
        re.compile(
            r"\bFactiva\b|^[ \t]*(?:HD|LP|TD|WC|PD|SN)[ \t]|\b\d[\d,.]{0,7} (?:words|mots|Wörter|palabras)\b", re.M
        ),
        "save the articles as HTML (Format for saving: HTML) or XML",
    ),
    (
        "Integrum",
        re.compile(r"\^(?:ИС|ДТ|ЗГ):", re.MULTILINE),
        re.compile(r"\^"),
        "export the thematic map as .xlsx",
    ),
)


def vendor_fault(text: str) -> tuple[str, str] | None:
    """The fault ``unsupported_export`` if ``text`` is of a database whose layout in this format is not known."""
    for vendor, sign, second, instead in VENDORS:
        if sign.search(text) and second.search(text):
            return "unsupported_export", f"an export of {vendor} in a layout that is not read; {instead}"
    return None


def recognise(raw: bytes, name: str) -> bool:
    """Office files of before 2007, mailboxes, and plain text of databases of which only other formats are read."""
    return _fault(raw) is not None


def read(raw: bytes, name: str) -> Iterator[Unit]:
    """One unit whose fault names the kind and what to export instead."""
    yield Unit(raw, fault=_fault(raw) or ("unsupported_export", "a kind that is not read"))


def _fault(raw: bytes) -> tuple[str, str] | None:
    if raw.startswith(OLE):
        return _ole_fault(raw)
    names = member_names(raw)
    if any(name.startswith("word/afchunk") for name in names):
        return "unsupported_export", "a document made of HTML parts, as Integrum makes; export .xlsx instead"
    if any(name == "xl/workbook.bin" for name in names):
        return "unsupported_export", "a binary workbook (.xlsb); save it as .xlsx or .csv"
    if "content.xml" in names and "META-INF/manifest.xml" in names:
        return "unsupported_export", "an OpenDocument file; save it as .docx, .xlsx or .csv"
    head = raw[:SNIFFED]
    if head.startswith(b"From ") and re.match(rb"From \S+.*\r?\n[\w-]+:", head):
        return "unsupported_export", "a mailbox of many mails (mbox); save each mail as .eml"
    is_other = head.startswith((b"PK", b"PAR1")) or head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"<", b"{", b"[", b"%")
    if is_other and not _is_integrum_page(head):
        return None
    return vendor_fault(_text(head))


def _ole_fault(raw: bytes) -> tuple[str, str]:
    wide = {word: word.encode("utf-16-le") for word in ("EncryptedPackage", "WordDocument", "Workbook", "Book")}
    if wide["EncryptedPackage"] in raw:
        return "encrypted", "it is protected by a password; save it without one"
    if wide["WordDocument"] in raw:
        return "unsupported_export", "a Word file of before 2007 (.doc); save it as .docx"
    if wide["Workbook"] in raw or wide["Book"] in raw:
        return "unsupported_export", "an Excel file of before 2007 (.xls); save it as .xlsx or .csv"
    return "unsupported_export", "an office file of before 2007; save it as .docx, .xlsx or .eml"


def _is_integrum_page(head: bytes) -> bool:
    return any("^ИС:".encode(encoding) in head for encoding in ("utf-8", "cp1251"))


def _text(head: bytes) -> str:
    if _is_integrum_page(head):
        return head.decode("utf-8" if "^ИС:".encode() in head else "cp1251", "replace")
    return head.decode("utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")
