"""Valence of many sentences at once: NLTK's VADER, number for number, on a list of rated words.

VADER (Hutto and Gilbert 2014, ICWSM) adds up the ratings of words, each changed by the three words before it. What is
here is what :class:`nltk.sentiment.vader.SentimentIntensityAnalyzer` does, its ways included: a word that stands twice
is rated by the company of the first. NLTK is the specification: the tests hold each number to it. Its word lists are
read from it once, into a table that is kept (:func:`~helpers.compiled.stored`).

Layout. A sentence is a run of bytes; a name in it that is masked is copied as two letters into a scratch array first,
with the sentence around it. Its words are read into an array of records that serves every sentence in turn
(``TOKEN``). The result is one array of float64, a row a sentence: negative, neutral, positive, compound.
"""

from __future__ import annotations

import sys
from functools import cache
from hashlib import sha256
from typing import NamedTuple

import numpy as np

from helpers.annotate.kernels.text import (
    HASH_START,
    KIND_BITS,
    LOWER,
    PUNCTUATION,
    SPACE,
    TITLE,
    UPPER,
    Texts,
    Words,
    characters,
    decode,
    find,
    hash_of,
    look_up,
    mixed,
    table_of,
)
from helpers.compiled import kernel, part, stored

# the words that VADER's rules name, in the first rows of the table
RULED = ("but", "kind", "of", "never", "so", "this", "least", "at", "very")
BUT, KIND, OF, NEVER, SO, THIS, LEAST, AT, VERY = range(len(RULED))
RATED, BOOSTS, NEGATES, IN_PHRASE = 1, 2, 4, 8  # what a word does, as bits; with "n't" in it, any word negates
SHOUTED, SMALL = 16, 32  # how it is written: all in capitals, without any
QUESTION, EXCLAMATION, APOSTROPHE, LETTER_N, LETTER_T, MASK = map(ord, "?!'ntx")
SUMS_EXACTLY = sys.version_info >= (3, 12)  # since then, Python's sum() makes good what each addition of floats loses

ENTRY = np.dtype([("flags", np.uint8), ("rating", np.float64), ("boost", np.float64)])  # by row of the table of words
# up to three rows of the table; ``first`` is -1 in a phrase of two. An idiom is worth something, any other damps.
PHRASE = np.dtype([("first", np.int32), ("second", np.int32), ("third", np.int32), ("worth", np.float64)])
# a word of a sentence: [start, end) in bytes, row in the table (-1: none), flags. Of a rated one also what it adds, and
# the place of the token before it that says the same word in other case (-1: none)
TOKEN = np.dtype(
    [
        ("start", np.int64),
        ("end", np.int64),
        ("variant", np.int64),
        ("value", np.float64),
        ("row", np.int32),
        ("flags", np.uint8),
    ]
)


class Lexicon(NamedTuple):
    """What VADER knows: a table of words and an ``ENTRY`` a row, each ``PHRASE``, and the signs that are cut off a word.

    ``weights`` (float64): of capitals, of a negation, of damping.
    """

    words: Words
    entries: np.ndarray
    phrases: np.ndarray
    affixes: Words
    weights: np.ndarray


class Masks(NamedTuple):
    """Names: those of sentence ``k`` are ``of[k]`` to ``of[k + 1]``, each ``[start, end)`` in bytes, in order."""

    of: np.ndarray
    start: np.ndarray
    end: np.ndarray


def masks_of(n_sentences: int, sentence: np.ndarray, start: np.ndarray, end: np.ndarray) -> Masks:
    """Names as masks; ``sentence`` says in which sentence each is, and rises."""
    of = np.searchsorted(sentence, np.arange(n_sentences + 1))
    return Masks(*(np.ascontiguousarray(column, np.int64) for column in (of, start, end)))


@cache
def lexicon_of(word_list: str) -> Lexicon:
    """The tables for a word list in the form of ``vader_lexicon.txt``."""
    held = stored(f"vader-{sha256(word_list.encode()).hexdigest()[:16]}", lambda: _build_lexicon(word_list))
    tables = {name: Words(*(held.pop(f"{name}_{field}") for field in Words._fields)) for name in ("words", "affixes")}
    return Lexicon(**held, **tables)


