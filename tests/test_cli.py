"""The console script: what it says, what it leaves, and the exit code with which it ends."""

import re
import signal
import sys

import pytest

from helpers import cli
from helpers.corpus import Corpus, change_corpus
from helpers.errors import Failure
from helpers.ingest import demo
from helpers.paths import ROOT

SAMPLE = ROOT / "data" / "sample"


@pytest.fixture
def readout(monkeypatch, capsys):
    """Runs a command line in this process and gives its exit code, what it said, and what it complained of."""

    def readout(*arguments):
        monkeypatch.setattr(sys, "argv", ["readout", *map(str, arguments)])
        capsys.readouterr()
        try:
            cli.main()
            code = 0
        except SystemExit as end:
            code = end.code or 0
        return code, *capsys.readouterr()

    before = signal.getsignal(signal.SIGTERM)
    yield readout
    signal.signal(signal.SIGTERM, before)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "corpus"


# --- ingest ---


def test_ingest_says_what_it_read_in_lines_that_add_up(readout, folder, tmp_path):
    (tmp_path / "empty.txt").touch()
    code, out, err = readout("ingest", SAMPLE / "table.csv", tmp_path / "empty.txt", "--corpus", folder)
    assert code == 0
    first, second, last = out.splitlines()
    assert first == "4 read = 3 accepted + 0 duplicate + 1 quarantined + 0 filtered"
    assert second == "  quarantined, empty: 1"
    assert Corpus(folder).commit["run_id"] in last
    assert err == ""


def test_ingest_again_reports_this_run_and_not_the_one_before(readout, folder, tmp_path):
    (tmp_path / "empty.txt").touch()
    readout("ingest", tmp_path / "empty.txt", "--corpus", folder)
    code, out, _ = readout("ingest", SAMPLE / "single.json", "--corpus", folder)
    assert code == 0
    assert out.startswith("1 read = 1 accepted")
    assert "quarantined," not in out


def test_a_folder_with_nothing_to_read_leaves_the_corpus_as_it_was(readout, folder, tmp_path):
    (tmp_path / "nothing").mkdir()
    (tmp_path / "empty.txt").touch()
    for _ in range(2):  # before there is a corpus, and when there is one
        code, out, _ = readout("ingest", tmp_path / "nothing", "--corpus", folder)
        assert code == 0
        assert out.startswith("0 read = 0 accepted + 0 duplicate + 0 quarantined + 0 filtered\n")
        assert "nothing to read" in out
        assert "committed" not in out
        assert "quarantined," not in out
        readout("ingest", tmp_path / "empty.txt", "--corpus", folder)


def test_what_a_page_lacks_is_in_the_ledger_and_not_on_the_terminal(readout, folder, tmp_path):
    (tmp_path / "page.html").write_text("<html><title>Sign in</title></html>")
    code, out, err = readout("ingest", tmp_path / "page.html", "--corpus", folder)
    assert (code, err) == (0, "")
    assert "quarantined, no_text: 1" in out


def test_a_source_that_is_not_there_is_wrong_use_and_touches_nothing(readout, folder, tmp_path):
    code, out, err = readout("ingest", SAMPLE / "table.csv", tmp_path / "nowhere", "--corpus", folder)
    assert (code, out) == (2, "")
    assert re.fullmatch(r"readout: .*nowhere is not there; name a file or a folder\n", err)
    assert not folder.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["ingest"],
        ["ingest", "--corpus", "c"],
        ["ingest", "x.txt"],
        ["status"],
        ["ingest", "x.txt", "--corpsu", "c"],
        ["swallow"],
    ],
)
def test_a_command_line_that_is_off_is_wrong_use(readout, arguments, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, err = readout(*arguments)
    assert (code, out) == (2, "")
    assert "Usage: " in err
    assert list(tmp_path.iterdir()) == []


def test_a_file_where_the_corpus_should_be_is_73(readout, tmp_path):
    (tmp_path / "taken").write_text("mine")
    code, _, err = readout("ingest", SAMPLE / "table.csv", "--corpus", tmp_path / "taken")
    assert code == 73
    assert "taken" in err
    assert (tmp_path / "taken").read_text() == "mine"


def test_a_corpus_that_another_run_writes_is_75_and_the_run_is_named(readout, folder):
    with change_corpus(folder, "run-1"):
        code, out, err = readout("ingest", SAMPLE / "table.csv", "--corpus", folder)
    assert (code, out) == (75, "")
    assert "run-1" in err
    assert "Traceback" not in err


@pytest.mark.parametrize("error", Failure.__subclasses__())
def test_every_failure_ends_with_its_own_code_and_its_message(readout, folder, monkeypatch, error):
    def fail(*arguments, **options):
        raise error("the reason, and the next step")

    monkeypatch.setattr("helpers.ingest.ingest", fail)
    code, out, err = readout("ingest", SAMPLE / "table.csv", "--corpus", folder)
    assert (code, out) == (error.exit_code, "")
    assert err == "readout: the reason, and the next step\n"


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_run_ends_with_the_code_of_its_signal(readout, folder, monkeypatch, number, code):
    monkeypatch.setattr("helpers.ingest.ingest", lambda *arguments, **options: signal.raise_signal(number))
    assert readout("ingest", SAMPLE / "table.csv", "--corpus", folder)[0] == code
    assert not folder.exists()


# --- status ---


@pytest.fixture
def held(readout, folder, tmp_path):
    """Six articles: three of 5 to 8 March of two outlets, one page of March, and two without a date."""
    files = [SAMPLE / name for name in ("table.csv", "page.html", "with_title.txt", "without_title.txt")]
    assert readout("ingest", *files, "--corpus", folder)[0] == 0
    return folder


def test_status_says_what_is_held_by_outlet_and_month(readout, held):
    code, out, err = readout("status", "--corpus", held)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].endswith(": 6 articles, 6 stories")
    assert lines[1].split() == ["2024-03", "undated"]
    counts = {" ".join(line.split()[:-2]): line.split()[-2:] for line in lines[2:6]}
    assert counts == {
        "Dune Herald": ["2", "0"],
        "Fjord Wire": ["1", "0"],
        "Harbour Gazette": ["1", "0"],
        "unknown": ["0", "2"],
    }


