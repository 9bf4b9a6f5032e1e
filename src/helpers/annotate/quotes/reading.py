"""Who is quoted saying what: direct speech in quotation marks, and indirect speech beside a cue.

A quotation belongs to the cue that stands beside it ("...", he said; said: "..."), else to the last one before it in its
sentence, else to whoever is named as its source without one, or spoke last.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from helpers.annotate.quotes.clauses import INFINITIVE, SAYER, TOLD, Clause, find_clause
from helpers.annotate.quotes.cues import Cue, find_cues
from helpers.annotate.quotes.names import NOBODY, Speaker
from helpers.annotate.quotes.phrases import NAME
from helpers.annotate.quotes.speakers import Speakers
from helpers.annotate.quotes.stretches import Stretch, find_stretches, is_speech
from helpers.lexicons import Lexicons

LONGEST_SENTENCE = 600  # characters before or behind a cue in which its subject is looked for
LONGEST_CHAIN = 60  # characters of auxiliaries before a cue
FARTHEST = 22  # words between a quotation and the cue behind it: a name, and a phrase about whose it is

# what stands between a quotation and a cue that is not its own
JOINS = re.compile(r",? ?(?:and|but|then|while|as|when|which|that|or|before|after|because)\b")
OTHER_CLAUSE = re.compile(r"[,;] (?:though|but|while|and|which|as|who|where|yet)\b|\bto $")
NOT_FINITE = re.compile(r"\bwhat (?:[\w'’-]+ ){1,5}$|\b(?:to|would|could|will|can|may|might|should|must|not) $")
RUNS_ON = re.compile(  # a sentence that goes on behind a question or exclamation
    r",? (?:[a-z]|[A-Z][\w.’'-]+ (?:[A-Z][\w.’'-]+ ){0,3}(?:said|says|asked|told|wrote|added|tweeted|replied)\b)"
)

# where the subject of a cue stands
INVERTED = re.compile(r" (?:(?:the|an?|his|her|former|[a-z]+) (?:[a-z]+ ){0,4})?[A-Z]|,? (?:he|she|the [a-z]+)\b")
SAID_X = re.compile(r" (?:(?:[a-z-]+ ){0,5}[A-Z]|the |a )")
ASIDE = re.compile(r", (?:said|says) (?:[a-z]+ ){0,4}(?:[A-Z][\w'’-]+ ?){1,4}[,.]")  # "the goal, said Lee, is ..."
AS_SAYING = re.compile(
    r"(?:(?<=quoted)|(?<=quotes)|(?<=cited)|(?<=cites)) ([^,]{3,90}?) as (?:saying|telling|writing)\b"
)
QUOTING = ("quoted", "quotes", "cited", "cites", "quote")
QUOTED_HIM = re.compile(r"quote[sd] (him|her)\b")
PASSIVE = re.compile(r"(?:\b(?:is|are|was|were|been|being|be|gets?|got)|['’](?:s|re|m))(?: \w+ly| also| often)? $")
BY = re.compile(r"(?: \w+){0,3} by ")
FROM = re.compile(r" (?:from|by) ")
OWNER = re.compile(rf"({NAME}(?:['’]s|(?<=s)['’])) (?:[\w-]+ ){{0,3}}$")
COORDINATED = re.compile(r"\b(?:and|but|then|or)(?: (?:has|have|had|also|later|then|even|\w+ly|will|would))* $")
# how the last word of the two ends, blank included: where it ends otherwise, neither need be tried
PASSIVE_ENDS, COORDINATED_ENDS = (
    frozenset(f"{word[-2:]} " for word in words.split())
    for words in (
        "is are was were been being be get gets got 's ’s 're 'm ’m ly also often",
        "and but then or has have had also later even ly will would",
    )
)

# a source without a cue
SIGNED = re.compile(rf"\s{{0,3}}[-–—―]{{1,2}} ?({NAME})(?=[.,\n(]| [\"“]|$)")  # "..." - Ann Lee
LABEL = re.compile(rf"(?<![^\s\"”])({NAME}) ?:\s$")  # Lee: "..."
UNKNOWN_VERB = re.compile(  # "...," Lee fumed; "...," fumed Lee
    rf" (?:(?:the [a-z]+ |[a-z]+ )?({NAME}) [a-z]+ed\b|[a-z]+(?:ed|s) (?:[a-z]+ ){{0,3}}({NAME}))"
)


def read_quotes(
    text: str,
    starts: list[int],
    ends: list[int],
    names: list[dict],
    places: list[tuple[int, int, int]],
    lexicons: Lexicons,
) -> list[dict]:
    """The rows of ``quotes`` of one article, without its id, in order.

    Parameters
    ----------
    text : str
    starts, ends : list of int
        Where its sentences begin and end.
    names : list of dict
        Its mentions but those of themes, in order, with ``start`` and ``end`` in ``text``.
    places : list of tuple
        Where forms of cues stand in it, of :func:`~helpers.annotate.quotes.cues.find_places`.
    lexicons : Lexicons
    """
    quoted = find_stretches(text)
    cues = find_cues(text, places, lexicons, quoted)
    if not starts or not (quoted or cues):
        return []
    return _Article(text, starts, ends, names, lexicons, quoted, cues).read()


class _Article:
    """One article while its quotations are read."""

    def __init__(
        self,
        text: str,
        starts: list[int],
        ends: list[int],
        names: list[dict],
        lexicons: Lexicons,
        quoted: list[Stretch],
        cues: list[Cue],
    ):
        self.text, self.quoted, self.cues = text, quoted, cues
        self.starts, self.ends = [], []
        for start, end in zip(starts, ends, strict=True):  # small letters go on behind what only looks like an end
            if text[start].islower() and self.starts:
                self.ends[-1] = end
            else:
                self.starts.append(start)
                self.ends.append(end)
        self.at = [cue.start for cue in cues]
        self.number = [bisect_right(self.starts, at) - 1 for at in self.at]  # of each cue's sentence
        self.opens = [stretch.opens for stretch in quoted]
        self.speakers = Speakers(text, names, self.starts, quoted, lexicons)
        self.resolved: list[tuple[int, Speaker]] = []  # where a cue begins, and whose it is

    def read(self) -> list[dict]:
        """The rows, in order."""
        governs = [self.cue_of(number) for number in range(len(self.quoted))]
        places: dict[int, str] = {}  # where a cue stands to the first quotation that it governs
        for cue, place in governs:
            if cue is not None:
                places.setdefault(cue, place)
        clauses: dict[int, Clause] = {}
        owners: dict[int, Speaker | None] = {}
        for number, cue in enumerate(self.cues):  # in the order of reading, so that "he" finds who came before
            place = places.get(number, "")
            if cue.kind not in ("noun", "speak") and (clause := self.clause_of(number, place)):
                clauses[number] = clause
                place = place or clause[2]
            if place or cue.kind == "say":
                owners[number] = self.owner_of(number, place)
        rows = []
        for number, (cue, place) in enumerate(governs):
            stretch = self.quoted[number]
            if is_speech(self.text, stretch, place, "" if cue is None else self.cues[cue].kind):
                speaker = (cue is not None and owners[cue]) or self.speaker_without_cue(number)
                rows.append(self.row(stretch.start, stretch.end, speaker, cue, direct=True))
        for number, (start, end, _) in clauses.items():
            speaker = owners[number]
            if speaker and speaker.name:
                rows.append(self.row(start, end, speaker, number, direct=False))
        return sorted(rows, key=lambda row: (row["start"], -row["end"]))

    def row(self, start: int, end: int, speaker: Speaker, cue: int | None, *, direct: bool) -> dict:
        return {
            "start": start,
            "end": end,
            "text": self.text[start:end],
            "speaker": speaker.name,
            "speaker_entity": speaker.entity,
            "speaker_country": speaker.country,
            "cue": None if cue is None else self.text[self.cues[cue].start : self.cues[cue].end],
            "direct": direct,
        }

    # sentences

    def sentence(self, at: int) -> int:
        return bisect_right(self.starts, at) - 1

    def floor(self, begin: int, at: int) -> int:
        """Where the words before ``at`` begin that can hold its subject: the sentence at ``begin``, or the last quotation."""
        if at - begin > LONGEST_SENTENCE:
            begin = at - LONGEST_SENTENCE
        number = bisect_left(self.opens, at) - 1
        while number >= 0 and self.quoted[number].closes > begin:
            stretch = self.quoted[number]
            whole = stretch.end - stretch.start > 40 or self.text[stretch.end - 1] in ",?!" or stretch.closes == at - 1
            if stretch.closes <= at and whole:
                return stretch.closes
            number -= 1
        return begin

    def ceiling(self, at: int) -> int:
        """Where the words behind ``at`` end that can hold its subject: the sentence, or the next quotation."""
        number = bisect_left(self.opens, at)
        opens = self.opens[number] if number < len(self.opens) else len(self.text)
        return min(self.ends[self.sentence(at)], opens, at + LONGEST_SENTENCE)

    # which cue

    def cue_of(self, number: int) -> tuple[int | None, str]:
        """Which cue governs a stretch, and where it stands: ``before``, ``after``, ``far``, ``late`` or ``previous``."""
        stretch = self.quoted[number]
        sentence = self.sentence(stretch.opens)
        previous = self.quoted[number - 1].closes if number else 0
        begin = self.starts[sentence]
        if stretch.opens - begin < 3 and sentence and self.text[self.ends[sentence - 1] - 1] == ":":
            begin = self.starts[sentence - 1]
        if (cue := self._directly_before(stretch, max(begin, previous))) is not None:
            return cue, "before"
        if (cue := self._behind(number, begin)) is not None:
            return cue, "after"
        if (cue := self._before_in_sentence(stretch, begin)) is not None:
            return cue, "far"
        if (cue := self._behind_in_sentence(stretch)) is not None:
            return cue, "late"
        if stretch.opens - begin < 3 and sentence:  # Ann Lee disagreed. "..."
            first = bisect_left(self.at, max(self.starts[sentence - 1], previous))
            for cue in range(first, bisect_left(self.at, stretch.opens)):
                if self.cues[cue].kind not in ("noun", "source") and not self.is_participle(self.cues[cue]):
                    return cue, "previous"
        return None, ""

    def _directly_before(self, stretch: Stretch, begin: int) -> int | None:
        """The cue in: said: "..."; of "said in a statement" the verb."""
        last = bisect_left(self.at, stretch.opens) - 1
        while last >= 0 and self.cues[last].kind == "noun" and begin <= self.cues[last].start < stretch.opens - 3:
            if self.cues[last].end >= stretch.opens - 3:
                break
            last -= 1
        if last < 0 or self.cues[last].start < begin:
            return None
        if len(self.text[self.cues[last].end : stretch.opens].split()) > 2:
            return None
        verb = last
        while self.cues[verb].kind == "noun" and verb and self.cues[verb - 1].start >= begin:
            verb -= 1
        return last if self.cues[verb].kind == "noun" else verb

    def _behind(self, number: int, begin: int) -> int | None:
        """The cue in: "...," he said."""
        text, stretch = self.text, self.quoted[number]
        said = text[stretch.start : stretch.end].rstrip("'’")  # an inner quotation may close, too
        if not said.endswith((",", "?", "!", "—", "-", "–", "…")) and not text.startswith(",", stretch.closes):
            return None
        first = bisect_left(self.at, stretch.closes)
        for cue in range(first, min(first + 3, len(self.cues))):
            if self.cues[cue].kind == "noun" and cue < first + 2:
                continue
            at = self.cues[cue].start
            limit = self.quoted[number + 1].opens if number + 1 < len(self.quoted) else len(text)
            gap = text[stretch.closes : min(at, limit)]
            near = at < limit and "\n" not in gap and len(gap.split()) <= FARTHEST
            if not near or JOINS.match(gap) or self.is_participle(self.cues[cue]):
                return None
            if self.sentence(at) != self.sentence(stretch.end) and not RUNS_ON.match(text, stretch.closes):
                return None
            within = stretch.opens - begin > 3  # Lee called it "a farce", demanded a recount and ...
            if within and not gap.strip(" ,") and not INVERTED.match(text, self.cues[cue].end):
                return None
            return cue
        return None

    def _before_in_sentence(self, stretch: Stretch, begin: int) -> int | None:
        """The last finite verb before the stretch in its sentence; else the last noun or infinitive."""
        last = bisect_left(self.at, stretch.opens) - 1
        weak = None
        for cue in range(last, -1, -1):
            if self.cues[cue].start < begin:
                break
            if self.cues[cue].kind != "noun" and not NOT_FINITE.search(
                self.text, max(begin, self.at[cue] - 90), self.at[cue]
            ):
                return cue
            weak = cue if weak is None else weak
        return weak

    def _behind_in_sentence(self, stretch: Stretch) -> int | None:
        if self.text[stretch.end - 1] == ".":
            return None
        stop = self.ends[self.sentence(stretch.end - 1)]
        for cue in range(bisect_left(self.at, stretch.closes), bisect_left(self.at, stop)):
            gap = self.text[stretch.closes : self.cues[cue].start]
            if gap == " " and not stretch.single and not INVERTED.match(self.text, self.cues[cue].end):
                continue  # the "sinking" charges
            own = self.cues[cue].kind in ("say", "state") and not self.is_participle(self.cues[cue])
            if own and not OTHER_CLAUSE.search(gap):
                return cue
        return None

    def is_participle(self, cue: Cue) -> bool:
        return self.text[cue.end - 3 : cue.end] == "ing"

    def clause_of(self, number: int, place: str) -> Clause | None:
        """The clause of indirect speech of a cue that stands at ``place`` to its quotation, empty if it has none."""
        if place in ("after", "late", "previous"):
            return None
        cue, sentence = self.cues[number], self.number[number]
        begin, end = self.starts[sentence], self.ends[sentence]
        first = max(0, bisect_right(self.opens, begin) - 1)
        bounds = max(begin, cue.start - 2 * LONGEST_SENTENCE), min(end, cue.end + 2 * LONGEST_SENTENCE)
        return find_clause(self.text, cue, bounds, self.quoted[first : first + 3], bool(place))

    # whose cue

    def owner_of(self, number: int, place: str) -> Speaker | None:
        """Whose cue it is, who is then known to whatever comes later; ``None`` if nothing tells."""
        cue = self.cues[number]
        self.speakers.is_told = place in ("after", "tail", "late", "previous")
        speaker = self.subject(cue, self.starts[self.number[number]], place)
        if speaker is None and place == "before":
            speaker = self.speakers.last
        if speaker and speaker.name and (place or speaker.of == "person"):
            self.resolved.append((cue.start, speaker))
            if speaker.of != "group" or place in ("before", "after", "tail", "head"):
                self.speakers.hear(speaker, cue.end)
        elif speaker and speaker.of == "group":
            self.speakers.groups.append(speaker)  # whom a later description may mean
        return speaker

    def subject(self, cue: Cue, begin: int, place: str) -> Speaker | None:
        """Whose cue it is, in the sentence that begins at ``begin``."""
        text, speakers = self.text, self.speakers
        start, end, kind = cue
        if kind == "source":
            return speakers.after(end, self.ceiling(end))
        floor, form, ending = self.floor(begin, start), text[start:end], text[start - 3 : start]
        told, participle = form in TOLD, form.endswith("ing")
        said_as = AS_SAYING.search(text, floor, end) if ending == "as " else None
        if quoting := (form in QUOTING and AS_SAYING.match(text, end, self.ceiling(end))) or said_as:
            return speakers.phrase(*quoting.span(1))
        if form in QUOTING and (him := QUOTED_HIM.match(text, start)):
            return speakers.pronoun(him.group(1), start)
        be = ending in PASSIVE_ENDS and PASSIVE.search(text, max(0, start - 24), start)
        if be and not participle and form != "quoted":
            number = bisect_left(self.opens, end)
            is_next = number < len(self.opens) and self.ceiling(end) == end + 1
            if by := BY.match(text, self.quoted[number].closes if is_next else end):
                return speakers.after(by.end(), self.ceiling(by.end())) or NOBODY
            if kind != "say" or told:
                return NOBODY
        if form.endswith("ed") and text.startswith(" by ", end):
            return speakers.after(end + 4, self.ceiling(end)) or NOBODY  # "hated, and described by Ann Lee as ..."
        if kind == "noun":
            by = FROM.match(text, end)
            owner = OWNER.search(text, max(begin, start - 80), start)
            return (
                (by and speakers.after(by.end(), self.ceiling(end)))
                or (owner and speakers.phrase(owner.start(1), owner.end(1)))
                or speakers.meant_by(begin, start)
                or speakers.last
            )
        leads = text[floor:start].strip(" ,-–—\"”'’")
        if participle and not be:
            own = self.heard_since(begin, start)
            limit = start if leads else self.ends[self.sentence(start)]
            return (own and own[0]) or speakers.meant_by(begin, limit) or speakers.before(floor, start) or NOBODY
        is_tail = text[start - 2] == "," and place in ("tail", "late", "previous")
        inverted = not leads or (is_tail and SAID_X.match(text, end) and SAYER.match(text[end : self.ceiling(end)]))
        if inverted and not (told and place != "after") and (found := speakers.after(end, self.ceiling(end))):
            return found
        if place in ("far", "before") and kind == "say" and ASIDE.match(text, start - 2):
            return speakers.after(end, self.ceiling(end)) or NOBODY
        if (
            ending == "to "
            and place != "after"
            and INFINITIVE.search(text, max(floor, start - 6), start)
            and (found := speakers.meant_by(begin, start))
        ):
            return found
        if ending in COORDINATED_ENDS and COORDINATED.search(text, max(floor, start - LONGEST_CHAIN), start):
            own = self.heard_since(begin, start)
            if found := own[-1] if own else speakers.meant_by(begin, start):
                return found
        found = speakers.before(floor, start)
        if place in ("far", "late") and (found is None or found.of == "group"):
            return speakers.meant_by(begin, start) or found
        return found

    def heard_since(self, begin: int, at: int) -> list[Speaker]:
        """Whose the cues within ``[begin, at)`` are, as far as resolved and near."""
        first = bisect_left(self.resolved, (max(begin, at - LONGEST_SENTENCE),))
        return [speaker for cue, speaker in self.resolved[first:] if cue < at]

    def speaker_without_cue(self, number: int) -> Speaker:
        """Who speaks where no cue tells: who signs, is named as in a script, or is what the sentence is about; or spoke last."""
        text, stretch, speakers = self.text, self.quoted[number], self.speakers
        sentence = self.sentence(stretch.opens)
        previous = self.quoted[number - 1].closes if number else 0
        begin = max(self.starts[sentence], previous)
        for match in (
            SIGNED.match(text, stretch.closes),
            text[stretch.end - 1] in ",?!" and UNKNOWN_VERB.match(text, stretch.closes),
            LABEL.search(text, begin, stretch.opens),
        ):
            if match and (found := speakers.phrase(*match.span(match.lastindex))):
                return found
        at = bisect_left(self.resolved, (stretch.opens,)) - 1
        last = self.resolved[at] if at >= 0 else (0, NOBODY)
        if stretch.opens - begin < 4 and sentence and self.starts[sentence - 1] >= previous:
            begin = self.starts[sentence - 1]
            if last[0] > begin:
                return last[1]
        if stretch.opens - begin > 3:
            found = speakers.meant_by(begin, stretch.opens)
            if found and (found.of == "person" or text[begin : stretch.opens].rstrip().endswith(":")):
                return found
        return last[1]
