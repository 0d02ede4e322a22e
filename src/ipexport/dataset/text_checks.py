"""What a text must not contain: one small function a check, each yielding what it finds.

Errors cannot be printed or would break a document; warnings are what a transcription leaves
behind (GB/T 15834-2011 asks for full-width punctuation in Chinese text).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ipexport.errors import Severity
from ipexport.typography.han import is_han


class Problem(NamedTuple):
    code: str
    severity: Severity
    message: str
    hint: str


Check = Callable[[str], Iterator[Problem]]

# XML 1.0, 2.2 allows no other characters below U+0020; U+FFFE and surrogates are no characters.
_FORBIDDEN = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
_BREAKS = "[\t\n\r\x85\u2028\u2029]"
_MARKUP = r"</?(?:p|ol|ul|li|br|div|span|table|tr|td|th|b|i|strong|em)\b[^>]*>|&(?:nbsp|lt|gt|amp);"
_EDGE_SPACE = r"^[\s\u3000]|[\s\u3000]$"
_SPACES = "(?<=.) +(?=.)"
_HALF_WIDTH = "[,;:?!()]"
# The checks find nothing in a text without these characters in which everything is printable
# (`str.isprintable`: of all white space only U+0020 is), and that is nearly every one.
_SUSPECT = re.compile("[ ,;:?!()<&]")


def check_text(text: str) -> Iterator[Problem]:
    """Every problem of one Chinese text."""
    if text and (_SUSPECT.search(text) or not text.isprintable()):
        for check in CHECKS:
            yield from check(text)


def check_english(text: str) -> Iterator[Problem]:
    """Every problem with which one English text could not be printed."""
    if text and not text.isprintable():
        yield from _control_characters(text)
        yield from _line_breaks(text)


def _control_characters(text: str) -> Iterator[Problem]:
    if text.isprintable():
        return
    for character in sorted(set(re.findall(_FORBIDDEN, text))):
        message = f"the character U+{ord(character):04X} cannot stand in a document"
        yield Problem("control-character", "error", message, "delete it")


def _line_breaks(text: str) -> Iterator[Problem]:
    if not text.isprintable() and re.search(_BREAKS, text):
        message = "a line break or tab inside a paragraph"
        yield Problem("line-break", "error", message, "write two items, or one line")


def _markup(text: str) -> Iterator[Problem]:
    for found in dict.fromkeys(re.findall(_MARKUP, text, re.IGNORECASE)):
        yield Problem(
            "markup", "warning", f"{found!r} looks like HTML; it is printed as it stands", "delete it"
        )


def _edge_spaces(text: str) -> Iterator[Problem]:
    if re.search(_EDGE_SPACE, text) and not re.search(_BREAKS, text):
        yield Problem("edge-space", "warning", "a space at the beginning or end", "delete it")


def _typed_spaces(text: str) -> Iterator[Problem]:
    for found in re.finditer(_SPACES, text):
        start, end = found.span()
        before, after = text[start - 1], text[end]
        if (is_han(before) and (is_han(after) or _is_western(after))) or (
            is_han(after) and (_is_western(before) or before == "%")
        ):
            around = text[max(0, start - 4) : end + 4]
            hint = "delete it: the gap beside letters and digits is made when the text is set"
            yield Problem("typed-space", "warning", f"a space in {around!r}", hint)
            return


def _is_western(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _half_width_punctuation(text: str) -> Iterator[Problem]:
    marks = []
    for match in re.finditer(_HALF_WIDTH, text):
        start, end = match.span()
        if _is_chinese(text[start - 1 : start], "》”）") or _is_chinese(text[end : end + 1], "《“（"):
            marks.append(match[0])
    for mark in dict.fromkeys(marks):
        full = chr(ord(mark) + 0xFEE0)
        yield Problem("half-width", "warning", f"half-width {mark!r} in Chinese text", f"use {full!r}")


def _is_chinese(character: str, marks: str) -> bool:
    """Whether a character is Han or one of the marks; there is none at the edge of a text."""
    return character != "" and (is_han(character) or character in marks)


CHECKS: tuple[Check, ...] = (
    _control_characters,
    _line_breaks,
    _markup,
    _edge_spaces,
    _typed_spaces,
    _half_width_punctuation,
)
