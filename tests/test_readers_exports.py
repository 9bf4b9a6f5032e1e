"""Exports of databases and office files: an article is a unit with what the vendor says of it, and what cannot be read
says why. All articles here are our own, in the shape in which each vendor prints."""

import io
import random
import zipfile
from datetime import datetime

import docx
import openpyxl
import pandas as pd
import pytest
from pypdf import PdfWriter

from helpers.ingest.dates import parse_date
from helpers.ingest.readers import docx as docx_reader
from helpers.ingest.readers import (
    eml,
    europresse,
    factiva,
    integrum,
    kikuzo,
    nexis,
    office,
    pdf,
    proquest,
    rtf,
    unsupported,
    workbook,
)
from helpers.ingest.readers.bylines import split_byline
from helpers.ingest.readers.language_names import language_code
from helpers.ingest.readers.markup import decode_markup, lines_of, parse_page
from helpers.ingest.readers.worded_dates import find_date, iso_date
from helpers.paths import ROOT

# Most specific first, as in the table of readers.
MODULES = (nexis, factiva, proquest, europresse, kikuzo, integrum, unsupported, workbook, docx_reader, rtf, pdf, eml)

LEAD = "Ministers of Norway and Ghana signed a treaty on fishing rights in Oslo on Monday."
SECOND = "The treaty ends a dispute of eleven years, a spokeswoman said."


def units(raw, expected=None):
    """What the first reader that recognises the bytes makes of them, under a name that tells nothing."""
    raw = raw if isinstance(raw, bytes) else raw.encode()
    module = next(module for module in MODULES if module.recognise(raw, "download"))
    assert expected is None or module is expected
    return list(module.read(raw, "download"))


def codes(found):
    return [unit.fault and unit.fault[0] for unit in found]


# --- dates in words ---


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("29 décembre 2011", "2011-12-29"),
        ("1er août 2012", "2012-08-01"),
        ("Freitag 5. Juli 2019", "2019-07-05"),
        ("2. März 1998", "1998-03-02"),
        ("4 de setembro de 2015", "2015-09-04"),
        ("7 marzo 2003", "2003-03-07"),
        ("12 maart 2014", "2014-03-12"),
        ("3 мая 2005 г.", "2005-05-03"),
        ("1985年 01月10日", "1985-01-10"),
        ("１９８５年１月１０日", "1985-01-10"),
        ("Sept. 5, 2015, Saturday, Final Edition", "2015-09-05"),
        ("July 1, 2019 Monday 9:20 AM GMT", "2019-07-01T09:20+00:00"),
        ("November 5, 2002 12:38 AM CEST", "2002-11-05T00:38+02:00"),
        ("12 octobre 2020 14:05 UTC +02:00", "2020-10-12T14:05+02:00"),
        ("October 1, 2020 3:50 AM IST", "2020-10-01T03:50 IST"),
        ("February 31, 2004", None),
        ("June 2019", None),
        ("", None),
    ],
)
def test_a_date_in_the_words_of_any_page_is_iso(written, iso):
    assert iso_date(written) == iso


def test_a_dotted_date_is_read_only_where_its_order_is_known():
    assert iso_date("28.02.05") is None
    assert iso_date("28.02.05", dotted=True) == "2005-02-28"


def test_a_date_is_placed_in_its_line():
    found = find_date("Oslo, 5. Juli 2019, Seite 3")
    assert "Oslo, 5. Juli 2019, Seite 3"[found.start : found.end] == "5. Juli 2019"


@pytest.mark.parametrize("written", ["29 décembre 2011", "July 1, 2019 Monday 9:20 AM GMT", "1985年01月10日"])
def test_what_is_handed_over_is_a_date_that_ingestion_reads(written):
    assert parse_date(iso_date(written)).published is not None


@pytest.mark.parametrize(
    ("name", "code"), [("Deutsch", "de"), ("ENGLISH; ANGLAIS", "en"), ("Français", "fr"), ("EN", "en"), (None, None)]
)
def test_languages_are_known_by_their_names(name, code):
    assert language_code(name) == code


def test_a_byline_is_split_into_names_and_agency():
    assert split_byline("By NIAMH FURLONG, --(Reuter)") == ("NIAMH FURLONG", "Reuter")
    assert split_byline("Von Ada Lund") == ("Ada Lund", None)
    assert split_byline("Canadian Press") == (None, "Canadian Press")
    assert split_byline("Anonymous") == (None, None)


# --- markup ---


def test_a_page_cut_within_a_letter_keeps_its_encoding():
    assert decode_markup("<p>Zürich, Malmö".encode() + "é".encode()[:1]).startswith("<p>Zürich, Malmö")


