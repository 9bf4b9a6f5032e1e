"""Report pages of hostile articles, opened from disk in Chromium: nothing runs, nothing is fetched, words stay words."""

import re
import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from lxml import html

from helpers.report.run import make_report
from tiny_corpus import tiny_corpus

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("/usr/bin/chromium")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed, so pages cannot be opened"),
]


class Listener:
    """A server on this machine that remembers what it was asked for."""

    def __init__(self):
        self.asked = asked = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                asked.append(self.path)
                self.send_response(204)
                self.end_headers()

            do_POST = do_HEAD = do_GET

            def log_message(self, *words):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture(scope="module")
def listener():
    listener = Listener()
    yield listener
    listener.close()


def opened(page, profile):
    """The page as it stands once Chromium has loaded it."""
    call = [CHROMIUM, *FLAGS, f"--user-data-dir={profile}", "--virtual-time-budget=2000", "--dump-dom", page.as_uri()]
    done = subprocess.run(call, capture_output=True, text=True, timeout=120, check=True)
    return done.stdout


def hostile(address):
    """What an article might say, in every field that a page could show."""
    return [
        "<script>document.title='PWN'</script>",
        f"<img src={address}/img onerror=document.title='PWN'>",
        f"</title></style><iframe src={address}/frame></iframe>",
        f"<link rel=stylesheet href={address}/css><style>@import url({address}/import)</style>",
        f"<meta http-equiv=refresh content='0;url={address}/refresh'>",
        f"<svg onload=document.title='PWN'><image href={address}/svg></svg>",
        "\"><a href=javascript:document.title='PWN' autofocus onfocus=document.title='PWN'>x</a>",
        "{{ 7*7 }} {% raw %} ]]> --> &lt;script&gt;",
    ]


@pytest.fixture(scope="module")
def report(tmp_path_factory, listener):
    """The report of 16 articles that are hostile in title, text, outlet and author, asked for by a hostile query."""
    folder = tmp_path_factory.mktemp("browser")
    attacks = hostile(listener.address)
    articles = [
        {
            "title": f"Iran and Russia meet {attack}",
            "text": f"Iran and Russia met on day {number}. It was a terrible war.\n{attacks[0]}\n{attack}",
            "outlet": attack,
            "author": attack,
            "published": f"2017-02-{number + 1:02d}",
        }
        for number, attack in enumerate(attacks * 2)
    ]
    make_report(tiny_corpus(folder, articles), folder / "out", {"query": attacks[0]})
    return folder / "out"


def test_the_browser_would_run_and_fetch_what_a_careless_page_holds(listener, tmp_path):
    """Else the test below would pass in a browser that does nothing."""
    page = tmp_path / "careless.html"
    page.write_text("<title>Calm</title>" + "".join(hostile(listener.address)[:2]), encoding="utf-8")
    assert "<title>PWN</title>" in opened(page, tmp_path / "profile")
    assert listener.asked == ["/img"]
    listener.asked.clear()


def test_hostile_articles_do_nothing_on_any_page(report, listener, tmp_path):
    pages = sorted(report.rglob("*.html"))
    assert len(pages) >= 6
    words = ""
    for page in pages:
        tree = html.document_fromstring(opened(page, tmp_path / "profile"))
        title = tree.findtext(".//title")
        assert title.endswith("Readout"), page.name
        assert tree.find(".//main") is not None, page.name
        tags = {element.tag for element in tree.iter()}
        assert tags.isdisjoint({"script", "img", "iframe", "link", "object", "image"}), page.name
        assert not [element.tag for element in tree.iter() for name in element.attrib if name.startswith("on")], (
            page.name
        )
        words += tree.text_content()
    assert listener.asked == []
    assert hostile(listener.address)[0] in words  # it is shown, as what it is


def test_no_page_asks_for_anything_but_what_stands_beside_it(report):
    for page in sorted(report.rglob("*.html")):
        tree = html.document_fromstring(page.read_text("utf-8"))
        for element in tree.iter():
            for name in ("href", "src", "{http://www.w3.org/1999/xlink}href", "xlink:href"):
                target = (element.get(name) or "").split("#")[0]
                assert not re.match(r"[a-z]+:|//", target), f"{page.name}: {target}"
                assert not target or (page.parent / target).exists(), f"{page.name}: {target}"
