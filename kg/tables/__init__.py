"""The tables of a workspace: bytes to records, and back in canonical form."""

from kg.tables.columns import TABLES, Column, Table
from kg.tables.proposals import proposals_path
from kg.tables.records import Counts, read_tables
from kg.tables.summary import summary
from kg.tables.write import append_rows, rename, tidy_tables, to_table

__all__ = ["TABLES", "Column", "Counts", "Table", "append_rows", "proposals_path", "read_tables", "rename", "summary", "tidy_tables", "to_table"]
