"""The matcher, on lexicons of a few rows; ``reference`` finds the same by trying every stretch of the text."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.lexicons import Matcher
from helpers.lexicons.letters import FOLD
from tiny_lexicons import tiny_lexicons


def country(code, form, **more):
    return {"country": code, "form": form, **more}


def place(form, **more):
    return {"id": form.lower(), "name": form, "forms": form, **more}


def found(text, **files):
    """What is found in ``text``, as pairs of surface and entity."""
    matches = Matcher(tiny_lexicons(**files)).find(text)
    return [(text[match.start : match.end], match.form.entity) for match in matches]


GUINEAS = [
    country("GIN", "Guinea"),
    country("GNB", "Guinea-Bissau"),
    country("GNQ", "Equatorial Guinea"),
    country("NER", "Niger"),
    country("NGA", "Nigeria"),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Guinea-Bissau voted.", [("Guinea-Bissau", "GNB")]),
        ("Guinea-Conakry voted.", [("Guinea", "GIN")]),
        ("Equatorial Guinea voted.", [("Equatorial Guinea", "GNQ")]),
        ("Niger, Nigeria and Guinea", [("Niger", "NER"), ("Nigeria", "NGA"), ("Guinea", "GIN")]),
        ("Nigerian voters", []),
        ("the anti-Niger camp, Niger's army", [("Niger", "NER"), ("Niger", "NER")]),
        ("Niger2 xNiger Nigerö", []),
        ("", []),
    ],
)
def test_the_longest_form_counts_and_only_as_a_whole_word(text, expected):
    assert found(text, countries=GUINEAS) == expected


@pytest.mark.parametrize(
    ("forms", "text", "expected"),
    [
        (["interest payment", "payments"], "interest payments", "payments"),
        (["presidential nominee", "Democratic presidential nomine"], "Democratic presidential nominee", "presidential nominee"),
        (["peace talk", "talks", "peace"], "peace talks", "peace|talks"),
    ],
)  # fmt: skip
def test_a_longer_form_that_fails_its_boundary_takes_nothing_from_a_shorter_one(forms, text, expected):
    themes = [{"theme": "made-up", "forms": form} for form in forms]
    assert [surface for surface, _ in found(text, themes=themes)] == expected.split("|")


def test_a_longer_form_that_fails_its_rule_takes_nothing_from_a_shorter_one():
    places = [place("San Jose", country="CRI", **{"with": "Costa Rica"}), place("Jose", country="PHL")]
    assert found("San Jose", places=places) == [("Jose", "jose")]
    assert found("San Jose, Costa Rica", places=places) == [("San Jose", "san jose")]


def test_of_two_that_overlap_the_first_counts_even_if_the_second_is_longer():
    rows = [country("KOR", "South Korea"), country("PRK", "Korea Central News Agency")]
    assert found("South Korea Central News Agency", countries=rows) == [("South Korea", "KOR")]


def test_a_term_of_a_theme_may_hold_a_name_but_does_not_lie_within_one():
    rows = {
        "countries": [country("USA", "US")],
        "organisations": [{"id": "unsc", "forms": "UN Security Council"}],
        "themes": [{"theme": "diplomacy", "forms": "US sanctions"}, {"theme": "security", "forms": "security"}],
    }
    assert sorted(found("US sanctions before the UN Security Council", **rows)) == [
        ("UN Security Council", "unsc"),
        ("US", "USA"),
        ("US sanctions", "diplomacy"),
    ]


def test_a_blocker_takes_the_span_and_yields_nothing():
    rows = [country("MEX", "Mexico"), country("", "New Mexico", route="none")]
    assert found("Mexico and New Mexico", countries=rows) == [("Mexico", "MEX")]


def test_a_blocker_under_a_rule_blocks_only_where_the_rule_holds():
    rows = [country("JOR", "Jordan"), country("", "Jordan River", route="none", **{"with": "Michigan"})]
    assert found("the Jordan River", countries=rows) == [("Jordan", "JOR")]
    assert found("the Jordan River in Michigan", countries=rows) == []


def test_of_one_form_the_reading_with_most_rules_that_hold_counts():
    rows = [
        country("COG", "Congo"),
        country("COD", "Congo", **{"with": "Kinshasa"}),
        country("", "Congo", route="none", not_before="peafowl", **{"with": "Kinshasa"}),
    ]
    assert found("Congo", countries=rows) == [("Congo", "COG")]
    assert found("Kinshasa, Congo peafowl", countries=rows) == [("Congo", "COD")]
    assert found("Kinshasa, Congo", countries=rows) == []


@pytest.mark.parametrize(
    ("case", "hits"),
    [("written", ["Mali"]), ("caps", ["Mali", "MALI"]), ("any", ["Mali", "MALI", "mali", "mALI"])],
)
def test_case_says_which_spellings_count(case, hits):
    text = "Mali MALI mali mALI"
    assert [surface for surface, _ in found(text, countries=[country("MLI", "Mali", case=case)])] == hits


def test_an_abbreviation_as_written_is_not_the_pronoun():
    assert found("US troops left us; JOIN US", countries=[country("USA", "US", case="written")]) == [
        ("US", "USA"),
        ("US", "USA"),
    ]


@pytest.mark.parametrize(
    ("rule", "words", "text", "counts"),
    [
        ("not_after", "Atlanta|South", "in Georgia", True),
        ("not_after", "Atlanta|South", "in Atlanta, Georgia", False),
        ("not_after", "Atlanta|South", "South  Georgia", False),
        ("not_after", "Atlanta|South", "atlanta, Georgia", True),
        ("not_after", "Atlanta|South", "MidSouth Georgia", True),
        ("not_after", "Atlanta|South", "Atlanta and Georgia", True),
        ("not_after", "Atlanta|South", "Atlanta. Georgia", True),
        ("not_after", "Atlanta|South", "Atlanta\nGeorgia", True),
        ("not_before", "Tech|State", "Georgia won", True),
        ("not_before", "Tech|State", "Georgia Tech won", False),
        ("not_before", "Tech|State", "Georgia, State", False),
        ("not_before", "Tech|State", "Georgia Technical won", True),
        ("not_before", "Tech|State", "Georgia's Tech", True),
        ("not_before", "$", "Georgia $5", False),
        ("not_before", "-Pacific", "Georgia-Pacific", False),
        ("after", "in|from", "in Georgia", True),
        ("after", "in|from", "within Georgia", False),
        ("after", "in|from", "Georgia", False),
        ("after", "in|from", "in the Georgia", False),
        ("with", "Tbilisi|Batumi", "Georgia. The talks in Batumi", True),
        ("with", "Tbilisi|Batumi", "Georgia. The talks in batumi", False),
        ("without", "Atlanta|Savannah", "Georgia and Armenia", True),
        ("without", "Atlanta|Savannah", "Georgia. Later, in Savannah", False),
    ],
)
def test_a_rule_decides_by_what_stands_beside_or_in_the_article(rule, words, text, counts):
    rows = [country("GEO", "Georgia", **{rule: words})]
    assert found(text, countries=rows) == [("Georgia", "GEO")] * counts


def test_every_rule_of_a_row_must_hold():
    rows = [country("GEO", "Georgia", not_before="Tech", without="Atlanta", **{"with": "Tbilisi"})]
    assert found("Georgia and Tbilisi", countries=rows)
    for text in ("Georgia Tech and Tbilisi", "Georgia, Tbilisi, Atlanta", "Georgia"):
        assert found(text, countries=rows) == []


def test_a_curly_quote_between_a_word_and_its_rule_is_as_good_as_a_straight_one():
    rows = [country("GEO", "Georgia", not_before="O'Keeffe")]
    assert found("Georgia O’Keeffe", countries=rows) == []


@pytest.mark.parametrize(
    ("columns", "text", "rule"),
    [
        ({}, "Georgia", None),
        ({"not_before": "Tech"}, "Georgia", "beside"),
        ({"without": "Atlanta", "not_before": "Tech"}, "Georgia", "without"),
        ({"with": "Tbilisi", "without": "Atlanta"}, "Georgia, Tbilisi", "with"),
        ({"after": "in", "with": "Tbilisi"}, "Tbilisi in Georgia", "after"),
    ],
)
def test_a_match_names_the_rule_that_let_it_count(columns, text, rule):
    (match,) = Matcher(tiny_lexicons(countries=[country("GEO", "Georgia", **columns)])).find(text)
    assert match.rule == rule


def person(slug, forms, short, rule="introduced", office="secretary of state", **more):
    return {"person": slug, "forms": forms, "short": short, "short_rule": rule, "office": office, **more}


RICE = person("rice", "Condoleezza Rice|Condi Rice", "Rice", not_after="Susan")


@pytest.mark.parametrize(
    ("text", "surfaces", "rule"),
    [
        ("Rice prices rose", [], None),
        ("Condoleezza Rice spoke. Rice left.", ["Condoleezza Rice", "Rice"], "introduced"),
        ("Rice, who is Condi Rice", ["Rice", "Condi Rice"], "introduced"),
        ("Secretary of State Rice spoke", ["Rice"], "title"),
        ("Secretary of state, Rice", ["Rice"], "title"),
        ("SECRETARY OF STATE RICE", [], None),
        ("Ms. Rice and Ms Rice", [], None),
        ("Condoleezza Rice met Susan Rice", ["Condoleezza Rice"], None),
        ("CONDOLEEZZA RICE SPOKE", ["CONDOLEEZZA RICE"], None),
    ],
)
def test_a_surname_counts_once_its_owner_was_introduced_or_follows_a_title(text, surfaces, rule):
    matches = Matcher(tiny_lexicons(people=[RICE])).find(text)
    assert [text[match.start : match.end] for match in matches] == surfaces
    assert {match.rule for match in matches} - {None} == {rule} - {None}


@pytest.mark.parametrize(
    ("office", "before"),
    [
        ("president", "President"),
        ("prime minister", "Prime Minister"),
        ("prime minister", "Prime minister"),
        ("secretary-general", "Secretary-General"),
        ("secretary-general", "Secretary-general"),
        ("secretary of state", "Secretary of State"),
        ("ambassador to the UN", "Ambassador to the UN"),
        ("children's minister", "Children's Minister"),
        ("tánaiste", "Tánaiste"),
    ],
)
def test_every_office_is_a_title_as_newspapers_write_it(office, before):
    rows = [person("rice", "Condoleezza Rice", "Rice", office=office)]
    assert found(f"{before} Rice spoke", people=rows) == [("Rice", "rice")]
    assert found(f"x{before} Rice spoke", people=rows) == []


def test_a_free_surname_counts_by_itself_and_one_that_never_counts_does_not():
    rows = [person("putin", "Vladimir Putin", "Putin", "free"), person("ha", "Ha Li", "Ha", "never")]
    assert found("Putin spoke. Ha said Ha Li.", people=rows) == [("Putin", "putin"), ("Ha Li", "ha")]


def test_a_person_with_several_offices_is_found_once():
    rows = [person("rice", "Condoleezza Rice", "Rice"), person("rice", "Condoleezza Rice", "Rice", office="adviser")]
    assert found("Condoleezza Rice", people=rows) == [("Condoleezza Rice", "rice")]


@pytest.mark.parametrize(
    ("form", "case", "text", "surface"),
    [
        ("Cote d'Ivoire", "caps", "in Cote d’Ivoire.", "Cote d’Ivoire"),
        ("Cote d'Ivoire", "caps", "in COTE D`IVOIRE COTE D‘IVOIRE.", "COTE D‘IVOIRE"),
        ("New Zealand", "caps", "in New\u00a0Zealand.", "New\u00a0Zealand"),
        ("New Zealand", "caps", "in New\u202fZealand.", "New\u202fZealand"),
        ("Guinea-Bissau", "caps", "in Guinea–Bissau.", "Guinea–Bissau"),
        ("Guinea-Bissau", "caps", "in Guinea\u2011Bissau.", "Guinea\u2011Bissau"),
        ("Iran", "caps", "“Iran” says", "Iran"),
        ("Iran", "caps", "—Iran—", "Iran"),
        ("Iran", "caps", "🇮🇷🎉 Iran 🎉", "Iran"),
        ("Iran", "caps", "👩‍👩‍👧Iran", "Iran"),
        ("oil price", "any", "İİİ the Oil Price", "Oil Price"),
        ("oil price", "any", "ẞ ŒŁ İ ΟΔΟΣ OIL PRICE", "OIL PRICE"),
        ("İzmir", "any", "İİ to İZMİR", "İZMİR"),
        ("İzmir", "any", "to İzmir", "İzmir"),
        ("D.C.", "written", "Washington D.C. is", "D.C."),
        ("日本", "caps", "(日本)", "日本"),
    ],
)
def test_offsets_count_the_characters_of_the_text_as_it_is(form, case, text, surface):
    (match,) = Matcher(tiny_lexicons(countries=[country("XXX", form, case=case)])).find(text)
    assert text[match.start : match.end] == surface


def test_lexicons_without_a_form_find_nothing():
    assert Matcher(tiny_lexicons()).find("Russia and Iran") == []


# -- every stretch of the text, tried one by one


def small(text):
    return "".join("i" if letter == "İ" else letter.lower() for letter in text)


def reads(row, surface):
    """Whether ``surface`` is a spelling of the row's form."""
    if row["case"] == "any":
        return small(surface) == small(row["form"])
    return surface == row["form"] or (row["case"] == "caps" and surface == row["form"].upper())


