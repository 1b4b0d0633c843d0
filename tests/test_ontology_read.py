"""Turtle of users: their own terms are read, shipped terms are not changed, and every problem has its sentence and line."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from time import process_time

import pytest

from kg.folder import Folder
from kg.ontology import Ontology
from kg.ontology.read import read_ontology
from kg.ontology.terms import card, check_terms
from kg.ontology.turtle import LARGEST
from kg.texts import sentence

HEAD = """@prefix kg: <https://w3id.org/actor-kg/> .
@prefix own: <https://example.org/terms#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

"""
#: A whole relation; the line of the block is 8.
LICENSED = """own:licensed a kg:Relation ;
    rdfs:label "granted a licence to" ;
    kg:inverseLabel "was granted a licence by" ;
    skos:definition "Allowed by office to carry on a trade." ;
    kg:example "The ministry licensed the agency." ;
    kg:counterExample "The agency asked for a licence. (Not granted.)" ;
    kg:domain kg:GovernmentBody ;
    kg:range kg:Organisation ;
    kg:group "affiliation" ;
    kg:aspect "act" ;
    kg:lexicon "license", "grant a licence to" .
"""
CLASS = 'own:Boat a rdfs:Class ; rdfs:label "Boat" ; rdfs:subClassOf kg:Place ; skos:definition "It swims." ; kg:example "The Greta." .\n'
RULE = """own:knew a kg:DerivationRule ; rdfs:label "Who presides knew who came" ; skos:definition "So it is." ;
    kg:premise kg:presidedOver ; kg:coPremise kg:participatedIn ; kg:conclusion kg:associateOf ;
    kg:eventType kg:Protest ; kg:subjectType kg:Person ; kg:objectType kg:Person .
