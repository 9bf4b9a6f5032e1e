"""Bounds of undated articles, on dated ones whose dates are hidden: how often there are any, how often they are right.

    python benchmarks/bounds.py data/corpora/demo
    python benchmarks/bounds.py data/corpora/demo --wrong

The corpus is one that ``readout ingest`` made: texts are read as cleaned, dates are hidden, and what annotation then
says is compared with the day that was hidden. Bounds are right if they contain it; the interval is Wilson's (1927, JASA
22:209-212). The second form also lists the articles whose bounds are wrong, with the evidence, which is text of theirs.
"""

from __future__ import annotations

import argparse
import re
import time
from pathlib import Path

import pandas as pd
from scipy import stats

from helpers.annotate import annotate
from helpers.annotate.bounds import DAY
from helpers.corpus import Corpus
from helpers.lexicons import load_lexicons

LEVEL = 0.95


def kind_of(evidence: str) -> str:
    """``written day``, ``office held``, or both, of the words that bounds rest on."""
    words = re.findall("“([^”]*)”", evidence)
    return " and ".join(sorted({"written day" if DAY.fullmatch(one) else "office held" for one in words}))


def bounds_of(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame, float]:
    """The dated articles; their bounds without the date, each with its day, kind and verdict; CPU seconds taken."""
    articles = Corpus(folder).read("articles", ["article_id", "source_key", "title", "text", "published"])
    dated = articles.dropna(subset=["published"])
    started = time.process_time()
    bounds = annotate(dated[["article_id", "title", "text"]], load_lexicons(folder)).bounds
    seconds = time.process_time() - started
    bounds = bounds.merge(dated[["article_id", "source_key", "published"]], on="article_id")
    day, first, last = bounds["published"].dt.floor("D"), bounds["published_from"], bounds["published_to"]
    return (
        dated,
        bounds.assign(
            day=day,
            kind=bounds["evidence"].map(kind_of),
            right=(first.isna() | (first <= day)) & (last.isna() | (day <= last)),
            days=(last - first).dt.days,
        ),
        seconds,
    )


def describe(bounds: pd.DataFrame, n_articles: int) -> str:
    """One line: how many, which share, how many of them right with an interval, and how wide those closed on both sides."""
    n, right, closed = len(bounds), int(bounds["right"].sum()), bounds["days"].dropna()
    if not n:
        return f"{n:>6}"
    low, high = stats.binomtest(right, n).proportion_ci(LEVEL, method="wilson")
    sure = f"{right:>6} {right / n:>8.2%} {f'{low:.2%} to {high:.2%}':>18}"
    width = f"{closed.median():>10,.0f}" if len(closed) else f"{'':>10}"
    return f"{n:>6} {n / n_articles:>7.1%} {sure} {len(closed):>7} {width}"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("corpus", type=Path, help="folder of a corpus, such as data/corpora/demo")
    options.add_argument("--wrong", action="store_true", help="list the articles whose bounds are wrong")
    given = options.parse_args()
    dated, bounds, seconds = bounds_of(given.corpus)
    print(f"{len(dated):,} dated articles, dates hidden; {seconds:.0f} s of one core to annotate them")
    print(
        f"{'evidence':28} {'given':>6} {'share':>7} {'right':>6} {'of given':>8} {f'{LEVEL:.0%} interval':>18}", end=" "
    )
    print(f"{'closed':>7} {'median days':>10}")
    print(f"{'any':28} {describe(bounds, len(dated))}")
    for kind, rows in sorted(bounds.groupby("kind"), key=lambda group: -len(group[1])):
        print(f"{kind:28} {describe(rows, len(dated))}")
    if given.wrong:
        print("\narticle           key    day         from        to          evidence")
        for row in bounds[~bounds["right"]].itertuples():
            days = (
                f"{day:%Y-%m-%d}" if pd.notna(day) else "open      "
                for day in (row.day, row.published_from, row.published_to)
            )
            print(row.article_id, f"{row.source_key or '':>6}", *days, row.evidence, sep="  ")


if __name__ == "__main__":
    main()
