"""`exports/statements.csv`: every statement with its standing and reason, for people without SPARQL."""

from __future__ import annotations

import csv
import io

from kg.model import Case, Statement
from kg.standing import Weighed

__all__ = ["summary"]

COLUMNS = ("standing", "reading", "because", "sources", "independent", "contradicted_by", "rows")


def summary(case: Case, weighed: Weighed) -> bytes:
    """The statements sorted by reading, one a row; `|` between several values; the standing first, so that nobody misses it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for statement in case.statements:
        writer.writerow(_row(statement, case, weighed))
    return text.getvalue().encode()


def _row(statement: Statement, case: Case, weighed: Weighed) -> tuple[str, ...]:
    standing = weighed.standing[statement.id]
    behind = [item for premise in statement.evidence for name in premise.premises for item in case.statement_by_id[name].evidence]
    evidence = [item for item in (*statement.evidence, *behind) if item.source]
    sources = sorted({item.source for item in evidence})
    against = sorted(case.statement_by_id[other].reading for other in weighed.contradicts.get(statement.id, ()))
    rows = sorted({(item.at.path, item.at.line) for item in evidence if item.at.path})
    return (
        standing.word,
        statement.reading,
        standing.because,
        "|".join(sources),
        str(len(weighed.voices[statement.id])),
        "|".join(against),
        "|".join(f"{path.removeprefix('data/')}:{line}" for path, line in rows),
    )
