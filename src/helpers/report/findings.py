"""What the numbers say, in sentences: each takes a finished measure and claims only what its intervals carry."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from helpers.report.desk import Desk

ALPHA = 0.05  # q-values below this are called a difference
WITH_ARTICLE = re.compile(
    r"^(?:United|Netherlands|Philippines|Maldives|Bahamas|Gambia|Seychelles|Comoros)\b|Republic|Islands|Emirates|Territor"
)
NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()


def number_word(n: int) -> str:
    """``nine`` for 9; figures from 13 on."""
    return NUMBERS[n] if n < len(NUMBERS) else f"{n:,}"


def count_of(n: int, noun: str, plural: str | None = None) -> str:
    """``1 story``, ``3,788 articles``."""
    return f"{n:,} {noun if n == 1 else plural or noun + 's'}"


def list_words(words: list[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""


def the(name: str) -> str:
    """A country's name as it stands within a sentence: ``the United States``, ``Russia``."""
    return f"the {name}" if WITH_ARTICLE.search(name) else name


def sentence_of(text: str) -> str:
    """``text`` with a capital first letter."""
    return text[:1].upper() + text[1:]


def small_corpus(n: int, noun: str = "article", plural: str = "articles") -> str:
    """What a reader must know of a corpus too small for intervals."""
    if not n:
        return f"No {noun} matches what was asked for"
    what = f"{noun} is" if n == 1 else f"{plural} are"
    return f"{number_word(n).capitalize()} {what} a list, not a trend: counts are given, and no intervals"


def describe_focus(focus: str, names: Mapping[str, str]) -> str:
    """What a focus picks out, in words that follow ``stories``."""
    if not focus:
        return "with a country as a party"
    if focus in names:
        return f"with {the(names[focus])} as a party"
    if re.fullmatch(r"\d{4}-\d\d", focus):
        return f"of {pd.Period(focus).strftime('%B %Y')}"
    return f"of {focus}"


def briefing(
    desk: Desk,
    daily: pd.DataFrame,
    shares: pd.DataFrame,
    roles: pd.DataFrame,
    tone: pd.DataFrame,
    pairs: pd.DataFrame,
    ties: pd.DataFrame,
) -> list[str]:
    """The findings of the front page, in the order of its notebooks; of a small corpus, what it holds and no more."""
    if desk.small:
        return [small_corpus(desk.n_articles), finding_parties(roles, desk.names)]
    return [
        *([finding_coverage(daily)] if len(daily) else []),
        finding_countries(shares, desk.names, desk.n_stories),
        finding_parties(roles, desk.names),
        finding_sentiment(tone, desk.names),
        finding_pairs(
            pairs, desk.names, "sentence", f"Of {count_of(int(pairs['q_value'].notna().sum()), 'pair')} of countries, "
        ),
        finding_themes(ties, desk.names, "Of all countries and themes, "),
    ]


def finding_parties(roles: pd.DataFrame, names: Mapping[str, str], n: int = 4) -> str:
    """The countries that are most often a party, with their stories."""
    acting = roles[roles["party"] > 0].head(n)
    if acting.empty:
        return "No country is a party in any story"
    said = [f"{the(names[c])} in {k:,}" for c, k in zip(acting["country"], acting["party"], strict=True)]
    return f"Most often a party: {list_words(said)} {'story' if acting['party'].iloc[-1] == 1 else 'stories'}"


def finding_uncut(table: pd.DataFrame, names: Mapping[str, str], n: int = 3) -> str:
    """What cutting did to the counts of countries, of a table of all that are mentioned, the largest difference first."""
    changed = table[table["n_articles_added"] > 0]
    if changed.empty:
        return "Had nothing been cut, no country would be in more articles"
    most = int(changed["n_articles_added"].iloc[0])
    first = [the(names.get(c, c)) for c in changed.loc[changed["n_articles_added"] == most, "country"]]
    who = list_words(first) if len(first) <= n else f"{len(first):,} countries"
    pool = f"{len(changed):,} of {count_of(len(table), 'country', 'countries')}"
    return f"Had nothing been cut, {pool} would be in more articles: at most {most:,} more, for {who}"


