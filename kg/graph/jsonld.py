"""What must be known of a JSON-LD file before it is parsed: contexts to fetch, depths that exhaust memory, keys left out.

The parser refuses remote contexts too, but says neither which nor what to do. It clones contexts while it descends, so a
file of a few kilobytes can take all memory: contexts and depth have limits here. And the standard makes it leave out, without
a word, every key that no context declares.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.clean import visible
from kg.findings import Finding, Place, find, in_order

__all__ = ["DEEPEST", "check_jsonld"]

DEEPEST = 60
#: Terms of all contexts of a file together, and contexts: clones are at most the product of the two.
TERMS, CONTEXTS = 2000, 100
_KEYWORDS = frozenset("@id @type @value @language @direction @list @set @reverse @graph @included @nest @index @context @version".split())
#: Containers whose keys are no terms: languages, ids, whatever the data indexes by.
_MAPS = frozenset(("@language", "@index", "@id", "@type", "@graph"))


def check_jsonld(text: str, name: str) -> tuple[Finding, ...]:
    """Why the file called `name` is not to be parsed, or what of it would be left out; nothing for what is no JSON at all."""
    try:
        # Numbers stay text: Python refuses to make an integer of 5 000 digits.
        content = json.loads(text, parse_int=str, parse_float=str)
    except RecursionError:
        return (find("rdf-deep", Place(name), most=DEEPEST),)
    except ValueError:
        return ()  # the parser says where it is no JSON
    reader = _Reader(text, name)
    return in_order(reader.contexts(content)) or in_order(reader.keys(content))


@dataclass
class _Reader:
    text: str
    name: str
    terms: dict[str, object] = field(default_factory=dict)
    vocabulary: bool = False

    def _place(self, word: str, column: str = "") -> Place:
        position = self.text.find(json.dumps(word, ensure_ascii=False))
        return Place(self.name, self.text.count("\n", 0, position) + 1 if position >= 0 else 0, column)

    def contexts(self, content: object) -> Iterator[Finding]:
        """Gathers the terms of all contexts; findings where one is remote, or there is too much of anything."""
        contexts = 0
        waiting: list[tuple[object, int]] = [(content, 0)]
        while waiting:
            value, depth = waiting.pop()
            if depth > DEEPEST:
                yield find("rdf-deep", Place(self.name), most=DEEPEST)
                return
            if isinstance(value, dict):
                contexts += "@context" in value
                yield from self._context(value.get("@context"))
            inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
            waiting += [(item, depth + 1) for item in inner if isinstance(item, (dict, list))]
        if contexts > CONTEXTS or len(self.terms) > TERMS:
            yield find("rdf-contexts", Place(self.name), contexts=CONTEXTS, terms=TERMS)

    def _context(self, context: object) -> Iterator[Finding]:
        for part in context if isinstance(context, list) else [context]:
            remote = part if isinstance(part, str) else part.get("@import") if isinstance(part, dict) else None
            if isinstance(remote, str):
                yield find("rdf-context", self._place(remote, "@context"), value=visible(remote))
            if isinstance(part, dict):
                self.vocabulary = self.vocabulary or part.get("@vocab") is not None
                self.terms.update(part)

    def keys(self, content: object) -> Iterator[Finding]:
        """The keys that no context declares."""
        waiting: list[tuple[object, bool]] = [(content, False)]
        while waiting:
            value, mapped = waiting.pop()
            if isinstance(value, list):
                waiting += [(item, mapped) for item in value]
            elif isinstance(value, dict) and "@value" not in value:
                for key, item in value.items():
                    if not mapped and not self._declared(key):
                        yield find("rdf-dropped", self._place(key), value=visible(key))
                    if key != "@context" and self._type(key) != "@json":
                        waiting.append((item, not mapped and self._is_map(key)))

    def _declared(self, key: str) -> bool:
        if key.startswith("@"):
            return key in _KEYWORDS
        return key in self.terms or ":" in key or self.vocabulary

    def _type(self, key: str) -> object:
        definition = self.terms.get(key)
        return definition.get("@type") if isinstance(definition, dict) else None

    def _is_map(self, key: str) -> bool:
        definition = self.terms.get(key)
        container = definition.get("@container") if isinstance(definition, dict) else None
        return any(word in _MAPS for word in (container if isinstance(container, list) else [container]) if isinstance(word, str))
