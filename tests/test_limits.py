"""Work in a child process: every way in which it can end, by fork and in a new interpreter, and that nothing is left of it."""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import limits_work as work
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from limits_kit import PATIENCE, children, computes, is_gone, until

from kg.errors import DataError, KgError
from kg.limits import Died, Finished, Limits, Outcome, Stopped, can_fork, run, stream
from kg.limits.child import CRASH, ERROR, HEADER, MEMORY, RAW_ROW, ROW, VALUE, perform, send_to
from kg.limits.parent import _Wait
from kg.limits.process import start

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="children are looked at in /proc")

MIB = 1 << 20
#: A fork, and a new interpreter.
BOTH = pytest.mark.parametrize("alone", [True, False], ids=["fork", "fresh"])


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    """After every test: no child, dead or alive, and soon no open file more than before."""
    gc.collect()  # files of earlier tests that nobody holds any more
    files = work.open_files()
    yield
    with contextlib.suppress(ChildProcessError):
        assert os.waitpid(-1, os.WNOHANG) == (0, 0)
    until(lambda: work.open_files() <= files)


def within(alone: bool, do: Callable[[], object], **limits: Any) -> Outcome[object]:
    return run(do, Limits(**limits), alone=alone)


# ---- ends


@BOTH
def test_what_is_returned_comes_back(alone: bool) -> None:
    """A value of any kind, also from a document reader: bytes in, text out."""
    assert within(alone, partial(work.double, 21)) == Finished(42)
    assert within(alone, partial(work.read_document, b"x" * 3 * MIB)) == Finished("x" * 3 * MIB)


@BOTH
def test_talk_of_a_child_reaches_nobody(alone: bool, capfd: pytest.CaptureFixture[str]) -> None:
    """However much it is, and whoever writes it; the answer is not disturbed."""
    assert within(alone, work.talk) == Finished("done")
    assert capfd.readouterr() == ("", "")


@BOTH
@pytest.mark.parametrize("name", work.ERRORS)
def test_our_errors_come_back_as_they_were(alone: bool, name: str) -> None:
    """The same class and sentence, with hint and findings; the system's too."""
    error = work.ERRORS[name]

    with pytest.raises(type(error)) as caught:
        within(alone, partial(work.fail, name))

    assert str(caught.value) == str(error)
    assert vars(caught.value) == vars(error)
    if isinstance(error, DataError):
        assert [finding.code for finding in error.findings] == ["a", "b"]


@BOTH
def test_a_limit_of_time_ends_any_work(alone: bool) -> None:
    """Also native code that hears no signal and lets no thread run."""
    assert within(alone, work.spin, seconds=0.3) == Stopped("seconds", 0.3)
    assert within(alone, work.backtrack, seconds=0.3) == Stopped("seconds", 0.3)


@BOTH
def test_a_long_time_is_a_limit_too(alone: bool) -> None:
    """Also one that is longer than a system can wait at once."""
    assert within(alone, partial(work.double, 1), seconds=1e12) == Finished(2)


@BOTH
def test_what_the_work_itself_started_holds_nobody_up(alone: bool) -> None:
    """A process that outlives the child and holds its terminal open."""
    assert within(alone, work.start_another) == Finished("started")


@BOTH
def test_a_limit_of_computing_ends_work(alone: bool) -> None:
    """However long it waits meanwhile."""
    assert within(alone, work.spin, cpu_seconds=0.3) == Stopped("cpu_seconds", 0.3)


@BOTH
def test_a_limit_of_memory_ends_work(alone: bool) -> None:
    """Python's own want of memory, and a library's that ends the process; beyond what the child began with."""
    assert within(alone, partial(work.eat, 400 * MIB), memory=300 * MIB) == Stopped("memory", 300 * MIB)
    assert within(alone, work.abort, memory=300 * MIB) == Stopped("memory", 300 * MIB)
    assert within(alone, partial(work.eat, 10 * MIB), memory=300 * MIB) == Finished(10 * MIB)


