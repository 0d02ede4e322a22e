"""List numbering: "1. 2. 3.", and an instance of it for each list, so that each begins at 1."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from docx.oxml.ns import nsdecls

from ipexport.formats.docx.styles import ITEM_INDENT, ITEM_STYLES
from ipexport.formats.docx.units import twips
from ipexport.style import Style
from ipexport.table import Role

MOST_LISTS = 2000
"""Word shows no numbers from about the 2,020th instance on; further lists print their labels."""


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of one file: the role of each, in order."""

    roles: list[Role] = field(default_factory=list)

    def begin(self, role: Role) -> int | None:
        """The number of a new list; None when the file has as many as Word can count."""
        if len(self.roles) == MOST_LISTS:
            return None
        self.roles.append(role)
        return len(self.roles)


def numbering_part(lists: Lists, style: Style) -> bytes:
    """The part word/numbering.xml: a definition for each style of items, then the lists."""
    return "".join(_numbering(lists, style)).encode()


def _numbering(lists: Lists, style: Style) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:numbering {nsdecls("w")}>'
    definitions = {role: number for number, role in enumerate(ITEM_STYLES)}
    for role, number in definitions.items():
        # Word takes the indent of the paragraph style where the level has none, LibreOffice none.
        indent = twips(ITEM_INDENT * style.text[role].size)
        yield (
            f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/>'
            '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="tab"/>'
            '<w:lvlText w:val="%1."/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{indent}" w:hanging="{indent}"/></w:pPr></w:lvl></w:abstractNum>'
        )
    for number, role in enumerate(lists.roles, 1):
        yield (
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="{definitions[role]}"/>'
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        )
    yield "</w:numbering>"
