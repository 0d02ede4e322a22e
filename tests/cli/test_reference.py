"""--reference: a Word file of the user's, from the command line and from a style sheet."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from ipexport.cli import main
from tests.formats.docx.templates import letterhead
from tests.plain import save_dataset


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_dataset(tmp_path / "source")
    letterhead(tmp_path / "letterhead.docx")
    monkeypatch.chdir(tmp_path)


def test_convert_takes_the_header_and_names_the_styles_that_are_missing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["convert", "source", "plan.docx", "--reference", "letterhead.docx"]) == 0
    assert docx.Document("plan.docx").sections[0].header.paragraphs[0].text == "某某省知识产权局"
    missing, wrote = capsys.readouterr().err.splitlines()
    assert missing.startswith("ipexport: letterhead.docx lacks styles, which come from official: toc 1, ")
    assert wrote == "ipexport: wrote plan.docx"


def test_nothing_is_said_of_a_file_that_has_every_style(capsys: pytest.CaptureFixture[str]) -> None:
    main(["convert", "source", "ours.docx", "--quiet"])
    assert main(["convert", "source", "plan.docx", "--reference", "ours.docx"]) == 0
    assert capsys.readouterr().err == "ipexport: wrote plan.docx\n"


def test_build_names_the_missing_styles_once_and_builds_again_when_the_file_changes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    command = ["build", "--reference", "letterhead.docx", "-f", "docx", "-f", "pdf", "-r", "anhui", "-j", "1"]
    assert main(command) == 0
    assert capsys.readouterr().err.count("lacks styles") == 1
    assert docx.Document("out/zh/regions/anhui.docx").sections[0].footer.paragraphs[0].text == "内部资料"
    main(command)
    assert "0 written, 2 unchanged" in capsys.readouterr().err
    letterhead(Path("letterhead.docx"), footer="第二版")
    main(command)
    assert "1 written, 1 unchanged" in capsys.readouterr().err


def test_a_style_sheet_names_a_file_beside_it() -> None:
    Path("styles").mkdir()
    letterhead(Path("styles/own.docx"), footer="本局")
    Path("styles/own.yaml").write_text("extends: official\ndocx: {reference: own.docx}\n", "utf-8")
    assert main(["convert", "source", "plan.docx", "-s", "own", "--quiet"]) == 0
    assert docx.Document("plan.docx").sections[1].footer.paragraphs[0].text == "本局"
    main(["convert", "source", "plan.docx", "-s", "own", "--reference", "letterhead.docx", "--quiet"])
    assert docx.Document("plan.docx").sections[1].footer.paragraphs[0].text == "内部资料"
    assert main(["convert", "source", "plan.pdf", "-s", "own", "--quiet"]) == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["plan.docx", "--reference", "no.docx"], "no.docx: cannot be read: No such file or directory"),
        (["plan.docx", "--reference", "source/workplan.yaml"], "source/workplan.yaml: is not a Word file"),
        (["plan.pdf", "--reference", "letterhead.docx"], "a reference is for docx only"),
        (["plan.json", "--reference", "letterhead.docx"], "a reference is for docx only"),
        (["copy/", "--reference", "letterhead.docx"], "a reference is for one file"),
        (["plan.docx", "-s", "bad.yaml"], "bad.yaml:2:19: error: reference: there is no file nowhere.docx"),
    ],
)
def test_what_is_wrong_is_one_line_and_nothing_is_written(
    words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("bad.yaml").write_text("extends: official\ndocx: {reference: nowhere.docx}\n", "utf-8")
    assert main(["convert", "source", *words]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"ipexport: {message}")
    assert not Path(words[0]).exists()


def test_build_without_word_files_refuses_a_reference(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "-f", "pdf", "--reference", "letterhead.docx"]) == 2
    assert "a reference is for docx only" in capsys.readouterr().err
    assert not Path("out").exists()
