"""update_annotation, on corpora of a handful of articles: what is annotated, and when."""

import csv
import json

import pandas as pd
import pytest

from helpers.annotate import annotate, update, update_annotation
from helpers.annotate.articles import annotation_tables
from helpers.annotate.update import missing_articles
from helpers.corpus import Corpus, NoCorpus, change_corpus
from helpers.corpus.corrections import read_corrections
from helpers.corpus.schema import ANNOTATION_TABLES
from helpers.errors import Busy, Failure
from helpers.lexicons import load_lexicons
from tiny_lexicons import COLUMNS

TEXTS = {"a": "Russia and Iran met.", "b": "Kenya won.", "c": "It rained in Paris.", "d": "Nobody came.", "e": "Peace!"}


def add(folder, ids, run_id="ingest"):
    """Puts some of the articles into a corpus, as reading them would."""
    rows = [{"article_id": name, "title": f"Day of {name}", "text": TEXTS[name], "source": "made up"} for name in ids]
    with change_corpus(folder, run_id) as change:
        change.append("articles", pd.DataFrame(rows))


@pytest.fixture
def corpus(tmp_path):
    """A corpus of articles a, b and c, not annotated yet."""
    add(tmp_path, "abc")
    return tmp_path


def add_place(folder, form):
    """A row of the corpus's own."""
    (folder / "lexicons").mkdir(exist_ok=True)
    with (folder / "lexicons" / "places.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, COLUMNS["places"], restval="")
        writer.writeheader()
        writer.writerow({"id": "own", "name": form, "forms": form, "country": "IRL", "route": "place", "source": "own"})


def annotated(folder):
    return sorted(Corpus(folder).read("sentences")["article_id"].unique())


def watched(monkeypatch):
    """The ids of the articles that are annotated from now on, in the order in which that happens."""
    seen = []

    def watch(articles, *given):
        seen.extend(articles["article_id"])
        return annotation_tables(articles, *given)

    monkeypatch.setattr(update, "annotation_tables", watch)
    return seen


def same_as_direct(held):
    """Checks the tables of a commit against what ``annotate`` gives for its articles, whatever the order of the rows."""
    direct = annotate(held.read("articles"), load_lexicons(held.folder), read_corrections(held.folder))
    for table in ANNOTATION_TABLES:
        rows, expected = held.read(table), getattr(direct, table)
        by = rows.columns.tolist()
        pd.testing.assert_frame_equal(
            rows.sort_values(by, ignore_index=True), expected.sort_values(by, ignore_index=True)
        )


def test_the_first_time_all_is_annotated_in_one_commit(corpus):
    before = Corpus(corpus).commit
    assert missing_articles(Corpus(corpus)) is None
    assert update_annotation(corpus, "run-1") == 3
    after = Corpus(corpus).commit
    assert annotated(corpus) == ["a", "b", "c"]
    assert (after["commit"], after["run_id"]) == (before["commit"] + 1, "run-1")
    assert set(ANNOTATION_TABLES) <= set(after["tables"])
    assert after["tables"]["articles"] == before["tables"]["articles"]
    same_as_direct(Corpus(corpus))


def test_with_nothing_to_do_no_commit_moves(corpus):
    update_annotation(corpus, "run-1")
    before = (corpus / "corpus.json").read_bytes()
    assert missing_articles(Corpus(corpus)) == []
    assert update_annotation(corpus, "run-2") == 0
    assert (corpus / "corpus.json").read_bytes() == before


def test_only_what_is_missing_is_annotated(corpus, monkeypatch):
    update_annotation(corpus, "run-1")
    add(corpus, "de")
    assert sorted(missing_articles(Corpus(corpus))) == ["d", "e"]
    seen = watched(monkeypatch)
    assert update_annotation(corpus, "run-2") == 2
    assert sorted(seen) == ["d", "e"]
    assert annotated(corpus) == ["a", "b", "c", "d", "e"]
    assert not Corpus(corpus).read("sentences").duplicated(["article_id", "sentence"]).any()


def test_an_article_whose_rows_were_taken_out_is_annotated_again(corpus):
    update_annotation(corpus, "run-1")
    with change_corpus(corpus, "run-2") as change:
        for table in ANNOTATION_TABLES:
            change.remove(table, ["b"])
    assert missing_articles(Corpus(corpus)) == ["b"]
    assert update_annotation(corpus, "run-3") == 1
    assert annotated(corpus) == ["a", "b", "c"]


def test_an_edit_redoes_the_articles_that_it_changes_and_leaves_nothing_of_the_old(corpus, monkeypatch):
    add_place(corpus, "rained")
    update_annotation(corpus, "run-1")
    assert "places.csv#own" in set(Corpus(corpus).read("mentions")["lexicon_row"])
    seen = watched(monkeypatch)
    add_place(corpus, "won")
    assert missing_articles(Corpus(corpus)) is None
    assert update_annotation(corpus, "run-2") == 2
    assert sorted(seen) == ["b", "c"]
    same_as_direct(Corpus(corpus))
    assert update_annotation(corpus, "run-3") == 0


def test_an_edit_that_changes_no_article_is_noted_all_the_same(corpus, monkeypatch):
    update_annotation(corpus, "run-1")
    seen = watched(monkeypatch)
    add_place(corpus, "snowed")
    assert update_annotation(corpus, "run-2") == 0
    assert missing_articles(Corpus(corpus)) == seen == []
    add_place(corpus, "won")
    assert update_annotation(corpus, "run-3") == 1
    same_as_direct(Corpus(corpus))


def test_with_an_edit_what_is_missing_is_annotated_too(corpus, monkeypatch):
    update_annotation(corpus, "run-1")
    add(corpus, "de")
    add_place(corpus, "Nobody")
    seen = watched(monkeypatch)
    assert update_annotation(corpus, "run-2") == 2
    assert sorted(seen) == ["d", "e"]
    same_as_direct(Corpus(corpus))


def test_lexicons_that_annotation_does_not_read_leave_it_as_it_is(corpus):
    update_annotation(corpus, "run-1")
    before = (corpus / "corpus.json").read_bytes()
    (corpus / "lexicons").mkdir()
    text = "id,organisation,country,from,to,historic,source\nown,opec,KEN,2030-01-01,,,own\n"
    (corpus / "lexicons" / "memberships.csv").write_text(text, encoding="utf-8")
    assert missing_articles(Corpus(corpus)) == []
    assert update_annotation(corpus, "run-2") == 0
    assert (corpus / "corpus.json").read_bytes() == before


def test_words_by_which_somebody_speaks_redo_everything(corpus):
    update_annotation(corpus, "run-1")
    (corpus / "lexicons").mkdir()
    (corpus / "lexicons" / "cues.csv").write_text("id,form,forms,kind,source\nown,won,won,say,own\n", encoding="utf-8")
    assert update_annotation(corpus, "run-2") == 3
    same_as_direct(Corpus(corpus))


def test_an_older_commit_keeps_the_rows_that_it_was_annotated_with(corpus, tmp_path_factory):
    add_place(corpus, "rained")
    update_annotation(corpus, "run-1")
    pinned = Corpus(corpus).pin(tmp_path_factory.mktemp("report") / "pinned.json")
    add_place(corpus, "won")
    update_annotation(corpus, "run-2")
    rows = [Corpus(where).read("lexicon_rows").set_index("lexicon_row") for where in (pinned, corpus)]
    assert json.loads(rows[0].loc["places.csv#own", "cells"])["forms"] == "rained"
    assert json.loads(rows[1].loc["places.csv#own", "cells"])["forms"] == "won"


def test_what_is_edited_while_a_run_annotates_counts_as_edited_after_it(corpus, monkeypatch):
    def edit_meanwhile(articles, *given):
        add_place(corpus, "won")
        return annotation_tables(articles, *given)

    add_place(corpus, "snowed")
    monkeypatch.setattr(update, "annotation_tables", edit_meanwhile)
    update_annotation(corpus, "run-1")
    assert update_annotation(corpus, "run-2") == 1
    same_as_direct(Corpus(corpus))


def test_changed_code_redoes_everything(corpus, monkeypatch, tmp_path_factory):
    update_annotation(corpus, "run-1")
    room = tmp_path_factory.mktemp("helpers") / "annotate"
    room.mkdir()
    (room / "roles.py").write_text("PARTY_SALIENCE = 1\n", encoding="utf-8")
    monkeypatch.setattr(update, "__file__", str(room / "update.py"))
    assert missing_articles(Corpus(corpus)) is None


def test_what_is_flagged_as_no_article_is_not_scored(corpus):
    articles = [
        {"article_id": name, "text": "War and terror in Kenya.", "notes": notes}
        for name, notes in zip("de", ("menu", None))
    ]
    with change_corpus(corpus, "ingest-2") as change:
        change.append("articles", pd.DataFrame(articles))
    update_annotation(corpus, "run-1")
    scored = Corpus(corpus).read("sentences").set_index("article_id")["valence"].notna()
    assert (scored["d"], scored["e"]) == (False, True)
    same_as_direct(Corpus(corpus))


def test_progress_ends_with_all_that_is_to_do(corpus):
    calls = []
    update_annotation(corpus, "run-1", lambda done, total: calls.append((done, total)))
    assert calls == [(3, 3)]


def test_several_processes_write_the_same_rows_as_one(corpus, monkeypatch):
    add(corpus, "de")
    monkeypatch.setattr(update, "BATCH", 2)
    calls = []
    assert update_annotation(corpus, "run-1", lambda done, total: calls.append((done, total))) == 5
    assert calls == [(2, 5), (4, 5), (5, 5)]
    same_as_direct(Corpus(corpus))


def test_a_corpus_without_articles_is_annotated_once(tmp_path):
    with change_corpus(tmp_path, "ingest") as change:
        change.append("ledger", pd.DataFrame([{"run_id": "ingest", "source": "made up", "status": "quarantined"}]))
    assert update_annotation(tmp_path, "run-1") == 0
    before = (tmp_path / "corpus.json").read_bytes()
    assert update_annotation(tmp_path, "run-2") == 0
    assert (tmp_path / "corpus.json").read_bytes() == before
    assert Corpus(tmp_path).read("mentions").empty


def test_where_there_is_no_corpus_none_is_made(tmp_path):
    with pytest.raises(NoCorpus, match="no corpus at"):
        update_annotation(tmp_path / "none", "run-1")
    assert list(tmp_path.iterdir()) == []


def test_a_failure_leaves_the_corpus_as_it_was(corpus, monkeypatch):
    update_annotation(corpus, "run-1")
    before, rows = (corpus / "corpus.json").read_bytes(), Corpus(corpus).read("mentions")
    add(corpus, "de", "ingest-2")
    held = (corpus / "corpus.json").read_bytes()
    assert held != before

    def broken(articles, *given):
        raise RuntimeError("out of order")

    monkeypatch.setattr(update, "annotation_tables", broken)
    with pytest.raises(RuntimeError, match="out of order"):
        update_annotation(corpus, "run-2")
    assert (corpus / "corpus.json").read_bytes() == held
    pd.testing.assert_frame_equal(Corpus(corpus).read("mentions"), rows)


def test_while_another_run_writes_it_says_so(corpus):
    with change_corpus(corpus, "the other run"), pytest.raises(Busy, match="the other run"):
        update_annotation(corpus, "run-1")


# -- corrections


def correct(folder, *lines):
    """Makes these the rows of corrections.csv."""
    (folder / "corrections.csv").write_text("\n".join(["action,subject,from,to,note", *lines]), encoding="utf-8")


@pytest.mark.parametrize(
    ("row", "again"),
    [
        ("add_alias,,rained,KEN,", "c"),
        ("add_alias,,Rain,KEN,", "c"),  # it may stand in the article; whether it is a word is seen there
        ("add_alias,b,rained,KEN,", "b"),
        ("remove_alias,,russia,,", "a"),
        ("redirect_alias,,Kenya,IRN,", "b"),
        ("redirect_role,,IRN,venue,", "a"),
        ("add_role,c,IRN,party,", "c"),
        ("add_alias,z,rained,KEN,", ""),
        ("split,a,,,", ""),
    ],
)
def test_a_new_row_annotates_again_only_what_it_may_touch_and_so_does_its_end(corpus, monkeypatch, row, again):
    update_annotation(corpus, "run-1")
    correct(corpus, row)
    seen = watched(monkeypatch)
    assert "".join(missing_articles(Corpus(corpus))) == again
    assert update_annotation(corpus, "run-2") == len(again)
    assert "".join(seen) == again
    same_as_direct(Corpus(corpus))
    assert update_annotation(corpus, "run-3") == 0
    (corpus / "corrections.csv").unlink()
    changed = Corpus(corpus).read("corrected")["article_id"].tolist()
    assert update_annotation(corpus, "run-4") == len(changed)
    same_as_direct(Corpus(corpus))
    assert Corpus(corpus).read("corrected").empty


def test_a_role_of_a_country_that_only_a_row_gave_to_an_article_is_changed_by_the_next(corpus):
    correct(corpus, "add_role,c,IRN,party,")
    update_annotation(corpus, "run-1")
    correct(corpus, "add_role,c,IRN,party,", "redirect_role,,IRN,topic,")
    update_annotation(corpus, "run-2")
    same_as_direct(Corpus(corpus))
    roles = Corpus(corpus).read("country_roles", article_ids=["c"]).set_index("country")["role"]
    assert roles["IRN"] == "topic"


def test_rows_that_change_places_are_replayed_in_their_new_order(corpus):
    rows = "redirect_alias,,Kenya,IRN,", "redirect_alias,,Kenya,RUS,"
    correct(corpus, *rows)
    update_annotation(corpus, "run-1")
    assert set(Corpus(corpus).read("mentions", article_ids=["b"])["country"]) == {"RUS"}
    correct(corpus, *rows[::-1])
    assert update_annotation(corpus, "run-2") == 1
    assert set(Corpus(corpus).read("mentions", article_ids=["b"])["country"]) == {"IRN"}


def test_a_new_note_is_held_without_annotating_anything_again(corpus):
    correct(corpus, "remove_alias,,Kenya,,a marathon")
    update_annotation(corpus, "run-1")
    correct(corpus, "remove_alias,,Kenya,,a team")
    assert update_annotation(corpus, "run-2") == 0
    assert Corpus(corpus).read("corrections")["note"].tolist() == ["a team"]
    before = (corpus / "corpus.json").read_bytes()
    update_annotation(corpus, "run-3")
    assert (corpus / "corpus.json").read_bytes() == before


def test_articles_that_come_later_are_corrected_too(corpus):
    correct(corpus, "add_alias,,Peace,KEN,")
    update_annotation(corpus, "run-1")
    add(corpus, "de")
    assert update_annotation(corpus, "run-2") == 2
    assert Corpus(corpus).read("corrected")["article_id"].tolist() == ["e"]
    same_as_direct(Corpus(corpus))


def test_a_correction_of_what_nobody_knows_leaves_the_corpus_as_it_was(corpus):
    update_annotation(corpus, "run-1")
    before = (corpus / "corpus.json").read_bytes()
    correct(corpus, "add_alias,,rained,nothing-of-that-name,")
    with pytest.raises(Failure, match=r"corrections.csv, line 2: to 'nothing-of-that-name'"):
        update_annotation(corpus, "run-2")
    assert (corpus / "corpus.json").read_bytes() == before
