"""Which part each country plays in an article, told by how much of it is about the country, where, and in which words.

Mentions are weighed by place: one in the title counts four times, one in the first sentence of the text three times, one
in the second twice; one in the name of a currency ("Swiss francs") hardly counts. From the weights, and from the words next
to the mentions, come the ``FEATURES`` of a country in an article, and from these three chances, each by a logistic model
whose weights are the columns of ``roles.csv``:

- ``about``: that the article is about it at all; if not, it is a bystander. For it speak much weight, as it is and as a
  share, and a place in title or first sentence; against it, that bodies ("Eurostat") and towns stand for it.
- ``party``: that it does, says or receives something. It is named early, and seen to act ("Iranian officials", "Iran said")
  as often as the most active country; against it, that it comes late, or where something happens.
- ``venue``: that the news happens there. Places are mentioned ("in Ashgabat"), more than of any other country, above all in
  title and first sentence; or the article is mostly about it, since news happens at home.

What an article is about, though it is neither party nor venue, is a topic. A country that plainly acts, or is the scene, is
party or venue even where the article seems to be about others; one that only lends its currency is a bystander. On what
the models were trained, and how right they are, stands in ``data/README.md``.
"""

from __future__ import annotations

import csv
import re
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

TITLE_WEIGHT, LEAD_WEIGHTS = 4, (3, 2)  # the first sentences of the text; any other counts once
MONEY_WEIGHT = 1 / 10
FIRST_IN_TITLE = 2  # the country that the title names first, as a rule who acts, is twice as salient
AS_PLACE = 1 / 2  # where something happens is half as salient as who does it

FEATURES = {
    "share": "share of the article's weight (logarithm)",
    "share_of_many": "the same, times countries",
    "beside_heaviest": "weight beside the heaviest other country (logarithm)",
    "weight": "weight (logarithm)",
    "once": "it is mentioned once",
    "title": "the title mentions it",
    "first_sentence": "the first sentence of the text mentions it",
    "named_first": "no other country is mentioned before",
    "countries": "countries of the article (logarithm)",
    "acts": "mentions that act, beside those of the most active country",
    "speaks": "its people are said to speak",
    "as_place": "share of its mentions that are where something happens",
    "places": "the same, as a share of those of all countries",
    "place_of_title": "so in the title",
    "place_of_first_sentence": "so in the first sentence",
    "towns": "share of its mentions that are towns and regions",
    "towns_of_first_sentence": "some are in the first sentence",
    "towns_of_lead": "some are in title or lead",
    "bodies": "share of its mentions that are bodies and firms",
    "adjectives": "share of its mentions that are adjectives",
    "late": "share of its mentions in the second half of the text",
}
WEIGHTS = Path(__file__).with_name("roles.csv")
MODELS = ("about", "party", "venue")
LEAST = {"about": 0.45, "party": 0.45, "venue": 0.4}  # chance from which on it is taken for one
PLAIN = {"party": 0.7, "venue": 0.55}  # the same where the article seems to be about others

PLACE_ROUTES = ("name", "capital", "place")
LOCATIVE = re.compile(  # in small letters
    r"\b(?:(?:in|at|near|outside|inside|across|throughout|visit(?:s|ed|ing)?(?: to)?|arriv(?:es?|ed|ing) in|held in|hosted (?:in|by))"
    r"(?: the)?(?: [a-z]\w+'s)?(?: [a-z]+-held)?(?: (?:central|downtown|(?:north|south)?-?(?:east|west|north|south)(?:ern)?))?"
    r"(?: (?:city|capital|town|province|region)(?: of)?,?)*"
    r"|(?:city|capital|town|village|province|region|district|county|port|island|outskirts|suburbs?|parts|neighbou?rhoods) of) $"
)
LOCATIVE_ENDS = (  # of the words before a place: a quick look before the search
    *(
        "in ",
        "at ",
        "near ",
        "side ",
        "across ",
        "throughout ",
        "visit ",
        "visits ",
        "visited ",
        "visiting ",
        "to ",
        "by ",
    ),
    *("the ", "of ", "'s ", "held ", "central ", "downtown ", "east ", "west ", "north ", "south ", "ern "),
    *("city ", "capital ", "town ", "province ", "region ", ", "),
)
IN = (" in ", " at ", " near ")  # for certain
AFTER_PLACE = (" ", "'", ",")
AS_HOST = re.compile(r"'s (?:capital|port city|resort)\b|,? (?:hosted|hosts|will host|is hosting)\b", re.IGNORECASE)
OF_SOMETHING = re.compile(r"'s (?!(?:[a-z-]+ern )?[A-Z])")  # "in Russia's war", but not "in Russia's Far East"
DATELINE = re.compile(
    r"(?:, [A-Z][\w .]{1,20})?,? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d", re.I
)
JOINTS = {" ", " and ", " or ", ", ", ", and ", ", or "}
MAX_JOINT = max(map(len, JOINTS))
CURRENCY = frozenset("dlr dlrs dollar dollars currency".split())
MONEY = {  # "Swiss francs"; "Japan marks" is none
    "name": CURRENCY,
    "adjective": CURRENCY
    | frozenset(
        """franc francs mark marks pound pounds sterling yen yuan rouble roubles ruble rubles rupee rupees peso pesos lira liras
        lire lires guilder guilders crown crowns krona kronar krone kroner krono kronor""".split()
    ),
}

