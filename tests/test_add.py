"""`kg add` as a user meets it: what lies where afterwards, what is said, and what it never does."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from pathlib import Path

import pytest
from add_kit import ARTICLE, case, page, sources
from cli_kit import kg
from maker import make_workspace

import kg as program
from kg.errors import DataError, UsageError, WorkspaceError
from kg.folder import Folder
from kg.tasks.add import Wish, add
from kg.tasks.known import Known
from kg.tasks.reading import read_workspace

INSTALL = 'Install it with: pip install "actor-kg[documents]"'


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A sound workspace beside the files that a test adds."""
    return case(tmp_path / "case")


def lay(folder: Folder, name: str, content: bytes | str) -> str:
    """A file beside the workspace, by the name that a user in the workspace types."""
    (folder.root.parent / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return f"../{name}"


def test_a_page_becomes_text_and_a_row(folder: Folder) -> None:
    """The text, both hashes, and what the page says of itself; everything is told, and the workspace passes its check."""
    ran = kg("add", lay(folder, "p.html", page()), "--kind", "news", cwd=folder.root)

    assert (ran.code, ran.out) == (0, "union-sues-silva-shipping\n")
    assert ran.err == (
        "../p.html: union-sues-silva-shipping, 57 words in data/documents/union-sues-silva-shipping.txt\n"
        "  kind: news\n"
        "  title: Union Sues Silva Shipping (from the document)\n"
        "  publisher: The Tide (from the document)\n"
        "  author: Jo Reed (from the document)\n"
        "  published: 2020-05-04 (from the document)\n"
        "  language: en-gb (from the document)\n"
        "  url: https://tide.example/union-sues (from the document)\n"
        "  left out: 1 menu (2 words)\n"
        "  left out: 1 footer (6 words)\n"
        "  left out: 1 box beside the article (6 words)\n"
        "Added: 1 source. Next: kg check\n"
    )
    assert (folder.documents / "union-sues-silva-shipping.txt").read_text(encoding="utf-8") == ARTICLE
    (source,) = [s for s in program.open(folder.root).case.sources if s.id == "union-sues-silva-shipping"]
    assert source.sha256 == hashlib.sha256(page()).hexdigest()
    assert source.text_sha256 == hashlib.sha256(ARTICLE.encode()).hexdigest()
    assert (source.kind, source.document, source.document_is, source.published and source.published.text) == (
        "news", "union-sues-silva-shipping.txt", "original", "2020-05-04",
    )  # fmt: skip
    assert kg("check", cwd=folder.root).code == 0


def test_one_word_is_one(folder: Folder) -> None:
    """Of a menu of a single word."""
    raw = page().replace(b'<li><a href="/world">World</a></li>', b"")

    assert "  left out: 1 menu (1 word)\n" in kg("add", lay(folder, "p.html", raw), cwd=folder.root).err


def test_a_quote_from_the_text_anchors(folder: Folder) -> None:
    """What is taken out is what quotes are found in, its own blanks and marks included."""
    kg("add", lay(folder, "p.html", page()), cwd=folder.root)
    with (folder.data / "statements.csv").open("a", encoding="utf-8") as table:
        head = (folder.data / "statements.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
        cells = {
            "subject": "lena-moor", "relation": "accused", "object": "silva-shipping", "modality": "asserted", "source": "union-sues-silva-shipping",
            "quote": '"""Nobody has seen a cent since March,"" said Lena Moor"',
        }  # fmt: skip
        table.write(",".join(cells.get(name, "") for name in head) + "\n")

    checked = kg("check", cwd=folder.root)

    assert (checked.code, checked.out) == (0, "")


def test_text_is_taken_as_it_is_but_for_its_line_ends(folder: Folder) -> None:
    """A byte order mark and Windows' line ends go; blanks that may not break, composed and decomposed letters stay."""
    raw = "\ufeffSe\u0301 and Sé met\u00a0Lena.\r\n\r\nThey talked.\rLong.".encode()

    ran = kg("add", lay(folder, "Talks in May.txt", raw), "--published", "2020-05", "--publisher", "The Tide", cwd=folder.root)

    assert (ran.code, ran.out) == (0, "talks-in-may\n")
    assert (folder.documents / "talks-in-may.txt").read_bytes() == "Se\u0301 and Sé met\u00a0Lena.\n\nThey talked.\nLong.".encode()
    assert kg("check", cwd=folder.root).code == 0


def test_a_markdown_file_stays_one_and_its_heading_is_its_title(folder: Folder) -> None:
    """Nothing is taken out of it, so one hash says all."""
    raw = b"# Minutes of the *Alder*\n\nLena Moor met Ana Silva.\n"

    assert kg("add", lay(folder, "m.md", raw), cwd=folder.root).out == "minutes-of-the-alder\n"

    (source,) = [s for s in program.open(folder.root).case.sources if s.id == "minutes-of-the-alder"]
    assert (source.title, source.document, source.sha256, source.text_sha256) == (
        "Minutes of the *Alder*", "minutes-of-the-alder.md", hashlib.sha256(raw).hexdigest(), "",
    )  # fmt: skip
    assert (folder.documents / "minutes-of-the-alder.md").read_bytes() == raw


def test_what_cannot_be_read_hinders_no_other(folder: Folder) -> None:
    """Each file has its line, the good ones are added, and the exit code says that something is left to do."""
    good = lay(folder, "good.txt", "Lena Moor met Ana Silva.")
    bad = lay(folder, "bad.txt", "One.\nM\xe9decins".encode("windows-1252"))
    control = lay(folder, "control.txt", "One.\n\nTwo\x07.")
    void, blank, table, fake = (
        lay(folder, "void.html", ""),
        lay(folder, "blank.txt", " \n"),
        lay(folder, "t.csv", "a"),
        lay(folder, "f.txt", "%PDF-1.7"),
    )

    ran = kg("add", bad, control, void, blank, table, fake, "../gone.txt", "..", good, cwd=folder.root)

    assert (ran.code, ran.out) == (1, "good\n")
    assert ran.err.splitlines()[5:] == [
        '../bad.txt:2: is not UTF-8: the byte 0xE9 at offset 6 looks like Windows-1252. Save it as UTF-8 (in Excel: "CSV UTF-8").',
        '../control.txt:3: "One.<U+000A><U+000A>Two<U+0007>." holds the control character U+0007. Delete it.',
        "../void.html: holds no text. Look at it in its own program; what it shows can be typed into a .txt file.",
        "../blank.txt: holds no text. Look at it in its own program; what it shows can be typed into a .txt file.",
        f"../t.csv: is no form of document that is read. Save it as one of: {', '.join(program_endings())}.",
        "../f.txt: is by its content a PDF, whatever its name says. Give it the name that fits, or save it anew from its own program.",
        "../gone.txt: is not there. Check the name.",
        "..: cannot be read: it is no file. Check that the file is there and is yours to read.",
        "Added: 1 source. Next: kg check",
        "8 findings; the others were added.",
    ]
    assert kg("check", cwd=folder.root).code == 0


def program_endings() -> list[str]:
    """The endings that are read."""
    from kg.documents.formats import ENDINGS

    return list(ENDINGS)


def test_the_same_file_twice_adds_nothing(folder: Folder) -> None:
    """By the hash of its bytes, whatever its name; also when one command names it twice, and when a person put the text there."""
    once, twice = lay(folder, "a.txt", "Lena Moor met Ana Silva."), lay(folder, "b.txt", "Lena Moor met Ana Silva.")
    held = lay(folder, "held.txt", (folder.documents / "tide.txt").read_bytes())

    assert kg("add", once, twice, cwd=folder.root).err.splitlines()[-2:] == [
        "../b.txt: is a already; nothing was added.",
        "Added: 1 source. Next: kg check",
    ]
    before = {path: path.read_bytes() for path in folder.data.rglob("*") if path.is_file()}
    again = kg("add", once, held, cwd=folder.root)

    assert (again.code, again.out) == (0, "")
    assert again.err == "../a.txt: is a already; nothing was added.\n../held.txt: is tide-2020-05 already; nothing was added.\n"
    assert {path: path.read_bytes() for path in folder.data.rglob("*") if path.is_file()} == before


def test_another_text_at_the_same_address_is_a_source_of_its_own(folder: Folder) -> None:
    """The text under quotes stays as it was; the new row says whose other version it is."""
    kg("add", lay(folder, "p.html", page()), cwd=folder.root)
    ran = kg("add", lay(folder, "p.html", page("<p>Corrected: the crew was paid in full on Tuesday.</p>")), cwd=folder.root)

    assert (ran.code, ran.out) == (0, "union-sues-silva-shipping-2\n")
    assert ran.err.splitlines()[-2] == (
        "../p.html: has the address of union-sues-silva-shipping and another text: it is a source of its own. "
        "Quotes from union-sues-silva-shipping stay where they are; read both for what was changed."
    )
    assert (folder.documents / "union-sues-silva-shipping.txt").read_text(encoding="utf-8") == ARTICLE
    assert '"Another version of union-sues-silva-shipping: the same address, another text."' in sources(folder)[-1]
    assert kg("check", cwd=folder.root).code == 0


def test_the_same_words_in_another_file_are_told(folder: Folder) -> None:
    """A page with another menu: a second source, and a hint that it may be a copy."""
    kg("add", lay(folder, "p.html", page()), cwd=folder.root)
    ran = kg("add", lay(folder, "q.html", page().replace(b"Home", b"Start")), cwd=folder.root)

    assert ran.err.splitlines()[-2] == (
        "../q.html: has word for word the text of union-sues-silva-shipping. "
        "If it repeats that one, write union-sues-silva-shipping into its column copies: a copy is no second voice."
    )


def test_what_the_user_says_counts_more_than_what_the_document_says(folder: Folder) -> None:
    """Each option fills its column; a publisher that is an actor's label is that actor."""
    options = {
        "title": "Crew Unpaid", "publisher": "Silva Shipping", "published": "2020-05~", "kind": "party", "author": "A. Silva", "language": "pt",
        "id": "crew", "url": "https://silva.example/a", "archived-url": "https://archive.example/1", "retrieved": "2020-06-01",
    }  # fmt: skip
    flat = [part for name, value in options.items() for part in (f"--{name}", value)]

    ran = kg("add", lay(folder, "p.html", page()), "--excerpt", *flat, cwd=folder.root)

    assert (ran.code, ran.out) == (0, "crew\n")
    source = program.open(folder.root).case.source_by_id["crew"]
    assert (source.title, source.publisher, source.kind, source.author, source.language) == (
        "Crew Unpaid",
        "silva-shipping",
        "party",
        "A. Silva",
        "pt",
    )
    assert (source.published and source.published.text, source.retrieved and source.retrieved.isoformat()) == ("2020-05~", "2020-06-01")
    assert (source.url, source.archived_url, source.document_is) == ("https://silva.example/a", "https://archive.example/1", "excerpt")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--kind", "blog"], '"blog" is no kind of source. Known are: news, official, court, party, dataset, other.'),
        (["--id", "May 1"], '"May 1" cannot be an id. Write small letters a to z, digits and hyphens, with a letter first.'),
        (["--id", "tide-2020-05"], '"tide-2020-05" is taken already; nothing was added. Choose another id.'),
        (["--published", "last week"], '"last week" is no date of publication. Write it as 2016-03-16, 2016-03 or 2016.'),
        (["--url", "javascript:alert(1)"], '--url "javascript:alert(1)" cannot be kept. Check its form.'),
        (["--language", "EN"], '--language "EN" cannot be kept. Did you mean "en"?'),
        (["--title", "a\u202eb"], '--title "a<U+202E>b" holds what no name can. Type it again.'),
        (["../a.txt", "--title", "A"], "--title is of one document, and 2 are named. Add them one by one."),
    ],
    ids=lambda value: value[-1] if isinstance(value, list) else "",
)
def test_a_wish_that_means_nothing_is_refused_before_anything_is_read(folder: Folder, options: list[str], sentence: str) -> None:
    """Wrong usage, exit 2, and nothing is written."""
    before = sources(folder)

    ran = kg("add", lay(folder, "a.txt", "Lena Moor met Ana Silva."), *options, cwd=folder.root)

    assert (ran.code, ran.err.splitlines()[-1]) == (2, f"Error: {sentence}")
    assert sources(folder) == before


