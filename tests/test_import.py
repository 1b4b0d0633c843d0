"""What other programs wrote comes into the tables: each row has its fate, nothing is guessed, nothing comes in by halves."""

from __future__ import annotations

import io
import json
import os
import signal
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from cli_kit import Ran, kg
from maker import make_workspace
from striking import Striker, fill_folder, in_child, kill

from kg.folder import Folder
from kg.tasks.build import build, check
from kg.tasks.gather import import_files
from kg.tasks.recovery import finish_interrupted_build


@pytest.fixture
def case(tmp_path: Path) -> Folder:
    """A union, a company and a newspaper; one curator."""
    folder = make_workspace(
        tmp_path / "case",
        actors=[
            {"id": "union", "type": "Association", "label": "Dockers' Union", "aliases": "DU"},
            {"id": "silva", "type": "Company", "label": "Silva Shipping", "identifiers": "wikidata:Q900"},
            {"id": "lena", "type": "Person", "label": "Lena Moor"},
        ],
        sources=[{"id": "tide", "kind": "news", "title": "The Tide"}],
        statements=[{"subject": "union", "relation": "accused", "object": "silva", "modality": "asserted", "source": "tide", "locator": "p. 1"}],
    )
    text = (folder.root / "kg.toml").read_text(encoding="utf-8").replace('jo = "Jo Reader"\n', "")
    (folder.root / "kg.toml").write_text(text, encoding="utf-8")
    return folder


MAPPING = """\
[columns]
subject = "Donor"
object = "Receiver"
relation = "Link"
when = "Year"

[constants]
modality = "asserted"

[values.relation]
"gave money to" = "funded"
"""


def put(folder: Folder, files: Mapping[str, str | bytes]) -> None:
    """Files beside the workspace's `data/`, as a user has them."""
    for name, text in files.items():
        (folder.root / name).write_bytes(text if isinstance(text, bytes) else text.encode())


def run(folder: Folder, *arguments: str) -> Ran:
    """`kg import` in the workspace."""
    return kg("import", *arguments, cwd=folder.root)


def held(folder: Folder) -> dict[str, bytes]:
    """Every file of `data/`, hidden ones too."""
    return {path.relative_to(folder.data).as_posix(): path.read_bytes() for path in sorted(folder.data.rglob("*")) if path.is_file()}


def readings(folder: Folder) -> set[str]:
    """What the workspace says, by rows or candidates."""
    checked = check(folder)
    assert not checked.findings
    return {s.reading for s in checked.reading.case.statements}


# ---- edge lists with a mapping


def test_an_edge_list_comes_in_under_a_mapping(case: Folder) -> None:
    """Known names are found, new ones are made, the file is the source and each row its locator; the workspace stays sound."""
    put(
        case,
        {
            "gifts.csv": "Donor,Receiver,Link,Year,Comment\nSilva Shipping,Harbour Club,gave money to,2019,x\nDU,Harbour Club,criticized,2020,\n",
            "m.toml": MAPPING,
        },
    )

    ran = run(case, "gifts.csv", "--map", "m.toml")

    assert ran.code == 0, ran.err
    assert ran.out.splitlines() == [
        "gifts.csv: not read: the columns Comment.",
        'gifts.csv:2: "Harbour Club" is new: harbour-club (Actor, as its relations ask; look whether a narrower type fits).',
        "gifts.csv:2: imported: silva funded harbour-club [when 2019]",
        'gifts.csv:3: "DU" is union here (Dockers\' Union).',
        "gifts.csv:3: imported: union criticized harbour-club [when 2020]",
    ]
    assert ran.err.splitlines() == ["Added: 1 actor, 1 source, 2 evidences; 0 there already; 0 skipped.", "Next: kg build"]
    case_ = check(case).reading.case
    [source] = [source for source in case_.sources if source.id == "gifts"]
    assert (source.kind, source.title, len(source.sha256)) == ("dataset", "gifts.csv", 64)
    [said] = [s for s in case_.statements if s.relation == "funded"]
    assert [(item.source, item.locator, item.curator) for item in said.evidence] == [("gifts", "line 2", "ed")]
    assert build(case).paths


