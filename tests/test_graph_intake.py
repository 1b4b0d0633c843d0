"""Files of strangers: other formats, requests, bombs; each is read, or is a finding, and nobody is asked."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from canary import listening
from rdf_kit import ALONE, PREFIXES, SHORT, read

from kg.model import Case

# ---- files that are not read

FILES: dict[str, tuple[str, str | bytes, str]] = {
    "RDF/XML": ("a.rdf", "", "data/a.rdf: is RDF/XML, which is not read. Convert it to Turtle, with the ending .ttl"),
    "OWL": ("a.OWL", "", "data/a.OWL: is RDF/XML, which is not read. Convert it to Turtle, with the ending .ttl"),
    "N3": ("a.n3", "", "data/a.n3: is N3, which is not read. Convert it to Turtle, with the ending .ttl"),
    "a document type": (
        "a.ttl",
        '\n<!DOCTYPE rdf:RDF [<!ENTITY x SYSTEM "file:///etc/passwd">]><rdf:RDF/>',
        "data/a.ttl: is RDF/XML, which is not read. Convert it to Turtle, with the ending .ttl",
    ),
    "XML": ("a.nt", '<?xml version="1.0"?>', "data/a.nt: is RDF/XML, which is not read. Convert it to Turtle, with the ending .ttl"),
    "UTF-16": ("a.ttl", "x".encode("utf-16"), 'data/a.ttl:1: is written in UTF-16, not in UTF-8. Save it as UTF-8 (in Excel: "CSV UTF-8").'),
    "bytes": (
        "a.ttl",
        b"# \xff\xfe\xfd\n",
        'data/a.ttl:1: is not UTF-8: the byte 0xFF at offset 2 looks like Windows-1252. Save it as UTF-8 (in Excel: "CSV UTF-8").',
    ),
    "no Turtle": (
        "a.ttl",
        "<http://example.net/a>\n  oops .",
        ("data/a.ttl:2: cannot be parsed: oops is not a valid predicate. "
        "Correct the line, or write the file anew with a program that knows the format."),
    ),
    "an IRI with a blank": (
        "a.ttl",
        "\n<actor/a b> <http://example.net/b> 1 .",
        ("data/a.ttl:2: cannot be parsed: Invalid IRI code point ' '. "
        "Correct the line, or write the file anew with a program that knows the format."),
    ),
    "an IRI over two lines": (
        "a.nt",
        "<http://example.net/a\nb> <http://example.net/b> 1 .",
        ("data/a.nt:1: cannot be parsed: Invalid IRI code point '<U+000A>'. "
        "Correct the line, or write the file anew with a program that knows the format."),
    ),
    "half a character": (
        "a.ttl",
        '<http://example.net/a> <http://example.net/b> "\\uD800" .',
        ("data/a.ttl:1: cannot be parsed: The escape sequence '\\uD800' is encoding D800 that is not a valid unicode character. "
        "Correct the line, or write the file anew with a program that knows the format."),
    ),
    "no JSON": (
        "a.jsonld",
        '{"@id": "http://example.net/a",\n"http://example.net/b":',
        ("data/a.jsonld:2: cannot be parsed: Unexpected end of file, a value was expected. "
        "Correct the line, or write the file anew with a program that knows the format."),
    ),
    "half a character in JSON": (
        "a.jsonld",
        '{"@id": "http://example.net/a",\n"http://example.net/b": "\\ud800"}',
        ("data/a.jsonld:2: cannot be parsed: Unexpected end of file. "
        "Correct the line, or write the file anew with a program that knows the format."),
    ),
    "a remote context": (
        "a.jsonld",
        '{\n"@context": "http://127.0.0.1:9/context"}',
        ('data/a.jsonld:2: @context: "http://127.0.0.1:9/context" would have to be fetched, and nothing is. '
        "Write the context itself into the file."),
    ),
    "an imported context": (
        "a.jsonld",
        '{"@context": [{"@version": 1.1, "@import": "file:///etc/passwd"}]}',
        'data/a.jsonld:1: @context: "file:///etc/passwd" would have to be fetched, and nothing is. Write the context itself into the file.',
    ),
    "a key without a context": (
        "a.jsonld",
        '{"@context": {"kg": "https://w3id.org/actor-kg/"}, "@id": "actor/alder",\n"modality": "alleged"}',
        'data/a.jsonld:2: "modality" is declared in no context, so JSON-LD leaves it out. Declare it in the context, or delete it.',
    ),
    "an IRI that JSON-LD would leave out": (
        "a.jsonld",
        '{"@id": "actor/cdm manpower", "http://example.net/b": 1}',
        'data/a.jsonld:1: "https://example.org/made/actor/cdm manpower" is no IRI, so JSON-LD leaves it out. Write it without blanks and brackets.',
    ),
    "a name for no file": (
        "a:b.ttl",
        "",
        ('data/a:b.ttl: "a:b.ttl" cannot be the name of a file on every system. '
        "Write a path below the folder with / between its parts, and without .. : \\ or names that Windows reserves."),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_cannot_be_read_is_one_finding(tmp_path: Path, name: str) -> None:
    """Other formats, other encodings and broken files say which file, which line, and what to do; nothing of them is read."""
    file, content, expected = FILES[name]

    answer = read(tmp_path, {file: content})

    assert answer == (Case(ALONE), (), (expected,))


def test_a_link_out_of_the_workspace_is_not_followed(tmp_path: Path) -> None:
    """What lies elsewhere is not read, and neither is what is no file."""
    (tmp_path / "other.ttl").write_text(PREFIXES + SHORT)
    data = tmp_path / "case" / "data"
    data.mkdir(parents=True)
    (data / "linked.ttl").symlink_to(tmp_path / "other.ttl")
    (data / "broken.ttl").symlink_to(tmp_path / "nothing.ttl")
    os.mkfifo(data / "pipe.ttl")

    case, kept, found = read(tmp_path / "case", {})

    assert (case, kept) == (Case(ALONE), ())
    assert found == (
        "data/broken.ttl: cannot be read: it is no file. Check that the file is there and is yours to read.",
        "data/linked.ttl: is a link that leads out of the workspace. Copy the file itself into data/.",
        "data/pipe.ttl: cannot be read: it is no file. Check that the file is there and is yours to read.",
    )


# ---- nobody is asked


@pytest.fixture
def canary() -> Iterator[tuple[str, list[str]]]:
    """A server that notes every request, and its notes."""
    with listening() as found:
        yield found.address, found.hits


@pytest.mark.enable_socket
def test_no_file_makes_a_request_or_opens_another(tmp_path: Path, canary: tuple[str, list[str]]) -> None:
    """Contexts, imports, entities and IRIs in every place: no server is asked, no file opened, its text comes out nowhere."""
    address, hits = canary
    secret = tmp_path / "secret.jsonld"
    secret.write_text('{"@context": {"@vocab": "urn:canary-text:"}}')
    here = tmp_path / "case"
    files: dict[str, str | bytes] = {}
    for number, target in enumerate((f"{address}/context", secret.as_uri(), str(secret))):
        contexts = (
            f'"{target}"',
            f'["{target}"]',
            f'{{"@version": 1.1, "@import": "{target}"}}',
            f'{{"p": {{"@id": "http://example.net/p", "@context": "{target}"}}}}',
            f'{{"p": {{"@id": "http://example.net/p", "@context": {{"@import": "{target}"}}}}}}',
        )
        for kind, context in enumerate(contexts):
            files[f"{number}{kind}.jsonld"] = f'{{"@context": {context}, "@id": "http://example.net/a", "p": {{"@id": "http://example.net/b"}}}}'
        entity = f'<!DOCTYPE rdf:RDF [<!ENTITY % x SYSTEM "{target}"> %x; <!ENTITY y SYSTEM "{target}">]><rdf:RDF>&y;</rdf:RDF>'
        files |= {f"{number}.{ending}": entity for ending in ("rdf", "owl", "trix", "ttl", "nt")}
        files[f"{number}0.ttl"] = f"{PREFIXES}<> owl:imports <{address}/x> ; rdfs:seeAlso <{address}/y> . <{address}/g> a <{address}/t> ."
        files[f"{number}1.trig"] = f"@prefix p: <{address}/> . p:g {{ p:a p:b <{address}/c> }}"
    opened: list[str] = []
    watching = [True]

    def watch(event: str, values: tuple[object, ...]) -> None:
        if watching and event == "open" and str(values[0]).endswith("secret.jsonld"):
            opened.append(str(values[0]))

    sys.addaudithook(watch)

    answer = read(here, files)

    watching.clear()
    assert hits == []
    assert opened == []
    assert "canary-text" not in repr(answer)
    assert len([line for line in answer[2] if "would have to be fetched" in line]) == 15


# ---- bombs

X_HEAD = '{"@context": {"@vocab": "http://example.net/"}, "a": '
BOMBS: dict[str, tuple[str, str, int | str]] = {
    "20 000 prefixes": ("a.ttl", "".join(f"@prefix p{i}: <http://example.net/{i}/> .\n" for i in range(20_000)) + "p1:a p2:b p3:c .", 1),
    "2 000 brackets": ("a.ttl", "<a> <p> " + "[ <p> " * 2_000 + "1" + " ]" * 2_000 + " .", 2_001),
    "100 000 items": ("a.ttl", "<a> <p> (" + " 1" * 100_000 + ") .", 200_001),
    "5 000 digits": ("a.ttl", "<a> <p> " + "9" * 5_000 + " .", 'is no xsd:integer. Correct it, or write it as text.'),
    "5 000 digits of a quantity": ("a.ttl", PREFIXES + "<s> a kg:Statement ; kg:quantity " + "9" * 5_000 + " .", "is no quantity that we read."),
    "20 000 triple terms": ("a.ttl", "<a> <p> " + "<<( <a> <p> " * 20_000 + "1" + " )>>" * 20_000 + " .", "a triple stands inside another."),
    "1 000 << in strings": ("a.ttl", '<a> <p> """"<<\'\'\'""", "<<\\"<<", \'\'\'<<"\'\'\', \'<<\' . # <<\n' * 1_000, 4),
    "a string without end": ("a.ttl", '<a> <p> ' + '"<<\n' * 100_000, "a triple stands inside another."),
    "3 000 braces": ("a.jsonld", X_HEAD + '{"a": ' * 3_000 + "1" + "}" * 3_001, "is nested more than 60 levels deep."),
    "70 braces": ("a.jsonld", X_HEAD + '{"a": ' * 70 + "1" + "}" * 71, "is nested more than 60 levels deep."),
    "50 braces": ("a.jsonld", X_HEAD + '{"a": ' * 50 + "1" + "}" * 51, 51),
    "a chain of terms": (
        "a.jsonld",
        '{"@context": {' + ",".join(f'"t{i}": "t{i + 1}:x"' for i in range(50_000)) + ', "t50000": "http://example.net/"}, "t0": 1}',
        "has more than 100 contexts, or more than 2000 terms in them.",
    ),
    "101 contexts": (
        "a.jsonld",
        "[" + ",".join('{"@context": {"@vocab": "http://example.net/"}, "a": 1}' for _ in range(101)) + "]",
        "has more than 100 contexts, or more than 2000 terms in them.",
    ),
    "5 000 digits in JSON": ("a.jsonld", X_HEAD + "9" * 5_000 + "}", "is no xsd:double. Correct it"),
    "500 001 triples": ("a.ttl", "<a> <p> 1" + ",1" * 500_000 + ".", "holds more than 500 000 triples."),
    "a value of 17 MB": ("a.ttl", '<a> <p> "' + "x" * 17_000_000 + '" .', "holds a value of more than 16 MB."),
    "20 000 001 bytes": ("a.nt", "#" * 20_000_001, "is larger than 20 MB."),
    "20 000 unknown terms": ("a.ttl", PREFIXES + "".join(f"ex:a{i} kg:nope{i} 1 .\n" for i in range(20_000)), "unknown term"),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_read_or_refused_in_time(tmp_path: Path, name: str) -> None:
    """Nothing that a file may hold ends the program, fills the memory or runs on: it is read, or it is a finding."""
    file, content, expected = BOMBS[name]
    before = time.process_time()

    _, kept, found = read(tmp_path, {file: content})

    assert time.process_time() - before < 40
    if isinstance(expected, int):
        assert found == ()
        assert sum(len(quads) for _, quads in kept) == expected
    else:
        assert kept == ()
        assert any(expected in line for line in found)
