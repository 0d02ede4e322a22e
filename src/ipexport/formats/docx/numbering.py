"""List numbering: "1. 2. 3.", and an instance of it for each list, so that each begins at 1."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ipexport.formats.docx.package import Relationship
from ipexport.formats.docx.units import twips
from ipexport.formats.docx.xml import declared
from ipexport.formats.xml import DECLARATION

MOST_LISTS = 2000
"""Word shows no numbers from about the 2,020th instance on; further lists print their labels."""


class Numbering(NamedTuple):
    """A part word/numbering.xml in which there is already something: the XML before our
    definitions, between them and our lists, and after these; the first free number of each; the pictures."""

    before: str = f"{DECLARATION}<w:numbering {declared('w')}>"
    between: str = ""
    after: str = "</w:numbering>"
    first_definition: int = 0
    first_list: int = 1
    relationships: tuple[Relationship, ...] = ()


class Lists:
    """The lists of one file: the style of each one's items; `first` is the number of the first one."""

    def __init__(self, first: int) -> None:
        self.first = first
        self.styles: list[str] = []

    def begin(self, style: str) -> int | None:
        """The number of a new list; None when the file has as many as Word can count."""
        number = self.first + len(self.styles)
        if number > MOST_LISTS:
            return None
        self.styles.append(style)
        return number


def numbering_part(numbering: Numbering, lists: Sequence[str], indents: Mapping[str, float]) -> bytes:
    """The part word/numbering.xml: a definition for each style of items, then the lists, each of a style.

    `indents` are those of the styles in points.
    """
    return "".join(_numbering(numbering, lists, indents)).encode()


def _numbering(numbering: Numbering, lists: Sequence[str], indents: Mapping[str, float]) -> Iterator[str]:
    yield numbering.before
    definitions = {style: number for number, style in enumerate(indents, numbering.first_definition)}
    for style, number in definitions.items():
        # Word takes the indent of the paragraph style where the level has none, LibreOffice none.
        indent = twips(indents[style])
        yield (
            f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/>'
            '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="tab"/>'
            '<w:lvlText w:val="%1."/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{indent}" w:hanging="{indent}"/></w:pPr></w:lvl></w:abstractNum>'
        )
    yield numbering.between
    for number, style in enumerate(lists, numbering.first_list):
        yield (
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="{definitions[style]}"/>'
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        )
    yield numbering.after