def test_the_same_import_once_more_adds_nothing(case: Folder) -> None:
    """Every row is there already, and not a byte changes."""
    put(case, {"gifts.csv": "Donor,Receiver,Link,Year\nSilva Shipping,Harbour Club,funded,2019\n", "m.toml": MAPPING})
    run(case, "gifts.csv", "--map", "m.toml")
    before = held(case)

    ran = run(case, "gifts.csv", "--map", "m.toml")

    assert (ran.code, held(case)) == (0, before)
    assert ran.out == "gifts.csv:2: there already: silva funded harbour-club [when 2019]\n"
    assert ran.err == "Added: nothing; 1 there already; 0 skipped.\n"


def test_a_dry_run_shows_what_would_be_appended_and_writes_nothing(case: Folder) -> None:
    """The lines as they would stand in the files, and no trace on the disk."""
    put(case, {"gifts.csv": 'Donor,Receiver,Link,Year\nSilva Shipping,"Club ""Tide"", east",funded,2019\n', "m.toml": MAPPING})
    before = held(case)

    ran = run(case, "gifts.csv", "--map", "m.toml", "--dry-run")

    assert held(case) == before
    assert ran.err.splitlines()[-1] == "Nothing was written. Leave out --dry-run to write it."
    shown = ran.out.partition("\n\n")[2].splitlines()
    run(case, "gifts.csv", "--map", "m.toml")
    for name in ("actors", "statements"):
        line = (case.data / f"{name}.csv").read_text(encoding="utf-8").splitlines()[-1]
        assert f"  {line}" in shown
        assert f"data/{name}.csv" in shown


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("supports", 'unknown relation "supports". Did you mean "supported"?'),
        ("memberof", 'unknown relation "memberof". Did you mean "memberOf"?'),
        ("qwertz", 'unknown relation "qwertz". List them with: kg terms.'),
        ("manager of", 'unknown relation "manager of". Did you mean "directorOf"?'),
    ],
)
def test_an_unknown_relation_is_never_guessed(case: Folder, word: str, said: str) -> None:
    """It is skipped with what may have been meant, by id, label and lexicon; where all are skipped the command fails."""
    put(case, {"gifts.csv": f"Donor,Receiver,Link,Year\nSilva Shipping,Lena Moor,{word},2019\n", "m.toml": MAPPING})
    before = held(case)

    ran = run(case, "gifts.csv", "--map", "m.toml")

    assert ran.out == f"gifts.csv:2: skipped: {said}\n"
    assert ran.err.splitlines() == [
        'Say what their words mean in a mapping file (--map): [values.relation], then "their word" = "our relation".',
        "Added: nothing; 0 there already; 1 skipped.",
        "Error: Nothing could be imported.",
    ]
    assert (ran.code, held(case)) == (1, before)


def test_labels_and_inverse_labels_of_relations_are_understood(case: Folder) -> None:
    """Both are declared: "is directed by" is directorOf, from the other side."""
    put(
        case,
        {
            "gifts.csv": "Donor,Receiver,Link,Year\nSilva Shipping,Lena Moor,is directed by,2019\nLena Moor,Silva Shipping,is a consultant for,\n",
            "m.toml": MAPPING,
        },
    )

    ran = run(case, "gifts.csv", "--map", "m.toml")

    assert {"lena directorOf silva [when 2019]", "lena consultantFor silva"} <= readings(case), ran.out


def test_a_name_that_two_bear_is_left_as_a_new_actor(case: Folder) -> None:
    """Nobody is merged; it is said who may be meant; and the import run again finds whom it made."""
    with (case.data / "actors.csv").open("a", encoding="utf-8") as table:
        table.write("lena-two,Person,Lena Moor,,,,\n")
    put(case, {"gifts.csv": "Donor,Receiver,Link,Year\nLena Moor,Silva Shipping,funded,2019\n", "m.toml": MAPPING})

    first = run(case, "gifts.csv", "--map", "m.toml")
    second = run(case, "gifts.csv", "--map", "m.toml")

    assert '\ngifts.csv:2: "Lena Moor" may mean lena or lena-two: it is left as a new actor, lena-moor-' in first.out
    assert second.err == "Added: nothing; 1 there already; 0 skipped.\n"


