"""`kg` asks nobody and opens no file outside the workspace: every way that is known, through the commands that people type.

Beside each workspace a server counts requests and a file waits; the text of neither may come out anywhere. The refusal is to
come from whoever reads the file or the query: the belt behind them (`test_offline.py`) may not be what saves us.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from canary import SECRET, Canary, listening, secret_file
from cli_kit import Ran, readme_files
from cli_kit import kg as run

import kg
from kg.cli import main
from kg.errors import KgError, NetworkError
from kg.texts import sentence

pytestmark = pytest.mark.enable_socket

MINIMAL = Path(__file__).parent / "workspaces" / "minimal"
#: Files whose opening is noted while a test looks on: the hook stays, the lists come and go.
_opened: list[list[str]] = []


def _note(event: str, values: tuple[object, ...]) -> None:
    if event == "open" and _opened and str(values[0]).endswith("secret.jsonld"):
        _opened[-1].append(str(values[0]))


sys.addaudithook(_note)


@dataclass(frozen=True)
class Trap:
    """A built workspace, a server and a file that it must not reach."""

    root: Path
    canary: Canary
    secret: Path

    def laid(self, text: str) -> str:
        """A text with the addresses of the server and the file in place of their names."""
        names = {"HTTP": self.canary.address, "FILE": self.secret.as_uri(), "PATH": str(self.secret)}
        for name, value in names.items():
            text = text.replace(name, value)
        return text

    def quiet(self) -> None:
        """Asserts that nobody was asked, nothing opened, and that no file of the workspace holds what they would have said."""
        assert self.canary.hits == []
        assert _opened[-1] == []
        inside = (path for path in self.root.rglob("*") if path.is_file() and not path.is_symlink())
        assert [path for path in inside if SECRET.encode() in path.read_bytes()] == []


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that was built before anybody laid something into it."""
    root = tmp_path_factory.mktemp("built") / "case"
    shutil.copytree(MINIMAL, root)
    kg.open(root).build()
    return root


@pytest.fixture(scope="module")
def server() -> Iterator[Canary]:
    """One server for all tests."""
    with listening() as found:
        yield found


@pytest.fixture
def trap(built: Path, tmp_path: Path, server: Canary) -> Iterator[Trap]:
    """A copy of the workspace with the server and the file beside it."""
    server.hits.clear()
    found = Trap(Path(shutil.copytree(built, tmp_path.resolve() / "case")), server, secret_file(tmp_path.resolve()))
    _opened.append([])
    yield found
    _opened.pop()


def said(ran: Ran) -> str:
    """All that a command said, which is nothing of the server's or the file's, nor of the belt's."""
    assert SECRET not in ran.out + ran.err
    assert "kg asks nobody" not in ran.err
    assert "Traceback" not in ran.err
    return ran.out + ran.err


# ---- queries

CALL = "SERVICE <HTTP/sparql> { ?a ?b ?c }"
SERVICE = "SERVICE would ask another server; a query stays inside this dataset. Take the SERVICE part out."
FROM = "FROM is not read: a query always sees all graphs of this dataset. Narrow a part of it with GRAPH graph:established { … }"
UPDATE = "This would change the data; queries only read. Change the tables, then run: kg build"

