"""`widths: auto`: the fewest pages, the same in every format."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ipexport.dataset import load_dataset
from ipexport.layout.estimate import Estimate
from ipexport.layout.office import office_metrics
from ipexport.layout.table import set_section
from ipexport.layout.widths import with_widths
from ipexport.model import RegionId, Text
from ipexport.style import POINTS_PER_MM, Style, Widths, load_style
from ipexport.table import Document, FocusLayout, tabulate
from tests.sample import work_plan

WORK_PLAN = load_dataset(Path(__file__).parents[2] / "source").work_plan


def auto(name: str = "official", focus: FocusLayout = "column") -> Style:
    style = load_style(name)
    return replace(style, table=replace(style.table, widths="auto", focus_area=focus))


def pages(style: Style, document: Document) -> int:
    metrics = dict.fromkeys(style.fonts, office_metrics)
    return sum(len(set_section(section, style, metrics).pages) for section in document.sections)


def millimetres(style: Style) -> list[float]:
    return [width / POINTS_PER_MM for width in style.table.role_widths().values()]


def test_widths_that_are_given_stay() -> None:
    style = load_style("official")
    assert with_widths(style, tabulate(work_plan(), "zh", "column")) is style


def test_widths_that_are_auto_must_be_found_first() -> None:
    with pytest.raises(ValueError, match="with_widths"):
        auto().table.role_widths()


@pytest.mark.parametrize("name", ["official", "compact"])
@pytest.mark.parametrize("focus", ["column", "band"])
def test_the_columns_fill_the_page_in_whole_millimetres(name: str, focus: FocusLayout) -> None:
    style = with_widths(auto(name, focus), tabulate(work_plan(), "zh", focus))
    widths = millimetres(style)
    assert len(widths) == (4 if focus == "column" else 3)
    assert sum(style.table.role_widths().values()) == pytest.approx(style.page.table_area[0])
    assert all(width == pytest.approx(round(width)) for width in widths)


@pytest.mark.parametrize("name", ["official", "compact"])
def test_the_document_has_fewer_pages_than_with_the_widths_of_the_style(name: str) -> None:
    document = tabulate(WORK_PLAN, "zh", "column")
    found = with_widths(auto(name), document)
    assert pages(found, document) < pages(load_style(name), document)
    focus_area, *others = found.table.role_widths().values()
    assert focus_area < min(others)


def test_no_widths_around_those_found_are_better() -> None:
    document = tabulate(WORK_PLAN.extract([RegionId("hubei")]), "zh", "column")
    found = with_widths(auto(), document)
    best = pages(found, document)
    focus_area, task, results, plan = found.table.role_widths().values()
    for to_task in (-12, 0, 12):
        for to_plan in (-12, 0, 12):
            widths = Widths(focus_area, task + to_task, results - to_task - to_plan, plan + to_plan)
            assert pages(replace(found, table=replace(found.table, widths=widths)), document) >= best


def test_each_column_holds_a_few_characters_whatever_the_text() -> None:
    regions = work_plan().regions
    task = replace(regions[1].groups[0].tasks[0], text=Text("长" * 3000))
    group = replace(regions[1].groups[0], tasks=(task, *regions[1].groups[0].tasks[1:]))
    work = replace(work_plan(), regions=(replace(regions[1], groups=(group,)),))
    style = with_widths(auto(), tabulate(work, "zh", "column"))
    focus_area, task_width, results, plan = millimetres(style)
    assert task_width > results
    assert focus_area >= 4 * 10.5 / POINTS_PER_MM
    assert min(results, plan) >= 8 * 10.5 / POINTS_PER_MM


def test_a_narrow_page_has_columns_of_fewer_characters() -> None:
    style = auto()
    style = replace(style, page=replace(style.page, height=style.page.height / 2))
    found = with_widths(style, tabulate(work_plan(), "zh", "column"))
    assert sum(found.table.role_widths().values()) == pytest.approx(style.page.table_area[0])
    need = 10.5 + 2 * style.table.padding
    assert all(width >= need for width in found.table.role_widths().values())


def test_an_extract_has_widths_of_its_own() -> None:
    found = {
        tuple(millimetres(with_widths(auto(), tabulate(WORK_PLAN.extract([region.id]), "zh", "column"))))
        for region in WORK_PLAN.regions[:3]
    }
    assert len(found) > 1


def test_the_same_document_gets_the_same_widths() -> None:
    document = tabulate(WORK_PLAN.extract([RegionId("sichuan")]), "zh", "column")
    assert with_widths(auto(), document) == with_widths(auto(), document)


def test_a_document_without_regions_or_with_an_empty_table_has_widths() -> None:
    document = tabulate(work_plan(), "zh", "column")
    (section, *_) = document.sections
    empty = section._replace(table=section.table._replace(rows=()))
    for sections in ((), (empty,)):
        assert with_widths(auto(), document._replace(sections=sections)).table.widths != "auto"


@pytest.mark.parametrize("name", ["official", "compact"])
@pytest.mark.parametrize("focus", ["column", "band"])
def test_the_estimate_is_near_the_pages(name: str, focus: FocusLayout) -> None:
    document = tabulate(WORK_PLAN, "zh", focus)
    style = replace(load_style(name), table=replace(load_style(name).table, focus_area=focus))
    cost = Estimate(style, document.sections).cost(style.table.role_widths())
    assert cost.pages == pytest.approx(pages(style, document), abs=2)
    assert cost.pages - len(document.sections) < cost.exactly <= cost.pages
