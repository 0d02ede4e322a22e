"""`ipexport merge`: two people's changes of one document put together."""

from __future__ import annotations

import argparse

import ipexport
from ipexport.cli.messages import counted, one_line, print_json, say
from ipexport.cli.options import add_max_size, add_style

DESCRIPTION = """\
Merges the changes that OURS and THEIRS each made to BASE, and writes OUTPUT, in any formats that
can be read and written, or REVISION:PATH of git to read. Every change of one side is taken. What
both changed in different ways is a conflict: each is printed in one line, and nothing is written
unless --prefer says whose version to take.

Exit code: 0 merged and written, 1 conflicts, 2 could not merge."""
EXAMPLES = """\
examples:
  ipexport merge plan.json source source -o merged.json
  ipexport merge plan.json source source -o merged/ --prefer theirs
  ipexport merge HEAD~1:source HEAD:source plan.json -o merged.json --json"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("base", metavar="BASE", help="what both began with")
    parser.add_argument("ours", metavar="OURS", help="our version of it")
    parser.add_argument("theirs", metavar="THEIRS", help="their version of it")
    parser.add_argument(
        "-o", "--output", required=True, metavar="OUTPUT", help="a file, or a folder for a dataset"
    )
    parser.add_argument("--prefer", choices=("ours", "theirs"), help="whose version to take in a conflict")
    parser.add_argument("--json", action="store_true", help="print every decision as a JSON list")
    add_style(parser)
    add_max_size(parser)


def run(arguments: argparse.Namespace) -> int:
    from ipexport.compare.merging.report import conflict_line, decision_shape
    from ipexport.compare.sources import merge_sources

    sources = (arguments.base, arguments.ours, arguments.theirs)
    merged = merge_sources(*sources, prefer=arguments.prefer, max_size=arguments.max_size)
    if arguments.json:
        print_json([decision_shape(decision) for decision in merged.decisions])
    else:
        for conflict in merged.conflicts:
            print(one_line(conflict_line(conflict)))
    unsolved = bool(merged.conflicts) and arguments.prefer is None
    if not unsolved:
        ipexport.write(merged.work_plan, arguments.output, style=arguments.style)
    if not arguments.quiet:
        taken = len(merged.decisions) - len(merged.conflicts)
        said = f"{counted(taken, 'change')} taken, {counted(len(merged.conflicts), 'conflict')}"
        done = "nothing written (solve them, or say --prefer)" if unsolved else f"wrote {arguments.output}"
        say(f"{said}: {done}")
    return int(unsolved)
