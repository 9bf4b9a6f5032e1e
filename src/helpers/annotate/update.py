"""Brings the annotation of a corpus up to date: what is missing, what was corrected, what an edit can change, or all."""

from __future__ import annotations

import gc
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from functools import partial
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow as pa

from helpers.annotate.articles import annotation_tables
from helpers.annotate.edits import NO_EDIT, Edit, as_table, edit_between, fingerprint_of, rows_of, rows_read
from helpers.annotate.kernels import warm_up
from helpers.annotate.touched import are_corrections_held, hold_corrections, touched_articles
from helpers.corpus import Corpus, change_corpus
from helpers.corpus.corrections import are_stories_current, read_corrections
from helpers.corpus.schema import ANNOTATION_TABLES, frame
from helpers.corpus.store import Change
from helpers.lexicons import load_lexicons, matcher_of

BATCH = 500  # articles that one process takes at a time
AT_ONCE = 10_000  # articles whose rows are held, to be written together
READ = ["article_id", "title", "text", "published", "fetched", "notes", "language"]  # all that annotate looks at
Tables = dict[str, pa.Table]


class Due(NamedTuple):
    """The articles to annotate: those that were not yet, and those that must be ``again``; ``None`` is all of them."""

    missing: list[str]
    again: list[str] | None

    @property
    def article_ids(self) -> list[str] | None:
        return None if self.again is None else [*self.missing, *self.again]


def fingerprint(folder: Path) -> str:
    """What annotation depends on besides the articles: code and weights of these rooms, a hyphen, and the rows it reads."""
    return f"{_code()}-{fingerprint_of(load_lexicons(folder))}"


def _code() -> str:
    digest, here = sha256(), Path(__file__).parent
    for source in sorted([*here.rglob("*.py"), *here.glob("*.csv"), *(here.parent / "lexicons").rglob("*.py")]):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def missing_articles(corpus: Corpus) -> list[str] | None:
    """The ids of articles not annotated yet, or touched by new corrections; ``None`` if code or lexicons changed."""
    if corpus.commit["annotation"] != fingerprint(corpus.folder):
        return None
    done = corpus.article_ids("sentences") - touched_articles(corpus, read_corrections(corpus.folder))
    return sorted(corpus.article_ids("articles") - done)


def due_articles(corpus: Corpus) -> Due:
    """What :func:`update_annotation` would annotate: if lexicons were edited, the articles that the edit can change."""
    edit = edit_since(corpus)
    if edit is None:
        return Due([], None)
    done = corpus.article_ids("sentences")
    again = touched_articles(corpus, read_corrections(corpus.folder)).union(edit.articles(corpus))
    if edit != NO_EDIT:
        again |= corpus.article_ids("corrected")  # what a correction points to may have changed
    return Due(sorted(corpus.article_ids("articles") - done), sorted(again & done))


def edit_since(corpus: Corpus) -> Edit | None:
    """How the lexicons differ from those that a corpus was annotated with; ``None`` if that leaves no article as it was."""
    code, _, rows = (corpus.commit["annotation"] or "").partition("-")
    if code != _code():
        return None
    lexicons = load_lexicons(corpus.folder)
    if rows == fingerprint_of(lexicons):
        return NO_EDIT
    now = rows_read(lexicons)
    return edit_between(rows_of(corpus.read("lexicon_rows"), now), now)


def update_annotation(folder: Path, run_id: str, progress: Callable[[int, int], None] | None = None) -> int:
    """Annotates what is missing or out of date, in one commit, and says how many articles that were.

    Stories are grouped anew if the corrections have changed. Memory goes with what is written at a time, not with the
    corpus.

    Parameters
    ----------
    folder : Path
        The corpus.
    run_id : str
    progress : callable, optional
        Called with the articles done and the articles to do.
    """
    held, corrections = Corpus(folder), read_corrections(folder)
    is_current = missing_articles(held) == []
    if is_current and are_stories_current(held) and are_corrections_held(held, corrections):
        return 0
    with change_corpus(folder, run_id) as change:
        if not are_stories_current(change):
            from helpers.ingest.regroup import update_stories  # takes longer to import than all the rest

            update_stories(change, articles_changed=False)
        n_done = 0 if is_current else _annotate(change, progress)
        hold_corrections(change, corrections)
        return n_done


def _annotate(change: Change, progress: Callable[[int, int], None] | None) -> int:
    now, rows_now = fingerprint(change.folder), rows_read(load_lexicons(change.folder))  # before they are edited again
    due = due_articles(change)
    for table in ANNOTATION_TABLES:
        if due.again is None:
            change.replace(table, frame(table))
        else:
            change.remove(table, due.again)
    n_due = change.count("articles") if due.article_ids is None else len(due.article_ids)
    n_done, parts = 0, []
    for part, n_articles in annotate_batches(change, due.article_ids):
        parts.append(part)
        n_done += n_articles
        if progress:
            progress(n_done, n_due)
        if len(parts) * BATCH >= AT_ONCE:
            _append(change, parts)
            parts = []
    _append(change, parts)
    if change.commit["annotation"] != now:
        change.replace("lexicon_rows", as_table(rows_now))
        change.commit["annotation"] = now
    return n_done


def _append(change: Change, parts: list[Tables]) -> None:
    for table in ANNOTATION_TABLES if parts else ():
        change.append(table, pa.concat_tables([part[table] for part in parts]))


def annotate_batches(held: Corpus, article_ids: list[str] | None) -> Iterator[tuple[Tables, int]]:
    """The tables of annotation for some articles of a corpus, or all, in parts; beside each for how many articles."""
    work = partial(_annotate_batch, held.folder, read_corrections(held.folder))
    batches = held.batches("articles", READ, article_ids, BATCH)
    if len(first := list(islice(batches, 2))) < 2:
        yield from map(work, first)
        return
    warm_up()  # here, so that no process need compile or build for itself
    matcher_of(load_lexicons(held.folder))
    n_workers = os.cpu_count() or 1
    with ProcessPoolExecutor(n_workers, initializer=_leave_garbage) as pool:
        yield from _map_ahead(pool, work, chain(first, batches), 2 * n_workers)


def _leave_garbage() -> None:
    """Has a process look for circles of objects seldom, and not among the lexicons: annotating makes hardly any."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 1000)


def _map_ahead(pool: Executor, work: Callable, items: Iterable, n_ahead: int) -> Iterator:
    """``pool.map``, but that it takes no more than ``n_ahead`` items before their turn."""
    waiting: deque = deque()
    for item in items:
        waiting.append(pool.submit(work, item))
        if len(waiting) > n_ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _annotate_batch(folder: Path, corrections: pd.DataFrame, articles: pd.DataFrame) -> tuple[Tables, int]:
    return annotation_tables(articles, load_lexicons(folder), corrections), len(articles)
