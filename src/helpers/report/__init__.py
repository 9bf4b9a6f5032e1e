"""Charts, tables and sentences for readers, and the report that they make together."""

from helpers.report.chart import Chart, Note
from helpers.report.desk import Desk, open_desk
from helpers.report.tables import Sentences, Table

__all__ = ["Chart", "Desk", "Note", "Sentences", "Table", "open_desk"]
