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


def outcomes(ledger: pd.DataFrame) -> pd.DataFrame:
    """What became of each unit in the end: the rows of the ledger that still hold, in the order of runs.

    A unit is a source and its bytes. Reading it again as a duplicate adds nothing. What was quarantined counts until
    its place is read again, whatever its bytes are then: a file, a member or row of it, or a feed that had failed.

    Returns
    -------
    DataFrame, one row per unit
        The columns of ``ledger``.
    """
    rows = ledger.sort_values("run_id", kind="stable")
    unit = ["source", "raw_sha256"]
    rows = rows[(rows["status"] != "duplicate") | ~rows.duplicated(unit)].drop_duplicates(unit, keep="last")
    # an entry of a feed has no place of its own: another entry is no other reading of it
    has_place = (rows["bytes"] == 0) | ~rows["source"].str.startswith(("http://", "https://"))
    bad = (rows["status"] == "quarantined") & has_place
    if not bad.any():
        return rows
    last_read: dict[str, str] = {}
    later = rows[rows["run_id"] > rows.loc[bad, "run_id"].min()]
    for source, run_id in zip(later["source"], later["run_id"], strict=True):
        last_read |= dict.fromkeys(places(source), run_id)
    held = zip(rows["source"], rows["run_id"], bad, strict=True)
    return rows[[not (is_bad and last_read.get(source, "") > run_id) for source, run_id, is_bad in held]]


def places(source: str) -> list[str]:
    """A source and all that it lies in, the outermost first: a file, its member, a row of that."""
    parts = source.split("#")
    return ["#".join(parts[:n]) for n in range(1, len(parts) + 1)]


def by_reason(ledger: pd.DataFrame) -> pd.DataFrame:
    """Units by ``status`` and ``reason`` with one ``message`` as an example, most frequent first; column ``n_units``."""
    rows = ledger.fillna({"reason": "", "message": ""}).groupby(["status", "reason"])
    table = rows.agg(n_units=("status", "size"), message=("message", "first")).reset_index()
    return table.sort_values(["n_units", "status", "reason"], ascending=[False, True, True], ignore_index=True)
