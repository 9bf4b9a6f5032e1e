"""Finds every form of the lexicons in a batch of articles, in one pass over its bytes.

**In**: all articles as one UTF-8 ``buffer`` (uint8); article ``a`` is ``buffer[offsets[a] : offsets[a + 1]]``. Half a
surrogate pair is three bytes, as ``surrogatepass`` writes it.

**Out**: ``out`` (int32), a row per match: article, start, end, form, rule. Start and end count code points within the
article.

An article is decoded into two arrays of one number a letter: ``letters``, its folded code points, and ``spelled``, the
same in lower case with a mark on what words are made of (see ``letters.py``). A *token* is a word, or another character
with the word that follows it at once, if one does: " Korea", ".S", ".". Where a form may begin or end, a token does.
Forms lie in a hash table of their prefixes of whole tokens: the hash is carried from token to token, and a walk ends
where no prefix has it. Whatever the hash says is compared letter by letter.

Strings that rules ask of the whole article (``with``, ``without``, ``introduced``) are noted before, wherever they
occur, within words too: their first five letters lead to them. The few that are shorter are looked for when asked.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from helpers.compiled import kernel
from helpers.lexicons.letters import ALNUM, CODE, FINAL

SPREAD = np.uint64(0x9E3779B97F4A7C15)  # 2^64 over the golden ratio: a product's high bits depend on all bits
COMMA, BLANK, UNDERSCORE = ord(","), ord(" "), ord("_")
ENDS, GOES_ON = 1, 2  # bits of the filter: a form may end here, a form may go on
LOWERED, OF_THEME = 1, 2  # bits of how a spelling is compared, and of what
FIVE = tuple(map(np.uint32, (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F, 0x165667B1)))  # odd, and far apart
N_LEADING = 5  # letters that lead to a word of rules
REACH = 60  # letters before a form within which a word that stands before it begins
NONE = -1
RULES = (None, "beside", "without", "with", "after", "introduced", "title")  # what the number of a rule means
BY_INTRODUCTION, BY_TITLE = RULES.index("introduced"), RULES.index("title")

# Records in ``Tables.records``, each named by where it starts; the numbers say where in it a field stands.
# spelling: how many more spellings of the same lower case follow it at once, those in lower case first; LOWERED and
# OF_THEME; how many letters; how many forms; then the forms, those with most rules first, and the letters
N_MORE, HOW, N_LETTERS, N_FORMS, FORMS = range(5)
# form: its number; whether it blocks; the rule that lets it count, unless it must be introduced; then sets, or NONE
NUMBER, BLOCKS, RULE, NOT_AFTER, NOT_BEFORE, WITHOUT, AFTER, TOGETHER, INTRODUCED, FORM_SIZE = range(10)
# set: its number; how many words; then of each word its record, first and last letter. The titles are the set at 0.
SET_NUMBER, N_WORDS, WORDS = range(3)
WORD, FIRST, LAST, OF_WORD = range(4)
# word: its number; the next word with the same place, or NONE; how many letters; then the letters
WORD_NUMBER, NEXT, WORD_LENGTH, WORD_LETTERS = range(4)


class Tables(NamedTuple):
    """The lexicons as arrays; hash tables have powers of two as their sizes."""

    folded: np.ndarray  # int32[code point]: what it is folded to; one beyond stands for itself
    spelled: np.ndarray  # int32[code point]: what it is spelled as; one beyond stands for itself
    openers: np.ndarray  # bool[64]: by the last bits of a character that is no letter, whether forms begin with it
    filter: np.ndarray  # uint8: by the place of a prefix, ENDS and GOES_ON; most of a text goes no further
    keys: np.ndarray  # uint64: hash of a form in lower case, in the first free slot from its place on
    spellings: np.ndarray  # int32: the first spelling of that form; NONE: the slot is free
    leads: np.ndarray  # int32: by the place of five letters, the first word that begins with them, or NONE
    records: np.ndarray  # int32: see above
    n_noted: int  # how many words and sets are numbered
    depth: int  # how many spellings may end within the longest form


inlined = njit(nogil=True, error_model="numpy", inline="always")


@inlined
def mix(hashed, letter):
    """The hash of a text and the letter that follows it."""
    return (hashed << np.uint64(5) | hashed >> np.uint64(59)) ^ np.uint64(letter & CODE)


@inlined
def place_of(hashed, size):
    """Where to look for a hash in a table of ``size``."""
    return np.int64((hashed * SPREAD) >> np.uint64(32)) & (size - 1)


@inlined
def place_of_five(letters, at, size):
    """Where to look for the five letters at ``at``."""
    mixed = np.uint32(letters[at]) * FIVE[0]
    mixed = np.uint32(mixed + np.uint32(letters[at + 1]) * FIVE[1])
    mixed = np.uint32(mixed + np.uint32(letters[at + 2]) * FIVE[2])
    mixed = np.uint32(mixed + np.uint32(letters[at + 3]) * FIVE[3])
    mixed = np.uint32(mixed + np.uint32(letters[at + 4]) * FIVE[4])
    return np.int32(mixed >> np.uint32(15)) & np.int32(size - 1)


@kernel
def plant(spelled, at, filtered):
    """The hash of each spelling ``spelled[at[k] : at[k + 1]]``, its prefixes marked in the filter; and the most tokens."""
    hashes, most = np.empty(at.size - 1, np.uint64), 0
    for spelling in range(at.size - 1):
        hashed, p, end, n_tokens = np.uint64(0), at[spelling], at[spelling + 1], 0
        while p < end:
            hashed = mix(hashed, spelled[p])
            p += 1
            while p < end and spelled[p] & ALNUM:
                hashed = mix(hashed, spelled[p])
                p += 1
            filtered[place_of(hashed, filtered.size)] |= GOES_ON if p < end else ENDS
            n_tokens += 1
        hashes[spelling], most = hashed, max(most, n_tokens)
    return hashes, most


@kernel
def fill(hashes, records, keys, spellings):
    """Puts distinct hashes into free slots, and the record of each beside it."""
    for k in range(hashes.size):
        slot = place_of(hashes[k], keys.size)
        while spellings[slot] != NONE:
            slot = (slot + 1) & (keys.size - 1)
        keys[slot], spellings[slot] = hashes[k], records[k]


@kernel
def lead(words, records, leads):
    """Hangs ``words`` of five letters and more under their first five."""
    for word in words:
        if records[word + WORD_LENGTH] >= N_LEADING:
            place = place_of_five(records, word + WORD_LETTERS, leads.size)
            records[word + NEXT], leads[place] = leads[place], word


@kernel
def decode(buffer, at, end, folded, lowered, letters, spelled):
    """The letters of ``buffer[at:end]``, and how many there are; a character that is no letter follows the last."""
    n = 0
    while at < end:
        code = np.int64(buffer[at])
        if code < 0x80:
            letters[n], spelled[n] = code, lowered[code]
            at += 1
            n += 1
            continue
        if code < 0xE0:
            code, size = code & 0x1F, 2
        elif code < 0xF0:
            code, size = code & 0x0F, 3
        else:
            code, size = code & 0x07, 4
        for k in range(1, size):
            code = code << 6 | (buffer[at + k] & 0x3F)
        at += size
        if code < folded.size:
            code = np.int64(folded[code])
        letters[n] = code
        spelled[n] = lowered[code] if code < lowered.size else code
        n += 1
    letters[n] = spelled[n] = 0
    return n


@inlined
def same(text, start, records, at, n):
    """Whether ``n`` letters are the same."""
    k = 0
    while k < n and text[start + k] == records[at + k]:
        k += 1
    return k == n


@kernel
def note(letters, n, records, leads, hits, noted, article):
    """Writes ``article`` into ``noted`` for each word of five letters and more that rules ask for and that it has."""
    n_hits = 0
    for start in range(n - N_LEADING + 1):  # first all places, then all hits: neither loop has a branch
        hits[start] = place_of_five(letters, start, leads.size)
    for start in range(n - N_LEADING + 1):
        hit = leads[hits[start]] != NONE
        hits[n_hits] = start
        n_hits += hit
    for start in hits[:n_hits]:
        word = leads[place_of_five(letters, start, leads.size)]
        while word != NONE:
            number, length = records[word + WORD_NUMBER], records[word + WORD_LENGTH]
            fits = noted[number] != article and start <= n - length
            if fits and same(letters, start, records, word + WORD_LETTERS, length):
                noted[number] = article
            word = records[word + NEXT]


@kernel
def has(word, letters, n, records, noted, article):
    """Whether the article has a word; a short one is looked for when it is first asked."""
    number, length = records[word + WORD_NUMBER], records[word + WORD_LENGTH]
    if length < N_LEADING and noted[number] != article and noted[number] != -2 - article:
        noted[number] = -2 - article
        for p in range(n - length + 1):
            if same(letters, p, records, word + WORD_LETTERS, length):
                noted[number] = article
                break
    return noted[number] == article


@kernel
def has_one(words, letters, n, records, noted, article):
    """Whether the article has one of a set of words; once known, ``noted``, or else ``-2 - article``."""
    number = records[words + SET_NUMBER]
    if noted[number] != article and noted[number] != -2 - article:
        noted[number] = -2 - article
        for k in range(words + WORDS, words + WORDS + OF_WORD * records[words + N_WORDS], OF_WORD):
            if has(records[k + WORD], letters, n, records, noted, article):
                noted[number] = article
                break
    return noted[number] == article


@inlined
def in_word(p, letters, spelled):
    return spelled[p] & ALNUM or letters[p] == UNDERSCORE


@kernel
def one_ends(words, low, end, letters, spelled, records):
    """Whether one of a set of words begins as a word at ``low`` or later, and ends at ``end``."""
    if end <= low:
        return False
    for k in range(words + WORDS, words + WORDS + OF_WORD * records[words + N_WORDS], OF_WORD):
        if records[k + LAST] == letters[end - 1]:
            at, length = records[k + WORD] + WORD_LETTERS, records[records[k + WORD] + WORD_LENGTH]
            p = end - length
            if p >= low and same(letters, p, records, at, length) and not (p and in_word(p - 1, letters, spelled)):
                return True
    return False


@kernel
def stands_before(words, start, letters, spelled, records):
    """Whether one of a set of words ends where only blanks, or a comma and blanks, separate it from ``start``."""
    low, end = max(0, start - REACH), start
    while not one_ends(words, low, end, letters, spelled, records):
        if end == low or letters[end - 1] != BLANK:
            is_comma = end > low and letters[end - 1] == COMMA
            return is_comma and one_ends(words, low, end - 1, letters, spelled, records)
        end -= 1
    return True


@kernel
def one_begins(words, start, letters, spelled, n, records):
    """Whether one of a set of words begins at ``start``, and ends as a word if it ends with a letter."""
    for k in range(words + WORDS, words + WORDS + OF_WORD * records[words + N_WORDS], OF_WORD):
        if records[k + FIRST] == letters[start]:
            at, end = records[k + WORD] + WORD_LETTERS, start + records[records[k + WORD] + WORD_LENGTH]
            whole = end > n or not (spelled[end - 1] & ALNUM and in_word(end, letters, spelled))
            if end <= n and whole and same(letters, start, records, at, end - start):
                return True
    return False


@kernel
def stands_after(words, end, letters, spelled, n, records):
    """Whether one of a set of words begins where only blanks, or a comma and blanks, separate it from ``end``."""
    start = end
    while not one_begins(words, start, letters, spelled, n, records):
        if letters[start] != BLANK and (start > end or letters[start] != COMMA):
            return False
        start += 1
    return True


@kernel
def rule_of(form, start, end, letters, spelled, n, records, noted, article):
    """The number of the rule that lets a form count at ``[start, end)``; ``NONE`` if one forbids it."""
    for rule in range(NOT_AFTER, INTRODUCED + 1):
        words = records[form + rule]
        if words == NONE:
            continue
        if rule in (NOT_AFTER, AFTER):
            holds = stands_before(words, start, letters, spelled, records)
        elif rule == NOT_BEFORE:
            holds = stands_after(words, end, letters, spelled, n, records)
        elif rule == INTRODUCED and stands_before(0, start, letters, spelled, records):
            return BY_TITLE
        else:
            holds = has_one(words, letters, n, records, noted, article)
        if holds == (rule < AFTER):
            return NONE
        if rule == INTRODUCED:
            return BY_INTRODUCTION
    return np.int64(records[form + RULE])


@kernel
def spelled_at(start, end, hashed, letters, spelled, keys, spellings, records, n_found, ends, found):
    """Writes the spellings that stand at ``[start, end)`` behind the first ``n_found``, and returns how many that makes."""
    slot = place_of(hashed, keys.size)
    while spellings[slot] != NONE and keys[slot] != hashed:
        slot = (slot + 1) & (keys.size - 1)
    spelling = spellings[slot]
    more = spelling != NONE
    while more:
        length, at = records[spelling + N_LETTERS], spelling + FORMS + records[spelling + N_FORMS]
        if length == end - start:
            if records[spelling + HOW] & LOWERED:
                stands = same(spelled, start, records, at, length)
            else:
                stands = same(letters, start, records, at, length)
            if stands and n_found < ends.size:
                ends[n_found], found[n_found] = end, spelling
                n_found += 1
        more = records[spelling + N_MORE] > 0
        spelling = at + length
    return n_found


@kernel
def find(buffer, offsets, finals, tables, out):
    """Writes the matches into ``out`` as far as there is room, and returns how many there are.

    ``finals`` (int64, rising) counts, over the letters of all articles, the capital sigmas that end a word. In each
    article the matches lie in order, a name before a term of a theme that starts where it does.
    """
    folded, lowered, openers, filtered, keys, spellings, leads, records, n_noted, depth = tables
    room = np.max(np.diff(offsets)) + 1 if offsets.size > 1 else 1
    letters, spelled, hits = np.empty(room, np.int32), np.empty(room, np.int32), np.empty(room, np.int32)
    noted = np.full(n_noted, NONE, np.int32)
    ends, found = np.empty(depth, np.int64), np.empty(depth, np.int64)
    taken = np.zeros(2, np.int64)  # where the last name ends, and the last term
    n_out = before = next_final = 0
    for article in range(offsets.size - 1):
        n = decode(buffer, offsets[article], offsets[article + 1], folded, lowered, letters, spelled)
        while next_final < finals.size and finals[next_final] < before + n:
            spelled[finals[next_final] - before] |= FINAL
            next_final += 1
        before += n
        note(letters, n, records, leads, hits, noted, article)
        taken[:] = 0
        name_end = 0  # where the last name ends that does not block
        p = 0
        while p < n:
            start = p
            p += 1
            in_a_word = spelled[start] & ALNUM != 0
            if not in_a_word and (not openers[spelled[start] & 63] or (start and spelled[start - 1] & ALNUM)):
                continue
            hashed, end = mix(np.uint64(0), spelled[start]), p
            while spelled[end] & ALNUM:
                hashed = mix(hashed, spelled[end])
                end += 1
            if in_a_word:
                p = end
            n_found = 0
            while True:
                flags = filtered[place_of(hashed, filtered.size)]
                if flags & ENDS:
                    n_found = spelled_at(
                        start, end, hashed, letters, spelled, keys, spellings, records, n_found, ends, found
                    )
                if end == n or not flags & GOES_ON:
                    break
                hashed = mix(hashed, spelled[end])
                end += 1
                while spelled[end] & ALNUM:
                    hashed = mix(hashed, spelled[end])
                    end += 1
            for turn in range(2 * n_found):  # names, then terms; of each the longest first
                of_theme, k = turn >= n_found, n_found - 1 - turn % n_found
                spelling = found[k]
                if start < taken[int(of_theme)] or (records[spelling + HOW] & OF_THEME > 0) != of_theme:
                    continue
                for at in range(spelling + FORMS, spelling + FORMS + records[spelling + N_FORMS]):
                    form = records[at]
                    rule = rule_of(form, start, ends[k], letters, spelled, n, records, noted, article)
                    if rule == NONE:
                        continue
                    taken[int(of_theme)] = ends[k]
                    if not records[form + BLOCKS] and not (of_theme and ends[k] <= name_end):
                        if n_out < out.shape[0]:
                            out[n_out, 0], out[n_out, 1], out[n_out, 2] = article, start, ends[k]
                            out[n_out, 3], out[n_out, 4] = records[form + NUMBER], rule
                        n_out += 1
                        if not of_theme:
                            name_end = ends[k]
                    break
    return n_out
