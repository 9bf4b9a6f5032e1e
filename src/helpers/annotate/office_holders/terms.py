"""Who held which office when."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from helpers.annotate.bounds import FOREVER
from helpers.lexicons import Lexicons


class Term(NamedTuple):
    """An office that ``person`` held from ``since`` to ``until`` (ISO days; ``FOREVER`` while it lasts)."""

    person: str
    row: str
    since: str
    until: str


class Terms(NamedTuple):
    """Who held which office when, by country and office; and the office of each row of people.csv."""

    held: dict[tuple[str, str], list[Term]]
    offices: dict[str, str]


def holder_of(offices: tuple[str, ...], country: str, since: str, until: str, lexicons: Lexicons) -> Term | None:
    """Who alone held the first of ``offices`` that anybody held in ``country`` then, if from ``since`` to ``until``.

    On the day of a handover both hold it, and so nobody alone; bounds that begin or end on that day are those of a term.
    """
    held = terms_of(lexicons).held
    for office in offices:
        terms = held.get((country, office), ())
        if since < until:
            then = [term for term in terms if term.since < until and since < term.until]
        else:
            then = [term for term in terms if term.since <= since <= term.until]
        if then:
            whole = [term for term in then if term.since <= since and until <= term.until]
            return whole[0] if whole and len({term.person for term in then}) == 1 else None
    return None


@lru_cache(maxsize=4)
def terms_of(lexicons: Lexicons) -> Terms:
    """The terms of all offices of countries; one without an end lasts until somebody else follows."""
    held: dict[tuple[str, str], list[Term]] = {}
    for person, offices in lexicons.offices.items():
        for office in offices:
            if office.since and office.country:
                term = Term(person, office.row, office.since, office.until)
                held.setdefault((office.country, office.office), []).append(term)
    for one, terms in held.items():
        terms.sort(key=lambda term: term.since)
        held[one] = [
            term._replace(
                until=term.until or next((other.since for other in terms if other.since > term.since), FOREVER)
            )
            for term in terms
        ]
    return Terms(held, {office.row: office.office for offices in lexicons.offices.values() for office in offices})
