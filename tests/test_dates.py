"""dates: what a source states is read; what two readings fit is settled by other evidence of the source, or not read."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from helpers.ingest.date_forms import find_dates
from helpers.ingest.dates import TOLERANCE, Stated, date_of_text, date_of_url, parse_date, settle
from helpers.ingest.months import NAMES, WRITTEN, plain

NOW = datetime(2026, 1, 1, tzinfo=UTC)
DAY = datetime(2024, 3, 5, tzinfo=UTC)
MORNING = datetime(2024, 3, 5, 7, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-05",
        "2024/3/5",
        "2024.03.05",
        "20240305",
        "5 March 2024",
        "05 Mar 2024",
        "March 5, 2024",
        "Mar 5, 2024",
        "March 5 2024",
        "Tuesday, March 5, 2024",
        "Tuesday, 5 March 2024",
        "Tuesday 5 March 2024",
        "  2024-03-05\n",
    ],
)
def test_a_day_is_read_as_a_day(text):
    assert parse_date(text, NOW) == (DAY, "day", None, "")


@pytest.mark.parametrize(
    "text",
    [
        "          2024/3/5 7:11",
        "2024-03-05 07:11",
        "2024-03-05 07:11:00",
        "2024-03-05T07:11",
        "2024-03-05T07:11:00",
        "Tue, 05 Mar 2024 07:11:00",
        "20240305T0711",
    ],
)
def test_a_time_without_a_zone_is_read_as_utc_and_says_so(text):
    dated = parse_date(text, NOW)
    assert dated[:3] == (MORNING, "minute", None)
    assert "UTC" in dated.note


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-05T07:11:00Z",
        "2024-03-05T07:11:00.000Z",
        "2024-03-05T10:11:00+03:00",
        "2024-03-05T10:11:00+0300",
        "2024-03-04 23:11:00-08:00",
        "2024-03-05T12:56:00+05:45",
        "Tue, 05 Mar 2024 07:11:00 GMT",
        "Tue, 05 Mar 2024 10:11:00 +0300",
        "5 Mar 2024 02:11:00 EST",
        "1709622660",
        "1709622660000",
    ],
)
def test_a_stated_zone_or_epoch_needs_no_assumption(text):
    assert parse_date(text, NOW) == (MORNING, "minute", None, "")


def test_an_hour_without_minutes_is_not_lost():
    assert parse_date("2024-03-05T10", NOW)[:2] == (DAY.replace(hour=10), "minute")


@pytest.mark.parametrize("text", [None, "", "   ", "\n"])
def test_nothing_stated_is_undated(text):
    assert parse_date(text, NOW) == (None, None, "undated", "")


@pytest.mark.parametrize(
    "text",
    [
        "2024-02-31",
        "31/02/2024",
        "2023-02-29",
        "Mon, 31 Feb 2024 10:00:00 GMT",
        "2024-13-01",
        "2024-00-10",
        "2024-03-05T25:00",
        "0001-01-01",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "1066-10-14",
        "1793-06-13",
        "1793-06-13T10:00:00Z",
        "31 December 1799",
        "May",
        "2024",
        "2024-03",
        "yesterday",
        "3 hours ago",
        "99999999999999",
        "²²²²²²²²²²",
        "1" * 5000,
        "null",
        "NaT",
    ],
)
def test_what_is_no_day_is_invalid_and_nothing_is_made_up(text):
    assert parse_date(text, NOW) == (None, None, "date_invalid", "")


@pytest.mark.parametrize(
    "text",
    [
        "5 март 2024", "5. března 2024", "2024. március 5.", "2024 m. kovo 5", "5 mars 2024", "5 mart 2024",
        "5. maaliskuuta 2024", "5 آذار 2024", "5 مارس 2024", "5 مارچ 2024", "5 במרץ 2024", "5 मार्च 2024", "5 Maret 2024",
        "05 MART 2024", "5 de março de 2024",
    ],
)  # fmt: skip
def test_the_months_of_many_languages_are_read(text):
    assert [stamp.text for stamp in find_dates(text)] == [text.rstrip(".")]
    assert parse_date(text, NOW).published == DAY


def test_blanks_behind_the_dots_change_nothing():
    assert parse_date("5. 13. 2024", NOW).reason == parse_date("5.13.2024", NOW).reason
    assert parse_date("25. 3. 2024", NOW).published == parse_date("25.3.2024", NOW).published


def test_a_year_before_a_date_is_no_part_of_it():
    assert [stamp.text for stamp in find_dates("in 2019 May 5, 2020")] == ["May 5, 2020"]


def test_no_name_of_a_month_stands_for_two():
    numbers = {}
    for name, number in NAMES:
        numbers.setdefault(plain(name), set()).add(number)
    assert all(len(found) == 1 for found in numbers.values())
    assert all(len(line.split()) == 12 for line in WRITTEN)


def test_the_oldest_newspapers_of_the_databases_are_believed():
    assert parse_date("1800-01-01", NOW).published == datetime(1800, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2026-01-04", "2030-01-01T00:00:00Z", "1798761600", "9999-12-31"])
def test_the_future_is_not_believed(text):
    assert parse_date(text, NOW) == (None, None, "date_future", "")


def test_clocks_may_run_ahead_by_two_days_and_no_more():
    assert parse_date((NOW + TOLERANCE).isoformat(), NOW).published == NOW + timedelta(hours=48)
    assert parse_date((NOW + TOLERANCE + timedelta(seconds=1)).isoformat(), NOW).reason == "date_future"


def test_the_present_is_the_measure_unless_another_is_given():
    assert parse_date("2024-03-05", datetime(2020, 1, 1, tzinfo=UTC)).reason == "date_future"
    assert parse_date("2024-03-05").published == DAY


@pytest.mark.parametrize("text", ["12-10-2024", "12/10/2024", "12.10.2024", "1/2/2024", "12-10-2024 10:00"])
def test_a_day_that_two_readings_fit_is_ambiguous(text):
    assert parse_date(text, NOW) == (None, None, "date_ambiguous", "")


@pytest.mark.parametrize(
    ("text", "month", "day"), [("25/12/2024", 12, 25), ("12/25/2024", 12, 25), ("5.5.2024", 5, 5), ("13-1-2024", 1, 13)]
)
def test_a_day_that_only_one_reading_fits_is_read(text, month, day):
    assert parse_date(text, NOW)[:2] == (datetime(2024, month, day, tzinfo=UTC), "day")


@given(st.integers(1, 12), st.integers(1, 12), st.sampled_from("-/. "), st.sampled_from(["{:d}", "{:02d}"]), st.data())
def test_no_way_of_writing_day_and_month_as_numbers_before_the_year_is_guessed(first, second, mark, form, data):
    """Not even those that the ambiguity rule does not know, such as two-digit years: they are invalid, not guessed."""
    if first == second:
        return
    year = data.draw(st.sampled_from(["2024", "24"]))
    clock = data.draw(st.sampled_from(["", " 10:00", " 10:00:00 GMT", "T10:00"]))
    text = mark.join((form.format(first), form.format(second), year)) + clock
    dated = parse_date(text, NOW)
    assert dated.published is None
    assert dated.reason in ("date_ambiguous", "date_invalid")


@given(st.datetimes(datetime(1800, 1, 1), datetime(2025, 12, 31), timezones=st.timezones()))
def test_what_isoformat_writes_is_read_back_to_the_second(when):
    try:
        utc = when.replace(microsecond=0, fold=0).astimezone(UTC)
    except OverflowError:
        return
    dated = parse_date(when.replace(microsecond=0, fold=0).isoformat(), NOW)
    assert dated[:3] == (utc, "minute", None)


@given(st.one_of(st.text(st.characters()), st.text("0123456789-/.: TZ+,GMTarMon", max_size=30)))
@example("0000000000")
def test_any_text_gives_a_day_or_a_reason_and_never_an_error(text):
    dated = parse_date(text, NOW)
    assert (dated.published is None) == (dated.reason is not None) == (dated.precision is None)
    if dated.published is None:
        assert dated.reason in ("undated", "date_invalid", "date_ambiguous", "date_future")
    else:
        assert dated.published.tzinfo is UTC
        assert dated.published <= NOW + TOLERANCE


# --- settle: other evidence of the same source ---


def settled(*stated, **known):
    return settle(stated, now=NOW, **known)


def test_an_ambiguous_day_is_settled_by_another_date_of_the_source():
    dated = settle(["12-10-2024"], evidence=[Stated("2024-10-12", "url")], now=NOW)
    assert dated == (datetime(2024, 10, 12, tzinfo=UTC), "day", None, "day by url")


def test_the_other_date_may_be_a_day_off():
    assert settle(["12-10-2024"], evidence=["2024-10-13T01:00Z"], now=NOW).published.month == 10


@pytest.mark.parametrize(
    ("known", "month"), [({"country": "IND"}, 10), ({"country": "USA"}, 12), ({"language": "de"}, 10)]
)
def test_an_ambiguous_day_is_settled_by_how_its_country_or_language_writes_dates(known, month):
    dated = settled("12-10-2024", **known)
    assert dated.published.month == month
    assert next(iter(known.values())) in dated.note


@pytest.mark.parametrize("known", [{}, {"country": "CAN"}, {"language": "en"}, {"evidence": ["2024-11-01"]}])
def test_without_evidence_that_fits_an_ambiguous_day_stays_open(known):
    assert settled("12-10-2024", **known) == (None, None, "date_ambiguous", "12-10-2024")


@pytest.mark.parametrize(
    ("known", "utc"),
    [
        ({"zone": "Asia/Kolkata"}, "2024-10-11T22:20"),
        ({"country": "IND"}, "2024-10-11T22:20"),
        ({"zone": "Asia/Jerusalem"}, "2024-10-12T00:50"),
        ({"country": "IRL"}, "2024-10-12T02:50"),
        ({"evidence": ["2024-10-12T03:50:00+05:30"]}, "2024-10-11T22:20"),
    ],
)
def test_a_shared_abbreviation_is_settled_by_the_outlet_or_by_the_same_clock_elsewhere(known, utc):
    dated = settled("2024-10-12 03:50 IST", **known)
    assert dated[:2] == (datetime.fromisoformat(utc).replace(tzinfo=UTC), "minute")
    assert "by" in dated.note


@pytest.mark.parametrize("known", [{}, {"zone": "Europe/Paris"}, {"country": "FRA"}, {"zone": "no/where"}])
def test_a_shared_abbreviation_of_an_unknown_place_stays_open_and_says_how_far_it_is_settled(known):
    assert settled("12 October 2024, 03:50 IST", **known) == (None, None, "date_ambiguous", "2024-10-12 03:50 IST")


def test_an_american_abbreviation_is_american_unless_the_outlet_is_not():
    assert settled("5 March 2024 02:11 EST").published == MORNING
    assert settled("5 March 2024 17:11 EST", country="AUS").published == MORNING


def test_a_clock_without_a_zone_is_that_of_the_outlet_or_left_out():
    assert settled("2024-03-05 12:41", zone="Asia/Kolkata")[:2] == (MORNING, "minute")
    assert settled("2024-03-05 12:41")[:2] == (DAY, "day")


def test_a_day_takes_the_time_that_the_same_source_states_for_it():
    assert settled("2024-03-05", "2024-03-05T07:11Z")[:2] == (MORNING, "minute")


def test_the_first_statement_that_can_be_read_is_taken():
    assert settled("soon", "2024-03-05")[:2] == (DAY, "day")
    assert settled("soon", "later").reason == "date_invalid"
    assert settled("2030-01-01").reason == "date_future"
    assert settled().reason == settled(" ").reason == "undated"


@pytest.mark.parametrize(
    "text",
    [
        "Published: 5 March 2024 7:11 AM GMT",
        "07:11 GMT, 5 March 2024",
        "Tuesday, March 5, 2024 at 7:11 a.m. UTC",
        "Mar. 5th, 2024 - 02:11 a.m. ET",
        "5 de marzo de 2024 08:11 CET",
        "5. März 2024, 08:11 CET",
        "5 марта 2024 10:11 MSK",
        "2024年3月5日 16:11 JST",
        "5 March 2024 12:41 (GMT+5:30)",
    ],
)
def test_stamps_in_words_are_read_with_clock_and_zone(text):
    assert parse_date(text, NOW)[:2] == (MORNING, "minute")


# --- dates in plain text and in addresses ---

STAMPED = "Harbour talks end\n\nHarbour News Desk | Updated: 12-10-2024 03:50 IST | Created: 12-10-2024 03:50 IST\nThe ministers met.\n"


def test_a_stamped_line_is_settled_by_another_date_of_the_text_and_the_outlet():
    dated = date_of_text(" date 2024-10-12 Left Menu\n" + STAMPED, "Asia/Kolkata", "IND", NOW)
    assert dated[:2] == (datetime(2024, 10, 11, 22, 20, tzinfo=UTC), "minute")
    assert dated.note.startswith("Created: 12-10-2024 03:50 IST")
    assert "day by date 2024-10-12" in dated.note
    assert "Asia/Kolkata" in dated.note


def test_a_stamped_line_without_other_evidence_stays_open():
    assert date_of_text(STAMPED, now=NOW).reason == "date_ambiguous"


@pytest.mark.parametrize(
    "line", ["March 5, 2024", "Tuesday 5 March 2024", "Published on 2024-03-05", "Posted: Mar 5, 2024 | By Ana Sol"]
)
def test_a_dated_line_of_its_own_gives_the_day(line):
    assert date_of_text(f"Harbour talks end\n{line}\nThe ministers met for two hours.", now=NOW)[:2] == (DAY, "day")


@pytest.mark.parametrize(
    "line",
    [
        "The ministers met on March 5, 2024 in the harbour.",
        "Talks were updated on 5 March 2024, he said.",
        "Updated: 5 March 2024, when the talks ended, it says so. Nobody had read it.",
        "OSLO, March 5, 2024 - The ministers met.",
        "Founded 5 March 2024 by two ministers and their friends of the sea",
        "5 March",
    ],
)
def test_a_date_in_a_sentence_is_not_that_of_the_article(line):
    assert date_of_text(f"Harbour talks end\n{line}\nThe ministers met for two hours.", now=NOW).published is None


def test_days_of_a_chronicle_are_not_taken_for_its_own():
    assert date_of_text("5 March 2024\nThey met.\n7 March 2024\nThey agreed.", now=NOW).published is None


def test_find_dates_gives_each_date_with_its_clock_and_label():
    found = find_dates(
        "Published 5 March 2024 07:11 GMT, last updated: 2024-03-07. In 1814, and on May 17, 1814, it was so."
    )
    assert [(one.text, one.label) for one in found] == [
        ("5 March 2024 07:11 GMT", "published"),
        ("2024-03-07", "updated"),
        ("May 17, 1814", None),
    ]


@pytest.mark.parametrize(
    "path",
    ["/2024/03/05/talks", "/world/2024/mar/05/talks", "/talks-2024-03-05.html", "/20240305/talks", "/2024/3/5/talks"],
)
def test_a_day_in_an_address_is_read(path):
    assert date_of_url(f"https://www.harbournews.example{path}", NOW)[:2] == (DAY, "day")


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "http://[",
        "https://x.example/2024/13/05/",
        "https://x.example/120240305",
        "https://x.example/2024/03/",
        "https://x.example/?d=2024-03-05",
    ],
)
def test_an_address_without_a_day_gives_none(url):
    assert date_of_url(url, NOW).published is None


@given(st.text("0123456789-/.:|, \nTZISTGMTMarchUpdated()+apm年月日", max_size=200))
def test_any_text_is_dated_or_not_and_never_an_error(text):
    for dated in (date_of_text(text, now=NOW), settle([text], evidence=[text[::-1]], zone="Asia/Kolkata", now=NOW)):
        assert (dated.published is None) == (dated.reason is not None) == (dated.precision is None)
