"""Sentences of many texts at once: NLTK's Punkt, decision for decision, with lists of abbreviations and starters.

Punkt (Kiss and Strunk 2006) asks of each stop that could end a sentence whether one of the tokens around it does. What
is here is what :class:`nltk.tokenize.punkt.PunktSentenceTokenizer` does with these two lists, without collocations and
without counts of how words are written elsewhere, on a paragraph at a time. NLTK is the specification: the tests hold
each sentence to it, and an upgrade of NLTK that changes a rule fails them.

Layout. The kernels walk along the bytes of :class:`~helpers.annotate.kernels.text.Texts` and write flat arrays of
int64: a row a sentence, in the order of the texts. A paragraph's breaks stand in two arrays that serve every paragraph
in turn: where a sentence ends, and where the next begins.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from helpers.annotate.kernels.text import (
    BLANK,
    DIGIT,
    LETTER,
    LOWER,
    SPACE,
    UPPER,
    Texts,
    Words,
    characters,
    characters_at,
    decode,
    find,
    table_of,
)
from helpers.compiled import kernel, part

TAB, NEWLINE, CARRIAGE_RETURN, BLANK_BYTE = 9, 10, 13, 32
STOP, QUESTION, EXCLAMATION, HYPHEN, COMMA = map(ord, ".?!-,")
INSIDE = tuple(map(ord, ";:,.!?"))  # a sentence, not at its beginning
CURLY = (0x2018, 0x2019, 0x201C, 0x201D, 0xAB, 0xBB)  # quotes and guillemets, which Punkt treats like straight ones


def _of_ascii(signs: str) -> np.ndarray:
    return np.isin(np.arange(128), [ord(sign) for sign in signs])


NOT_IN_WORDS = _of_ascii(")\";}]*:@'({[?!")
STARTS_NO_WORD = _of_ascii('("`{[:;&#*@)}]-,')
CLOSES = _of_ascii("\"')]}")
ABBREVIATES, BEGINS = 1, 2  # what a word of the lists does


class Parameters(NamedTuple):
    """What Punkt knows: a table of words, and what the word of each row does (uint8, the bits above)."""

    words: Words
    does: np.ndarray


class Sentences(NamedTuple):
    """A row a sentence: its text, its paragraph in it, ``[start, end)`` in characters, ``[first, last)`` in bytes of all."""

    text: np.ndarray
    paragraph: np.ndarray
    start: np.ndarray
    end: np.ndarray
    first: np.ndarray
    last: np.ndarray


def parameters_of(abbreviations: Iterable[str], starters: Iterable[str]) -> Parameters:
    """Abbreviations (without their last stop) and frequent first words of sentences, all in small letters."""
    abbreviations, starters = set(abbreviations), set(starters)
    words = sorted(abbreviations | starters)
    does = [ABBREVIATES * (word in abbreviations) + BEGINS * (word in starters) for word in words]
    return Parameters(table_of(words), np.array(does, np.uint8))


def split(texts: Texts, parameters: Parameters) -> Sentences:
    """The sentences of each text, paragraph by paragraph; a paragraph is a line that is not blank, from its first letter."""
    room = room_for(texts.bytes, texts.starts)
    text, paragraph, first, last = (np.empty(room, np.int64) for _ in range(4))
    (slots, letters), does = parameters
    n = split_all(*texts, slots, letters, does, characters(), text, paragraph, first, last)
    text, paragraph, first, last = (column[:n].copy() for column in (text, paragraph, first, last))
    start, end = (characters_at(texts.bytes, texts.starts, text, offsets) for offsets in (first, last))
    return Sentences(text, paragraph, start, end, first, last)


@kernel
def room_for(text, starts):
    """How many sentences there are at most: as many as lines and stops."""
    n = starts.size
    for byte in text:
        n += byte in (NEWLINE, STOP, QUESTION, EXCLAMATION)
    return n


@kernel
def split_all(text, starts, text_ends, slots, letters, does, characters, of_text, of_paragraph, first, last):
    """Fills the columns of the sentences, and says how many there are."""
    ends, begins = np.empty(first.size, np.int64), np.empty(first.size, np.int64)
    n = 0
    for k in range(starts.size):
        at, stop = after_kind(text, starts[k], text_ends[k], characters, SPACE), text_ends[k]
        paragraph = 0
        while at < stop:
            line = at
            while line < stop and text[line] != NEWLINE:
                line += 1
            n_breaks = find_breaks(text, at, line, slots, letters, does, characters, ends, begins)
            before = n
            n = realign(
                text, at, before_spaces(text, at, line, characters), characters, ends, begins, n_breaks, first, last, n
            )
            of_text[before:n], of_paragraph[before:n] = k, paragraph
            at = after_kind(text, line, stop, characters, SPACE)
            paragraph += 1
    return n


@part
def after_kind(text, at, end, characters, kind):
    """The first place from ``at`` on where there is no character of ``kind``."""
    while at < end:
        code, size = decode(text, at)
        if not characters[code] & kind:
            break
        at += size
    return at


@part
def before_spaces(text, start, end, characters):
    """``end``, without the spaces that stand before it."""
    while end > start:
        at = end - 1
        while text[at] & 0xC0 == 0x80:
            at -= 1
        if not characters[decode(text, at)[0]] & SPACE:
            break
        end = at
    return end


@part
def is_one_of(code, signs):
    """Whether a character is among ``signs`` of ASCII, or a curly quote."""
    return signs[code] if code < 128 else code in CURLY


@part
def find_breaks(text, start, end, slots, letters, does, characters, ends, begins):
    """Where sentences of a paragraph end, and where the next begin; NLTK's ``_slices_from_text``.

    A stop is a candidate if what follows is a sign that no word contains, or a blank and another word. Of candidates
    in one word only the last is asked about, with the word before it and the word behind it.
    """
    n = 0
    word, stop, after, begin = start, start, 0, 0  # of the candidate that waits to be asked about
    waits = False
    last_blank = -1
    at = start
    while at < end:
        byte = text[at]
        if byte > QUESTION:
            at += 1
            continue
        if byte == BLANK_BYTE or TAB <= byte <= CARRIAGE_RETURN:
            last_blank = at
        elif byte in (STOP, QUESTION, EXCLAMATION) and at + 1 < end:
            code, size = decode(text, at + 1)
            next_after, next_begin = -1, at + 1
            if is_one_of(code, NOT_IN_WORDS):
                next_after = at + 1 + size
            elif characters[code] & BLANK:
                next_begin = after_kind(text, at + 1, end, characters, BLANK)
                if next_begin < end:
                    next_after = next_begin
                    while next_after < end:
                        code, size = decode(text, next_after)
                        if characters[code] & BLANK:
                            break
                        next_after += size
            if next_after >= 0:
                next_word = last_blank + 1 if last_blank > stop else word
                if waits and stop <= next_word and has_break(text, word, after, slots, letters, does, characters):
                    ends[n], begins[n] = stop + 1, begin
                    n += 1
                waits, word, stop, after, begin = True, next_word, at, next_after, next_begin
        at += 1
    if waits and has_break(text, word, after, slots, letters, does, characters):
        ends[n], begins[n] = stop + 1, begin
        n += 1
    return n


@part
def realign(text, start, end, characters, ends, begins, n_breaks, first, last, n):
    """Gives closing quotes and brackets back to the sentence that they close; NLTK's ``_realign_boundaries``."""
    begin = start
    for k in range(n_breaks):
        follows, until = begins[k], ends[k + 1] if k + 1 < n_breaks else end
        closed = -1
        at = follows
        while closed < 0 and at < until:
            code, size = decode(text, at)
            if not is_one_of(code, CLOSES):
                break
            at += size
            if (
                at == until
                or characters[decode(text, at)[0]] & BLANK
                or (text[at] == HYPHEN and at + 1 < until and text[at + 1] == HYPHEN)
            ):
                closed = at
        if closed >= 0 or begin < ends[k]:
            first[n], last[n] = begin, closed if closed >= 0 else ends[k]
            n += 1
        begin = after_kind(text, closed, until, characters, BLANK) if closed >= 0 else follows
    if begin < end:
        first[n], last[n] = begin, end
        n += 1
    return n


