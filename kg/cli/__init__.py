"""The command line: each command calls one documented function; no logic lives here."""

from kg.cli.main import main

__all__ = ["main"]
