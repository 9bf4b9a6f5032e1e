"""What is not the article: cut where it stands, kept as a row, its facts kept as metadata; the article is never cut."""

import csv
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import paths
from helpers.errors import Failure
from helpers.ingest.boilerplate import SHORT, find_passages, rules_of
from helpers.ingest.clean import clean_article, without_repeated
from helpers.ingest.headlines import find_headlines, headline_end
from helpers.ingest.markers import markers_of
from helpers.ingest.readers.unit import Unit
from helpers.ingest.repeated import Passages, cut_repeated, find_repeated
from helpers.lexicons import load_lexicons
from tiny_lexicons import tiny_lexicons

BODY = (
    "Norway will lend Ghana two patrol boats, the ministries said on Monday. The boats sail in May.",
    'Crews of both navies will train together in Tema. "We know these waters," Admiral Osei said.',
    "A third boat may follow next year if parliament agrees to pay for it.",
)


@pytest.fixture(scope="module")
def rules():
    return rules_of(load_lexicons())


def cleaned(rules, text, title=None, **more):
    return clean_article(Unit(b"", title=title, text=text, **more), rules=rules)


def below(*lines):
    return "\n".join((*BODY, *lines))


def running(*tail):
    return " ".join((*BODY, *tail))


PROSE = "\n".join(BODY)
RUN = " ".join(BODY)

# --- lines of a saved page ---


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("By Astrid Lund", {"author": "Astrid Lund"}),
        ("By Astrid Lund and Kofi Mensah", {"author": "Astrid Lund and Kofi Mensah"}),
        ("Written by: Astrid Lund", {"author": "Astrid Lund"}),
        ("(With inputs from agencies.)", {}),
        ("(With inputs from Reuters)", {"agency": "Reuters"}),
        ("The post Norway lends boats appeared first on Harbour Gazette.", {"outlet": "Harbour Gazette"}),
        ("News ID : 12345", {}),
        ("Source: Xinhua", {"agency": "Xinhua"}),
        ("READ MORE: Ghana opens a lighthouse", {}),
        ("Also read: Ghana opens a lighthouse", {}),
        ("Share this article on Facebook", {}),
        ("Share", {}),
        ("Advertisement", {}),
        ("Sign up for our daily newsletter", {}),
        ("Subscribe to our Telegram channel", {}),
        ("astrid.lund@gazette.example", {}),
        ("Photo: Kofi Mensah / Fjord Wire", {}),
        ("A patrol boat leaves Bergen at dawn [File: Astrid Lund/Reuters]", {}),
        ("Editor's note: the number of boats has been corrected.", {}),
        ("© 2024 Harbour Gazette. All rights reserved.", {}),
        ("The views expressed here are the author's own and not those of the Gazette.", {}),
        ("Astrid Lund in Bergen contributed to this report", {"author": "Astrid Lund in Bergen"}),
        ("(Reporting by Astrid Lund; Editing by Kofi Mensah)", {"author": "Astrid Lund"}),
        ("Our Standards: The Thomson Reuters Trust Principles.", {}),
    ],
)
def test_a_line_below_the_article_goes_and_what_it_tells_stays(rules, line, found):
    article = cleaned(rules, below(line))
    assert article.text == PROSE
    assert [(row["position"], row["passage"]) for row in article.removed] == [("tail", line)]
    assert {name: value for name, value in article.found.items() if name != "language"} == found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("date 2024-10-12 Left Menu", {"published": "2024-10-12"}),
        ("Gazette News Desk | Updated: 12-10-2024 03:50 IST | Created: 12-10-2024 03:50 IST",
         {"outlet": "Gazette", "published": "Updated: 12-10-2024 03:50 IST | Created: 12-10-2024 03:50 IST"}),
        ("Published: 5 March 2024, 14:30 GMT", {"published": "Published: 5 March 2024, 14:30 GMT"}),
        ("Tuesday, March 5, 2024 2:30 p.m. EST", {"published": "Tuesday, March 5, 2024 2:30 p.m. EST"}),
        ("5 min read", {}),
        ("Home > World > Africa", {"section": "Africa"}),
        ("Skip to main content", {}),
        ("By Astrid Lund | March 5, 2024", {"author": "Astrid Lund", "published": "March 5, 2024"}),
        ("World News", {"section": "World News"}),
    ],
)  # fmt: skip
def test_a_line_above_the_article_goes_and_what_it_tells_stays(rules, line, found):
    article = cleaned(rules, f"{line}\n{PROSE}")
    assert article.text == PROSE
    assert [(row["position"], row["passage"]) for row in article.removed] == [("head", line)]
    assert {name: value for name, value in article.found.items() if name != "language"} == found


