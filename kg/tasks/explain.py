"""Say what a query asks for, and what is wrong with it, before it is run."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from kg.errors import QueryError, UsageError
from kg.folder import Folder
from kg.graph import drop_unfinished, is_kept_on_disk, open_prepared, prepare_store
from kg.limits import Finished, Limits, Outcome
from kg.limits import run as run_apart
from kg.ontology.read import read_ontology
from kg.query import Explanation, fill, get_named, known_names
from kg.query import explain as explain_text
from kg.tasks.load import server_of
from kg.vocab import Mint

__all__ = ["explain"]

#: Seconds and bytes for looking at the dataset; who has not counted all by then learns what the vocabulary shows.
SECONDS, MEMORY = 10.0, 1 << 30


def explain(folder: Folder, text_or_name: str, parameters: Mapping[str, str], *, seconds: float | None = None, online: bool = False) -> Explanation:
    """The explanation of a SPARQL text or named query on the last build, worked out in a child process.

    `seconds` are for looking at the dataset. With `online` the query is meant for the server that `kg.toml` names: what the
    vocabulary shows is said, and no pattern is looked for there, because each would be a query of its own. Raises `QueryError` when the query is refused or wrong, `UsageError` for a
    name or parameter that means nothing, `WorkspaceError` when nothing was built.
    """
    if online:
        return _value(run_apart(partial(_explain, folder, text_or_name, parameters, None, counted=False), Limits(seconds=seconds, memory=MEMORY)))
    place = _prepared(folder)
    work = partial(_explain, folder, text_or_name, parameters, place)
    outcome = run_apart(partial(work, counted=True), Limits(seconds=seconds or SECONDS, memory=MEMORY))
    if not isinstance(outcome, Finished):
        outcome = run_apart(partial(work, counted=False), Limits(seconds=SECONDS, memory=MEMORY))
    return _value(outcome)


def _value(outcome: Outcome[Explanation]) -> Explanation:
    if isinstance(outcome, Finished):
        return outcome.value
    raise QueryError(outcome.sentence("The explanation"))


def _prepared(folder: Folder) -> Path:
    """Where the dataset lies; a large one is made ready in a child, and that does not count."""
    place = folder.exports / "graph.nq"
    if not is_kept_on_disk(place):
        return place
    try:
        outcome = run_apart(partial(prepare_store, place, folder.cache), Limits())
    except BaseException:
        drop_unfinished(folder.cache)
        raise
    if isinstance(outcome, Finished):
        return outcome.value
    drop_unfinished(folder.cache)
    raise QueryError(outcome.sentence("Making the dataset ready"))


def _explain(folder: Folder, text: str, parameters: Mapping[str, str], place: Path | None, *, counted: bool) -> Explanation:
    """Without a place the server's names are asked for where a named query needs them, and nothing else."""
    mint, (ontology, _) = Mint(folder.settings()[0].base), read_ontology(folder)
    named = text.replace("-", "").isalnum()
    if parameters and not named:
        raise UsageError("Only a named query takes parameters.", hint="Write the values into the SPARQL.")
    store = open_prepared(place) if place and (counted or named) else None
    if named:
        query = get_named(text)
        known = known_names(server_of(folder) if store is None else store, mint) if query.parameters else {}
        text = fill(query, parameters, mint=mint, ontology=ontology, known=known)
    return explain_text(text, store if counted else None, ontology, mint.prefixes, shipped=named)
