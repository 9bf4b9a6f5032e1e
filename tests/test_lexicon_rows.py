"""The shipped rows, the check that looks them over, and a corpus's own rows on top."""

import csv
import io

import pytest

from helpers import paths
from helpers.errors import Failure
from helpers.lexicons import Office, load_lexicons, matcher_of
from helpers.lexicons.check import check_lexicons
from helpers.lexicons.rows import cell
from tiny_lexicons import COLUMNS, tiny_lexicons

THEMES = """
    diplomacy security energy trade economy migration rights elections law environment health technology culture sport
    religion humanitarian nuclear infrastructure
""".split()
WITHOUT_CAPITAL = {"ata", "bvt", "hkg", "hmd", "mac", "tkl", "umi"}  # nobody lives there, or it is itself a city


@pytest.fixture(scope="module")
def shipped():
    return load_lexicons()


# -- what is shipped


def test_the_shipped_rows_have_no_fault(shipped):
    assert check_lexicons(shipped) == []


@pytest.mark.parametrize("file", sorted(COLUMNS))
def test_shipped_files_are_plain_csv_that_a_diff_shows_well(file):
    raw = (paths.LEXICONS / f"{file}.csv").read_bytes()
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8"), newline="")))
    assert {len(row) for row in rows} == {len(COLUMNS[file])}
    assert all(row[-1] for row in rows)  # the source
    ids = [row[0] for row in rows]
    assert len(set(ids)) == len(ids)


def test_no_shipped_person_is_without_a_name(shipped):
    assert [row["id"] for row in shipped.rows["people"] if not row["forms"]] == []


def test_each_of_the_18_themes_has_60_rows_or_more(shipped):
    rows = [row["theme"] for row in shipped.rows["themes"] if row["route"] == "theme"]
    assert set(rows) == set(THEMES)
    assert [theme for theme in THEMES if rows.count(theme) < 60] == []


def test_there_are_60_international_organisations_or_more(shipped):
    rows = shipped.rows["organisations"]
    kinds = ("agency", "alliance", "bank", "bloc", "court", "un")
    assert sum(not row["country"] and row["kind"] in kinds for row in rows) >= 60


def test_every_inhabited_country_has_a_capital(shipped):
    heads = [row for row in shipped.rows["countries"] if row["id"] == row["country"].lower()]
    assert len(heads) >= 245
    assert {row["id"] for row in heads if not row["capital"]} == WITHOUT_CAPITAL


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Kosovo", "XKX"),
        ("Palestinians", "PSE"),
        ("Taiwan", "TWN"),
        ("Namibia", "NAM"),
        ("the Soviet Union", "RUS"),
        ("Côte d’Ivoire", "CIV"),
        ("the Democratic Republic of the Congo", "COD"),
        ("Guinea-Bissau", "GNB"),
        ("North Korean", "PRK"),
        ("NIGERIA", "NGA"),
        ("the U.S.", "USA"),
        ("Türkiye", "TUR"),
        ("Ashgabat", "TKM"),
        ("the Kremlin", "RUS"),
        ("Vladimir Putin", "RUS"),
    ],
)
def test_a_reader_of_news_finds_what_must_not_be_missed(shipped, text, country):
    assert {match.form.country for match in matcher_of(shipped).find(f"He spoke of {text}.")} == {country}


@pytest.mark.parametrize("text", ["New Mexico", "Jersey City", "Air Jordan", "let us go", "a polish remover"])
def test_what_only_looks_like_a_country_is_none(shipped, text):
    found = matcher_of(shipped).find(f"He spoke of {text}.")
    assert [match for match in found if match.form.kind == "country"] == []


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Police in Paris, Texas, said the County Sheriff had no suspect.", "USA"),
        ("Police in Paris said France had no suspect.", "FRA"),
        ("A fire in Lebanon, Tenn., is out, the Sheriff's Office said.", "USA"),
        ("A fire in Lebanon is out, the mayor of Beirut said.", "LBN"),
        ("Council workers in London, Ont., went on strike; Ontario was told.", "CAN"),
        ("Council workers in London went on strike.", "GBR"),
        ("A meeting in Franklin County on Interstate 71 was put off.", "USA"),
        ("Heavy snow closed roads near Fargo, N.D., on Monday.", "USA"),
        ("A bus left the road outside Kidderminster.", "GBR"),
    ],
)
def test_towns_of_one_name_are_told_by_what_stands_about_them(shipped, text, country):
    found = matcher_of(shipped).find(text)
    assert {match.form.country for match in found if match.form.kind in ("country", "place")} == {country}


