"""Keeps a reader from raising: what goes wrong in a hostile or broken file ends as a unit that says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps

from helpers.ingest.readers.unit import Unit

Read = Callable[[bytes, str], Iterator[Unit]]


def never_raises(code: str) -> Callable[[Read], Read]:
    """A reader that yields a unit with the fault ``code`` in place of an error, after the units that it could read.

    A library that is not installed is the fault ``missing_library``; a file without any unit is ``no_text``.
    """

    def wrap(read: Read) -> Read:
        @wraps(read)
        def safely(raw: bytes, name: str) -> Iterator[Unit]:
            count = 0
            try:
                for unit in read(raw, name):
                    count += 1
                    yield unit
            except ImportError as why:
                library = (why.name or "").split(".")[0] or "a library"
                yield Unit(raw, fault=("missing_library", f"{library} reads this kind; pip install {library}"))
            except MemoryError:
                yield Unit(raw, fault=("too_large", "there is not enough memory to read it; split the file"))
            except Exception as why:  # parsers of damaged files raise almost anything
                message = f"{type(why).__name__}: {str(why)[:200]}; open and save it again, or export it again"
                yield Unit(raw, f"after article {count}" if count else "", fault=(code, message))
            else:
                if not count:
                    yield Unit(raw, fault=("no_text", "no article was found in it"))

        return safely

    return wrap
