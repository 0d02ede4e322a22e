"""A paragraph as a line of a cell's text, and back.

A line is a label, a space and the text. What people retype comes back tidy: with its label apart
and without spaces that Chinese text does not have. Where that would not give back what was written
(a text that begins like a label, a label that looks like none, a text with odd spaces), an
invisible character says where the text begins, and that it counts as it stands.
"""

from __future__ import annotations

import re

from ipexport.model import Language
from ipexport.table import Paragraph

MARK = "\u2060"
"""Word joiner: nothing is to be seen of it, and no line ends beside it."""

_AFTER_LABEL = f" {MARK}"
_CHINESE_NUMBERS = "一二三四五六七八九十"
_LABEL = re.compile(
    rf"\s*([0-9]{{1,3}}[.．、)）](?![0-9](?![0-9]{{3}}[年-]))|[(（][0-9]{{1,3}}[)）]|[①-⑳]"
    rf"|[(（][{_CHINESE_NUMBERS}]{{1,3}}[)）]|[{_CHINESE_NUMBERS}]{{1,3}}、)\s*"
)
_LABEL_STARTS = frozenset(f"0123456789(（①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳{_CHINESE_NUMBERS}{MARK}")


def line(paragraph: Paragraph) -> str:
    """The line that says a paragraph."""
    text, label, language = paragraph
    if label:
        plain = f"{label} {text}"
    elif text[:1] not in _LABEL_STARTS and _is_tidy(text, language):
        return text
    else:
        plain = text
    if "\n" in text or paragraph_of(plain, language)[:2] == (text, label or None):
        return plain
    return f"{label}{_AFTER_LABEL}{text}" if label else MARK + text


def paragraph_of(line: str, language: Language) -> Paragraph:
    """The paragraph that a line says."""
    if line.startswith(MARK):
        return Paragraph(line[1:], None, language)
    label, mark, text = line.partition(_AFTER_LABEL)
    if mark:
        return Paragraph(text, label, language)
    found = _LABEL.match(line)
    if not found:
        return Paragraph(tidy(line, language), None, language)
    from ipexport.recognition.tidying import typed_label

    return Paragraph(tidy(line[found.end() :], language), typed_label(found[1]), language)


def tidy(text: str, language: Language) -> str:
    """A text without the spaces that it should not have."""
    if _is_tidy(text, language):
        return text
    from ipexport.recognition.tidying import closed_up

    return closed_up(text, language)


def _is_tidy(text: str, language: Language) -> bool:
    """Whether a look is enough to say so."""
    if not text.isprintable():
        return False
    return " " not in text if language == "zh" else "  " not in text and text == text.strip()
