"""Named cell styles, one for each role: who wants another look changes a style, not the cells.

Cells say no more than their style (no `apply` attribute in `cellXfs`), so that a changed style
changes them all.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, NewType

from ipexport.formats.xlsx.grid import DEFAULT_FONT, DEFAULT_SIZE
from ipexport.formats.xlsx.strings import Run, Shared
from ipexport.formats.xlsx.words import Said
from ipexport.formats.xlsx.xml import NAMESPACE, number
from ipexport.formats.xml import DECLARATION, escaped
from ipexport.model import Language, Languages, each_of
from ipexport.style import Style, TextRole
from ipexport.table import ROLES

FormStyle = NewType("FormStyle", str)
"""A style that only forms have (`form.looks`)."""

CellStyle = TextRole | Literal["id", "contents_page", "data", "data_number"] | FormStyle

TEXT, GENERAL = 49, 0
"""Built-in number formats "@" and "General" (18.8.30)."""
_FORMULA_STARTS = ("=", "+", "-", "@", "'", "\t", "\r")
NO_BORDER, LEADER, GRID = 0, 1, 2
"""The rules around a cell: none, a dotted one below, one on each side."""
_FIRST_FILL, _FIRST_FORMAT = 2, 164
"""The numbers of a workbook's own fills and number formats begin here."""
_LANGUAGE_NAMES: dict[Language, str] = {"zh": "Chinese", "en": "English"}
_TITLES: tuple[TextRole, ...] = ("title", "subtitle", "contents_title", "heading")


_UNLOCKED = ' applyProtection="1"', '<protection locked="0"/>'


class _Look(NamedTuple):
    """A named style; font, fill and border are numbers in their tables."""

    font: int
    fill: int
    border: int
    alignment: str
    format: int = TEXT
    is_locked: bool = True

    def attributes(self, parent: int | None, quoted: bool = False) -> str:
        """As an `xf` element (18.8.45); `parent` is the style of a cell's format."""
        own = "" if parent is None else f' xfId="{parent}"'
        prefix = ' quotePrefix="1"' if quoted else ""
        applied, protection = ("", "") if self.is_locked else _UNLOCKED
        return (
            f'<xf numFmtId="{self.format}" fontId="{self.font}" fillId="{self.fill}"'
            f' borderId="{self.border}"{own}{prefix}{applied}>{self.alignment}{protection}</xf>'
        )