def test_a_page_is_utf_8_whatever_it_declares():
    page = '<meta charset="iso-8859-1"><p>Zürich'
    assert decode_markup(page.encode()) == page
    assert decode_markup(page.encode("latin-1")) == page


def test_lines_are_blocks_and_scripts_are_unseen():
    page = parse_page("<div>one<br>two <b>bold</b> words<p>three</p>four<script>five</script></div>")
    assert lines_of(page) == ["one", "two bold words", "three", "four"]


# --- Nexis ---


def nexis_document(articles, cover=False):
    document = docx.Document()
    if cover:
        for line in (
            "User Name: A Reader",
            "Date and Time: Friday, 5. July 2019 09:31:00 CEST",
            "Job Number: 1",
            "Documents (2)",
            "1. Treaty on fish",
            "Client/Matter: -None-",
            "Narrowed by: ",
            "",
        ):
            document.add_paragraph(line)
        table = document.add_table(1, 2)
        table.cell(0, 0).text, table.cell(0, 1).text = "Content Type", "Narrowed by"
        document.add_paragraph("")
    for lines in articles:
        for line in lines:
            document.add_paragraph(line)
        document.add_paragraph("End of Document")
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


TREATY = [
    "Norway and Ghana sign treaty; Eleven years of dispute end",
    "The Harbour Gazette (Oslo, Norway)",
    "July 1, 2019 Monday 9:20 AM GMT",
    "",
    "Copyright 2019 Harbour Media All Rights Reserved",
    "Section:\xa0WORLD; Pg. 3",
    "Length:\xa020 words",
    "Byline:\xa0By Ada Lund, Reuters",
    "Highlight:\xa0A dispute ends",
    "Body",
    "",
    LEAD,
    SECOND,
    "Graphic",
    "",
    "Photo: a harbour",
    "Load-Date:\xa0July 2, 2019",
    "Classification",
    "",
    "Language:\xa0ENGLISH",
]
BRIEF = [
    "Talks of July 4, 2001 remembered",
    "Die Küste",
    "5. Juli 2019 Freitag",
    "Rubrik:\xa0POLITIK",
    "Autor:\xa0Von Nils Berg",
    "Body",
    "ABSTRACT",
    "An indexer's words.",
    "FULL TEXT",
    LEAD,
    "Load-Date:\xa05. Juli 2019",
]


def test_a_nexis_document_is_split_at_the_end_of_each_article():
    first, second = units(nexis_document([TREATY, BRIEF], cover=True), nexis)
    assert (first.title, first.outlet) == (TREATY[0], TREATY[1])
    assert first.published == "2019-07-01T09:20+00:00"
    assert (first.author, first.agency, first.section) == ("Ada Lund", "Reuters", "WORLD; Pg. 3")
    assert (first.language, first.summary) == ("en", "A dispute ends")
    assert first.text == f"{LEAD}\n{SECOND}"
    assert second.title == "Talks of July 4, 2001 remembered"
    assert (second.outlet, second.published, second.author) == ("Die Küste", "2019-07-05", "Nils Berg")
    assert second.text == LEAD
    assert [first.member, second.member] == ["article 1", "article 2"]


def test_a_nexis_article_is_the_same_unit_in_another_export():
    alone = units(nexis_document([BRIEF]), nexis)[0]
    among = units(nexis_document([TREATY, BRIEF], cover=True), nexis)[1]
    assert alone.raw == among.raw


def test_a_nexis_document_that_was_cut_says_so():
    document = docx.Document(io.BytesIO(nexis_document([TREATY])))
    for line in BRIEF[:-1]:
        document.add_paragraph(line)
    held = io.BytesIO()
    document.save(held)
    first, second = units(held.getvalue(), nexis)
    assert (first.notes, second.notes) == ((), ("truncated_text",))


def nexis_page(*documents):
    parts = "".join(
        f"<A NAME=D{n}></A><!-- Hide XML section from browser\n<DOC NUMBER=1>\n<DOCFULL> -->\n{document}\n"
        "<!-- Hide XML section from browser\n</DOCFULL>\n</DOC> -->"
        for n, document in enumerate(documents)
    )
    return f"<HTML><HEAD><TITLE>&nbsp;</TITLE></HEAD><BODY>{parts}</BODY></HTML>"


def blocks(*lines):
    return "".join(f"<BR><DIV CLASS=c0><P><SPAN>{line}</SPAN></P>\n</DIV>" for line in lines)


