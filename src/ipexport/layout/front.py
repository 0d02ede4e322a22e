"""Cover and contents: the pages before the first table."""

from __future__ import annotations

from functools import cache
from itertools import accumulate, pairwise
from math import inf
from typing import NamedTuple

from ipexport.layout.text import Metrics, SetLine, set_lines
from ipexport.style import Style, TextStyle
from ipexport.table import Document, Paragraph, Words
from ipexport.typography.breaking import break_lines, can_break
from ipexport.typography.spacing import CLOSING, OPENING, PAUSES

# What a break inside a phrase costs, in squared em: as much as a line 12 em longer than the other.
_INSIDE = 12.0**2


class Entry(NamedTuple):
    """A line of the contents: where it leads (a region or the id of a focus area cell), the page
    that it names, and its level from 0."""

    target: str
    words: Words
    page: int
    level: int


def contents(document: Document, pages: dict[str, int]) -> list[Entry]:
    """The entries of the contents; a document of one section lists its focus areas as well.

    `pages` gives the page of each region and of each focus area cell.
    """
    entries = []
    for section in document.sections:
        entries.append(Entry(section.region, section.heading, pages[section.region], 0))
        if len(document.sections) == 1:
            for _, cell in section.focus_cells():
                entries.append(Entry(cell.id, cell.paragraphs, pages[cell.id], 1))
    return entries


def front_size(style: Style) -> tuple[float, float]:
    """Width and height of the pages of cover and contents in points.

    They are portrait where the tables are turned (GB/T 9704-2012, 7.10), and landscape where the
    landscape page is the one that is read.
    """
    page = style.page
    return (page.width, page.height) if page.view == "turned" else (page.height, page.width)


def title_lines(text: str, width: float, style: TextStyle, metrics: Metrics) -> tuple[SetLine, ...]:
    """A title in as few lines as it needs, broken beside punctuation where that is possible, and
    into lines of about the same length."""
    size = style.size
    advances = metrics(text)
    count = len(break_lines(text, advances, width / size))
    starts = list(accumulate(advances, initial=0.0))

    @cache
    def best(start: int, lines: int) -> tuple[float, tuple[int, ...]]:
        """The least cost of breaking the rest into so many lines, and where they end."""
        if lines == 1:
            length = starts[-1] - starts[start]
            return (length**2 if length * size <= width else inf), (len(text),)
        choices = []
        for end in range(start + 1, len(text)):
            length = starts[end] - starts[start]
            if length * size <= width and can_break(text, end):
                rest, ends = best(end, lines - 1)
                beside_mark = text[end - 1] in CLOSING + PAUSES or text[end] in OPENING
                choices.append((length**2 + rest + (0 if beside_mark else _INSIDE), (end, *ends)))
        return min(choices, default=(inf, ()))

    cost, ends = best(0, count)
    if cost == inf:
        return set_lines([Paragraph(text)], width, style, metrics)
    lines: list[SetLine] = []
    for start, end in pairwise((0, *ends)):
        # The gaps beside Latin letters are not counted above: with them, one line can become two.
        lines += set_lines([Paragraph(text[start:end])], width, style, metrics)
    return tuple(lines)