NEXT = re.compile(r"('s)?(?: ([A-Za-z]+))?(?: ([A-Za-z]+))?(?: ([A-Za-z]+))?")  # up to three words
ACTORS = re.compile(
    r"(?:government|minist(?:er|ry)|president|chancellor|king|queen|prince|leader|lawmaker|parliament|official|authorit(?:y|ies)|"
    r"spokes\w+|diplomat|ambassador|embassy|envoy|delegation|negotiator|force|troop|army|military|navy|soldier|warplane|jet|"
    r"police|court|judge|prosecutor|intelligence|regime|rebel|opposition|compan(?:y|ies)|firm|bank|citizen|national)s?",
    re.IGNORECASE,
)
DOES = frozenset(
    """said says has have had will would is was are were could may must should did does told met made took held sent gave won
    began""".split()
)
SPEAKS = re.compile(r"(?:'s)?(?:,? [A-Za-z-]+){0,6}?,? (?:said|says|told)\b")
MAY_OPEN = set('.!?"”\ne')  # the letter before the blank: "e" of "The"
OPENS = re.compile(r"(?:\A|[.!?\"”]\s|\n)(?:The )?\Z")


class Uses(NamedTuple):
    """How mentions are used, by the words next to them: a list each."""

    is_money: list[bool]
    is_place: list[bool]
    acts: list[bool]
    speaks: list[bool]
    opens: list[bool]  # a sentence


class Countries(NamedTuple):
    """The countries of a batch of articles: a row each, in the order in which an article mentions them."""

    article: np.ndarray  # its number in the batch
    country: np.ndarray
    named: np.ndarray
    n_mentions: np.ndarray
    is_money: np.ndarray  # nothing but currencies
    salience: np.ndarray
    features: np.ndarray  # a column each of FEATURES


def is_locative(text: str, start: int, end: int, route: str) -> bool:
    """Whether the mention at ``[start, end)`` names a place where something happens ("in Ashgabat")."""
    if route not in PLACE_ROUTES:
        return False
    after = text[end : end + 40]
    if after[:1] in AFTER_PLACE and (AS_HOST.match(after) or (DATELINE.match(after) and text[start:end].isupper())):
        return True
    before = text[max(0, start - 60) : start].lower()
    if not before.endswith(LOCATIVE_ENDS) or OF_SOMETHING.match(after):
        return False
    return before.endswith(IN) or LOCATIVE.search(before) is not None


@lru_cache(maxsize=20_000)
def is_actor(word: str) -> bool:
    """Whether those whom a word is for can act for a country."""
    return ACTORS.fullmatch(word) is not None


def is_acting(text: str, end: int, route: str, part: str) -> bool:
    """Whether what is mentioned up to ``end`` does or says something, by the words that follow ("Iranian officials")."""
    owns, *words = NEXT.match(text, end).groups()
    first = words[0]
    if first is None:
        return False
    if route in ("name", "adjective") and any(word and is_actor(word) for word in words):
        return True
    if owns or route in ("adjective", "place"):
        return False
    verb = words[1] if first == "also" and words[1] else first
    if verb in DOES or (verb.endswith("ed") and verb.islower()):
        return True
    return part == "title" and (first.endswith("s") or (first == "to" and words[1] is not None and words[1].islower()))


