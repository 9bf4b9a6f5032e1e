"""Reads sources into a corpus: every unit accounted for, everything committed at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pandas as pd

from helpers.corpus import accounting, change_corpus
from helpers.corpus.schema import ANNOTATION_TABLES
from helpers.corpus.store import Change
from helpers.ingest.clean import clean_line, clean_text, with_summary
from helpers.ingest.dates import parse_date
from helpers.ingest.metadata import canonical_url, outlet_of
from helpers.ingest.readers import read_units
from helpers.ingest.readers.unit import Unit
from helpers.ingest.sources import find_files, read_file
from helpers.ingest.stories import group_stories
from helpers.lexicons import Lexicons, load_lexicons

BATCH = 5_000  # units held in memory before they are written


def new_run_id() -> str:
    """A name for a run that sorts by time and is its own, even if the clock jumps back."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{uuid4().hex[:8]}"


def read(raw: bytes, name: str, url: str | None = None) -> list[dict]:
    """The documents in one input.

    Parameters
    ----------
    raw : bytes
    name : str
        Its file name; the suffix tells the kind.
    url : str, optional
        Where it came from, if the input does not say so itself.

    Returns
    -------
    list of dict, one per article
        The columns of the ``articles`` table but ``source``, with ``text_raw`` (before cleaning) and ``reason``
        (why there is no ``published``). Units without an article are left out; ``readout ingest`` accounts for them.
    """
    lexicons = load_lexicons()
    return [document_of(unit, lexicons, url) for unit in read_units(raw, name) if not unit.fault]


def document_of(unit: Unit, lexicons: Lexicons, url: str | None = None) -> dict:
    """An article from a unit that has one: cleaned, dated, attributed, named."""
    raw_sha256 = sha256(unit.raw).hexdigest()
    address = canonical_url(unit.url) or canonical_url(url)
    outlet, outlet_country = outlet_of(unit.url or url, clean_line(unit.outlet), lexicons)
    dated = parse_date(unit.published)
    text = with_summary(unit.summary, clean_text(unit.text or ""))
    basis = f"{unit.published_basis}: {dated.note}" if dated.note else unit.published_basis
    return {
        "article_id": sha256(address.encode()).hexdigest()[:16] if address else raw_sha256[:16],
        "source_key": clean_line(unit.source_key),
        "title": clean_line(unit.title),
        "text": text,
        "text_raw": unit.text,
        "outlet": outlet,
        "outlet_country": outlet_country,
        "author": clean_line(unit.author),
        "published": dated.published,
        "published_precision": dated.precision,
        "published_basis": basis if dated.published else None,
        "language": clean_line(unit.language),
        "url": clean_line(unit.url or url),
        "raw_sha256": raw_sha256,
        "chars_raw": len(unit.text or ""),
        "chars_text": len(text),
        "reason": dated.reason,
    }


def ingest(
    sources: Iterable[str | Path], corpus: Path, progress: Callable[[int], None] | None = None
) -> tuple[str, dict[str, int]]:
    """Reads files and folders into a corpus, in one commit.

    Parameters
    ----------
    sources : files and folders
    corpus : Path
        Made if it is not there.
    progress : callable, optional
        Called with the number of units read so far.

    Returns
    -------
    run_id : str
    counts : dict
        ``read``, ``accepted``, ``duplicate``, ``quarantined``, ``filtered``; these add up.

    Raises
    ------
    WrongUse
        If a source is not there.
    Failure
        If the accounts do not add up; then nothing was committed.
    """
    files = find_files(sources)
    run_id = new_run_id()
    with change_corpus(corpus, run_id) as change:
        sorter = _Sorter(change, run_id, load_lexicons(corpus))
        n_read = 0
        for source, unit in _units(files):
            n_read += 1
            sorter.take(source, unit)
            if progress and n_read % 100 == 0:
                progress(n_read)
        sorter.flush()
        counts = accounting(pd.DataFrame({"status": sorter.statuses}), n_read)
        if sorter.n_changed:
            change.replace("stories", group_stories(change.read("articles", ["article_id", "text", "published"])))
    return run_id, counts


def _units(files: list[Path]) -> Iterator[tuple[str, Unit]]:
    for file in files:
        source = str(file).encode("utf-8", "backslashreplace").decode()  # a file's name need not be Unicode
        raw, fault = read_file(file)
        if fault:
            yield source, Unit(b"", fault=fault)
            continue
        for unit in read_units(raw, file.name):
            yield f"{source}#{unit.member}" if unit.member else source, unit


class _Sorter:
    """Sorts units into accepted, duplicate and quarantined, and writes them in batches."""

    def __init__(self, change: Change, run_id: str, lexicons: Lexicons):
        self.change, self.run_id, self.lexicons = change, run_id, lexicons
        held = change.read("articles", ["article_id", "raw_sha256"])
        self.held: dict[str, str] = dict(zip(held["article_id"], held["raw_sha256"], strict=True))
        self.last_read = _last_readings(change.read("ledger"))
        self.articles: dict[str, dict] = {}
        self.outdated: list[str] = []
        self.ledger: list[dict] = []
        self.statuses: list[str] = []
        self.n_changed = 0

    def take(self, source: str, unit: Unit) -> None:
        """Gives one unit its place: a row in the ledger, and perhaps an article."""
        if unit.fault:
            self._enter(source, unit, "quarantined", *unit.fault)
        else:
            document = document_of(unit, self.lexicons)
            reason, article_id, raw = document.pop("reason"), document["article_id"], document["raw_sha256"]
            document.pop("text_raw")
            if not document["text"]:
                self._enter(source, unit, "quarantined", "no_text", "nothing is left after cleaning")
            elif article_id in self.held and raw in (self.held[article_id], self.last_read.get(source)):
                self._enter(source, unit, "duplicate", "held", "", article_id)
            else:
                if article_id in self.held:
                    reason = "updated"
                    self.outdated.append(article_id)
                self.held[article_id] = raw
                self.articles[article_id] = {**document, "source": source}
                self._enter(source, unit, "accepted", reason, "", article_id)
        if len(self.ledger) >= BATCH:
            self.flush()

    def _enter(
        self, source: str, unit: Unit, status: str, reason: str | None, message: str, article_id: str | None = None
    ):
        row = {
            "run_id": self.run_id,
            "source": source,
            "raw_sha256": sha256(unit.raw).hexdigest(),
            "bytes": len(unit.raw),
        }
        self.ledger.append(
            {**row, "status": status, "reason": reason, "message": message or None, "article_id": article_id}
        )
        self.statuses.append(status)

    def flush(self) -> None:
        """Writes what was gathered; an updated article's old rows go from every table first."""
        for table in ("articles", "removed", *ANNOTATION_TABLES):
            self.change.remove(table, self.outdated)
        self.change.append("articles", pd.DataFrame(list(self.articles.values())))
        self.change.append("ledger", pd.DataFrame(self.ledger))
        self.n_changed += len(self.articles)
        self.articles, self.ledger, self.outdated = {}, [], []


def _last_readings(ledger: pd.DataFrame) -> dict[str, str]:
    """What each source held when it was last read, for articles of which several versions were read.

    An older version that still lies where it was is no news, and must not take the place of the newer one again.
    """
    updated = ledger.loc[ledger["reason"] == "updated", "article_id"]
    versions = ledger[ledger["article_id"].isin(updated)].sort_values("run_id", kind="stable")
    return dict(zip(versions["source"], versions["raw_sha256"], strict=True))
