"""The commands that make and check, as a user types them: every word on stdout and stderr, and the exit code."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

import click
import pytest
from cli_kit import HELP, Ran, copy_of_example, kg, readme_files

import kg as library
from kg.cli import main
from kg.folder import Folder

NOWHERE = "Error: There is no workspace here: {where} and the folders above it hold no kg.toml. Make one with: kg init my-case\n"
SUMMARY = "36 rows read; 42 statements, 6 of them by rule; 32 established\n"
WRITTEN = "Written to {folder}: graph.nq, graph.trig, statements.csv, index.html, manifest.json (the team's copy)\n"
FINDINGS = """\
data/statements.csv:14: modality: "aleged" is not asserted, alleged, denied, planned or hypothetical. Did you mean "alleged"?
data/statements.csv:15: relation: unknown relation "participatedin". Did you mean "participatedIn"?
"""


@pytest.fixture
def case(tmp_path: Path) -> Folder:
    """A copy of the built example."""
    return copy_of_example(tmp_path / "case")


def change(path: Path, old: str, new: str) -> None:
    """Replaces the first of a text in a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def spoil(case: Folder) -> None:
    """Two slips in the table of statements."""
    change(case.data / "statements.csv", "rescued,people-counted-as-rescued-2012,alleged", "rescued,people-counted-as-rescued-2012,aleged")
    change(case.data / "statements.csv", "iom,participatedIn,", "iom,participatedin,")


def hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of every file that a build wrote."""
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir()) if not p.name.startswith(".")}


# ---- the command line as a whole


def test_without_a_command_it_shows_its_help() -> None:
    """Whoever types the name alone sees what there is, and it counts as wrong use."""
    ran = kg()

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == kg("--help").out
    assert ran.err.startswith("Usage: kg [OPTIONS] COMMAND [ARGS]...\n\n  Who did what to whom, who says so, and on which evidence.\n")


def test_the_version_is_that_of_the_package() -> None:
    """`kg --version` says which program this is."""
    assert kg("--version") == Ran(0, f"kg, version {library.__version__}\n", "")


@pytest.mark.parametrize(
    ("word", "error"),
    [
        ("chek", 'No command "chek". Did you mean "check"?'),
        ("serach", 'No command "serach".'),
        ("-x", "No such option '-x'."),
    ],
)
def test_an_unknown_command_is_met_with_the_nearest(word: str, error: str) -> None:
    """A slip of the pen costs one line of reading."""
    assert kg(word) == Ran(2, "", HELP.format(usage="[OPTIONS] COMMAND [ARGS]...", command="", error=error))


@pytest.mark.parametrize(
    "arguments", [["check"], ["build"], ["tidy"], ["query", "about"], ["why", "acra"], ["page"]], ids=lambda arguments: str(arguments[0])
)
def test_outside_of_a_workspace_each_command_says_so(arguments: list[str], tmp_path: Path) -> None:
    """With the way to make one; and so it is with a folder that was named, and with one that is not there."""
    assert kg(*arguments, cwd=tmp_path) == Ran(1, "", NOWHERE.format(where="the current directory"))
    assert kg(arguments[0], "-w", str(tmp_path), *arguments[1:]) == Ran(1, "", NOWHERE.format(where=f'"{tmp_path}"'))
    none = tmp_path / "none"
    error = f'Error: "{none}" is not there. Name the folder of a workspace, or one in it.\n'
    assert kg(arguments[0], "-w", str(none), *arguments[1:]) == Ran(1, "", error)


def test_the_workspace_is_found_from_any_folder_in_it(case: Folder) -> None:
    """As git finds its own."""
    assert kg("check", cwd=case.documents) == Ran(0, "", SUMMARY + "Nothing is wrong.\n")


# `kg serve` does not end by itself, and `kg load` needs a server: tests/test_serve_limits.py and tests/test_remote.py run them.
@pytest.mark.parametrize("name", [name for name in main.list_commands(click.Context(main)) if name not in ("load", "serve")])
def test_the_example_of_a_help_works(name: str, case: Folder) -> None:
    """What `--help` shows can be typed as it stands."""
    helped = kg(name, "--help")
    example = re.search(r"Example:\n +kg (.+)", helped.out)
    assert example
    arguments = example[1].split(" > ")[0].split()
    for file, text in readme_files().items():
        (case.root / file).write_text(text, encoding="utf-8")

    ran = kg(*arguments, cwd=case.root)

    assert (helped.code, helped.err, ran.code) == (0, "", 0)


# ---- init


@pytest.mark.parametrize(("options", "then"), [([], "check"), (["--example"], "build")])
def test_init_makes_a_workspace_that_builds(options: list[str], then: str, tmp_path: Path) -> None:
    """It says what to type next, and that works."""
    ran = kg("init", *options, "my case", cwd=tmp_path)

    assert ran == Ran(0, "", f"my case: made. Next: cd 'my case' && kg {then}\n")
    assert kg("check", cwd=tmp_path / "my case").code == 0
    assert kg("build", cwd=tmp_path / "my case").out == f"exports{os.sep}index.html\n"


def test_init_in_the_empty_folder_one_stands_in(tmp_path: Path) -> None:
    """The folder stays the same one, so that the shell in it sees what was made."""
    before = tmp_path.stat().st_ino

    ran = kg("init", ".", cwd=tmp_path)

    assert ran == Ran(0, "", f"{tmp_path.name}: made. Next: kg check\n")
    assert tmp_path.stat().st_ino == before
    assert sorted(path.name for path in tmp_path.iterdir()) == [".gitattributes", ".gitignore", "data", "exports", "kg.toml", "ontology"]


@pytest.mark.parametrize("options", [[], ["--example"]])
def test_init_never_overwrites(options: list[str], tmp_path: Path) -> None:
    """Neither a folder with anything in it, nor a workspace, nor a file; and it leaves nothing behind."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    kg("init", "made", cwd=tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    for name in ("full", "file", "made"):
        said = f'Error: "{name}" exists and is no empty folder; nothing was written. Choose a new folder.\n'
        assert kg("init", *options, name, cwd=tmp_path) == Ran(1, "", said)

    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_init_below_a_file_cannot_be(tmp_path: Path) -> None:
    """The system's reason, in one sentence."""
    (tmp_path / "file").write_text("mine")

    ran = kg("init", "file/case", cwd=tmp_path)

    assert ran.code == 1
    assert re.fullmatch(r'Error: "file/case" cannot be made: [\w ]+\. Choose a folder that you may write to\.\n', ran.err)