def allows(row, text, start, end):
    """Whether every rule of the row holds at ``[start, end)``."""
    rules = {name: row.get(name, "").split("|") for name in ("not_after", "not_before", "after", "with", "without")}
    rules = {name: words for name, words in rules.items() if words != [""]}
    before, behind = text[:start].rstrip(" "), text[end:]
    follows = any(re.search(rf"(?<!\w){word}\Z", before.removesuffix(",")) for word in rules.get("after", []))
    parted = any(re.search(rf"(?<!\w){word}\Z", before.removesuffix(",")) for word in rules.get("not_after", []))
    leads = any(re.match(rf",? *{word}(?!\w)", behind) for word in rules.get("not_before", []))
    together = "with" not in rules or any(word in text for word in rules["with"])
    alone = not any(word in text for word in rules.get("without", []))
    return ("after" not in rules or follows) and not parted and not leads and together and alone


def reference(rows, text):
    """The matches by definition: of all whole words that spell a form and keep its rules, leftmost and longest first."""
    folded, taken, matches = text.translate(FOLD), 0, []
    for start in range(len(text)):
        for end in range(len(text), start, -1):
            whole = not (folded[:start][-1:].isalnum() or folded[end:][:1].isalnum())
            if start < taken or not whole:
                continue
            for row in rows:
                if reads(row, folded[start:end]) and allows(row, folded, start, end):
                    taken = end
                    matches += [(start, end, row["form"])] if row["route"] != "none" else []
    return matches


