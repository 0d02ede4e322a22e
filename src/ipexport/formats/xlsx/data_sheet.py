"""The last sheet of a workbook with several regions: every item in a row of its own, for filters
and pivot tables, as an Excel table.

A row says region, focus area, id of the task, kind (task, results or plan), the item's number among
those of its task and kind, and its text in each language without the printed label. A plan that
covers several tasks stands once, at the first of them. The cells of a table cannot be merged, so a
text of more than about a thousand characters is all there, but not all to be seen: its row would be
higher than Excel's highest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ipexport.formats.ooxml import Deflated, deflate, deflate_piece
from ipexport.formats.xlsx.blocks import Ruler
from ipexport.formats.xlsx.grid import TALLEST_ROW, whole_pixels
from ipexport.formats.xlsx.page_setup import table_page
from ipexport.formats.xlsx.sheet import SheetPart, row, text_cell
from ipexport.formats.xlsx.strings import Strings
from ipexport.formats.xlsx.styles import Styles
from ipexport.formats.xlsx.words import Said
from ipexport.formats.xlsx.workbook import TABLE_RELATIONSHIP
from ipexport.formats.xlsx.xml import NAMESPACE, column_letter
from ipexport.formats.xml import DECLARATION, escaped
from ipexport.model import Language, Languages, each_of
from ipexport.style import Style
from ipexport.table import Cell, Document, Row, Section

SHEET = "data"
HEADER = 1
_LABELS: dict[Language, tuple[str, ...]] = {
    "zh": ("省市", "工作重点", "任务编号", "类别", "序号"),
    "en": ("Region", "Focus area", "Task", "Kind", "Number"),
}
_TEXT_LABELS: dict[Languages, tuple[str, ...]] = {
    "zh": ("内容",),
    "en": ("Text",),
    "zh-en": ("内容", "English"),
}
_KINDS: dict[Language, dict[str, str]] = {
    "zh": {"task": "工作任务", "results": "工作绩效", "plan": "工作计划"},
    "en": {"task": "Task", "results": "Results", "plan": "Plan"},
}
_WIDTHS_EM = (6, 14, 15, 5, 4)
_TEXT_WIDTH_EM = 45
"""The widths of the columns, in em of the results; the page is scaled to their sum."""


class Item(NamedTuple):
    """A row: the wording of the focus area, the task, the role of its cell, number and texts."""

    focus_area: str
    task: str
    role: str
    number: int
    texts: tuple[str, ...]


def items(section: Section) -> Iterator[Item]:
    """The rows of a region, in reading order; a text for each language."""
    focus_area = ""
    numbers: dict[tuple[str, str], int] = {}
    for cells in section.table.rows:
        for cell in cells:
            if cell.role == "focus_area":
                focus_area = cell.paragraphs[0].text
            elif not cell.id.endswith(":en"):
                task = cell.id.partition(":")[0]
                number = numbers.get((task, cell.role), 0)
                for texts in _texts(cell, cells, len(section.name)):
                    number += 1
                    yield Item(focus_area, task, cell.role, number, texts)
                numbers[task, cell.role] = number


def _texts(cell: Cell, row: Row, languages: int) -> Iterable[tuple[str, ...]]:
    """The items of a cell, each in all languages: beside it in the row, or below each other in it."""
    texts = [paragraph.text for paragraph in cell.paragraphs]
    if languages == 1:
        return [(text,) for text in texts]
    beside = next((other for other in row if other.id == f"{cell.id}:en"), None)
    if beside is None:
        return zip(texts[::2], texts[1::2], strict=True)
    return zip(texts, (paragraph.text for paragraph in beside.paragraphs), strict=True)


def is_data_header(labels: Iterable[str]) -> bool:
    """Whether these are the labels of the sheet in some language, and perhaps others."""
    said = tuple(labels)
    return any(said[: len(labels)] == labels for labels in _LABELS.values())


def words(languages: Languages) -> tuple[str, ...]:
    """The labels of the columns and the names of the kinds."""
    first = each_of(languages)[0]
    return _LABELS[first] + _TEXT_LABELS[languages] + tuple(_KINDS[first].values())


def region_data_texts(section: Section, rows: Iterable[Item]) -> Iterator[str]:
    """Every text in the rows of a region, but for the words."""
    yield section.name[0].text
    for focus_area, task, _, _, texts in rows:
        yield focus_area
        yield task
        yield from texts


class DataSheet:
    """Draws the sheet in pieces: a head, the rows of each region, an end.

    `strings` has the words of the sheet.
    """

    def __init__(
        self, document: Document, style: Style, styles: Styles, ruler: Ruler, strings: Strings
    ) -> None:
        self._style, self._styles, self._ruler, self._strings = style, styles, ruler, strings
        self._first, self._languages = document.language, each_of(document.languages)
        self._labels = _LABELS[self._first] + _TEXT_LABELS[document.languages]
        size = style.text["results"].size
        widths = (*_WIDTHS_EM, *[_TEXT_WIDTH_EM] * len(self._languages))
        self._columns = [whole_pixels(width * size) for width in widths]

    def head(self) -> Deflated:
        labels = [Said(label, self._first) for label in self._labels]
        cells = [
            text_cell(
                f"{column_letter(place)}{HEADER}",
                self._styles.of("table_header"),
                self._strings.number(label.text),
            )
            for place, label in enumerate(labels)
        ]
        height = max(
            self._ruler.height(label, "table_header", pixels)
            for label, pixels in zip(labels, self._columns, strict=True)
        )
        return deflate_piece((self._part().head() + row(HEADER, height, "".join(cells))).encode())

    def rows(self, section: Section, rows: Iterable[Item], first: int, strings: Strings) -> Deflated:
        """The rows of a region, from row `first` of the sheet on; `strings` has their texts."""
        number_style = self._styles.of("data_number")
        kinds = {
            role: _rest(self._styles.of("data"), self._strings.number(kind))
            for role, kind in _KINDS[self._first].items()
        }
        letters = [column_letter(len(_WIDTHS_EM) + place) for place in range(len(self._languages))]
        drawn = []
        begun = ("", "")
        for at, (focus_area, task, role, number, texts) in enumerate(rows, first):
            if (focus_area, task) != begun:
                begun = focus_area, task
                same = section.name[0].text, focus_area, task
                a, b, c = (_rest(self._styles.of("data", word), strings.number(word)) for word in same)
                least = max(
                    self._ruler.text_height(Said(word, self._first), "results", pixels)
                    for word, pixels in zip(same, self._columns, strict=False)
                )
            height = least
            cells = (
                f'<c r="A{at}{a}<c r="B{at}{b}<c r="C{at}{c}<c r="D{at}{kinds[role]}'
                f'<c r="E{at}" s="{number_style}"><v>{number}</v></c>'
            )
            for letter, text, language in zip(letters, texts, self._languages, strict=True):
                style = self._styles.of("data", text, language)
                cells += f'<c r="{letter}{at}{_rest(style, strings.number(text))}'
                height = max(height, self._height(text, language))
            drawn.append(row(at, min(height, TALLEST_ROW), cells))
        return deflate_piece("".join(drawn).encode())

    def end(self) -> Deflated:
        return deflate(self._part().tail().encode())

    def area(self, rows: int) -> str:
        """The cells of the sheet with so many rows besides the labels; a table has at least one."""
        return f"A{HEADER}:{column_letter(len(self._columns) - 1)}{HEADER + max(rows, 1)}"

    def table(self, rows: int) -> bytes:
        """The part that makes the sheet's rows an Excel table (ECMA-376 part 1, 18.5.1.2)."""
        area = self.area(rows)
        columns = "".join(
            f'<tableColumn id="{number}" name="{escaped(label)}"/>'
            for number, label in enumerate(self._labels, 1)
        )
        return (
            f'{DECLARATION}<table xmlns="{NAMESPACE}" id="1" name="{SHEET}" displayName="{SHEET}"'
            f' ref="{area}" totalsRowShown="0"><autoFilter ref="{area}"/>'
            f'<tableColumns count="{len(self._labels)}">{columns}</tableColumns>'
            '<tableStyleInfo name="TableStyleLight1" showFirstColumn="0" showLastColumn="0"'
            ' showRowStripes="1" showColumnStripes="0"/></table>'
        ).encode()

    def _height(self, text: str, language: Language) -> int:
        """The height of a text's cell."""
        return self._ruler.text_height(Said(text, language), "results", self._columns[-1])

    def _part(self) -> SheetPart:
        return SheetPart(
            columns=self._columns,
            frozen=HEADER,
            page=table_page(self._style, self._first),
            tables=f'<tableParts count="1"><tablePart r:id="{TABLE_RELATIONSHIP}"/></tableParts>',
        )


def _rest(style: int, text: int) -> str:
    """A cell with a shared string, from behind its place on."""
    return f'" s="{style}" t="s"><v>{text}</v></c>'
