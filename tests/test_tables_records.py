"""Rows to records: what each cell may hold, what the cells of a row must be to each other, and what comes out."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables_kit import ACTORS, EVENTS, GOOD, HEAD, SETTINGS, SOURCES, STATEMENTS, TWO_CURATORS, make, read, said

from kg.findings import Place
from kg.model import Actor, Evidence, Source, Statement, parse_quantity, parse_time

#: Every column of a statement, and a row that fills them all.
FULL = "id,subject,relation,object,modality,polarity,claimant,role,when,place,quantity,event,source,quote,locator,stance,curator,entered,note,publish"
FILLED = (
    "h1,union,accused,harbour,alleged,negative,lena,chief clerk,2013-07~,union,>700 EUR,talks,tide,"
    '"they said, no",p. 3,withdraws,ana,2024-02-29,a note,pseudonym'
)


def row(**cells: str) -> str:
    """A table of one statement: the good row with some cells changed."""
    base = {"subject": "union", "relation": "accused", "object": "harbour", "modality": "asserted", "source": "tide", "quote": "They did."}
    names = FULL.split(",")
    values = (base | {"place" if name == "where" else name: text for name, text in cells.items()}).get
    quoted = ('"' + (values(name) or "").replace('"', '""') + '"' for name in names)
    return f"{FULL}\n{','.join(quoted)}\n"


def test_a_full_row_keeps_everything(tmp_path: Path) -> None:
    """Each column of a statement has its field in the record; the evidence holds the reading as it was typed, and the place."""
    case, found, _ = read(make(tmp_path, {"statements.csv": f"{FULL}\n{FILLED}\n"}))

    at = Place("data/statements.csv", 2)
    expected = Statement(
        "union", "accused", "harbour", "alleged", True, "lena", "chief clerk", parse_time("2013-07~"), "union", parse_quantity(">700 EUR"), "talks",
    )  # fmt: skip
    evidence = Evidence(
        "tide", "they said, no", "p. 3", "withdraws", "curated", "ana", date(2024, 2, 29), "a note", "pseudonym", recorded=expected.reading, at=at
    )
    assert found == []
    (statement,) = case.statements
    assert statement.reading == expected.reading
    assert statement.evidence == (evidence,)
    assert (statement.evidence[0].at, statement.at, statement.handle) == (at, at, "h1")


def test_actors_events_and_sources_keep_everything(tmp_path: Path) -> None:
    """The other records, with labels in other languages sorted, and several values divided by |."""
    actors = (
        "id,type,label,label@km,label@fr,aliases,description,identifiers,publish\n"
        'lena,Person,Lena Moor,\u1780,Léna,"Moor, L. | Lena||Lena","a, b",wikidata:Q42|reg-pt:0050,pseudonym\n'
    )
    sources = (
        "id,kind,title,publisher,author,published,url,archived_url,retrieved,sha256,text_sha256,language,document,document_is,copies,reliability,publish,note\n"
        f"tide,news,Tide,The Tide,Jo,2013-07,https://x.org/a?b=1,http://y.org:80/,2024-01-01,{'a' * 64},{'b' * 64},km-latn,a/b.txt,note,wire,B,yes,n\n"
    )
    events = "id,type,label,label@fr,when,place,description,publish\ntalks,Meeting,Talks,Pourparlers,2013,union,at noon,no\n"
    case, found, _ = read(make(tmp_path, {"actors.csv": actors, "sources.csv": sources, "events.csv": events}))

    assert found == []
    assert case.actors == (
        Actor(
            "lena",
            "Person",
            "Lena Moor",
            (("fr", "Léna"), ("km", "\u1780")),
            ("Moor, L.", "Lena"),
            "a, b",
            ("wikidata:Q42", "reg-pt:0050"),
            "pseudonym",
        ),
    )
    assert case.sources == (
        Source(
            "tide", "news", "Tide", "The Tide", "Jo", parse_time("2013-07"), "https://x.org/a?b=1", "http://y.org:80/", date(2024, 1, 1), "a" * 64,
            "km-latn", "a/b.txt", "note", "wire", "B", "yes", "n", "b" * 64,
        ),
    )  # fmt: skip
    (event,) = case.events
    assert (event.when, event.place, event.labels, event.publish) == (parse_time("2013"), "union", (("fr", "Pourparlers"),), "no")


def test_judgements_and_identities_keep_everything(tmp_path: Path) -> None:
    """Decisions of curators are records with a day and a reason; blanks in a reading are single."""
    judgements = (
        "statement,source,judgement,curator,date,reason,instead\n"
        "union  accused harbour,tide,reject,ana,2024-01-02,misread,lena accused harbour\n"
        "union accused harbour,,uphold,ana,2024-01-03,seen,\n"
    )
    identities = "left,right,judgement,curator,date,reason\nlena,union,different,ana,2024-01-02,one is a person\n"
    case, found, _ = read(make(tmp_path, {"judgements.csv": judgements, "identities.csv": identities}))

    assert found == []
    assert [(j.statement, j.source, j.judgement, j.date.day, j.instead) for j in case.judgements] == [
        ("union accused harbour", "", "uphold", 3, ""),
        ("union accused harbour", "tide", "reject", 2, "lena accused harbour"),
    ]
    assert [(i.left, i.right, i.judgement, i.curator, i.reason) for i in case.identities] == [
        ("lena", "union", "different", "ana", "one is a person")
    ]


def test_rows_equal_in_what_is_said_are_one_statement(tmp_path: Path) -> None:
    """Different evidence gathers on one statement; a blank at the end of a cell, or a polarity left empty, makes no second one."""
    rows = f"{HEAD},polarity\n{GOOD},\nunion,accused,harbour ,asserted,,tide,Other words.,positive\n"
    case, found, counts = read(make(tmp_path, {"statements.csv": rows}))

    assert (found, counts.rows, counts.statements, counts.evidences) == ([], 2, 1, 2)
    assert sorted(evidence.at.line for evidence in case.statements[0].evidence) == [2, 3]


def test_all_findings_come_in_one_run(tmp_path: Path) -> None:
    """Rows without a source, with words that mean nothing, and an empty one between: each has its own line; the good ones are kept."""
    bad = ["union,accused,harbour,asserted,,,No source.", "", ",,,,,,", "union,alliedwith,0012,perhaps,,tide,", GOOD]
    _, found, counts = read(make(tmp_path, {"statements.csv": "\n".join([HEAD, *bad]) + "\n"}))

    assert found == [
        "data/statements.csv:2: source: is empty. Write the source that says it.",
        (
            'data/statements.csv:5: modality: "perhaps" is not asserted, alleged, denied, planned or hypothetical.'
            " Write one of these words, or leave the cell empty where it may be."
        ),
        'data/statements.csv:5: object: "0012" cannot be an id. Write small letters a to z, digits and hyphens, with a letter first.',
        (
            "data/statements.csv:5: quote: there is neither quote nor locator."
            " Copy the words of the source that show it, or write where in the source it stands."
        ),
    ]
    assert (counts.rows, counts.statements, counts.evidences) == (3, 1, 1)


CELLS = {
    ("modality", ""): "modality: is empty. Write asserted, alleged, denied, planned or hypothetical.",
    ("modality", "Asserted"): 'modality: "Asserted" is not asserted, alleged, denied, planned or hypothetical. Did you mean "asserted"?',
    ("subject", ""): "subject: is empty. Write who does or is something.",
    ("subject", "TRUE"): 'subject: "TRUE" cannot be an id: a spreadsheet would rewrite it. Put a word in front, as in raid-may-13.',
    ("subject", "1.2E+05"): 'subject: "1.2E+05" cannot be an id. Write small letters a to z, digits and hyphens, with a letter first.',
    ("subject", "unstated"): 'subject: "unstated" cannot be an id: it stands for a claimant whom the source does not name. Choose another word.',
    ("object", "union"): 'object: "union" is the subject again. Write whom or what it concerns; a group may need an actor of its own.',
    (
        "claimant",
        "lena",
    ): "claimant: what is asserted has no claimant: the source itself says it. Leave the cell empty, or write alleged as modality.",
    ("role", "chair [acting]"): 'role: "chair [acting]" holds a square bracket, which ends a role in the reading. Write round ones.',
    ("when", "05/06/2013"): 'when: "05/06/2013" does not say which number is the month. Write 2013-06-05 or 2013-05-06.',
    ("when", "ABC"): 'when: "ABC" is no time that we read. Write 2013, 2013-07, 2013-07-15 or 2013-06/2013-07.',
    ("when", "2013-02-30"): 'when: "2013-02-30" names a day or a month that does not exist. Correct it, or write what is known: 2013-02.',
    ("quantity", "a good many"): 'quantity: "a good many" is no quantity that we read.'
    " Write 133, >700, ~40, 1200..1500 USD or 450 EUR/month; ranks and offices are roles.",
    ("quantity", "9..3"): 'quantity: "9..3" ends below its beginning. Write the smaller number first.',
    ("quote", ""): "quote: there is neither quote nor locator. Copy the words of the source that show it, or write where in the source it stands.",
    ("stance", "supports"): 'stance: "supports" is not withdraws. Write one of these words, or leave the cell empty where it may be.',
    ("curator", "Ana Lee"): 'curator: "Ana Lee" is not under [curators] in kg.toml. Did you mean "ana"?',
    ("curator", "zoe"): 'curator: "zoe" is not under [curators] in kg.toml. Write ana, or add the person there.',
    ("entered", "2013-07"): 'entered: "2013-07" is not one day. Write year, month and day, as in 2013-07-15.',
    ("entered", "15 July 2013"): 'entered: "15 July 2013" is written in words. Write 2013-07-15.',
    ("publish", "maybe"): 'publish: "maybe" is not yes, pseudonym or no. Write one of these words, or leave the cell empty where it may be.',
    ("id", "Fees"): 'id: "Fees" cannot be an id. Did you mean "fees"?',
    ("note", "a\u0007b"): 'note: "a<U+0007>b" holds the control character U+0007. Delete it.',
}


@pytest.mark.parametrize(("cell", "expected"), CELLS.items(), ids=range(len(CELLS)))
def test_cells_of_a_statement(tmp_path: Path, cell: tuple[str, str], expected: str) -> None:
    """What a cell may not hold, with what to write instead."""
    assert said(make(tmp_path, {"statements.csv": row(**{cell[0]: cell[1]})})) == [f"data/statements.csv:2: {expected}"]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"modality": "alleged", "claimant": "unstated"}, None),
        ({"modality": "planned", "claimant": "lena"}, None),
        ({"modality": "hypothetical"}, None),
        ({"quote": "", "locator": "p. 3"}, None),
        ({"modality": "alleged"}, "claimant: who says so? It is alleged."),
        ({"modality": "denied"}, "claimant: who says so? It is denied."),
        (
            {"modality": "denied", "claimant": "lena", "polarity": "negative"},
            "polarity: what is denied is written in the positive: the row is the thing denied.",
        ),
        # A claimant that cannot be read is one finding, not two.
        (
            {"modality": "alleged", "claimant": "0012"},
            'claimant: "0012" cannot be an id. Write small letters a to z, digits and hyphens, with a letter first.',
        ),
    ],
)
def test_who_says_it_and_how_firmly(tmp_path: Path, cells: dict[str, str], expected: str | None) -> None:
    """Alleged and denied name a claimant, asserted has none, a denial is positive, and there is a quote or a locator."""
    found = said(make(tmp_path, {"statements.csv": row(**cells)}))

    assert found == [] if expected is None else (len(found) == 1 and found[0].startswith(f"data/statements.csv:2: {expected}"))


@pytest.mark.parametrize(
    ("settings", "curator", "found", "filled"),
    [
        (SETTINGS, "", [], "ana"),
        (TWO_CURATORS, "bo", [], "bo"),
        (TWO_CURATORS, "", ["data/statements.csv:2: curator: who entered this? Write ana or bo."], None),
        (
            'title = "x"\n',
            "ana",
            [('kg.toml: names nobody under [curators], yet there are rows that somebody answers for.'
             ' Write the table [curators], and a line for each person: editor = "Full Name"')],
            "ana",
        ),
    ],
)  # fmt: skip
def test_curators(tmp_path: Path, settings: str, curator: str, found: list[str], filled: str | None) -> None:
    """Who entered a row is left out only where there is one curator; where there is none, it is said once."""
    case, wrong, _ = read(make(tmp_path, {"statements.csv": row(curator=curator)}, settings=settings))

    assert wrong == found
    assert [e.curator for s in case.statements for e in s.evidence] == ([] if filled is None else [filled])


def test_rows_that_share_an_id_agree(tmp_path: Path) -> None:
    """A typing error in one of them would make a second statement; an empty polarity is the positive one."""
    rows = (
        "id,polarity,when,subject,relation,object,modality,source,quote\n"
        "raid,,2013,union,accused,harbour,asserted,tide,One.\n"
        "raid,positive,2013,union,accused,harbour,asserted,tide,Two.\n"
        "raid,,2014,union,accused,lena,asserted,tide,Three.\n"
    )
    _, found, counts = read(make(tmp_path, {"statements.csv": rows}))

    assert found == [
        (
            'data/statements.csv:4: object: differs from data/statements.csv:2, which has the same id "raid".'
            " Make them agree, or give one of them another id."
        ),
        (
            'data/statements.csv:4: when: differs from data/statements.csv:2, which has the same id "raid".'
            " Make them agree, or give one of them another id."
        ),
    ]
    assert (counts.rows, counts.statements, counts.evidences) == (3, 1, 2)


def test_a_row_entered_twice_is_said(tmp_path: Path) -> None:
    """As evidence the two would be one; a person decides which goes."""
    _, found, counts = read(make(tmp_path, {"statements.csv": f"{STATEMENTS}{GOOD}\n"}))

    assert found == ["data/statements.csv:3: says what data/statements.csv:2 says, in every cell. Delete one of the two."]
    assert counts.evidences == 1


def test_ids_are_one_list(tmp_path: Path) -> None:
    """An actor, a source and an event cannot share an id, whether the other row is sound or not."""
    actors = f"{ACTORS}bo,Person,\nbo,Person,Bo\n"
    events = f"{EVENTS}tide,Meeting,Tide\n"
    _, found, _ = read(make(tmp_path, {"actors.csv": actors, "events.csv": events}))

    remedy = "Choose another: actors, events and sources share one list of ids."
    assert found == [
        "data/actors.csv:5: label: is empty. Write the name that people read.",
        f'data/actors.csv:6: id: "bo" is an id already, at data/actors.csv:5. {remedy}',
        f'data/events.csv:3: id: "tide" is an id already, at data/sources.csv:2. {remedy}',
    ]


def test_a_flawed_actor_can_be_named_all_the_same(tmp_path: Path) -> None:
    """One wrong cell is one finding: the rows that name the actor or source stay right, by the id that is suggested if need be."""
    files = {
        "actors.csv": "id,type,label,identifiers\nunion,NGO,The Union,Q42\nharbour,,Harbour,\nlena,Person,,\nX,Person,X,\n",
        "sources.csv": "id,kind,title,url,publisher\ntide,blog,Tide,x,The Tide\n",
    }
    case, found, _ = read(make(tmp_path, files))

    assert [finding.split(": ")[0] + finding.split(": ")[1] for finding in found] == [
        "data/actors.csv:2identifiers", "data/actors.csv:3type", "data/actors.csv:4label", "data/actors.csv:5id", "data/sources.csv:2kind",
        "data/sources.csv:2url",
    ]  # fmt: skip
    assert [(actor.id, actor.identifiers) for actor in case.actors] == [("harbour", ()), ("lena", ()), ("union", ()), ("x", ())]
    assert [(source.id, source.url, source.publisher) for source in case.sources] == [("tide", "", "The Tide")]


ACTOR_CELLS = {
    "may-13,Person,X,,,": 'id: "may-13" cannot be an id: a spreadsheet would rewrite it. Put a word in front, as in raid-may-13.',
    "0012,Person,X,,,": 'id: "0012" cannot be an id. Write small letters a to z, digits and hyphens, with a letter first.',
    "CDM Manpower,Company,X,,,": 'id: "CDM Manpower" cannot be an id. Did you mean "cdm-manpower"?',
    "x,Person,O&#039;Connor,,,": 'label: "O&#039;Connor" is written in the codes of web pages. Did you mean "O\'Connor"?',
    "x,Person,???? ??,,,": 'label: "???? ??" has lost its letters, as happens when a table is saved in an encoding without them.'
    " Type it again and save the table as UTF-8.",
    'x,Person,X,"Mohammed Ali, Muhammed Ali; Abu Bakr",,': 'aliases: "Mohammed Ali, Muhammed Ali; Abu Bakr" looks like several.'
    " Write Mohammed Ali|Muhammed Ali|Abu Bakr (or, if it is one, a | at its end).",
    'x,Person,X,"Abu Bakr, Muhammed Ali",,': 'aliases: "Abu Bakr, Muhammed Ali" looks like several.'
    " Write Abu Bakr|Muhammed Ali (or, if it is one, a | at its end).",
    'x,Person,X,"a, b, c",,': 'aliases: "a, b, c" looks like several. Write a|b|c (or, if it is one, a | at its end).',
    "x,Person,X,,Q42,": 'identifiers: "Q42" is no identifier with its scheme. Write scheme:value without blanks, such as wikidata:Q42.',
    "x,Person,X,,https://x.org/Q42,": 'identifiers: "https://x.org/Q42" is no identifier with its scheme.'
    " Write scheme:value without blanks, such as wikidata:Q42.",
    'x,Person,X,,"wikidata:Q1, lei:2",': 'identifiers: "wikidata:Q1, lei:2" looks like several.'
    " Write wikidata:Q1|lei:2 (or, if it is one, a | at its end).",
    "sunita-1,Person,Sunita Khatri,,,no": 'id: "sunita-1" holds "sunita", a word of the name that is withheld.'
    " Choose an id that says nothing, such as woman-1, with: kg tidy --rename OLD NEW",
    "witness-khatris,Person,Sunita Khatri,,,no": 'id: "witness-khatris" holds "khatri", a word of the name that is withheld.'
    " Choose an id that says nothing, such as woman-1, with: kg tidy --rename OLD NEW",
    "w-1-su,Person,X,Su|Núria,,no": None,
    "w-nuria,Person,X,Su|Núria,,no": 'id: "w-nuria" holds "nuria", a word of the name that is withheld.'
    " Choose an id that says nothing, such as woman-1, with: kg tidy --rename OLD NEW",
    "planner-1,Person,Ann Li,,,no": None,
    "workers,Group,Workers of the shed,,,no": None,
    "x,Person,X,\"Smith, John\",,": None,
    'x,Person,X,"CDM Manpower Co., Ltd.",,': None,
    'x,Person,X,"Ministry of Labour, Trade, and Work|",,': None,
}  # fmt: skip


@pytest.mark.parametrize(("cells", "expected"), ACTOR_CELLS.items(), ids=range(len(ACTOR_CELLS)))
def test_cells_of_an_actor(tmp_path: Path, cells: str, expected: str | None) -> None:
    """What a row of actors may not hold; one comma in an alias is a name, and | at the end says that more are."""
    found = said(make(tmp_path, {"actors.csv": f"id,type,label,aliases,identifiers,publish\n{cells}\n"}))

    assert found == ([f"data/actors.csv:2: {expected}"] if expected else [])


SOURCE_CELLS = {
    ("kind", "blog"): 'kind: "blog" is not news, official, court, party, dataset or other.'
    " Write one of these words, or leave the cell empty where it may be.",
    ("url", "https://x.org/a b"): 'url: "https://x.org/a b" holds a sign that no address may hold. Did you mean "https://x.org/a%20b"?',
    ("url", "javascript:alert(1)"): 'url: "javascript:alert(1)" is no address on the web. Write the whole of it, with http:// or https:// in front.',
    ("url", "www.x.org"): 'url: "www.x.org" is no address on the web. Write the whole of it, with http:// or https:// in front.',
    (
        "archived_url",
        "https://[::1",
    ): 'archived_url: "https://[::1" is no address on the web. Write the whole of it, with http:// or https:// in front.',
    ("language", "English"): 'language: "English" is no code of a language. Write two or three small letters, such as en or km.',
    ("language", "EN_gb"): 'language: "EN_gb" is no code of a language. Did you mean "en-gb"?',
    ("sha256", "abc"): 'sha256: "abc" is no SHA-256. Write its 64 digits, small letters a to f among them.',
    ("document", "../x.txt"): 'document: "../x.txt" cannot be the name of a file on every system.'
    " Write a path below the folder with / between its parts, and without .. : \\ or names that Windows reserves.",
    ("reliability", "A1"): 'reliability: "A1" is not A, B, C, D, E or F. Write one of these words, or leave the cell empty where it may be.',
    ("copies", "tide"): 'copies: "tide" is the source itself. Write the source that this one repeats, or leave the cell empty.',
    ("document_is", "note"): 'document_is: "note" says what a document is, and none is named.'
    " Write the name of its file as document, or leave this cell empty.",
}


@pytest.mark.parametrize(("cell", "expected"), SOURCE_CELLS.items(), ids=range(len(SOURCE_CELLS)))
def test_cells_of_a_source(tmp_path: Path, cell: tuple[str, str], expected: str) -> None:
    """What a row of sources may not hold."""
    values = {"id": "tide", "kind": "news", "title": "Tide", cell[0]: cell[1]}
    if cell[0] == "document":
        values["document_is"] = "note"
    table = f"{','.join(values)}\n{','.join(values.values())}\n"

    assert said(make(tmp_path, {"sources.csv": table})) == [f"data/sources.csv:2: {expected}"]


def test_a_document_says_what_it_is(tmp_path: Path) -> None:
    """Else our own note could pass for the words of the newspaper."""
    found = said(make(tmp_path, {"sources.csv": f"{SOURCES.splitlines()[0]},document\ntide,news,Tide,tide.txt\n"}))

    assert found == ["data/sources.csv:2: document_is: what is the document? Write original, excerpt, translation or note (our own reading note)."]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (
            "x accused y,,agree,ana,2024-01-01,because,",
            (
                'judgement: "agree" is no judgement of a statement. Write accept, reject or unsure (did we read it right? the row names the source),'
                " or uphold or refute (do we hold it true? it names none)."
            ),
        ),
        ("x accused y,,uphold,ana,2024-01-01,,", "reason: is empty. Write why."),
        ("x accused y,,uphold,,2024-01-01,because,", "curator: is empty. Write who decided."),
        ("x accused y,,uphold,ana,,because,", "date: is empty. Write the day of the decision."),
        (
            "x accused y,,uphold,ana,2024-01-01,because,x accused z",
            'instead: "uphold" puts nothing in the place of the statement. Leave the cell empty, or write reject.',
        ),
    ],
)
def test_cells_of_a_judgement(tmp_path: Path, cells: str, expected: str) -> None:
    """The two questions are explained where a word is none of theirs; a judgement is signed, dated and reasoned."""
    table = f"statement,source,judgement,curator,date,reason,instead\n{cells}\n"

    assert said(make(tmp_path, {"judgements.csv": table})) == [f"data/judgements.csv:2: {expected}"]


def test_cells_of_an_identity(tmp_path: Path) -> None:
    """An identity is same, different or unsure."""
    table = "left,right,judgement,curator,date,reason\nlena,union,merge,ana,2024-01-01,because\n"

    assert said(make(tmp_path, {"identities.csv": table})) == [
        (
            'data/identities.csv:2: judgement: "merge" is not same, different or unsure.'
            " Write one of these words, or leave the cell empty where it may be."
        )
    ]


# ---- candidates

FOUND = {"id": "c-1", "subject": "union", "relation": "accused", "object": "harbour", "modality": "asserted", "polarity": "positive",
         "claimant": "", "when": "2013", "source": "tide", "quote": "'2013' they said", "confidence": 0.5, "run": "rules-0.1"}  # fmt: skip


def test_a_candidate_is_an_extracted_evidence(tmp_path: Path) -> None:
    """It names its run and how sure that was, nobody has entered it, and it gathers with the rows of people."""
    line = json.dumps(FOUND | {"when": ""})
    case, found, counts = read(make(tmp_path, {"extracted/tide.jsonl": f"\n{line}\r\n"}))

    assert found == []
    assert (counts.rows, counts.statements, counts.evidences) == (2, 1, 2)
    (evidence,) = [e for e in case.statements[0].evidence if e.origin == "extracted"]
    assert evidence == Evidence("tide", "'2013' they said", origin="extracted", run="rules-0.1", confidence=0.5, recorded="union accused harbour")
    assert evidence.at == Place("data/extracted/tide.jsonl", 2)


LINES = {
    "{": "is no JSON: Expecting property name enclosed in double quotes at character 2. Run the extraction again, or correct the line.",
    "[1]": "is no JSON object. Write one candidate a line, in braces.",
    "[" * 100_000: "is no JSON object. Write one candidate a line, in braces.",
    '{"id": "c-1", "id": "c-2"}': 'the field "id" stands twice. Delete one of them.',
    '{"confidence": NaN}': "is no JSON: NaN is no number. Run the extraction again, or correct the line.",
    '{"confidence": ' + "9" * 5000 + "}": "is no JSON: a number has too many digits. Run the extraction again, or correct the line.",
    '{"confidence": "high"}': 'the field "confidence" wants a number. Correct the line.',
    '{"confidence": true}': 'the field "confidence" wants a number. Correct the line.',
    '{"subject": ["union"]}': 'the field "subject" wants text in quotes. Correct the line.',
    '{"subject": null}': 'the field "subject" wants text in quotes. Correct the line.',
    '{"sourse": "tide"}': 'unknown field "sourse". Did you mean "source"?',
    '{"entered": "2024-01-01"}': 'unknown field "entered". Known are id, subject, relation, object, modality, polarity, claimant, role, when, place,'
    " quantity, event, source, quote, locator, note, run, confidence.",
    '"' + "x" * (1 << 20) + '"': "is longer than 1048576 characters. Run the extraction again.",
}  # fmt: skip


@pytest.mark.parametrize(("line", "expected"), LINES.items(), ids=range(len(LINES)))
def test_lines_that_are_no_candidate(tmp_path: Path, line: str, expected: str) -> None:
    """A line of another form is a finding with its number; the lines after it are read."""
    _, found, counts = read(make(tmp_path, {"extracted/tide.jsonl": f"{line}\n{json.dumps(FOUND)}\n"}))

    assert found == [f"data/extracted/tide.jsonl:1: {expected}"]
    assert (counts.rows, counts.evidences) == (3, 2)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"confidence": 1.5}, "confidence: 1.5 is no confidence. Write a number from 0 to 1."),
        ({"confidence": 1e999}, "is no JSON: Infinity is no number. Run the extraction again, or correct the line."),
        ({"run": ""}, "run: is empty. Write what found it, with its version."),
        ({"modality": "alleged"}, "claimant: who says so? It is alleged. Write the id of an actor, or unstated where the source names nobody."),
        ({"quote": "half \ud800"}, 'quote: "half <U+D800>" holds U+D800, half of a character. Type the character again.'),
    ],
)
def test_candidates_are_checked_like_rows(tmp_path: Path, fields: dict[str, object], expected: str) -> None:
    """A machine's row holds to the rules of a person's."""
    folder = make(tmp_path, {"extracted/tide.jsonl": json.dumps(FOUND | fields) + "\n"})

    assert said(folder) == [f"data/extracted/tide.jsonl:1: {expected}"]


def test_a_candidate_without_confidence_is_none(tmp_path: Path) -> None:
    """How sure the run was decides whether it may be admitted."""
    line = json.dumps({key: value for key, value in FOUND.items() if key != "confidence"})

    assert said(make(tmp_path, {"extracted/tide.jsonl": line})) == [
        "data/extracted/tide.jsonl:1: confidence: is empty. Write how sure the run was, from 0 to 1."
    ]


def test_candidates_in_another_encoding(tmp_path: Path) -> None:
    """The file is refused as tables are, with the byte and the line."""
    _, found, counts = read(make(tmp_path, {"extracted/tide.jsonl": "\nL\u00e9na\n".encode("windows-1252")}))

    assert found == [
        'data/extracted/tide.jsonl:2: is not UTF-8: the byte 0xE9 at offset 2 looks like Windows-1252. Save it as UTF-8 (in Excel: "CSV UTF-8").'
    ]
    assert counts.rows == 1


def test_a_file_with_too_many_candidates_is_not_read(tmp_path: Path) -> None:
    """The limit of tables holds for candidates."""
    _, found, counts = read(make(tmp_path, {"extracted/tide.jsonl": "\n" * 200_001}))

    assert found == ["data/extracted/tide.jsonl: has more than 200000 rows. Divide the case into several workspaces."]
    assert counts.rows == 1


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)
FIELDS = st.dictionaries(st.sampled_from((*FOUND, "note", "sourse")), st.one_of(JSON, st.sampled_from(tuple(map(str, FOUND.values())))))


@pytest.fixture(scope="module")
def open_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One workspace for all examples: each overwrites one file."""
    return tmp_path_factory.mktemp("lines") / "case"


