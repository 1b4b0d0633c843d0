"""Ask the built dataset, in SPARQL or by a named query; and say what the vocabulary's terms mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.errors import UsageError
from kg.folder import Folder, find_folder
from kg.graph import open_store
from kg.ontology import Ontology
from kg.ontology.read import read_ontology
from kg.ontology.terms import card, term_table
from kg.query import Answer, fill, get_named, hints, known_names, run, to_format
from kg.tasks.manifest import is_stale
from kg.vocab import Mint

__all__ = ["Asked", "query", "terms"]


@dataclass(frozen=True)
class Asked:
    """An answer, with what would help whoever asked and did not get what they looked for."""

    answer: Answer
    hints: tuple[str, ...]
    prefixes: Mapping[str, str]

    def written(self, form: str, *, width: int = 120) -> bytes:
        """The answer in one of the formats; raises `UsageError` when it does not fit the kind of answer."""
        return to_format(self.answer, form, prefixes=self.prefixes, width=width)


def query(folder: Folder, text_or_name: str, parameters: Mapping[str, str]) -> Asked:
    """The answer of the last build; nothing is rebuilt.

    A single word is the name of a named query, anything else is SPARQL; the prefixes of the vocabulary and of the
    workspace need not be declared. Raises `QueryError` when the query is refused or wrong, `UsageError` for a name or
    parameter that means nothing, `WorkspaceError` when nothing was built.
    """
    mint = Mint(folder.settings()[0].base)
    store = open_store(folder.exports / "graph.nq", folder.cache)
    ontology, _ = read_ontology(folder)
    text = text_or_name
    if not _is_name(text) and parameters:
        raise UsageError("Only a named query takes parameters.", hint="Write the values into the SPARQL.")
    if _is_name(text):
        text = fill(get_named(text_or_name), parameters, mint=mint, ontology=ontology, known=known_names(store, mint))
    answer = run(store, text, prefixes=mint.prefixes)
    helpful = hints(text, answer, store, ontology, mint.prefixes)
    if is_stale(folder):
        helpful += ("The workspace has changed since it was built; this is the answer of that build. For today's: kg build",)
    return Asked(answer, helpful, mint.prefixes)


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
