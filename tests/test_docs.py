"""What the documents say is so: tables, lexicons, reasons, reports, commands."""

import ast
import csv
import json
import re
import shlex
from pathlib import Path

import pandas as pd
import pytest
from typer.main import get_command

from helpers import paths
from helpers.annotate import annotate, mentions_in_removed
from helpers.annotate.corrected import Replay
from helpers.annotate.valence import NOT_SCORED
from helpers.cli import app
from helpers.corpus import change_corpus
from helpers.corpus.corrections import COLUMNS, NEEDED, OF_ALIASES, OF_ROLES, read_corrections
from helpers.corpus.ledger import STATUSES
from helpers.corpus.schema import BYTES, FLAG, REAL, TABLES, TEXT, TIME, WHOLE, frame
from helpers.ingest.fetch import _status_fault
from helpers.ingest.metadata import outlet_of
from helpers.ingest.run import FORGOTTEN, WITHOUT_TEXT
from helpers.lexicons import load_lexicons, matcher_of
from helpers.lexicons.check import check_lexicons
from helpers.measure import (
    cooccurrence,
    countries_uncut,
    country_coverage,
    country_month_panel,
    dyad_month_panel,
    keyness,
    removed_by_rule,
    sentiment_by_country,
)
from helpers.measure.keywords import keyness_by_outlet
from helpers.measure.selection import support, with_stories
from helpers.report.accuracy import read_accuracy
from helpers.report.run import make_report

DATA = "data/README.md"
TYPES = {TEXT: "text", WHOLE: "whole", REAL: "real", FLAG: "flag", TIME: "time", BYTES: "binary"}
LEXICONS = sorted(file.name for file in paths.LEXICONS.glob("*.csv"))
NOTEBOOKS = sorted(paths.NOTEBOOKS.glob("[0-9]*.ipynb"))
INGEST = paths.ROOT / "src" / "helpers" / "ingest"
COMMANDS = get_command(app).commands
PARAMETERS = [(name, parameter) for name, command in COMMANDS.items() for parameter in command.params]


# reading the documents


def read(name):
    return (paths.ROOT / name).read_text(encoding="utf-8")


def section(title, name=DATA):
    """What stands below a second-level heading."""
    return re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", read(name), flags=re.MULTILINE | re.DOTALL).group(1)


def parts(title):
    """Third-level heading -> what stands below it."""
    found = re.split(r"^### (.+)\n", section(title), flags=re.MULTILINE)
    return dict(zip(found[1::2], found[2::2], strict=True))


def table(text):
    """The cells of the first table in ``text``, without its header."""
    lines = re.search(r"(?:^\|.+\|\n)+", text, flags=re.MULTILINE).group().splitlines()
    cells = (re.split(r"(?<!\\)\|", line[1:-1]) for line in lines[2:])
    return [[cell.strip().replace(r"\|", "|") for cell in row] for row in cells]


def names_in(cell):
    return re.findall(r"`([^`]+)`", cell)


def first_column(text):
    return [name for row in table(text) for name in names_in(row[0])]


def commands_in(name):
    """The lines of a document's code blocks that start with ``$ ``, without the prompt."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", read(name), flags=re.MULTILINE | re.DOTALL)
    lines = (line for block in blocks for line in block.replace("\\\n", " ").splitlines())
    return [line[2:] for line in lines if line.startswith("$ ")]


def documents():
    """Name -> text of everything that is written for readers, notebooks' prose included."""
    patterns = ("*.md", "[!.]*/README.md", "[!.]*/*/README.md", "LICENSE", "CITATION.cff")
    files = [file for pattern in patterns for file in sorted(paths.ROOT.glob(pattern))]
    texts = {str(file.relative_to(paths.ROOT)): file.read_text(encoding="utf-8") for file in files}
    for file in NOTEBOOKS:
        cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
        texts[file.name] = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    return texts


# what lies in data/


def test_the_tree_of_data_names_every_lexicon_and_nothing_that_is_not_there():
    tree = re.search(r"^```\ndata/\n(.*?)^```", section("What lies here"), flags=re.MULTILINE | re.DOTALL).group(1)
    kept = [line for line in tree.splitlines() if "not in the repository" not in line]
    top = [line.split()[0] for line in kept if re.match(r"  \S", line)]
    assert [name for name in top if not (paths.LEXICONS.parent / name).exists()] == []
    below = {line.split()[0] for line in kept if re.match(r"    \S", line)}
    assert below == {file.name for file in paths.LEXICONS.iterdir() if file.suffix in (".csv", ".py")}


def test_every_link_within_the_data_dictionary_leads_to_a_heading():
    text = read(DATA)
    headings = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= anchors


