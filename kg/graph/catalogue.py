"""What a catalogue is told of a dataset, in the same words whether it is exported or served."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pyoxigraph import Literal, NamedNode

from kg.graph.terms import plain
from kg.vocab import DCT, PREFIXES, digest

__all__ = ["citation", "counted_in_words", "licence_of", "part_name"]

#: Licences of data that SPDX has an address for; any other is quoted as it stands in `kg.toml`.
_SPDX = frozenset(
    (
        "CC0-1.0 CC-BY-4.0 CC-BY-SA-4.0 CC-BY-NC-4.0 CC-BY-ND-4.0 CC-BY-NC-SA-4.0 CC-BY-NC-ND-4.0 CC-BY-3.0 CC-BY-SA-3.0 ODbL-1.0 ODC-By-1.0 PDDL-1.0"
    ).split()
)


def licence_of(licence: str) -> tuple[str, NamedNode | Literal]:
    """The property and the value that tell a licence."""
    if licence in _SPDX:
        return DCT.license, NamedNode(f"https://spdx.org/licenses/{licence}")
    return DCT.rights, plain(licence)


def counted_in_words(numbers: Mapping[str, int], standings: Mapping[str, int]) -> str:
    """`1 actor, 2 events and 3 statements (2 established, 1 alleged). …`; `numbers` are by the word for one."""
    *counts, last = (f"{count} {word}{'' if count == 1 else 's'}" for word, count in numbers.items())
    each = ", ".join(f"{count} {word}" for word, count in sorted(standings.items(), key=lambda pair: (-pair[1], pair[0])))
    return f"{', '.join(counts)} and {last}{f' ({each})' if each else ''}. Only what is established stands as a direct triple."


def citation(people: str, title: str, as_of: date | None, base: str, licence: str) -> str:
    """The sentence to cite a dataset by."""
    parts = (people, title, f"As of {as_of.isoformat()}" if as_of else "", base, licence)
    return ". ".join(part for part in parts if part)


def part_name(iri: str) -> str:
    """A name for the part that speaks of a term: `kg-met`, or a hash where the term is of somebody else's vocabulary."""
    found = (f"{prefix}-{iri.removeprefix(base)}" for prefix, base in PREFIXES.items() if iri.startswith(base))
    return next((name for name in found if name.replace("-", "").isalnum()), digest(iri))
