"""A report is made whole or not at all, and a run that fails leaves the last one standing and says why."""

import errno
import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from filelock import FileLock
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from helpers import cli, paths
from helpers.corpus import NoCorpus
from helpers.errors import Busy, DiskFull, WrongUse
from helpers.report import run
from helpers.report.run import NotebookFailed, make_report
from tiny_corpus import tiny_corpus

PARAMETERS = 'corpus: str = ""  # folder of a corpus\nout: str = ""  # folder for tables\ntop: int = 3  # rows'
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    return tiny_corpus(tmp_path_factory.mktemp("run"))


@pytest.fixture
def notebooks(tmp_path, monkeypatch):
    """Puts notebooks of one cell each in the place of the real ones: none at first."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    monkeypatch.setattr(paths, "NOTEBOOKS", folder)

    def write(**sources):
        for stem, source in sources.items():
            cells = [
                new_markdown_cell(f"# {stem}"),
                new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}),
                new_code_cell(source),
                new_code_cell("print('the end')"),
            ]
            held = new_notebook(cells=cells, metadata={"title": stem, "label": stem, "kernelspec": KERNEL})
            nbformat.write(held, folder / f"{stem}.ipynb")

    return write


@pytest.fixture
def out(tmp_path):
    return tmp_path / "reports" / "mine"


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def read_json(file):
    return json.loads(file.read_text("utf-8"))


def test_the_record_of_a_run_says_what_was_read_from_which_commit_and_what_was_asked(corpus, notebooks, out):
    record = make_report(corpus, out)
    assert read_json(out / "run.json") == record
    assert record["status"] == "ok"
    assert record["accounting"] == {"read": 4, "accepted": 4, "duplicate": 0, "quarantined": 0, "filtered": 0}
    assert record["corpus"]["tables"]["articles"] >= 0
    assert record["parameters"] == {}


def test_a_new_report_takes_the_place_of_the_old_one_whole(corpus, notebooks, out):
    make_report(corpus, out)
    (out / "left-over.html").write_text("old", encoding="utf-8")
    make_report(corpus, out)
    assert sorted(files(out)) == ["run.json"]
    assert sorted(path.name for path in out.parent.iterdir()) == [".work", "mine"]
    assert sorted(path.name for path in (out.parent / ".work").iterdir()) == ["mine.lock"]


def test_an_unknown_parameter_stops_before_anything_is_touched(corpus, notebooks, out, tmp_path):
    notebooks(**{"01_one": "1"})
    before = files(tmp_path)
    with pytest.raises(WrongUse, match="no notebook takes a parameter 'topp'; did you mean top"):
        make_report(corpus, out, {"topp": 3})
    assert files(tmp_path) == before
    assert not out.parent.exists()


def test_without_a_corpus_nothing_is_touched(notebooks, out, tmp_path):
    with pytest.raises(NoCorpus):
        make_report(tmp_path / "none", out)
    assert not out.parent.exists()


@pytest.mark.parametrize("kind", ["a folder of other things", "a file"])
def test_what_is_no_report_is_never_replaced_by_one(corpus, notebooks, tmp_path, kind):
    place = tmp_path / "thesis"
    if kind == "a file":
        place.write_text("years of work", encoding="utf-8")
    else:
        place.mkdir()
        (place / "chapter1.txt").write_text("years of work", encoding="utf-8")
    before = files(tmp_path)
    with pytest.raises(WrongUse, match="holds no report"):
        make_report(corpus, place)
    assert files(tmp_path) == before


def test_an_empty_folder_is_a_place_for_a_report(corpus, notebooks, out):
    out.mkdir(parents=True)
    make_report(corpus, out)
    assert (out / "run.json").is_file()


def test_a_second_run_for_the_same_report_is_told_to_wait(corpus, notebooks, out):
    make_report(corpus, out)
    before = files(out)
    with FileLock(str(out.parent / ".work" / "mine.lock")), pytest.raises(Busy, match="another run is making"):
        make_report(corpus, out)
    assert files(out) == before
    make_report(corpus, out)


@pytest.mark.parametrize(
    ("fault", "failure"),
    [(OSError(errno.ENOSPC, "No space left on device"), DiskFull), (KeyboardInterrupt(), KeyboardInterrupt)],
)
def test_a_disk_that_fills_up_or_an_interrupt_leaves_the_last_report(
    corpus, notebooks, out, monkeypatch, fault, failure
):
    make_report(corpus, out)
    before = files(out)

    def fails(*given):
        raise fault

    with monkeypatch.context() as broken:
        broken.setattr(run, "render_site", fails)
        with pytest.raises(failure):
            make_report(corpus, out)
    assert files(out) == before
    assert read_json(out.parent / ".work" / "mine.failed" / "run.json")["status"] == "failed"
    make_report(corpus, out)


def command(monkeypatch, *arguments):
    """Runs the console script here, and gives its exit code."""
    monkeypatch.setattr(sys, "argv", ["readout", *map(str, arguments)])
    monkeypatch.setattr(signal, "signal", lambda number, handler: None)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return ended.value.code


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["-p", "contry=RUS"], "no notebook takes a parameter 'contry'; did you mean countries"),
        (["-p", "top=many"], "top is 'many', but takes int"),
        (["-p", "top"], "write NAME=VALUE"),
        (["-p", "out=elsewhere"], "have options of their own"),
        (["-p", "corpus=elsewhere"], "have options of their own"),
        (["-p", "top; import os=1"], "no notebook takes a parameter 'top; import os'"),
    ],
)
def test_wrong_use_of_the_command_ends_with_2_and_the_way_out(corpus, out, monkeypatch, capsys, given, said):
    assert command(monkeypatch, "report", "--corpus", corpus, "--out", out, *given) == 2
    assert said in capsys.readouterr().err
    assert not out.parent.exists()


def test_the_command_says_how_to_make_a_corpus_where_there_is_none(tmp_path, out, monkeypatch, capsys):
    assert command(monkeypatch, "report", "--corpus", tmp_path / "none", "--out", out) == 1
    assert re.search(r"no corpus at .*readout demo", capsys.readouterr().err)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("ending", "why"),
    [
        ("raise ValueError('no such luck')", "no such luck"),
        ("assert 1 > 2, 'more stories than articles'", "more stories than articles"),
        ("import sys; sys.exit()", "did not run to its end"),
        ("raise SystemExit(0)", "did not run to its end"),
        ("import os; os._exit(0)", ""),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", ""),
    ],
)
def test_a_notebook_that_does_not_reach_its_end_leaves_the_last_report(corpus, notebooks, out, ending, why):
    make_report(corpus, out)
    before = files(out)
    notebooks(**{"01_good": "1", "02_bad": ending})
    with pytest.raises(NotebookFailed, match=f"02_bad.ipynb.*{re.escape(why)}"):
        make_report(corpus, out)
    assert files(out) == before
    failed = out.parent / ".work" / "mine.failed"
    record = read_json(failed / "run.json")
    assert record["status"] == "failed"
    assert "02_bad.ipynb" in record["error"]
    assert (failed / "run" / "01_good.ipynb").is_file()
    assert not (out.parent / ".work" / "mine.making").exists()


@pytest.mark.slow
def test_a_request_that_a_notebook_refuses_is_wrong_use(corpus, notebooks, out):
    notebooks(**{"01_one": "from helpers.errors import WrongUse\nraise WrongUse(\"'RUZ' is no country\")"})
    with pytest.raises(WrongUse, match="'RUZ' is no country"):
        make_report(corpus, out)
    assert not out.exists()


@pytest.mark.slow
def test_a_report_is_made_wherever_one_stands(corpus, notebooks, tmp_path, monkeypatch):
    notebooks(
        **{"00_briefing": "from pathlib import Path\nassert Path(corpus).is_file() and Path(out).is_dir() and top == 7"}
    )
    monkeypatch.chdir(tmp_path)
    record = make_report(Path(corpus), Path("out"), {"top": "7"})
    assert record["status"] == "ok"
    assert (tmp_path / "out" / "index.html").is_file()


@pytest.mark.slow
def test_the_whole_report_of_a_tiny_corpus_is_made(corpus, tmp_path):
    said = []
    record = make_report(corpus, tmp_path / "out", {"outlets": "Herald,Gazette"}, say=said.append)
    made = files(tmp_path / "out")
    pages = {"index.html", *(f"{path.stem}.html" for path in sorted(paths.NOTEBOOKS.glob("0[1-9]*.ipynb")))}
    assert pages <= set(made)
    assert not [name for name in made if name.endswith(".ipynb") or name.startswith("run/")]
    assert read_json(tmp_path / "out" / "run.json") == record
    assert record["parameters"] == {"outlets": "Herald,Gazette"}

    findings = made["findings.txt"].decode().splitlines()
    assert findings
    front = made["index.html"].decode()
    assert all(finding in front for finding in findings)
    assert "4 read = 4 accepted + 0 duplicate + 0 quarantined + 0 filtered" in front
    for name in pages:
        links = re.findall(r'href="([^"#]+)"', made[name].decode())
        assert set(links) <= set(made), name
        assert "Traceback" not in made[name].decode()

    tables = {name for name in made if name.startswith("tables/")}
    assert "tables/countries.csv" in tables
    for name in tables:
        pd.read_csv(tmp_path / "out" / name, keep_default_na=False)
    shares = pd.read_csv(tmp_path / "out" / "tables" / "countries.csv", keep_default_na=False).set_index("country")
    assert shares.loc["RUS", ["n_articles", "n_stories"]].tolist() == [2, 1]
    assert len(said) >= len(pages)


@pytest.mark.slow
def test_the_command_refuses_a_country_that_is_none_with_the_nearest(corpus, tmp_path):
    call = [sys.executable, "-m", "helpers.cli", "report", "--corpus", corpus, "--out", "out", "--countries", "RUZ"]
    done = subprocess.run(call, cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert done.returncode == 2, done.stderr
    assert re.search(r"'RUZ' is no country .* the nearest is [A-Z]{3}", done.stderr)
    assert not (tmp_path / "out").exists()
