"""keyness and keyphrases, on texts of a few words whose counts can be checked by eye."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.lexicons import load_lexicons
from helpers.measure import keyness, keyphrases
from helpers.measure.keywords import COLUMNS, keyness_by_outlet, terms, words_that_name, written_forms

TEXT = st.lists(st.sampled_from(["zinc", "copper", "tin", "and", "the", "x", "."]), max_size=12).map(" ".join)


def articles(*texts, name="t", **more):
    return pd.DataFrame({"article_id": [f"{name}{i:02d}" for i in range(len(texts))], "text": texts, **more})


@pytest.fixture
def target():
    """Five stories with zinc twice and copper once: 15 words. No two of them are neighbours."""
    return articles(*["zinc and zinc and copper"] * 5)


@pytest.fixture
def reference():
    """Five stories with copper twice and tin once: 15 words."""
    return articles(*["copper and copper and tin"] * 5, name="r")


def test_a_word_matches_the_values_worked_by_hand(target, reference):
    """zinc: 10 of 15 words against none of 15, for which half a mention stands; 5 are expected of 10 over equal sides."""
    (row,) = keyness(target, reference).to_dict("records")
    assert row["term"] == "zinc"
    assert [row[name] for name in "n_mentions n_articles n_stories n_reference".split()] == [10, 5, 5, 0]
    assert row["per_million"] == pytest.approx(1e6 * 10 / 15)
    assert row["per_million_reference"] == 0
    assert row["log_ratio"] == pytest.approx(math.log2(10 / 0.5))
    assert row["g2"] == pytest.approx(2 * 10 * math.log(10 / 5))


def test_sides_of_different_size_are_compared_by_rate(target):
    """10 of 15 words against 2 of 30: ten times as frequent. Of 12 mentions, 15 of 45 words lead to expect 4 and 8."""
    other = articles(*["copper and copper and copper"] * 8, *["zinc and copper and copper"] * 2, name="r")
    row = keyness(target, other).set_index("term").loc["zinc"]
    assert row["log_ratio"] == pytest.approx(math.log2(10))
    assert row["g2"] == pytest.approx(2 * (10 * math.log(10 / 4) + 2 * math.log(2 / 8)))


def test_only_what_is_more_frequent_in_the_target_marks_it(target, reference):
    assert set(keyness(reference, target)["term"]) == {"tin", "copper"}
    assert keyness(target, target.assign(article_id=reference["article_id"])).empty


def test_pairs_of_neighbours_are_terms_of_their_own(reference):
    found = keyness(articles(*["peace talks"] * 5), reference)
    assert found["term"].tolist() == ["peace talks"]  # and not the two words besides, which never stand alone


@pytest.mark.parametrize(
    ("leave_out", "left"),
    [((), {"peace talks", "zinc"}), (("zinc",), {"peace talks"}), (("peace",), {"talks", "zinc"})],
)
def test_terms_that_hold_a_word_left_out_are_dropped(reference, leave_out, left):
    found = keyness(articles(*["peace talks and zinc"] * 5), reference, leave_out=leave_out)
    assert set(found["term"]) == left


def test_terms_in_fewer_stories_are_not_tested(target, reference):
    rare = pd.concat([target, articles("nickel and nickel and nickel", name="u")])
    assert "nickel" not in set(keyness(rare, reference)["term"])
    assert "nickel" in set(keyness(rare, reference, min_stories=1)["term"])


def test_a_copy_adds_to_mentions_and_articles_and_to_nothing_else(target, reference):
    copied = articles("zinc and zinc and copper", name="copy", story_id="t00", relation="copy")
    whole = pd.concat([target.assign(story_id=target["article_id"], relation="original"), copied])
    counted = ["n_mentions", "n_articles"]
    lone, more = keyness(target, reference), keyness(whole, reference)
    assert (more[counted] - lone[counted]).values.tolist() == [[2, 1]]
    pd.testing.assert_frame_equal(more.drop(columns=counted), lone.drop(columns=counted))


def test_a_copy_in_the_reference_changes_nothing(target, reference):
    copied = articles("zinc", name="copy", story_id="r00", relation="copy")
    whole = pd.concat([reference.assign(story_id=reference["article_id"], relation="original"), copied])
    pd.testing.assert_frame_equal(keyness(target, whole), keyness(target, reference))


def test_a_term_even_over_stories_has_dispersion_0(target, reference):
    assert keyness(target, reference)["dispersion"].tolist() == [pytest.approx(0)]


@pytest.mark.parametrize("n", [2, 20, 1000])
def test_the_fewer_the_stories_with_a_term_the_nearer_its_dispersion_to_1(n):
    """In one of n equal stories: half of (1 - 1/n) for that one, and of 1/n for each of the n - 1 others."""
    lone = articles("zinc", *["copper"] * (n - 1))
    found = keyness(lone, articles("tin and " * 9999, name="r"), min_stories=1).set_index("term")
    assert found.loc["zinc", "dispersion"] == pytest.approx(1 - 1 / n)


def test_dispersion_weighs_stories_by_their_words(reference):
    """zinc is twice in a story of 2 words, never in one of 6: shares 1 and 0 where .25 and .75 are expected."""
    uneven = articles("zinc and zinc", " and ".join(["copper"] * 6))
    assert keyness(uneven, reference, min_stories=1).set_index("term").loc["zinc", "dispersion"] == pytest.approx(0.75)


@pytest.mark.parametrize(("n", "sure"), [(9, False), (10, True)])
def test_an_interval_needs_ten_stories_with_the_term(n, sure):
    found = keyness(articles(*["zinc and copper"] * n), articles(*["copper and tin"] * 15, name="r"))
    row = found.set_index("term").loc["zinc"]
    assert row[["low", "high"]].notna().all() == sure
    if sure:
        assert row["low"] <= row["log_ratio"] <= row["high"]


def test_the_strongest_evidence_stands_first_and_q_values_are_over_all_tested(reference):
    many = articles(*["zinc and zinc and zinc and copper and nickel and cobalt"] * 12)
    whole, first = keyness(many, reference), keyness(many, reference, top=1)
    assert whole["g2"].is_monotonic_decreasing
    assert first["term"].tolist() == ["zinc"]
    assert first["q_value"].iloc[0] == whole["q_value"].iloc[0]
    assert (whole["q_value"] <= 1).all()


@pytest.mark.parametrize("silent", ["", "and the of", "1 2 3 . ?"])
def test_a_side_without_words_gives_an_empty_table_with_its_columns(target, silent):
    for one, other in ((target, articles(silent, name="r")), (articles(silent, name="r"), target)):
        table = keyness(one, other, min_stories=1)
        assert table.empty
        assert list(table) == COLUMNS


def test_no_articles_on_a_side_give_an_empty_table(target):
    assert keyness(target, target.head(0)).empty
    assert keyness(target.head(0), target).empty


def test_the_order_of_rows_does_not_matter():
    one = articles(*["zinc and Zinc and copper", "zinc and tin"] * 8)
    other = articles(*["copper and zinc", "copper and tin and tin"] * 8, name="r")
    shuffled = [table.sample(frac=1, random_state=3) for table in (one, other)]
    assert len(keyness(one, other))
    pd.testing.assert_frame_equal(keyness(*shuffled), keyness(one, other))


def test_a_term_is_shown_as_it_is_most_often_written(reference):
    found = keyness(
        articles(*["the White House", "White House and", "of white house", "House", "House"] * 2), reference
    )
    assert found["term"].tolist() == ["White House"]


def test_written_forms_fall_back_on_the_lower_case():
    assert written_forms(["white house", "nato"], ["NATO's men", "N.A.T.O. and nato"]) == ["white house", "NATO"]


def test_each_outlet_is_marked_against_all_others():
    rows = pd.concat(
        [
            articles(*["Gazette and zinc"] * 5, name="g", outlet="The Gazette"),
            articles(*["copper and tin"] * 5, name="h", outlet="Herald"),
            articles(*["copper and tin"] * 5, name="n", outlet=None),
        ]
    )
    table = keyness_by_outlet(rows)
    assert list(table) == ["outlet", *COLUMNS]
    assert table.groupby("outlet")["term"].agg(set).to_dict() == {"The Gazette": {"zinc"}, "Herald": {"copper", "tin"}}


def test_one_outlet_alone_has_none_to_be_marked_against(target):
    table = keyness_by_outlet(target.assign(outlet="Gazette"))
    assert table.empty
    assert list(table) == ["outlet", *COLUMNS]


def test_stop_words_and_single_letters_are_no_terms_and_part_no_neighbours():
    found = terms("The U.S. and Iran's two-day talks; x and a peace plan.", frozenset({"the", "and", "a"}))
    assert found == ["us", "iran", "two-day", "talks", "peace", "plan", "iran two-day", "two-day talks", "peace plan"]


def test_the_words_that_name_a_country_are_those_it_was_mentioned_by():
    rows = [
        ("RUS", "Russia's", "name", None), ("RUS", "Vladimir Putin", "office", None), ("RUS", "president", "office", "holder"),
        ("RUS", "St. Petersburg", "place", None), ("RUS", "Gas Export Union", "organisation", None),
        ("IRN", "Tehran", "capital", None), (None, "talks", None, None),
    ]  # fmt: skip
    mentions = pd.DataFrame(rows, columns=["country", "surface", "route", "rule"])
    assert words_that_name(mentions, "RUS") == {"russia", "vladimir", "putin", "st", "petersburg"}
    assert words_that_name(mentions, "Gazette") == set()


@given(TEXT)
def test_no_term_is_a_stop_word_or_holds_one(text):
    stopwords = load_lexicons().stopwords()
    for term in terms(text, stopwords):
        assert stopwords.isdisjoint(term.split())
        assert all(len(word) > 1 for word in term.split())


@settings(max_examples=25)
@given(st.lists(TEXT, max_size=6), st.lists(TEXT, max_size=6))
def test_keyness_stays_within_its_bounds(ours, theirs):
    table = keyness(articles(*ours), articles(*theirs, name="r"), min_stories=1)
    assert (table["log_ratio"] > 0).all()
    assert table["dispersion"].astype(float).between(0, 1).all()
    assert (table["g2"] >= 0).all()
    assert (table["n_stories"] <= table["n_articles"]).all()
    assert (table["n_articles"] <= table["n_mentions"]).all()
    assert table["term"].is_unique


def test_keyphrases_tell_what_sets_a_text_apart():
    texts = pd.Series(
        {
            "one": "Grain deal signed. The grain deal opens ports. A grain deal, said the minister.",
            "two": "The minister spoke of floods. Floods rose. The minister left.",
            "three": "The minister resigned.",
        }
    )
    found = keyphrases(texts)
    assert found.index.tolist() == ["one", "two", "three"]
    assert found["one"][0] == "grain deal"
    assert not {"grain", "deal"} & set(found["one"])  # they stand within the phrase only
    assert found["two"][0] == "floods"


def test_at_most_so_many_keyphrases_are_given():
    assert keyphrases(pd.Series(["zinc, copper, tin, nickel and cobalt"]), n=2).str.len().tolist() == [2]


def test_a_text_without_words_has_no_keyphrases():
    assert keyphrases(pd.Series(["", None, "of the and", "zinc"])).tolist() == [[], [], [], ["zinc"]]
    assert keyphrases(pd.Series([], dtype=str)).empty
