"""`kg.open(".")`: a workspace as one object, for people and notebooks; each method is one documented function of `kg.tasks`.

While a method runs nothing opens the network; between the calls the network is the caller's own.
"""

from __future__ import annotations

import html
import math
from collections.abc import Callable, Iterable
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import DataError, UsageError
from kg.findings import Finding
from kg.folder import Folder, find_folder
from kg.limits import Limits
from kg.model import Case
from kg.offline import offline
from kg.ontology import Ontology
from kg.query import Answer, Explanation
from kg.tasks.ask import Asked, query, query_apart, terms
from kg.tasks.build import Built, build, check
from kg.tasks.explain import explain
from kg.tasks.exports import CheckedExports, check_exports
from kg.tasks.reading import Reading, read_workspace
from kg.tasks.recovery import finish_interrupted_build
from kg.tasks.send import Exported, export
from kg.tasks.show import Choice, cell, page
from kg.tasks.start import init as make
from kg.tasks.why import Account, accounts
from kg.texts import sentence

if TYPE_CHECKING:
    import networkx
    import rdflib

    from kg.tasks.add import AddedAll
    from kg.tasks.gather import Imported

__all__ = ["Workspace", "init", "open_workspace"]


class Workspace:
    """A folder with a `kg.toml`; what it holds is read when it is first asked for, and again by `check` and `build` only."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder

    def __repr__(self) -> str:
        return f"kg.open({str(self.folder.root)!r})"

    @offline()
    def _repr_html_(self) -> str:
        """The page for others in a notebook's cell; what is wrong, when the tables cannot be built."""
        try:
            return cell(self.folder)
        except DataError as error:
            found = "\n".join(map(sentence, error.findings))
            return f"<pre>{html.escape(found)}</pre>"

    @cached_property
    @offline()
    def reading(self) -> Reading:
        """Everything that was read and worked out, findings included."""
        return read_workspace(self.folder)

    def _sound(self) -> Reading:
        if self.reading.findings:
            raise DataError(self.reading.findings)
        return self.reading

    @property
    def case(self) -> Case:
        """The records, checked; raises `DataError` when there are findings."""
        return self._sound().case

    @property
    def ontology(self) -> Ontology:
        """The vocabulary, the workspace's own terms among it."""
        return self.reading.ontology

    @offline()
    def check(self, *, shacl: bool = False) -> tuple[Finding, ...]:
        """All findings, read anew; from then on this is what the workspace holds."""
        checked = check(self.folder, shacl=shacl)
        self.reading = checked.reading
        return checked.findings

    @offline()
    def check_exports(self) -> CheckedExports:
        """Whether the exports are what the last build wrote, and what has changed in the workspace since; writes nothing."""
        return check_exports(self.folder)

    @offline()
    def build(self) -> Built:
        """Writes the exports; raises `DataError` with all findings, and then leaves what was there."""
        self.__dict__.pop("reading", None)
        built = build(self.folder)
        self.reading = built.reading
        return built

    @offline()
    def import_(
        self, *files: str | Path, form: str | None = None, mapping: str | Path | None = None, way: str = "curated",
        source: str | None = None, curator: str | None = None, entered: date | None = None, dry_run: bool = False,
    ) -> Imported:  # fmt: skip
        """Appends what files of other programs hold, and returns the fate of every row.

        Raises `DataError` with all findings, and then nothing was written.
        """
        from kg.tasks.gather import import_files

        done = import_files(self.folder, files, form=form, mapping=mapping, way=way, source=source, curator=curator, entered=entered, dry_run=dry_run)
        self.__dict__.pop("reading", None)
        return done

    @offline()
    def add(self, *names: str | Path, online: bool = False, **wish: Any) -> AddedAll:
        """Adds documents, a source each; `wish` holds what you say of them (`kg.tasks.add.Wish`): title, publisher, published, kind and so on.

        Returns what became of each; raises `UsageError` for a wish that means nothing, and for an address without `online`.
        """
        from kg.tasks.add import Wish, add

        done = add(self.folder, names, Wish(**wish), online=online)
        self.__dict__.pop("reading", None)
        return done

    @offline()
    def query(self, text_or_name: str, /, *, timeout: float | None = None, online: bool = False, **parameters: str) -> Answer:
        """The answer of the built dataset to a SPARQL text or a named query.

        With `online` the server that `kg.toml` names is asked. With `timeout` it is worked out in a process of its own, and a `QueryError` says so when that took so many seconds.
        """
        if timeout is None:
            return query(self.folder, text_or_name, parameters, online=online).answer
        if not 0 < timeout < math.inf:
            raise UsageError(f"timeout is {timeout}; it is a number of seconds above 0.")
        return query_apart(self.folder, text_or_name, parameters, _answer, Limits(seconds=timeout), online=online)

    @offline()
    def explain(self, text_or_name: str, /, *, timeout: float | None = None, online: bool = False, **parameters: str) -> Explanation:
        """What a query asks for and what is wrong with it, without running it; raises as `query` does.

        Counting is given up after `timeout` seconds (10 unless you say otherwise); then only the vocabulary is asked, as it
        is from the first with `online`, for a query that is meant for the server.
        """
        if timeout is not None and not 0 < timeout < math.inf:
            raise UsageError(f"timeout is {timeout}; it is a number of seconds above 0.")
        return explain(self.folder, text_or_name, parameters, seconds=timeout, online=online)

    @offline()
    def why(self, actor: str, relation: str | None = None, other: str | None = None) -> tuple[Account, ...]:
        """Accounts of the statements that name an actor, or stand in one row, or read so."""
        return accounts(self._sound(), actor, relation, other)

    @offline()
    def terms(self, name: str | None = None) -> str:
        """The vocabulary as text, or one term explained."""
        return terms(self.folder, name)

    @offline()
    def page(
        self, output: str | Path, *, profile: str = "public", title: str | None = None, language: str | None = None, actor: str | Iterable[str] = (),
        hops: int | None = None, relation: str | Iterable[str] = (), since: str = "", until: str = "", standing: str | Iterable[str] = (),
    ) -> Path:  # fmt: skip
        """Writes the interactive page to a file; of a part of the case, where one is asked for as with `kg page`."""
        choice = Choice(_words(actor), hops, _words(relation), since, until, _words(standing))
        return page(self.folder, Path(output), profile=profile, title=title, language=language, choice=choice)

    @offline()
    def export(self, format: str, output: str | Path, *, profile: str = "public") -> Exported:  # noqa: A002  # what the command calls it
        """Writes the case in a format of exchange (`kg export` lists them); `losses` says what the format does not hold."""
        return export(self.folder, format, Path(output), profile=profile)

    @offline()
    def serve(self, *, say: Callable[[str], None] = print, **options: Any) -> None:
        """Serves the last build until Ctrl-C, as `kg serve` does; `options` are those of `kg.serve.Options`: host, port, profile and so on.

        Raises `UsageError` where the server is not installed.
        """
        try:
            from kg.serve import Options, serve
        except ImportError as error:
            raise UsageError("The server is not installed.", hint="Install it with: pip install 'actor-kg[serve]'") from error
        serve(self.folder, Options(**options), say=say)

    @offline()
    def graph(self, *, online: bool = False) -> rdflib.Dataset:
        """The built dataset as an rdflib `Dataset`; its queries see the union of all named graphs.

        With `online` it is a copy of what the server holds that `kg.toml` names. Raises `WorkspaceError` when nothing was built, and
        `NetworkError` where the server does not give it.
        """
        from kg.graph import dataset_of, open_store, store_of

        if online:
            from kg.tasks.load import server_of

            return dataset_of(store_of(server_of(self.folder).quads()))
        return dataset_of(open_store(self.folder.exports / "graph.nq", self.folder.cache))

    @offline()
    def network(self, *, established_only: bool = True) -> networkx.MultiDiGraph:
        """Actors and events as nodes, statements as edges keyed by their id, with `relation` and `standing`."""
        from kg.network import to_network

        reading = self._sound()
        return to_network(reading.case, reading.weighed, established_only=established_only)


def _words(given: str | Iterable[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def _answer(asked: Asked) -> Answer:
    return asked.answer


@offline()
def open_workspace(folder: str | Path = ".") -> Workspace:
    """The workspace that holds `folder`; raises `WorkspaceError` when there is none."""
    found = find_folder(folder)
    finish_interrupted_build(found)
    return Workspace(found)


@offline()
def init(folder: str | Path, *, example: bool = False) -> Workspace:
    """Makes a new workspace and opens it; never overwrites."""
    return Workspace(make(folder, example=example))
