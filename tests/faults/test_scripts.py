"""Text of other languages and scripts: not scored and not lost, each way of writing a name found, drawn in its own direction."""

import unicodedata
import warnings

import pandas as pd
import pytest
from lxml import html

from helpers.annotate import annotate, update_annotation
from helpers.annotate.why import explain_article
from helpers.corpus import Corpus
from helpers.ingest.language import language_of
from helpers.lexicons import Matcher
from helpers.measure import coverage, sentiment_by_country
from helpers.report.figures import plot_coverage
from helpers.report.run import make_report
from helpers.report.tables import outlet_table
from tiny_corpus import tiny_corpus
from tiny_lexicons import tiny_lexicons

ARABIC = "رحبت وزارة الخارجية بالاتفاق الجديد مع الجيران، وقال الوزير إن الحرب الرهيبة انتهت أخيرا."
RUSSIAN = "Министр сказал, что ужасная война закончилась, и все в городе радуются хорошему договору."
CHINESE = "外交部发言人星期一表示，可怕的战争终于结束了，人们为这项好协议感到高兴，并感谢所有参加会谈的人。"
JAPANESE = "外務省の報道官は月曜日、ひどい戦争がようやく終わり、人々はこの良い合意を喜んでいると述べた。"
HEBREW_IN_ENGLISH = (
    "The minister said “שלום לכולם” to reporters in Tehran. Iran’s answer (نعم) was warm and good. "
    "The happy talks with Russia go on next week."
)
FOREIGN = {"ar": ARABIC, "ru": RUSSIAN, "zh": CHINESE, "ja": JAPANESE}
OUTLETS = ["الجريدة الرسمية", "Газета", "人民報", "新聞"]
NAMED_IN_PASSING = " War is terrible, Iran said."


def written(texts, outlets=("Gazette",) * 9):
    return [
        {"title": text[:30], "text": text, "outlet": outlet, "published": f"2024-03-0{day}"}
        for day, (text, outlet) in enumerate(zip(texts, outlets), 1)
    ]


@pytest.fixture(scope="module")
def foreign(tmp_path_factory):
    """A corpus of four languages, and of one English article that names Iran as two of the others do."""
    texts = [text + NAMED_IN_PASSING for text in FOREIGN.values()] + [
        "The good news of peace pleased Iran, and all were glad."
    ]
    folder = tiny_corpus(tmp_path_factory.mktemp("foreign"), written(texts, [*OUTLETS, "Gazette"]))
    update_annotation(folder, "annotate")
    return folder


# -- 90 other languages


def test_90_the_language_is_told_and_kept(foreign):
    articles = Corpus(foreign).read("articles").set_index("outlet")
    assert articles.loc[OUTLETS, "language"].tolist() == list(FOREIGN)
    assert all("other_language" in notes for notes in articles.loc[OUTLETS, "notes"])
    assert articles.loc["Gazette", "language"] == "en"


def test_90_no_sentence_of_another_language_is_scored_nor_counts_in_a_mean(foreign):
    held = Corpus(foreign)
    tables = {name: held.read(name) for name in ("articles", "sentences", "mentions", "stories")}
    english = tables["articles"].set_index("outlet").loc["Gazette", "article_id"]
    valence = tables["sentences"].groupby("article_id")["valence"].count()
    assert valence.drop(english).eq(0).all()
    assert valence[english] == 2  # of its title and of its text
    articles = tables["articles"].merge(tables["stories"], on="article_id")
    tone = sentiment_by_country(tables["mentions"], tables["sentences"], articles, min_stories=1).set_index("country")
    assert tone.loc["IRN", ["n_articles", "n_stories", "n_scored"]].tolist() == [5, 1, 1]
    assert tone.loc["IRN", "n_sentences"] > 1  # the share that is scored stands beside the mean
    assert tone.loc["IRN", "valence"] > 0


@pytest.mark.parametrize("language", FOREIGN)
def test_90_what_can_be_said_of_a_foreign_article_is_said(foreign, language):
    held = Corpus(foreign)
    articles = held.read("articles", ["article_id", "language", "title"]).set_index("language")
    lines = explain_article(held, articles.loc[language, "article_id"])
    assert articles.loc[language, "title"] in lines[0]
    assert any(line.startswith("   Iran -> IRN") for line in lines)


# -- 91 from right to left, and both ways in one line


def test_91_a_foreign_name_in_an_english_text_does_not_make_it_foreign():
    assert language_of(HEBREW_IN_ENGLISH) == "en"
    assert language_of(ARABIC + " New York Times, Washington Post") == "ar"


def test_91_spans_hold_where_both_directions_meet(tmp_path):
    folder = tiny_corpus(tmp_path, written([HEBREW_IN_ENGLISH]))
    update_annotation(folder, "annotate")
    held = Corpus(folder)
    (text,) = held.read("articles")["text"]
    quotes, mentions = held.read("quotes"), held.read("mentions")
    assert [text[quote.start : quote.end] for quote in quotes.itertuples()] == ["שלום לכולם"]
    named = mentions[mentions["part"].eq("text") & mentions["country"].notna()]
    assert [text[one.start : one.end] for one in named.itertuples()] == ["Tehran", "Iran", "Russia"]
    assert held.read("sentences")["valence"].notna().any()


def test_91_marks_that_turn_a_line_round_are_not_kept(tmp_path):
    folder = tiny_corpus(
        tmp_path,
        written(["The file \u202egnp.exe\u202c came from \u2067Oslo\u2069, and nobody there opened it at all."]),
    )
    (text,) = Corpus(folder).read("articles")["text"]
    assert text == "The file gnp.exe came from Oslo, and nobody there opened it at all."


