"""Every quote as a W3C Web Annotation: the words it stands in are the target, the statement with its standing in words is the body.

Nothing here is a direct triple: what an annotation says is read out as its body, and a body begins with its standing unless it
is established. All nodes have ids, so that two files can be compared line by line.
"""

from __future__ import annotations

from pyoxigraph import NamedNode

from kg.interchange.jsonld import to_json
from kg.interchange.registry import TEAM, Content, Loss
from kg.model import Evidence, Source, Statement
from kg.standing import cited, headline
from kg.vocab import DCT, FOAF, KG, OA, RDF, XSD, Mint

__all__ = ["losses", "to_annotations"]

Json = dict[str, object]

#: The names of the standard's own context, for what is used of it.
_CONTEXT: Json = {
    "id": "@id",
    "type": "@type",
    "case": "",
    "dct": DCT.base,
    "foaf": FOAF.base,
    "kg": KG.base,
    "oa": OA.base,
    "rdf": RDF.base,
    "xsd": XSD.base,
    **{name: f"oa:{name}" for name in ("Annotation", "TextualBody", "SpecificResource", "TextQuoteSelector", "TextPositionSelector")},
    **{name: f"oa:{name}" for name in ("describing", "commenting", "exact", "prefix", "suffix")},
    **{name: {"@id": f"oa:{name}", "@type": "xsd:nonNegativeInteger"} for name in ("start", "end")},
    **{name: {"@id": f"oa:has{name.title()}", "@type": "@id"} for name in ("body", "target", "source", "selector")},
    "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": "oa:hasPurpose", "@type": "@vocab"},
    "value": "rdf:value",
    "rights": "dct:rights",
    **{name: f"kg:{name}" for name in "Statement standing because reading stance origin run locator documentIs documentHash".split()},
    "claimant": {"@id": "kg:claimant", "@type": "@id"},
    "entered": {"@id": "kg:entered", "@type": "xsd:date"},
    **{name: {"@id": f"rdf:{name}", "@type": "@id"} for name in ("subject", "object")},
    "predicate": {"@id": "rdf:predicate", "@type": "@id"},
    "attributedTo": {"@id": "http://www.w3.org/ns/prov#wasAttributedTo", "@type": "@id"},
    "heldOf": {"@id": "dct:source", "@type": "@id"},
    "title": "dct:title",
    "page": {"@id": "foaf:page", "@type": "@id"},
}
_FATES = {
    "rejected": "Rejected as misread.",
    "unsure": "Held unsure: whether it was read rightly is open.",
    "candidate": "Found by a machine; nobody has judged it.",
}


def to_annotations(content: Content) -> bytes:
    """One annotation for each evidence that has words or a place of its own, then the texts and sources that they stand in."""
    writer = _Writer(content)
    statements = content.case.statements
    annotations = [writer.annotation(statement, item) for statement in statements for item in statement.evidence if item.origin != "derived"]
    annotations.sort(key=lambda made: str(made["id"]))
    context: Json = _CONTEXT | {"case": content.case.settings.base}
    return to_json({"@context": context, "@graph": [*annotations, *writer.texts(), *writer.sources()]})


def losses(content: Content) -> tuple[Loss, ...]:
    """What follows by a rule has no words of its own; and judgements have no place."""
    derived = sum(all(item.origin == "derived" for item in statement.evidence) for statement in content.case.statements)
    return (*((Loss("derived", count=derived),) if derived else ()), Loss("annotated"))


