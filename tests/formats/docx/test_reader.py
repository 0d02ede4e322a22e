"""What a Word file shows comes back as the model that was written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import ipexport
from ipexport.formats import format_of, render
from ipexport.formats.docx.reader import read
from ipexport.formats.docx.reading.document import find
from ipexport.formats.docx.reading.numbering import in_figures
from ipexport.model import FocusAreaId, Languages, RegionId, TaskId, WorkPlan
from ipexport.nodes import MAX_SIZE
from ipexport.recognition import recognise
from ipexport.style import load_style
from tests.formats.docx.templates import letterhead
from tests.generated import spoken
from tests.sample import group, items, plan, task, work_plan

SOURCE = Path(__file__).parents[3] / "source"


def word(work: WorkPlan, languages: Languages = "zh") -> bytes:
    return render(format_of("a.docx"), work, languages, load_style("official"))


def read_back(data: bytes) -> WorkPlan:
    return recognise(find(data, "a.docx", MAX_SIZE, "accepted")).work_plan


@pytest.fixture(scope="module")
def real() -> WorkPlan:
    return ipexport.read(SOURCE)


def test_a_file_comes_back_without_a_finding(real: WorkPlan, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(word(real))
    reading = read(path)
    assert reading.work_plan == spoken(real, "zh")
    assert reading.findings == ()


def test_a_file_in_the_look_of_another_one_comes_back(real: WorkPlan, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    ipexport.write(real, path, reference=letterhead(tmp_path / "letterhead.docx", landscape=True))
    assert ipexport.read(path) == spoken(real, "zh")


def test_ids_that_are_too_long_for_a_bookmark_come_back() -> None:
    work, long = work_plan(), "x" * 64
    (group_of_long,) = (
        group("reform", "改革", (task(long, "做。", items("做了。")),), (plan(items("再做。"), long),)),
    )
    region = replace(work.regions[0], id=RegionId("r" * 64), groups=(group_of_long,))
    found = read_back(word(replace(work, regions=(region,))))
    assert found.regions[0].id == "r" * 64
    assert found.regions[0].groups[0].tasks[0].id == TaskId(long)
    assert found.regions[0].groups[0].focus_area == FocusAreaId("reform")


@pytest.mark.parametrize(
    ("count", "figures", "label"),
    [
        (12, "chineseCounting", "十二"),
        (40, "chineseCountingThousand", "四十"),
        (3, "decimalEnclosedCircle", "③"),
        (28, "lowerLetter", "bb"),
        (14, "upperRoman", "XIV"),
        (7, "decimalZero", "07"),
        (2, "decimalFullWidth", "２"),
        (5, "nobody knows", "5"),
    ],
)
def test_lists_are_counted_in_the_figures_that_they_print(count: int, figures: str, label: str) -> None:
    assert in_figures(count, figures) == label
