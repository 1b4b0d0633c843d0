"""Lines of FollowTheMoney to entities, or to what is wrong with them: whoever wrote the file, nothing of it is trusted."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from kg.clean import visible
from kg.findings import Finding, Place, find
from kg.interchange.ftm.schemata import SCHEMATA, Schema
from kg.tables.candidates import split_lines
from kg.tables.cells import MOST_BYTES
from kg.tables.header import nearest

__all__ = ["Line", "parse_lines"]

_MOST_IN_LINE = 1 << 20
_MOST_PROPERTIES = 200
_ID = re.compile(r"[0-9a-zA-Z]([0-9a-zA-Z.\-]*[0-9a-zA-Z])?", re.ASCII)
_LONGEST_ID = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One entity as the file has it."""

    place: Place
    id: str
    schema: Schema
    properties: Mapping[str, tuple[str, ...]]

    def __getitem__(self, name: str) -> tuple[str, ...]:
        return self.properties.get(name, ())

    def several(self, *names: str) -> tuple[str, ...]:
        """The texts of several properties, each once, in order."""
        return tuple(dict.fromkeys(text for name in names for text in self[name]))


class _Refused(ValueError):  # noqa: N818  # no error of the program: a line on its way to a finding
    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def parse_lines(raw: bytes, path: str) -> tuple[dict[str, Line], tuple[Finding, ...]]:
    """The entities of a file by their id, in the order of the file, and a finding for each line that is none."""
    if len(raw) > MOST_BYTES:
        return {}, (find("ftm-large", Place(path), most=MOST_BYTES),)
    if re.match(rb"(?:\xef\xbb\xbf)?\s*\[\s*{", raw):
        return {}, (find("ftm-list", Place(path)),)
    lines, wrong = split_lines(raw, path)
    entities: dict[str, Line] = {}
    found = list(wrong)
    for place, text in lines:
        try:
            line = _line(place, text)
            first = entities.setdefault(line.id, line)
            if first is not line:
                raise _Refused("ftm-twice", value=line.id, line=str(first.place.line))
        except _Refused as refused:
            found.append(find(refused.code, place, **refused.values))
    return entities, tuple(found)


def _line(place: Place, text: str) -> Line:
    told = _load(text)
    identity, name, properties = told.get("id"), told.get("schema"), told.get("properties", {})
    if not isinstance(identity, str) or not isinstance(name, str) or not isinstance(properties, dict):
        raise _Refused("ftm-entity")
    if len(identity) > _LONGEST_ID or not _ID.fullmatch(identity):
        raise _Refused("ftm-id", value=visible(identity))
    schema = SCHEMATA.get(name)
    if schema is None or schema.abstract:
        raise _Refused("ftm-schema", value=visible(name), near=nearest(name, [known.name for known in SCHEMATA.values() if not known.abstract]))
    if len(properties) > _MOST_PROPERTIES:
        raise _Refused("ftm-many", most=str(_MOST_PROPERTIES))
    return Line(place, identity, schema, {key: _texts(key, values) for key, values in properties.items()})


def _load(text: str) -> dict[str, object]:
    if len(text) > _MOST_IN_LINE:
        raise _Refused("ftm-long", most=str(_MOST_IN_LINE))
    try:
        told = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise _Refused("ftm-json", detail=f"{error.msg} at character {error.colno}") from error
    except RecursionError as error:
        raise _Refused("ftm-json", detail="it is nested too deeply") from error
    except ValueError as error:
        raise error if isinstance(error, _Refused) else _Refused("ftm-json", detail="a number has too many digits") from error
    if not isinstance(told, dict):
        raise _Refused("ftm-entity")
    return told


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise _Refused("ftm-key", value=visible(Counter(name for name, _ in pairs).most_common(1)[0][0]))
    return fields


def _no_number(word: str) -> object:
    raise _Refused("ftm-json", detail=f"{word} is no number")


def _texts(name: str, values: object) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise _Refused("ftm-values", property=visible(name))
    tidied = (unicodedata.normalize("NFC", value).strip() for value in values)
    return tuple(dict.fromkeys(value for value in tidied if value))