QUERIES: dict[str, tuple[str, str]] = {
    **{
        f"SERVICE in {place}": (text.replace("%s", CALL), SERVICE)
        for place, text in {
            "a group": "SELECT * { %s }",
            "OPTIONAL": "SELECT * { ?s ?p ?o OPTIONAL { %s } }",
            "UNION": "SELECT * { { ?s ?p ?o } UNION { %s } }",
            "GRAPH": "SELECT * { GRAPH ?g { %s } }",
            "EXISTS": "SELECT * { ?s ?p ?o FILTER EXISTS { %s } }",
            "NOT EXISTS": "SELECT * { ?s ?p ?o FILTER(1 = 2 || NOT EXISTS { %s }) }",
            "MINUS": "SELECT * { ?s ?p ?o MINUS { %s } }",
            "a sub-select": "SELECT * { { SELECT * { %s } } }",
            "ORDER BY": "SELECT * { ?s ?p ?o } ORDER BY (EXISTS { %s })",
            "HAVING": "SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING(EXISTS { %s })",
            "GROUP BY": "SELECT ?x { ?s ?p ?o } GROUP BY (EXISTS { %s } AS ?x)",
            "BIND": "SELECT * { BIND(EXISTS { %s } AS ?x) }",
            "the projection": "SELECT (EXISTS { %s } AS ?x) {}",
            "ASK": "ASK { %s }",
            "CONSTRUCT": "CONSTRUCT { ?a ?b ?c } WHERE { %s }",
            "DESCRIBE": "DESCRIBE ?a WHERE { %s }",
        }.items()
    },
    "SERVICE SILENT": ("SELECT * { ?s ?p ?o SERVICE SILENT <HTTP/sparql> { ?a ?b ?c } }", SERVICE),
    "SERVICE of a variable": ("SELECT * { VALUES ?x { <HTTP/sparql> } SERVICE ?x { ?a ?b ?c } }", SERVICE),
    "SERVICE of a file": ("SELECT * { SERVICE <FILE> { ?a ?b ?c } }", SERVICE),
    "SERVICE in escapes": (f"SELECT * {{ {CALL} }}".replace("SERVICE", "\\u0053ERVICE"), SERVICE),
    "SERVICE behind a carriage return": (f"ASK {{ # \r {CALL}\n }}", SERVICE),
    "FROM": ("SELECT * FROM <HTTP/x.ttl> { ?a ?b ?c }", FROM),
    "FROM NAMED": ("SELECT * FROM NAMED <HTTP/x.ttl> { GRAPH ?g { ?a ?b ?c } }", FROM),
    "FROM a file": ("SELECT * FROM <FILE> { ?a ?b ?c }", FROM),
    "FROM a path": ("CONSTRUCT FROM <PATH> WHERE { ?a ?b ?c }", FROM),
    "LOAD": ("LOAD <HTTP/x.ttl>", UPDATE),
    "LOAD SILENT": ("LOAD SILENT <HTTP/x.ttl> INTO GRAPH <urn:g>", UPDATE),
    "LOAD a file": ("LOAD <FILE>", UPDATE),
    "an update that asks": ("INSERT { ?a ?b ?c } WHERE { SERVICE <HTTP/sparql> { ?a ?b ?c } }", UPDATE),
}


@pytest.mark.parametrize("name", QUERIES)
def test_no_query_asks_anybody(name: str, trap: Trap) -> None:
    """It is refused, and the user reads what to do."""
    query, refusal = QUERIES[name]

    ran = run("query", trap.laid(query), cwd=trap.root)

    assert (ran.code, said(ran)) == (1, f"Error: {refusal}\n")
    trap.quiet()


@pytest.mark.parametrize("name", ["SERVICE in a group", "SERVICE behind a carriage return", "FROM a path", "LOAD"])
def test_no_query_asks_anybody_wherever_it_comes_from(name: str, trap: Trap) -> None:
    """From a file, from stdin and from Python it is refused in the same words."""
    query, refusal = QUERIES[name]
    asked = trap.root.parent / "asked.rq"
    asked.write_bytes(trap.laid(query).encode())

    for arguments, given in ((str(asked), b""), ("-", asked.read_bytes())):
        ran = run("query", arguments, cwd=trap.root, stdin=given)

        assert (ran.code, said(ran)) == (1, f"Error: {refusal}\n")
    with pytest.raises(KgError) as caught:
        kg.open(trap.root).query(trap.laid(query))

    assert str(caught.value) == refusal
    trap.quiet()


# ---- files

