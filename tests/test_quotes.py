"""Quotations and their speakers, on a few sentences of our own: one table of cases a construction."""

import random

import pandas as pd
import pytest

from helpers.annotate import annotate
from helpers.annotate.quotes.stretches import find_stretches
from helpers.corpus.schema import TABLES
from helpers.lexicons import Lexicons, load_lexicons
from tiny_lexicons import tiny_lexicons

TINY = tiny_lexicons(
    countries=[
        {"country": "NOR", "form": "Norway"},
        {"country": "NOR", "form": "Norwegian", "route": "adjective"},
        {"country": "PRT", "form": "Portuguese", "route": "adjective"},
    ],
    organisations=[{"id": "fish-office", "forms": "Fish Office", "country": "NOR", "kind": "agency"}],
    people=[
        {"person": "moe", "name": "Astrid Moe", "forms": "Astrid Moe", "short": "Moe", "country": "NOR", "office": "x"}
    ],
)


@pytest.fixture(scope="module")
def lexicons():
    """A few names of our own, with the cues and abbreviations that are shipped."""
    shipped = load_lexicons().rows
    return Lexicons({**TINY.rows, "cues": shipped["cues"], "abbreviations": shipped["abbreviations"]}, "tiny")


@pytest.fixture(scope="module")
def read(lexicons):
    def read(text, title=""):
        return annotate(pd.DataFrame({"article_id": ["a"], "title": [title], "text": [text]}), lexicons)

    return read


def told(found, *columns, direct=True):
    """The rows of ``quotes``, direct or indirect, as tuples of ``columns``; null is ``None``."""
    rows = found.quotes[found.quotes["direct"] == direct]
    return [
        tuple(None if pd.isna(cell) else cell for cell in row) for row in rows[list(columns)].itertuples(index=False)
    ]


# what stands in quotation marks


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('He said: "The nets are full."', ["The nets are full."]),
        ("He said: “The nets are full.”", ["The nets are full."]),
        ("He said: „The nets are full.“", ["The nets are full."]),
        ("He said: «The nets are full.»", ["The nets are full."]),
        ("He said: ''The nets are full.''", ["The nets are full."]),
        ("He said: ``The nets are full.''", ["The nets are full."]),
        ("He said: 'The nets aren't full.'", ["The nets aren't full."]),
        ("He said: ‘The nets aren’t full.’", ["The nets aren’t full."]),
        ("The fishermen's nets weren't the Moes' own.", []),
        ("In the '90s rock 'n' roll reached the villages' halls.", []),
        ('A 6\'2" sailor bought a 40" screen.', []),
        ('<tweet author="moe" id="7"/>', []),
        ('He said: "They call it "the deep one" here," and left.', ['They call it "the deep one" here,']),
        ('"The nets are full.\n"The boats are not," he said.', ['The nets are full.\n"The boats are not,']),
        ('"The nets are full. "The boats are not," he said.', ['The nets are full. "The boats are not,']),
        ('"The nets are full, he said. "The boats are not."', ["The nets are full,", "The boats are not."]),
        ('"The nets of the village are full.\nBoats left.', ["The nets of the village are full."]),
        ('Rain fell. All the nets are full," he said.', ["All the nets are full,"]),
    ],
)
def test_quotation_marks_of_all_kinds_are_paired_and_apostrophes_are_none(text, quoted):
    assert [text[stretch.start : stretch.end] for stretch in find_stretches(text)] == quoted


@pytest.mark.parametrize(
    "text",
    [
        'The so-called "experts" stayed at home.',
        'She starred in the film "Nets of Gold" last year.',
        'The ferry, known as "Old Anna", is for sale.',
        'It rained on the "quiet coast" all week.',
        'Moe told the "Fish and Nets" newspaper to wait.',
        'Moe claimed a seat for the "Free Port" (FP) on Monday.',
        'Rui Alves was held on "piracy" charges.',
    ],
)
def test_titles_nicknames_and_words_at_arms_length_are_no_speech(read, text):
    assert read(text).quotes.empty


def test_a_few_words_beside_a_cue_are_speech(read):
    assert told(read('Astrid Moe called the deal "rotten" on Monday.'), "text", "speaker", "cue") == [
        ("rotten", "Astrid Moe", "called")
    ]


