"""The values of one record's properties: text, words, names, days, times and quantities, each read or made a finding."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.clean import Kind, cell, id_trouble, trouble, visible
from kg.findings import Finding, Place, find
from kg.graph.fields import FIELDS, Names
from kg.graph.terms import number
from kg.model import Quantity, QuantityError, Time, TimeError, parse_quantity, parse_time
from kg.model.rules import Trouble
from kg.ontology.properties import short
from kg.vocab import EDTF, KG, RDF, RDFS, SKOS, XSD

__all__ = ["Reader", "Term"]

Term = NamedNode | BlankNode | Literal
_PLAIN = (XSD.string,)
_TEXT = (XSD.string, RDF.base + "langString")
_DAYS = (XSD.string, XSD.date)
#: A person who writes `kg:when 2013` means the year, whatever Turtle makes of it.
_TIMES = (XSD.string, EDTF, XSD.date, XSD.integer, *(XSD.base + name for name in ("dateTime", "gYear", "gYearMonth")))
_QUANTITIES = (XSD.string, XSD.integer, XSD.decimal, XSD.base + "double")


class Reader:
    """Reads the values of one record; what is wrong is added to `found`, with the property as column."""

    def __init__(self, kind: str, at: Place, values: Mapping[str, tuple[Term, ...]], names: Names, found: list[Finding]) -> None:
        self._at = at
        self._values = values
        self._names = names
        self._found = found
        self._properties = {column: iri for iri, column in FIELDS[kind].items() if column}

    def say(self, code: str, prop: str, /, **values: object) -> None:
        """Adds a finding about a property."""
        self._found.append(find(code, self._at.at(short(prop)), **values))

    def troubles(self, troubles: Iterable[Trouble]) -> None:
        """Adds what the rules for records say, each under the property that stands for the column."""
        for code, column, values in troubles:
            prop = self._properties.get(column)
            # The id has no property: it is the IRI.
            self._found.append(find(code, self._at.at(short(prop)) if prop else self._at, **values))

    def need(self, prop: str, value: str) -> str:
        """The value; a finding when the record does not have the property at all."""
        if not value and not self.terms(prop):
            self.say("rdf-missing", prop)
        return value

    def terms(self, prop: str) -> tuple[Term, ...]:
        """All values of a property, sorted."""
        return self._values.get(prop, ())

    def one(self, prop: str) -> Term | None:
        """The value of a property; with several of them, a finding and the first."""
        terms = self.terms(prop)
        if len(terms) > 1:
            self.say("rdf-several", prop, values=", ".join(visible(term.value) for term in terms[:3] if not isinstance(term, BlankNode)))
        return terms[0] if terms else None

    def _lexical(self, term: Term, prop: str, kinds: Iterable[str], wanted: str) -> str:
        """The tidied text of a literal of one of these datatypes, or an empty string and a finding."""
        if isinstance(term, BlankNode):
            self.say("rdf-blank", prop)
        elif isinstance(term, NamedNode) or term.datatype.value not in kinds:
            self.say("rdf-form", prop, value=visible(term.value), wanted=wanted)
        else:
            text = cell(term.value)
            if not text:
                self.say("rdf-empty", prop)
            return text
        return ""

    def _sound(self, text: str, prop: str, kind: Kind) -> str:
        for code, values in trouble(text, kind=kind):
            self.say(code, prop, **values)
        return text

    def text(self, prop: str, kind: Kind = "text") -> str:
        """A text; of its language nothing is kept, since only labels have one."""
        term = self.one(prop)
        return self._sound(self._lexical(term, prop, _TEXT, "text in quotes"), prop, kind) if term else ""

    def texts(self, prop: str, kind: Kind = "text") -> tuple[str, ...]:
        """All texts of a property, each once, sorted."""
        read = (self._sound(self._lexical(term, prop, _TEXT, "text in quotes"), prop, kind) for term in self.terms(prop))
        return tuple(sorted({text for text in read if text}))

    def word(self, prop: str, kind: Kind = "text") -> str:
        """A word for programs, so without a language."""
        term = self.one(prop)
        return self._sound(self._lexical(term, prop, _PLAIN, "plain text in quotes, without a language"), prop, kind) if term else ""

    def address(self, prop: str) -> str:
        """An address on the web, written as text or as an IRI."""
        term = self.one(prop)
        return term.value if isinstance(term, NamedNode) else self.word(prop) if term else ""

    def labels(self) -> tuple[str, tuple[tuple[str, str], ...]]:
        """The label in the language of the workspace, and (language, label) of all others, sorted."""
        main = self._names.settings.language.lower()
        found: dict[str, set[str]] = {}
        for prop in (RDFS.label, SKOS.prefLabel):
            for term in self.terms(prop):
                text = self._sound(self._lexical(term, prop, _TEXT, "text in quotes"), prop, "label")
                language = (term.language or main).lower() if isinstance(term, Literal) else main
                found.setdefault(language, set()).update({text} - {""})
        for language, texts in sorted(found.items()):
            if len(texts) > 1:
                self.say("rdf-labels", SKOS.prefLabel, language=language, values=", ".join(visible(text) for text in sorted(texts)[:3]))
        chosen = {language: min(texts) for language, texts in found.items() if texts}
        if main not in chosen:
            self.say("rdf-missing", RDFS.label)
        return chosen.get(main, ""), tuple(sorted(pair for pair in chosen.items() if pair[0] != main))

    def iri(self, term: Term, prop: str, wanted: str, example: str) -> str:
        """The IRI of a term, or an empty string and a finding that shows how one is written."""
        if isinstance(term, BlankNode):
            self.say("rdf-blank", prop)
        elif isinstance(term, Literal):
            self.say("rdf-target", prop, value=visible(term.value), wanted=wanted, example=example)
        else:
            return term.value
        return ""

    def name(self, prop: str, *kinds: str) -> str:
        """The id of an actor, event, source or curator of this workspace; whether there is one of that id is not asked."""
        term = self.one(prop)
        example = f"<{self._names.settings.base}{kinds[0]}/ID>"
        iri = self.iri(term, prop, " or ".join(kinds), example) if term else ""
        if not iri:
            return ""
        name = self._names.id_of(iri, kinds)
        wrong = id_trouble(name) if name and "curator" not in kinds else None
        if not name:
            self.say("rdf-target", prop, value=self._names.shown(iri), wanted=" or ".join(kinds) + " of this workspace", example=example)
        elif wrong:
            self.say(wrong[0], prop, **wrong[1])
        return "" if wrong else name

    def day(self, prop: str) -> date | None:
        """A day."""
        term = self.one(prop)
        text = self._lexical(term, prop, _DAYS, "a day, such as 2013-07-15") if term else ""
        if not text:
            return None
        time = self._parsed(text, prop)
        if time and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            self.say("day-vague", prop, value=visible(text))
            return None
        return time.earliest if time else None

    def _parsed(self, text: str, prop: str) -> Time | None:
        try:
            return parse_time(text)
        except TimeError as error:
            self.say(error.code, prop, value=visible(text), suggestion=error.suggestion)
            return None

    def time(self, prop: str, earliest: str, latest: str) -> Time | None:
        """A vague time; bounds that are written beside it must be those that it has."""
        term = self.one(prop)
        text = self._lexical(term, prop, _TIMES, "a time, such as 2013-07") if term else ""
        time = self._parsed(text, prop) if text else None
        if time or not term:
            for name, bound in ((earliest, time and time.earliest), (latest, time and time.latest)):
                self._follows(name, bound.isoformat() if bound else "")
        return time

    def quantity(self) -> Quantity | None:
        """The quantity of a statement; bounds and unit that are written beside it must be those that it has."""
        term = self.one(KG.quantity)
        text = self._lexical(term, KG.quantity, _QUANTITIES, 'a quantity, such as 133 or ">700"') if term else ""
        try:
            quantity = parse_quantity(text) if text else None
        except QuantityError as error:
            self.say(error.code, KG.quantity, value=visible(text))
            return None
        if quantity or not term:
            self._follows(KG.atLeast, _digits(quantity.least if quantity else None))
            self._follows(KG.atMost, _digits(quantity.most if quantity else None))
            self._follows(KG.unit, quantity.unit if quantity else "")
        return quantity

    def _follows(self, prop: str, expected: str) -> None:
        """A finding unless what is written is what the build will work out."""
        for term in self.terms(prop):
            if not isinstance(term, Literal) or term.value != expected:
                self.say("rdf-bound", prop)


def _digits(value: Decimal | None) -> str:
    return "" if value is None else number(value).value
