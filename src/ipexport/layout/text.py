"""The paragraphs of a cell, set in lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ipexport.style import TextStyle
from ipexport.table import Paragraph
from ipexport.typography.breaking import break_lines
from ipexport.typography.labels import hanging_indent

Metrics = Callable[[str], list[float]]
"""The advance width of each character of a text, in em."""


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line of a paragraph, in points from the left edge of the column of text.

    `label` stands at the edge, the text at `indent`, less `shift`. `gaps` are the spaces after
    characters in em, by their index; `slack` is what the text is narrower than its room, in
    points; `last` marks the last line of its paragraph.
    """

    text: str
    label: str | None
    indent: float
    shift: float
    gaps: dict[int, float]
    slack: float
    last: bool


def set_lines(
    paragraphs: Sequence[Paragraph], width: float, style: TextStyle, metrics: Metrics, squeeze: bool = True
) -> tuple[SetLine, ...]:
    """All lines of a cell in a column of text `width` points wide; none for an empty cell."""
    size = style.size
    hanging = hanging_indent([paragraph.label for paragraph in paragraphs]) * size
    lines: list[SetLine] = []
    for paragraph in paragraphs:
        label = paragraph.label
        indent = hanging if label is not None else 0.0
        room = max(width - indent, size)
        for line in break_lines(paragraph.text, metrics(paragraph.text), room / size, squeeze):
            words = paragraph.text[line.start : line.end].rstrip(" ")
            slack = room - line.width * size
            last = line.end == len(paragraph.text)
            lines.append(SetLine(words, label, indent, line.shift * size, line.gaps, slack, last))
            label = None
    return tuple(lines)
