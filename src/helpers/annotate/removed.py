"""Which countries stood in what was cut: so that a reader can see what cleaning did to the counts."""

from __future__ import annotations

import pandas as pd

from helpers.annotate.articles import days_of
from helpers.annotate.corrected import Replay
from helpers.annotate.mentions import referent_of
from helpers.lexicons import Lexicons, load_lexicons, matcher_of

COLUMNS = ["article_id", "rule", "position", "country", "route", "named", "surface"]


def mentions_in_removed(
    removed: pd.DataFrame,
    articles: pd.DataFrame,
    lexicons: Lexicons | None = None,
    corrections: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The countries named or implied in the passages that were cut, read as those of articles are.

    A passage is read by itself. That hides no country of an article whose surnames it repeats: what introduces a
    surname names the same person, and stands in the text that was kept.

    Parameters
    ----------
    removed : DataFrame, one row per passage
        ``article_id``, ``rule``, ``position``, ``passage``.
    articles : DataFrame, one row per article
        ``article_id`` and ``published``, by which an office is told to be held.
    lexicons : Lexicons, optional
        The shipped ones, unless given.
    corrections : DataFrame, optional
        As for :func:`helpers.annotate.annotate`.

    Returns
    -------
    DataFrame, one row per mention, in the order of the passages
        ``article_id``, ``rule``, ``position``; ``country``, ``route``, ``named`` and ``surface`` as in ``mentions``.
    """
    lexicons = lexicons or load_lexicons()
    replay = Replay(corrections, lexicons)
    days = dict(zip(articles["article_id"], days_of(articles["published"]), strict=True))
    rows = []
    passages = removed[["article_id", "rule", "position", "passage"]].itertuples(index=False)
    found = matcher_of(lexicons).find_each(list(removed["passage"]))
    for (article_id, rule, position, passage), matches in zip(passages, found, strict=True):
        day = days.get(article_id)
        for match in replay.at(article_id, day).correct_matches(matches, passage):
            meant = referent_of(match.form, lexicons.offices, day)
            if meant.country:
                told = (meant.country, meant.route, meant.named, passage[match.start : match.end])
                rows.append((article_id, rule, position, *told))
    return pd.DataFrame(rows, columns=COLUMNS)
