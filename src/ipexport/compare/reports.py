"""A comparison as a report: text, JSON or HTML."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import Literal, cast

from ipexport.choices import unknown
from ipexport.compare.shapes import changes_shape
from ipexport.compare.sources import Comparison
from ipexport.compare.text_report import text_report

ReportFormat = Literal["text", "json", "html"]
_EXTENSIONS: dict[str, ReportFormat] = {".txt": "text", ".json": "json", ".html": "html"}


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


def report(
    comparison: Comparison, format: ReportFormat, colour: bool = False, columns: int | None = None
) -> str:
    """The report; `colour` and `columns` are those of a terminal, for text."""
    if format == "text":
        return text_report(comparison.changes, colour, columns)
    if format == "json":
        return json.dumps(changes_shape(comparison.changes), ensure_ascii=False, indent=1) + "\n"
    from ipexport.compare.html_report import html_report

    return html_report(comparison)
