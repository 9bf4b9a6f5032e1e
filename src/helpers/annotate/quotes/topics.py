"""Who is spoken of: whom a pronoun or a description stands for, by the order in which people are named and heard."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import islice

from helpers.annotate.mentions import NAMELESS
from helpers.annotate.quotes.names import NOBODY, Names, Speaker
from helpers.annotate.quotes.phrases import (
    BODY_BEHIND,
    BOUNDARIES,
    INTRODUCED,
    MASCULINE,
    NOT_NAMES,
    OFFICIAL,
    POSSESSIVE,
    PREPOSITIONS,
    SUBJECT,
    TITLED,
    is_one_person,
)
from helpers.annotate.quotes.stretches import Stretch
from helpers.lexicons import Lexicons

PRONOUN = re.compile(r"(?:[\w'’-]+,? ){0,4}?([Hh]e|[Ss]he) ")  # "On Monday he issued"
SENTENCES_BACK = 6  # so far a pronoun may stand from the sentence that names its person


class Topics(Names):
    """The names of one article, and which of them it speaks of at a place."""

    def __init__(self, text: str, mentions: list[dict], starts: list[int], quoted: list[Stretch], lexicons: Lexicons):
        super().__init__(text, mentions, starts, lexicons)
        self.quoted, self.opens = quoted, [stretch.opens for stretch in quoted]
        self.last, self.last_at = NOBODY, 0  # who was heard last, and up to where
        self.heard: dict[Speaker, None] = {}  # people, the newest last
        self.is_told = False  # whether what the sentence begins with is told by whoever is sought
        self.groups: list[Speaker] = []  # those without a name, likewise
        self._subjects: dict[
            int, tuple[Speaker | None, int]
        ] = {}  # of sentences, by their beginning; and where they end

    def hear(self, speaker: Speaker | None, at: int) -> None:
        """Keeps who was heard last, up to ``at``."""
        if speaker is self.last and speaker.of == "person":
            self.last_at = at  # the newest already
        elif speaker and speaker.name:
            self.last, self.last_at = speaker, at
            if speaker.of == "group":
                self.groups.append(speaker)
            elif speaker.of == "person":
                self.heard.pop(speaker, None)
                self.heard[speaker] = None

    def pronoun(self, word: str, at: int) -> Speaker:
        """Whom a pronoun of the third person at ``at`` stands for."""
        if word in ("it", "they"):
            subject = self._topic(at, bodies=True) if word == "it" else None
            return subject or (self.last if self.last.of in ("body", "group") else NOBODY)
        gender = "he" if word in MASCULINE else "she"
        found = self._topic(at, gender) or next(
            (one for one in reversed(self.heard) if self._can_be(one, gender)), None
        )
        if self.last.of == "group" and is_one_person(self.last.name) and (not found or found in self.heard):
            return self.last
        if found is None:
            found = self._topic(at, gender, since=0) or self._last_person(at, gender)
        if found and found.name:
            self.genders.setdefault(found.name, gender)
        return found or NOBODY

    def _can_be(self, speaker: Speaker, gender: str) -> bool:
        return self.genders.get(speaker.name, gender) == gender

    def _topic(self, at: int, gender: str = "", bodies: bool = False, since: int | None = None) -> Speaker | None:
        """The person who is the subject of this sentence, or of those since somebody last spoke, or since ``since``."""
        since = self.last_at if since is None else since
        number = bisect_right(self.starts, at) - 1
        for one in range(number, max(-1, number - SENTENCES_BACK - 1), -1):
            start = self.starts[one]
            if start < since and one != number:
                return None
            if one == number and self.is_told:
                continue
            if self._is_quoted(start):
                continue
            found = self.subject_of(start, at)
            if found and (found.of == "person") != bodies and (not gender or self._can_be(found, gender)):
                return found
        return None

    def _is_quoted(self, at: int) -> bool:
        """Whether what stands at ``at`` is what somebody says, not what is told of them."""
        number = bisect_right(self.opens, at) - 1
        return number >= 0 and at < self.quoted[number].closes - 1

    def fitting(self, noun: str, at: int) -> Speaker | None:
        """The newest speaker who was called ``noun``, or introduced so; else the last speaker, if a person."""
        called = (group for group in reversed(self.groups[-4:]) if noun in group.name.lower().split())
        if group := next(called, None):
            return group
        for speaker in islice(reversed(self.heard), 6):
            place = self.text.find(speaker.name)
            while 0 <= place < at:
                if noun in self.text[max(0, place - 60) : place + len(speaker.name) + 80].lower():
                    return speaker
                place = self.text.find(speaker.name, place + 1)
        subject = self._topic(at)
        if subject:
            return subject
        return self.last if self.last.of == "person" else None

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

    def meant_by(self, start: int, limit: int) -> Speaker | None:
        """The name or pronoun at the beginning of the sentence at ``start``, if it ends by ``limit``."""
        if found := self.subject_of(start, limit):
            return found
        pronoun = PRONOUN.match(self.text, start, limit)
        return self.pronoun(pronoun.group(1).lower(), pronoun.start(1)) if pronoun else None

    def _subject_at(self, place: int) -> tuple[Speaker | None, int]:
        found = self._subject_read(SUBJECT.match(self.text, place))
        if found[0] is None and self.text[place : place + 1].isupper() and (titled := TITLED.match(self.text, place)):
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
        for word in self.text[match.start() : begin].lower().split():
            if word in PREPOSITIONS or word in BOUNDARIES or word.endswith("ed"):
                return None, 0
        holder = self.mention_in("person", end, end + 4)
        if holder and holder["rule"] in NAMELESS:  # "the Turkish president"
            return self.person(holder["start"], holder["end"], begin), holder["end"]
        if OFFICIAL.match(self.text, end):
            return None, 0  # "a White House official"
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
        surname = len(words) == 1 and (self.is_surname(words[0]) or INTRODUCED.match(self.text, end))
        titled = name > begin and self.is_title(self.text[begin:name].split()[-1])
        if words[0] not in NOT_NAMES and (len(words) > 1 or titled or surname):
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
