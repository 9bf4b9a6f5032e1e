import re
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.annotate.sentences import split_sentences
from helpers.lexicons import load_lexicons


class Span(NamedTuple):
    part: str
    paragraph: int
    start: int
    end: int


def spans_of(title, text):
    found = split_sentences([title], [text], load_lexicons())
    columns = (column.tolist() for column in (found.is_title, found.paragraph, found.start, found.end))
    return [Span("title" if is_title else "text", *row) for is_title, *row in zip(*columns)]


def sentences(text, title=""):
    parts = {"title": title, "text": text}
    return [parts[span.part][span.start : span.end] for span in spans_of(title, text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The U.S. delegation left early.",
        "He met Mr. Haddad and Mrs. Okoye in Accra.",
        "Gen. Silva and Sen. Moreau spoke to Dr. Ito.",
        "Prices rose by 2.5 percent in St. Petersburg.",
        "The fund, i.e. the bank, paid $1.2 bn.",
        "Talks with the U.N. envoy start at 9 a.m. on Monday.",
        "“We will not leave,” he said.",
    ],
)
def test_an_abbreviation_ends_no_sentence(sentence):
    after = "Nobody else was there."
    assert sentences(f"{sentence} {after}") == [sentence, after]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left the U.S. The envoy stayed.", ["He left the U.S.", "The envoy stayed."]),
        ("Who left? All of them! Now.", ["Who left?", "All of them!", "Now."]),
        ("“It is over.” She left.", ["“It is over.”", "She left."]),
        ("One line\nanother line", ["One line", "another line"]),
        ("A SUBHEADING\nThe text goes on.", ["A SUBHEADING", "The text goes on."]),
        ("No stop at the end", ["No stop at the end"]),
        ("\n\n  First.  \n \nSecond.", ["First.", "Second."]),
        ("", []),
        (" \n ", []),
    ],
)
def test_a_sentence_ends_at_its_stop_or_its_line(text, expected):
    assert sentences(text) == expected


@pytest.mark.parametrize("title", ["Ministers meet", "Ministers meet. They agree", "Who leads the U.S.?"])
def test_a_title_is_one_sentence_and_never_runs_into_the_text(title):
    spans = spans_of(title, "in Accra for talks.")
    assert [(span.part, span.start, span.end) for span in spans] == [("title", 0, len(title)), ("text", 0, 19)]


@pytest.mark.parametrize("title", ["", "  "])
def test_without_a_title_the_text_comes_first(title):
    (span,) = spans_of(title, "Talks began.")
    assert span == ("text", 0, 0, 12)


def test_paragraphs_are_counted_within_their_part():
    spans = spans_of("Ministers meet", "One. Two.\nThree.\nFour.")
    assert [span.paragraph for span in spans] == [0, 0, 0, 1, 2]


LIKELY = st.lists(
    st.sampled_from(["U.S.", "Mr. Li", "Gen.", "He left.", "Why?!", "...", "“Yes.”", "\n", " ", "\u00a0", "🎉", "i.e.", "2.5", ")"])
).map(" ".join)  # fmt: skip


@settings(deadline=None)
@given(st.text(max_size=60) | LIKELY)
def test_sentences_cover_all_that_is_written_in_order_and_once(text):
    spans = spans_of("", text)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= other.start and one.paragraph <= other.paragraph for one, other in pairwise(spans))
    written = "".join(text[span.start : span.end] for span in spans)
    assert re.sub(r"\s", "", written) == re.sub(r"\s", "", text)
    assert "\n" not in written


def test_the_sentences_of_a_batch_are_those_of_each_article_with_where_they_begin():
    titles, texts = ["Ministers meet", "", "Talks"], ["One. Two.", "Three.", ""]
    found = split_sentences(titles, texts, load_lexicons())
    assert found.article.tolist() == [0, 0, 0, 1, 2]
    assert (found.first.tolist(), found.first_of_text.tolist()) == ([0, 3, 4, 5], [1, 3, 5])
    article, at = np.array([0, 0, 0, 1, 2]), np.array([0, 15, 20, 1, 2])  # of the text behind the title and a newline
    number, shift = found.find(article, at, np.array([15, 1, 6]))
    assert (number.tolist(), shift.tolist()) == ([0, 1, 2, 3, 4], [0, 15, 15, 1, 0])