class Styles:
    """The named styles of a workbook, and the numbers by which cells refer to them.

    In a workbook in two languages there are styles for cells in the second one, too.
    """

    def __init__(self, style: Style, languages: Languages) -> None:
        self._style = style
        self._spoken = spoken = each_of(languages)
        self._first = first = spoken[0]
        self._fonts = [_font("name", DEFAULT_FONT, DEFAULT_SIZE)]
        self._fills = [style.table.header_fill]
        self._formats: list[str] = []
        self._conditional: list[str] = []
        self._looks = {"Normal": _Look(0, 0, NO_BORDER, "", GENERAL)}
        self._numbers: dict[tuple[CellStyle, Language], int] = {}
        for language in spoken:
            for title in _TITLES:
                self.add(title, title, language, NO_BORDER, "center")
            fill = style.table.header_fill
            self.add("table_header", "table_header", language, GRID, "center", fill=fill)
            for role in ROLES:
                self.add(role, role, language, GRID, "top")
            self.add("contents", "contents", language, LEADER, "bottom")
            self.add("data", "results", language, GRID, "top", horizontal="left")
        self.add("contents_page", "contents", first, LEADER, "bottom", horizontal="right", format=GENERAL)
        self.add("data_number", "results", first, GRID, "top", horizontal="center", format=GENERAL)
        # Not wrapped: LibreOffice prints a wrapped text of a hidden column, a letter a line.
        self.add("id", "results", first, NO_BORDER, "top", horizontal="left", wrap=False)

    def of(self, name: CellStyle, text: str = "", language: Language | None = None) -> int:
        """The number of a style for a cell with this text, in the first language if none is named.

        A text that begins like a formula gets the variant that says so (`quotePrefix`): it stays a
        text when someone edits the cell.
        """
        return self._numbers[name, language or self._first] + text.startswith(_FORMULA_STARTS)

    def shared(self, role: TextRole, words: Said) -> Shared:
        """The text of a cell with the style of a role; in runs where it has two languages."""
        if not words.languages:
            return words.text
        runs: list[Run] = []
        paragraphs = words.paragraphs()
        for count, (text, language) in enumerate(paragraphs, 1):
            part = text if count == len(paragraphs) else text + "\n"
            font = "" if language == words.language else _run_font(role, self._style, language)
            if runs and runs[-1][1] == font:
                runs[-1] = runs[-1][0] + part, font
            else:
                runs.append((part, font))
        return tuple(runs)

    def english_fonts(self) -> list[str]:
        """In a workbook in two languages, the fonts of English that no Chinese is in."""
        names: dict[Language, set[str]] = {"zh": set(), "en": set()}
        for language in self._spoken:
            for role in (*_TITLES, *ROLES, "table_header", "contents"):
                names[language].add(font_name(role, self._style, language))
        return sorted(names["en"] - names["zh"]) if names["zh"] else []

    def conditional(self, colour: str, fill: str) -> int:
        """The number of a look that cells have under some condition (18.8.14): the colour of their text,
        if it changes, and that of their ground."""
        font = f'<font><b/><color rgb="FF{colour}"/></font>' if colour else ""
        # Here the colour of a solid fill is that of its background (18.8.32 has it the other way round).
        ground = f'<fill><patternFill patternType="solid"><bgColor rgb="FF{fill}"/></patternFill></fill>'
        return _place(self._conditional, f"<dxf>{font}{ground}</dxf>")

    def part(self) -> bytes:
        """The part with the styles."""
        looks = list(self._looks.values())
        formats = [
            look.attributes(place, quoted) for place, look in enumerate(looks) for quoted in (False, True)
        ]
        names = [
            f'<cellStyle name="{escaped(name)}" xfId="{place}"' + (' builtinId="0"/>' if not place else "/>")
            for place, name in enumerate(self._looks)
        ]
        fonts = [f"<font>{font}</font>" for font in self._fonts]
        borders = [_border(), _border(bottom="dotted"), _border(*[_rule(self._style.table.rule)] * 4)]
        own = [
            f'<numFmt numFmtId="{place}" formatCode="{escaped(format)}"/>'
            for place, format in enumerate(self._formats, _FIRST_FORMAT)
        ]
        return (
            f'{DECLARATION}<styleSheet xmlns="{NAMESPACE}">'
            f"{_counted('numFmts', own) if own else ''}"
            f"{_counted('fonts', fonts)}{_counted('fills', _fill_elements(self._fills))}"
            f"{_counted('borders', borders)}"
            f"{_counted('cellStyleXfs', [look.attributes(None) for look in looks])}"
            f"{_counted('cellXfs', formats)}{_counted('cellStyles', names)}"
            f'{_counted("dxfs", self._conditional)}<tableStyles count="0"/></styleSheet>'
        ).encode()

    def add(
        self,
        name: CellStyle,
        role: TextRole,
        language: Language,
        border: int,
        vertical: str,
        *,
        horizontal: str = "",
        fill: str | None = None,
        format: int | str = TEXT,
        wrap: bool = True,
        is_locked: bool = True,
    ) -> None:
        """Adds a named style: a text role's font and alignment, a border, a colour ("RRGGBB"), a number
        format, and whether cells stay as they are when their sheet is protected."""
        font = _role_font("name", role, self._style, language)
        align = horizontal or self._style.text_in(language)[role].align
        wrapped = ' wrapText="1"' if wrap else ""
        alignment = f'<alignment horizontal="{align}" vertical="{vertical}"{wrapped}/>'
        self._numbers[name, language] = 2 * len(self._looks)
        number = format if isinstance(format, int) else _FIRST_FORMAT + _place(self._formats, format)
        filled = 0 if fill is None else _FIRST_FILL + _place(self._fills, fill)
        look = _Look(_place(self._fonts, font), filled, border, alignment, number, is_locked)
        second = "" if language == self._first else f" {_LANGUAGE_NAMES[language]}"
        self._looks["Work plan: " + name.replace("_", " ") + second] = look


def font_name(role: TextRole, style: Style, language: Language) -> str:
    """A cell has one font for Chinese and Latin text alike: that of its language."""
    font = style.font_of(role, language)
    return font.latin if language == "en" else font.families[0]


def _run_font(role: TextRole, style: Style, language: Language) -> str:
    return f"<rPr>{_role_font('rFont', role, style, language)}</rPr>"


def _role_font(element: str, role: TextRole, style: Style, language: Language) -> str:
    """The properties of a role's font (18.8.22), or of a run in it (18.4.7)."""
    bold = "<b/>" if style.font_of(role, language).bold else ""
    size = style.text_in(language)[role].size
    return bold + _font(element, font_name(role, style, language), size)


def _font(element: str, name: str, size: float) -> str:
    return f'<sz val="{number(size)}"/><{element} val="{escaped(name)}"/>'


def _fill_elements(colours: list[str]) -> list[str]:
    """None and grey come first in every workbook (18.8.21), then its own."""
    fixed = [f'<fill><patternFill patternType="{kind}"/></fill>' for kind in ("none", "gray125")]
    own = (
        f'<patternFill patternType="solid"><fgColor rgb="FF{colour}"/></patternFill>'
        if colour
        else "<patternFill/>"
        for colour in colours
    )
    return [*fixed, *(f"<fill>{fill}</fill>" for fill in own)]


def _place(values: list[str], value: str) -> int:
    """Where a value stands in a list, to which it is added if it is new."""
    if value not in values:
        values.append(value)
    return values.index(value)


def _border(left: str = "", right: str = "", top: str = "", bottom: str = "") -> str:
    sides = {"left": left, "right": right, "top": top, "bottom": bottom}
    rules = (f'<{side} style="{kind}"/>' if kind else f"<{side}/>" for side, kind in sides.items())
    return f"<border>{''.join(rules)}<diagonal/></border>"


def _rule(width: float) -> str:
    """The kind of rule that comes nearest to a width in points."""
    if not width:
        return ""
    return "thin" if width < 1.25 else "medium" if width < 2.25 else "thick"


def _counted(name: str, elements: list[str]) -> str:
    return f'<{name} count="{len(elements)}">{"".join(elements)}</{name}>'
