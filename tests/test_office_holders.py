"""read_office_holders: offices without a name, and names that an office introduces, on tiny lexicons."""

import pandas as pd
import pytest

from helpers.annotate import annotate
from tiny_lexicons import tiny_lexicons

VALOIS = {"person": "valois", "forms": "Anne Valois", "short": "Valois", "country": "FRA"}
MOREAU = {"person": "moreau", "forms": "Luc Moreau", "short": "Moreau", "country": "FRA"}
MARTIN = {"person": "martin", "forms": "Rose Martin", "short": "Martin", "country": "FRA"}
HADDAD = {"person": "haddad", "forms": "Omar Haddad", "short": "Haddad", "country": "LBN"}
TINY = tiny_lexicons(
    countries=[
        {"country": "FRA", "form": "France"},
        {"country": "FRA", "form": "French", "route": "adjective"},
        {"country": "LBN", "form": "Lebanon"},
        {"country": "LBN", "form": "Lebanese", "route": "adjective"},
        {"country": "IRL", "form": "Ireland"},
        {"country": "GBR", "form": "Scottish", "route": "adjective"},
        {"country": "GBR", "form": "British", "route": "adjective"},
        {"country": "TUR", "form": "Turkish", "route": "adjective"},
        {"country": "CYP", "form": "Cypriot", "route": "adjective"},
        {"country": "CHN", "form": "Chinese", "route": "adjective"},
        {"country": "DEU", "form": "West German", "route": "adjective", "historic": "DDR"},
    ],
    people=[
        {**VALOIS, "office": "finance minister", "from": "2008-01-01", "to": "2010-01-01"},
        {**VALOIS, "office": "president", "from": "2012-05-15", "to": "2017-05-14"},
        {**MOREAU, "office": "president", "from": "2017-05-14"},
        {**MARTIN, "office": "foreign minister", "from": "2010-03-01"},
        {**HADDAD, "office": "foreign minister", "from": "2014-02-15"},
        {"person": "kane", "forms": "Ida Kane", "country": "GBR", "office": "prime minister", "from": "2010-05-11"},
        {"person": "brandt", "forms": "Jo Brandt", "country": "DEU", "office": "chancellor", "from": "2010-01-01"},
    ],
    organisations=[
        {"id": "ministry", "forms": "Health Board", "country": "IRL", "kind": "government"},
        {"id": "firm", "forms": "Acme", "country": "IRL", "kind": "company"},
    ],
    places=[{"id": "palace", "forms": "Palace", "country": "FRA", "route": "metonym"}],
)
DAY = "2016-06-01"


def read(text, title="", day=DAY):
    """The mentions of people that no form of the lexicons makes, and of those that one does the holders of an office."""
    published = pd.Timestamp(day, tz="UTC") if day else pd.NaT
    article = pd.DataFrame([{"article_id": "a", "title": title, "text": text, "published": published}])
    return annotate(article, TINY).mentions.query("kind == 'person'")


def told(found, *columns):
    return [tuple(None if pd.isna(value) else value for value in row) for row in found[list(columns)].values]


def holders(text, **more):
    """The words of offices that stand without a name, and who held them."""
    found = read(text, **more)
    return told(found[found["rule"].isin(["holder", "bounds", "counterpart"])], "surface", "entity")


def introduced(text, **more):
    """The names by which people are known whom the article introduces, and the countries that they stand for."""
    found = read(text, **more)
    return told(found[found["route"] == "apposition"], "surface", "entity", "country")


# -- an office without a name


@pytest.mark.parametrize(
    "text",
    [
        "The French president came.",
        "Talks with France's president began.",
        "The current president of France came.",
        "They praised the president of France.",
        "Aides to the French president's wife came.",
        "The French leader came.",
    ],
)
def test_an_office_without_a_name_is_whoever_held_it_on_the_day(text):
    ((words, who),) = holders(text)
    assert words in ("president", "current president", "leader")
    assert who == "valois"
    assert [who for _, who in holders(text, day="2018-06-01")] == ["moreau"]


def test_such_a_mention_is_of_the_route_office_with_the_row_of_that_office():
    found = read("The French foreign minister came.")
    assert told(found, "surface", "country", "route", "lexicon_row", "rule", "named") == [
        ("foreign minister", "FRA", "office", "people.csv#4", "holder", False)
    ]


def test_on_the_day_of_a_handover_nobody_is_meant():
    assert holders("The French president came.", day="2017-05-14") == []


