"""Finds indirect speech: the clause that a cue reports, behind it ("said that ...") or before it ("..., she said")."""

from __future__ import annotations

import re

from helpers.annotate.quotes.cues import Cue
from helpers.annotate.quotes.stretches import Stretch

FEWEST_WORDS = 3
FARTHEST = 90  # characters from the end of a clause to the cue behind it
DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
PERSON = r"reporters|journalists|lawmakers|him|her|them|us|me|you|it"
CAPITALS = r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,4}"
THAT = re.compile(
    rf"(?: (?:(?:on |last |this )?{DAY}|yesterday|today|later|earlier)| in an? (?:statement|interview|speech|tweet)"
    rf"| {CAPITALS}| (?:{PERSON}|(?:the|a|his|her|their) [\w ]{{3,40}}?))?,? (?:that|whether|if|how|why),? "
)
PLAIN = re.compile(  # "said the plan had failed"
    rf" (?:(?:on )?{DAY} )?(?!(?:on|in|at|to|of|as|by|with|for|from|about|against|during|after|before|and|or|but|so|nothing"
    r"|it all|goodbye|when|while|what)\b)(?=[\w\"“$'‘])"
)
TO_SOMEONE = re.compile(  # "told reporters the plan had failed"
    rf" (?:{PERSON}|{CAPITALS}|(?:the|a|his|her|their) (?:[\w'’-]+ ){{0,4}}?[\w'’-]+)"
    rf"(?: (?:on |last )?{DAY}| in an? (?:interview|statement))?,? "
    r"(?=(?:he|she|they|it|we|there|the|his|her|their|this)\b)"
)
TOLD = ("told", "tells", "tell", "telling")
OPENING = frozenset("\"“'‘„«")
INFINITIVE = re.compile(r"(?<!on) to $")
SUBORDINATE = re.compile(r"(?:While|When|As|If|Although|Though|Because|Since|After|Before|[A-Z][a-z]+ing)\b")
COMMA = re.compile(r",")
END = re.compile(r"(?:, (?:adding|noting|saying|citing|while|but|according)\b|;|\n)")
FINITE = r"\b(?:is|are|was|were|has|have|had|will|would|could|should|can|may|might|must|does|do|did|\w{2,}ed)\b"
VERB = re.compile(FINITE)
PAST = ("ed", "wrote", "thought")
NO_CLAUSE = re.compile(
    r"(?:In|On|At|After|Before|When|While|As|If|Speaking|Asked|But|And|Earlier|Last|During|Following|With|For)\b|[\"“(]"
)
SAYER = re.compile(  # "..., said Ann Lee, who leads it."
    rf" (?:(?:[a-z]+ ){{0,4}}[A-Z]|the |an? |he\b|she\b)(?:(?!{FINITE})[^,])*(?:,[^,]+){{0,2}}\Z"
)
LAST = re.compile(  # "..., Ann Lee said on Monday."
    r"(?: (?:on|in|during|at|late|last|this|earlier|to|after|through|via) [^,]{1,60}?"
    rf"| {DAY}| yesterday| today| recently| later)*\.?\Z"
)
Clause = tuple[
    int, int, str
]  # where it begins and ends, and how its cue stands to it: ``head``, ``tail`` or ``source``


def find_clause(
    text: str, cue: Cue, sentence: tuple[int, int], quoted: list[Stretch], has_quotation: bool
) -> Clause | None:
    """The clause of indirect speech that ``cue`` reports in its sentence.

    Parameters
    ----------
    text : str
    cue : Cue
    sentence : tuple of int
        Where the cue's sentence begins and ends.
    quoted : list of Stretch
        The quoted stretches in or near the sentence.
    has_quotation : bool
        Whether the cue has a quotation behind it, so that no clause stands before it.
    """
    begin, stop = sentence
    if cue.kind == "source":
        return _of_source(text, cue, begin, stop)
    if not has_quotation and (clause := _before(text, cue, begin, stop, quoted)):
        return clause
    if text[cue.end : cue.end + 1] not in (" ", ","):
        return None
    told = text[cue.start : cue.end] in TOLD
    opens = THAT.match(text, cue.end, stop)
    if not opens and (told or cue.kind == "say"):
        opens = (TO_SOMEONE if told else PLAIN).match(text, cue.end, stop)
    if not opens or INFINITIVE.search(text, max(0, cue.start - 12), cue.start):
        return None
    start = opens.end()
    if start == len(text) or text[start] in OPENING or text.startswith(("to be ", "to have "), start):
        return None
    cut = (COMMA if SUBORDINATE.match(text, begin, cue.start + 1) else END).search(text, start, stop)
    end = start + len(text[start : cut.start() if cut else stop].rstrip(' .,"”'))
    return (start, end, "head") if _has_words(text[start:end]) else None


def _before(text: str, cue: Cue, begin: int, stop: int, quoted: list[Stretch]) -> Clause | None:
    """The clause in "the plan had failed, Ann Lee said" and in "the plan had failed, said Ann Lee"."""
    comma, form = text.rfind(", ", begin, cue.start), text[cue.start : cue.end]
    if comma < 0 or cue.start - comma > FARTHEST or not (cue.kind == "say" or form.endswith(PAST)):
        return None
    behind = text[cue.end : stop]
    if cue.start - comma == 2:
        ends = form not in TOLD and SAYER.match(behind)
        if not ends and LAST.match(behind):  # a phrase in commas between the name and the cue
            earlier = text.rfind(", ", begin, comma)
            ends, comma = 0 <= cue.start - earlier <= FARTHEST, earlier
    else:
        ends = LAST.match(behind)
    lead = text[begin : max(begin, comma)]
    if not ends or NO_CLAUSE.match(lead) or not _has_words(lead, FEWEST_WORDS + 1) or not VERB.search(lead):
        return None
    if any(min(comma, one.closes) - max(begin, one.opens) > len(lead) / 2 for one in quoted):
        return None
    return begin, comma, "tail"


def _of_source(text: str, cue: Cue, begin: int, stop: int) -> Clause | None:
    """The clause in "according to Ann Lee, the plan had failed" and in "the plan had failed, according to Ann Lee"."""
    start, end = begin, cue.start
    if cue.start - begin < 8:
        start, end = text.find(", ", cue.end, stop) + 2, stop
        if start < 2:
            return None
    end = start + len(text[start:end].rstrip(" .,"))
    return None if not _has_words(text[start:end]) or text[start] in OPENING else (start, end, "source")


def _has_words(part: str, fewest: int = FEWEST_WORDS) -> bool:
    """Whether there are so many words; counts no farther."""
    return len(part.split(None, fewest - 1)) == fewest
