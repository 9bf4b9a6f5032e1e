"""The ledger: every unit has one fate, and the four of them add up."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.corpus import accounting, accounting_line, outcomes
from helpers.corpus.ledger import STATUSES, by_reason
from helpers.errors import Failure


def statuses(*found):
    return pd.DataFrame({"status": list(found)})


@given(st.lists(st.sampled_from(STATUSES)))
def test_read_is_the_sum_of_the_four_statuses(found):
    counts = accounting(statuses(*found), n_read=len(found))
    assert counts["read"] == sum(counts[status] for status in STATUSES) == len(found)


@pytest.mark.parametrize("n_read", [0, 1, 3])
def test_a_unit_without_a_fate_or_with_two_fails_the_run(n_read):
    with pytest.raises(Failure, match=rf"do not add up: {n_read} read.*nothing was committed"):
        accounting(statuses("accepted", "duplicate"), n_read)


def test_a_status_that_is_none_of_the_four_fails_the_run():
    with pytest.raises(Failure, match=r"do not add up.*lost"):
        accounting(statuses("accepted", "lost"))


def test_the_accounting_line_reads_as_a_sum():
    counts = accounting(statuses(*["accepted"] * 1234, "duplicate", "quarantined", "quarantined"))
    assert accounting_line(counts) == "1,237 read = 1,234 accepted + 1 duplicate + 2 quarantined + 0 filtered"


@pytest.fixture
def ledger():
    """File x is read in two runs, y only in the second; x is new, then known."""
    return pd.DataFrame(
        [
            row("20240302T000000-aa", "x", "1f", "duplicate", "held"),
            row("20240301T000000-bb", "x", "1f", "accepted"),
            row("20240302T000000-aa", "y", "2e", "quarantined", "empty", "the file is empty"),
        ]
    )


def row(run_id, source, raw_sha256, status, reason=None, message=None, n_bytes=9):
    return {"run_id": run_id, "source": source, "raw_sha256": raw_sha256, "bytes": n_bytes,
            "status": status, "reason": reason, "message": message}  # fmt: skip


def read_again(ledger, *rows):
    """What became of each source, after another run."""
    after = outcomes(pd.concat([ledger, pd.DataFrame(rows)], ignore_index=True))
    return sorted(zip(after["source"], after["status"], strict=True))


LATER = "20240303T000000-cc"


def test_reading_again_what_is_known_changes_nothing(ledger):
    assert read_again(ledger) == [("x", "accepted"), ("y", "quarantined")]


def test_a_file_whose_bytes_have_changed_is_a_new_unit(ledger):
    assert read_again(ledger, row(LATER, "x", "9a", "accepted")) == [
        ("x", "accepted"), ("x", "accepted"), ("y", "quarantined"),
    ]  # fmt: skip


@pytest.mark.parametrize(("source", "raw_sha256"), [("y", "2e"), ("y", "3d"), ("y#row 1", "3d")])
def test_what_was_quarantined_counts_until_its_place_is_read_again(ledger, source, raw_sha256):
    assert read_again(ledger, row(LATER, source, raw_sha256, "accepted")) == [("x", "accepted"), (source, "accepted")]
    assert read_again(ledger, row(LATER, source, raw_sha256, "quarantined"))[-1] == (source, "quarantined")


def test_another_file_is_not_a_second_reading(ledger):
    assert ("y", "quarantined") in read_again(ledger, row(LATER, "yy", "3d", "accepted"))


def test_an_entry_of_a_feed_stays_quarantined_when_other_entries_come_but_a_feed_that_failed_does_not():
    feed = "https://news.example/feed"
    entry = pd.DataFrame([row("20240302T000000-aa", feed, "2e", "quarantined")])
    other = row(LATER, feed, "3d", "accepted")
    assert read_again(entry, other) == [(feed, "accepted"), (feed, "quarantined")]
    failed = entry.assign(bytes=0)
    assert read_again(failed, other) == [(feed, "accepted")]


def test_what_was_taken_out_later_is_no_longer_accepted(ledger):
    assert read_again(ledger, row(LATER, "x", "1f", "filtered", "forgotten"))[0] == ("x", "filtered")


def test_reasons_are_counted_with_an_example_most_frequent_first(ledger):
    table = by_reason(pd.concat([ledger, ledger.iloc[[2]]], ignore_index=True))
    assert list(table) == "status reason n_units message".split()
    assert table.iloc[0].tolist() == ["quarantined", "empty", 2, "the file is empty"]
    assert table["n_units"].tolist() == [2, 1, 1]


def test_an_empty_ledger_has_no_reasons(ledger):
    assert by_reason(ledger.head(0)).empty