@pytest.mark.parametrize(
    ("person", "day", "country"),
    [
        ("Giovanni Goria", "1987-03-15", "ITA"),
        ("Luiz Carlos Bresser Pereira", "1987-06-01", "BRA"),
        ("Robert Rubin", "1997-01-01", "USA"),
        ("Junichiro Koizumi", "2003-03-20", "JPN"),
        ("Mia Mottley", "2021-11-01", "BRB"),
        ("Sviatlana Tsikhanouskaya", "2020-09-01", "BLR"),
    ],
)
def test_whoever_spoke_for_a_state_on_a_day_is_known(shipped, person, day, country):
    (match,) = matcher_of(shipped).find(f"{person} spoke.")
    offices = shipped.offices[match.form.entity]
    assert {office.country for office in offices if not office.since or office.held_through(day, day)} == {country}


def test_every_state_that_belongs_to_a_body_of_states_has_a_person_who_speaks_for_it(shipped):
    states = {row["country"] for row in shipped.rows["memberships"]} - {"HKG"}
    assert states - {row["country"] for row in shipped.rows["people"]} == set()


def test_names_are_what_a_reader_calls_each_entity(shipped):
    assert shipped.names["RUS"] == "Russia"
    assert shipped.names["PSE"] == "Palestine"
    assert shipped.names["putin"] == "Vladimir Putin"
    assert shipped.names["united-nations"] == "United Nations"
    assert shipped.names["diplomacy"] == "diplomacy"


@pytest.mark.parametrize(
    ("organisation", "country", "inside", "outside"),
    [
        ("european-union", "GBR", "2020-01-31", "2020-02-01"),
        ("european-community", "DEU", "1987-03-01", "1993-11-01"),
        ("nato", "SWE", "2024-03-07", "2024-03-06"),
        ("opec", "QAT", "2018-12-31", "2019-01-01"),
        ("opec", "IDN", "2016-06-01", "2012-01-01"),
        ("opec-plus", "RUS", "2017-01-01", "2016-01-01"),
        ("brics", "IRN", "2024-01-01", "2023-12-31"),
        ("ecowas", "NER", "2025-01-28", "2025-01-29"),
        ("g8", "RUS", "2014-03-01", "2014-04-01"),
        ("warsaw-pact", "POL", "1987-03-01", "1991-07-02"),
    ],
)
def test_a_country_is_a_member_from_its_first_day_to_its_last(shipped, organisation, country, inside, outside):
    assert country in shipped.members_on(organisation, inside)
    assert country not in shipped.members_on(organisation, outside)


@pytest.mark.parametrize(
    ("organisation", "day", "count"),
    [("european-community", "1987-03-01", 12), ("european-union", "2017-01-01", 28), ("european-union", "2024-01-01", 27),
     ("euro-area", "2024-01-01", 20), ("nato", "2025-01-01", 32), ("opec", "1987-03-01", 13), ("opec", "2024-01-01", 12),
     ("african-union", "2024-01-01", 55), ("arab-league", "2024-01-01", 22), ("asean", "2016-01-01", 10),
     ("g7", "2024-01-01", 7), ("g20", "2024-01-01", 19), ("sco", "2025-01-01", 10), ("brics", "2025-02-01", 10),
     ("oecd", "2024-01-01", 38), ("ecowas", "2024-01-01", 15), ("ecowas", "2025-06-01", 12), ("apec", "2017-01-01", 21)],
)  # fmt: skip
def test_as_many_states_are_members_as_the_body_counts(shipped, organisation, day, count):
    assert len(shipped.members_on(organisation, day)) == count


