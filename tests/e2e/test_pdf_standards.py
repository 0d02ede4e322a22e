"""Every PDF keeps PDF/UA-1 and PDF/A-3a, says other programs than ours."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import page
import pikepdf
import pytest

import ipexport
from ipexport.formats import format_of, render
from ipexport.model import Languages, WorkPlan
from ipexport.style import Style, load_style, style_names
from tests.sample import in_chinese

SOURCE = Path(__file__).parents[2] / "source"
REGIONS = ("", "shanghai", "jiangsu", "anhui", "sichuan", "guizhou")


@pytest.fixture(scope="module")
def work_plan() -> WorkPlan:
    return ipexport.read(SOURCE)


def styles() -> dict[str, Style]:
    found = {name: load_style(name) for name in style_names()}
    official = found["official"]
    return found | {"band": replace(official, table=replace(official.table, focus_area="band"))}


def pdf(work_plan: WorkPlan, style: Style, region: str = "", languages: Languages = "zh") -> bytes:
    part = work_plan.extract([r.id for r in work_plan.regions if r.id == region]) if region else work_plan
    return render(format_of("a.pdf"), part, languages, style)


@pytest.mark.parametrize("profile", ["ua1", "3a"])
@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("style", styles())
def test_the_file_keeps_the_standard(work_plan: WorkPlan, style: str, region: str, profile: str) -> None:
    report = page.validate_pdf_bytes(pdf(work_plan, styles()[style], region), profile=profile)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.rules.passed > 20


@pytest.mark.parametrize("profile", ["ua1", "3a"])
@pytest.mark.parametrize("languages", ["en", "zh-en"])
@pytest.mark.parametrize("region", ["jiangsu", "hubei"])
@pytest.mark.parametrize("style", styles())
def test_the_file_keeps_the_standard_in_each_language(
    work_plan: WorkPlan, style: str, region: str, languages: Languages, profile: str
) -> None:
    data = pdf(work_plan, styles()[style], region, languages)
    report = page.validate_pdf_bytes(data, profile=profile)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []


def test_the_checker_sees_what_is_wrong(work_plan: WorkPlan) -> None:
    with pikepdf.open(io.BytesIO(pdf(work_plan, load_style("official"), "guizhou"))) as file:
        del file.Root.MarkInfo
        broken = io.BytesIO()
        file.save(broken)
    for profile in ("ua1", "3a"):
        assert page.validate_pdf_bytes(broken.getvalue(), profile=profile).failures


@pytest.mark.skipif(not shutil.which("qpdf"), reason="apt-get install qpdf")
@pytest.mark.parametrize("style", styles())
def test_qpdf_finds_nothing(work_plan: WorkPlan, tmp_path: Path, style: str) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(work_plan, styles()[style]))
    done = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No syntax or stream encoding errors found" in done.stdout


def test_the_dataset_of_what_is_shown_is_attached(work_plan: WorkPlan, tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(pdf(work_plan, load_style("official"), "anhui"))) as file:
        attached = file.attachments["workplan.json"]
        data = attached.get_file().read_bytes()
        assert str(file.Root.AF[0].AFRelationship) == "/Source"
    path = tmp_path / "a.json"
    path.write_bytes(data)
    shown = work_plan.extract([r.id for r in work_plan.regions if r.id == "anhui"])
    assert ipexport.read(path) == in_chinese(shown)
    assert [region["id"] for region in json.loads(data)["regions"]] == ["anhui"]


def test_the_document_opens_at_page_width_with_its_bookmarks(work_plan: WorkPlan) -> None:
    with pikepdf.open(io.BytesIO(pdf(work_plan, load_style("official")))) as file:
        root = file.Root
        assert (str(root.PageMode), str(root.OpenAction[1])) == ("/UseOutlines", "/FitH")
        labels = pikepdf.NumberTree(root.PageLabels)
        assert {key: str(value.S) for key, value in labels.items()} == {0: "/r", 2: "/D"}
        assert root.OpenAction[0].objgen == file.pages[0].objgen
