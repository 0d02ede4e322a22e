"""The fonts of a document: every printed character is checked, and has a code."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ipexport.fonts.glyphs import MissingGlyph
from ipexport.formats.pdf.faces import (
    RoleFont,
    document_fonts,
    embedded,
    take_characters,
)
from ipexport.formats.pdf.font import clusters
from ipexport.model import Item, Text, WorkPlan
from ipexport.style import FontRole, load_style
from ipexport.table import tabulate
from tests.sample import work_plan

OFFICIAL = load_style("official")


def prepared(work: WorkPlan) -> dict[FontRole, RoleFont]:
    document = tabulate(work, "zh", "column")
    fonts = document_fonts(OFFICIAL)
    take_characters(document, OFFICIAL, fonts)
    return fonts


def with_label(label: str) -> WorkPlan:
    region = work_plan().regions[0]
    task = replace(region.groups[0].tasks[0], results=((Item(Text("部署"), label),),))
    group = replace(region.groups[0], tasks=(task, *region.groups[0].tasks[1:]))
    return replace(work_plan(), regions=(replace(region, groups=(group, *region.groups[1:])),))


@pytest.mark.parametrize(
    ("work", "where"),
    [
        (replace(work_plan(), title=Text("标😀题")), "the title"),
        (replace(work_plan(), subtitle=Text("标😀题")), "the subtitle"),
        (replace(work_plan(), contents_title=Text("目😀录")), "the title of the contents"),
        (replace(work_plan(), region_title=Text("{region}😀")), "the heading of anhui"),
        (with_label("😀"), "anhui-reform-1:results"),
    ],
)
def test_a_character_without_a_glyph_is_named_with_its_place(work: WorkPlan, where: str) -> None:
    with pytest.raises(MissingGlyph, match=rf"^{where}: no font has the character '😀' \(U\+1F600\)"):
        prepared(work)


def test_right_to_left_text_that_no_font_has_is_an_error_too() -> None:
    with pytest.raises(MissingGlyph, match=r"U\+05D0"):
        prepared(replace(work_plan(), title=Text("אבג")))


def test_every_character_of_a_run_can_be_encoded() -> None:
    fonts = prepared(replace(work_plan(), title=Text("《𬭚\u200d方案\ufe0f》")))
    for run, words in fonts["title"].runs("《𬭚\u200d方案\ufe0f》"):
        assert run.encode(words)
    for run, words in fonts["page_number"].runs("— 1029 —"):
        assert len(run.encode(words)) >= 2 * len(words)


def test_only_fonts_that_print_something_are_embedded() -> None:
    assert [font.glyphs.path.stem for font in embedded(prepared(work_plan()).values())] == [
        "NotoSerifSC-Bold",
        "NotoSerifSC-Regular",
        "NotoSansSC-Medium",
    ]


def test_a_document_with_long_words_can_print_a_hyphen() -> None:
    fonts = prepared(replace(work_plan(), title=Text("Intellectual 知识")))
    width = fonts["title"].metrics("l\xad")[-1]
    assert width == fonts["title"].metrics("-")[0]
    pieces = [(run.encode(words), words) for run, words in fonts["title"].runs("Intel\xad")]
    assert [words for _, words in pieces] == ["Intel", "\xad"]
    assert all(code for code, _ in pieces)


def test_a_soft_hyphen_inside_a_line_prints_nothing() -> None:
    fonts = prepared(replace(work_plan(), title=Text("知\xad识")))
    ((run, words),) = fonts["title"].runs("知\xad识")
    assert run.encode(words).replace("\\", "") != ""
    assert fonts["title"].metrics("知\xad识") == [1.0, 0.0, 1.0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("知识", ["知", "识"]),
        ("知\u200d识", ["知\u200d", "识"]),
        ("\ufeff\u200b知识\ufe0f", ["\ufeff\u200b知", "识\ufe0f"]),
        ("\u200b", ["\u200b"]),
    ],
)
def test_what_prints_nothing_goes_with_the_character_beside_it(text: str, expected: list[str]) -> None:
    assert list(clusters(text)) == expected
