"""The tables that the gazetteer's kernel reads, made from the forms of the lexicons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np

from helpers.lexicons.kernels import gazetteer as kernel
from helpers.lexicons.letters import ALNUM, FOLD, codes, folded_letters, lower, spell, spelled_letters
from helpers.lexicons.rows import Form

FILTER_SIZE, NOTED_SIZE = 1 << 17, 1 << 14
# the fields of a form that hold its rules, in the order of the kernel's columns
RULES = ("not_after", "not_before", "without", "after", "together", "introduced")


def tables_of(forms: Sequence[Form], titles: tuple[str, ...]) -> kernel.Tables:
    """The tables of ``forms``, numbered as they come; of one spelling, the first form whose rules hold counts."""
    grouped = _grouped(forms)
    small = [text if how & kernel.LOWERED else lower(text) for text, how in grouped]
    letters, at = spell("".join(small)), _starts(small)
    hashes, owners, left = kernel.prefixes_of(letters, at)
    distinct, numbers = np.unique(hashes, return_inverse=True)
    goes_on = np.zeros(distinct.size, bool)
    goes_on[numbers[left > 0]] = True
    keys, nodes = _slots(distinct)

    ends = numbers[left == 0]
    written = np.array([not how & kernel.LOWERED for _, how in grouped], bool)
    order = np.lexsort((written, ends))
    listed = list(grouped.items())
    (texts, how), members = ([], []), []
    for k in order:
        (text, compared), numbered = listed[k]
        texts.append(spell(text) if compared & kernel.LOWERED else codes(text))
        how.append(compared)
        members.append(numbered)

    rules, words = _rules(forms, titles)
    return kernel.Tables(
        alphabet=kernel.Alphabet(folded_letters(), spelled_letters()),
        prefixes=kernel.Prefixes(
            openers=_marked(letters[at[:-1]][letters[at[:-1]] < ALNUM], 64),
            filter=_marked(hashes[np.diff(owners, prepend=-1) > 0] >> kernel.FILTERED, FILTER_SIZE),
            keys=keys,
            nodes=nodes,
            goes_on=goes_on,
            spellings_at=np.searchsorted(ends[order], np.arange(distinct.size + 1)).astype(np.int32),
        ),
        spellings=kernel.Spellings(
            _starts(texts), _joined(texts, np.uint32), np.array(how, np.uint8), _starts(members), _joined(members, np.int32)
        ),
        rules=rules,
        words=words,
        depth=4 * int(np.bincount(owners, minlength=1).max()),
    )


def _grouped(forms: Sequence[Form]) -> dict[tuple[str, int], list[int]]:
    """The numbers of the forms that each text spells, and how it is compared."""
    spellings: dict[tuple[str, int], list[int]] = {}
    for number, form in enumerate(forms):
        text, of_theme = form.text.translate(FOLD), kernel.OF_THEME * form.of_theme
        if form.case == "any":
            spellings.setdefault((lower(text), of_theme | kernel.LOWERED), []).append(number)
        else:
            for written in {text: None, text.upper(): None} if form.case == "caps" else (text,):
                spellings.setdefault((written, of_theme), []).append(number)
    return spellings


def _rules(forms: Sequence[Form], titles: tuple[str, ...]) -> tuple[kernel.Rules, kernel.Words]:
    """The rules of each form as sets of words, the titles first; and how to note what is asked of a whole article."""
    sets: dict[tuple[str, ...], int] = {(): -1, titles: 0}
    columns = [[sets.setdefault(getattr(form, name), len(sets) - 1) for name in RULES] for form in forms]
    numbers = {word: number for number, word in enumerate(dict.fromkeys(chain.from_iterable(sets)))}
    asked = {words for form in forms for words in (form.without, form.together, form.introduced)}
    noted = sorted({numbers[word] for word in chain.from_iterable(asked)})
    letters = [codes(word) for word in numbers]
    words = kernel.Words(
        at=_starts(letters),
        letters=_joined(letters, np.uint32),
        first=np.full(NOTED_SIZE, -1, np.int32),
        following=np.full(len(numbers), -1, np.int32),
    )
    kernel.lead(np.array(noted, np.int64), words)
    members = [[numbers[word] for word in one] for one in sets if one]
    return kernel.Rules(
        sets=np.array(columns, np.int32).reshape(-1, len(RULES)),
        rule=np.array([kernel.RULES.index(_rule(form)) for form in forms], np.int8),
        blocks=np.array([form.kind == "none" for form in forms], bool),
        words_at=_starts(members),
        words=_joined(members, np.int32),
    ), words


def _rule(form: Form) -> str | None:
    """What to call the rules of a form that hold, unless it must be introduced."""
    named = {"after": form.after, "with": form.together, "without": form.without, "beside": form.n_rules}
    return next((name for name, asked in named.items() if asked), None)


def _slots(hashes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A hash table that is at most half full; the number of a hash is its place among ``hashes``."""
    size = 1 << (2 * hashes.size).bit_length()
    keys, nodes = np.zeros(size, np.uint64), np.full(size, -1, np.int32)
    kernel.fill(hashes, keys, nodes)
    return keys, nodes


def _marked(places: np.ndarray, size: int) -> np.ndarray:
    """``size`` marks, a power of two, of which those are set that the last bits of ``places`` say."""
    marks = np.zeros(size, bool)
    marks[places.astype(np.int64) & (size - 1)] = True
    return marks


def _starts(lists: Iterable[Sequence]) -> np.ndarray:
    """Where each list starts if they are laid end to end, and where the last one ends (int32)."""
    return np.cumsum([0, *map(len, lists)], dtype=np.int32)


def _joined(lists: Sequence[Sequence], dtype: type) -> np.ndarray:
    """The lists laid end to end."""
    return np.concatenate([np.empty(0, dtype), *lists]).astype(dtype, copy=False)