def test_a_month_or_year_of_joining_or_leaving_counts_whole():
    days = [{"from": "1984-01", "to": "1991"}, {"country": "IRL", "from": "1973-01-01"}]
    lexicons = tiny_lexicons(memberships=[{"organisation": "league", "country": "FRA", **row} for row in days])
    on = {day: lexicons.members_on("league", day) for day in ("1983-12-31", "1984-01-01", "1991-12-31", "1992-01-01")}
    assert list(on.values()) == [{"IRL"}, {"FRA", "IRL"}, {"FRA", "IRL"}, {"IRL"}]
    assert lexicons.members_on("club", "1984-01-01") == set()


def test_stopwords_are_those_of_language_and_of_reporting(shipped):
    assert {"the", "of", "said"} <= shipped.stopwords()
    assert "sanctions" not in shipped.stopwords()


# -- the check

CLEAN = {
    "abbreviations": {"id": "gen", "form": "gen", "kind": "abbreviation"},
    "countries": {"id": "fra", "country": "FRA", "form": "France", "official": "French Republic", "capital": "Paris"},
    "cues": {"id": "warn", "form": "warn", "forms": "warn|warned", "kind": "state"},
    "memberships": {"id": "imf-fra", "organisation": "imf", "country": "FRA", "from": "1945-12"},
    "organisations": {"id": "imf", "name": "IMF", "forms": "International Monetary Fund|IMF", "kind": "un"},
    "outlets": {
        "id": "gazette", "name": "Gazette", "hosts": "gazette.fr", "country": "FRA", "zone": "Europe/Paris",
        "kind": "newspaper",
    },
    "people": {
        "id": "valois-minister", "person": "valois", "name": "Anne Valois", "forms": "Anne Valois", "short": "Valois",
        "country": "FRA", "office": "foreign minister", "from": "2014-01-01", "to": "2016-06-30",
    },
    "places": {"id": "paris", "name": "Paris", "forms": "Paris", "country": "FRA", "route": "capital"},
    "stopwords": {"id": "the", "word": "the"},
    "themes": {"id": "tariff", "theme": "trade", "forms": "tariff|tariffs", "weight": "0.5"},
}  # fmt: skip


def world(file=None, *, beside=None, **changes):
    """The clean rows, with some cells of one file's row changed, or with a row more ``beside`` it."""
    rows = {name: [{**row, **(changes if name == file else {})}] for name, row in CLEAN.items()}
    if beside:
        rows[file].append({**rows[file][0], **beside})
    return tiny_lexicons(**rows)


def test_clean_rows_have_no_fault():
    assert check_lexicons(world()) == []


