"""Data on its way into the file: safe inside a script element, and without what is empty."""

from __future__ import annotations

import base64
import json
import re
import zlib

__all__ = ["lean", "pack", "to_json"]

Json = dict[str, object]

#: A script element ends at `</script`, and two separators end a line in older engines; lone surrogates cannot be written.
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
        blank[kind] = {key: type(value)() for record in records[:1] for key, value in record.items() if isinstance(value, str | bool | list | tuple)}
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
