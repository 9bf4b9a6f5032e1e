"""People whom an article tells by office: an office without a name, and a name that an office introduces.

Both begin at a country that the article mentions, and need but the words beside it. "The Iranian president" is whoever
holds that office on the day of publication, or throughout the bounds of an undated article. "Iraqi Prime Minister
Mohammed Shia' Al-Sudani" is someone whom the file of people lacks, and who goes by the surname from there on.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

from helpers.annotate.bounds import EARLIER, FOREVER, FORMER, QUALIFIED, sentence_around
from helpers.annotate.quotes.names import bare_name, is_title, titles_of
from helpers.annotate.quotes.phrases import BODIES, NAME, NOT_NAMES, RUN
from helpers.annotate.sentences import Span
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
# Offices of one level, as those of "counterparts"; where a country has two of them, the first is meant.
HEADS_OF_GOVERNMENT = ("prime minister", "chancellor", "premier", "taoiseach")
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
HAS_FORMER = re.compile(rf"\b(?:{FORMER})\b", re.IGNORECASE)
WAS_FORMER = re.compile(rf"\b(?i:{FORMER})(?: [a-z-]+){{0,2}}[ -]$")

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
BESIDE_NAME = re.compile(r"[)\]]* ?(?:[(–—-]? ?[A-Z\d]|Mrs?\b|Ms\b)")
# behind such an office: "president-elect", "the Italian president of the bank", "the Russian President's Academy"
GENERIC = re.compile(
    r"[ -](?:elect|designate|in-waiting)\b|['’]s [A-Z]|\)? (?:candidate|candidacy|hopeful|nominee|contender|race|election|of"
    r"|for|at|from \d|between|until|at the time|emeritus|who succe|who was|who had)"
)
CLOSED = re.compile(r"\s*(?:[,.;:)\]—–]|$|\n|(?:and|who) )")
PARTS = ("Scot", "Wales", "Welsh", "Engl", "Northern Ir")  # of a country: they have leaders of their own
NAME_BEHIND = re.compile(rf"(,)? (?:[Mm]rs? |[Mm]s )?({NAME})")
PROPER = re.compile(r"(?:\w+ [A-Z][\w.]+| of) $")
INTRODUCES = re.compile(r",(?: (?:the|an?|its|his|her|then))? $")
OWNER = re.compile(r"['’]s(?: |$)")
PLACED = re.compile(r"\b(?:in|at|near|from|outside|to) $")
THINGS = frozenset(  # the last or first words of runs that no person bears
    """County City Island River Valley Cup League Prize Award Day Square Hall Airport Building Bridge Act Bill Plan Index
    Managers Survey Data Statistics Bureau Museum Theatre Stadium Province State States East West North South""".split()
)
BORN_BY = re.compile(r"\b(?:bin|ibn|bint|binti)\b")  # what follows is the father's name, and no surname
FAMILY_FIRST = frozenset("CHN TWN HKG MAC SGP KOR PRK MYS ETH ERI THA MMR KHM LAO".split())  # or told by the first name
ARTICLE = re.compile(r"(?:[AaEe]l)[- ]$")
BROKEN = re.compile(r"[^\s\w'’\"”.,;:!?()\[\]/–—-]|\?\w")  # letters that were lost
LEADING = re.compile(r"([A-Z][\w'’.-]*) $")


class Term(NamedTuple):
    """An office that ``person`` held from ``since`` to ``until`` (ISO days; empty while it lasts)."""

    person: str
    row: str
    since: str
    until: str


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


class Person(NamedTuple):
    """Someone whom an office introduces, by ``name`` at ``[start, end)`` of the text."""

    name: str
    country: str | None
    historic: str | None
    start: int
    end: int


def read_office_holders(
    mentions: list[dict],
    texts: dict[str, str],
    spans: list[Span],
    days: tuple[str, str] | None,
    lexicons: Lexicons,
) -> list[dict]:
    """More mentions of people in one article: those of offices without a name, and of people who are in no lexicon.

    Parameters
    ----------
    mentions : list of dict
        What the lexicons find, in order.
    texts : dict
        The article's ``title`` and ``text``.
    spans : list of Span
        Its sentences.
    days : (str, str), optional
        The first and the last ISO day on which it can have been published: the same, if it is dated.

    Returns
    -------
    list of dict
        With the keys of ``mentions``. By the route ``office``, and a rule of ``NAMELESS``: the words of an office, the
        country beside them being a mention already. By the route ``apposition``: names of people who are in no lexicon,
        whose entity is a slug of the name; who held the office once stands for no country.
    """
    phrases = list(_phrases(mentions, texts, lexicons))
    if not phrases:
        return []
    article = _Article(mentions, texts, spans, lexicons)
    found: list[dict] = []
    people: dict[str, Person] = {}
    for phrase in phrases:
        if person := article.introduced(phrase):
            people.setdefault(_slug(person.name), person)
        elif days and (mention := article.held(phrase, days, found)):
            found.append(mention)
    return found + article.named(people)


def _phrases(mentions: list[dict], texts: dict[str, str], lexicons: Lexicons):
    """The offices beside the countries that are mentioned, and beside bodies that speak for one."""
    governments = _governments_of(lexicons)
    for number, mention in enumerate(mentions):
        route = mention["route"]
        if route not in SPEAKING and mention["entity"] not in governments:
            continue
        text, start, end = texts[mention["part"]], mention["start"], mention["end"]
        opener = OPENER.match(text, end)
        if opener and opener.group(1).lower() in OPENERS:
            if not _is_part(text, mention, mentions[max(0, number - 3) : number]):
                if office := BEHIND.match(text[end : end + 90].lower()):
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
    """Whether a country is but a part of what has the office: "Bank of Ireland", "Turkish Cypriot", "US-Iranian"."""
    start = mention["start"]
    if text[start - 1 : start] == "-":
        return True
    if mention["route"] == "name" and text[mention["end"]] == " " and PROPER.search(text, max(0, start - 25), start):
        return True
    return any(one["end"] == start - 1 and one["part"] == mention["part"] and one["kind"] != "theme" for one in before)


class _Article:
    """One article, and where names stand in it."""

    def __init__(self, mentions: list[dict], texts: dict[str, str], spans: list[Span], lexicons: Lexicons):
        self.texts, self.spans, self.lexicons = texts, spans, lexicons
        self.titles = titles_of(lexicons)
        self.names = {part: [m for m in mentions if m["part"] == part and m["kind"] != "theme"] for part in texts}
        self.starts = {part: [m["start"] for m in names] for part, names in self.names.items()}
        self.terms = _terms_of(lexicons)

    def mention_in(self, part: str, start: int, end: int) -> dict | None:
        """The last mention, themes aside, that has to do with ``[start, end)``."""
        at = bisect_left(self.starts[part], end) - 1
        return self.names[part][at] if at >= 0 and self.names[part][at]["end"] > start else None

    # offices without a name

    def held(self, phrase: Phrase, days: tuple[str, str], before: list[dict]) -> dict | None:
        """The mention of whoever held the office throughout ``days``; ``before`` are those of earlier phrases."""
        mention, text = phrase.mention, self.texts[phrase.mention["part"]]
        written = _plain(text[phrase.begins : phrase.ends])
        offices = OFFICES.get(written, ())
        if written == "leader":
            offices = _offices_of_leader(mention["country"])
        if mention["kind"] != "country" or mention["historic"] or mention["surface"].startswith(PARTS):
            return None
        if not offices and written != "counterpart":
            return None
        if self._is_named(phrase) or not self._is_of_now(phrase):
            return None
        rule = "counterpart" if not offices else "holder" if days[0] == days[1] else "bounds"
        offices = offices or self._peers(phrase, before)
        term = _holder(offices, mention["country"], *days, self.terms)
        if term is None or not _is_of_term(text, phrase.begins, term, days[0]):
            return None
        return {
            **_mention(mention["part"], mention["sentence"], text, phrase.begins, phrase.ends),
            "entity": term.person,
            "country": mention["country"],
            "route": "office",
            "lexicon_row": term.row,
            "rule": rule,
        }

    def _is_named(self, phrase: Phrase) -> bool:
        """Whether the holder's name stands beside the office: "Iranian President Rouhani", "Rouhani, the Iranian president"."""
        part = phrase.mention["part"]
        text = self.texts[part]
        if BESIDE_NAME.match(text, phrase.end) or GENERIC.match(text, phrase.end):
            return True
        if text.startswith(", ", phrase.end):
            behind = self.mention_in(part, phrase.end + 2, phrase.end + 3)
            name = NAME_BEHIND.match(text, phrase.end)
            if (behind and behind["kind"] == "person") or (name and self._is_name(name.group(2))):
                return True
        lead = INTRODUCES.search(text, max(0, phrase.start - 8), phrase.start)
        if not lead:
            return False
        before = self.mention_in(part, lead.start() - 1, lead.start())
        if before:
            return before["kind"] == "person"
        return self._name_before(part, lead.start()) is not None

    def _is_of_now(self, phrase: Phrase) -> bool:
        """Whether the words before an office leave it to today's holder."""
        text = self.texts[phrase.mention["part"]]
        begin = max(0, phrase.start - 45)
        if not phrase.definite:
            if phrase.end == phrase.mention["end"] and phrase.mention["part"] == "text":
                return False  # "elected president of Iran"
            if INDEFINITE.search(text, begin, phrase.start):
                return False
        return not (QUALIFIED.search(text, begin, phrase.start) or NOT_HOLDER.search(text, begin, phrase.start))

    def _peers(self, phrase: Phrase, before: list[dict]) -> tuple[str, ...]:
        """The offices on the level of the person whose counterpart is meant, who is named before in the sentence."""
        part = phrase.mention["part"]
        first = bisect_left(self.starts[part], phrase.start)
        known = [*self.names[part][max(0, first - 8) : first], *before]
        people = [
            one for one in known
            if one["kind"] == "person" and one["route"] == "office" and one["part"] == part
            and one["sentence"] == phrase.mention["sentence"] and one["start"] < phrase.start
        ]  # fmt: skip
        if not people:
            return ()
        row = max(people, key=lambda one: one["start"])["lexicon_row"]
        country = phrase.mention["country"]
        own = self.terms.offices.get(row, "")
        offices = next((level for level in PEERS if own in level), ())
        if own == "president" and country in CEREMONIAL:
            return ()
        return offices

    # names that an office introduces

    def introduced(self, phrase: Phrase) -> Person | None:
        """The person whose name stands beside the office, if it is in no lexicon."""
        mention = phrase.mention
        if mention["part"] == "title":
            return None  # where other words have capitals too
        place = self._name_behind(phrase) or self._name_in_front(phrase)
        if place is None:
            return None
        text = self.texts["text"]
        office = text[phrase.begins : phrase.ends]
        is_former = HAS_FORMER.search(office) or WAS_FORMER.search(text, max(0, phrase.start - 25), phrase.start)
        name = text[slice(*place)]
        return Person(name, None if is_former else mention["country"], mention["historic"], *place)

    def _name_behind(self, phrase: Phrase) -> tuple[int, int] | None:
        """Where the name stands in "Iraqi Prime Minister Mohammed Shia' Al-Sudani" and "his Cypriot counterpart, Ann Lee,"."""
        text = self.texts["text"]
        found = NAME_BEHIND.match(text, phrase.end)
        if not found or text[phrase.begins : phrase.ends].lower() == "official":  # "China's official Index"
            return None
        place = self._person_in(found.group(2), found.start(2))
        return None if place and found.group(1) and not CLOSED.match(text, place[1]) else place

    def _name_in_front(self, phrase: Phrase) -> tuple[int, int] | None:
        """Where the name stands in "Ann Lee, Germany's foreign minister," and "Ann Lee, an Iranian lawmaker."."""
        text = self.texts["text"]
        lead = INTRODUCES.search(text, max(0, phrase.start - 8), phrase.start)
        return self._name_before("text", lead.start()) if lead and CLOSED.match(text, phrase.end) else None

    def _name_before(self, part: str, end: int) -> tuple[int, int] | None:
        """Where a full name stands that ends at ``end``."""
        text = self.texts[part]
        begin = max(0, end - 60, text.rfind("\n", 0, end) + 1)
        runs = [run for run in RUN.finditer(text, begin, end) if run.end() == end]
        if not runs or (begin > 0 and runs[0].start() == begin) or PLACED.search(text, 0, runs[0].start()):
            return None
        return self._person_in(runs[0].group(), runs[0].start(), part)

    def _person_in(self, run: str, at: int, part: str = "text") -> tuple[int, int] | None:
        """Where a person's full name stands in a run of words with capitals at ``at``, titles and owners taken off."""
        words = bare_name(OWNER.split(run)[0], self.titles).split()
        while words and words[-1] in NOT_NAMES:
            words.pop()
        name = " ".join(words)
        if not self._is_name(name):
            return None
        start = self.texts[part].find(name, at)
        end = start + len(name)
        if start < 0 or BROKEN.match(self.texts[part], end):
            return None
        is_known = self.mention_in(part, start, end) or _slug(name) in self.lexicons.offices
        return None if is_known else (start, end)

    def _is_name(self, name: str) -> bool:
        """Whether words with capitals are a full name, by what no name holds."""
        words = name.split()
        return 1 < len(words) < 7 and not any(
            word in BODIES
            or word in THINGS
            or word in NOT_NAMES
            or (word.isupper() and word.isalpha() and len(word) > 2)
            for word in words
        )

    def named(self, people: dict[str, Person]) -> list[dict]:
        """The mentions of ``people``: their full names, and their surnames once they are introduced."""
        alone = {slug: _name_alone(person, self.titles) for slug, person in people.items()}
        taken = Counter(alone.values())
        for names in self.names.values():
            taken.update({m["surface"].rpartition(" ")[2] for m in names if m["kind"] == "person"})
        found = []
        for slug, person in people.items():
            for part, text in self.texts.items():
                places = self._places(part, text, person, alone[slug] if taken[alone[slug]] == 1 else "")
                for start, end in places:
                    sentence = self._sentence(part, start)
                    found.append(
                        {
                            **_mention(part, sentence, text, start, end),
                            "entity": slug,
                            "country": person.country,
                            "historic": person.historic if person.country else None,
                            "route": "apposition",
                        }
                    )
        return found

    def _sentence(self, part: str, at: int) -> int:
        starts = [span.start if span.part == part else -1 for span in self.spans]
        if part == "title":
            return 0
        return bisect_right(starts, at) - 1

    def _places(self, part: str, text: str, person: Person, alone: str) -> list[tuple[int, int]]:
        """Where a person is named in a part: in full anywhere, by ``alone`` in the title and behind the introduction."""
        places = [
            (at, at + len(person.name))
            for at in _find_words(text, person.name)
            if not self.mention_in(part, at, at + len(person.name))
        ]
        if not alone:
            return places
        full = set()
        for start, end in places:
            full.update(range(start, end))
        is_headline = part == "title" and sum(word[:1].isupper() for word in text.split()) * 5 > 3 * len(text.split())
        is_word = bool(_find_words(text, alone.lower())) if alone != alone.lower() else True
        short = []
        for at in _find_words(text, alone):
            end = at + len(alone)
            if at in full or self.mention_in(part, at, end):
                continue
            if article := ARTICLE.search(text, max(0, at - 3), at):
                start = article.start()
            else:
                start = at
            if not is_headline:
                led = LEADING.search(text, max(0, start - 25), start)
                if led and not self._may_lead(part, led, person):
                    return places  # somebody else bears it, too
                if re.compile(r"[ -][A-Z]").match(text, end):
                    continue
            if text[start - 1 : start] == "-" or (is_word and self._begins_sentence(part, start)):
                continue
            if part == "title" or start > person.start:
                short.append((start, end))
        return places + short

    def _may_lead(self, part: str, led: re.Match, person: Person) -> bool:
        """Whether a word with a capital before a surname is no other first name."""
        word = led.group(1)
        return (
            is_title(word, self.titles)
            or word.lower() in _stopwords_of(self.lexicons)
            or word in person.name
            or self._begins_sentence(part, led.start())
            or self.mention_in(part, *led.span(1)) is not None
        )

    def _begins_sentence(self, part: str, at: int) -> bool:
        return any(span.part == part and span.start == at for span in self.spans)


