"""Quotations, direct and indirect, with their speakers; and whose voice each sentence is in.

Marks and cues first (``stretches``, ``cues``, ``clauses``), then who speaks (``phrases``, ``names``, ``topics``,
``speakers``, each on those before it); ``reading`` puts the two together, and ``voices`` reads sentences from the result.
"""

from helpers.annotate.quotes.cues import find_places
from helpers.annotate.quotes.reading import read_quotes
from helpers.annotate.quotes.voices import read_voices

__all__ = ["find_places", "read_quotes", "read_voices"]
