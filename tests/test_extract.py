"""What the extractor reads in single sentences: grammar, voices, firmness, names, times, amounts."""

from __future__ import annotations

import subprocess
import sys

import pytest

from kg.errors import DataError, UsageError
from kg.extract.layout import paragraphs
from kg.extract.quantities import money_in, number_of_words
from kg.extract.when import find_moments
from kg.ontology.lexicon import ANY, Phrase, parse_phrase
from kg.tasks.extract import extract_text


def read(text: str, published: str = "2013-07-09") -> list[str]:
    """What is read in a text, one line each."""
    lines = []
    for row in extract_text(text.encode(), published=published):
        negative = " not" if row["polarity"] == "negative" else ""
        voice = f" by {row['claimant']}" if row["claimant"] else ""
        lines.append(f"{row['subject']} {row['relation']} {row['object']} [{row['modality']}{negative}{voice}]")
        assert row["quote"] in text
        assert len(row["quote"]) <= 240
    return sorted(lines)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Silva Shipping employed Ana Prior.", ["Ana Prior employedBy Silva Shipping [asserted]"]),
        ("Jon Vale was arrested by the Harbour Police in Porto.", ["Harbour Police arrested Jon Vale [asserted]"]),
        ("Jon Vale was arrested in Porto.", []),
        ("The arrest of Jon Vale by the Harbour Police surprised the town.", ["Harbour Police arrested Jon Vale [asserted]"]),
        ("The Dockers' Union and Open House condemned Silva Shipping.",
         ["Dockers' Union criticized Silva Shipping [asserted]", "Open House criticized Silva Shipping [asserted]"]),
        ("The Dockers' Union lodged a complaint against Silva Shipping.", ["Dockers' Union filedComplaintAgainst Silva Shipping [asserted]"]),
        ("Silva Shipping drew criticism from the Dockers' Union.", ["Dockers' Union criticized Silva Shipping [asserted]"]),
        ("Ana Prior, who owns Silva Shipping, smiled.", ["Ana Prior owns Silva Shipping [asserted]"]),
        ("Police took Jon Vale into custody.", ["Police arrested Jon Vale [asserted]"]),
        ("The Porto-based charity Open House sued Silva Shipping.",
         ["Open House basedIn Porto [asserted]", "Open House sued Silva Shipping [asserted]"]),
        ("Ana Prior, director of Open House, met Jon Vale.",
         ["Ana Prior directorOf Open House [asserted]", "Ana Prior met Jon Vale [asserted]"]),
        ("Court bailiffs took away two trucks.", []),
        ("Silva Shipping met every deadline and faced questions about the weather.", []),
    ],
)  # fmt: skip
def test_grammar(text: str, expected: list[str]) -> None:
    """Passives, nouns, coordination, light verbs, relative clauses and appositions say the same; no agent, no statement."""
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ana Prior said that Silva Shipping had cheated the crew.",
         ["Ana Prior accused Silva Shipping [asserted]", "Silva Shipping deceived crew [alleged by Ana Prior]"]),
        ("Silva Shipping denied that it had cheated the crew.", ["Silva Shipping deceived crew [denied by Silva Shipping]"]),
        ("Jon Vale allegedly recruited nine sailors.", ["Jon Vale recruited nine sailors [alleged]"]),
        ("According to Open House, Silva Shipping recruited nine sailors.", ["Silva Shipping recruited nine sailors [alleged by Open House]"]),
        ("Silva Shipping recruited nine sailors, police said.", ["Silva Shipping recruited nine sailors [alleged by police]"]),
        ("“Silva Shipping cheated nine sailors,” Ana Prior said.",
         ["Ana Prior accused Silva Shipping [asserted]", "Silva Shipping deceived nine sailors [alleged by Ana Prior]"]),
        ("Jon Vale is accused of having trafficked nine sailors.", ["Jon Vale trafficked nine sailors [alleged]"]),
        ("Jon Vale has not met Ana Prior.", ["Jon Vale met Ana Prior [asserted not]"]),
        ("The Dockers' Union will sue Silva Shipping.", ["Dockers' Union sued Silva Shipping [planned]"]),
        ("If the Dockers' Union sues Silva Shipping, prices will rise.", ["Dockers' Union sued Silva Shipping [hypothetical]"]),
        ("Did the Dockers' Union sue Silva Shipping?", []),
        ("The Dockers' Union tried to meet Ana Prior.", []),
        ("Ana Prior, who runs Open House, said that Jon Vale had left.", ["Ana Prior directorOf Open House [asserted]"]),
        ("No member of the Dockers' Union was arrested by the Harbour Police.", []),
    ],
)  # fmt: skip
def test_voices_and_firmness(text: str, expected: list[str]) -> None:
    """What somebody says is alleged by that one, and never more; what only may be, is only that."""
    assert read(text) == expected


