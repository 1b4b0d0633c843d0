"""A build: the same bytes from the same input, whole or not at all, and every judgement can be undone."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from kg.errors import DataError, WorkspaceError
from kg.folder import Folder
from kg.tasks.build import build, check
from kg.tasks.reading import read_workspace


@pytest.fixture
def case(root: Path, tmp_path: Path) -> Folder:
    """A copy of the shipped workspace."""
    # What somebody had extracted in this checkout is no part of what ships.
    shutil.copytree(root / "data", tmp_path / "data", ignore=shutil.ignore_patterns("extracted"))
    shutil.copyfile(root / "kg.toml", tmp_path / "kg.toml")
    return Folder(tmp_path.resolve())


def hashes(folder: Folder) -> dict[str, str]:
    """SHA-256 of every export."""
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.exports.iterdir()) if not p.name.startswith(".")}


def build_apart(folder: Folder, **environment: str) -> None:
    """A build in a fresh process."""
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "TZ", "PYTHONHASHSEED", "PYTHONUTF8"))} | environment
    done = subprocess.run([sys.executable, "-m", "kg", "build", "-w", str(folder.root)], env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_shipped_case_has_no_findings(root: Path) -> None:
    """What ships passes the check that users run, shapes included."""
    checked = check(Folder(root), shacl=True)

    assert checked.findings == ()


def test_the_build_writes_its_files_and_a_manifest_of_them(case: Folder) -> None:
    """The manifest names every output and every input by its hash, and stands last."""
    built = build(case)

    manifest = json.loads((case.exports / "manifest.json").read_text())
    written = hashes(case)
    assert manifest["outputs"] == {name: written[name] for name in written if name != "manifest.json"} == built.hashes
    assert "data/statements.csv" in manifest["inputs"]
    assert manifest["inputs"]["kg.toml"] == hashlib.sha256((case.root / "kg.toml").read_bytes()).hexdigest()


def test_hash_seed_locale_and_time_zone_change_no_byte(case: Folder) -> None:
    """The same input gives the same bytes in any environment."""
    build_apart(case, PYTHONHASHSEED="0", LC_ALL="C.UTF-8", TZ="UTC")
    first = hashes(case)

    build_apart(case, PYTHONHASHSEED="1", LC_ALL="C", TZ="Asia/Phnom_Penh")

    assert hashes(case) == first


def shuffle(table: Path, seed: int) -> None:
    """The rows of a table in another order; the header stays."""
    with table.open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    random.Random(seed).shuffle(rows)
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def test_shuffled_rows_change_nothing_but_row_numbers(case: Folder) -> None:
    """Dataset and TriG are equal byte for byte; table and page differ in row numbers only."""
    build(case)
    before = {p.name: p.read_text(encoding="utf-8") for p in case.exports.iterdir() if p.suffix in (".nq", ".trig", ".csv", ".html")}
    for seed, table in enumerate(sorted(case.data.glob("*.csv"))):
        shuffle(table, seed)

    build(case)

    import re

    row = re.compile(r"statements\.csv:\d+|(?<=\")data/[\w.]+:\d+")
    for name, text in before.items():
        after = (case.exports / name).read_text(encoding="utf-8")
        if name in ("graph.nq", "graph.trig"):
            assert after == text, name
        else:
            assert row.sub("ROW", after) == row.sub("ROW", text), name


def triples(folder: Folder) -> set[str]:
    """The direct triples as `subject relation object`."""
    lines = (folder.exports / "graph.nq").read_text(encoding="utf-8").splitlines()
    short = [line.split(" ") for line in lines if line.endswith("graph/established> .")]
    return {" ".join(part.strip("<>").rsplit("/", 1)[-1] for part in parts[:3]) for parts in short}


def test_deleting_the_judgement_takes_the_triple_away_and_leaves_no_trace(case: Folder) -> None:
    """Without its row the membership is a claim again, and the bytes are those of a workspace that never had the row."""
    build(case)
    assert "cdm-manpower memberOf acra" in triples(case)
    table = case.data / "judgements.csv"
    header = table.read_text(encoding="utf-8").splitlines()[0]

    table.write_text(header + "\n", encoding="utf-8")
    build(case)
    with_header = hashes(case)
    table.unlink()
    build(case)

    assert "cdm-manpower memberOf acra" not in triples(case)
    never = hashes(case)
    assert {k: v for k, v in never.items() if k != "manifest.json"} == {k: v for k, v in with_header.items() if k != "manifest.json"}


def test_the_central_allegation_is_no_triple(case: Folder) -> None:
    """The allegation of trafficking is in the dataset as a statement, never as a fact."""
    build(case)

    assert not any(" trafficked " in triple for triple in triples(case))
    assert "ALLEGED by Joel Preston: CDM Manpower trafficked" in (case.exports / "graph.nq").read_text(encoding="utf-8")


def test_six_meetings_are_derived_from_the_event(case: Folder) -> None:
    """The presiding ministry met each participant; participants did not meet each other, and a person who presides met nobody."""
    build(case)

    met = {t for t in triples(case) if " met " in t}
    partners = {"acra", "caram", "iom", "lscw", "uniap", "winrock-international"}
    assert met == {f"ministry-of-interior-kh met {p}" for p in partners} | {f"{p} met ministry-of-interior-kh" for p in partners}


def test_a_finding_leaves_the_exports_untouched(case: Folder) -> None:
    """A build that fails writes nothing and lists every finding."""
    build(case)
    before = hashes(case)
    table = case.data / "statements.csv"
    table.write_text(
        table.read_text(encoding="utf-8").replace(",memberOf,", ",memberof,").replace(",alleged,,joel-preston,,2013,", ",alleged,,,,2013,"),
        encoding="utf-8",
    )

    with pytest.raises(DataError) as raised:
        build(case)

    assert len(raised.value.findings) >= 2
    assert hashes(case) == before


def test_as_known_on_a_day_has_the_standings_of_that_day(case: Folder, tmp_path: Path) -> None:
    """Evidence entered and judgements given later are left out; the folder must be another than exports/."""
    text = (case.data / "statements.csv").read_text(encoding="utf-8")
    (case.data / "statements.csv").write_text(text.replace("2026-11-25", "2014-01-01"), encoding="utf-8")

    with pytest.raises(WorkspaceError, match="no replacement for today's exports"):
        build(case, day=date(2015, 1, 1))
    then = build(case, day=date(2015, 1, 1), output=tmp_path / "then")
    early = build(case, day=date(2013, 1, 1), output=tmp_path / "early")

    member = next(s for s in then.reading.case.statements if s.relation == "memberOf")
    assert then.reading.weighed.standing[member.id].word == "alleged"  # it was upheld in 2026
    assert read_workspace(case).weighed.standing[member.id].word == "established"
    assert early.reading.case.statements == ()


def test_a_judgement_older_than_its_evidence_is_left_out_with_it(case: Folder, tmp_path: Path) -> None:
    """On a day between the two, the statement is not known and the judgement is about nothing."""
    table = case.data / "judgements.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",2026-11-25,", ",2014-01-01,"), encoding="utf-8")

    built = build(case, day=date(2020, 1, 1), output=tmp_path / "then")

    assert built.reading.case.judgements == ()


def test_a_foreign_file_in_exports_stays(case: Folder) -> None:
    """Only what an earlier build wrote is replaced or removed."""
    case.exports.mkdir()
    (case.exports / "mine.txt").write_text("keep me")

    build(case)

    assert (case.exports / "mine.txt").read_text() == "keep me"
