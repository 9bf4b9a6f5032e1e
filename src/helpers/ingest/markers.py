"""Which strings must stand in all that a pattern matches, so that most patterns need not be tried on most texts."""

from __future__ import annotations

import re


def markers_of(pattern: str) -> tuple[str, ...]:
    """Strings, one of which stands in all that ``pattern`` matches; empty if none can be told.

    Of all that must be there, the strings are taken of which the commonest is rarest, as length and capitals tell.
    """
    needed, _ = _needed(pattern, 0)
    return tuple(sorted(needed or ()))


def _needed(pattern: str, at: int) -> tuple[frozenset[str] | None, int]:
    """Of the group that begins at ``at``: strings, one of which it needs, or ``None``; and where it ends."""
    choices: list[frozenset[str] | None] = []
    factors: list[frozenset[str]] = []
    run = ""
    while at < len(pattern) and pattern[at] != ")":
        char, plain, group = pattern[at], "", None
        if char == "|":
            choices.append(_rarest([*factors, frozenset({run})]))
            factors, run, at = [], "", at + 1
            continue
        if char == "\\":
            following = pattern[at + 1]
            plain, at = "" if following.isalnum() else following, at + 2
        elif char == "[":
            at = _end_of_class(pattern, at)
        elif char == "(":
            opened = re.compile(r"\((?:\?(?:[a-z]+\)|[a-z]*:|P<\w+>|<?[=!]))?").match(pattern, at)
            group, at = (None, at) if opened[0].endswith(")") else _needed(pattern, opened.end())
            at = opened.end() if opened[0].endswith(")") else at + 1
            group = None if opened[0][-1] in "=!" else group
        else:
            plain, at = "" if char in ".^$" else char, at + 1
        count = re.compile(r"[?*+][?+]?|\{\d*,?\d*\}\??").match(pattern, at)
        at = count.end() if count else at
        if count and count[0][:2] not in ("+", "+?", "{1", "{2", "{3", "{4", "{5"):
            plain, group = "", None
        if plain and not count:
            run += plain
            continue
        factors += [frozenset({run + plain})] + ([group] if group else [])
        run = ""
    choices.append(_rarest([*factors, frozenset({run})]))
    return (None if None in choices else frozenset().union(*choices)), at


def _rarest(factors: list[frozenset[str]]) -> frozenset[str] | None:
    best = max(factors, key=lambda strings: min(map(_rarity, strings)))
    return best if all(best) else None


def _rarity(marker: str) -> int:
    return len(marker.replace(" ", "")) + 6 * marker.count("@") + 2 * marker.count("/") + sum(map(str.isupper, marker))


def _end_of_class(pattern: str, at: int) -> int:
    at += 2 if pattern[at + 1] == "^" else 1
    at += pattern[at] == "]"
    while pattern[at] != "]":
        at += 2 if pattern[at] == "\\" else 1
    return at + 1
