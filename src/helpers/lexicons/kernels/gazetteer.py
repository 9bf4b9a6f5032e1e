"""Finds every form of the lexicons in a batch of articles, in one pass over its bytes.

**In**: all articles as one UTF-8 ``buffer`` (uint8); article ``a`` is ``buffer[offsets[a] : offsets[a + 1]]``. Half a
surrogate pair is three bytes, as ``surrogatepass`` writes it.

**Out**: ``out`` (int32), a row per match: article, start, end, form, rule. Start and end count code points within the
article.

An article is decoded into two arrays of one number a letter: ``letters``, its folded code points, and ``spelled``, the
same in lower case with a mark on what words are made of (see ``letters.py``). A *token* is a run of such letters, or
one other character. Forms lie in a hash table of their prefixes that end with a token: the hash is carried from token
to token, and a walk ends where a prefix is not in the table. Whatever the hash says is compared letter by letter.

Strings that rules ask of the whole article (``with``, ``without``, ``introduced``) are noted before, wherever they
occur, within words too: their first three letters lead to them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from helpers.lexicons.letters import ALNUM, CODE, FINAL

SEED, PRIME = np.uint64(14695981039346656037), np.uint64(1099511628211)  # FNV-1a
LETTER, MARKED, IS_FINAL = np.uint64(CODE), np.uint32(ALNUM), np.uint32(FINAL)
COMMA, BLANK, UNDERSCORE = ord(","), ord(" "), ord("_")
FILTERED = np.uint64(40)  # the filter looks at the bits of a hash from here on
REACH = 60  # letters before a form within which a word that stands before it begins

LOWERED, OF_THEME = 1, 2  # bits of how a spelling is compared, and of what
NOT_AFTER, NOT_BEFORE, WITHOUT, AFTER, TOGETHER, INTRODUCED = range(6)  # columns of ``rules``
FORBIDDEN = -1
RULES = (None, "beside", "without", "with", "after", "introduced", "title")  # what a rule's number means
BY_INTRODUCTION, BY_TITLE = RULES.index("introduced"), RULES.index("title")


class Alphabet(NamedTuple):
    """What each code point is folded to and spelled as; one beyond a table stands for itself."""

    folded: np.ndarray  # uint16
    spelled: np.ndarray  # uint32


class Prefixes(NamedTuple):
    """The forms' prefixes that end with a token, numbered, in a hash table."""

    openers: np.ndarray  # bool[64]: by the last bits of a character that is no letter, whether forms begin with it
    filter: np.ndarray  # bool[2^n]: by the higher bits of a hash, whether it may be the first token of a form
    keys: np.ndarray  # uint64[2^n]: hash of a prefix, in the first free slot from its place on
    nodes: np.ndarray  # int32[2^n]: number of that prefix; -1: the slot is free
    goes_on: np.ndarray  # bool[prefix]: whether a longer form begins with it
    spellings_at: np.ndarray  # int32[prefix + 1]: the range of spellings that end here, those in lower case first


class Spellings(NamedTuple):
    """The spellings of forms. Where an array lists ranges of another one, range ``i`` is ``at[i] : at[i + 1]``."""

    at: np.ndarray  # int32[spelling + 1]: ranges of letters
    letters: np.ndarray  # uint32: folded letters, or spelled ones for forms of any case
    how: np.ndarray  # uint8[spelling]: LOWERED, OF_THEME
    forms_at: np.ndarray  # int32[spelling + 1]: ranges of forms
    forms: np.ndarray  # int32: the forms of a spelling, those with most rules first


class Rules(NamedTuple):
    """The rules of forms, and the sets of words that they name."""

    sets: np.ndarray  # int32[form, 6]: for each rule its set of words; -1: none
    rule: np.ndarray  # int8[form]: the number of the rule that lets it count, unless it must be introduced
    blocks: np.ndarray  # bool[form]
    words_at: np.ndarray  # int32[set + 1]: ranges of words; the first set are the titles
    words: np.ndarray  # int32


