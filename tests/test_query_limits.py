"""Queries that run away: stopped by time, memory, rows or Ctrl-C, with one sentence, and nothing is left of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

import pytest
from cli_kit import Ran, copy_of_example, example, kg
from limits_kit import PATIENCE, children, computes, is_gone, until

from kg import QueryError, UsageError, WorkspaceError
from kg import open as kg_open
from kg.graph import store
from kg.query import named_queries

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="children are looked at in /proc")

EVERYTHING = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
NARROWER = "Narrow it, for instance to one actor, relation or graph, or give it more"
SLOW = f"Error: The query was stopped after 1 s. {NARROWER} time (--timeout).\n"
DEEP = "Error: The query is nested too deeply. At most 20 brackets may stand inside each other.\n"
LONG = "Error: The query is too long, or nested too deeply, to be read. Ask in several queries.\n"
UNREADABLE = (
    'The query cannot be read near line 1, column 10: "'
    + "a" * 99
    + '…". Look for a missing dot or semicolon, a misspelled word, or a form that is not SPARQL 1.1.'
)


def joined(number: int) -> str:
    """So many patterns of which each goes on where the one before ended."""
    return " ".join(f"?v{n} kg:met ?v{n + 1} ." for n in range(number))


def doubled(times: int) -> str:
    """A text that is twice as long each time."""
    return "BIND('aaaaaaaaaa' AS ?t0) " + " ".join(f"BIND(CONCAT(?t{n}, ?t{n}) AS ?t{n + 1})" for n in range(times))


def numbers(most: int) -> str:
    return " ".join(map(str, range(most)))


STOPPED = {
    "everything times everything": EVERYTHING,
    "rows without end": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "rows without end, each once": "SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "two closures of everything": "SELECT (COUNT(*) AS ?n) { ?a (!kg:nothing)* ?b . ?c (!kg:nothing)* ?d }",
    "a chain of 40 joins": f"SELECT (COUNT(*) AS ?n) {{ {joined(40)} }}",
}
ANSWERED = {
    "a pair of everything typed": ("SELECT (COUNT(*) > 60000 AS ?n) { ?a a ?b . ?c a ?d }", "n\r\ntrue\r\n"),
    "a pattern that other engines never finish": (f"ASK {{ FILTER(REGEX('{'a' * 60}!', '^(a+)+$')) }}", "false\n"),
    "a pattern that would be huge": ("ASK { FILTER(REGEX('a', '((a{1000}){1000}){100}')) }", "false\n"),
    "the closure of a relation": ("ASK { ?a kg:partOf+ ?a }", "false\n"),
    "a text of 2.6 MB": (f"SELECT (STRLEN(?t18) AS ?n) {{ {doubled(18)} }}", "n\r\n2621440\r\n"),
    "20 patterns": (f"ASK {{ {'?s ?p ?o . ' * 20} }}", "true\n"),
    "40 patterns": (f"ASK {{ {'?s ?p ?o . ' * 40} }}", "true\n"),
    "250 numbers": (f"SELECT (COUNT(*) AS ?n) {{ VALUES ?x {{ {numbers(250)} }} }}", "n\r\n250\r\n"),
    "1,000 numbers": (f"SELECT (COUNT(*) AS ?n) {{ VALUES ?x {{ {numbers(1_000)} }} }}", "n\r\n1000\r\n"),
    "250 alternatives": (f"ASK {{ {' UNION '.join(['{ ?a ?b ?c }'] * 250)} }}", "true\n"),
    "1,000 alternatives": (f"ASK {{ {' UNION '.join(['{}'] * 1_000)} }}", "true\n"),
}
REFUSED = {
    "300 brackets": (f"ASK {{ FILTER({'(' * 300}1{')' * 300}) }}", DEEP),
    "1,000 braces": (f"ASK {'{' * 1_000}{'}' * 1_000}", DEEP),
    "a list of 5,000": (
        f"ASK {{ FILTER(1 IN ({', '.join(['1'] * 5_000)})) }}",
        "Error: The query has 10009 words and signs; at most 4000 are read. Ask in several queries.\n",
    ),
    "a word of 16,000 letters": (
        "a" * 16_000,
        f"Error: {UNREADABLE}\n",
    ),
}


def timed(*arguments: str) -> Ran:
    """What a query does, which is done before anybody loses patience."""
    began = time.monotonic()
    ran = kg("query", *arguments)
    assert time.monotonic() - began < PATIENCE
    return ran


# ---- time


@pytest.mark.parametrize("name", STOPPED)
def test_a_runaway_is_stopped_when_its_time_is_up(name: str) -> None:
    """Whatever it is busy with, the engine's own code included."""
    assert timed("--timeout", "1", "-f", "csv", STOPPED[name]) == Ran(1, "", SLOW)


@pytest.mark.parametrize("name", ANSWERED)
def test_what_only_looks_like_a_runaway_is_answered(name: str) -> None:
    """Long lists and hard patterns within the limits of a query."""
    text, answer = ANSWERED[name]

    assert timed("--timeout", str(PATIENCE), "-f", "csv", text) == Ran(0, answer, "")


