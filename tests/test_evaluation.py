"""How right the annotation is: on tiny gold sets, where every hit and miss can be counted by hand."""

import csv
import json
import signal

import pandas as pd
import pytest

from helpers import cli, paths
from helpers.annotate import update_annotation
from helpers.corpus import Corpus
from helpers.corpus.schema import frame
from helpers.errors import Failure
from helpers.ingest import ingest
from helpers.lexicons import load_lexicons
from helpers.measure.evaluation import (
    ITEMS,
    LABEL,
    evaluate,
    krippendorff_alpha,
    labels_of_annotation,
    labels_of_readers,
    last_name,
    list_errors,
)
from helpers.report.accuracy import Evaluation, read_accuracy
from helpers.report.tables import accuracy_table


def labels(*rows):
    return pd.DataFrame(rows, columns=LABEL)


def articles(*keys, part="report"):
    return pd.DataFrame({"source_key": keys, "part": part})


def scored(gold, found, *keys, first=None, second=None, **options):
    labellings = (gold if first is None else first, gold if second is None else second)
    return evaluate(gold, found, labellings, articles(*keys), "report", **options).set_index("what")


# --- alpha ---


@pytest.mark.parametrize(
    ("first", "second", "alpha"),
    [("0100000010", "1110010000", 0.095), ("aabbdcccedda", "babbbccceddd", 0.692)],
    ids=["binary", "nominal"],
)
def test_alpha_is_that_of_krippendorffs_own_examples(first, second, alpha):
    assert krippendorff_alpha(list(first), list(second)) == pytest.approx(alpha, abs=5e-4)


def test_alpha_is_one_where_readings_agree_and_has_no_value_where_nothing_varies():
    assert krippendorff_alpha([True, False, True], [True, False, True]) == 1
    assert pd.isna(krippendorff_alpha([False, False], [False, False]))


# --- figures ---


def test_a_figure_counts_labels_over_all_articles_together():
    gold = labels(("1", "countries", "RUS"), ("1", "countries", "IRN"), ("2", "countries", "KEN"))
    found = labels(
        ("1", "countries", "RUS"), ("2", "countries", "KEN"), ("2", "countries", "USA"), ("2", "countries", "IRN")
    )
    row = scored(gold, found, "1", "2", "3").loc["countries"]
    assert (row["n_articles"], row["n_gold"], row["n_found"]) == (3, 3, 4)
    assert [row["precision"], row["recall"], row["value"]] == pytest.approx([2 / 4, 2 / 3, 2 * 2 / (3 + 4)])


def test_the_same_label_of_another_item_or_another_article_is_no_hit():
    gold = labels(("1", "party", "RUS"), ("2", "venue", "RUS"))
    found = labels(("1", "venue", "RUS"), ("2", "party", "RUS"))
    assert scored(gold, found, "1", "2").loc[["party", "venue"], "value"].tolist() == [0, 0]


def test_articles_of_the_other_part_count_for_nothing():
    gold = labels(("1", "countries", "RUS"), ("2", "countries", "IRN"))
    both = pd.concat([articles("1"), articles("2", part="tune")])
    table = evaluate(gold, labels(("1", "countries", "RUS")), (gold, gold), both, "report").set_index("what")
    assert table.loc["countries", ["n_articles", "n_gold", "value"]].tolist() == [1, 1, 1]


def test_the_share_of_first_main_countries_that_is_right():
    gold = labels(*((str(n), "first_main_country", "RUS") for n in range(4)))
    found = labels(*((str(n), "first_main_country", "RUS" if n else "IRN") for n in range(4)))
    assert scored(gold, found, *map(str, range(4))).loc["first_main_country", "value"] == 0.75


def test_what_is_not_looked_for_has_no_figure_which_is_not_zero():
    gold = labels(("1", "direct_speakers", "vale"), ("1", "topic", "RUS"))
    table = scored(gold, labels(), "1", unread=["direct_speakers"])
    assert table.loc["direct_speakers", ["n_found", "precision", "recall", "value"]].isna().all()
    assert table.loc["direct_speakers", "n_gold"] == 1
    assert table.loc["topic", ["n_found", "value"]].tolist() == [0, 0]


