"""What one record may not say, in whatever form it was typed: rules that need nothing but the record itself.

Tables and RDF share them; what needs a second record (an unknown id, a wrong type, a party's own paper) is not known here.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator

from kg.clean import visible
from kg.folder import Settings
from kg.model.actor import Actor, Event
from kg.model.statement import DOCUMENT_IS, KINDS, MODALITIES, Evidence, Source, Statement

__all__ = [
    "PUBLISH",
    "RELIABILITY",
    "Trouble",
    "actor_trouble",
    "curator_trouble",
    "event_trouble",
    "evidence_trouble",
    "source_trouble",
    "statement_trouble",
    "word_trouble",
]

#: The code of a finding, the column it is about, and the values of its sentence.
Trouble = tuple[str, str, dict[str, str]]

PUBLISH = ("yes", "pseudonym", "no")
RELIABILITY = ("A", "B", "C", "D", "E", "F")
_ATTRIBUTED = ("alleged", "denied")
_IDENTIFIER = re.compile(r"[a-z][a-z0-9-]*:[^\s|]+")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


def word_trouble(column: str, word: str, known: Iterable[str]) -> Iterator[Trouble]:
    """Nothing for an empty word or one of the closed list; else what it may be, and the nearest of them."""
    words = tuple(known)
    if word and word not in words:
        near = next(iter(difflib.get_close_matches(word.lower(), words, 1)), "")
        yield "rule-word", column, {"value": visible(word), "known": ", ".join(words), "near": near}


def statement_trouble(statement: Statement) -> tuple[Trouble, ...]:
    """What is wrong with what a statement says, its evidence apart."""
    return (*_voice(statement), *_parts(statement))


def _voice(statement: Statement) -> Iterator[Trouble]:
    yield from word_trouble("modality", statement.modality, MODALITIES)
    if statement.modality in _ATTRIBUTED and not statement.claimant:
        yield "rule-claimant-missing", "claimant", {"modality": statement.modality}
    if statement.modality == "asserted" and statement.claimant:
        yield "rule-claimant-asserted", "claimant", {"value": visible(statement.claimant)}
    if statement.modality == "denied" and statement.negative:
        yield "rule-denied-negative", "polarity", {}


def _parts(statement: Statement) -> Iterator[Trouble]:
    if statement.subject == statement.object:
        yield "rule-same-object", "object", {"value": visible(statement.object)}
    # The reading is divided by brackets: with some inside a role, two statements could have one reading.
    if re.search(r"[\[\]\n]", statement.role):
        yield "rule-role-brackets", "role", {"value": visible(statement.role)}


def evidence_trouble(evidence: Evidence) -> tuple[Trouble, ...]:
    """What is wrong with one evidence that a person entered."""
    found = [*word_trouble("stance", evidence.stance, ("withdraws",)), *word_trouble("publish", evidence.publish, PUBLISH)]
    if not evidence.quote and not evidence.locator:
        found.append(("rule-evidence-empty", "locator", {}))
    return tuple(found)


def source_trouble(source: Source) -> tuple[Trouble, ...]:
    """What is wrong with a source."""
    lists = {"kind": KINDS, "document_is": DOCUMENT_IS, "reliability": RELIABILITY, "publish": PUBLISH}
    found = [trouble for column, known in lists.items() for trouble in word_trouble(column, getattr(source, column), known)]
    if source.document and not source.document_is:
        found.append(("rule-document-is", "document_is", {"known": ", ".join(DOCUMENT_IS)}))
    if source.sha256 and not _SHA256.fullmatch(source.sha256):
        found.append(("rule-sha256", "sha256", {"value": visible(source.sha256)}))
    if source.language and not _LANGUAGE.fullmatch(source.language):
        found.append(("rule-language", "language", {"value": visible(source.language)}))
    return (*found, *_addresses(source))


def _addresses(source: Source) -> Iterator[Trouble]:
    """Addresses become links on pages: only those of the web may."""
    for column, address in (("url", source.url), ("archived_url", source.archived_url)):
        if address and (not address.startswith(("http://", "https://")) or re.search(r"[\s<>\"{}|\\^`]", address)):
            yield "rule-address", column, {"value": visible(address)}


def actor_trouble(actor: Actor) -> tuple[Trouble, ...]:
    """What is wrong with an actor."""
    wrong = [value for value in actor.identifiers if not _IDENTIFIER.fullmatch(value)]
    return (*word_trouble("publish", actor.publish, PUBLISH), *(("rule-identifier", "identifiers", {"value": visible(value)}) for value in wrong))


def event_trouble(event: Event) -> tuple[Trouble, ...]:
    """What is wrong with an event."""
    return tuple(word_trouble("publish", event.publish, PUBLISH))


def curator_trouble(curator: str, settings: Settings) -> tuple[Trouble, ...]:
    """Nothing for one of the curators in `kg.toml`."""
    known = [name for name, _ in settings.curators]
    if curator in known:
        return ()
    if not curator:
        return (("rule-curator-missing", "curator", {"known": ", ".join(known)}),)
    near = next(iter(difflib.get_close_matches(curator, known, 1)), "")
    return (("rule-curator-unknown", "curator", {"value": visible(curator), "near": near}),)
