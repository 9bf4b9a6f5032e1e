"""Files, folders and archives that are not what they should be: each has its reason in the ledger, and the rest is read.

Numbers are those of the list of faults. What single archives come to is in ``test_containers``; here they lie in a folder.
"""

import gzip
import os
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from helpers.corpus import Corpus
from helpers.ingest import ingest
from helpers.ingest.sources import find_files, read_file
from test_readers_lists import archive, capture

GOOD = "Accra and Oslo share a tide table, and both harbours are glad of it."


@dataclass(frozen=True)
class Case:
    """One fault: ``make`` puts it into a folder, beside which another lies; ``expect`` is what becomes of it, by name."""

    id: str
    make: Callable[[Path, Path], object]
    expect: dict


def write(name, raw):
    return lambda home, elsewhere: (home / name).write_bytes(raw)


def link(name, target):
    """A link in the folder: to nothing, to what lies in it, or elsewhere (``../``)."""
    return lambda home, elsewhere: (home / name).symlink_to(home / target)


def zip_that_states(size):
    """A zip of one small file whose directory states another size."""

    def make(home, elsewhere):
        with zipfile.ZipFile(home / "a.zip", "w", zipfile.ZIP_DEFLATED) as held:
            held.writestr("a.txt", GOOD)
        raw = bytearray((home / "a.zip").read_bytes())
        at = raw.index(b"PK\x01\x02") + 24
        raw[at : at + 4] = size.to_bytes(4, "little")
        (home / "a.zip").write_bytes(raw)

    return make


def zip_of(name):
    def make(home, elsewhere):
        with zipfile.ZipFile(home / "a.zip", "w") as held:
            held.writestr(name, GOOD + " It is a copy no more.")

    return make


LONG_LINE = b"x" * (50 * 2**20 + 1)
CASES = [
    Case("48 empty", write("a.html", b""), {"a.html": "empty"}),
    Case("49 breaks off", write("a.txt.gz", gzip.compress(GOOD.encode() * 9, mtime=0)[:-9]), {"a.txt.gz#a.txt": "truncated"}),
    Case(
        "50 web archive breaks off",
        write("a.warc.gz", archive(capture(), capture())[:-300]),
        {"a.warc.gz#record 1": "accepted", "a.warc.gz#end": "truncated"},
    ),
    Case("52 no web archive", write("a.warc.gz", b"\x07 no archive at all"), {"a.warc.gz": "unknown_format"}),
    Case("52 something else, compressed", write("a.warc.gz", gzip.compress(b"\x07 no")), {"a.warc.gz#a.warc": "unknown_format"}),
    Case("53 500 MB in a small zip", zip_that_states(500 * 2**20), {"a.zip": "too_large_expanded"}),
    Case("57 path elsewhere", zip_of("../../b.txt"), {"a.zip#../../b.txt": "accepted"}),
    Case("57 path of Windows", zip_of("C:\\b.txt"), {"a.zip#C:\\b.txt": "accepted"}),
    Case("59 loop of links", link("loop", "."), {}),
    Case("59 link to itself", link("a.txt", "a.txt"), {"a.txt": "not_regular"}),
    Case("60 link to a folder elsewhere", link("more", "../elsewhere"), {"more": "not_regular"}),
    Case("61 link to nothing", link("a.txt", "gone.txt"), {"a.txt": "not_regular"}),
    Case("61 pipe", lambda home, elsewhere: os.mkfifo(home / "pipe.txt"), {"pipe.txt": "not_regular"}),
    Case("61 device", link("null.txt", os.devnull), {"null.txt": "not_regular"}),
    Case("72 one long line", write("a.txt", LONG_LINE), {"a.txt": "too_large"}),
    Case("72 one long line of a page", write("a.html", LONG_LINE), {"a.html": "too_large"}),
    Case("72 one long line of a table", write("a.csv", LONG_LINE), {"a.csv": "bad_row"}),
]  # fmt: skip


def fates(home, corpus):
    """What became of each unit that lies in ``home``: its reason, else its status."""
    _, counts = ingest([home], corpus)
    ledger = Corpus(corpus).read("ledger")
    assert counts["read"] == len(ledger) == sum(counts[status] for status in list(counts)[1:])
    names = ledger["source"].str.removeprefix(f"{home}/")
    kept = ledger["status"].isin(["accepted", "duplicate"])
    return dict(zip(names, ledger["status"].where(kept, ledger["reason"]), strict=True))


@pytest.fixture
def home(tmp_path):
    """A folder with a good file, beside another folder."""
    for folder in ("home", "elsewhere"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "good.txt").write_text(GOOD)
    return tmp_path / "home"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_fault_in_a_folder_has_its_reason_and_stops_nothing(case, home, tmp_path):
    case.make(home, tmp_path / "elsewhere")
    before = sorted(tmp_path.rglob("*"))
    assert fates(home, tmp_path / "corpus") == {**case.expect, "good.txt": "accepted"}
    assert [path for path in sorted(tmp_path.rglob("*")) if not path.is_relative_to(tmp_path / "corpus")] == before


def test_60_a_link_to_a_file_elsewhere_is_not_read(home, tmp_path):
    (tmp_path / "elsewhere" / "private.txt").write_text(
        "Nobody was to read this letter but the one whom it was sent to."
    )
    (home / "a.txt").symlink_to(tmp_path / "elsewhere" / "private.txt")
    assert fates(home, tmp_path / "corpus") == {"a.txt": "outside_root", "good.txt": "accepted"}


def test_60_a_link_to_a_folder_within_the_folder_is_no_second_one(home):
    (home / "inner").mkdir()
    (home / "again").symlink_to(home / "inner", target_is_directory=True)
    assert list(find_files([home])) == [home / "good.txt"]


def test_62_a_folder_that_may_not_be_opened_is_in_the_ledger(home, tmp_path, monkeypatch):
    (home / "closed").mkdir()
    scandir = os.scandir

    def refuse(folder):
        if Path(folder) == home / "closed":
            raise PermissionError(13, "Permission denied", str(folder))
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", refuse)  # and not by its mode: root may open it all the same
    assert fates(home, tmp_path / "corpus") == {"closed": "permission", "good.txt": "accepted"}


@pytest.mark.parametrize("added", [" And left.", ""], ids=["longer", "as long"])
def test_63_a_file_that_is_written_to_while_it_is_read_is_not_taken(added, home, monkeypatch):
    read_bytes = Path.read_bytes

    def read_and_write(file):
        raw = read_bytes(file)
        file.write_text(GOOD + added)
        os.utime(file, ns=(0, 0))
        return raw

    monkeypatch.setattr(Path, "read_bytes", read_and_write)
    raw, fault = read_file(home / "good.txt")
    assert (raw, fault[0]) == (b"", "changed")
