"""Cover and contents."""

from __future__ import annotations

from ipexport.layout.front import contents, title_lines
from ipexport.layout.office import count_pages, office_metrics, office_pages, spaces
from ipexport.style import load_style
from ipexport.table import Document, plain, tabulate
from tests.sample import work_plan

STYLE = load_style("official")


def titles(text: str, em: float) -> list[str]:
    style = STYLE.text["title"]
    return [line.text for line in title_lines(text, em * style.size, style, office_metrics)]


def test_a_title_breaks_beside_punctuation() -> None:
    title = "《长江经济带创新驱动产业转型升级“十三五”知识产权工作方案》"
    assert titles(title, 20) == ["《长江经济带创新驱动产业转型升级", "“十三五”知识产权工作方案》"]


def test_a_title_without_punctuation_breaks_in_the_middle() -> None:
    assert [len(line) for line in titles("知" * 24, 20)] == [12, 12]


def test_a_short_title_is_one_line() -> None:
    assert titles("工作方案", 20) == ["工作方案"]


def test_a_word_longer_than_the_page_is_still_printed() -> None:
    assert "".join(titles("a" * 100, 10)) == "a" * 100


def test_the_contents_list_the_regions_and_one_region_its_focus_areas() -> None:
    whole = tabulate(work_plan(), "zh", "column")
    entries = contents(whole, pages(whole))
    assert [(plain(entry.words)[:3], entry.page, entry.level) for entry in entries] == [
        ("安徽省", 1, 0),
        ("江苏省", 2, 0),
    ]
    one = tabulate(work_plan().extract([work_plan().regions[0].id]), "zh", "column")
    entries = contents(one, pages(one))
    assert [entry.level for entry in entries] == [0, 1, 1]
    assert plain(entries[1].words) == "推进知识产权领域的改革创新"


def pages(document: Document) -> dict[str, int]:
    return office_pages(document.sections, count_pages(document.sections, STYLE, spaces(STYLE)))


def test_a_title_that_needs_one_line_more_for_its_gaps_has_it() -> None:
    assert "".join(titles("》8知a产权产权a知", 8)) == "》8知a产权产权a知"
