"""A reply is a stranger's word: of what a model says that is kept which the document shows word for word and the vocabulary allows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kg.clean import trouble
from kg.documents.folding import Folded, fold, one_line
from kg.documents.quotes import spans_of
from kg.extract.llm.prompt import FIELDS, relations_of, types_of
from kg.extract.quoting import once
from kg.extract.when import find_moments
from kg.model.quantity import QuantityError, parse_quantity
from kg.model.statement import MODALITIES, POLARITIES
from kg.ontology import Ontology

__all__ = ["MADE", "Verifier"]

Row = dict[str, Any]

#: How sure a candidate of a model alone is. Its own word on that counts for nothing.
MADE = 0.3
_LONGEST = {"quote": 400}
_MOST_IN_FIELD = 160
#: Statements of one reply.
_MOST = 200


class _Refused(ValueError):  # noqa: N818  # no error of the program: a statement on its way to a count
    pass


@dataclass
class Verifier:
    """What becomes of the replies about one document."""

    text: str
    ontology: Ontology
    published: str = ""
    #: Statements that were left out, by why; fields that were emptied, by why.
    dropped: dict[str, int] = field(default_factory=dict)

    @cached_property
    def _folded(self) -> Folded:
        return fold(self.text)

    @cached_property
    def _words(self) -> dict[str, frozenset[str]]:
        kinds = frozenset(types_of(self.ontology))
        return {
            "relation": frozenset(relations_of(self.ontology)), "subject_type": kinds, "object_type": kinds,
            "modality": frozenset(MODALITIES), "polarity": frozenset(POLARITIES),
        }  # fmt: skip

    def rows(self, content: str, start: int, end: int) -> list[Row] | None:
        """The sound statements of a reply about the part `[start, end)`, as rows; `None` where it is no reply at all."""
        statements = _statements(content)
        if statements is None:
            return None
        rows = []
        for item in statements[:_MOST]:
            try:
                rows.append(self._row(item, start, end))
            except _Refused as refused:
                self._count(str(refused))
        if len(statements) > _MOST:
            self._count(f"more than {_MOST} in one reply", len(statements) - _MOST)
        return rows

    def _count(self, why: str, number: int = 1) -> None:
        self.dropped[why] = self.dropped.get(why, 0) + number

    def _row(self, item: object, start: int, end: int) -> Row:
        said = self._said(item)
        first, last = self._quoted(said["quote"], start, end)
        first, last = once(self.text, first, last)
        if len(spans_of(self._folded, self.text[first:last])) != 1:
            raise _Refused("quotations that stand in the text more than once")
        quote = fold(self.text[first:last])
        relation = self.ontology.relations[said["relation"]]
        subject, object_ = (self._actor(said, side, quote) for side in ("subject", "object"))
        if subject == object_:
            raise _Refused("one actor at both ends")
        for side, wanted in (("subject", relation.domain), ("object", relation.range)):
            if not self.ontology.is_a(said[f"{side}_type"], wanted):
                raise _Refused("actors of other types than the vocabulary allows")
        claimant = self._name(said["claimant"]) if said["claimant"] else ""
        # What somebody says is never the document's own word, whatever the model calls it.
        modality = "alleged" if said["modality"] == "asserted" and claimant else said["modality"]
        types = {subject[0]: said["subject_type"], object_[0]: said["object_type"]}
        return {
            "subject": subject[0], "relation": relation.id, "object": object_[0], "modality": modality,
            "polarity": "positive" if modality == "denied" else said["polarity"] or "positive", "claimant": claimant,
            "role": self._inside("role", said["role"], quote), "when": self._when(said["when"], first, last),
            "place": self._inside("place", said["place"], quote), "quantity": self._quantity(said["quantity"], quote), "event": "",
            "quote": self.text[first:last], "s_span": list(subject[1]), "o_span": list(object_[1]), "confidence": MADE, "pattern": "a language model",
            "types": ({claimant: "Person"} if claimant else {}) | types,
            "named": sorted(name for name in {subject[0], object_[0], *((claimant,) if claimant else ())} if _is_name(name)),
        }  # fmt: skip

    def _said(self, item: object) -> dict[str, str]:
        """The fields of a statement, all of them texts, none of them unknown, none too long, every word one of ours."""
        if not isinstance(item, dict):
            raise _Refused("no object")
        if set(item) - set(FIELDS):
            raise _Refused("fields that were not asked for")
        if not all(isinstance(value, str) for value in item.values()):
            raise _Refused("fields that are no text")
        said: dict[str, str] = {name: item.get(name, "").strip() for name in FIELDS}
        if any(len(value) > _LONGEST.get(name, _MOST_IN_FIELD) for name, value in said.items()):
            raise _Refused("fields that are too long")
        if said["relation"] not in self._words["relation"]:
            raise _Refused("relations that the vocabulary does not have")
        for name, words in self._words.items():
            if said[name] not in words and not (name == "polarity" and not said[name]):
                raise _Refused("words that the vocabulary does not have")
        return said

    def _quoted(self, quote: str, start: int, end: int) -> tuple[int, int]:
        """Where the quotation stands; in the part that was asked about, or the model cannot have read it there."""
        found = [span for span in spans_of(self._folded, quote) if start <= span[0] and span[1] <= end]
        if not found:
            raise _Refused("quotations that do not stand in the text")
        return found[0]

    def _actor(self, said: dict[str, str], side: str, quote: Folded) -> tuple[str, tuple[int, int]]:
        """The name as the document writes it, and where; what means it must stand in the quotation."""
        if not spans_of(quote, said[f"{side}_words"] or said[side]):
            raise _Refused("actors that the quotation does not name")
        name = self._name(said[side])
        return name, spans_of(self._folded, said[side])[0]

    def _name(self, name: str) -> str:
        found = spans_of(self._folded, name)
        if not found:
            raise _Refused("names that do not stand in the text")
        written = one_line(self.text[slice(*found[0])])
        if trouble(written, kind="label"):
            raise _Refused("names that no table holds")
        return written

    # fields that may be empty are emptied where the quotation does not show them

    def _inside(self, name: str, value: str, quote: Folded) -> str:
        if not value or spans_of(quote, value):
            return value
        self._count(f"a {name} that the quotation does not give (the statement is kept without it)")
        return ""

    def _when(self, when: str, start: int, end: int) -> str:
        if not when or when in {moment.value for moment in find_moments(self.text[start:end], self.published)}:
            return when
        self._count("a time that the quotation does not give (the statement is kept without it)")
        return ""

    def _quantity(self, quantity: str, quote: Folded) -> str:
        try:
            numbers = re.findall(r"\d+(?:\.\d+)?", parse_quantity(quantity).text) if quantity else []
        except QuantityError:
            numbers = ["none"]
        shown = set(re.findall(r"\d+(?:\.\d+)?", quote.text.replace(",", "")))
        if set(numbers) <= shown:
            return quantity
        self._count("a quantity that the quotation does not give (the statement is kept without it)")
        return ""


def _is_name(name: str) -> bool:
    return any(word[:1].isupper() for word in name.split()) and not name.split()[0][:1].isdigit()


def _statements(content: str) -> list[object] | None:
    """The list in a reply: JSON, or JSON in the middle of other words; `None` where there is none."""
    for text in _tries(content):
        try:
            found, _ = json.JSONDecoder().raw_decode(text)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict) and isinstance(found.get("statements"), list):
            statements: list[object] = found["statements"]
            return statements
    return None


def _tries(content: str) -> Iterator[str]:
    text = content.lstrip("\ufeff \r\n\t")
    yield text
    at = text.find('{"statements"')
    yield text[at:] if at > 0 else text[max(0, text.find("{")) :]
