"""All statements of a case together: their standing, whose voices carry them, what stands against what."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.model import Case, Judgement, Statement
from kg.ontology import Ontology
from kg.standing.standing import Standing, counted, standing_of, stands, supporters_left, voice_of_source

__all__ = ["Weighed", "contradict", "voices_of", "weigh"]

#: A statement with one of these standings stands against nothing: nobody holds that it was said.
MUTE = frozenset(("rejected", "unsure", "candidate"))
#: A contradiction by one of these is settled: the pair stays listed, but nothing is contested by it any more.
SETTLED = frozenset(("refuted", "withdrawn"))
#: What is planned or supposed speaks of no fact, so it cannot contradict one.
IRREAL = frozenset(("planned", "hypothetical"))


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the build works out about each statement, by its id."""

    standing: Mapping[str, Standing] = field(default_factory=dict)
    #: Who carries it: actor ids, publishers' names or source ids, `unstated`; sorted, copies counted once.
    voices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: The ids of the statements that cannot hold beside it, sorted; both ways.
    contradicts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: Established statements that something unsettled contradicts.
    contested: frozenset[str] = frozenset()
    #: By event id: the standing of the strongest statement that names the event.
    events: Mapping[str, str] = field(default_factory=dict)

    def established(self, statement: Statement) -> bool:
        """Whether the statement may stand as a direct triple."""
        return self.standing[statement.id].established


def voices_of(statement: Statement, case: Case, judgements: Mapping[str, Iterable[Judgement]]) -> tuple[str, ...]:
    """The claimant, else the publishers of the sources that carry it; of what is derived, the voices of its premises.

    `judgements` are looked up by reading. A candidate, a source that took it back or one that was misread lends its voice
    only where there is no better one.
    """
    if statement.claimant:
        return (statement.claimant,)
    judged = counted(judgements.get(statement.reading, ()))
    admit = case.settings.admit_confidence
    supports = [item for item in statement.evidence if item.stance != "withdraws"]
    left, _ = supporters_left(statement, judged, case.source_by_id, admit)
    by_fate = {fate: [item for item in supports if stands(item, judged, admit=admit) == fate] for fate in ("stands", "candidate")}
    voices: set[str] = set()
    for item in left or by_fate["stands"] or by_fate["candidate"] or supports:
        voices |= {voice_of_source(item.source, case.source_by_id)} if item.source else set()
        for premise in item.premises:
            voices |= set(voices_of(case.statement_by_id[premise], case, judgements)) if premise in case.statement_by_id else set()
    return tuple(sorted(voices))


def contradict(one: Statement, other: Statement) -> bool:
    """Whether two statements of one subject, relation and object cannot both hold.

    They must speak of overlapping time and of the same role; then another polarity, a denial, or a quantity that
    cannot be equal sets them against each other.
    """
    if one.when and other.when and not one.when.overlaps(other.when):
        return False
    if one.role and other.role and one.role != other.role:
        return False
    apart = bool(one.quantity and other.quantity and one.quantity.excludes(other.quantity))
    against = [statement.negative != (statement.modality == "denied") for statement in (one, other)]
    if against[0] != against[1]:
        # "Did not pay 100" does not speak against "paid 50"; "did not prosecute, 0 times" speaks against "prosecuted 3".
        return not apart or any(_none(statement) for statement in (one, other) if statement.negative)
    return apart and not any(against)


def _none(statement: Statement) -> bool:
    return statement.quantity is not None and statement.quantity.most == 0


def weigh(case: Case, ontology: Ontology) -> Weighed:
    """Standing, voices and contradictions of every statement; the same whatever the order of rows."""
    rows: dict[str, list[Judgement]] = {}
    for row in case.judgements:
        rows.setdefault(row.statement, []).append(row)
    standing, voices = {}, {}
    for statement in case.statements:
        mine = rows.get(statement.reading, [])
        relation = ontology.relations.get(statement.relation)
        grave = relation is None or relation.grave
        standing[statement.id] = standing_of(statement, mine, grave=grave, sources=case.source_by_id, admit=case.settings.admit_confidence)
        voices[statement.id] = voices_of(statement, case, rows)
    pairs = _pairs(case, standing)
    contested = {
        one for pair in pairs for one, other in (pair, pair[::-1]) if standing[one].established and _plain(standing[other].word) not in SETTLED
    }
    contested |= _conclusions(case, contested)
    return Weighed(standing, voices, _both_ways(pairs), frozenset(contested), _events(case, standing))


def _conclusions(case: Case, contested: set[str]) -> set[str]:
    """What rests on contested premises alone is contested with them."""
    return {s.id for s in case.statements if s.evidence and all(contested & {*item.premises} for item in s.evidence)}


def _plain(word: str) -> str:
    return word.removesuffix(" not")


def _pairs(case: Case, standing: Mapping[str, Standing]) -> list[tuple[str, str]]:
    speaking = [s for s in case.statements if _plain(standing[s.id].word) not in MUTE and s.modality not in IRREAL]
    same = _groups((s.triple, s) for s in speaking)
    found = {(a.id, b.id) for group in same for a, b in itertools.combinations(group, 2) if contradict(a, b)}
    # An event happens once: two times of its roles that cannot both hold stand against each other.
    roles = _groups((s.object, s) for s in speaking if s.object in case.event_by_id and s.when and s.modality != "denied" and not s.negative)
    for group in roles:
        found |= {(a.id, b.id) for a, b in itertools.combinations(group, 2) if a.when and b.when and not a.when.overlaps(b.when)}
    return sorted(found)


def _groups(keyed: Iterable[tuple[str, Statement]]) -> list[list[Statement]]:
    groups: dict[str, list[Statement]] = {}
    for key, statement in keyed:
        groups.setdefault(key, []).append(statement)
    return [group for group in groups.values() if len(group) > 1]


def _both_ways(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {key: tuple(sorted(others)) for key, others in sorted(found.items())}


#: From the strongest down; a standing that is not listed is weaker than all of these.
STRENGTH = ("established", "asserted", "alleged", "planned", "hypothetical", "withdrawn", "candidate")


def _events(case: Case, standing: Mapping[str, Standing]) -> dict[str, str]:
    words: dict[str, set[str]] = {}
    for statement in case.statements:
        for name in {statement.object, statement.event} & case.event_by_id.keys():
            words.setdefault(name, set()).add(standing[statement.id].word)
    strength = {word: rank for rank, word in enumerate(STRENGTH)}
    return {name: min(said, key=lambda word: (strength.get(word, len(STRENGTH)), word)) for name, said in sorted(words.items())}
