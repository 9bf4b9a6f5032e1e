"""Bytes that are not what they are said to be: the text is right, or a note says that it may not be."""

import io
import zipfile
from dataclasses import dataclass

import pytest

from helpers.ingest import read
from helpers.ingest.readers import read_units
from test_readers_exports import LEAD, book, document

FRENCH = "La Suède et la Côte d’Ivoire se réunissent à Genève, dit l’île."
POLISH = "Łódź i Kraków: żółta łódź płynie wolno, mówią strażnicy portu."
ENGLISH = "The ministers met for two hours in the old harbour and agreed on a text."


def page(text, head=""):
    return (
        f"<html><head>{head}<title>A text</title></head><body><article>{f'<p>{text}</p>' * 4}</article></body></html>"
    )


@dataclass(frozen=True)
class Case:
    """One fault: ``make`` is a file as name and bytes; ``expect`` is a part of its text and the notes on its encoding."""

    id: str
    make: tuple[str, bytes]
    expect: tuple[str, set]


GUESSED, MIXED, CONFLICT = {"charset_guessed"}, {"mixed_encoding"}, {"charset_guessed", "charset_conflict"}
LATIN = FRENCH.encode("cp1252")
CASES = [
    Case("66 page says UTF-8 and is not", ("a.html", page(POLISH, "<meta charset=utf-8>").encode("cp1250")), ("Krak", CONFLICT)),
    Case("67 text", ("a.txt", FRENCH.encode() * 9 + LATIN), (FRENCH, MIXED)),
    Case("67 table", ("a.csv", b"title;text\na;" + FRENCH.encode() * 9 + LATIN + b"\n"), (FRENCH, MIXED)),
    Case("67 JSON", ("a.json", b'{"text": "' + FRENCH.encode() * 9 + LATIN + b'"}'), (FRENCH, MIXED)),
    Case("67 row in ASCII alone", ("a.csv", b"text\n" + ENGLISH.encode() + b"\n" + LATIN + FRENCH.encode() * 9), (ENGLISH, set())),
    *(
        Case(f"68 {encoding} {name}", (name, text.encode(encoding)), (FRENCH, set()))
        for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-8-sig")
        for name, text in (
            ("a.txt", FRENCH),
            ("a.html", page(FRENCH)),
            ("a.csv", f"title;text\na;{FRENCH}\n"),
            ("a.json", f'{{"text": "{FRENCH}"}}'),
            ("a.jsonl", f'{{"text": "{FRENCH}"}}\n'),
        )
    ),
    Case("70 text", ("a.txt", POLISH.encode("iso-8859-2")), ("Krak", GUESSED)),
    Case("70 page", ("a.html", page(POLISH).encode("iso-8859-2")), ("Krak", GUESSED)),
    Case("70 table", ("a.csv", f"title;text\na;{POLISH}\n".encode("iso-8859-2")), ("Krak", GUESSED)),
    Case("70 JSON", ("a.json", f'{{"text": "{POLISH}"}}'.encode("iso-8859-2")), ("Krak", GUESSED)),
    Case("70 reference", ("a.ris", f"TY  - NEWS\nTI  - A text\nAB  - {POLISH}\nER  - \n".encode("iso-8859-2")), ("Krak", GUESSED)),
    Case("71 control bytes", ("a.txt", b"Oslo\x00 said\x07 yes,\x1b and\x0b all agreed to it."), ("Oslo said yes, and", set())),
    Case("71 control bytes in a table", ("a.csv", b"title,text\nO\x00slo,Oslo\x00 said\x07 yes.\n"), ("Oslo said yes.", set())),
]  # fmt: skip
ON_ENCODING = CONFLICT | MIXED


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_text_is_right_or_has_a_note(case):
    name, raw = case.make
    part, notes = case.expect
    document = read(raw, name)[0]
    assert part in document["text"]
    assert set((document["notes"] or "").split()) & ON_ENCODING == notes


@pytest.mark.parametrize("head", ["", "<meta charset=utf-8>"], ids=["undeclared", "said to be UTF-8"])
def test_66_a_few_western_letters_in_english_are_those_of_windows(head):
    text = f"Genève et la Suède, à côté. {ENGLISH}"
    (document,) = read(page(text, head).encode("cp1252"), "a.html")
    assert text in document["text"]


@pytest.mark.parametrize("name", ["a.csv", "a.json"])
def test_68_the_mark_of_utf_32_is_known(name):
    text = f'{{"text": "{FRENCH}"}}' if name.endswith("json") else f"title;text\na;{FRENCH}\n"
    (document,) = read(text.encode("utf-32"), name)
    assert FRENCH in document["text"]


# --- 75: entities ---

LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY {b} '{f'&{a};' * 9}'>" for a, b in zip("abcdefgh", "bcdefghi"))
    + "]>"
)


def with_doctype(raw, part):
    """An office file of which one part declares entities."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            text = old.read(info)
            start = text.find(b"?>") + 2 if text.startswith(b"<?xml") else 0
            new.writestr(
                info.filename, text[:start] + LAUGHS.encode() + text[start:] if info.filename == part else text
            )
    return held.getvalue()


ENTITIES = [
    Case("document", ("a.docx", with_doctype(document("Treaty", LEAD), "word/document.xml")), ("xml_entities", set())),
    Case("workbook", ("a.xlsx", with_doctype(book(["title", "text"], ["Treaty", LEAD]), "xl/workbook.xml")), ("xml_entities", set())),
    Case("feed", ("a.xml", f"{LAUGHS}<rss><channel><item><title>&i;</title></item></channel></rss>".encode()), ("xml_entities", set())),
    Case("list of feeds", ("a.opml", f"{LAUGHS}<opml><body><outline xmlUrl='&i;'/></body></opml>".encode()), ("xml_entities", set())),
]  # fmt: skip


@pytest.mark.parametrize("case", ENTITIES, ids=lambda case: case.id)
def test_75_what_declares_entities_that_grow_is_not_opened(case):
    name, raw = case.make
    (unit,) = read_units(raw, name)
    assert unit.fault[0] == case.expect[0]


def test_75_a_page_may_declare_entities_and_none_is_followed():
    (found,) = read((LAUGHS + page(f"{ENGLISH} &i; {ENGLISH}")).encode(), "a.html")
    assert ENGLISH in found["text"]
    assert "haha" not in found["text"]
