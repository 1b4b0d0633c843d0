"""Stories: `data/stories/*.md`, a case told step by step, each step a few sentences and the address of a view of the page.

    # Title of the story
    Some sentences before the first step, if you like.

    ## Heading of a step
    Sentences, with *emphasis* at most.

    [see](#actor=silva-shipping)

Nothing else is read: what looks like other markup is a finding, so that no story says less on the page than in its file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.clean import TextError, decode, is_id, slug, trouble, visible
from kg.findings import Finding, Place, find, in_order
from kg.folder import Folder

__all__ = ["LARGEST", "Paragraph", "Step", "Story", "read_stories", "read_story", "renamed", "runs"]

#: In bytes; whoever has more to tell writes a second story.
LARGEST = 200_000

#: Text in pieces: (whether it is emphasised, the words).
Paragraph = tuple[tuple[bool, str], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what is said, and the view that shows it."""

    heading: str
    text: tuple[Paragraph, ...]
    #: What stands behind `#` in the address of the page.
    address: str
    #: The line of the link.
    at: Place = field(default=Place(""), compare=False)


@dataclass(frozen=True, slots=True)
class Story:
    """A story in the order of its steps; its id is the name of its file."""

    id: str
    title: str
    lead: tuple[Paragraph, ...]
    steps: tuple[Step, ...]


def read_stories(folder: Folder) -> tuple[tuple[Story, ...], tuple[Finding, ...]]:
    """Every story of a workspace, sorted by the names of their files, and all that is wrong with them."""
    top = folder.data / "stories"
    stories: list[Story] = []
    found: list[Finding] = []
    for path in sorted(top.iterdir()) if top.is_dir() else ():
        if path.name.startswith((".", "~$")):
            continue
        place = Place(folder.name(path))
        wrong = _misnamed(path, place) or _unread(path, folder, place)
        if wrong:
            found.append(wrong)
            continue
        try:
            text = decode(path.read_bytes())
        except TextError as error:
            found.append(find(error.code, Place(place.path, error.line), **error.values))
            continue
        story, findings = read_story(text, path.stem, place.path)
        stories += [story] if story else []
        found += findings
    return tuple(stories), in_order(found)


def _misnamed(path: Path, place: Place) -> Finding | None:
    if path.suffix == ".md" and is_id(path.stem):
        return None
    return find("story-name", place, value=visible(path.name), near=slug(path.stem) and f"{slug(path.stem)}.md")


def _unread(path: Path, folder: Folder, place: Place) -> Finding | None:
    """Why a file is not read: a link may lead to anything, and a large file is no story."""
    try:
        if not path.resolve().is_relative_to(folder.root.resolve()):
            return find("story-outside", place)
        if not path.is_file():
            return find("story-unreadable", place, detail="it is no file")
        if path.stat().st_size > LARGEST:
            return find("story-large", place, most=LARGEST // 1000)
        with path.open("rb"):
            return None
    except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle
        return find("story-unreadable", place, detail=getattr(error, "strerror", "") or "links in a circle")


def renamed(text: str, names: Mapping[str, str]) -> str:
    """The text of a story with other ids in the addresses of its steps; its words stay as they are."""

    def pair(part: str) -> str:
        key, equals, value = part.partition("=")
        return key + equals + re.sub(r"[a-z0-9][a-z0-9-]*", lambda found: names.get(found[0], found[0]), value) if key in _OF_IDS else part

    def line(row: str) -> str:
        link = _LINK.fullmatch(row.strip())
        return row.replace(link["address"], "#" + "&".join(map(pair, link["address"][1:].split("&")))) if link and link["address"][:1] == "#" else row

    return "".join(map(line, text.splitlines(keepends=True)))


# ---- one file

#: What in an address holds ids of the case.
_OF_IDS = ("actor", "path", "source", "statement")
_LINK = re.compile(r"\[(?P<label>[^\[\]]*)\]\((?P<address>[^()\s]*)\)")
#: What people write in such files and the page would show as signs.
_MARKUP = re.compile(r"#{3,}|#[^# ]|[-*+] |[0-9]+[.)] |>|\||```|~~~|!\[|<[A-Za-z/!]|(?:---|===|\*\*\*)\s*$")
_INLINE = re.compile(r"\*\*|__|`|\]\(|<[A-Za-z/!][^<>]*>")


def read_story(text: str, name: str, path: str) -> tuple[Story | None, tuple[Finding, ...]]:
    """The story that a text tells, `None` where it is none, and every finding about it."""
    found = [find(code, Place(path, int(values["line"])), **values) for code, values in trouble(text, kind="document")]
    parts, wrong = _parts(text.splitlines(), path)
    found += wrong
    if not parts or parts[0].level != 1:
        return None, (*found, find("story-title", Place(path, 1)))
    first, *rest = parts
    found += [find("story-titles", Place(path, part.line), value=visible(part.heading)) for part in rest if part.level == 1]
    found += [find("story-address-before", Place(path, line)) for line, _ in first.links]
    steps = [part for part in rest if part.level == 2]
    if not steps:
        found.append(find("story-empty", Place(path, first.line)))
    made = [_step(part, path) for part in steps]
    found += [item for item in made if isinstance(item, Finding)]
    story = Story(name, first.heading, first.paragraphs, tuple(item for item in made if isinstance(item, Step)))
    return (None if found else story), tuple(found)


@dataclass(slots=True)
class _Part:
    """A heading and what stands below it, up to the next."""

    level: int
    heading: str
    line: int
    rows: list[str] = field(default_factory=list)
    links: list[tuple[int, str]] = field(default_factory=list)

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        blocks = "\n".join(self.rows).split("\n\n")
        return tuple(runs(" ".join(block.split())) for block in blocks if block.strip())


def _parts(lines: list[str], path: str) -> tuple[list[_Part], list[Finding]]:
    parts: list[_Part] = []
    found: list[Finding] = []
    for number, line in enumerate(lines, 1):
        row = line.strip()
        heading = re.match(r"(#{1,2}) +(\S.*)", row)
        link = _LINK.fullmatch(row)
        if heading:
            parts.append(_Part(len(heading[1]), heading[2].strip(), number))
        elif row and not parts:
            found.append(find("story-title", Place(path, number)))
            return [], found
        elif link:
            parts[-1].links.append((number, link["address"]))
            parts[-1].rows.append("")
        elif parts:
            found += _markup(row, Place(path, number))
            parts[-1].rows.append(row)
    return parts, found


def _markup(row: str, place: Place) -> Iterator[Finding]:
    if _LINK.search(row):
        yield find("story-link-inside", place, value=visible(row))
    elif _MARKUP.match(row) or _INLINE.search(row):
        yield find("story-markup", place, value=visible(row))


def _step(part: _Part, path: str) -> Step | Finding:
    if not part.links:
        return find("story-link-missing", Place(path, part.line), value=visible(part.heading))
    if len(part.links) > 1:
        return find("story-link-twice", Place(path, part.links[1][0]), value=visible(part.heading))
    line, address = part.links[0]
    if not address.startswith("#"):
        return find("story-link", Place(path, line), value=visible(address))
    return Step(part.heading, part.paragraphs, address.removeprefix("#"), Place(path, line))


def runs(text: str) -> Paragraph:
    """The text in pieces; what stands between two `*` without blanks at their inner sides is emphasised."""
    found: list[tuple[bool, str]] = []
    at = 0
    for match in re.finditer(r"(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?![\w*])", text):
        found += [(False, text[at : match.start()]), (True, match[1])]
        at = match.end()
    return tuple((strong, words) for strong, words in (*found, (False, text[at:])) if words)
