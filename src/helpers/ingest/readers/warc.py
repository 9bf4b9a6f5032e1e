"""Web archives: WARC and ARC, plain or compressed, one record at a time.

A captured page (an answer with status 200 and HTML) is read as a page; of other answers the unit says why it is left.
Requests, metadata, crawl logs and the like are the archive's own papers and are no units. The date of a capture is when
a crawler was there, and not a date of publication; it is not taken for one.

warcio parses the records. It is silent about archives that end too early and refuses those compressed as a whole, so
the compressed stream is undone here, under a limit, and its end is watched.

Source
------
ISO 28500:2017 (WARC 1.1), the ARC format of the Internet Archive.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from helpers.ingest.readers import html
from helpers.ingest.readers.faulty import never_raises
from helpers.ingest.readers.news_services import http_only
from helpers.ingest.readers.unit import Unit

KIND = "warc"

GZIP, LZ4 = b"\x1f\x8b", b"\x04\x22\x4d\x18"
STARTS = (b"WARC/", b"filedesc://")
PAGES = ("text/html", "application/xhtml+xml")
CHUNK = 64 * 1024
MAX_PAGE = 50 * 2**20  # bytes of one captured page
MAX_RATIO, FREE = 200, 10 * 2**20  # bytes out for each byte in, once more than these have come out
BREAKS_OFF = ("truncated", "the last record breaks off; fetch the archive again")


def recognise(raw: bytes, name: str) -> bool:
    """Whether the bytes, decompressed if need be, begin with a record of WARC or ARC."""
    return _beginning(raw).lstrip(b"\r\n").startswith(STARTS)


class Records(ArchiveIterator):
    """warcio's records; where one ends amiss, it would print what the archive holds, and a terminal obey it."""

    INC_RECORD = ""


@never_raises("bad_archive")
def read(raw: bytes, name: str) -> Iterator[Unit]:
    """One unit a captured answer; a fault at the end if the archive is damaged, after all that could be read.

    A page that breaks off with its archive has the note ``truncated_text``.
    """
    stream = Expanded(raw)
    number = end = 0
    try:
        records = Records(io.BufferedReader(stream, CHUNK), no_record_parse=False, arc2warc=False)
        for record in records:
            units = []
            if record.rec_type in ("response", "revisit"):
                number += 1
                units = list(_units_of(record, f"record {number}"))
            records.read_to_end()
            end = records.offset
            # its head ends before it states a length, or fewer bytes come than that
            is_cut = record.length is None or record.raw_stream.limit > 0
            if is_cut:
                stream.fault = stream.fault or BREAKS_OFF
                units = [replace(unit, notes=(*unit.notes, "truncated_text")) for unit in units]
            yield from units
        if stream.size > end:  # the beginning of a record: its head breaks off
            stream.fault = stream.fault or BREAKS_OFF
    except (ArchiveLoadFailed, ValueError, KeyError, IndexError, EOFError, OSError, zlib.error, AttributeError) as why:
        stream.fault = stream.fault or ("bad_archive", f"after {number} answers: {str(why)[:200]}")
    if stream.fault:
        yield Unit(raw, "end", fault=stream.fault)
    elif not number:
        yield Unit(raw, fault=("empty", "the archive holds no captured answers"))


def _units_of(record: object, member: str) -> Iterator[Unit]:
    address = http_only(
        (record.rec_headers.get_header("WARC-Target-URI") or record.rec_headers.get_header("uri") or "").strip("<>")
    )
    kind, charset = _content_type(record)
    status = record.http_headers.get_statuscode() if record.http_headers else ""
    fault, payload = None, b""
    if record.rec_type == "revisit":
        fault = ("revisit", "the page was as before; this record holds no copy of it")
    elif status != "200":
        fault = ("http_status", f"the answer has status {status or 'none'}")
    elif kind not in PAGES:
        fault = ("not_a_page", f"the answer is {kind or 'of no stated kind'}, not a page")
    else:
        payload, fault = _payload(record)
    if fault:
        yield Unit(payload or (address or "").encode("utf-8", "surrogatepass"), member, url=address, fault=fault)
        return
    fetched = _fetched(record)
    for unit in html.read(_as_utf8(payload, charset), member, address):
        yield replace(unit, raw=payload, member=member, url=http_only(unit.url) or address, fetched=fetched)


def _fetched(record: object) -> datetime | None:
    """When the page was captured, if the record says so as its format asks."""
    try:
        fetched = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date") or "")
    except ValueError:
        return None
    return fetched if fetched.tzinfo else fetched.replace(tzinfo=UTC)


