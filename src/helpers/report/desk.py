"""What a notebook lays out before it begins: the tables of the articles asked for, and how to name and credit them."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

import pandas as pd

from helpers.annotate.update import missing_articles, update_annotation
from helpers.corpus import Corpus, new_run_id
from helpers.errors import WrongUse
from helpers.lexicons import Lexicons, load_lexicons
from helpers.measure import Selection, select
from helpers.measure.timeline import is_small
from helpers.paths import corpus_path
from helpers.report.findings import count_of, list_words, number_word
from helpers.report.tables import write_csv

READ = ("articles", "stories", "sentences", "mentions", "country_roles", "article_themes")


class Desk:
    """The tables of a selection, with names for what is in them.

    Attributes
    ----------
    corpus : Corpus
    articles, sentences, mentions, country_roles, article_themes : DataFrame
        Cut to what was asked for; ``articles`` carries ``story_id`` and ``relation``.
    names : dict
        ISO code or slug to the name that a reader knows.
    source : str
        The line under every chart: how many articles, of whom, of when.
    n_articles, n_stories : int
    small : bool
        Whether these are too few stories for intervals.
    """

    def __init__(self, corpus: Corpus, lexicons: Lexicons, selection: Selection, asked: str, out: Path | None):
        self.corpus, self.lexicons, self._out = corpus, lexicons, out
        self.articles, self.sentences, self.mentions = selection.articles, selection.sentences, selection.mentions
        self.country_roles, self.article_themes = selection.country_roles, selection.article_themes
        self.names = lexicons.names
        self.n_articles, self.n_stories = len(selection.articles), selection.n_stories
        self.small = is_small(self.n_stories)
        self.source = describe_source(selection.articles) + asked

    def keep(self, name: str, table: pd.DataFrame) -> pd.DataFrame:
        """``table``, which a report run also finds as ``tables/NAME.csv``."""
        if self._out:
            write_csv(table, self._out / "tables" / f"{name}.csv")
        return table

    def keep_findings(self, findings: list[str]) -> None:
        """The sentences of the briefing, which a report run also finds in ``findings.txt``, one a line."""
        if self._out:
            (self._out / "findings.txt").write_text("".join(f"{finding}\n" for finding in findings), encoding="utf-8")


def open_desk(
    corpus: str = "",
    *,
    since: str = "",
    until: str = "",
    countries: Iterable[str] = (),
    themes: Iterable[str] = (),
    outlets: Iterable[str] = (),
    query: str = "",
    out: str = "",
) -> Desk:
    """Opens a corpus, annotates what is not annotated yet, and cuts it to what was asked for.

    Parameters
    ----------
    corpus : str
        A folder, a pinned ``corpus.json``, or empty for ``$READOUT_CORPUS``, else the demonstration corpus.
    since, until, countries, themes, outlets, query
        As in :func:`helpers.measure.select`.
    out : str
        A folder for tables and findings; empty writes none.

    Raises
    ------
    NoCorpus
        If there is no corpus; the message says how to make one.
    WrongUse
        If a country, theme or outlet is unknown; the message names the nearest.
    """
    path = corpus_path(corpus)
    held = Corpus(path)
    if path.is_dir() and missing_articles(held) != []:
        update_annotation(path, new_run_id())
        held = Corpus(path)
    lexicons = load_lexicons(held.folder)
    tables = {table: held.read(table) for table in READ}
    _check(
        countries,
        {row["country"] for row in lexicons.rows["countries"]} - {""},
        "country",
        "an ISO 3166-1 alpha-3 code",
    )
    _check(themes, {row["theme"] for row in lexicons.rows["themes"]} - {""}, "theme", "a theme of themes.csv")
    _check(outlets, set(tables["articles"]["outlet"].dropna()), "outlet", "an outlet of this corpus")
    asked = {"countries": list(countries), "themes": list(themes), "outlets": list(outlets), "query": query}
    selection = select(tables, since=since, until=until, **asked)
    said = [
        f"{name} {list_words(value) if isinstance(value, list) else f'“{value}”'}"
        for name, value in asked.items()
        if value
    ]
    return Desk(held, lexicons, selection, f"; asked for {', '.join(said)}" if said else "", Path(out) if out else None)


def describe_source(articles: pd.DataFrame) -> str:
    """``3,788 articles of nine outlets, 1 April 2016 to 30 March 2017``."""
    outlets = articles["outlet"].nunique()
    days = articles["published"].dropna()
    dated = f"{days.min():%d %B %Y} to {days.max():%d %B %Y}".replace(" 0", " ").lstrip("0") if len(days) else "undated"
    undated = len(articles) - len(days)
    some = f", {undated:,} of them undated" if len(days) and undated else ""
    who = f"{number_word(outlets)} outlet{'s' if outlets != 1 else ''}" if outlets else "unknown outlets"
    return f"{count_of(len(articles), 'article')} of {who}, {dated}{some}"


def _check(wanted: Iterable[str], known: set[str], noun: str, what: str) -> None:
    for value in wanted:
        if value not in known:
            near = get_close_matches(str(value), sorted(known), n=1, cutoff=0.4)
            hint = f"; the nearest is {near[0]}" if near else ""
            raise WrongUse(f"{value!r} is no {noun} that is known here: write {what}{hint}")
