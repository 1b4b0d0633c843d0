"""Who hosted, chaired and attended what: events that a text tells of, each once, as candidates of a workspace."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from cli_kit import copy_of_example, kg
from maker import make_workspace

from kg.extract.read import read_text
from kg.folder import Folder
from kg.ontology.read import read_ontology
from kg.tasks.extract import extract_text

DAY = "2013-07-17"
MEETING = "The Harbour Ministry held a closed-door meeting with Open House on Monday. "

# fmt: off
TEXTS = [
    # who says what: a text, and each part as "actor relation event [type] modality role when"
    ("The Harbour Ministry hosted a meeting on Monday.", ["Harbour Ministry presidedOver meeting [Meeting] asserted host 2013-07-15"]),
    ("Ana Prior chaired the hearing in Porto.", ["Ana Prior presidedOver hearing [Hearing] asserted Porto"]),
    ("The rally was organised by the Dockers' Union.", ["Dockers' Union presidedOver rally [Protest] asserted host"]),
    ("Jon Vale attended the round table as an observer.", ["Jon Vale participatedIn round table [Meeting] asserted observer"]),
    ("200 sailors joined a protest on Tuesday.", ["200 sailors participatedIn protest [Protest] asserted 2013-07-16 200"]),
    ("Jon Vale did not attend the talks.", ["Jon Vale participatedIn talks [Meeting] asserted not"]),
    ("Open House will hold a press conference in Porto.", ["Open House presidedOver press conference [Meeting] planned host Porto"]),
    ("Ana Prior said that Silva Shipping took part in the meeting.", ["Silva Shipping participatedIn meeting [Meeting] alleged by Ana Prior"]),
    # one event, named again and again
    (MEETING + "Jon Vale chaired the meeting. Also present were Caram Watch and Silva Shipping.", [
        "Open House participatedIn closed-door meeting [Meeting] asserted 2013-07-15",
        "Harbour Ministry presidedOver closed-door meeting [Meeting] asserted host 2013-07-15",
        "Jon Vale presidedOver closed-door meeting [Meeting] asserted 2013-07-15",
        "Caram Watch participatedIn closed-door meeting [Meeting] asserted 2013-07-15",
        "Silva Shipping participatedIn closed-door meeting [Meeting] asserted 2013-07-15",
    ]),
    ("The summit was attended by Ana Prior.", ["Ana Prior participatedIn summit [Meeting] asserted"]),
    ("The workshop drew 60 sailors.", ["60 sailors participatedIn workshop [Meeting] asserted 60"]),
    ("Delegates of Open House and the Dockers' Union attended a seminar.", [
        "Open House participatedIn seminar [Meeting] asserted", "Dockers' Union participatedIn seminar [Meeting] asserted",
    ]),
    # contradicting claims about one part stand side by side; a day that somebody claims stays that one's
    ("Ana Prior said that Jon Vale had attended the rally. Jon Vale denied that he had attended the rally.", [
        "Jon Vale participatedIn rally [Protest] alleged by Ana Prior", "Jon Vale participatedIn rally [Protest] denied by Jon Vale",
    ]),
    ("Jon Vale attended the rally. Ana Prior said that Open House had organised the rally on Monday.", [
        "Jon Vale participatedIn rally [Protest] asserted",
        "Open House presidedOver rally [Protest] alleged by Ana Prior host 2013-07-15",
    ]),
    # another event, and one that is yet to be: what was attended was held
    ("The Harbour Ministry hosted a meeting. Ana Prior attended another meeting.", [
        "Harbour Ministry presidedOver meeting [Meeting] asserted host", "Ana Prior participatedIn meeting (2) [Meeting] asserted",
    ]),
    ("The Harbour Ministry hosted a forum. Open House will organise a workshop. Jon Vale attended the forum.", [
        "Harbour Ministry presidedOver forum [Meeting] asserted host", "Open House presidedOver workshop [Meeting] planned host",
        "Jon Vale participatedIn forum [Meeting] asserted",
    ]),
    # no particular event, no event at all, and words that only look like one
    ("Ana Prior attends many meetings.", []),
    ("Jon Vale attended no meeting.", []),
    ("Jon Vale leads Open House.", []),
    ("The Harbour Ministry held Jon Vale in a cell.", []),
    ("Open House was invited to the meeting.", []),
]
# fmt: on


def parts(text: str) -> list[str]:
    """What a text tells of parts in events, in its order."""
    ontology, wrong = read_ontology()
    assert not wrong
    return [
        " ".join(
            filter(
                None,
                [
                    part.subject.name, part.relation, part.object.name, f"[{part.object.type}]", part.modality, "not" if part.negative else "",
                    f"by {part.claimant.name}" if part.claimant else "", part.role, part.when, part.place, part.quantity,
                ],
            )
        )
        for part in read_text(text, ontology, published=DAY).parts
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), TEXTS, ids=[text[:60] for text, _ in TEXTS])
def test_parts_in_events(text: str, wanted: list[str]) -> None:
    """Each part with its role, time, place and number, and by whose word; an event keeps its name through the text."""
    assert sorted(parts(text)) == sorted(wanted)


def test_a_text_outside_of_a_workspace_tells_who_met_whom_at_what() -> None:
    """The printed rows are about actors; the event stands beside them."""
    (row,) = extract_text(MEETING.encode(), published=DAY)

    assert (row["subject"], row["relation"], row["object"], row["event"]) == ("Harbour Ministry", "met", "Open House", "closed-door meeting")


Rows = Sequence[dict[str, str]]


def case(root: Path, text: str, *, actors: Rows = (), events: Rows = (), statements: Rows = ()) -> Folder:
    """A workspace with one article."""
    source = {"id": "daily", "kind": "news", "title": "The Daily", "published": DAY, "document": "article.txt", "document_is": "original"}
    return make_workspace(root, documents={"article.txt": text}, sources=[source], actors=actors, events=events, statements=statements)


def candidates(folder: Folder) -> list[str]:
    """The candidates of the article."""
    rows = [json.loads(line) for line in (folder.extracted / "article.jsonl").read_text(encoding="utf-8").splitlines()]
    return [" ".join(row.get(key, "") for key in ("subject", "relation", "object", "modality", "role", "when")).strip() for row in rows]


def test_an_event_is_proposed_with_its_time_and_place(tmp_path: Path) -> None:
    """It has a row in the form of data/events.csv, the parts name it, and nothing of it is a fact; the table is gone when no event is told of."""
    folder = case(tmp_path / "case", "The Harbour Ministry hosted a closed-door meeting on Monday in Porto. Jon Vale attended the meeting.\n")

    ran = kg("extract", cwd=folder.root)

    assert "1 event proposed in data/extracted/events.csv; copy a row to data/events.csv to take it over.\n" in ran.err
    header, row = (folder.extracted / "events.csv").read_text(encoding="utf-8").splitlines()
    made = row.partition(",")[0]
    told = dict(zip(header.split(","), row.split(","), strict=True))
    assert told["id"].startswith("c-meeting-")
    assert (told["type"], told["label"], told["when"]) == ("Meeting", "Closed-door meeting (daily)", "2013-07-15")
    assert (told["place"], told["description"]) == ("c-porto", "Proposed: told of in daily.")
    assert candidates(folder) == [
        f"c-harbour-ministry presidedOver {made} asserted host 2013-07-15",
        f"c-jon-vale participatedIn {made} asserted  2013-07-15",
    ]
    assert kg("build", cwd=folder.root).code == 0
    asked = kg("query", "SELECT ?standing { ?s rdf:predicate kg:presidedOver ; kg:standing ?standing }", "--format", "csv", cwd=folder.root)
    assert asked.out.splitlines() == ["standing", "candidate"]
    assert kg("query", "ASK { ?a kg:presidedOver|kg:participatedIn ?e }", "--format", "csv", cwd=folder.root).out.strip() == "false"

    (folder.documents / "article.txt").write_text("Nothing happened.\n", encoding="utf-8")
    kg("extract", cwd=folder.root)
    assert not (folder.extracted / "events.csv").exists()


def test_what_is_only_claimed_of_an_event_is_no_summary_of_it(tmp_path: Path) -> None:
    """The day that somebody gives stands in that one's statement, not in the row of the event."""
    folder = case(tmp_path / "case", "Ana Prior said that Open House had organised a rally on Monday.\n")

    kg("extract", cwd=folder.root)

    assert [one.split()[-1] for one in candidates(folder)] == ["2013-07-15"]
    header, row = (folder.extracted / "events.csv").read_text(encoding="utf-8").splitlines()
    assert dict(zip(header.split(","), row.split(","), strict=True)).get("when", "") == ""


