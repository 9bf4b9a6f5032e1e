"""Tables for readers: short, sorted, headed in words, escaped. And tables for files: no cell that a spreadsheet would run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from textwrap import shorten

import pandas as pd
from pandas.api.types import is_numeric_dtype, is_string_dtype

from helpers.corpus.corrections import in_words, on_one_line
from helpers.corpus.ledger import by_reason
from helpers.measure.selection import support
from helpers.measure.timeline import outlet_summary, role_counts
from helpers.measure.uncertainty import MIN_STORIES
from helpers.report.findings import finding_uncut

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


class Table:
    """A finished table with the words that head its columns.

    Parameters
    ----------
    rows : DataFrame
        What to show, already cut and sorted.
    columns : dict of str to (str, str)
        For each column shown, its heading and its format (or a function that formats one value), such as
        ``{"share": ("share of stories", "{:.0%}")}``. Text takes ``"{}"``. A missing value is shown as a dash.
    caption : str
        What one row is, and how many rows there are in all.
    title : str, optional
        What is seen, in a sentence above the table; it stands even if there are no rows.

    Raises
    ------
    KeyError
        If a column is not in ``rows``; the message lists those there are.
    """

    def __init__(
        self,
        rows: pd.DataFrame,
        columns: dict[str, tuple[str, str | Callable[[object], str]]],
        *,
        caption: str,
        title: str = "",
    ):
        missing = [name for name in columns if name not in rows]
        if missing:
            raise KeyError(f"no column {missing[0]}; there are: {', '.join(rows.columns)}")
        self.rows, self.columns, self.caption, self.title = rows, columns, caption, title

    def _repr_html_(self) -> str:
        if self.rows.empty:
            return f'<p class="note">{escape(self._nothing())}</p>'
        kinds = {name: "number" if is_numeric_dtype(self.rows[name]) else "words" for name in self.columns}
        head = "".join(
            f'<th scope="col" class="{kinds[name]}">{escape(title)}</th>' for name, (title, _) in self.columns.items()
        )
        body = "".join(
            "<tr>"
            + "".join(
                f'<td class="{kinds[name]}">{_marked(_cell(row[name], form), kinds[name])}</td>'
                for name, (_, form) in self.columns.items()
            )
            + "</tr>"
            for row in self.rows.to_dict("records")
        )
        title = f"<p><strong>{escape(self.title)}</strong></p>" if self.title else ""
        return (
            f'<div class="table">{title}<table><caption>{escape(self.caption)}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        )

    def __repr__(self) -> str:
        return self.rows[list(self.columns)].to_string(index=False) if len(self.rows) else self._nothing()

    def _nothing(self) -> str:
        return f"{self.title}." if self.title else "Nothing to list."


def _cell(value: object, form: str | Callable[[object], str]) -> str:
    if pd.isna(value):
        return "–"
    return form(value) if callable(form) else form.format(value)


def _marked(text: str, kind: str) -> str:
    """Words may be of any script: each cell's run in their own direction, and leave its neighbours alone."""
    return f'<bdi dir="auto">{escape(text)}</bdi>' if kind == "words" else escape(text)


def _in_words(rule: str) -> str:
    return rule.replace("-", " ").replace("_", " ")


def _shortened(passage: str, most: int = 80) -> str:
    return shorten(passage, most, placeholder=" …")


def _q(value: float) -> str:
    return "<0.001" if value < 0.001 else f"{value:.3f}"


class Sentences:
    """A list of sentences, one finding each."""

    def __init__(self, sentences: list[str]):
        self.sentences = sentences

    def _repr_html_(self) -> str:
        return (
            '<ul class="findings">' + "".join(f"<li>{escape(sentence)}.</li>" for sentence in self.sentences) + "</ul>"
        )

    def __repr__(self) -> str:
        return "\n".join(f"{sentence}." for sentence in self.sentences)


COUNTS = {"n_stories": ("stories", "{:,}"), "n_articles": ("articles", "{:,}"), "n_mentions": ("mentions", "{:,}")}


def _named(rows: pd.DataFrame, names: Mapping[str, str], *columns: str) -> pd.DataFrame:
    return rows.assign(**{column: [names.get(value, value) for value in rows[column]] for column in columns})


def _shown(n: int, total: int, what: str) -> str:
    return f"{what}; {total:,} in all" + (f", {n:,} shown." if n < total else ".")


def account_table(ledger: pd.DataFrame) -> Table:
    """What became of the units, by reason."""
    rows = by_reason(ledger)
    columns = {
        "status": ("status", "{}"),
        "reason": ("reason", "{}"),
        "n_units": ("units", "{:,}"),
        "message": ("for example", "{}"),
    }
    return Table(rows, columns, caption=f"One row is a status and a reason; {len(ledger):,} units in all.")


