"""Redaction: what the public sees, and that nothing is worth more or less for what is withheld."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from cli_kit import kg
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from maker import make_workspace
from test_law import ACTORS, SOURCES, Said, statements, write

from kg.errors import UsageError, WorkspaceError
from kg.folder import Folder
from kg.model import Case, Statement
from kg.ontology import Ontology
from kg.redact import Redacted, for_profile
from kg.redact.names import Names
from kg.redact.pseudonyms import Pseudonyms
from kg.standing import weigh
from kg.tasks.profile import pseudonym_key, read_for
from kg.tasks.reading import read_workspace

KEY = bytes(32)
FLAGS = st.sampled_from(("", "", "", "yes", "pseudonym", "no"))


def public(case: Case, ontology: Ontology) -> Redacted:
    """The public's case, under a key that is known."""
    return for_profile(case, ontology, weigh(case, ontology), "public", key=lambda: KEY)


def flagged(case: Case, flags: dict[str, str]) -> Case:
    """The case with `publish` set on actors, sources and evidence, the last by the place in the case."""
    said = [
        replace(
            s, evidence=tuple(e if e.origin == "derived" else replace(e, publish=flags.get(f"{s.reading} {n}", "")) for n, e in enumerate(s.evidence))
        )
        for s in case.statements
    ]
    return replace(
        case,
        actors=tuple(replace(actor, publish=flags.get(actor.id, "")) for actor in case.actors),
        sources=tuple(replace(source, publish=flags.get(source.id, "")) for source in case.sources),
        statements=tuple(said),
    )


@pytest.mark.law
@settings(max_examples=40, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))
@given(
    st.tuples(*(statements(n) for n in range(4))),
    st.fixed_dictionaries(dict.fromkeys((*ACTORS, *SOURCES), FLAGS)),
    st.lists(FLAGS, min_size=12, max_size=12),
)
def test_nothing_is_worth_more_or_less_for_what_is_withheld(said: tuple[Said, ...], flags: dict[str, str], rows: list[str]) -> None:
    """Each statement that the public sees is one of the team's, with the same standing and no other voices; none names who is hidden."""
    with tempfile.TemporaryDirectory() as root:
        write(Path(root), list({s.reading: s for s in said}.values()), 0.5)
        reading = read_workspace(Folder(Path(root).resolve()))
    assert reading.findings == ()
    keys = [f"{s.reading} {n}" for s in reading.case.statements for n in range(len(s.evidence))]
    case = flagged(reading.case, flags | dict(zip(keys, rows, strict=False)))
    before = weigh(case, reading.ontology)

    seen = public(case, reading.ontology)

    token = Pseudonyms(KEY, tuple(sorted(name for name, word in flags.items() if word == "pseudonym")))
    moved = {name: token.id(name) for name, word in flags.items() if word == "pseudonym"}
    hidden = {name for name, word in flags.items() if word == "no"}
    team = {renamed(statement, moved).reading: statement for statement in case.statements}
    for statement in seen.case.statements:
        known = team[statement.reading]
        assert seen.weighed.standing[statement.id].word == before.standing[known.id].word
        assert len(seen.weighed.voices[statement.id]) <= len(before.voices[known.id])
        assert (known.id in before.contested) <= (statement.id in seen.weighed.contested)
        assert hidden.isdisjoint({statement.subject, statement.object, statement.claimant, *(e.source for e in statement.evidence)})
        assert {e.quote for e in statement.evidence} <= {e.quote for e in known.evidence} | {"[…]"}
    if set(flags.values()) | set(rows) <= {"", "yes"}:
        assert [s.reading for s in seen.case.statements] == [s.reading for s in case.statements]


def renamed(statement: Statement, moved: dict[str, str]) -> Statement:
    """A statement about the same under pseudonyms."""
    names = {field: moved.get(getattr(statement, field), getattr(statement, field)) for field in ("subject", "object", "claimant")}
    return replace(statement, **names)