def test_91_words_in_a_table_run_in_their_own_direction_and_figures_do_not():
    articles = pd.DataFrame(
        {"article_id": ["a"], "outlet": [OUTLETS[0]], "outlet_country": ["EGY"], "published": pd.NaT}
    )
    articles = articles.assign(story_id="a", relation="original", published=pd.to_datetime(["2024-03-01"], utc=True))
    cells = html.fromstring(outlet_table(articles)._repr_html_()).xpath("//td")
    assert [bdi.text for bdi in cells[0].xpath("bdi[@dir='auto']")] == [OUTLETS[0]]
    assert {cell.get("class"): bool(cell.xpath("bdi")) for cell in cells} == {"words": True, "number": False}


# -- 92 Chinese, Japanese, Korean, Thai: no blanks


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("伊朗", "美国与伊朗签署协议"),
        ("イラン", "米国とイランが署名した"),
        ("이란", "미국과 이란은 합의했다"),
        ("อิหร่าน", "สหรัฐและอิหร่านลงนาม"),
    ],
)
def test_92_a_name_is_found_within_a_line_that_has_no_blanks(form, text):
    matcher = Matcher(tiny_lexicons(countries=[{"country": "IRN", "form": form}, {"country": "USA", "form": "US"}]))
    (match,) = matcher.find(f"{text} USB")
    assert (match.form.country, match.start) == ("IRN", text.index(form))
    assert [match.form.country for match in matcher.find("US" + text)] == ["USA", "IRN"]


def test_92_a_chart_of_outlets_in_any_script_is_drawn_without_a_warning():
    days = pd.to_datetime(["2024-03-01", "2024-03-02"], utc=True)
    names = [*OUTLETS, "เดลินิวส์", "हिन्दुस्तान", "Gazette 🇫🇷 👨‍👩‍👧", "한겨레"]
    rows = [(name, day) for name in names for day in days]
    articles = pd.DataFrame(rows, columns=["outlet", "published"])
    articles = articles.assign(article_id=[f"a{n}" for n in range(len(rows))], relation="original")
    articles["story_id"] = articles["article_id"]
    table = coverage(articles)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        chart = plot_coverage(table, window=(table["day"].min(), table["day"].max()), source="made up")
        labels = html.fromstring(chart._repr_html_()).xpath("//*[local-name()='text']/text()")
    assert {f"\u2068{name}\u2069  2" for name in names} <= set(
        labels
    )  # text in the reader's fonts, apart from its figure


@pytest.mark.slow
def test_92_a_report_on_foreign_outlets_warns_of_no_glyph_and_marks_their_names(foreign, tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        make_report(foreign, tmp_path / "report")
    pages = {page.name: page.read_text("utf-8") for page in (tmp_path / "report").glob("*.html")}
    assert not [name for name, page in pages.items() if "missing from" in page or "Glyph" in page]
    names = [
        bdi for page in pages.values() for bdi in html.fromstring(page.encode()).xpath("//bdi[@dir='auto']/text()")
    ]
    assert set(OUTLETS) <= set(names)


# -- 93 one letter, many ways to write it

IVORY = "Côte d'Ivoire"


@pytest.mark.parametrize(
    ("title", "country"),
    [
        (unicodedata.normalize("NFD", IVORY), "CIV"), (IVORY.replace("'", "’"), "CIV"), (IVORY.replace("'", "ʼ"), "CIV"),
        (unicodedata.normalize("NFD", "São Tomé"), "STP"), (unicodedata.normalize("NFD", "Türkiye"), "TUR"),
        ("Guinea‑Bissau", "GNB"), ("Burkina\u00a0Faso", "BFA"), ("🇫🇷France🇫🇷", "FRA"), ("👨‍👩‍👧‍👦 France 🎉", "FRA"),
        ("“France”", "FRA"), ("‘France’s’", "FRA"), ("France\u200d", "FRA"), ("FRANCE！", "FRA"), ("Ｆｒａｎｃｅ", None),
    ],
)  # fmt: skip
def test_93_a_name_is_found_however_its_letters_are_written(tmp_path, title, country):
    folder = tiny_corpus(
        tmp_path, written([f"They spoke of {title} in the evening, and nobody was there to write it down."])
    )
    update_annotation(folder, "annotate")
    held = Corpus(folder)
    (text,) = held.read("articles")["text"]
    mentions = held.read("mentions").query("part == 'text'")
    assert unicodedata.is_normalized("NFC", text)
    assert mentions["country"].dropna().tolist() == ([country] if country else [])
    for one in mentions.itertuples():
        assert text[one.start : one.end] == one.surface


def test_93_marks_and_joiners_that_no_form_has_are_kept_as_they_came(tmp_path):
    said = "Families 👨‍👩‍👧‍👦 waved 🏴󠁧󠁢󠁳󠁣󠁴󠁿 and sang नमस्ते to the crowd in Paris, which liked the song a lot."
    (text,) = Corpus(tiny_corpus(tmp_path, written([said]))).read("articles")["text"]
    assert text == said


def test_93_offsets_count_code_points_behind_any_emoji():
    text = "👨‍👩‍👧‍👦🇫🇷\n“We like Iran,” said the minister 🎉."
    found = annotate(pd.DataFrame({"article_id": ["a"], "text": [text]}))
    assert [text[one.start : one.end] for one in found.mentions.itertuples() if one.country] == ["Iran"]
    assert [text[one.start : one.end] for one in found.quotes.itertuples()] == ["We like Iran,"]