def _mention(part: str, sentence: int, text: str, start: int, end: int) -> dict:
    """What mentions of people have in common here, whichever way they are found."""
    place = {"part": part, "sentence": sentence, "start": start, "end": end, "surface": text[start:end]}
    return {"kind": "person", "historic": None, "named": False, "lexicon_row": None, "rule": None, **place}


def _plain(office: str) -> str:
    """An office as it stands in ``OFFICES``."""
    words = office.lower().replace("-", " ").replace("defense", "defence").replace("foreign affairs", "foreign")
    if " of " in words or " for " in words:
        head, _, portfolio = re.split("( of | for )", words, maxsplit=1)
        words = words if portfolio == "state" else f"{portfolio.removeprefix('the ')} {head}"
    return re.sub(r"^(?:current|incumbent|outgoing) ", "", words)


def _offices_of_leader(country: str) -> tuple[str, ...]:
    """Who is called a country's leader; nobody where that may be one or the other."""
    if country in LED_BY_PRESIDENT:
        return ("president",)
    if country in LED_BY_GOVERNMENT:
        return HEADS_OF_GOVERNMENT
    return ("leader",) if country == "PRK" else ()


def _find_words(text: str, words: str) -> list[int]:
    """Where whole ``words`` stand in a text, as written."""
    found, at = [], text.find(words)
    while at >= 0:
        if not text[at - 1 : at].isalnum() and not text[at + len(words) : at + len(words) + 1].isalnum():
            found.append(at)
        at = text.find(words, at + 1)
    return found


