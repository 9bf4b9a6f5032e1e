"""A note on the author goes, and its name is kept; a profile, an obituary and an interview keep the person they are of."""

import pytest

from helpers.ingest.author_notes import find_author_note
from helpers.ingest.boilerplate import rules_of
from helpers.ingest.clean import clean_article
from helpers.ingest.readers.unit import Unit
from helpers.lexicons import load_lexicons

PIECE = (
    "Norway lends Ghana two patrol boats, and calls it friendship. The boats are old. The word is older, and it has sailed "
    "under many flags. What the fishermen of Tema need is neither: they need ice, a road to market and a harbour light "
    "that burns. A government that wants to help should begin there."
)


def notes(text, title=None, author=None):
    return [(text[cut.start : cut.end], dict(cut.found)["author"]) for cut in find_author_note(text, title, author)]


@pytest.mark.parametrize(
    ("note", "author"),
    [
        ("Ama Osei is a lecturer at the University of Bergen.", "Ama Osei"),
        ("Ama Osei is a Tema-based writer and broadcaster. She has written for the Gazette and others.", "Ama Osei"),
        ("Ama B. Osei is Harbour Fellow at the Sea Institute. Her book, Ice, is out in May.", "Ama B. Osei"),
        ("Ama Osei was the founding editor of Harbour Weekly.", "Ama Osei"),
        ("Ama Osei is professor of law in Tema. From 2005 to 2007 she advised the ministry.", "Ama Osei"),
        ("Ama Osei is a researcher. Ama previously worked in Oslo. Osei has a dog.", "Ama Osei"),
        ("Ama Osei writes about ports. Follow her on Twitter.", "Ama Osei"),
        ("Ama Osei has been writing about ports for 20 years. Her website is www.osei.example.", "Ama Osei"),
        ("Ama Osei, a retired pilot, is a columnist.", "Ama Osei"),
        ("The Gazette's Ama Osei reports from Tema.", "Ama Osei"),
        ("Dr. Ama Osei contributed to this article. She is a resident physician in Tema.", "Dr. Ama Osei"),
        ("Ama Osei and Astrid Lund are economists at the Sea Institute.", "Ama Osei and Astrid Lund"),
        ("Ama Osei is a poet. She lives in Tema. Astrid Lund is a historian.", "Ama Osei, Astrid Lund"),
    ],
)
def test_a_note_on_somebody_who_is_named_nowhere_else_is_found_with_the_name(note, author):
    assert notes(f"{PIECE} {note}") == [(note, author)]
    assert notes(f"{PIECE}\n{note}") == [(note, author)]


@pytest.mark.parametrize(
    "end",
    [
        "Tema is the largest harbour of the country.",
        "Ama Osei, the mayor, said no more.",
        "Ama Osei was named director of the harbour on Monday.",
        "Ama Osei is expected to become director.",
        "Ama Osei was charged with bribing an officer.",
        "Ama Osei is in favour of a new director.",
        "Osei is a lecturer.",
        "The Harbour Museum is the leader in its field.",
        "Ama Osei is a lecturer. The harbour, meanwhile, is dark.",
        "It was the writer of the law who said so.",
    ],
)
def test_a_last_sentence_that_is_no_note_stays(end):
    assert notes(f"{PIECE} {end}") == []


def test_a_profile_an_obituary_and_an_interview_keep_whom_they_name_before():
    profile = f"At five, Ama Osei unlocks the harbour office. {PIECE} Ama Osei is a lecturer, and sleeps little."
    assert notes(profile) == []
    assert notes(f"{PIECE} Ama Osei was a teacher and a poet.", title="Ama Osei, 1931-2024") == []
    assert notes(f"Mrs Osei, are the boats old? {PIECE} Ama Osei is the chairwoman of the council.") == []


def test_the_stated_author_may_stand_in_the_text():
    text = f"I, Osei, have seen these boats. {PIECE} Ama Osei is a lecturer in Bergen."
    assert notes(text) == []
    assert notes(text, author="Ama Osei") == [("Ama Osei is a lecturer in Bergen.", "Ama Osei")]


def test_a_byline_states_the_author_and_the_note_goes_from_before_what_else_was_cut():
    unit = Unit(b"", text=f"By Ama Osei\n{PIECE}\nAma Osei is a lecturer in Bergen.\nFollow us on Twitter")
    article = clean_article(unit, rules=rules_of(load_lexicons()))
    assert article.text == PIECE
    assert [row["rule"] for row in article.removed] == ["byline-line", "author_note", "follow-us"]
    assert article.found["author"].startswith("Ama Osei")


def test_a_text_that_is_hardly_more_than_the_sentence_keeps_it():
    assert notes("The boats sailed. Ama Osei is a lecturer in Bergen.") == []
