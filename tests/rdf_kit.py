"""What the tests of RDF input share: a small case in Turtle, and a reader that answers in sentences."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import strategies as st

from kg.findings import Place
from kg.folder import Folder, Settings
from kg.graph.parse import Kept, read_rdf
from kg.model import Actor, Case, Event, Evidence, Identity, Judgement, Source, Statement, gather, parse_quantity, parse_time
from kg.ontology import Ontology
from kg.ontology.read import read_ontology
from kg.texts import sentence
from kg.vocab import KG, RDF

BASE = "https://example.org/made/"
SETTINGS = Settings(base=BASE, curators=(("ed", "Ed Itor"), ("jo", "Jo Reader")))
ALONE = Settings(base=BASE, curators=(("ed", "Ed Itor"),))
PREFIXES = f"""\
@base <{BASE}> .
@prefix kg: <{KG.base}> .
@prefix rdf: <{RDF.base}> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix ex: <http://example.net/> .
"""
#: Whatever follows the prefixes begins on this line.
FIRST = PREFIXES.count("\n") + 1

ONTOLOGY, _ = read_ontology()
RELATIONS = {relation.iri for relation in ONTOLOGY.relations.values()}

Answer = tuple[Case, tuple[Kept, ...], tuple[str, ...]]


def read(root: Path, files: dict[str, str | bytes], settings: Settings = ALONE, ontology: Ontology = ONTOLOGY) -> Answer:
    """What is read from files under `data/`, findings as sentences."""
    for name, content in files.items():
        path = root / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    case, kept, found = read_rdf(Folder(root.resolve()), settings, ontology)
    return case, kept, tuple(map(sentence, found))


def lines(graph: Kept) -> list[str]:
    """The quads of a kept graph without their graph, IRIs of the workspace shortened."""
    return [f"{quad.subject} {quad.predicate} {quad.object}".replace(BASE, "") for quad in graph[1]]


SHORT = """\
<actor/alder> a kg:NGO ; rdfs:label "Alder" .
<actor/birch> a kg:Company ; rdfs:label "Birch" .
<source/gazette> a kg:Source ; rdfs:label "The Gazette" ; kg:kind "news" .
"""
STATEMENT = """\
<statement/1> a kg:Statement ; rdf:subject <actor/alder> ; rdf:predicate kg:aided ; rdf:object <actor/birch> ;
    kg:modality "asserted" ; kg:evidence <evidence/1> .
