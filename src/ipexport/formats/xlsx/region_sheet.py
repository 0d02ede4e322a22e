"""Draws a region's sheet: heading, header row and body, as laid out.

A hidden column beside the table says what is what when the sheet comes back. Beside the heading it
has the region's id, beside the labels the roles of the columns (":en" after that of an English column
beside a Chinese one). Below it has the id of each row: that of its task, and for a further row of the
task's results ":2", ":3" …; for a band, that of its cell. Behind the id stands what goes on from above,
and the task that it began with ("hubei-services-2 focus_area=hubei-services-1"): that is known, then,
when rows are sorted, or cells no longer merged. Every row of the sheet that shows a part of the row has
the same id, and behind it, on a further page, the roles of the columns whose texts there are the rest of
the text above, with the number of the piece ("hubei-services-2 focus_area+1 results+2").

It is a column because cells go where their row goes: with inserted, deleted, sorted and copied rows,
and through LibreOffice and WPS. Defined names stay behind when rows are sorted or copied, and
comments are lost in other formats. It is one column because LibreOffice prints a text of a hidden
column when the cell beside it is not empty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ipexport.formats.ooxml import Deflated
from ipexport.formats.xlsx.page_setup import table_page
from ipexport.formats.xlsx.region_layout import RegionLayout
from ipexport.formats.xlsx.sheet import SheetPart, check_rows, empty_cell, row, text_cell
from ipexport.formats.xlsx.strings import Shared, Strings, check_length
from ipexport.formats.xlsx.styles import Styles
from ipexport.formats.xlsx.words import Said
from ipexport.formats.xlsx.xml import column_letter
from ipexport.model import Language
from ipexport.style import Style, TextRole
from ipexport.table import ROLES, Role, Row, Table

HEADING, HEADER, BODY = 1, 2, 3
"""The rows of the sheet: two that are printed on every page, and the first of the body."""

ID = "id"
"""What the roles of the columns stand behind."""

_ID_WIDTH = 160


def region_texts(layout: RegionLayout, styles: Styles) -> Iterator[Shared]:
    """Every text of the sheet."""
    yield styles.shared("heading", layout.heading)
    yield from (styles.shared("table_header", label) for label in layout.labels)
    yield layout.section.region
    yield _column_roles(layout)
    for piece, words in zip(layout.pieces, layout.texts, strict=True):
        if words.text:
            yield styles.shared(piece.block.cell.role, words)
    yield from row_ids(layout)


def table_ids(table: Table) -> list[str]:
    """What the hidden column has in the first sheet row of each row of a table."""
    return [
        " ".join((_row_id(cells), *begun))
        for cells, begun in zip(table.rows, _from_above(table), strict=True)
    ]


def row_ids(layout: RegionLayout) -> list[str]:
    """What the hidden column has in each row of the sheet's body."""
    own = table_ids(layout.section.table)
    ids = []
    above = -1
    for body_row, _, _ in layout.rows:
        ids.append(own[body_row] if body_row != above else own[body_row].partition(" ")[0])
        above = body_row
    continued: Counter[str] = Counter()
    for piece in layout.pieces:
        if piece.is_continued:
            cell = piece.block.cell
            continued[cell.id] += 1
            language = ":en" if cell.id.endswith(":en") else ""
            ids[piece.first] += f" {cell.role}{language}+{continued[cell.id]}"
    return ids


def _from_above(table: Table) -> Iterator[list[str]]:
    """For each row, the roles of the cells that began above it, each with the task it began with."""
    open_cells: dict[Role, tuple[int, str]] = {}
    for number, cells in enumerate(table.rows):
        begun = [(role, *open_cells[role]) for role in ROLES if role in open_cells]
        yield [f"{role}={task}" for role, end, task in begun if number < end]
        for cell in cells:
            if cell.row_span > 1 or cell.role in open_cells:
                open_cells[cell.role] = number + cell.row_span, cell.id.partition(":")[0]


def _column_roles(layout: RegionLayout) -> str:
    """What the hidden column has beside the labels."""
    columns = layout.section.table.columns
    return " ".join((ID, *(f"{c.role}:en" if c.doubled and c.language == "en" else c.role for c in columns)))


def _row_id(cells: Row) -> str:
    own = next((cell.id for cell in cells if cell.role == "results"), cells[0].id)
    return own.replace(":results", "")


