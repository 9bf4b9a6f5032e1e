"""Valence, against NLTK's own analyser where there are no names, and against a text without them where there are."""

from importlib.resources import files

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from nltk.sentiment import vader

from helpers.annotate import valence
from helpers.annotate.valence import score_sentences
from nltk_itself import mask
from tiny_lexicons import tiny_lexicons

NAMES = tiny_lexicons(
    countries=[
        {"country": "FRA", "form": "France"},
        {"country": "USA", "form": "United States"},
        {"country": "TUR", "form": "Turkey"},
    ],
    organisations=[{"id": "security-council", "forms": "Security Council"}],
    themes=[{"theme": "security", "forms": "terror attack"}],
)
NOBODY = tiny_lexicons()


@pytest.fixture(scope="module")
def nltk_scores():
    """NLTK's ``polarity_scores``, its analyser made the ordinary way, but for where the word list is read."""
    words = files("vaderSentiment").joinpath("vader_lexicon.txt").read_text("utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vader.nltk.data, "load", lambda _: words)
        return vader.SentimentIntensityAnalyzer().polarity_scores


def valence_of(sentence, lexicons=NAMES):
    (value,) = valence(pd.Series([sentence]), lexicons)
    return value


WORDS = """
    good bad GREAT war peace hope killed not never so very least kind of sort but the a table isn't without VERY
    no extremely friend, (attack) “support” disaster! ruin?? :) the_ good-bye U.S. x 5 !!! ... bomb
""".split()


@settings(deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join) | st.text(max_size=40))
@example("The least bad of a very, VERY bad war!!!")
@example("kind of")
@example("The talks were not so good, but the mood was great???")
@example("good\u00a0news\u2003today")
@example("good " + "table " * 8000)
def test_without_names_it_is_what_nltk_computes(nltk_scores, sentence):
    expected = nltk_scores(sentence)
    if expected["compound"] or expected["pos"] or expected["neg"]:
        (found,) = score_sentences([sentence]).to_dict("records")
        names = {"negative": "neg", "neutral": "neu", "positive": "pos", "valence": "compound"}
        assert found == {name: expected[nltk] for name, nltk in names.items()}
        assert valence_of(sentence, NOBODY) == expected["compound"]
    else:
        assert score_sentences([sentence]).isna().all(axis=None)
        assert np.isnan(valence_of(sentence, NOBODY))


@pytest.mark.parametrize(
    "sentence",
    [
        "The United States and the Security Council met.",
        "The ministers met on Monday.",
        "",
        "...",
        None,
    ],
)
def test_where_no_word_bears_valence_there_is_no_score(sentence):
    assert np.isnan(valence_of(sentence))


def test_good_and_bad_in_balance_score_zero_which_is_a_score():
    assert valence_of("A bad peace") == 0
    assert np.isnan(valence_of("A long table"))


@pytest.mark.parametrize(
    ("named", "unnamed"),
    [
        ("France is not a good friend.", "Table is not a good friend."),
        ("It is not France that is good.", "It is not table that is good."),
        ("GREAT NEWS FROM FRANCE", "GREAT NEWS FROM TABLE"),
        ("GREAT news from France", "GREAT news from table"),
        ("FRANCE is great", "TABLE is great"),
        ("Not the United States but peace won.", "Not the table but peace won."),
        ("No Security Council, no peace!", "No table, no peace!"),
    ],
)
def test_a_name_counts_as_one_word_without_valence(named, unnamed):
    assert valence_of(named) == valence_of(unnamed)


def test_the_names_of_themes_are_words_like_others():
    assert valence_of("A terror attack.") == valence_of("A terror attack.", NOBODY) < 0


@pytest.mark.parametrize(
    ("spans", "masked"),
    [
        ([], "In France and the US"),
        ([(3, 9)], "In xx and the US"),
        ([(3, 9), (18, 20)], "In xx and the XX"),
        ([(0, 20)], "xx"),
    ],
)
def test_a_mask_puts_one_word_in_the_place_of_a_name(spans, masked):
    assert mask("In France and the US", spans) == masked


def test_the_index_is_kept():
    text = pd.Series(["A good day.", "A day.", "A bad day."], index=[7, "b", 7])
    scores = valence(text, NAMES)
    assert list(scores.index) == [7, "b", 7]
    assert scores.dtype == "float64"
    assert [np.sign(score) for score in scores.fillna(0)] == [1, 0, -1]


def test_no_text_gives_no_scores():
    scores = valence(pd.Series([], dtype="str"), NAMES)
    assert scores.empty
    assert scores.dtype == "float64"


def test_the_shipped_names_are_masked_unless_others_are_given():
    assert np.isnan(valence(pd.Series(["The United States and the UN Security Council met."])).item())
