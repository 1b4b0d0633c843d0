"""Ask the built dataset, in SPARQL or by a named query; and say what the vocabulary's terms mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from kg.errors import QueryError, UsageError
from kg.folder import Folder, find_folder
from kg.graph import drop_unfinished, is_kept_on_disk, open_prepared, prepare_store
from kg.limits import Finished, Limits, Outcome
from kg.limits import run as run_apart
from kg.ontology import Ontology
from kg.ontology.read import read_ontology
from kg.ontology.terms import card, term_table
from kg.query import Answer, fill, get_named, hints, known_names, run, to_format
from kg.tasks.load import server_of
from kg.tasks.manifest import is_stale
from kg.vocab import Mint

__all__ = ["Asked", "Written", "query", "query_apart", "terms"]

T = TypeVar("T")


@dataclass(frozen=True)
class Written:
    """An answer as bytes, and what is to be said beside it."""

    data: bytes
    hints: tuple[str, ...]
    rows: int
    #: Whether there are more rows than were asked for.
    more: bool


@dataclass(frozen=True)
class Asked:
    """An answer, with what would help whoever asked and did not get what they looked for."""

    answer: Answer
    hints: tuple[str, ...]
    prefixes: Mapping[str, str]

    def written(self, form: str, *, width: int = 120) -> bytes:
        """The answer in one of the formats; raises `UsageError` when it does not fit the kind of answer."""
        return to_format(self.answer, form, prefixes=self.prefixes, width=width)

    def report(self, form: str, width: int) -> Written:
        """All that is to be shown of it; raises as `written` does."""
        return Written(self.written(form, width=width), self.hints, len(self.answer), self.answer.more)


def query(
    folder: Folder, text_or_name: str, parameters: Mapping[str, str], *, most: int | None = None, place: Path | None = None, online: bool = False
) -> Asked:
    """The answer of the last build; nothing is rebuilt.

    A single word is the name of a named query, anything else is SPARQL; the prefixes of the vocabulary and of the
    workspace need not be declared. Of more than `most` rows only so many are taken; `place` is where `prepare_store` put
    the dataset; with `online` the server that `kg.toml` names is asked. Raises `QueryError` when the query is refused or wrong, `UsageError` for a name or parameter that means
    nothing, `WorkspaceError` when nothing was built.
    """
    mint = Mint(folder.settings()[0].base)
    store = server_of(folder) if online else open_prepared(place or prepare_store(folder.exports / "graph.nq", folder.cache))
    ontology, _ = read_ontology(folder)
    text = text_or_name
    if not _is_name(text) and parameters:
        raise UsageError("Only a named query takes parameters.", hint="Write the values into the SPARQL.")
    if _is_name(text):
        text = fill(get_named(text_or_name), parameters, mint=mint, ontology=ontology, known=known_names(store, mint))
    answer = run(store, text, prefixes=mint.prefixes, most=most)
    helpful = hints(text, answer, store, ontology, mint.prefixes, shipped=_is_name(text_or_name))
    if not online and is_stale(folder):
        helpful += ("The workspace has changed since it was built; this is the answer of that build. For today's: kg build",)
    return Asked(answer, helpful, mint.prefixes)


def query_apart(
    folder: Folder,
    text_or_name: str,
    parameters: Mapping[str, str],
    then: Callable[[Asked], T],
    limits: Limits,
    *,
    most: int | None = None,
    alone: bool | None = None,
    online: bool = False,
) -> T:
    """What `then` makes of the answer of `query`, all of it in a child process that a limit or Ctrl-C can always end.

    Raises as `query` does, and `QueryError` with one sentence when a limit is reached or the child dies. `alone` is that of
    `kg.limits.run`. What a large dataset needs once, before its first question, does not count.
    """
    place = folder.exports / "graph.nq"
    if not online and is_kept_on_disk(place):
        try:
            # Never on a caller's word: beside an open store on disk a fork that writes one waits for ever.
            place = _value(run_apart(partial(prepare_store, place, folder.cache), Limits()))
        except BaseException:
            drop_unfinished(folder.cache)
            raise
    return _value(run_apart(partial(_ask, folder, text_or_name, parameters, then, most, place, online), limits, alone=alone))


def _ask(folder: Folder, text: str, parameters: Mapping[str, str], then: Callable[[Asked], T], most: int | None, place: Path, online: bool) -> T:
    return then(query(folder, text, parameters, most=most, place=place, online=online))


_REMEDIES = {
    "seconds": "Narrow it, for instance to one actor, relation or graph, or give it more time (--timeout).",
    "memory": "Narrow it, for instance to one actor, relation or graph, or give it more memory (--memory).",
}


def _value(outcome: Outcome[T]) -> T:
    if isinstance(outcome, Finished):
        return outcome.value
    raise QueryError(outcome.sentence("The query"), hint=_REMEDIES.get(getattr(outcome, "limit", ""), ""))


def _is_name(text: str) -> bool:
    return text.replace("-", "").isalnum()


def terms(folder: Folder | None, name: str | None = None) -> str:
    """The vocabulary as a table in Markdown, or one term as lines `field: text`; a workspace's own terms are in it.

    Raises `UsageError` when the term is unknown.
    """
    ontology: Ontology = read_ontology(folder)[0]
    if name is None:
        return term_table(ontology)
    return "".join(f"{field}: {text}\n" for field, text in card(ontology, name))


def folder_or_none(start: str | None) -> Folder | None:
    """The workspace around here, or `None`: the vocabulary can be read without one."""
    from kg.errors import WorkspaceError

    try:
        return find_folder(start)
    except WorkspaceError:
        if start is not None:
            raise
        return None
