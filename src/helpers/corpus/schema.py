"""The tables of a corpus: their columns and types. ``data/README.md`` says what each column means; a test keeps them in step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import pyarrow as pa

SCHEMA = 2  # raised when a table changes in a way that older code cannot read

TEXT, WHOLE, REAL, FLAG, BYTES = pa.string(), pa.int64(), pa.float64(), pa.bool_(), pa.binary()
TIME = pa.timestamp("us", "UTC")


def _table(**columns: pa.DataType) -> pa.Schema:
    return pa.schema(list(columns.items()))


TABLES: dict[str, pa.Schema] = {
    "articles": _table(
        article_id=TEXT, source_key=TEXT, title=TEXT, text=TEXT, outlet=TEXT, outlet_country=TEXT, author=TEXT,
        agency=TEXT, published=TIME, published_precision=TEXT, published_basis=TEXT, language=TEXT, url=TEXT,
        section=TEXT, notes=TEXT, fetched=TIME, source=TEXT, raw_sha256=TEXT, chars_raw=WHOLE, chars_text=WHOLE,
    ),
    "ledger": _table(
        run_id=TEXT, source=TEXT, raw_sha256=TEXT, bytes=WHOLE, status=TEXT, reason=TEXT, message=TEXT, article_id=TEXT,
    ),
    "listings": _table(
        run_id=TEXT, source=TEXT, source_key=TEXT, title=TEXT, outlet=TEXT, outlet_country=TEXT, author=TEXT,
        published=TIME, published_precision=TEXT, published_basis=TEXT, language=TEXT, url=TEXT,
    ),
    "removed": _table(article_id=TEXT, rule=TEXT, position=TEXT, passage=TEXT),
    "stories": _table(article_id=TEXT, story_id=TEXT, relation=TEXT, of=TEXT, similarity=REAL, shared=TEXT),
    "signatures": _table(
        article_id=TEXT, published=TIME, length=WHOLE, n_words=WHOLE, words=BYTES, title=BYTES, minhash=BYTES,
    ),
    "passages": _table(outlet=TEXT, place=TEXT, passage=TEXT, n_articles=WHOLE, anchors=TEXT),
    "sentences": _table(
        article_id=TEXT, part=TEXT, paragraph=WHOLE, sentence=WHOLE, start=WHOLE, end=WHOLE, voice=TEXT, speaker=TEXT,
        speaker_country=TEXT, valence=REAL, negative=REAL, neutral=REAL, positive=REAL,
    ),
    "mentions": _table(
        article_id=TEXT, part=TEXT, sentence=WHOLE, start=WHOLE, end=WHOLE, surface=TEXT, kind=TEXT, entity=TEXT,
        country=TEXT, historic=TEXT, route=TEXT, named=FLAG, lexicon_row=TEXT, rule=TEXT,
    ),
    "country_roles": _table(
        article_id=TEXT, country=TEXT, named=FLAG, n_mentions=WHOLE, role=TEXT, salience=REAL,
    ),
    "article_themes": _table(article_id=TEXT, theme=TEXT, score=REAL, n_mentions=WHOLE),
    "quotes": _table(
        article_id=TEXT, start=WHOLE, end=WHOLE, text=TEXT, speaker=TEXT, speaker_entity=TEXT, speaker_country=TEXT,
        cue=TEXT, direct=FLAG,
    ),
    "bounds": _table(article_id=TEXT, published_from=TIME, published_to=TIME, evidence=TEXT),
    "corrected": _table(article_id=TEXT, correction=TEXT, n_mentions=WHOLE),
    "corrections": _table(
        correction=TEXT, when=TEXT, action=TEXT, subject=TEXT, **{"from": TEXT}, to=TEXT, valid_from=TEXT,
        valid_to=TEXT, note=TEXT,
    ),
    "lexicon_rows": _table(lexicon_row=TEXT, place=WHOLE, cells=TEXT),
}  # fmt: skip

ANNOTATION_TABLES = ("sentences", "mentions", "country_roles", "article_themes", "quotes", "bounds", "corrected")


def to_arrow(table: str, rows: pd.DataFrame) -> pa.Table:
    """``rows`` with exactly the columns and types of ``table``; a column that ``rows`` lacks is null throughout."""
    schema = TABLES[table]
    unknown = sorted(set(rows.columns) - set(schema.names))
    if unknown:
        raise ValueError(f"{table} has no column {unknown[0]}; it has {', '.join(schema.names)}")
    # a column of nothing but nulls has no type of its own that could be cast
    rows = rows.assign(**{name: None for name in schema.names if name not in rows or rows[name].isna().all()})
    return pa.Table.from_pandas(rows[schema.names], schema=schema, preserve_index=False)


def frame(table: str, rows: Sequence[Mapping] = ()) -> pd.DataFrame:
    """A DataFrame of ``rows`` with the columns and types of ``table``; empty when there are none."""
    return columns_of(table, rows).to_pandas()


def columns_of(table: str, rows: Sequence[Mapping] = (), **known: Sequence) -> pa.Table:
    """``rows`` in the columns and types of ``table``, but for the columns whose values are ``known``."""
    return pa.Table.from_pydict(
        {name: known[name] if name in known else [row.get(name) for row in rows] for name in TABLES[table].names},
        schema=TABLES[table],
    )
