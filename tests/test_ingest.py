"""From files to a corpus: every unit accounted for, the same input twice adds nothing, a changed text replaces its row."""

import json
import os
from datetime import UTC, datetime

import pandas as pd
import pytest
from deltalake import DeltaTable
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.corpus import Corpus, accounting, change_corpus, outcomes
from helpers.corpus.schema import ANNOTATION_TABLES, TABLES, frame, to_arrow
from helpers.errors import Busy, Failure, WrongUse
from helpers.ingest import group_stories, ingest, new_run_id, read, run
from helpers.ingest.readers.unit import FIELD_NAMES
from helpers.ingest.sources import find_files, read_file
from helpers.paths import ROOT

SAMPLES = sorted((ROOT / "data" / "sample").iterdir())
FERRY = {"title": "A ferry without a crew", "text": "Norway sent a ferry.", "url": "https://gazette.example/ferry"}
BRIDGE = {
    "title": "A bridge in two colours",
    "text": "Botswana paints a bridge.",
    "url": "https://gazette.example/bridge",
}


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "corpus"


@pytest.fixture
def write(tmp_path):
    """Writes records to a file of JSON lines and gives its path."""

    def write(name, *records):
        file = tmp_path / name
        file.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
        return file

    return write


def table(folder, name="articles"):
    return Corpus(folder).read(name)


def texts(folder):
    return sorted(table(folder)["text"])


def last_fates(folder):
    """Status and reason of each unit of the last run, by the file it came from."""
    ledger = table(folder, "ledger")
    last = ledger[ledger["run_id"] == Corpus(folder).commit["run_id"]]
    return sorted(zip(last["source"].str.rpartition("/")[2], last["status"], last["reason"].fillna(""), strict=True))


# --- the samples ---


def test_the_samples_become_a_corpus_whose_tables_agree(folder):
    run_id, counts = ingest(SAMPLES, folder)
    assert counts == {"read": 21, "accepted": 21, "duplicate": 0, "quarantined": 0, "filtered": 0}
    articles, ledger, stories = (table(folder, name) for name in ("articles", "ledger", "stories"))
    assert set(articles["article_id"]) == set(ledger["article_id"]) == set(stories["article_id"])
    assert set(ledger["run_id"]) == {run_id}
    assert articles["article_id"].str.fullmatch("[0-9a-f]{16}").all()
    assert set(ledger["raw_sha256"]) == set(articles["raw_sha256"])
    assert (ledger["bytes"] > 0).all()
    assert set(ledger.loc[ledger["reason"].notna(), "reason"]) == {"undated"}
    undated = articles[articles["published"].isna()]
    assert {name.rpartition("/")[2] for name in undated["source"]} == {
        "heading.md",
        "note.rtf",
        "with_title.txt",
        "without_title.txt",
    }
    assert undated[["published_precision", "published_basis"]].isna().all(axis=None)


def test_the_same_samples_twice_add_nothing_and_only_the_ledger_moves(folder):
    ingest(SAMPLES, folder)
    first = Corpus(folder)
    _, counts = ingest(SAMPLES, folder)
    second = Corpus(folder)
    assert counts == {"read": 21, "accepted": 0, "duplicate": 21, "quarantined": 0, "filtered": 0}
    moved = {name for name in TABLES if first.commit["tables"].get(name) != second.commit["tables"].get(name)}
    assert moved == {"ledger"}
    assert len(second.read("ledger")) == 42


def test_a_row_carries_what_its_source_says_and_where_it_stood(folder):
    ingest(SAMPLES, folder)
    row = table(folder).set_index("source_key").loc["NO"]
    assert row["title"] == "Norway and Estonia test a ferry without a crew"
    assert row["text"].startswith("Norway and Estonia sent a ferry")
    assert row["text"].count("\n") == 1
    assert (row["outlet"], row["author"]) == ("Fjord Wire", "Astrid Lund")
    assert row["outlet_country"] is None or row.isna()["outlet_country"]
    assert row["published"] == datetime(2024, 3, 6, 7, 11, tzinfo=UTC)
    assert row["published_precision"] == "minute"
    assert row["published_basis"] == "metadata: no zone stated, read as UTC"
    assert row["source"].endswith("table.csv#row 1")
    assert (row["chars_text"], row["chars_raw"]) == (len(row["text"]), len(row["text"]) + 1)