WORD = st.sampled_from(["a", "b", "A", "B", "İ"])
BETWEEN = st.sampled_from([" ", "  ", ", ", "-", "–", "'", "’", "\u00a0", "\n", "1", "🎉", ""])
FORM = WORD | st.tuples(WORD, st.sampled_from([" ", "-", "'", ""]), WORD).map("".join)
RULE = st.lists(WORD, min_size=1, max_size=2).map("|".join)
RULES = st.dictionaries(st.sampled_from(["not_after", "not_before", "after", "with", "without"]), RULE, max_size=2)
ROW = st.builds(
    lambda form, case, route, rules: {"form": form, "case": case, "route": route, **rules},
    FORM,
    st.sampled_from(["written", "caps", "any"]),
    st.sampled_from(["name", "name", "name", "none"]),
    st.just({}) | RULES,
)
ROWS = st.lists(ROW, min_size=1, max_size=5, unique_by=lambda row: small(row["form"]))
TEXT = st.lists(st.tuples(WORD, BETWEEN).map("".join), min_size=1, max_size=8).map("".join)


@settings(max_examples=300, deadline=None)
@given(ROWS, TEXT)
def test_matches_are_those_that_trying_every_stretch_finds(rows, text):
    matches = Matcher(tiny_lexicons(countries=rows)).find(text)
    assert [(match.start, match.end, match.form.text) for match in matches] == reference(rows, text)


@settings(deadline=None)
@given(
    st.lists(
        st.text(max_size=8) | st.sampled_from(["Guinea-Bissau", "NIGER", " niger ", "Guinea–Bissau", " Oil Price"])
    )
)
def test_in_any_text_matches_spell_their_forms_in_order_and_never_overlap(pieces):
    text = "".join(pieces)
    rows = [country("GNB", "Guinea-Bissau"), country("NER", "Niger"), country("XXX", "oil price", case="any")]
    matches = Matcher(tiny_lexicons(countries=rows)).find(text)
    for match in matches:
        assert small(text[match.start : match.end].translate(FOLD)) == small(match.form.text)
    assert all(one.end <= other.start for one, other in pairwise(matches))
