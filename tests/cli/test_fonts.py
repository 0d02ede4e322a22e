"""`ipexport fonts` as a user sees it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from ipexport.cli import main
from ipexport.model import Text
from tests.fonts.made import install, made_font, saved
from tests.plain import save_dataset
from tests.sample import work_plan


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    install(monkeypatch, tmp_path / "installed")
    save_dataset(tmp_path / "source")


def style(text: str) -> None:
    Path("own.yaml").write_text(f"extends: official\nfonts:\n{text}", "utf-8")


def test_each_role_has_a_line_with_its_font(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fonts"]) == 0
    said = capsys.readouterr()
    lines = said.out.splitlines()
    assert [line.split(":")[0] for line in lines] == [
        "title",
        "heading",
        "table_header",
        "body",
        "page_number",
        "english",
        "english_bold",
    ]
    assert lines[0].startswith("title: Noto Serif SC Bold (embedded, ")
    assert lines[0].endswith("NotoSerifSC-Bold.ttf)")
    assert said.err == "ipexport: source: 0 characters without a font\n"


def test_an_installed_font_is_named_and_why_others_were_passed_over(
    capsys: pytest.CaptureFixture[str],
) -> None:
    style("  body: {installed: yes}\n")
    forbidden = saved(made_font("FangSong", licence=2), Path("installed/a.ttf").absolute())
    path = saved(made_font("FangSong_GB2312", characters="知识产权。"), Path("installed/b.ttf").absolute())
    latin = saved(made_font("Times New Roman"), Path("installed/c.ttf").absolute())
    assert main(["fonts", "-s", "own.yaml"]) == 0
    body = capsys.readouterr().out.partition("body: ")[2].partition("page_number: ")[0]
    first, second, third, lacking, rest = body.split("\n")
    assert first == f"FangSong_GB2312 (installed, {path})"
    assert second == f"  letters and digits: Times New Roman (installed, {latin})"
    assert third == f"  passed over 仿宋 ({forbidden}): its licence forbids to embed it (OS/2 fsType 0x0002)"
    assert lacking.startswith("  %")
    assert lacking.partition(": ")[2].startswith("Noto Serif SC (embedded, ")
    assert "知" not in lacking.partition(": ")[0]
    assert "建" in lacking
    assert rest == ""


def test_a_character_that_no_font_has_is_named_with_its_place_and_is_exit_code_1(
    capsys: pytest.CaptureFixture[str],
) -> None:
    save_dataset(Path("source"), replace(work_plan(), title=Text("标题😀")))
    assert main(["fonts"]) == 1
    said = capsys.readouterr()
    assert "  no font has 😀 (U+1F600), first in the title" in said.out.splitlines()
    assert said.err == "ipexport: source: 1 character without a font\n"


def test_json_is_a_list_of_objects(capsys: pytest.CaptureFixture[str]) -> None:
    save_dataset(Path("source"), replace(work_plan(), title=Text("𬭚😀")))
    style("  heading: {installed: yes}\n")
    assert main(["fonts", "-s", "own.yaml", "--json", "--quiet"]) == 1
    said = capsys.readouterr()
    assert said.err == ""
    title, heading, *_ = json.loads(said.out)
    assert set(title) == {"role", "family", "file", "face", "source", "latin", "passed_over", "lacking"}
    assert [(one["code_point"], one["where"]) for one in title["lacking"]] == [
        ("U+1F600", "the title"),
        ("U+2CB5A", "the title"),
    ]
    assert title["lacking"][0]["font"] is None
    assert title["lacking"][1]["font"]["family"] == "Noto Serif SC"
    assert heading["passed_over"][0] == {"family": "黑体", "file": None, "reason": "not installed"}


def test_a_file_of_the_style_that_is_no_font_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    Path("own.ttf").write_text("no font")
    style("  body: {file: own.ttf}\n")
    assert main(["fonts", "-s", "own.yaml"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        "ipexport: own.ttf: cannot be the font of body: it is not a TrueType or OpenType font "
        "(name another file, or delete the line)\n"
    )


def test_a_dataset_that_cannot_be_read_is_exit_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fonts", "nowhere"]) == 2
    assert "nowhere" in capsys.readouterr().err
