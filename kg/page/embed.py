"""Data on its way into the file: safe inside a script element, without what is empty; of a large case by columns and packed."""

from __future__ import annotations

import base64
import gzip
import json
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence

__all__ = ["PACKED_ABOVE", "heavy", "lean", "pack", "pack_case", "to_json"]

Json = dict[str, object]

#: A script element ends at `</script`, and two separators end a line in older engines; lone surrogates cannot be written.
#: Bytes of JSON. Below, whoever opens the file in an editor can read the data; above, mail and phones are worth more.
PACKED_ABOVE = 5_000_000
#: So many statements are weighed to know how heavy all are.
SAMPLE = 200
#: What every statement and actor is asked for when the page opens; all else is read a moment later, or when it is needed.
AT_ONCE = {
    "actors": {"id", "label", "names", "type", "family", "event", "span", "between"},
    "statements": {
        "subject", "object", "relation", "relationId", "group", "standing", "kind", "established", "contested", "polarity", "claimant",
        "claimantId", "sort", "span", "origins", "sources",
    },
}  # fmt: skip
#: Ends of statements: short ids, of which the number says all.
ENDS = ("subject", "object")
_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")


def to_json(value: object) -> str:
    """The value as JSON that is safe inside a script element, keys in the order given."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def pack(text: str) -> str:
    """The text as gzip in base64, which `unpack.js` makes into the text again; no day and no file name is in it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    return base64.b64encode(packer.compress(text.encode()) + packer.flush()).decode("ascii")


def lean(data: Json) -> Json:
    """The same data without its empty fields, and under `blank` what stands for them in each kind of record."""
    blank: dict[str, Json] = {}
    kinds = {name: _full(data, name) for name in ("actors", "statements", "sources")}
    kinds["evidence"] = [item for record in kinds["statements"] for item in _full(record, "evidence")]
    for kind, records in kinds.items():
        blank[kind] = {
            key: type(value)() for record in records[:1] for key, value in record.items() if isinstance(value, str | bool | list | tuple | dict)
        }
    short = {name: [_without(record, blank[name]) for record in records] for name, records in kinds.items()}
    for record, whole in zip(short["statements"], kinds["statements"], strict=True):
        record["evidence"] = [_without(item, blank["evidence"]) for item in _full(whole, "evidence")]
    return data | {name: short[name] for name in ("actors", "statements", "sources")} | {"blank": blank}


def _full(record: Json, name: str) -> list[Json]:
    found = record[name]
    assert isinstance(found, list)
    return found


def _without(record: Json, blank: Json) -> Json:
    return {key: value for key, value in record.items() if key not in blank or value != blank[key]}


def heavy(data: Json, above: int = PACKED_ABOVE) -> bool:
    """Whether the data would be more than so many bytes if they were written plainly."""
    statements = _full(data, "statements")
    some = statements[:: max(1, len(statements) // SAMPLE)]
    return len(statements) * len(to_json(some)) > above * max(1, len(some))


def pack_case(data: Json, nodes: Sequence[Json], edges: Sequence[Json]) -> str:
    """Data and drawing as base64 of gzip of two lines of JSON: what the page needs to open, and the rest; records as columns."""
    statements = _full(data, "statements")
    records: dict[str, list[Json]] = {"actors": _full(data, "actors"), "statements": [_without(s, {"evidence": s["evidence"]}) for s in statements]}
    evidence = [_full(statement, "evidence") for statement in statements]
    later = {kind: _keys(rows) - AT_ONCE[kind] - {"node", "edge"} for kind, rows in records.items()}
    first = {kind: {"count": len(rows), "columns": _columns(rows, AT_ONCE[kind]), "later": sorted(later[kind])} for kind, rows in records.items()}
    rest: dict[str, object] = {kind: {"columns": _columns(rows, later[kind])} for kind, rows in records.items()}
    flat = [item for items in evidence for item in items]
    rest["evidence"] = {"count": len(flat), "columns": _columns(flat, _keys(flat)), "each": [len(items) for items in evidence]}
    rest["nodes"] = {"columns": _columns(nodes, _keys(nodes) - {"id"})}
    rest["edges"] = {"columns": _columns(edges, _keys(edges) - {"id", "from", "to"})}
    opening = {"data": lean(data | {"actors": [], "statements": []}), "tables": first}
    packed = bytearray(gzip.compress(f"{to_json(opening)}\n{to_json(rest)}".encode(), 6, mtime=0))
    packed[9] = 255  # the system that packed it: nobody's
    return base64.b64encode(packed).decode()


def _keys(records: Iterable[Mapping[str, object]]) -> set[str]:
    return {key for record in records for key in record}


def _columns(records: Sequence[Mapping[str, object]], keys: Iterable[str]) -> Json:
    return {key: _column([record.get(key) for record in records], end=key in ENDS) for key in sorted(keys)}


def _column(values: Sequence[object], *, end: bool) -> Json:
    """One value for all, numbers of words, or every value; a field that a record does not have is nothing."""
    if end:
        return {"nodes": [int(str(value)[1:]) for value in values]}
    words: dict[object, int] = {}
    rows = [words.setdefault(value if isinstance(value, str) else f"\0{value!r}", len(words)) for value in values]
    known = dict(zip(rows, values, strict=True))
    if len(words) == 1:
        return {"all": known[0]}
    if 2 * len(words) <= len(values):
        return {"words": [known[row] for row in range(len(words))], "rows": rows}
    return {"plain": list(values)}