def _build_lexicon(word_list: str) -> dict[str, np.ndarray]:
    from nltk.sentiment.vader import VaderConstants as Vader  # a second, once

    ratings = {}
    for line in word_list.split("\n"):
        word, rating = line.strip().split("\t")[:2]
        ratings[word] = float(rating)
    phrases = {phrase: worth for phrase, worth in Vader.SPECIAL_CASE_IDIOMS.items()}
    phrases |= {phrase: np.nan for phrase in Vader.BOOSTER_DICT if " " in phrase}
    in_phrases = {word for phrase in phrases for word in phrase.split()}
    words = list(dict.fromkeys([*RULED, *ratings, *Vader.BOOSTER_DICT, *sorted(Vader.NEGATE | in_phrases)]))
    row = {word: place for place, word in enumerate(words)}
    bits = ((RATED, ratings), (BOOSTS, Vader.BOOSTER_DICT), (NEGATES, Vader.NEGATE), (IN_PHRASE, in_phrases))
    entries = [
        (sum(bit for bit, known in bits if word in known), ratings.get(word, 0), Vader.BOOSTER_DICT.get(word, 0))
        for word in words
    ]
    rows = {phrase: [row[word] for word in phrase.split()] for phrase in phrases}
    tables = {"words": table_of(words), "affixes": table_of(Vader.PUNC_LIST)}
    return {
        **{f"{name}_{part}": column for name, table in tables.items() for part, column in table._asdict().items()},
        "entries": np.array(entries, ENTRY),
        "phrases": np.array([(*[-1] * (3 - len(rows[key])), *rows[key], phrases[key]) for key in phrases], PHRASE),
        "weights": np.array([Vader.C_INCR, Vader.N_SCALAR, Vader.B_DECR]),
    }


def score(
    texts: Texts, starts: np.ndarray, ends: np.ndarray, lexicon: Lexicon, masks: Masks | None = None
) -> np.ndarray:
    """VADER of the sentences at ``[starts[k], ends[k])`` in bytes: negative, neutral and positive share, and compound.

    Returns
    -------
    ndarray of float64, a row a sentence, rounded as NLTK rounds
    """
    scores = np.empty((len(starts), 4))
    nowhere = np.zeros(0, np.int64)
    masks = masks or masks_of(len(starts), nowhere, nowhere, nowhere)
    (slots, letters), entries, phrases, affixes, weights = lexicon
    words = (slots, letters, *affixes, entries, characters())
    score_all(texts.bytes, starts, ends, *masks, *words, phrases, weights, scores)
    scores[:, :3] = _rounded(scores[:, :3], 3)
    scores[:, 3] = _rounded(scores[:, 3], 4)
    return scores


def _rounded(values: np.ndarray, digits: int) -> np.ndarray:
    """Python's ``round``; by numpy, but for what lies so near a half that its error could decide."""
    scaled = values * 10.0**digits
    rounded = np.rint(scaled) / 10.0**digits
    for place in zip(*np.nonzero(np.abs(np.abs(scaled - np.floor(scaled)) - 0.5) < 1e-6)):
        rounded[place] = round(float(values[place]), digits)
    return rounded


