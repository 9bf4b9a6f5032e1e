"""One report and its copies are one story, told by the earliest of them."""

import random
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.corpus.schema import TABLES
from helpers.ingest import group_stories
from helpers.ingest.kernels.signatures import Bands
from helpers.ingest.kernels.words import hash_words, word_spans
from helpers.ingest.stories import signatures_of

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


# Near copies. Reports are strings of made-up words, so that two of them share nothing but what a test gives both.

SYLLABLES = [a + b for a in "bdfgklmnprst" for b in "aeiou"]


def report(seed, n_sentences=20):
    draw = random.Random(seed)
    words = ["".join(draw.choices(SYLLABLES, k=3)) for _ in range(12 * n_sentences)]
    return [" ".join(words[k : k + 12]).capitalize() + "." for k in range(0, len(words), 12)]


def join(*parts):
    return "\n".join(" ".join(part) for part in parts)


RAIL, FLOOD, VOTE, PORT = (report(seed) for seed in ("rail", "flood", "vote", "port"))
RAIL_TEXT = " ".join(RAIL)


def edited(share, seed=1):
    draw = random.Random(seed)
    return " ".join("other" if draw.random() < share else word for word in RAIL_TEXT.split())


def relations(*texts, **options):
    table = group_stories(articles(*((name, text, None) for name, text in zip("abcdefgh", texts))), **options)
    return table["relation"].tolist()


def grouped(*texts):
    table = group_stories(articles(*((name, text, None) for name, text in zip("abcdefgh", texts))))
    return table["story_id"].nunique() < len(texts)


NEAR_COPIES = {
    "cut from the end": join(RAIL[:8]),
    "two paragraphs dropped": join(RAIL[:4], RAIL[7:15], RAIL[18:]),
    "another head": join(["A head that is found on no other page of that day."], RAIL),
    "a paragraph of its own added": join(RAIL[:10], FLOOD[:3], RAIL[10:]),
    "a paragraph of its own on top": join(FLOOD[:4], RAIL),
    "sentences reordered": join(random.Random(1).sample(RAIL, len(RAIL))),
    "edited lightly": edited(0.05),
    "other spelling of one word": RAIL_TEXT.replace(RAIL_TEXT.split()[40], "colour"),
}


@pytest.mark.parametrize("copy", NEAR_COPIES.values(), ids=NEAR_COPIES)
def test_an_edited_copy_is_a_near_copy(copy):
    assert sorted(relations(RAIL_TEXT, copy)) == ["near_copy", "original"]


BACKGROUND = report("background", 8)
FORM = "Shares of {} closed at {}.{} points on {} March after {} thousand of them changed hands at {} offices of the bourse"
STRANGERS = {
    "two reports": (RAIL_TEXT, " ".join(FLOOD)),
    "one sentence in common": (RAIL_TEXT, join(FLOOD[:10], RAIL[5:6], FLOOD[10:])),
    "a statement quoted by both": (
        join(RAIL[:6], BACKGROUND[:4], RAIL[6:]),
        join(FLOOD[:9], BACKGROUND[:4], FLOOD[9:]),
    ),
    "half of each is background": (join(RAIL[:8], BACKGROUND), join(FLOOD[:8], BACKGROUND)),
    "a brief above a long standing notice": (join(RAIL[:3], BACKGROUND * 2), join(FLOOD[:3], BACKGROUND * 2)),
    "a brief on a long page": (join(RAIL[:4]), join(RAIL[:4], FLOOD, VOTE, PORT)),
    "a form filled in anew": (FORM.format("Arno", 812, 4, 3, 51, 17) * 3, FORM.format("Beda", 967, 1, 9, 68, 22) * 3),
    "other words in every sentence": (RAIL_TEXT, edited(0.4)),
}


@pytest.mark.parametrize("pair", STRANGERS.values(), ids=STRANGERS)
def test_what_two_articles_have_in_common_need_not_make_them_copies(pair):
    assert not grouped(*pair)


