"""The shipped vocabulary is whole, and what is told about it (cards, tables, README, shapes) is true."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import Graph
from rdflib.namespace import FOAF, ORG, PROV, SDO, SH, SKOS

from kg.errors import UsageError
from kg.findings import Place
from kg.folder import Folder
from kg.ontology import Ontology, Relation, Rule, Type
from kg.ontology.lexicon import parse_phrase
from kg.ontology.read import read_ontology, shapes
from kg.ontology.terms import card, check_terms, names, term_table
from kg.texts import sentence

KG = "https://w3id.org/actor-kg/"
GROUPS = ("affiliation", "conflict", "contact", "exploitation", "justice", "location", "money", "publication", "support")
GRAVE = {"abused", "attacked", "confined", "deceived", "exploited", "trafficked"}
SPEECH = {"accused", "criticized", "demandedOf", "disputed", "praised", "published", "ranked", "rejected", "supported", "threatened"}
SYMMETRIC = {"agreedWith", "associateOf", "communicatedWith", "cooperatedWith", "familyOf", "met"}
TRANSITIVE = {"locatedIn", "partOf", "subsidiaryOf"}
#: Relations that hold between other types than any two actors, and all states.
ENDS = {
    "memberOf": ("Actor", "Organisation"),
    "employedBy": ("Person", "Organisation"),
    "directorOf": ("Person", "Organisation"),
    "holdsOfficeAt": ("Person", "Organisation"),
    "spokespersonFor": ("Person", "Organisation"),
    "consultantFor": ("Person", "Organisation"),
    "founded": ("Actor", "Organisation"),
    "subsidiaryOf": ("Organisation", "Organisation"),
    "partOf": ("Organisation", "Organisation"),
    "familyOf": ("Person", "Person"),
    "oneOf": ("Actor", "Group"),
    "participatedIn": ("Actor", "Event"),
    "presidedOver": ("Actor", "Event"),
    "published": ("Actor", "Report"),
    "basedIn": ("Actor", "Place"),
    "locatedIn": ("Place", "Place"),
    "movedTo": ("Actor", "Place"),
    "operatesIn": ("Actor", "Place"),
}
STATES = {
    "associateOf", "basedIn", "consultantFor", "directorOf", "employedBy", "familyOf", "holdsOfficeAt", "locatedIn", "memberOf",
    "oneOf", "operatesIn", "owns", "partOf", "represents", "spokespersonFor", "subsidiaryOf", "suppliedTo",
}  # fmt: skip
#: Words of two relations, with the reason why they cannot be told apart by the word.
SHARED = {"release": {"published", "released"}}  # a report or a prisoner: the type of the object tells


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    """What ships."""
    return read_ontology()[0]


def test_shipped_vocabulary_has_no_findings() -> None:
    """What ships is free of what users are told to mend."""
    ontology, found = read_ontology()

    assert found == ()
    assert check_terms(ontology) == ()


def test_repository_is_a_workspace_of_the_shipped_terms(root: Path, ontology: Ontology) -> None:
    """The files of this repository are the shipped ones: they are not read twice."""
    read, found = read_ontology(Folder(root))

    assert found == ()
    assert read == ontology


def test_every_relation_is_there(ontology: Ontology) -> None:
    """All relations to start with, in their groups."""
    counts = [sum(relation.group == group for relation in ontology.relations.values()) for group in GROUPS]

    assert ontology.groups() == GROUPS
    assert counts == [14, 9, 6, 6, 9, 4, 2, 2, 7]
    assert list(ontology.relations) == sorted(ontology.relations)


def test_ends_of_every_relation(ontology: Ontology) -> None:
    """Domain and range of each relation are those agreed."""
    ends = {name: (relation.domain, relation.range) for name, relation in ontology.relations.items()}

    assert ends == dict.fromkeys(ontology.relations, ("Actor", "Actor")) | ENDS


@pytest.mark.parametrize(
    ("flag", "agreed"),
    [("grave", GRAVE), ("speech", SPEECH), ("symmetric", SYMMETRIC), ("transitive", TRANSITIVE)],
)
def test_flags_of_every_relation(ontology: Ontology, flag: str, agreed: set[str]) -> None:
    """A flag stands at exactly the relations agreed: a missing `grave` would make facts of crimes."""
    assert {name for name, relation in ontology.relations.items() if getattr(relation, flag)} == agreed


def test_aspects_of_every_relation(ontology: Ontology) -> None:
    """Each relation is a state or an act, as agreed."""
    assert {name for name, relation in ontology.relations.items() if relation.aspect == "state"} == STATES
    assert {relation.aspect for relation in ontology.relations.values()} == {"act", "state"}


def test_symmetric_relations_read_alike_from_both_sides(ontology: Ontology) -> None:
    """A symmetric relation joins two of one type, and its labels are the same."""
    symmetric = [ontology.relations[name] for name in sorted(SYMMETRIC)]

    assert all(relation.label == relation.inverse_label and relation.domain == relation.range for relation in symmetric)


def test_counter_examples_say_why(ontology: Ontology) -> None:
    """Every counter-example ends with its reason in brackets."""
    assert [name for name, relation in ontology.relations.items() if not re.search(r" \([^()]+\)$", relation.counter_example)] == []


def test_labels_are_told_apart(ontology: Ontology) -> None:
    """No two relations and no two types are printed alike."""
    for labels in ([r.label for r in ontology.relations.values()], [t.label for t in ontology.types.values()]):
        assert len(labels) == len(set(labels))


def test_lexicon_of_every_relation(ontology: Ontology) -> None:
    """Every entry is a phrase that the extractor can search for, with types that exist, and no relation is without words."""
    entries = [(r.id, text, parse_phrase(r.id, text)) for r in ontology.relations.values() for text in r.lexicon]
    types = {kind for _, _, phrase in entries if phrase for kind in (phrase.subject_type, phrase.object_type) if kind}

    assert [r.id for r in ontology.relations.values() if len(r.lexicon) < 3] == []
    assert [(name, text) for name, text, phrase in entries if phrase is None] == []
    assert types - set(ontology.types) == set()
    assert [text for _, text, _ in entries if not re.fullmatch(r"<?(?:[a-zé%~…]+(?:[ ’'-]|$))+(?:\[(?:\w+:)?\w+\])?", text)] == []


def test_types_form_two_trees(ontology: Ontology) -> None:
    """Each type is an actor or an event, never both; the wider types are written out, nearest first."""
    assert ontology.types["RecruitmentAgency"].wider == ("Company", "Organisation", "Actor")
    assert ontology.types["Ministry"].wider == ("GovernmentBody", "Organisation", "Actor")
    assert ontology.types["Country"].wider == ("Place", "Actor")
    assert ontology.types["Report"].wider == ("Actor",)
    assert {kind for kind in ontology.types if ontology.is_event(kind)} == {
        "Arrest", "Event", "Hearing", "Journey", "Meeting", "Protest", "Publication", "Raid", "Trial",
    }  # fmt: skip
    assert all(ontology.is_event(kind) != ontology.is_a(kind, "Actor") for kind in ontology.types)


def test_names_of_the_vulnerable_are_withheld_by_default(ontology: Ontology) -> None:
    """Minors and victims, alone or in groups, unnamed sources, and nobody else."""
    withheld = {kind.id for kind in ontology.types.values() if kind.publish != "yes"}

    assert withheld == {"Minor", "MinorGroup", "UnnamedSource", "Victim", "VictimGroup"}
    assert [ontology.types[name].wider for name in ("Minor", "UnnamedSource", "Victim")] == [("Person", "Actor")] * 3
    assert [ontology.types[name].wider for name in ("MinorGroup", "VictimGroup")] == [("Group", "Actor")] * 2


def test_rule_of_meetings(ontology: Ontology) -> None:
    """Only the organisation that presides is said to have met the participants."""
    (rule,) = ontology.rules

    assert (rule.id, rule.premise, rule.co_premise, rule.conclusion) == ("metAtMeeting", "presidedOver", "participatedIn", "met")
    assert (rule.event_type, rule.subject_type, rule.object_type) == ("Meeting", "Organisation", "Actor")


def test_alignments_are_mappings_of_terms_that_exist(ontology: Ontology) -> None:
    """Every mapping leads from a term of ours, by SKOS, to a term that its vocabulary declares."""
    closed = (FOAF, ORG, PROV, SDO)

    unknown = [other for _, _, other in ontology.alignments for space in closed if other.startswith(str(space)) and other not in space]

    assert unknown == []
    assert {mapping.removeprefix(str(SKOS)) for _, mapping, _ in ontology.alignments} == {
        "broadMatch", "closeMatch", "narrowMatch", "relatedMatch",
    }  # fmt: skip
    assert (f"{KG}memberOf", f"{SKOS}closeMatch", f"{ORG}memberOf") in ontology.alignments
    assert ontology.alignments == tuple(sorted(ontology.alignments))


def test_every_relation_reads_as_english_where_it_is_denied(ontology: Ontology) -> None:
    """The word "is" becomes "is not" by itself; any other verb says how it is negated, so that nobody reads "not prosecuted"."""
    odd = [r.id for r in ontology.relations.values() if r.label.startswith("is ") == bool(r.negative_label)]

    assert odd == []


def test_card_of_a_relation(ontology: Ontology) -> None:
    """A card says all that is known, field by field, and leaves out what is empty."""
    said = card(ontology, "trafficked")

    assert said == (
        ("relation", "trafficked"),
        ("IRI", "https://w3id.org/actor-kg/trafficked"),
        ("label", "trafficked"),
        ("inverse label", "was trafficked by"),
        ("negative label", "did not traffic"),
        ("in other languages", "a soumis à la traite (fr)"),
        ("definition", "Recruited, moved or held for exploitation by force, fraud or coercion."),
        ("example", "The crew were sold to a trawler by Brook Agency."),
        ("counter-example", "Brook Agency found berths for a crew that knew the terms. (Recruited: no force, no fraud.)"),
        ("from", "Actor"),
        ("to", "Actor"),
        ("group", "exploitation"),
        ("aspect", "act: happened within the time given"),
        ("grave", "yes: established only when a person upholds it"),
        ("PLOVER", "ASSAULT"),
        ("FollowTheMoney", "UnknownLink"),
        ("lexicon", ", ".join(ontology.relations["trafficked"].lexicon)),
        ("publish", "yes"),
    )


def test_card_of_a_type(ontology: Ontology) -> None:
    """A type's card names what stands above and below it, and its mappings."""
    assert card(ontology, "Company") == (
        ("actor type", "Company"),
        ("IRI", "https://w3id.org/actor-kg/Company"),
        ("label", "Company"),
        ("in other languages", "Entreprise (fr)"),
        ("definition", "A body that does business for profit, whoever owns it, a state included."),
        ("example", "Alder Farms Ltd, a grower of berries."),
        ("under", "Organisation, Actor"),
        ("over", "RecruitmentAgency"),
        ("FollowTheMoney", "Company"),
        ("publish", "yes"),
        ("broad match", "http://www.w3.org/ns/org#FormalOrganization"),
        ("close match", "https://schema.followthemoney.tech/#Company"),
        ("close match", "https://schema.org/Corporation"),
    )


