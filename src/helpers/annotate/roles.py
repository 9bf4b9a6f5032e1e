"""Which part each country plays in an article, told by how much of it is about the country, where, and in which words.

Mentions are weighed by place: one in the title counts four times, one in the first sentence of the text three times, one
in the second twice. A country with a good share of that weight is a party: most of what is written about at length acts,
speaks or receives. Less will do for one that is seen to act ("Iranian officials", "Iran said") in the title, or where no
other country has much more; more is asked of one that comes late and does not act. A country for which only its bodies
stand ("Eurostat", "Uber") is none, unless they are in the title or act in the lead. News happens at home, so a country
that an article is mostly about is its venue too; so is one that dateline, title or lead give as a place ("in Ashgabat").
What comes up often, with little weight, and not just as a place, is a topic.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

TITLE_WEIGHT, LEAD_WEIGHTS = 4, (3, 2)  # the first sentences of the text; any other counts once
FIRST_IN_TITLE = 2  # the country that the title names first, as a rule who acts, is twice as salient
AS_PLACE = 1 / 2  # where something happens is half as salient as who does it
PARTY = 1 / 8  # share of the weight that makes a party
BESIDE_LARGEST = 1 / 3  # or so much of the largest share, where many countries share an article
ACTIVE, ACTIVE_BESIDE_LARGEST = 1 / 20, 1 / 5  # the same of one that acts
SILENT_PARTY = 1 / 3  # share of one that neither title nor lead mentions, and that is not seen to act
HOME = 3 / 5  # what an article is mostly about
TOPIC, TOPIC_MENTIONS = 1 / 20, 4

PLACE_ROUTES = ("name", "capital", "place")
LOCATIVE = re.compile(  # in small letters
    r"\b(?:(?:in|at|near|outside|inside|across|throughout|visit(?:s|ed|ing)?(?: to)?|arriv(?:es?|ed|ing) in|held in|hosted (?:in|by))"
    r"(?: the)?(?: [a-z]\w+'s)?(?: [a-z]+-held)?(?: (?:central|downtown|(?:north|south)?-?(?:east|west|north|south)(?:ern)?))?"
    r"(?: (?:city|capital|town|province|region)(?: of)?,?)*"
    r"|(?:city|capital|town|village|province|region|district|county|port|island|outskirts|suburbs?|parts|neighbou?rhoods) of) $"
)
AS_HOST = re.compile(r"'s (?:capital|port city|resort)\b|,? (?:hosted|hosts|will host|is hosting)\b", re.IGNORECASE)
OF_SOMETHING = re.compile(r"'s (?!(?:[a-z-]+ern )?[A-Z])")  # "in Russia's war", but not "in Russia's Far East"
DATELINE = re.compile(
    r"(?:, [A-Z][\w .]{1,20})?,? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d", re.I
)
JOINED = re.compile(r",? (?:and |or )?")

ACTORS = (
    r"(?:government|minist(?:er|ry)|president|chancellor|king|queen|prince|leader|lawmaker|parliament|official|authorit(?:y|ies)|"
    r"spokes\w+|diplomat|ambassador|embassy|envoy|delegation|negotiator|force|troop|army|military|navy|soldier|warplane|jet|"
    r"police|court|judge|prosecutor|intelligence|regime|rebel|opposition|compan(?:y|ies)|firm|bank|citizen|national)s?\b"
)
IS_ACTOR = re.compile(rf"(?:'s)?(?: [a-z]+){{0,2}} {ACTORS}", re.IGNORECASE)
DOES = re.compile(
    r"(?: also)? (?:said|says|has|have|had|will|would|is|was|are|were|could|may|must|should|did|does|"
    r"told|met|made|took|held|sent|gave|won|began|[a-z]+ed)\b"
)
DOES_IN_TITLE = re.compile(r" (?:to [a-z]+|[A-Za-z]+s)\b")


class Use(NamedTuple):
    """What a mention counts for (more than 1 in title and lead), whether it is a place, and whether it acts."""

    weight: int
    place: bool
    acts: bool


def is_locative(text: str, start: int, end: int, route: str) -> bool:
    """Whether the mention at ``[start, end)`` names a place where something happens ("in Ashgabat")."""
    if route not in PLACE_ROUTES:
        return False
    before, after = (part.replace("’", "'") for part in (text[max(0, start - 60) : start], text[end : end + 40]))
    if AS_HOST.match(after) or (text[start:end].isupper() and DATELINE.match(after)):
        return True
    return bool(LOCATIVE.search(before.lower()) and not OF_SOMETHING.match(after))


def is_acting(text: str, end: int, route: str, part: str) -> bool:
    """Whether what is mentioned up to ``end`` does or says something, by the words that follow ("Iranian officials")."""
    after = text[end : end + 60].replace("’", "'")
    if route in ("name", "adjective") and IS_ACTOR.match(after):
        return True
    does = DOES.match(after) or (part == "title" and DOES_IN_TITLE.match(after))
    return route not in ("adjective", "place") and bool(does)


def read_roles(mentions: list[dict], texts: dict[str, str], first_text_sentence: int) -> list[dict]:
    """One row per country mentioned in an article.

    Parameters
    ----------
    mentions : list of dict
        The article's mentions that have a country.
    texts : dict
        Its ``title`` and ``text``.
    first_text_sentence : int
        The number of the first sentence of the text (1 when there is a title, else 0).

    Returns
    -------
    list of dict
        ``country``, ``named``, ``n_mentions``, ``role``, ``salience`` (share of the weight, in which places
        count half and the country that the title names first twice; sums to 1), most salient first.
    """
    by_country: dict[str, list[tuple[dict, Use]]] = {}
    for mention, use in zip(mentions, _read_uses(mentions, texts, first_text_sentence), strict=True):
        by_country.setdefault(mention["country"], []).append((mention, use))
    weights = {country: sum(use.weight for _, use in own) for country, own in by_country.items()}
    total = sum(weights.values())
    largest = max(weights.values(), default=0)
    in_title = [mention for mention in mentions if mention["part"] == "title"]
    first = min(in_title, key=lambda mention: mention["start"])["country"] if in_title else None
    salient = {
        country: sum(use.weight * (AS_PLACE if use.place else 1) for _, use in own)
        * (FIRST_IN_TITLE if country == first else 1)
        for country, own in by_country.items()
    }
    rows = [
        {
            "country": country,
            "named": any(mention["named"] for mention, _ in own),
            "n_mentions": len(own),
            "role": _role(own, weights[country] / total, largest / total),
            "salience": salient[country] / sum(salient.values()),
        }
        for country, own in by_country.items()
    ]
    return sorted(rows, key=lambda row: (-row["salience"], row["country"]))


def _read_uses(mentions: list[dict], texts: dict[str, str], first_text_sentence: int) -> list[Use]:
    """How each mention is used: in a list, all are places if the first is, and all act if the last does."""
    places = [is_locative(texts[m["part"]], m["start"], m["end"], m["route"]) for m in mentions]
    acts = [is_acting(texts[m["part"]], m["end"], m["route"], m["part"]) for m in mentions]
    joined = [
        one["part"] == other["part"] and bool(JOINED.fullmatch(texts[one["part"]], one["end"], other["start"]))
        for one, other in pairwise(mentions)
    ]
    for at in reversed(range(len(joined))):
        acts[at] |= joined[at] and acts[at + 1]
    for at, is_joined in enumerate(joined):
        may_be_place = mentions[at + 1]["route"] in PLACE_ROUTES and not acts[at + 1]
        places[at + 1] |= is_joined and places[at] and may_be_place
    weights = (_weight(mention, first_text_sentence) for mention in mentions)
    return [Use(*use) for use in zip(weights, places, acts, strict=True)]


def _weight(mention: dict, first_text_sentence: int) -> int:
    if mention["part"] == "title":
        return TITLE_WEIGHT
    number = mention["sentence"] - first_text_sentence
    return LEAD_WEIGHTS[number] if number < len(LEAD_WEIGHTS) else 1


def _role(own: list[tuple[dict, Use]], share: float, largest: float) -> str:
    """The role of a country by its mentions and their uses, its share of the weight, and the largest share of any."""
    uses = [use for _, use in own]
    early_places = [use.weight for use in uses if use.place and use.weight > 1]
    n_places = sum(use.place for use in uses)
    n_others = len(uses) - n_places
    is_clear = LEAD_WEIGHTS[0] in early_places or len(early_places) > 1  # "in Turkmenistan's capital of Ashgabat"
    happens_there = bool(early_places) and share >= (ACTIVE if is_clear else PARTY)
    if happens_there and n_others < 2 and n_others <= n_places:
        return "venue"
    if all(mention["route"] == "organisation" for mention, _ in own) and not _is_prominent(own):
        return "bystander"
    if _is_party(own, share, largest):
        return "party+venue" if happens_there or share >= HOME else "party"
    return "topic" if n_others and len(uses) >= TOPIC_MENTIONS and share >= TOPIC else "bystander"


def _is_prominent(own: list[tuple[dict, Use]]) -> bool:
    """Whether the title names it, or it acts in the lead."""
    return any(mention["part"] == "title" or (use.acts and use.weight > 1) for mention, use in own)


def _is_party(own: list[tuple[dict, Use]], share: float, largest: float) -> bool:
    acts = any(use.acts for _, use in own)
    if acts and share >= ACTIVE:
        in_title = any(use.acts and mention["part"] == "title" for mention, use in own)
        if in_title or share >= ACTIVE_BESIDE_LARGEST * largest:
            return True
    if acts or any(use.weight > 1 for _, use in own):
        return share >= min(PARTY, BESIDE_LARGEST * largest)
    return share >= SILENT_PARTY