def test_stamps_are_handed_over_as_written_one_a_line(rules):
    article = cleaned(rules, f"date 2024-10-12 Left Menu\nUpdated: 12-10-2024 03:50 IST\n{PROSE}")
    assert article.found["published"] == "2024-10-12\nUpdated: 12-10-2024 03:50 IST"


# --- text that lost its line breaks ---


@pytest.mark.parametrize(
    ("tail", "found"),
    [
        ("Fjord News' Astrid Lund, Kofi Mensah and Ama B. Osei contributed to this report.",
         {"author": "Fjord News' Astrid Lund, Kofi Mensah and Ama B. Osei"}),
        ("By Astrid Lund, Fjord News correspondent", {"author": "Astrid Lund"}),
        ("astrid@gazette.example", {}),
        ("Contact the writers at astrid@gazette.example and kofi@gazette.example", {}),
        ("(Harbour Weekly 12/16/2016 page20)", {"section": "Harbour Weekly"}),
        ("ab/cd (AFP, dpa)", {"agency": "AFP, dpa"}),
        ("Source: Harbour TV and news agencies", {}),
        ("Source: Reuters news agency", {"agency": "Reuters"}),
        ("Follow Astrid Lund on Twitter: @astridlund", {"author": "Astrid Lund"}),
        ("The views expressed in this article are the author's own and do not necessarily reflect the Gazette's policy.", {}),
        ("Send Facebook Twitter Google+ Whatsapp Tumblr linkedin Digg reddit Permalink http://gazette.example/p/2X", {}),
        ("Share this slide: How will the boats change your week? Learn more", {}),
        ("Do you have information you want to share with the Gazette? Here's how.", {}),
        ("Images courtesy of AFP, AP and Kofi Mensah", {}),
        ("This is a developing story. Check back for updates.", {}),
        ("This story has been corrected to show that there are two boats, not three.", {}),
        ("READ MORE: Ghana opens a lighthouse", {}),
        ("Read the original article.", {}),
        ("View Comments", {}),
    ],
)  # fmt: skip
def test_a_tail_is_found_in_running_text(rules, tail, found):
    article = cleaned(rules, running(tail))
    assert article.text == RUN
    assert [row["position"] for row in article.removed] == ["tail"] * len(article.removed)
    assert "".join(row["passage"] for row in article.removed).replace(" ", "") == tail.replace(" ", "")
    assert {name: value for name, value in article.found.items() if name != "language"} == found


