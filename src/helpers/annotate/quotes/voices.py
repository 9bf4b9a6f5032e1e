"""Whose voice a sentence is in: the outlet's own, that of somebody who is quoted, or both."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

QUOTED = 0.9  # share of a sentence's words in quotation marks from which on all of it is a quotation
WORD = re.compile(r"[^\W_]\S*")  # from its first letter or figure


def read_voices(text: str, starts: list[int], ends: list[int], quotes: list[dict]) -> dict[int, dict]:
    """``voice``, ``speaker`` and ``speaker_country`` of the sentences that hold quotations, by their number in the text.

    The speaker is that of the longest part of the sentence that is quoted, else of what it reports indirectly. Of a
    sentence that is not there, the voice is the narrator's.

    Parameters
    ----------
    text : str
    starts, ends : list of int
        Where its sentences begin and end.
    quotes : list of dict
        Its quotations.
    """
    parts: dict[int, list[tuple[bool, int, int, dict]]] = {}
    for quote in quotes:
        for number in range(max(0, bisect_right(starts, quote["start"]) - 1), bisect_left(starts, quote["end"])):
            start, end = max(quote["start"], starts[number]), min(quote["end"], ends[number])
            if start < end:
                parts.setdefault(number, []).append((quote["direct"], start, end, quote))
    return {number: _voice(text, starts[number], ends[number], own) for number, own in parts.items()}


def _voice(text: str, begin: int, stop: int, parts: list[tuple[bool, int, int, dict]]) -> dict:
    quoted = sum(_words(text, start, end) for is_direct, start, end, _ in parts if is_direct)
    speaker = max(parts, key=lambda part: (part[0], part[2] - part[1]))[3]
    whole = quoted and quoted >= QUOTED * _words(text, begin, stop)
    return {
        "voice": "quote" if whole else "mixed" if quoted else "narrator",
        "speaker": speaker["speaker"],
        "speaker_country": speaker["speaker_country"],
    }


def _words(text: str, start: int, end: int) -> int:
    return len(WORD.findall(text, start, end))
