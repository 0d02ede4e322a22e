"""What a PDF shows comes back as the model that was written, by its tags alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

import ipexport
from ipexport.formats import format_of, render
from ipexport.formats.pdf.reader import read
from ipexport.formats.pdf.reading.document import find
from ipexport.model import Language, WorkPlan
from ipexport.recognition import recognise
from ipexport.style import Style, load_style, style_names
from tests.generated import work_plans

SOURCE = Path(__file__).parents[3] / "source"


def styles() -> dict[str, Style]:
    found = {name: load_style(name) for name in style_names()}
    official = found["official"]
    table = official.table
    return found | {
        "band": replace(official, table=replace(table, focus_area="band")),
        "auto": replace(official, table=replace(table, widths="auto")),
        "auto band": replace(official, table=replace(table, widths="auto", focus_area="band")),
    }


STYLES = styles()


def pdf(work: WorkPlan, style: str = "official", language: Language = "zh") -> bytes:
    return render(format_of("a.pdf"), work, language, STYLES[style])


def read_back(data: bytes) -> WorkPlan:
    """Without a process of its own, which takes a quarter of a second."""
    return recognise(find(data, "a.pdf")).work_plan


def saved(data: bytes, path: Path) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("style", STYLES)
def test_the_real_document_comes_back_as_it_was_written(style: str, tmp_path: Path) -> None:
    work = ipexport.read(SOURCE)
    reading = read(saved(pdf(work, style), tmp_path / "a.pdf"))
    assert reading.work_plan == work
    assert reading.findings == ()


@pytest.mark.parametrize("style", ["official", "band"])
def test_the_extract_of_each_region_comes_back(style: str) -> None:
    work = ipexport.read(SOURCE)
    for region in work.regions:
        extract = work.extract([region.id])
        assert read_back(pdf(extract, style)) == extract


@pytest.mark.parametrize("style", ["official", "compact", "band"])
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(work=work_plans())
def test_any_work_plan_comes_back(style: str, work: WorkPlan) -> None:
    assert read_back(pdf(work, style)) == work


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(work=work_plans("en"))
def test_any_english_work_plan_comes_back(work: WorkPlan) -> None:
    assert read_back(pdf(work, "official", "en")) == work
