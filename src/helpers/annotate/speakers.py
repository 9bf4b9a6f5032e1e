"""Who speaks: reads the subject of a cue, and resolves pronouns and descriptions to someone named before.

No parser: the words before a cue (or behind it, as in "said Maria Lopez") up to the next boundary are a noun phrase,
whose head stands before its first preposition. A phrase in commas is skipped, or is the name ("his lawyer, Ann Lee,").
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import NamedTuple

AUXILIARIES = frozenset(
    """has have had also later then once again did does do is was were are been being not never still just even only
    has-not would will could can cannot may might should must repeatedly first further often recently since now earlier
    hasn't haven't didn't doesn't don't won't wouldn't couldn't isn't wasn't to and himself herself itself themselves
    tonight today yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday previously perhaps too
    quoted publicly famously always sometimes simply soon afterwards instead went clearly on""".split()
)
MEN, WOMEN = frozenset("he him his".split()), frozenset("she her hers".split())
ALONE = frozenset("he she it they who which i we you that".split())
BOUNDARIES = frozenset(
    """that but because as while when if whether than or so though although after before since until where what how why
    is are was were be been has have had did does do will would can could may and yet unless once amid despite said says
    told who which whom whose them him it us me say""".split()
)
PREPOSITIONS = frozenset(
    """of for from in at with on to by about into over under within against near outside inside during through toward
    towards via among between behind off representing who""".split()
)
DETERMINERS = frozenset(
    """the a an his her their its our my your this that these those one another some many several two three four five
    few both most all other no any each every""".split()
)
DEFINITE = frozenset("the this that his her their its".split())
SHORT_TITLES = frozenset(
    """Mr Mrs Ms Miss Dr Sir Dame Lord Lady Prof Professor Sen Senator Rep Representative Congressman Congresswoman Gov
    Governor Gen General Lt Lieutenant Col Colonel Maj Major Capt Captain Sgt Adm Admiral Judge Justice Chief Rev Reverend
    Pope Bishop Archbishop Cardinal Rabbi Imam Sheikh Ayatollah King Queen Prince Princess President Chancellor Premier
    Minister Prime Deputy Vice Foreign Defence Defense Interior Finance Secretary Attorney Ambassador Mayor Councillor
    Councilman Speaker Chairman Chairwoman Director Commissioner Officer Inspector Sheriff Former Ex-President MP Emir
    Taoiseach Tánaiste State Del Republican Democrat Democratic Democrats GOP Spokesman Spokeswoman Spokesperson Leader
    CEO CFO COO MP MPs PM TD MEP MSP PhD Senior Acting Economist Analyst Actor Actress Author Coach Brother Sister Father Candidate""".split()
)
NOT_NAMES = frozenset(
    """The A An In On At By For From After Before When While But And As If He She They It We I You His Her Their This That
    These Those There Here What Who Why How One Two Some Many Most Asked According Speaking Earlier Later Meanwhile However
    Last Since During Both Instead Then Now Yet So Or Not No Also Another Other Still Even Just With About
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September
    October November December Though Although Despite Following Read More Photo Yes Well""".split()
)
MALE, FEMALE = re.compile(r"(?:Mr|Sir|Lord|King|Prince|Brother|Father|spokesman|chairman|businessman)\.?\b"), re.compile(
    r"(?:Mrs|Ms|Miss|Lady|Dame|Queen|Princess|Sister|spokeswoman|chairwoman|actress|businesswoman|Congresswoman)\.?\b"
)
NAME_WORD = (
    r"(?:(?:[A-Z]|Sen|Rep|Gov|Gen|Dr|Mr|Mrs|Ms|Lt|Col|Sgt|Capt|Maj|Adm|Rev|Prof|St|Del|Hon)\.(?:[A-Z]\.)*"
    r"|[A-ZÀ-ÖØ-Þ][\w'’-]*)"
)
RUN = re.compile(rf"(?:(?:al|el|ul)-)?{NAME_WORD}(?:[ \u00a0-]+(?:(?:al|el|de|da|del|di|la|van|von|der|den|bin|ben|ibn|bint|dos|du)[ -])*(?:\"[A-Z]\w+\" |“[A-Z]\w+” )?{NAME_WORD})*")
PERSON_NOUN = re.compile(
    r"(?:er|or|ist|man|woman|person|dent|agent|ee|client|parent|patient|ant|ian|old|chief|leader|head|star|boss|ally|official|secretary|mogul|mayor|hopeful"
    r"|king|queen|prince|judge|premier|taoiseach|diplomat|coach|guy|mother|father|nominee|pope|victim|hero|expert|host|spokes\w+)\Z",
    re.IGNORECASE,
)
NO_PERSON = frozenset(
    """newspaper paper letter order chapter center centre tower power water river computer poster banner sector matter
    restaurant number offer summer winter corner paper answer danger border chamber member-state document department
    government parliament agreement statement treatment committee amendment movement""".split()
)
PEOPLE = frozenset("police people one government staff press media opposition family public".split())
PRONOUNS = frozenset("he she it they him them it's he's she's they've he'd she'd i we you there i'm".split())
BODIES = frozenset(
    """Federation Office Ministry Department Association Union Party Council Agency Group Committee Commission Company
    University Institute News Board Service Times Post Bank Court Police Army Center Centre Foundation Society Club Corp
    Inc Ltd Press Radio TV Television Media Network Fund Authority Bureau Senate House Congress Parliament Government
    Administration Campaign Coalition Alliance Organisation Organization Team Journal Tribune Herald Guardian Street
    Academy School College Hospital Church Airlines Airways Industries Partners Chamber Embassy Force Forces Guard
    Initiative Watch International Conference Assembly Republic Kingdom Today Daily Magazine Review Project""".split()
)
WRITING = frozenset(
    "statement letter tweet message post email e-mail memo release speech op-ed communique communiqué article note blog".split()
)
FIRST = re.compile(r"\b([A-Z][a-z]+) (?:[A-Z]\. )?$")
TAIL = re.compile(r"-(?:has|have|had|is|was|are|were|said|says|told|and|who|which|that|in|of|at|on|the)$")
PUNCTUATION, WORDS = re.compile(r"[,;:!?()\[\]\"“”—\n]"), re.compile(r"\S+")
BEHIND = frozenset("told during on speaking adding yesterday today last earlier in at after".split())
POSSESSIVE = re.compile(r"(?:['’]s|s['’])\Z")
ROLE = re.compile(r"(?:an? |the )?(?:[\w-]+ ){1,4}(?:of|at|for|with|in) ")
HOUSE = re.compile(
    r" (?:[a-z]+ )?(?:administration|campaign|government|ministry|team|department|office|company|party|organi[sz]ation|army"
    r"|military|police|agency|court|council|embassy|authorities|officials|media)\b"
)
QUOTE = re.compile(r"[\"“”]")
PLACED = re.compile(r".*\b(?:in|In|at|At|on|On|from|From|to|by|By|with|With|after|After) ")
BARE = re.compile(r"(?:man|woman|person|head|chief|leader|-old)\Z")
APPOSITION = re.compile(r"[,(] ?([^,.;:\"“”()\n]{3,120})")
FULL = re.compile(rf"(?:{NAME_WORD}[ \u00a0](?:(?:al|de|van|von|der|bin|del|el)[ -])*)+\Z")


def is_person_noun(noun: str) -> bool:
    """Whether a noun looks like one for a person, by its ending."""
    return noun not in NO_PERSON and PERSON_NOUN.search(noun) is not None


class Speaker(NamedTuple):
    """Who speaks: ``name`` as written, or ``None`` if nobody can be told; ``of`` is person, body, group or none."""

    name: str | None
    entity: str | None = None
    country: str | None = None
    of: str = ""


NOBODY = Speaker(None)


class Speakers:
    """The speakers of one article, found in the order in which it is read.

    Parameters
    ----------
    text : str
    mentions : list of dict
        Those of the text, themes apart, in order: ``start``, ``end``, ``kind``, ``entity``, ``country``.
    starts : list of int
        Where its sentences begin.
    """

    def __init__(self, text: str, mentions: list[dict], starts: list[int], titles: frozenset[str], names: dict[str, str]):
        self.text, self.mentions, self.starts, self.titles = text, mentions, starts, titles
        self.names = names
        self.begins = [mention["start"] for mention in mentions]
        self.last = NOBODY
        self.last_at = 0
        self.genders: dict[str, str] = {}
        self.known: dict[str, Speaker] = {}  # by surname
        self.heard: list[Speaker] = []  # in order, the newest last
        self.surnames: dict[str, bool] = {}
        self.subjects: dict[int, tuple[Speaker | None, int]] = {}  # of sentences, by where they begin; and where they end

    # reading a subject

    def before(self, floor: int, at: int, depth: int = 0) -> Speaker | None:
        """The subject that ends where the cue at ``at`` begins, no farther back than ``floor``."""
        text, end = self.text, at
        while True:
            while end > floor and (text[end - 1] in "  \t" or text[end - 1] == "-" and text[end - 2] != " "):
                end -= 1  # a blank, or the hyphen that stands for a lost one
            cut = max(text.rfind(" ", floor, end) + 1, floor)
            if cut >= end:
                return None
            word = text[cut:end].replace("’", "'")
            if not text[cut].isupper() or cut == floor or word in ("He", "She", "They", "It", "I"):
                word = word.lower()  # and not "Mrs May", "Ed Will"
            if word in AUXILIARIES or word.endswith("ly") and len(word) > 4 and text[cut].islower():
                if word == "to" and depth == 0 and text[max(floor, cut - 9) : cut].rstrip().endswith(("ed", "s")):
                    pass  # "refused to", "went on to": the subject stands before the verb
                end = cut
                continue
            break
        if word in ALONE:
            return self._pronoun(word, cut, floor, depth)
        if text[end - 1] in ",)—–-" and end - floor > 2:
            return self._around(floor, end, depth)
        begin, end = self._left(floor, end)
        if text[max(floor, begin - 2) : begin] == ", " and ROLE.match(text, begin, end):
            cut = max(text.rfind(",", floor, begin - 2) + 1, floor)
            named = RUN.fullmatch(text[cut : begin - 2].strip())
            if named and len(self._bare(named.group()).split()) >= 2:
                return self._phrase(cut, begin - 2)  # "Ann Lee, abbot of Moss said"
        return self._phrase(begin, end)

    def after(self, at: int, limit: int) -> Speaker | None:
        """The subject behind the cue that ends at ``at``, as in "said Maria Lopez, a spokeswoman"."""
        text = self.text
        begin = at
        while begin < limit and text[begin] in "  ":
            begin += 1
        stop = PUNCTUATION.search(text, begin, limit)
        limit = min(stop.start() if stop else limit, begin + 120)
        end = begin
        for match in WORDS.finditer(text, begin, limit):
            low = match.group()
            if match.start() > begin and (low in BOUNDARIES or low in BEHIND):
                break
            end = match.end()
        end -= end == limit and text[end - 1 : end] == "."
        if end <= begin:
            return None
        first = text[begin:end].split(None, 1)[0]
        low = first.lower()
        if low in MEN | WOMEN | {"they", "it"}:
            return self._pronoun(low, begin, max(0, begin - 1), 0)
        if first[0].islower() and low not in DETERMINERS and (
            low in PREPOSITIONS or low in BOUNDARIES or low in AUXILIARIES or low.endswith(("ing", "ly")) or
            not re.search(r"[A-Z]", text[begin:end]) and not is_person_noun(low) and not low.endswith("s")):
            return None
        if low in AUXILIARIES:
            return None
        return self._phrase(begin, end)

    def _left(self, floor: int, end: int) -> tuple[int, int]:
        """Where the noun phrase begins that ends at ``end``."""
        text, begin, at = self.text, end, end
        for _ in range(14):
            while at > floor and text[at - 1] in "  ":
                at -= 1
            if at <= floor or (begin < end and text[at - 1] in ",;:—–\"“”)\n"):
                break
            cut = max(text.rfind(" ", floor, at), text.rfind("\n", floor, at)) + 1
            cut = max(cut, floor)
            word = text[cut:at]
            if word[0] in "'‘(" or QUOTE.search(word):
                break
            if word.lower() in BOUNDARIES and word not in ("Will", "May") and not (word == "and" and text[begin : begin + 1].isupper() and text[cut - 2 : cut - 1].isalpha() and self._is_capital_before(floor, cut)):
                break
            if word in ("-", "–", "—") or word[-1] in ",;:":
                break
            begin = at = cut
            at -= 0
        return begin, end

    def _is_capital_before(self, floor: int, at: int) -> bool:
        cut = max(self.text.rfind(" ", floor, at - 1) + 1, floor)
        return self.text[cut : cut + 1].isupper() and at - floor > 40 and False

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
        while inner < end and text[inner] in "  ":
            inner += 1
        inside = text[inner : end - 1].rstrip()
        if inside.endswith(")") and "(" in inside:
            inside = inside[: inside.rindex("(")].rstrip()
        if cut >= 0:
            run = RUN.fullmatch(inside)
            if run and len(self._bare(inside).split()) >= 2 or run and self._mention("person", inner, inner + len(inside)):
                found = self._phrase(inner, inner + len(inside))
                if found and found.of == "person":
                    return found
            return self._nearest(floor, cut, depth) or self._phrase(inner, inner + len(inside))
        return self._phrase(inner, inner + len(inside)) if len(inside.split()) <= 10 else None

    def _nearest(self, floor: int, end: int, depth: int) -> Speaker | None:
        if self.text[end - 1] == ")":
            return self._around(floor, end, depth + 1)
        begin, end = self._left(floor, end)
        found = self._phrase(begin, end)
        if found and found.of == "person":
            return found
        comma = self.text.rfind(",", floor, begin)
        if comma > floor and depth < 4:
            return self._nearest(floor, comma, depth + 1) or found
        return found

    # a phrase and what it stands for

    def _mention(self, kind: str | None, begin: int, end: int) -> dict | None:
        """The last mention of ``kind`` within ``[begin, end)``."""
        for mention in reversed(self.mentions[bisect_left(self.begins, begin) : bisect_left(self.begins, end)]):
            if kind is None or mention["kind"] == kind:
                return mention
        return None

    def _country(self, begin: int, end: int) -> str | None:
        for mention in self.mentions[bisect_left(self.begins, begin) : bisect_left(self.begins, end)]:
            if mention["country"]:
                return mention["country"]
        return None

    def _phrase(self, begin: int, end: int) -> Speaker | None:
        """Who the noun phrase at ``[begin, end)`` is."""
        text = self.text
        while end > begin and text[end - 1] in " ,'\"”’.-":
            end -= 1
        words = text[begin:end].split()
        if not words:
            return None
        while words and (words[0].lower() in PREPOSITIONS or words[0].endswith("ing") and words[0] != "King") or words and words[0].lower() in BOUNDARIES:
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
        person = self._mention("person", begin, head_end)
        if person and self._is_namesake(person, begin):
            person = None
        if person and (person["end"] >= head_end - 2 or text[person["end"] : person["end"] + 2] not in ("'s", "’s")):
            if person["end"] >= head_end - 2 or not text[person["end"] : head_end].strip()[:1].islower():
                return self._person(person["start"], person["end"], begin)
        if not self._bare(head):
            person = self._mention("person", head_end, end)
            if person and person["end"] >= end - 2:  # "Minister for Trade Ann Lee"
                return self._person(person["start"], person["end"], begin)
        run = None
        for run in RUN.finditer(text, begin, head_end):
            pass
        if run and run.end() >= head_end - 1 and not text[run.end() : head_end].strip():
            start = self._name_start(run.start(), run.end())
            if start is not None:
                return self._person(start, run.end(), begin)
        return self._described(begin, end, head, head_end)

    def _is_namesake(self, mention: dict, begin: int) -> bool:
        """Whether another first name stands before a surname that the lexicon knows."""
        if " " in self.text[mention["start"] : mention["end"]]:
            return False
        led = FIRST.search(self.text, begin, mention["start"])
        if not led or led.group(1) in SHORT_TITLES or led.group(1) in self.titles or led.group(1) in NOT_NAMES:
            return False
        return led.group(1) not in self.names[mention["entity"]] and not self._mention(None, led.start(), led.end())

    def _bare(self, run: str) -> str:
        """A run of capitalised words without the titles before it."""
        words = run.split()
        while words and (words[0].rstrip(".") in SHORT_TITLES or words[0] in self.titles or words[0] in NOT_NAMES):
            words = words[1:]
        return " ".join(words)

    def _is_surname(self, word: str) -> bool:
        """Whether somebody in the text bears it behind a first name."""
        if word in self.known:
            return True
        if word not in self.surnames:
            self.surnames[word] = self._has_first_name(word)
        return self.surnames[word]

    def _has_first_name(self, word: str) -> bool:
        at = self.text.find(f" {word}")
        while at > 0:
            led = FIRST.search(self.text, max(0, at - 20), at + 1)
            if led and led.group(1) not in SHORT_TITLES and led.group(1) not in NOT_NAMES and led.group(1) not in self.titles:
                return True
            at = self.text.find(f" {word}", at + 1)
        return False

    def _name_start(self, start: int, end: int) -> int | None:
        """Where a person's name begins in the run of capitalised words at ``[start, end)``, titles taken off."""
        run = self.text[start:end]
        other = None
        for mention in self.mentions[bisect_left(self.begins, start) : bisect_left(self.begins, end)]:
            if mention["kind"] != "person":
                other = mention
        if other and other["end"] >= end - 2:
            known = self.known.get(run)
            return start if known and known.of == "person" else None  # a country or a body
        if other:
            start = other["end"]
        bare = self._bare(self.text[start:end].lstrip(" '’s") if other else run)
        while bare and not bare[0].isupper() and not bare.startswith(("al-", "el-")):
            bare = bare.partition(" ")[2]  # "-based Lee"
        if not bare and run in SHORT_TITLES and self._is_surname(run):
            bare = run  # "King" may be a name
        return self.text.index(bare.split()[0], start, end) if len(bare) > 2 else None

    def _person(self, start: int, end: int, phrase: int) -> Speaker:
        """The person whose name stands at ``[start, end)``, with their full name, country and gender kept for later."""
        text = self.text
        name = text[start:end]
        if name.endswith(("'s", "’s")):
            name = name[:-2]
        name = TAIL.sub("", name) or text[start:end]
        last = name.split()[-1]
        if last in BODIES or last.isupper() and len(last) > 1 and " " not in name:
            return Speaker(name, None, self._country(phrase, end), "body")
        mention = self._mention("person", start, end)
        if mention and self._is_namesake(mention, start):
            mention = None
        surname = mention["entity"] if mention else name.split()[-1]
        found = self.known.get(surname)
        if found is None or found.of != "person":
            found = self._introduce(name, surname, mention, start, phrase)
            self.known[surname] = self.known[name.split()[-1]] = found
        elif found.country is None and mention is None:
            country = self._country(phrase, start) or self._apposed(end)
            if country:
                found = self.known[surname] = found._replace(country=country)
        before = text[max(0, start - 14) : start]
        if MALE.search(before):
            self.genders[found.name] = "he"
        elif FEMALE.search(before):
            self.genders[found.name] = "she"
        return found

    def _introduce(self, name: str, surname: str, mention: dict | None, start: int, phrase: int) -> Speaker:
        if mention:
            full = max(
                (self.text[m["start"] : m["end"]] for m in self.mentions if m["entity"] == mention["entity"]),
                key=lambda surface: (not surface.isupper(), len(surface)),
            )
            return Speaker(full, mention["entity"], mention["country"], "person")
        full, at = name, start
        if " " not in name:
            at = self.text.find(name)
            while at >= 0:
                led = FULL.search(self.text, max(0, at - 60), at)
                if led:
                    run = self._bare(self.text[led.start() : at + len(name)])
                    begin = self._name_start(led.start(), at + len(name))
                    if begin is not None and " " in run and begin < at:
                        full = self.text[begin : at + len(name)]
                        start = begin
                        break
                at = self.text.find(name, at + 1)
        country = self._introduced_country(start, full) or self._country(phrase, start)
        return Speaker(full, None, country, "person")

    def _introduced_country(self, start: int, name: str) -> str | None:
        """The country in the words directly before a name ("Iranian envoy") or in the phrase behind it."""
        begin, _ = self._left(max(0, start - 80, self._sentence(start)), start)
        placed = PLACED.search(self.text, begin, start)
        begin = placed.end() if placed else begin
        return self._country(begin, start) or self._apposed(start + len(name))

    def _apposed(self, end: int) -> str | None:
        match = APPOSITION.match(self.text, end)
        return self._country(match.start(1), match.end(1)) if match and match.group(1)[0].islower() else None

    def _sentence(self, at: int) -> int:
        number = bisect_right(self.starts, at) - 1
        return self.starts[number] if number >= 0 else 0

    def _described(self, begin: int, end: int, head: str, head_end: int) -> Speaker | None:
        """Someone without a name: a body, a country, people in general, or a description of someone named before."""
        text = self.text
        words = head.split()
        noun = words[-1].strip("'’").lower()
        mention = self._mention(None, begin, head_end)
        if mention and mention["end"] >= head_end - 2:
            return Speaker(POSSESSIVE.sub("", head.removeprefix("The ")), None if mention["kind"] == "place" else mention["entity"], mention["country"], "body")
        definite = words[0].lower() in DEFINITE or noun.endswith("-old")
        lower = noun == words[-1].strip("'’")
        if noun in WRITING and (own := re.search(RUN.pattern + r"(?= \w+$)", head)) and own.group() not in NOT_NAMES:
            return Speaker(own.group().removeprefix("The "), None, self._country(begin, end), "body")
        if noun in WRITING and (definite or words[0].lower() in ("a", "an")) and self.last.name:
            return self.last
        follows = re.match(r", (?=[A-Z])", text[end : end + 3])
        if follows:
            run = RUN.match(text, end + 2)
            if run and len(self._bare(run.group()).split()) >= 2:
                return self._person(run.end() - len(self._bare(run.group())), run.end(), begin)
        if definite and (lower or len(words) <= 3) and is_person_noun(noun) and text[head_end - 2 : head_end] not in ("'s", "’s"):
            found = self._fitting(noun, begin)
            if found and not ("'s " in head or "’s " in head):
                return found
        if len(words) > 9 or not re.search(r"[A-Za-z]", head) or not self._is_someone(words):
            return None
        phrase = text[begin:end] if end - begin <= 80 else head
        return Speaker(phrase, None, self._country(begin, end), "group")

    def _is_someone(self, words: list[str]) -> bool:
        """Whether the words before a noun phrase's first preposition can say who speaks."""
        lower = [word.lower() for word in words]
        if PRONOUNS.intersection(lower) or any(
            one.endswith("ed") and two in DETERMINERS for one, two in zip(lower[1:], lower[2:], strict=False)
        ):
            return False
        last = lower[-1]
        if last in DETERMINERS and last not in ("one", "many", "some", "both", "others") or last.endswith("ed") and len(lower) > 1:
            return False
        return (
            lower[0] in DETERMINERS or lower[0][0].isdigit() or words[0][0].isupper() or last in PEOPLE
            or last.endswith("s") and not last.endswith("ss") or BARE.search(last) is not None
        )  # fmt: skip

    def _fitting(self, noun: str, at: int) -> Speaker | None:
        """The newest speaker whose name was introduced with ``noun``; else the last speaker, if a person."""
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

    # pronouns

    def _pronoun(self, word: str, at: int, floor: int, depth: int) -> Speaker | None:
        if word in ("who", "which", "that"):
            end = at
            while end > floor and self.text[end - 1] in " ,—–-":
                end -= 1
            return self.before(floor, end, depth + 1) if depth < 3 and end > floor else None
        if word in ("i", "we", "you"):
            return None
        if word in ("it", "they"):
            subject = self._topic(at, bodies=True)
            return subject or (self.last if self.last.of in ("body", "group") else NOBODY)
        gender = "he" if word in MEN else "she"
        found = self._topic(at, gender) or next(
            (one for one in reversed(self.heard) if one.of == "person" and self._can_be(one, gender)), None
        )
        if self.last.of == "group" and is_person_noun(self.last.name.split(" of ")[0].split(" for ")[0].split()[-1].lower()):
            if not found or found in self.heard:
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
            found = self._subject_of(start, at)
            if found and (found.of == "person") != bodies and (not gender or self._can_be(found, gender)):
                return found
        return None

    def _subject_of(self, start: int, limit: int) -> Speaker | None:
        """The name at the beginning of the sentence at ``start``, or behind its first comma, if it ends by ``limit``."""
        if start not in self.subjects:
            comma = self.text.find(", ", start, start + 160)
            for place in (start, comma + 2) if comma > 0 else (start,):
                found = self._subject_at(place)
                if found[0]:
                    break
            self.subjects[start] = found
        subject, end = self.subjects[start]
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
        if first in NOT_NAMES or first.endswith("ing") or run.isupper() and " " in run or POSSESSIVE.search(run):
            return None, 0
        lead = self.text[match.start() : begin].lower().split()
        if any(word in PREPOSITIONS or word in BOUNDARIES or word.endswith("ed") for word in lead):
            return None, 0
        if house := HOUSE.match(self.text, end):
            whole = (begin - 4 * bool(match.group("the")), house.end())
            return Speaker(self.text[slice(*whole)], None, self._country(*whole), "body"), house.end()
        person = self._mention("person", begin, end)
        if match.group("the") and (person or not self._mention(None, begin, end)):
            return None, 0  # "the Lee campaign"
        if person:
            return self._person(person["start"], person["end"], begin), end
        name = self._name_start(begin, end)
        if name is None:
            mention = self._mention(None, begin, end)
            if mention and mention["end"] >= end - 2 and mention["route"] not in ("adjective", "demonym"):
                return Speaker(run, mention["entity"], mention["country"], "body"), end
            return None, 0
        words = self.text[name:end].split()
        if words[0] not in NOT_NAMES and (len(words) > 1 or name > begin or self._is_surname(words[-1])):
            return self._person(name, end, begin), end
        return None, 0

    def _last_person(self, at: int, gender: str) -> Speaker | None:
        number = bisect_left(self.begins, at)
        for mention in reversed(self.mentions[max(0, number - 8) : number]):
            if mention["kind"] == "person":
                found = self._person(mention["start"], mention["end"], mention["start"])
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


SUBJECT = re.compile(rf"[\"“]?(?:(?:But|And|Meanwhile|However|A|a|an|His|Her|Former|Then|Later|Yet|So)\W+)?(?P<the>[Tt]he )?(?:[a-z][\w-]+ ){{0,4}}(?P<run>{RUN.pattern})")
# "Democratic nominee Ann Lee": a title of several words, of which not all have a capital
TITLED = re.compile(rf"(?P<the>(?!))?(?:[A-Z][\w.'’-]*,? ){{1,4}}(?:[a-z][\w-]+ ){{1,4}}(?P<run>{RUN.pattern})")
