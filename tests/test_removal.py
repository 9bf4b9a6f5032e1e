"""removed_by_rule and countries_uncut, on three articles that can be counted on one hand."""

import pandas as pd
import pytest

from helpers.annotate.removed import COLUMNS as CUT
from helpers.corpus.schema import frame
from helpers.measure import countries_uncut, removed_by_rule
from helpers.measure.removal import UNCUT


@pytest.fixture
def articles():
    """a and its copy b of the Herald, c of nobody knows whom."""
    return pd.DataFrame(
        {"article_id": list("abc"), "story_id": list("aac"), "relation": ["original", "copy", "original"],
         "outlet": ["Herald", "Herald", None]}
    )  # fmt: skip


def removed(*rows):
    return pd.DataFrame(rows, columns=["article_id", "rule", "passage"]).assign(position="tail")


def kept(*rows):
    return pd.DataFrame(rows, columns=["article_id", "country"])


def cut(*rows):
    return pd.DataFrame(rows, columns=["article_id", "country", "rule"]).reindex(columns=CUT)


def uncut(*args):
    return countries_uncut(*args).set_index("country")


def test_passages_are_counted_by_rule_and_outlet_with_the_most_frequent_as_an_example(articles):
    table = removed_by_rule(
        removed(
            ("a", "credit", "by Ann"), ("a", "credit", "with Bob"), ("b", "credit", "with Bob"), ("c", "credit", "by Cy"),
            ("a", "prompt", "Read on"),
        ),
        articles,
    )  # fmt: skip
    assert table.to_numpy().tolist() == [
        ["credit", "Herald", 3, 2, "with Bob"],
        ["credit", "unknown", 1, 1, "by Cy"],
        ["prompt", "Herald", 1, 1, "Read on"],
    ]


def test_of_passages_that_are_as_frequent_the_first_in_the_alphabet_is_shown(articles):
    rows = removed(("a", "credit", "with Bob"), ("a", "credit", "by Ann"))
    assert removed_by_rule(rows, articles)["passage"].tolist() == ["by Ann"]


def test_the_rule_that_cut_most_stands_first_whatever_its_outlets(articles):
    rows = removed(*[("a", "prompt", "Read on")] * 2, ("a", "credit", "x"), ("b", "credit", "y"), ("c", "credit", "z"))
    assert removed_by_rule(rows, articles)["rule"].drop_duplicates().tolist() == ["credit", "prompt"]


def test_a_country_that_stood_only_in_what_was_cut_adds_an_article(articles):
    row = uncut(kept(("a", "RUS")), cut(("c", "RUS", "dateline")), articles).loc["RUS"]
    assert row[["n_articles_kept", "n_articles_uncut", "n_articles_added", "rule"]].tolist() == [1, 2, 1, "dateline"]
    assert row[["n_stories_kept", "n_stories_uncut", "n_stories_added"]].tolist() == [1, 2, 1]


def test_a_country_that_the_rest_of_the_article_mentions_adds_mentions_and_no_article(articles):
    row = uncut(kept(("a", "RUS")), cut(("a", "RUS", "dateline"), ("a", "RUS", "dateline")), articles).loc["RUS"]
    assert row[["n_mentions_kept", "n_mentions_uncut", "n_mentions_added"]].tolist() == [1, 3, 2]
    assert row[["n_articles_added", "n_stories_added"]].tolist() == [0, 0]
    assert pd.isna(row["rule"])


def test_a_copy_adds_an_article_and_no_story(articles):
    row = uncut(kept(), cut(("b", "RUS", "dateline")), articles).loc["RUS"]
    assert row[["n_articles_added", "n_stories_added"]].tolist() == [1, 0]


def test_the_rule_is_the_one_that_would_have_added_most_articles_not_most_mentions(articles):
    rows = cut(*[("a", "RUS", "prompt")] * 5, ("b", "RUS", "credit"), ("c", "RUS", "credit"))
    assert uncut(kept(), rows, articles).loc["RUS", "rule"] == "credit"
    assert uncut(kept(), rows[rows["article_id"] != "c"], articles).loc["RUS", "rule"] == "credit"  # of equals
    assert uncut(kept(("b", "RUS"), ("c", "RUS")), rows, articles).loc["RUS", "rule"] == "prompt"


def test_the_largest_difference_stands_first_and_unchanged_countries_are_listed_too(articles):
    rows = cut(("a", "IRN", "x"), ("a", "RUS", "x"), ("c", "RUS", "x"))
    table = uncut(kept(("a", "CHE"), ("b", "IRN"), ("b", "CHE")), rows, articles)
    assert table["n_articles_added"].to_dict() == {"RUS": 2, "IRN": 1, "CHE": 0}
    assert table.index.tolist() == ["RUS", "IRN", "CHE"]


def test_what_names_no_country_or_is_of_no_article_held_counts_for_nothing(articles):
    assert countries_uncut(kept(("a", None), ("gone", "RUS")), cut(("gone", "IRN", "x")), articles).empty


def test_where_nothing_was_cut_nothing_would_change(articles):
    table = countries_uncut(kept(("a", "RUS")), cut(), articles)
    assert table[["n_mentions_added", "n_articles_added", "n_stories_added"]].to_numpy().tolist() == [[0, 0, 0]]
    assert removed_by_rule(frame("removed"), articles).empty


def test_no_articles_give_empty_tables_with_their_columns():
    nothing = frame("articles")
    assert list(countries_uncut(frame("mentions"), cut(), nothing)) == UNCUT
    assert list(removed_by_rule(frame("removed"), nothing)) == ["rule", "outlet", "n_passages", "n_articles", "passage"]
