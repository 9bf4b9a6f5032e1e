"""Looks the lexicons over and says what is wrong with them: one sentence a fault.

Loading takes any row that has an id, and a slip in a cell would only make a name silently go unfound. So whoever adds
rows asks here, before a report shows fewer mentions than there are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from zoneinfo import ZoneInfo

from helpers.errors import Failure
from helpers.lexicons.letters import fold
from helpers.lexicons.rows import Form, Lexicons, cell

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")
CASES = ("", "written", "caps", "any")
CONTINENTS = ("", "Africa", "Americas", "Antarctica", "Asia", "Europe", "Oceania")
BODIES = "agency|alliance|armed group|bank|bloc|company|court|government|ngo|party|un|".split("|")
OUTLETS = ("agency", "broadcaster", "government", "magazine", "newspaper", "online")
ALLOWED = {
    "abbreviations": {"kind": ("abbreviation", "starter")},
    "cues": {"kind": ("say", "state", "speak", "noun", "source")},
    "countries": {"case": CASES, "route": ("name", "adjective", "demonym", "none"), "continent": CONTINENTS},
    "organisations": {"case": CASES, "route": ("organisation", "none"), "kind": BODIES},
    "outlets": {"kind": OUTLETS},
    "people": {"short_rule": ("free", "introduced", "never")},
    "places": {"case": CASES, "route": ("capital", "metonym", "place", "none")},
    "themes": {"case": CASES, "route": ("theme", "none")},
}
NEEDED = {
    "abbreviations": ("form",),
    "countries": ("form",),
    "cues": ("form", "forms"),
    "memberships": ("organisation", "country", "from"),
    "organisations": ("name", "forms"),
    "outlets": ("name", "hosts", "country"),
    "people": ("person", "name", "office"),
    "places": ("name", "forms"),
    "stopwords": ("word",),
    "themes": ("theme", "forms"),
}
RULES = ("not_after", "not_before", "after", "with", "without")
SEARCHED = ("form", "forms", "short", *RULES)  # columns whose values are looked for in the cleaned text of an article
OF_PERSON = ("name", "forms", "short", "short_rule", "not_after", "not_before")  # the same in all rows of a person
NO_BODY = "organisation is '{}', no id of organisations.csv; add or correct it"
REST_OF_DAY = {4: "-01-01", 7: "-01", 10: ""}  # what a year, a month and a day lack, by their length
Fault = tuple[str, str]  # ``people.csv, putin``; what is wrong with it and what would do


def check_lexicons(lexicons: Lexicons) -> list[str]:
    """What is wrong with each row, and then with rows that do not go together; empty if nothing is.

    Parameters
    ----------
    lexicons : Lexicons
        As loaded: with the rows of a corpus laid over the shipped ones, if it has any.

    Returns
    -------
    list of str
        One sentence a fault: file, id, what is wrong, what would do.
    """
    codes = {row["country"] for row in lexicons.rows["countries"] if row["id"] == row["country"].lower()}
    faults: list[Fault] = []
    for file, rows in lexicons.rows.items():
        for row in rows:
            where = f"{file}.csv, {row['id']}"
            faults += [(where, what) for what in (*_row(file, row, codes), *_cells(row))]
    for check in (_heads, _people, _memberships, _outlets, _themes, _words, _unreachable):
        faults += check(lexicons)
    return [f"{where}: {what}" for where, what in faults]


def _row(file: str, row: dict[str, str], codes: set[str]) -> Iterator[str]:
    """What any row must have."""
    if not SLUG.fullmatch(row["id"]):
        yield "an id is of small letters, digits and single hyphens"
    for column in ("source", *NEEDED.get(file, ())):
        if not row[column]:
            yield f"{column} is empty; fill it"
    for column, allowed in ALLOWED.get(file, {}).items():
        if row[column] not in allowed:
            yield f"{column} is '{row[column]}'; write one of {', '.join(filter(None, allowed))}"
    if row.get("country") and row["country"] not in codes:
        yield f"country is '{row['country']}', which heads no row of countries.csv; write an ISO alpha-3 code, or add its head"
    confirmed = row.get("confirmed", "")
    if confirmed and not is_day(confirmed + REST_OF_DAY.get(len(confirmed), "?")):
        yield f"confirmed is '{confirmed}'; write the day or month on which somebody looked, as YYYY-MM-DD or YYYY-MM"
    if file in ("countries", "places") and not row["country"] and row["route"] != "none":
        yield "country is empty; fill it, or make the row a blocker with the route none"


def _cells(row: dict[str, str]) -> Iterator[str]:
    """Values that the search does not look for as they stand, or that say a thing twice."""
    for column in SEARCHED:
        values = row.get(column, "").split("|") if row.get(column) else []
        if "" in map(str.strip, values):
            yield f"{column} has nothing between two bars or at an end; take out the bar"
        for value in sorted({value for value in values if values.count(value) > 1} - {""}):
            yield f"{column} has '{value}' twice; once is enough"
        for value in values:
            found = fold(unicodedata.normalize("NFC", " ".join(value.split())))
            if value != found:
                yield f"{column} has '{value}'; write it plainly, as '{found}'"
    for one, other in (("after", "not_after"), ("with", "without")):
        for value in sorted(set(cell(row.get(one, ""))) & set(cell(row.get(other, "")))):
            yield f"{one} and {other} both have '{value}'; take it out of one"


def _heads(lexicons: Lexicons) -> Iterator[Fault]:
    """Each country has one row that heads it, whose capital can be found in a text."""
    countries = lexicons.rows["countries"]
    known = {(row["country"], row["form"]) for row in countries if row["route"] != "none"}
    known |= {(row["country"], form) for row in lexicons.rows["places"] for form in cell(row["forms"])}
    for row in countries:
        if not row["country"] or row["id"] != row["country"].lower():
            continue
        where = f"countries.csv, {row['id']}"
        if row["route"] != "name" or not row["official"]:
            yield where, "a row that heads its country has the route name and an official name"
        for capital in cell(row["capital"]):
            if (row["country"], capital) not in known:
                yield where, f"the capital {capital} is in no row of {row['country']}; add one to places.csv"


def _people(lexicons: Lexicons) -> Iterator[Fault]:
    """Rows of one person agree; offices have days; a surname has a rule. Without any form a person is switched off."""
    first: dict[str, dict[str, str]] = {}
    bodies = {row["id"] for row in lexicons.rows["organisations"]}
    for row in lexicons.rows["people"]:
        where, head = f"people.csv, {row['id']}", first.setdefault(row["person"], row)
        off = not head["forms"] and not head["short"]
        for column in OF_PERSON:
            if row[column] != head[column] and not off:
                yield where, f"{column} is not as in {head['id']}, a row of the same person; make them the same"
        if not SLUG.fullmatch(row["person"]):
            yield where, f"person is '{row['person']}'; write small letters, digits and single hyphens"
        if (row["short_rule"] == "never") != (not row["short"]) and not off:
            yield where, "short is filled exactly where short_rule is free or introduced; change one of them"
        if not row["country"] and not row["organisation"]:
            yield where, "country and organisation are both empty; fill the one that the office belongs to"
        if row["organisation"] and row["organisation"] not in bodies:
            yield where, NO_BODY.format(row["organisation"])
        days = [row[column] for column in ("from", "to") if row[column]]
        wrong = [day for day in days if not is_day(day)]
        for day in wrong:
            yield where, f"'{day}' is no day; write YYYY-MM-DD, or leave it empty if it is not known"
        if len(days) == 2 and not wrong and days[0] > days[1]:
            yield where, f"the office ends on {days[1]}, before it begins on {days[0]}; correct one of them"


def _memberships(lexicons: Lexicons) -> Iterator[Fault]:
    """Members are of bodies that there are, from a day, month or year to a later one."""
    bodies = {row["id"] for row in lexicons.rows["organisations"]}
    for row in lexicons.rows["memberships"]:
        where = f"memberships.csv, {row['id']}"
        if row["organisation"] and row["organisation"] not in bodies:
            yield where, NO_BODY.format(row["organisation"])
        since, until = row["from"], row["to"]
        wrong = [text for text in (since, until) if text and not is_day(text + REST_OF_DAY.get(len(text), "?"))]
        for text in wrong:
            yield where, f"'{text}' is no day, month or year; write YYYY-MM-DD, YYYY-MM or YYYY"
        if until and not wrong and since[: len(until)] > until[: len(since)]:
            yield where, f"the membership ends in {until}, before it begins in {since}; correct one of them"


def is_day(text: str) -> bool:
    """Whether ``text`` is an ISO day."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _outlets(lexicons: Lexicons) -> Iterator[Fault]:
    """Hosts name one outlet each; time zones exist."""
    owners: dict[str, str] = {}
    for row in lexicons.rows["outlets"]:
        where = f"outlets.csv, {row['id']}"
        for host in row["hosts"].split("|"):
            if not HOST.fullmatch(host) or host.startswith("www."):
                yield where, f"hosts has '{host}'; write a host as in bbc.co.uk, in small letters and without www."
            if owners.setdefault(host, row["id"]) != row["id"]:
                yield where, f"the host {host} is also that of {owners[host]}; leave it to one of them"
        try:
            ZoneInfo(row["zone"])
        except (KeyError, ValueError, OSError):
            yield where, f"zone is '{row['zone']}'; write a time zone of the IANA list, such as Europe/London"


