"""How a form says what is what when it comes back: words in a hidden column, and first cells of sheets.

Beside the heading stands the region's id with the version that the form was made from, beside the labels
what each column is ("results", "results:en", "count:results", "question:remarks"), below them what the
hidden column of a handout has (`region_sheet`). A sheet that is copied into another workbook keeps it.
"""

from __future__ import annotations

COUNT, QUESTION = "count", "question"
"""What the names of columns begin with that are none of the document."""
NOTES_ROW = "notes"
"""Stands beside the row above the labels, which is no part of the document."""
GUIDE_MARK = "ipexport guide"
"""Stands beside the first row of the sheet that says what to do."""
ASIDE_MARK = "ipexport base"
"""The first cell of the sheet that nobody gets to see."""

_BASE = "base="


def heading_mark(region: str, version: str) -> str:
    """What stands beside the heading."""
    return f"{region} {_BASE}{version}"


def said_heading_mark(mark: str) -> tuple[str, str]:
    """Region and version that stand beside a heading; the version is empty beside that of a handout."""
    region, *others = mark.split() or ("",)
    return region, next((word.removeprefix(_BASE) for word in others if word.startswith(_BASE)), "")


def column_name(kind: str, name: str) -> str:
    """What a column is called that is none of the document."""
    return f"{kind}:{name}"


def is_beside(column: str) -> bool:
    """Whether a column is none of the document."""
    return column.partition(":")[0] in (COUNT, QUESTION)


def asked(column: str) -> str:
    """The question of a column, empty where it has none."""
    kind, _, question = column.partition(":")
    return question if kind == QUESTION else ""


def is_count(column: str) -> bool:
    """Whether a column only counts another."""
    return column.partition(":")[0] == COUNT
