"""read_roles, on mentions written down by hand: salience can be worked out on paper."""

import csv

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.annotate.roles import FEATURES, MODELS, WEIGHTS, read_roles


class Article:
    """A title and sentences, with the mentions of countries in them: ``{RUS}`` is one by name, ``{TKM:capital}`` one by route."""

    def __init__(self, title, *sentences):
        self.texts, self.mentions = {"title": "", "text": ""}, []
        for number, sentence in enumerate(([title] if title else []) + list(sentences)):
            self._add("title" if title and number == 0 else "text", number, sentence)
        (rows,) = read_roles([self.mentions], [self.texts["title"]], [self.texts["text"]])
        self.roles = {row["country"]: row for row in rows}

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


TALKS = "Envoys of {RUS} met envoys of {IRN} for talks that went on and on, as they had before."


def test_a_country_that_comes_late_is_a_party_if_it_acts_and_a_topic_if_it_is_only_talked_about():
    briefs = ["A ferry came.", "A baker won.", "A bridge broke."]
    quiet = Article("", *briefs, *["{RUS} met {IRN}."] * 2, "Carpets of {TKM}.")
    assert quiet.role("TKM") == "bystander"
    acting = Article("", *briefs, *["{RUS} met {IRN}."] * 2, "{TKM:adjective} officials came.", "{TKM} said no.")
    assert acting.role("TKM") == "party"
    at_length = Article("", *briefs, "{RUS} met {IRN}.", "Carpets of {TKM}.", "Horses of {TKM}.")
    assert at_length.role("TKM") == "topic"


def test_a_country_with_little_weight_is_no_party_though_it_acts():
    assert Article("", *[TALKS] * 20, "{SYR} said no.").role("SYR") == "bystander"


def test_those_of_a_list_do_what_its_last_one_does_and_are_where_its_first_one_is():
    briefs = ["A ferry came.", "A baker won.", "A bridge broke."]
    article = Article("", "{SYR}, {IRN} and {MLT} signed a deal.", *briefs, "{RUS}, {KEN} and {TZA}.")
    assert [article.role(country) for country in ("SYR", "IRN", "MLT")] == ["party"] * 3
    assert "party" not in {article.role(country) for country in ("RUS", "KEN", "TZA")}
    assert Article("", "{RUS} met {IRN} in {TKM:capital}, {TKM}.").role("TKM") == "venue"


def test_news_happens_at_home_in_the_country_that_an_article_is_mostly_about():
    article = Article("{KEN} counts votes", "{KEN} voted.", "In {KEN:capital} it was calm.", "{TZA} looked on.")
    assert article.role("KEN") == "party+venue"
    assert "venue" not in article.role("TZA")


def test_what_comes_up_again_with_little_weight_is_a_topic():
    article = Article("", *[TALKS] * 20, *["They spoke of {SYR}."] * 4, "They spoke of {MLT}.")
    assert [article.role(country) for country in ("SYR", "MLT")] == ["topic", "bystander"]


def test_a_country_that_acts_needs_less_weight_beside_others_that_have_no_more():
    briefs = [f"{{{code}}} fell. {{{code}}} rose." for code in ("RUS", "IRN", "TKM", "TZA", "KEN", "MLT", "BEL")]
    twice = "{SYR} signed a deal. {SYR} said so."
    assert Article("", "A day.", "A week.", *briefs, twice).role("SYR") == "party"
    assert Article("", "A day.", "A week.", *briefs, "Carpets of {SYR}.").role("SYR") == "bystander"
    assert Article("", "A day.", "A week.", *["{RUS} fell. {RUS} rose."] * 14, twice).role("SYR") == "bystander"


def test_a_country_that_acts_in_title_and_lead_is_a_party_however_long_the_article():
    deal = "{SYR} signs deal with {RUS}"
    assert Article(deal, "{SYR} signed a deal.", *[TALKS] * 15).role("SYR") == "party"
    assert Article("", *[TALKS] * 15, deal).role("SYR") == "bystander"


def test_a_country_that_others_talk_of_at_length_is_a_topic():
    talks = ["{RUS} said that it will pay for {SYR}.", "{IRN} told {RUS} that it will not pay for {SYR}."] * 4
    article = Article("{RUS} and {IRN} quarrel", "The quarrel goes on.", *talks)
    assert [article.role(country) for country in ("RUS", "IRN", "SYR")] == ["party", "party", "topic"]


@pytest.mark.parametrize(
    ("after", "route", "role"),
    [(" francs", "adjective", "bystander"), (" dollars", "name", "bystander"), (" gold", "adjective", "party")],
)
def test_a_country_is_no_party_to_what_is_paid_in_its_currency(after, route, role):
    article = Article("{RUS} buys gas", f"It paid in {{CHE:{route}}}{after}.", f"{{CHE:{route}}}{after} fell.")
    assert article.role("CHE") == role
    assert article.role("RUS") == "party"


