"""What was cut from the texts, and what that did to the counts."""

from __future__ import annotations

import pandas as pd

from helpers.measure.selection import support, with_stories

COUNTED = ["n_mentions", "n_articles", "n_stories"]
UNCUT = ["country", *(f"{count}_{which}" for count in COUNTED for which in ("kept", "uncut", "added")), "rule"]


def removed_by_rule(removed: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """How much each rule cut, and from which outlet.

    Parameters
    ----------
    removed : DataFrame, one row per passage that was cut
    articles : DataFrame, one row per article

    Returns
    -------
    DataFrame, one row per rule and outlet
        ``rule``, ``outlet`` (``unknown`` if it is not known); ``n_passages``, ``n_articles``; ``passage``, the one that
        was cut most often (the first in the alphabet of equals). Rules that cut most stand first, and their outlets
        likewise.
    """
    outlet = articles.set_index("article_id")["outlet"]
    rows = removed.assign(outlet=removed["article_id"].map(outlet).fillna("unknown"))
    by = rows.groupby(["rule", "outlet"])
    table = by.agg(n_passages=("passage", "size"), n_articles=("article_id", "nunique")).reset_index()
    most = rows.groupby(["rule", "outlet", "passage"]).size().rename("n").reset_index()
    most = most.sort_values(["n", "passage"], ascending=[False, True]).drop_duplicates(["rule", "outlet"])
    table = table.merge(most.drop(columns="n"), on=["rule", "outlet"])
    of_rule = table.groupby("rule")["n_passages"].transform("sum")
    order = table.assign(of_rule=of_rule).sort_values(
        ["of_rule", "rule", "n_passages", "outlet"], ascending=[False, True, False, True], ignore_index=True
    )
    return order.drop(columns="of_rule")


def countries_uncut(mentions: pd.DataFrame, in_removed: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """How often each country is mentioned, as counted and as it would have been had nothing been cut.

    Parameters
    ----------
    mentions : DataFrame, one row per mention in the text that was kept
    in_removed : DataFrame, one row per mention in a passage that was cut
        As returned by :func:`helpers.annotate.mentions_in_removed`.
    articles : DataFrame, one row per article

    Returns
    -------
    DataFrame, one row per country that is mentioned at all, the largest difference first
        ``country``; ``n_articles_kept``, ``n_articles_uncut``, and ``n_articles_added``, the second less the first; the
        same of mentions and of stories; ``rule``, the one whose passages would have added most articles (the first in
        the alphabet of equals; null where none would have added one).
    """
    articles = with_stories(articles)
    kept, cut = (
        rows.loc[rows["country"].notna() & rows["article_id"].isin(articles["article_id"]), [*columns]]
        for rows, columns in ((mentions, ("article_id", "country")), (in_removed, ("article_id", "country", "rule")))
    )
    table = pd.DataFrame(index=pd.Index(sorted({*kept["country"], *cut["country"]}), name="country"))
    for rows, name in ((kept, "kept"), (pd.concat([kept, cut[kept.columns]]), "uncut")):
        counts = support(rows, ["country"], articles)[COUNTED].reindex(table.index, fill_value=0)
        table = table.join(counts.add_suffix(f"_{name}"))
    for count in COUNTED:
        table[f"{count}_added"] = table[f"{count}_uncut"] - table[f"{count}_kept"]
    pairs = pd.MultiIndex.from_frame(kept)
    new = cut[~pd.MultiIndex.from_frame(cut[kept.columns]).isin(pairs)].drop_duplicates()
    most = new.groupby(["country", "rule"]).size().rename("n").reset_index()
    most = most.sort_values(["n", "rule"], ascending=[False, True]).drop_duplicates("country")
    table = table.join(most.set_index("country")["rule"]).reset_index()
    return table.sort_values(
        ["n_articles_added", "n_articles_uncut", "country"], ascending=[False, False, True], ignore_index=True
    )[UNCUT]
