"""The kernel of sentences against NLTK's Punkt with the same lists: every sentence begins and ends at the same character."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from helpers.annotate.kernels.sentences import parameters_of, split
from helpers.annotate.kernels.text import pack
from helpers.annotate.sentences import split_many
from helpers.corpus import Corpus
from helpers.lexicons import load_lexicons
from helpers.paths import CORPORA
from nltk_itself import nltk_sentences, sample_texts, tokenizer


def rows_of(found, n_texts):
    """Paragraph, start and end of the sentences of each text."""
    rows = [[] for _ in range(n_texts)]
    for text, *row in zip(*(column.tolist() for column in found[:4])):
        rows[text].append(tuple(row))
    return rows


def kernel_sentences(texts):
    return rows_of(split_many(texts, load_lexicons()), len(texts))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        ".",
        "x",
        "\n",
        ". . .",
        "\x1c.\x1c",
        "He left the U.S. The envoy stayed. In the U.S. he met Gen. Li, i.e. the general.",
        "He left the U.S. the envoy stayed. The U.S., he said. U.S.? The end.",
        "Mr. and Mrs. X. Y. Z. met. J. Bach died. In 1987. The year. It was 15. the end. 3.5. Next. -2,000. Then.",
        "“It is over.” She left. (He said.) Yes. «Non.» Oui. 'Go.' 'No!' \"Why?\" He asked.) So.",
        "‘Stop.’ They did.” Then? ”Now.“ X",
        "No?! Ha!!! Wait... what? Well... The end.. Or. . . The end . . . . of it. . x",
        'He said.--She left. The end."--Now. A.) --B',
        "One.Two.three. Four.(Five.) six!seven?Eight",
        "co-op. The end. U.S.-U.K. The talks. x-mr. The man. mr-. The man. -mr. A",
        "First.\u00a0Second.\u2003Third.\u200bFourth.\x1cFifth. \x1d Sixth.\u2028Seventh",
        "é. É. ß. The. Á. É. The ǅ. The 中. 中文. 下. ٣. The ३. the ². the x². The",
        "\u212amr. The \u212a. The end. MR. The end. İ. The Σ. the",
        "A \ud800. The \udc00. \ud83d. end",
        "😀. 😀! 😀 The end. 😡",
        "a,. b;. c:. d ,. The e,, . f ., g.",
        "#1. @x. &y. *z. `q. The",
        "First line.\n\n  Second line. Third\r\nlast \n \x0b. x\n",
        "?Yes !no .And ?The. !The",
        "a.b.c. The. e.g.. The. ... ...The. ..the --the",
        "x" * 400 + ". " + "y." * 400 + " The end",
    ],
)
def test_a_tricky_text_is_split_where_nltk_splits_it(text):
    assert kernel_sentences([text]) == [nltk_sentences(text)]


ROWS = load_lexicons().rows["abbreviations"]
WORDS = st.one_of(
    st.sampled_from([row["form"] + "." for row in ROWS if row["kind"] == "abbreviation"]),
    st.sampled_from([row["form"] for row in ROWS if row["kind"] == "starter"]),
    st.sampled_from(
        "U.S. J. A. é. É. 1987. 3.5 -2,0. . ... .. -- ) ” “Yes.” (He No?! Ha!!! e.g. 'Go.' a-mr. x, ;".split()
    ),
    st.sampled_from(
        "the minister said Paris He They 15 2.5 \ud800 中 ǅ ٣ ² \u00a0 \x1c \u200b \n \n\n . ! ?".split(" ")
    ),
    st.text(max_size=3),
)
SIGNS = st.sampled_from(["", "", "", ".", "!", "?", ".”", ".)", '?"', ",", "...", ". . .", ".--", ".'", ":", "-"])
WRITTEN = st.sampled_from([str, str, str.upper, str.capitalize])
TOKENS = st.builds(lambda word, write, sign: write(word) + sign, WORDS, WRITTEN, SIGNS)
TEXTS = st.builds(
    lambda blank, tokens: blank.join(tokens),
    st.sampled_from([" ", " ", "  ", "", "\u00a0"]),
    st.lists(TOKENS, max_size=20),
)


@given(st.lists(TEXTS, max_size=6))
@example(["A. B", "", "C. D"])
def test_every_text_of_a_batch_is_split_where_nltk_splits_it(texts):
    assert kernel_sentences(texts) == [nltk_sentences(text) for text in texts]


@given(st.lists(TEXTS, max_size=4))
def test_with_other_lists_too(texts):
    abbreviations, starters = ("né", "x", "15", "o'b", "mr"), ("he", "né", "они", "the")
    found = split(pack(texts), parameters_of(abbreviations, starters))
    punkt = tokenizer(abbreviations, starters)
    assert rows_of(found, len(texts)) == [nltk_sentences(text, punkt) for text in texts]


@given(st.lists(TEXTS | st.text(max_size=40), max_size=4))
def test_offsets_in_bytes_and_in_characters_are_of_the_same_sentence(texts):
    packed = pack(texts)
    found = split_many(texts, load_lexicons())
    for text, _, start, end, first, last in zip(*(column.tolist() for column in found)):
        assert bytes(packed.bytes[first:last]).decode("utf-8", "surrogatepass") == texts[text][start:end]


def test_the_samples_are_split_where_nltk_splits_them():
    texts = sample_texts()
    expected = [nltk_sentences(text) for text in texts]
    assert sum(map(len, expected)) > 20
    assert kernel_sentences(texts) == expected


@pytest.mark.slow
def test_the_demonstration_is_split_where_nltk_splits_it():
    if not (CORPORA / "demo" / "corpus.json").exists():
        pytest.skip("the demonstration corpus is not here; readout demo fetches it")
    texts = list(Corpus(CORPORA / "demo").read("articles", ["text"])["text"])
    differing = [text for text, rows in zip(texts, kernel_sentences(texts)) if rows != nltk_sentences(text)]
    assert differing == []
