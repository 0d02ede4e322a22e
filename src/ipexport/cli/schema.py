"""`ipexport schema`: the JSON Schemas of the dataset, of its form and of changes."""

from __future__ import annotations

import argparse

from ipexport.cli.messages import print_json

DESCRIPTION = """\
Prints a JSON Schema: that of a dataset in one document (YAML or JSON) or of its form.yaml, for
editors that help while typing and for programs that make datasets; or that of the changes of
`ipexport diff --format json`."""
EXAMPLES = """\
examples:
  ipexport schema                       that of the dataset, on the screen
  ipexport schema > workplan.schema.json
  ipexport schema form                  that of form.yaml
  ipexport schema changes               that of `ipexport diff --format json`
  ipexport schema | python -m json.tool --indent 4"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "of",
        nargs="?",
        choices=("dataset", "form", "changes"),
        default="dataset",
        metavar="WHAT",
        help="dataset, form or changes (dataset)",
    )


def run(arguments: argparse.Namespace) -> int:
    if arguments.of == "changes":
        from ipexport.compare.schema import changes_schema

        print_json(changes_schema())
    else:
        from ipexport.dataset.schema import form_schema, json_schema

        print_json(form_schema() if arguments.of == "form" else json_schema())
    return 0