def test_card_of_a_rule(ontology: Ontology) -> None:
    """A rule's card says when what follows."""
    assert card(ontology, "metAtMeeting")[5:] == (
        ("when", "Organisation presidedOver Meeting, and Actor participatedIn the same Meeting; both established"),
        ("then", "Organisation met Actor"),
    )


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("memberof", 'There is no term "memberof". Did you mean "memberOf"?'),
        ("Companie", 'There is no term "Companie". Did you mean "Company"?'),
        ("zzz", 'There is no term "zzz". List them with: kg terms'),
    ],
)
def test_card_of_an_unknown_name(ontology: Ontology, name: str, message: str) -> None:
    """An unknown name is refused, with the nearest one."""
    with pytest.raises(UsageError) as refused:
        card(ontology, name)

    assert str(refused.value) == message


def test_every_term_has_a_french_label(ontology: Ontology) -> None:
    """Whoever reads a page in French reads its relations, types and rules in French."""
    told = {name: dict(kind.labels) for name, kind in ontology.types.items()}
    told |= {name: dict(relation.labels) for name, relation in ontology.relations.items()}
    told |= {rule.id: dict(rule.labels) for rule in ontology.rules}

    assert [name for name, labels in told.items() if not labels.get("fr")] == []
    assert ontology.relations["memberOf"].label_in("fr") == "est membre de"
    assert ontology.relations["memberOf"].label_in("km") == "is a member of"