@pytest.mark.parametrize(
    ("file", "changes", "fault"),
    [
        ("countries", {"source": ""}, "countries.csv, fra: source is empty; fill it"),
        ("themes", {"id": "Tariff_1"}, "themes.csv, Tariff_1: an id is of small letters, digits and single hyphens"),
        ("themes", {"forms": ""}, "themes.csv, tariff: forms is empty; fill it"),
        ("places", {"case": "Caps"}, "places.csv, paris: case is 'Caps'; write one of written, caps, any"),
        ("organisations", {"kind": "club"}, "kind is 'club'; write one of agency, alliance, armed group, bank, bloc"),
        ("outlets", {"kind": "blog"}, "kind is 'blog'; write one of agency, broadcaster, government"),
        ("outlets", {"hosts": "www.gazette.fr"}, "hosts has 'www.gazette.fr'; write a host as in bbc.co.uk"),
        ("countries", {"continent": "America"}, "continent is 'America'; write one of Africa, Americas"),
        ("places", {"route": "city"}, "route is 'city'; write one of capital, metonym, place, none"),
        ("people", {"short_rule": "always"}, "short_rule is 'always'; write one of free, introduced, never"),
        ("abbreviations", {"kind": ""}, "kind is ''; write one of abbreviation, starter"),
        ("people", {"country": "FR"}, "country is 'FR', which heads no row of countries.csv"),
        ("outlets", {"country": "ZZZ"}, "country is 'ZZZ', which heads no row of countries.csv"),
        ("organisations", {"forms": "IMF||Fund"}, "forms has nothing between two bars or at an end; take out the bar"),
        ("places", {"not_after": "in|"}, "not_after has nothing between two bars or at an end; take out the bar"),
        ("themes", {"with": "port|port"}, "with has 'port' twice; once is enough"),
        ("places", {"not_before": " Texas"}, "not_before has ' Texas'; write it plainly, as 'Texas'"),
        ("people", {"short": "Valois’s"}, "short has 'Valois’s'; write it plainly, as 'Valois's'"),
        ("organisations", {"forms": "Inter  Fund"}, "write it plainly, as 'Inter Fund'"),
        ("organisations", {"forms": "Fe\u0301de\u0301ration"}, "write it plainly, as 'Fédération'"),
        ("places", {"after": "in|to", "not_after": "in"}, "after and not_after both have 'in'; take it out of one"),
        ("themes", {"with": "port", "without": "port"}, "with and without both have 'port'; take it out of one"),
        ("countries", {"capital": "Paris|Vichy"}, "the capital Vichy is in no row of FRA; add one to places.csv"),
        ("countries", {"official": ""}, "a row that heads its country has the route name and an official name"),
        ("people", {"person": "Anne V."}, "person is 'Anne V.'; write small letters, digits and single hyphens"),
        ("people", {"short_rule": "never"}, "short is filled exactly where short_rule is free or introduced"),
        ("people", {"short": ""}, "short is filled exactly where short_rule is free or introduced"),
        ("people", {"country": ""}, "country and organisation are both empty"),
        ("people", {"organisation": "un"}, "organisation is 'un', no id of organisations.csv"),
        ("people", {"office": ""}, "office is empty; fill it"),
        ("people", {"from": "2014-02-30"}, "'2014-02-30' is no day; write YYYY-MM-DD"),
        ("people", {"to": "20160630"}, "'20160630' is no day; write YYYY-MM-DD"),
        ("people", {"from": "2017-01-01"}, "the office ends on 2016-06-30, before it begins on 2017-01-01"),
        ("memberships", {"organisation": "fund"}, "organisation is 'fund', no id of organisations.csv; add"),
        ("memberships", {"country": "FR"}, "country is 'FR', which heads no row of countries.csv"),
        ("memberships", {"from": ""}, "from is empty; fill it"),
        ("memberships", {"from": "1945-13"}, "'1945-13' is no day, month or year; write YYYY-MM-DD, YYYY-MM or YYYY"),
        ("memberships", {"to": "45"}, "'45' is no day, month or year"),
        ("memberships", {"to": "1944"}, "the membership ends in 1944, before it begins in 1945-12"),
        ("outlets", {"hosts": "https://gazette.fr"}, "hosts has 'https://gazette.fr'; write a host as in bbc.co.uk"),
        ("outlets", {"zone": "Paris"}, "zone is 'Paris'; write a time zone of the IANA list"),
        ("themes", {"weight": "0"}, "weight is '0'; write a number above 0"),
        ("themes", {"weight": "nan"}, "weight is 'nan'; write a number above 0"),
        ("themes", {"weight": "heavy"}, "weight is 'heavy'; write a number above 0"),
        ("themes", {"theme": "Trade"}, "theme is 'Trade'; write small letters, digits and single hyphens"),
        ("abbreviations", {"form": "Gen."}, "form is 'Gen.', which is never looked up; write 'gen'"),
        ("cues", {"forms": ""}, "forms is empty; fill it"),
        ("cues", {"kind": "verb"}, "kind is 'verb'; write one of say, state, speak, noun, source"),
        ("cues", {"forms": "warn|warn"}, "forms has 'warn' twice; once is enough"),
        ("stopwords", {"word": "The"}, "word is 'The', which is never looked up; write 'the'"),
    ],
)
def test_a_fault_is_one_sentence_with_file_id_and_what_would_do(file, changes, fault):
    (said,) = check_lexicons(world(file, **changes))
    assert said.startswith(f"{file}.csv, {changes.get('id', CLEAN[file]['id'])}: ")
    assert fault in said


