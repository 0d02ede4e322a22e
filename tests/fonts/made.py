"""Small fonts, made for a test: every character is a box."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont

CHARACTERS = "知识产权工作方案，。0123456789.—- abcAB"


def made_font(
    family: str | Mapping[str, str] = "Made",
    *,
    characters: str = CHARACTERS,
    weight: int = 400,
    licence: int = 0,
    cff: bool = False,
    slanted: bool = False,
) -> TTFont:
    """A font; `family` is one name, or names by language ("en", "zh")."""
    names = [".notdef", *(f"u{ord(character):04X}" for character in characters)]
    builder = FontBuilder(1000, isTTF=not cff)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(character): f"u{ord(character):04X}" for character in characters})
    widths = {name: _width(name) for name in names}
    family_names = {"en": family} if isinstance(family, str) else dict(family)
    if cff:
        shapes = {name: _cff_box(width) for name, width in widths.items()}
        builder.setupCFF("Made-Regular", {"FullName": "Made"}, shapes, {})
    else:
        builder.setupGlyf({name: _box(width) for name, width in widths.items()})
    builder.setupHorizontalMetrics({name: (width, 50) for name, width in widths.items()})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    style = {"en": "Bold" if weight > 550 else "Regular"}
    builder.setupNameTable({"familyName": family_names, "styleName": style, "psName": {"en": "Made-Regular"}})
    builder.setupOS2(usWeightClass=weight, fsType=licence, fsSelection=int(slanted), sCapHeight=700)
    builder.setupPost()
    return builder.font


def _width(name: str) -> int:
    """Full-width, half-width for ASCII, as the glyph's name tells."""
    return 500 if name.startswith("u00") else 1000


def _box(width: int) -> object:
    pen = TTGlyphPen(None)
    _draw_box(pen, width)
    return pen.glyph()


def _cff_box(width: int) -> object:
    pen = T2CharStringPen(width, None)
    _draw_box(pen, width)
    return pen.getCharString()


def _draw_box(pen: object, width: int) -> None:
    corners = [(50, 0), (50, 700), (width - 50, 700), (width - 50, 0)]
    pen.moveTo(corners[0])  # type: ignore[attr-defined]
    for corner in corners[1:]:
        pen.lineTo(corner)  # type: ignore[attr-defined]
    pen.closePath()  # type: ignore[attr-defined]


def saved(font: TTFont, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    font.save(path)
    return path


def saved_collection(fonts: Iterable[TTFont], path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    collection = TTCollection()
    collection.fonts = list(fonts)
    collection.save(path)
    return path


def install(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Makes a folder the only one in which fonts are installed."""
    monkeypatch.setattr("ipexport.fonts.installed.font_folders", lambda *_: (folder,))
