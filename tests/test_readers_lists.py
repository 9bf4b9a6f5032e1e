"""Lists and feeds: recognised by content and never by name, read record by record, kept as metadata where they hold no text."""

import gzip
import json
import string

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.corpus import Corpus
from helpers.ingest import ingest
from helpers.ingest.readers import feed, gdelt, media_cloud, news_services, opml, reference_list, warc

READERS = (warc, opml, feed, reference_list, news_services, gdelt, media_cloud)

SENTENCE = "The harbour ministers of Chile and Ghana met in Valparaíso and agreed to share their tide tables."


def read(text, reader=None):
    """The units of an input, read by the one reader that recognises it, under a name that says nothing."""
    raw = text if isinstance(text, bytes) else text.encode()
    (found,) = [one for one in READERS if one.recognise(raw, "download")]
    assert reader in (None, found)
    return list(found.read(raw, "download"))


def code(unit):
    return unit.fault and unit.fault[0]


# --- news services ---


def newsapi(**changes):
    article = {
        "source": {"id": None, "name": "Harbour Post"},
        "author": "Ama Owusu",
        "title": "Two ports, one tide table",
        "description": "Ministers sign in Valparaíso",
        "url": "https://harbour.example/tides",
        "urlToImage": None,
        "publishedAt": "2024-03-05T10:20:00Z",
        "content": SENTENCE + " … [+594 chars]",
    }
    return {**article, **changes}


def answer(*articles):
    return json.dumps({"status": "ok", "totalResults": 99, "articles": list(articles)}, ensure_ascii=False)


def test_a_text_that_the_service_cut_says_so_and_loses_the_marker():
    (unit,) = read(answer(newsapi()), news_services)
    assert unit.text == SENTENCE + " …"
    assert unit.notes == ("truncated_text",)
    assert (unit.title, unit.outlet, unit.author) == ("Two ports, one tide table", "Harbour Post", "Ama Owusu")
    assert unit.published == "2024-03-05T10:20:00Z"


def test_a_description_stands_in_for_a_missing_content():
    (unit,) = read(answer(newsapi(content=None)))
    assert (unit.text, unit.summary, unit.notes) == ("Ministers sign in Valparaíso", None, ("truncated_text",))


def test_a_record_without_any_words_is_metadata():
    (unit,) = read(answer(newsapi(content=None, description="")))
    assert (unit.text, unit.notes, unit.fault) == ("", ("metadata_only",), None)


def test_what_an_outlet_says_of_itself_under_every_title_is_no_standfirst():
    first, second = read(answer(newsapi(), newsapi(title="A second port joins", url="https://harbour.example/2")))
    assert first.summary is None and second.summary is None


@pytest.mark.parametrize(
    "author",
    ["https://social.example/harbourpost", "www.harbour.example", "desk@harbour.example", "??? ??", "", None, 7],
)
def test_an_address_is_not_an_author(author):
    (unit,) = read(answer(newsapi(author=author)))
    assert unit.author is None


def test_an_article_that_was_taken_back_is_accounted_for():
    (unit,) = read(answer(newsapi(title="[Removed]", content="[Removed]")))
    assert code(unit) == "removed_by_source"


def test_what_stands_among_records_and_is_none_is_accounted_for():
    assert [code(unit) for unit in read(answer(newsapi(), {"note": "page 2"}, 5))] == [
        None,
        "unknown_record",
        "unknown_record",
    ]


def test_pages_in_a_list_bare_records_and_json_lines_are_read_alike():
    pages = json.dumps(
        [
            json.loads(answer(newsapi(), newsapi(title="B", description=""))),
            json.loads(answer(newsapi(title="C", description=""))),
        ]
    )
    bare = json.dumps([newsapi(), newsapi(title="B"), newsapi(title="C")])
    lines = "\n".join(json.dumps(newsapi(title=title)) for title in ("Two ports, one tide table", "B", "C"))
    for text in (pages, bare, lines):
        assert [unit.title for unit in read(text)] == ["Two ports, one tide table", "B", "C"]


