"""`widths: auto`: the column widths with which a document has the fewest pages.

The same for every format, so measured as an Office program does. A search over whole millimetres
goes by estimates: the lines of a cell are the length of its text over the width of its column. The
best few of the widths that it looked at are then set and broken into pages. Nothing depends on the
machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import permutations
from math import ceil

from ipexport.layout.estimate import Cost, Estimate
from ipexport.layout.office import office_metrics
from ipexport.layout.table import set_section
from ipexport.style import POINTS_PER_MM, Style, Widths
from ipexport.table import ROLES, Document, Section

_TOLERANCE = 0.01

Millimetres = tuple[int, ...]
"""The width of each drawn column."""

_FEWEST = {"focus_area": 4, "task": 8, "results": 8, "plan": 8}
"""Characters that a line of each column has at least."""

_NARROW = 10
"""How many millimetres more than the least the column of focus areas may have."""

_GRID = 20
_BEST = 3
_STEPS = (4, 2, 1)
_FINALISTS = 8
"""The search: so many widths of a column at first, from the best of these on in these steps of
millimetres, and how many are set in the end."""

_MOST_ROWS = 200
"""Of a longer document some sections, evenly chosen, stand for all."""


def with_widths(style: Style, document: Document) -> Style:
    """The style with the widths that the document asks for, where they are "auto"."""
    if style.table.widths != "auto":
        return style
    rows = sum(len(section.table.rows) for section in document.sections)
    sections = document.sections[:: 1 + rows // _MOST_ROWS]
    least = _least(style)
    rest = int(style.page.table_area[0] / POINTS_PER_MM + _TOLERANCE) - sum(least)
    finalists = _search(least, max(rest, 0), Estimate(style, sections))[:_FINALISTS]
    return min((_with(style, widths) for widths in finalists), key=lambda it: _pages(it, sections))


def _with(style: Style, widths: Millimetres) -> Style:
    points = dict.fromkeys(ROLES, 0.0)
    for role, width in zip(style.table.roles, widths, strict=True):
        points[role] = width * POINTS_PER_MM
    # The part of a millimetre that is left over.
    points["results"] += style.page.table_area[0] - sum(points.values())
    return replace(style, table=replace(style.table, widths=Widths(**points)))


def _pages(style: Style, sections: Sequence[Section]) -> int:
    metrics = dict.fromkeys(style.fonts, office_metrics)
    return sum(len(set_section(section, style, metrics).pages) for section in sections)


def _least(style: Style) -> Millimetres:
    """The narrowest columns: of a few characters, or of as many as the page has room for."""
    total = style.page.table_area[0]
    for fewer in range(max(_FEWEST.values())):
        least = tuple(
            ceil(
                (max(1, _FEWEST[role] - fewer) * style.text[role].size + 2 * style.table.padding)
                / POINTS_PER_MM
            )
            for role in style.table.roles
        )
        if sum(least) * POINTS_PER_MM <= total:
            break
    return least


def _search(least: Millimetres, rest: int, estimate: Estimate) -> list[Millimetres]:
    """The widths looked at, those of the least estimate first: a grid, and around its best."""
    costs: dict[Millimetres, Cost] = {}

    def cost(widths: Millimetres) -> tuple[Cost, Millimetres]:
        if widths not in costs:
            roles = estimate.style.table.roles
            points = [width * POINTS_PER_MM for width in widths]
            costs[widths] = estimate.cost(dict(zip(roles, points, strict=True)))
        return costs[widths], widths

    for start in sorted(_grid(least, rest), key=cost)[:_BEST]:
        best = start
        for step in _STEPS:
            while cost(better := min(_moved(best, step, least), key=cost, default=best)) < cost(best):
                best = better
    return sorted(costs, key=cost)


def _grid(least: Millimetres, rest: int) -> Iterator[Millimetres]:
    """Ways to share out the rest of the page, in large steps; results get what is left over."""
    step = max(1, ceil(rest / _GRID))
    focus_area, task, results, plan = (0, *least)[-4:]
    for more in range(0, min(rest, _NARROW) + 1, 5) if len(least) == len(ROLES) else (0,):
        for to_task in range(0, rest - more + 1, step):
            for to_plan in range(0, rest - more - to_task + 1, step):
                left = rest - more - to_task - to_plan
                widths = (focus_area + more, task + to_task, results + left, plan + to_plan)
                yield widths[-len(least) :]


def _moved(widths: Millimetres, step: int, least: Millimetres) -> Iterator[Millimetres]:
    """The widths with some millimetres moved from one column to another."""
    for giver, taker in permutations(range(len(widths)), 2):
        if widths[giver] - step >= least[giver]:
            moved = list(widths)
            moved[giver] -= step
            moved[taker] += step
            yield tuple(moved)
