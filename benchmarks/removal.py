"""What cleaning removes from a corpus: a table by rule and outlet, and sheets by which people can judge it.

    python benchmarks/removal.py NewsArticles.csv
    python benchmarks/removal.py NewsArticles.csv --sheets FOLDER --seed 7

The first prints how many passages each rule removed from each outlet, the share of characters, and the time. The
second also writes two sheets for judges, drawn by seed, and a key that they do not see: ``passages.csv`` (a passage
that was removed, with what stood around it: is it the article, ``y`` or ``n``?) and ``ends.csv`` (the last 300
characters of what was kept: is it free of credits, page numbers, prompts and the like, ``y`` or ``n``?). The sheets hold
text of the articles, and belong beside the corpus, not into the repository; ``key.csv`` holds ids and rules only.
"""

from __future__ import annotations

import argparse
import csv
import random
import time
from collections import Counter, defaultdict
from hashlib import sha256
from pathlib import Path

from helpers.ingest.boilerplate import rules_of
from helpers.ingest.clean import Cleaned, clean_article, with_summary, without_repeated
from helpers.ingest.metadata import outlet_of
from helpers.ingest.readers import read_units
from helpers.ingest.readers.unit import Unit
from helpers.ingest.repeated import Passages, find_repeated
from helpers.lexicons import load_lexicons

AROUND = 200  # characters shown on either side of a removed passage
END = 300


def clean_all(path: Path) -> tuple[list[tuple[str, Unit, Cleaned]], float]:
    """Outlet, unit and cleaned article of every unit that has a text, and how many seconds cleaning took."""
    lexicons = load_lexicons()
    rules = rules_of(lexicons)
    units = [unit for unit in read_units(path.read_bytes(), path.name) if not unit.fault]
    outlets = [outlet_of(unit.url, unit.outlet, lexicons)[0] or "unknown" for unit in units]
    started = time.process_time()
    cleaned = [clean_article(unit, outlet, rules=rules) for unit, outlet in zip(units, outlets, strict=True)]
    texts: dict[str, list[str]] = defaultdict(list)
    for outlet, article in zip(outlets, cleaned, strict=True):
        texts[outlet].append(article.text)
    passages: Passages = find_repeated(texts)
    repeated = {outlet: passages.repeated(outlet) for outlet in texts}
    cleaned = [
        without_repeated(article, repeated[outlet], rules=rules, title=unit.title)
        for unit, outlet, article in zip(units, outlets, cleaned, strict=True)
    ]
    return list(zip(outlets, units, cleaned, strict=True)), time.process_time() - started


def print_table(articles: list[tuple[str, Unit, Cleaned]], seconds: float) -> None:
    """Passages by rule and outlet, reasons and notes, characters, time."""
    counts = Counter((row["rule"], outlet) for outlet, _, article in articles for row in article.removed)
    rules = Counter(rule for rule, outlet in counts.elements())
    outlets = sorted({outlet for outlet, _, _ in articles})
    width = max(map(len, [*rules, "rule"]))
    print(f"{'rule':{width}} {'all':>6} " + " ".join(f"{outlet[:11]:>11}" for outlet in outlets))
    for rule, n in rules.most_common():
        print(f"{rule:{width}} {n:6} " + " ".join(f"{counts[rule, outlet] or '':>11}" for outlet in outlets))
    touched = Counter(outlet for outlet, _, article in articles if article.removed)
    print(f"{'articles':{width}} {sum(touched.values()):6} " + " ".join(f"{touched[outlet]:>11}" for outlet in outlets))
    raw = sum(len(with_summary(unit.summary, unit.text)) for _, unit, _ in articles)
    cut = sum(len(row["passage"]) for _, _, article in articles for row in article.removed)
    n = len(articles)
    print(f"\n{sum(rules.values()):,} passages of {n:,} articles; {cut:,} of {raw:,} characters ({cut / raw:.2%})")
    print("not articles:", dict(Counter(article.reason for *_, article in articles if article.reason)))
    print("notes:", dict(Counter(note for *_, article in articles for note in article.notes)))
    print(f"{seconds:.2f} s of one core, {seconds / n * 1000:.3f} ms an article")


def write_sheets(articles: list[tuple[str, Unit, Cleaned]], folder: Path, seed: int, size: int) -> None:
    """Draws ``size`` removed passages and ``size`` ends; the same seed draws the same."""
    draw = random.Random(seed)
    removed = [(unit, article, n) for _, unit, article in articles for n in range(len(article.removed))]
    kept = [(unit, article) for _, unit, article in articles if article.text and not article.reason]
    folder.mkdir(parents=True, exist_ok=True)
    key = []
    with (folder / "passages.csv").open("w", encoding="utf-8", newline="") as sheet:
        rows = csv.writer(sheet)
        rows.writerow(["id", "position", "before", "passage", "after", "not_the_article"])
        for unit, article, n in draw.sample(removed, min(size, len(removed))):
            row = article.removed[n]
            name = sha256(unit.raw + str(n).encode()).hexdigest()[:12]
            rows.writerow([name, row["position"], *_around(unit, row["passage"]), ""])
            key.append([name, unit.source_key or unit.member, row["rule"]])
    with (folder / "ends.csv").open("w", encoding="utf-8", newline="") as sheet:
        rows = csv.writer(sheet)
        rows.writerow(["id", "end", "is_clean"])
        for unit, article in draw.sample(kept, min(size, len(kept))):
            name = sha256(unit.raw).hexdigest()[:12]
            rows.writerow([name, article.text[-END:], ""])
            key.append([name, unit.source_key or unit.member, ""])
    with (folder / "key.csv").open("w", encoding="utf-8", newline="") as sheet:
        csv.writer(sheet).writerows([["id", "article", "rule"], *key])


def _around(unit: Unit, passage: str) -> tuple[str, str, str]:
    """What stood before and after a passage, as far as it can be found again in the text as it came."""
    text = " ".join(f"{unit.summary or ''}\n{unit.text}".split())
    at = text.find(passage[:40])
    if at < 0:
        return "", passage, ""
    return text[max(0, at - AROUND) : at], passage, text[at + len(passage) : at + len(passage) + AROUND]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("corpus", type=Path, help="a file that readout ingest reads")
    options.add_argument("--sheets", type=Path, help="folder for the sheets of the judges")
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--size", type=int, default=200, help="passages and ends drawn")
    given = options.parse_args()
    articles, seconds = clean_all(given.corpus)
    print_table(articles, seconds)
    if given.sheets:
        write_sheets(articles, given.sheets, given.seed, given.size)


if __name__ == "__main__":
    main()
