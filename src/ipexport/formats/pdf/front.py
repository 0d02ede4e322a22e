"""Draws cover and contents, with their part of the structure tree.

The contents are set before the tables are, since the pages that they take decide where the tables
begin; their page numbers are drawn when the tables have been broken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ipexport.formats.pdf.content import LAYOUT, Content
from ipexport.formats.pdf.faces import RoleFont
from ipexport.formats.pdf.objects import text_string
from ipexport.formats.pdf.structure import Piece, Tree, kids_of, references
from ipexport.layout.front import Entry, front_size, title_lines
from ipexport.layout.text import SetLine, set_lines
from ipexport.style import FontRole, Style, TextRole, TextStyle
from ipexport.table import Document, Paragraph

_LEVEL_INDENT = 2
"""The indent of a level in em of the contents' text."""

_NUMBER_ROOM = 4
"""Room for a page number and its leader, in em of the contents' text."""


class SetEntry(NamedTuple):
    """An entry of the contents in lines, `top` down from the top of the page."""

    entry: Entry
    lines: tuple[SetLine, ...]
    top: float


class Link(NamedTuple):
    """A link: the number of its annotation object, the page that it stands on, counted from 0, its
    box in PDF's coordinates, its target, its text and its element."""

    number: int
    page: int
    box: tuple[float, float, float, float]
    target: str
    text: str
    element: int


