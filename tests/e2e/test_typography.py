"""The typographic rules, on the finished PDF of the real document: glyphs as pdfplumber finds them.

Nothing of ours is asked where a glyph should stand: rules of the table make cells, baselines make
lines, and what the standards say about lines (GB/T 15834-2011; W3C clreq) is checked on those.
Widths are in em of the text's own size.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

import ipexport
from ipexport.model import WorkPlan

SOURCE = Path(__file__).parents[2] / "source"

SHEETS = {
    "official": "extends: official",
    "compact": "extends: compact",
    "band": "extends: official\ntable: {focus_area: band}",
    "narrow tasks": "extends: official\n"
    "table: {widths: {focus_area: 18mm, task: 29mm, results: 71mm, plan: 106mm}}",
    "narrow plans": "extends: compact\n"
    "table: {widths: {focus_area: 31mm, task: 67mm, results: 133mm, plan: 35mm}}",
}

OPENING = "（《「『【〈〔“‘"
CLOSING = "）》」』】〉〕”’"
PAUSES = "，、。；：？！"
NEVER_FIRST = PAUSES + CLOSING + "%‰℃·-–~～/—…"
NEVER_LAST = OPENING + "￥$/"
UNBROKEN = re.compile(r"[0-9A-Za-z][0-9A-Za-z%‰℃]|[0-9][.,]|[.,][0-9]|——|……")
TOLERANCE = 0.02


@dataclass(frozen=True)
class Glyph:
    text: str
    left: float
    width: float
    size: float

    @property
    def right(self) -> float:
        return self.left + self.width


@dataclass(frozen=True)
class Line:
    """A line of a cell; `left` and `right` are the edges of its cell, all in points."""

    page: int
    column: int
    baseline: float
    left: float
    right: float
    top: float
    bottom: float
    glyphs: tuple[Glyph, ...]

    @cached_property
    def label(self) -> int:
        """The number of glyphs that are the label of a list."""
        match = re.match(r"\d+\.", self.printed)
        if match is None or match.end() == len(self.glyphs):
            return 0
        last, following = self.glyphs[match.end() - 1 : match.end() + 1]
        indent = (
            following.left + (following.size / 2 if following.text in OPENING else 0) - self.glyphs[0].left
        )
        stands_apart = following.left + following.size / 2 - last.right > 0.1 * last.size
        is_hanging = abs(indent / last.size - (match.end() + 1) / 2) < TOLERANCE
        return match.end() if stands_apart and is_hanging else 0

    @cached_property
    def printed(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)

    @cached_property
    def words(self) -> tuple[Glyph, ...]:
        return self.glyphs[self.label :]

    @cached_property
    def text(self) -> str:
        return self.printed[self.label :]

    def __str__(self) -> str:
        return f"page {self.page}, column {self.column}: {self.printed}"


@pytest.fixture(scope="module")
def work_plan() -> WorkPlan:
    return ipexport.read(SOURCE)


@pytest.fixture(scope="module", params=SHEETS)
def lines(
    request: pytest.FixtureRequest, work_plan: WorkPlan, tmp_path_factory: pytest.TempPathFactory
) -> list[Line]:
    """The lines of all cells, down one column after the other, page by page."""
    folder = tmp_path_factory.mktemp("typography")
    sheet = folder / "sheet.yaml"
    sheet.write_text(SHEETS[request.param], "utf-8")
    ipexport.write(work_plan, folder / "workplan.pdf", style=sheet)
    with pdfplumber.open(folder / "workplan.pdf") as file:
        found = [line for page in file.pages if page.lines for line in cell_lines(page)]
    assert len(found) > 2000
    return found


def cell_lines(page: Any) -> Iterator[Line]:
    """The lines of text between the rules of one page."""
    across = [(rule["x0"], rule["x1"], rule["top"]) for rule in page.lines if rule["top"] == rule["bottom"]]
    down = [(rule["top"], rule["bottom"], rule["x0"]) for rule in page.lines if rule["x0"] == rule["x1"]]
    columns = sorted({round(x) for _, _, x in down})
    top, bottom = min(y for _, _, y in across), max(y for _, _, y in across)
    rows: dict[tuple[float, ...], list[Glyph]] = defaultdict(list)
    for char in page.chars:
        x, baseline = char["matrix"][4], page.height - char["matrix"][5]
        if not (top < baseline < bottom and char["upright"]):
            continue
        middle = (char["x0"] + char["x1"]) / 2
        left = max((at for start, end, at in down if at <= middle and start <= baseline <= end), default=-1.0)
        right = min((at for start, end, at in down if at > middle and start <= baseline <= end), default=-1.0)
        ceiling = max(
            (at for start, end, at in across if at <= baseline and start <= middle <= end), default=-1.0
        )
        floor = min(
            (at for start, end, at in across if at > baseline and start <= middle <= end), default=-1.0
        )
        assert -1.0 not in (left, right, ceiling, floor), (
            f"page {page.page_number}: {char['text']} in no cell"
        )
        place = (columns.index(round(left)), ceiling, baseline, left, right, floor)
        rows[place].append(Glyph(char["text"], x, char["x1"] - char["x0"], char["size"]))
    for (column, ceiling, baseline, left, right, floor), glyphs in sorted(rows.items()):
        ordered = tuple(sorted(glyphs, key=lambda glyph: glyph.left))
        yield Line(page.page_number, int(column), baseline, left, right, ceiling, floor, ordered)


def violations(found: Iterator[object]) -> None:
    every = list(map(str, found))
    assert not every, f"{len(every)}: " + "; ".join(every[:5])


def gap(before: Glyph, after: Glyph) -> float:
    """The space between two glyphs in em."""
    return (after.left - before.right) / before.size


def end_of(line: Line) -> float:
    """Where a line ends; a full-width mark at its end takes half an em (GB/T 15834-2011, 5.1.10)."""
    last = line.glyphs[-1]
    return last.right - (last.size / 2 if last.text in CLOSING + PAUSES else 0)


def test_no_line_begins_or_ends_with_a_forbidden_mark(lines: list[Line]) -> None:
    violations(line for line in lines if line.text[0] in NEVER_FIRST or line.text[-1] in NEVER_LAST)


def test_no_number_word_or_dash_is_split(lines: list[Line]) -> None:
    header = {
        page: min(line.top for line in lines if line.page == page) for page in {line.page for line in lines}
    }
    columns: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        if line.top > header[line.page]:
            columns[line.column].append(line)
    violations(
        f"{before} | {after}"
        for column in columns.values()
        for before, after in pairwise(column)
        if not after.label and UNBROKEN.fullmatch(before.text[-1] + after.text[0])
    )


def test_two_adjacent_marks_take_one_and_a_half_em(lines: list[Line]) -> None:
    pairs = [
        (line, (after.left - before.left) / before.size + 1)
        for line in lines
        for before, after in pairwise(line.words)
        if (before.text in CLOSING + PAUSES and after.text in CLOSING + PAUSES + OPENING)
        or (before.text in OPENING and after.text in OPENING)
    ]
    assert len(pairs) > 100
    violations((line, width) for line, width in pairs if abs(width - 1.5) > TOLERANCE)


def test_between_han_and_latin_stands_a_gap_of_a_quarter_of_an_em_more_or_less(lines: list[Line]) -> None:
    gaps = [
        (line, gap(before, after))
        for line in lines
        for before, after in pairwise(line.words)
        if re.fullmatch("[\u4e00-\u9fff][0-9A-Za-z]|[0-9A-Za-z][\u4e00-\u9fff]", before.text + after.text)
    ]
    assert len(gaps) > 500
    violations((line, em) for line, em in gaps if not 1 / 8 - TOLERANCE <= em <= 1 / 2 + TOLERANCE)


def test_no_last_line_is_one_single_character(lines: list[Line]) -> None:
    def characters(text: str) -> int:
        return sum(unicodedata.category(character)[0] != "P" for character in text)

    # No cell of the document says so little that it would be right.
    violations(line for line in lines if characters(line.text) < 2)


def test_no_character_stands_outside_its_cell(lines: list[Line]) -> None:
    def outside(line: Line) -> bool:
        first = line.glyphs[0]
        # An opening mark at the start has a blank half to give.
        left = first.left + (first.size / 2 if first.text in OPENING else 0)
        above = line.baseline - 0.88 * first.size
        below = line.baseline + 0.12 * first.size
        return left < line.left or end_of(line) > line.right or above < line.top or below > line.bottom

    violations(line for line in lines if outside(line))


def test_characters_that_are_spaced_apart_are_so_evenly_and_fill_their_line(lines: list[Line]) -> None:
    # A cell's padding is what its fullest line leaves free.
    padding = min(line.right - end_of(line) for line in lines)

    def is_wrong(line: Line) -> bool:
        spaces = [
            gap(before, after)
            for before, after in pairwise(line.words)
            if re.fullmatch("[\u4e00-\u9fff]{2}", before.text + after.text)
        ]
        if not spaces or max(spaces) < TOLERANCE / 2:
            return False
        if "——" in line.text:
            # pdfminer leaves out the space between characters before another operator.
            return False
        uneven = max(spaces) - min(spaces) > TOLERANCE
        too_wide = max(spaces) > 0.5 + TOLERANCE
        return (
            uneven or too_wide or abs(line.right - end_of(line) - padding) > TOLERANCE * line.glyphs[0].size
        )

    violations(line for line in lines if is_wrong(line))


def test_letters_and_digits_of_a_word_are_not_spaced_apart(lines: list[Line]) -> None:
    violations(
        line
        for line in lines
        for before, after in pairwise(line.words)
        if re.fullmatch("[0-9A-Za-z]{2}", before.text + after.text) and abs(gap(before, after)) > TOLERANCE
    )


def test_an_opening_mark_at_the_start_of_a_line_loses_its_left_half(lines: list[Line]) -> None:
    starts = [
        (line, line.words[0].left + line.words[0].size / 2 - before.words[0].left)
        for before, line in pairwise(lines)
        if (before.page, before.column, before.top) == (line.page, line.column, line.top)
        and line.text[0] in OPENING
        and before.text[0] not in OPENING
        and not line.label
    ]
    assert len(starts) > 10
    violations((line, points) for line, points in starts if abs(points) > TOLERANCE * line.words[0].size)


def test_a_two_em_dash_is_two_em_wide_and_unbroken(lines: list[Line]) -> None:
    dashes = [
        (line, first, second)
        for line in lines
        for first, second in pairwise(line.words)
        if first.text == second.text == "—"
    ]
    assert dashes
    violations(
        line
        for line, first, second in dashes
        if second.left > first.right or abs((second.right - first.left) / first.size - 2) > 0.1
    )
