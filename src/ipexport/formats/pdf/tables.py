"""Draws sections: the pages of a table, with marked content for the elements of the structure tree.

What is printed again on a page (header row, focus area, task) is an artifact, so that it is read once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from ipexport.formats.pdf.content import ASCENT, FOOTER, HEADER, LAYOUT, PAGINATION, Content, Drawing
from ipexport.formats.pdf.elements import HEADING, Elements, Key, header_key, paragraph_tags
from ipexport.formats.pdf.faces import RoleFont
from ipexport.formats.pdf.objects import Pack, compressed, packed
from ipexport.formats.pdf.structure import Piece, Tree, references
from ipexport.layout.pages import Fragment
from ipexport.layout.table import SetSection
from ipexport.layout.text import SetLine, SetWords
from ipexport.model import Language
from ipexport.style import FontRole, Style, TextRole, TextStyle


class Drawn(NamedTuple):
    """Pages of sections and their elements, in values that go between processes.

    `pages` are compressed content streams, `parents` the parent tree's value of each page, `packs`
    the elements, `sections` the element numbers of the sections.
    """

    pages: list[bytes]
    parents: list[str]
    packs: list[Pack]
    ids: list[tuple[str, int]]
    sections: list[int]


def draw_sections(
    sections: Sequence[SetSection],
    style: Style,
    fonts: Mapping[FontRole, RoleFont],
    first_page: int,
    first_object: int,
    tree: Tree,
    parent: int,
) -> Drawn:
    """All pages of the sections.

    `first_page` is the page number of the first one, `first_object` the number of its page object
    (every page has two: itself and its content); `tree` gives out the numbers of elements,
    `parent` is the element of the document.
    """
    pages: list[bytes] = []
    parents: list[str] = []
    numbers: list[int] = []
    packs: list[Pack] = []
    for section in sections:
        start = len(pages)
        drawer = _Drawer(section, style, fonts, {})
        contents = [drawer.page(number, first_page + start + number) for number in range(len(section.pages))]
        pieces: dict[Key, list[Piece]] = defaultdict(list)
        for number, content in enumerate(contents):
            page_object = first_object + 2 * (start + number)
            for mark, key in enumerate(content.marks):
                pieces[key].append((page_object, mark))  # type: ignore[index]
        elements = Elements(section.section, pieces, tree)
        numbers.append(elements.section(parent))
        # Section by section, so that the bytes do not depend on how many processes share them.
        packs += packed(tree.elements)
        tree.elements.clear()
        for content in contents:
            parents.append(references([elements.numbers[key] for key in content.marks])[2:] or "[]")  # type: ignore[index]
            pages.append(compressed(content.data()))
    return Drawn(pages, parents, packs, tree.ids, numbers)


class _Drawer(NamedTuple):
    """`headers` has the repeated header row as it was drawn, by its place: even and odd pages have two."""

    section: SetSection
    style: Style
    fonts: Mapping[FontRole, RoleFont]
    headers: dict[tuple[float, float], Drawing]

    def page(self, number: int, page_number: int) -> Content:
        """One page of the section, its heading on the first (`number` 0)."""
        page = self.style.page
        content = Content(page.width)
        margins = page.table_margins(page_number)
        left, top = margins.left, margins.top
        fragments = self.section.pages[number]
        header_top = top + (self.section.header_top if number == 0 else 0.0)
        self._rules(content, fragments, left, top, header_top)
        self._page_number(content, page_number)
        if number == 0:
            self._words(content, self.section.heading, HEADING, "H2", left, top)
            self._header(content, left, header_top, repeated=False)
        elif header := self.headers.get((left, top)):
            content.draw_again(header)
        else:
            start = len(content.operators)
            self._header(content, left, top, repeated=True)
            self.headers[left, top] = content.drawing(start)
        for fragment in fragments:
            self._fragment(content, fragment, left, top)
        return content

    def _rules(
        self, content: Content, fragments: Sequence[Fragment], left: float, top: float, header_top: float
    ) -> None:
        edges = self.section.edges
        height = self.section.header_height
        boxes = [(left + a, header_top, left + b, header_top + height) for a, b in pairwise(edges)]
        for fragment in fragments:
            cell = fragment.cell.cell
            x1, x2 = left + edges[cell.column], left + edges[cell.column + cell.column_span]
            boxes.append((x1, top + fragment.top, x2, top + fragment.top + fragment.height))
        content.begin_artifact(LAYOUT)
        content.fill(left, header_top, edges[-1], height, self.style.table.header_fill)
        content.boxes(boxes, self.style.table.rule)
        content.end()

    def _page_number(self, content: Content, page: int) -> None:
        """— 1 — (GB/T 9704-2012, 7.5): one character in from the edge, outside.

        Turned pages have it where the portrait page has it: at the left of the page as it is
        read, running down, at the bottom of odd and at the top of even pages (7.10).
        """
        style, font = self._text("page_number")
        text = f"— {page} —"
        length = sum(font.metrics(text)) * style.size
        margins = self.style.page.table_margins(page)
        below = self.style.page.page_number_gap + ASCENT * style.size
        width, height = self.style.page.height, self.style.page.width
        content.begin_artifact(FOOTER)
        if self.style.page.view == "turned":
            top = height - margins.bottom - style.size - length if page % 2 else margins.top + style.size
            content.turned_text(text, font, style.size, margins.left - below, top)
        else:
            left = width - margins.right - style.size - length if page % 2 else margins.left + style.size
            content.text(text, font, style.size, left, margins.bottom - below)
        content.end()

    def _header(self, content: Content, left: float, top: float, *, repeated: bool) -> None:
        """The header row, its labels in the middle of their cells."""
        edges, padding = self.section.edges, self.style.table.padding
        for number, label in enumerate(self.section.header):
            middle = top + (self.section.header_height - sum(words.height for words in label)) / 2
            key = "" if repeated else header_key(number)
            self._words(content, label, key, "TH", left + edges[number] + padding, middle)

    def _words(
        self, content: Content, words: Sequence[SetWords], key: str, tag: str, left: float, top: float
    ) -> None:
        """A text in each of its languages; without a key it was printed before."""
        for number, part in enumerate(words):
            if key:
                own = tag if len(words) == 1 else "Span"
                content.begin(own, (key, number, own))
            else:
                content.begin_artifact(HEADER)
            content.lines(part.lines, self.fonts[part.style.font], part.style, left, top, part.style.align)
            content.end()
            top += part.height

    def _fragment(self, content: Content, fragment: Fragment, left: float, top: float) -> None:
        cell, leading = fragment.cell.cell, fragment.cell.leading
        x = left + self.section.edges[cell.column] + self.style.table.padding
        y = top + fragment.top + self.style.table.padding
        if not fragment.lines:
            return
        if fragment.repeated:
            content.begin_artifact(PAGINATION)
        tags = {} if fragment.repeated else paragraph_tags(cell)
        for number, lines in _paragraphs(fragment):
            style, font = self._text(cell.role, cell.paragraphs[number].language)
            if lines[0].label:
                if not fragment.repeated:
                    content.begin("Lbl", (cell.id, number, "Lbl"))
                content.text(lines[0].label, font, style.size, x, content.baseline(style, y, leading))
                if not fragment.repeated:
                    content.end()
            if not fragment.repeated:
                content.begin(tags[number], (cell.id, number, tags[number]))
            content.lines(lines, font, style, x, y, style.align, leading)
            if not fragment.repeated:
                content.end()
            y += len(lines) * leading
        if fragment.repeated:
            content.end()

    def _text(self, role: TextRole, language: Language = "zh") -> tuple[TextStyle, RoleFont]:
        style = self.style.text_in(language)[role]
        return style, self.fonts[style.font]


def _paragraphs(fragment: Fragment) -> Iterator[tuple[int, Sequence[SetLine]]]:
    """The lines of each paragraph on this page, by the number of the paragraph in its cell."""
    every, first, last = fragment.cell.lines, fragment.first, fragment.last
    ends = [place for place, line in enumerate(every, 1) if line.last]
    number = bisect_right(ends, first)
    for end in ends[number:]:
        yield number, every[first : min(end, last)]
        first, number = end, number + 1
        if first >= last:
            break
