"""The law: whether a statement is established, and the one word for what it is worth now.

This is the only place in the program that decides it (DESIGN.md, "The law"). Everything that writes, draws or
answers asks here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.model import Evidence, Judgement, Source, Statement
from kg.model.judgement import CAUTIOUS, READINGS, WORLD
from kg.texts import ENGLISH, say

__all__ = ["BINDING", "ESTABLISHED", "Standing", "counted", "originals", "standing_of", "stands", "supporters_left", "voice_of_source"]

ESTABLISHED = "established"
#: The modalities that a person's `uphold` can turn into an established statement.
BINDING = frozenset(("asserted", "alleged"))


#: The key of a reason, and what it names: `("withdrawn", (("source", "release"),))`.
Why = tuple[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a statement is worth now: one plain word, and the reason in one sentence."""

    word: str
    because: str
    #: The same reason as a key of the texts and its values, to be said in another language.
    why: Why = field(default=("", ()), compare=False)

    def because_in(self, language: str) -> str:
        """The reason in a language."""
        key, values = self.why
        return say(language, f"because.{key}", **dict(values)) if key else self.because

    @property
    def established(self) -> bool:
        """Whether the statement may stand as a direct triple."""
        return self.word == ESTABLISHED


def counted(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """The judgements that count: of each curator, on each question, the latest; on a tie of dates the cautious one."""
    latest: dict[tuple[str, str, str], Judgement] = {}
    for row in sorted(judgements, key=lambda j: (j.date, j.judgement in CAUTIOUS, j.judgement, j.id)):
        # Reading and world are two questions: an `uphold` does not lift the same curator's `reject`.
        # Under the words that were signed: after `same`, an uphold of one statement must not replace a refute of the other.
        latest[row.recorded or row.statement, row.source if row.judgement in READINGS else "", row.curator] = row
    return tuple(sorted(latest.values(), key=lambda j: (j.date, j.curator, j.id)))


def originals(source_id: str, sources: Mapping[str, Source]) -> tuple[Source, ...]:
    """A source, the one it copies, and so on to the first that was written; a circle ends where it closes."""
    chain: list[Source] = []
    while source_id in sources and sources[source_id] not in chain:
        chain.append(sources[source_id])
        source_id = sources[source_id].copies
    return tuple(chain)


def voice_of_source(source_id: str, sources: Mapping[str, Source]) -> str:
    """Who speaks in a source: the publisher of the source that it copies in the end; a copy is no second voice."""
    chain = originals(source_id, sources)
    return (chain[-1].publisher or chain[-1].id) if chain else source_id


def stands(evidence: Evidence, judged: Iterable[Judgement], *, admit: float | None = None) -> str:
    """What has become of one evidence: `stands`, `rejected`, `unsure`, or `candidate` (nobody has judged it)."""
    words = {row.judgement for row in judged if row.judgement in READINGS and row.source == evidence.source}
    if "reject" in words:
        return "rejected"
    if "unsure" in words:
        return "unsure"
    admitted = admit is not None and evidence.confidence is not None and evidence.confidence >= admit
    return "stands" if evidence.origin != "extracted" or "accept" in words or admitted else "candidate"


def supporters_left(
    statement: Statement, judged: Iterable[Judgement], sources: Mapping[str, Source], admit: float | None
) -> tuple[tuple[Evidence, ...], str]:
    """The evidence that still says it after all withdrawals, and the source of a withdrawal that stands (or empty).

    What a source asserts falls when the same voice takes it back; what somebody is said to claim falls with the first
    report that it was taken back.
    """
    judged = tuple(judged)
    good = [item for item in statement.evidence if stands(item, judged, admit=admit) == "stands"]
    withdrawals = [item for item in good if item.stance == "withdraws"]
    gone = {voice_of_source(item.source, sources) for item in withdrawals}
    supports = [item for item in good if item.stance != "withdraws"]
    took = withdrawals[0].source if withdrawals else ""
    if statement.claimant:
        return () if withdrawals else tuple(supports), took
    # A derived evidence has no source of its own: its premises were weighed already.
    return tuple(item for item in supports if item.origin == "derived" or voice_of_source(item.source, sources) not in gone), took


def _said_by(rows: list[Judgement], judgement: str) -> Why:
    row = next(r for r in rows if r.judgement == judgement)
    return judgement, (("curator", row.curator), ("date", row.date.isoformat()), ("reason", row.reason))


def standing_of(
    statement: Statement,
    judgements: Iterable[Judgement],
    *,
    grave: bool = False,
    sources: Mapping[str, Source] | None = None,
    admit: float | None = None,
) -> Standing:
    """The standing of a statement under the judgements that are about it.

    Established, and only then, when: it is positive; at least one supporting evidence stands; nobody's counted row
    refutes it; it is asserted or alleged; and it is either upheld, or asserted by a voice that has not withdrawn it
    and not of a grave relation.
    """
    rows = [row for row in counted(judgements) if row.statement == statement.reading]
    word, why = _word(statement, rows, grave, sources or {}, admit)
    because = say(ENGLISH, f"because.{why[0]}", **dict(why[1]))
    return Standing(f"{word} not" if statement.negative else word, because, why)


def _word(statement: Statement, rows: list[Judgement], grave: bool, sources: Mapping[str, Source], admit: float | None) -> tuple[str, Why]:
    fates = [stands(item, rows, admit=admit) for item in statement.evidence if item.stance != "withdraws"]
    world = {row.judgement for row in rows if row.judgement in WORLD}
    if fates and all(fate == "rejected" for fate in fates):
        return "rejected", _said_by(rows, "reject")
    if fates and all(fate in ("rejected", "unsure") for fate in fates):
        return "unsure", _said_by(rows, "unsure")
    if "refute" in world:
        return "refuted", _said_by(rows, "refute")
    supported = "stands" in fates
    left, withdrawn = supporters_left(statement, rows, sources, admit)
    if supported and not statement.negative and statement.modality in BINDING:
        if "uphold" in world:
            key, values = _said_by(rows, "uphold")
            return ESTABLISHED, ("uphold-taken-back", (*values, ("source", withdrawn))) if withdrawn else (key, values)
        if statement.modality == "asserted" and left and not grave:
            return ESTABLISHED, _asserted(left)
    # Where evidence was left out, as by --known-on, a withdrawal may be all that is there.
    if (supported or not fates) and withdrawn and not left:
        return "withdrawn", ("withdrawn", (("source", withdrawn),))
    if not supported:
        return "candidate", ("candidate", ())
    return statement.modality, (_not_enough(statement, grave), ())


def _asserted(left: Iterable[Evidence]) -> Why:
    rules = {item.rule for item in left if item.origin == "derived"}
    plain = any(item.origin != "derived" for item in left)
    return ("asserted", ()) if plain else ("rule", (("rules", ", ".join(sorted(rules))),))


def _not_enough(statement: Statement, grave: bool) -> str:
    """The key of the reason why a statement that stands is not established."""
    if statement.negative or statement.modality not in BINDING:
        return statement.modality if statement.modality not in BINDING else "negative"
    return "grave" if statement.modality == "asserted" and grave else "claim"
