"""Every way of saying in RDF what it may not say is a finding at its line, with what to do instead."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rdf_kit import BASE, EVIDENCE, FIRST, PREFIXES, RELATIONS, SETTINGS, SHORT, STATEMENT, read

import kg.model.rules
from kg.folder import Settings
from kg.texts.words import codes, words
from kg.vocab import KG

#: (Turtle after the prefixes and SHORT, findings without the file's name, lines counted from the first of the text)
REFUSED: dict[str, tuple[str, tuple[str, ...]]] = {
    "a relation": (
        "<actor/alder> kg:memberOf <actor/birch> .",
        ("1: kg:memberOf: a relation stands as a bare triple, without evidence. Write it as a kg:Statement with its kg:evidence.",),
    ),
    "a relation about anything": (
        "ex:a\n kg:trafficked [] .",
        ("1: kg:trafficked: a relation stands as a bare triple, without evidence. Write it as a kg:Statement with its kg:evidence.",),
    ),
    "a relation's name in another vocabulary": (
        "<actor/alder> org:memberOf <actor/birch> .",
        (
            (
                "1: <http://www.w3.org/ns/org#memberOf>: a relation stands as a bare triple, without evidence. "
                "Write it as a kg:Statement with its kg:evidence."
            ),
        ),
    ),
    "the day of a source": (
        '<source/wire> a kg:Source ; rdfs:label "Wire" ; kg:kind "news" ; kg:published "2013" .',
        ("1: kg:published: is the relation between an author and a publication. Write when a source appeared as dct:issued.",),
    ),
    "a triple term": (
        "ex:a ex:says <<( <actor/alder> kg:memberOf <actor/birch> )>> .",
        ("1: <http://example.net/says>: a triple stands inside another. Write it as a kg:Statement with its kg:evidence.",),
    ),
    "an annotation": (
        "<actor/alder> kg:memberOf <actor/birch> {| ex:since 2013 |} .",
        (
            "0: rdf:reifies: a triple stands inside another. Write it as a kg:Statement with its kg:evidence.",
            "1: kg:memberOf: a relation stands as a bare triple, without evidence. Write it as a kg:Statement with its kg:evidence.",
        ),
    ),
    "computed": (
        '<statement/9> kg:standing "established" ; kg:reading "x" ; prov:wasDerivedFrom <statement/1> .',
        tuple(f"1: {name}: is worked out by the build. Delete it." for name in ("kg:reading", "kg:standing", "prov:wasDerivedFrom")),
    ),
    "the label of a statement": (
        STATEMENT.replace("asserted", "planned").rstrip(" .\n") + ' ; rdfs:label "x" .\n' + EVIDENCE,
        ("1: rdfs:label: is worked out by the build. Delete it.",),
    ),
    "the same thing": (
        "<actor/alder> owl:sameAs ex:a .",
        (
            (
                "1: owl:sameAs: would make two things one for every program that reads the dataset. "
                "Write a row of identities.csv for two actors; write skos:exactMatch to point elsewhere."
            ),
        ),
    ),
    "what makes two things one": (
        "ex:p a owl:InverseFunctionalProperty , owl:ObjectProperty . ex:C owl:hasKey ( ex:p ) .",
        tuple(
            f"1: {name}: would make two things one for every program that reads the dataset. "
            "Write a row of identities.csv for two actors; write skos:exactMatch to point elsewhere."
            for name in ("owl:hasKey", "rdf:type")
        ),
    ),
    "imports": (
        "ex:a owl:imports <http://example.net/b> .",
        ("1: owl:imports: would make other programs fetch a file. Copy the file into data/ and delete the triple.",),
    ),
    "a property under a relation": (
        "ex:p rdfs:subPropertyOf kg:trafficked .",
        (
            (
                "1: rdfs:subPropertyOf: would let programs conclude, without evidence, what kg:trafficked says. "
                "Delete it; terms of your own are declared in ontology/*.ttl"
            ),
        ),
    ),
    "a property under a property of schemas": (
        "ex:p rdfs:subPropertyOf rdfs:subPropertyOf .",
        (
            (
                "1: rdfs:subPropertyOf: would let programs conclude, without evidence, what rdfs:subPropertyOf says. "
                "Delete it; terms of your own are declared in ontology/*.ttl"
            ),
        ),
    ),
    "a restriction on a relation": (
        "ex:C owl:onProperty kg:trafficked ; owl:unionOf ( kg:met ) .",
        (
            (
                "0: rdf:first: would let programs conclude, without evidence, what kg:met says. "
                "Delete it; terms of your own are declared in ontology/*.ttl"
            ),
            (
                "1: owl:onProperty: would let programs conclude, without evidence, what kg:trafficked says. "
                "Delete it; terms of your own are declared in ontology/*.ttl"
            ),
        ),
    ),
    "a class under a type": (
        "ex:C owl:equivalentClass kg:NGO .",
        (
            (
                "1: owl:equivalentClass: would let programs conclude, without evidence, what kg:NGO says. "
                "Delete it; terms of your own are declared in ontology/*.ttl"
            ),
        ),
    ),
    "the vocabulary": (
        'kg:memberOf rdfs:label "x" . ex:r a kg:Relation . kg:trafficked rdfs:subPropertyOf ex:p .',
        (
            "1: rdf:type: kg:Relation belongs to the vocabulary, which data do not change. Declare terms of your own in ontology/*.ttl",
            "1: rdfs:label: kg:memberOf belongs to the vocabulary, which data do not change. Declare terms of your own in ontology/*.ttl",
            "1: rdfs:subPropertyOf: kg:trafficked belongs to the vocabulary, which data do not change. Declare terms of your own in ontology/*.ttl",
        ),
    ),
    "judgements": (
        "ex:j a kg:Judgement .\nex:i a kg:Identity .\n<curator/ed> a kg:Curator .",
        (
            "1: rdf:type: judgements are signed in tables. Write a row of judgements.csv or identities.csv.",
            "2: rdf:type: judgements are signed in tables. Write a row of judgements.csv or identities.csv.",
            "3: rdf:type: curators stand in kg.toml. Write a line under [curators] there.",
        ),
    ),
    "unknown terms": (
        '<actor/alder> kg:publich "no" ; a kg:Ngo .\nex:a <http://w3id.org/actor-kg/trafficked> ex:b ; kg:xyzzy 1 .',
        (
            '1: kg:publich: unknown term "kg:publich". Did you mean "kg:publish"?',
            '1: rdf:type: unknown term "kg:Ngo". Did you mean "kg:NGO"?',
            '2: <http://w3id.org/actor-kg/trafficked>: unknown term "<http://w3id.org/actor-kg/trafficked>". Did you mean "kg:trafficked"?',
            '2: kg:xyzzy: unknown term "kg:xyzzy". kg terms lists the types and relations.',
        ),
    ),
    "no type": (
        '<actor/dogwood> rdfs:label "Dogwood" .\nex:s rdf:predicate kg:trafficked ; kg:modality "asserted" .',
        (
            (
                "1: rdfs:label: nothing says what actor/dogwood is. "
                "Write its rdf:type: kg:Statement, kg:Evidence, kg:Source, or a type of actor or event."
            ),
            (
                "2: kg:modality: nothing says what <http://example.net/s> is. "
                "Write its rdf:type: kg:Statement, kg:Evidence, kg:Source, or a type of actor or event."
            ),
            (
                "2: rdf:predicate: nothing says what <http://example.net/s> is. "
                "Write its rdf:type: kg:Statement, kg:Evidence, kg:Source, or a type of actor or event."
            ),
        ),
    ),
    "in the wrong place": (
        '<actor/alder> kg:quote "x" ; kg:domain kg:NGO .',
        (
            "1: kg:domain: kg:domain does not belong to this kind of record. Delete it, or write it where it belongs.",
            "1: kg:quote: kg:quote does not belong to this kind of record. Delete it, or write it where it belongs.",
        ),
    ),
    "blank records": (
        (
            '[] a kg:NGO . _:e kg:quote "x" .\n<statement/1> a kg:Statement ; rdf:subject [] ; rdf:predicate kg:aided ;\n'
            ' rdf:object <actor/birch> ; kg:modality "asserted" ; kg:evidence [ a kg:Evidence ] .'
        ),
        (
            "0: rdf:type: a record has no IRI. Write one in place of the blank node, such as <statement/1> or <evidence/1>.",
            "0: kg:quote: a record has no IRI. Write one in place of the blank node, such as <statement/1> or <evidence/1>.",
            "2: kg:evidence: a record has no IRI. Write one in place of the blank node, such as <statement/1> or <evidence/1>.",
            "2: rdf:subject: a record has no IRI. Write one in place of the blank node, such as <statement/1> or <evidence/1>.",
        ),
    ),
    "ill-typed literals": (
        'ex:a ex:b "2013-02-30"^^xsd:date , "x"^^xsd:integer , "99"^^edtf:EDTF , "maybe"^^xsd:boolean , "a\\u0000b" .',
        (
            '1: <http://example.net/b>: "2013-02-30" is no xsd:date. Correct it, or write it as text.',
            '1: <http://example.net/b>: "99" is no <http://id.loc.gov/datatypes/edtf/EDTF>. Correct it, or write it as text.',
            '1: <http://example.net/b>: "maybe" is no xsd:boolean. Correct it, or write it as text.',
            '1: <http://example.net/b>: "x" is no xsd:integer. Correct it, or write it as text.',
            '1: <http://example.net/b>: "a<U+0000>b" holds the control character U+0000. Delete it.',
        ),
    ),
    "a base direction": (
        'ex:a ex:b "x"@ar--rtl .',
        ('1: <http://example.net/b>: "x" has a base direction, which most programs cannot read. Leave out what stands after -- in its language.',),
    ),
    "IRIs from elsewhere": (
        'ex:dogwood a kg:NGO ; rdfs:label "Dogwood" .\n<actor/raid> a kg:Raid ; rdfs:label "Raid" .',
        (
            '1: "<http://example.net/dogwood>" is no actor of this workspace. Write <https://example.org/made/actor/ID>.',
            '2: "actor/raid" is no event of this workspace. Write <https://example.org/made/event/ID>.',
        ),
    ),
    "ids": (
        (
            '<actor/Dogwood> a kg:NGO ; rdfs:label "Dogwood" .\n<actor/unstated> a kg:NGO ; rdfs:label "X" .\n<source/may-13> a kg:Source ; '
            'rdfs:label "X" ; kg:kind "news" .'
        ),
        (
            '1: "Dogwood" cannot be an id. Did you mean "dogwood"?',
            '2: "unstated" cannot be an id: it stands for a claimant whom the source does not name. Choose another word.',
            '3: "may-13" cannot be an id: a spreadsheet would rewrite it. Put a word in front, as in raid-may-13.',
        ),
    ),
    "two things at once": (
        '<actor/fir> a kg:NGO , kg:Source ; rdfs:label "Fir" .',
        ("1: rdf:type: this is actor and source at once. Give each of them an IRI of its own.",),
    ),
    "types apart": (
        '<actor/fir> a kg:NGO , kg:Company ; rdfs:label "Fir" .',
        ("1: rdf:type: none of the types Company, NGO lies under all the others. Keep one.",),
    ),
    "actors": (
        (
            '<actor/fir> a kg:NGO ; kg:publish "never" ; dct:identifier "Q42" ; skos:altLabel "" .\n'
            '<actor/elm> a kg:NGO ; rdfs:label "Elm" ; skos:prefLabel "Ulme"@en ; dct:description 5 , "x" .'
        ),
        (
            '1: dct:identifier: "Q42" is no identifier with its scheme. Write scheme:value without blanks, such as wikidata:Q42.',
            '1: kg:publish: "never" is not yes, pseudonym or no. Write one of these words, or leave the cell empty where it may be.',
            "1: rdfs:label: is missing. Write it.",
            "1: skos:altLabel: is empty. Delete it, or write what it should say.",
            "2: dct:description: has more than one value: 5, x. Keep one.",
            '2: dct:description: "5" is a value of the wrong kind. Write text in quotes.',
            "2: skos:prefLabel: there is more than one label in the language en: Elm, Ulme. Keep one, and write the others as skos:altLabel.",
        ),
    ),
    "sources": (
        (
            '<source/fir> a kg:Source ; kg:kind "paper" ; kg:url <javascript:alert(1)> ; kg:retrieved "2013-07" ; kg:language "english!" ;\n'
            '  kg:document "../x" ; kg:reliability "Z"@en ; kg:copies <http://example.net/x> ; kg:publisher ex:nobody ; kg:documentHash "12" .'
        ),
        (
            '1: kg:copies: "<http://example.net/x>" is no source of this workspace. Write <https://example.org/made/source/ID>.',
            (
                '1: kg:document: "../x" cannot be the name of a file on every system. Write a path below the folder with / between its parts, '
                "and without .. : \\ or names that Windows reserves."
            ),
            '1: kg:documentHash: "12" is no SHA-256. Write its 64 digits, small letters a to f among them.',
            "1: kg:documentIs: what is the document? Write original, excerpt, translation or note (our own reading note).",
            '1: kg:kind: "paper" is not news, official, court, party, dataset or other. Did you mean "party"?',
            '1: kg:language: "english!" is no code of a language. Write two or three small letters, such as en or km.',
            '1: kg:publisher: "<http://example.net/nobody>" is no actor of this workspace. Write <https://example.org/made/actor/ID>.',
            '1: kg:reliability: "Z" is a value of the wrong kind. Write plain text in quotes, without a language.',
            '1: kg:retrieved: "2013-07" is not one day. Write year, month and day, as in 2013-07-15.',
            '1: kg:url: "javascript:alert(1)" is no address on the web. Write the whole of it, with http:// or https:// in front.',
            "1: rdfs:label: is missing. Write it.",
        ),
    ),
    "more of sources": (
        '<source/fir> a kg:Source ; rdfs:label "Fir" ; kg:kind "news" ; kg:url "https://example.net/a b" ; kg:documentIs "note" .',
        (
            '1: kg:documentIs: "note" says what a document is, and none is named. Write the name of its file as document, or leave this cell empty.',
            '1: kg:url: "https://example.net/a b" holds a sign that no address may hold. Did you mean "https://example.net/a%20b"?',
        ),
    ),
    "a withheld name": (
        (
            '<actor/sunita-k> a kg:Person ; rdfs:label "Sunita Khatri" ; kg:publish "no" .\n<actor/women-1> a kg:Group ; rdfs:label "women" ; '
            'kg:publish "no" .'
        ),
        (
            (
                '1: "sunita-k" holds "sunita", a word of the name that is withheld. '
                "Choose an id that says nothing, such as woman-1, with: kg tidy --rename OLD NEW"
            ),
        ),
    ),
    "an empty statement": (
        "<statement/1> a kg:Statement .",
        tuple(f"1: {name}: is missing. Write it." for name in ("kg:evidence", "kg:modality", "rdf:object", "rdf:predicate", "rdf:subject")),
    ),
    "an empty evidence": (
        STATEMENT + "<evidence/1> a kg:Evidence .",
        (
            "3: kg:quote: there is neither quote nor locator. Copy the words of the source that show it, or write where in the source it stands.",
            "3: kg:source: is missing. Write it.",
        ),
    ),
    "evidence": (
        STATEMENT + '<evidence/1> a kg:Evidence ; kg:source <source/gazette> ; kg:quote "x" ; kg:stance "denies" ; kg:curator "eddy" ;\n'
        '  kg:origin "extracted" ; kg:entered "2013-02-30"^^xsd:date ; kg:confidence 0.5 ; kg:run "x" .\n<evidence/2> a kg:Evidence ;\n'
        '  kg:source <source/gazette> ; kg:quote "y" ; kg:origin "mine" ; prov:wasAttributedTo <curator/jo> ; kg:curator "ed" .',
        (
            "3: kg:confidence: kg:confidence does not belong to this kind of record. Delete it, or write it where it belongs.",
            '3: kg:curator: "eddy" is not under [curators] in kg.toml. Did you mean "ed"?',
            '3: kg:entered: "2013-02-30" names a day or a month that does not exist. Correct it, or write what is known: 2013-02.',
            '3: kg:origin: "extracted" is said by machine only. Leave it out; candidates are lines of data/extracted/*.jsonl',
            "3: kg:run: kg:run does not belong to this kind of record. Delete it, or write it where it belongs.",
            '3: kg:stance: "denies" is not withdraws. Write one of these words, or leave the cell empty where it may be.',
            "5: no statement rests on evidence/2. Name it with the kg:evidence of a statement, or delete it.",
            '5: kg:origin: "mine" is not curated. Write one of these words, or leave the cell empty where it may be.',
            "5: prov:wasAttributedTo: has more than one value: ed, jo. Keep one.",
        ),
    ),
    "statements": (
        (
            '<statement/1> a kg:Statement ; rdf:subject <source/gazette> ; rdf:predicate org:memberOf ; rdf:object "birch" ;\n'
            '  kg:modality "alledged" ; kg:polarity "neg" ; kg:claimant "ed" ; kg:when "05/06/2013" ; kg:quantity "many" ; kg:evidence <evidence/7> .'
        ),
        (
            '1: kg:claimant: "ed" is no actor. Write <https://example.org/made/actor/ID>.',
            '1: kg:evidence: "evidence/7" is no kg:Evidence of these files. Write its block as well.',
            '1: kg:polarity: "neg" is not positive or negative. Write one of these words, or leave the cell empty where it may be.',
            '1: kg:quantity: "many" is no quantity that we read. Write 133, >700, ~40, 1200..1500 USD or 450 EUR/month; ranks and offices are roles.',
            '1: kg:when: "05/06/2013" does not say which number is the month. Write 2013-06-05 or 2013-05-06.',
            '1: rdf:object: "birch" is no actor or event. Write <https://example.org/made/actor/ID>.',
            '1: rdf:predicate: unknown term "<http://www.w3.org/ns/org#memberOf>". Did you mean "kg:memberOf"?',
            '1: rdf:subject: "source/gazette" is no actor or event of this workspace. Write <https://example.org/made/actor/ID>.',
        ),
    ),
    "a word that is none": (
        STATEMENT.replace("asserted", "alledged") + EVIDENCE,
        ('1: kg:modality: "alledged" is not asserted, alleged, denied, planned or hypothetical. Did you mean "alleged"?',),
    ),
    "nobody alleges": (
        STATEMENT.replace("asserted", "alleged") + EVIDENCE,
        ("1: kg:claimant: who says so? It is alleged. Write the id of an actor, or unstated where the source names nobody.",),
    ),
    "somebody asserts": (
        STATEMENT.replace('"asserted"', '"asserted" ; kg:claimant kg:unstated') + EVIDENCE,
        ("1: kg:claimant: what is asserted has no claimant: the source itself says it. Leave the cell empty, or write alleged as modality.",),
    ),
    "a denial of the contrary": (
        STATEMENT.replace('"asserted"', '"denied" ; kg:claimant "unstated" ; kg:polarity "negative"') + EVIDENCE,
        ("1: kg:polarity: what is denied is written in the positive: the row is the thing denied. Leave the cell empty.",),
    ),
    "one with itself": (
        STATEMENT.replace("actor/birch", "actor/alder").replace('"asserted"', '"asserted" ; kg:role "chair [acting]"') + EVIDENCE,
        (
            '1: kg:role: "chair [acting]" holds a square bracket, which ends a role in the reading. Write round ones.',
            '1: rdf:object: "alder" is the subject again. Write whom or what it concerns; a group may need an actor of its own.',
        ),
    ),
    "bounds": (
        STATEMENT.replace('"asserted"', '"asserted" ; kg:when "2013" ; kg:earliest "2013-01-02" ; kg:atLeast 5 ; kg:unit "EUR"') + EVIDENCE,
        tuple(
            f"1: {name}: does not follow from what the record says. Leave it out: the build works it out."
            for name in ("kg:atLeast", "kg:earliest", "kg:unit")
        ),
    ),
}


def placed(expected: str) -> str:
    """A finding of the table with the file's name, and with the line that it has below the prefixes (0: none)."""
    line, rest = expected.split(":", 1)
    return f"data/case.ttl:{int(line) + FIRST - 1}:{rest}" if line != "0" else f"data/case.ttl:{rest}"


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_has_a_finding(tmp_path: Path, name: str) -> None:
    """Every way of saying what RDF may not say here is one finding at its line, with what to do instead."""
    text, expected = REFUSED[name]

    _, kept, found = read(tmp_path, {"case.ttl": PREFIXES + text + "\n" + SHORT})

    assert sorted(found) == sorted(map(placed, expected))
    assert not [quad for _, quads in kept for quad in quads if quad.predicate.value in RELATIONS or quad.predicate.value.startswith(KG.base)]


