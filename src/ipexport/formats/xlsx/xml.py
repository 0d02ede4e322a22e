"""Words of the XML of a workbook's parts (ECMA-376 part 1, SpreadsheetML)."""

from __future__ import annotations

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def number(value: float) -> str:
    """A length as XML says it: no more digits than it has."""
    return f"{value:.4f}".rstrip("0").rstrip(".")


def column_letter(column: int) -> str:
    """The letter of one of the first 26 columns, counted from 0."""
    return chr(ord("A") + column)
