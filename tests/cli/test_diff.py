"""`ipexport diff` as a user sees it."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

import ipexport
from ipexport.cli import main
from ipexport.compare.schema import changes_schema
from tests.compare.edited import edited
from tests.plain import save_dataset
from tests.sample import work_plan


@pytest.fixture(autouse=True)
def _in_a_folder_with_two_versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    save_dataset(tmp_path / "source")
    ipexport.write(edited(), tmp_path / "new.json")


def git(*words: str) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *words], check=True, capture_output=True)


def test_the_same_in_two_formats_is_exit_code_0(capsys: pytest.CaptureFixture[str]) -> None:
    ipexport.write(work_plan(), "same.json")
    assert main(["diff", "source", "same.json"]) == 0
    assert capsys.readouterr() == ("", "ipexport: source, same.json: the same\n")


def test_differences_are_told_and_exit_code_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "source", "new.json"]) == 1
    said = capsys.readouterr()
    assert "  ~ task: 推动管理体制改革{+工作+}。\n" in said.out
    assert said.err == "ipexport: source, new.json: 4 changes: 1 moved, 1 reworded, 1 added, 1 removed\n"


@pytest.mark.parametrize(("a", "b"), [("source", "nowhere.json"), ("nowhere", "source"), ("source", "x.exe")])
def test_what_cannot_be_read_is_exit_code_2(capsys: pytest.CaptureFixture[str], a: str, b: str) -> None:
    assert main(["diff", a, b]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_json_keeps_to_the_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "source", "new.json", "--format", "json", "--quiet"]) == 1
    said = capsys.readouterr()
    found = json.loads(said.out)
    jsonschema.validate(found, changes_schema())
    assert [change["change"] for change in found["changes"]] == ["moved", "reworded", "added", "removed"]
    assert said.err == ""


@pytest.mark.parametrize(
    ("name", "begins"), [("r.html", "<!doctype html>"), ("r.json", "{"), ("r.txt", "安徽省")]
)
def test_a_report_is_written_in_the_format_of_its_extension(name: str, begins: str) -> None:
    assert main(["diff", "source", "new.json", "-o", name]) == 1
    assert Path(name).read_text("utf-8").startswith(begins)


@pytest.mark.parametrize("name", ["new.json", "source/workplan.yaml"])
def test_a_report_is_never_written_over_what_is_compared(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = Path(name).read_bytes()
    assert main(["diff", "source", "new.json", "-f", "html", "-o", name]) == 2
    assert "would be written over what was read" in capsys.readouterr().err
    assert Path(name).read_bytes() == before


def test_a_document_without_a_name_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "", "new.json"]) == 2
    assert (
        capsys.readouterr().err
        == "ipexport: a document has to have a name (a path, or REVISION:PATH of git)\n"
    )


def test_the_format_that_is_asked_for_goes_before_the_extension() -> None:
    assert main(["diff", "source", "new.json", "-f", "html", "-o", "report.txt"]) == 1
    assert Path("report.txt").read_text("utf-8").startswith("<!doctype html>")


def test_an_extension_that_says_nothing_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "source", "new.json", "-o", "report.xyz"]) == 2
    assert ".html" in capsys.readouterr().err
    assert not Path("report.xyz").exists()


def test_revisions_of_git_are_compared(capsys: pytest.CaptureFixture[str]) -> None:
    git("init", "-q")
    git("add", "source")
    git("commit", "-qm", "one")
    save_dataset(Path("source"), edited())
    assert main(["diff", "HEAD:source", "source", "--quiet"]) == 1
    git("add", "source", "new.json")
    git("commit", "-qm", "two")
    first = capsys.readouterr().out
    assert main(["diff", "HEAD~1:source", "HEAD:new.json", "--quiet"]) == 1
    assert capsys.readouterr().out == first
    assert main(["diff", "HEAD:source", "HEAD:new.json", "--quiet"]) == 0
    os.chdir("source")
    assert main(["diff", "HEAD:./", "../new.json", "--quiet"]) == 0


def test_what_git_does_not_have_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    git("init", "-q")
    git("add", "source")
    git("commit", "-qm", "one")
    for name in ("HEAD:nowhere", "nobody:source", "HEAD~7:source"):
        assert main(["diff", name, "source"]) == 2
        assert capsys.readouterr().err.count("\n") == 1


def test_a_finding_in_a_revision_names_it(capsys: pytest.CaptureFixture[str]) -> None:
    git("init", "-q")
    region = Path("source/regions/anhui.yaml")
    region.write_text(region.read_text("utf-8").replace("code:", "cod:"), "utf-8")
    git("add", "source")
    git("commit", "-qm", "one")
    assert main(["diff", "HEAD:source", "new.json"]) == 2
    assert "HEAD:source/regions/anhui.yaml:2:1: error: the region has no key 'cod'" in capsys.readouterr().err


def test_on_a_terminal_there_are_colours_and_lines_fit() -> None:
    def seen(**variables: str) -> str:
        parent, child = pty.openpty()
        environment = {**os.environ, "TERM": "xterm", "COLUMNS": "40", "LINES": "24", **variables}
        command = [sys.executable, "-m", "ipexport", "diff", "source", "new.json", "--quiet"]
        subprocess.run(command, stdout=child, env=environment, check=False)
        os.close(child)
        said = b""
        try:
            while piece := os.read(parent, 65536):
                said += piece
        except OSError:  # how Linux says that the other end is closed
            pass
        return said.decode()

    coloured, plain = seen(), seen(NO_COLOR="1")
    assert "\033[32;4m" in coloured
    assert "\033" not in plain
    assert "\033" not in seen(TERM="dumb")
    assert max(len(line.encode("gbk", "replace")) for line in plain.splitlines()) <= 46
