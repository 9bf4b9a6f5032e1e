"""Where compiled kernels and their tables are kept, so that they are made once and not in every run.

A folder a state: its name is a hash of the kernels' own code and of the versions of what compiles it, so nothing stale
is ever loaded (numba itself looks only at the file of a function, not at the files of those that it calls).
"""

from __future__ import annotations

import contextlib
import os
import platform
import tempfile
import zipfile
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import numba
import numpy as np
from platformdirs import user_cache_path

HERE = Path(__file__).parent
KERNELS = ("annotate/kernels/*.py", "lexicons/kernels/*.py", "lexicons/letters.py", "compiled.py")


def code_digest(*patterns: str) -> str:
    """A hash of those modules of the package whose code it depends on whether something kept is still right."""
    digest = sha256()
    for source in sorted(source for pattern in patterns for source in HERE.glob(pattern)):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


@cache
def cache_folder() -> Path | None:
    """The first that can be written: in ``$NUMBA_CACHE_DIR`` if set, else beside this module, in the user's cache."""
    versions = (platform.python_version(), numba.__version__, version("nltk"), version("regex"))
    digest = sha256(" ".join((*versions, code_digest(*KERNELS))).encode())
    given = os.environ.get("NUMBA_CACHE_DIR")
    for parent in [Path(given)] if given else [HERE / "__pycache__", user_cache_path("readout")]:
        folder = parent / f"kernels-{digest.hexdigest()[:16]}"
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                return folder
    return None


def kernel(function: Callable) -> Callable:
    """``function`` as a kernel: compiled when it is first called, and then kept. It lets other threads run meanwhile."""
    folder, theirs = cache_folder(), numba.config.CACHE_DIR
    try:
        numba.config.CACHE_DIR = str(folder or "")
        return numba.njit(cache=folder is not None, nogil=True, error_model="numpy")(function)
    finally:
        numba.config.CACHE_DIR = theirs


def part(function: Callable) -> Callable:
    """``function`` as a part of kernels: compiled into each that calls it."""
    return numba.njit(error_model="numpy", forceinline=True)(function)


def stored(
    name: str, build: Callable[[], dict[str, np.ndarray]], state: str = "", keep: int = 1
) -> dict[str, np.ndarray]:
    """The arrays that ``build`` makes, kept as ``NAME.npz``; what cannot be kept or read is built anew.

    Where they depend on more than the code of kernels, ``state`` says in which state that is; of so many as ``keep``
    the arrays are kept, the latest ones.
    """
    folder = cache_folder()
    if folder is None:
        return build()
    file = folder / f"{name}{state and '-'}{state}.npz"
    with contextlib.suppress(OSError, ValueError, EOFError, zipfile.BadZipFile), np.load(file) as held:
        return dict(held)
    arrays = build()
    with contextlib.suppress(OSError):
        with tempfile.NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as part:
            np.savez(part, **arrays)
        os.replace(part.name, file)
        if state:
            kept = sorted(folder.glob(f"{name}-*.npz"), key=lambda file: file.stat().st_mtime_ns)
            for old in kept[:-keep]:
                old.unlink()
    return arrays
