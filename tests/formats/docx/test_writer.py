"""The package: sections, page numbers, properties, the same bytes."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from docx.enum.section import WD_ORIENT
from docx.section import Section
from docx.shared import Length, Mm
from lxml import etree

from ipexport.formats import halves
from ipexport.formats.docx import writer
from ipexport.formats.docx.writer import write
from ipexport.model import Region, RegionId, TaskId
from ipexport.style import Style
from ipexport.table import Document, Paragraph, tabulate
from tests.formats.docx.opened import COMPACT, OFFICIAL, find, opened, part, sample, text, value
from tests.sample import items, work_plan


def test_cover_and_contents_are_portrait_and_the_tables_turned() -> None:
    front, tables = opened().sections
    assert (front.orientation, tables.orientation) == (WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE)
    assert sides(front) == pytest.approx([37, 26, 35, 28], abs=0.05)
    assert sides(tables) == pytest.approx([27, 37, 27, 35], abs=0.05)
    assert tables.page_width == pytest.approx(Mm(297), abs=Mm(0.1))


def test_in_the_reading_view_all_pages_are_landscape_with_the_margins_of_the_sheet() -> None:
    front, tables = opened(style=COMPACT).sections
    assert front.orientation == tables.orientation == WD_ORIENT.LANDSCAPE
    assert sides(front) == sides(tables) == pytest.approx([15, 15, 17, 15], abs=0.05)


def test_page_numbers_begin_at_1_with_the_tables_and_the_pages_before_have_none() -> None:
    document = opened()
    front, tables = document.sections
    assert front.footer.is_linked_to_previous
    assert front.even_page_footer.is_linked_to_previous
    assert value(find(tables._sectPr, "w:pgNumType")[0], "start") == "1"
    assert not find(front._sectPr, "w:pgNumType")
    assert document.settings.odd_and_even_pages_header_footer


@pytest.mark.parametrize("style", [OFFICIAL, COMPACT], ids=lambda style: style.name)
def test_the_page_number_stands_between_dashes(style: Style) -> None:
    tables = opened(style=style).sections[1]
    for footer, name in ((tables.footer, "OddPageNumber"), (tables.even_page_footer, "EvenPageNumber")):
        (number,) = find(footer.part.element, f"//w:p[w:pPr/w:pStyle[@w:val='{name}']]")
        assert text(number) == "— 1 —"
        assert [found.text for found in find(number, "w:r/w:instrText")] == [" PAGE "]


def test_the_turned_page_number_lies_where_the_portrait_page_has_it() -> None:
    page, number = OFFICIAL.page, OFFICIAL.text["page_number"]
    tables = opened().sections[1]
    odd, even = (box(footer.part.element) for footer in (tables.footer, tables.even_page_footer))
    for place, margins in ((odd, page.table_margins(1)), (even, page.table_margins(2))):
        left, _, width, _ = place
        assert left + width == pytest.approx(margins.left - page.page_number_gap, abs=0.01)
        assert width == pytest.approx(number.leading, abs=0.01)
    # The odd number ends at the lower edge of the type area, the even one begins at the upper.
    assert odd[1] + odd[3] == pytest.approx(page.width - page.table_margins(1).bottom, abs=0.01)
    assert even[1] == pytest.approx(page.table_margins(2).top, abs=0.01)


def test_the_properties_say_what_the_document_is() -> None:
    properties = opened().core_properties
    assert properties.title == "《知识产权工作方案》2016-2017年工作绩效及2018年工作计划"
    assert (properties.author, properties.last_modified_by) == ("十一省市", "十一省市")
    assert properties.subject == "知识产权"
    assert properties.keywords == "知识产权; 长江经济带"
    when = datetime(2018, 1, 31, tzinfo=UTC)
    assert properties.created == properties.modified == when


def test_a_title_longer_than_word_takes_is_cut_in_the_properties_only() -> None:
    document = opened(sample()._replace(title=(Paragraph("长" * 300),)))
    assert document.core_properties.title == "长" * 255
    assert text(find(document.element, "//w:p[w:pPr/w:pStyle[@w:val='Title']]")[0]) == "长" * 300


def test_nothing_of_the_template_is_left() -> None:
    with zipfile.ZipFile(io.BytesIO(write(sample(), OFFICIAL))) as package:
        names = set(package.namelist())
    assert not {name for name in names if "thumbnail" in name or "Effects" in name or "customXml" in name}
    properties = part(write(sample(), OFFICIAL), "docProps/core.xml")
    assert "python-docx" not in [found.text for found in properties.iter()]


def test_the_settings_are_those_of_a_present_word() -> None:
    settings = opened().settings.element
    mode = find(settings, "w:compat/w:compatSetting[@w:name='compatibilityMode']")[0]
    assert value(mode) == "15"
    assert value(find(settings, "w:characterSpacingControl")[0]) == "doNotCompress"


def test_the_same_document_gives_the_same_bytes_in_every_zone_and_with_every_seed() -> None:
    here = hashlib.sha256(write(sample(), OFFICIAL)).hexdigest()
    program = (
        "import hashlib; from ipexport.formats.docx.writer import write; "
        "from tests.formats.docx.opened import OFFICIAL, sample; "
        "print(hashlib.sha256(write(sample(), OFFICIAL)).hexdigest())"
    )
    for zone, seed in (("Asia/Shanghai", "0"), ("America/New_York", "7")):
        path = os.pathsep.join(map(str, (Path(__file__).parents[3], *filter(None, sys.path))))
        environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "PYTHONPATH": path}
        done = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == here


def three_regions() -> Document:
    """Three regions that are one but for their ids; some ids are too long for a bookmark."""
    (region, *_) = work_plan().regions
    (finance,) = (group for group in region.groups if group.focus_area == "finance")

    def renamed(name: str) -> Region:
        id = TaskId(f"{name}-finance-1")
        tasks = tuple(replace(task, id=id) for task in finance.tasks)
        plans = (replace(finance.plans[0], tasks=(id,), items=items("一。", "二。")),)
        return replace(region, id=RegionId(name), groups=(replace(finance, tasks=tasks, plans=plans),))

    regions = tuple(map(renamed, ("a" * 40, "b", "c" * 40)))
    return tabulate(replace(work_plan(), regions=regions), "zh", "column")


@pytest.mark.parametrize("middle", [1, 2])
@pytest.mark.parametrize("piece", [1, 2, 16])
def test_two_processes_write_what_one_does(piece: int, middle: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "_PIECE", piece)
    whole = write(three_regions(), OFFICIAL)
    monkeypatch.setattr(writer, "_WORTH_IT", 0)
    monkeypatch.setattr(halves, "_middle", lambda _: middle)
    assert write(three_regions(), OFFICIAL) == whole


@pytest.mark.usefixtures("_second_is_killed")
def test_a_second_process_that_is_killed_is_made_up_for(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = write(three_regions(), OFFICIAL)
    monkeypatch.setattr(writer, "_WORTH_IT", 0)
    monkeypatch.setattr(halves, "_middle", lambda _: 1)
    assert write(three_regions(), OFFICIAL) == whole


def sides(section: Section) -> list[float]:
    """Top, right, bottom and left margin in millimetres."""
    margins = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    return [margin.mm for margin in margins if isinstance(margin, Length)]


def box(footer: etree._Element) -> tuple[float, float, float, float]:
    """Left, top, width and height of the text box in a footer, in points."""
    (anchor,) = find(footer, "//wp:anchor")
    left, top = (float(offset.text or 0) / 12700 for offset in find(anchor, ".//wp:posOffset"))
    (extent,) = find(anchor, "wp:extent")
    return left, top, int(extent.attrib["cx"]) / 12700, int(extent.attrib["cy"]) / 12700
