"""Time, peak memory and growth of whole processes: python benchmarks/run.py [--runs N] [--dry-run]

Renders the work plan at 1, 10 and 100 times its size (unique text) into each format, then builds
all handouts cold and again without a change. Figures are medians; every run is a fresh process,
the formats take turns so that drift of the machine hits all alike. --dry-run renders the document
itself once, to see that the benchmark works.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from scale import scaled

import ipexport
from ipexport.dataset import dump_yaml

SOURCE = Path(__file__).parents[1] / "source"
FORMATS = ("pdf", "docx", "xlsx")


@dataclass(frozen=True, slots=True)
class Run:
    """Wall time in seconds, peak memory in MB, of one process."""

    seconds: float
    peak: float


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=5, help="runs of each command (5; at 100 times one)")
    parser.add_argument("--dry-run", action="store_true", help="the document itself, once")
    arguments = parser.parse_args()
    scales = (1,) if arguments.dry_run else (1, 10, 100)
    runs = 1 if arguments.dry_run else arguments.runs
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        render(folder, scales, runs)
        build(folder, runs)


def render(folder: Path, scales: tuple[int, ...], runs: int) -> None:
    """Prints a row for each format and size; growth is against one time the size."""
    print(f"{'format':8}{'times':>6}{'seconds':>10}{'peak MB':>10}{'file KB':>10}{'growth':>9}")
    work_plan = ipexport.read(SOURCE)
    first: dict[str, float] = {}
    for times in scales:
        dataset = folder / f"x{times}.yaml"
        dataset.write_bytes(dump_yaml(scaled(work_plan, times)))
        outputs = {format: folder / f"x{times}.{format}" for format in FORMATS}
        measured: dict[str, list[Run]] = {format: [] for format in FORMATS}
        for _ in range(1 if times == 100 else runs):
            for format, output in outputs.items():
                measured[format].append(timed("convert", str(dataset), str(output), "--quiet"))
        for format, output in outputs.items():
            seconds = statistics.median(run.seconds for run in measured[format])
            peak = max(run.peak for run in measured[format])
            first.setdefault(format, seconds)
            size = output.stat().st_size / 1024
            growth = seconds / first[format]
            print(f"{format:8}{times:6}{seconds:10.2f}{peak:10.0f}{size:10.0f}{growth:8.1f}x", flush=True)


def build(folder: Path, runs: int) -> None:
    """Prints the times of a build of everything, and of one where nothing changed."""
    out = str(folder / "out")
    cold = [timed("build", str(SOURCE), "-o", out, "--force", "--quiet") for _ in range(runs)]
    warm = [timed("build", str(SOURCE), "-o", out, "--quiet") for _ in range(runs)]
    files = len(list(Path(out).rglob("*.*"))) - 1
    for what, measured in (("cold build", cold), ("unchanged rebuild", warm)):
        seconds = statistics.median(run.seconds for run in measured)
        print(f"{what} of {files} files: {seconds:.2f} s, {os.cpu_count()} cores")


def timed(*arguments: str) -> Run:
    """Runs ipexport in a process of its own; ends the benchmark when it fails."""
    command = [sys.executable, "-m", "ipexport", *arguments]
    started = time.perf_counter()
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    if status:
        sys.exit(f"{' '.join(command)} failed")
    # Kilobytes, but bytes on macOS (getrusage(2)).
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return Run(seconds, usage.ru_maxrss / unit)


if __name__ == "__main__":
    main()
