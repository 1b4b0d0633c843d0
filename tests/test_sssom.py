"""SSSOM both ways: who is one with whom, identifiers in registers, and what the vocabulary is aligned with."""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ftm_kit import EMPTY, content, made, read_sound
from hypothesis import given
from hypothesis import strategies as st

from kg.folder import Folder
from kg.interchange import FORMATS, READERS, Incoming, Receiver
from kg.model import Actor, Case, Identity
from kg.ontology.read import read_ontology
from kg.resolve import decided
from kg.texts import phrase, sentence

ONTOLOGY, _ = read_ontology()
PAIRS = (
    {
        "left": "silva-shipping",
        "right": "harbour-union",
        "judgement": "different",
        "curator": "ed",
        "date": "2024-01-02",
        "reason": "one employs\nthe other",
    },
    {"left": "lena-moor", "right": "l-moor", "judgement": "same", "curator": "jo", "date": "2024-01-01", "reason": '\'=HER "signature"'},
    {"left": "lena-moor", "right": "omar-reis", "judgement": "unsure", "curator": "ed", "date": "2024-01-01", "reason": "one desk"},
)
ACTORS = (
    {"id": "silva-shipping", "type": "Company", "label": "Silva Shipping", "identifiers": "wikidata:Q42|unheard:7"},
    {"id": "harbour-union", "type": "Association", "label": "Harbour Union"},
    {"id": "lena-moor", "type": "Person", "label": "Lena Moor"},
    {"id": "l-moor", "type": "Person", "label": "L. Moor"},
    {"id": "omar-reis", "type": "Person", "label": "Omar Reis"},
)


def exported(folder: Folder, name: str = "sssom") -> bytes:
    """The bytes of an export."""
    (data,) = FORMATS[name].write(content(folder)).values()
    return data


def workspace(root: Path, *pairs: Mapping[str, str]) -> Folder:
    """The harbour with some rows of identities."""
    return made(root, actors=ACTORS, identities=pairs or PAIRS)


def arrived(data: bytes, case: Case, *, curator: str = "ed", entered: date | None = None) -> Incoming:
    """What a file brings."""
    return READERS["sssom"].read(data, "x.tsv", Receiver(case, ONTOLOGY, curator, entered))


def table(*rows: str, header: str = "") -> bytes:
    """A file with the four columns that must be there, a modifier, an author, a day and a comment."""
    head = "subject_id\tpredicate_modifier\tpredicate_id\tobject_id\tmapping_justification\tauthor_label\tmapping_date\tcomment\n"
    return (header + head + "".join(f"{row}\n" for row in rows)).encode()


HERE = Case(
    settings=EMPTY.settings,
    actors=(Actor("alder", "NGO", "Alder", identifiers=("wikidata:Q1",)), Actor("birch", "NGO", "Birch"), Actor("cedar", "NGO", "Cedar")),
)
MANUAL = "semapv:ManualMappingCuration"


def fates(incoming: Incoming) -> list[str]:
    """The fates as they are printed."""
    return [str(one) for one in incoming.fates]


def findings(incoming: Incoming) -> list[str]:
    """The findings as they are printed."""
    return [sentence(one) for one in incoming.findings]


# ---- out