class _Writer:
    def __init__(self, content: Content) -> None:
        self.content = content
        self.case = content.case
        self.mint = Mint(content.case.settings.base)
        self.used: set[str] = set()

    def annotation(self, statement: Statement, item: Evidence) -> Json:
        """An annotation; its id is that of the evidence in the dataset."""
        identity = statement.evidence_id(item)
        iri = self._short(self.mint.evidence(identity))
        self.used.add(item.source)
        comment = self._comment(statement, item)
        body: list[Json] = [self._body(statement)]
        if comment:
            body.append({"id": f"{iri}/comment", "type": "TextualBody", "purpose": "commenting", "value": comment})
        made: Json = {"id": iri, "type": "Annotation", "motivation": "describing", "body": body, "target": self._targets(iri, item)}
        made["stance"], made["origin"] = item.stance or "supports", item.origin
        optional = {"run": item.run, "entered": item.entered.isoformat() if item.entered else ""}
        made |= {key: value for key, value in optional.items() if value}
        if item.curator:
            made["attributedTo"] = self._short(self.mint.curator(item.curator))
        if self.content.profile == "team":
            made["rights"] = TEAM
        return made

    def _short(self, iri: str) -> str:
        return f"case:{iri.removeprefix(self.mint.base)}"

    def _comment(self, statement: Statement, item: Evidence) -> str:
        """What has to be said of these words, or nothing where they plainly support the statement."""
        withdraws = "These words take it back." if item.stance == "withdraws" else ""
        return " ".join(part for part in (withdraws, _FATES.get(self.content.fate(statement, item), ""), item.note) if part)

    def _body(self, statement: Statement) -> Json:
        standing = self.content.weighed.standing[statement.id]
        made: Json = {"id": self._short(self.mint.statement(statement.id)), "type": ["TextualBody", "Statement"], "purpose": "describing"}
        made["value"] = headline(statement, self.case, self.content.ontology, self.content.weighed)
        made |= {"standing": standing.word, "because": standing.because, "reading": statement.reading}
        made |= {"subject": self._thing(statement.subject), "predicate": self.content.ontology.relations[statement.relation].iri}
        made["object"] = self._thing(statement.object)
        if statement.claimant in self.case.actor_by_id:
            made["claimant"] = self._thing(statement.claimant)
        return made

    def _thing(self, name: str) -> str:
        if name in self.case.event_by_id:
            return self._short(self.mint.event(name))
        return self._short(self.mint.actor(self.case.actor_by_id[name].id if name in self.case.actor_by_id else name))

    def _targets(self, iri: str, item: Evidence) -> list[Json]:
        """The words in the text that is held; where that is the source's own text and lies on the web, the words there too."""
        source = self.case.source_by_id[item.source]
        held = self._text(source) if source.document else self._short(self.mint.source(source.id))
        target: Json = {"id": f"{iri}/target", "type": "SpecificResource", "source": held}
        if item.locator:
            target["locator"] = item.locator
        selectors = self._selectors(iri, item)
        if selectors:
            target["selector"] = selectors
        if not selectors or source.document_is not in ("original", "excerpt") or not _is_address(source.url):
            return [target]
        there: Json = {"id": f"{iri}/page", "type": "SpecificResource", "source": source.url, "selector": selectors[:1]}
        return [target, there]

    @staticmethod
    def _selectors(iri: str, item: Evidence) -> list[Json]:
        """Both ways to find the words again; each alone is enough."""
        if not item.quote:
            return []
        words: Json = {"id": f"{iri}/quote", "type": "TextQuoteSelector", "exact": item.quote}
        words |= {key: text for key, text in (("prefix", item.prefix), ("suffix", item.suffix)) if text}
        if not item.span:
            return [words]
        return [words, {"id": f"{iri}/position", "type": "TextPositionSelector", "start": str(item.span[0]), "end": str(item.span[1])}]

    def _text(self, source: Source) -> str:
        """The text held of one source; several sources may have theirs in one file."""
        return f"{self._short(self.mint.source(source.id))}/text"

    def texts(self) -> list[Json]:
        """The texts that were quoted: what each is, of which source, with the hash of what was read."""
        found: list[Json] = []
        hashes = {item.source: item.document_hash for s in self.case.statements for item in s.evidence if item.document_hash}
        for source in self.case.sources:
            if source.document and source.id in self.used:
                made: Json = {"id": self._text(source), "type": "foaf:Document", "title": cited(source, self.case)}
                made["heldOf"] = self._short(self.mint.source(source.id))
                about = (("documentIs", source.document_is), ("documentHash", hashes.get(source.id, "")))
                found.append(made | {key: text for key, text in about if text})
        return found

    def sources(self) -> list[Json]:
        """The sources by title, with their address."""
        found: list[Json] = []
        for source in self.case.sources:
            if source.id in self.used:
                made: Json = {"id": self._short(self.mint.source(source.id)), "type": "kg:Source", "title": source.title}
                found.append(made | ({"page": source.url} if _is_address(source.url) else {}))
        return found


def _is_address(url: str) -> bool:
    """Whether a text may stand as an IRI on the web."""
    try:
        NamedNode(url)
    except ValueError:
        return False
    return url.startswith(("http://", "https://"))
