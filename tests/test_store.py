"""The store, on corpora of two or three rows: what a commit names is there, and nothing else is."""

import errno
import json
import stat

import pandas as pd
import pytest
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow.fs import PyFileSystem

from helpers.corpus import Corpus, NoCorpus, change_corpus
from helpers.corpus.schema import ANNOTATION_TABLES, SCHEMA, TABLES, frame, to_arrow
from helpers.corpus.store import disk_errors, write_whole
from helpers.errors import Busy, CannotWrite, DiskFull, Failure


def articles(*names):
    return frame("articles", [{"article_id": name, "text": f"text of {name}"} for name in names])


def held(folder):
    return sorted(Corpus(folder).read("articles")["article_id"])


@pytest.fixture
def folder(tmp_path):
    """A corpus of two articles, a and b, in its first commit."""
    folder = tmp_path / "corpus"
    with change_corpus(folder, "run-1") as change:
        change.append("articles", articles("a", "b"))
    return folder


def test_where_there_is_no_corpus_the_message_says_how_to_make_one(tmp_path):
    with pytest.raises(NoCorpus, match=r"readout demo.*readout ingest SOURCE"):
        Corpus(tmp_path)


def test_what_was_written_reads_back_in_the_columns_of_the_schema(folder):
    read = Corpus(folder).read("articles")
    assert list(read) == TABLES["articles"].names
    assert read.set_index("article_id").loc["b", "text"] == "text of b"
    assert read["published"].isna().all()
    assert str(read["published"].dtype) == "datetime64[us, UTC]"


def test_a_column_asked_for_is_all_that_is_read(folder):
    assert list(Corpus(folder).read("articles", ["text"])) == ["text"]


@pytest.mark.parametrize("table", ANNOTATION_TABLES)
def test_a_table_never_written_is_empty_with_its_columns(folder, table):
    read = Corpus(folder).read(table)
    assert read.empty
    assert list(read) == TABLES[table].names
    assert list(Corpus(folder).read(table, ["article_id"])) == ["article_id"]
    assert Corpus(folder).dataset(table).schema.names == TABLES[table].names


def test_tables_are_read_without_calling_python_from_other_threads(folder):
    """A thread of Arrow's that calls Python while Python ends aborts the process, one time in thirty on a busy machine."""
    assert not isinstance(Corpus(folder).dataset("articles").filesystem, PyFileSystem)


