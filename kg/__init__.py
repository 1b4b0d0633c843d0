"""A knowledge graph of actors and relationships: who did what to whom, who says so, and on which evidence.

Public names are imported when they are first used, so that `import kg` (and `kg --help`) stays light.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from kg.errors import DataError as DataError
    from kg.errors import KgError as KgError
    from kg.errors import NetworkError as NetworkError
    from kg.errors import QueryError as QueryError
    from kg.errors import UsageError as UsageError
    from kg.errors import WorkspaceError as WorkspaceError
    from kg.findings import Finding as Finding
    from kg.model import Actor as Actor
    from kg.model import Case as Case
    from kg.model import Event as Event
    from kg.model import Evidence as Evidence
    from kg.model import Judgement as Judgement
    from kg.model import Source as Source
    from kg.model import Statement as Statement
    from kg.model import parse_time as parse_time
    from kg.query import Answer as Answer
    from kg.standing import Standing as Standing
    from kg.standing import standing_of as standing_of
    from kg.workspace import Workspace as Workspace
    from kg.workspace import init as init
    from kg.workspace import open_workspace as open

#: Public name → the module that defines it, and its name there.
_PUBLIC = {
    "Actor": ("kg.model", "Actor"),
    "Answer": ("kg.query", "Answer"),
    "Case": ("kg.model", "Case"),
    "DataError": ("kg.errors", "DataError"),
    "Event": ("kg.model", "Event"),
    "Evidence": ("kg.model", "Evidence"),
    "Finding": ("kg.findings", "Finding"),
    "Judgement": ("kg.model", "Judgement"),
    "KgError": ("kg.errors", "KgError"),
    "NetworkError": ("kg.errors", "NetworkError"),
    "QueryError": ("kg.errors", "QueryError"),
    "Source": ("kg.model", "Source"),
    "Standing": ("kg.standing", "Standing"),
    "Statement": ("kg.model", "Statement"),
    "UsageError": ("kg.errors", "UsageError"),
    "Workspace": ("kg.workspace", "Workspace"),
    "WorkspaceError": ("kg.errors", "WorkspaceError"),
    "init": ("kg.workspace", "init"),
    "open": ("kg.workspace", "open_workspace"),
    "parse_time": ("kg.model", "parse_time"),
    "standing_of": ("kg.standing", "standing_of"),
}

__all__ = [
    "Actor",
    "Answer",
    "Case",
    "DataError",
    "Event",
    "Evidence",
    "Finding",
    "Judgement",
    "KgError",
    "NetworkError",
    "QueryError",
    "Source",
    "Standing",
    "Statement",
    "UsageError",
    "Workspace",
    "WorkspaceError",
    "init",
    "open",
    "parse_time",
    "standing_of",
]


def __getattr__(name: str) -> object:
    if name not in _PUBLIC:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    module, attribute = _PUBLIC[name]
    return getattr(importlib.import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted((*globals(), *__all__))
