"""`ipexport build`: the handouts that changed."""

from __future__ import annotations

import argparse
import os
import time
from typing import TYPE_CHECKING

import ipexport
from ipexport.cli.messages import Progress, counted, say
from ipexport.cli.options import add_max_size, add_reference, add_region, add_style, at_least_one

if TYPE_CHECKING:
    from ipexport.handouts import BuildResult

DESCRIPTION = """\
Makes the handouts of a dataset: OUT/LANGUAGE/workplan.EXT, OUT/LANGUAGE/regions/REGION.EXT,
and OUT/manifest.json, which lists them. Only what changed is made again; each file is
replaced as a whole, so that there is always a good one.

With --form the workbooks that the regions fill in instead, OUT/LANGUAGE/forms/REGION.xlsx, as
form.yaml beside the dataset says."""
EXAMPLES = """\
examples:
  ipexport build                          everything, from ./source into ./out
  ipexport build source -o handouts -r shanghai -r hubei
  ipexport build -f pdf -s compact        only PDF, in the compact style
  ipexport build --form -l zh             the forms of all regions, in Chinese
  ipexport build --force -j 1             everything again, in one process"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "source", nargs="?", default="source", metavar="SOURCE", help="the dataset (./source)"
    )
    parser.add_argument(
        "-o", "--output", default="out", metavar="OUT", help="the folder to build into (./out)"
    )
    parser.add_argument(
        "-f",
        "--format",
        action="append",
        default=[],
        metavar="FORMAT",
        help="docx, xlsx or pdf; can be given several times (all three)",
    )
    parser.add_argument(
        "--form", action="store_true", help="the forms that regions fill in (.xlsx), and no handouts"
    )
    add_region(parser, "the id of a region, and not the whole document; can be given several times (all)")
    parser.add_argument(
        "-l",
        "--lang",
        action="append",
        default=[],
        metavar="LANGUAGE",
        help="zh, en or zh-en; can be given several times (all, where anything is translated)",
    )
    add_style(parser)
    add_reference(parser)
    parser.add_argument("-j", "--jobs", type=at_least_one, metavar="N", help="processes (one for each core)")
    parser.add_argument("--force", action="store_true", help="make again what has not changed, too")
    add_max_size(parser)


def run(arguments: argparse.Namespace) -> int:
    started = time.perf_counter()
    progress = Progress(shown=not arguments.quiet, lines=arguments.verbose)
    try:
        result = ipexport.build(
            arguments.source,
            arguments.output,
            formats=arguments.format,
            regions=arguments.region,
            languages=arguments.lang,
            style=arguments.style,
            jobs=arguments.jobs or os.cpu_count() or 1,
            force=arguments.force,
            max_size=arguments.max_size,
            report=progress,
            reference=arguments.reference,
            form=arguments.form,
        )
    finally:
        progress.end()
    if not arguments.quiet:
        _tell(result, time.perf_counter() - started, arguments)
    return 0


def _tell(result: BuildResult, seconds: float, arguments: argparse.Namespace) -> None:
    if arguments.verbose:
        for finding in result.findings:
            say(str(finding))
        for file in result.unchanged:
            say(f"unchanged {file}")
    elif result.findings:
        warnings = counted(len(result.findings), "warning")
        say(f"{warnings} about the dataset: see ipexport check {arguments.source}")
    for line in filter(None, (result.untranslated, result.missing_styles)):
        say(line)
    for file in result.left_over:
        say(f"{file}: its region is no longer in the dataset; delete the file if it is not needed")
    written, unchanged = len(result.written), len(result.unchanged)
    say(f"{written} written, {unchanged} unchanged in {result.out} ({seconds:.1f} s)")
