"""What is no article, told apart with a reason; what is doubtful stays one."""

import pytest

from helpers.ingest.language import language_of
from helpers.ingest.triage import triage

BODY = (
    "The ministers met for two hours in Oslo and agreed on a text, their spokesman said. A second meeting will be held "
    "in Accra in the spring.\nFishermen on both coasts had asked for it. Nobody opposed the plan."
)


def test_an_article_is_one():
    assert triage("Oslo and Accra agree on a text", BODY) is None


@pytest.mark.parametrize("text", ["", " \n "])
def test_nothing_is_empty(text):
    assert triage("A title", text) == "empty"


@pytest.mark.parametrize("text", ["Nordic Herring Council", "Oslo said yes.", "北京"])
def test_a_few_words_are_too_short(text):
    assert triage(None, text) == "too_short"


@pytest.mark.parametrize(
    "text",
    [
        "Ministers of both countries met in Oslo on Monday to sign the herring agreement.",
        "两国部长星期一在奥斯陆会晤，就鲱鱼协议达成一致，发言人表示，下一次会议将于春天在阿克拉举行，渔民们对此表示欢迎。",
    ],
)
def test_a_brief_is_an_article(text):
    assert triage(None, text) is None


@pytest.mark.parametrize(
    "text",
    [
        "404 Not Found\nnginx",
        "Page not found. The page you are looking for may have moved. Try the search above, or go to our home page.",
        "Please enable JavaScript and cookies to continue to this site.",
        "Access denied. You do not have permission to view this page. Reference 18.2f1",
        "Checking your browser before you go on. This process is automatic and takes a few seconds.",
    ],
)
def test_what_a_server_says_is_an_error_page(text):
    assert triage(None, text) == "error_page"


def test_an_article_about_errors_is_none():
    assert triage(None, "Visitors saw a page that said 404 Not Found. " + BODY * 6) is None


@pytest.mark.parametrize(
    "text",
    [
        "The herring fleet of Oslo has found a new way to sell its catch.\nSubscribe to continue reading.",
        "The herring fleet of Oslo has found a way. Already a subscriber? Log in.",
        "The fleet sails at dawn. This article is for subscribers only. Become one for 3 crowns a week.",
    ],
)
def test_a_beginning_with_a_request_to_pay_is_a_stub(text):
    assert triage(None, text) == "paywall_stub"


def test_the_request_may_have_been_cut_already():
    text = "The herring fleet of Oslo has found a new way to sell its catch, people there say."
    assert triage(None, text, f"{text}\nAlready a subscriber? Log in") == "paywall_stub"


def test_a_long_article_that_ends_with_an_offer_is_an_article():
    assert triage(None, BODY * 6 + "\nAlready a subscriber? Log in") is None


def test_short_lines_without_stops_are_a_menu():
    text = "\n".join(
        "Home|World news|Fjords|Business|Opinion|Weather today|Sea charts|About us|Contact|Jobs".split("|")
    )
    assert triage(None, text) == "menu"


def test_titles_one_a_line_are_a_list_of_headlines():
    text = "\n".join(
        [
            "Oslo and Accra agree on a text about herring",
            "Bridge over the Tagus closes for two nights",
            "Chile opens a seismic archive to schools",
            "Minister denies that the ferry was late again",
            "Uruguay asks Canada for help with snow",
            "Two icebreakers leave for the Baltic",
        ]
    )
    assert triage(None, text) == "headline_list"


def test_an_interview_in_short_lines_is_an_article():
    text = "\n".join(f"Question {n}: what did you see?\nA ship, and then another one." for n in range(5))
    assert triage(None, text) is None


def test_captions_with_credits_are_a_gallery():
    text = "\n".join(f"A fisherman mends net number {n} in Accra. [Kofi Lund/Reuters]" for n in range(5))
    assert triage("Nets of Accra", text) == "photo_gallery"
    assert (
        triage("The week in pictures", "Images from around the coast, chosen by our picture desk.") == "photo_gallery"
    )


@pytest.mark.parametrize(
    "text",
    [
        "var a = {b: [1, 2, 3]}; function go() { return a.b[0] + a.b[1]; } if (a) { go(); }",
        "12.5 13.0 44.1 2024 17 18 19 22.1 0.5 88 91 100.0 12 13 14 15 16 71 82",
        "QUJD" * 120 + " and so on and so on and so on and so on again",
    ],
)
def test_code_and_figures_are_not_prose(text):
    assert triage(None, text) == "not_prose"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (BODY, "en"),
        ("Die Minister trafen sich zwei Stunden lang in Oslo und einigten sich auf einen Text.", "de"),
        ("Министры встретились в Осло и договорились о тексте соглашения, сообщил представитель.", "ru"),
        ("اجتمع الوزراء في أوسلو لمدة ساعتين واتفقوا على نص، بحسب المتحدث باسمهم.", "ar"),
        ("42", None),
        ("", None),
    ],
)
def test_the_language_of_a_text(text, code):
    assert language_of(text) == code
