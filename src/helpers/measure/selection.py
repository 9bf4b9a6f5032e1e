"""The part of a corpus that a reader asked about, cut the same way for every measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from helpers.errors import WrongUse


@dataclass(frozen=True)
class Selection:
    """The tables of the articles that were asked for.

    ``articles`` carries ``story_id`` and ``relation``; where a story's original was not asked for, the first of its
    articles that was speaks for it. The other tables are as in the corpus, cut to these articles.
    """

    articles: pd.DataFrame
    sentences: pd.DataFrame
    mentions: pd.DataFrame
    country_roles: pd.DataFrame
    article_themes: pd.DataFrame

    @property
    def n_stories(self) -> int:
        return int((self.articles["relation"] == "original").sum())


def select(
    tables: Mapping[str, pd.DataFrame],
    *,
    since: str = "",
    until: str = "",
    countries: Sequence[str] = (),
    themes: Sequence[str] = (),
    outlets: Sequence[str] = (),
    query: str = "",
) -> Selection:
    """Cuts the tables of a corpus to the articles that meet every condition given.

    Parameters
    ----------
    tables : mapping
        ``articles``, ``stories``, ``sentences``, ``mentions``, ``country_roles``, ``article_themes``.
    since, until : str
        First and last day of publication (``2017-02-01``); undated articles then fall out.
    countries : ISO 3166-1 alpha-3 codes; an article must mention one of them
    themes : an article must be about one of them
    outlets : names of outlets
    query : str
        Words that must stand in the title or the text, just so, in any case.

    Raises
    ------
    WrongUse
        If a date is none, or ``until`` lies before ``since``.
    """
    first, last = _day(since, "since"), _day(until, "until")
    if first and last and last < first:
        raise WrongUse(f"until ({until}) lies before since ({since})")
    articles = tables["articles"]
    day = articles["published"].dt.date
    keep = pd.Series(True, index=articles.index)
    if first:
        keep &= day.ge(first).fillna(False)
    if last:
        keep &= day.le(last).fillna(False)
    if outlets:
        keep &= articles["outlet"].isin(outlets)
    if query:
        whole = articles["title"].fillna("") + "\n" + articles["text"]
        keep &= whole.str.contains(query, case=False, regex=False)
    for table, column, wanted in (("country_roles", "country", countries), ("article_themes", "theme", themes)):
        if wanted:
            rows = tables[table]
            keep &= articles["article_id"].isin(rows.loc[rows[column].isin(wanted), "article_id"])
    articles = with_stories(articles[keep], tables["stories"])
    names = set(articles["article_id"])
    cut = {
        name: tables[name][tables[name]["article_id"].isin(names)].reset_index(drop=True)
        for name in ("sentences", "mentions", "country_roles", "article_themes")
    }
    return Selection(articles, **cut)


def with_stories(articles: pd.DataFrame, stories: pd.DataFrame | None = None) -> pd.DataFrame:
    """``articles`` with ``story_id`` and ``relation``, and one ``original`` in every story.

    Without ``stories``, every article is a story of its own.
    """
    if stories is None:
        if {"story_id", "relation"} <= set(articles.columns):
            return articles
        return articles.assign(story_id=articles["article_id"], relation="original")
    rows = articles.merge(stories[["article_id", "story_id", "relation"]], on="article_id", how="left")
    order = rows.sort_values(["story_id", "published", "article_id"], na_position="last")
    order = pd.concat([order[order["relation"] == "original"], order[order["relation"] != "original"]])
    speaks = order.drop_duplicates("story_id")["article_id"]
    is_original = rows["article_id"].isin(speaks)
    return rows.assign(relation=rows["relation"].where(~is_original, "original")).reset_index(drop=True)


def most_frequent_party(country_roles: pd.DataFrame, articles: pd.DataFrame) -> str:
    """The country that is a party in most stories (the first in the alphabet of equals); empty if none is."""
    parties = support(country_roles[country_roles["role"].str.contains("party")], ["country"], articles)
    return "" if parties.empty else str(parties["n_stories"].idxmax())


def split_by_focus(
    articles: pd.DataFrame, country_roles: pd.DataFrame, focus: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The articles that ``focus`` picks out, and all others.

    Parameters
    ----------
    focus : str
        An ISO alpha-3 code (articles with that country as a party), an outlet's name, or a month such as ``2017-02``.
        An empty one picks out none.

    Raises
    ------
    WrongUse
        If it is not empty and picks out none.
    """
    if not focus:
        return articles.iloc[:0], articles
    if focus in set(country_roles["country"]):
        parties = country_roles[(country_roles["country"] == focus) & country_roles["role"].str.contains("party")]
        chosen = articles["article_id"].isin(parties["article_id"])
    else:
        chosen = articles["outlet"].eq(focus) | articles["published"].dt.strftime("%Y-%m").eq(focus)
    if not chosen.any():
        raise WrongUse(
            f"focus {focus!r} picks out no article: write a country's code, an outlet's name, or a month (2017-02)"
        )
    return articles[chosen], articles[~chosen]


def support(rows: pd.DataFrame, by: list[str], articles: pd.DataFrame) -> pd.DataFrame:
    """``n_mentions``, ``n_articles`` and ``n_stories`` of each group of ``rows`` (one a mention), indexed by ``by``.

    A story counts where its original has the mention.
    """
    originals = set(articles.loc[articles["relation"] == "original", "article_id"])
    rows = rows[[*by, "article_id"]].dropna(subset=by)
    counted = rows.groupby(by, observed=True).agg(
        n_mentions=("article_id", "size"), n_articles=("article_id", "nunique")
    )
    spoken = rows[rows["article_id"].isin(originals)].groupby(by, observed=True)["article_id"].nunique()
    return counted.assign(n_stories=spoken.reindex(counted.index, fill_value=0).astype("int64"))


def _day(text: str, name: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongUse(f"{name} is {text!r}; write a day as 2017-02-28") from None
