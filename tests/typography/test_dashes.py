"""—— and ……: two em wide, unbroken."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipexport.typography.dashes import dash_advances, dash_joints, dash_runs, join_dashes

INK = st.tuples(st.floats(0.0, 0.1), st.floats(0.75, 0.95))


def test_only_runs_of_two_or_more_are_one_sign() -> None:
    assert dash_runs("机关——长沙，2016—2017，……") == [(2, 4), (17, 19)]
    assert dash_joints("知——，……") == [2, 5]


def test_each_dash_of_a_run_is_one_em_wide() -> None:
    assert dash_advances("2016—2017", [0.5] * 4 + [0.89] + [0.5] * 4)[4] == 0.89
    assert dash_advances("——……—", [0.89, 0.89, 0.9, 0.9, 0.89]) == [1.0, 1.0, 1.0, 1.0, 0.89]


@given(st.integers(2, 6), INK)
def test_joined_dashes_fill_their_em_without_a_gap(count: int, ink: tuple[float, float]) -> None:
    left, right = ink
    advance = right + left
    joined = join_dashes("—" * count, advance, left, right)
    position = joined.before
    drawn = []
    for _ in range(count):
        drawn.append((position + joined.scale * left, position + joined.scale * right))
        position += joined.scale * advance + joined.between
    assert position - joined.between + joined.after == pytest.approx(count)
    assert all(start < end for (_, end), (start, _) in pairwise(drawn))
    # The blank at both ends is that of the font.
    assert drawn[0][0] == pytest.approx(left)
    assert drawn[-1][1] == pytest.approx(count - left)


def test_dashes_that_touch_already_are_not_widened() -> None:
    assert join_dashes("——", 1.0, 0.0, 1.0) == (1.0, 0.0, 0.0, 0.0)


def test_dots_stand_in_the_middle_of_their_em_as_they_are() -> None:
    assert join_dashes("……", 0.8, 0.1, 0.7) == pytest.approx((1.0, 0.1, 0.2, 0.1))