def test_a_nexis_page_holds_hidden_documents():
    first, second, third = units(
        nexis_page(
            blocks(
                "1 of 90 DOCUMENTS",
                "The Harbour Gazette",
                "June 17, 1995, CITY EDITION",
                "Treaty signed<BR>Eleven years end",
                "BYLINE: </SPAN><SPAN>By ADA LUND",
                "LENGTH: 20 words",
                f"{LEAD}</SPAN></P><P><SPAN>{SECOND}",
                "LOAD-DATE: June 19, 1995",
                "LANGUAGE: ENGLISH",
                "Copyright 1995 Harbour Media",
            ),
            blocks(
                "Dokument 2 von 90",
                "Die Küste",
                "28. Februar 2012 Dienstag",
                "EU: Nun doch ein Vertrag",
                "AUTOR: Nils Berg",
                "RUBRIK: POLITIK; S. 4",
                "LÄNGE: 20 Wörter",
                LEAD,
                "UPDATE: 29. Februar 2012",
                "SPRACHE: GERMAN; DEUTSCH",
            ),
            blocks("We are sorry but there is an error in this document and it is not possible to display it."),
        ),
        nexis,
    )
    assert (first.title, first.summary, first.published) == ("Treaty signed", "Eleven years end", "1995-06-17")
    assert (first.outlet, first.author, first.text) == ("The Harbour Gazette", "ADA LUND", f"{LEAD}\n{SECOND}")
    assert (second.title, second.author, second.section) == ("EU: Nun doch ein Vertrag", "Nils Berg", "POLITIK; S. 4")
    assert (second.published, second.language, second.text) == ("2012-02-28", "de", LEAD)
    assert third.fault[0] == "export_error"


def test_a_nexis_page_may_have_no_headline_and_a_french_one_has_its_own_labels():
    first, second = units(
        nexis_page(
            blocks(
                "1 of 2 DOCUMENTS", "The Planet", "December 31, 2018 Monday", "SECTION: Pg. 2", "LENGTH: 9 words", LEAD
            ),
            blocks(
                "Document 2 de 2",
                "Le Quai",
                "mardi 5 mars 2013",
                "Un traité",
                "AUTEUR: Par Zoé Roy",
                "RUBRIQUE: MONDE",
                "LONGUEUR: 9 mots",
                LEAD,
                "DATE-CHARGEMENT: 6 mars 2013",
                "LANGUE: FRENCH; FRANÇAIS",
            ),
        )
    )
    assert (first.title, first.text) == (None, LEAD)
    assert (second.title, second.author, second.language, second.published) == (
        "Un traité",
        "Zoé Roy",
        "fr",
        "2013-03-05",
    )


# --- Factiva ---


def factiva_tags(rows):
    cells = "".join(f"<tr><td class='index'><b>{tag}</b>&nbsp;</td><td>{value}</td></tr>" for tag, value in rows)
    return f"<html><body><div class='article frArticle'><table>{cells}</table></div></body></html>"


def test_a_factiva_page_with_tags_is_read_by_them():
    (unit,) = units(
        factiva_tags(
            [
                ("SE", "Monde"),
                ("HD", "<b class='frHeadline'>Un <b>traité</b></b>"),
                ("BY", "Par Zoé Roy"),
                ("WC", "295 mots"),
                ("PD", "29 décembre 2011"),
                ("ET", "15:32"),
                ("SN", "Le Quai"),
                ("LA", "Français"),
                ("LP", f"<p class='articleParagraph'>{LEAD}</p>"),
                ("TD", f"<p class='articleParagraph'>{SECOND}</p>"),
                ("AN", "Document QUAI000020111229e7ct0001r"),
            ]
        ),
        factiva,
    )
    assert (unit.title, unit.author, unit.section) == ("Un traité", "Zoé Roy", "Monde")
    assert (unit.published, unit.outlet, unit.language) == ("2011-12-29T15:32", "Le Quai", "fr")
    assert unit.text == f"{LEAD}\n{SECOND}"
    assert unit.source_key == "QUAI000020111229E7CT0001R"


def factiva_plain(author="", section="", clock=""):
    return (
        "<div id='article-KUES000020171125edbp0006f' class='article'><div class='article deArticle'><p></p>"
        f"{section}<div id='hd'><span class='deHeadline'>Ein Vertrag</span></div>{author}<div>1,254 Wörter</div>"
        f"<div>25 November 2017</div>{clock}<div>Die Küste</div><div>KUES</div><div>3</div><div>Deutsch</div>"
        f"<div>(c) 2017 Küste GmbH</div><p class='articleParagraph dearticleParagraph'>{LEAD}</p>"
        f"<p class='articleParagraph dearticleParagraph'>{SECOND}</p><p>Foto: dpa</p>"
        "<p>Dokument KUES000020171125edbp0006f</p></div></div>"
    )


