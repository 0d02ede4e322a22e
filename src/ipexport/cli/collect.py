"""`ipexport collect`: what the regions send back, into the dataset."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from ipexport.cli.messages import counted, print_json, say, terminal
from ipexport.cli.options import add_max_size
from ipexport.nodes import MAX_SIZE

if TYPE_CHECKING:
    from ipexport.exchange.collect import Collection

DESCRIPTION = """\
Collects the forms that regions filled in and sent back: .xlsx and .docx files, mails (.eml, .mbox)
with such files attached, or folders of them. Each is merged into the dataset with whatever changed
there since it was sent. What contradicts the dataset, breaks a rule of the form, or adds, removes
or moves rows is asked, in the decisions file; what the form does not ask for is not taken.

Without --write nothing is written. With --write the files are kept in the folder of received
files, what is taken is written into the dataset, and what is to decide stays as it is. Files
received before are looked at again, so that nothing has to be given twice.

Exit code: 0 every region came back and nothing is left to look at, 1 a region is missing, something
is to decide, or there is a finding, 2 could not collect."""
EXAMPLES = """\
examples:
  ipexport collect inbox/                    look at what came back
  ipexport collect inbox/ -o report.html     the same, to read and to send
  ipexport collect inbox/ --write            take what can be taken
  ipexport collect --write                   go on, when received/decisions.yaml has been edited"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", metavar="FILE", help="a file, a mail, or a folder")
    parser.add_argument("--source", default="source", metavar="SOURCE", help="the dataset (./source)")
    parser.add_argument(
        "--base",
        metavar="SOURCE",
        help="what files were made from that do not say it: any readable document, or REVISION:PATH",
    )
    parser.add_argument(
        "--received", metavar="FOLDER", help="the folder of received files (received, beside the dataset)"
    )
    parser.add_argument(
        "--decisions", metavar="FILE", help="the file with decisions (decisions.yaml, in that folder)"
    )
    parser.add_argument("--write", action="store_true", help="keep the files, and write what is taken")
    parser.add_argument("-o", "--output", metavar="REPORT", help="write the report, as .html or .xlsx")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    add_max_size(parser)


def run(arguments: argparse.Namespace) -> int:
    from ipexport.exchange.collect import collect
    from ipexport.exchange.reports import check_extension, report_file
    from ipexport.exchange.shapes import collection_shape
    from ipexport.exchange.text_report import collection_text
    from ipexport.output import write_file

    if arguments.output:
        check_extension(arguments.output)
    found = collect(
        arguments.source,
        arguments.files,
        base=arguments.base,
        received=arguments.received,
        decisions=arguments.decisions,
        write=arguments.write,
        max_size=arguments.max_size or MAX_SIZE,
    )
    if arguments.output:
        write_file(arguments.output, report_file(found, arguments.output))
    if arguments.json:
        print_json(collection_shape(found))
    elif not arguments.output:
        print(collection_text(found, **terminal()), end="")
    if not arguments.quiet:
        _say(found, arguments)
    return int(not found.is_done)


def _say(found: Collection, arguments: argparse.Namespace) -> None:
    if arguments.verbose:
        for path in found.written:
            say(f"wrote {path}")
    changes = sum(len(region.changes) for region in found.regions)
    returned = len(found.regions) - len(found.missing)
    said = (
        f"{returned} of {counted(len(found.regions), 'region')} returned, {counted(changes, 'change')} taken,"
        f" {len(found.undecided)} to decide, {counted(len(found.findings), 'finding')}"
    )
    done = (
        f"wrote {counted(len(found.written), 'file')}" if arguments.write else "nothing written (say --write)"
    )
    say(f"{said}: {done}")
    if arguments.write and found.undecided:
        say(f"decide in {found.decisions}, then run ipexport collect --write again")
    if found.to_translate:
        say(f"{counted(found.to_translate, 'text')} to translate or compare: ipexport translate status")
