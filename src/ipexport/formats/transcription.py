"""Reads the transcription of the printed work plan into the model.

The transcription has one block of tab-separated rows a printed page, under a header row. Pages
cut rows and merged cells, and print focus area and task again where they go on: such parts are
put together here. Corrections are those of `corrections.yaml` beside it, nothing else changes a
character; the titles, the vocabulary and the properties come from the work plan's frame.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from ipexport.dataset import Loaded, load_dataset
from ipexport.dataset.divisions import DIVISIONS
from ipexport.errors import Finding, Place, SourceError
from ipexport.model import (
    Cell,
    Columns,
    FocusAreaId,
    FocusGroup,
    Item,
    Plan,
    Region,
    RegionId,
    Task,
    TaskId,
    Text,
    WorkPlan,
)
from ipexport.nodes import MAX_SIZE, Findings, Node, decode, parse_yaml, read_file
from ipexport.table import ROLES, Role

_PARAGRAPH = re.compile(r"</?(?:p|ol|ul|li|br|div)\b[^>]*>", re.I)
_LABEL = re.compile(r"(?:^|(?<=\s))(\d{1,2}\.)(?!\d)")


@dataclass(frozen=True, slots=True)
class Correction:
    """In one cell, `printed` stands `count` times and is read as `corrected`."""

    place: Place
    line: int
    column: Role
    printed: str
    corrected: str
    count: int


class Split(NamedTuple):
    """A line that holds two rows: the second begins, column by column, with these words."""

    place: Place
    line: int
    begins: dict[Role, str]


class Corrections(NamedTuple):
    corrections: tuple[Correction, ...]
    splits: tuple[Split, ...]


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row as a page prints it: each cell's paragraphs, (label, text); `first` on its page."""

    line: int
    first: bool
    cells: dict[Role, Cell]

    def words(self, role: Role) -> str:
        return "".join(item.text.zh for item in self.cells[role])


def read(path: Path, max_size: int) -> Loaded:
    """Reads SOURCE/transcription/workplan.txt; titles and vocabulary are those of SOURCE.

    Raises `SourceError`, see `read_transcription`.
    """
    dataset = load_dataset(path.absolute().parent.parent, max_size)
    return Loaded(read_transcription(path, dataset.work_plan, max_size), ())


def read_transcription(path: Path, frame: WorkPlan, max_size: int = MAX_SIZE) -> WorkPlan:
    """The work plan that the transcription shows, in the frame's order of focus areas.

    Raises `SourceError` where the transcription has another shape than described above, or where
    a correction does not fit it.
    """
    text = decode(read_file(path, max_size), str(path))
    corrections = read_corrections(path.with_name("corrections.yaml"))
    regions = []
    for name, labels, rows in printed_regions(text, corrections, str(path)):
        regions.append(_region(name, labels, rows, frame, str(path)))
    return replace(frame, regions=tuple(regions))


def read_corrections(path: Path) -> Corrections:
    """The list of corrections; raises `SourceError` where it is wrong."""
    findings = Findings()
    root = parse_yaml(decode(read_file(path), str(path)), str(path))
    top = findings.mapping(root, "corrections", ("corrections", "splits", "remarks"))
    read = {key: findings.sequence(top[key], key) if key in top else () for key in ("corrections", "splits")}
    corrections = [_correction(node, findings) for node in read["corrections"]]
    splits = [_split(node, findings) for node in read["splits"]]
    if findings.found:
        raise SourceError(findings.found)
    return Corrections(tuple(filter(None, corrections)), tuple(filter(None, splits)))


def _correction(node: Node, findings: Findings) -> Correction | None:
    keys = ("line", "column", "printed", "corrected", "count", "reason", "certain")
    entries = findings.mapping(node, "a correction", keys)
    said = {"count": "1"} | {key: findings.scalar(value, key) for key, value in entries.items()}
    column = next((role for role in ROLES if role == said.get("column")), None)
    if not _is_complete(node, "a correction", said, keys, findings):
        return None
    if column is None:
        findings.add("bad-correction", entries["column"].place, "no such column", ", ".join(ROLES))
        return None
    line, count = int(said["line"]), int(said["count"])
    return Correction(node.place, line, column, said["printed"], said["corrected"], count)


