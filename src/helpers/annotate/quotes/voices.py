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
    kernels.warm_up()
    sizes = [len(part) for parts in quotes for part in parts]
    part = np.repeat(np.arange(len(sizes)), sizes)  # titles and texts in turn
    article, in_title = part // 2, part % 2 == 0
    shift = np.fromiter(map(len, titles), np.int64, len(titles)) + 1
    bounds = np.array([(row["start"], row["end"]) for row in rows], np.int64).T
    begin, end = bounds + np.where(in_title, 0, shift[article])
    first, last = (sentences.find(article, at, shift)[0] for at in (begin, end - 1))
    # a row a quotation and sentence that it touches
    touched = last - first + 1
    quote = np.repeat(np.arange(len(rows)), touched)
    sentence = first[quote] + np.arange(quote.size) - np.repeat(np.cumsum(touched) - touched, touched)
    start, end = (
        np.maximum(bounds[0][quote], sentences.start[sentence]),
        np.minimum(bounds[1][quote], sentences.end[sentence]),
    )
    same_part = (sentences.article[sentence] == article[quote]) & (sentences.is_title[sentence] == in_title[quote])
    kept = same_part & (start < end)
    quote, sentence, start, end = quote[kept], sentence[kept], start[kept], end[kept]
    direct = np.array([row["direct"] for row in rows], bool)[quote]
    order = np.lexsort((quote, start - end, ~direct, sentence))
    found, foremost = np.unique(sentence[order], return_index=True)
    spans = np.concatenate(
        [np.array([sentence, start, end])[:, direct], np.array([found, sentences.start[found], sentences.end[found]])],
        axis=1,
    )
    places = sentences.article[spans[0]].tolist(), sentences.is_title[spans[0]].tolist(), *spans[1:].tolist()
    words = kernels.words.count((titles if title else texts)[k][a:b] for k, title, a, b in zip(*places))
    quoted = np.bincount(np.searchsorted(found, sentence[direct]), words[: direct.sum()], found.size)
    whole = quoted >= QUOTED * words[direct.sum() :]
    voice = np.where(quoted == 0, "narrator", np.where(whole, "quote", "mixed"))
    return {
        number: {"voice": voice, "speaker": rows[own]["speaker"], "speaker_country": rows[own]["speaker_country"]}
        for number, voice, own in zip(found.tolist(), voice.tolist(), quote[order][foremost].tolist())
    }