def test_a_line_of_json_lines_that_is_broken_does_not_stop_the_others():
    text = json.dumps(newsapi()) + "\n{broken\n" + json.dumps(newsapi(title="B"))
    assert [code(unit) for unit in read(text)] == [None, None, "bad_json"]


def test_a_page_of_the_guardian_has_its_text_as_html():
    record = {
        "id": "world/2024/mar/05/tides",
        "sectionName": "World news",
        "webPublicationDate": "2024-03-05T10:20:00Z",
        "webTitle": "Two ports, one tide table",
        "webUrl": "https://www.theguardian.com/world/2024/mar/05/tides",
        "fields": {"body": f"<p>{SENTENCE}</p>", "byline": "By Ama Owusu"},
    }
    (unit,) = read(json.dumps({"response": {"status": "ok", "results": [record]}}), news_services)
    assert (unit.html, unit.text, unit.outlet) == (True, f"<p>{SENTENCE}</p>", "The Guardian")
    assert (unit.author, unit.section, unit.source_key) == ("Ama Owusu", "World news", "world/2024/mar/05/tides")
    del record["fields"]
    (unit,) = read(json.dumps({"response": {"content": record}}))
    assert unit.notes == ("metadata_only",)


def test_an_article_search_gives_lead_paragraphs_and_the_author_as_printed():
    record = {
        "web_url": "https://www.nytimes.com/tides",
        "lead_paragraph": SENTENCE,
        "abstract": None,
        "snippet": SENTENCE[:40],
        "source": "The New York Times",
        "headline": {"main": "Two Ports, One Tide Table"},
        "byline": {"original": "By AMA OWUSU Special to The New York Times", "person": [{"lastname": "Special"}]},
        "pub_date": "1976-05-05T00:00:00Z",
    }
    (unit,) = read(json.dumps({"response": {"docs": [record]}}), news_services)
    assert (unit.text, unit.notes) == (SENTENCE, ("truncated_text",))
    assert (unit.author, unit.published) == ("AMA OWUSU", "1976-05-05")  # midnight of a print edition is a day


def test_event_registry_tells_the_article_s_own_time_from_when_it_was_seen():
    record = {
        "uri": "77",
        "lang": "spa",
        "isDuplicate": False,
        "dateTime": "2024-03-05T11:00:00Z",
        "dateTimePub": "2024-03-05T10:20:00Z",
        "url": "https://puerto.example/mareas",
        "title": "Dos puertos",
        "body": SENTENCE,
        "source": {"uri": "puerto.example", "title": "El Puerto"},
        "authors": [{"name": "Ama Owusu", "isAgency": False}, {"name": "Agencia Sur", "isAgency": True}],
    }
    (unit,) = read(json.dumps({"articles": {"results": [record]}}), news_services)
    assert (unit.published, unit.published_basis, unit.language) == ("2024-03-05T10:20:00Z", "metadata", "es")
    assert (unit.outlet, unit.author, unit.agency) == ("El Puerto", "Ama Owusu", "Agencia Sur")
    record["dateTimePub"] = None
    (unit,) = read(json.dumps([record]))
    assert unit.published_basis == "metadata: when the service saw it"


@pytest.mark.parametrize(
    "text", ['{"status":"ok","totalResults":0,"articles":[]}', '{"response": {"docs": [], "meta": {"hits": 0}}}']
)
def test_an_answer_that_found_nothing_is_said_to_be_empty(text):
    assert [code(unit) for unit in read(text, news_services)] == ["empty"]


# --- references ---

RIS = """TY  - NEWS
TI  - Two ports, one tide table
AU  - Owusu, Ama
AU  - Díaz, Luis
T2  - The Harbour Post
DA  - 1939/10/30/
Y2  - 2017/01/02/06:18:49
UR  - https://harbour.example/1
"""


