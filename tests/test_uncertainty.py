"""Intervals over stories, and q-values over a family: each against values that can be worked by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from helpers.measure.uncertainty import MIN_STORIES, q_values, story_interval, two_sided_p

P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=30)


def mean(sums):
    """Sum over count: the two columns of every little table below."""
    return sums[:, [0]] / sums[:, [1]]


def stories(*values):
    """One row a story: what its one sentence adds to the sum, and to the count."""
    return np.array([(value, 1) for value in values], dtype=float)


TEN = stories(*range(10))


def test_nine_stories_carry_no_interval_and_ten_do():
    nine = story_interval(TEN[:9], mean, [9])
    assert np.isnan([*nine.low, *nine.high, *nine.error]).all()
    assert not np.isnan([*story_interval(TEN, mean, [10])]).any()


def test_a_value_that_rests_on_too_few_stories_has_none_beside_one_that_has():
    found = story_interval(TEN, lambda sums: sums, [MIN_STORIES, MIN_STORIES - 1])
    assert np.isfinite([found.low[0], found.high[0], found.error[0]]).all()
    assert np.isnan([found.low[1], found.high[1], found.error[1]]).all()


def test_no_values_give_an_empty_interval():
    assert all(len(part) == 0 for part in story_interval(np.zeros((12, 0)), lambda sums: sums, []))


def test_the_interval_surrounds_the_value_and_the_error_is_that_of_a_mean():
    found = story_interval(TEN, mean, [10], draws=4000)
    assert found.low[0] < 4.5 < found.high[0]
    assert found.error[0] == pytest.approx(np.std(range(10)) / np.sqrt(10), rel=0.1)


def test_stories_that_agree_leave_nothing_to_luck():
    found = story_interval(stories(*[0.25] * 12), mean, [12])
    assert found.low[0] == found.high[0] == 0.25
    assert found.error[0] == 0


def test_a_story_told_in_ten_sentences_is_no_surer_than_in_one():
    once, at_length = (story_interval(TEN * times, mean, [10]) for times in (1, 10))
    np.testing.assert_allclose(once, at_length)


def test_a_higher_level_gives_a_wider_interval():
    narrow, wide = (story_interval(TEN, mean, [10], level=level) for level in (0.5, 0.99))
    assert wide.low[0] < narrow.low[0] < narrow.high[0] < wide.high[0]


def test_asked_twice_the_answer_is_the_same_and_a_sparse_table_gives_it_too():
    first = story_interval(TEN, mean, [10])
    np.testing.assert_array_equal(first, story_interval(TEN, mean, [10]))
    np.testing.assert_allclose(first, story_interval(sparse.csr_matrix(TEN), mean, [10]))


def test_a_value_that_is_often_undefined_has_no_interval():
    one_in_ten = np.array([(1, 1)] + [(0, 0)] * 9, dtype=float)  # without that story there is nothing to divide by
    assert np.isnan(story_interval(one_in_ten, mean, [10])).all()


@pytest.mark.parametrize("level", [0, 1, 95, -0.5])
def test_level_must_be_a_proportion(level):
    with pytest.raises(ValueError, match=f"level is {level}"):
        story_interval(TEN, mean, [10], level=level)


def test_q_values_match_those_worked_by_hand():
    # smallest first, p times 4 over its rank, and none above the next: .04, .04, .04, .5
    assert q_values([0.5, 0.03, 0.01, 0.02]) == pytest.approx([0.5, 0.04, 0.04, 0.04])


def test_what_was_not_tested_is_in_no_family():
    assert q_values([0.01, np.nan, 0.02]) == pytest.approx([0.02, np.nan, 0.02], nan_ok=True)
    assert np.isnan(q_values([np.nan, np.nan])).all()
    assert len(q_values([])) == 0


@given(P_VALUES)
def test_a_q_value_is_never_below_its_p_value_and_keeps_their_order(p):
    q = q_values(p)
    assert (q >= np.array(p) - 1e-12).all()
    assert (q <= 1).all()
    assert (np.diff(q[np.argsort(p)]) >= -1e-12).all()


@given(P_VALUES, st.randoms())
def test_the_order_of_the_family_does_not_matter(p, random):
    order = list(range(len(p)))
    random.shuffle(order)
    np.testing.assert_allclose(q_values(np.array(p)[order]), q_values(p)[order])


@pytest.mark.parametrize(
    ("value", "error", "p"),
    [
        (0, 1, 1),
        (0, 0, np.nan),
        (1e-17, 1e-18, np.nan),
        (0.5, 0, 0),
        (1.959964, 1, 0.05),
        (-5.151659, 2, 0.01),
        (1, np.nan, np.nan),
    ],
)
def test_the_chance_of_a_value_is_that_of_a_normal_error(value, error, p):
    assert two_sided_p([value], [error])[0] == pytest.approx(p, abs=1e-6, nan_ok=True)