def test_names_of_one_actor_are_one() -> None:
    """Acronym and surname stand for the fullest name; a pronoun for the one who can be meant, and never for an actor "He"."""
    text = "Joel Preston works for the Legal Aid Centre (LAC). He met Lim Tith on Monday. Mr. Preston thanked LAC."

    assert read(text) == [
        "Joel Preston employedBy Legal Aid Centre [asserted]",
        "Joel Preston met Lim Tith [asserted]",
        "Joel Preston praised Legal Aid Centre [asserted]",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Two groups took part in the meeting with the Harbour Ministry: Open House and Silva Shipping.",
        "The Harbour Ministry chaired a meeting attended by Open House and Silva Shipping.",
        "The meeting, hosted by the Harbour Ministry, was attended by Open House and Silva Shipping.",
        "The Harbour Ministry held a meeting on the port. Present at the meeting were Open House and Silva Shipping.",
    ],
)
def test_a_host_met_each_participant(text: str) -> None:
    """However the sentence spreads host and guests; the guests are not said to have met each other."""
    met = {
        frozenset((row["subject"], row["object"]))
        for row in extract_text(text.encode())
        if row["relation"] == "met" and row["subject"] != "Two groups" != row["object"]
    }

    assert met == {frozenset(("Harbour Ministry", "Open House")), frozenset(("Harbour Ministry", "Silva Shipping"))}


def test_a_surname_of_two_means_neither() -> None:
    """With two Prestons in the text, the bare surname is nobody."""
    text = "Joel Preston left early. Anna Preston stayed. Preston met Lim Tith."

    assert not [line for line in read(text) if "met" in line]


def test_cue_words_that_deny_nothing() -> None:
    """No doubt and not only are no negations; a denial belongs to who utters it."""
    text = "No doubt the police arrested Sok Chea. The ministry not only met LSCW but also funded it. The agency denied that it recruited minors."

    assert read(text) == [
        "agency recruited minors [denied by agency]",
        "ministry funded LSCW [asserted]",
        "ministry met LSCW [asserted]",
        "police arrested Sok Chea [asserted]",
    ]


def test_never_and_no_longer() -> None:
    """What never was is negative or nothing."""
    text = "CLEC never received money from CDM Manpower. No ACRA member was prosecuted. LSCW is not a member of ACRA."

    assert read(text) == ["CDM Manpower paid CLEC [asserted not]", "LSCW memberOf ACRA [asserted not]"]


def test_abbreviations_do_not_break_sentences() -> None:
    """Ms., U.S. and Intl. end no sentence and cut no name."""
    rows = extract_text(b"On Monday Ms. Bun Eng met the U.S. Embassy. Winrock Intl. supported LSCW.", published="2013-07-09")

    assert [(r["subject"], r["relation"], r["object"], r["when"], r["quote"]) for r in rows] == [
        ("Bun Eng", "met", "U.S. Embassy", "2013-07-08", "On Monday Ms. Bun Eng met the U.S. Embassy."),
        ("Winrock Intl", "supported", "LSCW", "", "Winrock Intl. supported LSCW."),
    ]


def test_headlines_bylines_and_boilerplate_name_nobody() -> None:
    """Nor do datelines, contacts, and what stands after "Related stories"."""
    text = (
        "Police Arrest Union Chief\n\nBy Ana Prior\n\nPORTO, July 9 – The town was quiet.\n\nContact: Jon Vale, Silva Shipping.\n\n"
        "Related Stories\n\nThe police arrested Jon Vale."
    )

    assert [text[a:b] for a, b in paragraphs(text)] == ["The town was quiet."]
    assert read(text) == []


def test_a_group_keeps_its_number_and_bound() -> None:
    """At least 160 labourers are a group and `>=160`; the labourers are the same group."""
    rows = extract_text(b"Silva Shipping recruited at least 160 African labourers. Open House helped the labourers.", published="2013")

    assert [(r["relation"], r["object"], r["quantity"]) for r in rows] == [
        ("recruited", "at least 160 African labourers", ">=160"),
        ("aided", "at least 160 African labourers", ">=160"),
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("He left on Monday.", "2016-03-14"),
        ("The meeting will be on Friday.", "2016-03-18"),
        ("They met last month.", "2016-02"),
        ("It was closed last year.", "2015"),
        ("She has run it since 2011.", "2011/.."),
        ("He served until 2014.", "../2014"),
        ("It happened on 3 March 2015.", "2015-03-03"),
        ("It happened on March 3.", "2016-03-03"),
        ("In early April of 2014 it rained.", "2014-04"),
        ("They worked there between January 2014 and September 2015.", "2014-01/2015-09"),
        ("Two years ago it opened.", "2014"),
        ("Yesterday it rained.", "2016-03-15"),
        ("It rained for days.", ""),
    ],
)
def test_times(text: str, value: str) -> None:
    """Resolved against the day of publication, no finer than the text."""
    assert [moment.value for moment in find_moments(text, "2016-03-16")] == ([value] if value else [])


