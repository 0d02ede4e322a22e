"""Tables on a page without tags: cells are what ruling lines enclose."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ipexport.formats.pdf.reading.pages import Character, Page, Rule
from ipexport.recognition import FoundCell
from ipexport.table import Paragraph
from ipexport.typography.han import is_han
from ipexport.typography.spacing import CLOSING

_NEAR = 2.5
"""Points within which lines meet, and are one line."""

_SAME_LINE = 0.45
"""Characters whose baselines are less apart than this, in their heights, stand on one line."""

_WORD_SPACE = 0.12
_SHORT = 1.5
"""A line ends its paragraph when it is this much shorter than its cell, in heights of a character."""

_NEXT_LINE = 1.3
"""Less room than this below a baseline, in heights, is none for another line."""

ENDS = frozenset("。；！？.;!?…" + CLOSING)
"""Characters that a paragraph may end with."""


class Line(NamedTuple):
    """A line of text, its baseline at `y`."""

    text: str
    x1: float
    x2: float
    y: float
    height: float


class RuledTable(NamedTuple):
    """The rows of a table on one page, that begins at `top`; `edges` are those of its columns.

    `cut` are the columns whose last cell ends with a full line in the middle of a sentence.
    """

    top: float
    edges: tuple[float, ...]
    rows: tuple[tuple[FoundCell, ...], ...]
    cut: frozenset[int]


def tables_of(page: Page) -> tuple[list[RuledTable], list[Line]]:
    """The tables of a page from top to bottom, and the lines of text outside of them."""
    grids = [grid for rules in _joined(page.rules) if (grid := _grid(rules))]
    grids.sort(key=lambda grid: grid.ys[0])
    inside: list[dict[int, list[Character]]] = [defaultdict(list) for _ in grids]
    outside: list[Character] = []
    for character in page.characters:
        x, y = (character.x1 + character.x2) / 2, character.y - character.height / 4
        for grid, cells in zip(grids, inside, strict=True):
            if (cell := grid.cell_at(x, y)) is not None:
                cells[cell].append(character)
                break
        else:
            outside.append(character)
    tables = [grid.table(cells) for grid, cells in zip(grids, inside, strict=True)]
    return tables, lines_of(outside)


class _Grid(NamedTuple):
    """The edges of columns and rows; `owners` has for each box, row by row, the first box of its cell."""

    xs: list[float]
    ys: list[float]
    owners: list[int]

    def cell_at(self, x: float, y: float) -> int | None:
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        width = len(self.xs) - 1
        if not (0 <= column < width and 0 <= row < len(self.ys) - 1):
            return None
        return self.owners[row * width + column]

    def table(self, characters: dict[int, list[Character]]) -> RuledTable:
        width = len(self.xs) - 1
        boxes: dict[int, list[int]] = defaultdict(list)
        for box, owner in enumerate(self.owners):
            boxes[owner].append(box)
        rows: list[list[FoundCell]] = [[] for _ in self.ys[1:]]
        cut = set()
        for owner, covered in boxes.items():
            row, column = divmod(owner, width)
            right = max(box % width for box in covered)
            down = max(box // width for box in covered)
            left, end = self.xs[column], self.xs[right + 1]
            lines = lines_of(characters.get(owner, ()))
            paragraphs = paragraphs_of(lines, left, end)
            rows[row].append(FoundCell(column, paragraphs, down - row + 1, right - column + 1))
            if down == len(rows) - 1 and _is_cut(lines, left, end, self.ys[-1]):
                cut.add(column)
        kept = tuple(tuple(cells) for cells in rows)
        return RuledTable(self.ys[0], tuple(self.xs), kept, frozenset(cut))


def _joined(rules: Sequence[Rule]) -> list[list[Rule]]:
    """The rules that touch each other, table by table, parts of one line as one."""
    across = _merged(rule for rule in rules if rule.is_across)
    down = _merged(rule for rule in rules if not rule.is_across)
    down.sort(key=lambda rule: rule.start)
    parents = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    for number, rule in enumerate(down):
        first = next((n for n, line in enumerate(across) if line.at >= rule.start - _NEAR), len(across))
        for index in range(first, len(across)):
            line = across[index]
            if line.at > rule.end + _NEAR:
                break
            if line.start - _NEAR <= rule.at <= line.end + _NEAR:
                parents[root(len(across) + number)] = root(index)
    by_root: dict[int, list[Rule]] = defaultdict(list)
    for index, rule in enumerate([*across, *down]):
        by_root[root(index)].append(rule)
    return list(by_root.values())


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    """Rules that lie on one line and touch, as one; sorted by where they are."""
    lines: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if lines and rule.at - lines[-1][0].at <= _NEAR:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    merged: list[Rule] = []
    for line in lines:
        at = line[0].at
        parts: list[Rule] = []
        for rule in sorted(line, key=lambda rule: rule.start):
            if parts and rule.start <= parts[-1].end + _NEAR:
                parts[-1] = parts[-1]._replace(end=max(parts[-1].end, rule.end))
            else:
                parts.append(rule._replace(at=at))
        merged += parts
    return merged


def _grid(rules: Sequence[Rule]) -> _Grid | None:
    across = [rule for rule in rules if rule.is_across]
    down = [rule for rule in rules if not rule.is_across]
    if len(down) < 2 or len(across) < 2:
        return None
    # A table can be open at its sides, and at a page break at its end: it ends where the other rules end.
    sides = min(rule.start for rule in across), max(rule.end for rule in across)
    xs = _distinct([*sides, *(rule.at for rule in down)])
    ys = _distinct([rule.at for rule in across] + [end for rule in down for end in (rule.start, rule.end)])
    width, height = len(xs) - 1, len(ys) - 1
    if not width or not height:
        return None
    owners = list(range(width * height))
    separators_down = _boxes(down, xs, ys)
    separators_across = _boxes(across, ys, xs)
    for row in range(height):
        for column in range(width):
            box = row * width + column
            if column and (column, row) not in separators_down:
                owners[box] = owners[box - 1]
            elif row and (row, column) not in separators_across:
                owners[box] = owners[box - width]
    return _Grid(xs, ys, owners)


def _distinct(places: Iterable[float]) -> list[float]:
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _NEAR:
            found.append(place)
    return found


def _boxes(rules: Iterable[Rule], edges: list[float], other: list[float]) -> set[tuple[int, int]]:
    """(edge, box): where a rule on an edge runs beside a box between two of the other edges."""
    found = set()
    for rule in rules:
        edge = min(range(len(edges)), key=lambda n: abs(edges[n] - rule.at))
        for box in range(max(bisect_right(other, rule.start - _NEAR) - 1, 0), len(other) - 1):
            middle = (other[box] + other[box + 1]) / 2
            if middle > rule.end:
                break
            if rule.start <= middle:
                found.add((edge, box))
    return found


def lines_of(characters: Iterable[Character]) -> list[Line]:
    """Characters put together to lines, from top to bottom."""
    rows: list[list[Character]] = []
    for character in sorted(characters, key=lambda character: character.y):
        if rows and character.y - rows[-1][0].y <= _SAME_LINE * max(character.height, rows[-1][0].height):
            rows[-1].append(character)
        else:
            rows.append([character])
    return [_line(sorted(row, key=lambda character: character.x1)) for row in rows]


def _line(characters: Sequence[Character]) -> Line:
    text = ""
    last: Character | None = None
    for character in characters:
        if last is not None and character.x1 - last.x2 > _WORD_SPACE * character.height:
            text += " "
        text += character.text
        last = character
    height = max(character.height for character in characters)
    x1, x2 = characters[0].x1, max(character.x2 for character in characters)
    return Line(text, x1, x2, characters[0].y, height)


def paragraphs_of(lines: Sequence[Line], left: float, right: float) -> tuple[Paragraph, ...]:
    """Lines put together to paragraphs: one ends where its line is short and a sentence ends."""
    found: list[str] = []
    is_open = False
    for number, line in enumerate(lines):
        if is_open and found:
            found[-1] = put_together(found[-1], line.text)
        else:
            found.append(line.text)
        is_open = not (_is_short(lines, number, left, right) and _ends(line.text))
    return tuple(Paragraph(text) for text in found)


def _is_cut(lines: Sequence[Line], left: float, right: float, bottom: float) -> bool:
    """Whether the text of a cell fills it to its last corner and ends in the middle of a sentence."""
    if not lines or _ends(lines[-1].text) or _is_short(lines, len(lines) - 1, left, right):
        return False
    return bottom - lines[-1].y < _NEXT_LINE * lines[-1].height


def _is_short(lines: Sequence[Line], number: int, left: float, right: float) -> bool:
    """Whether a line ends well before the others do; one of a few short ones before its cell ends."""
    full = max(*(line.x2 for line in lines), right - (right - left) / 4)
    return lines[number].x2 < full - _SHORT * lines[number].height


def _ends(text: str) -> bool:
    return text.rstrip()[-1:] in ENDS


def put_together(before: str, after: str) -> str:
    """The text of two lines: with a space between Latin words."""
    glue = before[-1:].isalnum() and after[:1].isalnum() and not is_han(before[-1]) and not is_han(after[0])
    return f"{before} {after}" if glue else before + after