@pytest.mark.parametrize("name", REFUSED)
def test_a_text_that_would_stop_the_reader_is_refused_before_it_is_read(name: str) -> None:
    """In one sentence, without a limit of time."""
    text, sentence = REFUSED[name]
    text += " " if text.isalnum() else ""  # a single word would be the name of a query

    assert timed("-f", "csv", text) == Ran(1, "", sentence)


@pytest.mark.parametrize("number", [41, 80, 125])
def test_a_join_that_would_take_long_to_plan_is_refused(number: int) -> None:
    """By its count, or because the parser has no room for so many; nothing is planned."""
    ran = timed(f"ASK {{ {'?s ?p ?o . ' * number} }}")

    assert (ran.code, ran.out) == (1, "")
    assert ran.err in (LONG, f"Error: One group of this query joins {number} patterns; at most 40 can be planned. Ask in several queries.\n")


def test_a_file_of_before_outlives_a_runaway(tmp_path: Path) -> None:
    """The answer goes to `-o` as a whole or not at all, and no other file comes into being."""
    (tmp_path / "answer.csv").write_text("of before", encoding="utf-8")

    ran = timed("--timeout", "1", "-f", "csv", "-o", str(tmp_path / "answer.csv"), EVERYTHING)

    assert ran == Ran(1, "", SLOW)
    assert [path.name for path in tmp_path.iterdir()] == ["answer.csv"]
    assert (tmp_path / "answer.csv").read_text(encoding="utf-8") == "of before"


# ---- memory


def test_a_query_may_take_only_so_much_memory() -> None:
    """The engine ends its process when there is none; the user is told why."""
    ran = timed("--memory", "0.125", "SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f }")

    assert ran == Ran(1, "", f"Error: The query was stopped: it needs more than 128 MiB of memory. {NARROWER} memory (--memory).\n")


def test_memory_may_be_without_limit() -> None:
    """0 takes the limit away."""
    assert timed("--memory", "0", "sources") == timed("sources")


# ---- rows


def test_a_cut_answer_says_that_it_was_cut() -> None:
    """On stderr, so that the data stays data; the rest is never worked out."""
    endless = "SELECT ?a ?d ?g { ?a a kg:Report . ?d ?e ?f . ?g ?h ?i }"
    only = "; there are more. ORDER BY in the query says which come first.\n"

    many = timed("--max-rows", "1200", "-f", "csv", endless)
    one = timed("--max-rows", "1", "-f", "json", "SELECT ?label { ?a a kg:Ministry ; rdfs:label ?label } ORDER BY DESC(?label)")

    assert (many.code, len(many.out.splitlines()), many.err) == (0, 1201, f"Only the first 1,200 rows are shown{only}")
    assert (one.code, one.err) == (0, f"Only the first row is shown{only}")
    assert one.out.count('"value"') == 1


def test_an_answer_that_fits_says_nothing() -> None:
    """Also one that has just as many rows as may be shown."""
    text = "SELECT ?a { ?a a kg:Ministry }"
    whole = timed("-f", "csv", text)
    rows = len(whole.out.splitlines()) - 1

    assert rows > 1
    assert timed("--max-rows", str(rows), "-f", "csv", text) == whole
    assert timed("--max-rows", str(rows - 1), "-f", "csv", text).err.startswith(f"Only the first {'row is' if rows == 2 else f'{rows - 1} rows are'}")
    assert timed("--max-rows", "1", "ASK {}") == Ran(0, "yes\n", "")


def test_triples_are_counted_each_once() -> None:
    """A CONSTRUCT that makes the same triple again and again has one."""
    same = "CONSTRUCT { kg:a kg:b kg:c } WHERE { ?a ?b ?c }"
    all_ = "CONSTRUCT { ?a ?b ?c } WHERE { ?a ?b ?c }"

    assert timed("--max-rows", "1", "-f", "ntriples", same) == timed("-f", "ntriples", same)
    cut = timed("--max-rows", "5", "-f", "ntriples", all_)
    assert len(cut.out.splitlines()) == 5
    assert cut.err.startswith("Only the first 5 rows are shown; there are more.")


# ---- wrong use


@pytest.mark.parametrize(
    ("option", "said"),
    [
        (["--timeout", "0"], "Invalid value for '--timeout': 0.0 is not in the range x>0."),
        (["--timeout", "soon"], "Invalid value for '--timeout': 'soon' is not a valid float range."),
        (["--timeout", "inf"], "Invalid value for '--timeout': inf is no amount."),
        (["--memory", "nan"], "Invalid value for '--memory': nan is no amount."),
        (["--memory", "-1"], "Invalid value for '--memory': -1.0 is not in the range x>=0."),
        (["--max-rows", "0"], "Invalid value for '--max-rows': 0 is not in the range x>=1."),
    ],
    ids=" ".join,
)
def test_a_limit_is_a_number_above_nothing(option: list[str], said: str) -> None:
    """Wrong use, with the value."""
    ran = timed(*option, "sources")

    assert (ran.code, ran.out, ran.err.splitlines()[-1]) == (2, "", f"Error: {said}")


