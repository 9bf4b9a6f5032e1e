"""Files of every kind, cut, flipped and filled at random: nothing raises past a reader, and every unit is accounted for."""

import gzip
import io
import tarfile
import zipfile
from collections import Counter

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.corpus import Corpus
from helpers.ingest import ingest
from helpers.ingest.containers import kind_of, open_members
from helpers.ingest.feeds import read_feeds
from helpers.ingest.fetch import Fetched
from helpers.ingest.readers import READERS, read_units
from helpers.ingest.run import WITHOUT_TEXT
from helpers.paths import ROOT
from test_readers_exports import LEAD, SECOND, WHOLE
from test_readers_lists import SAMPLES

EUROPRESSE = f"""<html><body><article><header><span class='DocPublicationName'>Le Quai, no. 12</span>
<span class='DocHeader'>Monde, mardi 5 mars 2019</span><p class='titreArticleVisu rdp__articletitle'>Un traité</p></header>
<section><div class='DocText clearfix'><p>{LEAD}</p><p>{SECOND}</p></div></section>
<footer><p>news·20190305·QU·77</p></footer></article></body></html>"""
MAILBOX = f"From ada@quay.example Wed Feb 18 01:45:41 2026\nSubject: Treaty\n\n{LEAD}\n"


def parquet():
    held = io.BytesIO()
    pd.DataFrame({"title": ["Treaty"], "text": [LEAD]}).to_parquet(held)
    return held.getvalue()


FILES = {
    **{file.name: file.read_bytes() for file in sorted((ROOT / "data" / "sample").iterdir())},
    **{f"export_{name}": raw for name, raw in WHOLE.items()},
    **SAMPLES,  # told by what they hold, under names that say nothing
    "europresse.html": EUROPRESSE.encode(),
    "mails.mbox": MAILBOX.encode(),
    "table.parquet": parquet(),
}


def zipped(files):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in files.items():
            archive.writestr(name, raw)
    return held.getvalue()


def tarred(files, mode):
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode=mode) as archive:
        for name, raw in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(raw)
            archive.addfile(info, io.BytesIO(raw))
    return held.getvalue()


FEW = {name: FILES[name] for name in ("with_title.txt", "table.csv", "page.html", "rss")}
ARCHIVES = {
    "few.zip": zipped(FEW),
    "few.tar": tarred(FEW, "w"),
    "few.tar.gz": tarred(FEW, "w:gz"),
    "table.csv.gz": gzip.compress(FILES["table.csv"], mtime=0),
}
ALL = {**FILES, **ARCHIVES}

JUNK = st.sampled_from(
    [b"", b"\0", b"\xff", b"\xed\xa0\x80", b"<", b">", b"]]>", b'"', b"{", b"[", b",", b"\n", b"\t", b"&#x110000;"]
)
DAMAGE = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 60), st.one_of(JUNK, st.binary(max_size=6))), min_size=1, max_size=6
)
CUT = st.one_of(st.just(1.0), st.floats(0, 1))  # the share that is left


def damaged(raw, damage, cut):
    """``raw`` with bytes replaced, taken out and put in, and its end cut off."""
    for place, width, junk in damage:
        at = int(place * len(raw))
        raw = raw[:at] + junk + raw[at + width :]
    return raw[: int(cut * len(raw))]


def test_there_is_a_file_for_every_reader_and_every_archive_that_is_opened():
    read_by = {next(reader.KIND for reader in READERS if reader.recognise(raw, name)) for name, raw in FILES.items()}
    assert read_by == {reader.KIND for reader in READERS}
    assert {kind_of(raw) for raw in ARCHIVES.values()} == {"zip", "tar", "tar.gz", "gz"}
    assert {kind_of(raw) for raw in FILES.values()} == {None}


@pytest.mark.parametrize("name", ALL)
@settings(max_examples=12)
@given(damage=DAMAGE, cut=CUT)
def test_whatever_becomes_of_a_file_each_unit_has_text_or_a_reason(name, damage, cut):
    raw = damaged(ALL[name], damage, cut)
    units = list(read_units(raw, name))
    assert units
    for unit in units:
        if unit.fault:
            reason, message = unit.fault
            assert reason.isidentifier() and message
        else:
            assert (unit.text or "").strip() or set(unit.notes) & set(WITHOUT_TEXT)


FILLERS = [
    b" ",
    b"\n",
    b"(",
    b"-",
    b";",
    b"<a ",
    b"<meta ",
    b"<html ",
    b"<strong>",
    b"<!--",
    b"(http://",
    b"a: b\n",
    b"&amp",
    b"[",
    b"1",
]
LONG = 2**17  # bytes; what takes time by the square of these takes hours


@pytest.mark.parametrize(
    "name", ["letter.eml", "page.html", "export_proquest.html", "export_nexis.html", "table.csv", "rss"]
)
@pytest.mark.parametrize("filler", FILLERS, ids=repr)
def test_a_file_made_to_take_for_ever_does_not(name, filler):
    raw = ALL[name]
    for at in (len(raw) // 6, len(raw) // 2, len(raw) * 4 // 5):
        assert list(read_units(raw[:at] + filler * (LONG // len(filler)) + raw[at:], name))


@pytest.mark.parametrize("name", ARCHIVES)
@settings(max_examples=25)
@given(damage=DAMAGE, cut=CUT)
def test_whatever_becomes_of_an_archive_each_member_has_bytes_or_a_reason(name, damage, cut):
    members = list(open_members(damaged(ARCHIVES[name], damage, cut), name))
    assert members
    assert all(member.name or member.fault for member in members)


@settings(max_examples=5)
@given(damage=DAMAGE, cut=CUT)
def test_whatever_becomes_of_a_folder_its_units_add_up_and_none_is_lost(tmp_path_factory, damage, cut):
    home = tmp_path_factory.mktemp("damaged")
    for name, raw in ALL.items():
        (home / name).write_bytes(damaged(raw, damage, cut))
    _, counts = ingest([home], home / "corpus")
    ledger = Corpus(home / "corpus").read("ledger")
    n_units = {str(home / name): sum(1 for _ in read_units((home / name).read_bytes(), name)) for name in ALL}
    # a path in a temporary folder holds no #, and what follows one is the place in the file
    assert Counter(ledger["source"].str.partition("#")[0]) == n_units
    assert counts == {
        "read": sum(n_units.values()),
        **{s: int((ledger["status"] == s).sum()) for s in list(counts)[1:]},
    }
    assert counts["read"] == counts["accepted"] + counts["duplicate"] + counts["quarantined"] + counts["filtered"]


@settings(max_examples=40)
@given(name=st.sampled_from(["rss", "atom", "json_feed", "opml", "page.html"]), damage=DAMAGE, cut=CUT)
def test_whatever_a_feed_answers_the_round_goes_on(name, damage, cut):
    body = damaged(ALL[name], damage, cut)
    answers = {"https://harbour.example/broken": body, "https://quay.example/whole": ALL["rss"]}

    def get(url, **options):
        return Fetched(200, answers.get(url, b""), {}, url)

    reading = read_feeds(answers, get=get, delay=0)
    units = list(reading)
    by_feed = {one["url"]: one for one in reading.outcomes}
    assert set(answers) <= set(by_feed)
    assert by_feed["https://quay.example/whole"]["code"] == "read"
    assert all(unit.fault or (unit.text or "").strip() or set(unit.notes) & set(WITHOUT_TEXT) for _, unit in units)
    assert sum(one["n_entries"] for one in reading.outcomes) == sum(not unit.fault for _, unit in units)
