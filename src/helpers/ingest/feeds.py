"""Goes over feeds and lists of feeds: fetches what is new, politely, and hands on its entries.

One feed that fails never stops the others: it is one unit with its reason. What must be remembered for the next time is
a plain dict, to be kept only once the articles are committed; else what was fetched and not stored would never come again.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from helpers.ingest.fetch import Fetched, PoliteDelay, fetch
from helpers.ingest.metadata import canonical_url
from helpers.ingest.readers import feed, opml
from helpers.ingest.readers.unit import Unit

MAX_FEEDS = 10_000  # of all lists together
MAX_LISTS_DEEP = 2  # a list may name lists, and these no further ones

ADVERTISED = re.compile(
    rb"<link\b[^>]{0,400}\btype\s*=\s*[\"']?application/(?:rss|atom|feed)\+(?:xml|json)[^>]{0,400}>", re.I
)
HREF = re.compile(rb"\bhref\s*=\s*[\"']?([^\"'\s>]{1,500})", re.IGNORECASE)


class Address(NamedTuple):
    """A feed to ask: in how many lists it stands inside each other, and whether it may be on a private network."""

    url: str
    depth: int
    may_be_private: bool


class FeedReading:
    """One round over feeds; iterate it once for its units, then take its ``state``.

    Attributes
    ----------
    state : dict
        By canonical address of a feed, what to hand in at the next round: ``etag``, ``last_modified``, ``moved_to``
        (an address that the site says is its new one for good), ``dead`` (it answered 410, and is not asked again).
        Plain text and flags, so that it can be kept as JSON. Complete after the last unit; commit it after the articles.
    outcomes : list of dict
        One a feed: ``url``, ``code`` (``read``, ``not_modified``, or the fault) and ``n_entries``.
    """

    def __init__(
        self,
        urls: Iterable[str],
        state: Mapping[str, Mapping],
        get: Callable[..., Fetched],
        delay: PoliteDelay,
        progress: Callable[[int, int], None] | None,
        options: Mapping,
    ):
        self.state: dict[str, dict] = {address: dict(kept) for address, kept in state.items()}
        self.outcomes: list[dict] = []
        self._get, self._delay, self._progress, self._options = get, delay, progress, dict(options)
        self._waiting: dict[str, deque[Address]] = {}  # by host; hosts take turns, so that the delay is seldom felt
        self._seen: set[str] = set()
        self._too_many = 0
        may_be_private = self._options.pop("allow_private", False)
        for url in urls:
            self._add(Address(url, 0, may_be_private))

    def __iter__(self) -> Iterator[tuple[str, Unit]]:
        """Every entry of every feed as ``(source, unit)``: the feed's address with the entry's place, and the entry."""
        while self._waiting:
            address = self._next()
            url, n_entries, code = address.url, 0, "read"
            for unit in self._one(address):
                n_entries += not unit.fault and "not_modified" not in unit.notes
                code = unit.fault[0] if unit.fault else "not_modified" if "not_modified" in unit.notes else code
                yield (f"{url}#{unit.member}" if unit.member else url), unit
            self.outcomes.append({"url": url, "code": "read" if n_entries else code, "n_entries": n_entries})
            if self._progress:
                self._progress(len(self.outcomes), len(self._seen) - self._too_many)
        if self._too_many:
            message = f"{self._too_many:,} feeds beyond {MAX_FEEDS:,} were not asked; split the list"
            yield "feeds", Unit(b"", fault=("too_many_feeds", message))

    def _add(self, address: Address) -> None:
        """Puts a feed on the list, unless it is there in another spelling."""
        known = _key(address.url)
        if known in self._seen:
            return
        self._seen.add(known)
        if len(self._seen) <= MAX_FEEDS:
            self._waiting.setdefault(_host(address.url), deque()).append(address)
        else:
            self._too_many += 1

    def _next(self) -> Address:
        """The next feed of the host whose turn it is, which goes to the end of the queue."""
        host = next(iter(self._waiting))
        addresses = self._waiting.pop(host)
        address = addresses.popleft()
        if addresses:
            self._waiting[host] = addresses
        return address

    def _one(self, address: Address) -> Iterator[Unit]:
        url, kept = address.url, self.state.get(_key(address.url), {})
        if kept.get("dead"):
            yield Unit(b"", fault=("http_410", "gone for good at an earlier round; it was not asked again"))
            return
        try:
            self._delay.wait(url)
            got = self._get(url, state=kept, allow_private=address.may_be_private, **self._options)
            yield from self._units(address, got)
        except Exception as why:  # one feed never stops the others
            yield Unit(b"", fault=("bad_feed", f"{type(why).__name__}: {str(why)[:200]}"))

    def _units(self, address: Address, got: Fetched) -> Iterator[Unit]:
        url = address.url
        if got.fault and got.fault[0] == "not_modified":
            yield Unit(b"", text="", url=url, notes=("not_modified",))
        elif got.fault:
            yield Unit(b"", fault=got.fault)
        elif opml.recognise(got.body, url):
            yield from self._add_list(got.body, address)
            return  # nothing is kept of a list: were it not sent again, its feeds would not be known
        elif feed.recognise(got.body, url):
            headers = {"content-type": got.headers.get("content-type", ""), "content-location": got.url}
            yield from feed.read_answer(got.body, headers)
        else:
            yield Unit(got.body, fault=("not_a_feed", _what_it_is(got)))
            return  # a page in place of a feed must not count as read: the next answer is asked for in full
        if got.state:
            self.state[_key(url)] = got.state
        elif not got.fault:
            self.state.pop(_key(url), None)

    def _add_list(self, raw: bytes, origin: Address) -> Iterator[Unit]:
        """Puts the feeds of a list at the end of the round; only what is no feed is a unit.

        A list that was fetched may send nobody into a private network but to its own host.
        """
        if origin.depth >= MAX_LISTS_DEEP:
            yield Unit(raw, fault=("too_deep", "a list of lists of lists; name its feeds themselves"))
            return
        for unit in opml.read(raw, ""):
            if unit.fault:
                yield unit
            else:
                is_at_home = _host(unit.url) == _host(origin.url)
                self._add(Address(unit.url, origin.depth + 1, origin.may_be_private and is_at_home))


def read_feeds(
    urls: Iterable[str],
    state: Mapping[str, Mapping] | None = None,
    *,
    allow_private: bool = False,
    delay: float = 1.0,
    progress: Callable[[int, int], None] | None = None,
    get: Callable[..., Fetched] = fetch,
    **limits: float,
) -> FeedReading:
    """A round over feeds and lists of feeds (OPML), each asked once, however often it is named.

    Parameters
    ----------
    urls : iterable of str
    state : mapping, optional
        ``state`` of the last round whose articles were committed.
    allow_private : bool
        Lets the addresses in ``urls`` be on this machine or a private network, and so may feeds that a list among
        them names on its own host.
    delay : float
        Seconds between two requests to one host.
    progress : callable, optional
        Called with the number of feeds done, and known so far.
    get : callable
        As :func:`helpers.ingest.fetch.fetch`.
    limits
        ``deadline``, ``max_bytes``, ``max_redirects`` for each feed.

    Returns
    -------
    FeedReading
        Iterate it for ``(source, Unit)``; nothing is fetched before. A feed without news is a unit with the note
        ``not_modified``; a feed that fails is one with its fault.
    """
    return FeedReading(urls, state or {}, get, PoliteDelay(delay), progress, {"allow_private": allow_private, **limits})


def _key(url: str) -> str:
    return canonical_url(url) or url.strip()


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""


def _what_it_is(got: Fetched) -> str:
    """What stands there in place of a feed, and the feed that a page names, if it does."""
    kind = got.headers.get("content-type", "").split(";")[0].strip()[:80] or "something of no stated kind"
    found = ADVERTISED.search(got.body[: 256 * 1024])
    href = HREF.search(found.group()) if found else None
    if not href:
        return f"{kind}, and no feed"
    return f"{kind}, and no feed; it names one: {urljoin(got.url, href.group(1).decode('ascii', 'replace'))[:300]}"
