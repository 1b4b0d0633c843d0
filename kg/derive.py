"""What follows from established statements by a rule of the ontology, such as who met whom at a meeting.

A conclusion says from which event and from which statements it follows; it is weighed again like any other statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from kg.model import Case, Evidence, Statement, Time, gather
from kg.ontology import Ontology, Rule
from kg.standing import Weighed

__all__ = ["derive"]


def derive(case: Case, ontology: Ontology, weighed: Weighed) -> tuple[Statement, ...]:
    """The conclusions of all rules, sorted by reading; only established statements are premises.

    A conclusion that a source reports too is the same statement: whoever adds these to the case gathers them.
    """
    roles: dict[str, list[Statement]] = {}
    for statement in case.statements:
        if statement.object in case.event_by_id and weighed.established(statement):
            roles.setdefault(statement.object, []).append(statement)
    return gather(
        conclusion
        for rule in ontology.rules
        for event, statements in sorted(roles.items())
        if ontology.is_a(case.type_of(event), rule.event_type)
        for conclusion in _conclusions(rule, event, statements, case, ontology)
    )


def _conclusions(rule: Rule, event: str, roles: Iterable[Statement], case: Case, ontology: Ontology) -> Iterator[Statement]:
    roles = tuple(roles)
    leading = [s for s in roles if s.relation == rule.premise and ontology.is_a(case.type_of(s.subject), rule.subject_type)]
    others = [s for s in roles if s.relation == rule.co_premise and ontology.is_a(case.type_of(s.subject), rule.object_type)]
    relation = ontology.relations.get(rule.conclusion)
    for one in leading:
        for other in others:
            if one.subject == other.subject or (one.when and other.when and not one.when.overlaps(other.when)):
                continue
            subject, target = one.subject, other.subject
            if relation and relation.symmetric:
                subject, target = sorted((subject, target))
            because = Evidence("", origin="derived", premises=tuple(sorted((one.id, other.id))), rule=rule.id)
            when = _narrower(one.when, other.when)
            yield Statement(subject, rule.conclusion, target, "asserted", when=when, event=event, evidence=(because,))


def _narrower(one: Time | None, other: Time | None) -> Time | None:
    """The one that leaves fewer days open, or the only one there is."""
    times = sorted((time for time in (one, other) if time), key=lambda time: (_days(time), time.text))
    return times[0] if times else None


def _days(time: Time) -> timedelta:
    return time.latest - time.earliest if time.earliest and time.latest else timedelta.max
