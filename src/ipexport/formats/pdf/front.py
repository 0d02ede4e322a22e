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
from ipexport.formats.pdf.structure import Tree, kids_of, references
from ipexport.layout.front import Entry, front_size, title_lines
from ipexport.layout.text import SetWords, set_lines, set_words
from ipexport.style import Align, FontRole, Style, TextRole
from ipexport.table import Document, Paragraph, Words, plain

_LEVEL_INDENT = 2
"""The indent of a level in em of the contents' text."""

_NUMBER_ROOM = 4
"""Room for a page number and its leader, in em of the contents' text."""


class SetEntry(NamedTuple):
    """An entry of the contents in lines, `top` down from the top of the page."""

    entry: Entry
    words: tuple[SetWords, ...]
    top: float

    @property
    def height(self) -> float:
        return sum(words.height for words in self.words)

    @property
    def last_top(self) -> float:
        """The top of the last line."""
        return self.top + self.height - self.words[-1].style.leading


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
        self.metrics = {role: font.metrics for role, font in fonts.items()}
        self.contents_title = set_words(
            document.contents_title, self.room, "contents_title", style, self.metrics
        )
        self.contents = self._contents(entries)

    @property
    def pages(self) -> int:
        """Pages of cover and contents, even: the tables begin on the front of a leaf."""
        pages = 1 + len(self.contents)
        return pages + pages % 2

    @property
    def element_count(self) -> int:
        """How many elements cover and contents have in the structure tree."""
        entries = [placed for page in self.contents for placed in page]
        texts = [self.document.title, self.document.subtitle, self.contents_title]
        texts += [placed.words for placed in entries]
        # The Sects of cover and contents and TOC; TOCI for each entry; a part for each language.
        return 3 + len(entries) + sum(1 if len(words) == 1 else 1 + len(words) for words in texts)

    def _contents(self, entries: Sequence[Entry]) -> list[list[SetEntry]]:
        pages: list[list[SetEntry]] = [[]]
        title = sum(words.height for words in self.contents_title)
        y = self.top + title + self.contents_title[0].style.leading / 2
        for entry in entries:
            room = self._entry_room(entry)
            placed = SetEntry(entry, set_words(entry.words, room, "contents", self.style, self.metrics), y)
            if y + placed.height > self.bottom and pages[-1]:
                pages.append([])
                y = self.top
            pages[-1].append(placed._replace(top=y))
            y += placed.height
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
        owned: list[int] = []
        texts: tuple[tuple[TextRole, str, Words], ...] = (
            ("title", "H1", self.document.title),
            ("subtitle", "P", self.document.subtitle),
        )
        for role, tag, words in texts:
            parts = [self._title(paragraph, role) for paragraph in words]
            elements.append(self._element(content, page, tree, sect, tag, parts, y, owned))
            y += sum(part.height for part in parts)
        tree.element(sect, "Sect", parent, references(elements))
        return content, [sect, *owned]

    def _title(self, paragraph: Paragraph, role: TextRole) -> SetWords:
        style = self.style.text_in(paragraph.language)[role]
        lines = title_lines(paragraph.text, self.room, style, self.fonts[style.font].metrics)
        return SetWords(paragraph.language, style, lines)

    def _element(
        self,
        content: Content,
        page: int,
        tree: Tree,
        parent: int,
        tag: str,
        words: Sequence[SetWords],
        top: float,
        owned: list[int],
        left: float = 0.0,
        align: Align = "center",
        page_number: str = "",
        link: str = "",
    ) -> int:
        """Draws a text in each of its languages; returns its element.

        `left` is the indent; a line of the contents ends with a `page_number` and holds a `link`.
        `owned` gets the element of each piece of marked content.
        """
        number = tree.reserve()
        kids = []
        for part in words:
            leaf, kind = (number, tag) if len(words) == 1 else (tree.reserve(), "Span")
            mark = len(content.marks)
            content.begin(kind, kind)
            font = self.fonts[part.style.font]
            content.lines(part.lines, font, part.style, self.left + left, top, align)
            top += part.height
            if part is words[-1] and page_number:
                self._number(content, part, page_number, top - part.style.leading)
            content.end()
            owned.append(leaf)
            if leaf == number:
                kids.append(str(mark))
            else:
                spoken = tree.spoken(part.language)
                tree.element(leaf, "Span", number, kids_of([(page, mark)]), spoken)
                kids.append(f"{leaf} 0 R")
        spoken = tree.spoken(words[0].language) if len(words) == 1 else ""
        everything = f"/K[{' '.join(filter(None, [*kids, link]))}]"
        return tree.element(number, tag, parent, f"/Pg {page} 0 R{everything}", spoken)

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
                title = self.contents_title
                kids.insert(0, self._element(content, page, tree, sect, "H2", title, self.top, owned))
            for unnumbered in page_entries:
                page_number = numbers[unnumbered.entry.target]
                placed = unnumbered._replace(entry=unnumbered.entry._replace(page=page_number))
                link = self._entry(content, page, tree, toc, placed, first_link + len(links), owned)
                entries.append(link[0])
                links.append(self._link(first_link + len(links), number, placed, link[1]))
            pages.append(content)
            owners.append(owned)
        tree.element(toc, "TOC", sect, references(entries))
        tree.element(sect, "Sect", parent, references(kids))
        return pages, owners, links, sect

    def _entry(
        self,
        content: Content,
        page: int,
        tree: Tree,
        toc: int,
        placed: SetEntry,
        annotation: int,
        owned: list[int],
    ) -> tuple[int, int]:
        """Draws an entry with its page number and leader; its TOCI and its Link."""
        item = tree.reserve()
        reference = f"<</Type/OBJR/Pg {page} 0 R/Obj {annotation} 0 R>>"
        link = self._element(
            content,
            page,
            tree,
            item,
            "Link",
            placed.words,
            placed.top,
            owned,
            self._indent(placed.entry),
            "left",
            f"{placed.entry.page}",
            reference,
        )
        self._leader(content, placed)
        return tree.element(item, "TOCI", toc, references([link])), link

    def _number(self, content: Content, part: SetWords, page: str, top: float) -> None:
        """A page number at the right edge, in the line box at `top`."""
        font = self.fonts[part.style.font]
        number = set_lines([Paragraph(page)], self.room, part.style, font.metrics)
        content.lines(number, font, part.style, self.left, top, "right")

    def _indent(self, entry: Entry) -> float:
        return _LEVEL_INDENT * entry.level * self.style.text["contents"].size

    def _leader(self, content: Content, placed: SetEntry) -> None:
        """Dots on a grid from the right edge, so that those of all entries are aligned."""
        last = placed.words[-1]
        style, font = last.style, self.fonts[last.style.font]
        digits = sum(font.metrics(str(placed.entry.page))) * style.size
        step = style.size / 2
        right = self.left + self.room
        room = self._entry_room(placed.entry) - last.lines[-1].slack
        text_end = self.left + self._indent(placed.entry) + room
        first = int((right - text_end - step) // step)
        final = int((digits + step) // step) + 1
        if first >= final:
            content.begin_artifact(LAYOUT)
            dots = first - final + 1
            content.dots(font, style, right - first * step, placed.last_top, dots, step)
            content.end()

    def _link(self, number: int, page: int, placed: SetEntry, element: int) -> Link:
        bottom = self.height - placed.top - placed.height
        box = (self.left, bottom, self.left + self.room, self.height - placed.top)
        return Link(number, page, box, placed.entry.target, plain(placed.entry.words), element)


def annotation(link: Link, key: int, destination: str) -> str:
    """The link annotation (ISO 32000-1, 12.5.6.5); `key` is its own in the parent tree."""
    box = " ".join(f"{edge:.2f}" for edge in link.box)
    return (
        f"<</Type/Annot/Subtype/Link/Rect[{box}]/Border[0 0 0]/F 4/Contents{text_string(link.text)}"
        f"/StructParent {key}/Dest{destination}>>"
    )
