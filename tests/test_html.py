"""html: one article a page, its text whole, its encoding right, and for hostile pages a reason rather than an error."""

import json
import random

import pytest

from helpers.ingest.dates import parse_date
from helpers.ingest.readers.html import read, recognise
from helpers.ingest.readers.unit import decode_noted

SENTENCE = "The ministers met for two hours in the old harbour and agreed on a text, their spokesman said on Monday. "
PARAGRAPHS = "".join(
    f"<p>{SENTENCE}Point {number} took the longest, and the coast guard will report on it.</p>" for number in range(8)
)
HEAD = (
    "<title>Ministers agree on a text | Harbour News</title><meta property='og:site_name' content='Harbour News'>"
    "<meta property='article:published_time' content='2024-03-05T10:11:00+03:00'>"
    "<link rel='canonical' href='https://www.harbournews.example/world/a-text'>"
)
PAGE = (
    f"<!DOCTYPE html><html lang='en'><head>{HEAD}</head><body><nav><a href='/'>Home</a></nav><article>"
    f"<h1>Ministers agree on a text</h1><p class='byline'>By Ana Sol</p>{PARAGRAPHS}</article></body></html>"
)


def unit(page, url=None):
    (found,) = read(page if isinstance(page, bytes) else page.encode(), "page.html", url)
    return found


def test_a_page_is_one_article_with_what_it_says_of_itself():
    found = unit(PAGE)
    assert (found.title, found.author, found.outlet, found.language) == (
        "Ministers agree on a text",
        "Ana Sol",
        "Harbour News",
        "en",
    )
    assert found.published == "2024-03-05T07:11:00+00:00"
    assert found.published_basis == "metadata: article:published_time"
    assert found.url == "https://www.harbournews.example/world/a-text"
    assert "Point 7 took the longest" in found.text
    assert not found.text.startswith("Ministers agree on a text")
    assert (found.fault, found.notes) == (None, ())


def test_what_the_reader_states_of_the_date_is_read_back_as_it_is():
    assert parse_date(unit(PAGE).published)[:2] == (parse_date("2024-03-05T07:11Z").published, "minute")


@pytest.mark.parametrize("page", ["<html></html>", "<!-- -->", "   <p> </p>"])
def test_a_page_without_an_article_has_a_reason(page):
    assert unit(page).fault[0] == "no_text"


def test_a_page_that_is_larger_than_any_page_is_not_parsed():
    assert unit(b"<html>" + b" " * (50 * 2**20)).fault[0] == "too_large"


# --- what it is recognised by ---


@pytest.mark.parametrize(
    "raw",
    [
        b"<!DOCTYPE html><html>",
        b"\xef\xbb\xbf \n<html lang='en'>",
        b"<?xml version='1.0'?><html>",
        "<html>".encode("utf-16"),
    ],
)
def test_a_page_is_known_by_its_content(raw):
    assert recognise(raw, "export.csv")


@pytest.mark.parametrize(
    "raw", [b"title,text\n<html>,x", b"<rss><channel><description><html></description></channel></rss>", b"{}", b""]
)
def test_what_is_no_page_is_not_taken_for_one(raw):
    assert not recognise(raw, "export.csv")


# --- encoding ---

FRENCH = PAGE.replace("old harbour", "vieux port de Sète, à côté de l’île")


@pytest.mark.parametrize(
    ("encoding", "declared", "notes"),
    [
        ("utf-8", "utf-8", ()),
        ("utf-8", "iso-8859-2", ("charset_conflict",)),
        ("utf-8", "euc-kr", ("charset_conflict",)),
        ("cp1252", "iso-8859-1", ()),
        ("utf-16", "utf-8", ()),
        ("utf-16-le", "utf-16", ()),
    ],
)
def test_the_bytes_decide_before_the_declaration(encoding, declared, notes):
    found = unit(FRENCH.replace("<head>", f"<head><meta charset='{declared}'>").encode(encoding))
    assert "vieux port de Sète, à côté de l’île" in found.text
    assert found.notes == notes


def test_a_few_foreign_bytes_do_not_spoil_the_rest():
    found = unit(FRENCH.encode().replace(b"Point 3", b"Pr\xe9sident 3"))
    assert "vieux port de Sète, à côté de l’île" in found.text
    assert "Président 3" in found.text
    assert found.notes == ("mixed_encoding",)