@pytest.mark.parametrize("name", ['a "quoted" name', "back\\slash", "ខ្មែរ", "two\nlines", "Кase"])
def test_init_takes_any_name_for_a_title(name: str, tmp_path: Path) -> None:
    """Whatever a folder may be called, the settings are sound."""
    kg("init", name, cwd=tmp_path)

    settings, found = Folder(tmp_path / name).settings()

    assert (settings.title, found) == (name, ())
    assert settings.base.isascii()


def test_init_leaves_out_of_a_title_what_no_page_can_show(tmp_path: Path) -> None:
    """A control character in the name of a folder would be a finding at the first check."""
    kg("init", "a\x07b", cwd=tmp_path)

    settings, found = Folder(tmp_path / "a\x07b").settings()

    assert (settings.title, found) == ("ab", ())


# ---- check and build


def test_check_of_a_sound_workspace_has_no_data_to_give(case: Folder) -> None:
    """Nothing on stdout, what there is on stderr."""
    assert kg("check", cwd=case.root) == Ran(0, "", SUMMARY + "Nothing is wrong.\n")
    assert kg("check", "--shacl", cwd=case.root) == Ran(0, "", SUMMARY + "Nothing is wrong.\n")


def test_findings_of_check_are_data(case: Folder) -> None:
    """One line each on stdout, so that they can be piped; the talk is on stderr."""
    spoil(case)

    ran = kg("check", cwd=case.root)

    assert ran == Ran(1, FINDINGS, "36 rows read; 40 statements, 5 of them by rule; 30 established\n2 findings.\n")


def test_build_lists_every_finding_and_does_nothing(case: Folder) -> None:
    """All at once, on stderr; the exports stay as they are."""
    before = hashes(case.exports)
    spoil(case)

    ran = kg("build", cwd=case.root)

    assert ran == Ran(1, "", FINDINGS + "2 findings; nothing was done.\n")
    assert hashes(case.exports) == before


@pytest.mark.parametrize("arguments", [["why", "acra"], ["page"]], ids=lambda arguments: arguments[0])
def test_nothing_is_told_of_a_workspace_with_findings(arguments: list[str], case: Folder) -> None:
    """What cannot be built cannot be shown either."""
    spoil(case)

    assert kg(*arguments, cwd=case.root) == Ran(1, "", FINDINGS + "2 findings; nothing was done.\n")
    assert not (case.root / "page.html").exists()


