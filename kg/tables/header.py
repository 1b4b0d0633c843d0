"""The first row of a table: which of our columns stands where, and what is wrong with the names of the others."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence

from kg.clean import visible
from kg.findings import Finding, Place, find
from kg.tables.columns import Column, Table

__all__ = ["MOST_COLUMNS", "columns_of", "nearest"]

MOST_COLUMNS = 100
#: So many names of columns are told one by one; more of them are told together.
_FEW = 2
_LISTED = 8
#: Below this, "budget" would be taken for "judgements".
_ALIKE = 0.7


def columns_of(table: Table, place: Place, names: list[str]) -> tuple[list[Column | None] | None, tuple[Finding, ...]]:
    """What stands in each column (`None`: nothing that we read), or `None` where too little is known to read any row."""
    if len(names) > MOST_COLUMNS:
        return None, (find("table-wide", place, count=len(names), most=MOST_COLUMNS),)
    columns = [table.find_column(name) for name in names]
    if not any(columns):
        return None, (find("columns-foreign", place, columns=_listed(names), known=",".join(table.names)),)
    found = list(_misnamed(table, place, names))
    meant = {finding.value("near") for finding in found}
    missing = [name for name in table.required if name not in names]
    strange = [name for name in dict.fromkeys(names) if name and table.find_column(name) is None]
    unlike = bool(strange) and set(missing) - meant == set(table.required)
    if set(missing) - meant and (unlike or len(strange) > max(_FEW, sum(map(bool, columns)))):
        # A table of another project, whose `id` or `source` happens to be called like one of ours.
        told = {"columns": _listed(strange), "shared": _listed([column.name for column in columns if column])}
        return None, (find("columns-other", place, known=",".join(table.names), **told),)
    if set(missing) - meant:
        found.append(find("column-missing", place, missing=", ".join(f'"{name}"' for name in missing if name not in meant)))
    first = [column if column and names.index(column.name) == n else None for n, column in enumerate(columns)]
    return (None if missing else first), tuple(found)


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return ", ".join(f'"{visible(name)}"' for name in names[:_LISTED]) + more


def _misnamed(table: Table, place: Place, names: list[str]) -> Iterator[Finding]:
    """What is wrong with single names of the header; many that are like none of ours are one finding."""
    found = list(_misnamed_each(table, place, names))
    strange = [finding for finding in found if finding.code == "column-unknown" and not finding.value("near")]
    if len(strange) <= _FEW:
        yield from found
        return
    yield from (finding for finding in found if finding not in strange)
    others = [name for name in names if any(finding.value("value") == visible(name) for finding in strange)]
    yield find("columns-unknown", place, columns=_listed(list(dict.fromkeys(others))), known=", ".join(table.names))


def _misnamed_each(table: Table, place: Place, names: list[str]) -> Iterator[Finding]:
    for number, name in enumerate(names):
        if name and table.find_column(name) is None:
            # A name that stands in the header already cannot have been meant.
            free = [known for known in table.names if known not in names]
            near = name.lower() if table.find_column(name.lower()) and name.lower() not in names else nearest(name, free)
            yield find("column-unknown", place, value=visible(name), known=", ".join(table.names), near=near)
        elif name and name in names[:number]:
            yield find("column-twice", place, value=name)


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like one, whatever its case; an empty string where none is alike."""
    by_key = {name.casefold(): name for name in known}
    key = word.casefold()
    return by_key.get(key) or by_key.get(next(iter(difflib.get_close_matches(key, by_key, 1, _ALIKE)), ""), "")
