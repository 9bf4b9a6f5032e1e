"""The ledger: one row per input unit and run, and the line that must add up."""

from __future__ import annotations

import pandas as pd

from helpers.errors import Failure

STATUSES = ("accepted", "duplicate", "quarantined", "filtered")


def accounting(ledger: pd.DataFrame, n_read: int | None = None) -> dict[str, int]:
    """How many units were read and what became of them.

    Parameters
    ----------
    ledger : DataFrame, one row per input unit
    n_read : int, optional
        Units counted where they were read, independently of the ledger.

    Raises
    ------
    Failure
        If ``n_read`` is not the sum over the four statuses.
    """
    counts = ledger["status"].value_counts()
    unknown = sorted(set(counts.index) - set(STATUSES))
    found = {status: int(counts.get(status, 0)) for status in STATUSES}
    n_read = sum(found.values()) if n_read is None else n_read
    if unknown or n_read != sum(found.values()):
        raise Failure(f"the accounts do not add up: {n_read} read, but {counts.to_dict()}; nothing was committed")
    return {"read": n_read, **found}


def accounting_line(counts: dict[str, int]) -> str:
    """``3,824 read = 3,788 accepted + 0 duplicate + 36 quarantined + 0 filtered``."""
    return f"{counts['read']:,} read = " + " + ".join(f"{counts[status]:,} {status}" for status in STATUSES)


def first_readings(ledger: pd.DataFrame) -> pd.DataFrame:
    """The first row of each unit: what became of it when it was new. Reading the same again adds nothing to this."""
    return ledger.sort_values("run_id", kind="stable").drop_duplicates(["source", "raw_sha256"])


def by_reason(ledger: pd.DataFrame) -> pd.DataFrame:
    """Units by ``status`` and ``reason`` with one ``message`` as an example, most frequent first; column ``n_units``."""
    rows = ledger.fillna({"reason": "", "message": ""}).groupby(["status", "reason"])
    table = rows.agg(n_units=("status", "size"), message=("message", "first")).reset_index()
    return table.sort_values(["n_units", "status", "reason"], ascending=[False, True, True], ignore_index=True)
