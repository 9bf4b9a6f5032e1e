"""What an article is about: the themes whose terms weigh most in it."""

from __future__ import annotations

MIN_WEIGHT = 2.0  # two clear terms, or one in the title
MIN_SHARE = 0.12  # of the weight of all themes
MAX_THEMES = 4
TITLE_FACTOR = 2


def read_themes(mentions: list[dict]) -> list[dict]:
    """One row per theme that an article is about, heaviest first; none if no theme has weight enough.

    Parameters
    ----------
    mentions : list of dict
        The article's theme mentions, each with ``entity`` (theme), ``part``, ``surface`` and ``weight``.

    Returns
    -------
    list of dict
        ``theme``, ``score`` (share of the weight of all themes, 0..1), ``n_mentions``. Each further use of the same
        term adds half as much as the one before, so that one repeated word does not make a theme.
    """
    weights: dict[str, float] = {}
    counts: dict[str, int] = {}
    uses: dict[tuple[str, str], int] = {}
    for mention in mentions:
        theme, term = mention["entity"], mention["surface"].lower()
        factor = TITLE_FACTOR if mention["part"] == "title" else 1
        weights[theme] = weights.get(theme, 0) + factor * mention["weight"] * 0.5 ** uses.get((theme, term), 0)
        uses[theme, term] = uses.get((theme, term), 0) + 1
        counts[theme] = counts.get(theme, 0) + 1
    total = sum(weights.values())
    rows = [
        {"theme": theme, "score": weight / total, "n_mentions": counts[theme]}
        for theme, weight in weights.items()
        if weight >= MIN_WEIGHT and weight >= MIN_SHARE * total
    ]
    return sorted(rows, key=lambda row: (-row["score"], row["theme"]))[:MAX_THEMES]
