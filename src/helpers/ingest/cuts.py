"""A passage of a text that is not the article."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cut:
    """A passage at ``[start, end)`` that is not the article, the rule that says so, and what it tells of the article."""

    start: int
    end: int
    rule: str
    found: tuple[tuple[str, str], ...] = ()


class Cuts:
    """Cuts of one text that do not overlap, in its order; however many there are, one is found without asking all."""

    def __init__(self, cuts: Iterable[Cut] = ()):
        self._starts: list[int] = []
        self._cuts: list[Cut] = []
        for cut in cuts:
            self.add(cut)

    def __iter__(self) -> Iterator[Cut]:
        return iter(self._cuts)

    def add(self, cut: Cut) -> None:
        """Takes ``cut``, unless it overlaps one that is held."""
        at = bisect_left(self._starts, cut.end)
        if not at or self._cuts[at - 1].end <= cut.start:
            self._starts.insert(at, cut.start)
            self._cuts.insert(at, cut)

    def before(self, at: int) -> Cut | None:
        """The last one that begins before ``at``."""
        number = bisect_left(self._starts, at)
        return self._cuts[number - 1] if number else None
