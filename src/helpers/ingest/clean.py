"""Text as it is kept: one form of Unicode, no control characters, one newline between paragraphs, and only the article.

What is cut is kept beside it, passage by passage with the rule that cut it, so that nothing vanishes silently.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from helpers.ingest.author_notes import find_author_note
from helpers.ingest.boilerplate import Rules, find_passages
from helpers.ingest.cuts import Cut
from helpers.ingest.headlines import find_headlines
from helpers.ingest.language import language_of
from helpers.ingest.last_headline import find_last_headline
from helpers.ingest.repair import repair
from helpers.ingest.repeated import cut_repeated
from helpers.ingest.triage import triage

if TYPE_CHECKING:
    from helpers.ingest.readers.unit import Unit

LINE_BREAK = re.compile("[\r\x0b\x0c\x85\u2028\u2029](?:(?<=\r)\n)?")  # and the newline itself

# C0 and C1 controls but tab and newline, bidirectional overrides and isolates, byte-order mark, lone surrogates.
UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
WIDE_BLANK = re.compile(r"[^\S\n]{3,}")  # where line breaks were lost, what is left of the end of a paragraph

NOWHERE = Cut(0, 0, "")
BETWEEN = " -–—_*•|\n\t"  # what may be left between two passages that were cut, and is nothing

KEPT_SEPARATE = ", "  # between values of one field that several passages gave


@dataclass(frozen=True)
class Cleaned:
    """An article's text, and the account of what is not in it any more.

    Attributes
    ----------
    text : str
        Paragraphs separated by one newline; the standfirst first. Empty if nothing was left.
    removed : list of dict
        ``rule``, ``position`` (``head``, ``tail``, ``inside``) and ``passage``, in the order of the text.
    found : dict
        What the passages told: ``author``, ``agency``, ``outlet``, ``published`` (lines as written, one a line),
        ``section``, ``dateline``; and ``language``, as detected. A field that is not known is not there.
    notes : tuple of str
        Stable flags: ``encoding_repaired``, ``lost_characters``, ``other_language``, and those of the unit.
    reason : str, optional
        Why this is not an article (see :mod:`helpers.ingest.triage`); ``None`` if it is one.
    """

    text: str
    removed: list[dict[str, str]] = field(default_factory=list)
    found: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    reason: str | None = None


def clean_text(text: str) -> str:
    """``text`` in NFC, without controls, blanks collapsed, paragraphs separated by one newline."""
    return _collapsed(_visible(text))


def clean_line(text: str | None) -> str | None:
    """A title, a name: as :func:`clean_text`, in one line; ``None`` if nothing is left."""
    return clean_text(text).replace("\n", " ") or None if text else None


def with_summary(summary: str | None, text: str) -> str:
    """``text`` below its standfirst, unless it holds it already."""
    lead = clean_line(summary)
    return text if not lead or lead[:60] in text.replace("\n", " ") else f"{lead}\n{text}"


def clean_article(unit: Unit, outlet: str | None = None, *, rules: Rules, keep_boilerplate: bool = False) -> Cleaned:
    """The text of ``unit`` without what is not the article, with an account of it. Depends on nothing but its arguments.

    Parameters
    ----------
    unit : Unit
        As a reader gave it; ``title``, ``summary``, ``text``, ``language`` and ``notes`` are read.
    outlet : str, optional
        Its name, if it is known; a credit that names it is not an agency's.
    rules : Rules
        From :func:`helpers.ingest.boilerplate.rules_of`.
    keep_boilerplate : bool
        Whether to leave every passage where it is; then nothing is removed, and nothing found but the language.

    Returns
    -------
    Cleaned
    """
    text, notes = repair(with_summary(unit.summary, _visible(_plain(unit))))
    title = clean_line(unit.title)
    cuts: list[Cut] = []
    if not keep_boilerplate:
        text = WIDE_BLANK.sub("\n", text) if "   " in text and "\n" not in text.strip() else text
        cuts = find_passages(text, rules)
        cuts = sorted([*cuts, *find_author_note(text, title, unit.author, cuts)], key=lambda cut: cut.start)
        more = find_last_headline(text, cuts)
        if not more and "\n" in text:
            more = find_headlines(text, title, rules.stopwords, cuts)
        cuts = sorted([*cuts, *more], key=lambda cut: cut.start)
    kept = without(text, cuts)
    found = found_in(cuts, rules, outlet)
    if not keep_boilerplate:
        found = {**relayed(text, rules, outlet), **found}
    language = unit.language or language_of(kept)
    if language:
        found["language"] = language
    if language and not language.lower().startswith("en"):
        notes = (*notes, "other_language")
    removed = account_of(text, cuts)
    return Cleaned(kept, removed, found, tuple(dict.fromkeys((*unit.notes, *notes))), triage(title, kept, text))


def without_repeated(
    cleaned: Cleaned, repeated: Mapping[str, frozenset[str]], *, rules: Rules, title: str | None = None
) -> Cleaned:
    """``cleaned`` without the passages that its outlet repeats (:meth:`Passages.repeated`); their rows come last.

    What stood before such a passage is the end of the text now, so the rules are asked once more.
    """
    cuts = cut_repeated(cleaned.text, repeated)
    if not cuts:
        return cleaned
    kept = without(cleaned.text, cuts)
    more = find_passages(kept, rules)
    removed = [*cleaned.removed, *account_of(kept, more), *account_of(cleaned.text, cuts)]
    found = {**found_in(more, rules), **cleaned.found}
    kept = without(kept, more)
    return replace(cleaned, text=kept, removed=removed, found=found, reason=cleaned.reason or triage(title, kept))


def without(text: str, cuts: Sequence[Cut]) -> str:
    """``text`` without the passages, its blanks collapsed; what stood before and after one is parted as it was."""
    parts, at = [], 0
    for cut in cuts:
        parts.append(text[at : cut.start])
        parts.append("\n" if "\n" in text[max(0, cut.start - 2) : cut.start] + text[cut.end : cut.end + 2] else " ")
        at = cut.end
    return _collapsed("".join((*parts, text[at:]))).rstrip(BETWEEN)


def account_of(text: str, cuts: Sequence[Cut]) -> list[dict[str, str]]:
    """A row for each passage: before all that is kept it stands at the head, behind all of it at the tail."""
    passages = [_collapsed(text[cut.start : cut.end]) for cut in cuts]
    gaps = [text[one.end : other.start] for one, other in pairwise([NOWHERE, *cuts, Cut(len(text), len(text), "")])]
    empty = [not gap.strip(BETWEEN) for gap in gaps]
    head = next((number for number, nothing in enumerate(empty) if not nothing), len(cuts))
    tail = len(cuts) - next((number for number, nothing in enumerate(empty[::-1]) if not nothing), len(cuts))
    places = ["head" if number < head else "tail" if number >= tail else "inside" for number in range(len(cuts))]
    return [
        {"rule": cut.rule, "position": place, "passage": passage}
        for cut, place, passage in zip(cuts, places, passages, strict=True)
    ]


def found_in(cuts: Sequence[Cut], rules: Rules, outlet: str | None = None) -> dict[str, str]:
    """What the passages tell of the article, by field; of an outlet, the first; of the others, each value once."""
    values: dict[str, dict[str, None]] = {}
    for name, value in (told for cut in cuts for told in cut.found):
        if name == "agency":
            for agency in rules.agencies_in(value):
                if agency != outlet:
                    values.setdefault(name, {})[agency] = None
        else:
            values.setdefault(name, {})[_collapsed(value)] = None
    joined = {name: ("\n" if name == "published" else KEPT_SEPARATE).join(given) for name, given in values.items()}
    return {**joined, "outlet": next(iter(values["outlet"]))} if "outlet" in values else joined


RELAYED = re.compile(
    r"(?:^|[\s“\"”])(?P<outlet>[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,3}) reports?,? (?:citing|with reference to) "
    r"(?P<agency>[^.,;”\"\n]{3,60})"
)


def relayed(text: str, rules: Rules, outlet: str | None = None) -> dict[str, str]:
    """Outlet and agency of a report that relays another: ``Harbour Post reports, citing the palace press office``.

    Only the beginning is read, where a text says whose it is; the words stay where they are.
    """
    beginning = text[:2000]
    if not any(word in beginning for word in ("citing ", "with reference to ")):
        return {}
    if not (said := RELAYED.search(beginning)):
        return {}
    first, second = said["outlet"].removeprefix("The "), re.sub(r"^(?:the|its) ", "", said["agency"].strip())
    if first.lower() in rules.agencies:
        return {"agency": f"{rules.agencies[first.lower()]}{KEPT_SEPARATE}{second}"}
    return {"outlet": first, "agency": second} if outlet is None else {"agency": second} if outlet == first else {}


def _plain(unit: Unit) -> str:
    if not unit.html or not unit.text:
        return unit.text or ""
    from helpers.ingest.readers.markup import lines_of, parse_page  # readers import this module

    return "\n".join(lines_of(parse_page(unit.text)))


def _visible(text: str) -> str:
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    text = UNWANTED.sub("", LINE_BREAK.sub("\n", text))
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _collapsed(text: str) -> str:
    if "\n" not in text:
        return " ".join(text.split())
    return "\n".join(line for line in (" ".join(part.split()) for part in text.split("\n")) if line)
