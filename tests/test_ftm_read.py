"""FollowTheMoney as others write it, and as nobody should: rows with a fate for every entity, findings with a line, and no crash."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ftm_kit import BASE, EMPTY, arrived, laid_out, lines, made, read_sound, row, written
from hypothesis import example, given
from hypothesis import strategies as st
from maker import make_workspace

from kg.interchange import READERS, Incoming, Receiver
from kg.interchange.incoming import TABLES as TABLES_THAT_COME_IN
from kg.ontology.read import read_ontology
from kg.tables import TABLES
from kg.texts import sentence

ONTOLOGY, _ = read_ontology()
SILVA = ("nk-1", "Company", {"name": ["Silva Shipping"]})
LENA = ("nk-2", "Person", {"name": ["Lena Moor"]})
UNION = ("nk-3", "Organization", {"name": ["Harbour Union"]})


def rows(incoming: Incoming, table: str) -> list[dict[str, str]]:
    """The rows of a table."""
    return [dict(one) for one in incoming.rows.get(table, ())]


def said(incoming: Incoming) -> list[tuple[str, str, str, str, str]]:
    """Subject, relation, object, role and time of each statement."""
    return [tuple(one.get(name, "") for name in ("subject", "relation", "object", "role", "when")) for one in rows(incoming, "statements")]  # type: ignore[misc]


def fates(incoming: Incoming) -> list[str]:
    """The fates as they are printed."""
    return [str(one) for one in incoming.fates]


def findings(incoming: Incoming) -> list[str]:
    """The findings as they are printed."""
    return [sentence(one) for one in incoming.findings]


# ---- entities of others


def test_a_person_a_company_and_what_links_them() -> None:
    """As OpenSanctions writes it: two actors, one statement whose source is the file, and each entity's fate."""
    data = lines(
        ("NK-7", "Person", {"name": ["Lena Moor", "Moor, Lena"], "weakAlias": ["Lenny"], "birthDate": ["1970"], "wikidataId": ["Q42"]}),
        SILVA,
        ("d1", "Directorship", {"director": ["NK-7"], "organization": ["nk-1"], "role": ["chair"], "startDate": ["2013-05"], "summary": ["As filed."], "sourceUrl": ["https://register.example.org/1"]}),
    )  # fmt: skip

    incoming = arrived(data, path="data/harbour.ftm.jsonl")

    assert findings(incoming) == []
    assert fates(incoming) == [
        'data/harbour.ftm.jsonl:1: imported as the actor "lena-moor" (Person). Left out: birthDate.',
        'data/harbour.ftm.jsonl:2: imported as the actor "silva-shipping" (Company).',
        'data/harbour.ftm.jsonl:3: imported as "lena-moor directorOf silva-shipping [as chair] [when 2013-05/..]".',
    ]
    assert rows(incoming, "actors") == [
        {"id": "lena-moor", "type": "Person", "label": "Lena Moor", "aliases": "Moor, Lena|Lenny", "identifiers": "wikidata:Q42|ftm:NK-7"},
        {"id": "silva-shipping", "type": "Company", "label": "Silva Shipping", "identifiers": "ftm:nk-1"},
    ]
    (source,) = rows(incoming, "sources")
    assert (source["id"], source["kind"], source["title"]) == ("harbour", "dataset", "harbour.ftm.jsonl")
    assert rows(incoming, "statements") == [
        {
            "subject": "lena-moor", "relation": "directorOf", "object": "silva-shipping", "modality": "asserted", "role": "chair", "when": "2013-05/..",
            "source": "harbour", "locator": "d1", "note": "As filed.\nhttps://register.example.org/1", "curator": "ed",
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("schema", "source", "target", "texts", "expected"),
    [
        ("Ownership", ("owner", LENA), ("asset", SILVA), {"percentage": ["30%"]}, ("lena-moor", "owns", "silva-shipping", "", "")),
        ("Membership", ("member", SILVA), ("organization", UNION), {}, ("silva-shipping", "memberOf", "harbour-union", "", "")),
        ("Employment", ("employee", LENA), ("employer", SILVA), {"role": ["clerk [acting]"]}, ("lena-moor", "employedBy", "silva-shipping", "clerk (acting)", "")),
        # The label of a relation tells which of those that share a schema is meant.
        ("Employment", ("employee", LENA), ("employer", SILVA), {"role": ["is a consultant for"]}, ("lena-moor", "consultantFor", "silva-shipping", "", "")),
        ("Ownership", ("owner", UNION), ("asset", SILVA), {"role": ["is a subsidiary of"]}, ("silva-shipping", "subsidiaryOf", "harbour-union", "", "")),
        ("Representation", ("agent", LENA), ("client", UNION), {}, ("lena-moor", "represents", "harbour-union", "", "")),
        ("Payment", ("payer", SILVA), ("beneficiary", LENA), {"date": ["2013-07-15"], "purpose": ["Rent"]}, ("silva-shipping", "paid", "lena-moor", "Rent", "2013-07-15")),
        ("UnknownLink", ("subject", UNION), ("object", SILVA), {"role": ["Criticized"]}, ("harbour-union", "criticized", "silva-shipping", "", "")),
        # Nothing here is as vague as a link, or as a schema that no relation is written as: they are associates, in those words.
        ("UnknownLink", ("subject", UNION), ("object", SILVA), {"role": ["landlord", "banker"]}, ("harbour-union", "associateOf", "silva-shipping", "landlord; banker", "")),
        ("UnknownLink", ("subject", UNION), ("object", SILVA), {}, ("harbour-union", "associateOf", "silva-shipping", "", "")),
        ("Control", ("controller", LENA), ("controlled", SILVA), {}, ("lena-moor", "associateOf", "silva-shipping", "Control", "")),
        # A company may be a director there; here only a person can.
        ("Directorship", ("director", SILVA), ("organization", UNION), {}, ("silva-shipping", "associateOf", "harbour-union", "Directorship", "")),
    ],
)  # fmt: skip
def test_links_as_statements(
    tmp_path: Path, schema: str, source: tuple[str, Any], target: tuple[str, Any], texts: dict[str, list[str]], expected: tuple[str, ...]
) -> None:
    """The relation that a word names, or the nearest to the schema, the right way round; always one that the two may have."""
    link = ("e-1", schema, {source[0]: [source[1][0]], target[0]: [target[1][0]], **texts})

    incoming = arrived(lines(source[1], target[1], link))

    assert findings(incoming) == []
    assert said(incoming) == [expected]
    read_sound(laid_out(tmp_path, incoming))


def test_what_links_them_stays_readable_where_the_relation_does_not_say_it() -> None:
    """Associates are equals; the note keeps who controls whom."""
    incoming = arrived(lines(LENA, SILVA, ("c", "Control", {"controller": ["nk-2"], "controlled": ["nk-1"]})))

    assert rows(incoming, "statements")[0]["note"] == "Control from lena-moor to silva-shipping"


def test_an_office_and_its_post() -> None:
    """The name of the post is the role; a post of nobody knows which body cannot be held here."""
    data = lines(
        LENA,
        ("pb", "PublicBody", {"name": ["Ministry of Ports"]}),
        ("p1", "Position", {"name": ["Secretary"], "organization": ["pb"]}),
        ("p2", "Position", {"name": ["Member of Parliament"]}),
        ("o1", "Occupancy", {"holder": ["nk-2"], "post": ["p1"], "startDate": ["2013"], "endDate": ["2014"]}),
        ("o2", "Occupancy", {"holder": ["nk-2"], "post": ["p2"]}),
    )

    incoming = arrived(data)

    assert said(incoming) == [("lena-moor", "holdsOfficeAt", "ministry-of-ports", "Secretary", "2013/2014")]
    assert fates(incoming)[2:] == [
        "port.ftm.jsonl:3: imported as the role of whoever holds the post.",
        "port.ftm.jsonl:4: imported as the role of whoever holds the post.",
        'port.ftm.jsonl:5: imported as "lena-moor holdsOfficeAt ministry-of-ports [as Secretary] [when 2013/2014]".',
        'port.ftm.jsonl:6: left out: the post "p2" belongs to no organisation of the file.',
    ]


def test_an_event_and_who_was_there(tmp_path: Path) -> None:
    """Its time and place are a summary; who was involved took part, who organised it presided."""
    data = lines(
        UNION,
        LENA,
        ("a", "Address", {"full": ["Port Selwyn"]}),
        ("e", "Event", {"name": ["Talks"], "date": ["2013-07"], "location": ["Port Selwyn"], "involved": ["nk-2"], "organizer": ["nk-3"], "important": ["yes"]}),
    )  # fmt: skip

    incoming = arrived(data)

    assert rows(incoming, "events") == [{"id": "talks", "type": "Event", "label": "Talks", "when": "2013-07", "place": "port-selwyn"}]
    assert said(incoming) == [("lena-moor", "participatedIn", "talks", "", ""), ("harbour-union", "presidedOver", "talks", "", "")]
    assert fates(incoming)[3] == 'port.ftm.jsonl:4: imported as the event "talks" (Event). Left out: important.'
    read_sound(laid_out(tmp_path, incoming))


def test_documents_are_sources_where_others_rest_on_them() -> None:
    """We read the file and not its papers: a paper becomes a source to look at, and the evidence names it in a note."""
    data = lines(
        LENA,
        SILVA,
        ("doc-1", "Document", {"fileName": ["minutes.pdf"], "title": ["Minutes"], "publisher": ["Silva Shipping"], "publishedAt": ["2013-07-15T00:00:00"], "language": ["eng"], "sourceUrl": ["ftp://x"]}),
        ("doc-2", "Pages", {"fileName": ["unrelated.pdf"]}),
        ("o", "Ownership", {"owner": ["nk-2"], "asset": ["nk-1"], "proof": ["doc-1"]}),
        ("m", "Documentation", {"document": ["doc-2"], "entity": ["nk-2"], "role": ["mentioned"]}),
    )  # fmt: skip

    incoming = arrived(data)

    assert rows(incoming, "sources")[0] == {
        "id": "minutes", "kind": "other", "title": "Minutes", "publisher": "silva-shipping", "published": "2013-07-15", "language": "en"
    }  # fmt: skip
    assert [one["source"] for one in rows(incoming, "statements")] == ["port"]
    assert rows(incoming, "statements")[0]["note"] == "proof: minutes"
    assert fates(incoming)[2:4] == [
        'port.ftm.jsonl:3: imported as the source "minutes".',
        "port.ftm.jsonl:4: left out: nothing in the file rests on this document.",
    ]
    assert fates(incoming)[5] == "port.ftm.jsonl:6: left out: that a document speaks of somebody is no statement; what it says would be one."


def test_what_has_no_place_says_so() -> None:
    """Accounts, sanctions, contracts and entities without a name are left out, and what links them too."""
    data = lines(
        ("b", "BankAccount", {"name": ["Account"]}),
        ("s", "Sanction", {"entity": ["nk-1"]}),
        ("n", "Company", {"registrationNumber": ["1"]}),
        SILVA,
        ("v", "Vessel", {"name": ["Ana"]}),
        ("o", "Ownership", {"owner": ["n"], "asset": ["nk-1"]}),
        ("w", "Ownership", {"owner": ["nk-1"], "asset": ["v"]}),
    )

    incoming = arrived(data)

    assert fates(incoming) == [
        "port.ftm.jsonl:1: left out: there is no place for a BankAccount here.",
        "port.ftm.jsonl:2: left out: there is no place for a Sanction here.",
        "port.ftm.jsonl:3: left out: the Company has no name that could be a label.",
        'port.ftm.jsonl:4: imported as the actor "silva-shipping" (Company).',
        'port.ftm.jsonl:5: imported as the actor "ana" (Actor).',
        'port.ftm.jsonl:6: left out: "n", which it names, did not come in.',
        'port.ftm.jsonl:7: imported as "silva-shipping owns ana".',
    ]


def test_names_that_are_taken_and_names_without_letters() -> None:
    """Ids never collide with what is here; a name in Khmer makes no id of its own, and deceiving names are no labels."""
    data = lines(
        ("a", "Person", {"name": ["Silva Shipping"]}),
        ("b", "Person", {"name": ["ជូ ប៊ុនអេង"]}),
        ("c", "Person", {"name": ["May"]}),
        ("d", "Person", {"name": ["Lena\u202eMoor", "Ana|Lee; of Norland"]}),
        ("f", "Person", {"name": ["Bo", "Ray, Bo, Jr."]}),
    )
    case = EMPTY.__class__(settings=EMPTY.settings, actors=read_shipping())

    incoming = arrived(data, case)

    assert [(one["id"], one["label"], one.get("aliases", "")) for one in rows(incoming, "actors")] == [
        ("silva-shipping-2", "Silva Shipping", ""),
        ("person-3e23e816", "ជូ ប៊ុនអេង", ""),
        ("person-2e7d2c03", "May", ""),
        ("ana-lee-of-norland", "Ana/Lee; of Norland", ""),
        ("bo", "Bo", "Ray, Bo, Jr.|"),
    ]


def read_shipping() -> Any:
    """One actor that is here already."""
    from kg.model import Actor

    return (Actor("silva-shipping", "Company", "Silva Shipping"),)


def test_an_entity_that_came_in_before_is_known(tmp_path: Path) -> None:
    """A file that is read again, or a newer one of the same people, makes no second actor and no second evidence."""
    first = lines(LENA, SILVA, ("o", "Ownership", {"owner": ["nk-2"], "asset": ["nk-1"]}))
    case = read_sound(laid_out(tmp_path, arrived(first))).case
    newer = first + lines(("m", "Employment", {"employee": ["nk-2"], "employer": ["nk-1"]}))

    again, grown = arrived(first, case), arrived(newer, case)

    assert again.rows == {}
    assert [one.outcome for one in again.fates] == ["known"] * 3
    assert {name: len(made) for name, made in grown.rows.items()} == {"sources": 1, "statements": 2}
    assert fates(again)[2] == 'port.ftm.jsonl:3: says "lena-moor owns silva-shipping", which is here already with the same evidence.'


def test_a_merged_actor_keeps_its_name(tmp_path: Path) -> None:
    """Where a person said that two are one, the entity of the one comes in as the one that stayed."""
    folder = make_workspace(
        tmp_path,
        actors=[
            {"id": "lena", "type": "Person", "label": "Lena Moor"},
            {"id": "l-moor", "type": "Person", "label": "L. Moor", "identifiers": "ftm:nk-2"},
            {"id": "silva", "type": "Company", "label": "Silva", "identifiers": "ftm:nk-1"},
        ],
        identities=[{"left": "lena", "right": "l-moor", "judgement": "same", "curator": "ed", "date": "2024-01-01", "reason": "same signature"}],
    )  # fmt: skip

    incoming = arrived(lines(LENA, SILVA, ("o", "Ownership", {"owner": ["nk-2"], "asset": ["nk-1"]})), read_sound(folder).case)

    assert said(incoming) == [("lena", "owns", "silva", "", "")]


# ---- files of ours


def test_our_own_file_is_known_where_it_was_written(tmp_path: Path) -> None:
    """Nothing is imported twice; what is still missing there comes in, also with the signature that OpenAleph hangs on ids."""
    folder = made(tmp_path / "one", row("silva-shipping", "memberOf", "harbour-union", quote="Silva Shipping joined"))
    data = written(folder)
    signed = data.replace(b'"gazette-', b'"gazette-').decode()
    for name in {json.loads(line)["id"] for line in signed.splitlines()}:
        signed = signed.replace(f'"{name}"', f'"{name}.{"ab" * 20}"')

    for file in (data, signed.encode()):
        here, elsewhere = arrived(file, read_sound(folder).case), arrived(file)
        assert here.rows == {}
        assert [one["id"] for one in rows(elsewhere, "actors")] == sorted(one["id"] for one in rows(elsewhere, "actors"))
        assert said(elsewhere) == [("silva-shipping", "memberOf", "harbour-union", "", "")]
        assert rows(elsewhere, "statements")[0]["quote"] == "Silva Shipping joined"


def changed(data: bytes, name: str, values: list[str]) -> bytes:
    """The file with one property of its link changed by somebody."""
    told = [json.loads(line) for line in data.decode().splitlines()]
    for entity in told:
        if entity["id"].startswith("statement-"):
            entity["properties"][name] = values
    return "".join(json.dumps(entity) + "\n" for entity in told).encode()


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("date", ["2014"], ("lena-moor", "employedBy", "ministry", "clerk", "2014")),
        ("role", ["works for", "porter"], ("lena-moor", "employedBy", "ministry", "porter", "2013~")),
        # A reading that was made up, or is about others, counts for nothing.
        ("recordId", ["lena-moor trafficked ministry"], ("lena-moor", "employedBy", "ministry", "clerk", "2013")),
        ("recordId", ["omar-reis employedBy ministry [as clerk] [when 2013~]"], ("lena-moor", "employedBy", "ministry", "clerk", "2013")),
        ("recordId", ["lena-moor not employedBy ministry"], ("lena-moor", "employedBy", "ministry", "clerk", "2013")),
    ],
)
def test_what_somebody_changed_in_our_file_counts(tmp_path: Path, name: str, values: list[str], expected: tuple[str, ...]) -> None:
    """The reading that the file records is believed only as far as the entity says the same."""
    data = written(made(tmp_path, row("lena-moor", "employedBy", "ministry", role="clerk", when="2013~")))

    assert said(arrived(changed(data, name, values))) == [expected]


