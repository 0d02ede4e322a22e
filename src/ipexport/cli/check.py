"""`ipexport check`: every finding with its place."""

from __future__ import annotations

import argparse

import ipexport
from ipexport.cli.messages import counted, one_line, print_json, say
from ipexport.cli.options import add_max_size
from ipexport.errors import Finding, SourceError

DESCRIPTION = """\
Prints every finding of a dataset with its place, one line each:

  file:line:column: error or warning: what is wrong (what to do about it) [code]

In a PDF the place is a page, a table and a row, and findings are what was not understood.

Exit code: 0 no finding, 1 findings, 2 INPUT cannot be read (missing, or not YAML at all)."""
EXAMPLES = """\
examples:
  ipexport check                     the dataset in ./source
  ipexport check copy/plan.json      one file
  ipexport check hubei.pdf           what a PDF shows that cannot be understood
  ipexport check --json > list.json  for programs: a list of objects
  ipexport check --quiet && make     go on only when there is nothing to find"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "input",
        nargs="?",
        default="source",
        metavar="INPUT",
        help="a dataset folder, or a .yaml, .json or .pdf file (./source)",
    )
    parser.add_argument("--json", action="store_true", help="the findings as a JSON list")
    add_max_size(parser)


def run(arguments: argparse.Namespace) -> int:
    unreadable = False
    try:
        findings = ipexport.check(arguments.input, max_size=arguments.max_size)
    except SourceError as error:
        findings, unreadable = list(error.findings), True
    if arguments.json:
        print_json([_shape(finding) for finding in findings])
    else:
        for finding in findings:
            print(one_line(str(finding)))
    if not arguments.quiet:
        errors = sum(finding.severity == "error" for finding in findings)
        warnings = len(findings) - errors
        say(f"{arguments.input}: {counted(errors, 'error')}, {counted(warnings, 'warning')}")
    return 2 if unreadable else int(bool(findings))


def _shape(finding: Finding) -> dict[str, str | int]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "file": finding.place.file,
        "line": finding.place.line,
        "column": finding.place.column,
        "part": finding.place.part,
        "message": finding.message,
        "hint": finding.hint,
    }
