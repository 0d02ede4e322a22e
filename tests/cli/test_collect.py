"""`ipexport collect` as a user sees it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import ipexport
from ipexport.cli import main
from tests.exchange.rounds import Round


@pytest.fixture
def round_(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Round:
    monkeypatch.chdir(tmp_path)
    return Round(tmp_path)


def test_nothing_is_written_without_write(round_: Round, capsys: pytest.CaptureFixture[str]) -> None:
    round_.send_back("anhui", {"anhui-finance-1:plan": "出台新办法。"})
    before = round_.files()
    assert main(["collect", "inbox"]) == 1
    said = capsys.readouterr()
    assert "taken: " in said.out
    assert "missing: 江苏省" in said.out
    assert said.err.startswith("ipexport: 1 of 2 regions returned, ")
    assert "nothing written (say --write)" in said.err
    assert round_.files() == before


def test_when_everything_is_in_and_settled_the_exit_code_is_0(
    round_: Round, capsys: pytest.CaptureFixture[str]
) -> None:
    round_.send_back("anhui", {"anhui-finance-1:plan": "出台新办法。"})
    round_.send_back("jiangsu")
    assert main(["collect", "inbox", "--write"]) == 0
    assert "wrote 4 files" in capsys.readouterr().err
    assert ipexport.read("source").regions[0].groups[1].plans[0].items[0].text.zh == "出台新办法。"
    assert main(["collect", "--write", "--quiet"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("name", ["report.html", "report.xlsx"])
def test_the_report_goes_into_a_file(round_: Round, capsys: pytest.CaptureFixture[str], name: str) -> None:
    round_.send_back("anhui")
    main(["collect", "inbox", "-o", name])
    assert Path(name).stat().st_size > 1000
    assert capsys.readouterr().out == ""


def test_another_extension_is_refused_before_anything_is_done(
    round_: Round, capsys: pytest.CaptureFixture[str]
) -> None:
    round_.send_back("anhui")
    assert main(["collect", "inbox", "--write", "-o", "report.pdf"]) == 2
    assert ".html" in capsys.readouterr().err
    assert not Path("received").exists()


def test_the_report_is_printed_as_json(round_: Round, capsys: pytest.CaptureFixture[str]) -> None:
    round_.send_back("anhui")
    assert main(["collect", "inbox", "--json", "--quiet"]) == 1
    assert [one["returned"] for one in json.loads(capsys.readouterr().out)["regions"]] == [True, False]


@pytest.mark.parametrize(
    "arguments", [["--source", "nowhere"], ["--base", "nowhere.json"], ["--decisions", "bad.yaml"]]
)
def test_what_cannot_be_read_is_one_line_and_exit_code_2(
    round_: Round, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    (round_.folder / "bad.yaml").write_text("- [", "utf-8")
    assert main(["collect", "inbox", *arguments]) == 2
    assert capsys.readouterr().err.count("\n") == 1
