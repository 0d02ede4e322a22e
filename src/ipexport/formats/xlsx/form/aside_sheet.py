"""The sheet that nobody gets to see: the document that a form was made from, and lists to choose from.

The document is its JSON, compressed, in base64 and in pieces, since a cell holds 32,767 characters:
even where nothing of it is at hand any more, what came back can be compared with what was sent. What
the sheet holds is believed only when its digest is the version that the form says.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Iterable, Sequence

from ipexport.formats.ooxml import Deflated
from ipexport.formats.xlsx.form.marks import ASIDE_MARK
from ipexport.formats.xlsx.form.pen import Pen
from ipexport.formats.xlsx.sheet import SheetPart, row
from ipexport.formats.xlsx.xml import column_letter

_PIECE = 32_000
_LARGEST = 16 * 2**20
"""Bytes of a document that are unpacked: a region's are some 30,000."""
_HEIGHT, _WIDTH = 20, 160


def draw_aside(base: bytes, lists: Sequence[Sequence[str]], pen: Pen) -> Deflated:
    """The sheet: the document in the first column, a list in each of the others."""
    said = base64.b64encode(zlib.compress(base, 9)).decode()
    pieces = [said[at : at + _PIECE] for at in range(0, len(said), _PIECE)]
    columns = [[ASIDE_MARK, *pieces], *(["", *values] for values in lists)]
    rows = []
    for at in range(max(map(len, columns))):
        cells = [
            pen.plain(f"{column_letter(number)}{at + 1}", column[at])
            for number, column in enumerate(columns)
            if at < len(column) and column[at]
        ]
        rows.append(row(at + 1, _HEIGHT, "".join(cells)))
    return SheetPart(columns=[_WIDTH] * len(columns), frozen=0, page="").deflated(rows)


def list_place(sheet: str, number: int, count: int) -> str:
    """Where a list stands, counted from 0, with so many values; `sheet` is the sheet's quoted name."""
    letter = column_letter(number + 1)
    return f"{sheet}!${letter}$2:${letter}${count + 1}"


def base_of(pieces: Iterable[str]) -> bytes | None:
    """The document that the first column says, None where it is damaged."""
    try:
        packed = base64.b64decode("".join(pieces), validate=True)
        unpacker = zlib.decompressobj()
        data = unpacker.decompress(packed, _LARGEST)
    except (binascii.Error, ValueError, zlib.error):
        return None
    return data if unpacker.eof else None
