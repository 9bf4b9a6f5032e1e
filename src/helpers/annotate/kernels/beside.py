"""What stands beside mentions: the words behind each and before it, for a batch at once.

Layout. Mention ``k`` is at ``[first[k], last[k])``, in bytes of the whole run, in text ``owner[k]``; mentions of a text are
in order. The result is one array of int32, a row a mention, of bits:

- ``OWNS``: "'s" follows. ``ACTOR``: one of the next three words is of that class, in whichever case. ``CURRENCY``,
  ``COIN``: the next word is. ``DOES``: the next word, or that behind "also", is of that class or ends with "ed", in small
  letters. ``DOES_IN_TITLE``: the next word ends with "s", or is "to" before a word in small letters.
- ``SPEAKS``: "said", "says" or "told" follows within six words and 60 characters, commas aside.
- ``OPENS``: nothing but "The" stands between it and the beginning of a sentence.
- ``JOINED``: but a comma, "and" or "or" stands between it and the next mention.
- ``IN``: words before it say that something happens there ("in", "parts of", "hosted by the"): one of ``LEADS``, before
  that one of those that the word ``needs``, and so on. ``MAY_BE_IN``: they may, and need a look ("north", "city,", "'s").
- ``MAY_HOST``: what follows may say so, and needs a look: a word of that class is the next, or the mention is in
  capitals and a figure follows.

A word is a run of letters of ASCII, and both apostrophes are one. The classes of words are bits of the same array.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from helpers.annotate.kernels.text import ALNUM, SPACE, Texts, Words, characters, decode, find, table_of
from helpers.compiled import kernel, part

OWNS, ACTOR, CURRENCY, COIN, DOES, DOES_IN_TITLE = 1, 2, 4, 8, 16, 32
SPEAKS, OPENS, JOINED, IN, MAY_BE_IN, MAY_HOST = 64, 128, 256, 512, 1024, 2048
# classes of words that are no result: those that lead to a place, those that one of these needs before it, and two
LEADS, LINKS, VISITS, INVITES, PARTS, TOWNS, ALSO, TO = (1 << bit for bit in range(12, 20))

NEXT_WORDS, WORDS_TO_SPEECH, CHARACTERS_TO_SPEECH, CHARACTERS_TO_FIGURE = 3, 6, 60, 40
NEWLINE, BLANK, APOSTROPHE, COMMA, HYPHEN, ZERO, NINE, UNDERSCORE = map(ord, "\n ',-09_")
LETTER_A, LETTER_Z, LETTER_D, LETTER_E, LETTER_S = map(ord, "azdes")
SMALL = 32  # the bit that makes a letter of ASCII a small one
CURLY = np.frombuffer("’".encode(), np.uint8)
ENDS = (*map(ord, '.!?"”'),)
SPEECH = np.array([list(b"said"), list(b"says"), list(b"told")], np.uint8)
THE, AND, OR = (np.frombuffer(word, np.uint8) for word in (b"The ", b"and ", b"or "))


class Vocabulary(NamedTuple):
    """A table of words; ``classes`` (int32), by row, are those that a word is in, and ``needs`` those of which one must
    stand before it."""

    words: Words
    classes: np.ndarray
    needs: np.ndarray


def vocabulary_of(classes: dict[int, Iterable[str]], needs: dict[str, int]) -> Vocabulary:
    """The words of ``classes``, in small letters; those that lead to a place only behind others are in ``needs``."""
    of: dict[str, int] = {"also": ALSO, "to": TO}
    for bit, words in classes.items():
        for word in words:
            of[word] = of.get(word, 0) | bit
    return Vocabulary(
        table_of(list(of)), np.array([*of.values()], np.int32), np.array([needs.get(word, 0) for word in of], np.int32)
    )


def read(texts: Texts, owner: np.ndarray, first: np.ndarray, last: np.ndarray, vocabulary: Vocabulary) -> np.ndarray:
    """What stands beside each mention, as bits."""
    (slots, letters), classes, needs = vocabulary
    flags = np.empty(owner.size, np.int32)
    read_all(*texts, owner, first, last, slots, letters, classes, needs, characters(), flags)
    return flags


@kernel
def read_all(text, starts, ends, owner, first, last, slots, letters, classes, needs, characters, flags):
    """Fills ``flags``."""
    for k in range(owner.size):
        begin, end = starts[owner[k]], ends[owner[k]]
        found = words_behind(text, last[k], end, slots, letters, classes, characters)
        if found & OWNS == 0 and last[k] < end and text[last[k]] != BLANK:
            found |= host_behind(text, last[k], end, slots, letters, classes, characters)
        if speaks(text, last[k], end, characters):
            found |= SPEAKS
        if opens(text, begin, first[k], characters):
            found |= OPENS
        if k + 1 < owner.size and owner[k + 1] == owner[k] and joins(text, last[k], first[k + 1]):
            found |= JOINED
        if first[k] > begin and text[first[k] - 1] == BLANK:
            found |= words_before(text, begin, first[k] - 1, slots, letters, classes, needs, characters)
        if is_shouted(text, first[k], last[k]) and has_figure(text, last[k], end):
            found |= MAY_HOST
        flags[k] = found


@part
def is_letter(byte):
    """Whether it is a letter of ASCII."""
    return LETTER_A <= byte | SMALL <= LETTER_Z


@part
def word_end(text, at, end):
    """Where the letters end that begin at ``at``."""
    while at < end and is_letter(text[at]):
        at += 1
    return at


@part
def is_small(text, at, end):
    """Whether the letters are small ones."""
    while at < end and text[at] & SMALL:
        at += 1
    return at == end


@part
def is_written(text, at, end, word):
    """Whether ``word`` begins at ``at``."""
    n = 0
    while n < word.size and at + n < end and text[at + n] == word[n]:
        n += 1
    return n == word.size


@part
def past_apostrophe(text, at, end):
    """Behind the apostrophe at ``at``, or ``at`` if there is none."""
    if at < end and text[at] == APOSTROPHE:
        return at + 1
    return at + CURLY.size if is_written(text, at, end, CURLY) else at


@part
def past_owner(text, at, end):
    """Behind the "'s" at ``at``, or ``at`` if there is none."""
    past = past_apostrophe(text, at, end)
    return past + 1 if at < past < end and text[past] == LETTER_S else at


@part
def classes_of(text, start, end, slots, letters, classes, characters):
    """The classes of the word at ``[start, end)``."""
    row = find(text, start, end, slots, letters, characters)
    return np.int64(classes[row]) if row >= 0 else np.int64(0)


@part
def words_behind(text, at, end, slots, letters, classes, characters):
    """What the next words say, each behind one blank."""
    found, before = np.int64(0), np.int64(0)
    past = past_owner(text, at, end)
    if past > at:
        found |= OWNS
    at = past
    for n in range(NEXT_WORDS):
        start = at + 1
        if at >= end or text[at] != BLANK:
            break
        at = word_end(text, start, end)
        if at == start:
            break
        own = classes_of(text, start, at, slots, letters, classes, characters)
        found |= own & ACTOR
        small = is_small(text, start, at)
        if n == 0:
            found |= own & (CURRENCY | COIN | MAY_HOST)
            if text[at - 1] == LETTER_S:
                found |= DOES_IN_TITLE
        elif n == 1 and small and before & TO:
            found |= DOES_IN_TITLE
        does = own & DOES or (text[at - 2] == LETTER_E and text[at - 1] == LETTER_D)
        if small and does and (n == 0 or (n == 1 and before & ALSO)):
            found |= DOES
        before = own if small else np.int64(0)
    return found


@part
def speaks(text, at, end, characters):
    """Whether who stands before ``at`` is said to speak."""
    past = past_owner(text, at, end)
    limit = min(end, at + CHARACTERS_TO_SPEECH)
    if past > at:
        limit = min(end, past + CHARACTERS_TO_SPEECH - 2)  # an apostrophe may be three bytes; all that follows is ASCII
    at = past
    for _ in range(WORDS_TO_SPEECH + 1):
        if at < limit and text[at] == COMMA:
            at += 1
        if at >= limit or text[at] != BLANK:
            return False
        start = at + 1
        at = start
        while at < limit and (is_letter(text[at]) or text[at] == HYPHEN):
            at += 1
        for n in range(len(SPEECH)):
            past = start + SPEECH.shape[1]
            if is_written(text, start, limit, SPEECH[n]) and ends_word(text, past, limit, characters):
                return True
        if at == start:
            return False
    return False


@part
def ends_word(text, at, end, characters):
    """Whether no letter, figure or underscore follows."""
    if at >= end:
        return True
    code, _ = decode(text, at)
    return code != UNDERSCORE and not characters[code] & ALNUM


@part
def character_before(text, at, begin):
    """Where the character before ``at`` begins."""
    at -= 1
    while at > begin and text[at] & 0xC0 == 0x80:
        at -= 1
    return at


@part
def opens(text, begin, at, characters):
    """Whether a sentence begins at ``at``, or with a "The" before it."""
    if at - THE.size >= begin and is_written(text, at - THE.size, at, THE):
        at -= THE.size
    if at == begin or text[at - 1] == NEWLINE:
        return True
    at = character_before(text, at, begin)
    code, _ = decode(text, at)
    if at == begin or not characters[code] & SPACE:
        return False
    code, _ = decode(text, character_before(text, at, begin))
    return code in ENDS


@part
def joins(text, at, end):
    """Whether nothing but a comma, a blank, and "and" or "or", stands there."""
    if at < end and text[at] == COMMA:
        at += 1
    if at >= end or text[at] != BLANK:
        return False
    at += 1
    if is_written(text, at, end, AND):
        at += AND.size
    elif is_written(text, at, end, OR):
        at += OR.size
    return at == end


@part
def host_behind(text, at, end, slots, letters, classes, characters):
    """``MAY_HOST`` if a word of that class follows behind a comma, or behind "'S"."""
    past = past_apostrophe(text, at, end)
    if past > at or text[at] == COMMA:
        at = past + 1
    if at >= end or text[at] != BLANK:
        return np.int64(0)
    return classes_of(text, at + 1, word_end(text, at + 1, end), slots, letters, classes, characters) & MAY_HOST


@part
def words_before(text, begin, at, slots, letters, classes, needs, characters):
    """``IN`` or ``MAY_BE_IN`` if the words that end at the blank ``at`` say so."""
    needed, is_sure = np.int64(LEADS), True
    if at > begin and text[at - 1] == COMMA:
        at, needed, is_sure = at - 1, np.int64(TOWNS), False
    while True:
        start = at
        while start > begin and is_letter(text[start - 1]):
            start -= 1
        if at - start == 1 and is_owner(text, begin, start):
            return MAY_BE_IN if needed == LEADS else 0
        row = find(text, start, at, slots, letters, characters)
        if row < 0 or not classes[row] & needed:
            return 0
        if needs[row] == 0:
            is_sure &= needed != LEADS or classes[row] & LINKS != 0
            return IN if is_sure and start > begin and text[start - 1] == BLANK else MAY_BE_IN
        at, needed = start - 1, np.int64(needs[row])
        if at < begin or text[at] != BLANK:
            return 0


@part
def is_owner(text, begin, at):
    """Whether an apostrophe is before the letter at ``at``, and this is an "s"."""
    if text[at] | SMALL != LETTER_S or at == begin:
        return False
    return text[at - 1] == APOSTROPHE or is_written(text, max(begin, at - CURLY.size), at, CURLY)


@part
def is_shouted(text, at, end):
    """Whether there is no small letter of ASCII."""
    while at < end and not LETTER_A <= text[at] <= LETTER_Z:
        at += 1
    return at == end


@part
def has_figure(text, at, end):
    """Whether a figure follows soon, or what may be one in another script."""
    if at >= end or (text[at] != BLANK and text[at] != COMMA):
        return False
    end = min(end, at + CHARACTERS_TO_FIGURE)
    while at < end and not ZERO <= text[at] <= NINE and text[at] < 0x80:
        at += 1
    return at < end