@pytest.mark.parametrize(
    ("tail", "rule"),
    [
        ("More to follow.", "more-to-follow"),
        ("More soon.", "more-to-follow"),
        ("This interview has been edited for length and clarity.", "edited-for-length"),
        ("It has been condensed and edited for clarity.", "edited-for-length"),
        ("You can watch the whole interview below:", "read-it-here"),
        ("Check it out above.", "read-it-here"),
        ("Head here for more details.", "head-here"),
        ("Watch the video to hear the pilot's story.", "watch-video-to"),
        ("Read the terms of the loan in full.", "read-in-full"),
        ("More information can be found at https://boats.example", "more-information-at"),
        ("To learn more, visit www.boats.example, and write to us.", "to-know-more"),
        ("— More Gazette sport: www.gazette.example", "more-of-agency"),
        ("SOURCE: bit.fj/2b Journal of Boats, online May 1, 2024.", "source-of-study"),
        ("Have you got a boat you want looked at? We want to hear from you.", "want-to-hear"),
        ("What is your reaction?", "your-reaction"),
        ("Were you at the harbour?", "are-you-there"),
        ("Get in touch by emailing boats@gazette.example.", "get-in-touch"),
        ("Please send your pictures to boats@gazette.example.", "send-yours"),
        ("WhatsApp: +47 555 1234 Tweet: @harbourgazette", "contact-channels"),
        ("Connect with us on Twitter using #boats - or call the news desk", "connect-with-us"),
        ("If you want to follow this story, please enter your email here", "enter-address"),
        ("Need help? Visit the harbour chaplain's website.", "need-help"),
        ("If you or someone you know is in distress, call the Harbour Lifeline on 555.", "help-line"),
        ("— Contact Osei at https://gazette.example/osei", "reach-writer"),
        ("You can reach me at astrid@gazette.example.", "reach-me"),
        ("The article was first published in Harbour News on Dec 28.", "appeared-first-in-text"),
        ("— Astrid Lund can be reached at http://gazette.example/lund", "writer-reachable"),
        ("— Astrid Lund on Twitter: www.gazette.example/lund", "writer-on-twitter"),
        ("She tweets @astridlund.", "writer-tweets"),
        ("Follow @astridlund for more.", "follow-for-more"),
        ("For more boats, head over to our page and join in", "for-more-head-to"),
        ("The Boats newsletter offers the latest from the harbour.", "newsletter-offers"),
        ("Each Sunday, we will bring you the best of the harbour.", "newsletter-brings"),
        ("Like what you see? Don't miss the Boats newsletter.", "newsletter-like-it"),
        ("Subscribe to the Gazette's podcast", "subscribe-to"),
        ("The latest stories from across the world of boats.", "latest-from"),
        ("Crews train in Tema [Kofi Mensah/Fjord Wire]", "caption-bracket-end"),
        ("— Gazette writers Astrid Lund and Kofi Mensah contributed.", "contributed-dash"),
        ("Watch Harbour Nights on Monday 3 May at 20:30 GMT on BBC One.", "programme-watch"),
        ("Harbour Nights is broadcast on BBC Radio 4 at 20:00 GMT on Tuesday.", "programme-is-on"),
        ("The Harbour programme is broadcast on weekdays between 09:00 and 11:00.", "programme-weekdays"),
        ("Harbour: The Night Shift - Monday, 3 May, 20:30 GMT, BBC One", "programme-when"),
        ("First broadcast on Thursday 6 May.", "programme-first-broadcast"),
        ("The Harbour programme reports.", "programme-reports"),
        ("There will be full coverage on BBC Radio Ulster from midday.", "programme-coverage"),
        ("Astrid Lund reports for the Harbour programme.", "reports-for-programme"),
        ("Gazette TV's Astrid Lund reports.", "reporter-of-outlet"),
        ("Presenter: Astrid Lund Guests: Ama Osei - lecturer, Kofi Mensah - pilot", "programme-guests"),
        ("Originally published on Harbour Science.", "originally-published"),
        ("A version of this piece appeared in Harbour Weekly on May 1, 2024.", "version-appeared"),
        ("Media Contact: Astrid Lund, astrid@boats.example, 555 123 4567", "contact-press"),
        ("— This story corrects the spelling of the pilot's name.", "version-corrects"),
        ("CORRECTION: An earlier version of this article named another pilot.", "correction-end"),
        ("Verdict: true This story has been updated.", "story-updated"),
        ("*Names have been changed at the pilots' request.", "names-changed"),
        ("ab/ (AFP, dpa)", "sign-off-open"),
        ("For Harbour Daily", "for-outlet"),
        ("Xinhua", "agency-alone"),
        ("A film by Astrid Lund", "film-by"),
        ("Harbour Weekly is not responsible for the content of other websites.", "press-review-disclaimer"),
        ("from Oslo This article was first published in Harbour News.", "published-elsewhere"),
        ("From Gazette's Kofi Mensah", "from-outlets-reporter"),
        ("A photo posted by Astrid Lund (@astridlund) on Feb 6, 2024 at 7:58am PST", "embed-signature"),
        ("Your browser does not support the video tag.", "your-browser"),
    ],
)
def test_what_newsrooms_say_to_readers_below_an_article_is_told_by_its_wording(rules, tail, rule):
    article = cleaned(rules, running(tail))
    assert rule in [row["rule"] for row in article.removed]
    assert article.text in (RUN, f"{RUN} Verdict: true", f"{RUN} from Oslo")
    assert {row["position"] for row in article.removed} == {"tail"}


