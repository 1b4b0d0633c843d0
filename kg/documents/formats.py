"""Takes the text out of files of strangers: each in a child process with limits, whose end is one finding and nobody else's trouble."""

from __future__ import annotations

import importlib.util
from functools import partial
from pathlib import PurePath

from kg.clean import TextError, trouble
from kg.documents.taken import LARGEST, Facts, Taken, UnreadableError, decode_declared, without_controls
from kg.findings import Finding, Place, find
from kg.limits import Finished, Limits, run
from kg.offline import offline

__all__ = ["ENDINGS", "INSTALL", "LARGEST_FILE", "TYPES", "form_of", "take"]

#: In bytes, of the file as it comes.
LARGEST_FILE = 50_000_000
LIMITS = Limits(seconds=30, cpu_seconds=30, memory=1 << 30, answer_bytes=LARGEST + (1 << 20))
#: The forms that are read, by the ending of a name and by the type that a server gives.
ENDINGS = {".txt": "text", ".md": "markdown", ".html": "html", ".htm": "html", ".pdf": "pdf", ".docx": "docx"}
TYPES = {
    "text/plain": "text",
    "text/markdown": "markdown",
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}
#: What each form needs beside Python, by the name to import and the name to install.
_NEEDED = {
    "html": (("trafilatura", "trafilatura"), ("lxml_html_clean", "lxml_html_clean"), ("lxml", "lxml")),
    "pdf": (("pypdfium2", "pypdfium2"),),
    "docx": (("docx", "python-docx"),),
}
INSTALL = 'pip install "actor-kg[documents]"'
#: How files begin whatever their name says, and what they are then.
_BEGINNINGS = (
    (b"%PDF-", "pdf", "a PDF"),
    (b"PK\x03\x04", "docx", "an archive, as .docx is"),
    (b"\xd0\xcf\x11\xe0", "", "a file of an old office program"),
)


def form_of(name: str) -> str:
    """The form of a file by the ending of its name; empty for one that is not read."""
    return ENDINGS.get(PurePath(name).suffix.lower(), "")


def take(raw: bytes, form: str, name: str, *, charset: str = "", limits: Limits = LIMITS) -> tuple[Taken | None, tuple[Finding, ...]]:
    """The text of a file of that form, or `None`, and what is wrong with the file, which findings call `name`.

    `charset` is the encoding that whoever sent the file gave. Whatever the file is made for, the child that reads it is gone
    when this returns, and its end by a limit or a crash is one finding.
    """
    place = Place(name)
    if wrong := _refused(raw, form):
        return None, (find(wrong.code, place, **wrong.values),)
    # What pure Python does to bytes needs neither time nor memory worth a process of its own.
    if form in ("text", "markdown"):
        return _plain(raw, form, name, charset)
    outcome = run(partial(_apart, raw, form, charset), limits)
    if not isinstance(outcome, Finished):
        return None, (find("add-ended", place, detail=outcome.sentence("Reading it")),)
    if isinstance(outcome.value, Taken):
        return outcome.value, ()
    code, line, values = outcome.value
    return None, (find(code, Place(name, line), **values),)


def _refused(raw: bytes, form: str) -> UnreadableError | None:
    """Why a file is not even begun to be read, if so."""
    if not raw:
        return UnreadableError("add-empty")
    if len(raw) > LARGEST_FILE:
        return UnreadableError("add-large", most=f"{LARGEST_FILE // 1_000_000}")
    for beginning, other, what in _BEGINNINGS:
        if raw.startswith(beginning) and other != form:
            return UnreadableError("add-other", what=what)
    missing = next((package for module, package in _NEEDED.get(form, ()) if not _is_installed(module)), "")
    return UnreadableError("add-library", package=missing, install=INSTALL) if missing else None


def _is_installed(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ValueError:  # it was shut out on purpose
        return False


def _says(text: str) -> bool:
    """Whether there is a letter or a digit: blanks that nobody sees and rows of dots are no text."""
    return any(map(str.isalnum, text))


def _plain(raw: bytes, form: str, name: str, charset: str) -> tuple[Taken | None, tuple[Finding, ...]]:
    """A text as it is, but for its line ends."""
    if len(raw) > LARGEST:
        return None, (find("document-large", Place(name), value=PurePath(name).name, most=LARGEST // 1_000_000),)
    try:
        text, encoding = decode_declared(raw, charset)
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    except TextError as error:
        return None, (find(error.code, Place(name, error.line), **error.values),)
    found = tuple(find(code, Place(name, int(values["line"])), **values) for code, values in trouble(text, kind="document"))
    if found:
        return None, found
    if not _says(text):
        return None, (find("add-empty", Place(name)),)
    first = text.lstrip().split("\n", 1)[0]
    title = first[2:].strip(" #") if form == "markdown" and first.startswith("# ") else ""
    return Taken(text, Facts(title=title), encoding=encoding), ()


#: What a child answers where there is no text: the code of a finding, a line, and the values of its sentence.
_Wrong = tuple[str, int, dict[str, str]]


def _apart(raw: bytes, form: str, charset: str) -> Taken | _Wrong:
    """What the child does."""
    with offline(everywhere=True):
        try:
            return _checked(_read(raw, form, charset))
        except UnreadableError as error:
            return error.code, 0, error.values
        except TextError as error:
            return error.code, error.line, error.values
        except MemoryError:
            raise
        except Exception as error:  # whatever a parser makes of a hostile file, it is that file's trouble
            detail = " ".join(str(error).split())[:200].rstrip(".")
            return "add-failed", 0, {"detail": f"{type(error).__name__}: {detail}" if detail else type(error).__name__}


def _read(raw: bytes, form: str, charset: str) -> Taken:
    """Only here the libraries are imported, each in the child that needs it."""
    if form == "html":
        from kg.documents.webpage import read_page

        return read_page(raw, charset)
    if form == "pdf":
        from kg.documents.pdf import read_pdf

        return read_pdf(raw)
    from kg.documents.word import read_word

    return read_word(raw)


def _checked(taken: Taken) -> Taken:
    text, _ = without_controls(taken.text)
    if not _says(text):
        raise UnreadableError("add-empty")
    if len(text.encode()) > LARGEST:
        raise UnreadableError("add-long", most=f"{LARGEST // 1_000_000}")
    return Taken(text, taken.facts, taken.left_out, taken.encoding)
