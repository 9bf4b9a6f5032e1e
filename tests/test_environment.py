"""The environment: what is pinned, what is declared and what the Makefile offers say the same thing."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
TARGETS = ["report", "test", "test-fast", "bench", "notebooks", "lint", "lab", "lock", "clean"]


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def pins(text):
    """Name -> pinned requirement, for each line that starts with a name."""
    lines = re.findall(r"^[A-Za-z0-9].*", text, flags=re.MULTILINE)
    pinned = [Requirement(line.rstrip("\\ ")) for line in lines]
    return {canonicalize_name(requirement.name): requirement for requirement in pinned}


@pytest.fixture(scope="module")
def project():
    return tomllib.loads(read("pyproject.toml"))


@pytest.fixture(scope="module")
def locked():
    return pins(read("requirements.lock"))


def test_constraints_are_the_lock_without_its_hashes(locked):
    assert pins(read("constraints.txt")) == locked


def test_every_locked_package_has_one_exact_version_and_a_hash():
    blocks = re.split(r"^(?=[A-Za-z0-9])", read("requirements.lock"), flags=re.MULTILINE)[1:]
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert [block.split()[0] for block in blocks if not re.match(r"[\w.-]+==[\w.]+\s", block)] == []
    assert len({block.split("==")[0] for block in blocks}) == len(blocks)


@pytest.mark.parametrize("name", ["requirements.lock", "constraints.txt", "environment.yml", "pyproject.toml"])
def test_no_package_index_is_named(name):
    assert not re.search(r"https?:|--(extra-)?index-url|--find-links|--trusted-host", read(name))


def test_what_the_project_declares_is_locked_in_a_version_that_it_allows(project, locked):
    declared = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["dev"],
        *project["build-system"]["requires"],
    ]
    for requirement in map(Requirement, declared):
        pin = locked.get(canonicalize_name(requirement.name))
        assert pin is not None, f"{requirement.name} is not in requirements.lock: run `make lock`"
        version = next(iter(pin.specifier)).version
        assert version in requirement.specifier, f"{pin} is locked, {requirement} declared: run `make lock`"


def test_what_the_code_imports_is_declared(project):
    """A package that comes only because another one needs it may be gone tomorrow."""
    trees = [ast.parse(path.read_bytes()) for path in (ROOT / "src").rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    imported = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    others = {name.split(".")[0] for name in imported} - sys.stdlib_module_names - {"helpers"}
    declared = {canonicalize_name(Requirement(line).name) for line in project["project"]["dependencies"]}
    carried_by = packages_distributions()
    undeclared = {name for name in others if not declared & set(map(canonicalize_name, carried_by.get(name, [])))}
    assert undeclared == set()


def test_the_build_group_is_what_the_build_needs(project):
    assert project["dependency-groups"]["build"] == project["build-system"]["requires"]


def test_the_citation_names_the_version_of_the_package(project):
    assert yaml.safe_load(read("CITATION.cff"))["version"] == project["project"]["version"]


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_make_alone_lists_every_target():
    listed = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert re.findall(r"^  make (\S+)", listed.stdout, flags=re.MULTILINE) == ["help", *TARGETS]


@pytest.mark.parametrize("name", [".ci/run", ".github/workflows/ci.yml", ".github/workflows/report.yml"])
def test_automation_calls_only_targets_that_exist(name):
    called = re.findall(r"^\W*(?:run: )?make ([a-z-]+)", read(name), flags=re.MULTILINE)
    assert called
    assert set(called) <= set(TARGETS)


def test_the_ci_script_can_be_run():
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_no_tracked_file_names_a_place_on_someones_machine():
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listing.returncode:
        pytest.skip(f"not a git checkout: {listing.stderr.strip()}")
    places = [r"(?<![\w.])/(?:home|Users)/\w[\w.-]*/", r"\b[A-Z]:\\+Users\\", *map(own_place, (ROOT, Path.home()))]
    found = []
    for name in filter(None, listing.stdout.split("\0")):
        text = (ROOT / name).read_bytes().decode("utf-8", errors="ignore") if (ROOT / name).is_file() else ""
        found += [f"{name}: {match.group()}" for match in re.finditer("|".join(places), text)]
    assert found == []


def own_place(path):
    """A pattern for a path on this machine, not for the same letters inside an address or a longer name."""
    return rf"(?<![\w.]){re.escape(str(path))}(?:/\w|$)"


@pytest.mark.slow
def test_plain_pip_resolves_the_environment_as_conda_would(locked, tmp_path):
    """conda writes the pip section to a file beside environment.yml, and calls pip there."""
    probe = pip("download", "--no-deps", "--no-cache-dir", "--retries=0", "--dest", tmp_path, str(locked["editables"]))
    if probe.returncode:
        pytest.skip(f"no package index can be reached: {probe.stderr.strip().splitlines()[-1]}")

    dependencies = yaml.safe_load(read("environment.yml"))["dependencies"]
    (section,) = [part["pip"] for part in dependencies if isinstance(part, dict)]
    with tempfile.NamedTemporaryFile("w", dir=ROOT, prefix="condaenv.", suffix=".requirements.txt") as requirements:
        requirements.write("\n".join(section))
        requirements.flush()
        resolved = pip("install", "--dry-run", "--ignore-installed", "-r", requirements.name)
    assert resolved.returncode == 0, resolved.stderr

    would_install = re.search(r"^Would install (.*)", resolved.stdout, flags=re.MULTILINE).group(1).split()
    versions = {canonicalize_name(name): version for name, version in (item.rsplit("-", 1) for item in would_install)}
    assert versions.pop("readout-news")
    assert {"jupyterlab", "pandas", "nltk", "trafilatura", "lxml-html-clean", "deltalake"} <= set(versions)
    unpinned = {name: version for name, version in versions.items() if version not in locked[name].specifier}
    assert unpinned == {}


def pip(*arguments):
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600)
