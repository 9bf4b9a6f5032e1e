"""Corrections: a file that an analyst writes by hand, and what becomes of it when articles are read or annotated."""

import pytest

from helpers.annotate import update_annotation
from helpers.corpus import Corpus
from helpers.corpus.corrections import COLUMNS, fingerprint_of, read_corrections
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
