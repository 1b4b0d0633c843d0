"""What must hold between records whose names are right, and what is only worth knowing about them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from kg.clean import match_key
from kg.findings import Finding, Place, find, in_order
from kg.model import Actor, Case, Evidence, Statement
from kg.ontology import Ontology
from kg.standing.standing import originals, voice_of_source

__all__ = ["check_rules", "worth_knowing"]


def check_rules(case: Case, ontology: Ontology) -> tuple[Finding, ...]:
    """What is wrong between the records of a settled case: papers of parties, times of events, withdrawals."""
    found: list[Finding] = []
    for statement in case.statements:
        for item in statement.evidence:
            found += _party(statement, item, case, ontology)
            found += _times(statement, item.at, case)
        found += _withdrawals(statement, case)
    return in_order(found)


def _party(statement: Statement, item: Evidence, case: Case, ontology: Ontology) -> Iterator[Finding]:
    """In the paper of a party only its own acts of speech are asserted: that it says so is all that the paper proves."""
    if statement.modality != "asserted" or item.stance == "withdraws":
        return
    relation = ontology.relations.get(statement.relation)
    # A wire that repeats a press release is no less the party's paper.
    for source in originals(item.source, case.source_by_id):
        if source.kind == "party" and not (relation and relation.speech and statement.subject == source.publisher):
            yield find("party-asserts", item.at.at("modality"), value=statement.modality, party=source.publisher)


def _times(statement: Statement, at: Place, case: Case) -> Iterator[Finding]:
    if statement.event and statement.event == statement.object:
        yield find("event-repeated", at.at("event"), value=statement.event)
    for name in sorted({statement.object, statement.event} & case.event_by_id.keys()):
        event = case.event_by_id[name]
        if statement.when and event.when and not statement.when.overlaps(event.when):
            yield find("event-time", at.at("when"), value=statement.when, event=name, when=event.when)


def _withdrawals(statement: Statement, case: Case) -> Iterator[Finding]:
    """Withdrawals that take back what nobody said, or what somebody else said: they would change nothing, unseen."""
    supports = [item for item in statement.evidence if item.stance != "withdraws"]
    said = {voice_of_source(item.source, case.source_by_id) for item in supports}
    for item in statement.evidence:
        voice = voice_of_source(item.source, case.source_by_id)
        if item.stance != "withdraws":
            continue
        if not supports:
            if not case.may_say(statement.subject, statement.relation, statement.object):
                yield find("withdrawal-alone", item.at.at("stance"), reading=statement.reading)
        # What somebody is said to claim can be taken back in any paper; what a source asserts only by its own voice.
        elif not statement.claimant and voice not in said:
            yield find("withdrawal-foreign", item.at.at("stance"), voice=case.label(voice), said=", ".join(sorted(map(case.label, said))))


def worth_knowing(case: Case, ontology: Ontology) -> tuple[Finding, ...]:
    """Names that may mislead: they stop nothing, since only a person knows."""
    return in_order((*_doubles(case), *_ambiguous(case), *_concatenated(case, ontology), *_printed_publishers(case)))


def _decided(case: Case) -> set[tuple[str, str]]:
    """Pairs of actors that somebody has decided on, whatever it was."""
    pairs = {(row.left, row.right) for row in case.identities}
    return pairs | {(right, left) for left, right in pairs}


def _doubles(case: Case) -> Iterator[Finding]:
    """Actors of one label that nobody has told apart."""
    decided = _decided(case)
    by_key: dict[str, list[Actor]] = {}
    for actor in case.actors:
        by_key.setdefault(match_key(actor.label), []).append(actor)
    by_key.pop("", None)  # a label that could not be read
    for alike in by_key.values():
        for one, other in combinations(alike, 2):
            if (one.id, other.id) not in decided:
                code = "label-twice" if one.label == other.label else "label-alike"
                yield find(code, other.at.at("label"), value=other.label, label=one.label, other=one.id, place=_row(one.at))


def _row(at: Place) -> Place:
    return Place(at.path, at.line)


def _ambiguous(case: Case) -> Iterator[Finding]:
    """Aliases that are the label or an alias of another actor too: a mention of them resolves to nobody."""
    decided = _decided(case)
    named: dict[str, dict[str, Actor]] = {}
    for actor in case.actors:
        for name in (actor.label, *actor.aliases):
            named.setdefault(match_key(name), {})[actor.id] = actor
    for actor in case.actors:
        for alias in actor.aliases:
            for other in named[match_key(alias)].values():
                shared = other.id != actor.id and (actor.id, other.id) not in decided
                # Of two aliases the later row is named; an alias that is another's label is always the odd one.
                if shared and (match_key(other.label) == match_key(alias) or other.id < actor.id):
                    yield find("alias-shared", actor.at.at("aliases"), value=alias, other=other.id, place=_row(other.at))


#: Of these types many labels rightly name others: a group's says who is meant, a place's where it lies.
NAMED_AFTER = ("Place", "Group", "Report")


def _concatenated(case: Case, ontology: Ontology) -> Iterator[Finding]:
    """Labels that hold the labels of two others, as happens when cells of a person and a company are run together."""
    plain = [actor for actor in case.actors if not any(ontology.is_a(actor.type, kind) for kind in NAMED_AFTER)]
    by_words: dict[tuple[str, ...], Actor] = {tuple(match_key(actor.label).split()): actor for actor in reversed(plain)}
    # One label of a thousand words must not make a thousand comparisons of every word of the others.
    lengths = sorted(set(map(len, by_words)), reverse=True)
    for actor in plain:
        words = tuple(match_key(actor.label).split())
        inside: list[Actor] = []
        start = 0
        while start < len(words):
            length = next((n for n in lengths if n < len(words) and words[start : start + n] in by_words), 0)
            if length:
                inside.append(by_words[words[start : start + length]])
            start += length or 1
        if len({other.id for other in inside}) > 1:
            yield find("label-joined", actor.at.at("label"), value=actor.label, names=" and ".join(f'"{other.label}"' for other in inside))


def _printed_publishers(case: Case) -> Iterator[Finding]:
    """Publishers written as a name that is an actor's: as two voices they would count twice."""
    by_key = {match_key(name): actor.id for actor in reversed(case.actors) for name in (actor.label, *actor.aliases)}
    for source in case.sources:
        if source.publisher and source.publisher not in case.actor_by_id and match_key(source.publisher) in by_key:
            yield find("publisher-printed", source.at.at("publisher"), value=source.publisher, near=by_key[match_key(source.publisher)])
