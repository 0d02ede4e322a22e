"""Fonts: how a style names them, and what the file says of them."""

from __future__ import annotations

from ipexport.formats.docx.xml import text_part
from ipexport.formats.xml import quoted
from ipexport.model import Language
from ipexport.style import FontStyle, Style


def run_fonts(font: FontStyle, language: Language) -> str:
    """The element w:rFonts. In Chinese the hint takes “”‘’—… from the Chinese font as well."""
    latin, chinese = quoted(font.latin), quoted(font.families[0])
    hint = ' w:hint="eastAsia"' if language == "zh" else ""
    return f"<w:rFonts w:ascii={latin} w:eastAsia={chinese} w:hAnsi={latin} w:cs={latin}{hint}/>"


def font_table(style: Style) -> bytes:
    """The part word/fontTable.xml: each family with what may stand in for it."""
    fonts: dict[str, str] = {}
    for font in style.fonts.values():
        fonts.setdefault(font.families[0], _entry(font.families[0], font, font.families[1:], _GB_2312))
    for font in style.fonts.values():
        fonts.setdefault(font.latin, _entry(font.latin, font, (), _WESTERN))
    return text_part("w:fonts", "".join(fonts.values()), "w")


# Character sets, ECMA-376 part 1, 17.8.3.2.
_GB_2312, _WESTERN = "86", "00"


def _entry(name: str, font: FontStyle, alternates: tuple[str, ...], charset: str) -> str:
    alt_name = f"<w:altName w:val={quoted(','.join(alternates))}/>" if alternates else ""
    family = "swiss" if font.embedded == "sans" else "roman"
    return (
        f'<w:font w:name={quoted(name)}>{alt_name}<w:charset w:val="{charset}"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="variable"/></w:font>'
    )
