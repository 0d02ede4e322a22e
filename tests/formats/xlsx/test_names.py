"""Sheet names and defined names that Excel accepts."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipexport.formats.xlsx.names import defined_names, quoted, sheet_names


def test_a_region_s_name_is_its_sheet_s_name() -> None:
    assert sheet_names(["目录", "安徽省", "江苏省"]) == ["目录", "安徽省", "江苏省"]


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("甲/乙:[丙]?*\\", "甲／乙：［丙］？＊＼"),
        ("'安徽'", "安徽"),
        ("", "Sheet"),
        ("a\x07b", "a b"),
        ("History", "History (2)"),
        ("省" * 40, "省" * 31),
        ("𬭚" * 40, "𬭚" * 15),
    ],
)
def test_what_excel_does_not_accept_is_changed_as_little_as_possible(wanted: str, name: str) -> None:
    assert sheet_names([wanted]) == [name]


def test_names_that_differ_in_case_only_are_numbered() -> None:
    assert sheet_names(["Hubei", "HUBEI", "hubei"]) == ["Hubei", "HUBEI (2)", "hubei (3)"]


def test_a_number_finds_room_at_the_end_of_a_long_name() -> None:
    assert sheet_names(["省" * 31, "省" * 31])[1] == "省" * 27 + " (2)"


@given(st.lists(st.text(alphabet=st.characters(codec="utf-8") | st.sampled_from("'[]/ aAß"))))
def test_every_name_is_valid_and_there_once(wanted: list[str]) -> None:
    names = sheet_names(wanted)
    assert len(names) == len(wanted)
    for name in names:
        assert 1 <= len(name.encode("utf-16-le")) // 2 <= 31
        assert not re.search(r"[\[\]:*?/\\\x00-\x1f]", name)
        assert not name.startswith("'")
        assert not name.endswith("'")
        assert name.lower() != "history"
    assert len({name.lower() for name in names}) == len({name.casefold() for name in names}) == len(names)


@given(st.lists(st.from_regex(r"[a-z]+(-[a-z0-9]+)*", fullmatch=True)))
def test_every_range_has_a_defined_name_of_its_own(ids: list[str]) -> None:
    names = defined_names("table", ids)
    assert all(re.fullmatch("table_[0-9A-Za-z_]+", name) for name in names)
    assert len(set(names)) == len(ids)


def test_a_range_s_name_says_what_it_is_and_has_the_id() -> None:
    assert defined_names("table", ["anhui", "inner-mongolia"]) == ["table_anhui", "table_inner_mongolia"]


def test_a_sheet_s_name_is_quoted_in_references() -> None:
    assert quoted("安徽's 1") == "'安徽''s 1'"
