"""Where the time of a PDF goes.

    python benchmarks/parts.py [--runs N] [--peers FOLDER]

Renders the work plan at 1 and 10 times its size in this one process, and prints the milliseconds of
CPU time that each part takes: the least of the runs. The imports are those of a process of its own.
(The command itself takes less time than their sum: it reads while it loads the writer, and sets and
draws in two processes.) With --peers, FOLDER/peers/pdf_raw.py is timed as well: the same tables set
and drawn without tags, styles and rules of typesetting, a bound for what a program in Python can do.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import deflate
from run import ROWS, timed
from scale import in_chinese, scaled

import ipexport
from ipexport.dataset import dump_json, load_dataset
from ipexport.formats.pdf import writer
from ipexport.formats.pdf.elements import Elements, element_count
from ipexport.formats.pdf.faces import document_fonts, take_characters
from ipexport.layout.table import SetSection, set_section
from ipexport.style import load_style
from ipexport.table import tabulate

SOURCE = Path(__file__).parents[1] / "source"
PARTS = (
    "interpreter and imports", "YAML and model", "style", "tables", "fonts", "setting and breaking",
    "drawing", "tags", "compression", "putting together",
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=5, help="runs at each size (5)")
    parser.add_argument("--peers", type=Path, metavar="FOLDER", help="where pdf_raw is")
    arguments = parser.parse_args()
    columns: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for times in (1, 10):
            dataset = folder / f"x{times}"
            ipexport.write(scaled(in_chinese(ipexport.read(SOURCE)), times), dataset)
            runs = [_Clock().run(dataset) for _ in range(arguments.runs)]
            column = {part: min(run[part] for run in runs) for part in PARTS}
            column["interpreter and imports"] = min(_start() for _ in range(arguments.runs))
            column["sum"] = sum(column.values())
            ours = [sys.executable, "-m", "ipexport", "convert", str(dataset), str(folder / "a.pdf")]
            column["the command (wall time)"] = _wall([*ours, "--quiet"], arguments.runs)
            if arguments.peers:
                program = arguments.peers / "peers/pdf_raw.py"
                rows = arguments.peers / ROWS[times]
                raw = [arguments.peers / "v/bin/python", program, rows, folder / "raw.pdf"]
                column["pdf_raw (wall time)"] = _wall(list(map(str, raw)), arguments.runs)
            columns.append(column)
    print(f"{'milliseconds':28}{'1 time':>10}{'10 times':>10}")
    for part in columns[0]:
        print(f"{part:28}" + "".join(f"{column[part]:10.0f}" for column in columns))


def _wall(command: list[str], runs: int) -> float:
    return 1000 * min(timed(command).seconds for _ in range(runs))


def _start() -> float:
    """What starting Python and importing everything takes."""
    program = (
        "import time, ipexport.__main__, ipexport.read_ahead, ipexport.convert, ipexport.dataset, "
        "ipexport.formats.pdf.writer; print(time.process_time() * 1000)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return float(done.stdout)


class _Clock:
    """CPU time by part; the time of a part inside another one counts only once."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self.inside: list[float] = []

    def run(self, dataset: Path) -> dict[str, float]:
        compress, section = deflate.zlib_compress, Elements.section
        deflate.zlib_compress = lambda *a: self.timed("compression", compress, *a)
        Elements.section = lambda *a: self.timed("tags", section, *a)  # type: ignore[method-assign]
        try:
            self._render(dataset)
        finally:
            deflate.zlib_compress, Elements.section = compress, section  # type: ignore[method-assign]
        return {part: self.spent[part] * 1000 for part in PARTS}

    def _render(self, dataset: Path) -> None:
        work_plan = self.timed("YAML and model", load_dataset, dataset).work_plan
        style = self.timed("style", load_style, "official")
        document = self.timed("tables", tabulate, work_plan, "zh", style.table.focus_area)
        fonts = self.timed("fonts", document_fonts, style)
        self.timed("fonts", take_characters, document, style, fonts)
        metrics = {role: font.metrics for role, font in fonts.items()}

        def set_all() -> list[SetSection]:
            return [set_section(section, style, metrics) for section in document.sections]

        sections = self.timed("setting and breaking", set_all)
        elements = sum(map(element_count, document.sections))
        file = self.timed("putting together", writer.Writer, document, style, fonts, elements)
        drawn = self.timed("drawing", writer.draw, sections, style, fonts, file.place(0, 0), "zh")
        data = self.timed("putting together", dump_json, work_plan, None, english=False)
        self.timed("putting together", file.prepare, data)
        self.timed("putting together", file.finish, [drawn])

    def timed(self, part: str, function: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        self.inside.append(0.0)
        started = time.process_time()
        result = function(*arguments, **named)
        spent = time.process_time() - started
        self.spent[part] += spent - self.inside.pop()
        if self.inside:
            self.inside[-1] += spent
        return result


if __name__ == "__main__":
    main()
