"""What a workbook shows comes back as the model that was written."""

from __future__ import annotations

from pathlib import Path

import ipexport
from ipexport.formats import format_of, render
from ipexport.formats.xlsx.reader import read
from ipexport.formats.xlsx.reading.document import find
from ipexport.model import Languages, WorkPlan
from ipexport.nodes import MAX_SIZE
from ipexport.recognition import Recognised, recognise
from tests.generated import spoken
from tests.layouts import LAYOUTS

SOURCE = Path(__file__).parents[3] / "source"


def xlsx(
    work: WorkPlan, layout: str = "official, column, columns, given", languages: Languages = "zh"
) -> bytes:
    return render(format_of("a.xlsx"), work, languages, LAYOUTS[layout])


def read_back(data: bytes) -> Recognised:
    return recognise(find(data, "a.xlsx", MAX_SIZE))


def test_a_file_comes_back_without_a_finding(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    real = ipexport.read(SOURCE)
    path.write_bytes(xlsx(real))
    reading = read(path)
    assert reading.work_plan == spoken(real, "zh")
    assert reading.findings == ()
