"""One row of statements, or one candidate, to a statement with one evidence; and what such rows must be to each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.findings import Finding, Place, find
from kg.model import Evidence, Statement
from kg.model.rules import Trouble, evidence_trouble, statement_trouble
from kg.tables.values import Known, Values

__all__ = ["check_handles", "check_twice", "statement_troubles", "to_statement"]


def statement_troubles(statement: Statement) -> tuple[Trouble, ...]:
    """What is wrong between the cells of a row, whether a person or a machine wrote it."""
    return (*statement_trouble(statement), *(trouble for item in statement.evidence for trouble in evidence_trouble(item)))


def to_statement(row: Values, known: Known, *, origin: str = "curated") -> Statement:
    """The statement that a sound row makes, with the evidence that the row is."""
    curated = origin == "curated"
    said = Statement(
        subject=row.text("subject"),
        relation=row.text("relation"),
        object=row.text("object"),
        modality=row.text("modality"),
        negative=row.text("polarity") == "negative",
        claimant=row.text("claimant"),
        role=row.text("role"),
        when=row.time("when"),
        place=row.text("place"),
        quantity=row.quantity("quantity"),
        event=row.text("event"),
    )
    evidence = Evidence(
        source=row.text("source"),
        quote=row.text("quote"),
        locator=row.text("locator"),
        stance=row.text("stance"),
        origin=origin,
        curator=row.text("curator") or (known.curators[0] if curated and len(known.curators) == 1 else ""),
        entered=row.find_day("entered"),
        note=row.text("note"),
        publish=row.text("publish"),
        run=row.text("run"),
        confidence=row.number("confidence"),
        recorded=said.reading,
        at=row.place,
    )
    return replace(said, evidence=(evidence,), handle=row.text("id"), at=row.place)


#: The fields of a statement that its columns fill, in the order of the columns.
_SAID = ("subject", "relation", "object", "modality", "negative", "claimant", "role", "when", "place", "quantity", "event")


def check_handles(statements: Iterable[Statement]) -> Iterator[Finding]:
    """Rows that share an id and differ in what is said, each against the first of them."""
    first: dict[str, Statement] = {}
    for statement in sorted(statements, key=lambda s: s.at):
        one = first.setdefault(statement.handle, statement) if statement.handle else statement
        for name in _SAID:
            if getattr(one, name) != getattr(statement, name):
                column = "polarity" if name == "negative" else name
                yield find("handle-differs", statement.at.at(column), value=statement.handle, other=one.at)


def check_twice(statements: Iterable[Statement]) -> Iterator[Finding]:
    """Rows that say what another row says in every cell: as evidence they would be one, and one would be lost unseen."""
    first: dict[tuple[str, str], Place] = {}
    for statement in sorted(statements, key=lambda s: s.at):
        key = (statement.reading, statement.evidence[0].id)
        other = first.setdefault(key, statement.at)
        if other != statement.at:
            yield find("row-twice", statement.at, other=other)
