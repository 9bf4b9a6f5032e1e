"""One reader a kind of input: each yields every article there is, and for what it cannot read a reason with a stable code."""

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.ingest.readers import READERS, read_units
from helpers.ingest.readers.text import split_title
from helpers.ingest.readers.unit import decode
from helpers.paths import ROOT

SAMPLE = ROOT / "data" / "sample"


def sample(name):
    return list(read_units((SAMPLE / name).read_bytes(), name))


def units(text, name):
    return list(read_units(text if isinstance(text, bytes) else text.encode(), name))


def codes(found):
    """The reason code of each unit, ``None`` for an article."""
    return [unit.fault and unit.fault[0] for unit in found]


@pytest.mark.parametrize("path", sorted(SAMPLE.iterdir()), ids=lambda path: path.name)
def test_every_sample_is_read_without_a_fault(path):
    found = units(path.read_bytes(), path.name)
    assert found
    assert not any(codes(found))


def test_every_reader_says_its_kind_and_no_two_the_same():
    kinds = [reader.KIND for reader in READERS]
    assert len(set(kinds)) == len(kinds) == 23


def test_samples_are_short():
    counts = {
        (path.name, unit.member): len(unit.text.split())
        for path in SAMPLE.iterdir()
        for unit in read_units(path.read_bytes(), path.name)
    }
    assert max(counts.values()) < 150


ROWS = "title,text\nÅse sails,Åse sailed to Tórshavn.\nno text\n"


@pytest.mark.parametrize(
    "raw",
    [
        ROWS.encode(),
        ROWS.encode("utf-8-sig"),
        ROWS.replace("\n", "\r\n").encode(),
        ROWS.encode("cp1252"),
        ROWS.encode("utf-16"),
        ROWS.encode("utf-16-le"),
        b"title,words\na,b\n",
        b"title,text\n",
        b"<html><p>No table</p></html>",
        b'title,"text\n',
        b"\n \n",
    ],
)
def test_a_table_of_which_the_path_is_given_is_read_like_its_bytes(raw, tmp_path):
    path = tmp_path / "table.csv"
    path.write_bytes(raw)
    assert list(read_units(path, path.name)) == units(raw, path.name)


# --- text and Markdown ---


def test_a_text_file_with_a_title_is_title_and_text():
    (unit,) = sample("with_title.txt")
    assert unit.title == "Portugal and Morocco agree to share a new harbour radar"
    assert unit.text.lstrip().startswith("Portugal and Morocco will run")
    assert unit.title not in unit.text


def test_a_text_file_without_a_title_is_text_alone():
    (unit,) = sample("without_title.txt")
    assert unit.title is None
    assert unit.text.startswith("Mongolia has asked Kazakhstan")


def test_a_markdown_heading_is_the_title_without_its_mark():
    (unit,) = sample("heading.md")
    assert unit.title == "Chile and New Zealand open a shared seismic archive"
    assert "#" not in unit.text


BODY = "The ministers met for two hours in Oslo and agreed on a text, their spokesman said."


@pytest.mark.parametrize(
    "first",
    [
        "Oslo and Accra have agreed on a text.",  # a sentence
        "“We have agreed on a text,”",
        "Left Menu and more",
        "By Astrid Lund in Oslo",
        "Updated Tuesday at noon",
        "2024-03-05 Oslo and Accra agree",
        "Read on https://gazette.example",
        "desk@gazette.example for the editors",
        "Oslo agrees",  # two words
        f"{BODY} And on its translation too, he added later in the day",  # longer than what follows
    ],
)
def test_a_line_that_does_not_read_like_a_title_is_none(first):
    title, text = split_title(f"{first}\n\n{BODY}\n")
    assert title is None
    assert first in text


def test_furniture_above_the_title_stays_in_the_text_for_cleaning_to_account_for():
    title, text = split_title(f"2024-03-05 Left Menu\n\nOslo and Accra agree on a text\n\n{BODY}")
    assert title == "Oslo and Accra agree on a text"
    assert text.splitlines()[0] == "2024-03-05 Left Menu"
    assert BODY in text


# --- web pages ---


def test_a_page_gives_its_article_and_what_it_says_of_it():
    (unit,) = sample("page.html")
    assert unit.title == "Finland lends Ghana two icebreaker engineers"
    assert unit.url == "https://www.harbour-gazette.example/world/finland-ghana-engineers"
    assert (unit.outlet, unit.author) == ("Harbour Gazette", "Ilse Mercator")
    assert unit.published.startswith("2024-03-05")
    assert "Ghana pays for their lodging" in unit.text
    assert "Weather" not in unit.text


