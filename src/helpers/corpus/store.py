"""A corpus on disk: Delta Lake tables, and one file that says which version of each table counts.

Delta commits one table at a time. A commit of the corpus is ``corpus.json``, renamed into place last: versions that
it does not name do not exist, readers open exactly those that it names, and the next writer takes the others back.
A reader therefore never sees half a run and never blocks a writer.
"""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pandas as pd
import pyarrow as pa
import pyarrow.compute
import pyarrow.dataset
from deltalake import DeltaTable, write_deltalake
from deltalake.exceptions import DeltaError
from filelock import FileLock, Timeout

from helpers.corpus.schema import SCHEMA, TABLES, TEXT, frame, to_arrow
from helpers.errors import Busy, CannotWrite, DiskFull, Failure

COMMIT = "corpus.json"
# Delta's kernel undoes %XX, takes a backslash for a slash, and panics over the others, which no address of a file may hold
NO_NAME = re.compile(r"%[0-9A-Fa-f]{2}|[\[\]^|\x00-\x1f]" + ("" if os.sep == "\\" else r"|\\"))
ONE_AHEAD = {"batch_readahead": 1, "fragment_readahead": 1}  # else texts of many files are held, to be let go again
MANY = 1000  # articles
KEPT = "kept"  # folder of notes: which commits are kept, and for which file


def new_run_id() -> str:
    """A name for a run that sorts by time and is its own, even if the clock jumps back."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{uuid4().hex[:8]}"


class NoCorpus(Failure):
    """There is no corpus where one was asked for."""


class Corpus:
    """One commit of a corpus, open for reading.

    Parameters
    ----------
    path : Path
        The folder of the corpus, for its newest commit; or a copy of its ``corpus.json`` made by :meth:`pin`, for
        exactly that commit.

    Attributes
    ----------
    folder : Path
    commit : dict
        ``commit`` (number), ``schema``, ``tables`` (name to Delta version), ``annotation`` (fingerprint of what
        the annotation was made with, or null), ``corrections`` (fingerprint of those that the stories were made with,
        or null) and ``run_id``.

    Raises
    ------
    NoCorpus
        If there is none at ``path``; the message says how to make one.
    """

    def __init__(self, path: str | Path):
        path = Path(path)
        pinned = path.is_file()
        file = path if pinned else path / COMMIT
        try:
            self.commit = json.loads(file.read_text("utf-8"))
            self.folder = Path(self.commit["folder"]) if pinned else path
            schema = self.commit["schema"]
        except FileNotFoundError:
            raise NoCorpus(
                f"no corpus at {path}. Make one with `readout demo` (the demonstration corpus), "
                f"or with `readout ingest SOURCE... --corpus {path}` from your own articles."
            ) from None
        except (ValueError, KeyError, TypeError):
            raise Failure(f"{file} does not name a commit of a corpus; give the folder of one") from None
        if schema != SCHEMA:
            raise Failure(f"{path} has schema {schema}, this code reads {SCHEMA}: ingest its sources anew")

    def dataset(self, table: str):
        """``table`` as a pyarrow dataset, for DuckDB, Dask or a filtered read; empty if nothing was written yet."""
        if table not in self.commit["tables"]:
            return pa.Table.from_pylist([], schema=TABLES[table])
        where = (self.folder / table).absolute()
        files = self._delta(table).get_add_actions()["path"].to_pylist()
        # not by Delta's own dataset: its threads call Python, which aborts if that ends meanwhile
        return pyarrow.dataset.dataset([str(where / file) for file in files], schema=TABLES[table], format="parquet")

    def _delta(self, table: str) -> DeltaTable:
        return DeltaTable(str(self.folder / table), version=self.commit["tables"][table])

    def read(
        self, table: str, columns: list[str] | None = None, article_ids: Collection[str] | None = None
    ) -> pd.DataFrame:
        """``table`` as a DataFrame, all rows or those of some articles, in the columns and types of the schema."""
        if table not in TABLES:
            raise KeyError(f"no table {table}; there are: {', '.join(TABLES)}")
        if table not in self.commit["tables"]:
            rows = frame(table)
            return rows[columns] if columns else rows
        columns = columns or TABLES[table].names
        if article_ids is None:
            return self.dataset(table).to_table(columns=columns).to_pandas()
        parts = list(self._some(table, columns, article_ids))
        return pa.Table.from_batches(parts).to_pandas() if parts else frame(table)[columns]

    def batches(
        self, table: str, columns: list[str], article_ids: Collection[str] | None, n_rows: int
    ) -> Iterator[pd.DataFrame]:
        """What :meth:`read` gives, ``n_rows`` at a time, and no more in memory than a few times that."""
        held = pa.schema([TABLES[table].field(name) for name in columns]).empty_table()
        for batch in self._some(table, columns, article_ids, n_rows):
            held = pa.concat_tables([held, pa.Table.from_batches([batch])])
            while len(held) >= n_rows:
                yield held.slice(0, n_rows).to_pandas()
                held = held.slice(n_rows)
        if len(held):
            yield held.to_pandas()

    def article_ids(self, table: str) -> set[str]:
        """The ids of the articles that have rows in ``table``."""
        every: set[str] = set()
        for batch in self._some(table, ["article_id"], None):
            every.update(batch["article_id"].unique().to_pylist())
        return every

    def count(self, table: str) -> int:
        """How many rows ``table`` has."""
        return self.dataset(table).count_rows() if table in self.commit["tables"] else 0

    def _some(
        self, table: str, columns: list[str], article_ids: Collection[str] | None, n_rows: int = 100_000
    ) -> Iterator[pa.RecordBatch]:
        """Rows of ``table``, of some articles or all, in batches of at most ``n_rows``."""
        if table not in self.commit["tables"]:
            return
        # batch by batch: a filter of the dataset's own fails on files that Delta has rewritten without some rows
        wanted = None if article_ids is None else pa.array(article_ids, TEXT)
        reading = self.dataset(table).to_batches(columns=list({*columns, "article_id"}), batch_size=n_rows, **ONE_AHEAD)
        for batch in reading:
            kept = batch if wanted is None else batch.filter(pyarrow.compute.is_in(batch["article_id"], wanted))
            if len(kept):
                yield kept.select(columns)

    def pin(self, file: Path) -> Path:
        """A copy of this commit's ``corpus.json`` in ``file``: opening that opens this commit, whatever is written since."""
        file.write_text(json.dumps({**self.commit, "folder": str(self.folder.absolute())}), encoding="utf-8")
        self.keep_for(file)
        return file

    def keep_for(self, file: Path) -> None:
        """Has :func:`tidy_corpus` keep what this commit names for as long as ``file`` is there.

        In a folder that may only be read nothing is noted: whoever may write there is asked to tidy after the reader.
        """
        file = file.absolute()
        with suppress(OSError):
            (self.folder / KEPT).mkdir(exist_ok=True)
            note = {"file": str(file), "tables": self.commit["tables"]}
            write_whole(self.folder / KEPT / f"{sha256(str(file).encode()).hexdigest()[:16]}.json", json.dumps(note))


