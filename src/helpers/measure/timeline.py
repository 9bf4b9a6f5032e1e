"""How much was published when and by whom, which countries it is about, and panels for others' models."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse

from helpers.measure.selection import support, with_stories
from helpers.measure.uncertainty import LEVEL, MIN_STORIES, story_interval

OTHERS = "other outlets"


def coverage(articles: pd.DataFrame, *, top: int = 12) -> pd.DataFrame:
    """Articles and stories by day and outlet.

    Parameters
    ----------
    articles : DataFrame, one row per article
    top : int
        Outlets with fewest articles, beyond so many, are put together as ``other outlets``.

    Returns
    -------
    DataFrame, one row per day (UTC) and outlet with an article, in order
        ``day`` (timestamp), ``outlet``, ``n_articles``, ``n_stories``. Articles without a date are in no row.
    """
    rows = with_stories(articles).dropna(subset=["published"])
    outlet = rows["outlet"].fillna("unknown")
    shown = outlet.value_counts().sort_index().sort_values(ascending=False, kind="stable").index
    shown = shown if len(shown) <= top else shown[: top - 1]
    rows = rows.assign(
        day=rows["published"].dt.tz_convert(None).dt.normalize(),
        outlet=outlet.where(outlet.isin(shown), OTHERS),
        original=rows["relation"].eq("original").astype("int64"),
    )
    counted = rows.groupby(["day", "outlet"]).agg(n_articles=("article_id", "size"), n_stories=("original", "sum"))
    return counted.reset_index().sort_values(["day", "outlet"], ignore_index=True)


def outlet_summary(articles: pd.DataFrame) -> pd.DataFrame:
    """What each outlet brought.

    Returns
    -------
    DataFrame, one row per outlet, most articles first
        ``outlet``, ``outlet_country``, ``n_articles``, ``n_stories``, ``n_undated``, ``first`` and ``last`` day of
        publication (text, null without dates). Articles of no known outlet are in none.
    """
    rows = with_stories(articles)
    day = rows["published"].dt.strftime("%Y-%m-%d")
    rows = rows.assign(original=rows["relation"].eq("original"), undated=rows["published"].isna(), day=day)
    table = rows.groupby("outlet").agg(
        outlet_country=("outlet_country", "first"),
        n_articles=("article_id", "size"),
        n_stories=("original", "sum"),
        n_undated=("undated", "sum"),
        first=("day", "min"),
        last=("day", "max"),
    )
    return table.reset_index().sort_values(["n_articles", "outlet"], ascending=[False, True], ignore_index=True)


def role_counts(country_roles: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Stories by country and role.

    Returns
    -------
    DataFrame, one row per country, most often a party first
        ``country``; ``n_stories``; ``party``, ``venue``, ``topic``, ``bystander`` in stories (a country can be party and
        venue in one).
    """
    articles = with_stories(articles)
    originals = articles.loc[articles["relation"] == "original", "article_id"]
    rows = country_roles[country_roles["article_id"].isin(originals)]
    table = pd.DataFrame({"n_stories": rows.groupby("country")["article_id"].nunique()})
    for role in ("party", "venue", "topic", "bystander"):
        counted = rows[rows["role"].str.contains(role)].groupby("country")["article_id"].nunique()
        table[role] = counted.reindex(table.index, fill_value=0)
    return table.reset_index().sort_values(
        ["party", "n_stories", "country"], ascending=[False, False, True], ignore_index=True
    )


