"""Offices without a name: "the Iranian president", "Russia's foreign minister", "his Cypriot counterpart"."""

from __future__ import annotations

import re
from bisect import bisect_left

from helpers.annotate.bounds import EARLIER, QUALIFIED, sentence_around
from helpers.annotate.office_holders.article import INTRODUCES, NAME_BEHIND, Article
from helpers.annotate.office_holders.offices import HEADS_OF_GOVERNMENT, OFFICES, Phrase, offices_of
from helpers.annotate.office_holders.terms import Term, holder_of, terms_of

# Offices of one level, as those of "counterparts"; where a country has two of them, the first is meant.
PEERS = (
    ("president", *HEADS_OF_GOVERNMENT),
    (*HEADS_OF_GOVERNMENT, "president"),
    *(OFFICES[one] for one in ("foreign minister", "defence minister", "finance minister", "interior minister")),
    *(OFFICES[one] for one in ("economy minister", "energy minister", "oil minister")),
)
CEREMONIAL = frozenset(  # where it is not the president who meets other presidents
    """ALB AUT BGD BGR CZE DEU EST ETH GRC HRV HUN IND IRL IRQ ISL ISR ITA LBN LVA MDA MKD MLT MNE NPL PAK PRT SGP SRB
    SVK SVN TTO""".split()
)
# before an office that is not that of today's holder: "elected president", "a US president", "the last US president"
NOT_HOLDER = re.compile(
    r"\b(?:(?:an?|any|every|no|not|another|each|one|which|first|second|third|\d+(?:st|nd|rd|th)|last|new|old|same|own|only|other"
    r"|would-be|aspiring|potential|possible|likely|imaginary|fictional|shadow|self-declared|rival|female|black)(?: [a-z-]+)?"
    r"|(?:as|like|becom(?:es?|ing)|became|(?:re-?)?elect(?:s|ed|ing)?|nam(?:ed|ing)|appoint(?:s|ed|ing)?|nominat(?:ed|ing)|be"
    r"|been|being|was|were|are|you're|sworn in)(?: the)?) $",
    re.IGNORECASE,
)
# before one without an article or an owner: "an untried US president", "ran for French president"
INDEFINITE = re.compile(r"\b(?:an?|of|for)(?: [a-z-]+)? $", re.IGNORECASE)
BESIDE_NAME = re.compile(r"[)\]]*\s*(?:[(–—-]? ?[A-Z\d]|Mrs?\b|Ms\b)")
# behind such an office: "president-elect", "the Italian president of the bank", "the Russian President's Academy"
GENERIC = re.compile(
    r"[ -](?:elect|designate|in-waiting)\b|['’]s [A-Z]|\)? (?:candidate|candidacy|hopeful|nominee|contender|race|election|of"
    r"|for|at|from \d|between|until|at the time|emeritus|who succe|who was|who had)"
)
PARTS = ("Scot", "Wales", "Welsh", "Engl", "Northern Ir")  # of a country: they have leaders of their own


def read_holder(article: Article, phrase: Phrase, days: tuple[str, str], before: list[dict]) -> dict | None:
    """The mention of whoever held the office throughout ``days``; ``before`` are those of earlier phrases."""
    mention = phrase.mention
    if mention["kind"] != "country" or mention["historic"] or mention["surface"].startswith(PARTS):
        return None
    part, country = mention["part"], mention["country"]
    text = article.texts[part]
    written = text[phrase.begins : phrase.ends]
    offices = offices_of(written, country)
    rule = "holder" if days[0] == days[1] else "bounds"
    if written.lower() == "counterpart":
        rule, offices = "counterpart", _peers(article, phrase, before)
    if not offices or _is_named(article, phrase) or not _is_of_now(text, phrase):
        return None
    term = holder_of(offices, country, *days, article.lexicons)
    if term is None or not _is_of_term(text, phrase.begins, term, days[0]):
        return None
    told = {"entity": term.person, "country": country, "route": "office", "lexicon_row": term.row, "rule": rule}
    return article.person(part, phrase.begins, phrase.ends, **told)


def _is_named(article: Article, phrase: Phrase) -> bool:
    """Whether the holder's name stands beside the office: "Iranian President Rouhani", "Rouhani, the Iranian president"."""
    part = phrase.mention["part"]
    text = article.texts[part]
    if BESIDE_NAME.match(text, phrase.end) or GENERIC.match(text, phrase.end):
        return True
    if text.startswith(", ", phrase.end):
        behind = article.mention_in(part, phrase.end + 2, phrase.end + 3)
        name = NAME_BEHIND.match(text, phrase.end)
        if (behind and behind["kind"] == "person") or (name and article.is_name(name.group(2))):
            return True
    lead = INTRODUCES.search(text, max(0, phrase.start - 8), phrase.start)
    if not lead:
        return False
    before = article.mention_in(part, lead.start() - 1, lead.start())
    if before:
        return before["kind"] == "person"
    return article.name_before(part, lead.start()) is not None


def _is_of_now(text: str, phrase: Phrase) -> bool:
    """Whether the words before an office leave it to today's holder."""
    begin = max(0, phrase.start - 45)
    if not phrase.definite:
        if phrase.end == phrase.mention["end"] and phrase.mention["part"] == "text":
            return False  # "elected president of Iran"
        if INDEFINITE.search(text, begin, phrase.start):
            return False
    return not (QUALIFIED.search(text, begin, phrase.start) or NOT_HOLDER.search(text, begin, phrase.start))


def _peers(article: Article, phrase: Phrase, before: list[dict]) -> tuple[str, ...]:
    """The offices on the level of the person whose counterpart is meant, who is named before in the sentence."""
    part, sentence = phrase.mention["part"], phrase.mention["sentence"]
    first = bisect_left(article.starts[part], phrase.start)
    people = [
        one for one in (*article.names[part][max(0, first - 8) : first], *before)
        if one["kind"] == "person" and one["route"] == "office"
        and one["part"] == part and one["sentence"] == sentence and one["start"] < phrase.start
    ]  # fmt: skip
    if not people:
        return ()
    row = max(people, key=lambda one: one["start"])["lexicon_row"]
    own = terms_of(article.lexicons).offices.get(row)
    if own == "president" and phrase.mention["country"] in CEREMONIAL:
        return ()
    return next((level for level in PEERS if own in level), ())


def _is_of_term(text: str, at: int, term: Term, since: str) -> bool:
    """Whether what is told of earlier days in the sentence falls into the term as well."""
    a_year_ago = f"{int(since[:4]) - 1}{since[4:]}"
    for said in EARLIER.finditer(text, *sentence_around(text, at)):
        words = said.group()
        if words.isdigit():
            is_within = term.since[:4] <= words
        else:
            is_within = words.startswith("last") and term.since <= a_year_ago
        if not is_within:
            return False
    return True