def test_a_passage_that_stands_in_three_different_articles_makes_no_copy():
    notice = join(BACKGROUND)
    holders = [join(BACKGROUND, news[:18]) for news in (RAIL, FLOOD, VOTE, PORT)]
    assert grouped(notice, join(BACKGROUND, RAIL[:2]))  # nobody else has it: cut or not, one is the other
    assert not grouped(notice, join(BACKGROUND, report("tram", 2)), *holders)


def test_outlets_that_add_their_own_notice_still_have_copies():
    first, second = report("first notice", 6), report("second notice", 6)
    others = [join(news, notice) for news in (FLOOD, VOTE, PORT) for notice in (first, second)]
    rows = [("a", join(RAIL, first), None), ("b", join(RAIL, second), None)]
    table = group_stories(articles(*rows, *((f"n{k}", text, None) for k, text in enumerate(others))))
    assert set(table.loc[table["article_id"].isin(["a", "b"]), "story_id"]) == {"a"}


def test_similarity_is_the_share_of_the_shorter_text():
    table = group_stories(articles(("a", RAIL_TEXT, None), ("b", join(RAIL[:8]), None), ("c", edited(0.05), None)))
    similarity = table.set_index("article_id")["similarity"]
    assert similarity["b"] == 1.0
    assert 0.9 < similarity["c"] < 1


def test_a_chain_of_copies_breaks_where_it_is_no_longer_like_its_original():
    news = report("running", 40)
    versions = [join(news[k : k + 16]) for k in range(0, 20, 2)]  # each drops two sentences and gains two
    names = [f"v{k}" for k in range(len(versions))]
    table = group_stories(articles(*zip(names, versions, [f"2024-03-{k + 1:02}" for k in range(len(versions))])))
    table = table.set_index("article_id")
    assert table.loc["v0", "relation"] == "original"
    assert table.loc["v9", "story_id"] != table.loc["v0", "story_id"]
    near = table[table["of"].notna()]
    texts = dict(zip(names, versions))
    assert all(
        grouped(texts[name], texts[of]) or row >= 0.6 for name, of, row in near[["of", "similarity"]].itertuples()
    )


def titled(*rows):
    return pd.DataFrame(rows, columns=["article_id", "title", "text"])


def test_a_few_words_left_of_two_pages_make_no_copy_below_other_titles():
    rest = "View the comments"
    table = group_stories(titled(("a", "Rail", rest), ("b", "Flood", rest), ("c", "rail!", rest)))
    assert table["story_id"].tolist() == ["a", "b", "a"]


def test_a_notice_that_stands_elsewhere_makes_no_copy_below_other_titles():
    notice = join(BACKGROUND)
    holders = [(f"x{k}", None, join(BACKGROUND, report(k))) for k in range(6)]
    pages = [("a", "Rail", notice), ("b", "Flood", notice)]
    assert group_stories(titled(*pages))["story_id"].tolist() == ["a", "a"]  # one brief under two headlines
    assert group_stories(titled(*pages, *holders))["relation"].tolist() == ["original"] * 8


def test_a_text_without_words_has_no_copies():
    assert relations("...", "...", "") == ["original"] * 3


WORLD = {
    "a": RAIL_TEXT,
    "b": NEAR_COPIES["cut from the end"],
    "c": NEAR_COPIES["sentences reordered"],
    "d": " ".join(FLOOD),
    "e": join(FLOOD, BACKGROUND),
    "f": join(VOTE, BACKGROUND),
    "g": join(PORT, BACKGROUND),
    "h": RAIL_TEXT.upper(),
}
EXPECTED = [{"a", "b", "c", "h"}, {"d", "e"}, {"f"}, {"g"}]


def world(names):
    days = dict(zip(WORLD, [None, "2024-03-02", "2024-03-01", None, None, "2024-03-05", None, None]))
    return articles(*((name, WORLD[name], days[name]) for name in names))


def test_the_world_is_grouped_as_expected():
    table = group_stories(world(WORLD))
    assert [set(names) for _, names in table.groupby("story_id")["article_id"]] == EXPECTED
    assert originals(table) == ["c", "e", "f", "g"]


