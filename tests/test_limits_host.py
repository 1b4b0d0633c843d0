"""A host: it holds something, and every piece of work is done in a copy of it that can always be ended."""

from __future__ import annotations

import os
import sys
from functools import partial

import pytest
from host_work import add, build, count_files, do_nothing_for_ever, fail_to_build, grow, refuse
from limits_kit import children, is_gone, until

from kg.errors import KgError, QueryError, WorkspaceError
from kg.limits import Died, Finished, Limits, Stopped
from kg.limits.host import Host, Work, outcome_of, received

pytestmark = [pytest.mark.skipif(sys.platform != "linux", reason="hosts fork")]


@pytest.fixture
def host() -> object:
    """A host that holds some numbers."""
    made = Host(partial(build, 10))
    made.wait()
    yield made
    made.close()


def test_work_sees_what_is_held_and_changes_nothing(host: Host[list[int]]) -> None:
    """Each piece of work has a copy of its own: what one adds, the next does not see."""
    assert [host.do(Work(partial(add, number), Limits())) for number in (5, 7)] == [Finished(50), Finished(52)]


def test_what_work_raises_of_ours_is_raised_here(host: Host[list[int]]) -> None:
    """An error of ours comes through with its hint; the host goes on."""
    with pytest.raises(QueryError, match=r"No\. Ask less\."):
        host.do(Work(refuse, Limits()))
    assert host.do(Work(partial(add, 0), Limits())) == Finished(45)


def test_limits_end_work_and_nothing_is_left_of_it(host: Host[list[int]]) -> None:
    """Time and memory are limits as of any child."""
    assert host.do(Work(do_nothing_for_ever, Limits(seconds=0.2))) == Stopped("seconds", 0.2)
    assert host.do(Work(grow, Limits(memory=64 << 20))) == Stopped("memory", 64 << 20)
    until(lambda: not [child for child in children(host.number) if not is_gone(child)])


def test_work_ends_when_nobody_waits_for_it(host: Host[list[int]]) -> None:
    """Whoever closes the connection ends the copy and its child."""
    connection = host.begin(Work(do_nothing_for_ever, Limits()))
    until(lambda: any(children(child) for child in children(host.number)))
    (copy,) = children(host.number)
    (worker,) = children(copy)
    connection.close()
    until(lambda: is_gone(copy) and is_gone(worker))


def test_work_that_has_begun_outlives_the_host(host: Host[list[int]]) -> None:
    """To let a host go drops no answer."""
    connection = host.begin(Work(partial(do_nothing_for_ever, most=0.5), Limits()))
    until(lambda: bool(children(host.number)))
    host.close()
    assert outcome_of(received(connection)) == Finished(45)
    connection.close()
    with pytest.raises(KgError, match="its process has ended"):
        host.begin(Work(partial(add, 0), Limits()))


def test_many_at_once(host: Host[list[int]]) -> None:
    """Light work is done while other work never ends."""
    spinning = [host.begin(Work(do_nothing_for_ever, Limits(), nice=15)) for _ in range(2)]
    assert [host.do(Work(partial(add, number), Limits())) for number in range(20)] == [Finished(45 + number) for number in range(20)]
    for connection in spinning:
        connection.close()


def test_no_file_of_the_host_is_open_in_the_work(host: Host[list[int]]) -> None:
    """The way to the host and the connections of others stay closed to a piece of work: it has its own three files, its answer and its connection."""
    with host.begin(Work(do_nothing_for_ever, Limits())):
        outcome = host.do(Work(count_files, Limits()))
    assert isinstance(outcome, Finished)
    assert outcome.value <= 6


def test_a_host_that_cannot_be_made_says_why() -> None:
    """What goes wrong with making what it holds is raised where it is waited for; a crash is told too."""
    host: Host[None] = Host(fail_to_build)
    with pytest.raises(WorkspaceError, match="There is nothing"):
        host.wait()
    crashed: Host[None] = Host(partial(os._exit, 3))
    with pytest.raises(KgError, match="its process has ended"):
        crashed.wait()


def test_a_copy_that_is_killed_is_told_of(host: Host[list[int]]) -> None:
    """An answer that never came is an outcome too."""
    connection = host.begin(Work(do_nothing_for_ever, Limits()))
    until(lambda: bool(children(host.number)))
    os.kill(children(host.number)[0], 9)
    assert outcome_of(received(connection)) == Died("ended without an answer")
    connection.close()