def test_captions_below_the_writers_address_go_with_it(rules):
    captions = ("- A patrol boat leaves Bergen at dawn.", "- Crews train in Tema. Kofi Mensah")
    article = cleaned(rules, below("astrid@gazette.example.com", *captions, "(Harbour Weekly 12/16/2016 page2)"))
    assert article.text == PROSE
    assert [row["rule"] for row in article.removed] == ["writer-address-line", "captions-below-address", "print-page"]
    assert cleaned(rules, below(*captions)).text == below(*captions)


def test_a_name_that_seems_to_begin_in_the_sentence_before_hides_no_note(rules):
    note = "Ama Osei is a pilot. The views expressed here are the author's own and do not reflect the Gazette's policy."
    article = cleaned(rules, f"{RUN} So it is in Togo. {note}")
    assert article.text == f"{RUN} So it is in Togo."


def test_one_tail_behind_the_other_is_peeled(rules):
    article = cleaned(
        rules,
        running("Ama Osei contributed to this story.", "ama@gazette.example", "  (Harbour Weekly 12/16/2016 page2)"),
    )
    assert article.text == RUN
    assert [row["rule"] for row in article.removed] == ["contributed-to-this", "writer-address", "print-page"]


@pytest.mark.parametrize(
    ("dateline", "found"),
    [
        ("OSLO, February 8. /TASS/. ", {"agency": "TASS", "dateline": "OSLO, February 8. /TASS/"}),
        ("OSLO (Reuters) - ", {"agency": "Reuters", "dateline": "OSLO (Reuters)"}),
        ("Oslo (AFP) – ", {"agency": "AFP", "dateline": "Oslo (AFP)"}),
        ("OSLO, Norway (AP) — ", {"agency": "Associated Press", "dateline": "OSLO, Norway (AP)"}),
        ("OSLO, March 5 (Xinhua) -- ", {"agency": "Xinhua", "dateline": "OSLO, March 5 (Xinhua)"}),
        ("OSLO — ", {"dateline": "OSLO"}),
    ],
)
def test_a_dateline_is_metadata_and_the_sentence_after_it_stays(rules, dateline, found):
    article = cleaned(rules, dateline + RUN)
    assert article.text == RUN
    assert [row["position"] for row in article.removed] == ["head"]
    assert {name: value for name, value in article.found.items() if name != "language"} == found


def test_a_credit_that_names_the_outlet_itself_is_no_agency(rules):
    unit = Unit(b"", text=f"OSLO, February 8. /TASS/. {RUN}")
    assert "agency" not in clean_article(unit, "TASS", rules=rules).found


@pytest.mark.parametrize(
    ("rest", "end"),
    [
        ("Ghana opens a lighthouse The ministry said so.", "Ghana opens a lighthouse"),
        ("Can Ghana pay for it? Two boats cost much.", "Can Ghana pay for it?"),
        ("Norway's fleet of old boats On Monday a third was sold.", "Norway's fleet of old boats"),
        ('Boats of the north sea "We know these waters," he said.', "Boats of the north sea"),
        ("Boats and the men who sail them Admiral Osei said no.", "Boats and the men who sail them"),
        ("Ghana opens a lighthouse\nThe ministry said so.", "Ghana opens a lighthouse"),
        ("How Ghana Opened Its Lighthouse", "How Ghana Opened Its Lighthouse"),
        ("How Ghana Opened Its Lighthouse Admiral Osei Said Nothing. He left.", None),
        ("Ghana opens a lighthouse", "Ghana opens a lighthouse"),
    ],
)
def test_a_headline_that_a_prompt_announces_ends_where_a_sentence_begins(rest, end):
    text = f"READ MORE: {rest}"
    at = headline_end(text, len("READ MORE: "))
    assert (text[len("READ MORE: ") : at] if at else None) == end


