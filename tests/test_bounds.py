"""Bounds of undated articles, from a world with three people: what counts as a clue, and from which side it bounds."""

from datetime import UTC, datetime

import pandas as pd
import pytest

from helpers.annotate import annotate
from tiny_lexicons import tiny_lexicons

PEOPLE = [
    {"person": "moe", "forms": "Ada Moe", "short": "Moe", "country": "NOR", "office": "president",
     "from": "2010-01-01", "until": "2014-01-01"},
    {"person": "bin-ali", "forms": "Omar bin Ali|Prince Omar bin Ali", "short": "bin Ali", "country": "SAU",
     "office": "deputy crown prince", "from": "2012-01-01", "until": "2013-06-01"},
    {"person": "bin-ali", "forms": "Omar bin Ali|Prince Omar bin Ali", "short": "bin Ali", "country": "SAU",
     "office": "crown prince", "from": "2013-06-01", "until": ""},
    {"person": "kerr", "forms": "Tom Kerr", "short": "Kerr", "country": "IRL", "office": "senator",
     "from": "2005-01-01", "until": "2009-01-01"},
]  # fmt: skip
FILLER = "The ferry crossed the fjord without a crew. " * 12


@pytest.fixture(scope="module")
def lexicons():
    return tiny_lexicons(
        people=[{("to" if key == "until" else key): value for key, value in row.items()} for row in PEOPLE]
    )


@pytest.fixture
def bounds(lexicons):
    """The bounds of a text without a date, as ISO days: ``None`` where none are given, an empty text where open."""

    def bounds(text, fetched=None):
        article = {"article_id": "a", "text": text, "fetched": pd.Timestamp(fetched, tz="UTC") if fetched else pd.NaT}
        rows = annotate(pd.DataFrame([article]), lexicons).bounds
        if rows.empty:
            return None
        days = rows.loc[0, ["published_from", "published_to"]]
        return tuple("" if pd.isna(day) else f"{day:%Y-%m-%d}" for day in days)

    return bounds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("President Ada Moe opened a bridge.", ("2010-01-01", "2014-01-01")),
        ("Pres. Moe opened a bridge. Ada Moe spoke.", ("2010-01-01", "2014-01-01")),
        ("Former President Ada Moe opened a bridge.", None),
        ("President-elect Ada Moe opened a bridge.", None),
        ("“We thank President Ada Moe,” she said.", None),
        ("Senator Tom Kerr opened a bridge.", None),
        ("Ada Moe opened a bridge.", None),
        ("Deputy Crown Prince Omar bin Ali opened a bridge.", ("2012-01-01", "2013-06-01")),
        ("Crown Prince Omar bin Ali opened a bridge.", ("2013-06-01", "")),
    ],
)
def test_an_office_with_its_holder_bounds_on_both_sides_unless_qualified_quoted_or_outlived(bounds, text, expected):
    assert bounds(text) == expected


@pytest.mark.parametrize(
    ("sentence", "until"),
    [
        ("President Ada Moe opened a bridge.", ""),
        ("The bridge is now in the hands of President Ada Moe.", "2014-01-01"),
        ("As we have recently said, President Ada Moe likes bridges.", "2014-01-01"),
        ("In 2011 the bridge was now in the hands of President Ada Moe.", ""),
    ],
)
def test_after_the_first_third_an_office_bounds_from_above_only_where_the_sentence_speaks_of_the_present(
    bounds, sentence, until
):
    assert bounds(FILLER + sentence) == ("2010-01-01", until)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met on 3 March 2012 in Oslo.", ("2012-03-03", "")),
        ("They met on March 27–28, 2012 in Oslo.", ("2012-03-28", "")),
        ("They will meet on 3 March 2012 in Oslo.", None),
        ("They met on 31 February 2012 in Oslo.", None),
    ],
)
def test_a_day_that_has_come_bounds_from_below(bounds, text, expected):
    assert bounds(text) == expected


def test_the_day_of_fetching_bounds_from_above_and_clues_that_contradict_each_other_bound_nothing(bounds):
    assert bounds("A bridge was opened.", fetched="2012-05-01") == ("", "2012-05-01")
    assert bounds("President Ada Moe opened a bridge.", fetched="2012-05-01") == ("2010-01-01", "2012-05-01")
    assert bounds("President Ada Moe opened a bridge.", fetched="2009-05-01") is None
    assert bounds("President Ada Moe spoke. A bridge was opened on 3 March 2016.") is None


def test_a_dated_article_has_no_bounds(lexicons):
    article = {"article_id": "a", "text": "President Ada Moe spoke.", "published": datetime(2012, 1, 1, tzinfo=UTC)}
    assert annotate(pd.DataFrame([article]), lexicons).bounds.empty