def test_the_heading_of_a_page_is_its_title_and_not_its_text_too():
    (unit,) = sample("page.html")
    assert unit.text.startswith("Finland will send two engineers")


def test_a_page_is_read_in_the_charset_that_it_declares():
    page = (
        f"<html><head><meta charset='windows-1251'></head><body><article><p>Москва. {BODY}</p></article></body></html>"
    )
    (unit,) = units(page.encode("windows-1251"), "page.html")
    assert unit.text.startswith("Москва.")


@pytest.mark.parametrize("page", ["<html></html>", "<!doctype html><html><head><title>Sign in</title></head></html>"])
def test_a_page_without_an_article_says_so(page):
    assert codes(units(page, "page.htm")) == ["no_text"]


# --- tables ---


def test_a_row_is_an_article_and_columns_go_by_their_usual_names():
    norway, namibia, kenya = sample("table.csv")
    assert [unit.member for unit in (norway, namibia, kenya)] == ["row 1", "row 2", "row 3"]
    assert (norway.source_key, norway.outlet, norway.author) == ("NO", "Fjord Wire", "Astrid Lund")
    assert norway.published == "          2024/3/6 7:11"
    assert norway.url == "https://www.fjord-wire.example/ferry"
    assert '\n\nIt arrived nine minutes late. "The sea' in norway.text
    assert (kenya.title, kenya.author) == (None, None)


def test_namibia_is_not_missing():
    assert sample("table.csv")[1].source_key == "NA"


@pytest.mark.parametrize("word", ["NA", "None", "null", "NaN", "nan", "N/A", "-", "0", "007", "1e5", "False"])
def test_words_that_others_read_as_missing_or_as_numbers_stay_text(word):
    (row,) = units(f"id,title,text\n{word},{word},{word}\n", "t.csv")
    (record,) = units(json.dumps([{"id": word, "title": word, "text": word}]), "t.json")
    for unit in (row, record):
        assert (unit.source_key, unit.title, unit.text) == (word, word, word)


def test_tabs_part_the_columns_of_a_tsv():
    snow, pearls = sample("table.tsv")
    assert (snow.title, snow.outlet) == ("Uruguay asks Canada for help with snow", "Plate Courier")
    assert pearls.published == "2024-03-13T09:00:00Z"


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_table_is_read_whatever_parts_its_columns_and_lines(mark, line_end, encoding):
    lines = [f"Title{mark}Text", f'Zürich{mark}"one, two; three{mark}four"', f"Bern{mark}five"]
    found = units((line_end.join(lines) + line_end).encode(encoding), "t.csv")
    assert [(unit.title, unit.text) for unit in found] == [("Zürich", f"one, two; three{mark}four"), ("Bern", "five")]


def test_newlines_inside_quotes_make_no_rows():
    (unit,) = units('title,text\na,"one\ntwo\r\n\r\nthree"\n', "t.csv")
    assert unit.text == "one\ntwo\r\n\r\nthree"


@pytest.mark.parametrize("bad", ["only one", "a,b,c", "a,b,"])
def test_a_ragged_row_is_left_out_with_its_line_and_the_others_are_read(bad):
    found = units(f"title,text\na,b\n{bad}\nc,d\n", "t.csv")
    assert codes(found) == [None, "ragged_row", None]
    assert "line 3" in found[1].fault[1]
    assert [unit.member for unit in found] == ["row 1", "row 2", "row 3"]


@pytest.mark.parametrize("row", ['d,"e', '"d,e', 'd,"e\nf,g\n'])
def test_a_quote_that_is_never_closed_takes_no_later_row_into_an_article(row):
    found = units(f"title,text\na,b\n{row}", "t.csv")
    assert codes(found) == [None, "bad_row"]
    assert "never closed" in found[1].fault[1]


def test_a_quote_that_is_never_closed_in_the_header_is_a_fault_of_the_file():
    assert codes(units('title,"text\na,b\n', "t.csv")) == ["bad_row"]


