"""Every regular expression of the program, on texts made to make it slow: none of them takes more than a moment."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

import pytest

import kg

#: Fragments that patterns of ours are made of, each repeated to 100 KB.
LENGTH = 100_000
FRAGMENTS = ("a", " ", "a-", "2013-", "a b\n", "“x, ", "[when ", "1,", "&amp", "http://a.", "ភ", "<a ")
#: Seconds of the processor for one pattern over one text. A sound one takes milliseconds, one that begins anew at each letter minutes.
PATIENCE = 2.0


@dataclass(frozen=True)
class Used:
    """A pattern, and whether the program looks for it everywhere in a text, or at its beginning only."""

    pattern: re.Pattern[str]
    everywhere: bool


def patterns() -> dict[str, Used]:
    """Each compiled pattern of text that a module of the program holds, by module and name; those inside of tables too."""
    found: dict[str, Used] = {}
    for info in pkgutil.walk_packages(kg.__path__, "kg."):
        if info.name != "kg.__main__":
            module = importlib.import_module(info.name)
            source = inspect.getsource(module)
            for name, value in vars(module).items():
                looked_for = re.search(rf"\b{name}\.(?:search|finditer|findall|subn?|split)\b", source) is not None
                found |= {f"{info.name}.{name}{where}": Used(pattern, looked_for) for where, pattern in _inside(value)}
    return found


def _inside(value: object) -> Iterator[tuple[str, re.Pattern[str]]]:
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield "", value
    elif isinstance(value, dict):
        yield from ((f"[{key}]", item) for key, item in value.items() if isinstance(item, re.Pattern) and isinstance(item.pattern, str))
    elif isinstance(value, (tuple, list)):
        yield from ((f"[{n}]", item) for n, item in enumerate(value) if isinstance(item, re.Pattern) and isinstance(item.pattern, str))


@contextmanager
def within(seconds: float, what: str) -> Iterator[None]:
    """Ends the block with a failure when its time on the processor is up; matching hears this signal."""

    def up(_: int, __: FrameType | None) -> None:
        pytest.fail(f"{what} takes more than {seconds} s")

    before = signal.signal(signal.SIGPROF, up)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def test_no_pattern_of_ours_is_slow_on_any_text() -> None:
    """Used as the program uses it, on a text that ends otherwise than the pattern would like."""
    every = patterns()
    assert len(every) > 100
    assert sum(used.everywhere for used in every.values()) > 40
    for name, used in every.items():
        for fragment in FRAGMENTS:
            text = fragment * (LENGTH // len(fragment)) + "!"
            with within(PATIENCE, f"{name} on {fragment!r}"):
                if used.everywhere:
                    used.pattern.sub("", text)
                else:
                    used.pattern.match(text)
                    used.pattern.fullmatch(text)


def test_a_slow_pattern_would_be_seen() -> None:
    """The classic one, which goes back over and over."""
    with pytest.raises(pytest.fail.Exception), within(0.2, "it"):
        re.fullmatch(r"(a+)+b", "a" * 40)