def test_names_are_sorted_as_people_look_them_up(ontology: Ontology) -> None:
    """Every term once, capitals among small letters."""
    every = names(ontology)

    assert every[:5] == ("abused", "accused", "Actor", "agreedWith", "aided")
    assert len(every) == len(set(every)) == len(ontology.types) + len(ontology.relations) + len(ontology.rules)


def test_term_table_marks_what_matters_and_escapes_bars() -> None:
    """One row a term, grave ones in bold; a bar in a text does not break the table."""
    told = Ontology(
        types={"Actor": Type("Actor", f"{KG}Actor", "Actor", "Who | what acts.")},
        relations={
            "hurt": Relation(
                "hurt", f"{KG}hurt", "hurt", "was hurt by", "Hurt.", "", "", "Actor", "Actor", "conflict", "act", grave=True, symmetric=True
            )
        },
        rules=(Rule("r", f"{KG}r", "R", "a", "b", "hurt", "E", "S", "O", "So it follows."),),
    )

    assert term_table(told) == (
        "### Relations: conflict\n\n"
        "| relation | from | to | definition | marks |\n| --- | --- | --- | --- | --- |\n"
        "| `hurt` | Actor | Actor | Hurt. | act, **grave**, symmetric |\n\n"
        "### Types of actors\n\n"
        "| type | under | definition | publish |\n| --- | --- | --- | --- |\n"
        "| `Actor` |  | Who \\| what acts. | yes |\n\n"
        "### Types of events\n\n"
        "| type | under | definition | publish |\n| --- | --- | --- | --- |\n\n"
        "### Rules\n\n"
        "| rule | derives | definition |\n| --- | --- | --- |\n"
        "| `r` | hurt | So it follows. |"
    )


