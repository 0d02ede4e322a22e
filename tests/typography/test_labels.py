"""Labels of lists."""

from __future__ import annotations

import pytest

from ipexport.typography.labels import hanging_indent, is_regular, next_label


@pytest.mark.parametrize(
    ("label", "following"), [(None, "1."), ("1.", "2."), ("9.", "10."), ("（一）", "1.")]
)
def test_a_list_counts_on(label: str | None, following: str) -> None:
    assert next_label(label) == following


def test_only_one_two_three_is_regular() -> None:
    assert is_regular(["1.", "2.", "3."])
    assert not is_regular(["1.", "2.", "3.", "3."])
    assert not is_regular([None, "1."])
    assert not is_regular([])


def test_the_indent_makes_room_for_the_longest_label() -> None:
    assert hanging_indent(["1.", None, "10."]) == 2
    assert hanging_indent([None]) == 0