def test_a_prompt_in_the_midst_goes_with_its_headline_and_its_neighbours_stay(rules):
    article = cleaned(rules, f"{BODY[0]} READ MORE: Ghana opens a lighthouse The crews meet on Friday. {BODY[2]}")
    assert article.text == f"{BODY[0]} The crews meet on Friday. {BODY[2]}"
    assert article.removed == [
        {"rule": "read-more", "position": "inside", "passage": "READ MORE: Ghana opens a lighthouse"}
    ]


def test_a_prompt_in_an_interview_leaves_the_question_behind_it(rules):
    talk = "Gazette: How old are the boats? Osei: Very old. READ MORE: Boats of the north Gazette: And who pays? Osei: We do."
    article = cleaned(rules, talk)
    assert article.text == talk.replace("READ MORE: Boats of the north ", "")


def test_a_caption_with_its_credit_goes(rules):
    text = f"{BODY[0]}   - A patrol boat leaves Bergen at dawn. Kofi Mensah / For Harbour Daily  {BODY[1]} {BODY[2]}"
    article = cleaned(rules, text)
    assert [row["passage"] for row in article.removed] == [
        "A patrol boat leaves Bergen at dawn. Kofi Mensah / For Harbour Daily"
    ]
    assert "Bergen" not in article.text
    assert BODY[1] in article.text


# --- what must stay ---


@pytest.mark.parametrize(
    "last",
    [
        "By Friday, both boats had left Bergen, the harbour master said.",
        '"I will not share this with anybody," the admiral said.',
        "Let's recall that Norway lent Togo a boat in 2019.",
        "The admiral contributed to this plan for years, and now it is law.",
        "The author of the plan is a retired officer who lives in Tromsø and reads the sea charts every day",
        "The source of the leak is unknown.",
        '"Follow us," the pilot radioed.',
        "Ghana will share the data with Togo, Benin and Ivory Coast.",
        'He asked: "Do you know where the boats are?"',
        "She has written on the subject for the Gazette and for Reuters.",
        "The agreement (see page 20) names no price.",
        "More: that was all the admiral wanted.",
        "The two ministers wrote to each other at port@bergen.example and never met.",
        "The council said this story was false.",
        "Police were called to the scene; nobody was hurt",
        "The delegation included officials from AFP, AP and dpa.",
        'Asked about it, he said: "Read my lips."',
        "The meeting was attended by envoys of Norway, Ghana and Togo",
        "London is the largest market",
        "The ministry promised more to follow in May.",
        "The interview was edited in Oslo, and shown in Tema.",
        "She asked him to read what stood below.",
        "Here the boats lie; see them while you can.",
        "The film of the voyage will be shown in Tema.",
        "The programme is the largest of its kind.",
        "The Gazette is not responsible for the loss, the court found.",
        "The pilot can be reached only by radio, and at night.",
        "The council will send your letters on to Oslo, the mayor said.",
        "The head of the union contributed little.",
        "The names of the two pilots have been changed in the log, the judge said.",
        "Contact with the second boat was lost at 555 metres.",
        "Guests from Togo, Benin and Ghana watched.",
        "Were you there when they sailed, he asked them, and nobody spoke.",
    ],
)
def test_a_last_sentence_of_the_article_stays(rules, last):
    for text, kept in ((running(last), running(last)), (below(last), below(last))):
        article = cleaned(rules, text)
        assert article.text == kept
        assert article.removed == []


@pytest.mark.parametrize(
    "first",
    [
        "By the end of May, Norway will have lent Ghana two boats.",
        "Oslo - the capital of Norway - has lent Ghana two boats.",
        "Updated plans were shown to parliament on Monday.",
        "The date of the meeting, 5 March 2024, was moved.",
        "Source of much trouble, the strait was closed again.",
        "NATO - the alliance - has said nothing.",
    ],
)
def test_a_first_sentence_of_the_article_stays(rules, first):
    article = cleaned(rules, f"{first}\n{PROSE}")
    assert article.text == f"{first}\n{PROSE}"
    assert article.removed == []


def test_crossheads_and_short_lines_of_the_article_stay(rules):
    text = f"{BODY[0]}\nA New Beginning\n{BODY[1]}\nTwo Boats, One Sea\n{BODY[2]}"
    assert cleaned(rules, text).text == text


