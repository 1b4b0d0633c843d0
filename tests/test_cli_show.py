"""`kg page`, `kg completion` and what the shell completes: every word, and the exit code."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cli_kit import HELP, Ran, copy_of_example, example, kg
from click.shell_completion import get_completion_class
from maker import make_workspace

from kg.cli import main
from kg.errors import UsageError
from kg.folder import Folder
from kg.tasks.show import page_of
from kg.texts import LANGUAGES

WITHHELD = "Withheld: {what}. Who is linked to whom can still give somebody away: read it before you publish.\n"
TEAM = '<p class="copy-mark team" data-t="frame.copy-team">Team copy – not for publication</p>'


@pytest.fixture
def case(tmp_path: Path) -> Folder:
    """A copy of the built example."""
    return copy_of_example(tmp_path / "case")


# ---- page


def test_a_page_is_one_file_and_says_for_whom(case: Folder) -> None:
    """Without a name it is `page.html`, for anybody, where one stands."""
    ran = kg("page", cwd=case.root)

    html = (case.root / "page.html").read_text(encoding="utf-8")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == f"page.html: {len(html.encode()) // 1000} kB, for anybody; it works without a network.\n"
    assert "<title>Ministry, NGOs and a trafficking report</title>" in html
    assert TEAM not in html


def test_a_page_for_the_team_says_so_on_its_face(case: Folder) -> None:
    """So that nobody sends it on by mistake; it is the page that a build writes."""
    ran = kg("page", "--profile", "team", "-o", "team.html", cwd=case.root)

    html = (case.root / "team.html").read_bytes()
    assert ran.err == f"team.html: {len(html) // 1000} kB, for the team; it works without a network.\n"
    assert TEAM.encode() in html
    assert html == (case.exports / "index.html").read_bytes()


def test_a_page_opens_in_the_language_that_is_asked_for() -> None:
    """Whatever `kg.toml` says; every language that the page speaks can be asked for, and no other."""
    for language in LANGUAGES:
        assert f'<html lang="{language}"' in kg("page", "-o", "-", "--language", language).out
    refusal = kg("page", "-o", "-", "--language", "de")
    assert (refusal.code, refusal.out) == (2, "")
    assert refusal.err.endswith("Error: Invalid value for '--language': 'de' is not one of 'en', 'fr'.\n")
    assert '<html lang="en"' in kg("page", "-o", "-").out
    with pytest.raises(UsageError, match=r'^The page does not speak "de"\.') as refused:
        page_of(example(), language="de")
    assert refused.value.hint == "It speaks en and fr."


def test_a_page_may_go_to_stdout_under_another_title() -> None:
    """Data only, and nothing on stderr; a title is text, whatever it holds."""
    ran = kg("page", "-o", "-", "--title", "Bread & <b>salt</b>")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.lstrip().lower().startswith("<!doctype html>")
    assert "<title>Bread &amp; &lt;b&gt;salt&lt;/b&gt;</title>" in ran.out


@pytest.mark.parametrize(
    ("output", "code", "error"),
    [
        ("data", 2, '"data" is a folder. Name a file in it.'),
        ("kg.toml", 2, '"kg.toml" belongs to what the workspace is made of; nothing was written. Choose another file.'),
        ("data/statements.csv", 2, '"data/statements.csv" belongs to what the workspace is made of; nothing was written. Choose another file.'),
        ("none/page.html", 1, '"none/page.html" cannot be written: No such file or directory. Check that its folder is there.'),
    ],
)
def test_a_page_is_written_over_nothing_that_matters(output: str, code: int, error: str, case: Folder) -> None:
    """One sentence, and all files as they were."""
    before = {path: path.read_bytes() for path in case.root.rglob("*") if path.is_file()}

    ran = kg("page", "-o", output, cwd=case.root)

    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith(f"Error: {error}")
    assert {path: path.read_bytes() for path in case.root.rglob("*") if path.is_file()} == before


OWN_CLASS = """\
@prefix kg: <https://w3id.org/actor-kg/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

kg:Informant a rdfs:Class ;
    rdfs:subClassOf kg:Person ;
    rdfs:label "Informant" ;
    skos:definition "A person who told us something and must not be known." ;
    kg:example "The foreman's cousin, who had the list." ;
    kg:publish "no" .
