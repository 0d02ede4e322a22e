"""`ipexport translate` as a user sees it."""

from __future__ import annotations

import json
from pathlib import Path

import polib
import pytest

from ipexport.cli import main
from tests.translation.datasets import REGION, edit, save_translated

SOURCE = Path("source")


@pytest.fixture(autouse=True)
def _in_a_folder_with_a_dataset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    save_translated(SOURCE)


def test_status_is_a_table_and_a_line_for_each_open_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["translate", "confirm"]) == 0
    assert main(["translate", "status"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].split() == ["total", "27", "0", "0", "100.0", "%"]
    edit(SOURCE / REGION, "zh: 部署改革。", "zh: 部署新的改革。")
    assert main(["translate", "status"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["region", "texts", "missing", "stale", "coverage"]
    assert lines[2].split() == ["anhui", "13", "0", "1", "92.3", "%"]
    assert lines[-1].startswith(f"{SOURCE / REGION}:")
    assert lines[-1].endswith(": stale: anhui-reform-1.results.1")


def test_status_says_when_nothing_was_ever_confirmed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["translate", "status"]) == 0
    assert "nothing was ever confirmed" in capsys.readouterr().err
    assert main(["translate", "status", "--quiet"]) == 0
    assert capsys.readouterr().err == ""


def test_status_as_json_has_every_open_text(capsys: pytest.CaptureFixture[str]) -> None:
    main(["translate", "confirm", "--quiet"])
    edit(SOURCE / REGION, "zh: 部署改革。", "zh: 部署新的改革。")
    assert main(["translate", "status", "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["confirmed"] is True
    assert said["regions"][1] == {"id": "anhui", "texts": 13, "missing": 0, "stale": 1}
    (text,) = said["texts"]
    assert (text["id"], text["state"], text["zh"]) == ("anhui-reform-1.results.1", "stale", "部署新的改革。")
    assert set(text) == {"id", "state", "file", "line", "column", "zh", "en"}


def test_confirm_says_how_many_are_new(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["translate", "confirm"]) == 0
    said = f"ipexport: {SOURCE / 'translation.lock'}: 27 translations confirmed, 27 of them new\n"
    assert capsys.readouterr().err == said
    assert main(["translate", "confirm", "anhui-reform-1"]) == 0
    assert "5 translations confirmed, 0 of them new" in capsys.readouterr().err


def test_check_warns_until_a_translation_is_confirmed(capsys: pytest.CaptureFixture[str]) -> None:
    main(["translate", "confirm"])
    edit(SOURCE / REGION, "zh: 部署改革。", "zh: 部署新的改革。")
    assert main(["check"]) == 1
    assert "[stale-translation]" in capsys.readouterr().out
    main(["translate", "confirm", "anhui"])
    assert main(["check"]) == 0


def test_a_file_goes_out_and_back(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["translate", "export", "a.po", "-r", "anhui"]) == 0
    assert capsys.readouterr().err == "ipexport: wrote a.po (13 texts)\n"
    file = polib.pofile("a.po")
    file[1].msgstr = "Changed words are here."
    file.save()
    assert main(["translate", "import", "a.po"]) == 0
    said = "ipexport: source: 1 text changed, 0 confirmed, 12 without news, 0 conflicts\n"
    assert capsys.readouterr() == ("", said)


def test_a_conflict_is_a_line_and_exit_code_1(capsys: pytest.CaptureFixture[str]) -> None:
    main(["translate", "export", "a.xlf"])
    edit(SOURCE / REGION, "zh: 部署改革。", "zh: 部署新的改革。")
    capsys.readouterr()
    assert main(["translate", "import", "a.xlf"]) == 1
    said = capsys.readouterr()
    assert said.out.startswith("a.xlf:")
    assert said.out.endswith("has changed since the export (export it again) [chinese-changed]\n")
    assert said.err.endswith("1 conflict\n")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "the following arguments are required: STEP"),
        (["export", "a.doc"], "a.doc: unknown extension '.doc'"),
        (["export", "a.po", "--only", "old"], "'old' is not missing, stale or current"),
        (["export", "a.po", "--only", "missing,stale"], "there is no such text: nothing is written"),
        (["export", "a.po", "-r", "hubei"], "unknown region 'hubei'"),
        (["import", "a.po"], "a.po: error: cannot be read: No such file or directory"),
        (["confirm", "hubei"], "unknown region or task 'hubei'"),
        (["status", "--source", "nowhere"], "nowhere: error: cannot be read"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_exit_code_2(
    capsys: pytest.CaptureFixture[str], words: list[str], message: str
) -> None:
    assert main(["translate", *words]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert message in line
    assert not Path("a.po").exists()