class Words(NamedTuple):
    """The words of rules; those asked of a whole article hang in chains under their first three letters."""

    at: np.ndarray  # int32[word + 1]: ranges of letters
    letters: np.ndarray  # uint32
    first: np.ndarray  # int32[2^n]: by three letters, the first word of the chain; -1: there is none
    following: np.ndarray  # int32[word]: the next word of the chain


class Tables(NamedTuple):
    """The lexicons as arrays."""

    alphabet: Alphabet
    prefixes: Prefixes
    spellings: Spellings
    rules: Rules
    words: Words
    depth: int  # how many spellings may end within the longest form


compiled = njit(cache=True, nogil=True, error_model="numpy")
inlined = njit(nogil=True, error_model="numpy", forceinline=True)


@inlined
def mix(hashed, letter):
    return (hashed ^ (np.uint64(letter) & LETTER)) * PRIME


@inlined
def place_of(hashed, size):
    return np.int64((hashed ^ (hashed >> np.uint64(29))) & np.uint64(size - 1))


@inlined
def trigram(a, b, c, size):
    return np.int64((np.uint32(a) * np.uint32(961) + np.uint32(b) * np.uint32(31) + np.uint32(c)) & np.uint32(size - 1))


@compiled
def prefixes_of(spelled, at):
    """Of each spelling, in turn: the hash of every prefix that ends with a token, the spelling, and the letters left."""
    hashes, owners, left = (
        np.empty(spelled.size, np.uint64),
        np.empty(spelled.size, np.int32),
        np.empty(spelled.size, np.int32),
    )
    n = 0
    for spelling in range(at.size - 1):
        hashed, p, end = SEED, at[spelling], at[spelling + 1]
        while p < end:
            run = spelled[p] & MARKED
            hashed = mix(hashed, spelled[p])
            p += 1
            while run and p < end and spelled[p] & MARKED:
                hashed = mix(hashed, spelled[p])
                p += 1
            hashes[n], owners[n], left[n] = hashed, spelling, end - p
            n += 1
    return hashes[:n], owners[:n], left[:n]


@compiled
def fill(hashes, keys, nodes):
    """Puts distinct hashes into the slots ``keys``, their numbers into ``nodes``."""
    for number in range(hashes.size):
        slot = place_of(hashes[number], keys.size)
        while nodes[slot] >= 0:
            slot = (slot + 1) & (keys.size - 1)
        keys[slot], nodes[slot] = hashes[number], number


@compiled
def lead(noted, words):
    """Hangs the words ``noted`` that have three letters and more under their first three."""
    for k in range(noted.size):
        word = noted[k]
        at = words.at[word]
        if words.at[word + 1] - at > 2:
            place = trigram(words.letters[at], words.letters[at + 1], words.letters[at + 2], words.first.size)
            words.following[word], words.first[place] = words.first[place], word


@inlined
def look_up(hashed, keys, nodes):
    slot = place_of(hashed, keys.size)
    while nodes[slot] >= 0 and keys[slot] != hashed:
        slot = (slot + 1) & (keys.size - 1)
    return nodes[slot]


@compiled
def decode(buffer, at, end, alphabet, letters, spelled):
    """The letters of ``buffer[at:end]``, and how many there are; a character that is no letter follows the last."""
    n = 0
    while at < end:
        code = np.int64(buffer[at])
        if code < 0x80:
            letters[n], spelled[n] = code, alphabet.spelled[code]
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
        if code < alphabet.folded.size:
            code = np.int64(alphabet.folded[code])
        letters[n] = code
        spelled[n] = alphabet.spelled[code] if code < alphabet.spelled.size else code
        n += 1
    letters[n] = spelled[n] = 0
    return n


@inlined
def same(a, a_at, b, b_at, n):
    """Whether ``n`` numbers are the same."""
    for k in range(n):
        if a[a_at + k] != b[b_at + k]:
            return False
    return True


