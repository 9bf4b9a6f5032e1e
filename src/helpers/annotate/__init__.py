"""Who and what is named in each article, in which role, under which theme, and in what tone."""

from helpers.annotate.articles import Annotations, annotate
from helpers.annotate.removed import mentions_in_removed
from helpers.annotate.update import update_annotation
from helpers.annotate.valence import valence

__all__ = ["Annotations", "annotate", "mentions_in_removed", "update_annotation", "valence"]