"""
EVIDENCE = """\
<evidence/1> a kg:Evidence ; kg:source <source/gazette> ; kg:quote "Alder aided Birch." .
"""


# ---- cases at random, of few parts

ACTORS = ("alder", "birch", "cedar")
NAMES = st.sampled_from(("Alder & Sons", "Ly Vichutá", "ភ្នំពេញ", 'The "Union"', "O'Brien\\x", "İstanbul"))
PROSE = st.sampled_from(("", "On paper.", "Two\nlines.", 'He said: "no" <b>', "tab\there", "a\u2028b"))
WHEN = st.sampled_from((None, *map(parse_time, ("2013", "2013-07", "2013-07-15", "2013-06-21/2013-07", "2013~", "2017-06/..", "../2012", "2013-24"))))
MANY = st.sampled_from((None, *map(parse_quantity, ("133", ">700", "~40", ">=40000.50 EUR", "1200..1500 USD", "<0.1", "450 EUR/month"))))
DAYS = st.sampled_from((None, date(2013, 8, 1), date(999, 1, 1)))
LABELS = st.dictionaries(st.sampled_from(("km", "fr", "pt-br")), NAMES, max_size=2).map(lambda found: tuple(sorted(found.items())))


def actors() -> st.SearchStrategy[tuple[Actor, ...]]:
    aliases = st.sets(NAMES, max_size=2).map(lambda found: tuple(sorted(found)))
    schemes = st.sampled_from(((), ("wikidata:Q42",), ("lei:123", "reg-pt:0050")))
    kinds = st.sampled_from(("NGO", "Company", "Person", "Country", "Actor", "RecruitmentAgency"))
    return st.tuples(*(st.builds(Actor, st.just(a), kinds, NAMES, LABELS, aliases, PROSE, schemes) for a in ACTORS))


def sources() -> st.SearchStrategy[tuple[Source, ...]]:
    def source(name: str, copies: str) -> st.SearchStrategy[Source]:
        return st.builds(
            Source, st.just(name), st.sampled_from(("news", "court", "party")), NAMES, st.one_of(NAMES, st.sampled_from(("", *ACTORS))),
            author=st.sampled_from(("", "A. Writer")), published=WHEN, url=st.sampled_from(("", "https://example.net/a?b=c#d")),
            retrieved=DAYS, language=st.sampled_from(("", "km")), copies=st.sampled_from(("", copies)), note=PROSE,
            reliability=st.sampled_from(("", "A")), sha256=st.sampled_from(("", "ab" * 32)), text_sha256=st.sampled_from(("", "cd" * 32)),
        )  # fmt: skip

    return st.tuples(source("gazette", ""), source("wire", "gazette"))


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    subject, other = draw(st.permutations((*ACTORS, "raid")))[:2]
    modality = draw(st.sampled_from(("asserted", "alleged", "denied", "planned", "hypothetical")))
    voices = ("unstated", *ACTORS) if modality in ("alleged", "denied") else ("",) if modality == "asserted" else ("", *ACTORS)
    evidence = st.builds(
        Evidence, st.sampled_from(("gazette", "wire")), st.sampled_from(("A quote.", "Two  lines\nof it.")), PROSE.map(str.strip),
        st.sampled_from(("", "", "withdraws")), curator=st.sampled_from(("ed", "jo")), entered=DAYS, note=PROSE,
    )  # fmt: skip
    said = Statement(
        subject, draw(st.sampled_from(("aided", "met", "trafficked", "memberOf"))), other, modality,
        negative=modality != "denied" and draw(st.booleans()), claimant=draw(st.sampled_from(voices)),
        role=draw(st.sampled_from(("", "chair", "ទីប្រឹក្សា"))), when=draw(WHEN), place=draw(st.sampled_from(("", "cedar"))),
        quantity=draw(MANY), event=draw(st.sampled_from(("", "" if other == "raid" else "raid"))),
    )  # fmt: skip
    found = draw(st.lists(evidence, min_size=1, max_size=2))
    return replace(said, evidence=tuple(replace(item, recorded=said.reading) for item in found))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    raid = Event("raid", "Raid", draw(NAMES), draw(LABELS), draw(WHEN), draw(st.sampled_from(("", "cedar"))), draw(PROSE))
    return Case(SETTINGS, draw(actors()), (raid,), draw(sources()), gather(draw(st.lists(statements(), max_size=4))))


# ---- one case that holds everything


def whole() -> Case:
    """A case that holds every kind of record, in every state that a build knows."""
    meeting = Event("meeting", "Meeting", "Meeting", (("fr", "Réunion"),), parse_time("2013-07"), "cedar", "In July.", "")
    said = {"event": "", "when": parse_time("2013-07-15")}
    quoted = Evidence("gazette", "A \"quote\" <b>\r\n\u2028", "page 2", "", "curated", "ed", date(2013, 8, 1), "A note.", span=(3, 9), prefix="be ", suffix=" af",
                      document_hash="ab" * 32)  # fmt: skip
    found = Evidence("gazette", "Found.", origin="extracted", run="rules 1", confidence=1e-05, at=Place("data/extracted/gazette 50%.jsonl", 3))
    chaired = Statement("alder", "presidedOver", "meeting", "asserted", role="chair", evidence=(quoted,), **said)  # type: ignore[arg-type]  # both are of the right type
    there = Statement("birch", "participatedIn", "meeting", "asserted", evidence=(replace(quoted, source="wire"),))
    derived = Evidence("", origin="derived", premises=(chaired.id, there.id), rule=ONTOLOGY.rules[0].id)
    statements = (
        chaired,
        there,
        Statement("alder", "met", "birch", "asserted", event="meeting", evidence=(derived, quoted)),
        Statement("birch", "trafficked", "cedar", "alleged", claimant="unstated", quantity=parse_quantity(">=0.5 EUR"), evidence=(quoted, found)),
        Statement("birch", "trafficked", "cedar", "denied", claimant="birch", place="cedar", evidence=(quoted,)),
        Statement("alder", "memberOf", "birch", "alleged", claimant="cedar", evidence=(quoted,)),
        Statement("alder", "memberOf", "birch", "asserted", True, evidence=(replace(quoted, stance="withdraws"), replace(quoted, note="again"))),
    )
    upheld = Judgement("alder memberOf birch [alleged by cedar]", "uphold", "jo", date(2014, 1, 1), "Seen.")
    read_right = Judgement("birch trafficked cedar [alleged by unstated] [quantity >=0.5 EUR]", "accept", "ed", date(2014, 1, 2), "Right.", "gazette")
    return Case(
        SETTINGS,
        (
            Actor("alder", "NGO", "Alder", (("km", "ចាស់"), ("pt-BR", "Amieiro")), ("AA",), "An NGO.", ("wikidata:Q42",), former=("old-alder",)),
            Actor("birch", "RecruitmentAgency", "Birch"),
            Actor("cedar", "Country", "Cedar"),
        ),
        (meeting,),
        (
            Source(
                "gazette", "news", "The Gazette", "Gazette Ltd", "A. Writer", parse_time("2013"), "https://example.net/", "https://example.org/",
                date(2013, 8, 1), "cd" * 32, "en", "gazette.txt", "note", "", "B", "", "Note.",
            ),
            Source("wire", "news", "The Wire", "old-alder", copies="gazette"),
        ),
        gather(statements),
        (upheld, read_right, replace(upheld, judgement="refute", curator="ed", date=date(2013, 1, 1), instead="")),
        (Identity("alder", "old-alder", "same", "ed", date(2013, 9, 9), "One."),),
    )  # fmt: skip
