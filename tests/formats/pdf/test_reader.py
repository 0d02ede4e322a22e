"""What a PDF shows comes back as the model that was written, by its tags alone."""

from __future__ import annotations

from pathlib import Path

import pytest

import ipexport
from ipexport.cli import main
from ipexport.formats import format_of, render
from ipexport.formats.pdf.reader import read
from ipexport.model import WorkPlan
from ipexport.style import load_style
from tests.generated import spoken
from tests.sample import work_plan

SOURCE = Path(__file__).parents[3] / "source"


def pdf(work: WorkPlan) -> bytes:
    return render(format_of("a.pdf"), work, "zh", load_style("official"))


def saved(data: bytes, path: Path) -> Path:
    path.write_bytes(data)
    return path


def test_a_file_comes_back_from_a_process_of_its_own_without_a_finding(tmp_path: Path) -> None:
    real = ipexport.read(SOURCE)
    reading = read(saved(pdf(real), tmp_path / "a.pdf"))
    assert reading.work_plan == spoken(real, "zh")
    assert reading.findings == ()


def test_convert_and_check_read_a_pdf(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = saved(pdf(work_plan()), tmp_path / "a.pdf")
    assert main(["convert", str(path), str(tmp_path / "a.yaml")]) == 0
    assert ipexport.read(tmp_path / "a.yaml") == work_plan()
    assert "a.pdf: page 4, table 2, row 3: warning: " in capsys.readouterr().err
    assert main(["check", str(path)]) == 1
    out = capsys.readouterr().out
    assert "a.pdf: page 4, table 2, row 3: warning: '<b>' looks like HTML" in out
