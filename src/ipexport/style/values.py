"""What a style sheet says, as typed values. All lengths are in points."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ipexport.table import ROLES, FocusLayout, Role

View = Literal["turned", "reading"]
Align = Literal["left", "center", "right", "justify"]
Face = Literal["serif", "serif-bold", "sans"]
FontRole = Literal["title", "heading", "table_header", "body", "page_number"]
TextRole = Literal[
    "title", "subtitle", "contents_title", "contents", "heading", "table_header",
    "focus_area", "task", "results", "plan", "page_number",
]  # fmt: skip

POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Margins:
    """The four margins of a page in points."""

    top: float
    right: float
    bottom: float
    left: float


@dataclass(frozen=True, slots=True)
class PageStyle:
    """Width and height of the portrait page, and the margins that the sheet gives.

    With view "turned" the margins are those of the odd portrait page (GB/T 9704-2012, 5.2), in
    "reading" those of the landscape page. `page_number_gap` lies between type area and number.
    """

    width: float
    height: float
    view: View
    margins: Margins
    page_number_gap: float

    def table_margins(self, page: int) -> Margins:
        """Margins of the landscape page with this number, as it is read.

        Turned pages keep the margins of the portrait page: its binding side is the top of odd
        and the bottom of even pages (GB/T 9704-2012, 7.10).
        """
        m = self.margins
        if self.view == "reading":
            return m
        if page % 2:
            return Margins(m.left, m.top, m.right, m.bottom)
        return Margins(m.right, m.top, m.left, m.bottom)

    @property
    def table_area(self) -> tuple[float, float]:
        """Width and height of the type area of the landscape page, the same on every page."""
        m = self.table_margins(1)
        return self.height - m.left - m.right, self.width - m.top - m.bottom


@dataclass(frozen=True, slots=True)
class Widths:
    """Column widths in points."""

    focus_area: float
    task: float
    results: float
    plan: float


@dataclass(frozen=True, slots=True)
class TableStyle:
    """Column widths, padding and rule in points; `header_fill` is "RRGGBB".

    Widths that are "auto" depend on the document: `ipexport.layout.widths` finds them.
    """

    focus_area: FocusLayout
    widths: Widths | Literal["auto"]
    padding: float
    rule: float
    header_fill: str

    @property
    def roles(self) -> tuple[Role, ...]:
        """The drawn columns."""
        return ROLES if self.focus_area == "column" else ROLES[1:]

    def column_widths(self) -> tuple[float, ...]:
        """The widths of the drawn columns; a band shares its column out among the others."""
        if self.widths == "auto":
            raise ValueError("the widths are auto: layout.widths.with_widths comes first")
        widths = tuple(getattr(self.widths, role) for role in ROLES)
        if self.focus_area == "column":
            return widths
        share = sum(widths) / sum(widths[1:])
        return tuple(width * share for width in widths[1:])


@dataclass(frozen=True, slots=True)
class FontStyle:
    """What a role is printed with.

    Office files name the first of the `families`, and `latin` for letters and digits. A PDF embeds
    the font in `file`, or, when `installed` fonts are asked for, the first family (and `latin`)
    that this machine has; else the `embedded` face that comes with ipexport. The path of `file` is
    not part of the value's representation: what matters is what the file holds.
    """

    families: tuple[str, ...]
    latin: str
    embedded: Face
    installed: bool = False
    file: Path | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class TextStyle:
    """Size and leading (from baseline to baseline) in points."""

    font: FontRole
    size: float
    leading: float
    align: Align


@dataclass(frozen=True, slots=True)
class Style:
    """All that a style sheet says, checked."""

    name: str
    description: str
    page: PageStyle
    table: TableStyle
    fonts: dict[FontRole, FontStyle]
    text: dict[TextRole, TextStyle]

    def font_of(self, role: TextRole) -> FontStyle:
        return self.fonts[self.text[role].font]
