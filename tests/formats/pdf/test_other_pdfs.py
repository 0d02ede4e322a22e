"""PDFs that other programs made: tagged ones by their tags, others by ruling lines and header words."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from lxml import etree

import ipexport
from ipexport.errors import SourceError
from ipexport.formats import format_of, render
from ipexport.formats.pdf.reader import read
from ipexport.model import WorkPlan
from ipexport.style import load_style
from tests.formats.docx.edited import W, edited
from tests.formats.docx.opened import find
from tests.generated import spoken
from tests.sample import work_plan

SOURCE = Path(__file__).parents[3] / "source"
OFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(not OFFICE, reason="apt-get install libreoffice-writer")


@pytest.fixture(scope="module")
def real() -> WorkPlan:
    return spoken(ipexport.read(SOURCE), "zh")


def without_tags(data: bytes, path: Path) -> Path:
    with pikepdf.open(io.BytesIO(data)) as file:
        del file.Root.StructTreeRoot
        del file.Root.MarkInfo
        file.save(path)
    return path


def cells(work: WorkPlan) -> Counter[object]:
    """What is read in each cell, and where; ids aside."""
    found: Counter[object] = Counter()
    for region in work.regions:
        for group in region.groups:
            numbers = {task.id: number for number, task in enumerate(group.tasks)}
            for task in group.tasks:
                for cell in task.results:
                    found[region.id, group.wording, task.text, cell] += 1
            for plan in group.plans:
                found[region.id, group.wording, tuple(numbers[id] for id in plan.tasks), plan.items] += 1
    return found


def alike(read: WorkPlan, written: WorkPlan) -> float:
    """The part of the written cells that is read as it was written."""
    return (cells(read) & cells(written)).total() / cells(written).total()


@pytest.mark.parametrize(("style", "least"), [("official", 0.99), ("compact", 1.0)])
def test_our_own_file_without_its_tags_is_read_by_its_rules(
    style: str, least: float, real: WorkPlan, tmp_path: Path
) -> None:
    data = render(format_of("a.pdf"), real, "zh", load_style(style))
    reading = read(without_tags(data, tmp_path / "a.pdf"))
    assert alike(reading.work_plan, real) >= least
    assert cells(reading.work_plan).total() == cells(real).total()
    assert reading.work_plan.title == real.title
    assert reading.work_plan.columns == real.columns
    assert [finding.code for finding in reading.findings] == ["no-tags", "not-shown"]


def test_what_is_made_up_is_said_and_is_a_dataset(tmp_path: Path) -> None:
    data = render(format_of("a.pdf"), work_plan(), "zh", load_style("official"))
    reading = read(without_tags(data, tmp_path / "a.pdf"))
    assert [region.id for region in reading.work_plan.regions] == ["anhui", "jiangsu"]
    assert [region.code for region in reading.work_plan.regions] == ["340000", "320000"]
    (told,) = (finding for finding in reading.findings if finding.code == "not-shown")
    assert "ids, codes" in told.message
    ipexport.write(reading.work_plan, tmp_path / "a.yaml")
    assert ipexport.read(tmp_path / "a.yaml") == reading.work_plan


def office_pdf(work: WorkPlan, folder: Path, *, tagged: bool) -> Path:
    ipexport.write(work, folder / "a.docx")
    options = json.dumps({"UseTaggedPDF": {"type": "boolean", "value": str(tagged).lower()}})
    return printed(folder / "a.docx", f"pdf:writer_pdf_Export:{options}")


def printed(path: Path, format: str = "pdf") -> Path:
    """What LibreOffice prints of a file."""
    folder = path.parent
    subprocess.run(
        [str(OFFICE), "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", format,
         "--outdir", str(folder), str(path)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return path.with_suffix(".pdf")


@needs_office
def test_a_word_file_printed_with_tags_is_read_by_them(real: WorkPlan, tmp_path: Path) -> None:
    reading = read(office_pdf(real, tmp_path, tagged=True))
    assert alike(reading.work_plan, real) > 0.99
    assert [finding.code for finding in reading.findings] == ["not-shown"]


@needs_office
def test_a_word_file_printed_without_tags_is_read_by_its_rules(real: WorkPlan, tmp_path: Path) -> None:
    reading = read(office_pdf(real, tmp_path, tagged=False))
    assert alike(reading.work_plan, real) > 0.88
    assert "no-tags" in [finding.code for finding in reading.findings]


@needs_office
def test_a_printed_workbook_is_read_though_its_heading_stands_on_every_page(
    real: WorkPlan, tmp_path: Path
) -> None:
    work = real.extract([region.id for region in real.regions[:3]])
    ipexport.write(work, tmp_path / "a.xlsx")
    reading = read(printed(tmp_path / "a.xlsx"))
    assert [region.id for region in reading.work_plan.regions] == [region.id for region in work.regions]
    assert alike(reading.work_plan, work) > 0.99


@needs_office
def test_a_table_without_rules_at_its_sides_is_read_as_far_as_its_other_rules_go(tmp_path: Path) -> None:
    def open_sides(root: etree._Element) -> None:
        for side in find(root, "//w:tblBorders/w:left | //w:tblBorders/w:right"):
            side.set(f"{W}val", "nil")

    data = render(format_of("a.docx"), work_plan(), "zh", load_style("official"))
    (tmp_path / "a.docx").write_bytes(edited(data, open_sides, "word/styles.xml"))
    reading = read(printed(tmp_path / "a.docx"))
    assert alike(reading.work_plan, work_plan()) == 1.0


def test_tables_without_rules_are_said_not_to_be_found(tmp_path: Path) -> None:
    path = without_tags(
        render(format_of("a.pdf"), work_plan(), "zh", load_style("official")), tmp_path / "a.pdf"
    )
    with pikepdf.open(path, allow_overwriting_input=True) as file:
        for page in file.pages:
            parts = pikepdf.parse_content_stream(page)
            drawn = [part for part in parts if str(part.operator) not in ("re", "m", "l", "S", "f")]
            page.Contents = file.make_stream(pikepdf.unparse_content_stream(drawn))
        file.save()
    with pytest.raises(SourceError, match="no table of a work plan was found") as caught:
        read(path)
    assert caught.value.findings[0].message.startswith("the file has no tags and no tables with ruling lines")


def test_a_pdf_with_other_tables_is_none_of_a_work_plan(tmp_path: Path) -> None:
    work = work_plan()
    columns = replace(
        work.columns, **{role: replace(work.columns.plan, zh="年份") for role in ("task", "plan", "results")}
    )
    work = replace(
        work, columns=columns, regions=tuple(replace(region, columns=columns) for region in work.regions)
    )
    data = render(format_of("a.pdf"), work, "zh", load_style("official"))
    with pytest.raises(SourceError, match="no table of a work plan was found") as caught:
        read(without_tags(data, tmp_path / "a.pdf"))
    assert [finding.code for finding in caught.value.findings].count("unknown-table") == 2
    assert "page 3, table 1" in str(caught.value)