@pytest.mark.parametrize(
    ("file", "beside", "fault"),
    [
        (
            "people",
            {"id": "valois-2", "forms": "A. Valois"},
            "people.csv, valois-2: forms is not as in valois-minister",
        ),
        ("outlets", {"id": "herald"}, "outlets.csv, herald: the host gazette.fr is also that of gazette"),
        ("stopwords", {"id": "the-2"}, "stopwords.csv, the-2: word is 'the', as in the; one row is enough"),
        ("places", {"id": "texas"}, "places.csv, texas: 'Paris' never counts, since places.csv#paris has it too"),
        (
            "places",
            {"id": "no", "route": "none"},
            "places.csv, no: 'Paris' never counts, since places.csv#paris has it",
        ),
        (
            "countries",
            {"id": "x", "country": "", "form": "Gaul"},
            "countries.csv, x: country is empty; fill it, or make",
        ),
    ],
)
def test_rows_are_looked_at_together(file, beside, fault):
    (said,) = check_lexicons(world(file, beside=beside))
    assert fault in said


def test_a_country_without_a_head_is_named_by_each_row_of_it():
    said = check_lexicons(world("countries", id="france"))
    assert [sentence.split(": ")[0] for sentence in said] == [
        "countries.csv, france",
        "memberships.csv, imf-fra",
        "outlets.csv, gazette",
        "people.csv, valois-minister",
        "places.csv, paris",
    ]


@pytest.mark.parametrize(
    ("file", "beside"),
    [
        ("places", {"id": "texas", "with": "Texas"}),
        ("people", {"id": "valois-2", "office": "president", "from": "2017-01-01", "to": ""}),
        ("people", {"id": "valois-2", "from": "", "to": "", "country": "", "organisation": "imf"}),
        ("themes", {"id": "imf", "theme": "economy", "forms": "IMF"}),
        ("memberships", {"id": "imf-fra-1945", "from": "1945-12-27", "to": "1945"}),
        (
            "countries",
            {"id": "none-gaul", "country": "", "form": "Gaul", "route": "none", "official": "", "capital": ""},
        ),
    ],
)
def test_what_is_right_is_left_in_peace(file, beside):
    assert check_lexicons(world(file, beside=beside)) == []


def test_a_row_that_is_switched_off_is_no_fault():
    rows = {name: [row] for name, row in CLEAN.items()}
    first, second = {**CLEAN["people"], "forms": "", "short": ""}, {**CLEAN["people"], "id": "valois-2"}
    lexicons = tiny_lexicons(**{**rows, "people": [first, second], "themes": [{**CLEAN["themes"], "route": "none"}]})
    assert check_lexicons(lexicons) == []
    assert matcher_of(lexicons).find("Anne Valois on tariffs") == []


# -- a corpus's own rows


def write(folder, file, *rows):
    """``folder/lexicons/file.csv`` with these rows, in the columns of the shipped file."""
    (folder / "lexicons").mkdir(parents=True, exist_ok=True)
    path = folder / "lexicons" / f"{file}.csv"
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, COLUMNS[file], restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


LAPUTA = {"id": "laputa", "name": "Laputa", "forms": "Laputa", "country": "IRL", "route": "place", "source": "Swift"}


def by_id(lexicons, file):
    return {row["id"]: row for row in lexicons.rows[file]}


def test_a_corpus_adds_rows_and_replaces_shipped_ones_by_id(tmp_path, shipped):
    write(tmp_path, "places", LAPUTA, {**LAPUTA, "id": "ashgabat", "forms": "Ashkhabad", "country": "TKM"})
    own, before = by_id(load_lexicons(tmp_path), "places"), by_id(shipped, "places")
    assert own.keys() - before.keys() == {"laputa"}
    assert (before["ashgabat"]["name"], own["ashgabat"]["name"]) == ("Ashgabat", "Laputa")
    assert own["paris"] == before["paris"]
    found = matcher_of(load_lexicons(tmp_path)).find("Laputa and Ashkhabad")
    assert [match.form.row for match in found] == ["places.csv#laputa", "places.csv#ashgabat"]


