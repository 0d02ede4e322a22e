"""What the text of a cell says: its paragraphs, each in its language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ipexport.formats.xlsx.lines import MARK, paragraph_of
from ipexport.formats.xlsx.reading.sheets import SheetCell
from ipexport.model import Language
from ipexport.table import UNTRANSLATED, Paragraph
from ipexport.typography.spacing import is_han

_OTHER: dict[Language, Language] = {"zh": "en", "en": "zh"}


def paragraphs(pieces: Iterable[SheetCell], language: Language, *, has_both: bool) -> tuple[Paragraph, ...]:
    """The paragraphs of the pieces of a cell of a column in `language`, or in both.

    A run in another font than its cell's is in the other language; where a text has one font,
    each paragraph is in the language of its script.
    """
    pieces = list(pieces)
    text = "".join(piece.text for piece in pieces)
    spans = [(len(run.text), _is_other(run.font, piece)) for piece in pieces for run in piece.runs]
    lines = text.split("\n")
    if any(other for _, other in spans):
        languages = _by_font(lines, spans, language)
    elif has_both:
        languages = _by_script(lines)
    else:
        languages = [language] * len(lines)
    return tuple(paragraph_of(line, its) for line, its in zip(lines, languages, strict=True) if line)


def _is_other(font: object, piece: SheetCell) -> bool:
    return font is not None and font != piece.font


def _by_font(lines: Sequence[str], spans: Sequence[tuple[int, bool]], language: Language) -> list[Language]:
    """The language of what each line begins with."""
    ends: list[tuple[int, bool]] = []
    position = 0
    for length, other in spans:
        position += length
        ends.append((position, other))
    languages: list[Language] = []
    position = at = 0
    for line in lines:
        while at < len(ends) - 1 and ends[at][0] <= position:
            at += 1
        languages.append(_OTHER[language] if ends[at][1] else language)
        position += len(line) + 1
    return languages


def _by_script(lines: Sequence[str]) -> list[Language]:
    """Chinese where there is any, and what stands before a Chinese text marked as untranslated."""
    languages: list[Language] = []
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        is_chinese = any(map(is_han, line)) or following.lstrip(MARK).startswith(UNTRANSLATED)
        languages.append("zh" if is_chinese else "en")
    return languages
