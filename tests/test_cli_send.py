"""`kg export`: every word, where it writes and where it never does, and the exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_kit import HELP, Ran, copy_of_example, example, kg
from exports_readers import READERS
from maker import make_workspace
from test_cli_show import completed

import kg as library
from kg.errors import DataError, UsageError
from kg.folder import Folder
from kg.interchange import FORMATS

DRAWN = (
    "  10 of 42 statements are left out: graph programs draw every line alike, so the file holds what is established only.\n"
    "  6 statements hold both ways and are one arrow each; their attribute symmetric says so.\n"
    "  Times stand as text, with the earliest and latest day beside them; of the evidence it holds quotes and titles of sources, "
    "not judgements and not what speaks against a statement.\n"
)


@pytest.fixture
def case(tmp_path: Path) -> Folder:
    """A copy of the built example."""
    return copy_of_example(tmp_path / "case")


def files_of(root: Path) -> dict[Path, bytes]:
    """All files below a folder."""
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_an_export_says_for_whom_it_is_and_what_it_cannot_hold(case: Folder) -> None:
    """Without a name it lies where one stands, named after the case; what is lost is told on stderr, in sentences."""
    ran = kg("export", "gexf", cwd=case.root)

    size = (case.root / "case.gexf").stat().st_size // 1000
    assert ran == Ran(0, "", f"case.gexf: {size} kB, for anybody.\n{DRAWN}")


def test_what_holds_everything_has_nothing_to_tell(case: Folder) -> None:
    """The dataset for the team is that of the build, under a name that nobody takes for the public's."""
    ran = kg("export", "nq", "--profile", "team", cwd=case.root)

    assert ran == Ran(0, "", f"case.team.nq: {(case.root / 'case.team.nq').stat().st_size // 1000} kB, for the team.\n")
    assert (case.root / "case.team.nq").read_bytes() == (case.exports / "graph.nq").read_bytes()


def test_data_may_go_to_stdout() -> None:
    """Data only; the talk is on stderr."""
    ran = kg("export", "edges-csv", "-o", "-")

    assert (ran.code, ran.err) == (0, DRAWN)
    assert READERS["edges-csv"].facts({"": ran.out.encode()}) == READERS["nq"].facts({"": kg("export", "nq", "-o", "-").out.encode()})


def test_several_files_go_into_a_folder(case: Folder) -> None:
    """Which is made; a second time it is the same, and what else lies there is left alone."""
    ran = kg("export", "neo4j", cwd=case.root)
    written = files_of(case.root / "case-neo4j")
    (case.root / "case-neo4j" / "mine.txt").write_text("mine", encoding="utf-8")
    again = kg("export", "neo4j", cwd=case.root)

    names = ["import.txt", "nodes.csv", "relationships.csv"]
    assert ran.err.split(":")[0] == f"case-neo4j ({', '.join(names)})"
    assert sorted(path.name for path in written if path.name != ".lock") == names
    assert again == ran
    assert {p: b for p, b in files_of(case.root / "case-neo4j").items() if p.name in names} == {p: b for p, b in written.items() if p.name in names}
    assert (case.root / "case-neo4j" / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_without_a_format_the_formats_are_listed(tmp_path: Path) -> None:
    """Each with what it is and who reads it; in the help too, and no workspace is needed for either."""
    listed, helped = kg("export", cwd=tmp_path), kg("export", "--help", cwd=tmp_path)

    assert listed == Ran(0, "".join(f"{form.name}\n    {form.title}\n" for form in FORMATS.values()), "")
    assert (helped.code, helped.err) == (0, "")
    flat = " ".join(helped.out.split())
    assert all(f"{form.name} {form.title}" in flat for form in FORMATS.values())


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["jsonl"], 'There is no format "jsonl". Did you mean "jsonld"?'),
        (["GEFX"], 'There is no format "GEFX". Formats are: {formats}.'),
        (
            ["neo4j", "-o", "-"],
            "neo4j has several files, which stdout cannot take. Name a folder: -o FOLDER",
        ),
        (["neo4j", "-o", "kg.toml"], '"kg.toml" belongs to what the workspace is made of; nothing was written. Choose another place.'),
        (["neo4j", "-o", "."], '"." belongs to what the workspace is made of; nothing was written. Choose another place.'),
        (["neo4j", "-o", ".."], '".." belongs to what the workspace is made of; nothing was written. Choose another place.'),
        (["neo4j", "-o", "page.html"], '"page.html" is a file, and this format has several. Name a folder.'),
        (["gexf", "-o", "data"], '"data" belongs to what the workspace is made of; nothing was written. Choose another place.'),
        (["gexf", "-o", "data/actors.csv"], '"data/actors.csv" belongs to what the workspace is made of; nothing was written. Choose another place.'),
        (["gexf", "-o", "data/new.gexf"], '"data/new.gexf" belongs to what the workspace is made of; nothing was written. Choose another place.'),
        (["gexf", "-o", "exports"], '"exports" is a folder. Name a file in it.'),
        (["nq", "-o", "exports/graph.nq"], '"exports/graph.nq" is what kg build writes; nothing was written. Choose another name.'),
        (["nq", "-o", "exports/manifest.json"], '"exports/manifest.json" is what kg build writes; nothing was written. Choose another name.'),
    ],
)
def test_wrong_uses_are_one_sentence_and_write_nothing(arguments: list[str], error: str, case: Folder) -> None:
    """Exit code 2, and all files as they were."""
    (case.root / "page.html").write_text("a page", encoding="utf-8")
    before = files_of(case.root)

    ran = kg("export", *arguments, cwd=case.root)

    assert ran == Ran(2, "", f"Error: {error.format(formats=', '.join(FORMATS))}\n")
    assert files_of(case.root) == before


