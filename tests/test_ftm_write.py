"""A case as FollowTheMoney: which schema each statement gets, what stands as text beside it, and what the loss note says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ftm_kit import BASE, entities, links, losses, made, row, written

from kg.interchange import FORMATS
from kg.interchange.ftm.entity import Entity, faults
from kg.interchange.ftm.schemata import link_of, schema_of_type
from kg.ontology.read import read_ontology
from kg.texts import phrase
from kg.vocab import digest

ONTOLOGY, _ = read_ontology()


def entity_id(name: str, kind: str = "actor") -> str:
    """The id that a thing of the harbour has in the file."""
    return f"{name}-{digest(f'{BASE}{kind}/{name}')[:8]}"


def one_link(root: Path, *rows: dict[str, str], **tables: Any) -> tuple[str, dict[str, list[str]]]:
    """The schema and the properties of the only link of a workspace."""
    (link,) = links(written(made(root, *rows, **tables)))
    return link["schema"], link["properties"]


@pytest.mark.parametrize(
    ("subject", "relation", "other", "more", "schema", "source", "target"),
    [
        ("silva-shipping", "memberOf", "harbour-union", {}, "Membership", ("member", "silva-shipping"), ("organization", "harbour-union")),
        ("lena-moor", "directorOf", "silva-shipping", {}, "Directorship", ("director", "lena-moor"), ("organization", "silva-shipping")),
        ("lena-moor", "employedBy", "ministry", {}, "Employment", ("employee", "lena-moor"), ("employer", "ministry")),
        ("lena-moor", "consultantFor", "ministry", {}, "Employment", ("employee", "lena-moor"), ("employer", "ministry")),
        ("lena-moor", "owns", "silva-shipping", {}, "Ownership", ("owner", "lena-moor"), ("asset", "silva-shipping")),
        # The other way round: the subject is what is owned.
        ("silva-shipping", "subsidiaryOf", "harbour-union", {}, "Ownership", ("owner", "harbour-union"), ("asset", "silva-shipping")),
        ("lena-moor", "familyOf", "omar-reis", {}, "Family", ("person", "lena-moor"), ("relative", "omar-reis")),
        ("lena-moor", "associateOf", "omar-reis", {}, "Associate", ("person", "lena-moor"), ("associate", "omar-reis")),
        ("lena-moor", "represents", "dockers", {}, "Representation", ("agent", "lena-moor"), ("client", "dockers")),
        ("silva-shipping", "paid", "lena-moor", {}, "Payment", ("payer", "silva-shipping"), ("beneficiary", "lena-moor")),
        ("ministry", "published", "audit", {}, "Documentation", ("document", "audit"), ("entity", "ministry")),
        ("harbour-union", "criticized", "audit", {}, "UnknownLink", ("subject", "harbour-union"), ("object", "audit")),
        ("silva-shipping", "basedIn", "port-selwyn", {}, "UnknownLink", ("subject", "silva-shipping"), ("object", "port-selwyn")),
        # An association is no asset, a company no person, a place no legal entity, an office without a name no post.
        ("lena-moor", "owns", "harbour-union", {}, "UnknownLink", ("subject", "lena-moor"), ("object", "harbour-union")),
        ("harbour-union", "associateOf", "silva-shipping", {}, "UnknownLink", ("subject", "harbour-union"), ("object", "silva-shipping")),
        ("port-selwyn", "memberOf", "harbour-union", {}, "UnknownLink", ("subject", "port-selwyn"), ("object", "harbour-union")),
        ("lena-moor", "holdsOfficeAt", "ministry", {}, "UnknownLink", ("subject", "lena-moor"), ("object", "ministry")),
    ],
)
def test_the_schema_of_a_statement(
    tmp_path: Path, subject: str, relation: str, other: str, more: dict[str, str], schema: str, source: tuple[str, str], target: tuple[str, str]
) -> None:
    """The edge that the vocabulary names, in its direction, where the two fit it; else an unknown link."""
    found, texts = one_link(tmp_path, row(subject, relation, other, **more))

    assert found == schema
    assert (texts[source[0]], texts[target[0]]) == ([entity_id(source[1])], [entity_id(target[1])])


def test_all_that_a_link_says(tmp_path: Path) -> None:
    """The words for it, the dates, the quote, where it stands, and the reading that `kg why` knows."""
    told = row(
        "lena-moor", "employedBy", "ministry", role="inspector", when="2013-06-21/2013-07", quote="Lena Moor, inspector of ports", locator="p. 3"
    )
    sources = [
        {
            "id": "gazette",
            "kind": "news",
            "title": "The Harbour Gazette",
            "publisher": "Gazette Press",
            "url": "https://gazette.example.org",
            "retrieved": "2024-05-01",
        }
    ]

    _, texts = one_link(tmp_path, told, sources=sources)

    assert texts == {
        "employee": [entity_id("lena-moor")],
        "employer": [entity_id("ministry")],
        "role": ["inspector", "works for"],
        "startDate": ["2013-06-21"],
        "endDate": ["2013-07"],
        "summary": ["“Lena Moor, inspector of ports” — gazette, p. 3"],
        "recordId": ["lena-moor employedBy ministry [as inspector] [when 2013-06-21/2013-07]"],
        "proof": [entity_id("gazette", "source")],
        "publisher": ["Gazette Press"],
        "sourceUrl": ["https://gazette.example.org/"],
        "retrievedAt": ["2024-05-01"],
    }


def test_what_has_no_place_stands_as_text(tmp_path: Path) -> None:
    """Vague time, claimant, place, event and a bound as quantity are in the description, in words."""
    told = row(
        "silva-shipping", "paid", "lena-moor", modality="alleged", claimant="omar-reis", when="2013~", place="port-selwyn", quantity=">40000 EUR", event="talks"
    )  # fmt: skip
    reading = "silva-shipping paid lena-moor [alleged by omar-reis] [when 2013~] [in port-selwyn] [quantity >40000 EUR] [during talks]"
    upheld = [{"statement": reading, "judgement": "uphold", "curator": "jo", "date": "2024-01-01", "reason": "seen the books"}]

    folder = made(tmp_path, told, judgements=upheld, events=[{"id": "talks", "type": "Meeting", "label": "Talks"}])
    (link,) = links(written(folder))

    assert link["properties"]["description"] == [
        "during: Talks",
        "quantity: >40000 EUR",
        "said by: Omar Reis; a person upheld it",
        "when: 2013~",
        "where: Port Selwyn",
    ]
    assert link["properties"]["date"] == ["2013"]
    assert "amount" not in link["properties"]
    assert {code: told["count"] for code, told in losses(folder).items() if code != "ftm-group"} == {
        "ftm-time": 1, "ftm-claimant": 1, "ftm-place": 1, "ftm-quantity": 1
    }  # fmt: skip


def test_amounts_and_shares_are_numbers(tmp_path: Path) -> None:
    """A plain amount with its currency, and a share of an ownership, whatever it is."""
    rows = [
        row("silva-shipping", "funded", "harbour-union", quantity="40000.50 EUR", role="the shelter"),
        row("lena-moor", "owns", "silva-shipping", quantity="30 %"),
    ]

    found = {link["schema"]: link["properties"] for link in links(written(made(tmp_path, *rows)))}

    assert (found["Payment"]["amount"], found["Payment"]["currency"]) == (["40000.5"], ["EUR"])
    assert found["Payment"]["purpose"] == ["funded", "the shelter"]
    assert found["Ownership"]["percentage"] == ["30"]


def test_an_office_is_a_post_in_its_body(tmp_path: Path) -> None:
    """Two people in one office hold one post; the office is its name."""
    rows = [
        row(person, "holdsOfficeAt", "ministry", role="Secretary of State", when=when)
        for person, when in (("lena-moor", "2013"), ("omar-reis", "2014"))
    ]

    told = entities(written(made(tmp_path, *rows)))

    (post,) = (entity for entity in told.values() if entity["schema"] == "Position")
    assert post["properties"] == {"name": ["Secretary of State"], "organization": [entity_id("ministry")]}
    assert {tuple(entity["properties"]["post"]) for entity in told.values() if entity["schema"] == "Occupancy"} == {(post["id"],)}


def test_parts_in_an_event(tmp_path: Path) -> None:
    """Established ones stand in the event, with their evidence as text; a place takes part by a link."""
    rows = [
        row("ministry", "presidedOver", "talks", role="host", when="2013-07", quote="The ministry hosted the talks"),
        row("harbour-union", "participatedIn", "talks", when="2013-07"),
        row("silva-shipping", "participatedIn", "talks", modality="alleged", claimant="omar-reis", when="2013-07"),
        row("port-selwyn", "participatedIn", "talks", when="2013-07"),
        row("lena-moor", "participatedIn", "strike", modality="planned"),
    ]
    events = [
        {"id": "talks", "type": "Meeting", "label": "Talks at the port", "label@fr": "Pourparlers", "when": "2013-07~", "place": "port-selwyn"},
        {"id": "strike", "type": "Protest", "label": "Strike"},
    ]

    folder = made(tmp_path, *rows, events=events)
    told = entities(written(folder))

    assert [entity["id"] for entity in told.values() if entity["schema"] == "Event"] == [entity_id("talks", "event")]
    assert told[entity_id("talks", "event")]["properties"] == {
        "name": ["Talks at the port"],
        "alias": ["Pourparlers"],
        "keywords": ["Meeting"],
        "date": ["2013-07"],
        "notes": ["when: 2013-07~"],
        "location": ["Port Selwyn"],
        "addressEntity": [entity_id("port-selwyn")],
        "organizer": [entity_id("ministry")],
        "involved": [entity_id("harbour-union")],
        "proof": [entity_id("gazette", "source")],
        "publisher": ["Gazette Press"],
        "recordId": ["harbour-union participatedIn talks [when 2013-07]", "ministry presidedOver talks [as host] [when 2013-07]"],
        "summary": [
            "harbour-union participatedIn talks [when 2013-07]: gazette, p. 1",
            "ministry presidedOver talks [as host] [when 2013-07]: “The ministry hosted the talks” — gazette, p. 1",
        ],
    }
    words = {tuple(link["properties"]["role"]) for link in links(written(folder))}
    assert words == {("met",), ("participated in",)}
    assert losses(folder)["ftm-event"] == {"count": 1}
    assert losses(folder)["ftm-link"] == {"count": 1}
    assert losses(folder)["ftm-role"] == {"count": 2}


def test_what_a_rule_derived_says_so(tmp_path: Path) -> None:
    """Its status names the rule, and its documents are those of what it follows from."""
    rows = [row("ministry", "presidedOver", "talks"), row("harbour-union", "participatedIn", "talks")]

    (link,) = links(written(made(tmp_path, *rows, events=[{"id": "talks", "type": "Meeting", "label": "Talks"}])))

    assert link["properties"]["status"] == ["derived by metAtMeeting"]
    assert link["properties"]["proof"] == [entity_id("gazette", "source")]
    assert "summary" not in link["properties"]


def test_actors(tmp_path: Path) -> None:
    """Names, the type as a keyword, identifiers where FollowTheMoney has a place for them; a faulty number is a note."""
    actors = [
        {
            "id": "silva", "type": "RecruitmentAgency", "label": "Silva", "label@pt": "Silva Lda", "aliases": "S. Lda|Silva", "description": "an agency",
            "identifiers": "wikidata:Q42|lei:5493001KJTIIGC8Y1R12|opencorporates:pt/123|registration:A-1|unheard:x",
        },
        {"id": "wrong", "type": "NGO", "label": "Wrong", "identifiers": "lei:5493001KJTIIGC8Y1R13"},
        {"id": "crew", "type": "VictimGroup", "label": "The crew"},
        {"id": "boy", "type": "Minor", "label": "A boy"},
        {"id": "port", "type": "Country", "label": "Norland"},
        {"id": "paper", "type": "Report", "label": "The audit"},
    ]  # fmt: skip

    told = {
        entity["id"].rpartition("-")[0]: (entity["schema"], entity["properties"])
        for entity in entities(written(made(tmp_path, actors=actors))).values()
    }

    assert told["silva"] == (
        "Company",
        {
            "name": ["Silva"], "alias": ["S. Lda", "Silva Lda"], "description": ["an agency"], "keywords": ["Recruitment agency"], "wikidataId": ["Q42"],
            "leiCode": ["5493001KJTIIGC8Y1R12"], "opencorporatesUrl": ["https://opencorporates.com/companies/pt/123"], "registrationNumber": ["A-1"],
            "notes": ["identifier: unheard:x"],
        },
    )  # fmt: skip
    assert told["wrong"][1]["notes"] == ["identifier: lei:5493001KJTIIGC8Y1R13"]
    # That somebody is a victim or a minor is a protection here, and would be a claim there.
    assert told["crew"] == (
        "LegalEntity",
        {"name": ["The crew"], "keywords": ["Group"], "notes": ["A group of people or bodies, not one legal entity."]},
    )
    assert told["boy"] == ("Person", {"name": ["A boy"], "keywords": ["Person"]})
    assert told["port"] == ("Address", {"name": ["Norland"], "full": ["Norland"], "keywords": ["Country"]})
    assert told["paper"] == ("Article", {"name": ["The audit"], "title": ["The audit"], "keywords": ["Report"]})


def test_sources(tmp_path: Path) -> None:
    """A document with a file, an article without; what has no place stands in notes; what nothing rests on is left out."""
    sources = [
        {"id": "paper", "kind": "official", "title": "Notice", "publisher": "ministry", "author": "A. Clerk", "published": "2013-07", "language": "pt-BR".lower(), "document": "notice.txt", "document_is": "excerpt", "reliability": "B"},
        {"id": "wire", "kind": "news", "title": "Wire", "published": "2013-06/2013-07", "copies": "paper", "archived_url": "https://archive.example.org/1"},
        {"id": "unused", "kind": "other", "title": "Unused"},
    ]  # fmt: skip
    rows = [
        row("lena-moor", "employedBy", "ministry", source="paper", quote="Lena Moor, clerk", locator=""),
        row("lena-moor", "employedBy", "ministry", source="wire"),
    ]

    told = entities(written(made(tmp_path, *rows, sources=sources, documents={"notice.txt": "Lena Moor, clerk"})))

    assert told[entity_id("paper", "source")]["schema"] == "Document"
    assert told[entity_id("paper", "source")]["properties"] == {
        "name": ["Notice"], "title": ["Notice"], "fileName": ["notice.txt"], "author": ["A. Clerk"], "publisher": ["Ministry of Ports"],
        "publishedAt": ["2013-07"], "language": ["por"], "notes": ["kind: official", "language: pt-br", "published: 2013-07", "reliability: B"],
    }  # fmt: skip
    assert told[entity_id("wire", "source")]["schema"] == "Article"
    assert told[entity_id("wire", "source")]["properties"]["notes"] == [
        "archived: https://archive.example.org/1", "copies: paper", "kind: news", "published: 2013-06/2013-07"
    ]  # fmt: skip
    assert "publishedAt" not in told[entity_id("wire", "source")]["properties"]
    assert entity_id("unused", "source") not in told


def test_rejected_and_withdrawn_evidence_is_not_shown(tmp_path: Path) -> None:
    """Of three reports one was misread, and another taken back by its own voice: what stays is the third."""
    sources = [{"id": name, "kind": "news", "title": name.title(), "publisher": name} for name in ("gazette", "herald", "courier")]
    rows = [row("lena-moor", "employedBy", "ministry", source=name, quote=f"as the {name} has it") for name in ("gazette", "herald", "courier")]
    rows.append(row("lena-moor", "employedBy", "ministry", source="herald", quote="the herald was wrong", stance="withdraws"))
    judgements = [
        {
            "statement": "lena-moor employedBy ministry",
            "source": "courier",
            "judgement": "reject",
            "curator": "jo",
            "date": "2024-01-01",
            "reason": "another Lena",
        }
    ]

    _, texts = one_link(tmp_path, *rows, sources=sources, judgements=judgements)

    assert texts["summary"] == ["“as the gazette has it” — gazette, p. 1"]
    assert texts["proof"] == [entity_id("gazette", "source")]


def test_every_loss_has_its_sentence(tmp_path: Path) -> None:
    """What is left out and what stands as text only, each with its number."""
    rows = [
        row("silva-shipping", "memberOf", "harbour-union", when="2013~"),
        row("silva-shipping", "memberOf", "harbour-union", modality="denied", claimant="silva-shipping", when="2013"),
        row("harbour-union", "criticized", "silva-shipping", when="2013-06-21/2013-07"),
    ]

    folder = made(tmp_path, *rows)

    assert [phrase("loss", code, **told) for code, told in losses(folder).items()] == [
        "1 of 3 statements is left out: the format has no place for who says a thing and how firmly, so it holds what is established only.",
        "Vague times, cut to a year, month, day or span that admits no other day; the time as written stands in the description as text: 1.",
        "Acts that happened once within a span, which FollowTheMoney shows as a start and an end: 1.",
        "Statements that another stands against, which FollowTheMoney has no place for; the description says so as text: 1.",
        "Groups, written as LegalEntity with a note, since FollowTheMoney has none: 1.",
    ]
    assert FORMATS["ftm"].suffix == ".ftm.jsonl"


# ---- the vocabulary's own words

OWN = """
@prefix kg: <https://w3id.org/actor-kg/> .
@prefix own: <https://example.org/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
own:Shipowner a rdfs:Class ; rdfs:label "Shipowner" ; rdfs:subClassOf kg:Company ; skos:definition "Owns boats." ; kg:example "Selwyn Holding." .
own:Boat a rdfs:Class ; rdfs:label "Boat" ; rdfs:subClassOf kg:Actor ; skos:definition "A boat." ; kg:example "The Ana." ; kg:followthemoney "Vessel" .
own:Odd a rdfs:Class ; rdfs:label "Odd" ; rdfs:subClassOf kg:Actor ; skos:definition "Odd." ; kg:example "One." ; kg:followthemoney "Nonsense" .
own:%s a kg:Relation ; rdfs:label "runs" ; kg:inverseLabel "is run by" ; skos:definition "Runs." ; kg:example "Ana runs it." ;
  kg:counterExample "Ana sees it. (No.)" ; kg:domain kg:Actor ; kg:range kg:Actor ; kg:group "x" ; kg:aspect "state" %s .