def test_a_claim_comes_back_as_a_claim(tmp_path: Path) -> None:
    """That somebody upheld it elsewhere is told by the file; here it waits for somebody to uphold it."""
    told = row("lena-moor", "trafficked", "dockers", modality="alleged", claimant="omar-reis")
    reading = "lena-moor trafficked dockers [alleged by omar-reis]"
    folder = made(
        tmp_path / "one", told, judgements=[{"statement": reading, "judgement": "uphold", "curator": "jo", "date": "2024-01-01", "reason": "seen"}]
    )

    after = read_sound(laid_out(tmp_path / "two", arrived(written(folder))))

    (statement,) = after.case.statements
    assert statement.reading == reading
    assert not after.weighed.established(statement)


def test_curator_and_day_are_the_receivers() -> None:
    """No reader looks at a clock."""
    data = lines(LENA, SILVA, ("o", "Ownership", {"owner": ["nk-2"], "asset": ["nk-1"]}))

    incoming = READERS["ftm"].read(data, "x.jsonl", Receiver(EMPTY, ONTOLOGY, "jo", date(2024, 5, 1)))

    assert [(one["curator"], one["entered"]) for one in rows(incoming, "statements")] == [("jo", "2024-05-01")]


# ---- files that are none


@pytest.mark.parametrize(
    ("data", "sentences"),
    [
        (b"", []),
        (b"\n\n", []),
        (b"{", ["f:1: is no JSON: Expecting property name enclosed in double quotes at character 2. Correct the line, or have the file written again: one entity a line."]),
        (b"[]", ['f:1: is no entity: it wants "id", "schema" and "properties". Write one entity a line, such as {"id": "a", "schema": "Person", "properties": {"name": ["Ana Lee"]}}.']),
        (b'{"id": 3, "schema": "Person"}', ['f:1: is no entity: it wants "id", "schema" and "properties". Write one entity a line, such as {"id": "a", "schema": "Person", "properties": {"name": ["Ana Lee"]}}.']),
        (b'{"id": "a b", "schema": "Person"}', ['f:1: "a b" is no id of an entity. Write letters, digits, hyphens and dots, at most 200.']),
        (b'{"id": "a", "schema": "Persn"}', ['f:1: "Persn" is no schema of an entity. Did you mean "Person"?']),
        (b'{"id": "a", "schema": "Interval"}', ['f:1: "Interval" is no schema of an entity. Write one of FollowTheMoney\'s, such as Person, Company or UnknownLink.']),
        (b'{"id": "a", "schema": "Person", "properties": {"name": "Ana"}}', ['f:1: the property "name" wants a list of texts. Write ["\xe2\x80\xa6"], also for one value or a number.'.encode("latin-1").decode()]),
        (b'{"id": "a", "schema": "Person", "properties": {"name": [3]}}', ['f:1: the property "name" wants a list of texts. Write ["\xe2\x80\xa6"], also for one value or a number.'.encode("latin-1").decode()]),
        (b'{"id": "a", "id": "b", "schema": "Person"}', ['f:1: the field "id" stands twice. Put its values into one list.']),
        (b'{"id": "a", "schema": "Person", "x": NaN}', ["f:1: is no JSON: NaN is no number. Correct the line, or have the file written again: one entity a line."]),
        (b'{"id": "a", "schema": "Person", "x": ' + b"9" * 5000 + b"}", ["f:1: is no JSON: a number has too many digits. Correct the line, or have the file written again: one entity a line."]),
        (b"[" * 100_000, ["f:1: is no JSON: it is nested too deeply. Correct the line, or have the file written again: one entity a line."]),
        (b'"' + b"x" * 1_100_000 + b'"', ["f:1: is longer than 1048576 characters. Leave the entity out, or cut its texts."]),
        (b'{"id": "a", "schema": "Person", "properties": {' + b",".join(b'"p%d": []' % n for n in range(201)) + b"}}", ["f:1: has more than 200 properties. Leave the entity out."]),
        (b'\xff\xfe{\x00', None),
        (b'\n{"id": "\xe9"}', None),
    ],
)  # fmt: skip
def test_lines_that_are_no_entities(data: bytes, sentences: list[str] | None) -> None:
    """Each has its finding with file, line, what is wrong and what to do; bytes of another encoding have the one of tables."""
    incoming = arrived(data, path="f")

    assert incoming.rows == {}
    if sentences is None:
        assert len(findings(incoming)) == 1
    else:
        assert findings(incoming) == sentences