def test_a_proposed_event_can_be_taken_over(tmp_path: Path) -> None:
    """Its row in data/events.csv counts from then on, and the proposal is no second one."""
    folder = case(tmp_path / "case", "The Harbour Ministry hosted a meeting on Monday.\n")
    kg("extract", cwd=folder.root)
    header, row = (folder.extracted / "events.csv").read_text(encoding="utf-8").splitlines()
    (folder.data / "events.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    before = candidates(folder)

    assert kg("check", cwd=folder.root).code == 0
    kg("extract", cwd=folder.root)

    assert candidates(folder) == before
    assert kg("check", cwd=folder.root).code == 0


KNOWN = [{"id": "ministry", "type": "Ministry", "label": "Harbour Ministry"}, {"id": "house", "type": "NGO", "label": "Open House"}]
EVENT = {"id": "monday-meeting", "type": "Meeting", "label": "The meeting of that Monday", "when": "2013-07"}
SAID = {"subject": "ministry", "relation": "presidedOver", "object": "monday-meeting", "modality": "asserted", "role": "host"}
TWO = MEETING + "The ministry will host a meeting with Silva Shipping on Friday.\n"


def test_the_event_of_a_person_is_known_again_by_who_was_there(tmp_path: Path) -> None:
    """Same type, a common day and a party that the same source names: it is that one, and of two meetings the one with more in common."""
    row = SAID | {"source": "daily", "locator": "p. 1", "curator": "ed"}
    also = row | {"subject": "house", "relation": "participatedIn", "role": ""}
    folder = case(tmp_path / "case", TWO, actors=KNOWN, events=[EVENT], statements=[row, also])

    kg("extract", cwd=folder.root)

    found = candidates(folder)
    assert "ministry presidedOver monday-meeting asserted host 2013-07-15" in found
    assert "house participatedIn monday-meeting asserted  2013-07-15" in found
    assert [one.split()[2][:10] for one in found if "planned" in one] == ["c-meeting-"] * 2


def test_no_event_is_guessed(tmp_path: Path) -> None:
    """Without anybody in common, at another time or where two would fit, an event of its own is proposed."""
    row = SAID | {"source": "daily", "locator": "p. 1", "curator": "ed"}
    for number, (events, rows) in enumerate(
        [
            ([EVENT], []),
            ([EVENT | {"when": "2012"}], [row]),
            ([EVENT, EVENT | {"id": "other"}], [row, row | {"object": "other"}]),
            ([EVENT | {"type": "Trial"}], [row]),
        ]
    ):
        folder = case(tmp_path / f"case{number}", MEETING, actors=KNOWN, events=events, statements=rows)

        assert kg("extract", cwd=folder.root).code == 0

        assert all("c-meeting-" in one for one in candidates(folder))


def test_a_type_of_event_and_a_relation_of_ones_own_are_read(tmp_path: Path) -> None:
    """Two words of lexicon each, in Turtle; no Python is touched."""
    folder = case(tmp_path / "case", "Silva Shipping sponsored the regatta in Porto. Silva Shipping sponsored Jon Vale.\n")
    (folder.root / "ontology").mkdir()
    (folder.root / "ontology" / "own.ttl").write_text(
        """@prefix kg: <https://w3id.org/actor-kg/> .
@prefix own: <https://example.org/terms#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
own:Regatta a rdfs:Class ; rdfs:label "Regatta" ; rdfs:subClassOf kg:Event ; skos:definition "Boats race." ; kg:example "The regatta of Ashby." ;
    kg:lexicon "regatta", "boat race" .
own:sponsored a kg:Relation ; rdfs:label "sponsored" ; kg:inverseLabel "was sponsored by" ; skos:definition "Paid for the event." ;
    kg:example "The mill sponsored the regatta." ; kg:counterExample "The mill won the regatta. (No money.)" ;
    kg:domain kg:Actor ; kg:range own:Regatta ; kg:group "money" ; kg:aspect "act" ; kg:lexicon "sponsor", "bankroll" .
""",
        encoding="utf-8",
    )

    assert kg("extract", cwd=folder.root).code == 0

    (found,) = [one for one in candidates(folder) if " sponsored " in one]
    assert found.startswith("c-silva-shipping sponsored c-regatta-")
    assert kg("build", cwd=folder.root).code == 0


def test_the_machine_agrees_with_people_about_the_meeting_of_the_shipped_case(tmp_path: Path) -> None:
    """All eight who had a part in it, host and chair told apart, at the event of data/events.csv; no other event is proposed."""
    folder = copy_of_example(tmp_path / "case")
    kg("extract", cwd=folder.root)
    listed = kg("query", QUERY, "--format", "csv", cwd=built(folder).root)

    assert listed.out.splitlines()[1:] == [
        "acra,participatedIn,", "caram,participatedIn,", "chou-bun-eng,presidedOver,", "iom,participatedIn,", "lscw,participatedIn,",
        "ministry-of-interior-kh,presidedOver,host", "uniap,participatedIn,", "winrock-international,participatedIn,",
    ]  # fmt: skip
    assert not (folder.extracted / "events.csv").exists()


#: Readings that a person's row and a machine's line have in common.
QUERY = """SELECT DISTINCT (REPLACE(STR(?a), "^.*[/#]", "") AS ?who) (STRAFTER(STR(?p), "actor-kg/") AS ?relation) ?role {
  ?s rdf:subject ?a ; rdf:predicate ?p ; rdf:object ?e ; kg:evidence ?one, ?other . ?e a kg:Event .
  ?one kg:origin "curated" . ?other kg:origin "extracted" . OPTIONAL { ?s kg:role ?role }
} ORDER BY ?who"""


def built(folder: Folder) -> Folder:
    """The workspace with its exports."""
    assert kg("build", cwd=folder.root).code == 0
    return folder
