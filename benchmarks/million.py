"""A corpus of a million articles, annotated: how long, how much memory of all processes, how large the tables.

    python benchmarks/million.py [N] [--corpus CORPUS] [--folder FOLDER] [--seed S]

The articles are those of CORPUS (the demonstration, unless given) over and over, each time with a share of its words
replaced by words of others, so that nearly every sentence is one of its own: the share of distinct ones is printed. They
are written as the table ``articles`` of a corpus, batch by batch, without being ingested. A fresh process then brings the
annotation up to date as ``readout annotate`` does; meanwhile the memory of it and of all that it started is sampled. What
was written to FOLDER (the system's own for temporary files, unless given; a million need about 10 GB) is removed.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from array import array
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import psutil

from helpers import paths
from helpers.corpus import Corpus, change_corpus
from helpers.corpus.schema import ANNOTATION_TABLES

BATCH = 10_000  # articles written at a time
REPLACED = 0.15  # of the words that end with a letter: a sentence of twenty keeps all of them once in 25 times
BETWEEN_SAMPLES = 0.5  # seconds
SENTENCE_END = re.compile(r"(?<=[.?!])\s+|\n")  # roughly
ANNOTATE = """
import sys
from pathlib import Path
from helpers.annotate import update_annotation
print(update_annotation(Path(sys.argv[1]), "million"))
"""


def articles_like(held: pd.DataFrame, n: int, seed: int) -> Iterator[pd.DataFrame]:
    """``n`` articles in batches of rows of ``articles``, made of those held."""
    rng = np.random.default_rng(seed)
    whole = [f"{title}\n{text}" for title, text in zip(held["title"].fillna(""), held["text"])]
    parts = [np.array(re.split(r"(\s+)", text), object) for text in whole]  # words, and what stands between them
    places = [np.array([at for at in range(0, len(part), 2) if part[at][-1:].isalpha()], np.int64) for part in parts]
    vocabulary = np.concatenate([part[at] for part, at in zip(parts, places)])
    for start in range(0, n, BATCH):
        numbers = np.arange(start, min(start + BATCH, n))
        made = []
        for number in (numbers % len(parts)).tolist():
            part, at = parts[number].copy(), places[number]
            chosen = at[rng.random(at.size) < REPLACED]
            part[chosen] = vocabulary[rng.integers(vocabulary.size, size=chosen.size)]
            made.append("".join(part.tolist()).partition("\n"))
        rows = held.iloc[numbers % len(held)].assign(
            article_id=[f"{number:016x}" for number in numbers],
            title=[title for title, _, _ in made],
            text=[text for _, _, text in made],
        )
        yield rows.drop(columns=["source_key", "url"])


def write_corpus(folder: Path, batches: Iterator[pd.DataFrame]) -> tuple[int, float]:
    """How many bytes of text were written, and the share of sentences that are distinct."""
    seen, n_bytes = array("q"), 0
    with change_corpus(folder, "million") as change:
        for rows in batches:
            change.append("articles", rows)
            for text in rows["text"]:
                n_bytes += len(text.encode())
                seen.extend(map(hash, filter(None, SENTENCE_END.split(text))))
    return n_bytes, np.unique(np.frombuffer(seen, np.int64)).size / len(seen)


def memory_of(process: psutil.Process) -> int:
    """Bytes that a process and all that it started hold; what they share counts once where the system tells."""
    held = 0
    for one in (process, *process.children(recursive=True)):
        try:
            of_it = one.memory_full_info()
        except psutil.Error:  # it has ended meanwhile
            continue
        held += getattr(of_it, "pss", of_it.rss)
    return held


def annotate(folder: Path) -> tuple[float, float, float, int]:
    """Seconds by the clock and of the processors, the most bytes held, and the most processes that held them."""
    started = time.perf_counter()
    with subprocess.Popen([sys.executable, "-c", ANNOTATE, str(folder)], stdout=subprocess.DEVNULL) as running:
        process, most, n_processes = psutil.Process(running.pid), 0, 1
        while running.poll() is None:
            try:
                most = max(most, memory_of(process))
                n_processes = max(n_processes, 1 + len(process.children(recursive=True)))
            except psutil.NoSuchProcess:
                break
            time.sleep(BETWEEN_SAMPLES)
    if running.returncode:
        sys.exit(f"annotating ended with code {running.returncode}, holding up to {most / 2**30:.2f} GiB")
    times = os.times()
    return time.perf_counter() - started, times.children_user + times.children_system, most, n_processes


def size_of(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("n", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--corpus", type=Path, default=paths.CORPORA / "demo")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    held = Corpus(args.corpus).read("articles")
    with tempfile.TemporaryDirectory(dir=args.folder, prefix="readout-million-") as temporary:
        folder = Path(temporary) / "corpus"
        n_bytes, distinct = write_corpus(folder, articles_like(held, args.n, args.seed))
        print(f"{args.n:,} articles, {n_bytes / 1e6:,.0f} MB of text; {distinct:.1%} of their sentences are distinct")
        clock, processor, most, n_processes = annotate(folder)
        print(
            f"annotated in {clock / 60:.1f} minutes ({args.n / clock:,.0f} articles a second, {n_bytes / clock / 1e6:.1f} MB/s; "
            f"{processor / 60:.1f} minutes of CPU), {n_processes} processes at most, {os.cpu_count()} cores; "
            f"most memory of all {most / 2**30:.2f} GiB"
        )
        done = Corpus(folder)
        for table in ("articles", *ANNOTATION_TABLES):
            n_rows = done.dataset(table).count_rows()
            print(f"{table:16}{n_rows:>14,} rows{size_of(folder / table) / 2**20:>10,.1f} MiB")


if __name__ == "__main__":
    main()
