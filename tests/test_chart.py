"""A chart and its words: whole, escaped, and safe to stand beside others on one page."""

import re
from xml.etree import ElementTree

import matplotlib
import pytest
from lxml import html
from matplotlib.figure import Figure

from helpers.report import Chart, Note
from helpers.report.chart import ACCENT, INK, VARIABLES

WORDS = {"title": "Russia leads", "measure": "stories", "source": "Made-up Gazette", "alt": "Two dots. Russia leads."}


def drawn(label="Russia", **words):
    figure = Figure(figsize=(3, 2))
    axes = figure.subplots()
    axes.plot([1, 2], [1, 2], "o", color=ACCENT, clip_on=True)
    axes.set_yticks([1], [label], color=INK)
    return Chart(figure, **{**WORDS, **words})


def ids(html):
    return set(re.findall(r'\bid="([^"]+)"', html))


@pytest.mark.parametrize("name", WORDS)
@pytest.mark.parametrize("blank", ["", " \n"])
def test_a_chart_without_one_of_its_texts_is_refused(name, blank):
    with pytest.raises(ValueError, match=f"{name} is blank"):
        drawn(**{name: blank})


def test_the_texts_stand_round_the_drawing_and_not_within_it():
    chart = drawn()
    page = chart._repr_html_()
    for name in ("title", "measure", "source"):
        assert WORDS[name] in page
        assert WORDS[name] not in re.sub(r'aria-label="[^"]*"', "", chart.svg())
    assert "Source: Made-up Gazette" in page


def test_those_who_cannot_see_it_are_told_what_it_shows():
    root = ElementTree.fromstring(drawn().svg())
    assert root.get("role") == "img"
    assert root.get("aria-label") == WORDS["alt"]
    assert WORDS["alt"] in repr(drawn())


def test_labels_are_text_and_scale_with_the_page():
    root = ElementTree.fromstring(drawn().svg())
    assert "Russia" in {text.text for text in root.iter("{http://www.w3.org/2000/svg}text")}
    assert root.get("viewBox")
    assert root.get("width") is None


def test_inks_follow_the_page_light_or_dark():
    svg = drawn().svg()
    assert VARIABLES[INK] in svg
    assert VARIABLES[ACCENT] in svg
    assert not re.search(rf"(?:fill|stroke): (?:{INK}|{ACCENT})", svg)


@pytest.mark.parametrize("other", [{"label": "Iran"}, {"title": "Iran leads"}])
def test_two_charts_on_a_page_share_no_id(other):
    first, second = ids(drawn().svg()), ids(drawn(**other).svg())
    assert first
    assert not first & second


def test_whatever_a_drawing_refers_to_is_its_own():
    svg = drawn().svg()
    referred = set(re.findall(r'url\(#([^)]+)\)|href="#([^"]+)"', svg))
    assert referred
    assert {one or other for one, other in referred} <= ids(svg)


def test_the_same_chart_is_drawn_the_same_each_time():
    assert drawn().svg() == drawn().svg()
    chart = drawn()
    assert chart.svg() == chart.svg()


def test_nothing_is_loaded_and_nothing_tells_the_day_or_the_machine():
    svg = drawn().svg()
    assert not re.search(r"<(?:script|image|foreignObject|metadata|style [^>]*@import)", svg)
    loads = re.findall(r'(?:href|src)="(?!#)[^"]*"|url\((?!#)[^)]*\)', svg)
    assert loads == []


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "]]>&lt;b&gt; -->"])
def test_hostile_words_stay_words(hostile):
    page = html.fragment_fromstring(drawn(**dict.fromkeys(WORDS, hostile))._repr_html_())
    assert {"script", "img", "b"}.isdisjoint(element.tag for element in page.iter())
    assert page.findtext(".//strong") == page.findtext(".//span") == hostile
    assert page.findtext("p") == f"Source: {hostile}"
    assert page.find(".//svg").get("aria-label") == hostile


def test_a_hostile_label_stays_a_label():
    root = ElementTree.fromstring(drawn("<script>alert(1)</script> -- & co").svg())
    assert "<script>alert(1)</script> -- & co" in {text.text for text in root.iter() if text.tag.endswith("}text")}


def test_drawing_leaves_the_settings_of_the_session_alone():
    before = dict(matplotlib.rcParams)
    drawn()._repr_html_()
    assert dict(matplotlib.rcParams) == before


def test_a_note_is_a_sentence_and_nothing_else():
    note = Note("No country <b>is</b> mentioned & so on.")
    assert note._repr_html_() == '<p class="note">No country &lt;b&gt;is&lt;/b&gt; mentioned &amp; so on.</p>'
    assert repr(note) == "No country <b>is</b> mentioned & so on."
