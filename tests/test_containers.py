"""Archives as streams: everything in them is read or accounted for, under limits, and nothing is ever written."""

import gzip
import io
import os
import stat
import tarfile
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.ingest.containers import LIMITS, Limits, kind_of, open_members

SMALL = Limits(members=3, member_bytes=1000, expanded_bytes=2500, ratio=20, ratio_from=500)
TEXT = b"The harbour ministers met in Accra."


def zipped(*members, **options):
    """A zip of ``(name, bytes)``; a ready ``ZipInfo`` may stand for a name."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in members:
            archive.writestr(name, raw, **options)
    return held.getvalue()


def tarred(*members, mode="w"):
    """A tar of ``(name, bytes)``; a ready ``TarInfo`` may stand for a name."""
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode=mode) as archive:
        for name, raw in members:
            info = name if isinstance(name, tarfile.TarInfo) else tarfile.TarInfo(name)
            info.size = len(raw)
            archive.addfile(info, io.BytesIO(raw))
    return held.getvalue()


def found(raw, name="a", limits=LIMITS):
    """What each member came to: its bytes, or the code of its fault."""
    return {member.name: member.fault[0] if member.fault else member.raw for member in open_members(raw, name, limits)}


def noise(size):
    """Bytes that do not compress, the same at each run."""
    state, parts = b"noise", []
    while sum(map(len, parts)) < size:
        state = zlib.crc32(state).to_bytes(4, "big") + state[:3]
        parts.append(state[:4])
    return b"".join(parts)[:size]


# --- what is an archive ---


@pytest.mark.parametrize(
    "raw, kind",
    [
        (zipped(("a.txt", TEXT)), "zip"),
        (zipped(), "zip"),
        (tarred(("a.txt", TEXT)), "tar"),
        (tarred(("a.txt", TEXT), mode="w:gz"), "tar.gz"),
        (gzip.compress(TEXT, mtime=0), "gz"),
        (gzip.compress(b"WARC/1.0\r\nWARC-Type: warcinfo\r\n", mtime=0), None),
        (zipped(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")), None),
        (zipped(("mimetype", b"application/epub+zip")), None),
        (b"7z\xbc\xaf\x27\x1c rest", "7z"),
        (TEXT, None),
        (b"", None),
    ],
)
def test_an_archive_is_known_by_its_bytes(raw, kind):
    assert kind_of(raw) == kind


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_every_form_of_tar_is_known(form):
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w", format=form) as archive:
        archive.addfile(tarfile.TarInfo("è" * 30), io.BytesIO())
    assert kind_of(held.getvalue()) == "tar"


# --- what is read ---

ARCHIVES = {
    "zip": zipped(("one.txt", TEXT), ("folder/two.txt", TEXT * 2)),
    "tar": tarred(("one.txt", TEXT), ("folder/two.txt", TEXT * 2)),
    "tar.gz": tarred(("one.txt", TEXT), ("folder/two.txt", TEXT * 2), mode="w:gz"),
}


@pytest.mark.parametrize("kind", ARCHIVES)
def test_members_come_in_their_order_from_bytes_and_from_a_path(kind, tmp_path):
    path = tmp_path / "archive"
    path.write_bytes(ARCHIVES[kind])
    for source in (ARCHIVES[kind], path):
        members = list(open_members(source, "archive"))
        assert [(member.name, member.raw, member.fault) for member in members] == [
            ("one.txt", TEXT, None),
            ("folder/two.txt", TEXT * 2, None),
        ]


def test_a_gzip_file_names_its_member_and_may_have_several_parts():
    assert found(gzip.compress(TEXT, mtime=0) + gzip.compress(b" And left.") + b"\0" * 512, "list.csv.gz") == {
        "list.csv": TEXT + b" And left."
    }


def test_two_members_of_one_name_are_both_read():
    with pytest.warns(UserWarning, match="Duplicate name"):
        raw = zipped(("a.txt", b"one"), ("a.txt", b"two"))
    assert found(raw) == {"a.txt": b"one", "a.txt (2)": b"two"}


def test_folders_and_what_systems_hide_are_no_members():
    raw = zipped(("folder/", b""), ("__MACOSX/._a.txt", b"x"), (".DS_Store", b"x"), ("a.txt", TEXT))
    assert found(raw) == {"a.txt": TEXT}


@pytest.mark.parametrize("name", ["../../x.txt", "/abs/x.txt", "C:\\x.txt", "..\\x.txt"])
def test_a_name_that_is_a_path_elsewhere_is_only_a_label(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert list(found(tarred((name, TEXT))).values()) == [TEXT]
    assert list(found(zipped((name, TEXT))).values()) == [TEXT]
    assert os.listdir(tmp_path) == [] and not os.path.exists("/abs")


def test_a_label_holds_no_control_characters_and_is_short():
    (label,) = found(tarred(("a\x1b[31m\u202e" + "b" * 400, TEXT)))
    assert label.startswith("a\ufffd[31m\ufffdbb") and len(label) <= 300


# --- what is refused ---


def link(kind):
    info = tarfile.TarInfo("shadow")
    info.type, info.linkname = kind, "/etc/shadow"
    return info


def symlink_in_zip():
    info = zipfile.ZipInfo("shadow")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def encrypted():
    raw = bytearray(zipped(("a.txt", TEXT)))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(signature) + flags] |= 1
    return bytes(raw)


def lying(size):
    """A zip whose directory states another size than its member has."""
    raw = bytearray(zipped(("a.txt", TEXT)))
    for signature, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = raw.index(signature) + at
        raw[start : start + 4] = size.to_bytes(4, "little")
    return bytes(raw)


def damaged(raw, at):
    return raw[:at] + bytes([raw[at] ^ 0xFF]) + raw[at + 1 :]


BIG = noise(3000)
CASES = {  # case of the list of faults: what is given, what comes of it
    "49 gzip breaks off": (gzip.compress(TEXT * 40, mtime=0)[:-12], {"a": "truncated"}),
    "49 tar.gz breaks off": (tarred(("a", TEXT), ("b", BIG), mode="w:gz")[:-400], {"a": TEXT, "": "truncated"}),
    "49 tar breaks off in a member": (tarred(("a", TEXT), ("b", BIG))[:2600], {"a": TEXT, "": "truncated"}),
    "49 tar breaks off between members": (tarred(("a", TEXT), ("b", BIG))[:1024], {"a": TEXT, "": "truncated"}),
    "49 zip breaks off": (zipped(("a", TEXT), ("b", BIG))[:-80], {"": "truncated"}),
    "54 zip states too little": (lying(10), {"a.txt": "bad_archive"}),
    "54 zip states too much": (lying(900), {"a.txt": "bad_archive"}),
    "55 zip in zip": (zipped(("in.zip", zipped(("a", TEXT))), ("a", TEXT)), {"in.zip": "nested_archive", "a": TEXT}),
    "55 gzip in zip": (zipped(("in.gz", gzip.compress(TEXT, mtime=0))), {"in.gz": "nested_archive"}),
    "55 zip in gzip": (gzip.compress(zipped(("a", TEXT))), {"a": "nested_archive"}),
    "55 tar in tar": (tarred(("in.tar", tarred(("a", TEXT)))), {"in.tar": "nested_archive"}),
    "58 symbolic link": (tarred((link(tarfile.SYMTYPE), b""), ("a", TEXT)), {"shadow": "unsafe_member", "a": TEXT}),
    "58 hard link": (tarred((link(tarfile.LNKTYPE), b"")), {"shadow": "unsafe_member"}),
    "58 device": (tarred((link(tarfile.CHRTYPE), b"")), {"shadow": "unsafe_member"}),
    "58 symbolic link in a zip": (zipped((symlink_in_zip(), b"/etc/shadow")), {"shadow": "unsafe_member"}),
    "65 encrypted": (encrypted(), {"a.txt": "encrypted"}),
    "damaged member": (damaged(zipped(("a", TEXT * 9), ("b", TEXT)), 40), {"a": "bad_archive", "b": TEXT}),
    "damaged gzip": (damaged(gzip.compress(BIG, mtime=0), 20), {"a": "bad_archive"}),
    "not an archive": (TEXT, {"": "bad_archive"}),
    "7z": (b"7z\xbc\xaf\x27\x1c rest", {"": "unsupported_archive"}),
    "nothing in it": (zipped(("folder/", b"")), {"": "empty"}),
}


@pytest.mark.parametrize("case", CASES)
def test_what_cannot_be_read_is_named_and_the_rest_is_read(case):
    raw, expected = CASES[case]
    assert found(raw) == expected


LIMITED = {
    "53 zip of zeros": (zipped(("a", b"\0" * 900)), {"a": "too_large_expanded"}),
    "53 zip larger than all may be": (zipped(*((name, noise(900)) for name in "abc")), {"": "too_large_expanded"}),
    "56 gzip of zeros": (gzip.compress(b"\0" * 2000, mtime=0), {"a": "too_large_expanded"}),
    "56 tar.gz of zeros": (tarred(("a", b"\0" * 900), mode="w:gz"), {"": "too_large_expanded"}),
    "one member too large": (zipped(("a", noise(1200)), ("b", TEXT)), {"a": "too_large", "b": TEXT}),
    "one member of a tar too large": (tarred(("a", noise(1200)), ("b", TEXT)), {"a": "too_large", "b": TEXT}),
    "gzip too large": (gzip.compress(noise(1200), mtime=0), {"a": "too_large"}),
    "tar larger than all may be": (
        tarred(*((name, noise(900)) for name in "abc")),
        {"a": noise(900), "b": noise(900), "": "too_large_expanded"},
    ),
    "too many in a zip": (
        zipped(*((name, b"") for name in "abcd")),
        {"a": b"", "b": b"", "c": b"", "": "too_many_members"},
    ),
    "too many in a tar": (
        tarred(*((name, b"") for name in "abcd")),
        {"a": b"", "b": b"", "c": b"", "": "too_many_members"},
    ),
}


@pytest.mark.parametrize("case", LIMITED)
def test_limits_hold_whatever_the_archive_states(case):
    raw, expected = LIMITED[case]
    assert found(raw, limits=SMALL) == expected


def test_a_bomb_is_stopped_long_before_it_is_open():
    bomb = zlib.compressobj(9, wbits=31)
    raw = b"".join([*(bomb.compress(bytes(2**20)) for _ in range(64)), bomb.flush()])
    assert found(raw, "bomb.txt.gz") == {"bomb.txt": "too_large_expanded"}


# --- damage ---

JUNK = st.sampled_from(
    [b"", b"\0", b"\xff" * 8, b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"\x1f\x8b\x08", b"ustar"]
)


@pytest.mark.parametrize("raw", [*ARCHIVES.values(), gzip.compress(TEXT, mtime=0)], ids=[*ARCHIVES, "gz"])
@settings(max_examples=60, deadline=None)
@given(changes=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 30), JUNK), min_size=1, max_size=5))
def test_no_damage_raises_past_the_archive(raw, changes):
    for place, width, junk in changes:
        at = int(place * len(raw))
        raw = raw[:at] + junk + raw[at + width :]
    members = list(open_members(raw, "a"))
    assert members and len({member.name for member in members if member.name}) == sum(bool(m.name) for m in members)
