"""How long it takes to find every form of the lexicons, beside other ways to do it, in turns.

    python benchmarks/gazetteer.py data/corpora/demo [--rounds N]

The corpus is one that ``readout ingest`` made; the others are given its titles and texts and the shipped forms. None of
them reads rules, nor whole words only: they find the bare strings. ``rg`` and ``grep`` are passed over if they are not
on the PATH; these and ``wc -w`` are whole processes, which read a file and build their automaton (the last column is
without what they take for an empty file). Times are seconds on the wall, medians of all rounds; ratios are medians of
the rounds' ratios.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import ahocorasick_rs
import numpy as np

from helpers.corpus import Corpus
from helpers.lexicons import Matcher, load_lexicons
from helpers.lexicons.kernels import gazetteer as kernel
from helpers.lexicons.letters import FOLD, lower
from helpers.lexicons.rows import Form
from helpers.lexicons.tables import tables_of

OURS = "find_all: with rules, in arrays"


def without_rules(form: Form) -> Form:
    """The form as it would count anywhere."""
    return Form(form.text, form.case, form.kind, form.entity, form.country, form.route, form.row)


def automata(forms: list[Form]) -> Callable[[list[str]], int]:
    """Every overlapping occurrence by Aho-Corasick, as written and in lower case; boundaries and rules not looked at."""
    written = {form.text.translate(FOLD) for form in forms if form.case != "any"}
    written |= {form.text.translate(FOLD).upper() for form in forms if form.case == "caps"}
    lowered = {lower(form.text.translate(FOLD)) for form in forms if form.case == "any"}
    both = [(ahocorasick_rs.AhoCorasick(sorted(some)), spell) for some, spell in ((written, str), (lowered, lower))]

    def search(texts: list[str]) -> int:
        return sum(
            len(automaton.find_matches_as_indexes(spell(text.translate(FOLD)), overlapping=True))
            for text in texts
            for automaton, spell in both
        )

    return search


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def processes(texts: list[str], forms: list[Form], folder: Path) -> dict[str, tuple[Callable, Callable]]:
    """What each tool is called, with the work it does on the texts and on an empty file."""
    (folder / "texts").write_text("\n".join(texts), encoding="utf-8", errors="surrogatepass")
    (folder / "forms").write_text("\n".join(dict.fromkeys(form.text for form in forms)) + "\n", encoding="utf-8")
    (folder / "empty").write_text("")
    tools = {
        "rg -oF -f, one thread": ["rg", "-j1", "-oFN", "--no-config", "-f", str(folder / "forms")],
        "grep -oF -f": ["grep", "-oF", "-f", str(folder / "forms")],
        "wc -w": ["wc", "-w"],
    }

    def run(command: list[str], file: str) -> Callable[[], object]:
        def work():
            with (folder / "out").open("wb") as out:  # neither stops at the first line, as they would for /dev/null
                subprocess.run([*command, str(folder / file)], stdout=out, check=False)

        return work

    missing = [command[0] for command in tools.values() if not shutil.which(command[0])]
    print(*(f"{tool} is not on the PATH: not compared" for tool in missing), sep="\n", end="\n" * bool(missing))
    return {
        name: (run(command, "texts"), run(command, "empty"))
        for name, command in tools.items()
        if command[0] not in missing
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="?", type=Path, default=Path("data/corpora/demo"))
    parser.add_argument("--rounds", type=int, default=7)
    args = parser.parse_args()
    articles = Corpus(args.corpus).read("articles", ["title", "text"]).fillna("")
    texts = [f"{title}\n{text}" for title, text in zip(articles["title"], articles["text"])]
    lexicons = load_lexicons()
    compiled = seconds(lambda: Matcher(lexicons).find("Iran"))
    built = seconds(lambda: Matcher(lexicons))
    matcher = Matcher(lexicons)
    bare = tables_of([without_rules(form) for form in matcher.forms], lexicons.titles)
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    buffer, offsets = np.frombuffer(b"".join(encoded), np.uint8), np.cumsum([0, *map(len, encoded)])
    out, finals, search = np.empty((buffer.size // 8, 5), np.int32), np.empty(0, np.int64), automata(matcher.forms)
    work: dict[str, tuple[Callable, Callable | None]] = {
        OURS: (lambda: matcher.find_all(texts), None),
        "kernel alone, with rules": (lambda: kernel.find(buffer, offsets, finals, matcher._tables, out), None),
        "kernel alone, no form with rules": (lambda: kernel.find(buffer, offsets, finals, bare, out), None),
        "ahocorasick_rs: bare strings": (lambda: search(texts), None),
    }
    print(f"{len(texts):,} texts, {buffer.size / 1e6:.1f} MB; {len(matcher.forms):,} forms")
    print(f"built in {built:.2f} s; from the kernels as they were kept to the first match in {compiled:.2f} s")
    ruled = sum(matcher.rules[rule] is not None for rule in matcher.find_all(texts).rule)
    print(f"{matcher.find_all(texts).text.size:,} matches, {ruled:,} of them by a rule")
    with tempfile.TemporaryDirectory() as folder:
        work |= processes(texts, matcher.forms, Path(folder))
        took: dict[str, list[float]] = {name: [] for name in work}
        net: dict[str, list[float]] = {name: [] for name in work}
        for _ in range(args.rounds):  # in turns, so that whatever else the machine does falls on all
            for name, (whole, empty) in work.items():
                took[name].append(seconds(whole))
                net[name].append(took[name][-1] - (seconds(empty) if empty else 0))
    print(f"\n{'':36}{'s':>8}{'MB/s':>8}{'/ ours':>8}{'/ ours, without start':>24}")
    for name, times in took.items():
        ratio, net_ratio = (median(b / a for a, b in zip(took[OURS], of[name])) for of in (took, net))
        print(f"{name:36}{median(times):8.3f}{buffer.size / 1e6 / median(times):8.0f}{ratio:8.2f}{net_ratio:24.2f}")


if __name__ == "__main__":
    main()