def _payload(record: object) -> tuple[bytes, tuple[str, str] | None]:
    """The page with chunking and compression undone."""
    try:
        payload = _read_at_most(record.content_stream(), MAX_PAGE + 1)
    except (ValueError, EOFError, OSError, zlib.error, AttributeError) as why:
        return b"", ("bad_record", f"the answer cannot be unpacked: {str(why)[:200]}")
    if len(payload) > MAX_PAGE:
        return b"", ("too_large", f"a page of more than {MAX_PAGE:,} bytes")
    return (payload, None) if payload.strip() else (payload, ("empty", "the answer has no body"))


def _read_at_most(stream: io.BufferedIOBase, most: int) -> bytes:
    parts, size = [], 0
    while size < most and (part := stream.read(min(CHUNK, most - size))):
        parts.append(part)
        size += len(part)
    return b"".join(parts)


def _content_type(record: object) -> tuple[str, str | None]:
    stated = record.http_headers.get_header("Content-Type", "") if record.http_headers else ""
    kind, *parameters = [part.strip() for part in (stated or "").split(";")]
    charset = next((part[8:].strip("\"' ") for part in parameters if part.lower().startswith("charset=")), None)
    return kind.lower(), charset


def _as_utf8(page: bytes, charset: str | None) -> bytes:
    """The page in UTF-8, if the answer declares another charset and the page keeps to it; else as it is."""
    try:
        page.decode("utf-8")
        return page
    except UnicodeDecodeError:
        try:
            return page.decode(charset).encode("utf-8") if charset else page
        except (LookupError, UnicodeError, ValueError):
            return page


class Expanded(io.RawIOBase):
    """The archive as one plain stream of ``size`` bytes so far, however it is compressed.

    ``fault`` is set where it breaks off, and it ends there.
    """

    def __init__(self, raw: bytes):
        self.fault: tuple[str, str] | None = None
        self.size, self._size_in = 0, len(raw)
        self._parts = _pieces(raw)
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:
        while not self._rest:
            try:
                self._rest = next(self._parts)
            except StopIteration:
                return 0
            except _Broken as why:
                self.fault, self._parts = why.args[0], iter(())
                return 0
            self.size += len(self._rest)
            if self.size > max(FREE, MAX_RATIO * self._size_in):
                self.fault = ("too_large_expanded", f"more than {MAX_RATIO} bytes for each that is stored")
                self._parts, self._rest = iter(()), b""
                return 0
        part, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)


class _Broken(Exception):
    """The compressed stream ends here; holds the fault."""


def _pieces(raw: bytes) -> Iterator[bytes]:
    if raw.startswith(GZIP):
        return _gunzipped(raw)
    return _unlz4ed(raw) if raw.startswith(LZ4) else iter((raw,))


def _gunzipped(raw: bytes) -> Iterator[bytes]:
    """The members of a gzip file, one after another; zeros behind the last do no harm."""
    view, at = memoryview(raw), 0
    while at < len(raw) and bytes(view[at : at + 2]) == GZIP:
        member = zlib.decompressobj(31)
        while not member.eof:
            try:
                piece = member.decompress(view[at : at + CHUNK], CHUNK)
            except zlib.error as why:
                raise _Broken(("bad_archive", f"damaged near byte {at:,}: {why}")) from None
            left = member.unused_data if member.eof else member.unconsumed_tail
            at += min(CHUNK, len(raw) - at) - len(left)
            if piece:
                yield piece
            elif at >= len(raw) and not member.eof:
                raise _Broken(BREAKS_OFF)
    if raw[at:].strip(b"\0"):
        raise _Broken(("bad_archive", f"what follows byte {at:,} is not compressed"))


def _unlz4ed(raw: bytes) -> Iterator[bytes]:
    try:
        import lz4.frame  # only archives in this rare form need it
    except ImportError:
        raise _Broken(("missing_library", "LZ4 needs a library: pip install lz4")) from None
    rest = raw
    while rest.startswith(LZ4):
        frame = lz4.frame.LZ4FrameDecompressor()
        piece = b""
        while not frame.eof:
            try:
                piece = frame.decompress(rest, CHUNK)
            except (RuntimeError, EOFError, ValueError) as why:
                raise _Broken(("bad_archive", f"damaged: {why}")) from None
            rest = b""
            if piece:
                yield piece
            if not frame.eof and frame.needs_input:
                raise _Broken(BREAKS_OFF)
        rest = frame.unused_data or b""
    if rest.strip(b"\0"):
        raise _Broken(("bad_archive", "what follows the last compressed record is not compressed"))


def _beginning(raw: bytes) -> bytes:
    if not raw.startswith((GZIP, LZ4)):
        return raw[:CHUNK]
    try:
        return next(_pieces(raw[:CHUNK]), b"")
    except _Broken:
        return b""
