"""What is known of an article besides its text: a canonical address, and the outlet that it names."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit

from helpers.ingest.clean import clean_line
from helpers.lexicons import Lexicons
from helpers.lexicons.rows import cell

TRACKING = ("utm_", "fbclid", "gclid", "maca", "cmpid", "ncid", "ocid", "ftag", "mc_cid", "mc_eid", "smid", "xtor")


def canonical_url(url: str | None) -> str | None:
    """The address by which two copies of a page are one: no scheme, fragment, tracking or final slash; ``None`` if none.

    Only ``http`` and ``https`` are addresses of articles.
    """
    try:
        parts = urlsplit(clean_line(url) or "")
        host = (parts.hostname or "").lower()
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host:
        return None
    kept = [
        (name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not name.startswith(TRACKING)
    ]
    query = f"?{urlencode(kept)}" if kept else ""
    return f"{host}{port}{parts.path.rstrip('/')}{query}"


def outlet_of(url: str | None, named: str | None, lexicons: Lexicons) -> tuple[str | None, str | None]:
    """The outlet's name and country: by the host of its address, else by the name that the source gives.

    An outlet that the lexicon does not know keeps the name that the source gives, else its host, and has no country.
    """
    hosts, names = _known(lexicons)
    address = canonical_url(url)
    host = address.split("/")[0].split("?")[0].split(":")[0] if address else ""
    labels = host.split(".")
    for start in range(len(labels) - 1):
        if row := hosts.get(".".join(labels[start:])):
            return row["name"], row["country"] or None
    if named and (row := names.get(named.strip().lower()) or hosts.get(named.strip().lower().removeprefix("www."))):
        return row["name"], row["country"] or None
    return (named.strip() if named and named.strip() else host.removeprefix("www.") or None), None


def zone_of(outlet: str | None, lexicons: Lexicons) -> str | None:
    """The time zone (IANA) of an outlet's newsroom; ``None`` if it is not known."""
    row = _known(lexicons)[1].get(outlet.lower()) if outlet else None
    return row["zone"] or None if row else None


@lru_cache(maxsize=4)
def _known(lexicons: Lexicons) -> tuple[dict[str, dict], dict[str, dict]]:
    rows = lexicons.rows["outlets"]
    hosts = {host.lower(): row for row in rows for host in cell(row["hosts"])}
    names = {name.lower(): row for row in rows for name in (row["name"], *cell(row["aliases"]))}
    return hosts, names