def test_a_reference_without_an_abstract_and_without_an_end_is_metadata():
    (unit,) = read(RIS, reference_list)
    assert (unit.title, unit.outlet, unit.author) == (
        "Two ports, one tide table",
        "The Harbour Post",
        "Owusu, Ama; Díaz, Luis",
    )
    assert (unit.published, unit.url) == ("1939-10-30", "https://harbour.example/1")  # and not the day of access
    assert (unit.text, unit.notes) == ("", ("metadata_only",))


def test_an_abstract_keeps_its_lines():
    (unit,) = read(RIS + f"AB  - {SENTENCE}\nA second line without a tag\nER  - \n")
    assert unit.text == f"{SENTENCE}\nA second line without a tag"
    assert unit.notes == ("abstract_only",)


@pytest.mark.parametrize("end", ["ER  - \n", "ER  -\r\n\r\n", ""])
def test_references_follow_each_other_with_or_without_an_end(end):
    assert len(read((RIS + end) * 3)) == 3


@pytest.mark.parametrize(
    "written, read_as",
    [("2024/03/05", "2024-03-05"), ("2024/3/", "2024-03"), ("2024", "2024"), ("Issue Date", "Issue Date")],
)
def test_dates_of_ris_are_as_exact_as_they_are_stated(written, read_as):
    (unit,) = read(RIS.replace("1939/10/30/", written))
    assert unit.published == read_as


def zotero(**changes):
    item = {
        "itemType": "newspaperArticle",
        "title": "Two ports, one tide table",
        "creators": [
            {"firstName": "Ama", "lastName": "Owusu", "creatorType": "author"},
            {"name": "Harbour Desk", "creatorType": "author"},
            {"firstName": "Ed", "lastName": "Itor", "creatorType": "editor"},
        ],
        "publicationTitle": "The Harbour Post",
        "abstractNote": SENTENCE,
        "date": "Aug 22, 1984",
        "url": "javascript:alert(1)",
    }
    return {**item, **changes}


def test_zotero_items_name_authors_and_no_editors():
    (unit,) = read(json.dumps([zotero()]), reference_list)
    assert (unit.author, unit.outlet, unit.published) == ("Ama Owusu, Harbour Desk", "The Harbour Post", "Aug 22, 1984")
    assert (unit.text, unit.notes, unit.url) == (SENTENCE, ("abstract_only",), None)


def test_items_of_the_interface_of_zotero_are_unwrapped_and_attachments_are_no_articles():
    held = [
        {"key": "A", "data": zotero(key="A")},
        {"key": "B", "data": {"itemType": "attachment", "title": "Snapshot"}},
    ]
    units = read(json.dumps(held))
    assert [code(unit) for unit in units] == [None, "not_an_article"]
    assert units[0].source_key == "A"


def test_csl_json_gives_the_first_day_of_its_date():
    item = {
        "id": "owusu2024",
        "type": "article-newspaper",
        "title": "Two ports, one tide table",
        "container-title": "The Harbour Post",
        "author": [{"family": "Owusu", "given": "Ama"}],
        "issued": {"date-parts": [[2024, 3, 5], [2024, 3, 6]]},
    }
    (unit,) = read(json.dumps([item]), reference_list)
    assert (unit.published, unit.author, unit.notes) == ("2024-03-05", "Ama Owusu", ("metadata_only",))


# --- Media Cloud and GDELT ---

STORIES = "id,indexed_date,language,media_name,media_url,publish_date,title,url\n"


def test_a_story_list_has_no_text_and_its_own_date():
    (unit,) = read(
        STORIES
        + 'a1,2026-05-07 15:40:11,de,harbour.example,harbour.example,2026-05-06,"Zwei Häfen, eine Tafel",https://harbour.example/1\n',
        media_cloud,
    )
    assert (unit.title, unit.text, unit.notes) == ("Zwei Häfen, eine Tafel", "", ("metadata_only",))
    assert (unit.published, unit.outlet, unit.language) == ("2026-05-06", "harbour.example", "de")


