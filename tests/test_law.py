"""The law: nothing that is not established comes out as a fact, in any file of a build and any format of a query.

The oracle below is written from the words of the law, in another form than the product's; the test enumerates the
outputs, and one that it has no reader for fails it.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from maker import CURATORS, make_workspace
from more import TIMES

from kg.ontology.read import read_ontology
from kg.query import FORMATS
from kg.tasks.ask import query
from kg.tasks.build import build, outputs

pytestmark = pytest.mark.law

BASE = "https://example.org/made/"
KG = "https://w3id.org/actor-kg/"
ACTORS = ("alder", "birch", "cedar", "dogwood")
#: A plain one, a symmetric one, a grave one, a state, and a speech act.
RELATIONS = ("aided", "met", "trafficked", "memberOf", "criticized")
GRAVE = {"trafficked"}
SYMMETRIC = {"met"}
SOURCES = {
    "gazette": ("news", "The Gazette", ""),
    "wire": ("news", "The Wire", "gazette"),
    "herald": ("news", "The Herald", ""),
    "leaflet": ("party", "cedar", ""),
}

Triple = tuple[str, str, str]


@dataclass
class Said:
    """One statement of the generator, with what was entered and judged about it."""

    subject: str
    relation: str
    object: str
    modality: str
    negative: bool
    claimant: str
    when: str
    #: (source, withdraws, confidence or None for a curated row)
    evidence: list[tuple[str, bool, float | None]] = field(default_factory=list)
    #: (source or "", word, curator, day)
    judged: list[tuple[str, str, str, str]] = field(default_factory=list)

    @property
    def reading(self) -> str:
        """The line that judgements cite, written here anew."""
        head = f"{self.subject} {'not ' if self.negative else ''}{self.relation} {self.object}"
        if self.modality != "asserted":
            head += f" [{self.modality}{' by ' + self.claimant if self.claimant else ''}]"
        return f"{head} [when {self.when}]"

    def established(self, admit: float | None) -> bool:
        """The law, from its words."""
        last: dict[tuple[bool, str, str], tuple[str, bool, str]] = {}
        for source, word, curator, day in self.judged:
            cautious = word in ("reject", "unsure", "refute")
            key = (word in ("uphold", "refute"), source, curator)
            last[key] = max(last.get(key, ("", False, "")), (day, cautious, word))
        verdicts = {(world, source, word) for (world, source, _), (_, _, word) in last.items()}

        def stands(source: str, confidence: float | None) -> bool:
            if verdicts & {(False, source, "reject"), (False, source, "unsure")}:
                return False
            return confidence is None or (False, source, "accept") in verdicts or (admit is not None and confidence >= admit)

        voice = {source: copies or source for source, (_, _, copies) in SOURCES.items()}
        says = {voice[s] for s, withdraws, c in self.evidence if not withdraws and stands(s, c)}
        took_back = {voice[s] for s, withdraws, c in self.evidence if withdraws and stands(s, c)}
        if self.negative or not says or (True, "", "refute") in verdicts or self.modality not in ("asserted", "alleged"):
            return False
        if (True, "", "uphold") in verdicts:
            return True
        return self.modality == "asserted" and bool(says - took_back) and self.relation not in GRAVE

    def triples(self) -> set[Triple]:
        """What stands in the dataset when it is established."""
        there = {(self.subject, self.relation, self.object)}
        return there | {(o, r, s) for s, r, o in there if r in SYMMETRIC}


@st.composite
def statements(draw: st.DrawFn, number: int) -> Said:
    """One statement: everything that the law speaks of, at random."""
    subject, other = draw(st.permutations(ACTORS))[:2]
    relation = draw(st.sampled_from(RELATIONS))
    if relation in SYMMETRIC:
        subject, other = sorted((subject, other))
    modality = draw(st.sampled_from(("asserted", "asserted", "alleged", "alleged", "denied", "planned", "hypothetical")))
    claimant = draw(st.sampled_from((*ACTORS, "unstated"))) if modality in ("alleged", "denied") else ""
    # Own times keep the statements of one example apart, so that each has its own reading.
    said = Said(subject, relation, other, modality, modality != "denied" and draw(st.booleans()), claimant, str(1900 + number))
    allowed = [s for s, (kind, _, _) in SOURCES.items() if kind != "party" or modality != "asserted"]
    chosen = draw(st.lists(st.sampled_from(allowed), min_size=1, max_size=3, unique=True))
    said.evidence = [(s, False, draw(st.sampled_from((None, None, 0.3, 0.9)))) for s in chosen]
    curated = [s for s, _, confidence in said.evidence if confidence is None]
    if curated and draw(st.integers(0, 3)) == 0:
        said.evidence.append((draw(st.sampled_from(curated)), True, None))
    words = [(s, w) for s in chosen for w in ("accept", "reject", "unsure")]
    if modality in ("asserted", "alleged") and not said.negative:
        words += [("", "uphold"), ("", "uphold"), ("", "refute")]
    for source, word in draw(st.lists(st.sampled_from(words), max_size=3)):
        said.judged.append((source, word, draw(st.sampled_from(sorted(CURATORS))), draw(st.sampled_from(("2024-01-01", "2024-01-02")))))
    return said


def write(root: Path, said: list[Said], admit: float | None) -> None:
    """The workspace of an example."""
    rows, found, sentences = [], [], []
    for number, s in enumerate(said):
        content = {"subject": s.subject, "relation": s.relation, "object": s.object, "modality": s.modality, "claimant": s.claimant, "when": s.when}
        content["polarity"] = "negative" if s.negative else "positive"
        for source, withdraws, confidence in s.evidence:
            sentence = f"Sentence {number}{' is taken back' if withdraws else ''}."
            sentences.append(sentence)
            shared = {**content, "source": source, "quote": sentence}
            if confidence is None:
                rows.append({**shared, "stance": "withdraws" if withdraws else "", "curator": "ed"})
            else:
                found.append({**shared, "confidence": confidence, "run": "test-1"})
    text = "\n".join(sorted(set(sentences)))
    make_workspace(
        root,
        actors=[{"id": a, "type": "NGO", "label": a.title()} for a in ACTORS],
        sources=[
            {"id": s, "kind": kind, "title": s.title(), "publisher": p, "copies": c, "document": "text.txt", "document_is": "original"}
            for s, (kind, p, c) in SOURCES.items()
        ],
        statements=rows,
        judgements=[
            {"statement": s.reading, "source": source, "judgement": word, "curator": who, "date": day, "reason": "for the test"}
            for s in said
            for source, word, who, day in s.judged
        ],
        documents={"text.txt": text},
        candidates={"text": found} if found else {},
        settings=f"admit_confidence = {admit}" if admit else "",
        base=BASE,
    )


# ---- what each output says is a fact


def local(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


def facts_of_rdf(data: bytes, form: ox.RdfFormat) -> set[Triple]:
    relations = {r.iri for r in read_ontology()[0].relations.values()}
    quads = list(ox.parse(data, format=form))
    asserted = {q for q in quads if q.predicate.value in relations}
    assert {local(str(q.graph_name.value)) for q in asserted if isinstance(q.graph_name, ox.NamedNode)} <= {"established"}
    assert len({(q.subject, q.predicate, q.object) for q in quads}) == len(quads), "a triple in two graphs"
    return {(local(q.subject.value), local(q.predicate.value), local(q.object.value)) for q in asserted}


def facts_of_table(data: bytes) -> set[Triple]:
    rows = csv.DictReader(io.StringIO(data.decode()))
    found = [row["reading"].split() for row in rows if row["standing"] == "established"]
    return {t for s, r, o, *_ in found for t in ({(s, r, o), (o, r, s)} if r in SYMMETRIC else {(s, r, o)})}


def facts_of_page(data: bytes) -> set[Triple]:
    text = data.decode()

    def block(name: str) -> object:
        match = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', text, re.DOTALL)
        assert match
        return json.loads(match[1])

    page, network = block("page-data"), block("network-data")
    assert isinstance(page, dict)
    assert isinstance(network, dict)
    by_id = {s["edge"]: s for s in page["statements"]}
    solid = {e["id"] for e in network["edges"] if not e.get("dashes")}
    established = {i for i, s in by_id.items() if s["standing"] == "established"}
    assert solid == established, "a line is solid exactly when its statement is established"
    for i, s in by_id.items():
        assert i in established or s["headline"].split(":")[0].split(" ")[0].rstrip(",").isupper(), s["headline"]
    assert "noscript" in html.unescape(text)
    found = [by_id[i]["reading"].split() for i in established]
    return {t for s, r, o, *_ in found for t in ({(s, r, o), (o, r, s)} if r in SYMMETRIC else {(s, r, o)})}


FILES: dict[str, Callable[[bytes], set[Triple] | None]] = {
    "graph.nq": lambda data: facts_of_rdf(data, ox.RdfFormat.N_QUADS),
    "graph.trig": lambda data: facts_of_rdf(data, ox.RdfFormat.TRIG),
    "statements.csv": facts_of_table,
    "index.html": facts_of_page,
    "manifest.json": lambda _: None,  # names and hashes only; test_build.py compares it word for word
}

SELECT = "SELECT DISTINCT ?a ?r ?b { ?a ?r ?b . ?r a kg:Relation } ORDER BY ?a ?r ?b"
CONSTRUCT = "CONSTRUCT { ?a ?r ?b } WHERE { ?a ?r ?b . ?r a kg:Relation }"


def cells(rows: list[list[str]]) -> set[Triple]:
    return {(local(a.strip("<>")), local(r.strip("<>")), local(b.strip("<>"))) for a, r, b in rows}


def of_json(data: bytes) -> set[Triple]:
    rows = json.loads(data)["results"]["bindings"]
    return cells([[row[c]["value"] for c in "arb"] for row in rows])


def of_xml(data: bytes) -> set[Triple]:
    uris = re.findall(r"<uri>(.*?)</uri>", data.decode())
    return cells([uris[i : i + 3] for i in range(0, len(uris), 3)])


def of_shown(data: bytes) -> set[Triple]:
    words = re.findall(r"(actor|kg):([\w-]+)", data.decode())
    names = [name for _, name in words]
    return {(names[i], names[i + 1], names[i + 2]) for i in range(0, len(names), 3)}


ANSWERS: dict[str, tuple[str, Callable[[bytes], set[Triple]]]] = {
    "table": (SELECT, of_shown),
    "csv": (SELECT, lambda data: cells(list(csv.reader(io.StringIO(data.decode())))[1:])),
    "tsv": (SELECT, lambda data: cells([line.split("\t") for line in data.decode().splitlines()[1:]])),
    "json": (SELECT, of_json),
    "xml": (SELECT, of_xml),
    "turtle": (CONSTRUCT, lambda data: facts_of_triples(data, ox.RdfFormat.TURTLE)),
    "ntriples": (CONSTRUCT, lambda data: facts_of_triples(data, ox.RdfFormat.N_TRIPLES)),
    "jsonld": (CONSTRUCT, lambda data: facts_of_triples(data, ox.RdfFormat.JSON_LD)),
    "rdfxml": (CONSTRUCT, lambda data: facts_of_triples(data, ox.RdfFormat.RDF_XML)),
}


def facts_of_triples(data: bytes, form: ox.RdfFormat) -> set[Triple]:
    return {(local(q.subject.value), local(q.predicate.value), local(q.object.value)) for q in ox.parse(data, format=form)}


# ---- the tests


def test_every_output_and_format_has_a_reader_here(tmp_path: Path) -> None:
    """A build writes no file, and a query has no format, that the law is not tried on."""
    write(tmp_path, [], None)

    from kg.folder import Folder

    built = build(Folder(tmp_path))

    assert {p.name for p in (tmp_path / "exports").iterdir() if not p.name.startswith(".")} == set(FILES)
    assert set(built.paths) == set(outputs()) == set(FILES)
    assert set(FORMATS) == set(ANSWERS)


def check_outputs(said: list[Said], admit: float | None, *, formats: bool) -> None:
    expected = {t for s in said if s.established(admit) for t in s.triples()}
    from kg.folder import Folder

    with tempfile.TemporaryDirectory() as temporary:
        folder = Folder(Path(temporary).resolve())
        write(folder.root, said, admit)

        build(folder)

        for path in sorted(folder.exports.iterdir()):
            if not path.name.startswith("."):
                found = FILES[path.name](path.read_bytes())
                assert found is None or found == expected, path.name
        for name, (text, read) in ANSWERS.items() if formats else ():
            assert read(query(folder, text, {}).written(name)) == expected, name


@given(st.data(), st.sampled_from((None, 0.5)))
# Each example is a whole build: shrinking would take longer than reading the one that failed.
@settings(max_examples=12 * TIMES, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])
def test_only_what_the_law_establishes_comes_out_as_a_fact(data: st.DataObject, admit: float | None) -> None:
    """Over all modalities, polarities, stances, kinds of source, candidates, judgements and curators at random."""
    said = [data.draw(statements(number)) for number in range(data.draw(st.integers(1, 12)))]

    check_outputs(said, admit, formats=True)


@pytest.mark.parametrize("admit", [None, 0.5] if TIMES > 1 else [None])
def test_the_law_over_the_whole_product(admit: float | None) -> None:
    """Every modality × polarity × grave or not × origin × withdrawn or not × pair of judgements, in one dataset."""
    said = []
    judged: list[list[tuple[str, str, str, str]]] = [[]]
    for one in (("gazette", "accept"), ("gazette", "reject"), ("gazette", "unsure"), ("", "uphold"), ("", "refute")):
        judged.append([(*one, "ed", "2024-01-01")])
        judged += [[(*one, "ed", "2024-01-01"), ("", other, "jo", "2024-01-01")] for other in ("uphold", "refute")]
        judged += [[(*one, "ed", "2024-01-01"), ("", "uphold", "ed", "2024-01-02")]]
    kinds = product(
        ("asserted", "alleged", "denied", "planned", "hypothetical"),
        (False, True),
        ("aided", "trafficked", "met"),
        (None, 0.3, 0.9),
        (False, True),
        judged,
    )
    for number, (modality, negative, relation, confidence, withdrawn, rows) in enumerate(kinds):
        world = any(word in ("uphold", "refute") for _, word, _, _ in rows)
        if world and (negative or modality not in ("asserted", "alleged")):
            continue  # refused as a finding: see test_validate.py and the golden findings
        if modality == "denied" and negative:
            continue  # refused as well: the row is the thing denied
        if withdrawn and confidence is not None:
            continue
        claimant = "cedar" if modality in ("alleged", "denied") else ""
        s = Said("alder", relation, "birch", modality, negative, claimant, f"{1000 + number}", [("gazette", False, confidence)], list(rows))
        if withdrawn:
            s.evidence.append(("gazette", True, None))
        said.append(s)
    assert len(said) > 700

    # One pair of actors has one triple a relation, so the table is where each single statement shows.
    with tempfile.TemporaryDirectory() as temporary:
        from kg.folder import Folder

        folder = Folder(Path(temporary).resolve())
        write(folder.root, said, admit)
        build(folder)
        rows_written = list(csv.DictReader(io.StringIO((folder.exports / "statements.csv").read_text(encoding="utf-8"))))

    found = {row["reading"] for row in rows_written if row["standing"] == "established"}
    assert found == {s.reading for s in said if s.established(admit)}
    assert len(rows_written) == len(said)
