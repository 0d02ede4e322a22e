"""Space between two characters: punctuation (clreq, 3.1.6) and Latin text (clreq, 3.2.2)."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given

from ipexport.typography.spacing import CLOSING, GAP, OPENING, PAUSES, SQUEEZE, spacing
from tests.typography.texts import TEXTS, chinese_widths

MARKS = CLOSING + PAUSES + OPENING


@given(TEXTS)
def test_two_adjacent_marks_take_one_and_a_half_em_wherever_one_has_a_blank_between_them(text: str) -> None:
    spaces = spacing(text, chinese_widths(text))
    for index, (before, after) in enumerate(pairwise(text)):
        if before in MARKS and after in MARKS and not (before in OPENING and after not in OPENING):
            assert spaces[index] == SQUEEZE
        elif not {before, after} & {*"“”‘’"}:
            assert spaces.get(index, 0.0) >= 0.0


@given(TEXTS)
def test_a_gap_stands_between_han_and_latin_letters_or_digits_and_nowhere_else(text: str) -> None:
    spaces = spacing(text, chinese_widths(text))
    for index, (before, after) in enumerate(pairwise(text)):
        han = [bool(re.match("[\u4e00-\u9fff]", character)) for character in (before, after)]
        latin = [bool(re.match("[0-9A-Za-z]", character)) for character in (before, after)]
        if (han[0] and latin[1]) or (latin[0] and han[1]):
            assert spaces[index] == GAP
        if before in " ，。（" or after in " ，。（":
            assert spaces.get(index, 0.0) <= 0.0


@given(TEXTS)
def test_spaces_stand_in_the_order_of_the_text(text: str) -> None:
    indices = list(spacing(text, chinese_widths(text)))
    assert indices == sorted(indices)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("截至2017年》，办", {1: GAP, 5: GAP, 7: SQUEEZE}),
        ("达85%以上", {0: GAP, 3: GAP}),
        ("约60℃的", {0: GAP, 3: GAP}),
        ("A℃B", {}),
        ("《“十三五”》", {0: SQUEEZE, 5: SQUEEZE}),
        ("好吗？”他", {2: SQUEEZE}),
        ("葛\ufe00A", {1: GAP}),
        ("re\u0301sume\u0301知", {7: GAP}),
        ("知 A", {}),
    ],
)
def test_examples(text: str, expected: dict[int, float]) -> None:
    assert spacing(text, chinese_widths(text)) == expected


def test_quotation_marks_of_latin_text_have_no_blank_half_and_apostrophes_no_blank() -> None:
    text = "the “plan” of O’Neil"
    assert spacing(text, chinese_widths(text)) == {3: SQUEEZE, 9: SQUEEZE, 15: -0.75}
    assert spacing("用“R&D”", chinese_widths("用“R&D”")) == {}


def test_a_mark_that_is_not_full_width_is_not_squeezed() -> None:
    assert spacing("“a”，", [0.4, 0.5, 0.4, 1.0]) == {}