@BOTH
def test_a_limit_of_the_answer_refuses_it(alone: bool) -> None:
    """What is as large as the limit passes."""
    assert within(alone, partial(bytes, 10_000), answer_bytes=9_000) == Stopped("answer_bytes", 9_000)
    assert within(alone, partial(bytes, 10_000), answer_bytes=len(pickle.dumps(bytes(10_000)))) == Finished(bytes(10_000))


@BOTH
@pytest.mark.parametrize(
    ("do", "how"),
    [
        (work.crash, "crashed (SIGSEGV)"),
        (work.kill, "was killed by the system or by somebody else, perhaps because no memory was left"),
        (work.lack, "ran out of memory"),
        (work.abort, "ran out of memory"),
        (partial(work.leave, 0), "ended without an answer (exit code 0)"),
        (partial(work.leave, 3), "ended without an answer (exit code 3)"),
        (work.stumble, "failed with ValueError: a line and another"),
        (partial(sys.exit, 2), "failed with SystemExit: 2"),
    ],
    ids=["bad address", "killed", "no memory", "library without memory", "left", "left with 3", "unexpected", "exit"],
)
def test_a_death_is_told_in_words(alone: bool, do: Callable[[], object], how: str) -> None:
    """And what the child said last is kept for whoever looks for the fault."""
    died = within(alone, do)

    assert isinstance(died, Died)
    assert died.how == how
    assert ("in stumble" in died.detail) is (do is work.stumble)


@BOTH
def test_a_value_that_cannot_be_sent_is_a_failure(alone: bool) -> None:
    """Not a wait without end."""
    died = within(alone, work.unsendable)

    assert isinstance(died, Died)
    assert died.how.startswith("failed with ")


@pytest.mark.parametrize(
    ("outcome", "sentence"),
    [
        (Stopped("seconds", 5), "The query was stopped after 5 s."),
        (Stopped("seconds", 0.5), "The query was stopped after 0.5 s."),
        (Stopped("cpu_seconds", 30), "The query was stopped after 30 s of computing."),
        (Stopped("memory", 4 << 30), "The query was stopped: it needs more than 4 GiB of memory."),
        (Stopped("memory", 1536 * MIB), "The query was stopped: it needs more than 1.5 GiB of memory."),
        (Stopped("answer_bytes", 10 * MIB), "The query was stopped: its answer is larger than 10 MiB."),
        (Stopped("answer_bytes", 900), "The query was stopped: its answer is larger than 900 bytes."),
        (Stopped("answer_rows", 10_000), "The query was stopped: its answer has more than 10,000 rows."),
        (Died("crashed (SIGSEGV)"), "The query crashed (SIGSEGV)."),
    ],
    ids=str,
)
def test_every_end_has_one_sentence(outcome: Stopped | Died, sentence: str) -> None:
    """With the limit as people write it."""
    assert outcome.sentence("The query") == sentence


# ---- streams


@BOTH
def test_rows_come_as_they_are_made(alone: bool) -> None:
    """In order, while the child still works; the value comes last."""
    rows: list[object] = []

    assert stream(partial(work.count, 5_000), rows.append, Limits(), alone=alone) == Finished(5_000)
    assert rows == list(range(5_000))


@BOTH
def test_a_limit_of_rows_keeps_the_rows_before_it(alone: bool) -> None:
    """Exactly so many; an answer of just that size is whole."""
    rows: list[object] = []

    assert stream(partial(work.count, 101), rows.append, Limits(answer_rows=100), alone=alone) == Stopped("answer_rows", 100)
    assert rows == list(range(100))
    assert stream(partial(work.count, 100), rows.append, Limits(answer_rows=100), alone=alone) == Finished(100)


@BOTH
def test_a_limit_of_bytes_counts_all_rows(alone: bool) -> None:
    """Rows that are bytes go through the pipe as they are."""
    rows: list[object] = []

    assert stream(partial(work.repeat, b"x" * 1_000, 20), rows.append, Limits(answer_bytes=3_500), alone=alone) == Stopped("answer_bytes", 3_500)
    assert rows == [b"x" * 1_000] * 3


