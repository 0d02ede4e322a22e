"""What a PDF shows comes back as the model that was written, by its tags alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

import ipexport
from ipexport.cli import main
from ipexport.formats import format_of, render
from ipexport.formats.pdf.reader import read
from ipexport.formats.pdf.reading.document import find
from ipexport.model import Languages, WorkPlan
from ipexport.recognition import recognise
from ipexport.style import Style, load_style, style_names
from ipexport.table import Bilingual
from tests.generated import spoken, work_plans
from tests.sample import work_plan

any_work_plan = settings(max_examples=25, suppress_health_check=list(HealthCheck))
SOURCE = Path(__file__).parents[3] / "source"


def styles() -> dict[str, Style]:
    found = {name: load_style(name) for name in style_names()}
    official = found["official"]
    table, bilingual = official.table, official.bilingual
    return found | {
        "band": replace(official, table=replace(table, focus_area="band")),
        "auto": replace(official, table=replace(table, widths="auto")),
        "auto band": replace(official, table=replace(table, widths="auto", focus_area="band")),
        "stacked": replace(official, bilingual=replace(bilingual, arrangement=Bilingual("stacked"))),
        "by language": replace(
            official, bilingual=replace(bilingual, arrangement=Bilingual("columns", "language"))
        ),
        "stacked band": replace(
            official,
            table=replace(table, focus_area="band"),
            bilingual=replace(bilingual, arrangement=Bilingual("stacked")),
        ),
    }


STYLES = styles()
ONE_LANGUAGE = ("official", "compact", "band", "auto", "auto band")
BOTH = ("official", "compact", "band", "stacked", "by language", "stacked band")


def pdf(work: WorkPlan, style: str = "official", languages: Languages = "zh") -> bytes:
    return render(format_of("a.pdf"), work, languages, STYLES[style])


def read_back(data: bytes) -> WorkPlan:
    """Without a process of its own, which takes a quarter of a second."""
    return recognise(find(data, "a.pdf")).work_plan


def saved(data: bytes, path: Path) -> Path:
    path.write_bytes(data)
    return path


@pytest.fixture(scope="module")
def real() -> WorkPlan:
    return ipexport.read(SOURCE)


@pytest.mark.parametrize("style", ONE_LANGUAGE)
def test_the_real_document_comes_back_as_it_was_written(style: str, real: WorkPlan, tmp_path: Path) -> None:
    reading = read(saved(pdf(real, style), tmp_path / "a.pdf"))
    assert reading.work_plan == spoken(real, "zh")
    assert reading.findings == ()


@pytest.mark.parametrize("style", BOTH)
def test_the_real_document_comes_back_in_both_languages(style: str, real: WorkPlan) -> None:
    assert read_back(pdf(real, style, "zh-en")) == real


@pytest.mark.parametrize("style", ["official", "compact", "band"])
def test_the_real_document_in_english_comes_back_without_its_chinese(style: str, real: WorkPlan) -> None:
    reading = recognise(find(pdf(real, style, "en"), "a.pdf"))
    assert reading.work_plan == spoken(real, "en")
    assert [finding.code for finding in reading.findings] == ["one-language"]


@pytest.mark.parametrize("style", ["official", "band"])
def test_the_extract_of_each_region_comes_back(style: str, real: WorkPlan) -> None:
    for region in real.regions:
        extract = real.extract([region.id])
        assert read_back(pdf(extract, style)) == spoken(extract, "zh")


@pytest.mark.parametrize("style", ["official", "compact", "band"])
@any_work_plan
@given(work=work_plans())
def test_any_work_plan_comes_back(style: str, work: WorkPlan) -> None:
    assert read_back(pdf(work, style)) == work


@any_work_plan
@given(work=work_plans("en"))
def test_any_english_work_plan_comes_back(work: WorkPlan) -> None:
    assert read_back(pdf(work, "official", "en")) == work


@pytest.mark.parametrize("style", ["official", "stacked band", "by language"])
@any_work_plan
@given(work=work_plans("zh-en"))
def test_any_work_plan_in_both_languages_comes_back(style: str, work: WorkPlan) -> None:
    assert read_back(pdf(work, style, "zh-en")) == work


def test_convert_and_check_read_a_pdf(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = saved(pdf(work_plan()), tmp_path / "a.pdf")
    assert main(["convert", str(path), str(tmp_path / "a.yaml")]) == 0
    assert ipexport.read(tmp_path / "a.yaml") == work_plan()
    assert "a.pdf: page 4, table 2, row 3: warning: " in capsys.readouterr().err
    assert main(["check", str(path)]) == 1
    out = capsys.readouterr().out
    assert "a.pdf: page 4, table 2, row 3: warning: '<b>' looks like HTML" in out