def test_namibia_is_among_the_articles(folder):
    ingest(SAMPLES, folder)
    (text,) = table(folder).set_index("source_key").loc[["NA"], "text"]
    assert text.startswith("Namibia and Botswana")


def test_words_that_others_read_as_missing_reach_the_corpus_as_text(folder, tmp_path):
    (tmp_path / "t.csv").write_text("id,title,author,text\nNA,None,null,NaN\n")
    ingest([tmp_path / "t.csv"], folder)
    row = table(folder).iloc[0]
    assert row[["source_key", "title", "author", "text"]].tolist() == ["NA", "None", "null", "NaN"]


@pytest.mark.parametrize("file", SAMPLES, ids=lambda path: path.name)
def test_read_gives_the_same_articles_as_a_corpus_holds(folder, file):
    documents = {document["article_id"]: document for document in read(file.read_bytes(), file.name)}
    ingest([file], folder)
    held = table(folder).set_index("article_id")
    assert set(documents) == set(held.index)
    for article_id, document in documents.items():
        row = held.loc[article_id].dropna()
        assert {name: document[name] for name in row.index if name != "source"} == row.drop("source").to_dict()
        assert document["text_raw"]


def test_read_takes_an_address_from_the_caller_when_the_input_has_none():
    (given,) = read(b"Oslo said yes.", "x.txt", url="https://www.rte.ie/news/1?utm_source=x")
    assert (given["outlet"], given["outlet_country"], given["url"]) == (
        "RTE",
        "IRL",
        "https://www.rte.ie/news/1?utm_source=x",
    )
    (stated,) = read(json.dumps(FERRY).encode(), "x.json", url="https://www.rte.ie/news/1")
    assert stated["url"] == FERRY["url"]
    assert given["article_id"] != stated["article_id"]


def test_read_leaves_out_what_holds_no_article():
    assert read(b"", "x.txt") == read(b"%PDF", "x.pdf") == read(b"\xef\xbb\xbf", "x.csv") == []


def test_the_summary_is_part_of_the_text(folder):
    ingest(SAMPLES, folder)
    (text,) = table(folder).set_index("title").loc[["Japan and Tonga rehearse a tsunami alarm"], "text"]
    assert text.startswith("Sirens in two hemispheres")


# --- what is held ---


