"""Quick stand-ins for tests of building and commands: a dataset on disk, and a plain format.

The formats are made of module paths, as the real ones are, so that other processes find them.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from ipexport import formats
from ipexport.dataset import dump_folder
from ipexport.errors import Finding, Place, SourceError
from ipexport.formats import Format
from ipexport.model import WorkPlan
from ipexport.style import Style
from ipexport.table import Document, plain
from tests.sample import work_plan


def save_dataset(folder: Path, document: WorkPlan | None = None) -> Path:
    """A dataset folder with the sample, or with another document."""
    for name, data in dump_folder(document or work_plan()).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def use_plain_formats(monkeypatch: pytest.MonkeyPatch, writer: str = "write", only: str = "") -> None:
    """Puts plain text in the place of docx, xlsx and pdf; `only` that one has the other writer."""
    plain = [
        Format(name, (f".{name}",), name, "document", f"tests.plain:{_writer(name, writer, only)}")
        for name in ("docx", "xlsx", "pdf")
    ]
    data = [format for format in formats.FORMATS if format.kind == "data"]
    for module in ("ipexport.formats", "ipexport.request"):
        monkeypatch.setattr(f"{module}.FORMATS", (*plain, *data))


def _writer(name: str, writer: str, only: str) -> str:
    return writer if not only or name == only else "write"


def write(document: Document, style: Style) -> bytes:
    """The headings, and what the style and the date are."""
    headings = "\n".join(plain(section.heading) for section in document.sections)
    return f"{document.full_title}\n{headings}\n{style.name} {document.date}\n".encode()


def write_wrong(document: Document, style: Style) -> bytes:  # noqa: ARG001
    place = Place("jiangsu.yaml", 7, 3)
    raise SourceError([Finding("no-glyph", "error", place, "no font has the character U+10FFFD")])


def write_with_bug(document: Document, style: Style) -> bytes:  # noqa: ARG001
    raise ZeroDivisionError("a bug")


def write_and_die(document: Document, style: Style) -> bytes:  # noqa: ARG001
    os._exit(9)


def write_slowly(document: Document, style: Style) -> bytes:
    time.sleep(0.5)
    return write(document, style)
