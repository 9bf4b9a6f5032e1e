"""Forgetting, on corpora of four articles: nothing of an article is left in any file, and it stays out."""

import json

import pandas as pd
import pytest

from helpers.annotate import update_annotation
from helpers.corpus import Corpus, accounting
from helpers.corpus.schema import TABLES
from helpers.errors import WrongUse
from helpers.ingest import ingest
from helpers.ingest.forget import forget
from tiny_corpus import ARTICLES, tiny_corpus

SECRET = "Nebelhornhausen is twinned with Ulan Bator, said the mayor of Nebelhornhausen."


@pytest.fixture
def folder(tmp_path):
    """The tiny corpus with a report of the Herald about a town of an odd name, annotated, read in two runs."""
    odd = {"title": "Nebelhornhausen and its twin", "text": SECRET, "outlet": "Herald", "published": "2017-02-04"}
    folder = tiny_corpus(tmp_path, [*ARTICLES, odd])
    update_annotation(folder, "annotate")
    return folder


def ids(folder, **wanted):
    articles = Corpus(folder).read("articles")
    for column, value in wanted.items():
        articles = articles[articles[column] == value]
    return articles["article_id"].tolist()


def files_with(folder, text):
    return [file for file in folder.rglob("*") if file.is_file() and text.encode() in file.read_bytes()]


def test_an_article_is_gone_from_every_table_and_from_the_ledger_its_words(folder):
    name = ids(folder, title="Nebelhornhausen and its twin")[0]
    assert forget(folder, name, "forget") == {"articles": 1, "listings": 0}
    held = Corpus(folder)
    for table in sorted(set(TABLES) - {"ledger"}):
        rows = held.read(table)
        assert "article_id" not in rows or name not in rows["article_id"].tolist(), table
    ledger = held.read("ledger")
    assert accounting(ledger) == {"read": 5, "accepted": 4, "duplicate": 0, "quarantined": 0, "filtered": 1}
    row = ledger.set_index("article_id").loc[name]
    assert row["reason"] == "forgotten"
    assert pd.isna(row["message"])


def test_no_file_of_the_corpus_holds_its_words_any_more(folder):
    name = ids(folder, title="Nebelhornhausen and its twin")[0]
    Corpus(folder).pin(folder.parent / "report.json")
    assert files_with(folder, "Nebelhornhausen")
    forget(folder, name, "forget")
    assert not files_with(folder, "Nebelhornhausen")
    assert len(Corpus(folder).read("articles")) == 4


def test_what_was_forgotten_stays_out_when_its_source_is_read_again(folder):
    forget(folder, ids(folder, title="Nebelhornhausen and its twin")[0], "forget")
    _, counts = ingest([folder.parent / "articles.jsonl"], folder)
    assert counts == {"read": 5, "accepted": 0, "duplicate": 4, "quarantined": 0, "filtered": 1}


def test_an_address_names_an_article_however_it_is_written(folder):
    assert forget(folder, "http://news.example/4/", "forget")["articles"] == 1
    assert not ids(folder, title="Nebelhornhausen and its twin")


def test_of_an_outlet_all_goes_and_the_original_passes_to_the_copy_that_is_left(folder):
    gazette = ids(folder, outlet="Gazette")
    assert forget(folder, "Gazette", "forget")["articles"] == len(gazette) == 2
    assert not ids(folder, outlet="Gazette")
    stories = Corpus(folder).read("stories")
    assert set(stories["relation"]) == {"original"}
    assert len(stories) == 3


def test_forgetting_again_is_done_without_complaint_and_what_was_never_there_is_wrong_use(folder):
    name = ids(folder, title="Nebelhornhausen and its twin")[0]
    forget(folder, name, "forget")
    assert forget(folder, name, "again") == {"articles": 0, "listings": 0}
    with pytest.raises(WrongUse, match="nothing of 'Atlantis Times' is held"):
        forget(folder, "Atlantis Times", "forget")


def test_listings_of_an_outlet_go_too(folder, tmp_path):
    links = tmp_path / "links.jsonl"
    rows = [{"url": f"https://gazette.example/{n}", "title": f"Headline {n}", "outlet": "Gazette"} for n in range(2)]
    links.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    ingest([links], folder)
    n_listings = len(Corpus(folder).read("listings"))
    assert forget(folder, "Gazette", "forget")["listings"] == n_listings
    assert Corpus(folder).read("listings").empty
