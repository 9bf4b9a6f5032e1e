"""Who speaks: reads the subject of a cue, and resolves pronouns and descriptions to someone named before.

No parser: the words before a cue (or behind it, as in "said Maria Lopez") up to the next boundary are a noun phrase,
whose head stands before its first preposition. A phrase in commas is skipped, or is the name ("his lawyer, Ann Lee,").
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from helpers.annotate.names import NOBODY, Names, Speaker
from helpers.annotate.phrases import (
    AUXILIARIES,
    BEHIND,
    BODY_BEHIND,
    BOUNDARIES,
    CAPITAL,
    DEFINITE,
    DETERMINERS,
    FEMININE,
    MASCULINE,
    MONTHS_AND_MODALS,
    NAME,
    NOT_NAMES,
    POSSESSIVE,
    PREPOSITIONS,
    PRONOUNS,
    QUOTE,
    ROLE,
    RUN,
    STOP,
    SUBJECT,
    TITLED,
    WORD,
    WRITING,
    is_one_person,
    is_person_noun,
    is_someone,
    leads_to_phrase,
)  # fmt: skip
from helpers.lexicons import Lexicons

WRITER = re.compile(NAME + r"(?= \w+$)")  # "the VEB statement"
BLANKS = " \u00a0\t"


class Speakers(Names):
    """The speakers of one article, found in the order in which it is read."""

    def __init__(self, text: str, mentions: list[dict], starts: list[int], lexicons: Lexicons):
        super().__init__(text, mentions, starts, lexicons)
        self.last, self.last_at = NOBODY, 0  # who was heard last, and up to where
        self.heard: list[Speaker] = []  # people, the newest last
        self._subjects: dict[
            int, tuple[Speaker | None, int]
        ] = {}  # of sentences, by their beginning; and where they end

    # the words beside a cue

    def before(self, floor: int, at: int, depth: int = 0) -> Speaker | None:
        """The subject that ends where the cue at ``at`` begins, no farther back than ``floor``."""
        text, end = self.text, at
        while True:
            while end > floor and (text[end - 1] in BLANKS or (text[end - 1] == "-" and text[end - 2] != " ")):
                end -= 1  # a blank, or the hyphen that stands for a lost one
            cut = max(text.rfind(" ", floor, end) + 1, floor)
            if cut >= end:
                return None
            word = text[cut:end].replace("’", "'")
            if not text[cut].isupper() or cut == floor or word in ("He", "She", "They", "It", "I"):
                word = word.lower()  # and not "Mrs May", "Ed Will"
            if word in AUXILIARIES or (word.endswith("ly") and len(word) > 4 and text[cut].islower()):
                end = cut
                continue
            break
        if word in PRONOUNS:
            return self._pronoun(word, cut, floor, depth)
        if text[end - 1] in ",)—–-" and end - floor > 2:
            return self._around(floor, end, depth)
        begin, end = self._left(floor, end)
        if text[max(floor, begin - 2) : begin] == ", " and ROLE.match(text, begin, end):
            cut = max(text.rfind(",", floor, begin - 2) + 1, floor)
            named = RUN.fullmatch(text[cut : begin - 2].strip())
            if named and len(self.bare(named.group()).split()) >= 2:
                return self.phrase(cut, begin - 2)  # "Ann Lee, abbot of Moss said"
        return self.phrase(begin, end)

    def after(self, at: int, limit: int) -> Speaker | None:
        """The subject behind the cue that ends at ``at``, as in "said Maria Lopez, a spokeswoman"."""
        text = self.text
        begin = at
        while begin < limit and text[begin] in BLANKS:
            begin += 1
        stop = STOP.search(text, begin, limit)
        limit = min(stop.start() if stop else limit, begin + 120)
        end = begin
        for match in WORD.finditer(text, begin, limit):
            low = match.group()
            if match.start() > begin and (low in BOUNDARIES or low in BEHIND):
                break
            end = match.end()
        end -= end == limit and text[end - 1 : end] == "."
        if end <= begin:
            return None
        first = text[begin:end].split(None, 1)[0]
        low = first.lower()
        if low in MASCULINE | FEMININE | {"they", "it"}:
            return self.pronoun(low, begin)
        no_one = low in AUXILIARIES or low in PREPOSITIONS or low in BOUNDARIES or low.endswith(("ing", "ly"))
        plain = not CAPITAL.search(text, begin, end) and not is_person_noun(low) and not low.endswith("s")
        if first[0].islower() and low not in DETERMINERS and (no_one or plain):
            return None
        return self.phrase(begin, end)

    def _left(self, floor: int, end: int) -> tuple[int, int]:
        """Where the noun phrase begins that ends at ``end``."""
        text, begin, at = self.text, end, end
        for _ in range(14):
            while at > floor and text[at - 1] in BLANKS:
                at -= 1
            if at <= floor or (begin < end and text[at - 1] in ',;:—–"“”)\n'):
                break
            cut = max(text.rfind(" ", floor, at) + 1, text.rfind("\n", floor, at) + 1, floor)
            word = text[cut:at]
            if word[0] in "'‘(" or QUOTE.search(word):
                break
            if (word.lower() in BOUNDARIES and word not in MONTHS_AND_MODALS) or word in "-–—" or word[-1] in ",;:":
                break
            begin = at = cut
        return begin, end

    def _around(self, floor: int, end: int, depth: int) -> Speaker | None:
        """The subject before a phrase in commas or brackets that ends at ``end``; or that phrase, if it is a name."""
        text = self.text
        if depth > 4:
            return None
        last = text[end - 1]
        opener = {")": "(", ",": ",", "-": "-", "–": "–", "—": "—"}[last]
        cut = text.rfind(opener, floor, end - 1)
        if cut < 0 and opener in "-–—":
            return None
        if last == ")":
            return self.before(floor, cut, depth + 1) if cut > 0 else None
        inner = cut + 1 if cut >= 0 else floor
        while inner < end and text[inner] in BLANKS:
            inner += 1
        inside = text[inner : end - 1].rstrip()
        if inside.endswith(")") and "(" in inside:
            inside = inside[: inside.rindex("(")].rstrip()
        if cut >= 0:
            run = RUN.fullmatch(inside)
            if (run and len(self.bare(inside).split()) >= 2) or (
                run and self.mention_in("person", inner, inner + len(inside))
            ):
                found = self.phrase(inner, inner + len(inside))
                if found and found.of == "person":
                    return found
            return self._nearest(floor, cut, depth) or self.phrase(inner, inner + len(inside))
        return self.phrase(inner, inner + len(inside)) if len(inside.split()) <= 10 else None

    def _nearest(self, floor: int, end: int, depth: int) -> Speaker | None:
        if self.text[end - 1] == ")":
            return self._around(floor, end, depth + 1)
        begin, end = self._left(floor, end)
        found = self.phrase(begin, end)
        if found and found.of == "person":
            return found
        comma = self.text.rfind(",", floor, begin)
        if comma > floor and depth < 4:
            return self._nearest(floor, comma, depth + 1) or found
        return found

    def phrase(self, begin: int, end: int) -> Speaker | None:
        """Who the noun phrase at ``[begin, end)`` is."""
        text = self.text
        while end > begin and text[end - 1] in " ,'\"”’.-":
            end -= 1
        begin += len(text[begin:end]) - len(text[begin:end].lstrip())
        words = text[begin:end].split()
        if not words:
            return None
        while leads_to_phrase(words[0]):
            if len(words) == 1:
                return None
            later = [at for at, word in enumerate(words) if at > 1 and word.lower() in DETERMINERS] or [1]
            for word in words[: later[-1]]:
                begin = text.index(word, begin) + len(word)
            begin += len(text[begin:end]) - len(text[begin:end].lstrip())
            words = words[later[-1] :]
        head_end, at = end, begin
        for number, word in enumerate(words):
            place = text.index(word, at)
            if number and word.lower() in PREPOSITIONS:
                head_end = place
                break
            at = place + len(word)
        head = text[begin:head_end].strip(" ,")
        head_end = begin + len(head)
        if not head:
            return None
        person = self.mention_in("person", begin, head_end)
        if person and self.is_namesake(person, begin):
            person = None
        if person:
            rest = text[person["end"] : head_end]
            if len(rest) <= 2 or not (rest.startswith(("'s", "’s")) or rest.strip()[:1].islower()):
                return self.person(person["start"], person["end"], begin)
        if not self.bare(head):
            person = self.mention_in("person", head_end, end)
            if person and person["end"] >= end - 2:  # "Minister for Trade Ann Lee"
                return self.person(person["start"], person["end"], begin)
        if (start := self._named_behind_title(head_end, end)) is not None:
            return self.person(start, end, begin)
        runs = list(RUN.finditer(text, begin, head_end))
        if runs and runs[-1].end() >= head_end - 1:
            start = self.name_start(*runs[-1].span())
            if start is not None:
                return self.person(start, runs[-1].end(), begin)
        return self._described(begin, end, head, head_end)

    def _named_behind_title(self, begin: int, end: int) -> int | None:
        """Where the name begins in "... of the Northern District Commander Ann Lee", read from ``begin`` on."""
        words = list(WORD.finditer(self.text, begin, end))
        titles = [at for at, word in enumerate(words) if word.group()[0].isupper() and self.is_title(word.group())]
        name = words[titles[-1] + 1 :] if titles else []
        return name[0].start() if len(name) > 1 and all(word.group()[0].isupper() for word in name) else None

    def _described(self, begin: int, end: int, head: str, head_end: int) -> Speaker | None:
        """Someone without a name: a body, a country, people in general, or a description of someone named before."""
        text = self.text
        words = head.split()
        noun = words[-1].strip("'’").lower()
        mention = self.mention_in(None, begin, head_end)
        if mention and mention["end"] >= head_end - 2:
            entity = None if mention["kind"] == "place" else mention["entity"]
            return Speaker(POSSESSIVE.sub("", head.removeprefix("The ")), entity, mention["country"], "body")
        definite = words[0].lower() in DEFINITE or noun.endswith("-old")
        lower = noun == words[-1].strip("'’")
        if noun in WRITING and (own := WRITER.search(head)) and own.group() not in NOT_NAMES:
            return Speaker(own.group().removeprefix("The "), None, self.country_in(begin, end), "body")
        if noun in WRITING and (definite or words[0].lower() in ("a", "an")) and self.last.name:
            return self.last
        named = RUN.match(text, end + 2) if text[end : end + 2] == ", " else None
        if named and len(self.bare(named.group()).split()) >= 2:  # "the ministry's envoy, Ann Lee"
            return self.person(named.end() - len(self.bare(named.group())), named.end(), begin)
        if (
            definite
            and (lower or len(words) <= 3)
            and is_person_noun(noun)
            and text[head_end - 2 : head_end] not in ("'s", "’s")
        ):
            found = self._fitting(noun, begin)
            if found and not ("'s " in head or "’s " in head):
                return found
        if len(words) > 9 or not any(map(str.isalpha, head)) or not is_someone(words):
            return None
        phrase = text[begin:end] if end - begin <= 80 else head
        return Speaker(phrase, None, self.country_in(begin, end), "group")

    def _fitting(self, noun: str, at: int) -> Speaker | None:
        """The newest speaker who was called ``noun``, or introduced so; else the last speaker, if a person."""
        if self.last.of == "group" and noun in self.last.name.lower().split():
            return self.last
        for speaker in reversed(self.heard[-6:]):
            place = self.text.find(speaker.name)
            while 0 <= place < at:
                if noun in self.text[max(0, place - 60) : place + len(speaker.name) + 80].lower():
                    return speaker
                place = self.text.find(speaker.name, place + 1)
        subject = self._topic(at)
        if subject:
            return subject
        return self.last if self.last.of == "person" else None

    def _pronoun(self, word: str, at: int, floor: int, depth: int) -> Speaker | None:
        """Whom a pronoun stands for; of a relative one, what stands before it."""
        if word in ("who", "which", "that"):
            end = at
            while end > floor and self.text[end - 1] in " ,—–-":
                end -= 1
            return self.before(floor, end, depth + 1) if depth < 3 and end > floor else None
        return None if word in ("i", "we", "you") else self.pronoun(word, at)

    def pronoun(self, word: str, at: int) -> Speaker:
        """Whom a pronoun of the third person at ``at`` stands for."""
        if word in ("it", "they"):
            subject = self._topic(at, bodies=True)
            return subject or (self.last if self.last.of in ("body", "group") else NOBODY)
        gender = "he" if word in MASCULINE else "she"
        found = self._topic(at, gender) or next(
            (one for one in reversed(self.heard) if one.of == "person" and self._can_be(one, gender)), None
        )
        if self.last.of == "group" and is_one_person(self.last.name) and (not found or found in self.heard):
            return self.last
        if found is None:
            found = self._last_person(at, gender)
        if found and found.name:
            self.genders.setdefault(found.name, gender)
        return found or NOBODY

    def _can_be(self, speaker: Speaker, gender: str) -> bool:
        return self.genders.get(speaker.name, gender) == gender

    def _topic(self, at: int, gender: str = "", bodies: bool = False) -> Speaker | None:
        """The person who is the subject of this sentence, or of those since somebody last spoke."""
        number = bisect_right(self.starts, at) - 1
        for one in range(number, max(-1, number - 7), -1):
            start = self.starts[one]
            if start < self.last_at and one != number:
                return None
            found = self.subject_of(start, at)
            if found and (found.of == "person") != bodies and (not gender or self._can_be(found, gender)):
                return found
        return None

    def subject_of(self, start: int, limit: int) -> Speaker | None:
        """The name at the beginning of the sentence at ``start``, or behind its first comma, if it ends by ``limit``."""
        if start not in self._subjects:
            comma = self.text.find(", ", start, start + 160)
            for place in (start, comma + 2) if comma > 0 else (start,):
                found = self._subject_at(place)
                if found[0]:
                    break
            self._subjects[start] = found
        subject, end = self._subjects[start]
        return subject if end <= limit else None

    def _subject_at(self, place: int) -> tuple[Speaker | None, int]:
        found = self._subject_read(SUBJECT.match(self.text, place))
        if found[0] is None and (titled := TITLED.match(self.text, place)):
            found = self._subject_read(titled)
            if found[0] and (found[0].of != "person" or " " not in titled.group("run")):
                return None, 0
        return found

    def _subject_read(self, match: re.Match | None) -> tuple[Speaker | None, int]:
        if not match:
            return None, 0
        begin, end = match.span("run")
        run = match.group("run")
        first = run.split()[0]
        if first in NOT_NAMES or first.endswith("ing") or (run.isupper() and " " in run) or POSSESSIVE.search(run):
            return None, 0
        lead = self.text[match.start() : begin].lower().split()
        if any(word in PREPOSITIONS or word in BOUNDARIES or word.endswith("ed") for word in lead):
            return None, 0
        if house := BODY_BEHIND.match(self.text, end):
            whole = (begin - 4 * bool(match.group("the")), house.end())
            return Speaker(self.text[slice(*whole)], None, self.country_in(*whole), "body"), house.end()
        person = self.mention_in("person", begin, end)
        if match.group("the") and (person or not self.mention_in(None, begin, end)):
            return None, 0  # "the Lee campaign"
        if person:
            return self.person(person["start"], person["end"], begin), end
        name = self.name_start(begin, end)
        if name is None:
            mention = self.mention_in(None, begin, end)
            if mention and mention["end"] >= end - 2 and mention["route"] not in ("adjective", "demonym"):
                return Speaker(run, mention["entity"], mention["country"], "body"), end
            return None, 0
        words = self.text[name:end].split()
        if words[0] not in NOT_NAMES and (len(words) > 1 or name > begin or self.is_surname(words[-1])):
            return self.person(name, end, begin), end
        return None, 0

    def _last_person(self, at: int, gender: str) -> Speaker | None:
        number = bisect_left(self.begins, at)
        for mention in reversed(self.mentions[max(0, number - 8) : number]):
            if mention["kind"] == "person":
                found = self.person(mention["start"], mention["end"], mention["start"])
                if self._can_be(found, gender):
                    return found
        return None

    def hear(self, speaker: Speaker | None, at: int) -> None:
        """Keeps who was heard last, up to ``at``."""
        if speaker and speaker.name:
            self.last, self.last_at = speaker, at
            if speaker.of == "person":
                if speaker in self.heard:
                    self.heard.remove(speaker)
                self.heard.append(speaker)
