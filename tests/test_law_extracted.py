"""The law over all that is extracted: no candidate becomes a fact without a person, or the workspace's rule written in `kg.toml`.

Real candidates of real texts, and candidates of every relation made by hand, of the rules and of a model, between actors and in
events; the readers of `test_law.py` say what each output takes for a fact.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterator
from functools import cache
from itertools import chain, product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from maker import make_workspace, write_table
from test_law import BASE, FILES, Triple

from kg.evaluate import parse_annotated
from kg.folder import Folder
from kg.ontology import Ontology, Relation
from kg.ontology.read import read_ontology
from kg.tasks.build import build
from kg.tasks.extract import extract

pytestmark = pytest.mark.law

GOLDEN = Path(__file__).parent / "golden" / "extract"
#: What is tried of every relation, and what is refused as a finding.
NO_OTHERS = (("asserted", False), ("denied", True))
MODALITIES = ("asserted", "alleged", "denied", "planned", "hypothetical")
#: An actor for each type that a relation asks for.
ENDS = {"Actor": ("NGO", "Court"), "Person": ("Person", "Person"), "Organisation": ("Company", "NGO"), "Place": ("Place", "Place"),
        "Group": ("Group", "Group"), "Report": ("Report", "Report"), "Event": ("Meeting", "Meeting")}  # fmt: skip
RUNS = ("kg-extract 0.1", "llm tiny-1 0f3a")


def built(folder: Folder) -> tuple[set[Triple], list[dict[str, str]]]:
    """What every file of a build takes for a fact, which must be the same in all; and the rows of its table."""
    build(folder)
    found = {path.name: FILES[path.name](path.read_bytes()) for path in folder.exports.iterdir() if not path.name.startswith(".")}
    # The readers of the table and the page turn one symmetric relation around, RDF holds all.
    symmetric = {r.id for r in read_ontology()[0].relations.values() if r.symmetric}
    facts = [triples | {(o, r, s) for s, r, o in triples if r in symmetric} for triples in found.values() if triples is not None]
    assert len(facts) == 4
    for other in facts[1:]:
        assert other ^ facts[0] == set()
    return facts[0], list(csv.DictReader(io.StringIO((folder.exports / "statements.csv").read_text(encoding="utf-8"))))


def relation_of(row: dict[str, str]) -> str:
    """The relation of a row of the table."""
    return row["reading"].replace(" not ", " ", 1).split()[1]


# ---- what is read of real texts


@cache
def extracted() -> Folder:
    """All annotated texts as the documents of one workspace, read once; never to be changed."""
    import atexit
    import tempfile

    place = Path(tempfile.mkdtemp(prefix="kg-law-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    texts = [parse_annotated(path.stem, path.read_text(encoding="utf-8")) for path in sorted(GOLDEN.rglob("*.txt"))]
    rows = [
        {"id": text.id, "kind": "news", "title": text.id, "published": text.published, "document": f"{text.id}.txt", "document_is": "original"}
        for text in texts
    ]
    folder = make_workspace(place / "case", documents={f"{text.id}.txt": text.text for text in texts}, sources=rows, base=BASE)
    extract(folder)
    return folder


def copied(root: Path, setting: str = "") -> Folder:
    """The read workspace, with one more line of settings."""
    shutil.copytree(extracted().root, root)
    path = root / "kg.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("[curators]", f"{setting}\n[curators]"), encoding="utf-8")
    return Folder(root.resolve())


def test_nothing_that_is_read_of_sixty_texts_is_a_fact(tmp_path: Path) -> None:
    """However firmly a text says it: hundreds of candidates, no direct triple in any file, no line drawn through."""
    facts, rows = built(copied(tmp_path / "case"))

    assert facts == set()
    assert len(rows) > 150
    assert {row["standing"] for row in rows} == {"candidate", "candidate not"}


def test_what_a_person_accepts_becomes_one_and_nothing_beside_it(tmp_path: Path) -> None:
    """Of all candidates the one whose reading a person cites; accepting an allegation or a grave deed makes no fact either."""
    folder = copied(tmp_path / "case")
    _, rows = built(folder)
    grave = {r.id for r in read_ontology()[0].relations.values() if r.grave}
    wanted = {
        "plain": next(row for row in rows if " accused " in row["reading"] and row["standing"] == "candidate"),
        "alleged": next(row for row in rows if "[alleged by " in row["reading"] and relation_of(row) not in grave),
        "planned": next(row for row in rows if "[planned" in row["reading"]),
        "grave": next(row for row in rows if relation_of(row) in grave and "[alleged" not in row["reading"]),
    }
    lines = [
        {"statement": row["reading"], "source": row["sources"], "judgement": "accept", "curator": "ed", "date": "2024-01-01", "reason": "read"}
        for row in wanted.values()
    ]
    write_table(folder.data / "judgements.csv", ["statement", "source", "judgement", "curator", "date", "reason"], list(lines))

    facts, after = built(folder)

    assert [row["reading"] for row in after if row["standing"] == "established"] == [wanted["plain"]["reading"]]
    assert {relation for _, relation, _ in facts} == {"accused"}


@given(st.floats(0.05, 1.0))
@settings(max_examples=2, derandomize=True, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])
def test_the_rule_of_a_workspace_admits_what_it_says_and_no_more(tmp_path_factory: pytest.TempPathFactory, least: float) -> None:
    """`admit_confidence` takes in asserted, positive candidates that are sure enough, of no grave relation; and nothing else."""
    folder = copied(tmp_path_factory.mktemp("law") / "case", f"admit_confidence = {least!r}")
    grave = {r.id for r in read_ontology()[0].relations.values() if r.grave}
    lines = [json.loads(line) for path in folder.extracted.glob("*.jsonl") for line in path.read_text(encoding="utf-8").splitlines()]
    sure = {
        (line["subject"], line["relation"], line["object"])
        for line in lines
        if line["confidence"] >= least and line["modality"] == "asserted" and line["polarity"] == "positive" and line["relation"] not in grave
    }
    symmetric = {r.id for r in read_ontology()[0].relations.values() if r.symmetric}

    facts, _ = built(folder)

    assert facts == sure | {(o, r, s) for s, r, o in sure if r in symmetric}


# ---- every relation, made by hand


def _forms(ontology: Ontology) -> Iterator[Iterator[tuple[Relation, tuple[str, bool]]]]:
    """Each relation as asserted, which alone a rule may admit, and in two of the other forms, which take turns."""
    others = [(modality, negative) for modality, negative in product(MODALITIES, (False, True)) if (modality, negative) not in NO_OTHERS]
    for number, relation in enumerate(ontology.relations.values()):
        forms = (("asserted", False), others[number % len(others)], others[(number + 3) % len(others)])
        yield ((relation, form) for form in forms)


def made(root: Path, setting: str = "") -> tuple[Folder, list[dict[str, object]]]:
    """Candidates of each relation, of the rules and of a model, as sure as can be, each in a sentence of its own."""
    ontology = read_ontology()[0]
    actors: dict[str, dict[str, object]] = {}
    events: dict[str, dict[str, object]] = {}
    rows: list[dict[str, object]] = []
    for number, (relation, (modality, negative)) in enumerate(chain.from_iterable(_forms(ontology))):
        ends = []
        for side, wanted in enumerate((relation.domain, relation.range)):
            kind = ENDS[wanted][side]
            end = f"{kind.lower()}-{'ab'[side]}"
            (events if wanted == "Event" else actors)[end] = {"id": end, "type": kind, "label": f"{kind} {'AB'[side]}"}
            ends.append(end)
        row: dict[str, object] = {
            "subject": ends[0], "relation": relation.id, "object": ends[1], "modality": modality, "polarity": "negative" if negative else "positive",
            "claimant": "voice" if modality in ("alleged", "denied") else "", "when": f"{1000 + number}", "source": "paper", "quote": f"Sentence {number}.",
            "run": RUNS[number % 3 % 2], "confidence": 1.0,
        }  # fmt: skip
        rows.append({key: value for key, value in row.items() if value != ""})
    actors["voice"] = {"id": "voice", "type": "NGO", "label": "Voice"}
    folder = make_workspace(
        root, actors=actors.values(), events=events.values(), candidates={"paper": rows}, base=BASE, settings=setting,
        documents={"paper.txt": "\n".join(str(row["quote"]) for row in rows)},
        sources=[{"id": "paper", "kind": "news", "title": "Paper", "document": "paper.txt", "document_is": "original"}],
    )  # fmt: skip
    return folder, rows


def test_no_candidate_of_any_relation_is_a_fact(tmp_path: Path) -> None:
    """Whoever found it, however sure, in events too."""
    folder, rows = made(tmp_path / "case")

    facts, written = built(folder)

    assert facts == set()
    assert len(rows) == 3 * len(read_ontology()[0].relations)
    assert {row["standing"] for row in written} == {"candidate", "candidate not"}
    assert {"participatedIn", "presidedOver"} <= {relation_of(row) for row in written}


def test_the_rule_admits_of_every_relation_what_is_asserted_and_not_grave(tmp_path: Path) -> None:
    """The widest rule that can be written takes in no allegation, denial, plan, condition or negation, and no grave deed."""
    ontology = read_ontology()[0]
    folder, _ = made(tmp_path / "case", "admit_confidence = 0.01")

    facts, _ = built(folder)

    assert {relation for _, relation, _ in facts} == {r.id for r in ontology.relations.values() if not r.grave}
    assert len(facts) == sum(2 if r.symmetric else 1 for r in ontology.relations.values() if not r.grave)
