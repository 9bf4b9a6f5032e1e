"""mentions_in_removed: the countries of what was cut, on passages of our own and lexicons of a few rows."""

import pandas as pd
import pytest

from helpers.annotate import annotate, mentions_in_removed
from helpers.annotate.removed import COLUMNS
from helpers.corpus.schema import frame
from tiny_lexicons import tiny_lexicons

VALOIS = {"person": "valois", "forms": "Anne Valois", "short": "Valois", "short_rule": "introduced", "country": "FRA"}
TINY = tiny_lexicons(
    countries=[
        {"country": "FRA", "form": "France"},
        {"country": "FRA", "form": "French", "route": "adjective"},
        {"country": "CHE", "form": "Switzerland"},
    ],
    people=[{**VALOIS, "office": "envoy", "country": "CHE", "from": "2016-07-01", "to": "2017-12-31"}],
    places=[{"id": "bern", "forms": "Bern", "country": "CHE", "route": "capital"}],
    organisations=[{"id": "league", "forms": "League of Lakes"}],
    themes=[{"theme": "energy", "forms": "gas"}],
)
ARTICLES = pd.DataFrame({"article_id": ["a", "b"], "published": pd.to_datetime(["2017-01-05", None], utc=True)})


def cut(*passages, article_id="a"):
    rows = [{"article_id": article_id, "rule": "read-more", "position": "inside", "passage": text} for text in passages]
    return frame("removed", rows)


def found(*passages, **where):
    return mentions_in_removed(cut(*passages, **where), ARTICLES, TINY)


def test_a_country_is_found_by_name_and_by_implication_with_the_rule_that_cut_it():
    rows = found("READ MORE: French farmers", "BERN -", "Bern: gas")
    assert rows.to_numpy().tolist() == [
        ["a", "read-more", "inside", "FRA", "adjective", True, "French"],
        ["a", "read-more", "inside", "CHE", "capital", False, "BERN"],
        ["a", "read-more", "inside", "CHE", "capital", False, "Bern"],
    ]


def test_themes_and_bodies_of_no_country_are_not_listed():
    assert found("The League of Lakes and gas").empty


@pytest.mark.parametrize(("article_id", "country", "route"), [("a", "CHE", "office"), ("b", "CHE", "person")])
def test_a_person_speaks_for_the_country_of_the_office_held_on_the_day_of_the_article(article_id, country, route):
    (row,) = found("Reporting by Anne Valois", article_id=article_id).itertuples()
    assert (row.country, row.route) == (country, route)


@pytest.mark.parametrize("text", ["Bern: France and Switzerland", "Anne Valois in Bern", "nothing at all"])
def test_a_passage_is_read_as_an_article_of_the_same_words_would_be(text):
    article = pd.DataFrame({"article_id": ["a"], "text": [text], "published": ARTICLES["published"].iloc[:1]})
    read = annotate(article, TINY).mentions.dropna(subset=["country"])
    same = ["country", "route", "named", "surface"]
    assert found(text)[same].to_numpy().tolist() == read[same].to_numpy().tolist()


def test_a_surname_that_only_the_article_introduces_is_not_found():
    assert found("READ MORE: Valois speaks").empty


def test_where_nothing_was_cut_there_are_no_rows_but_their_columns():
    assert list(mentions_in_removed(frame("removed"), ARTICLES, TINY)) == COLUMNS
    assert list(mentions_in_removed(frame("removed"), frame("articles"), TINY)) == COLUMNS