def _themes(lexicons: Lexicons) -> Iterator[Fault]:
    """Themes are slugs, their weights numbers above 0."""
    for row in lexicons.rows["themes"]:
        where, weight = f"themes.csv, {row['id']}", row["weight"]
        if weight and not (re.fullmatch(r"\d+(\.\d+)?", weight) and float(weight)):
            yield where, f"weight is '{weight}'; write a number above 0, or leave it empty for 1"
        if not SLUG.fullmatch(row["theme"]):
            yield where, f"theme is '{row['theme']}'; write small letters, digits and single hyphens"


def _words(lexicons: Lexicons) -> Iterator[Fault]:
    """Stopwords and abbreviations are looked up in small letters, abbreviations without their last stop."""
    for file, column in (("abbreviations", "form"), ("stopwords", "word")):
        seen: dict[str, str] = {}
        for row in lexicons.rows[file]:
            where, word = f"{file}.csv, {row['id']}", row[column]
            asked = word.lower().removesuffix(".")
            if word != asked:
                yield where, f"{column} is '{word}', which is never looked up; write '{asked}'"
            first = seen.setdefault(f"{row.get('kind')} {word}", row["id"])
            if first != row["id"]:
                yield where, f"{column} is '{word}', as in {first}; one row is enough"


def _unreachable(lexicons: Lexicons) -> Iterator[Fault]:
    """Forms that can never count, since another reading of the same words always comes first.

    A theme's term and a name are not compared: the two lists are kept apart, and a name wins where both have it.
    """
    try:
        forms = lexicons.forms()
    except Failure:  # a weight that is no number, which was said already
        return
    readings: dict[tuple[str, bool], list[Form]] = {}
    for form in forms:
        text = form.text.lower() if form.case == "any" else form.text
        readings.setdefault((text, form.row.startswith("themes")), []).append(form)
    for same in readings.values():
        for one, other in combinations(sorted(same, key=lambda form: form.kind == "none"), 2):
            if _rules(one) == _rules(other):
                what = f"'{other.text}' never counts, since {one.row} has it too"
                yield other.row.replace("#", ", "), f"{what}; take it out of one, or give one a rule"


def _rules(form: Form) -> tuple:
    return (form.after, form.not_after, form.not_before, form.together, form.without, form.introduced)