def test_the_older_columns_of_story_lists_are_known_too():
    text = (
        "stories_id,publish_date,title,url,language,ap_syndicated,themes,media_id,media_name,media_url\n"
        + "1,2018-05-06 12:00:00,Two ports,http://harbour.example/1,en,0,,7,Harbour Post,http://harbour.example\n"
    )
    (unit,) = read(text, media_cloud)
    assert (unit.source_key, unit.outlet) == ("1", "Harbour Post")


def test_a_row_that_is_too_short_does_not_stop_the_others():
    row = "a1,2026-05-07,de,m,m,2026-05-06,A title,https://harbour.example/1\n"
    assert [code(unit) for unit in read(STORIES + row + "a2,short\n" + row)] == [None, "ragged_row", None]


def test_a_table_of_articles_is_not_a_story_list():
    assert not media_cloud.recognise(b"title,text,url,publish_date\nA,B,http://a.test/,2024-01-01\n", "stories.csv")


def graph(extras="", origin=""):
    fields = [""] * 27
    fields[:5] = ["20240305101500-7", "20240305101500", "1", "harbour.example", "https://harbour.example/1"]
    fields[25], fields[26] = origin, extras
    return "\t".join(fields) + "\n"


def test_the_knowledge_graph_gives_when_it_saw_an_article_and_says_so():
    (unit,) = read(graph(), gdelt)
    assert (unit.published, unit.published_basis) == ("2024-03-05T10:15:00Z", "metadata: when GDELT saw it")
    assert (unit.outlet, unit.url, unit.language) == ("harbour.example", "https://harbour.example/1", "en")
    assert (unit.text, unit.notes) == ("", ("metadata_only",))


def test_what_the_graph_read_from_the_page_itself_comes_first():
    extras = (
        "<PAGE_PRECISEPUBTIMESTAMP>20240304220000</PAGE_PRECISEPUBTIMESTAMP><PAGE_TITLE>Ports &amp; tides</PAGE_TITLE>"
    )
    (unit,) = read(graph(extras, "srclc:fra;eng:GT-FRA 1.0"))
    assert (unit.published, unit.published_basis) == ("2024-03-04T22:00:00Z", "metadata")
    assert (unit.title, unit.language) == ("Ports & tides", "fr")


def test_a_citation_of_the_graph_is_no_address():
    (unit,) = read(graph().replace("https://harbour.example/1", "as heard on Radio Harbour"))
    assert unit.url is None


def event():
    fields = [""] * 61
    fields[:5] = ["4101", "20140218", "201402", "2014", "2014.1315"]
    fields[59:] = ["20240305101500", "https://harbour.example/1"]
    return "\t".join(fields) + "\n"


def test_the_day_of_an_event_is_not_the_date_of_its_article():
    (unit,) = read(event(), gdelt)
    assert (unit.published, unit.published_basis) == ("2024-03-05T10:15:00Z", "metadata: when GDELT saw it")
    assert (unit.source_key, unit.url) == ("4101", "https://harbour.example/1")


def test_mentions_are_pairs_of_an_event_and_an_article():
    row = (
        ["4101", "20240305100000", "20240305101500", "1", "harbour.example", "https://harbour.example/1"]
        + ["1"] * 8
        + ["", ""]
    )
    (unit,) = read("\t".join(row), gdelt)
    assert (unit.published, unit.outlet, unit.source_key) == ("2024-03-05T10:15:00Z", "harbour.example", "4101")


def test_bytes_that_are_not_utf_8_stay_in_their_row():
    units = list(
        gdelt.read(graph().encode() + graph("<PAGE_TITLE>caf\xe9</PAGE_TITLE>").encode("latin-1") + b"short\n", "")
    )
    assert [code(unit) for unit in units] == [None, None, "ragged_row"]


# --- feeds ---


def rss(items, head=""):
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Post</title><link>https://harbour.example/</link>{head}{items}</channel></rss>'


ITEM = """<item><title>Two ports</title><link>https://harbour.example/1</link><guid isPermaLink="false">g-1</guid>
<pubDate>Tue, 05 Mar 2024 10:20:00 +0100</pubDate><author>desk@harbour.example (Ama Owusu)</author>
<description>&lt;p&gt;The ports share a table.&lt;/p&gt;</description></item>"""