def test_a_factiva_page_without_tags_is_read_by_the_order_of_its_lines():
    first, second = units(
        factiva_plain("<div class='author'>VON NILS BERG </div>", "<div>Politik</div>")
        + factiva_plain(clock="<div>04:10</div>"),
        factiva,
    )
    assert (first.title, first.author, first.section) == ("Ein Vertrag", "NILS BERG", "Politik")
    assert (first.published, first.outlet, first.language) == ("2017-11-25", "Die Küste", "de")
    assert first.text == f"{LEAD}\n{SECOND}"
    assert (second.author, second.section, second.published) == (None, None, "2017-11-25T04:10")
    assert second.outlet == "Die Küste"


FACTIVA_XML = (
    '\ufeff<?xml version="1.0"?><PPSResponse><ppsArticleResponse xmlns="http://global.factiva.com/pps/2.0">'
    "<ppsarticle><article><accessionNo>QUAI0000201201090001</accessionNo><baseLanguage>EN</baseLanguage>"
    "<headline><paragraph><hlt>Treaty</hlt> signed</paragraph></headline>"
    f"<leadParagraph><paragraph>{LEAD}</paragraph></leadParagraph>"
    "<publicationDate><dateTime>2012-01-09T01:35:58Z</dateTime></publicationDate><sourceName>The Quay</sourceName>"
    f"<tailParagraphs><paragraph>{SECOND}</paragraph></tailParagraphs></article></ppsarticle>"
    "</ppsArticleResponse></PPSResponse>"
)


def test_factiva_xml_is_read_by_its_elements():
    (unit,) = units(FACTIVA_XML, factiva)
    assert (unit.title, unit.outlet, unit.published) == ("Treaty signed", "The Quay", "2012-01-09T01:35:58Z")
    assert unit.text == f"{LEAD}\n{SECOND}"


def test_factiva_xml_that_declares_entities_is_not_opened():
    bomb = FACTIVA_XML.replace("<PPSResponse>", '<!DOCTYPE x [<!ENTITY a "aa">]><PPSResponse>', 1)
    assert codes(units(bomb, factiva)) == ["xml_entities"]


# --- ProQuest ---


def proquest_record(number, text=LEAD, date="May 8, 2010", label="Full text"):
    held = "".join(
        f"<p><strong>{name}: </strong>{value}</p>"
        for name, value in (
            ("Subject", "Treaties"),
            ("Publication title", "The Quay; Accra, Ghana"),
            ("Publication date", date),
            ("Section", "World"),
            ("Language ofpublication", "English"),
            ("ProQuest document ID", number),
        )
    )
    return (
        f'<div><a name="DocID_{number}"></a><p></p><p>Treaty signed</p><p><strong>Author:  </strong>Lund, Ada; Roy, Zoé</p>'
        "<p><strong>Publication info:  </strong>The Quay ; Accra, Ghana [Accra]08 May 2010: A.2.</p>"
        "<p><strong>Abstract:  </strong></p><p>An indexer's words.</p>"
        f"<p><strong>{label}: </strong>{text}</p>{held}</div>"
    )


def test_a_proquest_mail_holds_a_record_after_another():
    text = f"<Text>html&gt;<head><title></title></head><body><p>{LEAD}</p><p><strong>column: </strong>{SECOND}</p></body></html></Text>"
    page = f"<html><body><p>A reader sent you:</p>{proquest_record(251439970, text)}{proquest_record(251439971, date='May 9, 2 010')}"
    mail = (
        "From: <noreply@proquest.com>\nSubject: Your ProQuest Research\nDate: Sun, 5 Jul 2020 01:02:03 -0400\n"
        f"Content-Type: text/html; charset=utf-8\n\n{page}"
    )
    first, second = units(mail, proquest)
    assert (first.title, first.author, first.outlet) == ("Treaty signed", "Lund, Ada; Roy, Zoé", "The Quay")
    assert (first.published, first.language, first.section) == ("2010-05-08", "en", "World")
    assert first.text == f"{LEAD}\ncolumn:\n{SECOND}" or first.text == f"{LEAD}\ncolumn: {SECOND}"
    assert first.source_key == "251439970"
    assert (second.published, second.text) == ("2010-05-09", LEAD)


def test_a_proquest_record_without_its_text_is_said_to_be_one():
    (unit,) = units(proquest_record(1234567, "Not available."), proquest)
    assert (unit.fault[0], unit.notes) == ("no_text", ("metadata_only",))


