"""`ipexport convert` as a user sees it."""

from __future__ import annotations

from pathlib import Path

import pytest

import ipexport
from ipexport.cli import main
from tests.plain import save_dataset, use_plain_formats
from tests.sample import work_plan


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.chdir(tmp_path)
    use_plain_formats(monkeypatch)
    save_dataset(tmp_path / "source")


def test_a_dataset_goes_from_shape_to_shape_and_stays_the_same() -> None:
    for source, target in [("source", "a.json"), ("a.json", "b.yaml"), ("b.yaml", "c/"), ("c", "d")]:
        assert main(["convert", source, target, "--quiet"]) == 0
        assert ipexport.read(target) == work_plan()


def test_what_was_written_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["convert", "source", "plan.pdf"]) == 0
    assert capsys.readouterr() == ("", "ipexport: wrote plan.pdf\n")


def test_regions_language_and_style_are_chosen() -> None:
    words = "convert source plan.docx --region jiangsu -r jiangsu --lang zh --style compact"
    assert main(words.split()) == 0
    assert "compact" in Path("plan.docx").read_text("utf-8")
    assert "安徽" not in Path("plan.docx").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("source plan.odt", "plan.odt: unknown extension '.odt'"),
        ("source plan.pdf -r hubei", "unknown region 'hubei' ("),
        ("source plan.pdf -l en", "the dataset has no English"),
        ("source plan.pdf -s pretty", "unknown style 'pretty'"),
        ("source source", "would be written over what was read"),
        ("source source/workplan.yaml", "would be written over what was read"),
        ("source source/workplan.yaml/plan.pdf", "is a file, not a folder"),
        ("source plan.pdf --max-size 0", "'0' is not a whole number from 1"),
        ("nowhere plan.pdf", "nowhere: error: cannot be read"),
    ],
)
def test_bad_input_is_one_line_and_nothing_is_written(
    capsys: pytest.CaptureFixture[str], words: str, message: str
) -> None:
    before = sorted(Path().rglob("*"))
    assert main(["convert", *words.split()]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert message in line
    assert sorted(Path().rglob("*")) == before
