"""A Word file of the user's, opened and checked: what `reference` takes from it.

python-docx reads the package. Whatever could do harm or cannot be carried over ends with one line
that says so: other files and damaged ones, passwords, macros, links to other places, and files
that unpack to more than anyone's letterhead needs. (Entities of XML are never resolved.)
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from docx.opc.package import OpcPackage
from lxml import etree

from ipexport.errors import RequestError
from ipexport.formats.docx.package import OFFICE
from ipexport.formats.docx.pages import Sheet
from ipexport.formats.docx.reading.package import MAIN, OLE, STRICT, w
from ipexport.formats.docx.xml import NAMESPACES
from ipexport.style import Margins

_LARGEST = 64 * 2**20
"""Bytes that a template may unpack to."""

_HINT = "open it in Word and save it again"
# Fields that fetch something from elsewhere when they are updated (ECMA-376 part 1, 17.16.5).
_FETCHING = {"DDE", "DDEAUTO", "LINK", "IMPORT", "INCLUDE", "INCLUDEPICTURE", "INCLUDETEXT", "DATABASE", "RD"}
_WEB = re.compile("(?:https?|mailto):", re.IGNORECASE)

Furniture = dict[tuple[str, str], Any]
"""Headers and footers: python-docx's parts by kind ("header", "footer") and type ("default",
"first", "even")."""


@dataclass(frozen=True, slots=True)
class TemplateSection:
    """The page set-up of a section; `borders` is its element, or empty."""

    sheet: Sheet
    furniture: Furniture
    title_page: bool
    borders: str


@dataclass(frozen=True, slots=True)
class Template:
    """The parts of the file that can be taken, as python-docx's parts; None for what it lacks."""

    path: Path
    sections: tuple[TemplateSection, ...]
    styles: Any
    numbering: Any
    fonts: Any
    theme: Any
    odd_and_even: bool
    mirrored: bool


def read_template(path: Path) -> Template:
    """The template at a path. Raises `RequestError` for one that cannot be taken."""
    try:
        if path.stat().st_size > _LARGEST:
            raise _wrong(path, f"is larger than {_LARGEST >> 20} MB")
        data = path.read_bytes()
    except OSError as error:
        raise _wrong(path, f"cannot be read: {error.strerror or error}") from error
    return _opened(path, data)


@lru_cache(maxsize=1)
def _opened(path: Path, data: bytes) -> Template:
    _check_package(path, data)
    try:
        return _template(path, OpcPackage.open(io.BytesIO(data)))
    except RequestError:
        raise
    except Exception as error:  # Whatever the libraries stumble over, the file is what is wrong.
        raise _wrong(path, f"is damaged: {error}", _HINT) from error


def _wrong(path: Path, what: str, hint: str = "") -> RequestError:
    said = " ".join(f"{path}: {what}".split())
    return RequestError(f"{said} ({hint})" if hint else said)


def _check_package(path: Path, data: bytes) -> None:
    if data.startswith(OLE):
        hint = "save it as .docx without a password"
        raise _wrong(path, "is protected with a password, or was made by Word 97 to 2003", hint)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            if sum(entry.file_size for entry in entries) > _LARGEST:
                raise _wrong(path, f"unpacks to more than {_LARGEST >> 20} MB", "take pictures out of it")
            if any(entry.flag_bits & 1 for entry in entries):
                raise _wrong(path, "is protected with a password", "save it without one")
            if "[Content_Types].xml" not in package.namelist():
                raise _wrong(path, "is not a Word file (.docx)")
            for name in package.namelist():
                _check_document_type(path, name, package.read(name))
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError) as error:
        raise _wrong(path, "is not a Word file (.docx), or is damaged") from error


def _check_document_type(path: Path, name: str, data: bytes) -> None:
    declaration = "<!DOCTYPE"
    is_xml = name.endswith((".xml", ".rels"))
    if is_xml and any(declaration.encode(code) in data for code in ("utf-8", "utf-16-le", "utf-16-be")):
        raise _wrong(path, f"{name} has a document type, which Word files never have")


def _template(path: Path, package: OpcPackage) -> Template:
    if any(relation.reltype.startswith(STRICT) for relation in package.rels.values()):
        raise _wrong(path, "is a Strict Open XML file", "save it as a Word document (.docx)")
    main = package.main_document_part
    types = [part.content_type for part in package.iter_parts()]
    if any("macroEnabled" in type or "vbaProject" in type for type in types):
        raise _wrong(path, "has macros", "save it as .docx, which has none")
    if main.content_type not in MAIN:
        raise _wrong(path, "is not a Word file (.docx)")
    related = {relation.reltype: relation for relation in main.rels.values() if not relation.is_external}

    def part(kind: str) -> Any:
        relation = related.get(OFFICE + kind)
        return relation.target_part if relation else None

    settings = part("settings")
    root = etree.Element("none") if settings is None else parsed(path, settings, w("settings"))
    return Template(
        path=path,
        sections=tuple(_sections(path, main)),
        styles=part("styles"),
        numbering=part("numbering"),
        fonts=part("fontTable"),
        theme=part("theme"),
        odd_and_even=is_on(root.find(w("evenAndOddHeaders"))),
        mirrored=is_on(root.find(w("mirrorMargins"))),
    )