@compiled
def note(letters, n, words, noted, article):
    """Writes ``article`` into ``noted`` for each word of three letters and more that rules ask for and that it has."""
    for p in range(n - 2):
        word = words.first[trigram(letters[p], letters[p + 1], letters[p + 2], words.first.size)]
        while word >= 0:
            at = words.at[word]
            length = words.at[word + 1] - at
            if noted[word] != article and p + length <= n and same(letters, p, words.letters, at, length):
                noted[word] = article
            word = words.following[word]


@compiled
def has_one(first, last, letters, n, rules, words, noted, article):
    """Whether the article has one of the words ``rules.words[first:last]``."""
    for k in range(first, last):
        word = rules.words[k]
        at = words.at[word]
        length = words.at[word + 1] - at
        if length > 2:
            if noted[word] == article:
                return True
        else:
            for p in range(n - length + 1):
                if same(letters, p, words.letters, at, length):
                    return True
    return False


@inlined
def in_word(p, letters, spelled):
    return spelled[p] & MARKED or letters[p] == UNDERSCORE


@compiled
def one_ends(first, last, low, end, letters, spelled, rules, words):
    """Whether one of a range of words begins as a word at ``low`` or later, and ends at ``end``."""
    if end <= low:
        return False
    letter = letters[end - 1]
    for k in range(first, last):
        word = rules.words[k]
        after = words.at[word + 1]
        if words.letters[after - 1] == letter:
            at = words.at[word]
            p = end - (after - at)
            if p >= low and same(letters, p, words.letters, at, after - at):
                if not (p and in_word(p - 1, letters, spelled)):
                    return True
    return False


@compiled
def stands_before(first, last, start, letters, spelled, rules, words):
    """Whether one of a range of words ends where only blanks, or a comma and blanks, separate it from ``start``."""
    low = max(0, start - REACH)
    end = start
    while not one_ends(first, last, low, end, letters, spelled, rules, words):
        if end == low or letters[end - 1] != BLANK:
            is_comma = end > low and letters[end - 1] == COMMA
            return is_comma and one_ends(first, last, low, end - 1, letters, spelled, rules, words)
        end -= 1
    return True


@compiled
def one_begins(first, last, start, letters, spelled, n, rules, words):
    """Whether one of a range of words begins at ``start``, and ends as a word if it ends with a letter."""
    for k in range(first, last):
        word = rules.words[k]
        at = words.at[word]
        end = start + words.at[word + 1] - at
        if end <= n and same(letters, start, words.letters, at, end - start):
            if not (spelled[end - 1] & MARKED and in_word(end, letters, spelled)):
                return True
    return False


@compiled
def stands_after(first, last, end, letters, spelled, n, rules, words):
    """Whether one of a range of words begins where only blanks, or a comma and blanks, separate it from ``end``."""
    start = end
    while not one_begins(first, last, start, letters, spelled, n, rules, words):
        if letters[start] != BLANK and (start > end or letters[start] != COMMA):
            return False
        start += 1
    return True


@compiled
def rule_of(form, start, end, letters, spelled, n, rules, words, noted, article):
    """The number of the rule that lets a form count at ``[start, end)``; ``FORBIDDEN`` if one forbids it."""
    for column in range(INTRODUCED + 1):
        of = rules.sets[form, column]
        if of < 0:
            continue
        first, last = rules.words_at[of], rules.words_at[of + 1]
        if column == NOT_AFTER or column == AFTER:
            holds = stands_before(first, last, start, letters, spelled, rules, words)
        elif column == NOT_BEFORE:
            holds = stands_after(first, last, end, letters, spelled, n, rules, words)
        elif column == INTRODUCED and stands_before(
            rules.words_at[0], rules.words_at[1], start, letters, spelled, rules, words
        ):
            return BY_TITLE
        else:
            holds = has_one(first, last, letters, n, rules, words, noted, article)
        if holds == (column < AFTER):
            return FORBIDDEN
        if column == INTRODUCED:
            return BY_INTRODUCTION
    return np.int64(rules.rule[form])


