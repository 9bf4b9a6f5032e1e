"""page: what a page says of itself, by the standards for saying so; what it does not say is not made up."""

import pytest
from lxml.html import document_fromstring

from helpers.ingest.page import Page, describe, without_site
from helpers.ingest.page_authors import names_in
from helpers.ingest.page_dates import publication

BODY = "<p>The ministers met for two hours in the old harbour and agreed on a text, their spokesman said.</p>" * 6


def page(head="", body="", url="https://www.harbournews.example/world/a-text-is-agreed"):
    tree = document_fromstring(f"<html lang='en-GB'><head>{head}</head><body>{body}{BODY}</body></html>")
    return describe(tree, url)


def published(head="", body="", url="https://www.harbournews.example/world/a-text-is-agreed", **known):
    tree = document_fromstring(f"<html lang='en-GB'><head>{head}</head><body>{body}{BODY}</body></html>")
    return publication(tree, describe(tree, url), **known)


def linked(text):
    return f"<script type='application/ld+json'>{text}</script>"


def meta(name, content):
    return f"<meta property='{name}' content='{content}'>"


# --- title ---


def test_the_visible_headline_that_agrees_with_the_metadata_is_the_title():
    found = page(
        meta("og:title", "Ministers agree on a harbour text"), "<h1>Ministers agree on a text</h1><h1>Harbour News</h1>"
    )
    assert found.title == "Ministers agree on a text"


@pytest.mark.parametrize(
    "tail", [" | Harbour News", " - Harbour News", " — World — Harbour News", " | World | harbournews.example"]
)
def test_without_a_headline_the_title_loses_the_name_of_the_site(tail):
    found = page(f"<title>Ministers agree on a text{tail}</title>" + meta("og:site_name", "Harbour News"))
    assert found.title == "Ministers agree on a text"


def test_a_dash_within_a_headline_stays():
    assert without_site("Norway - the quiet partner of all", {"harbournews"}) == "Norway - the quiet partner of all"


def test_a_heading_that_is_the_name_of_the_site_is_no_title():
    head = "<title>Ministers agree on a text - The Paper of the Harbour</title>" + meta(
        "og:title", "Ministers agree on a text"
    )
    assert page(head, "<h1>The Paper of the Harbour</h1>").title == "Ministers agree on a text"


def test_a_genre_before_the_headline_is_no_part_of_it():
    found = page(
        meta("og:title", "Opinion | Ministers should agree on a text"),
        "<h1>Opinion Ministers should agree on a text</h1>",
    )
    assert found.title == "Ministers should agree on a text"


def test_a_page_without_any_title_has_none():
    assert page().title is None


# --- authors ---


def test_authors_are_the_people_of_the_linked_data_joined_by_commas():
    data = (
        '{"@type": "NewsArticle", "author": [{"@type": "Person", "name": "Ana Sol"}, {"@type": "Person", "name": "Bo Ek"},'
        ' {"@type": "Organization", "name": "Harbour News"}]}'
    )
    assert page(linked(data)).authors == "Ana Sol, Bo Ek"


def test_an_author_may_be_named_elsewhere_in_the_graph():
    data = '{"@graph": [{"@type": "Article", "author": {"@id": "#a"}}, {"@type": "Person", "@id": "#a", "name": "Ana Sol"}]}'
    assert page(linked(data)).authors == "Ana Sol"


@pytest.mark.parametrize(
    "byline",
    [
        "<a rel='author' href='/x'>Ana Sol</a>",
        "<p class='byline'>By Ana Sol, Senior Harbour Correspondent</p>",
        "<span itemprop='author'><span itemprop='name'>Ana Sol</span></span>",
        "<div>By Ana Sol</div>",
        "<a href='/authors/ana-sol'>Ana Sol</a>",
    ],
)
def test_a_byline_names_the_author(byline):
    assert (
        page(meta("og:title", "Ministers agree on a text"), f"<h1>Ministers agree on a text</h1>{byline}").authors
        == "Ana Sol"
    )


@pytest.mark.parametrize(
    "said",
    [
        "Harbour News",
        "Staff",
        "Harbour News Staff",
        "https://example.org/ana",
        "@anasol",
        "admin",
        "News Desk",
        ", Reporter",
    ],
)
def test_what_is_no_person_is_no_author(said):
    assert page(f"<meta name='author' content='{said}'>" + meta("og:site_name", "Harbour News")).authors is None


def test_those_who_comment_are_not_the_author():
    assert page(body="<div class='comments'><span class='author'>Kit Orr</span></div>").authors is None


