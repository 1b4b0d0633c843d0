"""What one record may not say, in whatever form it was typed: rules that need nothing but the record itself.

What needs a second record (an unknown id, a wrong type, a party's own paper) is not known here.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote, urlsplit

from kg.clean import match_key, visible
from kg.folder import Settings
from kg.model.actor import Actor, Event
from kg.model.statement import DOCUMENT_IS, KINDS, MODALITIES, Evidence, Source, Statement

__all__ = ["Trouble", "actor_trouble", "curator_trouble", "event_trouble", "evidence_trouble", "source_trouble", "statement_trouble", "word_trouble"]

#: The code of a finding, the column it is about, and the values of its sentence.
Trouble = tuple[str, str, dict[str, str]]

PUBLISH = ("yes", "pseudonym", "no")
RELIABILITY = ("A", "B", "C", "D", "E", "F")
_ATTRIBUTED = ("alleged", "denied")
_IDENTIFIER = re.compile(r"[a-z][a-z0-9-]*:[^\s:/][^\s]*")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
#: What no IRI may hold, though browsers forgive it.
_NOT_IN_IRI = re.compile(r'[\s<>"{}|\\^`\x00-\x1f\x7f]')


def word_trouble(column: str, word: str, known: Iterable[str]) -> Iterator[Trouble]:
    """Nothing for an empty word or one of the closed list; else what it may be, and the nearest of them."""
    words = tuple(known)
    if word and word not in words:
        near = next(iter(difflib.get_close_matches(word.casefold(), words, 1)), "")
        yield "cell-word", column, {"value": visible(word), "words": _one_of(words), "near": near}


def _one_of(words: tuple[str, ...]) -> str:
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def statement_trouble(statement: Statement) -> tuple[Trouble, ...]:
    """What is wrong with what a statement says, its evidence apart."""
    return (*_voice(statement), *_parts(statement))


def _voice(statement: Statement) -> Iterator[Trouble]:
    yield from word_trouble("modality", statement.modality, MODALITIES)
    if statement.modality in _ATTRIBUTED and not statement.claimant:
        yield "claimant-missing", "claimant", {"modality": statement.modality}
    if statement.modality == "asserted" and statement.claimant:
        yield "claimant-asserted", "claimant", {}
    if statement.modality == "denied" and statement.negative:
        yield "denied-negative", "polarity", {}


def _parts(statement: Statement) -> Iterator[Trouble]:
    if statement.subject == statement.object:
        yield "statement-itself", "object", {"value": visible(statement.object)}
    # The reading is divided by brackets: with some inside a role, two statements could have one reading.
    if "[" in statement.role or "]" in statement.role:
        yield "role-brackets", "role", {"value": visible(statement.role)}


def evidence_trouble(evidence: Evidence) -> tuple[Trouble, ...]:
    """What is wrong with one evidence that a person entered."""
    found = [*word_trouble("stance", evidence.stance, ("withdraws",)), *word_trouble("publish", evidence.publish, PUBLISH)]
    if not evidence.quote and not evidence.locator:
        found.append(("evidence-empty", "quote", {}))
    return tuple(found)


def source_trouble(source: Source) -> tuple[Trouble, ...]:
    """What is wrong with a source."""
    lists = {"kind": KINDS, "document_is": DOCUMENT_IS, "reliability": RELIABILITY, "publish": PUBLISH}
    found = [trouble for column, known in lists.items() for trouble in word_trouble(column, getattr(source, column), known)]
    if source.document and not source.document_is:
        found.append(("document-kind", "document_is", {}))
    if source.document_is and not source.document:
        found.append(("document-none", "document_is", {"value": visible(source.document_is)}))
    for code, column, form in (("cell-hash", "sha256", _SHA256), ("cell-hash", "text_sha256", _SHA256), ("cell-language", "language", _LANGUAGE)):
        found += _formed(code, column, getattr(source, column), form)
    return (*found, *_addresses(source))


def _formed(code: str, column: str, text: str, form: re.Pattern[str]) -> Iterator[Trouble]:
    if text and not form.fullmatch(text):
        low = text.lower().replace("_", "-")
        yield code, column, {"value": visible(text), "near": low if form.fullmatch(low) else ""}


def _addresses(source: Source) -> Iterator[Trouble]:
    """Addresses become links on pages: only those of the web may."""
    for column, address in (("url", source.url), ("archived_url", source.archived_url)):
        if address and not _is_address(address):
            yield "cell-url", column, {"value": visible(address)}
        elif _NOT_IN_IRI.search(address):
            near = _NOT_IN_IRI.sub(lambda found: quote(found[0]), address)
            yield "cell-url-sign", column, {"value": visible(address), "near": visible(near)}


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


def actor_trouble(actor: Actor, *, group: bool = False) -> tuple[Trouble, ...]:
    """What is wrong with an actor; `group` when it is one, whose id is no name."""
    found = list(word_trouble("publish", actor.publish, PUBLISH))
    wrong = [value for value in actor.identifiers if not _IDENTIFIER.fullmatch(value)]
    found += [("cell-identifier", "identifiers", {"value": visible(value)}) for value in wrong]
    if actor.publish == "no" and not group:
        found += _revealed(actor)
    return tuple(found)


def _revealed(actor: Actor) -> Iterator[Trouble]:
    """The id of somebody who is withheld stands in IRIs and file names: it may not hold the name."""
    names = (actor.label, *actor.aliases, *(label for _, label in actor.labels))
    words = {word for name in names for word in re.findall(r"[^\W_]{3,}", match_key(name))}
    # A short word may stand in a longer one by chance, as "ann" does in "planner".
    held = sorted(word for word in words if word in actor.id.split("-") or (len(word) > 4 and word in actor.id))
    if held:
        yield "id-reveals", "id", {"value": actor.id, "word": held[0]}


def event_trouble(event: Event) -> tuple[Trouble, ...]:
    """What is wrong with an event."""
    return tuple(word_trouble("publish", event.publish, PUBLISH))


def curator_trouble(curator: str, settings: Settings) -> tuple[Trouble, ...]:
    """Nothing for one of the curators in `kg.toml`; nothing at all where it has none, which is one finding about `kg.toml`."""
    known = [name for name, _ in settings.curators]
    if curator in known or not known:
        return ()
    if not curator:
        return (("curator-missing", "curator", {"known": " or ".join(known)}),)
    near = next(iter(difflib.get_close_matches(curator.casefold(), known, 1)), "")
    return (("curator-unknown", "curator", {"value": visible(curator), "known": " or ".join(known), "near": near}),)
