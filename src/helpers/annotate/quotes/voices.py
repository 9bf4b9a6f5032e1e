"""Whose voice a sentence is in: the outlet's own, that of somebody who is quoted, or both."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from helpers.annotate import kernels
from helpers.annotate.sentences import Sentences

QUOTED = 0.9  # share of a sentence's words in quotation marks from which on all of it is a quotation


def read_voices(
    titles: Sequence[str], texts: Sequence[str], sentences: Sentences, quotes: list[tuple[list[dict], list[dict]]]
) -> dict[int, dict]:
    """``voice``, ``speaker`` and ``speaker_country`` of the sentences that hold quotations, by their number in the batch.

    The speaker is that of the longest part of the sentence that is quoted, else of what it reports indirectly. Of a
    sentence that is not there, the voice is the narrator's.

    Parameters
    ----------
    titles, texts : sequence of str
    sentences : Sentences
    quotes : list of two lists each
        The quotations of each title, and of each text.
    """
    rows = [quote for parts in quotes for part in parts for quote in part]
    if not rows:
        return {}
    sizes = [len(part) for parts in quotes for part in parts]
    article, is_text = np.divmod(np.repeat(np.arange(len(sizes)), sizes), 2)
    # places count from the beginning of the title, with the text laid behind it
    shift = np.fromiter(map(len, titles), np.int64, len(titles)) + 1
    of_rows = shift[article] * is_text
    of_sentences = np.where(sentences.is_title, 0, shift[sentences.article])
    start, end = (np.array([row[name] for row in rows], np.int64) + of_rows for name in ("start", "end"))
    begins, stops = sentences.start + of_sentences, sentences.end + of_sentences
    # from here on a row for each sentence that a quotation touches
    first, last = (sentences.find(article, at, shift)[0] for at in (start, end - 1))
    touched = last - first + 1
    quote = np.repeat(np.arange(len(rows)), touched)
    sentence = np.arange(quote.size) - np.repeat(np.cumsum(touched) - touched - first, touched)
    start, end = np.maximum(start[quote], begins[sentence]), np.minimum(end[quote], stops[sentence])
    kept = (start < end) & (sentences.article[sentence] == article[quote])
    quote, sentence, start, end = (column[kept] for column in (quote, sentence, start, end))
    direct = np.array([row["direct"] for row in rows], bool)[quote]
    # of each sentence the part comes first that says whose it is
    order = np.lexsort((quote, start - end, ~direct, sentence))
    found, foremost = np.unique(sentence[order], return_index=True)
    wholes = [f"{title} {text}" for title, text in zip(titles, texts, strict=True)]

    def words_of(sentence: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
        spans = zip(sentences.article[sentence].tolist(), start.tolist(), end.tolist())
        return kernels.words.count(wholes[number][begin:stop] for number, begin, stop in spans)

    kernels.warm_up()
    in_parts = words_of(sentence[direct], start[direct], end[direct])
    quoted = np.bincount(np.searchsorted(found, sentence[direct]), in_parts, found.size)
    whole = quoted >= QUOTED * words_of(found, begins[found], stops[found])
    voice = np.where(quoted == 0, "narrator", np.where(whole, "quote", "mixed"))
    owners = [rows[number] for number in quote[order][foremost].tolist()]
    return {
        number: {"voice": voice, "speaker": owner["speaker"], "speaker_country": owner["speaker_country"]}
        for number, voice, owner in zip(found.tolist(), voice.tolist(), owners)
    }
