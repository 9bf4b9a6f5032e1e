"""An analyst's corrections: rows of ``corrections.csv`` beside the tables, replayed on every run."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from helpers.corpus.store import Corpus
from helpers.errors import Failure

FILE = "corrections.csv"
COLUMNS = ("when", "action", "subject", "from", "to", "valid_from", "valid_to", "note")
ROLES = ("party", "venue", "party+venue", "topic", "bystander")

ARTICLE, FORM, THING = "an article_id", "the words as articles write them", "what these words stand for"
COUNTRY, ROLE = "a country (ISO alpha-3 code)", f"one of {', '.join(ROLES)}"
OF_STORIES = {"split": {"subject": ARTICLE}, "join": {"from": ARTICLE, "to": ARTICLE}}
OF_ALIASES = {
    "add_alias": {"from": FORM, "to": THING},
    "remove_alias": {"from": FORM},
    "redirect_alias": {"from": FORM, "to": THING},
}
OF_ROLES = {
    "add_role": {"from": COUNTRY, "to": ROLE},
    "remove_role": {"from": COUNTRY},
    "redirect_role": {"from": COUNTRY, "to": ROLE},
}
NEEDED = {**OF_STORIES, **OF_ALIASES, **OF_ROLES}  # what an action must say
SAID = {  # what an action does, to a reader
    "split": "{subject} is a story of its own",
    "join": "{from} and {to} are of one story",
    "add_alias": "“{from}” stands for {to} too",
    "remove_alias": "“{from}” counts no longer",
    "redirect_alias": "“{from}” stands for {to}",
    "add_role": "{from} is {to} too",
    "remove_role": "{from} is not {to}",
    "redirect_role": "{from} is {to}, whatever was found",
}


def read_corrections(folder: Path) -> pd.DataFrame:
    """The corrections of the corpus in ``folder``, as text; none if it has no such file.

    Returns
    -------
    DataFrame, one row per correction, in the order of the file, indexed by its line
        ``when``, ``action``, ``subject``, ``from``, ``to``, ``valid_from``, ``valid_to``, ``note``; a column that the
        file lacks is empty.

    Raises
    ------
    Failure
        If the file cannot be read, or a row has an unknown action, lacks what its action needs or says something that
        it cannot mean; the message names the line.
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
        if fault := _fault(row):
            raise Failure(f"{file}, line {row['line']}: {fault}")
    lines = pd.Index([row["line"] for row in rows], name="line")
    return pd.DataFrame(rows, index=lines, columns=COLUMNS, dtype=str).fillna("")


def _fault(row: Mapping[str, str]) -> str | None:
    """What is wrong with a row, and what would do; ``None`` if nothing is."""
    if "more" in row:
        return "more cells than columns; quote a cell that has a comma"
    action, written, to = (row.get(column, "") for column in ("action", "from", "to"))
    if action not in NEEDED:
        return f"action {action!r}; there are {', '.join(NEEDED)}"
    if missing := [column for column in NEEDED[action] if not row.get(column)]:
        return f"{action} needs {missing[0]!r}, {NEEDED[action][missing[0]]}"
    if action in OF_STORIES:
        return None
    if action == "remove_alias" and to:
        return f"to {to!r}; {action} needs no 'to', leave it empty"
    if action in OF_ALIASES and not any(map(str.isalnum, written)):
        return f"from {written!r} has no letter; write {FORM}"
    if action == "remove_role" and to == "bystander":
        return f"to {to!r}, which is what is left without another; leave it empty to take the country out"
    if action in OF_ROLES and to and to not in ROLES:
        return f"to {to!r} is no role; write {ROLE}"
    return _wrong_days(row)


def _wrong_days(row: Mapping[str, str]) -> str | None:
    days = [row.get(column, "") for column in ("valid_from", "valid_to")]
    for column, day in zip(("valid_from", "valid_to"), days, strict=True):
        try:
            wrong = day and date.fromisoformat(day).isoformat() != day
        except ValueError:
            wrong = True
        if wrong:
            return f"{column} {day!r} is no day; write YYYY-MM-DD, or leave it empty"
    if all(days) and days[0] > days[1]:
        return f"valid_to {days[1]!r} lies before valid_from {days[0]!r}; correct one of them"
    return None


def with_ids(corrections: pd.DataFrame) -> pd.DataFrame:
    """The rows of table ``corrections``: each with ``correction``, an id that stays as long as the row does the same.

    They stand in the order in which they are replayed: by ``when``, and those of one day as in the file.
    """
    does = corrections.drop(columns=["when", "note"])
    ids = [sha256("\x1f".join(row).encode()).hexdigest()[:8] for row in does.itertuples(index=False, name=None)]
    rows = corrections.assign(correction=pd.Series(ids, corrections.index, dtype=str))
    return rows.sort_values("when", kind="stable")[["correction", *COLUMNS]]


def in_words(row: Mapping[str, str], names: Mapping[str, str] = MappingProxyType({})) -> str:
    """What a correction does, where and when: “Georgia” stands for United States, everywhere, from 2017-01-01.

    ``names`` are those that a reader knows, by code and slug. What the analyst wrote is on one line, and in letters that
    print; it is not escaped for HTML.
    """
    action, column = row["action"], "to" if row["action"] in OF_ALIASES else "from"
    if action in OF_STORIES:
        return on_one_line(SAID[action].format(**row))
    said = "{from} plays no part" if action == "remove_role" and not row["to"] else SAID[action]
    what = said.format(**{**row, column: names.get(row[column], row[column])})
    where = f"in article {row['subject']}" if row["subject"] else "everywhere"
    days = [f"{word} {row[day]}" for word, day in (("from", "valid_from"), ("to", "valid_to")) if row[day]]
    return on_one_line(f"{what}, {' '.join([where, *days])}")


def on_one_line(text: str) -> str:
    """What somebody wrote by hand, without line breaks and signs that a terminal would obey."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def fingerprint_of(folder: Path) -> str | None:
    """Says whether the corrections have changed; null if there are none."""
    file = folder / FILE
    return sha256(file.read_bytes()).hexdigest()[:16] if file.is_file() else None


def are_stories_current(corpus: Corpus) -> bool:
    """Whether the corrections are still those that the stories were made with."""
    return corpus.commit.get("corrections") == fingerprint_of(corpus.folder)
