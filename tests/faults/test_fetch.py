"""Feeds over a real connection to a server on this machine that does all that servers do wrong.

Each case is one of the list of faults: what the server answers, and what comes of it. Names never leave this machine:
where a case needs another address, the resolver is the test's own.
"""

from __future__ import annotations

import gzip
import http.server
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import NamedTuple

import pytest

from helpers.corpus import Corpus
from helpers.ingest import fetch as fetching
from helpers.ingest import ingest
from helpers.ingest.feeds import read_feeds
from helpers.ingest.fetch import PoliteDelay, fetch, is_public

ITEM = "<item><title>Two ports</title><link>https://harbour.example/1</link><description>A shared table.</description></item>"
RSS = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Post</title>{ITEM}</channel></rss>'.encode()


class Answer(NamedTuple):
    """What the server says: a status, headers and a body, or all of it by hand."""

    status: int = 200
    headers: dict = {}  # noqa: RUF012 - never changed
    body: bytes = b""
    by_hand: Callable | None = None


@dataclass
class Server:
    """A server on a port of its own: ``answers`` by path (a list is gone through, its last answer stays), and its hits."""

    answers: dict
    hits: Counter
    seen: list
    url: str = ""

    def give(self, path, *answers):
        self.answers[path] = list(answers)
        return self.url + path


def serving(server, context=None):
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            server.hits[self.path] += 1
            server.seen.append((self.path, dict(self.headers)))
            held = server.answers.get(self.path, [Answer(404)])
            answer = held.pop(0) if len(held) > 1 else held[0]
            if answer.by_hand:
                answer.by_hand(self)
                return
            self.send_response(answer.status)
            for name, value in {"Content-Length": str(len(answer.body)), **answer.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *said):
            pass

    class Quiet(http.server.ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, request, client):
            pass  # that a client hangs up is what many cases are about

    held = Quiet(("127.0.0.1", 0), Handler)
    if context:
        held.socket = context.wrap_socket(held.socket, server_side=True, do_handshake_on_connect=False)
    server.url = f"http{'s' if context else ''}://127.0.0.1:{held.server_port}"
    threading.Thread(target=held.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return held


@pytest.fixture
def server():
    one = Server({}, Counter(), [])
    held = serving(one)
    yield one
    held.shutdown()
    held.server_close()


@pytest.fixture
def other():
    """A second server, which nobody should be led to."""
    one = Server({}, Counter(), [])
    held = serving(one)
    yield one
    held.shutdown()
    held.server_close()


def get(url, **options):
    return fetch(url, **{"allow_private": True, "deadline": 5, **options})


def code(held):
    return held.fault and held.fault[0]


# --- answers and what comes of them ---


def drip(handler):
    handler.send_response(200)
    handler.end_headers()
    for _ in range(60):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


def drip_headers(handler):
    for _ in range(60):
        handler.wfile.write(b"H")
        handler.wfile.flush()
        time.sleep(0.05)


def short(handler):
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(RSS) + 100))
    handler.end_headers()
    handler.wfile.write(RSS)


def hang_up(handler):
    handler.connection.close()


def garbage(handler):
    handler.wfile.write(b"\x00\xff not http\r\n\r\n")


def redirect(target, status=302):
    return Answer(status, {"Location": target})


BOMB = gzip.compress(bytes(12 * 2**20), mtime=0)


@dataclass(frozen=True)
class Case:
    """One fault: ``make`` sets the server up and gives the address; ``expect`` is the code, and ``hits`` how often it is asked."""

    id: str
    make: Callable
    expect: str | None
    hits: int = 1
    options: tuple = ()


