"""Names that an office introduces: people who are in no lexicon, and where else the article names them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from helpers.annotate.bounds import FORMER
from helpers.annotate.office_holders.article import INTRODUCES, NAME_BEHIND, THINGS, Article
from helpers.annotate.office_holders.offices import Phrase
from helpers.annotate.quotes.phrases import BODIES
from helpers.lexicons import Lexicons

HAS_FORMER = re.compile(rf"\b(?:{FORMER})\b", re.IGNORECASE)
WAS_FORMER = re.compile(rf"\b(?i:{FORMER})(?: [a-z-]+){{0,2}}[ -]$")

CLOSED = re.compile(r"\s*(?:[,.;:)\]—–]|$|\n|(?:and|who) )")
BORN_BY = re.compile(r"\b(?:bin|ibn|bint|binti)\b")  # what follows is the father's name, and no surname
FAMILY_FIRST = frozenset("CHN TWN HKG MAC SGP KOR PRK MYS ETH ERI THA MMR KHM LAO".split())  # or told by the first name
ARTICLE = re.compile(r"(?:[AaEe]l)[- ]$")
CAPITAL_BEHIND = re.compile(r"[ -][A-Z]")
LEADING = re.compile(r"([A-Z][\w'’.-]*) $")


class Person(NamedTuple):
    """Someone whom an office introduces at ``start`` of the text; once out of office, they stand for no country."""

    name: str
    country: str | None
    historic: str | None
    start: int


def introduced_by(article: Article, phrase: Phrase) -> Person | None:
    """The person whose name stands beside the office, if it is in no lexicon."""
    mention = phrase.mention
    if mention["part"] == "title":
        return None  # where other words have capitals too
    text = article.texts["text"]
    office = text[phrase.begins : phrase.ends]
    place = _name_behind(article, phrase, office) or _name_in_front(article, phrase)
    if place is None:
        return None
    is_former = HAS_FORMER.search(office) or WAS_FORMER.search(text, max(0, phrase.start - 25), phrase.start)
    if is_former:
        return Person(text[slice(*place)], None, None, place[0])
    return Person(text[slice(*place)], mention["country"], mention["historic"], place[0])


def _name_behind(article: Article, phrase: Phrase, office: str) -> tuple[int, int] | None:
    """Where the name stands in "Iraqi Prime Minister Mohammed Shia' Al-Sudani" and "his Cypriot counterpart, Ann Lee,"."""
    text = article.texts["text"]
    found = NAME_BEHIND.match(text, phrase.end)
    if not found or office.lower() == "official":  # "China's official Index"
        return None
    place = article.person_in("text", found.group(2), found.start(2))
    return None if place and found.group(1) and not CLOSED.match(text, place[1]) else place


def _name_in_front(article: Article, phrase: Phrase) -> tuple[int, int] | None:
    """Where the name stands in "Ann Lee, Germany's foreign minister," and "Ann Lee, an Iranian lawmaker."."""
    text = article.texts["text"]
    lead = INTRODUCES.search(text, max(0, phrase.start - 8), phrase.start)
    return article.name_before("text", lead.start()) if lead and CLOSED.match(text, phrase.end) else None


def mentions_of(people: dict[str, Person], article: Article) -> list[dict]:
    """The mentions of ``people`` (by slug): their full names, and their surnames once they are introduced."""
    alone = {slug: _name_alone(person, article) for slug, person in people.items()}
    borne = Counter(alone.values())
    for names in article.names.values():
        borne.update({m["surface"].rpartition(" ")[2] for m in names if m["kind"] == "person"})
    found = []
    for slug, person in people.items():
        told = {"entity": slug, "country": person.country, "historic": person.historic, "route": "apposition"}
        for part, text in article.texts.items():
            places = [(at, at + len(person.name)) for at in _find_words(text, person.name)]
            if alone[slug] and borne[alone[slug]] == 1:
                places += _places_alone(article, part, person, alone[slug], places)
            free = (place for place in places if not article.mention_in(part, *place))
            found += [article.person(part, *place, **told) for place in free]
    return found


def _places_alone(
    article: Article, part: str, person: Person, name: str, full: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Where a person goes by ``name`` in the title and behind the introduction; nowhere if somebody else bears it too."""
    text = article.texts[part]
    words = text.split()
    is_headline = part == "title" and 5 * sum(word[0].isupper() for word in words) > 3 * len(words)
    is_word = name[0].islower() or bool(_find_words(text, name.lower()))
    places = []
    for at in _find_words(text, name):
        end = at + len(name)
        whole = bisect_left(full, (at + 1,)) - 1  # the last full name that begins no later
        if whole >= 0 and at < full[whole][1]:
            continue
        the = ARTICLE.search(text, max(0, at - 3), at)
        start = the.start() if the else at
        if not is_headline:
            lead = LEADING.search(text, max(0, start - 25), start)
            if lead and not _may_lead(article, part, lead, person):
                return []
            if CAPITAL_BEHIND.match(text, end):
                continue
        if text[start - 1 : start] == "-" or (is_word and article.begins_sentence(part, start)):
            continue
        if part == "title" or start > person.start:
            places.append((start, end))
    return places


def _may_lead(article: Article, part: str, lead: re.Match, person: Person) -> bool:
    """Whether a word with a capital before a surname is no other first name."""
    word = lead.group(1)
    return (
        article.is_title(word)
        or word.lower() in _stopwords_of(article.lexicons)
        or word in person.name.split()
        or article.begins_sentence(part, lead.start())
        or article.mention_in(part, *lead.span(1)) is not None
    )


def _find_words(text: str, words: str) -> list[int]:
    """Where whole ``words`` stand in a text, as written."""
    found, at = [], text.find(words)
    while at >= 0:
        if not text[at - 1 : at].isalnum() and not text[at + len(words) : at + len(words) + 1].isalnum():
            found.append(at)
        at = text.find(words, at + 1)
    return found


def _name_alone(person: Person, article: Article) -> str:
    """The name that someone goes by: the surname without an article, else nothing."""
    if BORN_BY.search(person.name):
        return ""
    words = person.name.split()
    name = words[0] if person.country in FAMILY_FIRST else words[-1]
    name = re.sub(r"^[AaEe]l-", "", name).rstrip("'’")
    is_word = name in BODIES or name in THINGS or article.is_title(name)
    return "" if len(name) < 3 or is_word or not name[0].isupper() else name


@lru_cache(maxsize=4)
def _stopwords_of(lexicons: Lexicons) -> frozenset[str]:
    return lexicons.stopwords()