class Front:
    """Cover and contents of one document."""

    def __init__(
        self,
        document: Document,
        style: Style,
        fonts: Mapping[FontRole, RoleFont],
        entries: Sequence[Entry],
    ) -> None:
        self.document = document
        self.style = style
        self.fonts = fonts
        self.width, self.height = front_size(style)
        margins = style.page.margins
        self.left, self.top = margins.left, margins.top
        self.room = self.width - margins.left - margins.right
        self.bottom = self.height - margins.bottom
        self.contents = self._contents(entries)

    @property
    def pages(self) -> int:
        """Pages of cover and contents, even: the tables begin on the front of a leaf."""
        pages = 1 + len(self.contents)
        return pages + pages % 2

    def _contents(self, entries: Sequence[Entry]) -> list[list[SetEntry]]:
        style, font = self._text("contents")
        title, _ = self._text("contents_title")
        pages: list[list[SetEntry]] = [[]]
        y = self.top + 1.5 * title.leading
        for entry in entries:
            lines = set_lines([Paragraph(entry.text)], self._entry_room(entry), style, font.metrics)
            if y + len(lines) * style.leading > self.bottom and pages[-1]:
                pages.append([])
                y = self.top
            pages[-1].append(SetEntry(entry, lines, y))
            y += len(lines) * style.leading
        return pages

    def _entry_room(self, entry: Entry) -> float:
        size = self.style.text["contents"].size
        return self.room - (_LEVEL_INDENT * entry.level + _NUMBER_ROOM) * size

    def draw(
        self, numbers: Mapping[str, int], first_link: int, first_object: int, tree: Tree, parent: int
    ) -> tuple[list[Content], list[str], list[Link], list[int]]:
        """The pages, the parent tree's value of each, the links, and the elements of the sections.

        `numbers` has the page number of each target; annotations are numbered from `first_link`,
        page objects from `first_object`, two a page.
        """
        cover, elements = self._cover(first_object, tree, parent)
        pages, owners, links, contents = self._draw_contents(numbers, first_link, first_object, tree, parent)
        blank = [Content(self.height)] * (self.pages - 1 - len(pages))
        parents = [elements[1:], *owners, *([] for _ in blank)]
        return (
            [cover, *pages, *blank],
            [f"[{' '.join(f'{number} 0 R' for number in owned)}]" for owned in parents],
            links,
            [elements[0], contents],
        )

    def _cover(self, page: int, tree: Tree, parent: int) -> tuple[Content, list[int]]:
        """Title and subtitle, a quarter down the type area; their section and elements."""
        content = Content(self.height)
        sect = tree.reserve()
        elements = []
        y = self.top + (self.bottom - self.top) / 4
        texts: tuple[tuple[TextRole, str, str], ...] = (
            ("title", "H1", self.document.title),
            ("subtitle", "P", self.document.subtitle),
        )
        for role, tag, text in texts:
            style, font = self._text(role)
            lines = title_lines(text, self.room, style, font.metrics)
            piece = self._tagged(content, page, tag)
            content.lines(lines, font, style, self.left, y, "center")
            content.end()
            elements.append(tree.element(tree.reserve(), tag, sect, kids_of([piece])))
            y += len(lines) * style.leading
        tree.element(sect, "Sect", parent, references(elements))
        return content, [sect, *elements]

    def _tagged(self, content: Content, page: int, tag: str) -> Piece:
        content.begin(tag, tag)
        return page, len(content.marks) - 1

    def _draw_contents(
        self, numbers: Mapping[str, int], first_link: int, first_object: int, tree: Tree, parent: int
    ) -> tuple[list[Content], list[list[int]], list[Link], int]:
        pages: list[Content] = []
        owners: list[list[int]] = []
        links: list[Link] = []
        sect, toc = tree.reserve(), tree.reserve()
        entries = []
        kids = [toc]
        for number, page_entries in enumerate(self.contents, 1):
            page = first_object + 2 * number
            content = Content(self.height)
            owned: list[int] = []
            if number == 1:
                owned.append(self._contents_title(content, page, tree, sect))
                kids.insert(0, owned[0])
            for unnumbered in page_entries:
                page_number = numbers[unnumbered.entry.target]
                placed = unnumbered._replace(entry=unnumbered.entry._replace(page=page_number))
                item, link = tree.reserve(), tree.reserve()
                annotation = first_link + len(links)
                piece = self._tagged(content, page, "Link")
                self._text_and_number(content, placed)
                content.end()
                self._leader(content, placed)
                reference = f"/K[{piece[1]} <</Type/OBJR/Pg {page} 0 R/Obj {annotation} 0 R>>]"
                tree.element(link, "Link", item, f"/Pg {page} 0 R{reference}")
                entries.append(tree.element(item, "TOCI", toc, references([link])))
                owned.append(link)
                links.append(self._link(annotation, number, placed, link))
            pages.append(content)
            owners.append(owned)
        tree.element(toc, "TOC", sect, references(entries))
        tree.element(sect, "Sect", parent, references(kids))
        return pages, owners, links, sect

    def _contents_title(self, content: Content, page: int, tree: Tree, sect: int) -> int:
        style, font = self._text("contents_title")
        piece = self._tagged(content, page, "H2")
        title = set_lines([Paragraph(self.document.contents_title)], self.room, style, font.metrics)
        content.lines(title, font, style, self.left, self.top, "center")
        content.end()
        return tree.element(tree.reserve(), "H2", sect, kids_of([piece]))

    def _text_and_number(self, content: Content, placed: SetEntry) -> None:
        style, font = self._text("contents")
        content.lines(placed.lines, font, style, self._indented(placed), placed.top, "left")
        number = set_lines([Paragraph(str(placed.entry.page))], self.room, style, font.metrics)
        content.lines(number, font, style, self.left, self._last_top(placed), "right")

    def _indented(self, placed: SetEntry) -> float:
        return self.left + _LEVEL_INDENT * placed.entry.level * self.style.text["contents"].size

    def _last_top(self, placed: SetEntry) -> float:
        return placed.top + (len(placed.lines) - 1) * self.style.text["contents"].leading

    def _leader(self, content: Content, placed: SetEntry) -> None:
        """Dots on a grid from the right edge, so that those of all entries are aligned."""
        style, font = self._text("contents")
        digits = sum(font.metrics(str(placed.entry.page))) * style.size
        step = style.size / 2
        right = self.left + self.room
        text_end = self._indented(placed) + self._entry_room(placed.entry) - placed.lines[-1].slack
        first = int((right - text_end - step) // step)
        last = int((digits + step) // step) + 1
        if first >= last:
            content.begin_artifact(LAYOUT)
            dots = first - last + 1
            content.dots(font, style, right - first * step, self._last_top(placed), dots, step)
            content.end()

    def _link(self, number: int, page: int, placed: SetEntry, element: int) -> Link:
        bottom = self.height - self._last_top(placed) - self.style.text["contents"].leading
        box = (self.left, bottom, self.left + self.room, self.height - placed.top)
        return Link(number, page, box, placed.entry.target, placed.entry.text, element)

    def _text(self, role: TextRole) -> tuple[TextStyle, RoleFont]:
        style = self.style.text[role]
        return style, self.fonts[style.font]


def annotation(link: Link, key: int, destination: str) -> str:
    """The link annotation (ISO 32000-1, 12.5.6.5); `key` is its own in the parent tree."""
    box = " ".join(f"{edge:.2f}" for edge in link.box)
    return (
        f"<</Type/Annot/Subtype/Link/Rect[{box}]/Border[0 0 0]/F 4/Contents{text_string(link.text)}"
        f"/StructParent {key}/Dest{destination}>>"
    )
