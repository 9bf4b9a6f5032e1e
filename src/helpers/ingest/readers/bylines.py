"""Bylines as databases print them: the names without the *By*, the agency by itself."""

from __future__ import annotations

import re

from helpers.ingest.clean import clean_line

PREFIX = re.compile(r"^\s*(?:by|von|par|por|di|door|from|автор:?|interview(?: by)?:)\s+(?=\S)", re.IGNORECASE)
AGENCY = re.compile(
    r"(?:^|(?<![\s,;(–—-])[\s,;(–—-]++)(?:The )?(AP|AFP|dpa|DPA|PA|CP|UPI|ANSA|EFE|Reuters?|Associated Press|Agence France[- ]Presse|"
    r"Canadian Press|Press Association|Bloomberg(?: News)?|TASS|Interfax|Xinhua|Kyodo|[A-Z][\w ]{2,30} (?:News )?Services?)"
    r"\)?\s*$"
)
NOBODY = re.compile(r"^(?:anonym\w*|none|unknown|n/?a|-+)$", re.IGNORECASE)


def split_byline(line: str | None) -> tuple[str | None, str | None]:
    """Author and agency of a byline; either may be ``None``.

    >>> split_byline("By NIAMH FURLONG, --(Reuter)")
    ('NIAMH FURLONG', 'Reuter')
    """
    line = PREFIX.sub("", clean_line(line) or "")
    found = AGENCY.search(line)
    agency = found[1] if found else None
    author = (line[: found.start()] if found else line).strip(" ,;-–—|(")
    return (None if not author or NOBODY.match(author) else author), agency