"""


@pytest.mark.parametrize(
    ("annotation", "schema"),
    [
        ('; kg:followthemoney "Control"', "Control"),
        ('; kg:followthemoney "Control controlled controller"', "Control"),
        ("", "UnknownLink"),
        ('; kg:followthemoney "Contrôle"', "UnknownLink"),
        ('; kg:followthemoney "Control nobody controlled"', "UnknownLink"),
        ('; kg:followthemoney "Person"', "UnknownLink"),
        ('; kg:followthemoney "Event involved"', "UnknownLink"),
        ('; kg:followthemoney "Ownership"', "UnknownLink"),
    ],
)
def test_a_relation_of_a_workspace_says_its_own_schema(tmp_path: Path, annotation: str, schema: str) -> None:
    """No code knows it; what FollowTheMoney does not have, or the two do not fit, is an unknown link with the label."""
    found, texts = one_link(tmp_path, row("silva-shipping", "runs", "harbour-union"), ontology=OWN % ("runs", annotation))

    assert found == schema
    if schema == "UnknownLink":
        assert texts["role"] == ["runs"]
    else:
        turned = "controlled controller" in annotation
        assert texts["controlled"] == [entity_id("silva-shipping" if turned else "harbour-union")]


def test_types_of_a_workspace(tmp_path: Path) -> None:
    """A type has the schema of the type above it, or its own; one that FollowTheMoney does not have is anybody."""
    kinds = {"Shipowner": "Company", "Boat": "Vessel", "Odd": "LegalEntity"}
    actors = [{"id": kind.lower(), "type": kind, "label": kind} for kind in kinds]

    told = entities(written(made(tmp_path, actors=actors, ontology=OWN % ("runs", ""))))

    assert {entity["properties"]["keywords"][0]: entity["schema"] for entity in told.values()} == kinds


def test_every_shipped_term_has_a_schema_that_exists() -> None:
    """No annotation of ours is a slip: each names a schema, and properties that it has."""
    for relation in ONTOLOGY.relations.values():
        link = link_of(relation)
        assert relation.followthemoney.split()[0] == link.schema, relation.id
        assert relation.followthemoney.split()[1:] in ([], [link.subject], [link.subject, link.object]), relation.id
    for kind in ONTOLOGY.types.values():
        assert schema_of_type(kind.id, ONTOLOGY) == kind.followthemoney, kind.id


@pytest.mark.parametrize(
    ("entity", "said"),
    [
        (Entity("a", "Membership", {"member": {"p"}}), ("organization: missing",)),
        (Entity("a", "Membership", {"member": {"p"}, "organization": {"p"}}), ("organization: p is no Organization",)),
        (Entity("a", "Membership", {"member": {"p"}, "organization": {"nobody"}}), ("organization: nobody is no Organization",)),
        (Entity("p", "Person", {"name": {"Ana"}, "proof": {"p"}}), ("proof: p is no Document",)),
        (Entity("p", "Person", {"name": {"Ana"}, "role": {"x"}}), ("role: no property of Person",)),
        (Entity("p", "Persona", {}), ("Persona: no schema of an entity",)),
        (Entity("p", "Interval", {}), ("Interval: no schema of an entity",)),
        (Entity("p", "Person", {"name": {"Ana"}}), ()),
    ],
)
def test_what_followthemoney_does_not_check_is_checked(entity: Entity, said: tuple[str, ...]) -> None:
    """Its library accepts a membership in nothing; we do not."""
    assert faults(entity, {"p": Entity("p", "Person", {"name": {"Ana"}})}) == said


def test_ids_differ_between_workspaces(tmp_path: Path) -> None:
    """The same actor's id in two workspaces makes two entities, so that two files can lie in one dataset."""
    rows = [row("silva-shipping", "memberOf", "harbour-union")]

    here, there = (entities(written(made(tmp_path / name, *rows, base=f"https://example.org/{name}/"))) for name in ("a", "b"))

    assert len(here) == len(there) > 1
    assert here.keys() & there.keys() == set()