def test_an_item_of_rss_is_an_article_with_its_tags_left_in():
    (unit,) = read(rss(ITEM), feed)
    assert (unit.title, unit.text, unit.html) == ("Two ports", "<p>The ports share a table.</p>", True)
    assert (unit.published, unit.author, unit.outlet) == (
        "Tue, 05 Mar 2024 10:20:00 +0100",
        "Ama Owusu",
        "Harbour Post",
    )
    assert (unit.source_key, unit.url) == ("g-1", "https://harbour.example/1")


def test_an_item_without_text_is_metadata_and_one_without_anything_is_a_fault():
    units = read(rss("<item><title>Two ports</title></item><item></item>"))
    assert [(unit.notes, code(unit)) for unit in units] == [(("metadata_only",), None), ((), "empty")]


def test_an_item_without_id_and_link_is_known_by_what_it_says():
    text = rss("<item><title>Two ports</title></item><item><title>Three ports</title></item>")
    first, second = read(text)
    assert first.source_key != second.source_key and first.published is None
    assert [unit.source_key for unit in read(text)] == [first.source_key, second.source_key]


def test_a_changed_item_keeps_its_id_and_changes_its_hash():
    (old,), (new,) = read(rss(ITEM)), read(rss(ITEM.replace("a table", "two tables")))
    assert old.source_key == new.source_key and old.raw != new.raw


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "only-a-word"])
def test_only_addresses_of_the_web_become_the_url(link):
    (unit,) = read(rss(ITEM.replace("https://harbour.example/1", link)))
    assert unit.url is None


def test_a_hostile_title_is_kept_as_it_is_for_those_who_show_it():
    (unit,) = read(rss(ITEM.replace("Two ports", "<![CDATA[<script>alert(1)</script>]]>")))
    assert "script" in unit.title


@pytest.mark.parametrize("stated", ["3 hours ago", "yesterday", "1793613600"])
def test_a_date_is_handed_on_as_stated(stated):
    (unit,) = read(rss(ITEM.replace("Tue, 05 Mar 2024 10:20:00 +0100", stated)))
    assert unit.published == stated


def test_the_source_of_another_site_is_the_outlet_and_one_of_the_same_site_is_not():
    for address, outlet in (
        ("https://reef.example/feed", "Reef News"),
        ("https://www.harbour.example/feed2", "Harbour Post"),
    ):
        (unit,) = read(rss(ITEM.replace("</item>", f'<source url="{address}">Reef News</source></item>')))
        assert unit.outlet == outlet


@pytest.mark.parametrize(
    "end, kept", [("share a table [&amp;hellip;]", "share a table "), ("share a table…", "share a table…")]
)
def test_a_description_that_breaks_off_says_so(end, kept):
    (unit,) = read(rss(ITEM.replace("share a table.", end)))
    assert unit.notes == ("truncated_text",)
    assert unit.text == f"<p>The ports {kept}</p>"


ATOM = f"""<?xml version="1.0"?><!-- a comment --><feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour Post</title>
<link href="https://harbour.example/"/><author><name>Ama Owusu</name></author><entry><title>Two ports</title><id>urn:1</id>
<link href="https://harbour.example/1"/><updated>2024-03-06T00:00:00Z</updated><published>2024-03-05T10:20:00+01:00</published>
<summary>A table</summary><content type="html">&lt;p&gt;{SENTENCE}&lt;/p&gt;</content></entry></feed>"""


def test_an_entry_of_atom_prefers_its_publication_and_its_content():
    (unit,) = read(ATOM, feed)
    assert (unit.published, unit.author, unit.summary) == ("2024-03-05T10:20:00+01:00", "Ama Owusu", "A table")
    assert SENTENCE in unit.text and unit.html