def main_window(table: pd.DataFrame, *, share: float = 0.99) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The first and last day of the middle of a coverage table, with at least ``share`` of its articles: a few strays
    in the far past would else squeeze a chart."""
    by_day = table.groupby("day")["n_articles"].sum().sort_index()
    if by_day.empty:
        return pd.NaT, pd.NaT
    reached = by_day.cumsum() / by_day.sum()
    tail = (1 - share) / 2
    return by_day.index[(reached > tail).argmax()], by_day.index[(reached >= 1 - tail).argmax()]


def country_coverage(country_roles: pd.DataFrame, articles: pd.DataFrame, *, level: float = LEVEL) -> pd.DataFrame:
    """Share of stories that mention each country, and how many have it as a party.

    Parameters
    ----------
    country_roles : DataFrame, one row per article and country
    articles : DataFrame, one row per article
        All that were read, whether or not they mention a country: they are the denominator.

    Returns
    -------
    DataFrame, one row per country, most stories first
        ``country``; ``n_mentions``, ``n_articles``, ``n_stories``, ``n_party`` (stories); ``share`` of stories, with
        ``low``, ``high``, ``level``. The interval is NaN under ten stories. Empty when no country is mentioned.
    """
    articles = with_stories(articles)
    counts = country_roles.groupby("country").agg(
        n_mentions=("n_mentions", "sum"), n_articles=("article_id", "nunique")
    )
    # sorted, so that the draws, and with them the intervals, do not hang on the order of rows
    originals = articles.loc[articles["relation"] == "original", "article_id"].sort_values()
    spoken = country_roles[country_roles["article_id"].isin(originals)]
    n_stories = spoken.groupby("country")["article_id"].nunique()
    n_party = spoken[spoken["role"].str.contains("party")].groupby("country")["article_id"].nunique()
    table = counts.assign(
        n_stories=n_stories.reindex(counts.index, fill_value=0),
        n_party=n_party.reindex(counts.index, fill_value=0),
    )
    story, countries = pd.Index(originals), table.index
    seen = sparse.csr_matrix(
        (np.ones(len(spoken)), (story.get_indexer(spoken["article_id"]), countries.get_indexer(spoken["country"]))),
        shape=(len(story), len(countries)),
    )
    n = max(1, len(story))
    # the sample is all stories, so that even a rare country's share has an interval once there are stories enough
    interval = story_interval(seen, lambda sums: sums / n, np.full(len(countries), len(story)), level=level)
    return (
        table.assign(share=table["n_stories"] / n, low=interval.low, high=interval.high, level=level)
        .reset_index()
        .sort_values(["n_stories", "n_mentions", "country"], ascending=[False, False, True], ignore_index=True)
    )


def country_month_panel(mentions: pd.DataFrame, sentences: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Country by month: how often mentioned, and the tone of the sentences that name it.

    Returns
    -------
    DataFrame, one row per country and month (UTC) with a mention in a dated article
        ``country``, ``month`` (``2017-02``), ``n_mentions``, ``n_articles``, ``n_stories``; ``n_scored``, sentences of
        originals that name the country and have a valence; ``valence``, their mean (NaN when there is none).
    """
    articles = with_stories(articles)
    rows = mentions.dropna(subset=["country"]).assign(month=lambda t: _month_of(t, articles)).dropna(subset=["month"])
    table = support(rows, ["country", "month"], articles)
    originals = articles.loc[articles["relation"] == "original", "article_id"]
    naming = rows[rows["named"] & rows["article_id"].isin(originals)]
    naming = naming.drop_duplicates(["article_id", "sentence", "country"])
    scored = naming.merge(sentences[["article_id", "sentence", "valence"]], on=["article_id", "sentence"])
    scored = scored.dropna(subset=["valence"]).groupby(["country", "month"])["valence"]
    table["n_scored"] = scored.size().reindex(table.index, fill_value=0)
    table["valence"] = scored.mean().reindex(table.index)
    return table.reset_index()


def dyad_month_panel(mentions: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Pairs of countries by month: how often both stand in one sentence.

    Returns
    -------
    DataFrame, one row per pair (``country_a`` before ``country_b`` in the alphabet) and month (UTC)
        ``country_a``, ``country_b``, ``month``; ``n_sentences``, ``n_articles``, ``n_stories``.
    """
    articles = with_stories(articles)
    once = mentions.dropna(subset=["country"]).drop_duplicates(["article_id", "sentence", "country"])
    once = once[["article_id", "sentence", "country"]]
    pairs = once.merge(once, on=["article_id", "sentence"], suffixes=("_a", "_b")).query("country_a < country_b")
    pairs = pairs.assign(month=_month_of(pairs, articles)).dropna(subset=["month"])
    table = support(pairs, ["country_a", "country_b", "month"], articles)
    return table.rename(columns={"n_mentions": "n_sentences"}).reset_index()


def _month_of(rows: pd.DataFrame, articles: pd.DataFrame) -> pd.Series:
    month = articles.set_index("article_id")["published"].dt.strftime("%Y-%m")
    return rows["article_id"].map(month)


def is_small(n_stories: int) -> bool:
    """Whether these are too few stories to carry an interval: a list, and not a trend."""
    return n_stories < MIN_STORIES