def test_check_terms_asks_for_every_part(ontology: Ontology) -> None:
    """A relation, a type and a rule without texts give a finding for each part, at their block."""
    at = Place("ontology/own.ttl", 7, "x")
    bare = Ontology(
        types={"place2": Type("place2", "https://example.org/place2", "", at=at)},
        relations={"Hurt": Relation("Hurt", "https://example.org/Hurt", "", "", "", "", "", "", "", "", "", at=at)},
        rules=(replace(ontology.rules[0], co_premise="", at=at),),
    )

    found = [sentence(finding) for finding in check_terms(bare)]

    block = "Write it into its block; ontology/README.md shows a complete one."
    wanted = [f"the class has no {name}." for name in ("kg:example", "rdfs:label", "skos:definition")]
    wanted += [
        f"the relation has no {name}."
        for name in (
            "kg:aspect", "kg:counterExample", "kg:domain", "kg:example", "kg:group", "kg:inverseLabel", "kg:range", "rdfs:label", "skos:definition",
        )
    ]  # fmt: skip
    wanted += ["the rule has no kg:coPremise."]
    assert found == [f"ontology/own.ttl:7: x: {text} {block}" for text in wanted] + [
        'ontology/own.ttl:7: x: "place2" is no name of a class. Letters and digits only, as in RecruitmentAgency.',
        'ontology/own.ttl:7: x: "Hurt" is no name of a relation. Letters and digits only, as in memberOf.',
    ]