def test_a_type_or_a_number_that_disagrees_keeps_two_apart(case: Folder) -> None:
    """A place is not the company of its name, and another number in a register is another company."""
    mapping = MAPPING.replace("[constants]", 'object_type = "Kind"\nobject_identifiers = "Id"\n[constants]')
    rows = "Donor,Receiver,Kind,Id,Link,Year\nDU,Silva Shipping,Place,,operates in,\nDU,Silva Shipping,Company,Q901,funded,\nDU,Silva,Company,http://www.wikidata.org/entity/Q900,funded,\n"
    put(case, {"gifts.csv": rows, "m.toml": mapping + '"operates in" = "operatesIn"\n'})

    ran = run(case, "gifts.csv", "--map", "m.toml")

    assert ran.code == 0, ran.err
    made = {actor.id: actor for actor in check(case).reading.case.actors}
    others = [actor for actor in made.values() if actor.label == "Silva Shipping" and actor.id != "silva"]
    assert {(actor.type, actor.identifiers) for actor in others} == {("Place", ()), ("Company", ("wikidata:Q901",))}
    assert any(reading == "union funded silva" for reading in readings(case)), ran.out


def test_a_value_that_cannot_be_read_is_found_at_its_place_in_the_file(case: Folder) -> None:
    """The workspace would not pass its check, so nothing is written; the line is the one of the file, not of the table."""
    put(
        case,
        {
            "gifts.csv": "Donor,Receiver,Link,Year\nSilva Shipping,Club,funded,2019\nSilva Shipping,Club,funded,2/1/1999\nDU,Lena Moor,owns,\n",
            "m.toml": MAPPING,
        },
    )
    before = held(case)

    ran = run(case, "gifts.csv", "--map", "m.toml")

    assert (ran.code, held(case)) == (1, before)
    assert ran.err.splitlines() == [
        'gifts.csv:3: when: "2/1/1999" does not say which number is the month. Write 1999-01-02 or 1999-02-01.',
        'gifts.csv:4: object: owns ends at Organisation, and "Lena Moor" is a Person. Correct the relation, the object or its type.',
        "2 findings; nothing was done.",
    ] or ran.err.splitlines()[0].startswith("gifts.csv:3: when: ")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xff\xfeD\x00o\x00", "gifts.csv:1: "),
        (b'Donor,Receiver,Link,Year\n"Silva,x,funded,2019\n', "gifts.csv:2: "),
        (b"Donor,Receiver,Link,Year\n=HYPERLINK(1),x,funded,2019\n", 'gifts.csv:2: Donor: "=HYPERLINK(1)" is a formula'),
        (b"Donor,Receiver,Link,Year\nSilva,x\n", "gifts.csv:2: "),
        (b"Donor,Receiver,Link,Year\nSilva,x,funded,M\xe9decins\n", "gifts.csv:2: "),
        (b"a,b,c\n1,2,3\n", 'gifts.csv:1: none of its columns is one that is looked for: "a", "b", "c".'),
        (b"", "gifts.csv: holds no row."),
        (b"Donor,Receiver,Link,Yeer\nSilva,x,funded,2019\n", 'gifts.csv: has no column "Year", which the mapping names. Did you mean "Yeer"?'),
    ],
    ids=["utf-16", "unclosed", "formula", "ragged", "latin", "foreign", "empty", "absent"],
)  # fmt: skip
def test_a_file_that_cannot_be_trusted_is_refused_whole(case: Folder, data: bytes, said: str) -> None:
    """One line says what is wrong and where; no row of it comes in."""
    put(case, {"gifts.csv": data, "m.toml": MAPPING})
    before = held(case)

    ran = run(case, "gifts.csv", "--map", "m.toml")

    assert (ran.code, ran.out, held(case)) == (1, "", before)
    assert ran.err.startswith(said), ran.err
    assert ran.err.endswith("1 finding; nothing was done.\n")


def test_a_spreadsheet_is_read_under_the_rules_of_our_own(case: Folder) -> None:
    """Dates and whole numbers as they are meant; a formula that shows nothing is a finding at its row."""
    book = openpyxl.Workbook()
    for row in (("Donor", "Receiver", "Link", "Year"), ("Silva Shipping", "Club", "funded", 2019)):
        book.active.append(row)
    saved = io.BytesIO()
    book.save(saved)
    put(case, {"gifts.xlsx": saved.getvalue(), "m.toml": MAPPING})
    assert run(case, "gifts.xlsx", "--map", "m.toml").code == 0
    [said] = [s for s in check(case).reading.case.statements if s.relation == "funded"]
    assert (said.reading, said.evidence[0].locator) == ("silva funded club [when 2019]", "row 2")

    book.active.append(("=A2", "Club", "funded", 2020))
    saved = io.BytesIO()
    book.save(saved)
    put(case, {"gifts.xlsx": saved.getvalue()})

    assert run(case, "gifts.xlsx", "--map", "m.toml").err.startswith("gifts.xlsx:3: Donor: ")


