"""A table with merged cells, broken over pages.

Rows break between lines, with at least `minimum` lines of a cell on each side. Where a row or a
group of rows goes on, its focus area and task are printed again, as the printed work plan does;
a merged plan goes on in lines. A cell can be taller than several pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ipexport.layout.text import SetLine
from ipexport.table import Cell

_TOLERANCE = 0.01


class SetCell(NamedTuple):
    """A cell whose text is set in lines, `leading` points each, with `padding` above and below."""

    cell: Cell
    lines: tuple[SetLine, ...]
    leading: float
    padding: float

    def height(self, lines: int) -> float:
        return lines * self.leading + 2 * self.padding

    def fitting(self, height: float) -> int:
        """How many lines fit into a height."""
        return max(0, int((height - 2 * self.padding + _TOLERANCE) // self.leading))


class Fragment(NamedTuple):
    """The part of a cell on one page: lines `first` to `last` (not included).

    `top` is measured down from the top of the type area. `repeated` text was printed before;
    `begins` is true for the first part of a cell.
    """

    cell: SetCell
    top: float
    height: float
    first: int
    last: int
    repeated: bool
    begins: bool

    @property
    def lines(self) -> Sequence[SetLine]:
        return self.cell.lines[self.first : self.last]


class Rules(NamedTuple):
    """How rows break: `repeat` prints focus area and task again on the next page."""

    repeat: bool = True
    minimum: int = 2


AS_PRINTED = Rules()
"""As the printed work plan does it, with at least two lines on each side of a break (clreq)."""


def break_pages(
    rows: Sequence[Sequence[SetCell]], first_top: float, top: float, bottom: float, rules: Rules
) -> list[list[Fragment]]:
    """The fragments of each page, at least one page.

    `rows` have the shape of the table's rows. The body begins at `first_top` on the first page
    (below heading and header row), at `top` on the others, and ends at `bottom`, all in points
    down from the top of the type area.
    """
    breaker = _Breaker(first_top, top, bottom, rules)
    for number, row in enumerate(rows):
        breaker.place(row, rows[number + 1] if number + 1 < len(rows) else ())
    breaker.pages.append(breaker.fragments)
    return breaker.pages


class _Open:
    """A cell that has begun and not ended: its top on this page, rows to come, lines done."""

    __slots__ = ("begins", "cell", "done", "repeated", "rows", "top")

    def __init__(
        self, cell: SetCell, top: float, rows: int, *, repeated: bool = False, begins: bool = True
    ) -> None:
        self.cell = cell
        self.top = top
        self.rows = rows
        self.done = 0
        self.repeated = repeated
        self.begins = begins

    @property
    def rest(self) -> int:
        return len(self.cell.lines) - self.done


class _Breaker:
    """Places row after row; `spans` are the open cells, those of the current row among them.

    `head` is where the rows of a page begin: at its top, or below the band that is repeated there.
    """

    def __init__(self, y: float, top: float, bottom: float, rules: Rules) -> None:
        self.y, self.top, self.bottom, self.rules = y, top, bottom, rules
        self.head = top
        self.pages: list[list[Fragment]] = []
        self.fragments: list[Fragment] = []
        self.spans: list[_Open] = []
        self.band: SetCell | None = None

    def place(self, row: Sequence[SetCell], following: Sequence[SetCell]) -> None:
        band = next((cell for cell in row if _is_band(cell)), None)
        if self.fragments and not self._can_begin(row, following if band else ()):
            self._end_page_between_rows()
            self._begin_page(repeat_band=band is None)
        if band is not None:
            self.band = band
        self.spans.extend(_Open(cell, self.y, cell.cell.row_span) for cell in row)
        for span in self.spans:
            span.rows -= 1
        while (end := self.y + self._needed()) > self.bottom + _TOLERANCE:
            self._end_page_inside_row()
            self._begin_page(repeat_band=band is None)
        for span in self.spans:
            if not span.rows:
                self._print(span, span.rest, end)
        self.spans = [span for span in self.spans if span.rows]
        self.y = end

    def _can_begin(self, row: Sequence[SetCell], following: Sequence[SetCell]) -> bool:
        """Whether enough of the row has room on this page; a band needs some of the next row."""
        room = self.bottom - self.y
        if following:
            room -= max(cell.height(len(cell.lines)) for cell in row)
            row = following
        return room > 0 and all(self._portion(cell, len(cell.lines), room) is not None for cell in row)

    def _needed(self) -> float:
        """The height of the row in which every cell that ends with it is complete."""
        ending = [span.top - self.y + span.cell.height(span.rest) for span in self.spans if not span.rows]
        least = [span.cell.height(1) for span in self.spans]
        return max(*ending, *least)

    def _portion(self, cell: SetCell, rest: int, room: float) -> int | None:
        """How many of the last `rest` lines to print in `room`; None when it cannot break there."""
        fitting = cell.fitting(room)
        if rest <= fitting:
            return rest
        if self._repeats(cell):
            return None
        portion = min(fitting, rest - self.rules.minimum)
        return portion if portion >= self.rules.minimum else None

    def _repeats(self, cell: SetCell) -> bool:
        """Whether the cell is printed again, whole, on each page where its rows go on."""
        if not self.rules.repeat or cell.cell.role not in ("focus_area", "task"):
            return False
        room = self.bottom - self.top
        if self.band is not None and cell is not self.band and self._repeats(self.band):
            room -= self.band.height(len(self.band.lines))
        return cell.height(len(cell.lines)) <= room

    def _end_page_inside_row(self) -> None:
        portions = []
        for span in self.spans:
            room = self.bottom - span.top
            portion = self._portion(span.cell, span.rest, room)
            if portion is None:
                # On a page of its own something must be printed, or the row would never end.
                alone = span.top <= self.head + _TOLERANCE
                portion = min(span.rest, max(1, span.cell.fitting(room))) if alone else 0
            portions.append(portion)
        end = max(
            min(max(span.top + span.cell.height(portion), self.y), self.bottom)
            for span, portion in zip(self.spans, portions, strict=True)
        )
        for span, portion in zip(self.spans, portions, strict=True):
            self._print(span, portion, end)

    def _end_page_between_rows(self) -> None:
        """Ends the page below the last row, made taller where a repeated cell needs it."""
        needs = [s.top + s.cell.height(s.rest) for s in self.spans if self._repeats(s.cell)]
        end = min(max([self.y, *needs]), self.bottom)
        for number, fragment in enumerate(self.fragments):
            if abs(fragment.top + fragment.height - self.y) < _TOLERANCE:
                self.fragments[number] = fragment._replace(height=end - fragment.top)
        for span in self.spans:
            self._print(span, self._portion(span.cell, span.rest, end - span.top) or 0, end)

    def _begin_page(self, repeat_band: bool) -> None:
        self.pages.append(self.fragments)
        self.fragments = []
        self.y = self.top
        if repeat_band and self.band is not None and self._repeats(self.band):
            again = _Open(self.band, self.y, 0, repeated=True, begins=False)
            self.y += self.band.height(again.rest)
            self._print(again, again.rest, self.y)
        self.head = self.y
        for span in self.spans:
            span.top = self.y
            if self._repeats(span.cell):
                span.repeated, span.done = span.repeated or span.rest == 0, 0

    def _print(self, span: _Open, lines: int, end: float) -> None:
        first, span.done = span.done, span.done + lines
        height = end - span.top
        self.fragments.append(
            Fragment(span.cell, span.top, height, first, span.done, span.repeated, span.begins)
        )
        span.begins = False


def _is_band(cell: SetCell) -> bool:
    return cell.cell.role == "focus_area" and cell.cell.column_span > 1