def _name_alone(person: Person, titles: frozenset[str]) -> str:
    """The name that someone goes by: the surname without an article, else nothing."""
    if BORN_BY.search(person.name):
        return ""
    words = person.name.split()
    name = words[0] if person.country in FAMILY_FIRST else words[-1]
    name = re.sub(r"^[AaEe]l-", "", name).rstrip("'’")
    is_word = name in BODIES or name in THINGS or is_title(name, titles)
    return "" if len(name) < 3 or is_word or not name[0].isupper() else name


def _slug(name: str) -> str:
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")


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


class Terms(NamedTuple):
    """Who held which office when, by country and office; and the office of each row of people.csv."""

    held: dict[tuple[str, str], list[Term]]
    offices: dict[str, str]


def _holder(offices: tuple[str, ...], country: str, since: str, until: str, terms: Terms) -> Term | None:
    """Who alone held the first of ``offices`` that anybody held in ``country`` then, if from ``since`` to ``until``."""
    for office in offices:
        then = [term for term in terms.held.get((country, office), ()) if term.since <= until and since <= term.until]
        if then:
            whole = [term for term in then if term.since <= since and until <= term.until]
            return whole[0] if whole and len({term.person for term in then}) == 1 else None
    return None


@lru_cache(maxsize=4)
def _terms_of(lexicons: Lexicons) -> Terms:
    """A term without an end lasts until somebody else follows."""
    held: dict[tuple[str, str], list[Term]] = {}
    for person, offices in lexicons.offices.items():
        for office in offices:
            if office.since and office.country:
                term = Term(person, office.row, office.since, office.until)
                held.setdefault((office.country, office.office), []).append(term)
    for one, terms in held.items():
        terms.sort(key=lambda term: term.since)
        held[one] = [
            term._replace(
                until=term.until or next((other.since for other in terms if other.since > term.since), FOREVER)
            )
            for term in terms
        ]
    return Terms(held, {office.row: office.office for offices in lexicons.offices.values() for office in offices})


@lru_cache(maxsize=4)
def _governments_of(lexicons: Lexicons) -> frozenset[str]:
    """The bodies that speak for a country: ministries, parliaments, forces."""
    return frozenset(
        row["id"] for row in lexicons.rows["organisations"] if row["kind"] == "government" and row["country"]
    )


@lru_cache(maxsize=4)
def _stopwords_of(lexicons: Lexicons) -> frozenset[str]:
    return lexicons.stopwords()