@BOTH
def test_rows_before_an_end_of_any_kind_are_handed_over(alone: bool) -> None:
    """An error of ours, and a stream that never ends."""
    rows: list[object] = []

    with pytest.raises(KgError, match=r"^The third cannot be read\.$"):
        stream(work.rows_then_fail, rows.append, Limits(), alone=alone)
    assert rows == [1, 2]
    assert stream(work.forever, rows.append, Limits(seconds=0.5), alone=alone) == Stopped("seconds", 0.5)


@BOTH
def test_whoever_cannot_take_a_row_ends_the_child(alone: bool) -> None:
    """A reader that has left (`| head`) stops the work."""

    def refuse(_: object) -> None:
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        stream(work.forever, refuse, Limits(), alone=alone)


@settings(max_examples=60)
@given(st.lists(st.one_of(st.binary(max_size=40), st.integers(), st.text(max_size=9))), st.lists(st.integers(0, 10_000)))
def test_the_answer_may_come_in_any_pieces(rows: list[object], cuts: list[int]) -> None:
    """A pipe cuts where it likes: the same rows come out in the same order, and the value."""
    sent = bytearray()
    taken: list[object] = []
    wait = _Wait[str](Limits(), taken.append)

    def each() -> Generator[object, None, str]:
        yield from rows
        return "end"

    perform(each, lambda kind, content=b"": sent.extend(HEADER.pack(kind, len(content)) + content))
    for begin, end in pairwise([0, *sorted(cut % (len(sent) + 1) for cut in cuts), len(sent)]):
        wait._take(bytes(sent[begin:end]))

    assert taken == rows
    assert wait._judged(0) == Finished("end")


# ---- the child's side, in this process


def frames(do: Callable[[], object]) -> list[tuple[bytes, bytes]]:
    sent: list[tuple[bytes, bytes]] = []
    perform(do, lambda kind, content=b"": sent.append((kind, content)))
    return sent


def test_the_work_becomes_frames() -> None:
    """Each kind of end has its own, and rows come before it."""
    assert frames(partial(work.double, 4)) == [(VALUE, pickle.dumps(8))]
    assert frames(partial(work.count, 2)) == [(ROW, pickle.dumps(0)), (ROW, pickle.dumps(1)), (VALUE, pickle.dumps(2))]
    assert frames(partial(work.repeat, b"raw", 1)) == [(RAW_ROW, b"raw"), (VALUE, pickle.dumps(None))]
    assert frames(work.lack) == [(MEMORY, b"")]
    assert [kind for kind, _ in frames(partial(work.fail, "QueryError"))] == [ERROR]
    assert [kind for kind, _ in frames(work.stumble)] == [CRASH]
    assert [kind for kind, _ in frames(work.unsendable)] == [CRASH]


def test_an_error_that_cannot_be_sent_is_told_in_words() -> None:
    """A class of our errors that pickle cannot make again."""

    class OddError(KgError):
        def __init__(self, one: str, other: str) -> None:
            super().__init__(one + other)

    def raise_odd() -> None:
        raise OddError("one", "other")

    [(kind, content)] = frames(raise_odd)

    assert kind == CRASH
    assert pickle.loads(content)[0] == "OddError: oneother"


def test_frames_go_whole_through_a_pipe() -> None:
    """With their length before them."""
    reading, writing = os.pipe()
    send_to(writing)(VALUE, b"content")
    os.close(writing)

    with os.fdopen(reading, "rb") as file:
        assert file.read() == HEADER.pack(VALUE, 7) + b"content"


# ---- nothing is left, nothing leaks


@BOTH
def test_a_child_dies_with_its_lifeline(alone: bool) -> None:
    """Where the system has no signal for the death of a parent, the closed pipe tells."""
    child: Any = start(work.spin, Limits(), alone=alone)
    lifeline = child._lifeline if alone else child._process.stdin.fileno()
    # Put the end of another pipe in its place: the number must stay ours until the child is ended.
    reading, writing = os.pipe()
    os.dup2(writing, lifeline)

    said = child.next(PATIENCE)

    assert said.content == b""
    assert child.end().code == 1
    os.close(reading)
    os.close(writing)


