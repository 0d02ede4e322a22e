"""Texts of others: printed spaces go, labels stand apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipexport.recognition import FoundCell, FoundDocument, FoundRow, FoundTable, closed_up, tidied
from ipexport.recognition.tidying import is_tidy, tidied_paragraphs
from ipexport.table import Paragraph
from tests.recognition.made import FILE


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("2016-2017 年工作绩效", "2016-2017年工作绩效"),
        ("占 85% 以上 ，达 PCT  申请", "占85%以上，达PCT申请"),
        ("intellectual  property", "intellectual property"),
        (" 知\u3000识\n产权\x02 ", "知识产权"),
        ("the “Plan”  of ‘three’ — and more", "the “Plan” of ‘three’ — and more"),
        ("[untranslated] 占 85% 以上", "[untranslated] 占85%以上"),
    ],
)
def test_spaces_beside_chinese_are_closed_up(printed: str, text: str) -> None:
    assert closed_up(printed) == text


def test_english_keeps_the_spaces_beside_its_quotation_marks() -> None:
    assert closed_up("reform  of “三合一” courts ", "en") == "reform of “三合一” courts"


def paragraphs(*texts: str) -> list[tuple[str | None, str]]:
    cell = FoundCell(0, tuple(map(Paragraph, texts)))
    table = FoundTable(FILE, (FoundRow(FILE, (cell,)),))
    (block,) = tidied(FoundDocument(FILE, "zh", (table,))).blocks
    assert isinstance(block, FoundTable)
    return [(label, text) for text, label, _ in block.rows[0].cells[0].paragraphs]


def test_a_label_at_the_beginning_stands_apart() -> None:
    assert paragraphs("1. 部署改革。", "（2）建立机构。") == [("1.", "部署改革。"), ("（2）", "建立机构。")]
    assert paragraphs("1．部署改革。2．落实。") == [("1.", "部署改革。"), ("2.", "落实。")]
    assert paragraphs("1.2016年设立。", "1.5万件") == [("1.", "2016年设立。"), (None, "1.5万件")]


def test_a_list_that_was_run_into_one_paragraph_is_cut_at_its_numbers() -> None:
    assert paragraphs("重点完成：1.细化分类。2.跟踪动态。") == [
        (None, "重点完成："),
        ("1.", "细化分类。"),
        ("2.", "跟踪动态。"),
    ]
    assert paragraphs("1.甲。5.不是标号。") == [("1.", "甲。5.不是标号。")]


@given(
    st.text("知a12.．、。；:（)① \n\u3000\x07\ud800"), st.sampled_from([None, "", "1.", " 1.", "（1）", " "])
)
def test_a_paragraph_is_tidy_when_tidying_leaves_it_alone(text: str, label: str | None) -> None:
    paragraph = Paragraph(text, label)
    assert is_tidy(paragraph) == ([*tidied_paragraphs(paragraph)] == [paragraph])
