"""What a workbook shows comes back as the model that was written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

import ipexport
from ipexport.formats import format_of, render
from ipexport.formats.xlsx.reader import read
from ipexport.formats.xlsx.reading.document import find
from ipexport.model import Languages, WorkPlan
from ipexport.nodes import MAX_SIZE
from ipexport.recognition import Recognised, recognise
from ipexport.style import Style, load_style, style_names
from ipexport.table import Bilingual
from tests.generated import spoken, work_plans

any_work_plan = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
SOURCE = Path(__file__).parents[3] / "source"


def styles() -> dict[str, Style]:
    found = {name: load_style(name) for name in style_names()}
    official = found["official"]
    table, bilingual = official.table, official.bilingual
    stacked = replace(bilingual, arrangement=Bilingual("stacked"))
    by_language = replace(bilingual, arrangement=Bilingual("columns", "language"))
    band = replace(table, focus_area="band")
    return found | {
        "band": replace(official, table=band),
        "auto": replace(official, table=replace(table, widths="auto")),
        "stacked": replace(official, bilingual=stacked),
        "by language": replace(official, bilingual=by_language),
        "stacked band": replace(official, table=band, bilingual=stacked),
    }


STYLES = styles()
ONE_LANGUAGE = ("official", "compact", "band", "auto")
BOTH = ("official", "compact", "band", "stacked", "by language", "stacked band")


def xlsx(work: WorkPlan, style: str = "official", languages: Languages = "zh") -> bytes:
    return render(format_of("a.xlsx"), work, languages, STYLES[style])


def read_back(data: bytes) -> Recognised:
    return recognise(find(data, "a.xlsx", MAX_SIZE))


@pytest.fixture(scope="module")
def real() -> WorkPlan:
    return ipexport.read(SOURCE)


@pytest.mark.parametrize("style", ONE_LANGUAGE)
def test_the_real_document_comes_back_as_it_was_written(style: str, real: WorkPlan, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx(real, style))
    reading = read(path)
    assert reading.work_plan == spoken(real, "zh")
    assert reading.findings == ()


@pytest.mark.parametrize("style", BOTH)
def test_the_real_document_comes_back_in_both_languages(style: str, real: WorkPlan) -> None:
    reading = read_back(xlsx(real, style, "zh-en"))
    assert reading.work_plan == real
    assert reading.findings == ()


@pytest.mark.parametrize("style", ["official", "compact", "band"])
def test_the_real_document_in_english_comes_back_without_its_chinese(style: str, real: WorkPlan) -> None:
    reading = read_back(xlsx(real, style, "en"))
    assert reading.work_plan == spoken(real, "en")
    assert [finding.code for finding in reading.findings] == ["one-language"]


@pytest.mark.parametrize("style", ["official", "band"])
@pytest.mark.parametrize("languages", ["zh", "zh-en"])
def test_the_workbook_of_each_region_comes_back(style: str, languages: Languages, real: WorkPlan) -> None:
    for region in real.regions:
        extract = real.extract([region.id])
        assert read_back(xlsx(extract, style, languages)).work_plan == spoken(extract, languages)


@pytest.mark.parametrize("style", ["official", "compact", "band"])
@any_work_plan
@given(work=work_plans())
def test_any_work_plan_comes_back(style: str, work: WorkPlan) -> None:
    assert read_back(xlsx(work, style)).work_plan == work


@any_work_plan
@given(work=work_plans("en"))
def test_any_english_work_plan_comes_back(work: WorkPlan) -> None:
    assert read_back(xlsx(work, "official", "en")).work_plan == work


@pytest.mark.parametrize("style", ["official", "stacked", "stacked band", "by language"])
@any_work_plan
@given(work=work_plans("zh-en"))
def test_any_work_plan_in_both_languages_comes_back(style: str, work: WorkPlan) -> None:
    assert read_back(xlsx(work, style, "zh-en")).work_plan == work
