"""Two versions of the document compared: time, and what is reported for ten planted edits.

    python benchmarks/compare.py [--runs N] [PAIR]…

PAIR is two formats with a hyphen, as in docx-pdf; without one, every format that can be written and
read is compared with itself. python-redlines gets both versions as Word files, daff as flat tables (a
row for each task, with its id), where they are installed. A peer that is not is left out:

    pip install "python-redlines[docxodus]" daff

Prints two tables in Markdown. Times are medians of whole processes that take turns; in brackets stand
the characters that a tool marks as changed.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import statistics
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from edits import EDITS, edited
from run import Run, timed
from scale import in_chinese

import ipexport
from ipexport.compare.changes import Added, Change, Removed, Renumbered, Reworded
from ipexport.compare.sources import compare
from ipexport.compare.text_report import counts
from ipexport.formats import FORMATS
from ipexport.model import Cell, Text, WorkPlan

HERE = Path(__file__).parent
SOURCE = HERE.parent / "source"
IPEXPORT = ("-m", "ipexport", "diff", "--quiet")


class Tool(NamedTuple):
    """What compares two files: what Python is told before their names, and their extensions."""

    name: str
    program: tuple[str, ...]
    before: str
    after: str


class Peer(NamedTuple):
    """Another tool, the module that it needs, and what to install."""

    tool: Tool
    module: str
    install: str


PEERS = (
    Peer(
        Tool("python-redlines", (str(HERE / "compare_redlines.py"),), "docx", "docx"),
        "python_redlines_docxodus",
        '"python-redlines[docxodus]"',
    ),
    Peer(Tool("daff", (str(HERE / "compare_daff.py"),), "csv", "csv"), "daff", "daff"),
)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pairs", nargs="*", type=pair, metavar="PAIR", help="two formats, as docx-pdf")
    parser.add_argument("--runs", type=int, default=5, help="runs of each comparison (5)")
    arguments = parser.parse_args()
    pairs = arguments.pairs or [(format, format) for format in known_formats()]
    tools = [Tool(f"ipexport, {a} and {b}", IPEXPORT, a, b) for a, b in pairs]
    for peer in PEERS:
        if find_spec(peer.module):
            tools.append(peer.tool)
        else:
            print(f"{peer.tool.name} is left out (pip install {peer.install})", file=sys.stderr)
    work_plan = in_chinese(ipexport.read(SOURCE))
    with tempfile.TemporaryDirectory() as name:
        measure(Path(name), work_plan, tools, arguments.runs)
        tell(Path(name), work_plan, tools)


def pair(word: str) -> tuple[str, str]:
    """Two formats that can be written and read."""
    before, _, after = word.partition("-")
    for format in (before, after):
        if format not in known_formats():
            known = ", ".join(known_formats())
            raise argparse.ArgumentTypeError(f"{word!r} is not two of {known} with a hyphen, as pdf-json")
    return before, after


def known_formats() -> list[str]:
    """The formats that can be written and read."""
    return [format.name for format in FORMATS if format.writer and format.reader]


def measure(folder: Path, work_plan: WorkPlan, tools: list[Tool], runs: int) -> None:
    """Prints a row for each tool, with all ten edits at once."""
    before, after = versions(folder, work_plan, edited(work_plan), tools)
    measured: dict[str, list[Run]] = {tool.name: [] for tool in tools}
    for _ in range(runs):
        for tool in tools:
            measured[tool.name].append(timed(command(tool, before, after), good=(0, 1)))
    print("| | time |\n| --- | --- |")
    for name, found in measured.items():
        print(f"| {name} | {statistics.median(run.seconds for run in found):.2f} s |")
    print(flush=True)


def tell(folder: Path, work_plan: WorkPlan, tools: list[Tool]) -> None:
    """Prints a row for each edit: what each tool reports, and how many characters that marks.

    Ours is one column where all pairs of formats give the same.
    """
    columns: dict[str, list[str]] = {tool.name: [] for tool in tools}
    for edit in EDITS.values():
        before, after = versions(folder, work_plan, edit(work_plan), tools)
        for tool in tools:
            columns[tool.name].append(reported(tool, before, after))
    ours = [tool.name for tool in tools if tool.program == IPEXPORT]
    if all(columns[name] == columns[ours[0]] for name in ours):
        columns = {"ipexport": columns[ours[0]]} | {
            name: cells for name, cells in columns.items() if name not in ours
        }
    print("| edit | " + " | ".join(columns) + " |\n" + "| --- " * (len(columns) + 1) + "|")
    for name, *cells in zip(EDITS, *columns.values(), strict=True):
        print(f"| {name} | " + " | ".join(cells) + " |")


def versions(
    folder: Path, old: WorkPlan, new: WorkPlan, tools: list[Tool]
) -> tuple[dict[str, Path], dict[str, Path]]:
    """The two versions as files, in every format that a tool reads."""
    before = {tool.before: folder / f"before.{tool.before}" for tool in tools}
    after = {tool.after: folder / f"after.{tool.after}" for tool in tools}
    for work_plan, files in ((old, before), (new, after)):
        for format, path in files.items():
            if format == "csv":
                path.write_text(flat(work_plan), "utf-8", newline="")
            else:
                ipexport.write(work_plan, path)
    return before, after


def flat(work_plan: WorkPlan) -> str:
    """A row for each task, as CSV; a cell has a line for each item."""
    file = io.StringIO()
    rows = csv.writer(file)
    rows.writerow(("id", "region", "focus area", "task", "results", "plan"))
    for region in work_plan.regions:
        for group in region.groups:
            plans = {id: printed(plan.items) for plan in group.plans for id in plan.tasks}
            for task in group.tasks:
                results = "\n".join(map(printed, task.results))
                words = region.name.zh, group.wording.zh, task.text.zh
                rows.writerow((task.id, *words, results, plans[task.id]))
    return file.getvalue()


def printed(cell: Cell) -> str:
    return "\n".join(f"{item.label} {item.text.zh}" if item.label else item.text.zh for item in cell)


def command(tool: Tool, before: dict[str, Path], after: dict[str, Path]) -> list[str]:
    return [sys.executable, *tool.program, str(before[tool.before]), str(after[tool.after])]


def reported(tool: Tool, before: dict[str, Path], after: dict[str, Path]) -> str:
    """What a tool says, and the characters that it marks."""
    if tool.program == IPEXPORT:
        changes = compare(str(before[tool.before]), str(after[tool.after])).changes
        reports, characters = counts(changes) or "nothing", sum(map(marked, changes))
    else:
        done = subprocess.run(command(tool, before, after), capture_output=True, check=True)
        found = json.loads(done.stdout)
        reports, characters = found["reports"], found["characters"]
    return f"{reports} ({characters:,})"


def marked(change: Change) -> int:
    """Characters that a change marks as added or removed; what moved is not."""
    match change:
        case Reworded(wordings=wordings):
            parts = (part for wording in wordings for part in wording.parts)
            return sum(len(part.text) for part in parts if part.kind != "kept")
        case Added(content=content) | Removed(content=content):
            return sum(len(text.zh) for text in inside(content))
        case Renumbered(old=old, new=new):
            return len(old or "") + len(new or "")
        case _:
            return 0


def inside(value: object) -> list[Text]:
    """Every text in a part of the document."""
    if isinstance(value, Text):
        return [value]
    if isinstance(value, tuple):
        return [text for one in value for text in inside(one)]
    return [text for name in getattr(value, "__slots__", ()) for text in inside(getattr(value, name))]


if __name__ == "__main__":
    main()
