"""Goes through the sheets of a workbook: contents, tables of regions, the data, and sheets of others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date as Date
from difflib import SequenceMatcher
from itertools import combinations
from typing import get_args
from xml.etree.ElementTree import Element

from ipexport.errors import Finding, Place, Severity
from ipexport.formats.carried import said_properties
from ipexport.formats.xlsx.data_sheet import is_data_header
from ipexport.formats.xlsx.form.aside_sheet import base_of
from ipexport.formats.xlsx.form.marks import (
    ASIDE_MARK,
    GUIDE_MARK,
    NOTES_ROW,
    is_count,
    said_heading_mark,
)
from ipexport.formats.xlsx.lines import MARK, tidy
from ipexport.formats.xlsx.reading.other_table import other_tables
from ipexport.formats.xlsx.reading.package import Package, attribute, local
from ipexport.formats.xlsx.reading.region_table import Column, Header, RegionTable, header_of, role_of
from ipexport.formats.xlsx.reading.sheets import Sheet, SheetCell, column_letters, sheets
from ipexport.formats.xlsx.reading.texts import Texts
from ipexport.formats.xlsx.workbook import ENGLISH_FONT, LONGEST_PROPERTY
from ipexport.model import Language, Languages, each_of
from ipexport.recognition import FoundCell, FoundDocument, FoundRow, FoundTable, FoundText, TextRole, tidied
from ipexport.table import UNTRANSLATED, Paragraph
from ipexport.typography.han import is_han

_TITLES: tuple[TextRole, ...] = ("title", "subtitle", "contents_title")
_SHOWN = 60
_MOST_COLUMNS = 12
"""Columns that are compared where some were added."""


def find(data: bytes, name: str, max_size: int) -> FoundDocument:
    """What the workbook `data`, called `name`, shows. Raises `UnreadableWorkbook`."""
    package = Package(data, max_size)
    return _Finder(package, Place(name)).found()


class _Finder:
    def __init__(self, package: Package, file: Place) -> None:
        self.package, self.file = package, file
        self.findings: list[Finding] = []
        self.carried = said_properties(_custom(package.properties("custom-properties")))
        fonts = [value for name, value in self.carried.items() if name.startswith(ENGLISH_FONT)]
        self.texts = Texts(fonts)
        self.sheets = list(sheets(package))
        self.headers = {sheet.name: header_of(sheet) for sheet in self.sheets}
        self.is_ours = "languages" in self.carried
        self.languages = self._languages()
        self.first: Language = each_of(self.languages)[0]
        self.titles: list[FoundText] = []
        self.attached: list[bytes] = []
        self.data: list[tuple[Place, str]] = []

    def found(self) -> FoundDocument:
        if self.package.has_macros:
            self._find("macros", self.file, "the file has macros; they are not looked at")
        blocks = [block for sheet in self.sheets for block in self._sheet(sheet)]
        self._check_data(blocks)
        core = _core(self.package.properties("core-properties"))
        properties = {name: said for name, said in self.carried.items() if "/" not in name}
        for name in ("author", "subject"):
            said = [properties.get(name), properties.get(f"en:{name}")]
            if core.get(_CORE[name], "") != " ".join(filter(None, said))[:LONGEST_PROPERTY]:
                for key in (name, f"en:{name}"):
                    properties.pop(key, None)
        document = FoundDocument(
            place=self.file,
            languages=self.languages,
            blocks=(*self._front(), *blocks),
            author=core.get(_CORE["author"], ""),
            subject=core.get(_CORE["subject"], ""),
            keywords=self._keywords(core.get("keywords", "")),
            date=_date(core.get("created", "")),
            properties=tuple(properties.items()) if self.is_ours else (),
            findings=tuple(self.findings),
            attached=tuple(self.attached),
        )
        return document if self.is_ours else tidied(document)

    def _languages(self) -> Languages:
        said = self.carried.get("languages")
        known: Languages | None = next((one for one in get_args(Languages) if one == said), None)
        if known:
            return known
        if any(header and "task:en" in header.roles for header in self.headers.values()):
            return "zh-en"
        cells = (cell for sheet in self.sheets for row in sheet.rows for cell in row.cells.values())
        return "zh" if any(is_han(character) for cell in cells for character in cell.text) else "en"

    def _sheet(self, sheet: Sheet) -> Iterator[FoundText | FoundTable]:
        marks = [cell.text for cell in sheet.rows[0].cells.values()] if sheet.rows else []
        if ASIDE_MARK in marks:
            base = base_of(row.cells[0].text for row in sheet.rows[1:] if 0 in row.cells)
            self.attached += [base] if base is not None else []
        if ASIDE_MARK in marks or GUIDE_MARK in marks:
            return
        for where, said in sheet.comments:
            message = f"a note says {said[:_SHOWN]!r}; it is left out"
            self._find("comment", self._place(sheet, where), message)
        for said in sheet.drawn:
            what = f"a text box says {said[:_SHOWN]!r}" if said else "there is a picture or chart"
            self._find("drawing", self.file._replace(part=f"sheet {sheet.name}"), f"{what}; it is left out")
        header = self.headers[sheet.name]
        if header:
            yield from self._region(sheet, header)
        elif (self.is_ours or any(self.headers.values())) and self._is_contents(sheet):
            return
        elif sheet.rows and is_data_header(cell.text for cell in sheet.rows[0].cells.values()):
            self._take_data(sheet)
        else:
            yield from other_tables(
                sheet,
                self.texts,
                self.first,
                lambda row, column: self._place(sheet, f"{column_letters(column)}{row}"),
            )

    def _region(self, sheet: Sheet, header: Header) -> Iterator[FoundText | FoundTable]:
        region = base = ""
        heading: list[FoundText] = []
        label_row = next(row for row in sheet.rows if row.number == header.row)
        for row in sheet.rows:
            if row.number >= header.row:
                break
            mark = row.cells[header.ids].text if header.ids in row.cells else ""
            if mark == NOTES_ROW:
                continue
            if mark:
                region, base = said_heading_mark(mark)
            for number, cell in row.cells.items():
                if number != header.ids:
                    place = self._place(sheet, f"{column_letters(number)}{row.number}")
                    role: TextRole = "text" if heading else "heading"
                    heading.append(FoundText(place, self._words(cell, self.first), role))
        yield from heading
        columns = self._columns(label_row.cells, header)
        counts = frozenset(number for number, column in columns.items() if is_count(column.name))
        columns = {number: column for number, column in columns.items() if number not in counts}
        labels = tuple(
            FoundCell(
                number,
                self.texts.paragraphs([cell], columns[number].language, has_both=columns[number].has_both)
                if number in columns
                else self._words(cell, self.first),
                id=f"{region}:column:{number}:{columns[number].role}" if number in columns else "",
            )
            for number, cell in sorted(label_row.cells.items())
            if number in columns and not columns[number].question
        )
        body = RegionTable(
            sheet,
            header,
            columns,
            counts,
            self.texts,
            lambda row, column: self._place(sheet, f"{column_letters(column)}{row}"),
            lambda code, row, message: self._find(code, self._place(sheet, f"A{row}"), message),
        )
        questions = {number for number, column in columns.items() if column.question}
        self._check_kinds(sheet, header, {header.ids, *counts}, questions)
        place = self._place(sheet, f"A{header.row}")
        properties = tuple(
            (name.removeprefix(f"{region}/"), said)
            for name, said in self.carried.items()
            if name.startswith(f"{region}/")
        )
        rows = (FoundRow(place, labels, is_header=True), *body.rows())
        yield FoundTable(place, rows, properties, region, base)

    def _columns(self, labels: dict[int, SheetCell], header: Header) -> dict[int, Column]:
        """The roles of the columns, as the hidden column says; where columns were added or deleted, those
        are what is left over when the labels are compared with the usual ones."""
        doubled = any(role_of(name) and name.endswith(":en") for name in header.roles)
        shown = [number for number in range(max(labels, default=0) + 1) if number != header.ids]
        if header.ids != len(header.roles):
            pairs = self._alike({number: self._label(labels, number) for number in shown}, header.roles)
        else:
            pairs = tuple(zip(shown, header.roles, strict=False))
        columns = {}
        for number, name in pairs:
            role, _, language = name.partition(":")
            is_stacked = self.languages == "zh-en" and (not doubled or role == "focus_area")
            known = role_of(name)
            own: Language = "en" if known and language else self.first
            columns[number] = Column(name, known or "task", own, is_stacked)
        return columns

    def _label(self, labels: dict[int, SheetCell], number: int) -> str:
        words = self._words(labels[number], self.first) if number in labels else ()
        return words[0].text if words else ""

    def _alike(self, labels: dict[int, str], names: tuple[str, ...]) -> tuple[tuple[int, str], ...]:
        """Columns and roles, both in order, so that labels are as much like the usual ones as can be."""
        usual = {}
        for name in names:
            role, _, language = name.partition(":")
            is_english = role_of(name) and language
            usual[name] = self.carried.get(f"en:columns.{role}" if is_english else f"columns.{name}", "")
        likeness = {
            (number, name): SequenceMatcher(None, label, usual[name]).ratio() if label else -1.0
            for number, label in [*labels.items()][:_MOST_COLUMNS]
            for name in names
        }
        numbers = sorted({number for number, _ in likeness})
        count = min(len(numbers), len(names))
        choices = (
            tuple(zip(some, roles, strict=True))
            for some in combinations(numbers, count)
            for roles in combinations(names, count)
        )
        return max(choices, key=lambda pairs: sum(likeness[pair] for pair in pairs))

    def _words(self, cell: SheetCell, language: Language) -> tuple[Paragraph, ...]:
        return self.texts.paragraphs([cell], language, has_both=self.languages == "zh-en")

    def _check_kinds(self, sheet: Sheet, header: Header, left_out: set[int], answers: set[int]) -> None:
        """Says of each cell that is no text how it is read; an answer can be a number, and no formula."""
        for row in sheet.rows:
            for number, cell in row.cells.items():
                is_fine = number in left_out or (number in answers and not cell.formula)
                if row.number > header.row and not cell.is_text and not is_fine:
                    what = f"the formula {cell.formula[:_SHOWN]!r}" if cell.formula else "a number or date"
                    message = f"{what}; it is read as what it shows, {cell.text[:_SHOWN]!r}"
                    self._find(
                        "not-text", self._place(sheet, f"{column_letters(number)}{row.number}"), message
                    )

    def _is_contents(self, sheet: Sheet) -> bool:
        """Whether a sheet is the contents; takes its titles, in each language, then."""
        spoken = each_of(self.languages)
        rows = [row for row in sheet.rows if row.cells]
        titles = [row for row in rows if set(row.cells) == {0}]
        entries = [row for row in rows if set(row.cells) == {0, 1} and row.cells[1].text.isdecimal()]
        if len(titles) + len(entries) < len(rows) or len(titles) != len(_TITLES) * len(spoken):
            return False
        for number, role in enumerate(_TITLES):
            own = titles[number * len(spoken) :][: len(spoken)]
            words = [
                paragraph._replace(language=language)
                for row, language in zip(own, spoken, strict=True)
                for paragraph in self.texts.paragraphs([row.cells[0]], language, has_both=False)
            ]
            self.titles.append(FoundText(self._place(sheet, f"A{own[0].number}"), tuple(words), role))
        return True

    def _front(self) -> Iterator[FoundText]:
        """The titles, as the contents show them or the file carries them."""
        if self.titles:
            yield from self.titles
            return
        for role in _TITLES:
            if role in self.carried:
                names = [
                    role if language == self.first else f"{language}:{role}"
                    for language in each_of(self.languages)
                ]
                words = [
                    Paragraph(self.carried.get(name, ""), None, language)
                    for name, language in zip(names, each_of(self.languages), strict=True)
                ]
                yield FoundText(self.file, tuple(words), role)

    def _take_data(self, sheet: Sheet) -> None:
        last = max(sheet.rows[0].cells)
        first = last - len(each_of(self.languages)) + 1
        for row in sheet.rows[1:]:
            for number, cell in row.cells.items():
                if number >= first:
                    place = self._place(sheet, f"{column_letters(number)}{row.number}")
                    self.data.append((place, _compared(cell.text)))

    def _check_data(self, blocks: Iterable[FoundText | FoundTable]) -> None:
        """Says so when the data sheet has texts that no region's sheet has: somebody changed them there."""
        if not self.data:
            return
        known = {
            _compared(paragraph.text)
            for block in blocks
            if isinstance(block, FoundTable)
            for row in block.rows
            for cell in row.cells
            for paragraph in cell.paragraphs
        }
        other = [(place, text) for place, text in self.data if text and text not in known]
        if other:
            place, text = other[0]
            message = (
                f"{len(other)} texts stand on this sheet only, first {text[:_SHOWN]!r}; they are left out"
            )
            self._find("data-differs", place, message, "the sheets of the regions are what counts")

    def _keywords(self, said: str) -> tuple[str, ...]:
        carried = tuple(value for name, value in self.carried.items() if name.startswith("keywords."))
        # LibreOffice writes other marks between them.
        if _without_marks("; ".join(carried)[:LONGEST_PROPERTY]) == _without_marks(said):
            return carried
        return tuple(filter(None, (word.strip() for word in re.split("[;；]", said))))

    def _place(self, sheet: Sheet, where: str) -> Place:
        return Place(self.file.file, part=f"sheet {sheet.name}, {where}")

    def _find(self, code: str, place: Place, message: str, hint: str = "") -> None:
        severity: Severity = "warning"
        self.findings.append(Finding(code, severity, place, message, hint))


def _compared(text: str) -> str:
    return tidy(text.replace(MARK, "").removeprefix(UNTRANSLATED), "zh")


def _without_marks(keywords: str) -> str:
    return re.sub(r"[\s;,；，、]", "", keywords)


_CORE = {"author": "creator", "subject": "subject"}


def _core(properties: Element | None) -> dict[str, str]:
    return {local(element): element.text or "" for element in (() if properties is None else properties)}


def _custom(properties: Element | None) -> dict[str, str]:
    return {
        attribute(element, "name"): element[0].text or ""
        for element in (() if properties is None else properties)
        if len(element)
    }


def _date(said: str) -> Date | None:
    try:
        return Date.fromisoformat(said[:10])
    except ValueError:
        return None
