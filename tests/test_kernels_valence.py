"""The kernel of valence against NLTK's analyser: all four numbers of each sentence are the same, to the last digit."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from nltk.sentiment.vader import VaderConstants

from helpers.annotate.kernels import valence
from helpers.annotate.kernels.text import bytes_at, pack
from helpers.annotate.valence import word_list
from helpers.corpus import Corpus
from helpers.paths import CORPORA
from nltk_itself import analyser, mask, nltk_scores, nltk_sentences, sample_texts


def kernel_scores(sentences, masks=()):
    texts = pack(sentences)
    spans = np.array([(k, *span) for k, spans in enumerate(masks) for span in spans], np.int64).reshape(-1, 3)
    owner = np.ascontiguousarray(spans[:, 0])
    ends = bytes_at(texts, *((owner, spans[:, side]) for side in (1, 2)))
    names = valence.masks_of(len(sentences), owner, *ends)
    lexicon = valence.lexicon_of(word_list())
    return valence.score(texts, texts.starts, texts.ends, lexicon, names).tolist()


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        " ",
        "x",
        "!",
        "good",
        "GOOD",
        "good GOOD Good good",
        "A GOOD day, a good DAY",
        "VERY good news, very GOOD news, VERY GOOD NEWS",
        "not good, never good, NOT GOOD, isn't good, ISN'T good, ain’t good",
        "never so good; never this bad; so very good; This is so not good",
        "Never so good, NEVER this bad, this good",
        "at least good, least good, very least good, the least bad of all, Least good",
        "kind of good, a kind man of good, sort of kind of bad, kind of",
        "just enough hope is just enough good of a kind",
        "it is the shit, the bomb, a bad ass, yeah right, and cut the mustard",
        "the kiss of death was a kiss of death for the good hand to mouth war",
        "The Shit and THE BOMB and Bad ass",
        "He said the bomb killed hope, but the good peace, but not the war.",
        "BUT good but bad",
        "good but",
        "good! bad? great!! awful?? fine!!! poor??? hope?!? war!?! love?!?! hate!?!?",
        "good!!!!! bad?????",
        "???",
        "!!!!",
        "? ? ? good ! ! ! ! !",
        "'good' \"bad\" (great) [war] -peace- good-bad good's",
        "“good” ‘bad’ «great» war… peace— hope–fear",
        ".good ..bad !good !!bad ?!?good",
        ":) :( :-D =) ;-) :'( <3 :P XD D: (: x:",
        "can't cannot cant CAN'T can`t n't xn't",
        "good\u00a0news\u2003today\u2028war\x1cpeace\x85hope",
        "good\u200bnews good\ufeff",
        "\u212aill and \u212aILL the \u212aind of good",  # the sign of kelvin, whose small letter is k
        "İyi good ǅ GOOD Σ ς ﬁne Ⅷ Ⓐ",
        "ÉLAN good and élan GOOD",
        "good \ud83d bad \udc00 \ud800great",
        "😀 good 😡😡 bad",
        "united security " * 40 + "good",
        "good " + "table " * 3000,
        "Good gOod goOd gooD gOOD GOOD good Good gOod",
    ],
)
def test_a_tricky_sentence_scores_what_nltk_scores(sentence):
    assert kernel_scores([sentence]) == [nltk_scores(sentence)]


RATED = sorted(analyser().lexicon)
OTHERS = """
    but kind of never so this least at very the a table minister said €5bn don’t naïve 'til U.S. x 5 -- ... \u00a0 \ud800
""".split(" ")
WORDS = st.one_of(
    st.sampled_from(RATED),
    st.sampled_from(sorted(VaderConstants.BOOSTER_DICT)),
    st.sampled_from(sorted(VaderConstants.NEGATE)),
    st.sampled_from(sorted(VaderConstants.SPECIAL_CASE_IDIOMS)),
    st.sampled_from(OTHERS),
    st.text(max_size=4),
)
SIGNS = st.sampled_from(["", "", "", "", *VaderConstants.PUNC_LIST, "...", ")", "!!!!", "”", "…", "'s", "n't"])
WRITTEN = st.sampled_from([str, str, str, str.upper, str.capitalize])
TOKENS = st.builds(lambda before, word, write, after: before + write(word) + after, SIGNS, WORDS, WRITTEN, SIGNS)
SENTENCES = st.builds(
    lambda blank, tokens: blank.join(tokens),
    st.sampled_from([" ", " ", "  ", "\t", "\u00a0"]),
    st.lists(TOKENS, max_size=14),
)


@given(st.lists(SENTENCES, max_size=8))
def test_every_sentence_of_a_batch_scores_what_nltk_scores(sentences):
    assert kernel_scores(sentences) == [nltk_scores(sentence) for sentence in sentences]


@st.composite
def masked_sentences(draw):
    sentence = draw(SENTENCES)
    cuts = sorted(draw(st.lists(st.integers(0, len(sentence)), max_size=6)))
    return sentence, list(zip(cuts[::2], cuts[1::2]))


@given(st.lists(masked_sentences(), max_size=6))
@example([("FRANCE is good", [(0, 6)]), ("France's bad-France", [(0, 6), (13, 19)]), ("É É", [(0, 1), (2, 3)])])
@example([("", [(0, 0)]), ("good", [(0, 0), (0, 4), (4, 4)]), ("ǅ good ǅA", [(0, 1), (7, 9)])])
def test_a_masked_name_counts_as_the_word_that_mask_would_write(drawn):
    sentences, masks = [sentence for sentence, _ in drawn], [spans for _, spans in drawn]
    assert kernel_scores(sentences, masks) == [nltk_scores(mask(*pair)) for pair in drawn]


def sentences_of(texts):
    return [text[start:end] for text in texts for _, start, end in nltk_sentences(text)]


def test_the_samples_score_what_nltk_scores():
    sentences = sentences_of(sample_texts())
    assert len(sentences) > 20
    assert kernel_scores(sentences) == [nltk_scores(sentence) for sentence in sentences]


@pytest.mark.slow
def test_the_demonstration_scores_what_nltk_scores():
    if not (CORPORA / "demo" / "corpus.json").exists():
        pytest.skip("the demonstration corpus is not here; readout demo fetches it")
    sentences = sentences_of(Corpus(CORPORA / "demo").read("articles", ["text"])["text"])
    differing = [
        sentence for sentence, scores in zip(sentences, kernel_scores(sentences)) if scores != nltk_scores(sentence)
    ]
    assert differing == []


def test_values_near_a_half_are_rounded_as_python_rounds():
    values = np.array([0.0625, 0.1875, 0.0005, 0.00050000000000000001, 2.675 / 10, -0.00025, 0.12345])
    assert valence._rounded(values, 3).tolist() == [round(value, 3) for value in values.tolist()]