def test_amounts_and_days_of_a_spreadsheet_need_a_word_of_the_mapping(case: Folder) -> None:
    """Money with cents has its unit from the mapping; a date on the first of a month is a day where the mapping says that all are."""
    book = openpyxl.Workbook()
    for row in (
        ("Donor", "Receiver", "Link", "Year", "Sum"),
        ("DU", "Club", "funded", date(2019, 5, 1), 1250.5),
        ("DU", "Club", "funded", date(2019, 5, 2), 70),
    ):
        book.active.append(row)
    saved = io.BytesIO()
    book.save(saved)
    mapping = MAPPING.replace("[constants]", 'quantity = "Sum"\n[constants]\nunit = "EUR"')
    put(case, {"gifts.xlsx": saved.getvalue(), "m.toml": mapping, "days.toml": 'days = ["when"]\n' + mapping})

    doubted, taken = run(case, "gifts.xlsx", "--map", "m.toml"), run(case, "gifts.xlsx", "--map", "days.toml")

    assert doubted.err.splitlines()[0] == (
        "gifts.xlsx:2: Year: 2019-05-01 is a date on the first of a month: the month or the day? Write 2019-05 or 2019-05-01 as text, "
        'or, where every date of the column is a day, add to the mapping: days = ["when"]'
    )
    assert {"union funded club [when 2019-05-01] [quantity 1250.5 EUR]", "union funded club [when 2019-05-02] [quantity 70 EUR]"} <= readings(case), (
        taken.err
    )


def test_a_packed_file_that_grows_without_end_is_refused(case: Folder) -> None:
    """Before it is opened, and with one sentence."""
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("xl/workbook.xml", b"A" * 50_000_000)
    put(case, {"gifts.xlsx": saved.getvalue(), "m.toml": MAPPING})

    ran = run(case, "gifts.xlsx", "--map", "m.toml")

    assert ran.err.splitlines()[1:] == ["1 finding; nothing was done."]
    assert ran.err.startswith("gifts.xlsx: ")


def test_an_import_that_is_killed_comes_in_whole_or_not_at_all(case: Folder) -> None:
    """Killed before all is on the disk nothing of it is there; killed between two tables, the next command finishes it."""
    put(case, {"gifts.csv": "Donor,Receiver,Link,Year\nDU,New Club,funded,2019\n", "m.toml": MAPPING})
    before, ends = held(case), []

    def work(root: Path) -> None:
        import_files(case, [root / "gifts.csv"], mapping=root / "m.toml")

    for turn in (1, 2, 3):
        fill_folder(case.data, before)
        code = in_child(work, case.root, Renames(case.data, turn))
        assert code == -signal.SIGKILL
        finish_interrupted_build(case)
        ends.append("old" if held(case) == before else "new" if "union funded new-club [when 2019]" in readings(case) else "torn")

    assert ends == ["old", "new", "new"]
    assert not [name for name in held(case) if name.startswith(".")]


class Renames(Striker):
    """Kills at the n-th renaming in a folder: the first puts all in place, each further one moves a table."""

    def __init__(self, folder: Path, turn: int) -> None:
        super().__init__(folder, kill, turn, lasting=False)

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        """Leaves all other events alone."""
        if event == "os.rename":
            super().__call__(event, arguments)


def test_nothing_says_how_firmly_rows_are_meant_until_the_mapping_does(case: Folder) -> None:
    """Modality has no default: one finding, not one for each row."""
    put(case, {"gifts.csv": "Donor,Receiver,Link,Year\nDU,Silva Shipping,funded,2019\n", "m.toml": MAPPING.replace('modality = "asserted"', "")})

    ran = run(case, "gifts.csv", "--map", "m.toml")

    assert ran.err.splitlines() == [
        (
            'gifts.csv: nothing says how firmly its rows are meant. Add to the mapping, under [constants]: modality = "asserted" '
            '(the file itself says so), or modality = "alleged" with a claimant.'
        ),
        "1 finding; nothing was done.",
    ]


