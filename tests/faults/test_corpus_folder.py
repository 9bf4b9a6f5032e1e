"""A corpus in a folder with an odd name is written and read as any other, or refused before anything is done."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from helpers.cli import app
from helpers.corpus import Corpus
from helpers.errors import CannotWrite
from helpers.ingest import ingest


@dataclass(frozen=True)
class Case:
    """A name: ``make`` gives the folder in which the corpus is to lie, ``expect`` is the error or none."""

    id: str
    make: Callable[[Path], Path]
    expect: type[Exception] | None = None


def named(name):
    return lambda home: home / name


CASES = [
    Case("blank", named("the news")),
    Case("hash", named("news #1")),
    Case("question mark", named("news?")),
    Case("other letters", named("novinky ze světa 東京")),
    Case("quotation marks", named("the 'news' \"today\"")),
    Case("percent", named("100% news")),
    Case("equals sign", named("year=2024")),
    # Delta's kernel undoes %XX in the path and takes a backslash for a slash: it looks for the table elsewhere
    Case("percent and two digits", named("the%20news"), CannotWrite),
    Case("backslash", named("the\\news"), CannotWrite),
    # no address of a file, as Delta makes them, may hold these: it panics, which is no Exception
    Case("brackets", named("news [old]"), CannotWrite),
    Case("bar", named("news|old"), CannotWrite),
    Case("caret", named("news^2"), CannotWrite),
    Case("line end", named("news\nold"), CannotWrite),
]


@pytest.fixture
def source(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("Accra and Oslo share a tide table, and both harbours are glad of it.")
    return file


@pytest.mark.parametrize("case", [case for case in CASES if not case.expect], ids=lambda case: case.id)
def test_a_corpus_may_have_an_odd_name(case, source, tmp_path):
    folder = case.make(tmp_path) / "corpus"
    for _ in range(2):
        ingest([source], folder)
    assert sorted(Corpus(folder).read("ledger")["status"]) == ["accepted", "duplicate"]
    said = CliRunner().invoke(app, ["status", "--corpus", str(folder)])
    assert said.exit_code == 0
    assert "1 articles, 1 stories" in said.stdout


@pytest.mark.parametrize("case", [case for case in CASES if case.expect], ids=lambda case: case.id)
def test_a_name_that_tables_cannot_have_is_refused_and_nothing_is_made(case, source, tmp_path):
    folder = case.make(tmp_path)
    with pytest.raises(case.expect):
        ingest([source], folder)
    assert not folder.exists()


def test_a_link_to_a_folder_with_such_a_name_is_refused_too(source, tmp_path):
    (tmp_path / "the%20news").mkdir()
    (tmp_path / "news").symlink_to(tmp_path / "the%20news")
    with pytest.raises(CannotWrite):
        ingest([source], tmp_path / "news")
