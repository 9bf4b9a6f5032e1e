"""Who speaks: reads the subject of a cue, and resolves pronouns and descriptions to someone named before.

No parser: the words before a cue (or behind it, as in "said Maria Lopez") up to the next boundary are a noun phrase,
whose head stands before its first preposition. A phrase in commas is skipped, or is the name ("his lawyer, Ann Lee,").
"""

from __future__ import annotations

import re

from helpers.annotate.quotes.names import Speaker
from helpers.annotate.quotes.phrases import (
    AUXILIARIES,
    BEHIND,
    BODIES,
    BOUNDARIES,
    CAPITAL,
    CROWNED,
    DEFINITE,
    DETERMINERS,
    HAS_OBJECT,
    HOUSES,
    NAME,
    NO_NOUN,
    NOT_NAMES,
    PERSONAL,
    POSSESSIVE,
    PREPOSITIONS,
    PRONOUNS,
    REPORTING,
    ROLE,
    RUN,
    STOP,
    WORD,
    WRITING,
    before_verb,
    ends_phrase,
    is_person_noun,
    is_someone,
    leads_to_phrase,
)  # fmt: skip
from helpers.annotate.quotes.topics import Topics

WRITER = re.compile(NAME + r"(?= \w+$)")  # "the VEB statement"
ORIGIN = re.compile(r"(?:from|of|at|with) ")  # "Ann Lee, 18, from Moss said"
BLANKS = " \u00a0\t"
HE_WHO = re.compile(r"He [A-Z][a-z]+")  # a surname, and no pronoun: "says He Ming"


