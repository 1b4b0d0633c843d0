"""What a workspace holds of sources already: so that nothing is added twice, and no name is given twice."""

from __future__ import annotations

from pathlib import PurePath
from urllib.parse import urlsplit

from kg.clean import is_id, slug
from kg.documents import read_document
from kg.folder import Folder
from kg.model import Case, Source

__all__ = ["Known"]

#: An id is typed by people: longer ones are cut at a word.
_LONGEST_ID = 60


class Known:
    """Ids, hashes, addresses and names of documents; what is added counts among them at once."""

    def __init__(self, case: Case, folder: Folder) -> None:
        self._ids = {*case.actor_by_id, *case.event_by_id, *case.source_by_id}
        self._files = {path.name.casefold() for path in folder.documents.iterdir()} if folder.documents.is_dir() else set()
        self._names = {actor.label: actor.id for actor in reversed(case.actors)}
        #: The id of the source that has a file or a text of this SHA-256, and that has this address; of several the first.
        self.by_hash: dict[str, str] = {}
        self.by_address: dict[str, str] = {}
        for source in reversed(case.sources):
            self.count(source)
        for source in case.sources:  # what somebody put there by hand has no hash in the table
            document = read_document(source, folder)[0] if source.document and not source.text_sha256 else None
            if document:
                self.by_hash.setdefault(document.hash, source.id)

    def count(self, source: Source) -> None:
        """Counts a source among what is there."""
        self._ids.add(source.id)
        self._files.add(source.document.casefold())
        self.by_hash |= {digest.lower(): source.id for digest in (source.sha256, source.text_sha256) if digest}
        self.by_address |= {source.url: source.id} if source.url else {}

    def is_free(self, name: str, ending: str) -> bool:
        """Whether no record has the id, and no document the file of that name."""
        return name not in self._ids and f"{name}{ending}" not in self._files

    def new_id(self, source: Source, name: str, ending: str) -> str:
        """A free id after the title, else after the file or address of that name, else after the hash."""
        stem = PurePath(urlsplit(name).path if "://" in name else name).stem
        made = _cut(slug(source.title)) or _cut(slug(stem)) or f"document-{source.sha256[:8]}"
        names = (made if number == 1 else f"{made}-{number}" for number in range(1, len(self._ids) + len(self._files) + 2))
        return next(name for name in names if is_id(name) and self.is_free(name, ending))

    def publisher(self, name: str) -> str:
        """The id of the actor whose label a publisher's name is, else the name."""
        return self._names.get(name, name)


def _cut(name: str) -> str:
    return name if len(name) <= _LONGEST_ID else name[: _LONGEST_ID + 1].rpartition("-")[0] or name[:_LONGEST_ID]
