"""What an analyst's corrections do to one article: to the matches found in it, and to the roles of its countries.

Rows are replayed one after the other, each on what the ones before it left: of two that contradict each other, the later
one wins. A row that says on which days it holds passes over articles without a date.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache

import numpy as np
import pandas as pd

from helpers.corpus.corrections import FILE, OF_ALIASES, OF_ROLES, with_ids
from helpers.errors import Failure
from helpers.lexicons import Form, Lexicons, Match, Matcher
from helpers.lexicons.letters import FOLD
from helpers.lexicons.matcher import Found
from helpers.lexicons.rows import NAMED_ROUTES


@dataclass(frozen=True)
class Correction:
    """One row, with what it names looked up in the lexicons.

    ``written`` is the form that an alias is about, folded, or the country that a role is about; ``form`` what the alias
    stands for from now on; ``roles`` are those that ``to`` names.
    """

    id: str
    action: str
    subject: str
    since: str
    until: str
    written: str
    form: Form | None
    roles: frozenset[str]

    def holds(self, article_id: str, day: str | None) -> bool:
        """Whether the row is about this article, published on ``day`` (ISO; ``None`` if it is not known)."""
        if self.subject not in ("", article_id):
            return False
        if not self.since and not self.until:
            return True
        return day is not None and self.since <= day and (not self.until or day <= self.until)

    def may_stand_in(self, text: str) -> bool:
        """Whether ``text``, folded by case too, has the form, be it as a part of words: quickly told of most articles."""
        return self.written.casefold() in text

    def find(self, text: str) -> list[Match]:
        """Where the form stands in ``text``, folded: whole words, as written here or all in capitals."""
        spellings = map(re.escape, (self.written, self.written.upper()))
        words = re.compile(rf"(?<![^\W_])(?:{'|'.join(spellings)})(?![^\W_])")
        return [Match(*at.span(), self.form, None) for at in words.finditer(text)]

    def is_of(self, match: Match, text: str) -> bool:
        """Whether the words of ``match`` are the form, in any case if the lexicon's form counts so."""
        words = text[match.start : match.end]
        return words in (self.written, self.written.upper()) or (
            match.form.case == "any" and words.casefold() == self.written.casefold()
        )


class Replay:
    """Corrections, ready to be replayed on one article after another.

    Parameters
    ----------
    corrections : DataFrame
        Rows of ``corrections.csv``; those of stories are passed over.
    lexicons : Lexicons

    Attributes
    ----------
    rows : list of Correction
        Those of aliases and roles, in the order of replay.

    Raises
    ------
    Failure
        If a row names a country or a thing that the lexicons do not know; the message says how to find the right one.
    """

    def __init__(self, corrections: pd.DataFrame | None, lexicons: Lexicons):
        self.rows: list[Correction] = []
        if corrections is None or corrections.empty:
            return
        rows = with_ids(corrections)
        for line, row in zip(rows.index, rows.to_dict("records"), strict=True):
            if row["action"] in (*OF_ALIASES, *OF_ROLES):
                try:
                    self.rows.append(_looked_up(row, lexicons))
                except LookupError as why:
                    raise Failure(f"{FILE}, line {line}: {why.args[0]}") from None

    @property
    def forms(self) -> tuple[Form, ...]:
        """What the forms of aliases may come to stand for; a redirected adjective of a country stays one."""
        forms = [row.form for row in self.rows if row.form]
        routes = [replace(form, route=route) for form in forms if form.kind == "country" for route in NAMED_ROUTES]
        return tuple(dict.fromkeys([*forms, *routes]))

    def at(self, article_id: str, day: str | None) -> Replayed:
        """The corrections as they hold for one article, published on ``day``."""
        return Replayed([row for row in self.rows if row.holds(article_id, day)])


