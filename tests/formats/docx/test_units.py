"""Points in Word's units."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ipexport.formats.docx.units import column_twips, eighths, emu, half_points, twips


def test_a_point_is_20_twips_and_12700_emu() -> None:
    assert (twips(28.95), emu(1), half_points(10.5)) == (579, 12700, 21)


def test_borders_stay_within_what_word_draws() -> None:
    assert [eighths(width) for width in (0.1, 0.5, 20)] == [2, 4, 96]


@given(st.lists(st.floats(10, 400), min_size=1, max_size=6))
def test_columns_sum_to_the_rounded_sum(widths: list[float]) -> None:
    assert abs(sum(column_twips(widths)) - sum(widths) * 20) <= 0.5 + 1e-6
