"""Counting the lines of a cell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipexport.formats.xlsx.measure import LineCounts, TextMeasure
from ipexport.model import Language

SIZE = 12
"""In points; 16 pixels."""


def measure(language: Language, family: str = "Times New Roman", is_bold: bool = False) -> TextMeasure:
    return TextMeasure(language, family, is_bold, SIZE)


def pixels(em: float) -> int:
    """The width of a cell with room for a printed line of so many em."""
    return round(em * 16) + 3


def count(text: str, em: float, language: Language = "zh") -> LineCounts:
    return measure(language).count(text, pixels(em))


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("", 5, 1),
        ("知识产权", 4, 1),
        ("知识产权", 3.9, 2),
        ("知识产权，保护", 4, 2),  # 权 goes down with the comma: 知识产 / 权，保护
        ("知识产（权）", 4, 2),  # （ does not end a line
        ("约123456789个", 5, 3),  # a number stays whole where it can, else it breaks
        ("平台、互联网+知识", 7, 2),  # + stays with what it is added to
        ("𬭚㛃䶮", 1, 3),
        ("知", 0.5, 1),
    ],
)
def test_chinese_is_cut_between_lines_that_keep_the_rules_for_line_ends(
    text: str, room: float, lines: int
) -> None:
    assert count(text, room).cut == lines


def test_libreoffice_begins_lines_with_any_mark_and_may_need_fewer() -> None:
    text = "知识产权，" * 4
    # 知识产 / 权，知识 / 产权，知 / … and 知识产权 / ，知识产 / …
    assert (count(text, 4).cut, count(text, 4).fewest) == (6, 5)


def test_english_breaks_at_spaces_which_take_no_room_at_the_end_of_a_line() -> None:
    assert count("plan plan plan", 1.8, "en").cut == 3


def test_english_breaks_after_hyphens_between_letters() -> None:
    assert count("IP-intensive", 4, "en").cut == 2
    assert count("2016-17", 2.5, "en").cut == 2  # in the middle of the number: it has no room


@pytest.mark.parametrize(("family", "is_bold"), [("Times New Roman", True), ("Verdana", False)])
def test_bold_and_unknown_fonts_are_wider(family: str, is_bold: bool) -> None:
    text = "the_protection_of_intellectual_property" * 40
    wider = measure("en", family, is_bold).count(text, 300).cut
    assert wider > measure("en").count(text, 300).cut


def test_letters_are_rounded_to_tenths_of_a_point_as_in_libreoffice() -> None:
    # At 9.5 pt n is 4.75 pt wide and set with 4.8.
    at = TextMeasure("en", "Times New Roman", False, 9.5)
    assert at.count("n" * 100, 643).cut == 1
    assert at.count("n" * 100, 636).cut == 2


@given(st.text(alphabet="知识，。（《12a ", max_size=60), st.integers(1, 30))
def test_the_lines_have_room_for_the_text_and_nothing_of_it_is_lost(text: str, room: int) -> None:
    chinese = measure("zh")
    lines = chinese.count(text, pixels(room))
    assert max(lines.fewest, lines.cut) <= max(len(text), 1)
    wide = sum(character not in "12a ." for character in text)
    assert lines.fewest * (room + 0.1) >= wide
    found = list(chinese.lines(text, pixels(room)))
    assert (len(found), "".join(found)) == (lines.cut, text)


@given(st.text(alphabet="plan of -“”.,27", max_size=200), st.integers(2, 30))
def test_english_is_never_longer_in_print_than_it_can_be(text: str, room: int) -> None:
    lines = count(text, room, "en")
    assert lines.fewest == lines.cut <= lines.most
    assert "".join(measure("en").lines(text, pixels(room))) == text
