"""The headline of another article behind the last sentence of running text goes; half a sentence stays."""

import pytest

from helpers.ingest.last_headline import find_last_headline

BODY = (
    "Norway will lend Ghana two patrol boats, the ministries said on Monday. The boats sail in May. "
    "Crews of both navies will train together in Tema. A third boat may follow next year."
)


@pytest.mark.parametrize(
    "headline",
    [
        "World's most famous northern lighthouses",
        "Old patrol boats in demand on northern coasts",
        "How Norwegians sail to Greenland in small boats",
        "Lighthouse of Tema -- beacon or burden?",
    ],
)
def test_what_has_no_stop_no_article_and_no_past_tense_is_a_headline(headline):
    (cut,) = find_last_headline(f"{BODY} {headline}")
    assert f"{BODY} {headline}"[cut.start : cut.end] == headline
    assert cut.rule == "unrelated_headline"


@pytest.mark.parametrize(
    "end",
    [
        "The third boat of Norway's old northern fleet",
        "Officials in Tema refused every comment on costs",
        "When both navies train together next",
        "Boats from Norway sail with crews from",
        "Ama Osei, harbour master of Greater Tema",
        "See more at https://gazette.example boats and crews",
        "Old boats",
        "Verdict: True but misleading",
        "Norway lends Ghana old boats for good money.",
    ],
)
def test_half_a_sentence_and_what_else_may_be_the_articles_stays(end):
    assert find_last_headline(f"{BODY} {end}") == []


def test_a_text_of_a_sentence_or_two_keeps_its_end():
    assert find_last_headline("The boats sail in May. Old patrol boats in demand on northern coasts") == []