@pytest.mark.parametrize(
    ("encoding", "label", "text"),
    [
        ("shift_jis", "Shift_JIS", "日本の首相は港で会談した。"),
        ("big5", "big5", "總統在港口會談"),
        ("euc-kr", "euc-kr", "대통령이 항구에서 회담했다"),
        ("gb18030", "gb2312", "部长们在港口会谈"),
        ("cp1251", "windows-1251", "Министры встретились в порту"),
        ("cp1256", "windows-1256", "اجتمع الوزراء في الميناء"),
        ("tis-620", "tis-620", "รัฐมนตรีพบกันที่ท่าเรือ"),
        ("iso2022_jp", "iso-2022-jp", "日本の首相は港で会談した。"),
    ],
)
def test_a_declared_encoding_is_exact(encoding, label, text):
    assert decode_noted((text * 4).encode(encoding), label) == (text * 4, ())


@pytest.mark.parametrize("label", ["x-unknown", "idna", "hex", "undefined", "a\0b"])
def test_a_declaration_that_names_no_encoding_is_passed_over(label):
    text, notes = decode_noted("Genève et l’île. ".encode("cp1252") * 9, label)
    assert "charset_guessed" in notes
    assert "Gen" in text


# --- limits of the parser ---


@pytest.mark.parametrize("depth", [300, 1500, 3000, 30_000])
def test_no_text_is_lost_to_nesting(depth):
    nested = f"<html><head>{HEAD}</head><body>{'<div>' * depth}{PARAGRAPHS}{'</div>' * depth}<p>{SENTENCE * 3}</p></body></html>"
    found = unit(nested)
    assert all(f"Point {number}" in found.text for number in range(8))
    assert found.notes == (("too_deep",) if depth > 2048 else ())
    assert found.published == "2024-03-05T07:11:00+00:00"


@pytest.mark.slow
def test_a_huge_run_of_text_is_kept_whole():
    words = "harbour " * 1_600_000
    found = unit(f"<html><head>{HEAD}</head><body><article><p>{words}end of it</p></article></body></html>")
    assert len(found.text) > 12_000_000
    assert found.text.endswith("end of it")


# --- pages that carry their text as data, that are paid for, that go on ---


def linked(**said):
    return "<script type='application/ld+json'>" + json.dumps({"@type": "NewsArticle", **said}) + "</script>"


def test_a_page_whose_article_stands_only_in_its_data_is_read_from_there():
    biography = (
        "<p>Ana Sol has written about harbours and the sea for twenty years, and lives on the coast with two dogs.</p>"
        * 4
    )
    found = unit(f"<html><head>{HEAD}{linked(articleBody=SENTENCE * 12)}</head><body>{biography}</body></html>")
    assert found.text.startswith("The ministers met")


def test_a_page_that_shows_its_article_is_read_from_what_it_shows():
    assert unit(PAGE.replace("</head>", linked(articleBody=SENTENCE * 12) + "</head>")).notes == ()


def test_paid_and_live_pages_are_flagged_and_one_article():
    data = linked(isAccessibleForFree=False).replace("NewsArticle", "LiveBlogPosting")
    assert unit(PAGE.replace("</head>", data + "</head>")).notes == ("paywall", "live_blog")


def test_an_ambiguous_date_is_handed_on_as_it_is_stated():
    found = unit(PAGE.replace("article:published_time", "x").replace("By Ana Sol", "By Ana Sol | 12-10-2024 03:50 IST"))
    assert parse_date(found.published).reason == "date_ambiguous"


# --- hostile pages ---

PIECES = [
    b"<", b">", b"</", b"<script>", b"<!--", b"]]>", b"&#0;", b"&#x110000;", b"\0", b"\xff\xfe", b"\xed\xa0\x80", b"<title>",
    b"<h1>", b"<meta charset=idna>", b'{"@type":', b"[[[[", b"<time datetime='9999-12-31T23:59-14:00'>", b"99-99-9999",
    b"<base href='http://['>", b"<link rel=canonical href='http://[::1'>", b"<svg><![CDATA[", b"<template>", b"<frameset>",
    b"<plaintext>", b"1" * 5000,
]  # fmt: skip


def mutated(page, rng):
    for _ in range(rng.randrange(1, 12)):
        at, end = sorted((rng.randrange(len(page) + 1), rng.randrange(len(page) + 1)))
        change = rng.randrange(4)
        if change == 0:
            page = page[:at] + page[min(end, at + 40) :]
        elif change == 1:
            page = page[:at] + rng.choice(PIECES) + page[at:]
        elif change == 2:
            page = page[:at] + page[at : min(end, at + 200)] * 3 + page[at:]
        else:
            page = page[:at] + rng.randbytes(3) + page[at + 3 :]
    return page


@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_page_is_an_article_or_a_reason_and_never_an_error(seed):
    rng = random.Random(seed)
    whole = PAGE.replace(
        "</head>", linked(headline="A text", author={"name": "Ana Sol"}, articleBody=SENTENCE) + "</head>"
    ).encode()
    for _ in range(40):
        found = unit(mutated(whole, rng), "https://www.harbournews.example/2024/03/05/a-text")
        assert (found.fault is None) == bool((found.text or "").strip())
