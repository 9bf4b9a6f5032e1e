"""Archives as streams: the members of a zip, a tar or a gzip file, one at a time and never on disk.

Nothing is taken on trust: the number of members, the size of each, the size of all and the ratio to what is stored are
bounded while reading, whatever the archive states. A member's name is a label and never a path. An archive in an
archive is not opened. Word and Excel files and web archives are compressed too, but are documents: they are left to
their readers.
"""

from __future__ import annotations

import io
import re
import stat
import tarfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

CHUNK = 64 * 1024
ZIP, EMPTY_ZIP, SPANNED_ZIP, GZIP, END_OF_ZIP = b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"\x1f\x8b", b"PK\x05\x06"
TAR_MAGIC, TAR_MAGIC_AT, TAR_BLOCK = b"ustar", 257, 512
OTHERS = {  # archives that are recognised and not opened
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!\x1a\x07": "RAR",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "Zstandard",
}
DOCUMENTS = (b"[Content_Types].xml", b"mimetype", b"_rels/", b"word/", b"xl/", b"docProps/")  # the first member's name
WEB_ARCHIVE = (b"WARC/", b"filedesc://")
UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
MAX_NAME = 300


class Limits(NamedTuple):
    """What an archive may hold; beyond it, members are refused and the archive's remainder is not read."""

    members: int = 10_000
    member_bytes: int = 50 * 2**20
    expanded_bytes: int = 200 * 2**20
    ratio: int = 200
    ratio_from: int = 2**20  # a small member may be as repetitive as it likes


LIMITS = Limits()

Fault = tuple[str, str]


class Member(NamedTuple):
    """A file in an archive: its name as a label, and its bytes, or none and the reason why.

    ``name`` is empty where the fault is the archive's own. Names that occur twice are told apart by `` (2)``.
    """

    name: str
    raw: bytes = b""
    fault: Fault | None = None


def kind_of(raw: bytes) -> str | None:
    """The kind of archive that begins with these bytes (64 KB are enough).

    ``zip``, ``tar``, ``gz``, ``tar.gz``, or the name of a kind that is not opened; ``None`` for anything that is a
    document to its reader: no archive, an office file, a web archive.
    """
    if raw.startswith((ZIP, EMPTY_ZIP, SPANNED_ZIP)):
        return None if _is_document(raw) else "zip"
    if raw.startswith(GZIP):
        head = _first_of_gzip(raw[:CHUNK])
        if head.lstrip(b"\r\n").startswith(WEB_ARCHIVE):
            return None
        return "tar.gz" if _is_tar(head) else "gz"
    if _is_tar(raw):
        return "tar"
    return next((name for magic, name in OTHERS.items() if raw.startswith(magic)), None)


def open_members(raw_or_path: bytes | Path, name: str, limits: Limits = LIMITS) -> Iterator[Member]:
    """The members of an archive, in its order.

    Parameters
    ----------
    raw_or_path : bytes or Path
        A path is read as a stream, so that only one member is held at a time.
    name : str
        Of the archive; a gzip file names its one member by it.

    Yields
    ------
    Member
        Folders, and what systems hide beside files (``__MACOSX/``, ``.DS_Store``), are passed over. Faults:
        ``unsafe_member`` (a link or a device), ``encrypted``, ``nested_archive``, ``too_large`` (one member),
        ``too_large_expanded``, ``too_many_members``, ``truncated``, ``bad_archive``, ``unsupported_archive``.
        An archive without any member gives one with ``empty``.
    """
    count = 0
    with _stream_of(raw_or_path) as stream:
        head = stream.read(CHUNK)
        stream.seek(0)
        for member in _members(stream, kind_of(head), name, limits):
            count += 1
            yield member
    if not count:
        yield Member("", fault=("empty", "the archive holds no files"))


def _stream_of(raw_or_path: bytes | Path) -> BinaryIO:
    return raw_or_path.open("rb") if isinstance(raw_or_path, Path) else io.BytesIO(raw_or_path)


def _members(stream: BinaryIO, kind: str | None, name: str, limits: Limits) -> Iterator[Member]:
    labels = _Labels()
    if kind == "zip":
        yield from _zip_members(stream, limits, labels)
    elif kind == "tar":
        yield from _tar_members(_Watched(stream), limits, labels)
    elif kind == "tar.gz":
        yield from _tar_members(_Watched(_Gunzipped(stream, limits)), limits, labels)
    elif kind == "gz":
        yield _gzip_member(_Gunzipped(stream, limits), name, limits, labels)
    elif kind:
        yield Member("", fault=("unsupported_archive", f"{kind} is not opened here; unpack it, and give the folder"))
    else:
        yield Member("", fault=("bad_archive", "no archive that is known here: no zip, tar or gzip"))


