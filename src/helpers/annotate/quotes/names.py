"""Whose name it is: the people of an article by their names, with full name, country and gender as the article gives them.

A person of the lexicons is known by the mention; anyone else by a run of words with capitals, titles taken off.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from helpers.annotate.mentions import NAMELESS
from helpers.annotate.quotes.phrases import (
    APPOSITION,
    BODIES,
    FORENAME,
    FORENAMES,
    GENDERS,
    HONORIFICS,
    LED_NAME,
    MALE,
    NOT_NAMES,
    OF_BODY,
    OWNED,
    PARTICLES,
    PLACED,
    POSSESSIVE,
    RUN_ON,
    TITLES,
)  # fmt: skip
from helpers.lexicons import Lexicons


class Speaker(NamedTuple):
    """Who speaks: ``name`` as written, or ``None`` if nobody can be told; ``of`` is person, body, group or none."""

    name: str | None
    entity: str | None = None
    country: str | None = None
    of: str = ""


NOBODY = Speaker(None)


class Names:
    """The names of one article.

    Parameters
    ----------
    text : str
    mentions : list of dict
        Those of the text, themes apart, in order: ``start``, ``end``, ``kind``, ``entity``, ``country``, ``route``.
    starts : list of int
        Where its sentences begin.
    lexicons : Lexicons
    """

    def __init__(self, text: str, mentions: list[dict], starts: list[int], lexicons: Lexicons):
        self.text, self.mentions, self.starts = text, mentions, starts
        self.begins = [mention["start"] for mention in mentions]
        self.is_title, self.bare = title_readers_of(lexicons)
        self.lexicon_names = lexicons.names
        self.known: dict[str, Speaker] = {}  # people, by surname and by entity
        self.genders: dict[str, str] = {}  # ``he`` or ``she``, by name
        self._surnames: dict[str, bool] = {}

    def mention_in(self, kind: str | None, begin: int, end: int) -> dict | None:
        """The last mention of ``kind``, or of any, within ``[begin, end)``."""
        at = bisect_left(self.begins, end) - 1
        while at >= 0 and self.begins[at] >= begin:
            mention = self.mentions[at]
            if kind is None or mention["kind"] == kind:
                return mention
            at -= 1
        return None

    def country_in(self, begin: int, end: int) -> str | None:
        """The first country that is mentioned within ``[begin, end)``."""
        at = bisect_left(self.begins, begin)
        while at < len(self.begins) and self.begins[at] < end:
            if country := self.mentions[at]["country"]:
                return country
            at += 1
        return None

    def is_namesake(self, mention: dict, begin: int) -> bool:
        """Whether another first name stands before a surname that the lexicon knows."""
        if begin >= mention["start"] or " " in self.text[mention["start"] : mention["end"]]:
            return False
        led = FORENAME.search(self.text, begin, mention["start"])
        if not led or self.is_title(led.group(1)):
            return False
        name = self.lexicon_names.get(mention["entity"], led.group(1))  # of none, the article has told whose it is
        return led.group(1) not in name and not self.mention_in(None, led.start(), led.end())

    def is_surname(self, word: str) -> bool:
        """Whether somebody in the text bears it behind a first name."""
        if word in self.known:
            return True
        if word not in self._surnames:
            self._surnames[word] = self._has_first_name(word)
        return self._surnames[word]

    def _has_first_name(self, word: str) -> bool:
        at = self.text.find(f" {word}")
        while at > 0:
            led = self._is_led(at + 1) and FORENAME.search(self.text, max(0, at - 20), at + 1)
            if led and not self.is_title(led.group(1)):
                return True
            at = self.text.find(f" {word}", at + 1)
        return False

    def _is_led(self, at: int) -> bool:
        """Whether the word before ``at`` can be a first name or a particle: a quick look before one is searched."""
        word = self.text[max(0, at - 30) : at - 1].rpartition(" ")[2]
        return self.text[at - 1] in " \u00a0-" and (not word.islower() or word in PARTICLES or self.text[at - 1] == "-")

    def name_start(self, start: int, end: int) -> int | None:
        """Where a person's name begins in the run of capitalised words at ``[start, end)``, titles taken off."""
        run = self.text[start:end]
        other, at = None, bisect_left(self.begins, end) - 1
        while at >= 0 and self.begins[at] >= start and other is None:
            other = self.mentions[at] if self.mentions[at]["kind"] != "person" else None
            at -= 1
        if (
            other
            and other["end"] >= end - 2
            and not HONORIFICS.search(self.text, max(0, other["start"] - 12), other["start"])
        ):
            known = self.known.get(run)
            return start if known and known.of == "person" else None  # a country or a body
        if other and other["end"] < end - 2:
            start = other["end"]
            run = self.text[start:end].lstrip(" '’s")
        bare = self.bare(run)
        while bare and not bare[0].isupper() and not bare.startswith(("al-", "el-")):
            bare = bare.partition(" ")[2]  # "-based Lee"
        if not bare and run in TITLES and self.is_surname(run):
            bare = run  # "King" may be a name
        is_name = len(bare) > 2 or (len(bare) == 2 and (bare in self.known or self._name_led_by(bare, start)))
        is_name = is_name and not bare.endswith(" I")
        return self.text.index(bare.split()[0], start, end) if is_name else None

    def person(self, start: int, end: int, phrase: int) -> Speaker:
        """The person whose name stands at ``[start, end)``, with their full name, country and gender kept for later."""
        text = self.text
        owner, name, last, is_body = _plain(text[start:end])
        start += owner
        if is_body:
            behind = OF_BODY.match(text, end) if last in BODIES else None
            end = behind.end() if behind else end
            return Speaker(name + text[start + len(name) : end], None, self.country_in(phrase, end), "body")
        mention = self.mention_in("person", start, end)
        if mention and mention["rule"] in NAMELESS:
            return self._holder(mention)
        if mention and self.is_namesake(mention, start):
            mention = None
        surname = mention["entity"] if mention else last
        found = self.known.get(surname)
        if found is None or (mention is None and " " in name and _other_first_name(found.name, name)):
            found = self._introduce(name, mention, start, phrase)
            same = self.known.get(found.name.split()[-1])
            found = same if same and same.name == found.name else found
            self.known[surname] = self.known[last] = found
        elif found.country is None and mention is None:
            country = self.country_in(phrase, start) or self._country_behind(end)
            if country:
                found = self.known[surname] = found._replace(country=country)
        before = text[max(0, start - 14) : start]
        if GENDERS.search(before):
            self.genders[found.name] = "he" if MALE.search(before) else "she"
        return found

    def _holder(self, mention: dict) -> Speaker:
        """Whoever holds an office that stands without a name; called by it, unless the article names them elsewhere."""
        entity = mention["entity"]
        if entity not in self.known:
            named = [m for m in self.mentions if m["entity"] == entity and m["rule"] not in NAMELESS]
            if named:
                return self.person(named[0]["start"], named[0]["end"], named[0]["start"])
            start, end = mention["start"], mention["end"]
            number = bisect_left(self.begins, start)
            before, behind = self.mentions[max(0, number - 1)], self.mentions[min(number + 1, len(self.mentions) - 1)]
            if 0 < start - before["end"] < 4:
                start = before["start"]
            elif self.text.startswith(" of ", end):
                end = behind["end"]
            start -= 4 * (self.text[start - 4 : start] in ("the ", "The "))
            self.known[entity] = Speaker(self.text[start:end], entity, mention["country"], "person")
        return self.known[entity]

    def _introduce(self, name: str, mention: dict | None, start: int, phrase: int) -> Speaker:
        """A person who is met for the first time: the full name is that of the lexicon's mentions, or found before a surname."""
        if mention:
            own = (
                self.text[m["start"] : m["end"]]
                for m in self.mentions
                if m["entity"] == mention["entity"] and m["rule"] not in NAMELESS
            )
            full = max(
                (self.bare(surface) or surface for surface in own), key=lambda one: (not one.isupper(), len(one))
            )
            return Speaker(full, mention["entity"], mention["country"], "person")
        full, at = name, start
        if " " not in name:
            at = self.text.find(name)
            while at >= 0:
                if self._is_led(at) and (led := FORENAMES.search(self.text, max(0, at - 60), at)):
                    run = self.bare(self.text[led.start() : at + len(name)])
                    begin = self.name_start(led.start(), at + len(name))
                    if begin is not None and " " in run and begin < at:
                        full = self.text[begin : at + len(name)]
                        start = begin
                        break
                at = self.text.find(name, at + 1)
            if full == name and (behind := self._name_led_by(name, start)):
                full = self.text[slice(*behind)]
                start = behind[0]
        country = self._introduced_country(start, full) or self.country_in(phrase, start)
        return Speaker(full, None, country, "person")

    def _name_led_by(self, name: str, before: int) -> tuple[int, int] | None:
        """Where a full name stands that ``name`` begins, as in Chinese ones and where first names are used."""
        at = self.text.find(f"{name} ", 0, before)
        while at >= 0:
            match = LED_NAME.match(self.text, at)
            led = FORENAMES.search(self.text, max(0, at - 30), at)
            is_first = not led or self.is_title(led.group().split()[-1])
            if match and not self.text[at - 1 : at].isalnum() and is_first:
                last = match.group(1).rsplit(None, 1)[-1]
                if last not in BODIES and not self.is_title(last) and self.name_start(*match.span()) == at:
                    return match.span()
            at = self.text.find(f"{name} ", at + 1, before)
        return None

    def _introduced_country(self, start: int, name: str) -> str | None:
        """The country in the words directly before a name ("Iranian envoy") or in the phrase behind it."""
        begin = max(0, start - 80, self.sentence_start(start))
        begin = max(begin, self.text.rfind(",", begin, start))
        country = self.country_in(begin, start)
        if country and (placed := PLACED.match(self.text, begin, start)):
            country = self.country_in(placed.end(), start)
        return country or self._country_behind(start + len(name))

    def _country_behind(self, end: int) -> str | None:
        """The country in the phrase that follows a name in commas or brackets."""
        match = APPOSITION.match(self.text, end)
        return self.country_in(match.start(1), match.end(1)) if match and match.group(1)[0].islower() else None

    def sentence_start(self, at: int) -> int:
        """Where the sentence begins that holds ``at``."""
        return self.starts[max(0, bisect_right(self.starts, at) - 1)]