# whose it is


@pytest.mark.parametrize(
    ("text", "speaker", "cue"),
    [
        ('"The nets are full," said Maria Lopez.', "Maria Lopez", "said"),
        ('"The nets are full," Maria Lopez said.', "Maria Lopez", "said"),
        ('"The nets are full", Maria Lopez said.', "Maria Lopez", "said"),
        ('"Are the nets full?" asked Maria Lopez.', "Maria Lopez", "asked"),
        ('"The nets are full," said Maria Lopez, a spokeswoman for the port.', "Maria Lopez", "said"),
        ('"The nets are full," the spokeswoman, Maria Lopez, told the Gazette.', "Maria Lopez", "told"),
        ('"The nets are full," Maria Lopez, 45, of Vigo, told the Gazette.', "Maria Lopez", "told"),
        ('"The nets are full," Sen. Maria Lopez (D-Vt.) said.', "Maria Lopez", "said"),
        ('Maria Lopez said: "The nets are full."', "Maria Lopez", "said"),
        ('Maria Lopez, who leads the port, said in a statement: "The nets are full."', "Maria Lopez", "said"),
        ('Said port chief Maria Lopez: "The nets are full."', "Maria Lopez", "Said"),
        ('Maria Lopez has repeatedly insisted that the nets are "full to the brim".', "Maria Lopez", "insisted"),
        ('Maria Lopez praised the crew, adding: "The nets are full."', "Maria Lopez", "adding"),
        ('Maria Lopez inspected the boats and said "the nets are full".', "Maria Lopez", "said"),
        ('According to Maria Lopez, the nets are "full to the brim".', "Maria Lopez", "According to"),
        ('"The nets are full," one fisherman said.', "one fisherman", "said"),
        ('"The nets are full," the Fish Office said.', "the Fish Office", "said"),
        (
            'MOLDE, May 3. /ABC/. Nets are full, Maria Lopez said. "It is a good year," she added.',
            "Maria Lopez",
            "added",
        ),
        ('"The nets are full." - Maria Lopez', "Maria Lopez", None),
        ('Two spoke. "The nets are full." - Maria Lopez "The boats are not." - Rui Alves', "Rui Alves", None),
        ('"The nets are full," said Peru\'s ambassador to Norway Maria Lopez.', "Maria Lopez", "said"),
        ('Rain fell.\nLopez: "The nets are full to the brim this year."', "Lopez", None),
        ('"The nets are full," Maria Lopez, 18, from Norway said.', "Maria Lopez", "said"),
        ('The harbour smelt, and was described by Maria Lopez as "full to the brim".', "Maria Lopez", "described"),
        (
            'A Fish Office spokeswoman described the nets as "full to the brim".',
            "A Fish Office spokeswoman",
            "described",
        ),
        ('"The nets are full," the Department of Nets said.', "Department of Nets", "said"),
        ('"The nets are full," said the Gazette\'s Maria Lopez.', "Maria Lopez", "said"),
        ('"The nets are full," Theresa May said. May said "the boats are not".', "Theresa May", "said"),
        ('We\'re often told to "get into the boats".', None, "told"),
        ('"The nets are full," Maria Lopez fumed.', "Maria Lopez", "fumed"),
        ('"The nets are full," Maria Lopez thunderstormed.', "Maria Lopez", None),
        ('The nets were called "full to the brim" by Maria Lopez.', "Maria Lopez", "called"),
        ('The agency quoted Maria Lopez as saying: "The nets are full."', "Maria Lopez", "saying"),
        # the subject behind the cue
        ('"The nets are full," said her lawyer, Ann Lee.', "Ann Lee", "said"),
        ('"The nets are full," says He Ming, a fisher.', "Ming", "says"),  # and no pronoun
        ('"The nets are full," said-Ann Lee of Moss.', "Ann Lee", "said"),
        ('"The nets are full," said Moss law school dean Ann Lee.', "Ann Lee", "said"),
        # a verb among the words before the cue
        ('Ann Lee dismissed media reports about the nets as "utterly wrong from start to end".', "Ann Lee", "reports"),
        ('The 27 boats of Moss issued a statement saying: "The nets are full."', "The 27 boats of Moss", "saying"),
        # a phrase in commas with a title in small letters
        ('The expert, retired general Ann Lee, said: "The nets are full."', "Ann Lee", "said"),
        ('Ann Lee\'s envoy Bob Moss said: "The nets are full."', "Bob Moss", "said"),
        # a pronoun in the place of a subject
        ('Ann Lee came. Bob Moss waited. On Monday he made a claim: "The nets are full."', "Bob Moss", "claim"),
    ],
)
def test_a_quotation_belongs_to_the_subject_of_its_cue(read, text, speaker, cue):
    assert told(read(text), "speaker", "cue")[-1] == (speaker, cue)


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ('"Full," said Maria Lopez. "And heavy as lead."', ["Maria Lopez"] * 2),
        ('"The nets," Maria Lopez said, "are full and heavy."', ["Maria Lopez"] * 2),
        ('"The nets are full," Maria Lopez said.\n"The boats are empty, though, and so they stay."', ["Maria Lopez"] * 2),
        ('Maria Lopez smiled. "The nets are full," she said.', ["Maria Lopez"]),
        ('Maria Lopez arrived. Lopez was cheered. "The nets are full," Lopez said.', ["Maria Lopez"]),
        ('Mr Ivan Berg spoke to Mrs Maria Lopez. "I own the nets," Mrs Lopez said. "And I the boats," he said.',
         ["Maria Lopez", "Ivan Berg"]),
        ('Port minister Maria Lopez spoke. "Full," Lopez said. Rain fell. "The boats left," the minister added.',
         ["Maria Lopez"] * 2),
        ('Lopez Mei, the mayor of Moss, came. "The nets are full," Lopez said.', ["Lopez Mei"]),
        ('The port chief Maria Lopez told the Gazette many were ill. "Full," she said.', ["Maria Lopez"]),
        ('Maria Lopez, the mayor of Moss, where it rained, said it was late. "We sail," she said.', ["Maria Lopez"]),
        ('"Full," Maria Lopez said. "Rui Alves knows the nets. Ivan Berg does too," she said.', ["Maria Lopez"] * 2),
        ('The press service of the port of Moss said rain fell. "We sail," the press service said.',
         ["The press service of the port of Moss"]),
        ('"We sail," the Fish Office said. "We stay," the analysts said.', ["the Fish Office"] * 2),
        ('Rui Alves met the Queen. "We sail," the Queen said. "We stay," she said.', ["the Queen"] * 2),
        ('A Fish Gazette editorial was wrong. The editorial said: "The nets are full."', ["Fish Gazette"]),
        ('"We sail," a port official said. Rain fell. "We do not sail," the official said.', ["a port official"] * 2),
        ('"No," a port official said. Rui Alves, an official, left. "We sail," the official said.', ["a port official"] * 2),
        ('"I am tired of fish," Maria Lopez said. "I want meat," the statement reads.', ["Maria Lopez"] * 2),
        ('"We sail," said Maria Lopez. "We stay," said Ivan Berg. "We sink," Lopez replied.',
         ["Maria Lopez", "Ivan Berg", "Maria Lopez"]),
    ],
)  # fmt: skip
def test_pronouns_descriptions_and_quotations_that_go_on_keep_the_name(read, text, speakers):
    assert [name for (name,) in told(read(text), "speaker")] == speakers