PROQUEST_TEXT = f"""{"_" * 60}

Treaty signed

Publication info: Mar 9, 2022.

Abstract: None available.

Links: https://library.example/openurl?date=2022-03-09&amp;volume=

Full text: {LEAD}

Location: the old harbour, where they met.

{SECOND}
CREDIT: Ada Lund

Subject: Treaties

Title: Treaty signed

Publication title: The Quay

Publication date: Mar 9, 2022

Language of publication: English

ProQuest documentID: 2637391967

Database: Quay Newsstream

{"_" * 60}

Contact us at: http://about.proquest.com/go/contact
Database copyright 2022 ProQuest LLC. All rights reserved.
"""


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_proquest_text_file_ends_each_text_where_only_labels_follow(ending):
    (unit,) = units(PROQUEST_TEXT.replace("\n", ending), proquest)
    assert (unit.title, unit.outlet, unit.author) == ("Treaty signed", "The Quay", "Ada Lund")
    assert (unit.published, unit.source_key) == ("2022-03-09", "2637391967")
    assert unit.text.startswith(LEAD)
    assert unit.text.endswith(SECOND)
    assert "Contact us" not in unit.text


# --- Europresse ---


def test_a_classic_europresse_page_is_one_cell_an_article():
    def cell(above, below):
        return (
            "<table><tr><td><table id='tbHeaderImages'><tr><td><img></td></tr></table>"
            f"<span class='DocPublicationName'>Le Quai, no. 5968</span><br>{above}<br><br>{below}<p></p>"
            "<b><i>© 2012 Le Quai. Tous droits réservés.</i></b><p></p>"
            "Numéro de document : news·20121004·QU·2040056000<br><table><tr><td>Ce certificat est émis</td></tr></table>"
            "</td></tr></table>"
        )

    header = "<span class='DocHeader'>Monde, </span><span class='DocHeader'>jeudi </span><span class='DocHeader'>4 octobre 2012</span>"
    title = "<span class='TitreArticleVisu'>Un <span style='color:red'>traité</span></span>"
    page = "<meta charset='iso-8859-1'>" + cell(header + "<br>" + title, f"Zoé Roy<br><p></p>{LEAD}<p></p>{SECOND}")
    page += cell("<span class='DocHeader'>Wednesday, October 3, 2012</span><br>" + title, LEAD)
    first, second = units(page, europresse)
    assert (first.title, first.outlet, first.author) == ("Un traité", "Le Quai", "Zoé Roy")
    assert (first.published, first.section, first.text) == ("2012-10-04", "Monde", f"{LEAD}\n{SECOND}")
    assert (second.published, second.author, second.text) == ("2012-10-03", None, LEAD)


def test_a_present_europresse_page_is_an_element_an_article():
    page = (
        "<html><body><article><header><div class='rdp__DocPublicationName'>"
        "<span class='DocPublicationName'>Le Quai, no. 12</span></div>"
        "<div><span class='DocHeader'>Monde, mardi 5 mars 2019 - 06:00 UTC +01:00 320 mots, p. 4</span></div>"
        "<div class='titreArticle'><p class='sm-margin-TopNews titreArticleVisu rdp__articletitle'>Un traité</p>"
        "<p class='sm-margin-TopNews rdp__subtitle'>La fin d'une querelle</p></div>"
        "<div class='docAuthors'>Zoé Roy</div></header>"
        f"<section><div class='DocText clearfix'><div class='docOcurrContainer'><p>{LEAD}</p><p><mark>{SECOND}</mark></p>"
        "</div></div></section><footer><small>© 2019 Le Quai.</small><p>news·20190305·QU·77</p></footer></article></body></html>"
    )
    (unit,) = units(page, europresse)
    assert (unit.title, unit.summary, unit.author) == ("Un traité", "La fin d'une querelle", "Zoé Roy")
    assert (unit.outlet, unit.section, unit.published) == ("Le Quai", "Monde", "2019-03-05T06:00+01:00")
    assert (unit.text, unit.source_key) == (f"{LEAD}\n{SECOND}", "news·20190305·QU·77")


# --- Kikuzo ---


def kikuzo_page(*details):
    parts = "".join(
        "<table class='topic-list'><tr><th>No.</th><th>発行日</th><th>朝夕刊</th><th>面名</th><th>ページ</th></tr>"
        f"<tr><td>0010{n}</td><td><nobr>1985年</nobr><nobr>01月10日</nobr></td><td>朝刊</td><td>２総</td><td>007</td></tr>"
        f"</table><table class='topic-detail'><tr><td><span class='font002'>港の条約</span></td></tr><tr><td>{detail}</td></tr></table>"
        for n, detail in enumerate(details)
    )
    return f"<html><meta charset='utf-8'><body>{parts}</body></html>"


def test_kikuzo_withholds_some_texts_and_says_so():
    detail = "<div class='detail001'>　港の<span style='x'>条約</span>に署名した。<br>　争いは終わった。</div>"
    first, second = units(kikuzo_page(detail, "※著作権などの関係で本文を表示できません。"), kikuzo)
    assert (first.title, first.published, first.section) == ("港の条約", "1985-01-10", "２総")
    assert (first.text, first.language, first.zone) == ("港の条約に署名した。\n争いは終わった。", "ja", "Asia/Tokyo")
    assert first.outlet == "朝日新聞"
    assert second.fault[0] == "withheld"
    assert second.text is None


