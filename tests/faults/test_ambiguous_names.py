"""Names that are also something else: each sentence stands alone, labelled with the countries that a careful reader takes it
to name or imply, by whatever route; half of them imply none that the words seem to say."""

import csv
from pathlib import Path

import pandas as pd
import pytest

from helpers.annotate import annotate

# What follows a word of kinship may be a sister called Mali, or, behind the same words, a country ("his wife, Israel's ..."):
# rules that see only the words beside a name cannot tell.
NOT_TOLD = {"Her sister Mali paints boats.": {"MLI"}}


@pytest.fixture(scope="module")
def labelled():
    with (Path(__file__).parent / "ambiguous_names.csv").open(encoding="utf-8", newline="") as rows:
        return {row["text"]: set(row["means"].split()) for row in csv.DictReader(rows)}


@pytest.fixture(scope="module")
def found(labelled):
    numbered = pd.DataFrame({"article_id": [str(number) for number in range(len(labelled))], "text": list(labelled)})
    mentions = annotate(numbered).mentions.dropna(subset=["country"])
    by_article = mentions.groupby("article_id")["country"].agg(set)
    return {text: by_article.get(number, set()) for number, text in numbered.itertuples(index=False)}


def test_94_the_labels_are_half_mentions_and_half_traps(labelled):
    assert len(labelled) >= 120
    assert 0.35 < sum(not means for means in labelled.values()) / len(labelled) < 0.65


def test_94_no_country_is_missed(labelled, found):
    assert {text: means - found[text] for text, means in labelled.items() if means - found[text]} == {}


def test_94_nothing_is_taken_for_a_country_that_is_none(labelled, found):
    assert {text: found[text] - means for text, means in labelled.items() if found[text] - means} == NOT_TOLD
