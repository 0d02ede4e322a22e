"""Row heights from texts."""

from __future__ import annotations

from ipexport.formats.xlsx.grid import column_pixels, line_pixels, text_pixels
from ipexport.formats.xlsx.heights import measure, row_heights
from ipexport.formats.xlsx.measure import Widths
from ipexport.style import load_style
from ipexport.table import Cell, Column, Paragraph, Table

STYLE = load_style("official")
COLUMNS = column_pixels(tuple(STYLE.table.role_widths().values()))
LINE = line_pixels(STYLE.text["results"])


def heights(*rows: tuple[Cell, ...]) -> list[int]:
    table = Table((Column("results", (Paragraph("成绩"),)), Column("plan", (Paragraph("计划"),))), rows)
    return row_heights(measure(table, COLUMNS, STYLE, Widths("zh")), len(rows))


def results(lines: int) -> Cell:
    return Cell(f"{lines}:results", "results", 2, (Paragraph("好"),) * lines)


def plan(lines: int, row_span: int = 1) -> Cell:
    return Cell("a:plan", "plan", 3, (Paragraph("好"),) * lines, row_span)


def test_a_row_is_as_high_as_its_longest_cell() -> None:
    assert heights((results(2), plan(5))) == [text_pixels(5, STYLE.text["plan"])]


def test_an_empty_row_is_one_line_high() -> None:
    assert heights((results(0), plan(0))) == [text_pixels(1, STYLE.text["plan"])]


def test_a_merged_cell_that_fits_into_its_rows_changes_nothing() -> None:
    one, two = text_pixels(3, STYLE.text["results"]), text_pixels(4, STYLE.text["results"])
    assert heights((results(3), plan(7, 2)), (results(4),)) == [one, two]


def test_a_merged_cell_that_is_longer_than_its_rows_makes_the_last_one_higher() -> None:
    first, last = heights((results(3), plan(20, 2)), (results(4),))
    assert first == text_pixels(3, STYLE.text["results"])
    assert first + last == text_pixels(20, STYLE.text["plan"])


def test_lines_are_as_far_apart_as_the_style_says_but_not_closer_than_fonts_want() -> None:
    official, compact = STYLE.text["results"], load_style("compact").text["results"]
    assert line_pixels(official) * 0.75 >= official.leading
    assert line_pixels(compact) * 0.75 >= 1.45 * compact.size


def test_rounding_to_pixels_does_not_add_up_over_the_columns() -> None:
    assert column_pixels([100.5, 100.5, 100.5]) == (134, 134, 134)
    assert sum(column_pixels([0.5] * 30)) == 20
