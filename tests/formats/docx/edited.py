"""Word files as people and programs leave them: parts of a written one, changed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from docx.oxml.ns import nsmap
from lxml import etree

from tests.formats.docx.opened import find

W = f"{{{nsmap['w']}}}"
BY = f'xmlns:w="{nsmap["w"]}" w:id="9000" w:author="王" w:date="2018-03-01T08:00:00Z"'


def edited(data: bytes, edit: Callable[[etree._Element], object], name: str = "word/document.xml") -> bytes:
    """The file with one part changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {part: package.read(part) for part in package.namelist()}
    root = etree.fromstring(parts[name])
    edit(root)
    return packed(parts | {name: etree.tostring(root)})


def with_parts(data: bytes, **parts: bytes) -> bytes:
    """The file with further parts; in their names "__" stands for "/" and the last "_" for "."."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        old = {part: package.read(part) for part in package.namelist()}
    new = {".".join(name.replace("__", "/").rsplit("_", 1)): part for name, part in parts.items()}
    return packed(old | new)


def packed(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return buffer.getvalue()


def element(xml: str) -> etree._Element:
    """An element; {by} gives it id, author and date of a tracked change."""
    return etree.fromstring(xml.replace("{by}", BY).replace("{w}", f'xmlns:w="{nsmap["w"]}"'))


def paragraph(root: etree._Element, words: str) -> etree._Element:
    """The paragraph of a table in which words stand."""
    return next(p for p in find(root, "//w:tc/w:p") if words in "".join(p.itertext()))


def row(root: etree._Element, words: str) -> etree._Element:
    """The row of a table in which words stand."""
    return next(tr for tr in find(root, "//w:tr") if words in "".join(tr.itertext()))


def insert_row_mark(tr: etree._Element, kind: str) -> None:
    """Says of a row that it came ("ins") or went ("del")."""
    properties = tr.find(f"{W}trPr")
    if properties is None:
        properties = element("<w:trPr {w}/>")
        tr.insert(0, properties)
    properties.append(element(f"<w:{kind} {{by}}/>"))
