"""Space between two characters: squeezed punctuation, and the gap beside Latin text.

Two adjacent punctuation marks take 1.5 em together (clreq, 3.1.6.1): each full-width mark has a
blank half, and one of the two blanks goes. Between Han characters and Latin letters or digits
stands a gap of 1/4 em that nobody types (clreq, 3.2.2).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

OPENING = "（《「『【〈〔“‘"
CLOSING = "）》」』】〉〕”’"
PAUSES = "，、。；："
HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
WESTERN = "0-9A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff"

GAP = 0.25
SQUEEZE = -0.5
FULL_WIDTH = 0.9
"""A character wider than this, in em, is full-width."""

_BOUNDARY = re.compile(
    f"(?P<gap>(?<=[{HAN}])(?=[{WESTERN}])|(?<=[{WESTERN}%‰℃])(?=[{HAN}]))"
    f"|(?<=[{CLOSING}{PAUSES}])(?=[{CLOSING}{PAUSES}{OPENING}])|(?<=[{OPENING}])(?=[{OPENING}])"
)


def spacing(text: str, advances: Sequence[float]) -> dict[int, float]:
    """The space after a character in em, by its index, in order: `GAP` or `SQUEEZE`.

    `advances` are the widths of the characters in em; only full-width marks are squeezed.
    """
    spaces = {}
    for match in _BOUNDARY.finditer(text):
        index = match.start() - 1
        if match["gap"] is not None:
            spaces[index] = GAP
        elif index >= 0 and advances[index] > FULL_WIDTH:
            spaces[index] = SQUEEZE
    return spaces
