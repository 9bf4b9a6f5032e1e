"""Parameters of notebooks: an unknown name, or a value of another type, stops before anything runs."""

import json

import pytest

from helpers.errors import WrongUse
from helpers.report.parameters import Parameter, check_parameters, read_parameters

CELL = """corpus: str = ""  # folder of a corpus
countries: list = []  # ISO alpha-3 codes
top: int = 15  # rows
share: float = 0.5  # 0 to 1
quick: bool = False  # or slow
"""


def notebook(folder, source=CELL, name="01_one.ipynb", tag="parameters"):
    other = {"cell_type": "code", "metadata": {}, "source": "top = 99"}
    cell = {"cell_type": "code", "metadata": {"tags": [tag]}, "source": source.splitlines(keepends=True)}
    (folder / name).write_text(json.dumps({"cells": [other, cell]}), encoding="utf-8")
    return folder / name


def check(folder, **given):
    one = notebook(folder)
    return check_parameters(given, [one])[one]


def test_parameters_are_read_in_order_with_type_and_default(tmp_path):
    found = read_parameters(notebook(tmp_path))
    assert list(found) == ["corpus", "countries", "top", "share", "quick"]
    assert found["top"] == Parameter("top", "int", 15)
    assert found["countries"] == Parameter("countries", "list", [])


def test_a_notebook_without_a_parameters_cell_is_refused_with_the_way_out(tmp_path):
    with pytest.raises(WrongUse, match=r"01_one.ipynb has no cell tagged `parameters`; tag the one"):
        read_parameters(notebook(tmp_path, tag="remove-input"))


@pytest.mark.parametrize(
    "line",
    ["top = 15", "top: int | None = None", "top: Optional[int] = 3", "import os", "top: int", "top: list = sorted([2])",
     "top: str = __import__('os').getcwd()", "a.b: int = 3", "top: int = 15 +"],
)  # fmt: skip
def test_a_line_that_is_no_parameter_is_refused(tmp_path, line):
    with pytest.raises(WrongUse, match=r"01_one.ipynb: .*write `name: type = value  # meaning`"):
        read_parameters(notebook(tmp_path, line))


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ({"countries": "RUS,IRN"}, {"countries": ["RUS", "IRN"]}),
        ({"countries": " RUS , ,IRN"}, {"countries": ["RUS", "IRN"]}),
        ({"countries": ("RUS",)}, {"countries": ["RUS"]}),
        ({"countries": ""}, {"countries": []}),
        ({"countries": "NOR"}, {"countries": ["NOR"]}),
        ({"top": "20"}, {"top": 20}),
        ({"top": 20}, {"top": 20}),
        ({"share": ".25"}, {"share": 0.25}),
        ({"share": 1}, {"share": 1.0}),
        ({"quick": "true"}, {"quick": True}),
        ({"quick": "False"}, {"quick": False}),
        ({"corpus": "007"}, {"corpus": "007"}),
        ({"corpus": "a\nb'; import os #"}, {"corpus": "a\nb'; import os #"}),
    ],
)
def test_a_value_is_read_by_the_declared_type(tmp_path, given, read):
    found = check(tmp_path, **given)
    assert found == read
    assert [type(value) for value in found.values()] == [type(value) for value in read.values()]


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("top", "many", "int, such as 15"),
        ("top", "1.5", "int, such as 15"),
        ("top", 1.5, "int, such as 15"),
        ("top", None, "int, such as 15"),
        ("share", "half", "float, such as 0.5"),
        ("quick", "yes", "bool, such as False"),
        ("countries", 3, r"list, such as \[\]"),
    ],
)
def test_a_value_of_another_type_is_refused_with_what_would_do(tmp_path, name, value, wanted):
    with pytest.raises(WrongUse, match=f"{name} is {value!r}, but takes {wanted}"):
        check(tmp_path, **{name: value})


@pytest.mark.parametrize(("name", "nearest"), [("contry", "countries"), ("Top", "top"), ("corpuss", "corpus")])
def test_an_unknown_name_is_refused_with_the_nearest(tmp_path, name, nearest):
    with pytest.raises(WrongUse, match=f"no notebook takes a parameter '{name}'; did you mean {nearest}"):
        check(tmp_path, **{name: "x"})


def test_a_name_that_is_near_to_none_is_refused_with_all_there_are(tmp_path):
    with pytest.raises(WrongUse, match="there are corpus, countries, quick, share, top"):
        check(tmp_path, zzzzzz=1)


@pytest.mark.parametrize("code", ["top; import os", "__import__('os').abort()", "top: int", "top\n", "", "top "])
def test_code_is_no_name(tmp_path, code):
    with pytest.raises(WrongUse, match="no notebook takes a parameter"):
        check(tmp_path, **{code: 1})


def test_each_notebook_gets_only_what_it_declares(tmp_path):
    one = notebook(tmp_path)
    two = notebook(tmp_path, "top: str = ''  # a title\n", "02_two.ipynb")
    assert check_parameters({"top": "7", "share": "1"}, [one, two]) == {
        one: {"top": 7, "share": 1.0},
        two: {"top": "7"},
    }


def test_nothing_given_is_nothing_passed_on(tmp_path):
    assert check(tmp_path) == {}
