"""The contents: a field with its cached results, and the bookmarks that these lead to.

A program that opens the file shows the cached results; only when somebody asks for it does it
find them anew, from the headings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ipexport.formats.docx.look import Look
from ipexport.formats.docx.runs import END, TAB, begin, field, run, words_runs
from ipexport.formats.docx.styles import CONTENTS_LEVELS
from ipexport.layout.front import Entry, contents
from ipexport.model import Language
from ipexport.table import Document


class Bookmark(NamedTuple):
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


def bookmarks(document: Document) -> dict[str, Bookmark]:
    """A bookmark for what each entry of the contents leads to."""
    entries = contents(document, defaultdict(int))
    return {entry.target: Bookmark(number) for number, entry in enumerate(entries, 1)}


def contents_field(
    entries: Sequence[Entry], marks: Mapping[str, Bookmark], language: Language, look: Look
) -> str:
    """The paragraphs of the contents: one field over all of them, an entry each."""
    deepest = max((entry.level for entry in entries), default=0) + 1
    lines = [_entry(entry, marks[entry.target], language) for entry in entries] or [""]
    lines[0] = begin(f'TOC \\o "1-{deepest}" \\h \\z \\u') + lines[0]
    lines[-1] += END
    levels = [entry.level for entry in entries] or [0]
    return "".join(
        look.paragraph(CONTENTS_LEVELS[level], line) for level, line in zip(levels, lines, strict=True)
    )


def _entry(entry: Entry, mark: Bookmark, language: Language) -> str:
    number = field(f"PAGEREF {mark.name} \\h", run(str(entry.page), language))
    inside = f"{words_runs(entry.words)}{TAB}{number}"
    return f'<w:hyperlink w:anchor="{mark.name}" w:history="1">{inside}</w:hyperlink>'