CASES = [
    Case("105 not modified", lambda s: s.give("/f", Answer(304)), "not_modified"),
    Case("106 not found", lambda s: s.give("/f", Answer(404)), "http_404"),
    Case("106 gone", lambda s: s.give("/f", Answer(410)), "http_410"),
    Case("106 forbidden", lambda s: s.give("/f", Answer(403)), "http_4xx"),
    Case("107 broken", lambda s: s.give("/f", Answer(500)), "http_5xx", 3),
    Case("107 broken once", lambda s: s.give("/f", Answer(500), Answer(200, {}, RSS)), None, 2),
    Case("107 busy", lambda s: s.give("/f", Answer(429, {"Retry-After": "0"})), "http_429", 3),
    Case("107 busy too long", lambda s: s.give("/f", Answer(503, {"Retry-After": "3600"})), "http_5xx", 1),
    Case("107 odd wait", lambda s: s.give("/f", Answer(503, {"Retry-After": "soon"}), Answer(200, {}, RSS)), None, 2),
    Case("108 loop", lambda s: s.give("/f", redirect("/f")), "too_many_redirects", 6),
    Case("108 one redirect", lambda s: s.give("/g", Answer(200, {}, RSS)) and s.give("/f", redirect("/g")), None),
    Case("109 to a file", lambda s: s.give("/f", redirect("file:///etc/passwd")), "blocked_address"),
    Case("109 to nowhere", lambda s: s.give("/f", redirect("http://[")), "bad_url"),
    Case("109 to the machine's own", lambda s: s.give("/f", redirect("http://169.254.169.254/")), "blocked_address"),
    Case("109 to a decimal address", lambda s: s.give("/f", redirect("http://2130706433/")), "blocked_address"),
    Case("109 to a mapped address", lambda s: s.give("/f", redirect("http://[::ffff:7f00:1]/")), "blocked_address"),
    Case("109 to NAT64", lambda s: s.give("/f", redirect("http://[64:ff9b::7f00:1]/")), "blocked_address"),
    Case("109 to 6to4", lambda s: s.give("/f", redirect("http://[2002:7f00:1::]/")), "blocked_address"),
    Case("110 body drips", lambda s: s.give("/f", Answer(by_hand=drip)), "timeout", 1, (("deadline", 0.4),)),
    Case("110 headers drip", lambda s: s.give("/f", Answer(by_hand=drip_headers)), "timeout", 1, (("deadline", 0.4),)),
    Case("111 short body", lambda s: s.give("/f", Answer(by_hand=short)), "truncated", 3),
    Case("111 hangs up", lambda s: s.give("/f", Answer(by_hand=hang_up)), "unreachable", 3),
    Case("111 not HTTP", lambda s: s.give("/f", Answer(by_hand=garbage)), "unreachable", 3),
    Case("111 not gzip", lambda s: s.give("/f", Answer(200, {"Content-Encoding": "gzip"}, b"plain")), "truncated", 3),
    Case("112 too large", lambda s: s.give("/f", Answer(200, {}, bytes(3000))), "too_large", 1, (("max_bytes", 2000),)),
    Case("112 bomb", lambda s: s.give("/f", Answer(200, {"Content-Encoding": "gzip"}, BOMB)), "too_large"),
    Case("no host", lambda s: s.give("/f", Answer()) and "http://", "bad_url", 0),
    Case("bad port", lambda s: "http://harbour.example:port/f", "bad_url", 0),
    Case("not the web", lambda s: "file:///etc/passwd", "blocked_address", 0),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_what_servers_do_wrong_has_a_code(case, server):
    got = get(case.make(server), **dict(case.options))
    assert code(got) == case.expect
    assert server.hits["/f"] == case.hits
    assert (got.body == RSS) if case.expect is None else (got.body == b"")


def test_a_refused_connection_is_unreachable():
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
    assert code(get(f"http://127.0.0.1:{port}/")) == "unreachable"


def test_a_wait_that_is_asked_for_is_kept(server, monkeypatch):
    waits, here, sleep = [], threading.current_thread(), time.sleep

    def wait(seconds):  # a server of another test may still be dripping
        waits.append(seconds) if threading.current_thread() is here else sleep(seconds)

    monkeypatch.setattr("tenacity.nap.time.sleep", wait)
    when = format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
    url = server.give("/f", Answer(503, {"Retry-After": "2"}), Answer(503, {"Retry-After": when}), Answer(200, {}, RSS))
    assert get(url, deadline=60).body == RSS
    assert waits[0] >= 2 and waits[1] > 1


# --- where requests may go ---


def resolve_to(monkeypatch, *addresses):
    """Every name has these addresses, one a question, the last from then on; gives the list of what is connected to."""
    left, connected = list(addresses), []

    def resolve(host, port, *args, **kwargs):
        address = left.pop(0) if len(left) > 1 else left[0]
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        return [(family, socket.SOCK_STREAM, 6, "", (address, port))]

    def connect(address, *args, **kwargs):
        connected.append(address[0])
        raise OSError("no network in a test")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr("urllib3.util.connection.create_connection", connect)
    return connected


PRIVATE = [
    "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "192.0.0.8",
    "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "fec0::1", "ff02::1",
    "::ffff:127.0.0.1", "::7f00:1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001::1", "2001:db8::1",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_109_a_name_of_an_address_that_is_not_public_is_never_connected_to(address, monkeypatch):
    connected = resolve_to(monkeypatch, address)
    for scheme in ("http", "https"):
        assert code(fetch(f"{scheme}://feed.example/f", deadline=5)) == "blocked_address"
    assert connected == []


@pytest.mark.parametrize(
    "address, public", [("93.184.216.34", True), ("2606:2800:220:1::1", True), ("10.1.2.3", False)]
)
def test_what_is_public(address, public):
    import ipaddress

    assert is_public(ipaddress.ip_address(address)) is public


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:{}/", "http://2130706433:{}/", "http://127.1:{}/", "http://0x7f.1:{}/"]
)
def test_109_this_machine_is_not_asked_however_it_is_written(url, server):
    assert code(fetch(url.format(server.url.rsplit(":", 1)[1]), deadline=5)) == "blocked_address"
    assert not server.hits


def test_109_the_address_that_was_checked_is_the_one_that_is_connected_to(monkeypatch):
    """DNS rebinding: the name has a public address when it is checked, and a private one when it is asked for again."""
    connected = resolve_to(monkeypatch, "93.184.216.34", "127.0.0.1")
    monkeypatch.setattr(fetching, "TRIES", 1)
    assert code(fetch("http://feed.example/f", deadline=5)) == "unreachable"
    assert connected == ["93.184.216.34"]


def test_109_an_allowed_server_cannot_send_on_to_another_private_one(server, other):
    other.give("/secret", Answer(200, {}, RSS))
    for status in (301, 302, 303, 307, 308):
        assert code(get(server.give("/f", redirect(f"{other.url}/secret", status)))) == "blocked_address"
    assert not other.hits


def test_settings_of_the_environment_are_not_used(server, other, monkeypatch):
    monkeypatch.setenv("http_proxy", other.url)
    monkeypatch.setenv("HTTP_PROXY", other.url)
    assert get(server.give("/f", Answer(200, {}, RSS))).body == RSS
    assert not other.hits


# --- certificates ---


def test_117_a_server_that_does_not_speak_tls(server):
    assert code(get(server.url.replace("http:", "https:") + "/f")) == "tls"


@pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl to make a certificate with")
def test_117_a_certificate_that_nobody_signed(tmp_path):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
    ]
    subprocess.run(
        [*command, "-subj", "/CN=127.0.0.1", "-keyout", key, "-out", certificate], check=True, capture_output=True
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    one = Server({}, Counter(), [])
    held = serving(one, context)
    assert code(get(one.give("/f", Answer(200, {}, RSS)))) == "tls"
    assert not one.hits
    held.shutdown()
    held.server_close()


# --- what is remembered ---


def test_105_the_next_request_is_conditional(server):
    url = server.give(
        "/f", Answer(200, {"ETag": '"v1"', "Last-Modified": "Tue, 05 Mar 2024 10:00:00 GMT"}, RSS), Answer(304)
    )
    first = get(url)
    second = get(url, state=first.state)
    assert code(second) == "not_modified" and second.state == first.state
    assert server.seen[1][1]["If-None-Match"] == '"v1"'
    assert server.seen[1][1]["If-Modified-Since"] == "Tue, 05 Mar 2024 10:00:00 GMT"


@pytest.mark.parametrize("held", ['"v1"\r\nX-Evil: 1', 7, None, "é"])
def test_what_was_kept_cannot_forge_a_header(held, server):
    assert get(server.give("/f", Answer(200, {}, RSS)), state={"etag": held}).body == RSS
    assert not {"If-None-Match", "X-Evil"} & server.seen[0][1].keys()


def test_108_a_move_for_good_is_recorded_and_one_for_now_is_not(server):
    server.give("/new", Answer(200, {}, RSS))
    assert get(server.give("/f", redirect("/new", 301))).state["moved_to"] == f"{server.url}/new"
    assert "moved_to" not in get(server.give("/f", redirect("/new", 302))).state


def test_a_failure_keeps_what_was_remembered(server):
    assert get(server.give("/f", Answer(404)), state={"etag": '"v1"'}).state == {"etag": '"v1"'}


# --- into a corpus ---


def item(text, head=""):
    return f"<item><title>Two ports</title>{head}<description>{text}</description></item>"


def feed_of(*items):
    head = '<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Post</title>'
    return Answer(200, {}, f"{head}{''.join(items)}</channel></rss>".encode())


OLD = "Accra and Oslo share a tide table, and both harbours are glad of it."
NEW = "Accra, Oslo and Lima share a tide table, and three harbours are glad of it."
LINKED, KEYED = "<link>https://harbour.example/1</link>", '<guid isPermaLink="false">tides-1</guid>'


@dataclass(frozen=True)
class Rounds:
    """Two answers of one feed: ``make`` gives them, ``expect`` is what the second round says and which texts are held."""

    id: str
    make: tuple
    expect: tuple


ONE, EDITED = feed_of(item(OLD, LINKED)), feed_of(item(NEW, LINKED))
ROUNDS = [
    Rounds("105 nothing new", (ONE, Answer(304)), ("filtered", "not_modified", [OLD])),
    Rounds("106 gone", (ONE, Answer(410)), ("quarantined", "http_410", [OLD])),
    Rounds("113 a page", (ONE, Answer(200, {}, b"<html></html>")), ("quarantined", "not_a_feed", [OLD])),
    Rounds("115 neither id, link nor date", (feed_of(item(OLD)),) * 2, ("duplicate", "held", [OLD])),
    Rounds("116 edited", (ONE, EDITED), ("accepted", "updated", [NEW])),
    Rounds(
        "116 edited, with an id and no link",
        (feed_of(item(OLD, KEYED)), feed_of(item(NEW, KEYED))),
        ("accepted", "updated", [NEW]),
    ),
]


@pytest.mark.parametrize("rounds", ROUNDS, ids=lambda rounds: rounds.id)
def test_a_second_round_says_what_became_of_the_feed_and_loses_nothing(rounds, server, tmp_path):
    url = server.give("/f", *rounds.make)
    for _ in range(2):
        run_id, counts = ingest([url], tmp_path / "corpus", allow_private=True)
    held = Corpus(tmp_path / "corpus")
    ((_, row),) = held.read("ledger").set_index("run_id").loc[[run_id]].iterrows()
    assert (row["status"], row["reason"], held.read("articles")["text"].tolist()) == rounds.expect
    assert counts["read"] == sum(counts[status] for status in list(counts)[1:]) == 1


def test_115_an_item_without_a_date_is_undated(server, tmp_path):
    ingest([server.give("/f", feed_of(item(OLD)))], tmp_path / "corpus", allow_private=True)
    held = Corpus(tmp_path / "corpus")
    assert held.read("ledger")["reason"].tolist() == ["undated"]
    assert held.read("articles")["published"].isna().all()


# --- rounds over feeds ---


def round_over(urls, state=None, **options):
    """A round without delay; gives the reading when it is done, with its units by source."""
    reading = read_feeds(urls, state, allow_private=True, delay=0, deadline=5, **options)
    reading.units = list(reading)
    return reading


def test_one_feed_that_fails_does_not_stop_the_others(server):
    good = server.give("/good", Answer(200, {}, RSS))
    reading = round_over(
        [server.give("/gone", Answer(410)), good, server.give("/page", Answer(200, {}, b"<html></html>"))]
    )
    assert [(source, code(unit)) for source, unit in reading.units] == [
        (server.url + "/gone", "http_410"),
        (good + "#entry 1", None),
        (server.url + "/page", "not_a_feed"),
    ]
    assert [one["code"] for one in reading.outcomes] == ["http_410", "read", "not_a_feed"]


def test_106_a_feed_that_is_gone_is_not_asked_again(server):
    url = server.give("/f", Answer(410))
    again = round_over([url], round_over([url]).state)
    assert [code(unit) for _, unit in again.units] == ["http_410"]
    assert server.hits["/f"] == 1


def test_105_nothing_new_is_no_failure(server):
    url = server.give("/f", Answer(200, {"ETag": '"v1"'}, RSS), Answer(304))
    first = round_over([url])
    second = round_over([url], first.state)
    ((source, unit),) = second.units
    assert (source, unit.fault, unit.notes) == (url, None, ("not_modified",))
    assert second.state == first.state


def test_the_state_is_only_new_once_all_entries_were_handed_on(server):
    url = server.give("/f", Answer(200, {"ETag": '"v1"'}, RSS))
    reading = read_feeds([url], {}, allow_private=True, delay=0)
    next(iter(reading))
    assert reading.state == {}


@pytest.mark.parametrize(
    "body, kind", [(b"<html><p>Sign in</p></html>", "text/html"), (b"%PDF-1.7 ", "application/pdf"), (b"", "text/xml")]
)
def test_113_a_page_in_place_of_a_feed_is_not_remembered(body, kind, server):
    reading = round_over([server.give("/f", Answer(200, {"Content-Type": kind, "ETag": '"v1"'}, body))])
    ((_, unit),) = reading.units
    assert code(unit) == "not_a_feed" and kind in unit.fault[1]
    assert reading.state == {}


def test_113_a_page_that_names_its_feed_is_quoted(server):
    page = b'<html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head></html>'
    ((_, unit),) = round_over([server.give("/", Answer(200, {"Content-Type": "text/html"}, page))]).units
    assert f"{server.url}/feed.xml" in unit.fault[1]


def test_114_a_malformed_feed_keeps_its_entries(server):
    broken = RSS.replace(b"</channel></rss>", b"<item><title>Fish & chips")
    units = [unit for _, unit in round_over([server.give("/f", Answer(200, {}, broken))]).units]
    assert units[0].title == "Two ports" and "malformed_feed" in units[0].notes


def test_116_an_edited_item_is_the_same_article_with_another_text(server):
    url = server.give("/f", Answer(200, {}, RSS), Answer(200, {}, RSS.replace(b"A shared", b"One shared")))
    ((_, old),), ((_, new),) = round_over([url]).units, round_over([url]).units
    assert old.source_key == new.source_key and old.raw != new.raw


def test_the_charset_of_the_answer_counts(server):
    body = RSS.decode().replace("Two ports", "Dvě přístaviště").encode("windows-1250")
    headers = {"Content-Type": "application/rss+xml; charset=windows-1250"}
    ((_, unit),) = round_over([server.give("/f", Answer(200, headers, body))]).units
    assert unit.title == "Dvě přístaviště"


def listed(*urls):
    outlines = "".join(f'<outline text="A feed" xmlUrl="{url}"/>' for url in urls)
    return f'<opml version="2.0"><body><outline text="A group">{outlines}</outline></body></opml>'.encode()


def test_118_a_list_of_feeds_is_gone_through_once_each(server):
    urls = [server.give(f"/{number}", Answer(200, {}, RSS)) for number in range(25)]
    twice = [*urls, *(url + "/?utm_source=list#top" for url in urls), "javascript:alert(1)"]
    done = []
    reading = round_over(
        [server.give("/list", Answer(200, {"ETag": '"v1"'}, listed(*twice))), urls[0]],
        progress=lambda at, of: done.append((at, of)),
    )
    assert Counter(code(unit) for _, unit in reading.units) == {None: 25, "bad_url": 1}
    assert set(server.hits.values()) == {1}
    assert done[-1] == (26, 26)
    assert not reading.state  # a list is asked for in full each time


def test_118_lists_that_name_each_other_come_to_an_end(server):
    a, b = server.url + "/a", server.url + "/b"
    server.give("/a", Answer(200, {}, listed(b)))
    server.give("/b", Answer(200, {}, listed(a, server.give("/f", Answer(200, {}, RSS)))))
    assert [code(unit) for _, unit in round_over([a]).units] == [None]
    assert server.hits == {"/a": 1, "/b": 1, "/f": 1}


def test_118_a_list_sends_nobody_to_another_private_server(server, other):
    secret = other.give("/secret", Answer(200, {}, RSS))
    units = round_over([server.give("/list", Answer(200, {}, listed(secret)))]).units
    assert [code(unit) for _, unit in units] == ["blocked_address"]
    assert not other.hits


def test_one_host_is_not_asked_twice_in_a_row_without_a_delay(monkeypatch):
    now, slept = [100.0], []

    def sleep(seconds):
        slept.append(seconds)
        now[0] += seconds

    monkeypatch.setattr(fetching.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(fetching.time, "sleep", sleep)
    delay = PoliteDelay(1.5)
    for url in ("http://a.test/1", "http://b.test/1", "http://a.test/2"):
        delay.wait(url)
    assert slept == [1.5]


def test_hosts_take_turns():
    asked = []

    def get_nothing(url, **options):
        asked.append(url)
        return fetching.Fetched(404, b"", {}, url, ("http_404", ""))

    list(
        read_feeds(
            ["http://a.test/1", "http://a.test/2", "http://a.test/3", "http://b.test/1"], delay=0, get=get_nothing
        )
    )
    assert asked == ["http://a.test/1", "http://b.test/1", "http://a.test/2", "http://a.test/3"]