def test_a_child_holds_no_pipe_of_another() -> None:
    """Or the one would outlive a parent because of the other."""
    files = run(work.open_files, Limits(), alone=True)
    other = start(work.spin, Limits(), alone=True)

    assert run(work.open_files, Limits(), alone=True) == files
    assert other.end().code == -signal.SIGKILL


@BOTH
def test_a_child_leaves_no_picture_of_its_memory(alone: bool) -> None:
    """A crash on a case's data writes no core file."""
    finished = within(alone, work.core_limit)

    assert isinstance(finished, Finished)
    assert finished.value[0] == 0  # type: ignore[index]


@BOTH
def test_a_child_does_not_hear_ctrl_c(alone: bool) -> None:
    """The parent does, and ends it; so no traceback of a child is ever seen."""
    assert within(alone, work.press_ctrl_c) == Finished("still here")


# ---- seen from outside: real processes


def apart(code: str, *arguments: str, **more: Any) -> subprocess.Popen[bytes]:
    """A Python of its own that finds the tests' modules."""
    before = f"import sys; sys.path[:0] = {[str(Path(__file__).parent)]}\nimport limits_work as work\nfrom kg.limits import *\n"
    return subprocess.Popen([sys.executable, "-c", before + code, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)


SPIN = """
try:
    run(work.spin, Limits(), alone=sys.argv[1] == "True")
except KeyboardInterrupt:
    print("interrupted")
"""


def spinning(alone: bool) -> tuple[subprocess.Popen[bytes], int]:
    """A process that waits for a child that never ends, and the number of that child."""
    parent = apart(SPIN, str(alone), start_new_session=True)
    until(lambda: bool(children(parent.pid)))
    [child] = children(parent.pid)
    until(lambda: computes(child))
    return parent, child


@BOTH
def test_ctrl_c_ends_both(alone: bool) -> None:
    """Sent to the whole group, as a terminal does; the caller sees its KeyboardInterrupt, and nobody prints anything else."""
    parent, child = spinning(alone)
    os.killpg(parent.pid, signal.SIGINT)

    assert parent.communicate(timeout=PATIENCE) == (b"interrupted\n", b"")
    assert is_gone(child)


@BOTH
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_no_child_outlives_its_parent(alone: bool, end: signal.Signals) -> None:
    """Not even one that was killed and could do nothing more."""
    parent, child = spinning(alone)
    parent.send_signal(end)

    assert parent.communicate(timeout=PATIENCE) == (b"", b"")
    until(lambda: is_gone(child))


@BOTH
def test_a_process_without_terminal_files_can_have_children(alone: bool, tmp_path: Path) -> None:
    """Files 0 to 2 closed, as under some job schedulers."""
    code = """
import os, pathlib
os.closerange(0, 3)
pathlib.Path(sys.argv[2]).write_text(str(run(work.talk, Limits(), alone=sys.argv[1] == "True")))
"""
    with apart(code, str(alone), str(tmp_path / "out")):
        pass

    assert (tmp_path / "out").read_text(encoding="utf-8") == "Finished(value='done')"


def test_only_a_process_of_one_thread_is_copied() -> None:
    """Unless its owner vouches for the other threads."""
    code = """
import threading
print(can_fork())
held = threading.Event()
threading.Thread(target=held.wait).start()
print(can_fork())
held.set()
"""
    with apart(code) as process:
        assert process.communicate(timeout=PATIENCE) == (b"True\nFalse\n", b"")
    assert can_fork() is (len(list(Path("/proc/self/task").iterdir())) == 1)


def test_a_script_without_a_guard_is_not_run_again() -> None:
    """The trap of other ways to start an interpreter: no `if __name__ == "__main__"` is needed."""
    with apart("print('once')\nprint(run(work.core_limit, Limits(), alone=False).value[0])") as process:
        assert process.communicate(timeout=PATIENCE) == (b"once\n0\n", b"")


def test_where_no_process_can_be_had_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence with the system's reason."""
    monkeypatch.setattr(sys, "executable", "/nowhere/python")

    with pytest.raises(KgError) as caught:
        run(work.spin, Limits(), alone=False)

    assert str(caught.value) == "No process can be started: No such file or directory. Close other programs and try again."
