"""One report and its copies are one story, told by the earliest of them."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.corpus.schema import TABLES
from helpers.ingest import group_stories

FERRY = "A ferry crossed the gulf without a crew."
BRIDGE = "Two countries painted one bridge."


def articles(*rows):
    table = pd.DataFrame(rows, columns=["article_id", "text", "published"])
    return table.assign(published=pd.to_datetime(table["published"], utc=True, format="ISO8601"))


def originals(stories):
    return stories.loc[stories["relation"] == "original", "article_id"].tolist()


def test_a_copy_belongs_to_the_story_of_its_original():
    table = group_stories(articles(("a", FERRY, "2024-03-02"), ("b", FERRY, "2024-03-01"), ("c", BRIDGE, None)))
    rows = table.set_index("article_id")
    assert list(table) == TABLES["stories"].names
    assert rows["story_id"].to_dict() == {"a": "a", "b": "a", "c": "c"}
    assert rows.loc["a", ["relation", "of", "similarity"]].tolist() == ["copy", "b", 1.0]
    assert rows.loc["b", "relation"] == rows.loc["c", "relation"] == "original"
    assert rows.loc[["b", "c"], ["of", "similarity"]].isna().all(axis=None)


def test_different_reporting_of_one_event_is_two_stories():
    shorter = FERRY.replace(" without a crew", "")
    assert group_stories(articles(("a", FERRY, None), ("b", shorter, None)))["story_id"].nunique() == 2


def test_the_same_words_in_another_order_are_another_story():
    assert group_stories(articles(("a", "Oslo met Accra", None), ("b", "Accra met Oslo", None)))["of"].isna().all()


@pytest.mark.parametrize("copy", [FERRY.upper(), FERRY.replace(" ", "\n"), f"“{FERRY}”", FERRY.replace(".", " .")])
def test_case_punctuation_and_layout_make_no_new_story(copy):
    assert group_stories(articles(("a", FERRY, None), ("b", copy, None)))["story_id"].nunique() == 1


@pytest.mark.parametrize(
    ("rows", "original"),
    [
        ([("a", FERRY, "2024-03-02"), ("b", FERRY, "2024-03-01 23:59")], "b"),  # the earliest
        ([("a", FERRY + " !!", None), ("b", FERRY, "2024-03-01")], "b"),  # dated before undated, be it shorter
        ([("a", FERRY, "2024-03-01"), ("b", FERRY + " !!", "2024-03-01")], "b"),  # else the longest
        ([("a", FERRY, None), ("b", FERRY + " !!", None)], "b"),
        ([("b", FERRY, None), ("a", FERRY, None)], "a"),  # else the smallest id
    ],
)
def test_the_earliest_speaks_for_the_story_else_the_longest_else_the_smallest_id(rows, original):
    assert originals(group_stories(articles(*rows))) == [original]


def test_articles_need_no_dates_column():
    assert originals(group_stories(pd.DataFrame({"article_id": ["b", "a"], "text": [FERRY, FERRY]}))) == ["a"]


def test_no_articles_are_no_stories_in_the_same_columns():
    empty = group_stories(articles())
    assert empty.empty
    assert list(empty) == TABLES["stories"].names


worlds = st.lists(
    st.tuples(
        st.text("abcdef0123456789", min_size=4, max_size=4),
        st.sampled_from([FERRY, FERRY + "!", FERRY.upper(), BRIDGE, BRIDGE + " Twice."]),
        st.sampled_from([None, "2024-03-01", "2024-03-01T12:00", "2024-03-02"]),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda row: row[0],
)


@settings(deadline=None, max_examples=40)
@given(worlds, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows, random):
    shuffled = random.sample(rows, len(rows))
    pd.testing.assert_frame_equal(group_stories(articles(*shuffled)), group_stories(articles(*rows)))


@settings(deadline=None, max_examples=40)
@given(worlds)
def test_every_article_has_one_story_and_every_story_one_original(rows):
    stories = group_stories(articles(*rows))
    assert stories["article_id"].tolist() == sorted(row[0] for row in rows)
    for story_id, members in stories.groupby("story_id"):
        assert story_id == members["article_id"].min()
        (original,) = originals(members)
        assert set(members["of"].dropna()) <= {original}
        assert members["of"].notna().sum() == len(members) - 1


@settings(deadline=None, max_examples=40)
@given(worlds)
def test_what_is_one_story_stays_one_as_articles_arrive(rows):
    all_rows = group_stories(articles(*rows)).set_index("article_id")["story_id"]
    first_rows = group_stories(articles(*rows[: len(rows) // 2 + 1])).set_index("article_id")["story_id"]
    assert set(all_rows[first_rows.index].groupby(first_rows).nunique()) == {1}