class Change(Corpus):
    """What one run writes, readable as it will stand. Made by :func:`change_corpus`; nothing counts until that ends.

    Its tables are opened once: Delta reads a file for each run that ever wrote to one.
    """

    def __init__(self, folder: Path, commit: dict, opened: dict[str, DeltaTable]):
        self.folder, self.commit, self._opened = folder, commit, opened
        self._before = dict(commit["tables"])

    def append(self, table: str, rows: pd.DataFrame | pa.Table) -> None:
        """Adds ``rows``; none leaves the table as it is."""
        if len(rows):
            self._write(table, rows, "append")

    def replace(self, table: str, rows: pd.DataFrame) -> None:
        """Makes ``rows`` the whole of ``table``."""
        self._write(table, rows, "overwrite")

    def remove(self, table: str, article_ids: list[str]) -> None:
        """Takes out every row of these articles."""
        if table not in self.commit["tables"] or not article_ids:
            return
        delta = self._delta(table)
        if len(article_ids) > MANY:  # Delta would read all for each thousand: it cannot take longer lists
            write_deltalake(delta, self._without(table, article_ids), mode="overwrite")
        else:
            names = ", ".join(f"'{name}'" for name in article_ids)  # 16 hex digits each
            delta.delete(f"article_id in ({names})")
        self.commit["tables"][table] = delta.version()

    def _without(self, table: str, article_ids: list[str]) -> pa.RecordBatchReader:
        """The other rows of ``table``, batch by batch."""
        gone = pa.array(article_ids, TEXT)
        batches = self.dataset(table).to_batches(**ONE_AHEAD)
        kept = (
            batch.filter(pyarrow.compute.invert(pyarrow.compute.is_in(batch["article_id"], gone))) for batch in batches
        )
        return pa.RecordBatchReader.from_batches(TABLES[table], kept)

    def compact(self) -> None:
        """Joins the files of each table; the rows stay."""
        for table in self.commit["tables"]:
            delta = self._delta(table)
            delta.optimize.compact()
            self.commit["tables"][table] = delta.version()

    def keep_only(self, table: str) -> None:
        """Gives up every change but that of ``table``."""
        self.commit["tables"] = {
            **self._before,
            **{name: v for name, v in self.commit["tables"].items() if name == table},
        }

    def _write(self, table: str, rows: pd.DataFrame | pa.Table, mode: str) -> None:
        where = str(self.folder / table)
        rows = to_arrow(table, rows) if isinstance(rows, pd.DataFrame) else rows
        write_deltalake(self._opened.get(table, where), rows, mode=mode)
        if table not in self._opened:
            self._opened[table] = DeltaTable(where)
        self.commit["tables"][table] = self._opened[table].version()

    def _delta(self, table: str) -> DeltaTable:
        return self._opened[table]


