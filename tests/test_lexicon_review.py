"""What lexicons ask a reader to look at: overlapping offices, and rows that have aged."""

from datetime import date

import pytest

from helpers.lexicons.review import review_lexicons
from tiny_lexicons import tiny_lexicons

TODAY = date(2030, 6, 1)


def held(person, since, until="", office="president", **columns):
    row = {"id": f"{person}-{since}", "person": person, "office": office, "country": "NZL", "from": since, "to": until}
    return {**row, "confirmed": "2030-05", **columns}


def review(*people, **files):
    return review_lexicons(tiny_lexicons(people=people, **files), TODAY)


def test_lexicons_without_anything_to_look_at_have_no_lines():
    assert review(held("doe", "2010-01-01", "2015-01-01"), held("roe", "2015-01-01")) == []


def test_two_persons_who_hold_one_office_at_a_time_are_named_with_the_day():
    assert review(held("doe", "2010-01-01", "2016-01-01"), held("roe", "2015-01-01")) == [
        "people.csv: 1 offices have two holders at a time: doe-2010-01-01 and roe-2015-01-01 from 2015-01-01"
    ]


def test_an_office_without_an_end_goes_on_for_ever():
    (line,) = review(held("doe", "1910-01-01"), held("roe", "2015-01-01"))
    assert line.startswith("people.csv: 1 offices have two holders")


@pytest.mark.parametrize("office", ["senator", "vice president", "deputy foreign minister"])
def test_offices_of_which_a_country_has_several_may_overlap(office):
    assert review(held("doe", "2010-01-01", office=office), held("roe", "2015-01-01", office=office)) == []


@pytest.mark.parametrize("office", ["king", "prime minister", "foreign minister", "minister for culture"])
def test_offices_of_which_a_country_has_one_may_not(office):
    assert len(review(held("doe", "2010-01-01", office=office), held("roe", "2015-01-01", office=office))) == 1


def test_sources_may_differ_by_days_on_a_handover():
    assert review(held("doe", "2010-01-01", "2015-01-05"), held("roe", "2015-01-01")) == []
    assert len(review(held("doe", "2010-01-01", "2015-01-15"), held("roe", "2015-01-01"))) == 1


def test_offices_of_two_countries_and_of_no_known_day_do_not_overlap():
    assert review(held("doe", "2010-01-01"), held("roe", "2015-01-01", country="KEN"), held("poe", "")) == []


def test_a_person_who_holds_an_office_twice_at_a_time_is_named_whatever_the_office():
    one, other = (held("doe", since, office="senator") for since in ("2010-01-01", "2012-01-01"))
    assert review(one, other) == [
        "people.csv: 1 offices of a person overlap: doe-2010-01-01 and doe-2012-01-01 from 2012-01-01"
    ]


def test_rows_without_an_end_that_nobody_confirmed_for_a_year_are_counted_the_oldest_first():
    people = [
        held("new", "2010-01-01", confirmed="2029-06", office="a"),
        held("old", "2010-01-01", confirmed="2029-05", office="b"),
        held("never", "2010-01-01", confirmed="", office="c"),
        held("over", "2010-01-01", "2011-01-01", confirmed="", office="d"),
    ]
    assert review(*people) == [
        "people.csv: 2 rows without an end were not confirmed for a year: never-2010-01-01, old-2010-01-01"
    ]


def test_members_age_too_and_a_long_list_is_cut():
    members = [{"id": f"m-{number}", "confirmed": "2029-05-31"} for number in range(5)]
    assert review(memberships=members) == [
        "memberships.csv: 5 rows without an end were not confirmed for a year: m-0, m-1, m-2 ..."
    ]
