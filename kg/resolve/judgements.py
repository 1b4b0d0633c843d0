"""Finds the statement that each judgement was given under, also where ids were joined since; a changed statement is none.

Whether a judgement makes a statement established is decided in `standing`, not here.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from kg.clean import visible
from kg.findings import Finding, find, in_order
from kg.model import Case, Judgement, Statement
from kg.model.judgement import READINGS, WORLD
from kg.ontology import Ontology
from kg.standing import counted
from kg.standing.standing import BINDING

__all__ = ["canonical", "fit"]

#: So many statements are compared in full with a line that fits none.
COMPARED = 100


def fit(case: Case, ontology: Ontology) -> tuple[Case, tuple[Finding, ...], tuple[Finding, ...]]:
    """The case with every judgement under the reading its statement has now; what is wrong; and where curators disagree.

    Fitting twice changes nothing more. A judgement that fits no statement is left as it is, beside its finding: it may be
    about a statement that is yet to be derived.
    """
    statements = _Statements(case, ontology)
    rows: list[Judgement] = []
    found: list[Finding] = []
    for row in case.judgements:
        about, instead = statements.find(row.statement), statements.find(row.instead) if row.instead else None
        found += _unfit(row, "statement", row.statement, statements) if not about else []
        found += _unfit(row, "instead", row.instead, statements) if row.instead and not instead else []
        found += _unfounded(row, about) if about else []
        now = about.reading if about else row.statement
        recorded = row.recorded or row.statement
        rows.append(replace(row, statement=now, instead=instead.reading if instead else row.instead, recorded=recorded if recorded != now else ""))
    return replace(case, judgements=tuple(rows)), in_order(found), in_order(_disagreements(rows))


_READING = re.compile(r"(?P<subject>\S+) (?P<negation>not )?(?P<relation>\S+) (?P<object>\S+)(?P<details>(?: \[.*)?)")
_CLAIMANT = re.compile(r"(?<= by )[^\s\]]+(?=\])")
_PLACE = re.compile(r"(?<= \[in )[^\s\]]+(?=\])")


def canonical(text: str, case: Case, ontology: Ontology) -> str:
    """A reading as the case writes it today: single blanks, joined actors by their present id, symmetric ones sorted."""
    match = _READING.fullmatch(_folded(text))
    if not match:
        return _folded(text)

    def now(name: str) -> str:
        return case.actor_by_id[name].id if name in case.actor_by_id else name

    subject, other = now(match["subject"]), now(match["object"])
    relation = ontology.relations.get(match["relation"])
    if relation and relation.symmetric and other < subject:
        subject, other = other, subject
    details = _PLACE.sub(lambda found: now(found[0]), _CLAIMANT.sub(lambda found: now(found[0]), match["details"]))
    return f"{subject} {match['negation'] or ''}{match['relation']} {other}{details}"


def _folded(text: str) -> str:
    return " ".join(text.split())


def _cores(subject: str, relation: str, other: str) -> tuple[tuple[str, str, str], ...]:
    """What is left of a statement when one of its three words was edited."""
    return (subject, relation, ""), (subject, "", other), ("", relation, other)


@dataclass
class _Statements:
    """The statements of a case, by whatever line of words may name them."""

    case: Case
    ontology: Ontology
    _by_line: dict[str, Statement] = field(init=False)
    _by_core: dict[tuple[str, str, str], list[str]] = field(init=False)

    def __post_init__(self) -> None:
        self._by_line, self._by_core = {}, {}
        for statement in self.case.statements:
            for item in statement.evidence:
                if item.recorded:
                    self._by_line.setdefault(_folded(item.recorded), statement)
            for core in _cores(statement.subject, statement.relation, statement.object):
                self._by_core.setdefault(core, []).append(statement.reading)
        # What a statement reads today comes before what another one read once.
        self._by_line |= {_folded(statement.reading): statement for statement in self.case.statements}

    def find(self, text: str) -> Statement | None:
        line = canonical(text, self.case, self.ontology)
        return self._by_line.get(line) or self._by_line.get(_folded(text))

    def may_have(self, text: str) -> bool:
        """Whether a row that could not be read, or only in part, may be the statement that a line names."""
        match = _READING.fullmatch(canonical(text, self.case, self.ontology))
        return match is not None and self.case.may_say(*match.group("subject", "relation", "object"))

    def nearest(self, text: str) -> str:
        """The reading of the row whose id was typed, else the one most like the text, or an empty string."""
        handled = (statement.reading for statement in self.case.statements if statement.handle and statement.handle == text)
        line = canonical(text, self.case, self.ontology)
        match = _READING.fullmatch(line)
        if not match:
            return next(handled, "")
        words = set(line.split())
        alike = {reading for core in _cores(*match.group("subject", "relation", "object")) for reading in self._by_core.get(core, ())}
        ranked = sorted(alike, key=lambda reading: (-len(words & set(reading.split())), reading))[:COMPARED]
        return next(iter(difflib.get_close_matches(line, ranked, 1, 0)), "")


def _unfit(row: Judgement, column: str, text: str, statements: _Statements) -> Iterator[Finding]:
    if not statements.may_have(text):
        yield find("judgement-unfit", row.at.at(column), value=visible(text), near=statements.nearest(text))


def _unfounded(row: Judgement, about: Statement) -> Iterator[Finding]:
    """What is wrong with a judgement for the statement that it is about: the two questions are never mixed."""
    sources = sorted({item.source for item in about.evidence if item.source})
    if row.judgement in READINGS and not sources:
        yield find("judgement-derived", row.at.at("judgement"), value=row.judgement)
    elif row.judgement in READINGS and not row.source:
        yield find("judgement-sourceless", row.at.at("source"), value=row.judgement, sources=" or ".join(sources))
    elif row.judgement in READINGS and row.source not in sources:
        yield find("judgement-source", row.at.at("source"), value=visible(row.source), sources=", ".join(sources))
    if row.judgement in WORLD and row.source:
        yield find("judgement-sourced", row.at.at("source"), value=row.judgement)
    if row.judgement in WORLD and (about.negative or about.modality not in BINDING):
        what = "negative" if about.negative else about.modality
        yield find("judgement-world", row.at.at("judgement"), value=row.judgement, what=what)


def _disagreements(rows: Iterable[Judgement]) -> list[Finding]:
    """Questions on which the counted rows of curators differ, each at the place of its latest row."""
    questions: dict[tuple[str, str], list[Judgement]] = {}
    for row in counted(rows):
        questions.setdefault((row.statement, row.source), []).append(row)
    found = []
    for (statement, _), given in sorted(questions.items()):
        if len({row.judgement for row in given}) > 1:
            said = "; ".join(f"{row.curator}: {row.judgement}" for row in sorted(given, key=lambda row: row.curator))
            found.append(find("judgement-disagreement", given[-1].at.at("judgement"), statement=statement, said=said))
    return found
