"""Style sheets: YAML in `styles/` -> checked, typed values. All lengths are in points.

A style sheet can extend another and say only what differs; every value is checked, every
message names file:line:column. `load_style` looks beside the dataset first, then among the
built-in styles; a path to a file is taken as it is.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar, cast, get_args

from ipexport.choices import unknown
from ipexport.errors import Finding, Place, RequestError, StyleError
from ipexport.nodes import (
    Findings,
    Mapping,
    Node,
    decode,
    parse_yaml,
    read_file,
    suggest,
)
from ipexport.table import ROLES, FocusLayout

View = Literal["turned", "reading"]
Align = Literal["left", "center", "right", "justify"]
Face = Literal["serif", "serif-bold", "sans"]
FontRole = Literal["title", "heading", "body", "page_number"]
TextRole = Literal[
    "title", "subtitle", "contents_title", "contents", "heading", "table_header",
    "focus_area", "task", "results", "plan", "page_number",
]  # fmt: skip

POINTS_PER_MM = 72 / 25.4
_UNITS = {"mm": POINTS_PER_MM, "cm": 10 * POINTS_PER_MM, "in": 72.0, "pt": 1.0}
_SIZES = {"A3": (297, 420), "A4": (210, 297), "A5": (148, 210)}


@dataclass(frozen=True, slots=True)
class Margins:
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
    focus_area: float
    task: float
    results: float
    plan: float


@dataclass(frozen=True, slots=True)
class TableStyle:
    """Column widths, padding and rule in points; `header_fill` is "RRGGBB"."""

    focus_area: FocusLayout
    widths: Widths
    padding: float
    rule: float
    header_fill: str

    def column_widths(self) -> tuple[float, ...]:
        """The widths of the drawn columns; a band shares its column out among the others."""
        widths = tuple(getattr(self.widths, role) for role in ROLES)
        if self.focus_area == "column":
            return widths
        share = sum(widths) / sum(widths[1:])
        return tuple(width * share for width in widths[1:])


@dataclass(frozen=True, slots=True)
class FontStyle:
    """Family names for Office files, first choice first, and the embedded face of a PDF."""

    families: tuple[str, ...]
    latin: str
    embedded: Face


@dataclass(frozen=True, slots=True)
class TextStyle:
    """Size and leading (from baseline to baseline) in points."""

    font: FontRole
    size: float
    leading: float
    align: Align


@dataclass(frozen=True, slots=True)
class Style:
    name: str
    description: str
    page: PageStyle
    table: TableStyle
    fonts: dict[FontRole, FontStyle]
    text: dict[TextRole, TextStyle]

    def font_of(self, role: TextRole) -> FontStyle:
        return self.fonts[self.text[role].font]


def built_in_styles() -> Path:
    """The folder of the styles that come with ipexport."""
    packaged = Path(__file__).parent / "styles"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "styles"


def style_names(beside: Path | None = None) -> tuple[str, ...]:
    """The names that `load_style` knows."""
    folders = [folder for folder in (beside, built_in_styles()) if folder is not None]
    return tuple(sorted({path.stem for folder in folders for path in folder.glob("*.yaml")}))


def load_style(name: str | os.PathLike[str], beside: Path | None = None) -> Style:
    """A style by name, or by the path of a style sheet (.yaml).

    `beside` is the folder `styles/` next to the dataset, searched before the built-in styles.
    Raises `RequestError` for an unknown name, `StyleError` for a wrong sheet.
    """
    path = _find(os.fspath(name), beside, ())
    findings = Findings()
    style = _Reader(findings).style(path.stem, _layered(path, beside, ()))
    if findings.found:
        raise StyleError(findings.found)
    return style


def _layered(path: Path, beside: Path | None, above: tuple[Path, ...]) -> Mapping:
    """The sheet's mapping, laid over that of the sheet it extends."""
    sheet = parse_yaml(decode(read_file(path), str(path)), str(path))
    if not isinstance(sheet, Mapping):
        message = "a style sheet is a mapping (key: value)"
        raise StyleError([Finding("wrong-type", "error", sheet.place, message)])
    base = next((value for key, value in sheet.entries if key.value == "extends"), None)
    if base is None:
        return sheet
    findings = Findings()
    name = findings.scalar(base, "extends")
    if findings.found:
        raise StyleError(findings.found)
    chain = (*above, path)
    try:
        return _overlay(_layered(_find(name, beside, chain), beside, chain), sheet)
    except RequestError as error:
        raise StyleError([Finding("unknown-style", "error", base.place, str(error))]) from None


