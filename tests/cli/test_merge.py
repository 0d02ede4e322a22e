"""`ipexport merge` as a user sees it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

import ipexport
from ipexport.cli import main
from ipexport.model import Text, WorkPlan
from tests.compare.test_differences import in_task
from tests.plain import save_dataset
from tests.sample import work_plan


def retitled(title: str) -> WorkPlan:
    return replace(work_plan(), title=Text(title))


def reworded(document: WorkPlan, words: str) -> WorkPlan:
    return in_task(document, "anhui-reform-1", lambda task: replace(task, text=Text(words)))


@pytest.fixture(autouse=True)
def _three_versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    save_dataset(tmp_path / "base")
    ipexport.write(retitled("我们的标题"), "ours.json")
    ipexport.write(reworded(work_plan(), "他们的任务。"), "theirs.yaml")
    ipexport.write(retitled("他们的标题"), "against.json")


def test_changes_of_both_are_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["merge", "base", "ours.json", "theirs.yaml", "-o", "merged.json"]) == 0
    assert ipexport.read("merged.json") == reworded(retitled("我们的标题"), "他们的任务。")
    assert capsys.readouterr() == ("", "ipexport: 2 changes taken, 0 conflicts: wrote merged.json\n")


def test_a_conflict_is_one_line_and_nothing_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["merge", "base", "ours.json", "against.json", "-o", "merged.json"]) == 1
    said = capsys.readouterr()
    assert (
        said.out == "work plan: title: ours “我们的标题”, theirs “他们的标题”, base “《知识产权工作方案》”\n"
    )
    assert "0 changes taken, 1 conflict: nothing written (solve them, or say --prefer)" in said.err
    assert not Path("merged.json").exists()


@pytest.mark.parametrize(("side", "title"), [("ours", "我们的标题"), ("theirs", "他们的标题")])
def test_prefer_says_whose_version_to_take(side: str, title: str) -> None:
    assert main(["merge", "base", "ours.json", "against.json", "-o", "merged/", "--prefer", side]) == 0
    assert ipexport.read("merged").title == Text(title)


def test_decisions_are_printed_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["merge", "base", "ours.json", "against.json", "-o", "m.json", "--json", "--quiet"]) == 1
    said = capsys.readouterr()
    (decision,) = json.loads(said.out)
    assert (decision["what"], decision["conflict"], decision["theirs"]) == ("title", True, "他们的标题")
    assert said.err == ""


def test_one_of_the_versions_can_be_written_over() -> None:
    assert main(["merge", "base", "ours.json", "theirs.yaml", "-o", "ours.json"]) == 0
    assert ipexport.read("ours.json").title == Text("我们的标题")


def test_what_cannot_be_read_is_exit_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["merge", "base", "nowhere.json", "theirs.yaml", "-o", "merged.json"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
