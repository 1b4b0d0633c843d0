"""Out and in again: a workspace that was exported and imported says the same, wherever the format can hold it, and never more."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from cli_kit import copy_of_example
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from maker import CURATORS, make_workspace

from kg.folder import Folder
from kg.interchange import FORMATS, READERS, Content
from kg.tasks.build import check
from kg.tasks.gather import import_files
from kg.tasks.reading import Reading, read_workspace

#: Formats whose files hold every statement with its evidence; a format that holds less is compared by its own tests.
WHOLE = ("csv", "xlsx")

#: As tables hold them: an apostrophe stands where a spreadsheet would calculate.
LABELS = ("'=1+1", "'-x; y", "'+33 club", "'@harbour", "ក្រសួងមហាផ្ទៃ", 'The "Tide", Ltd.', "Silva _x0041_", "'＝wide")
ACTORS = tuple(f"actor-{n}" for n in "abcdefgh")
TEXTS = ("He said: “no”, and left.", "'=SUM(A1)", "first line\nsecond; line", "ពាក្យ", "'-5 and '=2", "TRUE", "0012 _x000D_ x")
SOURCES = {
    "tide": ("news", "'=The Tide", ""),
    "wire": ("news", "The Wire", "tide"),
    "leaflet": ("party", "actor-a", ""),
    "held": ("news", "Held", ""),
}
RELATIONS = ("aided", "met", "trafficked", "memberOf", "criticized")
DAYS = ("2013", "2013-07", "2013-06-21/2013-07", "2013~", "../2012", "")
COUNTS = ("", "133", ">700", "1200..1500 USD")


@st.composite
def rows(draw: st.DrawFn, number: int) -> tuple[dict[str, str], list[dict[str, object]]]:
    """What one statement says, and one or two evidences for it, found by a machine or entered."""
    subject, other = draw(st.permutations(ACTORS))[:2]
    relation = draw(st.sampled_from((*RELATIONS, "participatedIn")))
    if relation == "met":
        subject, other = sorted((subject, other))
    modality = draw(st.sampled_from(("asserted", "asserted", "alleged", "denied", "planned")))
    said = {
        "subject": subject, "relation": relation, "object": "talks" if relation == "participatedIn" else other, "modality": modality,
        "polarity": "negative" if modality != "denied" and draw(st.booleans()) else "",
        "claimant": draw(st.sampled_from((ACTORS[0], "unstated"))) if modality in ("alleged", "denied") else "",
        "role": draw(st.sampled_from(("", "'=boss", f"role {number}"))), "place": draw(st.sampled_from(("", "port"))),
        "quantity": draw(st.sampled_from(COUNTS)), "event": "",
        # An event happens once: what is said of it may not fall outside of its time.
        "when": "" if relation == "participatedIn" else draw(st.sampled_from(DAYS)),
    }  # fmt: skip
    allowed = [name for name, (kind, _, _) in SOURCES.items() if kind != "party" or modality != "asserted"]
    found: list[dict[str, object]] = []
    for source in draw(st.lists(st.sampled_from(allowed), min_size=1, max_size=2, unique=True)):
        quote = f"Sentence {number} of the paper." if source == "held" else draw(st.sampled_from(TEXTS))
        item: dict[str, object] = {
            "source": source,
            "quote": quote,
            "locator": "" if source == "held" else f"p. {number}",
            "note": draw(st.sampled_from(("", "'=note"))),
        }
        if draw(st.integers(0, 3)) == 0:
            item |= {"confidence": draw(st.sampled_from((0.3, 0.9))), "run": "rules-1"}
        else:
            item |= {"curator": draw(st.sampled_from(sorted(CURATORS)))}
        found.append(item)
        if "curator" in item and draw(st.integers(0, 4)) == 0:
            found.append({**item, "stance": "withdraws", "quote": quote, "locator": item["locator"] or "p. 9"})
    return said, found


@st.composite
def workspaces(draw: st.DrawFn) -> dict[str, object]:
    """Tables of a sound workspace, with judgements that lift and lower what it says."""
    said = [draw(rows(number)) for number in range(draw(st.integers(1, 10)))]
    unique = {tuple(sorted(cells.items())): (cells, items) for cells, items in said}
    curated = [{**cells, **item} for cells, items in unique.values() for item in items if "curator" in item]
    candidates = [{**{k: v for k, v in cells.items() if v}, **item} for cells, items in unique.values() for item in items if "run" in item]
    for row in candidates:  # a candidate is no table: nothing takes an apostrophe off
        row |= {k: v.replace("'=", "=", 1) for k, v in row.items() if isinstance(v, str) and k in ("role", "note") and v.startswith("'=")}
    return {"curated": curated, "candidates": candidates, "labels": draw(st.permutations(LABELS)), "judge": draw(st.integers(0, 4))}


def make(root: Path, made: dict[str, object], judged: list[dict[str, str]]) -> Folder:
    """The workspace on the disk."""
    labels = made["labels"]
    assert isinstance(labels, list)
    numbers = range(10)
    return make_workspace(
        root,
        actors=[
            *({"id": a, "type": "NGO", "label": label, "aliases": f"x-{a}", "identifiers": f"reg:{a}"} for a, label in zip(ACTORS, labels, strict=True)),
            {"id": "port", "type": "Place", "label": "Port"},
            {"id": "twin", "type": "Person", "label": "Port"},
        ],
        events=[{"id": "talks", "type": "Meeting", "label": "'=Talks", "when": "2013", "place": "port"}],
        sources=[
            {"id": s, "kind": kind, "title": s.title(), "publisher": p, "copies": c, "document": "held.txt" if s == "held" else "", "document_is": "note" if s == "held" else ""}
            for s, (kind, p, c) in SOURCES.items()
        ],
        documents={"held.txt": "\n".join(f"Sentence {n} of the paper." for n in numbers)},
        statements=made["curated"],  # type: ignore[arg-type]
        candidates={"held": made["candidates"]} if made["candidates"] else {},  # type: ignore[dict-item]
        judgements=judged,
    )  # fmt: skip


def judgements(reading: Reading, kind: int) -> list[dict[str, str]]:
    """Rows about every other statement: upheld, refuted, a source rejected, or a candidate accepted; none at all for 0."""
    found = []
    for statement in reading.case.statements[::2] if kind else ():
        world = statement.modality in ("asserted", "alleged") and not statement.negative
        word = {1: "uphold", 2: "refute", 3: "reject", 4: "accept"}[kind]
        if kind > 2 or world:
            source = statement.evidence[0].source if kind > 2 else ""
            found.append(
                {"statement": statement.reading, "source": source, "judgement": word, "curator": "ed", "date": "2024-01-01", "reason": "seen"}
            )
    return [row for row in found if row["source"] or kind < 3]


def empty(root: Path) -> Folder:
    """A workspace that holds nothing yet."""
    return make_workspace(root)


def exported(folder: Folder, name: str) -> Reading:
    """Writes the export into the folder and returns what it was made of."""
    reading = read_workspace(folder)
    assert not reading.findings, reading.findings
    content = Content(reading.case, reading.ontology, reading.weighed)
    (folder.root / f"out{FORMATS[name].suffix}").write_bytes(FORMATS[name].write(content)[""])
    return reading


Evidences = set[tuple[str, str, str, str, bool]]


def evidences(reading: Reading) -> Evidences:
    """What is said on which ground, and whether a machine or a person says so; what follows by a rule apart."""
    return {
        (s.reading, item.source, item.quote or item.locator, item.stance, item.origin == "extracted")
        for s in reading.case.statements
        for item in s.evidence
        if item.origin != "derived"
    }


def standings(reading: Reading) -> dict[str, str]:
    return {s.reading: reading.weighed.standing[s.id].word for s in reading.case.statements}


@pytest.mark.parametrize("name", WHOLE)
@given(made=workspaces())
# Each example is two workspaces and three checks: shrinking would take longer than reading the one that failed.
@settings(max_examples=5 * int(os.environ.get("KG_EXAMPLES", "1")), suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])
def test_out_and_in_again_says_the_same_and_never_more(name: str, made: dict[str, object]) -> None:
    """The same statements on the same ground; nothing is a fact that was none; the second import adds nothing."""
    with tempfile.TemporaryDirectory() as place:
        folder = make(Path(place) / "one", made, [])
        kind = int(str(made["judge"]))
        judged = judgements(read_workspace(folder), kind) if kind else []
        before = exported(make(Path(place) / "one", made, judged), name)
        other = empty(Path(place) / "two")
        file = folder.root / f"out{FORMATS[name].suffix}"

        import_files(other, [file], curator="jo")
        after = read_workspace(other)
        again = import_files(other, [file], curator="jo")

        assert not after.findings
        assert not again.added
        assert not again.written
        if not judged:
            assert evidences(after) == evidences(before)
            assert standings(after) == standings(before)
        facts = {reading for reading, word in standings(before).items() if word == "established"}
        assert {reading for reading, word in standings(after).items() if word == "established"} <= facts
        said = {(reading, source, quote) for reading, source, quote, stance, _ in evidences(before) if not stance}
        assert {(reading, source, quote) for reading, source, quote, stance, _ in evidences(after) if not stance} == said
        if name == "xlsx":
            kept = [(a.id, a.type, a.label, a.aliases, a.identifiers) for a in before.case.actors]
            assert [(a.id, a.type, a.label, a.aliases, a.identifiers) for a in after.case.actors] == kept
            assert [(e.id, e.label, str(e.when), e.place) for e in after.case.events] == [("talks", "=Talks", "2013", "port")]


def test_an_import_into_the_workspace_that_it_comes_from_adds_nothing(tmp_path: Path) -> None:
    """Every row is known, those of candidates and of withdrawals too."""
    row = {"subject": "a-1", "relation": "aided", "object": "a-2", "modality": "asserted", "source": "tide", "locator": "p. 1", "curator": "ed"}
    folder = make_workspace(
        tmp_path / "one",
        actors=[{"id": "a-1", "type": "NGO", "label": "One"}, {"id": "a-2", "type": "NGO", "label": "Two"}],
        sources=[{"id": "tide", "kind": "news", "title": "The Tide"}],
        statements=[row, {**row, "stance": "withdraws", "locator": "p. 2"}],
        candidates={"tide": [{k: v for k, v in row.items() if k != "curator"} | {"relation": "met", "run": "r-1", "confidence": 0.4}]},
    )
    for name in WHOLE:
        exported(folder, name)

        done = import_files(folder, [folder.root / f"out{FORMATS[name].suffix}"], curator="jo")

        assert not done.added
        assert (done.count("known"), done.count("imported")) == (3, 0)


def test_what_somebody_refuted_does_not_come_back_as_a_fact(tmp_path: Path) -> None:
    """The judgement stays behind, so the row comes as a candidate, and it is said why."""
    row = {"subject": "a-1", "relation": "aided", "object": "a-2", "modality": "asserted", "source": "tide", "locator": "p. 1", "curator": "ed"}
    shared = {"curator": "ed", "date": "2024-01-01", "reason": "seen"}
    folder = make_workspace(
        tmp_path / "one",
        actors=[{"id": "a-1", "type": "NGO", "label": "One"}, {"id": "a-2", "type": "NGO", "label": "Two"}],
        sources=[{"id": "tide", "kind": "news", "title": "The Tide"}],
        statements=[row, {**row, "modality": "alleged", "claimant": "a-2", "relation": "memberOf"}],
        judgements=[
            {"statement": "a-1 aided a-2", "judgement": "refute", **shared},
            {"statement": "a-1 memberOf a-2 [alleged by a-2]", "judgement": "uphold", **shared},
        ],
    )
    exported(folder, "csv")
    other = empty(tmp_path / "two")

    done = import_files(other, [folder.root / "out.csv"], curator="jo")

    assert standings(check(other).reading) == {"a-1 aided a-2": "candidate", "a-1 memberOf a-2 [alleged by a-2]": "alleged"}
    told = [str(one).removeprefix(str(folder.root) + "/") for one in done.fates]
    assert 'out.csv:2: made a candidate: a-1 aided a-2. The file holds it to be "refuted", and the row alone would make it a fact.' in told
    assert (
        "out.csv:3: alleged here: a-1 memberOf a-2 [alleged by a-2]. The file holds it to be established, "
        "and the judgement that made it so did not come with it."
    ) in told
    assert not import_files(other, [folder.root / "out.csv"], curator="jo").added


def test_a_quote_from_a_note_never_looks_like_the_paper_s_words(tmp_path: Path) -> None:
    """The note stays behind; where the words are from stands with them."""
    folder = make_workspace(
        tmp_path / "one",
        actors=[{"id": "a-1", "type": "NGO", "label": "One"}, {"id": "a-2", "type": "NGO", "label": "Two"}],
        sources=[{"id": "tide", "kind": "news", "title": "The Tide", "document": "n.txt", "document_is": "note"}],
        documents={"n.txt": "One aided Two, I read."},
        statements=[{"subject": "a-1", "relation": "aided", "object": "a-2", "modality": "asserted", "source": "tide", "quote": "One aided Two", "curator": "ed"}],
    )  # fmt: skip
    exported(folder, "csv")
    other = empty(tmp_path / "two")

    import_files(other, [folder.root / "out.csv"], curator="jo")

    [item] = check(other).reading.case.statements[0].evidence
    assert (item.quote, item.locator, item.note) == ("One aided Two", "from a note of it, quoted in out.csv, line 2", "imported from out.csv, line 2")


def test_an_id_that_is_somebody_else_here_stays_somebody_else(tmp_path: Path) -> None:
    """Two workspaces may have one id for two actors or two sources: the newcomer gets another, and it is said."""
    row = {"subject": "club", "relation": "aided", "object": "a-2", "modality": "asserted", "source": "tide", "locator": "p. 1", "curator": "ed"}
    folder = make_workspace(
        tmp_path / "one",
        actors=[{"id": "club", "type": "NGO", "label": "Rowing Club"}, {"id": "a-2", "type": "NGO", "label": "Two"}],
        sources=[{"id": "tide", "kind": "news", "title": "The Tide"}],
        statements=[row],
    )
    exported(folder, "csv")
    other = make_workspace(
        tmp_path / "two", actors=[{"id": "club", "type": "NGO", "label": "Chess Club"}], sources=[{"id": "tide", "kind": "news", "title": "Low Tide"}]
    )

    done = import_files(other, [folder.root / "out.csv"], curator="jo")

    case = check(other).reading.case
    assert [actor.label for actor in case.actors] == ["Two", "Chess Club", "Rowing Club"]
    assert case.label(case.statements[0].subject) == "Rowing Club"
    assert case.source_by_id[case.statements[0].evidence[0].source].title == "The Tide"
    assert any('the source "tide" is another one here' in str(one) for one in done.fates)
    assert not import_files(other, [folder.root / "out.csv"], curator="jo").added


def test_what_is_kept_in_stays_in_and_nothing_is_let_out(tmp_path: Path) -> None:
    """A file may keep a name back; that everybody may see one is for the people of the workspace to say."""
    folder = make_workspace(
        tmp_path / "one",
        actors=[
            {"id": "witness-1", "type": "Person", "label": "Ana Teles", "publish": "no"},
            {"id": "girl-1", "type": "Minor", "label": "Rosa", "publish": "yes"},
        ],
        sources=[{"id": "tide", "kind": "news", "title": "The Tide"}],
        statements=[
            {
                "subject": "witness-1",
                "relation": "aided",
                "object": "girl-1",
                "modality": "asserted",
                "source": "tide",
                "locator": "p. 1",
                "curator": "ed",
            }
        ],
    )
    exported(folder, "xlsx")
    other = make_workspace(tmp_path / "two", actors=[{"id": "witness-1", "type": "Person", "label": "Somebody Else"}])

    import_files(other, [folder.root / "out.xlsx"], curator="jo")

    shown = {(actor.label, actor.publish, actor.id.split("-")[0]) for actor in check(other).reading.case.actors}
    assert shown == {("Somebody Else", "", "witness"), ("Ana Teles", "no", "actor"), ("Rosa", "", "girl")}


@pytest.mark.parametrize("name", ["ftm"])
def test_a_format_that_holds_less_brings_no_more_and_only_once(name: str, tmp_path: Path) -> None:
    """What is a fact afterwards was one before; the same file again adds nothing, whatever ids its reader makes up."""
    if name not in READERS or name not in FORMATS:
        pytest.skip(f"{name} is not among the formats that are written and read")
    before = exported(copy_of_example(tmp_path / "one"), name)
    file, other = tmp_path / "one" / f"out{FORMATS[name].suffix}", empty(tmp_path / "two")

    done, again = import_files(other, [file], form=name, curator="jo"), import_files(other, [file], form=name, curator="jo")

    assert done.written
    assert not again.written, again.added
    assert facts(check(other).reading) <= facts(before)


def facts(reading: Reading) -> set[tuple[str, str, str]]:
    """The three words of what is established."""
    return {(s.subject, s.relation, s.object) for s in reading.case.statements if reading.weighed.established(s)}
