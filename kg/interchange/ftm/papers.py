"""Documents of FollowTheMoney as sources, and the file itself as the source of what it alone says."""

from __future__ import annotations

import hashlib
from pathlib import PurePath

from kg.clean import slug, visible
from kg.interchange.ftm.arrivals import Arrivals, cells, named, notes, prose, sound
from kg.interchange.ftm.dates import from_dates
from kg.interchange.ftm.lines import Line
from kg.interchange.ftm.schemata import LANGUAGES, is_a
from kg.model import Source, TimeError, parse_time
from kg.model.rules import source_trouble

__all__ = ["Papers"]

_SHORT = {long: short for short, long in sorted(LANGUAGES.items(), reverse=True)}


class Papers:
    """Makes sources."""

    def __init__(self, arrivals: Arrivals, raw: bytes) -> None:
        self.all = arrivals
        self.raw = raw
        self.cited = {name for line in arrivals.lines.values() for name in line["proof"]}
        self._file = ""

    def source(self, line: Line) -> None:
        """The row of a source, where other entities rest on the document."""
        if not is_a(line.schema.name, "Document") or line.id not in self.cited:
            return
        former = self.all.former_id(line)
        if self.all.is_same(line, "source") and former in self.all.receiver.case.source_by_id:
            self.all.keep_source(line, former)
            self.all.tell(line, "ftm-source-known", "known", id=former)
            return
        title = named(line, "title", "name", "fileName") or line.id
        name = self.all.new_id(line, title)
        self.all.keep_source(line, name)
        self.all.rows["sources"].append(self._row(line, name, title))
        self.all.tell(line, "ftm-source", "imported", id=name)

    def _row(self, line: Line, name: str, title: str) -> dict[str, str]:
        told = {word: values[0] for word, values in notes(line).items()}
        publisher = self._publisher(line)
        kind = told.get("kind", "other")
        texts = {
            # Only an actor that is known can be the party whose paper it is.
            "kind": "other" if kind == "party" and publisher not in self.all.types else kind,
            "url": next(iter(line["sourceUrl"]), ""),
            "archived_url": told.get("archived", ""),
            "sha256": told.get("sha256", ""),
            "language": told.get("language", "") or next((_SHORT[code] for code in line["language"] if code in _SHORT), ""),
            "reliability": told.get("reliability", ""),
        }
        checked = Source(
            name, texts["kind"], title, url=texts["url"], archived_url=texts["archived_url"],
            sha256=texts["sha256"], language=texts["language"], reliability=texts["reliability"],
        )  # fmt: skip
        wrong = {column for _, column, _ in source_trouble(checked)}
        sounds = {column: "" if column in wrong else text for column, text in texts.items()}
        return cells(
            id=name,
            title=title,
            publisher=publisher,
            author=named(line, "author"),
            published=self._published(line, told.get("published", "")),
            retrieved=next((day[:10] for day in line["retrievedAt"] if len(day) >= 10 and _is_day(day[:10])), ""),
            copies=told.get("copies", ""),
            note=prose(line, "description", "summary", "notes"),
            **{**sounds, "kind": sounds["kind"] or "other"},
        )

    def _publisher(self, line: Line) -> str:
        """The actor of that name, where the file has one, else the name."""
        name = named(line, "publisher")
        return self.all.by_label.get(name, name)

    def _published(self, line: Line, told: str) -> str:
        when, _ = from_dates({"date": line["publishedAt"] or line["date"] or line["authoredAt"]})
        try:
            exact = parse_time(told) if told else None
        except TimeError:
            exact = None
        return exact.text if exact else when.text if when else ""

    def finish(self) -> None:
        """Copies name what they copy by the id that it has here; what did not come in is nothing that they could copy."""
        for number, row in enumerate(self.all.rows["sources"]):
            if "copies" in row:
                copied = self.all.former_sources.get(row["copies"], "")
                kept = copied if copied != row["id"] else ""
                self.all.rows["sources"][number] = cells(**{**row, "copies": kept})

    def file(self) -> str:
        """The source that the file itself is; its row is made when the first statement rests on it."""
        if not self._file:
            digest = hashlib.sha256(self.raw).hexdigest()
            known = next((source.id for source in self.all.receiver.case.sources if source.sha256 == digest), "")
            self._file = known or self._file_row(digest)
        return self._file

    def _file_row(self, digest: str) -> str:
        shown = PurePath(self.all.path).name
        title = next(iter(sound([shown])), "") or visible(shown)
        name = self.all.free(slug(shown.partition(".")[0])[:80].rstrip("-") or f"file-{digest[:8]}")
        self.all.taken.add(name)
        self.all.rows["sources"].append(cells(id=name, kind="dataset", title=title, sha256=digest))
        return name


def _is_day(text: str) -> bool:
    try:
        time = parse_time(text)
    except TimeError:
        return False
    return time.earliest is not None and time.earliest == time.latest
