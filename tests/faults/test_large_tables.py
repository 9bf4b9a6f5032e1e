"""Tables that are too long or too wide. What else is wrong with tables is in ``test_readers``."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from helpers.ingest.readers import read_units


@dataclass(frozen=True)
class Case:
    """One fault: ``make`` is the table, ``expect`` how many units come of it and the reason of each."""

    id: str
    make: Callable[[], str]
    expect: tuple[int, str | None]


def rows(n):
    return lambda: "title,text\n" + "".join(f'T{number},"one\ntwo\r\n\nthree {number}"\n' for number in range(n))


def columns(n):
    return lambda: ",".join(["text", *(f"c{number}" for number in range(n - 1))]) + "\n" + ",".join("x" * n) + "\n"


CASES = [
    Case("76 lines in cells", rows(5_000), (5_000, None)),
    pytest.param(Case("76 a million rows", rows(1_000_000), (1_000_000, None)), marks=pytest.mark.slow),
    Case("as many columns as may be", columns(1_000), (1, None)),
    Case("one column too many", columns(1_001), (1, "too_many_columns")),
    Case("100,000 columns", columns(100_000), (1, "too_many_columns")),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_table_of_any_size_is_read_or_refused_as_a_whole(case):
    n_units, reason = case.expect
    found = [unit.fault and unit.fault[0] for unit in read_units(case.make().encode(), "t.csv")]
    assert found == [reason] * n_units
