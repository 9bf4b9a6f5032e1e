"""The compiled matcher finds what the plain one finds, in texts made of whatever is hard to read."""

import re
import sys
from functools import cache

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import reference_matcher
from helpers import compiled, paths
from helpers.corpus import Corpus
from helpers.lexicons import Lexicons, Matcher, load_lexicons, matcher_of
from helpers.lexicons.letters import ALNUM, CODE, FINAL, FOLD, TOP, UNPARTED, lower, spelled_letters
from helpers.lexicons.matcher import in_order
from helpers.lexicons.tables import kept_tables, tables_of
from tiny_lexicons import tiny_lexicons

DEMO = paths.CORPORA / "demo"


@cache
def plain():
    return reference_matcher.Matcher(load_lexicons())


def whole(text):
    """``text`` with another character that is no letter for each half of a surrogate pair: the plain matcher takes none."""
    return "".join("\ufffe" if "\ud800" <= letter <= "\udfff" else letter for letter in text)


def assert_the_same(matcher, reference, text):
    assert [tuple(match) for match in matcher.find(text)] == [tuple(match) for match in reference.find(whole(text))]


# -- the shipped lexicons

FORMS = sorted({form.text for form in load_lexicons().forms()})
RULED = sorted({form.text for form in load_lexicons().forms() if form.n_rules})
BESIDE = sorted(
    {
        word
        for form in load_lexicons().forms()
        for word in (*form.after, *form.not_after, *form.not_before, *form.together, *form.without, *form.introduced)
    }
    | set(load_lexicons().titles)
)
GLUE = [" ", " ", " ", "", "  ", ", ", ",", ". ", ".", "'s ", "’s ", "s' ", "“", "” ", "‘", "ʼ", "«", "-", "–", "‑", "—", "\u00a0",
        "\u202f", "\n", "_", "/", "(", ")", "$", "&", "#", "+", "0", "7", "\u0301", "\u0307", "İ", "ı", "ß", "Σ", "ς", "é", "東京",
        "日", "🇮🇷", "\u200d", "\ud800", "\udfff", "\x00", "\u1e9e"]  # fmt: skip
SPELL = st.sampled_from([str, str, str, str.upper, str.lower, str.swapcase, str.title])
PIECE = st.builds(
    lambda text, spell: spell(text), st.sampled_from(FORMS) | st.sampled_from(RULED) | st.sampled_from(BESIDE), SPELL
)
TEXT = st.lists(
    st.tuples(PIECE, st.sampled_from(GLUE), st.sampled_from(["", ""] + GLUE)).map("".join), max_size=12
).map("".join)


@settings(max_examples=200)
@given(TEXT)
@example("“Iran’s” D.C. U.S. ’Ndrangheta #MeToo OPEC+ Washington, D.C.x")
@example("\ud800Iran\udfff and the U.S.\ud800")
def test_of_shipped_forms_and_whatever_is_between_them_the_same_is_found(text):
    assert_the_same(matcher_of(load_lexicons()), plain(), text)


@pytest.mark.parametrize("file", sorted((paths.ROOT / "data" / "sample").rglob("*.*")), ids=lambda file: file.name)
def test_in_every_sample_the_same_is_found(file):
    text = file.read_bytes().decode("utf-8", errors="replace")
    assert_the_same(matcher_of(load_lexicons()), plain(), text)


@pytest.mark.slow
@pytest.mark.skipif(not (DEMO / "corpus.json").exists(), reason="the demonstration corpus is not here: readout demo")
def test_in_every_article_of_the_demonstration_the_same_is_found():
    articles = Corpus(DEMO).read("articles", ["title", "text"]).fillna("")
    texts = [f"{title}\n{text}" for title, text in zip(articles["title"], articles["text"])]
    found, matcher = matcher_of(load_lexicons()).find_all(texts), matcher_of(load_lexicons())
    compiled = [
        (text, start, end, matcher.forms[form], matcher.rules[rule])
        for text, start, end, form, rule in zip(*(column.tolist() for column in found))
    ]
    assert compiled == [(number, *match) for number, text in enumerate(texts) for match in plain().find(text)]


# -- lexicons of a few rows, more wayward than any that ships

WAYWARD = ["a", "b", "A", "B", "İ", "i", "Σ", "σ", "ς", "ΑΣ", "ß", "'", "’", "#", "+", ".", ",", "-", " ", "_", "$", "é", "e\u0301",
           "東", "🎉", "Ⅷ", "Ⓐ", "1", "\U00031350", "\U000e0041"]  # fmt: skip
WORDS = st.lists(st.sampled_from(WAYWARD), min_size=1, max_size=5).map("".join).filter(str.strip)
RULE = st.lists(WORDS, min_size=1, max_size=3).map("|".join)
ROW = st.builds(
    lambda form, case, route, rules: {"country": "XXX", "form": form, "case": case, "route": route, **rules},
    WORDS,
    st.sampled_from(["written", "caps", "any"]),
    st.sampled_from(["name", "name", "none"]),
    st.dictionaries(st.sampled_from(["not_after", "not_before", "after", "with", "without"]), RULE, max_size=3),
)
THEME = st.builds(lambda row: {**row, "theme": "made-up", "forms": row["form"]}, ROW)
PERSON = st.builds(
    lambda full, short, rule: {"person": full, "forms": full, "short": short, "short_rule": rule, "office": "a b"},
    WORDS,
    WORDS,
    st.sampled_from(["free", "introduced"]),
)
WAYWARD_TEXT = st.lists(st.sampled_from([*WAYWARD, "  ", ", ", "A B ", "Mr ", "\ud800"]), max_size=25).map("".join)


