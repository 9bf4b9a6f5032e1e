"""annotate, from articles to tables: what the tables promise, on invented articles and the shipped lexicons."""

from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.annotate import annotate
from helpers.corpus.schema import ANNOTATION_TABLES, TABLES, frame
from helpers.lexicons import load_lexicons, matcher_of
from tiny_lexicons import tiny_lexicons

ARTICLES = pd.DataFrame(
    [
        {
            "article_id": "a1",
            "title": "Russia and Iran sign a gas deal",
            "text": "Russia and Iran signed a gas deal in Ashgabat on Friday.\n"
            "The presidents of Russia and Iran met at a summit in Ashgabat. It was a great success, they said.\n"
            "Exports of natural gas to Iran will begin next year. Russia will pay for the pipeline.",
            "published": pd.Timestamp("2024-10-11 12:00", tz="UTC"),
        },
        {
            "article_id": "b2",
            "title": None,
            "text": "Nothing happened “there” 🎉.\n\nNobody said why.",
            "published": pd.NaT,
        },
        {
            "article_id": "c3",
            "title": "Kenya’s parliament votes on taxes",
            "text": "Lawmakers in Nairobi rejected a tax on bread, to the delight of Kenyans.\nThe Soviet Union was not mentioned.",
            "published": pd.NaT,
        },
        {"article_id": "d4", "title": "", "text": "", "published": pd.NaT},
        {
            "article_id": "e5",
            "title": "The United States and the UN Security Council met",
            "text": "The attack killed nobody. The United States and the UN Security Council met.",
            "published": pd.Timestamp("2016-12-31", tz="UTC"),
        },
    ]
)  # fmt: skip


@pytest.fixture(scope="module")
def annotations():
    return annotate(ARTICLES)


def of(annotations, table, article_id):
    rows = getattr(annotations, table)
    return rows[rows["article_id"] == article_id]


# -- the contract


@pytest.mark.parametrize("table", ANNOTATION_TABLES)
def test_every_table_has_the_columns_and_types_of_the_contract(annotations, table):
    rows = getattr(annotations, table)
    assert list(rows) == TABLES[table].names
    pd.testing.assert_series_equal(rows.dtypes, frame(table).dtypes)


@pytest.mark.parametrize("table", ANNOTATION_TABLES)
def test_no_articles_give_empty_tables_with_their_columns(table):
    rows = getattr(annotate(ARTICLES.head(0)), table)
    assert rows.empty
    assert list(rows) == TABLES[table].names


def test_where_nobody_speaks_and_nothing_bounds_a_date_there_are_no_such_rows(annotations):
    assert annotations.bounds.empty
    assert annotations.quotes.empty
    assert set(annotations.sentences["voice"]) == {"narrator"}
    assert annotations.sentences[["speaker", "speaker_country"]].isna().all(axis=None)


def test_sentences_are_numbered_from_the_title_on_and_reproduce_the_article(annotations):
    for article in ARTICLES.fillna({"title": ""}).itertuples():
        rows = of(annotations, "sentences", article.article_id)
        assert rows["sentence"].tolist() == list(range(len(rows)))
        assert rows["part"].tolist() == ["title"] * bool(article.title) + ["text"] * (len(rows) - bool(article.title))
        texts = {"title": article.title, "text": article.text}
        written = [texts[row.part][row.start : row.end] for row in rows.itertuples()]
        assert "".join("".join(written).split()) == "".join((article.title + article.text).split())


def test_a_mention_lies_within_its_sentence_and_its_surface_is_what_stands_there(annotations):
    texts = {(row.article_id, part): getattr(row, part) for row in ARTICLES.itertuples() for part in ("title", "text")}
    sentences = annotations.sentences.set_index(["article_id", "sentence"])
    assert len(annotations.mentions) > 20
    for mention in annotations.mentions.itertuples():
        around = sentences.loc[(mention.article_id, mention.sentence)]
        assert around["part"] == mention.part
        assert around["start"] <= mention.start < mention.end <= around["end"]
        assert texts[mention.article_id, mention.part][mention.start : mention.end] == mention.surface


def test_names_of_an_article_do_not_overlap_and_terms_of_themes_neither(annotations):
    of_theme = annotations.mentions["kind"].eq("theme").rename("of_theme")
    for _, rows in annotations.mentions.groupby(["article_id", "part", of_theme]):
        assert (rows["end"].shift().dropna().to_numpy() <= rows["start"].iloc[1:].to_numpy()).all()


def test_every_mention_names_a_row_that_exists(annotations):
    lexicons = load_lexicons()
    held = {f"{file}.csv#{row['id']}" for file, rows in lexicons.rows.items() for row in rows}
    assert set(annotations.mentions["lexicon_row"]) <= held


