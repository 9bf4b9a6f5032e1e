"""A corpus of a few invented articles, read in the way that everyone's are."""

import json

from helpers.ingest import ingest

GAS = (
    "Iran and Russia signed a gas deal on Monday. Turkmenistan hosted the talks. "
    "Both sides praised the agreement, which took two years and eleven rounds of talks to write down."
)
ARTICLES = [
    {"title": "Iran and Russia sign a gas deal", "text": GAS, "outlet": "Gazette", "published": "2017-02-01"},
    {"title": "Iran, Russia in gas deal", "text": GAS, "outlet": "Herald", "published": "2017-02-02"},
    {"title": "Washington blames Tehran", "text": "The United States blamed Iran for a terrible attack. Iran denied it.",
     "outlet": "Herald", "published": "2017-02-03"},
    {"title": "A ferry without a crew", "text": "Norway sent an empty ferry across the fjord, and it arrived.",
     "outlet": "Gazette", "published": None},
]  # fmt: skip


def tiny_corpus(folder, articles=ARTICLES):
    """The folder of a corpus that holds ``articles``, each at an address of its own, in the order given."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [{"url": f"https://news.example/{number}", **article} for number, article in enumerate(articles)]
    source = folder / "articles.jsonl"
    source.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    ingest([source], folder / "corpus")
    return folder / "corpus"