def test_what_is_public_is_what_it_was() -> None:
    """Where nothing is withheld, the public's case differs from the team's in nothing that is said."""
    reading = read_workspace(Folder(Path(__file__).resolve().parent.parent))

    seen = public(reading.case, reading.ontology)

    assert seen.case.actors == tuple(replace(actor, publish="") for actor in reading.case.actors)
    said = [replace(s, evidence=tuple(replace(e, publish="", recorded="") for e in s.evidence)) for s in reading.case.statements]
    assert list(seen.case.statements) == said
    assert seen.weighed == reading.weighed
    assert (seen.veiled, seen.hidden, seen.left_out, seen.cut) == (0, 0, 0, 0)


SAID = {"modality": "asserted", "source": "tide", "curator": "ed", "locator": "p. 1"}
PEOPLE = [
    {"id": "p-1", "type": "UnnamedSource", "label": "Mara Devlin"},
    {"id": "union", "type": "NGO", "label": "Union"},
    {"id": "harbour", "type": "NGO", "label": "Harbour"},
]
TIDE = [{"id": "tide", "kind": "news", "title": "Tide", "publisher": "The Tide"}, {"id": "log", "kind": "other", "title": "Log", "publish": "no"}]


def test_a_withdrawal_that_is_withheld_raises_nothing(tmp_path: Path) -> None:
    """What the team knows to be taken back is not told to the public as a fact: it is left out, and counted."""
    back = {**SAID, "subject": "union", "relation": "aided", "object": "harbour", "stance": "withdraws", "publish": "no", "locator": "p. 9"}
    folder = make_workspace(tmp_path, actors=PEOPLE, sources=TIDE[:1], statements=[{**back, "stance": "", "publish": "", "locator": "p. 1"}, back])

    seen = read_for(folder, "public")

    assert [s.word for s in read_for(folder, "team").weighed.standing.values()] == ["withdrawn"]
    assert (seen.case.statements, seen.left_out) == ((), 1)


def test_what_rests_on_a_hidden_source_is_left_out(tmp_path: Path) -> None:
    """With its only evidence goes the statement; one with another source stays, without the hidden one."""
    rows = [
        {**SAID, "subject": "union", "relation": "aided", "object": "harbour", "source": "log"},
        {**SAID, "subject": "union", "relation": "criticized", "object": "harbour", "source": "log"},
        {**SAID, "subject": "union", "relation": "criticized", "object": "harbour"},
    ]
    seen = read_for(make_workspace(tmp_path, actors=PEOPLE, sources=TIDE, statements=rows), "public")

    assert [(s.reading, [e.source for e in s.evidence]) for s in seen.case.statements] == [("union criticized harbour", ["tide"])]
    assert ([source.id for source in seen.case.sources], seen.hidden, seen.left_out) == (["tide"], 1, 1)


def test_an_unnamed_source_speaks_under_a_pseudonym(tmp_path: Path) -> None:
    """The claim stays a claim, by the same pseudonym in every build; her surname alone cuts a quote."""
    folder = make_workspace(
        tmp_path,
        actors=PEOPLE,
        sources=[{**TIDE[0], "document": "tide.txt", "document_is": "original"}],
        documents={"tide.txt": "Ms. Devlin said the union paid the harbour. It rained on the quay.\n"},
        statements=[
            {
                **SAID,
                "subject": "union",
                "relation": "paid",
                "object": "harbour",
                "modality": "alleged",
                "claimant": "p-1",
                "quote": "Ms. Devlin said",
            }
        ],
    )
    first, second = read_for(folder, "public"), read_for(folder, "public")

    (name,) = (actor.id for actor in first.case.actors if actor.id.startswith("withheld-"))
    (said,) = first.case.statements
    assert said.reading == f"union paid harbour [alleged by {name}]"
    assert [(e.quote, e.prefix, e.suffix, e.span) for e in said.evidence] == [("[…]", "", "", None)]
    assert first.case == second.case


def test_words_around_a_quote_hold_no_piece_of_a_name() -> None:
    """They are cut at any letter, so the end of a name may begin them."""
    names = Names(long=frozenset({"maradevlin"}), parts=frozenset({"mara", "devlin"}))

    assert [names.before(text) for text in ("vlin said the union ", "ra Devlin said ", "in said the union ", "dined up ")] == [
        "",
        "",
        "in said the union ",
        "dined up ",
    ]
    assert [names.after(text) for text in (" and then Mara De", " and then De", " and then a dev")] == ["", " and then De", ""]