def test_valence_lies_between_minus_one_and_one_and_its_shares_sum_to_one(annotations):
    scored = annotations.sentences.dropna(subset="valence")
    assert 2 <= len(scored) < len(annotations.sentences)
    assert scored["valence"].between(-1, 1).all()
    assert scored[["negative", "neutral", "positive"]].sum(axis=1).tolist() == pytest.approx(
        [1] * len(scored), abs=0.002
    )
    unscored = annotations.sentences[annotations.sentences["valence"].isna()]
    assert unscored[["negative", "neutral", "positive"]].isna().all(axis=None)


def test_names_are_masked_before_a_sentence_is_scored(annotations):
    title, attack, council = of(annotations, "sentences", "e5")["valence"]
    assert attack < 0
    assert pd.isna(title)
    assert pd.isna(council)


def test_salience_sums_to_one_over_every_article_with_countries(annotations):
    sums = annotations.country_roles.groupby("article_id")["salience"].sum()
    assert sums.index.tolist() == ["a1", "c3", "e5"]
    assert sums.tolist() == pytest.approx([1, 1, 1])


# -- what it reads


def test_a_deal_in_ashgabat_has_two_parties_and_a_venue(annotations):
    roles = of(annotations, "country_roles", "a1").set_index("country")["role"]
    assert roles.to_dict() == {"RUS": "party", "IRN": "party", "TKM": "venue"}


def test_a_country_is_named_by_its_name_and_implied_by_its_capital(annotations):
    rows = of(annotations, "country_roles", "a1").set_index("country")
    assert rows["named"].to_dict() == {"RUS": True, "IRN": True, "TKM": False}
    routes = of(annotations, "mentions", "c3").set_index("surface")["route"]
    assert routes[["Kenya", "Nairobi", "Kenyans"]].tolist() == ["name", "capital", "demonym"]


def test_a_former_state_keeps_its_code_beside_that_of_its_successor(annotations):
    (row,) = of(annotations, "mentions", "c3").query("surface == 'Soviet Union'").itertuples()
    assert (row.country, row.historic, row.named) == ("RUS", "SUN", True)


def test_an_article_is_about_its_themes(annotations):
    assert "energy" in of(annotations, "article_themes", "a1")["theme"].tolist()
    assert of(annotations, "article_themes", "b2").empty


VALOIS = {"person": "valois", "forms": "Anne Valois", "short": "Valois", "short_rule": "introduced", "country": "FRA"}
TINY = tiny_lexicons(
    countries=[{"country": "FRA", "form": "France"}, {"country": "CHE", "form": "Switzerland"}],
    people=[
        {**VALOIS, "office": "foreign minister", "from": "2014-01-01", "to": "2016-06-30"},
        {**VALOIS, "office": "envoy", "country": "CHE", "from": "2016-07-01", "to": "2017-12-31"},
    ],
    places=[{"id": "bern", "forms": "Bern", "country": "CHE", "without": "Bern Smith"}],
)


def mention_of(published, text="Anne Valois spoke.", title=None):
    articles = pd.DataFrame({"article_id": ["a"], "title": [title], "text": [text], "published": [published]})
    return annotate(articles, TINY).mentions.iloc[0]


@pytest.mark.parametrize(
    ("published", "country", "route"),
    [
        (pd.Timestamp("2013-12-31", tz="UTC"), "FRA", "person"),
        (pd.Timestamp("2016-06-30 23:59", tz="UTC"), "FRA", "office"),
        (pd.Timestamp("2016-07-01", tz="UTC"), "CHE", "office"),
        (pd.Timestamp("2016-06-30 23:59", tz="America/New_York"), "CHE", "office"),
        (pd.Timestamp("2018-01-01", tz="UTC"), "FRA", "person"),
        ("2016-07-01", "CHE", "office"),
        (None, "FRA", "person"),
        (pd.NaT, "FRA", "person"),
    ],
)
def test_a_minister_speaks_for_the_country_of_the_office_held_on_the_day_of_publication(published, country, route):
    assert mention_of(published)[["country", "route"]].tolist() == [country, route]


def test_a_name_in_the_title_introduces_a_surname_in_the_text():
    articles = pd.DataFrame({"article_id": ["a"], "title": ["Anne Valois speaks"], "text": ["Valois spoke."]})
    assert annotate(articles, TINY).mentions["surface"].tolist() == ["Anne Valois", "Valois"]
    assert annotate(articles.drop(columns="title"), TINY).mentions.empty


def test_a_rule_about_the_whole_article_reads_the_title_too():
    articles = pd.DataFrame({"article_id": ["a"], "title": ["Bern Smith wins"], "text": ["He lives in Bern."]})
    assert annotate(articles, TINY).mentions.empty


def test_the_end_of_a_title_and_the_beginning_of_a_text_are_not_one_name():
    articles = pd.DataFrame({"article_id": ["a"], "title": ["Talks with Anne"], "text": ["Valois vineyards sold"]})
    assert annotate(articles, TINY).mentions.empty