@settings(deadline=None, max_examples=25)
@given(st.permutations(list(WORLD)), st.integers(0, len(WORLD)))
def test_batches_in_any_order_give_the_same_stories(names, n_known):
    known, new = names[:n_known], names[n_known:]
    asked = []

    def texts(ids):
        asked.extend(ids)
        return {name: WORLD[name] for name in ids}

    table = group_stories(world(new), signatures_of(world(known)), texts)
    pd.testing.assert_frame_equal(table, group_stories(world(WORLD)))
    assert set(asked) <= set(known) - {"g"}  # a text that nothing resembles is not read again


def test_a_changed_text_takes_the_place_of_its_old_signature():
    new = articles(("a", " ".join(VOTE), None))
    table = group_stories(new, signatures_of(world("ad")), lambda ids: {name: WORLD[name] for name in ids})
    assert table["relation"].tolist() == ["original", "original"]


def test_a_text_that_is_not_given_is_named():
    with pytest.raises(ValueError, match="no text of article 'a'"):
        group_stories(articles(("b", WORLD["b"], None)), signatures_of(world("a")))


def test_an_article_given_twice_is_named():
    with pytest.raises(ValueError, match="'a' is there twice"):
        group_stories(articles(("a", FERRY, None), ("a", BRIDGE, None)))


def corrections(*rows):
    return pd.DataFrame(rows, columns=["when", "action", "subject", "from", "to"])


def test_the_analyst_splits_a_story():
    table = group_stories(world(WORLD), corrections=corrections(("2024-04-01", "split", "c", None, None)))
    stories = table.set_index("article_id")
    assert stories.loc["c", ["story_id", "relation"]].tolist() == ["c", "original"]
    assert set(stories.loc[["a", "b", "h"], "story_id"]) == {"a"}
    assert stories.loc["b", "relation"] == "original"  # the earliest that is left


def test_the_analyst_joins_two_stories():
    table = group_stories(world(WORLD), corrections=corrections(("2024-04-01", "join", None, "e", "g")))
    stories = table.set_index("article_id")
    assert set(stories.loc[["d", "e", "g"], "story_id"]) == {"d"}
    assert stories.loc["g", "relation"] == "near_copy"
    assert stories.loc["g", "similarity"] < 0.5


def test_the_later_correction_counts_and_unknown_ones_are_passed_over():
    rows = corrections(
        ("2024-04-02", "split", "g", None, None),
        ("2024-04-01", "join", None, "e", "g"),
        ("2024-04-03", "join", None, "e", "nobody"),
        ("2024-04-03", "alias", "g", "x", "y"),
    )
    table = group_stories(world(WORLD), corrections=rows).set_index("article_id")
    assert table.loc["g", "relation"] == "original"


def test_a_signature_is_small_and_the_same_in_every_batch():
    table = signatures_of(world(WORLD))
    alone = pd.concat([signatures_of(world(name)) for name in WORLD], ignore_index=True)
    pd.testing.assert_frame_equal(table, alone)
    assert set(table["minhash"].map(len)) == {256}
    assert table["words"][0] == table["words"][7]


def test_a_crowd_of_copies_is_one_story_and_costs_no_pair_each():
    signatures = np.frombuffer(signatures_of(world("a"))["minhash"][0], "<u4")
    pairs = Bands(np.tile(signatures, (500, 1)), np.full(500, 240)).candidates()
    assert len(pairs) < 3 * 500
    assert set(pairs[pairs[:, 0] == 0, 1]) == set(range(1, 500))


@settings(deadline=None)
@given(st.text())
def test_words_stand_where_they_are_said_to_stand(text):
    spans = word_spans(text)
    assert len(spans) == len(hash_words([text, "tail"]).hashes) - 1
    assert [text[begin:end] for begin, end in spans if begin >= end] == []


@pytest.mark.parametrize("n", [1, 7, 8, 9, 255, 256, 257, 1000])
def test_words_that_differ_at_their_end_differ(n):
    one, other = hash_words(["x" * n + "a tail", "x" * n + "b tail"]).digests
    assert one != other


def test_scripts_without_blanks_have_a_word_a_character():
    assert len(word_spans("新闻 news ข่าว")) == len(re.findall(r"[^\W_]", "新闻ข่าว")) + 1
