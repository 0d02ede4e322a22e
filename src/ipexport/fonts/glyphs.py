"""The glyph of a character: in one font, and in the fonts of a role, first choice first.

HarfBuzz reads the fonts. A character that prints nothing (a joiner, a variation selector) needs no
glyph and has no width; one in the private use area has none, since each font means something else
by it. A soft hyphen prints a hyphen as the last character of a text, which is then a line, and
nothing elsewhere.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from pathlib import Path

import uharfbuzz as hb

from ipexport.errors import IpexportError
from ipexport.typography.clusters import SOFT_HYPHEN, is_invisible
from ipexport.typography.spacing import UNEVEN, is_even


class MissingGlyph(IpexportError):
    """No font has a character of the document."""


class Glyphs(dict[str, int]):
    """The glyph of each character in a font, 0 for none, read when first asked for."""

    def __init__(self, path: Path, index: int = 0) -> None:
        super().__init__()
        self.path = path
        self.face, self.font = _opened(path, index)

    def __missing__(self, character: str) -> int:
        # The glyph of U+00AD itself is a blank in some fonts.
        asked = "-" if character == SOFT_HYPHEN else character
        private = unicodedata.category(character) == "Co"
        glyph = 0 if private else self.font.get_nominal_glyph(ord(asked)) or 0
        # A damaged font can name glyphs that it does not have.
        self[character] = glyph = glyph if glyph < self.face.glyph_count else 0
        return glyph

    def advance(self, character: str) -> float:
        """The advance width in em."""
        return self.glyph_advance(self[character])

    def glyph_advance(self, glyph: int) -> float:
        width: int = self.font.get_glyph_h_advance(glyph)
        return width / float(self.face.upem)

    def ink(self, character: str) -> tuple[float, float]:
        """The left and the right edge of the ink, in em from the glyph's origin."""
        extents = self.font.get_glyph_extents(self[character])
        if extents is None:  # a damaged font
            return 0.0, self.advance(character)
        left, width, em = float(extents.x_bearing), float(extents.width), float(self.face.upem)
        return left / em, (left + width) / em


@cache
def _opened(path: Path, index: int) -> tuple[hb.Face, hb.Font]:
    face = hb.Face(hb.Blob.from_file_path(str(path)), index)
    return face, hb.Font(face)


class FontStack(dict[str, float]):
    """The advance width of each character in em, in the first of a role's fonts that has it.

    `latin`, where there is one, is asked first for letters, digits and signs of Latin script.
    Looking up a character that no font has raises `MissingGlyph`.

    `hyphen` is the number of the font that has one, and its advance width. `elsewhere` has those
    characters looked up so far that are not in the first font, with the number of the one they are
    in; `latin` is the last. `invisible` has those that print nothing.
    """

    def __init__(self, fonts: Sequence[Glyphs], latin: Glyphs | None = None) -> None:
        super().__init__()
        self.fonts = (*fonts, latin) if latin is not None else tuple(fonts)
        self.elsewhere: dict[str, int] = {}
        self.invisible: set[str] = set()
        self._has_latin = latin is not None
        self._full_width = False

    def __missing__(self, character: str) -> float:
        if is_invisible(character):
            self.invisible.add(character)
            self[character] = 0.0
            return 0.0
        number = self._choose(character)
        if number:
            self.elsewhere[character] = number
        self[character] = advance = self.fonts[number].advance(character)
        return advance

    @cached_property
    def hyphen(self) -> tuple[int, float]:
        number = self._choose(SOFT_HYPHEN)
        return number, self.fonts[number].advance(SOFT_HYPHEN)

    def settle(self) -> None:
        """Notes that every character of the texts to come has been looked up: where all Han characters
        and full-width marks are one em wide, they are not looked up again one by one."""
        self._full_width = not any(is_even(character) for character, width in self.items() if width != 1.0)

    def advances(self, text: str) -> list[float]:
        """The advance width of each character in em."""
        if self._full_width:
            advances = [1.0] * len(text)
            for run in UNEVEN.finditer(text):
                start, end = run.span()
                advances[start:end] = map(self.__getitem__, text[start:end])
        else:
            advances = list(map(self.__getitem__, text))
        if text[-1:] == SOFT_HYPHEN:
            advances[-1] = self.hyphen[1]
        return advances

    def _choose(self, character: str) -> int:
        last = len(self.fonts) - 1
        if self._has_latin and _is_latin(character) and self.fonts[last][character]:
            return last
        for number, font in enumerate(self.fonts):
            if font[character]:
                return number
        raise MissingGlyph(f"no font has {named(character)}; write it with another character")

    def is_in_first(self, text: str) -> bool:
        """Whether the first font has all of a text that has been looked up."""
        if text[-1:] == SOFT_HYPHEN:
            return False
        return not self.elsewhere or self.elsewhere.keys().isdisjoint(text)

    def runs(self, text: str) -> Iterator[tuple[int, str]]:
        """The text in pieces, each with the number of the font that has it.

        What prints nothing stays with what stands before it; a soft hyphen that prints is a piece
        of its own. The characters have been looked up.
        """
        if text[-1:] == SOFT_HYPHEN:
            if len(text) > 1:
                yield from self._runs(text[:-1])
            yield self.hyphen[0], SOFT_HYPHEN
        else:
            yield from self._runs(text)

    def _runs(self, text: str) -> Iterator[tuple[int, str]]:
        if self.elsewhere.keys().isdisjoint(text):
            yield 0, text
            return
        start, current = 0, -1
        for index, character in enumerate(text):
            if character in self.invisible:
                continue
            number = self.elsewhere.get(character, 0)
            if number != current and current >= 0:
                yield current, text[start:index]
                start = index
            current = number
        yield max(current, 0), text[start:]


def named(character: str) -> str:
    """A character as messages name it."""
    private = " of the private use area" if unicodedata.category(character) == "Co" else ""
    return f"the character {character!r} (U+{ord(character):04X}{private})"


def _is_latin(character: str) -> bool:
    latin = character.isascii() or character.isalpha() or character == SOFT_HYPHEN
    return latin and character < "\u0250"
