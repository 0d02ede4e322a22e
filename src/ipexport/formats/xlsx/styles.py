"""Named cell styles, one for each role: who wants another look changes a style, not the cells.

Cells say no more than their style (no `apply` attribute in `cellXfs`), so that a changed style
changes them all.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from ipexport.formats.xlsx.grid import DEFAULT_FONT, DEFAULT_SIZE
from ipexport.formats.xlsx.strings import Run, Shared
from ipexport.formats.xlsx.words import Said
from ipexport.formats.xlsx.xml import NAMESPACE, number
from ipexport.formats.xml import DECLARATION, escaped
from ipexport.model import Language, Languages, each_of
from ipexport.style import Style, TextRole
from ipexport.table import ROLES

CellStyle = TextRole | Literal["id", "contents_page", "data", "data_number"]

_TEXT, _GENERAL = 49, 0
"""Built-in number formats "@" and "General" (18.8.30)."""
_FORMULA_STARTS = ("=", "+", "-", "@", "'", "\t", "\r")
_NO_BORDER, _LEADER, _GRID = 0, 1, 2
_LANGUAGE_NAMES: dict[Language, str] = {"zh": "Chinese", "en": "English"}
_TITLES: tuple[TextRole, ...] = ("title", "subtitle", "contents_title", "heading")


class _Look(NamedTuple):
    """A named style; font, fill and border are numbers in their tables."""

    font: int
    fill: int
    border: int
    alignment: str
    format: int = _TEXT

    def attributes(self, parent: int | None, quoted: bool = False) -> str:
        """As an `xf` element (18.8.45); `parent` is the style of a cell's format."""
        own = "" if parent is None else f' xfId="{parent}"'
        prefix = ' quotePrefix="1"' if quoted else ""
        return (
            f'<xf numFmtId="{self.format}" fontId="{self.font}" fillId="{self.fill}"'
            f' borderId="{self.border}"{own}{prefix}>{self.alignment}</xf>'
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
        self._looks = {"Normal": _Look(0, 0, _NO_BORDER, "", _GENERAL)}
        self._numbers: dict[tuple[CellStyle, Language], int] = {}
        for language in spoken:
            for title in _TITLES:
                self._add(title, title, language, _NO_BORDER, "center")
            self._add("table_header", "table_header", language, _GRID, "center", fill=2)
            for role in ROLES:
                self._add(role, role, language, _GRID, "top")
            self._add("contents", "contents", language, _LEADER, "bottom")
            self._add("data", "results", language, _GRID, "top", horizontal="left")
        self._add("contents_page", "contents", first, _LEADER, "bottom", horizontal="right", format=_GENERAL)
        self._add("data_number", "results", first, _GRID, "top", horizontal="center", format=_GENERAL)
        # Not wrapped: LibreOffice prints a wrapped text of a hidden column, a letter a line.
        self._add("id", "results", first, _NO_BORDER, "top", horizontal="left", wrap=False)

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
        return (
            f'{DECLARATION}<styleSheet xmlns="{NAMESPACE}">'
            f"{_counted('fonts', fonts)}{_counted('fills', _fills(self._style.table.header_fill))}"
            f"{_counted('borders', borders)}"
            f"{_counted('cellStyleXfs', [look.attributes(None) for look in looks])}"
            f"{_counted('cellXfs', formats)}{_counted('cellStyles', names)}"
            '<dxfs count="0"/><tableStyles count="0"/></styleSheet>'
        ).encode()

    def _add(
        self,
        name: CellStyle,
        role: TextRole,
        language: Language,
        border: int,
        vertical: str,
        *,
        horizontal: str = "",
        fill: int = 0,
        format: int = _TEXT,
        wrap: bool = True,
    ) -> None:
        font = _role_font("name", role, self._style, language)
        if font not in self._fonts:
            self._fonts.append(font)
        align = horizontal or self._style.text_in(language)[role].align
        wrapped = ' wrapText="1"' if wrap else ""
        alignment = f'<alignment horizontal="{align}" vertical="{vertical}"{wrapped}/>'
        self._numbers[name, language] = 2 * len(self._looks)
        look = _Look(self._fonts.index(font), fill, border, alignment, format)
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


def _fills(colour: str) -> list[str]:
    """None and grey come first in every workbook (18.8.21), then that of the header row."""
    fixed = [f'<fill><patternFill patternType="{kind}"/></fill>' for kind in ("none", "gray125")]
    solid = f'<patternFill patternType="solid"><fgColor rgb="FF{colour}"/></patternFill>'
    return [*fixed, f"<fill>{solid if colour else '<patternFill/>'}</fill>"]


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
