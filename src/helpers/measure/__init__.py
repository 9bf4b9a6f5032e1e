"""From tables to tables: what is counted, in how many stories, and how sure that is."""

from helpers.measure.cooccurrence import cooccurrence
from helpers.measure.corrections import correction_effects
from helpers.measure.keywords import keyness, keyphrases
from helpers.measure.removal import countries_uncut, removed_by_rule
from helpers.measure.selection import Selection, select
from helpers.measure.sentiment import sentiment_by_country
from helpers.measure.timeline import country_coverage, country_month_panel, coverage, dyad_month_panel

__all__ = [
    "Selection", "cooccurrence", "correction_effects", "countries_uncut", "country_coverage", "country_month_panel",
    "coverage", "dyad_month_panel", "keyness", "keyphrases", "removed_by_rule", "select", "sentiment_by_country",
]  # fmt: skip
