"""Asks the model that a workspace names, where the user has said `--online`; what it said before needs no network."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from kg import __version__
from kg.documents.read import Document
from kg.errors import UsageError
from kg.extract.llm.asker import Asker
from kg.extract.llm.wire import is_local
from kg.findings import Finding, Place, find
from kg.folder import Folder, Model
from kg.model import Source
from kg.ontology import Ontology

__all__ = ["Asked", "Asking", "begin", "marked"]

Row = dict[str, Any]
KEY, HOST = "KG_LLM_KEY", "KG_LLM_HOST"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run took of a model, and what became of what it said."""

    model: str
    host: str
    requests: int
    tokens: int
    replayed: int
    unasked: tuple[tuple[str, int], ...] = ()
    #: Statements that were not taken, and details that were not, by why.
    dropped: tuple[tuple[str, int], ...] = ()


@dataclass
class Asking:
    """One run's questions and the sum of what became of the replies."""

    asker: Asker
    run: str
    dropped: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def rows(self, source: Source, document: Document, text: str) -> list[Row]:
        """What the model says of a document and the document shows, as rows like those of the rules."""
        from kg.extract.llm.replies import Verifier

        published = source.published.text if source.published else ""
        verifier = Verifier(text, self.asker.ontology, published)
        rows: list[Row] = []
        for said in self.asker.about(text, published):
            found = None if said.trouble else verifier.rows(said.content, said.start, said.end)
            if found is None:
                detail = said.trouble or "it holds no list of statements"
                self.findings.append(find("llm-part", Place(document.name), start=said.start, end=said.end, detail=detail))
            rows += found or ()
        for why, count in verifier.dropped.items():
            self.dropped[why] = self.dropped.get(why, 0) + count
        return [row | {"run": self.run} for row in rows]

    def done(self) -> tuple[Asked, tuple[Finding, ...]]:
        """The account of the run, and what kept it from asking about everything."""
        asker, model = self.asker, self.asker.model
        place = Place("kg.toml").at("extract.llm")
        for why, most in (("requests", model.requests), ("tokens", model.tokens)):
            if why in asker.unasked:
                parts, budget = _counted(asker.unasked[why], "parts"), _counted(most, why)
                self.findings.append(find("llm-budget", place, count=parts, most=budget))
        if "unreached" in asker.unasked:
            self.findings.append(find("llm-unreached", place, count=_counted(asker.unasked["unreached"], "parts"), detail=asker.trouble))
        host = urlsplit(model.url).hostname or ""
        unasked, dropped = tuple(sorted(asker.unasked.items())), tuple(sorted(self.dropped.items()))
        return Asked(model.model, host, asker.requests, asker.tokens, asker.replayed, unasked, dropped), tuple(self.findings)


def _counted(number: int, things: str) -> str:
    """`1 request`, `2,000 requests`."""
    return f"{number:,} {things.removesuffix('s') if number == 1 else things}"


def begin(folder: Folder, model: Model | None, ontology: Ontology, *, online: bool) -> Asking | None:
    """Who asks, or `None` where the workspace names no model; raises `UsageError` where asking is wanted and cannot be."""
    if model is None:
        if online:
            raise UsageError(
                "kg.toml names no model that could be asked.", hint="Write a section [extract.llm] with url and model, or leave out --online."
            )
        return None
    key = _key(model, os.environ) if online else ""
    # Not in the cache: replies were paid for, and nobody can make the same ones again.
    return Asking(Asker(model, ontology, folder.root / ".kg" / "llm", key, online), f"kg-extract {__version__} with {model.model}")


def _key(model: Model, environment: Mapping[str, str]) -> str:
    """The key of the environment, if it is meant for the host of the workspace, which may be a stranger's: else `UsageError`."""
    key, host = environment.get(KEY, "").strip(), urlsplit(model.url).hostname or ""
    if not key:
        return ""
    if environment.get(HOST, "").strip().lower() != host:
        raise UsageError(f"The key in {KEY} is for another host than {host}, which kg.toml names.", hint=f"If it is meant for it, set {HOST}={host}.")
    if not key.isascii() or not key.isprintable():
        raise UsageError(f"{KEY} holds signs that no key has.", hint="Set it anew.")
    if urlsplit(model.url).scheme != "https" and not is_local(model.url):
        raise UsageError(f"The key would go to {host} readable for everybody on the way.", hint="Write the address in kg.toml with https.")
    return key


#: What two statements about one pair may differ in and still be the same.
_SAID = ("modality", "polarity", "claimant")


def marked(lines: Iterable[Row], is_model: Callable[[Row], bool], symmetric: frozenset[str]) -> list[Row]:
    """The lines of one document, each that a model or the rules also found with a word on whether the two agree.

    Both stay, in two rows: who reads them decides.
    """
    rows = list(lines)
    sides: dict[bool, dict[tuple[str, ...], list[Row]]] = {True: {}, False: {}}
    for row in rows:
        sides[is_model(row)].setdefault(_pair(row, symmetric), []).append(row)
    if not sides[True]:
        return rows
    return [_marked(row, sides[not is_model(row)].get(_pair(row, symmetric), []), model=is_model(row)) for row in rows]


def _pair(row: Row, symmetric: frozenset[str]) -> tuple[str, ...]:
    ends = (row["subject"], row["object"])
    return (row["relation"], *(sorted(ends) if row["relation"] in symmetric else ends))


def _marked(row: Row, others: list[Row], *, model: bool) -> Row:
    other = "the rules" if model else "the model"
    if any(all(row.get(key) == found.get(key) for key in _SAID) for found in others):
        word, sure = f"{other} read it so too", 0.5
    elif others:
        word, sure = f"{other} read it otherwise: {', '.join(sorted({_worth(found) for found in others}))}", 0.2
    else:
        word, sure = f"not found by {other}", row["confidence"]
    return row | {"note": f"{row['note']}; {word}"} | ({"confidence": sure} if model else {})


def _worth(row: Row) -> str:
    negative = " not" if row["polarity"] == "negative" else ""
    return f"{row['modality']}{negative}{' by ' + row['claimant'] if row['claimant'] else ''}"
