"""The import that the README shows, run as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

from cli_kit import copy_of_example, kg, readme_files


def test_the_import_of_the_readme_does_what_it_says(root: Path, tmp_path: Path) -> None:
    """Table, mapping and what the command prints, up to where the README stops; and then without the dry run."""
    text = (root / "README.md").read_text(encoding="utf-8").partition("## Taking in what others wrote")[2].partition("\n## ")[0]
    shown, *_ = re.findall(r"^```console\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    folder = copy_of_example(tmp_path / "case")
    for name, content in readme_files().items():
        (folder.root / name).write_text(content, encoding="utf-8")
    command, _, printed = shown.partition("\n")

    ran = kg(*command.removeprefix("$ kg ").split(), cwd=folder.root)

    assert ran.out.startswith(printed)
    assert ran.err.splitlines() == [
        'Say what their words mean in a mapping file (--map): [values.relation], then "their word" = "our relation".',
        "Would be added: 2 actors, 1 source, 1 evidence; 0 there already; 1 skipped.",
        "Nothing was written. Leave out --dry-run to write it.",
    ]
    assert kg("import", "links.csv", "--map", "links.toml", cwd=folder.root).code == 0
    assert "csv-metadata" not in kg("tidy", "--check", cwd=folder.root).err
    assert kg("build", cwd=folder.root).code == 0
    assert "silva-shipping funded harbour-fund [when 2019]" in (folder.exports / "statements.csv").read_text(encoding="utf-8")