@pytest.mark.parametrize(
    ("told", "finding"),
    [
        ([SILVA, SILVA], 'f:2: the id "nk-1" stands already in line 1. Put the parts of one entity together first, as the command ftm aggregate does.'),
        ([SILVA, ("o", "Ownership", {"owner": ["nobody"], "asset": ["nk-1"]})], 'f:2: owner: "nobody" is no entity of this file. Export both together, or delete the line.'),
        ([SILVA, ("o", "Ownership", {"asset": ["nk-1"]})], "f:2: owner: is a Ownership without owner. Name an entity of this file there, or delete the line."),
        ([LENA, SILVA, ("o", "Employment", {"employee": ["nk-1"], "employer": ["nk-1"]})], 'f:3: employee: "nk-1" is a Company, and a Person is wanted. Correct the id, or write the link as an UnknownLink.'),
        ([SILVA, ("o", "UnknownLink", {"subject": ["o"], "object": ["nk-1"]})], 'f:2: subject: "o" is a UnknownLink, and a Thing is wanted. Correct the id, or write the link as an UnknownLink.'),
        ([SILVA, ("o", "UnknownLink", {"subject": ["nk-1"] + [f"a{n}" for n in range(1001)], "object": ["nk-1"]})], "f:2: links more than 1000 pairs. Write one line for each link."),
        ([SILVA, ("e", "Event", {"name": ["Talks"], "involved": ["nobody"]})], 'f:2: involved: "nobody" is no entity of this file. Export both together, or delete the line.'),
    ],
)  # fmt: skip
def test_entities_that_do_not_fit_each_other(told: list[Any], finding: str) -> None:
    """What names nothing, or the wrong thing, is a finding at its line; the others come in."""
    incoming = arrived(lines(*told), path="f")

    assert findings(incoming) == [finding]
    assert len(rows(incoming, "actors")) >= 1
    assert rows(incoming, "statements") == []


