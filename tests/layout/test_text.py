"""Paragraphs of a cell set in lines."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipexport.layout.office import office_metrics
from ipexport.layout.text import SetLine, set_lines
from ipexport.style import load_style
from ipexport.table import Paragraph
from tests.typography.texts import TEXTS

STYLE = replace(load_style("official").text["results"], size=10.0)
LABELS = st.none() | st.sampled_from(["1.", "10.", "（一）"])
PARAGRAPHS = st.lists(st.builds(Paragraph, TEXTS, LABELS), max_size=4)


def lines(*paragraphs: Paragraph, em: float) -> tuple[SetLine, ...]:
    return set_lines(paragraphs, em * STYLE.size, STYLE, office_metrics)


@given(PARAGRAPHS, st.floats(min_value=0.2, max_value=30))
def test_every_paragraph_is_set_with_its_label_and_ends_once(paragraphs: list[Paragraph], em: float) -> None:
    found = lines(*paragraphs, em=em)
    assert sum(line.last for line in found) == len(paragraphs)
    assert [line.label for line in found if line.label is not None] == [
        paragraph.label for paragraph in paragraphs if paragraph.label is not None
    ]
    rest = list(found)
    for paragraph in paragraphs:
        end = next(n for n, line in enumerate(rest) if line.last) + 1
        words = "".join(line.text for line in rest[:end])
        assert words.replace(" ", "") == paragraph.text.replace(" ", "")
        rest = rest[end:]


@given(PARAGRAPHS, st.floats(min_value=1, max_value=30))
def test_the_text_stands_inside_its_column(paragraphs: list[Paragraph], em: float) -> None:
    for line in lines(*paragraphs, em=em):
        assert line.indent >= 0
        assert line.slack >= -1e-6 or len(line.text) == 1 or not line.text.isascii()
        assert line.indent <= em * STYLE.size - STYLE.size + 1e-6


def test_a_label_stands_at_the_edge_and_all_lines_of_its_text_beside_it() -> None:
    found = lines(Paragraph("知识产权工作方案", "1."), Paragraph("知识"), em=6)
    assert [(line.label, line.indent, line.text, line.last) for line in found] == [
        ("1.", 15, "知识产权", False),
        (None, 15, "工作方案", True),
        (None, 0, "知识", True),
    ]


def test_a_label_without_room_beside_it_stands_above_its_text() -> None:
    found = lines(Paragraph("知识", "（一）"), em=4)
    assert [(line.label, line.indent, line.text) for line in found] == [("（一）", 0, ""), (None, 0, "知识")]


def test_slack_is_what_a_line_is_narrower_than_its_column() -> None:
    (line,) = lines(Paragraph("知识2017"), em=6)
    assert line.slack == pytest.approx((6 - 2 - 4 * 0.5 - 0.25) * STYLE.size)


def test_a_hyphenated_line_says_so_and_counts_the_hyphen() -> None:
    first = lines(Paragraph("the plan of administration"), em=8.5)[0]
    assert (first.text, first.hyphen) == ("the plan of adminis", True)
    assert first.slack == pytest.approx((8.5 - sum(office_metrics(first.text + "-"))) * STYLE.size)


def test_an_empty_cell_has_no_lines_and_an_empty_paragraph_has_one() -> None:
    assert lines(em=5) == ()
    assert [line.text for line in lines(Paragraph(""), em=5)] == [""]
