"""kg extract and kg evaluate as the shell runs them, from a document to a built workspace."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_kit import Ran, kg
from maker import make_workspace

from kg.folder import Folder

TEXT = """\
Harbour firm denies cheating crew

PORTO – Ana Prior, director of Open House, accused Silva Shipping on Monday of cheating nine sailors.

Silva Shipping denied that it had cheated the sailors. The Harbour Police arrested Jon Vale, a foreman at Silva Shipping.
"""
PAPER = "Silva Shipping welcomed the arrest. Silva Shipping paid the nine sailors. Silva Shipping criticized Open House.\n"
KEYS = [
    "subject", "relation", "object", "modality", "polarity", "claimant", "role", "when", "place", "quantity", "event",
    "quote", "s_span", "o_span", "confidence", "pattern",
]  # fmt: skip


@pytest.fixture
def case(tmp_path: Path) -> Folder:
    """A newspaper's article and a company's own paper; Open House and the company are known, the others not."""
    return make_workspace(
        tmp_path / "case",
        documents={"article.txt": TEXT, "paper.txt": PAPER},
        actors=[
            {"id": "open-house", "type": "NGO", "label": "Open House"},
            {"id": "silva", "type": "Company", "label": "Silva Shipping Ltd", "aliases": "Silva Shipping"},
        ],
        sources=[
            {"id": "daily", "kind": "news", "title": "The Daily", "published": "2016-03-16", "document": "article.txt", "document_is": "original"},
            {"id": "release", "kind": "party", "title": "Release", "publisher": "silva", "document": "paper.txt", "document_is": "original"},
        ],
    )


def lines(case: Folder, name: str) -> list[dict[str, object]]:
    """The candidates of a document."""
    return [json.loads(line) for line in (case.extracted / name).read_text(encoding="utf-8").splitlines()]


def said(rows: list[dict[str, object]]) -> list[str]:
    """Subject, relation, object, modality and claimant of each."""
    return [" ".join(str(row.get(key, "")) for key in ("subject", "relation", "object", "modality", "claimant")).strip() for row in rows]


def test_a_workspace_that_admits_candidates_is_told_so(case: Folder) -> None:
    """Nobody reads "0 in the graph" where the next build takes some in."""
    settings = case.root / "kg.toml"
    settings.write_text("admit_confidence = 0.5\n" + settings.read_text(encoding="utf-8"), encoding="utf-8")

    ran = kg("extract", cwd=case.root)

    assert "candidates; by admit_confidence = 0.5 in kg.toml the build takes in the surest of them unseen.\n" in ran.err
    assert "in the graph" not in ran.err


def test_a_name_of_a_thousand_words_is_none(tmp_path: Path) -> None:
    """A list without an end is left out and counted, and the actors stay names that a person can read."""
    text = f"The {'Grand ' * 80}Harbour Union accused Silva Shipping. Ana Prior accused Silva Shipping.\n"
    source = {"id": "daily", "kind": "news", "title": "The Daily", "document": "a.txt", "document_is": "original"}
    folder = make_workspace(tmp_path / "case", documents={"a.txt": text}, sources=[source])

    ran = kg("extract", cwd=folder.root)

    assert ran.code == 0
    assert "1 candidate left out: a name of more than 300 characters.\n" in ran.err
    assert said(lines(folder, "a.jsonl")) == ["c-ana-prior accused c-silva-shipping asserted"]


def test_documents_become_candidates(case: Folder) -> None:
    """Known names are the actors of the case, others are proposed; what is alleged or denied names its claimant."""
    ran = kg("extract", cwd=case.root)

    assert ran.code == 0
    assert ran.out == ""
    assert ran.err.splitlines()[0] == "2 documents read."
    assert "candidates waiting for review, 0 in the graph." in ran.err
    assert said(lines(case, "article.jsonl")) == [
        "c-ana-prior directorOf open-house asserted",
        "c-ana-prior accused silva asserted",
        "silva deceived c-sailors-" + mark(case) + " alleged c-ana-prior",
        "silva deceived c-sailors-" + mark(case) + " denied silva",
        "c-harbour-police arrested c-jon-vale asserted",
        "c-jon-vale employedBy silva asserted",
    ]


def mark(case: Folder) -> str:
    """What tells the sailors of the article from all others."""
    table = (case.extracted / "actors.csv").read_text(encoding="utf-8")
    return table.split("c-sailors-")[1][:8]


def test_a_party_asserts_only_its_own_speech(case: Folder) -> None:
    """In its own paper a company's deeds are its claims; that it criticized is so."""
    kg("extract", cwd=case.root)

    rows = said(lines(case, "paper.jsonl"))

    assert "silva criticized open-house asserted" in rows
    assert [row for row in rows if " paid " in row and not row.endswith("alleged silva")] == []


