"""What an edit of the lexicons asks to be annotated anew: the rows that a corpus was annotated with, against those of now.

A row bears upon an article only where one of its written forms stands, whatever its rules ask of the rest of the text.
So forms are compared spelling by spelling, as the matcher reads them, and an article is out of date if a spelling
stands in it that means something else now. Who held an office bears upon whatever mentions its country. Titles and
the names of people are looked for beyond what is matched. What splits and reads every sentence leaves no article as it
was.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from operator import itemgetter

import ahocorasick_rs
import pandas as pd

from helpers.annotate.mentions import firms_of
from helpers.annotate.office_holders.article import plain
from helpers.annotate.office_holders.offices import governments_of
from helpers.annotate.office_holders.terms import terms_of
from helpers.annotate.quotes.names import titles_of
from helpers.corpus import Corpus
from helpers.lexicons import Lexicons
from helpers.lexicons.kernels.gazetteer import LOWERED
from helpers.lexicons.matcher import Finder, in_order
from helpers.lexicons.rows import Form, cell
from helpers.lexicons.tables import Spelling, by_spelling, tables_of

NAMING = ("countries", "people", "organisations", "places", "themes")  # found in an article by their forms
EVERYWHERE = ("abbreviations", "cues")
READ = (*NAMING, *EVERYWHERE, "stopwords")
UNREAD = {"source", "confirmed", "official", "capital", "cow", "gw", "continent"}  # columns that annotation never reads
AT_ONCE = 1000  # articles
TO_LAST_LETTER = re.compile(r".*[^\W_]|", re.DOTALL)  # what stands behind it may be one token with a name
Rows = dict[str, list[dict[str, str]]]


@lru_cache(maxsize=4)
def rows_read(lexicons: Lexicons) -> Rows:
    """The rows and columns that annotation reads, by file."""
    read = {}
    for file in READ:
        rows = lexicons.rows[file]
        columns = [name for name in rows[0] if name not in UNREAD] if rows else []
        values = map(itemgetter(*columns), rows) if rows else ()
        read[file] = [dict(zip(columns, row)) for row in values]
    return read


@lru_cache(maxsize=4)
def fingerprint_of(lexicons: Lexicons) -> str:
    """Changes whenever a cell that annotation reads does."""
    return sha256(repr(rows_read(lexicons)).encode()).hexdigest()[:16]


def as_table(rows: Rows) -> pd.DataFrame:
    """``rows`` as the table ``lexicon_rows``: of each the cells that are not empty."""
    filled = [
        (f"{file}.csv#{row['id']}", {name: cell for name, cell in row.items() if cell})
        for file in rows
        for row in rows[file]
    ]
    named = [(name, json.dumps(cells, ensure_ascii=False)) for name, cells in filled]
    return pd.DataFrame(named, columns=["lexicon_row", "cells"]).assign(place=range(len(named)))


def rows_of(table: pd.DataFrame, now: Rows) -> Rows:
    """The rows of the table ``lexicon_rows``, which :func:`as_table` made, with the columns that rows have ``now``."""
    table = table.sort_values("place")
    empty = {file: dict.fromkeys(own[0], "") if own else {} for file, own in now.items()}
    rows: Rows = {file: [] for file in now}
    for name, cells in zip(table["lexicon_row"], table["cells"], strict=True):
        file = name.partition(".csv#")[0]
        rows[file].append(empty[file] | json.loads(cells))
    return rows


@dataclass(frozen=True)
class Edit:
    """What differs between two states of the lexicons, as it is looked for in articles."""

    spellings: frozenset[Spelling]
    strings: frozenset[str] = frozenset()
    slugs: frozenset[str] = frozenset()  # of people whom the lexicons begin or cease to know

    def articles(self, held: Corpus) -> list[str]:
        """The ids of the articles that it can change."""
        if self == NO_EDIT:
            return []
        found: list[str] = []
        columns = ["article_id", "title", "text"]
        for batch in held.batches("articles", columns, None, AT_ONCE):
            ids, titles, texts = (list(batch[name].fillna("")) for name in columns)
            both = [f"{title}\n{text}" for title, text in zip(titles, texts, strict=True)]
            found += [ids[number] for number in self.find_in(both)]
        return found

    def find_in(self, texts: Sequence[str]) -> list[int]:
        """The numbers of the texts in which a spelling stands, a string, or the words of a slug."""
        found = set(self._finder.find_all(texts).text.tolist())
        if self.strings:
            found |= {number for number, text in enumerate(texts) if self._search.find_matches_as_indexes(text)}
        for number, text in enumerate(map(plain, texts) if self.slugs else ()):
            if any(all(word in text for word in slug.split("-")) for slug in self.slugs):
                found.add(number)
        return sorted(found)

    @cached_property
    def _finder(self) -> Finder:
        forms = [_plain(spelling) for spelling in sorted(self.spellings)]
        return Finder(forms, tables_of(forms))

    @cached_property
    def _search(self) -> ahocorasick_rs.AhoCorasick:
        return ahocorasick_rs.AhoCorasick(sorted(self.strings))


NO_EDIT = Edit(frozenset())


def edit_between(before: Rows, after: Rows) -> Edit | None:
    """What an article must have to be annotated otherwise after an edit; ``None`` if that may be any article."""
    if any(before[file] != after[file] for file in EVERYWHERE):
        return None
    if any(before[file] and not after[file] for file in READ):  # so that nothing says which columns it had
        return None
    old, new = Lexicons(before, "before"), Lexicons(after, "after")
    entities = _differing(old.names, new.names) | (firms_of(old) ^ firms_of(new))
    entities |= governments_of(old) ^ governments_of(new)
    entities |= {country for country, _ in _differing(terms_of(old).held, terms_of(new).held)}
    one, other = _changed_rows(before, after, entities)
    readings = [_readings(part) for part in (one, other)]
    spellings = _differing(*readings)
    entities |= _differing(one.offices, other.offices)
    spellings |= {
        spelling for read in readings for spelling in read if entities & {form.entity for form in read[spelling]}
    }
    spellings |= {(word, LOWERED) for word in old.stopwords() ^ new.stopwords()}
    spellings |= {(TO_LAST_LETTER.match(title).group(), 0) for title in set(old.titles) ^ set(new.titles)}
    words = titles_of(old) ^ titles_of(new)
    words |= {name for _, name in _full_names(one) ^ _full_names(other)}
    slugs = {person for person in old.offices.keys() ^ new.offices.keys() if "-" in person}  # as a full name has
    return Edit(frozenset(spellings), frozenset(words), frozenset(slugs))


def _differing(one: dict, other: dict) -> set:
    """The keys that do not say the same in both."""
    return {key for key in one.keys() | other.keys() if one.get(key) != other.get(key)}


def _changed_rows(before: Rows, after: Rows, entities: set[str]) -> tuple[Lexicons, Lexicons]:
    """Both with only the rows that differ, a person's together, and those of ``entities``.

    Of forms that are spelled alike, the row that comes first counts: where rows have changed places, all stay.
    """
    parts: tuple[Rows, Rows] = {}, {}
    for file in NAMING:
        old, new = (_by_unit(file, rows[file]) for rows in (before, after))
        changed = _differing(old, new)
        if [unit for unit in old if unit in new] != [unit for unit in new if unit in old]:
            changed = old.keys() | new.keys()
        for part, units in zip(parts, (old, new), strict=True):
            part[file] = [
                row
                for unit, rows in units.items()
                if unit in changed or _entity(file, rows[0]) in entities
                for row in rows
            ]
    return Lexicons(parts[0], "before"), Lexicons(parts[1], "after")


def _by_unit(file: str, rows: list[dict[str, str]]) -> dict[str, list[dict[str, str]]]:
    """The rows that are read together: those of a person, else each by itself."""
    units: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        units.setdefault(row["person" if file == "people" else "id"], []).append(row)
    return units


def _entity(file: str, row: dict[str, str]) -> str:
    """What the forms of a row stand for."""
    return row.get("theme") or row[{"countries": "country", "people": "person"}.get(file, "id")]


def _readings(lexicons: Lexicons) -> dict[Spelling, list[Form]]:
    """What each spelling may mean, in the order in which that is tried."""
    forms = in_order(lexicons.forms())
    return {spelling: [forms[number] for number in numbers] for spelling, numbers in by_spelling(forms).items()}


def _full_names(lexicons: Lexicons) -> set[tuple[str, str]]:
    """Persons and their names: bounds look for those behind an office, wherever they begin."""
    people = lexicons.rows["people"]
    return {(row["person"], name) for row in people for name in (*cell(row["forms"]), *cell(row["short"]))}


def _plain(spelling: Spelling) -> Form:
    """A form that stands wherever the spelling does."""
    text, how = spelling
    return Form(text, "any" if how & LOWERED else "written", "spelling", "", None, None, "")
