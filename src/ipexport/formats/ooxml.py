"""Office packages (docx, xlsx) with the same bytes for the same parts.

ECMA-376 part 2 leaves order and time stamps of a package's zip entries open; here they are
fixed: [Content_Types].xml first (as Office writes it), then by name, dated 1980-01-01, from no
particular operating system. `zipfile` cannot take what is compressed already; here a part can be
compressed in pieces, by whichever process made them (APPNOTE.TXT of the zip format, 4.3).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ipexport.errors import OutputError

_CONTENT_TYPES = "[Content_Types].xml"
_LEVEL = 3
"""Half of the time of level 6, for files that are a tenth larger."""

_VERSION, _UTF8_NAMES, _DEFLATED = 20, 0x800, 8
_DATE = 1 << 5 | 1
"""1980-01-01, as the zip format counts."""
_MOST_PARTS, _MOST_BYTES = 0xFFFF, 0xFFFFFFFF
_ENTRY = "HHHHHIIIHH"


class Deflated(NamedTuple):
    """A compressed part, or a piece of one: CRC-32 and length of what it holds, and the raw stream."""

    crc: int
    length: int
    data: bytes


def deflate(data: bytes) -> Deflated:
    """A whole part, compressed."""
    return _deflated(data, zlib.Z_FINISH)


def deflate_piece(data: bytes) -> Deflated:
    """The next piece of a part, compressed without regard to the one before."""
    return _deflated(data, zlib.Z_SYNC_FLUSH)


def joined(pieces: Iterable[Deflated]) -> Deflated:
    """A part of its pieces; the last one is whole, which ends the stream."""
    crc = length = 0
    streams = []
    for piece in pieces:
        # What the pieces have in common with as many zeros: CRC-32 is linear.
        zeros = bytes(piece.length)
        crc = zlib.crc32(zeros, crc) ^ zlib.crc32(zeros) ^ piece.crc
        length += piece.length
        streams.append(piece.data)
    return Deflated(crc, length, b"".join(streams))


def pack(parts: Mapping[str, bytes | Deflated]) -> bytes:
    """A zip package of the parts, by part name without a leading slash.

    Raises `OutputError` for more than a package holds without the extensions of zip64.
    """
    chunks: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for name in sorted(parts, key=lambda name: (name != _CONTENT_TYPES, name)):
        part = parts[name]
        crc, length, data = deflate(part) if isinstance(part, bytes) else part
        path = name.encode()
        flags = 0 if name.isascii() else _UTF8_NAMES
        entry = (_VERSION, flags, _DEFLATED, 0, _DATE, crc, len(data), length, len(path), 0)
        if max(offset + len(data), length) > _MOST_BYTES or len(parts) > _MOST_PARTS:
            raise OutputError("the document is too large for an Office file: 4 GB, 65,535 parts")
        directory.append(struct.pack(f"<IH{_ENTRY}HHHII", 0x02014B50, _VERSION, *entry, 0, 0, 0, 0, offset))
        directory.append(path)
        chunks += (struct.pack(f"<I{_ENTRY}", 0x04034B50, *entry), path, data)
        offset += sum(map(len, chunks[-3:]))
    size = sum(map(len, directory))
    count = len(parts)
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count, count, size, offset, 0)
    return b"".join((*chunks, *directory, end))


def _deflated(data: bytes, flush: int) -> Deflated:
    compressor = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Deflated(zlib.crc32(data), len(data), compressor.compress(data) + compressor.flush(flush))
