"""Grouping copies: how fast, beside datasketch in the same run, and how right, on articles edited by seed.

    python benchmarks/stories.py [CSV] [--seed N] [--copies N]

CSV is the demonstration corpus (``readout demo`` fetches it to data/raw/NewsArticles.csv). Needs ``pip install
datasketch`` for the comparison; without it the rest is measured. Times are CPU seconds of one thread.
"""

from __future__ import annotations

import argparse
import random
import re
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from helpers.ingest import group_stories
from helpers.ingest.stories import signatures_of

try:
    from datasketch import MinHash, MinHashLSH
except ImportError:
    MinHash = None

ROUNDS = 5
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def read_articles(table: Path) -> pd.DataFrame:
    """The articles of the demonstration corpus that have a text."""
    rows = pd.read_csv(table, dtype=str, encoding_errors="replace")
    rows = rows[rows["text"].fillna("").str.strip() != ""]
    published = pd.to_datetime(rows["publish_date"].str.strip(), errors="coerce", utc=True, format="mixed")
    return rows[["title", "text"]].assign(article_id=rows["article_id"].str.zfill(16), published=published)


def datasketch_signatures(texts: list[str]) -> list:
    """MinHash of 128 permutations over five-word shingles, as its manual shows."""
    signatures = []
    for text in texts:
        words = re.findall(r"\w+", text.lower())
        signature = MinHash(num_perm=128)
        signature.update_batch([" ".join(words[k : k + 5]).encode() for k in range(max(1, len(words) - 4))])
        signatures.append(signature)
    return signatures


def datasketch_group(texts: list[str]):
    """An index of the texts, each looked up once."""
    index, signatures = MinHashLSH(threshold=0.5, num_perm=128), datasketch_signatures(texts)
    for place, signature in enumerate(signatures):
        index.insert(place, signature)
    return index, [index.query(signature) for signature in signatures]


def drop(text: str, share: float, rng: random.Random) -> str:
    """``text`` without a share of its sentences."""
    sentences = SENTENCE_END.split(text)
    return " ".join([s for s in sentences if rng.random() >= share] or sentences[:1])


def cut(text: str, share: float) -> str:
    """The first part of ``text``."""
    words = text.split()
    return " ".join(words[: max(1, int(len(words) * share))])


def reorder(text: str, rng: random.Random) -> str:
    """``text`` with its sentences in another order."""
    sentences = SENTENCE_END.split(text)
    return " ".join(rng.sample(sentences, len(sentences)))


def substitute(text: str, share: float, rng: random.Random, vocabulary: list[str]) -> str:
    """``text`` with a share of its words replaced by words of other articles."""
    return " ".join(rng.choice(vocabulary) if rng.random() < share else word for word in text.split())


def add_paragraph(text: str, rng: random.Random, others: list[str]) -> str:
    """``text`` with three sentences of another article somewhere between its own."""
    sentences = SENTENCE_END.split(text)
    place = rng.randrange(len(sentences) + 1)
    return " ".join(sentences[:place] + SENTENCE_END.split(rng.choice(others))[:3] + sentences[place:])


def edits(texts: list[str], seed: int) -> dict[str, Callable[[str], str]]:
    """Every kind of edit by its name in the table."""
    rng = random.Random(seed)
    vocabulary = [word for text in texts[:500] for word in text.split()]
    table: dict[str, Callable[[str], str]] = {
        "same words, other layout": lambda text: text.upper().replace(".", " ."),
        "another head of 12 words": lambda text: " ".join(rng.choices(vocabulary, k=12)) + "\n" + text,
        "a foreign paragraph added": lambda text: add_paragraph(text, rng, texts),
        "sentences reordered": lambda text: reorder(text, rng),
    }
    for share in (0.1, 0.3, 0.5, 0.7):
        table[f"{share:.0%} of sentences dropped"] = lambda text, share=share: drop(text, share, rng)
    for share in (0.7, 0.5, 0.3):
        table[f"cut to the first {share:.0%}"] = lambda text, share=share: cut(text, share)
    for share in (0.05, 0.1, 0.15, 0.2, 0.3, 0.4):
        table[f"{share:.0%} of words substituted"] = lambda text, share=share: substitute(text, share, rng, vocabulary)
    table["dropped 20%, reordered, 3% substituted"] = lambda text: reorder(
        drop(substitute(text, 0.03, rng, vocabulary), 0.2, rng), rng
    )
    return table


