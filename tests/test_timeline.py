"""When, by whom and about whom, counted on a handful of articles."""

import numpy as np
import pandas as pd
import pytest

from helpers.measure.timeline import (
    OTHERS,
    country_coverage,
    country_month_panel,
    coverage,
    dyad_month_panel,
    is_small,
    main_window,
    outlet_summary,
    role_counts,
)


def frame(columns, *rows):
    return pd.DataFrame(rows, columns=columns.split())


@pytest.fixture
def articles():
    """b is a copy of a, a day later; d has no date, e no outlet."""
    return frame(
        "article_id story_id relation outlet outlet_country published",
        ("a", "a", "original", "Gazette", "GBR", "2017-01-31 23:59"),
        ("b", "a", "copy", "Herald", "USA", "2017-02-01 00:00"),
        ("c", "c", "original", "Gazette", "GBR", "2017-01-31 01:00"),
        ("d", "d", "original", "Gazette", "GBR", None),
        ("e", "e", "original", None, None, "2017-02-03 12:00"),
    ).assign(published=lambda t: pd.to_datetime(t["published"], utc=True))


@pytest.fixture
def roles():
    """RUS in a and its copy b, and in c; IRN in c; CUB in the copy only."""
    return frame(
        "article_id country n_mentions role",
        ("a", "RUS", 3, "party"), ("b", "RUS", 3, "party"), ("c", "RUS", 1, "bystander"),
        ("c", "IRN", 5, "party+venue"), ("b", "CUB", 1, "topic"),
    )  # fmt: skip


@pytest.fixture
def mentions():
    return frame(
        "article_id sentence country named",
        ("a", 0, "RUS", True), ("a", 0, "IRN", True), ("a", 0, "RUS", True), ("a", 1, "RUS", False),
        ("b", 0, "RUS", True), ("b", 0, "IRN", True),
        ("c", 0, "IRN", True), ("d", 0, "RUS", True), ("d", 0, "IRN", True), ("e", 0, None, False),
    )  # fmt: skip


SCORED = frame(
    "article_id sentence valence", ("a", 0, 0.4), ("a", 1, -0.9), ("b", 0, 0.8), ("c", 0, np.nan), ("d", 0, 1.0)
)


def test_days_are_of_utc_and_a_copy_is_an_article_but_no_story(articles):
    table = coverage(articles)
    table["day"] = table["day"].dt.strftime("%m-%d")
    assert table.values.tolist() == [
        ["01-31", "Gazette", 2, 2],
        ["02-01", "Herald", 1, 0],
        ["02-03", "unknown", 1, 1],
    ]


def test_the_outlets_beyond_the_first_are_put_together(articles):
    more = pd.concat([articles, articles.assign(article_id="x", outlet=list("VWXYZ"))])
    table = coverage(more, top=2)
    assert set(table["outlet"]) == {"Gazette", OTHERS}
    assert table["n_articles"].sum() == more["published"].notna().sum()


def test_exactly_so_many_outlets_are_all_shown(articles):
    assert set(coverage(articles, top=3)["outlet"]) == {"Gazette", "Herald", "unknown"}


def test_undated_articles_are_on_no_day(articles):
    assert coverage(articles[articles["published"].isna()]).empty


def test_an_outlet_is_summed_up_with_its_undated_articles(articles):
    table = outlet_summary(articles).set_index("outlet")
    assert table.index.tolist() == ["Gazette", "Herald"]
    counts = ["n_articles", "n_stories", "n_undated"]
    assert table[counts].values.tolist() == [[3, 3, 1], [1, 0, 0]]
    assert table.loc["Gazette", ["outlet_country", "first", "last"]].tolist() == ["GBR", "2017-01-31", "2017-01-31"]


def test_roles_are_counted_in_stories_and_one_country_can_have_two(roles, articles):
    table = role_counts(roles, articles).set_index("country")
    assert table.index.tolist() == ["RUS", "IRN"]  # CUB stands in a copy only
    assert table.loc["RUS", ["n_stories", "party", "bystander", "venue", "topic"]].tolist() == [2, 1, 1, 0, 0]
    assert table.loc["IRN", ["n_stories", "party", "venue"]].tolist() == [1, 1, 1]


def test_a_few_strays_in_the_past_do_not_stretch_the_window():
    days = pd.to_datetime(["1999-12-31", "2017-02-01", "2017-02-02", "2017-02-03"])
    table = pd.DataFrame({"day": days, "outlet": "Gazette", "n_articles": [1, 100, 100, 100]})
    assert main_window(table) == (days[1], days[3])
    assert main_window(table, share=1.0) == (days[0], days[3])


