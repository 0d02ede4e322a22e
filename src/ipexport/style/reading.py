"""A style sheet's nodes -> checked values: a wrong one is a finding with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, NamedTuple, TypeVar, cast, get_args

from ipexport.errors import Place
from ipexport.nodes import Findings, Mapping, Node, Scalar, suggest
from ipexport.style.values import (
    POINTS_PER_MM,
    Align,
    BilingualStyle,
    DocxStyle,
    Face,
    FontRole,
    FontStyle,
    Margins,
    PageStyle,
    Style,
    TableStyle,
    TextRole,
    TextStyle,
    View,
    Widths,
)
from ipexport.table import ROLES, Bilingual, BilingualLayout, BilingualOrder, Column, FocusLayout

_KEYS = ("extends", "description", "page", "table", "fonts", "text", "english", "bilingual", "docx")
_UNITS = {"mm": POINTS_PER_MM, "cm": 10 * POINTS_PER_MM, "in": 72.0, "pt": 1.0}
_SIZES = {"A3": (297, 420), "A4": (210, 297), "A5": (148, 210)}

_T = TypeVar("_T", bound=str)


class StyleReader(NamedTuple):
    """Reads the laid-over mappings; a wrong value becomes a finding and a harmless stand-in."""

    findings: Findings

    def style(self, name: str, sheet: Mapping) -> Style:
        top = self._entries(sheet, "the style", _KEYS)
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
            english={role: self._text(role, node) for role, node in self._english(top, get_args(TextRole))},
            bilingual=self._bilingual(self._section(sheet, top, "bilingual")),
            docx=self._docx(top["docx"]) if "docx" in top else DocxStyle(),
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

    def _english(self, top: dict[str, Node], roles: tuple[_T, ...]) -> list[tuple[_T, Node]]:
        """The texts laid over by what `english` says of them; a role that it does not name is as in
        Chinese."""
        said = self._entries(top["english"], "english", roles) if "english" in top else {}
        texts = top.get("text", _ABSENT)
        entries = {key.value: node for key, node in texts.entries} if isinstance(texts, Mapping) else {}
        return [
            (role, _laid_over(entries[role], said[role]) if role in said else entries[role])
            for role in roles
            if role in entries
        ]

    def _bilingual(self, node: Node) -> BilingualStyle:
        said = self._complete(node, "bilingual", ("layout", "order", "size", "english"))
        width, height = self._size(said["size"])
        arrangement = Bilingual(
            self._one_of(
                said["layout"], "layout", cast(tuple[BilingualLayout, ...], get_args(BilingualLayout))
            ),
            self._one_of(said["order"], "order", cast(tuple[BilingualOrder, ...], get_args(BilingualOrder))),
        )
        return BilingualStyle(arrangement, width, height, self._share(said["english"]))

    def _share(self, node: Node) -> float:
        if node is _ABSENT:
            return 0.5
        said = self.findings.scalar(node, "english")
        if match := re.fullmatch(r"([2-8]\d)\s*%", said):
            return int(match[1]) / 100
        self.findings.add("wrong-value", node.place, f"english: {said!r} is not known", "from 20% to 89%")
        return 0.5

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
        return TableStyle(
            focus_area=self._one_of(table["focus_area"], "focus_area", layouts),
            widths=self._widths(table["widths"]),
            padding=self._length(table["padding"], "padding"),
            rule=self._length(table["rule"], "rule"),
            header_fill=self._colour(table["header_fill"]),
        )

    def _widths(self, node: Node) -> Widths | Literal["auto"]:
        if isinstance(node, Scalar):
            self._one_of(node, "widths", ("auto",))
            return "auto"
        widths = self._complete(node, "widths", ROLES)
        return Widths(**{role: self._length(value, role) for role, value in widths.items()})

    def _font(self, role: str, node: Node) -> FontStyle:
        keys = ("families", "latin", "embedded", "installed")
        font = self._complete(node, f"the font {role}", keys, optional=("file", "bold"))
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
            installed=self._one_of(font["installed"], "installed", ("no", "yes")) == "yes",
            file=self._file(font["file"], "file"),
            bold=self._one_of(font["bold"], "bold", ("no", "yes")) == "yes",
        )

    def _docx(self, node: Node) -> DocxStyle:
        docx = self._complete(node, "docx", (), optional=("reference",))
        return DocxStyle(self._file(docx["reference"], "reference"))

    def _file(self, node: Node, what: str) -> Path | None:
        """A file named relative to the sheet that names it."""
        if node is _ABSENT:
            return None
        said = self.findings.scalar(node, what)
        path = Path(node.place.file).parent / said
        if said and not path.is_file():
            self.findings.add(
                "no-file", node.place, f"{what}: there is no file {path}", "relative to this sheet"
            )
        return path

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

    def _complete(
        self, node: Node, what: str, keys: tuple[str, ...], optional: tuple[str, ...] = ()
    ) -> dict[str, Node]:
        """All `keys` and the `optional` ones, in this order; one that is missing is an empty text,
        and a finding unless it is optional."""
        entries = self._entries(node, what, keys + optional)
        if isinstance(node, Mapping):
            for key in keys:
                if key not in entries:
                    self.findings.add("missing-key", node.place, f"{what} lacks {key!r}", "extends: official")
        return {key: entries.get(key, _ABSENT) for key in keys + optional}

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
        columns = [Column(role, ()) for role in style.table.roles]
        needs = tuple(style.text[role].size + 2 * style.table.padding for role in style.table.roles)
        widths = needs if style.table.widths == "auto" else style.column_widths(columns)
        place = _place_of(sheet, "table", "widths")
        # Widths given in whole millimetres may exceed the type area by a rounding error only.
        if sum(widths) > width + 0.1:
            message = (
                f"the columns are {sum(widths) / POINTS_PER_MM:.1f} mm wide, "
                f"the page has room for {width / POINTS_PER_MM:.1f} mm"
            )
            self.findings.add("too-wide", place, message, "make the columns or the margins narrower")
        for role, column, need in zip(style.table.roles, widths, needs, strict=True):
            if column < need:
                message = f"the column {role} is {column:.1f} pt wide, one character needs {need:.1f} pt"
                self.findings.add("too-narrow", place, message)
        if height < 6 * max(style.text[role].leading for role in ROLES):
            place = _place_of(sheet, "page", "margins")
            self.findings.add("no-room", place, "the margins leave room for fewer than six lines")


_ABSENT = Mapping(Place(""), ())


def _laid_over(base: Node, top: Node) -> Node:
    """The entries of `top`, and those of `base` that it lacks."""
    if not (isinstance(base, Mapping) and isinstance(top, Mapping)):
        return top
    said = {key.value for key, _ in top.entries}
    return Mapping(top.place, (*(e for e in base.entries if e[0].value not in said), *top.entries))


def _place_of(node: Node, *keys: str) -> Place:
    for key in keys:
        if isinstance(node, Mapping):
            node = next((value for name, value in node.entries if name.value == key), node)
    return node.place