@part
def has_break(text, start, end, slots, letters, does, characters):
    """Whether a token in ``[start, end)`` but the last ends a sentence; NLTK's ``text_contains_sentbreak``."""
    before, breaks, shortened, has_stop = -1, False, False, False  # of the token before
    before_end = 0
    at = after_kind(text, start, end, characters, BLANK)
    while at < end:
        stop = token_end(text, at, end, characters)
        code, size = decode(text, at)
        this_breaks = breaks_alone(text, at, stop, slots, letters, does, characters)
        if before >= 0:
            if has_stop:
                initial = is_initial(text, before, before_end, characters)
                if shortened and not initial and characters[code] & UPPER:
                    dropped = this_breaks and stop - at > 1 and text[stop - 1] == STOP
                    if not is_number(text, at, stop, characters):
                        row = find(text, at, stop - 1 if dropped else stop, slots, letters, characters)
                        breaks = row >= 0 and does[row] & BEGINS != 0
                if breaks and (initial or is_number(text, before, before_end, characters)):
                    inner = at + size == stop and code in INSIDE
                    breaks = not (inner or characters[code] & LOWER or (initial and characters[code] & UPPER))
            if breaks:
                return True
        before, before_end, breaks = at, stop, this_breaks
        has_stop = text[stop - 1] == STOP
        shortened = has_stop and not breaks
        at = after_kind(text, stop, end, characters, BLANK)
    return False


