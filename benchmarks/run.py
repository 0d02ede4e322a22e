"""Time, peak memory and growth of whole processes.

    python benchmarks/run.py [--runs N] [--times N]... [--format F]... [--dry-run] [--peers FOLDER]

Renders the work plan in Chinese, a dataset folder, at 1, 10 and 100 times its size (unique text),
into each format, then builds all handouts cold and again without a change. Figures are medians; every
run is a fresh process, the formats take turns so that drift of the machine hits all alike. --dry-run
renders the document itself once, to see that the benchmark works.

With --peers, a folder of programs that render the same tables with other tools, each takes its turn
beside the format that it makes, and the ratio of our median to its is printed: FOLDER/peers/NAME.py ROWS OUT
(that of Excel stands beside this file), run by FOLDER/v/bin/python on FOLDER/rows.json, rows10u.json
and rows100u.json. They have the same texts, in Chinese. An installed program has its modules compiled:
so have we, once each has been imported.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scale import in_chinese, scaled

import ipexport

SOURCE = Path(__file__).parents[1] / "source"
FORMATS = ("pdf", "docx", "xlsx")
PEERS = {
    "pdf": (("pdf_typst.py", "--toc"),),
    "docx": (("word_docxtpl.py",), ("word_pandoc.py",), ("word_lxml.py",)),
    "xlsx": (("excel_xlsxwriter.py",),),
}
"""The peers that a format is measured against, and what they are told besides rows and output."""
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
ROWS = {1: "rows.json", 10: "rows10u.json", 100: "rows100u.json"}


@dataclass(frozen=True, slots=True)
class Run:
    """Wall time in seconds, peak memory in MB, of one process."""

    seconds: float
    peak: float


@dataclass(frozen=True, slots=True)
class Command:
    """A program that writes `output`; `ours` is the name of the command that it is measured against."""

    name: str
    words: tuple[str, ...]
    output: Path
    ours: str = ""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=5, help="runs of each command (5)")
    parser.add_argument("--times", type=int, action="append", choices=ROWS, help="only this size")
    parser.add_argument("--format", action="append", choices=FORMATS, help="only this format, and no build")
    parser.add_argument("--peers", type=Path, metavar="FOLDER", help="programs to compare with")
    parser.add_argument("--dry-run", action="store_true", help="the document itself, once")
    arguments = parser.parse_args()
    scales = (1,) if arguments.dry_run else tuple(arguments.times or ROWS)
    runs = 1 if arguments.dry_run else arguments.runs
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        render(folder, scales, arguments.format or FORMATS, runs, arguments.peers)
        if not arguments.format:
            build(folder, runs)


def render(
    folder: Path, scales: Sequence[int], formats: Sequence[str], runs: int, peers: Path | None
) -> None:
    """Prints a row for each format, peer and size; growth is against one time the size."""
    print(f"{'':20}{'times':>6}{'seconds':>10}{'peak MB':>10}{'file KB':>10}{'growth':>9}{'ratio':>8}")
    work_plan = in_chinese(ipexport.read(SOURCE))
    first: dict[str, float] = {}
    for times in scales:
        dataset = folder / f"x{times}"
        ipexport.write(scaled(work_plan, times), dataset)
        commands = [
            command for format in formats for command in _commands(folder, dataset, format, times, peers)
        ]
        measured: dict[str, list[Run]] = {command.name: [] for command in commands}
        for _ in range(runs):
            for command in commands:
                measured[command.name].append(timed(command.words))
        medians = {name: statistics.median(run.seconds for run in found) for name, found in measured.items()}
        for command in commands:
            seconds = medians[command.name]
            first.setdefault(command.name, seconds)
            print(
                f"{command.name:20}{times:6}{seconds:10.2f}"
                f"{max(run.peak for run in measured[command.name]):10.0f}"
                f"{command.output.stat().st_size / 1024:10.0f}{seconds / first[command.name]:8.1f}x"
                + (f"{medians[command.ours] / seconds:8.2f}" if command.ours else ""),
                flush=True,
            )


def _commands(folder: Path, dataset: Path, format: str, times: int, peers: Path | None) -> Iterator[Command]:
    """What writes a format: ours, and its peers."""
    output = folder / f"ours.{format}"
    ours = (sys.executable, "-m", "ipexport", "convert", str(dataset), str(output), "--quiet")
    yield Command(format, ours, output)
    for program, *options in PEERS[format] if peers else ():
        assert peers is not None
        own = Path(__file__).with_name(program)
        path = own if own.exists() else peers / "peers" / program
        out = folder / f"{Path(program).stem}.{format}"
        words = (peers / "v/bin/python", path, peers / ROWS[times], out, *options)
        yield Command(program.removesuffix(".py"), tuple(map(str, words)), out, format)


def build(folder: Path, runs: int) -> None:
    """Prints the times of a build of everything, and of one where nothing changed."""
    out = str(folder / "out")
    command = [sys.executable, "-m", "ipexport", "build", str(SOURCE), "-o", out, "--quiet"]
    cold = [timed([*command, "--force"]) for _ in range(runs)]
    warm = [timed(command) for _ in range(runs)]
    files = len(list(Path(out).rglob("*.*"))) - 1
    for what, measured in (("cold build", cold), ("unchanged rebuild", warm)):
        seconds = statistics.median(run.seconds for run in measured)
        print(f"{what} of {files} files: {seconds:.2f} s, {os.cpu_count()} cores")


def timed(command: Sequence[str], good: tuple[int, ...] = (0,)) -> Run:
    """Runs a program in a process of its own; ends the benchmark when its exit code is not good."""
    started = time.perf_counter()
    process = subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    if os.waitstatus_to_exitcode(status) not in good:
        sys.exit(f"{' '.join(command)} failed")
    # Kilobytes, but bytes on macOS (getrusage(2)).
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return Run(seconds, usage.ru_maxrss / unit)


if __name__ == "__main__":
    main()