def test_rdf_keeps_its_items_outside_the_channel():
    text = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
    <channel><title>Harbour Post</title></channel>
    <item rdf:about="https://harbour.example/1"><title>Two ports</title></item></rdf:RDF>"""
    (unit,) = read(text, feed)
    assert (unit.title, unit.outlet) == ("Two ports", "Harbour Post")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1250", "iso-8859-2"])
def test_a_feed_is_read_in_the_charset_that_it_declares(encoding):
    text = rss(ITEM.replace("Two ports", "Dvě přístaviště")).replace('"1.0"?', f'"1.0" encoding="{encoding}"?')
    (unit,) = read(text.encode(encoding))
    assert unit.title == "Dvě přístaviště"


def test_a_broken_feed_gives_what_it_has_and_says_so():
    text = rss(ITEM).replace("</channel></rss>", "<item><title>Fish & chips<br></title></item>")
    units = read(text)
    assert units[0].title == "Two ports"
    assert all("malformed_feed" in unit.notes for unit in units)


def test_a_feed_is_never_the_name_of_a_file(tmp_path):
    secret = tmp_path / "feed.xml"
    secret.write_text(rss(ITEM))
    assert [code(unit) for unit in feed.read(str(secret).encode(), "")] == ["not_a_feed"]


LAUGHS = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
LONG = f'<!DOCTYPE rss [<!ENTITY a "{"ha" * 500}">]>'
FILE = '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("doctype", [LAUGHS, LONG, FILE])
def test_entities_that_expand_or_load_are_refused(doctype):
    assert [code(unit) for unit in read(rss(ITEM).replace("<rss", doctype + "<rss", 1))] == ["xml_entities"]
    text = f'{doctype}<opml version="2.0"><body><outline text="&a;" xmlUrl="https://a.test/"/></body></opml>'
    assert [code(unit) for unit in read(text, opml)] == ["xml_entities"]


def test_a_page_that_shows_the_source_of_a_feed_is_not_a_feed():
    assert not feed.recognise(b"<html><body><pre><rss></rss></pre></body></html>", "feed.xml")


@pytest.mark.parametrize("place", ["desk@harbour.example", "\n", "<p>"])
def test_a_feed_made_to_take_for_ever_does_not(place):
    """Each of these took minutes: names, blanks in the head, and styles were searched in quadratic time."""
    traps = {"desk@harbour.example": "a" * 400_000, "\n": "\n" * 400_000, "<p>": f'<p style="{"a" * 400_000}">'}
    text = rss(ITEM.replace("&lt;p&gt;", "<![CDATA[<p>]]>")).replace(place, traps[place], 1)
    (unit,) = read(text.replace("?>", "?>" + "\n" * 10_000, 1))
    assert unit.title == "Two ports"


def json_feed(*items, **head):
    return json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": "Harbour Post", **head, "items": list(items)}
    )


def test_a_json_feed_is_read_without_feedparser():
    (unit,) = read(json_feed({"id": "1", "title": "Two ports", "content_html": f"<p>{SENTENCE}</p>", "url": "https://harbour.example/1",
                              "date_published": "2024-03-05T10:20:00+01:00"}, author={"name": "Ama Owusu"}), feed)  # fmt: skip
    assert (unit.html, unit.author, unit.outlet, unit.source_key) == (True, "Ama Owusu", "Harbour Post", "1")


def test_wrong_types_in_a_json_feed_are_no_values():
    (unit, other, none) = read(
        json_feed({"id": 3.5, "title": 1000, "content_html": True, "url": [], "authors": "x"}, "not an entry", {})
    )
    assert (unit.title, unit.text, unit.url, unit.source_key) == (None, "", None, "3.5")
    assert (code(other), code(none)) == ("unknown_record", "empty")


# --- lists of feeds ---


def outlines(*outlines):
    return f'<?xml version="1.0"?><opml version="2.0"><head/><body>{"".join(outlines)}</body></opml>'


ONE = '<outline text="Harbour Post" type="rss" xmlUrl="https://harbour.example/feed"/>'


def test_a_list_of_feeds_is_labels_and_addresses():
    (unit,) = read(outlines(f'<outline text="Ports">{ONE}</outline>'), opml)
    assert (unit.title, unit.url, unit.section) == ("Harbour Post", "https://harbour.example/feed", "Ports")
    assert (unit.text, unit.notes) == ("", ("feed_address",))


def test_a_bare_ampersand_an_entity_of_html_and_a_second_list_are_mended():
    text = outlines(ONE.replace("Harbour Post", "Fish & chips &eacute; &amp;")) + outlines(
        ONE.replace("xmlUrl", "XMLURL")
    )
    assert [unit.title for unit in read(text)] == ["Fish & chips é &", "Harbour Post"]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "ftp://a.test/feed"])
def test_a_feed_elsewhere_than_on_the_web_is_a_fault(address):
    assert [code(unit) for unit in read(outlines(ONE.replace("https://harbour.example/feed", address)))] == ["bad_url"]


def test_a_list_without_feeds_says_so():
    assert [code(unit) for unit in read(outlines('<outline text="Ports"/>'))] == ["empty"]


# --- web archives ---

PAGE = f"""<html><head><title>Two ports</title><meta property="og:site_name" content="Harbour Post"></head><body>
<article><h1>Two ports</h1><p>{SENTENCE}</p><p>{SENTENCE.replace("Chile", "Peru")}</p>
<p>{SENTENCE.replace("Ghana", "Togo")}</p></article></body></html>"""


def record(kind, address, body, compressed):
    """One record of a WARC, in a gzip member of its own if ``compressed``."""
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
    head += "WARC-Date: 2024-03-09T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
    held = head.encode() + f"Content-Length: {len(body)}\r\n\r\n".encode() + body + b"\r\n\r\n"
    return gzip.compress(held, mtime=0) if compressed else held


def archive(*captures, compressed=True):
    """A WARC of answers: each is an address, a status, a kind and a body."""
    records = [record("warcinfo", "urn:a", b"software: a test\r\n", compressed)]
    for address, status, kind, body in captures:
        answered = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + body
        records.append(record("response", address, answered, compressed))
    return b"".join(records)


def capture(body=None, status="200 OK", kind="text/html; charset=utf-8"):
    return ("https://harbour.example/1", status, kind, PAGE.encode() if body is None else body)


@pytest.mark.parametrize("compressed", [True, False])
def test_a_captured_page_is_an_article_at_its_address(compressed):
    (unit,) = read(archive(capture(), compressed=compressed), warc)
    assert "tide tables" in unit.text and unit.url == "https://harbour.example/1"
    assert unit.published is None  # a capture is no publication


def test_a_captured_page_was_fetched_when_its_record_says(tmp_path):
    (tmp_path / "a.warc.gz").write_bytes(archive(capture()))
    ingest([tmp_path / "a.warc.gz"], tmp_path / "corpus")
    assert Corpus(tmp_path / "corpus").read("articles")["fetched"].tolist() == [pd.Timestamp("2024-03-09T00:00Z")]


def test_an_archive_that_was_compressed_as_a_whole_is_read_too():
    assert len(read(gzip.compress(archive(capture(), capture(), compressed=False)))) == 2


def test_what_is_no_page_says_why():
    held = archive(capture(), capture(status="404 Not Found"), capture(b"{}", kind="application/json"), capture(b""))
    assert [code(unit) for unit in read(held)] == [None, "http_status", "not_a_page", "empty"]


def test_a_page_is_read_in_the_charset_of_its_answer():
    page = PAGE.replace("Two ports", "Dvě přístaviště").encode("windows-1250", "replace")
    (unit,) = read(archive(capture(page, kind="text/html; charset=windows-1250")))
    assert "Valparaíso" in unit.text


def test_an_archive_that_breaks_off_keeps_what_can_be_read():
    held = archive(capture(), capture())
    codes = [code(unit) for unit in read(held[:-60])]
    assert codes[0] is None and codes[-1] == "truncated"


@pytest.mark.parametrize("compressed", [True, False])
def test_a_page_that_breaks_off_with_its_archive_says_so(compressed):
    whole, cut, end = read(archive(capture(), capture(), compressed=compressed)[:-60])
    assert (whole.notes, cut.notes, code(end)) == ((), ("truncated_text",), "truncated")
    assert whole.text.startswith(cut.text) and len(cut.text) < len(whole.text)


@pytest.mark.parametrize(("n_left", "expected"), [(5, "bad_archive"), (20, "truncated"), (150, "truncated")])
def test_a_record_of_which_only_a_part_of_its_head_is_left_is_missed(n_left, expected):
    one = len(archive(capture(), compressed=False))
    held = archive(capture(), capture(), compressed=False)[: one + n_left]
    assert [code(unit) for unit in read(held)] == [None, expected]


def test_an_archive_that_expands_without_end_is_stopped():
    bomb = archive(capture(b"<html>" + b" " * (12 * 2**20)))
    assert "too_large_expanded" in [code(unit) for unit in read(bomb)]


def test_an_archive_without_captures_says_so():
    assert [code(unit) for unit in read(archive())] == ["empty"]


def test_other_compressed_files_are_not_web_archives():
    assert not warc.recognise(gzip.compress(b"title,text\n", mtime=0), "a.warc.gz")
    assert not warc.recognise(b"\x1f\x8bnot gzip at all", "a.warc.gz")


# --- all of them ---

SAMPLES = {
    "newsapi": answer(newsapi(), newsapi(title="B")).encode(),
    "ris": (RIS + "ER  - \n").encode() * 2,
    "zotero": json.dumps([zotero()]).encode(),
    "stories": (STORIES + "a1,2026-05-07,de,m,m,2026-05-06,A title,https://harbour.example/1\n").encode(),
    "graph": graph().encode() * 2,
    "events": event().encode() * 2,
    "rss": rss(ITEM).encode(),
    "atom": ATOM.encode(),
    "json_feed": json_feed({"id": "1", "title": "Two ports"}).encode(),
    "opml": outlines(ONE).encode(),
    "warc": archive(capture(), compressed=False),
    "warc_gz": archive(capture(b"<html><p>x</p></html>")),
}


@pytest.mark.parametrize("sample", SAMPLES)
def test_one_reader_recognises_each_kind(sample):
    assert len([one for one in READERS if one.recognise(SAMPLES[sample], "")]) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A short report.\n\nIt says little.",
        "title,text\nA,B\n",
        '{"title": "A", "text": "B"}',
        "<html></html>",
        "\0\0\0",
    ],
)
def test_what_is_none_of_these_is_recognised_by_none(text):
    assert not [one for one in READERS if one.recognise(text.encode(), "export.warc.json.ris.opml.xml")]


JUNK = st.sampled_from(
    [b"", b"\0", b"\xff", b"<", b"]]>", b'"', b"{", b"\n", b"\t", b"&", b"<![CDATA[", b"TY  - ", b"\x1f\x8b", b"null"]
)
CHANGES = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), JUNK), min_size=1, max_size=6)


@pytest.mark.parametrize("sample", SAMPLES)
@settings(max_examples=25, deadline=None)
@given(changes=CHANGES, n_cut=st.integers(0, 200))
def test_no_damage_raises_past_a_reader(sample, changes, n_cut):
    raw = SAMPLES[sample]
    for place, width, junk in changes:
        at = int(place * len(raw))
        raw = raw[:at] + junk + raw[at + width :]
    raw = raw[: len(raw) - n_cut]
    for reader in READERS:
        if reader.recognise(raw, "") or sample.startswith(reader.KIND[:4]):
            assert list(reader.read(raw, ""))  # at least one unit, if only to say why nothing could be read


@settings(max_examples=40, deadline=None)
@given(text=st.text(string.printable + "é\ud800\u2028", max_size=300))
def test_no_text_raises_past_any_reader(text):
    raw = text.encode("utf-8", "surrogatepass")
    for reader in READERS:
        reader.recognise(raw, "")
        assert all(isinstance(unit.raw, bytes) for unit in reader.read(raw, ""))
