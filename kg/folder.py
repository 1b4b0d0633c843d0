"""A workspace on disk: where it is, what `kg.toml` says, and the files that ship with the program."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from kg.clean import Kind, trouble
from kg.errors import WorkspaceError
from kg.findings import Finding, Place, find

__all__ = ["Folder", "Model", "Settings", "find_folder", "shipped", "where_in_toml"]

NAME = "kg.toml"
BASE = "https://example.org/case/"


@dataclass(frozen=True, slots=True)
class Model:
    """The language model that may be asked for candidates: the section `[extract.llm]`. A key stands in no file."""

    #: The address that `/chat/completions` is appended to.
    url: str
    model: str
    #: At most so many requests and tokens (as estimated before, as told afterwards) in one run.
    requests: int = 200
    tokens: int = 500_000
    #: Characters of a document in one request.
    part: int = 6_000
    #: Tokens of one reply.
    reply: int = 4_000
    #: Seconds for one reply.
    timeout: int = 120
    #: Tries after the first, and seconds before the first of them; each later wait is twice as long.
    retries: int = 3
    wait: float = 2.0


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
    #: The model that `kg extract --online` asks; none unless it is named.
    llm: Model | None = None
    #: Addresses of a SPARQL server that holds the dataset, for questions and for loading; used where the user says `--online`.
    store: str = ""
    store_update: str = ""
    #: Whether `kg.toml` could be read at all.
    whole: bool = True


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

    def holds_input(self, path: Path) -> bool:
        """Whether a path is one that the program reads from, or a folder around it: nothing may ever be written there."""
        real, root = path.resolve(), self.root.resolve()
        inputs = (root / NAME, root / "data", root / "ontology")
        return any(real == one or real.is_relative_to(one) for one in inputs)

    def settings(self) -> tuple[Settings, tuple[Finding, ...]]:
        """What `kg.toml` says, defaults where it says nothing, and what is wrong with it."""
        try:
            text = (self.root / NAME).read_text(encoding="utf-8-sig")
            table = tomllib.loads(text)
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            line, said = where_in_toml(error)
            return Settings(whole=False), (find("settings-unreadable", Place(NAME, line), detail=said),)
        except OSError as error:
            raise WorkspaceError(f"{NAME} cannot be read: {error.strerror}.", hint="Check that the file is there and is yours to read.") from error
        return _settings(table, text)


def where_in_toml(error: ValueError) -> tuple[int, str]:
    """The line of a fault in TOML (0: not known), and what is wrong there."""
    at = re.search(r" \(at line ([0-9]+), column ([0-9]+)\)$", str(error))
    return (int(at[1]), f"{str(error)[: at.start()]} at column {at[2]}") if at else (0, str(error))


KNOWN = {
    "title": str, "base": str, "language": str, "licence": str, "curators": dict, "admit_confidence": float, "extract": dict,
    "store": str, "store_update": str,
}  # fmt: skip


def _settings(table: dict[str, object], text: str) -> tuple[Settings, tuple[Finding, ...]]:
    found: list[Finding] = []
    good: dict[str, object] = {}
    for key, value in table.items():
        wrong = _wrong(key, value)
        if wrong:
            code, values = wrong
            found.append(find(code, _place(text, key), **values))
        else:
            good[key] = float(value) if isinstance(value, int) else value
    llm, wrong_model = _model(good.pop("extract", {}), text)
    found += wrong_model
    curators = good.pop("curators", {})
    assert isinstance(curators, dict)
    for name, label in curators.items():
        wrong = _wrong_text(label, "label") if _is_curator(name, label) else ("settings-curator", {})
        found += [find(wrong[0], _place(text, name), **wrong[1])] if wrong else []
    fields = {key: good[key] for key in ("title", "base", "language", "licence", "admit_confidence", "store", "store_update") if key in good}
    people = tuple(sorted((str(key), str(value)) for key, value in curators.items()))
    return Settings(**fields, curators=people, llm=llm), tuple(found)  # type: ignore[arg-type]  # each value was checked against KNOWN


def _place(text: str, key: str) -> Place:
    line = next((number for number, line in enumerate(text.splitlines(), 1) if line.lstrip().startswith(key)), 0)
    return Place(NAME, line, key)


def _wrong(key: str, value: object) -> tuple[str, dict[str, object]] | None:
    """What is wrong with one setting: the code and the values of its finding."""
    kind = KNOWN.get(key)
    if kind is None:
        return "settings-unknown", {"known": ", ".join(KNOWN)}
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not (number if kind is float else isinstance(value, kind)):
        return "settings-type", {"wanted": {str: "text in quotes", dict: "a table", float: "a number"}[kind]}
    if key in ("title", "licence"):
        return _wrong_text(value, "text")
    code, is_sound = {
        "base": ("settings-base", _is_base),
        "language": ("settings-language", _is_language),
        "admit_confidence": ("settings-admit", _is_confidence),
        "store": ("settings-store", _is_address),
        "store_update": ("settings-store", _is_address),
    }.get(key, ("", None))
    return None if is_sound is None or is_sound(value) else (code, {"value": value})


#: The least and the most of each number of `[extract.llm]`.
_NUMBERS = {
    "requests": (0, 1_000_000), "tokens": (0, 10_000_000_000), "part": (500, 50_000), "reply": (100, 100_000),
    "timeout": (1, 3_600), "retries": (0, 10), "wait": (0, 300),
}  # fmt: skip


def _model(section: object, text: str) -> tuple[Model | None, list[Finding]]:
    """The model that `[extract]` names, and what is wrong with the section."""
    assert isinstance(section, dict)
    found = [find("settings-unknown", _place(text, key), known="llm") for key in section if key != "llm"]
    given = section.get("llm")
    if given is None:
        return None, found
    if not isinstance(given, dict):
        return None, [*found, find("settings-type", _place(text, "llm"), wanted="a table")]
    for key, value in given.items():
        wrong = _wrong_of_model(key, value)
        found += [find(wrong[0], _place(text, key), **wrong[1])] if wrong else []
    found += [find("settings-model", _place(text, "[extract.llm]").at("extract.llm"), value=key) for key in ("url", "model") if key not in given]
    return (None if found else Model(**given)), found


def _wrong_of_model(key: str, value: object) -> tuple[str, dict[str, object]] | None:
    """What is wrong with one setting of the model."""
    if "key" in key.lower() or key.lower() in ("token", "auth", "authorization") or "secret" in key.lower():
        return "settings-key", {}
    if key in ("url", "model"):
        if not isinstance(value, str) or not value:
            return "settings-type", {"wanted": "text in quotes"}
        return ("settings-model-url", {}) if key == "url" and not _is_service(value) else _wrong_text(value, "label")
    if key not in _NUMBERS:
        return "settings-unknown", {"known": ", ".join(("url", "model", *_NUMBERS))}
    least, most = _NUMBERS[key]
    whole = isinstance(value, int) or (key == "wait" and isinstance(value, float))
    if isinstance(value, bool) or not whole or not least <= value <= most:  # type: ignore[operator]  # a number, as was just asked
        return "settings-type", {"wanted": f"a number from {least:,} to {most:,}"}
    return None


def _is_service(url: str) -> bool:
    """An address that can be asked: a host, no name or key in it, nothing after its path."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    plain = url.isascii() and url.isprintable() and " " not in url
    return plain and parts.scheme in ("http", "https") and bool(host) and "@" not in parts.netloc and not parts.query and not parts.fragment