def outlet_table(articles: pd.DataFrame, top: int = 20) -> Table:
    """What each outlet brought."""
    rows = outlet_summary(articles)
    columns = {
        "outlet": ("outlet", "{}"),
        "outlet_country": ("of", "{}"),
        "n_articles": ("articles", "{:,}"),
        "n_stories": ("stories", "{:,}"),
        "n_undated": ("undated", "{:,}"),
        "first": ("first day", "{}"),
        "last": ("last day", "{}"),
    }
    return Table(rows.head(top), columns, caption=_shown(min(top, len(rows)), len(rows), "One row is an outlet"))


def removed_table(by_outlet: pd.DataFrame, top: int = 15) -> Table:
    """What was cut, by rule, with the outlet that had most of it and the passage that it had most often."""
    rows = by_outlet.groupby("rule", sort=False).agg(
        n_passages=("n_passages", "sum"),
        n_articles=("n_articles", "sum"),  # an article is of one outlet
        outlet=("outlet", "first"),
        passage=("passage", "first"),
    )
    columns = {
        "rule": ("rule", _in_words),
        "n_passages": ("passages", "{:,}"),
        "n_articles": ("articles", "{:,}"),
        "outlet": ("most from", "{}"),
        "passage": ("for example", _shortened),
    }
    caption = _shown(min(top, len(rows)), len(rows), "One row is a rule, those that cut most passages first")
    return Table(rows.head(top).reset_index(), columns, caption=caption)


def uncut_table(uncut: pd.DataFrame, names: Mapping[str, str], top: int = 10) -> Table:
    """The countries that would be in more articles had nothing been cut."""
    rows = uncut[uncut["n_articles_added"] > 0]
    columns = {
        "country": ("country", "{}"),
        "n_articles_kept": ("articles", "{:,}"),
        "n_articles_uncut": ("uncut", "{:,}"),
        "n_articles_added": ("more", "{:,}"),
        "n_stories_added": ("more stories", "{:,}"),
        "n_mentions_added": ("more mentions", "{:,}"),
        "rule": ("most by the rule", _in_words),
    }
    caption = _shown(min(top, len(rows)), len(rows), "One row is a country that would be in more articles")
    return Table(_named(rows.head(top), names, "country"), columns, caption=caption, title=finding_uncut(uncut, names))


def role_table(country_roles: pd.DataFrame, articles: pd.DataFrame, names: Mapping[str, str], top: int) -> Table:
    """Stories by country and role."""
    rows = role_counts(country_roles, articles)
    columns = {"country": ("country", "{}"), "n_stories": ("stories", "{:,}")}
    columns |= {role: (role, "{:,}") for role in ("party", "venue", "topic", "bystander")}
    caption = _shown(
        min(top, len(rows)), len(rows), "One row is a country, in stories; it can be party and venue in one"
    )
    return Table(_named(rows.head(top), names, "country"), columns, caption=caption)


def route_table(mentions: pd.DataFrame, articles: pd.DataFrame) -> Table:
    """By which words countries are meant."""
    rows = support(mentions.dropna(subset=["country"]), ["route"], articles).reset_index()
    rows = rows.sort_values("n_mentions", ascending=False)
    caption = "One row is a route from words to a country; themes, and bodies of no country, are in none."
    return Table(rows, {"route": ("route", "{}"), **COUNTS}, caption=caption)


def entity_table(entities: pd.DataFrame, names: Mapping[str, str], top: int) -> Table:
    """The people and bodies in most stories."""
    rows = entities[entities["kind"].isin(["person", "organisation"])].sort_values(
        ["n_stories", "n_mentions", "entity"], ascending=[False, False, True]
    )
    caption = _shown(min(top, len(rows)), len(rows), "One row is a person or an organisation")
    columns = {"entity": ("name", "{}"), "kind": ("kind", "{}"), **COUNTS}
    return Table(_named(rows.head(top), names, "entity"), columns, caption=caption)


def corrections_table(effects: pd.DataFrame, names: Mapping[str, str]) -> Table | None:
    """The analyst's corrections, and how much each changed; nothing at all if there are none."""
    if effects.empty:
        return None
    rows = effects.assign(what=[in_words(row, names) for row in effects.to_dict("records")])
    columns = {
        "when": ("when", "{}"),
        "what": ("what", "{}"),
        "n_mentions": ("mentions changed", "{:,.0f}"),
        "n_articles": ("articles changed", "{:,.0f}"),
        "note": ("note", on_one_line),
    }
    caption = (
        f"One row is a correction, in the order of replay; {len(rows):,} in all. Those of stories are not counted."
    )
    return Table(rows, columns, caption=caption, title="Corrections by the analyst")


