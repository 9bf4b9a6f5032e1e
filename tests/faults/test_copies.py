"""One report in many places, and one paragraph many times: counted once, and nothing goes without a word."""

import json
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from helpers.corpus import Corpus
from helpers.ingest import ingest, read

SENTENCES = [
    "The harbour ministers of Chile and Ghana met in Valparaíso on Monday and agreed to share their tide tables.",
    "A clerk of the port will send the figures each evening, and another will check them before they are printed.",
    "Fishermen on both coasts had asked for such a table for eleven years, their union said in a short letter.",
    "The first of the joint tables is due in spring, and will be read out on the radio of both ports.",
]
REPORT = "\n".join(SENTENCES)
OUTLETS = ["gazette", "herald", "courier", "post", "wire"]


def printed(text=REPORT, addresses=OUTLETS):
    return [
        {"title": "A tide table for two ports", "text": text, "url": f"https://{name}.example/tides"}
        for name in addresses
    ]


@dataclass(frozen=True)
class Case:
    """One report, printed often: ``make`` gives the records, ``expect`` how many articles and stories are held."""

    id: str
    make: Callable[[], list[dict]]
    expect: tuple[int, int]


LONGER = f"{REPORT}\nThe two harbours lie far apart."
OTHER = "\n".join(f"Nobody in Lima had heard of clause {number} of that." for number in range(9))
CASES = [
    Case("95 five outlets", printed, (5, 1)),
    Case(
        "95 one with a line of its own",
        lambda: [*printed(addresses=OUTLETS[:4]), *printed(LONGER, OUTLETS[4:])],
        (5, 1),
    ),
    Case("95 again at one address", lambda: printed(addresses=["gazette"] * 3), (1, 1)),
    Case("95 another report", lambda: [*printed(addresses=OUTLETS[:2]), *printed(OTHER, OUTLETS[2:3])], (3, 2)),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_articles_and_stories_are_counted_apart(case, tmp_path):
    records = case.make()
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, records)))
    _, counts = ingest([tmp_path / "a.jsonl"], tmp_path / "corpus")
    stories = Corpus(tmp_path / "corpus").read("stories")
    assert (len(stories), stories["story_id"].nunique()) == case.expect
    assert counts["accepted"] + counts["duplicate"] == len(records)


REPEATED = [SENTENCES[0], *[SENTENCES[1]] * 5, SENTENCES[2]]


def test_96_paragraphs_of_a_text_that_are_the_same_are_all_kept():
    (document,) = read("\n\n".join(REPEATED).encode(), "a.txt")
    assert document["text"].split("\n") == REPEATED


def test_96_a_page_whose_paragraphs_were_merged_says_so():
    page = f"<html><body><article><h1>Tides</h1>{''.join(f'<p>{one}</p>' for one in REPEATED)}</article></body></html>"
    (document,) = read(page.encode(), "a.html")
    assert document["text"].count(SENTENCES[1]) == 5 or "repeated_paragraphs" in (document["notes"] or "")