def is_money(text: str, end: int, route: str) -> bool:
    """Whether only the currency of the country is mentioned up to ``end`` ("Swiss francs")."""
    if route not in MONEY:
        return False
    owns, first, *_ = NEXT.match(text, end).groups()
    return first is not None and first.lower() in MONEY[route] and not (owns and route == "adjective")


def is_speaking(text: str, end: int) -> bool:
    """Whether who is mentioned up to ``end`` is said to speak ("Iran's foreign minister told reporters")."""
    after = text[end : end + 60]
    return ("said" in after or "says" in after or "told" in after) and SPEAKS.match(after) is not None


def read_roles(mentions: list[list[dict]], titles: list[str], texts: list[str]) -> list[list[dict]]:
    """The countries that each article mentions, with their roles.

    Parameters
    ----------
    mentions : list of list of dict
        Of each article, the mentions that have a country, in order.
    titles, texts : list of str

    Returns
    -------
    list of list of dict
        Of each article, one row per country: ``country``, ``named``, ``n_mentions``, ``role``, ``salience``, most salient
        first. Salience is the share of the weight, in which places count half and the country that the title names first
        twice, and one with ``n`` mentions that open a sentence the root of ``n + 1`` times; it sums to 1.
    """
    if not any(mentions):
        return [[] for _ in mentions]
    found = measure_countries(mentions, titles, texts)
    roles = decide_roles(found, _weights())
    rows: list[list[dict]] = [[] for _ in mentions]
    columns = (found.article, found.country, found.named, found.n_mentions, roles, found.salience)
    order = np.lexsort((found.country, -found.salience, found.article))
    for article, *values in zip(*(column[order].tolist() for column in columns), strict=True):
        rows[article].append(dict(zip(("country", "named", "n_mentions", "role", "salience"), values, strict=True)))
    return rows


def measure_countries(mentions: list[list[dict]], titles: list[str], texts: list[str]) -> Countries:
    """What the roles of countries follow from; articles as :func:`read_roles` takes them, one mention at least."""
    row_of: dict[tuple[int, str], int] = {}
    rows: list[int] = []
    read = Uses([], [], [], [], [])
    for number, (own, title, text) in enumerate(zip(mentions, titles, texts, strict=True)):
        rows += [row_of.setdefault((number, mention["country"]), len(row_of)) for mention in own]
        _read_uses(own, {"title": title, "text": text}, read)
    row = np.array(rows)
    use = Uses(*map(np.array, read))
    article, country = (np.array(one) for one in zip(*row_of, strict=True))
    starts = np.diff(article, prepend=-1) > 0

    flat = [mention for own in mentions for mention in own]
    sentence, start, named = (np.array([mention[name] for mention in flat]) for name in ("sentence", "start", "named"))
    is_town, is_body, is_adjective = (
        np.array([mention["route"] in routes for mention in flat])
        for routes in (("capital", "place"), ("organisation",), ("adjective",))
    )
    of = article[row]
    in_title = np.array([mention["part"] == "title" for mention in flat])
    sentence = sentence - np.array([bool(title.strip()) for title in titles])[of]
    is_late = ~in_title & (2 * start > np.array([len(text) for text in texts])[of])
    in_lead = [~in_title & (sentence == number) for number in range(len(LEAD_WEIGHTS))]
    counts = np.select([in_title, *in_lead], [TITLE_WEIGHT, *LEAD_WEIGHTS], 1) * np.where(use.is_money, MONEY_WEIGHT, 1)

    def total(values: np.ndarray) -> np.ndarray:
        """Of each country."""
        return np.bincount(row, values)

    def spread(combine: np.ufunc, values: np.ndarray) -> np.ndarray:
        """The countries of an article combined, given to each of them."""
        return combine.reduceat(values, np.flatnonzero(starts))[np.cumsum(starts) - 1]

    n, weight, places, acts = total(np.ones(len(row))), total(counts), total(use.is_place), total(use.acts)
    share = np.log(weight / spread(np.add, weight))
    countries = np.log(spread(np.add, np.ones(len(article))))
    heaviest = spread(np.maximum, weight)
    is_heaviest = weight == heaviest
    second = spread(np.maximum, np.where(is_heaviest, 0, weight))
    others = np.where(is_heaviest & (spread(np.add, is_heaviest.astype(int)) == 1), second, heaviest)
    has_title = total(in_title) > 0
    features = {
        "share": share,
        "share_of_many": share * countries,
        "beside_heaviest": np.log((weight + 1) / (others + 1)),
        "weight": np.log(weight),
        "once": n == 1,
        "title": has_title,
        "first_sentence": total(in_lead[0]) > 0,
        "named_first": starts,
        "countries": countries,
        "acts": acts / np.maximum(spread(np.maximum, acts), 1),
        "speaks": total(use.speaks) > 0,
        "as_place": places / n,
        "places": places / np.maximum(spread(np.add, places), 1),
        "place_of_title": total(use.is_place & in_title) > 0,
        "place_of_first_sentence": total(use.is_place & in_lead[0]) > 0,
        "towns": total(is_town) / n,
        "towns_of_first_sentence": total(is_town & in_lead[0]) > 0,
        "towns_of_lead": total(is_town & (in_title | np.any(in_lead, axis=0))) > 0,
        "bodies": total(is_body) / n,
        "adjectives": total(is_adjective) / n,
        "late": total(is_late) / n,
    }
    salience = total(np.where(use.is_place, AS_PLACE, 1) * counts) * np.sqrt(1 + total(use.opens))
    salience *= np.where(starts & has_title, FIRST_IN_TITLE, 1)  # whom a title mentions comes before all others
    return Countries(
        article=article,
        country=country,
        named=total(named) > 0,
        n_mentions=n.astype(int),
        is_money=total(use.is_money) == n,
        salience=salience / spread(np.add, salience),
        features=np.column_stack([features[name] for name in FEATURES]).astype(float),
    )


