"""From a weighed case to the one that a profile may see."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from kg.errors import UsageError
from kg.model import Actor, Case, Event, Evidence, Source, Statement, gather
from kg.ontology import Ontology
from kg.redact.belt import leaks
from kg.redact.decisions import Decisions, decide
from kg.redact.names import CUT, Names, coined, names_of
from kg.redact.pseudonyms import Pseudonyms
from kg.redact.records import Veil
from kg.redact.terms import own_terms, without_names
from kg.standing import Weighed, weigh
from kg.stories import Story

__all__ = ["PROFILES", "Redacted", "for_profile"]

PROFILES = ("public", "team")

Record = TypeVar("Record", Actor, Event, Source)
#: A statement of the team's case, and what the public sees of it.
Pair = tuple[Statement, Statement]


@dataclass(frozen=True, slots=True)
class Redacted:
    """A case for a profile, weighed, and what it took to make it."""

    case: Case
    ontology: Ontology
    weighed: Weighed
    #: Actors, events and sources that appear under a pseudonym.
    veiled: int = 0
    #: Actors, events and sources that do not appear at all.
    hidden: int = 0
    #: Statements of the team's case that the public does not see.
    left_out: int = 0
    #: Quotes of which the words are withheld.
    cut: int = 0
    #: What must not be read in any other text that goes with the case either.
    names: Names = field(default_factory=Names)
    #: The case told step by step, as far as its readers may hear it.
    stories: tuple[Story, ...] = ()

    @property
    def withheld(self) -> str:
        """What a reader must know of it: `names` are told as pseudonyms, or `more` is left out; empty where nothing is withheld."""
        if self.veiled:
            return "names"
        return "more" if self.hidden or self.left_out or self.cut else ""


def for_profile(case: Case, ontology: Ontology, weighed: Weighed, profile: str, *, key: Callable[[], bytes]) -> Redacted:
    """The case as a profile may see it: for the team unchanged, for the public without anything that `publish` withholds.

    Made anew from what may be seen, never by taking strings out of what was written. A statement is left out when it names
    somebody hidden, when no evidence of it may be seen, or when it would read as worth more or less than the team knows: no
    standing changes by what is withheld. `key` gives the secret of the pseudonyms, and is asked only when there are some.
    Raises `UsageError` when a withheld name would be told all the same.
    """
    if profile == "team":
        return Redacted(case, ontology, weighed)
    decisions, names = _spread(case, ontology, decide(case, ontology))
    if names.any(case.settings.base):
        raise UsageError(
            "A withheld name would be told by the base of kg.toml.", hint="Choose another base in kg.toml; it begins every address of an export."
        )
    veil = Veil(case, ontology, decisions, names, Pseudonyms(key() if decisions.veiled or names else b"", tuple(sorted(decisions.veiled))))
    terms = without_names(ontology, names)
    seen, found = _settle(veil, terms, weighed)
    told = leaks((seen, found, own_terms(terms)), names)
    if told:
        raise UsageError(f"A withheld name would be told by {told}.", hint="Write it without the name, or withhold that too with `publish`.")
    cut = sum(item.quote == CUT for statement in seen.statements for item in statement.evidence)
    left_out = len(case.statements) - len(seen.statements)
    return Redacted(seen, terms, found, len(decisions.veiled), len(decisions.hidden), left_out, cut, names)


def _spread(case: Case, ontology: Ontology, decisions: Decisions) -> tuple[Decisions, Names]:
    """Who is called by a withheld name, or has it in the id, is withheld with it: `Family of …`, `raid-at-the-house-of-…`."""
    while True:
        names = names_of(case, ontology, decisions)
        called = {record.id for record in case.things if names.whole(record.label) or names.address(record.id)}
        called |= {record.id for record in case.things if coined(record, ontology) and names.any(record.label)}
        called |= {source.id for source in case.sources if names.address(source.id)}
        more = called - decisions.veiled - decisions.hidden
        if not names or not more:
            return decisions, names
        decisions = replace(decisions, veiled=decisions.veiled | more)


def _bare(veil: Veil) -> Case:
    """The case without its statements and judgements; rows about identity name who was joined, so they are the team's."""
    case = veil.case
    settings = replace(
        case.settings,
        title=veil.names.cut(case.settings.title),
        licence=veil.names.cut(case.settings.licence),
        curators=tuple((veil.curator(name), veil.names.cut(label)) for name, label in case.settings.curators),
    )
    return Case(settings, _seen(map(veil.actor, case.actors)), _seen(map(veil.event, case.events)), _seen(map(veil.source, case.sources)))


def _seen(records: Iterable[Record | None]) -> tuple[Record, ...]:
    return tuple(sorted((record for record in records if record), key=lambda record: record.id))


def _settle(veil: Veil, ontology: Ontology, weighed: Weighed) -> tuple[Case, Weighed]:
    """The public's case and its weighing, in which every statement stands as it does in the team's."""
    bare = _bare(veil)
    pairs = [(statement, seen) for statement in veil.case.statements if (seen := veil.statement(statement))]
    while True:
        pairs = _supported(pairs)
        case = _with(bare, veil, pairs)
        found = weigh(case, ontology)
        same = [pair for pair in pairs if found.standing[pair[1].id].word == weighed.standing[pair[0].id].word]
        if len(same) == len(pairs):
            return case, _as_known(found, weighed, pairs)
        pairs = same


def _supported(pairs: list[Pair]) -> list[Pair]:
    """What is derived rests on premises that may be seen too, by their new ids; what loses them is left out, and so on."""
    while True:
        now = {old.id: new.id for old, new in pairs}
        kept = [(old, new) for old, new in pairs if any(_stands_on(item, now) for item in new.evidence)]
        if len(kept) == len(pairs):
            return [(old, replace(new, evidence=tuple(_moved(new, now)))) for old, new in pairs]
        pairs = kept


def _stands_on(item: Evidence, now: Mapping[str, str]) -> bool:
    # Ids that were put right in an earlier round are new ones already.
    return all(premise in now or premise in now.values() for premise in item.premises)


def _moved(statement: Statement, now: Mapping[str, str]) -> Iterator[Evidence]:
    for item in statement.evidence:
        if _stands_on(item, now):
            yield replace(item, premises=tuple(now.get(premise, premise) for premise in item.premises))


def _with(bare: Case, veil: Veil, pairs: list[Pair]) -> Case:
    readings = {old.reading: new.reading for old, new in pairs}
    rows = (veil.judgement(row, readings) for row in veil.case.judgements)
    judgements = sorted((row for row in rows if row), key=lambda row: (row.date, row.statement, row.id))
    return replace(bare, statements=gather(new for _, new in pairs), judgements=tuple(judgements))


def _as_known(found: Weighed, weighed: Weighed, pairs: list[Pair]) -> Weighed:
    """What is contested by something withheld stays contested, and no voice is counted that the team would not count."""
    contested = {new.id for old, new in pairs if old.id in weighed.contested}
    voices = {**found.voices, **{new.id: _at_most(found.voices[new.id], len(weighed.voices[old.id])) for old, new in pairs}}
    return replace(found, contested=found.contested | contested, voices=voices)


def _at_most(voices: tuple[str, ...], number: int) -> tuple[str, ...]:
    """A publisher that is withheld in one of its papers is not another voice beside its own name."""
    return tuple(sorted(sorted(voices, key=lambda voice: (voice.startswith("withheld-"), voice))[:number]))
