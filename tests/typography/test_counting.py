"""Lines counted are the lines that a plain, slow way finds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipexport.layout.office import office_metrics
from ipexport.typography.breaking import can_break
from ipexport.typography.clusters import inside_cluster
from ipexport.typography.counting import count_lines
from ipexport.typography.spacing import GAP, gaps
from tests.typography.texts import TEXTS

WIDTHS = st.floats(1, 25) | st.integers(1, 30).map(float)


@given(TEXTS, WIDTHS)
def test_as_many_lines_are_counted_as_are_found_step_by_step(text: str, width: float) -> None:
    assert count_lines(text, width, office_metrics) == len(found(text, width))


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 5, 1),
        ("知识产权工作", 6, 1),
        ("知识产权工作", 5, 2),
        ("知识产权，工作", 4, 2),
        ("知识产《工作", 4, 2),
        ("截至2017年", 5.5, 1),
        ("截至2017年", 5.4, 2),
        ("https://www.example.org", 3, 4),
    ],
)
def test_marks_keep_their_width_and_gaps_take_a_quarter_of_an_em(text: str, width: float, lines: int) -> None:
    assert count_lines(text, width, office_metrics) == lines


def found(text: str, width: float) -> list[str]:
    """The lines: each grown as far as it has room, then cut back to where it may end."""
    advances = office_metrics(text)
    before_gap = set(gaps(text))
    lines: list[str] = []
    start = 0
    while start < len(text) or not lines:
        room, end = width + 1e-6, start
        while end < len(text) and (room - advances[end] >= 0 or end == start):
            room -= advances[end] + (GAP if end in before_gap else 0.0)
            end += 1
        end = fitting = skipped(text, end)
        while start < end < len(text) and not (can_break(text, end) or hyphenated(text, end)):
            end -= 1
        if end == start < len(text):
            end = whole(text, start, fitting)
        lines.append(text[start:end])
        start = end
    return lines


def hyphenated(text: str, index: int) -> bool:
    """These programs break a word behind its hyphen, and a range behind its dash."""
    before, after = text[index - 1], text[index]
    return after.isalpha() if before == "-" else before == "–" and after.isalnum()


def skipped(text: str, end: int) -> int:
    """The end of a line with the spaces after it; one that bears an accent is no space."""
    while (
        end < len(text) and text[end] == " " and not (end + 1 < len(text) and inside_cluster(text, end + 1))
    ):
        end += 1
    return end


def whole(text: str, start: int, fitting: int) -> int:
    """The end of a line inside a word, where no cluster is torn apart."""
    ends = [
        end for end in range(start + 1, len(text) + 1) if end == len(text) or not inside_cluster(text, end)
    ]
    return skipped(text, max((end for end in ends if end <= fitting), default=ends[0]))


def after_hyphen(text: str, index: int) -> bool:
    """Whether an Office program breaks a word there: well-/known, 2016–/2017."""
    return bool(re.match("-[^\\W\\d_]|–[^\\W_]", text[index - 1 : index + 1]))
