"""Tells what is not an article, and says why: a menu, a paywall's stub, a list of headlines.

Only what is plainly something else is told apart; what is doubtful stays an article.

============== =============================================================================
reason         what it is
============== =============================================================================
empty          nothing is left of the text
too_short      fewer than ten words (thirty characters where words are not parted)
error_page     what a server or a script says instead of the article
paywall_stub   a beginning, and the request to pay or sign in
menu           a list of sections or links
headline_list  headlines, one a line, and no article below them
photo_gallery  captions and credits of pictures
not_prose      code, a table, figures
============== =============================================================================
"""

from __future__ import annotations

import re

MIN_WORDS, MIN_CHARACTERS = 10, 30
SAMPLE = 300  # characters, by which prose is told from code and figures
LONG = 1_500  # characters; nothing that goes by the number of words is so long
STUB_WORDS, ERROR_WORDS, GALLERY_WORDS = 150, 120, 120

ERROR = re.compile(
    r"(?i)(?:\b(?:40[034]|50[0234])\b.{0,20}\b(?:error|forbidden|not found|bad gateway|unavailable)"
    r"|error.{0,5}\b(?:40[034]|50[0234])\b|page (?:you (?:requested|are looking for) |was |could |can)?(?:not|cannot) (?:be )?found"
    r"|page you (?:requested|are looking for|were looking for)|access (?:to this page has been )?denied"
    r"|(?:enable|turn on) javascript|javascript (?:is|to be) (?:disabled|enabled|not enabled)"
    r"|(?:verify|confirm|prove) (?:that )?you are (?:a )?(?:human|not a robot)|are you a robot|checking your browser"
    r"|too many requests|cloudflare ray id|unusual traffic|session has expired|this site requires cookies)"
)
PAYWALL = re.compile(
    r"(?i)(?:subscribe (?:now )?to (?:continue|read|keep reading|unlock)|(?:sign|log) ?in to (?:continue|read|keep reading)"
    r"|already (?:a subscriber|have an account|subscribed)|(?:article|content|story) is (?:only )?(?:for|available (?:only )?to|"
    r"reserved for|exclusive to) (?:our )?(?:paying |registered |premium )?(?:subscribers|members)|to continue reading"
    r"|continue reading (?:with|for|your)|you(?:'ve| have) (?:reached|read) (?:your|all your).{0,30}(?:articles|limit)"
    r"|(?:register|subscribe) for (?:free|full access|unlimited)|unlock (?:this|the full) (?:article|story))"
)
GALLERY = re.compile(
    r"(?i)(?:\b(?:in pictures|photo gallery|picture gallery|slideshow|photo essay|photos of the (?:day|week))\b"
    r"|(?:images?|pictures?|photographs|photos) (?:courtesy|from (?:across|around)|by\b)|best photos)"
)
CREDIT = re.compile(
    r"[/(\[©:](?:(?<=:) )?\s?(?:AFP|AP|Reuters|REUTERS|EPA|Getty|Xinhua|dpa|Anadolu|TASS|Shutterstock|Alamy|PA)\b"
)
STOPS, CLOSING = tuple(".!?…。！？؟।"), "\"'”’)]»"
CODE = "{}<>;=\\|^~"  # marks that prose hardly has


def triage(title: str | None, text: str, raw: str | None = None) -> str | None:
    """Why ``text`` is not an article, or ``None`` if it is one.

    Parameters
    ----------
    title : str or None
    text : str
        Cleaned.
    raw : str, optional
        As it was before passages were cut: the request to subscribe may have been one of them.
    """
    if not text.strip():
        return "empty"
    words = len(text.split()) if len(text) < LONG else LONG
    whole = f"{title or ''}\n{text if raw is None else raw}"
    if words <= ERROR_WORDS and ERROR.search(whole):
        return "error_page"
    if words <= STUB_WORDS and PAYWALL.search(whole):
        return "paywall_stub"
    letters = sum(map(str.isalnum, text)) if words < MIN_WORDS else 0
    if words < MIN_WORDS and letters < (MIN_CHARACTERS if letters > 12 * words else MIN_WORDS * 12):
        return "too_short"
    return _by_lines(title, text, words) or _by_characters(text)


def _by_lines(title: str | None, text: str, words: int) -> str | None:
    lines = text.split("\n")
    if len(lines) >= 4 and sum(bool(CREDIT.search(line)) for line in lines) >= 0.6 * len(lines):
        return "photo_gallery"
    ended = sum(line.rstrip(CLOSING).endswith(STOPS) for line in lines)
    if len(lines) >= 5 and ended <= 0.2 * len(lines):
        lengths = sorted(len(line.split()) for line in lines)
        if len(lines) >= 8 and ended <= 0.15 * len(lines) and lengths[int(0.8 * len(lines))] <= 4:
            return "menu"
        if 4 <= lengths[len(lines) // 2] <= 20 and lengths[-1] <= 30:
            return "headline_list"
    if (
        words <= GALLERY_WORDS
        and GALLERY.search(f"{title or ''}\n{text[:300]}")
        and (words <= 40 or CREDIT.search(text))
    ):
        return "photo_gallery"
    return None


def _by_characters(text: str) -> str | None:
    sample = text[:SAMPLE]
    solid = len(sample) - sample.count(" ") - sample.count("\n")
    letters = sum(map(str.isalpha, sample))
    marks = sum(map(sample.count, CODE))
    unbroken = max(map(len, sample.split())) > 200 and sample.isascii()
    return "not_prose" if letters < 0.55 * solid or marks > 0.05 * solid or unbroken else None
