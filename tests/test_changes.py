"""What an edit of the lexicons would change in a corpus, before it is annotated anew."""

import pytest

from helpers.annotate import update_annotation
from helpers.annotate.changes import changed_mentions
from helpers.corpus import Corpus
from test_update import add_place
from tiny_corpus import tiny_corpus


@pytest.fixture
def folder(tmp_path):
    folder = tiny_corpus(tmp_path)
    update_annotation(folder, "annotate")
    return folder


def test_nothing_changes_where_no_row_did(folder):
    assert changed_mentions(Corpus(folder)).empty


def test_a_new_row_says_how_many_mentions_it_finds_and_in_how_many_articles(folder):
    add_place(folder, "fjord")
    (row,) = changed_mentions(Corpus(folder)).to_dict("records")
    assert row == {"lexicon_row": "places.csv#own", "n_before": 0, "n_after": 1, "n_articles": 1}


def test_a_corpus_that_was_never_annotated_has_everything_new(tmp_path):
    folder = tiny_corpus(tmp_path)
    changes = changed_mentions(Corpus(folder)).set_index("lexicon_row")
    assert (changes["n_before"] == 0).all()
    assert changes.loc["countries.csv#irn", "n_after"] == 6


def test_corrections_that_were_replayed_change_nothing_and_a_new_one_counts_as_a_row(folder):
    (folder / "corrections.csv").write_text("action,from,to\nadd_alias,fjord,NOR\n", encoding="utf-8")
    (row,) = changed_mentions(Corpus(folder)).to_dict("records")
    assert row["lexicon_row"].startswith("corrections.csv#")
    assert (row["n_before"], row["n_after"], row["n_articles"]) == (0, 1, 1)
    update_annotation(folder, "annotate-2")
    assert changed_mentions(Corpus(folder)).empty


def test_a_row_that_is_read_otherwise_is_named_even_if_it_is_found_as_often(folder):
    add_place(folder, "fjord")
    update_annotation(folder, "annotate-2")
    file = folder / "lexicons" / "places.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("IRL", "NOR"), encoding="utf-8")
    (row,) = changed_mentions(Corpus(folder)).to_dict("records")
    assert row == {"lexicon_row": "places.csv#own", "n_before": 1, "n_after": 1, "n_articles": 1}