class Speakers(Topics):
    """The speakers of one article, found in the order in which it is read."""

    # the words beside a cue

    def before(self, floor: int, at: int, depth: int = 0) -> Speaker | None:
        """The subject that ends where the cue at ``at`` begins, no farther back than ``floor``."""
        text, end = self.text, at
        is_verb = True
        while is_verb:
            while end > floor and (text[end - 1] in BLANKS or (text[end - 1] == "-" and text[end - 2] != " ")):
                end -= 1  # a blank, or the hyphen that stands for a lost one
            cut = max(text.rfind(" ", floor, end) + 1, floor)
            if cut >= end:
                return None
            cut += text[cut] == "-" and cut + 1 < end
            word, is_verb = before_verb(text[cut:end], cut > floor)
            if is_verb:
                end = cut
        if word in PRONOUNS:
            return self._pronoun(word, cut, floor, depth)
        if text[end - 1] in ",)—–-" and end - floor > 2:
            return self._around(floor, end, depth)
        begin, end = self._left(floor, end)
        in_commas = begin - 2 >= floor and text.startswith(", ", begin - 2)
        if in_commas and ROLE.match(text, begin, end):
            cut = max(text.rfind(",", floor, begin - 2) + 1, floor)
            named = RUN.fullmatch(text[cut : begin - 2].strip())
            if named and len(self.bare(named.group()).split()) >= 2:
                return self.phrase(cut, begin - 2)  # "Ann Lee, abbot of Moss said"
        if in_commas and ORIGIN.match(text, begin) and depth < 4:
            return self._around(floor, begin - 1, depth + 1) or self.phrase(begin, end)
        return self.phrase(begin, end)

    def after(self, at: int, limit: int) -> Speaker | None:
        """The subject behind the cue that ends at ``at``, as in "said Maria Lopez, a spokeswoman"."""
        text = self.text
        begin = at
        while begin < limit and (text[begin] in BLANKS or (text[begin] == "-" and begin == at)):
            begin += 1  # a blank, or the hyphen that stands for a lost one
        stop = STOP.search(text, begin, limit)
        limit = min(stop.start() if stop else limit, begin + 120)
        end = begin
        for match in WORD.finditer(text, begin, limit):
            low = match.group()
            if match.start() > begin and (low in BOUNDARIES or low in BEHIND or low in REPORTING):
                break
            end = match.end()
        end -= end == limit and text[end - 1 : end] == "."
        if end <= begin:
            return None
        first = text[begin:end].split(None, 1)[0]
        low = first.lower()
        if low in PERSONAL and not HE_WHO.match(text, begin, end):
            return self.pronoun(low, begin)
        if low.endswith("day") and low in AUXILIARIES:
            return None
        no_one = low in AUXILIARIES or low in PREPOSITIONS or low in BOUNDARIES or low.endswith(("ing", "ly"))
        plain = not CAPITAL.search(text, begin, end) and not is_person_noun(low) and not low.endswith("s")
        if first[0].islower() and low not in DETERMINERS and (no_one or plain):
            return None
        return self.phrase(begin, end)

    def _left(self, floor: int, end: int) -> tuple[int, int]:
        """Where the noun phrase begins that ends at ``end``."""
        text, begin, at = self.text, end, end
        has_lines = text.find("\n", floor, end) >= 0
        for _ in range(14):
            while at > floor and text[at - 1] in BLANKS:
                at -= 1
            if at <= floor or (begin < end and text[at - 1] in ',;:—–"“”)\n'):
                break
            cut = text.rfind(" ", floor, at) + 1 or floor
            if has_lines:
                cut = max(cut, text.rfind("\n", floor, at) + 1)
            if cut == at or ends_phrase(text[cut:at]):
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
            while inside[:1].islower() and self.is_title(inside.partition(" ")[0].capitalize()):
                inner += len(inside) - len(inside.partition(" ")[2])  # ", retired major Ann Lee,"
                inside = inside.partition(" ")[2]
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
        comma = self.text.rfind(",", floor, begin)
        if comma > floor and depth < 4 and self.text[begin : begin + 1].islower() and begin - comma < 3:
            earlier = self._nearest(floor, comma, depth + 1)  # "Ann Lee, the mayor of Moss, where she lives, said"
            if earlier and earlier.of == "person":
                return earlier
        found = self.phrase(begin, end)
        if found and found.of == "person":
            return found
        if comma > floor and depth < 4:
            return self._nearest(floor, comma, depth + 1) or found
        return found

    def phrase(self, begin: int, end: int) -> Speaker | None:
        """Who the noun phrase at ``[begin, end)`` is."""
        text = self.text
        while end > begin and text[end - 1] in " ,'\"”’.-":
            end -= 1
        while begin < end and text[begin].isspace():
            begin += 1
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
        head_end, number = end, 1
        while number < len(words) and words[number].lower() not in PREPOSITIONS:
            number += 1
        if number < len(words):
            head_end = begin
            for word in words[:number]:
                head_end = text.index(word, head_end) + len(word)
        head = text[begin:head_end].strip(" ,")
        head_end = begin + len(head)
        if not head:
            return None
        person = self.mention_in("person", begin, head_end)
        if person and self.is_namesake(person, begin):
            person = None
        if person:
            rest = text[person["end"] : head_end]
            if len(rest) <= 2 or not (rest.startswith(("'s", "’s", "' ", "’ ")) or rest.strip()[:1].islower()):
                return self.person(person["start"], person["end"], begin)
        if head[0].isupper() and not self.bare(head):
            person = self.mention_in("person", head_end, end)
            if person and person["end"] >= end - 2:  # "Minister for Trade Ann Lee"
                return self.person(person["start"], person["end"], begin)
        if (start := self._named_behind_title(head, head_end, end)) is not None:
            return self.person(start, end, begin)
        run = None if words[number - 1].islower() else self._last_run(begin, head_end)
        if run and run.end() >= head_end - 1:
            start = self.name_start(*run.span())
            first = start is not None and head_end < end and start == self.sentence_start(begin)  # "Risks of war ..."
            if start is not None and not (first and " " not in head and not self.is_surname(head)):
                return self.person(start, run.end(), begin)
        return self._described(begin, end, head, head_end)

    def _named_behind_title(self, head: str, begin: int, end: int) -> int | None:
        """Where the name begins in "... of the District Commander Ann Lee" and "Ambassador to Norway Ann Lee"."""
        if begin >= end:
            return None
        title = head.split()[-1]
        run = self._last_run(begin, end) if self.is_title(title[0].upper() + title[1:]) else None
        if run and run.end() == end:
            start = self.name_start(*run.span())
            if start is not None and start > run.start() and " " in self.text[start:end]:
                return start
        words = self.text[begin:end].split()
        name = len(words)  # from here on all words have a capital, and none is a title
        while name and words[name - 1][0].isupper() and not self.is_title(words[name - 1]):
            name -= 1
        role = words[name - 1] if name else ""  # "dean" in "University of Moss law school dean Ann Lee"
        if len(words) - name < 2 or not (role[:1].isupper() or (role not in PREPOSITIONS and is_person_noun(role))):
            return None
        at = end
        for word in reversed(words[name:]):
            at = self.text.rindex(word, begin, at)
        return at

    def _last_run(self, begin: int, end: int) -> re.Match | None:
        """The last run of words with a capital within ``[begin, end)``."""
        return [None, *RUN.finditer(self.text, begin, end)][-1]

    def _described(self, begin: int, end: int, head: str, head_end: int) -> Speaker | None:
        """Someone without a name: a body, a country, people in general, or a description of someone named before."""
        text = self.text
        words = head.split()
        noun = words[-1].strip("'’").lower()
        is_name = head[0].isupper() and words[0].lower() not in DETERMINERS
        if verb := HAS_OBJECT.search(text[begin:end]) or (is_name and NO_NOUN.search(head)):
            return self.before(begin, begin + verb.start())
        mention = self.mention_in(None, begin, head_end)
        if mention and mention["end"] >= head_end - 2:
            entity = None if mention["kind"] == "place" else mention["entity"]
            return Speaker(POSSESSIVE.sub("", head.removeprefix("The ")), entity, mention["country"], "body")
        definite = words[0].lower() in DEFINITE or noun.endswith("-old") or self.is_title(words[-1])
        lower = noun == words[-1].strip("'’")
        if words[-1] in CROWNED and len(words) == 2 and definite:
            return self._crowned(words[-1])
        if noun in WRITING and (own := WRITER.search(head)) and own.group() not in NOT_NAMES:
            return Speaker(own.group().removeprefix("The "), None, self.country_in(begin, end), "body")
        if noun in WRITING and (definite or words[0].lower() in ("a", "an")):
            if self.last.name:
                return self.last
            earlier = re.compile(rf"(?:(?:The|An?) )?({NAME})(?:['’]s)? {noun}\b").search(
                text, max(0, begin - 600), begin
            )
            if earlier:  # "a Gazette editorial ... The editorial said"
                return Speaker(earlier.group(1), None, self.country_in(*earlier.span(1)), "body")
        named = RUN.match(text, end + 2) if text[end : end + 2] == ", " else None
        if named and len(self.bare(named.group()).split()) >= 2:  # "the ministry's envoy, Ann Lee"
            return self.person(named.end() - len(self.bare(named.group())), named.end(), begin)
        if (
            definite
            and (lower or len(words) <= 3)
            and is_person_noun(noun)
            and text[head_end - 2 : head_end] not in ("'s", "’s")
        ):
            found = self.fitting(noun, begin)
            if found and not ("'s " in head or "’s " in head):
                return found
            if not found and len(words) < 4 and (named := self.mention_in("person", max(0, begin - 250), begin)):
                return self.person(named["start"], named["end"], named["start"])
        if words[0].lower() == "the" and lower and (full := self._in_full(head, noun)):
            return full
        if len(words) > 9 or not any(map(str.isalpha, head)) or not is_someone(words):
            return None
        phrase = text[begin:end] if end - begin <= 80 else head
        return Speaker(phrase, None, self.country_in(begin, end), "group")

    def _in_full(self, head: str, noun: str) -> Speaker | None:
        """Which body spoke last, of "the analysts"; who was "the press service of the port" before "the press service"."""
        last = self.last
        is_body = last.of == "body" or (last.of == "group" and last.name.rpartition(" ")[2].capitalize() in BODIES)
        of_body = noun in HOUSES or (noun.endswith("s") and is_person_noun(noun[:-1]))
        if is_body and of_body and head.count(" ") < 3:
            return last
        start = head[4:].lower() + " "
        return next(
            (one for one in reversed(self.groups) if one.name.lower().removeprefix("the ").startswith(start)), None
        )

    def _crowned(self, title: str) -> Speaker:
        """Who is known by the title alone, with the name that the text has behind it, if any."""
        named = re.search(rf"\b{title} (?:[A-Z][a-z]+ )?[A-Z][\w-]+", self.text)
        return self.known.setdefault(title, Speaker(named.group() if named else f"the {title}", None, None, "person"))

    def _pronoun(self, word: str, at: int, floor: int, depth: int) -> Speaker | None:
        """Whom a pronoun stands for; of a relative one, what stands before it."""
        if word in ("who", "which", "that"):
            end = at
            while end > floor and self.text[end - 1] in " ,—–-":
                end -= 1
            return self.before(floor, end, depth + 1) if depth < 3 and end > floor else None
        return None if word in ("i", "we", "you") else self.pronoun(word, at)
