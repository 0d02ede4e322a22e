"""Latin words: what is one, where one that is longer than its line breaks, and hyphenation.

A word breaks only where hyphenation allows it (clreq, 3.2.4); an address breaks after its own
signs. pyphen has the patterns of LibreOffice; it is imported only when a word is to be
hyphenated, since few Chinese documents have one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

WORD_RUN = re.compile(
    # Letters of alphabets, digits, and the signs inside numbers and words: ASCII, all scripts
    # before U+2000 but for the dot between names and the multiplication sign,
    "[!-~\xa0-\xb6\xb8-\xd6\xd8-\u1fff"
    # hyphens, minus, ≈ ≤ ≥; superscripts, currency signs, ℃ №, fractions; units in a square,
    "‐‑−≈≤≥\u2070-\u218f\u3380-\u33df"
    # further blocks of alphabets, ligatures, full-width digits and letters and their stop.
    "\u2c60-\u2dff\ua640-\uabff\ufb00-\ufdff\ufe70-\ufefc．０-９Ａ-Ｚａ-ｚ]+"
)
"""Words and numbers, with the signs inside them."""

ADDRESS_SIGNS = frozenset("/.-_?&=–—")
OWN_HYPHENS = frozenset("-–")

_LANGUAGE = "en_GB"
_AFTER, _BEFORE = 2, 3
_SHORTEST = _AFTER + _BEFORE + 1

_LETTERS = re.compile("[A-Za-z]*")


def is_latin(text: str) -> bool:
    """Whether a text has words and spaces, and no Chinese, Kana, Hangul or emoji that are set side
    by side without spaces; full-width marks may be either."""
    return all(
        character < "\u2e80" or "\u2fff" < character < "\u3040" or "\ufaff" < character < "\uff66"
        for character in text
    )


@cache
def in_word(character: str) -> bool:
    """Whether two such characters, side by side, are parts of one word or number; a single dash
    may be one of them (2016—2017)."""
    return character in "—…" or WORD_RUN.match(character) is not None


def is_apostrophe(text: str, index: int) -> bool:
    """Whether the character is the sign inside a word that looks like a closing quotation mark."""
    inside = text[index] == "’" and 0 < index < len(text) - 1
    return inside and in_word(text[index - 1]) and in_word(text[index + 1])


def sign_break(text: str, start: int, end: int, signs: frozenset[str]) -> int | None:
    """The last place after `start` and up to `end` that stands after one of the signs and before a
    letter or digit, but not inside a number."""
    for index in range(end, start + 1, -1):
        before, after = text[index - 1], text[index]
        if before in signs and after.isalnum():
            inside_number = before == "." and after.isdigit() and text[index - 2].isdigit()
            if not inside_number:
                return index
    return None


def hyphenations(text: str, start: int, end: int) -> Iterator[int]:
    """The places after `start` and up to `end` where the word at `end` can be hyphenated, the last
    one first."""
    first = end
    while first > 0 and text[first - 1].isascii() and text[first - 1].isalpha():
        first -= 1
    word = _LETTERS.match(text, first)
    assert word is not None
    if len(word[0]) >= _SHORTEST:
        for position in reversed(_hyphenator()(word[0])):
            if start < first + position <= end:
                yield first + position


@cache
def _hyphenator() -> Callable[[str], list[int]]:
    from pyphen import Pyphen

    positions: Callable[[str], list[int]] = Pyphen(lang=_LANGUAGE, left=_AFTER, right=_BEFORE).positions
    return positions