def test_what_is_worth_knowing_stops_nothing(case: Folder) -> None:
    """Possible doubles are listed on stderr, and the build goes on."""
    change(case.data / "actors.csv", "caram,NGO,Caram,", "caram,NGO,Caram,,,\ncaram-too,NGO,Caram,")

    ran = kg("build", cwd=case.root)

    assert (ran.code, ran.out) == (0, f"exports{os.sep}index.html\n")
    double = "is the label of caram too (data/actors.csv:4). Are they one? Say so in identities.csv: same, different or unsure."
    assert ran.err == f"Worth knowing:\ndata/actors.csv:5: label: {double}\n" + SUMMARY + WRITTEN.format(folder="exports")


def test_building_twice_changes_no_byte(case: Folder) -> None:
    """The second build says the same and writes the same."""
    before = hashes(case.exports)

    first, second = kg("build", cwd=case.root), kg("build", cwd=case.root)

    assert first == second == Ran(0, f"exports{os.sep}index.html\n", SUMMARY + WRITTEN.format(folder="exports"))
    assert hashes(case.exports) == before


def test_build_ends_with_the_way_to_the_page(case: Folder, tmp_path: Path) -> None:
    """Relative to where one stands, if it lies below; whole elsewhere."""
    below = kg("build", "-o", "out", cwd=case.root)
    outside = kg("build", "-w", str(case.root), cwd=case.data)

    assert below.out == f"out{os.sep}index.html\n"
    assert outside.out == f"{case.exports / 'index.html'}\n"
    assert hashes(case.root / "out").items() <= hashes(case.exports).items()


@pytest.mark.parametrize("output", [[], ["-o", "exports"], ["-o", "out/../exports"]])
def test_what_was_known_on_a_day_never_replaces_todays_exports(output: list[str], case: Folder) -> None:
    """It needs a folder of its own, by whatever way that is written."""
    before = hashes(case.exports)
    (case.root / "out").mkdir()

    ran = kg("build", "--known-on", "2026-11-24", *output, cwd=case.root)

    said = "Error: What was known on a day is no replacement for today's exports. Add a folder of its own: -o FOLDER\n"
    assert ran == Ran(1, "", said)
    assert hashes(case.exports) == before


def test_as_known_on_a_day(case: Folder) -> None:
    """On the day before anything was entered there is nothing."""
    ran = kg("build", "--known-on", "2026-11-24", "-o", "then", cwd=case.root)

    assert ran == Ran(0, f"then{os.sep}index.html\n", "36 rows read; 0 statements; 0 established\n" + WRITTEN.format(folder="then"))


@pytest.mark.parametrize("day", ["2013", "2013-02-30", "yesterday"])
def test_a_day_is_a_day(day: str, case: Folder) -> None:
    """With the way to write one."""
    error = f"Invalid value for '--known-on': \"{day}\" is no day. Write it as 2013-07-15."

    ran = kg("build", "--known-on", day, "-o", "then", cwd=case.root)

    assert ran == Ran(2, "", HELP.format(usage="build [OPTIONS]", command=" build", error=error))


def test_build_into_a_file_cannot_be(case: Folder) -> None:
    """One sentence, and the file stays."""
    (case.root / "mine.txt").write_text("mine")

    ran = kg("build", "-o", "mine.txt", cwd=case.root)

    assert (ran.code, ran.out) == (1, "")
    assert re.fullmatch(r'Error: "mine\.txt" cannot be made: [\w ]+\. Choose a folder that you may write to\.\n', ran.err)
    assert (case.root / "mine.txt").read_text() == "mine"


@pytest.mark.parametrize("target", ["data", "data/documents", "ontology", ".", "kg.toml"])
def test_a_build_never_writes_over_what_it_reads(case: Folder, target: str) -> None:
    """A folder that holds tables, terms or documents is refused before anything is written there."""
    before = {path: path.read_bytes() for path in sorted(case.root.rglob("*")) if path.is_file()}

    ran = kg("build", "-o", target, cwd=case.root)

    assert (ran.code, ran.out) == (1, "")
    assert ran.err == f'Error: "{target}" holds what a build reads; nothing was written. Choose a folder of its own, such as exports/.\n'
    assert {path: path.read_bytes() for path in sorted(case.root.rglob("*")) if path.is_file()} == before


@pytest.mark.parametrize("command", [("page", "--profile", "team"), ("query", "ASK {}")])
def test_no_answer_and_no_page_is_written_over_a_table(case: Folder, command: tuple[str, ...]) -> None:
    """A typing error after -o does not cost the tables."""
    assert kg("build", cwd=case.root).code == 0
    before = (case.data / "actors.csv").read_bytes()

    ran = kg(*command, "-o", "data/actors.csv", cwd=case.root)

    assert ran.code == 2
    assert '"data/actors.csv" belongs to what the workspace is made of; nothing was written. Choose another file.' in ran.err
    assert (case.data / "actors.csv").read_bytes() == before


