"""How far a number could move by the luck of which stories were read.

Stories are resampled, not articles or sentences: copies of one report and sentences of one story are not independent
(cluster bootstrap; Efron and Tibshirani 1993, chapter 8). It says nothing of which outlets were chosen.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy import sparse, stats

LEVEL = 0.95
DRAWS = 1000
MIN_STORIES = 10  # fewer carry no interval
SEED = 1648


class Interval(NamedTuple):
    """Percentile bounds and standard error of each value; NaN where there are too few stories to tell."""

    low: np.ndarray
    high: np.ndarray
    error: np.ndarray


def story_interval(
    per_story: np.ndarray | sparse.spmatrix,
    statistic: Callable[[np.ndarray], np.ndarray],
    support: np.ndarray,
    *,
    level: float = LEVEL,
    draws: int = DRAWS,
) -> Interval:
    """Bootstrap interval of values that are computed from sums over stories.

    Parameters
    ----------
    per_story : array or sparse matrix, one row per story
        What each story adds to each sum.
    statistic : callable
        From sums (draws x columns of ``per_story``) to values (draws x values).
    support : array of int, one per value
        Stories that the value rests on; below ``MIN_STORIES`` the interval is NaN.
    level : float, strictly between 0 and 1
    draws : int

    Raises
    ------
    ValueError
        If ``level`` is not between 0 and 1.
    """
    if not 0 < level < 1:
        raise ValueError(f"level is {level}, but must lie strictly between 0 and 1, such as {LEVEL}")
    support = np.asarray(support)
    n_stories = per_story.shape[0]
    nothing = np.full(len(support), np.nan)
    if not len(support) or n_stories < MIN_STORIES:
        return Interval(nothing, nothing, nothing)
    rng = np.random.default_rng(SEED)
    step = max(1, 4_000_000 // n_stories)  # draws at a time, so that memory stays flat
    samples = []
    for start in range(0, draws, step):
        size = min(step, draws - start)
        weights = rng.multinomial(n_stories, np.full(n_stories, 1 / n_stories), size=size).astype(np.float64)
        samples.append(np.asarray(weights @ per_story))
    with np.errstate(divide="ignore", invalid="ignore"):
        values = statistic(np.concatenate(samples))
    values = np.where(np.isfinite(values), values, np.nan)
    enough = (support >= MIN_STORIES) & (np.isfinite(values).mean(axis=0) > 0.99)
    low, high, error = nothing.copy(), nothing.copy(), nothing.copy()
    if enough.any():
        tail = (1 - level) / 2
        low[enough], high[enough] = np.nanquantile(values[:, enough], [tail, 1 - tail], axis=0)
        error[enough] = np.nanstd(values[:, enough], axis=0, ddof=1)
    return Interval(low, high, error)


def q_values(p_values: np.ndarray) -> np.ndarray:
    """Benjamini-Hochberg q-values over the family given (1995, JRSS B 57:289-300); NaN stays NaN and is in no family."""
    p_values = np.asarray(p_values, dtype=float)
    q = np.full(len(p_values), np.nan)
    tested = np.isfinite(p_values)
    if tested.any():
        q[tested] = stats.false_discovery_control(p_values[tested], method="bh")
    return q


def two_sided_p(value: np.ndarray, error: np.ndarray) -> np.ndarray:
    """Chance of a value this far from 0, were the true one 0 and its error normal; NaN where both are 0."""
    value, error = (np.round(np.asarray(part, dtype=float), 12) for part in (value, error))  # the rest is rounding
    with np.errstate(divide="ignore", invalid="ignore"):
        return 2 * stats.norm.sf(np.abs(value / error))