def test_an_interval_holds_the_figure_and_needs_ten_articles():
    keys = [str(n) for n in range(20)]
    gold = labels(*((key, "countries", "RUS") for key in keys), *((key, "topic", "IRN") for key in keys[:9]))
    found = labels(*((key, "countries", "RUS" if int(key) % 4 else "USA") for key in keys), ("0", "topic", "IRN"))
    table = scored(gold, found, *keys)
    assert table.loc["countries", "low"] < table.loc["countries", "value"] < table.loc["countries", "high"]
    assert table.loc["topic", ["low", "high"]].isna().all()


def test_agreement_is_that_of_the_two_labellings_whatever_is_found():
    gold = labels(("1", "countries", "RUS"), ("2", "countries", "IRN"))
    second = labels(("1", "countries", "RUS"), ("2", "countries", "RUS"))
    row = scored(gold, labels(), "1", "2", first=gold, second=second).loc["countries"]
    assert row["agreement"] == 0.5
    # four units, article by country: two differ, and of 8 values 4 are with; 1 - (2/4) / (1 - (4*3 + 4*3) / (8*7))
    assert row["alpha"] == pytest.approx(1 - 0.5 / (1 - 24 / 56))


def test_every_item_has_one_row():
    assert list(scored(labels(), labels(), "1").index) == list(ITEMS)


# --- labels ---


def test_the_labels_of_a_reader():
    country = {"iso3": "TKM", "named": False, "roles": ["party", "venue"]}
    article = {
        "source_key": "7",
        "countries": [country, {"iso3": "RUS", "named": True, "roles": ["bystander"]}],
        "main_countries": ["TKM", "RUS"],
        "themes": ["energy"],
        "speakers": [{"name": "Anna Vale", "iso3": "TKM"}, {"name": "Ms Vale", "iso3": None}],
    }
    rows = labels_of_readers(pd.DataFrame([article]))
    assert set(rows["source_key"]) == {"7"}
    assert sorted(zip(rows["item"], rows["label"], strict=True)) == [
        ("bystander", "RUS"), ("countries", "RUS"), ("countries", "TKM"), ("direct_speakers", "vale"),
        ("first_main_country", "TKM"), ("named_countries", "RUS"), ("party", "TKM"), ("themes", "energy"), ("venue", "TKM"),
    ]  # fmt: skip


def test_the_labels_of_annotation():
    held = pd.DataFrame({"article_id": ["a"], "source_key": ["7"]})
    tkm = {"country": "TKM", "named": False, "role": "party+venue", "salience": 0.7}
    rus = {"country": "RUS", "named": True, "role": "topic", "salience": 0.3}
    roles = [{"article_id": "a", **rus}, {"article_id": "a", **tkm}, {"article_id": "b", **tkm}]
    said = [("Anna Vale", True), ("Ms Vale", True), ("Bo Dahl", False), (None, True)]
    quotes = [{"article_id": "a", "speaker": speaker, "direct": direct} for speaker, direct in said]
    themes = frame("article_themes", [{"article_id": "a", "theme": "energy"}])
    rows = labels_of_annotation(held, frame("country_roles", roles), themes, frame("quotes", quotes))
    assert set(rows["source_key"]) == {"7"}
    assert sorted(zip(rows["item"], rows["label"], strict=True)) == [
        ("countries", "RUS"), ("countries", "TKM"), ("direct_speakers", "vale"), ("first_main_country", "TKM"),
        ("named_countries", "RUS"), ("party", "TKM"), ("themes", "energy"), ("topic", "RUS"), ("venue", "TKM"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "last"),
    [
        ("Anna Vale", "vale"),
        ("Anna Vale Jr.", "vale"),
        ("VALE", "vale"),
        ("the Foreign Ministry’s", "ministry"),
        ("Sr.", "sr"),
        ("", ""),
    ],
)
def test_a_speaker_is_told_by_the_last_name(name, last):
    assert last_name(name) == last


