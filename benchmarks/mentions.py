"""How precise mentions are: a sheet by which people can judge some, drawn by seed; and what the judges said.

    python benchmarks/mentions.py data/corpora/demo --sheet FOLDER --seed 20261122
    python benchmarks/mentions.py

The first writes ``sheet.txt`` (200 mentions, themes apart, each with its passage, what it is tagged as and the country that
it stands for, but neither row nor rule) and ``key.csv``, which the judges do not see. Each says of every number whether the
words do mean that, and stand for that country: ``right``, ``wrong`` or ``unsure``. The sheet holds text of the articles, and
belongs beside the corpus, not into the repository; ``mention_verdicts.csv`` holds ids, places and verdicts. The second
prints from it, by seed and judge, how many are right, and the lower bound of the share (Clopper and Pearson 1934, 95 %, two
sides); what a judge is unsure of counts as wrong.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd
from scipy.stats import binomtest

from helpers.corpus import Corpus
from helpers.lexicons import load_lexicons

VERDICTS = Path(__file__).with_name("mention_verdicts.csv")
DRAWN = 200
BEFORE, BEHIND = 700, 500  # characters shown round the words


def draw(held: Corpus, seed: int) -> pd.DataFrame:
    """Mentions of countries, people, bodies and places, drawn by ``seed`` of a corpus in the order of its ids."""
    mentions = held.read("mentions")
    mentions = mentions[mentions["kind"] != "theme"].sort_values(["article_id", "part", "start"], ignore_index=True)
    return mentions.sample(DRAWN, random_state=seed, ignore_index=True)


def write_sheet(held: Corpus, drawn: pd.DataFrame, folder: Path) -> None:
    """``sheet.txt`` and ``key.csv`` in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = ["article_id", "title", "text", "published", "outlet"]
    articles = held.read("articles", wanted, list(drawn["article_id"].unique())).set_index("article_id")
    names = load_lexicons(held.folder).names
    with (folder / "sheet.txt").open("w", encoding="utf-8") as sheet:
        for number, row in enumerate(drawn.itertuples(), 1):
            article = articles.loc[row.article_id]
            text = article[row.part]
            passage = (
                f"{text[max(0, row.start - BEFORE) : row.start]}[[[{row.surface}]]]{text[row.end : row.end + BEHIND]}"
            )
            country = "no country" if pd.isna(row.country) else f"{names[row.country]} ({row.country})"
            country += "" if pd.isna(row.historic) else f", as the successor of {row.historic}"
            sheet.write(
                f"### {number}\n{article['outlet']}, {article['published']:%Y-%m-%d}\n{article['title']}\n"
                f"[[[{row.surface}]]]: {row.kind} {names.get(row.entity, row.entity)!r}; {country}\n{passage}\n\n"
            )
    drawn.to_csv(folder / "key.csv", index_label="number")


def print_verdicts(verdicts: pd.DataFrame) -> None:
    """By seed and judge, how many are right, and the lower bound of the share."""
    for seed, own in verdicts.groupby("seed"):
        for judge in ("judge_1", "judge_2"):
            n_right = int((own[judge] == "right").sum())
            low = binomtest(n_right, len(own)).proportion_ci(0.95, "exact").low
            print(f"seed {seed}, {judge}: {n_right} of {len(own)} right, 95 % from {low:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="?", type=Path)
    parser.add_argument("--sheet", type=Path)
    parser.add_argument("--seed", type=int, default=20261122)
    args = parser.parse_args()
    if args.sheet:
        held = Corpus(args.corpus)
        write_sheet(held, draw(held, args.seed), args.sheet)
    else:
        print_verdicts(pd.read_csv(VERDICTS))


if __name__ == "__main__":
    main()
