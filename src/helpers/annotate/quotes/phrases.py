"""The words by which a speaker is read from a noun phrase: what ends it, what heads it, what is a name and what a title."""

from __future__ import annotations

import re
from functools import lru_cache

# stand between a subject and its verb; "to" and "and" too, as in "went on to say"
AUXILIARIES = frozenset(
    """has have had also later then once again did does do is was were are been being not never still just even only
    will would can could cannot may might should must repeatedly first further often recently since now earlier
    hasn't haven't didn't doesn't don't won't wouldn't couldn't isn't wasn't to and himself herself itself themselves
    tonight today yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday previously perhaps too
    quoted publicly famously always sometimes simply soon afterwards instead went clearly on""".split()
)
# where a noun phrase begins, read from its end
BOUNDARIES = frozenset(
    """that but because as while when if whether than or so though although after before since until where what how why
    is are was were be been has have had did does do will would can could may and yet unless once amid despite said says
    told who which whom whose them him it us me say""".split()
)
MONTHS_AND_MODALS = ("Will", "May")  # with a capital they are names
PREPOSITIONS = frozenset(
    """of for from in at with on to by about into over under within against near outside inside during through toward
    towards via among between behind off representing who""".split()
)
DETERMINERS = frozenset(
    """the a an his her their its our my your this that these those one another some many several two three four five
    few both most all other no any each every""".split()
)
NEVER_ALONE = DETERMINERS - frozenset("one many some both".split())  # those that cannot speak by themselves
DEFINITE = frozenset("the this that his her their its".split())
BEHIND = frozenset("told during on speaking yesterday today last earlier in at after".split())  # ends "said X ..."
REPORTING = frozenset("adding noting saying citing warning stressing arguing".split())

MASCULINE = frozenset("he him his".split())
PERSONAL = frozenset("he she it they".split())
PRONOUNS = frozenset("he she it they who which i we you that".split())
NO_SUBJECT = frozenset("he she it they him them it's he's she's they've he'd she'd i we you there i'm".split())
MALE = re.compile(r"(?:Mr|Sir|Lord|King|Prince|Brother|Father|spokesman|chairman|businessman)\.?\b")
FEMALE = re.compile(
    r"(?:Mrs|Ms|Miss|Lady|Dame|Queen|Princess|Sister|spokeswoman|chairwoman|actress|businesswoman|Congresswoman)\.?\b"
)

GENDERS = re.compile(f"{MALE.pattern}|{FEMALE.pattern}")

