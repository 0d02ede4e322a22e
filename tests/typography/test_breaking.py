"""Line breaking: the rules of GB/T 15834 and clreq, for any text in a column of any width."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipexport.layout.office import office_metrics
from ipexport.typography.breaking import (
    NARROWEST,
    NEVER_FIRST,
    NEVER_LAST,
    Line,
    break_lines,
    can_break,
    is_lone,
)
from ipexport.typography.clusters import inside_cluster
from ipexport.typography.dashes import dash_advances
from ipexport.typography.spacing import GAP
from tests.typography.texts import CHINESE, COLUMNS, LATIN, MIXED, TEXTS, WIDTHS, narrow_dashes

HYPHEN = 0.33
SOLID = re.compile(r"[0-9][0-9.,]*[%‰℃]?|[A-Za-zÀ-ỹ]+|——|……")
"""What is never split: numbers with their signs, Latin words, two-em dashes."""

# Quotation marks have other widths in a part of a text that is Latin.
WITHOUT_QUOTES = (CHINESE | MIXED).map(lambda text: re.sub("[“”‘’]", "、", text))


def broken(text: str, width: float) -> list[Line]:
    return break_lines(text, narrow_dashes(text), width, HYPHEN, justified=True)


def lines(text: str, width: float) -> list[str]:
    return [text[line.start : line.end] for line in broken(text, width)]


def free(text: str, line: Line) -> bool:
    """Whether the line could have ended elsewhere: a run wider than its line must be cut."""
    return any(can_break(text, index) for index in range(line.start + 1, line.end + 1) if index < len(text))


@given(TEXTS, WIDTHS)
def test_no_character_is_lost_added_or_moved(text: str, width: float) -> None:
    found = broken(text, width)
    assert found[0].start == 0
    assert found[-1].end == len(text)
    for before, after in pairwise(found):
        assert before.start < before.end == after.start


@given(TEXTS, WIDTHS)
def test_a_line_is_as_wide_as_its_room_at_most_or_one_character(text: str, width: float) -> None:
    for line in broken(text, width):
        end = line.start + len(text[line.start : line.end].rstrip(" "))
        clusters = [n for n in range(line.start + 1, end) if not inside_cluster(text, n)]
        assert line.width <= width + 1e-6 or not clusters


@given(TEXTS, WIDTHS)
def test_the_width_of_a_line_is_that_of_its_characters_and_gaps(text: str, width: float) -> None:
    for line in broken(text, width):
        printed = text[line.start : line.end].rstrip(" ") or text[line.start : line.end][:1]
        advances = dash_advances(text, narrow_dashes(text))[line.start : line.start + len(printed)]
        full = sum(advances) + sum(line.gaps.values()) - line.shift
        full += HYPHEN if line.hyphen else 0
        # Besides, only a mark at the end gives up its blank half.
        assert line.width - 1e-6 <= full <= line.width + (0.5 if printed[-1:] in NEVER_FIRST else 0) + 1e-6


@given(CHINESE, COLUMNS)
def test_no_line_begins_or_ends_with_a_forbidden_mark(text: str, width: float) -> None:
    found = broken(text, width)
    for before, after in pairwise(found):
        if free(text, before):
            assert text[after.start] not in NEVER_FIRST
            assert text[before.end - 1] not in NEVER_LAST


@given(MIXED | LATIN, COLUMNS)
def test_a_slash_stands_at_neither_end_of_a_line_but_inside_a_long_address(text: str, width: float) -> None:
    for line in broken(text, width)[1:]:
        if can_break(text, line.start):
            assert "/" not in text[line.start - 1 : line.start + 1]


@given(CHINESE | MIXED | LATIN, COLUMNS)
def test_numbers_words_and_dashes_are_split_only_where_no_line_holds_them(text: str, width: float) -> None:
    found = broken(text, width)
    cuts = {line.end: line for line in found[:-1]}
    for match in SOLID.finditer(text):
        for index in range(match.start() + 1, match.end()):
            if index in cuts:
                assert cuts[index].hyphen or not free(text, cuts[index])


@given(TEXTS, WIDTHS)
def test_a_cluster_is_never_split(text: str, width: float) -> None:
    for line in broken(text, width)[1:]:
        assert not inside_cluster(text, line.start)


@given(WITHOUT_QUOTES, st.floats(min_value=3, max_value=40))
def test_the_last_line_is_not_one_single_character(text: str, width: float) -> None:
    found = broken(text, width)
    if len(found) == 1 or not is_lone(text, found[-1].start):
        return
    # Where it is, no other break would give the last line another character, or it would not fit.
    before, last = found[-2:]
    others = [n for n in range(before.start + 1, last.start) if can_break(text, n) and not is_lone(text, n)]
    assert not others or len(broken(text[others[-1] :], width)) > 1


@given(WITHOUT_QUOTES, COLUMNS)
def test_a_line_holds_as_much_as_it_can(text: str, width: float) -> None:
    found = broken(text, width)
    for before, after in pairwise(found[:-1] if is_pulled(text, found) else found):
        following = next((n for n in range(after.start + 1, len(text)) if can_break(text, n)), len(text))
        assert len(broken(text[before.start : following], width)) > 1


def is_pulled(text: str, found: list[Line]) -> bool:
    """Whether the last line may have got characters from the line before it."""
    last = found[-1]
    return len(found) > 1 and any(
        is_lone(text, n) for n in range(last.start + 1, last.end) if can_break(text, n)
    )


@given(MIXED, WIDTHS)
def test_a_gap_is_a_quarter_of_an_em_or_squeezed_in_a_full_line(text: str, width: float) -> None:
    for line in broken(text, width):
        gaps = [gap for gap in line.gaps.values() if gap > 0]
        assert all(NARROWEST - 1e-9 <= gap <= GAP for gap in gaps)
        if any(gap < GAP for gap in gaps):
            assert line.width == pytest.approx(width, abs=1e-6)
            assert len(set(gaps)) == 1


@given(MIXED, WIDTHS)
def test_no_gap_stands_at_an_edge_of_a_line(text: str, width: float) -> None:
    for line in broken(text, width):
        printed = len(text[line.start : line.end].rstrip(" "))
        assert all(0 <= index < printed - 1 for index in line.gaps)


@given(LATIN, st.floats(min_value=6, max_value=30))
def test_a_hyphen_is_printed_only_inside_a_word(text: str, width: float) -> None:
    for line in broken(text, width):
        if line.hyphen:
            assert text[line.end - 2 : line.end].isalpha()
            assert text[line.end : line.end + 3].isalpha()


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("完成《方案》编制", 3, ["完成", "《方案》", "编制"]),
        ("增长14.38%以上", 4, ["增长", "14.38%", "以上"]),
        ("共8-10个", 2, ["共", "8-10", "个"]),
        ("the quick fox", 5, ["the quick ", "fox"]),
        ("aaaa bb cc", 1.8 + 0.25 + 1.0, ["aaaa bb ", "cc"]),
        ("先后——GDP增长", 5, ["先后——", "GDP增长"]),
        ("they don’t know", 3.5, ["they ", "don’t ", "know"]),
        ("出席Nguyễn先生", 5, ["出席", "Nguyễn", "先生"]),
        ("面积100㎡以上", 4, ["面积", "100㎡", "以上"]),
        ("约１０．５％以上", 5, ["约", "１０．５％", "以上"]),
        ("知识\u2060产权", 3, ["知", "识\u2060产权"]),
        ("知识\u200b产权", 3, ["知识\u200b", "产权"]),
    ],
)
def test_examples(text: str, width: float, expected: list[str]) -> None:
    assert lines(text, width) == expected


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("知识产权工作。", 6, ["知识产权", "工作。"]),
        ("知识产权工作", 5, ["知识产权", "工作"]),
        ("知识2017年", 4.25, ["知识", "2017年"]),
        ("知识产权工", 1, ["知", "识", "产", "权", "工"]),
        ("知。", 1.2, ["知", "。"]),
        ("知识", 5, ["知识"]),
        ("知识《产》", 3, ["知识", "《产》"]),
    ],
)
def test_a_single_last_character_gets_company_where_that_is_allowed(
    text: str, width: float, expected: list[str]
) -> None:
    assert lines(text, width) == expected


def test_a_gap_is_squeezed_where_one_more_character_or_mark_fits_for_it() -> None:
    text = "截至2017年底共有十项"
    whole = sum(office_metrics("截至2017年底共")) + 2 * GAP
    assert broken(text, whole)[0].gaps == {1: GAP, 5: GAP}
    squeezed = broken(text, whole - 0.2)[0]
    assert text[: squeezed.end] == "截至2017年底共"
    assert squeezed.gaps == pytest.approx({1: GAP - 0.1, 5: GAP - 0.1})
    assert text[: broken(text, whole - 0.3)[0].end] == "截至2017年底"
    marked = broken("截至2017年底共，有十项", whole + 0.5 - 0.2)[0]
    assert marked.end == len("截至2017年底共，")


def test_a_gap_is_not_squeezed_where_it_does_not_help() -> None:
    text = "截至2017年底，共有十项"
    # 底 alone would fit, but the comma that goes with it would not.
    room = sum(office_metrics("截至2017年底")) + 2 * GAP - 0.1
    first = broken(text, room)[0]
    assert text[: first.end] == "截至2017年"
    assert first.gaps == {1: GAP, 5: GAP}


def test_a_mark_at_the_end_of_a_line_shrinks_to_half_before_gaps_do() -> None:
    (line,) = break_lines("共2项工作计划。", [1, 0.5, *[1.0] * 6], 7.5)
    assert (line.width, line.gaps) == (7.5, {0: GAP, 1: GAP})


def test_a_mark_at_the_end_of_a_line_shrinks_to_half() -> None:
    (line,) = break_lines("工作计划。", [1.0] * 5, 4.5)
    assert line.width == pytest.approx(4.5)


def test_an_opening_mark_at_the_start_loses_its_left_half() -> None:
    first = break_lines("《方案》", [1.0] * 4, 3.5)[0]
    assert (first.end, first.shift) == (4, 0.5)


def test_dashes_and_numbers_are_never_split() -> None:
    assert not can_break("机关——检察局", 3)
    assert not can_break("2017年", 2)
    assert not can_break("互联网……", 4)
    assert can_break("知识", 1)


def test_each_dash_of_a_run_counts_one_em_and_a_single_one_what_it_is() -> None:
    assert broken("知——识", 9)[0].width == pytest.approx(4)
    assert broken("知——", 9)[0].width == pytest.approx(3)
    assert broken("2016—2017", 9)[0].width == pytest.approx(8 * 0.5 + 0.89)


def test_an_address_longer_than_its_line_breaks_after_its_own_signs() -> None:
    assert lines("https://example.org/path_to/3.14", 6) == ["https://", "example.org/", "path_to/3.14"]
    # Not after the first of two signs, nor inside a number, nor in a word.
    assert lines("a//b", 1) == ["a//", "b"]
    assert lines("http://a.b/3.14159265358", 4)[-1] != "14159265358"


def test_a_word_longer_than_its_line_is_hyphenated() -> None:
    text = "internationalisation"
    found = broken(f"知识{text}。", 5)
    parts = [f"知识{text}。"[line.start : line.end] for line in found]
    assert parts == ["知识", "internation", "alisation。"]
    assert [line.hyphen for line in found] == [False, True, False]


def test_what_has_no_place_to_break_is_cut_between_two_characters() -> None:
    assert lines("7" * 10, 2) == ["7777", "7777", "77"]


def test_a_word_of_latin_text_is_hyphenated_where_its_line_would_be_too_loose() -> None:
    text = "the plan of administration"
    first = broken(text, 9)[0]
    assert first.hyphen
    assert text[: first.end] == "the plan of adminis"
    assert not break_lines(text, office_metrics(text), 9, hyphen=HYPHEN)[0].hyphen
    # Where spaces can take up what is missing, the word goes to the next line.
    assert not broken(text, 5)[0].hyphen
    assert not broken("知识 " + text, 11)[0].hyphen


def test_a_compound_of_latin_text_breaks_at_its_own_hyphen() -> None:
    found = broken("a co-operation", 5)
    assert [line.hyphen for line in found] == [False, False]
    assert found[0].end == len("a co-")


def test_the_gap_at_the_end_of_a_line_does_not_count() -> None:
    first = break_lines("截至2017年底", [1, 1, 0.5, 0.5, 0.5, 0.5, 1, 1], 2.1)[0]
    assert (first.end, first.width, first.gaps) == (2, 2.0, {})


def test_spaces_at_the_end_of_a_line_take_no_room() -> None:
    width = sum(office_metrics("the plan"))
    assert lines("the plan  of work", width) == ["the plan  ", "of work"]


def test_an_empty_text_is_one_empty_line() -> None:
    assert [(line.start, line.end) for line in break_lines("", [], 5)] == [(0, 0)]


def test_a_cell_of_100_000_characters_breaks_in_no_time() -> None:
    text = "截至2017年底，共有GDP、R&D等8项。" * 4500
    assert len(broken(text, 20)) > 4000
