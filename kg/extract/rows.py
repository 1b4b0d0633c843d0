"""Candidates as plain rows: what `kg extract` prints, keeps and hands to the tables."""

from __future__ import annotations

from collections.abc import Collection

from kg.extract.events import PRESIDING, TAKING_PART
from kg.extract.read import Candidate, Reading

__all__ = ["KEYS", "to_rows"]

#: The keys of a printed candidate, in order.
KEYS = (
    "subject", "relation", "object", "modality", "polarity", "claimant", "role", "when", "place", "quantity", "event",
    "quote", "s_span", "o_span", "confidence", "pattern",
)  # fmt: skip

Row = dict[str, object]


def to_rows(reading: Reading, *, events: bool = False) -> list[Row]:
    """The candidates of a text as rows, each with the words of the text that show it.

    Beside the printed keys a row holds the types of its actors (`types`) and whether each is a name (`named`). With `events`
    there are also rows of who had which part in an event, which is then one of the actors; who met whom is left out where
    it follows from these, as it will once they are established.
    """
    if not events:
        return [_row(candidate, reading.view.text) for candidate in reading.candidates]
    parts = {(part.subject.name, part.relation, part.object.name, *_voice(part)) for part in reading.parts}
    every = [*(one for one in reading.candidates if not _follows(one, parts)), *reading.parts]
    return [_row(candidate, reading.view.text) for candidate in sorted(every, key=lambda one: one.start)]


def _follows(met: Candidate, parts: Collection[tuple[str, ...]]) -> bool:
    """Whether the parts of the two say as firmly, and by the same word, what a meeting of them says."""
    ends, end = (met.subject.name, met.object.name), (met.event, *_voice(met))
    told = any((a, PRESIDING, *end) in parts and (b, TAKING_PART, *end) in parts for a, b in (ends, ends[::-1]))
    return bool(met.event) and not met.negative and told


def _voice(candidate: Candidate) -> tuple[str, str, str]:
    return candidate.modality, "not" if candidate.negative else "", candidate.claimant.name if candidate.claimant else ""


def _row(candidate: Candidate, text: str) -> Row:
    quote = text[candidate.start : candidate.end]
    assert quote.strip(), "a candidate without words that show it"
    ends = (candidate.subject, candidate.object, *((candidate.claimant,) if candidate.claimant else ()))
    return {
        "subject": candidate.subject.name,
        "relation": candidate.relation,
        "object": candidate.object.name,
        "modality": candidate.modality,
        "polarity": "negative" if candidate.negative else "positive",
        "claimant": candidate.claimant.name if candidate.claimant else "",
        "role": candidate.role,
        "when": candidate.when,
        "place": candidate.place,
        "quantity": candidate.quantity,
        "event": candidate.event,
        "quote": quote,
        "s_span": [candidate.subject.start, candidate.subject.end],
        "o_span": [candidate.object.start, candidate.object.end],
        "confidence": candidate.confidence,
        "pattern": candidate.pattern,
        "types": {actor.name: actor.type for actor in ends},
        "named": sorted({actor.name for actor in ends if actor.named}),
    }
