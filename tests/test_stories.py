"""Stories as files: what is read of them, what of it the page gets, and how they belong to the workspace."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.folder import Folder
from kg.page.addresses import views
from kg.stories import read_stories, read_story, runs
from kg.tasks.build import build
from kg.tasks.manifest import inputs, is_stale
from kg.tasks.reading import read_workspace

HERE = Path(__file__).parent
TALKS = """# The talks

What was said
in May.

Nobody agrees.

## Who sat there
The union and *the office*, 2 * 3 = 6.

[see](#actor=talks-2020&view=table)

## Only claims
[what is said](#standing=-established)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A sound workspace with one story."""
    shutil.copytree(HERE / "workspaces" / "minimal", tmp_path / "case")
    (tmp_path / "case" / "data" / "stories").mkdir()
    (tmp_path / "case" / "data" / "stories" / "the-talks.md").write_text(TALKS, encoding="utf-8")
    return Folder(tmp_path / "case")


def test_a_story_is_its_title_its_steps_and_their_views(folder: Folder) -> None:
    """Lines that follow each other are one paragraph, blank lines divide, the link is no text."""
    (story,), found = read_stories(folder)

    assert found == ()
    assert (story.id, story.title) == ("the-talks", "The talks")
    assert story.lead == (((False, "What was said in May."),), ((False, "Nobody agrees."),))
    first, second = story.steps
    assert (first.heading, first.address) == ("Who sat there", "actor=talks-2020&view=table")
    assert first.text == (((False, "The union and "), (True, "the office"), (False, ", 2 * 3 = 6.")),)
    assert (second.text, second.address, second.at.line) == ((), "standing=-established", 14)


@given(st.text())
def test_emphasis_takes_only_its_marks(text: str) -> None:
    """Whatever is written, every character but the marks of emphasis comes out, in order."""
    pieces = runs(text)

    assert "".join(f"*{words}*" if strong else words for strong, words in pieces) == text


@given(st.text(alphabet="#[]()* \n=&+-ab.%", max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    """Any text is a story or has a finding, each in a line of the text."""
    story, found = read_story(text, "made", "data/stories/made.md")

    assert (story is None) == bool(found)
    assert all(1 <= finding.place.line <= max(1, len(text.splitlines())) for finding in found)


def test_views_are_the_tabs_of_the_page() -> None:
    """A story may show every view that the page has."""
    assert {"network", "table", "contradictions"} <= set(views())


def test_a_story_is_an_input_of_the_build(folder: Folder) -> None:
    """The manifest names it, and a build is of yesterday when a sentence changes; nothing is ever written over it."""
    build(folder)
    assert "data/stories/the-talks.md" in inputs(folder)
    assert not is_stale(folder)

    path = folder.data / "stories" / "the-talks.md"
    path.write_text(TALKS.replace("Nobody agrees.", "Somebody agrees."), encoding="utf-8")

    assert is_stale(folder)
    assert folder.holds_input(path)


def test_a_page_of_an_earlier_day_tells_no_story(folder: Folder) -> None:
    """Stories are of today: what was known on a day is shown without them."""
    assert [story.id for story in read_workspace(folder).stories] == ["the-talks"]
    assert read_workspace(folder, day=date(2020, 6, 1)).stories == ()


def test_a_story_keeps_leading_to_an_actor_that_was_joined(folder: Folder) -> None:
    """After two ids became one, the address of a step holds the one that the page knows."""
    text = TALKS.replace("actor=talks-2020&view=table", "path=dwu-old+harbour-office&actor=dwu-old")
    (folder.data / "stories" / "the-talks.md").write_text(text, encoding="utf-8")
    with (folder.data / "actors.csv").open("a", encoding="utf-8") as file:
        file.write("dwu-old,Association,Dock Workers,\n")
    (folder.data / "identities.csv").write_text(
        "left,right,judgement,curator,date,reason\ndock-union,dwu-old,same,ana,2020-06-01,One union.\n", encoding="utf-8"
    )

    reading = read_workspace(folder)

    assert reading.findings == ()
    assert reading.stories[0].steps[0].address == "path=dock-union+harbour-office&actor=dock-union"