def test_every_change_of_a_row_changes_the_fingerprint(tmp_path, shipped):
    prints = [shipped.fingerprint]
    for row in (LAPUTA, {**LAPUTA, "forms": "Laputa|Balnibarbi"}):
        write(tmp_path, "places", row)
        prints.append(load_lexicons(tmp_path).fingerprint)
    assert len(set(prints)) == 3
    assert load_lexicons(tmp_path).fingerprint == prints[-1]
    assert load_lexicons().fingerprint == prints[0]


def test_a_corpus_without_rows_of_its_own_has_the_shipped_ones(tmp_path, shipped):
    assert load_lexicons(tmp_path).fingerprint == shipped.fingerprint


def test_a_file_saved_by_a_spreadsheet_is_read(tmp_path):
    path = write(tmp_path, "places", {**LAPUTA, "forms": "Laputa|Côte Perdue"})
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert by_id(load_lexicons(tmp_path), "places")["laputa"]["forms"] == "Laputa|Côte Perdue"


def test_rows_of_a_corpus_need_not_say_when_they_were_confirmed(tmp_path):
    header = [name for name in COLUMNS["memberships"] if name != "confirmed"]
    (tmp_path / "lexicons").mkdir()
    text = f"{','.join(header)}\nown,opec,KEN,2030-01-01,,,made up\n"
    (tmp_path / "lexicons" / "memberships.csv").write_text(text, encoding="utf-8")
    own = by_id(load_lexicons(tmp_path), "memberships")["own"]
    assert (own["confirmed"], own["source"], own["country"]) == ("", "made up", "KEN")


def test_the_country_code_of_namibia_is_text(shipped):
    assert "NA" not in {row["country"] for rows in shipped.rows.values() for row in rows if "country" in row}
    assert by_id(shipped, "countries")["nam"]["form"] == "Namibia"


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("places", "id,name,source\nlaputa,Laputa,Swift\n", r"places\.csv lacks the column forms; it has id, name, source"),
        ("places", "{header}\n,Laputa,Laputa,IRL,place,caps,,,,,,Swift\n", r"places\.csv, line 2: no id; give the row one"),
        ("places", "{header}\n{row}\n{row}\n", r"places\.csv, line 3: the id laputa is taken; give the row its own"),
        ("places", "{header}\n{row},more\n", r"places\.csv, line 2: more cells than columns; quote a cell"),
        ("cities", "{header}\n{row}\n", r"cities\.csv is no lexicon; there are: abbreviations\.csv, .*places\.csv"),
    ],
)  # fmt: skip
def test_a_file_that_would_lose_rows_is_refused(tmp_path, file, text, said):
    (tmp_path / "lexicons").mkdir()
    header, row = ",".join(COLUMNS["places"]), "laputa,Laputa,Laputa,IRL,place,caps,,,,,,Swift"
    (tmp_path / "lexicons" / f"{file}.csv").write_text(text.format(header=header, row=row), encoding="utf-8")
    with pytest.raises(Failure, match=said):
        load_lexicons(tmp_path)


def test_a_weight_that_is_no_number_is_refused_by_name():
    with pytest.raises(Failure, match=r"themes\.csv, tariff: weight is 'heavy'; write a number"):
        matcher_of(world("themes", weight="heavy"))


# -- rows as forms and offices


@pytest.mark.parametrize(
    ("text", "values"),
    [("", ()), ("in", ("in",)), ("in|of the", ("in", "of the")), (" in | |of|", ("in", "of"))],
)
def test_a_cell_holds_values_between_bars(text, values):
    assert cell(text) == values


@pytest.mark.parametrize(
    ("since", "until", "day", "held"),
    [
        ("2014-01-01", "2016-06-30", "2013-12-31", False),
        ("2014-01-01", "2016-06-30", "2014-01-01", True),
        ("2014-01-01", "2016-06-30", "2016-06-30", True),
        ("2014-01-01", "2016-06-30", "2016-07-01", False),
        ("2014-01-01", "", "2099-01-01", True),
        ("", "2016-06-30", "2015-01-01", False),
        ("", "", "2015-01-01", False),
    ],
)
def test_an_office_is_held_from_its_first_day_to_its_last(since, until, day, held):
    assert Office("people.csv#x", "president", "FRA", None, since, until).held_through(day, day) is held
