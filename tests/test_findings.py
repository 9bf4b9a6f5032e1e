"""Sentences: they claim no more than the intervals carry, and they are English."""

import re
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from helpers.report import findings as say

NAN = np.nan
NAMES = {
    "USA": "United States", "RUS": "Russia", "IRN": "Iran", "CHN": "China", "SYR": "Syria", "CUB": "Cuba",
    "DOM": "Dominican Republic", "NLD": "Netherlands",
}  # fmt: skip


def named(sentence):
    """The countries that a sentence names."""
    return {name for name in NAMES.values() if name in sentence}


def shares(*rows):
    return pd.DataFrame(rows, columns=["country", "share", "low", "high"])


def parties(*rows):
    return pd.DataFrame(rows, columns=["country", "party"])


def words(*rows):
    return pd.DataFrame(rows, columns=["term", "low", "q_value"])


def tones(*rows):
    return pd.DataFrame(rows, columns=["country", "valence", "q_value"]).assign(overall=0.0)


def ties(*rows):
    return pd.DataFrame(rows, columns=["a", "b", "low", "q_value"])


def days(*rows):
    table = pd.DataFrame(rows, columns=["day", "outlet", "n_stories"])
    return table.assign(day=pd.to_datetime(table["day"]))


@pytest.mark.parametrize(
    ("n", "said"),
    [(0, "0 stories"), (1, "1 story"), (2, "2 stories"), (3788, "3,788 stories"), (1001, "1,001 stories")],
)
def test_one_story_is_a_story_and_two_are_stories(n, said):
    assert say.count_of(n, "story", "stories") == said


@pytest.mark.parametrize(("n", "said"), [(0, "no"), (1, "one"), (12, "twelve"), (13, "13"), (3824, "3,824")])
def test_small_numbers_are_words(n, said):
    assert say.number_word(n) == said


@pytest.mark.parametrize(
    ("words", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_a_list_reads_as_one(words, said):
    assert say.list_words(words) == said


@pytest.mark.parametrize(
    "name",
    ["United States", "United Kingdom", "United Arab Emirates", "Netherlands", "Philippines", "Czech Republic",
     "Democratic Republic of the Congo", "Marshall Islands", "Palestinian Territories", "Bahamas"],
)  # fmt: skip
def test_some_countries_take_an_article(name):
    assert say.the(name) == f"the {name}"


@pytest.mark.parametrize("name", ["Russia", "Iran", "South Sudan", "Tanzania", "Ireland", "Swaziland"])
def test_and_most_do_not(name):
    assert say.the(name) == name


def test_a_leader_is_named_only_when_its_interval_stands_clear_of_all_others():
    clear = shares(("USA", 0.6, 0.55, 0.65), ("RUS", 0.4, 0.35, 0.45), ("IRN", 0.3, 0.2, 0.5))
    assert re.match(
        "The United States .* 60% of stories, more than any other", say.finding_countries(clear, NAMES, 100)
    )
    close = shares(("USA", 0.6, 0.45, 0.65), ("RUS", 0.4, 0.35, 0.45), ("IRN", 0.3, 0.2, 0.35))
    assert say.finding_countries(close, NAMES, 100).startswith(
        "No country leads alone: the United States and Russia are mentioned about as often"
    )


def test_a_wide_interval_further_down_keeps_the_first_from_leading():
    table = shares(("USA", 0.6, 0.5, 0.65), ("RUS", 0.4, 0.35, 0.45), ("IRN", 0.3, 0.1, 0.55))
    assert say.finding_countries(table, NAMES, 100).startswith("No country leads alone: the United States and Iran are")


@pytest.mark.parametrize(
    ("added", "said"),
    [
        ({"CUB": 7, "RUS": 3, "IRN": 0}, "2 of 3 countries would be in more articles: at most 7 more, for Cuba"),
        ({"RUS": 3}, "1 of 1 country would be in more articles: at most 3 more, for Russia"),
        (
            {"USA": 1, "RUS": 1, "IRN": 0},
            "2 of 3 countries would be in more articles: at most 1 more, for the United States and Russia",
        ),
        (
            {"USA": 1, "RUS": 1, "IRN": 1, "CHN": 1},
            "4 of 4 countries would be in more articles: at most 1 more, for 4 countries",
        ),
        ({"USA": 0}, "no country would be in more articles"),
        ({}, "no country would be in more articles"),
    ],
)  # fmt: skip
def test_what_cutting_did_to_the_counts_is_told_by_the_largest_difference(added, said):
    table = pd.DataFrame({"country": list(added), "n_articles_added": pd.Series(added.values(), dtype="int64")})
    assert say.finding_uncut(table, NAMES) == f"Had nothing been cut, {said}"


def test_without_an_interval_there_is_no_ranking():
    few = shares(("USA", 1.0, NAN, NAN), ("RUS", 0.5, NAN, NAN))
    for n_stories in (1, 2, 9, 40):
        assert "more than" not in say.finding_countries(few, NAMES, n_stories)
    assert say.finding_countries(few.head(0), NAMES, 5) == "No country is mentioned"


def test_stories_are_not_called_articles():
    """Of twelve articles, nine stories: the title of a chart of stories must not say nine articles."""
    assert "article" not in say.finding_countries(shares(("USA", 1.0, NAN, NAN)), NAMES, 9)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("USA", 3), ("RUS", 2)], "Most often a party: the United States in 3 and Russia in 2 stories"),
        ([("RUS", 1200), ("IRN", 0)], "Most often a party: Russia in 1,200 stories"),
        ([("RUS", 1)], "Most often a party: Russia in 1 story"),
        ([("RUS", 1), ("USA", 1)], "Most often a party: Russia in 1 and the United States in 1 story"),
        ([("RUS", 3), ("IRN", 1)], "Most often a party: Russia in 3 and Iran in 1 story"),
        ([("RUS", 0)], "No country is a party in any story"),
        ([], "No country is a party in any story"),
    ],
)
def test_parties_are_listed_with_their_stories(rows, said):
    assert say.finding_parties(parties(*rows), NAMES) == said


