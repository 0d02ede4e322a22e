"""The rows of a region's sheet, and its pages."""

from __future__ import annotations

from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipexport.formats.xlsx.blocks import Block, Ruler, measure
from ipexport.formats.xlsx.grid import Lines, cell_pixels, column_pixels
from ipexport.formats.xlsx.pages import Piece, break_pages
from ipexport.formats.xlsx.words import Said
from ipexport.style import load_style
from ipexport.table import Cell, Column, Paragraph, Role, Table

STYLE = load_style("official")
COLUMNS = column_pixels(tuple(STYLE.table.role_widths().values()))
RULER = Ruler(STYLE)
LINE, PADDING = 20, 4


def text_pixels(lines: int) -> int:
    """The height of a cell with so many lines of Chinese."""
    return cell_pixels(lines * RULER.pitch("results", "zh"))


def heights(*rows: tuple[Cell, ...]) -> list[int]:
    """The heights of rows that all stand on one page."""
    table = Table((Column("results", (Paragraph("成绩"),)), Column("plan", (Paragraph("计划"),))), rows)
    sheet_rows, _ = break_pages(measure(table, COLUMNS, RULER), 10_000)
    assert [row.body_row for row in sheet_rows] == list(range(len(rows)))
    return [row.height for row in sheet_rows]


def results(lines: int) -> Cell:
    return Cell(f"{lines}:results", "results", 2, (Paragraph("好"),) * lines)


def plan(lines: int, row_span: int = 1) -> Cell:
    return Cell("a:plan", "plan", 3, (Paragraph("好"),) * lines, row_span)


def test_a_row_is_as_high_as_its_longest_cell() -> None:
    assert heights((results(2), plan(5))) == [text_pixels(5)]


def test_an_empty_row_is_one_line_high() -> None:
    assert heights((results(0), plan(0))) == [text_pixels(1)]


def test_a_merged_cell_that_fits_into_its_rows_changes_nothing() -> None:
    one, two = text_pixels(3), text_pixels(4)
    assert heights((results(3), plan(7, 2)), (results(4),)) == [one, two]


def test_a_merged_cell_that_is_longer_than_its_rows_makes_the_last_one_higher() -> None:
    first, last = heights((results(3), plan(20, 2)), (results(4),))
    assert first == text_pixels(3)
    assert first + last == text_pixels(20)


def test_lines_are_as_far_apart_as_the_fonts_want() -> None:
    assert RULER.pitch("results", "zh") * 0.75 == pytest.approx(15.2)  # Noto Sans CJK, 10.5 pt
    assert RULER.pitch("results", "en") * 0.75 == pytest.approx(11.1)  # Times New Roman, 10 pt


def test_rounding_to_pixels_does_not_add_up_over_the_columns() -> None:
    assert column_pixels([100.5, 100.5, 100.5]) == (134, 134, 134)
    assert sum(column_pixels([0.5] * 30)) == 20


def block(row: int, lines: int, row_span: int = 1, role: Role = "results", column_span: int = 1) -> Block:
    cell = Cell(f"{row}:{role}", role, 0, (), row_span, column_span)
    return Block(row + row_span, cell, Said("", "zh"), 100, Lines(lines, LINE), cell_pixels(lines * LINE))


def of_lines(*lines: int) -> list[list[Block]]:
    return [[block(row, number)] for row, number in enumerate(lines)]


def pages(table: list[list[Block]], page: int) -> list[list[int]]:
    """The body rows that have a part on each page."""
    result: list[list[int]] = [[]]
    for row in break_pages(table, page)[0]:
        result[-1].append(row.body_row)
        if row.ends_page:
            result.append([])
    return result


def lines_of_pieces(pieces: list[Piece], role: Role) -> list[tuple[int, int, bool]]:
    return [
        (piece.start, piece.stop, piece.is_continued) for piece in pieces if piece.block.cell.role == role
    ]


def test_a_table_that_fits_has_one_page() -> None:
    assert pages(of_lines(5, 5), page=208) == [[0, 1]]


def test_a_row_that_does_not_fit_goes_to_the_next_page_whole() -> None:
    assert pages(of_lines(5, 6, 2), page=208) == [[0], [1, 2]]


def test_a_row_higher_than_a_page_breaks_between_lines_and_its_text_with_it() -> None:
    rows, pieces = break_pages(of_lines(25), page=208)
    assert [(row.body_row, row.height) for row in rows] == [(0, 204), (0, 204), (0, 104)]
    assert lines_of_pieces(pieces, "results") == [(0, 10, False), (10, 20, True), (20, 25, True)]
    assert [(piece.first, piece.end) for piece in pieces] == [(0, 1), (1, 2), (2, 3)]