#: A general entity, a parameter entity, a document type, and another way to take in a file.
ENTITIES = (
    '<!DOCTYPE r [<!ENTITY x SYSTEM "%s">]><r>&x;</r>',
    '<!DOCTYPE r [<!ENTITY %% x SYSTEM "%s"> %%x;]><r/>',
    '<?xml version="1.0"?><!DOCTYPE r SYSTEM "%s"><r/>',
    '<r xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="%s"/></r>',
)
#: A context, one of several, an imported one, one scoped to a term, and one imported there.
CONTEXTS = (
    '"%s"',
    '[{"p": "http://example.net/p"}, "%s"]',
    '{"@version": 1.1, "@import": "%s"}',
    '{"p": {"@id": "http://example.net/p", "@context": "%s"}}',
    '{"p": {"@id": "http://example.net/p", "@context": {"@version": 1.1, "@import": "%s"}}}',
)
OWL_IMPORTS = "http://www.w3.org/2002/07/owl#imports"
ELSEWHERE = ("HTTP/x.txt", "FILE", "PATH", "../../../secret.jsonld")
PREFIXES = """\
@prefix kg: <https://w3id.org/actor-kg/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix log: <http://www.w3.org/2000/10/swap/log#> .
@prefix own: <https://example.org/own#> .
"""
SHAPE = f"{PREFIXES}own:shape a sh:NodeShape ; sh:targetClass kg:Company ; "
SOURCE = "id,kind,title,publisher,published,document,document_is{}\ntide-2020-05,news,Crew Stranded for Weeks,The Tide,2020-05-04,{},original{}\n"
ACTORS = (MINIMAL / "data" / "actors.csv").read_text(encoding="utf-8")

#: name → the files, and how often what is found in them.
FILES: dict[str, tuple[dict[str, str], str, int]] = {
    "contexts of JSON-LD": (
        {
            f"data/{number}{target[0].lower()}.jsonld": f'{{"@context": {context % target}, "@id": "http://example.net/a", "p": 1}}'
            for number, context in enumerate(CONTEXTS)
            for target in ("HTTP/context", "FILE", "PATH")
        },
        "would have to be fetched, and nothing is. Write the context itself into the file.",
        15,
    ),
    "entities of XML": (
        {
            f"data/{number}{target[0].lower()}.{ending}": text % target
            for number, text in enumerate(ENTITIES)
            for target in ("HTTP/x", "FILE")
            for ending in ("rdf", "owl", "trix", *(("ttl", "trig", "nt", "nq") if "DOCTYPE" in text else ()))
        },
        "which is not read. Convert it to Turtle, with the ending .ttl",
        48,
    ),
    "log:semantics of N3": ({"data/a.n3": PREFIXES + "<HTTP/x.ttl> log:semantics ?x ."}, "is N3, which is not read.", 1),
    "owl:imports": (
        {"data/a.ttl": PREFIXES + "<http://example.net/o> owl:imports <HTTP/o.ttl> .", "data/b.nt": f"<urn:o> <{OWL_IMPORTS}> <FILE> ."},
        "would make other programs fetch a file.",
        2,
    ),
    "a SERVICE in a constraint": (
        {"ontology/shapes.ttl": SHAPE + 'sh:sparql [ sh:message "No." ; sh:select "SELECT $this { SERVICE <HTTP/sparql> { ?a ?b ?c } }" ] .'},
        "holds a query (sh:select), which could ask another machine.",
        1,
    ),
    "a SERVICE in a validator": (
        {"ontology/shapes.ttl": PREFIXES + 'own:c a sh:ConstraintComponent ; sh:validator [ sh:ask "ASK { SERVICE <HTTP/sparql> { ?a ?b ?c } }" ] .'},
        "holds a query (sh:ask), which could ask another machine.",
        1,
    ),
    "documents elsewhere": (
        {
            "data/sources.csv": SOURCE.format("", "tide.txt", "")
            + "".join(f"s{n},news,T,T,2020,{path},original\n" for n, path in enumerate(ELSEWHERE))
        },
        "cannot be the name of a file on every system.",
        len(ELSEWHERE),
    ),
    "a formula that fetches": ({"data/actors.csv": ACTORS + 'x,Group,"=WEBSERVICE(""HTTP/x"")",\n'}, "data/actors.csv:8: label: ", 1),
    "a context of candidates": ({"data/extracted/a.jsonl": '{"run": "HTTP/run", "@context": "HTTP/context"}\n'}, 'unknown field "@context".', 1),
}
#: What is read, or not looked at, and says nothing: all of it at once.
HARMLESS = {
    "kg.toml": 'title = "HTTP/x"\nbase = "HTTP/case/"\n[curators]\nana = "Ana"\n',
    "data/a.trig": "@base <HTTP/> . @prefix p: <HTTP/> . p:g { <a> p:b <c> , <FILE> . <d> a <e> }",
    "data/a.xml": ENTITIES[0] % "HTTP/x",
    "data/csv-metadata.json": '{"@context": ["HTTP/context", {"@import": "FILE"}], "tables": [{"url": "HTTP/actors.csv"}]}',
    "data/actors.csv": ACTORS + "x,Group,HTTP/label <img src='HTTP/i.png'>,HTTP/alias\n",
    "data/documents/page.html": '<link rel=stylesheet href="HTTP/a.css"><iframe src="FILE">',
    "data/sources.csv": SOURCE.format(",url,archived_url", "tide.txt", ",HTTP/page,HTTP/archived"),
    "ontology/own.ttl": PREFIXES + "<http://example.net/o> a owl:Ontology ; owl:imports <HTTP/o.ttl>, <FILE> .",
    "ontology/shapes.ttl": f"""{SHAPE}sh:js [ sh:jsFunctionName "f" ; sh:jsLibrary [ sh:jsLibraryURL "HTTP/x.js" ] ] .
        <http://example.net/o> a owl:Ontology ; owl:imports <HTTP/o.ttl>, <FILE> ; sh:shapesGraph <HTTP/s.ttl> .""",
}
OUTSIDE = {
    "data/a.ttl": ": is a link that leads out of the workspace. Copy the file itself into data/.",
    "data/a.jsonld": ": is a link that leads out of the workspace. Copy the file itself into data/.",
    "data/identities.csv": ": leads to a file outside the workspace, so it was not read. Copy the file to this place.",
    "data/extracted/a.jsonl": ": leads to a file outside the workspace, so it was not read. Copy the file to this place.",
    "ontology/own.ttl": ": leads to a file outside the workspace, so it was not read. Copy the file into ontology/.",
}
TEXT_OUTSIDE = (
    'data/sources.csv:2: document: "tide.txt" does not lie in data/documents. Copy the text there, and write its name as it is below that folder.'
)


