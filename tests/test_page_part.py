"""A page of a part of a case: what is selected, what comes with it, what is said of it, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from cli_kit import kg
from maker import make_workspace
from page_case import case, weighed

import kg as package
from kg.errors import UsageError
from kg.folder import Folder
from kg.network import Wanted, select

CURATED = {"source": "gazette", "curator": "ed"}


def _said(subject: str, relation: str, other: str, modality: str = "asserted", **more: str) -> dict[str, str]:
    return {"subject": subject, "relation": relation, "object": other, "modality": modality, "locator": "p. 1"} | CURATED | more


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A chain of four, a claim against a fact, one who is withheld, and a story."""
    names = {
        "silva": "Silva Shipping",
        "union": "Dockers’ Union",
        "ministry": "Ministry of Harbours",
        "court": "Harbour Court",
        "paper": "The Gazette",
    }
    made = make_workspace(
        tmp_path / "case",
        actors=[
            *({"id": name, "type": "NGO", "label": label} for name, label in names.items()),
            {"id": "woman-1", "type": "Person", "label": "Quiet Quinn", "publish": "no"},
        ],
        sources=[{"id": "gazette", "kind": "news", "title": "Gazette of May", "publisher": "paper", "published": "2019-05"}],
        statements=[
            _said("union", "criticized", "silva", when="2012"),
            _said("silva", "supported", "ministry", when="2015"),
            _said("silva", "supported", "ministry", "denied", claimant="court", when="2015"),
            _said("ministry", "met", "court"),
            _said("woman-1", "met", "court"),
        ],
    )
    stories = made.root / "data" / "stories"
    stories.mkdir()
    (stories / "one.md").write_text("# Who supports whom\n\n## The ministry\n\n[see](#actor=ministry)\n", encoding="utf-8")
    return made


def _page(folder: Folder, *arguments: str) -> tuple[str, str]:
    ran = kg("page", "-o", "-", *arguments, cwd=folder.root)
    assert ran.code == 0, ran.err
    return ran.out, ran.err


REST = "The rest is not in this file; what each is worth was weighed in the whole case."


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--actor", "union"), f"A part of the case: actors within 1 step of Dockers’ Union. 1 of 4 statements. {REST}"),
        (
            ("--actor", "Dockers’ Union", "--hops", "2"),
            f"A part of the case: actors within 2 steps of Dockers’ Union. 3 of 4 statements. {REST}",
        ),
        (("--since", "2012-06", "--until", "2014"), f"A part of the case: from 2012-06-01 until 2014-12-31. 1 of 4 statements. {REST}"),
        (("--relation", "criticized", "--relation", "met"), f"A part of the case: relation criticized or met. 2 of 4 statements. {REST}"),
        (
            ("--standing", "denied"),
            (
                "A part of the case: standing denied. 2 of 4 statements (1 of them because they stand against a selected one, "
                f"or because a selected one follows from them). {REST}"
            ),
        ),
        (
            ("--actor", "silva", "--actor", "ministry", "--hops", "0", "--standing", "established"),
            (
                "A part of the case: nobody but Silva Shipping and Ministry of Harbours; standing established. 2 of 4 statements "
                f"(1 of them because they stand against a selected one, or because a selected one follows from them). {REST}"
            ),
        ),
    ],
)
def test_a_page_says_which_part_it_holds(asked: tuple[str, ...], said: str, folder: Folder) -> None:
    """In its head, without scripts, and where the command speaks: what was asked for, how much that is, and that there is more."""
    html, talk = _page(folder, *asked)

    assert f'<p class="counts part"><bdi>{said}</bdi></p>' in html
    assert html.count(said) >= 3
    assert said in talk.splitlines()


def test_a_contested_statement_stays_contested_and_brings_its_counterpart(folder: Folder) -> None:
    """What was weighed in the whole case is not weighed again, and both sides are there."""
    html, _ = _page(folder, "--standing", "established", "--relation", "supported")

    assert "CONTESTED: Silva Shipping supported Ministry of Harbours (2015)" in html
    assert "DENIED by Harbour Court: Silva Shipping supported Ministry of Harbours (2015)" in html


