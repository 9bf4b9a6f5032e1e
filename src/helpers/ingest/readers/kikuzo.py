"""Pages of Kikuzo, the database of the Asahi Shimbun: a table of dates and pages above each article, in Japanese."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpers.ingest.readers.faulty import never_raises
from helpers.ingest.readers.markup import (
    bytes_of,
    damage,
    decode_markup,
    has_class,
    is_markup,
    line_of,
    lines_of,
    parse_page,
)
from helpers.ingest.readers.unit import Unit
from helpers.ingest.readers.worded_dates import iso_date

KIND = "kikuzo"

OUTLET = "朝日新聞"
WITHHELD = re.compile(r"著作権.{0,20}(?:表示できません|掲載できません|掲載していません|ご覧いただけません)")
ENCODINGS = ("utf-8", "shift_jis", "euc_jp")
COLUMNS = {
    "published": ("発行日", "日付"),
    "section": ("面名",),
    "outlet": ("媒体", "紙誌名", "発行紙", "新聞名"),
    "edition": ("朝夕刊",),
    "page": ("ページ",),
}


def recognise(raw: bytes, name: str) -> bool:
    """A page with the tables of details and their Japanese heads."""
    return (
        is_markup(raw)
        and b"topic-detail" in raw
        and b"topic-list" in raw
        and any("発行日".encode(encoding) in raw for encoding in ENCODINGS)
    )


@never_raises("bad_export")
def read(raw: bytes, name: str) -> Iterator[Unit]:
    """A unit an article; one whose text the database withholds for its rights has the fault ``withheld``."""
    tree = parse_page(decode_markup(raw))
    known: dict[str, str] = {}
    number = 0
    for table in tree.xpath(f"//table[{has_class('topic-list')} or {has_class('topic-detail')}]"):
        if "topic-list" in table.get("class"):
            known = _known(table)
            continue
        number += 1
        yield _unit(table, f"article {number}", known)
        known = {}


def _known(table) -> dict[str, str]:
    heads = [line_of(cell) or "" for cell in table.xpath(".//th")]
    values = [line_of(cell) or "" for cell in table.xpath(".//td")]
    by_head = dict(zip(heads, values, strict=False))
    return {field: next((by_head[head] for head in names if by_head.get(head)), "") for field, names in COLUMNS.items()}


def _unit(table, member: str, known: dict[str, str]) -> Unit:
    heading = table.xpath(f".//span[{has_class('font002')}]")
    detail = table.xpath(f".//*[{has_class('detail001')}]")
    title = line_of(heading[0]) if heading else None
    text = "\n".join(line for part in detail for line in lines_of(part))
    fault = None
    if not text:
        withheld = WITHHELD.search(line_of(table) or "")
        fault = (
            ("withheld", "the database does not show the text for reasons of copyright")
            if withheld
            else ("no_text", "the record has no text; export it with its text")
        )
    placed = " ".join(known.get(field, "") for field in ("published", "edition", "section", "page"))
    return Unit(
        placed.encode() + b"\n" + bytes_of(table),
        member,
        title=title,
        text=text or None,
        published=iso_date(re.sub(r"\s", "", known.get("published", ""))),
        outlet=known.get("outlet") or OUTLET,
        language="ja",
        fault=fault,
        section=known.get("section") or None,
        zone="Asia/Tokyo",
        notes=damage(title, text),
    )