# tables


def test_every_table_of_the_schema_has_a_heading_and_every_heading_a_table():
    assert set(parts("Tables")) == {*TABLES, "corpus.json"}


@pytest.mark.parametrize("name", TABLES)
def test_the_columns_of_a_table_are_documented_in_order_with_their_types(name):
    documented = [(names_in(row[0])[0], row[1]) for row in table(parts("Tables")[name])]
    assert documented == [(column.name, TYPES[column.type]) for column in TABLES[name]]


@pytest.mark.parametrize("name", TABLES)
def test_every_column_of_a_table_says_what_it_means_and_when_it_is_empty(name):
    assert [row[0] for row in table(parts("Tables")[name]) if len(row) != 4 or not all(row)] == []


def test_the_legend_explains_every_type_that_the_schema_uses():
    used = {TYPES[column.type] for schema in TABLES.values() for column in schema}
    assert {row[0] for row in table(section("Tables"))} == used


def test_the_documented_fields_of_corpus_json_are_those_of_a_commit(tmp_path):
    with change_corpus(tmp_path / "corpus", "run") as change:
        change.append("articles", frame("articles", [{"article_id": "a", "text": "Envoys met."}]))
    commit = json.loads((tmp_path / "corpus" / "corpus.json").read_text("utf-8"))
    assert first_column(parts("Tables")["corpus.json"]) == list(commit)


def test_what_is_said_never_to_be_empty_is_filled_by_annotation(tiny):
    never = {
        (name, names_in(row[0])[0])
        for name in TABLES
        for row in table(parts("Tables")[name])
        if row[3] == "never" and hasattr(tiny["found"], name)
    }
    gaps = {(name, column) for name, column in never if getattr(tiny["found"], name)[column].isna().any()}
    assert ("quotes", "text") in never
    assert gaps == set()


# reasons


def reason_rows():
    """The rows of all groups of reasons; notes are no reasons."""
    return [row for heading, text in parts("Ledger reasons").items() if heading != "Notes" for row in table(text)]


def reasons_in_code():
    """Every code that ingest can put into the ledger, by the places in which one can stand."""
    trees = {file: ast.parse(file.read_text(encoding="utf-8")) for file in INGEST.rglob("*.py")}
    nodes = [node for tree in trees.values() for node in ast.walk(tree)]
    no_reasons = {id(pair) for node in nodes for pair in pairs_of_something_else(node)}
    places = [place for node in nodes if id(node) not in no_reasons for place in places_of_a_reason(node)]
    places += [
        node.value for node in ast.walk(trees[INGEST / "triage.py"]) if isinstance(node, ast.Return) and node.value
    ]
    places = [
        end for place in places for end in ([place.body, place.orelse] if isinstance(place, ast.IfExp) else [place])
    ]
    texts = {place.value for place in places if isinstance(place, ast.Constant) and isinstance(place.value, str)}
    answers = {fault[0] for status in range(200, 600) if (fault := _status_fault(status))}
    return {text for text in texts if re.fullmatch(r"[a-z]+(_[a-z0-9]+)*", text)} | answers | {*WITHOUT_TEXT, FORGOTTEN}


def pairs_of_something_else(node):
    """Pairs that a loop goes over, that a list gathers, or that hold a unit: none is a code and its message."""
    if isinstance(node, ast.For | ast.comprehension) and isinstance(node.iter, ast.Tuple):
        yield from node.iter.elts
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "append":
        yield from node.args
    if isinstance(node, ast.Tuple) and node.elts:
        last = node.elts[-1]
        if isinstance(last, ast.Call) and ast.unparse(last.func) == "Unit":
            yield node


def places_of_a_reason(node):
    if isinstance(node, ast.Tuple) and len(node.elts) == 2 and is_message(node.elts[1]):  # a code and its message
        yield node.elts[0]
    if isinstance(node, ast.keyword) and node.arg == "reason":
        yield node.value
    if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "reason":
        yield node.value
    if isinstance(node, ast.Tuple) and ast.unparse(node)[1:-1].startswith(tuple(map(repr, STATUSES))):  # a Place
        yield node.elts[1]
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "never_raises":  # the reason in place of an error
        yield from node.args


def is_message(node):
    """Whether it can be a message: made when the code runs, or a text of several words."""
    return not isinstance(node, ast.Constant) or " " in str(node.value)


def test_every_reason_that_ingest_can_give_is_documented_and_every_documented_one_can_be_given():
    assert {name for row in reason_rows() for name in names_in(row[1])} == reasons_in_code()


