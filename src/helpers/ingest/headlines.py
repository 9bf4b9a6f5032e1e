"""Headlines of other articles in a text: where one ends that a prompt announces, and lines that are such headlines.

A text may have lost its line breaks; so the end of a headline is looked for within running text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from helpers.ingest.cuts import Cut, Cuts

# --- announced by a prompt ---

STARTERS = frozenset(
    "A About According Additionally After All Also Although Among An And Another Any As At Because Before Besides Both "
    "But By Critics Despite During Each Earlier Either Even Every Few Following For Former From He Her Here His How "
    "However I If In Indeed Instead It Its It's Just Last Later Like Many May Meanwhile Moreover More Most Much My "
    "Nearly Neither Nevertheless No None Nor Not Now Of Officials On Once One Only Or Other Others Our Over Police "
    "Reports Several She Since So Some Soon Still Such That That's The Their Then There There's These They This Those "
    "Though Thousands Three Through Thus To Today Two Under Until Unlike We What When Where Whether Which While Who Why "
    "With Within Without Yet You Hundreds Dozens Four Five Six Seven Eight Nine Ten Tens Millions".split()
)
LINKING = frozenset(
    "a an the of in on at to for from with by and or but as is are was were be over under into vs about after before "
    "between against during his her their its who which that than near amid via de la al".split()
)
RELATIVE = frozenset(("who", "whose", "which", "where"))
SPEAKER = re.compile(r" (?:[A-Z][\w.'’-]* ?){1,3}: ")
LONGEST_HEADLINE = 16  # words
QUOTES = "\"'“”‘’"


def headline_end(text: str, at: int) -> int | None:
    """Where the headline ends that a prompt such as ``READ MORE:`` announces at ``at``; ``None`` if that is not clear.

    At a question mark, a wide blank or the end of its line; else, in text that lost its breaks, before the word that
    begins a new sentence: one that sentences begin with, or the first capital after a small word. In a headline in
    title case only the first tells, and only before a small word.
    """
    line = text[at : at + 220].split("\n")[0]
    wide = line.find("  ", len(line) - len(line.lstrip()))
    if wide > 0 and len(line[:wide].split()) <= LONGEST_HEADLINE:
        return at + wide
    words = list(re.finditer(r"\S+", line))[: LONGEST_HEADLINE + 1]
    plain = [word.group().strip(QUOTES) for word in words]
    named = [word[:1].isupper() for word in plain[1:8] if word.lower() not in LINKING]
    in_title_case = sum(named) * 2 > len(named)
    ended = at + len(line) == len(text) or text[at + len(line)] == "\n"
    guess = (
        at + len(line.rstrip()) if ended and 0 < len(words) <= LONGEST_HEADLINE and line.rstrip()[-1] != "." else None
    )
    for number in range(len(words) - 1):
        here, end = words[number].group(), at + words[number].end()
        if number and here.rstrip("'\"”’)-")[-1:] in ("?", "!"):
            return end
        if (here[0].islower() or "-" in here) and (said := SPEAKER.match(text, end)) and text.count(said[0][1:]) > 1:
            return end  # an interview goes on: "Gazette: How did it begin?"
        if here[-1] == "." and len(here) > 4:
            break  # headlines have no stop: a sentence of the article ends here
        if number and plain[number] in RELATIVE and words[number - 1].group()[-1] == ",":
            break  # and no clause of this kind
        if number < 2 or here[-1] in ",:–—-" or plain[number].lower() in LINKING:
            continue
        if _begins_anew(words[number + 1].group(), plain[number : number + 3], in_title_case, guess is None):
            return end
        small = plain[number][:1].islower() and plain[number][-1:].isalpha()
        if guess is None and number > 2 and small and plain[number + 1][:1].isupper() and not in_title_case:
            guess = end
    return guess


def _begins_anew(written: str, plain: Sequence[str], in_title_case: bool, may_quote: bool) -> bool:
    """Whether a sentence begins with ``written``, the second of the ``plain`` words; the first is the one before it."""
    before, word, after = (*plain, "")[:3]
    if may_quote and written[0] in '"“' and written[1:2].isupper():
        return True
    word = word.strip(",.:;")
    if in_title_case:
        return word in STARTERS and after[:1].islower() and after not in LINKING
    return word in STARTERS or (word[:1].isupper() and (word == before or (word.endswith("ly") and written[-1] == ",")))


# --- standing alone ---

WORD = re.compile(r"[^\W\d_]{4,}")
SENTENCE_END = re.compile(r"[.!?…:;,][\"'”’)\]]*$")


def find_headlines(text: str, title: str | None, stopwords: frozenset[str], cuts: Sequence[Cut] = ()) -> list[Cut]:
    """Headlines of other articles: lines that stand alone, without a stop, and share hardly a word with this one.

    Below the article lines in title case may share a quarter of their words; others must be three, and share none. In
    its midst, where crossheads stand, a line must be long, in title case, and share none.
    """
    spans = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text) if m.group().strip()]
    held = Cuts(cuts)
    spans = [(start, end) for start, end in spans if not (cut := held.before(start + 1)) or cut.end + 1 < end]
    shaped = [number for number, span in enumerate(spans) if _has_form(text[slice(*span)].strip())]
    prose = len(spans) - len(shaped)
    if not shaped or prose < 2:
        return []
    of_form = set(shaped)
    known = _words(
        f"{title or ''}\n" + "\n".join(text[slice(*span)] for n, span in enumerate(spans) if n not in of_form)
    )
    shares = {number: _share(text[slice(*spans[number])], known, stopwords) for number in shaped}
    below = []
    while len(spans) - 1 - len(below) in shares:
        number = len(spans) - 1 - len(below)
        if shares[number] > 0.25 or (title and text[slice(*spans[number])].strip() == title.strip()):
            break
        below.append(number)
    if len(below) < 3 or any(shares[number] for number in below):
        titled = [_in_title_case(text[slice(*spans[number])]) for number in below]
        below = below[: titled.index(False)] if False in titled else below
    first_below = len(spans) - len(below)
    inside = [
        number
        for number in shaped
        if 0 < number < min(len(spans) - 1, first_below)
        and not shares[number]
        and len(_words(text[slice(*spans[number])]) - stopwords) >= 6
        and _in_title_case(text[slice(*spans[number])])
    ]
    return [Cut(*spans[number], "unrelated_headline") for number in sorted(below + inside)]


def _share(line: str, known: set[str], stopwords: frozenset[str]) -> float:
    """How many of the words of ``line`` the article has too; all, if there are too few to tell."""
    words = _words(line) - stopwords
    return sum(word in known for word in words) / len(words) if len(words) >= 3 else 1.0


def _has_form(line: str) -> bool:
    return (
        25 <= len(line) <= 160
        and len(line.split()) >= 4
        and line[0] not in "-–—*•\"“'‘(["
        and (line[0].isupper() or line[0].isdigit())
        and not SENTENCE_END.search(line)
        and not re.search(r"[a-z]{2}[.!?] +[A-Z]", line)
    )


def _words(text: str) -> set[str]:
    return {word[:7] for word in WORD.findall(text.lower())}  # the first letters: `climate` and `climates` are one


def _in_title_case(line: str) -> bool:
    long = [word for word in re.findall(r"[^\W\d_][\w'’-]*", line) if len(word) > 3]
    return bool(long) and sum(word[0].isupper() for word in long) >= 0.8 * len(long)
