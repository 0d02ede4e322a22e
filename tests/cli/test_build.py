"""`ipexport build` as a user sees it."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from ipexport.cli import main
from ipexport.model import RegionId
from tests.plain import save_dataset, use_plain_formats
from tests.sample import work_plan


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.chdir(tmp_path)
    use_plain_formats(monkeypatch)
    save_dataset(tmp_path / "source", work_plan().extract([RegionId("anhui")]))


def test_without_arguments_source_is_built_into_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build"]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("ipexport: 6 written, 0 unchanged in out (")
    assert Path("out/zh/regions/anhui.pdf").is_file()


def test_options_choose_what_is_built(capsys: pytest.CaptureFixture[str]) -> None:
    words = "build source -o there --format pdf -f docx -r anhui --lang zh -s compact -j 1 --force"
    assert main(words.split()) == 0
    assert "2 written" in capsys.readouterr().err
    assert "compact" in Path("there/zh/regions/anhui.docx").read_text("utf-8")


def test_quiet_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")


def test_verbose_names_each_file(capsys: pytest.CaptureFixture[str]) -> None:
    main(["build", "--quiet", "-f", "pdf"])
    assert main(["build", "--verbose", "-f", "pdf", "-f", "docx"]) == 0
    lines = capsys.readouterr().err.replace("\\", "/").splitlines()
    assert "ipexport: wrote out/zh/workplan.docx" in lines
    assert "ipexport: unchanged out/zh/workplan.pdf" in lines


def test_warnings_about_the_dataset_are_counted_or_told(capsys: pytest.CaptureFixture[str]) -> None:
    save_dataset(Path("source"))
    assert main(["build"]) == 0
    assert "2 warnings about the dataset: see ipexport check source" in capsys.readouterr().err
    assert main(["build", "--verbose"]) == 0
    assert "[markup]" in capsys.readouterr().err


def test_what_is_left_over_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    save_dataset(Path("source"))
    main(["build", "-f", "pdf", "--quiet"])
    save_dataset(Path("source"), work_plan().extract([RegionId("anhui")]))
    assert main(["build", "-f", "pdf"]) == 0
    said = capsys.readouterr().err.replace("\\", "/")
    assert "ipexport: out/zh/regions/jiangsu.pdf: its region is no longer in the dataset" in said


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("options", "shown"), [([], True), (["--quiet"], False)])
def test_progress_is_shown_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, options: list[str], shown: bool
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert main(["build", "-f", "pdf", "-j", "1", *options]) == 0
    assert ("\r1/2 out/zh/workplan.pdf" in terminal.getvalue()) == shown


def test_progress_is_not_shown_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build"]) == 0
    assert "\r" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("-r anhuii", "unknown region 'anhuii' (did you mean 'anhui'? known: anhui)"),
        ("-f odt", "unknown format 'odt' (known: docx, xlsx, pdf)"),
        ("-l fr", "unknown language 'fr' (known: zh, en, zh-en)"),
        ("-l en", "the dataset has no English"),
        ("-s compakt", "unknown style 'compakt' (did you mean 'compact'?"),
        ("-s nowhere.yaml", "nowhere.yaml: error: cannot be read: No such file or directory [unreadable]"),
        ("-o source/workplan.yaml", "workplan.yaml is a file, not a folder"),
        ("nowhere", "nowhere: error: cannot be read: No such file or directory [unreadable]"),
        (".", ".: error: the folder has no workplan.yaml"),
    ],
)
def test_bad_input_is_one_line_and_nothing_is_written(
    capsys: pytest.CaptureFixture[str], words: str, message: str
) -> None:
    assert main(["build", *words.split()]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("ipexport: ")
    assert message in line
    assert not Path("out").exists()


def test_a_source_date_epoch_that_is_no_number_is_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "today")
    assert main(["build"]) == 2
    assert "SOURCE_DATE_EPOCH is 'today'" in capsys.readouterr().err


def test_every_finding_of_a_wrong_dataset_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    region = Path("source/regions/anhui.yaml")
    region.write_text(region.read_text("utf-8").replace("code:", "cod:"), "utf-8")
    assert main(["build"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert all("anhui.yaml:" in line for line in lines)
    assert not Path("out").exists()


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_bug_in_a_writer_is_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, jobs: str
) -> None:
    use_plain_formats(monkeypatch, "write_with_bug")
    assert main(["build", "-j", jobs]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "this is a bug in ipexport" in line
    assert not Path("out").exists()
