"""What is wrong with a workbook that no validator sees, and Excel would have to repair."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import combinations, pairwise
from posixpath import dirname, normpath
from xml.etree import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TALLEST, LONGEST, MOST_BREAKS = 409.5, 32_767, 1022


def faults(data: bytes, formulas: bool = False) -> list[str]:
    """Everything that is wrong, one line each; `formulas` is whether cells may compute anything."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    trees = {name: ElementTree.fromstring(part) for name, part in parts.items()}
    strings = [item.findtext(f"{MAIN}t") or "" for item in trees["xl/sharedStrings.xml"]]
    formats = len(trees["xl/styles.xml"].find(f"{MAIN}cellXfs") or ())
    found = [f"shared string {n} is too long" for n, text in enumerate(strings) if units(text) > LONGEST]
    found += of_package(trees)
    found += of_names(trees["xl/workbook.xml"])
    for name, tree in trees.items():
        if name.startswith("xl/worksheets/sheet"):
            found += (f"{name}: {fault}" for fault in of_sheet(tree, len(strings), formats, formulas))
        if name.startswith("xl/tables/"):
            count = sum(name.startswith("xl/worksheets/sheet") for name in trees)
            found += of_table(tree, trees[f"xl/worksheets/sheet{count}.xml"], strings)
    return found


def units(text: str) -> int:
    return len(re.sub("_x[0-9A-F]{4}_", "x", text).encode("utf-16-le")) // 2


def of_package(trees: dict[str, ElementTree.Element]) -> Iterator[str]:
    typed = {child.get("PartName", "").lstrip("/") for child in trees["[Content_Types].xml"]}
    for name, tree in trees.items():
        if name.endswith(".rels"):
            folder = dirname(dirname(name))
            for relationship in tree:
                target = normpath(f"{folder}/{relationship.get('Target')}").lstrip("/")
                if target not in trees:
                    yield f"{name} leads to {target}, which is not there"
        elif name not in typed and name != "[Content_Types].xml":
            yield f"{name} has no content type"


def of_names(workbook: ElementTree.Element) -> Iterator[str]:
    sheets = [sheet.get("name", "") for sheet in workbook.iter(f"{MAIN}sheet")]
    if len({name.lower() for name in sheets}) != len(sheets) or not all(0 < len(n) <= 31 for n in sheets):
        yield f"sheet names {sheets}"
    seen = set()
    for name in workbook.iter(f"{MAIN}definedName"):
        key = name.get("name", "").lower(), name.get("localSheetId")
        if key in seen or not re.fullmatch(r"[\w.]{1,255}", key[0]):
            yield f"defined name {key}"
        seen.add(key)
        sheet = re.fullmatch(r"'(.*)'!\$?[A-Z]?\$\d+:\$?[A-Z]?\$\d+", name.text or "")
        if not sheet or sheet[1].replace("''", "'") not in sheets:
            yield f"defined name {key} stands for {name.text}"


def of_sheet(sheet: ElementTree.Element, strings: int, formats: int, formulas: bool) -> Iterator[str]:
    rows = list(sheet.iter(f"{MAIN}row"))
    if any(int(one.get("r", "")) >= int(next.get("r", "")) for one, next in pairwise(rows)):
        yield "rows are not in order"
    filled: dict[str, bool] = {}
    for row in rows:
        if not 0 < float(row.get("ht", 0)) <= TALLEST:
            yield f"row {row.get('r')} is {row.get('ht')} points high"
        cells = [cell.get("r", "") for cell in row]
        if cells != sorted(set(cells)) or any(cell[1:] != row.get("r") for cell in cells):
            yield f"row {row.get('r')} has the cells {cells}"
        for cell in row:
            number = int(cell.findtext(f"{MAIN}v") or 0)
            filled[cell.get("r", "")] = len(cell) > 0
            computes = cell.find(f"{MAIN}f") is not None and not formulas
            if computes or (cell.get("t") == "s" and number >= strings):
                yield f"{cell.get('r')}: {ElementTree.tostring(cell)!r}"
            if int(cell.get("s", 0)) >= formats:
                yield f"{cell.get('r')} has the format {cell.get('s')}"
    yield from of_areas(sheet, filled)
    breaks = [int(mark.get("id", "")) for mark in sheet.iter(f"{MAIN}brk")]
    if breaks != sorted(set(breaks)) or len(breaks) > MOST_BREAKS:
        yield f"page breaks {breaks}"
    yield from of_checks(sheet)
    for column in sheet.iter(f"{MAIN}col"):
        if not 0 < float(column.get("width", 0)) <= 255:
            yield f"column {column.get('min')} is {column.get('width')} wide"


def of_checks(sheet: ElementTree.Element) -> Iterator[str]:
    """What cells accept: lengths of texts and lists (18.3.1.32)."""
    most = {"promptTitle": 32, "errorTitle": 32, "prompt": 255, "error": 255}
    for check in sheet.iter(f"{MAIN}dataValidation"):
        for name, length in most.items():
            if units(check.get(name, "")) > length:
                yield f"{name} of {check.get('sqref')} is too long"
        if units(check.findtext(f"{MAIN}formula1") or "") > 255:
            yield f"the list of {check.get('sqref')} is too long"
    cells = [cell for check in sheet.iter(f"{MAIN}dataValidation") for cell in check.get("sqref", "").split()]
    if len(cells) != len(set(cells)):
        yield "a cell has two checks"
    count = sheet.find(f"{MAIN}dataValidations")
    if count is not None and int(count.get("count", 0)) != len(count):
        yield f"{count.get('count')} checks are {len(count)}"


def of_areas(sheet: ElementTree.Element, filled: dict[str, bool]) -> Iterator[str]:
    """`filled` says of each cell whether there is anything in it."""
    areas = [area.get("ref", "") for area in sheet.iter(f"{MAIN}mergeCell")]
    covered = [list(cells_of(area)) for area in areas]
    for area, cells in zip(areas, covered, strict=True):
        if len(cells) < 2 or any(filled.get(cell) for cell in cells[1:]):
            yield f"merged area {area}"
    seen: set[str] = set()
    for cells in covered:
        if seen & set(cells):
            yield f"merged areas overlap at {cells[0]}"
        seen |= set(cells)


def of_table(table: ElementTree.Element, sheet: ElementTree.Element, strings: list[str]) -> Iterator[str]:
    columns = [column.get("name", "") for column in table.iter(f"{MAIN}tableColumn")]
    first = next(sheet.iter(f"{MAIN}row"))
    header = [strings[int(cell.findtext(f"{MAIN}v") or -1)] for cell in first]
    if columns != header or any(a.lower() == b.lower() for a, b in combinations(columns, 2)):
        yield f"the table has the columns {columns}, its sheet {header}"


def cells_of(area: str) -> Iterator[str]:
    first, last = area.split(":")
    for column in range(ord(first[0]), ord(last[0]) + 1):
        for row in range(int(first[1:]), int(last[1:]) + 1):
            yield f"{chr(column)}{row}"
