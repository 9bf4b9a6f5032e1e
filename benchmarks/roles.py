"""The models of roles: trained on articles labelled by reading, and how right they are on such as they were not trained on.

    python benchmarks/roles.py data/corpora/demo --tagged stories.jsonl
    python benchmarks/roles.py data/corpora/demo --tagged stories.jsonl --write

The corpus is the demonstration. Of ``data/gold/`` the articles of part ``tune`` are used, and those of ``training/``;
never those of part ``report``. ``--tagged`` are stories with the countries that editors tagged them with as what they are
about: JSON lines with ``title``, ``text``, ``published`` and ``countries`` (ISO 3166-1 alpha-3); ``data/README.md`` says
which were used. They bear on ``about`` only. All chances come from models that have not seen the article (five folds of
articles, drawn ``--rounds`` times). ``--write`` trains on everything, and writes ``roles.csv`` into the package.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd

import helpers.annotate.articles
from helpers import paths
from helpers.annotate import annotate
from helpers.annotate import roles as rules
from helpers.corpus import Corpus
from helpers.report.accuracy import read_labels

FOLDS = 5
LABELLED = 3  # what a country of an article that was read weighs beside one of a tagged story
PENALTY = {"about": 5, "party": 10, "venue": 10}  # of the square of a weight, features scaled to a variance of 1
ITEMS = ("party", "venue", "topic", "bystander", "first_main_country")


class Articles:
    """Articles with what decides on their roles, and the roles that are right.

    Parameters
    ----------
    articles : DataFrame
        As :func:`helpers.annotate.annotate` takes them.
    right : list of dict of sets
        Of each article, the roles by country.
    main : list of str or None
        The first main country of each.
    """

    def __init__(self, articles: pd.DataFrame, right: list[dict[str, set[str]]], main: list[str | None] | None = None):
        seen: list[tuple] = []
        helpers.annotate.articles.read_roles = lambda *inputs: seen.append(inputs) or [[] for _ in inputs[0]]
        annotate(articles)
        helpers.annotate.articles.read_roles = rules.read_roles
        self.found = rules.measure_countries(*seen[0])
        self.right, self.main = right, main or [None] * len(right)
        roles = [right[at].get(name, set()) for at, name in zip(self.found.article, self.found.country, strict=True)]
        self.labels = {model: np.array([model in one for one in roles], float) for model in ("party", "venue")}
        self.labels["about"] = np.array([bool(one - {"bystander"}) for one in roles], float)


def read_labelled(folder: Path) -> Articles:
    """The articles of the demonstration that may be learned from."""
    gold = read_labels(paths.GOLD / "labels.jsonl")
    labels = pd.concat([gold[gold["part"] == "tune"], read_labels(paths.GOLD / "training" / "labels.jsonl")])
    articles = Corpus(folder).read("articles").merge(labels[["source_key", "countries", "main_countries"]])
    right = [{row["iso3"]: set(row["roles"]) for row in rows} for rows in articles["countries"]]
    return Articles(articles, right, [next(iter(main), None) for main in articles["main_countries"]])


def read_tagged(file: Path) -> Articles:
    """Stories with tags; what has none is a bystander."""
    stories = pd.read_json(file, lines=True, dtype={"published": str}, encoding="utf-8")
    stories = stories.assign(article_id=[f"{at:016x}" for at in range(len(stories))])
    stories["published"] = pd.to_datetime(stories["published"], errors="coerce", utc=True, format="mixed")
    return Articles(stories, [{country: {"topic"} for country in tags} for tags in stories["countries"]])


def fit(features: np.ndarray, labels: np.ndarray, weights: np.ndarray, penalty: float) -> np.ndarray:
    """Weights of a logistic model, that of 1 first, by Newton's method."""
    mean, scale = features.mean(axis=0), features.std(axis=0)
    scale[scale == 0] = 1
    inputs = np.column_stack([np.ones(len(features)), (features - mean) / scale])
    ridge = np.diag([0.0] + [penalty] * features.shape[1])
    found = np.zeros(inputs.shape[1])
    for _ in range(25):
        chance = 1 / (1 + np.exp(-inputs @ found))
        slope = inputs.T @ (weights * (labels - chance)) - ridge @ found
        curve = (inputs.T * (weights * chance * (1 - chance))) @ inputs + ridge
        found += np.linalg.solve(curve, slope)
    found[1:] /= scale
    found[0] -= found[1:] @ mean
    return found


