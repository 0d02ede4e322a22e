"""Breaking a sheet into pages."""

from __future__ import annotations

from itertools import accumulate, pairwise

from hypothesis import given
from hypothesis import strategies as st

from ipexport.formats.xlsx.heights import Block
from ipexport.formats.xlsx.pages import SheetRow, break_pages
from ipexport.table import Cell, Role

LINE, PADDING = 20, 4


def block(row: int, lines: int, row_span: int = 1, role: Role = "results", column_span: int = 1) -> Block:
    cell = Cell(f"{row}:{role}", role, 0, (), row_span, column_span)
    return Block(row, cell, "", lines, LINE, lines * LINE + PADDING)


def pages(rows: list[SheetRow]) -> list[list[int]]:
    """The body rows that have a part on each page."""
    result: list[list[int]] = [[]]
    for row in rows:
        result[-1].append(row.body_row)
        if row.ends_page:
            result.append([])
    return result


def of_lines(*lines: int) -> tuple[list[int], list[Block]]:
    blocks = [block(row, number) for row, number in enumerate(lines)]
    return [b.height for b in blocks], blocks


def test_a_table_that_fits_has_one_page() -> None:
    assert pages(break_pages(*of_lines(5, 5), page=208)) == [[0, 1]]


def test_a_row_that_does_not_fit_goes_to_the_next_page_whole() -> None:
    assert pages(break_pages(*of_lines(5, 6, 2), page=208)) == [[0], [1, 2]]


def test_a_row_higher_than_a_page_breaks_between_lines() -> None:
    rows = break_pages(*of_lines(25), page=208)
    assert [row.height for row in rows] == [200, 200, 104]
    assert pages(rows) == [[0], [0], [0]]


def test_two_lines_at_least_stay_together_when_a_row_breaks() -> None:
    rows = break_pages(*of_lines(11), page=208)
    assert [row.height for row in rows] == [180, 44]


def test_a_page_does_not_break_through_a_merged_text_when_it_need_not() -> None:
    heights = [84, 84, 84]
    blocks = [block(0, 4), block(1, 4), block(1, 7, row_span=2, role="plan"), block(2, 4)]
    assert pages(break_pages(heights, blocks, page=208)) == [[0], [1, 2]]


def test_a_band_is_not_the_last_row_of_a_page() -> None:
    heights = [104, 84, 24, 104]
    blocks = [block(0, 5), block(1, 4), block(2, 1, role="focus_area", column_span=3), block(3, 5)]
    assert pages(break_pages(heights, blocks, page=230)) == [[0, 1], [2, 3]]


def test_a_row_higher_than_excel_allows_becomes_several_on_the_same_page() -> None:
    rows = break_pages(*of_lines(60), page=2000)
    assert [row.height for row in rows] == [401, 401, 402]
    assert pages(rows) == [[0, 0, 0]]


@given(st.lists(st.integers(0, 80), min_size=1, max_size=30), st.integers(200, 700))
def test_no_page_is_overfull_and_no_height_is_lost(lines: list[int], page: int) -> None:
    heights, blocks = of_lines(*lines)
    rows = break_pages(heights, blocks, page)
    totals = [0] * len(heights)
    for row in rows:
        totals[row.body_row] += row.height
    assert totals == heights
    assert all(0 < row.height <= 546 for row in rows)
    assert [row.body_row for row in rows] == sorted(row.body_row for row in rows)
    bottoms = [0, *accumulate(row.height for row in rows)]
    breaks = [0, *(bottoms[n] for n, row in enumerate(rows, 1) if row.ends_page), bottoms[-1]]
    assert all(0 < end - start <= page for start, end in pairwise(breaks))
