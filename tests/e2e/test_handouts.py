"""The 108 handouts of the real document, opened with other programs: nothing is lost on the way.

Word and Excel files are opened by LibreOffice, PDF files by poppler; the text of every cell that
they find is the dataset's, in its order.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import pytest

import ipexport
from ipexport.model import Languages, WorkPlan
from ipexport.style import load_style
from ipexport.table import Cell, Document, Section, plain, tabulate
from tests.formats.xlsx.sheets import texts

SOURCE = Path(__file__).parents[2] / "source"

libreoffice = pytest.mark.skipif(
    not shutil.which("soffice"),
    reason="apt-get install libreoffice-writer libreoffice-calc fonts-noto-cjk",
)
poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="apt-get install poppler-utils")


@dataclass(frozen=True)
class Handouts:
    out: Path
    work_plan: WorkPlan

    def files(self, extension: str, languages: Languages = "zh") -> list[tuple[Path, Document]]:
        """Each file of a format, with what it shows."""
        folder = self.out / languages
        whole = (folder / f"workplan.{extension}", self.work_plan)
        parts = [
            (folder / "regions" / f"{region.id}.{extension}", self.work_plan.extract([region.id]))
            for region in self.work_plan.regions
        ]
        return [(path, tabulate(work_plan, languages, "column")) for path, work_plan in (whole, *parts)]


@pytest.fixture(scope="module")
def handouts(tmp_path_factory: pytest.TempPathFactory) -> Handouts:
    out = tmp_path_factory.mktemp("handouts")
    ipexport.build(SOURCE, out, jobs=2)
    return Handouts(out, ipexport.read(SOURCE))


def opened(files: list[Path], kind: str, folder: Path) -> Path:
    """The files as LibreOffice saves them in another format."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(folder)]
    done = subprocess.run(
        [*command, *map(str, files)], capture_output=True, text=True, timeout=300, check=True
    )
    assert "Error" not in done.stderr + done.stdout
    return folder


def words(text: str) -> str:
    return re.sub(r"\s", "", text)


def cell_words(cell: Cell) -> str:
    return words("".join((p.label or "") + p.text for p in cell.paragraphs))


def test_there_are_108_handouts_and_a_manifest_that_knows_them(handouts: Handouts) -> None:
    files = sorted(path.relative_to(handouts.out).as_posix() for path in handouts.out.rglob("*.*"))
    listed = json.loads((handouts.out / "manifest.json").read_text("utf-8"))["files"]
    assert len(files) == 109
    assert sorted([*(entry["path"] for entry in listed), "manifest.json"]) == files


@pytest.mark.parametrize(("seed", "zone", "jobs"), [("1", "Asia/Shanghai", "1"), ("2", "America/Lima", "2")])
def test_the_same_dataset_gives_the_same_bytes(
    handouts: Handouts, tmp_path: Path, seed: str, zone: str, jobs: str
) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
    command = [sys.executable, "-m", "ipexport", "build", str(SOURCE), "-o", str(tmp_path), "-j", jobs]
    subprocess.run([*command, "--quiet"], env=environment, check=True)
    for path in handouts.out.rglob("*.*"):
        assert (tmp_path / path.relative_to(handouts.out)).read_bytes() == path.read_bytes(), path.name


@libreoffice
def test_word_files_open_with_the_text_of_every_cell_in_order(handouts: Handouts, tmp_path: Path) -> None:
    files = handouts.files("docx")
    opened([path for path, _ in files], "txt:Text (encoded):UTF8", tmp_path)
    for path, document in files:
        text = words((tmp_path / f"{path.stem}.txt").read_text("utf-8-sig"))
        for section in document.sections:
            rows = [cell_words(cell) for row in section.table.rows for cell in sorted(row, key=column)]
            assert plain(section.heading) + header(section) + "".join(rows) in text, (
                path.name,
                section.region,
            )


def column(cell: Cell) -> int:
    return cell.column


def header(section: Section) -> str:
    return "".join(plain(column.label) for column in section.table.columns)


