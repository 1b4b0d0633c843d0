"""A workspace on disk: where it is, and what `kg.toml` says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import WorkspaceError
from kg.folder import Folder, Settings, find_folder, shipped
from kg.texts import sentence


def settings(tmp_path: Path, text: str) -> tuple[Settings, list[str]]:
    """What a `kg.toml` says, and the sentences of what is wrong with it."""
    (tmp_path / "kg.toml").write_text(text, encoding="utf-8")
    read, found = Folder(tmp_path).settings()
    return read, [sentence(finding) for finding in found]


def test_a_workspace_is_found_upwards(tmp_path: Path) -> None:
    """From any folder inside, the workspace is the nearest one that holds a `kg.toml`."""
    (tmp_path / "kg.toml").touch()
    (tmp_path / "data" / "documents").mkdir(parents=True)

    assert find_folder(tmp_path / "data" / "documents").root == tmp_path.resolve()


def test_no_workspace_is_one_sentence_with_a_remedy(tmp_path: Path) -> None:
    """Outside of any workspace the error says where was looked, and how to make one."""
    with pytest.raises(WorkspaceError) as caught:
        find_folder(tmp_path, upwards=False)

    assert str(caught.value) == f'There is no workspace here: "{tmp_path}" and the folders above it hold no kg.toml. Make one with: kg init my-case'


def test_a_folder_that_is_not_there_is_no_workspace(tmp_path: Path) -> None:
    """A slip in the name of a folder never leads to the workspace around it."""
    (tmp_path / "kg.toml").touch()

    with pytest.raises(WorkspaceError) as caught:
        find_folder(tmp_path / "slip")

    assert str(caught.value) == f'"{tmp_path / "slip"}" is not there. Name the folder of a workspace, or one in it.'


def test_settings_have_defaults(tmp_path: Path) -> None:
    """An empty `kg.toml` is a workspace."""
    read, found = settings(tmp_path, "")

    assert (read, found) == (Settings(), [])


def test_settings_are_read(tmp_path: Path) -> None:
    """Title, base, language, licence, curators in order of their ids, and the rule for candidates."""
    text = 'title = "T"\nbase = "https://a.example/x#"\nlanguage = "pt-BR"\nlicence = "CC0-1.0"\nadmit_confidence = 1\n[curators]\nzoe = "Z"\nann = "A"\n'

    read, found = settings(tmp_path, text)

    assert found == []
    assert read == Settings("T", "https://a.example/x#", "pt-BR", "CC0-1.0", (("ann", "A"), ("zoe", "Z")), 1.0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            'titel = "x"',
            "kg.toml:1: titel: unknown setting. Known are: title, base, language, licence, curators, admit_confidence, extract, store, store_update.",
        ),
        ("title = 3", "kg.toml:1: title: has the wrong kind of value. It wants text in quotes."),
        ("admit_confidence = true", "kg.toml:1: admit_confidence: has the wrong kind of value. It wants a number."),
        ('curators = "me"', "kg.toml:1: curators: has the wrong kind of value. It wants a table."),
        (
            '\nbase = "https://example.org"',
            'kg.toml:2: base: "https://example.org" cannot be the start of IRIs. Write an address that ends in "/", such as https://example.org/case/',
        ),
        ('language = "a language"', 'kg.toml:1: language: "a language" is no language tag. Write a tag such as "en", "km" or "pt-BR".'),
        ("admit_confidence = 2", "kg.toml:1: admit_confidence: 2 is no confidence. Write a number above 0 and at most 1, or delete the line."),
        (r'title = "The \u0007 case"', 'kg.toml:1: title: "The <U+0007> case" holds the control character U+0007. Delete it.'),
        (r'licence = "CC\uffff"', 'kg.toml:1: licence: "CC<U+FFFF>" holds U+FFFF, which is no character. Delete it.'),
        (
            '[curators]\nme = "Ed\\u202e Itor"',
            'kg.toml:2: me: "Ed<U+202E> Itor" holds U+202E, which turns the direction of what follows. Delete it.',
        ),
        (
            '[curators]\na_b = "X"',
            'kg.toml:2: a_b: a curator is an id of letters, digits and hyphens, with a name in quotes. Write: editor = "Full Name"',
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    """Each wrong setting is a finding; the default stands in for it, so that the rest can be read."""
    read, found = settings(tmp_path, text)

    assert found == [said]
    assert replace(read, curators=()) == Settings()


def test_settings_that_are_no_toml_are_one_finding(tmp_path: Path) -> None:
    """The reader's own words say where."""
    _, found = settings(tmp_path, "title = ")

    assert found == ['kg.toml: not readable as TOML: Invalid value (at end of document). Write each line as: name = "value"']


def test_the_shipped_files_are_there() -> None:
    """In a checkout they lie beside the package; the test of the wheel looks for them inside of it."""
    assert (shipped() / "ontology" / "kg.ttl").is_file()
