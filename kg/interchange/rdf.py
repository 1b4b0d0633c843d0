"""The dataset as RDF: everything is held, in whatever syntax the reader's tools take."""

from __future__ import annotations

from kg.graph import to_nquads, to_trig
from kg.interchange.annotations import losses as annotation_losses
from kg.interchange.annotations import to_annotations
from kg.interchange.description import to_description
from kg.interchange.jsonld import to_jsonld
from kg.interchange.registry import TEAM, Content, Format, Loss, one_file
from kg.vocab import Mint

__all__ = ["FORMATS"]


def _foreign(content: Content) -> tuple[Loss, ...]:
    return (Loss("foreign", count=content.foreign),) if content.foreign else ()


def _trig(content: Content) -> bytes:
    head = f"# {TEAM}\n".encode() if content.profile == "team" else b""
    return head + to_trig(content.quads, Mint(content.case.settings.base))


FORMATS = (
    Format("trig", ".trig", "The whole dataset as TriG, to read: for RDF stores, and for people who know Turtle.", one_file(_trig), _foreign),
    Format("nq", ".nq", "The whole dataset as sorted N-Quads: for every RDF store.", one_file(lambda content: to_nquads(content.quads)), _foreign),
    Format("jsonld", ".jsonld", "The whole dataset as JSON-LD, its context inside: for web developers.", one_file(to_jsonld), _foreign),
    Format(
        "oa",
        ".oa.jsonld",
        "Every quote as a W3C Web Annotation: for annotation tools and archives.",
        one_file(to_annotations),
        annotation_losses,
    ),
    Format(
        "void",
        ".void.ttl",
        "A description of the dataset (VoID, DCAT): for catalogues, and for citing it.",
        one_file(to_description),
        lambda _: (Loss("counts"),),
    ),
)
