"""Fields with their cached results, bookmarks, and the contents made of them.

A program that opens the file shows the cached results; only when somebody asks for it does it
find them anew, from the headings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape

from ipexport.table import Document


@dataclass(frozen=True, slots=True)
class Target:
    """What an entry of the contents leads to: its bookmark's number, outline level, and text."""

    number: int
    level: int
    text: str

    @property
    def bookmark(self) -> str:
        """The name that Word itself gives to bookmarks of contents; it hides them from its lists."""
        return f"_Toc{self.number:09d}"

    def around(self, xml: str) -> str:
        """The runs of a heading between the marks of the bookmark."""
        start = f'<w:bookmarkStart w:id="{self.number}" w:name="{self.bookmark}"/>'
        return f'{start}{xml}<w:bookmarkEnd w:id="{self.number}"/>'


def targets(document: Document) -> dict[str, Target]:
    """What the contents list, in order: every section by its region; when there is only one, the
    cells of its focus areas by their id as well."""
    found: dict[str, Target] = {}
    for section in document.sections:
        found[section.region] = Target(len(found) + 1, 1, section.heading)
        if len(document.sections) == 1:
            for _, cell in section.focus_cells():
                text = " ".join(paragraph.text for paragraph in cell.paragraphs)
                found[cell.id] = Target(len(found) + 1, 2, text)
    return found


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'


def field(instruction: str, result: str) -> str:
    """A field with the XML of its cached result."""
    return f"{_begin(instruction)}{result}{_END}"


def contents(listed: Mapping[str, Target], pages: Mapping[str, int]) -> str:
    """The paragraphs of the contents: one field, an entry a paragraph."""
    levels = max((target.level for target in listed.values()), default=1)
    begin = _begin(f'TOC \\o "1-{levels}" \\h \\z \\u')
    entries = [_entry(target, pages[key]) for key, target in listed.items()] or [""]
    entries[0] = begin + entries[0]
    entries[-1] += _END
    return "".join(_entry_paragraphs(entries, listed.values()))


def _entry_paragraphs(entries: Iterable[str], listed: Iterable[Target]) -> Iterator[str]:
    levels = [target.level for target in listed] or [1]
    for entry, level in zip(entries, levels, strict=True):
        yield f'<w:p><w:pPr><w:pStyle w:val="TOC{level}"/></w:pPr>{entry}</w:p>'


def _entry(target: Target, page: int) -> str:
    number = field(f"PAGEREF {target.bookmark} \\h", run(str(page)))
    inside = f"{run(target.text)}<w:r><w:tab/></w:r>{number}"
    return f'<w:hyperlink w:anchor="{target.bookmark}" w:history="1">{inside}</w:hyperlink>'


def _begin(instruction: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(instruction, quote=False)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
