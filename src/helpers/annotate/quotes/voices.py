"""Whose voice a sentence is in: the outlet's own, that of somebody who is quoted, or both."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from helpers.annotate.sentences import Span

QUOTED = 0.9  # share of a sentence's words in quotation marks from which on all of it is a quotation


def read_voices(text: str, spans: list[Span], quotes: list[dict]) -> list[dict]:
    """``voice``, ``speaker`` and ``speaker_country`` of each sentence, from the quotations of the same text.

    The speaker is that of the longest part of the sentence that is quoted, else of what it reports indirectly.
    """
    parts: list[list[tuple[bool, int, int, dict]]] = [[] for _ in spans]
    starts = [span.start for span in spans]
    for quote in quotes:
        for number in range(max(0, bisect_right(starts, quote["start"]) - 1), bisect_left(starts, quote["end"])):
            start, end = max(quote["start"], starts[number]), min(quote["end"], spans[number].end)
            if start < end:
                parts[number].append((quote["direct"], start, end, quote))
    return [_voice(text, span, own) for span, own in zip(spans, parts, strict=True)]


def _voice(text: str, span: Span, parts: list[tuple[bool, int, int, dict]]) -> dict:
    quoted = sum(_words(text, start, end) for is_direct, start, end, _ in parts if is_direct)
    speaker = max(parts, key=lambda part: (part[0], part[2] - part[1]))[3] if parts else {}
    whole = quoted and quoted >= QUOTED * _words(text, span.start, span.end)
    return {
        "voice": "quote" if whole else "mixed" if quoted else "narrator",
        "speaker": speaker.get("speaker"),
        "speaker_country": speaker.get("speaker_country"),
    }


def _words(text: str, start: int, end: int) -> int:
    return sum(any(map(str.isalnum, word)) for word in text[start:end].split())
