"""`ipexport fonts`: which font file each role of a style gets in a PDF, and what it lacks."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from ipexport.cli.messages import counted, one_line, print_json, say
from ipexport.cli.options import add_max_size, add_style

if TYPE_CHECKING:
    from ipexport.fonts.choice import Font
    from ipexport.fonts.report import RoleReport

DESCRIPTION = """\
Prints, for each role of a style (title, heading, table header, body, page number), the font file
that PDFs embed: the one that the style names, an installed one where the style asks for them, or
the one that comes with ipexport; why others were passed over; and which characters of the dataset
the font lacks, with the font that has them. Word and Excel files name fonts and embed none.

Exit code: 0 every character can be printed, 1 some cannot, 2 a font or the dataset cannot be read."""
EXAMPLES = """\
examples:
  ipexport fonts                     the dataset in ./source, in the official style
  ipexport fonts -s compact          another style
  ipexport fonts --json > fonts.json for programs: a list of objects"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "source", nargs="?", default="source", metavar="SOURCE", help="the dataset (./source)"
    )
    add_style(parser)
    parser.add_argument("--json", action="store_true", help="the roles as a JSON list")
    add_max_size(parser)


def run(arguments: argparse.Namespace) -> int:
    from ipexport.convert import read_any
    from ipexport.fonts.report import report
    from ipexport.request import chosen_languages, chosen_style
    from ipexport.table import tabulate

    style = chosen_style(arguments.style, arguments.source)
    work_plan = read_any(arguments.source, arguments.max_size).work_plan
    documents = [
        tabulate(work_plan, languages, style.table.focus_area)
        for languages in chosen_languages(work_plan, [])
    ]
    roles = report(documents, style)
    if arguments.json:
        print_json([_shape(role) for role in roles])
    else:
        for role in roles:
            for line in _lines(role):
                print(one_line(line))
    missing = {lacking.character for role in roles for lacking in role.lacking if lacking.font is None}
    if not arguments.quiet:
        say(f"{arguments.source}: {counted(len(missing), 'character')} without a font")
    return int(bool(missing))


def _lines(role: RoleReport) -> Iterator[str]:
    yield f"{role.role}: {_named(role.chosen.fonts[0])}"
    if role.chosen.latin is not None:
        yield f"  letters and digits: {_named(role.chosen.latin)}"
    for passed in role.chosen.passed_over:
        where = "" if passed.path is None else f" ({passed.path})"
        yield f"  passed over {passed.family}{where}: {passed.reason}"
    for font, group in groupby(sorted(role.lacking, key=lambda one: str(one.font)), lambda one: one.font):
        if font is not None:
            yield f"  {''.join(one.character for one in group)}: {_named(font)}"
            continue
        for one in group:
            yield f"  no font has {one.character} (U+{ord(one.character):04X}), first in {one.where}"


def _named(font: Font) -> str:
    return f"{font.family} ({font.source}, {font.path})"


def _shape(role: RoleReport) -> dict[str, object]:
    latin = role.chosen.latin
    return {
        "role": role.role,
        **_font(role.chosen.fonts[0]),
        "latin": None if latin is None else _font(latin),
        "passed_over": [
            {
                "family": passed.family,
                "file": None if passed.path is None else str(passed.path),
                "reason": passed.reason,
            }
            for passed in role.chosen.passed_over
        ],
        "lacking": [
            {
                "character": one.character,
                "code_point": f"U+{ord(one.character):04X}",
                "where": one.where,
                "font": None if one.font is None else _font(one.font),
            }
            for one in role.lacking
        ],
    }


def _font(font: Font) -> dict[str, str | int]:
    return {"family": font.family, "file": str(font.path), "face": font.number, "source": font.source}
