"""Every registered format of exchange under four laws, new ones too: no allegation becomes a fact, the same bytes, whole texts, whole files.

A format is read back by a program that is not ours, by its entry in `exports_readers.READERS`; one without an entry fails here.
"""

from __future__ import annotations

import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from cli_kit import copy_of_example, example
from exports_readers import FIELDS, READERS
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import example as case_of
from hypothesis import strategies as st
from more import TIMES
from test_law import BASE, Said, statements, write

from kg.clean import trouble
from kg.errors import WorkspaceError
from kg.folder import Folder, Settings
from kg.interchange import FORMATS, Content
from kg.model import Actor, Case, Evidence, Judgement, Source, Statement, gather
from kg.ontology.read import read_ontology
from kg.standing import weigh
from kg.tasks.profile import redacted
from kg.tasks.reading import read_workspace
from kg.tasks.send import content_of, export, pack, unpack

ONTOLOGY, _ = read_ontology()
#: Enough of it to say something, so that hundreds of files are read in seconds.
SMALL = replace(
    ONTOLOGY,
    types={name: ONTOLOGY.types[name] for name in ("Actor", "Company", "NGO", "Organisation")},
    relations={name: ONTOLOGY.relations[name] for name in ("aided", "paid")},
    rules=(),
    alignments=(),
)


def test_every_format_has_a_reader() -> None:
    """A format that nobody else has read back is not registered; and each is what its name and suffix say."""
    assert set(FORMATS) == set(READERS)
    assert [form.name for form in FORMATS.values()] == list(FORMATS)
    assert len({form.suffix or form.name for form in FORMATS.values()}) == len(FORMATS), "two formats would overwrite each other"


def read(folder: Folder, profile: str) -> Content:
    """What the readers of a profile get of a workspace."""
    reading = read_workspace(folder)
    return content_of(reading, redacted(reading, profile), profile)


# ---- the law


def check_law(said: list[Said], admit: float | None) -> None:
    """Each format gives its reader exactly what the law establishes, and tells how many statements it leaves out."""
    expected = {triple for one in said if one.established(admit) for triple in one.triples()}
    with tempfile.TemporaryDirectory() as temporary:
        folder = Folder(Path(temporary).resolve())
        write(folder.root, said, admit)
        content = read(folder, "team")
    missing = len(content.case.statements) - sum(one.established(admit) for one in said)
    for name, form in FORMATS.items():
        assert READERS[name].facts(form.write(content)) in (None, expected), name
        told = {value for loss in form.losses(content) for key, value in loss.values if key == "left_out"}
        assert told <= {missing}, name


@pytest.mark.law
@given(st.data(), st.sampled_from((None, 0.5)))
# Each example reads a whole workspace: shrinking would take longer than reading the one that failed.
@settings(max_examples=15 * TIMES, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])
def test_no_format_makes_a_fact_of_what_is_not_established(data: st.DataObject, admit: float | None) -> None:
    """Over all modalities, polarities, stances, kinds of source, candidates, judgements and curators at random."""
    check_law([data.draw(statements(number)) for number in range(data.draw(st.integers(1, 16)))], admit)


@pytest.mark.law
def test_a_format_of_facts_holds_nothing_where_nothing_is_established() -> None:
    """An allegation, a denial, a plan, a supposition, a negative and a grave one; not one of them in any format."""
    rows = (("alleged", "birch", False), ("denied", "birch", False), ("planned", "", False), ("hypothetical", "", False), ("asserted", "", True))
    said = [
        Said("alder", "aided", "cedar", modality, negative, claimant, str(1900 + n), [("herald", False, None)])
        for n, (modality, claimant, negative) in enumerate(rows)
    ]
    said.append(Said("alder", "trafficked", "cedar", "asserted", False, "", "1990", [("herald", False, None)]))

    check_law(said, None)


# ---- the same bytes

HASHES = """\
import hashlib, json, sys
from kg.folder import find_folder
from kg.interchange import FORMATS
from kg.tasks.profile import redacted
from kg.tasks.reading import read_workspace
from kg.tasks.send import content_of
reading = read_workspace(find_folder(sys.argv[1]))
content = content_of(reading, redacted(reading, "team"), "team")
print(json.dumps({f"{n}/{f}": hashlib.sha256(b).hexdigest() for n, form in FORMATS.items() for f, b in form.write(content).items()}))
"""