def test_a_link_into_the_workspace_is_no_way_around(case: Folder, tmp_path: Path) -> None:
    """What a path leads to counts, not what it is called."""
    (tmp_path / "elsewhere").symlink_to(case.data)

    ran = kg("export", "nq", "-o", str(tmp_path / "elsewhere" / "new.nq"), cwd=case.root)

    assert (ran.code, list(case.data.glob("*.nq"))) == (2, [])


def test_the_public_gets_what_may_be_published_and_is_told_what_was_withheld(tmp_path: Path) -> None:
    """For the team everything is written, and the file says that it is the team's."""
    case = make_workspace(
        tmp_path, actors=[{"id": "alder", "type": "Victim", "label": "Alder Quill"}, {"id": "union", "type": "NGO", "label": "Union"}]
    )

    public, team = (kg("export", "graphml", "-o", "-", "--profile", profile, cwd=case.root) for profile in ("public", "team"))

    assert public.err.splitlines()[-1] == (
        "Withheld: 1 record under a pseudonym. Who is linked to whom can still give somebody away: read it before you publish."
    )
    assert ("Alder" in public.out, "alder" in public.out, ">Victim " in public.out) == (False, False, True)
    assert ("Alder Quill" in team.out, "Team copy – not for publication" in team.out, "Withheld" in team.err) == (True, True, False)


def test_findings_stop_an_export(case: Folder) -> None:
    """All of them are told, and nothing is written."""
    (case.data / "events.csv").unlink()

    ran = kg("export", "gexf", "-o", "x.gexf", cwd=case.root)

    assert (ran.code, ran.out) == (1, "")
    assert ran.err.endswith("findings; nothing was done.\n")
    assert not (case.root / "x.gexf").exists()


def test_triples_of_other_vocabularies_go_to_the_team_only(case: Folder) -> None:
    """Nobody said that they may be published."""
    (case.data / "more.ttl").write_text('<http://example.net/a> <http://xmlns.com/foaf/0.1/name> "Secret Name" .\n', encoding="utf-8")

    public, team = (kg("export", "jsonld", "-o", "-", "--profile", profile, cwd=case.root) for profile in ("public", "team"))

    assert public.err == "  1 triple of another vocabulary is left out: nothing says whether it may be published.\n"
    assert "Secret Name" not in public.out
    assert (team.err, "Secret Name" in team.out) == ("", True)


def test_there_are_two_profiles() -> None:
    """Anything else is wrong use."""
    error = "Invalid value for '--profile': 'press' is not one of 'public', 'team'."

    assert kg("export", "nq", "--profile", "press") == Ran(2, "", HELP.format(usage="export [OPTIONS] FORMAT", command=" export", error=error))


@pytest.mark.parametrize(("words", "offered"), [("kg export g", "graphml gexf"), ("kg export gexf --prof", "--profile"), ("kg exp", "export")])
def test_the_shell_completes_formats(words: str, offered: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """By their first letters."""
    assert completed(words, example().root, monkeypatch).splitlines() == [f"plain,{word}" for word in offered.split()]


def test_the_same_from_python(case: Folder) -> None:
    """`Workspace.export` returns where, what is lost, and what the case holds; its errors are exceptions."""
    workspace = library.open(case.root)

    done = workspace.export("node-link", case.root / "net.json")

    assert done.paths == (case.root / "net.json",)
    assert "".join(f"  {sentence}\n" for sentence in done.losses) == DRAWN
    assert done.counts == {"actors": 29, "events": 1, "sources": 1, "statements": 42, "established": 32}
    assert len(json.loads(done.paths[0].read_bytes())["edges"]) == 32
    with pytest.raises(UsageError, match="There is no profile"):
        workspace.export("nq", case.root / "x", profile="press")
    (case.data / "events.csv").unlink()
    with pytest.raises(DataError):
        workspace.export("nq", case.root / "x")
