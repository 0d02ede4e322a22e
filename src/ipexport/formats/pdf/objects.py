"""PDF objects and the file that holds them (ISO 32000-1, 7.3 and 7.5).

Everything but streams goes into compressed object streams, found through a cross-reference
stream (7.5.7, 7.5.8): the thousands of small objects of a structure tree take a tenth of their
room there. Objects are bytes; references are numbers, given out before the objects exist.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Sequence
from itertools import accumulate

import deflate

_OBJECTS_PER_STREAM = 200
_LEVEL = 1
"""Of libdeflate's compression: two fifths of the time of zlib's level 1, and smaller than its level 3."""
_KIDS = 256
_ENTRY = struct.Struct(">BIH")
"""An entry of the cross-reference stream: its type, and the two fields of each type (7.5.8.3)."""

_IN_FILE, _IN_STREAM = 1, 2
_FREE = _ENTRY.pack(0, 0, 65535)
_END = b"\r\nendstream"
"""The end of line is asked for by ISO 19005-2, 6.1.7.1, and not counted (ISO 32000-1, 7.3.8.1). LF
alone would be taken together with a CR at the end of the data."""


Pack = tuple[list[int], int, bytes]
"""An object stream: the numbers of its objects, where the first begins, and its compressed data."""


def packed(objects: Sequence[tuple[int, bytes]]) -> list[Pack]:
    """Objects that are no streams, by their numbers, in object streams (7.5.7)."""
    packs = []
    for start in range(0, len(objects), _OBJECTS_PER_STREAM):
        part = objects[start : start + _OBJECTS_PER_STREAM]
        offsets = accumulate([len(body) + 1 for _, body in part], initial=0)
        index = b" ".join(
            [b"%d %d" % (number, offset) for (number, _), offset in zip(part, offsets, strict=False)]
        )
        data = b"\n".join((index, *(body for _, body in part)))
        packs.append(([number for number, _ in part], len(index) + 1, compressed(data)))
    return packs


class File:
    """The objects of one PDF file, by number."""

    def __init__(self) -> None:
        self._count = 1
        self._plain: list[tuple[int, bytes]] = []
        self._packs: list[Pack] = []
        self._streams: list[tuple[int, bytes]] = []

    def reserve(self, count: int = 1) -> int:
        """The first of `count` numbers for objects that come later."""
        first, self._count = self._count, self._count + count
        return first

    def put(self, number: int, body: str) -> int:
        """Stores an object that is no stream; the text is ASCII, or characters up to U+00FF."""
        self._plain.append((number, body.encode("latin-1")))
        return number

    def add(self, body: str) -> int:
        return self.put(self.reserve(), body)

    def put_packs(self, packs: Sequence[Pack]) -> None:
        """Stores objects that are in object streams already."""
        self._packs += packs

    def put_stream(self, number: int, entries: str, data: bytes) -> int:
        """Stores a stream as it is; `entries` are those of its dictionary besides the length."""
        head = f"<<{entries}/Length {len(data)}>>stream\n".encode("latin-1")
        self._streams.append((number, b"".join((head, data, _END))))
        return number

    def add_stream(self, data: bytes, entries: str = "") -> int:
        """Stores a stream compressed."""
        return self.put_stream(self.reserve(), f"{entries}/Filter/FlateDecode", compressed(data))

    def save(self, root: int, info: int) -> bytes:
        """The file. The same objects give the same bytes, the identifier among them."""
        places: dict[int, bytes] = {}
        # The comment tells programs that move files that this one is binary (7.5.2).
        parts = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"]
        offset = len(parts[0])
        streams = [*self._streams, *self._object_streams(places)]
        for number, body in streams:
            places[number] = _ENTRY.pack(_IN_FILE, offset, 0)
            part = b"%d 0 obj\n%b\nendobj\n" % (number, body)
            parts.append(part)
            offset += len(part)
        # Four checksums of the bytes: an identifier need not be secret (14.4), and loading a library
        # of hashes takes longer than this.
        identifier = "".join(f"{zlib.crc32(b''.join(parts[part::4])):08x}" for part in range(4))
        parts.append(self._cross_references(places, offset, root, info, identifier))
        parts.append(b"startxref\n%d\n%%%%EOF\n" % offset)
        return b"".join(parts)

    def _object_streams(self, places: dict[int, bytes]) -> Iterable[tuple[int, bytes]]:
        """The object streams, the places of their objects noted."""
        positions = [position.to_bytes(2) for position in range(_OBJECTS_PER_STREAM)]
        for numbers, first, data in (*self._packs, *packed(self._plain)):
            stream = self.reserve()
            inside = _ENTRY.pack(_IN_STREAM, stream, 0)[:-2]
            places.update(zip(numbers, map(inside.__add__, positions), strict=False))
            head = b"<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>stream\n"
            yield stream, b"".join((head % (len(numbers), first, len(data)), data, _END))

    def _cross_references(
        self, places: dict[int, bytes], offset: int, root: int, info: int, identifier: str
    ) -> bytes:
        own = self.reserve()
        places[own] = _ENTRY.pack(_IN_FILE, offset, 0)
        data = compressed(b"".join([places.get(number, _FREE) for number in range(self._count)]))
        return (
            b"%d 0 obj\n<</Type/XRef/Size %d/W[1 4 2]/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]"
            b"/Filter/FlateDecode/Length %d>>stream\n%b%b\nendobj\n"
            % (own, self._count, root, info, identifier.encode(), identifier.encode(), len(data), data, _END)
        )


def compressed(data: bytes) -> bytes:
    return bytes(deflate.zlib_compress(data, _LEVEL))


def text_string(text: str) -> str:
    """A text string in UTF-16 (7.9.2.2)."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


def tree(file: File, name: str, pairs: Sequence[tuple[str, str]]) -> int:
    """A number tree ("Nums") or name tree ("Names") of sorted keys and values (7.9.6, 7.9.7)."""

    def flat(part: Sequence[tuple[str, str]]) -> str:
        return f"/{name}[{' '.join(f'{key} {value}' for key, value in part)}]"

    if len(pairs) <= _KIDS:
        return file.add(f"<<{flat(pairs)}>>")
    kids = []
    for start in range(0, len(pairs), _KIDS):
        part = pairs[start : start + _KIDS]
        kids.append(file.add(f"<<{flat(part)}/Limits[{part[0][0]} {part[-1][0]}]>>"))
    return file.add(f"<</Kids[{' '.join(f'{kid} 0 R' for kid in kids)}]>>")