def test_errors_are_listed_by_article_and_item_and_only_of_the_part():
    gold = labels(("1", "venue", "IRN"), ("1", "party", "RUS"), ("2", "party", "RUS"))
    found = labels(("1", "party", "IRN"), ("1", "party", "USA"), ("1", "venue", "IRN"), ("2", "party", "KEN"))
    both = pd.concat([articles("1", part="tune"), articles("2")])
    assert list_errors(gold, found, both, "tune").to_dict("records") == [
        {"source_key": "1", "what": "party", "missing": "RUS", "superfluous": "IRN USA"}
    ]


# --- a corpus and its gold set ---

ARTICLE = {
    "countries": [
        {"iso3": "RUS", "named": True, "roles": ["party"]},
        {"iso3": "IRN", "named": True, "roles": ["party"]},
    ],
    "main_countries": ["RUS"],
    "themes": ["energy"],
    "speakers": [{"name": "Anna Vale", "iso3": "RUS"}],
}


@pytest.fixture
def gold(tmp_path, monkeypatch):
    """A gold set of two articles, the second of part ``tune``."""
    folder = tmp_path / "gold"
    folder.mkdir()
    rows = [{"source_key": "1", "part": "report", **ARTICLE}, {"source_key": "2", "part": "tune", **ARTICLE}]
    for name in ("labels", "labelling_1", "labelling_2"):
        (folder / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    monkeypatch.setattr(paths, "GOLD", folder)
    return folder


def corpus_of(folder, name, *keys, annotated=True):
    """A corpus read from a table of that name, with an article for each key."""
    folder.mkdir(exist_ok=True)
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["article_id", "title", "text"])
        for key in keys:
            text = f"Russia and Iran signed gas contract {key} on Monday. Ministers of Russia and Iran praised it."
            writer.writerow([key, f"Russia and Iran agree on gas {key}", text])
    ingest([folder / name], folder / "corpus")
    if annotated:
        update_annotation(folder / "corpus", "run")
    return folder / "corpus"


def test_a_corpus_is_measured_against_the_gold_set(gold, tmp_path):
    evaluation = Evaluation(Corpus(corpus_of(tmp_path, "NewsArticles.csv", 1, 2)))
    table = evaluation.accuracy().set_index("what")
    assert table.loc[["countries", "party", "first_main_country"], "value"].tolist() == [1, 1, 1]
    assert table.loc["direct_speakers", "n_gold"] == 1


def test_what_is_kept_says_with_which_lexicons_it_was_measured(gold, tmp_path):
    evaluation = Evaluation(Corpus(corpus_of(tmp_path, "NewsArticles.csv", 1, 2)))
    evaluation.write()
    kept = read_accuracy()
    assert set(kept["lexicons"]) == {load_lexicons().fingerprint}
    pd.testing.assert_frame_equal(kept.drop(columns="lexicons"), evaluation.accuracy(), check_dtype=False, rtol=1e-5)


@pytest.mark.parametrize(("name", "keys"), [("NewsArticles.csv", [1]), ("mine.csv", [1, 2])])
def test_a_corpus_without_the_labelled_articles_is_refused_with_the_next_step(gold, tmp_path, name, keys):
    with pytest.raises(Failure, match=r"lacks . of the 2 articles .*readout demo"):
        Evaluation(Corpus(corpus_of(tmp_path, name, *keys)))


# --- the command ---


def command(monkeypatch, capsys, *arguments):
    """Exit code of ``readout evaluate``, what it said, and what it complained of."""
    monkeypatch.setattr("sys.argv", ["readout", "evaluate", *map(str, arguments)])
    before = signal.getsignal(signal.SIGTERM)
    try:
        cli.main()
        code = 0
    except SystemExit as end:
        code = end.code or 0
    finally:
        signal.signal(signal.SIGTERM, before)
    return code, *capsys.readouterr()


def test_evaluate_prints_a_line_for_each_item_and_what_it_measured_with(gold, tmp_path, monkeypatch, capsys):
    corpus = corpus_of(tmp_path, "NewsArticles.csv", 1, 2)
    code, out, err = command(monkeypatch, capsys, "--corpus", corpus)
    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert [line.split()[0] for line in lines[1:-1]] == list(ITEMS)
    assert len({len(line) for line in lines[:-1]}) == 1
    assert lines[-1] == f"1 labelled article, part report; lexicons {load_lexicons().fingerprint}"
    assert "not scored" in out
    assert not (gold / "accuracy.csv").exists()


