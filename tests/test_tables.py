"""Tables for readers, and tables for files that a spreadsheet may open."""

import csv
import re
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from helpers.measure.cooccurrence import COLUMNS as PAIRS
from helpers.measure.keywords import COLUMNS as WORDS
from helpers.measure.removal import UNCUT
from helpers.measure.sentiment import COLUMNS as TONES
from helpers.report import Sentences, Table
from helpers.report.tables import (
    FORMULA,
    account_table,
    entity_table,
    keyness_table,
    outlet_table,
    outlet_words_table,
    pair_table,
    removed_table,
    role_table,
    route_table,
    sentiment_table,
    uncut_table,
    write_csv,
)

NAMES = {"RUS": "Russia", "IRN": "Iran", "putin": "Vladimir Putin"}


@pytest.fixture
def rows():
    return pd.DataFrame({"country": ["Russia", None], "share": [0.256, np.nan], "n": [1234, 5], "secret": ["x", "y"]})


COLUMNS = {"country": ("country", "{}"), "share": ("share of stories", "{:.0%}"), "n": ("stories", "{:,}")}


def cells(table):
    """The table's heads and its cells as a reader sees them."""
    root = ElementTree.fromstring(table._repr_html_())
    head, *body = [["".join(cell.itertext()) for cell in row] for row in root.iter("tr")]
    return head, body


def test_a_table_is_headed_in_words_and_a_missing_value_is_a_dash(rows):
    head, body = cells(Table(rows, COLUMNS, caption="One row is a country."))
    assert head == ["country", "share of stories", "stories"]
    assert body == [["Russia", "26%", "1,234"], ["–", "–", "5"]]


def test_the_caption_says_what_a_row_is(rows):
    assert (
        "<caption>One row is a country.</caption>"
        in Table(rows, COLUMNS, caption="One row is a country.")._repr_html_()
    )


def test_a_column_that_is_not_there_is_refused_with_those_that_are(rows):
    with pytest.raises(KeyError, match="no column tone; there are: country, share, n, secret"):
        Table(rows, {"tone": ("tone", "{}")}, caption="x")


def test_a_title_stands_above_the_table_and_alone_where_there_are_no_rows(rows):
    page = Table(rows, COLUMNS, caption="x", title="Russia <b>leads</b>")._repr_html_()
    assert page.index("Russia &lt;b&gt;leads&lt;/b&gt;") < page.index("<table")
    nothing = Table(rows.head(0), COLUMNS, caption="x", title="Nobody <b>leads</b>")
    assert "Nobody &lt;b&gt;leads&lt;/b&gt;." in nothing._repr_html_()
    assert repr(nothing) == "Nobody <b>leads</b>."


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "a & b", "{0.__class__}"]
)
def test_hostile_text_stays_text(hostile):
    table = Table(pd.DataFrame({"a": [hostile]}), {"a": (hostile, "{}")}, caption=hostile)
    assert not re.search(r"<(?:script|img)", table._repr_html_())
    assert cells(table) == ([hostile], [[hostile]])


def test_in_plain_text_a_table_shows_the_same_columns(rows):
    assert "secret" not in repr(Table(rows, COLUMNS, caption="x"))
    assert "Russia" in repr(Table(rows, COLUMNS, caption="x"))


def test_sentences_are_a_list_each_with_its_full_stop():
    said = Sentences(["Russia leads", "Iran <b>follows</b>"])
    items = [item.text for item in ElementTree.fromstring(said._repr_html_()).iter("li")]
    assert items == ["Russia leads.", "Iran <b>follows</b>."]
    assert repr(said) == "Russia leads.\nIran <b>follows</b>."


def articles():
    return pd.DataFrame(
        {"article_id": list("abc"), "story_id": list("aac"), "relation": ["original", "copy", "original"],
         "outlet": ["Gazette", "Herald", "Gazette"], "outlet_country": ["GBR", None, "GBR"],
         "published": pd.to_datetime(["2017-02-01", "2017-02-02", None], utc=True)}
    )  # fmt: skip


def mentions():
    rows = [("a", "country", "RUS", "RUS", "name"), ("b", "country", "RUS", "RUS", "name"), ("c", "person", "putin", "RUS", "office"),
            ("c", "theme", "energy", None, None)]  # fmt: skip
    return pd.DataFrame(rows, columns=["article_id", "kind", "entity", "country", "route"])


