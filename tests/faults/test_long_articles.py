"""An article of a million tokens, one in capitals, one of a million exclamation marks: each is read to its end.

What that takes, ``make bench`` prints.
"""

import pandas as pd
import pytest

from helpers.annotate import annotate
from helpers.corpus import Corpus
from tiny_corpus import tiny_corpus

REPORT = (
    "Iran and Russia met in Ashgabat on Monday. “We are very glad that the bad war is over,” President Vladimir Putin said, "
    "adding that trade would grow. "
)
WORDS, SENTENCES = len(REPORT.split()), 2


def annotated(text):
    return annotate(pd.DataFrame({"article_id": ["a"], "title": ["A long report"], "text": [text], "language": ["en"]}))


def assert_each_time_the_same(text, times, parts):
    """Whether all of ``times`` repetitions are found, each with the same scores and the same countries."""
    sentences = parts.sentences.query("part == 'text'")
    assert len(sentences) == times * SENTENCES
    assert sentences["end"].iloc[-1] == len(text.rstrip())
    assert sentences["valence"].nunique() == 1  # of the second of each pair; the first has no word that bears any
    countries = parts.mentions["country"].value_counts()
    assert countries[["IRN", "RUS", "TKM"]].tolist() == [times, 2 * times, times]
    assert set(parts.country_roles["country"]) == {"IRN", "RUS", "TKM"}
    assert parts.country_roles["n_mentions"].sum() == 4 * times


@pytest.mark.parametrize("times", [1_000, pytest.param(1_000_000 // WORDS, marks=pytest.mark.slow)])
def test_97_a_long_paragraph_is_read_to_its_end(times):
    text = REPORT * times
    parts = annotated(text)
    assert_each_time_the_same(text, times, parts)
    assert parts.quotes["direct"].sum() == times
    assert parts.quotes.query("direct")["speaker_entity"].eq("putin").all()


@pytest.mark.parametrize("times", [1_000, pytest.param(1_000_000 // WORDS, marks=pytest.mark.slow)])
def test_97_capitals_are_read_as_small_letters_are(times):
    text = (REPORT * times).upper()
    assert_each_time_the_same(text, times, annotated(text))


def test_97_a_million_exclamation_marks_say_nothing():
    parts = annotated("!" * 1_000_000)
    assert parts.sentences["valence"].isna().all()
    assert parts.sentences["end"].iloc[-1] == 1_000_000
    assert parts.mentions.empty and parts.quotes.empty and parts.bounds.empty


def test_97_a_million_exclamation_marks_are_no_louder_than_four():
    loud, four = annotated("This is good " + "!" * 1_000_000).sentences, annotated("This is good !!!!").sentences
    assert loud["valence"].max() == four["valence"].max() > 0


@pytest.mark.parametrize(
    "piece",
    [
        "word ",
        "Word",
        ". ",
        "a\n",
        "“",
        "” ",
        "' ",
        "İ",
        "10 March 2017 ",
        "President Vladimir Putin ",
        "Iraqi Prime Minister Ann Lee said so. Lee went. ",
    ],
)
def test_97_what_never_ends_is_read_to_its_end(piece):
    text = piece * 5_000
    parts = annotated(text)
    assert parts.sentences.query("part == 'text'")["end"].max() == len(text.rstrip())
    assert (parts.mentions["end"] <= len(text)).all()


def test_97_a_long_article_is_ingested_whole(tmp_path):
    text = REPORT.strip() + " " + REPORT * 10_000
    held = Corpus(tiny_corpus(tmp_path, [{"title": "A long report", "text": text}]))
    assert held.read("articles")["text"].tolist() == [text.rstrip()]
    assert held.read("ledger")["status"].tolist() == ["accepted"]
