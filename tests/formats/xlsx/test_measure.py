"""Counting the lines of a cell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipexport.formats.xlsx.measure import Widths, cell_text, count_lines
from ipexport.table import Cell, Paragraph

CHINESE = Widths("zh")


def test_a_cell_has_its_paragraphs_in_lines_and_a_space_after_each_label() -> None:
    cell = Cell("a:plan", "plan", 0, (Paragraph("重点完成："), Paragraph("细化分类。", "1.")))
    assert cell_text(cell) == "重点完成：\n1. 细化分类。"


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("", 5, 1),
        ("知识产权", 4, 1),
        ("知识产权", 3.9, 2),
        ("知识产权\n保护", 4, 2),
        ("知识产权，保护", 4, 2),  # 权 goes down with the comma: 知识产 / 权，保护
        ("知识产（权）", 4, 2),  # （ does not end a line
        ("约123456789个", 5, 3),  # a number stays whole where it can, else it breaks
        ("𬭚㛃䶮", 1, 3),
        ("知", 0.5, 1),
    ],
)
def test_lines_are_counted_by_width_and_by_the_rules_for_line_ends(
    text: str, room: float, lines: int
) -> None:
    assert count_lines(text, room, CHINESE) == lines


def test_english_breaks_at_spaces_which_take_no_room_at_the_end_of_a_line() -> None:
    widths = Widths("en")
    word = sum(widths[character] for character in "plan")
    assert count_lines("plan plan plan", word, widths) == 3


def test_english_words_are_narrower_than_half_an_em() -> None:
    text = "the protection of intellectual property"
    assert sum(map(Widths("en").__getitem__, text)) < 0.5 * len(text)


@given(st.text(alphabet="知识，。（《12a", max_size=60), st.integers(1, 30))
def test_the_lines_have_room_for_the_text(text: str, room: int) -> None:
    lines = count_lines(text, room, CHINESE)
    assert lines <= max(len(text), 1)
    assert lines * room >= sum(map(CHINESE.__getitem__, text)) - 1e-6