def test_the_account_has_a_row_for_each_reason():
    ledger = pd.DataFrame(
        {"status": ["accepted", "accepted", "quarantined"], "reason": [None, None, "no_text"], "message": [None, None, "empty"]}
    )  # fmt: skip
    table = account_table(ledger)
    assert cells(table)[1] == [["accepted", "", "2", ""], ["quarantined", "no_text", "1", "empty"]]
    assert "3 units in all" in table.caption


def test_an_outlet_is_shown_with_its_stories_and_its_days():
    _, body = cells(outlet_table(articles()))
    assert body[0] == ["Gazette", "GBR", "2", "2", "1", "2017-02-01", "2017-02-01"]
    assert body[1] == ["Herald", "–", "1", "0", "0", "2017-02-02", "2017-02-02"]


def test_a_caption_says_how_many_rows_were_left_out():
    assert outlet_table(articles(), top=1).caption == "One row is an outlet; 2 in all, 1 shown."
    assert outlet_table(articles()).caption == "One row is an outlet; 2 in all."


def by_rule(*rows):
    return pd.DataFrame(rows, columns=["rule", "outlet", "n_passages", "n_articles", "passage"])


def test_a_rule_is_shown_in_words_over_all_outlets_with_the_one_that_had_most():
    table = removed_table(
        by_rule(("read-more", "Herald", 3, 2, "Read <b>on</b>"), ("read-more", "Gazette", 1, 1, "x"),
                ("repeated_by_outlet", "Gazette", 2, 2, "Good day"))
    )  # fmt: skip
    assert cells(table)[1] == [
        ["read more", "4", "3", "Herald", "Read <b>on</b>"],
        ["repeated by outlet", "2", "2", "Gazette", "Good day"],
    ]
    assert "2 in all" in table.caption


def test_a_long_passage_is_shortened_between_words():
    (((*_, shown),),) = [cells(removed_table(by_rule(("credit", "Herald", 1, 1, "grain " * 40))))[1]]
    assert shown.endswith("grain …")
    assert len(shown) <= 80


def uncut(*rows):
    return pd.DataFrame(rows, columns=["country", "n_articles_kept", "n_articles_uncut", "n_articles_added", "rule"])


def test_only_countries_that_would_be_in_more_articles_are_shown():
    rows = uncut(("RUS", 1000, 1007, 7, "dateline-agency"), ("IRN", 30, 30, 0, None)).reindex(columns=UNCUT)
    table = uncut_table(rows, NAMES)
    assert cells(table)[1] == [["Russia", "1,000", "1,007", "7", "–", "–", "dateline agency"]]
    assert "1 of 2 countries would be in more articles: at most 7 more, for Russia" in table.title


def test_where_cutting_changed_no_country_a_sentence_says_so():
    table = uncut_table(uncut(("IRN", 30, 30, 0, None)).reindex(columns=UNCUT), NAMES)
    assert repr(table) == "Had nothing been cut, no country would be in more articles."


def test_countries_are_called_by_name():
    roles = pd.DataFrame(
        {"article_id": list("abc"), "country": ["RUS", "RUS", "XKX"], "role": ["party", "party", "topic"]}
    )
    _, body = cells(role_table(roles, articles(), NAMES, top=5))
    assert body == [["Russia", "1", "1", "0", "0", "0"], ["XKX", "1", "0", "0", "1", "0"]]


def test_routes_are_counted_in_stories_articles_and_mentions():
    _, body = cells(route_table(mentions(), articles()))
    assert body == [["name", "1", "2", "2"], ["office", "1", "1", "1"]]


def test_people_and_bodies_are_shown_and_countries_and_themes_are_not():
    entities = pd.DataFrame(
        {"kind": ["country", "person", "theme"], "entity": ["RUS", "putin", "energy"], "n_mentions": 9, "n_articles": 8, "n_stories": 7}
    )  # fmt: skip
    assert cells(entity_table(entities, NAMES, top=5))[1] == [["Vladimir Putin", "person", "7", "8", "9"]]


def test_an_outlets_words_stand_in_one_row():
    words = pd.DataFrame({"outlet": ["Gazette", "Gazette", "Herald"], "term": ["grain", "wheat", "oil"]})
    assert cells(outlet_words_table(words))[1] == [["Gazette", "grain, wheat"], ["Herald", "oil"]]


