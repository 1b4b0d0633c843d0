"""A generated case for the query room: names and numbers come from a seed, and the right answers from the generator.

One copy is some 40 statements that hold every shape a named query asks for; copies share nothing but the sources.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

import pyoxigraph as ox

from kg.derive import derive
from kg.folder import Settings
from kg.graph import store_of, to_quads
from kg.model import Actor, Case, Event, Evidence, Judgement, Source, Statement, gather, parse_quantity, parse_time
from kg.ontology import Ontology
from kg.ontology.read import read_ontology
from kg.standing import weigh
from kg.vocab import Mint

BASE = "https://example.org/made/"
MINT = Mint(BASE)
FIRST = ("Alder", "Birch", "Cedar", "Dogwood", "Elder", "Fir", "Hazel", "Juniper", "Larch", "Maple", "Oak", "Pine", "Rowan", "Spruce", "Yew")
LAST = ("Brook", "Ford", "Glen", "Hill", "Ridge", "Vale", "Wick")


@cache
def ontology() -> Ontology:
    """The shipped vocabulary."""
    return read_ontology()[0]


@dataclass(frozen=True)
class Said:
    """One statement of the generator, by the parts that its actors play, and what it is worth."""

    subject: str
    relation: str
    object: str
    by: str
    standing: str
    iri: str

    @property
    def text(self) -> str:
        """`joined memberOf union adviser`: also the beginning of its quote."""
        return f"{self.subject} {self.relation} {self.object} {self.by}".strip()


@dataclass
class World:
    """One copy: its actors by part, and what was said, in the order in which it was said."""

    random: random.Random
    key: str
    ids: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    actors: list[Actor] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    judgements: list[Judgement] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    event: Event = field(init=False)
    guests: list[str] = field(default_factory=list)

    def actor(self, part: str, kind: str) -> None:
        """An actor with a name of its own."""
        label = f"{self.random.choice(FIRST)} {self.random.choice(LAST)} {part} {self.key}"
        self.ids[part], self.labels[part] = label.lower().replace(" ", "-"), label
        self.actors.append(Actor(self.ids[part], kind, label, aliases=(f"{part} alias {self.key}",)))

    def say(self, subject: str, relation: str, other: str, modality: str = "asserted", by: str = "", worth: str = "", **more: str) -> Statement:
        """A statement on one quote of the paper (or of `source`); `worth` is its standing where that is not plain."""
        quote = " ".join(part for part in (subject, relation, other, by, self.key) if part)
        found = Evidence(
            more.get("source", "paper"), quote=quote, curator="" if more.get("run") else "ed", entered=date(2014, 1, 2),
            origin="extracted" if more.get("run") else "curated", run=more.get("run", ""), confidence=0.5 if more.get("run") else None,
        )  # fmt: skip
        statement = Statement(
            self.ids[subject], relation, self.ids[other], modality, more.get("negative") == "yes", self.ids.get(by, by),
            role=more.get("role", ""), when=parse_time(more["when"]) if "when" in more else None,
            quantity=parse_quantity(more["quantity"]) if "quantity" in more else None,
            event=self.ids[more["event"]] if "event" in more else "", evidence=(found,),
        )  # fmt: skip
        self.statements.append(statement)
        worth = worth or ("established" if modality == "asserted" else modality)
        self.said.append(Said(subject, relation, other, by, worth, MINT.statement(statement.id)))
        return statement

    def judge(self, statement: Statement, judgement: str, day: str, source: str = "") -> None:
        """A person's word on a statement."""
        self.judgements.append(Judgement(statement.reading, judgement, "ed", date.fromisoformat(day), "it was seen", source))


PARTS = {
    "government": "GovernmentBody", "ministry": "Ministry", "bureau": "Ministry", "official": "Person", "union": "Association",
    "joined": "Company", "listed": "Company", "doubtful": "Company", "charity": "NGO", "adviser": "Person", "shelter": "NGO",
    "head": "Person", "report": "Report", "crew": "Group", "suspects": "Group", "guilty": "Group", "department": "GovernmentBody",
    "embassy": "Embassy", "owner": "Person", "loner": "NGO",
}  # fmt: skip


def make_world(seed: int, copy: int) -> World:
    """What was said in one copy."""
    world = World(random.Random(f"{seed}-{copy}"), f"{seed}x{copy}")  # repeatable on purpose
    for part, kind in PARTS.items():
        world.actor(part, kind)
    world.ids["meeting"], world.labels["meeting"] = f"meeting-{world.key}", f"meeting {world.key}"
    world.event = Event(world.ids["meeting"], "Meeting", world.labels["meeting"], when=parse_time("2013-07"))
    _at_the_meeting(world)
    _of_the_members(world)
    _of_the_government(world)
    _ties(world)
    return world


