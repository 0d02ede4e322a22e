"""Points in the units of WordprocessingML and DrawingML, whole numbers all."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate, pairwise


def twips(points: float) -> int:
    """Twentieths of a point: lengths in paragraphs, tables and sections."""
    return round(points * 20)


def half_points(points: float) -> int:
    """Font sizes."""
    return round(points * 2)


def eighths(points: float) -> int:
    """Widths of borders, which Word takes from 1/4 to 12 pt (ECMA-376 part 1, 17.3.4)."""
    return min(max(round(points * 8), 2), 96)


def emu(points: float) -> int:
    """English metric units: places and sizes of drawings."""
    return round(points * 12700)


def column_twips(widths: Iterable[float]) -> tuple[int, ...]:
    """Column widths in twips whose sum is the rounded sum of the widths in points."""
    edges = (twips(edge) for edge in accumulate(widths, initial=0.0))
    return tuple(right - left for left, right in pairwise(edges))