"""


def withheld_case(root: Path, **change: str) -> Folder:
    """Two actors, a source and a statement, of which one record is not to be published as it is."""
    actor = {"id": "a-1", "type": "NGO", "label": "Alder"} | {k[6:]: v for k, v in change.items() if k.startswith("actor_")}
    source = {"id": "paper", "kind": "news", "title": "The Paper"} | {k[7:]: v for k, v in change.items() if k.startswith("source_")}
    said = {"subject": "a-1", "relation": "met", "object": "birch", "modality": "asserted", "source": "paper", "locator": "p. 1", "curator": "ed"}
    said |= {k[5:]: v for k, v in change.items() if k.startswith("said_")}
    actors = [actor, {"id": "birch", "type": "NGO", "label": "Birch"}]
    return make_workspace(root, actors=actors, sources=[source], statements=[said], ontology=change.get("ontology", ""))


@pytest.mark.parametrize(
    ("change", "gone", "what"),
    [
        ({"actor_publish": "no"}, "Alder", "1 record left out, 1 statement left out"),
        ({"actor_publish": "pseudonym"}, "Alder", "1 record under a pseudonym"),
        ({"actor_type": "Victim"}, "Alder", "1 record under a pseudonym"),
        ({"actor_type": "Minor"}, "Alder", "1 record under a pseudonym"),
        ({"actor_type": "Informant", "ontology": OWN_CLASS}, "Alder", "1 record left out, 1 statement left out"),
        ({"source_publish": "no"}, "The Paper", "1 record left out, 1 statement left out"),
        ({"source_publish": "pseudonym"}, "The Paper", "1 record under a pseudonym"),
        ({"said_publish": "no"}, " met ", "1 statement left out"),
        ({"said_publish": "pseudonym"}, "p. 1", "1 quote cut"),
    ],
    ids=["actor", "pseudonym", "victim", "minor", "own class", "source", "unnamed source", "statement", "words"],
)
def test_a_public_page_shows_nothing_that_is_withheld(change: dict[str, str], gone: str, what: str, tmp_path: Path) -> None:
    """By its own column or by the default of its class, a class of one's own too; for the team all is written."""
    case = withheld_case(tmp_path, **change)

    public, team = kg("page", cwd=case.root), kg("page", "--profile", "team", "-o", "-", cwd=case.root)

    html = (case.root / "page.html").read_text(encoding="utf-8").partition('id="page-data"')[2].partition("</script>")[0]
    assert (public.code, public.out) == (0, "")
    assert public.err.splitlines(keepends=True)[1] == WITHHELD.format(what=what)
    assert gone not in html
    assert (team.code, team.err) == (0, "")
    assert gone in team.out
    assert TEAM in team.out


def test_a_class_that_withholds_can_be_overruled_by_a_row(tmp_path: Path) -> None:
    """Who has agreed to be named is named."""
    case = withheld_case(tmp_path, actor_type="Victim", actor_publish="yes")

    ran = kg("page", cwd=case.root)

    assert (ran.code, len(ran.err.splitlines())) == (0, 1)


def test_there_are_two_profiles() -> None:
    """Anything else is wrong use."""
    error = "Invalid value for '--profile': 'press' is not one of 'public', 'team'."

    assert kg("page", "--profile", "press") == Ran(2, "", HELP.format(usage="page [OPTIONS]", command=" page", error=error))


# ---- completion


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_script(shell: str) -> None:
    """It asks `kg` itself what fits, so it never grows old."""
    ran = kg("completion", shell)

    assert (ran.code, ran.err) == (0, "")
    assert f"_KG_COMPLETE={shell}_complete" in ran.out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_is_one_that_its_shell_can_read(shell: str) -> None:
    """Where the shell is installed."""
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed here")

    done = subprocess.run([shell, "-n"], input=kg("completion", shell).out.encode(), capture_output=True, check=False)

    assert (done.returncode, done.stderr) == (0, b"")


def test_an_unknown_shell_is_refused() -> None:
    """With those that are known."""
    error = "Invalid value for '{bash|zsh|fish}': 'tcsh' is not one of 'bash', 'zsh', 'fish'."

    assert kg("completion", "tcsh") == Ran(2, "", HELP.format(usage="completion [OPTIONS] {bash|zsh|fish}", command=" completion", error=error))