def test_a_corpus_is_read_wherever_it_lies(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("relative", "with blanks, é, 50% and #"):
        with change_corpus(name, "run-1") as change:
            change.append("articles", articles("a"))
        assert held(name) == held(tmp_path / name) == ["a"]


def test_an_unknown_table_lists_those_there_are(folder):
    with pytest.raises(KeyError, match=r"no table article; there are: articles, ledger"):
        Corpus(folder).read("article")


def test_an_unknown_column_is_refused_by_name_before_anything_is_written(folder):
    with (
        pytest.raises(ValueError, match=r"articles has no column headline; it has article_id"),
        change_corpus(folder, "run-2") as change,
    ):
        change.append("articles", pd.DataFrame({"article_id": ["c"], "headline": ["x"]}))
    assert held(folder) == ["a", "b"]


def test_a_column_that_rows_lack_is_null():
    assert to_arrow("removed", pd.DataFrame({"article_id": ["a"]}))["rule"].null_count == 1


def test_all_tables_of_a_run_are_committed_together(folder):
    with change_corpus(folder, "run-2") as change:
        change.append("articles", articles("c"))
        change.append("removed", frame("removed", [{"article_id": "c", "rule": "footer"}]))
        assert len(change.read("articles")) == 3  # the run sees its own rows
        assert held(folder) == ["a", "b"]  # nobody else does
        assert Corpus(folder).read("removed").empty
    assert held(folder) == ["a", "b", "c"]
    assert len(Corpus(folder).read("removed")) == 1
    assert Corpus(folder).commit["commit"] == 2
    assert Corpus(folder).commit["run_id"] == "run-2"


def test_a_run_that_fails_leaves_the_last_commit_and_the_next_run_takes_its_rows_back(folder):
    with pytest.raises(RuntimeError), change_corpus(folder, "run-2") as change:
        change.append("articles", articles("lost"))
        change.append("removed", frame("removed", [{"article_id": "lost"}]))
        raise RuntimeError
    assert held(folder) == ["a", "b"]
    with change_corpus(folder, "run-3") as change:
        change.append("articles", articles("c"))
        assert change.read("removed").empty
    assert held(folder) == ["a", "b", "c"]
    assert Corpus(folder).commit["commit"] == 2
    assert DeltaTable(str(folder / "articles")).version() == Corpus(folder).commit["tables"]["articles"]
    assert not (folder / "removed").exists()


def test_a_run_that_writes_nothing_makes_no_commit(folder):
    before = (folder / "corpus.json").read_bytes()
    with change_corpus(folder, "run-2") as change:
        change.append("articles", articles())
        change.remove("sentences", ["a"])
        change.remove("articles", [])
    assert (folder / "corpus.json").read_bytes() == before


def test_an_open_corpus_keeps_reading_its_own_commit(folder):
    opened = Corpus(folder)
    with change_corpus(folder, "run-2") as change:
        change.replace("articles", articles("c"))
    assert sorted(opened.read("articles")["article_id"]) == ["a", "b"]
    assert held(folder) == ["c"]


def test_a_pinned_commit_opens_from_its_own_file_whatever_is_written_since(folder, tmp_path):
    pinned = Corpus(folder).pin(tmp_path / "pinned.json")
    with change_corpus(folder, "run-2") as change:
        change.remove("articles", ["a"])
    assert held(pinned) == ["a", "b"]
    assert held(folder) == ["b"]


def test_remove_takes_out_the_named_articles_only_however_many(folder):
    many = [f"{number:016x}" for number in range(2_001)]
    with change_corpus(folder, "run-2") as change:
        change.append("articles", articles(*many))
        change.remove("articles", [*many, "not there"])
    assert held(folder) == ["a", "b"]


def test_a_second_writer_is_refused_and_told_which_run_holds_the_corpus(folder):
    with (
        change_corpus(folder, "run-2"),
        pytest.raises(Busy, match=r"process \d+, run run-2"),
        change_corpus(folder, "run-3"),
    ):
        pass
    with change_corpus(folder, "run-4") as change:  # and the lock is free again
        change.append("articles", articles("c"))
    assert held(folder) == ["a", "b", "c"]


def test_a_failed_run_frees_the_lock(folder):
    with pytest.raises(RuntimeError), change_corpus(folder, "run-2"):
        raise RuntimeError
    with change_corpus(folder, "run-3") as change:
        change.append("articles", articles("c"))
    assert held(folder) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (json.dumps({"schema": SCHEMA + 1, "tables": {}}), rf"schema {SCHEMA + 1}, this code reads {SCHEMA}"),
        ('{"commit": 1, "tab', "does not name a commit of a corpus"),
        ("[1]", "does not name a commit of a corpus"),
    ],
)
def test_a_commit_that_cannot_be_read_is_refused_and_its_tables_stay(folder, text, said):
    (folder / "corpus.json").write_text(text)
    tables = sorted((folder / "articles").rglob("*"))
    with pytest.raises(Failure, match=said):
        Corpus(folder)
    with pytest.raises(Failure, match=said), change_corpus(folder, "run-2"):
        pass
    assert sorted((folder / "articles").rglob("*")) == tables
    assert (folder / "corpus.json").read_text() == text


def test_what_others_keep_under_the_name_of_a_table_is_never_removed(tmp_path):
    (tmp_path / "articles").mkdir()
    theirs = tmp_path / "articles" / "part of my life.txt"
    theirs.write_text("irreplaceable")
    with (
        pytest.raises(CannotWrite, match=r"part of my life\.txt is no part of a corpus.*choose another folder"),
        change_corpus(tmp_path, "run-1"),
    ):
        pass
    assert theirs.read_text() == "irreplaceable"