def test_a_window_holds_at_least_its_share():
    days = pd.date_range("2017-01-01", periods=50)
    table = pd.DataFrame({"day": days, "n_articles": range(50)})
    first, last = main_window(table, share=0.9)
    assert table.loc[table["day"].between(first, last), "n_articles"].sum() >= 0.9 * table["n_articles"].sum()
    assert (first, last) != (days[0], days[-1])


def test_without_a_date_there_is_no_window(articles):
    assert main_window(coverage(articles.head(0))) == (pd.NaT, pd.NaT)


def test_the_share_of_a_country_is_of_all_stories(roles, articles):
    table = country_coverage(roles, articles).set_index("country")
    counts = ["n_mentions", "n_articles", "n_stories", "n_party"]
    assert table.loc["RUS", counts].tolist() == [7, 3, 2, 1]
    assert table.loc["IRN", counts].tolist() == [5, 1, 1, 1]
    assert table.loc["CUB", counts].tolist() == [1, 1, 0, 0]
    assert table["share"].to_dict() == pytest.approx({"RUS": 2 / 4, "IRN": 1 / 4, "CUB": 0})
    assert table.index.tolist() == ["RUS", "IRN", "CUB"]


def test_under_ten_stories_no_share_has_an_interval(roles, articles):
    assert country_coverage(roles, articles)[["low", "high"]].isna().all(axis=None)


def many(n):
    """``n`` stories: RUS is in all of them, IRN in every second, CUB in one."""
    names = [f"s{i:02d}" for i in range(n)]
    rows = [(name, c, 1, "party") for i, name in enumerate(names) for c in (["RUS", "IRN"] if i % 2 else ["RUS"])]
    roles = frame("article_id country n_mentions role", *rows, (names[0], "CUB", 1, "topic"))
    return roles, pd.DataFrame({"article_id": names})


def test_from_ten_stories_even_a_rare_country_has_one_that_holds_its_share():
    table = country_coverage(*many(20)).set_index("country")
    assert table.loc["RUS", ["low", "share", "high"]].tolist() == [1, 1, 1]
    assert table.loc["IRN", "low"] < 0.5 < table.loc["IRN", "high"]
    assert 0 <= table.loc["CUB", "low"] <= 0.05 <= table.loc["CUB", "high"]


def test_the_order_of_rows_does_not_matter():
    roles, articles = many(20)
    shuffled = [table.sample(frac=1, random_state=2) for table in (roles, articles)]
    pd.testing.assert_frame_equal(country_coverage(*shuffled), country_coverage(roles, articles))


def test_no_country_gives_an_empty_table(roles, articles):
    table = country_coverage(roles.head(0), articles)
    assert table.empty
    assert {"country", "n_mentions", "n_articles", "n_stories", "share", "low", "high", "level"} <= set(table)


def test_a_month_of_a_country_has_its_mentions_and_the_tone_of_sentences_that_name_it(mentions, articles):
    panel = country_month_panel(mentions, SCORED, articles).set_index(["country", "month"])
    counts = ["n_mentions", "n_articles", "n_stories", "n_scored"]
    assert set(panel.index) == {("RUS", "2017-01"), ("RUS", "2017-02"), ("IRN", "2017-01"), ("IRN", "2017-02")}
    assert panel.loc[("RUS", "2017-01"), counts].tolist() == [3, 1, 1, 1]
    assert panel.loc[("RUS", "2017-01"), "valence"] == pytest.approx(0.4)  # -.9 is of a sentence that only implies it
    assert panel.loc[("RUS", "2017-02"), counts].tolist() == [1, 1, 0, 0]  # a copy speaks for no story
    assert np.isnan(panel.loc[("RUS", "2017-02"), "valence"])
    assert panel.loc[("IRN", "2017-01"), counts].tolist() == [2, 2, 2, 1]


def test_a_pair_shares_a_sentence_of_a_month(mentions, articles):
    panel = dyad_month_panel(mentions, articles)
    assert panel.values.tolist() == [["IRN", "RUS", "2017-01", 1, 1, 1], ["IRN", "RUS", "2017-02", 1, 1, 0]]
    assert list(panel) == "country_a country_b month n_sentences n_articles n_stories".split()


@pytest.mark.parametrize(("n", "small"), [(0, True), (9, True), (10, False)])
def test_fewer_than_ten_stories_are_a_list_and_not_a_trend(n, small):
    assert is_small(n) is small