def test_a_grave_wrong_in_a_list_is_no_fact(case: Folder) -> None:
    """The law holds for what is imported: a dataset's own line establishes no crime."""
    put(case, {"gifts.csv": "Donor,Receiver,Link,Year\nSilva Shipping,Lena Moor,trafficked,2019\n", "m.toml": MAPPING})
    run(case, "gifts.csv", "--map", "m.toml")

    reading = check(case).reading
    [said] = [s for s in reading.case.statements if s.relation == "trafficked"]
    assert reading.weighed.standing[said.id].word == "asserted"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[columns]\nsubjct = 'A'", 'm.toml: columns: "subjct" is no column of ours. Did you mean "subject"?'),
        ("[colums]\n", 'm.toml: colums: is no part of a mapping. Did you mean "columns"?'),
        ("table = 'people'", 'm.toml: table: "people" is no table that a file can be mapped to. Write statements or actors.'),
        ("[columns]\nsubject = 3", "m.toml: columns.subject: has the wrong kind of value. It wants text in quotes."),
        ("[values]\nrelation = 'x'", 'm.toml: values.relation: has the wrong kind of value. It wants a table of "their word" = "our word".'),
        ("[columns", "m.toml: not readable as TOML: "),
        ("fill_down = 3", "m.toml: fill_down: has the wrong kind of value. It wants a list of columns."),
    ],
)
def test_what_is_wrong_with_a_mapping_is_said(case: Folder, text: str, said: str) -> None:
    """Unknown columns and keys have a suggestion, values their kind."""
    put(case, {"gifts.csv": "Donor\nx\n", "m.toml": text})

    ran = run(case, "gifts.csv", "--map", "m.toml")

    assert ran.code == 1
    assert ran.err.startswith(said), ran.err


# ---- lists of actors, OpenRefine


def test_a_list_of_actors_comes_in_with_their_reconciled_numbers(case: Folder) -> None:
    """As OpenRefine exports it: tabs, grouped rows with blanks, addresses of Wikidata; who is known is left as it is."""
    mapping = """\
table = "actors"
fill_down = ["type"]
[columns]
label = "name"
type = "kind"
aliases = "also"
identifiers = "name id"
"label@fr" = "nom"
[values.type]
"firm" = "Company"
"""
    rows = "kind\tname\tname id\talso\tnom\nfirm\tSilva Shipping\tQ900\t\t\n\tBlue Quay Ltd\thttps://www.wikidata.org/entity/Q77\tBQ|The Quay\tQuai Bleu\nboat\tMarlin\t\t\t\n"
    put(case, {"list.tsv": rows, "m.toml": mapping})

    ran = run(case, "list.tsv", "--map", "m.toml")

    assert ran.out.splitlines() == [
        'list.tsv:2: there already: "Silva Shipping" is silva; nothing of it was changed.',
        'list.tsv:3: "Blue Quay Ltd" is new: blue-quay-ltd (Company).',
        'list.tsv:4: skipped: unknown type "boat". List them with: kg terms.',
    ]
    [made] = [actor for actor in check(case).reading.case.actors if actor.id == "blue-quay-ltd"]
    assert (made.aliases, made.identifiers, made.labels) == (("BQ", "The Quay"), ("wikidata:Q77",), (("fr", "Quai Bleu"),))


def test_reconciled_columns_find_whom_they_name_whatever_the_label(case: Folder) -> None:
    """`subject_id` holds Q900 or our own id; columns that are called like ours need no mapping."""
    rows = "subject,subject_id,relation,object,object_id,modality\nSilva S.A.,Q900,funded,The dockers,union,asserted\n"
    put(case, {"links.csv": rows})

    ran = run(case, "links.csv", "--from", "openrefine")

    assert "silva funded union" in readings(case), ran.out + ran.err


# ---- Kumu


ELEMENTS = "Label,Type,Description,Tags,Image\nSilva Shipping,Company,,,\nHarbour Club,Association,a club of owners,rich|old,x.png\nGhost,Spirit,,,\n"
CONNECTIONS = (
    "From,To,Type,Direction,Label\nSilva Shipping,Harbour Club,is a member of,directed,since ever\nHarbour Club,Lena Moor,met,undirected,\n"
    "Silva Shipping,Harbour Club,funded,mutual,\nSilva Shipping,Harbour Club,owns,undirected,\nGhost,Harbour Club,funded,,\nSilva Shipping,,funded,,\n"
    "Silva Shipping,Lena Moor,funded,sideways,\n"
)


