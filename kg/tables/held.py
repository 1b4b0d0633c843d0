"""Whether a row says, on the same ground, what a workspace holds already: however it is written, whoever enters it, whenever."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.clean import match_key
from kg.model import Case, QuantityError, TimeError, parse_quantity, parse_time
from kg.ontology import Ontology

__all__ = ["Held", "held_rows", "row_key"]

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """The evidence of a workspace, by what it says on which ground."""

    curated: frozenset[Key]
    extracted: frozenset[Key]

    def holds(self, key: Key, *, candidate: bool) -> bool:
        """Whether a row of this key adds nothing; a curated one adds to a candidate, a candidate to nothing that is held."""
        return key in self.curated or (candidate and key in self.extracted)


def held_rows(case: Case) -> Held:
    """The keys of all evidence of a case."""
    keys: dict[bool, set[Key]] = {True: set(), False: set()}
    for s in case.statements:
        said = (
            s.subject, s.relation, s.object, s.modality, s.polarity, s.claimant, s.role,
            str(s.when or ""), s.place, str(s.quantity or ""), s.event,
        )  # fmt: skip
        for item in s.evidence:
            if item.origin != "derived":
                keys[item.origin == "extracted"].add((*said, item.source, match_key(item.quote) or match_key(item.locator), item.stance))
    return Held(frozenset(keys[False]), frozenset(keys[True]))


def row_key(row: Mapping[str, str], case: Case, ontology: Ontology) -> Key:
    """What a row says on which ground, under the ids that identity decisions have left, times and quantities as they are written out."""
    subject, other, claimant, place = (_settled(row.get(name, ""), case) for name in ("subject", "object", "claimant", "place"))
    relation = ontology.relations.get(row.get("relation", ""))
    if relation and relation.symmetric and other < subject:
        subject, other = other, subject
    return (
        subject, row.get("relation", ""), other, row.get("modality", ""), row.get("polarity") or "positive", claimant, row.get("role", ""),
        _time(row.get("when", "")), place, _quantity(row.get("quantity", "")), row.get("event", ""),
        row.get("source", ""), match_key(row.get("quote", "")) or match_key(row.get("locator", "")), row.get("stance", ""),
    )  # fmt: skip


def _settled(name: str, case: Case) -> str:
    return case.actor_by_id[name].id if name in case.actor_by_id else name


def _time(text: str) -> str:
    try:
        return str(parse_time(text)) if text else ""
    except TimeError:
        return text


def _quantity(text: str) -> str:
    try:
        return str(parse_quantity(text)) if text else ""
    except QuantityError:
        return text
