"""Brings the annotation of a corpus up to date: only what is missing, or all of it when the lexicons changed."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from hashlib import sha256
from pathlib import Path

import pandas as pd

from helpers.annotate.articles import Annotations, annotate
from helpers.annotate.kernels import warm_up
from helpers.corpus import Corpus, change_corpus
from helpers.corpus.schema import ANNOTATION_TABLES
from helpers.corpus.store import Change
from helpers.ingest.regroup import are_stories_current, update_stories
from helpers.lexicons import load_lexicons

BATCH = 200  # articles that one process takes at a time
READ = ["article_id", "title", "text", "published", "fetched", "notes", "language"]  # all that annotate looks at


def fingerprint(folder: Path) -> str:
    """What annotation depends on besides the articles: the lexicons' rows, the code of these rooms, and its weights."""
    digest = sha256(load_lexicons(folder).fingerprint.encode())
    here = Path(__file__).parent
    for source in sorted([*here.rglob("*.py"), *here.glob("*.csv"), *(here.parent / "lexicons").rglob("*.py")]):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def missing_articles(corpus: Corpus) -> list[str] | None:
    """The ids of articles that were not annotated yet; ``None`` when everything is out of date."""
    if corpus.commit["annotation"] != fingerprint(corpus.folder):
        return None
    done = set(corpus.read("sentences", ["article_id"])["article_id"])
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
    todo = missing_articles(held)
    if todo == [] and are_stories_current(held):
        return 0
    with change_corpus(folder, run_id) as change:
        update_stories(change, articles_changed=False)
        return 0 if todo == [] else _annotate(change, todo, progress)


def _annotate(change: Change, todo: list[str] | None, progress: Callable[[int, int], None] | None) -> int:
    articles = change.read("articles", READ, todo)
    done: list[Annotations] = []
    for part in _annotate_batches(articles, change.folder):
        done.append(part)
        if progress:
            progress(min(len(done) * BATCH, len(articles)), len(articles))
    for table in ANNOTATION_TABLES:
        rows = pd.concat([getattr(part, table) for part in done]) if done else change.read(table)
        (change.replace if todo is None else change.append)(table, rows)
    change.commit["annotation"] = fingerprint(change.folder)
    return len(articles)


def _annotate_batches(articles: pd.DataFrame, folder: Path):
    batches = [articles.iloc[start : start + BATCH] for start in range(0, len(articles), BATCH)]
    if len(batches) < 2:
        yield from map(partial(_annotate_batch, folder), batches)
        return
    warm_up()  # here, so that each process need not compile for itself
    with ProcessPoolExecutor(max_workers=min(len(batches), os.cpu_count() or 1)) as pool:
        yield from pool.map(partial(_annotate_batch, folder), batches)


def _annotate_batch(folder: Path, articles: pd.DataFrame) -> Annotations:
    return annotate(articles, load_lexicons(folder))