class _Labels:
    """Names of members as labels: printable, short, each of them once."""

    def __init__(self):
        self._seen: Counter[str] = Counter()

    def of(self, name: str) -> str:
        label = UNPRINTABLE.sub("\ufffd", name)[:MAX_NAME] or "unnamed"
        self._seen[label] += 1
        return f"{label} ({self._seen[label]})" if self._seen[label] > 1 else label


# --- zip ---


def _zip_members(stream: BinaryIO, limits: Limits, labels: _Labels) -> Iterator[Member]:
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError) as why:
        yield Member("", fault=_zip_fault(stream, why))
        return
    infos = [info for info in archive.infolist() if not info.is_dir() and not _is_hidden(info.filename)]
    if sum(info.file_size for info in infos) > limits.expanded_bytes:  # reading stops at the stated size: a true bound
        yield Member("", fault=_too_large_expanded(limits))
        return
    for info in infos[: limits.members]:
        yield _zip_member(archive, info, limits, labels.of(info.filename))
    if len(infos) > limits.members:
        yield Member("", fault=_too_many(limits))


def _zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits, label: str) -> Member:
    mode = info.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return Member(label, fault=("unsafe_member", "a link or a device, not a file"))
    if info.flag_bits & 0x1:
        return Member(label, fault=("encrypted", "it needs a password; unpack it, and give the folder"))
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):  # others expand without a bound
        return Member(label, fault=("bad_archive", f"compression method {info.compress_type} is not read here"))
    if info.file_size > limits.member_bytes:
        return Member(label, fault=_too_large(limits))
    if info.file_size > limits.ratio_from and info.file_size > limits.ratio * max(info.compress_size, 1):
        return Member(label, fault=_too_large_expanded(limits))
    try:
        with archive.open(info) as member:
            raw = member.read(limits.member_bytes + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, NotImplementedError) as why:
        return Member(label, fault=("bad_archive", f"the member is damaged: {str(why)[:200]}"))
    if len(raw) != info.file_size:
        return Member(label, fault=("bad_archive", f"{len(raw):,} bytes where {info.file_size:,} are stated"))
    return _unless_nested(label, raw)