@pytest.mark.parametrize(
    "text",
    [
        "The former French president came.",
        "A French president came.",
        "No untried French president came.",
        "The first French president to come was booed.",
        "The French vice president came.",
        "The French president-elect came.",
        "He ran for French president.",
        "She was elected president of France.",
        "In 1982 the French president came.",
        "The French president at the time came.",
        "The French presidents came.",
        "The French president of the bank came.",
        "The president of France's bank came.",
        "The French President's College burned.",
        "The Turkish French president came.",
        "The West German chancellor came.",
        "They met French President\nJo Roy.",
        "The Scottish prime minister came.",
        "The Lebanese president came.",
    ],
)
def test_it_is_nobody_where_the_words_leave_another_holder(text):
    assert holders(text) == []


@pytest.mark.parametrize(
    "text",
    ["French President Anne Valois came.", "Anne Valois, the French president, came.", "The French president, Anne Valois, came."],
)  # fmt: skip
def test_an_office_beside_the_name_of_its_holder_is_no_mention_of_its_own(text):
    assert told(read(text), "entity", "rule") == [("valois", None)]


def test_a_year_within_the_term_leaves_the_holder():
    assert holders("In 2014 the French president came.") == [("president", "valois")]


def test_a_counterpart_holds_the_office_of_the_person_named_before():
    assert holders("Rose Martin met her Lebanese counterpart.") == [("counterpart", "haddad")]
    assert holders("The French foreign minister met his Lebanese counterpart.") == [
        ("foreign minister", "martin"),
        ("counterpart", "haddad"),
    ]
    assert holders("Rose Martin came. Her Turkish counterpart met a Lebanese counterpart.") == []


# -- undated articles


def test_an_undated_article_needs_the_same_holder_throughout_its_bounds():
    bounded = "President Anne Valois came. She left on 3 March 2013. The French president spoke."
    assert holders(bounded, day=None) == [("president", "valois")]
    assert told(read(bounded, day=None), "rule") == [(None,), ("bounds",)]
    assert holders("They left on 3 March 2013. The French president spoke.", day=None) == []
    assert holders("They left on 3 March 2018. The French president spoke.", day=None) == [("president", "moreau")]
    assert holders("The French president spoke.", day=None) == []


def test_people_of_an_undated_article_hold_the_office_that_they_held_throughout_its_bounds():
    found = read("President Anne Valois came. She left on 3 March 2013.", day=None)
    assert told(found, "route", "lexicon_row") == [("office", "people.csv#2")]
    assert told(read("Anne Valois came.", day=None), "route", "lexicon_row") == [("person", "people.csv#1")]


# -- names that an office introduces


@pytest.mark.parametrize(
    "text",
    [
        "Lebanese Health Minister Karim al-Zein came.",
        "Lebanon's deputy foreign minister Karim al-Zein came.",
        "The Lebanese health minister, Karim al-Zein, came.",
        "Rose Martin met her Lebanese counterpart Karim al-Zein.",
        "Rose Martin met her Lebanese counterpart, Karim al-Zein.",
        "They met Karim al-Zein, Lebanon's health minister.",
        "They met Karim al-Zein, a Lebanese lawmaker, and left.",
        "They met Karim al-Zein, health minister of Lebanon.",
        "They met the health minister of Lebanon, Karim al-Zein.",
        "Lebanese Minister of Health Dr Karim al-Zein's plane came.",
    ],
)
def test_who_is_introduced_by_an_office_stands_for_its_country(text):
    assert introduced(text) == [("Karim al-Zein", "karim-al-zein", "LBN")]


def test_such_a_mention_has_no_row_and_names_no_country():
    found = read("Lebanese Health Minister Karim al-Zein came.")
    assert told(found, "kind", "lexicon_row", "rule", "named") == [("person", None, None, False)]


def test_bodies_that_speak_for_a_country_introduce_people_and_companies_do_not():
    assert introduced("Palace spokesman Jo Roy came.") == [("Jo Roy", "jo-roy", "FRA")]
    assert introduced("Health Board spokesman Jo Roy came.") == [("Jo Roy", "jo-roy", "IRL")]
    assert introduced("Acme spokesman Jo Roy came.") == []
    assert introduced("State Health Board spokesman Jo Roy came.") == []


@pytest.mark.parametrize(
    "before", ["Former Lebanese ", "The late Lebanese ", "Lebanon's ex-", "Former longtime Lebanese "]
)
def test_who_held_an_office_once_stands_for_no_country(before):
    ((name, _, country),) = introduced(f"{before}foreign minister Karim Zein came.")
    assert (name, country) == ("Karim Zein", None)


