"""Forms filled in by LibreOffice: what is open can be changed, what is locked cannot, nothing is lost."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

import ipexport
from ipexport.dataset.form_file import load_form
from ipexport.exchange.returned import read_returned
from ipexport.exchange.versions import base_version
from ipexport.form import characters
from ipexport.model import Item, RegionId, Text
from tests.e2e.fill_in import fill_in, needs_scripting
from tests.formats.xlsx.form.forms import FORM, form_of, opened, sample

SOURCE = Path(__file__).parents[2] / "source"

pytestmark = needs_scripting


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's form, every cell of its table typed into."""
    path = tmp_path_factory.mktemp("filled") / "安徽.xlsx"
    path.write_bytes(form_of(sample()))
    covered = {"E5", *(f"{column}{row}" for column in "EFGH" for row in (7, 8))}
    every = [f"{column}{row}" for column in "ABCDEFGHI" for row in range(1, 9)]
    edits = {cell: f"新{cell}" for cell in every if cell not in covered}
    edits |= {
        "C5": "1. 第一项\n2. =第二项",
        "E4": "=1+1",
        "F4": "已完成",
        "G4": "1200",
        "H4": "007",
        "C6": " ",
    }
    edits |= dict.fromkeys(("F5", "F6", "G5", "G6"), "")
    refused, shown = fill_in({path: edits}, {path: ("D5", "D6", "G4", "H4")})[path]
    locked = {f"{column}{row}" for column in "ABDI" for row in range(1, 9)} | {
        f"{column}{row}" for column in "CEFGH" for row in (1, 2, 3)
    }
    assert set(refused) == locked
    assert shown == {"D5": "7/100", "D6": "1/100", "G4": "1200", "H4": "007"}
    return path


def test_what_was_typed_comes_back_and_what_the_form_says_stays(form: Path) -> None:
    (found,) = read_returned(form, FORM)
    first, second = found.work_plan.regions[0].groups[0].tasks
    assert first.results[0] == (Item(Text("新C4")),)
    assert second.results[0] == (Item(Text("第一项"), "1."), Item(Text("=第二项"), "2."))
    assert found.work_plan.regions[0].groups[0].plans[0].items == (Item(Text("=1+1")),)
    assert [(one.question, one.task, one.text) for one in found.answers][:3] == [
        ("status", "anhui-reform-1", "已完成"),
        ("cost", "anhui-reform-1", "1200"),
        ("remarks", "anhui-reform-1", "007"),
    ]
    assert found.base_version == base_version(sample(), RegionId("anhui"))
    assert found.base == sample()


def test_protection_hints_and_what_nobody_sees_are_still_there(form: Path) -> None:
    book = opened(form.read_bytes())
    sheet = book.worksheets[0]
    assert sheet.protection.sheet
    kinds = {check.type for check in sheet.data_validations.dataValidation}
    assert {"list", "textLength", "decimal"} <= kinds
    assert sheet.column_dimensions["J"].hidden
    assert [one.sheet_state for one in book.worksheets][:2] == ["visible", "visible"]
    assert book.worksheets[2].sheet_state in ("hidden", "veryHidden")


def test_through_ods_and_back_a_form_says_the_same(form: Path, tmp_path: Path) -> None:
    for source, kind in ((form, "ods"), (tmp_path / f"{form.stem}.ods", "xlsx")):
        subprocess.run(
            [
                "soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
                "--convert-to", kind, "--outdir", str(tmp_path), str(source),
            ],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
    (before,), (after,) = (read_returned(path, FORM) for path in (form, tmp_path / form.name))
    assert after.work_plan == before.work_plan
    assert after.base == before.base
    assert [(one.question, one.task, one.text) for one in after.answers] == [
        (one.question, one.task, one.text) for one in before.answers
    ]


def test_libreoffice_counts_as_the_form_has_it(tmp_path: Path) -> None:
    path = tmp_path / "out" / "zh" / "forms" / "guizhou.xlsx"
    ipexport.build(SOURCE, tmp_path / "out", regions=["guizhou"], languages=["zh"], form=True)
    shutil.copy(path, tmp_path / "a.xlsx")
    sheet = opened(path.read_bytes()).worksheets[0]
    cells = [str(cell.coordinate) for cell in sheet["D"][3:] if str(cell.value).startswith("=")]
    edits = {f"C{cell[1:]}": str(sheet[f"C{cell[1:]}"].value) for cell in cells}
    shown = fill_in({tmp_path / "a.xlsx": edits}, {tmp_path / "a.xlsx": tuple(cells)})[
        tmp_path / "a.xlsx"
    ].shown
    (found,) = read_returned(tmp_path / "a.xlsx", load_form(SOURCE))
    counted = [
        characters("\n".join(item.text.zh for item in cell))
        for group in found.work_plan.regions[0].groups
        for task in group.tasks
        for cell in task.results
    ]
    assert [shown[cell] for cell in cells] == [f"{count}/1500" for count in counted]