def test_relative_times_need_a_day_of_publication() -> None:
    """Without it "on Monday" is no date."""
    assert find_moments("He left on Monday, and in 2012 before.", "") != []
    assert [moment.value for moment in find_moments("He left on Monday, and in 2012 before.", "")] == ["2012"]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("paid $482,000 in back wages", "482000 USD"),
        ("more than 310,000 euros", ">310000 EUR"),
        ("a bribe of N1.2 million", "1200000 NGN"),
        ("paid nothing", ""),
    ],
)
def test_money(text: str, amount: str) -> None:
    """A sum with its currency and bound."""
    assert money_in(text) == amount


def test_numbers_in_words() -> None:
    """As far as people write them out."""
    assert [number_of_words(word) for word in ("forty", "eighty-three", "2,300", "two dozen", "many")] == [40, 83, 2300, 24, None]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("arrest", Phrase("r", "arrest", "arrest")),
        ("meet with", Phrase("r", "meet with", "meet", (), "with")),
        ("take ~ into custody", Phrase("r", "take ~ into custody", "take", ("into", "custody"))),
        ("pay … to", Phrase("r", "pay … to", "pay", (), "to")),
        ("the arrest of", Phrase("r", "the arrest of", "arrest", (), "of", event=True)),
        ("<employ", Phrase("r", "<employ", "employ", reverse=True)),
        ("not acquit", Phrase("r", "not acquit", "acquit", negative=True)),
        ("<hire [Company:Person]", Phrase("r", "<hire [Company:Person]", "hire", reverse=True, subject_type="Company", object_type="Person")),
        ("grant a licence to", Phrase("r", "grant a licence to", "grant", ("licence",), "to")),
        ("stand surety", Phrase("r", "stand surety", "stand", ("surety",), ANY)),
        ("be employed by", Phrase("r", "be employed by", "employed", (), "by")),
        ("~", None),
        ("the", None),
    ],
)
def test_notation_of_the_lexicon(text: str, phrase: Phrase | None) -> None:
    """Short phrases, as people write them, with few signs."""
    assert parse_phrase("r", text) == phrase


def test_the_same_text_gives_the_same_candidates() -> None:
    """Whatever was read in between."""
    text = b"Ana Prior, director of Open House, accused Silva Shipping of cheating nine sailors."
    first = extract_text(text)
    extract_text(b"The Dockers' Union sued Silva Shipping.")

    assert extract_text(text) == first


def test_bad_input_is_refused_with_a_sentence() -> None:
    """Bytes that are no text, and a date that is none."""
    with pytest.raises(DataError):
        extract_text(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match='"soon" is no date of publication'):
        extract_text(b"x", published="soon")
    assert extract_text(b"") == []
    assert extract_text("\u202e\u0000 ((((“ ”’’—— , , .\n\n\n??".encode()) == []


def test_without_the_model_it_says_what_to_install() -> None:
    """The rest of the program does not need it."""
    code = "import sys; sys.modules['spacy'] = None\nfrom kg.cli import main\nmain(['extract', '--text', '-'])"
    done = subprocess.run([sys.executable, "-c", code], input=b"Hello.", capture_output=True, check=False)

    assert done.returncode == 2
    assert done.stderr.decode() == (
        "Error: Reading documents needs spaCy and its small English model, which are not installed. "
        'Install it with: pip install "actor-kg[extract]" (in a checkout: pip install -e ".[extract]")\n'
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vale, Jon (CLEO) criticized Open House. J. Vale sued Silva Shipping. Mr. Vale met Ana Prior.",
         ["Jon Vale criticized Open House [asserted]", "Jon Vale met Ana Prior [asserted]", "Jon Vale sued Silva Shipping [asserted]"]),
        ("Jon Vale and Anna Vale met Open House. J. Vale sued Silva Shipping.",
         ["Anna Vale met Open House [asserted]", "Jon Vale met Open House [asserted]", "Jon Vale sued Silva Shipping [asserted]"]),
        ("Jon Vale and Joan Vale met Open House. J. Vale sued Silva Shipping.",
         ["Joan Vale met Open House [asserted]", "Jon Vale met Open House [asserted]"]),
        ("Geneva, Switzerland (ICRC) criticized Open House.", ["Switzerland criticized Open House [asserted]"]),
        ("Jon Vale and Ana Prior met.", ["Jon Vale met Ana Prior [asserted]"]),
        ("Jon Vale met Ana Prior. The minister praised Open House.",
         ["Jon Vale met Ana Prior [asserted]", "minister praised Open House [asserted]"]),
        ("Jon Vale, the minister of labour, met Ana Prior. The minister praised Open House.",
         ["Jon Vale met Ana Prior [asserted]", "Jon Vale praised Open House [asserted]"]),
        ("Jon Vale told Ana Prior that he had met the minister.", ["Jon Vale met minister [alleged by Jon Vale]"]),
        ("Silva Shipping hardly ever paid the workers.", []),
    ],
)  # fmt: skip
def test_one_person_is_one_actor_and_nobody_else(text: str, expected: list[str]) -> None:
    """Family names first, initials and offices mean whom the text lets them mean; where it could be two, nobody (C1, C2)."""
    assert read(text) == expected