def test_a_passive_without_an_agent_names_nobody(read):
    assert told(read('The captain was accused of "piracy on a lake".'), "speaker") == [(None,)]


@pytest.mark.parametrize(
    ("text", "told_of"),
    [
        ('"We sail," Moe said.', ("Moe", "moe", "NOR")),
        ('Astrid Moe came. "We sail," Moe said.', ("Astrid Moe", "moe", "NOR")),
        ('"We sail," said Portuguese Fish Minister Rui Alves.', ("Rui Alves", None, "PRT")),
        ('"We sail," said Rui Alves, an envoy for the Norwegian king.', ("Rui Alves", None, "NOR")),
        ('Portuguese envoy Rui Alves came. "We sail," Alves said.', ("Rui Alves", "rui-alves", "PRT")),
        ('"We sail," a spokesman for the Norwegian navy said.', ("a spokesman for the Norwegian navy", None, "NOR")),
        ('"We sail," said Rui Alves.', ("Rui Alves", None, None)),
    ],
)
def test_a_speaker_speaks_for_their_own_country_or_that_of_what_introduces_them(read, text, told_of):
    (row,) = told(read(text), "speaker", "speaker_entity", "speaker_country")
    assert row == told_of


# indirect speech


@pytest.mark.parametrize(
    ("text", "clause", "speaker"),
    [
        ("Maria Lopez said that the nets are full.", "the nets are full", "Maria Lopez"),
        ("Maria Lopez said the nets are full.", "the nets are full", "Maria Lopez"),
        ("Maria Lopez told reporters that the nets are full.", "the nets are full", "Maria Lopez"),
        ("Maria Lopez warned on Monday that the nets are full.", "the nets are full", "Maria Lopez"),
        ("Maria Lopez asked whether the nets are full.", None, None),
        ("The nets are full, Maria Lopez said on Monday.", "The nets are full", "Maria Lopez"),
        ("The nets are full, said Maria Lopez.", "The nets are full", "Maria Lopez"),
        ("According to Maria Lopez, the nets are full.", "the nets are full", "Maria Lopez"),
        ("The nets are full, according to Maria Lopez.", "The nets are full", "Maria Lopez"),
        ("Maria Lopez refused to say that the nets are full.", None, None),
        ("Maria Lopez mended the nets.", None, None),
    ],
)
def test_indirect_speech_is_the_clause_that_a_cue_reports(read, text, clause, speaker):
    wanted = [] if clause is None else [(clause, speaker)]
    assert told(read(text), "text", "speaker", direct=False) == wanted