def test_paragraphs_stay_paragraphs(rules):
    assert cleaned(rules, below("Share", "READ MORE: Ghana opens a lighthouse")).text.split("\n") == list(BODY)


def test_keeping_boilerplate_leaves_every_passage_where_it_is(rules):
    unit = Unit(b"", text=below("By Astrid Lund", "READ MORE: Ghana opens a lighthouse"))
    article = clean_article(unit, rules=rules, keep_boilerplate=True)
    assert article.text == below("By Astrid Lund", "READ MORE: Ghana opens a lighthouse")
    assert article.removed == []
    assert set(article.found) <= {"language"}


def test_a_text_of_nothing_but_boilerplate_is_empty_and_says_so(rules):
    article = cleaned(rules, "View Comments")
    assert (article.text, article.reason) in (("", "empty"), ("View Comments", "too_short"))


def test_another_language_is_kept_and_flagged(rules):
    text = "Die Minister trafen sich zwei Stunden lang in Oslo und einigten sich auf einen Text, sagte ihr Sprecher."
    article = cleaned(rules, text)
    assert article.text == text
    assert (article.found["language"], article.notes, article.reason) == ("de", ("other_language",), None)


def test_mark_up_in_a_field_is_taken_off_and_its_paragraphs_kept(rules):
    unit = Unit(b"", text="".join(f"<p>{line}</p>" for line in BODY) + "<p>Share</p>", html=True)
    assert clean_article(unit, rules=rules).text == PROSE


def test_who_relays_a_report_and_whose_it_is(rules):
    article = cleaned(rules, f'"The boats sail," Harbour.No reports, citing the palace press office.\n{PROSE}')
    assert (article.found["outlet"], article.found["agency"]) == ("Harbour.No", "palace press office")
    article = cleaned(rules, f"The boats sail, Reuters reports, citing the palace press office.\n{PROSE}")
    assert "outlet" not in article.found
    assert article.found["agency"] == "Reuters, palace press office"
    assert article.removed == []


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=200), st.booleans())
def test_cleaning_takes_any_text_and_invents_nothing(text, with_body):
    rules = rules_of(load_lexicons())
    article = cleaned(rules, f"{PROSE}\n{text}" if with_body else text)
    assert set(article.text.split()) <= {word for word in cleaned_words(text, with_body)}


def cleaned_words(text, with_body):
    unit = Unit(b"", text=f"{PROSE}\n{text}" if with_body else text)
    kept = clean_article(unit, rules=rules_of(tiny_lexicons()), keep_boilerplate=True).text
    return [
        word[start:end]
        for word in kept.split()
        for start in range(len(word))
        for end in range(start + 1, len(word) + 1)
    ]


# --- headlines of other articles ---

OTHERS = (
    "Machine Learning Brings Cheaper Batteries to Electric Motorcycles",
    "Building Resilient Cities: How Insurance Meets Climate Threats",
    "Tonga's Long Fight Against Poverty Amid Natural Disasters",
)


def test_headlines_below_the_article_that_share_nothing_with_it_go(rules):
    article = cleaned(rules, below("(With inputs from agencies.)", *OTHERS))
    assert article.text == PROSE
    assert [row["passage"] for row in article.removed[1:]] == list(OTHERS)
    assert {row["position"] for row in article.removed} == {"tail"}


def test_a_headline_in_the_midst_goes_if_it_shares_no_word(rules):
    article = cleaned(rules, "\n".join((BODY[0], OTHERS[2], *BODY[1:])))
    assert article.text == PROSE
    assert article.removed[0]["position"] == "inside"


@pytest.mark.parametrize(
    "line",
    [
        "Two patrol boats for Ghana and what Norway wants for them",  # shares names and words
        "A new beginning",  # too short to tell
        "Machine learning brings cheaper batteries, the ministry said.",  # a sentence
    ],
)
def test_a_last_line_that_may_be_of_the_article_stays(line):
    text = below(line)
    assert find_headlines(text, None, frozenset()) == []


# --- rules as rows ---


