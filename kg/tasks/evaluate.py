"""Measures the extractor: on sets of annotated texts, and on what people entered for the documents of a workspace."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import kg.evaluate as scoring
from kg.clean import TextError, decode
from kg.documents.read import read_document
from kg.errors import DataError, UsageError
from kg.evaluate import Annotated, Result, Said, measure, parse_annotated, said_from
from kg.folder import Folder
from kg.ontology import Ontology
from kg.ontology.read import read_ontology
from kg.tasks.reading import read_workspace

__all__ = ["evaluate_sets", "evaluate_workspace", "report"]

_OTHERS = Path(scoring.__file__).with_name("evaluate.toml")
_ATTRIBUTED = "attributedTo"


def evaluate_sets(path: Path, folder: Folder | None = None) -> Result:
    """The figures on one set: a file of JSON lines, or a folder of texts in the plain form.

    Raises `UsageError` where the set cannot be read as one.
    """
    texts = _read_set(path)
    ontology = read_ontology(folder)[0]
    relations = {said.relation for text in texts for said in text.statements}
    foreign = not relations <= set(ontology.relations)
    by_span = foreign and any(said.spans for text in texts for said in text.statements)
    reader, symmetric = _reader(relations, ontology)
    propose = _proposals if foreign and relations != {_ATTRIBUTED} else None
    return measure(str(path), texts, reader, symmetric, by_span=by_span, propose=propose)


def _read_set(path: Path) -> list[Annotated]:
    if path.is_dir():
        found = [(file.stem, file) for file in sorted(path.glob("*.txt"))]
        if not found:
            raise UsageError(f'"{path}" holds no annotated texts.', hint="They are called NAME.txt; see kg evaluate --help.")
        return [_parsed(name, file) for name, file in found]
    return [_from_json(number, line, path) for number, line in enumerate(_text(path).split("\n"), 1) if line.strip()]


def _text(path: Path) -> str:
    try:
        return decode(path.read_bytes()).replace("\r\n", "\n")
    except TextError as error:
        raise UsageError(f'"{path}" is no UTF-8 text (line {error.line}).') from error


def _parsed(name: str, path: Path) -> Annotated:
    try:
        return parse_annotated(name, _text(path))
    except ValueError as error:
        raise UsageError(f'"{path}" cannot be read: {error}.') from error


def _from_json(number: int, line: str, path: Path) -> Annotated:
    try:
        row: dict[str, Any] = json.loads(line)
        return Annotated(
            id=str(row.get("doc_id") or row.get("sent_id") or number),
            text=str(row["text"]),
            published=str(row.get("published") or ""),
            statements=tuple(said_from(item) for item in row.get("statements", row.get("triples", [])) if item.get("confidence", 1) >= 0.5),
            optional=tuple(said_from(item) for item in row.get("optional", [])),
            traps=tuple(said_from(item) for item in row.get("traps", [])),
            names={name: tuple(others) for name, others in row.get("names", {}).items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise UsageError(f"{path}:{number}: this is no annotated text: {error}.", hint='Each line wants "text" and "statements".') from error


_Reader = Callable[[Annotated], Sequence[Said]]


def _reader(wanted: set[str], ontology: Ontology) -> tuple[_Reader, Iterable[str]]:
    """What predicts for a set, whose relations may have names of their own, and which of them hold both ways."""
    own = {name: name for name in ontology.relations}
    if wanted <= set(own):
        return _with_names(own, ontology), [r.id for r in ontology.relations.values() if r.symmetric]
    if wanted == {_ATTRIBUTED}:
        return _attributions(ontology), ()
    plover = {r.id: r.plover for r in ontology.relations.values() if r.plover}
    if wanted <= {*plover.values(), *_PLOVER}:
        return _with_names(plover, ontology), ()
    for section in tomllib.loads(_OTHERS.read_text(encoding="utf-8")).values():
        if wanted <= set(section["names"]):
            return _with_ties(section, ontology), section["symmetric"]
    unknown = min(wanted - set(own))
    raise UsageError(f'The set has a relation "{unknown}" that the vocabulary does not know.')


#: Types of PLOVER that no relation of ours has.
_PLOVER = ("RETREAT", "MOBILIZE", "YIELD", "CONCEDE")


def _with_names(names: dict[str, str], ontology: Ontology) -> _Reader:
    from kg.extract.model import load_model

    load_model()  # says what to install before anything of it is imported
    from kg.extract.read import read_text
    from kg.extract.rows import to_rows

    def read(text: Annotated) -> list[Said]:
        rows = to_rows(read_text(text.text, ontology, published=text.published))
        return [said_from(row | {"relation": names[str(row["relation"])]}) for row in rows if row["relation"] in names]

    return read


def _proposals(text: Annotated) -> list[Said]:
    """Every pair of actors that grammar ties together, without a relation."""
    from kg.extract.pairs import proposed_pairs

    return [Said(text.text[a:b], "", text.text[c:d], spans=((a, b), (c, d))) for (a, b), (c, d) in proposed_pairs(text.text)]


def _with_ties(section: dict[str, Any], ontology: Ontology) -> _Reader:
    """Predicts for a set whose relations are wider than ours: what was read, and what else ties two mentions."""
    relations = _with_names(section["relations"], ontology)
    from kg.extract.ties import ties

    def read(text: Annotated) -> list[Said]:
        wider = [
            Said(text.text[slice(*tie.left)], section["ties"][tie.kind], text.text[slice(*tie.right)], spans=(tie.left, tie.right))
            for tie in ties(text.text)
            if not _meet(tie.left, tie.right)
        ]
        kept: list[Said] = []
        for said in (*relations(text), *wider):
            if not any(_of_one_pair(said, other, section["symmetric"]) for other in kept):
                kept.append(said)
        turned = [replace(s, subject=s.object, object=s.subject, spans=s.spans and s.spans[::-1]) for s in kept if s.relation in section["both_ways"]]
        return kept + turned

    return read


def _of_one_pair(said: Said, other: Said, symmetric: Sequence[str]) -> bool:
    """Whether two predictions give one relation to one pair of mentions."""
    if not (said.spans and other.spans) or said.relation != other.relation:
        return False
    (left, right), (first, second) = said.spans, other.spans
    return (_meet(left, first) and _meet(right, second)) or (said.relation in symmetric and _meet(left, second) and _meet(right, first))


def _meet(left: tuple[int, int], right: tuple[int, int]) -> bool:
    return max(left[0], right[0]) < min(left[1], right[1])


def _attributions(ontology: Ontology) -> _Reader:
    from kg.extract.model import load_model

    load_model()
    from kg.extract.attribution import attributions

    def read(text: Annotated) -> list[Said]:
        return [Said(text.text[a:b], _ATTRIBUTED, text.text[c:d], spans=((a, b), (c, d))) for (a, b), (c, d) in attributions(text.text)]

    return read


def evaluate_workspace(folder: Folder) -> Result:
    """The extractor's figures on the documents of a workspace, against what people entered with a quotation from them.

    Raises `DataError` when the workspace has findings, and `UsageError` when nothing was entered from a document.
    """
    reading = read_workspace(folder)
    if reading.findings:
        raise DataError(reading.findings)
    labels = {actor.id: (actor.label, *actor.aliases) for actor in reading.case.actors}
    texts = []
    for source in reading.case.sources:
        document = read_document(source, folder)[0] if source.document else None
        marked = tuple(
            Said(_label(s.subject, labels), s.relation, _label(s.object, labels), s.modality, s.negative, _label(s.claimant, labels))
            for s in reading.case.statements
            if any(item.source == source.id and item.quote and item.origin == "curated" for item in s.evidence)
        )
        if document is not None and marked:
            names = {known[0]: known[1:] for known in labels.values()}
            published = source.published.text if source.published else ""
            texts.append(Annotated(source.id, document.text, published, marked, names=names))
    if not texts:
        raise UsageError("Nobody has entered a statement with a quotation from a document here.", hint="Name a set of annotated texts instead.")
    reader, symmetric = _reader({s.relation for text in texts for s in text.statements}, reading.ontology)
    return measure(folder.root.name, texts, reader, symmetric)


def _label(actor: str, labels: dict[str, tuple[str, ...]]) -> str:
    return "" if actor == "unstated" else labels.get(actor, (actor,))[0]


def report(result: Result, examples: int = 5) -> str:
    """The figures of a set as text, dangerous errors first."""
    lines = [f"{result.name}: {result.texts} texts", "  level      precision  recall  F1     right  wrong  marked"]
    for name, score in (*result.levels.items(), *([("proposed", result.proposed)] if result.proposed else [])):
        lines.append(
            f"  {name:9s}  {score.precision:9.2f}  {score.recall:6.2f}  {score.f1:5.2f}  {score.right:5d}  {score.wrong:5d}  {score.marked:6d}"
        )
    lines.append(f"  stated as fact: {result.facts}; dangerous: {len(result.dangerous)}; traps: {len(result.trapped)}")
    for title, rows in (("dangerous", result.dangerous), ("trap", result.trapped), ("wrong", result.wrong), ("missed", result.missed)):
        lines += [f"  {title}: {text}: {said}" for text, said in rows[: examples if title in ("wrong", "missed") else 1000]]
    lines.append("  relation                precision  recall  right  wrong  marked")
    order = sorted(result.relations.items(), key=lambda item: (-item[1].marked, item[0]))
    lines += [
        f"  {name:22s}  {score.precision:9.2f}  {score.recall:6.2f}  {score.right:5d}  {score.wrong:5d}  {score.marked:6d}" for name, score in order
    ]
    return "\n".join(lines) + "\n"