@pytest.mark.parametrize(
    "text",
    [
        "Mara Devlin",
        "MARA  DEVLIN",
        "mara-devlin",
        "maradevlin.txt",
        "Mara%20Devlin",
        "M\u00e1ra De\u0301vlin",
        "Mara\u200bDevlin",
        "Mara&nbsp;Devlin",
        "of Mara Devlin's house",
        "Ms. Devlin",
    ],
)
def test_a_name_is_found_however_it_is_written(text: str) -> None:
    """In capitals, joined, escaped, with marks or invisible letters, and a surname alone."""
    assert Names(long=frozenset({"maradevlin"}), parts=frozenset({"mara", "devlin"})).any(text)


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("Mara Devlin", "at the Devlins’ house"),
        ("Mara Devlin", "Frau Devlins Haus"),
        ("Mara Devlin", "Ms. Dev-\nlin wept"),
        ("Mara Petrova", "they took Petrovas to the quay"),
        ("mara devlin", "Ms. Devlin wept"),
        ("Ly Vichuta", "Then Ms. Ly wept"),
        ("Mara Müller", "Ms. Mueller wept"),
        ("Mara Mueller", "Ms. Müller wept"),
        ("Jørgen Ås", "Joergen wept"),
        ("Mara O'Quil", "Ms. OQuil wept"),
        ("Mara Quil-Von", "Ms. Quilvon wept"),
    ],
)
def test_a_name_is_found_in_the_forms_that_a_sentence_gives_it(tmp_path: Path, label: str, text: str) -> None:
    """Plural and genitive, divided at the end of a line, in small letters, of two letters, with umlauts spelled out, joined."""
    row = {**SAID, "subject": "union", "relation": "criticized", "object": "harbour", "note": text}
    folder = make_workspace(tmp_path, actors=[{**PEOPLE[0], "label": label}, *PEOPLE[1:]], sources=TIDE[:1], statements=[row])

    assert [item.note for said in read_for(folder, "public").case.statements for item in said.evidence] == ["[…]"]


def test_small_words_that_only_look_like_a_short_name_stay(tmp_path: Path) -> None:
    """A name of two letters is one only with a capital; a short name is not looked for inside other words."""
    row = {**SAID, "subject": "union", "relation": "criticized", "object": "harbour", "note": "so the marathon ran on"}
    named = [{**PEOPLE[0], "label": "So Mara"}, *PEOPLE[1:]]
    folder = make_workspace(tmp_path, actors=named, sources=TIDE[:1], statements=[row])

    assert [item.note for said in read_for(folder, "public").case.statements for item in said.evidence] == ["so the marathon ran on"]


@pytest.mark.parametrize("label", ["The Devlin family", "Family of Devlin, Mara", "Relatives of the Devlins"])
def test_a_group_or_an_event_called_by_a_surname_is_withheld_too(tmp_path: Path, label: str) -> None:
    """Such labels are the curators' own words: they do not make the surname public, unless a row says so."""
    kin = {"id": "kin", "type": "Group", "label": label}
    night = {"id": "night", "type": "Event", "label": "Death of Devlin"}
    row = {**SAID, "subject": "union", "relation": "criticized", "object": "kin", "event": "night", "note": "Ms. Devlin wept"}
    folder = make_workspace(tmp_path / "a", actors=[*PEOPLE, kin], events=[night], sources=TIDE[:1], statements=[row])
    free = make_workspace(tmp_path / "b", actors=[*PEOPLE, {**kin, "publish": "yes"}], sources=TIDE[:1])

    seen = read_for(folder, "public").case

    assert "Devlin" not in str([record.label for record in seen.things])
    assert [item.note for said in seen.statements for item in said.evidence] == ["[…]"]
    assert (label in [actor.label for actor in read_for(free, "public").case.actors]) == (label != "Family of Devlin, Mara")


def test_a_unit_that_is_a_name_goes_with_the_quantity(tmp_path: Path) -> None:
    """Any word may be a unit, a surname among them."""
    rows = [{**SAID, "subject": "union", "relation": "paid", "object": "harbour", "quantity": text} for text in ("7 Devlin", "7 USD")]
    seen = read_for(make_workspace(tmp_path, actors=PEOPLE, sources=TIDE[:1], statements=rows), "public").case

    assert sorted(str(said.quantity) for said in seen.statements) == ["7 USD", "None"]


