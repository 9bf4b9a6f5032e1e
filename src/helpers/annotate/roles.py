"""Which part each country plays in an article, told by how much of it is about the country, where, and in which words.

Mentions are weighed by place: one in the title counts four times, one in the lead (the first three sentences of the
text) twice. A country with a good share of that weight is a party: most of what is written about at length acts,
speaks or receives. One that neither title nor lead mentions must also be seen to act ("Iranian officials", "Iran
said"), or have more of it. News happens at home, so a country that an article is mostly about is its venue too; so is
one that title or lead give as a place ("in Ashgabat"). What comes up often, with little weight, is a topic.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

TITLE_WEIGHT, LEAD_WEIGHT, LEAD_SENTENCES = 4, 2, 3
FIRST_IN_TITLE = 2  # the country that the title names first, as a rule who acts, is twice as salient
PARTY = 1 / 8  # share of the weight that makes a party
SILENT_PARTY = 1 / 4  # share of one that neither title nor lead mentions, and that is not seen to act
HOME = 3 / 5  # what an article is mostly about
TOPIC, LEAD_TOPIC, TOPIC_MENTIONS = 1 / 20, 1 / 12, 4  # so much in so many mentions, or so much in title or lead

PLACE_ROUTES = ("name", "capital", "place")
LOCATIVE = re.compile(
    r"\b(?:(?:in|at|near|outside|inside|across|throughout|visit(?:s|ed|ing)?(?: to)?|arriv(?:es?|ed|ing) in|held in|hosted (?:in|by))"
    r"(?: the)?(?: [A-Z]\w+'s)?(?: [a-z]+-held)?(?: (?:central|downtown|(?:north|south)?-?(?:east|west|north|south)(?:ern)?))?"
    r"(?: (?:city|capital|town|province|region)(?: of)?,?)*"
    r"|(?:city|capital|town|village|province|region|district|county|port|island|outskirts|suburbs?|parts|neighbou?rhoods) of) $",
    re.IGNORECASE,
)
AS_HOST = re.compile(r"'s (?:capital|port city|resort)\b|,? (?:hosted|hosts|will host|is hosting)\b", re.IGNORECASE)
OF_SOMETHING = re.compile(r"'s (?!(?:[a-z-]+ern )?[A-Z])")  # "in Russia's war", but not "in Russia's Far East"
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
    before, after = (part.replace("’", "'") for part in (text[max(0, start - 60) : start], text[end : end + 20]))
    return bool(AS_HOST.match(after) or (LOCATIVE.search(before) and not OF_SOMETHING.match(after)))


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
        ``country``, ``named``, ``n_mentions``, ``role``, ``salience`` (share of the weight, in which that of
        the country that the title names first counts twice; sums to 1), most salient first.
    """
    by_country: dict[str, list[tuple[dict, Use]]] = {}
    for mention, use in zip(mentions, _read_uses(mentions, texts, first_text_sentence), strict=True):
        by_country.setdefault(mention["country"], []).append((mention, use))
    weights = {country: sum(use.weight for _, use in own) for country, own in by_country.items()}
    total = sum(weights.values())
    in_title = [mention for mention in mentions if mention["part"] == "title"]
    first = min(in_title, key=lambda mention: mention["start"])["country"] if in_title else None
    salient = {c: weight * (FIRST_IN_TITLE if c == first else 1) for c, weight in weights.items()}
    rows = [
        {
            "country": country,
            "named": any(mention["named"] for mention, _ in own),
            "n_mentions": len(own),
            "role": _role([use for _, use in own], weights[country] / total),
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
        one["part"] == other["part"] and bool(JOINED.fullmatch(texts[one["part"]][one["end"] : other["start"]]))
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
    return LEAD_WEIGHT if mention["sentence"] < first_text_sentence + LEAD_SENTENCES else 1


def _role(uses: list[Use], share: float) -> str:
    in_lead = any(use.weight > 1 for use in uses)
    n_places = sum(use.place for use in uses)
    happens_there = share >= PARTY and any(use.place and use.weight > 1 for use in uses)
    if happens_there and 2 * n_places >= len(uses) and len(uses) - n_places < 2:
        return "venue"
    if share >= (PARTY if in_lead or any(use.acts for use in uses) else SILENT_PARTY):
        return "party+venue" if happens_there or share >= HOME else "party"
    if (in_lead and share >= LEAD_TOPIC) or (len(uses) >= TOPIC_MENTIONS and share >= TOPIC):
        return "topic"
    return "bystander"