def test_nothing_of_it_is_established(case: Folder) -> None:
    """The workspace builds, shows the candidates, and its graph of facts is empty."""
    kg("extract", cwd=case.root)
    built = kg("build", cwd=case.root)
    facts = kg("query", "SELECT ?s ?r ?o { GRAPH ?g { ?s ?r ?o } FILTER(STRENDS(STR(?g), 'established')) }", cwd=case.root)

    assert (built.code, kg("check", cwd=case.root).out) == (0, "")
    assert "; 0 established" in built.err
    assert facts.out.count("\n") <= 2
    assert "candidate" in (case.exports / "statements.csv").read_text(encoding="utf-8")


def test_the_second_run_reads_nothing_anew_and_changes_no_byte(case: Folder) -> None:
    """Until a document changes."""
    kg("extract", cwd=case.root)
    first = {path.name: path.read_bytes() for path in case.extracted.iterdir()}
    again = kg("extract", cwd=case.root)
    second = {path.name: path.read_bytes() for path in case.extracted.iterdir()}
    (case.documents / "paper.txt").write_text(PAPER + "Open House thanked Silva Shipping.\n", encoding="utf-8")
    changed = kg("extract", cwd=case.root)

    assert again.err.startswith("2 documents read, 2 of them unchanged since the last run.\n")
    assert second == first
    assert changed.err.startswith("2 documents read, 1 of them unchanged since the last run.\n")


def test_a_proposed_actor_can_be_taken_over(case: Folder) -> None:
    """Its row in data/actors.csv counts from then on, and the proposal is no second one."""
    kg("extract", cwd=case.root)
    table = case.data / "actors.csv"
    table.write_text(table.read_text(encoding="utf-8") + "c-jon-vale,Person,Jon Vale,,,,\n", encoding="utf-8")

    assert kg("check", cwd=case.root).code == 0
    assert kg("extract", cwd=case.root).code == 0
    assert "c-jon-vale," not in (case.extracted / "actors.csv").read_text(encoding="utf-8")


def test_an_alias_with_a_form_of_address_is_the_name_that_texts_use(case: Folder) -> None:
    """The table says "Ms. Ana Prior", as people write it; the text's Ana Prior is she, and no second actor is proposed (C62)."""
    actors = case.data / "actors.csv"
    columns = actors.read_text(encoding="utf-8").splitlines()[0].split(",")
    row = {"id": "director-prior", "type": "Person", "label": "Prior Ana Maria", "aliases": "Ms. Ana Prior"}
    actors.write_text(actors.read_text(encoding="utf-8") + ",".join(row.get(column, "") for column in columns) + "\n", encoding="utf-8")

    kg("extract", cwd=case.root)

    assert "director-prior accused silva asserted" in said(lines(case, "article.jsonl"))
    assert "Ana Prior" not in (case.extracted / "actors.csv").read_text(encoding="utf-8")


def test_a_text_outside_of_a_workspace(tmp_path: Path) -> None:
    """JSON lines with every key, in order; the claimant is empty where nobody is named."""
    (tmp_path / "article.txt").write_text("Jon Vale allegedly recruited nine sailors on Monday.", encoding="utf-8")
    ran = kg("extract", "--text", "article.txt", "--published", "2016-03-16", "--format", "jsonl", cwd=tmp_path)
    row = json.loads(ran.out)

    assert (ran.code, ran.err) == (0, "")
    assert list(row) == KEYS
    assert (row["subject"], row["relation"], row["object"]) == ("Jon Vale", "recruited", "nine sailors")
    assert (row["modality"], row["claimant"], row["when"], row["quantity"]) == ("alleged", "", "2016-03-14", "9")
    assert row["quote"] == "Jon Vale allegedly recruited nine sailors on Monday."
    assert row["s_span"] == [0, 8]


def test_a_text_for_people(tmp_path: Path) -> None:
    """One line a candidate, and a word on what they are worth."""
    ran = kg("extract", "--text", "-", cwd=tmp_path, stdin="Ana Prior met Jon Vale.")

    assert ran == Ran(0, "Ana Prior met Jon Vale [asserted] “Ana Prior met Jon Vale.”\n", "1 candidate; none of them is more than a proposal.\n")


