"""`kg why`: the account of a statement, word for word, and every way to name the statement that is meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_kit import Ran, copy_of_example, example, kg
from maker import make_workspace

from kg.folder import Folder
from kg.tasks.reading import read_workspace
from kg.tasks.why import accounts

TRAFFICKED = "cdm-manpower trafficked workers-in-thai-seafood-factory [alleged by joel-preston] [when 2012] [in thailand]"
ALLEGATION = f"""\
ALLEGED by Joel Preston: CDM Manpower trafficked Cambodians who worked at a seafood factory in
Thailand, 2012 (2012, Thailand)
  standing  alleged – a claim that nobody upheld
  reading   {TRAFFICKED}
  says so   Joel Preston
  quote     “Joel Preston accused CDM Manpower: he named it as the company that had trafficked
            the Cambodians who came to work in the seafood plant in Thailand.”
  source    our reading note on "Ministry, NGOs Meet Over Trafficking Report", The Cambodia
            Daily, 2013-07 (cambodia-daily-2013-07)
  entered   by The editors of the shipped case on 2026-11-25; data/statements.csv:5
  note      the central allegation, in the accuser's name
"""
DERIVED = """\
Caram met Ministry of Interior of Cambodia (2013-07, Meeting of the Ministry of Interior with
organisations, July 2013)
  standing  established – follows by the rule metAtMeeting from established statements
  reading   caram met ministry-of-interior-kh [when 2013-07] [during meeting-2013-07]
  says so   The Cambodia Daily
  follows   from: Caram participated in Meeting of the Ministry of Interior with organisations,
            July 2013 (2013-07)
  follows   from: Ministry of Interior of Cambodia presided over Meeting of the Ministry of
            Interior with organisations, July 2013 (host, 2013-07)
  quote     “Six organisations took part in the meeting with the Ministry of Interior: Caram,
            Winrock International, LSCW (Legal Support for Children and Women), ACRA
            (Association of Cambodian Recruitment Agencies), IOM (International Organization for
            Migration) and UNIAP (United Nations Inter-Agency Project on Human Trafficking).”
  source    our reading note on "Ministry, NGOs Meet Over Trafficking Report", The Cambodia
            Daily, 2013-07 (cambodia-daily-2013-07)
  entered   by The editors of the shipped case on 2026-11-25; data/statements.csv:3
  quote     “On a Monday in July 2013 the Ministry of Interior of Cambodia hosted a meeting in
            private with people from non-governmental organisations.”
  source    our reading note on "Ministry, NGOs Meet Over Trafficking Report", The Cambodia
            Daily, 2013-07 (cambodia-daily-2013-07)
  entered   by The editors of the shipped case on 2026-11-25; data/statements.csv:29