"""


def workspace(root: Path, **files: str) -> Folder:
    """A workspace that holds nothing but the given ontology files, each after the usual prefixes."""
    (root / "kg.toml").write_text("", encoding="utf-8")
    (root / "ontology").mkdir(exist_ok=True)
    for name, text in files.items():
        (root / "ontology" / f"{name}.ttl").write_text(HEAD + text, encoding="utf-8")
    return Folder(root.resolve())


def said(folder: Folder) -> list[str]:
    """The sentences of all findings."""
    ontology, found = read_ontology(folder)
    return [sentence(finding) for finding in (*found, *check_terms(ontology))]


@pytest.mark.parametrize("prefix", ["own", "kg"])
def test_a_relation_of_ones_own_is_read(tmp_path: Path, prefix: str) -> None:
    """A block of Turtle with two words of lexicon makes a relation, in any namespace; no Python is touched."""
    folder = workspace(tmp_path, own=LICENSED.replace("own:", f"{prefix}:"))

    ontology, found = read_ontology(folder)

    relation = ontology.relations["licensed"]
    assert found == check_terms(ontology) == ()
    assert relation.iri == {"own": "https://example.org/terms#", "kg": "https://w3id.org/actor-kg/"}[prefix] + "licensed"
    assert (relation.label, relation.inverse_label) == ("granted a licence to", "was granted a licence by")
    assert (relation.domain, relation.range, relation.group, relation.aspect) == ("GovernmentBody", "Organisation", "affiliation", "act")
    assert relation.lexicon == ("grant a licence to", "license")
    assert str(relation.at) == "ontology/own.ttl:8: licensed"
    assert ("lexicon", "grant a licence to, license") in card(ontology, "licensed")
    assert len(ontology.relations) == len(read_ontology()[0].relations) + 1


def test_types_and_rules_of_ones_own_are_read(tmp_path: Path) -> None:
    """Classes with several parents, rules, flags, an inverse and mappings come out as they were written."""
    more = (
        CLASS
        + RULE
        + "own:Ferry a rdfs:Class ; rdfs:subClassOf own:Boat, kg:Organisation ; rdfs:label 'Ferry' ; skos:definition 'x' ; kg:example 'x' .\n"
    )
    flags = LICENSED.replace(
        'kg:aspect "act"',
        'kg:aspect "act" ; kg:grave true ; kg:symmetric false ; kg:transitive "1"^^<http://www.w3.org/2001/XMLSchema#boolean> ; kg:inverse kg:owns',
    )
    folder = workspace(tmp_path, own=flags + more + "own:Boat skos:exactMatch <https://example.net/Boat> .\n")

    ontology, found = read_ontology(folder)

    assert found == check_terms(ontology) == ()
    assert ontology.types["Boat"].wider == ("Place", "Actor")
    assert ontology.types["Ferry"].wider == ("Boat", "Organisation", "Actor", "Place")
    assert [rule.id for rule in ontology.rules] == ["knew", "metAtMeeting"]
    assert ontology.rules[0].conclusion == "associateOf"
    licensed = ontology.relations["licensed"]
    assert (licensed.grave, licensed.symmetric, licensed.transitive, licensed.inverse) == (True, False, True, "owns")
    assert ("https://example.org/terms#Boat", "http://www.w3.org/2004/02/skos/core#exactMatch", "https://example.net/Boat") in ontology.alignments


def test_caution_is_inherited(tmp_path: Path) -> None:
    """A type under Victim withholds names without saying so; it publishes them only when it says so."""
    under = CLASS.replace("kg:Place", "kg:Victim")
    folder = workspace(tmp_path, a=under, b=under.replace("Boat", "Crew").replace(" .\n", ' ; kg:publish "yes" .\n'))

    ontology, found = read_ontology(folder)

    assert found == ()
    assert (ontology.types["Boat"].publish, ontology.types["Crew"].publish) == ("pseudonym", "yes")


def test_words_and_translations_are_added_to_shipped_terms(tmp_path: Path) -> None:
    """A workspace adds lexicon, labels in other languages and mappings to a term that ships, and restates what is there."""
    folder = workspace(
        tmp_path,
        own='kg:memberOf a kg:Relation ; rdfs:label "adhère à"@fr, "is a member of" ; kg:lexicon "on the rolls of", "membre de"@fr ;\n'
        '    kg:grave false ; kg:aspect "state" ; rdfs:comment "ours" ; skos:closeMatch <https://example.net/member> .\n'
        'kg:Company rdfs:label "Société"@FR .\n',
    )
    before = read_ontology()[0].relations["memberOf"]

    ontology, found = read_ontology(folder)

    after = ontology.relations["memberOf"]
    assert found == ()
    assert after.lexicon == tuple(sorted((*before.lexicon, "on the rolls of", "membre de")))
    assert after == replace(before, lexicon=after.lexicon, labels=(("fr", "adhère à"),))
    assert ontology.types["Company"].labels == (("fr", "Société"),)
    assert ("in other languages", "Société (fr)") in card(ontology, "Company")
    assert (
        "https://w3id.org/actor-kg/memberOf",
        "http://www.w3.org/2004/02/skos/core#closeMatch",
        "https://example.net/member",
    ) in ontology.alignments


def test_a_term_may_be_spread_over_files(tmp_path: Path) -> None:
    """What one file says of another file's term is added to it, whichever is read first."""
    extra = 'own:licensed kg:lexicon "certify" ; kg:plover "AGREE" .\n'

    one = read_ontology(workspace(tmp_path, a=LICENSED, b=extra))
    other = read_ontology(workspace(tmp_path, a=extra, b=LICENSED))

    assert one[1] == other[1] == ()
    assert one[0].relations == other[0].relations
    assert one[0].relations["licensed"].lexicon == ("certify", "grant a licence to", "license")
    assert one[0].relations["licensed"].plover == "AGREE"


def test_english_tags_and_blanks_mean_nothing(tmp_path: Path) -> None:
    """`@en` and line breaks inside a text are no difference."""
    spread = LICENSED.replace('"Allowed by office to carry on a trade."', '"""Allowed by office\n      to carry on  a trade."""@en-GB')

    assert read_ontology(workspace(tmp_path, own=spread))[0] == read_ontology(workspace(tmp_path, own=LICENSED))[0]


def test_files_that_hold_no_terms_are_left_alone(tmp_path: Path) -> None:
    """Shapes, headers and things of other vocabularies are no findings; nor is a workspace without an ontology."""
    header = "<https://example.org/terms> a owl:Ontology ; rdfs:label 'Our terms' ; owl:versionInfo '1' .\n"
    thing = "<https://example.net/paper> a <http://xmlns.com/foaf/0.1/Document> ; rdfs:label 'A paper' ; rdfs:seeAlso <https://example.net/> .\n"

    assert said(workspace(tmp_path, shapes="own:x a kg:Nonsense .", own=header + thing)) == []
    assert read_ontology(workspace(tmp_path / "ontology")) == read_ontology()