WORDS = {
    "term": ("term", "{}"),
    "n_stories": ("stories", "{:,}"),
    "per_million": ("per million words", "{:,.0f}"),
    "per_million_reference": ("elsewhere", "{:,.0f}"),
    "log_ratio": ("log2 ratio", "{:.1f}"),
    "low": ("from", "{:.1f}"),
    "high": ("to", "{:.1f}"),
}


def keyness_table(words: pd.DataFrame, top: int) -> Table:
    """The words that mark the target, strongest evidence first."""
    columns = {**WORDS, "g2": ("G2", "{:,.0f}"), "dispersion": ("dispersion", "{:.2f}")}
    caption = _shown(min(top, len(words)), len(words), "One row is a term; from and to bound the 95% interval")
    return Table(words.head(top), columns, caption=caption)


def outlet_words_table(words: pd.DataFrame) -> Table:
    """The words that mark each outlet, in one row."""
    rows = words.groupby("outlet", sort=False)["term"].agg(", ".join).reset_index() if len(words) else words
    caption = "One row is an outlet, with the terms of strongest evidence against all other outlets."
    return Table(rows, {"outlet": ("outlet", "{}"), "term": ("terms", "{}")}, caption=caption)


def sentiment_table(tone: pd.DataFrame, names: Mapping[str, str], top: int) -> Table:
    """Tone of the countries in most stories, darkest first."""
    rows = tone.nlargest(top, "n_stories").sort_values("valence")
    columns = {
        "country": ("country", "{}"),
        "n_stories": ("stories", "{:,}"),
        "n_scored": ("sentences scored", "{:,}"),
        "n_sentences": ("of", "{:,}"),
        "valence": ("mean valence", "{:+.2f}"),
        "low": ("from", "{:+.2f}"),
        "high": ("to", "{:+.2f}"),
        "valence_abroad": ("abroad", "{:+.2f}"),
        "q_value": ("q", _q),
    }
    caption = _shown(
        len(rows),
        len(tone),
        "One row is a country; from and to bound the 95% interval, abroad is the mean over outlets of other countries",
    )
    return Table(_named(rows, names, "country"), columns, caption=caption)


def pair_table(pairs: pd.DataFrame, names: Mapping[str, str], top: int) -> Table:
    """The pairs most tied together, of those in stories enough to tell."""
    pairs = pairs[pairs["n_stories"] >= MIN_STORIES]
    columns = {
        "a": ("country", "{}"),
        "b": ("and", "{}"),
        "n_stories": ("stories", "{:,}"),
        "n_both": ("together", "{:,}"),
        "expected": ("expected", "{:.1f}"),
        "npmi": ("NPMI", "{:.2f}"),
        "g2": ("G2", "{:,.0f}"),
        "q_value": ("q", _q),
    }
    caption = _shown(
        min(top, len(pairs)),
        len(pairs),
        "One row is a pair in ten stories or more; together and expected are in sentences",
    )
    return Table(_named(pairs.head(top), names, "a", "b"), columns, caption=caption)


def accuracy_table(accuracy: pd.DataFrame, lexicons: str) -> Table:
    """How right each kind of label is, beside how far two labellings agree on it.

    ``lexicons`` is the fingerprint of those in use: the figures may have been measured with others.
    """
    before = ", before your edits" if accuracy["lexicons"].ne(lexicons).any() else ""
    columns = {
        "what": ("what", _in_words),
        "n_gold": ("labels", "{:,}"),
        "n_found": ("found", "{:,}"),
        "precision": ("precision", "{:.2f}"),
        "recall": ("recall", "{:.2f}"),
        "value": ("F1", "{:.2f}"),
        "low": ("from", "{:.2f}"),
        "high": ("to", "{:.2f}"),
        "agreement": ("two labellings", "{:.2f}"),
        "alpha": ("alpha", "{:.2f}"),
    }
    return Table(
        accuracy,
        columns,
        caption="One row is a kind of label; from and to bound the 95% interval of F1 over articles, two labellings is "
        "their F1 against each other, and alpha is Krippendorff's; a dash is not scored.",
        title=f"Measured on {accuracy['n_articles'].max():,} labelled articles of the demonstration corpus{before}",
    )


def write_csv(table: pd.DataFrame, file: Path) -> None:
    """Writes ``table`` as UTF-8 CSV; text that a spreadsheet would take for a formula gets an apostrophe before it.

    A line in a text ends with a newline, which is quoted: a carriage return may not be, and would end the row.
    """
    safe = table.copy()
    for name in safe.columns:
        if is_string_dtype(safe[name]) or safe[name].dtype == object:
            safe[name] = [_inert(value) for value in safe[name]]
    file.parent.mkdir(parents=True, exist_ok=True)
    safe.to_csv(file, index=False, encoding="utf-8", lineterminator="\n", float_format="%.6g")


def _inert(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if text.strip().startswith(FORMULA) else text