def _lay(trap: Trap, files: dict[str, str]) -> None:
    for file, text in files.items():
        path = trap.root / file
        path.parent.mkdir(exist_ok=True)
        path.write_text(trap.laid(text), encoding="utf-8")


def _everything(trap: Trap, expected: str, times: int = 0) -> str:
    """Runs the commands that read a workspace, and the same from Python: each says what is expected, and nobody is asked."""
    checked = run("check", cwd=trap.root)
    assert said(checked).count(expected) == times or not times, checked.out
    assert checked.code == (1 if times else 0), checked.out
    shaped = expected.startswith("holds a query")
    for arguments in (["build"], ["page", "--profile", "team"], ["why", "dock-union"]):
        ran = run(*arguments, cwd=trap.root)
        if arguments == ["build"] or not shaped:  # the others show what was read, and put it to no shapes
            assert said(ran).count(expected) == times or not times
            assert ran.code == checked.code
    for arguments in (["query", "about", "actor=dock-union"], ["terms"], ["tidy", "--check"]):
        said(run(*arguments, cwd=trap.root))
    found = "".join(f"{sentence(finding)}\n" for finding in kg.open(trap.root).check())
    assert found == checked.out
    trap.quiet()
    return found


@pytest.mark.parametrize("name", FILES)
def test_no_file_asks_anybody(name: str, trap: Trap) -> None:
    """Each such file is a finding, for whoever reads it."""
    files, expected, times = FILES[name]
    _lay(trap, files)

    _everything(trap, expected, times)


def test_addresses_are_text(trap: Trap) -> None:
    """Where an address may stand it is shown, and nobody goes there."""
    _lay(trap, HARMLESS)

    _everything(trap, "")

    assert trap.laid("HTTP/label") in (trap.root / "exports" / "graph.nq").read_text(encoding="utf-8")


def test_no_link_leads_out(trap: Trap) -> None:
    """What a link shows is not read, and a finding says so."""
    for file in (*OUTSIDE, "data/documents/tide.txt"):
        path = trap.root / file
        path.parent.mkdir(exist_ok=True)
        path.unlink(missing_ok=True)
        path.symlink_to(trap.secret)

    found = _everything(trap, "Copy the ", 6)

    assert sorted(found.splitlines()) == sorted([*(file + said for file, said in OUTSIDE.items()), TEXT_OUTSIDE])


