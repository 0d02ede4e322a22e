"""Sets and draws the sections of a large document in two processes, where the machine has two cores.

The second half is set while the first is; how many pages the first one takes goes over a pipe,
then both are drawn.
"""

from __future__ import annotations

import marshal
import os
import struct
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from ipexport.table import Section

SetHalf = TypeVar("SetHalf")

_WORTH_IT = 15_000
"""Characters from which a second process saves more time than starting it takes."""

_FIRST_SHARE = 0.43
"""What the first process draws of the text: it has the file to put together besides."""


def in_halves(
    sections: Sequence[Section],
    set_half: Callable[[Sequence[Section]], SetHalf],
    page_count: Callable[[SetHalf], int],
    draw_half: Callable[[SetHalf, int, bool], tuple[Any, ...]],
) -> list[tuple[Any, ...]]:
    """The results of `draw_half(half, pages before it, whether it is the second)`, in order.

    Results are tuples of numbers, texts, bytes, lists and tuples. With one core, a small document
    or a program that has threads (a fork would copy their locks) there is one half.
    """
    middle = _middle(sections)
    if not middle:
        half = set_half(sections)
        return [draw_half(half, 0, False)]
    pages_read, pages_write = os.pipe()
    result_read, result_write = os.pipe()
    child = os.fork()
    if not child:
        code = 1
        try:
            os.close(pages_write)
            second = set_half(sections[middle:])
            (before,) = struct.unpack("q", os.read(pages_read, 8))
            with os.fdopen(result_write, "wb") as pipe:
                marshal.dump(draw_half(second, before, True), pipe)
            code = 0
        finally:
            os._exit(code)
    os.close(pages_read)
    os.close(result_write)
    first = set_half(sections[:middle])
    os.write(pages_write, struct.pack("q", page_count(first)))
    os.close(pages_write)
    drawn = draw_half(first, 0, False)
    with os.fdopen(result_read, "rb") as pipe:
        data = pipe.read()
    _, status = os.waitpid(child, 0)
    if status:
        # Whatever went wrong there goes wrong here, too, and is said; if it was killed, it does not.
        return [drawn, draw_half(set_half(sections[middle:]), page_count(first), True)]
    return [drawn, marshal.loads(data)]


def _middle(sections: Sequence[Section]) -> int:
    """Where the second part begins, by the length of the text; 0 where one is better."""
    if sys.platform != "linux" or threading.active_count() > 1 or len(sections) < 2:
        return 0
    if len(os.sched_getaffinity(0)) < 2:
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
        if done + length / 2 > total * _FIRST_SHARE:
            return max(number, 1)
        done += length
    return 0
