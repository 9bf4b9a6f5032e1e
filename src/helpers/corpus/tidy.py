"""Keeps a corpus small: joins the many files of its tables into few, and lets go of versions that nobody needs."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
from deltalake import DeltaTable

from helpers.corpus.store import KEPT, Corpus, change_corpus


def tidy_corpus(folder: Path, run_id: str) -> pd.DataFrame:
    """Compacts every table, and removes what neither the newest commit nor a report that is still there reads.

    What is held does not change. Whoever has an older commit open without keeping it (see :meth:`Corpus.keep_for`)
    can read no more of it.

    Returns
    -------
    DataFrame, one row per table that has rows or had some
        ``table``; ``files_before`` and ``files_after``, data files on disk and files of the log; ``bytes_before`` and
        ``bytes_after``.

    Raises
    ------
    NoCorpus, Busy, CannotWrite, DiskFull
    """
    before = _sizes(folder, list(Corpus(folder).commit["tables"]))
    with change_corpus(folder, run_id) as change:
        change.compact()
    remove_versions(folder, run_id, kept_versions(folder))
    return before.merge(_sizes(folder, before["table"].tolist()), on="table", suffixes=("_before", "_after"))


def remove_versions(folder: Path, run_id: str, keep: list[dict[str, int]]) -> None:
    """Removes from disk what no commit in ``keep`` and not the newest one names: its rows, and its part of the log."""
    with change_corpus(folder, run_id) as change:
        for table, newest in change.commit["tables"].items():
            where = folder / table
            kept = sorted({tables[table] for tables in keep if table in tables} - {newest})
            delta = DeltaTable(str(where))
            options = {"retention_hours": 0, "enforce_retention_duration": False, "full": True, "keep_versions": kept}
            if any((where / file).exists() for file in delta.vacuum(dry_run=True, **options)):
                delta.vacuum(dry_run=False, **options)  # is itself two commits of the table
                change.commit["tables"][table] = DeltaTable(str(where)).version()
            _cut_log(where, min([*kept, newest]))


def kept_versions(folder: Path) -> list[dict[str, int]]:
    """The versions of the tables that some file still needs; notes about files that are gone are removed."""
    kept = []
    for note in sorted((folder / KEPT).glob("*.json")):
        noted = json.loads(note.read_text("utf-8"))
        if Path(noted["file"]).exists():
            kept.append(noted["tables"])
        else:
            note.unlink()
    return kept


def _cut_log(where: Path, oldest: int) -> None:
    """Makes version ``oldest`` the first that can be opened: the log begins with it. Its entries hold parts of rows."""
    log = where / "_delta_log"
    older = [file for file in log.iterdir() if file.name[:20].isdigit() and int(file.name[:20]) < oldest]
    if not older:
        return
    DeltaTable(str(where), version=oldest).create_checkpoint()
    for file in older:  # the checkpoint says all that these said
        file.unlink()


def _sizes(folder: Path, tables: list[str]) -> pd.DataFrame:
    files = {table: [file for file in (folder / table).rglob("*") if file.is_file()] for table in tables}
    rows = [(table, len(found), sum(file.stat().st_size for file in found)) for table, found in files.items()]
    return pd.DataFrame(rows, columns=["table", "files", "bytes"])
