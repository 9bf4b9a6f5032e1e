"""Drawings: each ``plot_*`` takes a finished table and returns a ``Chart``, or a ``Note`` when there is too little to draw.

None computes a statistic, reads a file or touches global matplotlib state.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_rgba
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure

from helpers.report.chart import ACCENT, FAINT, INK, MUTED, REST, WARM, Chart, Note
from helpers.report.findings import (
    ALPHA,
    count_of,
    finding_countries,
    finding_coverage,
    finding_keyness,
    finding_pairs,
    finding_sentiment,
    finding_themes,
    list_words,
)

WIDTH = 7.2  # inches, as wide as the page's text
# from orange through clear to blue: clear lets the page's own paper through, light or dark
TIES = LinearSegmentedColormap.from_list(
    "ties", [(0, to_rgba(WARM, 0.8)), (0.5, to_rgba(WARM, 0)), (0.5, to_rgba(ACCENT, 0)), (1, to_rgba(ACCENT, 0.8))]
)


def plot_coverage(table: pd.DataFrame, *, window: tuple[pd.Timestamp, pd.Timestamp], source: str) -> Chart | Note:
    """Bars of stories a day, a strip for each outlet, the most prolific on top.

    Parameters
    ----------
    table : DataFrame
        As returned by :func:`helpers.measure.coverage`.
    window : first and last day to draw
        As returned by :func:`helpers.measure.timeline.main_window`; what lies outside is said in the measure line.
    source : str
    """
    if table.empty:
        return Note("No article has a date: there is no time axis to draw.")
    first, last = window
    drawn = table[table["day"].between(first, last)]
    outside = int(table["n_stories"].sum() - drawn["n_stories"].sum())
    totals = drawn.groupby("outlet")["n_stories"].sum().sort_values(ascending=False, kind="stable")
    peak = drawn.loc[drawn["n_stories"].idxmax()]
    figure = Figure(figsize=(WIDTH, 0.48 * len(totals) + 0.6), layout="constrained")
    strips = figure.subplots(len(totals), 1, sharex=True, sharey=True, squeeze=False)[:, 0]
    for axes, (outlet, total) in zip(strips, totals.items(), strict=True):
        rows = drawn[drawn["outlet"] == outlet]
        axes.bar(rows["day"], rows["n_stories"], width=0.8, color=ACCENT)
        label = _plain(f"{_isolated(outlet)}  {total:,}")
        axes.set_ylabel(label, rotation=0, ha="right", va="center", fontsize=10, color=INK)
        axes.set_yticks([])
        axes.spines[["top", "left", "right"]].set_visible(False)
        axes.spines["bottom"].set_color(FAINT)
        axes.tick_params(length=0, labelcolor=INK)
        if outlet == peak["outlet"]:
            axes.annotate(
                f"{peak['n_stories']:,}",
                (peak["day"], peak["n_stories"]),
                ha="center",
                va="bottom",
                fontsize=9,
                color=MUTED,
            )
    span = pd.Timedelta(hours=16)
    strips[-1].set_xlim(first - span, last + span)
    locator = AutoDateLocator(minticks=3, maxticks=8)
    strips[-1].xaxis.set_major_locator(locator)
    january = ["", "%b\n%Y", "%b", "%d %b", "%H:%M", "%H:%M"]  # the year stands under its first month
    strips[-1].xaxis.set_major_formatter(ConciseDateFormatter(locator, zero_formats=january, show_offset=False))
    title = finding_coverage(table)
    beyond = f"; {count_of(outside, 'story', 'stories')} outside these days not drawn" if outside else ""
    return Chart(
        figure,
        title=title,
        measure=(
            f"Stories a day by outlet, {_days(first, last)}, all on one scale; totals beside the names, {totals.sum():,} in all{beyond}"
        ),
        source=source,
        alt=(
            f"Bar strips of stories a day for {count_of(len(totals), 'outlet')}. {title}. "
            f"Most in one day: {peak['n_stories']:,} of {peak['outlet']} on {_day(peak['day'])}."
        ),
    )


def plot_country_coverage(
    table: pd.DataFrame, *, names: Mapping[str, str], n_stories: int, source: str, top: int = 15
) -> Chart | Note:
    """Dots and intervals: share of stories that mention each country, most often first.

    Parameters
    ----------
    table : DataFrame
        As returned by :func:`helpers.measure.country_coverage`.
    n_stories : int
        The denominator.
    """
    if table.empty:
        return Note("No country is mentioned in these articles.")
    rows = table.head(top)
    sure = rows["low"].notna().all()
    figure, axes = _rows_figure(len(rows))
    for y, row in enumerate(rows.itertuples()):
        if sure:
            _dot(axes, y, 100 * row.share, 100 * row.low, 100 * row.high, ACCENT if y == 0 else REST)
            label = f"{row.share:.0%}  ({row.n_stories:,})"
        else:
            axes.plot(range(1, row.n_stories + 1), [y] * row.n_stories, "o", color=ACCENT, ms=9)
            label = f"{row.n_stories}"
        _label(axes, 100 * row.high if sure else row.n_stories, y, label)
    _name_rows(axes, [names[c] for c in rows["country"]])
    axes.set_xlim(0, max(5, 118 * rows["high"].max()) if sure else max(5, n_stories) * 1.1)
    if not sure:
        axes.set_xticks([])
        axes.grid(False)
    title = finding_countries(table, names, n_stories)
    what = f"the {count_of(n_stories, 'story', 'stories')}"
    first = rows.iloc[0]
    bands = f"bands are {first['level']:.0%} intervals" if sure else "one dot a story"
    return Chart(
        figure,
        title=title,
        measure=(
            f"Share of {what} that mention each country, by name or by implication, in percent and in stories"
            if sure
            else f"Stories, of {what}, that mention each country"
        )
        + f"; {bands}",
        source=source,
        alt=(
            f"Dot chart of the {len(rows)} countries mentioned in most stories. {title}. "
            f"First: {names[first['country']]}, {first['n_stories']:,} of {count_of(n_stories, 'story', 'stories')}."
        ),
    )


def plot_keyness(table: pd.DataFrame, *, subject: str, n_stories: int, source: str, top: int = 15) -> Chart | Note:
    """Dots and intervals: how much more frequent the marking words are than elsewhere.

    Parameters
    ----------
    table : DataFrame
        As returned by :func:`helpers.measure.keyness`.
    subject : str
        What the words mark, in words that follow ``stories``: ``with Russia as a party``.
    n_stories : int
        Stories of the subject.
    """
    rows = table.dropna(subset=["low"]).head(top) if len(table) else table
    if rows.empty:
        return Note(f"Too few stories {subject} to tell which words mark them.")
    figure, axes = _rows_figure(len(rows))
    for y, row in enumerate(rows.itertuples()):
        _dot(axes, y, row.log_ratio, row.low, row.high, ACCENT if row.q_value < ALPHA and row.low > 0 else REST)
        _label(axes, row.high, y, count_of(row.n_stories, "story", "stories"))
    _name_rows(axes, list(rows["term"]))
    axes.set_xlim(min(0, rows["low"].min()), rows["high"].max() * 1.22)
    ticks = range(0, int(rows["high"].max()) + 1)
    axes.set_xticks(ticks, [f"{2**tick:,}×" for tick in ticks])
    title, first = finding_keyness(table, f"stories {subject}"), rows.iloc[0]
    return Chart(
        figure,
        title=title,
        measure=(
            f"How many times as frequent each term is in the {n_stories:,} stories {subject} as in all others, strongest evidence "
            f"first; beside it the stories with the term; bands are {first['level']:.0%} intervals"
        ),
        source=source,
        alt=(
            f"Dot chart of {len(rows)} terms. {title}. First: {first['term']}, "
            f"{2 ** first['log_ratio']:.1f} times as frequent ({2 ** first['low']:.1f} to {2 ** first['high']:.1f})."
        ),
    )


def plot_sentiment(table: pd.DataFrame, *, names: Mapping[str, str], source: str, top: int = 20) -> Chart | Note:
    """Dots and intervals of mean valence about the mean of all sentences, darkest first; no interval, no dot.

    Parameters
    ----------
    table : DataFrame
        As returned by :func:`helpers.measure.sentiment_by_country`.
    top : int
        Countries to draw: those in most stories.
    """
    table = table.dropna(subset=["low"])
    if table.empty:
        return Note("No country is named in stories enough to compare tone.")
    rows = table.nlargest(top, "n_stories").sort_values(["valence", "country"])
    overall = rows["overall"].iloc[0]
    figure, axes = _rows_figure(len(rows))
    axes.axvline(overall, color=MUTED, lw=1)
    for y, row in enumerate(rows.itertuples()):
        apart = row.q_value < ALPHA
        colour = (ACCENT if row.valence > overall else WARM) if apart else REST
        _dot(axes, y, row.valence, row.low, row.high, colour)
        axes.annotate(
            f"{row.valence:+.2f}",
            (1, y),
            xycoords=axes.get_yaxis_transform(),
            ha="right",
            va="center",
            color=INK,
            fontsize=9.5,
        )
    _name_rows(axes, [names[c] for c in rows["country"]])
    margin = 0.12 * (rows["high"].max() - rows["low"].min())
    axes.set_xlim(min(overall, rows["low"].min()) - margin / 2, max(overall, rows["high"].max()) + 1.5 * margin)
    axes.annotate(
        f"all sentences {overall:+.2f}",
        (overall, -0.75),
        ha="center",
        va="bottom",
        fontsize=9,
        color=MUTED,
        annotation_clip=False,
    )
    axes.set_xlabel("darker   ←   mean valence   →   brighter", color=MUTED, fontsize=10)
    title = finding_sentiment(rows, names)
    level = rows["level"].iloc[0]
    return Chart(
        figure,
        title=title,
        measure=(
            f"Mean valence (VADER, -1 darkest to 1 brightest) of the scored sentences that name each of the {len(rows)} "
            f"countries in most stories; coloured where it differs from that of all sentences (q under {ALPHA}); "
            f"bands are {level:.0%} intervals"
        ),
        source=source,
        alt=(
            f"Dot chart of mean valence for {count_of(len(rows), 'country', 'countries')}. {title}. "
            f"Lowest: {names[rows['country'].iloc[0]]}, {rows['valence'].iloc[0]:+.2f}; "
            f"highest: {names[rows['country'].iloc[-1]]}, {rows['valence'].iloc[-1]:+.2f}; all sentences {overall:+.2f}."
        ),
    )


def plot_pairs(
    table: pd.DataFrame, *, countries: list[str], names: Mapping[str, str], window: str, source: str
) -> Chart | Note:
    """Heatmap of pairs of countries: colour for the tie beyond chance, figures for the stories.

    Parameters
    ----------
    table : DataFrame
        As returned by :func:`helpers.measure.cooccurrence`, countries with countries.
    countries : list of str
        Those to draw, in order.
    window : str
        ``sentence`` or ``article``.
    """
    rows = table[table["a"].isin(countries) & table["b"].isin(countries)]
    if rows.empty:
        return Note(f"No two countries share a {window} in stories enough to compare.")
    ordered = [c for c in countries if c in set(rows["a"]) | set(rows["b"])]
    both = pd.concat([rows, rows.rename(columns={"a": "b", "b": "a"})])
    place = {country: number for number, country in enumerate(ordered)}
    below = both[[place[a] > place[b] for a, b in zip(both["a"], both["b"], strict=True)]]
    figure = _heatmap(below, ordered[1:], ordered[:-1], names)
    title = finding_pairs(rows, names, window, f"Of {len(ordered)} countries, ")
    return Chart(
        figure,
        title=title,
        measure=(
            f"In figures, stories in which one {window} names both; blank where too few. In colour, how far that is from chance "
            f"among {rows['n_units'].iloc[0]:,} {window}s (normalised mutual information): blue more, orange less, none "
            f"where unsure (q over {ALPHA})"
        ),
        source=source,
        alt=f"Heatmap of {count_of(len(rows), 'pair')} of {len(ordered)} countries. {title}. {_strongest(rows, names)}",
    )


def plot_country_themes(
    table: pd.DataFrame, *, countries: list[str], names: Mapping[str, str], source: str
) -> Chart | Note:
    """Heatmap of countries by themes: colour for the tie beyond chance, figures for the stories.

    Parameters
    ----------
    table : DataFrame
        As returned by :func:`helpers.measure.cooccurrence`, countries (``a``) with themes (``b``).
    """
    rows = table[table["a"].isin(countries)]
    if rows.empty:
        return Note("No country and theme share an article in stories enough to compare.")
    ordered = [c for c in countries if c in set(rows["a"])]
    themes = list(rows.groupby("b")["n_stories"].sum().sort_values(ascending=False).index)
    figure = _heatmap(rows, ordered, themes, names)
    title = finding_themes(rows, names, f"Of {len(ordered)} countries, ")
    return Chart(
        figure,
        title=title,
        measure=(
            f"In figures, stories on the theme that mention the country; blank where too few. In colour, how far that is from "
            f"chance among {rows['n_units'].iloc[0]:,} stories (normalised mutual information): blue more, orange less, "
            f"none where unsure (q over {ALPHA})"
        ),
        source=source,
        alt=f"Heatmap of {len(ordered)} countries by {len(themes)} themes. {title}. {_strongest(rows, names)}",
    )


def _heatmap(rows: pd.DataFrame, down: list[str], across: list[str], names: Mapping[str, str]) -> Figure:
    """Cells of ``npmi`` where the tie is sure, with the stories in figures; blank where there are too few."""
    import seaborn  # a second, which pages without a heatmap need not pay

    seen = rows.assign(shade=rows["npmi"].where(rows["q_value"] < ALPHA, 0.0))
    shade = seen.pivot(index="a", columns="b", values="shade").reindex(index=down, columns=across).astype(float)
    stories = seen.pivot(index="a", columns="b", values="n_stories").reindex(index=down, columns=across)
    slanted = 0.055 * max(len(names.get(c, c)) for c in across)  # inches that the longest name below takes
    figure = Figure(figsize=(WIDTH, 0.34 * len(down) + 0.5 + max(0.7, slanted)), layout="constrained")
    axes = figure.subplots()
    reach = max(0.2, float(seen["shade"].abs().max()))
    seaborn.heatmap(
        shade, ax=axes, cmap=TIES, vmin=-reach, vmax=reach, cbar=False, linewidths=0,
        annot=stories.map(lambda n: f"{n:.0f}" if pd.notna(n) else ""), fmt="", annot_kws={"fontsize": 8, "color": INK},
    )  # fmt: skip
    for text in axes.texts:
        text.set_color(INK)
    axes.set(xlabel="", ylabel="")
    below, beside = ([_plain(names.get(c, c)) for c in things] for things in (across, down))
    axes.set_yticks([y + 0.5 for y in range(len(down))], beside, rotation=0, fontsize=10)
    axes.set_xticks(
        [x + 0.5 for x in range(len(across))],
        below,
        rotation=45,
        ha="right",
        rotation_mode="anchor",
        fontsize=10,
    )
    axes.tick_params(length=0, labelcolor=INK)
    return figure


def _strongest(rows: pd.DataFrame, names: Mapping[str, str]) -> str:
    most = rows.nlargest(3, "n_stories")
    said = [
        f"{names.get(a, a)} and {names.get(b, b)}, {n:,}"
        for a, b, n in zip(most["a"], most["b"], most["n_stories"], strict=True)
    ]
    return f"Most stories: {list_words(said)}."


def _rows_figure(n_rows: int) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(WIDTH, 0.34 * n_rows + 0.7), layout="constrained")
    axes = figure.subplots()
    axes.set_ylim(n_rows - 0.4, -0.6)
    axes.tick_params(length=0, labelcolor=INK)
    axes.spines[:].set_visible(False)
    axes.grid(axis="x", color=FAINT)
    axes.set_axisbelow(True)
    return figure, axes


def _name_rows(axes: Axes, labels: list[str]) -> None:
    axes.set_yticks(range(len(labels)), [_plain(label) for label in labels], fontsize=11)


def _plain(label: str) -> str:
    """``label`` with no dollar sign that matplotlib would take for the start of a formula."""
    return label.replace("$", r"\$")


def _isolated(name: str) -> str:
    """``name`` in marks that keep a direction of its own, from right to left, off the figure beside it."""
    return name if name.isascii() else f"\u2068{name}\u2069"


def _dot(axes: Axes, y: int, value: float, low: float, high: float, colour: str) -> None:
    axes.plot([low, high], [y, y], color=colour, lw=5, alpha=0.35, solid_capstyle="butt")
    axes.plot(value, y, "o", color=colour, ms=8)


def _label(axes: Axes, x: float, y: int, text: str) -> None:
    axes.annotate(text, (x, y), xytext=(7, 0), textcoords="offset points", va="center", color=INK, fontsize=9.5)


def _days(first: pd.Timestamp, last: pd.Timestamp) -> str:
    return _day(first) if first == last else f"{_day(first)} to {_day(last)}"


def _day(day: pd.Timestamp) -> str:
    return f"{day.day} {day:%B %Y}"
