"""Send the built dataset to the SPARQL server that `kg.toml` names, and ask that server."""

from __future__ import annotations

from kg.errors import UsageError, WorkspaceError
from kg.files import locked
from kg.folder import Folder
from kg.graph.remote import Server, by_graph, server_at
from kg.tasks.manifest import sha256

__all__ = ["load", "server_of"]


def server_of(folder: Folder) -> Server:
    """The server that the workspace names; nothing is asked yet. Raises `UsageError` where it names none."""
    settings, _ = folder.settings()
    if not settings.store:
        raise UsageError("kg.toml names no SPARQL server.", hint='Write a line such as: store = "https://example.org/sparql"')
    return server_at(settings.store, settings.store_update, settings.base)


def load(folder: Folder) -> int:
    """Puts the built dataset in place of what the server holds of this workspace, and returns how many triples it has.

    Raises `WorkspaceError` when nothing was built, and `NetworkError` where the server does not take it.
    """
    server, nquads = server_of(folder), folder.exports / "graph.nq"
    if not nquads.is_file():
        raise WorkspaceError("Nothing has been built here yet.", hint="Run: kg build")
    folder.cache.mkdir(parents=True, exist_ok=True)
    with locked(folder.cache / ".load", wait=0):
        graphs = by_graph(nquads)
        server.replace(sha256(nquads.read_bytes()), graphs)
    return sum(map(len, graphs.values()))