def test_words_mark_a_subject_only_beyond_chance():
    table = words(
        ("grain", 1.0, 0.01), ("wheat", -0.2, 0.01), ("corn", 1.0, 0.2), ("rye", NAN, 0.01), ("oats", 2.0, 0.04)
    )
    assert say.finding_keyness(table, "stories of May 2024") == "“grain” and “oats” mark stories of May 2024"
    assert say.finding_keyness(table.head(1), "May") == "“grain” marks May"
    assert say.finding_keyness(table.iloc[1:4], "May") == "No word marks May beyond chance"
    assert say.finding_keyness(words().head(0), "May") == "No word marks May beyond chance"


def test_only_what_is_surely_apart_is_called_darker_or_brighter():
    table = tones(("SYR", -0.6, 0.001), ("IRN", -0.4, 0.3), ("RUS", -0.1, 0.04), ("USA", 0.1, NAN), ("CHN", 0.3, 0.001))
    assert "Syria and Russia in darker, China in brighter sentences" in say.finding_sentiment(table, NAMES)
    assert not named(say.finding_sentiment(table.iloc[[1, 3]], NAMES))
    assert not named(say.finding_sentiment(table.head(0), NAMES))


def test_one_side_alone_is_told_alone():
    said = say.finding_sentiment(tones(("USA", -0.6, 0.001), ("RUS", 0.2, 0.7)), NAMES)
    assert "he United States in darker sentences" in said
    assert "brighter" not in said


def test_only_pairs_beyond_chance_are_named():
    table = ties(
        ("IRN", "RUS", 0.5, 0.01), ("RUS", "SYR", -0.5, 0.01), ("CHN", "USA", 0.5, 0.5), ("CUB", "USA", NAN, NAN)
    )
    assert named(say.finding_pairs(table, NAMES, "sentence")) == {"Iran", "Russia"}
    for none in (table.iloc[1:], table.head(0)):
        assert say.finding_pairs(none, NAMES, "article").startswith("No pair")


