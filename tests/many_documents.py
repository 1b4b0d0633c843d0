"""Reads very many short documents in a process of its own, and tells how much memory it holds after each: `python many_documents.py NUMBER`."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from maker import make_workspace

from kg.tasks.extract import extract

__all__ = ["held_while_reading"]

_PAGE = 4096
_FIRST = "Ana Bo Celia Dov Ewa Farid Gita Hugo Ines Jomo Kim Lena Mario Nadia Omar Pia".split()
_VERBS = ("accused", "met", "praised", "sued", "arrested", "paid", "visited", "threatened", "criticized", "rescued")
_BODIES = ("Shipping Ltd", "Trust", "Mining Company", "Workers' Union", "Foundation", "Police", "Ministry of Labour")


def held_while_reading(number: int) -> list[int]:
    """Bytes of memory that a process holds before each document that it reads, no two of which name the same people."""
    done = subprocess.run([sys.executable, __file__, str(number)], check=True, capture_output=True, text=True)
    held: list[int] = json.loads(done.stdout)
    return held


def _text(chance: random.Random) -> str:
    """Four sentences: two that say something, one that is attributed, one about nothing."""

    def word() -> str:
        return "".join(chance.choice("bdfgklmnprstv") + chance.choice("aeiou") for _ in range(chance.randint(2, 4))).capitalize()

    one, other, body = f"{chance.choice(_FIRST)} {word()}", f"{chance.choice(_FIRST)} {word()}", f"{word()} {chance.choice(_BODIES)}"
    return (
        f"{one}, the director of {body}, {chance.choice(_VERBS)} {other} in {word()} on Monday. {body} {chance.choice(_VERBS)} {chance.randint(2, 99)} workers.\n\n"
        f"{other} said that {one.split()[1]} had {chance.choice(_VERBS)} the workers. It rained in {word()} all day.\n"
    )


def _held() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * _PAGE


def main() -> None:
    """Writes the documents, reads them and prints what was held."""
    number, chance, held = int(sys.argv[1]), random.Random(7), []
    documents = {f"d{n}.txt": _text(chance) for n in range(number)}
    rows = [
        {"id": f"d{n}", "kind": "news", "title": f"Paper {n}", "published": "2020-05-04", "document": f"d{n}.txt", "document_is": "original"}
        for n in range(number)
    ]
    with tempfile.TemporaryDirectory() as place:
        folder = make_workspace(Path(place, "case"), documents=documents, sources=rows)
        done = extract(folder, progress=lambda at, of: held.append(_held()) if at < of else None)
    assert done.documents == number
    assert done.candidates > number
    print(json.dumps(held))


if __name__ == "__main__":
    main()
