"""Named cell styles, one for each role: who wants another look changes a style, not the cells."""

from __future__ import annotations

from typing import Literal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils.indexed_list import IndexedList

from ipexport.formats.xlsx.grid import DEFAULT_FONT, DEFAULT_SIZE
from ipexport.model import Language
from ipexport.style import Style, TextRole
from ipexport.table import ROLES

ID_STYLE = "Work plan: id"
CONTENTS_PAGE_STYLE = "Work plan: contents page"
_TEXT = "@"
_TITLES: tuple[TextRole, ...] = ("title", "subtitle", "contents_title", "heading")
_Vertical = Literal["top", "center", "bottom", "justify"]
_Rule = Literal["thin", "medium", "thick"]


def style_name(role: TextRole) -> str:
    """The name of the style of a role, as Excel lists it."""
    return "Work plan: " + role.replace("_", " ")


def over_pages_style_name(role: TextRole) -> str:
    """The same style for a cell whose text goes on behind a page break."""
    return style_name(role) + " over pages"


def font_name(role: TextRole, style: Style, language: Language) -> str:
    """A cell has one font for Chinese and Latin text alike: that of the document's language."""
    font = style.font_of(role)
    return font.latin if language == "en" else font.families[0]


def add_styles(workbook: Workbook, style: Style, language: Language) -> None:
    """Adds the styles of all roles to a new workbook, and sets its default font."""
    _set_default_font(workbook)

    def add(name: str, role: TextRole, alignment: Alignment, border: Border, fill: str = "") -> None:
        font = _Font(name=font_name(role, style, language), size=style.text[role].size)
        colour = PatternFill("solid", fgColor=fill) if fill else PatternFill()
        named = NamedStyle(name, font, colour, border, alignment, number_format=_TEXT)
        workbook.add_named_style(named)

    def aligned(role: TextRole, vertical: _Vertical) -> Alignment:
        return Alignment(horizontal=style.text[role].align, vertical=vertical, wrap_text=True)

    none, grid = Border(), _grid(style.table.rule)
    for role in _TITLES:
        add(style_name(role), role, aligned(role, "center"), none)
    leader = Border(bottom=Side("dotted"))
    add(style_name("contents"), "contents", aligned("contents", "bottom"), leader)
    add(CONTENTS_PAGE_STYLE, "contents", Alignment(horizontal="right", vertical="bottom"), leader)
    add(
        style_name("table_header"),
        "table_header",
        aligned("table_header", "center"),
        grid,
        style.table.header_fill,
    )
    for body_role in ROLES:
        add(style_name(body_role), body_role, aligned(body_role, "top"), grid)
        # Spread over its whole height the text's lines are as far apart as was reckoned, whatever
        # the font says, and the break falls between two of them.
        add(over_pages_style_name(body_role), body_role, aligned(body_role, "justify"), grid)
    add(ID_STYLE, "results", Alignment(vertical="top"), none)


class _Font(Font):
    """A font whose parts are written in the order of the schema (ECMA-376 part 1, 18.8.22)."""

    __nested__ = ("sz", "name")
    __elements__ = ("sz", "name")


def _set_default_font(workbook: Workbook) -> None:
    """The font of the Normal style and of cells without a style, which measures the columns."""
    font = _Font(name=DEFAULT_FONT, size=DEFAULT_SIZE)
    workbook._fonts = IndexedList([font])  # type: ignore[attr-defined]
    workbook._named_styles["Normal"].font = font  # type: ignore[attr-defined]


def _grid(rule: float) -> Border:
    """Rules on all four sides, of the kind that comes nearest to a width in points."""
    if not rule:
        return Border()
    kind: _Rule = "thin" if rule < 1.25 else "medium" if rule < 2.25 else "thick"
    side = Side(kind)
    return Border(left=side, right=side, top=side, bottom=side)
