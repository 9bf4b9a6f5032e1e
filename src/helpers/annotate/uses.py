"""How mentions of countries are used, by the words next to them: who acts, who speaks, where something happens.

The words are read for a batch at once (:mod:`helpers.annotate.kernels.beside`); the lists of them are here. Where
that leaves open whether something happens at a place, regular expressions settle it.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from helpers.annotate.kernels import beside
from helpers.annotate.kernels.text import bytes_at, pack

# Routes by which a mention stands for its country, as bits; any other is 0.
NAME, ADJECTIVE, CAPITAL, PLACE, ORGANISATION = 1, 2, 4, 8, 16
ROUTES = {"name": NAME, "adjective": ADJECTIVE, "capital": CAPITAL, "place": PLACE, "organisation": ORGANISATION}
TOWN = CAPITAL | PLACE

# What stands before a place where something happens. The kernel goes by the words right before it, and by those that some of
# these need in their turn; where that leaves it open, the regular expression decides.
NEAR = "in at near outside inside across throughout".split()
VISITS = "visit visits visited visiting".split()
TOWNS = "city capital town province region".split()
PARTS = "village district county port island outskirts suburb suburbs parts neighborhoods neighbourhoods".split()
SIDES = [first + side for first in ("", "north", "south") for side in ("east", "west", "north", "south")]
LOCATIVE = re.compile(  # in small letters
    rf"\b(?:(?:{'|'.join(NEAR)}|(?:{'|'.join(VISITS)})(?: to)?|hosted by)(?: the)?(?: [a-z]\w+'s)?(?: [a-z]+-held)?"
    r"(?: (?:central|downtown|(?:north|south)?-?(?:east|west|north|south)(?:ern)?))?"
    rf"(?: (?:{'|'.join(TOWNS)})(?: of)?,?)*|(?:{'|'.join(TOWNS + PARTS)}) of) \Z"
)
AS_HOST = re.compile(  # in letters of ASCII, in which the next word is read
    r"'s (?:capital|port city|resort)\b|,? (?:hosted|hosts|will host|is hosting)\b", re.IGNORECASE | re.ASCII
)
OF_SOMETHING = re.compile(r"'s (?!(?:[a-z-]+ern )?[A-Z])")  # "in Russia's war", but not "in Russia's Far East"
DATELINE = re.compile(
    r"(?:, [A-Z][\w .]{1,20})?,? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d", re.I
)

CURRENCY = "dlr dlrs dollar dollars currency".split()  # "US dollars"
COINS = """franc francs mark marks pound pounds sterling yen yuan rouble roubles ruble rubles rupee rupees peso pesos lira
    liras lire lires guilder guilders crown crowns krona kronar krone kroner krono kronor""".split()  # "Swiss francs", no name
ACTORS = [
    form
    for word in """government minister ministry president chancellor king queen prince leader lawmaker parliament official
    authority authorities spokesman spokesmen spokeswoman spokeswomen spokesperson spokespeople diplomat ambassador embassy
    envoy delegation negotiator force troop army military navy soldier warplane jet police court judge prosecutor intelligence
    regime rebel opposition company companies firm bank citizen national""".split()
    for form in (word, word + "s")
]
DOES = """said says has have had will would is was are were could may must should did does told met made took held sent gave
    won began""".split()

LINKS = [*NEAR, *VISITS, "to", "by"]
CLASSES = {
    beside.ACTOR: ACTORS,
    beside.CURRENCY: CURRENCY,
    beside.COIN: COINS,
    beside.DOES: DOES,
    beside.MAY_HOST: "capital port resort hosted hosts will is".split(),
    beside.LEADS: [*LINKS, *TOWNS, *SIDES, *(side + "ern" for side in SIDES), *"the of held central downtown".split()],
    beside.LINKS: LINKS,
    beside.VISITS: VISITS,
    beside.INVITES: ["hosted"],
    beside.PARTS: TOWNS + PARTS,
    beside.TOWNS: [*TOWNS, "of"],
}
NEEDS = {"the": beside.LINKS, "to": beside.VISITS, "by": beside.INVITES, "of": beside.PARTS}


class Mentions(NamedTuple):
    """The mentions of a batch of articles that have a country: a row each, in order."""

    article: np.ndarray  # its number in the batch
    in_title: np.ndarray
    sentence: np.ndarray
    start: np.ndarray
    end: np.ndarray
    route: np.ndarray  # bits
    named: np.ndarray


class Uses(NamedTuple):
    """How mentions are used, by the words next to them: a truth value each."""

    is_money: np.ndarray  # only the currency of the country is meant ("Swiss francs")
    is_place: np.ndarray  # something happens there ("in Ashgabat")
    acts: np.ndarray  # it does or says something ("Iranian officials", "Iran said")
    speaks: np.ndarray  # it is said to speak ("Iran's foreign minister told reporters")
    opens: np.ndarray  # a sentence


def columns_of(mentions: list[list[dict]]) -> Mentions:
    """The mentions of all articles, one at least, as columns."""
    flat = [*chain.from_iterable(mentions)]

    def column(name: str, kind: type) -> np.ndarray:
        return np.fromiter(map(itemgetter(name), flat), kind, len(flat))

    return Mentions(
        article=np.repeat(np.arange(len(mentions)), [len(own) for own in mentions]),
        in_title=np.array([mention["part"] == "title" for mention in flat]),
        sentence=column("sentence", np.int64),
        start=column("start", np.int64),
        end=column("end", np.int64),
        route=np.array([ROUTES.get(mention["route"], 0) for mention in flat]),
        named=column("named", bool),
    )


def read_uses(mentions: Mentions, titles: list[str], texts: list[str]) -> Uses:
    """How each mention is used: in a list, all are places if the first is, and all act if the last does."""
    article, in_title, _, start, end, route, _ = mentions
    packed, owner = pack([*titles, *texts]), article + np.where(in_title, 0, len(titles))
    flags = beside.read(packed, owner, *bytes_at(packed, (owner, start), (owner, end)), _vocabulary())

    def has(bits: int) -> np.ndarray:
        return flags & bits > 0

    owns, is_name, is_adjective = has(beside.OWNS), route == NAME, route == ADJECTIVE
    is_placeable = route & (NAME | TOWN) > 0
    is_money = is_name & has(beside.CURRENCY) | is_adjective & ~owns & has(beside.CURRENCY | beside.COIN)
    may_do = ~owns & ~is_adjective & (route != PLACE)
    acts = (is_name | is_adjective) & has(beside.ACTOR)
    acts |= may_do & (has(beside.DOES) | in_title & has(beside.DOES_IN_TITLE))
    is_place = is_placeable & ~owns & has(beside.IN)
    for bits, holds in ((beside.MAY_HOST, is_host), (beside.IN | beside.MAY_BE_IN, is_inside)):
        for at in np.flatnonzero(is_placeable & ~is_place & has(bits)).tolist():
            text = titles[article[at]] if in_title[at] else texts[article[at]]
            is_place[at] = holds(text, int(start[at]), int(end[at]))
    joined = np.flatnonzero(has(beside.JOINED)).tolist()
    for at in reversed(joined):
        acts[at] |= acts[at + 1]
    for at in joined:
        is_place[at + 1] |= is_place[at] and is_placeable[at + 1] and not acts[at + 1]
    return Uses(is_money, is_place, acts, has(beside.SPEAKS), has(beside.OPENS))


def is_host(text: str, start: int, end: int) -> bool:
    """Whether the words behind the place at ``[start, end)`` say that something happens there ("London, May 5")."""
    after = text[end : end + 40].replace("’", "'")
    return AS_HOST.match(after) is not None or (text[start:end].isupper() and DATELINE.match(after) is not None)


def is_inside(text: str, start: int, end: int) -> bool:
    """Whether the words before the place at ``[start, end)`` say that something happens there ("in northern Chad")."""
    before, after = (part.replace("’", "'") for part in (text[max(0, start - 60) : start], text[end : end + 40]))
    return OF_SOMETHING.match(after) is None and LOCATIVE.search(before.lower()) is not None


@cache
def _vocabulary() -> beside.Vocabulary:
    return beside.vocabulary_of(CLASSES, NEEDS)
