"""Ways in which a claim was once made to come out as a fact, each tried on a whole workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from maker import make_workspace

from kg.folder import Folder
from kg.standing import headline
from kg.tasks.ask import query
from kg.tasks.build import build
from kg.tasks.reading import read_workspace
from kg.texts import sentence

pytestmark = pytest.mark.law

ACTORS = (
    {"id": "cdm", "type": "Company", "label": "CDM"},
    {"id": "crew", "type": "Group", "label": "The crew"},
    {"id": "ministry", "type": "Ministry", "label": "The Ministry"},
    {"id": "ann", "type": "Person", "label": "Ann"},
    {"id": "bob", "type": "Person", "label": "Bob"},
)
PAPER = {"id": "paper", "kind": "news", "title": "Paper", "publisher": "The Daily", "published": "2019-01-01"}
RELEASE = {"id": "release", "kind": "party", "title": "Release", "publisher": "cdm", "published": "2019-01-01"}
WIRE = {"id": "wire", "kind": "news", "title": "Wire", "publisher": "The Wire", "copies": "release", "published": "2019-01-02"}


def row(said: str, modality: str = "asserted", source: str = "paper", **more: str) -> dict[str, str]:
    """One row of statements.csv."""
    subject, relation, other = said.split()
    return {
        "subject": subject,
        "relation": relation,
        "object": other,
        "modality": modality,
        "source": source,
        "locator": "p. 1",
        "curator": "ed",
    } | more


def workspace(tmp_path: Path, *rows: dict[str, str], **tables: Any) -> Folder:
    """A workspace of these statements."""
    return make_workspace(tmp_path / "case", actors=ACTORS, sources=(PAPER, RELEASE, WIRE), statements=rows, **tables)


def test_a_copy_of_a_party_paper_asserts_no_more_than_the_party(tmp_path: Path) -> None:
    """A wire that repeats a press release is the party's paper, whatever kind the wire is of."""
    folder = workspace(tmp_path, row("ministry supported cdm", source="wire"))

    found = [sentence(finding) for finding in read_workspace(folder).findings]

    assert len(found) == 1
    assert found[0].startswith("data/statements.csv:2: modality: a party's own paper asserts nothing but what the party says in it.")


def test_joining_two_claimants_lifts_no_refutation(tmp_path: Path) -> None:
    """An uphold of one statement does not replace the same curator's refute of another that `same` makes equal."""
    claims = [row("cdm trafficked crew", "alleged", claimant=who) for who in ("ann", "bob")]
    judged = [
        {"statement": "cdm trafficked crew [alleged by bob]", "judgement": "refute", "curator": "ed", "date": "2020-01-02", "reason": "r"},
        {"statement": "cdm trafficked crew [alleged by ann]", "judgement": "uphold", "curator": "ed", "date": "2020-01-05", "reason": "r"},
    ]
    same = [{"left": "ann", "right": "bob", "judgement": "same", "curator": "jo", "date": "2020-02-01", "reason": "r"}]
    folder = workspace(tmp_path, *claims, judgements=judged, identities=same)

    reading = read_workspace(folder)

    assert reading.findings == ()
    assert [reading.weighed.standing[s.id].word for s in reading.case.statements] == ["refuted"]


def test_what_follows_from_something_contested_is_contested(tmp_path: Path) -> None:
    """A derived meeting does not stand plain while its premise is denied."""
    rows = (
        row("ministry presidedOver talks"),
        row("cdm participatedIn talks"),
        row("cdm participatedIn talks", "denied", claimant="ann"),
    )
    folder = workspace(tmp_path, *rows, events=[{"id": "talks", "type": "Meeting", "label": "Talks"}])

    reading = read_workspace(folder)

    lines = [headline(s, reading.case, reading.ontology, reading.weighed) for s in reading.case.statements if s.relation == "met"]
    assert lines == ["CONTESTED: CDM met The Ministry (Talks)"]


def test_an_upheld_claim_that_was_taken_back_says_so(tmp_path: Path) -> None:
    """By the law it is established; its reason names the paper in which it was taken back."""
    rows = (
        row("cdm trafficked crew", "alleged", claimant="ann"),
        row("cdm trafficked crew", "alleged", source="release", claimant="ann", stance="withdraws"),
    )
    judged = [{"statement": "cdm trafficked crew [alleged by ann]", "judgement": "uphold", "curator": "ed", "date": "2020-01-05", "reason": "seen"}]
    folder = workspace(tmp_path, *rows, judgements=judged)

    reading = read_workspace(folder)

    (standing,) = reading.weighed.standing.values()
    assert (standing.word, standing.because) == ("established", "upheld by ed on 2020-01-05: seen; taken back in release")


@pytest.mark.parametrize("name", ["trafficked", "Trafficked", "traff\u200bicked"])
def test_a_foreign_predicate_that_reads_like_a_relation_is_refused(name: str, tmp_path: Path) -> None:
    """Between two of our actors, programs would show its local name as a fact of ours."""
    folder = workspace(tmp_path, row("cdm met ministry"))
    base = "https://example.org/made/actor/"
    (folder.data / "x.ttl").write_text(f"<{base}cdm> <https://x.example/{name}> <{base}crew> .\n", encoding="utf-8")

    found = read_workspace(folder).findings

    assert {finding.place.path for finding in found} == {"data/x.ttl"}


def test_a_page_as_known_on_a_day_says_so_in_its_title(tmp_path: Path) -> None:
    """A page of an earlier day cannot be taken for today's."""
    from datetime import date

    folder = workspace(tmp_path, row("cdm met ministry"))

    built = build(folder, day=date(2020, 1, 15), output=tmp_path / "then")

    assert "<title>Made for a test – as known on 2020-01-15" in built.page.read_text(encoding="utf-8")


def test_an_answer_of_an_older_build_says_so(tmp_path: Path) -> None:
    """Whoever asks after an edit and before a build is told that the answer is that of the build."""
    folder = workspace(tmp_path, row("cdm met ministry"))
    build(folder)
    assert query(folder, "met", {}).hints == ()

    table = folder.data / "statements.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("p. 1", "p. 2"), encoding="utf-8")

    assert query(folder, "met", {}).hints == (
        "The workspace has changed since it was built; this is the answer of that build. For today's: kg build",
    )
