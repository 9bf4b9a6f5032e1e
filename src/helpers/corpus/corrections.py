"""An analyst's corrections: rows of ``corrections.csv`` beside the tables, replayed on every run."""

from __future__ import annotations

import csv
from hashlib import sha256
from pathlib import Path

import pandas as pd

from helpers.corpus.store import Corpus
from helpers.errors import Failure

FILE = "corrections.csv"
COLUMNS = ("when", "action", "subject", "from", "to", "valid_from", "valid_to", "note")
NEEDED = {"split": ("subject",), "join": ("from", "to")}  # what an action must say


def read_corrections(folder: Path) -> pd.DataFrame:
    """The corrections of the corpus in ``folder``, as text; none if it has no such file.

    Returns
    -------
    DataFrame, one row per correction, in the order of the file
        ``when``, ``action``, ``subject``, ``from``, ``to``, ``valid_from``, ``valid_to``, ``note``; a column that the
        file lacks is empty.

    Raises
    ------
    Failure
        If the file cannot be read, or a row has an unknown action or lacks what its action needs; the message names
        the line.
    """
    file = folder / FILE
    if not file.is_file():
        return pd.DataFrame(columns=COLUMNS, dtype=str)
    try:
        with file.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle, restkey="more", restval="")
            rows = [{**row, "line": reader.line_num} for row in reader]
    except (csv.Error, UnicodeDecodeError) as why:
        raise Failure(f"{file} cannot be read: {why}; it is a CSV file in UTF-8") from None
    if unknown := sorted(set(reader.fieldnames or ()) - set(COLUMNS)):
        raise Failure(f"{file} has a column {unknown[0]!r}; the columns are {', '.join(COLUMNS)}")
    for row in rows:
        here = f"{file}, line {row['line']}"
        if "more" in row:
            raise Failure(f"{here}: more cells than columns; quote a cell that has a comma")
        if row.get("action") not in NEEDED:
            raise Failure(f"{here}: action {row.get('action', '')!r}; there are {', '.join(NEEDED)}")
        if missing := [column for column in NEEDED[row["action"]] if not row.get(column)]:
            raise Failure(f"{here}: {row['action']} needs {missing[0]!r}, an article_id")
    return pd.DataFrame(rows, columns=COLUMNS, dtype=str).fillna("")


def fingerprint_of(folder: Path) -> str | None:
    """Says whether the corrections have changed; null if there are none."""
    file = folder / FILE
    return sha256(file.read_bytes()).hexdigest()[:16] if file.is_file() else None


def are_stories_current(corpus: Corpus) -> bool:
    """Whether the corrections are still those that the stories were made with."""
    return corpus.commit.get("corrections") == fingerprint_of(corpus.folder)
