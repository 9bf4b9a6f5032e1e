"""Ingesting: how fast on one core, how much memory as the input grows, and how sixty daily runs wear.

    python benchmarks/ingest.py [CSV] [--pages FOLDER] [--times 1 4 16] [--seed N]

CSV is the demonstration corpus (``readout demo`` fetches it to data/raw/NewsArticles.csv). All that is timed ends in
committed tables: texts cleaned, repeated passages cut, stories grouped. Beside it stands what there is no doing without:
pandas reading the same file, and nothing more. FOLDER holds web pages, as files or as JSON lines with a field ``html``
(packed with gzip or xz, or not); they are read here and by trafilatura alone.

Memory is the most that a fresh process held, with its libraries, while it ingested the CSV once and several times. The
copies are made by seed: a share of the words of each is replaced by words of other articles, and ids and addresses
are made their own, so that each copy is an article. They are given as one file, and as a folder with a file for each.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import gzip
import json
import lzma
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd

from helpers.corpus import Corpus
from helpers.corpus.tidy import tidy_corpus
from helpers.ingest import ingest, read
from helpers.ingest.run import new_run_id

ROUNDS = 3
SUBSTITUTED = 0.4  # of the words: hardly five in a row are left, so that no copy is a near copy
DAYS, A_DAY = 60, 60
PACKED = {".gz": gzip.open, ".xz": lzma.open}
PROBE = """
import resource, sys
from pathlib import Path
from helpers.ingest import ingest
counts = ingest(sys.argv[2:], Path(sys.argv[1]))[1]
print(counts["read"], counts["accepted"], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
IN_MB = 2**20 if sys.platform == "darwin" else 2**10  # of what the system counts memory in


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """By the clock, and of the processor."""
    clock, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - cpu


def read_rows(table: Path) -> Iterator[list[str]]:
    """The header, then the rows, one at a time."""
    with table.open(encoding="utf-8", errors="replace", newline="") as lines:
        yield from csv.reader(lines)


def write_rows(table: Path, *parts: Iterator[list[str]] | list[list[str]]) -> Path:
    with table.open("w", encoding="utf-8", newline="") as lines:
        for part in parts:
            csv.writer(lines).writerows(part)
    return table


def copies_of(table: Path, number: int, seed: int) -> Iterator[list[str]]:
    """The rows of ``table`` as articles of their own; copy 0 is the table itself."""
    rows = read_rows(table)
    places = {name: place for place, name in enumerate(next(rows))}
    rng = random.Random(f"{seed} {number}")
    vocabulary = [word for row, _ in zip(read_rows(table), range(500)) for word in row[places["text"]].split()]
    for row in rows:
        if number:
            words = row[places["text"]].split()
            drawn = (rng.choice(vocabulary) if rng.random() < SUBSTITUTED else word for word in words)
            row[places["text"]] = " ".join(drawn)
            row[places["article_id"]] += f"-{number}"
            row[places["article_source_link"]] += (
                f"{'&' if '?' in row[places['article_source_link']] else '?'}copy={number}"
            )
        yield row


def measure_memory(table: Path, times: list[int], seed: int, folder: Path) -> None:
    """The most memory of a fresh process, by the number of copies."""
    header = [next(read_rows(table))]
    print("most memory, with that of the libraries, as the input grows")
    print(f"{'times':>5} {'articles':>9} {'input':>8} {'one file':>9} {'a folder':>9}")
    for n in times:
        parts = folder / f"{n}"
        parts.mkdir()
        for number in range(n):
            write_rows(parts / f"{number}.csv", header, copies_of(table, number, seed))
        whole = write_rows(
            folder / f"{n}.csv", header, *(list(read_rows(part))[1:] for part in sorted(parts.iterdir()))
        )
        size, peaks = whole.stat().st_size / 2**20, []
        for source in (whole, parts):
            asked = [sys.executable, "-c", PROBE, str(folder / f"corpus-{source.name}"), str(source)]
            said = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
            n_read, accepted, most = map(int, said.split())
            peaks.append(most / IN_MB)
        print(f"{n:>5} {accepted:>9,} {size:>5.0f} MB {peaks[0]:>6.0f} MB {peaks[1]:>6.0f} MB  ({n_read:,} read)")


def measure_speed(table: Path, folder: Path) -> None:
    """Articles a second, beside pandas reading the same file; in turns, so that what else the machine does falls on both."""
    few = write_rows(folder / "few.csv", [row for row, _ in zip(read_rows(table), range(30))])
    warm, _ = seconds(lambda: ingest([few], folder / "few"))
    ours, theirs = [], []
    for turn in range(ROUNDS):
        ours.append(seconds(lambda turn=turn: ingest([table], folder / f"speed-{turn}")))
        theirs.append(seconds(lambda: pd.read_csv(table, dtype=str, encoding_errors="replace")))
    n = len(Corpus(folder / "speed-0").read("ledger"))
    (clock, cpu), (its, _) = min(ours), min(theirs)
    print(
        f"\n{n:,} articles to committed tables on one core: {n / clock:,.0f} a second, {n / cpu:,.0f} a second of CPU;"
    )
    print(
        f"{clock / its:.0f} x as long as pandas.read_csv alone (best of {ROUNDS}); before, {warm:.1f} s of warming up"
    )


def read_pages(folder: Path) -> list[str]:
    """The pages in a folder, and in the folders in it."""
    pages = []
    for file in sorted(folder.rglob("*")):
        if file.suffix in (".html", ".htm"):
            pages.append(file.read_text("utf-8", "replace"))
        elif ".jsonl" in file.suffixes:
            with PACKED.get(file.suffix, open)(file, "rt", encoding="utf-8") as lines:
                pages += [page for line in lines if (page := json.loads(line).get("html"))]
    return pages


def measure_pages(folder: Path) -> None:
    """Pages a second, beside trafilatura alone."""
    import trafilatura

    pages = read_pages(folder)
    raw = [page.encode("utf-8", "replace") for page in pages]
    for page, bytes_ in zip(pages[:5], raw[:5]):
        read(bytes_, "page.html"), trafilatura.extract(page)
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(seconds(lambda: [read(bytes_, "page.html") for bytes_ in raw])[1])
        theirs.append(seconds(lambda: [trafilatura.extract(page, include_comments=False) for page in pages])[1])
    turns = " ".join(f"{a / b:.2f}" for a, b in zip(ours, theirs))
    print(f"\n{len(pages):,} pages: {len(pages) / min(ours):.0f} a second of CPU;")
    print(f"{min(ours) / min(theirs):.2f} x as long as trafilatura alone (best of {ROUNDS}; turn by turn {turns})")


def measure_days(table: Path, folder: Path) -> None:
    """Sixty daily runs on one corpus: the time of the last beside that of the first, and what lies on the disk."""
    header, *rows = read_rows(table)
    corpus, took = folder / "daily", []
    for day in range(min(DAYS, len(rows) // A_DAY)):
        news = write_rows(folder / f"day-{day}.csv", [header, *rows[day * A_DAY : (day + 1) * A_DAY]])
        took.append(seconds(lambda news=news: ingest([news], corpus))[0])
    read_whole = seconds(lambda: Corpus(corpus).read("articles"))[0]
    tidied = []
    tidying = seconds(lambda: tidied.append(tidy_corpus(corpus, new_run_id())))[0]
    first, last = min(took[:5]), min(took[-5:])
    print(
        f"\n{len(took)} daily runs of {A_DAY} articles: of the first five the quickest took {first:.2f} s, of the last"
    )
    print(f"five {last:.2f} s ({last / first:.1f} x). Tidying then took {tidying:.1f} s; reading all articles takes")
    print(
        f"{read_whole / seconds(lambda: Corpus(corpus).read('articles'))[0]:.1f} x as long before as after. On the disk:"
    )
    sizes = tidied[0].set_index("table")
    for name in ("bytes_before", "bytes_after"):
        sizes[name.replace("bytes", "MB")] = sizes.pop(name) / 2**20
    print(sizes.to_string(float_format="{:.1f}".format))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("csv", nargs="?", type=Path, default=Path("data/raw/NewsArticles.csv"))
    parser.add_argument("--pages", type=Path, help="folder of web pages, to be compared with trafilatura")
    parser.add_argument("--times", type=int, nargs="*", default=[1, 4, 16], help="how often the CSV, to measure memory")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    with contextlib.suppress(AttributeError):  # systems that do not let a process choose
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measure_memory(
            args.csv, args.times, args.seed, folder
        )  # first: a process counts what its parent held as its own
        measure_speed(args.csv, folder)
        measure_days(args.csv, folder)
        if args.pages:
            measure_pages(args.pages)


if __name__ == "__main__":
    main()
