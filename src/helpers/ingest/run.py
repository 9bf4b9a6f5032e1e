"""Reads sources into a corpus: every unit accounted for, everything committed at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from itertools import chain
from pathlib import Path

import pandas as pd

from helpers.corpus import Corpus, accounting, change_corpus, new_run_id, outcomes
from helpers.corpus.ledger import places
from helpers.corpus.schema import ANNOTATION_TABLES, TABLES
from helpers.corpus.store import Change
from helpers.errors import Failure
from helpers.ingest.boilerplate import rules_of
from helpers.ingest.clean import Cleaned, clean_article, clean_line, clean_text, without_repeated
from helpers.ingest.dates import Dated, date_of_text, parse_date, settle
from helpers.ingest.feeds import read_feeds
from helpers.ingest.metadata import canonical_url, outlet_of, zone_of
from helpers.ingest.readers import read_units
from helpers.ingest.readers.unit import Unit
from helpers.ingest.regroup import update_stories
from helpers.ingest.repeated import Passages
from helpers.ingest.sources import CHANGED, fault_of, find_files, is_address, read_file, stamp
from helpers.ingest.stories import signatures_of
from helpers.lexicons import Lexicons, load_lexicons

BATCH = 5_000  # units held in memory before they are written
ENOUGH_TO_JUDGE = 100  # units from which on a share of bad ones says something
FORGOTTEN = "forgotten"  # reason of units that were taken out on demand, and stay out
WITHOUT_TEXT = ("metadata_only", "feed_address", "not_modified")  # notes of units that are no articles, and no faults

Place = tuple[str, str | None, str, str | None]  # status, reason, message and article_id: where a unit belongs


def read(raw: bytes, name: str, url: str | None = None) -> list[dict]:
    """The documents in one input.

    Parameters
    ----------
    raw : bytes
    name : str
        Its file name; the suffix tells the kind where the contents do not.
    url : str, optional
        Where it came from, if the input does not say so itself.

    Returns
    -------
    list of dict, one per article
        The columns of the ``articles`` table but ``source`` and ``fetched``, with ``text_raw`` (before cleaning),
        ``removed`` (what was cut, see :class:`Cleaned`) and ``reason`` (why there is no ``published``, else why this
        is hardly an article). Lists without text give documents whose text is empty. Units in which nothing could be
        read are left out; ``readout ingest`` accounts for them.
    """
    lexicons = load_lexicons()
    return [
        {**document_of(unit, identity_of(unit, url), lexicons, url), "text_raw": unit.text}
        for unit in read_units(raw, name, url)
        if not unit.fault
    ]


def identity_of(unit: Unit, url: str | None = None) -> tuple[str, str]:
    """``article_id`` (by the address if there is one, else by the bytes) and ``raw_sha256`` of a unit."""
    raw_sha256 = sha256(unit.raw).hexdigest()
    address = canonical_url(unit.url) or canonical_url(url)
    return (sha256(address.encode()).hexdigest() if address else raw_sha256)[:16], raw_sha256


def document_of(
    unit: Unit, identity: tuple[str, str], lexicons: Lexicons, url: str | None = None, keep_boilerplate: bool = False
) -> dict:
    """An article from a unit that has one, and its :func:`identity_of`: cleaned, dated, attributed, named."""
    article_id, raw_sha256 = identity
    address, named = unit.url or url, clean_line(unit.outlet)
    outlet, outlet_country = outlet_of(address, named, lexicons)
    cleaned = clean_article(unit, outlet, rules=rules_of(lexicons), keep_boilerplate=keep_boilerplate)
    found = cleaned.found
    if not named and "outlet" in found:
        outlet, outlet_country = outlet_of(address, found["outlet"], lexicons)
    zone = unit.zone or zone_of(outlet, lexicons)
    dated, basis = _dated(unit, found, zone, outlet_country)
    text = cleaned.text or clean_text(unit.text or "")
    return {
        "article_id": article_id,
        "source_key": clean_line(unit.source_key),
        "title": clean_line(unit.title),
        "text": text,
        "outlet": outlet,
        "outlet_country": outlet_country,
        "author": clean_line(unit.author) or found.get("author"),
        "agency": clean_line(unit.agency) or found.get("agency"),
        "published": dated.published,
        "published_precision": dated.precision,
        "published_basis": basis if dated.published else None,
        "language": clean_line(unit.language) or found.get("language"),
        "url": clean_line(address),
        "section": clean_line(unit.section) or found.get("section"),
        "notes": " ".join(filter(None, (*cleaned.notes, cleaned.reason))) or None,
        "raw_sha256": raw_sha256,
        "chars_raw": len(unit.text or ""),
        "chars_text": len(text),
        "removed": cleaned.removed if cleaned.text else [],
        "reason": dated.reason or cleaned.reason,
    }


def _dated(unit: Unit, found: dict[str, str], zone: str | None, country: str | None) -> tuple[Dated, str]:
    """The date that the source states, else that of a stamp line in the text; what only the outlet settles, it settles."""
    dated = parse_date(unit.published)
    basis = unit.published_basis
    if dated.reason == "date_ambiguous":
        dated = settle([unit.published], zone=zone, country=country)
    if not (unit.published or "").strip():
        stamps = "\n".join((found.get("published", ""), *(unit.text or "").splitlines()[:8]))
        dated, basis = date_of_text(stamps, zone, country), "text"
    return dated, f"{basis}: {dated.note}" if dated.note else basis


def ingest(
    sources: Iterable[str | Path],
    corpus: Path,
    progress: Callable[[int], None] | None = None,
    *,
    keep_boilerplate: bool = False,
    fetched: datetime | None = None,
    max_bad: float | None = None,
    allow_private: bool = False,
    retry_quarantined: bool = False,
) -> tuple[str, dict[str, int]]:
    """Reads files, folders, archives and feeds into a corpus, in one commit.

    Parameters
    ----------
    sources : files, folders, globs, and addresses of feeds
    corpus : Path
        Made if it is not there.
    progress : callable, optional
        Called with the number of units read so far.
    keep_boilerplate : bool
        Whether to leave texts as they are, and cut nothing.
    fetched : datetime, optional
        When the articles were fetched: those without a date are not newer.
    max_bad : float, optional
        Share of quarantined units, of 100 or more, above which nothing but the ledger is committed.
    allow_private : bool
        Whether feeds on private addresses may be asked.
    retry_quarantined : bool
        Whether to read again, besides ``sources``, every unit that is still quarantined, where it was read from.

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
    TooManyBad
        If more than ``max_bad`` were quarantined; the ledger says which and why.
    """
    addresses = [str(source) for source in sources if is_address(source)]
    files = find_files(source for source in sources if not is_address(source))
    run_id = new_run_id()
    with change_corpus(corpus, run_id) as change:
        sorter = _Sorter(change, run_id, load_lexicons(corpus), keep_boilerplate, fetched)
        retried = set(quarantined_sources(change) if retry_quarantined else ())
        again = {source for source in retried if not is_address(source)}
        addresses += sorted(retried - again - set(addresses))
        feeds = read_feeds(addresses, change.commit.get("feeds"), allow_private=allow_private)
        n_read = 0
        for source, unit in chain(_units(files), _units_at(again), feeds):
            n_read += 1
            sorter.take(source, unit)
            if progress and n_read % 100 == 0:
                progress(n_read)
        sorter.flush()
        counts = accounting(pd.DataFrame({"status": sorter.statuses}), n_read)
        bad = counts["quarantined"] / max(1, n_read)
        too_bad = max_bad is not None and n_read >= ENOUGH_TO_JUDGE and bad > max_bad
        if too_bad:
            change.keep_only("ledger")
        else:
            if addresses:
                change.commit["feeds"] = feeds.state
            if sorter.n_changed:
                change.replace("passages", pd.DataFrame(sorter.passages.rows()))
            update_stories(change, articles_changed=sorter.n_changed > 0)
    if too_bad:
        raise TooManyBad(
            f"{counts['quarantined']:,} of {n_read:,} units are bad ({bad:.0%}), more than {max_bad:.0%}: nothing but the "
            "ledger was kept. `readout status` names the reasons; mend the source, or allow more"
        )
    return run_id, counts


class TooManyBad(Failure):
    """More units were quarantined than an unattended run may take."""


def _units(files: Mapping[Path, Path | None]) -> Iterator[tuple[str, Unit]]:
    for file, folder in files.items():
        source = str(file).encode("utf-8", "backslashreplace").decode()  # a file's name need not be Unicode
        raw, fault = read_file(file, folder)
        if fault:
            yield source, Unit(b"", fault=fault)
            continue
        try:  # a large file is opened by its reader
            before = stamp(file)
            for unit in read_units(raw, file.name):
                yield f"{source}#{unit.member}" if unit.member else source, unit
            if raw is file and stamp(file) != before:
                yield source, Unit(b"", fault=CHANGED)
        except OSError as why:
            yield source, Unit(b"", fault=fault_of(why))


def quarantined_sources(corpus: Corpus) -> list[str]:
    """The sources of the units that are still quarantined."""
    ledger = outcomes(corpus.read("ledger"))
    return ledger.loc[ledger["status"] == "quarantined", "source"].unique().tolist()


def _units_at(sources: set[str]) -> Iterator[tuple[str, Unit]]:
    """The units at these places, and in them: of a file that holds several, only those that are asked for."""
    files = {}
    for source in sorted(sources):  # a file's own name may have a "#"
        files.setdefault(next((place for place in places(source)[::-1] if Path(place).is_file()), source), None)
    for source, unit in _units({Path(file): None for file in files}):
        if not sources.isdisjoint(places(source)):
            yield source, unit


class _Sorter:
    """Sorts units into accepted, duplicate, quarantined and filtered, and writes them in batches."""

    def __init__(
        self, change: Change, run_id: str, lexicons: Lexicons, keep_boilerplate: bool, fetched: datetime | None
    ):
        self.change, self.run_id, self.lexicons = change, run_id, lexicons
        self.keep_boilerplate, self.fetched = keep_boilerplate, fetched
        held = change.read("articles", ["article_id", "raw_sha256"])
        self.held: dict[str, str] = dict(zip(held["article_id"], held["raw_sha256"], strict=True))
        ledger = change.read("ledger", ["run_id", "source", "raw_sha256", "reason", "article_id"])
        self.last_read = _last_readings(ledger)
        forgotten = ledger[ledger["reason"] == FORGOTTEN]
        self.forgotten = {*forgotten["article_id"], *forgotten["raw_sha256"]}
        self.passages = Passages.from_rows(change.read("passages").to_dict("records"))
        self.articles: dict[str, dict] = {}
        self.listings: list[dict] = []
        self.outdated: list[str] = []
        self.ledger: list[dict] = []
        self.statuses: list[str] = []
        self.n_changed = 0

    def take(self, source: str, unit: Unit) -> None:
        """Gives one unit its place: a row in the ledger, and perhaps an article or a listing."""
        # an item of a feed without a link is known by its id there: edited, it is the same article
        identity = identity_of(unit, f"{source}#{unit.source_key}" if unit.source_key and is_address(source) else None)
        status, reason, message, article_id = self._place(source, unit, identity)
        self.ledger.append(
            {
                "run_id": self.run_id,
                "source": source,
                "raw_sha256": identity[1],
                "bytes": len(unit.raw),
                "status": status,
                "reason": reason,
                "message": message or None,
                "article_id": article_id,
            }
        )
        if len(self.ledger) >= BATCH:
            self.flush()

    def _place(self, source: str, unit: Unit, identity: tuple[str, str]) -> Place:
        article_id, raw = identity
        if unit.fault:
            return "quarantined", *unit.fault, None
        if without_text := next((note for note in WITHOUT_TEXT if note in unit.notes), None):
            return self._list(source, unit, identity, without_text)
        if article_id in self.forgotten or raw in self.forgotten:
            return "filtered", FORGOTTEN, "readout forget took this article out", article_id
        if article_id in self.held and raw in (self.held[article_id], self.last_read.get(source)):
            return "duplicate", "held", "", article_id
        return self._take_article(source, unit, identity)

    def _take_article(self, source: str, unit: Unit, identity: tuple[str, str]) -> Place:
        article_id, raw = identity
        document = document_of(unit, identity, self.lexicons, keep_boilerplate=self.keep_boilerplate)
        if not document["text"]:
            return "quarantined", "no_text", "nothing is left after cleaning", None
        reason = document["reason"]
        if article_id in self.held:
            reason = "updated"
            self.outdated.append(article_id)
        self.held[article_id] = raw
        self.articles[article_id] = {**document, "source": source, "fetched": unit.fetched or self.fetched}
        return "accepted", reason, "", article_id

    def _list(self, source: str, unit: Unit, identity: tuple[str, str], reason: str) -> Place:
        if reason == "metadata_only":
            document = document_of(unit, identity, self.lexicons)
            listing = {name: document[name] for name in TABLES["listings"].names if name in document}
            self.listings.append({"run_id": self.run_id, "source": source, **listing})
        return "filtered", reason, " | ".join(filter(None, (unit.title, unit.url))), None

    def _cut_repeated(self) -> None:
        """Cuts from the articles at hand what their outlets repeat, counting them and all that were read before."""
        known = [one for one in self.articles.values() if one["outlet"]]
        for one in known:
            self.passages.add(one["outlet"], one["text"])
        repeated = {outlet: self.passages.repeated(outlet) for outlet in {one["outlet"] for one in known}}
        rules = rules_of(self.lexicons)
        for one in known:
            held = Cleaned(one["text"], one["removed"])
            cleaned = without_repeated(held, repeated[one["outlet"]], rules=rules, title=one["title"])
            if cleaned.text:
                one |= {"text": cleaned.text, "removed": cleaned.removed, "chars_text": len(cleaned.text)}

    def _leave_unchanged(self) -> None:
        """Of an article that was read anew and says what it said, nothing changes, whatever else its page holds now."""
        if not self.outdated:
            return
        held = self.change.read("articles", ["article_id", "title", "text"], self.outdated).set_index("article_id")
        said = held.fillna("").apply(tuple, axis=1).to_dict()
        same = {
            name
            for name in self.outdated
            if (self.articles[name]["title"] or "", self.articles[name]["text"]) == said.get(name)
        }
        self.articles = {name: one for name, one in self.articles.items() if name not in same}
        self.outdated = [name for name in self.outdated if name not in same]
        for row in self.ledger:
            if row["article_id"] in same and row["reason"] == "updated":
                row |= {"status": "duplicate", "reason": "held"}

    def flush(self) -> None:
        """Writes what was gathered; an updated article's old rows go from every table first."""
        if not self.keep_boilerplate:
            self._cut_repeated()
        self._leave_unchanged()
        for table in ("articles", "removed", "signatures", *ANNOTATION_TABLES):
            self.change.remove(table, self.outdated)
        rows = list(self.articles.values())
        if rows:
            articles = pd.DataFrame({name: [one[name] for one in rows] for name in TABLES["articles"].names})
            removed = [{"article_id": one["article_id"], **row} for one in rows for row in one["removed"]]
            self.change.append("articles", articles)
            self.change.append("removed", pd.DataFrame(removed))
            self.change.append("signatures", signatures_of(articles))
        self.change.append("listings", pd.DataFrame(self.listings))
        self.change.append("ledger", pd.DataFrame(self.ledger))
        self.statuses += [row["status"] for row in self.ledger]
        self.n_changed += len(rows)
        self.articles, self.listings, self.ledger, self.outdated = {}, [], [], []


def _last_readings(ledger: pd.DataFrame) -> dict[str, str]:
    """What each source held when it was last read, for articles of which several versions were read.

    An older version that still lies where it was is no news, and must not take the place of the newer one again.
    """
    updated = ledger.loc[ledger["reason"] == "updated", "article_id"]
    versions = ledger[ledger["article_id"].isin(updated)].sort_values("run_id", kind="stable")
    return dict(zip(versions["source"], versions["raw_sha256"], strict=True))