# --- workbooks ---


def book(*rows, title="Sheet1", more=()):
    made = openpyxl.Workbook()
    made.active.title = title
    for row in rows:
        made.active.append(row)
    for name, held in more:
        sheet = made.create_sheet(name)
        for row in held:
            sheet.append(row)
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def test_a_thematic_map_of_integrum_is_read_without_the_heading_that_it_repeats():
    heads = ["Источник", "Дата", "Время", "Заголовок", "Анонс", "Оригинал", "Автор"]
    text = f"Подписан договор\n\n28.02.2005\n\n{LEAD}\n\n{SECOND}"
    first, second = units(
        book(
            heads,
            ["Причал", "28.02.05", "00:00", "Подписан договор", text, "", ""],
            ["Причал", "01.02.2005", "14:05", "Договор", "", LEAD, "А. Лунд"],
        ),
        integrum,
    )
    assert (first.title, first.outlet, first.published) == ("Подписан договор", "Причал", "2005-02-28")
    assert (first.text, first.language) == (f"{LEAD}\n{SECOND}", "ru")
    assert (second.published, second.text, second.author) == ("2005-02-01T14:05", LEAD, "А. Лунд")


def test_a_workbook_is_a_table_with_days_and_numbers_as_text():
    (unit,) = units(
        book(
            ["A list of articles"],
            [None, "ID", "Full_text", "Full_text2", "Publication_date", "Title", "Publication title"],
            [1, 17.0, "  ", LEAD, datetime(2008, 1, 6), "Treaty", "The Quay"],
        ),
        workbook,
    )
    assert (unit.text, unit.title, unit.published) == (LEAD, "Treaty", "2008-01-06")
    assert (unit.source_key, unit.outlet, unit.member) == ("17", "The Quay", "row 1")


def test_columns_of_other_languages_are_known():
    (unit,) = units(book(["Заголовок", "Текст", "Дата", "Автор"], ["Договор", LEAD, "05.02.2005", "А. Лунд"]))
    assert (unit.title, unit.text, unit.published, unit.author) == ("Договор", LEAD, "2005-02-05", "А. Лунд")


def test_sheets_without_text_are_passed_over_and_a_book_without_any_is_a_fault():
    found = units(book(["notes"], ["nothing"], title="About", more=[("News", [["title", "text"], ["Treaty", LEAD]])]))
    assert [(unit.member, unit.text) for unit in found] == [("News, row 1", LEAD)]
    assert codes(units(book(["name", "size"], ["Oslo", 3]))) == ["missing_column"]


def test_parquet_is_a_table():
    held = io.BytesIO()
    frame = pd.DataFrame({"title": ["Treaty", None], "text": [LEAD, None], "date": pd.to_datetime(["2008-01-06"] * 2)})
    frame.to_parquet(held)
    first, second = units(held.getvalue(), workbook)
    assert (first.title, first.text, first.published) == ("Treaty", LEAD, "2008-01-06")
    assert second.fault[0] == "no_text"


# --- mails ---

NEWSLETTER = f"""Received: by mx.example; Wed, 18 Feb 2026 01:45:54 GMT
Subject: =?utf-8?q?A_treaty_for_M=C3=A1laga?=
From: Ada Lund from The Quay Letter <quay@letters.example>
Date: Wed, 18 Feb 2026 01:45:41 +0000
List-Post: <https://letters.example/p/a-treaty>
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="b"

--b
Content-Type: text/plain; charset="utf-8"

View this post on the web at https://letters.example/p/a-treaty

{LEAD} [ https://letters.example/redirect/1 ]
{SECOND}

Unsubscribe https://letters.example/out
--b
Content-Type: text/html; charset="utf-8"

<html><body><p>{LEAD}</p><p>{SECOND}</p></body></html>
--b--
"""


def test_a_newsletter_is_its_letter_without_links_and_how_to_leave():
    (unit,) = units(NEWSLETTER, eml)
    assert (unit.title, unit.author, unit.outlet) == ("A treaty for Málaga", "Ada Lund", "The Quay Letter")
    assert unit.url == "https://letters.example/p/a-treaty"
    assert parse_date(unit.published).published.isoformat() == "2026-02-18T01:45:41+00:00"
    assert unit.text == f"{LEAD}\n{SECOND}"


def test_a_mail_whose_plain_part_is_a_notice_is_read_from_its_page():
    mail = NEWSLETTER.replace(f"{LEAD} [ https://letters.example/redirect/1 ]\n{SECOND}", "See our page.")
    (unit,) = units(mail, eml)
    assert LEAD in unit.text


