"""The ledger: every unit has one fate, and the four of them add up."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.corpus import accounting, accounting_line, first_readings
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
    rows = [
        ("20240302T000000-aa", "x", "1f", "duplicate", "held", None),
        ("20240301T000000-bb", "x", "1f", "accepted", None, None),
        ("20240302T000000-aa", "y", "2e", "quarantined", "empty", "the file is empty"),
    ]
    return pd.DataFrame(rows, columns="run_id source raw_sha256 status reason message".split())


def test_the_first_reading_of_a_unit_says_what_became_of_it_when_it_was_new(ledger):
    first = first_readings(ledger).set_index("source")["status"]
    assert first.to_dict() == {"x": "accepted", "y": "quarantined"}


def test_a_file_whose_bytes_have_changed_is_a_new_unit(ledger):
    changed = pd.concat([ledger, ledger.iloc[[1]].assign(run_id="20240303T000000-cc", raw_sha256="9a")])
    assert len(first_readings(changed)) == 3


def test_reasons_are_counted_with_an_example_most_frequent_first(ledger):
    table = by_reason(pd.concat([ledger, ledger.iloc[[2]]], ignore_index=True))
    assert list(table) == "status reason n_units message".split()
    assert table.iloc[0].tolist() == ["quarantined", "empty", 2, "the file is empty"]
    assert table["n_units"].tolist() == [2, 1, 1]


def test_an_empty_ledger_has_no_reasons(ledger):
    assert by_reason(ledger.head(0)).empty
