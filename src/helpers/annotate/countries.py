"""Who and what is named: turns what the matcher found into mentions, with the route from the words to a country."""

from __future__ import annotations

from helpers.lexicons import Match, Office
from helpers.lexicons.rows import NAMED_ROUTES

NAMELESS = ("holder", "bounds", "counterpart")  # rules of mentions of people that are an office's words, and no name


def read_mention(match: Match, offices: dict[str, list[Office]], day: str | None) -> dict:
    """One mention without its place in the article: what it stands for, and by which route.

    A person who holds an office on ``day`` (ISO, the day of publication) speaks for the country of that office, by the
    route ``office``. On an unknown day, or out of office, the person's own country is meant, by the route ``person``;
    ``settle_office`` puts that right once the day is known to lie between two others.
    """
    form = match.form
    mention = {
        "kind": form.kind,
        "entity": form.country if form.kind == "country" else form.entity,
        "country": form.country,
        "historic": form.historic,
        "route": form.route,
        "named": form.route in NAMED_ROUTES,
        "lexicon_row": form.row,
        "rule": match.rule,
    }
    if form.kind == "person" and day:
        settle_office(mention, offices, (day, day))
    return mention


def settle_office(mention: dict, offices: dict[str, list[Office]], days: tuple[str, str]) -> None:
    """Lets a mention of a person speak for the country of an office that they held from the first of ``days`` to the last."""
    held = next((office for office in offices[mention["entity"]] if office.held_through(*days)), None)
    if held:
        mention |= {"country": held.country, "lexicon_row": held.row, "route": "office"}
