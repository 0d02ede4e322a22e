"""`ipexport check` as a user sees it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ipexport.cli import main
from ipexport.model import RegionId
from tests.plain import save_dataset
from tests.sample import work_plan


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    save_dataset(tmp_path / "source", work_plan().extract([RegionId("anhui")]))


@pytest.fixture
def wrong() -> Path:
    region = Path("source/regions/anhui.yaml")
    region.write_text(region.read_text("utf-8").replace("code:", "cod:"), "utf-8")
    return region


def test_a_good_dataset_has_no_finding(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    assert capsys.readouterr() == ("", "ipexport: source: 0 errors, 0 warnings\n")


def test_each_finding_is_a_line_of_the_results(capsys: pytest.CaptureFixture[str], wrong: Path) -> None:
    assert main(["check"]) == 1
    said = capsys.readouterr()
    lines = said.out.splitlines()
    assert [line.startswith(f"{wrong}:") for line in lines] == [True, True]
    assert any(
        "error: the region has no key 'cod' (did you mean 'code'?) [unknown-key]" in line for line in lines
    )
    assert said.err == "ipexport: source: 2 errors, 0 warnings\n"


def test_warnings_are_findings_too(capsys: pytest.CaptureFixture[str]) -> None:
    save_dataset(Path("source"))
    assert main(["check"]) == 1
    assert capsys.readouterr().err == "ipexport: source: 0 errors, 2 warnings\n"


@pytest.mark.usefixtures("wrong")
def test_json_is_a_list_of_objects(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--json", "--quiet"]) == 1
    said = capsys.readouterr()
    listed = json.loads(said.out)
    assert said.err == ""
    assert {finding["code"] for finding in listed} == {"unknown-key", "missing-key"}
    assert set(listed[0]) == {"code", "severity", "file", "line", "column", "part", "message", "hint"}


def test_json_of_nothing_is_an_empty_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: [", "syntax"),
        ("a: &a [1]\nb: *a", "syntax"),
        ("", "syntax"),
        ("a: \x01", "control-character"),
    ],
)
def test_what_cannot_be_read_is_exit_code_2(capsys: pytest.CaptureFixture[str], text: str, code: str) -> None:
    Path("plan.yaml").write_text(text, "utf-8")
    assert main(["check", "plan.yaml"]) == 2
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("plan.yaml")
    assert line.endswith(f"[{code}]")


def test_a_source_that_is_not_there_is_exit_code_2_and_json_still_lists_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["check", "nowhere", "--json"]) == 2
    assert [finding["code"] for finding in json.loads(capsys.readouterr().out)] == ["unreadable"]


def test_a_file_that_is_too_large_names_the_option_that_helps(capsys: pytest.CaptureFixture[str]) -> None:
    Path("plan.json").write_text(" " * (2**20 + 1), "utf-8")
    assert main(["check", "plan.json", "--max-size", "1"]) == 2
    assert "--max-size 2" in capsys.readouterr().out
