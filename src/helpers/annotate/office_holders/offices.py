"""Offices as they are written beside a country: the words for them, and what each stands for in people.csv."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from helpers.annotate.bounds import FORMER
from helpers.lexicons import Lexicons

# An office as it is written, and those of people.csv that it may be, the likeliest first. Each has one holder at a time.
OFFICES = {
    "president": ("president",),
    "vice president": ("vice president",),
    "prime minister": ("prime minister", "premier", "taoiseach"),
    "premier": ("premier", "prime minister"),
    "pm": ("prime minister",),
    "taoiseach": ("taoiseach",),
    "chancellor": ("chancellor", "chancellor of the exchequer"),
    "foreign minister": ("foreign minister", "foreign secretary", "secretary of state"),
    "foreign secretary": ("foreign secretary",),
    "secretary of state": ("secretary of state",),
    "defence minister": ("defence minister", "defence secretary", "defense secretary"),
    "defence secretary": ("defence secretary", "defense secretary"),
    "finance minister": ("finance minister", "treasury secretary", "chancellor of the exchequer"),
    "treasury secretary": ("treasury secretary",),
    "treasurer": ("treasurer",),
    "interior minister": ("interior minister", "home secretary", "home minister"),
    "home secretary": ("home secretary",),
    "economy minister": ("economy minister",),
    "energy minister": ("energy minister", "energy secretary"),
    "oil minister": ("oil minister",),
    "attorney general": ("attorney general",),
    "supreme leader": ("supreme leader",),
    "crown prince": ("crown prince",),
    "king": ("king",),
    "queen": ("queen",),
    "emir": ("emir",),
    "sultan": ("sultan",),
    "emperor": ("emperor",),
}
HEADS_OF_GOVERNMENT = ("prime minister", "chancellor", "premier", "taoiseach")
LED_BY_PRESIDENT = frozenset(  # where "the Russian leader" is the president
    """ARG AZE BLR BRA CHL CHN COL CYP EGY FRA IDN KAZ KEN KOR MEX PHL RUS SYR TKM TUR TWN UKR USA UZB VEN ZAF ZWE""".split()
)
LED_BY_GOVERNMENT = frozenset(  # ... and where the head of government is
    "AUS AUT BEL CAN DEU DNK ESP ETH GBR GRC HUN IND IRL ISR ITA JPN NLD NOR NZL SWE".split()
)

# The words that an office can be written in: the one list of them.
PORTFOLIOS = """foreign|foreign affairs|defence|defense|finance|interior|the interior|justice|health|education|energy|oil
|petroleum|trade|commerce|economy|economic|economic affairs|economics|industry|agriculture|transport|transportation
|environment|labour|labor|culture|sport|sports|tourism|security|national security|internal security|public security
|state security|intelligence|home|home affairs|homeland security|treasury|migration|immigration|integration|development
|planning|information|communication|communications|technology|science|water|housing|family|youth|social affairs
|human rights|european affairs|parliamentary affairs|infrastructure|railway|railways|aviation""".replace("\n", "")
RANKS = """prime|vice|deputy|first|second|senior|top|high-ranking|chief|acting|interim|caretaker|assistant|permanent
|special|crown|supreme|state|federal|national|new|current|incumbent|outgoing|incoming|veteran|conservative|liberal|socialist
|communist|republican|democratic|nationalist|populist|centre-left|centre-right|center-left|center-right|far-right
|far-left|right-wing|left-wing|hardline|hard-line|moderate|reformist|pro-government""".replace("\n", "")
SEATS = """ministry|department|government|cabinet|presidential|parliament|parliamentary|lower house|upper house|congress
|congressional|senate|house|state department|white house|foreign office|embassy|consulate|opposition|opposition party
|ruling party|majority|minority|army|military|navy|naval|air force|coast guard|border guard|central bank|un
|united nations|eu|nato|nuclear|peace|climate|brexit|labour party|conservative party|communist party|republican party
|democratic party|and""".replace("\n", "")
HEADS = """minister|president|premier|chancellor|king|queen|prince|princess|emir|sultan|emperor|secretary|undersecretary
|senator|governor|congressman|congresswoman|representative|lawmaker|mp|legislator|parliamentarian|politician|leader
|diplomat|ambassador|envoy|consul|consul general|spokesman|spokeswoman|spokesperson|official|general|admiral|colonel
|commander|army chief|police chief|military chief|navy chief|air force chief|intelligence chief|security chief
|defence chief|defense chief|spy chief|central bank chief|chief justice|chief of staff|attorney general|speaker|adviser
|advisor|prosecutor|negotiator|mayor|commissioner|treasurer|pm|fm|taoiseach|ayatollah|counterpart""".replace("\n", "")
OPENERS = frozenset(
    re.split("[ -]", one)[0] for one in "|".join((PORTFOLIOS, FORMER, RANKS, SEATS, HEADS)).split("|")
) - {"and", "the"}
OFFICE = (
    rf"(?P<office>(?:(?:{PORTFOLIOS}|{FORMER}|{RANKS}|{SEATS})[ -])*(?:{HEADS})(?![\w-])"
    r"(?: (?:of|for) (?!foreign (?!affairs)|home (?!affairs)|economic (?!affairs))"
    rf"(?:state|the treasury|{PORTFOLIOS})(?:(?: and|,) (?:{PORTFOLIOS}))*(?![\w-]))?)"
)
SPEAKING = frozenset(("name", "adjective", "metonym"))  # routes by which a country or its government is meant
OWNING = ("'", "’", "-")
OPENER = re.compile(r"(?:['’]s?)? ([A-Za-z]+)")
# of text in small letters
BEHIND = re.compile(rf"(?:['’]s?)? {OFFICE}")  # "Iran's foreign minister"
BEFORE = re.compile(rf"(?<![\w'’-])(?P<the>the )?{OFFICE} of (?:the )?$")  # "foreign minister of Iran"
LAST_WORD = re.compile(r"(\w+) of (?:the )?$")
PROPER = re.compile(r"(?:\w+ [A-Z][\w.]+| of) $")


class Phrase(NamedTuple):
    """A country with an office beside it, at ``[start, end)``: the office's words are at ``[begins, ends)``.

    ``definite`` says whether it has an article or an owner, "the president of Iran" and "Iran's president".
    """

    mention: dict
    start: int
    end: int
    begins: int
    ends: int
    definite: bool


def find_phrases(mentions: list[dict], texts: dict[str, str], lexicons: Lexicons) -> Iterator[Phrase]:
    """The offices beside the countries that are mentioned, and beside bodies that speak for one."""
    governments = governments_of(lexicons)
    for number, mention in enumerate(mentions):
        route = mention["route"]
        if route not in SPEAKING and mention["entity"] not in governments:
            continue
        text, start, end = texts[mention["part"]], mention["start"], mention["end"]
        opener = OPENER.match(text, end)
        if opener and opener.group(1).lower() in OPENERS:
            office = BEHIND.match(text[end : end + 90].lower())
            if office and not _is_part(text, mention, mentions[max(0, number - 3) : number]):
                is_the = text[end] != " " or text[start - 4 : start] in ("the ", "The ")
                places = (end + at for at in office.span("office"))
                yield Phrase(mention, start, end + office.end(), *places, is_the)
        elif route == "name" and text[start - 4 : start] in (" of ", "the ") and text[end : end + 1] not in OWNING:
            word = LAST_WORD.search(text, max(0, start - 25), start)
            if word and word.group(1).lower() in OPENERS:
                before = text[max(0, start - 70) : start].lower()
                if office := BEFORE.search(before):
                    first = start - len(before)
                    places = (first + at for at in office.span("office"))
                    yield Phrase(mention, first + office.start(), end, *places, bool(office.group("the")))


def _is_part(text: str, mention: dict, before: list[dict]) -> bool:
    """Whether it is not the whole country that has the office: "Bank of Ireland", "Turkish Cypriot", "state Senate"."""
    start = mention["start"]
    if text[start - 1 : start] == "-" or text[start - 6 : start].lower() == "state ":
        return True
    if mention["route"] == "name" and text[mention["end"]] == " " and PROPER.search(text, max(0, start - 25), start):
        return True
    return any(one["end"] == start - 1 and one["part"] == mention["part"] for one in before)


def offices_of(written: str, country: str) -> tuple[str, ...]:
    """The offices of people.csv that the words of an office may be in a country; none if nobody can be told by them."""
    words = written.lower().replace("-", " ").replace("defense", "defence").replace("foreign affairs", "foreign")
    if " of " in words or " for " in words:
        head, _, portfolio = re.split("( of | for )", words, maxsplit=1)
        words = words if portfolio == "state" else f"{portfolio.removeprefix('the ')} {head}"
    words = re.sub(r"^(?:current|incumbent|outgoing) ", "", words)
    if words != "leader":
        return OFFICES.get(words, ())
    if country in LED_BY_PRESIDENT:
        return ("president",)
    if country in LED_BY_GOVERNMENT:
        return HEADS_OF_GOVERNMENT
    return ("leader",) if country == "PRK" else ()


@lru_cache(maxsize=4)
def governments_of(lexicons: Lexicons) -> frozenset[str]:
    """The bodies that speak for a country: ministries, parliaments, forces."""
    return frozenset(
        row["id"] for row in lexicons.rows["organisations"] if row["kind"] == "government" and row["country"]
    )
