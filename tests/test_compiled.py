"""Where kernels are kept, what they say when they are made, and what they need: no NLTK."""

import io
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import compiled
from helpers.annotate import kernels
from helpers.annotate.kernels.text import bytes_at, characters_at, find, pack, table_of
from helpers.annotate.kernels.text import characters as all_characters
from helpers.compiled import kernel

find_cache_folder = compiled.cache_folder.__wrapped__


@pytest.fixture
def package_that_cannot_be_written(tmp_path, monkeypatch):
    taken = tmp_path / "package"
    taken.write_text("a file, so that no folder can be made in it")
    monkeypatch.setattr(compiled, "HERE", taken)
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)


def test_the_cache_is_beside_the_package(monkeypatch):
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    assert find_cache_folder().parent == compiled.HERE / "__pycache__"


def test_or_where_numba_is_told_to_keep_it(tmp_path, monkeypatch):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "given"))
    assert find_cache_folder().parent == tmp_path / "given"


def test_or_in_the_cache_of_the_user(tmp_path, monkeypatch, package_that_cannot_be_written):
    monkeypatch.setattr(compiled, "user_cache_path", lambda name: tmp_path / "user" / name)
    assert find_cache_folder().parent == tmp_path / "user" / "readout"


def test_where_nothing_can_be_written_kernels_and_tables_are_made_and_not_kept(
    tmp_path, monkeypatch, package_that_cannot_be_written
):
    monkeypatch.setattr(compiled, "user_cache_path", lambda name: tmp_path / "package" / name)
    assert find_cache_folder() is None
    monkeypatch.setattr(compiled, "cache_folder", find_cache_folder)
    assert compiled.kernel(lambda n: n + 1)(1) == 2
    assert compiled.stored("x", lambda: {"x": np.arange(3)})["x"].tolist() == [0, 1, 2]


def test_a_change_of_the_code_is_another_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(compiled, "HERE", tmp_path)
    before = find_cache_folder()
    (tmp_path / "lexicons").mkdir()
    (tmp_path / "lexicons" / "letters.py").write_text("MASK = 2")
    assert find_cache_folder() != before


def test_a_table_is_built_once(tmp_path, monkeypatch):
    monkeypatch.setattr(compiled, "cache_folder", lambda: tmp_path)
    built = []

    def build():
        built.append(1)
        return {"x": np.arange(3)}

    for _ in range(2):
        assert compiled.stored("x", build)["x"].tolist() == [0, 1, 2]
    assert len(built) == 1
    (tmp_path / "x.npz").write_bytes(b"cut off")
    assert compiled.stored("x", build)["x"].tolist() == [0, 1, 2]
    assert len(built) == 2
    assert [file.name for file in tmp_path.iterdir()] == ["x.npz"]


def test_of_many_states_the_latest_are_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(compiled, "cache_folder", lambda: tmp_path)
    built = []

    def table_in(state):
        return compiled.stored("y", lambda: built.append(state) or {"y": np.array([int(state)])}, state, keep=2)

    for state in "1232":
        assert table_in(state)["y"].tolist() == [int(state)]
    assert built == ["1", "2", "3"]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["y-2.npz", "y-3.npz"]
    table_in("1")
    assert built == ["1", "2", "3", "1"]


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(("stream", "n_lines"), [(Terminal, 1), (io.StringIO, 0)])
def test_compiling_is_announced_on_a_terminal_and_once(tmp_path, monkeypatch, stream, n_lines):
    monkeypatch.setattr(compiled, "cache_folder", lambda: tmp_path)
    monkeypatch.setattr(sys, "stderr", stream())
    for _ in range(2):
        kernels.warm_up.__wrapped__()
    lines = sys.stderr.getvalue().splitlines()
    assert len(lines) == n_lines
    assert all("compiling kernels, once" in line for line in lines)


def test_annotating_with_what_is_kept_imports_neither_nltk_nor_seaborn():
    kernels.warm_up()
    code = """
import sys
import pandas as pd
from helpers.annotate import annotate
found = annotate(pd.DataFrame({"article_id": ["a"], "text": ["The talks were good. They went on."]}))
print(len(found.sentences), found.sentences["valence"].notna().sum(), {"nltk", "seaborn"} & set(sys.modules))
"""
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)  # builds what nobody has built yet
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert said.split() == ["2", "1", "set()"]


@given(st.lists(st.text(max_size=12) | st.text("aé’😀\ud800", min_size=60, max_size=300), max_size=5), st.data())
def test_offsets_in_characters_lead_to_bytes_and_back(texts, data):
    places = [(k, at) for k, text in enumerate(texts) for at in sorted(data.draw(st.lists(st.integers(0, len(text)))))]
    owner, offsets = np.array(places, np.int64).reshape(-1, 2).T.copy()
    packed = pack(texts)
    (found,) = bytes_at(packed, (owner, offsets))
    expected = [packed.starts[k] + len(texts[k][:at].encode("utf-8", "surrogatepass")) for k, at in places]
    assert found.tolist() == expected
    assert characters_at(packed.bytes, packed.starts, owner, found).tolist() == offsets.tolist()


@kernel
def find_all(text, starts, ends, slots, letters, characters, rows):
    for k in range(starts.size):
        rows[k] = find(text, starts[k], ends[k], slots, letters, characters)


@given(st.lists(st.text(max_size=5).map(str.lower), unique=True), st.lists(st.text(max_size=5)))
def test_a_word_is_found_in_whichever_case_and_only_if_it_is_listed(listed, others):
    asked = [*listed, *(word.upper() for word in listed), *others]
    asked = [word for word in asked if not set(word) & set("İΣς")]  # see `characters`
    packed, rows = pack(asked), np.empty(len(asked), np.int64)
    find_all(*packed, *table_of(listed), all_characters(), rows)
    places = {word: row for row, word in enumerate(listed) if word == word.lower()}
    assert rows.tolist() == [places.get("".join(map(str.lower, word)), -1) for word in asked]