def test_nobody_and_nothing_else_is_in_the_file(folder: Folder) -> None:
    """Whoever is not named by what is selected stands nowhere in it; whoever is named is there, publisher and claimant too."""
    html, _ = _page(folder, "--actor", "union")

    assert all(name in html for name in ("Dockers’ Union", "Silva Shipping", "The Gazette", "Gazette of May"))
    assert not any(name in html for name in ("Ministry of Harbours", "Harbour Court", "Quiet Quinn"))


def test_a_story_is_told_whole_or_not_at_all(folder: Folder) -> None:
    """It goes with a part that holds all its steps, and with no other; then the command says so."""
    told, quiet = _page(folder, "--relation", "met")
    untold, said = _page(folder, "--actor", "union")

    assert "Who supports whom" in told
    assert "A story" not in quiet
    assert "Who supports whom" not in untold
    assert "A story is told whole or not at all: one does not go with this part." in said


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        (("--actor", "silvia"), 'Nobody is called "silvia" here. Did you mean "silva"?'),
        (("--actor", "Quiet Quinn"), 'Nobody is called "Quiet Quinn" here.'),
        (("--relation", "suported"), 'No relation is called "suported". Did you mean "supported"?'),
        (("--relation", "xyzzy"), 'No relation is called "xyzzy". kg terms lists them.'),
        (("--standing", "alleg"), 'No standing is called "alleg". Did you mean "alleged"?'),
        (("--since", "then"), '"then" is no day. Write 2013, 2013-07, 2013-07-15 or 2013-06/2013-07.'),
        (("--since", "2019/.."), '"2019/.." has no end. Write 2013-07-15, 2013-07 or 2013.'),
        (("--since", "2019", "--until", "2018"), "2019-01-01 lies after 2018-12-31: nothing can be between them. Exchange --since and --until."),
        (("--hops", "2"), "Steps are counted from an actor, and none is named. Name one with --actor."),
        (("--actor", "union", "--hops", "-1"), "-1 is no number of steps. Give 0, 1, 2 …"),
        (("--relation", "sued"), "No statement of this case is selected: relation sued. Ask for less."),
        (
            ("--actor", "union", "--since", "2014"),
            (
                "No statement of this case is selected: actors within 1 step of Dockers’ Union; from 2014-01-01. "
                "Alone they select: actors within 1 step of Dockers’ Union: 1; from 2014-01-01: 2."
            ),
        ),
    ],
)
def test_what_means_nothing_or_selects_nothing_is_refused(asked: tuple[str, ...], error: str, folder: Folder) -> None:
    """One sentence that says what to do, exit code 2, and no file; a withheld name is as unknown as any other."""
    ran = kg("page", "-o", "part.html", *asked, cwd=folder.root)

    assert (ran.code, ran.out, ran.err.splitlines()[-1]) == (2, "", f"Error: {error}")
    assert not (folder.root / "part.html").exists()


def test_from_python_it_is_the_same_page(folder: Folder) -> None:
    """`Workspace.page` takes what the command takes, one word or several, and refuses the same."""
    html, _ = _page(folder, "--actor", "union", "--hops", "2", "--relation", "criticized", "--relation", "supported", "--title", "Two")
    workspace = package.open(folder.root)

    written = workspace.page(folder.root / "two.html", actor="union", hops=2, relation=["criticized", "supported"], title="Two")

    assert written.read_text(encoding="utf-8") == html
    with pytest.raises(UsageError, match='No standing is called "doubted"'):
        workspace.page(folder.root / "three.html", standing="doubted")


@pytest.mark.law
@pytest.mark.parametrize("since", [None, date(2020, 1, 1)])
@pytest.mark.parametrize("word", ["established", "alleged", "denied", "planned", "candidate", "refuted"])
def test_no_standing_changes_by_what_is_left_out(word: str, since: date | None) -> None:
    """Whatever is selected keeps its standing, its voices and every statement that stands against it."""
    whole, known = case(), weighed(case())

    part = select(whole, known, Wanted(standings=(word,), since=since))

    for statement in part.case.statements:
        assert part.weighed.standing[statement.id] == known.standing[statement.id]
        assert part.weighed.voices[statement.id] == known.voices[statement.id]
        assert part.weighed.contradicts.get(statement.id) == known.contradicts.get(statement.id)
        assert (statement.id in part.weighed.contested) == (statement.id in known.contested)
        assert {premise for item in statement.evidence for premise in item.premises} <= part.case.statement_by_id.keys()
    assert set(part.weighed.standing) == set(part.case.statement_by_id)