def printed_area(layout: RegionLayout, first_row: int = HEADING, last_row: int = 0) -> str:
    """The printed columns of some rows of the sheet, of all when none are named."""
    last = column_letter(len(layout.columns) - 1)
    return f"A{first_row}:{last}{last_row or HEADER + len(layout.rows)}"


def focus_groups(layout: RegionLayout) -> list[tuple[str, str]]:
    """The id of each focus group's first task, and the cells that show the group."""
    first_rows = [BODY + first for first in layout.first_rows()]
    cells = list(layout.section.focus_cells())
    ends = [*(number for number, _ in cells[1:]), len(layout.section.table.rows)]
    return [
        (cell.id.partition(":")[0], printed_area(layout, first_rows[number], first_rows[end] - 1))
        for (number, cell), end in zip(cells, ends, strict=True)
    ]


def draw_region(
    layout: RegionLayout,
    sheet: str,
    strings: Strings,
    first_page: int,
    styles: Styles,
    style: Style,
    language: Language,
) -> Deflated:
    """The region's sheet, named `sheet`; its pages count from `first_page`, `strings` has its texts.

    Raises `OutputError` for a text or table that no sheet can hold.
    """
    check_rows(HEADER + len(layout.rows), sheet)
    columns = len(layout.columns)
    letters = [column_letter(number) for number in range(columns + 1)]
    cells, merged = _body(layout, letters, sheet, strings, styles)
    rows = _head(layout, letters, sheet, strings, styles)
    id_style = styles.of("id")
    for place, (line, drawn, id) in enumerate(zip(layout.rows, cells, row_ids(layout), strict=True), BODY):
        drawn.append(text_cell(f"{letters[columns]}{place}", id_style, strings.number(id)))
        rows.append(row(place, line.height, "".join(drawn)))
    part = SheetPart(
        columns=(*layout.columns, _ID_WIDTH),
        frozen=HEADER,
        page=table_page(style, language, first_page),
        hides_last=True,
        merged=[f"A{HEADING}:{letters[columns - 1]}{HEADING}", *merged],
        breaks=[number for number, line in enumerate(layout.rows, BODY) if line.ends_page],
    )
    return part.deflated(rows)


def _body(
    layout: RegionLayout, letters: list[str], sheet: str, strings: Strings, styles: Styles
) -> tuple[list[list[str]], list[str]]:
    """The cells of each row of the body, and the merged areas."""
    columns = len(layout.columns)
    cells = [[""] * columns for _ in layout.rows]
    merged = []
    for piece, words in zip(layout.pieces, layout.texts, strict=True):
        cell = piece.block.cell
        left, right = cell.column, cell.column + cell.column_span - 1
        place = f"{letters[left]}{BODY + piece.first}"
        check_length(piece.block.said.text, f"{sheet}!{place}")
        style = styles.of(cell.role, words.text, words.language)
        for at in range(piece.first, piece.end):
            for column in range(left, right + 1):
                cells[at][column] = empty_cell(f"{letters[column]}{BODY + at}", style)
        if words.text:
            number = strings.number(styles.shared(cell.role, words))
            cells[piece.first][left] = text_cell(place, style, number)
        if piece.end - piece.first > 1 or right > left:
            merged.append(f"{place}:{letters[right]}{BODY + piece.end - 1}")
    return cells, merged


def _head(
    layout: RegionLayout, letters: list[str], sheet: str, strings: Strings, styles: Styles
) -> list[str]:
    """The two rows that are printed on every page."""
    shown = len(layout.columns)

    def drawn(place: str, role: TextRole, words: Said) -> str:
        check_length(words.text, f"{sheet}!{place}")
        style = styles.of(role, words.text, words.language)
        return text_cell(place, style, strings.number(styles.shared(role, words)))

    heading_style = styles.of("heading", layout.heading.text)
    first = [drawn(f"A{HEADING}", "heading", layout.heading)]
    first += [empty_cell(f"{letter}{HEADING}", heading_style) for letter in letters[1:shown]]
    second = [
        drawn(f"{letter}{HEADER}", "table_header", label)
        for letter, label in zip(letters, layout.labels, strict=False)
    ]
    for cells, place, said in (
        (first, HEADING, layout.section.region),
        (second, HEADER, _column_roles(layout)),
    ):
        cells.append(text_cell(f"{letters[-1]}{place}", styles.of("id"), strings.number(said)))
    return [
        row(HEADING, layout.heading_height, "".join(first)),
        row(HEADER, layout.header_height, "".join(second)),
    ]
