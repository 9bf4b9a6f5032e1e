"""`readout ingest` killed, stopped, crowded and shut out: the corpus is always one whole commit, and the next run completes it."""

import ctypes
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest
from deltalake import DeltaTable

from helpers.corpus import Corpus, accounting
from helpers.corpus.schema import TABLES
from helpers.ingest import ingest

resource = pytest.importorskip("resource", reason="kill -9 and limits are tried where there are such")

pytestmark = pytest.mark.slow

N_HELD, N_NEW = 60, 240
# the console script, with batches small enough that one run writes every table many times
READOUT = "import helpers.ingest.run as run; run.BATCH = 20; from helpers.cli import main; main()"


def record(number, version=1):
    """An article; each third is a copy of the one before, and each tenth cannot be read."""
    text = "" if number % 10 == 9 else f"Port {number - (number % 3 == 2)} opened to ships of both countries. " * 20
    return json.dumps({"url": f"https://gazette.example/{number}", "text": text and text + f"Version {version}."})


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """A corpus of 60 units in one commit, and a file that changes half of them and adds 240."""
    home = tmp_path_factory.mktemp("kill")
    (home / "held.jsonl").write_text("\n".join(record(number) for number in range(N_HELD)))
    changed = [record(number, version=2) for number in range(N_HELD // 2)]
    added = [record(number) for number in range(N_HELD, N_HELD + N_NEW)]
    (home / "new.jsonl").write_text("\n".join(changed + added))
    ingest([home / "held.jsonl"], home / "before")
    return home


@pytest.fixture
def corpus(world, tmp_path):
    """A copy of the corpus of ``world``, to be written to."""
    return shutil.copytree(world / "before", tmp_path / "corpus")


@contextmanager
def running(*arguments, **options):
    """A command line in a process of its own, which does not outlive the test."""
    command = [sys.executable, "-c", READOUT, *map(str, arguments)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    process = subprocess.Popen(command, **pipes, **options)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_until_it_writes(process, corpus):
    """Returns as soon as the process holds the corpus."""
    while process.poll() is None:
        try:
            if json.loads((corpus / "lock.holder").read_text())["pid"] == process.pid:
                return
        except (FileNotFoundError, ValueError):
            pass
        time.sleep(0.001)
    pytest.fail(f"it ended before it wrote: {process.communicate()}")


def check_whole(folder):
    """Every table opens at its named version, and articles, ledger and stories agree; gives the articles by text."""
    held = Corpus(folder)
    tables = {name: held.read(name) for name in TABLES}
    for name, version in held.commit["tables"].items():
        assert DeltaTable(str(folder / name), version=version).version() == version
    articles, ledger, stories = tables["articles"], tables["ledger"], tables["stories"]
    names = articles["article_id"]
    assert names.is_unique
    assert set(names) == set(ledger["article_id"].dropna()) == set(stories["article_id"])
    assert len(stories) == len(names)
    assert set(articles["raw_sha256"]) <= set(ledger["raw_sha256"])
    for _, rows in ledger.groupby("run_id"):
        accounting(rows, n_read=len(rows))
    return sorted(articles["text"])


def check_tidy(folder):
    """Nothing is left beside what the commit names."""
    for name, version in Corpus(folder).commit["tables"].items():
        assert DeltaTable(str(folder / name)).version() == version
    assert not list(folder.glob(".tmp-*"))


@pytest.fixture(scope="module")
def undisturbed(world, tmp_path_factory):
    """What the corpus holds before and after the run, and how many seconds the run writes before it commits."""
    folder = shutil.copytree(world / "before", tmp_path_factory.mktemp("undisturbed") / "corpus")
    before = check_whole(folder)
    with running("ingest", world / "new.jsonl", "--corpus", folder) as process:
        wait_until_it_writes(process, folder)
        since = time.monotonic()
        while Corpus(folder).commit["commit"] == 1 and process.poll() is None:
            time.sleep(0.001)
        seconds = time.monotonic() - since
        assert process.wait() == 0
    after = check_whole(folder)
    assert len(before) < len(after)
    assert sum("Version 2." in text for text in after) == 27  # thirty changed, three of them without text
    return before, after, seconds


@pytest.mark.parametrize("seed", range(20))
def test_a_run_killed_at_any_moment_leaves_one_whole_commit_and_the_next_completes_it(world, corpus, undisturbed, seed):
    before, after, seconds = undisturbed
    with running("ingest", world / "new.jsonl", "--corpus", corpus) as process:
        wait_until_it_writes(process, corpus)
        time.sleep(random.Random(seed).uniform(0, seconds))
        process.send_signal(signal.SIGKILL)
        process.wait()
    left = check_whole(corpus)
    assert left in (before, after)
    _, counts = ingest([world / "new.jsonl"], corpus)
    assert counts["read"] == N_HELD // 2 + N_NEW
    assert counts["accepted"] == (0 if left == after else 27 + 216)
    assert counts["quarantined"] == 3 + 24
    assert check_whole(corpus) == after
    check_tidy(corpus)


def test_a_first_run_killed_leaves_no_corpus_and_the_next_makes_it(world, tmp_path):
    corpus = tmp_path / "corpus"
    with running("ingest", world / "held.jsonl", "--corpus", corpus) as process:
        wait_until_it_writes(process, corpus)
        while process.poll() is None and not list(corpus.glob("articles/_delta_log/*.json")):
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
        process.wait()
    _, counts = ingest([world / "held.jsonl"], corpus)
    assert counts["read"] == N_HELD
    assert check_whole(corpus) == check_whole(world / "before")
    check_tidy(corpus)


def test_of_two_runs_at_once_the_second_ends_with_75_and_names_the_first(world, corpus, undisturbed):
    _, after, _ = undisturbed
    with running("ingest", world / "new.jsonl", "--corpus", corpus) as first:
        wait_until_it_writes(first, corpus)
        first.send_signal(signal.SIGSTOP)
        with running("ingest", world / "held.jsonl", "--corpus", corpus) as second:
            out, err = second.communicate()
        first.send_signal(signal.SIGCONT)
        assert first.wait() == 0
    assert (second.returncode, out) == (75, "")
    assert f"process {first.pid}, run " in err
    assert check_whole(corpus) == after


def test_a_reader_sees_the_last_commit_while_a_run_writes(world, corpus, undisturbed):
    before, _, _ = undisturbed
    with running("ingest", world / "new.jsonl", "--corpus", corpus) as process:
        wait_until_it_writes(process, corpus)
        process.send_signal(signal.SIGSTOP)
        assert check_whole(corpus) == before
        with running("status", "--corpus", corpus) as status:
            out, _ = status.communicate()
        process.send_signal(signal.SIGCONT)
    assert status.returncode == 0
    assert f": {len(before)} articles" in out


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_an_interrupted_run_says_so_and_frees_the_corpus(world, corpus, undisturbed, number, code):
    before, after, _ = undisturbed
    with running("ingest", world / "new.jsonl", "--corpus", corpus) as process:
        wait_until_it_writes(process, corpus)
        process.send_signal(number)
        _, err = process.communicate()
    assert process.returncode == code
    assert "Traceback" not in err
    assert check_whole(corpus) == before
    ingest([world / "new.jsonl"], corpus)
    assert check_whole(corpus) == after
    check_tidy(corpus)


def test_a_full_disk_ends_with_74_and_the_last_commit_stands(world, corpus, undisturbed):
    before, after, _ = undisturbed

    def no_file_over_one_kilobyte():
        resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024))

    arguments = ("ingest", world / "new.jsonl", "--corpus", corpus)
    with running(*arguments, preexec_fn=no_file_over_one_kilobyte) as process:
        _, err = process.communicate()
    assert process.returncode == 74
    assert f"the disk of {corpus} is full" in err
    assert "Traceback" not in err
    assert check_whole(corpus) == before
    ingest([world / "new.jsonl"], corpus)
    assert check_whole(corpus) == after


def lose_the_right_to_write_everywhere():
    """Runs between fork and exec: root without this capability is bound by modes, as everyone else is (Linux)."""
    pr_capbset_drop, cap_dac_override = 24, 1
    if os.geteuid() == 0 and ctypes.CDLL(None, use_errno=True).prctl(pr_capbset_drop, cap_dac_override, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "root cannot be dropped")


@pytest.mark.parametrize("there", [True, False], ids=["a corpus", "an empty folder"])
def test_a_folder_that_is_read_only_ends_with_73_before_any_work(world, tmp_path, there):
    corpus = tmp_path / "corpus"
    if there:
        shutil.copytree(world / "before", corpus)
    before = sorted(tmp_path.rglob("*"))
    for path in [tmp_path, *before]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    arguments = ("ingest", world / "new.jsonl", "--corpus", corpus)
    try:
        with running(*arguments, preexec_fn=lose_the_right_to_write_everywhere) as process:
            out, err = process.communicate()
    except (AttributeError, subprocess.SubprocessError) as why:
        pytest.skip(f"root cannot be dropped here: {why}")
    finally:
        for path in [tmp_path, *before]:
            path.chmod(0o755 if path.is_dir() else 0o644)
    assert (process.returncode, out) == (73, ""), err
    assert f"cannot write to {corpus}" in err
    assert "Traceback" not in err
    assert sorted(tmp_path.rglob("*")) == before


def test_an_unknown_source_ends_with_2_and_nothing_is_touched(world, tmp_path):
    with running("ingest", world / "held.jsonl", tmp_path / "nowhere", "--corpus", tmp_path / "corpus") as process:
        _, err = process.communicate()
    assert process.returncode == 2
    assert "nowhere is not there" in err
    assert list(tmp_path.iterdir()) == []