def test_no_sheet_asks_anybody(trap: Trap) -> None:
    """Links, formulas that fetch and other books in a spreadsheet stay text, or are findings."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["id", "type", "label", "when"],
        ["talks-2020", "Meeting", "Talks", "2020-05-02"],
        ["x", "Meeting", trap.laid('=WEBSERVICE("HTTP/x")'), ""],
    ):
        sheet.append(row)
    sheet["C2"].hyperlink = trap.laid("HTTP/link")
    sheet["D3"] = trap.laid("='[HTTP/book.xlsx]Sheet1'!A1")
    (trap.root / "data" / "events.csv").unlink()
    book.save(trap.root / "data" / "events.xlsx")

    _everything(trap, "data/events.xlsx:3: label: is a formula that was never calculated.", 1)


def test_the_named_queries_and_completion_ask_nobody(trap: Trap) -> None:
    """A value that is an address is a value; completion reads hostile files as the commands do."""
    (trap.root / "data" / "a.jsonld").write_text(trap.laid('{"@context": "HTTP/context", "@id": "urn:a"}'), encoding="utf-8")
    (trap.root / "ontology").mkdir()
    (trap.root / "ontology" / "own.ttl").write_text(trap.laid(PREFIXES + "<urn:o> owl:imports <HTTP/o.ttl> ."), encoding="utf-8")

    asked = [run("query", "about", trap.laid(f"actor={value}"), cwd=trap.root) for value in ("HTTP/x", "FILE")]
    words = [
        run(cwd=trap.root, _KG_COMPLETE="bash_complete", COMP_WORDS=f"kg {line}", COMP_CWORD="2") for line in ("why dock", "query about", "terms kg")
    ]

    assert [ran.code for ran in asked] == [2, 2]
    assert "dock-union" in words[0].out
    assert all(map(said, [*asked, *words]))
    trap.quiet()


def test_the_program_opens_what_the_user_named_and_no_address(trap: Trap) -> None:
    """An address where a folder or a file is wanted is the name of a file, and nothing else."""
    address = trap.laid("HTTP/x")
    for arguments in (
        ["check", "-w", address],
        ["query", f"{address}.rq"],
        ["query", address],
        ["page", "-o", f"{address}/a.html"],
        ["why", address],
    ):
        ran = run(*arguments, cwd=trap.root)
        assert ran.code > 0
        said(ran)
    with pytest.raises(KgError) as caught:
        kg.open(address)

    assert not isinstance(caught.value, NetworkError)
    trap.quiet()


# ---- without a network at all


def _apart() -> list[str]:
    """How to start a program in which no network exists, or nothing where the system does not allow it."""
    for command in (["unshare", "-n"], ["unshare", "-rn"]):
        if shutil.which("unshare") and subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0:
            return command
    return []


#: Run under a name of its own, so that the script is one line for every shell.
WITHOUT = """\
import socket, sys
from kg.cli import main
try:
    socket.create_connection(("127.0.0.1", int(sys.argv[1])))
except OSError:
    for line in sys.argv[2:]:
        print("$", line, flush=True)
        main(line.split(), standalone_mode=False)
else:
    raise SystemExit("there is a network")
"""


def test_every_command_works_without_a_network(tmp_path: Path, server: Canary) -> None:
    """In a process that has no network, not even to this machine, each command does all that it does elsewhere."""
    start = _apart()
    if not start:
        pytest.skip("this system does not let us take the network away")
    for name, text in readme_files().items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    lines = (
        "init --example case", "check -w case --shacl", "tidy -w case --check", "build -w case", "add -w case article.html --kind news", "extract -w case", "evaluate -w case", "import -w case links.csv --map links.toml --dry-run",
        "query -w case about actor=acra", "why -w case acra",
        "terms -w case memberOf", "page -w case -o page.html", "export -w case csv", "completion bash",
    )  # fmt: skip

    done = subprocess.run(
        [*start, sys.executable, "-c", WITHOUT, str(server.port), *lines], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr.count("36 rows read")) == (0, 2), done.stderr
    # A server needs the network of its own machine to be asked, and load asks one; that they ask nobody else is seen by the same belt.
    assert {line.split()[0] for line in lines} == set(main.list_commands(None)) - {"serve", "load"}  # type: ignore[arg-type]  # the list is always the same
    assert [line.removeprefix("$ ") for line in done.stdout.splitlines() if line.startswith("$ ")] == list(lines)
    assert (tmp_path / "page.html").is_file()
