"""Text as it is kept: nothing invisible, one newline between paragraphs, and no word lost or joined to the next."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.ingest.clean import UNWANTED, clean_line, clean_text, with_summary

SEPARATORS = ["\n", "\r\n", "\r", "\n\n\n", "\u2028", "\u2029", "\v", "\f", "\x85"]


@pytest.mark.parametrize("separator", SEPARATORS)
def test_paragraphs_are_parted_by_one_newline_however_they_were_parted(separator):
    assert clean_text(f"Oslo said yes.{separator}Accra said no.") == "Oslo said yes.\nAccra said no."


@pytest.mark.parametrize("blank", ["  ", "\t", "\u00a0", "\u2009\u3000", " \t "])
def test_blanks_collapse_to_one(blank):
    assert clean_text(f"{blank}Oslo{blank}said{blank}") == "Oslo said"


@pytest.mark.parametrize(
    "unseen", ["\x00", "\x08", "\x1b", "\x7f", "\x9b", "\u202e", "\u2067", "\ufeff", "\ud800"], ids=ascii
)
def test_what_cannot_be_seen_goes_without_a_trace(unseen):
    assert clean_text(f"Os{unseen}lo") == "Oslo"


@pytest.mark.parametrize("kept", ["می\u200cخواهم", "👩\u200d🚀", "Côte d’Ivoire", "北京", "$5bn"])
def test_joiners_and_other_scripts_stay(kept):
    assert clean_text(kept) == kept


def test_two_ways_of_writing_a_letter_become_one():
    assert clean_text("Co\u0302te") == clean_text("C\u00f4te") == "C\u00f4te"


@given(st.text(st.characters()))  # lone surrogates too, which st.text() leaves out
def test_cleaning_clean_text_changes_nothing(text):
    clean = clean_text(text)
    assert clean_text(clean) == clean
    assert not UNWANTED.search(clean)
    assert not re.search(r"^\s|\s$|\s\s|[^\S \n]", clean)
    assert unicodedata.is_normalized("NFC", clean)


@given(st.lists(st.text("abcdé", min_size=1, max_size=5), min_size=1), st.data())
def test_words_stay_apart_and_in_order(words, data):
    text = words[0]
    for word in words[1:]:
        text += data.draw(st.sampled_from([*SEPARATORS, " ", "\t"])) + word
    assert clean_text(text).split() == words


@pytest.mark.parametrize("text", [None, "", "  \n ", "\u202e"])
def test_a_line_of_nothing_is_none(text):
    assert clean_line(text) is None


def test_a_title_over_two_lines_becomes_one_line():
    assert clean_line(" Oslo\r\n says   yes ") == "Oslo says yes"


def test_a_summary_stands_above_the_text_unless_the_text_begins_with_it():
    assert with_summary("A lake and a table.", "Bern offered a house.") == "A lake and a table.\nBern offered a house."
    assert with_summary("Bern offered", "Bern offered\na house.") == "Bern offered\na house."
    assert with_summary(" \n", "Bern offered a house.") == "Bern offered a house."
    assert with_summary(None, "Bern offered a house.") == "Bern offered a house."