def test_a_document_that_the_check_would_refuse_is_not_added(folder: Folder) -> None:
    """A party's paper without its party: told under the document's name; the workspace stays as it was."""
    before = {path: path.read_bytes() for path in folder.data.rglob("*") if path.is_file()}

    ran = kg("add", lay(folder, "a.txt", "Lena Moor met Ana Silva."), "--kind", "party", "--publisher", "Nobody Ltd", cwd=folder.root)

    assert ran.code == 1
    assert ran.err.splitlines()[0].startswith("../a.txt: publisher: ")
    assert ran.err.splitlines()[-1] == "1 finding; nothing was added."
    assert {path: path.read_bytes() for path in folder.data.rglob("*") if path.is_file()} == before


def test_a_title_that_no_table_holds_gives_way_to_the_name_of_the_file(folder: Folder) -> None:
    """A stranger wrote it: what steers a terminal or mixes scripts does not come in, and the id is made of what is left."""
    hostile = page().replace(b"Union Sues Silva Shipping | The Tide", "Un\u202eion".encode()).replace(b"<h1>Union Sues Silva Shipping</h1>", b"")

    assert kg("add", lay(folder, "raid.html", hostile), cwd=folder.root).out == "raid\n"


def test_a_title_without_latin_letters_gets_an_id_all_the_same(folder: Folder) -> None:
    """After the file, and where that has none either, after the hash of the file."""
    raw = "# \u1780\u1781\n\n\u1780\u1781 \u1782.\n".encode()

    assert kg("add", lay(folder, "khmer.md", raw), cwd=folder.root).out == "khmer\n"
    other = raw + b"."
    assert kg("add", lay(folder, "\u1780.md", other), cwd=folder.root).out == f"document-{hashlib.sha256(other).hexdigest()[:8]}\n"


