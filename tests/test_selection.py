"""The part of a corpus that was asked for, out of five articles."""

import pandas as pd
import pytest

from helpers.errors import WrongUse
from helpers.measure.selection import Selection, most_frequent_party, select, split_by_focus, support, with_stories


@pytest.fixture
def tables():
    """a and b are one story, a first; e has no date. RUS in a, b; IRN in a, c; TKM is where c takes place."""
    articles = pd.DataFrame(
        [
            ("a", "Gas talks", "Russia and Iran agree.", "Gazette", "2017-01-31 23:59"),
            ("b", "Gas talks", "Russia and Iran agree.", "Herald", "2017-02-01 08:00"),
            ("c", None, "Iran met others in Ashgabat (again).", "Herald", "2017-02-28 00:00"),
            ("d", "Weather", "Rain fell. It cost 5% more.", "Gazette", "2017-03-01 00:00"),
            ("e", "No day", "Nobody knows when.", None, None),
        ],
        columns=["article_id", "title", "text", "outlet", "published"],
    ).assign(published=lambda t: pd.to_datetime(t["published"], utc=True))
    stories = pd.DataFrame(
        [("a", "a", "original"), ("b", "a", "copy"), *((name, name, "original") for name in "cde")],
        columns=["article_id", "story_id", "relation"],
    )
    roles = [
        ("a", "RUS", "party"), ("a", "IRN", "topic"), ("b", "RUS", "party"), ("c", "IRN", "party+venue"),
        ("c", "TKM", "venue"),
    ]  # fmt: skip
    named = [("a", 0, "RUS"), ("a", 0, "IRN"), ("b", 0, "RUS"), ("c", 0, "IRN"), ("c", 0, "TKM")]
    return {
        "articles": articles,
        "stories": stories,
        "sentences": pd.DataFrame([(name, 0) for name in "abcde"], columns=["article_id", "sentence"]),
        "mentions": pd.DataFrame(named, columns=["article_id", "sentence", "country"]),
        "country_roles": pd.DataFrame(roles, columns=["article_id", "country", "role"]),
        "article_themes": pd.DataFrame([("a", "energy"), ("c", "diplomacy")], columns=["article_id", "theme"]),
    }


def chosen(selection):
    return "".join(selection.articles["article_id"])


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, "abcde"),
        ({"since": "2017-02-01"}, "bcd"),
        ({"until": "2017-02-28"}, "abc"),
        ({"since": "2017-02-28", "until": "2017-02-28"}, "c"),
        ({"countries": ["RUS"]}, "ab"),
        ({"countries": ["RUS", "TKM"]}, "abc"),
        ({"themes": ["energy"]}, "a"),
        ({"outlets": ["Herald"]}, "bc"),
        ({"query": "gas TALKS"}, "ab"),
        ({"query": "iran agree"}, "ab"),
        ({"query": "(again)."}, "c"),
        ({"query": "5% more"}, "d"),
        ({"query": "Iran.agree"}, ""),
        ({"countries": ["IRN"], "outlets": ["Herald"]}, "c"),
        ({"countries": ["RUS"], "themes": ["diplomacy"]}, ""),
    ],
)
def test_an_article_must_meet_every_condition(tables, asked, found):
    assert chosen(select(tables, **asked)) == found


def test_every_table_is_cut_to_the_articles_chosen(tables):
    selection = select(tables, countries=["TKM"])
    for name in ("articles", "sentences", "mentions", "country_roles", "article_themes"):
        assert set(getattr(selection, name)["article_id"]) == {"c"}, name


def test_where_the_original_was_not_asked_for_the_copy_speaks(tables):
    assert select(tables).n_stories == 4
    alone = select(tables, since="2017-02-01", countries=["RUS"])
    assert alone.articles[["article_id", "story_id", "relation"]].values.tolist() == [["b", "a", "original"]]
    assert alone.n_stories == 1


