"""Words of a list in texts, and how many words there are: as regular expressions find them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.annotate.kernels import cues, words
from helpers.annotate.kernels.text import pack

FORMS = ["say", "said", "according to", "went on", "on"]


def found_in(*texts, forms=FORMS):
    return [(k, texts[k][start:end]) for k, start, end, _ in cues.find(pack(texts), cues.trie_of(forms)).tolist()]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He said so.", ["said"]),
        ("They say he said", ["say", "said"]),
        ("Unsaid, saidest, (said, said's", []),  # no whole word, or none behind a blank
        ("“Said Lee”, _Said", ["Said", "Said"]),  # a capital needs no blank
        ("said at the beginning", []),
        ("Lee-said, said-Lee, he\nsaid, he\u00a0said", ["said"] * 4),  # a hyphen may stand for a lost blank
        ("He went on. He went\u00a0on", ["went on", "went\u00a0on"]),  # the longest
        ("He went only on", ["on"]),
        ("— According to Ünal", ["According to"]),
        ("É said", ["said"]),
        ("He SAID", []),
        ("", []),
    ],
)
def test_a_form_is_found_as_a_whole_word(text, found):
    assert [surface for _, surface in found_in(text)] == found


def test_each_find_says_its_text_and_form():
    found = cues.find(pack(["He said", "", "They said on"]), cues.trie_of(FORMS)).tolist()
    assert found == [[0, 3, 7, 1], [2, 5, 9, 1], [2, 10, 12, 4]]


def test_nothing_is_found_without_forms():
    assert found_in("He said", forms=[]) == []


def test_a_form_with_a_hyphen_is_not_found():
    assert found_in("an op-ed on", forms=["op-ed", "on"]) == [(0, "on")]


@given(st.lists(st.text("sSaidyon to-'’.é\n\u00a0_", max_size=40), max_size=3))
def test_forms_are_found_as_a_regular_expression_finds_them(texts):
    blank = "[ \n\u00a0-]"
    forms = "|".join(form.replace(" ", blank) for form in sorted(FORMS, key=len, reverse=True))
    capital = "|".join(form[0].upper() + form[1:].replace(" ", blank) for form in sorted(FORMS, key=len, reverse=True))
    pattern = re.compile(rf"(?:(?<={blank})(?:{forms})|(?<![^\W_])(?:{capital}))(?![^\W_]|[-'’])")
    assert found_in(*texts) == [(k, match.group()) for k, text in enumerate(texts) for match in pattern.finditer(text)]


@given(st.lists(st.text(max_size=30)))
def test_words_are_counted_as_a_regular_expression_counts_them(texts):
    assert words.count(texts).tolist() == [len(re.findall(r"[^\W_]\S*", text)) for text in texts]