def test_a_file_may_not_be_too_large() -> None:
    """Fifty megabytes are enough for a case."""
    assert findings(arrived(b"\n" * 50_000_001, path="f")) == [
        "f: is larger than 50000000 bytes. Divide the file, each entity with those that it names."
    ]


def test_thousands_of_one_name_are_told_apart_at_once() -> None:
    """Each gets a number, and the last of them is not slower than the first."""
    incoming = arrived(lines(*((f"n{number}", "Person", {"name": ["Lena Moor"]}) for number in range(5_000))))

    assert [one["id"] for one in rows(incoming, "actors")] == ["lena-moor", *(f"lena-moor-{number}" for number in range(2, 5_001))]


def test_a_link_with_itself_is_left_out() -> None:
    """Nobody owns himself."""
    data = lines(SILVA, ("o", "Ownership", {"owner": ["nk-1"], "asset": ["nk-1"]}))

    assert fates(arrived(data))[1] == 'port.ftm.jsonl:2: left out: it links "silva-shipping" with itself.'


NAMES = st.one_of(st.sampled_from(("name", "alias", "role", "date", "startDate", "owner", "asset", "subject", "object", "proof", "recordId", "summary", "notes", "keywords", "amount", "currency", "involved", "organizer", "post", "organization", "holder", "sourceUrl", "language", "addressEntity", "document", "entity")), st.text(max_size=3))  # fmt: skip
TEXTS = st.one_of(
    st.sampled_from(("a", "b", "c", "2013", "Ana", "kind: news", "copies: b", "a owns b", "“x” — a", "identifier: |:", "=1+1", "derived by x", "Group", "lei:x", "not", "May")),
    st.text(max_size=12),
)  # fmt: skip
ENTITY = st.fixed_dictionaries(
    {
        "id": st.sampled_from(("a", "b", "c", "d", "silva-12345678", "kind-00000000")),
        "schema": st.sampled_from(("Person", "Company", "Address", "Event", "Document", "Article", "Position", "Occupancy", "Ownership", "UnknownLink", "Documentation", "Payment", "Vessel", "Note", "Nonsense")),
        "properties": st.one_of(st.dictionaries(NAMES, st.lists(TEXTS, max_size=3), max_size=6), st.just(3)),
    }
)  # fmt: skip


