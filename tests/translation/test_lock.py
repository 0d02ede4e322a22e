"""The lock: which English was confirmed for which Chinese."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipexport.errors import Place, RequestError
from ipexport.model import Text
from ipexport.translation.lock import FILE, Lock, confirm, line_of, load_lock
from ipexport.translation.status import confirm_translation, translation_status
from ipexport.translation.texts import PlacedText
from tests.translation.datasets import REGION, edit, save_translated


def placed(zh: str, en: str | None, key: str = "a.results") -> PlacedText:
    return PlacedText(key, key, "a", "a", Text(zh, en), Place("x"), None)


OLD = placed("旧", "old")
LOCK = Lock([line_of(OLD), line_of(placed("二", "two"))])


@pytest.mark.parametrize(
    ("one", "state"),
    [
        (OLD, "current"),
        (placed("旧", None), "missing"),
        (placed("新", "old"), "stale"),
        (placed("旧", "a better old"), "current"),
        (placed("新", "new"), "stale"),
        (placed("旧", "two"), "stale"),
        (placed("旧", "old", "b.results"), "stale"),
    ],
)
def test_a_translation_is_current_when_its_chinese_was_confirmed(one: PlacedText, state: str) -> None:
    assert LOCK.state(one) == state


def test_lines_are_sorted_and_have_no_positions(tmp_path: Path) -> None:
    save_translated(tmp_path)
    confirm_translation(tmp_path)
    lines = (tmp_path / FILE).read_text("utf-8").splitlines()[2:]
    assert lines == sorted(lines)
    edit(tmp_path / REGION, "    - zh: 部署改革。", "    - zh: 新。\n      en: New.\n    - zh: 部署改革。")
    confirm_translation(tmp_path)
    after = (tmp_path / FILE).read_text("utf-8").splitlines()[2:]
    assert len(set(after) - set(lines)) == 1
    assert not set(lines) - set(after)


def test_confirming_a_part_leaves_what_is_stale_elsewhere_stale(tmp_path: Path) -> None:
    save_translated(tmp_path)
    confirm_translation(tmp_path)
    edit(tmp_path / REGION, "zh: 部署改革。", "zh: 部署新改革。")
    edit(tmp_path / REGION, "zh: 出台指导意见。", "zh: 出台新意见。")
    assert confirm_translation(tmp_path, ["anhui-finance-1"])[1:] == (5, 1)
    assert [one.id for _, one in translation_status(tmp_path).open] == ["anhui-reform-1.results.1"]
    edit(tmp_path / REGION, "zh: 部署新改革。", "zh: 部署改革。")
    assert translation_status(tmp_path).open == ()


def test_what_has_left_the_dataset_leaves_the_lock(tmp_path: Path) -> None:
    save_translated(tmp_path)
    confirm_translation(tmp_path)
    before = len((tmp_path / FILE).read_text("utf-8").splitlines())
    edit(tmp_path / REGION, "    - zh: 部署改革。\n      en: The reform was planned.\n", "")
    confirm_translation(tmp_path)
    assert len((tmp_path / FILE).read_text("utf-8").splitlines()) == before - 1


@pytest.mark.parametrize(
    "name", ["anhui", "anhui-reform-1", "anhui-reform-1.results", "anhui-reform-1.results.1"]
)
def test_a_region_a_task_a_cell_and_a_text_can_be_confirmed(tmp_path: Path, name: str) -> None:
    save_translated(tmp_path)
    confirm_translation(tmp_path)
    edit(tmp_path / REGION, "zh: 部署改革。", "zh: 部署新改革。")
    assert confirm_translation(tmp_path, [name]).new == 1
    assert translation_status(tmp_path).open == ()


def test_a_name_that_is_not_there_confirms_nothing(tmp_path: Path) -> None:
    save_translated(tmp_path)
    with pytest.raises(RequestError, match=r"unknown region or task 'anhoi' \(did you mean 'anhui'\?"):
        confirm_translation(tmp_path, ["anhui-reform-1", "anhoi"])
    assert not (tmp_path / FILE).exists()


def test_without_a_lock_nothing_is_stale(tmp_path: Path) -> None:
    save_translated(tmp_path)
    status = translation_status(tmp_path)
    assert (status.locked, status.open, status.total.coverage) == (False, (), 1.0)


def test_the_states_are_counted_for_each_region(tmp_path: Path) -> None:
    save_translated(tmp_path)
    confirm_translation(tmp_path)
    edit(tmp_path / REGION, "zh: 部署改革。", "zh: 部署新改革。")
    edit(tmp_path / REGION, "\n      en: English words English words here.\n", "\n")
    status = translation_status(tmp_path)
    work_plan, anhui = status.parts
    assert work_plan[2:] == (0, 0)
    assert anhui[2:] == (1, 1)
    assert status.total[2:] == (1, 1)
    assert 0 < anhui.coverage < 1


words = st.text("甲乙丙", min_size=1, max_size=2)
languages = st.lists(st.tuples(words, st.none() | words), max_size=4)


@given(languages, languages)
def test_what_was_confirmed_is_current_and_only_what_changed_is_stale(
    tmp_path_factory: pytest.TempPathFactory,
    before: list[tuple[str, str | None]],
    after: list[tuple[str, str | None]],
) -> None:
    folder = tmp_path_factory.mktemp("lock")
    old = [placed(zh, en) for zh, en in before]
    confirm(folder, old, old)
    lock = load_lock(folder)
    assert lock is not None
    assert all(lock.state(one) == ("missing" if one.text.en is None else "current") for one in old)
    known = {one.text.zh for one in old if one.text.en is not None}
    for zh, en in after:
        if en is not None and zh not in known:
            assert lock.state(placed(zh, en)) == "stale"
