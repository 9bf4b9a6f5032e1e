"""Each drawing: its words, a note where there is too little to draw, and text that stays text."""

import re

import matplotlib
import numpy as np
import pandas as pd
import pytest
from lxml import html

from helpers.report import Chart, Note
from helpers.report.figures import (
    plot_country_coverage,
    plot_country_themes,
    plot_coverage,
    plot_keyness,
    plot_pairs,
    plot_sentiment,
)

pytestmark = pytest.mark.filterwarnings("error")  # a missing glyph, a layout that does not fit

SOURCE = "Made-up Gazette, 1 to 7 March 2024"
DAYS = pd.to_datetime(["2024-03-01", "2024-03-02", "2024-03-04"])
NAN = np.nan


def coverage_table(name="Gazette"):
    rows = [(DAYS[0], name, 3, 2), (DAYS[1], "Herald", 1, 1), (DAYS[2], name, 5, 4)]
    return pd.DataFrame(rows, columns=["day", "outlet", "n_articles", "n_stories"])


def country_table(sure=True):
    table = pd.DataFrame(
        {"country": ["RUS", "IRN"], "n_mentions": [90, 30], "n_articles": [62, 21], "n_stories": [60, 20],
         "n_party": [30, 5], "share": [0.6, 0.2], "low": [0.5, 0.1], "high": [0.7, 0.3], "level": 0.95}
    )  # fmt: skip
    return table if sure else table.assign(n_stories=[3, 1], low=NAN, high=NAN)


def keyness_table(name="grain"):
    return pd.DataFrame(
        {"term": [name, "wheat"], "n_stories": [30, 12], "log_ratio": [3.0, 1.0], "low": [2.0, -0.5],
         "high": [4.0, 2.5], "level": 0.95, "q_value": [0.001, 0.2]}
    )  # fmt: skip


def sentiment_table():
    return pd.DataFrame(
        {"country": ["SYR", "RUS", "CHE"], "n_stories": [40, 60, 30], "n_scored": [80, 200, 40],
         "valence": [-0.4, -0.1, 0.3], "low": [-0.5, -0.2, 0.2], "high": [-0.3, 0.0, 0.4], "level": 0.95,
         "overall": -0.1, "q_value": [0.001, 0.9, 0.002]}
    )  # fmt: skip


def pair_table(*pairs):
    return pd.DataFrame(
        {"a": [a for a, _ in pairs], "b": [b for _, b in pairs], "n_stories": 12, "n_both": 14, "n_units": 400,
         "expected": 3.5, "log_ratio": 2.0, "low": 1.0, "high": 3.0, "level": 0.95, "npmi": 0.4, "g2": 30.0,
         "q_value": 0.001}
    )  # fmt: skip


PAIRS = pair_table(("IRN", "RUS"), ("RUS", "SYR"))
TIES = pair_table(("RUS", "energy"), ("SYR", "security"))
NAMES = {"RUS": "Russia", "IRN": "Iran", "SYR": "Syria", "CHE": "Switzerland"}


def calls(name="Russia", source=SOURCE):
    """Every drawing, with ``name`` where a name from a text or a lexicon goes."""
    names = {**NAMES, "RUS": name}
    window = (DAYS[0], DAYS[2])
    drawn = ["RUS", "SYR", "IRN"]
    return {
        "coverage": lambda: plot_coverage(coverage_table(name), window=window, source=source),
        "countries": lambda: plot_country_coverage(country_table(), names=names, n_stories=100, source=source),
        "few countries": lambda: plot_country_coverage(country_table(False), names=names, n_stories=3, source=source),
        "keyness": lambda: plot_keyness(keyness_table(name), subject=f"of {name}", n_stories=40, source=source),
        "sentiment": lambda: plot_sentiment(sentiment_table(), names=names, source=source),
        "pairs": lambda: plot_pairs(PAIRS, countries=drawn, names=names, window="sentence", source=source),
        "themes": lambda: plot_country_themes(TIES, countries=drawn, names=names, source=source),
    }


KINDS = list(calls())


def labels(chart):
    """Every text within the drawing, as a reader sees it."""
    page = html.fragment_fromstring(chart if isinstance(chart, str) else chart._repr_html_())
    return [text.text_content() for text in page.iter("text")]


@pytest.mark.parametrize("kind", KINDS)
def test_every_chart_carries_title_measure_source_and_alt_text(kind):
    chart = calls()[kind]()
    assert isinstance(chart, Chart)
    assert f"Source: {SOURCE}</p>" in chart._repr_html_()
    assert chart.alt.endswith(".")
    assert chart.title in chart.alt
    assert not chart.title.endswith(".")
    assert not re.search(r"\bnan\b|None|[{}]", f"{chart.title} {chart.measure} {chart.alt}")


@pytest.mark.parametrize("kind", KINDS)
def test_a_blank_source_is_refused(kind):
    with pytest.raises(ValueError, match="source is blank"):
        calls(source=" ")[kind]()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script> & <b>co</b>", '"><img src=x onerror=alert(1)>', "$x^2$ a$b", r"$\frac{$"]
)
def test_hostile_text_stays_text(kind, hostile):
    page = calls(hostile)[kind]()._repr_html_()
    assert not re.search(r"<(?:script|img|b)\b", page)
    assert any(hostile in label for label in labels(page))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "name", ["Côte d’Ivoire, Türkiye, Правда, 新华社", "South Georgia and the South Sandwich Islands"]
)
def test_names_of_any_script_and_length_are_drawn_without_a_warning(kind, name):
    assert any(name in label for label in labels(calls(name)[kind]()._repr_html_()))


