"""The tables that the gazetteer's kernel reads, made from the forms of the lexicons."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from itertools import accumulate, chain

import numpy as np

from helpers.compiled import code_digest, stored
from helpers.lexicons.kernels import gazetteer as kernel
from helpers.lexicons.letters import ALNUM, codes, fold, folded_letters, lower, spell, spelled_letters
from helpers.lexicons.rows import Form, Lexicons

FILTER_SIZE, LEADS_SIZE = 1 << 19, 1 << 16
WORTH_KEEPING = 5000  # forms
N_KEPT = 4  # states of the lexicons, of 8 MB each
Spelling = tuple[str, int]  # a text, and LOWERED if it stands for any case, OF_THEME if in terms


def tables_of(forms: Sequence[Form], titles: tuple[str, ...] = ()) -> kernel.Tables:
    """The tables of ``forms``, numbered as they come; of one spelling, the first form whose rules hold counts."""
    records, sets, words = _words(forms, titles)
    first_form, no_rules = len(records), [kernel.NONE] * (kernel.FORM_SIZE - kernel.NOT_AFTER)
    for number, form in enumerate(forms):
        asked = (form.not_after, form.not_before, form.without, form.after, form.together, form.introduced)
        rule = kernel.RULES.index(_rule(form)) if any(asked) else 0
        records += [number, form.kind == "none", rule, *(map(sets.__getitem__, asked) if any(asked) else no_rules)]

    grouped = by_spelling(forms)
    small = [text if how & kernel.LOWERED else lower(text) for text, how in grouped]
    spelled, at = spell("".join(small)), np.array([0, *accumulate(map(len, small))], np.int32)
    filtered = np.zeros(FILTER_SIZE, np.uint8)
    hashes, most_tokens = kernel.plant(spelled, at, filtered)
    begin = spelled[at[:-1]]
    openers = np.zeros(64, bool)
    openers[begin[begin < ALNUM] & 63] = True

    distinct, counts = np.unique(hashes, return_counts=True)
    more, first = _spelling_records(grouped, spelled, hashes, counts, first_form, len(records))
    flat = np.concatenate([np.array(records, np.int32), more])
    size = 1 << (2 * distinct.size).bit_length()
    keys, spellings = np.zeros(size, np.uint64), np.full(size, kernel.NONE, np.int32)
    kernel.fill(distinct, first, keys, spellings)

    leads = np.full(LEADS_SIZE, kernel.NONE, np.int32)
    noted = {words[word] for form in forms for word in chain(form.without, form.together, form.introduced)}
    kernel.lead(np.array(sorted(noted), np.int32), flat, leads)
    return kernel.Tables(
        folded=folded_letters(),
        spelled=spelled_letters(),
        openers=openers,
        filter=filtered,
        keys=keys,
        spellings=spellings,
        leads=leads,
        records=flat,
        n_noted=len(words) + len(sets),
        depth=4 * most_tokens,  # of a name and of a theme, as written and in lower case: no more end with one token
    )


def _spelling_records(
    grouped: dict[Spelling, list[int]],
    spelled: np.ndarray,
    hashes: np.ndarray,
    counts: np.ndarray,
    first_form: int,
    begin: int,
) -> tuple[np.ndarray, np.ndarray]:
    """The records of spellings, which begin at ``begin``, by their hashes; and where those of each hash begin.

    ``counts`` says how many have each hash; the records of forms begin at ``first_form``.
    """
    lowered = np.array([how & kernel.LOWERED for _, how in grouped], bool)
    lengths = np.array([len(text) for text, _ in grouped], np.int64)
    n_forms = np.array([len(numbers) for numbers in grouped.values()], np.int64)
    written = codes("".join(text for text, _ in grouped))
    order = np.lexsort((~lowered, hashes))
    sizes = kernel.FORMS + n_forms + lengths
    ends = np.cumsum(sizes[order])
    starts = np.empty(order.size, np.int64)
    starts[order] = ends - sizes[order]
    last = np.cumsum(counts)
    records = np.empty(sizes.sum(), np.int32)
    records[starts[order] + kernel.N_MORE] = np.repeat(last, counts) - 1 - np.arange(order.size)
    records[starts + kernel.HOW] = [how for _, how in grouped]
    records[starts + kernel.N_LETTERS] = lengths
    records[starts + kernel.N_FORMS] = n_forms
    numbers = np.array([number for numbers in grouped.values() for number in numbers], np.int64)
    records[_each(starts + kernel.FORMS, n_forms)] = first_form + kernel.FORM_SIZE * numbers
    records[_each(starts + kernel.FORMS + n_forms, lengths)] = np.where(np.repeat(lowered, lengths), spelled, written)
    return records, (begin + starts[order[last - counts]]).astype(np.int32)


def _each(starts: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """``starts[0]``, ``starts[0] + 1`` ... of ``lengths[0]`` numbers, then those of the next."""
    return np.repeat(starts - np.cumsum(lengths) + lengths, lengths) + np.arange(lengths.sum())


def kept_tables(forms: Sequence[Form], lexicons: Lexicons) -> kernel.Tables:
    """The tables of the forms of ``lexicons``, as an earlier run kept them; few forms are sooner read than looked up."""
    if len(forms) < WORTH_KEEPING:
        return tables_of(forms, lexicons.titles)
    state = sha256(repr(lexicons.rows).encode() + code_digest("lexicons/*.py").encode()).hexdigest()[:16]
    arrays = stored("gazetteer", lambda: _as_arrays(tables_of(forms, lexicons.titles)), state, N_KEPT)
    return kernel.Tables(**{name: array if array.ndim else int(array) for name, array in arrays.items()})


def _as_arrays(tables: kernel.Tables) -> dict[str, np.ndarray]:
    return {name: np.asarray(table) for name, table in tables._asdict().items()}


def by_spelling(forms: Sequence[Form]) -> dict[Spelling, list[int]]:
    """The numbers of the forms that each text spells, by the text and how it is compared."""
    grouped: dict[Spelling, list[int]] = {}
    for number, form in enumerate(forms):
        text, of_theme = fold(form.text), kernel.OF_THEME * form.of_theme
        if form.case == "any":
            grouped.setdefault((lower(text), of_theme | kernel.LOWERED), []).append(number)
            continue
        for written in dict.fromkeys((text, text.upper()) if form.case == "caps" else (text,)):
            grouped.setdefault((written, of_theme), []).append(number)
    return grouped


def _words(
    forms: Sequence[Form], titles: tuple[str, ...]
) -> tuple[list[int], dict[tuple[str, ...], int], dict[str, int]]:
    """The records of the words of rules and of their sets, the titles first; where each set stands, and each word."""
    asked = (
        words
        for form in forms
        for words in (form.not_after, form.not_before, form.without, form.after, form.together, form.introduced)
    )
    sets = [words for words in dict.fromkeys(chain([titles], asked)) if words]
    texts = list(dict.fromkeys(chain.from_iterable(sets)))
    *sets_at, end = accumulate((kernel.WORDS + kernel.OF_WORD * len(words) for words in sets), initial=0)
    *words_at, _ = accumulate((kernel.WORD_LETTERS + len(text) for text in texts), initial=end)
    at = dict(zip(texts, words_at))
    records: list[int] = []
    for number, words in enumerate(sets, len(texts)):
        records += [number, len(words), *chain.from_iterable((at[word], ord(word[0]), ord(word[-1])) for word in words)]
    for number, text in enumerate(texts):
        records += [number, kernel.NONE, len(text), *map(ord, text)]
    return records, {(): kernel.NONE, **dict(zip(sets, sets_at))}, at


def _rule(form: Form) -> str | None:
    """What to call the rules of a form that hold, unless it must be introduced."""
    named = {"after": form.after, "with": form.together, "without": form.without, "beside": form.n_rules}
    return next((name for name, asked in named.items() if asked), None)
