"""The lexicons as rows, and the forms that the matcher looks for.

Every list of names is a CSV under ``data/lexicons/``; a corpus may bring rows of its own in ``CORPUS/lexicons/``,
which replace the shipped rows of the same ``id`` or are added. ``data/README.md`` says what each column means.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import sha256
from operator import itemgetter
from pathlib import Path

from helpers import paths
from helpers.errors import Failure

NAMED_ROUTES = ("name", "adjective", "demonym")
MAY_LACK = ("confirmed",)  # columns that rows of a corpus's own need not have


@dataclass(frozen=True, slots=True)
class Form:
    """One written form and what it stands for, with the rules under which it counts.

    ``case`` is ``written`` (as it stands), ``caps`` (or all in capitals) or ``any``. ``after``, ``not_after``,
    ``before`` words stand directly beside it; ``together`` and ``without`` are strings that the article must have
    (one of them) or must not have. ``introduced`` holds full names, one of which the article must have unless the
    form follows a title. A form whose ``kind`` is ``none`` takes the place of shorter ones and stands for nothing.
    """

    text: str
    case: str
    kind: str
    entity: str
    country: str | None
    route: str | None
    row: str
    historic: str | None = None
    weight: float = 1.0
    after: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    introduced: tuple[str, ...] = ()

    @property
    def of_theme(self) -> bool:
        """Whether this is a term of a theme, or guards one."""
        return self.row.startswith("themes.csv#")

    @property
    def n_rules(self) -> int:
        rules = (self.after, self.not_after, self.not_before, self.together, self.without, self.introduced)
        return sum(map(bool, rules))


@dataclass(frozen=True)
class Office:
    """An office of a person, held from ``since`` to ``until`` (ISO days; empty if not known, or still held)."""

    row: str
    office: str
    country: str | None
    organisation: str | None
    since: str
    until: str

    def held_through(self, first: str, last: str) -> bool:
        """Whether it was held on every day from ``first`` to ``last``; one without a known beginning never counts as held."""
        return bool(self.since) and self.since <= first and (not self.until or last <= self.until)


@dataclass(frozen=True, eq=False)
class Lexicons:
    """The rows of every lexicon, by the name of its file, and a fingerprint that changes whenever one of them does."""

    rows: dict[str, list[dict[str, str]]]
    fingerprint: str
    titles: tuple[str, ...] = field(init=False)

    def __post_init__(self):
        offices = {row["office"] for row in self.rows["people"]} - {""}
        written = {form for office in offices for form in (in_title_case(office), office[:1].upper() + office[1:])}
        object.__setattr__(self, "titles", tuple(sorted(written)))

    def forms(self) -> list[Form]:
        """Every form of countries, people, organisations, places and themes, in the order of the files."""
        return [
            *(_form(row, "countries", "country", row["country"]) for row in self.rows["countries"]),
            *self._people(),
            *(
                _form({**row, "form": text}, name, kind, row.get("theme") or row["id"])
                for name, kind in (("organisations", "organisation"), ("places", "place"), ("themes", "theme"))
                for row in self.rows[name]
                for text in cell(row["forms"])
            ),
        ]

    def _people(self):
        seen = set()
        for row in self.rows["people"]:
            if row["person"] in seen:
                continue
            seen.add(row["person"])
            common = {
                "kind": "person",
                "entity": row["person"],
                "country": row["country"] or None,
                "route": "person",
                "row": f"people.csv#{row['id']}",
            }
            full = cell(row["forms"])
            for text in full:
                yield Form(text, "caps", **common)
            if row["short_rule"] == "never":
                continue
            beside = {"not_after": cell(row["not_after"]), "not_before": cell(row["not_before"])}
            introduced = full if row["short_rule"] == "introduced" else ()
            for text in cell(row["short"]):
                yield Form(text, "written", **common, **beside, introduced=introduced)

    @cached_property
    def offices(self) -> dict[str, list[Office]]:
        """The offices of each person, in the order of the file."""
        held: dict[str, list[Office]] = {}
        for row in self.rows["people"]:
            office = Office(
                f"people.csv#{row['id']}",
                row["office"],
                row["country"] or None,
                row["organisation"] or None,
                row["from"],
                row["to"],
            )
            held.setdefault(row["person"], []).append(office)
        return held

    @cached_property
    def names(self) -> dict[str, str]:
        """What to call each entity: ISO alpha-3 code or slug to the name that a reader knows."""
        heads = {row["country"]: row["form"] for row in self.rows["countries"] if row["id"] == row["country"].lower()}
        people = {row["person"]: row["name"] for row in self.rows["people"]}
        others = {row["id"]: row["name"] for name in ("organisations", "places") for row in self.rows[name]}
        themes = {row["theme"]: row["theme"] for row in self.rows["themes"] if row["theme"]}
        return {**themes, **others, **people, **heads}

    def members_on(self, organisation: str, day: str) -> set[str]:
        """The countries that belong to ``organisation`` (id) on ``day`` (ISO); empty if the file has none of it.

        Where only a month or a year of joining or leaving is known, all of it counts.
        """
        return {
            row["country"]
            for row in self.rows["memberships"]
            if row["organisation"] == organisation
            and row["from"] <= day[: len(row["from"])]
            and (not row["to"] or day[: len(row["to"])] <= row["to"])
        }

    def stopwords(self) -> frozenset[str]:
        """Function words and the words of reporting, lower case."""
        return frozenset(row["word"] for row in self.rows["stopwords"])


def cell(text: str) -> tuple[str, ...]:
    """The values of a cell that may hold several, separated by ``|``."""
    return tuple(part.strip() for part in text.split("|") if part.strip()) if text else ()


def in_title_case(office: str) -> str:
    """``secretary-general of NATO`` as it stands before a name: ``Secretary-General of NATO``."""
    return re.sub(r"(?<![\w'])(?!(?:and|for|in|of|the|to)\b)\w", lambda letter: letter.group().upper(), office)


def _form(row: dict[str, str], name: str, kind: str, entity: str) -> Form:
    blocks = row["route"] == "none"
    return Form(
        text=row["form"],
        case=row["case"] or "written",
        kind="none" if blocks else kind,
        entity=entity,
        country=row.get("country") or None,
        route=None if blocks or kind == "theme" else row["route"],
        row=f"{name}.csv#{row['id']}",
        historic=row.get("historic") or None,
        weight=_weight(row, name),
        after=cell(row["after"]),
        not_after=cell(row["not_after"]),
        not_before=cell(row["not_before"]),
        together=cell(row["with"]),
        without=cell(row["without"]),
    )


def _weight(row: dict[str, str], name: str) -> float:
    try:
        return float(row.get("weight") or 1)
    except ValueError:
        raise Failure(f"{name}.csv, {row['id']}: weight is '{row['weight']}'; write a number above 0") from None


def load_lexicons(corpus: Path | None = None) -> Lexicons:
    """The shipped lexicons, with the rows of ``corpus``'s own ``lexicons/`` folder laid over them by ``id``.

    Raises
    ------
    Failure
        If a file lacks a column that the shipped one has or bears a name that none of them has, or if a row lacks
        an ``id``, repeats one of its file, or has more cells than there are columns.
    """
    own = sorted((corpus / "lexicons").glob("*.csv")) if corpus else []
    files = (*sorted(paths.LEXICONS.glob("*.csv")), *own)
    stamp = tuple((str(file), file.stat().st_mtime_ns) for file in files)
    return _load(stamp, corpus / "lexicons" if own else None)


@lru_cache(maxsize=4)
def _load(stamp: tuple, own: Path | None) -> Lexicons:
    digest, rows = sha256(), {}
    shipped = {file.name for file in paths.LEXICONS.glob("*.csv")}
    if strange := sorted({file.name for file in own.glob("*.csv")} - shipped if own else ()):
        raise Failure(f"{own / strange[0]} is no lexicon; there are: {', '.join(sorted(shipped))}")
    for file in sorted(paths.LEXICONS.glob("*.csv")):
        by_id = _read(file)
        columns = list(next(iter(by_id.values())))
        digest.update(file.read_bytes())
        if own and (own / file.name).is_file():
            by_id |= _read(own / file.name, columns)
            digest.update((own / file.name).read_bytes())
        rows[file.stem] = list(by_id.values())
    return Lexicons(rows, digest.hexdigest()[:16])


def _read(file: Path, wanted: list[str] | None = None) -> dict[str, dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.reader(handle, strict=True)
        columns = next(reader, [])
        if missing := [name for name in wanted or ["id", "source"] if name not in (*columns, *MAY_LACK)]:
            raise Failure(f"{file} lacks the column {missing[0]}; it has {', '.join(columns)}")
        wanted = wanted or [name for name in columns if name]
        pick, by_id = itemgetter(*(columns.index(name) if name in columns else -1 for name in wanted)), {}
        for cells in filter(None, reader):
            row = dict(zip(wanted, pick(cells + [""] * (len(columns) - len(cells) + 1))))  # the last one is empty
            if not row["id"]:
                raise Failure(f"{file}, line {reader.line_num}: no id; give the row one that stays")
            if row["id"] in by_id:
                raise Failure(f"{file}, line {reader.line_num}: the id {row['id']} is taken; give the row its own")
            if len(cells) > len(columns):
                raise Failure(f"{file}, line {reader.line_num}: more cells than columns; quote a cell that has a comma")
            by_id[row["id"]] = row
        return by_id
