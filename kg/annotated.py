"""Texts with the statements that a person marked in them, in the plain form and as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Annotated", "Said", "parse_annotated", "said_from"]


@dataclass(frozen=True, slots=True)
class Said:
    """One statement, marked or predicted, by the names in the text."""

    subject: str
    relation: str
    object: str
    modality: str = "asserted"
    negative: bool = False
    claimant: str = ""
    quote: str = ""
    #: For a second defensible reading: the number of the marked statement that it may stand for.
    instead_of: int | None = None
    #: Characters of subject and object, where they are marked.
    spans: tuple[tuple[int, int], tuple[int, int]] | None = None

    @property
    def is_fact(self) -> bool:
        """Whether the text is taken to say it in its own voice, as so."""
        return self.modality == "asserted" and not self.negative and not self.claimant

    def __str__(self) -> str:
        voice = f" by {self.claimant}" if self.claimant else ""
        return f"{self.subject} {self.relation} {self.object} [{self.modality}{' not' if self.negative else ''}{voice}]"


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text with all that should be read in it, what may be, and what must not."""

    id: str
    text: str
    published: str = ""
    statements: tuple[Said, ...] = ()
    optional: tuple[Said, ...] = ()
    traps: tuple[Said, ...] = ()
    #: Other names in the text, by the fullest.
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def said_from(row: Mapping[str, object]) -> Said:
    """A statement from the fields of a JSON object."""
    spans = (row.get("s_span"), row.get("o_span"))
    instead = row.get("instead_of")
    return Said(
        str(row["subject"]), str(row["relation"]), str(row["object"]), str(row.get("modality") or "asserted"),
        row.get("polarity") == "negative", str(row.get("claimant") or ""), str(row.get("quote") or ""),
        instead if isinstance(instead, int) else None,
        (_span(spans[0]), _span(spans[1])) if all(isinstance(s, (list, tuple)) for s in spans) else None,
    )  # fmt: skip


def _span(value: object) -> tuple[int, int]:
    assert isinstance(value, (list, tuple))
    return int(value[0]), int(value[1])


def parse_annotated(name: str, text: str) -> Annotated:
    """A text in the plain form: `published 2019-03-04`, an empty line, the text, a line `---`, then one statement a line.

    `subject | relation | object | modality | claimant`, `not` after the modality for a negative one; `?` before a reading that
    may be given, `!` before one that must not, `= full name = other name, other name` for names. Raises `ValueError`.
    """
    head, _, rest = text.replace("\r\n", "\n").partition("\n\n")
    body, found, marks = rest.partition("\n---\n")
    if not found or not head.startswith("published"):
        raise ValueError('it wants a line "published DAY", an empty line, the text, and a line "---" before the statements')
    kinds: dict[str, list[Said]] = {"": [], "?": [], "!": []}
    names: dict[str, tuple[str, ...]] = {}
    for number, line in enumerate(marks.splitlines(), 1):
        sign = line[:1] if line[:1] in ("?", "!", "=") else ""
        if sign == "=":
            full, _, others = line[1:].partition("=")
            names[full.strip()] = tuple(filter(None, map(str.strip, others.split(","))))
        elif line.strip():
            kinds[sign].append(_marked(line[len(sign) :], number))
    return Annotated(name, body, head.removeprefix("published").strip(), tuple(kinds[""]), tuple(kinds["?"]), tuple(kinds["!"]), names)


def _marked(line: str, number: int) -> Said:
    fields = [part.strip() for part in line.split("|")]
    if not 4 <= len(fields) <= 5 or not all(fields[:4]):
        raise ValueError(f'statement {number} wants "subject | relation | object | modality", and a claimant behind a further |')
    modality, _, negative = fields[3].partition(" ")
    return Said(fields[0], fields[1], fields[2], modality, negative == "not", fields[4] if len(fields) > 4 else "")
