"""`ipexport diff`: what changed between two documents, whatever their formats."""

from __future__ import annotations

import argparse
from pathlib import Path

from ipexport.cli.messages import counted, say, terminal
from ipexport.cli.options import add_changes, add_max_size, add_style

DESCRIPTION = """\
Compares two documents of any format that can be read: a dataset folder, a file, or one of a git
revision (REVISION:PATH). Tells what a reader of both sees: regions, focus areas, tasks, cells and
items that were added, removed, moved, reworded or renumbered, and the words. Rows are matched by
id, else by their text, not by position.

Exit code: 0 the same, 1 differences, 2 could not compare."""
EXAMPLES = """\
examples:
  ipexport diff source plan.json                      two formats, on the screen
  ipexport diff source plan.json -o changes.html      side by side, for a browser
  ipexport diff source plan.json -o changes.docx      Word, with tracked changes
  ipexport diff source plan.json --format json        for programs: see ipexport schema changes
  ipexport diff HEAD~1:source source                  since the last commit"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    what = "a dataset folder, a file, or REVISION:PATH of git"
    parser.add_argument("before", metavar="A", help=f"the old document: {what}")
    parser.add_argument("after", metavar="B", help="the new document, likewise")
    parser.add_argument(
        "-f",
        "--format",
        choices=("text", "json", "html", "docx"),
        help="text, json, html, or docx with tracked changes (that of FILE's extension, else text)",
    )
    parser.add_argument("-o", "--output", metavar="FILE", help="write a file (standard output)")
    add_style(parser, "the style of a Word file: ")
    add_changes(parser)
    add_max_size(parser)


def run(arguments: argparse.Namespace) -> int:
    from ipexport.compare.reports import report, report_file, report_format
    from ipexport.compare.sources import compare
    from ipexport.compare.text_report import counts
    from ipexport.convert import spare
    from ipexport.output import write_file

    format = report_format(arguments.format, arguments.output)
    if arguments.output is not None:
        for source in (arguments.before, arguments.after):
            spare(Path(source), [Path(arguments.output)])
    found = compare(arguments.before, arguments.after, arguments.max_size, arguments.changes)
    if arguments.output is None:
        print(report(found, format, **terminal()), end="")
    else:
        write_file(arguments.output, report_file(found, format, arguments.style))
    if not arguments.quiet:
        if found.note:
            say(found.note)
        said = (
            f"{counted(len(found.changes), 'change')}: {counts(found.changes)}"
            if found.changes
            else "the same"
        )
        say(f"{arguments.before}, {arguments.after}: {said}")
    return int(bool(found.changes))
