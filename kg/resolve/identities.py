"""Applies the rows of `identities.csv`: nothing is merged by a score, in place, or for good.

The actors of a `same` become one for this build, under the label of the left one; without the row they never were.
"""

from __future__ import annotations

import difflib
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from kg.clean import visible
from kg.findings import Finding, Place, find, in_order
from kg.model import Case, Identity, Statement, gather
from kg.ontology import Ontology
from kg.resolve.joining import joined_actors

__all__ = ["decided", "settle"]

#: Of several words on one pair the most cautious counts: whoever doubts is heard first.
CAUTION = {"same": 0, "unsure": 1, "different": 2}

Settled = tuple[Case, tuple[Finding, ...], tuple[Finding, ...]]


def settle(case: Case, ontology: Ontology) -> Settled:
    """The case with the actors joined that a person called the same; what is wrong; and what is worth knowing.

    Statements are rewritten to the actors that are left, subject and object sorted where the relation is symmetric, and
    gathered again; each evidence keeps the reading under which it was recorded. Judgements are left as they are.
    """
    rows, found = _known(case)
    counted = _counted(rows)
    chains = _Chains(_agreed(counted))
    wrong, reports = _against(counted, chains)
    # Where a chain clashes nothing is joined: the finding stops the build, and what else is found should make sense.
    heads = chains.heads(without={name for row, _ in wrong for name in (row.left, row.right)})
    actors, odd = joined_actors(case.actors, heads, ontology)
    statements = [_rewritten(statement, heads, ontology) for statement in case.statements]
    settled = replace(
        case,
        actors=actors,
        events=tuple(replace(event, place=heads.get(event.place, event.place)) for event in case.events),
        sources=tuple(replace(source, publisher=heads.get(source.publisher, source.publisher)) for source in case.sources),
        statements=gather(statements),
    )
    found += _turned(rows, counted) + [finding for _, finding in wrong]
    reports += _disagreements(counted) + odd + _circular(case.statements, statements, chains)
    return settled, in_order(found), in_order(reports)


def _known(case: Case) -> tuple[list[Identity], list[Finding]]:
    """The rows about two actors that there are, and what is wrong with the others."""
    rows: list[Identity] = []
    found: list[Finding] = []
    ids = {actor.id for actor in case.actors}
    for row in case.identities:
        unknown = [(side, name) for side, name in (("left", row.left), ("right", row.right)) if name not in ids]
        if unknown and "actors" not in case.unread:
            found += [find("identity-unknown", row.at.at(side), value=visible(name), near=_near(name, ids)) for side, name in unknown]
        elif not unknown and row.left == row.right:
            found.append(find("identity-itself", row.at.at("right"), value=row.right))
        elif not unknown:
            rows.append(row)
    return rows, found


def _near(name: str, ids: Iterable[str]) -> str:
    return next(iter(difflib.get_close_matches(name, sorted(ids), 1, 0.6)), "")


def _pair(row: Identity) -> tuple[str, str]:
    return min(row.left, row.right), max(row.left, row.right)


def _order(row: Identity) -> tuple[object, ...]:
    return row.date, CAUTION.get(row.judgement, 0), row.left, row.right, row.curator, row.reason


def _counted(rows: Iterable[Identity]) -> list[Identity]:
    """Of each curator the latest row on each pair, on a tie of dates the most cautious; in order of their dates."""
    latest = {(_pair(row), row.curator): row for row in sorted(rows, key=_order)}
    return sorted(latest.values(), key=_order)


def _by_pair(rows: Iterable[Identity]) -> dict[tuple[str, str], list[Identity]]:
    pairs: dict[tuple[str, str], list[Identity]] = {}
    for row in rows:
        pairs.setdefault(_pair(row), []).append(row)
    return pairs


def decided(rows: Iterable[Identity]) -> tuple[Identity, ...]:
    """The rows that decide about their pair, in order of their dates: those of the most cautious word that counts on it."""
    found = []
    for counted in _by_pair(_counted(rows)).values():
        word = max((row.judgement for row in counted), key=lambda judgement: CAUTION.get(judgement, 0))
        found += [row for row in counted if row.judgement == word]
    return tuple(sorted(found, key=_order))