"""


def statement_id() -> str:
    """The id of the allegation, as `kg query` prints it."""
    answer = kg("query", "accusations", "-f", "csv").out
    return answer.rsplit("/", 1)[1].strip()


# ---- which statement is meant


@pytest.mark.parametrize(
    "words",
    [
        ["cdm-manpower", "trafficked"],
        ["CDM Manpower", "trafficked"],
        ["cdm MANPOWER", "trafficked"],
        ["workers-in-thai-seafood-factory", "trafficked"],
        ["cdm-manpower", "trafficked", "workers-in-thai-seafood-factory"],
        ["workers-in-thai-seafood-factory", "trafficked", "CDM Manpower"],
        ["statements.csv:5"],
        ["data/statements.csv:5"],
        [TRAFFICKED],
        [TRAFFICKED.replace(" ", "  ")],
    ],
)
def test_the_same_statement_by_every_name(words: list[str]) -> None:
    """By id, label, either side, row or reading: the account that a lawyer could read out."""
    assert kg("why", *words) == Ran(0, ALLEGATION, "")


@pytest.mark.parametrize("form", ["{}", "statement:{}", "https://example.org/case/statement/{}"])
def test_by_the_id_that_a_query_printed(form: str) -> None:
    """In a table, in CSV, or as the page knows it."""
    assert kg("why", form.format(statement_id())) == Ran(0, ALLEGATION, "")


def test_by_an_alias_and_by_a_label_in_another_language() -> None:
    """Whatever the tables call an actor."""
    by_id = kg("why", "ministry-of-interior-kh", "partOf")

    assert by_id.code == 0
    assert kg("why", "Ministry of Interior", "partOf") == by_id
    assert kg("why", "ក្រសួងមហាផ្ទៃ", "partOf") == by_id


def test_a_derived_statement_shows_what_it_follows_from() -> None:
    """Its premises, and the words and rows that they rest on."""
    assert kg("why", "caram", "met") == Ran(0, DERIVED, "")


def test_an_upheld_statement_shows_who_upheld_it_and_why() -> None:
    """The reason once, and the row to delete."""
    ran = kg("why", "cdm-manpower", "memberOf", "acra")

    text = " ".join(ran.out.split())
    assert ran.out.startswith(
        "CDM Manpower is a member of Association of Cambodian Recruitment Agencies (2013)\n  standing  established – upheld by "
    )
    assert text.count("nothing we hold speaks against it") == 1
    assert text.endswith("judged uphold by The editors of the shipped case on 2026-11-25 (data/judgements.csv:2)")


def test_a_contested_statement_shows_what_stands_against_it() -> None:
    """From both sides."""
    reported, denied = kg("why", "ministry-of-interior-kh", "disputed").out.split("\n\n")

    assert reported.startswith("CONTESTED: Ministry of Interior of Cambodia disputed ")
    assert "  against   DENIED by Chou Bun Eng: Ministry of Interior of Cambodia disputed " in reported
    assert denied.startswith("DENIED by Chou Bun Eng: ")
    assert "  against   CONTESTED: Ministry of Interior of Cambodia disputed " in denied


def test_everything_that_names_an_actor() -> None:
    """As a side, as the claimant, as the place, as the event; what is established first."""
    reading = read_workspace(example())

    for name in ("joel-preston", "thailand", "meeting-2013-07", "cdm-manpower"):
        found = accounts(reading, name)
        named = [s for s in reading.case.statements if name in (s.subject, s.object, s.claimant, s.place, s.event)]
        assert sorted(account.reading for account in found) == sorted(s.reading for s in named)
        words = [account.standing != "established" for account in found]
        assert words == sorted(words)


def test_lines_are_short_but_for_readings() -> None:
    """A reading is there to be copied, so it is never broken."""
    out = kg("why", "cdm-manpower").out

    assert f"  reading   {TRAFFICKED}\n" in out
    assert max(len(line) for line in out.splitlines() if not line.startswith("  reading")) <= 96


@pytest.mark.parametrize(
    ("words", "code", "error"),
    [
        (["CDM"], 2, 'Error: Nobody is called "CDM" here. Did you mean "CDM Manpower"?\n'),
        (["cdm-manpowr"], 2, 'Error: Nobody is called "cdm-manpowr" here. Did you mean "cdm-manpower"?\n'),
        (["zzz"], 2, 'Error: Nobody is called "zzz" here.\n'),
        (["acra", "met", "zzz"], 2, 'Error: Nobody is called "zzz" here.\n'),
        (["acra", "memberof"], 2, 'Error: "memberof" is no relation. Did you mean "memberOf"?\n'),
        (["acra", "zzz"], 2, 'Error: "zzz" is no relation. List them with: kg terms\n'),
        (["statements.csv:1"], 2, 'Error: No statement stands in "statements.csv:1". Rows are counted with the header as line 1.\n'),
        (["judgements.csv:2"], 2, 'Error: No statement stands in "judgements.csv:2". Rows are counted with the header as line 1.\n'),
        (["acra", "aided"], 1, "No statement says so.\n"),
        (["acra", "met", "caram"], 1, "No statement says so.\n"),
    ],
)
def test_what_is_not_there(words: list[str], code: int, error: str) -> None:
    """An unknown name is wrong use; a known one of which nothing is said is a plain no."""
    assert kg("why", *words) == Ran(code, "", error)


# ---- every kind of evidence


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A workspace with one of each: candidates, judged or not, withdrawals, refuted and unsure statements, a shared label."""
    found = {"relation": "aided", "object": "birch", "modality": "asserted", "source": "paper"}
    said = {**found, "curator": "ed"}
    return make_workspace(
        tmp_path_factory.mktemp("why"),
        actors=[{"id": name, "type": "NGO", "label": name.title()} for name in ("alder", "birch", "cedar", "dogwood", "elder", "fir")]
        + [{"id": name, "type": "Person", "label": "Twin"} for name in ("twin-one", "twin-two")],
        identities=[{"left": "twin-one", "right": "twin-two", "judgement": "different", "curator": "ed", "date": "2024-01-01", "reason": "two"}],
        sources=[
            {"id": "paper", "kind": "news", "title": "The Paper", "published": "2020", "document": "text.txt", "document_is": "translation"},
            {"id": "book", "kind": "other", "title": "The Book"},
        ],
        statements=[
            {**said, "subject": "alder", "quote": "Alder helped.", "id": "row-one", "entered": "2024-01-02"},
            {**said, "subject": "alder", "source": "book", "quote": "", "locator": "page 7", "curator": "jo", "note": "seen in print"},
            {**said, "subject": "cedar", "quote": "Cedar helped."},
            {**said, "subject": "cedar", "quote": "Cedar did not help after all.", "stance": "withdraws"},
            {**said, "subject": "fir", "quote": "Fir helped."},
        ],
        candidates={
            "text": [
                {**found, "subject": "dogwood", "quote": "Dogwood helped.", "confidence": 0.4, "run": "model-1"},
                {**found, "subject": "elder", "quote": "Elder helped.", "confidence": 0.9, "run": "model-1"},
            ]
        },
        judgements=[
            {
                "statement": "elder aided birch",
                "source": "paper",
                "judgement": "reject",
                "curator": "jo",
                "date": "2024-02-01",
                "reason": "it was Alder",
            },
            {"statement": "fir aided birch", "judgement": "refute", "curator": "ed", "date": "2024-02-02", "reason": "it is a tree"},
        ],
        documents={"text.txt": "Alder helped. Cedar helped. Cedar did not help after all. Dogwood helped. Elder helped. Fir helped."},
    )


