"""The embedded fonts of one document by their role, each with a face to fall back to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ipexport.errors import IpexportError
from ipexport.fonts import face_path
from ipexport.formats.pdf.font import EmbeddedFont
from ipexport.style import Face, FontRole, Style
from ipexport.table import Document


class MissingGlyph(IpexportError):
    """No font has a character of the document."""


@dataclass(frozen=True, slots=True)
class RoleFont:
    """A font and the one that has what it lacks."""

    font: EmbeddedFont
    fallback: EmbeddedFont

    def metrics(self, text: str) -> list[float]:
        """The advance width of each character in em."""
        advances = list(map(self.font.advances.__getitem__, text))
        if min(advances, default=0.0) < 0:
            return [
                self.fallback.advances[character] if advance < 0 else advance
                for character, advance in zip(text, advances, strict=True)
            ]
        return advances

    def runs(self, text: str) -> Iterator[tuple[EmbeddedFont, str]]:
        """The text in pieces that one font has."""
        missing = self.font.advances.missing
        if missing.isdisjoint(text):
            yield self.font, text
            return
        start = 0
        for end in range(1, len(text) + 1):
            if end == len(text) or (text[end] in missing) != (text[start] in missing):
                yield (self.fallback if text[start] in missing else self.font), text[start:end]
                start = end

    def has(self, character: str) -> bool:
        return self.font.advances[character] >= 0 or self.fallback.advances[character] >= 0


def document_fonts(style: Style) -> dict[FontRole, RoleFont]:
    """A font for each role; roles with the same face share it."""
    faces: dict[Face, EmbeddedFont] = {}

    def font(face: Face) -> EmbeddedFont:
        if face not in faces:
            faces[face] = EmbeddedFont(face_path(face), f"F{len(faces) + 1}")
        return faces[face]

    return {role: RoleFont(font(said.embedded), font("serif")) for role, said in style.fonts.items()}


def embedded(fonts: Iterable[RoleFont]) -> list[EmbeddedFont]:
    """Each font that has printed something, once, in the order of its resource name."""
    every = {font.resource: font for role in fonts for font in (role.font, role.fallback)}
    return [font for _, font in sorted(every.items()) if font.codes]


def check_characters(document: Document, style: Style, fonts: dict[FontRole, RoleFont]) -> None:
    """Raises `MissingGlyph`, naming character and cell, when no font has a character."""
    for section in document.sections:
        for row in section.table.rows:
            for cell in row:
                role = fonts[style.text[cell.role].font]
                for paragraph in cell.paragraphs:
                    _check(paragraph.text + (paragraph.label or ""), role, cell.id)
        _check(section.heading, fonts["heading"], f"the heading of {section.region}")
        for column in section.table.columns:
            _check(column.label, fonts[style.text["table_header"].font], f"the columns of {section.region}")
    for text in (document.title, document.subtitle, document.contents_title):
        _check(text, fonts["title"], "the titles")


def _check(text: str, font: RoleFont, where: str) -> None:
    for character in set(text) - font.font.advances.keys() | font.font.advances.missing & set(text):
        if not font.has(character):
            raise MissingGlyph(
                f"{where}: no font has the character {character!r} (U+{ord(character):04X}); "
                "write it with another character"
            )
