"""SPARQL made by chance from a dataset: walks over its triples with every form of the language that shipped engines share.

A walk starts at a triple and goes on over its ends, so most of what it asks for is there. What two engines lawfully do
differently is not made: errors in SELECT expressions, order and extremes of mixed types, the text of a joined group,
comparison of times in EDTF (they are opaque), and casts of dates.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.vocab import KG, RDF, RDFS, XSD

__all__ = ["Maker"]

Pattern = tuple[str, str, str]
#: Not walked over: nearly everything has these, so a walk that takes them asks for everything.
_PLAIN = (RDF.type, RDFS.label)
#: A predicate that stands so often is not joined with itself: a memory store written in Python would take minutes.
_OFTEN = 60
_AGGREGATES = ("COUNT(?{0})", "COUNT(DISTINCT ?{0})", "MIN(STR(?{0}))", "MAX(STR(?{0}))", "SUM(STRLEN(STR(?{0})))")
_TESTS = (
    "STRLEN(STR(?{0})) > {1}", "ISIRI(?{0})", "ISLITERAL(?{0}) || ISIRI(?{0})", 'CONTAINS(LCASE(STR(?{0})), "{2}")', 'REGEX(STR(?{0}), "{2}", "i")',
    "!BOUND(?{0}) || ?{0} = ?{0}", '?{0} IN ({3}, "nobody")', "?{0} != {3}", '!STRSTARTS(STR(?{0}), "{2}")', "SAMETERM(?{0}, {3})",
)  # fmt: skip


@dataclass
class _Walk:
    """Patterns that share variables, and the terms that they were made from."""

    patterns: list[Pattern] = field(default_factory=list)
    #: The name of each term that became a variable.
    names: dict[str, str] = field(default_factory=dict)

    @property
    def variables(self) -> list[str]:
        return sorted(self.names.values())

    def term(self, name: str) -> str:
        """The term that a variable was made from."""
        return next(term for term, given in self.names.items() if given == name)

    def text(self) -> str:
        return " ".join(f"{s} {p} {o} ." for s, p, o in self.patterns)


class Maker:
    """Makes queries over the triples of a store; the same for the same seed."""

    def __init__(self, store: ox.Store, seed: int) -> None:
        self.random = random.Random(seed)
        self.triples = sorted({(str(q.subject), str(q.predicate), str(q.object)) for q in store if isinstance(q.object, ox.NamedNode | ox.Literal)})
        #: The vocabulary is long and all alike: no walk starts there.
        self.starts = [triple for triple in self.triples if not triple[0].startswith(f"<{KG.base}")]
        self.often = Counter(predicate for _, predicate, _ in self.triples)
        self.from_here: dict[str, list[Pattern]] = defaultdict(list)
        self.to_here: dict[str, list[Pattern]] = defaultdict(list)
        for triple in self.triples:
            if triple[1][1:-1] not in _PLAIN and self.often[triple[1]] < 2 * _OFTEN:
                self.from_here[triple[0]].append(triple)
                self.to_here[triple[2]].append(triple)

    def query(self, *, distinct: bool) -> str:
        """One SELECT or ASK; `distinct` is for datasets in which one triple stands in several graphs."""
        walk = self._walk(self.random.choice((1, 2, 2, 3)))
        body = [self._basis(walk), *(self._extra(walk) for _ in range(self.random.choice((0, 1, 1, 2))))]
        where = " ".join(body)
        if self.random.random() < 0.08:
            return f"ASK {{ {where} }}"
        if self.random.random() < 0.25:
            return self._grouped(walk, where, distinct=distinct)
        shown = " ".join(f"?{name}" for name in walk.variables)
        order = f" ORDER BY {shown}" if self.random.random() < 0.3 else ""
        return f"SELECT {'DISTINCT ' if distinct else ''}{shown} WHERE {{ {where} }}{order}"

    def _walk(self, steps: int) -> _Walk:
        walk = _Walk()
        triple = self.random.choice(self.starts)
        seen: list[Pattern] = []
        for _ in range(steps):
            seen.append(triple)
            ends = [end for pattern in seen for end in (pattern[0], pattern[2])]
            near = [t for end in ends for t in (*self.from_here[end][:40], *self.to_here[end][:12]) if t not in seen]
            if not near:
                break
            triple = self.random.choice(near)
        joints = {end for pattern in seen for end in (pattern[0], pattern[2]) if sum(end in (p[0], p[2]) for p in seen) > 1}
        for s, p, o in seen:
            walk.patterns.append((self._end(walk, s, joints), p, self._end(walk, o, joints)))
        if not walk.names:
            s, p, o = walk.patterns[0]
            walk.patterns[0] = (self._variable(walk, s), p, o)
        return walk

    def _end(self, walk: _Walk, term: str, joints: set[str]) -> str:
        """What two patterns share is a variable, and most other ends are; the rest stays as it is."""
        return self._variable(walk, term) if term in joints or term in walk.names or self.random.random() < 0.6 else term

    @staticmethod
    def _variable(walk: _Walk, term: str) -> str:
        return f"?{walk.names.setdefault(term, f'v{len(walk.names)}')}"

    def _basis(self, walk: _Walk) -> str:
        """The walk itself: plain, in named graphs, in one of two branches, in a subselect, or with a path instead of its first step."""
        text = walk.text()
        s, p, o = walk.patterns[0]
        rest = " ".join(" ".join(pattern) + " ." for pattern in walk.patterns[1:])
        other = self.random.choice(self.triples)[1]
        # rdflib takes the literal false at the end of a path for no end at all: paths that repeat lead to IRIs.
        apart = s.startswith("?") and all(walk.term(end[1:]).startswith("<") for end in (s, o) if end.startswith("?")) and not o.startswith('"')
        forms = [
            text, text, text,
            " ".join(f"GRAPH ?g{row} {{ {' '.join(pattern)} }}" for row, pattern in enumerate(walk.patterns)),
            f"{{ {text} }} UNION {{ {s} {other} {o} . {rest} }}",
            f"{{ SELECT DISTINCT {' '.join('?' + name for name in walk.variables)} WHERE {{ {text} }} }}",
            f"{s} {p}|{other} {o} . {rest}",
            f"{o} ^{p} {s} . {rest}",
            f"{s} {p}? {o} . {rest}" if apart else text,
            f"{s} {p}+ {o} . {rest}" if apart else text,
            f"{s} ({p}/^{p}) ?same . {s} {p} {o} . {rest}" if s.startswith("?") and self.often[p] < _OFTEN else text,
        ]  # fmt: skip
        return self.random.choice(forms)

    def _extra(self, walk: _Walk) -> str:
        name = self.random.choice(walk.variables)
        term = walk.term(name)
        further = self.from_here[term] or [("", self.random.choice(self.triples)[1], "")]
        predicate = self.random.choice(further)[1]
        value = f"?{name} {predicate} ?more{self.random.randrange(1000)} ."
        others = sorted({self.random.choice(self.triples)[self.random.choice((0, 2))] for _ in range(3)} | {term})
        makers = (
            lambda: f"OPTIONAL {{ {value} }}",
            lambda: f"OPTIONAL {{ {value} FILTER({self._test(name, term)}) }}",
            lambda: f"MINUS {{ {value} }}",
            lambda: f"FILTER EXISTS {{ {value} }}",
            lambda: f"FILTER NOT EXISTS {{ {value} }}",
            lambda: f"FILTER({self._test(name, term)})",
            lambda: f"FILTER({self._test(name, term)} || {self._test(name, term)})",
            lambda: f"VALUES ?{name} {{ {' '.join(others)} }}",
            lambda: f"BIND(STRLEN(STR(?{name})) AS ?long{self.random.randrange(1000)})",
        )
        return self.random.choice(makers)()

    def _test(self, name: str, term: str) -> str:
        """Of the text of a term a piece that no writing of the query changes."""
        plain = "".join(c for c in term if c.isalnum() and c.isascii()) or "a"
        start = self.random.randrange(len(plain))
        # Numbers, times and tagged texts compare by value, by engine or not at all: here only plain texts and IRIs are compared.
        same = term if term.startswith("<") or (term.endswith('"') and "\\" not in term) else f"<{XSD.string}>"
        return self.random.choice(_TESTS).format(name, self.random.randrange(60), plain[start : start + 3], same)

    def _grouped(self, walk: _Walk, where: str, *, distinct: bool) -> str:
        by, counted = self.random.choice(walk.variables), self.random.choice(walk.variables)
        once = [form for form in _AGGREGATES if not distinct or form.startswith(("COUNT(DISTINCT", "MIN", "MAX"))]
        shown = " ".join(f"({form.format(counted)} AS ?a{row})" for row, form in enumerate(self.random.sample(once, 2)))
        having = f" HAVING(COUNT(DISTINCT ?{counted}) > {self.random.randrange(2)})" if self.random.random() < 0.3 else ""
        return f"SELECT ?{by} {shown} WHERE {{ {where} }} GROUP BY ?{by}{having}"