@settings(max_examples=300)
@given(
    st.lists(ROW, max_size=4),
    st.lists(THEME, max_size=3),
    st.lists(PERSON, max_size=2),
    st.lists(WAYWARD_TEXT, max_size=3),
)
def test_of_any_forms_the_same_is_found_and_what_stands_in_one_text_is_not_seen_from_another(
    rows, themes, people, texts
):
    lexicons = tiny_lexicons(countries=rows, themes=themes, people=people)
    matcher, reference = Matcher(lexicons), reference_matcher.Matcher(lexicons)
    found = matcher.find_all(texts)
    compiled = [
        (text, start, end, matcher.forms[form], matcher.rules[rule])
        for text, start, end, form, rule in zip(*(column.tolist() for column in found))
    ]
    assert compiled == [(number, *match) for number, text in enumerate(texts) for match in reference.find(whole(text))]


@pytest.mark.parametrize(
    ("form", "text", "found"),
    [
        ("οδος", "ΟΔΟΣ οδος", 2),
        ("ΟΔΟΣ", "Α. ΟΔΟΣ", 1),
        ("οδος", "ΟΔΟΣ'Α", 0),  # followed by a letter, if not at once, it ends no word
        ("οδοσ", "ΟΔΟΣ", 0),
        ("οδοσ", "ΟΔΟΣ'Α", 1),
    ],
)
def test_a_capital_sigma_is_spelled_as_where_it_stands(form, text, found):
    lexicons = tiny_lexicons(countries=[{"country": "GRC", "form": form, "case": "any"}])
    assert Matcher(lexicons).find_all(["Σ", text]).text.tolist() == [1] * found
    assert_the_same(Matcher(lexicons), reference_matcher.Matcher(lexicons), text)


@pytest.mark.parametrize("between", [" " * n for n in range(53, 58)] + ["," + " " * n for n in range(53, 58)])
@pytest.mark.parametrize("rule", ["after", "not_after"])
def test_a_word_before_a_form_begins_within_sixty_letters_of_it(between, rule):
    lexicons = tiny_lexicons(countries=[{"country": "GEO", "form": "Georgia", rule: "South"}])
    text = f"to South{between}Georgia"
    assert_the_same(Matcher(lexicons), reference_matcher.Matcher(lexicons), text)
    assert bool(Matcher(lexicons).find(text)) == ((len(between) <= 55) == (rule == "after"))


@pytest.mark.parametrize(
    "text", ["South_ Georgia", "_South Georgia", "Georgia Tech_", "Georgia Tech-", "Georgia Tech1"]
)
def test_an_underscore_belongs_to_the_words_of_rules(text):
    lexicons = tiny_lexicons(
        countries=[{"country": "GEO", "form": "Georgia", "not_after": "South", "not_before": "Tech"}]
    )
    assert_the_same(Matcher(lexicons), reference_matcher.Matcher(lexicons), text)


def test_a_form_does_not_begin_in_one_text_and_end_in_the_next():
    matcher = Matcher(tiny_lexicons(countries=[{"country": "NZL", "form": "New Zealand"}]))
    assert matcher.find_all(["in New", " Zealand", "", "New Zealand"]).text.tolist() == [3]


def test_of_no_texts_nothing_is_found():
    assert [column.size for column in Matcher(tiny_lexicons()).find_all([])] == [0] * 5


def test_a_text_of_nothing_but_names_is_found_whole():
    matcher = Matcher(tiny_lexicons(countries=[{"country": "TCD", "form": "A"}]))
    found = matcher.find_all(["A " * 1000, "A"])
    assert found.start.tolist() == [*range(0, 2000, 2), 0]
    assert found.text.tolist() == [0] * 1000 + [1]


# -- letters


def test_every_code_point_is_spelled_as_python_spells_it():
    table, unparted = spelled_letters(), re.compile(f"[{UNPARTED}]")
    for code in range(TOP):
        small, letter = lower(chr(code)), chr(code).translate(FOLD)
        assert chr(table[code] & CODE) == small.replace("ς", "σ")
        assert bool(table[code] & FINAL) == (small == "ς")
        assert bool(table[code] & ALNUM) == (letter.isalnum() and not unparted.match(letter))


def test_no_letter_is_left_out_of_the_table_and_small_letters_are_letters_where_capitals_are():
    assert not any(chr(code).isalnum() or lower(chr(code)) != chr(code) for code in range(TOP, sys.maxunicode + 1))
    assert all(chr(code).isalnum() == lower(chr(code)).isalnum() for code in range(TOP))


# -- tables that are kept


def test_tables_that_were_kept_are_those_that_would_be_built(monkeypatch, tmp_path):
    monkeypatch.setattr(compiled, "cache_folder", lambda: tmp_path)
    lexicons = load_lexicons()
    forms = in_order(lexicons.forms())
    built = tables_of(forms, lexicons.titles)
    for kept in (kept_tables(forms, lexicons), kept_tables(forms, lexicons)):
        for name, table in built._asdict().items():
            assert np.array_equal(getattr(kept, name), table), name
            assert type(getattr(kept, name)) is type(table), name
    assert len(list(tmp_path.iterdir())) == 1


def test_other_lexicons_have_tables_of_their_own(monkeypatch, tmp_path):
    monkeypatch.setattr(compiled, "cache_folder", lambda: tmp_path)
    shipped = load_lexicons()
    without = Lexicons({**shipped.rows, "people": shipped.rows["people"][1:]}, shipped.fingerprint)
    for lexicons in (shipped, without):
        forms = in_order(lexicons.forms())
        kept_tables(forms, lexicons)
    assert len(list(tmp_path.iterdir())) == 2
