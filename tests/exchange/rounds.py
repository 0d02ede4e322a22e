"""A round in small: a dataset, its forms, and what people do to them before they send them back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

import ipexport
from ipexport.dataset.form_file import load_form
from ipexport.exchange.collect import Collection, RegionReport, collect
from ipexport.exchange.returned import Returned, read_returned
from tests.plain import save_dataset

FORM = """\
columns:
  results: {length: 60}
  plan: {}
questions:
- id: status
  label: {zh: 完成情况, en: Status}
  values: [已完成, 进行中]
- id: remarks
  label: {zh: 备注, en: Remarks}
"""


class Round:
    """A folder with a dataset and its forms; what comes back lies in `inbox`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.source = save_dataset(folder / "source")
        (self.source / "form.yaml").write_text(FORM, "utf-8")
        self.inbox = folder / "inbox"
        self.inbox.mkdir()
        ipexport.build(self.source, folder / "out", languages=["zh"], form=True)

    def form(self, region: str) -> Path:
        return self.folder / "out" / "zh" / "forms" / f"{region}.xlsx"

    def returned(self, path: Path) -> Returned:
        (returned,) = read_returned(path, load_form(self.source))
        return returned

    def send_back(
        self,
        region: str,
        cells: dict[str, Any] | None = None,
        name: str = "",
        edit: Callable[[Workbook, Worksheet], None] | None = None,
    ) -> Path:
        """Fills cells of a region's form in by their ids ("anhui-reform-1:plan"), or edits it otherwise."""
        path = self.form(region)
        places = self.returned(path).places
        book = openpyxl.load_workbook(path)
        sheet = book.worksheets[0]
        for id, value in (cells or {}).items():
            sheet[places[id].part.rpartition(", ")[2]] = value
        if edit:
            edit(book, sheet)
        target = self.inbox / (name or f"{region}.xlsx")
        book.save(target)
        return target

    def collect(self, *paths: Path | str, **options: Any) -> Collection:
        """Collects these files, else what is in the inbox."""
        return collect(self.source, [str(path) for path in paths or (self.inbox,)], **options)

    def say(self, file: str, old: str, new: str) -> None:
        """Changes the dataset, as the office does meanwhile."""
        path = self.source / file
        text = path.read_text("utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), "utf-8")

    def decide(self, take: str, number: int = 0) -> None:
        """Writes a decision into the file."""
        path = self.folder / "received" / "decisions.yaml"
        parts = path.read_text("utf-8").split("take: ''")
        parts[number] += f"take: {take}"
        path.write_text("take: ''".join(parts).replace(f"take: {take}take: ''", f"take: {take}"), "utf-8")

    def files(self) -> dict[str, bytes]:
        """Everything in the folder that collecting can write."""
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for part in ("source", "received")
            for path in (self.folder / part).rglob("*")
            if path.is_file()
        }


def report(collection: Collection, region: str) -> RegionReport:
    """What is said about a region."""
    return next(one for one in collection.regions if one.region.id == region)


def codes(collection: Collection) -> list[str]:
    return [finding.code for finding in collection.findings]