def test_identities_and_identifiers_as_mappings(tmp_path: Path) -> None:
    """The header in quotes, the rows sorted; what is unsure, and a scheme without an address, is left out and said."""
    folder = workspace(tmp_path)

    assert exported(folder).decode().split("\n") == [
        "#curie_map:",
        '#  actor: "https://example.org/made/actor/"',
        '#  semapv: "https://w3id.org/semapv/vocab/"',
        '#  skos: "http://www.w3.org/2004/02/skos/core#"',
        '#  wikidata: "http://www.wikidata.org/entity/"',
        '#mapping_set_id: "https://example.org/made/mappings/identities"',
        '#mapping_set_title: "Made for a test"',
        '#mapping_set_description: "Which actors are one, which are not, and what registers call them. Team copy, not for publication."',
        '#license: "https://w3id.org/sssom/license/unspecified"',
        "subject_id\tsubject_label\tpredicate_id\tpredicate_modifier\tobject_id\tobject_label\tmapping_justification\tauthor_label\tmapping_date\tcomment",
        "actor:lena-moor\tLena Moor\tskos:exactMatch\t\tactor:l-moor\t\tsemapv:ManualMappingCuration\tJo Reader\t2024-01-01\t\"'=HER \"\"signature\"\"\"",
        "actor:silva-shipping\tSilva Shipping\tskos:exactMatch\t\twikidata:Q42\t\tsemapv:ManualMappingCuration\t\t\t",
        "actor:silva-shipping\tSilva Shipping\tskos:exactMatch\tNot\tactor:harbour-union\tHarbour Union\tsemapv:ManualMappingCuration\tEd Itor\t2024-01-02\tone employs the other",
        "",
    ]  # fmt: skip
    assert [phrase("loss", loss.code, **dict(loss.values)) for loss in FORMATS["sssom"].losses(content(folder))] == [
        "Rows of identities.csv left out, since they are unsure, or a later or more cautious word stands on the same pair: 1.",
        "Identifiers left out, since their scheme has no address that is known here: 1.",
    ]


@pytest.mark.law
@given(
    st.lists(st.tuples(st.sampled_from(("same", "different", "unsure")), st.sampled_from(("ed", "jo")), st.integers(1, 4), st.booleans()), max_size=6)
)
def test_only_what_counts_is_a_mapping(told: list[tuple[str, str, int, bool]]) -> None:
    """Whoever reads the file joins nobody whom somebody here doubts, and parts nobody whom all have joined."""
    rows = [
        Identity(*(("alder", "birch")[::-1] if turned else ("alder", "birch")), word, who, date(2024, 1, day), "r") for word, who, day, turned in told
    ]

    last: dict[str, tuple[int, int, str]] = {}
    for word, who, day, _ in told:
        last[who] = max(last.get(who, (0, 0, "")), (day, ("same", "unsure", "different").index(word), word))
    words = {word for _, _, word in last.values()}
    expected = next((word for word in ("different", "unsure", "same") if word in words), None)

    assert {row.judgement for row in decided(rows)} == ({expected} if expected else set())


def test_the_vocabulary_as_mappings(tmp_path: Path) -> None:
    """Every alignment of the ontology is one row, with prefixes that the header declares."""
    data = exported(workspace(tmp_path), "sssom-terms").decode()
    header, rows = [line for line in data.split("\n") if line.startswith("#")], data.split("\n")
    prefixes = {line[3:].split(":")[0]: line.split('"')[1] for line in header if line.startswith("#  ")}

    read = list(csv.DictReader(io.StringIO("\n".join(line for line in rows if not line.startswith("#"))), delimiter="\t"))
    spelled = {
        tuple(prefixes[row[name].split(":")[0]] + row[name].split(":", 1)[1] for name in ("subject_id", "predicate_id", "object_id")) for row in read
    }

    assert spelled == set(ONTOLOGY.alignments)
    assert len(read) == len(ONTOLOGY.alignments)
    assert {row["subject_label"] for row in read if row["subject_id"] == "kg:memberOf"} == {"is a member of"}
    assert {row["mapping_justification"] for row in read} == {"semapv:ManualMappingCuration"}


def test_alignments_of_a_workspace_get_a_prefix(tmp_path: Path) -> None:
    """A vocabulary that only this workspace knows is declared as well."""
    own = "@prefix kg: <https://w3id.org/actor-kg/> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\nkg:NGO skos:closeMatch <http://ngo.example.org/terms#Body> .\n"

    data = exported(made(tmp_path, ontology=own), "sssom-terms").decode()

    assert '#  ns1: "http://ngo.example.org/terms#"' in data
    assert "kg:NGO\tNon-governmental organisation\tskos:closeMatch\t\tns1:Body\t" in data


