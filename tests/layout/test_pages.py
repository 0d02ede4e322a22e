"""Breaking tables over pages: what must hold for any table, and the rules one by one."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ipexport.layout.pages import Fragment, Rules, SetCell, break_pages
from ipexport.layout.text import SetLine
from ipexport.table import Cell, Role

LEADING, PADDING = 10.0, 2.0
TOP, BOTTOM = 20.0, 200.0


def cell(name: str, role: Role, column: int, lines: int, row_span: int = 1, column_span: int = 1) -> SetCell:
    text = tuple(SetLine(f"{name} {n}", None, 0, 0, {}, 0, True) for n in range(lines))
    return SetCell(Cell(name, role, column, (), row_span, column_span), text, LEADING, PADDING)


def table(*groups: tuple[int, list[tuple[int, int]], list[tuple[int, int]]]) -> list[list[SetCell]]:
    """Groups of (focus lines, [(task lines, result lines)…], [(rows covered, plan lines)…])."""
    rows: list[list[SetCell]] = []
    for number, (focus, tasks, plans) in enumerate(groups):
        starts = {}
        at = 0
        for covered, lines in plans:
            starts[at] = (covered, lines)
            at += covered
        for row, (task, results) in enumerate(tasks):
            cells = []
            if row == 0:
                cells.append(cell(f"f{number}", "focus_area", 0, focus, len(tasks)))
            cells.append(cell(f"t{number}.{row}", "task", 1, task))
            cells.append(cell(f"r{number}.{row}", "results", 2, results))
            if row in starts:
                covered, lines = starts[row]
                cells.append(cell(f"p{number}.{row}", "plan", 3, lines, covered))
            rows.append(cells)
    return rows


def broken(rows: list[list[SetCell]], rules: Rules = Rules()) -> list[list[Fragment]]:  # noqa: B008
    return break_pages(rows, TOP + 30, TOP, BOTTOM, rules)


def parts(pages: list[list[Fragment]], name: str) -> list[Fragment]:
    return [fragment for page in pages for fragment in page if fragment.cell.cell.id == name]


@st.composite
def tables(draw: st.DrawFn) -> list[list[SetCell]]:
    groups = []
    for _ in range(draw(st.integers(1, 4))):
        tasks = draw(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 60)), min_size=1, max_size=5))
        plans = []
        left = len(tasks)
        while left:
            covered = draw(st.integers(1, left))
            plans.append((covered, draw(st.integers(0, 50))))
            left -= covered
        groups.append((draw(st.integers(1, 6)), tasks, plans))
    return table(*groups)


@given(tables(), st.booleans())
def test_every_line_is_printed_once_and_in_order(rows: list[list[SetCell]], repeat: bool) -> None:
    printed: dict[str, list[int]] = defaultdict(list)
    for page in broken(rows, Rules(repeat=repeat)):
        for fragment in page:
            if not fragment.repeated:
                printed[fragment.cell.cell.id] += range(fragment.first, fragment.last)
    for row in rows:
        for each in row:
            assert printed[each.cell.id] == list(range(len(each.lines)))


@given(tables(), st.booleans())
def test_nothing_is_printed_below_the_type_area_or_outside_its_box(
    rows: list[list[SetCell]], repeat: bool
) -> None:
    for page in broken(rows, Rules(repeat=repeat)):
        for fragment in page:
            assert fragment.top >= TOP - 0.01
            assert fragment.top + fragment.height <= BOTTOM + 0.01
            assert fragment.cell.height(fragment.last - fragment.first) <= fragment.height + 0.01


@given(tables())
def test_boxes_of_a_page_fill_it_without_overlap(rows: list[list[SetCell]]) -> None:
    for number, page in enumerate(broken(rows)):
        columns: dict[int, list[tuple[float, float]]] = defaultdict(list)
        for fragment in page:
            columns[fragment.cell.cell.column].append((fragment.top, fragment.top + fragment.height))
        ends = set()
        for boxes in columns.values():
            boxes.sort()
            assert abs(boxes[0][0] - (TOP if number else TOP + 30)) < 0.01
            for (_, end), (start, _) in pairwise(boxes):
                assert abs(end - start) < 0.01
            ends.add(round(boxes[-1][1], 2))
        assert len(ends) == 1


@given(tables())
def test_results_break_with_two_lines_on_each_side(rows: list[list[SetCell]]) -> None:
    pages = broken(rows)
    for row in rows:
        for each in row:
            if each.cell.role == "results":
                lengths = [f.last - f.first for f in parts(pages, each.cell.id)]
                if len([n for n in lengths if n]) > 1:
                    assert min(n for n in lengths if n) >= 2


@given(tables())
def test_focus_area_and_task_are_printed_whole_on_every_page_where_they_go_on(
    rows: list[list[SetCell]],
) -> None:
    for page in broken(rows):
        for fragment in page:
            if fragment.cell.cell.role in ("focus_area", "task"):
                assert fragment.last - fragment.first == len(fragment.cell.lines)


def test_a_row_breaks_only_where_the_page_ends() -> None:
    pages = broken(table((1, [(1, 10), (1, 5)], [(1, 1), (1, 1)])))
    assert [f.last - f.first for f in parts(pages, "r0.0")] == [10]
    assert [f.last - f.first for f in parts(pages, "r0.1")] == [3, 2]


def test_a_cell_taller_than_several_pages_goes_on() -> None:
    pages = broken(table((2, [(3, 100)], [(1, 4)])))
    lengths = [f.last - f.first for f in parts(pages, "r0.0")]
    assert sum(lengths) == 100
    assert len(pages) == 7
    assert [f.repeated for f in parts(pages, "t0.0")] == [False] + [True] * 6


def test_a_merged_plan_goes_on_beside_the_rows_it_covers() -> None:
    pages = broken(table((1, [(1, 8), (1, 8), (1, 8)], [(3, 24)])))
    assert [f.begins for f in parts(pages, "p0.0")] == [True, False]
    assert sum(f.last - f.first for f in parts(pages, "p0.0")) == 24


def test_a_plan_longer_than_its_rows_makes_the_last_one_taller() -> None:
    (page,) = broken(table((1, [(1, 1), (1, 1)], [(2, 9)])))
    assert parts([page], "r0.1")[0].height > parts([page], "r0.0")[0].height


def test_a_band_stays_with_the_row_below_it_and_is_repeated() -> None:
    rows = [
        [cell("t", "task", 0, 1), cell("r", "results", 1, 11), cell("p", "plan", 2, 1)],
        [cell("band", "focus_area", 0, 1, column_span=3)],
        [cell("t2", "task", 0, 1), cell("r2", "results", 1, 20), cell("p2", "plan", 2, 1)],
    ]
    pages = broken(rows)
    assert [len(parts([page], "band")) for page in pages] == [0, 1, 1]
    assert [f.repeated for f in parts(pages, "band")] == [False, True]


def test_a_task_that_has_no_room_below_the_repeated_band_is_broken() -> None:
    rows = [
        [cell("band", "focus_area", 0, 3, column_span=3)],
        [cell("task", "task", 0, 17), cell("results", "results", 1, 40), cell("plan", "plan", 2, 1)],
    ]
    pages = broken(rows)
    assert sum(fragment.last - fragment.first for fragment in parts(pages, "results")) == 40
    assert sum(fragment.last - fragment.first for fragment in parts(pages, "task")) == 17
