"""What a notebook lays out: the tables of the articles asked for, and the line that credits them."""

import pandas as pd
import pytest

from helpers.corpus import Corpus, NoCorpus
from helpers.errors import WrongUse
from helpers.report import open_desk
from helpers.report.desk import describe_source
from tiny_corpus import ARTICLES, tiny_corpus


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """Four articles, the second a copy of the first, the last undated; annotated once for all tests that only read."""
    folder = tiny_corpus(tmp_path_factory.mktemp("desk"))
    open_desk(str(folder))
    return folder


def outlets(desk):
    return desk.articles["outlet"].tolist()


def test_a_desk_counts_articles_and_stories(corpus):
    desk = open_desk(str(corpus))
    assert (desk.n_articles, desk.n_stories, desk.small) == (4, 3, True)
    assert {"story_id", "relation"} <= set(desk.articles)
    assert desk.names["USA"] == "United States"


def test_what_is_not_annotated_yet_is_annotated_once(tmp_path):
    folder = tiny_corpus(tmp_path)
    before = Corpus(folder).commit
    assert before["annotation"] is None
    desk = open_desk(str(folder))
    assert set(desk.mentions["country"].dropna()) >= {"IRN", "RUS", "USA", "NOR"}
    annotated = Corpus(folder).commit
    assert annotated["commit"] == before["commit"] + 1
    open_desk(str(folder))
    assert Corpus(folder).commit == annotated


def test_articles_that_came_later_are_annotated_too(tmp_path):
    folder = tiny_corpus(tmp_path, ARTICLES[:1])
    open_desk(str(folder))
    tiny_corpus(tmp_path)
    assert set(open_desk(str(folder)).sentences["article_id"]) == set(Corpus(folder).read("articles")["article_id"])


def test_a_pinned_commit_is_what_is_opened_whatever_came_later(tmp_path):
    folder = tiny_corpus(tmp_path, ARTICLES[:1])
    open_desk(str(folder))
    pinned = Corpus(folder).pin(tmp_path / "pinned.json")
    tiny_corpus(tmp_path)
    assert open_desk(str(pinned)).n_articles == 1
    assert open_desk(str(folder)).n_articles == 4


def test_no_corpus_is_named_in_the_environment_or_given(corpus, monkeypatch, tmp_path):
    monkeypatch.setenv("READOUT_CORPUS", str(corpus))
    assert open_desk().n_articles == 4
    monkeypatch.setenv("READOUT_CORPUS", str(tmp_path / "none"))
    with pytest.raises(NoCorpus, match=r"readout demo.*readout ingest SOURCE"):
        open_desk()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"countries": ["USA"]}, ["Herald"]),
        ({"outlets": ["Gazette"]}, ["Gazette", "Gazette"]),
        ({"since": "2017-02-02"}, ["Herald", "Herald"]),
        ({"query": "EMPTY ferry"}, ["Gazette"]),
        ({"query": "no such words"}, []),
    ],
)
def test_every_table_is_cut_to_what_was_asked_for(corpus, asked, found):
    desk = open_desk(str(corpus), **asked)
    assert sorted(outlets(desk)) == found
    for name in ("sentences", "mentions", "country_roles", "article_themes"):
        assert set(getattr(desk, name)["article_id"]) <= set(desk.articles["article_id"]), name


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"countries": ["RUZ"]}, "'RUZ' is no country .* the nearest is "),
        ({"countries": ["USA", "usa"]}, "'usa' is no country .*ISO 3166-1 alpha-3"),
        ({"countries": "USA"}, "'U' is no country"),
        ({"themes": ["enrgy"]}, "'enrgy' is no theme .* the nearest is energy"),
        (
            {"outlets": ["Gazete"]},
            "'Gazete' is no outlet .* the nearest is Gazette",
        ),
        ({"outlets": ["gazette"]}, "'gazette' is no outlet .* the nearest is Gazette"),
        ({"since": "soon"}, "since is 'soon'; write a day"),
    ],
)
def test_what_is_not_known_is_refused_with_the_nearest(corpus, asked, said):
    with pytest.raises(WrongUse, match=said):
        open_desk(str(corpus), **asked)


def test_the_source_line_says_how_many_of_whom_and_when(corpus):
    assert open_desk(str(corpus)).source == (
        "4 articles of two outlets, 1 February 2017 to 3 February 2017, 1 of them undated"
    )


def test_the_source_line_says_what_was_asked_for(corpus):
    desk = open_desk(str(corpus), countries=["IRN", "USA"], outlets=["Herald"], query="blamed")
    assert desk.source.startswith("1 article of one outlet, ")
    for asked in ("countries IRN and USA", "outlets Herald", "query “blamed”"):
        assert asked in desk.source
    assert "asked" not in open_desk(str(corpus)).source


@pytest.mark.parametrize(
    ("outlets", "days", "said"),
    [
        (["A"], ["2017-03-05"], "1 article of one outlet, 5 March 2017"),
        (["A", "B"], ["2016-04-01", "2017-03-30"], "2 articles of two outlets, 1 April 2016 to 30 March 2017"),
        (["A", "A"], [None, None], "2 articles of one outlet, undated"),
        ([None], ["2017-03-05"], "1 article of unknown outlets, 5 March 2017"),
        ([], [], "0 articles of unknown outlets, undated"),
    ],
)
def test_articles_are_described_in_words(outlets, days, said):
    table = pd.DataFrame({"outlet": pd.Series(outlets, dtype=object), "published": pd.to_datetime(days, utc=True)})
    assert describe_source(table).startswith(said)


def test_tables_and_findings_are_kept_only_where_a_report_wants_them(corpus, tmp_path):
    table = pd.DataFrame({"country": ["IRN"], "share": [0.5]})
    kept = open_desk(str(corpus), out=str(tmp_path))
    assert kept.keep("shares", table) is table
    kept.keep_findings(["Iran leads", "Nothing else"])
    assert (tmp_path / "tables" / "shares.csv").read_text("utf-8") == "country,share\nIRN,0.5\n"
    assert (tmp_path / "findings.txt").read_text("utf-8") == "Iran leads\nNothing else\n"


def test_without_a_folder_nothing_is_written(corpus, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    desk = open_desk(str(corpus))
    assert len(desk.keep("shares", pd.DataFrame({"a": [1]}))) == 1
    desk.keep_findings(["Iran leads"])
    assert list(tmp_path.iterdir()) == []
