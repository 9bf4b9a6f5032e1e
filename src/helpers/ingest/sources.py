"""Finds the files behind what the user named: files as they are, folders with all that they hold."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from glob import glob
from pathlib import Path

from helpers.corpus.store import COMMIT
from helpers.errors import WrongUse

LARGE = 8 * 2**20  # bytes; a file beyond it is not held as a whole if its kind allows
MAX_BYTES = 500 * 2**20  # of one file; larger ones are better split than half read
CHANGED = ("changed", "it was written to while it was read; ingest it again when that is done")
LINKED_FOLDER = ("not_regular", "a link to a folder elsewhere is not followed; name that folder itself")


def is_address(source: str | Path) -> bool:
    """Whether a source is the address of a feed; a ``Path`` never is."""
    return isinstance(source, str) and source.lower().startswith(("http://", "https://"))


def find_files(sources: Iterable[str | Path]) -> dict[Path, Path | None]:
    """Every file of ``sources`` once, and the folder that was named, if not the file itself was.

    Folders are walked in the order of their names; hidden files are passed over.

    Folders that may not be opened, and links to folders elsewhere, are in the list too: :func:`read_file` says so.

    Raises
    ------
    WrongUse
        If a source is not there; nothing was read.
    """
    files: dict[Path, tuple[Path, Path | None]] = {}
    for source in _unfolded(sources):
        if not source.exists():
            raise WrongUse(f"{source} is not there; name a file or a folder")
        folder = source if source.is_dir() else None
        for file in _walk(source) if folder else [source]:
            files.setdefault(_place_of(file), (file, folder))
    return dict(files.values())


def _place_of(file: Path) -> Path:
    return Path(os.path.realpath(file))  # and not resolve, which fails on a link to itself


def _unfolded(sources: Iterable[str | Path]) -> Iterator[Path]:
    """Sources as they are, or what a pattern such as ``news/*.html`` finds."""
    for source in map(Path, sources):
        found = [] if source.exists() else sorted(map(Path, glob(str(source), recursive=True)))
        yield from found or [source]


def _walk(folder: Path) -> Iterator[Path]:
    closed: list[Path] = []
    for here, folders, names in os.walk(folder, onerror=lambda why: closed.append(Path(why.filename))):
        # a corpus may lie among its sources; it is none of them
        folders[:] = sorted(one for one in folders if not one.startswith(".") and not Path(here, one, COMMIT).is_file())
        yield from (Path(here, name) for name in sorted(names) if not name.startswith("."))
        links = [Path(here, one) for one in folders if Path(here, one).is_symlink()]
        yield from (link for link in links if _leads_out(link, folder))
    yield from closed


def _leads_out(link: Path, folder: Path) -> bool:
    return link.is_symlink() and not _place_of(link).is_relative_to(_place_of(folder))


def read_file(file: Path, folder: Path | None = None) -> tuple[bytes | Path, tuple[str, str] | None]:
    """The bytes of a file, or the path of a large one, which its reader opens; or no bytes and the reason why.

    Of a file found in ``folder``, a link that leads out of it is not followed.
    """
    try:
        if file.is_dir():
            return b"", LINKED_FOLDER if file.is_symlink() else ("permission", "a folder that may not be opened")
        if folder and file.is_file() and _leads_out(file, folder):
            return b"", (
                "outside_root",
                "a link to a file outside of the folder is not followed; name that file itself",
            )
        if not file.is_file():
            return b"", ("not_regular", "not a regular file")
        size, before = file.stat().st_size, stamp(file)
        if size > MAX_BYTES:
            return b"", ("too_large", f"{size:,} bytes; at most {MAX_BYTES:,}")
        raw = file if size > LARGE else file.read_bytes()
        return (raw, None) if stamp(file) == before else (b"", CHANGED)
    except OSError as why:
        return b"", fault_of(why)


def stamp(file: Path) -> tuple[int, int]:
    """What changes when a file is written to."""
    stat = file.stat()
    return stat.st_mtime_ns, stat.st_size


def fault_of(why: OSError) -> tuple[str, str]:
    """The code and the message of a file that cannot be read."""
    if isinstance(why, PermissionError):
        return "permission", "may not be read"
    return "unreadable", why.strerror or type(why).__name__
