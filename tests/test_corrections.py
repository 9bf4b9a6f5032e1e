"""Corrections: a file that an analyst writes by hand, and what becomes of it when articles are read or annotated."""

import pytest

from helpers.annotate import update_annotation
from helpers.corpus import Corpus
from helpers.corpus.corrections import COLUMNS, NEEDED, SAID, fingerprint_of, in_words, read_corrections, with_ids
from helpers.errors import Failure
from helpers.ingest import ingest
from tiny_corpus import tiny_corpus


@pytest.fixture
def folder(tmp_path):
    """A corpus of four articles, the first two of which are copies."""
    return tiny_corpus(tmp_path)


def write(folder, *lines):
    (folder / "corrections.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def copy_of(folder):
    stories = Corpus(folder).read("stories")
    return stories.loc[stories["relation"] != "original", "article_id"].tolist()


def test_no_file_is_no_corrections(folder):
    assert read_corrections(folder).empty
    assert list(read_corrections(folder)) == list(COLUMNS)
    assert fingerprint_of(folder) is None


def test_columns_may_be_left_out_and_blank_lines_do_not_count(folder):
    write(folder, "action,subject,note", "split,0a,they differ", "", "split,0b,")
    rows = read_corrections(folder)
    assert rows["subject"].tolist() == ["0a", "0b"]
    assert rows["when"].tolist() == ["", ""]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["action,subject", "spilt,0a"], r"line 2: action 'spilt'; there are split, join"),
        (["action,subject", "split,0a", "", "split,"], r"line 4: split needs 'subject'"),
        (["action,from,to", "join,0a,"], r"line 2: join needs 'to'"),
        (["action,who", "split,0a"], r"a column 'who'; the columns are when, action"),
        (["action,subject", "split,0a,0b,0c"], r"line 2: more cells than columns"),
        (["action,from,to", "add_alias,Lakers,"], r"line 2: add_alias needs 'to', what these words stand for"),
        (["action,from,to", "add_alias,--,CHE"], r"line 2: from '--' has no letter; write the words as articles"),
        (["action,from,to", "remove_alias,Lakers,CHE"], r"line 2: to 'CHE'; remove_alias needs no 'to'"),
        (
            ["action,from,to", "redirect_role,CHE,"],
            r"line 2: redirect_role needs 'to', one of party, venue, party\+venue",
        ),
        (["action,from,to", "add_role,CHE,host"], r"line 2: to 'host' is no role; write one of party, venue"),
        (["action,from,to", "remove_role,CHE,bystander"], r"line 2: to 'bystander', .*; leave it empty"),
        (["action,from,valid_from", "remove_alias,a,2017-2-1"], r"line 2: valid_from '2017-2-1' is no day; write YYYY"),
        (["action,from,valid_to", "remove_alias,a,20170201"], r"line 2: valid_to '20170201' is no day"),
        (
            ["action,from,valid_from,valid_to", "remove_alias,a,2017-02-02,2017-02-01"],
            r"line 2: valid_to '2017-02-01' lies before valid_from '2017-02-02'",
        ),
    ],
)
def test_a_row_that_does_not_say_what_to_do_is_named_with_its_line(folder, lines, said):
    write(folder, *lines)
    with pytest.raises(Failure, match=said):
        read_corrections(folder)


def test_a_correction_is_replayed_when_the_corpus_is_next_annotated(folder):
    update_annotation(folder, "run-1")
    (name,) = copy_of(folder)
    write(folder, "when,action,subject", f"2026-01-01,split,{name}")
    before = Corpus(folder).read("sentences")
    assert update_annotation(folder, "run-2") == 0
    assert copy_of(folder) == []
    assert len(Corpus(folder).read("sentences")) == len(before)
    commit = Corpus(folder).commit
    update_annotation(folder, "run-3")
    assert Corpus(folder).commit == commit


def test_a_correction_is_replayed_when_the_same_articles_are_read_again_and_undone_with_its_row(folder):
    (name,) = copy_of(folder)
    write(folder, "when,action,subject", f"2026-01-01,split,{name}")
    ingest([folder.parent / "articles.jsonl"], folder)
    assert copy_of(folder) == []
    (folder / "corrections.csv").unlink()
    ingest([folder.parent / "articles.jsonl"], folder)
    assert copy_of(folder) == [name]


def test_a_bad_correction_leaves_the_corpus_as_it_was(folder):
    before = (folder / "corpus.json").read_bytes()
    write(folder, "action,subject", "spilt,0a")
    with pytest.raises(Failure, match="spilt"):
        ingest([folder.parent / "articles.jsonl"], folder)
    assert (folder / "corpus.json").read_bytes() == before


def rows_of(folder, *lines):
    write(folder, *lines)
    return with_ids(read_corrections(folder))


def test_the_id_of_a_row_stays_when_its_note_its_day_or_its_line_changes_and_not_when_it_does_something_else(folder):
    (first,) = rows_of(folder, "action,from,to", "add_alias,Lakers,CHE")["correction"]
    moved = rows_of(folder, "when,action,from,to,note", ",join,0a,0b,", "2026-01-01,add_alias,Lakers,CHE,they row")
    other = rows_of(folder, "action,from,to", "add_alias,Lakers,FRA")
    assert first in set(moved["correction"])
    assert first not in set(other["correction"])


def test_every_action_is_told_in_words():
    assert set(SAID) == set(NEEDED)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("split,0a,,,,,", "0a is a story of its own"),
        ("add_alias,,Lakers,CHE,2017-01-01,2017-01-31,", "“Lakers” stands for Switzerland too, everywhere from "
         "2017-01-01 to 2017-01-31"),
        ("remove_alias,0a,CHE,,,,", "“CHE” counts no longer, in article 0a"),
        ("redirect_role,0a,CHE,venue,,,", "Switzerland is venue, whatever was found, in article 0a"),
        ("remove_role,,CHE,venue,,,", "Switzerland is not venue, everywhere"),
        ("remove_role,,CHE,,,,", "Switzerland plays no part, everywhere"),
        ('remove_alias,,"a\nb\x1b[31m",,,,', "“a b [31m” counts no longer, everywhere"),
    ],
)  # fmt: skip
def test_a_row_says_what_it_does_where_and_when_on_one_line(folder, row, words):
    (told,) = rows_of(folder, "action,subject,from,to,valid_from,valid_to,note", row).to_dict("records")
    assert in_words(told, {"CHE": "Switzerland"}) == words
