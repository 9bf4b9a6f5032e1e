"""The notebooks as they are kept: readable, parametrised, stripped, and free of ways round the helpers."""

import json
import re
import warnings
from pathlib import Path

import nbformat
import pytest

from helpers import paths
from helpers.report.parameters import TYPES, read_parameters

NOTEBOOKS = sorted(paths.NOTEBOOKS.glob("*.ipynb"))
MOST_CELLS = 13
FORBIDDEN = {
    "text from articles shown unescaped": r"\b(?:Markdown|HTML|display)\s*\(|\.style\b|to_html|_repr_html_|\bprint\(.*\btext\b",
    "a way out before the checks": r"\bsys\.exit|\bos\._exit|\bquit\(|\bexit\(|raise SystemExit",
    "a download": r"nltk\.download|urlopen|requests\.|%pip|!pip|pip install",
    "a path of one machine": r"\.\./|[\"']/(?:home|Users|work|tmp|root)\b|[A-Z]:\\\\",
    "an exception let through": r"except\s*:|except Exception",
}

every = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def read(path):
    return nbformat.read(path, as_version=4)


def code(path):
    return [cell for cell in read(path).cells if cell.cell_type == "code"]


def tags(cell):
    return cell.metadata.get("tags", [])


def test_there_is_a_front_page_and_the_others_follow_in_order():
    stems = [path.stem for path in NOTEBOOKS]
    assert stems[0] == "00_briefing"
    assert [int(stem.split("_")[0]) for stem in stems] == list(range(len(stems)))


@every
def test_a_notebook_is_valid(path):
    nbformat.validate(read(path))


@every
def test_it_opens_with_a_question_and_what_it_reads_writes_and_takes(path):
    first = read(path).cells[0]
    assert first.cell_type == "markdown"
    assert re.match(r"# \S", first.source)
    for word in ("**Question.**", "**Reads**", "**Writes**", "**Takes**"):
        assert word in first.source, word


@every
def test_its_title_is_its_heading(path):
    held = read(path)
    assert held.metadata.title == held.cells[0].source.splitlines()[0].removeprefix("# ")
    assert held.metadata.label.strip()


@every
def test_it_ends_with_what_it_does_not_show(path):
    assert read(path).cells[-1].source.startswith("## What this does not show")


@every
def test_it_is_short(path):
    held = read(path)
    assert len(held.cells) <= MOST_CELLS
    assert max(len(cell.source.splitlines()) for cell in held.cells if cell.cell_type == "code") <= 12


@every
def test_its_second_cell_holds_the_parameters_and_its_third_the_imports(path):
    held = read(path)
    assert [number for number, cell in enumerate(held.cells) if "parameters" in tags(cell)] == [1]
    lines = [line for line in held.cells[2].source.splitlines() if line.strip() and not line.startswith((" ", ")"))]
    assert all(line.startswith(("import ", "from ")) for line in lines)
    later = [cell.source for cell in held.cells[3:] if cell.cell_type == "code"]
    assert not [source for source in later if re.search(r"^\s*(?:import|from)\s", source, flags=re.MULTILINE)]


@every
def test_each_parameter_is_one_line_with_a_comment(path):
    lines = read(path).cells[1].source.splitlines()
    form = re.compile(rf"([a-z_]+): (?:{'|'.join(TYPES)}) = [^#=]+  # [^=#]+")
    assert [line for line in lines if not form.fullmatch(line)] == []
    assert [form.fullmatch(line)[1] for line in lines] == list(read_parameters(path))


@every
def test_papermill_reads_the_same_parameters_with_their_meaning(path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of papermill's own dependencies
        from papermill import inspect_notebook
    seen = inspect_notebook(str(path))
    own = read_parameters(path)
    assert list(seen) == list(own)
    for name, parameter in own.items():
        assert seen[name]["inferred_type_name"] == parameter.type
        assert eval(seen[name]["default"], {}) == parameter.default
        assert seen[name]["help"].strip()


@every
def test_a_default_is_of_its_declared_type(path):
    for parameter in read_parameters(path).values():
        assert type(parameter.default).__name__ == parameter.type, parameter.name


def test_a_parameter_means_the_same_everywhere():
    meant = {}
    for path in NOTEBOOKS:
        for line in read(path).cells[1].source.splitlines():
            declared, _, meaning = line.partition("  # ")
            name = declared.split(":")[0]
            if name not in ("top", "min_stories"):  # of what, each notebook says
                meant.setdefault(name, set()).add((declared, meaning))
    assert {name: found for name, found in meant.items() if len(found) > 1} == {}


@every
def test_outputs_are_stripped_except_where_they_are_a_test(path):
    for cell in code(path):
        if "keep_output" in tags(cell):
            assert "nbval-check-output" in tags(cell)
        else:
            assert cell.outputs == [], cell.source


@every
def test_a_kept_output_is_plain_text_that_stays(path):
    for cell in code(path):
        for output in cell.outputs:
            assert output.output_type == "stream"
            assert output.name == "stdout"
            assert not re.search(r"/(?:home|Users|work|tmp|root)/|\d\d:\d\d:\d\d|0x[0-9a-f]{6}", output.text)


@every
def test_the_kernel_is_named_as_everyone_has_it(path):
    assert read(path).metadata.kernelspec.name == "python3"
    assert set(read(path).metadata.kernelspec) == {"display_name", "language", "name"}


@every
@pytest.mark.parametrize("what", FORBIDDEN)
def test_a_notebook_goes_no_way_round(path, what):
    found = [match.group() for cell in code(path) for match in re.finditer(FORBIDDEN[what], cell.source)]
    assert found == []


@every
def test_no_cell_may_fail_unseen(path):
    assert not [cell.source for cell in code(path) if {"raises-exception", "nbval-skip"} & set(tags(cell))]


@every
def test_checks_say_why_they_stop(path):
    asserts = [line for cell in code(path) for line in cell.source.splitlines() if line.startswith("assert ")]
    assert asserts
    assert [line for line in asserts if not re.search(r', "[^"]+"$', line)] == []


@every
def test_cells_have_ids_that_stay(path):
    ids = [cell["id"] for cell in json.loads(Path(path).read_text("utf-8"))["cells"]]
    assert len(set(ids)) == len(ids)


@every
def test_what_its_first_cell_says_is_written_is_what_it_keeps(path):
    held = read(path)
    said = set(re.findall(r"`(\w+)\.csv`", held.cells[0].source))
    kept = {name for cell in code(path) for name in re.findall(r"\bdesk\.keep\(\s*\"(\w+)\"", cell.source)}
    assert said == kept


@every
def test_it_was_run_from_top_to_bottom_before_it_was_kept(path):
    counts = [cell.execution_count for cell in code(path)]
    assert counts == list(range(1, len(counts) + 1))