# ---- Ctrl-C and other ends, in real processes


def asking(*arguments: str) -> tuple[subprocess.Popen[bytes], int]:
    """A real `kg query` that is busy in the engine, in a group of its own as a shell starts it, and the number of its child."""
    command = [sys.executable, "-m", "kg", "query", *arguments]
    process = subprocess.Popen(command, cwd=example().root, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    until(lambda: bool(children(process.pid)))
    [child] = children(process.pid)
    until(lambda: computes(child))
    return process, child


def read(file: IO[bytes] | None) -> bytes:
    assert file
    with file:
        return file.read()


def test_ctrl_c_ends_a_query_at_once(tmp_path: Path) -> None:
    """While the engine hears no signal: one word, no traceback, no child, and no file."""
    process, child = asking("-o", str(tmp_path / "answer.txt"), EVERYTHING)
    os.killpg(process.pid, signal.SIGINT)

    assert process.wait(PATIENCE) == 1
    assert (read(process.stdout), read(process.stderr)) == (b"", b"\nAborted!\n")
    assert is_gone(child)
    assert list(tmp_path.iterdir()) == []


def test_a_query_whose_command_was_killed_does_not_go_on() -> None:
    """It would compute for ever, unseen."""
    process, child = asking(EVERYTHING)
    process.kill()

    assert process.wait(PATIENCE) == -signal.SIGKILL
    until(lambda: is_gone(child))
    assert (read(process.stdout), read(process.stderr)) == (b"", b"")


def test_a_query_that_somebody_killed_is_one_sentence() -> None:
    """As when the machine has no memory left."""
    process, child = asking(EVERYTHING)
    os.kill(child, signal.SIGKILL)

    assert process.wait(PATIENCE) == 1
    said = b"Error: The query was killed by the system or by somebody else, perhaps because no memory was left.\n"
    assert (read(process.stdout), read(process.stderr)) == (b"", said)


# ---- large datasets


@pytest.mark.skipif(
    os.environ.get("KG_EXAMPLES", "1") == "1", reason="forks after other tests loaded stores with threads: may wait for ever; alone it passes"
)
def test_the_store_of_a_large_dataset_is_made_before_the_clock_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is there afterwards, whatever became of the query."""
    monkeypatch.setattr(store, "CACHED_FROM", 1)
    case = copy_of_example(tmp_path / "case")

    assert kg("query", "--timeout", "1", EVERYTHING, cwd=case.root) == Ran(1, "", SLOW)
    assert [path.name[:6] for path in case.cache.glob("*-*")] == ["store-"]
    assert kg("query", "sources", cwd=case.root) == kg("query", "sources")


def test_a_store_that_could_not_be_made_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a damaged dataset nor a killed command leaves half a store behind."""
    monkeypatch.setattr(store, "CACHED_FROM", 1)
    case = copy_of_example(tmp_path / "case")
    (case.exports / "graph.nq").write_text("<a> <b", encoding="utf-8")

    ran = kg("query", "sources", cwd=case.root)

    assert (ran.code, ran.err[:28]) == (1, "Error: graph.nq is damaged: ")
    assert list(case.cache.glob("*-*")) == []


# ---- from Python


def test_from_python_a_query_may_have_a_limit_of_time() -> None:
    """The same error as a sentence; an answer that comes in time is the same answer."""
    case = kg_open(example().root)

    with pytest.raises(QueryError) as caught:
        case.query(EVERYTHING, timeout=1)

    assert f"Error: {caught.value}\n" == SLOW
    assert case.query("about", timeout=PATIENCE, actor="acra") == case.query("about", actor="acra")


def test_from_python_errors_are_the_same_with_a_limit(tmp_path: Path) -> None:
    """What is wrong with a question, or with the workspace."""
    kg("init", "case", cwd=tmp_path)

    with pytest.raises(QueryError, match=r"^The query is empty\. kg query --list shows the named queries\.$"):
        kg_open(example().root).query("# nothing", timeout=PATIENCE)
    with pytest.raises(WorkspaceError, match=r"^Nothing has been built here yet\. Run: kg build$"):
        kg_open(tmp_path / "case").query("sources", timeout=PATIENCE)


@pytest.mark.parametrize("timeout", [0, -1, float("nan"), float("inf")])
def test_from_python_a_limit_is_a_number_above_nothing(timeout: float) -> None:
    """Wrong use is an error with the value, and nothing is asked."""
    with pytest.raises(UsageError) as caught:
        kg_open(example().root).query("sources", timeout=timeout)

    assert str(caught.value) == f"timeout is {timeout}; it is a number of seconds above 0."


def test_no_named_query_takes_what_python_takes_itself() -> None:
    """A parameter called like the option could not be given."""
    assert "timeout" not in {parameter.name for named in named_queries() for parameter in named.parameters}
