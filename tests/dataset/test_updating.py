"""A dataset that is to say something else is edited in place."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipexport.dataset import dump_folder, dump_yaml, load_dataset
from ipexport.dataset.updating import updated_files
from ipexport.errors import OutputError, RequestError
from ipexport.model import Item, Text, WorkPlan
from tests.compare.documents import editions
from tests.compare.test_differences import in_region, in_results, in_task
from tests.sample import work_plan

ROOT = Path(__file__).parents[2]


def changed_lines(old: bytes, new: bytes) -> tuple[list[str], list[str]]:
    """The lines that only the old text has, and only the new one, whatever their order."""
    before, after = old.decode().splitlines(), new.decode().splitlines()
    return [one for one in before if one not in after], [one for one in after if one not in before]


def test_only_the_file_and_the_lines_of_what_changed_change() -> None:
    old = load_dataset(ROOT / "source").work_plan
    text = Text("新增一项工作。")
    new = in_results(old, "hubei-reform-1", lambda cell: [cell[0], Item(text), *cell[1:]])
    ((path, data),) = updated_files(ROOT / "source", old, new).items()
    assert path == ROOT / "source/regions/hubei.yaml"
    assert changed_lines(path.read_bytes(), data) == ([], ["    - 新增一项工作。"])


def test_what_a_file_says_in_its_own_way_stays(tmp_path: Path) -> None:
    old = work_plan()
    for name, data in dump_folder(old).items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    path = tmp_path / "regions/anhui.yaml"
    own = path.read_bytes().replace(b"- \xe9\x83\xa8", b"- label: 1.\n      zh: \xe9\x83\xa8")
    path.write_bytes(own)
    assert load_dataset(tmp_path).work_plan == old
    new = in_task(old, "anhui-finance-1", lambda task: replace(task, text=Text("新的任务。")))
    assert changed_lines(own, updated_files(tmp_path, old, new)[path])[1] == ["    task: 新的任务。"]
    first = in_results(old, "anhui-reform-1", lambda cell: [Item(Text("新。")), *cell])
    path.write_bytes(updated_files(tmp_path, old, first)[path])
    assert load_dataset(tmp_path).work_plan == first


@given(st.data())
def test_any_edition_is_read_again(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    path = tmp_path_factory.mktemp("any") / "plan.yaml"
    old = work_plan()
    path.write_bytes(dump_yaml(old))
    new = data.draw(editions(old))
    for file, text in updated_files(path, old, new).items():
        file.write_bytes(text)
    assert load_dataset(path).work_plan == new


def test_a_dataset_in_json_is_not_edited(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="only YAML"):
        updated_files(tmp_path / "plan.json", work_plan(), work_plan())


def test_what_could_not_be_read_again_is_not_written(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "source", tmp_path / "source")
    old = load_dataset(tmp_path / "source").work_plan

    def broken(old: WorkPlan) -> WorkPlan:
        group = old.regions[0].groups[0]
        twice = replace(group, tasks=(group.tasks[0], group.tasks[0]))
        return in_region(old, "shanghai", lambda one: replace(one, groups=(twice,)))

    with pytest.raises(OutputError, match=r"nothing is written: .*stands twice"):
        updated_files(tmp_path / "source", old, broken(old))
