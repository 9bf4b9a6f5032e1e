"""Fetches one address, politely and under bounds: the only way in which Readout asks others for articles.

What is bounded: the whole time, the size (after decompression), the redirects, and where a request may go. An address
is resolved once, the answer is checked, and that very answer is connected to, so that a name that changes its answer
(DNS rebinding) gains nothing. Certificates are verified; settings of the environment (proxies, netrc) are not used.

Source
------
RFC 9110 (conditional requests, Retry-After); IANA's registries of special-purpose addresses.
"""

from __future__ import annotations

import ipaddress
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

import requests
from requests_hardened import Config, HTTPSession
from requests_hardened.ip_filter import InvalidIPAddress
from requests_hardened.ip_filter_adapter import IPFilterAdapter
from tenacity import RetryCallState, Retrying, retry_if_result, stop_after_attempt, wait_random_exponential

DEADLINE = 20.0  # seconds, for all of it: every redirect, try and wait
MAX_BYTES = 10 * 2**20  # after decompression
MAX_REDIRECTS = 5
TRIES = 3
CHUNK = 16 * 1024
STALLED = 10.0  # seconds without a byte
USER_AGENT = "Readout (reads news feeds; conditional requests, at most one a second)"
ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
REDIRECTS, PERMANENT = {301, 302, 303, 307, 308}, {301, 308}

# What ipaddress calls global and is not, or what carries another address inside.
NOT_PUBLIC = tuple(
    map(
        ipaddress.ip_network,
        (
            "::/96",  # IPv4-compatible
            "64:ff9b::/96",  # NAT64
            "64:ff9b:1::/48",  # NAT64 of one's own
            "2001::/23",  # Teredo and other protocols
            "2002::/16",  # 6to4
            "fec0::/10",  # site-local, of old
            "100.64.0.0/10",  # carriers' own
            "192.0.0.0/24",  # protocols
            "192.88.99.0/24",  # 6to4 relays
        ),
    )
)


@dataclass(frozen=True)
class Fetched:
    """What came of a fetch: an answer, or a ``fault`` (a stable code and a message) and no body.

    ``url`` is where the answer came from, after redirects. ``moved_to`` is that address if every redirect said that it
    is for good; it is recorded, and never edited into a list by itself. ``headers`` have names in lower case. ``state``
    is what to hand in the next time, once the articles are committed.
    """

    status: int | None
    body: bytes
    headers: Mapping[str, str]
    url: str
    fault: tuple[str, str] | None = None
    moved_to: str | None = None
    state: dict = field(default_factory=dict)


def fetch(
    url: str,
    *,
    state: Mapping | None = None,
    allow_private: bool = False,
    deadline: float = DEADLINE,
    max_bytes: int = MAX_BYTES,
    max_redirects: int = MAX_REDIRECTS,
) -> Fetched:
    """Gets an address once, with up to three tries where the other side is busy or broken.

    Parameters
    ----------
    url : str
        http or https; anything else is ``blocked_address``.
    state : mapping, optional
        The ``state`` of the last fetch: ``etag`` and ``last_modified`` make the request conditional.
    allow_private : bool
        Lets ``url`` itself be on this machine or a private network. A redirect to another host still may not be.
    deadline : float
        Seconds for everything.
    max_bytes : int
        Of the body, after decompression.
    max_redirects : int

    Returns
    -------
    Fetched
        Its fault is one of ``not_modified`` (no failure: there is nothing new), ``http_404``, ``http_410`` (gone for
        good), ``http_4xx``, ``http_429``, ``http_5xx``, ``too_many_redirects``, ``blocked_address``, ``bad_url``,
        ``timeout``, ``truncated``, ``too_large``, ``tls``, ``unreachable``.
    """
    request = _Request(url, dict(state or {}), allow_private, time.monotonic() + deadline, max_bytes, max_redirects)
    tries = Retrying(
        stop=stop_after_attempt(TRIES),
        wait=_Wait(request),
        retry=retry_if_result(lambda got: got.fault is not None and got.fault[0] in RETRIED and request.may_wait(got)),
        retry_error_callback=lambda state: state.outcome.result(),
    )
    got = tries(_in_time, request)
    return replace(got, state=_next_state(request.state, got))


RETRIED = {"http_429", "http_5xx", "unreachable", "truncated"}


