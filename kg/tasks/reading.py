"""From a workspace to a weighed case: the order of the steps, in one place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from kg.derive import derive
from kg.documents import anchor
from kg.findings import Finding, Place, in_order
from kg.folder import Folder
from kg.graph import Kept, read_rdf, to_quads
from kg.model import Case, Evidence, Statement, gather, join
from kg.ontology import Ontology
from kg.ontology.read import read_ontology
from kg.ontology.terms import check_terms
from kg.resolve import fit, settle
from kg.standing import Weighed, weigh
from kg.stories import Story, read_stories
from kg.tables import Counts, read_tables
from kg.validate import check_references, check_rules, worth_knowing

if TYPE_CHECKING:
    from pyoxigraph import Quad

__all__ = ["Reading", "read_workspace"]


@dataclass(frozen=True)
class Reading:
    """A workspace, read: the case and what the program made of it; with `findings`, nothing may be written from it."""

    folder: Folder
    case: Case
    ontology: Ontology
    weighed: Weighed = field(default_factory=Weighed)
    findings: tuple[Finding, ...] = ()
    #: What is only worth knowing: it stops nothing.
    reports: tuple[Finding, ...] = ()
    counts: Counts = field(default_factory=Counts)
    #: Triples of other vocabularies in the workspace's own files, by the graph of their file.
    kept: tuple[Kept, ...] = ()
    #: Standings are those of this day; today's when `None`.
    day: date | None = None
    #: The case told step by step; none where it is read as known on a day, since stories are of today.
    stories: tuple[Story, ...] = ()
    #: The label of each actor and where its row stands, by its id as that row has it: before identity decisions.
    entered: Mapping[str, tuple[str, Place]] = field(default_factory=dict)

    @cached_property
    def quads(self) -> list[Quad]:
        """The dataset, sorted; made once for all that is written from it."""
        return to_quads(self.case, self.ontology, self.weighed, kept=self.kept)


def read_workspace(folder: Folder, *, day: date | None = None) -> Reading:
    """Reads, anchors, settles, derives and weighs; every problem of every step is in `findings`.

    With `day`, the case is as it was known then: evidence entered or published later is left out, and so are later
    judgements and identity rows. Findings are those of the whole workspace.
    """
    settings, found = folder.settings()
    ontology, wrong = read_ontology(folder)
    found += wrong + _not_told(check_terms(ontology), wrong)
    tables, wrong, counts = read_tables(folder, settings, ontology)
    found += wrong
    records, kept, wrong = read_rdf(folder, settings, ontology)
    case = join(tables, records)
    found += wrong
    found += _elsewhere(check_references(case, ontology), found)
    anchored, wrong, rewritten = anchor(case, folder)
    found += _elsewhere(wrong, found)
    full = _work_out(anchored, ontology)
    found += full.findings
    stories, wrong = _stories(folder, full.case, ontology)
    found += wrong
    shown = _without_loose_judgements(_work_out(_known_on(anchored, day), ontology)) if day else full
    weighed = weigh(shown.case, ontology)
    told = () if day else stories
    reports = in_order(shown.reports + counts.tidied + rewritten)
    return Reading(folder, shown.case, ontology, weighed, in_order(found), reports, counts, kept, day, told, _entered(case))


def _entered(case: Case) -> dict[str, tuple[str, Place]]:
    return {actor.id: (actor.label, Place(actor.at.path, actor.at.line)) for actor in case.actors}


def _stories(folder: Folder, case: Case, ontology: Ontology) -> tuple[tuple[Story, ...], tuple[Finding, ...]]:
    stories, found = read_stories(folder)
    if not stories:
        return (), found
    # Only the page knows what its addresses may hold, and importing it brings the placing of networks.
    from kg.page.addresses import check_stories, settled

    return tuple(settled(story, case) for story in stories), found + check_stories(stories, case, ontology)


def _not_told(missing: Iterable[Finding], found: Iterable[Finding]) -> tuple[Finding, ...]:
    """What terms do not say, but for what they say in a way that has its finding."""
    told = {(finding.place, finding.value("property")) for finding in found} | {(finding.place, finding.value("near")) for finding in found}
    return tuple(finding for finding in missing if (finding.place, finding.value("property")) not in told)


def _elsewhere(later: Iterable[Finding], found: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings of a later step about cells that have none: a cell that could not be read looks as if it were empty."""
    told = {finding.place for finding in found if finding.place.column}
    return tuple(finding for finding in later if finding.place not in told)


@dataclass(frozen=True)
class _WorkedOut:
    case: Case
    findings: tuple[Finding, ...]
    reports: tuple[Finding, ...]


def _work_out(case: Case, ontology: Ontology) -> _WorkedOut:
    settled, found, reports = settle(case, ontology)
    # Judgements decide what may be derived, and what was derived may be judged: so they are fitted twice.
    judged, _, _ = fit(settled, ontology)
    derived = derive(judged, ontology, weigh(judged, ontology))
    whole = replace(settled, statements=gather((*settled.statements, *derived)))
    fitted, wrong, disagreements = fit(whole, ontology)
    found += wrong + check_rules(fitted, ontology)
    return _WorkedOut(fitted, found, reports + disagreements + worth_knowing(fitted, ontology))


def _without_loose_judgements(worked: _WorkedOut) -> _WorkedOut:
    """Somebody may have judged before the evidence was entered: then the row is about nothing that was known that day."""
    readings = {statement.reading for statement in worked.case.statements}
    rows = (row for row in worked.case.judgements if row.statement in readings)
    kept = tuple(row if row.instead in readings else replace(row, instead="") for row in rows)
    return replace(worked, case=replace(worked.case, judgements=kept))


def _known_on(case: Case, day: date) -> Case:
    statements = (replace(s, evidence=tuple(e for e in s.evidence if _known(e, case, day))) for s in case.statements)
    return replace(
        case,
        statements=tuple(s for s in statements if _supported(s)),
        judgements=tuple(j for j in case.judgements if j.date <= day),
        identities=tuple(i for i in case.identities if i.date <= day),
    )


def _known(item: Evidence, case: Case, day: date) -> bool:
    """An evidence is known from the later of the day it was entered and the last day its source may have appeared."""
    source = case.source_by_id.get(item.source)
    published = source.published.latest if source and source.published else None
    return all(known is None or known <= day for known in (item.entered, published))


def _supported(statement: Statement) -> bool:
    return any(item.stance != "withdraws" for item in statement.evidence)