def test_only_themes_beyond_chance_are_named():
    table = ties(("USA", "trade", 0.5, 0.01), ("RUS", "sport", 0.5, 0.06), ("SYR", "security", 0.1, 0.049))
    said = say.finding_themes(table, NAMES)
    assert named(said) == {"United States", "Syria"}
    assert ("trade" in said, "security" in said, "sport" in said) == (True, True, False)
    for none in (table.iloc[[1]], table.head(0)):
        assert say.finding_themes(none, NAMES).startswith("No country")


@pytest.mark.parametrize(
    "tell", [lambda t: say.finding_pairs(t, NAMES, "sentence"), lambda t: say.finding_themes(t, NAMES)]
)
def test_what_is_tied_agrees_with_its_verb(tell):
    table = ties(("IRN", "RUS", 0.5, 0.01), ("RUS", "SYR", 0.5, 0.01))
    assert not re.search(r"\bare\b", tell(table.head(1)))
    assert not re.search(r"\bis\b", tell(table))


def test_at_most_three_are_named_strongest_first():
    table = ties(*[(country, "trade", 0.5, 0.01) for country in ("RUS", "IRN", "SYR", "CHN")])
    assert named(say.finding_themes(table, NAMES)) == {"Russia", "Iran", "Syria"}


def test_the_month_of_most_stories_is_named_with_its_share():
    table = days(("2017-01-31", "Gazette", 1), ("2017-02-01", "Herald", 2), ("2017-02-28", "Gazette", 1))
    assert say.finding_coverage(table) == "75% of the dated stories of two outlets are of February 2017"


def test_one_month_alone_is_said_to_be_all():
    table = days(("2017-02-01", "Herald", 2), ("2017-02-28", "Herald", 1))
    assert say.finding_coverage(table) == "All 3 dated stories of one outlet are of February 2017"


def test_an_empty_selection_is_told_to_be_empty():
    assert say.small_corpus(0) == "No article matches what was asked for"


def test_a_single_dated_story_is_one():
    assert say.finding_coverage(days(("2017-02-01", "Herald", 1))) == "The one dated story is of February 2017"


@pytest.mark.parametrize(
    ("n", "said"),
    [(1, "One article is a list, not a trend"), (5, "Five articles are a list"), (40, "40 articles are a list")],
)
def test_a_small_corpus_is_told_to_be_small(n, said):
    assert say.small_corpus(n).startswith(said)
    assert "no intervals" in say.small_corpus(n)


@pytest.mark.parametrize(
    ("focus", "said"),
    [("USA", "with the United States as a party"), ("RUS", "with Russia as a party"), ("2017-02", "of February 2017"),
     ("Gazette", "of Gazette"), ("1843 Magazine", "of 1843 Magazine")],
)  # fmt: skip
def test_a_focus_follows_the_word_stories(focus, said):
    assert say.describe_focus(focus, NAMES) == said


def briefing(small):
    desk = SimpleNamespace(small=small, n_articles=3, n_stories=3, names=NAMES)
    return say.briefing(
        desk,
        days(("2017-02-01", "Herald", 3)),
        shares(("USA", 0.6, 0.55, 0.65)),
        parties(("RUS", 2)),
        tones(("SYR", -0.6, 0.001)).assign(n_stories=20),
        ties(("IRN", "RUS", 0.5, 0.01)),
        ties(("USA", "trade", 0.5, 0.01)),
    )


def test_the_briefing_of_a_small_corpus_counts_and_claims_nothing():
    found = briefing(small=True)
    assert found[0].startswith("Three articles are a list, not a trend")
    assert found[1:] == ["Most often a party: Russia in 2 stories"]


def test_the_briefing_says_one_thing_of_each_measure():
    found = briefing(small=False)
    assert len(found) == len(set(found)) == 6
    assert not [finding for finding in found if finding.endswith(".") or not finding[0].isupper()]


def test_the_briefing_of_stories_that_name_nobody_claims_nothing():
    desk = SimpleNamespace(small=False, n_articles=30, n_stories=30, names=NAMES)
    none = tones().head(0).assign(n_stories=pd.Series(dtype=int))
    found = say.briefing(desk, days(), shares(), parties(), none, ties(), ties())
    assert len(found) == 5
    assert not any(map(named, found))
