"""What a font file says of itself, read from a few of its tables (OpenType 1.9, "otff").

Only the table directories, `head`, `name` and `OS/2` are read, so that hundreds of installed
fonts are looked at in milliseconds. Nothing here raises for a file that is no font: what is wrong
with a face stands in its `problem`.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

_SIGNATURES = (b"\x00\x01\x00\x00", b"true", b"OTTO")
_HEAD_MAGIC = 0x5F0F3CF5
_MOST_FACES = 256
_REQUIRED = ("head", "hhea", "hmtx", "maxp", "cmap")

# Name ids: family, full name, PostScript name, typographic family ("name").
_FAMILY, _FULL, _POSTSCRIPT, _TYPOGRAPHIC = 1, 4, 6, 16
_ENGLISH = 0x0409

# Bits of OS/2 fsType. The others of the low four allow embedding, and the most generous counts.
_USAGE, _RESTRICTED, _NO_SUBSETTING, _BITMAPS_ONLY = 0x000E, 0x0002, 0x0100, 0x0200


class FontFace(NamedTuple):
    """A face of a font file; `number` counts the faces of a collection from 0.

    `names` are its family, full and PostScript names in every language, and the name of the file,
    each as `name_key` writes it. `weight` is 400 for regular, 700 for bold. `problem` says why the
    face cannot be embedded in a PDF; it is empty when it can.
    """

    path: Path
    number: int
    family: str
    names: frozenset[str]
    weight: int
    slanted: bool
    problem: str


def name_key(name: str) -> str:
    """A font name as it is compared: "Fang Song" is "fangsong"."""
    return "".join(name.split()).casefold()


def read_faces(path: Path) -> tuple[FontFace, ...]:
    """The faces of a file, at least one: a file that is no font is a face with a problem."""
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            return tuple(
                _face(file, path, number, offset, size) for number, offset in enumerate(_offsets(file))
            )
    except OSError as error:
        return (_unusable(path, f"it cannot be read: {error.strerror or error}"),)
    except struct.error:
        return (_unusable(path, "it is damaged: it ends too early"),)
    except _NoFont as reason:
        return (_unusable(path, str(reason)),)


class _NoFont(Exception):
    """The file has no face that can be described."""


def _unusable(path: Path, problem: str) -> FontFace:
    return FontFace(path, 0, path.stem, frozenset({name_key(path.stem)}), 400, False, problem)


def _offsets(file: BinaryIO) -> tuple[int, ...]:
    """Where the table directory of each face begins."""
    tag = file.read(4)
    if tag == b"ttcf":
        _, count = struct.unpack(">II", file.read(8))
        if not 0 < count <= _MOST_FACES:
            raise _NoFont("it is damaged: a collection without faces")
        return struct.unpack(f">{count}I", file.read(4 * count))
    if tag not in _SIGNATURES:
        raise _NoFont("it is not a TrueType or OpenType font")
    return (0,)


def _face(file: BinaryIO, path: Path, number: int, offset: int, size: int) -> FontFace:
    tables = _tables(file, offset)

    def table(tag: str) -> bytes:
        start, length = tables.get(tag, (0, 0))
        if start + length > size:
            return b""
        file.seek(start)
        return file.read(length)

    os2 = table("OS/2")
    names = list(_names(table("name")))
    families = [name for id, _, name in names if id in (_TYPOGRAPHIC, _FAMILY)]
    english = [name for id, language, name in names if language == _ENGLISH and id in (_TYPOGRAPHIC, _FAMILY)]
    weight, _, licence = struct.unpack_from(">3H", os2, 4) if len(os2) >= 10 else (400, 5, 0)
    selection = struct.unpack_from(">H", os2, 62)[0] if len(os2) >= 64 else 0
    short = [tag for tag, (start, length) in sorted(tables.items()) if start + length > size]
    problem = f"it is damaged: the table {short[0]} is cut off" if short else ""
    return FontFace(
        path=path,
        number=number,
        family=(*english, *families, path.stem)[0],
        names=frozenset(map(name_key, (path.stem, *(name for _, _, name in names)))),
        weight=weight,
        slanted=bool(selection & 1),
        problem=problem or _missing(tables) or _wrong_head(table("head")) or _forbidden(licence),
    )


def _tables(file: BinaryIO, offset: int) -> dict[str, tuple[int, int]]:
    """Where each table begins, and its length."""
    file.seek(offset)
    tag, count = struct.unpack(">4sH6x", file.read(12))
    if tag not in _SIGNATURES:
        raise _NoFont("it is damaged: a collection of what are no fonts")
    directory = file.read(16 * count)
    rows = (struct.unpack_from(">4s4xII", directory, 16 * number) for number in range(count))
    return {tag.decode("latin-1"): (start, length) for tag, start, length in rows}


def _names(table: bytes) -> Iterator[tuple[int, int, str]]:
    """Id, language and text of the names that can be read."""
    if len(table) < 6:
        return
    count, storage = struct.unpack_from(">HH", table, 2)
    for number in range(min(count, (len(table) - 6) // 12)):
        platform, encoding, language, id, length, offset = struct.unpack_from(">6H", table, 6 + 12 * number)
        if id not in (_FAMILY, _FULL, _POSTSCRIPT, _TYPOGRAPHIC):
            continue
        raw = table[storage + offset : storage + offset + length]
        codec = "utf-16-be" if platform in (0, 3) else _MACINTOSH.get(encoding, "")
        if codec and (name := raw.decode(codec, "ignore").strip("\0 ")):
            yield id, language if platform == 3 else 0, name


_MACINTOSH = {0: "mac_roman", 2: "big5", 25: "gbk"}
"""Script codes of the Macintosh platform: Roman, traditional and simplified Chinese."""


def _missing(tables: dict[str, tuple[int, int]]) -> str:
    for tag in _REQUIRED:
        if tag not in tables:
            return f"it is damaged: it has no table {tag}"
    if "fvar" in tables:
        return "it is a variable font; one with a fixed weight is needed"
    if not tables.keys() & {"glyf", "CFF "}:
        return "its characters are pictures (bitmaps or colours), not outlines"
    return ""


def _wrong_head(head: bytes) -> str:
    if len(head) < 54 or struct.unpack_from(">I", head, 12)[0] != _HEAD_MAGIC:
        return "it is damaged: the table head is wrong"
    return ""


def _forbidden(licence: int) -> str:
    """What the licence bits of a font forbid that a PDF with a part of the font needs."""
    if licence & _USAGE == _RESTRICTED:
        return f"its licence forbids to embed it (OS/2 fsType 0x{licence:04X})"
    if licence & _NO_SUBSETTING:
        return f"its licence forbids to embed a part of it (OS/2 fsType 0x{licence:04X})"
    if licence & _BITMAPS_ONLY:
        return f"its licence allows to embed its bitmaps only (OS/2 fsType 0x{licence:04X})"
    return ""