def test_nothing_found_is_an_empty_selection_and_not_an_error(tables):
    selection = select(tables, query="no such words")
    assert isinstance(selection, Selection)
    assert selection.n_stories == 0
    assert selection.mentions.empty


def test_the_tables_given_are_left_as_they_were(tables):
    before = {name: table.copy() for name, table in tables.items()}
    select(tables, since="2017-02-01", query="gas")
    for name, table in tables.items():
        pd.testing.assert_frame_equal(table, before[name])


@pytest.mark.parametrize("day", ["2017-02-30", "1 February 2017", "02/01/2017", "yesterday"])
@pytest.mark.parametrize("name", ["since", "until"])
def test_a_day_that_is_none_is_refused_with_the_way_to_write_one(tables, name, day):
    with pytest.raises(WrongUse, match=f"{name} is '{day}'; write a day as 2017-02-28"):
        select(tables, **{name: day})


def test_an_end_before_the_beginning_is_refused(tables):
    with pytest.raises(WrongUse, match=r"until \(2017-01-01\) lies before since \(2017-02-01\)"):
        select(tables, since="2017-02-01", until="2017-01-01")


def test_without_stories_every_article_is_its_own(tables):
    alone = with_stories(tables["articles"])
    assert alone["story_id"].tolist() == list("abcde")
    assert set(alone["relation"]) == {"original"}
    assert with_stories(alone) is alone


def test_among_copies_left_alone_the_earliest_speaks_and_one_only():
    articles = pd.DataFrame(
        {"article_id": ["b", "c", "d"], "published": pd.to_datetime([None, "2017-03-02", "2017-03-01"], utc=True)}
    )
    stories = pd.DataFrame({"article_id": list("abcd"), "story_id": "a", "relation": ["original", *["copy"] * 3]})
    found = with_stories(articles, stories)
    assert found.loc[found["relation"] == "original", "article_id"].tolist() == ["d"]


def test_support_counts_a_story_only_where_its_original_has_the_mention(tables):
    articles = select(tables).articles
    mentions = pd.DataFrame([("a", "RUS"), ("a", "RUS"), ("b", "RUS"), ("b", "CHN")], columns=["article_id", "country"])
    found = support(mentions, ["country"], articles)
    assert found.loc["RUS"].tolist() == [3, 2, 1]
    assert found.loc["CHN"].tolist() == [1, 1, 0]


def test_the_most_frequent_party_is_counted_in_stories_and_ties_go_by_the_alphabet(tables):
    articles = select(tables).articles
    assert most_frequent_party(tables["country_roles"], articles) == "IRN"  # one story each: RUS has a copy besides


def test_where_no_country_is_a_party_no_focus_is_taken_and_none_picks_out_nothing(tables):
    articles = select(tables).articles
    assert most_frequent_party(tables["country_roles"].query("role == 'venue'"), articles) == ""
    inside, outside = split_by_focus(articles, tables["country_roles"], "")
    assert inside.empty
    assert len(outside) == len(articles)


@pytest.mark.parametrize(
    ("focus", "target"), [("RUS", "ab"), ("IRN", "c"), ("Gazette", "ad"), ("2017-02", "bc"), ("2017-01", "a")]
)
def test_a_focus_splits_the_articles_in_two(tables, focus, target):
    articles = select(tables).articles
    inside, outside = split_by_focus(articles, tables["country_roles"], focus)
    assert "".join(inside["article_id"]) == target
    assert sorted([*inside["article_id"], *outside["article_id"]]) == list("abcde")


@pytest.mark.parametrize("focus", ["USA", "Times", "2016-12", "TKM"])
def test_a_focus_that_picks_out_nothing_is_refused_with_what_would_do(tables, focus):
    with pytest.raises(WrongUse, match=f"focus '{focus}' picks out no article: write a country's code"):
        split_by_focus(select(tables).articles, tables["country_roles"], focus)