class Replayed:
    """The corrections that hold for one article, while they are replayed.

    Attributes
    ----------
    changes : list of dict
        The article's rows of ``corrected``, without its id.
    """

    def __init__(self, rows: list[Correction]):
        self._rows, self._n_mentions = rows, Counter()

    @property
    def changes(self) -> list[dict]:
        return [{"correction": name, "n_mentions": n} for name, n in self._n_mentions.items()]

    def may_correct(self, text: str) -> bool:
        """Whether ``text`` may have a form that a correction is about."""
        return bool(self._rows) and bool(self._rows_in(text.translate(FOLD)))

    def _rows_in(self, folded: str) -> list[Correction]:
        by_case = folded.casefold()
        return [row for row in self._rows if row.action in OF_ALIASES and row.may_stand_in(by_case)]

    def correct_matches(self, matches: list[Match], text: str) -> list[Match]:
        """What is found in ``text`` (title and text, as the matcher saw them) once the aliases are corrected, in order."""
        if not self._rows:
            return matches
        folded = text.translate(FOLD)
        for row in self._rows_in(folded):
            if row.action == "add_alias":
                for found in row.find(folded):
                    matches = self._added(row, found, matches)
                continue
            meant = [
                row.is_of(match, folded) and (not row.form or _is_term(match.form) == _is_term(row.form))
                for match in matches
            ]
            if any(meant):
                self._n_mentions[row.id] += sum(meant)
                new = [
                    _redirected(match, row.form) if hit else match for match, hit in zip(matches, meant, strict=True)
                ]
                matches = [match for match in new if match]
        return matches

    def correct_roles(self, rows: list[dict]) -> list[dict]:
        """The article's rows of ``country_roles`` once its roles are corrected, most salient first.

        A country that is added without a mention has no salience beside others, and what one that is taken out had is
        shared by the others.
        """
        before = rows
        for row in self._rows:
            if row.action in OF_ROLES:
                after = _with_role(row, rows)
                if after != rows:
                    self._n_mentions[row.id] += 0
                rows = after
        return rows if rows == before else _in_order(rows)

    def _added(self, row: Correction, found: Match, matches: list[Match]) -> list[Match]:
        """``matches`` with ``found``, unless it stands within a longer one; what it overlaps gives way."""
        if any(_holds(match, found) for match in matches):
            return matches
        self._n_mentions[row.id] += 1
        kept = [match for match in matches if not _overlaps(match, found) and not _holds(found, match)]
        return sorted([*kept, found], key=lambda match: match.start)


def correct_found(found: Found, texts: Sequence[str], corrected: Sequence[Replayed], forms: Sequence[Form]) -> Found:
    """What is found in several texts once the aliases are corrected; ``corrected`` has what holds for each text.

    ``forms`` are those that the numbers of ``found`` mean, and all that corrections may make of them.
    """
    changed = [number for number, one in enumerate(corrected) if one.may_correct(texts[number])]
    if not changed:
        return found
    numbers = {form: number for number, form in enumerate(forms)}
    kept, rows = np.ones(found.text.size, bool), []
    for number, begin, end in zip(changed, *(np.searchsorted(found.text, changed, side) for side in ("left", "right"))):
        kept[begin:end] = False
        own = zip(*(column[begin:end].tolist() for column in found[1:]), strict=True)
        matches = [Match(start, stop, forms[form], Matcher.rules[rule]) for start, stop, form, rule in own]
        rows += [
            (number, start, stop, numbers[form], Matcher.rules.index(rule))
            for start, stop, form, rule in corrected[number].correct_matches(matches, texts[number])
        ]
    new = np.array(rows, np.int32).reshape(-1, len(found)).T
    columns = [np.concatenate([column[kept], more]) for column, more in zip(found, new, strict=True)]
    order = np.argsort(columns[0], kind="stable")  # each text's own rows are in order already
    return Found(*(column[order] for column in columns))


def _is_term(form: Form) -> bool:
    return form.kind == "theme"


def _holds(match: Match, other: Match) -> bool:
    """Whether ``other`` is none beside ``match``: shorter and within it, or a term within a name."""
    if not match.start <= other.start < other.end <= match.end or _is_term(match.form) > _is_term(other.form):
        return False
    return _is_term(match.form) < _is_term(other.form) or match.end - match.start > other.end - other.start


def _overlaps(match: Match, other: Match) -> bool:
    """Whether two names overlap, or two terms."""
    return match.start < other.end and other.start < match.end and _is_term(match.form) == _is_term(other.form)


def _redirected(match: Match, form: Form | None) -> Match | None:
    """``match`` as one of ``form``; an adjective of a country becomes one of the other. ``None`` if it counts no more."""
    if form and form.kind == match.form.kind == "country":
        form = replace(form, route=match.form.route)
    return match._replace(form=form) if form else None