def test_a_copy_under_another_name_is_a_duplicate_without_an_address(folder, tmp_path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Oslo said yes.")
    ingest([tmp_path / "a.txt", tmp_path / "b.txt"], folder)
    assert last_fates(folder) == [("a.txt", "accepted", "undated"), ("b.txt", "duplicate", "held")]
    assert len(table(folder)) == 1


def test_one_page_under_two_addresses_of_it_is_one_article(folder, write):
    other = {**FERRY, "url": "http://gazette.example/ferry/?utm_source=feed#top"}
    ingest([write("a.jsonl", FERRY, other)], folder)
    assert len(table(folder)) == 1


def test_a_copy_at_another_address_is_an_article_and_no_story(folder, write):
    ingest([write("a.jsonl", FERRY, {**FERRY, "url": "https://herald.example/ferry"})], folder)
    assert len(table(folder)) == 2
    assert sorted(table(folder, "stories")["relation"]) == ["copy", "original"]
    assert table(folder, "stories")["story_id"].nunique() == 1


def test_a_changed_text_at_the_same_address_replaces_the_row_and_its_annotation_goes(folder, write):
    ingest([write("a.jsonl", FERRY, BRIDGE)], folder)
    ferry, bridge = (table(folder).set_index("title").loc[one["title"], "article_id"] for one in (FERRY, BRIDGE))
    with change_corpus(folder, new_run_id()) as change:
        for name in ("removed", *ANNOTATION_TABLES):
            change.append(name, frame(name, [{"article_id": ferry}, {"article_id": bridge}]))
    _, counts = ingest([write("b.jsonl", {**FERRY, "text": "Norway sent two ferries."})], folder)
    assert counts["accepted"] == 1
    assert last_fates(folder) == [("b.jsonl#line 1", "accepted", "updated")]
    assert texts(folder) == ["Botswana paints a bridge.", "Norway sent two ferries."]
    assert table(folder).set_index("title").loc[FERRY["title"], "article_id"] == ferry
    for name in ("removed", *ANNOTATION_TABLES):
        assert table(folder, name)["article_id"].tolist() == [bridge], name


def test_an_older_version_that_still_lies_there_does_not_come_back(folder, write):
    newer = {**FERRY, "text": "Norway sent two ferries."}
    files = [write("a.jsonl", FERRY), write("b.jsonl", newer)]
    ingest(files, folder)
    first = Corpus(folder)
    _, counts = ingest(files, folder)
    assert counts["duplicate"] == 2
    assert texts(folder) == ["Norway sent two ferries."]
    assert Corpus(folder).commit["tables"]["articles"] == first.commit["tables"]["articles"]


def test_a_text_that_goes_back_to_what_it_was_is_news_again(folder, write):
    newer = {**FERRY, "text": "Norway sent two ferries."}
    for version in (FERRY, newer, FERRY):
        ingest([write("a.jsonl", version)], folder)
        assert texts(folder) == [version["text"]]
        assert last_fates(folder)[0][1] == "accepted"


records = st.lists(
    st.fixed_dictionaries({"text": st.sampled_from(["one", "two", "", "\u202e"]), "url": st.sampled_from(["", *"ab"])}),
    min_size=1,
    max_size=6,
).map(lambda found: [{**one, "url": one["url"] and f"https://gazette.example/{one['url']}"} for one in found])


@settings(max_examples=12, deadline=None)
@given(records, st.sampled_from([1, 2, 5_000]))
def test_any_input_adds_up_and_twice_adds_nothing_however_large_a_batch_is(tmp_path_factory, records, batch):
    home = tmp_path_factory.mktemp("home")
    file = home / "a.jsonl"
    file.write_text("\n".join(map(json.dumps, records)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "BATCH", batch)
        _, counts = ingest([file], home / "corpus")
        held = texts(home / "corpus")
        _, again = ingest([file], home / "corpus")
    assert counts["read"] == len(records) == again["read"]
    assert again["accepted"] == 0
    assert again["quarantined"] == counts["quarantined"]
    assert texts(home / "corpus") == held
    # the last readable text of each address, and each text without one
    last = {one["url"] or one["text"]: one["text"] for one in records if one["text"] in ("one", "two")}
    assert held == sorted(last.values())


# --- what is left out ---

FAULTS = {
    "ragged.csv": ("title,text\na,b,c\n", "ragged_row"),
    "twice.csv": ("text,text\na,b\n", "duplicate_header"),
    "lacking.csv": ("title,date\na,b\n", "missing_column"),
    "page.csv": ("<!doctype html><title>Sign in</title>", "looks_like_html"),
    "open.csv": ('title,text\na,"b\n', "bad_row"),
    "empty.txt": ("", "empty"),
    "unseen.txt": ("\u202e\u2066", "no_text"),
    "paper.pdf": ("%PDF-1.7", "bad_document"),
    "picture.png": ("PNG", "unknown_format"),
    "bad.jsonl": ('{"text": "Oslo', "bad_json"),
    "bad.json": ("{", "bad_json"),
    "blank.json": ('{"text": ""}', "no_text"),
    "page.html": ("<html><title>Sign in</title></html>", "no_text"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_cannot_be_read_is_quarantined_with_its_code_and_the_rest_is_read(folder, tmp_path, name):
    text, code = FAULTS[name]
    (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "good.txt").write_text("Oslo said yes.")
    _, counts = ingest([tmp_path / name, tmp_path / "good.txt"], folder)
    assert counts == {"read": 2, "accepted": 1, "duplicate": 0, "quarantined": 1, "filtered": 0}
    row = table(folder, "ledger").set_index("status").loc["quarantined"]
    assert row["reason"] == code
    assert row["message"]
    assert row.isna()["article_id"]
    assert texts(folder) == ["Oslo said yes."]


@pytest.mark.parametrize(
    "record",
    [
        {"text": "x", "url": "https://gazette.example/\ud800", "title": "\ud800", "date": "\ud800", "id": "\ud800"},
        {"text": "x", "url": "http://[broken/", "source": {"name": "\x00"}, "author": ["\x1b[31m", 7, None]},
        {"text": "x", "date": "²²²²²²²²²²"},
        {"text": "x", "date": "0001-01-01T00:00:00+14:00"},
        {"text": "x", "date": 1e308, "title": {"a": 1}, "language": []},
        {"text": "x", "date": "1700-01-01"},
    ],
)
def test_strange_metadata_never_stops_a_run(folder, write, record):
    _, counts = ingest([write("a.jsonl", record, FERRY)], folder)
    assert counts["accepted"] == 2
    row = table(folder).set_index("text").loc["x"].dropna()
    assert not any(mark in str(value) for value in row for mark in "\x00\x1b\ud800")


words = st.text(st.characters(), max_size=12)
values = st.one_of(
    words,
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.lists(words),
    st.dictionaries(st.just("name"), words),
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from([names[0] for names in FIELD_NAMES.values()]), values))
def test_whatever_the_fields_hold_an_article_can_be_written_down(record):
    documents = read(json.dumps({"text": "x", **record}).encode(), "a.json")
    rows = pd.DataFrame(documents, columns=[name for name in TABLES["articles"].names if name != "source"])
    assert to_arrow("articles", rows).num_rows == len(documents)


@pytest.mark.parametrize(
    ("stated", "reason"),
    [("", "undated"), ("2024-02-31", "date_invalid"), ("12-10-2024", "date_ambiguous"), ("9000-01-01", "date_future")],
)
def test_an_article_whose_date_is_not_believed_is_kept_and_says_why(folder, write, stated, reason):
    ingest([write("a.jsonl", {**FERRY, "date": stated})], folder)
    assert last_fates(folder) == [("a.jsonl#line 1", "accepted", reason)]
    assert table(folder)[["published", "published_precision", "published_basis"]].isna().all(axis=None)


def test_a_file_name_need_not_be_unicode(folder, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    try:
        with open(os.fsencode(home) + b"/a\xff.txt", "wb") as file:
            file.write(b"Oslo said yes.")
    except OSError as why:
        pytest.skip(f"this file system takes Unicode names only: {why}")
    ingest([home], folder)
    assert table(folder)["source"].str.endswith(r"a\udcff.txt").all()


# --- all or nothing ---


def test_accounts_that_do_not_add_up_fail_the_run_and_nothing_is_committed(folder, write, monkeypatch):
    ingest([write("a.jsonl", FERRY)], folder)
    before = (folder / "corpus.json").read_bytes()
    take = run._Sorter.take
    monkeypatch.setattr(
        run._Sorter, "take", lambda self, source, unit: None if source.endswith("line 1") else take(self, source, unit)
    )
    with pytest.raises(Failure, match="do not add up: 2 read"):
        ingest([write("b.jsonl", BRIDGE, {**BRIDGE, "url": "https://gazette.example/other"})], folder)
    assert (folder / "corpus.json").read_bytes() == before
    monkeypatch.undo()
    ingest([write("c.jsonl", BRIDGE)], folder)
    assert texts(folder) == sorted([FERRY["text"], BRIDGE["text"]])
    assert len(table(folder, "ledger")) == 2
    for name, version in Corpus(folder).commit["tables"].items():
        assert DeltaTable(str(folder / name)).version() == version


def test_a_source_that_is_not_there_is_wrong_use_and_nothing_is_touched(folder, write):
    with pytest.raises(WrongUse, match=r"nowhere is not there; name a file or a folder"):
        ingest([write("a.jsonl", FERRY), folder.parent / "nowhere"], folder)
    assert not folder.exists()


def test_a_corpus_that_another_run_writes_is_busy(folder, write):
    with change_corpus(folder, "run-1"), pytest.raises(Busy, match="run-1"):
        ingest([write("a.jsonl", FERRY)], folder)


def test_stories_are_grouped_anew_over_all_that_is_held(folder, write):
    ingest([write("a.jsonl", {**FERRY, "published": "2024-03-02"})], folder)
    earlier = {**FERRY, "published": "2024-03-01", "url": "https://herald.example/ferry"}
    ingest([write("b.jsonl", earlier)], folder)
    stories = table(folder, "stories").sort_values("article_id", ignore_index=True)
    pd.testing.assert_frame_equal(stories, group_stories(table(folder)), check_dtype=False)
    original = stories.set_index("relation").loc["original", "article_id"]
    assert table(folder).set_index("article_id").loc[original, "url"] == earlier["url"]


def test_every_run_adds_up_by_itself(folder, write):
    for number, batch in enumerate(([FERRY], [FERRY, BRIDGE, {"text": ""}])):
        ingest([write(f"{number}.jsonl", *batch)], folder)
    runs = [accounting(rows) for _, rows in table(folder, "ledger").groupby("run_id", sort=False)]
    assert sorted(counts["read"] for counts in runs) == [1, 3]
    assert sum(counts["accepted"] for counts in runs) == len(table(folder)) == 2


def test_run_ids_are_each_their_own_and_sort_by_time():
    made = [new_run_id() for _ in range(100)]
    assert len(set(made)) == 100
    times = [name.rpartition("-")[0] for name in made]
    assert times == sorted(times)
    assert made[0] < made[-1]  # within one second, too


# --- sources ---


def test_a_folder_is_walked_in_the_order_of_names_and_hidden_files_are_passed_over(tmp_path):
    for name in ("b/2.txt", "a/1.txt", "b/.git/x.txt", ".hidden.txt", "c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).touch()
    assert [str(file.relative_to(tmp_path)) for file in find_files([tmp_path])] == ["c.txt", "a/1.txt", "b/2.txt"]


def test_a_file_named_twice_is_read_once(tmp_path):
    (tmp_path / "a.txt").touch()
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")
    assert list(find_files([tmp_path / "a.txt", tmp_path, tmp_path / "." / "a.txt"])) == [tmp_path / "a.txt"]


def test_a_loop_of_links_is_walked_once(tmp_path):
    (tmp_path / "a.txt").touch()
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert list(find_files([tmp_path])) == [tmp_path / "a.txt"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_what_is_no_regular_file_is_left_out_and_nothing_waits_for_it(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    assert read_file(tmp_path / "pipe.txt") == (b"", ("not_regular", "not a regular file"))


def test_a_file_beyond_the_limit_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr("helpers.ingest.sources.MAX_BYTES", 3)
    (tmp_path / "a.txt").write_bytes(b"1234")
    assert read_file(tmp_path / "a.txt")[1][0] == "too_large"


def test_files_that_are_not_held_as_a_whole_give_the_same_articles(tmp_path, monkeypatch):
    ingest(SAMPLES, tmp_path / "held")
    monkeypatch.setattr("helpers.ingest.sources.LARGE", 0)
    ingest(SAMPLES, tmp_path / "streamed")
    for name in ("articles", "removed", "stories", "listings", "ledger"):
        held, streamed = (table(tmp_path / corpus, name) for corpus in ("held", "streamed"))
        pd.testing.assert_frame_equal(*(rows.drop(columns="run_id", errors="ignore") for rows in (held, streamed)))


def test_a_file_that_breaks_off_while_it_is_read_keeps_what_was_read_and_says_so(folder, write, monkeypatch):
    units = [unit for one in (FERRY, BRIDGE) for unit in run.read_units(json.dumps(one).encode(), "a.jsonl")]

    def break_off(raw, name):
        yield from units
        raise OSError("the disk was pulled out")

    monkeypatch.setattr(run, "read_units", break_off)
    _, counts = ingest([write("a.jsonl", FERRY)], folder)
    assert (counts["accepted"], counts["quarantined"]) == (2, 1)
    assert "unreadable" in set(table(folder, "ledger")["reason"])


def test_a_file_that_is_gone_or_may_not_be_read_says_which(tmp_path, monkeypatch):
    (tmp_path / "a.txt").touch()
    monkeypatch.setattr("pathlib.Path.read_bytes", lambda path: (_ for _ in ()).throw(PermissionError))
    assert read_file(tmp_path / "a.txt")[1][0] == "permission"
    assert read_file(tmp_path / "gone.txt")[1][0] == "not_regular"


# --- reading again what is quarantined ---


def test_a_file_that_was_mended_is_read_again_and_nothing_else(folder, write, tmp_path):
    bad = tmp_path / "bad.json"
    bad.write_text('{"title": "A ferry')
    ingest([bad, write("good.jsonl", BRIDGE)], folder)
    bad.write_text(json.dumps(FERRY))
    _, counts = ingest([], folder, retry_quarantined=True)
    assert counts == {"read": 1, "accepted": 1, "duplicate": 0, "quarantined": 0, "filtered": 0}
    assert accounting(outcomes(table(folder, "ledger")))["quarantined"] == 0
    assert ingest([], folder, retry_quarantined=True)[1]["read"] == 0


def test_of_a_table_only_the_rows_in_question_are_read_again(folder, write):
    rows = write("rows.jsonl", FERRY, {**BRIDGE, "text": ""})
    ingest([rows], folder)
    write("rows.jsonl", {**FERRY, "text": "Norway sent a tram."}, BRIDGE)
    assert ingest([], folder, retry_quarantined=True)[1]["read"] == 1
    assert texts(folder) == ["Botswana paints a bridge.", "Norway sent a ferry."]


def test_a_file_that_is_gone_stays_quarantined_with_another_reason(folder, tmp_path):
    bad = tmp_path / "no #1.json"
    bad.write_text("{")
    ingest([bad], folder)
    bad.unlink()
    _, counts = ingest([], folder, retry_quarantined=True)
    assert counts["quarantined"] == counts["read"] == 1


def test_a_file_with_a_number_sign_in_its_name_is_found_again(folder, tmp_path):
    bad = tmp_path / "no #1.json"
    bad.write_text("{")
    ingest([bad], folder)
    bad.write_text(json.dumps(FERRY))
    assert ingest([], folder, retry_quarantined=True)[1]["accepted"] == 1


def test_an_updated_article_leaves_stories_that_can_still_be_told_apart(folder, write):
    """Candidates' texts are read from files that lost a row."""
    long = " ".join(f"Sentence number {n} says what the others do not." for n in range(40))
    copy = {"title": "A long one", "text": long + " And more.", "url": "https://herald.example/long"}
    first = {"title": "A long one", "text": long, "url": "https://gazette.example/long"}
    ingest([write("a.jsonl", FERRY, first, copy)], folder)
    ingest([write("b.jsonl", {**FERRY, "text": "Norway sent two ferries."})], folder)
    assert sorted(table(folder, "stories")["relation"]) == ["near_copy", "original", "original"]