def _split(node: Node, findings: Findings) -> Split | None:
    keys = ("line", "second_row_begins", "reason", "certain")
    entries = findings.mapping(node, "a split", keys)
    said = {
        key: "" if key == "second_row_begins" else findings.scalar(value, key)
        for key, value in entries.items()
    }
    if not _is_complete(node, "a split", said, keys, findings):
        return None
    words = findings.mapping(entries["second_row_begins"], "second_row_begins", ROLES)
    row = {role: findings.scalar(words[role], role) for role in ROLES if role in words}
    return Split(node.place, int(said["line"]), row)


def _is_complete(
    node: Node, what: str, said: dict[str, str], keys: Sequence[str], findings: Findings
) -> bool:
    """Whether all keys are there, numbers are numbers, and it is said whether this is certain."""
    missing = [key for key in keys if key not in said]
    numbers = [said[key] for key in ("line", "count") if key in said]
    right = not missing and all(number.isdecimal() for number in numbers) and said["certain"] in ("yes", "no")
    if not right:
        wrong = f"lacks {', '.join(missing)}" if missing else "has a wrong line, count or certain"
        findings.add("bad-correction", node.place, f"{what} {wrong}", "numbers, and yes or no")
    return right


def printed_regions(
    text: str, corrections: Corrections, name: str
) -> Iterator[tuple[str, dict[Role, str], list[PrintedRow]]]:
    """Region by region: its name, the labels of its columns, and its rows, corrected."""
    pending = {id(correction): correction for correction in corrections.corrections}
    region = ""
    labels: dict[Role, str] = {}
    rows: list[PrintedRow] = []
    first = False
    for number, line in enumerate(text.split("\n"), 1):
        cells = line.split("\t")
        place = Place(name, number)
        if len(cells) == 1 and (title := _close_up(line)).endswith("工作计划") and not title.startswith("20"):
            if region:
                yield region, labels, rows
            region, labels, rows = title.split("2016")[0], {}, []
        elif len(cells) == len(ROLES) and _close_up(cells[0]) == "工作重点":
            page_labels = dict(zip(ROLES, map(_close_up, cells), strict=True))
            if labels not in ({}, page_labels):
                raise _unexpected(place, "the header row differs from that of the page before")
            labels, first = page_labels, True
        elif len(cells) == len(ROLES):
            here = [c for c in corrections.corrections if c.line == number]
            corrected = {
                role: _correct(_paragraphs(cell), [c for c in here if c.column == role])
                for role, cell in zip(ROLES, cells, strict=True)
            }
            for correction in here:
                del pending[id(correction)]
            row = PrintedRow(number, first, corrected)
            rows.extend(_split_row(row, [split for split in corrections.splits if split.line == number]))
            first = False
        elif region and line.strip():
            raise _unexpected(place, f"a row has {len(ROLES)} cells, here are {len(cells)}")
    yield region, labels, rows
    for correction in pending.values():
        raise _unexpected(correction.place, f"line {correction.line} is no row of the transcription")


def _unexpected(place: Place, message: str) -> SourceError:
    return SourceError([Finding("transcription", "error", place, message)])


def _close_up(text: str) -> str:
    """Without white space: what the printed text has of it is made by setting it."""
    return re.sub(r"\s+", "", text)


def _paragraphs(cell: str) -> Cell:
    """The paragraphs of a cell: those of its markup, and each that begins with a number."""
    items = []
    for part in _PARAGRAPH.split(cell.strip().strip('"')):
        pieces = _LABEL.split(part)
        if lead := _close_up(pieces[0]):
            items.append(Item(Text(lead)))
        items += [
            Item(Text(_close_up(words)), label)
            for label, words in zip(pieces[1::2], pieces[2::2], strict=True)
        ]
    return tuple(items)


