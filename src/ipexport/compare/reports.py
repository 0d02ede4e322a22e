"""A comparison as a report: text, JSON, HTML, or Word with tracked changes."""

from __future__ import annotations

import json
from os import PathLike
from pathlib import PurePath
from typing import Literal, cast

from ipexport.choices import unknown
from ipexport.compare.shapes import changes_shape
from ipexport.compare.sources import Comparison
from ipexport.compare.text_report import text_report
from ipexport.errors import RequestError
from ipexport.request import chosen_style

ReportFormat = Literal["text", "json", "html", "docx"]
_EXTENSIONS: dict[str, ReportFormat] = {
    ".txt": "text",
    ".json": "json",
    ".html": "html",
    ".docx": "docx",
}


def report_format(asked: str | None, output: str | None) -> ReportFormat:
    """What was asked for, else what the extension of a file says, else text.

    Raises `RequestError` for an extension that says nothing.
    """
    if asked is not None or output is None:
        return cast(ReportFormat, asked or "text")
    extension = PurePath(output).suffix.lower()
    if extension not in _EXTENSIONS:
        raise unknown("extension", extension, _EXTENSIONS)
    return _EXTENSIONS[extension]


def report_file(
    comparison: Comparison, format: ReportFormat, style: str | PathLike[str] = "official"
) -> bytes:
    """The bytes of a report in a file; a Word file has a `style`, by name or path.

    A folder `styles` beside the new document comes before the built-in ones.
    """
    if format == "docx":
        from ipexport.compare.tracked import tracked_word

        return tracked_word(comparison, chosen_style(style, comparison.after.name))
    return report(comparison, format).encode()


def report(
    comparison: Comparison, format: ReportFormat, colour: bool = False, columns: int | None = None
) -> str:
    """The report as text; `colour` and `columns` are those of a terminal, for plain text.

    Raises `RequestError` for a Word file, which is none.
    """
    if format == "docx":
        raise RequestError("a Word file is not for the screen (say where it goes: -o FILE)")
    if format == "text":
        return text_report(comparison.changes, colour, columns)
    if format == "json":
        return json.dumps(changes_shape(comparison.changes), ensure_ascii=False, indent=1) + "\n"
    from ipexport.compare.html_report import html_report

    return html_report(comparison)