def test_the_real_library_reads_both_files(tmp_path: Path) -> None:
    """Where the `sssom` package is installed, it finds the rows, the prefixes and nothing to complain about."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parsers = pytest.importorskip("sssom.parsers")
        validators = pytest.importorskip("sssom.validators")
        for name, count in (("sssom", 3), ("sssom-terms", len(ONTOLOGY.alignments))):
            path = tmp_path / f"{name}.tsv"
            path.write_bytes(exported(workspace(tmp_path / name), name))
            read: Any = parsers.parse_sssom_table(path)
            validators.validate(read)
            assert len(read.df) == count


# ---- in


def test_there_and_back(tmp_path: Path) -> None:
    """Decisions come back word for word, with who took them and when; identifiers are those that are missing."""
    before = read_sound(workspace(tmp_path)).case
    bare = Case(settings=before.settings, actors=tuple(Actor(str(one["id"]), str(one["type"]), str(one["label"])) for one in ACTORS))

    there = arrived(exported(workspace(tmp_path / "again")), bare)

    assert findings(there) == []
    assert [dict(row) for row in there.rows["identities"]] == [
        {"left": "lena-moor", "right": "l-moor", "judgement": "same", "curator": "jo", "date": "2024-01-01", "reason": '=HER "signature"'},
        {
            "left": "silva-shipping",
            "right": "harbour-union",
            "judgement": "different",
            "curator": "ed",
            "date": "2024-01-02",
            "reason": "one employs the other",
        },
    ]
    assert there.identifiers == {"silva-shipping": ("wikidata:Q42",)}
    assert fates(there)[:2] == ['x.tsv:11: imported: "lena-moor" and "l-moor" are same.', 'x.tsv:12: imported: "silva-shipping" bears wikidata:Q42.']


def test_what_is_here_already_is_known() -> None:
    """The same row twice in a file, or in the workspace, comes in once."""
    row = f"actor:alder\t\tskos:exactMatch\tactor:birch\t{MANUAL}\tEd Itor\t2024-01-01\tseen"
    header = "#curie_map:\n#  actor: https://example.org/made/actor/\n"
    here = Case(settings=HERE.settings, actors=HERE.actors, identities=(Identity("alder", "birch", "same", "ed", date(2024, 1, 1), "seen"),))

    assert [one.outcome for one in arrived(table(row, row, header=header), HERE).fates] == ["imported", "known"]
    assert arrived(table(row, header=header), here).rows == {}


@pytest.mark.parametrize(
    ("row", "fate", "identity"),
    [
        # Bare ids and whole addresses are as good as a CURIE.
        (f"alder\t\tskos:exactMatch\tbirch\t{MANUAL}\ted\t2024-01-01\tseen", 'imported: "alder" and "birch" are same.', ("same", "ed", "2024-01-01", "seen")),
        (
            "https://example.org/made/actor/alder\tNot\thttp://www.w3.org/2004/02/skos/core#exactMatch\tbirch\thttps://w3id.org/semapv/vocab/MappingReview\tJo Reader\t2024-01-01\tseen",
            'imported: "alder" and "birch" are different.',
            ("different", "jo", "2024-01-01", "seen"),
        ),
        # A machine joins nobody.
        ("alder\t\tskos:exactMatch\tbirch\tsemapv:LexicalMatching\tmatcher\t2024-01-01\t", 'imported: "alder" and "birch" are unsure.', ("unsure", "ed", "2024-01-01", "matcher; semapv:LexicalMatching (from x.tsv)")),
        ("alder\tNot\tskos:exactMatch\tbirch\t\t\t2024-01-01\t", 'imported: "alder" and "birch" are unsure.', ("unsure", "ed", "2024-01-01", "(from x.tsv)")),
        # Who is nobody here is named in the reason.
        (f"alder\t\towl:sameAs\tbirch\t{MANUAL}\tA. Clerk\t2024-01-01\tseen", 'imported: "alder" and "birch" are same.', ("same", "ed", "2024-01-01", "seen; A. Clerk")),
        (f"alder\t\tskos:exactMatch\tbirch\t{MANUAL}\t\t\tseen", 'imported: "alder" and "birch" are same.', ("same", "ed", "2024-05-01", "seen")),
        (f"alder\t\tskos:closeMatch\tbirch\t{MANUAL}\t\t2024-01-01\tseen", '"skos:closeMatch" says less than that two are one: left out.', None),
        (f"alder\t\tskos:exactMatch\talder\t{MANUAL}\t\t2024-01-01\tseen", 'left out: it maps "alder" to itself.', None),
        (f"mesh:1\t\tskos:exactMatch\twd:Q2\t{MANUAL}\t\t2024-01-01\tseen", "left out: no actor here, and no identifier that could be kept, is mesh:1 and wd:Q2.", None),
        (f"https://example.org/made/actor/nobody\t\tskos:exactMatch\talder\t{MANUAL}\t\t2024-01-01\tx", "left out: no actor here, and no identifier that could be kept, is alder.", None),
        ("alder", '"" says less than that two are one: left out.', None),
    ],
)  # fmt: skip
def test_each_row_has_its_fate(row: str, fate: str, identity: tuple[str, ...] | None) -> None:
    """What a mapping says, who says it and when; nothing is joined that no person joined."""
    incoming = arrived(table(row), HERE, entered=date(2024, 5, 1))

    assert fates(incoming) == [f"x.tsv:2: {fate}"]
    assert [(one["judgement"], one["curator"], one["date"], one["reason"]) for one in incoming.rows.get("identities", ())] == (
        [identity] if identity else []
    )


@pytest.mark.parametrize(
    ("row", "fate", "added"),
    [
        (f"birch\t\tskos:exactMatch\twikidata:Q2\t{MANUAL}\t\t\t", 'imported: "birch" bears wikidata:Q2.', {"birch": ("wikidata:Q2",)}),
        (f"http://www.wikidata.org/entity/Q2\t\tskos:exactMatch\tbirch\t{MANUAL}\t\t\t", 'imported: "birch" bears wikidata:Q2.', {"birch": ("wikidata:Q2",)}),
        (f"birch\t\tskos:exactMatch\tROR:02\t{MANUAL}\t\t\t", 'imported: "birch" bears ror:02.', {"birch": ("ror:02",)}),
        (f"alder\t\tskos:exactMatch\twd:Q1\t{MANUAL}\t\t\t", 'that "alder" bears wikidata:Q1 is here already.', {}),
        (f"birch\tNot\tskos:exactMatch\twd:Q1\t{MANUAL}\t\t\t", 'left out: there is no place for an identifier that "birch" does not bear (wikidata:Q1).', {}),
        ("birch\t\tskos:exactMatch\twd:Q1\tsemapv:LexicalMatching\t\t\t", 'left out: a machine proposed wikidata:Q1 for "birch"; whoever has looked may write it into actors.csv.', {}),
        (f"birch\t\tskos:exactMatch\tno identifier\t{MANUAL}\t\t\t", "left out: no actor here, and no identifier that could be kept, is no identifier:.", {}),
    ],
)  # fmt: skip
def test_identifiers_of_actors_that_are_here(row: str, fate: str, added: dict[str, tuple[str, ...]]) -> None:
    """They are handed over to be added to a row, since a row of their own would be a second actor."""
    incoming = arrived(table(row), HERE)

    assert fates(incoming) == [f"x.tsv:2: {fate}"]
    assert (incoming.identifiers, incoming.rows) == (added, {})


def test_nobody_signs_and_no_day() -> None:
    """A decision needs a name and a day: the file's, or those of whoever takes it in."""
    row = f"alder\t\tskos:exactMatch\tbirch\t{MANUAL}\tA. Clerk\t\tseen"

    assert fates(arrived(table(row), HERE, curator="")) == [
        "x.tsv:2: left out: its author is no curator of kg.toml, and nobody is named who takes it in."
    ]
    assert fates(arrived(table(row), HERE)) == ["x.tsv:2: left out: it has no date, and none is given for the import."]


