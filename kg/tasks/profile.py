"""What a profile may see of a workspace, and the key that makes the public's pseudonyms."""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import replace

from kg.errors import DataError, WorkspaceError
from kg.files import locked, write_atomic
from kg.folder import Folder
from kg.page.addresses import check_stories
from kg.redact import PROFILES, Redacted, for_profile
from kg.stories import Paragraph, Step, Story
from kg.tasks.reading import Reading, read_workspace

__all__ = ["PROFILES", "pseudonym_key", "read_for", "redacted"]

#: Bytes of a key; in the file they are hexadecimal digits.
LENGTH = 32


def read_for(folder: Folder, profile: str) -> Redacted:
    """The workspace as a profile may see it; raises `DataError` with every finding."""
    reading = read_workspace(folder)
    if reading.findings:
        raise DataError(reading.findings)
    return redacted(reading, profile)


def redacted(reading: Reading, profile: str) -> Redacted:
    """What a profile may see of a workspace that was read.

    Triples of other vocabularies, which the team's dataset keeps, may say anything about anybody: no other profile has them.
    """
    seen = for_profile(reading.case, reading.ontology, reading.weighed, profile, key=lambda: pseudonym_key(reading.folder))
    return replace(seen, stories=tuple(filter(None, (_told(story, seen) for story in reading.stories))))


def _told(story: Story, seen: Redacted) -> Story | None:
    """A story without the steps that name somebody withheld, or show what is not there; nothing where no step is left."""
    steps = tuple(
        step for step in story.steps if not _gives_away(step, seen) and not check_stories([replace(story, steps=(step,))], seen.case, seen.ontology)
    )
    lead = tuple(paragraph for paragraph in story.lead if not seen.names.any(_plain(paragraph)))
    return Story(story.id, seen.names.cut(story.title), lead, steps) if steps and not seen.names.address(story.id) else None


def _gives_away(step: Step, seen: Redacted) -> bool:
    texts = (step.heading, *map(_plain, step.text))
    return any(map(seen.names.any, texts)) or seen.names.address(step.address)


def _plain(paragraph: Paragraph) -> str:
    return "".join(words for _, words in paragraph)


def pseudonym_key(folder: Folder) -> bytes:
    """The secret of a workspace's pseudonyms, made when it is first needed; it stays in `.kg/`, which git ignores.

    Whoever has it can try names against the pseudonyms; without it the same records get other pseudonyms. Raises
    `WorkspaceError` when the file holds something else, or cannot be made.
    """
    path = folder.root / ".kg" / "pseudonym.key"
    with locked(path.with_suffix(".lock")):
        if not path.exists():
            # Nobody but its owner may read it, from the first moment on: what is written later keeps this mode.
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            write_atomic(path, f"{secrets.token_hex(LENGTH)}\n".encode())
        try:
            text = path.read_text(encoding="ascii", errors="replace").strip()
        except OSError as error:
            raise WorkspaceError(f'"{path}" cannot be read: {error.strerror}.', hint="Check that the file is yours to read.") from error
    if not re.fullmatch(f"[0-9a-f]{{{2 * LENGTH}}}", text):
        hint = "Put the file back from a copy; or delete it, and all pseudonyms change."
        raise WorkspaceError(f'"{path}" is no key: it must be {2 * LENGTH} hexadecimal digits.', hint=hint)
    return bytes.fromhex(text)