def test_two_lines_at_least_stay_together_when_a_row_breaks() -> None:
    rows, _ = break_pages(of_lines(11), page=208)
    assert [row.height for row in rows] == [184, 44]


def test_a_page_does_not_break_through_a_merged_text_when_it_need_not() -> None:
    table = [[block(0, 4)], [block(1, 4), block(1, 7, row_span=2, role="plan")], [block(2, 4)]]
    assert pages(table, page=208) == [[0], [1, 2]]


def test_a_merged_cell_whose_text_is_complete_goes_on_empty_on_the_next_page() -> None:
    table = [[block(0, 2, row_span=2, role="focus_area"), block(0, 8)], [block(1, 8)]]
    rows, pieces = break_pages(table, page=208)
    assert [row.ends_page for row in rows] == [True, False]
    assert lines_of_pieces(pieces, "focus_area") == [(0, 2, False), (2, 2, True)]


def test_a_merged_text_that_must_be_cut_goes_on_with_its_next_line() -> None:
    table = [[block(0, 15, row_span=2, role="plan"), block(0, 9)], [block(1, 9)]]
    rows, pieces = break_pages(table, page=208)
    assert [(row.body_row, row.height) for row in rows] == [(0, 184), (1, 184)]
    assert lines_of_pieces(pieces, "plan") == [(0, 9, False), (9, 15, True)]


def test_a_band_is_not_the_last_row_of_a_page() -> None:
    band = block(2, 1, role="focus_area", column_span=3)
    assert pages([*of_lines(5, 4), [band], [block(3, 5)]], page=230) == [[0, 1], [2, 3]]


def test_a_row_higher_than_excel_allows_becomes_several_on_the_same_page() -> None:
    rows, pieces = break_pages(of_lines(60), page=2000)
    assert [row.height for row in rows] == [401, 401, 402]
    assert [(piece.first, piece.end) for piece in pieces] == [(0, 3)]


Rows = st.lists(
    st.tuples(st.integers(0, 80), st.integers(0, 120), st.integers(1, 4)), min_size=1, max_size=30
)


def with_merged_plans(lines: list[tuple[int, int, int]]) -> list[list[Block]]:
    """Rows with results, and with plans that cover several rows where no other plan does."""
    table: list[list[Block]] = []
    covered = 0
    for row, (own, merged, span) in enumerate(lines):
        table.append([block(row, max(own, 1))])
        if row >= covered:
            covered = min(row + span, len(lines))
            table[-1].append(block(row, max(merged, 1), covered - row, role="plan"))
    return table


@given(Rows, st.integers(200, 700))
def test_no_page_is_overfull_and_no_break_goes_through_a_merged_cell(
    lines: list[tuple[int, int, int]], page: int
) -> None:
    table = with_merged_plans(lines)
    rows, pieces = break_pages(table, page)
    assert all(0 < row.height <= 546 for row in rows)
    assert {row.body_row for row in rows} == set(range(len(table)))
    assert [row.body_row for row in rows] == sorted(row.body_row for row in rows)
    bottoms = [0, *accumulate(row.height for row in rows)]
    breaks = [number for number, row in enumerate(rows, 1) if row.ends_page]
    edges = [0, *(bottoms[number] for number in breaks), bottoms[-1]]
    assert all(0 < end - start <= page for start, end in pairwise(edges))
    for piece in pieces:
        assert not any(piece.first < number < piece.end for number in breaks)


@given(Rows, st.integers(200, 700))
def test_every_line_stands_in_one_piece_that_is_high_enough_and_every_cell_is_covered(
    lines: list[tuple[int, int, int]], page: int
) -> None:
    table = with_merged_plans(lines)
    rows, pieces = break_pages(table, page)
    printed: dict[str, int] = {}
    covered: set[tuple[Role, int]] = set()
    for piece in pieces:
        assert piece.start == printed.get(piece.block.cell.id, 0)
        assert piece.is_continued == (piece.block.cell.id in printed)
        printed[piece.block.cell.id] = piece.stop
        height = sum(row.height for row in rows[piece.first : piece.end])
        assert piece.stop == piece.start or height >= cell_pixels((piece.stop - piece.start) * LINE)
        cells = {(piece.block.cell.role, row) for row in range(piece.first, piece.end)}
        assert not cells & covered
        covered |= cells
    assert printed == {b.cell.id: b.lines.number for row in table for b in row}
    assert len(covered) == 2 * len(rows)
