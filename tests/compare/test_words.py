"""What changed inside a text, as a reader would mark it."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipexport.compare.words import compare_words, likeness

TEXTS = st.text(alphabet="推进知识产权，。、12.5 ab的", max_size=40) | st.text(max_size=20)


def marked(before: str, after: str) -> str:
    """[-removed-]{+added+}, as a word diff prints it."""
    marks = {"kept": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(marks[part.kind].format(part.text) for part in compare_words(before, after))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("推进改革。", "推动改革。", "推[-进-]{+动+}改革。"),
        ("新增专利246件。", "新增专利250件。", "新增专利[-246-]{+250+}件。"),
        ("募集8.1亿元", "募集8.5亿元", "募集[-8.1-]{+8.5+}亿元"),
        ("A patent office opened.", "A patents office closed.", "A [-patent-]{+patents+} office [-opened-]{+closed+}."),
        ("the red fox", "the big dog", "the [-red fox-]{+big dog+}"),
        ("加强保护。", "加强保护。开展宣传。", "加强保护。{+开展宣传。+}"),
        ("出台意见，印发通知。", "出台意见，修订条例，印发通知。", "出台意见，{+修订条例，+}印发通知。"),
        ("甲市、乙市、丙市。", "甲市、丙市。", "甲市、[-乙市、-]丙市。"),
        ("", "新。", "{+新。+}"),
        ("同", "同", "同"),
    ],
)  # fmt: skip
def test_the_changed_words_are_those_that_a_reader_would_mark(before: str, after: str, expected: str) -> None:
    assert marked(before, after) == expected


def test_what_was_rewritten_is_not_shown_as_confetti() -> None:
    said = compare_words("按照省政府统一部署推动管理体制改革", "建立联席会议制度保障重点企业发展")
    assert [part.kind for part in said] == ["removed", "added"]


def test_a_number_is_never_cut_and_nor_is_a_character_from_its_variation_selector() -> None:
    assert marked("1,234件", "1,235件") == "[-1,234-]{+1,235+}件"
    assert marked("葛\U000e0100城", "葛城") == "[-葛\U000e0100-]{+葛+}城"


@given(TEXTS, TEXTS)
def test_the_parts_give_both_texts(before: str, after: str) -> None:
    parts = compare_words(before, after)
    assert "".join(part.text for part in parts if part.kind != "added") == before
    assert "".join(part.text for part in parts if part.kind != "removed") == after


@given(TEXTS, TEXTS)
def test_no_part_is_empty_and_no_two_neighbours_are_of_one_kind(before: str, after: str) -> None:
    parts = compare_words(before, after)
    assert all(part.text for part in parts)
    kinds = [part.kind for part in parts]
    assert all(a != b for a, b in pairwise(kinds))
    assert ("added", "removed") not in list(pairwise(kinds))


def test_likeness_is_one_for_the_same_and_nothing_below_the_least() -> None:
    assert likeness("推进改革", "推进改革") == 1
    assert likeness("推进改革", "推动改革") == pytest.approx(0.75)
    assert likeness("推进改革", "推动改革", 0.8) == 0


def test_enormous_texts_take_little_time() -> None:
    start = time.perf_counter()
    parts = compare_words("甲乙" * 200_000, "丙丁" * 200_000)
    assert likeness("甲乙" * 200_000, "乙甲" * 200_000) > 0.9
    assert [part.kind for part in parts] == ["removed", "added"]
    assert time.perf_counter() - start < 5