KNOWN = (
    "kg:aspect, kg:counterExample, kg:domain, kg:example, kg:followthemoney, kg:grave, kg:group, kg:inverse, kg:inverseLabel, kg:lexicon, "
    "kg:negativeLabel, kg:plover, kg:publish, kg:range, kg:speech, kg:symmetric, kg:transitive, rdfs:label, skos:definition"
)
LONG = "x" * 201


@pytest.mark.parametrize(
    ("turtle", "sentences"),
    [
        pytest.param(
            LICENSED.replace("kg:lexicon", "kg:lexcon"),
            ['8: licensed: unknown property "kg:lexcon" of a relation. Did you mean "kg:lexicon"?'],
            id="slip in a property",
        ),
        pytest.param(
            LICENSED.replace("kg:group", "rdfs:domain kg:Person ; kg:group"),
            ['8: licensed: unknown property "rdfs:domain" of a relation. Did you mean "kg:domain"?'],
            id="property of another vocabulary",
        ),
        pytest.param(
            LICENSED.replace("kg:group", "owl:zzz kg:Person ; kg:group"),
            [f'8: licensed: unknown property "owl:zzz" of a relation. Known are: {KNOWN}.'],
            id="property that is like nothing",
        ),
        pytest.param(
            CLASS.replace(" .\n", " ; kg:domain kg:Person .\n"),
            [
                '8: Boat: unknown property "kg:domain" of a class. Known are: kg:example, kg:followthemoney, kg:lexicon, kg:publish, rdfs:label, rdfs:subClassOf, skos:definition.',
            ],
            id="property of another kind of term",
        ),
        pytest.param(
            LICENSED.replace("a kg:Relation", "a kg:Relatoin"),
            ['8: licensed: "kg:Relatoin" is no kind of term. Did you mean "kg:Relation"?'],
            id="slip in the kind",
        ),
        pytest.param(
            CLASS.replace("rdfs:Class", "owl:Class"),
            ['8: Boat: "owl:Class" is no kind of term. Did you mean "rdfs:Class"?'],
            id="class of OWL",
        ),
        pytest.param(
            CLASS.replace("rdfs:Class", "rdfs:Class, kg:Relation"),
            ["8: Boat: is declared as a class and a relation. Keep one of them, and give the other a name of its own."],
            id="two kinds",
        ),
        pytest.param(
            'kg:memberof kg:lexicon "on the rolls of" .',
            ['8: memberof: "kg:memberof" is declared nowhere. Did you mean "kg:memberOf"?'],
            id="addition to nothing",
        ),
        pytest.param(
            "own:zzz skos:closeMatch <https://example.net/x> .",
            [('8: zzz: "<https://example.org/terms#zzz>" is declared nowhere. '
             'Write "a kg:Relation", "a rdfs:Class" or "a kg:DerivationRule" in its block.')],
            id="mapping of nothing",
        ),
        pytest.param(
            'kg:memberOf skos:closeMatch "member" .',
            ["8: memberOf: skos:closeMatch has the wrong kind of value. It wants an IRI in angle brackets."],
            id="mapping to a text",
        ),
        pytest.param(
            LICENSED.replace("own:licensed", "own:memberOf"),
            ['8: memberOf: "memberOf" is declared twice, first in the shipped vocabulary. Choose another name.'],
            id="name of a shipped term",
        ),
        pytest.param(
            LICENSED.replace("own:licensed", "kg:evidence"),
            ['8: evidence: "kg:evidence" is used by the dataset itself. Choose another name.'],
            id="name of the dataset",
        ),
        pytest.param(
            LICENSED.replace("own:licensed", "rdf:type"),
            ['8: type: "rdf:type" is used by the dataset itself. Choose another name.'],
            id="name of RDF",
        ),
        pytest.param(
            LICENSED.replace("kg:domain kg:GovernmentBody", "kg:domain kg:Goverment"),
            ['8: licensed: kg:domain names "kg:Goverment", which is no class. Did you mean "kg:GovernmentBody"?'],
            id="unknown domain",
        ),
        pytest.param(
            LICENSED.replace("kg:range kg:Organisation", "kg:range own:Zzz"),
            ['8: licensed: kg:range names "<https://example.org/terms#Zzz>", which is no class. Declare it, or name another.'],
            id="unknown range",
        ),
        pytest.param(
            LICENSED.replace("kg:domain kg:GovernmentBody", 'kg:domain "Person"'),
            [
                "8: licensed: kg:domain has the wrong kind of value. It wants a term, such as kg:Person.",
                "8: licensed: the relation has no kg:domain. Write it into its block; ontology/README.md shows a complete one.",
            ],
            id="domain as text",
        ),
        pytest.param(
            LICENSED.replace('kg:aspect "act"', 'kg:aspect "acts"'),
            [
                '8: licensed: kg:aspect "acts" is not one of act, state. Did you mean "act"?',
                "8: licensed: the relation has no kg:aspect. Write it into its block; ontology/README.md shows a complete one.",
            ],
            id="unknown aspect",
        ),
        pytest.param(
            CLASS.replace(" .\n", ' ; kg:publish "never" .\n'),
            ['8: Boat: kg:publish "never" is not one of yes, pseudonym, no. Choose one of them.'],
            id="unknown publish",
        ),
        pytest.param(
            LICENSED.replace("kg:group", 'kg:grave "yes" ; kg:group'),
            ["8: licensed: kg:grave has the wrong kind of value. It wants true or false, without quotes."],
            id="flag as text",
        ),
        pytest.param(
            LICENSED.replace('"license"', "kg:Person"),
            ["8: licensed: kg:lexicon has the wrong kind of value. It wants text in quotes."],
            id="text as a term",
        ),
        pytest.param(
            LICENSED.replace('"license"', f'"{LONG}"'),
            ["8: licensed: kg:lexicon is longer than 200 characters. Shorten it."],
            id="long word",
        ),
        pytest.param(
            LICENSED.replace('"license"', '" "'),
            ["8: licensed: kg:lexicon is empty. Write something, or delete it."],
            id="empty word",
        ),
        pytest.param(
            LICENSED.replace('licence by"', 'licence by"@fr'),
            [
                ('8: licensed: kg:inverseLabel is in one language only, so "@fr" is not read. '
                "Take the tag off; rdfs:label and kg:lexicon may have others."),
                "8: licensed: the relation has no kg:inverseLabel. Write it into its block; ontology/README.md shows a complete one.",
            ],
            id="translation of what is not translated",
        ),
        pytest.param(
            LICENSED.replace("kg:group", 'kg:group "money" ; kg:group'),
            ["8: licensed: kg:group has more than one value. Keep one."],
            id="two groups",
        ),
        pytest.param(
            "kg:memberOf kg:grave true .",
            ["8: memberOf: kg:grave: the shipped vocabulary is not changed here. Declare a term of your own."],
            id="shipped flag set",
        ),
        pytest.param(
            "\nkg:trafficked kg:grave false .",
            ["9: trafficked: kg:grave: the shipped vocabulary is not changed here. Declare a term of your own."],
            id="shipped flag taken off",
        ),
        pytest.param(
            'kg:Victim kg:publish "yes" .',
            ["8: Victim: kg:publish: the shipped vocabulary is not changed here. Declare a term of your own."],
            id="shipped default",
        ),
        pytest.param(
            "kg:Person a rdfs:Class ; rdfs:subClassOf kg:Organisation .",
            ["8: Person: rdfs:subClassOf: the shipped vocabulary is not changed here. Declare a term of your own."],
            id="shipped tree",
        ),
        pytest.param(
            "kg:memberOf a rdfs:Class .",
            ["8: memberOf: rdf:type: the shipped vocabulary is not changed here. Declare a term of your own."],
            id="shipped kind",
        ),
        pytest.param(
            CLASS.replace("kg:Place", "own:Hull") + CLASS.replace("Boat", "Hull").replace("kg:Place", "own:Boat"),
            [
                "8: Boat: is wider than itself. Take one rdfs:subClassOf out of the circle.",
                "9: Hull: is wider than itself. Take one rdfs:subClassOf out of the circle.",
            ],
            id="circle",
        ),
        pytest.param(
            CLASS.replace("rdfs:subClassOf kg:Place ;", ""),
            ["8: Boat: stands neither under kg:Actor alone nor under kg:Event alone. Write rdfs:subClassOf with a class of the one or the other."],
            id="class without a root",
        ),
        pytest.param(
            CLASS.replace("kg:Place", "kg:Place, kg:Raid"),
            ["8: Boat: stands neither under kg:Actor alone nor under kg:Event alone. Write rdfs:subClassOf with a class of the one or the other."],
            id="class of both roots",
        ),
        pytest.param(
            RULE.replace("kg:premise kg:presidedOver", "kg:premise kg:presided"),
            ['8: knew: kg:premise names "kg:presided", which is no relation. Did you mean "kg:presidedOver"?'],
            id="rule with an unknown relation",
        ),
        pytest.param(
            RULE.replace("kg:Protest", "kg:Place"),
            ['8: knew: kg:eventType names "kg:Place", which is no class of events. Declare it, or name another.'],
            id="rule with a type that is no event",
        ),
        pytest.param(
            RULE.replace("kg:subjectType kg:Person", "kg:subjectType kg:Persona"),
            ['8: knew: kg:subjectType names "kg:Persona", which is no class. Did you mean "kg:Person"?'],
            id="rule with an unknown type",
        ),
        pytest.param(
            "own:x kg:lexicon [ ] .\n[] a kg:Relation .",
            ["8: x: a term without a name ([ ], ( ) or _:x) is not read. Give it an IRI."],
            id="blank node",
        ),
        pytest.param(
            "[] a kg:Relation .",
            [": a term without a name ([ ], ( ) or _:x) is not read. Give it an IRI."],
            id="nothing but a blank node",
        ),
        pytest.param(
            "own:x rdfs:seeAlso <<( kg:a kg:met kg:b )>> .",
            ["8: x: a statement about a statement is not read here. Write it as a row of data/statements.csv."],
            id="triple term",
        ),
        pytest.param(
            'own:x a kg:Relation\n    rdfs:label "x" .',
            [
                ("9: not readable as Turtle: A dot is expected at the end of statements. "
                "Look on this line and the one before for a missing dot, semicolon, quotation mark or prefix."),
            ],
            id="syntax",
        ),
        pytest.param(
            "his:x a kg:Relation .",
            [
                ("8: not readable as Turtle: The prefix his: has not been declared. "
                "Look on this line and the one before for a missing dot, semicolon, quotation mark or prefix."),
            ],
            id="prefix",
        ),
        pytest.param(
            "<x> a kg:Relation .",
            [
                ("8: not readable as Turtle: No scheme found in an absolute IRI. "
                "Look on this line and the one before for a missing dot, semicolon, quotation mark or prefix."),
            ],
            id="relative IRI",
        ),
    ],
)  # fmt: skip
def test_every_finding_has_its_sentence(tmp_path: Path, turtle: str, sentences: list[str]) -> None:
    """What is wrong, where, and what to do about it, word for word."""
    found = said(workspace(tmp_path, own=turtle))

    assert found == [f"ontology/own.ttl:{text}" if text[0] != ":" else f"ontology/own.ttl{text}" for text in sentences]


