"""Links and events of FollowTheMoney as statements with their evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import product

from kg.clean import visible
from kg.interchange.ftm.arrivals import Arrivals, cells, left_out, prose, sound
from kg.interchange.ftm.dates import from_dates, to_dates
from kg.interchange.ftm.lines import Line
from kg.interchange.ftm.papers import Papers
from kg.interchange.ftm.reading import find_evidence, find_statement
from kg.interchange.ftm.relations import Relations
from kg.interchange.ftm.schemata import is_a
from kg.model import Quantity, QuantityError, Statement, parse_quantity

__all__ = ["Joints"]

_MOST_PAIRS = 1_000
_DATES = ("date", "startDate", "endDate")
_PARTS = ("involved", "organizer")


@dataclass(frozen=True, slots=True)
class Found:
    """One evidence in the making."""

    source: str
    quote: str = ""
    locator: str = ""
    note: str = ""


class Joints:
    """Makes statements."""

    def __init__(self, arrivals: Arrivals, papers: Papers) -> None:
        self.all = arrivals
        self.papers = papers
        self.relations = Relations(arrivals.receiver.ontology, arrivals.types)
        self.seen: set[tuple[str, str, str, str]] = set()

    # -- links

    def link(self, line: Line) -> None:
        """The statements of an entity that links others."""
        source, target = line.schema.edge  # type: ignore[misc]  # only edges come here
        missing = [name for name in (source, target) if not line[name]]
        if missing:
            self.all.wrong(line, "ftm-required", missing[0], schema=line.schema.name, property=missing[0])
        elif len(line[source]) * len(line[target]) > _MOST_PAIRS:
            self.all.wrong(line, "ftm-pairs", most=_MOST_PAIRS)
        elif self._is_derived(line):
            self.all.tell(line, "ftm-derived", "skipped")
        elif self.is_mention(line):
            self.all.tell(line, "ftm-mention", "skipped")
        else:
            self._pairs(line, [self._end(line, source, one) for one in line[source]], [self._end(line, target, one) for one in line[target]])

    def _pairs(self, line: Line, sources: list[str], targets: list[str]) -> None:
        for one, other in product(filter(None, sources), filter(None, targets)):
            if one == other:
                self.all.tell(line, "ftm-itself", "skipped", id=one)
            else:
                self._link(line, one, other)

    def _is_derived(self, line: Line) -> bool:
        """Whether a rule made it: a rule makes it again here, from what it follows from."""
        marks = line.several("status", "description")
        return any(mark.startswith("derived by ") for mark in marks) and any(map(find_statement, line["recordId"]))

    def is_mention(self, line: Line) -> bool:
        """Whether a link says no more than that a document speaks of somebody."""
        ours = self.relations.names_relation(line["role"]) or any(map(find_statement, line["recordId"]))
        return line.schema.name == "Documentation" and not ours

    def _end(self, line: Line, name: str, value: str) -> str:
        """Our id of what stands in a property; an empty text where it did not come in, and then the reason is told."""
        other, wanted = self.all.lines.get(value), line.schema.ranges[name]
        if other is None:
            self.all.wrong(line, "ftm-reference", name, value=visible(value))
        elif other.id == line.id or not is_a(other.schema.name, wanted):
            self.all.wrong(line, "ftm-range", name, value=visible(value), schema=other.schema.name, wanted=wanted)
        elif line.schema.name == "Occupancy" and is_a(other.schema.name, "Position"):
            return self._body(line, other)
        elif value in self.all.things:
            return self.all.things[value]
        else:
            self.all.tell(line, "ftm-end", "skipped", other=value)
        return ""

    def _body(self, line: Line, post: Line) -> str:
        """The organisation that a post belongs to."""
        bodies = [self.all.things[name] for name in post["organization"] if name in self.all.things]
        if not bodies:
            self.all.tell(line, "ftm-bodiless", "skipped", post=post.id)
        return bodies[0] if bodies else ""

    def _link(self, line: Line, one: str, other: str) -> None:
        recorded = next(filter(None, (self._recorded(text) for text in line["recordId"] if {one, other} == self._about(text))), None)
        words = self._words(line)
        chosen = self.relations.choose(line.schema, words, one, other, recorded.relation if recorded else "")
        if chosen is None:
            self.all.tell(line, "ftm-unfit", "skipped", schema=line.schema.name)
            return
        when, wrong = from_dates(line.properties)
        said = Statement(chosen.subject, chosen.relation, chosen.object, "asserted", role="; ".join(chosen.words), when=when, quantity=_amount(line))
        agrees = recorded is not None and (recorded.subject, recorded.relation, recorded.object) == (said.subject, said.relation, said.object)
        told = self._agreed(line, recorded, said, words) if recorded and agrees else said
        found = [item for text in line["summary"] if (item := self._evidence(line, text))] if agrees else []
        lost = f"no date here: {', '.join(wrong)}" if wrong else ""
        self._take(line, told, found or [self._file(line, chosen.note, lost)])

    def _about(self, text: str) -> set[str]:
        """The two that a reading is about, by the ids they have here."""
        said = find_statement(text)
        return {self.all.former_things.get(name, "") for name in (said.subject, said.object)} if said else set()

    def _recorded(self, text: str) -> Statement | None:
        """The statement of a reading of ours, in the ids of this workspace."""
        said = find_statement(text)
        if said is None or said.relation not in self.all.receiver.ontology.relations:
            return None
        ids = self.all.former_things
        return replace(
            said,
            subject=ids.get(said.subject, ""),
            object=ids.get(said.object, ""),
            # The claimant may not have come in: then all that is known is that somebody said so.
            claimant=said.claimant and ids.get(said.claimant, "unstated"),
            place=ids.get(said.place, ""),
            event=ids.get(said.event, ""),
        )

    def _agreed(self, line: Line, recorded: Statement, said: Statement, words: tuple[str, ...]) -> Statement:
        """What was recorded, but for what the entity says otherwise: somebody may have corrected it since."""
        same_time = {name: set(line[name]) for name in _DATES if line[name]} == {name: {text} for name, text in to_dates(recorded.when).items()}
        same_role = not recorded.role or set(sound([recorded.role])) <= set(words)
        amount = said.quantity if said.quantity and said.quantity != recorded.quantity else recorded.quantity
        return replace(recorded, when=recorded.when if same_time else said.when, role=recorded.role if same_role else said.role, quantity=amount)

    def _words(self, line: Line) -> tuple[str, ...]:
        """The words for a link; those of an occupancy are the name of its post."""
        texts: Iterable[str] = line[line.schema.role] if line.schema.role else ()
        if line.schema.name == "Occupancy":
            texts = (text for name in line["post"] if name in self.all.lines for text in self.all.lines[name]["name"])
        return tuple(text.replace("[", "(").replace("]", ")") for text in sound(texts))

    # -- parts in events

    def parts(self, line: Line) -> None:
        """The statements of who took part in an event."""
        event = self.all.things.get(line.id)
        if event is None or not is_a(line.schema.name, "Event"):
            return
        evidence = self._lines_of(line)
        told: set[tuple[str, str]] = set()
        for text in line["recordId"]:
            said = self._recorded(text)
            if said and said.object == event and said.subject in {self.all.things.get(name) for name in line.several(*_PARTS)}:
                told.add((said.subject, said.relation))
                self._take(line, said, evidence.get(text) or [self._file(line)])
        for name in _PARTS:
            relation = self.relations.part(name)
            for value in line[name] if relation else ():
                actor = self._end(line, name, value)
                if actor and (actor, relation) not in told:
                    self._take(line, Statement(actor, relation, event, "asserted"), [self._file(line)])

    def _lines_of(self, line: Line) -> dict[str, list[Found]]:
        """The evidence in an event's summary, by the reading that each line begins with."""
        readings = set(line["recordId"])
        found: dict[str, list[Found]] = {}
        for text in line["summary"]:
            reading, _, rest = text.partition(": ")
            # A role may hold a colon of its own.
            while reading not in readings and ": " in rest and len(reading) < 2_000:
                more, _, rest = rest.partition(": ")
                reading = f"{reading}: {more}"
            item = self._evidence(line, rest) if reading in readings else None
            if item:
                found.setdefault(reading, []).append(item)
        return found

    # -- evidence and rows

    def _evidence(self, line: Line, text: str) -> Found | None:
        """One evidence of ours. Where the document does not lie here, the entity is where the words can be found again."""
        found = find_evidence(text, self.all.former_sources.__contains__)
        if found is None:
            return None
        source = self.all.former_sources[found[0]]
        here = self.all.receiver.case.source_by_id.get(source)
        return Found(source, found[1], found[2] or ("" if here and here.document else line.id))

    def _file(self, line: Line, *more: str) -> Found:
        """The file as evidence: we read the file, not the papers that it names, and these are told in the note."""
        papers = [f"proof: {self.all.sources.get(name, name)}" for name in line["proof"]] + list(line["sourceUrl"])
        said = prose(line, "summary", "description") if line.schema.edge else ""
        note = "\n".join(filter(None, (*more, said, *papers)))
        return Found(self.papers.file(), "", line.id, note)

    def _take(self, line: Line, said: Statement, found: list[Found]) -> None:
        """The rows of a statement, one for each evidence that is not here yet."""
        case = self.all.receiver.case
        here = case.statement_by_id.get(said.id)
        known = {(item.source, item.quote, item.locator) for item in here.evidence} if here else set()
        made = 0
        for item in found:
            key = (said.reading, item.source, item.quote, item.locator)
            if key[1:] not in known and key not in self.seen:
                self.seen.add(key)
                made += 1
                self.all.rows["statements"].append(self._row(said, item))
        if made:
            read = _READ | {*line.schema.edge, line.schema.role} | (_SUMS if said.quantity else frozenset())
            left = left_out(line, read) if line.schema.edge else ""
            self.all.tell(line, "ftm-statement", "imported", reading=said.reading, left=left)
        else:
            self.all.tell(line, "ftm-statement-known", "known", reading=said.reading)

    def _row(self, said: Statement, item: Found) -> dict[str, str]:
        receiver = self.all.receiver
        names = ("subject", "relation", "object", "modality", "claimant", "role", "place", "event")
        return cells(
            **{name: getattr(said, name) for name in names},
            when=str(said.when or ""),
            quantity=str(said.quantity or ""),
            source=item.source,
            quote=item.quote,
            locator=item.locator,
            note=item.note,
            curator=receiver.curator,
            entered=receiver.entered.isoformat() if receiver.entered else "",
        )


#: Properties of a link that become part of its row: its time, its words, its evidence; and its amount, where that is one number.
_READ = frozenset(("date", "startDate", "endDate", "summary", "description", "recordId", "proof", "publisher", "sourceUrl", "post", "namesMentioned"))
_SUMS = frozenset(("amount", "currency", "amountEur", "amountUsd", "percentage"))


def _amount(line: Line) -> Quantity | None:
    """The amount of a payment or the share of an ownership, where it is one number."""
    amounts = [f"{amount} {unit}".strip() for amount in line["amount"] for unit in line["currency"] or ("",)]
    # The same sum in another currency is no second one; alone it is the sum.
    amounts = amounts or [f"{amount} EUR" for amount in line["amountEur"]] or [f"{amount} USD" for amount in line["amountUsd"]]
    texts = amounts + [f"{share.removesuffix('%').strip()} %" for share in line["percentage"]]
    try:
        return parse_quantity(texts[0]) if len(texts) == 1 else None
    except QuantityError:
        return None