def test_nothing_is_written_over_a_document_that_no_row_names(folder: Folder) -> None:
    """Nor over one whose name differs in case only: on some systems that is the same file."""
    (folder.documents / "Minutes.txt").write_text("Somebody's.", encoding="utf-8")

    assert kg("add", lay(folder, "minutes.txt", "Lena Moor met Ana Silva."), cwd=folder.root).out == "minutes-2\n"
    assert (folder.documents / "Minutes.txt").read_text(encoding="utf-8") == "Somebody's."


def test_documents_are_never_written_outside_of_the_workspace(folder: Folder) -> None:
    """A link in the place of the folder leads nowhere."""
    elsewhere = folder.root.parent / "elsewhere"
    shutil.move(folder.documents, elsewhere)
    folder.documents.symlink_to(elsewhere)

    with pytest.raises(WorkspaceError, match='"data/documents" is a link to somewhere else; nothing was written'):
        add(folder, [folder.root / lay(folder, "a.txt", "Lena Moor met Ana Silva.")])
    assert sorted(path.name for path in elsewhere.iterdir()) == ["tide.txt"]


def test_no_document_is_looked_for_outside_of_the_workspace(folder: Folder) -> None:
    """A row that names a file elsewhere makes that file no known one."""
    name = lay(folder, "a.txt", "Lena Moor met Ana Silva.")
    with (folder.data / "sources.csv").open("a", encoding="utf-8") as table:
        table.write(f"out,news,Out,The Tide,2020,{folder.root.parent / 'a.txt'},original\n")

    assert kg("add", name, cwd=folder.root).out == "a\n"


