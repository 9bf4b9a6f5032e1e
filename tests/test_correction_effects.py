"""What corrections changed in the articles that are looked at, as counted and as a reader sees it."""

import pandas as pd

from helpers.corpus.corrections import COLUMNS
from helpers.corpus.schema import frame
from helpers.measure import correction_effects
from helpers.report.tables import corrections_table

ARTICLES = pd.DataFrame({"article_id": ["a", "b"]})


def rows(*written):
    blank = dict.fromkeys(COLUMNS, "")
    return frame("corrections", [{"correction": str(number), **blank, **row} for number, row in enumerate(written)])


CORRECTIONS = rows(
    {"action": "add_alias", "from": "Lakers", "to": "CHE"},
    {"action": "redirect_role", "from": "CHE", "to": "venue"},
    {"action": "remove_alias", "from": "Bern"},
    {"action": "split", "subject": "a"},
)
CORRECTED = frame(
    "corrected",
    [
        {"article_id": "a", "correction": "0", "n_mentions": 2},
        {"article_id": "b", "correction": "0", "n_mentions": 1},
        {"article_id": "elsewhere", "correction": "0", "n_mentions": 5},
        {"article_id": "b", "correction": "1", "n_mentions": 0},
    ],
)


def test_each_correction_has_its_mentions_and_articles_of_these_articles_and_those_of_stories_have_none():
    effects = correction_effects(CORRECTIONS, CORRECTED, ARTICLES)
    assert effects["from"].tolist() == CORRECTIONS["from"].tolist()
    assert effects["n_mentions"].fillna(-1).tolist() == [3, 0, 0, -1]
    assert effects["n_articles"].fillna(-1).tolist() == [2, 1, 0, -1]


def test_a_reader_sees_what_each_did_in_words_and_a_dash_for_what_is_not_counted():
    table = corrections_table(correction_effects(CORRECTIONS, CORRECTED, ARTICLES), {"CHE": "Switzerland"})
    html = table._repr_html_()
    assert "Corrections by the analyst" in html
    assert "“Lakers” stands for Switzerland too, everywhere" in html
    assert '<td class="words"><bdi dir="auto">a is a story of its own</bdi></td><td class="number">–</td>' in html


def test_without_corrections_there_is_no_table():
    assert corrections_table(correction_effects(rows(), CORRECTED, ARTICLES), {}) is None


def test_what_the_analyst_wrote_is_escaped():
    written = rows({"when": "<i>", "action": "remove_alias", "from": "<b>&", "note": "<script>x()</script>\n<p>"})
    html = corrections_table(correction_effects(written, CORRECTED, ARTICLES), {})._repr_html_()
    assert "<i>" not in html
    assert "<b>" not in html
    assert "<script>" not in html
    assert "“&lt;b&gt;&amp;” counts no longer" in html
    assert "&lt;script&gt;x()&lt;/script&gt; &lt;p&gt;" in html
