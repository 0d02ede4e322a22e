"""`ipexport convert`: any readable thing to any writable one."""

from __future__ import annotations

import argparse

from ipexport.cli.messages import say
from ipexport.cli.options import add_changes, add_max_size, add_reference, add_region, add_style

DESCRIPTION = """\
Reads INPUT (a folder with workplan.yaml, or a .yaml, .json, .docx, .xlsx or .pdf file) and writes
OUTPUT: a .docx, .xlsx, .pdf, .yaml or .json file, by its extension, or a dataset folder (a folder
that exists, or a name without an extension). INPUT itself is never overwritten.

A PDF is read by its tags and the text on its pages; one without tags by ruling lines and header
words, as well as that goes: `ipexport check INPUT` prints what was not understood, with its page."""
EXAMPLES = """\
examples:
  ipexport convert source plan.docx                   the whole document in Word
  ipexport convert source hubei.pdf -r hubei          one region as PDF
  ipexport convert source plan.json                   the dataset as one JSON file
  ipexport convert plan.json copy/                    and back into a folder of YAML files
  ipexport convert hubei.pdf hubei.yaml               what a PDF shows, as a dataset"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "input", metavar="INPUT", help="a dataset folder, or a .yaml, .json, .docx, .xlsx or .pdf file"
    )
    parser.add_argument("output", metavar="OUTPUT", help="a file, or a folder for a dataset")
    add_region(parser, "the id of a region; can be given several times (all)")
    parser.add_argument("-l", "--lang", default="zh", metavar="LANGUAGE", help="zh, en or zh-en (zh)")
    add_style(parser)
    add_reference(parser)
    add_changes(parser)
    add_max_size(parser)


def run(arguments: argparse.Namespace) -> int:
    from ipexport.read_ahead import convert

    files = convert(
        arguments.input,
        arguments.output,
        language=arguments.lang,
        style=arguments.style,
        regions=arguments.region,
        max_size=arguments.max_size,
        changes=arguments.changes,
        reference=arguments.reference,
        report=None if arguments.quiet else say,
    )
    if not arguments.quiet:
        for file in files:
            say(f"wrote {file}")
    return 0
