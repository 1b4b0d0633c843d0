"""Which format somebody gets: what they accept, with their weights, against what there is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

__all__ = ["GRAPHS", "MEDIA", "NAMES", "ROWS", "choose"]

#: Name of a format → its media type; the first of the rows, and of the graphs, is what those get who do not mind.
ROWS: Mapping[str, str] = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
GRAPHS: Mapping[str, str] = {
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdfxml": "application/rdf+xml",
}
MEDIA = {**ROWS, **GRAPHS}
#: What else clients call the same things.
NAMES: Mapping[str, tuple[str, ...]] = {
    "json": ("application/json", "text/json"),
    "xml": ("application/xml", "text/xml"),
    "turtle": ("application/x-turtle", "application/turtle"),
    "ntriples": ("text/plain",),
    "jsonld": ("application/json",),
    "rdfxml": ("application/xml",),
}
_WEIGHT = re.compile(r"\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*", re.IGNORECASE)


def choose(accept: Iterable[str], formats: Iterable[str], media: Mapping[str, str] = MEDIA) -> str | None:
    """The name of the best of `formats` for the values of an `Accept` header; the first when there is none, `None` when none fits.

    Of two that are equally welcome the earlier one is taken. A header that cannot be read accepts nothing.
    """
    ranges = [_range(part) for part in ",".join(accept).split(",") if part.strip()]
    offered = list(formats)
    if not ranges:
        return offered[0]
    weighed = [(_best(media[name], NAMES.get(name, ()), ranges), name) for name in offered]
    best = max(weight for (weight, _), _ in weighed)
    # A range that names the type itself is a clearer wish than one with a star.
    found = [(exact, name) for (weight, exact), name in weighed if weight == best]
    return max(found, key=lambda pair: pair[0])[1] if best > 0 else None


def _range(part: str) -> tuple[str, float]:
    kind, *parameters = part.split(";")
    weights = [match for parameter in parameters if (match := _WEIGHT.fullmatch(parameter))]
    malformed = any(parameter.strip().lower().startswith("q=") for parameter in parameters) and not weights
    return kind.strip().lower(), 0.0 if malformed else float(weights[0][1]) if weights else 1.0


def _best(kind: str, others: Iterable[str], ranges: Iterable[tuple[str, float]]) -> tuple[float, int]:
    """How welcome a format is by its own name or by another that somebody spells; no star means the others."""
    exactly = [(weight, 2) for name, weight in ranges if name in others]
    return max((_weight(kind, ranges), *exactly))


def _weight(kind: str, ranges: Iterable[tuple[str, float]]) -> tuple[float, int]:
    """How welcome a media type is, by the most exact range that covers it, and how exact that is."""
    family = f"{kind.split('/')[0]}/*"
    fitting = [({kind: 2, family: 1, "*/*": 0}[name], weight) for name, weight in ranges if name in (kind, family, "*/*")]
    exact, weight = max(fitting, default=(0, 0.0))
    return weight, exact
