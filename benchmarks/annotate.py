"""Splitting into sentences and scoring them: how fast beside NLTK in the same run, and whether anything differs.

    python benchmarks/annotate.py [CSV] [--rounds N]        (make bench)

CSV is the demonstration corpus (``readout demo`` fetches it to data/raw/NewsArticles.csv). Every text is seen once: each
round takes articles that no other takes, and the two take turns on them, batch by batch. Before that both warm up on
some that are not counted. Times are CPU seconds of one thread: ours from strings to the arrays of sentences, and from
the bytes and offsets of these to scores; NLTK's from strings both times, its sentences cut beforehand.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from nltk.sentiment.vader import SentimentIntensityAnalyzer, VaderConstants
from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

from helpers.annotate import kernels
from helpers.annotate.kernels.text import pack
from helpers.annotate.sentences import punkt_of
from helpers.annotate.valence import word_list
from helpers.lexicons import load_lexicons

BATCH = 100  # articles


def nltk_punkt() -> PunktSentenceTokenizer:
    """NLTK's Punkt with the house's lists."""
    parameters, rows = PunktParameters(), load_lexicons().rows["abbreviations"]
    parameters.abbrev_types = {row["form"] for row in rows if row["kind"] == "abbreviation"}
    parameters.sent_starters = {row["form"] for row in rows if row["kind"] == "starter"}
    return PunktSentenceTokenizer(parameters)


def nltk_vader() -> SentimentIntensityAnalyzer:
    """NLTK's VADER on the same word list; its own ``__init__`` would look for one in NLTK's data folders."""
    vader = object.__new__(SentimentIntensityAnalyzer)
    vader.lexicon_file, vader.constants = word_list(), VaderConstants()
    vader.lexicon = vader.make_lex_dict()
    return vader


def split_by_nltk(texts: list[str], punkt: PunktSentenceTokenizer) -> list[tuple[int, int, int, int]]:
    """Text, paragraph, start and end of each sentence."""
    return [
        (text, paragraph, line.start() + start, line.start() + end)
        for text, whole in enumerate(texts)
        for paragraph, line in enumerate(re.finditer(r"\S[^\n]*", whole))
        for start, end in punkt.span_tokenize(line.group())
    ]


def timed(work: Callable) -> tuple[float, object]:
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def compare(batch: list[str], ours: tuple, theirs: tuple) -> np.ndarray:
    """Seconds of splitting and of scoring, each ours and NLTK's; then sentences, those that differ, scores that differ."""
    lists, lexicon = ours
    punkt, vader = theirs
    split, (texts, found) = timed(lambda: (packed := pack(batch), kernels.sentences.split(packed, lists)))
    split_by_nltk_, spans = timed(lambda: split_by_nltk(batch, punkt))
    scored, scores = timed(lambda: kernels.valence.score(texts, found.first, found.last, lexicon))
    sentences = [batch[text][start:end] for text, _, start, end in spans]
    scored_by_nltk, scores_of_nltk = timed(lambda: [vader.polarity_scores(sentence) for sentence in sentences])
    rows = zip(*(column.tolist() for column in found[:4]))
    one, other = dict(zip(rows, scores.tolist())), dict(zip(spans, (list(s.values()) for s in scores_of_nltk)))
    n_scores = sum(one[span] != other[span] for span in one.keys() & other.keys())
    return np.array(
        [split, split_by_nltk_, scored, scored_by_nltk, len(spans), len(one.keys() ^ other.keys()), n_scores]
    )


def report(what: str, ours: np.ndarray, theirs: np.ndarray, megabytes: float) -> None:
    ratios = theirs / ours
    print(f"{what}: NLTK takes {np.median(ratios):.1f} x as long (median of rounds; {min(ratios):.1f} to ", end="")
    print(f"{max(ratios):.1f}); {megabytes / sum(ours):.0f} MB/s, NLTK {megabytes / sum(theirs):.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("csv", nargs="?", type=Path, default=Path("data/raw/NewsArticles.csv"))
    parser.add_argument("--rounds", type=int, default=9)
    args = parser.parse_args()
    if not args.csv.is_file():
        sys.exit(f"{args.csv} is not there; readout demo fetches the demonstration corpus")
    kernels.warm_up()
    texts = pd.read_csv(args.csv, dtype=str, encoding_errors="replace")["text"].dropna().tolist()
    ours = punkt_of(load_lexicons()), kernels.valence.lexicon_of(word_list())
    theirs = nltk_punkt(), nltk_vader()
    compare(texts[:BATCH], ours, theirs)
    batches = [texts[start : start + BATCH] for start in range(BATCH, len(texts), BATCH)]
    rounds = np.array(
        [sum(compare(batch, ours, theirs) for batch in batches[turn :: args.rounds]) for turn in range(args.rounds)]
    )
    megabytes = sum(len(text.encode()) for batch in batches for text in batch) / 1e6
    n, n_split, n_scored = rounds[:, 4:].sum(axis=0).astype(int)
    print(
        f"{len(texts) - BATCH:,} articles, {megabytes:.1f} MB, {n:,} sentences, each seen once, in {args.rounds} rounds"
    )
    report("sentences (Punkt)", rounds[:, 0], rounds[:, 1], megabytes)
    report("valence (VADER)", rounds[:, 2], rounds[:, 3], megabytes)
    print(f"differing: {n_split:,} sentences, {n_scored:,} scores")


if __name__ == "__main__":
    main()
