"""read_roles, on mentions written down by hand: salience can be worked out on paper."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.annotate.roles import is_locative, read_roles


@pytest.mark.parametrize(
    ("before", "after", "route", "locative"),
    [
        ("The summit in ", " ended.", "capital", True),
        ("The summit In ", " ended.", "capital", True),
        ("fighting near ", "", "place", True),
        ("across the ", "", "name", True),
        ("in eastern ", "", "name", True),
        ("in the city of ", "", "place", True),
        ("in the capital, ", "", "capital", True),
        ("She arrived in ", "", "capital", True),
        ("He will visit ", "", "name", True),
        ("during her visit to ", "", "name", True),
        ("talks that ", " is hosting", "name", True),
        ("", "’s capital", "name", True),
        ("", "'s port city", "name", True),
        ("", "'s army", "name", False),
        ("The ministers of ", " met.", "name", False),
        ("He spoke to ", "", "capital", False),
        ("within ", "", "name", False),
        ("in talks with ", "", "name", False),
        ("in ", " officials", "adjective", False),
        ("trust in ", "", "person", False),
        ("faith in the ", "", "metonym", False),
    ],
)
def test_a_place_where_something_happens_is_told_from_a_country_that_acts(before, after, route, locative):
    text = f"{before}Ashgabat{after}"
    assert is_locative(text, len(before), len(before) + len("Ashgabat"), route) is locative


class Article:
    """A title and sentences, with the mentions of countries in them: ``{RUS}`` is one by name, ``{TKM:capital}`` one by route."""

    def __init__(self, title, *sentences):
        self.texts, self.mentions = {"title": "", "text": ""}, []
        for number, sentence in enumerate(([title] if title else []) + list(sentences)):
            self._add("title" if title and number == 0 else "text", number, sentence)
        self.roles = {row["country"]: row for row in read_roles(self.mentions, self.texts, int(bool(title)))}

    def _add(self, part, number, sentence):
        written = self.texts[part]
        for piece in sentence.split("{"):
            code, closed, rest = piece.partition("}")
            if not closed:
                written += piece
                continue
            country, _, route = code.partition(":")
            place = {"part": part, "sentence": number, "start": len(written), "end": len(written) + 3}
            written += country + rest
            route = route or "name"
            self.mentions.append({"country": country, "route": route, "named": route == "name", **place})
        self.texts[part] = written + " "

    def role(self, country):
        return self.roles[country]["role"]


def test_a_summit_does_not_make_its_host_a_party_to_the_deal_of_others():
    article = Article(
        "{RUS} and {IRN} agree on gas",
        "{RUS} and {IRN} signed a deal on gas in {TKM:capital}.",
        "The presidents met at a summit in {TKM}.",
        "{IRN} will pay {RUS} next year.",
    )
    assert [article.role(country) for country in ("RUS", "IRN", "TKM")] == ["party", "party", "venue"]


def test_a_host_that_also_acts_is_party_and_venue():
    article = Article("", "{TKM} signed a deal with {RUS} in {TKM:capital}.", "In {TKM}, {TKM} thanked {RUS}.")
    assert article.role("TKM") == "party+venue"


def test_a_country_named_late_and_once_is_a_bystander():
    talks = ["{RUS} met {IRN} for talks that went on and on, as they had before, with nothing new to say."] * 8
    article = Article("", *talks, "Only {MLT} kept out.")
    assert article.role("MLT") == "bystander"


def test_a_country_with_a_tenth_of_the_weight_is_a_topic_though_it_comes_late():
    talks = ["{RUS} met {IRN} for talks that went on and on, as they had before, with nothing new to say."] * 8
    article = Article("", *talks, "They spoke of {SYR}.", "Then again of {SYR}, {SYR} and {SYR}.")
    assert article.role("SYR") == "topic"


def test_salience_weighs_a_title_four_times_and_the_first_three_sentences_twice():
    article = Article("{RUS}", "{RUS} and {IRN}", "{IRN}", "{IRN}", "{IRN} and {SYR:capital}")
    assert {country: row["salience"] for country, row in article.roles.items()} == pytest.approx(
        {"RUS": 6 / 14, "IRN": 7 / 14, "SYR": 1 / 14}
    )
    assert list(article.roles) == ["IRN", "RUS", "SYR"]
    assert [row["n_mentions"] for row in article.roles.values()] == [4, 2, 1]
    assert [row["named"] for row in article.roles.values()] == [True, True, False]


def test_without_a_title_the_first_sentence_is_the_first_of_three():
    article = Article("", "{RUS}", "{RUS}", "{RUS}", "{IRN}")
    assert article.roles["RUS"]["salience"] == pytest.approx(6 / 7)


def test_one_named_mention_makes_a_country_named():
    assert Article("", "{RUS:capital} and {RUS}").roles["RUS"]["named"] is True


def test_an_article_without_countries_has_no_roles():
    assert read_roles([], {"title": "", "text": "Nobody."}, 0) == []


PIECES = st.sampled_from(
    ["{RUS}", "in {TKM:capital}", "{IRN:office}", "{RUS:adjective} and {SYR}", "in {SYR}", "nobody"]
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=12), st.booleans())
def test_salience_sums_to_one_and_every_country_has_one_known_role(sentences, titled):
    article = Article("{IRN} again" if titled else "", *sentences)
    rows = list(article.roles.values())
    assert {row["country"] for row in rows} == {mention["country"] for mention in article.mentions}
    assert sum(row["n_mentions"] for row in rows) == len(article.mentions)
    assert {row["role"] for row in rows} <= {"party", "venue", "party+venue", "topic", "bystander"}
    if rows:
        assert sum(row["salience"] for row in rows) == pytest.approx(1)
        assert [row["salience"] for row in rows] == sorted((row["salience"] for row in rows), reverse=True)
