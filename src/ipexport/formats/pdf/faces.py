"""The embedded fonts of one document by their role, each with those to fall back to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from ipexport.fonts.choice import Font, choose_fonts
from ipexport.fonts.glyphs import FontStack, MissingGlyph
from ipexport.fonts.report import first_place, font_stack, printed_texts
from ipexport.formats.pdf.font import EmbeddedFont, clusters
from ipexport.style import FontRole, Style
from ipexport.table import Document
from ipexport.typography.clusters import SOFT_HYPHEN, is_invisible

__all__ = ["MissingGlyph", "RoleFont", "document_fonts", "embedded", "printed", "take_characters"]


_WORD = re.compile("[A-Za-z]{6}")
"""Shorter words are not hyphenated (`typography.words`)."""


class RoleFont(NamedTuple):
    """The fonts of a role: `stack` says which of them has a character."""

    stack: FontStack
    fonts: tuple[EmbeddedFont, ...]

    def metrics(self, text: str) -> list[float]:
        """The advance width of each character in em; 0 for those that print nothing."""
        return self.stack.advances(text)

    def runs(self, text: str) -> Sequence[tuple[EmbeddedFont, str]]:
        """The text in pieces that one font has; nearly always one."""
        if self.stack.is_in_first(text):
            return ((self.fonts[0], text),)
        return [(self.fonts[number], words) for number, words in self.stack.runs(text)]

    def plain_codes(self, text: str) -> Sequence[str] | None:
        """The code of each character, by its number, where the first font has all of the text and no two of
        its characters depend on each other: no dashes to join, nothing that prints nothing."""
        if self.stack.is_in_first(text) and "——" not in text and "……" not in text:
            return self.fonts[0].plain_codes(text)
        return None

    def take(self, text: str) -> None:
        """Gives codes to the characters of a text, and to those with others that print nothing."""
        for font, words in self.runs(text):
            font.take(words)
            if not self.stack.invisible.isdisjoint(words):
                font.take(clusters(words))

    def take_hyphen(self) -> None:
        """Gives a code to the hyphen of words that are hyphenated."""
        self.fonts[self.stack.hyphen[0]].take(SOFT_HYPHEN)


def document_fonts(style: Style) -> dict[FontRole, RoleFont]:
    """The fonts of each role; roles with the same font share it. Raises `FontError`."""
    embedded: dict[Font, EmbeddedFont] = {}

    def font(chosen: Font) -> EmbeddedFont:
        if chosen not in embedded:
            embedded[chosen] = EmbeddedFont(chosen.path, chosen.number, f"F{len(embedded) + 1}")
        return embedded[chosen]

    fonts = {}
    for role, chosen in choose_fonts(style).items():
        every = chosen.fonts if chosen.latin is None else (*chosen.fonts, chosen.latin)
        fonts[role] = RoleFont(font_stack(chosen), tuple(map(font, every)))
    return fonts


Printed = dict[str, tuple[str, bool, list[str]]]
"""What is printed with the font of each role, in plain values: its characters, whether there are words
that may be hyphenated, and the texts with characters that print nothing."""


def printed(document: Document, style: Style) -> Printed:
    """What of a document is printed with each font."""
    return {role: _printed([text for text, _ in t]) for role, t in printed_texts([document], style).items()}


def _printed(texts: Sequence[str]) -> tuple[str, bool, list[str]]:
    everything = "".join(texts)
    characters = "".join(sorted(set(everything)))
    invisible = set(filter(is_invisible, characters))
    clustered = [text for text in texts if not invisible.isdisjoint(text)] if invisible else []
    return characters, _WORD.search(everything) is not None, clustered


def take_characters(
    document: Document, style: Style, fonts: dict[FontRole, RoleFont], parts: Sequence[Printed] = ()
) -> None:
    """Gives a code to every character that will be printed, by this document and others whose `parts`
    are given with its own, in order.

    Raises `MissingGlyph`, naming character and cell, when no font has one.
    """
    parts = parts or [printed(document, style)]
    for role, font in fonts.items():
        characters, has_words, clustered = zip(*(part[role] for part in parts), strict=True)
        for character in sorted(set("".join(characters))):
            try:
                font.stack[character]
            except MissingGlyph as missing:
                texts = printed_texts([document], style)[role]
                raise MissingGlyph(f"{first_place(character, texts)}: {missing}") from None
        font.stack.settle()
        font.take("".join(sorted(font.stack)))
        if any(has_words):
            font.take_hyphen()
        for text in chain.from_iterable(clustered):
            font.take(text)
    for embedded_font in embedded(fonts.values()):
        embedded_font.give_codes()


def embedded(fonts: Iterable[RoleFont]) -> list[EmbeddedFont]:
    """Each font that prints something, once."""
    every = {font.resource: font for role in fonts for font in role.fonts}
    return [font for font in every.values() if font.is_used]
