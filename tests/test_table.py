"""Work plan -> tables: spans, roles and ids in both layouts."""

from __future__ import annotations

import pytest

from ipexport.table import Cell, MissingTranslation, Table, tabulate
from tests.sample import work_plan


def cells(table: Table) -> dict[str, Cell]:
    return {cell.id: cell for row in table.rows for cell in row}


def test_the_focus_area_is_merged_over_the_rows_of_its_tasks() -> None:
    anhui, _ = tabulate(work_plan(), "zh", "column").sections
    assert cells(anhui.table)["anhui-reform-1:focus_area"].row_span == 2


def test_a_plan_that_covers_two_tasks_is_merged_over_two_rows() -> None:
    anhui, _ = tabulate(work_plan(), "zh", "column").sections
    plan = cells(anhui.table)["anhui-reform-1:plan"]
    assert (plan.row_span, plan.column) == (2, 3)
    assert "anhui-reform-2:plan" not in cells(anhui.table)


def test_a_task_with_three_rows_of_results_is_merged_over_them() -> None:
    anhui, _ = tabulate(work_plan(), "zh", "column").sections
    found = cells(anhui.table)
    assert found["anhui-finance-1:task"].row_span == 3
    assert found["anhui-finance-1:plan"].row_span == 3
    assert found["anhui-finance-1:results:3"].paragraphs[0].text == "出台指导意见。"


def test_in_the_band_layout_the_focus_area_is_a_row_over_three_columns() -> None:
    anhui, _ = tabulate(work_plan(), "zh", "band").sections
    assert [column.role for column in anhui.table.columns] == ["task", "results", "plan"]
    first = anhui.table.rows[0]
    assert [(cell.role, cell.column_span) for cell in first] == [("focus_area", 3)]


@pytest.mark.parametrize("focus", ["column", "band"])
def test_every_place_of_the_grid_belongs_to_exactly_one_cell(focus: str) -> None:
    for section in tabulate(work_plan(), "zh", focus).sections:  # type: ignore[arg-type]
        taken = [
            (number + down, cell.column + across)
            for number, row in enumerate(section.table.rows)
            for cell in row
            for down in range(cell.row_span)
            for across in range(cell.column_span)
        ]
        columns = range(len(section.table.columns))
        assert sorted(taken) == [(r, c) for r in range(len(section.table.rows)) for c in columns]


def test_labels_stay_as_they_are_printed() -> None:
    _, jiangsu = tabulate(work_plan(), "zh", "column").sections
    results = cells(jiangsu.table)["jiangsu-finance-1:results"]
    assert [paragraph.label for paragraph in results.paragraphs] == ["1.", "2.", "3.", "3.", "4."]


def test_a_region_prints_its_own_column_label() -> None:
    anhui, jiangsu = tabulate(work_plan(), "zh", "column").sections
    assert anhui.table.columns[2].label == "2016-2017年工作成绩"
    assert jiangsu.table.columns[2].label == "2016-2017年工作绩效"


def test_a_text_without_translation_is_missed() -> None:
    with pytest.raises(MissingTranslation):
        tabulate(work_plan(), "en", "column")
