"""What a file of any format shows comes back as the work plan that was written, whatever its layout."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ipexport
from ipexport.formats import format_of, render
from ipexport.formats.docx.reading.document import find as find_in_word
from ipexport.formats.pdf.reading.document import find as find_in_pdf
from ipexport.formats.xlsx.reading.document import find as find_in_workbook
from ipexport.model import Languages, WorkPlan
from ipexport.nodes import MAX_SIZE
from ipexport.recognition import FoundDocument, Recognised, recognise
from tests.generated import spoken, work_plans
from tests.layouts import ALL, LAYOUTS, ONE_LANGUAGE

any_work_plan = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
SOURCE = Path(__file__).parents[2] / "source"

FIND: dict[str, Callable[[bytes], FoundDocument]] = {
    "docx": lambda data: find_in_word(data, "a.docx", MAX_SIZE, "accepted"),
    "xlsx": lambda data: find_in_workbook(data, "a.xlsx", MAX_SIZE),
    # Without a process of its own, which takes a quarter of a second.
    "pdf": lambda data: find_in_pdf(data, "a.pdf"),
}
FORMATS = tuple(FIND)


def written_and_read(format: str, work: WorkPlan, layout: str, languages: Languages) -> Recognised:
    data = render(format_of(f"a.{format}"), work, languages, LAYOUTS[layout])
    return recognise(FIND[format](data))


@pytest.fixture(scope="module")
def real() -> WorkPlan:
    return ipexport.read(SOURCE)


@pytest.mark.parametrize("layout", ONE_LANGUAGE)
@pytest.mark.parametrize("format", FORMATS)
def test_the_real_document_comes_back_in_chinese(format: str, layout: str, real: WorkPlan) -> None:
    reading = written_and_read(format, real, layout, "zh")
    assert reading.work_plan == spoken(real, "zh")
    assert reading.findings == ()


@pytest.mark.parametrize("layout", ONE_LANGUAGE)
@pytest.mark.parametrize("format", FORMATS)
def test_the_real_document_comes_back_in_english(format: str, layout: str, real: WorkPlan) -> None:
    reading = written_and_read(format, real, layout, "en")
    assert reading.work_plan == spoken(real, "en")
    assert [finding.code for finding in reading.findings] == ["one-language"]


@pytest.mark.parametrize("layout", ALL)
@pytest.mark.parametrize("format", FORMATS)
def test_the_real_document_comes_back_in_both_languages(format: str, layout: str, real: WorkPlan) -> None:
    reading = written_and_read(format, real, layout, "zh-en")
    assert reading.work_plan == real
    assert reading.findings == ()


@pytest.mark.parametrize("languages", ["zh", "zh-en"])
@pytest.mark.parametrize("format", FORMATS)
def test_the_extract_of_each_region_comes_back(format: str, languages: Languages, real: WorkPlan) -> None:
    for region, layout in zip(real.regions, ALL, strict=False):
        extract = real.extract([region.id])
        assert written_and_read(format, extract, layout, languages).work_plan == spoken(extract, languages)


@pytest.mark.parametrize("format", FORMATS)
@any_work_plan
@given(work=work_plans(), layout=st.sampled_from(ONE_LANGUAGE))
def test_any_work_plan_comes_back_in_chinese(format: str, work: WorkPlan, layout: str) -> None:
    assert written_and_read(format, work, layout, "zh").work_plan == work


@pytest.mark.parametrize("format", FORMATS)
@any_work_plan
@given(work=work_plans("en"), layout=st.sampled_from(ONE_LANGUAGE))
def test_any_work_plan_comes_back_in_english(format: str, work: WorkPlan, layout: str) -> None:
    assert written_and_read(format, work, layout, "en").work_plan == work


@pytest.mark.parametrize("format", FORMATS)
@any_work_plan
@given(work=work_plans("zh-en"), layout=st.sampled_from(list(LAYOUTS)))
def test_any_work_plan_comes_back_in_both_languages(format: str, work: WorkPlan, layout: str) -> None:
    assert written_and_read(format, work, layout, "zh-en").work_plan == work
