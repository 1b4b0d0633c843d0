"""Why a statement is worth what it is worth: the account that a lawyer could read out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.errors import UsageError
from kg.model import Case, Evidence, Judgement, Statement
from kg.standing import cited, headline, stands, voice_label
from kg.tasks.names import find_actor, nearest
from kg.tasks.reading import Reading
from kg.vocab import Mint

__all__ = ["Account", "Reason", "accounts"]


@dataclass(frozen=True, slots=True)
class Reason:
    """One evidence in an account."""

    evidence: Evidence
    #: The source's title, and what the document held is, in words.
    source: str
    #: `stands`, `rejected`, `unsure` or `candidate`; `withdraws` when it takes the statement back.
    fate: str
    #: The reading under which the row stands, where identity decisions have changed its ids; else empty.
    recorded: str = ""
    #: For each id of that reading that is another's now: its name as the row of the actor has it, and which rows joined the two.
    joined: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """A statement with everything that stands behind it and against it."""

    statement: Statement
    headline: str
    standing: str
    because: str
    voices: tuple[str, ...]
    reasons: tuple[Reason, ...]
    judgements: tuple[Judgement, ...]
    #: Headlines of the statements that contradict it.
    against: tuple[str, ...]
    #: Headlines of the statements that it follows from.
    premises: tuple[str, ...]

    @property
    def reading(self) -> str:
        """The line to copy into `judgements.csv`."""
        return self.statement.reading


def accounts(reading: Reading, subject: str, relation: str | None = None, other: str | None = None) -> tuple[Account, ...]:
    """Accounts of all statements that name an actor, or of those it stands in by `relation`, or with `other`.

    `subject` may also be a row (`statements.csv:31`), a row's id, or the id or reading of a statement. The strongest
    standings come first. Raises `UsageError` when nothing of that name is known.
    """
    chosen = _one(reading.case, subject) if relation is None else ()
    if not chosen:
        chosen = _between(reading, subject, relation, other)
    return tuple(_account(reading, statement) for statement in chosen)


_ROW = re.compile(r"(?:data/)?(?P<path>[\w./-]+\.(?:csv|xlsx|ods|jsonl|ttl|trig|nq|nt|jsonld)):(?P<line>\d+)")


def _one(case: Case, text: str) -> tuple[Statement, ...]:
    row = _ROW.fullmatch(text)
    if row:
        path, line = f"data/{row['path']}", int(row["line"])
        found = tuple(s for s in case.statements if any(e.at.path == path and e.at.line == line for e in s.evidence))
        if not found:
            raise UsageError(f'No statement stands in "{text}".', hint="Rows are counted with the header as line 1.")
        return found
    words = " ".join(text.split())
    # As `kg query` prints it: `statement:…` in a table, the whole IRI elsewhere.
    key = words.removeprefix(Mint(case.settings.base).statement("")).removeprefix("statement:")
    return tuple(s for s in case.statements if key == s.id or words in (s.handle, s.reading) or any(e.recorded == words for e in s.evidence))


def _between(reading: Reading, subject: str, relation: str | None, other: str | None) -> tuple[Statement, ...]:
    case = reading.case
    one = find_actor(case, subject)
    two = find_actor(case, other) if other else None
    if relation is not None and relation not in reading.ontology.relations:
        raise UsageError(f'"{relation}" is no relation.', hint=nearest(relation, reading.ontology.relations) or "List them with: kg terms")
    found = [s for s in case.statements if one in (s.subject, s.object, s.claimant, s.place, s.event)]
    if relation is not None:
        found = [s for s in found if s.relation == relation and one in (s.subject, s.object)]
    if two:
        found = [s for s in found if {one, two} <= {s.subject, s.object}]
    rank = {"established": 0}
    return tuple(sorted(found, key=lambda s: (rank.get(reading.weighed.standing[s.id].word, 1), reading.weighed.standing[s.id].word, s.reading)))


def _account(reading: Reading, statement: Statement) -> Account:
    case, weighed = reading.case, reading.weighed
    judged = tuple(row for row in case.judgements if row.statement == statement.reading)

    def line(identity: str) -> str:
        return headline(case.statement_by_id[identity], case, reading.ontology, weighed)

    derived = sorted({premise for item in statement.evidence for premise in item.premises})
    own = [(statement, item) for item in statement.evidence if item.origin != "derived"]
    behind = [(case.statement_by_id[premise], item) for premise in derived for item in case.statement_by_id[premise].evidence]
    standing = weighed.standing[statement.id]
    return Account(
        statement,
        headline(statement, case, reading.ontology, weighed),
        standing.word,
        standing.because,
        tuple(voice_label(voice, case) for voice in weighed.voices[statement.id]),
        tuple(_reason(reading, which, item) for which, item in own + behind),
        judged,
        tuple(line(other) for other in weighed.contradicts.get(statement.id, ())),
        tuple(line(premise) for premise in derived),
    )


def _reason(reading: Reading, statement: Statement, item: Evidence) -> Reason:
    case = reading.case
    judged = tuple(row for row in case.judgements if row.statement == statement.reading)
    fate = "withdraws" if item.stance == "withdraws" else stands(item, judged, admit=case.settings.admit_confidence)
    former = _former(reading, item.recorded)
    joined = tuple(_joined(reading, name) for name in former)
    return Reason(item, cited(case.source_by_id[item.source], case), fate, item.recorded if former else "", joined)


_ROLE = re.compile(r" \[as [^]]*\]")


def _former(reading: Reading, recorded: str) -> list[str]:
    """The ids in a reading that a person's `same` has made another's, in their order; the words of a role are none."""
    words = dict.fromkeys(re.findall(r"[a-z][a-z0-9-]*", _ROLE.sub("", recorded)))
    return [word for word in words if word in reading.case.actor_by_id and reading.case.actor_by_id[word].id != word]


def _joined(reading: Reading, name: str) -> str:
    label, at = reading.entered[name]
    rows = sorted(str(row.at) for row in reading.case.identities if name in (row.left, row.right) and row.judgement == "same")
    return f"{name} is “{label}” in {at}, the same as {reading.case.actor_by_id[name].id} by {', '.join(rows)}"