TITLES = frozenset(
    """Mr Mrs Ms Miss Dr Sir Dame Lord Lady Prof Professor Sen Senator Rep Representative Congressman Congresswoman Gov
    Governor Gen General Lt Lieutenant Col Colonel Maj Major Capt Captain Sgt Adm Admiral Judge Justice Chief Rev
    Reverend Pope Bishop Archbishop Cardinal Rabbi Imam Sheikh Ayatollah King Queen Prince Princess President Chancellor
    Premier Minister Prime Deputy Vice Foreign Defence Defense Interior Finance Secretary Attorney Ambassador Mayor
    Councillor Councilman Speaker Chairman Chairwoman Director Commissioner Officer Inspector Sheriff Former
    Ex-President MP Emir Taoiseach Tánaiste State Del Republican Democrat Democratic Democrats GOP Spokesman Spokeswoman
    Spokesperson Leader CEO CFO COO MPs PM TD MEP MSP PhD Senior Acting Economist Analyst Actor Actress Author Coach
    Brother Sister Father Candidate Anchor Correspondent Reporter Journalist Photographer Editor Founder Manager Lawyer
    Host Corporal Retired Baroness Baron""".split()
)
HONORIFICS = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady|Baroness|Baron|Prof|Professor|Judge|Justice)\.? $")
CROWNED = frozenset("Queen King Pope Prince Princess Emir Emperor Sultan".split())  # told without a name
# have a capital at the beginning of a sentence, and begin no name
NOT_NAMES = frozenset(
    """The A An In On At By For From After Before When While But And As If He She They It We I You His Her Their This
    That These Those There Here What Who Why How One Two Some Many Most Asked According Speaking Earlier Later Meanwhile
    However Last Since During Both Instead Then Now Yet So Or Not No Also Another Other Still Even Just With About
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August
    September October November December Though Although Despite Following Read More Photo Yes Well Maybe Rather Indeed
    Perhaps Thus Hence Besides Moreover Furthermore Nevertheless Nonetheless Overall Today Yesterday Tomorrow Tonight
    Further Again Often Sometimes Elsewhere First Second Third Finally Recently Among Amid Once Under Over Between""".split()
)
BODIES = frozenset(
    """Federation Office Ministry Department Association Union Party Council Agency Group Committee Commission Company
    University Institute News Board Service Times Post Bank Court Police Army Center Centre Foundation Society Club Corp
    Inc Ltd Press Radio TV Television Media Network Fund Authority Bureau Senate House Congress Parliament Government
    Administration Campaign Coalition Alliance Organisation Organization Team Journal Tribune Herald Guardian Street
    Academy School College Hospital Church Airlines Airways Industries Partners Chamber Embassy Force Forces Guard
    Initiative Watch International Conference Assembly Republic Kingdom Today Daily Magazine Review Project""".split()
)
BODY_BEHIND = re.compile(  # "the Lee administration", "the Turkish foreign ministry"
    r" (?:[a-z]+ )?(?:administration|campaign|government|ministry|team|department|office|company|party|organi[sz]ation"
    r"|army|military|police|agency|court|council|embassy|authorities|officials|media)\b"
)
OFFICIAL = re.compile(  # someone of a body, without a name
    r" (?:[a-z]+ )?(?:officials?|spokes\w+|lawyers?|lawmakers?|leaders?|employees?|staff|sources?|residents?|soldiers?"
    r"|forces|troops|diplomats?|ministers?|supporters|voters|activists|readout|statement|report|editorial)\b(?! [A-Z])"
)
PEOPLE = frozenset("police people one government staff press media opposition family public".split())
WRITING = frozenset(
    """statement letter tweet message post email e-mail memo release speech op-ed communique communiqué article note
    blog report editorial readout""".split()
)
PERSON_NOUN = re.compile(
    r"(?:er|or|[iy]st|man|woman|person|dent|agent|ee|client|parent|patient|ant|ian|old|chief|leader|head|star|boss|ally"
    r"|official|secretary|mogul|mayor|hopeful|king|queen|prince|judge|premier|taoiseach|diplomat|coach|guy|mother|father"
    r"|nominee|candidate|dean|pope|victim|hero|expert|host|spokes\w+)\Z"
)
HOUSES = frozenset("company firm group organisation organization agency bank newspaper union party movement".split())
TIMES = frozenset("end start beginning time day week month year moment way".split())
NO_PERSON = frozenset(
    """newspaper paper letter order chapter center centre tower power water river computer poster banner sector matter
    restaurant number offer summer winter corner answer danger border chamber document department government parliament
    agreement statement treatment committee amendment movement""".split()
)
PAST = r"(?:[a-z]+ed|gave|drew|made|took|sent|wrote)"
HAS_OBJECT = re.compile(rf"(?:(?<= )|\A){PAST} (?:an?|the|its?|his|her|their)\b")  # "the port issued a statement"
NO_NOUN = re.compile(  # behind a name: "Lee dismissed media"
    rf" (?:(?!armed|alleged|elected|retired|convicted){PAST}|[a-z]+ing|read|came|went|further|sees|today)\b"
)
WITHOUT_ARTICLE = re.compile(
    r"(?:man|woman|person|head|chief|leader|-old|service|source)\Z"
)  # "spokesman Lee", "head of the company"