def test_a_curator_is_named_where_there_are_several(tmp_path: Path) -> None:
    """Who entered an evidence may be left out only where `kg.toml` has one curator."""
    _, _, found = read(tmp_path, {"case.ttl": PREFIXES + SHORT + STATEMENT + EVIDENCE}, SETTINGS)

    assert found == (placed("6: kg:curator: who entered this? Write ed or jo."),)


def test_a_workspace_without_curators_cannot_hold_evidence(tmp_path: Path) -> None:
    """Somebody answers for what is entered: without curators, that is one finding about `kg.toml`."""
    _, _, found = read(tmp_path, {"case.ttl": PREFIXES + SHORT + STATEMENT + EVIDENCE}, Settings(base=BASE))

    assert found == (
        (
            "kg.toml: names nobody under [curators], yet there are rows that somebody answers for. "
            'Write the table [curators], and a line for each person: editor = "Full Name"'
        ),
    )


def test_every_code_of_this_room_is_tried() -> None:
    """There is no finding about RDF, and no rule for records, without a case that shows it."""
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(Path(__file__).parent.glob("test_graph_*.py")))

    rules = set(re.findall(r'"([a-z]+-[a-z-]+)"(?:,|\))', Path(kg.model.rules.__file__).read_text(encoding="utf-8")))
    untried = [code for code in codes() if (code.startswith("rdf-") or code in rules) and sentence_start(code) not in text]

    assert untried == []


def sentence_start(code: str) -> str:
    """The longest piece of a finding's sentence or remedy that holds no value."""
    return max(re.split(r'"?\{\w+\}"?', words()["finding"][code]["sentence"]), key=len).strip(' ".,')
