"""Fields with their cached results, and the bookmarks that they lead to.

A program that opens the file shows the cached results; only when somebody asks for it does it
find them anew, from the headings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from ipexport.layout.front import Entry
from ipexport.table import plain


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A place in the document; `number` is unique in it."""

    number: int

    @property
    def name(self) -> str:
        """As Word itself names the bookmarks of contents; it hides them from its lists."""
        return f"_Toc{self.number:09d}"

    def around(self, runs: str) -> str:
        """The runs between the marks of the bookmark."""
        start = f'<w:bookmarkStart w:id="{self.number}" w:name="{self.name}"/>'
        return f'{start}{runs}<w:bookmarkEnd w:id="{self.number}"/>'


def bookmarks(entries: Sequence[Entry]) -> dict[str, Bookmark]:
    """A bookmark for what each entry of the contents leads to."""
    return {entry.target: Bookmark(number) for number, entry in enumerate(entries, 1)}


def run(text: str) -> str:
    """A run of text without any formatting of its own."""
    return f'<w:r><w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'


def field(instruction: str, result: str) -> str:
    """A field with the runs of its cached result."""
    return f"{_begin(instruction)}{result}{_END}"


def contents_field(entries: Sequence[Entry], marks: Mapping[str, Bookmark]) -> str:
    """The paragraphs of the contents: one field over all of them, an entry each."""
    deepest = max((entry.level for entry in entries), default=0) + 1
    lines = [_entry(entry, marks[entry.target]) for entry in entries] or [""]
    lines[0] = _begin(f'TOC \\o "1-{deepest}" \\h \\z \\u') + lines[0]
    lines[-1] += _END
    levels = [entry.level + 1 for entry in entries] or [1]
    return "".join(
        f'<w:p><w:pPr><w:pStyle w:val="TOC{level}"/></w:pPr>{line}</w:p>'
        for level, line in zip(levels, lines, strict=True)
    )


def _entry(entry: Entry, mark: Bookmark) -> str:
    number = field(f"PAGEREF {mark.name} \\h", run(str(entry.page)))
    inside = f"{run(plain(entry.words))}<w:r><w:tab/></w:r>{number}"
    return f'<w:hyperlink w:anchor="{mark.name}" w:history="1">{inside}</w:hyperlink>'


def _begin(instruction: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(instruction, quote=False)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