@pytest.mark.parametrize(
    ("pattern", "markers"),
    [
        ("contributed to (?:this|that) report", ("contributed to ",)),
        (r"(?:READ|WATCH):", ("READ", "WATCH")),
        (r"(?:READ|WATCH) MORE:", (" MORE:",)),
        (r"colou?r and more", ("r and more",)),
        (r"(?:a long one|b)? then", (" then",)),
        (r"[Ff]ollow \w+ on", ("ollow ",)),
        (r"\w+@\w+\.no", ("@",)),
        (r"\d+", ()),
        (r"(?:abc|\d)", ()),
        (r"x(?=lookahead)yz", ("yz",)),
        (r"a{0,2}bcd{2}", ("bcd",)),
    ],
)
def test_the_markers_of_a_pattern_stand_in_all_that_it_matches(pattern, markers):
    assert markers_of(pattern) == markers


def test_every_rule_has_a_meaning_that_is_allowed_and_sits_behind_a_marker_or_reads_lines_only():
    rules = rules_of(load_lexicons())
    assert [rule.id for rule in rules.all if not rule.markers and rule.scope != "line"] == []
    with (paths.LEXICONS / "boilerplate.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name in filter(None, row["keeps"].split("|")):
                assert f"(?P<{name}>" in row["pattern"], f"{row['id']} keeps {name}, which its pattern does not name"


@pytest.mark.parametrize("filler", ["a", "A ", "Ab ", " ", "-", "a.", "\n", "Aa, ", "x@", "(", "1/", "\u00e9 "])
def test_no_pattern_takes_long_over_text_made_to_make_it(rules, filler):
    """Backtracking without bounds would not end here within the life of the test run."""
    text = filler * (6_000 // len(filler))
    for rule in rules.all:
        rule.pattern.search(text)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"pattern": "(", "where": "tail", "scope": "line"}, "no regular expression"),
        ({"pattern": "x", "where": "below", "scope": "line"}, "head, tail, inside, any"),
        ({"pattern": "x", "where": "tail", "scope": "word"}, "line, sentence, span, headline"),
        ({"pattern": "x", "where": "tail", "scope": "line", "keeps": "mood"}, "author"),
    ],
)
def test_a_row_that_cannot_be_used_says_why(row, said):
    with pytest.raises(Failure, match=said):
        rules_of(tiny_lexicons(boilerplate=[row]))


def test_the_longest_passage_that_a_tail_rule_can_match_is_within_its_reach():
    rules = rules_of(tiny_lexicons(boilerplate=[{"pattern": "Zz[a-y]{1,40}", "where": "tail", "scope": "sentence"}]))
    passage = "Zz" + "a" * 40
    (cut,) = find_passages(f"{RUN} {passage}.')", rules)
    assert cut.end - cut.start == rules.all[0].reach == len(passage) + 3


def test_what_patterns_say_in_short_is_spelled_out():
    rules = rules_of(tiny_lexicons(boilerplate=[{"pattern": "By {NAME} {2}", "where": "any", "scope": "line"}]))
    assert rules.all[0].pattern.pattern == f"By {SHORT['NAME']} {{2}}"


# --- passages that an outlet repeats ---

WORDS = "boat harbour ferry bridge market school river mayor farmer bank train clinic museum".split()


def report(n, *tail, head=()):
    draw = random.Random(n)
    lines = [
        f"The {draw.choice(WORDS)} of village {n} and its {draw.choice(WORDS)} number {k} were shown on day {n * 7 + k}."
        for k in range(5)
    ]
    return "\n".join((*head, *lines, *tail))


FOOTER = "The Gazette is read on two coasts and in one lighthouse."


def test_a_passage_that_many_articles_of_an_outlet_end_with_is_found_by_counting():
    texts = [report(n, FOOTER if n % 4 == 0 else f"Village {n} said no more.") for n in range(100)]
    repeated = find_repeated({"Gazette": texts}).repeated("Gazette")
    assert repeated["tail"] == {FOOTER}
    (cut,) = cut_repeated(texts[0], repeated)
    assert texts[0][cut.start : cut.end] == FOOTER
    assert cut_repeated(texts[1], repeated) == []


def test_what_few_articles_share_and_what_another_outlet_repeats_stays():
    texts = {"Gazette": [report(n, FOOTER if n < 5 else "") for n in range(100)], "Wire": [report(n) for n in range(9)]}
    passages = find_repeated(texts)
    assert not any(passages.repeated("Gazette").values())
    assert not any(passages.repeated("Wire").values())


