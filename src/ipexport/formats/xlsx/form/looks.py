"""The named styles of a form, besides those of every workbook."""

from __future__ import annotations

from collections.abc import Iterable

from ipexport.formats.xlsx.form.columns import FormColumn
from ipexport.formats.xlsx.styles import GENERAL, GRID, NO_BORDER, TEXT, CellStyle, FormStyle, Styles
from ipexport.model import Languages, each_of
from ipexport.style import Style

OPEN, MISSING, OVER = "FFF7DC", "FFD9A8", "FFC7CE"
"""The colours of cells to fill in, of those that must not stay empty, and of a count that is too high:
light enough to read what stands on them, and to be told apart in grey."""
OVER_TEXT = "9C0006"

NOTE = FormStyle("note")
GUIDE, GUIDE_RULE, GUIDE_OPEN = FormStyle("guide"), FormStyle("guide rule"), FormStyle("guide column")
LEGEND_OPEN, LEGEND_MISSING = FormStyle("legend open"), FormStyle("legend missing")


def cell_style(column: FormColumn) -> CellStyle:
    """The style of the cells of a column."""
    if column.kind == "text":
        return column.role if column.rule is None else FormStyle(f"open {column.role}")
    return FormStyle(column.name.removesuffix(":en").replace(":", " "))


def form_styles(style: Style, languages: Languages, columns: Iterable[FormColumn]) -> Styles:
    """The styles of a form with these columns."""
    styles = Styles(style, languages)
    spoken = each_of(languages)
    for column in columns:
        name = cell_style(column)
        if column.kind == "count":
            # Of what is counted: "1280/1500", still a number.
            format = f'0"/{column.longest}"'
            styles.add(name, "results", column.language, GRID, "top", horizontal="center", format=format)
        elif column.rule is not None:
            # Not justified: a line that somebody ends would be pulled apart.
            styles.add(
                name,
                column.role if column.kind == "text" else "results",
                column.language,
                GRID,
                "top",
                horizontal="right" if column.rule.number else "left",
                fill=OPEN,
                format=GENERAL if column.rule.number else TEXT,
                is_locked=False,
            )
    for language in spoken:
        styles.add(NOTE, "results", language, NO_BORDER, "center", horizontal="left")
        styles.add(GUIDE, "results", language, NO_BORDER, "top", horizontal="left")
        styles.add(GUIDE_RULE, "results", language, GRID, "top", horizontal="left")
        styles.add(GUIDE_OPEN, "results", language, GRID, "top", horizontal="left", fill=OPEN)
    styles.add(LEGEND_OPEN, "results", spoken[0], GRID, "center", horizontal="center", fill=OPEN)
    styles.add(LEGEND_MISSING, "results", spoken[0], GRID, "center", horizontal="center", fill=MISSING)
    return styles