# -- what it needs


def test_only_an_id_and_a_text_are_needed():
    tables = annotate(pd.DataFrame({"article_id": ["a"], "text": ["France met Switzerland in Bern."]}), TINY)
    assert tables.mentions["entity"].tolist() == ["FRA", "CHE", "bern"]
    assert tables.sentences["part"].tolist() == ["text"]


@pytest.mark.parametrize(
    ("column", "said"), [("text", "lacks text; it has article_id"), ("article_id", "lacks article_id")]
)
def test_a_missing_column_is_named(column, said):
    with pytest.raises(ValueError, match=said):
        annotate(ARTICLES[["article_id", "text"]].drop(columns=column))


def test_a_missing_text_or_title_is_an_empty_one():
    articles = pd.DataFrame({"article_id": ["a", "b"], "title": [None, "France"], "text": ["France", None]})
    assert annotate(articles, TINY).mentions[["article_id", "part"]].to_numpy().tolist() == [
        ["a", "text"],
        ["b", "title"],
    ]


# -- kept, flagged, not scored

DARK = "A terrible attack killed nine people in Nairobi. Kenya mourned its dead."


def scores_of(**columns):
    sentences = annotate(pd.DataFrame({"article_id": ["a"], "text": [DARK], **columns})).sentences
    return sentences[["valence", "negative", "neutral", "positive"]]


@pytest.mark.parametrize(
    "columns", [{"notes": ["photo_gallery"]}, {"notes": ["encoding_repaired menu"]}, {"notes": ["other_language"]},
                {"language": ["de"]}, {"notes": [None], "language": ["sw"]}]
)  # fmt: skip
def test_what_is_no_article_or_not_english_has_no_valence(columns):
    assert len(scores_of(**columns)) == 2
    assert scores_of(**columns).isna().all(axis=None)


@pytest.mark.parametrize(
    "columns", [{}, {"notes": [None]}, {"notes": ["live_blog truncated_text"]}, {"language": [None]},
                {"language": ["en-GB"], "notes": ["lost_characters"]}]
)  # fmt: skip
def test_other_notes_and_an_unknown_language_take_no_valence_away(columns):
    assert scores_of(**columns).notna().all(axis=None)


def test_what_has_no_valence_still_names_its_countries():
    flagged, plain = (
        annotate(pd.DataFrame({"article_id": ["a"], "text": [DARK], "notes": [notes]})) for notes in ("menu", None)
    )
    pd.testing.assert_frame_equal(flagged.mentions, plain.mentions)
    pd.testing.assert_frame_equal(flagged.country_roles, plain.country_roles)
    assert plain.mentions["country"].tolist().count("KEN") == 2


# -- a pure function of each article


def in_order(rows):
    return rows.sort_values(rows.columns.tolist(), ignore_index=True)


@settings(deadline=None, max_examples=20)
@given(st.permutations(range(len(ARTICLES))), st.sets(st.integers(1, len(ARTICLES) - 1)))
def test_neither_the_order_of_articles_nor_their_batches_change_a_row(annotations, order, cuts):
    shuffled = ARTICLES.iloc[list(order)]
    edges = [0, *sorted(cuts), len(ARTICLES)]
    parts = [annotate(shuffled.iloc[start:end]) for start, end in pairwise(edges)]
    for table in ANNOTATION_TABLES:
        together = pd.concat([getattr(part, table) for part in parts])
        pd.testing.assert_frame_equal(in_order(together), in_order(getattr(annotations, table)))


def test_articles_keep_the_order_in_which_they_come():
    backwards = annotate(ARTICLES.iloc[::-1])
    assert backwards.sentences["article_id"].drop_duplicates().tolist() == ["e5", "c3", "b2", "a1"]


def test_what_is_given_is_left_as_it_was():
    before = ARTICLES.copy(deep=True)
    annotate(ARTICLES)
    pd.testing.assert_frame_equal(ARTICLES, before)


PIECES = ["France", " Bern ", "Anne Valois", "Valois.", "\n", " ", ". ", "“Bern”", "U.S. ", "🎉", "İ", "x", "good "]


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), max_size=4), st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=12)
)
def test_any_text_gives_rows_that_point_at_it(title, text):
    title, text = "".join(title).replace("\n", " "), "".join(text)
    tables = annotate(pd.DataFrame({"article_id": ["a"], "title": [title], "text": [text]}), TINY)
    texts = {"title": title, "text": text}
    for mention in tables.mentions.itertuples():
        assert texts[mention.part][mention.start : mention.end] == mention.surface
        around = tables.sentences.iloc[mention.sentence]
        assert around["part"] == mention.part
        assert around["start"] <= mention.start < around["end"]
    assert len(tables.mentions) == len(matcher_of(TINY).find(f"{title}\n{text}"))