def _with_role(row: Correction, rows: list[dict]) -> list[dict]:
    """``rows`` of ``country_roles`` with one correction; only a row about this one article adds a country to it."""
    if row.action == "add_role" and row.subject and all(one["country"] != row.written for one in rows):
        added = {"country": row.written, "named": False, "n_mentions": 0, "salience": 0.0}
        return [*rows, {**added, "role": _joined(row.roles)}]
    if row.action == "remove_role" and not row.roles:
        return [one for one in rows if one["country"] != row.written]
    changed = {"add_role": frozenset.union, "remove_role": frozenset.difference, "redirect_role": lambda _, new: new}
    return [
        {**one, "role": _joined(changed[row.action](frozenset(one["role"].split("+")), row.roles))}
        if one["country"] == row.written
        else one
        for one in rows
    ]


def _joined(roles: frozenset[str]) -> str:
    """Party and venue go together; either says more than topic, and that more than bystander."""
    return "+".join(role for role in ("party", "venue") if role in roles) or (
        "topic" if "topic" in roles else "bystander"
    )


def _in_order(rows: list[dict]) -> list[dict]:
    total = sum(row["salience"] for row in rows)
    shared = [{**row, "salience": row["salience"] / total if total else 1 / len(rows)} for row in rows]
    return sorted(shared, key=lambda row: (-row["salience"], row["country"]))


# what a row names


def _looked_up(row: Mapping[str, str], lexicons: Lexicons) -> Correction:
    """A row with what it names; a ``LookupError`` says what nobody knows."""
    is_role = row["action"] in OF_ROLES
    form = None
    if is_role:
        written = _known_country(row["from"], lexicons)
    else:
        written = unicodedata.normalize("NFC", " ".join(row["from"].split())).translate(FOLD)
        if row["to"]:
            thing = _known_thing(row["to"], lexicons)
            about = {name: getattr(thing, name) for name in ("kind", "entity", "country", "route", "historic")}
            form = Form(written, "caps", row=f"{FILE}#{row['correction']}", **about)
    roles = frozenset(row["to"].split("+")) if is_role and row["to"] else frozenset()
    days = (row["valid_from"], row["valid_to"])
    return Correction(row["correction"], row["action"], row["subject"], *days, written, form, roles)


def _known_country(code: str, lexicons: Lexicons) -> str:
    forms = _things(lexicons).get(code, ())
    if all(form.kind != "country" for form in forms) or "#" in code:
        raise LookupError(f"from {code!r} is no country; write an ISO alpha-3 code{_nearest(code, lexicons)}")
    return code


def _known_thing(name: str, lexicons: Lexicons) -> Form:
    forms = _things(lexicons).get(name, [])
    if len(forms) > 1:
        rows = ", ".join(form.row for form in forms)
        raise LookupError(f"to {name!r} may be several things; write the row that is meant, one of {rows}")
    if not forms:
        raise LookupError(
            f"to {name!r} is nothing that the lexicons know{_nearest(name, lexicons)}; write a country's ISO alpha-3 "
            "code, a `person` of people.csv, an `id` of organisations.csv or places.csv, a `theme`, or a row such as "
            "places.csv#paris. `readout why ARTICLE` shows them beside each mention; what no lexicon has needs a row "
            "in CORPUS/lexicons/ first"
        )
    return forms[0]


def _nearest(name: str, lexicons: Lexicons) -> str:
    """What may have been meant, by what a reader would call it or by its id."""
    known = {thing.lower(): thing for thing in _things(lexicons) if "#" not in thing}
    known |= {called.lower(): thing for thing, called in lexicons.names.items() if thing in _things(lexicons)}
    near = get_close_matches(name.lower(), known, n=1)
    return f"; the nearest is {known[near[0]]} ({lexicons.names.get(known[near[0]], '')})" if near else ""


@lru_cache(maxsize=4)
def _things(lexicons: Lexicons) -> dict[str, list[Form]]:
    """What a correction may name: a code, slug, id or theme, or a row of a lexicon, and a form of each thing so called.

    Of a country that is its name, and not that of a former state.
    """
    things: dict[str, dict[str, Form]] = {}
    for form in sorted(lexicons.forms(), key=lambda form: (form.route != "name", bool(form.historic))):
        if form.kind != "none":
            things.setdefault(form.entity, {}).setdefault(form.kind, form)
            things.setdefault(form.row, {}).setdefault("row", form)
    for person, offices in lexicons.offices.items():
        if form := things.get(person, {}).get("person"):
            things |= {office.row: {"row": form} for office in offices}
    return {name: list(forms.values()) for name, forms in things.items()}
