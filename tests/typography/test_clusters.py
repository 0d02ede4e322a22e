"""Grapheme clusters (UAX #29)."""

from __future__ import annotations

import pytest
from hypothesis import given

from ipexport.typography.clusters import inside_cluster, is_invisible, joints
from tests.typography.texts import TEXTS


@pytest.mark.parametrize(
    "cluster",
    [
        "e\u0301",
        "知\U000e0100",
        "\u2764\ufe0f",
        "\U0001f44d\U0001f3fd",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",
        "\U0001f1e8\U0001f1f3",
        "\u1112\u1161\u11ab",
        "\u0915\u093f",
    ],
)
def test_what_readers_take_for_one_character_is_one(cluster: str) -> None:
    assert joints(f"知{cluster}识") == list(range(2, len(cluster) + 1))


def test_two_flags_are_two_characters() -> None:
    assert joints("\U0001f1e8\U0001f1f3\U0001f1eb\U0001f1f7") == [1, 3]


@given(TEXTS)
def test_joints_are_where_a_cluster_goes_on(text: str) -> None:
    assert joints(text) == [index for index in range(1, len(text)) if inside_cluster(text, index)]


def test_plain_text_has_none() -> None:
    assert joints("截至2017年底，GDP（R&D）——……") == []


def test_joiners_and_selectors_print_nothing_but_accents_do() -> None:
    assert all(map(is_invisible, "\u200d\u200b\ufe0f\xad\U000e0100"))
    assert not any(map(is_invisible, "\u0301 -a知"))