# sentences


@pytest.mark.parametrize(
    ("text", "voices"),
    [
        ("The boats left. It rained.", [("narrator", None), ("narrator", None)]),
        ('Moe spoke. "We sail. We always do," she said.', [("narrator", None), ("quote", "Moe"), ("mixed", "Moe")]),
        ("Moe said that the boats will sail.", [("narrator", "Moe")]),
        ('Moe said that the boats are "ready to sail".', [("mixed", "Moe")]),
    ],
)
def test_a_sentence_is_the_outlets_own_a_quotation_or_both(read, text, voices):
    rows = read(text).sentences[["voice", "speaker"]].itertuples(index=False)
    assert [(voice, None if pd.isna(speaker) else speaker) for voice, speaker in rows] == voices


def test_a_title_has_a_voice_and_no_row_of_quotes(read):
    found = read("The boats left.", title='Moe on herring: "We sail at dawn"')
    assert found.sentences["voice"].tolist() == ["mixed", "narrator"]
    assert found.sentences["speaker_country"].tolist()[0] == "NOR"
    assert found.quotes.empty


# any text

PIECES = ['"', '"', "“", "”", "''", "«", "»", "‘", "'", " ", " ", "\n", ".", ",", "?", "—", "said", "Moe", "he", "told",
          "Lopez", "the nets", "that", "According to", "claims", "(", ")", "-", "é", "😀", "İ"]  # fmt: skip


@pytest.mark.parametrize("seed", range(60))
def test_whatever_the_text_offsets_hold_and_direct_quotations_do_not_overlap(read, seed):
    pick = random.Random(seed)
    text = "x" + "".join(pick.choice(PIECES) + pick.choice(["", " "]) for _ in range(pick.randint(5, 80)))
    found = read(text)
    assert list(found.quotes) == TABLES["quotes"].names
    for row in found.quotes.itertuples():
        assert 0 <= row.start < row.end <= len(text)
        assert row.text == text[row.start : row.end]
    direct = found.quotes[found.quotes["direct"]]
    assert (direct["start"].to_numpy()[1:] >= direct["end"].to_numpy()[:-1]).all()
    assert set(found.sentences["voice"]) <= {"narrator", "quote", "mixed"}


def test_reading_an_article_does_not_depend_on_those_before_it(lexicons):
    texts = ['"We sail," said Maria Lopez.', '"We stay," she said.']
    articles = pd.DataFrame({"article_id": ["a", "b"], "text": texts})
    both = annotate(articles, lexicons).quotes
    alone = annotate(articles.iloc[1:], lexicons).quotes
    pd.testing.assert_frame_equal(both[both["article_id"] == "b"].reset_index(drop=True), alone)
