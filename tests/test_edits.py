"""Edits of the lexicons: whatever an edit is not said to change is annotated as it was."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.annotate import annotate
from helpers.annotate.edits import NAMING, as_table, edit_between, rows_of, rows_read
from helpers.corpus.schema import ANNOTATION_TABLES
from helpers.lexicons import Lexicons, load_lexicons
from tiny_lexicons import tiny_lexicons

COUNTRIES = [
    {"id": "nzl", "country": "NZL", "form": "New Zealand"},
    {"id": "nzl-kiwi", "country": "NZL", "form": "Kiwi", "route": "demonym", "not_after": "fresh"},
    {"id": "ken", "country": "KEN", "form": "Kenya"},
    {"id": "ken-kenyan", "country": "KEN", "form": "Kenyan", "route": "adjective"},
]
PEOPLE = [
    {"id": "doe-1", "person": "doe", "name": "Jane Doe", "forms": "Jane Doe|Dame Jane Doe", "short": "Doe", "short_rule": "introduced",
     "country": "NZL", "office": "president", "from": "2016-01-01", "to": "2018-01-01"},
    {"id": "doe-2", "person": "doe", "name": "Jane Doe", "forms": "Jane Doe|Dame Jane Doe", "short": "Doe", "short_rule": "introduced",
     "country": "KEN", "office": "fisheries envoy", "from": "2018-02-01"},
    {"id": "roe", "person": "roe", "name": "Ann Roe", "forms": "Ann Roe", "short": "Roe", "country": "KEN",
     "office": "prime minister", "from": "2017-01-01"},
]  # fmt: skip
OTHERS = {
    "organisations": [
        {"id": "reef", "name": "Reef Board", "forms": "Reef Board|Board", "country": "NZL"},
        {"id": "kea", "name": "Kea", "forms": "Kea|Kiwi Gold", "kind": "company", "country": "NZL"},
        {"id": "weka", "name": "Weka", "forms": "Weka", "kind": "company", "country": "NZL"},
    ],
    "places": [
        {"id": "hutt", "name": "Hutt", "forms": "Hutt", "country": "NZL", "with": "valley"},
        {"id": "jane", "name": "Jane", "forms": "Jane Street", "route": "none"},
    ],
    "themes": [
        {"id": "fish", "theme": "trade", "forms": "fish|fish board", "weight": "2"},
        {"id": "no-fish", "theme": "", "forms": "fish tank", "route": "none"},
    ],
    "cues": [{"id": "said", "form": "said", "forms": "said|says", "kind": "say"}],
    "stopwords": [{"id": "the", "word": "the"}, {"id": "beside", "word": "beside"}],
    "abbreviations": [{"id": "mr", "form": "mr", "kind": "abbreviation"}],
}
WORDS = (
    "Jane Doe|Dame Jane Doe|Doe|Roe|Ann Roe|Max Roe|President|Prime Minister|Fisheries Envoy|Envoy|envoy|Mr.|New Zealand|"
    "NEW ZEALAND|Zealand|Kiwi|fresh|Kenya|Kenyan|Reef Board|Board|Hutt|valley|Jane Street|Jane|fish|Fish|fish tank|board|"
    "Kea|Kiwi Gold|Kenyan president|Kenya's prime minister|counterpart|the envoy|said|says|met|that|the|he|in|of|Lee|"
    "Port Lee|1 May 2017|now"
).split("|")
COLUMNS = {
    "form": WORDS, "forms": WORDS, "short": WORDS, "not_after": WORDS, "not_before": WORDS, "after": WORDS, "with": WORDS,
    "without": WORDS, "country": ["NZL", "KEN", ""], "short_rule": ["free", "introduced", "never"], "case": ["written", "caps", "any"],
    "office": ["president", "prime minister", "envoy", "head of the board"], "from": ["", "2016-06-01"], "to": ["", "2017-06-01"],
    "theme": ["trade", "energy", ""], "weight": ["", "3"], "name": ["Jane Doe", "Max Roe"], "person": ["doe", "roe"],
    "kind": ["company", "government", ""],
    "route": ["name", "adjective", "place", "none"], "id": ["own-1", "own-2"], "source": ["another"], "organisation": ["reef"],
}  # fmt: skip
VALUES = {name: st.sampled_from(values) for name, values in COLUMNS.items()}
VALUES |= {name: st.lists(VALUES[name], max_size=3).map("|".join) for name in ("forms", "short", "with", "not_after")}


def before():
    return tiny_lexicons(countries=COUNTRIES, people=PEOPLE, **OTHERS)


@st.composite
def edited(draw):
    """The lexicons after a few edits: rows taken out, put in, moved, or with another cell."""
    rows = {file: [dict(row) for row in own] for file, own in before().rows.items()}
    for _ in range(draw(st.integers(1, 3))):
        own = rows[draw(st.sampled_from(NAMING))]
        at = draw(st.integers(0, len(own) - 1))
        what = draw(st.sampled_from(["out", "in", "move", "cell", "cell", "cell"]))
        if what == "out" and len(own) > 1:
            del own[at]
        elif what == "move":
            own.append(own.pop(at))
        else:
            row = dict(own[at])
            name = draw(st.sampled_from([name for name in row if name in VALUES and (name != "id" or what == "in")]))
            row[name] = draw(VALUES[name])
            if what == "in":
                own.append({**row, "id": f"new-{len(own)}"})
            else:
                own[at] = row
    return Lexicons(rows, "edited")


@st.composite
def texts(draw):
    words = st.lists(st.sampled_from(WORDS) | st.sampled_from([",", ".", '"', "'s", "\n"]), min_size=3, max_size=14)
    return [" ".join(draw(words)) + "." for _ in range(6)]


def articles_of(texts):
    """Undated ones, for whom offices give bounds, and dated ones."""
    days = [pd.Timestamp("2017-03-01", tz="UTC") if number % 2 else None for number in range(len(texts))]
    rows = {"article_id": map(str, range(len(texts))), "title": texts[::-1], "text": texts, "published": days}
    return pd.DataFrame(rows)


def annotated(articles, lexicons):
    """Table -> article -> its rows."""
    found = annotate(articles, lexicons)
    return {
        (table, name): rows.to_csv(index=False)
        for table in ANNOTATION_TABLES
        for name, rows in getattr(found, table).groupby("article_id")
    }


def changed_articles(one, other, articles):
    tables = [annotated(articles, lexicons) for lexicons in (one, other)]
    return {
        name
        for table, name in {**tables[0], **tables[1]}
        if tables[0].get((table, name)) != tables[1].get((table, name))
    }


def said_to_change(one, other, articles):
    edit = edit_between(rows_read(one), rows_read(other))
    return {str(number) for number in edit.find_in(list(articles["title"] + "\n" + articles["text"]))}


@given(edited(), texts())
def test_an_edit_changes_no_article_but_those_it_names(after, texts):
    articles = articles_of(texts)
    assert changed_articles(before(), after, articles) <= said_to_change(before(), after, articles)
    assert changed_articles(after, before(), articles) <= said_to_change(after, before(), articles)


def with_row(file, at, **cells):
    rows = {name: [dict(row) for row in own] for name, own in before().rows.items()}
    rows[file][at] |= cells
    return Lexicons(rows, "edited")


@pytest.mark.parametrize(
    ("file", "at", "cells", "text"),
    [
        ("countries", 2, {"country": "NZL"}, "Kenya won."),
        ("countries", 2, {"form": "Lee"}, "Lee won."),
        ("countries", 2, {"form": "Lee"}, "KENYA won."),
        ("places", 0, {"with": "river"}, "Hutt has a valley."),
        ("places", 1, {"forms": "Jane Street|Jane Doe Street"}, "Jane Doe Street is long."),
        ("organisations", 2, {"kind": "bank"}, "Weka rose."),
        ("countries", 1, {"route": "none"}, "Kea rose."),
        ("countries", 1, {"form": "Kea"}, "Kea rose."),
        ("people", 0, {"country": "KEN"}, "Doe came. Jane Doe left."),
        ("people", 1, {"forms": "Jane Doe|Envoy Jane Doe"}, "President Envoy Jane Doe came."),
        ("people", 2, {"office": "chief whip"}, "Chief Whip Lee said that it was late."),
        ("people", 2, {"office": "chief whip"}, "Chief Whip Doe came."),
        ("people", 2, {"name": "Max Roe"}, "Max Roe said that it was late."),
        ("themes", 1, {"forms": "fish pond"}, "A fish tank fell."),
    ],
)
def test_the_article_that_an_edit_changes_is_named_and_no_other(file, at, cells, text):
    articles = articles_of([text, "", "Jane Street is beside the Reef Board, and nothing happened."])
    articles["title"] = ""
    after = with_row(file, at, **cells)
    assert changed_articles(before(), after, articles) == said_to_change(before(), after, articles) == {"0"}


@pytest.mark.parametrize(
    ("file", "at", "cells", "text"),
    [
        ("people", 2, {"from": "2018-01-01"}, "The Kenyan prime minister left."),
        ("people", 2, {"to": "2017-02-01"}, "The Kenyan prime minister left."),
        ("people", 2, {"office": "foreign minister"}, "The Kenyan foreign minister left."),
        ("people", 2, {"person": "max-roe"}, "Max Roe, a Kenyan lawmaker, left."),
        ("organisations", 0, {"kind": "government"}, "Reef Board spokesman Max Lee left. Lee smiled."),
        ("stopwords", 1, {"word": "now"}, "Max Lee, a Kenyan lawmaker, left. It was late and Beside Lee nobody came."),
    ],
)
def test_the_article_in_which_an_office_or_its_holder_is_read_otherwise_is_named(file, at, cells, text):
    articles = articles_of(["", text])
    articles["title"] = ""
    after = with_row(file, at, **cells)
    assert changed_articles(before(), after, articles) == said_to_change(before(), after, articles) == {"1"}


@pytest.mark.parametrize(("file", "at"), [("countries", 0), ("people", 1), ("themes", 0)])
@pytest.mark.parametrize("column", ["source", "official", "confirmed"])
def test_what_annotation_does_not_read_changes_no_article(file, at, column):
    after = with_row(file, at, **{column: "another"})
    assert rows_read(after) == rows_read(before())


@pytest.mark.parametrize("file", ["cues", "abbreviations"])
def test_what_reads_every_sentence_may_change_any_article(file):
    assert edit_between(rows_read(before()), rows_read(with_row(file, 0, form="other"))) is None


def test_a_new_alias_leaves_articles_with_the_other_names_of_a_person_alone():
    after = with_row("people", 2, forms="Ann Roe|Anna Roe")
    articles = articles_of(["Ann Roe came.", "Anna Roe came."])
    articles["title"] = ""
    assert said_to_change(before(), after, articles) == {"1"}


def test_annotation_reads_no_other_lexicons_than_those_that_are_compared():
    lexicons = load_lexicons()
    text = 'Kenya and Iran met. "It was a good day," Prime Minister Theresa May said in Ashgabat on oil exports.'
    articles = articles_of([text, text])
    assert annotated(articles, Lexicons(rows_read(lexicons), "read")) == annotated(articles, lexicons)


def test_rows_read_back_as_they_were_written_whatever_the_order_of_the_table():
    rows = rows_read(load_lexicons())
    assert rows_of(as_table(rows).sample(frac=1, random_state=1), rows) == rows
