"""Headings and tables, cell by cell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ipexport.formats.docx.numbering import MOST_LISTS
from ipexport.formats.docx.pages import front_sheet
from ipexport.layout.office import text_metrics
from ipexport.model import Text
from ipexport.style import Style
from ipexport.table import Cell, Document, FocusLayout, Paragraph, plain, tabulate
from tests.formats.docx.opened import (
    COMPACT,
    OFFICIAL,
    cell_paragraphs,
    expected_grid,
    find,
    grid,
    opened,
    sample,
    text,
    value,
)
from tests.sample import with_english, work_plan


@pytest.mark.parametrize("style", [OFFICIAL, COMPACT], ids=lambda style: style.name)
@pytest.mark.parametrize("focus", ["column", "band"])
def test_every_cell_stands_in_its_place_with_its_text(style: Style, focus: FocusLayout) -> None:
    document = sample(focus)
    tables = opened(document, _with_focus(style, focus)).tables
    assert [grid(table._tbl) for table in tables] == [expected_grid(s.table) for s in document.sections]


def test_a_plan_cell_that_covers_two_tasks_is_merged_over_two_rows() -> None:
    rows = opened().tables[0]._tbl.tr_lst
    merges = [[value(m) for m in find(row, "w:tc[4]/w:tcPr/w:vMerge")] for row in rows[1:4]]
    assert merges == [["restart"], ["continue"], ["restart"]]


def test_a_band_covers_all_three_columns() -> None:
    document = opened(sample("band"), _with_focus(OFFICIAL, "band"))
    row = document.tables[0]._tbl.tr_lst[1]
    assert [value(span) for span in find(row, "w:tc/w:tcPr/w:gridSpan")] == ["3"]
    assert text(row) == "推进知识产权领域的改革创新"


def test_the_header_row_repeats_and_does_not_break_while_the_others_may() -> None:
    header, *body = opened().tables[0]._tbl.tr_lst
    assert find(header, "w:trPr/w:tblHeader")
    assert find(header, "w:trPr/w:cantSplit")
    assert not any(find(row, "w:trPr") for row in body)


@pytest.mark.parametrize("focus", ["column", "band"])
def test_grid_cells_and_table_have_the_same_widths(focus: FocusLayout) -> None:
    style = _with_focus(OFFICIAL, focus)
    for table in opened(sample(focus), style).tables:
        widths = [int(value(column, "w")) for column in find(table._tbl, "w:tblGrid/w:gridCol")]
        assert sum(widths) == round(sum(style.table.role_widths().values()) * 20)
        assert int(value(find(table._tbl, "w:tblPr/w:tblW")[0], "w")) == sum(widths)
        for row in table._tbl.tr_lst:
            assert sum(int(value(width, "w")) for width in find(row, "w:tc/w:tcPr/w:tcW")) == sum(widths)
        assert [int(value(w, "w")) for w in find(table._tbl.tr_lst[0], "w:tc/w:tcPr/w:tcW")] == widths


def test_a_table_names_itself_for_those_who_cannot_see_it() -> None:
    properties = opened().tables[1]._tbl.tblPr
    assert value(find(properties, "w:tblCaption")[0]) == "江苏省2016-2017年工作绩效及2018年工作计划"
    assert (
        value(find(properties, "w:tblDescription")[0])
        == "工作重点、工作任务、2016-2017年工作绩效、2018年工作计划"
    )
    assert value(find(properties, "w:tblLook")[0], "firstRow") == "1"


def test_an_empty_cell_has_one_empty_paragraph() -> None:
    table = opened().tables[1]._tbl
    cell = find(table, "w:tr[last()]/w:tc[last()]")[0]
    assert len(find(cell, "w:p")) == 1
    assert text(cell) == ""


def test_markup_and_formulas_stay_text() -> None:
    document = opened()
    (paragraph,) = cell_paragraphs(document, "=1+1")
    assert text(paragraph) == "=1+1 & <b>试点</b>"
    assert not find(paragraph, ".//w:instrText|.//w:b")


def test_text_that_looks_like_the_writers_own_places_stays_text() -> None:
    words = "<?tables ?> <?front ?> &amp; ]]> \" '"
    document = _one_cell(Paragraph(words))
    assert text(cell_paragraphs(opened(document), "tables")[0]) == words


def test_a_regular_list_is_counted_by_word_and_each_one_begins_at_1() -> None:
    document = opened()
    first = cell_paragraphs(document, "部署改革。")
    second = cell_paragraphs(document, "统筹推进。")
    assert [text(paragraph) for paragraph in second] == ["统筹推进。", "开展“三合一”试点。"]
    lists = [{value(n) for p in cell for n in find(p, "w:pPr/w:numPr/w:numId")} for cell in (first, second)]
    assert [len(numbers) for numbers in lists] == [1, 1]
    assert lists[0] != lists[1]
    numbering = document.part.numbering_part.element
    for (number,) in lists:
        starts = find(numbering, f"w:num[@w:numId={number}]/w:lvlOverride/w:startOverride")
        assert [value(start) for start in starts] == ["1"]


def test_an_irregular_list_prints_its_labels() -> None:
    paragraphs = cell_paragraphs(opened(), "建立三级培训体系。")
    assert [text(p)[:2] for p in paragraphs] == ["1.", "2.", "3.", "3.", "4."]
    assert all(len(find(p, "w:r/w:tab")) == 1 for p in paragraphs)
    assert not any(find(p, "w:pPr/w:numPr") for p in paragraphs)


def test_a_lead_in_stands_before_its_list_without_indent() -> None:
    paragraphs = cell_paragraphs(opened(), "重点完成")
    assert [text(p) for p in paragraphs] == ["重点完成：", "1.细化分类。", "2.跟踪动态。"]
    styles = [value(find(p, "w:pPr/w:pStyle")[0]) for p in paragraphs]
    assert styles == ["Plan", "PlanItem", "PlanItem"]


def test_a_list_with_two_figures_hangs_further() -> None:
    items = tuple(Paragraph(f"第{n}项。", f"{n}.") for n in range(1, 11))
    paragraphs = cell_paragraphs(opened(_one_cell(*items)), "第10项")
    hanging = {value(find(p, "w:pPr/w:ind")[0], "hanging") for p in paragraphs}
    assert hanging == {str(round(2 * OFFICIAL.text["results"].size * 20))}


def test_more_lists_than_word_can_count_print_their_labels() -> None:
    document = opened(_one_cell(Paragraph("某项。", "1."), rows=MOST_LISTS + 2))
    cells = [text(cell) for cell in find(document.element, "//w:tc[contains(., '某项')]")]
    assert cells[-3:] == ["某项。", "1.某项。", "1.某项。"]
    assert len(find(document.part.numbering_part.element, "w:num")) == MOST_LISTS


def test_a_run_says_its_language_and_nothing_about_its_look() -> None:
    document = opened().element
    runs = find(document, "//w:r[w:t]")
    assert {value(lang, "eastAsia") for run in runs for lang in find(run, "w:rPr/w:lang")} == {"zh-CN"}
    assert len(find(document, "//w:r[w:t]/w:rPr/w:lang")) == len(runs)
    assert not find(document, "//w:r/w:rPr/*[not(self::w:lang or self::w:rFonts[count(@*)=1 and @w:hint])]")


def test_quotation_marks_of_a_chinese_run_come_from_the_chinese_font() -> None:
    assert not find(opened().element, "//w:r[w:t][not(w:rPr/w:rFonts[@w:hint='eastAsia'])]")
    english = tabulate(with_english(work_plan(), str.upper), "en", "column")
    assert not find(opened(english).element, "//w:rFonts")


def test_the_lines_of_an_english_title_have_room_in_its_bold_font() -> None:
    words = (
        "“Intellectual Property Work Plan for Innovation-Driven Industrial Transformation and "
        "Upgrading in the Yangtze River Economic Belt during the 13th Five-Year Plan Period”"
    )
    work = replace(work_plan(), title=Text("方案", words))
    style = OFFICIAL.spoken("en")
    document = opened(tabulate(work, "en", "column"), style)
    (title,) = (p for p in document.paragraphs if p.style is not None and p.style.style_id == "Title")
    metrics = text_metrics(style.text["title"], "en", style)
    widths = [sum(metrics(line.strip())) * style.text["title"].size for line in title.text.split("\n")]
    assert max(widths) <= front_sheet(style).text_width
    assert min(widths) > 0.7 * max(widths)


def test_every_section_but_the_first_begins_with_a_page_break() -> None:
    headings = [p for p in opened().paragraphs if p.style is not None and p.style.style_id == "Heading1"]
    assert [p.text for p in headings] == [plain(s.heading) for s in sample().sections]
    assert [p.paragraph_format.page_break_before for p in headings] == [False, None]
    style = headings[0].style
    assert style is not None
    assert style.paragraph_format.page_break_before is True


def test_a_document_without_regions_is_only_cover_and_contents() -> None:
    document = opened(sample()._replace(sections=()))
    assert not document.tables
    assert "目录" in text(document.element)


def _with_focus(style: Style, focus: FocusLayout) -> Style:
    return replace(style, table=replace(style.table, focus_area=focus))


def _one_cell(*paragraphs: Paragraph, rows: int = 1) -> Document:
    """The sample's first section with rows of four cells each, results in the third."""
    section = sample().sections[0]
    table = section.table._replace(
        rows=tuple(
            (
                Cell(f"{n}:focus_area", "focus_area", 0, (Paragraph("工作"),)),
                Cell(f"{n}:task", "task", 1, (Paragraph("任务"),)),
                Cell(f"{n}:results", "results", 2, paragraphs),
                Cell(f"{n}:plan", "plan", 3, ()),
            )
            for n in range(rows)
        ),
    )
    return sample()._replace(sections=(section._replace(table=table), sample().sections[1]))
