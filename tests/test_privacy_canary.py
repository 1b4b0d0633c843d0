"""A withheld name in every field of every table and document: found nowhere in any byte that leaves the room."""

from __future__ import annotations

import base64
import html
import io
import json
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from cli_kit import kg
from maker import make_workspace
from page_kit import Opener

from kg.folder import Folder
from kg.interchange import FORMATS, Content
from kg.page import render
from kg.redact import Redacted
from kg.tables.columns import TABLES
from kg.tasks.profile import read_for

#: In letters with and without marks, as one name and as an alias in another script.
CANARY, ALIAS, KHMER, NUMBER = "Žara Quillonée", "Quillibet", "សុខ ចាន់ថា", "Q4242424242"
SLUG = "zara-quillonee"
DOCUMENT = f"{CANARY} told it. The union met the harbour. {ALIAS} wept, {KHMER} too. Silva paid the union twice. They left at night.\n"
#: Columns whose cells hold ids, words of closed lists, days or numbers: a name has no place in them, or is told by its id.
NO_TEXT = frozenset((
    "kind", "type", "publish", "published", "retrieved", "sha256", "text_sha256", "language", "document_is", "copies", "reliability", "when", "relation",
    "modality", "polarity", "quantity", "stance", "curator", "entered", "judgement", "date",
))  # fmt: skip

ACTORS = [
    {"id": SLUG, "type": "Victim", "label": CANARY, "aliases": f"{ALIAS}|{KHMER}", "identifiers": f"wikidata:{NUMBER}", "description": f"{CANARY} is withheld", "label@fr": f"{CANARY} la jeune"},
    {"id": f"house-of-{SLUG}", "type": "Place", "label": "The house"},
    {"id": "family", "type": "Group", "label": f"Family of {CANARY}"},
    {"id": "union", "type": "NGO", "label": "The union", "aliases": f"Friends of {CANARY}|TU", "description": f"Founded by {ALIAS}", "identifiers": "other:u-1", "label@fr": f"Les amis de {CANARY}"},
    {"id": "harbour", "type": "NGO", "label": "The harbour", "identifiers": f"other:{SLUG}"},
    {"id": "silva", "type": "Company", "label": "Silva"},
    {"id": "silva-shipping", "type": "Company", "label": "Silva Shipping"},
]  # fmt: skip
SOURCES = [
    {"id": "tide", "kind": "news", "title": f"{CANARY} speaks", "publisher": f"Voices of {CANARY}", "author": CANARY, "published": "2020-05", "url": f"https://example.org/{quote(CANARY)}", "archived_url": f"https://archive.example/{SLUG}", "document": f"{SLUG}.txt", "document_is": "note", "note": f"Call {CANARY}"},
    {"id": "wire", "kind": "news", "title": "Harbour news", "publisher": "The Wire", "copies": "tide"},
    {"id": f"talk-with-{SLUG}", "kind": "other", "title": "A talk", "note": "of May"},
]  # fmt: skip
EVENTS = [
    {
        "id": f"night-at-{SLUG}",
        "type": "Event",
        "label": f"The night of {CANARY}",
        "label@fr": f"Nuit de {KHMER}",
        "description": f"As {ALIAS} says",
        "place": f"house-of-{SLUG}",
        "when": "2020-05",
    }
]
_SAID = {"source": "tide", "curator": "ed", "entered": "2020-06-01", "note": f"{ALIAS} confirms", "locator": f"near {CANARY}", "modality": "asserted"}
STATEMENTS = [
    {**_SAID, "id": f"row-{SLUG}", "subject": "union", "relation": "met", "object": "harbour", "quote": "The union met the harbour."},
    {**_SAID, "subject": "union", "relation": "aided", "object": SLUG, "quote": f"{ALIAS} wept", "role": f"friend of {KHMER}", "place": f"house-of-{SLUG}", "event": EVENTS[0]["id"]},
    {**_SAID, "subject": "silva", "relation": "trafficked", "object": SLUG, "quote": f"{CANARY} told it.", "modality": "alleged", "claimant": SLUG},
    {**_SAID, "subject": "silva", "relation": "trafficked", "object": "family", "quantity": "2", "modality": "alleged", "claimant": "union", "quote": "They left at night."},
    {**_SAID, "subject": "silva", "relation": "paid", "object": "union", "quote": "Silva paid the union twice.", "source": "tide"},
    {**_SAID, "subject": "union", "relation": "criticized", "object": "silva", "source": f"talk-with-{SLUG}", "quote": f"{ALIAS} said so"},
]  # fmt: skip
STATEMENTS.append({**_SAID, "subject": SLUG, "relation": "met", "object": "union", "quote": f"{CANARY} told it."})
JUDGED = {"curator": "ed", "date": "2020-06-02", "reason": f"{CANARY} swore it"}
JUDGEMENTS = [
    {"statement": f"silva trafficked {SLUG} [alleged by {SLUG}]", "judgement": "uphold", **JUDGED},
    {"statement": "union met harbour", "source": "tide", "judgement": "accept", **JUDGED},
    {"statement": "union criticized silva", "source": f"talk-with-{SLUG}", "judgement": "accept", **JUDGED},
    {"statement": f"silva criticized {SLUG}", "source": "tide", "judgement": "reject", "instead": f"{SLUG} met union", **JUDGED},
]
IDENTITIES = [
    {"left": "silva", "right": "silva-shipping", "judgement": "same", **JUDGED},
    {"left": SLUG, "right": "family", "judgement": "different", **JUDGED},
    {"left": "union", "right": SLUG, "judgement": "different", **JUDGED},
]
CANDIDATE = {
    "subject": "silva",
    "relation": "criticized",
    "object": SLUG,
    "modality": "asserted",
    "source": "tide",
    "quote": f"{KHMER} too",
    "run": f"rules of {ALIAS}",
    "confidence": 0.5,
}


