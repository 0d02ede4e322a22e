"""Texts one by one: what each is called, and where it stands."""

from __future__ import annotations

import re
from pathlib import Path

from ipexport.dataset import dump_json
from ipexport.translation.texts import load_texts
from tests.plain import save_dataset
from tests.translation.datasets import REGION, edit, save_translated, text_of, translated


def test_every_text_has_an_id_of_its_own_that_xml_can_have(tmp_path: Path) -> None:
    ids = [one.id for one in load_texts(save_dataset(tmp_path)).texts]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+", id) for id in ids)


def test_a_text_alone_in_its_cell_has_no_number(tmp_path: Path) -> None:
    save_dataset(tmp_path)
    assert text_of(tmp_path, "anhui-reform-1.results.2").text.zh.startswith("建立联席会议")
    assert text_of(tmp_path, "anhui-reform-2.results").text.zh.startswith("已将")
    assert text_of(tmp_path, "anhui-finance-1.results.3").text.zh == "出台指导意见。"


def test_what_a_region_takes_over_from_the_work_plan_is_listed_once(tmp_path: Path) -> None:
    keys = [one.key for one in load_texts(save_dataset(tmp_path)).texts]
    assert "workplan.columns.results" in keys
    assert "anhui.columns.results" not in keys
    assert "jiangsu.columns.results" in keys
    assert "anhui.focus_areas.finance" not in keys
    assert "jiangsu.focus_areas.finance" in keys


def test_a_text_that_is_added_leaves_the_keys_of_the_others(tmp_path: Path) -> None:
    save_dataset(tmp_path)
    before = {(one.key, one.text) for one in load_texts(tmp_path).texts}
    edit(tmp_path / REGION, "    - 部署改革。", "    - 新的一项。\n    - 部署改革。")
    after = {(one.key, one.text) for one in load_texts(tmp_path).texts}
    assert {text.zh for _, text in after - before} == {"新的一项。"}
    assert not before - after


def test_the_place_is_that_of_the_english(tmp_path: Path) -> None:
    save_translated(tmp_path)
    one = text_of(tmp_path, "anhui-reform-1.results.1")
    lines = (tmp_path / REGION).read_text("utf-8").splitlines()
    assert lines[one.place.line - 1][one.place.column - 1 :] == "The reform was planned."
    assert lines[one.zh_place.line - 1][one.zh_place.column - 1 :] == "部署改革。"


def test_one_document_has_its_texts_too_with_equal_ones_apart(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(dump_json(translated()))
    listed = load_texts(path)
    assert listed.folder == tmp_path
    assert [one.text for one in listed.texts] == [
        one.text for one in load_texts(save_translated(tmp_path / "a")).texts
    ]


def test_a_focus_area_can_have_any_id(tmp_path: Path) -> None:
    save_dataset(tmp_path)
    edit(tmp_path / "workplan.yaml", "  reform:", "  改革 1.2:")
    edit(tmp_path / REGION, "focus_area: reform", "focus_area: 改革 1.2")
    assert "workplan.focus_areas.___1_2" in [one.id for one in load_texts(tmp_path).texts]
