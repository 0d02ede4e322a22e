"""The tables on a sheet that somebody else has made: found by their labels, as well as that goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ipexport.errors import Place
from ipexport.formats.xlsx.reading.sheets import Sheet, SheetRow
from ipexport.formats.xlsx.reading.texts import Texts
from ipexport.model import Language
from ipexport.recognition import FoundCell, FoundRow, FoundTable, FoundText, header
from ipexport.table import Paragraph


def other_tables(
    sheet: Sheet, texts: Texts, language: Language, place: Callable[[int, int], Place]
) -> Iterator[FoundText | FoundTable]:
    """The tables of a sheet, each after the text above it, else after the sheet's name."""
    above: list[SheetRow] = []
    table: list[FoundRow] = []
    width = 0
    name = (Paragraph(sheet.name, None, language),)

    def found(row: SheetRow, least: int) -> FoundRow:
        return _found(sheet, row, texts, language, place, least)

    for row in (row for row in sheet.rows if row.cells):
        labels = found(row, 0)
        if header(FoundTable(labels.place, (labels,)), {}, is_ours=False)[1]:
            if table:
                yield FoundTable(table[0].place, tuple(table))
            *others, heading = [_words(found(row, 0)) for row in above] or [name]
            yield from (FoundText(labels.place, words) for words in others)
            yield FoundText(labels.place, heading, "heading")
            above, table, width = [], [labels], max(row.cells) + 1
        elif not table or (len(row.cells) == 1 and _is_left(sheet, row, width)):
            above.append(row)
        else:
            # What stood alone is part of the table after all, since the table goes on.
            table += [found(between, width) for between in above]
            table.append(found(row, width))
            above = []
    if table:
        yield FoundTable(table[0].place, tuple(table))
    for row in above:
        text = found(row, 0)
        yield FoundText(text.place, _words(text))


def _is_left(sheet: Sheet, row: SheetRow, width: int) -> bool:
    """Whether the only text of a row stands over the whole table, or begins where it does."""
    column = next(iter(row.cells))
    _, _, left, right = sheet.merged.area(row.number, column)
    return left == 0 and (right == 0 or right >= width - 1)


def _words(row: FoundRow) -> tuple[Paragraph, ...]:
    return tuple(paragraph for cell in row.cells for paragraph in cell.paragraphs)


def _found(
    sheet: Sheet,
    row: SheetRow,
    texts: Texts,
    language: Language,
    place: Callable[[int, int], Place],
    least: int,
) -> FoundRow:
    """A row with its cells, the empty ones among the first `least`, too, but for those that are covered."""
    cells = []
    for number in range(max(least, max(row.cells) + 1)):
        first, last, left, right = sheet.merged.area(row.number, number)
        cell = row.cells.get(number)
        if (first, left) == (row.number, number) and (cell or least):
            words = texts.paragraphs([cell], language, has_both=False) if cell else ()
            at = place(row.number, number)
            cells.append(FoundCell(number, words, last - first + 1, right - left + 1, place=at))
    return FoundRow(place(row.number, 0), tuple(cells))
