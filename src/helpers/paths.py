"""Where things live, whichever folder a notebook or a command is run from.

JupyterLab and nbval start a notebook in ``notebooks/``; papermill starts it wherever the scheduler stood.
Paths in parameters are therefore read from the caller's folder if something is there, else from the project root.
"""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LEXICONS = ROOT / "data" / "lexicons"
GOLD = ROOT / "data" / "gold"
RAW = ROOT / "data" / "raw"
CORPORA = ROOT / "data" / "corpora"
NOTEBOOKS = ROOT / "notebooks"


def project_path(path: str | Path) -> Path:
    """``path`` as the caller means it: absolute, or from the working directory if it exists there, else from the root."""
    here = Path(path).expanduser()
    return here.absolute() if here.is_absolute() or here.exists() else ROOT / here


def corpus_path(corpus: str | Path = "") -> Path:
    """The folder of a corpus; an empty ``corpus`` means ``$READOUT_CORPUS``, else the demonstration corpus."""
    return project_path(corpus or os.environ.get("READOUT_CORPUS") or CORPORA / "demo")
