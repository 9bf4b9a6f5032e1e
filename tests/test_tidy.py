"""Tidying, on a corpus of a few rows: what is held stays, and what nobody needs goes."""

import pandas as pd
import pytest

from helpers.corpus import Corpus, NoCorpus, change_corpus
from helpers.corpus.schema import frame
from helpers.corpus.tidy import tidy_corpus


def add(folder, day):
    """What one day adds: an article, and the stories made anew."""
    with change_corpus(folder, f"run-{day:02}") as change:
        change.append("articles", frame("articles", [{"article_id": f"{day:02}", "text": f"text of day {day}"}]))
        change.replace("stories", frame("stories", [{"article_id": f"{n:02}"} for n in range(day + 1)]))


@pytest.fixture
def folder(tmp_path):
    """A corpus of twelve days."""
    folder = tmp_path / "corpus"
    for day in range(12):
        add(folder, day)
    return folder


def n_files(folder, table):
    return sum(file.is_file() for file in (folder / table).rglob("*"))


def rows_of(folder, table):
    return Corpus(folder).read(table).sort_values("article_id", ignore_index=True)


def test_many_small_files_become_few_and_the_rows_stay(folder):
    before = {table: rows_of(folder, table) for table in ("articles", "stories")}
    sizes = tidy_corpus(folder, "tidy").set_index("table")
    for table, rows in before.items():
        pd.testing.assert_frame_equal(rows_of(folder, table), rows)
        assert sizes.loc[table, "files_before"] == 24  # a data file and an entry of the log a day
        assert sizes.loc[table, "files_after"] == n_files(folder, table) < 10
    assert (sizes["bytes_after"] < sizes["bytes_before"]).all()


def test_after_tidying_a_corpus_is_written_to_as_before(folder):
    tidy_corpus(folder, "tidy")
    add(folder, 12)
    with pytest.raises(RuntimeError), change_corpus(folder, "broken") as change:
        change.append("articles", frame("articles", [{"article_id": "99"}]))
        raise RuntimeError
    add(folder, 13)
    assert rows_of(folder, "articles")["article_id"].tolist() == [f"{n:02}" for n in range(14)]


def test_tidying_a_tidy_corpus_makes_no_commit(folder):
    tidy_corpus(folder, "tidy")
    before = Corpus(folder).commit
    tidy_corpus(folder, "again")
    assert Corpus(folder).commit == before


def test_a_commit_that_is_kept_for_a_file_stays_readable_until_the_file_is_gone(folder, tmp_path):
    pinned = Corpus(folder).pin(tmp_path / "pinned.json")
    for day in range(12, 16):
        add(folder, day)
    tidy_corpus(folder, "tidy")
    assert len(Corpus(pinned).read("articles")) == 12
    assert len(Corpus(pinned).read("stories")) == 12
    with_pin = n_files(folder, "stories")
    pinned.unlink()
    tidy_corpus(folder, "tidy-2")
    assert n_files(folder, "stories") < with_pin
    assert not any((folder / "kept").iterdir())
    assert len(Corpus(folder).read("stories")) == 16


def test_there_has_to_be_a_corpus(tmp_path):
    with pytest.raises(NoCorpus):
        tidy_corpus(tmp_path / "nothing", "tidy")
    assert not (tmp_path / "nothing").exists()