def test_what_speaks_to_the_reader_needs_fewer_articles_and_takes_a_list_behind_it_along():
    prompt, background = "Start here, with the best of our harbour.", "The lighthouse was built in Bergen."
    texts = [report(n, *([background, prompt, f"Rowing Club {n}"] if n < 5 else ())) for n in range(100)]
    repeated = find_repeated({"Gazette": texts}).repeated("Gazette")
    assert repeated["tail"] == {prompt}
    assert [texts[0][cut.start : cut.end] for cut in cut_repeated(texts[0], repeated)] == [prompt, "Rowing Club 0"]
    sentence = f"{texts[0]} said no more."
    assert cut_repeated(sentence, repeated) == []


def test_copies_and_versions_of_one_article_make_nothing_a_repetition():
    copies = [report(1, f"Version {n} of the report was read by a clerk.") for n in range(40)]
    assert not any(find_repeated({"Gazette": copies}).repeated("Gazette").values())


def test_a_sentence_that_many_articles_hold_in_their_midst_stays_unless_it_is_long_and_everywhere():
    background = "The two countries have argued over the herring of the northern bank since the year 1976."
    texts = [report(n, background, "Talks go on.", f"Village {n} waits.", f"Clerk {n} left.") for n in range(100)]
    some = [text if n < 4 else report(n) for n, text in enumerate(texts)]
    assert find_repeated({"Gazette": some}).repeated("Gazette")["inside"] == frozenset()
    assert background in find_repeated({"Gazette": texts}).repeated("Gazette")["inside"]


def test_the_order_of_articles_and_batches_changes_nothing():
    texts = [report(n, FOOTER if n % 3 else "No more was said.") for n in range(40)]
    one = find_repeated({"Gazette": texts})
    other = find_repeated({"Gazette": texts[::-1][:17]})
    find_repeated({"Gazette": texts[::-1][17:]}, other)
    assert one.rows() == other.rows()


def test_counts_can_be_kept_as_rows_and_go_on():
    first = find_repeated({"Gazette": [report(n, FOOTER) for n in range(5)]})
    held = Passages.from_rows(first.rows())
    assert held.rows() == first.rows()
    find_repeated({"Gazette": [report(n, FOOTER) for n in range(5, 10)]}, held)
    assert FOOTER in held.repeated("Gazette")["tail"]
    assert held.articles["Gazette"] == 10


def test_what_came_once_is_let_go_in_a_long_run_and_what_makes_furniture_is_found_all_the_same(monkeypatch):
    monkeypatch.setattr("helpers.ingest.repeated.MOST_ONCE", 40)
    passages, held = Passages(), []
    for n in range(100):
        passages.add("Gazette", report(n, FOOTER))
        held.append(len(passages.once))
    assert max(held) <= 40
    assert passages.repeated("Gazette")["tail"] == {FOOTER}


def test_what_stood_before_a_repeated_passage_is_looked_at_again(rules):
    credit = "Ama Osei contributed to this report."
    texts = [report(n).replace("\n", " ") + f" {credit if n == 3 else ''} {FOOTER}" for n in range(12)]
    articles = [cleaned(rules, text) for text in texts]
    repeated = find_repeated({"Gazette": [article.text for article in articles]}).repeated("Gazette")
    article = without_repeated(articles[3], repeated, rules=rules)
    assert article.text == report(3).replace("\n", " ")
    assert {row["passage"] for row in article.removed} == {credit, FOOTER}
    assert article.found["author"] == "Ama Osei"


def test_what_counting_cuts_is_in_the_account_too(rules):
    texts = [report(n, "Share", FOOTER) for n in range(12)]
    articles = [cleaned(rules, text) for text in texts]
    repeated = find_repeated({"Gazette": [article.text for article in articles]}).repeated("Gazette")
    article = without_repeated(articles[0], repeated, rules=rules)
    assert article.text == report(0)
    assert article.removed == [
        {"rule": "menu-words", "position": "inside", "passage": "Share"},
        {"rule": "repeated_by_outlet", "position": "tail", "passage": FOOTER},
    ]