def test_own_terms_tell_no_surname(tmp_path: Path) -> None:
    """Definitions and examples are sentences about the case, and are cut like sentences."""
    own = (
        "@prefix kg: <https://w3id.org/actor-kg/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix own: <https://example.org/terms/> .\n"
        'own:Shop a rdfs:Class ; rdfs:subClassOf kg:Company ; rdfs:label "Shop" ; kg:publish "yes" ;\n'
        ' skos:definition "A shop such as that of Ms. Devlin." ; kg:example "The shop of the Devlins." .\n'
    )
    shop = read_for(make_workspace(tmp_path, actors=PEOPLE, ontology=own), "public").ontology.types["Shop"]

    assert (shop.label, shop.definition, shop.example) == ("Shop", "", "")


@pytest.mark.parametrize("base", ["https://example.org/devlin/", "https://example.org/mara-devlin/", "https://devlins.example.org/"])
def test_a_base_that_tells_a_name_is_refused(tmp_path: Path, base: str) -> None:
    """It begins every address of an export, and cannot be cut."""
    folder = make_workspace(tmp_path, actors=PEOPLE, base=base)

    with pytest.raises(UsageError, match=r"^A withheld name would be told by the base of kg.toml\.") as caught:
        read_for(folder, "public")

    assert caught.value.hint == "Choose another base in kg.toml; it begins every address of an export."


def test_an_own_term_with_a_withheld_name_is_refused(tmp_path: Path) -> None:
    """The id of a term cannot be cut without breaking the data, so the user is told which it is."""
    own = (
        "@prefix kg: <https://w3id.org/actor-kg/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix own: <https://example.org/terms/> .\n"
        'own:MaraDevlinFriend a rdfs:Class ; rdfs:subClassOf kg:Person ; rdfs:label "Friend of Mara Devlin" ;\n'
        ' skos:definition "A friend of hers." ; kg:example "One who came along." ; kg:publish "yes" .\n'
    )
    folder = make_workspace(tmp_path, actors=PEOPLE, ontology=own)

    with pytest.raises(UsageError) as caught:
        read_for(folder, "public")

    assert str(caught.value) == (
        "A withheld name would be told by the id of Type MaraDevlinFriend. Write it without the name, or withhold that too with `publish`."
    )


# ---- the key


def test_the_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    """Only when somebody is withheld; nobody else may read it; another key makes other pseudonyms."""
    folder = make_workspace(tmp_path, actors=PEOPLE)
    path = folder.root / ".kg" / "pseudonym.key"
    read_for(make_workspace(tmp_path / "open", actors=PEOPLE[1:]), "public")
    assert not (tmp_path / "open" / ".kg").exists()

    first = read_for(folder, "public").case.actors
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(pseudonym_key(folder)) == 32
    assert read_for(folder, "public").case.actors == first

    path.unlink()
    assert read_for(folder, "public").case.actors != first


def test_a_broken_key_is_no_new_key(tmp_path: Path) -> None:
    """Else all pseudonyms would change without a word."""
    folder = make_workspace(tmp_path, actors=PEOPLE)
    (folder.root / ".kg").mkdir()
    (folder.root / ".kg" / "pseudonym.key").write_text("secret", encoding="ascii")

    with pytest.raises(WorkspaceError, match=r"is no key: it must be 64 hexadecimal digits. Put the file back from a copy; or delete it"):
        read_for(folder, "public")


def test_the_key_lies_where_nothing_takes_it_along(tmp_path: Path) -> None:
    """It is under `.kg/`, which git ignores; a new workspace and the example have none, and no export or page holds it."""
    folder = make_workspace(tmp_path / "case", actors=PEOPLE)
    secret = pseudonym_key(folder).hex()
    assert kg("build", "-w", str(folder.root)).code == 0
    assert kg("page", "-w", str(folder.root), "-o", str(tmp_path / "page.html")).code == 0
    assert kg("init", "--example", str(tmp_path / "example")).code == 0

    holders = [path for path in tmp_path.rglob("*") if path.is_file() and secret.encode() in path.read_bytes()]
    assert holders == [folder.root / ".kg" / "pseudonym.key"]
    assert ".kg/" in (tmp_path / "example" / ".gitignore").read_text(encoding="utf-8").splitlines()
