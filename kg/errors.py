"""The exceptions of this program; nothing else is raised on purpose.

KgError
├── WorkspaceError   no workspace, or one that cannot be read or written
├── DataError        the data has findings; it carries all of them
├── NetworkError     another machine was not asked, or did not answer as it should
├── QueryError       a query that is refused, or cannot be run
└── UsageError       a name or value on the command line (or in a call) that means nothing
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.findings import Finding, in_order

__all__ = ["DataError", "KgError", "NetworkError", "QueryError", "UsageError", "WorkspaceError"]


class KgError(Exception):
    """What went wrong, in one sentence, and what to do about it (`hint`, may be empty)."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class WorkspaceError(KgError):
    """There is no workspace here, or it cannot be read or written."""


class DataError(KgError):
    """The data has findings; nothing was written."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = in_order(findings)
        super().__init__(f"{len(self.findings)} findings")


class NetworkError(KgError):
    """Another machine was not asked, because nobody gave leave, or it did not answer as it should."""


class QueryError(KgError):
    """The query is refused, or the store cannot run it."""


class UsageError(KgError):
    """A name or value that was asked for means nothing here."""