def test_leftovers_of_a_run_killed_before_its_first_commit_go(tmp_path):
    (tmp_path / "articles" / "_delta_log").mkdir(parents=True)
    (tmp_path / "articles" / "part-00000-c000.snappy.parquet").touch()
    (tmp_path / ".tmp-3f").touch()
    with change_corpus(tmp_path, "run-1") as change:
        change.append("ledger", frame("ledger", [{"run_id": "run-1"}]))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus.json", "ledger", "lock", "lock.holder"]


def test_write_whole_leaves_the_old_text_when_the_new_one_cannot_be_written(tmp_path):
    file = tmp_path / "corpus.json"
    write_whole(file, "old")
    with pytest.raises(UnicodeEncodeError):
        write_whole(file, "new \ud800")
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_what_is_written_may_be_read_by_those_who_may_read_the_folder(tmp_path):
    write_whole(tmp_path / "ours", "x")
    (tmp_path / "plain").write_text("x")
    modes = {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("ours", "plain")}
    assert len(modes) == 1


@pytest.mark.parametrize(
    ("why", "becomes", "code"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), DiskFull, 74),
        (OSError(errno.EFBIG, "File too large"), DiskFull, 74),
        (DeltaError("Generic LocalFileSystem error: No space left on device (os error 28)"), DiskFull, 74),
        (PermissionError(errno.EACCES, "Permission denied"), CannotWrite, 73),
        (OSError(errno.EROFS, "Read-only file system"), CannotWrite, 73),
        (NotADirectoryError(errno.ENOTDIR, "Not a directory"), CannotWrite, 73),
        (OSError("Generic error: Permission denied (os error 13)"), CannotWrite, 73),
    ],
)
def test_what_a_disk_says_becomes_a_failure_with_the_folder_and_its_exit_code(tmp_path, why, becomes, code):
    with pytest.raises(becomes, match=tmp_path.name) as raised, disk_errors(tmp_path):
        raise why
    assert raised.value.exit_code == code


@pytest.mark.parametrize(
    "why", [FileNotFoundError(errno.ENOENT, "gone"), DeltaError("schema mismatch"), ValueError("x")]
)
def test_what_the_disk_did_not_say_stays_as_it_is(tmp_path, why):
    with pytest.raises(type(why)) as raised, disk_errors(tmp_path):
        raise why
    assert raised.value is why


def test_a_file_in_the_place_of_the_folder_is_cannot_write(tmp_path):
    (tmp_path / "taken").touch()
    with pytest.raises(CannotWrite, match="taken"), change_corpus(tmp_path / "taken", "run-1"):
        pass


names = st.sets(st.sampled_from("abcd"))
steps = st.one_of(
    st.tuples(st.just("append"), names), st.tuples(st.just("remove"), names), st.tuples(st.just("replace"), names)
)
runs = st.lists(st.tuples(st.lists(steps, max_size=3), st.booleans()), max_size=4)


@settings(max_examples=15, deadline=None)
@given(runs)
def test_a_corpus_holds_what_its_committed_runs_wrote_and_no_more(tmp_path_factory, runs):
    folder = tmp_path_factory.mktemp("corpus")
    model: list[str] = []
    for number, (steps, fails) in enumerate(runs):
        after = list(model)
        try:
            with change_corpus(folder, f"run-{number}") as change:
                for what, which in steps:
                    if what == "remove":
                        change.remove("articles", sorted(which))
                        after = [name for name in after if name not in which]
                    else:
                        getattr(change, what)("articles", articles(*sorted(which)))
                        after = ([] if what == "replace" else after) + sorted(which)
                if fails:
                    raise RuntimeError
            model = after
        except RuntimeError:
            pass
        found = held(folder) if (folder / "corpus.json").exists() else []
        assert found == sorted(model)