# ---- tidy


def test_tidy_of_tidy_tables_changes_nothing(case: Folder) -> None:
    """What ships is in canonical form."""
    assert kg("tidy", cwd=case.root) == Ran(0, "", "All tables are tidy.\n")
    assert kg("tidy", "--check", cwd=case.root) == Ran(0, "", "All tables are tidy.\n")


def test_tidy_undoes_what_a_spreadsheet_did(case: Folder) -> None:
    """`--check` names the tables and changes nothing; without it they are again what they were."""
    table = case.data / "actors.csv"
    before = table.read_bytes()
    header, *rows = before.decode().splitlines()
    spoilt = "\r\n".join(line.replace(",", ";") if '"' not in line else line for line in [header, *reversed(rows)] if '"' not in line).encode()
    quoted = [row for row in rows if '"' in row]
    table.write_bytes(b"\xef\xbb\xbf" + spoilt)

    checked = kg("tidy", "--check", cwd=case.root)
    unchanged = table.read_bytes() == b"\xef\xbb\xbf" + spoilt
    tidied = kg("tidy", cwd=case.root)

    assert checked == Ran(1, "", "data/actors.csv: not tidy\nError: 1 file to tidy. Run: kg tidy\n")
    assert unchanged
    assert tidied == Ran(0, "", "data/actors.csv: rewritten\n")
    assert table.read_text(encoding="utf-8").splitlines() == [line for line in before.decode().splitlines() if line not in quoted]


def test_tidy_leaves_a_table_alone_that_it_cannot_read(case: Folder) -> None:
    """A finding, and no row is lost."""
    table = case.data / "actors.csv"
    table.write_text("nothing,we,know\n", encoding="utf-8")

    ran = kg("tidy", cwd=case.root)

    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith('data/actors.csv:1: none of its columns is one of this table: "nothing", "we", "know".')
    assert ran.err.endswith("1 finding; nothing was done.\n")
    assert table.read_text(encoding="utf-8") == "nothing,we,know\n"


def test_rename_carries_statements_and_judgements_along(case: Folder) -> None:
    """After it the workspace is as sound as before, with the same statements established, and stories lead to the same places."""
    ran = kg("tidy", "--rename", "acra", "recruiters", cwd=case.root)

    files = ("actors.csv", "judgements.csv", "statements.csv", "stories/who-met-and-what-is-claimed.md")
    assert ran == Ran(0, "", "".join(f"data/{name}: rewritten\n" for name in files))
    assert kg("check", cwd=case.root) == Ran(0, "", SUMMARY + "Nothing is wrong.\n")
    assert "cdm-manpower memberOf recruiters [alleged by joel-preston]" in kg("why", "CDM Manpower", "memberOf", cwd=case.root).out
    assert kg("tidy", "--check", cwd=case.root).code == 0


@pytest.mark.parametrize(
    ("names", "error"),
    [
        (("nobody", "somebody"), 'There is no actor, source or event "nobody".'),
        (
            ("acra", "caram"),
            '"caram" is the id of something else already. To say that two actors are one, write a row in identities.csv.',
        ),
        (("acra", "ACRA"), '"ACRA" cannot be an id. Write small letters a to z, digits and hyphens, with a letter first.'),
    ],
)
def test_rename_refuses_names_that_cannot_be(names: tuple[str, str], error: str, case: Folder) -> None:
    """Wrong use, and nothing is written."""
    before = hashes(case.data / "documents") | {p.name: p.read_text(encoding="utf-8") for p in case.data.glob("*.csv")}

    ran = kg("tidy", "--rename", *names, cwd=case.root)

    assert ran == Ran(2, "", f"Error: {error}\n")
    assert hashes(case.data / "documents") | {p.name: p.read_text(encoding="utf-8") for p in case.data.glob("*.csv")} == before


def test_rename_wants_two_names_and_no_check(case: Folder) -> None:
    """Wrong use, said by the command's own usage."""
    both = "--check changes nothing and --rename does: give one of them."

    assert kg("tidy", "--rename", "acra", cwd=case.root) == Ran(2, "", "Error: Option '--rename' requires 2 arguments.\n")
    ran = kg("tidy", "--check", "--rename", "acra", "recruiters", cwd=case.root)
    assert ran == Ran(2, "", HELP.format(usage="tidy [OPTIONS]", command=" tidy", error=both))
