"""Counting the lines of a cell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipexport.formats.xlsx.measure import Widths, count_lines, lines

CHINESE = Widths("zh")


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("", 5, 1),
        ("知识产权", 4, 1),
        ("知识产权", 3.9, 2),
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


@given(st.text(alphabet="知识，。（《12a ", max_size=60), st.integers(1, 30))
def test_the_lines_have_room_for_the_text_and_nothing_of_it_is_lost(text: str, room: int) -> None:
    count = count_lines(text, room, CHINESE)
    assert count <= max(len(text), 1)
    assert count * room >= sum(map(CHINESE.__getitem__, text.replace(" ", ""))) - 1e-6
    found = list(lines(text, room, CHINESE))
    assert (len(found), "".join(found)) == (count, text)
