"""`data/csv-metadata.json`: what the columns of the CSV tables hold, in the words of the W3C (CSV on the Web), for other programs.

It is made from `columns.toml` and the headers of the tables that are there, and never read. It describes cells and no facts:
without property URLs nobody who follows it turns the row of an allegation into a triple.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from kg.folder import Folder, Settings
from kg.tables.cells import read_csv
from kg.tables.columns import TABLES, Column, Table
from kg.tables.inventory import find_tables, read_bytes
from kg.vocab import EDTF

__all__ = ["METADATA", "describe"]

#: Where programs look for it without being told.
METADATA = "csv-metadata.json"

_NOTE = (
    "Made by kg tidy from the columns of the tables; what is edited here is lost. "
    "A row of statements.csv is what somebody says, and no fact: its standing is worked out by kg build."
)
_DIALECT = {"encoding": "utf-8", "delimiter": ",", "lineTerminators": ["\n"], "commentPrefix": None}
_ID = {"base": "string", "format": "[a-z][a-z0-9-]*"}
#: The datatype of each type of column, where it is more than text.
_DATATYPES: Mapping[str, object] = {
    "date": {"base": "date", "format": "yyyy-MM-dd"},
    "handle": _ID,
    "hash": {"base": "string", "format": "[0-9a-f]{64}"},
    "id": _ID,
    "identifier": {"base": "string", "format": r"[a-z][a-z0-9-]*:[^\s:/]\S*"},
    "language": {"base": "string", "format": "[a-z]{2,3}(-[a-z0-9]{2,8})*"},
    "ref": _ID,
    "time": {"@id": EDTF, "base": "string"},
    "url": "anyURI",
}


def describe(folder: Folder, changed: Mapping[Path, bytes] = MappingProxyType({}), *, closed: bool = True) -> bytes | None:
    """The bytes of the metadata of a workspace, or `None` where no table is CSV; `changed` are tables about to be written.

    Foreign keys hold only where all records stand in these tables: not when the workspace is not `closed`, but has others in
    RDF. Tables that cannot be read as such, and spreadsheets, are left out.
    """
    heads = dict(_heads(folder, changed))
    if not heads:
        return None
    content = _about(folder.settings()[0])
    content["tables"] = [_table(TABLES[name], columns, heads.keys() if closed else ()) for name, columns in heads.items()]
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()


def _heads(folder: Folder, changed: Mapping[Path, bytes]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The name of each CSV table and of its columns, in the order of the declaration."""
    paths, _ = find_tables(folder)
    for name in TABLES:
        path = paths.get(name)
        if path and path.suffix == ".csv":
            raw = changed[path] if path in changed else read_bytes(folder, path)[0]
            columns = read_csv(raw or b"", TABLES[name], folder.name(path)).columns
            if columns:
                yield name, columns


def _about(settings: Settings) -> dict[str, object]:
    about: dict[str, object] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "rdfs:comment": _NOTE,
        "dc:title": {"@value": settings.title, "@language": settings.language},
    }
    if re.fullmatch("[A-Za-z0-9.+-]+", settings.licence):
        about["dc:license"] = {"@id": f"https://spdx.org/licenses/{settings.licence}"}
    elif settings.licence:
        about["dc:license"] = settings.licence
    return about | {"dialect": _DIALECT}


def _table(table: Table, columns: tuple[str, ...], others: Collection[str]) -> dict[str, object]:
    declared = [table.get_column(name) for name in columns]
    schema: dict[str, object] = {"columns": [_column(column, others) for column in declared]}
    if any(column.type == "id" for column in declared):
        schema["primaryKey"] = "id"
    keys = [_key(column) for column in declared if column.to and not _why_no_key(column, others)]
    if keys:
        schema["foreignKeys"] = keys
    return {"url": table.file, "dc:description": table.description, "tableSchema": schema}


def _column(column: Column, others: Collection[str]) -> dict[str, object]:
    label, _, language = column.name.partition("@")
    described: dict[str, object] = {
        # A name must do as a variable in an address, so that of a language has no "@"; the title is the header as it stands.
        "name": f"{label}_{language.replace('-', '_')}" if language else label,
        "titles": column.name,
        "dc:description": f"This cell holds {column.description}.",
        "datatype": {"base": "string", "format": "|".join(column.words)} if column.words else _DATATYPES.get(column.type, "string"),
    }
    if language:
        described["lang"] = language
    if column.required:
        described["required"] = True
    if column.many:
        described["separator"] = "|"
    if column.to and (reason := _why_no_key(column, others)):
        described["rdfs:comment"] = f"Not declared as a foreign key: {reason}."
    return described


def _why_no_key(column: Column, others: Collection[str]) -> str:
    """Why a column that names records of other tables is no foreign key; nothing when it is one."""
    if column.type != "ref":
        return f"it holds an id of {column.to[0]} or a name as printed"
    if len(column.to) > 1:
        return f"it holds an id of {' or '.join(column.to)}, and a foreign key is one into a single table"
    if column.also:
        return f'it holds an id of {column.to[0]} or the word "{column.also}"'
    if not column.required:
        return f"it holds an id of {column.to[0]} or nothing, and not every program takes an empty cell for no key"
    if column.to[0] not in others:
        return f"{column.to[0]} may stand in files that are no CSV"
    return ""


def _key(column: Column) -> dict[str, object]:
    return {"columnReference": column.name, "reference": {"resource": TABLES[column.to[0]].file, "columnReference": "id"}}