@contextmanager
def change_corpus(path: str | Path, run_id: str):
    """Opens a corpus for one run's changes and commits them together at the end, or not at all.

    Yields
    ------
    Change

    Raises
    ------
    Busy
        If another run is writing; the message names it.
    CannotWrite, DiskFull
        If the folder or the disk refuses.
    """
    folder = Path(path)
    if odd := NO_NAME.search(os.path.realpath(folder)):
        raise CannotWrite(f"tables cannot lie in {folder}, whose path has {odd.group()!r}; choose a folder without it")
    with disk_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(str(folder / "lock"))
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise Busy(f"another run is writing to {folder} ({_holder(folder)}); try again when it is done") from None
        try:
            write_whole(folder / "lock.holder", json.dumps({"pid": os.getpid(), "run_id": run_id}))
            commit = _last_commit(folder)
            change = Change(folder, commit, _take_back(folder, commit["tables"]))
            before = json.dumps(commit)
            yield change
            if json.dumps(change.commit) != before:
                change.commit |= {"commit": commit["commit"] + 1, "run_id": run_id}
                write_whole(folder / COMMIT, json.dumps(change.commit, indent=1))
        finally:
            lock.release()


def write_whole(file: Path, text: str) -> None:
    """Writes ``file`` so that a reader sees the old text or the new one, never a part, whatever happens meanwhile."""
    part = file.parent / f".tmp-{uuid4().hex}"  # not mkstemp, whose files nobody else may read
    try:
        with part.open("x", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        os.replace(part, file)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


@contextmanager
def disk_errors(folder: Path):
    """Turns what a disk says into :class:`DiskFull` and :class:`CannotWrite`, with the folder's name."""
    try:
        yield
    except (OSError, DeltaError) as why:
        number = _errno(why)
        if number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            free = shutil.disk_usage(folder if folder.exists() else folder.parent).free
            raise DiskFull(
                f"the disk of {folder} is full ({free // 2**20} MB free); the last commit still stands"
            ) from why
        if number in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST):
            raise CannotWrite(
                f"cannot write to {folder}: {os.strerror(number)}; choose a folder that you may write to"
            ) from why
        raise


def _errno(why: Exception) -> int | None:
    """The number that the system gave; Delta's writer has it only in its message."""
    said = re.search(r"\(os error (\d+)\)", str(why))
    return int(said[1]) if said else getattr(why, "errno", None)


def _holder(folder: Path) -> str:
    try:
        held = json.loads((folder / "lock.holder").read_text("utf-8"))
        return f"process {held['pid']}, run {held['run_id']}"
    except (OSError, ValueError, KeyError):
        return "holder unknown"


def _last_commit(folder: Path) -> dict:
    try:
        return Corpus(folder).commit
    except NoCorpus:
        return {"commit": 0, "schema": SCHEMA, "tables": {}, "annotation": None, "corrections": None, "run_id": None}


def _take_back(folder: Path, named: dict[str, int]) -> dict[str, DeltaTable]:
    """Restores every table to the version that the last commit names: what a killed run wrote beyond it goes."""
    opened = {}
    for leftover in folder.glob(".tmp-*"):
        leftover.unlink(missing_ok=True)
    for table in TABLES:
        where = folder / table
        if not where.exists():
            continue
        if table not in named:
            _remove_leftover(where)
            continue
        opened[table] = delta = DeltaTable(str(where))
        if delta.version() != named[table]:
            delta.restore(named[table])
    return opened


def _remove_leftover(where: Path) -> None:
    """Removes a table that no commit names. What else may lie under its name is not ours to remove, nor to write to."""
    if strange := next((file for file in where.iterdir() if not file.name.startswith(("part-", "_delta_log"))), None):
        raise CannotWrite(f"{strange} is no part of a corpus, and its folder would hold a table; choose another folder")
    shutil.rmtree(where)
