"""The words that a property may have for its value where the program knows them all."""

from __future__ import annotations

from collections.abc import Mapping

from kg.model.judgement import IDENTITIES, READINGS, WORLD
from kg.model.statement import DOCUMENT_IS, KINDS, MODALITIES, ORIGINS, POLARITIES
from kg.vocab import KG

__all__ = ["CLOSED"]

#: By the IRI of the property; the standings are not among them, because there the dataset shows better what is meant.
CLOSED: Mapping[str, tuple[str, ...]] = {
    KG.modality: MODALITIES,
    KG.polarity: POLARITIES,
    KG.origin: ORIGINS,
    KG.kind: KINDS,
    KG.documentIs: DOCUMENT_IS,
    KG.judgement: tuple(dict.fromkeys((*READINGS, *WORLD, *IDENTITIES))),
    KG.stance: ("supports", "withdraws"),
    KG.aspect: ("act", "state"),
}
