"""cooccurrence, checked against six articles, and log_likelihood against another's arithmetic."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

from helpers.measure import cooccurrence
from helpers.measure.cooccurrence import COLUMNS, log_likelihood

IDS = "abcdef"


def mentions(*rows):
    return pd.DataFrame(rows, columns=["article_id", "sentence", "thing"])


@pytest.fixture
def articles():
    return pd.DataFrame({"article_id": list(IDS), "story_id": list(IDS), "relation": "original"})


@pytest.fixture
def countries():
    """Six articles. RUS is in a, b, c; IRN in a, b, d; CHN in e; nothing in f. Only in a do RUS and IRN share a sentence."""
    return mentions(
        ("a", 0, "RUS"), ("a", 0, "IRN"), ("a", 0, "RUS"), ("a", 2, "RUS"),
        ("b", 0, "RUS"), ("b", 1, "IRN"),
        ("c", 0, "RUS"), ("d", 0, "IRN"), ("e", 0, "CHN"),
    )  # fmt: skip


@pytest.fixture
def sentences():
    """Three sentences in a, two in b, one in each of the others: nine."""
    rows = [("a", 0), ("a", 1), ("a", 2), ("b", 0), ("b", 1), ("c", 0), ("d", 0), ("e", 0), ("f", 0)]
    return pd.DataFrame(rows, columns=["article_id", "sentence"])


def with_copy_of(name, *tables):
    """The tables with one article more, a copy of ``name``."""
    grown = []
    for table in tables:
        added = table[table["article_id"] == name].assign(article_id="0-copy")
        if "relation" in table:
            added = added.assign(relation="copy")
        grown.append(pd.concat([added, table], ignore_index=True))
    return grown


def many(n, *things):
    """``n`` stories of one sentence each, which holds ``things``."""
    return [("-".join((*things, str(i))), 0, thing) for i in range(n) for thing in things]


@pytest.fixture
def world():
    """Stories of a sentence each: RUS and IRN share 12, and have 4 alone; CHN has 20 alone; CUB shares 9 with RUS."""
    rows = mentions(*many(12, "RUS", "IRN"), *many(4, "RUS"), *many(4, "IRN"), *many(20, "CHN"), *many(9, "RUS", "CUB"))
    return rows, pd.DataFrame({"article_id": rows["article_id"].unique()})


def test_a_pair_of_articles_matches_the_values_worked_by_hand(countries, articles):
    """Both in 2 of 6 where 3 x 3 / 6 = 1.5 are expected; every cell of the 2 x 2 table expects 1.5, and holds 2 or 1."""
    (row,) = cooccurrence(countries, None, articles, min_stories=1).to_dict("records")
    assert (row["a"], row["b"]) == ("IRN", "RUS")
    assert [row[name] for name in "n_both n_articles n_stories n_a n_b n_units".split()] == [2, 2, 2, 3, 3, 6]
    assert row["expected"] == 1.5
    assert row["log_ratio"] == pytest.approx(math.log2(4 / 3))
    assert row["npmi"] == pytest.approx(math.log2(4 / 3) / math.log2(6 / 2))
    assert row["g2"] == pytest.approx(2 * (2 * 2 * math.log(2 / 1.5) + 2 * 1 * math.log(1 / 1.5)))


def test_within_sentences_only_those_in_one_sentence_are_together(countries, articles, sentences):
    """One of nine sentences has both; RUS is in four, IRN in three."""
    (row,) = cooccurrence(countries, None, articles, sentences=sentences, min_stories=1).to_dict("records")
    assert [row[name] for name in "n_both n_articles n_stories n_a n_b n_units".split()] == [1, 1, 1, 3, 4, 9]
    assert row["expected"] == pytest.approx(3 * 4 / 9)
    assert row["log_ratio"] == pytest.approx(math.log2(9 / 12))
    assert row["npmi"] == pytest.approx(math.log2(9 / 12) / math.log2(9))


def test_two_sentences_of_one_story_are_two_units_and_one_story(countries, articles, sentences):
    again = pd.concat([countries, mentions(("a", 2, "IRN"))])
    (row,) = cooccurrence(again, None, articles, sentences=sentences, min_stories=1).to_dict("records")
    assert [row[name] for name in "n_both n_articles n_stories n_a n_b n_units".split()] == [2, 1, 1, 4, 4, 9]


def test_two_kinds_of_things_are_crossed_and_not_paired_with_their_own(countries, articles):
    themes = mentions(("a", 0, "energy"), ("b", 0, "energy"), ("e", 0, "energy"), ("c", 0, "CHN"))
    table = cooccurrence(countries, themes, articles, min_stories=1).set_index(["a", "b"])
    assert set(table.index) == {("RUS", "energy"), ("IRN", "energy"), ("CHN", "energy"), ("RUS", "CHN")}
    assert table.loc[("RUS", "energy"), ["n_both", "n_a", "n_b"]].tolist() == [2, 3, 3]
    assert table.loc[("CHN", "energy"), ["n_both", "n_a", "n_b"]].tolist() == [1, 1, 3]


def test_a_copy_adds_to_the_articles_of_a_pair_and_to_nothing_else(countries, articles, sentences):
    more_countries, more_articles, more_sentences = with_copy_of("a", countries, articles, sentences)
    for lone, copied in (
        (
            cooccurrence(countries, None, articles, min_stories=1),
            cooccurrence(more_countries, None, more_articles, min_stories=1),
        ),
        (
            cooccurrence(countries, None, articles, sentences=sentences, min_stories=1),
            cooccurrence(more_countries, None, more_articles, sentences=more_sentences, min_stories=1),
        ),
    ):
        assert (copied["n_articles"] == lone["n_articles"] + 1).all()
        pd.testing.assert_frame_equal(copied.drop(columns="n_articles"), lone.drop(columns="n_articles"))


def test_pairs_that_only_copies_bring_together_are_no_pairs(articles):
    copied = articles.assign(story_id=["a", "a", *"cdef"], relation=["original", "copy", *["original"] * 4])
    assert cooccurrence(mentions(("b", 0, "RUS"), ("b", 0, "IRN")), None, copied, min_stories=1).empty


def test_pairs_in_fewer_stories_are_left_out(countries, articles):
    assert len(cooccurrence(countries, None, articles, min_stories=2)) == 1
    empty = cooccurrence(countries, None, articles, min_stories=3)
    assert empty.empty
    assert list(empty) == COLUMNS


@pytest.mark.parametrize("n", [0, 1])
def test_no_mention_or_no_pair_gives_an_empty_table_with_its_columns(countries, articles, n):
    assert list(cooccurrence(countries.head(n), None, articles, min_stories=1)) == COLUMNS


def test_things_that_always_come_together_are_tied_as_closely_as_can_be(articles):
    everywhere = mentions(*[(name, 0, thing) for name in IDS for thing in ("RUS", "IRN")])
    assert cooccurrence(everywhere, None, articles, min_stories=1)["npmi"].tolist() == [1.0]
    inseparable = everywhere[everywhere["article_id"] < "d"]
    assert cooccurrence(inseparable, None, articles, min_stories=1)["npmi"].tolist() == [pytest.approx(1.0)]


@pytest.mark.parametrize(("n_both", "n_units"), [(2, 5), (4, 5), (9, 10)])
def test_rounding_lifts_no_tie_above_the_closest_there_is(n_both, n_units):
    rows = mentions(*[(str(number), 0, thing) for number in range(n_both) for thing in ("RUS", "IRN")])
    articles = pd.DataFrame({"article_id": [str(number) for number in range(n_units)]})
    assert cooccurrence(rows, None, articles, min_stories=1)["npmi"].tolist() == [1.0]


def test_under_ten_stories_a_pair_has_no_interval_and_is_in_no_family(world):
    table = cooccurrence(world[0], None, world[1]).set_index(["a", "b"])
    assert table.loc[("CUB", "RUS"), "n_stories"] == 9
    assert table.loc[("CUB", "RUS"), ["low", "high", "q_value"]].isna().all()
    assert table.loc[("IRN", "RUS"), ["low", "high", "q_value"]].notna().all()


def test_a_tie_that_is_sure_has_a_low_q_and_an_interval_above_chance(world):
    rows, articles = world
    row = cooccurrence(rows, None, articles).set_index(["a", "b"]).loc[("IRN", "RUS")]
    assert 0 < row["low"] < row["log_ratio"] < row["high"]
    assert row["q_value"] < 0.01


def test_the_highest_npmi_stands_first(world):
    rows, articles = world
    assert cooccurrence(rows, None, articles)["npmi"].is_monotonic_decreasing


def test_the_order_of_rows_does_not_matter(world):
    rows, articles = world
    shuffled = [table.sample(frac=1, random_state=1) for table in (rows, articles)]
    pd.testing.assert_frame_equal(cooccurrence(shuffled[0], None, shuffled[1]), cooccurrence(rows, None, articles))


def test_level_must_be_a_proportion(world):
    rows, articles = world
    with pytest.raises(ValueError, match="level is 95"):
        cooccurrence(rows, None, articles, level=95)


COUNTS = st.lists(st.integers(0, 50), min_size=4, max_size=4)


@given(COUNTS)
def test_log_likelihood_is_that_of_scipy(cells):
    both, only_a, only_b, neither = cells
    assume(min(both + only_a, both + only_b, only_b + neither, only_a + neither) > 0)  # scipy takes no empty margin
    expected = chi2_contingency([[both, only_a], [only_b, neither]], correction=False, lambda_="log-likelihood")
    assert log_likelihood(both, both + only_a, both + only_b, sum(cells)) == pytest.approx(expected.statistic, abs=1e-8)


@given(COUNTS)
def test_log_likelihood_is_never_negative_nor_undefined(cells):
    both, only_a, only_b, _ = cells
    g2 = log_likelihood(both, both + only_a, both + only_b, sum(cells))
    assert np.isfinite(g2)
    assert g2 >= -1e-9


@settings(max_examples=25)
@given(st.lists(st.sets(st.sampled_from("XYZ")), min_size=1, max_size=9))
def test_measures_stay_within_their_bounds(held):
    rows = mentions(*[(str(number), 0, thing) for number, things in enumerate(held) for thing in things])
    names = [str(number) for number in range(len(held))]
    table = cooccurrence(rows, None, pd.DataFrame({"article_id": names}), min_stories=1)
    assert table["npmi"].between(-1, 1).all()
    assert (table["n_both"] <= table[["n_a", "n_b"]].min(axis=1)).all()
    assert (table["a"] < table["b"]).all()
    for row in table.itertuples():
        assert row.n_both == sum({row.a, row.b} <= things for things in held)