def test_readme_shows_the_terms_that_are_there(root: Path) -> None:
    """The term table of the README is what the vocabulary says today."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(root), *sys.path))}
    command = [sys.executable, "-m", "cogapp", "--check", "ontology/README.md"]

    checked = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)

    assert checked.returncode == 0, checked.stdout


DATA = """
@prefix kg: <https://w3id.org/actor-kg/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <https://example.org/> .
kg:Actor a rdfs:Class . kg:Person a rdfs:Class . kg:Event a rdfs:Class . kg:Meeting a rdfs:Class .
kg:unstated rdfs:label "unstated" .
:mira a kg:Person, kg:Actor ; rdfs:label "Mira Holt" .
:open-house a kg:Actor ; rdfs:label "Open House" .
:talk a kg:Meeting, kg:Event ; rdfs:label "Talk" ; kg:earliest "2019-03-04"^^xsd:date .
:paper a kg:Source ; rdfs:label "The Ashby Courier" ; kg:kind "news" .
:why a kg:Evidence ; kg:source :paper ; kg:origin "curated" ; kg:stance "supports" ; kg:quote "Mira Holt met them." .
:where a kg:Evidence ; kg:source :paper ; kg:origin "extracted" ; kg:stance "withdraws" ; kg:locator "p. 2" ; kg:confidence 0.5 .
"""
GOOD = (
    DATA
    + """
:s1 a kg:Statement ; rdf:subject :mira ; rdf:predicate kg:met ; rdf:object :open-house ; kg:modality "asserted" ; kg:polarity "positive" ; kg:evidence :why .
:s2 a kg:Statement ; rdf:subject :mira ; rdf:predicate kg:participatedIn ; rdf:object :talk ; kg:modality "denied" ; kg:polarity "negative" ;
    kg:claimant kg:unstated ; kg:evidence :why, :where ; kg:quantity "133" ; kg:event :talk ; kg:role "guest" ; kg:place :open-house ;
    kg:when "2019-03~"^^<http://id.loc.gov/datatypes/edtf/EDTF> ; kg:latest "2019-03-31"^^xsd:date .
