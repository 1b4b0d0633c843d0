"""Makes workspaces for tests: rows as dictionaries in, a folder on disk out."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from kg.folder import Folder

Row = Mapping[str, object]

HEADERS = {
    "actors": "id type label aliases description identifiers publish",
    "sources": "id kind title publisher author published url archived_url retrieved sha256 text_sha256 language document document_is copies reliability publish note",
    "events": "id type label when place description publish",
    "statements": "id subject relation object modality polarity claimant role when place quantity event source quote locator stance curator entered note publish",
    "judgements": "statement source judgement curator date reason instead",
    "identities": "left right judgement curator date reason",
}
CURATORS = {"ed": "Ed Itor", "jo": "Jo Reader"}


def make_workspace(
    root: Path,
    *,
    documents: Mapping[str, str] | None = None,
    candidates: Mapping[str, Iterable[Row]] | None = None,
    ontology: str = "",
    settings: str = "",
    base: str = "https://example.org/made/",
    **tables: Iterable[Row],
) -> Folder:
    """Writes a workspace and returns it; columns that no row fills are left out."""
    (root / "data" / "documents").mkdir(parents=True, exist_ok=True)
    people = "".join(f'{key} = "{name}"\n' for key, name in CURATORS.items())
    text = f'title = "Made for a test"\nbase = "{base}"\nlanguage = "en"\n{settings}\n[curators]\n{people}'
    (root / "kg.toml").write_text(text, encoding="utf-8")
    for name, rows in tables.items():
        write_table(root / "data" / f"{name}.csv", HEADERS[name].split(), list(rows))
    for name, content in (documents or {}).items():
        (root / "data" / "documents" / name).write_text(content, encoding="utf-8")
    for name, rows in (candidates or {}).items():
        (root / "data" / "extracted").mkdir(exist_ok=True)
        lines = "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows)
        (root / "data" / "extracted" / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    if ontology:
        (root / "ontology").mkdir(exist_ok=True)
        (root / "ontology" / "own.ttl").write_text(ontology, encoding="utf-8")
    return Folder(root.resolve())


def write_table(path: Path, header: list[str], rows: list[Row]) -> None:
    """One CSV table."""
    extra = sorted({key for row in rows for key in row} - set(header))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*header, *extra], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
