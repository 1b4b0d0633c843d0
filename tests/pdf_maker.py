"""Writes small PDFs, good ones and others: pages of plain drawing orders in one font."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

__all__ = ["Draws", "bomb", "draw", "pdf"]

#: Bytes of what is drawn on a page.
Draws = bytes
_ESCAPED = str.maketrans({"(": r"\(", ")": r"\)", "\\": r"\\"})


def draw(lines: Iterable[str], *, x: int = 72, y: int = 740, size: float = 11, mode: int = 0) -> Draws:
    """The orders that write lines below each other; `mode` 3 draws them invisibly."""
    shown = " ".join(f"({line.translate(_ESCAPED)}) Tj T*" for line in lines)
    return f"BT /F1 {size} Tf {mode} Tr 14 TL {x} {y} Td {shown} ET\n".encode("cp1252")


def pdf(*pages: Draws, info: str = "", packed: bool = False, more: str = "") -> bytes:
    """A PDF of these pages; `info` is the dictionary of what it says of itself, `more` goes into every page."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, content in enumerate(pages):
        stream = zlib.compress(content) if packed else content
        name = "/Filter /FlateDecode " if packed else ""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * number} 0 R {more}>>".encode()
        )
        objects.append(f"<< {name}/Length {len(stream)} >>\nstream\n".encode() + stream + b"\nendstream")
    return written(objects, info)


def written(objects: list[bytes], info: str = "") -> bytes:
    """A file of these objects, the first of which is the catalogue."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate([*objects, info.encode()] if info else objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode() + b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    about = f" /Info {len(places)} 0 R" if info else ""
    return bytes(out + f"trailer\n<< /Size {len(places) + 1} /Root 1 0 R{about} >>\nstartxref\n{start}\n%%EOF".encode())


def bomb(size: int) -> bytes:
    """A PDF whose one page unpacks to so many bytes of nothing."""
    packer, packed = zlib.compressobj(9), bytearray()
    for _ in range(size >> 20):
        packed += packer.compress(b" " * (1 << 20))
    packed += packer.flush()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>",
        f"<< /Filter /FlateDecode /Length {len(packed)} >>\nstream\n".encode() + bytes(packed) + b"\nendstream",
    ]
    return written(objects)