@dataclass
class _Request:
    """A fetch under way: what was asked, and until when."""

    url: str
    state: dict
    allow_private: bool
    until: float
    max_bytes: int
    max_redirects: int

    def left(self) -> float:
        return self.until - time.monotonic()

    def may_wait(self, got: Fetched) -> bool:
        """Whether the wait that the other side asks for ends before the deadline."""
        return (_retry_after(got) or 0) < self.left()


class _Wait(wait_random_exponential):
    """A growing wait with jitter, at least as long as the other side asks for."""

    def __init__(self, request: _Request):
        super().__init__(multiplier=0.25, max=5)
        self._request = request

    def __call__(self, retry_state: RetryCallState) -> float:
        asked = _retry_after(retry_state.outcome.result()) or 0.0
        return max(0.0, min(max(asked, super().__call__(retry_state)), self._request.left()))


def _retry_after(got: Fetched) -> float | None:
    """Seconds to wait, as the answer asks: a number, or the time until a date."""
    stated = got.headers.get("retry-after", "").strip()
    if stated.isascii() and stated.isdecimal():
        return float(stated[:9])
    try:
        when = parsedate_to_datetime(stated)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return max(0.0, (when.replace(tzinfo=when.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def _in_time(request: _Request) -> Fetched:
    """One try, given up at the deadline.

    A library's timeout bounds each wait for a byte and not the whole: names that never resolve and headers that drip
    are waited for in a thread, which is left behind when time is up (it ends by itself when its socket does).
    """
    if request.left() <= 0:
        return _failed(request.url, "timeout", "no time was left")
    got: list[Fetched] = []
    worker = threading.Thread(target=lambda: got.append(_follow(request)), daemon=True, name="fetch")
    worker.start()
    worker.join(max(0.0, request.left()))
    return got[0] if got else _failed(request.url, "timeout", "no complete answer within the deadline")


def _follow(request: _Request) -> Fetched:
    """The answer at the end of the redirects, each of which is checked like the first address."""
    url, moved_for_good = request.url, True
    for n_redirects in range(request.max_redirects + 1):
        got = _one_hop(url, request, may_be_private=request.allow_private and _host(url) == _host(request.url))
        target = got.headers.get("location") if got.status in REDIRECTS else None
        if got.fault or not target:
            return replace(got, moved_to=url if n_redirects and moved_for_good and not got.fault else None)
        moved_for_good = moved_for_good and got.status in PERMANENT
        url = _joined(url, target.strip())
    return _failed(url, "too_many_redirects", f"more than {request.max_redirects} redirects, or a loop", got.status)


def _joined(url: str, target: str) -> str:
    try:
        return urljoin(url, target)
    except ValueError:
        return target  # no address; it is refused as such


def _host(url: str) -> tuple[str | None, int | None]:
    try:
        parts = urlsplit(url)
        return parts.hostname, parts.port
    except ValueError:
        return None, None


def _one_hop(url: str, request: _Request, may_be_private: bool) -> Fetched:
    if fault := _url_fault(url):
        return _failed(url, *fault)
    try:
        with _session(may_be_private) as session:
            timeout = max(0.01, min(STALLED, request.left()))
            with session.get(
                url, headers=_headers(request), timeout=timeout, stream=True, allow_redirects=False
            ) as answer:
                return _read_answer(answer, url, request)
    except Exception as why:  # a hostile server must end as a reason, whatever a library makes of it
        return _failed(url, *_fault_of(why))


def _url_fault(url: str) -> tuple[str, str] | None:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises where the port is no number
    except ValueError as why:
        return "bad_url", f"{url[:200]!r}: {why}"
    if parts.scheme.lower() not in ("http", "https"):
        return "blocked_address", f"{url[:200]!r} is neither http nor https"
    return None if parts.hostname else ("bad_url", f"{url[:200]!r} names no host")


def _session(may_be_private: bool) -> HTTPSession:
    config = Config(
        ip_filter_enable=False,  # mounted below, with what it lets through checked once more
        ip_filter_allow_loopback_ips=False,
        never_redirect=True,
        default_timeout=(STALLED, STALLED),
        user_agent_override=USER_AGENT,
    )
    session = HTTPSession(config)
    session.trust_env = False
    if not may_be_private:
        session.mount("http://", _PublicOnly(is_https_proto=False))
        session.mount("https://", _PublicOnly(is_https_proto=True))
    return session


class _PublicOnly(IPFilterAdapter):
    """Connects to the address that was checked, and to public ones only."""

    def build_connection_pool_key_attributes(self, request, verify, cert=None):
        host, pool = super().build_connection_pool_key_attributes(request, verify, cert)
        address = ipaddress.ip_address(host["host"].strip("[]"))
        if not is_public(address):
            raise InvalidIPAddress(address)
        return host, pool


def is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether an address is one of the open Internet: not private, local, reserved, multicast, or another in disguise."""
    if mapped := getattr(address, "ipv4_mapped", None):
        address = mapped
    if any(address in network for network in NOT_PUBLIC):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _headers(request: _Request) -> dict[str, str]:
    headers = {"Accept": ACCEPT, "Accept-Encoding": "gzip, deflate"}
    for name, kept in (("If-None-Match", "etag"), ("If-Modified-Since", "last_modified")):
        value = request.state.get(kept)
        if isinstance(value, str) and value.isprintable() and value.isascii():
            headers[name] = value
    return headers


def _read_answer(answer: requests.Response, url: str, request: _Request) -> Fetched:
    headers = {name.lower(): value for name, value in answer.headers.items()}
    got = Fetched(answer.status_code, b"", headers, url)
    if answer.status_code in REDIRECTS and "location" in headers:
        return got
    if fault := _status_fault(answer.status_code):
        return replace(got, fault=fault)
    parts, size = [], 0
    for part in answer.iter_content(CHUNK):
        size += len(part)
        if size > request.max_bytes:
            return replace(got, fault=("too_large", f"more than {request.max_bytes:,} bytes"))
        if request.left() <= 0:
            return replace(got, fault=("timeout", "no complete answer within the deadline"))
        parts.append(part)
    return replace(got, body=b"".join(parts))


def _status_fault(status: int) -> tuple[str, str] | None:
    if status == 304:
        return "not_modified", "nothing has changed since the last time"
    if status in (404, 410):
        return f"http_{status}", "there is nothing here" if status == 404 else "it is gone for good"
    if status == 429:
        return "http_429", "the site wants fewer requests; try again later"
    if 200 <= status < 300:
        return None
    return ("http_5xx" if status >= 500 else "http_4xx"), f"the site answers {status}"


def _fault_of(why: Exception) -> tuple[str, str]:
    """The reason in our terms; messages of libraries can hold what the other side wrote, so they are short and plain."""
    said = " ".join(str(why).split())[:200]
    if isinstance(why, InvalidIPAddress):
        return "blocked_address", f"{said} is not an address of the open Internet; --allow-private, if it is yours"
    if isinstance(why, requests.exceptions.SSLError):
        return "tls", "the site's certificate cannot be verified, or it does not speak TLS"
    if isinstance(why, requests.exceptions.Timeout) or "timed out" in said:
        return "timeout", "the site did not answer in time"
    if isinstance(why, requests.exceptions.ChunkedEncodingError) or "IncompleteRead" in said:
        return "truncated", "the answer breaks off"
    if isinstance(why, requests.exceptions.ContentDecodingError):
        return "truncated", "the answer is not compressed as it says"
    if isinstance(why, requests.exceptions.ConnectionError):
        return "unreachable", f"no connection: {said}"
    if isinstance(why, requests.exceptions.InvalidURL | UnicodeError | ValueError):
        return "bad_url", said
    return "unreachable", f"{type(why).__name__}: {said}"


def _failed(url: str, code: str, message: str, status: int | None = None) -> Fetched:
    return Fetched(status, b"", {}, url, (code, message))


def _next_state(state: Mapping, got: Fetched) -> dict:
    """What to keep for the next request. After a failure that is what was kept, so that nothing is missed."""
    kept = dict(state)
    if got.fault is None:
        kept = {name: got.headers[header] for name, header in VALIDATORS if got.headers.get(header)}
    if got.moved_to:
        kept["moved_to"] = got.moved_to
    if got.fault and got.fault[0] == "http_410":
        kept["dead"] = True
    return kept


VALIDATORS = (("etag", "etag"), ("last_modified", "last-modified"))


class PoliteDelay:
    """Lets requests to one host follow each other no faster than one in ``seconds``."""

    def __init__(self, seconds: float = 1.0):
        self.seconds = seconds
        self._next: dict[str, float] = {}

    def wait(self, url: str) -> None:
        """Sleeps until the host of ``url`` may be asked again, and counts this request."""
        host = _host(url)[0] or ""
        now = time.monotonic()
        start = max(now, self._next.get(host, now))
        self._next[host] = start + self.seconds
        if start > now:
            time.sleep(start - now)
