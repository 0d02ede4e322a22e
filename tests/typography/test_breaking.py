"""Line breaking: the rules of GB/T 15834 and clreq, for any text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipexport.layout.office import office_metrics
from ipexport.typography.breaking import NEVER_FIRST, NEVER_LAST, break_lines, can_break
from ipexport.typography.spacing import GAP, SQUEEZE, spacing

MIXED = st.text(
    st.sampled_from("知识产权工作，。、；：？！（）《》“”·—…12345.%abcXYZ -/"), min_size=1, max_size=80
)
WIDTHS = st.floats(min_value=1, max_value=40)


def lines(text: str, width: float) -> list[str]:
    return [text[line.start : line.end] for line in break_lines(text, office_metrics(text), width)]


@given(MIXED | st.text(max_size=60), WIDTHS)
def test_lines_hold_all_of_the_text_in_order(text: str, width: float) -> None:
    assert "".join(lines(text, width)).replace(" ", "") == text.replace(" ", "")


@given(MIXED, st.floats(min_value=8, max_value=40))
def test_a_line_breaks_only_where_it_may_or_must(text: str, width: float) -> None:
    for line in break_lines(text, office_metrics(text), width)[1:]:
        start = line.start
        while text[start - 1] == " ":
            start -= 1
        may = can_break(text, line.start) or can_break(text, start)
        # A run without any break is cut where the line is full.
        inside = text[:start].rstrip(" ")
        earlier = [n for n in range(max(1, len(inside) - int(width) * 2), start) if can_break(text, n)]
        assert may or not earlier or text[earlier[-1] : start].strip() != ""


@given(MIXED, WIDTHS)
def test_a_line_is_as_wide_as_its_room_at_most(text: str, width: float) -> None:
    for line in break_lines(text, office_metrics(text), width):
        assert line.width <= width + 1e-3 or line.end - line.start == 1


@given(
    st.text(st.sampled_from("知识产权，。（）《》“”12%"), min_size=1, max_size=60),
    st.floats(min_value=12, max_value=40),
)
def test_no_line_of_running_text_begins_or_ends_with_a_forbidden_mark(text: str, width: float) -> None:
    broken = lines(text, width)
    for before, after in pairwise(broken):
        run = [n for n in range(1, len(before)) if can_break(before, n)]
        if run:
            assert after[0] not in NEVER_FIRST
            assert before[-1] not in NEVER_LAST


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("知识产权工作。", 6, ["知识产权工", "作。"]),
        ("完成《方案》编制", 3, ["完成", "《方案》", "编制"]),
        ("增长14.38%以上", 4, ["增长", "14.38%", "以上"]),
        ("共8-10个", 2, ["共", "8-10", "个"]),
        ("the quick fox", 5, ["the quick ", "fox"]),
    ],
)
def test_examples(text: str, width: float, expected: list[str]) -> None:
    assert lines(text, width) == expected


def test_a_mark_at_the_end_of_a_line_shrinks_to_half() -> None:
    (line,) = break_lines("工作计划。", [1.0] * 5, 4.5)
    assert line.width == pytest.approx(4.5)


def test_an_opening_mark_at_the_start_loses_its_left_half() -> None:
    first = break_lines("《方案》", [1.0] * 4, 3.5)[0]
    assert (first.end, first.shift) == (4, 0.5)


def test_dashes_and_numbers_are_never_split() -> None:
    assert not can_break("机关——检察局", 3)
    assert not can_break("2017年", 2)
    assert not can_break("互联网……", 4)
    assert can_break("知识", 1)


def test_a_word_wider_than_the_line_is_cut() -> None:
    assert lines("abcdefghij" * 3, 3) != ["abcdefghij" * 3]


def test_combining_marks_stay_with_their_character() -> None:
    assert not can_break("知\u0301识", 1)


def test_a_gap_stands_between_han_and_latin_and_marks_are_squeezed() -> None:
    text = "截至2017年》，办"
    assert spacing(text, [1.0] * len(text)) == {1: GAP, 5: GAP, 7: SQUEEZE}


def test_the_gap_at_the_end_of_a_line_does_not_count() -> None:
    first = break_lines("截至2017年底", [1, 1, 0.5, 0.5, 0.5, 0.5, 1, 1], 2.1)[0]
    assert (first.end, first.width, first.gaps) == (2, 2.0, {})


def test_an_empty_text_is_one_empty_line() -> None:
    assert [(line.start, line.end) for line in break_lines("", [], 5)] == [(0, 0)]
