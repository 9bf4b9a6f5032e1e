"""Finds the note on its author with which an opinion piece ends: ``Ama Osei is a lecturer at … She has written for …``.

No wording tells it, for every outlet has its own; its form does. A sentence introduces by full name and occupation
somebody of whom the article says nothing, or who wrote it, and nothing follows but more of the same person. A profile, an
obituary and an interview name their subject before, so they keep such a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from helpers.ingest.boilerplate import NAME
from helpers.ingest.cuts import Cut
from helpers.ingest.headlines import STARTERS

LONGEST_NOTE, MOST_SENTENCES = 900, 8  # characters, sentences
MOST_SUBJECTS = 2  # a note goes on with the person's first name or last
BLANKS = " -–—_*•|\n\t"
SENTENCES_BEFORE = 3  # an article that has fewer is itself a note

OCCUPATION = (
    r"(?i:academic|activist|ambassador|analyst|anthropologist|architect|archaeologist|artist|assistant|associate|attorney"
    r"|author|barrister|biologist|blogger|broadcaster|campaigner|candidate|chair(?:man|woman|person)?|chief executive"
    r"|co-?chair|co-?founder|columnist|commentator|consultant|contributor|convenor|coordinator|correspondent|critic"
    r"|curator|dean|developer|diplomat|director|doctor|economist|editor|educator|engineer|entrepreneur|essayist"
    r"|executive|expert|fellow|film-?maker|founder|geographer|head|historian|host|instructor|intern|investigator"
    r"|journalist|lawyer|leader|lecturer|manager|member|novelist|officer|organi[sz]er|partner|philosopher|photographer"
    r"|photojournalist|physician|physicist|playwright|poet|practitioner|president|presenter|principal|producer|professor"
    r"|psychiatrist|psychologist|publisher|reader|reporter|researcher|resident|scholar|scientist|secretary-general|sociologist"
    r"|solicitor|specialist|strategist|student|surgeon|teacher|theologian|trustee|vice-president|writer)s?"
)
# What may stand before the occupation; a preposition, a clause or a participle (was named, was charged) says other things.
WORDS_BEFORE = (
    r"(?:one of )?(?:(?!(?:of|that|which|who|whose|with|for|in|at|by|from|to|on|over|about|because|not|no|made)\b)"
    r"(?!(?!retired|renowned|acclaimed|distinguished|experienced|licensed)[a-z]+ed\b)[^\s.;:!?]+ ){0,10}?"
)
INTRODUCES = re.compile(
    rf"(?:[—–-] ?)?(?:(?:[A-Z]\w+ ){{0,2}}[A-Z]\w+['’]s )?(?P<names>{NAME}(?:(?:, | and |, and ){NAME}){{0,3}})"
    r"(?:, [^,.\n]{2,60},)? (?:"
    rf"(?:is|are|was|has been|works as|serves as) {WORDS_BEFORE}{OCCUPATION}\b"
    r"|(?:writes|write|blogs) (?:about|on|for|at|the|an?)\b|has (?:written|been writing) (?:about|on|for)\b"
    r"|reports (?:on|for|from)\b|covers [a-z]"
    r"|teaches\b|lectures (?:in|on|at)\b|works (?:for|at|with) (?:the )?[A-Z]|contributed to this (?:article|report)\b)"
)
GOES_ON = re.compile(
    r"(?:[—–-] ?)?(?:(?:(?:From|In|Since|Until|Before|Previously|Currently)\b[^.,\n]{0,40},? )?(?:[Hh]e|[Ss]he|[Tt]hey)\b"
    r"|(?:His|Her|Their)\b|(?:The|This) (?:author|writer|article|piece|essay|views|opinions)\b"
    r"|(?:Follow|Contact|Reach|Find|Email|E-mail|Tweets?|Twitter|On Twitter|You can)\b|@|www\.|https?:)"
)
SENTENCE_GAP = re.compile(
    r"[.!?…](?<![\s.][A-Z]\.)(?<!Dr\.)(?<!Mr\.)(?<!Ms\.)(?<!Mrs\.)(?<!St\.)(?<!Prof\.)[\"'”’)\]]{0,2}[\s–—_-]+"
    r"(?=[\"“'‘(\[@]?[^\W\d_a-z]|@|www|http)|\n"
)
FIRST_WORD = re.compile(r"[\"“'‘(\[@]?[^\W_]*")
NAMES_APART = re.compile(r", and | and |, ")
NO_NAME = re.compile(r"(?:[a-z]+|[A-Z]\.?|Dr|Prof|Professor|Sir|Dame|Jr|Sr|Ms|Mr|Mrs)\.?")  # of the words of a name


def find_author_note(text: str, title: str | None, author: str | None = None, cuts: Sequence[Cut] = ()) -> list[Cut]:
    """The note as one passage, which tells the author; none, if the end is the article's.

    Parameters
    ----------
    text, title, author : str
        The article as it came, its title, and its author as stated, if there is one.
    cuts : sequence of Cut
        What has been found already, in the order of the text: a byline states the author too, and the note ends where
        what was cut from the end begins.
    """
    end = end_before(text, cuts)
    stated = " ".join((author or "", *(told for cut in cuts for name, told in cut.found if name == "author")))
    starts = [gap.end() for gap in SENTENCE_GAP.finditer(text, max(0, end - LONGEST_NOTE), end)]
    note, authors = end, []
    subjects: set[str] = set()  # first words of the sentences below, which must be the person's name
    for start in starts[: -MOST_SENTENCES - 1 : -1]:
        if GOES_ON.match(text, start, end):
            continue
        if not (said := INTRODUCES.match(text, start, end)):
            subjects.add(word := FIRST_WORD.match(text, start)[0])
            if word in STARTERS or len(subjects) > MOST_SUBJECTS:
                break
            continue
        names = NAMES_APART.split(said["names"])
        before = f"{title or ''}\n{text[:start]}"
        if not (_is_whose(names, subjects) and all(_is_new(name, before, stated) for name in names)):
            break
        note, authors, subjects = start, [said["names"], *authors], set()
    if not authors or not _is_enough(text, note, end):
        return []
    told = {"author": ", ".join(authors)}
    return [Cut(note, end, "author_note", tuple(told.items()))]


def _is_whose(names: Sequence[str], subjects: set[str]) -> bool:
    return subjects <= {word for name in names for word in name.split()}


def _is_new(name: str, before: str, authors: str) -> bool:
    """Whether ``name`` is of two words or more, and none of them stands in the article, or it is one of its authors."""
    words = [word.strip(".,") for word in name.split() if not NO_NAME.fullmatch(word)]
    if len(words) < 2 or words[0] in ("The", "This", "That"):
        return False
    return words[-1] in authors.split() or not any(
        re.search(rf"(?<!\w){re.escape(word)}(?!\w)", before) for word in words
    )


def _is_enough(text: str, start: int, end: int) -> bool:
    """Whether what stands before the note is an article: longer than the note, and of some sentences."""
    gaps = SENTENCE_GAP.finditer(text, max(0, start - 2 * LONGEST_NOTE), start)
    return start > end - start and sum(1 for _ in gaps) >= SENTENCES_BEFORE


def end_before(text: str, cuts: Sequence[Cut]) -> int:
    """Where the text ends before what was cut from its end; ``cuts`` are in the order of the text."""
    end = len(text)
    for cut in reversed(cuts):
        if text[cut.end : end].strip(BLANKS):
            break
        end = cut.start
    return len(text[:end].rstrip(BLANKS))
