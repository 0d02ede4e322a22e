"""Numbers as their cells show them."""

from __future__ import annotations

import pytest

from ipexport.formats.xlsx.reading.shown import shown_number


@pytest.mark.parametrize(
    ("said", "number", "code", "shown"),
    [
        ("85", 0, "", "85"),
        ("0.1", 0, "General", "0.1"),
        ("0.30000000000000004", 0, "", "0.3"),
        ("420000000000000001", 0, "", "420000000000000001"),
        ("0.85", 9, "", "85%"),
        ("0.8523", 10, "", "85.23%"),
        ("1234.5", 4, "", "1,234.50"),
        ("1234.5", 200, '0"元"', "1234.5"),
        ("46082", 14, "", "2026/3/1"),
        ("46082", 31, "", "2026年3月1日"),
        ("46082.75", 22, "", "2026/3/1 18:00"),
        ("46082", 165, "[$-804]yyyy\\-mm\\-dd;@", "2026-03-01"),
        ("46082", 15, "", "1-Mar-26"),
        ("0.5", 19, "", "12:00:00"),
        ("-1", 14, "", "-1"),
        ("1e400", 14, "", "1e400"),
        ("0.005", 2, "", "0.01"),
        ("0.125", 10, "", "12.50%"),
        ("x", 0, "", "x"),
    ],
)
def test_a_number_is_what_its_format_shows(said: str, number: int, code: str, shown: str) -> None:
    assert shown_number(said, number, code, from_1904=False) == shown


def test_days_can_count_from_1904() -> None:
    assert shown_number("44620", 14, "", from_1904=True) == "2026/3/1"
