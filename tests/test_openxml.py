"""The validator sees what is wrong: otherwise its silence would say nothing."""

from __future__ import annotations

import io
import zipfile

from docx import Document as WordDocument
from openpyxl import Workbook

from tests.openxml import complaints, needs_sdk

pytestmark = needs_sdk


def with_part_changed(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(buffer, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == part:
                assert old in content
                content = content.replace(old, new)
            after.writestr(name, content)
    return buffer.getvalue()


def test_an_attribute_that_a_sheet_cannot_have_is_found() -> None:
    workbook = Workbook()
    workbook.worksheets[0]["A1"] = "安徽省"
    buffer = io.BytesIO()
    workbook.save(buffer)
    part = "xl/worksheets/sheet1.xml"
    wrong = with_part_changed(buffer.getvalue(), part, b"<sheetData>", b'<sheetData height="1">')
    found = [c.message for c in complaints(wrong, "xlsx") if c.part == f"/{part}"]
    assert found == ["The 'height' attribute is not declared."]


def test_an_element_that_a_paragraph_cannot_have_is_found() -> None:
    document = WordDocument()
    document.add_paragraph("安徽省")
    buffer = io.BytesIO()
    document.save(buffer)
    wrong = with_part_changed(buffer.getvalue(), "word/document.xml", b"<w:r>", b"<w:r><w:tbl/>")
    assert "/word/document.xml" in {c.part for c in complaints(wrong, "docx")}


def test_what_is_no_package_is_found() -> None:
    assert complaints(b"PK", "xlsx")[0].message.startswith("cannot be opened: ")
