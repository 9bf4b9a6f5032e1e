"""The gold set: labelled articles of the demonstration corpus, and how right their annotation is."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from helpers import paths
from helpers.corpus import Corpus
from helpers.errors import Failure
from helpers.ingest.demo import TABLE
from helpers.lexicons import load_lexicons
from helpers.measure.evaluation import evaluate, labels_of_annotation, labels_of_readers, list_errors
from helpers.report.tables import write_csv

PARTS = ("report", "tune")
ACCURACY = "accuracy.csv"


class Evaluation:
    """The labels of the gold set beside those that annotation gave to the same articles of a corpus.

    Parameters
    ----------
    corpus : Corpus
        One that is annotated.
    gold : Path, optional
        The folder of ``labels.jsonl``, ``labelling_1.jsonl`` and ``labelling_2.jsonl``.

    Attributes
    ----------
    lexicons : str
        Fingerprint of the lexicons of the corpus.

    Raises
    ------
    Failure
        If the corpus lacks an article that was labelled.
    """

    def __init__(self, corpus: Corpus, gold: Path | None = None):
        gold = gold or paths.GOLD
        labelled = read_labels(gold / "labels.jsonl")
        self._articles = labelled[["source_key", "part"]]
        self._gold = labels_of_readers(labelled)
        self._labellings = tuple(labels_of_readers(read_labels(gold / f"labelling_{n}.jsonl")) for n in (1, 2))
        held = _labelled_articles(corpus, set(labelled["source_key"]))
        tables = {name: corpus.read(name) for name in ("country_roles", "article_themes", "quotes")}
        self._found = labels_of_annotation(held, **tables)
        self._unread = ["direct_speakers"] if tables["quotes"].empty else []
        self.lexicons = load_lexicons(corpus.folder).fingerprint

    def accuracy(self, part: str = "report") -> pd.DataFrame:
        """How right the annotation is over the articles of ``part``, as :func:`helpers.measure.evaluation.evaluate` says."""
        return evaluate(self._gold, self._found, self._labellings, self._articles, part, unread=self._unread)

    def errors(self) -> pd.DataFrame:
        """What is missing and superfluous in the articles of ``tune``; those of ``report`` are for the figures alone."""
        looked_for = self._gold[~self._gold["item"].isin(self._unread)]
        return list_errors(looked_for, self._found, self._articles, "tune")

    def write(self, gold: Path | None = None) -> Path:
        """Keeps the accuracy over ``report`` for reports to print, with the lexicons that it was measured with."""
        file = (gold or paths.GOLD) / ACCURACY
        write_csv(self.accuracy().assign(lexicons=self.lexicons), file)
        return file


def read_labels(file: Path) -> pd.DataFrame:
    """A file of labels, one row an article, as ``data/gold/README.md`` describes it."""
    return pd.read_json(file, lines=True, dtype={"source_key": str}, encoding="utf-8")


def read_accuracy(gold: Path | None = None) -> pd.DataFrame:
    """What was measured last and kept; its column ``lexicons`` says with which rows."""
    return pd.read_csv((gold or paths.GOLD) / ACCURACY, dtype={"n_found": "Int64", "lexicons": "str"})


def _labelled_articles(corpus: Corpus, wanted: set[str]) -> pd.DataFrame:
    """``article_id`` and ``source_key`` of the articles that were labelled: other tables may give the same keys."""
    held = corpus.read("articles", ["article_id", "source_key", "source"])
    held = held[held["source_key"].isin(wanted) & held["source"].str.contains(f"{TABLE}#", regex=False)]
    if missing := sorted(wanted - set(held["source_key"])):
        raise Failure(
            f"{corpus.folder} lacks {len(missing)} of the {len(wanted)} articles of the demonstration corpus that were "
            f"labelled (source_key {missing[0]}, for one). Move it aside if it lies in {paths.CORPORA / 'demo'}; then "
            "`readout demo` and `readout evaluate` measure on the whole of it."
        )
    return held
