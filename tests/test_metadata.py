"""Addresses by which two copies of a page are one, and the outlets behind them."""

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.ingest.metadata import canonical_url, outlet_of
from helpers.lexicons import load_lexicons


@pytest.mark.parametrize(
    "url",
    [
        "https://www.gazette.example/world/ferry",
        "http://www.gazette.example/world/ferry",
        "HTTPS://WWW.Gazette.Example/world/ferry",
        "https://www.gazette.example/world/ferry/",
        "https://www.gazette.example/world/ferry#comments",
        "https://www.gazette.example:443/world/ferry",
        "http://www.gazette.example:80/world/ferry",
        "https://www.gazette.example/world/ferry?utm_source=feed&utm_medium=rss",
        "https://www.gazette.example/world/ferry?fbclid=IwAR0&gclid=9",
        "https://reader@www.gazette.example/world/ferry",
        "  https://www.gazette.example/world/ferry \n",
    ],
)
def test_copies_of_a_page_have_one_address(url):
    assert canonical_url(url) == "www.gazette.example/world/ferry"


@pytest.mark.parametrize(
    "url",
    [
        "https://www.gazette.example/world/Ferry",
        "https://www.gazette.example/world",
        "https://www.gazette.example/world/ferry?id=2",
        "https://www.gazette.example:8080/world/ferry",
        "https://m.gazette.example/world/ferry",
    ],
)
def test_other_pages_have_other_addresses(url):
    assert canonical_url(url) not in (None, "www.gazette.example/world/ferry")


def test_what_tells_articles_apart_stays_when_tracking_goes():
    url = "http://abc.example/story?id=45310061&utm_source=x&page="
    assert canonical_url(url) == "abc.example/story?id=45310061&page="


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "  ",
        "ferry",
        "/world/ferry",
        "www.gazette.example/world",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "mailto:desk@gazette.example",
        "https://",
        "https://[broken/",
        "https://gazette.example:99999/x",
    ],
)
def test_what_is_no_web_address_has_none(url):
    assert canonical_url(url) is None


paths = st.text("abcXYZ09-_/.~é", max_size=12)
queries = st.lists(st.tuples(st.text("abc", min_size=1, max_size=3), st.text("xyz 1&=é", max_size=4)), max_size=3)


@given(paths, queries, st.sampled_from(["http://", "https://"]))
def test_a_canonical_address_is_its_own(path, query, scheme):
    once = canonical_url(f"{scheme}gazette.example/{path}?{urlencode(query)}")
    assert canonical_url(f"https://{once}") == once


@given(st.text(st.characters()))  # lone surrogates too, which st.text() leaves out
def test_any_text_gives_an_address_that_can_be_written_down_or_none(text):
    for url in (text, f"https://gazette.example/{text}"):
        found = canonical_url(url)
        assert found is None or found.encode("utf-8")


@pytest.fixture(scope="module")
def lexicons():
    return load_lexicons()


@pytest.mark.parametrize(
    ("url", "outlet", "country"),
    [
        ("https://abcnews.go.com/Politics/story?id=1", "ABC News", "USA"),
        ("https://www.abc.net.au/news/1", "ABC News (Australia)", "AUS"),
        ("http://www.rte.ie/news/1", "RTE", "IRL"),
        ("https://deep.sub.tass.com:8080/world/1", "TASS", "RUS"),
    ],
)
def test_an_outlet_is_known_by_the_end_of_its_host(lexicons, url, outlet, country):
    assert outlet_of(url, None, lexicons) == (outlet, country)


@pytest.mark.parametrize(
    "url",
    [
        "https://nottass.com/1",
        "https://tass.com.gazette.example/1",
        "https://tass.com@gazette.example/1",
        "https://gazette.example/tass.com",
        "https://gazette.example?tass.com",
    ],
)
def test_a_host_that_only_looks_like_it_is_another_outlet(lexicons, url):
    name, country = outlet_of(url, None, lexicons)
    assert name != "TASS"
    assert country is None


@pytest.mark.parametrize("named", ["TASS", "tass", " ITAR-TASS ", "tass.com", "www.tass.com"])
def test_without_an_address_the_name_counts_or_an_alias_or_its_host(lexicons, named):
    assert outlet_of(None, named, lexicons) == ("TASS", "RUS")


def test_the_address_says_more_than_the_name(lexicons):
    assert outlet_of("https://www.rte.ie/news/1", "TASS", lexicons) == ("RTE", "IRL")


def test_a_name_says_more_than_a_host_that_nobody_knows(lexicons):
    assert outlet_of("https://feeds.gazette.example/1", "TASS", lexicons) == ("TASS", "RUS")


@pytest.mark.parametrize(
    ("url", "named", "outlet"),
    [
        ("https://www.gazette.example/1", " The Gazette ", "The Gazette"),
        ("https://www.gazette.example/1", None, "gazette.example"),
        ("https://www.gazette.example/1", " ", "gazette.example"),
        (None, "The Gazette", "The Gazette"),
        ("not an address", None, None),
        (None, None, None),
    ],
)
def test_an_unknown_outlet_keeps_its_name_or_its_host_and_has_no_country(lexicons, url, named, outlet):
    assert outlet_of(url, named, lexicons) == (outlet, None)
