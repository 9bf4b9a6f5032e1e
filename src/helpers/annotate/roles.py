"""Which part each country plays in an article: a first reading, by where and how it is mentioned.

Salience weighs where a country is mentioned: a title counts four times, the first three sentences of the text twice.
A country that is mentioned mostly as a place where things happen ("in Ashgabat", "held in Turkmenistan") is the
venue; one with weight, named early, is a party; the rest are topics or bystanders.
"""

from __future__ import annotations

import re

TITLE_WEIGHT, LEAD_WEIGHT, LEAD_SENTENCES = 4, 2, 3
PARTY_SALIENCE = 0.15  # a party has at least this share of an article's weighted mentions ...
TOPIC_SALIENCE, TOPIC_MENTIONS = 0.10, 3  # a topic at least this share, or this many mentions and half of it
LEAD_CHARACTERS = 300  # ... and is first named within these first characters of the text, or in the title

PLACE_ROUTES = ("name", "capital", "place")
LOCATIVE = re.compile(
    r"\b(?:in|at|near|outside|inside|across|throughout|visit(?:s|ed|ing)?(?: to)?|arriv(?:es?|ed|ing) in|held in|hosted (?:in|by))"
    r"(?: (?:the|central|eastern|western|northern|southern|downtown))?(?: (?:city|capital|town|province|region)(?: of)?,?)* $",
    re.IGNORECASE,
)
AS_HOST = re.compile(r"'s (?:capital|port city|resort)\b|,? (?:hosted|hosts|will host|is hosting)\b", re.IGNORECASE)


def is_locative(text: str, start: int, end: int, route: str) -> bool:
    """Whether the mention at ``[start, end)`` names a place where something happens ("in Ashgabat")."""
    if route not in PLACE_ROUTES:
        return False
    return bool(
        LOCATIVE.search(text[max(0, start - 60) : start]) or AS_HOST.match(text.replace("’", "'")[end : end + 20])
    )


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
        ``country``, ``named``, ``n_mentions``, ``role``, ``salience`` (sums to 1), most salient first.
    """
    by_country: dict[str, list[dict]] = {}
    for mention in mentions:
        by_country.setdefault(mention["country"], []).append(mention)
    weights = {country: sum(_weight(m, first_text_sentence) for m in own) for country, own in by_country.items()}
    total = sum(weights.values())
    rows = []
    for country, own in by_country.items():
        salience = weights[country] / total
        places = sum(is_locative(texts[m["part"]], m["start"], m["end"], m["route"]) for m in own)
        early = any(m["part"] == "title" or m["start"] < LEAD_CHARACTERS for m in own)
        rows.append(
            {
                "country": country,
                "named": any(m["named"] for m in own),
                "n_mentions": len(own),
                "role": _role(salience, len(own), places, early),
                "salience": salience,
            }
        )
    return sorted(rows, key=lambda row: (-row["salience"], row["country"]))


def _weight(mention: dict, first_text_sentence: int) -> int:
    if mention["part"] == "title":
        return TITLE_WEIGHT
    return LEAD_WEIGHT if mention["sentence"] < first_text_sentence + LEAD_SENTENCES else 1


def _role(salience: float, n_mentions: int, n_places: int, early: bool) -> str:
    if early and 2 * n_places >= n_mentions:
        acts = n_mentions - n_places
        return "party+venue" if acts >= 2 and salience >= PARTY_SALIENCE else "venue"
    if early and salience >= PARTY_SALIENCE:
        return "party"
    if early or salience >= TOPIC_SALIENCE or (n_mentions >= TOPIC_MENTIONS and salience >= TOPIC_SALIENCE / 2):
        return "topic"
    return "bystander"