def test_what_is_flagged_as_no_article_or_not_english_is_what_gets_no_valence():
    flagged = {name for row in table(parts("Ledger reasons")["Kept but flagged"]) for name in names_in(row[1])}
    assert {*flagged, "other_language"} == NOT_SCORED


def test_every_reason_has_a_status_of_the_ledger_a_meaning_and_a_next_step():
    rows = reason_rows()
    assert {row[0] for row in rows} <= set(STATUSES)
    assert [row[1] for row in rows if len(row) != 4 or not all(row)] == []


# lexicons


def header(name):
    with (paths.LEXICONS / name).open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def test_every_lexicon_has_a_heading_and_every_heading_a_lexicon():
    headings = {heading for heading in parts("Lexicons") if "/" in heading}
    assert headings == {f"lexicons/{name}" for name in LEXICONS}


@pytest.mark.parametrize("name", LEXICONS)
def test_the_columns_of_a_lexicon_are_documented_in_order(name):
    assert first_column(parts("Lexicons")[f"lexicons/{name}"]) == header(name)


def test_every_rule_of_a_form_is_a_column_of_every_lexicon_that_is_said_to_have_it():
    text = parts("Lexicons")["How a form counts"]
    said = re.search(r"These columns stand in (.+)\.", text).group(1)
    assert names_in(said)
    assert [name for name in names_in(said) if not set(first_column(text)) <= set(header(name))] == []


@pytest.mark.parametrize(
    ("name", "column"),
    [("people.csv", "short_rule"), ("organisations.csv", "kind"), ("outlets.csv", "kind"), ("places.csv", "route"),
     ("countries.csv", "route"), ("countries.csv", "continent"), ("organisations.csv", "route"),
     ("themes.csv", "route"), ("themes.csv", "weight"), ("abbreviations.csv", "kind"), ("cues.csv", "kind")],
)  # fmt: skip
def test_every_value_of_a_closed_column_is_documented(name, column):
    meaning = next(row[1] for row in table(parts("Lexicons")[f"lexicons/{name}"]) if column in names_in(row[0]))
    with (paths.LEXICONS / name).open(encoding="utf-8", newline="") as file:
        used = {row[column] for row in csv.DictReader(file)} - {""}
    assert used <= set(names_in(meaning))