def test_a_forwarded_mail_keeps_its_title_and_tells_of_what_is_attached():
    mail = (
        "From: Ada <ada@quay.example>\nSubject: Fwd: WG: Treaty signed\nDate: Wed, 18 Feb 2026 01:45:41 +0000\n"
        'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\n'
        f"{LEAD}\n--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=treaty.pdf\n\n%PDF\n--b--\n"
    )
    article, attached = units(mail, eml)
    assert (article.title, article.text, article.outlet) == ("Treaty signed", LEAD, "Ada")
    assert attached.fault[0] == "attachment_not_read"
    assert "treaty.pdf" in attached.fault[1]


# --- office documents, rich text, PDF ---


def document(*lines, title=None):
    made = docx.Document()
    if title:
        made.add_heading(title, 1)
    for line in lines:
        made.add_paragraph(line)
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def test_a_word_document_is_an_article_with_its_heading_as_title():
    (unit,) = units(document(LEAD, SECOND, title="Treaty signed"), docx_reader)
    assert (unit.title, unit.text) == ("Treaty signed", f"{LEAD}\n{SECOND}")
    (plain,) = units(document("Norway and Ghana sign a treaty", LEAD, SECOND), docx_reader)
    assert plain.title == "Norway and Ghana sign a treaty"
    assert codes(units(document())) == ["no_text"]


def test_rich_text_is_read_in_its_code_page():
    source = rf"{{\rtf1\ansi\ansicpg1251 \'c4\'ee\'e3\'ee\'e2\'ee\'f0 signed.\par {LEAD}\par}}"
    (unit,) = units(source, rtf)
    assert "Договор signed." in unit.text
    assert LEAD in unit.text


def pdf_of(*lines):
    """A file of one page, written by hand: the smallest that a reader takes."""
    shown = "".join(f"({line}) Tj T* " for line in lines)
    stream = f"BT /F1 12 Tf 72 720 Td 14 TL {shown}ET"
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
    ]
    out, places = "%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{part}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    out += f"xref\n0 5\n0000000000 65535 f \n{table}trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF"
    return out.encode()


def test_lines_of_a_pdf_are_paragraphs_again():
    (unit,) = units(
        pdf_of(
            "Norway and Ghana sign treaty",
            "Ministers of Norway and Ghana signed a treaty on fishing rights in Oslo on Mon-",
            "day, after eleven years in which each side had taken the ships of the other to",
            "court.",
            "The treaty ends a dispute, a spokeswoman said to reporters in the harbour, and",
            "opens the waters to both.",
            "3",
        ),
        pdf,
    )
    assert unit.title == "Norway and Ghana sign treaty"
    first, second = unit.text.strip().split("\n")
    assert first.endswith(
        "in Oslo on Monday, after eleven years in which each side had taken the ships of the other to court."
    )
    assert second.startswith("The treaty ends")
    assert second.endswith("both.")


def test_a_pdf_of_pictures_and_a_locked_one_say_so():
    writer = PdfWriter()
    writer.add_blank_page(72, 72)
    blank = io.BytesIO()
    writer.write(blank)
    assert codes(units(blank.getvalue(), pdf)) == ["no_text"]
    writer.encrypt("secret")
    locked = io.BytesIO()
    writer.write(locked)
    assert codes(units(locked.getvalue(), pdf)) == ["encrypted"]


# --- kinds that are recognised and not read ---

OLD_WORD = office.OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le")
OLD_EXCEL = office.OLE + b"\0" * 600 + "Workbook".encode("utf-16-le")
LOCKED = office.OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
NEXIS_TEXT = (
    f"\n                     1 of 20 DOCUMENTS\n\n\n    The Quay\n\n    June 17, 1995\n\nLENGTH: 20 words\n\n{LEAD}\n"
)


@pytest.mark.parametrize(
    ("raw", "code", "said"),
    [
        (OLD_WORD, "unsupported_export", ".docx"),
        (OLD_EXCEL, "unsupported_export", ".xlsx"),
        (LOCKED, "encrypted", "password"),
        (NEXIS_TEXT.encode(), "unsupported_export", "Nexis"),
        (rf"{{\rtf1 1 of 20 DOCUMENTS\par LENGTH: 20 words\par {LEAD}\par}}".encode(), "unsupported_export", "Nexis"),
        (
            document("Treaty", "20 words", "9 May 1998", LEAD, "Document KUES000020171125edbp0006f"),
            "unsupported_export",
            "Factiva",
        ),
        (b"From ada@quay.example Wed Feb 18 01:45:41 2026\nSubject: x\n\ny\n", "unsupported_export", ".eml"),
        ("<html>^ИС:\nПричал\n^ДТ:\n01.02.1993".encode("cp1251"), "unsupported_export", "Integrum"),
    ],
)
def test_a_kind_without_a_reader_is_named_with_what_to_export_instead(raw, code, said):
    (unit,) = units(raw)
    assert unit.fault[0] == code
    assert said in unit.fault[1]


