"""Takes articles out of a corpus for good: out of every table, every version, and every run to come."""

from __future__ import annotations

import shutil
from pathlib import Path

from helpers.corpus import Corpus, change_corpus
from helpers.corpus.schema import ANNOTATION_TABLES
from helpers.corpus.store import KEPT, Change
from helpers.corpus.tidy import remove_versions
from helpers.errors import WrongUse
from helpers.ingest.metadata import canonical_url
from helpers.ingest.regroup import update_stories
from helpers.ingest.run import FORGOTTEN


def forget(folder: Path, what: str, run_id: str) -> dict[str, int]:
    """Removes an article, or all that is held of an outlet, and every older version of the corpus.

    The ledger keeps a row for each unit, without its words, so that accounts add up and the unit stays out when its
    source is read again. Reports that were made before are files of their own, and keep what they say. Forgetting the
    same again finishes what was interrupted.

    Parameters
    ----------
    folder : Path
    what : str
        An ``article_id``, the address of an article, or an outlet by the name that ``readout status`` gives.
    run_id : str

    Returns
    -------
    dict
        ``articles`` and ``listings`` (entries without text) that were removed.

    Raises
    ------
    WrongUse
        If nothing of that name is held or was forgotten.
    NoCorpus, Busy, CannotWrite, DiskFull
    """
    Corpus(folder)
    with change_corpus(folder, run_id) as change:
        articles = change.read("articles", ["article_id", "outlet", "url"])
        is_meant = (articles["article_id"] == what) | (articles["outlet"] == what)
        if address := canonical_url(what):
            is_meant |= articles["url"].map(canonical_url) == address
        names = articles.loc[is_meant, "article_id"].tolist()
        n_listings = _forget_outlet(change, what)
        ledger = change.read("ledger")
        was_forgotten = (ledger["reason"] == FORGOTTEN) & (ledger["article_id"] == what)
        if not names and not n_listings and not was_forgotten.any():
            raise WrongUse(
                f"nothing of {what!r} is held in {folder}; give an article_id, an address or an outlet as it stands in "
                f"`readout status --corpus {folder}`"
            )
        for table in ("articles", "removed", "signatures", *ANNOTATION_TABLES):
            change.remove(table, names)
        ledger.loc[ledger["article_id"].isin(names), ["status", "reason", "message"]] = ["filtered", FORGOTTEN, None]
        change.replace("ledger", ledger)
        update_stories(change, articles_changed=bool(names))
    shutil.rmtree(folder / KEPT, ignore_errors=True)
    remove_versions(folder, run_id, keep=[])
    return {"articles": len(names), "listings": n_listings}


def _forget_outlet(change: Change, outlet: str) -> int:
    """Removes what is held of an outlet besides articles: entries of lists, and the passages that it repeats."""
    passages = change.read("passages")
    if (passages["outlet"] == outlet).any():
        change.replace("passages", passages[passages["outlet"] != outlet])
    listings = change.read("listings")
    of_outlet = listings["outlet"] == outlet
    if of_outlet.any():
        change.replace("listings", listings[~of_outlet])
        ledger = change.read("ledger")
        ledger.loc[ledger["source"].isin(listings.loc[of_outlet, "source"]), "message"] = None
        change.replace("ledger", ledger)
    return int(of_outlet.sum())
