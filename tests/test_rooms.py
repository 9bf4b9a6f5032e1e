"""The house: data flows from room to room in one direction, and each room keeps to its own work."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

import helpers

HOUSE = Path(helpers.__file__).parent
# Lexicons and corpus are both left of all others; what stands outside any room serves them all.
MAY_IMPORT = {
    "lexicons": set(),
    "corpus": set(),
    "ingest": {"corpus", "lexicons"},
    "annotate": {"corpus", "lexicons", "ingest"},
    "measure": {"corpus", "lexicons", "ingest", "annotate"},
    "report": {"corpus", "lexicons", "ingest", "annotate", "measure"},
}
SHARED = {"errors", "paths", "compiled"}
WRITES_HTML = {f"report/{name}.py" for name in ("chart", "tables", "evidence", "site")}
READS_HTML = ("ingest/readers/", "ingest/page.py")  # their tags are looked for, and never reach a page
TAG = re.compile(
    r"</?(?:a|abbr|article|b|body|br|caption|code|dd|details|div|dl|dt|em|figcaption|figure|h[1-6]|head|html|i|img|li|link|main|"
    r"meta|nav|ol|p|pre|script|section|small|span|strong|style|sub|summary|sup|svg|table|tbody|td|th|thead|title|tr|ul)(?:[\s>/]|$)"
)
MODULES = sorted(HOUSE.rglob("*.py"))


@cache
def tree_of(module):
    return ast.parse(module.read_bytes())


def where(module):
    return module.relative_to(HOUSE).as_posix()


def imported(module):
    """The dotted names of what a module imports, wherever in it the import stands."""
    package = ("helpers", *module.relative_to(HOUSE).parts[:-1])
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) + 1 - node.level]) if node.level else ""
            source = ".".join(filter(None, (base, node.module)))
            yield source
            yield from (f"{source}.{alias.name}" for alias in node.names)


def rooms_imported(module):
    names = (name.split(".") for name in imported(module))
    return {name[1] for name in names if name[0] == "helpers" and len(name) > 1}


def texts(module):
    """The string literals of a module, its docstrings aside."""
    tree = tree_of(module)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    about = {
        id(node.body[0].value) for node in ast.walk(tree) if isinstance(node, documented) and ast.get_docstring(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in about:
            yield node.value


def test_every_room_has_its_place():
    assert {folder.name for folder in HOUSE.iterdir() if (folder / "__init__.py").exists()} == set(MAY_IMPORT)


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_only_from_rooms_to_its_left(room):
    allowed = {room, *MAY_IMPORT[room], *SHARED}
    for module in sorted((HOUSE / room).rglob("*.py")):
        assert rooms_imported(module) <= allowed, where(module)


def test_what_serves_all_rooms_needs_none():
    for name in SHARED:
        assert rooms_imported(HOUSE / f"{name}.py") <= SHARED, name


def test_only_the_corpus_knows_how_tables_lie_on_disk():
    users = {where(module) for module in MODULES if any(name.split(".")[0] == "deltalake" for name in imported(module))}
    assert users
    assert {user.split("/")[0] for user in users} == {"corpus"}


def test_measures_take_tables_and_draw_or_write_nothing():
    for module in sorted((HOUSE / "measure").rglob("*.py")):
        packages = {name.split(".")[0] for name in imported(module)}
        assert packages.isdisjoint({"matplotlib", "seaborn", "pathlib", "os", "io", "duckdb"}), where(module)


def test_drawing_never_goes_through_the_global_state_of_pyplot():
    for module in MODULES:
        assert not any(name.startswith(("matplotlib.pyplot", "pylab")) for name in imported(module)), where(module)


@pytest.mark.parametrize("text", ["<p>", '<a href="', "</li>", "<br>", "<td class=", "<svg"])
def test_a_tag_is_known_as_one(text):
    assert TAG.search(text)


@pytest.mark.parametrize("text", ["<0.001", "(?P<name>x)", "a < b", "<unknown>", "(?<!p)", "<"])
def test_and_other_uses_of_the_sign_are_not(text):
    assert not TAG.search(text)


@pytest.mark.parametrize("module", MODULES, ids=where)
def test_html_is_written_only_where_text_is_escaped(module):
    tags = [text for text in texts(module) if TAG.search(text)]
    assert tags == [] or where(module) in WRITES_HTML or where(module).startswith(READS_HTML)


def test_those_that_write_html_escape_it():
    """A template fills in the pages of site.py; the others put text between tags themselves."""
    for name in sorted(WRITES_HTML):
        if (HOUSE / name).exists() and any(TAG.search(text) for text in texts(HOUSE / name)):
            assert "html.escape" in set(imported(HOUSE / name)), name
