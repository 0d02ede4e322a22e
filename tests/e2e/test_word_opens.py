"""Word files opened by LibreOffice: what it prints is what the tables say."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby, pairwise
from pathlib import Path

import pdfplumber
import pikepdf
import pytest
from docx.oxml.ns import nsmap
from lxml import etree

import ipexport
from ipexport.formats.docx.writer import write
from ipexport.model import Languages, Text, WorkPlan
from ipexport.style import Style, load_style
from ipexport.table import Document, FocusLayout, plain, tabulate
from tests.formats.docx.templates import letterhead, replaced
from tests.sample import group, items, plan, task, work_plan

SOURCE = Path(__file__).parents[2] / "source"

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


def stand_in_for_times() -> str:
    """The font that programs of this machine take for Times New Roman."""
    return subprocess.run(
        ["fc-match", "--format=%{family}", "Times New Roman"], check=True, capture_output=True, text=True
    ).stdout


needs_times = pytest.mark.skipif(
    not (shutil.which("fc-match") and re.search("Times|Liberation Serif|Tinos", stand_in_for_times())),
    reason="apt-get install fonts-liberation",
)


@pytest.mark.parametrize(
    "languages", ["zh", pytest.param("en", marks=needs_times), pytest.param("zh-en", marks=needs_times)]
)
def test_the_contents_of_every_handout_name_the_pages_that_their_links_lead_to(
    languages: Languages, tmp_path: Path
) -> None:
    files = []
    for name in ("official", "compact"):
        out = tmp_path / name
        ipexport.build(SOURCE, out, formats=["docx"], languages=[languages], style=name)
        for path in sorted(out.rglob("*.docx")):
            files.append(tmp_path / f"{name}-{path.name}")
            shutil.copy(path, files[-1])
    assert len(files) == 24
    to_pdf(files, tmp_path)
    for path in files:
        assert named_pages(path) == linked_pages(path.with_suffix(".pdf")), path.name


def test_no_number_is_broken_over_two_lines(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    ipexport.write(ipexport.read(SOURCE), path)
    to_pdf([path], tmp_path)
    ends: list[tuple[str, str]] = []
    with pdfplumber.open(path.with_suffix(".pdf")) as pdf:
        for page in pdf.pages[2:]:
            for left, top, right, bottom in (cell for table in page.find_tables() for cell in table.cells):
                lines = page.crop((left, top, right, bottom), strict=False).extract_text_lines()
                ends += [
                    (one["text"][-1], other["text"][0])
                    for one, other in pairwise(lines)
                    if one["x1"] > right - 2 * one["chars"][0]["size"]
                ]
    assert len(ends) > 1500
    assert not [pair for pair in ends if "".join(pair).isdecimal()]


@pytest.mark.parametrize("landscape", [True, False])
def test_with_a_reference_the_contents_are_right_and_its_header_is_printed(
    landscape: bool, tmp_path: Path
) -> None:
    template = letterhead(tmp_path / "letterhead.docx", landscape=landscape)
    path = tmp_path / "plan.docx"
    ipexport.write(ipexport.read(SOURCE), path, reference=template)
    to_pdf([path], tmp_path)
    assert named_pages(path) == linked_pages(path.with_suffix(".pdf"))
    pages = text_of(path.with_suffix(".pdf"))
    assert all("某某省知识产权局" in page for page in pages)
    with pdfplumber.open(path.with_suffix(".pdf")) as pdf:
        assert all(len(page.images) == 1 for page in pdf.pages)


def test_changing_one_style_changes_the_text_of_every_cell(tmp_path: Path) -> None:
    document = tabulate(work_plan(), "zh", "column")
    path = tmp_path / "plan.docx"
    path.write_bytes(write(document, load_style("official")))
    before = cell_sizes(path, tmp_path)
    replaced(path, "word/styles.xml", '<w:sz w:val="21"/>', '<w:sz w:val="16"/><w:color w:val="FF0000"/>')
    after = cell_sizes(path, tmp_path)
    assert {size for size, colour in before} == {10.5}
    assert len(after) == len(before) > 300
    # Header row and focus areas are of another font, which their own styles say, and of no other size.
    assert {size for size, colour in after if colour == (1, 0, 0)} == {8.0}
    assert len([1 for _, colour in after if colour == (1, 0, 0)]) > 250


def cell_sizes(path: Path, folder: Path) -> list[tuple[float, object]]:
    """The size and the colour of each character inside the tables."""
    to_pdf([path], folder)
    sizes = []
    with pdfplumber.open(path.with_suffix(".pdf")) as pdf:
        for page in pdf.pages:
            for table in page.find_tables():
                inside = page.crop(table.bbox, strict=False)
                sizes += [(round(it["size"], 1), it["non_stroking_color"]) for it in inside.chars]
    return sizes


def named_pages(word: Path) -> list[int]:
    """The page numbers that the contents say."""
    with zipfile.ZipFile(word) as package:
        document = etree.fromstring(package.read("word/document.xml"))
    links = document.iter(f"{{{nsmap['w']}}}hyperlink")
    return [int([text.text for text in link.iter(f"{{{nsmap['w']}}}t")][-1]) for link in links]


def linked_pages(pdf: Path) -> list[int]:
    """The pages that the links of the contents lead to, counted from the first of them."""
    with pikepdf.open(pdf) as opened:
        numbers = {page.obj.objgen: number for number, page in enumerate(opened.pages)}
        links = []
        for number, page in enumerate(opened.pages):
            for note in page.obj.get("/Annots", []):
                if "/Dest" in note:
                    top, left = -float(note.Rect[3]), float(note.Rect[0])
                    place = tuple(map(str, list(note.Dest)[1:]))
                    links.append((number, top, left, numbers[note.Dest[0].objgen], place))
    # An entry of two lines has two links to the same place.
    targets = [key for key, _ in groupby(link[3:] for link in sorted(links))]
    return [page - targets[0][0] + 1 for page, _ in targets]


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
    to_pdf([word], folder)
    return text_of(word.with_suffix(".pdf"))


def to_pdf(files: list[Path], folder: Path) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=300)


def text_of(pdf: Path) -> list[str]:
    """The text of each page, without any white space."""
    command = ["pdftotext", "-raw", str(pdf), "-"]
    text = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    return [squeezed(page) for page in text.split("\f")[:-1]]


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)
