"""Word files opened by LibreOffice: what it prints is what the tables say."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ipexport.formats.docx.writer import write
from ipexport.model import Text, WorkPlan
from ipexport.style import Style, load_style
from ipexport.table import Document, FocusLayout, plain, tabulate
from tests.sample import group, items, plan, task, work_plan

pytestmark = pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")),
    reason="apt-get install libreoffice-writer poppler-utils fonts-noto-cjk",
)


@pytest.mark.parametrize(
    ("name", "focus"), [("official", "column"), ("compact", "column"), ("official", "band")]
)
def test_every_cell_is_printed_in_order_with_its_labels(
    name: str, focus: FocusLayout, tmp_path: Path
) -> None:
    style = load_style(name)
    style = replace(style, table=replace(style.table, focus_area=focus))
    document = tabulate(work_plan(), "zh", focus)
    found = "".join(printed(document, style, tmp_path))
    place = found.index(squeezed(plain(document.sections[0].heading)) + squeezed("工作"))
    for words in all_texts(document):
        place = found.index(squeezed(words), place) + len(squeezed(words))


def test_tables_begin_on_page_1_and_the_pages_before_have_no_number(tmp_path: Path) -> None:
    cover, contents, first, second = printed(
        tabulate(work_plan(), "zh", "column"), load_style("official"), tmp_path
    )
    assert "—" not in cover + contents
    assert first.startswith("—1—")
    assert second.startswith("—2—")


@pytest.mark.parametrize("name", ["official", "compact"])
def test_the_contents_name_the_pages_on_which_the_headings_are_printed(name: str, tmp_path: Path) -> None:
    document = tabulate(long_plan(), "zh", "column")
    _, contents, *pages = printed(document, load_style(name), tmp_path)
    named = [int(number) for number in re.findall(r"\.{3,}(\d+)", contents)]
    headings = [squeezed(plain(section.heading)) for section in document.sections]
    printed_on = [number for number, page in enumerate(pages, 1) if any(h in page for h in headings)]
    assert named == printed_on
    assert named[1] > 5


def long_plan() -> WorkPlan:
    """The sample with forty more tasks in its first region."""
    work = work_plan()
    words = "推动知识产权管理体制机制改革探索建立知识产权综合管理工作体系" * 3
    tasks = tuple(task(f"long-{n}", words[: 8 + n], items(words, words[: 10 + 2 * n])) for n in range(40))
    plans = tuple(plan(items(words[:30]), f"long-{n}") for n in range(40))
    first, second = work.regions
    first = replace(first, groups=(*first.groups, group("reform", "改革", tasks, plans)))
    return replace(work, title=Text("工作方案"), regions=(first, second))


def all_texts(document: Document) -> Iterator[str]:
    for section in document.sections:
        yield plain(section.heading)
        yield from (plain(column.label) for column in section.table.columns)
        for row in section.table.rows:
            for cell in row:
                yield from (f"{paragraph.label or ''}{paragraph.text}" for paragraph in cell.paragraphs)


def printed(document: Document, style: Style, folder: Path) -> list[str]:
    """The text of each page, without any white space."""
    word = folder / "workplan.docx"
    word.write_bytes(write(document, style))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(word)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    text = subprocess.run(
        ["pdftotext", "-raw", str(word.with_suffix(".pdf")), "-"],
        check=True,
        capture_output=True,
        encoding="utf-8",
    ).stdout
    return [squeezed(page) for page in text.split("\f")[:-1]]


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)
