"""Makes a report: runs the notebooks on one commit of a corpus, renders them, and publishes all of it at once."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
import time
import warnings
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from filelock import FileLock, Timeout

from helpers import paths
from helpers.annotate import update_annotation
from helpers.corpus import Corpus, accounting, new_run_id, outcomes
from helpers.corpus.store import disk_errors, write_whole
from helpers.errors import Busy, Failure, WrongUse
from helpers.report.findings import count_of
from helpers.report.parameters import check_parameters
from helpers.report.site import render_site

CELL_SECONDS = 600
AT_ONCE = 2  # notebooks run side by side


class NotebookFailed(Failure):
    """A notebook did not run to its end; the last report still stands."""


def make_report(
    corpus: Path,
    out: Path,
    parameters: Mapping[str, object] | None = None,
    say: Callable[[str], None] = lambda line: None,
) -> dict:
    """Runs every notebook and publishes the report in ``out``, or leaves what stood there.

    Parameters
    ----------
    corpus : Path
        Its folder.
    out : Path
        The folder to publish: ``index.html``, a page a notebook, ``tables/``, ``findings.txt``, ``run.json``.
    parameters : mapping, optional
        For the notebooks, by name.
    say : callable, optional
        Called with each line of progress.

    Returns
    -------
    dict
        What ``run.json`` holds.

    Raises
    ------
    WrongUse
        If a parameter is unknown, of another type, or of a value that a notebook refuses; or if ``out`` holds something
        that is no report. What stood there still stands.
    NotebookFailed
        If a notebook fails; it is kept in ``.work/NAME.failed/`` beside ``out``.
    Busy, CannotWrite, DiskFull
    """
    out = out.absolute()  # kernels run elsewhere
    notebooks = sorted(paths.NOTEBOOKS.glob("[0-9]*.ipynb"))
    shares = check_parameters(parameters or {}, notebooks)
    _check_place(out)
    held, run_id = Corpus(corpus), new_run_id()
    with disk_errors(out.parent):
        work = out.parent / ".work"
        work.mkdir(parents=True, exist_ok=True)
        with _only_run(work / f"{out.name}.lock", out):
            if annotated := update_annotation(corpus, run_id):
                say(f"annotated {count_of(annotated, 'article')}")
                held = Corpus(corpus)
            making = work / f"{out.name}.making"
            shutil.rmtree(making, ignore_errors=True)
            (making / "run").mkdir(parents=True)
            pinned = held.pin(making / "run" / "corpus.json")
            started = time.monotonic()
            record = _record(run_id, held, parameters or {})
            try:
                common = {"corpus": str(pinned), "out": str(making)}
                done = _run_notebooks(notebooks, shares, common, making / "run", say)
                render_site(done, making)
                shutil.rmtree(making / "run")
                record |= {"status": "ok", "seconds": round(time.monotonic() - started, 1)}
                write_whole(making / "run.json", json.dumps(record, indent=1))
                _publish(making, out)
                held.keep_for(out / "run.json")
            except BaseException as why:
                _keep_failed(
                    making, work / f"{out.name}.failed", {**record, "status": "failed", "error": str(why)[:500]}
                )
                raise
    return record


def _check_place(out: Path) -> None:
    """Refuses to put a report in the place of something else: what stands in ``out`` goes when a report is published."""
    if out.exists() and not (out / "run.json").is_file() and not (out.is_dir() and not any(out.iterdir())):
        raise WrongUse(f"{out} is there and holds no report, which a report would replace; name another folder")


def _record(run_id: str, held: Corpus, parameters: Mapping[str, object]) -> dict:
    ledger = held.read("ledger")
    return {
        "run_id": run_id,
        "status": "running",
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        "readout": version("readout-news"),
        "python": ".".join(map(str, sys.version_info[:3])),
        "corpus": {name: held.commit[name] for name in ("commit", "schema", "tables", "annotation")},
        "parameters": dict(parameters),
        "accounting": accounting(outcomes(ledger)),
    }


@contextmanager
def _only_run(lock: Path, out: Path):
    only = FileLock(str(lock))
    try:
        only.acquire(timeout=0)
    except Timeout:
        raise Busy(f"another run is making {out}; try again when it is done") from None
    try:
        yield
    finally:
        only.release()


def _run_notebooks(
    notebooks: list[Path], shares: dict[Path, dict], common: dict[str, str], folder: Path, say: Callable[[str], None]
) -> list[Path]:
    def run(notebook: Path) -> Path:
        began = time.monotonic()
        done = run_notebook(notebook, folder / notebook.name, {**shares[notebook], **common})
        say(f"{notebook.stem}: {time.monotonic() - began:.1f} s")
        return done

    with _quiet_kernels(folder), ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, notebooks))


@contextmanager
def _quiet_kernels(folder: Path):
    """Kernels without the reader's own IPython profile, and without a warning for each that no reader can act on."""
    profile = folder / "ipython" / "profile_default"
    profile.mkdir(parents=True)
    (profile / "ipython_kernel_config.py").write_text(
        "c = get_config()\nc.IPKernelApp.log_level = 50\n", encoding="utf-8"
    )
    before = os.environ.get("IPYTHONDIR")
    os.environ["IPYTHONDIR"] = str(folder / "ipython")
    try:
        yield
    finally:
        if before is None:
            del os.environ["IPYTHONDIR"]
        else:
            os.environ["IPYTHONDIR"] = before


def run_notebook(notebook: Path, done: Path, parameters: Mapping[str, object]) -> Path:
    """Runs one notebook from top to bottom into ``done``.

    papermill calls a notebook completed whose kernel died or that left early, so every cell is looked at afterwards.
    """
    import nbformat
    import papermill

    with _event_loop(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            papermill.execute_notebook(
                notebook, done, dict(parameters), kernel_name="python3", progress_bar=False, log_output=False,
                execution_timeout=CELL_SECONDS, start_timeout=60, autosave_cell_every=0, cwd=str(paths.ROOT),
            )  # fmt: skip
        except Exception as why:
            if getattr(why, "ename", "") == "WrongUse":
                raise WrongUse(f"{notebook.name}: {why.evalue}") from why
            said = [line for line in str(why).splitlines() if line.strip()]
            raise NotebookFailed(f"{notebook.name} failed: {said[-1] if said else type(why).__name__}") from why
    for number, held in enumerate(nbformat.read(done, as_version=4).cells, 1):
        if held.cell_type != "code" or not held.source.strip():
            continue
        if held.execution_count is None or any(output.output_type == "error" for output in held.outputs):
            raise NotebookFailed(f"{notebook.name}: cell {number} did not run to its end")
    return done


@contextmanager
def _event_loop():
    """An event loop of its own for a thread of the pool, which has none."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        yield
    finally:
        asyncio.set_event_loop(None)
        loop.close()


def _publish(making: Path, out: Path) -> None:
    """Puts ``making`` in the place of ``out`` by renaming; the old report goes last."""
    old = making.with_name(f"{out.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if out.exists():
        out.rename(old)
    try:
        making.rename(out)
    except BaseException:
        if old.exists():
            old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _keep_failed(making: Path, failed: Path, record: dict) -> None:
    shutil.rmtree(failed, ignore_errors=True)
    if making.exists():
        making.rename(failed)
        (failed / "run.json").write_text(json.dumps(record, indent=1), encoding="utf-8")