def test_a_field_beyond_all_measure_is_left_out_and_the_next_row_is_read():
    found = units(b"title,text\na," + b"x" * 5_000_001 + b"\nb,c\n", "t.csv")
    assert codes(found) == ["bad_row", None]
    assert codes(units(b"x" * 5_000_001 + b",text\nb,c\n", "t.csv")) == ["bad_row"]


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("title,title,text\na,b,c\n", "duplicate_header", "title"),
        ("title,Title ,text\na,b,c\n", "duplicate_header", "title"),
        ("title,date\na,b\n", "missing_column", "found title, date; wanted one of text, body"),
        ("<!DOCTYPE html>\n<html><body>Sign in</body></html>", "looks_like_html", "web page"),
        ("\n  <html>title,text\na,b", "looks_like_html", "web page"),
        ("title,text\n", "empty", "no rows"),
        ("title,text\n\n\n", "empty", "no rows"),
    ],
)
def test_a_table_that_is_none_is_one_fault_of_the_file(text, code, said):
    (unit,) = units(text, "t.csv")
    assert unit.fault[0] == code
    assert said in unit.fault[1]
    assert unit.raw == text.encode()


def test_blank_lines_are_no_rows():
    found = units("\ntitle,text\n\na,b\n\nc,d\n\n", "t.csv")
    assert [(unit.member, unit.text) for unit in found] == [("row 1", "b"), ("row 2", "d")]


def test_columns_without_a_name_do_no_harm():
    assert codes(units("title,text,,\na,b,,\n", "t.csv")) == [None]


def test_a_row_without_text_says_so():
    assert codes(units("title,text\na,\nb, \nc,d\n", "t.csv")) == ["no_text", "no_text", None]


@pytest.mark.parametrize(
    ("header", "day"),
    [
        ("Заголовок;Полный текст;Дата;Источник;Автор;Ссылка", "05.02.2024"),
        ("ЗАГОЛОВОК;Текст;Дата публикации;Издание;Автор;Ссылка", "2024-02-05"),
        ("标题;正文;发布日期;来源;作者;链接", "2024-02-05"),
        ("Überschrift;Volltext;Veröffentlichungsdatum;Quelle;Autor;Link", "05.02.2024"),
        ("Título;Texto completo;Fecha de publicación;Fuente;Autor;Enlace", "2024-02-05"),
    ],
)
def test_the_columns_of_a_table_may_be_named_in_other_scripts(header, day):
    row = f"Причал открыт;Причал открыли в понедельник.;{day};Вестник порта;Н. Берг;https://harbour.example/1"
    (unit,) = units(f"{header}\n{row}\n", "t.csv")
    assert unit.fault is None
    assert (unit.title, unit.text, unit.published) == ("Причал открыт", "Причал открыли в понедельник.", "2024-02-05")
    assert (unit.outlet, unit.author, unit.url) == ("Вестник порта", "Н. Берг", "https://harbour.example/1")


# --- JSON ---


def test_an_answer_of_a_news_service_gives_each_of_its_articles():
    room, telescope = sample("list.json")
    assert [room.member, telescope.member] == ["record 1", "record 2"]
    assert (room.outlet, room.author) == ("Alpine Dispatch", "Reto Camenisch")
    assert room.summary == "A lake, a long table, and no press conference."
    assert room.text.startswith("Switzerland has offered")
    assert (telescope.author, telescope.summary) == (None, None)


def test_one_object_is_one_article():
    (unit,) = sample("single.json")
    assert (unit.title, unit.member) == ("Japan and Tonga rehearse a tsunami alarm", "")
    assert unit.published == "1710576000"


def test_a_line_is_an_article_and_blank_lines_are_none():
    found = sample("lines.jsonl")
    assert [unit.member for unit in found] == ["line 1", "line 2", "line 4"]
    assert found[1].title == "Ireland and Côte d’Ivoire exchange letters about their names"


@pytest.mark.parametrize("inside", ["\u2028", "\u2029", "\x85", "\x0b"])
def test_only_a_newline_ends_a_line_of_json_lines(inside):
    text = "\n".join(json.dumps({"text": f"one{inside}two"}, ensure_ascii=False) for _ in range(2))
    assert codes(units(text, "t.jsonl")) == [None, None]


def test_a_bad_line_is_left_out_with_its_number_and_the_others_are_read():
    found = units('{"text": "a"}\n{"text": "b\n[1]\n{"text": "c"}\n', "t.jsonl")
    assert codes(found) == [None, "bad_json", "bad_json", None]
    assert [unit.member for unit in found] == ["line 1", "line 2", "line 3", "line 4"]