def finding_coverage(table: pd.DataFrame) -> str:
    """The month with most of the stories, of a table by day and outlet."""
    by_month = table.groupby(table["day"].dt.to_period("M"))["n_stories"].sum()
    month, n, total = by_month.idxmax(), int(by_month.max()), int(by_month.sum())
    outlets = table["outlet"].nunique()
    who = "one outlet" if outlets == 1 else f"{number_word(outlets)} outlets"
    if total == 1:
        return f"The one dated story is of {month.strftime('%B %Y')}"
    if len(by_month) == 1:
        return f"All {count_of(total, 'dated story', 'dated stories')} of {who} are of {month.strftime('%B %Y')}"
    return f"{n / total:.0%} of the dated stories of {who} are of {month.strftime('%B %Y')}"


def finding_countries(table: pd.DataFrame, names: Mapping[str, str], n_stories: int) -> str:
    """Who is written about most; one country leads only if its interval stands clear of the next."""
    if table.empty:
        return "No country is mentioned"
    first = table.iloc[0]
    if pd.isna(first["low"]):
        few = n_stories < len(NUMBERS)
        return small_corpus(n_stories, "story", "stories") if few else "Too few stories to rank countries"
    if len(table) == 1 or first["low"] > table["high"].iloc[1:].max():
        return sentence_of(
            f"{the(names[first['country']])} is mentioned in {first['share']:.0%} of stories, more than any other country"
        )
    level = table[table["high"] >= first["low"]]["country"].head(4)
    return f"No country leads alone: {list_words([the(names[c]) for c in level])} are mentioned about as often"


def finding_keyness(table: pd.DataFrame, subject: str, n: int = 3) -> str:
    """The words that mark ``subject``, of those whose interval lies above no difference."""
    sure = table[(table["q_value"] < ALPHA) & (table["low"] > 0)] if len(table) else table
    if sure.empty:
        return f"No word marks {subject} beyond chance"
    words = [f"“{term}”" for term in sure["term"].head(n)]
    verb = "marks" if len(words) == 1 else "mark"
    return f"{list_words(words)} {verb} {subject}"


def finding_sentiment(table: pd.DataFrame, names: Mapping[str, str], n: int = 3) -> str:
    """Which countries of the table stand in darker or brighter sentences than the average, of those that surely do."""
    if table.empty:
        return "No country is named in stories enough to compare tone"
    sure = table[table["q_value"] < ALPHA]
    darker = sure[sure["valence"] < sure["overall"]].head(n)
    brighter = sure[sure["valence"] > sure["overall"]].iloc[::-1].head(n)
    if darker.empty and brighter.empty:
        return f"None of {count_of(len(table), 'country', 'countries')} stands in sentences surely darker or brighter than the average"
    parts = [
        f"{list_words([the(names[c]) for c in part['country']])} in {word}"
        for part, word in ((darker, "darker"), (brighter, "brighter"))
        if len(part)
    ]
    pool = f"Of {count_of(len(table), 'country', 'countries')}, "
    return f"{pool}{', '.join(parts)} sentences than the average"


def finding_pairs(table: pd.DataFrame, names: Mapping[str, str], window: str, pool: str = "", n: int = 3) -> str:
    """The pairs most closely tied (NPMI), of those that surely come together more often than by chance.

    ``pool`` says among what, where the table is only a part: ``Of 14 countries, ``.
    """
    sure = _sure(table)
    if sure.empty:
        return sentence_of(f"{pool}no pair shares {window}s more often than chance would have it")
    pairs = [f"{names.get(a, a)}–{names.get(b, b)}" for a, b in zip(sure["a"], sure["b"], strict=True)][:n]
    return f"{pool}{list_words(pairs)} {'is' if len(pairs) == 1 else 'are'} tied most closely by shared {window}s, beyond chance"


def finding_themes(table: pd.DataFrame, names: Mapping[str, str], pool: str = "", n: int = 3) -> str:
    """The countries and themes most closely tied (NPMI), of those that surely come together more often than by chance."""
    sure = _sure(table)
    if sure.empty:
        return sentence_of(
            f"{pool}none is tied to a theme beyond chance" if pool else "No country is tied to a theme beyond chance"
        )
    ties = [f"{the(names.get(a, a))} to “{names.get(b, b)}”" for a, b in zip(sure["a"], sure["b"], strict=True)][:n]
    return sentence_of(f"{pool}{list_words(ties)} {'is' if len(ties) == 1 else 'are'} tied most closely, beyond chance")


def _sure(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of a table of pairs that lie surely above chance."""
    return table[(table["q_value"] < ALPHA) & (table["low"] > 0)] if len(table) else table