def test_a_country_is_no_party_to_what_its_bodies_are_named_for_in_passing():
    later = Article("", "{RUS} met {IRN}.", "Figures of {BEL:organisation} and {BEL:organisation}.")
    assert later.role("BEL") == "bystander"
    assert Article("{BEL:organisation} sues {RUS}", "It is rare.").role("BEL") == "party"
    assert Article("", "{BEL:organisation} said that {RUS} fell.").role("BEL") == "party"


def test_a_country_that_is_only_ever_a_place_is_no_topic():
    tour = "They were in {SYR} for a day."
    article = Article("", *[TALKS] * 15, *[tour] * 4, *["They spoke of {MLT}."] * 4)
    assert [article.role(country) for country in ("SYR", "MLT")] == ["bystander", "topic"]


def test_a_place_that_the_second_sentence_gives_twice_is_the_venue_of_a_long_article_too():
    twice = Article("", TALKS, "They met in {TKM}'s capital of {TKM:capital}.", *[TALKS] * 14)
    once = Article("", TALKS, "They met in {TKM}.", *[TALKS] * 14)
    assert [article.role("TKM") for article in (twice, once)] == ["venue", "bystander"]


def test_a_place_of_the_first_sentence_is_the_venue_of_a_long_article_too():
    assert Article("", "In {TKM}, " + TALKS, *[TALKS] * 15).role("TKM") == "venue"
    assert Article("", TALKS, "In {TKM}, " + TALKS, *[TALKS] * 15).role("TKM") == "bystander"


def test_salience_weighs_a_title_four_times_and_the_first_sentences_three_and_two_times():
    article = Article("Gas", "Of {RUS} and {IRN}", "of {IRN}", "of {IRN}", "of {IRN} and {SYR:capital}")
    assert {country: row["salience"] for country, row in article.roles.items()} == pytest.approx(
        {"RUS": 3 / 11, "IRN": 7 / 11, "SYR": 1 / 11}
    )
    assert list(article.roles) == ["IRN", "RUS", "SYR"]
    assert [row["n_mentions"] for row in article.roles.values()] == [4, 1, 1]
    assert [row["named"] for row in article.roles.values()] == [True, True, False]


def test_the_country_that_the_title_names_first_is_twice_as_salient():
    article = Article("Of {RUS} and {SYR}", "of {RUS} and {IRN}", "of {IRN}", "of {IRN}", "of {IRN} and {SYR:capital}")
    assert {country: row["salience"] for country, row in article.roles.items()} == pytest.approx(
        {"RUS": 2 * 7 / 26, "IRN": 7 / 26, "SYR": 5 / 26}
    )


def test_a_country_with_which_sentences_begin_is_more_salient():
    article = Article(
        "", "Gas.", "Of {IRN} and {RUS}.", "{RUS} won.", "The {RUS} won.", "Then {RUS} and {IRN} won. {RUS} won."
    )
    assert {country: row["salience"] for country, row in article.roles.items()} == pytest.approx(
        {"RUS": 6 * 2 / (6 * 2 + 3), "IRN": 3 / (6 * 2 + 3)}
    )


def test_a_place_is_half_as_salient_as_who_acts_there():
    article = Article("", "Then {RUS} bought gas in {TKM}.")
    assert {country: row["salience"] for country, row in article.roles.items()} == pytest.approx(
        {"RUS": 2 / 3, "TKM": 1 / 3}
    )


def test_without_a_title_the_first_sentence_is_the_first_of_the_text():
    article = Article("", "Of {RUS}", "of {RUS}", "of {RUS}", "of {IRN}")
    assert article.roles["RUS"]["salience"] == pytest.approx(6 / 7)


@pytest.mark.parametrize("apostrophe", ["'", "’"])
def test_an_apostrophe_counts_as_one_however_it_is_printed(apostrophe):
    article = Article(
        "", f"{{RUS}} met {{IRN}} near {{TKM}}{apostrophe}s capital.", f"It is {{TKM}}{apostrophe}s capital."
    )
    assert article.role("TKM") == "venue"
    assert Article("", f"{{TKM}}{apostrophe}s war.", f"{{TKM}}{apostrophe}s peace.").role("TKM") != "venue"


def test_one_named_mention_makes_a_country_named():
    assert Article("", "{RUS:capital} and {RUS}").roles["RUS"]["named"] is True


def test_an_article_without_countries_has_no_roles():
    assert read_roles([[]], [""], ["Nobody."]) == [[]]


def test_an_article_has_the_same_roles_alone_and_among_others():
    articles = [
        Article("{RUS} meets {IRN}", "{RUS} met {IRN} in {TKM:capital}.", "{SYR} said no."),
        Article("", "Nobody."),
        Article("", "In {KEN}, {TZA} won."),
    ]
    found = read_roles(*map(list, zip(*((one.mentions, *one.texts.values()) for one in articles), strict=True)))
    assert [{row["country"]: row for row in rows} for rows in found] == [one.roles for one in articles]


def test_the_models_weigh_every_feature():
    with WEIGHTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row.pop("feature") for row in rows] == ["always", *FEATURES]
    assert {tuple(row) for row in rows} == {MODELS}


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
