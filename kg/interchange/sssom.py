"""SSSOM, the exchange format of mappings: who is one with whom, and which terms of others mean nearly what ours mean."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping

from kg.interchange.registry import Content, Format, Loss, one_file
from kg.model import Identity
from kg.resolve import decided
from kg.vocab import KG, SKOS, Mint

__all__ = ["COLUMNS", "EXACT", "FORMATS", "MANUAL", "NAMESPACES"]

#: Where the values of a scheme of identifiers stand on the web.
NAMESPACES: Mapping[str, str] = {
    "geonames": "https://sws.geonames.org/",
    "isni": "https://isni.org/isni/",
    "lei": "https://lei.info/",
    "opencorporates": "https://opencorporates.com/companies/",
    "orcid": "https://orcid.org/",
    "ror": "https://ror.org/",
    "viaf": "http://viaf.org/viaf/",
    "wikidata": "http://www.wikidata.org/entity/",
}
#: The vocabularies that our terms are aligned with.
_VOCABULARIES: Mapping[str, str] = {
    "foaf": "http://xmlns.com/foaf/0.1/",
    "ftm": "https://schema.followthemoney.tech/#",
    "kg": KG.base,
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "https://schema.org/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
}
EXACT, MANUAL = "skos:exactMatch", "semapv:ManualMappingCuration"
_ALWAYS = {"semapv": "https://w3id.org/semapv/vocab/", "skos": SKOS.base}
COLUMNS = (
    "subject_id", "subject_label", "predicate_id", "predicate_modifier", "object_id", "object_label", "mapping_justification",
    "author_label", "mapping_date", "comment",
)  # fmt: skip
_UNSPECIFIED = "https://w3id.org/sssom/license/unspecified"
#: A spreadsheet takes a cell that begins so for a formula; the apostrophe is taken off where the file is read again.
_FORMULA = re.compile(r"[=+\-@＝＋－＠]")

Row = dict[str, str]


def _file(metadata: Mapping[str, str], prefixes: Mapping[str, str], rows: Iterable[Row]) -> bytes:
    """The header, of texts in quotes so that nothing in it is more than text, and the rows, sorted."""
    told = sorted(rows, key=lambda row: [row.get(column, "") for column in COLUMNS])
    used = {curie.partition(":")[0] for row in told for name, curie in row.items() if name.endswith(("_id", "_justification"))}
    named = "".join(f"#  {prefix}: {json.dumps(iri)}\n" for prefix, iri in sorted(prefixes.items()) if prefix in used | _ALWAYS.keys())
    text = io.StringIO()
    text.write("#curie_map:\n" + named + "".join(f"#{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in metadata.items()))
    writer = csv.writer(text, delimiter="\t", lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(row.get(column, "")) for column in COLUMNS] for row in told)
    return text.getvalue().encode()


def _cell(text: str) -> str:
    """The text in one line."""
    line = " ".join(text.split())
    return f"'{line}" if _FORMULA.match(line) else line


# ---- identities


def _identities(content: Content) -> bytes:
    case = content.case
    actors = Mint(case.settings.base).actor("")
    metadata = {
        "mapping_set_id": f"{case.settings.base}mappings/identities",
        "mapping_set_title": case.settings.title,
        "mapping_set_description": "Which actors are one, which are not, and what registers call them."
        + (" Team copy, not for publication." if content.profile == "team" else ""),
        "license": case.settings.licence if case.settings.licence.startswith(("http://", "https://")) else _UNSPECIFIED,
    }
    rows = [_identity(row, content) for row in decided(case.identities) if row.judgement != "unsure"]
    return _file(metadata, {**_ALWAYS, **NAMESPACES, "actor": actors}, [*rows, *_identifiers(content)])


def _identity(row: Identity, content: Content) -> Row:
    return {
        "subject_id": f"actor:{row.left}",
        "subject_label": _label(row.left, content),
        "predicate_id": EXACT,
        "predicate_modifier": "Not" if row.judgement == "different" else "",
        "object_id": f"actor:{row.right}",
        "object_label": _label(row.right, content),
        "mapping_justification": MANUAL,
        "author_label": content.case.curator_by_id.get(row.curator, row.curator),
        "mapping_date": row.date.isoformat(),
        "comment": row.reason,
    }


def _label(name: str, content: Content) -> str:
    """The label of an actor; an actor that was joined to another has none of its own any more."""
    actor = content.case.actor_by_id.get(name)
    return actor.label if actor and actor.id == name else ""


def _identifiers(content: Content) -> list[Row]:
    return [
        {
            "subject_id": f"actor:{actor.id}",
            "subject_label": actor.label,
            "predicate_id": EXACT,
            "object_id": identifier,
            "mapping_justification": MANUAL,
        }
        for actor in content.case.actors
        for identifier in actor.identifiers
        if identifier.partition(":")[0] in NAMESPACES
    ]


def _losses_of_identities(content: Content) -> tuple[Loss, ...]:
    case = content.case
    told = {row for row in decided(case.identities) if row.judgement != "unsure"}
    elsewhere = sum(one.partition(":")[0] not in NAMESPACES for actor in case.actors for one in actor.identifiers)
    found = [Loss("sssom-statements", all=len(case.statements))] if case.statements else []
    found += [Loss("sssom-unsure", count=len(case.identities) - len(told))] if len(case.identities) > len(told) else []
    return (*found, *((Loss("sssom-scheme", count=elsewhere),) if elsewhere else ()))


# ---- terms


def _terms(content: Content) -> bytes:
    ontology = content.ontology
    labels = {kind.iri: kind.label for kind in ontology.types.values()}
    labels |= {relation.iri: relation.label for relation in ontology.relations.values()}
    prefixes = {**_ALWAYS, **_VOCABULARIES, **_own_prefixes(content)}
    rows = [
        {
            "subject_id": curie(subject, prefixes),
            "subject_label": labels.get(subject, ""),
            "predicate_id": curie(predicate, prefixes),
            "object_id": curie(other, prefixes),
            "mapping_justification": MANUAL,
        }
        for subject, predicate, other in ontology.alignments
    ]
    metadata = {
        "mapping_set_id": f"{KG.base}mappings/terms",
        "mapping_set_title": "Actors and what is said of them: alignments",
        "mapping_set_description": "Which terms of other vocabularies mean nearly what ours mean; for exchange, never for inference.",
        "license": "https://spdx.org/licenses/MIT",
    }
    return _file(metadata, prefixes, rows)


def _own_prefixes(content: Content) -> dict[str, str]:
    """Prefixes for vocabularies that only a workspace's own alignments name."""
    iris = {iri for triple in content.ontology.alignments for iri in triple}
    known = (*_ALWAYS.values(), *_VOCABULARIES.values())
    bases = sorted({re.split(r"[^/#]*$", iri)[0] for iri in iris if not iri.startswith(known)})
    return {f"ns{number}": base for number, base in enumerate(bases, 1)}


def curie(iri: str, prefixes: Mapping[str, str]) -> str:
    """The IRI with the longest prefix that fits, or the IRI itself."""
    fitting = [(base, prefix) for prefix, base in prefixes.items() if iri.startswith(base) and len(iri) > len(base)]
    base, prefix = max(fitting, key=lambda one: len(one[0]), default=("", ""))
    return f"{prefix}:{iri.removeprefix(base)}" if base else iri


def _losses_of_terms(content: Content) -> tuple[Loss, ...]:
    return (Loss("sssom-terms"),)


FORMATS = (
    Format(
        "sssom", ".sssom.tsv", "who is one with whom, and identifiers in registers, as SSSOM mappings", one_file(_identities), _losses_of_identities
    ),
    Format("sssom-terms", ".terms.sssom.tsv", "the vocabulary's alignments with others, as SSSOM mappings", one_file(_terms), _losses_of_terms),
)