def test_a_term_declared_in_two_files(tmp_path: Path) -> None:
    """The first file by name has the term; the second is told where, under the same IRI and under another."""
    folder = workspace(tmp_path, a=LICENSED, b=LICENSED, c=LICENSED.replace("own:licensed", "<https://example.net/licensed>"))

    assert said(folder) == [
        'ontology/b.ttl:8: licensed: "licensed" is declared twice, first in ontology/a.ttl:8. Choose another name.',
        'ontology/c.ttl:8: licensed: "licensed" is declared twice, first in ontology/a.ttl:8. Choose another name.',
    ]


def test_control_characters_are_refused(tmp_path: Path) -> None:
    """What cannot be seen, or steers a terminal, neither enters by an escape nor comes out in a finding."""
    found = read_ontology(workspace(tmp_path, own=LICENSED.replace('"license"', '"li\\u0000cense\\u202E"')))[1]

    assert [(finding.code, str(finding.place)) for finding in found] == [("text-control", "ontology/own.ttl:8: licensed")]
    assert all(character.isprintable() for finding in found for _, value in finding.values for character in value)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    """Another encoding, a folder, a huge file and a link out of the workspace are findings; the rest is read all the same."""
    folder = workspace(tmp_path, own=LICENSED)
    (tmp_path / "ontology" / "folder.ttl").mkdir()
    (tmp_path / "ontology" / "latin.ttl").write_bytes(HEAD.encode() + "# é".encode("latin-1"))
    (tmp_path / "ontology" / "huge.ttl").write_bytes(b"#" * (LARGEST + 1))
    (tmp_path / "ontology" / "link.ttl").symlink_to("/etc/hostname")

    ontology, found = read_ontology(folder)

    assert "licensed" in ontology.relations
    assert [(str(finding.place), finding.code) for finding in found] == [
        ("ontology/folder.ttl", "ontology-unreadable"),
        ("ontology/huge.ttl", "ontology-large"),
        ("ontology/latin.ttl:8", "text-encoding"),
        ("ontology/link.ttl", "ontology-outside"),
    ]
    assert [sentence(finding) for finding in found if finding.code.startswith("ontology")] == [
        "ontology/folder.ttl: cannot be read: it is no file. Check that it is a file and yours to read.",
        "ontology/huge.ttl: larger than 5 MB, so it was not read. Divide it into several files.",
        "ontology/link.ttl: leads to a file outside the workspace, so it was not read. Copy the file into ontology/.",
    ]


