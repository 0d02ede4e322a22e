"""Forms of the real dataset, saved again by LibreOffice, come back as they were filled in."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

import ipexport
from ipexport.dataset.form_file import load_form
from ipexport.exchange.collect import collect
from ipexport.exchange.returned import read_returned
from ipexport.model import Item, Text
from tests.compare.test_differences import in_results

SOURCE = Path(__file__).parents[2] / "source"

pytestmark = pytest.mark.skipif(
    not shutil.which("soffice"), reason="apt-get install libreoffice-calc fonts-noto-cjk"
)


def test_what_was_filled_in_is_in_the_dataset_and_nothing_else_changes(tmp_path: Path) -> None:
    source = Path(shutil.copytree(SOURCE, tmp_path / "source"))
    base = ipexport.read(source)
    ipexport.build(source, tmp_path / "out", languages=["zh"], form=True)
    forms = sorted((tmp_path / "out/zh/forms").glob("*.xlsx"))
    assert len(forms) == len(base.regions)
    task = base.regions[5].groups[0].tasks[0]
    path = tmp_path / "out/zh/forms/hubei.xlsx"
    place = read_returned(path, load_form(source))[0].places[f"{task.id}:results"]
    book = openpyxl.load_workbook(path)
    cell = book.worksheets[0][place.part.rpartition(", ")[2]]
    cell.value = f"{cell.value}\n{len(task.results[0]) + 1}. 新设专项资金5000万元。"
    book.save(path)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "inbox")]
    subprocess.run([*command, *map(str, forms)], capture_output=True, timeout=300, check=True)
    found = collect(source, [str(tmp_path / "inbox")], write=True)
    assert found.is_done, (found.findings, found.undecided, [one.locked for one in found.regions])
    expected = in_results(base, task.id, lambda items: [*items, Item(Text("新设专项资金5000万元。"))])
    assert ipexport.read(source) == expected
    old, new = (
        (folder / "regions/hubei.yaml").read_text("utf-8").splitlines() for folder in (SOURCE, source)
    )
    assert [line for line in new if line not in old] == ["    - 新设专项资金5000万元。"]
    assert len(new) == len(old) + 1
    assert collect(source, [str(tmp_path / "inbox")], write=True).written == ()