@pytest.mark.parametrize(
    "text",
    [
        f"Norway and Ghana sign a treaty\n\n{LEAD}\n",
        f"<html><body><article><h1>Treaty</h1><p>{LEAD}</p></article></body></html>",
        "title,text\nTreaty,Words\n",
        '{"title": "Treaty", "text": "Words"}',
        f"By: Ada Lund\n\n{LEAD}\n",
    ],
)
def test_ordinary_files_are_left_to_other_readers(text):
    assert not [module.KIND for module in MODULES if module.recognise(text.encode(), "notes.txt")]


def zipped(**members):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return held.getvalue()


def test_an_office_file_is_not_opened_if_it_is_a_bomb(monkeypatch):
    monkeypatch.setattr(office, "MAX_EXPANDED", 10_000)
    assert codes(units(zipped(word__document_xml="x" * 20_000), docx_reader)) == ["too_large_expanded"]
    assert codes(units(zipped(xl__workbook_xml="x" * 20_000), workbook)) == ["too_large_expanded"]
    declared = '<!DOCTYPE x [<!ENTITY a "aa">]><x>&a;</x>'
    assert codes(units(zipped(word__document_xml=declared), docx_reader)) == ["xml_entities"]


def test_a_library_that_is_not_there_is_named(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pypdf", None)
    (unit,) = pdf.read(pdf_of("words"), "x")
    assert unit.fault[0] == "missing_library"
    assert "pip install pypdf" in unit.fault[1]


@pytest.mark.parametrize(
    ("name", "module"),
    [
        ("nexis.html", nexis),
        ("factiva.html", factiva),
        ("factiva.xml", factiva),
        ("proquest.txt", proquest),
        ("letter.eml", eml),
        ("note.rtf", rtf),
    ],
)
def test_each_sample_is_one_dated_article_of_its_kind(name, module):
    (unit,) = units((ROOT / "data" / "sample" / name).read_bytes(), module)
    assert LEAD in unit.text
    assert unit.title
    assert module is rtf or parse_date(unit.published).published is not None


# --- damage ---

WHOLE = {
    "nexis.docx": nexis_document([TREATY, BRIEF], cover=True),
    "nexis.html": nexis_page(blocks("1 of 1 DOCUMENTS", "The Quay", "June 17, 1995", "Treaty", "LENGTH: 2 words", LEAD)).encode(),
    "factiva.html": factiva_plain().encode(),
    "factiva.xml": FACTIVA_XML.encode(),
    "proquest.html": proquest_record(251439970).encode(),
    "proquest.txt": PROQUEST_TEXT.encode(),
    "kikuzo.html": kikuzo_page("<div class='detail001'>港</div>").encode(),
    "integrum.xlsx": book(["Источник", "Дата", "Заголовок", "Анонс"], ["Причал", "28.02.05", "Договор", LEAD]),
    "table.xlsx": book(["title", "text"], ["Treaty", LEAD]),
    "letter.eml": NEWSLETTER.encode(),
    "note.docx": document("Norway and Ghana sign a treaty", LEAD),
    "note.rtf": rf"{{\rtf1\ansi Norway\par {LEAD}\par}}".encode(),
    "note.pdf": pdf_of("Norway and Ghana", LEAD),
}  # fmt: skip


def damaged(raw, dice):
    raw = bytearray(raw)
    for _ in range(dice.randint(1, 8)):
        at = dice.randrange(len(raw) + 1)
        match dice.randrange(4):
            case 0:
                del raw[at : at + dice.randint(1, 200)]
            case 1:
                raw[at:at] = bytes(dice.randrange(256) for _ in range(dice.randint(1, 20)))
            case 2 if at < len(raw):
                raw[at] ^= 1 << dice.randrange(8)
            case _:
                del raw[max(at, 1) :]
    return bytes(raw)


@pytest.mark.parametrize("name", WHOLE)
def test_no_damage_makes_a_reader_raise(name):
    dice = random.Random(name)
    made = next(module for module in MODULES if module.recognise(WHOLE[name], "x"))
    for _ in range(25):
        raw = damaged(WHOLE[name], dice)
        found = [module for module in MODULES if module.recognise(raw, "x")]
        for module in {made, *found[:1]}:
            read = list(module.read(raw, "x"))
            assert read
            assert all(unit.fault or (unit.text or "").strip() for unit in read)