def decide_roles(found: Countries, models: dict[str, np.ndarray]) -> np.ndarray:
    """The role of each country, by the weights of each of the ``MODELS``: that of 1, then those of ``FEATURES``."""
    chance = {model: 1 / (1 + np.exp(-found.features @ own[1:] - own[0])) for model, own in models.items()}
    is_about = chance["about"] >= LEAST["about"]
    is_party, is_venue = (chance[role] >= np.where(is_about, LEAST[role], PLAIN[role]) for role in ("party", "venue"))
    return np.select(
        [found.is_money, is_party & is_venue, is_party, is_venue, is_about],
        ["bystander", "party+venue", "party", "venue", "topic"],
        "bystander",
    )


def _read_uses(mentions: list[dict], texts: dict[str, str], uses: Uses) -> None:
    """Adds how each mention is used: in a list, all are places if the first is, and all act if the last does."""
    texts = {part: text.replace("’", "'") for part, text in texts.items()}
    places, acts, joined = [], [], []
    for mention in mentions:
        part, start, end, route = mention["part"], mention["start"], mention["end"], mention["route"]
        text = texts[part]
        places.append(is_locative(text, start, end, route))
        acts.append(is_acting(text, end, route, part))
        uses.is_money.append(is_money(text, end, route))
        uses.speaks.append(is_speaking(text, end))
        may_open = start < 2 or text[start - 2] in MAY_OPEN or text[start - 1] == "\n"
        uses.opens.append(may_open and OPENS.search(text, max(0, start - 6), start) is not None)
    for one, other in pairwise(mentions):
        is_near = one["part"] == other["part"] and other["start"] - one["end"] <= MAX_JOINT
        joined.append(is_near and texts[one["part"]][one["end"] : other["start"]] in JOINTS)
    for at in reversed(range(len(joined))):
        acts[at] |= joined[at] and acts[at + 1]
    for at, is_joined in enumerate(joined):
        if is_joined and places[at] and mentions[at + 1]["route"] in PLACE_ROUTES and not acts[at + 1]:
            places[at + 1] = True
    uses.is_place.extend(places)
    uses.acts.extend(acts)


@cache
def _weights() -> dict[str, np.ndarray]:
    """Of each model, the weights of FEATURES, behind that of 1."""
    with WEIGHTS.open(encoding="utf-8", newline="") as file:
        rows = {row["feature"]: row for row in csv.DictReader(file)}
    return {model: np.array([float(rows[name][model]) for name in ("always", *FEATURES)]) for model in MODELS}
