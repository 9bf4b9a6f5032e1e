"""What an article is about: the themes whose terms weigh most in it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

MIN_WEIGHT = 2.0  # two clear terms, or one in the title
MIN_SHARE = 0.12  # of the weight of all themes
MAX_THEMES = 4
TITLE_FACTOR = 2


class Themes(NamedTuple):
    """The themes that articles are about: arrays of one value an article and theme, heaviest first."""

    article: np.ndarray
    theme: np.ndarray
    score: np.ndarray
    n_mentions: np.ndarray


def read_themes(
    article: np.ndarray, theme: np.ndarray, term: np.ndarray, weight: np.ndarray, in_title: np.ndarray
) -> Themes:
    """What each article is about; no theme if none has weight enough.

    Parameters
    ----------
    article, theme, term : arrays of int, one value a mention of a term, in order
        The number of the article, of the theme (in the order of their names) and of the term.
    weight : array of float
        The term's, as the lexicon has it.
    in_title : array of bool

    Returns
    -------
    Themes
        ``score`` is the share of the weight of all themes, 0..1. Each further use of the same term adds half as much as
        the one before, so that one repeated word does not make a theme.
    """
    order = np.lexsort((term, theme, article))  # keeps the order of the uses of a term
    article, theme, term, weight, in_title = (column[order] for column in (article, theme, term, weight, in_title))
    place = np.arange(article.size)
    is_theme = np.diff(article, prepend=-1).astype(bool) | np.diff(theme, prepend=-1).astype(bool)
    is_term = is_theme | np.diff(term, prepend=-1).astype(bool)
    n_before = place - np.maximum.accumulate(np.where(is_term, place, 0))
    weight = np.where(in_title, TITLE_FACTOR, 1) * weight * 0.5**n_before
    of = np.cumsum(is_theme) - 1
    article, theme = article[is_theme], theme[is_theme]
    weight, n_mentions = np.bincount(of, weight), np.bincount(of)
    score = weight / np.bincount(article, weight)[article]
    order = np.lexsort((theme, -score, article))
    order = order[(weight[order] >= MIN_WEIGHT) & (score[order] >= MIN_SHARE)]
    rank = np.arange(order.size) - np.searchsorted(article[order], article[order])
    order = order[rank < MAX_THEMES]
    return Themes(article[order], theme[order], score[order], n_mentions[order])
