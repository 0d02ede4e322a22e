"""The outline of a PDF (ISO 32000-1, 12.3.3): what a reader shows beside the pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ipexport.formats.pdf.objects import File, text_string


class Bookmark(NamedTuple):
    """A title, its level (0 or 1), and the destination it leads to, as an object."""

    title: str
    level: int
    destination: str


def write_outline(file: File, bookmarks: Sequence[Bookmark]) -> int:
    """The outline, those of level 1 folded below the one of level 0 before them; the first has 0."""
    outline = file.reserve()
    first = file.reserve(len(bookmarks))
    tops = [number for number, bookmark in enumerate(bookmarks) if bookmark.level == 0]
    for position, top in enumerate(tops):
        end = tops[position + 1] if position + 1 < len(tops) else len(bookmarks)
        kids = range(first + top + 1, first + end)
        below = f"/First {kids[0]} 0 R/Last {kids[-1]} 0 R/Count {-len(kids)}" if kids else ""
        beside = _beside([first + number for number in tops], position)
        _write(file, first + top, bookmarks[top], outline, beside + below)
        for place, kid in enumerate(kids):
            _write(file, kid, bookmarks[kid - first], first + top, _beside(kids, place))
    ends = f"/First {first} 0 R/Last {first + tops[-1]} 0 R"
    return file.put(outline, f"<</Type/Outlines{ends}/Count {len(tops)}>>")


def _beside(numbers: Sequence[int], position: int) -> str:
    """The entries of the neighbours on the same level."""
    before = f"/Prev {numbers[position - 1]} 0 R" if position else ""
    after = f"/Next {numbers[position + 1]} 0 R" if position + 1 < len(numbers) else ""
    return before + after


def _write(file: File, number: int, bookmark: Bookmark, parent: int, links: str) -> None:
    title = text_string(bookmark.title)
    file.put(number, f"<</Title{title}/Parent {parent} 0 R{links}/Dest{bookmark.destination}>>")
