"""Saved text files: a title where there is one and none invented; what lines say plainly is read, the rest is left."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.ingest.readers.text import read, recognise, split_labels, split_title, unwrap

BODY = "The ministers met for two hours in Oslo and agreed on a text about herring, their spokesman said on Monday."


def unit_of(text, name="a.txt"):
    (unit,) = read(text.encode(), name)
    return unit


@pytest.mark.parametrize(
    "title",
    [
        "Oslo and Accra agree on a text",
        "Who will pay for the herring fleet?",
        "Envoys of 12 states meet in U.S.",
        "'Nothing is agreed': Oslo waits for Accra",
        "Oslo, Accra discuss fishing, regional stability in phone call",
        "Building a Resilient Fleet: How Insurance Meets Storms",
    ],
)
def test_the_first_line_is_the_title_if_it_reads_like_one(title):
    for between in ("\n", "\n\n"):
        unit = unit_of(f"{title}{between}{BODY}\n")
        assert unit.title == title
        assert unit.text.strip() == BODY


@pytest.mark.parametrize(
    "above",
    [
        " date 2024-10-12 Left Menu",
        "World News",
        "5 March 2024",
        "Tuesday, March 5, 2024",
        "By Astrid Lund",
        "Home > World > Africa",
        "Photo: Kofi Mensah",
        "Gazette Staff",
    ],
)
def test_lines_above_the_title_are_no_title_and_stay(above):
    unit = unit_of(f"{above}\n\nOslo and Accra agree on a text\n\n{BODY}")
    assert unit.title == "Oslo and Accra agree on a text"
    assert unit.text.splitlines()[0] == above


@pytest.mark.parametrize(
    "first",
    [
        BODY,
        "The ministers met in Oslo. They agreed on a text",
        "OSLO (Reuters) - The ministers met",
        "OSLO, March 5 /TASS/ The ministers met",
        "and so the ministers met",
        "Oslo said yes",  # but nothing longer follows
    ],
)
def test_no_title_is_invented(first):
    below = BODY * 2 if first != "Oslo said yes" else "Accra too."
    unit = unit_of(f"{first}\n{below}")
    assert unit.title is None
    assert unit.text.startswith(first)


def test_lines_broken_at_a_fixed_width_are_joined_and_the_first_is_no_title():
    text = (
        "The ministers of two countries met in the town of Oslo on\nMonday and agreed that they would meet again in\n"
        "the spring, said a spokesman for the foreign ministry, who\nadded that nothing else was decided at the meeting.\n\n"
        "The other side said the same, and added that tea was\nserved."
    )
    unit = unit_of(text)
    assert unit.title is None
    assert [len(part.splitlines()) for part in unit.text.split("\n\n")] == [1, 1]
    assert unit.text.split() == text.split()


def test_paragraphs_one_a_line_are_not_joined():
    text = "\n".join([BODY] * 6)
    assert unwrap(text) == text


def test_labelled_lines_say_what_they_are():
    unit = unit_of(f"Title: Oslo agrees\nAuthor: Astrid Lund\nSource: Fjord Wire\nDate: 2024-03-05\n\n{BODY}")
    assert (unit.title, unit.author, unit.outlet, unit.published) == (
        "Oslo agrees", "Astrid Lund", "Fjord Wire", "2024-03-05"
    )  # fmt: skip
    assert unit.text.strip() == BODY


def test_a_block_between_dashes_says_it_too():
    unit = unit_of(f'---\ntitle: "Oslo agrees"\ntags: sea\ndate: 2024-03-05\n---\n\n{BODY}', "a.md")
    assert (unit.title, unit.published) == ("Oslo agrees", "2024-03-05")
    assert unit.text.strip() == BODY


@pytest.mark.parametrize(
    "first", ["Source: a lighthouse keeper of Tema", "By: nobody, as it seems", "Note: this is odd"]
)
def test_one_line_with_a_colon_is_not_a_label(first):
    assert split_labels(f"{first}\n{BODY}") == ({}, f"{first}\n{BODY}")


def test_a_marked_heading_may_be_short_and_an_underline_goes_with_its_title():
    assert split_title(f"# Herring wars\n\n{BODY}")[0] == "Herring wars"
    title, text = split_title(f"Oslo and Accra agree\n====\n\n{BODY}")
    assert (title, text.strip()) == ("Oslo and Accra agree", BODY)


@pytest.mark.parametrize(
    ("raw", "name", "is_text"),
    [
        (b"words", "a.txt", True),
        (b"words", "A.MD", True),
        (b"words", "a.bin", False),
        ("words".encode("utf-16"), "a.txt", True),
    ],
)
def test_text_is_known_by_its_suffix_or_its_mark(raw, name, is_text):
    assert recognise(raw, name) is is_text


@given(st.text())
def test_no_word_is_lost_between_title_and_text(text):
    title, below = split_title(text)
    assert (
        sorted(f"{title or ''} {below}".split()) == sorted(text.split())
        or "#" in text
        or "*" in text
        or "_" in text
        or "=" in text
    )