def tell(made: Folder, *words: str) -> str:
    """The account, which must be there."""
    ran = kg("why", *words, cwd=made.root)
    assert (ran.code, ran.err) == (0, "")
    return ran.out


def test_every_evidence_of_a_statement_is_told(made: Folder) -> None:
    """A quote or a locator, whose words the document holds, who entered it and in which row."""
    assert tell(made, "row-one") == tell(made, "alder", "aided") == (
        "Alder aided Birch\n"
        "  standing  established – asserted by the source\n"
        "  reading   alder aided birch\n"
        "  says so   The Book, The Paper\n"
        '  source    "The Book", page 7 (book)\n'
        "  entered   by Jo Reader; data/statements.csv:3\n"
        "  note      seen in print\n"
        "  quote     “Alder helped.”\n"
        '  source    a translation of "The Paper", 2020 (paper)\n'
        "  entered   by Ed Itor on 2024-01-02; data/statements.csv:2\n"
    )  # fmt: skip


def test_a_candidate_says_that_it_is_one(made: Folder) -> None:
    """With the run that found it and how sure that was."""
    out = tell(made, "dogwood")

    assert out.startswith("CANDIDATE, asserted by The Paper: Dogwood aided Birch\n  standing  candidate – ")
    assert '  source    a translation of "The Paper", 2020 (paper) (a machine\'s candidate; nobody has judged\n            it)\n' in out
    assert out.endswith("  found by  model-1, confidence 0.40; data/extracted/text.jsonl:1\n")
    assert tell(made, "extracted/text.jsonl:1") == out


def test_a_misread_candidate_says_who_rejected_it(made: Folder) -> None:
    """The judgement is about one source, and names it."""
    out = " ".join(tell(made, "elder").split())

    assert out.startswith("REJECTED, asserted by The Paper: Elder aided Birch standing rejected – ")
    assert "(paper) (rejected as misread)" in out
    assert "by Jo Reader on 2024-02-01" in out
    assert out.count("it was Alder") == 1


