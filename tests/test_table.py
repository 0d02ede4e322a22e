"""Work plan -> tables: spans, roles and ids in both layouts."""

from __future__ import annotations

import pytest

from ipexport.model import WorkPlan
from ipexport.table import (
    CONTINUED,
    ROLES,
    UNTRANSLATED,
    Bilingual,
    BilingualOrder,
    Cell,
    Document,
    FocusLayout,
    Paragraph,
    Table,
    plain,
    tabulate,
)
from tests.sample import with_english, work_plan

LAST = work_plan().regions[-1].groups[-1].tasks[-1].text.zh


def cells(table: Table) -> dict[str, Cell]:
    return {cell.id: cell for row in table.rows for cell in row}


def every_cell(document: Document) -> list[Cell]:
    return [cell for section in document.sections for row in section.table.rows for cell in row]


def check_grid(table: Table) -> None:
    """Every place belongs to exactly one cell."""
    taken = [
        (number + down, cell.column + across)
        for number, row in enumerate(table.rows)
        for cell in row
        for down in range(cell.row_span)
        for across in range(cell.column_span)
    ]
    assert sorted(taken) == [(r, c) for r in range(len(table.rows)) for c in range(len(table.columns))]


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
def test_every_place_of_the_grid_belongs_to_exactly_one_cell(focus: FocusLayout) -> None:
    for section in tabulate(work_plan(), "zh", focus).sections:
        check_grid(section.table)


def test_labels_stay_as_they_are_printed() -> None:
    _, jiangsu = tabulate(work_plan(), "zh", "column").sections
    results = cells(jiangsu.table)["jiangsu-finance-1:results"]
    assert [paragraph.label for paragraph in results.paragraphs] == ["1.", "2.", "3.", "3.", "4."]


def test_a_region_prints_its_own_column_label() -> None:
    anhui, jiangsu = tabulate(work_plan(), "zh", "column").sections
    assert anhui.table.columns[2].label[0].text == "2016-2017年工作成绩"
    assert jiangsu.table.columns[2].label[0].text == "2016-2017年工作绩效"


def translated() -> WorkPlan:
    """The sample with English for everything but its last task."""
    return with_english(work_plan(), lambda zh: None if zh == LAST else f"English of {len(zh)}")


def test_english_alone_has_the_same_cells_in_english() -> None:
    zh, en = (tabulate(translated(), "zh", "column"), tabulate(translated(), "en", "column"))
    for chinese, english in zip(every_cell(zh), every_cell(en), strict=True):
        assert chinese.id == english.id
        assert len(chinese.paragraphs) == len(english.paragraphs)
    assert plain(en.title).startswith("English of")
    assert en.language == "en"


def test_a_text_without_english_stands_there_in_chinese_and_marked() -> None:
    (cell,) = (
        cell
        for cell in every_cell(tabulate(translated(), "en", "column"))
        if plain(cell.paragraphs)[-4:] == LAST[-4:]
    )
    assert cell.paragraphs == (Paragraph(UNTRANSLATED + LAST, None, "zh"),)


@pytest.mark.parametrize("order", ["column", "language"])
def test_side_by_side_each_of_the_three_columns_stands_once_in_each_language(order: BilingualOrder) -> None:
    document = tabulate(translated(), "zh-en", "column", Bilingual("columns", order))
    (columns, *_) = (section.table.columns for section in document.sections)
    described = [(column.role, column.language) for column in columns]
    if order == "column":
        expected = [(role, language) for role in ROLES[1:] for language in ("zh", "en")]
    else:
        expected = [(role, language) for language in ("zh", "en") for role in ROLES[1:]]
    assert described == [("focus_area", "zh"), *expected]
    assert [len(column.label) for column in columns] == [2, 1, 1, 1, 1, 1, 1]
    for section in document.sections:
        check_grid(section.table)
        for row in section.table.rows:
            assert [cell.column for cell in row] == sorted(cell.column for cell in row)
            spans = {(cell.role, cell.row_span) for cell in row}
            assert len(spans) == len({role for role, _ in spans}), "both languages are level"


def test_stacked_each_paragraph_has_its_english_below_it_without_a_second_label() -> None:
    document = tabulate(translated(), "zh-en", "column", Bilingual("stacked"))
    cell = next(
        cell for cell in every_cell(document) if len(cell.paragraphs) > 3 and cell.paragraphs[0].label
    )
    assert [p.language for p in cell.paragraphs[:4]] == ["zh", "en", "zh", "en"]
    assert [p.label for p in cell.paragraphs[:4]] == ["1.", CONTINUED, "2.", CONTINUED]


def test_a_band_has_both_languages_and_covers_all_columns() -> None:
    document = tabulate(translated(), "zh-en", "band")
    band = document.sections[0].table.rows[0][0]
    assert (band.column_span, [p.language for p in band.paragraphs]) == (6, ["zh", "en"])


def test_ids_are_unique_and_those_of_the_first_language_do_not_change() -> None:
    both = [cell.id for cell in every_cell(tabulate(translated(), "zh-en", "column"))]
    assert len(both) == len(set(both))
    assert {cell.id for cell in every_cell(tabulate(translated(), "zh", "column"))} <= set(both)


def test_the_full_title_says_both_languages() -> None:
    document = tabulate(translated(), "zh-en", "column")
    assert document.full_title == (
        document.title[0].text
        + document.subtitle[0].text
        + " "
        + document.title[1].text
        + " "
        + document.subtitle[1].text
    )