@lru_cache(maxsize=20_000)  # the same names come again and again
def _plain(run: str) -> tuple[int, str, str, bool]:
    """A name as it stands: where it begins behind its owner, the name without endings, its last word, whether it is a body's."""
    name = RUN_ON.sub("", POSSESSIVE.sub("", run)) or run
    start, owner = 0, OWNED.match(name)
    if owner and name[owner.end() :].split()[-1] not in BODIES:
        start, name = owner.end(), name[owner.end() :]  # "the Gazette's Ann Lee"
    last = name.split()[-1]
    return start, name, last, last in BODIES or (last.isupper() and len(last) > 1 and " " not in name)


def _other_first_name(one: str, other: str) -> bool:
    """Whether two full names begin otherwise: Ann Lee and Bob Lee."""
    return " " in one and one.split()[0] != other.split()[0]


@lru_cache(maxsize=4)
def titles_of(lexicons: Lexicons) -> frozenset[str]:
    """The words with a capital that are no names by themselves, those that offices of the lexicons are made of among them."""
    words = (word for title in lexicons.titles for word in title.split())
    return TITLES.union(word for word in words if word[:1].isupper() and word.lower() not in PARTICLES)


@lru_cache(maxsize=4)
def title_readers_of(lexicons: Lexicons) -> tuple[Callable[[str], bool], Callable[[str], str]]:
    """Whether a word with a capital is no name by itself; and a run of such words without the titles before it.

    The run of a body ("Port Police Department") is whole.
    """
    titles = titles_of(lexicons)

    @lru_cache(maxsize=20_000)
    def is_title(word: str) -> bool:
        return word.rstrip(".") in TITLES or word in titles or word in NOT_NAMES

    @lru_cache(maxsize=20_000)
    def bare(run: str) -> str:
        words = run.split()
        if words and words[-1] in BODIES and not words[-1].isupper():
            return run
        while words and is_title(words[0]):
            words = words[1:]
        last = max((at for at, word in enumerate(words[:-1]) if is_title(word)), default=-1)
        return " ".join(words[last + 1 :])

    return is_title, bare