def _agreed(counted: Iterable[Identity]) -> list[Identity]:
    """The rows of `same` that nobody's counted row on the pair speaks against."""
    return [row for rows in _by_pair(counted).values() if {row.judgement for row in rows} == {"same"} for row in rows]


@dataclass
class _Chains:
    """The actors that rows of `same` join, directly or through others."""

    rows: list[Identity]
    _links: dict[str, list[tuple[str, Identity]]] = field(init=False)

    def __post_init__(self) -> None:
        self._links = {}
        for row in sorted(self.rows, key=_order):
            self._links.setdefault(row.left, []).append((row.right, row))
            self._links.setdefault(row.right, []).append((row.left, row))

    def heads(self, *, without: set[str]) -> dict[str, str]:
        """For each joined actor the one that it becomes; chains that hold an actor of `without` are left out.

        The left actor heads; of rows that would have two heads, the later one counts.
        """
        groups = {name: [name] for name in self._links}
        for row in sorted(self.rows, key=_order):
            left, right = groups[row.left], groups[row.right]
            if left is not right:
                left += right
                groups |= dict.fromkeys(right, left)
        return {name: group[0] for name, group in groups.items() if name != group[0] and not without & set(group)}

    def between(self, left: str, right: str) -> list[Identity]:
        """The fewest rows that join two actors, or none."""
        came: dict[str, tuple[str, Identity] | None] = {left: None}
        queue = deque([left])
        while queue and right not in came:
            here = queue.popleft()
            for there, row in self._links.get(here, ()):
                if there not in came:
                    came[there] = (here, row)
                    queue.append(there)
        rows = []
        step = came.get(right)
        while step:
            rows.append(step[1])
            step = came[step[0]]
        return rows


def _places(rows: Iterable[Identity]) -> str:
    return ", ".join(str(place) for place in sorted({Place(row.at.path, row.at.line) for row in rows}))


def _against(counted: Iterable[Identity], chains: _Chains) -> tuple[list[tuple[Identity, Finding]], list[Finding]]:
    """Rows that a chain of `same` says the opposite of: a finding for `different`, a report for `unsure`."""
    wrong, reports = [], []
    for row in counted:
        chain = chains.between(row.left, row.right) if row.judgement != "same" else []
        if chain and row.judgement == "different":
            wrong.append((row, find("identity-clash", row.at.at("judgement"), rows=_places(chain))))
        elif chain:
            reports.append(find("identity-doubted", row.at.at("judgement"), rows=_places(chain)))
    return wrong, reports


def _turned(rows: Iterable[Identity], counted: Iterable[Identity]) -> list[Finding]:
    """A curator's `same` after an own `different`: to join what was kept apart takes more than one more line."""
    found = []
    before = _by_pair(row for row in rows if row.judgement == "different")
    for row in counted:
        own = [other for other in before.get(_pair(row), ()) if other.curator == row.curator]
        if row.judgement == "same" and own:
            found.append(find("identity-turned", row.at.at("judgement"), rows=_places(own)))
    return found


def _disagreements(counted: Iterable[Identity]) -> list[Finding]:
    found = []
    for rows in _by_pair(counted).values():
        if len({row.judgement for row in rows}) > 1:
            said = "; ".join(f"{row.curator}: {row.judgement}" for row in sorted(rows, key=lambda row: row.curator))
            found.append(find("identity-disagreement", rows[-1].at.at("judgement"), said=said))
    return found


def _rewritten(statement: Statement, heads: Mapping[str, str], ontology: Ontology) -> Statement:
    subject, other, claimant, place = (heads.get(name, name) for name in (statement.subject, statement.object, statement.claimant, statement.place))
    relation = ontology.relations.get(statement.relation)
    if relation and relation.symmetric and other < subject:
        subject, other = other, subject
    evidence = tuple(replace(item, recorded=item.recorded or statement.reading) for item in statement.evidence)
    return replace(statement, subject=subject, object=other, claimant=claimant, place=place, evidence=evidence)


def _circular(before: Iterable[Statement], after: Iterable[Statement], chains: _Chains) -> list[Finding]:
    """Statements between two actors that are now one: they are kept, and shown to whoever joined the two."""
    return [
        find("statement-circular", old.at.at("object"), rows=_places(chains.between(old.subject, old.object)))
        for old, new in zip(before, after, strict=True)
        if new.subject == new.object and old.subject != old.object
    ]