def examples():
    found = {}
    for heading, text in parts("Lexicons").items():
        for block in re.findall(r"^```csv\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL):
            found[heading.removeprefix("lexicons/")] = block
    return found


def test_there_is_an_example_for_each_lexicon_that_readers_add_to():
    wanted = {"countries.csv", "people.csv", "places.csv", "organisations.csv", "themes.csv", "outlets.csv"}
    assert set(examples()) == wanted


@pytest.fixture(scope="module")
def laid_over(tmp_path_factory):
    """The shipped lexicons with every example row laid over them."""
    corpus = tmp_path_factory.mktemp("corpus")
    (corpus / "lexicons").mkdir()
    for name, block in examples().items():
        (corpus / "lexicons" / name).write_text(block, encoding="utf-8")
    return load_lexicons(corpus)


def test_no_example_row_is_at_fault(laid_over):
    assert set(check_lexicons(laid_over)) <= set(check_lexicons(load_lexicons()))


@pytest.mark.parametrize("name", sorted(set(examples()) - {"outlets.csv"}))
def test_every_form_of_an_example_row_counts(name, laid_over):
    row = next(csv.DictReader(examples()[name].splitlines()))
    forms = (row.get("forms") or row["form"]).split("|")
    article = "\n".join([row.get("with", ""), *forms])
    found = [match.form.row for match in matcher_of(laid_over).find(article)]
    assert found.count(f"{name}#{row['id']}") == len(forms)


def test_the_example_of_an_outlet_is_found_by_its_hosts(laid_over):
    row = next(csv.DictReader(examples()["outlets.csv"].splitlines()))
    for host in row["hosts"].split("|"):
        assert outlet_of(f"https://www.{host}/news/1", None, laid_over) == (row["name"], row["country"])


# corrections


@pytest.fixture(scope="module")
def example_corrections(tmp_path_factory):
    """The example rows of corrections.csv, as they stand."""
    folder = tmp_path_factory.mktemp("corpus")
    (block,) = re.findall(r"^```csv\n(.*?)^```", section("Corrections by an analyst"), flags=re.MULTILINE | re.DOTALL)
    (folder / "corrections.csv").write_text(block, encoding="utf-8")
    return read_corrections(folder)


def test_every_action_of_a_correction_is_documented_with_an_example_that_can_be_replayed(example_corrections):
    tables = re.split(r"\n\n", section("Corrections by an analyst"))
    (actions,) = (first_column(f"{text}\n") for text in tables if text.startswith("| `action`"))
    assert actions == list(NEEDED)
    assert sorted(example_corrections["action"]) == sorted(NEEDED)
    assert len(Replay(example_corrections, load_lexicons()).rows) == len({**OF_ALIASES, **OF_ROLES})


def test_the_columns_of_corrections_are_documented_in_order():
    assert tuple(first_column(section("Corrections by an analyst"))) == COLUMNS


# gold set


@pytest.mark.parametrize("file", sorted(paths.GOLD.glob("*.jsonl")), ids=lambda file: file.stem)
def test_the_fields_of_the_gold_set_are_documented_in_order(file):
    rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    assert {tuple(row) for row in rows} == {tuple(first_column(section("Gold set")))}


# themes


def test_the_documented_themes_are_those_of_the_lexicon():
    with (paths.LEXICONS / "themes.csv").open(encoding="utf-8", newline="") as file:
        used = {row["theme"] for row in csv.DictReader(file)}
    assert sorted(first_column(section("Themes"))) == sorted(used)


# reports


@pytest.fixture(scope="module")
def tiny():
    """Twelve articles of two outlets, in words that a lexicon of any size holds."""
    text = (
        "The president of Iran criticised Russia over a terrible attack. Officials in Iran praised the oil agreement."
    )
    articles = pd.DataFrame(
        {
            "article_id": [f"{n:016x}" for n in range(12)],
            "title": ["Iran and Russia argue about oil"] * 6 + ["Gold prices reach a summit"] * 6,
            "text": [text] * 6 + ["Farmers welcomed the good harvest in Kenya. Ministers in Kenya met."] * 6,
            "outlet": ["Herald"] * 6 + ["Courier"] * 6,
            "published": pd.to_datetime(["2024-03-05"] * 12, utc=True),
        }
    )
    return {"articles": with_stories(articles), "found": annotate(articles)}


def kept_names():
    """The names of the tables that notebooks keep: ``desk.keep("NAME", ...)``."""
    found = []
    for file in NOTEBOOKS:
        for cell in json.loads(file.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                calls = (node for node in ast.walk(ast.parse("".join(cell["source"]))) if isinstance(node, ast.Call))
                found += [ast.literal_eval(call.args[0]) for call in calls if ast.unparse(call.func) == "desk.keep"]
    return found


def made(name, articles, found):
    """A kept table of a tiny world, made as the notebook makes it."""
    mentions, sentences = found.mentions, found.sentences
    countries = mentions.dropna(subset=["country"]).rename(columns={"country": "thing"})
    about = found.article_themes.rename(columns={"theme": "thing"})
    target = articles["outlet"] == "Herald"
    row = {"article_id": articles["article_id"][0], "rule": "dateline", "position": "head", "passage": "NAIROBI -"}
    removed = frame("removed", [row])
    in_removed = mentions_in_removed(removed, articles)
    return {
        "accuracy": read_accuracy,
        "removed_by_rule": lambda: removed_by_rule(removed, articles),
        "countries_uncut": lambda: countries_uncut(mentions, in_removed, articles),
        "countries": lambda: country_coverage(found.country_roles, articles),
        "entities": lambda: support(mentions, ["kind", "entity"], articles).reset_index(),
        "keyness": lambda: keyness(articles[target], articles[~target]),
        "keyness_by_outlet": lambda: keyness_by_outlet(articles),
        "sentiment_by_country": lambda: sentiment_by_country(mentions, sentences, articles, min_stories=1),
        "country_pairs": lambda: cooccurrence(countries, None, articles, sentences=sentences, min_stories=1),
        "country_pairs_article": lambda: cooccurrence(countries, None, articles, min_stories=1),
        "country_themes": lambda: cooccurrence(countries, about, articles, min_stories=1),
        "country_month": lambda: country_month_panel(mentions, sentences, articles),
        "dyad_month": lambda: dyad_month_panel(mentions, articles),
    }[name]()


def test_every_table_that_a_notebook_keeps_is_documented_and_every_documented_one_is_kept():
    documented = [heading for heading in parts("Reports") if heading.startswith("tables/")]
    assert sorted(documented) == sorted(f"tables/{name}.csv" for name in kept_names())


@pytest.mark.parametrize("name", sorted(kept_names()))
def test_the_columns_of_a_kept_table_are_documented(name, tiny):
    columns = list(made(name, **tiny).columns)
    assert sorted(first_column(parts("Reports")[f"tables/{name}.csv"])) == sorted(columns)


def test_the_documented_fields_of_run_json_are_those_of_a_run(tmp_path, monkeypatch):
    with change_corpus(tmp_path / "corpus", "run") as change:
        change.append("articles", frame("articles", [{"article_id": "a", "text": "Envoys met in Kenya."}]))
        row = {"source": "a.txt", "raw_sha256": "0", "status": "accepted", "article_id": "a"}
        change.append("ledger", frame("ledger", [{"run_id": "run", **row}]))
    monkeypatch.setattr(paths, "NOTEBOOKS", tmp_path)  # no notebook, so that no kernel need start
    record = make_report(tmp_path / "corpus", tmp_path / "report")
    assert set(first_column(parts("Reports")["run.json"])) == {*record, "error"}
    documented = {row[0]: names_in(row[1]) for row in table(parts("Reports")["run.json"])}
    assert set(record["corpus"]) == set(documented["`corpus`"])
    assert set(record["accounting"]) == set(documented["`accounting`"])


# commands


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_is_named_in_the_readme(name):
    assert COMMANDS[name].help
    assert re.search(rf"\breadout {name}\b", read("README.md")), f"README.md does not name `readout {name}`"


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS, ids=lambda value: getattr(value, "name", value))
def test_every_option_has_help_and_is_named_in_the_readme(name, parameter):
    assert parameter.help
    if parameter.param_type_name == "option":
        told = any(re.search(rf"(?<![\w-]){option}(?![\w-])", read("README.md")) for option in parameter.opts)
        assert told, f"README.md does not name {parameter.opts[0]} of `readout {name}`"


SHOWN = [(name, line) for name in ("README.md", DATA) for line in commands_in(name)]


def test_the_readme_shows_how_to_make_a_report():
    assert any(line.split()[:2] == ["make", "report"] for line in commands_in("README.md"))


def words_of(line):
    """The commands of a line, each as its words; a comment is none."""
    words = shlex.split(line, comments=True)
    ends = [at for at, word in enumerate(words) if word in ("&&", ";", "|")]
    return [words[start:end] for start, end in zip([0, *(at + 1 for at in ends)], [*ends, len(words)], strict=True)]


@pytest.mark.parametrize("name", [name for name in documents() if name.endswith(".md")])
def test_every_target_of_make_that_a_document_names_exists(name):
    named = re.findall(r"`make ([a-z-]+)", documents()[name])
    assert set(named) <= set(re.findall(r"^([a-z-]+):.*## ", read("Makefile"), flags=re.MULTILINE))


@pytest.mark.parametrize(("name", "line"), SHOWN)
def test_a_command_that_a_document_shows_exists(name, line):
    makefile = read("Makefile")
    for words in words_of(line):
        program = Path(words[0]).name
        if program == "readout" and words[1:] != ["--help"]:
            assert words[1] in COMMANDS
            options = {option for parameter in COMMANDS[words[1]].params for option in parameter.opts} | {"--help"}
            assert {word.split("=")[0] for word in words[2:] if re.match(r"--?[a-z]", word)} <= options
        elif program == "make":
            given = [word.split("=")[0] for word in words[1:] if "=" in word]
            targets = [word for word in words[1:] if "=" not in word and not word.startswith("-")]
            assert set(targets) <= set(re.findall(r"^([a-z-]+):.*## ", makefile, flags=re.MULTILINE))
            assert [one for one in given if f"$({one})" not in makefile] == []
        elif "/" in words[0] and len(words) > 1 and words[1].endswith(".py"):
            assert (paths.ROOT / words[1]).is_file()


# all documents

MACHINE = re.compile(r"(?<![\w.~$}/])/(?:home|root|tmp|work|Users|mnt|opt|srv|private)/|\b[A-Z]:\\|file://")
MAKING = re.compile(r"\bco-authored|language model|\bchatbot|\bcopilot|\bas (?:instructed|requested)\b", re.IGNORECASE)
GAP = re.compile(r"@[A-Z_]+@|\b(?:TODO|FIXME|TBD)\b")


@pytest.mark.parametrize("name", documents())
def test_no_document_names_a_path_of_a_machine_or_speaks_of_its_making(name):
    text = documents()[name]
    assert MACHINE.findall(text) == []
    assert MAKING.findall(text) == []


@pytest.mark.parametrize("name", documents())
def test_no_document_has_a_gap_to_be_filled(name):
    assert GAP.findall(documents()[name]) == []


@pytest.mark.parametrize("name", [name for name in documents() if name.endswith(".md")])
def test_every_file_that_a_document_links_to_is_there(name):
    links = re.findall(r"\]\((?!#|\w+:)([^)#]+)", documents()[name])
    assert [link for link in links if not (paths.ROOT / name).parent.joinpath(link).exists()] == []