def test_examples_of_the_readme_are_read(root: Path, tmp_path: Path) -> None:
    """The blocks of ontology/README.md, put into a workspace as they stand, declare what the text says."""
    blocks = (root / "ontology" / "README.md").read_text(encoding="utf-8").split("```turtle\n")[1:]
    folder = workspace(tmp_path)
    for number, block in enumerate(blocks):
        (tmp_path / "ontology" / f"readme{number}.ttl").write_text(block.partition("```")[0], encoding="utf-8")

    ontology, found = read_ontology(folder)

    assert found == check_terms(ontology) == ()
    assert len(blocks) == 3
    assert ontology.relations["licensed"].lexicon == ("grant a licence to", "license")
    assert ontology.types["Shipowner"].wider == ("Company", "Organisation", "Actor")
    assert ontology.relations["memberOf"].labels == (("fr", "est membre de"),)


def test_order_of_blocks_and_hash_seed_change_nothing(tmp_path: Path) -> None:
    """The same terms in another order of lines and files, under another hash seed, make the same vocabulary."""
    parts = [LICENSED, CLASS, RULE, 'kg:memberOf kg:lexicon "on the rolls of", "enrolled in" .\n']
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    one = workspace(tmp_path / "one", a="".join(parts), b="own:Boat skos:closeMatch <https://example.net/b> .")
    two = workspace(tmp_path / "two", b="".join(reversed(parts)), a="own:Boat skos:closeMatch <https://example.net/b> .")

    assert read_ontology(one) == read_ontology(two)
    assert printed(one.root, "0") == printed(one.root, "1")


