"""Styles and fonts: what the style sheet says is what the file says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.styles.style import ParagraphStyle
from lxml import etree

from ipexport.formats.docx.writer import write
from ipexport.model import Language
from ipexport.style import FontStyle, Style, TextRole
from ipexport.table import tabulate
from tests.formats.docx.opened import COMPACT, OFFICIAL, find, opened, part, sample, value
from tests.sample import with_english, work_plan

STYLES: dict[TextRole, str] = {
    "title": "Title",
    "subtitle": "Subtitle",
    "contents_title": "TOCHeading",
    "contents": "TOC1",
    "heading": "Heading1",
    "table_header": "TableHeader",
    "focus_area": "FocusArea",
    "task": "Task",
    "results": "ResultsItem",
    "plan": "PlanItem",
    "page_number": "OddPageNumber",
}


@pytest.mark.parametrize("role", STYLES)
@pytest.mark.parametrize("style", [OFFICIAL, COMPACT], ids=lambda style: style.name)
def test_each_text_has_font_size_and_leading_of_the_style_sheet(style: Style, role: TextRole) -> None:
    document = opened(style=style)
    font = style.font_of(role)
    fonts = effective(document, STYLES[role], "w:rPr/w:rFonts")
    assert value(fonts, "eastAsia") == font.families[0]
    assert [value(fonts, kind) for kind in ("ascii", "hAnsi", "cs")] == [font.latin] * 3
    assert value(fonts, "hint") == "eastAsia"
    text = style.text[role]
    assert int(value(effective(document, STYLES[role], "w:rPr/w:sz"))) == round(text.size * 2)
    spacing = effective(document, STYLES[role], "w:pPr/w:spacing")
    assert value(spacing, "lineRule") == "exact"
    assert int(value(spacing, "line")) == round(text.leading * 20)


def test_no_font_comes_from_a_theme() -> None:
    document = opened()
    assert not find(document.styles.element, "//@*[contains(name(), 'Theme')]/..")


def test_no_single_line_of_a_paragraph_is_left_alone_on_a_page() -> None:
    document = opened()
    for style in STYLES.values():
        assert value(effective(document, style, "w:pPr/w:widowControl")) == "1"


def test_restyling_all_cells_is_changing_one_style() -> None:
    document = opened()
    table_text = find(document.styles.element, "w:style[@w:styleId='TableText']")[0]
    find(table_text, "w:rPr/w:sz")[0].set(qn("w:val"), "30")
    for style in ("Task", "Results", "ResultsItem", "Plan", "PlanItem"):
        assert value(effective(document, style, "w:rPr/w:sz")) == "30"


def test_the_names_of_styles_are_words_of_the_documents_language() -> None:
    names = {style.style_id: style.name for style in opened().styles}
    assert (names["Task"], names["PlanItem"]) == ("工作任务", "工作计划条目")
    english = {style.style_id: style.name for style in opened(sample()._replace(languages="en")).styles}
    assert (english["Task"], english["PlanItem"]) == ("Task", "Plan item")
    assert not any(set(name or "") & set(",;") for name in (*names.values(), *english.values()))


def test_headings_and_focus_areas_have_outline_levels() -> None:
    document = opened()
    assert value(effective(document, "Heading1", "w:pPr/w:outlineLvl")) == "0"
    assert value(effective(document, "FocusArea", "w:pPr/w:outlineLvl")) == "1"
    space = document.styles["heading 1"]
    assert isinstance(space, ParagraphStyle)
    assert space.paragraph_format.space_after == OFFICIAL.text["heading"].leading / 2 * 12700


def test_the_table_style_has_rules_padding_and_the_fill_of_the_header() -> None:
    table = find(opened().styles.element, "w:style[@w:type='table'][@w:customStyle]")[0]
    borders = find(table, "w:tblPr/w:tblBorders/*")
    assert len(borders) == 6
    assert {value(border, "sz") for border in borders} == {str(round(OFFICIAL.table.rule * 8))}
    margins = [value(margin, "w") for margin in find(table, "w:tblPr/w:tblCellMar/*")]
    assert margins == [str(round(OFFICIAL.table.padding * 20))] * 4
    fill = find(table, "w:tblStylePr[@w:type='firstRow']/w:tcPr/w:shd")[0]
    assert value(fill, "fill") == OFFICIAL.table.header_fill


def test_a_style_sheet_without_rules_draws_none() -> None:
    style = replace(OFFICIAL, table=replace(OFFICIAL.table, rule=0.0))
    table = find(opened(style=style).styles.element, "w:style[@w:customStyle]/w:tblPr/w:tblBorders/*")
    assert {value(border) for border in table} == {"nil"}


@pytest.mark.parametrize(("language", "tag"), [("zh", "zh-CN"), ("en", "en-GB")])
def test_all_text_has_the_documents_language(language: Language, tag: str) -> None:
    document = opened(tabulate(with_english(work_plan(), str.upper), language, "column"))
    lang = find(document.styles.element, "w:docDefaults/w:rPrDefault/w:rPr/w:lang")[0]
    assert (value(lang), value(lang, "eastAsia")) == ("en-GB", tag)
    own = find(document.styles.element, "w:style[w:rPr/w:rFonts]/w:rPr")
    assert len(own) > 8
    assert {value(lang, "eastAsia") for run in own for lang in find(run, "w:lang")} == {tag}
    assert len(find(document.styles.element, "w:style/w:rPr/w:lang")) >= len(own)
    assert {value(lang, "eastAsia") for lang in find(document.element, "//w:r/w:rPr/w:lang")} == {tag}
    assert document.core_properties.language == tag


def test_the_font_table_names_what_may_stand_in_for_a_font() -> None:
    fonts = part(write(sample(), OFFICIAL), "word/fontTable.xml")
    names = [value(font, "name") for font in find(fonts, "w:font")]
    assert names == ["方正小标宋简体", "黑体", "仿宋", "宋体", "Times New Roman"]
    stand_ins = {value(font, "name"): [value(a) for a in find(font, "w:altName")] for font in fonts}
    assert stand_ins["仿宋"] == ["仿宋_GB2312"]
    assert stand_ins["方正小标宋简体"] == ["宋体"]
    assert stand_ins["黑体"] == []


def test_a_font_name_with_markup_in_it_stays_a_name() -> None:
    body = FontStyle(('A&B "<x>"',), "L'<y>", "serif")
    style = replace(OFFICIAL, fonts=OFFICIAL.fonts | {"body": body})
    fonts = effective(opened(style=style), "Task", "w:rPr/w:rFonts")
    assert (value(fonts, "eastAsia"), value(fonts, "ascii")) == ('A&B "<x>"', "L'<y>")


def effective(document: WordDocument, style_id: str, path: str) -> etree._Element:
    """A property of a style, or of the one that it is based on, and so on."""
    style: str | None = style_id
    while style is not None:
        element = find(document.styles.element, f"w:style[@w:styleId='{style}']")[0]
        if found := find(element, path):
            return found[0]
        base = find(element, "w:basedOn")
        style = value(base[0]) if base else None
    raise AssertionError(f"{style_id} says nothing about {path}")
