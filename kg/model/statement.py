"""A statement with its evidence, and the reading that identifies it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from kg.findings import Place
from kg.model.actor import NOWHERE
from kg.model.quantity import Quantity
from kg.model.time import Time
from kg.vocab import SEPARATOR, digest

__all__ = ["DOCUMENT_IS", "KINDS", "MODALITIES", "ORIGINS", "POLARITIES", "UNSTATED", "Evidence", "Source", "Statement"]

MODALITIES = ("asserted", "alleged", "denied", "planned", "hypothetical")
POLARITIES = ("positive", "negative")
ORIGINS = ("curated", "extracted", "derived")
KINDS = ("news", "official", "court", "party", "dataset", "other")
DOCUMENT_IS = ("original", "excerpt", "translation", "note")
#: The claimant where the source names nobody.
UNSTATED = "unstated"


@dataclass(frozen=True, slots=True)
class Source:
    """A citable publication or dataset; never the doer of an act."""

    id: str
    kind: str
    title: str
    #: An actor's id where one fits, else the publisher's name as printed.
    publisher: str = ""
    author: str = ""
    published: Time | None = None
    url: str = ""
    archived_url: str = ""
    retrieved: date | None = None
    #: Of the file as it came, which is the document itself unless `text_sha256` says what that is.
    sha256: str = ""
    language: str = ""
    #: The file under `data/documents/` that holds the text, or empty.
    document: str = ""
    #: What that text is: the source's own, an excerpt, a translation, our reading note.
    document_is: str = ""
    #: The id of the source that this one repeats; a copy is no second voice.
    copies: str = ""
    reliability: str = ""
    publish: str = ""
    note: str = ""
    #: Of the document held, where its text was taken out of another file.
    text_sha256: str = ""
    at: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for a statement: a quoted span of a document, or a locator in a source."""

    source: str
    quote: str = ""
    locator: str = ""
    #: Empty, or `withdraws`: this evidence takes the statement back.
    stance: str = ""
    origin: str = "curated"
    curator: str = ""
    entered: date | None = None
    note: str = ""
    publish: str = ""
    #: Of an extracted evidence: what found it, and how sure it was (0 to 1).
    run: str = ""
    confidence: float | None = None
    #: Character offsets of the quote in the document held, end exclusive; filled by `documents`.
    span: tuple[int, int] | None = None
    #: Up to 32 characters of the document before and after the quote.
    prefix: str = ""
    suffix: str = ""
    document_hash: str = ""
    #: Of a derived evidence: the ids of the statements it follows from, and the rule.
    premises: tuple[str, ...] = ()
    rule: str = ""
    #: The reading as it was typed, before identity decisions; a judgement under it still applies.
    recorded: str = ""
    at: Place = field(default=NOWHERE, compare=False)

    @property
    def id(self) -> str:
        """A hash of what makes this evidence differ from others of the same statement."""
        parts = (
            self.source, self.quote, self.locator, self.stance, self.origin, self.curator,
            self.entered.isoformat() if self.entered else "", self.note, self.publish, self.run,
            "" if self.confidence is None else repr(self.confidence), self.rule, *self.premises,
        )  # fmt: skip
        return digest(SEPARATOR.join(parts))


class _WorkedOut:
    """Room for what is asked of a statement again and again: no fields, so nothing that compares or copies statements sees it."""

    __slots__ = ("_id", "_reading")
    _id: str
    _reading: str


@dataclass(frozen=True, slots=True)
class Statement(_WorkedOut):
    """What is said, by whom, how firmly; and all evidence for it.

    Everything but `evidence`, `handle` and `at` is the reading: `Statement("cdm-manpower", "memberOf", "acra", "alleged",
    claimant="joel-preston", when=parse_time("2013")).reading` is
    `cdm-manpower memberOf acra [alleged by joel-preston] [when 2013]`.
    """

    subject: str
    relation: str
    object: str
    modality: str
    negative: bool = False
    claimant: str = ""
    role: str = ""
    when: Time | None = None
    place: str = ""
    quantity: Quantity | None = None
    event: str = ""
    evidence: tuple[Evidence, ...] = ()
    #: The optional row id of the tables; helps to find rows that should agree, is not identity.
    handle: str = field(default="", compare=False)
    at: Place = field(default=NOWHERE, compare=False)

    @property
    def reading(self) -> str:
        """The one line of words that identifies the statement."""
        try:
            return self._reading
        except AttributeError:
            object.__setattr__(self, "_reading", self._read())
            return self._reading

    def _read(self) -> str:
        text = f"{self.subject} {'not ' if self.negative else ''}{self.relation} {self.object}"
        if self.modality != "asserted" or self.claimant:
            text += f" [{self.modality}{' by ' + self.claimant if self.claimant else ''}]"
        details = (("as", self.role), ("when", self.when), ("in", self.place), ("quantity", self.quantity), ("during", self.event))
        return text + "".join(f" [{word} {value}]" for word, value in details if value)

    @property
    def id(self) -> str:
        """The hash of the reading: the same on every machine, in every order of rows."""
        try:
            return self._id
        except AttributeError:
            object.__setattr__(self, "_id", digest(self.reading))
            return self._id

    def evidence_id(self, item: Evidence) -> str:
        """The hash of one evidence of this statement: the same words under another statement are another reason."""
        return digest(f"{self.id} {item.id}")

    @property
    def triple(self) -> str:
        """The key that statements of one subject, relation and object share, whoever says so."""
        return digest(f"{self.subject} {self.relation} {self.object}")

    @property
    def polarity(self) -> str:
        """`positive` or `negative`."""
        return "negative" if self.negative else "positive"
