"""Rows of a reader that knows no names of ours, settled like those of tables: who is here already is not made a second time."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.clean import visible
from kg.findings import Place
from kg.interchange.arrivals import Arrival, Arrivals, Named, Placed
from kg.interchange.incoming import Fate, Incoming, Receiver, Row, fate

__all__ = ["settled"]

_ID = re.compile("[a-z][a-z0-9-]*")
_ENDS = ("subject", "object", "claimant", "place", "event")


def settled(incoming: Incoming, receiver: Receiver, key: str, path: str, *, candidates: bool = False) -> Placed:
    """What a file brings, under the ids of the workspace: with one of its only actor of a name where nothing speaks against it.

    The fates are those of the reader, under the ids that came of it.
    """
    arrivals = Arrivals(receiver, key, candidates=candidates)
    place = Place(path)
    things = {row["id"]: _named(row) for table in ("actors", "events") for row in incoming.rows.get(table, ())}
    arrivals.announce(things.values())
    new = {name: arrivals.meet(named, place) for name, named in things.items()}
    sources: dict[str, str] = {}
    waiting = {row["id"]: row for row in incoming.rows.get("sources", ())}
    for name in waiting:
        _cite(name, waiting, sources, new, arrivals, place)
    for row in incoming.rows.get("statements", ()):
        ends = {column: new.get(row[column], row[column]) for column in _ENDS if row.get(column)}
        arrivals.say({**row, **ends, "source": sources.get(row["source"], row["source"])}, place)
    known = {dict(one.values)["reading"] for one in arrivals.fates if one.code == "row-known"}
    told = [_told(one, new | sources, things, known) for one in incoming.fates]
    done = arrivals.done()
    told += [one for one in done.fates if one.code == "name-open"]
    identities = tuple(
        Arrival({**row, "left": new.get(row["left"], row["left"]), "right": new.get(row["right"], row["right"])})
        for row in incoming.rows.get("identities", ())
    )
    rows = {
        **done.arrivals,
        "identities": identities,
        "actors": _placed(done.arrivals["actors"], new),
        "events": _placed(done.arrivals["events"], new),
    }
    brought = {name: tuple(arrival.cells for arrival in those) for name, those in rows.items() if those}
    return replace(done, rows=brought, identifiers=incoming.identifiers, fates=tuple(sorted(told)), findings=incoming.findings, arrivals=rows)


def _told(one: Fate, ids: dict[str, str], things: dict[str, Named], known: set[str]) -> Fate:
    """The fate as it is after all: under the ids of the workspace, and known where the row turned out to be."""
    values = {name: _ID.sub(lambda found: ids.get(found[0], found[0]), text) for name, text in one.values}
    if one.outcome == "imported" and values.get("reading") in known:
        return fate("row-known", "known", one.place, reading=values["reading"])
    before = dict(one.values).get("id", "")
    if one.outcome == "imported" and ids.get(before, before) != before:
        return fate("name-held", "known", one.place, value=visible(things[before].label if before in things else before), id=ids[before])
    return replace(one, values=tuple(sorted(values.items())))


def _named(row: Row) -> Named:
    beside = tuple((name, text) for name, text in row.items() if name not in ("id", "label", "type", "identifiers") and text)
    return Named(row["label"], row["id"], row["type"], tuple(filter(None, row.get("identifiers", "").split("|"))), cells=beside)


def _placed(rows: tuple[Arrival, ...], new: dict[str, str]) -> tuple[Arrival, ...]:
    """The rows with the place of an event under its id here."""
    return tuple(replace(row, cells={name: new.get(text, text) if name == "place" else text for name, text in row.cells.items()}) for row in rows)


def _cite(name: str, waiting: dict[str, Row], sources: dict[str, str], new: dict[str, str], arrivals: Arrivals, place: Place) -> str:
    """The id here of a source of the file, and of those that it repeats."""
    if name not in sources and name in waiting:
        row, sources[name] = waiting[name], name  # two that repeat each other end here
        copied = row.get("copies", "")
        cells = {**row, "publisher": new.get(row.get("publisher", ""), row.get("publisher", ""))}
        cells |= {"copies": _cite(copied, waiting, sources, new, arrivals, place)} if copied else {}
        sources[name] = arrivals.cite({key: text for key, text in cells.items() if text}, place)
    return sources.get(name, name)
