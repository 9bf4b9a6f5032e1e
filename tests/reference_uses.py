"""How mentions are used, by regular expressions alone: slow, plain, and the definition of what the kernel must find."""

from __future__ import annotations

import re
from itertools import pairwise

PLACE_ROUTES = ("name", "capital", "place")
LOCATIVE = re.compile(  # in small letters
    r"\b(?:(?:in|at|near|outside|inside|across|throughout|visit(?:s|ed|ing)?(?: to)?|arriv(?:es?|ed|ing) in|held in"
    r"|hosted (?:in|by))(?: the)?(?: [a-z]\w+'s)?(?: [a-z]+-held)?"
    r"(?: (?:central|downtown|(?:north|south)?-?(?:east|west|north|south)(?:ern)?))?"
    r"(?: (?:city|capital|town|province|region)(?: of)?,?)*"
    r"|(?:city|capital|town|village|province|region|district|county|port|island|outskirts|suburbs?|parts"
    r"|neighbou?rhoods) of) \Z"
)
AS_HOST = re.compile(
    r"'s (?:capital|port city|resort)\b|,? (?:hosted|hosts|will host|is hosting)\b", re.IGNORECASE | re.ASCII
)
OF_SOMETHING = re.compile(r"'s (?!(?:[a-z-]+ern )?[A-Z])")  # "in Russia's war", but not "in Russia's Far East"
DATELINE = re.compile(
    r"(?:, [A-Z][\w .]{1,20})?,? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d", re.I
)
JOINTS = {" ", " and ", " or ", ", ", ", and ", ", or "}
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
    r"spokes(?:m[ae]n|wom[ae]n|person|people)|diplomat|ambassador|embassy|envoy|delegation|negotiator|force|troop|army|"
    r"military|navy|soldier|warplane|jet|police|court|judge|prosecutor|intelligence|regime|rebel|opposition|"
    r"compan(?:y|ies)|firm|bank|citizen|national)s?",
    re.IGNORECASE,
)
DOES = frozenset(
    """said says has have had will would is was are were could may must should did does told met made took held sent gave won
    began""".split()
)
SPEAKS = re.compile(r"(?:'s)?(?:,? [A-Za-z-]+){0,6}?,? (?:said|says|told)\b")
OPENS = re.compile(r"(?:\A|[.!?\"”]\s|\n)(?:The )?\Z")


def is_locative(text: str, start: int, end: int, route: str) -> bool:
    """Whether the mention at ``[start, end)`` names a place where something happens ("in Ashgabat")."""
    if route not in PLACE_ROUTES:
        return False
    after = text[end : end + 40]
    if AS_HOST.match(after) or (DATELINE.match(after) and text[start:end].isupper()):
        return True
    return not OF_SOMETHING.match(after) and LOCATIVE.search(text[max(0, start - 60) : start].lower()) is not None


def is_acting(text: str, end: int, route: str, part: str) -> bool:
    """Whether what is mentioned up to ``end`` does or says something, by the words that follow ("Iranian officials")."""
    owns, *words = NEXT.match(text, end).groups()
    first = words[0]
    if first is None:
        return False
    if route in ("name", "adjective") and any(word and ACTORS.fullmatch(word) for word in words):
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
    return SPEAKS.match(text[end : end + 60]) is not None


def uses_of(mentions: list[dict], title: str, text: str) -> list[tuple[bool, ...]]:
    """Of each mention of an article the values of ``Uses``."""
    texts = {part: words.replace("’", "'") for part, words in (("title", title), ("text", text))}
    money, places, acts, speaks, opens, joined = [], [], [], [], [], []
    for mention in mentions:
        part, start, end, route = mention["part"], mention["start"], mention["end"], mention["route"]
        money.append(is_money(texts[part], end, route))
        places.append(is_locative(texts[part], start, end, route))
        acts.append(is_acting(texts[part], end, route, part))
        speaks.append(is_speaking(texts[part], end))
        opens.append(OPENS.search(texts[part], max(0, start - 6), start) is not None)
    for one, other in pairwise(mentions):
        is_joint = texts[one["part"]][one["end"] : other["start"]] in JOINTS
        joined.append(one["part"] == other["part"] and is_joint)
    for at in reversed(range(len(joined))):
        acts[at] |= joined[at] and acts[at + 1]
    for at, is_joined in enumerate(joined):
        if is_joined and places[at] and mentions[at + 1]["route"] in PLACE_ROUTES and not acts[at + 1]:
            places[at + 1] = True
    return list(zip(money, places, acts, speaks, opens, strict=True))