HEADER = 'x.tsv:{}: "{}" is more YAML than is read here. Write "key: text" in one line, and under curie_map one prefix a line; or delete the line.'


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("#curie_map:\n#  a: https://a.example.org/\n#  b: \"https://b.example.org/\"\n#license: 'https://x.example.org'\n", []),
        ("# curie_map:\n#   a: https://a.example.org/\n# license: x\n", []),
        ("#creator_id:\n#- orcid:0000\n#  - \"orcid:1\"\n#mapping_set_version: 1.0\n#\n", []),
        ("#license: &a x\n", [HEADER.format(1, "license: &a x")]),
        ("#license: !!python/object:os.system x\n", [HEADER.format(1, "license: !!python/object:os.system x")]),
        ("#license: |\n#  long\n", [HEADER.format(1, "license: |"), HEADER.format(2, " long")]),
        ("#curie_map: {a: 'https://a.example.org/'}\n", [HEADER.format(1, "curie_map: {a: 'https://a.example.org/'}")]),
        ("#curie_map:\n#  a: javascript\n", [HEADER.format(2, " a: javascript")]),
        ("#curie_map:\n#  a: \"x\\u0041\"\n", [HEADER.format(2, ' a: "x\\u0041"')]),
        ("#nonsense\n", [HEADER.format(1, "nonsense")]),
    ],
)  # fmt: skip
def test_the_header_is_read_as_far_as_it_is_plain(header: str, expected: list[str]) -> None:
    """Prefixes, texts and lists of texts; whatever else YAML can do is refused, with its line."""
    assert findings(arrived(table(header=header), HERE)) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", ["x.tsv: holds no mappings. Write a line of column names, such as subject_id, and a line for each mapping, with tabs between."]),
        (b"#license: x\n", ["x.tsv: holds no mappings. Write a line of column names, such as subject_id, and a line for each mapping, with tabs between."]),
        (b"subject_id,object_id\n", ["x.tsv:1: the line of column names lacks subject_id, predicate_id, object_id, mapping_justification. Write subject_id, predicate_id, object_id and mapping_justification, once each, with tabs between."]),
        (table("a\tb\tc\td\te\tf\tg\th\ti"), ["x.tsv:2: has 9 cells under 8 columns. Put text that holds a tab into double quotes, or take the tab out."]),
        (table('"a\tb', "c"), ['x.tsv:2: double quotes are not closed, or stand inside a text. Put the whole text into double quotes, and write "" for one inside.']),
        (b"subject_id\tsubject_id\tpredicate_id\tobject_id\tmapping_justification\n", ["x.tsv:1: the line of column names lacks each column once. Write subject_id, predicate_id, object_id and mapping_justification, once each, with tabs between."]),
        (b"\n" * 50_000_001, ["x.tsv: is larger than 50000000 bytes. Divide the table."]),
    ],
)  # fmt: skip
def test_files_that_are_no_mappings(data: bytes, expected: list[str]) -> None:
    """Each has its finding with what is wrong and what to do."""
    incoming = arrived(data, HERE)

    assert findings(incoming) == expected
    assert (incoming.rows, incoming.identifiers) == ({}, {})


CELL = st.one_of(
    st.sampled_from(("alder", "birch", "wikidata:Q2", "skos:exactMatch", "Not", MANUAL, "2024-01-01", '"', "=x", "")), st.text(max_size=6)
)


@given(st.lists(st.lists(CELL, max_size=9).map("\t".join), max_size=6))
def test_any_rows_have_fates_or_findings(rows: list[str]) -> None:
    """Never a crash, and every identity that comes in has all that its table wants."""
    incoming = arrived(table(*rows), HERE)

    for row in incoming.rows.get("identities", ()):
        assert all(row[name] for name in ("left", "right", "judgement", "curator", "date", "reason"))


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Nothing comes in from nonsense."""
    assert arrived(data, HERE).rows == {}