@kernel
def score_all(
    text,
    starts,
    ends,
    masked,
    mask_starts,
    mask_ends,
    slots,
    letters,
    affix_slots,
    affix_letters,
    entries,
    characters,
    phrases,
    weights,
    scores,
):
    """Fills the rows of ``scores``, not yet rounded."""
    longest = 0
    for k in range(starts.size):
        longest = max(longest, ends[k] - starts[k] + 2 * (masked[k + 1] - masked[k]))
    tokens = np.empty(longest // 2 + 1, TOKEN)  # a word of two letters, a blank
    rated = np.empty(tokens.size, np.int64)
    scratch = np.empty(longest, np.uint8)
    seen_in = np.full(entries.size, -1, np.int64)  # by row: the last sentence with such a word,
    seen_at = np.empty(entries.size, np.int64)  # and the last token there that says it anew
    for k in range(starts.size):
        source, start, end = text, starts[k], ends[k]
        if masked[k] < masked[k + 1]:
            chosen = slice(masked[k], masked[k + 1])
            end = copy_masked(text, start, end, mask_starts[chosen], mask_ends[chosen], characters, scratch)
            source, start = scratch, 0
        n, n_rated, n_shouted, but, n_exclamations, n_questions = read_tokens(
            source, start, end, slots, letters, affix_slots, affix_letters, entries, characters, tokens, rated
        )
        for place in range(n_rated):
            at = rated[place]
            first = first_of(source, tokens, at, k, seen_in, seen_at)
            if first == at:
                tokens[at].value = value_of(tokens, at, n, 0 < n_shouted < n, entries, phrases, weights)
            else:
                tokens[at].value = tokens[first].value
        add_up(tokens, rated, n, n_rated, but, emphasis(n_exclamations, n_questions), scores, k)


@part
def copy_masked(text, start, end, mask_starts, mask_ends, characters, scratch):
    """Copies a sentence with two letters in the place of each name, capitals if it is in capitals; says how long it is."""
    size, at = 0, start
    for k in range(mask_starts.size):
        mask_end = min(mask_ends[k], end)
        while at < min(mask_starts[k], end):
            scratch[size] = text[at]
            at, size = at + 1, size + 1
        seen = 0
        while at < mask_end:
            code, n_bytes = decode(text, at)
            seen |= characters[code]
            at += n_bytes
        scratch[size] = scratch[size + 1] = MASK - 32 if seen & UPPER and not seen & (LOWER | TITLE) else MASK
        size += 2
    while at < end:
        scratch[size] = text[at]
        at, size = at + 1, size + 1
    return size


@part
def read_tokens(text, start, end, slots, letters, affix_slots, affix_letters, entries, characters, tokens, rated):
    """Reads the words of a sentence into ``tokens``, without what is cut off them; those of one letter are left out.

    Places of rated words go to ``rated``. Returns how many words, rated words and shouted words there are, which is the
    first "but" (past the last if none is), and how many exclamation and question marks.
    """
    n, n_rated, n_shouted, n_exclamations, n_questions = 0, 0, 0, 0, 0
    but = -1
    at = start
    while at < end:
        # to the next space: what kinds of characters there are, where the signs stand, and the hash of it all
        first, n_letters, seen, value = at, 0, 0, HASH_START
        n_signs, first_sign, last_sign, value_before = 0, end, -1, HASH_START
        while at < end:
            code, size = decode(text, at)
            character = characters[code]
            if character & SPACE:
                break
            seen |= character
            if character & PUNCTUATION:
                if n_signs == 0:
                    first_sign, value_before = at, value
                n_signs, last_sign = n_signs + 1, at
                n_exclamations += code == EXCLAMATION
                n_questions += code == QUESTION
            value = mixed(value, character >> KIND_BITS)
            at, n_letters = at + size, n_letters + 1
        last = at
        if at < end:
            at += decode(text, at)[1]
        if n_letters < 2:
            continue
        if n_signs and n_letters - n_signs > 1:
            if first_sign == last - n_signs:
                if find(text, first_sign, last, affix_slots, affix_letters, characters) >= 0:
                    last, value = first_sign, value_before
            elif last_sign == first + n_signs - 1 and (
                find(text, first, last_sign + 1, affix_slots, affix_letters, characters) >= 0
            ):
                first = last_sign + 1
                value = hash_of(text, first, last, characters)
        row = look_up(text, first, last, value, slots, letters, characters)
        flags = 0
        if row >= 0:
            flags = np.int64(entries[row].flags)
            if flags & RATED:
                rated[n_rated] = n
                n_rated += 1
            if row == BUT and but < 0:
                but = n
        if seen & UPPER == 0:
            flags |= SMALL
        elif not seen & (LOWER | TITLE):
            flags |= SHOUTED
            n_shouted += 1
        if n_signs and has_nt(text, first, last):
            flags |= NEGATES
        token = tokens[n]
        token.start, token.end, token.row, token.flags = first, last, row, flags
        n += 1
    return n, n_rated, n_shouted, but if but >= 0 else n, n_exclamations, n_questions


@part
def has_nt(text, start, end):
    """Whether "n't" stands in a word, in whichever case."""
    for at in range(start + 1, end - 1):
        if text[at] == APOSTROPHE and text[at - 1] | 32 == LETTER_N and text[at + 1] | 32 == LETTER_T:
            return True
    return False


@part
def first_of(text, tokens, at, sentence, seen_in, seen_at):
    """The first token of the sentence that is letter for letter that at ``at``; call it for each rated one, in order."""
    token = tokens[at]
    other = seen_at[token.row] if seen_in[token.row] == sentence else -1
    token.variant = other
    while other >= 0:
        shift = tokens[other].start - token.start
        same = tokens[other].end - token.end == shift
        place = token.start
        while same and place < token.end:
            same = text[place] == text[place + shift]
            place += 1
        if same:
            return other
        other = tokens[other].variant
    seen_in[token.row], seen_at[token.row] = sentence, at
    return at


@part
def value_of(tokens, at, n, mixed_case, entries, phrases, weights):
    """What a rated word adds, with the three words before it; NLTK's ``sentiment_valence``."""
    token = tokens[at]
    if token.flags & BOOSTS or (token.row == KIND and at + 1 < n and tokens[at + 1].row == OF):
        return 0.0
    by_capitals, by_negation = weights[0], weights[1]
    value = entries[token.row].rating
    if token.flags & SHOUTED and mixed_case:
        value += by_capitals if value > 0 else -by_capitals
    for distance in range(1, min(at, 3) + 1):
        before = tokens[at - distance]
        if before.flags & RATED:
            continue
        boost = 0.0
        if before.flags & BOOSTS:
            boost = entries[before.row].boost
            if value < 0:
                boost *= -1
            if before.flags & SHOUTED and mixed_case:
                boost += by_capitals if value > 0 else -by_capitals
        if distance == 2:
            boost *= 0.95
        elif distance == 3:
            boost *= 0.9
        value += boost
        if distance > 1 and never_so(tokens, at, distance):
            value *= 1.5 if distance == 2 else 1.25
        elif before.flags & NEGATES:
            value *= by_negation
        if distance == 3:
            value = with_phrases(value, tokens, at, n, phrases, weights[2])
    least = at > 0 and tokens[at - 1].row == LEAST and not tokens[at - 1].flags & RATED
    if least and (at == 1 or tokens[at - 2].row not in (AT, VERY)):
        value *= by_negation
    return value


@part
def never_so(tokens, at, distance):
    """Whether "never so" or "never this" stands ``distance`` words back; three back, any "so" or "this" before the word."""
    never = says(tokens[at - distance], NEVER) and says_so(tokens[at - distance + 1])
    return never or (distance == 3 and says_so(tokens[at - 1]))


@part
def says_so(token):
    return says(token, SO) or says(token, THIS)


@part
def says(token, row):
    """Whether a token is the word of ``row``, in small letters."""
    return token.row == row and token.flags & SMALL != 0


@part
def with_phrases(value, tokens, at, n, phrases, by_damping):
    """``value``, or that of an idiom around the word, damped by "kind of" and its like; NLTK's ``_idioms_check``."""
    for last, length in ((at, 2), (at, 3), (at - 1, 2), (at - 1, 3), (at - 2, 2)):
        idiom = phrase_at(tokens, last, length, phrases, False)
        if idiom >= 0:
            value = phrases[idiom].worth
            break
    for length in (2, 3):
        if at + length <= n:
            idiom = phrase_at(tokens, at + length - 1, length, phrases, False)
            if idiom >= 0:
                value = phrases[idiom].worth
    for last in (at - 2, at - 1):
        if phrase_at(tokens, last, 2, phrases, True) >= 0:
            return value + by_damping
    return value


@part
def phrase_at(tokens, last, length, phrases, damps):
    """Which phrase of ``length`` words ends with a token: one that damps, or an idiom; -1 if none does."""
    for place in range(last - length + 1, last + 1):
        if tokens[place].flags & (SMALL | IN_PHRASE) != SMALL | IN_PHRASE:
            return -1
    first = tokens[last - 2].row if length == 3 else -1
    for k in range(phrases.size):
        phrase = phrases[k]
        same = phrase.first == first and phrase.second == tokens[last - 1].row and phrase.third == tokens[last].row
        if same and np.isnan(phrase.worth) == damps:
            return k
    return -1


@part
def emphasis(n_exclamations, n_questions):
    """What exclamation and question marks add; NLTK's ``_punctuation_emphasis``."""
    by_questions = 0.0
    if n_questions > 1:
        by_questions = n_questions * 0.18 if n_questions <= 3 else 0.96
    return min(n_exclamations, 4) * 0.292 + by_questions


@part
def add_up(tokens, rated, n, n_rated, but, emphasis, scores, k):
    """Sums the rated words of sentence ``k`` into its four numbers; NLTK's ``_but_check`` and ``score_valence``."""
    total, lost, positive, negative, n_neutral = 0.0, 0.0, 0.0, 0.0, n
    for place in range(n_rated):
        at = rated[place]
        value = tokens[at].value
        if but < n and at != but:
            value *= 0.5 if at < but else 1.5
        added = total + value
        if abs(total) >= abs(value):
            lost += (total - added) + value
        else:
            lost += (value - added) + total
        total = added
        if value > 0:
            positive += value + 1
        elif value < 0:
            negative += value - 1
        n_neutral -= value != 0
    if SUMS_EXACTLY:
        total += lost
    if total > 0:
        total += emphasis
    elif total < 0:
        total -= emphasis
    if positive > abs(negative):
        positive += emphasis
    elif positive < abs(negative):
        negative -= emphasis
    weight = positive + abs(negative) + n_neutral if n else 1.0
    scores[k, 0], scores[k, 1], scores[k, 2] = abs(negative / weight), n_neutral / weight, positive / weight
    scores[k, 3] = total / np.sqrt(total * total + 15)
