"""A workspace on disk: where it is, what `kg.toml` says, and the files that ship with the program."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from kg.errors import WorkspaceError
from kg.findings import Finding, Place, find

__all__ = ["Folder", "Settings", "find_folder", "shipped"]

NAME = "kg.toml"
BASE = "https://example.org/case/"


@dataclass(frozen=True, slots=True)
class Settings:
    """What `kg.toml` says."""

    title: str = "Untitled case"
    base: str = BASE
    language: str = "en"
    licence: str = ""
    #: (id, name) of everybody who enters or judges, sorted.
    curators: tuple[tuple[str, str], ...] = ()
    #: Candidates of at least this confidence count without a person's judgement; off when `None`.
    admit_confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Folder:
    """The paths of one workspace; `root` is absolute and holds `kg.toml`."""

    root: Path

    @property
    def data(self) -> Path:
        """The tables."""
        return self.root / "data"

    @property
    def documents(self) -> Path:
        """What was read, as text."""
        return self.data / "documents"

    @property
    def extracted(self) -> Path:
        """Candidates, one file a document."""
        return self.data / "extracted"

    @property
    def ontology(self) -> Path:
        """The workspace's own terms."""
        return self.root / "ontology"

    @property
    def exports(self) -> Path:
        """What a build writes."""
        return self.root / "exports"

    @property
    def cache(self) -> Path:
        """What may be deleted at any time."""
        return self.root / ".kg" / "cache"

    def name(self, path: Path) -> str:
        """A path as findings print it: relative to the workspace, with `/` on every system."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.name

    def settings(self) -> tuple[Settings, tuple[Finding, ...]]:
        """What `kg.toml` says, defaults where it says nothing, and what is wrong with it."""
        try:
            text = (self.root / NAME).read_text(encoding="utf-8-sig")
            table = tomllib.loads(text)
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            return Settings(), (find("settings-unreadable", Place(NAME), detail=error),)
        except OSError as error:
            raise WorkspaceError(f"{NAME} cannot be read: {error.strerror}.", hint="Check that the file is there and is yours to read.") from error
        return _settings(table, text)


KNOWN = {"title": str, "base": str, "language": str, "licence": str, "curators": dict, "admit_confidence": float, "store": str, "extract": dict}


#: The part of BCP 47 that people use: a language, a script, a region.
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")


def _line(text: str, key: str) -> int:
    return next((n for n, line in enumerate(text.splitlines(), 1) if line.lstrip().startswith(key)), 0)


def _settings(table: dict[str, object], text: str) -> tuple[Settings, tuple[Finding, ...]]:
    found: list[Finding] = []
    good: dict[str, object] = {}
    for key, value in table.items():
        place = Place(NAME, _line(text, key), key)
        kind = KNOWN.get(key)
        if kind is None:
            found.append(find("settings-unknown", place, known=", ".join(KNOWN)))
        elif kind is float and isinstance(value, (int, float)) and not isinstance(value, bool):
            good[key] = float(value)
        elif isinstance(value, kind):
            good[key] = value
        else:
            found.append(find("settings-type", place, wanted={str: "text in quotes", dict: "a table", float: "a number"}[kind]))
    base = str(good.get("base", BASE))
    if not _is_base(base):
        found.append(find("settings-base", Place(NAME, _line(text, "base"), "base"), value=base))
        good.pop("base")
    if not _LANGUAGE.fullmatch(str(good.get("language", "en"))):
        found.append(find("settings-language", Place(NAME, _line(text, "language"), "language"), value=good.pop("language")))
    admit = good.get("admit_confidence")
    if isinstance(admit, float) and not 0 < admit <= 1:
        found.append(find("settings-admit", Place(NAME, _line(text, "admit_confidence"), "admit_confidence"), value=admit))
        good.pop("admit_confidence")
    curators = good.get("curators", {})
    assert isinstance(curators, dict)
    for name, label in curators.items():
        if not isinstance(label, str) or not name.replace("-", "").isalnum() or not name.isascii():
            found.append(find("settings-curator", Place(NAME, _line(text, name), name)))
    fields = {key: good[key] for key in ("title", "base", "language", "licence", "admit_confidence") if key in good}
    people = tuple(sorted((str(k), str(v)) for k, v in curators.items()))
    return Settings(**fields, curators=people), tuple(found)  # type: ignore[arg-type]  # each value was checked against KNOWN


def _is_base(text: str) -> bool:
    """A base that every minted IRI can be appended to: an absolute http(s) IRI of plain ASCII, ending in `/` or `#`."""
    legal = all(c.isascii() and c.isprintable() and c not in ' <>"{}|\\^`' for c in text)
    return legal and text.startswith(("http://", "https://")) and text.endswith(("/", "#")) and len(text) > len("https://") + 1


def find_folder(start: str | Path | None = None, *, upwards: bool = True) -> Folder:
    """The workspace that holds `start` (default: the current directory).

    Raises `WorkspaceError` when neither it nor, with `upwards`, any folder above it holds a `kg.toml`.
    """
    here = Path(start or ".").resolve()
    for folder in (here, *here.parents) if upwards else (here,):
        if (folder / NAME).is_file():
            return Folder(folder)
    where = f'"{start}"' if start else "the current directory"
    raise WorkspaceError(f"There is no workspace here: {where} and the folders above it hold no {NAME}.", hint="Make one with: kg init my-case")


def shipped() -> Path:
    """The folder of the files that ship with the program: `ontology/` and the example case.

    In a wheel they lie inside the package, in a checkout beside it.
    """
    inside = Path(__file__).parent / "_shipped"
    return inside if inside.is_dir() else Path(__file__).parent.parent
