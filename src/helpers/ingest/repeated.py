"""Passages that an outlet repeats: found by counting in how many of its articles they stand, and cut."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

from helpers.ingest.cuts import Cut
from helpers.ingest.headlines import SENTENCE_END

BETWEEN_SENTENCES = re.compile(r"[.!?:…\n](?:(?<=\n)|[\"'”’)\]]*(?=\s))")
EDGE = 3  # sentences at either end that count as such
SHORTEST, SHORTEST_INSIDE = 12, 60  # characters
KEPT_ANCHORS = 64  # of one passage; more say no more
MOST_ONCE = 300_000  # passages that came once, of which is known that they did: those of about 10,000 articles


@dataclass
class Count:
    """In how many articles a passage stands: their ``anchors``, as far as they are kept, and how many ``more``."""

    anchors: set[str] = field(default_factory=set)
    more: int = 0

    @property
    def n(self) -> int:
        return len(self.anchors) + self.more

    def add(self, anchor: str) -> None:
        if anchor not in self.anchors:
            if len(self.anchors) < KEPT_ANCHORS:
                self.anchors.add(anchor)
            else:
                self.more += 1  # enough to tell copies from articles; from here on, copies may count


@dataclass
class Passages:
    """How often outlets repeat a sentence or line, and where; small enough to be kept between runs.

    A passage counts once for each *anchor*, the two longest other sentences of the article: copies and new versions of
    an article share them, and so never make what they repeat look like furniture. The order of articles does not matter,
    but for this: of what came once nothing is held but a number and its anchor, and in a long run these are let go from
    time to time. What makes furniture comes again soon enough.
    """

    articles: dict[str, int] = field(default_factory=Counter)
    counts: dict[str, dict[tuple[str, str], Count]] = field(default_factory=dict)
    once: dict[int, str] = field(default_factory=dict)

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping]) -> Passages:
        """Counts that :meth:`rows` gave, from an earlier run."""
        held = cls()
        for row in rows:
            if not row["passage"]:
                held.articles[row["outlet"]] += row["n_articles"]
                continue
            anchors = set(row["anchors"].split())
            of_outlet = held.counts.setdefault(row["outlet"], {})
            of_outlet[row["place"], row["passage"]] = Count(anchors, row["n_articles"] - len(anchors))
        return held

    def add(self, outlet: str, text: str) -> None:
        """Counts the sentences of one article, cleaned by the rules."""
        sentences = [text[start:end] for start, end in _sentences(text)]
        self.articles[outlet] += 1
        if len(sentences) < 3:
            return
        of_outlet = self.counts.setdefault(outlet, {})
        longest = sorted(sentences, key=lambda sentence: (-len(sentence), sentence))[:3]
        anchor = _fingerprint("\n".join(longest[:2]))
        last = len(sentences) - EDGE
        for number, sentence in enumerate(sentences):
            place = "head" if number < EDGE - 1 else "tail" if number >= last else "inside"
            if len(sentence) >= (SHORTEST_INSIDE if place == "inside" else SHORTEST):
                others = [other for other in longest if other != sentence][:2] if sentence in longest[:2] else None
                own = _fingerprint("\n".join(others)) if others else anchor
                if count := of_outlet.get((place, sentence)):
                    count.add(own)
                elif (first := self.once.setdefault(hash((outlet, place, sentence)), own)) != own:
                    of_outlet[place, sentence] = Count({first, own})
        if len(self.once) > MOST_ONCE:
            self.once.clear()

    def repeated(self, outlet: str) -> dict[str, frozenset[str]]:
        """The passages that ``outlet`` repeats, by place: ``head``, ``tail``, ``inside``. Ask once for each outlet."""
        n_of_outlet = self.articles.get(outlet, 0)
        found: dict[str, set[str]] = {place: set() for place in ("head", "tail", "inside")}
        for (place, passage), count in self.counts.get(outlet, {}).items():
            if is_repeated(count.n, n_of_outlet, place, passage):
                found[place].add(passage)
        return {place: frozenset(passages) for place, passages in found.items()}

    def rows(self) -> list[dict]:
        """What to keep: ``outlet``, ``place``, ``passage``, ``n_articles`` and ``anchors``; what came once is let go.

        A row without a passage holds how many articles of the outlet were counted.
        """
        rows = [
            {"outlet": outlet, "place": "", "passage": "", "n_articles": n, "anchors": ""}
            for outlet, n in self.articles.items()
        ]
        for outlet, of_outlet in self.counts.items():
            for (place, passage), count in of_outlet.items():
                anchors = " ".join(sorted(count.anchors))
                row = {"outlet": outlet, "place": place, "passage": passage, "n_articles": count.n}
                rows.append({**row, "anchors": anchors})
        return sorted(rows, key=lambda row: (row["outlet"], row["place"], row["passage"]))


# A prompt speaks to the reader, which news does not; quotations may.
TO_THE_READER = re.compile(
    r"(?:(?:Check|Click|Discover|Don't|Don’t|Donate|Download|Enjoy|Explore|Find|Follow|Get|Head|Join|Like|Listen|Read|See"
    r"|Send|Share|Sign|Start|Stay|Step|Subscribe|Support|Tell|Visit|Want|Watch)\b|[^\"“'‘].*\b[Yy]our?\b|You\b)"
)


def is_repeated(n_articles: int, n_of_outlet: int, place: str, passage: str = "") -> bool:
    """Whether a passage is furniture: in 8 articles and 2 % of the outlet's, or in 4 and 40 %; inside, in 12 and 5 %.

    One that speaks to the reader, ``Start here, with our latest recipes.``, in 4 and 0.5 %.
    """
    if place == "inside":
        return n_articles >= 12 and n_articles >= 0.05 * n_of_outlet
    if TO_THE_READER.match(passage) and n_articles >= 4 and n_articles >= 0.005 * n_of_outlet:
        return True
    return (n_articles >= 8 and n_articles >= 0.02 * n_of_outlet) or (
        n_articles >= 4 and n_articles >= 0.4 * n_of_outlet
    )


def find_repeated(texts_by_outlet: Mapping[str, Iterable[str]], held: Passages | None = None) -> Passages:
    """Counts a batch of texts on top of what was ``held``, which is changed and given back."""
    held = held or Passages()
    for outlet, texts in texts_by_outlet.items():
        for text in texts:
            held.add(outlet, text)
    return held


def cut_repeated(text: str, repeated: Mapping[str, frozenset[str]]) -> list[Cut]:
    """The passages of ``text`` that its outlet repeats: peeled from the ends, and long ones wherever they stand.

    What is no sentence and stands behind the last of them goes with it: a list of offers, the name of a button.
    """
    if not any(repeated.values()):
        return []
    sentences = _sentences(text)
    cuts = []
    first, last = 0, len(sentences)
    while first < last and text[slice(*sentences[first])] in repeated["head"]:
        first += 1
    ends = [text[slice(*span)] for span in sentences[-2:]]
    if len(ends) == 2 and ends[0] in repeated["tail"] and not SENTENCE_END.search(ends[1]):
        last -= 1
    while last > first and text[slice(*sentences[last - 1])] in repeated["tail"]:
        last -= 1
    for number, (start, end) in enumerate(sentences):
        if number < first or number >= last or text[start:end] in repeated["inside"]:
            cuts.append(Cut(start, end, "repeated_by_outlet"))
    return cuts


def _sentences(text: str) -> list[tuple[int, int]]:
    """Where sentences and lines of a cleaned text lie, roughly: every article is counted, so Punkt would take too long."""
    spans, start = [], 0
    for end in (*(found.end() for found in BETWEEN_SENTENCES.finditer(text)), len(text)):
        sentence = text[start:end]
        if bare := sentence.strip():
            start += len(sentence) - len(sentence.lstrip())
            spans.append((start, start + len(bare)))
        start = end
    return spans


def _fingerprint(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
