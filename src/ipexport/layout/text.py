"""The paragraphs of a cell, set in lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from ipexport.model import Language
from ipexport.style import FontRole, Style, TextRole, TextStyle
from ipexport.table import Paragraph, Words
from ipexport.typography.breaking import break_lines
from ipexport.typography.labels import hanging_indent

Metrics = Callable[[str], list[float]]
"""The advance width of each character of a text, in em."""

FontMetrics = Mapping[FontRole, Metrics]


class SetLine(NamedTuple):
    """A line of a paragraph, in points from the left edge of the column of text.

    `label` stands at the edge, the text at `indent`, less `shift`. `gaps` are the spaces after
    characters in em, by their index; `slack` is what the text is narrower than its room, in
    points; `last` marks the last line of its paragraph. With `hyphen`, a "-" is drawn after
    the text that is no part of it; `slack` counts it. `spaced` lines end at a space of the text, which
    takes no room.
    """

    text: str
    label: str | None
    indent: float
    shift: float
    gaps: dict[int, float]
    slack: float
    last: bool
    hyphen: bool = False
    spaced: bool = False


_set_line = tuple.__new__
"""What `SetLine(…)` calls, without a function in between (see `typography.breaking`)."""


class SetWords(NamedTuple):
    """One paragraph of a text that stands in several languages, in its language's style."""

    language: Language
    style: TextStyle
    lines: tuple[SetLine, ...]

    @property
    def height(self) -> float:
        return len(self.lines) * self.style.leading


def set_words(
    words: Words, width: float, role: TextRole, style: Style, metrics: FontMetrics
) -> tuple[SetWords, ...]:
    """Each paragraph of a text with its own leading, one below the other."""
    styles = [style.text_in(paragraph.language)[role] for paragraph in words]
    return tuple(
        SetWords(paragraph.language, text, set_lines([paragraph], width, text, metrics[text.font]))
        for paragraph, text in zip(words, styles, strict=True)
    )


def set_lines(
    paragraphs: Sequence[Paragraph],
    width: float,
    style: TextStyle,
    metrics: Metrics,
    hanging: float | None = None,
) -> tuple[SetLine, ...]:
    """All lines of a cell in a column of text `width` points wide; none for an empty cell.

    `hanging` is the indent of labelled paragraphs in points, where others decide it.
    """
    size = style.size
    if hanging is None:
        hanging = hanging_indent([paragraph.label for paragraph in paragraphs]) * size
    (hyphen,) = metrics("-")
    justified = style.align == "justify"
    lines: list[SetLine] = []
    for text, own_label, _ in paragraphs:
        label = own_label
        indent = hanging if label is not None else 0.0
        if label and width - indent < size:
            # No room for a character beside the label: it stands on a line of its own.
            lines.append(SetLine("", label, 0.0, 0.0, {}, width, False))
            label, indent = None, 0.0
        room = max(width - indent, size)
        length = len(text)
        broken = break_lines(text, metrics(text), room / size, hyphen, justified)
        for start, end, taken, shift, gaps, hyphened in broken:
            words = text[start:end]
            spaced = end > start and text[end - 1] == " "
            if spaced:
                words = words.rstrip(" ")
            slack, ends = room - taken * size, end == length
            line = (words, label, indent, shift * size, gaps, slack, ends, hyphened, spaced)
            lines.append(_set_line(SetLine, line))
            label = None
    return tuple(lines)
