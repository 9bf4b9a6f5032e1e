"""Workbooks (.xlsx) and Parquet files: one article a row, columns by their usual names, as in :mod:`table`."""

from __future__ import annotations

import io
import json
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time

from helpers.ingest.readers.faulty import never_raises
from helpers.ingest.readers.office import member_names, package_fault
from helpers.ingest.readers.unit import FIELD_NAMES, Unit, normalise_name, unit_of_record

KIND = "workbook"

SEARCHED = 20  # rows in which the header is looked for; titles and notes may stand above it
MAX_COLUMNS = 2_000
MAX_PARQUET = 2 * 2**30  # bytes of all columns unpacked, as the file itself says
BATCH = 256  # rows of a Parquet file held in memory at once

Cells = Sequence[object]


def recognise(raw: bytes, name: str) -> bool:
    """A workbook or a Parquet file, by what it begins with and what is in it."""
    return raw.startswith(b"PAR1") or any(one == "xl/workbook.xml" for one in member_names(raw))


@never_raises("bad_document")
def read(raw: bytes, name: str) -> Iterator[Unit]:
    """One unit a row of each sheet that has a column with text."""
    if raw.startswith(b"PAR1"):
        yield from _read_parquet(raw)
        return
    if fault := package_fault(raw):
        yield Unit(raw, fault=fault)
        return
    found: list[str] = []
    read_any = False
    for sheet, rows in sheets_of(raw):
        header = _header(rows, found)
        if header is None:
            continue
        number = 0
        for number, cells in enumerate(rows, 1):
            if any(str(cell or "").strip() for cell in cells):
                read_any = True
                yield unit_of_row(header, cells, f"{sheet}row {number}")
        if not number:
            read_any = True
            yield Unit(raw, sheet.strip(", "), fault=("empty", "a header and no rows"))
    if not read_any:
        yield Unit(raw, fault=_no_text(found))


def sheets_of(raw: bytes) -> Iterator[tuple[str, Iterator[Cells]]]:
    """Each sheet's rows, values and not formulas, and what places a row in it: empty if there is only one sheet."""
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions, which hold no text
        book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # some programs write a wrong one
            rows = (cells[:MAX_COLUMNS] for cells in sheet.iter_rows(values_only=True))
            yield (f"{sheet.title}, " if len(book.worksheets) > 1 else ""), rows
    finally:
        book.close()


def unit_of_row(header: Sequence[str], cells: Cells, member: str) -> Unit:
    """A unit from a row: by the names of its columns, also with a number behind them if nothing else holds text."""
    values = {name: _text(cell) for name, cell in zip(header, cells, strict=False) if name}
    numbered: dict[str, str] = {}
    for name, value in values.items():
        bare = re.sub(r"_?\d+$", "", name)
        if value.strip() and bare != name:
            numbered.setdefault(bare, value)
    chosen = {}
    for field, names in FIELD_NAMES.items():
        held = values if field != "text" or any(values.get(name, "").strip() for name in names) else numbered
        if name := next((name for name in names if held.get(name, "").strip()), None):
            chosen[name] = held[name]
    raw = json.dumps(values, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")
    return replace(unit_of_record(chosen, member), raw=raw)


def has_text(header: Iterable[str]) -> bool:
    """Whether a header has a column with text."""
    bare = {re.sub(r"_?\d+$", "", name) for name in header} | set(header)
    return bool(bare & set(FIELD_NAMES["text"]))


def _header(rows: Iterator[Cells], found: list[str]) -> list[str] | None:
    for _, cells in zip(range(SEARCHED), rows, strict=False):
        names = [normalise_name(cell) for cell in cells]
        if has_text(names) and sum(map(bool, names)) > 1:
            return names
        found += [name for name in names if name and len(found) < 20]
    return None


def _no_text(found: list[str]) -> tuple[str, str]:
    wanted = ", ".join(FIELD_NAMES["text"][:8])
    return "missing_column", f"no column holds the text; found {', '.join(found) or 'nothing'}; wanted one of {wanted}"


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() and cell.tzinfo is None else cell.isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, bytes):
        return cell.decode("utf-8", "replace")
    if isinstance(cell, list | tuple):
        return ", ".join(_text(part) for part in cell)
    if isinstance(cell, dict):
        return _text(cell.get("name") or cell.get("title"))
    return str(cell)


def _read_parquet(raw: bytes) -> Iterator[Unit]:
    import pyarrow.parquet

    file = pyarrow.parquet.ParquetFile(io.BytesIO(raw))
    size = sum(file.metadata.row_group(at).total_byte_size for at in range(file.metadata.num_row_groups))
    header = [normalise_name(name) for name in file.schema_arrow.names]
    if size > MAX_PARQUET:
        yield Unit(
            raw, fault=("too_large_expanded", f"{size:,} bytes when unpacked; at most {MAX_PARQUET:,}; split it")
        )
    elif not has_text(header):
        yield Unit(raw, fault=_no_text(header[:20]))
    elif not file.metadata.num_rows:
        yield Unit(raw, fault=("empty", "columns and no rows"))
    else:
        number = 0
        for batch in file.iter_batches(BATCH):
            for cells in zip(*(_cells(column) for column in batch.columns), strict=True):
                number += 1
                yield unit_of_row(header, cells, f"row {number}")


def _cells(column) -> list:
    import pyarrow

    if pyarrow.types.is_timestamp(column.type):  # nanoseconds do not fit what Python calls a time
        column = column.cast(pyarrow.timestamp("us", column.type.tz), safe=False)
    return column.to_pylist()