@pytest.mark.parametrize(
    ("arguments", "code", "error"),
    [
        (("--text", "none.txt"), 1, 'Error: "none.txt" cannot be read or written: No such file or directory.\n'),
        (("--text", "bad.txt"), 1, "bad.txt:1: "),
        (("--text", "good.txt", "--published", "soon"), 2, 'Error: "soon" is no date of publication. Write it as 2016-03-16.\n'),
    ],
)
def test_wrong_use_is_told(arguments: tuple[str, ...], code: int, error: str, tmp_path: Path) -> None:
    """A missing file, bytes that are no text, a date that is none."""
    (tmp_path / "bad.txt").write_bytes(b"\xff\xfeA\x00")
    (tmp_path / "good.txt").write_text("x", encoding="utf-8")

    ran = kg("extract", *arguments, cwd=tmp_path)

    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith(error)


def test_tables_with_findings_stop_it(case: Folder) -> None:
    """And say why; nothing is written."""
    (case.data / "actors.csv").write_text("id,type,label\nopen-house,Club,Open House\n", encoding="utf-8")
    (case.data / "sources.csv").write_text("id,kind,title\ndaily,leaflet,The Daily\n", encoding="utf-8")

    ran = kg("extract", cwd=case.root)

    assert ran.code == 1
    assert "data/sources.csv:2: kind: " in ran.err
    assert not case.extracted.exists()


SET = """\
published 2016-03-16

Ana Prior met Jon Vale. Silva Shipping allegedly recruited nine sailors. Open House sued Silva Shipping.
---
Ana Prior | met | Jon Vale | asserted
Silva Shipping | recruited | nine sailors | alleged
Open House | sued | Silva Shipping | asserted not
"""


def test_evaluate_counts_and_names_the_dangerous(tmp_path: Path) -> None:
    """Figures by level, and every fact that the text does not state."""
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "one.txt").write_text(SET, encoding="utf-8")
    ran = kg("evaluate", "set", "--format", "json", cwd=tmp_path)
    (figures,) = json.loads(ran.out)

    assert ran.code == 0
    assert figures["levels"]["relation"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "right": 3, "wrong": 0, "marked": 3}
    assert figures["levels"]["full"]["right"] == 2
    assert figures["dangerous"] == ["one: Open House sued Silva Shipping [asserted]"]
    assert "dangerous: one: Open House sued Silva Shipping [asserted]\n" in kg("evaluate", "set", cwd=tmp_path).out


def test_evaluate_reads_json_lines_and_says_what_is_wrong(tmp_path: Path) -> None:
    """With file and line."""
    good = {"doc_id": "a", "text": "Ana Prior met Jon Vale.", "statements": [{"subject": "Ana Prior", "relation": "met", "object": "Jon Vale"}]}
    (tmp_path / "good.jsonl").write_text(json.dumps(good) + "\n", encoding="utf-8")
    (tmp_path / "bad.jsonl").write_text(json.dumps(good) + "\n{}\n", encoding="utf-8")
    (tmp_path / "odd.jsonl").write_text(json.dumps(good).replace('"met"', '"hugged"') + "\n", encoding="utf-8")
    (tmp_path / "none").mkdir()

    assert json.loads(kg("evaluate", "good.jsonl", "--format", "json", cwd=tmp_path).out)[0]["levels"]["full"]["f1"] == 1.0
    assert kg("evaluate", "bad.jsonl", cwd=tmp_path).err.startswith("Error: bad.jsonl:2: this is no annotated text")
    assert kg("evaluate", "odd.jsonl", cwd=tmp_path).err == 'Error: The set has a relation "hugged" that the vocabulary does not know.\n'
    assert kg("evaluate", "none", cwd=tmp_path).err.startswith('Error: "none" holds no annotated texts.')


def test_evaluate_a_workspace(case: Folder) -> None:
    """Against what people entered with a quotation; without any, it says so."""
    empty = kg("evaluate", cwd=case.root)
    row = "open-house,accused,silva,asserted,daily,accused Silva Shipping on Monday,ed\n"
    (case.data / "statements.csv").write_text("subject,relation,object,modality,source,quote,curator\n" + row, encoding="utf-8")

    assert (empty.code, empty.err.startswith("Error: Nobody has entered a statement with a quotation")) == (2, True)
    assert kg("evaluate", cwd=case.root).out.startswith("case: 1 texts\n")