STEP = "\n## {}\n{}\n\n[see](#{})\n"
STORIES = {
    "tour": f"# The tour of {CANARY}\n\nAs {ALIAS} told it.\n\nIt begins in May.\n"
    + STEP.format("Two who met", "They met at the harbour.", "actor=harbour")
    + STEP.format(f"What {KHMER} saw", "It was dark.", "actor=union")
    + STEP.format("The night", f"*{CANARY}* was there.", "view=table")
    + STEP.format("Somebody", "Look at this.", f"actor={SLUG}"),
    SLUG: "# Another\n" + STEP.format("A step", "Look.", "actor=harbour"),
}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A workspace with the canary in every field that can hold a text."""
    folder = make_workspace(
        tmp_path_factory.mktemp("canary"),
        actors=ACTORS,
        sources=SOURCES,
        events=EVENTS,
        statements=STATEMENTS,
        judgements=JUDGEMENTS,
        identities=IDENTITIES,
        documents={f"{SLUG}.txt": DOCUMENT},
        candidates={SLUG: [CANDIDATE]},
    )
    (folder.data / "stories").mkdir()
    for name, text in STORIES.items():
        (folder.data / "stories" / f"{name}.md").write_text(text, encoding="utf-8")
    text = (folder.root / "kg.toml").read_text(encoding="utf-8").replace("Made for a test", f"The case of {CANARY}")
    (folder.root / "kg.toml").write_text(text + f'quill = "{CANARY}"\n', encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def public(case: Folder) -> Redacted:
    """What the public sees of it."""
    return read_for(case, "public")


def test_the_canary_sits_in_every_column_that_can_hold_a_text() -> None:
    """A column added tomorrow must be put to this test, or be named among those that hold no text."""
    rows = {"actors": ACTORS, "sources": SOURCES, "events": EVENTS, "statements": STATEMENTS, "judgements": JUDGEMENTS, "identities": IDENTITIES}
    told = {(table, column) for table, lines in rows.items() for line in lines for column, cell in line.items() if gives_away(str(cell))}
    wanted = {(table.name, column.name) for table in TABLES.values() for column in table.columns if column.name not in NO_TEXT}

    assert wanted - told == set()


def gives_away(text: str) -> bool:
    """Whether a text holds the canary in any writing: folded, without marks, escaped, joined, in base64."""
    forms = {text, html.unescape(text)}
    folded = [unicodedata.normalize("NFKD", form).casefold() for form in forms]
    plain = ["".join(letter for letter in form if not unicodedata.combining(letter)) for form in folded]
    wanted = ["quillon", "quillibet", "q4242424242", "សុខ", "ចាន់ថា", "zara"]
    return any(name in form for form in (*folded, *plain) for name in wanted)


def _page(seen: Redacted) -> str:
    return render(seen.case, seen.ontology, seen.weighed, profile="public", withheld=seen.withheld, stories=seen.stories)


def written(public: Redacted) -> Iterator[tuple[str, bytes]]:
    """Every file of every writer, and every file inside those that are archives."""
    content = Content(public.case, public.ontology, public.weighed, "public")
    made = [(f"{name}{part}", data) for name, made in FORMATS.items() for part, data in made.write(content).items()]
    for name, data in [*made, ("page", _page(public).encode())]:
        yield name, data
        if zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                yield from ((f"{name}/{inner}", inner.encode() + b"\n" + archive.read(inner)) for inner in archive.namelist())


def test_the_team_has_every_name(case: Folder) -> None:
    """Else the test of the public would find nothing by finding nothing."""
    team = read_for(case, "team")

    for name, data in written(team):
        if "/" not in name and name not in ("void", "sssom-terms", "neo4jimport.txt"):
            assert gives_away(data.decode("utf-8", "ignore")) or zipfile.is_zipfile(io.BytesIO(data)), name


def test_no_writer_tells_the_name(public: Redacted) -> None:
    """Neither as it is, nor folded, escaped or percent-encoded, nor its alias, number or slug; not in base64 either."""
    secrets = {CANARY, ALIAS, KHMER, NUMBER, SLUG, "Quillonée", "quillonee"}
    encoded = {form for secret in secrets for form in (
        quote(secret), quote(secret.casefold()), json.dumps(secret)[1:-1], html.escape(secret), secret.encode("unicode_escape").decode(),
        base64.b64encode(secret.encode()).decode().rstrip("="), secret.encode("utf-16-le").decode("latin-1"),
    )}  # fmt: skip

    for name, data in written(public):
        text = data.decode("utf-8", "replace")
        assert not gives_away(text), name
        assert [form for form in encoded if form in text or form in data.decode("latin-1")] == [], name


def test_what_the_public_sees(public: Redacted) -> None:
    """Pseudonyms for persons, groups, places, events and sources that give her away; the rest stays, cut where it speaks of her."""
    people = {actor.id: actor.label for actor in public.case.actors}
    token = next(name.removeprefix("withheld-") for name, label in people.items() if label.startswith("Victim "))

    assert people == people | {"union": "The union", "harbour": "The harbour", "silva": "Silva"}
    assert people[f"withheld-{token}"] == f"Victim {token.upper()}"
    assert sorted(label.split()[0] for name, label in people.items() if name.startswith("withheld-")) == ["Group", "Place", "Victim"]
    assert [event.label.split()[0] for event in public.case.events] == ["Event"]
    assert {source.title.split()[0] for source in public.case.sources} == {"[…]", "Harbour", "Source"}
    assert public.case.identities == ()
    assert public.case.settings.curators == (("ed", "Ed Itor"), ("jo", "Jo Reader"), ("quill", "[…]"))
    said = {statement.reading: [item.quote for item in statement.evidence] for statement in public.case.statements}
    assert said["harbour met union"] == ["The union met the harbour."]
    assert said[f"silva trafficked withheld-{token} [alleged by withheld-{token}]"] == ["[…]"]


def test_small_counts_of_withheld_groups_are_not_told(public: Redacted) -> None:
    """Two of a family are as good as a name."""
    (group,) = (actor.id for actor in public.case.actors if actor.type == "Group")
    (said,) = (statement for statement in public.case.statements if statement.object == group)

    assert said.quantity is None


def test_the_command_says_what_was_withheld(case: Folder, tmp_path: Path) -> None:
    """How many names, statements and quotes, and that no program can do the rest."""
    ran = kg("page", "-w", str(case.root), "-o", str(tmp_path / "page.html"))

    assert ran.code == 0
    assert ran.err.splitlines()[1] == (
        "Withheld: 5 records under a pseudonym, 5 quotes cut. Who is linked to whom can still give somebody away: read it before you publish."
    )
    assert not gives_away((tmp_path / "page.html").read_text(encoding="utf-8"))


def test_stories_are_told_without_the_name(case: Folder, public: Redacted) -> None:
    """Steps that show or name her go, and so do a lead, a title, and a whole story whose file is called by it."""
    (story,) = public.stories

    assert [story.id for story in read_for(case, "team").stories] == ["tour", SLUG]
    assert (story.id, story.title) == ("tour", "[…]")
    assert list(story.lead) == [((False, "It begins in May."),)]
    assert [step.heading for step in story.steps] == ["Two who met"]


@pytest.mark.browser
def test_nobody_finds_the_name_on_the_page(open_page: Opener, public: Redacted, tmp_path: Path) -> None:
    """The public's page says that it is one; with every filter on, no view, no address and no search tells the name."""
    file = tmp_path / "public.html"
    file.write_text(_page(public), encoding="utf-8")
    opened = open_page(of=file)
    assert opened.text(".copy-mark") == "Public copy – withheld names are pseudonyms"
    opened.js("Object.entries(KG.groups).forEach(([name, { values }]) => values.forEach(({ key }) => KG.set(name, key, true)))")
    opened.js("KG.changed('filters')")

    texts = []
    for view in ("network", "table", "timeline", "contradictions", "sources", "paths"):
        opened.js("view => KG.show(view)", view)
        texts.append(opened.page.content())
    for node in opened.js("KG.data.actors.map(actor => actor.node)"):
        opened.js("node => KG.select({ actor: node })", node)
        texts += [opened.page.content(), opened.page.url]
    texts += [opened.taken(f"#{name}").decode() for name in ("csv", "json", "svg")]
    assert [text for text in texts if gives_away(text)] == []

    for secret in (CANARY, ALIAS, KHMER, NUMBER, SLUG, "zara", "quillon", "Victim"):
        opened.page.fill("#search", secret)
        assert (opened.text("#hits") == "Nothing found") == (secret != "Victim"), secret
    assert opened.problems == []