@part
def breaks_alone(text, start, end, slots, letters, does, characters):
    """Whether a token ends a sentence by itself: it is a stop, or ends in one and neither abbreviates nor is an ellipsis."""
    final = text[end - 1]
    if end - start == 1:
        return final in (STOP, QUESTION, EXCLAMATION)
    if final != STOP or text[end - 2] == STOP:
        return False
    row = find(text, start, end - 1, slots, letters, characters)
    if row >= 0 and does[row] & ABBREVIATES:
        return False
    at = end - 1
    while at > start and text[at - 1] != HYPHEN:
        at -= 1
    if at > start:
        row = find(text, at, end - 1, slots, letters, characters)
        if row >= 0 and does[row] & ABBREVIATES:
            return False
    return True


@part
def is_initial(text, start, end, characters):
    """Whether a token is one letter and a stop."""
    code, size = decode(text, start)
    return start + size + 1 == end and text[end - 1] == STOP and characters[code] & LETTER != 0


@part
def is_number(text, start, end, characters):
    """Whether a token is of digits, with stops, commas and hyphens between and behind them."""
    at = start
    if text[at] == HYPHEN:
        at += 1
    if at < end and (text[at] == STOP or text[at] == COMMA):
        at += 1
    if at >= end or not characters[decode(text, at)[0]] & DIGIT:
        return False
    while at < end:
        code, size = decode(text, at)
        if not (characters[code] & DIGIT or code in (STOP, COMMA, HYPHEN)):
            return False
        at += size
    return True


@part
def token_end(text, start, end, characters):
    """Where the token that begins at ``start`` ends; NLTK's ``word_tokenize``."""
    run = run_of_signs(text, start, end, characters)
    if run:
        return start + run
    code, size = decode(text, start)
    at = start + size
    if code < 128 and STARTS_NO_WORD[code]:
        return at
    while at < end and not ends_word(text, at, end, characters):
        if text[at] == COMMA and (at + 1 == end or ends_word(text, at + 1, end, characters)):
            break
        at += decode(text, at)[1]
    return at


@part
def ends_word(text, at, end, characters):
    """Whether a word ends before the sign at ``at``, if it is no comma."""
    code, _ = decode(text, at)
    if characters[code] & BLANK or is_one_of(code, NOT_IN_WORDS):
        return True
    return code in (HYPHEN, STOP) and run_of_signs(text, at, end, characters) > 0


@part
def run_of_signs(text, start, end, characters):
    """How many bytes a dash of hyphens or an ellipsis (with or without blanks between) takes at ``start``; 0 if none."""
    sign = text[start]
    if sign != HYPHEN and sign != STOP:
        return 0
    at = start
    while at < end and text[at] == sign:
        at += 1
    if at - start > 1:
        return at - start
    if sign == HYPHEN:
        return 0
    stops, length = 1, 0
    while at < end:
        code, size = decode(text, at)
        if not characters[code] & BLANK or at + size >= end or text[at + size] != STOP:
            break
        at += size + 1
        stops += 1
        length = at - start
    return length if stops > 2 else 0