def shuffled(root: Path, seed: int) -> Folder:
    """The example with the rows of all its tables in another order."""
    folder = copy_of_example(root)
    for path in sorted(folder.data.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            head, *body = csv.reader(file)
        random.Random(seed).shuffle(body)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([head, *body])
    return folder


def test_every_format_has_the_same_bytes_for_any_hash_seed_and_order_of_rows(tmp_path: Path) -> None:
    """Three processes with other seeds and locales, each with its rows in another order."""
    folders = [example(), shuffled(tmp_path / "a", 1), shuffled(tmp_path / "b", 2)]
    environments = [{"PYTHONHASHSEED": seed, "LC_ALL": "C", "TZ": zone} for seed, zone in (("0", "UTC"), ("1", "Asia/Phnom_Penh"), ("7", "UTC"))]

    running = [
        subprocess.Popen([sys.executable, "-c", HASHES, str(folder.root)], env=os.environ | environment, stdout=subprocess.PIPE)
        for folder, environment in zip(folders, environments, strict=True)
    ]
    found = [json.loads(process.communicate()[0]) for process in running]

    assert len(found[0]) >= len(FORMATS)
    for one, other in pairwise(found):
        assert one == other


# ---- whole texts


def hostile(text: str) -> Content:
    """A case with this text in front of every field that holds words, and the name of the field behind it."""
    f = {name: f"{text}{name}" for name in FIELDS}
    seen = date(2024, 3, 1)
    actors = (
        Actor("alder", "NGO", f["label"], (("km", f["label_km"]),), (f["alias"],), f["description"], (f["identifier"],)),
        Actor("birch", "Company", "Birch"),
    )
    source = Source("paper", "news", f["title"], f["publisher"], f["author"], document="p.txt", document_is="original", note=f["source_note"])
    evidence = Evidence("paper", f["quote"], f["locator"], "", "curated", "ed", seen, f["note"], prefix=f["prefix"], suffix=f["suffix"], span=(1, 2))
    said = (
        Statement("alder", "aided", "birch", "asserted", role=f["role"], evidence=(evidence,)),
        Statement("birch", "paid", "alder", "alleged", claimant="unstated", evidence=(evidence,)),
    )
    upheld = Judgement(said[1].reading, "refute", "ed", seen, f["reason"])
    case = Case(Settings(f["case"], BASE, curators=(("ed", f["curator"]),)), actors, (), (source,), gather(said), (upheld,))
    return Content(case, SMALL, weigh(case, SMALL), "team")


#: What the door lets in: no control characters, no halves of characters, nothing that is no character.
LETTERS = st.characters(exclude_categories=("Cs", "Cn", "Co"), include_characters="\t\n\r").filter(
    lambda letter: letter in "\t\n\r" or not trouble(letter, kind="document")
)


@case_of("=cmd|' /C calc'!A0")
@case_of("@SUM(1+1)*")
@case_of("'=already guarded ")
@case_of("<script>alert(1)</script><!-- ]]> &amp; &#0; ")
@case_of('"quoted", "";a;b|c¦d\\n\\"\x85')
@case_of("two\r\nlines\rof\n it\u2028 and\u2029 more ")
@case_of("\n# @prefix : <x> . } ")
@case_of("សហជីពកម្មករ\u200bកំពង់ផែ ")
@case_of("{{7*7}}{left_out}%s$1 @value @id kg:met ")
@case_of(" \t blanks at the edge\u00a0\t ")
@given(st.text(LETTERS, max_size=30))
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_texts_come_out_of_every_format_letter_by_letter(text: str) -> None:
    """Whatever a stranger typed into any field, the reader of each format finds it as it was, and finds no other fact for it."""
    content = hostile(text)

    for name, form in FORMATS.items():
        files, reader = form.write(content), READERS[name]
        found = reader.texts(files)
        assert [field for field in reader.holds if f"{text}{field}" not in found] == [], name
        assert reader.facts(files) in (None, {("alder", "aided", "birch")}), name


def test_characters_that_xml_cannot_hold_stop_at_the_door() -> None:
    """So no writer has to drop them: whatever the kind of text, each is a finding, and nothing is exported while there is one."""
    illegal = [chr(c) for c in range(0x20) if chr(c) not in "\t\n\r"] + ["\ud800", "\udfff", "\ufffe", "\uffff"]

    for kind in ("id", "label", "text", "document", "file"):
        assert [letter for letter in illegal if not trouble(f"a{letter}b", kind=kind)] == []


# ---- whole files


@cache
def shipped_case() -> Content:
    """The example, read once."""
    return read(example(), "public")


@pytest.mark.fault
@pytest.mark.parametrize("name", list(FORMATS))
def test_a_write_that_fails_leaves_the_old_file(name: str, tmp_path: Path) -> None:
    """The system cuts the writing short: one sentence says so, what was there before is there, and nothing else is."""
    form, target = FORMATS[name], tmp_path / "out"
    old = {target / file if file else target: b"old" for file in form.write(shipped_case())}
    for path, data in old.items():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)

    packed = pack(example(), name)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        with pytest.raises(WorkspaceError, match=r"cannot be written: File too large.*What was there before is untouched"):
            unpack(packed, example(), target)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and path.name != ".lock"} == old
    assert export(example(), name, target).paths == tuple(sorted(old))
    assert all(path.read_bytes() != b"old" for path in old)
