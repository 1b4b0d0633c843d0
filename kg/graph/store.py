"""Where a dataset lies while it is asked: Oxigraph in process, read from `graph.nq`."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Quad, RdfFormat, Store

from kg.errors import WorkspaceError
from kg.files import locked

if TYPE_CHECKING:
    import rdflib

__all__ = ["dataset_of", "drop_unfinished", "is_kept_on_disk", "open_prepared", "open_store", "prepare_store", "store_of"]

#: Above this size a store on disk, kept between commands, is sooner ready than reading the file anew.
CACHED_FROM = 50_000_000


def store_of(quads: Iterable[Quad]) -> Store:
    """A store in memory that holds the quads."""
    store = Store()
    store.bulk_extend(quads)
    return store


def open_store(nquads: Path, cache: Path) -> Store:
    """The dataset of a build, ready to be asked; large ones are kept on disk under `cache`, keyed by their hash.

    Raises `WorkspaceError` when there is no build.
    """
    return open_prepared(prepare_store(nquads, cache))


def is_kept_on_disk(nquads: Path) -> bool:
    """Whether the dataset of a build is so large that a store on disk is made of it; raises `WorkspaceError` when there is no build."""
    if not nquads.is_file():
        raise WorkspaceError("Nothing has been built here yet.", hint="Run: kg build")
    return nquads.stat().st_size >= CACHED_FROM


def prepare_store(nquads: Path, cache: Path) -> Path:
    """Where the dataset of a build lies for `open_prepared`: the file itself, or of a large one a store on disk, made now if need be.

    Raises `WorkspaceError` when there is no build.
    """
    return _cached(nquads, cache) if is_kept_on_disk(nquads) else nquads


def open_prepared(place: Path) -> Store:
    """The dataset that lies where `prepare_store` said; it only reads."""
    if place.is_dir():
        return Store.read_only(str(place))
    store = Store()
    _load(store, place)
    return store


def drop_unfinished(cache: Path) -> None:
    """Takes away what a `prepare_store` that was killed left half made; leaves it to another that is at work right now."""
    if any(cache.glob("part-*")):
        with contextlib.suppress(WorkspaceError), locked(cache / ".lock", wait=0):
            for part in sorted(cache.glob("part-*")):
                shutil.rmtree(part, ignore_errors=True)


def _load(store: Store, nquads: Path) -> None:
    try:
        store.bulk_load(path=str(nquads), format=RdfFormat.N_QUADS)
    except (SyntaxError, ValueError) as error:
        raise WorkspaceError(f"{nquads.name} is damaged: {error}", hint="Run: kg build") from error


def _cached(nquads: Path, cache: Path) -> Path:
    with nquads.open("rb") as file:
        key = hashlib.file_digest(file, "sha256").hexdigest()[:16]
    place = cache / f"store-{key}"
    if not place.is_dir():
        # Two commands at once would take each other's half made store away.
        with locked(cache / ".lock", wait=60):
            if not place.is_dir():
                _make(nquads, place, cache / f"part-{key}")
    return place


def _make(nquads: Path, place: Path, part: Path) -> None:
    """Makes the store at `place`, whole or not at all; those of other datasets, and what was left half made, go."""
    for stale in sorted((*place.parent.glob("store-*"), *place.parent.glob("part-*"))):
        shutil.rmtree(stale, ignore_errors=True)
    part.mkdir(parents=True)
    store = Store(str(part))
    _load(store, nquads)
    store.flush()
    del store  # one writer at a time: the lock must go before the folder is renamed
    part.rename(place)


def dataset_of(store: Store) -> rdflib.Dataset:
    """The same store as an rdflib `Dataset` whose queries see the union of all graphs; a view, no copy."""
    import rdflib
    from oxrdflib import OxigraphStore

    return rdflib.Dataset(store=OxigraphStore(store=store), default_union=True)
