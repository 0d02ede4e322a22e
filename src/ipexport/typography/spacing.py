"""Space between two characters: squeezed punctuation, and the gap beside Latin text.

Two adjacent punctuation marks take 1.5 em together (clreq, 3.1.6.2): each full-width mark has a
blank half, and one of the two blanks goes. Between Han characters and Latin letters or digits
stands a gap of 1/4 em that nobody types (clreq, 3.2.2). Chinese fonts have “ ” ‘ ’ as full-width
marks only: in Latin text they lose their blank half, and an apostrophe all of its blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ipexport.typography.clusters import inside_cluster, joints
from ipexport.typography.han import is_han
from ipexport.typography.words import is_apostrophe, is_latin

OPENING = "（《「『【〈〔“‘［｛〖"
CLOSING = "）》」』】〉〕”’］｝〗"
PAUSES = "，、。；：？！．"
WESTERN = "0-9A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff\u1e00-\u1fff"

GAP = 0.25
WIDEST = 0.5
"""A gap beside Latin text is never wider than this, and no more is added anywhere, in em."""

SQUEEZE = -0.5
FULL_WIDTH = 0.9
"""A character wider than this, in em, is full-width."""

MARKS = OPENING + CLOSING + PAUSES
UNEVEN = re.compile(f"[^\u3400-\u9fff{re.escape(MARKS)}]+")
"""What stands between Han characters and full-width marks: nothing, in most texts."""

# The first class is that of all alternatives, so that the search goes from mark to mark.
_PAIR = re.compile(
    f"[{re.escape(MARKS)}](?:(?<=[{re.escape(OPENING)}])(?=[{re.escape(OPENING)}])"
    f"|(?<![{re.escape(OPENING)}])(?=[{re.escape(MARKS)}]))"
)
_WESTERN_RUN = re.compile(f"[{WESTERN}%‰℃]+")
_SIGNS = "%‰℃"
_QUOTE = re.compile("[“”‘’]")
# The ink of ’ ends at 0.25 em in the Chinese fonts that we embed.
_APOSTROPHE = -0.75


def spacing(text: str, advances: Sequence[float]) -> dict[int, float]:
    """The space after a character in em, by its index, in order: a gap, or less than nothing where
    a mark is squeezed.

    `advances` are the widths of the characters in em; only full-width marks are squeezed.
    """
    squeezed = [index for match in _PAIR.finditer(text) if advances[index := match.start()] > FULL_WIDTH]
    if is_even(text):
        return dict.fromkeys(squeezed, SQUEEZE)
    spaces = dict.fromkeys(gaps(text), GAP)
    if squeezed:
        spaces.update(dict.fromkeys(squeezed, SQUEEZE))
        spaces = dict(sorted(spaces.items()))
    if _QUOTE.search(text) is not None:
        quotes = {index: space for index, mark, space in _latin_quotes(text) if advances[mark] > FULL_WIDTH}
        spaces = dict(sorted((spaces | quotes).items()))
    return spaces


def is_even(text: str) -> bool:
    """Whether a text has only Han characters and full-width marks."""
    return UNEVEN.search(text) is None


def _latin_quotes(text: str) -> Iterator[tuple[int, int, float]]:
    """The marks that belong to Latin text: the index of the space, of the mark, and the space."""
    latin = is_latin(text)
    for match in _QUOTE.finditer(text):
        index = match.start()
        if is_apostrophe(text, index):
            yield index, index, _APOSTROPHE
        elif latin and match[0] in CLOSING:
            yield index, index, SQUEEZE
        elif latin and index:
            yield index - 1, index, SQUEEZE


def gaps(text: str) -> list[int]:
    """The indices of the characters before a boundary of Han and Latin text; a cluster is whole."""
    last = len(text)
    simple = not joints(text)
    found = []
    for match in _WESTERN_RUN.finditer(text):
        start, end = match.span()
        if start > 0 and text[start] not in _SIGNS:
            if simple:
                begins = is_han(text[start - 1])
            else:
                begins = not inside_cluster(text, start) and is_han(_base(text, start))
            if begins:
                found.append(start - 1)
        while not simple and end < last and inside_cluster(text, end):
            end += 1
        if end < last and is_han(text[end]):
            found.append(end - 1)
    return found


def _base(text: str, end: int) -> str:
    """The first character of the cluster that ends at `end`."""
    while end > 1 and inside_cluster(text, end - 1):
        end -= 1
    return text[end - 1]