def printed(root: Path, seed: str) -> bytes:
    """All that another process reads of a workspace, as it prints it."""
    code = "import sys; from kg.folder import Folder; from kg.ontology.read import read_ontology; from pathlib import Path\n"
    code += "sys.stdout.write(repr(read_ontology(Folder(Path(sys.argv[1])))))"
    environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run([sys.executable, "-c", code, str(root)], capture_output=True, check=True, env=environment).stdout


def test_reading_is_quick() -> None:
    """Every command reads the vocabulary first; a slip to seconds would be noticed here (about 0.03 s are usual)."""
    start = process_time()
    for _ in range(3):
        read_ontology()

    assert (process_time() - start) / 3 < 0.5


@pytest.mark.parametrize(
    "line",
    [
        pytest.param('own:t{n} kg:lexcon "x" .\n', id="slips"),
        pytest.param("own:t{n} a kg:Relation ; kg:domain own:none{n} .\n", id="relations of nothing"),
        pytest.param("own:T{n} a rdfs:Class ; rdfs:subClassOf own:T{m} .\n", id="one long chain"),
        pytest.param('kg:memberOf kg:lexicon "w{n}" ; kg:slip "{n}" .\n', id="one long list"),
    ],
)
def test_a_hostile_file_is_read_in_reasonable_time(tmp_path: Path, line: str) -> None:
    """Thousands of blocks that say nothing right are findings, not a hang."""
    start = process_time()

    found = read_ontology(workspace(tmp_path, own="".join(line.format(n=n, m=n + 1) for n in range(2_000))))[1]

    assert len(found) >= 1
    assert process_time() - start < 10


def test_is_a_follows_the_tree() -> None:
    """A type is itself and all that is wider; an unknown type is nothing."""
    ontology: Ontology = read_ontology()[0]

    assert ontology.is_a("RecruitmentAgency", "Organisation")
    assert ontology.is_a("Person", "Person")
    assert not ontology.is_a("Person", "Organisation")
    assert not ontology.is_a("Unknown", "Actor")


def test_triple_terms_beyond_number_never_reach_the_parser(tmp_path: Path) -> None:
    """Twenty thousand inside each other would overflow the parser's stack; they are a finding."""
    (tmp_path / "ontology").mkdir()
    (tmp_path / "ontology" / "own.ttl").write_text("<urn:a> <urn:b> " + "<<( <urn:a> <urn:b> " * 20_000)

    _, found = read_ontology(Folder(tmp_path))

    assert [finding.code for finding in found] == ["ontology-triple-term"]
