"""Mends text that was decoded wrongly on its way here: mojibake, entities, and marks that became ``"?``.

The last kind comes of UTF-8 that was read as a two-byte encoding and then forced into ASCII: a curly mark of three bytes
leaves a straight quotation mark, and perhaps a question mark that took the next blank with it. What each was is told
by what stands beside it, never by the words; where two readings are open, the text stays as it is.
"""

from __future__ import annotations

import html
import re

ENTITY = re.compile(r"&(?:amp|quot|apos|nbsp|lt|gt|[lr][sd]quo|[mn]dash|hellip|#\d{2,5}|#x[0-9a-fA-F]{2,5});")

# What UTF-8 looks like when it was read byte by byte; only then is ftfy asked, which looks closer and takes longer.
SCRAMBLED = re.compile("[ÂÃÄÅÎÏÐÑ×ØÙâãäåæçï][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸŒœŠšŸŽžˆ˜]")
# Every pattern begins with the mark itself and looks back from there: the search then leaps from mark to mark.
CONTRACTED = r"(?:t|s|re|ve|ll|d|m)\b"
DAMAGE = re.compile(r'"(?:(?<=n")t\b|\?(?=[^\W_]|["\[($])|(?<=\s")\?|\ufffd)')  # without it, marks are what they seem
APOSTROPHE = re.compile(rf'"(?:(?<=[^\W\d_]")\ufffd?(?={CONTRACTED})|(?<=\bO")\ufffd?(?=[A-Z]))')
OPENING = re.compile(r'"(?:(?<=[\s(\[]")|(?<=^"))\ufffd+(?=[^\W_])')
DASH = re.compile(r'"(?:(?<=[^\W\d_]")\ufffd(?=[^\W\d_])|(?<=\s")[?\ufffd]+(?=\s|$|(\S)))')
CLOSING_AND_DASH = re.compile(r'"(?<=\S")(?:\?"|\ufffd)\?(?=[a-z])')
CLOSING = re.compile(r'"(?<=\S")\?(?=[^\W_]|["\[($@#])')
SHORTENED = re.compile(r"'r\b(?:(?<=[Yy]ou'r)|(?<=\b[Ww]e'r)|(?<=[Tt]hey'r))(?!')")

# A hard blank that became a hyphen, after the end of a sentence: no word of English ends in a stop and a hyphen.
HARD_BLANK = re.compile(r"-(?:(?<=[a-z]{4}[.!?:]-)|(?<=[.!?][\"'”’)]-))(?=\s|$|[A-Z\"'“])")


def repair(text: str) -> tuple[str, tuple[str, ...]]:
    """``text`` with such damage mended, and notes: ``encoding_repaired``, ``lost_characters``.

    Text that bears no sign of damage is given back as it is. ``lost_characters`` says that some could not be
    recovered: they stand as U+FFFD, as they came.
    """
    before = text
    if not text.isascii():
        text = _unscramble(text)
    if "&" in text and ENTITY.search(text):
        text = html.unescape(text)
    if '"' in text and DAMAGE.search(text):
        text = _mend_marks(text)
    text = HARD_BLANK.sub(" ", text)
    notes = ("encoding_repaired",) if text != before else ()
    return text, (*notes, "lost_characters") if "\ufffd" in text else notes


def _unscramble(text: str) -> str:
    if not SCRAMBLED.search(text):
        return text
    from ftfy import TextFixerConfig, fix_text  # a tenth of a second, which sound texts need not pay

    only_encoding = TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        remove_control_chars=False,
        normalization=None,
    )
    return fix_text(text, only_encoding)


def _mend_marks(text: str) -> str:
    text = APOSTROPHE.sub("'", text)
    text = OPENING.sub('"', text)
    text = CLOSING_AND_DASH.sub('" — ', text)
    text = DASH.sub(lambda mark: "— " if mark[1] else "—", text)
    text = CLOSING.sub(_close, text)
    text = text.replace('"\ufffd', '"')
    return SHORTENED.sub("'re", text)


def _close(mark: re.Match) -> str:
    """A quotation mark and the blank after it; after an s, with no quotation open, an apostrophe."""
    text, at = mark.string, mark.start()
    if text[at - 1] == "s" and not _is_open(text, at):
        return "' "
    return '" '


def _is_open(text: str, at: int) -> bool:
    """Whether the last quotation mark before ``at``, not too far away, opens a quotation."""
    last = text.rfind('"', max(0, at - 400), at)
    if last < 0 or not text[last + 1 : last + 2].strip():
        return False
    return last == 0 or text[last - 1] in " \n([—-" or text[last - 2 : last] == '"?'
