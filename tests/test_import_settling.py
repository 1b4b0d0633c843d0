"""Rows of readers that know no names of ours: who is here is found, what is held is known, and what is new is told by its own id."""

from __future__ import annotations

from pathlib import Path

from maker import make_workspace

from kg.findings import Place
from kg.interchange import Incoming, Receiver
from kg.interchange.incoming import fate
from kg.interchange.settling import settled
from kg.tasks.reading import read_workspace


def brought() -> Incoming:
    """What a reader says of a file, every name of it under an id that it made up."""
    rows = {
        "actors": (
            {"id": "silva-2", "type": "Company", "label": "Silva Shipping"},
            {"id": "club", "type": "Association", "label": "Chess Club"},
            {"id": "port-2", "type": "Place", "label": "Port"},
        ),
        "events": ({"id": "talks-2", "type": "Meeting", "label": "Talks at the port", "place": "port-2"},),
        "sources": ({"id": "tide-2", "kind": "news", "title": "The Tide", "published": "2019"}, {"id": "wire", "kind": "news", "title": "Wire", "copies": "tide-2"}),
        "statements": (
            {"subject": "silva-2", "relation": "operatesIn", "object": "port-2", "modality": "asserted", "source": "tide-2", "locator": "p. 1"},
            {"subject": "club", "relation": "criticized", "object": "silva-2", "modality": "asserted", "source": "wire", "locator": "p. 2"},
            {"subject": "club", "relation": "participatedIn", "object": "talks-2", "modality": "asserted", "source": "wire", "locator": "p. 3"},
        ),
        "identities": ({"left": "club", "right": "silva-2", "judgement": "different", "curator": "ed", "date": "2024-01-01", "reason": "seen"},),
    }  # fmt: skip
    fates = (
        fate("name-new", "imported", Place("f.json", 1), value="Silva Shipping", id="silva-2", type="Company"),
        fate("name-new", "imported", Place("f.json", 2), value="Chess Club", id="club", type="Association"),
        fate("row-imported", "imported", Place("f.json", 3), reading="silva-2 operatesIn port-2"),
        fate("row-imported", "imported", Place("f.json", 4), reading="club criticized silva-2"),
    )
    return Incoming(rows, fates=fates)


def test_who_is_here_is_not_made_a_second_time(tmp_path: Path) -> None:
    """Labels, sources, places of events and identity rows come under our ids, and so do the fates."""
    folder = make_workspace(
        tmp_path,
        actors=[{"id": "silva", "type": "Company", "label": "Silva Shipping"}, {"id": "port", "type": "Place", "label": "Port"}],
        sources=[{"id": "tide", "kind": "news", "title": "The Tide", "published": "2019"}],
        statements=[
            {
                "subject": "silva",
                "relation": "operatesIn",
                "object": "port",
                "modality": "asserted",
                "source": "tide",
                "locator": "p. 1",
                "curator": "ed",
            }
        ],
    )
    reading = read_workspace(folder)
    assert not reading.findings

    done = settled(brought(), Receiver(reading.case, reading.ontology, "ed"), "key", "f.json")

    assert {name: [dict(row) for row in rows] for name, rows in done.rows.items() if name != "statements"} == {
        "actors": [{"id": "club", "type": "Association", "label": "Chess Club"}],
        "events": [{"id": "talks-2", "type": "Meeting", "label": "Talks at the port", "place": "port"}],
        "sources": [{"id": "wire", "kind": "news", "title": "Wire", "copies": "tide"}],
        "identities": [{"left": "club", "right": "silva", "judgement": "different", "curator": "ed", "date": "2024-01-01", "reason": "seen"}],
    }
    assert [(row["subject"], row["relation"], row["object"]) for row in done.rows["statements"]] == [
        ("club", "criticized", "silva"),
        ("club", "participatedIn", "talks-2"),
    ]
    assert [str(one) for one in done.fates] == [
        'f.json:1: there already: "Silva Shipping" is silva; nothing of it was changed.',
        'f.json:2: "Chess Club" is new: club (Association).',
        "f.json:3: there already: silva operatesIn port",
        "f.json:4: imported: club criticized silva",
    ]
