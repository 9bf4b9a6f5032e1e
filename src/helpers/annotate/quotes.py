"""Who is quoted saying what: direct speech in quotation marks and indirect speech behind a cue ("said that", "according to").

A quotation belongs to the cue that stands beside it ("...", he said; said: "..."), else to the last one before it in its
sentence, else to whoever spoke last. See :mod:`helpers.annotate.stretches` and :mod:`helpers.annotate.speakers`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import NamedTuple

import ahocorasick_rs

from helpers.annotate.sentences import Span
from helpers.annotate.names import NOBODY, Speaker
from helpers.annotate.phrases import RUN
from helpers.annotate.speakers import Speakers
from helpers.annotate.stretches import Stretch, find_stretches
from helpers.lexicons import Lexicons
from helpers.lexicons.rows import cell

FEW_WORDS = 3  # a stretch of no more words than this is speech only where its sentence has a cue
MANY_WORDS = 7  # one of more words than this always is
NOUN_BEFORE = re.compile(
    r"(?:\b(?:the|a|an|his|her|their|its|our|my|your|this|that|these|those|such|no|any|some|of|in|for|with|by|from)|['’]s|s['’]) $",
    re.IGNORECASE,
)
VERB_BEFORE = re.compile(
    r"(?:^|\b(?:to|I|you|we|they|who|would|will|can|could|may|might|should|must|did|do|does|not|people|police|men|women)|[a-z]s|ly|also"
    r"|n['’]t|[^\w ]) ?$"
)
PASSIVE = re.compile(r"(?:\b(?:is|are|was|were|been|being|be|gets?|got)|['’]s)(?: \w+ly| also| often)? $")
BY = re.compile(r"(?: \w+){0,3} by ")
NAMING = re.compile(
    r"\b(?:so-called|known as|nicknamed|titled|entitled|dubbed|named|the (?:book|song|film|movie|album|show|series|programme|program|musical|play|novel))[ ,:]*$",
    re.IGNORECASE,
)
WORK = re.compile(
    r"\b(?:told|tells|telling)(?:[ -]the)?[ -]$|\b(?:(?:on|in|of|to|for|from|host|hosts|watch|CBS|NBC|ABC|CNN|Fox|MSNBC|BBC|News)(?:['’]s?)?|(?:show|book|film|movie|song|album|series|program|programme|podcast|novel|documentary|play),?) $"
)
SMALL = frozenset("a an and as at by for from in of on or the to with".split())
THAT = re.compile(
    r"(?: (?:(?:on |last |this )?(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)|yesterday|today|later|earlier)| in (?:a|an) (?:statement|interview|speech|tweet)| [A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}| (?:reporters|journalists|him|her|them|us|me|lawmakers|(?:the|a|his|her|their) [\w ]{3,40}?))?,? (?:that|whether|if|how|why),? "
)
PLAIN = re.compile(
    r" (?:on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day |(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day )?(?!(?:on|in|at|to|of|as|by|with|for|from|about|against|during|after|before|and|or|but|so|nothing|it all|goodbye|when|while|what)\b)(?=[\w\"“$'‘])"
)
TO_SOMEONE = re.compile(r" (?:reporters|journalists|him|her|them|us|me|you|it|[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,4}|(?:the|a|his|her|their) (?:[\w'’-]+ ){0,4}?[\w'’-]+)(?: (?:on |last )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day| in an? (?:interview|statement))?,? (?=(?:he|she|they|it|we|there|the|his|her|their|this)\b)")
FINITE = r"\b(?:is|are|was|were|has|have|had|will|would|could|should|can|may|might|must|does|do|did|\w{2,}ed)\b"
COMMA = re.compile(r",")
SUBORDINATE = re.compile(r"(?:While|When|As|If|Although|Though|Because|Since|After|Before|[A-Z][a-z]+ing)\b")
TOLD = ("told", "tells", "tell", "telling")
OPENING = ('"', "“", "'", "‘", "„", "«")
INFINITIVE = re.compile(r"(?<!on) to $")
LEADS = re.compile(
    r"(?:In|On|At|After|Before|When|While|As|If|Speaking|Asked|But|And|Earlier|Last|During|Following|With|For)\b|[\"“(]"
)
SAYER = re.compile(r" (?:(?:[a-z]+ ){0,4}[A-Z]|the |an? |he\b|she\b)(?:(?!" + FINITE + r")[^,])*(?:,[^,]+){0,2}\Z")
VERB = re.compile(FINITE)
PAST = re.compile(r"ed\Z|wrote\Z|thought\Z")
LAST = re.compile(
    r"(?: (?:on|in|during|at|late|last|this|earlier|to|after|through|via) [^,]{1,60}?"
    r"| (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day| yesterday| today| recently| later)*\.?\Z"
)
CLAUSE_END = re.compile(r"(?:, (?:adding|noting|saying|citing|while|but|according)\b|;|\n)")


JOINS = re.compile(r",? ?(?:and|but|then|while|as|when|which|that|or|before|after|because)\b")


SIGNED = re.compile(rf"\s{{0,3}}[-\u2013\u2014\u2015]{{1,2}} ?({RUN.pattern})(?=[.,\n(]|$)")
LABEL = re.compile(rf"(?:^|[\s\"”])({RUN.pattern}) ?:\s$")


UNKNOWN = re.compile(rf" (?:(?:the [a-z]+ |[a-z]+ )?({RUN.pattern}) [a-z]+ed\b|[a-z]+(?:ed|s) (?:[a-z]+ ){{0,3}}({RUN.pattern}))")
OTHER = re.compile(r"[,;] (?:though|but|while|and|which|as|who|where|yet)\b|\bto $")
AS_SAYING = re.compile(r" ([^,]{3,90}?) as (?:saying|telling|writing)\b")
ASIDE = re.compile(r", (?:said|says) (?:[a-z]+ ){0,4}(?:[A-Z][\w'’-]+ ?){1,4}[,.]")
INVERTED = re.compile(r" (?:(?:the|an?|his|her|former|[a-z]+) (?:[a-z]+ ){0,4})?[A-Z]|,? (?:he|she|the [a-z]+)\b")
WHAT = re.compile(r"\bwhat (?:[\w'’-]+ ){1,5}$")
COORDINATED = re.compile(r"\b(?:and|but|then|or)(?: (?:has|have|had|also|later|then|even|\w+ly|will|would))* $")
FROM = re.compile(r" (?:from|by) ")
OWNER = re.compile(rf"({RUN.pattern}(?:['’]s|(?<=s)['’])) (?:[\w-]+ ){{0,3}}$")


LED = re.compile(r"\b(?:[A-Z]\w+|he|she|they|it|who)$")


class Cue(NamedTuple):
    """A cue at ``[start, end)``; ``kind`` as in ``cues.csv``."""

    start: int
    end: int
    kind: str


@lru_cache(maxsize=4)
def cues_of(lexicons: Lexicons) -> tuple[ahocorasick_rs.AhoCorasick | None, list[str], list[bool]]:
    """The search for cues; of each of its patterns the kind, and whether it is a verb as a dictionary has it.

    A form that is a verb and a noun counts as the verb: the words before it tell the two apart.
    """
    patterns: dict[str, tuple[str, bool]] = {}
    for row in sorted(lexicons.rows["cues"], key=lambda row: row["kind"] == "noun"):
        for form in cell(row["forms"]):
            what = row["kind"], form == row["form"]
            patterns.setdefault(f" {form}", what)
            patterns.setdefault(form[:1].upper() + form[1:], what)
    if not patterns:
        return None, [], []
    search = ahocorasick_rs.AhoCorasick(list(patterns), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    return search, [kind for kind, _ in patterns.values()], [base for _, base in patterns.values()]


def find_cues(text: str, lexicons: Lexicons, quoted: list[Stretch]) -> list[Cue]:
    """The cues of a text that stand outside quotation marks, in order."""
    search, kinds, base = cues_of(lexicons)
    if search is None:
        return []
    found, number, size = [], 0, len(text)
    spaced = text.replace("-", " ").replace("\n", " ").replace("\u00a0", " ")
    for index, start, end in search.find_matches_as_indexes(spaced):
        if end < size and (text[end].isalnum() or text[end] in "-'’"):
            continue
        while number < len(quoted) and quoted[number].closes <= start:
            number += 1
        if number < len(quoted) and quoted[number].opens <= start and not quoted[number].single:
            continue
        if not text[start].isalpha():
            if text[start] == "-" and text[start - 1].isalpha() and not LED.search(text, max(0, start - 30), start):
                continue  # "so-called"
            start += 1
        elif start and (text[start - 1].isalnum() or text[max(0, start - 2) : start].strip()[-1:] not in ("", ".", "?", "!", '"', "”", "'", ",", "-", ":", ";")):
            continue
        kind = kinds[index]
        if kind in ("state", "speak") and text[end - 3 : end] != "ing":
            if NOUN_BEFORE.search(text, max(0, start - 8), start) or base[index] and not VERB_BEFORE.search(text, max(0, start - 16), start):
                kind = "noun"
        found.append(Cue(start, end, kind))
    return found


class _Article:
    """One article while its quotations are read."""

    def __init__(self, text: str, spans: list[Span], mentions: list[dict], lexicons: Lexicons):
        self.text = text
        self.starts = [span.start for span in spans]
        self.ends = [span.end for span in spans]
        self.quoted = find_stretches(text)
        self.cues = find_cues(text, lexicons, self.quoted)
        self.at = [cue.start for cue in self.cues]
        self.opens = [stretch.opens for stretch in self.quoted]
        self.speakers = Speakers(text, mentions, self.starts, lexicons)

    def sentence(self, at: int) -> int:
        return max(0, bisect_right(self.starts, at) - 1)

    def floor(self, at: int) -> int:
        """Where the words before ``at`` begin that can hold its subject: the sentence or the last quotation."""
        sentence = self.sentence(at)
        while sentence and self.text[self.starts[sentence]].islower() and at - self.starts[sentence] < 80:
            sentence -= 1  # an abbreviation was taken for an end
        begin = self.starts[sentence]
        number = bisect_left(self.opens, at) - 1
        while number >= 0 and self.quoted[number].closes > begin:
            stretch = self.quoted[number]
            if stretch.closes <= at and (stretch.end - stretch.start > 40 or self.text[stretch.end - 1] in ",?!" or stretch.closes == at - 1):
                return stretch.closes
            number -= 1
        return begin

    def ceiling(self, at: int) -> int:
        number = bisect_left(self.opens, at)
        opens = self.opens[number] if number < len(self.opens) else len(self.text)
        return min(self.ends[self.sentence(at)] if self.ends else len(self.text), opens)

    def cue_of(self, number: int) -> tuple[int | None, str]:
        """Which cue governs a stretch, and where it stands: ``after``, ``before``, or far off."""
        text, stretch = self.text, self.quoted[number]
        sentence = self.sentence(stretch.opens)
        previous = self.quoted[number - 1].closes if number else 0
        # directly before: said: "..."
        last = bisect_left(self.at, stretch.opens) - 1
        begin = self.starts[sentence]
        if stretch.opens - begin < 3 and sentence and text[self.ends[sentence - 1] - 1] == ":":
            begin = self.starts[sentence - 1]
        while last >= 0 and self.cues[last].kind == "noun" and self.cues[last].end < stretch.opens - 3:
            if self.cues[last].start < begin:
                break
            last -= 1
        if last >= 0 and self.cues[last].start >= max(begin, previous) and len(text[self.cues[last].end : stretch.opens].split()) <= 2:
            verb = last
            while self.cues[verb].kind == "noun" and verb and self.cues[verb - 1].start >= max(begin, previous):
                verb -= 1  # "said in a statement: ..."
            return (last if self.cues[verb].kind == "noun" else verb), "before"
        # behind: "...," he said
        ending, behind = text[stretch.end - 1 : stretch.end], text[stretch.closes : stretch.closes + 1]
        closing = ending in ",?!—-–…" or behind == ","
        first = bisect_left(self.at, stretch.closes)
        if ending != "." and first < len(self.cues) or ending == "." and behind == ",":
            cue = first
            while cue < len(self.cues) and self.cues[cue].kind == "noun" and cue < first + 2:
                cue += 1
            if cue < len(self.cues):
                limit = self.quoted[number + 1].opens if number + 1 < len(self.quoted) else len(text)
                gap = text[stretch.closes : self.cues[cue].start]
                same = self.sentence(self.cues[cue].start) == self.sentence(stretch.end) or self._runs_on(stretch.closes)
                if self.cues[cue].start < limit and same and "\n" not in gap and len(gap.split()) <= 22 and (
                    closing and not JOINS.match(gap) and not self.is_participle(self.cues[cue])
                    and not (stretch.opens - begin > 3 and not gap.strip(" ,") and not INVERTED.match(text, self.cues[cue].end))
                ):
                    return cue, "after"
        # farther before, in the sentence
        cue = bisect_left(self.at, stretch.opens) - 1
        weak = None
        while cue >= 0 and self.cues[cue].start >= begin:
            if self.cues[cue].kind != "noun" and not WHAT.search(text, begin, self.cues[cue].start):
                return cue, "far"
            weak = cue if weak is None else weak
            cue -= 1
        if weak is not None:
            return weak, "far"
        # farther behind, in the sentence
        stop = self.ends[self.sentence(stretch.end - 1)] if ending != "." else 0
        while first < len(self.cues) and self.cues[first].start < stop:
            cue = self.cues[first]
            gap = text[stretch.closes : cue.start]
            if cue.kind in ("say", "state") and not self.is_participle(cue) and not OTHER.search(gap):
                return first, "late"
            first += 1
        # in the sentence before: Ann Lee disagreed. "..."
        if stretch.opens - begin < 3 and sentence:
            earlier = max(self.starts[sentence - 1], previous)
            for cue in range(bisect_left(self.at, earlier), bisect_left(self.at, stretch.opens)):
                if self.cues[cue].kind in ("say", "state", "speak") and not self.is_participle(self.cues[cue]):
                    return cue, "previous"
        return None, ""

    def is_participle(self, cue: Cue) -> bool:
        return self.text[cue.end - 3 : cue.end] == "ing"

    def _runs_on(self, at: int) -> bool:
        """Whether the sentence goes on behind a question or exclamation that is quoted."""
        return bool(re.match(r",? (?:[a-z]|[A-Z][\w.’'-]+ (?:[A-Z][\w.’'-]+ ){0,3}(?:said|says|asked|told|wrote|added|tweeted|replied)\b)", self.text[at : at + 80]))

    def subject(self, cue: Cue, place: str) -> Speaker | None:
        """Whose cue it is."""
        text, speakers = self.text, self.speakers
        floor, ceiling = self.floor(cue.start), self.ceiling(cue.end)
        if cue.kind == "source":
            return speakers.after(cue.end, ceiling)
        if quoting := AS_SAYING.match(text, cue.end, ceiling):
            return speakers.phrase(quoting.start(1), quoting.end(1))
        if PASSIVE.search(text, max(0, cue.start - 24), cue.start):
            by = BY.match(text, cue.end)
            if by:
                return speakers.after(by.end(), ceiling) or NOBODY
            if cue.kind == "speak" or text[cue.start : cue.end] == "told":
                return NOBODY
        begin = self.starts[self.sentence(cue.start)]
        if cue.kind == "noun":
            by = FROM.match(text, cue.end)
            owner = OWNER.search(text, max(begin, cue.start - 80), cue.start)
            return (
                (by and speakers.after(by.end(), ceiling))
                or (owner and speakers.phrase(owner.start(1), owner.end(1)))
                or speakers.subject_of(begin, cue.start)
                or speakers.last
            )
        participle = self.is_participle(cue)
        told = text[cue.start : cue.end] in ("told", "tells")
        bare = not text[floor : cue.start].strip(" ,-–—\"”'’")
        if participle:
            earlier = [own for at, own in self.resolved if begin <= at < cue.start]
            if earlier:
                return earlier[0]
            found = speakers.subject_of(begin, self.ends[self.sentence(cue.start)] if bare else cue.start)
            return found or speakers.before(floor, cue.start) or NOBODY
        if bare and not told or place == "after" and not text[floor : cue.start].strip(" ,"):
            found = speakers.after(cue.end, ceiling)
            if found:
                return found
        if place in ("tail", "late") and text[cue.start - 2] == "," and not told:
            inverted = re.compile(r" (?:(?:[a-z-]+ ){0,5}[A-Z]|the |a )").match(text, cue.end)
            if inverted and (found := speakers.after(cue.end, ceiling)):
                return found
        if place in ("far", "before") and cue.kind == "say" and ASIDE.match(text, cue.start - 2):
            return speakers.after(cue.end, ceiling) or NOBODY
        if place != "after" and INFINITIVE.search(text, floor, cue.start) and (found := speakers.subject_of(begin, cue.start)):
            return found
        if COORDINATED.search(text, floor, cue.start):
            earlier = [own for at, own in self.resolved if begin <= at < cue.start]
            found = earlier[-1] if earlier else speakers.subject_of(begin, cue.start)
            if found:
                return found
        found = speakers.before(floor, cue.start)
        if place in ("far", "late") and (found is None or found.of == "group"):
            return speakers.subject_of(begin, cue.start) or found
        return found

    def read(self) -> list[dict]:
        """The rows of ``quotes``, in order."""
        governs = [self.cue_of(number) for number in range(len(self.quoted))]
        places: dict[int, str] = {}  # where a cue stands to the first quotation that it governs
        for cue, place in governs:
            if cue is not None:
                places.setdefault(cue, place)
        clauses = {number: clause for number in range(len(self.cues)) if (clause := self.clause_of(number, places))}
        self.resolved: list[tuple[int, Speaker]] = []
        owners: dict[int, Speaker | None] = {}
        for number in sorted({*places, *clauses}):
            cue = self.cues[number]
            place = places[number] if number in places else clauses[number][2]
            speaker = self.subject(cue, place)
            if speaker is None and place == "before":
                speaker = self.speakers.last
            if speaker and speaker.name:
                self.resolved.append((cue.start, speaker))
                if speaker.of != "group" or place in ("before", "after", "tail", "head"):
                    self.speakers.hear(speaker, cue.end)
            owners[number] = speaker
        rows = []
        for number, (cue, place) in enumerate(governs):
            stretch = self.quoted[number]
            if not self.is_speech(stretch, cue, place):
                continue
            speaker = owners[cue] if cue is not None else None
            speaker = speaker or self.carried(number)
            rows.append(_row(self.text, stretch.start, stretch.end, speaker, self.cues[cue] if cue is not None else None, True))
        for number, (start, end, _) in clauses.items():
            if owners[number] and owners[number].name:
                rows.append(_row(self.text, start, end, owners[number], self.cues[number], False))
        return sorted(rows, key=lambda row: (row["start"], -row["end"]))

    def carried(self, number: int) -> Speaker:
        """Who speaks where no cue says so: whoever the sentence is about, else whoever spoke last."""
        text, stretch = self.text, self.quoted[number]
        signed = SIGNED.match(text, stretch.closes)
        if signed and (found := self.speakers.phrase(signed.start(1), signed.end(1))):
            return found
        sentence = self.sentence(stretch.opens)
        previous = self.quoted[number - 1].closes if number else 0
        begin = max(self.starts[sentence], previous)
        if text[stretch.end - 1] in ",?!" and (unknown := UNKNOWN.match(text, stretch.closes)):
            group = 1 if unknown.group(1) else 2
            if found := self.speakers.phrase(unknown.start(group), unknown.end(group)):
                return found
        labelled = LABEL.search(text, begin, stretch.opens)
        if labelled and (found := self.speakers.phrase(labelled.start(1), labelled.end(1))):
            return found
        at = bisect_left(self.resolved, (stretch.opens,)) - 1
        if stretch.opens - begin < 4 and sentence and self.starts[sentence - 1] >= previous:
            begin = self.starts[sentence - 1]
            if at >= 0 and self.resolved[at][0] > begin:
                return self.resolved[at][1]
        if stretch.opens - begin > 3:
            found = self.speakers.subject_of(begin, stretch.opens)
            if found and (found.of == "person" or text[: stretch.opens].rstrip().endswith(":")):
                return found
        return self.resolved[at][1] if at >= 0 else NOBODY

    def is_speech(self, stretch: Stretch, cue: int | None, place: str) -> bool:
        """Whether a stretch is speech, and no title, nickname or word held at arm's length."""
        text = self.text
        words = text[stretch.start : stretch.end].split()
        if stretch.single and place not in ("before", "after"):
            return len(words) > MANY_WORDS and cue is not None
        if len(words) > MANY_WORDS:
            return True
        named = all(word[:1].isupper() or not word[:1].isalpha() or word in SMALL for word in words)
        before = text[max(0, stretch.opens - 30) : stretch.opens]
        if named and WORK.search(before) or len(words) <= FEW_WORDS and NAMING.search(before):
            return False
        if cue is not None:
            return not named or place in ("before", "after") or self.cues[cue].kind != "noun" and place != "late"
        return len(words) > (MANY_WORDS if named else FEW_WORDS)

    def clause_of(self, number: int, places: dict[int, str]) -> tuple[int, int, str] | None:
        """The clause of indirect speech that a cue reports, and whether it stands before or behind the cue."""
        cue, text = self.cues[number], self.text
        if cue.kind in ("noun", "speak") or places.get(number) in ("after", "late", "previous"):
            return None
        sentence = self.sentence(cue.start)
        begin, stop = self.starts[sentence], self.ends[sentence]
        if cue.kind == "source":
            return self._source_clause(cue, begin, stop)
        if number not in places and (clause := self._clause_before(cue, begin, stop)):
            return clause
        told = text[cue.start : cue.end] in TOLD
        opens = THAT.match(text, cue.end, stop)
        if not opens and (told or cue.kind == "say"):
            opens = (TO_SOMEONE if told else PLAIN).match(text, cue.end, stop)
        if not opens or INFINITIVE.search(text, max(0, cue.start - 12), cue.start):
            return None
        start = opens.end()
        if text[start : start + 1] in ("", *OPENING) or text.startswith(("to be ", "to have "), start):
            return None
        cut = (COMMA if SUBORDINATE.match(text, begin, cue.start + 1) else CLAUSE_END).search(text, start, stop)
        end = cut.start() if cut else stop
        end = start + len(text[start:end].rstrip(" .,\"”"))
        return (start, end, "head") if len(text[start:end].split()) >= FEW_WORDS else None

    def _clause_before(self, cue: Cue, begin: int, stop: int) -> tuple[int, int, str] | None:
        """The clause in "the plan failed, Ann Lee said" or "the plan failed, said Ann Lee"."""
        text = self.text
        comma = text.rfind(", ", begin, cue.start)
        form = text[cue.start : cue.end]
        if comma < 0 or cue.start - comma > 90 or LEADS.match(text, begin) or not (cue.kind == "say" or PAST.search(form)):
            return None
        behind = text[cue.end : stop]
        if cue.start - comma == 2:
            ends = form not in TOLD and SAYER.match(behind)
        else:
            ends = LAST.match(behind)
            while ends and len(text[comma:cue.start].split()) < 9:
                earlier = text.rfind(", ", begin, comma)
                if text[cue.start - 2] != "," or earlier < 0 or cue.start - earlier > 90:
                    break
                comma = earlier  # a phrase in commas between the name and the cue
        lead = text[begin:comma]
        if not ends or len(lead.split()) <= FEW_WORDS or not VERB.search(lead) or self._is_quoted(begin, comma):
            return None
        return begin, comma, "tail"

    def _source_clause(self, cue: Cue, begin: int, stop: int) -> tuple[int, int, str] | None:
        """The clause in "according to Ann Lee, the plan failed" or "the plan failed, according to Ann Lee"."""
        text = self.text
        start, end = begin, cue.start
        if cue.start - begin < 8:
            start, end = text.find(", ", cue.end, stop) + 2, stop
            if start < 2:
                return None
        end = start + len(text[start:end].rstrip(" .,"))
        if len(text[start:end].split()) < FEW_WORDS or text[start] in OPENING:
            return None
        return start, end, "source"

    def _is_quoted(self, start: int, end: int) -> bool:
        """Whether most of ``[start, end)`` stands in quotation marks."""
        number = max(0, bisect_right(self.opens, start) - 1)
        near = self.quoted[number : number + 3]
        return any(min(end, one.closes) - max(start, one.opens) > (end - start) / 2 for one in near)


def _row(text: str, start: int, end: int, speaker: Speaker, cue: Cue | None, direct: bool) -> dict:
    return {
        "start": start,
        "end": end,
        "text": text[start:end],
        "speaker": speaker.name,
        "speaker_entity": speaker.entity,
        "speaker_country": speaker.country,
        "cue": text[cue.start : cue.end] if cue else None,
        "direct": direct,
    }


def read_quotes(text: str, spans: list[Span], mentions: list[dict], lexicons: Lexicons) -> list[dict]:
    """The rows of ``quotes`` of one article, without its id, in order.

    Parameters
    ----------
    text : str
    spans : list of Span
        The sentences of the text, without the title.
    mentions : list of dict
        The mentions of the text, in order.
    lexicons : Lexicons
    """
    names = [mention for mention in mentions if mention["part"] == "text" and mention["kind"] != "theme"]
    if not spans:
        return []
    return _Article(text, spans, names, lexicons).read()
