"""The halves of a large document, each set and drawn by a process, where the machine has two cores.

What a half takes (pages, say) is told the other process when it is set; then both are drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from ipexport.second_process import Pair, can_fork, together
from ipexport.table import Document, Section

SetHalf = TypeVar("SetHalf")
Taken = TypeVar("Taken", int, tuple[int, ...])

_WORTH_IT = 15_000
"""Characters from which a second process saves more time than starting it takes."""

_FIRST_SHARE = 0.5
_FILE_COST = 2_500
"""The first process draws this part of the text, less these characters: it has the fonts and the
dataset to embed besides, and the file to put together."""


def in_halves(
    sections: Sequence[Section],
    set_half: Callable[[Sequence[Section]], SetHalf],
    taken: Callable[[SetHalf], Taken],
    nothing: Taken,
    draw_half: Callable[[SetHalf, Taken, bool], tuple[Any, ...]],
) -> list[tuple[Any, ...]]:
    """The results of `draw_half(half, what is taken before it, whether it is the second)`, in order.

    What a half takes is a number or several, `nothing` is what comes before the first. Results are
    tuples of numbers, texts, bytes, lists and tuples. With one core, a small document or a program
    that has threads there is one half.
    """
    middle = _middle(sections)

    def work(pair: Pair) -> list[tuple[Any, ...]]:
        half = set_half(sections[middle:] if pair.is_second else sections[:middle])
        before = pair.of_first(taken(half))
        drawn = draw_half(half, before if pair.is_second else nothing, pair.is_second)
        return [drawn, pair.of_second(drawn)]

    drawn = together(work) if middle else None
    return drawn or [draw_half(set_half(sections), nothing, False)]


def halves(document: Document) -> tuple[Document, Document] | None:
    """The document with each half of its sections; None where one process is better."""
    middle = _middle(document.sections)
    if not middle:
        return None
    first, second = document.sections[:middle], document.sections[middle:]
    return document._replace(sections=first), document._replace(sections=second)


def _middle(sections: Sequence[Section]) -> int:
    """Where the second part begins, by the length of the text; 0 where one is better."""
    if len(sections) < 2 or not can_fork():
        return 0
    return middle_of(
        [
            sum(len(p.text) for row in section.table.rows for cell in row for p in cell.paragraphs)
            for section in sections
        ]
    )


def middle_of(lengths: Sequence[int]) -> int:
    """Where the second half of parts begins whose text has so many characters; 0 for a short text."""
    total = sum(lengths)
    if len(lengths) < 2 or total < _WORTH_IT:
        return 0
    done = 0
    for number, length in enumerate(lengths):
        if done + length / 2 > total * _FIRST_SHARE - _FILE_COST:
            return max(number, 1)
        done += length
    return 0