def measure_edits(articles: pd.DataFrame, n_copies: int, seed: int) -> pd.DataFrame:
    """Missed and false copies for each kind of edit, of ``n_copies`` articles drawn by seed."""
    texts = articles["text"].tolist()
    long = articles[articles["text"].str.split().str.len() >= 60]
    drawn = long.sample(min(n_copies, len(long)), random_state=seed)
    known = signatures_of(articles)
    by_id = dict(zip(articles["article_id"], articles["text"]))
    alone = group_stories(articles).groupby("story_id")["article_id"].agg(set)
    mates = {name: members for members in alone for name in members}
    index = datasketch_group(texts)[0] if MinHash else None
    place = {name: at for at, name in enumerate(articles["article_id"])}
    rows = []
    for name, edit in edits(texts, seed).items():
        missed = false = theirs = 0
        # one edited copy at a time joins the corpus, as it would arrive; a batch holds each article once
        copies = pd.DataFrame({"article_id": "copy" + drawn["article_id"], "text": drawn["text"].map(edit)})
        stories = group_stories(copies, known, lambda ids: {i: by_id[i] for i in ids}).set_index("article_id")[
            "story_id"
        ]
        together = stories.groupby(stories).groups
        for source in drawn["article_id"]:
            story = set(together[stories["copy" + source]])
            missed += source not in story
            false += bool({member.removeprefix("copy") for member in story} - mates[source])
        if index is not None:
            found = zip(drawn["article_id"], datasketch_signatures(copies["text"].tolist()))
            theirs = sum(place[source] not in index.query(signature) for source, signature in found)
        n = len(drawn)
        rows.append([name, n, missed / n, false / n, theirs / n if index is not None else None])
    return pd.DataFrame(rows, columns=["edit", "copies", "missed", "false", "missed by datasketch"])


def measure_growth(articles: pd.DataFrame, seed: int, unit: float) -> None:
    """Time and memory of a grouping from signatures, as edited copies of all articles join the corpus."""
    print("\nas the corpus grows by edited copies of all articles, from signatures: CPU in units of one grouping,")
    print("and the most memory that was taken beside the texts (as traced, which slows it down)")
    rng = random.Random(seed)
    vocabulary = [word for text in articles["text"][:500] for word in text.split()]
    grown = [articles]
    for times in (1, 2, 4):
        while len(grown) < times:
            texts = [substitute(text, 0.02, rng, vocabulary) for text in articles["text"]]
            grown.append(articles.assign(article_id=f"{len(grown):x}" + articles["article_id"], text=texts))
        table = pd.concat(grown, ignore_index=True)
        known, texts = signatures_of(table), table.set_index("article_id")["text"]
        tracemalloc.start()
        took = cpu_seconds(
            lambda known=known, texts=texts: group_stories(articles.iloc[:0], known, lambda ids: texts[ids])
        )
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        print(f"{times} x: {took / unit:.1f}, {peak / 2**20:.0f} MB")


def cpu_seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("csv", nargs="?", type=Path, default=Path("data/raw/NewsArticles.csv"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--copies", type=int, default=300)
    args = parser.parse_args()
    articles = read_articles(args.csv)
    texts = articles["text"].tolist()
    first = cpu_seconds(lambda: group_stories(articles))
    ours, theirs = [], []
    for _ in range(ROUNDS):  # in turns, so that whatever else the machine does falls on both
        ours.append(cpu_seconds(lambda: group_stories(articles)))
        theirs += [cpu_seconds(lambda: datasketch_group(texts))] if MinHash else []
    print(f"{len(articles):,} articles, {sum(map(len, texts)) / 1e6:.1f} million characters")
    print(
        f"group_stories: first call {first / min(ours):.1f} x a later one; {len(articles) / min(ours):,.0f} articles/s"
    )
    if MinHash:
        turns = " ".join(f"{b / a:.1f}" for a, b in zip(ours, theirs))
        print(f"datasketch takes {min(theirs) / min(ours):.1f} x as long (best of {ROUNDS}; turn by turn {turns})")
    else:
        print("datasketch is not installed: not compared. pip install datasketch")
    measure_growth(articles, args.seed, min(ours))
    print()
    print(measure_edits(articles, args.copies, args.seed).to_string(index=False, float_format="{:.3f}".format))


if __name__ == "__main__":
    main()