def _at_the_meeting(w: World) -> None:
    w.say("ministry", "presidedOver", "meeting", role="host", when="2013-07", event="meeting")
    w.say("official", "presidedOver", "meeting", when="2013-07", event="meeting")
    w.guests = ["union", *w.random.sample(["charity", "shelter", "department", "embassy"], w.random.randint(1, 4))]
    for guest in w.guests:
        w.say(guest, "participatedIn", "meeting", when="2013-07", event="meeting")
    w.say("loner", "participatedIn", "meeting", "alleged", "adviser", when="2013-07", event="meeting")
    w.say("owner", "participatedIn", "meeting", "planned", when="2013-07", event="meeting")


def _of_the_members(w: World) -> None:
    membership = w.say("joined", "memberOf", "union", "alleged", "adviser", "established", when="2013")
    w.judge(membership, "uphold", "2014-03-01")
    w.say("listed", "memberOf", "union", when="2010/2012")
    w.say("doubtful", "memberOf", "union", "alleged", "charity")
    w.say("joined", "trafficked", "crew", "alleged", "adviser", when="2012")
    w.say("listed", "confined", "crew", worth="asserted", when="2011")
    w.say("doubtful", "abused", "crew", "alleged", "adviser")
    w.say("listed", "deceived", "crew", "alleged", "charity", "candidate", run="model-1")
    w.say("listed", "basedIn", "embassy", "alleged", "charity")
    w.say("charity", "criticized", "joined", when="2013-07")
    w.say("adviser", "accused", "joined", when="2013-07")
    w.say("government", "prosecuted", "joined", "alleged", "adviser", "alleged not", negative="yes", when="2012")
    misread = w.say("listed", "exploited", "crew", "alleged", "charity", "rejected", run="model-1", source="blog")
    w.judge(misread, "reject", "2014-02-01", "blog")


def _of_the_government(w: World) -> None:
    number = w.random.randint(100, 900)
    w.say("government", "arrested", "suspects", "alleged", "bureau", when="2012", quantity=str(number))
    w.say("government", "convicted", "guilty", "alleged", "bureau", when="2012", quantity=str(number))
    w.say("government", "convicted", "guilty", "alleged", "department", when="2012", quantity=str(number // 2))
    w.say("government", "rescued", "crew", "alleged", "ministry", when="2012")
    w.say("government", "rescued", "crew", "alleged", "charity", when="2012")
    w.say("ministry", "disputed", "report", when="2013-07")
    w.say("ministry", "disputed", "report", "denied", "official", when="2013-07")
    w.say("ministry", "communicatedWith", "embassy", "planned", when="2013-07")
    w.say("department", "visited", "ministry", "planned", when="2013-05")
    w.say("department", "visited", "ministry", when="2013-06")
    w.say("bureau", "visited", "embassy", "planned", when="2013-08")
    w.say("bureau", "visited", "embassy", when="2011")


def _ties(w: World) -> None:
    w.say("ministry", "partOf", "government")
    w.say("bureau", "partOf", "government")
    w.say("official", "holdsOfficeAt", "ministry", role="secretary", when="2013")
    w.say("adviser", "consultantFor", "charity", when="2013")
    w.say("head", "directorOf", "shelter", when="2013/..")
    w.say("owner", "owns", "joined")
    w.say("owner", "spokespersonFor", "union", "alleged", "charity")
    w.say("loner", "aided", "crew", source="leaflet")


SOURCES = (
    Source("blog", "other", "A Blog"),
    Source("leaflet", "news", "The Leaflet", published=parse_time("2015")),
    Source("paper", "news", "The Paper", publisher="Paper House", published=parse_time("2013-08"), document="paper.txt", document_is="note"),
    Source("unused", "official", "Never Used"),
)


@dataclass(frozen=True)
class Made:
    """A dataset and the worlds that it was made from."""

    worlds: tuple[World, ...]
    case: Case
    store: ox.Store

    def text_of(self, iri: object) -> str:
        """What the statement of that IRI says, by parts; of one that a rule derived, `derived`."""
        return next((said.text for world in self.worlds for said in world.said if said.iri == iri), "derived")


@cache
def make_dataset(seed: int = 1, copies: int = 1) -> Made:
    """A dataset of so many copies; the same object for the same arguments, never to be changed."""
    worlds = tuple(make_world(seed, copy) for copy in range(copies))
    actors = (Actor("aa-paper", "MediaOutlet", "Other Paper"), *(a for w in worlds for a in w.actors))
    case = Case(
        Settings(base=BASE, curators=(("ed", "Ed Itor"),)),
        actors=tuple(sorted(actors, key=lambda a: a.id)),
        events=tuple(sorted((w.event for w in worlds), key=lambda e: e.id)),
        sources=SOURCES,
        statements=gather(s for w in worlds for s in w.statements),
        judgements=tuple(j for w in worlds for j in w.judgements),
    )
    derived = derive(case, ontology(), weigh(case, ontology()))
    case = replace(case, statements=gather((*case.statements, *derived)))
    return Made(worlds, case, store_of(to_quads(case, ontology(), weigh(case, ontology()))))
