"""parse_date: what a source states is read, what two readings fit is not."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from helpers.ingest.dates import TOLERANCE, parse_date

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