NAME_WORD = (
    r"(?:(?:[A-Z]|Sen|Rep|Gov|Gen|Dr|Mr|Mrs|Ms|Lt|Col|Sgt|Capt|Maj|Adm|Rev|Prof|St|Del|Hon)\.(?:[A-Z]\.)*"
    r"|[A-ZÀ-ÖØ-Þ][\w'’-]*)"
)
PARTICLES = "abu al el de da del di la van von der den bin ben ibn bint dos du".split()
PARTICLE = rf"(?:(?:{'|'.join(PARTICLES)})[ -])"
NAME = (  # words with a capital, with particles between them, and a nickname in quotation marks
    rf"(?:(?:al|el|ul)-)?{NAME_WORD}"
    rf"(?:[ \u00a0-]+{PARTICLE}*(?:\"[A-Z]\w+\" |“[A-Z]\w+” )?{NAME_WORD})*"
)
RUN = re.compile(NAME)
FORENAMES = re.compile(rf"(?:{NAME_WORD}[ \u00a0]{PARTICLE}*)+\Z")  # what stands before a surname
FORENAME = re.compile(r"\b([A-Z][a-z]+) (?:[A-Z]\. )?$")
LED_NAME = re.compile(r"\S+((?: [A-Z][a-z]+(?:-[A-Za-z]+)?){1,2})(?![\w-])")  # a name and one or two words behind it
OF_BODY = re.compile(rf" (?:of|for) (?:the )?{NAME}")  # behind "the Department"
OWNED = re.compile(r".+?(?:['’]s|s['’]) (?=[A-Z])")
POSSESSIVE = re.compile(r"(?:['’]s|s['’])\Z")
# a blank that was lost from the text and became a hyphen
RUN_ON = re.compile(r"-(?:has|have|had|is|was|are|were|said|says|told|and|who|which|that|in|of|at|on|the)$")
SUBJECT = re.compile(  # what a sentence begins with
    r"[\"“]?(?:(?:But|And|Meanwhile|However|A|a|an|His|Her|Former|Then|Later|Yet|So)\W+)?(?P<the>[Tt]he )?"
    rf"(?:[a-z][\w-]+ ){{0,4}}(?P<run>{NAME})"
)
TITLED = re.compile(  # "Democratic nominee Ann Lee": a title of several words, of which not all have a capital
    rf"(?P<the>(?!))?(?:[A-Z][\w.'’-]*,? ){{1,4}}(?:[a-z][\w-]+ ){{1,4}}(?P<run>{NAME})"
)
APPOSITION = re.compile(
    r"[,(] ?((?:an? |the |(?!said|says|told|who)[a-z-]+ (?:[a-z-]+ ){0,3}(?:of|for|at|to|in|with) )[^,.;:\"“”()\n]{3,120})"
)
INTRODUCED = re.compile(r", (?:who|an?|the|\d)\b")  # behind a surname
ROLE = re.compile(r"(?:an? |the )?(?:[\w-]+ ){1,4}(?:of|at|for|with|in) ")
PLACED = re.compile(r".*\b(?:in|In|at|At|on|On|from|From|to|by|By|with|With|after|After) ")
STOP = re.compile(r"[,;:!?()\[\]\"“”—\n]")
WORD = re.compile(r"\S+")
CAPITAL = re.compile(r"[A-Z]")


@lru_cache(maxsize=10_000)
def is_person_noun(noun: str) -> bool:
    """Whether a noun in small letters looks like one for a person, by its ending."""
    return noun not in NO_PERSON and PERSON_NOUN.search(noun) is not None


def is_one_person(name: str) -> bool:
    """Whether "a spokesman for the army" is meant to be one person."""
    head = name.split(" of ")[0].split(" for ")[0].split()
    return bool(head) and is_person_noun(head[-1].lower())


@lru_cache(maxsize=20_000)
def before_verb(word: str, may_be_name: bool) -> tuple[str, bool]:
    """The word before a verb, in small letters unless it is a name; and whether it belongs to the verb."""
    low = word.replace("’", "'")
    if not word[0].isupper() or not may_be_name or low in ("He", "She", "They", "It", "I"):
        low = low.lower()  # and not "Mrs May", "Ed Will"
    return low, low in AUXILIARIES or (low.endswith("ly") and len(low) > 4 and word[0].islower())


@lru_cache(maxsize=20_000)
def ends_phrase(word: str) -> bool:
    """Whether a word stands before a noun phrase, read from its end, and is no part of it: a boundary, a sign, a quotation."""
    return (
        (word.lower() in BOUNDARIES and word not in MONTHS_AND_MODALS)
        or word[0] in "'‘(" or word[-1] in ",;:" or word in "-–—" or ",-" in word
        or '"' in word or "“" in word or "”" in word
    )  # fmt: skip


@lru_cache(maxsize=10_000)
def leads_to_phrase(word: str) -> bool:
    """Whether a word stands before a noun phrase and is no part of it."""
    low = word.lower()
    if word in MONTHS_AND_MODALS:
        return False
    return low in PREPOSITIONS or low in BOUNDARIES or (low.endswith("ing") and word != "King")


def is_someone(words: list[str]) -> bool:
    """Whether the words before a noun phrase's first preposition can say who speaks."""
    lower = [word.lower() for word in words]
    last = lower[-1]
    if not NO_SUBJECT.isdisjoint(lower) or last in TIMES or last in NEVER_ALONE:
        return False
    if last.endswith("ed") and len(lower) > 1:
        return False
    if last.isdigit() and words[-2:-1] and words[-2] in NOT_NAMES:
        return False  # "March 29"
    if len(lower) > 1 and lower[0].endswith("s") and words[0].islower() and lower[0] not in DETERMINERS:
        return False  # "expects talks"
    return (
        lower[0] in DETERMINERS or lower[0][0].isdigit() or words[0][0].isupper() or last in PEOPLE
        or (last.endswith("s") and not last.endswith("ss")) or WITHOUT_ARTICLE.search(last) is not None
    )  # fmt: skip
