"""NLTK's own classes with the house's lists, which the kernels must equal."""

import re
from functools import cache
from importlib.resources import files
from unittest import mock

from nltk.sentiment import vader
from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

from helpers import paths
from helpers.ingest import read
from helpers.lexicons import load_lexicons


@cache
def analyser():
    """NLTK's VADER, made the ordinary way, but for where the word list is read."""
    words = files("vaderSentiment").joinpath("vader_lexicon.txt").read_text("utf-8")
    with mock.patch.object(vader.nltk.data, "load", lambda _: words):
        return vader.SentimentIntensityAnalyzer()


def nltk_scores(sentence):
    """Negative, neutral, positive and compound."""
    scores = analyser().polarity_scores(sentence)
    return [scores[name] for name in ("neg", "neu", "pos", "compound")]


@cache
def tokenizer(abbreviations=None, starters=None):
    """NLTK's Punkt with the house's abbreviations and starters, or others."""
    rows = load_lexicons().rows["abbreviations"]
    parameters = PunktParameters()
    parameters.abbrev_types = set(abbreviations or (row["form"] for row in rows if row["kind"] == "abbreviation"))
    parameters.sent_starters = set(starters or (row["form"] for row in rows if row["kind"] == "starter"))
    return PunktSentenceTokenizer(parameters)


def nltk_sentences(text, punkt=None):
    """Paragraph, start and end of each sentence."""
    return [
        (paragraph, line.start() + start, line.start() + end)
        for paragraph, line in enumerate(re.finditer(r"\S[^\n]*", text))
        for start, end in (punkt or tokenizer()).span_tokenize(line.group())
    ]


@cache
def sample_texts():
    """The texts of the folder of samples."""
    files_ = [file for file in sorted((paths.ROOT / "data" / "sample").iterdir()) if file.is_file()]
    return [document["text"] for file in files_ for document in read(file.read_bytes(), file.name)]


MASK = "xx"  # in no word list; VADER leaves out words of one letter, which would bring the neighbours nearer


def mask(sentence: str, spans: list[tuple[int, int]]) -> str:
    """``sentence`` with each span, given from its own beginning and in order, replaced by one word that means nothing.

    A name in capitals stays in capitals: VADER takes shouted words for stronger, unless all are shouted.
    """
    parts, last = [], 0
    for start, end in spans:
        parts += [sentence[last:start], MASK.upper() if sentence[start:end].isupper() else MASK]
        last = end
    return "".join([*parts, sentence[last:]])