def _wrong_text(value: object, kind: Kind) -> tuple[str, dict[str, object]] | None:
    """What is wrong with a text that stands in pages and exports, if anything: TOML can write characters that they cannot hold."""
    found = trouble(str(value), kind=kind)
    return (found[0][0], dict(found[0][1])) if found else None


def _is_curator(name: str, label: object) -> bool:
    return isinstance(label, str) and name.replace("-", "").isalnum() and name.isascii()


def _is_language(tag: object) -> bool:
    """The part of BCP 47 that people use: a language, a script, a region."""
    return re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}", str(tag)) is not None


def _is_confidence(value: object) -> bool:
    return isinstance(value, (int, float)) and 0 < value <= 1


def _is_address(text: object) -> bool:
    """An http(s) address without a login, which would lie in a file that people share."""
    try:
        parts = urlsplit(str(text))
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None and (parts.port or 1) > 0
    except ValueError:
        return False
    return sound and not parts.fragment and all(c.isascii() and c.isprintable() and c != " " for c in str(text))


def _is_base(base: object) -> bool:
    """A base that every minted IRI can be appended to: an absolute http(s) IRI of plain ASCII, ending in `/` or `#`."""
    text = str(base)
    legal = all(c.isascii() and c.isprintable() and c not in ' <>"{}|\\^`' for c in text)
    return legal and text.startswith(("http://", "https://")) and text.endswith(("/", "#")) and len(text) > len("https://") + 1


def find_folder(start: str | Path | None = None, *, upwards: bool = True) -> Folder:
    """The workspace that holds `start` (default: the current directory).

    Raises `WorkspaceError` when it is not there, and when neither it nor, with `upwards`, any folder above it holds a `kg.toml`.
    """
    here = Path(start or ".").resolve()
    if not here.exists():
        raise WorkspaceError(f'"{start}" is not there.', hint="Name the folder of a workspace, or one in it.")
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