def test_a_missing_library_is_named_with_the_line_that_installs_it(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other files are added all the same: text needs no library."""
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    paper, text = lay(folder, "p.pdf", b"%PDF-1.7"), lay(folder, "a.txt", "Lena Moor met Ana Silva.")

    ran = kg("add", paper, text, cwd=folder.root)

    assert (ran.code, ran.out) == (1, "a\n")
    assert f"../p.pdf: needs pypdfium2, which is not installed. {INSTALL}\n" in ran.err


def test_a_workspace_with_findings_takes_documents_too(folder: Folder) -> None:
    """Its other faults are not the document's; but a table of sources that cannot be read is not written to."""
    with (folder.data / "statements.csv").open("a", encoding="utf-8") as table:
        table.write("nobody\n")
    name = lay(folder, "a.txt", "Lena Moor met Ana Silva.")

    assert kg("add", name, cwd=folder.root).out == "a\n"
    (folder.data / "sources.csv").write_text("id,kind\n", encoding="utf-8")
    with pytest.raises(DataError):
        add(folder, [folder.root.parent / "a.txt"])


def test_python_adds_like_the_command(folder: Folder) -> None:
    """`kg.open(".").add(…)` returns what became of each, and the workspace is read anew."""
    workspace = program.open(folder.root)
    assert "a" not in workspace.case.source_by_id

    done = workspace.add(folder.root.parent / Path(lay(folder, "a.txt", "Lena Moor met Ana Silva.")).name, kind="court")

    assert [(one.source.id, one.words, one.found) for one in done.added] == [("a", 5, ())]
    assert workspace.case.source_by_id["a"].kind == "court"
    with pytest.raises(UsageError, match="is no kind of source"):
        workspace.add("x.txt", kind="blog")


def test_questions_are_answered_by_whoever_sits_there(folder: Folder) -> None:
    """What neither option nor document says is asked for; the answers stand in the row."""
    from dataclasses import replace

    asked: list[str] = []

    def ask(name: str, source: object) -> object:
        asked.append(name)
        return replace(source, title="Talks at the Gate", publisher="The Tide")  # type: ignore[type-var]

    path = folder.root.parent / Path(lay(folder, "a.txt", "Lena Moor met Ana Silva.")).name
    (added,) = add(folder, [path], Wish(), ask=ask).added  # type: ignore[arg-type]

    assert asked == [str(path)]
    assert (added.source.id, added.source.publisher) == ("talks-at-the-gate", "The Tide")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no terminals of this kind")
def test_a_terminal_is_asked(folder: Folder) -> None:
    """With a terminal at both ends the command asks for what is missing, and takes an empty answer."""
    import pty
    import subprocess

    name = lay(folder, "a.txt", "Lena Moor met Ana Silva.")
    parent, child = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "kg", "add", name], cwd=folder.root, stdin=child, stderr=child, stdout=subprocess.PIPE, close_fds=True
    )
    os.close(child)
    os.write(parent, b"Talks at the Gate\n\nsoon\n2020-05\ncourt\n")
    out, _ = running.communicate(timeout=60)
    os.close(parent)

    assert (running.returncode, out) == (0, b"talks-at-the-gate\n")
    source = program.open(folder.root).case.source_by_id["talks-at-the-gate"]
    assert (source.kind, source.publisher, source.published and source.published.text) == ("court", "", "2020-05")


def test_a_link_that_leads_outside_makes_nobody_read_it(tmp_path: Path) -> None:
    """Documents are read below `data/documents` only, also when it is asked whether a text is there already."""
    secret, held = tmp_path / "secret.txt", "What we hold.\n"
    secret.write_text("Nobody outside of this room may read that.\n", encoding="utf-8")
    rows = [{"id": name, "kind": "other", "title": name, "document": f"{name}.txt", "document_is": "note"} for name in ("out", "in")]
    folder = make_workspace(tmp_path / "case", sources=rows, documents={"in.txt": held})
    (folder.documents / "out.txt").symlink_to(secret)

    known = Known(read_workspace(folder).case, folder)

    assert known.by_hash == {hashlib.sha256(held.encode()).hexdigest(): "in"}
