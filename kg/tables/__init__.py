"""The tables of a workspace: bytes to records, and back in canonical form."""

from kg.tables.columns import CANDIDATES, TABLES, Column, Table
from kg.tables.csvw import METADATA, describe
from kg.tables.foreign import SPREADSHEETS, Foreign, read_foreign, sheets_of
from kg.tables.held import Held, held_rows, row_key
from kg.tables.proposals import proposals_path
from kg.tables.records import Counts, read_tables
from kg.tables.summary import summary
from kg.tables.write import add_identifiers, append_candidates, append_rows, rename, tidy_tables, to_table

__all__ = [
    "CANDIDATES",
    "METADATA",
    "SPREADSHEETS",
    "TABLES",
    "Column",
    "Counts",
    "Foreign",
    "Held",
    "Table",
    "add_identifiers",
    "append_candidates",
    "append_rows",
    "describe",
    "held_rows",
    "proposals_path",
    "read_foreign",
    "read_tables",
    "rename",
    "row_key",
    "sheets_of",
    "summary",
    "tidy_tables",
    "to_table",
]
