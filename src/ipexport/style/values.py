"""What a style sheet says, as typed values. All lengths are in points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from ipexport.model import Language, Languages
from ipexport.table import ROLES, Bilingual, Column, FocusLayout, Role

View = Literal["turned", "reading"]
Align = Literal["left", "center", "right", "justify"]
Face = Literal["serif", "serif-bold", "sans", "latin", "latin-bold"]
FontRole = Literal["title", "heading", "table_header", "body", "page_number", "english", "english_bold"]
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

    def role_widths(self) -> dict[Role, float]:
        """The widths of the drawn roles; a band shares its column out among the others."""
        if self.widths == "auto":
            raise ValueError("the widths are auto: layout.widths.with_widths comes first")
        widths: dict[Role, float] = {role: getattr(self.widths, role) for role in self.roles}
        share = sum(getattr(self.widths, role) for role in ROLES) / sum(widths.values())
        return {role: width * share for role, width in widths.items()}


@dataclass(frozen=True, slots=True)
class FontStyle:
    """What a role is printed with.

    Office files name the first of the `families`, and `latin` for letters and digits, `bold` or
    not. A PDF embeds the font in `file`, or, when `installed` fonts are asked for, the first family
    (and `latin`) that this machine has; else the `embedded` face that comes with ipexport. The path
    of `file` is
    not part of the value's representation: what matters is what the file holds.
    """

    families: tuple[str, ...]
    latin: str
    embedded: Face
    installed: bool = False
    file: Path | None = field(default=None, repr=False)
    bold: bool = False


@dataclass(frozen=True, slots=True)
class TextStyle:
    """Size and leading (from baseline to baseline) in points."""

    font: FontRole
    size: float
    leading: float
    align: Align


@dataclass(frozen=True, slots=True)
class BilingualStyle:
    """How a document in both languages differs: its arrangement, width and height of its portrait
    page, and the part of a doubled column's width that English has."""

    arrangement: Bilingual
    width: float
    height: float
    english: float


@dataclass(frozen=True, slots=True)
class DocxStyle:
    """What concerns Word files only: `reference` is a Word file of the user's, whose styles, pages,
    headers and footers come before those of the style sheet. Its path is not part of the value's
    representation: what matters is what the file holds."""

    reference: Path | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Style:
    """All that a style sheet says, checked; `english` is what `text` is for English text."""

    name: str
    description: str
    page: PageStyle
    table: TableStyle
    fonts: dict[FontRole, FontStyle]
    text: dict[TextRole, TextStyle]
    english: dict[TextRole, TextStyle]
    bilingual: BilingualStyle
    docx: DocxStyle = DocxStyle()

    def text_in(self, language: Language) -> dict[TextRole, TextStyle]:
        return self.text if language == "zh" else self.english

    def font_of(self, role: TextRole, language: Language = "zh") -> FontStyle:
        return self.fonts[self.text_in(language)[role].font]

    def spoken(self, languages: Languages) -> Style:
        """The style of a document in these languages.

        In English alone, `text` is `english`; in both, the page is that of bilingual documents, and
        widths that fill the other page fill this one.
        """
        if languages == "en":
            return replace(self, text=self.english)
        if languages == "zh":
            return self
        page = replace(self.page, width=self.bilingual.width, height=self.bilingual.height)
        table = self.table
        if table.widths != "auto":
            grown = page.table_area[0] / self.page.table_area[0]
            widths = {role: getattr(table.widths, role) * grown for role in ROLES}
            table = replace(table, widths=Widths(**widths))
        return replace(self, page=page, table=table)

    def column_widths(self, columns: Sequence[Column]) -> tuple[float, ...]:
        """The widths of a table's columns in points; the two of a doubled column share its width."""
        return self.shared_out(self.table.role_widths(), columns)

    def shared_out(self, widths: Mapping[Role, float], columns: Sequence[Column]) -> tuple[float, ...]:
        """The widths of the columns where those of the roles are given."""
        english = self.bilingual.english
        return tuple(
            widths[column.role]
            * ((english if column.language == "en" else 1 - english) if column.doubled else 1)
            for column in columns
        )
