"""A passage of a text that is not the article."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cut:
    """A passage at ``[start, end)`` that is not the article, the rule that says so, and what it tells of the article."""

    start: int
    end: int
    rule: str
    found: tuple[tuple[str, str], ...] = ()
