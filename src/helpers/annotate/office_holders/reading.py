"""Puts the two together: what stands beside each country."""

from __future__ import annotations

from helpers.annotate.office_holders.article import Article, slug_of
from helpers.annotate.office_holders.introduced import Person, introduced_by, mentions_of
from helpers.annotate.office_holders.nameless import read_holder
from helpers.annotate.office_holders.offices import find_phrases
from helpers.lexicons import Lexicons


def read_office_holders(
    mentions: list[dict],
    texts: dict[str, str],
    begins: dict[str, list[int]],
    days: tuple[str, str] | None,
    lexicons: Lexicons,
) -> list[dict]:
    """More mentions of people in one article: those of offices without a name, and of people who are in no lexicon.

    Parameters
    ----------
    mentions : list of dict
        What the lexicons find, in order, themes aside.
    texts : dict
        The article's ``title`` and ``text``.
    begins : dict
        Where the sentences of each part begin.
    days : (str, str), optional
        The first and the last ISO day on which it can have been published: the same, if it is dated.

    Returns
    -------
    list of dict
        With the keys of ``mentions``. By the route ``office``, and a rule of ``NAMELESS``: the words of an office, the
        country beside them being a mention already. By the route ``apposition``: names of people who are in no lexicon,
        whose entity is a slug of the name; who held the office once stands for no country.
    """
    phrases = list(find_phrases(mentions, texts, lexicons))
    if not phrases:
        return []
    article = Article(mentions, texts, begins, lexicons)
    found: list[dict] = []
    people: dict[str, Person] = {}
    for phrase in phrases:
        if person := introduced_by(article, phrase):
            people.setdefault(slug_of(person.name), person)
        elif days and (mention := read_holder(article, phrase, days, found)):
            found.append(mention)
    return _apart(found + mentions_of(people, article))


def _apart(mentions: list[dict]) -> list[dict]:
    """In order, and without those that overlap an earlier or a longer one."""
    found: list[dict] = []
    for mention in sorted(mentions, key=lambda one: (one["part"] == "text", one["start"], -one["end"])):
        if not found or found[-1]["part"] != mention["part"] or found[-1]["end"] <= mention["start"]:
            found.append(mention)
    return found
