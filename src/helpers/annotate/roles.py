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
party or venue even where the article seems to be about others; what title or lead clearly give as the scene, and nothing
else, is a venue however little is said of it ("a forum in Turkmenistan's capital of Ashgabat"); one that only lends its
currency is a bystander. On what
the models were trained, and how right they are, stands in ``data/README.md``.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from helpers.annotate.uses import ADJECTIVE, ORGANISATION, TOWN, columns_of, read_uses

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
SCENE = 1 / 20  # share of the weight of what title or lead say is the scene
PLAIN = {"party": 0.7, "venue": 0.55}  # the same where the article seems to be about others


class Countries(NamedTuple):
    """The countries of a batch of articles: a row each, in the order in which an article mentions them."""

    article: np.ndarray  # its number in the batch
    country: np.ndarray
    named: np.ndarray
    n_mentions: np.ndarray
    is_money: np.ndarray  # nothing but currencies
    is_scene: np.ndarray  # title or lead say that the news happens there
    salience: np.ndarray
    features: np.ndarray  # a column each of FEATURES


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
    row = np.array(
        [
            row_of.setdefault((number, mention["country"]), len(row_of))
            for number, own in enumerate(mentions)
            for mention in own
        ]
    )
    article, country = (np.array(one) for one in zip(*row_of, strict=True))
    starts = np.diff(article, prepend=-1) > 0

    of, in_title, sentence, start, _, route, named = told = columns_of(mentions)
    use = read_uses(told, titles, texts)
    is_town, is_body, is_adjective = (route & bits > 0 for bits in (TOWN, ORGANISATION, ADJECTIVE))
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
    early = total(use.is_place & (in_title | np.any(in_lead, axis=0)))
    is_scene = features["place_of_first_sentence"] | (early > 1)
    is_scene &= (n - places < 2) & (n - places <= places) & (share >= np.log(SCENE))
    salience = total(np.where(use.is_place, AS_PLACE, 1) * counts) * np.sqrt(1 + total(use.opens))
    salience *= np.where(starts & has_title, FIRST_IN_TITLE, 1)  # whom a title mentions comes before all others
    return Countries(
        article=article,
        country=country,
        named=total(named) > 0,
        n_mentions=n.astype(int),
        is_money=total(use.is_money) == n,
        is_scene=is_scene,
        salience=salience / spread(np.add, salience),
        features=np.column_stack([features[name] for name in FEATURES]).astype(float),
    )


def decide_roles(found: Countries, models: dict[str, np.ndarray]) -> np.ndarray:
    """The role of each country, by the weights of each of the ``MODELS``: that of 1, then those of ``FEATURES``."""
    chance = {model: 1 / (1 + np.exp(-found.features @ own[1:] - own[0])) for model, own in models.items()}
    is_about = chance["about"] >= LEAST["about"]
    is_party, is_venue = (chance[role] >= np.where(is_about, LEAST[role], PLAIN[role]) for role in ("party", "venue"))
    is_venue |= found.is_scene & ~is_party
    return np.select(
        [found.is_money, is_party & is_venue, is_party, is_venue, is_about],
        ["bystander", "party+venue", "party", "venue", "topic"],
        "bystander",
    )


@cache
def _weights() -> dict[str, np.ndarray]:
    """Of each model, the weights of FEATURES, behind that of 1."""
    with WEIGHTS.open(encoding="utf-8", newline="") as file:
        rows = {row["feature"]: row for row in csv.DictReader(file)}
    return {model: np.array([float(rows[name][model]) for name in ("always", *FEATURES)]) for model in MODELS}
