"""Sets and draws the sections of a large document in two processes, where the machine has two cores.

The second half is set while the first is; what the first one takes (pages, say) goes over a pipe,
then both are drawn.
"""

from __future__ import annotations

import contextlib
import marshal
import os
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from ipexport.second_process import SecondProcess, can_fork
from ipexport.table import Section

SetHalf = TypeVar("SetHalf")
Taken = TypeVar("Taken", int, tuple[int, ...])

_WORTH_IT = 15_000
"""Characters from which a second process saves more time than starting it takes."""

_FIRST_SHARE = 0.47
_FILE_COST = 5_000
"""The first process draws this part of the text, less these characters: it has the fonts and the
dataset to embed besides, and the file to put together."""


def in_halves(
    sections: Sequence[Section],
    set_half: Callable[[Sequence[Section]], SetHalf],
    taken: Callable[[SetHalf], Taken],
    nothing: Taken,
    draw_half: Callable[[SetHalf, Taken, bool], tuple[Any, ...]],
    meanwhile: Callable[[], None] = lambda: None,
) -> list[tuple[Any, ...]]:
    """The results of `draw_half(half, what is taken before it, whether it is the second)`, in order.

    What a half takes is a number or several, `nothing` is what comes before the first. Results are
    tuples of numbers, texts, bytes, lists and tuples. `meanwhile` is what the first process has to
    do besides. With one core, a small document or a program that has threads there is one half.
    """
    middle = _middle(sections)
    if not middle:
        half = set_half(sections)
        meanwhile()
        return [draw_half(half, nothing, False)]
    taken_read, taken_write = os.pipe()

    def second_half() -> bytes:
        os.close(taken_write)
        second = set_half(sections[middle:])
        with os.fdopen(taken_read, "rb") as pipe:
            before = marshal.load(pipe)
        return marshal.dumps(draw_half(second, before, True))

    process = SecondProcess(second_half)
    os.close(taken_read)
    first = set_half(sections[:middle])
    with contextlib.suppress(BrokenPipeError):  # it may have been killed
        os.write(taken_write, marshal.dumps(taken(first)))
    os.close(taken_write)
    drawn = draw_half(first, nothing, False)
    meanwhile()
    data = process.result()
    if data is None:
        return [drawn, draw_half(set_half(sections[middle:]), taken(first), True)]
    return [drawn, marshal.loads(data)]


def _middle(sections: Sequence[Section]) -> int:
    """Where the second part begins, by the length of the text; 0 where one is better."""
    if len(sections) < 2 or not can_fork():
        return 0
    lengths = [
        sum(len(p.text) for row in section.table.rows for cell in row for p in cell.paragraphs)
        for section in sections
    ]
    total = sum(lengths)
    if total < _WORTH_IT:
        return 0
    done = 0
    for number, length in enumerate(lengths):
        if done + length / 2 > total * _FIRST_SHARE - _FILE_COST:
            return max(number, 1)
        done += length
    return 0
