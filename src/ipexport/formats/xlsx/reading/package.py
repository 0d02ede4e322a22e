"""Opens a workbook that nobody vouches for: limits first, then XML without document types.

Whatever could do harm ends with one line: encrypted and damaged packages, packages that unpack to
far more than they are, document types (which entities come with). Nothing that a file links to is
ever fetched, and macros are not looked at.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from posixpath import dirname, join, normpath
from typing import NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How encrypted workbooks begin, and those of Excel 97 to 2003 ([MS-CFB], 2.2)."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

_MOST_ENTRIES = 10_000
_MOST_TIMES, _FREE = 200, 2**24
"""A file unpacks to less than this many times its size, and 16 MB more: sheets unpack to some 30 times."""
_UNPACKED = 4
"""How many times the largest file a file may unpack to."""
_DEEPEST = 100
_LARGEST_TREE = 2**23
"""Bytes of a part that is not a sheet or the table of strings."""
_MOST_KEPT, _MOST_ELEMENTS = 1_000_000, 20_000_000
"""Elements of one row, and of all sheets and strings."""


_AGAIN = "open it in Excel and save it again"
_DOCUMENT_TYPES = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))
_ENCODING = re.compile(rb"""<[?]xml[^>]{0,99}encoding\s*=\s*["']([^"']*)""")
_KNOWN_ENCODINGS = (b"utf-8", b"utf-16", b"us-ascii", b"ascii")


class UnreadableWorkbook(Exception):
    """What is wrong with a file ("is damaged"), what to do about it, and the code of the finding."""

    def __init__(self, what: str, hint: str = "", code: str = "unreadable") -> None:
        super().__init__(what, hint, code)
        self.what, self.hint, self.code = what, hint, code


class Relation(NamedTuple):
    """What a part is related to: the last word of the type ("styles"), and the other part."""

    id: str
    kind: str
    target: str


class Package:
    """The parts of a workbook; the limit of bytes is for all that is read of it."""

    def __init__(self, data: bytes, max_size: int) -> None:
        """Raises `UnreadableWorkbook`; `max_size` is the number of bytes that a file may have."""
        if data.startswith(_OLE):
            if _ENCRYPTED in data:
                raise UnreadableWorkbook("is protected with a password", "save it without one")
            raise UnreadableWorkbook("is a file of Excel 97 to 2003", "save it as .xlsx")
        self._elements = 0
        self._left = self._limit = min(_UNPACKED * max_size, _MOST_TIMES * len(data) + _FREE)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
            raise UnreadableWorkbook("is not a workbook (.xlsx), or is damaged", _AGAIN) from None
        self._names = {entry.filename for entry in entries}
        if len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > self._limit:
            raise self._too_large()
        if any(entry.flag_bits & 1 for entry in entries):
            raise UnreadableWorkbook("is protected with a password", "save it without one")
        self.has_macros = any(name.lower().endswith("vbaproject.bin") for name in self._names)
        self._top = self.relations("")
        self.main = self._target(self._top, "officeDocument")
        if not self.main.startswith("xl/"):
            raise UnreadableWorkbook("is not a workbook (.xlsx)", "save it as .xlsx")
        self.links = self.relations(self.main)

    def workbook(self) -> Element:
        """The root of the main part."""
        return self._root(self.main)

    def part(self, kind: str) -> Element | None:
        """The root of a part that the workbook is related to, None where there is none."""
        name = self._target(self.links, kind)
        return self._root(name) if name else None

    def properties(self, kind: str) -> Element | None:
        """The root of a part with properties of the file ("core-properties")."""
        name = self._target(self._top, kind)
        return self._root(name) if name else None

    def related(self, part: str, kind: str) -> Element | None:
        """The root of the part of a kind that a part is related to."""
        name = self._target(self.relations(part), kind)
        return self._root(name) if name else None

    def relations(self, part: str) -> list[Relation]:
        """Those of a part to other parts of the package."""
        folder, _, name = part.rpartition("/")
        path = join(folder, "_rels", f"{name}.rels")
        if path not in self._names:
            return []
        found = []
        for element in self._root(path):
            if element.get("TargetMode") != "External":
                target = normpath(join("/", dirname(part), element.get("Target", ""))).lstrip("/")
                kind = element.get("Type", "").rpartition("/")[2]
                if target in self._names:
                    found.append(Relation(element.get("Id", ""), kind, target))
        return found

    def elements(self, name: str, *kinds: str) -> Iterator[Element]:
        """The elements of these kinds in a part, one after the other, each forgotten before the next."""
        data = self._checked(name)
        stack: list[Element] = []
        kept = 0
        try:
            for event, element in ElementTree.iterparse(io.BytesIO(data), ("start", "end")):
                if event == "start":
                    stack.append(element)
                    kept += 1
                    self._elements += 1
                    if len(stack) > _DEEPEST:
                        raise UnreadableWorkbook(f"is damaged: {name} is nested too deeply", _AGAIN)
                    if kept > _MOST_KEPT or self._elements > _MOST_ELEMENTS:
                        raise self._too_large()
                    continue
                stack.pop()
                if local(element) in kinds:
                    yield element
                    kept = 0
                    element.clear()
                    if stack:
                        stack[-1].remove(element)
        except (ElementTree.ParseError, ValueError, LookupError) as error:
            raise UnreadableWorkbook(f"is damaged: {name}: {error}", _AGAIN) from None

    def _root(self, name: str) -> Element:
        data = self._checked(name)
        if len(data) > _LARGEST_TREE:
            raise self._too_large()
        try:
            return ElementTree.fromstring(data)
        except (ElementTree.ParseError, ValueError, LookupError) as error:
            raise UnreadableWorkbook(f"is damaged: {name}: {error}", _AGAIN) from None

    def _target(self, relations: list[Relation], kind: str) -> str:
        return next((relation.target for relation in relations if relation.kind == kind), "")

    def _checked(self, name: str) -> bytes:
        data = self._read(name)
        encoding = _ENCODING.search(data[:200])
        if encoding and encoding[1].lower() not in _KNOWN_ENCODINGS:
            raise UnreadableWorkbook(f"is damaged: {name} is in no encoding that XML files share", _AGAIN)
        if any(declaration in data for declaration in _DOCUMENT_TYPES):
            raise UnreadableWorkbook(f"is no workbook: {name} has a document type")
        return data

    def _read(self, name: str) -> bytes:
        try:
            with self._zip.open(name) as part:
                data = part.read(self._left + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, KeyError, OSError, RuntimeError):
            raise UnreadableWorkbook(f"is damaged: {name} cannot be unpacked", _AGAIN) from None
        self._left -= len(data)
        if self._left < 0:
            raise self._too_large()
        return data

    def _too_large(self) -> UnreadableWorkbook:
        what = f"unpacks to more than {self._limit // 2**20} MB, or to more parts than a workbook has"
        return UnreadableWorkbook(what, "take pictures out of it, or allow more with --max-size", "too-large")


def local(element: Element) -> str:
    """An element's name without its namespace: Strict files have others."""
    return element.tag.rpartition("}")[2]


def children(element: Element | None, *kinds: str) -> Iterator[Element]:
    """The children of these kinds; none of an element that is missing."""
    for child in () if element is None else element:
        if local(child) in kinds:
            yield child


def child(element: Element | None, kind: str) -> Element | None:
    return next(children(element, kind), None)


def attribute(element: Element | None, name: str, default: str = "") -> str:
    """An attribute of an element that may be missing, whatever its namespace."""
    if element is None:
        return default
    if name in element.attrib:
        return element.attrib[name]
    return next((value for key, value in element.attrib.items() if key.endswith("}" + name)), default)


def whole_number(said: str, default: int = 0) -> int:
    """A whole number from 0 on, as it is said."""
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else default
