"""referent_of: what a form stands for, on the day of publication."""

import pytest

from helpers.annotate.mentions import find_mentions, referent_of
from helpers.annotate.sentences import split_sentences
from helpers.lexicons import Matcher
from tiny_lexicons import tiny_lexicons

VALOIS = {"person": "valois", "forms": "Anne Valois", "short_rule": "never", "country": "FRA"}
HADDAD = {"person": "haddad", "forms": "Omar Haddad", "short_rule": "never", "country": "LBN"}
LEXICONS = tiny_lexicons(
    countries=[
        {"country": "RUS", "form": "Russia"},
        {"country": "RUS", "form": "Russian", "route": "adjective"},
        {"country": "RUS", "form": "Russians", "route": "demonym"},
        {"country": "RUS", "form": "Soviet Union", "historic": "SUN"},
    ],
    people=[
        {**VALOIS, "office": "finance minister", "from": "2010-03-01", "to": "2014-06-30"},
        {**VALOIS, "office": "managing director", "country": "", "organisation": "imf", "from": "2014-07-15"},
        {**HADDAD, "office": "leader"},
        {**HADDAD, "office": "envoy to Syria", "country": "SYR", "from": "2020-01-01", "to": "2020-12-31"},
        {**HADDAD, "office": "adviser", "country": "JOR", "from": "2020-06-01", "to": "2021-12-31"},
    ],
    organisations=[{"id": "imf", "forms": "IMF"}, {"id": "duma", "forms": "Duma", "country": "RUS"}],
    places=[
        {"id": "moscow", "forms": "Moscow", "country": "RUS", "route": "capital"},
        {"id": "kremlin", "forms": "Kremlin", "country": "RUS", "route": "metonym"},
        {"id": "kazan", "forms": "Kazan", "country": "RUS"},
    ],
    themes=[{"theme": "energy", "forms": "oil price"}],
)
MATCHER = Matcher(LEXICONS)


def read(text, day=None):
    (match,) = MATCHER.find(text)
    return referent_of(match.form, LEXICONS.offices, day)._asdict()


def part(mention, *names):
    return tuple(mention[name] for name in names)


@pytest.mark.parametrize(
    ("text", "kind", "entity", "country", "route", "named"),
    [
        ("Russia", "country", "RUS", "RUS", "name", True),
        ("Russian", "country", "RUS", "RUS", "adjective", True),
        ("Russians", "country", "RUS", "RUS", "demonym", True),
        ("Moscow", "place", "moscow", "RUS", "capital", False),
        ("Kremlin", "place", "kremlin", "RUS", "metonym", False),
        ("Kazan", "place", "kazan", "RUS", "place", False),
        ("Duma", "organisation", "duma", "RUS", "organisation", False),
        ("IMF", "organisation", "imf", None, "organisation", False),
        ("Omar Haddad", "person", "haddad", "LBN", "person", False),
        ("oil price", "theme", "energy", None, None, False),
    ],
)
def test_a_mention_says_by_which_route_it_leads_to_which_country(text, kind, entity, country, route, named):
    mention = read(text)
    assert part(mention, "kind", "entity", "country", "route", "named") == (kind, entity, country, route, named)


def test_a_former_state_stands_for_its_successor_with_its_own_code_beside():
    assert part(read("Soviet Union"), "country", "historic", "lexicon_row") == ("RUS", "SUN", "countries.csv#4")
    assert read("Russia")["historic"] is None


@pytest.mark.parametrize(
    ("day", "country", "route", "row"),
    [
        ("2010-02-28", "FRA", "person", "people.csv#1"),
        ("2010-03-01", "FRA", "office", "people.csv#1"),
        ("2014-06-30", "FRA", "office", "people.csv#1"),
        ("2014-07-01", "FRA", "person", "people.csv#1"),
        ("2014-07-15", None, "office", "people.csv#2"),
        ("2030-01-01", None, "office", "people.csv#2"),
        (None, "FRA", "person", "people.csv#1"),
    ],
)
def test_a_person_speaks_for_the_office_that_they_hold_on_the_day(day, country, route, row):
    assert part(read("Anne Valois", day), "country", "route", "lexicon_row") == (country, route, row)


@pytest.mark.parametrize(
    ("day", "country", "row"),
    [
        ("2019-12-31", "LBN", "people.csv#3"),
        ("2020-01-01", "SYR", "people.csv#4"),
        ("2020-07-01", "SYR", "people.csv#4"),
        ("2021-07-01", "JOR", "people.csv#5"),
    ],
)
def test_of_two_offices_at_once_the_first_of_the_file_counts_and_one_without_a_beginning_never(day, country, row):
    assert part(read("Omar Haddad", day), "country", "lexicon_row") == (country, row)


WORLD = tiny_lexicons(
    countries=[
        {"country": "CHE", "form": "Swiss", "route": "adjective"},
        {"country": "CHE", "form": "Switzerland"},
        {"country": "NOR", "form": "Norway"},
    ],
    organisations=[
        {"id": "helvetia", "forms": "Helvetia Foods", "kind": "company", "country": "CHE"},
        {"id": "swiss-air", "forms": "Swiss Wings", "kind": "company", "country": "CHE"},
        {"id": "diet", "forms": "Federal Diet", "kind": "government", "country": "CHE"},
    ],
)


@pytest.mark.parametrize(
    ("title", "text", "countries"),
    [
        ("Cocoa", "Helvetia Foods buys it in Norway.", [None, "NOR"]),
        ("Cocoa", "Helvetia Foods buys it.", [None]),
        ("Swiss cocoa", "Helvetia Foods buys it.", ["CHE", "CHE"]),
        ("Cocoa", "The Federal Diet met. Helvetia Foods was heard.", ["CHE", "CHE"]),
        ("Flights", "Swiss Wings cancelled some.", ["CHE"]),
        ("Law", "The Federal Diet met.", ["CHE"]),
    ],
)
def test_a_firm_gives_a_country_only_if_something_else_does_or_its_own_name(title, text, countries):
    sentences = split_sentences([title], [text], WORLD)
    (names,), _ = find_mentions([title], [text], [None], sentences, WORLD)
    assert [name["country"] for name in names] == countries
