"""Opens a Word file that nobody vouches for: limits first, then XML without entities or network.

Whatever could do harm ends with one line: encrypted and damaged packages, packages that unpack to
far more than they are, macros, document types. Nothing that a file links to is ever fetched.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from posixpath import dirname, join, normpath
from typing import NamedTuple

from lxml import etree

from ipexport.formats.docx.package import WORD
from ipexport.formats.docx.xml import NAMESPACES

MAIN = (f"{WORD}document.main+xml", f"{WORD}template.main+xml")
"""The content types of documents and of templates, both without macros."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How files begin that Word encrypted, and those of Word 97 to 2003 ([MS-CFB], 2.2)."""

STRICT = "http://purl.oclc.org/ooxml/"
_AGAIN = "open it in Word and save it again"
_MOST_ENTRIES = 10_000
_MOST_TIMES, _FREE = 200, 2**24
"""A file unpacks to less than this many times its size, and 16 MB more: text unpacks to some 30 times."""
_UNPACKED = 4
"""How many times the largest file a file may unpack to."""

_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"


class UnreadableWord(Exception):
    """What is wrong with a file ("is damaged"), what to do about it, and the code of the finding."""

    def __init__(self, what: str, hint: str = "", code: str = "unreadable") -> None:
        super().__init__(what, hint, code)
        self.what, self.hint, self.code = what, hint, code


class Relation(NamedTuple):
    """What a part is related to: the last word of the type ("styles"), and a part or an address."""

    kind: str
    target: str
    external: bool


class Package:
    """The parts of a Word file; the limit of bytes is for all that is read of it."""

    def __init__(self, data: bytes, max_size: int) -> None:
        """Raises `UnreadableWord`; `max_size` is the number of bytes that a file may have."""
        if data.startswith(OLE):
            what = "is protected with a password, or was made by Word 97 to 2003"
            raise UnreadableWord(what, "save it as .docx without a password")
        self.left = min(_UNPACKED * max_size, _MOST_TIMES * len(data) + _FREE)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
            raise UnreadableWord("is not a Word file (.docx), or is damaged", _AGAIN) from None
        self._names = {entry.filename for entry in entries}
        if len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > self.left:
            raise self._too_large()
        if any(entry.flag_bits & 1 for entry in entries):
            raise UnreadableWord("is protected with a password", "save it without one")
        self.main = self._main()
        self.relations = self._relations(self.main)

    def part(self, kind: str) -> etree._Element | None:
        """The root of a part that the document is related to, None where there is none."""
        return next(
            (self._root(it.target) for it in self.relations if it.kind == kind and self._has(it)), None
        )

    def properties(self, kind: str) -> etree._Element | None:
        """The root of a part with properties of the file ("core-properties")."""
        found = (it for it in self._relations("") if it.kind == kind and self._has(it))
        return next((self._root(it.target) for it in found), None)

    def document(self) -> etree._Element:
        """The root of the main part."""
        return self._root(self.main)

    def _has(self, relation: Relation) -> bool:
        return not relation.external and relation.target in self._names

    def _main(self) -> str:
        relation = next((it for it in self._relations("") if it.kind == "officeDocument"), None)
        if relation is None or not self._has(relation) or "[Content_Types].xml" not in self._names:
            raise UnreadableWord("is not a Word file (.docx)", "save it as .docx")
        types = {
            element.get("PartName", "").lstrip("/"): element.get("ContentType", "")
            for element in self._root("[Content_Types].xml").iter(f"{_TYPES}Override")
        }
        macros = any("macroEnabled" in type or "vbaProject" in type for type in types.values())
        if macros or any(name.endswith("vbaProject.bin") for name in self._names):
            raise UnreadableWord("has macros", "save it as .docx, which has none")
        if types.get(relation.target) not in MAIN:
            raise UnreadableWord("is not a Word file (.docx)", "save it as .docx")
        return relation.target

    def _relations(self, part: str) -> list[Relation]:
        folder, _, name = part.rpartition("/")
        path = join(folder, "_rels", f"{name}.rels")
        if path not in self._names:
            return []
        found = []
        for element in self._root(path).iter(f"{_RELATIONS}Relationship"):
            type, target = element.get("Type", ""), element.get("Target", "")
            if type.startswith(STRICT):
                raise UnreadableWord("is a Strict Open XML file", "save it as a Word document (.docx)")
            external = element.get("TargetMode") == "External"
            if not external:
                target = normpath(join("/", dirname(part), target)).lstrip("/")
            found.append(Relation(type.rpartition("/")[2], target, external))
        return found

    def _root(self, name: str) -> etree._Element:
        data = self._read(name)
        declaration = "<!DOCTYPE"
        if any(declaration.encode(code) in data for code in ("utf-8", "utf-16-le", "utf-16-be")):
            raise UnreadableWord(f"is no Word file: {name} has a document type")
        try:
            root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError as error:
            raise UnreadableWord(f"is damaged: {name}: {error.msg}", _AGAIN) from None
        if root.getroottree().docinfo.doctype:  # in an encoding of its own
            raise UnreadableWord(f"is no Word file: {name} has a document type")
        return root

    def _read(self, name: str) -> bytes:
        try:
            with self._zip.open(name) as part:
                data = part.read(self.left + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            ValueError,
            NotImplementedError,
            OSError,
            RuntimeError,
        ):
            raise UnreadableWord(f"is damaged: {name} cannot be unpacked", _AGAIN) from None
        self.left -= len(data)
        if self.left < 0:
            raise self._too_large()
        return data

    def _too_large(self) -> UnreadableWord:
        what = f"unpacks to more than {self.left // 2**20} MB, or to more parts than a document has"
        return UnreadableWord(what, "take pictures out of it, or allow more with --max-size", "too-large")


def w(name: str) -> str:
    """A name in the namespace of WordprocessingML, as lxml writes it."""
    return f"{{{NAMESPACES['w']}}}{name}"


def value(element: etree._Element | None, default: str = "") -> str:
    """The attribute w:val of an element that may be missing."""
    return default if element is None else str(element.get(w("val"), default))


def number(said: str | None, default: int = 0) -> int:
    """A whole number, as it is said."""
    digits = (said or "").removeprefix("-")
    return int(said or "") if digits.isascii() and digits.isdecimal() and len(digits) < 10 else default
