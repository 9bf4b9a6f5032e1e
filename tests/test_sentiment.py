"""sentiment_by_country, on sentences whose mean can be worked in the head."""

import numpy as np
import pandas as pd
import pytest

from helpers.measure import sentiment_by_country
from helpers.measure.sentiment import COLUMNS


@pytest.fixture
def articles():
    return pd.DataFrame({"article_id": list("abc"), "story_id": list("abc"), "relation": "original"})


@pytest.fixture
def sentences():
    """Three articles: a has sentences of .5, nothing and -.1; b of -.5; c of .3. Over all that are scored: .05."""
    rows = [("a", 0, 0.5), ("a", 1, np.nan), ("a", 2, -0.1), ("b", 0, -0.5), ("c", 0, 0.3)]
    return pd.DataFrame(rows, columns=["article_id", "sentence", "valence"])


@pytest.fixture
def mentions():
    """RUS twice in one sentence of a, once in its unscored one, and in b; IRN in c, and implied in all of a."""
    rows = [
        ("a", 0, "RUS", True), ("a", 0, "RUS", True), ("a", 1, "RUS", True), ("b", 0, "RUS", True),
        ("c", 0, "IRN", True), ("a", 0, "IRN", False), ("a", 2, "IRN", False), ("c", 0, None, True),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["article_id", "sentence", "country", "named"])


def many(n, country, valence, name):
    """``n`` articles of one sentence each that names ``country``."""
    return [(f"{name}{i}", 0, country, valence(i) if callable(valence) else valence) for i in range(n)]


@pytest.fixture
def world():
    """Thirty stories: RUS surely darker, IRN surely brighter, CUB in nine only."""
    rows = [
        *many(12, "RUS", lambda i: -0.5 - 0.02 * i, "r"),
        *many(9, "CUB", 0.0, "k"),
        *many(12, "IRN", lambda i: 0.3 + 0.02 * i, "i"),
    ]
    table = pd.DataFrame(rows, columns=["article_id", "sentence", "country", "valence"]).assign(named=True)
    articles = pd.DataFrame({"article_id": table["article_id"]})
    return table[["article_id", "sentence", "country", "named"]], table.drop(columns=["country", "named"]), articles


def test_the_mean_is_over_scored_sentences_that_name_the_country(mentions, sentences, articles):
    table = sentiment_by_country(mentions, sentences, articles, min_stories=1).set_index("country")
    assert table.loc["RUS", "valence"] == pytest.approx((0.5 - 0.5) / 2)
    assert table.loc["RUS", ["n_sentences", "n_scored", "n_stories"]].tolist() == [3, 2, 2]
    assert table.loc["RUS", ["n_mentions", "n_articles"]].tolist() == [4, 2]


def test_an_implied_country_is_not_scored(mentions, sentences, articles):
    row = sentiment_by_country(mentions, sentences, articles, min_stories=1).set_index("country").loc["IRN"]
    assert row["valence"] == pytest.approx(0.3)
    assert row[["n_mentions", "n_articles", "n_stories", "n_sentences", "n_scored"]].tolist() == [1] * 5


def test_each_country_stands_beside_the_mean_of_all_scored_sentences(mentions, sentences, articles):
    table = sentiment_by_country(mentions, sentences, articles, min_stories=1)
    assert table["overall"].tolist() == pytest.approx([0.05, 0.05])


def test_an_article_that_is_not_scored_is_counted_and_moves_no_mean(mentions, sentences, articles):
    """A gallery d that names IRN."""
    before = sentiment_by_country(mentions, sentences, articles, min_stories=1).set_index("country").loc["IRN"]
    more = (
        pd.concat([mentions, pd.DataFrame([("d", 0, "IRN", True)], columns=mentions.columns)]),
        pd.concat([sentences, pd.DataFrame([("d", 0, np.nan)], columns=sentences.columns)]),
        pd.concat([articles, pd.DataFrame([("d", "d", "original")], columns=articles.columns)]),
    )
    after = sentiment_by_country(*more, min_stories=1).set_index("country").loc["IRN"]
    same = ["valence", "overall", "n_scored", "n_stories"]
    assert after[same].tolist() == before[same].tolist()
    assert (after["n_articles"], after["n_sentences"]) == (before["n_articles"] + 1, before["n_sentences"] + 1)


