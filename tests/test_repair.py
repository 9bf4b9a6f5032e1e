"""Damage of encodings: mended by what stands around it, left alone where two readings are open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.ingest.repair import repair


@pytest.mark.parametrize(
    ("damaged", "mended"),
    [
        ('They don"t know, and it isn"t clear.', "They don't know, and it isn't clear."),
        ('"We won"t go,"?she said.', '"We won\'t go," she said.'),
        ('the harbour "?old and cold "?was shut', "the harbour — old and cold — was shut"),
        ('a list of "goods,"?"fees"?and "tolls"', 'a list of "goods," "fees" and "tolls"'),
        ('He asked why."?The envoy left.', 'He asked why." The envoy left.'),
        ('the ministers"?joint letter', "the ministers' joint letter"),
        ('a so-called "nest of terns"?near the pier', 'a so-called "nest of terns" near the pier'),
        ('said "\ufffdWe shall see"', 'said "We shall see"'),
        ('Captain O"\ufffdDowd', "Captain O'Dowd"),
        ('What was the "port"?"?a shed, it turned out', 'What was the "port" — a shed, it turned out'),
        ("You\"?know it: you'r late", "You\" know it: you're late"),
    ],
)
def test_marks_of_which_a_straight_quotation_mark_is_left(damaged, mended):
    text, notes = repair(damaged)
    assert text == mended
    assert notes == ("encoding_repaired",)


@pytest.mark.parametrize(
    "text",
    [
        'Is this the "old harbour"? Nobody knew.',
        'She asked, "Why?" and left.',
        "He didn't say \"yes\"; it's the boats' turn.",
        'a plank of 5" by 2"',
        "U.S.-Ghana talks and Lt.-Col. Aydin",
        "Côte d’Ivoire, “the text”, Zürich, São Tomé",
        "R&D and fish & chips; x < y",
        "",
    ],
)
def test_sound_text_stays_as_it_is(text):
    assert repair(text) == (text, ())


@pytest.mark.parametrize(
    ("scrambled", "plain"),
    [
        ("Ghanaâ€™s envoy", "Ghana’s envoy"),
        ("in GenÃ¨ve", "in Genève"),
        ("â€œAgreed,â€\x9d he said", "“Agreed,” he said"),
    ],
)
def test_text_that_was_read_byte_by_byte_is_read_again(scrambled, plain):
    assert repair(scrambled) == (plain, ("encoding_repaired",))


def test_curly_marks_stay_curly_where_others_are_mended():
    assert repair("“Genève” was GenÃ¨ve")[0] == "“Genève” was Genève"


def test_entities_become_what_they_stand_for():
    assert repair("Marks &amp; Spencer&#8217;s &quot;sale&quot;")[0] == 'Marks & Spencer’s "sale"'


def test_a_hard_blank_that_became_a_hyphen_parts_sentences_again():
    assert repair("It was late.-The crew slept.- ")[0].split() == ["It", "was", "late.", "The", "crew", "slept."]


@pytest.mark.parametrize("mark", "\"'”’)")
def test_a_hard_blank_behind_what_closes_a_quotation_or_an_aside_is_one_too(mark):
    assert repair(f"It was late.{mark}- The crew slept.")[0].split() == [
        "It",
        "was",
        f"late.{mark}",
        "The",
        "crew",
        "slept.",
    ]


def test_characters_that_are_lost_are_said_to_be():
    text, notes = repair("The Beyonc\ufffd\ufffd of Oslo")
    assert "\ufffd" in text
    assert notes == ("lost_characters",)


@given(st.text(st.characters(codec="utf-8")))
def test_repair_takes_any_text_and_what_it_mended_once_has_no_such_damage_any_more(text):
    once, _ = repair(text)
    assert isinstance(once, str)


@given(st.text("abc \"?.,-n't\ufffd", max_size=60))
def test_no_letter_is_ever_lost_or_moved(text):
    assert [c for c in repair(text)[0] if c.isalpha() and c != "e"] == [c for c in text if c.isalpha()]