def _correct(cell: Cell, corrections: Sequence[Correction]) -> Cell:
    for correction in corrections:
        found = sum(item.text.zh.count(correction.printed) for item in cell)
        if found != correction.count:
            message = (
                f"{correction.printed!r} stands {found} times in line {correction.line}, {correction.column}"
            )
            raise _unexpected(correction.place, message)
        cell = tuple(
            replace(item, text=Text(item.text.zh.replace(correction.printed, correction.corrected)))
            for item in cell
        )
    return cell


def _split_row(row: PrintedRow, splits: Sequence[Split]) -> Iterator[PrintedRow]:
    if not splits:
        yield row
        return
    (split,) = splits
    upper: dict[Role, Cell] = {}
    lower: dict[Role, Cell] = {}
    for role, cell in row.cells.items():
        cut = len(cell)
        if role in split.begins:
            cut = next((n for n, item in enumerate(cell) if item.text.zh.startswith(split.begins[role])), -1)
            if cut < 0:
                raise _unexpected(split.place, f"no paragraph of {role} begins with {split.begins[role]!r}")
        upper[role], lower[role] = cell[:cut], cell[cut:]
    yield replace(row, cells=upper)
    yield replace(row, cells=lower, first=False)


@dataclass(slots=True)
class _Group:
    """A focus group while its rows come in."""

    focus_area: FocusAreaId
    wording: str
    tasks: list[Task]
    plans: list[Plan]


def _region(
    name: str, labels: dict[Role, str], rows: Sequence[PrintedRow], frame: WorkPlan, file: str
) -> Region:
    id, code = next((id, code) for id, code, division in DIVISIONS if division == name)
    groups: list[_Group] = []
    for row in rows:
        wording = row.words("focus_area")
        goes_on = bool(groups) and (not wording or (row.first and wording == groups[-1].wording))
        if not goes_on:
            if not wording:
                raise _unexpected(Place(file, row.line), "the region's first row names no focus area")
            groups.append(_Group(_focus_area(wording, frame), wording, [], []))
        number = sum(len(g.tasks) for g in groups if g.focus_area == groups[-1].focus_area) + 1
        _add_row(row, groups[-1], f"{id}-{groups[-1].focus_area}-{number}", Place(file, row.line))
    return Region(
        id=RegionId(id),
        code=code,
        name=Text(name),
        columns=Columns(**{role: Text(labels[role]) for role in ROLES}),
        groups=tuple(
            FocusGroup(g.focus_area, Text(g.wording), tuple(g.tasks), tuple(g.plans)) for g in groups
        ),
    )


def _focus_area(wording: str, frame: WorkPlan) -> FocusAreaId:
    """The focus area of the vocabulary that is worded alike."""
    names = {area.name.zh: area.id for area in frame.focus_areas}
    return names[difflib.get_close_matches(wording, names, n=1, cutoff=0)[0]]


def _add_row(row: PrintedRow, group: _Group, new_id: str, place: Place) -> None:
    task, results, plan = row.words("task"), row.cells["results"], row.cells["plan"]
    last = group.tasks[-1] if group.tasks else None
    if last and not task:
        group.tasks[-1] = replace(last, results=(*last.results, results))
    elif last and row.first and task == last.text.zh:
        group.tasks[-1] = replace(last, results=(*last.results[:-1], last.results[-1] + results))
        if plan:
            group.plans[-1] = replace(group.plans[-1], items=group.plans[-1].items + plan)
        return
    else:
        group.tasks.append(Task(TaskId(new_id), Text(task), (results,)))
    covered = group.tasks[-1].id
    # An empty plan cell, or one that does not count from 1, is a part of the plan cell above.
    goes_on = not plan or plan[0].label not in (None, "1.")
    if not goes_on:
        group.plans.append(Plan((covered,), plan))
    elif not group.plans:
        raise _unexpected(place, "the first row of a focus area has no plan")
    else:
        above = group.plans[-1]
        tasks = above.tasks if covered in above.tasks else (*above.tasks, covered)
        group.plans[-1] = Plan(tasks, above.items + plan)