:s3 a kg:Statement ; rdf:subject :mira ; rdf:predicate kg:met ; rdf:object :mira ; kg:modality "planned" ; kg:polarity "positive" ; kg:evidence :why .
:j1 a kg:Judgement ; kg:about :s1 ; kg:judgement "uphold" ; kg:curator "ed" ; kg:date "2019-04-01"^^xsd:date ; kg:reason "seen" .
:j2 a kg:Judgement ; kg:about :s1 ; kg:judgement "accept" ; kg:source :paper ; kg:curator "ed" ; kg:date "2019-04-01"^^xsd:date ; kg:reason "seen" .
:i1 a kg:Identity ; kg:left "mira" ; kg:right "mira-holt" ; kg:judgement "same" ; kg:curator "ed" ; kg:date "2019-04-01"^^xsd:date ; kg:reason "seen" .
"""
)
ONTOLOGY = """
@prefix kg: <https://w3id.org/actor-kg/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
RELATIONS = "".join(
    f'kg:{name} a kg:Relation ; rdfs:label "{name}" ; kg:inverseLabel "x" ; skos:definition "x" ; kg:domain kg:Actor ; kg:range kg:Actor ;'
    ' kg:group "contact" ; kg:aspect "act" .\n'
    for name in ("met", "participatedIn")
)
#: Each breaks one thing: the node, what is added to the good data, what the shape says of it.
BROKEN = [
    (
        "s4",
        ':s4 a kg:Statement ; rdf:predicate kg:met, kg:participatedIn ; kg:modality "asserted" ; kg:polarity "maybe" ; rdf:object :paper .',
        {
            "A statement has exactly one subject, an actor or an event.",
            "A statement has exactly one relation, declared in the ontology.",
            "A statement has exactly one object, an actor or an event.",
            "A statement has exactly one polarity: positive or negative.",
            "A statement has at least one evidence: without evidence it is no statement.",
        },
    ),
    (
        "s5",
        (
            ':s5 a kg:Statement ; rdf:subject :mira ; rdf:predicate kg:met ; rdf:object :mira ; kg:modality "alleged" ; kg:polarity "positive" ;'
            ' kg:evidence :why ; kg:quantity "1", "2" ; kg:role "a", "b" ; kg:event :talk, :mira ; kg:place :paper ; kg:when "2019" ;'
            ' kg:earliest "2019" ; kg:latest "2019-01-01"^^xsd:date, "2019-01-02"^^xsd:date .'
        ),
        {
            "An alleged or denied statement has exactly one claimant (kg:unstated where the source names nobody), an asserted one has none.",
            "A statement has at most one quantity.",
            "A statement has at most one role.",
            "A statement holds during at most one event.",
            "A statement has at most one place, an actor.",
            "A statement has at most one time, as EDTF text.",
            "A statement has at most one earliest day.",
            "A statement has at most one latest day.",
        },
    ),
    (
        "s6",
        (
            ':s6 a kg:Statement ; rdf:subject :mira ; rdf:predicate kg:met ; rdf:object :mira ; kg:modality "asserted" ; kg:polarity "positive" ;'
            " kg:evidence :why ; kg:claimant :mira ."
        ),
        {"An alleged or denied statement has exactly one claimant (kg:unstated where the source names nobody), an asserted one has none."},
    ),
    (
        "s7",
        ':s7 a kg:Statement ; rdf:subject :mira ; rdf:predicate kg:met ; rdf:object :mira ; kg:modality "sworn" ; kg:polarity "positive" ; kg:evidence :why .',
        {
            "A statement has exactly one modality: asserted, alleged, denied, planned or hypothetical.",
            "An alleged or denied statement has exactly one claimant (kg:unstated where the source names nobody), an asserted one has none.",
        },
    ),
    (
        "e1",
        ':e1 a kg:Evidence ; kg:origin "guessed" ; kg:stance "leans" ; kg:confidence 2 .',
        {
            "An evidence has exactly one source.",
            "An evidence has exactly one origin: curated, extracted or derived.",
            "An evidence has exactly one stance: supports or withdraws.",
            "An evidence has a quote, or a locator that says where in the source it stands.",
            "A confidence is one number from 0 to 1.",
        },
    ),
    (
        "a1",
        ':a1 a kg:Actor ; rdfs:label "x", "y" .',
        {"An actor has exactly one rdfs:label without a language; labels by language are skos:prefLabel."},
    ),
    (
        "v1",
        ':v1 a kg:Event ; rdfs:label "x"@en ; kg:when "2019" ; kg:earliest "x" ; kg:latest "x" ; kg:place :paper .',
        {
            "An event has exactly one rdfs:label without a language; labels by language are skos:prefLabel.",
            "An event has at most one time, as EDTF text.",
            "An event has at most one earliest day.",
            "An event has at most one latest day.",
            "An event has at most one place, an actor.",
        },
    ),
    (
        "o1",
        ':o1 a kg:Source ; kg:kind "rumour" ; kg:documentIs "copy" .',
        {
            "A source has exactly one rdfs:label: its title.",
            "A source has exactly one kind: news, official, court, party, dataset or other.",
            "The document of a source is its original, an excerpt, a translation or a note.",
        },
    ),
    (
        "j3",
        ':j3 a kg:Judgement ; kg:judgement "believe" ; kg:date "1 April" .',
        {
            "A judgement is about exactly one statement.",
            "A judgement is exactly one word: accept, reject or unsure of a reading; uphold or refute of the world.",
            "A judgement names exactly one curator.",
            "A judgement has exactly one date, a whole day.",
            "A judgement has exactly one reason.",
            "A judgement of a reading (accept, reject, unsure) names exactly one source; one of the world (uphold, refute) names none.",
        },
    ),
    (
        "i2",
        ":i2 a kg:Identity .",
        {
            "A decision on identity has exactly one actor's id on its left.",
            "A decision on identity has exactly one actor's id on its right.",
            "A decision on identity is exactly one word: same, different or unsure.",
            "A decision on identity names exactly one curator.",
            "A decision on identity has exactly one date, a whole day.",
            "A decision on identity has exactly one reason.",
        },
    ),
    (
        "r1",
        ':r1 a kg:Relation ; kg:aspect "habit" .',
        {
            "A relation has an rdfs:label, one in each language.",
            "A relation has exactly one kg:inverseLabel.",
            "A relation has exactly one skos:definition.",
            "A relation has exactly one kg:domain, a class.",
            "A relation has exactly one kg:range, a class.",
            "A relation has exactly one kg:group.",
            "A relation is an act or a state.",
        },
    ),
]