def test_the_darkest_stands_first(mentions, sentences, articles):
    assert sentiment_by_country(mentions, sentences, articles, min_stories=1)["country"].tolist() == ["RUS", "IRN"]


def test_beside_the_mean_stands_that_of_outlets_of_other_countries(mentions, sentences, articles):
    at_home = articles.assign(outlet_country=["RUS", "USA", "IRN"])
    table = sentiment_by_country(mentions, sentences, at_home, min_stories=1).set_index("country")
    assert table.loc["RUS", ["valence", "valence_abroad"]].tolist() == pytest.approx([0, -0.5])
    assert np.isnan(table.loc["IRN", "valence_abroad"])


def test_a_copy_adds_to_mentions_and_articles_and_to_nothing_else(mentions, sentences, articles):
    def copied(table, **more):
        return pd.concat([table, table[table["article_id"] == "b"].assign(article_id="copy", **more)])

    lone = sentiment_by_country(mentions, sentences, articles, min_stories=1)
    more = sentiment_by_country(
        copied(mentions), copied(sentences, valence=0.9), copied(articles, relation="copy"), min_stories=1
    )
    counted = ["n_mentions", "n_articles"]
    assert (more[counted] - lone[counted])[more["country"] == "RUS"].values.tolist() == [[1, 1]]
    assert (more[counted] - lone[counted])[more["country"] == "IRN"].values.tolist() == [[0, 0]]
    pd.testing.assert_frame_equal(more.drop(columns=counted), lone.drop(columns=counted))


@pytest.mark.parametrize(("min_stories", "left"), [(1, {"RUS", "IRN"}), (2, {"RUS"}), (3, set())])
def test_countries_with_a_scored_sentence_in_fewer_stories_are_left_out(
    mentions, sentences, articles, min_stories, left
):
    table = sentiment_by_country(mentions, sentences, articles, min_stories=min_stories)
    assert set(table["country"]) == left
    assert list(table) == COLUMNS


def test_nothing_scored_gives_an_empty_table(mentions, sentences, articles):
    table = sentiment_by_country(mentions, sentences.assign(valence=np.nan), articles, min_stories=1)
    assert table.empty
    assert list(table) == COLUMNS


def test_no_mentions_give_an_empty_table(mentions, sentences, articles):
    assert sentiment_by_country(mentions.head(0), sentences, articles, min_stories=1).empty


def test_under_ten_stories_a_mean_has_no_interval(world):
    table = sentiment_by_country(*world, min_stories=9).set_index("country")
    assert table.loc["CUB", ["low", "high", "q_value"]].isna().all()
    assert table.loc[["RUS", "IRN"], ["low", "high", "q_value"]].notna().all(axis=None)


def test_a_country_surely_apart_from_the_rest_has_a_low_q(world):
    table = sentiment_by_country(*world, min_stories=10)
    assert table["country"].tolist() == ["RUS", "IRN"]
    assert (table["q_value"] < 0.01).all()
    assert (table["low"] < table["valence"]).all()
    assert (table["valence"] < table["high"]).all()
    assert table["high"].iloc[0] < table["overall"].iloc[0] < table["low"].iloc[1]


def test_where_all_sentences_are_alike_no_country_is_apart(world):
    """Their means differ in the sixteenth digit, as sums of fractions do."""
    mentions, sentences, articles = world
    table = sentiment_by_country(mentions, sentences.assign(valence=-0.4404), articles, min_stories=1)
    assert not (table["q_value"] < 0.05).any()


def test_the_order_of_rows_does_not_matter(world):
    shuffled = [table.sample(frac=1, random_state=seed) for seed, table in enumerate(world)]
    pd.testing.assert_frame_equal(
        sentiment_by_country(*shuffled, min_stories=1), sentiment_by_country(*world, min_stories=1)
    )
