"""`kg` in a shell: pipes that close, disks that are full, locales without letters, paths in Khmer; and its exit codes."""

from __future__ import annotations

import fcntl
import os
import shutil
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest
from cli_kit import Ran, copy_of_example, example, kg, kg_apart

KHMER = "ភ្នំពេញ"
#: No locale at all, and Python kept from making the best of it.
BARE = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}


def shell(script: str, **environment: str) -> Ran:
    """A script of bash in the example, in which `$kg` is the program; its exit code is that of the first in a pipe."""
    command = f"{sys.executable} -m kg"
    done = subprocess.run(
        ["bash", "-c", script], cwd=example().root, env={**os.environ, "kg": command, **environment}, capture_output=True, check=False
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.mark.parametrize(
    "command", ["query 'SELECT * { ?a ?b ?c }'", "query 'SELECT * { ?a ?b ?c }' -f csv", "query --list", "why cdm-manpower", "terms", "page -o -"]
)
def test_a_reader_that_leaves_early_is_no_error(command: str) -> None:
    """`kg … | head -1` prints one line and nothing else."""
    ran = shell(f"$kg {command} | head -1; exit ${{PIPESTATUS[0]}}")

    assert (ran.code, ran.err) == (0, "")
    assert len(ran.out.splitlines()) == 1


@pytest.mark.parametrize("command", ["query sources", "why acra", "terms", "page -o -", "query --list", "build"])
def test_a_full_disk_is_said_in_one_sentence(command: str) -> None:
    """No traceback, not even from Python's own end."""
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")

    ran = shell(f"$kg {command} > /dev/full")

    assert (ran.code, ran.out) == (1, "")
    assert ran.err.splitlines()[-1] == "Error: The output cannot be read or written: No space left on device."
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("locale", [{"LC_ALL": "C"}, {"LC_ALL": "POSIX", "LANG": "C"}], ids=["C", "POSIX"])
def test_khmer_comes_out_whole_whatever_the_locale(locale: dict[str, str], tmp_path: Path) -> None:
    """In arguments, in answers, in the names of folders and files."""
    place = tmp_path / KHMER
    shutil.copytree(example().root, place)

    label = kg_apart(
        "query", "SELECT ?label { actor:phnom-penh skos:prefLabel ?label FILTER(LANG(?label) = 'km') }", "-f", "csv", cwd=place, **locale
    )
    why = kg_apart("why", KHMER, "locatedIn", cwd=place, **locale)
    page = kg_apart("page", "-o", f"{KHMER}.html", cwd=place, **locale)
    built = kg_apart("build", "-w", str(place), cwd=tmp_path, **locale)

    assert label == Ran(0, f"label\r\n{KHMER}\r\n", "")
    assert (why.code, why.out.splitlines()[0]) == (0, "Svay Pak lies in or near Phnom Penh")
    assert (page.code, (place / f"{KHMER}.html").is_file()) == (0, True)
    assert (built.code, built.out) == (0, f"{KHMER}/exports/index.html\n")


def test_findings_in_khmer_come_out_whatever_the_locale(tmp_path: Path) -> None:
    """A sentence that quotes a cell never fails for its letters."""
    case = copy_of_example(tmp_path / "case")
    table = case.data / "statements.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("iom,participatedIn", f"{KHMER},participatedIn"), encoding="utf-8")

    ran = kg_apart("check", cwd=case.root, **BARE)

    assert ran.code == 1
    assert "Traceback" not in ran.err
    assert f'"{KHMER}"' in ran.out


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_data_is_utf8_whatever_the_terminal_takes(encoding: str) -> None:
    """As a pipe on Windows would have it: nothing is lost, nothing fails."""
    assert kg_apart("why", "acra", "memberOf", PYTHONIOENCODING=encoding) == kg("why", "acra", "memberOf")
    assert kg_apart("terms", "memberOf", PYTHONIOENCODING=encoding) == kg("terms", "memberOf")


def test_the_same_words_from_a_process_of_its_own() -> None:
    """`python -m kg` is `kg`: the tests that run in one process stand for the program."""
    for arguments in (["query", "sources"], ["why", "acra", "memberOf"], ["check"], ["chek"], ["query", "about"], ["--version"]):
        assert kg_apart(*arguments) == kg(*arguments)


def test_exit_codes(tmp_path: Path) -> None:
    """0 fine, also for an empty answer; 1 findings or failure; 2 wrong usage."""
    case = copy_of_example(tmp_path / "case")
    (case.data / "actors.csv").unlink()

    fine = [["query", "sources"], ["query", "SELECT ?a { ?a kg:attacked ?b }"], ["query", "ASK { ?a kg:attacked ?b }"], ["check"], ["--help"]]
    assert [kg(*arguments).code for arguments in fine] == [0] * len(fine)
    failing = [["check"], ["build"], ["query", "SELECT"], ["query", "SELECT ?a {"], ["why", "acra"]]
    assert [kg(*arguments, cwd=case.root).code for arguments in failing] == [1, 1, 2, 1, 1]
    wrong = [[], ["nothing"], ["query"], ["query", "nothing"], ["why"], ["why", "nobody"], ["terms", "nothing"], ["page", "--profile", "x"]]
    assert [kg(*arguments).code for arguments in wrong] == [2] * len(wrong)


def test_ctrl_c_is_no_traceback() -> None:
    """Whoever stops a command sees one word."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "query", "-"], cwd=example().root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        assert process.stdin
        process.stdin.write(b"SELECT")
        process.stdin.flush()
        _wait_until_reading(process)
        process.send_signal(2)
        out, err = process.communicate(timeout=30)
    finally:
        process.kill()

    assert (process.returncode, out, err.decode().strip()) == (1, b"", "Aborted!")


def _wait_until_reading(process: subprocess.Popen[bytes]) -> None:
    """Returns when the process has taken its input and waits for more."""
    assert process.stdin
    for _ in range(300):
        waiting = struct.unpack("i", fcntl.ioctl(process.stdin, termios.FIONREAD, b"\0\0\0\0"))[0]
        if waiting == 0:
            return
        time.sleep(0.1)