def test_charts_on_one_page_share_no_id():
    found = [set(re.findall(r'\bid="([^"]+)"', draw().svg())) for draw in (*calls().values(), *calls("Iran").values())]
    assert all(found)
    assert len(set().union(*found)) == sum(map(len, found))


@pytest.mark.parametrize("kind", KINDS)
def test_drawing_changes_neither_the_table_nor_the_session(kind):
    before, tables = dict(matplotlib.rcParams), [PAIRS.copy(), TIES.copy()]
    calls()[kind]().svg()
    assert dict(matplotlib.rcParams) == before
    for table, kept in zip((PAIRS, TIES), tables):
        pd.testing.assert_frame_equal(table, kept)


def nothing(table):
    return table.head(0)


@pytest.mark.parametrize(
    ("draw", "said"),
    [
        (lambda: plot_coverage(nothing(coverage_table()), window=(pd.NaT, pd.NaT), source=SOURCE), "No article has a date"),
        (lambda: plot_country_coverage(nothing(country_table()), names=NAMES, n_stories=0, source=SOURCE), "No country"),
        (lambda: plot_keyness(nothing(keyness_table()), subject="of May", n_stories=0, source=SOURCE), "of May"),
        (lambda: plot_keyness(keyness_table().assign(low=NAN), subject="of May", n_stories=4, source=SOURCE), "of May"),
        (lambda: plot_sentiment(nothing(sentiment_table()), names=NAMES, source=SOURCE), "No country"),
        (lambda: plot_pairs(nothing(PAIRS), countries=["RUS"], names=NAMES, window="article", source=SOURCE), "article"),
        (lambda: plot_pairs(PAIRS, countries=["RUS"], names=NAMES, window="sentence", source=SOURCE), "sentence"),
        (lambda: plot_country_themes(nothing(TIES), countries=["RUS"], names=NAMES, source=SOURCE), "No country and theme"),
        (lambda: plot_country_themes(TIES, countries=["CHN"], names=NAMES, source=SOURCE), "No country and theme"),
    ],
)  # fmt: skip
def test_where_there_is_too_little_to_draw_a_sentence_says_so(draw, said):
    note = draw()
    assert isinstance(note, Note)
    assert said in note.text
    assert note.text.endswith(".")


@pytest.mark.parametrize("few", [["SYR", "CHE"], ["SYR", "RUS", "CHE"]])
def test_means_without_an_interval_are_no_reason_to_fail(few):
    table = sentiment_table()
    table.loc[table["country"].isin(few), ["low", "high", "q_value"]] = NAN
    drawn = plot_sentiment(table, names=NAMES, source=SOURCE)
    assert isinstance(drawn, Chart | Note)
    drawn._repr_html_()


def test_stories_outside_the_days_drawn_are_said_to_be():
    chart = plot_coverage(coverage_table(), window=(DAYS[0], DAYS[1]), source=SOURCE)
    assert "1 March 2024 to 2 March 2024" in chart.measure
    assert "4 stories outside these days not drawn" in chart.measure
    assert "3 in all" in chart.measure


def test_each_outlet_has_its_stories_beside_its_name():
    assert {"Russia  6", "Herald  1"} <= set(labels(calls()["coverage"]()))


def test_a_share_has_its_stories_beside_it_and_its_level_in_the_measure():
    chart = calls()["countries"]()
    assert {"60%  (60)", "20%  (20)"} <= set(labels(chart))
    assert "the 100 stories" in chart.measure
    assert "95% intervals" in chart.measure


def test_few_stories_are_dots_and_claim_no_interval():
    chart = calls()["few countries"]()
    assert "interval" not in chart.measure
    assert "one dot a story" in chart.measure
    assert {"3", "1"} <= set(labels(chart))


def test_only_the_first_so_many_countries_are_drawn():
    chart = plot_country_coverage(country_table(), names=NAMES, n_stories=100, source=SOURCE, top=1)
    assert "Iran" not in labels(chart)
    assert "Russia" in labels(chart)


def test_a_single_story_is_one_story():
    one = country_table(False).head(1).assign(n_stories=1)
    chart = plot_country_coverage(one, names=NAMES, n_stories=1, source=SOURCE)
    assert "1 story" in chart.measure
    assert "1 stories" not in f"{chart.title} {chart.measure} {chart.alt}"


def test_the_heatmap_shows_stories_and_draws_each_pair_once():
    chart = calls()["pairs"]()
    assert labels(chart).count("12") == len(PAIRS)
    assert "400 sentences" in chart.measure


@pytest.mark.parametrize("kind", ["pairs", "themes"])
def test_the_measure_names_no_threshold_that_the_table_does_not_carry(kind):
    """How few stories are too few is the analyst's to say."""
    assert not re.search(r"five|fewer than", calls()[kind]().measure)