@given(lines=st.lists(st.one_of(FIELDS.map(lambda fields: json.dumps(FOUND | fields)), st.text().map(lambda t: t.replace("\n", " "))), max_size=4))
def test_every_line_becomes_a_candidate_or_a_finding(open_root: Path, lines: list[str]) -> None:
    """No line raises anything, and none is lost unseen."""
    raw = "\n".join(lines).encode("utf-8", "surrogatepass")
    folder = make(open_root, {"statements.csv": b"", "extracted/x.jsonl": raw})

    _, found, counts = read(folder)

    wrong = {line.split(":")[1] for line in found}
    assert all(line.startswith("data/extracted/x.jsonl:") for line in found)
    assert counts.rows == counts.evidences + len(wrong) or any("UTF-8" in line or "UTF-16" in line for line in found)


def test_records_stand_in_one_order(tmp_path: Path) -> None:
    """Shuffled rows make the same case but for places."""
    rows = [f"union,accused,harbour,asserted,,tide,Words {n}." for n in range(5)] + ["lena,memberOf,union,asserted,,tide,Words."]
    one, _, _ = read(make(tmp_path / "one", {"statements.csv": "\n".join([HEAD, *rows])}))
    other, _, _ = read(make(tmp_path / "other", {"statements.csv": "\n".join([HEAD, *reversed(rows)])}))

    assert one == other