def test_of_two_authors_in_the_metadata_the_one_of_the_byline_is_taken():
    data = '{"@type": "NewsArticle", "author": {"name": "Kit Orr"}}'
    found = page(linked(data) + "<meta name='author' content='Ana Sol'>", "<p class='byline'>By Ana Sol</p>")
    assert found.authors == "Ana Sol"


def test_a_name_with_a_particle_is_whole():
    assert names_in("By Christoph von Hafen") == ["Christoph von Hafen"]


# --- outlet, section, language, address, access ---


def test_outlet_section_language_and_address_are_as_stated():
    head = (
        meta("og:site_name", "Harbour News")
        + meta("article:section", "World")
        + "<link rel='canonical' href='/world/a-text-is-agreed'>"
    )
    found = page(head, url="https://www.harbournews.example/world/a-text-is-agreed?utm_source=x")
    assert (found.outlet, found.section, found.language) == ("Harbour News", "World", "en")
    assert found.url == "https://www.harbournews.example/world/a-text-is-agreed"


def test_without_a_site_name_the_part_of_the_title_that_spells_the_host_is_the_outlet():
    assert page("<title>Ministers agree on a text - Harbour News - For the coast</title>").outlet == "Harbour News"


@pytest.mark.parametrize("value", ["false", '"False"', '"false"'])
def test_a_page_that_is_not_free_says_so(value):
    assert page(linked(f'{{"@type": "NewsArticle", "isAccessibleForFree": {value}}}')).paywall
    assert not page(linked('{"@type": "NewsArticle", "isAccessibleForFree": true}')).paywall


@pytest.mark.parametrize(
    "script",
    [
        '<!-- {"@type": "NewsArticle", "headline": "Ministers agree on a text",} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "headline": "Ministers agree\n on a text"}\n//]]>',
        '[[{"@type": ["NewsArticle"], "headline": ["Ministers agree on a text"]}]]',
    ],
)
def test_linked_data_with_the_usual_damage_is_read(script):
    assert page(linked(script)).title == "Ministers agree on a text"


@pytest.mark.parametrize(
    "script", ["{", "[" * 5000, "null", '"x"', '{"@type": 7, "author": [[[[["x"]]]]]}', '{"@type": "NewsArticle"}']
)
def test_linked_data_of_any_form_breaks_nothing(script):
    assert page(linked(script)).title is None


def test_the_article_of_the_page_is_told_from_those_it_links_to():
    other = '{"@type": "NewsArticle", "headline": "Another story", "datePublished": "2020-01-01T00:10:00Z"}'
    own = '{"@type": "NewsArticle", "headline": "Ministers agree on a text", "datePublished": "2024-03-05T07:11:00Z"}'
    dated = published(linked(other) + linked(own), "<h1>Ministers agree on a text</h1>")
    assert dated.published.isoformat() == "2024-03-05T07:11:00+00:00"


def test_an_empty_page_says_nothing():
    assert describe(document_fromstring("<p>x</p>")) == Page()


# --- dates ---


@pytest.mark.parametrize(
    ("head", "basis"),
    [
        (meta("article:published_time", "2024-03-05T10:11:00+03:00"), "metadata: article:published_time"),
        (
            linked('{"@type": "NewsArticle", "datePublished": "2024-03-05T07:11:00Z"}'),
            "metadata: JSON-LD datePublished",
        ),
        ("<meta name='parsely-pub-date' content='2024-03-05T07:11:00Z'>", "metadata: parsely-pub-date"),
        ("<meta name='DC.date.issued' content='2024-03-05T07:11:00Z'>", "metadata: dc.date.issued"),
        ("<meta itemprop='datePublished' content='2024-03-05T07:11:00Z'>", "metadata: datepublished"),
    ],
)
def test_metadata_give_the_minute_and_are_named(head, basis):
    dated = published(head)
    assert (dated.published.isoformat(), dated.precision, dated.note) == ("2024-03-05T07:11:00+00:00", "minute", basis)


HEADED = "<title>Ministers agree on a text</title>"


@pytest.mark.parametrize(
    "line",
    [
        "<time datetime='2024-03-05'>yesterday</time>",
        "<p>Published: 5 March 2024</p>",
        "<div><span>By Ana Sol</span> | <span>March 5, 2024</span></div>",
        "<span class='updated'>Updated March 7, 2024</span><span>March 5, 2024</span>",
        "<time class='entry-date updated' datetime='2024-03-05'>5 March 2024</time>",
        "<time datetime='2024-03-07'>Posted: March 5, 2024 | Last Updated: March 7, 2024</time>",
        "<time datetime='2019-09-03'>March 5, 2024</time>",
        "<x-clock data-publish-date='March 5, 2024'></x-clock>",
        "<p>5. března 2024 ‧ <a>Ana Sol</a></p>",
        "<p>٥ مارس ٢٠٢٤</p>",
        "<blockquote><p>A text!</p>— Ana Sol (@anasol) <a>March 4, 2024</a></blockquote><p>March 5, 2024</p>",
    ],
)
def test_a_dated_line_beside_the_headline_gives_the_day(line):
    dated = published(HEADED, f"<h1>Ministers agree on a text</h1>{line}")
    assert (f"{dated.published:%Y-%m-%d}", dated.precision) == ("2024-03-05", "day")
    assert dated.note.startswith("text: ")