@given(st.lists(ENTITY, max_size=8))
@example([{"id": "a", "schema": "Person", "properties": {"name": ["a"], "involved": ["a"]}}])
def test_any_entities_make_rows_of_our_columns(told: list[dict[str, Any]]) -> None:
    """Whatever others write: a fate or a finding for every line, ids that are free, cells that are text, and no crash."""
    data = "".join(json.dumps(one) + "\n" for one in told).encode()

    incoming = arrived(data)

    told_of = [one.place for one in incoming.fates] + [one.place for one in incoming.findings]
    assert {place.line for place in told_of} == set(range(1, len(told) + 1))
    ids = [one["id"] for name in ("actors", "events", "sources") for one in rows(incoming, name)]
    assert len(set(ids)) == len(ids)
    for name, made_rows in incoming.rows.items():
        assert name in TABLES_THAT_COME_IN
        for one in made_rows:
            assert all(TABLES[name].find_column(column) and isinstance(text, str) and text for column, text in one.items())
            assert set(TABLES[name].required) <= one.keys()


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Never a crash, and nothing imported from nonsense."""
    assert arrived(data).rows == {}


def test_what_comes_in_is_sound(tmp_path: Path) -> None:
    """Every row of a file full of traps passes the check of the workspace: no cell is a finding afterwards."""
    data = lines(
        ("a", "Person", {"name": ["=cmd()", "Ana; Lee, Bo", "A|B"], "alias": ["-1", "x\ny"], "description": ["a\u0000b", "'=1"], "innCode": ["1"], "icijId": ["a b"], "duns": ["x"], "dunsCode": ["1|2"]}),
        ("b", "Company", {"name": ["+49 Ltd"], "notes": ["identifier: no good", "identifier: x:y"], "leiCode": ["wrong"], "website": ["x"]}),
        ("d", "Article", {"title": ["#REF!"], "sourceUrl": ["javascript:alert(1)"], "language": ["zzz"], "notes": ["kind: party", "sha256: x", "language: EN_us", "reliability: Z", "copies: d", "published: soon", "archived: x"], "publisher": ["Nobody"], "retrievedAt": ["2013-02-30"]}),
        ("o", "Ownership", {"owner": ["a"], "asset": ["b"], "proof": ["d"], "role": ["[x] [when 1]"], "startDate": ["soon"], "amount": ["1"], "percentage": ["a"], "summary": ["\u202e", "“q” — nobody"]}),
        ("u", "UnknownLink", {"subject": ["a"], "object": ["b"], "recordId": ["a owns b [quantity x]", "x" * 3000], "role": ["is one of"]}),
        ("e", "Event", {"name": ["true"], "involved": ["a", "a"], "startDate": ["2014"], "endDate": ["2013"], "notes": ["when: never"]}),
    )  # fmt: skip

    incoming = arrived(data)
    found = read_workspace_of(tmp_path, incoming)

    assert findings(incoming) == []
    assert found == []


def read_workspace_of(root: Path, incoming: Incoming) -> list[str]:
    """The findings of a workspace that holds what came in, written as `kg.tables` writes it."""
    from kg.files import write_atomic
    from kg.folder import Folder
    from kg.tables import append_rows
    from kg.tasks.reading import read_workspace

    make_workspace(root, base=BASE)
    folder = Folder(root.resolve())
    for name, made_rows in incoming.rows.items():
        write_atomic(*append_rows(folder, name, made_rows))
    return [sentence(finding) for finding in read_workspace(folder).findings]