def test_kumu_sheets_come_in_together(case: Folder) -> None:
    """Elements, connections, both directions where the map says so, and no direction where it does not say which."""
    put(case, {"elements.csv": ELEMENTS, "connections.csv": CONNECTIONS})

    ran = run(case, "connections.csv", "elements.csv")

    assert ran.code == 0, ran.err
    lines = set(ran.out.splitlines())
    assert {
        'elements.csv:2: there already: "Silva Shipping" is silva; nothing of it was changed.',
        'elements.csv:3: "Harbour Club" is new: harbour-club (Association).',
        'elements.csv:4: skipped: unknown type "Spirit". List them with: kg terms.',
        "connections.csv:2: imported: silva memberOf harbour-club",
        "connections.csv:4: imported: silva funded harbour-club",
        "connections.csv:4: imported: harbour-club funded silva",
        'connections.csv:5: skipped: "undirected" does not say who does it to whom, and owns goes one way.',
        'connections.csv:6: skipped: "Ghost" was left out at elements.csv:4.',
        'connections.csv:7: skipped: nothing stands under "object".',
        'connections.csv:8: skipped: "sideways" is no direction. Known are directed, undirected, mutual and reverse.',
    } <= lines, ran.out
    made = check(case).reading.case
    [club] = [actor for actor in made.actors if actor.id == "harbour-club"]
    assert club.description == "a club of owners; tags: rich, old"
    [member] = [s for s in made.statements if s.relation == "memberOf"]
    assert (member.modality, member.evidence[0].note, member.evidence[0].source) == ("asserted", "since ever", "connections")
    assert run(case, "connections.csv", "elements.csv").err.startswith("Added: nothing; ")


def test_a_kumu_workbook_holds_both_sheets(case: Folder) -> None:
    """As Kumu exports it: one file, sheets Elements and Connections."""
    book = openpyxl.Workbook()
    book.active.title = "Elements"
    for title, text in (("Elements", ELEMENTS), ("Connections", CONNECTIONS)):
        page = book[title] if title in book.sheetnames else book.create_sheet(title)
        for line in text.splitlines():
            page.append(line.split(","))
    saved = io.BytesIO()
    book.save(saved)
    put(case, {"map.xlsx": saved.getvalue()})

    run(case, "map.xlsx")

    assert {"silva memberOf harbour-club", "harbour-club met lena", "harbour-club funded silva"} <= readings(case)


# ---- candidates


def test_rows_come_as_candidates_that_nothing_admits(case: Folder) -> None:
    """Nobody has judged them: no rule of the workspace lets them count, and no row of the tables says them."""
    settings = (case.root / "kg.toml").read_text(encoding="utf-8")
    (case.root / "kg.toml").write_text("admit_confidence = 0.1\n" + settings, encoding="utf-8")
    put(case, {"gifts.csv": "Donor,Receiver,Link,Year\nDU,Silva Shipping,funded,2019\nDU,Silva Shipping,accused,\n", "m.toml": MAPPING})
    before = (case.data / "statements.csv").read_bytes()

    ran = run(case, "gifts.csv", "--map", "m.toml", "--as", "candidates")

    assert ran.out.splitlines()[0:2] == [
        'gifts.csv:2: "DU" is union here (Dockers\' Union).',
        "gifts.csv:2: imported as a candidate: union funded silva [when 2019]",
    ]
    assert (case.data / "statements.csv").read_bytes() == before
    lines = [json.loads(line) for line in (case.extracted / "gifts.jsonl").read_text(encoding="utf-8").splitlines()]
    assert lines[0] == {
        "subject": "union", "relation": "funded", "object": "silva", "modality": "asserted", "when": "2019",
        "source": "gifts", "locator": "line 2", "run": "import of gifts.csv", "confidence": 0.0,
    }  # fmt: skip
    reading = check(case).reading
    assert {reading.weighed.standing[s.id].word for s in reading.case.statements if s.relation == "funded"} == {"candidate"}
    assert run(case, "gifts.csv", "--map", "m.toml", "--as", "candidates").err.startswith("Added: nothing; ")


# ---- who, what, and by halves