def completed(words: str, folder: Path, monkeypatch: pytest.MonkeyPatch, shell: str = "bash") -> str:
    """What a shell is told when a tab is typed after these words: its own variables in, click's answer out."""
    found = get_completion_class(shell)
    assert found is not None
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", words.split(" ")[-1] if shell == "fish" else str(words.count(" ")))
    monkeypatch.chdir(folder)
    return found(main, {}, "kg", "_KG_COMPLETE").complete()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("kg ", "init add check tidy build extract evaluate import query why terms page export serve load completion"),
        ("kg qu", "query"),
        ("kg query ab", "about"),
        ("kg query acc", "accusations accused-members-at-meetings"),
        ("kg why cdm", "cdm-manpower"),
        ("kg why Joel", "joel-preston"),
        ("kg why MINISTRY-", "ministry-of-foreign-affairs-kh ministry-of-interior-kh"),
        ("kg why meeting", "meeting-2013-07"),
        ("kg why acra mem", "memberOf"),
        ("kg why acra met us-e", "us-embassy-phnom-penh"),
        ("kg terms Rec", "RecruitmentAgency"),
        ("kg terms member", "memberOf"),
        ("kg page --prof", "--profile"),
        ("kg page --profile ", "public team"),
        ("kg page --actor joel", "joel-preston"),
        ("kg page --relation mem", "memberOf"),
        ("kg page --standing re", "refuted rejected"),
        ("kg query -f ", "table csv tsv json xml turtle ntriples jsonld rdfxml"),
        ("kg completion z", "zsh"),
        ("kg why zzz", ""),
    ],
)
def test_the_shell_completes_words(words: str, offered: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands, options, named queries, actors by id or by a word of their label, relations, terms."""
    lines = completed(words, example().root, monkeypatch).splitlines()

    assert lines == [f"plain,{word}" for word in offered.split()]


@pytest.mark.parametrize("words", ["kg page -o x", "kg why -w x", "kg init x", "kg build -o x", "kg query ./mine"])
def test_the_shell_completes_files(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a path belongs, the shell's own completion goes on."""
    assert completed(words, example().root, monkeypatch) == f"file,{words.rsplit(' ', 1)[1]}"


def test_a_workspace_named_on_the_line_is_the_one_that_is_completed_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And elsewhere, without a workspace, nothing is offered and nothing said."""
    assert completed(f"kg why -w {example().root} cdm", tmp_path, monkeypatch) == "plain,cdm-manpower"
    assert completed("kg why cdm", tmp_path, monkeypatch) == ""
    assert completed("kg why acra mem", tmp_path, monkeypatch) == "plain,memberOf"


def test_other_shells_show_what_a_word_means(monkeypatch: pytest.MonkeyPatch) -> None:
    """The label of an actor stands beside its id."""
    assert completed("kg why cdm", example().root, monkeypatch, "zsh") == "plain\ncdm-manpower\nCDM Manpower"
    assert completed("kg why cdm", example().root, monkeypatch, "fish") == "plain,cdm-manpower\tCDM Manpower"


def test_actors_of_turtle_files_are_completed_too(case: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever a record comes from."""
    turtle = (
        "@prefix kg: <https://w3id.org/actor-kg/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        '<https://example.org/case/actor/zelkova> a kg:NGO ; rdfs:label "Zelkova Fund" .\n'
    )
    (case.data / "more.ttl").write_text(turtle, encoding="utf-8")

    assert completed("kg why zel", case.root, monkeypatch) == "plain,zelkova"


def test_bash_itself_completes(tmp_path: Path) -> None:
    """The script in a real bash: an actor of the workspace after a tab."""
    if not shutil.which("bash"):
        pytest.skip("bash is not installed here")
    script = kg("completion", "bash").out
    (tmp_path / "kg").write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m kg "$@"\n', encoding="utf-8")
    (tmp_path / "kg").chmod(0o755)
    asked = 'COMP_WORDS=(kg why joel); COMP_CWORD=2; _kg_completion kg why joel; echo "${COMPREPLY[@]}"'

    done = subprocess.run(
        ["bash", "--norc", "-c", f"PATH={shlex.quote(str(tmp_path))}:$PATH\n{script}\n{asked}"],
        cwd=example().root, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.stdout, done.stderr) == ("joel-preston\n", "")


def test_the_help_of_completion_says_what_to_do_with_it() -> None:
    """A script that nobody loads completes nothing."""
    assert re.search(r"kg completion bash > ~/\.kg-complete\.bash +# then: source it in ~/\.bashrc", kg("completion", "--help").out)
