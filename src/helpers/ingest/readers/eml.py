"""Mails: a newsletter or a forwarded article, one article a mail. Exports that come by mail have readers of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr

from helpers.ingest.clean import clean_line
from helpers.ingest.readers.faulty import never_raises
from helpers.ingest.readers.markup import damage, decode_markup, lines_of, parse_page
from helpers.ingest.readers.unit import Unit, decode

KIND = "eml"

HEADER = re.compile(rb"^(?:[!-9;-~]+:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n){2,}", re.MULTILINE)
NEEDED = re.compile(rb"^(?:from|subject|date|received|mime-version|message-id|return-path|to):", re.I | re.M)
FORWARDED = re.compile(r"^\s*(?:(?:fwd?|wg|tr|rv|re|aw|sv|antw|rif|i)\s*:\s*)+", re.IGNORECASE)
# A person's name of two to four words, and where they write: what letters are sent as.
FROM_OUTLET = re.compile(
    r"^(?!The\s)(?P<author>(?:[^\W\d_a-zа-я][^\s,]*\s+){1,3}[^\W\d_a-zа-я][^\s,]*)\s+(?:from|at)\s+(?P<outlet>.{2,80})$"
)

ON_THE_WEB = re.compile(
    r"^\W*(?:view (?:this|the) (?:post|e-?mail|newsletter|message)|read (?:this|it)|view|open|read) (?:on the web|online|"
    r"in (?:your )?(?:web )?browser)\b[^\n]*?(?P<url>https?://\S+)?[^\n]*$",
    re.IGNORECASE,
)
UNSUBSCRIBE = re.compile(
    r"^\W*(?:unsubscribe|abmelden|se d[ée]sabonner|darse de baja|отписаться|update your preferences|"
    r"manage (?:your )?(?:subscription|preferences))\b",
    re.IGNORECASE,
)
LINK = re.compile(r"(?<![ \t])[ \t]*+[\[(<]\s*https?://[^\s\])>]{0,2000}\s*[\])>]")
WRAPPED = 79  # characters; mails whose lines are all shorter were wrapped by the program that sent them
ENOUGH = 0.5  # of the words of the page: a plain part with fewer is a notice and not the letter


def is_mail(raw: bytes) -> bool:
    """Whether the bytes begin with the header of a mail."""
    head = raw[:65536].lstrip(b"\xef\xbb\xbf\r\n")
    block = HEADER.match(head)
    return bool(block) and len(set(map(bytes.lower, NEEDED.findall(block.group())))) >= 2


def recognise(raw: bytes, name: str) -> bool:
    """A header with a sender, a subject, a date and the like."""
    return is_mail(raw)


def parts_of_mail(raw: bytes) -> list[tuple[str, str]]:
    """Kind (``text/plain``, ``text/html``) and text of each part that is text, attached ones too."""
    message = message_from_bytes(raw.lstrip(b"\xef\xbb\xbf\r\n"), policy=policy.compat32)
    return [
        (part.get_content_type(), _text_of(part))
        for part in message.walk()
        if part.get_content_maintype() == "text" and not part.is_multipart()
    ]


@never_raises("bad_document")
def read(raw: bytes, name: str) -> Iterator[Unit]:
    """The article of a mail, and a unit with the fault ``attachment_not_read`` for each document attached to it."""
    message = message_from_bytes(raw.lstrip(b"\xef\xbb\xbf\r\n"), policy=policy.compat32)
    parts = parts_of_mail(raw)
    on_web, text = _best_text(parts)
    author, outlet = _sender(message)
    address = _angled(message, "List-Post") or on_web
    title = FORWARDED.sub("", _header(message, "Subject") or "")
    yield Unit(
        raw,
        title=title or None,
        text=text,
        published=_header(message, "Date"),
        url=address,
        outlet=outlet,
        author=author,
        language=(_header(message, "Content-Language") or "").split(",")[0] or None,
        source_key=_header(message, "Message-ID"),
        fault=None if text.strip() else ("no_text", "the mail holds no text"),
        notes=damage(text),
    )
    for part in message.walk():
        attached = part.get_filename()
        if attached and part.get_content_maintype() not in ("image", "text", "multipart"):
            label = clean_line(attached) or "an attachment"
            message_ = f"{label} ({part.get_content_type()}) is attached; save it and read it by itself"
            payload = part.get_payload(decode=True) or b""
            yield Unit(payload, f"attachment {label}", fault=("attachment_not_read", message_))


def _text_of(part: EmailMessage) -> str:
    payload = part.get_payload(decode=True) or b""
    declared = part.get_content_charset()
    if part.get_content_type() == "text/html":
        return decode_markup(payload) if declared in (None, "utf-8", "us-ascii") else decode(payload, declared)
    return decode(payload, declared)


def _header(message: EmailMessage, name: str) -> str | None:
    value = message.get(name)
    if value is None:
        return None
    try:
        return clean_line(str(make_header(decode_header(str(value)))))
    except (ValueError, LookupError, UnicodeError):
        return clean_line(str(value))


def _angled(message: EmailMessage, name: str) -> str | None:
    """The web address in a header such as ``<https://...>``; ``None`` if it is one for mails."""
    found = re.search(r"<(https?://[^>\s]+)>", _header(message, name) or "")
    return found[1] if found else None


def _sender(message: EmailMessage) -> tuple[str | None, str | None]:
    """Author and outlet: *Name from Outlet*; else the list's name or the sender's is the outlet."""
    name = clean_line(parseaddr(_header(message, "From") or "")[0])
    both = FROM_OUTLET.match(name or "")
    if both:
        return both["author"], both["outlet"]
    listed = re.match(r"\s*\"?([^<\"]{3,80}?)\"?\s*<", _header(message, "List-Id") or "")
    if listed and name and listed[1].lower() != name.lower() and " " in listed[1]:
        return name, listed[1]
    return None, name


def _best_text(parts: list[tuple[str, str]]) -> tuple[str | None, str]:
    """The address of the letter on the web, if its plain part gives it, and its text.

    The plain part is what its writer meant to be read; but in many mails it only says that there is a page.
    """
    plain = next((text for kind, text in parts if kind == "text/plain" and text.strip()), "")
    page = next((text for kind, text in parts if kind == "text/html" and text.strip()), "")
    on_web, written = _plain_letter(plain)
    if not page:
        return on_web, written
    found = _page_letter(page)
    return on_web, written if len(written.split()) >= ENOUGH * len(found.split()) and written else found


def _plain_letter(text: str) -> tuple[str | None, str]:
    lines = text.replace("\r\n", "\n").split("\n")
    on_web = None
    for at, line in enumerate(lines[:5]):
        if found := ON_THE_WEB.match(line):
            on_web, lines = on_web or found["url"], lines[:at] + lines[at + 1 :]
            break
    end = next((at for at in range(len(lines) - 1, max(len(lines) - 15, 0), -1) if UNSUBSCRIBE.match(lines[at])), None)
    lines = [LINK.sub("", line).rstrip() for line in lines[:end]]
    if max(map(len, lines), default=0) <= WRAPPED and any(not line for line in lines):
        paragraphs = re.split(r"\n\s*\n", "\n".join(lines))
        lines = [" ".join(paragraph.split()) for paragraph in paragraphs]
    return on_web, "\n".join(line for line in lines if line.strip()).strip()


def _page_letter(page: str) -> str:
    import trafilatura  # costs a quarter of a second, which plain mails need not pay

    found = trafilatura.extract(page, include_comments=False, favor_recall=True)
    return found or "\n".join(lines_of(parse_page(page).find("body")))