def parsed(path: Path, part: Any, tag: str) -> etree._Element:
    """The root element of a part, a new one each time. Raises `RequestError` for another element."""
    try:
        root = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise _wrong(path, f"is damaged: {part.partname}: {error}", _HINT) from error
    if root.tag != tag:
        raise _wrong(path, f"is damaged: {part.partname} is no {tag}", _HINT)
    return root


def is_on(element: etree._Element | None) -> bool:
    """Whether an element that switches something is there and does not say no."""
    return element is not None and element.get(w("val"), "1") not in ("0", "false", "off")


def _sections(path: Path, main: Any) -> Iterator[TemplateSection]:
    """The sections; one without a header of its own has that of the section before it."""
    furniture: Furniture = {}
    found = list(parsed(path, main, w("document")).iter(w("sectPr")))
    for properties in found or [etree.Element(w("sectPr"))]:
        furniture = dict(furniture)
        for kind in ("header", "footer"):
            for reference in properties.iter(w(f"{kind}Reference")):
                part = main.rels[reference.get(f"{{{NAMESPACES['r']}}}id")].target_part
                furniture[kind, reference.get(w("type"), "default")] = part
        borders = properties.find(w("pgBorders"))
        yield TemplateSection(
            sheet=_sheet(properties),
            furniture=furniture,
            title_page=is_on(properties.find(w("titlePg"))),
            borders="" if borders is None else etree.tostring(borders, encoding="unicode", with_tail=False),
        )


def _sheet(properties: etree._Element) -> Sheet:
    """The page of a section; what it does not say is as Word has it: letter paper, 1 inch."""
    size = _lengths(properties.find(w("pgSz")), w=612.0, h=792.0)
    margins = _lengths(
        properties.find(w("pgMar")),
        top=72.0, right=72.0, bottom=72.0, left=72.0, header=36.0, footer=36.0, gutter=0.0,
    )  # fmt: skip
    # A negative margin stays where it is, however tall the header (17.6.11).
    sides = {side: abs(margins[side]) for side in ("top", "right", "bottom", "left")}
    sides["left"] += margins["gutter"]
    return Sheet(size["w"], size["h"], Margins(**sides), margins["header"], margins["footer"])


def _lengths(element: etree._Element | None, **usual: float) -> dict[str, float]:
    said = {} if element is None else element.attrib
    return {name: points(said[w(name)]) if w(name) in said else value for name, value in usual.items()}


_UNITS = {"mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pt": 1.0, "pc": 12.0, "pi": 12.0}


def points(said: str) -> float:
    """A length in points: twips without a unit (ST_TwipsMeasure, ST_SignedTwipsMeasure)."""
    return float(said[:-2]) * _UNITS[said[-2:]] if said[-2:] in _UNITS else float(said) / 20


def check_relationships(path: Path, part: Any) -> None:
    """Raises `RequestError` when a part is related to more than pictures and web sites."""
    for relation in part.rels.values():
        kind = relation.reltype.rpartition("/")[2]
        if relation.is_external:
            if kind != "hyperlink" or not _WEB.match(relation.target_ref):
                raise _wrong(path, f"{part.partname} links to {relation.target_ref}", "put it into the file")
        elif kind != "image" or not relation.target_part.content_type.startswith("image/"):
            raise _wrong(path, f"{part.partname} has more than text and pictures: {kind}", "take it out")


def check_fields(path: Path, part: Any, tag: str) -> None:
    """Raises `RequestError` when a header or a footer has a field that fetches other files."""
    for instruction in _instructions(parsed(path, part, tag)):
        name = instruction.split(maxsplit=1)[0].upper() if instruction.strip() else ""
        if name in _FETCHING:
            message = f"{part.partname} has a field {name}, which fetches other files"
            raise _wrong(path, message, "take it out")


def _instructions(root: etree._Element) -> Iterator[str]:
    """The instructions of all fields; one can be in several runs, and have fields inside it."""
    fields: list[str] = []
    for element in root.iter(w("fldSimple"), w("fldChar"), w("instrText")):
        if element.tag == w("fldSimple"):
            yield element.get(w("instr"), "")
        elif element.tag == w("instrText"):
            if fields:
                fields[-1] += element.text or ""
        elif element.get(w("fldCharType")) == "begin":
            fields.append("")
        elif element.get(w("fldCharType")) == "end" and fields:
            yield fields.pop()
    yield from fields