def _overlay(base: Mapping, top: Mapping) -> Mapping:
    """Every entry of `top`, mappings merged, and what only `base` has."""
    below = {key.value: value for key, value in base.entries}
    entries = list(top.entries)
    for number, (key, value) in enumerate(entries):
        under = below.get(key.value)
        if isinstance(value, Mapping) and isinstance(under, Mapping):
            entries[number] = key, _overlay(under, value)
    said = {key.value for key, _ in entries}
    return Mapping(top.place, (*(e for e in base.entries if e[0].value not in said), *entries))


def _find(name: str, beside: Path | None, above: tuple[Path, ...]) -> Path:
    """The sheet of that name; one that extends a sheet of its own name means the next one."""
    if name.endswith((".yaml", ".yml")):
        path = (above[-1].parent if above else Path()) / name
        if path in above:
            raise RequestError(f"the style {path.stem!r} extends itself")
        return path
    for folder in (beside, built_in_styles()):
        # Compared with the names there are, so that "../x" does not lead out of the folder.
        if folder is not None and name in style_names(folder):
            path = folder / f"{name}.yaml"
            if path.is_file() and path not in above:
                return path
    if any(path.stem == name for path in above):
        raise RequestError(f"the style {name!r} extends itself")
    raise unknown("style", name, style_names(beside))


