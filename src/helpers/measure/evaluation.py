"""How right the annotation is: what it found against a gold set, and how far two labellings agree.

Everything is compared as labels, one a row: ``source_key`` of the article, ``item`` (one of ``ITEMS``) and ``label``.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from helpers.measure.uncertainty import LEVEL, story_interval

ROLES = ("party", "venue", "topic", "bystander")
ITEMS = ("countries", "named_countries", *ROLES, "first_main_country", "themes", "direct_speakers")
LABEL = ["source_key", "item", "label"]
NAME_ENDINGS = {"jr", "sr", "ii", "iii", "iv"}


def labels_of_readers(labelled: pd.DataFrame) -> pd.DataFrame:
    """The labels that readers gave to articles.

    Parameters
    ----------
    labelled : DataFrame, one row per article
        ``source_key``, ``countries`` (a list of ``iso3``, ``named`` and ``roles``), ``main_countries`` (a list, the most
        important first), ``themes`` (a list), ``speakers`` (a list with a ``name`` each).
    """
    rows = []
    for article in labelled.to_dict("records"):
        countries = article["countries"]
        labels = {role: [row["iso3"] for row in countries if role in row["roles"]] for role in ROLES}
        labels["countries"] = [row["iso3"] for row in countries]
        labels["named_countries"] = [row["iso3"] for row in countries if row["named"]]
        labels["first_main_country"] = article["main_countries"][:1]
        labels["themes"] = article["themes"]
        labels["direct_speakers"] = [last_name(speaker["name"]) for speaker in article["speakers"]]
        rows += [(article["source_key"], item, label) for item, found in labels.items() for label in found]
    return pd.DataFrame(rows, columns=LABEL).drop_duplicates(ignore_index=True)


def labels_of_annotation(
    articles: pd.DataFrame, country_roles: pd.DataFrame, article_themes: pd.DataFrame, quotes: pd.DataFrame
) -> pd.DataFrame:
    """The labels that annotation gives to ``articles`` (``article_id`` and ``source_key``); other rows are left aside.

    The first main country is the most salient one. A speaker counts by the last name, and only if quoted directly.
    """
    by_salience = country_roles.sort_values(["salience", "country"], ascending=[False, True])
    roles = country_roles.assign(role=country_roles["role"].str.split("+")).explode("role")
    speakers = quotes[quotes["direct"].eq(True)].dropna(subset=["speaker"])
    parts = [
        country_roles.assign(item="countries", label=country_roles["country"]),
        country_roles[country_roles["named"].eq(True)].assign(item="named_countries", label=lambda t: t["country"]),
        roles.assign(item=roles["role"], label=roles["country"]),
        by_salience.drop_duplicates("article_id").assign(item="first_main_country", label=lambda t: t["country"]),
        article_themes.assign(item="themes", label=article_themes["theme"]),
        speakers.assign(item="direct_speakers", label=[last_name(name) for name in speakers["speaker"]]),
    ]
    found = pd.concat([part[["article_id", "item", "label"]].astype("str") for part in parts])
    return articles[["article_id", "source_key"]].merge(found)[LABEL].drop_duplicates(ignore_index=True)


def last_name(name: str) -> str:
    """The word by which a speaker is told: ``Anna Vale Jr.`` and ``Ms Vale`` are both ``vale``."""
    words = [word.strip(".,;:'\"()").casefold() for word in name.replace("’", "'").removesuffix("'s").split()]
    words = [word for word in words if word]
    while len(words) > 1 and words[-1] in NAME_ENDINGS:
        words.pop()
    return words[-1] if words else ""


def evaluate(
    gold: pd.DataFrame,
    found: pd.DataFrame,
    labellings: tuple[pd.DataFrame, pd.DataFrame],
    articles: pd.DataFrame,
    part: str,
    *,
    unread: Collection[str] = (),
) -> pd.DataFrame:
    """How right what was found is, item by item, over the articles of one part.

    Parameters
    ----------
    gold, found : DataFrame of labels
        What is right, and what the annotation says.
    labellings : pair of DataFrames of labels
        Two readings, each made without sight of the other.
    articles : DataFrame
        ``source_key`` and ``part`` of all articles that were labelled, those without any label too.
    part : str
    unread : collection of items
        What the annotation does not look for: such rows have no figures, which is not 0.

    Returns
    -------
    DataFrame, one row an item
        ``what``, ``n_articles`` (of the part), ``n_gold``, ``n_found`` (labels), ``precision``, ``recall``, ``value`` (F1
        over all labels of the part; where an article has one label at most, as the first main country, and both have
        one, this is the share that is right), ``low``, ``high``, ``level`` (bootstrap over articles; empty where fewer than
        ten have a label), ``agreement`` (F1 of the two labellings), ``alpha`` (Krippendorff's), ``part``.
    """
    keys = list(articles.loc[articles["part"] == part, "source_key"])
    counts = _counts(gold, found, keys)
    hits, n_gold, n_found = counts.sum(axis=1)
    support = (counts[1:].sum(axis=0) > 0).sum(axis=0)
    interval = story_interval(np.hstack(list(counts)), lambda sums: _f1(*np.split(sums, 3, axis=1)), support)
    with np.errstate(invalid="ignore"):
        table = pd.DataFrame(
            {
                "what": ITEMS,
                "n_articles": len(keys),
                "n_gold": n_gold.astype("int64"),
                "n_found": pd.array(n_found, dtype="Int64"),
                "precision": hits / n_found,
                "recall": hits / n_gold,
                "value": _f1(hits, n_gold, n_found),
                "low": interval.low,
                "high": interval.high,
                "level": LEVEL,
                "agreement": _f1(*_counts(*labellings, keys).sum(axis=1)),
                "alpha": [_alpha_of_item(*labellings, item, keys) for item in ITEMS],
                "part": part,
            }
        )
    table.loc[table["what"].isin(unread), ["n_found", "precision", "recall", "value", "low", "high"]] = np.nan
    return table


def list_errors(gold: pd.DataFrame, found: pd.DataFrame, articles: pd.DataFrame, part: str) -> pd.DataFrame:
    """The labels in which ``found`` and ``gold`` differ: ``source_key``, ``what``, ``missing``, ``superfluous``.

    One row is an article and an item; labels are separated by blanks.
    """
    keys = articles.loc[articles["part"] == part, "source_key"]
    both = gold.merge(found, how="outer", indicator="side")
    wrong = both[both["source_key"].isin(keys) & (both["side"] != "both")]
    sides = {"left_only": "missing", "right_only": "superfluous"}
    wrong = wrong.assign(side=wrong["side"].map(sides).astype("str"))
    rows = wrong.groupby(["source_key", "item", "side"])["label"].agg(" ".join).unstack(fill_value="")
    rows = rows.reindex(columns=list(sides.values()), fill_value="").reset_index().rename(columns={"item": "what"})
    places = {key: at for at, key in enumerate([*keys, *ITEMS])}
    return rows.sort_values(["source_key", "what"], key=lambda column: column.map(places), ignore_index=True)


def krippendorff_alpha(first: Sequence, second: Sequence) -> float:
    """Krippendorff's alpha of two readings of the same units, for nominal values; NaN where all values are the same.

    One less the disagreement that is seen over the one that chance would bring (Krippendorff 2004, Content Analysis,
    chapter 11; 2011, Computing Krippendorff's Alpha-Reliability).
    """
    first, second = np.asarray(first), np.asarray(second)
    n_each = np.unique(np.concatenate([first, second]), return_counts=True)[1]
    n = n_each.sum()
    if len(n_each) < 2:
        return float("nan")
    expected = 1 - (n_each * (n_each - 1)).sum() / (n * (n - 1))
    return float(1 - (first != second).mean() / expected)


def _alpha_of_item(first: pd.DataFrame, second: pd.DataFrame, item: str, keys: list[str]) -> float:
    """Alpha over units that are an article and a label, each with or without: every article of the part by every label
    that either labelling gives to any of them for this item."""
    pairs = [
        {(key, label) for key, label in zip(rows["source_key"], rows["label"], strict=True) if key in set(keys)}
        for rows in (first[first["item"] == item], second[second["item"] == item])
    ]
    labels = sorted({label for _, label in pairs[0] | pairs[1]})
    units = [(key, label) for key in keys for label in labels]
    return krippendorff_alpha(*([unit in given for unit in units] for given in pairs))


def _counts(gold: pd.DataFrame, found: pd.DataFrame, keys: list[str]) -> np.ndarray:
    """Labels in both, in ``gold`` and in ``found``: 3 x articles x items."""
    return np.stack(
        [
            rows.groupby(["source_key", "item"])
            .size()
            .unstack(fill_value=0)
            .reindex(index=keys, columns=list(ITEMS), fill_value=0)
            .to_numpy(dtype=float)
            for rows in (gold.merge(found), gold, found)
        ]
    )


def _f1(hits: np.ndarray, n_gold: np.ndarray, n_found: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore"):
        return 2 * hits / (n_gold + n_found)