def test_evaluate_annotates_what_is_not_annotated_yet(gold, tmp_path, monkeypatch, capsys):
    corpus = corpus_of(tmp_path, "NewsArticles.csv", 1, 2, annotated=False)
    code, out, _ = command(monkeypatch, capsys, "--corpus", corpus, "--write")
    assert code == 0
    assert out.startswith("2 articles annotated\n")
    assert read_accuracy().set_index("what").loc["countries", "value"] == 1


def test_evaluate_lists_errors_by_key_and_code(gold, tmp_path, monkeypatch, capsys):
    corpus = corpus_of(tmp_path, "NewsArticles.csv", 1, 2)
    rows = [json.loads(line) for line in (gold / "labels.jsonl").read_text("utf-8").splitlines()]
    rows[1]["main_countries"] = ["KEN"]
    (gold / "labels.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    code, out, _ = command(monkeypatch, capsys, "--corpus", corpus, "--part", "tune", "--errors")
    lines = [line.split() for line in out.splitlines()]
    assert code == 0
    assert ["2", "first_main_country", "KEN", "RUS"] in lines
    assert {line[0] for line in lines[1:-1]} == {"2"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--part", "all"], "write report or tune"),
        (["--errors"], "add --part tune"),
        (["--write", "--part", "tune"], "leave out --part tune"),
        (["--write", "--part", "tune", "--errors"], "leave out --part tune"),
    ],
)
def test_wrong_use_of_evaluate_says_what_would_do(arguments, said, monkeypatch, capsys):
    code, out, err = command(monkeypatch, capsys, *arguments)
    assert (code, out) == (2, "")
    assert said in err


def test_evaluate_without_a_corpus_says_how_to_make_one(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(paths, "CORPORA", tmp_path)
    code, out, err = command(monkeypatch, capsys)
    assert (code, out) == (1, "")
    assert "readout demo" in err


# --- what readers see ---


def test_the_table_of_a_report_says_whether_it_was_measured_before_an_edit():
    accuracy = read_accuracy()
    own = accuracy_table(accuracy, accuracy["lexicons"].iloc[0])
    edited = accuracy_table(accuracy, "0123456789abcdef")
    assert own.title == "Measured on 49 labelled articles of the demonstration corpus"
    assert edited.title == own.title + ", before your edits"


def test_the_labels_that_are_kept_are_of_the_same_articles_and_hold_no_text():
    files = {name: paths.GOLD / f"{name}.jsonl" for name in ("labels", "labelling_1", "labelling_2")}
    rows = {name: list(map(json.loads, file.read_text("utf-8").splitlines())) for name, file in files.items()}
    assert {name: len(held) for name, held in rows.items()} == dict.fromkeys(files, 99)
    assert len({tuple((row["source_key"], row["part"]) for row in held) for held in rows.values()}) == 1
    speakers = [speaker["name"] for held in rows.values() for row in held for speaker in row["speakers"]]
    assert max(map(len, speakers)) < 50
    others = [json.dumps({**row, "speakers": []}) for held in rows.values() for row in held]
    values = [text for row in others for text in row.split('"')]
    assert [text for text in values if len(text.split()) > 3] == []


def test_countries_are_found_as_surely_as_a_report_needs():
    assert read_accuracy().set_index("what").loc["countries", "value"] >= 0.96


@pytest.mark.slow
def test_what_reports_print_is_what_is_measured_now():
    held = Corpus(paths.CORPORA / "demo")
    if (held.folder / "lexicons").exists():
        pytest.skip("the demonstration corpus has lexicons of its own")
    now = Evaluation(held)
    assert set(read_accuracy()["lexicons"]) == {now.lexicons}, "run `readout evaluate --write`"
    kept = read_accuracy().drop(columns="lexicons")
    pd.testing.assert_frame_equal(kept, now.accuracy(), check_dtype=False, rtol=1e-5)