def test_everything_in_a_list_is_accounted_for():
    found = units('[{"text": "a"}, 7, null, {"other": "b"}, {"text": ""}, "c"]', "t.json")
    assert codes(found) == [None, "bad_json", "bad_json", "no_text", "no_text", "bad_json"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"text": "a"', "bad_json"),
        ('{"text": "a"} {"text": "b"}', "bad_json"),
        ("[" * 100_000, "bad_json"),
        ('{"a":' * 900 + '{"text": "deep"}' + "}" * 900, "bad_json"),
        ('{"text": ' + "1" * 5_000 + "}", "bad_json"),
        ('[{"title": "a"}]', "missing_column"),
        ("[]", "missing_column"),
        ('"a"', "missing_column"),
        ('{"text": NaN}', "no_text"),
        ('{"text": null}', "no_text"),
        ('{"text": " "}', "no_text"),
    ],
)
def test_json_without_an_article_is_one_fault_of_the_file(text, code):
    assert codes(units(text, "t.json")) == [code]


# --- any input ---


@pytest.mark.parametrize("name", ["report.pdf", "photo.JPEG", "README", "articles.csv.bak", "movie.mp4"])
def test_what_no_reader_knows_names_the_kinds_that_are_read(name):
    (unit,) = units("text", name)
    assert unit.fault[0] == "unknown_format"
    assert "pdf, eml, json, html, text" in unit.fault[1]


@pytest.mark.parametrize("suffix", [".txt", ".html", ".csv", ".json", ".jsonl", ".pdf", ".xml", ".eml"])
@pytest.mark.parametrize("raw", [b"", b" \n\r\n\t", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n", b"\xff\xfe\n\x00", b"\x00\x00"])
def test_an_empty_file_of_any_format_is_empty(suffix, raw):
    assert codes(units(raw, f"x{suffix}")) == ["empty"]


def test_the_suffix_counts_in_any_case():
    assert codes(units("text\nOslo said yes.\n", "T.CSV")) == [None]


@pytest.mark.parametrize(
    ("raw", "declared", "text"),
    [
        ("Zürich".encode("utf-8-sig"), None, "Zürich"),
        ("Zürich".encode("utf-16"), None, "Zürich"),
        ("Zürich".encode(), "latin-1", "Zürich"),  # what is UTF-8 is not read as anything else
        ("Zürich".encode("latin-1"), "latin-1", "Zürich"),
        ("Москва".encode("windows-1251"), "windows-1251", "Москва"),
        ("東京".encode("shift_jis"), "shift_jis", "東京"),
    ],
)
def test_bytes_are_read_by_their_mark_else_as_utf8_else_as_declared(raw, declared, text):
    assert decode(raw, declared) == text


def test_a_declared_encoding_that_does_not_exist_is_passed_over():
    assert decode("Zürich liegt in der Schweiz, und Genève auch".encode("cp1252"), "no-such-code").startswith("Z")


pieces = st.sampled_from(
    ['"', ",", ";", "\t", "|", "\n", "\r", "{", "}", "[", "]", ":", '"text"', "text", "title", "null", "<p>", "\x00",
     "\ufeff", "\u2028", "é", "NaN", "\\ud800", "1", " ", "Oslo said yes."]
)  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(
    st.one_of(st.lists(pieces, max_size=25).map(lambda found: "".join(found).encode()), st.binary(max_size=60)),
    st.data(),
)
def test_any_bytes_under_any_name_give_at_least_one_unit_and_never_an_error(raw, data):
    suffix = data.draw(st.sampled_from([".txt", ".md", ".html", ".csv", ".tsv", ".json", ".jsonl", ".xml", ".eml", ""]))
    found = units(raw, f"x{suffix}")
    assert found
    for unit in found:
        assert isinstance(unit.raw, bytes)
        if unit.fault:
            assert unit.fault[0].isidentifier()
            assert unit.fault[1]
        else:
            assert unit.text


cells = st.text(st.characters(codec="utf-8", exclude_characters="\x00\x1e"), min_size=1, max_size=8).filter(str.strip)


@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=5))
def test_what_a_csv_writer_writes_is_read_back(rows):
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([("title", "text"), *rows])
    assert [(unit.title, unit.text) for unit in units(out.getvalue(), "t.csv")] == rows
