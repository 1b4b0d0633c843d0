"""The words of a query as text: where code ends and strings begin, and where a query that cannot be read goes wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pyoxigraph import Store

from kg.errors import QueryError

__all__ = ["bare", "count_words", "explain", "line_of", "line_with", "place_of", "refused_by_engine", "variables"]

#: What a name may hold: more than `\w`, which lacks the vowels of Khmer and of the scripts of India.
_NAME = r"\w\u00b7\u0300-\u036f\u037f-\u1fff\u200c\u200d\u203f\u2040\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd"
#: The tokens of SPARQL 1.1 inside which a word means nothing; long strings before short ones, IRIs before `<`.
_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'(?:[^'\\\n]|\\.)*'"
    r'|<[^<>"{}|^`\\\x00-\x20]*>'
    r"|\#[^\n]*"
    rf"|[?$](?P<variable>[{_NAME}]+)"
    r"|@[A-Za-z]+(?:-[A-Za-z0-9]+)*"
    rf"|[{_NAME}.-]*:(?:[{_NAME}.:%-]|\\.)*"
    # What is left is code. A word is taken whole, or each of its letters would be looked at as the beginning of a name.
    rf"|(?P<code>[{_NAME}.-]++|\S)",
    re.DOTALL,
)
_OPENS = dict(zip(")]}", "([{", strict=True))
#: A character that stands in no query outside comments and strings.
_NEVER = "\n\x01"
_POSITION = re.compile(r"error at (\d+):(\d+)")
#: What pyoxigraph says → what we say.
_PHRASES = {
    "SELECT contains a variable that is unbound": "SELECT asks for a variable that GROUP BY does not give.",
    "SELECT * is not authorized with GROUP BY": "SELECT * cannot stand with GROUP BY: name the columns.",
}


def bare(text: str) -> str:
    """The text with every string, IRI, comment, variable and prefixed name blanked, each character still in its place."""
    return _TOKEN.sub(lambda token: token[0] if token["code"] else re.sub(r"[^\n]", " ", token[0]), text)


def count_words(text: str) -> int:
    """How many words and signs stand in the text outside its comments; a string is one, and so is an IRI."""
    return sum(not token[0].startswith("#") for token in _TOKEN.finditer(text))


def variables(text: str) -> tuple[str, ...]:
    """The names of all variables, in the order in which the text first names them."""
    return tuple(dict.fromkeys(token["variable"] for token in _TOKEN.finditer(text) if token["variable"]))


def line_of(text: str, *words: str) -> int:
    """The first line on which one of the words stands as a whole name, IRI, variable, string or keyword; 0 where none does."""
    return min(_lines(text, *words), default=0)


def line_with(text: str, word: str, *others: str) -> int:
    """Of the lines on which a word stands the first with most of the others; 0 where it stands nowhere."""
    beside = [_lines(text, other) for other in others]
    lines = sorted(_lines(text, word))
    return max(lines, key=lambda line: sum(line in each for each in beside), default=0)


def _lines(text: str, *words: str) -> set[int]:
    starts = (token.start() for token in _TOKEN.finditer(text) if token[0] in words or (token["variable"] and f"?{token['variable']}" in words))
    return {text.count("\n", 0, start) + 1 for start in starts}


def place_of(text: str, offset: int) -> str:
    """`line 2, column 10`, both counted from 1."""
    before = text[:offset]
    return f"line {before.count(chr(10)) + 1}, column {offset - before.rfind(chr(10))}"


def _line(text: str, number: int) -> str:
    line = text.split("\n")[number - 1].strip()
    return line if len(line) <= 100 else f"{line[:99]}…"


def explain(text: str, prefixes: Mapping[str, str], offset: int) -> QueryError:
    """Why a text is no SPARQL 1.1, as an error; `offset` is where rdflib gave up.

    Needs a text that passed the limits of the guard. Nothing is run: an illegal character is put behind the text first.
    """
    unclosed = _unclosed(text)
    if unclosed:
        return unclosed
    said = ""
    try:
        Store().query(text + _NEVER, prefixes=dict(prefixes))
    except SyntaxError as error:
        said = str(error)
    return refused_by_engine(text, said, prefixes, offset)


def refused_by_engine(text: str, said: str, prefixes: Iterable[str], offset: int = 0) -> QueryError:
    """The error for what pyoxigraph said about a text, in plain words."""
    for phrase, sentence in _PHRASES.items():
        if phrase in said:
            return QueryError(sentence)
    match = _POSITION.search(said)
    line, column = (int(match[1]), int(match[2])) if match else (1, 1)
    if match and "Prefix not found" in said and (unknown := _prefix_before(text, line, column)):
        known = ", ".join(f"{prefix}:" for prefix in sorted(prefixes))
        return QueryError(f'The prefix "{unknown}:" at line {line} is not declared: "{_line(text, line)}".', hint=f"Known without declaring: {known}")
    if line > text.count("\n") + 1:
        # Oxigraph read on to the end; then rdflib's place, the start of what it could not read, is the nearer one.
        line, column = (int(number) for number in re.findall(r"\d+", place_of(text, offset)))
    return QueryError(
        f'The query cannot be read near line {line}, column {column}: "{_line(text, line)}".',
        hint="Look for a missing dot or semicolon, a misspelled word, or a form that is not SPARQL 1.1.",
    )


def _prefix_before(text: str, line: int, column: int) -> str:
    rows = text.split("\n")
    found = re.findall(r"([\w.-]*):", rows[line - 1][:column]) if line <= len(rows) else []
    return found[-1] if found else ""


def _unclosed(text: str) -> QueryError | None:
    """The bracket or quotation mark that has no other half, as an error."""
    opened: list[tuple[str, int]] = []
    for offset, character in enumerate(bare(text)):
        if character in "\"'":
            return _alone(text, offset, "The quotation mark", "is never closed")
        if character in "([{":
            opened.append((character, offset))
        elif character in _OPENS and (not opened or opened.pop()[0] != _OPENS[character]):
            return _alone(text, offset, f"The {character}", "closes nothing")
    return _alone(text, opened[-1][1], f"The {opened[-1][0]}", "is never closed") if opened else None


def _alone(text: str, offset: int, what: str, fate: str) -> QueryError:
    line = text[:offset].count("\n") + 1
    return QueryError(f'{what} at {place_of(text, offset)} {fate}: "{_line(text, line)}".')