@pytest.mark.parametrize(
    "body",
    [
        "<h1>Ministers agree on a text</h1><p>On March 5, 2024 the ministers met in the old harbour and agreed on a text.</p>",
        "<h1>Ministers agree on a text</h1><div class='related'><time datetime='2024-03-05'>5 March 2024</time></div>",
        "<h1>Ministers agree on a text</h1><p>Updated 5 March 2024</p>",
        "<h1>Ministers agree on a text</h1><p>Last updated <b>5 March 2024</b></p>",
        "<h1>Ministers agree on a text</h1><p>Aktualisiert: <b>5. März 2024</b></p>",
        "<h1>Ministers agree on a text</h1><blockquote>A text! — Ana Sol (@anasol) <a>March 5, 2024</a></blockquote>",
        "<footer>© March 5, 2024</footer>",
    ],
)
def test_a_date_that_is_not_that_of_publication_is_not_taken(body):
    assert published(HEADED, body).published is None


def test_a_moment_that_a_script_shows_is_read_from_its_attribute():
    line = "<x-clock data-timestamp='1709622660000'></x-clock>"
    dated = published(HEADED, f"<h1>Ministers agree on a text</h1>{line}")
    assert (dated.published.isoformat(), dated.precision) == ("2024-03-05T07:11:00+00:00", "minute")


def test_a_date_right_over_the_headline_comes_before_one_far_below_it():
    body = f"<p>5.3.2024</p><h1>Ministers agree on a text</h1>{BODY[:300]}<p>7.3.2024</p>"
    assert f"{published(HEADED, body, country='NOR').published:%Y-%m-%d}" == "2024-03-05"


def test_the_address_overrules_a_line_of_another_day():
    body = "<header><p>Sunday, March 10, 2024</p></header><h1>Ministers agree on a text</h1>"
    dated = published(HEADED, body, url="https://www.harbournews.example/2024/03/05/a-text-is-agreed")
    assert (f"{dated.published:%Y-%m-%d}", dated.note) == ("2024-03-05", "url")


def test_but_not_the_clock_of_the_same_day_in_another_zone():
    body = "<h1>Ministers agree on a text</h1><time datetime='2024-03-04T23:30:00-05:00'>March 4</time>"
    dated = published(HEADED, body, url="https://www.harbournews.example/2024/03/04/a-text-is-agreed")
    assert dated.published.isoformat() == "2024-03-05T04:30:00+00:00"


def test_the_last_change_is_never_the_publication():
    assert published(meta("article:modified_time", "2024-03-05T07:11:00Z")).reason == "undated"


def test_the_first_of_several_publications_is_taken():
    head = meta("article:published_time", "2024-03-05T20:22:00Z") + linked(
        '{"@type": "LiveBlogPosting", "datePublished": "2024-03-05T07:15:00Z"}'
    )
    assert published(head).published.hour == 7


def test_the_address_gives_the_day_if_nothing_else_does():
    dated = published(url="https://www.harbournews.example/2024/03/05/a-text-is-agreed")
    assert (f"{dated.published:%Y-%m-%d}", dated.precision, dated.note) == ("2024-03-05", "day", "url")


def test_an_ambiguous_day_is_settled_by_the_address():
    body = "<h1>Ministers agree on a text</h1><p>12-10-2024</p>"
    dated = published(HEADED, body, url="https://www.harbournews.example/2024/10/12/a-text")
    assert (f"{dated.published:%Y-%m-%d}", dated.note) == ("2024-10-12", "text: 12-10-2024; day by url")


def test_an_ambiguous_day_without_other_evidence_is_left_open():
    dated = published(HEADED, "<h1>Ministers agree on a text</h1><p>12-10-2024</p>")
    assert (dated.published, dated.reason) == (None, "date_ambiguous")


def test_a_clock_without_a_zone_is_read_in_the_zone_of_the_outlet_or_not_at_all():
    head = meta("article:published_time", "2024-03-05 12:41")
    assert published(head).precision == "day"
    assert published(head, zone="Asia/Kolkata").published.isoformat() == "2024-03-05T07:11:00+00:00"
