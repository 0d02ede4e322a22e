"""List numbering: one definition "1. 2. 3.", one instance for each list, so that each begins at 1."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

MOST_LISTS = 2000
"""Word shows no numbers from about the 2,020th instance on; further lists print their labels."""


@dataclass(slots=True)
class Lists:
    """The lists of one file; counts the instances handed out."""

    count: int = 0

    def begin(self) -> int | None:
        """The number of a new list; None when the file has as many as Word can count."""
        if self.count == MOST_LISTS:
            return None
        self.count += 1
        return self.count


def numbering_part(lists: Lists) -> bytes:
    """The part word/numbering.xml. Indents are those of the paragraph styles."""
    return "".join(_numbering(lists)).encode()


def _numbering(lists: Lists) -> Iterator[str]:
    yield (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/>'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="tab"/>'
        '<w:lvlText w:val="%1."/><w:lvlJc w:val="left"/></w:lvl></w:abstractNum>'
    )
    for number in range(1, lists.count + 1):
        yield (
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="0"/>'
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        )
    yield "</w:numbering>"
