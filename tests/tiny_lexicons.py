"""Lexicons of a few rows, built in memory: a test says what matters about a row, the rest is left empty."""

import csv

from helpers import paths
from helpers.lexicons import Lexicons

COLUMNS = {
    file.stem: next(csv.reader(file.read_text(encoding="utf-8").splitlines()))
    for file in sorted(paths.LEXICONS.glob("*.csv"))
}
USUAL = {
    "countries": {"route": "name", "case": "caps"},
    "organisations": {"route": "organisation", "case": "caps"},
    "people": {"short_rule": "free"},
    "places": {"route": "place", "case": "caps"},
    "themes": {"route": "theme", "case": "any"},
}


def tiny_lexicons(**files):
    """Lexicons with the rows given by file, ``countries=[{"country": "NER", "form": "Niger"}]``; the other files are empty.

    Rows are numbered as their ids, ``countries.csv#1``, unless they bring one.
    """
    assert set(files) <= set(COLUMNS)
    rows = {
        file: [
            {**dict.fromkeys(columns, ""), "id": str(number), "source": "made up", **USUAL.get(file, {}), **row}
            for number, row in enumerate(files.get(file, ()), 1)
        ]
        for file, columns in COLUMNS.items()
    }
    return Lexicons(rows, "tiny")
