"""What a Word file shows comes back as the model that was written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

import ipexport
from ipexport.formats import format_of, render
from ipexport.formats.docx.reader import read
from ipexport.formats.docx.reading.document import find
from ipexport.formats.docx.reading.numbering import in_figures
from ipexport.model import FocusAreaId, Languages, RegionId, TaskId, WorkPlan
from ipexport.nodes import MAX_SIZE
from ipexport.recognition import recognise
from ipexport.style import Style, load_style, style_names
from ipexport.table import Bilingual
from tests.formats.docx.templates import letterhead
from tests.generated import spoken, work_plans
from tests.sample import group, items, plan, task, work_plan

any_work_plan = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
SOURCE = Path(__file__).parents[3] / "source"


def styles() -> dict[str, Style]:
    found = {name: load_style(name) for name in style_names()}
    official = found["official"]
    table, bilingual = official.table, official.bilingual
    by_language = replace(bilingual, arrangement=Bilingual("columns", "language"))
    stacked = replace(bilingual, arrangement=Bilingual("stacked"))
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


def word(work: WorkPlan, style: str = "official", languages: Languages = "zh") -> bytes:
    return render(format_of("a.docx"), work, languages, STYLES[style])


def read_back(data: bytes) -> WorkPlan:
    return recognise(find(data, "a.docx", MAX_SIZE, "accepted")).work_plan


@pytest.fixture(scope="module")
def real() -> WorkPlan:
    return ipexport.read(SOURCE)


@pytest.mark.parametrize("style", ONE_LANGUAGE)
def test_the_real_document_comes_back_as_it_was_written(style: str, real: WorkPlan, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(word(real, style))
    reading = read(path)
    assert reading.work_plan == spoken(real, "zh")
    assert reading.findings == ()


@pytest.mark.parametrize("style", BOTH)
def test_the_real_document_comes_back_in_both_languages(style: str, real: WorkPlan) -> None:
    assert read_back(word(real, style, "zh-en")) == real


@pytest.mark.parametrize("style", ["official", "compact", "band"])
def test_the_real_document_in_english_comes_back_without_its_chinese(style: str, real: WorkPlan) -> None:
    reading = recognise(find(word(real, style, "en"), "a.docx", MAX_SIZE, "accepted"))
    assert reading.work_plan == spoken(real, "en")
    assert [finding.code for finding in reading.findings] == ["one-language"]


@pytest.mark.parametrize("style", ["official", "band"])
def test_the_extract_of_each_region_comes_back(style: str, real: WorkPlan) -> None:
    for region in real.regions:
        extract = real.extract([region.id])
        assert read_back(word(extract, style)) == spoken(extract, "zh")


@pytest.mark.parametrize("style", ["official", "compact", "band"])
@any_work_plan
@given(work=work_plans())
def test_any_work_plan_comes_back(style: str, work: WorkPlan) -> None:
    assert read_back(word(work, style)) == work


@any_work_plan
@given(work=work_plans("en"))
def test_any_english_work_plan_comes_back(work: WorkPlan) -> None:
    assert read_back(word(work, "official", "en")) == work


@pytest.mark.parametrize("style", ["official", "stacked band", "by language"])
@any_work_plan
@given(work=work_plans("zh-en"))
def test_any_work_plan_in_both_languages_comes_back(style: str, work: WorkPlan) -> None:
    assert read_back(word(work, style, "zh-en")) == work


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
