"""Brings the annotation of a corpus up to date: what is missing, what an edit of the lexicons can change, or all of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers.annotate.articles import Annotations, annotate
from helpers.annotate.edits import NO_EDIT, Edit, as_table, edit_between, fingerprint_of, rows_of, rows_read
from helpers.annotate.kernels import warm_up
from helpers.corpus import Corpus, change_corpus
from helpers.corpus.corrections import are_stories_current
from helpers.corpus.schema import ANNOTATION_TABLES, frame
from helpers.corpus.store import Change
from helpers.lexicons import load_lexicons

BATCH = 200  # articles that one process takes at a time
READ = ["article_id", "title", "text", "published", "fetched", "notes", "language"]  # all that annotate looks at


class Due(NamedTuple):
    """The articles to annotate: those that were not yet, and those that must be ``again``; ``None`` is all of them."""

    missing: list[str]
    again: list[str] | None

    @property
    def article_ids(self) -> list[str] | None:
        return None if self.again is None else [*self.missing, *self.again]


def fingerprint(folder: Path) -> str:
    """What annotation depends on besides the articles: the code of these rooms, a hyphen, and the rows that it reads."""
    return f"{_code()}-{fingerprint_of(load_lexicons(folder))}"


def _code() -> str:
    digest, here = sha256(), Path(__file__).parent
    for source in sorted([*here.rglob("*.py"), *(here.parent / "lexicons").rglob("*.py")]):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def missing_articles(corpus: Corpus) -> list[str] | None:
    """The ids of articles that were not annotated yet; ``None`` when code or lexicons are others than they were."""
    if corpus.commit["annotation"] != fingerprint(corpus.folder):
        return None
    return _articles_without(corpus, _annotated(corpus))


def due_articles(corpus: Corpus) -> Due:
    """What :func:`update_annotation` would annotate: if lexicons were edited, the articles that the edit can change."""
    edit = edit_since(corpus)
    if edit is None:
        return Due([], None)
    done = _annotated(corpus)
    return Due(_articles_without(corpus, done), [name for name in edit.articles(corpus) if name in done])


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


def _annotated(corpus: Corpus) -> set[str]:
    return set(corpus.read("sentences", ["article_id"])["article_id"])


def _articles_without(corpus: Corpus, done: set[str]) -> list[str]:
    return [name for name in corpus.read("articles", ["article_id"])["article_id"] if name not in done]


def update_annotation(folder: Path, run_id: str, progress: Callable[[int, int], None] | None = None) -> int:
    """Annotates what is missing or out of date, in one commit, and says how many articles that were.

    Stories are grouped anew if the corrections have changed.

    Parameters
    ----------
    folder : Path
        The corpus.
    run_id : str
    progress : callable, optional
        Called with the articles done and the articles to do.
    """
    held = Corpus(folder)
    is_current = missing_articles(held) == []
    if is_current and are_stories_current(held):
        return 0
    with change_corpus(folder, run_id) as change:
        if not are_stories_current(change):
            from helpers.ingest.regroup import update_stories  # takes longer to import than all the rest

            update_stories(change, articles_changed=False)
        return 0 if is_current else _annotate(change, progress)


def _annotate(change: Change, progress: Callable[[int, int], None] | None) -> int:
    now, rows_now = (
        fingerprint(change.folder),
        rows_read(load_lexicons(change.folder)),
    )  # before anybody edits them again
    due = due_articles(change)
    articles = change.read("articles", READ, due.article_ids)
    done: list[Annotations] = []
    for part in annotate_batches(articles, change.folder):
        done.append(part)
        if progress:
            progress(min(len(done) * BATCH, len(articles)), len(articles))
    for table in ANNOTATION_TABLES:
        rows = pd.concat([getattr(part, table) for part in done]) if done else frame(table)
        if due.again is None:
            change.replace(table, rows)
            continue
        change.remove(table, due.again)
        change.append(table, rows)
    if change.commit["annotation"] != now:
        change.replace("lexicon_rows", as_table(rows_now))
        change.commit["annotation"] = now
    return len(articles)


def annotate_batches(articles: pd.DataFrame, folder: Path) -> Iterator[Annotations]:
    """What :func:`annotate` gives for ``articles``, in parts, with the lexicons of the corpus in ``folder``."""
    batches = [articles.iloc[start : start + BATCH] for start in range(0, len(articles), BATCH)]
    if len(batches) < 2:
        yield from map(partial(_annotate_batch, folder), batches)
        return
    warm_up()  # here, so that each process need not compile for itself
    with ProcessPoolExecutor(max_workers=min(len(batches), os.cpu_count() or 1)) as pool:
        yield from pool.map(partial(_annotate_batch, folder), batches)


def _annotate_batch(folder: Path, articles: pd.DataFrame) -> Annotations:
    return annotate(articles, load_lexicons(folder))
