"""Refresh the generated rows of countries.csv; leave the rows written by hand alone.

    python data/lexicons/build_countries.py

Reads   CLDR's English territory names (package `babel`), official names, capitals, continents and demonyms
        (package `countryinfo`), and the present countries.csv beside this file. No network.
Writes  countries.csv. A second run changes nothing.

Which rows are whose is said by the column `source`:

* `CLDR (babel)`: the head row of a country (id `rus`), named as CLDR names it;
* `countryinfo`: its official name (`rus-russian-federation`), its adjective or demonym (`rus-russian`) and the regular
  plural of that (`rus-russians`);
* anything else (`house list`): written by hand, kept as it stands.

To add a form, add a line with a source of your own. To correct a generated row, edit it and write `house list` as its
source: a hand row replaces the generated row of the same id (and any but a head row of the same form and country). To
be rid of a generated form, list it in UNUSED below. Matching rules (`case`, `not_after`, ...), `cow` and `gw` may be
edited in place: no package knows them, so they are kept in generated rows too.

`cow` are Correlates of War codes (state list of 2017), `gw` Gleditsch-Ward numbers. `historic` is the ISO 3166-3 code
of a former state, or a customary one where ISO has none: FRG West Germany, RVN South Vietnam, UAR the United Arab
Republic, YAR North Yemen.
"""

import csv
import re
import unicodedata
from pathlib import Path

from babel import Locale
from countryinfo import all_countries

FILE = Path(__file__).with_name("countries.csv")
RULES = ["case", "not_after", "not_before", "after", "with", "without"]
HEAD = ["official", "capital", "cow", "gw", "continent"]  # filled in head rows only
COLUMNS = ["id", "country", "form", "route", *RULES, *HEAD, "historic", "source"]
KEPT = [*RULES, "cow", "gw"]  # no package knows these
GENERATED = CLDR, COUNTRYINFO = "CLDR (babel)", "countryinfo"

OFFICIAL = re.compile(
    r"[^,]*\b(Commonwealth|Confederation|Duchy|Federation|Kingdom|Principality|Republic|States?"
    r"|Sultanate|Union)\b[^,]*"
)
PERSON = re.compile(r"er$")  # Icelander: a person only
PLURAL = re.compile(r"(an|er|i)$")  # Russians, Icelanders, Iraqis; other plurals are written by hand
UNUSED = {
    "Guinea-Bissauan",
    "Heard and McDonald Islander",
    "Kingdom of Swaziland",
    "Republic of Myanmar",
    "South Georgia and the South Sandwich Islander",
    "Vaticanian",
    "Wallis and Futuna Islander",
}


def plain(text: str) -> str:
    """The text without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", plain(text).lower()).strip("-")


def tidy(name: str) -> str:
    return name.replace("’", "'").replace(" & ", " and ")


def people(info: dict, names: list[str]) -> list[str]:
    """The demonyms that go with the country's own name. Irregular ones (`Dutch`) are left to rows written by hand, and
    so are those that countryinfo gives to other countries (`American` to the Northern Mariana Islands)."""
    listed = re.split(r"[,/]", info.get("demonym") or "")
    alike = [word for word in listed if any(name[:2] == word[:2] for name in names)]
    return [word for word in alike if not any(f"{name} ".startswith(f"{word} ") for name in names)]


def generate() -> list[dict]:
    """The rows that the two packages give."""
    territories = Locale("en").territories
    rows = {}

    def add(row_id, country, form, route, source, **more):
        if form.removesuffix("s") in UNUSED:
            return
        row = {"id": row_id, "country": country, "form": form, "route": route, "case": "caps", "source": source}
        rows.setdefault(row_id, row | more)

    for info in (c.info() for c in all_countries()):
        code, code2 = info["ISO"].get("alpha3"), info["ISO"].get("alpha2")
        key = (code or "").lower()
        if code2 not in territories or key in rows:  # former states, second entries, parts of states
            continue
        name = tidy(territories[code2])
        official = next((s for s in info.get("altSpellings") or [] if OFFICIAL.fullmatch(s)), name)
        capital, continent = plain(str(info.get("capital") or "")), info.get("region") or "Antarctica"
        add(key, code, name, "name", CLDR, official=official, capital=capital, continent=continent)
        if official != name:
            add(f"{key}-{slug(official)}", code, official, "name", COUNTRYINFO)
        for word in people(info, [name, info["name"]]):
            add(f"{key}-{slug(word)}", code, word, "demonym" if PERSON.search(word) else "adjective", COUNTRYINFO)
            if PLURAL.search(word):
                add(f"{key}-{slug(word)}s", code, f"{word}s", "demonym", COUNTRYINFO)
    return list(rows.values())


def merge(generated: list[dict], present: list[dict]) -> list[dict]:
    """Hand rows as they are, generated rows refreshed but for the columns that no package knows."""
    hand = [row for row in present if row["source"] not in GENERATED]
    ids, forms = {row["id"] for row in hand}, {(row["country"], row["form"]) for row in hand}
    before = {row["id"]: row for row in present}
    fresh = []
    for row in generated:
        if row["id"] in ids or (row["source"] != CLDR and (row["country"], row["form"]) in forms):
            continue
        fresh.append({**row, **{column: before[row["id"]][column] for column in KEPT if row["id"] in before}})
    return sorted(hand + fresh, key=lambda row: (row["route"] == "none", row["id"]))  # blockers last


def main() -> None:
    present = []
    if FILE.exists():
        with FILE.open(encoding="utf-8", newline="") as file:
            present = list(csv.DictReader(file, strict=True))
    rows = merge(generate(), present)
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{FILE.name}: {len(rows)} rows, {sum(r['source'] in GENERATED for r in rows)} of them generated")


if __name__ == "__main__":
    main()