def test_what_was_taken_back_says_by_which_words(made: Folder) -> None:
    """Both quotes stand, and which is which."""
    out = " ".join(tell(made, "cedar").split())

    assert out.startswith("WITHDRAWN, asserted by The Paper: Cedar aided Birch standing withdrawn – ")
    assert "“Cedar helped.” source a translation of \"The Paper\", 2020 (paper) entered by Ed Itor" in out  # fmt: skip
    assert "“Cedar did not help after all.” source a translation of \"The Paper\", 2020 (paper) (takes it back)" in out  # fmt: skip


def test_what_was_refuted_says_by_whom(made: Folder) -> None:
    """And why, once."""
    out = " ".join(tell(made, "fir").split())

    assert out.startswith("REFUTED, asserted by The Paper: Fir aided Birch standing refuted – ")
    assert out.count("it is a tree") == 1
    assert out.endswith("judged refute by Ed Itor on 2024-02-02 (data/judgements.csv:3)")


def test_a_label_of_two_actors_is_no_name(made: Folder) -> None:
    """Whoever shares a label is asked for the id."""
    assert kg("why", "Twin", cwd=made.root) == Ran(2, "", 'Error: "Twin" may mean twin-one or twin-two. Type the id.\n')


def test_two_actors_that_are_one_are_found_by_both_ids(tmp_path: Path) -> None:
    """A person's `same` joins them, and the old id still leads there."""
    case = copy_of_example(tmp_path / "case")
    table = case.data / "actors.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("caram,NGO,Caram,", "caram,NGO,Caram,,,\ncaram-too,NGO,Caram Asia,"), encoding="utf-8")
    (case.data / "identities.csv").write_text(
        "left,right,judgement,curator,date,reason\ncaram,caram-too,same,editor,2026-11-26,one name in two papers\n", encoding="utf-8"
    )

    old, new = kg("why", "caram-too", cwd=case.root), kg("why", "caram", cwd=case.root)

    assert new.code == 0
    assert old == new
    assert kg("why", "Caram Asia", cwd=case.root) == new


def test_what_was_recorded_under_another_id_says_so(tmp_path: Path) -> None:
    """After two actors were joined: the row's own reading, the name that it means, and the decision (C20)."""
    case = copy_of_example(tmp_path / "case")
    actors = case.data / "actors.csv"
    header = "id,type,label,label@km,aliases,description\n"
    text = actors.read_text(encoding="utf-8")
    assert text.startswith(header)
    actors.write_text(text + "acra-assoc,Association,Recruiters' Association,,,\n", encoding="utf-8")
    statements = case.data / "statements.csv"
    columns = statements.read_text(encoding="utf-8").splitlines()[0].split(",")
    row = {"subject": "lscw", "relation": "criticized", "object": "acra-assoc", "modality": "asserted", "when": "2013", "curator": "editor"}
    row |= {"source": "cambodia-daily-2013-07", "quote": "In passing, Joel Preston called CDM Manpower a member of ACRA."}
    line = ",".join(row.get(column, "") if column != "quote" else f'"{row["quote"]}"' for column in columns)
    before = statements.read_text(encoding="utf-8")
    statements.write_text(f"{before}{line}\n", encoding="utf-8")
    apart = kg("why", "lscw", "criticized", cwd=case.root).out
    (case.data / "identities.csv").write_text(
        "left,right,judgement,curator,date,reason\nacra,acra-assoc,same,editor,2026-11-30,one letterhead\n", encoding="utf-8"
    )

    one = kg("why", "lscw", "criticized", cwd=case.root).out
    other = kg("why", "cdm-manpower", "memberOf", cwd=case.root).out

    number = len(text.splitlines()) + 1
    assert "recorded" not in apart
    assert "  reading   lscw criticized acra [when 2013]\n" in one
    assert "  recorded  lscw criticized acra-assoc [when 2013]\n" in one
    assert f"acra-assoc is “Recruiters' Association” in data/actors.csv:{number}, the same as acra by data/identities.csv:2" in " ".join(one.split())
    assert "recorded" not in other
