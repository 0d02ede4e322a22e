"""Word files as users have them, to be a reference: made with python-docx, and spoilt by hand."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.shared import Mm, Pt, RGBColor


def letterhead(path: Path, *, landscape: bool = False, footer: str = "内部资料") -> Path:
    """A letterhead with a logo: portrait, then, when asked for, a landscape section of its own."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = Mm(30)
    heading = section.header.paragraphs[0]
    heading.text = "某某省知识产权局"
    heading.add_run().add_picture(io.BytesIO(picture()), width=Mm(15))
    if footer:
        section.footer.paragraphs[0].text = footer
    style = document.styles["Heading 1"]
    style.font.size, style.font.color.rgb = Pt(20), RGBColor(0xC0, 0, 0)
    # Only with exact line heights are page numbers known before a program opens the file.
    style.paragraph_format.line_spacing = Pt(28)
    if landscape:
        _add_landscape(document)
    document.save(str(path))
    return path


def _add_landscape(document: WordDocument) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(420), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.footer.is_linked_to_previous = False
    section.footer.paragraphs[0].text = "横页"


def picture() -> bytes:
    """A red rectangle as PNG."""

    def chunk(type: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + type + data + struct.pack(">I", zlib.crc32(type + data))

    rows = b"".join(b"\0" + bytes([200, 30, 30]) * 60 for _ in range(20))
    header = struct.pack(">2I5B", 60, 20, 8, 2, 0, 0, 0)
    image = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + image


def rewritten(path: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """The file with one part changed; a part that it lacks is b"" before."""
    with zipfile.ZipFile(path) as package:
        parts = {entry: package.read(entry) for entry in package.namelist()}
    parts[name] = change(parts.get(name, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for entry, data in parts.items():
            package.writestr(entry, data)
    return path


def replaced(path: Path, name: str, old: str, new: str) -> Path:
    def change(data: bytes) -> bytes:
        assert old.encode() in data
        return data.replace(old.encode(), new.encode())

    return rewritten(path, name, change)