@compiled
def spelled_out(start, p, hashed, letters, spelled, n, prefixes, spellings, ends, found):
    """Of the spellings that stand at ``start``, shorter ones first: where each ends, and which.

    ``hashed`` is the first token, which ends at ``p``. Returns how many there are.
    """
    n_found = 0
    while n_found + 4 <= ends.size:  # of a name and of a theme, as written and in lower case: no more end at one place
        node = look_up(hashed, prefixes.keys, prefixes.nodes)
        if node < 0:
            break
        if not spelled[p] & MARKED:
            for spelling in range(prefixes.spellings_at[node], prefixes.spellings_at[node + 1]):
                at = spellings.at[spelling]
                if spellings.at[spelling + 1] - at == p - start:
                    lowered = spellings.how[spelling] & LOWERED
                    if same(spelled if lowered else letters, start, spellings.letters, at, p - start):
                        ends[n_found], found[n_found] = p, spelling
                        n_found += 1
        if p == n or not prefixes.goes_on[node]:
            break
        run = spelled[p] & MARKED
        hashed = mix(hashed, spelled[p])
        p += 1
        while run and spelled[p] & MARKED:
            hashed = mix(hashed, spelled[p])
            p += 1
    return n_found


@compiled
def find(buffer, offsets, finals, tables, out):
    """Writes the matches into ``out`` as far as there is room, and returns how many there are.

    ``finals`` (int64, rising) counts, over the letters of all articles, the capital sigmas that end a word. In each
    article the matches lie in order, a name before a term of a theme that starts where it does.
    """
    alphabet, prefixes, spellings, rules, words, depth = tables
    room = np.max(offsets[1:] - offsets[:-1]) + 1
    letters, spelled = np.empty(room, np.uint32), np.empty(room, np.uint32)
    noted = np.full(words.following.size, -1, np.int32)
    ends, found = np.empty(depth, np.int32), np.empty(depth, np.int32)
    taken = np.zeros(2, np.int64)  # where the last name ends, and the last term
    n_out = before = next_final = 0
    for article in range(offsets.size - 1):
        n = decode(buffer, offsets[article], offsets[article + 1], alphabet, letters, spelled)
        while next_final < finals.size and finals[next_final] < before + n:
            spelled[finals[next_final] - before] |= IS_FINAL
            next_final += 1
        before += n
        note(letters, n, words, noted, article)
        taken[:] = 0
        name_end = 0  # where the last name ends that does not block
        p = 0
        while p < n:
            start = p
            hashed = mix(SEED, spelled[p])
            p += 1
            if spelled[start] & MARKED:
                while spelled[p] & MARKED:
                    hashed = mix(hashed, spelled[p])
                    p += 1
            elif not prefixes.openers[spelled[start] & 63] or (start and spelled[start - 1] & MARKED):
                continue
            if not prefixes.filter[np.int64(hashed >> FILTERED) & (prefixes.filter.size - 1)]:
                continue
            n_found = spelled_out(start, p, hashed, letters, spelled, n, prefixes, spellings, ends, found)
            for k in range(2 * n_found - 1, -1, -1):  # names, then terms; of each the longest first
                k, of_theme = (k - n_found, 0) if k >= n_found else (k, OF_THEME)
                if start < taken[of_theme // OF_THEME] or spellings.how[found[k]] & OF_THEME != of_theme:
                    continue
                for at in range(spellings.forms_at[found[k]], spellings.forms_at[found[k] + 1]):
                    form = spellings.forms[at]
                    rule = rule_of(form, start, ends[k], letters, spelled, n, rules, words, noted, article)
                    if rule == FORBIDDEN:
                        continue
                    taken[of_theme // OF_THEME] = ends[k]
                    if not rules.blocks[form] and not (of_theme and ends[k] <= name_end):
                        if n_out < out.shape[0]:
                            out[n_out, 0], out[n_out, 1], out[n_out, 2] = article, start, ends[k]
                            out[n_out, 3], out[n_out, 4] = form, rule
                        n_out += 1
                        name_end = name_end if of_theme else ends[k]
                    break
    return n_out
