"""What corrections do to the annotation of one article, on lexicons of a few rows."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.annotate import annotate, mentions_in_removed
from helpers.corpus.corrections import COLUMNS
from helpers.corpus.schema import frame
from helpers.errors import Failure
from tiny_lexicons import tiny_lexicons

OFFICE = {"person": "valois", "name": "Anne Valois", "forms": "Anne Valois", "short": "Valois", "office": "president"}
TINY = tiny_lexicons(
    countries=[
        {"id": "fra", "country": "FRA", "form": "France"},
        {"country": "FRA", "form": "French", "route": "adjective"},
        {"id": "che", "country": "CHE", "form": "Switzerland"},
        {"country": "CHE", "form": "Swiss", "route": "adjective"},
        {"id": "ita", "country": "ITA", "form": "Italy"},
        {"country": "ITA", "form": "Italian", "route": "adjective"},
        {"id": "old-savoy", "country": "FRA", "form": "Old Savoy", "historic": "SAV"},
    ],
    people=[{**OFFICE, "id": "valois-president", "country": "FRA", "from": "2016-07-01", "to": "2017-12-31"}],
    places=[
        {"id": "bern", "name": "Bern", "forms": "Bern", "country": "CHE", "route": "capital"},
        {"id": "valois", "name": "Valois", "country": "FRA", "forms": "County of Valois"},
    ],
    organisations=[
        {"id": "league", "name": "League of Lakes", "forms": "League of Lakes"},
        {"id": "ferries", "name": "Lake Ferries", "forms": "Lake Ferries", "country": "CHE", "kind": "company"},
    ],
    cues=[{"form": "say", "forms": "said", "kind": "say"}],
    themes=[{"theme": "energy", "forms": "gas|gas of the Alps"}, {"theme": "sport", "forms": "goal"}],
)


def rows(*written):
    """Rows of corrections.csv, numbered as lines of the file."""
    lines = pd.Index(range(2, 2 + len(written)), name="line")
    return pd.DataFrame([{**dict.fromkeys(COLUMNS, ""), **row} for row in written], index=lines, columns=COLUMNS)


def alias(action, form, to="", **more):
    return {"action": f"{action}_alias", "from": form, "to": to, **more}


def role(action, country, to="", **more):
    return {"action": f"{action}_role", "from": country, "to": to, **more}


def read(text, *corrections, title=None, day="2017-01-05", article_id="a"):
    article = {"article_id": [article_id], "title": [title], "text": [text], "published": [day]}
    return annotate(pd.DataFrame(article), TINY, rows(*corrections))


def found(*args, **more):
    """The surface of each mention, and what it stands for."""
    mentions = read(*args, **more).mentions
    return list(zip(mentions["surface"], mentions["entity"], strict=True))


def roles(*args, **more):
    table = read(*args, **more).country_roles
    return dict(zip(table["country"], table["role"], strict=True))


# -- aliases


def test_words_that_no_lexicon_has_stand_for_a_country_once_they_are_added():
    added = alias("add", "Lake strongman", "CHE")
    annotations = read("The Lake strongman said he would visit France.", added)
    (mention, _) = annotations.mentions.to_dict("records")
    assert [mention[name] for name in ("surface", "kind", "entity", "country", "route", "named")] == [
        "Lake strongman", "country", "CHE", "CHE", "name", True,
    ]  # fmt: skip
    (changed,) = annotations.corrected.to_dict("records")
    assert mention["lexicon_row"] == f"corrections.csv#{changed['correction']}"
    assert (changed["article_id"], changed["n_mentions"]) == ("a", 1)
    assert annotations.country_roles["country"].tolist() == ["CHE", "FRA"]


def test_an_added_form_is_whole_words_as_written_or_all_in_capitals_with_plain_quotes():
    text = "Val d’Or won. Val d’Orient, and val d’or, lost. VAL D’OR’S gold."
    assert found(text, alias("add", "Val  d'Or", "CHE")) == [("Val d’Or", "CHE"), ("VAL D’OR", "CHE")]


def test_an_added_name_of_a_person_speaks_and_is_masked_as_one_of_the_lexicon():
    text = "“We won,” Brave Annie said. Brave Annie left."
    before, after = read(text), read(text, alias("add", "Brave Annie", "people.csv#valois-president"))
    assert before.quotes["speaker_entity"].isna().all()
    assert after.quotes[["speaker_entity", "speaker_country"]].to_numpy().tolist() == [["valois", "FRA"]]
    assert before.sentences["valence"].iloc[-1] > 0
    assert pd.isna(after.sentences["valence"].iloc[-1])


@pytest.mark.parametrize(("day", "route"), [("2017-01-05", "office"), ("2020-01-05", "person"), (None, "person")])
def test_an_added_name_of_a_person_goes_by_the_office_held_on_the_day_and_still_names_the_correction(day, route):
    (mention,) = read(
        "Brave Annie left.", alias("add", "Brave Annie", "people.csv#valois-president"), day=day
    ).mentions.itertuples()
    assert mention.route == route
    assert mention.lexicon_row.startswith("corrections.csv#")


def test_an_added_name_of_a_firm_speaks_for_its_country_no_more_than_the_firm_does():
    added = alias("add", "The Boats", "ferries")
    assert read("The Boats sank.", added).mentions["country"].isna().all()
    assert roles("The Boats sank off Bern.", added).keys() == {"CHE"}


def test_an_added_name_yields_to_a_longer_one_and_takes_the_place_of_what_it_holds():
    text = "The League of Lakes met. Lakes froze."
    assert found(text, alias("add", "Lakes", "CHE")) == [("League of Lakes", "league"), ("Lakes", "CHE")]
    assert found("A French gas baron left.", alias("add", "French gas baron", "CHE")) == [("French gas baron", "CHE")]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_added_forms_the_longer_one_counts_in_either_order(order):
    both = alias("add", "strongman", "CHE"), alias("add", "Lake strongman", "FRA")
    assert found("The Lake strongman left.", *(both[at] for at in order)) == [("Lake strongman", "FRA")]


def test_a_term_of_a_theme_is_added_beside_the_name_in_it_and_not_within_a_name():
    assert found("The Swiss dams and the League of Lakes.", alias("add", "Swiss dams", "energy")) == [
        ("Swiss", "CHE"), ("Swiss dams", "energy"), ("League of Lakes", "league"),
    ]  # fmt: skip
    assert found("The League of Lakes.", alias("add", "Lakes", "energy")) == [("League of Lakes", "league")]


FORMS = (
    "League",
    "League of Lakes",
    "Lakes met",
    "of",
    "French gas",
    "gas of the Alps",
    "gas",
    "the Alps",
    "French",
    "Bern",
)
ROWS = st.one_of(
    st.builds(alias, st.sampled_from(["add", "redirect"]), st.sampled_from(FORMS), st.sampled_from(["CHE", "energy"])),
    st.builds(alias, st.just("remove"), st.sampled_from(FORMS)),
)


@settings(deadline=None, max_examples=100)
@given(st.lists(ROWS, max_size=5))
def test_whatever_the_rows_names_do_not_overlap_nor_do_terms_and_no_term_lies_within_a_name(corrections):
    mentions = read("The League of Lakes met in Bern. French gas of the Alps, and Bern.", *corrections).mentions
    assert mentions["start"].is_monotonic_increasing
    is_term = mentions["kind"] == "theme"
    for same in (mentions[is_term], mentions[~is_term]):
        assert (same["end"].shift().dropna().to_numpy() <= same["start"].iloc[1:].to_numpy()).all()
    for term in mentions[is_term].itertuples():
        assert not ((mentions["start"] <= term.start) & (term.end <= mentions["end"]) & ~is_term).any()


def test_a_removed_form_counts_no_longer_and_others_of_its_thing_do():
    text = "France and the FRENCH won by a Goal."
    assert found(text, alias("remove", "French"), alias("remove", "goal")) == [("France", "FRA")]


def test_a_redirected_form_keeps_its_rules_and_an_adjective_stays_one():
    (france, french) = read("France and French wine.", alias("redirect", "French", "CHE")).mentions.itertuples()
    assert (france.entity, french.entity, french.route, french.named) == ("FRA", "CHE", "adjective", True)
    assert found("Frenchmen left.", alias("redirect", "Frenchmen", "CHE")) == []


def test_a_name_is_redirected_to_a_body_and_never_to_a_theme():
    assert found("Bern agreed.", alias("redirect", "Bern", "league")) == [("Bern", "league")]
    assert found("Bern agreed.", alias("redirect", "Bern", "energy")) == [("Bern", "bern")]


def test_a_row_may_be_named_in_place_of_a_thing_for_its_route_or_its_former_state():
    (mention,) = read("Savoyards left.", alias("add", "Savoyards", "countries.csv#old-savoy")).mentions.itertuples()
    assert (mention.country, mention.historic) == ("FRA", "SAV")


def test_the_later_row_wins_by_day_and_then_by_line():
    first, second = alias("redirect", "Bern", "FRA"), alias("redirect", "Bern", "ITA")
    assert found("Bern agreed.", first, second) == [("Bern", "ITA")]
    assert found("Bern agreed.", {**first, "when": "2026-02-01"}, {**second, "when": "2026-01-01"}) == [("Bern", "FRA")]
    assert found("Bern agreed.", alias("remove", "Bern"), alias("add", "Bern", "CHE")) == [("Bern", "CHE")]
    assert found("Lakers left.", alias("add", "Lakers", "CHE"), alias("remove", "Lakers")) == []


def test_a_row_holds_everywhere_or_in_one_article():
    one = alias("remove", "Bern", subject="b")
    assert found("Bern agreed.", one, article_id="a") == [("Bern", "bern")]
    assert found("Bern agreed.", one, article_id="b") == []


@pytest.mark.parametrize(
    ("day", "holds"),
    [("2016-12-31", False), ("2017-01-01", True), ("2017-01-31", True), ("2017-02-01", False), (None, False)],
)
def test_a_row_with_days_holds_for_what_was_published_then_and_for_nothing_undated(day, holds):
    january = alias("remove", "Bern", valid_from="2017-01-01", valid_to="2017-01-31")
    assert found("Bern agreed.", january, day=day) == ([] if holds else [("Bern", "bern")])


def test_a_row_may_be_open_at_one_end():
    since, until = alias("remove", "Bern", valid_from="2017-01-01"), alias("remove", "Bern", valid_to="2017-01-01")
    assert found("Bern agreed.", since, day="2030-01-01") == []
    assert found("Bern agreed.", until, day="2001-01-01") == []
    assert found("Bern agreed.", until, day=None) == [("Bern", "bern")]


def test_what_a_row_does_not_change_is_not_said_to_be_changed():
    annotations = read("Bern agreed.", alias("add", "Lakers", "CHE"), role("redirect", "FRA", "venue"))
    assert annotations.corrected.empty


def test_a_passage_that_was_cut_is_read_with_the_same_corrections():
    removed = frame("removed", [{"article_id": "a", "rule": "r", "position": "head", "passage": "LAKERS - Bern"}])
    articles = pd.DataFrame({"article_id": ["a"], "published": [None]})
    corrections = rows(alias("add", "Lakers", "ITA"), alias("remove", "Bern"))
    assert mentions_in_removed(removed, articles, TINY, corrections)["country"].tolist() == ["ITA"]


# -- roles

DEAL = "In Italy, French officials signed a deal with Swiss officials. French officials praised it."


def test_without_corrections_the_deal_has_three_parties_and_a_venue():
    assert roles(DEAL) == {"FRA": "party", "CHE": "party", "ITA": "party+venue"}


@pytest.mark.parametrize(
    ("action", "country", "to", "after"),
    [
        ("add", "FRA", "party", "party"),
        ("add", "FRA", "venue", "party+venue"),
        ("add", "ITA", "topic", "party+venue"),
        ("remove", "FRA", "party", "bystander"),
        ("remove", "ITA", "party", "venue"),
        ("redirect", "ITA", "topic", "topic"),
        ("redirect", "FRA", "bystander", "bystander"),
    ],
)
def test_a_role_is_added_to_those_there_are_taken_from_them_or_put_in_their_place(action, country, to, after):
    before = roles(DEAL)
    annotations = read(DEAL, role(action, country, to))
    read_roles = dict(zip(annotations.country_roles["country"], annotations.country_roles["role"], strict=True))
    assert read_roles == {**before, country: after}
    assert annotations.corrected["n_mentions"].tolist() == [0] * (after != before[country])


def test_a_country_that_is_taken_out_leaves_its_salience_to_the_others_and_its_mentions_where_they_are():
    annotations = read(DEAL, role("remove", "FRA"))
    assert annotations.country_roles["country"].tolist() == ["CHE", "ITA"]
    assert annotations.country_roles["salience"].sum() == pytest.approx(1)
    assert "FRA" in set(annotations.mentions["country"])


def test_a_role_in_one_article_may_be_of_a_country_that_it_never_names_and_elsewhere_may_not():
    assert roles("The two sides met.", role("add", "ITA", "party", subject="a")) == {"ITA": "party"}
    assert roles("The two sides met.", role("add", "ITA", "party")) == {}
    table = read(DEAL.replace("Italy", "May"), role("add", "ITA", "venue", subject="a")).country_roles
    (added,) = table[table["country"] == "ITA"].to_dict("records")
    assert [added[name] for name in ("named", "n_mentions", "role", "salience")] == [False, 0, "venue", 0]


def test_the_only_countries_of_an_article_share_its_salience_even_if_no_word_names_them():
    both = (role("add", country, "party", subject="a") for country in ("ITA", "FRA"))
    table = read("The two sides met.", *both).country_roles
    assert table[["country", "salience"]].to_numpy().tolist() == [["FRA", 0.5], ["ITA", 0.5]]


def test_roles_are_corrected_after_the_aliases_that_they_follow_from():
    corrections = alias("redirect", "Italy", "CHE"), role("redirect", "ITA", "topic"), role("remove", "CHE")
    assert roles(DEAL, *corrections[:1]) == {"FRA": "party", "CHE": "party+venue"}
    assert roles(DEAL, *corrections) == {"FRA": "party"}


# -- what nobody knows


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            alias("add", "x", "valoiss"),
            r"line 2: to 'valoiss' is nothing that the lexicons know; the nearest is valois",
        ),
        (alias("add", "x", "Switserland"), r"the nearest is CHE \(Switzerland\); write a country's ISO alpha-3 code"),
        (alias("redirect", "x", "qqqq"), r"to 'qqqq' is nothing that the lexicons know; write .*`readout why ARTICLE`"),
        (alias("add", "x", "valois"), r"several things; .* one of people.csv#valois-president, places.csv#valois"),
        (role("add", "Italy", "party"), r"from 'Italy' is no country; write an ISO alpha-3 code; the nearest is ITA"),
        (role("remove", "league"), r"from 'league' is no country"),
    ],
)
def test_what_nobody_knows_is_named_with_its_line_and_how_to_find_the_right_one(row, said):
    with pytest.raises(Failure, match=said):
        read("Nothing.", row)
