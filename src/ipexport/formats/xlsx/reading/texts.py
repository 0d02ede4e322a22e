"""What the text of a cell says: its paragraphs, each in its language."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from ipexport.formats.xlsx.lines import MARK, paragraph_of
from ipexport.formats.xlsx.reading.sheets import SheetCell
from ipexport.model import Language
from ipexport.table import UNTRANSLATED, Paragraph
from ipexport.typography.han import is_han


class Texts:
    """Reads the texts of a workbook; `english_fonts` are those that its English has, and no Chinese."""

    def __init__(self, english_fonts: Iterable[str]) -> None:
        self._english_fonts = frozenset(english_fonts)

    def paragraphs(
        self, pieces: Iterable[SheetCell], language: Language, *, has_both: bool
    ) -> tuple[Paragraph, ...]:
        """The paragraphs of a text, which can stand in several cells, of a column in `language` or in both.

        Where a text has fonts of both languages, each paragraph is in that of most of it; else, in a
        column in both, in that of its script.
        """
        pieces = list(pieces)
        lines = "".join(piece.text for piece in pieces).split("\n")
        fonts = [(len(run.text), run.font or piece.font) for piece in pieces for run in piece.runs]
        spans = [(length, font.name in self._english_fonts) for length, font in fonts]
        if len({is_english for _, is_english in spans}) > 1:
            languages = _by_font(lines, spans)
        elif has_both:
            languages = _by_script(lines)
        else:
            languages = [language] * len(lines)
        return tuple(paragraph_of(line, its) for line, its in zip(lines, languages, strict=True) if line)


def _by_font(lines: Sequence[str], spans: Sequence[tuple[int, bool]]) -> list[Language]:
    """The language of each line; `spans` are the lengths of runs, and whether they are in English."""
    english = [0, *accumulate(length * is_english for length, is_english in spans)]
    ends = [0, *accumulate(length for length, _ in spans)]

    def english_before(position: int) -> int:
        span = min(bisect_right(ends, position), len(spans)) - 1
        return english[span] + (position - ends[span]) * spans[span][1]

    languages: list[Language] = []
    position = 0
    for line in lines:
        end = position + len(line)
        is_english = 2 * (english_before(end) - english_before(position)) > len(line)
        languages.append("en" if is_english else "zh")
        position = end + 1
    return languages


def _by_script(lines: Sequence[str]) -> list[Language]:
    """Chinese where there is any, and what stands before a Chinese text marked as untranslated."""
    languages: list[Language] = []
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        is_chinese = any(map(is_han, line)) or following.lstrip(MARK).startswith(UNTRANSLATED)
        languages.append("zh" if is_chinese else "en")
    return languages