def report(data: str, root: Path) -> dict[str, set[str]]:
    """What the shipped shapes say of a piece of Turtle: messages by the local name of the node."""
    shapes_graph = Graph().parse(root / "ontology" / "shapes.ttl")
    _, results, _ = validate(Graph().parse(data=ONTOLOGY + RELATIONS + data, format="turtle"), shacl_graph=shapes_graph, meta_shacl=True)
    said: dict[str, set[str]] = {}
    for result, node in results.subject_objects(SH.focusNode):
        said.setdefault(str(node).rsplit("/", 1)[-1], set()).update(map(str, results.objects(result, SH.resultMessage)))
    return said


def test_shapes_are_sound_and_accept_good_data(root: Path) -> None:
    """The shapes are themselves valid SHACL, offline, and find nothing in a dataset as it should be."""
    assert report(GOOD, root) == {}


def test_every_shape_says_what_is_wrong(root: Path) -> None:
    """Each broken node is reported with the messages of exactly the shapes that it breaks."""
    said = report(GOOD + "\n".join(turtle for _, turtle, _ in BROKEN), root)

    assert said == {name: messages for name, _, messages in BROKEN}


def test_every_message_is_tried(root: Path) -> None:
    """No shape goes untested, but for those that only other shapes can break first."""
    written = set(re.findall(r'sh:message "([^"]+)"', (root / "ontology" / "shapes.ttl").read_text(encoding="utf-8")))

    assert written - set().union(*(messages for _, _, messages in BROKEN)) == {
        "An actor has a type that the ontology declares.",
        "An event has a type that the ontology declares.",
        "An evidence has at most one quote, and it is not empty.",
    }


def test_an_undeclared_type_is_reported(root: Path) -> None:
    """A node needs one type of the ontology; an empty quote is no quote."""
    undeclared = GOOD.replace("kg:Actor a rdfs:Class . kg:Person a rdfs:Class .", "").replace('"Mira Holt met them."', '""')

    said = report(undeclared, root)

    assert said["mira"] == {"An actor has a type that the ontology declares."}
    assert said["why"] == {"An evidence has at most one quote, and it is not empty."}


def test_shapes_of_a_workspace_come_after_the_shipped(root: Path, tmp_path: Path) -> None:
    """The shipped shapes always hold; a workspace's own file is added, this repository's own is the shipped one."""
    (tmp_path / "ontology").mkdir()
    own = tmp_path / "ontology" / "shapes.ttl"

    assert shapes() == shapes(Folder(root)) == shapes(Folder(tmp_path)) == (root / "ontology" / "shapes.ttl",)
    own.write_text("", encoding="utf-8")
    assert shapes(Folder(tmp_path)) == (root / "ontology" / "shapes.ttl", own)


def test_vocabulary_file_is_written_for_people(root: Path) -> None:
    """Blocks stand in order of group and name, with the group's comment above, and without blank nodes or tabs."""
    text = (root / "ontology" / "kg.ttl").read_text(encoding="utf-8")
    order = re.findall(r"^kg:(\w+) a kg:Relation ;(?:\n    .*)*?\n    kg:group \"(\w+)\"", text, re.MULTILINE)

    assert [name for name, _ in order] == [name for name, _ in sorted(order, key=lambda pair: (pair[1], pair[0]))]
    assert re.findall(r"^# --- (\w+):", text, re.MULTILINE)[:-1] == [group.capitalize() for group in GROUPS]
    assert not re.search(r"[\t\[\]]|_:", re.sub(r'"[^"\n]*"', "", text))