@pytest.mark.parametrize(
    "text",
    [
        "French Foreign Minister Rose Martin came.",
        "Lebanese goalkeeper Karim Zein came.",
        "Lebanese officials Karim Zein and Jo Roy came.",
        "The official Lebanese Business Daily wrote.",
        "Lebanon's official Consumer Prices rose.",
        "Bank of Ireland spokesman Jo Roy came.",
        "Turkish Cypriot leader Jo Roy came.",
        "Texas Governor Jo Roy came.",
        "He spoke in Santa Clara, a French minister.",
        "After talks with Jo Roy, the Lebanese health minister left.",
        "Lebanese Health Minister Zein came.",
        "Lebanese Health Minister Karim Sch?ller came.",
        "Lebanese Health Minister Karim Ali\nZein came.",
    ],
)
def test_nobody_is_introduced_by_other_words(text):
    assert introduced(text) == []


def test_a_headline_introduces_nobody_and_names_whom_the_text_introduces():
    assert introduced("Nothing.", title="Lebanese Minister Visits Northern Farms") == []
    found = introduced("Lebanese Health Minister Karim Zein came.", title="Zein Visits Farms")
    assert found == [("Zein", "karim-zein", "LBN"), ("Karim Zein", "karim-zein", "LBN")]


# -- by the surname from there on


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Lebanese Minister Karim al-Zein came. Zein's plane left. Then al-Zein and Mr Zein spoke.", ["Zein", "al-Zein", "Zein"]),
        ("Zein came. Lebanese Minister Karim Zein came.", []),
        ("Lebanese Minister Karim Zein came. Zeins and Bazein came.", []),
        ("Lebanese Minister Karim Zein came with Bob Zein. Later Zein left.", []),
        ("Lebanese Minister Karim Zein came with Turkish Minister Bob Zein. Later Zein left.", []),
        ("Lebanese Minister Karim Moreau came with Luc Moreau. Later Moreau left.", []),
        ("Lebanese Minister Karim Zein came. The Zein Tower stands.", []),
        ("Lebanese Minister Karim Long came. Long lines wait for long. They asked Long.", ["Long"]),
        ("Lebanese Minister Karim bin Zein came. Zein ruled.", []),
        ("Chinese Minister Zhang Wei came. Later Zhang left Wei.", ["Zhang"]),
        ("Lebanese Minister Karim Xu came. Later Xu left.", []),
        ("Lebanese Minister Karim King came. The King left.", []),
    ],
)  # fmt: skip
def test_a_surname_alone_counts_behind_the_introduction_if_nobody_else_bears_it(text, names):
    assert [name for name, *_ in introduced(text) if " " not in name] == names


# -- with the rest of the annotation


TEXT = (
    "Lebanese Health Minister Karim Zein met the French president on Monday. Zein left with Mary Karim Zein. "
    "French Deputy Minister Karim Zein came, and so did the former French envoy Ed Roy."
)


def test_mentions_stay_in_order_and_do_not_overlap():
    found = annotate(
        pd.DataFrame([{"article_id": "a", "title": "Zein in France", "text": TEXT, "published": pd.Timestamp(DAY)}]),
        TINY,
    ).mentions
    for _, own in found[found["kind"] != "theme"].groupby("part"):
        assert (own["end"].shift().fillna(0) <= own["start"]).all()
    surfaces = [(TEXT if row.part == "text" else "Zein in France")[row.start : row.end] for row in found.itertuples()]
    assert surfaces == list(found["surface"])


def test_a_speaker_who_is_introduced_or_told_by_office_has_entity_and_country():
    text = (
        'Lebanese Health Minister Karim Zein came. "We sail," Zein said. "We do not," the French president said. '
        '"So what," said the former Lebanese envoy Ed Roy.'
    )
    article = pd.DataFrame([{"article_id": "a", "title": "", "text": text, "published": pd.Timestamp(DAY)}])
    lexicons = tiny_lexicons(**{**TINY.rows, "cues": [{"form": "say", "forms": "say|said", "kind": "speak"}]})
    assert told(annotate(article, lexicons).quotes, "speaker", "speaker_entity", "speaker_country") == [
        ("Karim Zein", "karim-zein", "LBN"),
        ("the French president", "valois", "FRA"),
        ("Ed Roy", "ed-roy", None),
    ]
