"""Where names stand in one article: those of its mentions, and full names of people who are in no lexicon."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from unicodedata import normalize

from helpers.annotate.quotes.names import title_readers_of
from helpers.annotate.quotes.phrases import BODIES, NAME, NOT_NAMES, RUN
from helpers.lexicons import Lexicons

NAME_BEHIND = re.compile(rf"(,)? (?:[Mm]rs? |[Mm]s )?({NAME})")
INTRODUCES = re.compile(r",(?: (?:the|an?|its|his|her|then))? $")
OWNER = re.compile(r"['’]s(?: |$)")
PLACED = re.compile(r"\b(?:in|at|near|from|outside|to) $")
THINGS = frozenset(  # the last or first words of runs that no person bears
    """County City Island River Valley Cup League Prize Award Day Square Hall Airport Building Bridge Act Bill Plan Index
    Managers Survey Data Statistics Bureau Museum Theatre Stadium Province State States East West North South""".split()
)
BROKEN = re.compile(r"[^\s\w'’\"”.,;:!?()\[\]/–—-]|\?\w|\n\s*[A-Z]")  # letters lost, or a line that cuts a name in two


class Article:
    """The names of one article; parameters as in ``read_office_holders``."""

    def __init__(self, mentions: list[dict], texts: dict[str, str], begins: dict[str, list[int]], lexicons: Lexicons):
        self.texts, self.begins, self.lexicons = texts, begins, lexicons
        self.is_title, self.bare = title_readers_of(lexicons)
        self.names = {part: [m for m in mentions if m["part"] == part] for part in texts}
        self.starts = {part: [m["start"] for m in names] for part, names in self.names.items()}

    def mention_in(self, part: str, start: int, end: int) -> dict | None:
        """The last mention that has to do with ``[start, end)``."""
        at = bisect_left(self.starts[part], end) - 1
        return self.names[part][at] if at >= 0 and self.names[part][at]["end"] > start else None

    def name_before(self, part: str, end: int) -> tuple[int, int] | None:
        """Where a full name stands that ends at ``end``."""
        text = self.texts[part]
        begin = max(0, end - 60, text.rfind("\n", 0, end) + 1)
        runs = [run for run in RUN.finditer(text, begin, end) if run.end() == end]
        if (
            not runs
            or (begin > 0 and runs[0].start() == begin)
            or PLACED.search(text, max(0, runs[0].start() - 9), runs[0].start())
        ):
            return None
        return self.person_in(part, runs[0].group(), runs[0].start())

    def person_in(self, part: str, run: str, at: int) -> tuple[int, int] | None:
        """Where a person's full name stands in a run of words with capitals at ``at``, titles and owners taken off."""
        words = self.bare(OWNER.split(run)[0]).split()
        while words and words[-1] in NOT_NAMES:
            words.pop()
        name = " ".join(words)
        if not self.is_name(name):
            return None
        start = self.texts[part].find(name, at)
        end = start + len(name)
        if start < 0 or BROKEN.match(self.texts[part], end):
            return None
        is_known = self.mention_in(part, start, end) or slug_of(name) in self.lexicons.offices
        return None if is_known else (start, end)

    def is_name(self, name: str) -> bool:
        """Whether words with capitals are a full name, by what no name holds."""
        words = name.split()
        return 1 < len(words) < 7 and not any(
            word in BODIES
            or word in THINGS
            or word in NOT_NAMES
            or (word.isupper() and word.isalpha() and len(word) > 2)
            for word in words
        )

    def person(self, part: str, start: int, end: int, **more) -> dict:
        """A mention of a person at ``[start, end)``: ``more`` says who, and by which route."""
        return {
            "kind": "person", "historic": None, "named": False, "lexicon_row": None, "rule": None, "part": part,
            "sentence": self._sentence(part, start), "start": start, "end": end, "surface": self.texts[part][start:end],
            **more,
        }  # fmt: skip

    def _sentence(self, part: str, at: int) -> int:
        before = len(self.begins["title"]) if part == "text" else 0
        return before + bisect_right(self.begins[part], at) - 1

    def begins_sentence(self, part: str, at: int) -> bool:
        """Whether a sentence begins at ``at``."""
        number = bisect_left(self.begins[part], at)
        return number < len(self.begins[part]) and self.begins[part][number] == at


def slug_of(name: str) -> str:
    """What to call a person who is in no lexicon: the name in plain small letters, joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", plain(name)).strip("-")


def plain(text: str) -> str:
    """``text`` in small letters of ASCII, without apostrophes."""
    return normalize("NFKD", text).encode("ascii", "ignore").decode().lower().replace("'", "")
