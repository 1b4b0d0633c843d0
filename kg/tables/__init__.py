"""The tables of a workspace: bytes to records, and back in canonical form."""

from kg.tables.columns import TABLES, Column, Table
from kg.tables.csvw import METADATA, describe
from kg.tables.records import Counts, read_tables
from kg.tables.summary import summary
from kg.tables.write import append_rows, rename, tidy_tables

__all__ = ["METADATA", "TABLES", "Column", "Counts", "Table", "append_rows", "describe", "read_tables", "rename", "summary", "tidy_tables"]
