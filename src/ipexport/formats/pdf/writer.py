"""Draws a document as PDF, in five steps: load the fonts, set and break every section, set cover
and contents (whose page numbers are known now), draw the pages, and save.
"""

from __future__ import annotations

import calendar
import io
import time
from collections.abc import Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from ipexport.formats.pdf.drawing import ASCENT, Drawing
from ipexport.formats.pdf.faces import RoleFont, check_characters, document_fonts, embedded
from ipexport.layout.front import Entry, contents, front_size, title_lines
from ipexport.layout.pages import Fragment
from ipexport.layout.table import SetSection, Setting, set_section
from ipexport.layout.text import SetLine, set_lines
from ipexport.style import FontRole, Style, TextRole
from ipexport.table import Document, Paragraph

_LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}


def write(document: Document, style: Style) -> bytes:
    """The document as a PDF file. Raises `MissingGlyph` for a character that no font has."""
    fonts = document_fonts(style)
    check_characters(document, style, fonts)
    setting = Setting({role: font.metrics for role, font in fonts.items()})
    sections = [set_section(section, style, setting) for section in document.sections]
    entries = contents(document, _page_numbers(sections))
    writer = _Writer(document, style, fonts, _canvas(document, style))
    writer.cover()
    writer.contents(entries)
    writer.sections(sections)
    return writer.save()


def _page_numbers(sections: Sequence[SetSection]) -> dict[str, int]:
    """The page of each region and of each focus area cell, counted from 1 at the first table."""
    numbers: dict[str, int] = {}
    page = 1
    for section in sections:
        numbers[section.section.region] = page
        for fragments in section.pages:
            for fragment in fragments:
                if fragment.begins and fragment.cell.cell.role == "focus_area":
                    numbers[fragment.cell.cell.id] = page
            page += 1
    return numbers


def _canvas(document: Document, style: Style) -> Canvas:
    pdfmetrics.registerFont(_InitialFont)
    canvas = Canvas(
        io.BytesIO(),
        pagesize=front_size(style),
        pageCompression=1,
        invariant=1,
        initialFontName=_InitialFont.fontName,
        pdfVersion=(1, 7),
        lang=_LANGUAGES[document.language],
    )
    canvas.setTitle(document.full_title)
    canvas.setAuthor(document.author)
    canvas.setSubject(document.subject)
    canvas.setKeywords(", ".join(document.keywords))
    canvas.setCreator("ipexport")
    canvas.setProducer("ipexport")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.showOutline()
    _set_date(canvas, document)
    return canvas


class _InitialFont:
    """The font that a canvas begins with: none. reportlab embeds Helvetica when not told otherwise."""

    fontName = "ipexport"
    face = SimpleNamespace(name="ipexport")
    _dynamicFont = 1
    _multiByte = 0


def _set_date(canvas: Any, document: Document) -> None:
    """Dates the file by the document, where reportlab would take a date of its own."""
    stamp = canvas._doc._timeStamp
    stamp.t = calendar.timegm(document.date.timetuple())
    stamp.lt = tuple(time.gmtime(stamp.t))
    stamp.YMDhms = stamp.lt[:6]


