"""What a file brings, row by row: who is meant by a name, which rows the workspace holds already, which are new.

Nobody is merged here. A name means an actor of the workspace only where exactly one is called so, and no type or identifier
speaks against it; else a new actor is made, and it is said which others may be meant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.clean import is_id, match_key, slug, visible
from kg.findings import Finding, Place
from kg.interchange.incoming import Fate, Incoming, Outcome, Receiver, Row, fate
from kg.interchange.vocabulary import Vocabulary
from kg.model import Actor, Event
from kg.tables import Held, held_rows, row_key
from kg.vocab import SEPARATOR, digest

__all__ = ["Arrival", "Arrivals", "Named", "Placed", "visible_line"]


#: By what a publication is known.
_PUBLICATION = ("kind", "title", "publisher", "author", "published", "url", "sha256")


@dataclass(frozen=True, slots=True)
class Arrival:
    """One row on its way into a table, with the place in the file that it comes from."""

    cells: Row
    place: Place = field(default=Place(""))
    #: What the statement is worth according to the file: by the import alone it may not become worth more.
    standing: str = ""


@dataclass(frozen=True, slots=True)
class Placed(Incoming):
    """Rows of which each knows where in the file it comes from."""

    arrivals: Mapping[str, tuple[Arrival, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Named:
    """What a file says of an actor or event: whatever it has of label, id, type and identifiers."""

    label: str
    id: str = ""
    type: str = ""
    identifiers: tuple[str, ...] = ()
    #: A type that it must have because of the relation it stands in; used where the file gives none.
    wanted: str = ""
    #: Further cells of its row, for the case that it is new.
    cells: tuple[tuple[str, str], ...] = ()
    #: Whether the id was looked up by somebody: then it is ours where we have it, however the file writes the label.
    looked_up: bool = False

    def alike(self, other: Named, vocabulary: Vocabulary) -> bool:
        """Whether two mentions of one name in one file may be of one: their types and numbers do not speak against it."""
        mine = dict(value.partition(":")[::2] for value in self.identifiers)
        theirs = dict(value.partition(":")[::2] for value in other.identifiers)
        apart = any(mine[scheme] != theirs[scheme] for scheme in mine.keys() & theirs.keys())
        return not apart and vocabulary.agree(self.type, other.type)


@dataclass
class _New:
    """An actor or event that the workspace does not have."""

    id: str
    label: str
    type: str
    place: Place
    table: str
    cells: dict[str, str]
    wanted: set[str] = field(default_factory=set)


class Arrivals:
    """Takes in what one file, or several that belong together, bring to a workspace."""

    def __init__(self, receiver: Receiver, key: str, *, candidates: bool = False) -> None:
        self.receiver = receiver
        self.vocabulary = Vocabulary(receiver.ontology)
        self.fates: list[Fate] = []
        self.findings: list[Finding] = []
        #: A hash of the files: ids that must be made up are made of it, so that they are the same the next time.
        self._key = key
        self._candidates = candidates
        self._case = receiver.case
        self._held: Held = held_rows(receiver.case)
        self._taken = {record.id for record in (*self._case.things, *self._case.sources)} | set(self._case.actor_by_id)
        self._by_name: dict[str, set[str]] = {}
        self._by_identifier: dict[str, set[str]] = {}
        for thing in self._case.things:
            for name in _names(thing):
                self._by_name.setdefault(match_key(name), set()).add(thing.id)
            for identifier in thing.identifiers if isinstance(thing, Actor) else ():
                self._by_identifier.setdefault(identifier, set()).add(thing.id)
        #: How many different ids the file has for a label: where it is more than one, the label tells nothing.
        self._called: Counter[str] = Counter()
        self._met: dict[tuple[str, str], list[tuple[Named, str]]] = {}
        self._cited: dict[str, str] = {}
        self._new: dict[str, _New] = {}
        self._sources: dict[str, Arrival] = {}
        self._said: list[Arrival] = []
        self._seen: set[tuple[str, ...]] = set()

    def tell(self, code: str, outcome: Outcome, place: Place, /, **values: object) -> None:
        """Notes the fate of a row."""
        self.fates.append(fate(code, outcome, place, **values))

    # ---- who is meant

    def announce(self, named: Iterable[Named]) -> None:
        """Says who is in the file before any of them is met, so that two of one label are not taken for one of ours."""
        self._called.update(match_key(label) for label, _ in {(one.label, one.id) for one in named if one.id})

    def meet(self, named: Named, place: Place) -> str:
        """The id of an actor or event of the workspace, or of the new one that is made for a name."""
        event = self._is_event(named)
        key = (named.id, "id") if named.id else (match_key(named.label), "event" if event else "actor")
        met = self._met.setdefault(key, [])
        meant = next((name for other, name in met if named.alike(other, self.vocabulary)), "")
        if not meant:
            meant = self._find(named, place, event=event) or self._make(named, place, event=event)
            met.append((named, meant))
        new = self._new.get(meant)
        if new:
            new.wanted |= {named.wanted} - {""}
            new.type = new.type or named.type
        return meant

    def is_new(self, name: str, place: Place) -> bool:
        """Whether a row made this actor or event."""
        return name in self._new and self._new[name].place == place

    def _is_event(self, named: Named) -> bool:
        return self.receiver.ontology.is_event(named.type or named.wanted)

    def _find(self, named: Named, place: Place, *, event: bool) -> str:
        """The id of the one that is meant, or an empty string."""
        for name in filter(None, (named.id, named.label, self._marked(named))):
            if self._is_called(name, named):
                return self._told(self._known(name).id, named, place)
        found = {name for value in named.identifiers for name in self._by_identifier.get(value, ())}
        by_number = len(found) == 1
        if not by_number and self._called[match_key(named.label)] <= 1:
            found = {name for name in self._by_name.get(match_key(named.label), ()) if self._fits(name, named, event=event)}
        if len(found) != 1:
            return ""
        return self._told(found.pop(), named, place)

    def _told(self, meant: str, named: Named, place: Place) -> str:
        """Tells who is meant where the file writes the name in another way."""
        if named.label not in (meant, self._known(meant).label):
            self.tell("name-known", "known", place, value=visible(named.label), id=meant, label=self._known(meant).label)
        return meant

    def _known(self, name: str) -> Actor | Event:
        return self._case.actor_by_id.get(name) or self._case.event_by_id[name]

    def _is_called(self, name: str, named: Named) -> bool:
        """Whether the workspace has this id, and it is not the id of somebody else there."""
        if name not in self._case.actor_by_id and name not in self._case.event_by_id:
            return False
        known = self._known(name)
        if named.looked_up and name == named.id:
            return self.vocabulary.agree(named.type or named.wanted, known.type)
        return named.label == name or match_key(named.label) in {match_key(one) for one in _names(known)}

    def _fits(self, name: str, named: Named, *, event: bool) -> bool:
        """Whether nothing that the file says speaks against somebody of that name."""
        known = self._known(name)
        if isinstance(known, Event) != event or not self.vocabulary.agree(named.type or named.wanted, known.type):
            return False
        numbers = dict(value.partition(":")[::2] for value in (known.identifiers if isinstance(known, Actor) else ()))
        return all(numbers.get(scheme, number) == number for scheme, _, number in (value.partition(":") for value in named.identifiers))

    def _make(self, named: Named, place: Place, *, event: bool) -> str:
        others = sorted(self._by_name.get(match_key(named.label), ()))
        made = self._new_id(named, alone=not others)
        cells = dict(named.cells) | ({"identifiers": "|".join(named.identifiers)} if named.identifiers else {})
        self._new[made] = _New(made, named.label, named.type, place, "events" if event else "actors", cells)
        self._taken.add(made)
        if others:
            self.tell("name-open", "imported", place, value=visible(named.label), id=made, others=" or ".join(others))
        return made

    def _new_id(self, named: Named, *, alone: bool) -> str:
        """The id that the file gives, else one made of the label; where that says too little or is taken, a marked one."""
        wished = named.id or slug(named.label)
        return wished if is_id(wished) and wished not in self._taken and (alone or named.id) else self._marked(named)

    def _marked(self, named: Named) -> str:
        """An id with a few letters of a hash of file and name: an import that is run again finds whom it made the first time."""
        mark = digest(SEPARATOR.join((self._key, named.id, match_key(named.label), named.type, *named.identifiers)))[:8]
        # The id of somebody who is withheld may not hold the name.
        plain = "" if dict(named.cells).get("publish") == "no" else slug(named.label)[:80]
        return f"{plain or 'actor'}-{mark}"

    # ---- sources

    def cite(self, cells: Row, place: Place) -> str:
        """The id of a source of the workspace of that id and title, or of the new one that is made."""
        wished = cells["id"]
        if wished not in self._cited:
            known = self._case.source_by_id.get(wished)
            same = known and match_key(known.title) == match_key(cells["title"])
            self._cited[wished] = wished if same else self._like(cells) or self._new_source(cells, wished, place)
        return self._cited[wished]

    def _like(self, cells: Row) -> str:
        """The one source here of which all is the same by which a publication is known, or an empty string."""
        told = [cells.get(name, "") for name in _PUBLICATION]
        found = [s.id for s in self._case.sources if [str(getattr(s, name) or "") for name in _PUBLICATION] == told]
        return found[0] if len(found) == 1 else ""

    def _new_source(self, cells: Row, wished: str, place: Place) -> str:
        title = cells["title"]
        made = (
            wished
            if wished not in self._taken and is_id(wished)
            else f"{(slug(wished) or 'source')[:80]}-{digest(f'{wished} {match_key(title)}')[:8]}"
        )
        if made not in self._case.source_by_id:
            self._sources[made] = Arrival({**cells, "id": made}, place)
            self._taken.add(made)
            if made != wished:
                self.tell("source-other", "imported", place, value=wished, id=made)
        return made

    def source_for(self, name: str, sha256: str, wished: str) -> str:
        """The id of the source that a file itself is: the one of `--source`, one of the same content, or a new one."""
        if wished in self._case.source_by_id:
            return wished
        same = next((source.id for source in self._case.sources if source.sha256 == sha256 and not source.document and not wished), "")
        plain = wished or slug(name.rsplit(".", 1)[0]) or "file"
        free = plain if plain not in self._taken else f"{plain[:80]}-{sha256[:8]}"
        return same or self.cite({"id": free, "kind": "dataset", "title": name, "sha256": sha256}, Place(name))

    def has_document(self, source: str) -> bool:
        """Whether the workspace holds the text of a source."""
        known = self._case.source_by_id.get(source)
        return bool(known and known.document)

    # ---- statements

    def say(self, cells: Mapping[str, str], place: Place, *, standing: str = "", candidate: bool = False) -> bool:
        """Takes in a row of statements (or of candidates), unless the workspace or the file has it already; says which."""
        row = {name: text for name, text in cells.items() if text}
        candidate = candidate or self._candidates
        key = row_key(row, self._case, self.receiver.ontology)
        if self._held.holds(key, candidate=candidate) or key in self._seen:
            self.tell("row-known", "known", place, reading=_reading(row))
            return False
        self._seen.add(key)
        if not candidate:
            row |= {"curator": self.receiver.curator} if self.receiver.curator else {}
            row |= {"entered": self.receiver.entered.isoformat()} if self.receiver.entered else {}
        self._said.append(Arrival(row, place, standing))
        self.tell("row-candidate" if candidate else "row-imported", "imported", place, reading=_reading(row))
        return True

    def done(self) -> Placed:
        """Everything that was taken in, new actors with the type that the file or their relations give them."""
        new = sorted(self._new.values(), key=lambda one: one.id)
        things: dict[str, list[Arrival]] = {"actors": [], "events": []}
        for one in new:
            kind = one.type or self.vocabulary.narrowest(one.wanted) or ("Event" if one.table == "events" else "Actor")
            things[one.table].append(Arrival({"id": one.id, "type": kind, "label": one.label} | one.cells, one.place))
            self.tell("name-new" if one.type else "name-new-type", "imported", one.place, value=visible(one.label), id=one.id, type=kind)
        cited = {arrival.cells["source"] for arrival in self._said} | {arrival.cells.get("copies", "") for arrival in self._sources.values()}
        sources = tuple(arrival for name, arrival in sorted(self._sources.items()) if name in cited)
        curated = tuple(arrival for arrival in self._said if "run" not in arrival.cells)
        found = tuple(arrival for arrival in self._said if "run" in arrival.cells)
        arrivals = {
            "actors": tuple(things["actors"]),
            "events": tuple(things["events"]),
            "sources": sources,
            "statements": curated,
            "extracted": found,
        }
        rows = {name: tuple(arrival.cells for arrival in those) for name, those in arrivals.items() if those}
        return Placed(rows, fates=tuple(sorted(self.fates)), findings=tuple(self.findings), arrivals=arrivals)


def _names(thing: Actor | Event) -> tuple[str, ...]:
    aliases = thing.aliases if isinstance(thing, Actor) else ()
    return (thing.label, *(label for _, label in thing.labels), *aliases)


def _reading(row: Mapping[str, str]) -> str:
    """The row as one line of words, whether its cells can be read or not."""
    polarity = "not " if row.get("polarity") == "negative" else ""
    said = f"{row['subject']} {polarity}{row['relation']} {row['object']}"
    modality = row.get("modality", "")
    if modality != "asserted" or row.get("claimant"):
        said += f" [{modality}{' by ' + row['claimant'] if row.get('claimant') else ''}]"
    words = (("as", "role"), ("when", "when"), ("in", "place"), ("quantity", "quantity"), ("during", "event"))
    return visible_line(said + "".join(f" [{word} {row[name]}]" for word, name in words if row.get(name)))


def visible_line(text: str) -> str:
    """A line as it may be printed, however long it is."""
    return "".join(visible(character) for character in text)