def test_tone_is_shown_darkest_first_of_the_countries_in_most_stories():
    tone = pd.DataFrame(
        {"country": ["IRN", "CHE", "RUS"], "n_stories": [30, 2, 40], "valence": [-0.5, -0.1, 0.25], "high": 0.3}
    )
    head, body = cells(sentiment_table(tone.reindex(columns=TONES), NAMES, top=2))
    shown = pd.DataFrame(body, columns=head).set_index("country")
    assert shown.index.tolist() == ["Iran", "Russia"]
    assert shown.loc["Russia", ["mean valence", "from", "to"]].tolist() == ["+0.25", "–", "+0.30"]


def test_a_pair_in_too_few_stories_to_test_is_left_out():
    pairs = pd.DataFrame(
        {"a": ["IRN", "IRN"], "b": ["RUS", "XKX"], "n_stories": [12, 9], "n_both": 20, "expected": 3.25,
         "q_value": [0.031, np.nan]}
    )  # fmt: skip
    table = pair_table(pairs.reindex(columns=PAIRS), NAMES, top=10)
    head, body = cells(table)
    shown = pd.DataFrame(body, columns=head)
    assert shown[["country", "and", "stories", "together", "q"]].values.tolist() == [
        ["Iran", "Russia", "12", "20", "0.031"]
    ]
    assert "1 in all" in table.caption


def empty(columns):
    return pd.DataFrame(columns=columns.split())


@pytest.mark.parametrize(
    "make",
    [
        lambda: account_table(empty("status reason message")),
        lambda: outlet_table(articles().head(0)),
        lambda: role_table(empty("article_id country role").astype(str), articles().head(0), NAMES, top=5),
        lambda: route_table(mentions().head(0), articles()),
        lambda: entity_table(empty("kind entity n_mentions n_articles n_stories"), NAMES, top=5),
        lambda: keyness_table(pd.DataFrame(columns=WORDS), top=5),
        lambda: outlet_words_table(empty("outlet term")),
        lambda: removed_table(by_rule()),
        lambda: sentiment_table(pd.DataFrame(columns=TONES).astype({"n_stories": int}), NAMES, top=5),
        lambda: pair_table(pd.DataFrame(columns=PAIRS), NAMES, top=5),
    ],
)
def test_nothing_to_show_is_said_in_words(make):
    table = make()
    assert "Nothing to list." in table._repr_html_()
    assert "<table" not in table._repr_html_()
    assert repr(table) == "Nothing to list."


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1+1", "'  =1+1"),
        ("\t=1+1", "'\t=1+1"),
        ("＝1+1", "'＝1+1"),
        ("a=b", "a=b"),
        ("Iran", "Iran"),
    ],
)
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(tmp_path, text, written):
    write_csv(pd.DataFrame({"term": [text], "n": [-1.5]}), tmp_path / "tables" / "a.csv")
    with (tmp_path / "tables" / "a.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [["term", "n"], [written, "-1.5"]]


@pytest.mark.parametrize("text", ["\r=1+1", "port\r=1+1", "port\r\n=1+1"])
def test_a_carriage_return_in_a_text_begins_no_row_of_its_own(tmp_path, text):
    write_csv(pd.DataFrame({"term": [text]}), tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        assert [len(row) for row in csv.reader(file)] == [1, 1]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6), max_size=5))
@example(["\r="])
@example(["port\r="])
def test_no_cell_of_text_ever_begins_as_a_formula(tmp_path_factory, texts):
    file = tmp_path_factory.mktemp("csv") / "a.csv"
    write_csv(pd.DataFrame({"term": pd.Series(texts, dtype=object)}), file)
    with file.open(encoding="utf-8", newline="") as handle:
        written = [row[0] for row in list(csv.reader(handle))[1:] if row]
    assert not [cell for cell in written if cell.strip().startswith(FORMULA)]


def test_text_of_every_kind_of_column_is_made_safe(tmp_path):
    table = pd.DataFrame({"a": pd.Series(["=1"], dtype="category"), "b": pd.Series(["=1"], dtype="string")})
    write_csv(table.assign(c=["=1"]), tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text("utf-8") == "a,b,c\n'=1,'=1,'=1\n"


def test_a_file_keeps_what_is_missing_empty_and_its_table_untouched(tmp_path):
    table = pd.DataFrame({"term": ["=1", None], "n": [1, 2], "share": [1 / 3, np.nan]})
    write_csv(table, tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes() == b"term,n,share\n'=1,1,0.333333\n,2,\n"
    assert table["term"].tolist()[0] == "=1"
