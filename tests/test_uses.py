"""read_uses, on words written down by hand, and beside the regular expressions that define it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.annotate.articles import annotation_tables
from helpers.annotate.uses import ROUTES, Uses, columns_of, read_uses
from helpers.corpus import Corpus
from helpers.lexicons import load_lexicons
from helpers.paths import CORPORA
from reference_uses import uses_of

PLACE = "Ashgabat"


def read(articles):
    """The uses of the mentions of articles, each ``(mentions, title, text)``: a tuple a mention."""
    mentions, titles, texts = map(list, zip(*articles, strict=True))
    return list(zip(*(column.tolist() for column in read_uses(columns_of(mentions), titles, texts)), strict=True))


def use_of(before, after, route="name", part="text", place=PLACE):
    """The use of one mention between ``before`` and ``after``."""
    own = mention(len(before), len(before) + len(place), route, part)
    text = before + place + after
    return Uses(*read([([own], *((text, "") if part == "title" else ("", text)))])[0])


def mention(start, end, route="name", part="text"):
    return {"part": part, "sentence": 0, "start": start, "end": end, "route": route, "named": True}


@pytest.mark.parametrize(
    ("before", "after", "route", "locative"),
    [
        ("The summit in ", " ended.", "capital", True),
        ("The summit In ", " ended.", "capital", True),
        ("fighting near ", "", "place", True),
        ("across the ", "", "name", True),
        ("in eastern ", "", "name", True),
        ("in the city of ", "", "place", True),
        ("in the capital, ", "", "capital", True),
        ("She arrived in ", "", "capital", True),
        ("He will visit ", "", "name", True),
        ("during her visit to ", "", "name", True),
        ("talks that ", " is hosting", "name", True),
        ("", "'s capital", "name", True),
        ("", "'s port city", "name", True),
        ("", "'s army", "name", False),
        ("the ancient city of ", " fell", "place", True),
        ("parts of ", "", "place", True),
        ("in rebel-held northern ", "", "place", True),
        ("in Kenya's ", "", "place", True),
        ("in ", "'s Far East", "name", True),
        ("in ", "'s southern Mary Province", "name", True),
        ("in ", "'s war on drugs", "name", False),
        ("The ministers of ", " met.", "name", False),
        ("He spoke to ", "", "capital", False),
        ("within ", "", "name", False),
        ("in talks with ", "", "name", False),
        ("in ", " officials", "adjective", False),
        ("trust in ", "", "person", False),
        ("faith in the ", "", "metonym", False),
    ],
)
def test_a_place_where_something_happens_is_told_from_a_country_that_acts(before, after, route, locative):
    assert use_of(before, after, route).is_place is locative


@pytest.mark.parametrize(
    ("place", "after", "dateline"),
    [
        ("ASHGABAT", ", March 28 - Gas flows.", True),
        ("ASHGABAT", ", Turkmenistan, Feb. 8 - Gas flows.", True),
        ("ASHGABAT", " March 28. Gas flows.", True),
        ("Ashgabat", ", March 28 was cold.", False),
        ("ASHGABAT", ", Mary and Merv.", False),
    ],
)
def test_a_dateline_gives_a_place(place, after, dateline):
    assert use_of("", after, "capital", place=place).is_place is dateline


@pytest.mark.parametrize(
    ("after", "route", "part", "acting"),
    [
        (" said on Monday", "capital", "text", True),
        (" also signed the deal", "name", "text", True),
        (" officials met", "adjective", "text", True),
        ("'s foreign minister", "name", "text", True),
        (" security forces", "adjective", "text", True),
        (", has agreed", "name", "text", False),
        (" and its neighbours", "name", "text", False),
        (" carpets are sold", "adjective", "text", False),
        (" blocks gas deal", "name", "title", True),
        (" blocks are sold", "name", "text", False),
        (" to press neighbours", "name", "title", True),
        (" to press neighbours", "name", "text", False),
        (" has hills", "place", "text", False),
        (" told reporters", "office", "text", True),
        (" was in no mood", "office", "text", True),
    ],
)
def test_a_country_that_acts_is_told_by_the_words_that_follow(after, route, part, acting):
    assert use_of("", after, route, part).acts is acting


@pytest.mark.parametrize(
    ("after", "speaking"),
    [
        (" said on Monday", True),
        ("'s foreign minister told reporters", True),
        ("'s foreign minister, Vale, says no", True),
        (" met those who left. He said", False),
        ("", False),
    ],
)
def test_those_who_speak_are_told_by_a_verb_of_speech_in_the_words_that_follow(after, speaking):
    assert use_of("", after).speaks is speaking


@pytest.mark.parametrize(
    ("after", "route", "money"),
    [
        (" dollars", "name", True),
        (" Dollars", "adjective", True),
        (" francs", "adjective", True),
        (" francs", "name", False),
        ("'s dollar", "name", True),
        ("'s dollar", "adjective", False),
        (" dollars", "capital", False),
        (" gold", "adjective", False),
    ],
)
def test_money_is_told_by_the_next_word(after, route, money):
    assert use_of("", after, route).is_money is money


@pytest.mark.parametrize(
    ("before", "opens"),
    [
        ("", True),
        ("The ", True),
        ("It rained. ", True),
        ("It rained.\u00a0The ", True),
        ("“It rained.” ", True),
        ("It rained\n", True),
        ("It rained in the ", False),
        ("It rained… ", False),
        (" ", False),
    ],
)
def test_a_sentence_opens_with_a_mention_or_with_an_article_before_it(before, opens):
    assert use_of(before, " is dry.").opens is opens


def test_verbs_of_speech_count_within_six_words_and_sixty_characters():
    assert use_of("", " a b c d e f said").speaks
    assert not use_of("", " a b c d e f g said").speaks
    far = " " + "x" * 54
    for apostrophe in ("", "'s", "’s"):
        assert use_of("", apostrophe + far[: len(far) - len(apostrophe)] + " said").speaks
        assert not use_of("", apostrophe + far[: len(far) - len(apostrophe)] + "x said").speaks


PIECES = st.sampled_from(
    """. , ' ’ " ” - _ ! ? 's ’s 'S The the also to reporters told said says saidé said-so in In IN at near outside visit visited
    visits hosted hosts by of city capital town region parts suburbs village port will host is hosting resort officials Ministers
    spokeswoman army signed Signed has dollars FRANCS yen also north southern north-west rebel-held Kenya's eastern Far East
    and or May Feb. 8 28 é É ﬁ ½ ٣ \u2028 \u00a0 KENYA Chad {""".split(" ")
    + ["\n", " ", ", ", ". ", "  ", "x" * 30, "\ud800"]
)
BLANKS = st.sampled_from([" ", " ", " ", ""])
WRITTEN = st.lists(st.tuples(PIECES, BLANKS), max_size=20).map(lambda pieces: "".join(map("".join, pieces)))


@st.composite
def articles(draw, texts):
    """Mentions, a title and a text: mentions in order, as long as one letter at least."""
    written = {part: draw(texts) for part in ("title", "text")}
    mentions = []
    for part, text in written.items():
        marked = [place for place, letter in enumerate(text) if letter == "{"]
        cuts = sorted(set(marked + draw(st.lists(st.integers(0, len(text)), max_size=6))))
        routes = st.sampled_from([*ROUTES, "person"])
        mentions += [mention(one, other, draw(routes), part) for one, other in zip(cuts[::2], cuts[1::2])]
    return mentions, written["title"], written["text"]


@given(st.lists(articles(WRITTEN | st.text(max_size=30)), min_size=1, max_size=3))
def test_mentions_are_used_as_regular_expressions_say(batch):
    if any(mentions for mentions, *_ in batch):
        assert read(batch) == [use for one in batch for use in uses_of(*one)]


@given(WRITTEN, WRITTEN, st.sampled_from([*ROUTES, "person"]), st.sampled_from(["title", "text"]))
def test_a_mention_is_used_as_the_words_around_it_say(before, after, route, part):
    own = mention(len(before), len(before) + len(PLACE), route, part)
    texts = (before + PLACE + after, "") if part == "title" else ("", before + PLACE + after)
    assert read([([own], *texts)]) == uses_of([own], *texts)


@pytest.mark.slow
def test_in_the_demonstration_mentions_are_used_as_regular_expressions_say():
    if not (CORPORA / "demo" / "corpus.json").exists():
        pytest.skip("the demonstration corpus is not here; readout demo fetches it")
    corpus = Corpus(CORPORA / "demo").read("articles", ["article_id", "title", "text"]).fillna("")
    found = annotation_tables(corpus, load_lexicons())["mentions"].to_pandas()
    of = dict(list(found[found["country"].notna()].assign(named=True).groupby("article_id")))
    batch = [
        (of[own.article_id].to_dict("records"), own.title, own.text)
        for own in corpus.itertuples()
        if own.article_id in of
    ]
    assert read(batch) == [use for one in batch for use in uses_of(*one)]