@libreoffice
def test_excel_files_open_with_the_text_of_every_cell_in_order(handouts: Handouts, tmp_path: Path) -> None:
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    for languages in ("zh", "en", "zh-en"):
        files = handouts.files("xlsx", languages)
        folder = opened([path for path, _ in files], every_sheet, tmp_path / languages)
        for path, document in files:
            for section in document.sections:
                sheet = folder / f"{path.stem}-{plain(section.name)}.csv"
                with sheet.open(encoding="utf-8", newline="") as lines:
                    heading, labels, *body = list(csv.reader(lines))
                shown = section.table.columns
                assert heading[0] == plain(section.heading, "\n")
                assert labels[: len(shown)] == [plain(c.label, "\n") for c in shown]
                cells = [cell_words(cell) for row in section.table.rows for cell in sorted(row, key=column)]
                found = [words(text) for _, text in texts(body, section.table)]
                assert found == list(filter(None, cells)), (languages, path.name, section.region)


@poppler
def test_pdf_files_have_the_text_of_every_cell_in_order(handouts: Handouts) -> None:
    style = load_style("official")
    edges = list(accumulate(style.table.role_widths().values()))
    for path, document in handouts.files("pdf"):
        columns = printed_columns(path, edges, style.page.table_margins(1).left)
        for number, role in enumerate(("focus_area", "task", "results", "plan")):
            cells = [c for s in document.sections for row in s.table.rows for c in row if c.role == role]
            rest = "".join(columns[number])
            for position, cell in enumerate(cells):
                # Focus area and task are printed again where they go on.
                again = cell_words(cells[position - 1]) if position and role in ("focus_area", "task") else ""
                while again and rest.startswith(again) and not rest.startswith(cell_words(cell)):
                    rest = rest.removeprefix(again)
                assert rest.startswith(cell_words(cell)), (path.name, cell.id, rest[:40])
                rest = rest.removeprefix(cell_words(cell))
            assert not rest.replace(cell_words(cells[-1]), ""), (path.name, role)


def printed_columns(path: Path, edges: list[float], left: float) -> dict[int, list[str]]:
    """The words in each column of the tables, page by page, below heading and header row."""
    boxes = subprocess.run(["pdftotext", "-bbox", str(path), "-"], capture_output=True, text=True, check=True)
    columns: dict[int, list[str]] = defaultdict(list)
    for page in boxes.stdout.split("<page ")[1:]:
        width, height = map(float, re.findall(r'width="([\d.]+)" height="([\d.]+)"', page)[0])
        if width < height:
            continue
        found = re.findall(
            r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="[\d.]+" yMax="[\d.]+">(.*?)</word>', page
        )
        placed = [(float(y), float(x), unescape(word)) for x, y, word in found]
        top = next(y for y, _, word in placed if word == "工作重点")
        lines = sorted((round(y), x, word) for y, x, word in placed if y > top + 1 and x > left - 2)
        for _, x, word in lines:
            # An opening bracket at the start of a line stands half its width further left.
            number = sum(x > left + edge - 2 for edge in edges[:-1])
            columns[number].append(word)
    return columns


def unescape(word: str) -> str:
    return word.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")


@libreoffice
@poppler
@pytest.mark.parametrize("extension", ["docx", "xlsx"])
def test_the_contents_name_the_pages_that_libreoffice_shows(
    handouts: Handouts, tmp_path: Path, extension: str
) -> None:
    path = handouts.out / "zh" / f"workplan.{extension}"
    opened([path], "pdf", tmp_path)
    text = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "workplan.pdf"), "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    pages = [words(page) for page in text.split("\f")]
    headings = [handouts.work_plan.heading(region).zh for region in handouts.work_plan.regions]
    front = next(number for number, page in enumerate(pages) if page.startswith(headings[0]))
    shown = [
        next(n for n, page in enumerate(pages) if n >= front and heading in page) for heading in headings
    ]
    contents = "".join(pages[:front])
    named = [
        int(re.findall(re.escape(heading) + r"\.*(\d{1,2}?)(?=\D{3}|$)", contents)[0]) for heading in headings
    ]
    assert named == [number - front + 1 for number in shown]