def train(labelled: Articles, tagged: Articles | None, of_labelled: np.ndarray, of_tagged: np.ndarray | None) -> dict:
    """Weights of each model, from the countries that the two masks pick."""
    models = {}
    for model in rules.MODELS:
        parts = [(labelled, of_labelled, LABELLED)]
        if model == "about" and tagged is not None:
            parts.append((tagged, of_tagged, 1))
        features = np.concatenate([part.found.features[mask] for part, mask, _ in parts])
        labels = np.concatenate([part.labels[model][mask] for part, mask, _ in parts])
        weights = np.concatenate([np.full(mask.sum(), weight) for _, mask, weight in parts]).astype(float)
        models[model] = fit(features, labels, weights / (LABELLED if len(parts) == 1 else 1), PENALTY[model])
    return models


def f1(right: Iterable[set], given: Iterable[set]) -> float:
    """Over all labels of all articles."""
    pairs = list(zip(right, given, strict=True))
    return 2 * sum(len(a & b) for a, b in pairs) / sum(len(a) + len(b) for a, b in pairs)


def score(articles: Articles, roles: np.ndarray) -> dict[str, float]:
    """F1 of each role, and the share of articles whose most salient country is the first main one."""
    given: list[dict[str, set[str]]] = [{} for _ in articles.right]
    top: list[tuple[float, str]] = [(-1, "")] * len(given)
    rows = zip(articles.found.article, articles.found.country, roles, articles.found.salience, strict=True)
    for at, country, role, salience in rows:
        given[at][country] = set(role.split("+"))
        top[at] = max(top[at], (salience, country))
    figures = {
        role: f1(*([{c for c, own in one.items() if role in own} for one in each] for each in (articles.right, given)))
        for role in ITEMS[:4]
    }
    has_main = [at for at, main in enumerate(articles.main) if main]
    return figures | {"first_main_country": np.mean([top[at][1] == articles.main[at] for at in has_main])}


def score_tagged(tagged: Articles, roles: np.ndarray) -> dict[str, float]:
    """F1 of what is no bystander, and the share of stories in which it is just what is tagged."""
    given: list[set[str]] = [set() for _ in tagged.right]
    for at, country, role in zip(tagged.found.article, tagged.found.country, roles, strict=True):
        if role != "bystander":
            given[at].add(country)
    right = [set(one) for one in tagged.right]
    return {"tagged": f1(right, given), "tagged_exact": np.mean([a == b for a, b in zip(right, given, strict=True)])}


def cross_validate(labelled: Articles, tagged: Articles | None, seed: int) -> dict[str, float]:
    """The figures of one round of folds."""
    chance = np.random.default_rng(seed)
    folds = {id(one): chance.permutation(len(one.right)) % FOLDS for one in (labelled, tagged) if one}
    roles = {
        name: np.empty(len(one.found.article), object) for name, one in (("read", labelled), ("tagged", tagged)) if one
    }
    for fold in range(FOLDS):
        held, held_tagged = (one and folds[id(one)][one.found.article] == fold for one in (labelled, tagged))
        models = train(labelled, tagged, ~held, None if tagged is None else ~held_tagged)
        roles["read"][held] = rules.decide_roles(labelled.found, models)[held]
        if tagged is not None:
            roles["tagged"][held_tagged] = rules.decide_roles(tagged.found, models)[held_tagged]
    figures = score(labelled, roles["read"])
    return figures if tagged is None else figures | score_tagged(tagged, roles["tagged"])


def main() -> None:
    """Prints the figures, and writes the weights if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--tagged", type=Path)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    labelled = read_labelled(options.corpus)
    tagged = read_tagged(options.tagged) if options.tagged else None
    rounds = pd.DataFrame([cross_validate(labelled, tagged, seed) for seed in range(options.rounds)])
    print(pd.DataFrame({"mean": rounds.mean(), "deviation": rounds.std(ddof=0)}).round(3).to_string())
    if options.write:
        everything = [None if one is None else np.ones(len(one.found.article), bool) for one in (labelled, tagged)]
        models = train(labelled, tagged, *everything)
        with rules.WEIGHTS.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, lineterminator="\n")
            rows.writerow(["feature", *rules.MODELS])
            for at, name in enumerate(("always", *rules.FEATURES)):
                rows.writerow([name, *(f"{models[model][at]:.3f}" for model in rules.MODELS)])


if __name__ == "__main__":
    main()
