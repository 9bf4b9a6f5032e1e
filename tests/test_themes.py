"""read_themes: weights that can be added up on paper."""

import numpy as np
import pytest

from helpers.annotate.themes import read_themes


def term(theme, spelling, weight=1.0, part="text"):
    return theme, spelling, weight, part == "title"


def themes(*mentions):
    """What one article is about, by theme: its score and how many mentions."""
    columns = list(zip(*mentions)) or [()] * 4
    names, spellings = (sorted(set(column)) for column in columns[:2])
    theme, term = ([known.index(one) for one in column] for known, column in zip((names, spellings), columns))
    rows = read_themes(
        *(np.array(column, int) for column in ([0] * len(mentions), theme, term)), *map(np.array, columns[2:])
    )
    return {
        names[row[1]]: {"score": row[2], "n_mentions": row[3]} for row in zip(*(column.tolist() for column in rows))
    }


@pytest.mark.parametrize(
    ("mentions", "found"),
    [
        ([], set()),
        ([term("trade", "tariff")], set()),
        ([term("trade", "tariff"), term("trade", "exports")], {"trade"}),
        ([term("trade", "tariff", part="title")], {"trade"}),
        ([term("trade", "tariff", 0.5, "title"), term("trade", "exports")], {"trade"}),
        ([term("trade", word, 0.5) for word in ("tariff", "exports", "imports")], set()),
        ([term("trade", word, 0.5) for word in ("tariff", "exports", "imports", "cargo")], {"trade"}),
    ],
)
def test_a_theme_takes_two_clear_terms_or_one_in_the_title(mentions, found):
    assert set(themes(*mentions)) == found


def test_one_word_repeated_makes_no_theme():
    assert themes(*[term("trade", "tariff")] * 50) == {}


def test_a_repeated_term_adds_half_as_much_each_time():
    rows = themes(*[term("trade", "tariff")] * 3, term("trade", "exports"), term("sport", "cup"), term("sport", "race"))
    assert rows["trade"]["score"] == pytest.approx(2.75 / 4.75)
    assert rows["sport"]["score"] == pytest.approx(2 / 4.75)
    assert [rows["trade"]["n_mentions"], rows["sport"]["n_mentions"]] == [4, 2]


def test_the_same_term_counts_anew_for_another_theme():
    rows = themes(*(term(theme, word) for theme in ("trade", "economy") for word in ("tariff", "exports")))
    assert [row["score"] for row in rows.values()] == [0.5, 0.5]


def test_a_theme_below_its_share_of_the_whole_is_left_out_but_counts_for_the_whole():
    strong = [term("war", f"battle {number}") for number in range(16)]
    rows = themes(*strong, term("trade", "tariff"), term("trade", "exports"))
    assert set(rows) == {"war"}
    assert rows["war"]["score"] == pytest.approx(16 / 18)


def test_four_themes_at_most_heaviest_first_and_then_by_name():
    many = [term(theme, f"{theme} {number}") for theme in "edcba" for number in range(2)]
    assert list(themes(*many, term("d", "d 3"))) == ["d", "a", "b", "c"]


def test_each_article_is_weighed_by_itself():
    article, term = np.array([0, 1, 1]), np.array([0, 0, 1])
    found = read_themes(article, np.zeros(3, int), term, np.ones(3), np.zeros(3, bool))
    assert [column.tolist() for column in found] == [[1], [0], [1.0], [2]]
