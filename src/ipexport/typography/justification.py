"""Justified lines: how a line that is narrower than its room is stretched (clreq, 3.5.4).

First the spaces between Latin words grow to at most half an em, then the gaps beside Latin text
to at most half an em. What is left goes evenly between all other characters, at most half an em
each, or the line stays ragged; but not inside words, numbers, two-em dashes and pairs of marks
that share 1.5 em, not beside connectors and "/" (3.5.4), and not between Latin text and a mark
(3.2.4). The last line of a paragraph is not justified.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from ipexport.typography.clusters import SOFT_HYPHEN, inside_cluster, is_invisible, joints
from ipexport.typography.dashes import dash_joints
from ipexport.typography.spacing import GAP, MARKS, WIDEST, is_even
from ipexport.typography.words import WORD_RUN, is_latin

_TOLERANCE = 1e-3
_CONNECTOR = re.compile("[-‐‑–~～/／]|(?<!—)—(?!—)")


class Stretched(NamedTuple):
    """What fills a line: `extra` em after every character but the last, and besides it `gaps`.

    `gaps` are em after characters by their index, in order. Where a place takes no part in the
    even space, its gap is less by `extra`: the two together are what the rule says.
    """

    gaps: dict[int, float]
    extra: float


def justify(text: str, gaps: dict[int, float], slack: float) -> Stretched:
    """Stretches a line by `slack` em; one that would be torn apart stays as it is.

    `text` and `gaps` are those of the line (see `Line`). Latin text stretches its word spaces,
    never its letters.
    """
    even = is_even(text)
    if even and not gaps:
        return Stretched(gaps, even_space(len(text), slack))
    as_it_is = Stretched(gaps, 0.0)
    if slack < _TOLERANCE or len(text) < 2:
        return as_it_is
    spaces = _word_spaces(text) if " " in text else []
    if is_latin(text):
        growth = slack / len(spaces) if spaces else slack
        return Stretched(_added(gaps, spaces, growth), 0.0) if spaces and growth <= WIDEST else as_it_is
    wider = gaps
    places = [index for index, gap in gaps.items() if gap > 0]
    for stretchable in (spaces, places):
        if stretchable and slack >= _TOLERANCE:
            growth = min(WIDEST - GAP, slack / len(stretchable))
            wider = _added(wider, stretchable, growth)
            slack -= growth * len(stretchable)
    if slack < _TOLERANCE:
        return Stretched(wider, 0.0)
    squeezed = {index for index, gap in gaps.items() if gap < 0}
    kept = squeezed if even else squeezed.union(_kept(text), spaces, places)
    others = len(text) - 1 - len(kept)
    if slack > WIDEST * others:
        return as_it_is
    extra = slack / others
    if not even:
        # What prints nothing has no space after it in the first place.
        kept = {n for n in kept if not is_invisible(text[n + 1]) or text[n + 1 :] == SOFT_HYPHEN}
    return Stretched(_added(wider, kept, -extra), extra)


def even_space(length: int, slack: float) -> float:
    """The space after every character of an even text, `length` characters long, but the last; none
    where it would be torn apart."""
    if slack < _TOLERANCE or length < 2:
        return 0.0
    extra = slack / (length - 1)
    return extra if extra <= WIDEST else 0.0


def _word_spaces(text: str) -> list[int]:
    """The indices of the spaces between words; one that bears an accent is none."""
    spaces = (index for index, character in enumerate(text[:-1]) if character == " ")
    return [index for index in spaces if not inside_cluster(text, index + 1)]


def _kept(text: str) -> set[int]:
    """The indices after which no even space is added, besides those of gaps."""
    kept = {index - 1 for index in (*joints(text), *dash_joints(text))}
    last = len(text)
    for match in WORD_RUN.finditer(text):
        start, end = match.span()
        kept.update(range(start, end - 1))
        if start and text[start - 1] in MARKS:
            kept.add(start - 1)
        if end < last and (text[end] in MARKS or text[end] == " "):
            kept.add(end - 1)
    for match in _CONNECTOR.finditer(text):
        kept.update(range(max(match.start() - 1, 0), min(match.end(), last - 1)))
    return kept


def _added(gaps: dict[int, float], places: Iterable[int], space: float) -> dict[int, float]:
    """The gaps, wider by `space` at the places, in order."""
    wider = dict(gaps)
    for index in places:
        wider[index] = wider.get(index, 0.0) + space
    return dict(sorted(wider.items()))
