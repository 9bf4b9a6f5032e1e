"""Office files are archives: what is checked before one is opened, and what is looked at to tell kinds apart."""

from __future__ import annotations

import io
import zipfile
import zlib

MAX_EXPANDED = 200 * 2**20  # bytes of all members together
MAX_MEMBERS = 20_000
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Word, Excel and Outlook files of before 2007, and encrypted ones of today

Fault = tuple[str, str]


def package_fault(raw: bytes) -> Fault | None:
    """Why an office archive must not be opened: broken, encrypted, or larger inside than it may be."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            members = archive.infolist()
            declares = _declares_entities(archive, members)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as why:
        return "bad_archive", f"{why}; copy or export the file again"
    if any(member.flag_bits & 1 for member in members):
        return "encrypted", "it is protected by a password; save it without one"
    expanded = sum(member.file_size for member in members)
    if expanded > MAX_EXPANDED or len(members) > MAX_MEMBERS:
        message = f"{expanded:,} bytes in {len(members):,} parts when unpacked; at most {MAX_EXPANDED:,}; split it"
        return "too_large_expanded", message
    if declares:
        return "xml_entities", "a part declares a document type, which no office program writes; it is not opened"
    return None


def _declares_entities(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> bool:
    for one in members[:MAX_MEMBERS]:
        if one.filename.endswith((".xml", ".rels")) and not one.flag_bits & 1:
            try:
                with archive.open(one) as held:
                    if b"<!DOCTYPE" in held.read(2048):
                        return True
            except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError):
                continue  # the library says what is wrong with it
    return False


def member_names(raw: bytes) -> list[str]:
    """The names in an archive; none if it is not one."""
    if not raw.startswith(b"PK"):
        return []
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError):
        return []


def member(raw: bytes, name: str, limit: int = MAX_EXPANDED) -> bytes:
    """The first ``limit`` bytes of a member; none if it is not there or cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive, archive.open(name) as held:
            return held.read(limit)
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, RuntimeError, EOFError, NotImplementedError, OSError):
        return b""