def test_status_gives_the_last_runs_each_with_its_sum_the_newest_last(readout, held):
    readout("ingest", SAMPLE / "table.csv", "--corpus", held)
    runs = [line for line in readout("status", "--corpus", held)[1].splitlines() if line.startswith("run ")]
    assert [line.partition(": ")[2] for line in runs] == [
        "6 read = 6 accepted + 0 duplicate + 0 quarantined + 0 filtered",
        "3 read = 0 accepted + 3 duplicate + 0 quarantined + 0 filtered",
    ]
    assert Corpus(held).commit["run_id"] in runs[-1]


def test_status_says_whether_the_annotation_is_up_to_date(readout, held):
    assert "annotation out of date" in readout("status", "--corpus", held)[1]
    assert readout("annotate", "--corpus", held)[0] == 0
    assert "annotation up to date" in readout("status", "--corpus", held)[1]
    readout("ingest", SAMPLE / "single.json", "--corpus", held)
    assert "annotation missing for 1" in readout("status", "--corpus", held)[1]


def test_status_of_a_corpus_without_articles(readout, folder, tmp_path):
    (tmp_path / "empty.txt").touch()
    readout("ingest", tmp_path / "empty.txt", "--corpus", folder)
    code, out, _ = readout("status", "--corpus", folder)
    assert code == 0
    assert ": 0 articles, 0 stories" in out
    assert "1 read = 0 accepted + 0 duplicate + 1 quarantined" in out


def test_status_lists_what_is_still_quarantined_and_why(readout, folder, tmp_path):
    (tmp_path / "empty.txt").touch()
    readout("ingest", SAMPLE / "table.csv", tmp_path / "empty.txt", "--corpus", folder)
    code, out, _ = readout("status", "--quarantined", "--corpus", folder)
    assert code == 0
    assert re.fullmatch(r".*empty\.txt: empty, .+\n", out)
    (tmp_path / "empty.txt").write_text(
        "Now there is news\n\nNorway sent an empty ferry across the fjord, and it came."
    )
    assert readout("ingest", "--retry-quarantined", "--corpus", folder)[1].startswith("1 read = 1 accepted")
    assert readout("status", "--quarantined", "--corpus", folder)[1] == ""
    assert "nothing is quarantined" in readout("ingest", "--retry-quarantined", "--corpus", folder)[1]


def test_forget_and_tidy_say_what_went(readout, held):
    code, out, _ = readout("forget", Corpus(held).read("articles")["article_id"][0], "--corpus", held)
    assert code == 0
    assert out.startswith("1 articles and 0 listings are removed")
    code, out, _ = readout("tidy", "--corpus", held)
    assert code == 0
    assert re.search(r"articles: \d+ files, .* MB -> \d+ files", out)


def test_why_and_lexicons_say_what_a_corpus_rests_on(readout, held):
    name = Corpus(held).read("articles")["article_id"][0]
    code, out, _ = readout("why", name, "--corpus", held)
    assert code == 0
    assert out.startswith(name)
    assert "`readout annotate" in out.splitlines()[-1]
    code, out, _ = readout("lexicons", "--corpus", held)
    assert code == 0
    assert "0 faults" in out
    assert re.search(r"\d+ rows would change in .* with the next `readout annotate`", out)


def test_status_changes_nothing(readout, held):
    before = {path: path.stat().st_mtime_ns for path in held.rglob("*")}
    readout("status", "--corpus", held)
    assert {path: path.stat().st_mtime_ns for path in held.rglob("*")} == before


def test_status_where_there_is_no_corpus_fails_with_the_way_to_make_one(readout, folder):
    code, out, err = readout("status", "--corpus", folder)
    assert (code, out) == (1, "")
    assert "readout demo" in err
    assert not folder.exists()


def test_status_of_a_file_that_is_no_corpus_fails_without_a_traceback(readout):
    code, out, err = readout("status", "--corpus", SAMPLE / "table.csv")
    assert (code, out) == (1, "")
    assert err.startswith("readout: ")


# --- demo ---


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A project whose fetched files and corpora are in tmp_path."""
    monkeypatch.setattr("helpers.paths.CORPORA", tmp_path / "corpora")
    monkeypatch.setattr(demo, "fetch_demo", lambda: SAMPLE / "table.csv")
    return tmp_path


def test_demo_makes_a_corpus_once(readout, home):
    code, out, _ = readout("demo")
    assert code == 0
    assert out.startswith("3 read = 3 accepted")
    code, out, _ = readout("demo")
    assert code == 0
    assert "is there: 3 articles" in out
    assert Corpus(home / "corpora" / "demo").commit["commit"] == 1


def test_demo_needs_no_network_when_its_corpus_is_there(readout, home, monkeypatch):
    readout("demo")

    def offline():
        raise Failure("no network")

    monkeypatch.setattr(demo, "fetch_demo", offline)
    assert readout("demo")[0] == 0


def test_demo_without_network_fails_with_the_reason_and_makes_no_corpus(readout, home, monkeypatch):
    def offline():
        raise Failure("no network; check it")

    monkeypatch.setattr(demo, "fetch_demo", offline)
    assert readout("demo") == (1, "", "readout: no network; check it\n")
    assert list(home.iterdir()) == []