def _zip_fault(stream: BinaryIO, why: Exception) -> Fault:
    """A zip without its directory at the end was cut off, as a download that broke."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - 66_000))
    if END_OF_ZIP not in stream.read():
        return "truncated", "the end of the archive is missing; fetch it again"
    return "bad_archive", str(why)[:200]


def _is_hidden(name: str) -> bool:
    *folders, last = name.replace("\\", "/").split("/")
    return "__MACOSX" in folders or last.startswith(".")


# --- tar ---


def _tar_members(stream: _Watched, limits: Limits, labels: _Labels) -> Iterator[Member]:
    size = count = 0
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for info in archive:
                if info.isdir() or (info.isreg() and _is_hidden(info.name)):
                    continue
                count += 1
                size += info.size if info.isreg() else 0
                if count > limits.members or size > limits.expanded_bytes:
                    yield Member("", fault=_too_many(limits) if count > limits.members else _too_large_expanded(limits))
                    return
                yield _tar_member(archive, info, limits, labels.of(info.name))
    except _Refused as why:
        yield Member("", fault=why.args[0])
    except (tarfile.TarError, EOFError, OSError, ValueError, OverflowError, zlib.error) as why:
        yield Member("", fault=_tar_fault(stream, why))
    else:
        if stream.at_end and stream.tail.strip(b"\0"):  # an archive ends with blocks of zeros
            yield Member("", fault=("truncated", "the end of the archive is missing; fetch it again"))


def _tar_member(archive: tarfile.TarFile, info: tarfile.TarInfo, limits: Limits, label: str) -> Member:
    if not info.isreg():
        return Member(label, fault=("unsafe_member", "a link or a device, not a file"))
    if info.size > limits.member_bytes:
        return Member(label, fault=_too_large(limits))
    raw = archive.extractfile(info).read()
    if len(raw) != info.size:
        raise EOFError("unexpected end of data")
    return _unless_nested(label, raw)


def _tar_fault(stream: _Watched, why: Exception) -> Fault:
    if isinstance(why, EOFError) or stream.at_end or "unexpected end" in str(why):
        return "truncated", "the archive breaks off; fetch it again"
    return "bad_archive", str(why)[:200]


class _Watched(io.RawIOBase):
    """A stream that remembers its last block, and whether it came to its end."""

    def __init__(self, stream: BinaryIO):
        self._stream, self.tail, self.at_end = stream, b"", False

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        part = self._stream.read(size)
        self.at_end = self.at_end or (not part and size != 0)
        self.tail = (self.tail + part)[-TAR_BLOCK:]
        return part


# --- gzip ---


class _Refused(Exception):
    """The stream goes no further; holds the fault."""


class _Gunzipped(io.RawIOBase):
    """The bytes in a gzip file, of all its members, under the limits; raises :class:`_Refused` where they end early."""

    def __init__(self, stream: BinaryIO, limits: Limits):
        self._stream, self._limits = stream, limits
        self._member = zlib.decompressobj(31)
        self._stored = b""
        self._refused: _Refused | None = None
        self._size_in = self._size_out = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        wanted = size if size >= 0 else self._limits.expanded_bytes + 1
        parts: list[bytes] = []
        try:
            while wanted > 0 and not self._refused and (part := self._next(wanted)):
                parts.append(part)
                wanted -= len(part)
        except _Refused as why:
            self._refused = why
        if self._refused and not parts:  # what came before is handed out first
            raise self._refused
        return b"".join(parts)

    def _next(self, most: int) -> bytes:
        """At most ``most`` further bytes; none at the end."""
        while True:
            if self._member.eof and not self._begin_member():
                return b""
            if not self._stored:
                self._stored = self._stream.read(CHUNK)
                self._size_in += len(self._stored)
            try:
                part = self._member.decompress(self._stored, most)
            except zlib.error as why:
                raise _Refused(("bad_archive", f"damaged: {why}")) from None
            is_over = not self._stored and not part and not self._member.eof
            self._stored = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
            if is_over:
                raise _Refused(("truncated", "the file breaks off; fetch it again"))
            if part:
                self._count(part)
                return part

    def _begin_member(self) -> bool:
        """Whether another member follows; zeros that fill up a block do no harm."""
        while not self._stored.strip(b"\0"):
            self._stored = self._stream.read(CHUNK)
            self._size_in += len(self._stored)
            if not self._stored:
                return False
        if not self._stored.startswith(GZIP[: len(self._stored)]):
            raise _Refused(("bad_archive", "what follows the compressed file is not compressed"))
        self._member = zlib.decompressobj(31)
        return True

    def _count(self, part: bytes) -> None:
        self._size_out += len(part)
        is_bomb = self._size_out > max(self._limits.ratio_from, self._limits.ratio * self._size_in)
        if self._size_out > self._limits.expanded_bytes or is_bomb:
            raise _Refused(_too_large_expanded(self._limits))


def _gzip_member(stream: _Gunzipped, name: str, limits: Limits, labels: _Labels) -> Member:
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    label = labels.of(base[:-3] if base.lower().endswith(".gz") else base)
    try:
        raw = stream.read(limits.member_bytes + 1)
        if len(raw) <= limits.member_bytes:
            stream.read(1)  # a part of a file is not the file
    except _Refused as why:
        return Member(label, fault=why.args[0])
    return Member(label, fault=_too_large(limits)) if len(raw) > limits.member_bytes else _unless_nested(label, raw)


# --- what they share ---


def _unless_nested(label: str, raw: bytes) -> Member:
    if kind := kind_of(raw):
        return Member(
            label, fault=("nested_archive", f"a {kind} in an archive is not opened; unpack the outer one first")
        )
    return Member(label, raw)


def _too_large(limits: Limits) -> Fault:
    return "too_large", f"more than {limits.member_bytes:,} bytes"


def _too_large_expanded(limits: Limits) -> Fault:
    return (
        "too_large_expanded",
        f"more than {limits.expanded_bytes:,} bytes, or {limits.ratio} for each that is stored; "
        "if that is right, unpack it, and give the folder",
    )


def _too_many(limits: Limits) -> Fault:
    return "too_many_members", f"only the first {limits.members:,} files are taken; unpack it, and give the folder"


def _is_document(raw: bytes) -> bool:
    """Whether the zip is an office file or an e-book, by the name of its first member."""
    length = int.from_bytes(raw[26:28], "little")
    return raw.startswith(ZIP) and raw[30 : 30 + length].startswith(DOCUMENTS)


def _is_tar(raw: bytes) -> bool:
    """By the magic of POSIX and GNU; the tar of before 1988 has none, and is told by the sum over its first block."""
    if raw[TAR_MAGIC_AT : TAR_MAGIC_AT + 5] == TAR_MAGIC:
        return True
    block = raw[:TAR_BLOCK]
    stated = re.fullmatch(rb" *([0-7]{1,7})[\0 ]+", block[148:156])
    return (
        len(block) == TAR_BLOCK
        and stated is not None
        and sum(block[:148]) + 8 * 32 + sum(block[156:]) == int(stated.group(1), 8)
    )


def _first_of_gzip(raw: bytes) -> bytes:
    try:
        return zlib.decompressobj(31).decompress(raw, CHUNK)
    except zlib.error:
        return b""