def test_somebody_answers_for_the_rows(tmp_path: Path) -> None:
    """With two curators one must be named; one who is not in kg.toml cannot sign."""
    folder = make_workspace(tmp_path / "two", actors=[{"id": "union", "type": "NGO", "label": "Union"}])
    put(folder, {"gifts.csv": "Donor,Receiver,Link,Year\nUnion,Club,funded,2019\n", "m.toml": MAPPING})

    assert run(folder, "gifts.csv", "--map", "m.toml").err == "Error: Somebody answers for the rows. Say who: --curator ed or jo\n"
    assert run(folder, "gifts.csv", "--map", "m.toml", "--curator", "al").err == 'Error: "al" is no curator of kg.toml. Known are: ed, jo.\n'
    assert run(folder, "gifts.csv", "--map", "m.toml", "--curator", "jo", "--entered", "2024-05-01").code == 0
    [item] = check(folder).reading.case.statements[0].evidence
    assert (item.curator, str(item.entered)) == ("jo", "2024-05-01")


def test_the_file_may_be_a_source_that_is_there(case: Folder) -> None:
    """`--source` names it, or gives the new one its id."""
    put(case, {"gifts.csv": "Donor,Receiver,Link,Year\nDU,Silva Shipping,funded,2019\n", "m.toml": MAPPING})

    assert run(case, "gifts.csv", "--map", "m.toml", "--source", "union").err.startswith('Error: "union" cannot be the id of a source.')
    assert run(case, "gifts.csv", "--map", "m.toml", "--source", "tide").code == 0
    assert len(check(case).reading.case.sources) == 1
    assert run(case, "gifts.csv", "--map", "m.toml", "--source", "register").code == 0
    assert [source.id for source in check(case).reading.case.sources] == ["register", "tide"]


@pytest.mark.parametrize(
    ("arguments", "said", "code"),
    [
        (("no.csv",), 'Error: There is no file "no.csv".\n', 2),
        (("kg.toml",), 'Error: "kg.toml" does not show which format it has. Say it with --from (csv, ', 2),
        (("kg.toml", "--from", "visio"), 'Error: "visio" is no way to import. Known are: csv, xlsx, kumu, ', 2),
        (("data",), 'Error: There is no file "data".\n', 2),
    ],
)
def test_what_cannot_be_imported_is_said(case: Folder, arguments: tuple[str, ...], said: str, code: int) -> None:
    """A sentence, and the exit code of wrong usage."""
    ran = run(case, *arguments)

    assert ran.err.startswith(said), ran.err
    assert ran.code == code


def test_a_workspace_with_findings_takes_nothing_in(case: Folder) -> None:
    """First it is put right; else nobody could tell whose fault a finding is."""
    with (case.data / "statements.csv").open("a", encoding="utf-8") as table:
        table.write(",nobody,accused,silva,asserted,,,,,,,,tide,,p. 2,,,,,\n")
    put(case, {"gifts.csv": "Donor,Receiver,Link,Year\nDU,Silva Shipping,funded,2019\n", "m.toml": MAPPING})

    ran = run(case, "gifts.csv", "--map", "m.toml")

    assert ran.err.startswith("data/statements.csv:3: subject: ")
    assert ran.code == 1


def test_a_table_that_is_a_spreadsheet_is_not_rewritten(case: Folder) -> None:
    """The command says what to do, and nothing of the import is written elsewhere."""
    book = openpyxl.Workbook()
    for line in (case.data / "actors.csv").read_text(encoding="utf-8").splitlines():
        book.active.append(line.split(","))
    (case.data / "actors.csv").unlink()
    book.save(case.data / "actors.xlsx")
    put(case, {"gifts.csv": "Donor,Receiver,Link,Year\nDU,New Club,funded,2019\n", "m.toml": MAPPING})
    before = held(case)

    ran = run(case, "gifts.csv", "--map", "m.toml")

    assert ran.err == "Error: data/actors.xlsx is a spreadsheet, and those are not rewritten. Save it as CSV first.\n"
    assert held(case) == before


def test_an_import_leaves_no_copy_behind_and_shares_no_file(case: Folder) -> None:
    """The tables of before keep their own bytes under every other name they have; the cache is empty again."""
    other = case.root / "kept.csv"
    os.link(case.data / "statements.csv", other)
    before = other.read_bytes()
    put(case, {"gifts.csv": "Donor,Receiver,Link,Year\nDU,New Club,funded,2019\n", "m.toml": MAPPING})

    run(case, "gifts.csv", "--map", "m.toml")

    assert other.read_bytes() == before
    assert (case.data / "statements.csv").read_bytes() != before
    assert list(case.cache.iterdir()) == []
    assert not [name for name in held(case) if name.startswith(".")]
