"""Justified lines (clreq): gaps first, then all characters evenly, never torn apart."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipexport.typography.clusters import SOFT_HYPHEN, is_invisible, joints
from ipexport.typography.dashes import dash_joints
from ipexport.typography.justification import justify
from ipexport.typography.spacing import GAP, WIDEST, spacing
from ipexport.typography.words import is_latin
from tests.typography.texts import LATIN, TEXTS, narrow_dashes

SLACKS = st.floats(min_value=0, max_value=12)


def gaps_of(text: str) -> dict[int, float]:
    return {n: gap for n, gap in spacing(text, narrow_dashes(text)).items() if n < len(text) - 1}


def places(text: str, slack: float) -> list[float]:
    """The space after each character but the last, when the line is stretched."""
    gaps, extra = justify(text, gaps_of(text), slack)
    spaces = [gaps.get(n, 0.0) + extra for n in range(len(text) - 1)]
    for n in range(len(text) - 1):
        # What prints nothing is not drawn: no space stands before it.
        if is_invisible(text[n + 1]) and text[n + 1 :] != SOFT_HYPHEN:
            spaces[n] -= extra
    return spaces


def natural(text: str) -> list[float]:
    gaps = gaps_of(text)
    return [gaps.get(n, 0.0) for n in range(len(text) - 1)]


@given(TEXTS, SLACKS)
def test_a_line_is_filled_exactly_or_left_as_it_is(text: str, slack: float) -> None:
    added = sum(places(text, slack)) - sum(natural(text))
    assert added == pytest.approx(slack, abs=2e-3) or places(text, slack) == natural(text)


@given(TEXTS, SLACKS)
def test_no_gap_grows_wider_than_half_an_em_and_nothing_shrinks(text: str, slack: float) -> None:
    for before, after in zip(natural(text), places(text, slack), strict=True):
        assert before - 1e-9 <= after <= max(before, 0.0) + WIDEST + 1e-9
        if before == GAP:
            assert after <= WIDEST + 1e-9


@given(TEXTS, SLACKS)
def test_characters_move_apart_only_when_the_gaps_are_half_an_em(text: str, slack: float) -> None:
    gaps, extra = justify(text, gaps_of(text), slack)
    if extra:
        wide = [gaps[n] + extra for n, gap in gaps_of(text).items() if gap == GAP]
        assert wide == pytest.approx([WIDEST] * len(wide))


@given(TEXTS, SLACKS)
def test_pairs_of_marks_dashes_and_clusters_stay_as_they_are(text: str, slack: float) -> None:
    before, after = natural(text), places(text, slack)
    joined = {n - 1 for n in (*joints(text), *dash_joints(text))}
    for n, gap in gaps_of(text).items():
        if gap < 0 and text[n] != " ":
            joined.add(n)
    assert [after[n] for n in joined] == pytest.approx([before[n] for n in joined])


@given(TEXTS, SLACKS)
def test_all_han_characters_and_marks_get_the_same(text: str, slack: float) -> None:
    before, after = natural(text), places(text, slack)
    gaps = gaps_of(text)
    plain = [
        n
        for n in range(len(text) - 1)
        if n not in gaps and {*text[n : n + 2]} <= {*"知识产权，。、；：？！（）《》“”"}
    ]
    assert len({round(after[n] - before[n], 9) for n in plain}) <= 1


@given(TEXTS, SLACKS)
def test_words_and_numbers_are_not_spaced_apart_nor_from_marks_and_connectors(
    text: str, slack: float
) -> None:
    before, after = natural(text), places(text, slack)
    for match in re.finditer(r"[0-9A-Za-z][0-9A-Za-z.,%]+", text):
        inside = range(match.start(), match.end() - 1)
        assert [after[n] for n in inside] == pytest.approx([before[n] for n in inside])
    for match in re.finditer("(?<=[0-9A-Za-z])[，。（）]|[，。（）](?=[0-9A-Za-z])|[-–~～/]", text):
        for n in (match.start() - 1, match.start()):
            beside = text[n : n + 2]
            if 0 <= n < len(after) and re.match(
                "[0-9A-Za-z][，。（）]|[，。（）][0-9A-Za-z]|[-–~～/][^ ]|[^ ][-–~～/]", beside
            ):
                assert after[n] == pytest.approx(before[n])


@given(LATIN, SLACKS)
def test_latin_text_stretches_its_spaces_and_not_its_letters(text: str, slack: float) -> None:
    gaps, extra = justify(text, {}, slack)
    assert extra == 0
    assert all(text[n] == " " for n in gaps)
    assert len({round(gap, 9) for gap in gaps.values()}) <= 1


@given(TEXTS, SLACKS)
def test_gaps_stand_in_the_order_of_the_line(text: str, slack: float) -> None:
    gaps = list(justify(text, gaps_of(text), slack).gaps)
    assert gaps == sorted(gaps)


def test_gaps_take_the_slack_before_characters_do() -> None:
    text = "截至2017年底"
    assert justify(text, gaps_of(text), 0.2) == ({1: GAP + 0.1, 5: GAP + 0.1}, 0.0)
    # 截至 and 年底 are what can still be spaced apart.
    gaps, extra = justify(text, gaps_of(text), 0.5 + 0.5)
    assert extra == pytest.approx(0.25)
    assert gaps[1] + extra == pytest.approx(0.5)


def test_word_spaces_take_it_before_gaps_do() -> None:
    text = "用the plan推进"
    assert justify(text, gaps_of(text), 0.2).gaps == pytest.approx({0: GAP, 4: 0.2, 8: GAP})
    assert justify(text, gaps_of(text), 0.45).gaps == pytest.approx({0: GAP + 0.1, 4: 0.25, 8: GAP + 0.1})


def test_a_line_that_needs_more_than_half_an_em_a_character_stays_ragged() -> None:
    assert justify("知识产权", {}, 1.5) == ({}, 0.5)
    assert justify("知识产权", {}, 1.6) == ({}, 0.0)


def test_a_line_of_one_word_or_one_character_stays_ragged() -> None:
    assert justify("internationalisation", {}, 1) == ({}, 0.0)
    assert justify("知", {}, 0.1) == ({}, 0.0)
    assert not is_latin("知")


def test_a_full_line_is_not_changed() -> None:
    assert justify("知识2017", {1: 0.2}, 0.0) == ({1: 0.2}, 0.0)