_T = TypeVar("_T", bound=str)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the laid-over mappings; a wrong value becomes a finding and a harmless stand-in."""

    findings: Findings

    def style(self, name: str, sheet: Mapping) -> Style:
        top = self._entries(sheet, "the style", ("extends", "description", "page", "table", "fonts", "text"))
        style = Style(
            name=name,
            description=self.findings.scalar(top["description"], "description")
            if "description" in top
            else "",
            page=self._page(self._section(sheet, top, "page")),
            table=self._table(self._section(sheet, top, "table")),
            fonts={
                role: self._font(role, node)
                for role, node in self._roles(sheet, top, "fonts", get_args(FontRole))
            },
            text={
                role: self._text(role, node)
                for role, node in self._roles(sheet, top, "text", get_args(TextRole))
            },
        )
        if not self.findings.found:
            self._check_room(style, sheet)
        return style

    def _entries(self, node: Node, what: str, known: Iterable[str]) -> dict[str, Node]:
        return self.findings.mapping(node, what, known)

    def _section(self, sheet: Mapping, top: dict[str, Node], key: str) -> Node:
        if key not in top:
            self.findings.add("missing-key", sheet.place, f"the style lacks {key!r}", "extends: official")
        return top.get(key, Mapping(sheet.place, ()))

    def _roles(
        self, sheet: Mapping, top: dict[str, Node], key: str, roles: tuple[_T, ...]
    ) -> list[tuple[_T, Node]]:
        node = self._section(sheet, top, key)
        entries = self._entries(node, key, roles)
        for role in roles:
            if role not in entries:
                self.findings.add("missing-key", node.place, f"{key} lacks {role!r}", "extends: official")
        return [(role, entries[role]) for role in roles if role in entries]

    def _page(self, node: Node) -> PageStyle:
        keys = ("size", "view", "margins", "page_number_gap")
        page = self._complete(node, "page", keys)
        sides = self._complete(page["margins"], "margins", ("top", "right", "bottom", "left"))
        width, height = self._size(page["size"])
        return PageStyle(
            width=width,
            height=height,
            view=self._one_of(page["view"], "view", cast(tuple[View, ...], get_args(View))),
            margins=Margins(**{side: self._length(value, side) for side, value in sides.items()}),
            page_number_gap=self._length(page["page_number_gap"], "page_number_gap"),
        )

    def _table(self, node: Node) -> TableStyle:
        keys = ("focus_area", "widths", "padding", "rule", "header_fill")
        table = self._complete(node, "table", keys)
        layouts = cast(tuple[FocusLayout, ...], get_args(FocusLayout))
        widths = self._complete(table["widths"], "widths", ROLES)
        return TableStyle(
            focus_area=self._one_of(table["focus_area"], "focus_area", layouts),
            widths=Widths(**{role: self._length(value, role) for role, value in widths.items()}),
            padding=self._length(table["padding"], "padding"),
            rule=self._length(table["rule"], "rule"),
            header_fill=self._colour(table["header_fill"]),
        )

    def _font(self, role: str, node: Node) -> FontStyle:
        font = self._complete(node, f"the font {role}", ("families", "latin", "embedded"))
        families = tuple(
            self.findings.scalar(family, "a font family")
            for family in self.findings.sequence(font["families"], "families")
        )
        if not any(families):
            self.findings.add("wrong-value", font["families"].place, "families names no font")
        return FontStyle(
            families=families or ("",),
            latin=self.findings.scalar(font["latin"], "latin"),
            embedded=self._one_of(font["embedded"], "embedded", cast(tuple[Face, ...], get_args(Face))),
        )

    def _text(self, role: str, node: Node) -> TextStyle:
        text = self._complete(node, f"the text {role}", ("font", "size", "leading", "align"))
        style = TextStyle(
            font=self._one_of(text["font"], "font", cast(tuple[FontRole, ...], get_args(FontRole))),
            size=self._length(text["size"], "size"),
            leading=self._length(text["leading"], "leading"),
            align=self._one_of(text["align"], "align", cast(tuple[Align, ...], get_args(Align))),
        )
        if not self.findings.found and not 1 <= style.size <= style.leading <= 400:
            message = f"{role}: size {style.size:g}pt and leading {style.leading:g}pt do not go together"
            self.findings.add(
                "wrong-value", text["leading"].place, message, "1pt <= size <= leading <= 400pt"
            )
        return style

    def _complete(self, node: Node, what: str, keys: Iterable[str]) -> dict[str, Node]:
        """All `keys`, in this order, each missing one a finding and an empty text."""
        keys = tuple(keys)
        entries = self._entries(node, what, keys)
        if isinstance(node, Mapping):
            for key in keys:
                if key not in entries:
                    self.findings.add("missing-key", node.place, f"{what} lacks {key!r}", "extends: official")
        return {key: entries.get(key, _ABSENT) for key in keys}

    def _length(self, node: Node, what: str) -> float:
        if node is _ABSENT:
            return 0.0
        said = self.findings.scalar(node, what)
        match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([A-Za-z]*)", said)
        if match and match[2] in _UNITS:
            return float(match[1]) * _UNITS[match[2]]
        units = ", ".join(_UNITS)
        self.findings.add(
            "bad-length", node.place, f"{what}: {said!r} is not a length", f"a number and {units}"
        )
        return 0.0

    def _size(self, node: Node) -> tuple[float, float]:
        size = self._one_of(node, "size", tuple(_SIZES))
        width, height = _SIZES[size]
        return width * POINTS_PER_MM, height * POINTS_PER_MM

    def _colour(self, node: Node) -> str:
        if node is _ABSENT:
            return "FFFFFF"
        said = self.findings.scalar(node, "header_fill")
        if not re.fullmatch(r"#[0-9A-Fa-f]{6}", said):
            self.findings.add("bad-colour", node.place, f"{said!r} is not a colour", "quoted, as '#EDEDED'")
        return said.removeprefix("#").upper()

    def _one_of(self, node: Node, what: str, choices: tuple[_T, ...]) -> _T:
        if node is _ABSENT:
            return choices[0]
        said = self.findings.scalar(node, what)
        for choice in choices:
            if said == choice:
                return choice
        self.findings.add("wrong-value", node.place, f"{what}: {said!r} is not known", suggest(said, choices))
        return choices[0]

    def _check_room(self, style: Style, sheet: Mapping) -> None:
        """Columns fit the page and hold a character; the page holds a few lines."""
        width, height = style.page.table_area
        widths = style.table.column_widths()
        place = _place_of(sheet, "table", "widths")
        # Widths given in whole millimetres may exceed the type area by a rounding error only.
        if sum(widths) > width + 0.1:
            message = (
                f"the columns are {sum(widths) / POINTS_PER_MM:.1f} mm wide, "
                f"the page has room for {width / POINTS_PER_MM:.1f} mm"
            )
            self.findings.add("too-wide", place, message, "make the columns or the margins narrower")
        for role, column in zip(ROLES[-len(widths) :], widths, strict=True):
            need = style.text[role].size + 2 * style.table.padding
            if column < need:
                message = f"the column {role} is {column:.1f} pt wide, one character needs {need:.1f} pt"
                self.findings.add("too-narrow", place, message)
        if height < 6 * max(style.text[role].leading for role in ROLES):
            place = _place_of(sheet, "page", "margins")
            self.findings.add("no-room", place, "the margins leave room for fewer than six lines")


_ABSENT = Mapping(Place(""), ())


def _place_of(node: Node, *keys: str) -> Place:
    for key in keys:
        if isinstance(node, Mapping):
            node = next((value for name, value in node.entries if name.value == key), node)
    return node.place