@dataclass(slots=True)
class _Writer:
    """The canvas and what is drawn on it, page after page."""

    document: Document
    style: Style
    fonts: dict[FontRole, RoleFont]
    canvas: Any

    def cover(self) -> None:
        """Title and subtitle, a third down the page."""
        left, top, width, height = self._front_area()
        drawing = self._front_page()
        y = top + height / 4
        for role, text in (("title", self.document.title), ("subtitle", self.document.subtitle)):
            style, font = self._text(role)  # type: ignore[arg-type]
            lines = title_lines(text, width, style, font.metrics)
            drawing.lines(lines, font, style, left, y, "center")
            y += len(lines) * style.leading
        self._finish(drawing)

    def contents(self, entries: Sequence[Entry]) -> None:
        """The contents on as many pages as they need, and a blank page where the tables would
        not begin on the front of a leaf."""
        left, top, width, height = self._front_area()
        style, _ = self._text("contents")
        title_style, title_font = self._text("contents_title")
        drawing = self._front_page()
        self.canvas.bookmarkPage("contents")
        self.canvas.addOutlineEntry(self.document.contents_title, "contents", 0)
        title = set_lines([Paragraph(self.document.contents_title)], width, title_style, title_font.metrics)
        drawing.lines(title, title_font, title_style, left, top, "center")
        y = top + len(title) * title_style.leading + title_style.leading / 2
        pages = 2
        for entry in entries:
            lines = self._entry_lines(entry, width)
            if y + len(lines) * style.leading > top + height:
                self._finish(drawing)
                drawing = self._front_page()
                y = top
                pages += 1
            self._entry(drawing, entry, lines, y)
            y += len(lines) * style.leading
        self._finish(drawing)
        if pages % 2:
            self._finish(self._front_page())

    def _entry_lines(self, entry: Entry, width: float) -> tuple[SetLine, ...]:
        style, font = self._text("contents")
        indent = 2 * entry.level * style.size
        room = width - indent - 4 * style.size
        return set_lines([Paragraph(entry.text)], room, style, font.metrics)

    def _entry(self, drawing: Drawing, entry: Entry, lines: tuple[SetLine, ...], y: float) -> None:
        """An entry with a dotted leader to its page number, all of it a link."""
        style, font = self._text("contents")
        left, _, width, _ = self._front_area()
        indent = 2 * entry.level * style.size
        drawing.lines(lines, font, style, left + indent, y, "left")
        y += (len(lines) - 1) * style.leading
        room = width - indent - 4 * style.size
        number = set_lines([Paragraph(str(entry.page))], width, style, font.metrics)
        digits = width - number[0].slack
        start = left + indent + room - lines[-1].slack + style.size / 2
        end = left + width - digits - style.size / 2
        # Dots stand on a grid from the right edge, so that those of all entries are aligned.
        step = style.size / 2
        dots = int((end - start) // step)
        if dots > 0:
            first = left + width - step * int((left + width - end) // step + dots)
            drawing.dots(font, style, first, y, dots, step)
        drawing.lines(number, font, style, left, y, "right")
        height = front_size(self.style)[1]
        top = height - y - style.leading
        box = (left, top, left + width, top + len(lines) * style.leading)
        self.canvas.linkAbsolute("", entry.target, box)

    def sections(self, sections: Sequence[SetSection]) -> None:
        first = self.canvas.getPageNumber()
        self.canvas.addPageLabel(0, style="ROMAN_LOWER", start=1)
        self.canvas.addPageLabel(first - 1, style="ARABIC", start=1)
        page = 1
        for section in sections:
            for number, fragments in enumerate(section.pages):
                self._table_page(section, fragments, number == 0, page)
                page += 1

    def _table_page(
        self, section: SetSection, fragments: Sequence[Fragment], is_first: bool, page: int
    ) -> None:
        """One page of a table; `is_first` has the heading above it."""
        size = (self.style.page.height, self.style.page.width)
        self.canvas.setPageSize(size)
        drawing = Drawing(size[1])
        margins = self.style.page.table_margins(page)
        left, top = margins.left, margins.top
        if is_first:
            heading_style, heading_font = self._text("heading")
            align = heading_style.align
            drawing.lines(section.heading, heading_font, heading_style, left, top, align)
            self._bookmark(section.section.region, section.section.heading, 0, size[1] - top)
        self._header(drawing, section, left, top + (section.header_top if is_first else 0.0))
        for fragment in fragments:
            self._fragment(drawing, section, fragment, left, top)
            if fragment.begins and fragment.cell.cell.role == "focus_area":
                words = "".join(paragraph.text for paragraph in fragment.cell.cell.paragraphs)
                self._bookmark(fragment.cell.cell.id, words, 1, size[1] - top - fragment.top)
        edges = section.edges
        drawing.boxes(
            (
                (
                    left + edges[cell.column],
                    top + fragment.top,
                    left + edges[cell.column + cell.column_span],
                    top + fragment.top + fragment.height,
                )
                for fragment in fragments
                for cell in (fragment.cell.cell,)
            ),
            self.style.table.rule,
        )
        self._page_number(drawing, page)
        self._finish(drawing)

    def _header(self, drawing: Drawing, section: SetSection, left: float, top: float) -> None:
        """The header row, its labels in the middle of their cells."""
        style, font = self._text("table_header")
        edges, padding = section.edges, self.style.table.padding
        height = section.header_height
        drawing.fill(left, top, edges[-1], height, self.style.table.header_fill)
        for number, cell in enumerate(section.header):
            middle = top + (height - len(cell.lines) * style.leading) / 2
            drawing.lines(cell.lines, font, style, left + edges[number] + padding, middle, style.align)
        boxes = [(left + edges[n], top, left + edges[n + 1], top + height) for n in range(len(edges) - 1)]
        drawing.boxes(boxes, self.style.table.rule)

    def _fragment(
        self, drawing: Drawing, section: SetSection, fragment: Fragment, left: float, top: float
    ) -> None:
        cell = fragment.cell.cell
        style, font = self._text(cell.role)
        padding = self.style.table.padding
        x = left + section.edges[cell.column] + padding
        drawing.lines(fragment.lines, font, style, x, top + fragment.top + padding, style.align)

    def _page_number(self, drawing: Drawing, page: int) -> None:
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
        if self.style.page.view == "turned":
            top = height - margins.bottom - style.size - length if page % 2 else margins.top + style.size
            drawing.turned_text(text, font, style.size, margins.left - below, top)
            return
        left = width - margins.right - style.size - length if page % 2 else margins.left + style.size
        drawing.text(text, font, style.size, left, height - margins.bottom + below)

    def _text(self, role: TextRole) -> tuple[Any, RoleFont]:
        style = self.style.text[role]
        return style, self.fonts[style.font]

    def _front_area(self) -> tuple[float, float, float, float]:
        """Left, top, width and height of the type area of cover and contents."""
        width, height = front_size(self.style)
        margins = self.style.page.margins
        return (
            margins.left,
            margins.top,
            width - margins.left - margins.right,
            height - margins.top - margins.bottom,
        )

    def _front_page(self) -> Drawing:
        size = front_size(self.style)
        self.canvas.setPageSize(size)
        return Drawing(size[1])

    def _bookmark(self, key: str, title: str, level: int, top: float) -> None:
        self.canvas.bookmarkHorizontal(key, 0, top)
        self.canvas.addOutlineEntry(title, key, level, closed=level == 0)

    def _finish(self, drawing: Drawing) -> None:
        self.canvas.addLiteral(drawing.content())
        self.canvas.showPage()

    def save(self) -> bytes:
        document = self.canvas._doc
        for font in embedded(self.fonts.values()):
            font.add_to(document)
        self.canvas.save()
        data: bytes = self.canvas._filename.getvalue()
        return data
